/**
 * Trend: is the score rising or falling, and how fast?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Distribution from "./internal/Distribution.ts"
import * as Series from "./internal/Series.ts"
import * as Interval from "./Interval.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * A straight line through the series. Unit of `slope`, its standard error and its limits: points per period.
 *
 * @category models
 * @since 0.1.0
 */
export interface Trend {
  /** Periods with answers. */
  readonly periods: number
  readonly slope: number
  readonly standardError: number
  readonly z: number
  /** Two-sided: how often no trend at all would look like this one or a steeper one. */
  readonly pValue: number
  readonly lower: number
  readonly upper: number
}

/**
 * The slope by weighted least squares: every period counts by how sure its score is (the adjusted Wald mean and variance,
 * so that a period with all answers in one category is not infinitely sure). A period with no answers is left out, and
 * time goes on. Fewer than two periods with answers: none.
 * A line is a summary: a series that breaks once has a slope too. See `ChangePoint`.
 * Errors: `InvalidArgument` naming `series[3].passives` or `confidence`.
 * Source: A. C. Aitken, "On Least Squares and Linear Combination of Observations", Proceedings of the Royal Society of
 * Edinburgh 55, 1935, for known variances.
 *
 * @example Trend.make([{ promoters: 1, passives: 0, detractors: 0 }]) // => Result.succeed(Option.none())
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  series: ReadonlyArray<Sample.Counts>,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<Trend>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Series.check(series)
    const critical = Distribution.normalCritical(yield* Confidence.make(confidence))
    const points: Array<{ readonly x: number; readonly y: number; readonly weight: number }> = []
    for (const [x, counts] of series.entries()) {
      if (Sample.size(counts) === 0) continue
      const summary = yield* Sample.summary(Interval.adjust(counts))
      if (Option.isSome(summary)) {
        points.push({ x, y: summary.value.nps, weight: summary.value.standardError ** -2 })
      }
    }
    if (points.length < 2) return Option.none()
    const total = points.reduce((sum, { weight }) => sum + weight, 0)
    const middle = points.reduce((sum, { weight, x }) => sum + weight * x, 0) / total
    const spread = points.reduce((sum, { weight, x }) => sum + weight * (x - middle) ** 2, 0)
    const slope = points.reduce((sum, { weight, x, y }) => sum + weight * (x - middle) * y, 0) / spread
    const standardError = 1 / Math.sqrt(spread)
    const z = slope / standardError
    return Option.some({
      periods: points.length,
      slope,
      standardError,
      z,
      pValue: Distribution.normalTwoSided(z),
      lower: slope - critical * standardError,
      upper: slope + critical * standardError
    })
  })
