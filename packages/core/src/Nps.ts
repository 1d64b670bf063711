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
 * What a column of raw values held: the tally of the scores; how many were `missing` (null, undefined); how many were
 * `rejected` because they are no score (a fraction, 11, the text "9"). The three add up to the number of values.
 *
 * @category models
 * @since 0.1.0
 */
export interface Reading {
  readonly tally: Tally
  readonly missing: number
  readonly rejected: number
}

/**
 * Sorts raw values into scores, missing and rejected. Nothing is coerced and nothing disappears.
 *
 * @example Nps.read([10, null, 7.5]) // => { tally: Nps.tally([10]), missing: 1, rejected: 1 }
 * @category tallying
 * @since 0.1.0
 */
export const read = (values: Iterable<unknown>): Reading =>
  values instanceof Uint8Array ? readBytes(values) : Array.isArray(values) ? readArray(values) : readArray([...values])

/** A bin for every byte, so that nothing has to be asked of each. */
const readBytes = (bytes: Uint8Array): Reading => {
  const bins = new Float64Array(256)
  const part = new Uint32Array(256)
  for (let start = 0; start < bytes.length; start += partSize) {
    const end = Math.min(bytes.length, start + partSize)
    part.fill(0)
    for (let index = start; index < end; index++) part[bytes[index]!]!++
    for (let byte = 0; byte < 256; byte++) bins[byte]! += part[byte]!
  }
  const tally = tallyOf(bins)
  return { tally, missing: 0, rejected: bytes.length - tally.reduce((sum, count) => sum + count, 0) }
}

/** As many as a bin of 32 bits can hold. */
const partSize = 0xffff_ffff

const readArray = (values: ReadonlyArray<unknown>): Reading => {
  const bins = new Float64Array(11)
  let missing = 0
  let rejected = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (Score.isScore(value)) bins[value]!++
    else if (value === null || value === undefined) missing++
    else rejected++
  }
  return { tally: tallyOf(bins), missing, rejected }
}

const tallyOf = (bins: ArrayLike<number>): Tally => {
  const tally = zeros()
  for (const score of Score.scale) tally[score] = bins[score]!
  return tally
}

/**
 * Counts each score. Values that are no scores, which the type rules out, are not counted; `read` says how many.
 *
 * @example Nps.tally([10, 10, 0]) // => [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
 * @category tallying
 * @since 0.1.0
 */
export const tally = (scores: Iterable<Score.Score>): Tally => read(scores).tally

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
