/**
 * SendWindow: at which hours of which days may a message go out?
 *
 * Read off the recipient's clock on the wall and nothing else. So an hour that a clock change repeats belongs to the
 * window twice, and one that it skips does not come: a window from 02:00 to 03:00 stays shut on that day.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Instant, last } from "./Instant.ts"
import * as Zone from "./Zone.ts"

/** @category models @since 0.1.0 */
export const Weekday = Schema.Literals(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
/** @since 0.1.0 */
export type Weekday = typeof Weekday.Type

/**
 * Hour and minute on a clock with 24 hours, "00:00" to "23:59".
 *
 * @category models
 * @since 0.1.0
 */
export const TimeOfDay = Schema.String.check(
  Schema.isPattern(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { expected: `a time of day, "00:00" to "23:59", such as "09:00"` })
)
/** @since 0.1.0 */
export type TimeOfDay = typeof TimeOfDay.Type

/**
 * A time of day at which something ends: "24:00" too, the end of the day.
 *
 * @category models
 * @since 0.1.0
 */
export const ClosingTime = Schema.String.check(
  Schema.isPattern(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    expected: `a time of day, "00:00" to "24:00", such as "18:00"`
  })
)
/** @since 0.1.0 */
export type ClosingTime = typeof ClosingTime.Type

/**
 * A date on which nothing goes out: "2026-12-25", of the years 1900 to 2199.
 *
 * @category models
 * @since 0.1.0
 */
export const Holiday = Schema.String.check(
  Schema.isPattern(/^(?:19|20|21)\d\d-\d\d-\d\d$/, { expected: `a date, such as "2026-12-25"` }),
  Schema.makeFilter<string>((date) => isDate(date) || `must be a date; the calendar has no "${date.slice(0, 10)}"`)
)
/** @since 0.1.0 */
export type Holiday = typeof Holiday.Type

const isDate = (date: string): boolean => {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // "2026-02-30" is read as 2 March
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date)
}

/**
 * Open on these `days` (default Monday to Friday) `from` a time of day, included, `to` another, excluded. When `from` is
 * the later one, the window is open over night, and `days` are those on which it opens. On `holidays` (default none; at
 * most 2000) nothing goes out and no night begins. All are days and times of the recipient; with `zone`, of that zone.
 *
 * @category models
 * @since 0.1.0
 */
export const SendWindow = Schema.Struct({
  days: Schema.Array(Weekday).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(["monday", "tuesday", "wednesday", "thursday", "friday"] as const))
  ),
  from: TimeOfDay,
  to: ClosingTime,
  holidays: Schema.Array(Holiday)
    .check(Schema.isMaxLength(2000))
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  zone: Schema.optionalKey(Zone.Zone)
})
/** @since 0.1.0 */
export type SendWindow = typeof SendWindow.Type

/**
 * The window that quiet hours leave open: every day from their end to their beginning. Hours that are quiet all day long,
 * or have no length, leave none; `problems` says so.
 *
 * @example SendWindow.fromQuietHours("22:00", "07:00").from // => "07:00"
 * @example SendWindow.fromQuietHours("22:00", "24:00").from // => "00:00"
 * @category constructors
 * @since 0.1.0
 */
export const fromQuietHours = (from: TimeOfDay, to: ClosingTime): SendWindow => ({
  days: Weekday.literals,
  from: to === "24:00" ? "00:00" : to,
  to: from,
  holidays: []
})

const minute = 60_000
const day = 24 * 60 * minute
/** A window made ready for reckoning. Unit of times: milliseconds since midnight; of dates: days since 1970-01-01. */
interface Hours {
  readonly from: number
  readonly to: number
  readonly days: ReadonlyArray<boolean>
  readonly holidays: ReadonlySet<number>
}

/** By identity: a window is data that nobody changes. */
const prepared = new WeakMap<SendWindow, Hours>()

const hours = (window: SendWindow): Hours => {
  const known = prepared.get(window)
  if (known !== undefined) return known
  const made = {
    from: sinceMidnight(window.from),
    to: sinceMidnight(window.to),
    days: Weekday.literals.map((weekday) => window.days.includes(weekday)),
    holidays: new Set(window.holidays.map(dateOf))
  }
  prepared.set(window, made)
  return made
}

const sinceMidnight = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minute

const dateOf = (holiday: Holiday): number => Date.parse(`${holiday}T00:00:00Z`) / day

/** Does the window open on this date? 1 January 1970 was a Thursday. */
const opensOn = ({ days, holidays }: Hours, date: number): boolean =>
  days[(((date + 3) % 7) + 7) % 7] === true && !holidays.has(date)

const isOpenAt = (hours: Hours, local: Zone.Local): boolean => {
  const date = Math.floor(local / day)
  const time = local - date * day
  if (hours.from < hours.to) return time >= hours.from && time < hours.to && opensOn(hours, date)
  if (hours.from === hours.to) return false
  if (time >= hours.from) return opensOn(hours, date)
  return time < hours.to && opensOn(hours, date - 1) && !hours.holidays.has(date)
}

