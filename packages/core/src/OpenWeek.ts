/**
 * OpenWeek: when, in the course of a week, is a send window open?
 *
 * For what can be said of a window without a date: by the clock on the wall, holidays apart.
 *
 * @since 0.1.0
 */
import * as Period from "./Period.ts"
import * as SendWindow from "./SendWindow.ts"
import type * as Trigger from "./Trigger.ts"

const hour = 3_600_000
const day = 24 * hour
const week = 7 * day

/** Unit: milliseconds since Monday, 00:00. */
interface Span {
  readonly from: number
  readonly to: number
}

const sinceMidnight = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000

/** In order; the last may reach into the next week. */
const open = (window: SendWindow.SendWindow): ReadonlyArray<Span> => {
  const from = sinceMidnight(window.from)
  const to = sinceMidnight(window.to)
  const spans: Array<Span> = []
  for (const [index, weekday] of SendWindow.Weekday.literals.entries()) {
    if (!window.days.includes(weekday)) continue
    const opens = index * day + from
    const shuts = index * day + to + (from < to ? 0 : day)
    const last = spans.at(-1)
    if (last !== undefined && last.to >= opens) spans[spans.length - 1] = { from: last.from, to: shuts }
    else spans.push({ from: opens, to: shuts })
  }
  return spans
}

/**
 * For how long the window is shut at most, holidays apart. Unit: milliseconds. 0: it never shuts.
 *
 * @example OpenWeek.longestShut({ days: ["monday"], from: "00:00", to: "24:00", holidays: [] }) // => 518400000
 * @category getters
 * @since 0.1.0
 */
export const longestShut = (window: SendWindow.SendWindow): number => {
  const spans = open(window)
  const next = (i: number) => spans[i + 1]?.from ?? (spans[0]?.from ?? 0) + week
  return Math.max(0, ...spans.map(({ to }, i) => next(i) - to))
}

/**
 * Can something that went out while the window was open be followed by something at least `after` and less than `before`
 * later, while it is open? No: surely not, whatever the clocks do.
 *
 * @example OpenWeek.opensAgain({ days: ["monday"], from: "09:00", to: "18:00", holidays: [] }, "1 day", "3 days") // => false
 * @category guards
 * @since 0.1.0
 */
export const opensAgain = (window: SendWindow.SendWindow, after: Period.Period, before: Period.Period): boolean => {
  const least = Period.least(after)
  const most = Period.most(before)
  const spans = open(window)
  return spans.some((first) =>
    spans.some((second) => {
      // the first week in which the one is late enough after the other
      const weeks = Math.ceil((least - (second.to - first.from)) / week)
      return second.from - first.to + weeks * week < most
    })
  )
}

/** A Monday. */
const monday = 4 * day

/**
 * Does the window open on at least one of a calendar's days before the ask of that day expires? No: surely not.
 *
 * @category guards
 * @since 0.1.0
 */
export const opensOnADate = (
  window: SendWindow.SendWindow,
  { every, expires, first, spread }: Trigger.Calendar
): boolean => {
  // by a clock that is not the contact's own, their day may begin at any hour
  if (window.zone !== undefined) return true
  // a calendar's expiry keeps to the clock on the wall
  const lives = Period.isCalendar(expires) ? Period.nominalMillis(expires) : Period.most(expires)
  const weekday = ((((Date.parse(first) - monday) / day) % 7) + 7) % 7
  const { unit } = Period.parts(every)
  const isWeekly = unit === "week" || (unit === "day" && Period.parts(every).amount % 7 === 0)
  const days = Array.from({ length: isWeekly ? Math.min(7, Math.max(1, spread)) : 7 }, (_, i) => (weekday + i) % 7)
  return days.some((date) =>
    open(window).some(({ from, to }) =>
      [-week, 0, week].some((shift) => date * day < to + shift && from + shift < date * day + lives)
    )
  )
}
