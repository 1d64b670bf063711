import * as Difference from "@temoin/statistics/Difference"
import * as Sample from "@temoin/statistics/Sample"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { counts, fewCounts, mirrored, refused, someCounts, value } from "./given.ts"
import { type Mix, mixes, npsOf, outcomes, probability } from "./mixes.ts"

/** The share of pairs of samples whose interval contains the true difference: enumerated, not drawn. */
const coverage = (sizes: readonly [number, number]) => {
  const [firsts, seconds] = [outcomes(sizes[0]), outcomes(sizes[1])]
  const intervals = firsts.map((a) => seconds.map((b) => value(Difference.mover(a, b))))
  return (first: Mix, second: Mix): number => {
    const truth = npsOf(first) - npsOf(second)
    let share = 0
    for (const [i, a] of firsts.entries())
      for (const [j, b] of seconds.entries()) {
        const { lower, upper } = intervals[i]![j]!
        if (lower - 1e-9 <= truth && truth <= upper + 1e-9) share += probability(first, a) * probability(second, b)
      }
    return share
  }
}

describe("the MOVER interval", () => {
  it.each([
    [5, 5, 0.9325],
    [10, 10, 0.944],
    [5, 20, 0.93]
  ])("at %i against %i contains the truth at least %f of the time, for every pair of mixes", (a, b, least) => {
    const covers = coverage([a, b])
    for (const [one, first] of Object.entries(mixes))
      for (const [other, second] of Object.entries(mixes))
        expect(covers(first, second), `${one} against ${other}`).toBeGreaterThanOrEqual(least)
  })

  it("covers two polarised groups of five 93.9 % of the time", () => {
    expect(coverage([5, 5])(mixes.polarised, mixes.polarised)).toBeCloseTo(0.9395, 4)
  })

  it("changes sign with the order of the groups, and is mirrored with them", () => {
    fc.assert(
      fc.property(someCounts, someCounts, (a, b) => {
        const forth = value(Difference.mover(a, b))
        const back = value(Difference.mover(b, a))
        const mirror = value(Difference.mover(mirrored(a), mirrored(b)))
        for (const other of [back, mirror]) {
          expect(other.difference).toBeCloseTo(-forth.difference, 9)
          expect(other.raw.lower).toBeCloseTo(-forth.raw.upper, 9)
          expect(other.raw.upper).toBeCloseTo(-forth.raw.lower, 9)
        }
      })
    )
  })
})

const choose = (n: number, k: number): number => {
  let ways = 1
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1)
  return ways
}

const meanOf = (sample: Sample.Counts) => (sample.promoters - sample.detractors) / Sample.size(sample)

/**
 * An exact permutation test written apart from ours: deals the pooled answers one pile at a time. `first` is how many go
 * to the first group; to deal halves whatever the groups' sizes is the mistake that a well-known library makes.
 */
const dealt = (first: (a: number, b: number) => number) => {
  const known = new Map<string, ReadonlyArray<readonly [difference: number, chance: number]>>()
  const deals = (pool: Sample.Counts, size: number) => {
    const key = `${pool.promoters} ${pool.passives} ${pool.detractors} ${size}`
    const found = known.get(key)
    if (found !== undefined) return found
    const rest = Sample.size(pool) - size
    const all = choose(Sample.size(pool), size)
    const result: Array<readonly [number, number]> = []
    for (const { detractors, passives, promoters } of outcomes(size)) {
      if (promoters > pool.promoters || passives > pool.passives || detractors > pool.detractors) continue
      const net = promoters - detractors
      const chance =
        (choose(pool.promoters, promoters) * choose(pool.passives, passives) * choose(pool.detractors, detractors)) /
        all
      result.push([Math.abs(net / size - (pool.promoters - pool.detractors - net) / rest), chance])
    }
    known.set(key, result)
    return result
  }
  return (a: Sample.Counts, b: Sample.Counts): number => {
    const pool = counts(a.promoters + b.promoters, a.passives + b.passives, a.detractors + b.detractors)
    const observed = Math.abs(meanOf(a) - meanOf(b))
    return deals(pool, first(Sample.size(a), Sample.size(b)))
      .filter(([difference]) => difference >= observed - 1e-9)
      .reduce((sum, [, chance]) => sum + chance, 0)
  }
}

const permutation = (a: Sample.Counts, b: Sample.Counts) => value(Difference.permutation(a, b))

