/**
 * Sample: what did the answers of one group say?
 *
 * @since 0.1.0
 */
import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"
import { moments } from "./internal/Moments.ts"

/**
 * How many answers of each category: what `Nps.counts` of core gives. Unit: answers; fractions are allowed, since
 * weighted answers have an effective number that is not whole.
 *
 * @category models
 * @since 0.1.0
 */
export interface Counts {
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
}

/**
 * The score of a sample with what is needed to judge it.
 *
 * `nps` and `standardError` in points; `variance` is that of one answer counted −1, 0 or 1, with divisor n: from 0 to 1.
 * `degenerate`: one category holds all the answers, so that variance and standard error are 0. That is an artefact of
 * few answers and never means certainty.
 *
 * @category models
 * @since 0.1.0
 */
export interface Summary {
  readonly answers: number
  readonly nps: number
  readonly variance: number
  readonly standardError: number
  readonly degenerate: boolean
}

/**
 * Checks three counts: finite, none negative. Error: `InvalidArgument` naming the count, as in `counts.passives`.
 *
 * @example Sample.make({ promoters: 5, passives: 3, detractors: 2 }) // => Result.succeed({ promoters: 5, passives: 3, detractors: 2 })
 * @category constructors
 * @since 0.1.0
 */
export const make = (counts: Counts, argument = "counts"): Result.Result<Counts, InvalidArgument> =>
  isUsable(counts) ? Result.succeed(counts) : refusal(counts, argument)

const isUsable = (counts: Counts): boolean =>
  typeof counts === "object" &&
  counts !== null &&
  isCount(counts.promoters) &&
  isCount(counts.passives) &&
  isCount(counts.detractors)

const isCount = (value: number): boolean => value === 0 || (value >= 1e-15 && value <= 1e15)

const refusal = (counts: Counts, argument: string): Result.Result<never, InvalidArgument> => {
  if (typeof counts !== "object" || counts === null)
    return Check.fail(argument, "expected { promoters, passives, detractors }")
  const wrong = (["promoters", "passives", "detractors"] as const).find((category) => !isCount(counts[category]))
  return Check.fail(`${argument}.${wrong ?? "promoters"}`, "expected a number of answers, 0 or more and at most 1e15")
}

/**
 * Score, variance and standard error. Empty: none. Error: as `make`.
 * Source: the mean and variance of a trinomial of −1, 0 and 1; R's NPS package (`nps`, `nps.var`, `nps.se`) agrees.
 *
 * @example Sample.summary({ promoters: 0, passives: 0, detractors: 0 }) // => Result.succeed(Option.none())
 * @category scoring
 * @since 0.1.0
 */
export const summary = (counts: Counts): Result.Result<Option.Option<Summary>, InvalidArgument> =>
  Result.map(make(counts), summarize)

const summarize = (counts: Counts): Option.Option<Summary> => {
  const answers = size(counts)
  if (answers === 0) return Option.none()
  const { mean, standardError, variance } = moments(counts)
  return Option.some({
    answers,
    nps: 100 * mean,
    variance,
    standardError: 100 * standardError,
    degenerate: isDegenerate(counts)
  })
}

/**
 * How many answers in all.
 *
 * @example Sample.size({ promoters: 5, passives: 3, detractors: 2 }) // => 10
 * @category scoring
 * @since 0.1.0
 */
export const size = ({ detractors, passives, promoters }: Counts): number => promoters + passives + detractors

/**
 * Does one category hold all the answers? Then the spread of the answers says nothing about the error.
 *
 * @example Sample.isDegenerate({ promoters: 9, passives: 0, detractors: 0 }) // => true
 * @category guards
 * @since 0.1.0
 */
export const isDegenerate = ({ detractors, passives, promoters }: Counts): boolean =>
  Number(promoters > 0) + Number(passives > 0) + Number(detractors > 0) === 1

/**
 * The mean of the scores themselves. Unit: score points, 0 to 10. Empty: none. It uses all that the answers say; the
 * NPS, which uses only three bands, needs 14 to 24 % more answers for the same precision.
 *
 * @example Sample.mean(Nps.tally([10, 5])) // => Option.some(7.5)
 * @category scoring
 * @since 0.1.0
 */
export const mean = (tally: Nps.Tally): Option.Option<number> => {
  const answers = Nps.counts(tally).answers
  return answers === 0
    ? Option.none()
    : Option.some(Score.scale.reduce((sum: number, score) => sum + score * tally[score], 0) / answers)
}
