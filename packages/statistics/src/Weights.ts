/**
 * Weights: what if some answers stand for more people than others?
 *
 * @since 0.1.0
 */
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Check from "./internal/Check.ts"
import * as Interval from "./Interval.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import type * as Sample from "./Sample.ts"

/**
 * How many equally weighted answers would say as much. Unit: answers. `designEffect` is answers ÷ effective answers, 1 or
 * more.
 *
 * @category models
 * @since 0.1.0
 */
export interface Effective {
  /** With a weight of more than 0. */
  readonly answers: number
  readonly effective: number
  readonly designEffect: number
}

/**
 * Kish's effective number of answers, (Σw)² ÷ Σw². Only the ratios of the weights matter. A weight of 0 does not count as
 * an answer; nothing else there: none. Error: `InvalidArgument` naming `weights[3]`.
 * Source: L. Kish, "Survey Sampling", Wiley, 1965.
 *
 * @example Weights.effective([1, 1]) // => Result.succeed(Option.some({ answers: 2, effective: 2, designEffect: 1 }))
 * @example Weights.effective([0]) // => Result.succeed(Option.none())
 * @category weighting
 * @since 0.1.0
 */
export const effective = (weights: ReadonlyArray<number>): Result.Result<Option.Option<Effective>, InvalidArgument> =>
  Result.map(Check.all("weights", weights, Check.nonNegative), effectiveOf)

const effectiveOf = (weights: ReadonlyArray<number>): Option.Option<Effective> => {
  const used = relative(weights).filter((weight) => weight > 0)
  if (used.length === 0) return Option.none()
  const sum = used.reduce((total, weight) => total + weight, 0)
  const squares = used.reduce((total, weight) => total + weight * weight, 0)
  const answers = weights.filter((weight) => weight > 0).length
  // equal weights give more than all answers by rounding alone
  const effective = Math.min(answers, (sum * sum) / squares)
  return Option.some({ answers, effective, designEffect: answers / effective })
}

/** Against the largest, so that no square overflows or vanishes. */
const relative = (weights: ReadonlyArray<number>): ReadonlyArray<number> => {
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0)
  return largest === 0 ? weights : weights.map((weight) => weight / largest)
}

/** An answer and how much it counts. @category models @since 0.1.0 */
export interface Weighted {
  readonly score: Score.Score
  readonly weight: number
}

/**
 * The score of weighted answers. Unit: points. `variance` is that of one answer counted −1, 0 or 1, weighted: 0 to 1.
 *
 * @category models
 * @since 0.1.0
 */
export interface Estimate extends Effective {
  readonly nps: number
  readonly variance: number
  /** By linearisation, as R's `survey::svymean`: the one to report. One answer: none. */
  readonly standardError: Option.Option<number>
  /** Kish's approximation, from the effective number of answers. */
  readonly kishStandardError: number
  /** Weighted shares of the effective answers: what every interval and comparison of this library takes. */
  readonly counts: Sample.Counts
  /** The score interval on `counts`. */
  readonly interval: Interval.Interval
}

/**
 * Score, effective answers, standard errors and interval of weighted answers. An answer of weight 0 does not count; no
 * other: none. Errors: `InvalidArgument` naming `answers[3].score`, `answers[3].weight` or `confidence`.
 * Sources: L. Kish, 1965 (see `effective`); for the linearised standard error W. G. Cochran, "Sampling Techniques", 3rd
 * edition, Wiley, 1977, chapter 6.
 *
 * @category weighting
 * @since 0.1.0
 */
export const estimate = (
  answers: ReadonlyArray<Weighted>,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<Estimate>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.all("answers", answers, (argument, answer) =>
      Result.flatMap(
        Check.that(`${argument}.score`, answer?.score, Score.isScore(answer?.score), "a whole number from 0 to 10"),
        () => Check.nonNegative(`${argument}.weight`, answer.weight)
      )
    )
    yield* Confidence.make(confidence)
    const size = effectiveOf(answers.map(({ weight }) => weight))
    if (Option.isNone(size)) return Option.none()
    const weights = relative(answers.map(({ weight }) => weight))
    const shares = { promoter: 0, passive: 0, detractor: 0 }
    let total = 0
    for (const [index, { score }] of answers.entries()) {
      shares[Score.category(score)] += weights[index] ?? 0
      total += weights[index] ?? 0
    }
    for (const category of ["promoter", "passive", "detractor"] as const) shares[category] /= total
    const mean = shares.promoter - shares.detractor
    let squares = 0
    for (const [index, { score }] of answers.entries()) {
      squares += ((weights[index] ?? 0) * (sign[Score.category(score)] - mean)) ** 2
    }
    const variance = shares.passive * (shares.promoter + shares.detractor) + 4 * shares.promoter * shares.detractor
    const { answers: n, effective } = size.value
    const counts = {
      promoters: counted(shares.promoter * effective),
      passives: counted(shares.passive * effective),
      detractors: counted(shares.detractor * effective)
    }
    const interval = yield* Interval.score(counts, confidence)
    return Option.map(interval, (interval) => ({
      ...size.value,
      nps: 100 * mean,
      variance,
      standardError: n < 2 ? Option.none() : Option.some((100 * Math.sqrt((n / (n - 1)) * squares)) / total),
      kishStandardError: 100 * Math.sqrt(variance / effective),
      counts,
      interval
    }))
  })

const sign = { promoter: 1, passive: 0, detractor: -1 } as const

/** A part of an answer too small to compute with is none. */
const counted = (answers: number): number => (answers < 1e-15 ? 0 : answers)
