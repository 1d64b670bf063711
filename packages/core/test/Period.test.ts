import { Temporal } from "@js-temporal/polyfill"
import * as Period from "@temoin/core/Period"
import type * as Zone from "@temoin/core/Zone"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const hour = 3_600_000
const day = 24 * hour
const latest = 8.64e15

const units = ["second", "minute", "hour", "day", "week", "month", "year"] as const
const calendarUnits = ["day", "week", "month", "year"] as const

const period = (unit: Period.Unit, amount: number): Period.Period => `${amount} ${unit}s`

/** From one instant to another, both with their offset from UTC, so that the clock on the wall can be read. */
const golden = (zone: Zone.Zone, cases: ReadonlyArray<readonly [from: string, period: Period.Period, to: string]>) =>
  it.each(cases)(`${zone}: %s + %s = %s`, (from, period, to) => {
    expect(new Date(Period.after(period, Date.parse(from), zone)).toISOString()).toBe(new Date(to).toISOString())
  })

describe("months and years end where the month ends", () => {
  golden("UTC", [
    ["2026-01-31T00:00Z", "1 month", "2026-02-28T00:00Z"],
    ["2024-01-31T00:00Z", "1 month", "2024-02-29T00:00Z"],
    ["1900-01-31T00:00Z", "1 month", "1900-02-28T00:00Z"],
    ["2000-01-31T00:00Z", "1 month", "2000-02-29T00:00Z"],
    ["2100-01-31T00:00Z", "1 month", "2100-02-28T00:00Z"],
    // the year 0 and the year 96 had a 29 February, 1900 had none
    ["0000-01-31T00:00Z", "1 month", "0000-02-29T00:00Z"],
    ["0096-02-29T00:00Z", "4 years", "0100-02-28T00:00Z"],
    // counted from the anchor, not chained over February
    ["2026-01-31T08:15Z", "2 months", "2026-03-31T08:15Z"],
    ["2026-01-31T08:15Z", "3 months", "2026-04-30T08:15Z"],
    ["2026-08-31T00:00Z", "6 months", "2027-02-28T00:00Z"],
    ["2026-12-31T23:59:59.999Z", "2 months", "2027-02-28T23:59:59.999Z"],
    ["2026-11-30T00:00Z", "12 months", "2027-11-30T00:00Z"],
    ["2024-02-29T12:00Z", "1 year", "2025-02-28T12:00Z"],
    ["2024-02-29T12:00Z", "4 years", "2028-02-29T12:00Z"],
    ["2096-02-29T12:00Z", "4 years", "2100-02-28T12:00Z"],
    ["2026-02-28T00:00Z", "1 day", "2026-03-01T00:00Z"],
    ["2024-02-28T00:00Z", "1 day", "2024-02-29T00:00Z"],
    ["1969-12-31T00:00Z", "2 weeks", "1970-01-14T00:00Z"]
  ])
})

