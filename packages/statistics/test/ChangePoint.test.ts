import type * as Sample from "@temoin/statistics/Sample"
import * as ChangePoint from "@temoin/statistics/ChangePoint"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { counts, mirrored, random, refused, someSeries, value } from "./given.ts"

const none = counts(0, 0, 0)
const partition = (series: ReadonlyArray<Sample.Counts>, penalty?: number) =>
  Result.getOrThrow(ChangePoint.partition(series, penalty))

const critical = (periods: number): number =>
  value(ChangePoint.critical(Array.from({ length: periods }, () => counts(50, 30, 20))))

/** Periods of so many answers each, drawn from one mix: nothing changes. */
const stable = (periods: number, answers: number, seed: number): ReadonlyArray<Sample.Counts> => {
  const next = random(seed)
  return Array.from({ length: periods }, () => {
    const drawn = { promoters: 0, passives: 0, detractors: 0 }
    for (let i = 0; i < answers; i++) {
      const x = next()
      drawn[x < 0.5 ? "promoters" : x < 0.8 ? "passives" : "detractors"]++
    }
    return drawn
  })
}

describe("a single break", () => {
  it("is found where it is: 6 quarters at 30, then 6 at 0", () => {
    const series = [
      ...Array.from({ length: 6 }, () => counts(50, 30, 20)),
      ...Array.from({ length: 6 }, () => counts(30, 40, 30))
    ]
    const { after, before, index, pValue } = value(ChangePoint.single(series))
    expect({ after, before, index }).toEqual({ after: 0, before: 30, index: 6 })
    expect(pValue).toBeLessThan(1e-6)
  })

  it("is seen in the mix even where the score stays 0", () => {
    const { after, before, pValue } = value(ChangePoint.single([counts(0, 40, 0), counts(0, 40, 0), counts(20, 0, 20)]))
    expect([before, after]).toEqual([0, 0])
    expect(pValue).toBeLessThan(0.001)
  })

  it("is announced in about 5 of 100 stable series, and by the usual table in 39", () => {
    const runs = 1000
    const found = Array.from({ length: runs }, (_, seed) => value(ChangePoint.single(stable(24, 100, seed + 1))))
    const right = found.filter(({ pValue }) => pValue <= 0.05).length / runs
    const naive = found.filter(({ likelihoodRatio }) => likelihoodRatio > 5.991).length / runs
    expect(right).toBeGreaterThan(0.03)
    expect(right).toBeLessThanOrEqual(0.07)
    expect(naive).toBeGreaterThan(0.3)
  })

  it("needs 10.9 for 24 equal periods at 95 %, 5.99 for two, and more for more", () => {
    // 20,000 simulated series each with 100 answers a period gave 10.94, 10.00, 12.05 for 24, 12, 60 periods
    expect(critical(2)).toBeCloseTo(5.991, 3)
    expect(critical(12)).toBeCloseTo(10, 1)
    expect(critical(24)).toBeCloseTo(10.94, 1)
    expect(critical(60)).toBeCloseTo(11.95, 1)
    expect(critical(150)).toBeGreaterThan(critical(60))
  })

  it("agrees with itself: at the critical value the p-value is 5 %", () => {
    fc.assert(
      fc.property(someSeries, fc.constantFrom(0.8, 0.95, 0.99), (series, confidence) => {
        const found = Result.getOrThrow(ChangePoint.single(series))
        const critical = Result.getOrThrow(ChangePoint.critical(series, confidence))
        if (Option.isNone(found) || Option.isNone(critical)) return
        const { likelihoodRatio, pValue } = found.value
        if (Math.abs(likelihoodRatio - critical.value) < 1e-3) return
        expect(likelihoodRatio > critical.value).toBe(pValue < 1 - confidence)
      }),
      { numRuns: 50 }
    )
  })

  it("is none of fewer than two periods with answers", () => {
    for (const series of [[], [none, none], [none, counts(3, 2, 1), none]]) {
      expect(ChangePoint.single(series)).toEqual(Result.succeed(Option.none()))
      expect(ChangePoint.critical(series)).toEqual(Result.succeed(Option.none()))
    }
  })
})

