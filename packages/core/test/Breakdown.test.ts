/**
 * Breakdown: worked cases, and that no answer is left out.
 */
import * as Breakdown from "@temoin/core/Breakdown"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Nps from "@temoin/core/Nps"
import * as Projection from "@temoin/core/Projection"
import * as Residue from "@temoin/core/Residue"
import * as Score from "@temoin/core/Score"
import * as Segment from "@temoin/core/Segment"
import * as Suppression from "@temoin/core/Suppression"
import { SurveyId } from "@temoin/core/Survey"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"

const survey = SurveyId.make("nps")

const given = (day: string, score: Score.Score, segment = "=pro\n?"): Projection.Answer => ({
  survey,
  wave: Decision.WaveId.make(day),
  purpose: "measure",
  at: day === "always" ? 8.64e15 : Date.parse(day),
  day,
  segment,
  score
})
const keptOf = (answers: ReadonlyArray<Projection.Answer>): Projection.Projection => ({
  ...Projection.none(Contact.ContactId.make("anna")),
  answers
})
const query = (changes: Partial<Breakdown.Query>): Breakdown.Query => ({
  survey,
  purpose: "measure",
  by: "month",
  ...changes
})
const names = ["plan", "country"]
const broken = (changes: Partial<Breakdown.Query>, ...answers: ReadonlyArray<Projection.Answer>) =>
  Result.getOrThrow(Breakdown.of(query(changes), names, [keptOf(answers)]))
const shown = ({ cells, uncertain }: Breakdown.Breakdown) => [
  ...cells.map(
    ({ period, segment, tally }) =>
      `${period}${segment === undefined ? "" : ` ${Segment.name(segment, "en")}`}: ${Nps.counts(tally).answers}`
  ),
  ...(uncertain === 0 ? [] : [`uncertain: ${uncertain}`])
]

describe("the answers of a year", () => {
  const answers = [given("2026-01-31", 9), given("2026-02-01", 3), given("2026-04-01", 10, "=free\n=FR")]

  it("by day, month, quarter and year", () => {
    expect(shown(broken({ by: "day" }, ...answers))).toEqual(["2026-01-31: 1", "2026-02-01: 1", "2026-04-01: 1"])
    expect(shown(broken({ by: "month" }, ...answers))).toEqual(["2026-01: 1", "2026-02: 1", "2026-04: 1"])
    expect(shown(broken({ by: "quarter" }, ...answers))).toEqual(["2026-Q1: 2", "2026-Q2: 1"])
    expect(shown(broken({ by: "year" }, ...answers))).toEqual(["2026: 3"])
  })

  it("by segment, each trait by itself", () => {
    expect(shown(broken({ by: "year", segment: "plan" }, ...answers))).toEqual(["2026 free: 1", "2026 pro: 2"])
    expect(shown(broken({ by: "year", segment: "country" }, ...answers))).toEqual(["2026 FR: 1", "2026 unknown: 2"])
  })

  it("of some of its days", () => {
    expect(shown(broken({ by: "year", from: "2026-02-01", to: "2026-04-01" }, ...answers))).toEqual(["2026: 1"])
  })

  it("by a trait that nobody chose is refused, and said which ones were", () => {
    const refused = Breakdown.of(query({ segment: "size" }), names, [])
    expect(Result.isFailure(refused) && refused.failure.message).toBe(
      'answers are not kept by "size"; kept by: "plan", "country". Name it among the `segments` when you open the store'
    )
  })
})

it("the values with the most answers are shown apart, the same in every period; the rest is other", () => {
  const many = Array.from({ length: Segment.most + 2 }, (_, n) => `v${String(n).padStart(2, "0")}`)
  const answers = many.flatMap((value, n) => [
    given("2026-01-01", 9, `=${value}\n?`),
    // the last two have one answer, all others two
    ...(n < Segment.most ? [given("2026-02-01", 9, `=${value}\n?`)] : [])
  ])
  const { cells } = broken({ segment: "plan" }, ...answers, given("2026-02-01", 1, "+\n?"))
  const others = cells.filter(({ segment }) => segment?._tag === "Other")
  expect(others.map(({ period, tally }) => `${period}: ${Nps.counts(tally).answers}`)).toEqual([
    "2026-01: 2",
    "2026-02: 1"
  ])
  expect(cells.filter(({ segment }) => segment?._tag === "Value")).toHaveLength(2 * Segment.most)
})

