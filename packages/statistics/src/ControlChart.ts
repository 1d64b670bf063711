/**
 * ControlChart: has the score left where it was, and since when?
 *
 * Two charts watch a series period by period against a target. Both pile up small deviations in one direction, so that a
 * lasting shift is found which no single month shows, and a single odd month is not taken for one.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Check from "./internal/Check.ts"
import * as Series from "./internal/Series.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * What the series is like while nothing changes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Baseline {
  /** The score. Unit: points, −100 to 100. */
  readonly target: number
  /** The standard deviation of one answer counted −1, 0 or 1: more than 0, at most 1; for most surveys about 0.7. */
  readonly sigma: number
}

/**
 * The baseline of periods in which nothing changed, pooled. None: no answers, or all in one category, which leaves no
 * spread to measure by. A dozen periods or more; an uncertain target makes false alarms more frequent.
 * Error: `InvalidArgument` naming `series[3].passives`.
 *
 * @category baseline
 * @since 0.1.0
 */
export const baseline = (
  series: ReadonlyArray<Sample.Counts>
): Result.Result<Option.Option<Baseline>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Series.check(series)
    let counts: Sample.Counts = { promoters: 0, passives: 0, detractors: 0 }
    for (const { detractors, passives, promoters } of series) {
      counts = {
        promoters: counts.promoters + promoters,
        passives: counts.passives + passives,
        detractors: counts.detractors + detractors
      }
    }
    const summary = yield* Sample.summary(counts)
    return Option.flatMap(summary, ({ nps, variance }) =>
      variance < leastSigma ** 2 ? Option.none() : Option.some({ target: nps, sigma: Math.min(1, Math.sqrt(variance)) })
    )
  })

const leastSigma = 1e-6

const checkBaseline = ({ sigma, target }: Baseline): Result.Result<Baseline, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.that("baseline.target", target, Math.abs(target) <= 100, "a score from -100 to 100")
    yield* Check.that("baseline.sigma", sigma, sigma >= leastSigma && sigma <= 1, "a number from 0.000001 to 1")
    return { target, sigma }
  })

/**
 * The first period at which a chart rings. `index` counts from 0. `since`: the period in which the change probably began.
 *
 * @category models
 * @since 0.1.0
 */
export interface Signal {
  readonly index: number
  readonly direction: "up" | "down"
}

/**
 * How far the period is from the target, in standard errors of that period. No answers: none.
 *
 * @category models
 * @since 0.1.0
 */
export type Deviation = Option.Option<number>

const deviation = (counts: Sample.Counts, { sigma, target }: Baseline): Deviation => {
  const n = Sample.size(counts)
  return n === 0
    ? Option.none()
    : Option.some((100 * (counts.promoters - counts.detractors)) / n - target).pipe(
        Option.map((points) => points / ((100 * sigma) / Math.sqrt(n)))
      )
}

/**
 * A CUSUM chart: what piled up above the target (`high`) and below it (`low`), in standard errors.
 *
 * @category models
 * @since 0.1.0
 */
export interface Cusum {
  readonly points: ReadonlyArray<{ readonly z: Deviation; readonly high: number; readonly low: number }>
  /** None: no statistic ever exceeded h. `since` is the period after the statistic last stood at 0. */
  readonly signal: Option.Option<Signal & { readonly since: number }>
}

/**
 * The tabular CUSUM: each period adds its deviation less the allowance k, never below 0; it rings when more than h has
 * piled up. Defaults k = 0.5, h = 5: a false alarm in 3 of 100 stable series of 24 months with 100 answers each, and a
 * drop of 14 points found in 98 of 100, after 3 months. With many segments watched, take a larger h.
 *
 * A period with no answers has no deviation and leaves what piled up as it is. The chart goes on after its first signal,
 * without a reset. Empty: no points.
 * Errors: `InvalidArgument` naming `series[3].passives`, `baseline.target`, `baseline.sigma`, `k` (0 or more) or `h`
 * (more than 0).
 * Source: E. S. Page, "Continuous Inspection Schemes", Biometrika 41(1/2), 1954.
 *
 * @category charts
 * @since 0.1.0
 */