describe("a partition", () => {
  it("never costs more than one stretch, and each change point gains at least its penalty", () => {
    fc.assert(
      fc.property(someSeries, fc.double({ min: 0.5, max: 30, noNaN: true }), (series, penalty) => {
        const whole = partition(series, 1e12).cost
        const { changePoints, cost } = partition(series, penalty)
        expect(cost).toBeLessThanOrEqual(whole + 1e-9)
        expect(cost + changePoints.length * 1e-9).toBeGreaterThanOrEqual(changePoints.length * penalty)
        expect(changePoints).toEqual(changePoints.toSorted((a, b) => a - b))
        expect(partition(series, 2 * penalty).changePoints.length).toBeLessThanOrEqual(changePoints.length)
      })
    )
  })

  it("mirrors, and read backwards cuts at the same places", () => {
    fc.assert(
      fc.property(someSeries, (series) => {
        expect(partition(series.map(mirrored)).cost).toBeCloseTo(partition(series).cost, 6)
        expect(partition(series.toReversed()).cost).toBeCloseTo(partition(series).cost, 6)
      })
    )
  })

  it("with the default penalty announces a change in about 2 of 100 stable series", () => {
    const runs = 500
    const alarms = (penalty?: number) =>
      Array.from({ length: runs }, (_, seed) => partition(stable(24, 100, seed + 1), penalty)).filter(
        ({ changePoints }) => changePoints.length > 0
      ).length / runs
    expect(alarms()).toBeLessThanOrEqual(0.045)
    expect(alarms(3 * Math.log(24))).toBeGreaterThan(0.06)
  })

  it("of nothing has nothing", () => {
    expect(partition([])).toEqual({ changePoints: [], cost: 0, penalty: 0 })
  })
})

describe("online", () => {
  it("gives probabilities that add up to 1", () => {
    fc.assert(
      fc.property(
        someSeries.filter((series) => series.length > 0),
        (series) => {
          const { points, runLengths, since } = value(ChangePoint.online(series))
          expect(runLengths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9)
          expect(runLengths.length).toBe(series.length)
          expect(points[0]).toEqual({ runLength: 0, change: 1 })
          for (const { change } of points) expect(change >= 0 && change <= 1).toBe(true)
          expect(since).toBe(series.length - 1 - (points.at(-1)?.runLength ?? 0))
        }
      )
    )
  })

  it("does not know the future", () => {
    fc.assert(
      fc.property(
        someSeries.filter((series) => series.length > 1),
        (series) => {
          expect(value(ChangePoint.online(series)).points.slice(0, -1)).toEqual(
            value(ChangePoint.online(series.slice(0, -1))).points
          )
        }
      )
    )
  })

  it("dates a clear break", () => {
    const series = [
      ...Array.from({ length: 8 }, () => counts(60, 30, 10)),
      ...Array.from({ length: 4 }, () => counts(30, 30, 40))
    ]
    expect(value(ChangePoint.online(series)).since).toBe(8)
  })

  it("learns nothing of a period with no answers but that time went on", () => {
    const { runLengths } = value(ChangePoint.online([counts(5, 3, 2), none], { hazard: 0.25 }))
    expect(runLengths[0]).toBeCloseTo(0.25, 12)
    expect(runLengths[1]).toBeCloseTo(0.75, 12)
  })
})

it("change points name what is wrong", () => {
  const series = [counts(1, 2, 3), counts(1, NaN, 3)]
  for (const find of [ChangePoint.single, ChangePoint.critical, ChangePoint.partition, ChangePoint.online]) {
    expect(refused(find(series))).toBe("series[1].passives")
  }
  expect(refused(ChangePoint.partition([], -1))).toBe("penalty")
  expect(refused(ChangePoint.online([], { hazard: 1 }))).toBe("hazard")
  expect(refused(ChangePoint.online([], { prior: counts(1, 0, 1) }))).toBe("prior.passives")
  expect(refused(ChangePoint.critical([], 0))).toBe("confidence")
})
