/**
 * LocalTime: which instant does a date on somebody's wall mean, and which day does an instant fall on?
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import * as Zone from "@temoin/core/Zone"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * A text that is no date, or a date that no calendar has (30 February).
 *
 * @category errors
 * @since 0.1.0
 */
export class NoLocalTime extends Schema.TaggedError<NoLocalTime>()("NoLocalTime", { text: Schema.String }) {
  override get message() {
    return `"${this.text}" is no date we can read: write "2026-03-01", "2026-03-01 09:00" or "2026-03-01T09:00+02:00"`
  }
}

/**
 * A date as a person wrote it. `exact` is false when it names a day and no time.
 *
 * @category models
 * @since 0.1.0
 */
export interface LocalTime {
  readonly at: Instant
  readonly exact: boolean
}

const shape = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d(?:\.\d{1,3})?))?(Z|[+-]\d\d:\d\d)?)?$/

/**
 * Reads a date, with or without a time. Without an offset of its own it is on the wall of `zone`; a time that a clock
 * change skips moves forward, one that it repeats is the first. A day without a time is its midnight.
 *
 * @example LocalTime.parse("2026-03-01 09:00", "Europe/Paris") // => Result.succeed({ at: Date.UTC(2026, 2, 1, 8), exact: true })
 * @example LocalTime.parse("2026-03-01T09:00Z", "Europe/Paris") // => Result.succeed({ at: Date.UTC(2026, 2, 1, 9), exact: true })
 * @category decoding
 * @since 0.1.0
 */
export const parse = (text: string, zone: Zone.Zone): Result.Result<LocalTime, NoLocalTime> => {
  const found = shape.exec(text)
  if (found === null) return Result.fail(new NoLocalTime({ text: text.slice(0, 100) }))
  const [, year = "", month = "", day = "", hours = "00", minutes = "00", seconds = "00", offset] = found
  const wall = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`
  const utc = Date.parse(`${wall}Z`)
  // Date reads 30 February as 2 March; what comes back must be what was written
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(wall)) return Result.fail(new NoLocalTime({ text }))
  const exact = found[4] !== undefined
  if (offset !== undefined) {
    const at = Date.parse(`${wall}${offset}`)
    return Number.isNaN(at) ? Result.fail(new NoLocalTime({ text })) : Result.succeed({ at, exact })
  }
  return Result.succeed({ at: Zone.fromLocal(zone, utc), exact })
}

/**
 * The day on the wall of `zone`.
 *
 * @example LocalTime.day(Date.UTC(2026, 2, 1, 23, 30), "Europe/Paris") // => "2026-03-02"
 * @category formatting
 * @since 0.1.0
 */
export const day = (at: Instant, zone: Zone.Zone): string => shown(at, zone).slice(0, 10)

/** What the wall shows, as "2026-03-01T09:00:00.000Z" would be read off it. */
const shown = (at: Instant, zone: Zone.Zone): string => new Date(Zone.toLocal(zone, at)).toISOString()

/**
 * Day and minute on the wall of `zone`.
 *
 * @example LocalTime.minute(Date.UTC(2026, 2, 1, 8), "Europe/Paris") // => "2026-03-01 09:00"
 * @category formatting
 * @since 0.1.0
 */
export const minute = (at: Instant, zone: Zone.Zone): string => shown(at, zone).slice(0, 16).replace("T", " ")

/**
 * A text that `parse` reads as exactly this instant: day and minute on the wall of `zone` where they say it, else UTC.
 *
 * @example LocalTime.exactly(Date.UTC(2026, 2, 1, 8), "Europe/Paris") // => "2026-03-01 09:00"
 * @example LocalTime.exactly(Date.UTC(2026, 2, 1, 8, 0, 0, 1), "Europe/Paris") // => "2026-03-01T08:00:00.001Z"
 * @category formatting
 * @since 0.1.0
 */
export const exactly = (at: Instant, zone: Zone.Zone): string => {
  const text = minute(at, zone)
  const read = parse(text, zone)
  return Result.isSuccess(read) && read.success.at === at ? text : new Date(at).toISOString()
}

/**
 * When the local day of an instant began.
 *
 * @example LocalTime.startOfDay(Date.UTC(2026, 2, 1, 8), "Europe/Paris") // => Date.UTC(2026, 1, 28, 23)
 * @category arithmetic
 * @since 0.1.0
 */
export const startOfDay = (at: Instant, zone: Zone.Zone): Instant =>
  Zone.fromLocal(zone, Math.floor(Zone.toLocal(zone, at) / oneDay) * oneDay)

const oneDay = 86_400_000

/**
 * When the local day of an instant ends, which is when the next one begins. Not 24 hours after its beginning when the
 * clock changes.
 *
 * @example LocalTime.endOfDay(Date.UTC(2026, 2, 29, 8), "Europe/Paris") // => Date.UTC(2026, 2, 29, 22)
 * @category arithmetic
 * @since 0.1.0
 */
export const endOfDay = (at: Instant, zone: Zone.Zone): Instant =>
  startOfDay(Period.after("1 day", startOfDay(at, zone), zone) + 2 * 3_600_000, zone)
