import * as BusinessTime from "@temoin/core/BusinessTime"
import * as Deadline from "@temoin/core/Deadline"
import * as SendWindow from "@temoin/core/SendWindow"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const everyDay = SendWindow.Weekday.literals
const office: SendWindow.SendWindow = {
  days: everyDay.slice(0, 5),
  from: "09:00",
  to: "17:00",
  holidays: ["2026-04-06"]
}

/** What somebody does who sits there with a watch, and makes a stroke for each minute at which the office is open. */
const naive = (minutes: number, from: number, hours: SendWindow.SendWindow, zone: string): number => {
  let at = from
  for (let left = minutes; left > 0; at += minute) if (SendWindow.isOpen(hours, at, zone)) left--
  return at
}

const clock = (quarter: number): string =>
  `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`

const hours = fc
  .record({
    days: fc.oneof(fc.constant(everyDay), fc.subarray([...everyDay], { minLength: 1 })),
    from: fc.nat(95),
    length: fc.integer({ min: 1, max: 95 }),
    holidays: fc.subarray(["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-25"])
  })
  .map(({ days, from, holidays, length }): SendWindow.SendWindow => ({
    days,
    from: clock(from),
    to: clock((from + length) % 96),
    holidays
  }))

/** Around the clock changes, on a whole minute. */
const situation = fc.record({
  hours,
  zone: fc.constantFrom("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"),
  from: fc
    .tuple(
      fc.constantFrom("2026-03-28", "2026-03-07", "2026-10-24", "2026-10-31", "2026-04-04", "2026-10-03"),
      fc.nat(3 * 24 * 60)
    )
    .map(([date, minutes]) => Date.parse(date) + minutes * minute),
  time: fc
    .tuple(fc.nat(9), fc.constantFrom<Array<BusinessTime.Unit>>("hour", "day"))
    .map(([amount, unit]): BusinessTime.BusinessTime => `${amount} business ${unit}s`)
})

describe("business time", () => {
  it("passes at the minutes at which the company is at work, and at no others", () => {
    fc.assert(
      fc.property(situation, ({ from, hours, time, zone }) => {
        const minutes = BusinessTime.millis(time, hours) / minute
        expect(BusinessTime.after(time, from, hours, zone)).toBe(naive(minutes, from, hours, zone))
      }),
      { numRuns: 200 }
    )
  })

  it("passes in the same order for whoever began earlier", () => {
    fc.assert(
      fc.property(situation, fc.nat(day), ({ from, hours, time, zone }, later) => {
        expect(BusinessTime.after(time, from + later, hours, zone)).toBeGreaterThanOrEqual(
          BusinessTime.after(time, from, hours, zone)
        )
      }),
      { numRuns: 200 }
    )
  })

  it.each([
    ["8 business hours", "2026-03-27T16:00Z", "2026-03-30T16:00Z", "over a weekend"],
    ["2 business days", "2026-04-02T10:00Z", "2026-04-07T10:00Z", "over Easter Monday"],
    ["1 business day", "2026-03-27T20:00Z", "2026-03-30T17:00Z", "begun on Friday evening"],
    ["1 business hour", "2026-03-27T16:30Z", "2026-03-30T09:30Z", "begun half an hour before closing"],
    ["8 business hours", "2026-03-27T09:00Z", "2026-03-27T17:00Z", "a whole day ends with it"],
    ["0 business hours", "2026-03-28T09:00Z", "2026-03-28T09:00Z", "none has passed at once"]
  ] as const)("%s after %s end at %s: %s", (time, from, until, _why) => {
    expect(new Date(BusinessTime.after(time, Date.parse(from), office, "UTC"))).toEqual(new Date(until))
  })

  it("goes by the clock of the company's zone, also when that changes", () => {
    const night = { ...office, days: everyDay, from: "00:00", to: "06:00" }
    const from = Date.parse("2026-03-28T23:00Z")
    // Paris skips an hour of this night, and works one twice in October
    expect(new Date(BusinessTime.after("6 business hours", from, night, "Europe/Paris"))).toEqual(
      new Date("2026-03-29T23:00Z")
    )
    expect(
      new Date(BusinessTime.after("6 business hours", Date.parse("2026-10-24T22:00Z"), night, "Europe/Paris"))
    ).toEqual(new Date("2026-10-25T04:00Z"))
  })

  it("never comes where nobody ever works", () => {
    const never = { ...office, days: [] }
    expect(BusinessTime.after("1 business hour", 0, never, "UTC")).toBe(8.64e15)
  })

  it("takes a moment, not a minute, for the longest there is", () => {
    const until = BusinessTime.after("999 business days", Date.parse("2026-01-05T09:00Z"), office, "Europe/Paris")
    expect(new Date(until).getUTCFullYear()).toBe(2029)
  })
})

describe("a deadline", () => {
  const decode = Schema.decodeUnknownResult(Deadline.Deadline)

  it.each(["1 day", "36 hours", "1 business hour", "2 business days", "999 business days"])("may be %j", (text) => {
    expect(Result.isSuccess(decode(text))).toBe(true)
  })

  it.each(["business days", "2 business weeks", "1000 business days", "-1 business days", "2 businessdays", 2, null])(
    "may not be %j",
    (value) => {
      expect(Result.isFailure(decode(value))).toBe(true)
    }
  )

  it("of a period runs by the customer's calendar, of business time by the company's", () => {
    const company = { zone: "Europe/Paris", businessHours: office }
    const from = Date.parse("2026-03-27T15:00Z")
    expect(new Date(Deadline.after("3 days", from, company, "America/New_York"))).toEqual(new Date("2026-03-30T15:00Z"))
    expect(new Date(Deadline.after("3 days", from, company, "Europe/Paris"))).toEqual(new Date("2026-03-30T14:00Z"))
    for (const contact of ["America/New_York", "Europe/Paris"]) {
      expect(new Date(Deadline.after("1 business day", from, company, contact))).toEqual(new Date("2026-03-30T14:00Z"))
    }
  })
})
