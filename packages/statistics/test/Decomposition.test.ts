import * as Decomposition from "@temoin/statistics/Decomposition"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { counts, fewCounts, refused, value } from "./given.ts"

const none = counts(0, 0, 0)
const maybe = fc.oneof(fewCounts, fewCounts, fc.constant(none))
const segments = fc
  .array(fc.record({ before: maybe, after: maybe }), { minLength: 1, maxLength: 6 })
  .filter((segments) => segments.some(({ before }) => before !== none) && segments.some(({ after }) => after !== none))

const scoreOf = (groups: ReadonlyArray<ReturnType<typeof counts>>): number => {
  const sum = (of: (one: ReturnType<typeof counts>) => number) => groups.reduce((total, one) => total + of(one), 0)
  return (
    (100 * sum(({ detractors, promoters }) => promoters - detractors)) /
    sum(({ detractors, passives, promoters }) => promoters + passives + detractors)
  )
}

describe("a decomposition", () => {
  it("leaves nothing over: mix and rate are the change of the whole, segment by segment", () => {
    fc.assert(
      fc.property(segments, (segments) => {
        const made = value(Decomposition.make(segments))
        expect(made.total).toBeCloseTo(
          scoreOf(segments.map(({ after }) => after)) - scoreOf(segments.map(({ before }) => before)),
          8
        )
        expect(made.segments.reduce((sum, { mix }) => sum + mix, 0)).toBeCloseTo(made.mix, 9)
        expect(made.segments.reduce((sum, { rate }) => sum + rate, 0)).toBeCloseTo(made.rate, 9)
      })
    )
  })

  it("reads the same backwards, with the sign changed", () => {
    fc.assert(
      fc.property(segments, (segments) => {
        const there = value(Decomposition.make(segments))
        const back = value(Decomposition.make(segments.map(({ after, before }) => ({ before: after, after: before }))))
        expect(back.mix).toBeCloseTo(-there.mix, 8)
        expect(back.rate).toBeCloseTo(-there.rate, 8)
      })
    )
  })

  it("is all rate when the same people answer, all mix when nobody changes their mind", () => {
    const rate = value(Decomposition.make([{ before: counts(5, 3, 2), after: counts(7, 2, 1) }]))
    expect(rate.mix).toBeCloseTo(0, 12)
    const mix = value(
      Decomposition.make([
        { before: counts(5, 3, 2), after: counts(50, 30, 20) },
        { before: counts(1, 1, 8), after: counts(1, 1, 8) }
      ])
    )
    expect(mix.rate).toBeCloseTo(0, 12)
    expect(mix.total).toBeGreaterThan(30)
  })

  it("counts a segment that comes or goes as mix", () => {
    const { segments } = value(
      Decomposition.make([
        { before: counts(5, 3, 2), after: counts(5, 3, 2) },
        { before: none, after: counts(0, 0, 10) }
      ])
    )
    expect(segments[1]?.rate).toBe(0)
    expect(segments[1]?.mix).toBeCloseTo(-50, 12)
  })

  it("sees Simpson's paradox: both segments rise and the whole falls", () => {
    const made = value(
      Decomposition.make([
        { before: counts(60, 20, 20), after: counts(7, 2, 1) },
        { before: counts(2, 2, 6), after: counts(25, 25, 50) }
      ])
    )
    expect(made.rate).toBeGreaterThan(0)
    expect(made.total).toBeLessThan(0)
    expect(made.paradox).toBe(true)
  })

  it("needs answers on both sides", () => {
    expect(Decomposition.make([{ before: none, after: counts(1, 0, 0) }])).toEqual(Result.succeed(Option.none()))
    expect(refused(Decomposition.make([{ before: none, after: counts(1, Infinity, 0) }]))).toBe(
      "segments[0].after.passives"
    )
  })
})