it("no answer is left out, however it is asked", () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "always"),
          fc.constantFrom(...Score.scale),
          fc.constantFrom("=a\n=b", "?\n?", "+\n=other", "=unknown\n?")
        )
      ),
      fc.constantFrom(...Breakdown.By.literals),
      fc.constantFrom(undefined, ...names),
      (rows, by, segment) => {
        const answers = rows.map(([day, score, key]) => given(day, score, key))
        const { cells, uncertain } = broken({ by, ...(segment !== undefined && { segment }) }, ...answers)
        const dated = answers.filter(({ day }) => day !== "always")
        assert.deepEqual(
          cells.map(({ tally }) => tally).reduce(Nps.combine, Nps.empty),
          Nps.tally(dated.map(({ score }) => score))
        )
        assert.equal(uncertain, answers.length - dated.length)
        const places = cells.map(({ period, segment }) => JSON.stringify([period, segment]))
        assert.lengthOf(new Set(places), places.length)
      }
    )
  ))

const residue = (...bins: ReadonlyArray<string>): Residue.Residue => ({
  ...Residue.empty("UTC"),
  cells: bins.map((bin) => ({ bin, survey, purpose: "measure", tally: Nps.tally([9]), people: 1 })),
  erased: 1
})

const together = (changes: Partial<Breakdown.Query>, ...bins: ReadonlyArray<string>) =>
  shown(Breakdown.withResidue(broken(changes, given("2026-03-01", 3)), query(changes), residue(...bins)))

describe("those who were erased", () => {
  it("still count, in the period and with no segment that anybody knows", () => {
    expect(together({}, "2026-03-05", "2026-03")).toEqual(["2026-03: 3"])
    expect(together({ segment: "plan" }, "2026-03-05")).toEqual(["2026-03 pro: 1", "2026-03 unknown: 1"])
  })

  it("are uncertain where nobody can tell the period any more", () => {
    expect(together({}, "2026", "always")).toEqual(["2026-03: 1", "uncertain: 2"])
    expect(together({ by: "year" }, "2026", "2026-03", "always")).toEqual(["2026: 3", "uncertain: 1"])
    expect(together({ from: "2026-03-01", to: "2026-03-15" }, "2026-03", "2026-02")).toEqual([
      "2026-03: 1",
      "uncertain: 1"
    ])
  })

  it("make the same total as the residue itself has", () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("2026-01-01", "2026-01", "2026", "always", "2025-12-31", "2025-12", "2025")),
        fc.constantFrom(...Breakdown.By.literals),
        (bins, by) => {
          const from = "2026-01-01"
          const found = Breakdown.withResidue({ cells: [], uncertain: 0 }, query({ by, from }), residue(...bins))
          const { erased, uncertain } = Residue.project(residue(...bins), [], {
            survey,
            purpose: "measure",
            from: Date.parse(from),
            to: 8.64e15
          })
          const answers = found.cells.reduce((sum, { tally }) => sum + Nps.counts(tally).answers, 0)
          assert.equal(answers + found.uncertain, erased + uncertain)
          assert.isAtLeast(found.uncertain, uncertain)
        }
      )
    ))
})

it("why an address is on the list is said in both languages, without a name", () => {
  const entry = { address: "anna@example.com", why: "spam report", since: 0 } as const
  expect(Suppression.sentence(entry, "en")).toBe("a mail to this address was reported as spam (since 1970-01-01)")
  expect(Suppression.sentence(entry, "fr")).toBe(
    "un envoi à cette adresse a été signalé comme indésirable (depuis le 1970-01-01)"
  )
})

it("a segment is read back from its key, and said in both languages", () => {
  const traits = new Map([["plan", "unknown"]])
  const [plan, country] = Segment.fromKey(Segment.key(names, traits))
  expect([plan, country].map((one) => one && Segment.name(one, "fr"))).toEqual(["unknown", "inconnu"])
  expect(Segment.fromKey(Segment.key([], traits))).toEqual([])
})
