/**
 * Deadline: by when must somebody have done it?
 *
 * A period on the clock and the calendar ("1 day"), or time counted in the company's working hours ("2 business days").
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as BusinessTime from "./BusinessTime.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import * as SendWindow from "./SendWindow.ts"
import type * as Zone from "./Zone.ts"

/**
 * How long somebody has: "1 day", or "8 business hours".
 *
 * @category models
 * @since 0.1.0
 */
export type Deadline = Period.Period | BusinessTime.BusinessTime

const isPeriod = Schema.is(Period.Period)

/** @since 0.1.0 */
export const Deadline = Schema.declare(
  (value): value is Deadline => isPeriod(value) || BusinessTime.isBusinessTime(value),
  { expected: `a period, such as "1 day", or business time, such as "8 business hours" or "2 business days"` }
)

/**
 * The company's clock, and its working hours by it. A program is one.
 *
 * @category models
 * @since 0.1.0
 */
export interface Clock {
  readonly businessHours?: SendWindow.SendWindow
  readonly zone: Zone.Zone
}

/** Where no working hours are known, all are. */
const always: SendWindow.SendWindow = { days: SendWindow.Weekday.literals, from: "00:00", to: "24:00", holidays: [] }

/**
 * The instant at which the time is up. A period's days are those of the contact's calendar; business time goes by the
 * company's hours in the company's zone, and where it names none, every hour counts.
 *
 * @example Deadline.after("1 day", Date.UTC(2026, 2, 6, 15), { zone: "UTC" }, "UTC") // => Date.UTC(2026, 2, 7, 15)
 * @example Deadline.after("1 business hour", Date.UTC(2026, 2, 6, 15), { zone: "UTC" }, "UTC") // => Date.UTC(2026, 2, 6, 16)
 * @category arithmetic
 * @since 0.1.0
 */
export const after = (deadline: Deadline, from: Instant, company: Clock, contact: Zone.Zone): Instant =>
  BusinessTime.isBusinessTime(deadline)
    ? BusinessTime.after(deadline, from, company.businessHours ?? always, company.zone)
    : Period.after(deadline, from, contact)

/**
 * Is one surely shorter than the other? Two of a kind are compared by their nominal length; of a period and business time
 * nobody can say it in general.
 *
 * @example Deadline.isShorter("1 day", "2 days", { zone: "UTC" }) // => true
 * @example Deadline.isShorter("1 day", "2 business days", { zone: "UTC" }) // => false
 * @category comparing
 * @since 0.1.0
 */
export const isShorter = (self: Deadline, that: Deadline, company: Clock): boolean => {
  const hours = company.businessHours ?? always
  if (BusinessTime.isBusinessTime(self)) {
    return BusinessTime.isBusinessTime(that) && BusinessTime.millis(self, hours) < BusinessTime.millis(that, hours)
  }
  return !BusinessTime.isBusinessTime(that) && Period.nominalMillis(self) < Period.nominalMillis(that)
}
