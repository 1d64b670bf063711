import * as Score from "@temoin/core/Score"
import * as Agreement from "@temoin/statistics/Agreement"
import * as Panel from "@temoin/statistics/Panel"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { refused, somePanel, turned, value } from "./given.ts"

const score = fc.constantFrom(...Score.scale)

/** People by waves. */
const table = fc
  .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 5 }))
  .chain(([people, waves]) =>
    fc.array(fc.array(score, { minLength: waves, maxLength: waves }), { minLength: people, maxLength: people })
  )

describe("the intraclass correlations", () => {
  it("are Shrout and Fleiss' own example: 0.17, 0.29, 0.71", () => {
    // P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86(2), 1979, tables 2 and 4
    const scores = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7]
    ] as const
    const { agreement, consistency } = value(Agreement.between(scores))
    expect(value(Agreement.within(scores)).icc).toBeCloseTo(0.17, 2)
    expect(Option.getOrThrow(agreement)).toBeCloseTo(0.29, 2)
    expect(Option.getOrThrow(consistency)).toBeCloseTo(0.71, 2)
  })

  it("are 1 when everybody repeats themselves, and then there is no interval", () => {
    const scores = [
      [3, 3],
      [9, 9],
      [7, 7]
    ] as const
    expect(value(Agreement.within(scores))).toMatchObject({ icc: 1, test: Option.none() })
    expect(value(Agreement.between(scores))).toMatchObject({ agreement: Option.some(1), consistency: Option.some(1) })
  })

  it("differ by what they hold against a wave in which all score lower", () => {
    const { agreement, consistency } = value(
      Agreement.between([
        [3, 1],
        [9, 7],
        [7, 5]
      ])
    )
    expect(Option.getOrThrow(consistency)).toBe(1)
    expect(Option.getOrThrow(agreement)).toBeLessThan(0.9)
  })

  it("may be negative, and are not cut at 0", () => {
    expect(
      value(
        Agreement.within([
          [0, 10],
          [10, 0],
          [1, 9]
        ])
      ).icc
    ).toBeLessThan(-0.9)
  })

  it("are none where nothing varies, or nobody answered twice", () => {
    for (const groups of [[], [[9, 9]], [[9], [3], [4]], [[], [5, 5]]] as const) {
      expect(Agreement.within(groups)).toEqual(Result.succeed(Option.none()))
    }
    expect(
      Agreement.within([
        [7, 7],
        [7, 7]
      ])
    ).toEqual(Result.succeed(Option.none()))
    expect(Agreement.between([[1, 2]])).toEqual(Result.succeed(Option.none()))
    expect(
      value(
        Agreement.between([
          [5, 5],
          [5, 5]
        ])
      )
    ).toMatchObject({ agreement: Option.none(), consistency: Option.none() })
  })

  it("lie at 1 or below, each within its limits, and do not depend on the order of people", () => {
    fc.assert(
      fc.property(table, (scores) => {
        const within = Result.getOrThrow(Agreement.within(scores))
        if (Option.isNone(within)) return
        const { icc, test } = within.value
        expect(icc).toBeLessThanOrEqual(1)
        expect(value(Agreement.within(scores.toReversed())).icc).toBeCloseTo(icc, 9)
        if (Option.isSome(test)) {
          expect(test.value.lower).toBeLessThanOrEqual(icc + 1e-9)
          expect(test.value.upper).toBeGreaterThanOrEqual(icc - 1e-9)
        }
        const { agreement, consistency } = value(Agreement.between(scores))
        for (const one of [agreement, consistency]) expect(Option.getOrElse(one, () => 0)).toBeLessThanOrEqual(1)
      })
    )
  })

  it("of groups alike in size agree with the two-way table about the people", () => {
    fc.assert(
      fc.property(table, (scores) => {
        const within = Result.getOrThrow(Agreement.within(scores))
        if (Option.isNone(within)) return
        const { meanSquareError, meanSquarePeople, meanSquareWaves, people, waves } = value(Agreement.between(scores))
        expect(within.value.groupSize).toBeCloseTo(waves, 9)
        expect(within.value.meanSquareBetween).toBeCloseTo(meanSquarePeople, 9)
        expect(within.value.meanSquareWithin * people * (waves - 1)).toBeCloseTo(
          meanSquareError * (people - 1) * (waves - 1) + meanSquareWaves * (waves - 1),
          8
        )
      })
    )
  })

  it("name what is no score, and a row of another length", () => {
    const scores: ReadonlyArray<ReadonlyArray<number>> = [
      [9, 8],
      [7, 7.5]
    ]
    expect(refused(Agreement.within(scores as ReadonlyArray<ReadonlyArray<Score.Score>>))).toBe("groups[1][1]")
    expect(refused(Agreement.between([[9, 8], [7]]))).toBe("scores[1]")
    expect(refused(Agreement.within([[9, 8]], 0))).toBe("confidence")
  })
})

describe("kappa", () => {
  it("is Cohen's example of 1960: 0.492", () => {
    // J. Cohen, Educational and Psychological Measurement 20(1), 1960, table 1, per 200 patients
    const panel = {
      detractor: { detractor: 88, passive: 14, promoter: 18 },
      passive: { detractor: 10, passive: 40, promoter: 10 },
      promoter: { detractor: 2, passive: 6, promoter: 12 }
    }
    expect(value(Agreement.kappa(panel))).toBeCloseTo(0.492, 3)
  })

  it("is at most 1, the same backwards, and 1 only when nobody moved", () => {
    fc.assert(
      fc.property(somePanel, fc.constantFrom("none", "linear", "quadratic"), (panel, weighting) => {
        const kappa = Result.getOrThrow(Agreement.kappa(panel, weighting))
        expect(Result.getOrThrow(Agreement.kappa(turned(panel), weighting))).toEqual(kappa)
        if (Option.isNone(kappa)) return
        const stayed = panel.detractor.detractor + panel.passive.passive + panel.promoter.promoter
        const all = Panel.people(panel)
        expect(kappa.value).toBeLessThanOrEqual(1)
        expect(kappa.value === 1).toBe(stayed === all)
      })
    )
  })

  it("is none when all are in one category both times: chance alone explains it", () => {
    const none = { detractor: 0, passive: 0, promoter: 0 }
    const panel = { detractor: none, passive: none, promoter: { ...none, promoter: 12 } }
    expect(Agreement.kappa(panel)).toEqual(Result.succeed(Option.none()))
  })
})

describe("the design effect of clusters", () => {
  it("of accounts with five people each and an ICC of 0.2: 40 answers are worth 22", () => {
    expect(
      value(
        Agreement.designEffect(
          Array.from({ length: 8 }, () => 5),
          0.2
        )
      )
    ).toBeCloseTo(1.8, 12)
  })

  it("is 1 where everybody is alone, and 1 where the ICC is 0", () => {
    expect(value(Agreement.designEffect([1, 1, 1], 0.7))).toBe(1)
    expect(value(Agreement.designEffect([4, 9], 0))).toBe(1)
  })

  it("may be below 1, but leaves something: else the ICC cannot be", () => {
    expect(value(Agreement.designEffect([2, 2], -0.5))).toBeCloseTo(0.5, 12)
    expect(refused(Agreement.designEffect([10, 10], -0.5))).toBe("icc")
    expect(refused(Agreement.designEffect([10, -1], 0.5))).toBe("sizes[1]")
    expect(Agreement.designEffect([], 0.5)).toEqual(Result.succeed(Option.none()))
  })
})
