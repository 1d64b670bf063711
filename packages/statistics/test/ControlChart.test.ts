import * as ControlChart from "@temoin/statistics/ControlChart"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { counts, mirrored, refused, someSeries, value } from "./given.ts"

const baseline = { target: 30, sigma: 0.78 }
const cusum = (series: Parameters<typeof ControlChart.cusum>[0], target = 30) =>
  Result.getOrThrow(ControlChart.cusum(series, { ...baseline, target }))
const ewma = (series: Parameters<typeof ControlChart.ewma>[0], target = 30) =>
  Result.getOrThrow(ControlChart.ewma(series, { ...baseline, target }))

const none = counts(0, 0, 0)
const good = counts(50, 30, 20)
const worse = counts(38, 30, 32)

describe("both charts", () => {
  it("mirror: promoters and detractors exchanged, and the target's sign, ring on the other side", () => {
    fc.assert(
      fc.property(someSeries, (series) => {
        const turn = Option.map(({ direction, index }: ControlChart.Signal) => [
          index,
          direction === "up" ? "down" : "up"
        ])
        const same = Option.map(({ direction, index }: ControlChart.Signal) => [index, direction])
        expect(turn(cusum(series.map(mirrored), -30).signal)).toEqual(same(cusum(series).signal))
        expect(turn(ewma(series.map(mirrored), -30).signal)).toEqual(same(ewma(series).signal))
      })
    )
  })

  it("let a period with no answers pass: no deviation, the statistic and the limit as before", () => {
    fc.assert(
      fc.property(someSeries, fc.nat(20), (series, place) => {
        const with_ = [...series.slice(0, place), none, ...series.slice(place)]
        const at = Math.min(place, series.length)
        const [cusumWith, cusumWithout] = [cusum(with_).points, cusum(series).points]
        expect(cusumWith[at]?.z).toEqual(Option.none())
        expect(cusumWith.toSpliced(at, 1)).toEqual(cusumWithout)
        expect(cusumWith[at]).toMatchObject({ high: cusumWith[at - 1]?.high ?? 0, low: cusumWith[at - 1]?.low ?? 0 })
        const [ewmaWith, ewmaWithout] = [ewma(with_).points, ewma(series).points]
        expect(ewmaWith.toSpliced(at, 1)).toEqual(ewmaWithout)
        expect(ewmaWith[at]).toMatchObject({ ewma: ewmaWith[at - 1]?.ewma ?? 0, limit: ewmaWith[at - 1]?.limit ?? 0 })
      })
    )
  })

  it("do not know the future: the first points of a longer series are those of the shorter", () => {
    fc.assert(
      fc.property(someSeries, fc.nat(20), (series, length) => {
        expect(cusum(series).points.slice(0, length)).toEqual(cusum(series.slice(0, length)).points)
        expect(ewma(series).points.slice(0, length)).toEqual(ewma(series.slice(0, length)).points)
      })
    )
  })

  it("find a drop of 24 points in its second month, and CUSUM dates it", () => {
    const series = [good, good, good, good, good, good, worse, worse, worse, worse, worse]
    expect(cusum(series).signal).toEqual(Option.some({ index: 7, direction: "down", since: 6 }))
    expect(ewma(series).signal).toEqual(Option.some({ index: 7, direction: "down" }))
  })

  it("name what is wrong", () => {
    for (const chart of [ControlChart.cusum, ControlChart.ewma]) {
      expect(refused(chart([good, counts(1, -1, 0)], baseline))).toBe("series[1].passives")
      expect(refused(chart([good], { target: 101, sigma: 1 }))).toBe("baseline.target")
      expect(refused(chart([good], { target: 30, sigma: 0 }))).toBe("baseline.sigma")
    }
    expect(refused(ControlChart.cusum([good], baseline, { k: -1 }))).toBe("k")
    expect(refused(ControlChart.cusum([good], baseline, { h: 0 }))).toBe("h")
    expect(refused(ControlChart.ewma([good], baseline, { lambda: 0 }))).toBe("lambda")
    expect(refused(ControlChart.ewma([good], baseline, { width: NaN }))).toBe("width")
  })
})

describe("CUSUM", () => {
  it("rings strictly above h, never at it", () => {
    // sigma 1 and 100 answers: 30 points are 3 standard errors
    const series = [counts(30, 70, 0)]
    const at = (h: number) => Result.getOrThrow(ControlChart.cusum(series, { target: 0, sigma: 1 }, { k: 1, h })).signal
    expect(at(2)).toEqual(Option.none())
    expect(at(1.999)).toEqual(Option.some({ index: 0, direction: "up", since: 0 }))
  })

  it("never piles up below 0", () => {
    fc.assert(
      fc.property(someSeries, (series) => {
        for (const { high, low } of cusum(series).points) expect(Math.min(high, low)).toBeGreaterThanOrEqual(0)
      })
    )
  })
})

describe("EWMA", () => {
  it("has limits that widen to the one of a long series", () => {
    const limits = ewma(Array.from({ length: 60 }, () => good)).points.map(({ limit }) => limit)
    for (const [index, limit] of limits.entries()) expect(limit).toBeGreaterThanOrEqual(limits[index - 1] ?? 0)
    expect(limits.at(-1)).toBeCloseTo(3 * Math.sqrt(0.2 / 1.8), 9)
    expect(limits[0]).toBeCloseTo(0.6, 12)
  })
})

describe("the baseline", () => {
  it("is the score and the spread of all periods together", () => {
    expect(value(ControlChart.baseline([counts(30, 10, 10), none, counts(20, 20, 10)]))).toEqual({
      target: 30,
      sigma: Math.sqrt(0.61)
    })
  })

  it("is none where there is no spread to measure by", () => {
    expect(ControlChart.baseline([none])).toEqual(Result.succeed(Option.none()))
    expect(ControlChart.baseline([counts(9, 0, 0)])).toEqual(Result.succeed(Option.none()))
  })
})
