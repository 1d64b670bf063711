/**
 * Instant: when was it?
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A point in time. Unit: whole milliseconds since 1970-01-01T00:00:00Z, within the range of `Date`.
 *
 * @category models
 * @since 0.1.0
 */
export const Instant = Schema.Int.check(Schema.isBetween({ minimum: -8.64e15, maximum: 8.64e15 }))
/** @since 0.1.0 */
export type Instant = typeof Instant.Type

/**
 * The first instant there is: since ever.
 *
 * @category constructors
 * @since 0.1.0
 */
export const first: Instant = -8.64e15

/**
 * The last instant there is; what would lie beyond it ends there.
 *
 * @category constructors
 * @since 0.1.0
 */
export const last: Instant = 8.64e15

/**
 * The day in UTC, for sentences a person reads.
 *
 * @example Instant.day(1465465000000) // => "2016-06-09"
 * @category formatting
 * @since 0.1.0
 */
export const day = (instant: Instant): string => new Date(instant).toISOString().replace(/T.*$/, "")

/**
 * Date and minute in UTC, for sentences a person reads.
 *
 * @example Instant.minute(1465465000000) // => "2016-06-09 09:36 UTC"
 * @category formatting
 * @since 0.1.0
 */
export const minute = (instant: Instant): string =>
  new Date(instant).toISOString().replace(/^(.*)T(..:..).*$/, "$1 $2 UTC")
