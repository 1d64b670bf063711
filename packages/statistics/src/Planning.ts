/**
 * Planning: how many answers are needed, and what could so many show?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import * as Interval from "./Interval.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * The variance of one answer counted −1, 0 or 1 that is safe to plan with: half promoters, half detractors. A mix of
 * 50/30/20 has 0.61; real surveys were seen between 0.35 and 0.58.
 *
 * @category models
 * @since 0.1.0
 */
export const greatestVariance = 1

/**
 * How many answers: `exact` is what the formula gives, `answers` that rounded up.
 *
 * @category models
 * @since 0.1.0
 */
export interface Needed {
  readonly exact: number
  readonly answers: number
}

const needed = (exact: number): Needed => ({ exact, answers: Math.max(1, Math.ceil(exact)) })

const variance = (argument: string, value: number) =>
  Check.that(argument, value, value >= 1e-15 && value <= 1, "a variance above 0 and at most 1")

const points = (argument: string, value: number) =>
  Check.that(argument, value, value >= 1e-6 && value <= 200, "points above 0 and at most 200")

/**
 * How many answers for a margin of so many points to either side? With a `population` fewer are enough when they are a
 * good part of it. `adjusted`: for an adjusted Wald interval, which brings three answers of its own. Errors:
 * `InvalidArgument` naming `margin`, `variance` (0 excluded, to 1), `confidence` or `population`.
 * Source: n = z²V/E²; W. G. Cochran, Sampling Techniques, 1977, for the population.
 *
 * @example Result.map(Planning.forMargin({ margin: 5 }), (needed) => needed.answers) // => Result.succeed(1537)
 * @category planning
 * @since 0.1.0
 */
export const forMargin = (options: {
  readonly margin: number
  readonly variance?: number | undefined
  readonly confidence?: number | undefined
  readonly population?: number | undefined
  readonly adjusted?: boolean | undefined
}): Result.Result<Needed, InvalidArgument> =>
  Result.gen(function* () {
    const margin = yield* points("margin", options.margin)
    const spread = yield* variance("variance", options.variance ?? greatestVariance)
    const z = Distribution.normalCritical(yield* Confidence.make(options.confidence ?? Confidence.usual))
    const infinite = Math.max(0, (z / (margin / 100)) ** 2 * spread - (options.adjusted === true ? 3 : 0))
    if (options.population === undefined) return needed(infinite)
    const population = yield* atLeastOne("population", options.population)
    return needed(infinite === 0 ? 0 : infinite / (1 + (infinite - 1) / population))
  })

const atLeastOne = (argument: string, value: number) =>
  Check.that(argument, value, Number.isInteger(value) && value >= 1 && value <= 1e15, "a whole number, at least 1")

/**
 * How many answers in each of two groups, to see a difference of so many points with probability `power` when it is
 * there? Errors: `InvalidArgument` naming `difference`, `varianceA`, `varianceB`, `confidence` or `power`.
 * Source: n = (z₁₋α/₂ + z_power)² (V_A + V_B) / D².
 *
 * @example Result.map(Planning.forDifference({ difference: 5, varianceA: 0.61, varianceB: 0.61 }), (needed) => needed.answers) // => Result.succeed(3831)
 * @category planning
 * @since 0.1.0
 */
export const forDifference = (options: {
  readonly difference: number
  readonly varianceA?: number | undefined
  readonly varianceB?: number | undefined
  readonly confidence?: number | undefined
  readonly power?: number | undefined
}): Result.Result<Needed, InvalidArgument> =>
  Result.gen(function* () {
    const difference = yield* points("difference", options.difference)
    const spread =
      (yield* variance("varianceA", options.varianceA ?? greatestVariance)) +
      (yield* variance("varianceB", options.varianceB ?? greatestVariance))
    const z = yield* detectable(options.confidence, options.power)
    return needed((Math.max(0, z) / (difference / 100)) ** 2 * spread)
  })

const usualPower = 0.8

