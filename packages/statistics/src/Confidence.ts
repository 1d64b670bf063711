/**
 * Confidence: how often should an interval be right?
 *
 * @since 0.1.0
 */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"

/**
 * The share of intervals made this way that contain the truth. Unit: a share between 0 and 1, both excluded: 0.95, not
 * 95.
 *
 * @category models
 * @since 0.1.0
 */
export const Confidence = Schema.Number.check(Schema.isGreaterThan(0), Schema.isLessThan(1))
/** @since 0.1.0 */
export type Confidence = typeof Confidence.Type

/**
 * What every function takes when it is told nothing: 19 times in 20.
 *
 * @category models
 * @since 0.1.0
 */
export const usual: Confidence = 0.95

/**
 * The level, if it is one. Error: `InvalidArgument` naming `confidence` when it is not between 0 and 1.
 *
 * @example Confidence.make(0.9) // => Result.succeed(0.9)
 * @example Result.isFailure(Confidence.make(95)) // => true
 * @category constructors
 * @since 0.1.0
 */
export const make = (confidence: number): Result.Result<Confidence, InvalidArgument> =>
  Check.share("confidence", confidence)
