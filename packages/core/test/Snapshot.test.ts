import * as Fold from "@temoin/core/Fold"
import * as Case from "@temoin/core/Case"
import * as History from "@temoin/core/History"
import type * as Instant from "@temoin/core/Instant"
import * as Person from "@temoin/core/Person"
import type * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Timeline from "@temoin/core/Timeline"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contact, soup } from "./arbitrary/History.ts"
import { anna, playbook, program, solve, survey, time } from "./fixture.ts"
import type { Story } from "./fixture.ts"

const shop = program()
const caring = program({ followUp: [playbook(solve)] })

const personOf = (rules: Program.Program, history: History.History, now: Instant.Instant): Person.Person => {
  const person = Person.of(rules, history, now)
  if (person === undefined) throw new Error("nobody")
  return person
}
const snapshot = (story: Story, rules = shop) => Snapshot.of(rules, personOf(rules, story.history, story.now)).snapshot
const timeline = (story: Story, rules = shop, language: "en" | "fr" = "en") =>
  Timeline.of(personOf(rules, story.history, story.now), language)
const told = (story: Story, rules = shop) => timeline(story, rules).entries.map(({ title }) => title)

describe("what a CRM says of a contact", () => {
  it("nothing, of whom nothing is known", () => {
    expect(snapshot(anna)).toEqual(Snapshot.empty)
    expect(Snapshot.isEmpty(snapshot(anna))).toBe(true)
  })

  it("the last answer, whichever it is: 0 is a score", () => {
    for (const score of Score.scale) {
      expect(snapshot(anna.answersUnasked(7).later("1 days").answersUnasked(score))).toMatchObject({
        score,
        category: Score.category(score),
        survey: "nps",
        answeredAt: time("2026-01-02")
      })
    }
  })

  it("a trend only where noise is a poor explanation, and none of one answer", () => {
    const trend = (before: Score.Score, after: Score.Score) =>
      snapshot(anna.answersUnasked(before).later("30 days").answersUnasked(after)).trend
    expect(snapshot(anna.answersUnasked(9)).trend).toBeUndefined()
    expect(trend(5, 8)).toBe("rising")
    expect(trend(9, 7)).toBe("steady")
    expect(trend(10, 7)).toBe("falling")
  })

  it("compares answers to one survey with each other only", () => {
    const two = program({ surveys: [survey(), survey({ id: "onboarding" })] })
    expect(snapshot(anna.answersUnasked(10).later("1 days").answersUnasked(1, "onboarding"), two).trend).toBeUndefined()
  })

  it("when they will be asked next", () => {
    const later = program({
      surveys: [survey({ triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "3 days" }] })]
    })
    expect(snapshot(anna.delivered(), later).nextAskAt).toBe(time("2026-01-04"))
    expect(snapshot(anna.delivered(), shop).nextAskAt).toBe(time("2026-01-01"))
    expect(snapshot(anna.delivered().fact({ _tag: "OptedOut", extent: {} }), shop).nextAskAt).toBeUndefined()
  })

  it("how far the case is: the open one before those that are over", () => {
    const asked = anna.delivered().obeys(caring).answers(2).obeys(caring)
    expect(snapshot(asked, caring).case).toBe("opened")
    const id = [...Fold.of(asked.history).cases.keys()][0]!
    const resolved = asked.later("1 days").fact({ _tag: "CaseResolved", case: id })
    expect(snapshot(resolved, caring).case).toBe("resolved")
    expect(snapshot(resolved.later("30 days").delivered("2").obeys(caring).answers(1).obeys(caring), caring).case).toBe(
      "opened"
    )
  })

  it("has a field for each part, and the choices that it can take", () => {
    expect(Snapshot.fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(Snapshot.empty).toSorted())
    expect(Snapshot.fields.find(({ name }) => name === "case")?.choices).toEqual(Case.Stage.literals)
  })
})

describe("what a CRM's timeline tells", () => {
  it("an answer with its words, once nothing has followed it for ten minutes", () => {
    const clicked = anna.fact({ _tag: "Answered", survey: "nps", wave: "w", score: 9 })
    expect(timeline(clicked)).toEqual({ entries: [], changesAt: time("2026-01-01 00:10") })
    const said = clicked
      .later("5 minutes")
      .fact({ _tag: "Answered", survey: "nps", wave: "w", score: 8, comment: "ok" })
    expect(told(said.later("20 minutes"))).toEqual([`Answered 8 of 10 (passive) to "nps"`])
    expect(timeline(said.later("20 minutes")).entries).toMatchObject([{ words: "ok" }])
    const changed = said.later("1 hours").fact({ _tag: "Answered", survey: "nps", wave: "w", score: 2 })
    expect(told(changed.later("1 hours"))).toEqual([
      `Answered 8 of 10 (passive) to "nps"`,
      `Answered 2 of 10 (detractor) to "nps"`
    ])
  })

  it("a task for the owner of a case, done when it is over, and one more for whom it was escalated to", () => {
    const open = anna.delivered().obeys(caring).answers(2).obeys(caring)
    const tasks = (story: Story) =>
      timeline(story, caring).entries.flatMap((entry) =>
        entry._tag === "Task" ? [`${entry.owner}: ${entry.doneAt === undefined ? "to do" : "done"}`] : []
      )
    expect(tasks(open)).toEqual(["support: to do"])
    const late = open.later("2 days").obeys(caring)
    expect(tasks(late)).toEqual(["support: to do", "management: to do"])
    const id = [...Fold.of(late.history).cases.keys()][0]!
    expect(tasks(late.fact({ _tag: "CaseResolved", case: id, by: "Mia" }))).toEqual([
      "support: done",
      "management: done"
    ])
  })

  it("says it in French, too", () => {
    const [answered] = timeline(anna.answersUnasked(3).later("1 days"), shop, "fr").entries
    expect(answered?.title).toBe("A répondu 3 sur 10 (détracteur) à « nps »")
  })
})

const histories = soup.map(({ events }) =>
  Result.getOrElse(History.make(contact, events), () => History.empty(contact))
)

const keys = ({ entries }: ReturnType<typeof Timeline.of>) => entries.map(({ _tag, key }) => `${_tag} ${key}`)

describe("laws", () => {
  it("nothing is told twice, and what is told stays told as time goes by", () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 400 }), (history, days) => {
        const last = history.at.at(-1) ?? 0
        const person = Person.of(caring, history, last)
        const later = Person.of(caring, history, last + days * 86_400_000)
        if (person === undefined || later === undefined) return
        const now = keys(Timeline.of(person))
        expect(new Set(now).size).toBe(now.length)
        expect(keys(Timeline.of(later))).toEqual(expect.arrayContaining(now))
      })
    )
  })

  it("with nothing new, nothing changes before it says so", () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 60 * 24 * 40 }), (history, minutes) => {
        const last = history.at.at(-1) ?? 0
        const person = Person.of(caring, history, last)
        if (person === undefined) return
        const { changesAt, snapshot } = Snapshot.of(caring, person)
        const { changesAt: toldAt, entries } = Timeline.of(person)
        const at = last + minutes * 60_000
        const later = personOf(caring, history, at)
        if (changesAt === undefined || at < changesAt) {
          expect({ ...Snapshot.of(caring, later).snapshot, nextAskAt: 0 }).toEqual({ ...snapshot, nextAskAt: 0 })
        }
        if (toldAt === undefined || at < toldAt) expect(Timeline.of(later).entries).toEqual(entries)
      })
    )
  })
})
