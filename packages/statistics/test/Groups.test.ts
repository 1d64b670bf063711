import * as Groups from "@temoin/statistics/Groups"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { counts, refused, someCounts, value } from "./given.ts"

const corrections = ["holm", "benjaminiHochberg", "benjaminiYekutieli", "bonferroni"] as const
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })
const correct = (p: ReadonlyArray<number>, correction?: Groups.Correction) =>
  Result.getOrThrow(Groups.correct(p, correction))

describe("corrected p-values", () => {
  it("keep the order, are never below the raw ones and never above 1", () => {
    fc.assert(
      fc.property(pValues, fc.constantFrom(...corrections), (p, correction) => {
        const corrected = correct(p, correction)
        for (const [i, raw] of p.entries()) {
          expect(corrected[i]).toBeGreaterThanOrEqual(raw)
          expect(corrected[i]).toBeLessThanOrEqual(1)
          for (const [j, other] of p.entries())
            if (raw <= other) expect(corrected[i]!).toBeLessThanOrEqual(corrected[j]!)
        }
      })
    )
  })

  it("are Holm's unless asked otherwise; Bonferroni is never sharper, nor Yekutieli than Hochberg", () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const holm = correct(p)
        expect(holm).toEqual(correct(p, "holm"))
        for (const [i, bonferroni] of correct(p, "bonferroni").entries())
          expect(holm[i]!).toBeLessThanOrEqual(bonferroni + 1e-15)
        const yekutieli = correct(p, "benjaminiYekutieli")
        for (const [i, hochberg] of correct(p, "benjaminiHochberg").entries())
          expect(hochberg).toBeLessThanOrEqual(yekutieli[i]! + 1e-15)
      })
    )
  })

  it("are refused when they are no probabilities", () => {
    expect(refused(Groups.correct([0.1, 1.2]))).toBe("pValues[1]")
    expect(refused(Groups.correct([NaN]))).toBe("pValues[0]")
  })
})

describe("many groups", () => {
  const groups = fc.array(someCounts, { minLength: 2, maxLength: 6 })

  it("do not differ from copies of themselves", () => {
    fc.assert(
      fc.property(someCounts, fc.integer({ min: 2, max: 5 }), (group, copies) => {
        const same = Array.from({ length: copies }, () => group)
        expect(value(Groups.sameScore(same)).statistic).toBeCloseTo(0, 9)
        const answers = Result.getOrThrow(Groups.sameAnswers(same))
        if (Option.isSome(answers)) expect(answers.value.statistic).toBeCloseTo(0, 6)
      })
    )
  })

  it("are judged alike in any order, with groups without answers left out", () => {
    fc.assert(
      fc.property(groups, (groups) => {
        for (const test of [Groups.sameAnswers, Groups.sameScore]) {
          const one = Result.getOrThrow(test(groups))
          const other = Result.getOrThrow(test([counts(0, 0, 0), ...groups.toReversed()]))
          expect(Option.isSome(one)).toBe(Option.isSome(other))
          if (Option.isNone(one) || Option.isNone(other)) continue
          expect(other.value.degreesOfFreedom).toBe(one.value.degreesOfFreedom)
          expect(other.value.statistic / (1 + one.value.statistic)).toBeCloseTo(
            one.value.statistic / (1 + one.value.statistic),
            6
          )
        }
      })
    )
  })

  it("leave out categories nobody is in", () => {
    expect(value(Groups.sameAnswers([counts(5, 0, 5), counts(2, 0, 8)])).degreesOfFreedom).toBe(1)
    expect(Groups.sameAnswers([counts(5, 0, 0), counts(2, 0, 0)])).toEqual(Result.succeed(Option.none()))
  })

  it("name the group they cannot use", () => {
    expect(refused(Groups.sameScore([counts(1, 1, 1), counts(1, -2, 1)]))).toBe("groups[1].passives")
  })
})

it("every pair is tested, and all are corrected together", () => {
  const { correction, family, pairs } = Result.getOrThrow(
    Groups.pairs([counts(30, 12, 8), counts(0, 0, 0), counts(22, 18, 14), counts(15, 14, 16)])
  )
  expect({ correction, family }).toEqual({ correction: "holm", family: 3 })
  expect(pairs.map(({ a, b }) => [a, b])).toEqual([
    [0, 2],
    [0, 3],
    [2, 3]
  ])
  expect(pairs.map((pair) => pair.correctedPValue)).toEqual(correct(pairs.map(({ comparison }) => comparison.pValue)))
})
