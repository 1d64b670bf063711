/**
 * Projection: what is kept of each contact is what a fold of the log would give.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Exhibit from "@temoin/core/Exhibit"
import * as Headline from "@temoin/core/Headline"
import * as History from "@temoin/core/History"
import * as Merge from "@temoin/core/Merge"
import * as Nps from "@temoin/core/Nps"
import * as Program from "@temoin/core/Program"
import * as Projection from "@temoin/core/Projection"
import type * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Testimonial from "@temoin/core/Testimonial"
import { SurveyId } from "@temoin/core/Survey"
import * as Case from "@temoin/core/Case"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"
import * as Programs from "./arbitrary/Program.ts"
import { anna, ben, playbook, program, solve, type Story, time } from "./fixture.ts"

const everything = { from: -8.64e15, to: 8.64e15 }

const traits = fc.dictionary(fc.constantFrom("plan", "country"), fc.constantFrom("pro", "free", null), {
  noNullPrototype: true
})

const written = Programs.written.map(Programs.make)

/** A history with traits in it, at any time. */
const history = fc
  .record({ soup: Arbitrary.soup, told: fc.array(fc.record({ traits, after: fc.nat(400) })) })
  .map(({ soup: { events }, told }) => [
    ...events,
    ...told.map(({ after, traits }, index): Event.Event => {
      const at = (events.at(-1)?.occurredAt ?? 0) + after * 86_400_000
      return {
        _tag: "ContactChanged",
        id: Event.EventId.make(`told ${index}`),
        occurredAt: at,
        recordedAt: at,
        traits
      }
    })
  ])

const pack = (events: ReadonlyArray<Event.Event>) => Result.getOrThrow(History.make(Arbitrary.contact, events))
const tallyOf = (answers: ReadonlyArray<Projection.Answer>) => Nps.tally(answers.map(({ score }) => score))

