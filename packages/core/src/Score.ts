/**
 * Score: how likely are you to recommend us, and what does the answer make you?
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * An answer to the NPS question. Unit: whole points, 0 ("not at all likely") to 10 ("extremely likely"). 0 is a score;
 * a question left blank is no score at all and has no place here.
 *
 * @category models
 * @since 0.1.0
 */
export const Score = Schema.Literals([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
/** @since 0.1.0 */
export type Score = typeof Score.Type

/**
 * The eleven scores, lowest first.
 *
 * @category models
 * @since 0.1.0
 */
export const scale: ReadonlyArray<Score> = Score.literals

/**
 * What a score makes of the one who gave it.
 *
 * @category models
 * @since 0.1.0
 */
export const Category = Schema.Literals(["promoter", "passive", "detractor"])
/** @since 0.1.0 */
export type Category = typeof Category.Type

/**
 * Promoter 9–10, passive 7–8, detractor 0–6.
 * Source: F. Reichheld, "The One Number You Need to Grow", Harvard Business Review 81(12), 2003.
 *
 * @example Score.category(9) // => "promoter"
 * @example Score.category(0) // => "detractor"
 * @category scoring
 * @since 0.1.0
 */
export const category = (score: Score): Category => (score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor")

/**
 * Is this value one of the eleven scores? Numbers only: the text "9" is not a score until somebody has read it.
 *
 * @example Score.isScore(7.5) // => false
 * @category guards
 * @since 0.1.0
 */
export const isScore = (value: unknown): value is Score =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 10