/** How often the test cries "different" at 5 % when both groups are drawn from one mix: enumerated, not drawn. */
const falseAlarms = (
  test: (a: Sample.Counts, b: Sample.Counts) => number,
  sizes: readonly [number, number],
  mix: Mix
) => {
  let share = 0
  for (const a of outcomes(sizes[0]))
    for (const b of outcomes(sizes[1])) {
      const chance = probability(mix, a) * probability(mix, b)
      if (chance > 1e-12 && test(a, b) <= 0.05) share += chance
    }
  return share
}

describe("the permutation test", () => {
  it("agrees with one that deals the answers pile by pile", () => {
    const other = dealt((a) => a)
    fc.assert(
      fc.property(fewCounts, fewCounts, (a, b) => {
        expect(permutation(a, b)).toBeCloseTo(other(a, b), 9)
      })
    )
  })

  it.each([
    [10, 10],
    [4, 16],
    [2, 18],
    [5, 50]
  ] as const)("at %i against %i gives at most 5 %% false alarms, whatever the mix", (a, b) => {
    for (const [name, mix] of Object.entries(mixes))
      expect(falseAlarms(permutation, [a, b], mix), name).toBeLessThanOrEqual(0.0500001)
  })

  it("would be caught if it dealt halves", () => {
    const halves = dealt((a, b) => Math.floor((a + b) / 2))
    expect(falseAlarms(halves, [5, 50], mixes.typical)).toBeGreaterThan(0.25)
    expect(falseAlarms(halves, [10, 10], mixes.typical)).toBeLessThanOrEqual(0.055)
  })

  it("does not depend on the order of the groups", () => {
    fc.assert(
      fc.property(fewCounts, fewCounts, (a, b) => {
        expect(permutation(a, b)).toBeCloseTo(permutation(b, a), 12)
        expect(permutation(a, b)).toBeCloseTo(permutation(mirrored(a), mirrored(b)), 12)
      })
    )
  })

  it("refuses what is not whole, and what would take too long", () => {
    expect(refused(Difference.permutation(counts(1, 1.5, 0), counts(1, 0, 0)))).toBe("a.passives")
    expect(refused(Difference.permutation(counts(6000, 0, 0), counts(6000, 0, 0)))).toBe("a, b")
  })
})

describe("the z-tests", () => {
  it("say nothing where there is no spread, and the adjusted one always says something", () => {
    const [a, b] = [counts(10, 0, 0), counts(0, 10, 0)]
    expect(value(Difference.wald(a, b))).toMatchObject({ difference: 100, standardError: 0, lower: 100, upper: 100 })
    expect(value(Difference.wald(a, b)).pValue).toEqual(Option.none())
    expect(Option.getOrThrow(value(Difference.adjustedWald(a, b)).pValue)).toBeLessThan(0.001)
  })

  it("keep limits on the scale from −200 to 200, and the raw ones beside them", () => {
    const { raw, upper } = value(Difference.adjustedWald(counts(9, 0, 0), counts(0, 0, 2), 0.999))
    expect(upper).toBe(200)
    expect(raw.upper).toBeGreaterThan(200)
  })
})

describe("the comparison of two groups", () => {
  it("rests on the interval, beside the exact p-value up to 300 answers and the adjusted z above", () => {
    const few = value(Difference.compare(counts(100, 20, 30), counts(60, 40, 50)))
    expect(few).toMatchObject({ test: "exact permutation", verdict: "higher", interval: { method: "mover" } })
    const many = value(Difference.compare(counts(60, 40, 50), counts(100, 20, 31)))
    expect(many).toMatchObject({ test: "adjusted z", verdict: "lower" })
    expect(value(Difference.compare(counts(5, 3, 2), counts(6, 2, 2))).verdict).toBe("unclear")
  })

  it("is none without answers on one side, and names the group it cannot use", () => {
    for (const make of [Difference.mover, Difference.wald, Difference.adjustedWald, Difference.compare]) {
      expect(make(counts(0, 0, 0), counts(1, 0, 0))).toEqual(Result.succeed(Option.none()))
      expect(refused(make(counts(1, 0, 0), counts(1, 0, -1)))).toBe("b.detractors")
      expect(refused(make(counts(1, 0, 0), counts(1, 0, 0), 2))).toBe("confidence")
    }
  })
})
