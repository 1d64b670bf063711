import * as Score from "@temoin/core/Score"
import type * as Panel from "@temoin/statistics/Panel"
import * as RegressionToMean from "@temoin/statistics/RegressionToMean"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { random, somePairs, value } from "./given.ts"

const reason = (result: Result.Result<unknown, { readonly _tag: string }>): string =>
  Result.match(result, { onFailure: ({ _tag }) => _tag, onSuccess: () => "accepted" })

const toScore = (value: number): Score.Score => Score.scale[Math.max(0, Math.min(10, Math.round(value)))] ?? 0

/** People who do not change: two answers around what they think, and bad luck that does not repeat. */
const nothingDone = (people: number, seed: number): ReadonlyArray<Panel.Pair> => {
  const next = random(seed)
  // a sum of uniforms is normal enough
  const noise = () => next() + next() + next() + next() - 2
  return Array.from({ length: people }, () => {
    const opinion = 7 + 2.5 * noise()
    return [toScore(opinion + 2 * noise()), toScore(opinion + 2 * noise())]
  })
}

describe("regression to the mean", () => {
  it("lifts the detractors by more than half a point when nobody does anything", () => {
    const { after, before, beyond } = value(RegressionToMean.make(nothingDone(2000, 1), 6))
    expect(after - before).toBeGreaterThan(0.5)
    // and all but a fraction of it is what the line expects
    expect(Math.abs(beyond)).toBeLessThan(0.2)
  })

  it("does not pass for a recovery: of 400 panels in which nothing was done, at most 7 % say that something was", () => {
    const found = Array.from({ length: 400 }, (_, seed) =>
      Option.getOrThrow(value(RegressionToMean.make(nothingDone(80, seed + 1), 6)).limits)
    ).filter(({ lower, upper }) => lower > 0 || upper < 0).length
    expect(found / 400).toBeLessThanOrEqual(0.07)
  })

  it("counted as a recovery, as is often done, it would in most of them", () => {
    const naive = Array.from({ length: 100 }, (_, seed) => {
      const chosen = nothingDone(80, seed + 1).filter(([before]) => before <= 6)
      const rises = chosen.map(([before, after]) => after - before)
      const mean = rises.reduce((sum, rise) => sum + rise, 0) / rises.length
      const spread = rises.reduce((sum, rise) => sum + (rise - mean) ** 2, 0) / (rises.length - 1)
      return mean / Math.sqrt(spread / rises.length) > 1.96
    }).filter((found) => found).length
    expect(naive).toBeGreaterThan(60)
  })

  it("expects of everybody together just what they answered", () => {
    fc.assert(
      fc.property(somePairs, fc.constantFrom(...Score.scale), (pairs, atMost) => {
        const low = Result.getOrElse(RegressionToMean.make(pairs, atMost), () => Option.none())
        if (Option.isNone(low)) return
        // the residuals of those chosen and of all others add up to 0
        const others = pairs.filter(([before]) => before > atMost)
        const all = { before: mean(pairs, 0), after: mean(pairs, 1) }
        const beyond = mean(others, 1) - (all.after + low.value.slope * (mean(others, 0) - all.before))
        expect(low.value.beyond * low.value.selected + beyond * others.length).toBeCloseTo(0, 7)
      })
    )
  })
})

const mean = (pairs: ReadonlyArray<Panel.Pair>, which: 0 | 1): number =>
  pairs.reduce((sum, pair) => sum + pair[which], 0) / pairs.length

describe("recovered detractors", () => {
  it("are refused without anybody to compare with", () => {
    const chosen: ReadonlyArray<Panel.Pair> = [
      [2, 7],
      [5, 9],
      [6, 8]
    ]
    expect(reason(RegressionToMean.recovery(chosen))).toBe("NoComparison")
    expect(
      reason(
        RegressionToMean.recovery([
          [6, 9],
          [6, 3]
        ])
      )
    ).toBe("NoComparison")
    expect(reason(RegressionToMean.recovery([...chosen, [9, 9]]))).toBe("accepted")
  })

  it("come with what would have happened anyway", () => {
    const { against, recovered } = value(
      RegressionToMean.recovery([
        [2, 7],
        [5, 9],
        [6, 4],
        [9, 9],
        [8, 9],
        [10, 10]
      ])
    )
    expect(recovered).toMatchObject({ part: 2, whole: 3 })
    expect(against).toMatchObject({ people: 6, selected: 3, after: 20 / 3 })
    expect(against.expected).toBeGreaterThan(6)
  })

  it("are none when there were no detractors", () => {
    expect(
      RegressionToMean.recovery([
        [9, 3],
        [8, 8]
      ])
    ).toEqual(Result.succeed(Option.none()))
  })

  it("are of scores only", () => {
    expect(
      reason(
        RegressionToMean.recovery([
          [9, 3],
          [8, 11 as Score.Score]
        ])
      )
    ).toBe("InvalidArgument")
  })
})
