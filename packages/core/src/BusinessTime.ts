/**
 * BusinessTime: how long, counted in the hours we work?
 *
 * "8 business hours" or "2 business days". Only time at which the company is at work passes; nights, weekends and holidays
 * do not. A business day is as long as the company's working day, so of a day from 09:00 to 17:00 two are 16 hours.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { type Instant, last } from "./Instant.ts"
import * as SendWindow from "./SendWindow.ts"
import type * as Zone from "./Zone.ts"

/** The units business time can be counted in. @category models @since 0.1.0 */
export type Unit = "hour" | "day"

/** @since 0.1.0 */
export type BusinessTime = `${number} business ${Unit}${"" | "s"}`

/**
 * Is it written as business time?
 *
 * @example BusinessTime.isBusinessTime("2 business days") // => true
 * @example BusinessTime.isBusinessTime("2 days") // => false
 * @category guards
 * @since 0.1.0
 */
export const isBusinessTime = (value: unknown): value is BusinessTime =>
  typeof value === "string" && /^\d{1,3} business (?:hour|day)s?$/.test(value)

/**
 * A whole number (at most 999) of business hours or business days: "1 business hour", "2 business days".
 *
 * @category models
 * @since 0.1.0
 */
export const BusinessTime = Schema.declare(isBusinessTime, {
  expected: `business time, such as "8 business hours" or "2 business days", at most 999 of a unit`
})

const hour = 3_600_000
/**
 * How much working time it is where these are the working hours. Unit: milliseconds.
 *
 * @example BusinessTime.millis("2 business days", { days: ["monday"], from: "09:00", to: "17:00", holidays: [] }) // => 57600000
 * @category conversions
 * @since 0.1.0
 */
export const millis = (time: BusinessTime, hours: SendWindow.SendWindow): number =>
  Number.parseInt(time, 10) * (time.includes("hour") ? hour : SendWindow.length(hours))

/**
 * The first instant at which so much working time has passed since `from`. Working hours are read off the clock of the
 * hours' own zone, else of this one; an hour that a clock change repeats is worked twice, one that it skips is not worked.
 * None at all has passed at `from` itself. Where the hours never come again: the last instant there is.
 *
 * @example BusinessTime.after("4 business hours", Date.UTC(2026, 2, 6, 15), { days: ["monday", "friday"], from: "09:00", to: "17:00", holidays: [] }, "UTC") // => Date.UTC(2026, 2, 9, 11)
 * @category arithmetic
 * @since 0.1.0
 */
export const after = (time: BusinessTime, from: Instant, hours: SendWindow.SendWindow, zone: Zone.Zone): Instant => {
  let left = millis(time, hours)
  let at = from
  while (left > 0) {
    const begin = SendWindow.next(hours, at, zone)
    if (begin === undefined) return last
    at = SendWindow.steadyUntil(hours, begin, zone)
    if (begin + left <= at) return begin + left
    left -= at - begin
  }
  return at
}
