/**
 * Period: how long, in the words people use?
 *
 * "14 days" or "3 months". Days, weeks, months and years are calendar units, counted in a time zone and clamped to the
 * month's end; hours, minutes and seconds are elapsed time.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { type Instant, last } from "./Instant.ts"
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

const frenchUnits = {
  second: "seconde",
  minute: "minute",
  hour: "heure",
  day: "jour",
  week: "semaine",
  month: "mois",
  year: "an"
} as const

/**
 * The period as people say it. In English it is written as it is said.
 *
 * @example Period.inWords("2 weeks", "fr") // => "2 semaines"
 * @category formatting
 * @since 0.1.0
 */
export const inWords = (period: Period, language: "en" | "fr"): string => {
  if (language === "en") return period
  const { amount, unit } = parts(period)
  const word = frenchUnits[unit]
  return `${amount} ${word}${amount > 1 && !word.endsWith("s") ? "s" : ""}`
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

/**
 * Is it counted on the calendar (days and more), or elapsed time (hours and less)?
 *
 * @example Period.isCalendar("24 hours") // => false
 * @category guards
 * @since 0.1.0
 */
export const isCalendar = (period: Period): boolean => nominal[parts(period).unit] >= day

/** More than clocks are changed by nowadays. A calendar's period is as much longer or shorter. */
const clockChange = 3 * hour

/**
 * No shorter is the period, wherever it begins: a month has 28 days, and clocks may go forward in it. Unit: milliseconds.
 *
 * @example Period.least("1 hour") // => 3600000
 * @category conversions
 * @since 0.1.0
 */
export const least = (period: Period): number => bound(period, { ...nominal, month: 28 * day }, -clockChange)

/**
 * No longer is the period, wherever it begins: a month has 31 days, and clocks may go back in it. Unit: milliseconds.
 *
 * @example Period.most("1 hour") // => 3600000
 * @category conversions
 * @since 0.1.0
 */
export const most = (period: Period): number => bound(period, longest, clockChange)

const bound = (period: Period, units: Record<Unit, number>, change: number): number => {
  const { amount, unit } = parts(period)
  return amount === 0 ? 0 : amount * units[unit] + (isCalendar(period) ? change : 0)
}

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
export const after = (period: Period, from: Instant, zone: Zone.Zone): Instant => times(period, 1, from, zone)

/**
 * The instant so many periods later, all counted from the same instant: three times "1 month" after 31 January is 30
 * April, not the month after a clamped 28 February.
 *
 * @example Period.times("1 month", 3, Date.UTC(2026, 0, 31), "UTC") // => Date.UTC(2026, 3, 30)
 * @category arithmetic
 * @since 0.1.0
 */
export const times = (period: Period, n: number, from: Instant, zone: Zone.Zone): Instant => {
  const { amount: each, unit } = parts(period)
  const amount = n * each
  if (amount === 0) return from
  if (unit === "second" || unit === "minute" || unit === "hour") return Math.min(last, from + amount * nominal[unit])
  if (from + amount * longest[unit] > last - 2 * day) return last
  return Zone.fromLocal(zone, onCalendar(Zone.toLocal(zone, from), amount, unit))
}

/**
 * Twice as long, at most 9,999 of its unit.
 *
 * @example Period.twice("1 month") // => "2 months"
 * @category arithmetic
 * @since 0.1.0
 */
export const twice = (period: Period): Period => {
  const known = doubled.get(period)
  if (known !== undefined) return known
  const { amount, unit } = parts(period)
  const result: Period = `${Math.min(2 * amount, 9999)} ${unit}s`
  if (doubled.size < 1000) doubled.set(period, result)
  return result
}

const doubled = new Map<Period, Period>()

/**
 * How often the period surely fits between two instants, 0 at least: so many times it is not later than the second one.
 *
 * @example Period.fullTimes("1 month", Date.UTC(2026, 0, 1), Date.UTC(2026, 5, 1)) // => 4
 * @category arithmetic
 * @since 0.1.0
 */
export const fullTimes = (period: Period, from: Instant, until: Instant): number => {
  const { amount, unit } = parts(period)
  // a day less, for clocks that differ from one end to the other
  return amount === 0 ? 0 : Math.max(0, Math.floor((until - from - day) / (amount * longest[unit])))
}

const onCalendar = (from: Zone.Local, amount: number, unit: Unit): Zone.Local => {
  if (unit === "day" || unit === "week") return from + amount * nominal[unit]
  const date = Math.floor(from / day) + daysTo1970
  const month = monthOf(date)
  const wanted = month + (unit === "year" ? 12 * amount : amount)
  const first = firstDay(wanted)
  // the days of the month count from 0 here
  const dayOfMonth = Math.min(date - firstDay(month), firstDay(wanted + 1) - first - 1)
  return from + (first + dayOfMonth - date) * day
}

// Days and months are counted from 1 March of the year 0, so that a leap day is the last day of its year. `Date` could
// do this too, but takes twice as long, and `decide` asks for every period of every contact.
const daysTo1970 = 719_468
const averageMonth = 146_097 / 4800

/** The days of a year before each of its months, March to February. */
const daysBefore = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337]

const firstDay = (month: number): number => {
  const year = Math.floor(month / 12) | 0
  const century = Math.floor(year / 100) | 0
  // ">> 2" is a quarter of it, rounded down
  return 365 * year + (year >> 2) - century + (century >> 2) + (daysBefore[month - 12 * year] ?? 0)
}

const monthOf = (date: number): number => {
  const near = Math.floor(date / averageMonth)
  if (date < firstDay(near)) return near - 1
  return date < firstDay(near + 1) ? near : near + 1
}
