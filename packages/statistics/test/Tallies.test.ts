import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Buckets from "@temoin/statistics/Buckets"
import * as Tallies from "@temoin/statistics/Tallies"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { refused } from "./given.ts"

const from = Date.UTC(2024, 0, 15)
const until = Date.UTC(2026, 2, 3, 7)
const periods = (unit: Buckets.Unit, zone: string) => Result.getOrThrow(Buckets.between(from, until, unit, zone))
const calendar = fc
  .tuple(
    fc.constantFrom("day", "week", "month", "quarter", "year"),
    fc.constantFrom("UTC", "Europe/Paris", "Asia/Kathmandu")
  )
  .map(([unit, zone]) => periods(unit, zone))

const row = fc.record({
  segment: fc.oneof(fc.constantFrom("a", "b", "", "ab", "__proto__", "é"), fc.string({ maxLength: 3 })),
  at: fc.integer({ min: from - 1e9, max: until + 1e9 }),
  score: fc.constantFrom(...Score.scale)
})

describe("rows", () => {
  it("are tallied as if each segment and period had been picked out by hand", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), calendar, (rows, periods) => {
        const { outside, rejected, segments, tallies } = Result.getOrThrow(Tallies.fromRows(rows, periods))
        expect(segments).toEqual([...new Set(rows.map(({ segment }) => segment))])
        expect(rejected).toBe(0)
        let counted = 0
        for (const [id, segment] of segments.entries())
          for (const [place, { from, until }] of periods.entries()) {
            const own = rows.filter((row) => row.segment === segment && row.at >= from && row.at < until)
            counted += own.length
            expect(tallies[id]?.[place]).toEqual(Nps.tally(own.map(({ score }) => score)))
          }
        expect(counted + outside).toBe(rows.length)
      }),
      { numRuns: 40 }
    )
  })

  it("of many segments are all kept", () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({ segment: `s${i % 1000}`, at: from, score: 10 as const }))
    const { segments, tallies } = Result.getOrThrow(Tallies.fromRows(rows, periods("month", "UTC")))
    expect(segments.length).toBe(1000)
    expect(tallies.every(([first]) => first?.[10] === 3)).toBe(true)
  })

  it("with no score or no time are rejected and counted", () => {
    const rows = [
      { segment: "a", at: from, score: 11 as Score.Score },
      { segment: "a", at: NaN, score: 9 as const },
      { segment: "a", at: from, score: 9 as const }
    ]
    expect(Result.getOrThrow(Tallies.fromRows(rows, periods("year", "UTC")))).toMatchObject({ rejected: 2, outside: 0 })
  })

  it("need periods without gaps", () => {
    const [first, second, third] = periods("month", "UTC")
    expect(refused(Tallies.fromRows([], [first!, third!]))).toBe("periods[1].from")
    expect(refused(Tallies.fromRows([], [{ ...second!, until: 0 }]))).toBe("periods[0].until")
    expect(Result.getOrThrow(Tallies.fromRows([], []))).toEqual({
      segments: [],
      periods: [],
      tallies: [],
      rejected: 0,
      outside: 0
    })
  })
})

describe("columns", () => {
  it("are tallied as if each segment and period had been picked out by hand", () => {
    const answer = fc.tuple(fc.nat(12), fc.nat(4), fc.nat(3))
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 100 }), (answers) => {
        const column = (place: 0 | 1 | 2) => Uint8Array.from(answers, (answer) => answer[place])
        const { rejected, tallies } = Result.getOrThrow(
          Tallies.fromColumns(
            { scores: column(0), segments: column(1), periods: column(2) },
            { segments: 4, periods: 3 }
          )
        )
        for (const [id, ofSegment] of tallies.entries())
          for (const [place, tally] of ofSegment.entries())
            expect(tally).toEqual(
              Nps.read(
                answers.flatMap(([score, segment, period]) => (segment === id && period === place ? [score] : []))
              ).tally
            )
        expect(rejected).toBe(
          answers.filter(([score, segment, period]) => score > 10 || segment > 3 || period > 2).length
        )
      })
    )
  })

  it("are of equal length", () => {
    const scores = new Uint8Array(3)
    const size = { segments: 1, periods: 1 }
    expect(refused(Tallies.fromColumns({ scores, segments: scores, periods: new Uint8Array(2) }, size))).toBe(
      "columns.periods"
    )
    expect(
      refused(Tallies.fromColumns({ scores, segments: scores, periods: scores }, { segments: 1, periods: -1 }))
    ).toBe("size.periods")
  })
})
