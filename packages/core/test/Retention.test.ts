/** Retention: does it say what would be forgotten too soon? */
import * as Claim from "@temoin/core/Claim"
import { WaveId } from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type * as Period from "@temoin/core/Period"
import * as Program from "@temoin/core/Program"
import * as Retention from "@temoin/core/Retention"
import { SurveyId } from "@temoin/core/Survey"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const program = Result.getOrThrow(
  Program.decode({ id: "shop", surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "hand" }] }] })
)

const claim = (validity: Period.Period): Claim.Claim =>
  Result.getOrThrow(
    Claim.decode({
      id: "nine-of-ten",
      text: { en: "{ofTen} of 10 customers would recommend us." },
      kind: "general",
      measure: { _tag: "Recommend", survey: SurveyId.make("nps") },
      states: { value: 90 },
      span: { _tag: "Dates", from: time("2025-01-01"), to: time("2026-01-01") },
      minimum: 100,
      validity
    })
  )

/** Shortest first; those that are as long as one another in one list. */
const lengths: ReadonlyArray<ReadonlyArray<Period.Period>> = [
  ["90 days"],
  ["6 months"],
  ["1 year", "12 months"],
  ["18 months"],
  ["2 years", "24 months"]
]

describe("a claim", () => {
  it("that may be said for longer than people are kept is found, and no other", () => {
    for (const [kept, keeping] of lengths.entries()) {
      for (const [needed, needing] of lengths.entries()) {
        for (const people of keeping) {
          for (const validity of needing) {
            const found = Retention.check({ people }, program, [claim("1 day"), claim(validity)])
            const finding = { _tag: "Claim", path: "claims[1].validity", kept: people, needed: validity }
            expect(found, `${validity} of a claim, ${people} of people`).toEqual(needed > kept ? [finding] : [])
          }
        }
      }
    }
  })

  it("outlives nobody who is kept until they ask, however soon their words go", () => {
    expect(Retention.check(Retention.unlimited, program, [claim("2 years")])).toEqual([])
    expect(Retention.check({ words: "30 days", proofs: "1 day" }, program, [claim("2 years")])).toEqual([])
  })

  it("that outlives its answers is told in both languages, with what to do", () => {
    const [finding] = Retention.check({ people: "1 year" }, program, [claim("18 months")])
    if (finding === undefined) return expect.fail("nothing was found")
    expect(Retention.sentence(finding)).toBe(
      "`claims[0].validity` is 18 months, and people are kept for 1 year: the claim would outlive the answers it rests on; keep people for at least 18 months, or let the claim end earlier."
    )
    expect(Retention.sentence(finding, "fr")).toMatch(
      /^`claims\[0\]\.validity` vaut 18 mois, .* conservez-les au moins 18 mois/
    )
  })
})

it("an event without its words is known for the one that had them, and nothing else is", () => {
  const answered: Event.Event = {
    _tag: "Answered",
    id: Event.EventId.make("answer"),
    occurredAt: 0,
    recordedAt: 0,
    survey: SurveyId.make("nps"),
    wave: WaveId.make("w"),
    score: 9
  }
  const worded = { ...answered, comment: "lovely" }
  expect(Retention.isWithoutWords(answered, worded)).toBe(true)
  expect(Retention.isWithoutWords(worded, worded)).toBe(false)
  expect(Retention.isWithoutWords({ ...answered, score: 8 }, worded)).toBe(false)
})
