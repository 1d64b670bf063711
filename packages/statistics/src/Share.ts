/**
 * Share: what part of them, and how sure is it?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"

/**
 * So many of so many, and between which shares the truth likely lies. Unit of `share`, `lower`, `upper`: 0 to 1.
 *
 * @category models
 * @since 0.1.0
 */
export interface Share {
  readonly part: number
  readonly whole: number
  readonly share: number
  readonly lower: number
  readonly upper: number
}

/**
 * A share with its score interval. The interval is not centred on the share and never leaves 0 to 1.
 * Out of: `whole`. Empty: none. Errors: `InvalidArgument` naming `part` (more than `whole`), `whole` or `confidence`.
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
 * Statistical Association 22(158), 1927.
 *
 * @example Share.make(0, 0) // => Result.succeed(Option.none())
 * @example Result.isFailure(Share.make(3, 2)) // => true
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  part: number,
  whole: number,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<Share>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.count("whole", whole)
    yield* Check.count("part", part)
    yield* Check.that("part", part, part <= whole, `at most ${whole}, the whole`)
    const z = Distribution.normalCritical(yield* Confidence.make(confidence))
    if (whole === 0) return Option.none()
    const middle = (part + (z * z) / 2) / (whole + z * z)
    const half = (z * Math.sqrt((part * (whole - part)) / whole + (z * z) / 4)) / (whole + z * z)
    return Option.some({
      part,
      whole,
      share: part / whole,
      // at the ends the limit is the end itself, which rounding misses
      lower: part === 0 ? 0 : Math.max(0, middle - half),
      upper: part === whole ? 1 : Math.min(1, middle + half)
    })
  })
