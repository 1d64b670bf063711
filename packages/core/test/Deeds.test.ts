/**
 * Deeds: worked cases of criticism and its answer.
 */
import * as Criticism from "@temoin/core/Criticism"
import * as Deeds from "@temoin/core/Deeds"
import * as Person from "@temoin/core/Person"
import { SurveyId } from "@temoin/core/Survey"
import { describe, expect, it } from "vitest"
import { anna, playbook, program, type Story, time } from "./fixture.ts"

const shop = program({
  followUp: [
    playbook({
      step: "solve",
      do: "open case",
      to: ["detractor"],
      on: ["grievance.raised"],
      owner: "support",
      deadline: "1 day",
      escalateTo: "management"
    })
  ]
})
const careless = program()

const answered = (story: Story, now: string, by = shop) => {
  const people = Person.all(by, [story.history], time(now))
  const period = { survey: SurveyId.make("nps"), from: time("2026-01-01"), to: time("2027-01-01") }
  const { hits, n } = Deeds.of(by, people, period).criticismAnswered
  return `${hits} of ${n}`
}

const delivered = anna.on("2026-02-01").delivered().obeys(shop)
const criticised = delivered.on("2026-02-02").answers(3, { comment: "It leaks." }).obeys(shop)
const caseOf = (story: Story) =>
  story.history.events.flatMap((event) => (event._tag === "CaseOpened" ? [event.case] : []))[0]!

describe("criticism", () => {
  it("is answered when somebody explained it, not when somebody looked at it", () => {
    const seen = criticised.on("2026-02-02 10:00").fact({ _tag: "CaseAcknowledged", case: caseOf(criticised) })
    expect(answered(seen, "2026-03-01")).toBe("0 of 1")
    const explained = seen.fact({ _tag: "CaseExplained", case: caseOf(seen), explanation: "A seal was missing." })
    expect(answered(explained, "2026-03-01")).toBe("1 of 1")
  })

  it("whose case may still be settled in time counts neither for nor against", () => {
    expect(answered(criticised, "2026-02-02 12:00")).toBe("0 of 0")
  })

  it("is not a bare score, and not what a promoter wrote", () => {
    expect(answered(delivered.on("2026-02-02").answers(3).obeys(shop), "2026-03-01")).toBe("0 of 0")
    expect(answered(delivered.on("2026-02-02").answers(9, { comment: "Good." }), "2026-03-01")).toBe("0 of 0")
  })

  it("is a grievance, too", () => {
    const complained = anna.on("2026-02-01").fact({ _tag: "GrievanceRaised", channel: "phone", words: "It leaks." })
    const opened = complained.obeys(shop)
    expect(answered(opened, "2026-03-01")).toBe("0 of 1")
    expect(answered(opened.on("2026-02-03").fact({ _tag: "CaseResolved", case: caseOf(opened) }), "2026-03-01")).toBe(
      "1 of 1"
    )
  })

  it("is unknown to a log that has no cases, which is not unanswered", () => {
    const said = anna.on("2026-02-01").answersUnasked(3).fact({ _tag: "GrievanceRaised", channel: "phone" })
    expect(answered(said, "2026-03-01", careless)).toBe("0 of 0")
  })

  it("stays what it is when the answer is changed", () => {
    const changed = criticised.on("2026-02-03").answers(9, { comment: "All good now." })
    const [person] = Person.all(shop, [changed.history], time("2026-03-01"))
    expect(Criticism.ofPerson(shop, person!)).toHaveLength(1)
  })
})
