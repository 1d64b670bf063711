/**
 * Evidence: worked cases of what answers and cases bear out.
 */
import type * as Claim from "@temoin/core/Claim"
import * as Evidence from "@temoin/core/Evidence"
import * as Person from "@temoin/core/Person"
import { SurveyId } from "@temoin/core/Survey"
import { describe, expect, it } from "vitest"
import { anna, ben, playbook, program, type Story, survey, time } from "./fixture.ts"

const nps = SurveyId.make("nps")
const always = { from: time("2026-01-01"), to: time("2027-01-01") }
const shop = (count: "people" | "waves") =>
  program({
    surveys: [survey({ count })],
    followUp: [
      playbook({
        step: "solve",
        do: "open case",
        to: ["detractor"],
        owner: "support",
        deadline: "1 day",
        escalateTo: "management"
      })
    ]
  })

const found = (measure: Claim.Measure, count: "people" | "waves", now: string, ...stories: ReadonlyArray<Story>) => {
  const by = shop(count)
  const people = Person.all(
    by,
    stories.map(({ history }) => history),
    time(now)
  )
  const { hits, n } = Evidence.of(by, people, { measure, ...always })
  return `${hits} of ${n}`
}

const named = (story: Story) => {
  const opened = story.history.events.find((event) => event._tag === "CaseOpened")
  if (opened?._tag !== "CaseOpened") throw new Error("no case")
  return opened.case
}

const recommend = { _tag: "Recommend", survey: nps } as const
const twice = anna.on("2026-02-01").answersUnasked(10).on("2026-03-01").answersUnasked(6)
const once = ben.on("2026-02-01").answersUnasked(9)

describe("answers", () => {
  it("count as in the headline: each person's latest, or each wave's", () => {
    expect(found(recommend, "people", "2026-06-01", twice, once)).toBe("1 of 2")
    expect(found(recommend, "waves", "2026-06-01", twice, once)).toBe("2 of 3")
    expect(found({ _tag: "Nps", survey: nps }, "waves", "2026-06-01", twice, once)).toBe("1 of 3")
    expect(found({ _tag: "Gave", survey: nps, scores: [6] }, "waves", "2026-06-01", twice, once)).toBe("1 of 3")
  })

  it("looking back, the later answer was not there yet", () => {
    expect(found(recommend, "people", "2026-02-15", twice, once)).toBe("2 of 2")
  })

  it("of somebody who turned out to be two contacts count once", () => {
    const both = once.on("2026-04-01").wasAlso(twice)
    const left = twice.on("2026-04-01").fact({ _tag: "MergedInto", into: "ben" })
    expect(found(recommend, "people", "2026-06-01", left, both)).toBe("0 of 1")
    expect(found(recommend, "waves", "2026-06-01", left, both)).toBe("2 of 3")
    // also when the report looks back to before they did
    expect(found(recommend, "waves", "2026-02-15", left, both)).toBe("2 of 2")
  })

  it("of somebody who was erased are gone, however far one looks back", () => {
    const gone = twice.on("2026-05-01").fact({ _tag: "Erased" })
    expect(found(recommend, "waves", "2026-04-01", gone, once)).toBe("1 of 1")
  })
})

describe("cases", () => {
  const reply = { _tag: "Reply", within: "1 day" } as const
  const unhappy = anna.on("2026-02-01 10:00").answersUnasked(2).obeys(shop("people"))

  it("whose promised time still runs count neither for nor against", () => {
    const quick = unhappy.on("2026-02-01 12:00").fact({ _tag: "CaseAcknowledged", case: named(unhappy) })
    expect(found(reply, "people", "2026-02-01 13:00", quick)).toBe("0 of 0")
    expect(found(reply, "people", "2026-02-03", quick)).toBe("1 of 1")
  })

  it("count again, for themselves, when they are reopened", () => {
    const again = unhappy
      .on("2026-02-01 12:00")
      .fact({ _tag: "CaseResolved", case: named(unhappy) })
      .on("2026-02-05")
      .fact({ _tag: "CaseReopened", case: named(unhappy) })
    expect(found({ _tag: "Resolve", within: "1 day" }, "people", "2026-03-01", again)).toBe("1 of 2")
  })

  it("that a changed answer closed in time were owed nothing; those it closed too late were", () => {
    const close = (story: Story) =>
      story.fact({ _tag: "CaseClosed", case: named(unhappy), key: "shop/nps/anna/close/x", because: [] })
    expect(found(reply, "people", "2026-03-01", close(unhappy.on("2026-02-01 12:00")))).toBe("0 of 0")
    expect(found(reply, "people", "2026-03-01", close(unhappy.on("2026-02-10")))).toBe("0 of 1")
  })
})
