/**
 * Period: how long, in the words people use?
 *
 * "14 days" or "3 months". Days, weeks, months and years are calendar units, counted in a time zone and clamped to the
 * month's end; hours, minutes and seconds are elapsed time.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import type { Instant } from "./Instant.ts"
import * as Zone from "./Zone.ts"

const example = `a whole number and a unit, such as "2 hours", "14 days" or "3 months"`

/**
 * The units a period can be counted in.
 *
 * @category models
 * @since 0.1.0
 */
export type Unit = "second" | "minute" | "hour" | "day" | "week" | "month" | "year"

/** @since 0.1.0 */
export type Period = `${number} ${Unit}${"" | "s"}`

const isPeriod = (value: unknown): value is Period =>
  typeof value === "string" && /^\d{1,4} (?:second|minute|hour|day|week|month|year)s?$/.test(value)

/**
 * A whole number (at most 9,999) and a unit, singular or plural: "1 hour", "14 days", "3 months".
 *
 * @category models
 * @since 0.1.0
 */
export const Period = Schema.declare(isPeriod, { expected: `${example}, at most 9999 of a unit` })

/** A period taken apart. @category models @since 0.1.0 */
export interface Parts {
  readonly amount: number
  readonly unit: Unit
}

const parsed = new Map<Period, Parts>()

/**
 * The number and the unit of a period.
 *
 * @example Period.parts("14 days") // => { amount: 14, unit: "day" }
 * @category conversions
 * @since 0.1.0
 */
export const parts = (period: Period): Parts => {
  const known = parsed.get(period)
  if (known !== undefined) return known
  const space = period.indexOf(" ")
  const result = { amount: Number(period.slice(0, space)), unit: period.slice(space + 1).replace(/s$/, "") as Unit }
  if (parsed.size < 1000) parsed.set(period, result)
  return result
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const nominal: Record<Unit, number> = {
  second,
  minute,
  hour,
  day,
  week: 7 * day,
  month: 30 * day,
  year: 365 * day
}

/**
 * How long the period is when a day has 24 hours, a month 30 days and a year 365. Unit: milliseconds.
 * For comparing one period with another; never for finding a date.
 *
 * @example Period.nominalMillis("2 hours") // => 7200000
 * @category conversions
 * @since 0.1.0
 */
export const nominalMillis = (period: Period): number => parts(period).amount * nominal[parts(period).unit]

const latest = 8.64e15

/** No unit is longer. For seeing whether the end can still be reached. */
const longest: Record<Unit, number> = { ...nominal, month: 31 * day, year: 366 * day }

/**
 * The instant one period later. Hours and less are elapsed time. Days and more keep the wall clock of the zone and are
 * clamped to the month's end; a time that a clock change skips moves forward, one that it repeats is the first. What
 * could go beyond the last instant there is ends there.
 *
 * @example Period.after("1 month", Date.UTC(2026, 0, 31), "UTC") // => Date.UTC(2026, 1, 28)
 * @example Period.after("1 day", Date.UTC(2026, 2, 28, 11), "Europe/Paris") // => Date.UTC(2026, 2, 29, 10)
 * @category arithmetic
 * @since 0.1.0
 */
export const after = (period: Period, from: Instant, zone: Zone.Zone): Instant => {
  const { amount, unit } = parts(period)
  if (amount === 0) return from
  if (unit === "second" || unit === "minute" || unit === "hour") return Math.min(latest, from + amount * nominal[unit])
  if (from + amount * longest[unit] > latest - 2 * day) return latest
  // so early that a zone's clock would show a day before the first one there is
  if (zone === "UTC" || from < 2 * day - latest) return afterUtc(from, amount, unit)
  const zoned = DateTime.makeZonedUnsafe(from, { timeZone: Zone.toTimeZone(zone) })
  return DateTime.toEpochMillis(DateTime.add(zoned, { [`${unit}s`]: amount }))
}

const afterUtc = (from: Instant, amount: number, unit: Unit): Instant => {
  if (unit === "day" || unit === "week") return from + amount * nominal[unit]
  const date = new Date(from)
  const months = date.getUTCMonth() + (unit === "year" ? 12 * amount : amount)
  const wanted = date.getUTCDate()
  date.setUTCMonth(months + 1, 0)
  return date.setUTCDate(Math.min(wanted, date.getUTCDate()))
}