describe("days keep the clock on the wall", () => {
  golden("Europe/Paris", [
    ["2026-03-28T12:00+01:00", "1 day", "2026-03-29T12:00+02:00"],
    ["2026-03-28T02:30+01:00", "1 day", "2026-03-29T03:30+02:00"],
    ["2026-03-28T02:30+01:00", "2 days", "2026-03-30T02:30+02:00"],
    ["2026-02-28T02:30+01:00", "1 month", "2026-03-28T02:30+01:00"],
    ["2026-02-28T12:00+01:00", "2 months", "2026-04-28T12:00+02:00"],
    ["2026-10-24T12:00+02:00", "1 day", "2026-10-25T12:00+01:00"],
    ["2026-10-24T02:30+02:00", "1 day", "2026-10-25T02:30+02:00"],
    ["2026-10-25T02:30+02:00", "1 day", "2026-10-26T02:30+01:00"],
    ["2026-10-25T02:30+01:00", "1 day", "2026-10-26T02:30+01:00"],
    ["2026-01-31T09:00+01:00", "3 months", "2026-04-30T09:00+02:00"]
  ])
  golden("America/New_York", [
    ["2026-03-07T02:30-05:00", "1 day", "2026-03-08T03:30-04:00"],
    ["2026-03-01T09:00-05:00", "1 week", "2026-03-08T09:00-04:00"],
    ["2026-10-31T01:30-04:00", "1 day", "2026-11-01T01:30-04:00"],
    ["2026-10-31T09:00-04:00", "1 day", "2026-11-01T09:00-05:00"],
    // the day it is in New York, not the day it is in UTC
    ["2026-01-30T20:00-05:00", "1 month", "2026-02-28T20:00-05:00"],
    ["2026-01-31T20:00-05:00", "1 month", "2026-02-28T20:00-05:00"]
  ])
  golden("Australia/Lord_Howe", [
    ["2026-10-03T02:15+10:30", "1 day", "2026-10-04T02:45+11:00"],
    ["2026-10-03T12:00+10:30", "1 day", "2026-10-04T12:00+11:00"],
    ["2026-04-04T01:45+11:00", "1 day", "2026-04-05T01:45+11:00"],
    ["2026-04-04T12:00+11:00", "1 day", "2026-04-05T12:00+10:30"]
  ])
  // Samoa had no 30 December 2011
  golden("Pacific/Apia", [
    ["2011-12-28T12:00-10:00", "1 day", "2011-12-29T12:00-10:00"],
    ["2011-12-29T12:00-10:00", "1 day", "2011-12-31T12:00+14:00"],
    ["2011-12-29T12:00-10:00", "2 days", "2011-12-31T12:00+14:00"],
    ["2011-12-29T12:00-10:00", "3 days", "2012-01-01T12:00+14:00"],
    ["2011-11-30T12:00-10:00", "1 month", "2011-12-31T12:00+14:00"]
  ])
  golden("Asia/Kathmandu", [
    ["2026-01-31T08:00+05:45", "1 month", "2026-02-28T08:00+05:45"],
    ["1985-12-31T00:05+05:30", "1 day", "1986-01-01T00:20+05:45"]
  ])
})

describe("hours and less are elapsed time", () => {
  golden("Europe/Paris", [
    ["2026-03-28T12:00+01:00", "24 hours", "2026-03-29T13:00+02:00"],
    ["2026-10-24T12:00+02:00", "24 hours", "2026-10-25T11:00+01:00"],
    ["2026-10-25T02:30+02:00", "60 minutes", "2026-10-25T02:30+01:00"]
  ])

  it("in every zone, whatever its clocks do", () => {
    fc.assert(
      fc.property(instant, zone, fc.nat(9999), (from, zone, amount) => {
        expect(Period.after(period("hour", amount), from, zone) - from).toBe(amount * hour)
        expect(Period.after(period("minute", amount), from, zone) - from).toBe(amount * 60_000)
        expect(Period.after(period("second", amount), from, zone) - from).toBe(amount * 1000)
      })
    )
  })
})

const zones = [
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "America/Sao_Paulo",
  "Africa/Casablanca"
] as const
const zone = fc.constantFrom(...zones)
// from when zones have whole minutes to when nobody has planned their clocks yet
const instant = fc.integer({ min: Date.UTC(1972, 0), max: Date.UTC(2060, 0) })
const amount = fc.integer({ min: 1, max: 400 })

const clocks = new Map(
  zones.map((zone) => [
    zone as string,
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric"
    })
  ])
)

/** What the clock on the wall shows, read by the platform itself, as if it were UTC. */
const wall = (instant: number, zone: string): number => {
  const shown = new Map(
    clocks
      .get(zone)
      ?.formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)])
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? Number.NaN
  const seconds = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"))
  return seconds + (((instant % 1000) + 1000) % 1000)
}

/** Which day that is. */
const dayOf = (instant: number, zone: string): number => Math.floor(wall(instant, zone) / day)

/** The same on paper: move the date, and go back to the month's end when it overshoots. */
const onPaper = (from: number, unit: (typeof calendarUnits)[number], amount: number): number => {
  if (unit === "day" || unit === "week") return from + amount * (unit === "week" ? 7 : 1) * day
  const date = new Date(from)
  const months = unit === "year" ? 12 * amount : amount
  const moved = new Date(from)
  moved.setUTCMonth(date.getUTCMonth() + months)
  return moved.getUTCDate() === date.getUTCDate() ? moved.getTime() : moved.setUTCDate(0)
}

