import type { Temporal } from "@js-temporal/polyfill"
import * as SendWindow from "@temoin/core/SendWindow"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as ClockChange from "./arbitrary/ClockChange.ts"

const { at, zones } = ClockChange

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const workdays = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const
const office: SendWindow.SendWindow = { days: workdays, from: "09:00", to: "18:00", holidays: [] }
const everyDay = SendWindow.Weekday.literals

/** The rule as its docstring has it, on Temporal's calendar. */
const isInside = (window: SendWindow.SendWindow, instant: number, zone: string): boolean => {
  const now = at(window.zone ?? zone, instant)
  const today = now.toPlainDate()
  const time = now.toPlainTime().toString({ smallestUnit: "minute" })
  const opens = (date: Temporal.PlainDate) =>
    window.days.some((weekday) => everyDay.indexOf(weekday) === date.dayOfWeek - 1) &&
    !window.holidays.includes(date.toString())
  if (window.from < window.to) return window.from <= time && time < window.to && opens(today)
  if (window.from === window.to || window.holidays.includes(today.toString())) return false
  return (window.from <= time && opens(today)) || (time < window.to && opens(today.subtract({ days: 1 })))
}

const changes = ClockChange.until(Date.UTC(2040, 0))

/** Within three hours of a clock change: in one of the seven zones, or in any. */
const moment = fc.oneof(
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * hour, max: 3 * hour }))
    .map(([[zone, change], away]) => [zone, change + away] as const),
  fc
    .tuple(
      fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
      fc.integer({ min: Date.UTC(1985, 0), max: Date.UTC(2060, 0) }),
      fc.integer({ min: -3 * hour, max: 3 * hour })
    )
    .map(([zone, t, away]) => [zone, (ClockChange.next(zone, t) ?? t) + away] as const)
)

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`

const timeOfDay = fc
  .oneof(fc.integer({ min: 0, max: 6 * 12 }), fc.integer({ min: 0, max: 287 }))
  .map((n) => clock(5 * n))

/** Windows often about the small hours, where clocks change, and with holidays about `near`. */
const windowNear = (near: number): fc.Arbitrary<SendWindow.SendWindow> =>
  fc.record(
    {
      days: fc.oneof(fc.constant(everyDay), fc.subarray([...everyDay], { minLength: 1 })),
      from: timeOfDay,
      to: fc.oneof(timeOfDay, fc.constant("24:00")),
      holidays: fc
        .array(fc.integer({ min: -2, max: 3 }), { maxLength: 3 })
        .map((days) => days.map((n) => new Date(near + n * day).toISOString().slice(0, 10)))
    },
    { requiredKeys: ["days", "from", "to", "holidays"] }
  )

const situation = moment.chain(([zone, instant]) => windowNear(instant).map((window) => ({ window, zone, instant })))

const opening = (window: SendWindow.SendWindow, instant: number, zone: string): number => {
  const found = SendWindow.next(window, instant, zone)
  if (found === undefined) throw new Error(`${JSON.stringify(window)} does not open after ${instant} in ${zone}`)
  return found
}

/** A window with something inside. */
const sound = situation.filter(({ window }) => window.from !== window.to)

describe("a window is open when Temporal's clock shows one of its hours", () => {
  it("near clock changes", () => {
    fc.assert(
      fc.property(situation, ({ instant, window, zone }) => {
        expect(SendWindow.isOpen(window, instant, zone)).toBe(isInside(window, instant, zone))
      }),
      { numRuns: 600 }
    )
  })

  it("at every minute of the days on which clocks change, over night too", () => {
    const night = { ...office, from: "22:30", to: "02:30" }
    const small = { ...office, days: everyDay, from: "02:15", to: "03:00" }
    for (const date of ["2026-03-29", "2026-10-25"]) {
      for (let t = Date.parse(`${date}T00:00Z`) - 2 * hour; t < Date.parse(`${date}T05:00Z`); t += 5 * minute) {
        for (const window of [office, night, small]) {
          expect(SendWindow.isOpen(window, t, "Europe/Paris")).toBe(isInside(window, t, "Europe/Paris"))
        }
      }
    }
  })
})

describe("the next instant inside a window", () => {
  it("is inside, not before, and the first: no quarter of an hour before it is inside, and no minute of its last hour", () => {
    fc.assert(
      fc.property(sound, ({ instant, window, zone }) => {
        const found = opening(window, instant, zone)
        expect(found).toBeGreaterThanOrEqual(instant)
        expect(isInside(window, found, zone)).toBe(true)
        if (found > instant) expect(isInside(window, found - 1, zone)).toBe(false)
        for (let t = instant; t < Math.min(found, instant + 8 * hour); t += 15 * minute) {
          expect(isInside(window, t, zone)).toBe(false)
        }
        // and by the minute from the other end, where the clock may change too
        for (let t = found - minute; t > Math.max(instant, found - hour); t -= minute) {
          expect(isInside(window, t, zone)).toBe(false)
        }
      }),
      { numRuns: 150 }
    )
  })

  it("is the first for days: no quarter of an hour before it is inside", () => {
    fc.assert(
      fc.property(sound, ({ instant, window, zone }) => {
        const found = opening(window, instant, zone)
        for (let t = instant; t < Math.min(found, instant + 15 * day); t += 15 * minute) {
          expect(SendWindow.isOpen(window, t, zone)).toBe(false)
        }
      }),
      { numRuns: 300 }
    )
  })

  it("is its own next one", () => {
    fc.assert(
      fc.property(sound, ({ instant, window, zone }) => {
        const found = opening(window, instant, zone)
        expect(SendWindow.next(window, found, zone)).toBe(found)
      }),
      { numRuns: 300 }
    )
  })

  it("is not earlier for a later instant", () => {
    fc.assert(
      fc.property(sound, fc.integer({ min: 0, max: 3 * day }), ({ instant, window, zone }, later) => {
        expect(opening(window, instant, zone)).toBeLessThanOrEqual(opening(window, instant + later, zone))
      }),
      { numRuns: 300 }
    )
  })

  it("is not earlier when the window has fewer days or more holidays", () => {
    fc.assert(
      fc.property(sound, fc.constantFrom(...everyDay), ({ instant, window, zone }, weekday) => {
        const all = { ...window, days: everyDay, holidays: [] }
        expect(opening(all, instant, zone)).toBeLessThanOrEqual(opening(window, instant, zone))
        const one = { ...window, days: [weekday] }
        const two = { ...window, days: [weekday, ...window.days] }
        expect(opening(two, instant, zone)).toBeLessThanOrEqual(opening(one, instant, zone))
      }),
      { numRuns: 200 }
    )
  })

  it("is in the window's own zone, when it has one, wherever the recipient is", () => {
    fc.assert(
      fc.property(sound, fc.constantFrom(...zones), ({ instant, window, zone }, fixed) => {
        const found = opening({ ...window, zone: fixed }, instant, zone)
        expect(found).toBe(opening(window, instant, fixed))
        expect(isInside({ ...window, zone: fixed }, found, zone)).toBe(true)
      }),
      { numRuns: 100 }
    )
  })

  it("is found where no clock changes are kept, too", () => {
    for (const instant of [
      Date.UTC(1890, 3, 1, 12),
      Date.UTC(1969, 11, 31, 23),
      Date.UTC(2101, 11, 31),
      Date.UTC(2400, 5)
    ]) {
      for (const zone of zones) {
        const found = opening(office, instant, zone)
        expect(isInside(office, found, zone)).toBe(true)
        for (let t = instant; t < found; t += 10 * minute) expect(isInside(office, t, zone)).toBe(false)
      }
    }
  })

  it("is none at the end of time, and no exception", () => {
    const shut = { ...office, days: [] }
    for (const zone of ["UTC", ...zones]) {
      for (const window of [office, shut]) expect(SendWindow.next(window, 8.64e15 - hour, zone)).toBeUndefined()
      expect(opening(office, -8.64e15, zone)).toBeLessThan(-8.64e15 + 4 * day)
    }
  })
})

const golden = (
  window: SendWindow.SendWindow,
  zone: string,
  cases: ReadonlyArray<readonly [from: string, next: string]>
) =>
  it.each(cases)(`${zone}, ${window.from} to ${window.to}: from %s on it is %s`, (from, next) => {
    const found = opening(window, Date.parse(from), zone)
    expect(new Date(found).toISOString()).toBe(new Date(next).toISOString())
  })

describe("an office window", () => {
  golden(office, "Europe/Paris", [
    ["2026-06-03T11:30:15.250+02:00", "2026-06-03T11:30:15.250+02:00"],
    ["2026-06-03T08:59:59.999+02:00", "2026-06-03T09:00+02:00"],
    ["2026-06-03T09:00+02:00", "2026-06-03T09:00+02:00"],
    ["2026-06-03T17:59:59.999+02:00", "2026-06-03T17:59:59.999+02:00"],
    ["2026-06-03T18:00+02:00", "2026-06-04T09:00+02:00"],
    ["2026-06-05T18:00+02:00", "2026-06-08T09:00+02:00"],
    ["2026-03-27T18:00+01:00", "2026-03-30T09:00+02:00"],
    ["2026-10-23T18:00+02:00", "2026-10-26T09:00+01:00"]
  ])
  golden({ ...office, holidays: ["2026-12-25", "2027-01-01", "2026-12-28"] }, "Europe/Paris", [
    ["2026-12-24T20:00+01:00", "2026-12-29T09:00+01:00"],
    ["2026-12-25T10:00+01:00", "2026-12-29T09:00+01:00"],
    ["2026-12-31T18:00+01:00", "2027-01-04T09:00+01:00"]
  ])
  // the holiday of the one who reads: it is still the 24th in New York
  golden({ ...office, holidays: ["2026-12-25"] }, "America/New_York", [
    ["2026-12-25T01:00+01:00", "2026-12-28T09:00-05:00"],
    ["2026-12-24T23:30+01:00", "2026-12-24T17:30-05:00"]
  ])
  golden({ ...office, days: ["saturday", "sunday"], from: "00:00", to: "24:00" }, "Asia/Kathmandu", [
    ["2026-06-05T23:59+05:45", "2026-06-06T00:00+05:45"],
    ["2026-06-06T23:59+05:45", "2026-06-06T23:59+05:45"],
    ["2026-06-08T00:00+05:45", "2026-06-13T00:00+05:45"]
  ])
})

describe("a window over night", () => {
  const night: SendWindow.SendWindow = { days: workdays, from: "22:00", to: "06:00", holidays: [] }
  golden(night, "Europe/Paris", [
    ["2026-06-05T21:59+02:00", "2026-06-05T22:00+02:00"],
    // Friday's night ends on Saturday, and Sunday has none
    ["2026-06-06T05:59+02:00", "2026-06-06T05:59+02:00"],
    ["2026-06-06T06:00+02:00", "2026-06-08T22:00+02:00"],
    ["2026-06-08T03:00+02:00", "2026-06-08T22:00+02:00"]
  ])
  // on Wednesday nothing goes out, neither what is left of Tuesday's night nor Wednesday's own
  golden({ ...night, holidays: ["2026-06-03"] }, "Europe/Paris", [
    ["2026-06-02T23:59+02:00", "2026-06-02T23:59+02:00"],
    ["2026-06-03T00:00+02:00", "2026-06-04T22:00+02:00"],
    ["2026-06-04T03:00+02:00", "2026-06-04T22:00+02:00"]
  ])
  golden({ ...night, days: ["saturday"], from: "23:00", to: "00:00" }, "Europe/Paris", [
    ["2026-06-06T23:30+02:00", "2026-06-06T23:30+02:00"],
    ["2026-06-07T00:00+02:00", "2026-06-13T23:00+02:00"]
  ])
})

describe("when the clocks change", () => {
  const small: SendWindow.SendWindow = { days: everyDay, from: "02:00", to: "03:00", holidays: [] }
  // the hour does not come on 29 March
  golden(small, "Europe/Paris", [
    ["2026-03-28T02:59+01:00", "2026-03-28T02:59+01:00"],
    ["2026-03-28T03:00+01:00", "2026-03-30T02:00+02:00"],
    ["2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00"]
  ])
  // and comes twice on 25 October
  golden(small, "Europe/Paris", [
    ["2026-10-25T01:59+02:00", "2026-10-25T02:00+02:00"],
    ["2026-10-25T02:59+02:00", "2026-10-25T02:59+02:00"],
    ["2026-10-25T02:00+01:00", "2026-10-25T02:00+01:00"],
    ["2026-10-25T02:59+01:00", "2026-10-25T02:59+01:00"],
    ["2026-10-25T03:00+01:00", "2026-10-26T02:00+01:00"]
  ])
  // half of it comes twice; in between it is shut
  golden({ ...small, to: "02:30" }, "Europe/Paris", [
    ["2026-10-25T02:29+02:00", "2026-10-25T02:29+02:00"],
    ["2026-10-25T02:30+02:00", "2026-10-25T02:00+01:00"],
    ["2026-10-25T02:30+01:00", "2026-10-26T02:00+01:00"]
  ])
  // also when it is the last time for long
  golden({ ...small, days: ["sunday"], to: "02:30", holidays: ["2026-11-01"] }, "Europe/Paris", [
    ["2026-10-25T02:30+02:00", "2026-10-25T02:00+01:00"]
  ])
  // what is left of it begins with the change
  golden({ ...small, from: "02:30", to: "10:00" }, "Europe/Paris", [
    ["2026-03-29T01:59+01:00", "2026-03-29T03:00+02:00"]
  ])
  golden({ ...small, from: "02:15", to: "10:00" }, "Australia/Lord_Howe", [
    ["2026-10-04T01:59+10:30", "2026-10-04T02:30+11:00"]
  ])
  // clocks that change at midnight: the day begins at 01:00
  golden({ ...small, from: "00:00", to: "09:00" }, "America/Sao_Paulo", [
    ["2018-11-03T23:00-03:00", "2018-11-04T01:00-02:00"]
  ])
  // Samoa had no Friday 30 December 2011
  golden({ ...office, days: ["friday", "monday"] }, "Pacific/Apia", [
    ["2011-12-29T12:00-10:00", "2012-01-02T09:00+14:00"]
  ])
  golden({ ...office, days: everyDay }, "Pacific/Apia", [["2011-12-29T18:00-10:00", "2011-12-31T09:00+14:00"]])
})

describe("a recipient in Helsinki, a sender in Auckland, in the weeks in which either's clocks change", () => {
  const morning: SendWindow.SendWindow = { days: workdays, from: "10:00", to: "18:00", holidays: [] }
  const weeks = [
    ["2026-03-23", "2026-04-12"],
    ["2026-09-21", "2026-11-01"]
  ] as const

  it.each(weeks)("what is written from %s to %s outside the window arrives at 10:00, local time", (from, to) => {
    for (let t = Date.parse(`${from}T00:00+13:00`); t < Date.parse(`${to}T00:00+13:00`); t += 20 * minute) {
      const sent = at("Europe/Helsinki", opening(morning, t, "Europe/Helsinki"))
      expect(sent.dayOfWeek).toBeLessThanOrEqual(5)
      if (isInside(morning, t, "Europe/Helsinki")) expect(sent.epochMilliseconds).toBe(t)
      else expect(sent.toPlainTime().toString()).toBe("10:00:00")
    }
  })

  golden(morning, "Europe/Helsinki", [
    // Monday morning in Auckland is Sunday night in Helsinki, hours after its clocks went forward
    ["2026-03-30T09:00+13:00", "2026-03-30T10:00+03:00"],
    ["2026-03-27T23:00+13:00", "2026-03-27T12:00+02:00"],
    ["2026-03-28T09:00+13:00", "2026-03-30T10:00+03:00"],
    ["2026-04-06T09:00+12:00", "2026-04-06T10:00+03:00"],
    ["2026-10-26T09:00+13:00", "2026-10-26T10:00+02:00"]
  ])
})

describe("quiet hours", () => {
  const minutes = Array.from({ length: 24 * 60 }, (_, n) => n)

  it("leave open what they do not name, every minute of every day", () => {
    fc.assert(
      fc.property(timeOfDay, fc.oneof(timeOfDay, fc.constant("24:00")), (from, to) => {
        fc.pre(from !== to && (from !== "00:00" || to !== "24:00"))
        const window = SendWindow.fromQuietHours(from, to)
        expect(SendWindow.problems(window)).toEqual([])
        for (const n of minutes) {
          const now = clock(n)
          const isQuiet = from < to ? from <= now && now < to : from <= now || now < to
          expect(SendWindow.isOpen(window, Date.UTC(2026, 5, 3) + n * minute, "UTC")).toBe(!isQuiet)
        }
      }),
      { numRuns: 40 }
    )
  })

  it("all day long, or without length, are a contradiction", () => {
    for (const [from, to] of [
      ["00:00", "24:00"],
      ["00:00", "00:00"],
      ["22:00", "22:00"]
    ] as const) {
      expect(paths(SendWindow.fromQuietHours(from, to))).toEqual(["to"])
    }
  })
})

const datesFrom = (first: string, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, n) => new Date(Date.parse(first) + n * day).toISOString().slice(0, 10))

const paths = (window: SendWindow.SendWindow) => SendWindow.problems(window).map(({ path }) => path)

describe("a contradiction", () => {
  it("is a window without days, or without hours, and it never opens", () => {
    const noDays = { ...office, days: [] }
    const noHours = { ...office, to: "09:00" }
    expect(paths(noDays)).toEqual(["days"])
    expect(paths(noHours)).toEqual(["to"])
    expect(paths({ ...noDays, to: "09:00" })).toEqual(["days", "to"])
    for (const window of [noDays, noHours]) {
      for (const zone of ["UTC", ...zones]) {
        expect(SendWindow.next(window, Date.UTC(2026, 5), zone)).toBeUndefined()
        expect(SendWindow.isOpen(window, Date.UTC(2026, 5, 3, 9), zone)).toBe(false)
      }
    }
  })

  it("is a window whose holidays do not end for more than a year", () => {
    expect(paths({ ...office, holidays: datesFrom("2026-01-01", 360) })).toEqual([])
    const forever = { ...office, holidays: datesFrom("2026-01-01", 800) }
    expect(SendWindow.problems(forever)).toEqual([
      {
        path: "holidays",
        problem:
          "from 2026-01-01 on, every day on which the window could open is a holiday, for more than a year: take some out"
      }
    ])
    expect(SendWindow.next(forever, Date.UTC(2026, 0), "Europe/Paris")).toBeUndefined()
    expect(SendWindow.next(forever, Date.UTC(2026, 4), "Europe/Paris")).toBe(Date.parse("2028-03-13T09:00+01:00"))
    const mondays = datesFrom("2026-01-05", 400).filter((_, n) => n % 7 === 0)
    expect(paths({ ...office, days: ["monday"], holidays: mondays })).toEqual(["holidays"])
    expect(paths({ ...office, holidays: mondays })).toEqual([])
  })

  it("is none in any other window: it opens within two years, whenever one asks", () => {
    const holidays = fc
      .tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 500 }))
      .map(([first, count]) => datesFrom(new Date(Date.UTC(2025, 0) + first * day).toISOString(), count))
    fc.assert(
      fc.property(sound, holidays, fc.integer({ min: 0, max: 3500 }), ({ window, zone }, holidays, n) => {
        const shut = { ...window, holidays }
        fc.pre(SendWindow.problems(shut).length === 0)
        const instant = Date.UTC(2025, 0) + n * day
        expect(isInside(shut, opening(shut, instant, zone), zone)).toBe(true)
      }),
      { numRuns: 300 }
    )
  })
})

describe("a window as data", () => {
  const decode = Schema.decodeUnknownResult(SendWindow.SendWindow, { errors: "all", onExcessProperty: "error" })
  const say = (value: unknown) => {
    const read = decode(value)
    return Result.isSuccess(read) ? "" : read.failure.message
  }

  it("opens from Monday to Friday, without holidays, unless it says otherwise", () => {
    expect(decode({ from: "09:00", to: "18:00" })).toEqual(Result.succeed(office))
  })

  it("goes through JSON and back", () => {
    fc.assert(
      fc.property(situation, ({ window }) => {
        expect(decode(JSON.parse(JSON.stringify(window)))).toEqual(Result.succeed(window))
      })
    )
  })

  it.each([
    [{ from: "9:00", to: "18:00" }, `a time of day, "00:00" to "23:59"`],
    [{ from: "24:00", to: "18:00" }, `a time of day, "00:00" to "23:59"`],
    [{ from: "09:00", to: "24:01" }, `a time of day, "00:00" to "24:00"`],
    [{ from: "09:00", to: "18:00\n" }, `a time of day`],
    [{ from: "09:00", to: "18:60" }, `a time of day`],
    [{ from: "09:00" }, "to"],
    [{ from: "09:00", to: "18:00", form: "09:00" }, "form"],
    [{ from: "09:00", to: "18:00", days: ["Monday"] }, "monday"],
    [{ from: "09:00", to: "18:00", holidays: ["2026-02-30"] }, `the calendar has no "2026-02-30"`],
    [{ from: "09:00", to: "18:00", holidays: ["2027-02-29"] }, `the calendar has no "2027-02-29"`],
    [{ from: "09:00", to: "18:00", holidays: ["25.12.2026"] }, `a date, such as "2026-12-25"`],
    [{ from: "09:00", to: "18:00", holidays: ["2026-1-1"] }, `a date, such as "2026-12-25"`],
    [{ from: "09:00", to: "18:00", holidays: Array.from({ length: 2001 }, () => "2026-12-25") }, "2000"],
    [{ from: "09:00", to: "18:00", zone: "Europe/Pariss" }, `did you mean "Europe/Paris"?`]
  ])("refuses %j", (value, words) => {
    expect(say(value)).toContain(words)
  })

  it("has the leap days that the calendar has", () => {
    expect(say({ from: "09:00", to: "18:00", holidays: ["2028-02-29", "2000-02-29"] })).toBe("")
    expect(say({ from: "09:00", to: "18:00", holidays: ["2100-02-29"] })).toContain("2100-02-29")
  })

  it("may have a zone of its own", () => {
    expect(decode({ from: "09:00", to: "18:00", zone: "Europe/Paris" })).toEqual(
      Result.succeed({ ...office, zone: "Europe/Paris" })
    )
  })
})