describe("of any history", () => {
  it("the answers are those of the headline, when every wave counts", () =>
    fc.assert(
      fc.property(written, history, (program, events) => {
        const { answers } = Projection.of(Projection.settings(program), pack(events))
        const waves = { ...program, surveys: program.surveys.map((one) => ({ ...one, count: "waves" as const })) }
        for (const { id: survey } of waves.surveys) {
          const headline = Headline.ofContact(waves, pack(events), { survey, ...everything })
          assert.deepEqual(tallyOf(answers.filter((answer) => answer.survey === survey)), headline)
        }
        assert.isTrue(answers.every(({ survey }) => Program.survey(program, survey) !== undefined))
      })
    ))

  it("the cases are those that are open", () =>
    fc.assert(
      fc.property(written, history, (program, events) => {
        const state = Fold.of(pack(events))
        const open = [...state.cases.values()].filter(Case.isOpen).map(({ id }) => id)
        const { cases } = Projection.of(Projection.settings(program), pack(events))
        const isGone = state.mergedInto !== undefined
        assert.sameMembers(
          cases.map((one) => one.case),
          isGone ? [] : open
        )
      })
    ))

  it("no testimonial is missing that a wall would show, at whatever time", () =>
    fc.assert(
      fc.property(written, history, fc.nat(800), (program, events, days) => {
        const now = (events[0]?.occurredAt ?? 0) + days * 86_400_000
        const kept = Projection.of(Projection.settings(program), pack(events)).exhibited
        for (const { testimonial } of Exhibit.of(program, pack(events), now)) {
          if (Testimonial.at(testimonial, now).state._tag !== "Published") continue
          assert.isTrue(kept.some((one) => one.testimonial === testimonial.id && one.until > now))
        }
      })
    ))

  it("the events it reads are enough", () =>
    fc.assert(
      fc.property(written, history, (program, events) => {
        const settings = Projection.settings(program, ["plan", "country"])
        assert.deepEqual(
          Projection.of(settings, pack(events.filter(Projection.reads))),
          Projection.of(settings, pack(events))
        )
      })
    ))

  it("what changes step by step adds up, in whatever order the events come and whoever they are about", () =>
    fc.assert(
      fc.property(
        written,
        fc.array(history, { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        (program, people, order) => {
          const settings = Projection.settings(program, ["plan"])
          const left = people.map((events) => [...events])
          const come = people.map((): Array<Event.Event> => [])
          const counters = new Map<string, ReadonlyArray<number>>()
          while (left.some((events) => events.length > 0)) {
            const who = order.next().value % left.length
            const events = left[who] ?? []
            const [event] = events.splice(order.next().value % Math.max(1, events.length), 1)
            const had = come[who] ?? []
            if (event === undefined) continue
            const before = Projection.of(settings, pack(had)).answers
            had.push(event)
            for (const { by, ...cell } of Projection.difference(before, Projection.of(settings, pack(had)).answers)) {
              const key = JSON.stringify(cell)
              counters.set(
                key,
                by.map((n, score) => n + (counters.get(key)?.[score] ?? 0))
              )
            }
          }
          const atOnce = Projection.difference(
            [],
            people.flatMap((events) => Projection.of(settings, pack(events)).answers)
          )
          assert.sameDeepMembers(
            [...counters].filter(([, by]) => by.some((n) => n !== 0)),
            atOnce.map(({ by, ...cell }) => [JSON.stringify(cell), by])
          )
        }
      ),
      { numRuns: 50 }
    ))
})

const shop = program({ followUp: [playbook(solve)] })
const settings = Projection.settings(shop, ["plan", "country"])
const keptOf = (story: Story) => Projection.of(settings, story.history)
const asked = anna.on("2026-03-01 10:00").delivered().obeys(shop)

const segments = (story: Story) => keptOf(story).answers.map(({ day, score, segment }) => `${day} ${score} ${segment}`)

describe("an answer", () => {
  it("belongs to the segment its contact was in when they gave it", () => {
    const story = asked
      .fact({ _tag: "ContactChanged", traits: { plan: "free", country: "FR" } })
      .on("2026-03-02")
      .answers(9)
      .on("2026-03-20")
      .fact({ _tag: "ContactChanged", traits: { plan: "pro", country: null } })
      .on("2026-03-21")
      .answersUnasked(3)
    expect(segments(story)).toEqual(["2026-03-02 9 =free\n=FR", "2026-03-21 3 =pro\n?"])
  })

  it("is not left out when nobody told the trait, or it is too long", () => {
    const long = asked.fact({ _tag: "ContactChanged", traits: { plan: "x".repeat(65) } })
    expect(segments(long.on("2026-03-02").answers(9))).toEqual(["2026-03-02 9 +\n?"])
  })

  it("moves with the news that a contact was in another segment then", () => {
    const story = asked.on("2026-03-05").answers(9)
    const late = story.on("2026-03-04").fact({ _tag: "ContactChanged", traits: { plan: "pro" } })
    expect(Projection.difference(keptOf(story).answers, keptOf(late).answers)).toMatchObject([
      { segment: "=pro\n?", by: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0] },
      { segment: "?\n?", by: [0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0] }
    ])
  })

  it("has the day that the company had", () => {
    const paris = Projection.settings(program({ zone: "Europe/Paris" }))
    const late = anna.on("2026-03-01 23:30").answersUnasked(8)
    expect(Projection.of(paris, late.history).answers.map(({ day }) => day)).toEqual(["2026-03-02"])
  })

  it("counts once, as it was changed last before the wave closed", () => {
    const story = asked.on("2026-03-02").answers(2).on("2026-03-03").answers(9)
    expect(segments(story)).toEqual(["2026-03-03 9 ?\n?"])
  })
})

describe("two contacts that turn out to be one", () => {
  it("are kept under the one that goes on, and not twice", () => {
    const twin = ben.on("2026-03-02").answersUnasked(4)
    const all = asked.on("2026-03-03").answers(9).on("2026-03-04").wasAlso(twin)
    const gone = Result.getOrThrow(
      History.append(twin.history, [Merge.leave(twin.history, Contact.ContactId.make("anna"), time("2026-03-04"))])
    )
    expect(Projection.of(settings, gone)).toEqual(Projection.none(Contact.ContactId.make("ben")))
    expect(keptOf(all).answers.map(({ score }) => score)).toEqual<ReadonlyArray<Score.Score>>([4, 9])
  })
})

const list = (story: Story) => keptOf(story).suppressed.map(({ address, why }) => `${address}: ${why}`)

describe("an address must not be written to", () => {
  const optedOut = asked.on("2026-03-02").fact({ _tag: "OptedOut", extent: {} })

  it("when its contact wants nothing more, reported spam, or mail came back", () => {
    expect(list(optedOut)).toEqual(["anna@example.com: opt-out"])
    expect(list(asked.fact({ _tag: "SpamReported" }))).toEqual(["anna@example.com: spam report"])
    expect(list(asked.fact({ _tag: "HardBounced", address: "Old@Example.com" }))).toEqual([
      "old@example.com: hard bounce"
    ])
  })

  it("which is that of then, and that of now", () => {
    const moved = optedOut.on("2026-03-05").fact({ _tag: "ContactChanged", email: "anna@work.example" })
    expect(list(moved)).toEqual(["anna@example.com: opt-out", "anna@work.example: opt-out"])
  })

  it("until they lift it; no more of one survey is no word about the rest", () => {
    expect(list(optedOut.on("2026-03-05").fact({ _tag: "OptedIn", extent: {}, evidence: "form 7" }))).toEqual([])
    expect(list(asked.fact({ _tag: "OptedOut", extent: { survey: "nps" } }))).toEqual([])
  })
})

it("an open case is kept with its owner and the next deadline, and goes when it is over", () => {
  const unhappy = asked.on("2026-03-02").answers(2).obeys(shop)
  const [open] = keptOf(unhappy).cases
  expect(open).toMatchObject({ owner: "support", dueBy: time("2026-03-03"), openedAt: time("2026-03-02") })
  const id = open?.case ?? ""
  const seen = unhappy.later("1 hour").fact({ _tag: "CaseAcknowledged", case: id })
  expect(keptOf(seen).cases).toMatchObject([{ dueBy: undefined }])
  const over = seen.later("1 hour").fact({ _tag: "CaseResolved", case: id })
  expect(keptOf(over).cases).toEqual([])
  expect(keptOf(over.later("1 day").fact({ _tag: "CaseReopened", case: id })).cases).toHaveLength(1)
})

const fingerprint = (changes: Parameters<typeof program>[0], segments: ReadonlyArray<string> = []) =>
  Projection.fingerprint(Projection.settings(program(changes), segments))

describe("the settings", () => {
  it("have another fingerprint when the zone, the segments or when waves close are others, and no other one", () => {
    expect(fingerprint({ zone: "Europe/Paris" })).not.toBe(fingerprint({}))
    expect(fingerprint({}, ["plan"])).not.toBe(fingerprint({}))
    expect(fingerprint({ surveys: [{ id: "nps", closes: "3 days" }] })).not.toBe(fingerprint({}))
    expect(fingerprint({ followUp: [playbook(solve)] })).toBe(fingerprint({}))
    expect(fingerprint({ surveys: [{ id: "a" }, { id: "b" }] })).toBe(
      fingerprint({ surveys: [{ id: "b" }, { id: "a" }] })
    )
  })
})

it("a survey that the program has no more is not kept", () => {
  const other = Projection.settings(program({ surveys: [{ id: "other" }] }))
  expect(Projection.of(other, asked.on("2026-03-02").answers(9).history).answers).toEqual([])
  expect(State.waves(Fold.of(asked.history)).map(({ survey }) => survey)).toEqual([SurveyId.make("nps")])
})