describe("a calendar period, for all instants and zones", () => {
  const unit = fc.constantFrom(...calendarUnits)

  it("ends when the clock on the wall shows what paper says; skipped times move forward, of repeated ones it is the first", () => {
    fc.assert(
      fc.property(instant, zone, unit, amount, (from, zone, unit, amount) => {
        const to = Period.after(period(unit, amount), from, zone)
        const expected = onPaper(wall(from, zone), unit, amount)
        const shown = wall(to, zone)
        expect(shown).toBeGreaterThanOrEqual(expected)
        if (shown === expected) {
          for (const earlier of [hour / 2, hour, 24 * hour]) expect(wall(to - earlier, zone)).not.toBe(expected)
        } else {
          // skipped: as far beyond the gap as it would have been inside
          const before = wall(to - 25 * hour, zone) - (to - 25 * hour)
          expect(to + before).toBe(expected)
        }
      }),
      { numRuns: 500 }
    )
  })

  it("ends later than it began", () => {
    fc.assert(
      fc.property(instant, zone, fc.constantFrom(...units), amount, (from, zone, unit, amount) => {
        expect(Period.after(period(unit, amount), from, zone)).toBeGreaterThan(from)
        expect(Period.after(period(unit, 0), from, zone)).toBe(from)
      })
    )
  })

  // Not to the minute: 30 May 23:00 and 31 May 08:00, a month later, are both on 30 June. And of two times, of which the
  // earlier is moved out of a gap that the other is behind, the order can turn.
  it("never ends on an earlier day for a later clock on the wall; days and weeks not a minute earlier either", () => {
    const near = fc.tuple(instant, fc.integer({ min: 0, max: 3 * day }))
    fc.assert(
      fc.property(near, zone, unit, amount, ([from, gap], zone, unit, amount) => {
        const p = period(unit, amount)
        const later = from + gap
        const end = Period.after(p, from, zone)
        const laterEnd = Period.after(p, later, zone)
        // within an hour that is repeated, a later instant can show an earlier time
        fc.pre(wall(from, zone) <= wall(later, zone))
        fc.pre(wall(end, zone) === onPaper(wall(from, zone), unit, amount))
        expect(dayOf(end, zone)).toBeLessThanOrEqual(dayOf(laterEnd, zone))
        if (unit === "day" || unit === "week") expect(end).toBeLessThanOrEqual(laterEnd)
      }),
      { numRuns: 500 }
    )
  })

  it("is not shorter when there is more of it", () => {
    fc.assert(
      fc.property(instant, zone, unit, amount, amount, (from, zone, unit, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        expect(Period.after(period(unit, less), from, zone)).toBeLessThanOrEqual(
          Period.after(period(unit, more), from, zone)
        )
      })
    )
  })

  it("is in UTC what effect's own calendar says in a zone without clock changes", () => {
    const wide = fc.integer({ min: Date.parse("-009999-01-01"), max: Date.UTC(9000, 0) })
    fc.assert(
      fc.property(wide, unit, fc.nat(9999), (from, unit, amount) => {
        const p = period(unit, amount)
        const utc = Period.after(p, from, "UTC")
        expect(Period.after(p, from, "Etc/UTC")).toBe(utc)
        expect(Period.after(p, from, "Etc/GMT")).toBe(utc)
        expect(DateTime.toEpochMillis(DateTime.add(DateTime.makeUnsafe(from), { [`${unit}s`]: amount }))).toBe(utc)
      }),
      { numRuns: 300 }
    )
  })
})

const at = (zone: string, instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)

describe("a calendar period, added by Temporal", () => {
  const changesOf = (zone: string, from: number): ReadonlyArray<number> => {
    const change = at(zone, from).getTimeZoneTransition("next")?.epochMilliseconds
    return change === undefined || change > Date.UTC(2045, 0) ? [] : [change, ...changesOf(zone, change)]
  }
  const changes = zones.flatMap((zone) =>
    changesOf(zone, Date.UTC(1985, 0)).map((change) => [zone as string, change] as const)
  )

  const same = (zone: string, from: number, unit: (typeof calendarUnits)[number], amount: number) => {
    const to = at(zone, from).add({ [`${unit}s`]: amount })
    expect(Period.after(period(unit, amount), from, zone)).toBe(to.epochMilliseconds)
  }
  const unit = fc.constantFrom(...calendarUnits)

  it("ends at the same instant when it ends within three hours of a clock change", () => {
    const near = fc.integer({ min: -3 * hour, max: 3 * hour })
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        near,
        unit,
        fc.integer({ min: 1, max: 40 }),
        ([zone, change], near, unit, n) => {
          same(zone, at(zone, change + near).subtract({ [`${unit}s`]: n }).epochMilliseconds, unit, n)
        }
      ),
      { numRuns: 500 }
    )
  })

  it("ends at the same instant when it begins there", () => {
    const near = fc.integer({ min: -3 * hour, max: 3 * hour })
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        near,
        unit,
        fc.integer({ min: 1, max: 40 }),
        ([zone, change], near, unit, n) => {
          same(zone, change + near, unit, n)
        }
      ),
      { numRuns: 500 }
    )
  })

  it("ends at the same instant in every zone there is, also where no clock change is kept", () => {
    const anyZone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"))
    const wide = fc.integer({ min: Date.UTC(1880, 0), max: Date.UTC(2300, 0) })
    fc.assert(
      fc.property(anyZone, wide, unit, amount, (zone, from, unit, amount) => same(zone, from, unit, amount)),
      { numRuns: 300 }
    )
  })
})