export const cusum = (
  series: ReadonlyArray<Sample.Counts>,
  baseline: Baseline,
  { h = 5, k = 0.5 }: { readonly k?: number; readonly h?: number } = {}
): Result.Result<Cusum, InvalidArgument> =>
  Result.gen(function* () {
    yield* Series.check(series)
    yield* checkBaseline(baseline)
    yield* Check.nonNegative("k", k)
    yield* Check.positive("h", h)
    const points: Array<Cusum["points"][number]> = []
    let signal: Cusum["signal"] = Option.none()
    let high = 0
    let low = 0
    let highSince = 0
    let lowSince = 0
    for (const [index, counts] of series.entries()) {
      const z = deviation(counts, baseline)
      if (Option.isSome(z)) {
        high = Math.max(0, high + z.value - k)
        low = Math.max(0, low - z.value - k)
      }
      if (high === 0) highSince = index + 1
      if (low === 0) lowSince = index + 1
      points.push({ z, high, low })
      if (Option.isNone(signal) && Math.max(high, low) > h) {
        signal = Option.some(
          high > low ? { index, direction: "up", since: highSince } : { index, direction: "down", since: lowSince }
        )
      }
    }
    return { points, signal }
  })

/**
 * An EWMA chart: the weighted mean of all deviations so far, recent ones counting most, and the limit it must not pass on
 * either side.
 *
 * @category models
 * @since 0.1.0
 */
export interface Ewma {
  readonly points: ReadonlyArray<{ readonly z: Deviation; readonly ewma: number; readonly limit: number }>
  /** None: the mean never passed the limit. */
  readonly signal: Option.Option<Signal>
}

/**
 * The exponentially weighted moving average of the deviations, with the exact limits of early periods rather than the
 * wider ones of a long series. Defaults λ = 0.2, L = 3: a false alarm in 5 of 100 stable series of 24 months.
 *
 * A period with no answers has no deviation, leaves the mean as it is and does not count as time. Empty: no points.
 * Errors: `InvalidArgument` naming `series[3].passives`, `baseline.target`, `baseline.sigma`, `lambda` (more than 0, at
 * most 1) or `width` (L, more than 0).
 * Sources: S. W. Roberts, "Control Chart Tests Based on Geometric Moving Averages", Technometrics 1(3), 1959; J. M. Lucas
 * and M. S. Saccucci, "Exponentially Weighted Moving Average Control Schemes", Technometrics 32(1), 1990.
 *
 * @category charts
 * @since 0.1.0
 */
export const ewma = (
  series: ReadonlyArray<Sample.Counts>,
  baseline: Baseline,
  { lambda = 0.2, width = 3 }: { readonly lambda?: number; readonly width?: number } = {}
): Result.Result<Ewma, InvalidArgument> =>
  Result.gen(function* () {
    yield* Series.check(series)
    yield* checkBaseline(baseline)
    yield* Check.that("lambda", lambda, lambda > 0 && lambda <= 1, "more than 0, at most 1")
    yield* Check.positive("width", width)
    const points: Array<Ewma["points"][number]> = []
    let signal: Ewma["signal"] = Option.none()
    let mean = 0
    let time = 0
    for (const [index, counts] of series.entries()) {
      const z = deviation(counts, baseline)
      if (Option.isSome(z)) {
        mean = lambda * z.value + (1 - lambda) * mean
        time++
      }
      const limit = width * Math.sqrt((lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * time)))
      points.push({ z, ewma: mean, limit })
      if (Option.isNone(signal) && Math.abs(mean) > limit) {
        signal = Option.some({ index, direction: mean > 0 ? "up" : "down" })
      }
    }
    return { points, signal }
  })
