import * as Trend from "@temoin/statistics/Trend"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { counts, mirrored, refused, someSeries, value } from "./given.ts"

const none = counts(0, 0, 0)

describe("a trend", () => {
  it("of a series that rises by 10 points a period is 10 points a period, shrunk by three answers", () => {
    const series = Array.from({ length: 5 }, (_, period) => counts(400 + 50 * period, 200, 400 - 50 * period))
    const { lower, slope, upper } = value(Trend.make(series))
    expect(slope).toBeCloseTo(10 * (1000 / 1003), 6)
    expect(lower < slope && slope < upper).toBe(true)
  })

  it("changes its sign with the mirror, and with time", () => {
    fc.assert(
      fc.property(someSeries, (series) => {
        const slope = Result.map(
          Trend.make(series),
          Option.map(({ slope }) => slope)
        )
        if (Option.isNone(Result.getOrThrow(slope))) return
        expect(value(Trend.make(series.map(mirrored))).slope).toBeCloseTo(-value(slope), 8)
        expect(value(Trend.make(series.toReversed())).slope).toBeCloseTo(-value(slope), 8)
      })
    )
  })

  it("of a flat series is 0", () => {
    const { pValue, slope } = value(Trend.make(Array.from({ length: 6 }, () => counts(50, 30, 20))))
    expect(slope).toBeCloseTo(0, 12)
    expect(pValue).toBeCloseTo(1, 9)
  })

  it("leaves a period with no answers out, while time goes on", () => {
    const three = value(Trend.make([counts(50, 30, 20), none, counts(60, 30, 10)]))
    const two = value(Trend.make([counts(50, 30, 20), counts(60, 30, 10)]))
    expect(three.periods).toBe(2)
    expect(three.slope).toBeCloseTo(two.slope / 2, 9)
  })

  it("is not infinitely sure where one period has promoters only", () => {
    expect(value(Trend.make([counts(5, 0, 0), counts(3, 1, 1)])).standardError).toBeGreaterThan(10)
  })

  it("takes two periods with answers", () => {
    expect(Trend.make([none, counts(1, 0, 0)])).toEqual(Result.succeed(Option.none()))
    expect(refused(Trend.make([counts(-1, 0, 0)]))).toBe("series[0].promoters")
    expect(refused(Trend.make([], 1))).toBe("confidence")
  })
})
