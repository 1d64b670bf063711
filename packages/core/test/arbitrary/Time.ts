/**
 * Time: which instants, and which lengths of time, are worth a try?
 *
 * Few of each, so that they collide; around clock changes and month ends, and one millisecond beside every boundary.
 */
import * as fc from "fast-check"

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** UTC first: a failure shrinks to it. */
export const zones = ["UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland"] as const

/** UTC twice as often as the others, since it is quick. */
export const zone = fc.constantFrom(...zones, zones[0], zones[0])

/** An ordinary day, month ends, and the days around the clock changes of these zones. */
export const dawn = fc.constantFrom(
  Date.UTC(2026, 5, 9, 9),
  Date.UTC(2026, 0, 31, 12),
  Date.UTC(2028, 1, 28, 23, 30),
  Date.UTC(2026, 2, 28, 1, 30),
  Date.UTC(2026, 9, 24, 0, 30),
  Date.UTC(2026, 2, 7, 7, 30),
  Date.UTC(2026, 9, 31, 5, 30),
  Date.UTC(2026, 3, 3, 13, 30),
  Date.UTC(2026, 8, 25, 14, 30)
)

/** Unit: milliseconds, never negative. The lengths that programs use too, exactly or one millisecond beside. */
export const span = fc
  .tuple(
    fc.constantFrom(0, minute, hour, day, 2 * day, 3 * day, 7 * day, 14 * day, 30 * day, 31 * day, 61 * day),
    fc.constantFrom(0, 1, -1)
  )
  .map(([length, beside]) => Math.max(0, length + beside))

/** How late news arrives. Mostly at once. Unit: milliseconds. */
export const lateness = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, hour, day, 8 * day)

/** How long a server takes to say how it went. Unit: milliseconds. */
export const latency = fc.constantFrom(0, 0, 0, 1, second, minute)
