import { readFileSync } from "node:fs"
import * as Interval from "@temoin/statistics/Interval"
import * as Sample from "@temoin/statistics/Sample"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { normalCritical } from "../src/internal/Distribution.ts"
import { counts, mirrored, refused, someConfidence, someCounts, value } from "./given.ts"
import { mixes, npsOf, outcomes, probability } from "./mixes.ts"

type Method = typeof Interval.score

const methods = { score: Interval.score, adjustedWald: Interval.adjustedWald, wald: Interval.wald, t: Interval.t }

/** The least share of samples of n answers whose interval contains the truth, over the mixes: enumerated, not drawn. */
const worstCoverage = (method: Method, n: number): number => {
  const intervals = outcomes(n).map((outcome) => ({ outcome, interval: value(method(outcome)) }))
  return Math.min(
    ...Object.values(mixes).map((mix) =>
      intervals
        .filter(({ interval: { lower, upper } }) => lower - 1e-9 <= npsOf(mix) && npsOf(mix) <= upper + 1e-9)
        .reduce((sum, { outcome }) => sum + probability(mix, outcome), 0)
    )
  )
}

const promised = [
  [5, 0.9185],
  [10, 0.9239],
  [20, 0.947],
  [50, 0.935]
] as const

describe("the score interval keeps its promise", () => {
  it.each(promised)("with %i answers at least %f of the time, whatever the mix", (n, least) => {
    expect(worstCoverage(Interval.score, n)).toBeGreaterThanOrEqual(least)
  })

  it.each(promised)("and the Wald interval with %i answers does not (less than %f)", (n, least) => {
    expect(worstCoverage(Interval.wald, n)).toBeLessThan(least - 0.1)
  })

  it("and what the others keep is printed in the docs", () => {
    const page = readFileSync(new URL("../../../docs/measured-errors.md", import.meta.url), "utf8")
    const rows = {
      "score (default)": Interval.score,
      "adjusted Wald": Interval.adjustedWald,
      t: Interval.t,
      Wald: Interval.wald
    }
    for (const [name, method] of Object.entries(rows)) {
      const cells = [5, 10, 20, 50].map((n) => `${(100 * worstCoverage(method, n)).toFixed(1)} %`)
      expect(page).toContain(`| ${[name, ...cells].join(" | ")} |`)
    }
  })

  it("has the closed forms of the corners", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), someConfidence, (n, confidence) => {
        const z2 = normalCritical(confidence) ** 2
        const promoters = value(Interval.score(counts(n, 0, 0), confidence))
        expect(promoters.lower).toBeCloseTo((100 * (n - z2)) / (n + z2), 7)
        expect(promoters.upper).toBe(100)
        const passives = value(Interval.score(counts(0, n, 0), confidence))
        expect(passives.upper).toBeCloseTo((100 * z2) / (n + z2), 7)
        expect(passives.lower).toBe(-passives.upper)
      })
    )
  })
})

describe.each(Object.entries(methods))("every interval: %s", (name, method) => {
  // one answer has no spread to take Student's interval from
  const sample = someCounts.filter((sample) => Sample.size(sample) > 1)

  it("lies on the scale, its lower limit not above its upper", () => {
    fc.assert(
      fc.property(sample, someConfidence, (sample, confidence) => {
        const { degenerate, lower, upper } = value(method(sample, confidence))
        expect(-100 <= lower && lower <= upper && upper <= 100).toBe(true)
        expect(degenerate).toBe(Object.values(sample).filter((count) => count > 0).length === 1)
        if (name === "score") expect(lower).toBeLessThan(upper)
      })
    )
  })

  it("is mirrored when promoters and detractors change places", () => {
    fc.assert(
      fc.property(sample, someConfidence, (sample, confidence) => {
        const one = value(method(sample, confidence))
        const other = value(method(mirrored(sample), confidence))
        expect(other.lower).toBeCloseTo(-one.upper, 9)
        expect(other.upper).toBeCloseTo(-one.lower, 9)
      })
    )
  })

  it("is wider at a higher confidence", () => {
    fc.assert(
      fc.property(sample, (sample) => {
        const one = value(method(sample, 0.9)).raw
        const other = value(method(sample, 0.95)).raw
        expect(other.lower).toBeLessThanOrEqual(one.lower)
        expect(other.upper).toBeGreaterThanOrEqual(one.upper)
      })
    )
  })

  it("is narrower with ten times the answers in the same mix", () => {
    fc.assert(
      fc.property(sample, ({ detractors, passives, promoters }) => {
        const one = value(method(counts(promoters, passives, detractors))).raw
        const ten = value(method(counts(10 * promoters, 10 * passives, 10 * detractors))).raw
        expect(ten.upper - ten.lower).toBeLessThanOrEqual(one.upper - one.lower)
        if (name === "score") expect(ten.upper - ten.lower).toBeLessThan(one.upper - one.lower)
      })
    )
  })

  it("comes close to the score interval as answers grow", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.integer({ min: 20, max: 60 }), (promoters, detractors, passives) => {
        const many = counts(2000 * promoters, 2000 * passives, 2000 * detractors)
        const one = value(method(many))
        const score = value(Interval.score(many))
        expect(Math.abs(one.lower - score.lower)).toBeLessThan(0.02)
        expect(Math.abs(one.upper - score.upper)).toBeLessThan(0.02)
      })
    )
  })

  it("is none without answers, and refuses what it cannot compute with", () => {
    expect(method(counts(0, 0, 0))).toEqual(Result.succeed(Option.none()))
    expect(refused(method(counts(1, -1, 0)))).toBe("counts.passives")
    expect(refused(method(counts(1, 0, NaN)))).toBe("counts.detractors")
    for (const confidence of [0, 1, 95, NaN, -0.5])
      expect(refused(method(counts(1, 1, 1), confidence))).toBe("confidence")
  })
})

describe("a better answer", () => {
  it("never lowers the score, nor a limit of the score interval", () => {
    fc.assert(
      fc.property(someCounts, ({ detractors, passives, promoters }) => {
        const before = counts(promoters, passives, detractors)
        const after = counts(promoters + 1, passives, detractors)
        expect(value(Sample.summary(after)).nps).toBeGreaterThanOrEqual(value(Sample.summary(before)).nps)
        expect(value(Interval.score(after)).lower).toBeGreaterThanOrEqual(value(Interval.score(before)).lower - 1e-9)
      })
    )
  })

  it("in the place of a worse one moves both limits up", () => {
    fc.assert(
      fc.property(someCounts, ({ detractors, passives, promoters }) => {
        const before = value(Interval.score(counts(promoters, passives, detractors + 1)))
        const after = value(Interval.score(counts(promoters + 1, passives, detractors)))
        expect(after.lower).toBeGreaterThanOrEqual(before.lower - 1e-9)
        expect(after.upper).toBeGreaterThanOrEqual(before.upper - 1e-9)
      })
    )
  })
})

it("a single answer has no Student interval", () => {
  expect(Interval.t(counts(1, 0, 0))).toEqual(Result.succeed(Option.none()))
})
