/**
 * Interval: between which limits does the true NPS probably lie?
 *
 * `score` is the one to use. `adjustedWald` is a closed form close to it, for comparison with other tools. `wald` and `t`
 * are what most calculators print; they promise 95 % and keep as little as 22 % with five answers, and are here under
 * their own names so that their numbers can be reproduced. The Bayesian interval is in `Posterior`.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Distribution from "./internal/Distribution.ts"
import { moments } from "./internal/Moments.ts"
import * as Sample from "./Sample.ts"

/**
 * Two limits. Unit: points. `lower` and `upper` are kept within −100 and 100; `raw` is what the formula gave. The score
 * itself is in general not in the middle, so print both limits, never "±". `degenerate`: one category holds all the
 * answers.
 *
 * @category models
 * @since 0.1.0
 */
export interface Interval {
  readonly method: Method
  readonly confidence: number
  readonly lower: number
  readonly upper: number
  readonly raw: { readonly lower: number; readonly upper: number }
  readonly degenerate: boolean
}

/** How an interval was made. @category models @since 0.1.0 */
export type Method = "score" | "adjustedWald" | "bayes" | "wald" | "t"

type Answer = Result.Result<Option.Option<Interval>, InvalidArgument>

const clamp = (limit: number): number => Math.min(100, Math.max(-100, limit))

const interval = (method: Method, confidence: number, degenerate: boolean, lower: number, upper: number): Interval => ({
  method,
  confidence,
  lower: clamp(lower),
  upper: clamp(upper),
  raw: { lower, upper },
  degenerate
})

const from = (
  counts: Sample.Counts,
  confidence: number,
  make: (counts: Sample.Counts, answers: number) => Option.Option<Interval>
): Answer => {
  const sample = Sample.make(counts)
  if (Result.isFailure(sample)) return Result.fail(sample.failure)
  const level = Confidence.make(confidence)
  if (Result.isFailure(level)) return Result.fail(level.failure)
  const answers = Sample.size(counts)
  return Result.succeed(answers === 0 ? Option.none() : make(counts, answers))
}

/**
 * The score interval, the default: all values that a test at this level would not reject. It never leaves the scale and
 * is never of width 0. At 95 % it contains the truth at least 91.9 % of the time with 5 answers, 92.4 % with 10, 94.7 %
 * with 20, 93.5 % with 50, whatever the mix (enumerated in the tests). Empty: none. Errors: `InvalidArgument` naming
 * `counts` or `confidence`.
 * Source: T. Tango, Statistics in Medicine 17:891–908, 1998: the NPS is a paired difference of proportions.
 *
 * @example Result.map(Interval.score({ promoters: 0, passives: 0, detractors: 0 }), Option.isNone) // => Result.succeed(true)
 * @category constructors
 * @since 0.1.0
 */
export const score = (counts: Sample.Counts, confidence: number = Confidence.usual): Answer =>
  from(counts, confidence, ({ detractors, passives, promoters }, n) => {
    const z = Distribution.normalCritical(confidence)
    const p = promoters / n
    const d = detractors / n
    const lower = -100 * upperScoreLimit(d, p, (z * z) / n)
    const upper = 100 * upperScoreLimit(p, d, (z * z) / n)
    return Option.some(
      interval("score", confidence, Sample.isDegenerate({ detractors, passives, promoters }), lower, upper)
    )
  })

/** The largest difference, as a share, that is not rejected when the shares are p and d: bisection to the last bits. */
const upperScoreLimit = (p: number, d: number, zSquaredOverN: number): number => {
  let low = p - d
  let high = 1
  for (;;) {
    const x = low + (high - low) / 2
    if (x <= low || x >= high || high - low < 1e-15) return high
    const gap = x - (p - d)
    if (gap * gap > zSquaredOverN * constrainedVariance(p, d, x)) high = x
    else low = x
  }
}

/** The variance of one answer when the difference is held at x and the rest fits the shares p and d best. */
const constrainedVariance = (p: number, d: number, x: number): number => {
  const b = (2 - p + d) * x - d - p
  const c = d * x * (1 - x)
  const root = Math.sqrt(b * b + 8 * c)
  // the root of 2q² + bq − c = 0 that is not negative, without subtracting what is nearly equal
  const q = b > 0 ? (2 * c) / (b + root) : (root - b) / 4
  return Math.max(0, 2 * q + x * (1 - x))
}

/** How many answers are added to each category before a Wald interval is made. Sum: 3. */
const added = { promoters: 0.75, passives: 1.5, detractors: 0.75 }

/**
 * The counts with three quarters of an answer added to promoters and to detractors, and one and a half to the passives.
 *
 * @category conversions
 * @since 0.1.0
 */
export const adjust = (counts: Sample.Counts): Sample.Counts => ({
  promoters: counts.promoters + added.promoters,
  passives: counts.passives + added.passives,
  detractors: counts.detractors + added.detractors
})

/**
 * The adjusted Wald interval: three answers are added, then as `wald`. Its middle is the shrunk score, not the score.
 * Empty: none, though the formula would give one. Errors: as `score`.
 * Source: B. Rocks, The American Statistician 70(4), 2016; R's NPS 2.x "adjusted.wald"; Lewis & Sauro, MeasuringU.
 *
 * @category constructors
 * @since 0.1.0
 */
export const adjustedWald = (counts: Sample.Counts, confidence: number = Confidence.usual): Answer =>
  from(counts, confidence, (counts) => {
    const { mean, standardError } = moments(adjust(counts))
    const margin = Distribution.normalCritical(confidence) * standardError
    return Option.some(
      interval("adjustedWald", confidence, Sample.isDegenerate(counts), 100 * (mean - margin), 100 * (mean + margin))
    )
  })

/**
 * The plain Wald interval: score ± z standard errors. Too narrow with few answers and of width 0 where one category holds
 * them all: for comparison only. Empty: none. Errors: as `score`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const wald = (counts: Sample.Counts, confidence: number = Confidence.usual): Answer =>
  from(counts, confidence, (counts) => {
    const { mean, standardError } = moments(counts)
    const margin = Distribution.normalCritical(confidence) * standardError
    return Option.some(
      interval("wald", confidence, Sample.isDegenerate(counts), 100 * (mean - margin), 100 * (mean + margin))
    )
  })

/**
 * Student's interval on the answers counted −1, 0 and 1, with divisor n − 1. Fails in the corners as `wald` does. Fewer
 * than two answers (or an effective number of at most one): none. Errors: as `score`.
 * Source: Lewis & Sauro's "trinomial means", MeasuringU.
 *
 * @category constructors
 * @since 0.1.0
 */
export const t = (counts: Sample.Counts, confidence: number = Confidence.usual): Answer =>
  from(counts, confidence, (counts, n) => {
    if (n <= 1) return Option.none()
    const { mean, standardError } = moments(counts)
    const critical = Distribution.student(n - 1).quantile(1 - (1 - confidence) / 2)
    const margin = standardError === 0 ? 0 : critical * standardError * Math.sqrt(n / (n - 1))
    return Number.isFinite(margin)
      ? Option.some(
          interval("t", confidence, Sample.isDegenerate(counts), 100 * (mean - margin), 100 * (mean + margin))
        )
      : Option.none()
  })