/**
 * May a message go out at this instant, to somebody in this zone?
 *
 * @example SendWindow.isOpen(SendWindow.fromQuietHours("22:00", "07:00"), Date.UTC(2026, 0, 1, 21), "Europe/Paris") // => false
 * @category guards
 * @since 0.1.0
 */
export const isOpen = (window: SendWindow, instant: Instant, zone: Zone.Zone): boolean =>
  isOpenAt(hours(window), Zone.toLocal(window.zone ?? zone, instant))

/** Two years, a leap one among them. */
const horizon = 731 * day

/** The first local time from `local` on at which the window is open; Infinity when there is none for two years. */
const nextOpen = (hours: Hours, local: Zone.Local): Zone.Local => {
  if (isOpenAt(hours, local)) return local
  const today = Math.floor(local / day)
  // two days more than the horizon: the date has begun already, and clocks may go forward, even by a whole day
  for (let date = today; date <= today + 733; date++) {
    const opening = date * day + hours.from
    if (opening > local && isOpenAt(hours, opening)) return opening
  }
  return Infinity
}

/**
 * The first instant from this one on at which a message may go out to somebody in this zone. `undefined`: there is none
 * for two years (731 days), or before the end of time; a window without `problems` opens long before.
 *
 * @example SendWindow.next(SendWindow.fromQuietHours("22:00", "07:00"), Date.UTC(2026, 0, 1, 21), "Europe/Paris") // => Date.UTC(2026, 0, 2, 6)
 * @category getters
 * @since 0.1.0
 */
export const next = (window: SendWindow, instant: Instant, zone: Zone.Zone): Instant | undefined => {
  const open = hours(window)
  const clock = window.zone ?? zone
  const end = Math.min(last, instant + horizon)
  // While the clock is steady, local time and instant run side by side; at a change we look anew.
  for (let at = instant; at <= end; at = Zone.steadyUntil(clock, at)) {
    const offset = Zone.offsetAt(clock, at)
    const found = nextOpen(open, at + offset) - offset
    if (found < Zone.steadyUntil(clock, at)) return found <= end ? found : undefined
  }
  return undefined
}

/**
 * Until when, at least, the window stays open or shut as it is at `instant`: always later than that; often earlier than it
 * changes, so ask again from there.
 *
 * @example SendWindow.steadyUntil(SendWindow.fromQuietHours("22:00", "07:00"), Date.UTC(2026, 0, 1, 21), "UTC") // => Date.UTC(2026, 0, 1, 22)
 * @category getters
 * @since 0.1.0
 */
export const steadyUntil = (window: SendWindow, instant: Instant, zone: Zone.Zone): Instant => {
  const { from, to } = hours(window)
  const clock = window.zone ?? zone
  const offset = Zone.offsetAt(clock, instant)
  const local = instant + offset
  const midnight = Math.floor(local / day) * day
  const next = Math.min(...[from, to, day].map((time) => midnight + time).filter((time) => time > local))
  return Math.min(next - offset, Zone.steadyUntil(clock, instant))
}

/**
 * From opening to closing on an ordinary day. Unit: milliseconds, at most 24 hours; 0 when it shuts the minute it opens.
 *
 * @example SendWindow.length(SendWindow.fromQuietHours("22:00", "07:00")) // => 54000000
 * @category getters
 * @since 0.1.0
 */
export const length = (window: SendWindow): number => {
  const { from, to } = hours(window)
  return from <= to ? to - from : to + day - from
}

/**
 * Why a window never opens, or stays shut for more than a year by its holidays alone; each with the path of the field to
 * change. Empty: all is well.
 *
 * @example SendWindow.problems(SendWindow.fromQuietHours("22:00", "22:00")).map(({ path }) => path) // => ["to"]
 * @category checking
 * @since 0.1.0
 */
export const problems = (window: SendWindow): ReadonlyArray<{ readonly path: string; readonly problem: string }> => {
  const found: Array<{ readonly path: string; readonly problem: string }> = []
  if (window.days.length === 0) {
    found.push({
      path: "days",
      problem: "names no day, so the window never opens: name one, or leave it out for Monday to Friday"
    })
  }
  if (window.from === window.to) {
    found.push({
      path: "to",
      problem: `the window would shut at ${window.to}, the minute it opens: for the whole day write from "00:00" to "24:00"`
    })
  }
  if (found.length > 0) return found
  const open = hours(window)
  let openAgain = -Infinity
  for (const holiday of window.holidays.toSorted()) {
    const midnight = dateOf(holiday) * day
    if (midnight < openAgain) continue
    openAgain = nextOpen(open, midnight)
    if (openAgain - midnight > 366 * day) {
      return [
        {
          path: "holidays",
          problem: `from ${holiday} on, every day on which the window could open is a holiday, for more than a year: take some out`
        }
      ]
    }
  }
  return []
}