describe("at the ends of time", () => {
  it("every period of a date people use has an end, even 9999 years", () => {
    for (const zone of zones) {
      for (const unit of units) {
        for (const from of [Date.UTC(1, 0), 0, Date.UTC(2026, 1, 28), Date.UTC(9999, 11, 31)]) {
          const to = Period.after(period(unit, 9999), from, zone)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(latest)
        }
      }
    }
  })

  it("nothing goes beyond the last instant there is", () => {
    for (const zone of zones) {
      for (const unit of units) {
        for (const amount of [1, 2, 9999]) {
          expect(Period.after(period(unit, amount), latest, zone)).toBe(latest)
          const close = Period.after(period(unit, amount), latest - 1, zone)
          expect(close).toBeGreaterThanOrEqual(latest - 1)
          expect(close).toBeLessThanOrEqual(latest)
        }
      }
    }
  })

  it("whatever the instant, there is an end, and it is later unless time itself ends", () => {
    const anywhen = fc.oneof(
      fc.integer({ min: -latest, max: latest }),
      fc.integer({ min: 0, max: 3 * day }).map((n) => n - latest),
      // where 9999 years and months just reach the end
      fc.integer({ min: 0, max: 15 * 366 * day }).map((n) => latest - 9999 * 365 * day - n),
      fc.integer({ min: 0, max: 15 * 366 * day }).map((n) => latest - 9999 * 30 * day - n)
    )
    const much = fc.constantFrom(1, 2, 9998, 9999)
    fc.assert(
      fc.property(anywhen, zone, fc.constantFrom(...units), much, (from, zone, unit, amount) => {
        const to = Period.after(period(unit, amount), from, zone)
        expect(to === latest || (to > from && to < latest)).toBe(true)
      }),
      { numRuns: 1000 }
    )
  })

  it("the first instant there is has a next day in every zone", () => {
    for (const zone of zones) {
      for (const unit of units) expect(Period.after(period(unit, 1), -latest, zone)).toBeGreaterThan(-latest)
    }
    expect(Period.after("1 day", -latest, "UTC")).toBe(-latest + day)
  })
})

const accepts = (value: unknown) => Result.isSuccess(Schema.decodeUnknownResult(Period.Period)(value))

describe("the words", () => {
  it.each(["1 second", "90 minutes", "2 hours", "0 days", "14 days", "1 week", "3 months", "9999 years", "1 days"])(
    "%s is a period",
    (text) => {
      expect(accepts(text)).toBe(true)
    }
  )

  it.each([
    "3 moons",
    "a week",
    "14",
    "days",
    "14days",
    "14  days",
    " 14 days",
    "14 days ",
    "14 days\n",
    "1.5 days",
    "-1 days",
    "+1 days",
    "1e3 days",
    "0x10 days",
    "NaN days",
    "Infinity days",
    "10000 days",
    "14 Days",
    "P14D",
    "",
    14,
    null
  ])("%j is none", (value) => {
    expect(accepts(value)).toBe(false)
  })

  it("come apart into the number and the unit", () => {
    for (const unit of units) {
      for (const amount of [0, 1, 2, 9999]) {
        expect(Period.parts(period(unit, amount))).toEqual({ amount, unit })
        expect(Period.parts(`${amount} ${unit}`)).toEqual({ amount, unit })
      }
    }
  })

  it("have a nominal length that orders them", () => {
    const lengths = units.map((unit) => Period.nominalMillis(period(unit, 1)))
    expect(lengths).toEqual([1000, 60_000, hour, day, 7 * day, 30 * day, 365 * day])
    expect(Period.nominalMillis("0 years")).toBe(0)
  })
})
