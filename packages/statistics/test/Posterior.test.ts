import * as Interval from "@temoin/statistics/Interval"
import * as Posterior from "@temoin/statistics/Posterior"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { counts, fewCounts, mirrored, refused, value } from "./given.ts"

const of = (...sample: Parameters<typeof counts>) => Result.getOrThrow(Posterior.make(counts(...sample)))
const limits = (posterior: Posterior.Posterior) => Result.getOrThrow(Posterior.interval(posterior))
const above = (posterior: Posterior.Posterior, nps: number) =>
  Result.getOrThrow(Posterior.probabilityAbove(posterior, nps))

const runs = { numRuns: 30 }

describe("the posterior", () => {
  it("of no answers is the prior", () => {
    expect(of(0, 0, 0)).toEqual(Posterior.jeffreys)
  })

  it("leaves half of the rest beyond each limit", () => {
    fc.assert(
      fc.property(fewCounts, (sample) => {
        const posterior = of(sample.promoters, sample.passives, sample.detractors)
        const { lower, upper } = limits(posterior)
        expect(above(posterior, lower)).toBeCloseTo(0.975, 6)
        expect(above(posterior, upper)).toBeCloseTo(0.025, 6)
      }),
      runs
    )
  })

  it("is mirrored when promoters and detractors change places", () => {
    fc.assert(
      fc.property(fewCounts, (sample) => {
        const one = Result.getOrThrow(Posterior.make(sample))
        const other = Result.getOrThrow(Posterior.make(mirrored(sample)))
        expect(limits(other).lower).toBeCloseTo(-limits(one).upper, 6)
        expect(Posterior.mean(other)).toBeCloseTo(-Posterior.mean(one), 9)
        expect(above(other, -20)).toBeCloseTo(1 - above(one, 20), 8)
      }),
      runs
    )
  })

  it("comes close to the score interval as answers grow", () => {
    const many = counts(25_000, 15_000, 10_000)
    const bayes = limits(Result.getOrThrow(Posterior.make(many)))
    const score = value(Interval.score(many))
    expect(bayes.lower).toBeCloseTo(score.lower, 1)
    expect(bayes.upper).toBeCloseTo(score.upper, 1)
  })

  it("with no passives possible is a beta: checked by hand", () => {
    // uniform prior, no answers: the difference of two of three uniform spacings has the density 1 − |x|
    const uniform = Result.getOrThrow(Posterior.make(counts(0, 0, 0), counts(1, 1, 1)))
    for (const x of [-0.9, -0.3, 0, 0.2, 0.75])
      expect(above(uniform, 100 * x)).toBeCloseTo(x >= 0 ? (1 - x) ** 2 / 2 : 1 - (1 + x) ** 2 / 2, 9)
  })

  it("refuses a prior without weight, and more than a million answers", () => {
    expect(refused(Posterior.make(counts(1, 1, 1), counts(1, 0, 1)))).toBe("prior.passives")
    expect(refused(Posterior.make(counts(1_000_001, 0, 0)))).toBe("counts")
    expect(refused(Posterior.probabilityAbove(of(1, 1, 1), NaN))).toBe("nps")
  })
})

const greater = (a: ReturnType<typeof counts>, b: ReturnType<typeof counts>) =>
  Result.getOrThrow(Posterior.probabilityGreater(a, b))

describe("the probability that one group's score is above another's", () => {
  it("and that of the reverse are together 1", () => {
    fc.assert(
      fc.property(fewCounts, fewCounts, (a, b) => {
        expect(greater(a, b) + greater(b, a)).toBeCloseTo(1, 7)
      }),
      { numRuns: 5 }
    )
  })

  it("is a half for like groups, and nearly 1 for all promoters against all detractors", () => {
    expect(greater(counts(5, 3, 2), counts(5, 3, 2))).toBeCloseTo(0.5, 8)
    expect(greater(counts(10, 0, 0), counts(0, 0, 10))).toBeGreaterThan(0.999999)
  })
})
