import * as Interval from "@temoin/statistics/Interval"
import * as Planning from "@temoin/statistics/Planning"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { counts, refused, someCounts, value } from "./given.ts"

const points = fc.integer({ min: 1, max: 60 })

const forFivePoints = (variance?: number) => Result.getOrThrow(Planning.forMargin({ margin: 5, variance })).answers

const toSee = (difference: number) =>
  Result.getOrThrow(Planning.forDifference({ difference, varianceA: 0.61, varianceB: 0.61 })).answers

/** The margin of n answers, half promoters, half detractors: the worst mix. */
const half = (n: number) => value(Interval.wald(counts(n / 2, 0, n / 2))).raw.upper

describe("answers needed", () => {
  it("for 5 points at 95 %: 938 in a usual mix, 1537 in the worst; 3831 in each group to see 5 points, 958 to see 10", () => {
    expect([forFivePoints(0.61), forFivePoints()]).toEqual([938, 1537])
    expect([toSee(5), toSee(10)]).toEqual([3831, 958])
  })

  it("give the margin they were planned for", () => {
    fc.assert(
      fc.property(points, (margin) => {
        const { answers } = Result.getOrThrow(Planning.forMargin({ margin }))
        expect(half(answers)).toBeLessThanOrEqual(margin + 1e-9)
        if (answers > 2) expect(half(answers - 1)).toBeGreaterThan(margin)
      })
    )
  })

  it("are never more than the population", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 5000 }), (margin, population) => {
        const { answers } = Result.getOrThrow(Planning.forMargin({ margin, population }))
        expect(answers).toBeLessThanOrEqual(population)
      })
    )
  })

  it("in two groups give the power they were planned for", () => {
    fc.assert(
      fc.property(points, fc.constantFrom(0.5, 0.8, 0.95), (difference, power) => {
        const { answers } = Result.getOrThrow(Planning.forDifference({ difference, power }))
        const found = Result.getOrThrow(Planning.power({ difference, answersA: answers, answersB: answers }))
        expect(found.power).toBeGreaterThanOrEqual(power - 1e-9)
        if (power === 0.8) expect(found.detectable).toBeLessThanOrEqual(difference + 1e-9)
      })
    )
  })

  it("are refused what cannot be", () => {
    expect(refused(Planning.forMargin({ margin: 0 }))).toBe("margin")
    expect(refused(Planning.forMargin({ margin: 5, variance: 1.5 }))).toBe("variance")
    expect(refused(Planning.forMargin({ margin: 5, population: 0.5 }))).toBe("population")
    expect(refused(Planning.forDifference({ difference: 5, power: 1 }))).toBe("power")
    expect(refused(Planning.power({ difference: 5, answersA: 0, answersB: 10 }))).toBe("answersA")
  })
})

describe("a finite population", () => {
  it("narrows the interval, to nothing when everybody answered", () => {
    fc.assert(
      fc.property(someCounts, fc.nat(10_000), (sample, others) => {
        const answers = sample.promoters + sample.passives + sample.detractors
        const { correction, interval } = value(Planning.ofPopulation(sample, answers + others))
        const wald = value(Interval.wald(sample))
        expect(interval.raw.upper - interval.raw.lower).toBeCloseTo(correction * (wald.raw.upper - wald.raw.lower), 8)
        expect(correction).toBeGreaterThanOrEqual(0)
        expect(correction).toBeLessThanOrEqual(1)
        if (others === 0) expect(correction).toBe(0)
      })
    )
  })

  it("is not smaller than its sample", () => {
    expect(refused(Planning.ofPopulation(counts(50, 30, 20), 99))).toBe("population")
  })
})
