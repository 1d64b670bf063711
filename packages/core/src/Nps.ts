/**
 * Nps: what is the score of many answers?
 *
 * Answers are tallied first (how many gave 0, 1, … 10), then scored. Tallies add up, scores do not.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Score from "./Score.ts"

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/**
 * How many answers gave each score: eleven counts, the first for 0, the last for 10. Unit: answers.
 * Together with `empty` and `combine` a commutative monoid.
 *
 * @category models
 * @since 0.1.0
 */
export const Tally = Schema.Tuple([Count, Count, Count, Count, Count, Count, Count, Count, Count, Count, Count])
/** @since 0.1.0 */
export type Tally = typeof Tally.Type

type MutableTally = { -readonly [Bin in keyof Tally]: Tally[Bin] }

const zeros = (): MutableTally => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

/**
 * The tally of no answers.
 *
 * @category tallying
 * @since 0.1.0
 */
export const empty: Tally = zeros()

/**
 * Counts each score.
 *
 * @example Nps.tally([10, 10, 0]) // => [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
 * @category tallying
 * @since 0.1.0
 */
export const tally = (scores: Iterable<Score.Score>): Tally => {
  const bins = zeros()
  for (const score of scores) bins[score]++
  return bins
}

/**
 * The tally of two disjoint sets of answers together. Associative, commutative, `empty` changes nothing.
 *
 * @example Nps.combine(Nps.tally([10]), Nps.tally([0, 10])) // => Nps.tally([0, 10, 10])
 * @category tallying
 * @since 0.1.0
 */
export const combine = (self: Tally, that: Tally): Tally => {
  const bins = zeros()
  for (const score of Score.scale) bins[score] = self[score] + that[score]
  return bins
}

/**
 * How many answers of each category, and how many in all. Unit: answers.
 *
 * @category scoring
 * @since 0.1.0
 */
export interface Counts {
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
  readonly answers: number
}

const plural = { promoter: "promoters", passive: "passives", detractor: "detractors" } as const

/**
 * The tally by category. Empty: all zero, which here is true: there were no answers.
 *
 * @example Nps.counts(Nps.tally([10, 9, 8, 0])) // => { promoters: 2, passives: 1, detractors: 1, answers: 4 }
 * @category scoring
 * @since 0.1.0
 */
export const counts = (self: Tally): Counts => {
  const result = { promoters: 0, passives: 0, detractors: 0, answers: 0 }
  for (const score of Score.scale) {
    result[plural[Score.category(score)]] += self[score]
    result.answers += self[score]
  }
  return result
}

/**
 * Share of promoters minus share of detractors.
 * Unit: points, -100 to 100, not rounded. Out of: answers, not dismissals and not invitations.
 * Empty: none, since no data is not a score of 0.
 * Source: F. Reichheld, "The One Number You Need to Grow", Harvard Business Review 81(12), 2003.
 *
 * @example Nps.score(Nps.empty) // => Option.none()
 * @example Nps.score(Nps.tally([10, 0])) // => Option.some(0)
 * @category scoring
 * @since 0.1.0
 */
export const score = (self: Tally): Option.Option<number> => {
  const { answers, detractors, promoters } = counts(self)
  return answers === 0 ? Option.none() : Option.some((100 * (promoters - detractors)) / answers)
}

/**
 * The score of a list of answers: `score` of its `tally`.
 *
 * @example Nps.fromScores([10, 9, 8, 0]) // => Option.some(25)
 * @category scoring
 * @since 0.1.0
 */
export const fromScores = (scores: Iterable<Score.Score>): Option.Option<number> => score(tally(scores))