/** z of the level plus z of the power: how many standard errors a difference must be. */
const detectable = (confidence = Confidence.usual, power = usualPower) =>
  Result.gen(function* () {
    const level = yield* Confidence.make(confidence)
    return Distribution.normalCritical(level) + Distribution.normal.quantile(yield* Check.share("power", power))
  })

/**
 * What two groups of these sizes could show: `power` is the probability that a difference of so many points is found,
 * `detectable` the difference in points that is found 80 times in 100.
 *
 * @category models
 * @since 0.1.0
 */
export interface Power {
  readonly power: number
  readonly detectable: number
}

/**
 * How probable is it that two groups of these sizes show the difference? Two-sided. Errors: `InvalidArgument` naming
 * `difference`, `answersA`, `answersB`, `varianceA`, `varianceB` or `confidence`.
 *
 * @category planning
 * @since 0.1.0
 */
export const power = (options: {
  readonly difference: number
  readonly answersA: number
  readonly answersB: number
  readonly varianceA?: number | undefined
  readonly varianceB?: number | undefined
  readonly confidence?: number | undefined
}): Result.Result<Power, InvalidArgument> =>
  Result.gen(function* () {
    const difference = yield* Check.that(
      "difference",
      options.difference,
      Math.abs(options.difference) <= 200,
      "points from -200 to 200"
    )
    const spreadA = yield* variance("varianceA", options.varianceA ?? greatestVariance)
    const spreadB = yield* variance("varianceB", options.varianceB ?? greatestVariance)
    const answersA = yield* atLeastOne("answersA", options.answersA)
    const answersB = yield* atLeastOne("answersB", options.answersB)
    const z = Distribution.normalCritical(yield* Confidence.make(options.confidence ?? Confidence.usual))
    const standardError = 100 * Math.sqrt(spreadA / answersA + spreadB / answersB)
    const shift = difference / standardError
    return {
      power: Distribution.normal.cdf(shift - z) + Distribution.normal.cdf(-shift - z),
      detectable: (z + Distribution.normal.quantile(usualPower)) * standardError
    }
  })

/**
 * A score as a statement about a population of known size, all of whom might have been asked.
 *
 * @category models
 * @since 0.1.0
 */
export interface OfPopulation {
  /** What the standard error is multiplied by: 0 when everybody answered. */
  readonly correction: number
  readonly standardError: number
  readonly interval: Interval.Interval
}

/**
 * The Wald interval corrected for a finite population. Only sampling error shrinks: a census of which 30 % answered is no
 * census, and nothing here speaks of future customers. Empty: none. Errors: `InvalidArgument` naming `counts`,
 * `confidence`, or `population` when it is less than the number of answers.
 * Source: √((N − n)/(N − 1)), W. G. Cochran, Sampling Techniques, 1977.
 *
 * @category planning
 * @since 0.1.0
 */
export const ofPopulation = (
  counts: Sample.Counts,
  population: number,
  confidence: number = Confidence.usual
): Result.Result<Option.Option<OfPopulation>, InvalidArgument> =>
  Result.gen(function* () {
    const wald = yield* Interval.wald(counts, confidence)
    const summary = yield* Sample.summary(counts)
    const size = yield* atLeastOne("population", population)
    const answers = Sample.size(counts)
    yield* Check.that("population", population, population >= answers, `at least the ${answers} who answered`)
    return Option.map(Option.all({ summary, wald }), ({ summary, wald }) => {
      // an effective number of answers below 1 would make it more than 1, or infinite
      const correction = size === answers ? 0 : Math.min(1, Math.sqrt((size - answers) / (size - 1)))
      const standardError = summary.standardError * correction
      const margin = Distribution.normalCritical(confidence) * standardError
      const raw = { lower: summary.nps - margin, upper: summary.nps + margin }
      return {
        correction,
        standardError,
        interval: { ...wald, raw, lower: Math.max(-100, raw.lower), upper: Math.min(100, raw.upper) }
      }
    })
  })
