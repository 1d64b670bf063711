/**
 * InstantArbitrary: which times are worth trying?
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import * as fc from "fast-check"

const start = Date.UTC(2026, 0, 1)
const minute = 60_000

/**
 * The instant some minutes after the beginning of 2026 in UTC, where invented cases play.
 *
 * @example InstantArbitrary.at(90) // => Date.UTC(2026, 0, 1, 1, 30)
 * @category constructors
 * @since 0.1.0
 */
export const at = (minutes: number): Instant => start + minutes * minute

/**
 * A full minute within a week. Becomes smaller towards the beginning of 2026.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const soon: fc.Arbitrary<Instant> = fc.nat(7 * 24 * 60).map(at)

/**
 * Any time at all, also those that do not fit 32 bits, lie before 1970, or are the first and last there are.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const any: fc.Arbitrary<Instant> = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: soon, weight: 8 },
  { arbitrary: fc.constantFrom(0, -1, 1, 2 ** 31, 8.64e15, -8.64e15), weight: 1 }
)
