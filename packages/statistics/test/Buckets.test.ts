import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Buckets from "@temoin/statistics/Buckets"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { refused } from "./given.ts"

const hour = 3_600_000
const zone = fc.constantFrom(
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Sao_Paulo",
  "America/St_Johns"
)
const unit = fc.constantFrom(...Buckets.Unit.literals)
const score = fc.constantFrom(...Score.scale)
const answer = fc.record({ at: fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2032, 0) }), score })

/** Around the changes that calendars stumble over: Samoa without 30 December 2011, Newfoundland back over midnight. */
const near = fc.record({ at: fc.integer({ min: Date.UTC(2010, 10), max: Date.UTC(2012, 2) }), score })

const bucketsOf = (answers: ReadonlyArray<Buckets.Answer>, unit: Buckets.Unit, zone: string) =>
  Result.getOrThrow(Buckets.make(answers, unit, zone))

const week = (at: number) => bucketsOf([{ at, score: 9 }], "week", "UTC")[0]

const hoursInParis = (at: number): number => {
  const [day] = bucketsOf([{ at, score: 9 }], "day", "Europe/Paris")
  return ((day?.until ?? 0) - (day?.from ?? 0)) / hour
}

/** What a wall calendar says of an instant, by the platform's own calendar. */
const localDate = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at)

describe("buckets", () => {
  it("hold every answer once, whatever their order: together they are the tally of all", () => {
    fc.assert(
      fc.property(fc.array(near, { maxLength: 40 }), unit, zone, (answers, unit, zone) => {
        const buckets = bucketsOf(answers, unit, zone)
        expect(buckets.map(({ tally }) => tally).reduce(Nps.combine, Nps.empty)).toEqual(
          Nps.tally(answers.map(({ score }) => score))
        )
        expect(bucketsOf(answers.toReversed(), unit, zone)).toEqual(buckets)
      })
    )
  })

  it("follow each other without a gap, from the first answer to the last", () => {
    fc.assert(
      fc.property(fc.array(near, { minLength: 1, maxLength: 20 }), unit, zone, (answers, unit, zone) => {
        const buckets = bucketsOf(answers, unit, zone)
        const times = answers.map(({ at }) => at)
        for (const [index, { from, until }] of buckets.entries()) {
          expect(from).toBeLessThan(until)
          expect(buckets[index + 1]?.from ?? until).toBe(until)
        }
        expect(buckets[0]?.from).toBeLessThanOrEqual(Math.min(...times))
        expect(buckets.at(-1)?.until).toBeGreaterThan(Math.max(...times))
        expect(Nps.counts(buckets[0]?.tally ?? Nps.empty).answers).toBeGreaterThan(0)
        expect(Nps.counts(buckets.at(-1)?.tally ?? Nps.empty).answers).toBeGreaterThan(0)
      })
    )
  })

  it("are named as the calendar on the wall names the day", () => {
    fc.assert(
      fc.property(answer, zone, (answer, zone) => {
        // there the day ended a minute after midnight, once a year: a bucket is one stretch of time
        if (zone === "America/St_Johns") return
        const date = localDate(answer.at, zone)
        const month = Number(date.slice(5, 7))
        const label = (unit: Buckets.Unit) => bucketsOf([answer], unit, zone)[0]?.label
        expect(label("day")).toBe(date)
        expect(label("month")).toBe(date.slice(0, 7))
        expect(label("quarter")).toBe(`${date.slice(0, 4)}-Q${Math.ceil(month / 3)}`)
        expect(label("year")).toBe(date.slice(0, 4))
      })
    )
  })

  it("by week begin on Monday and belong to the year of their Thursday", () => {
    expect(week(Date.UTC(2026, 0, 1))?.label).toBe("2026-W01")
    expect(week(Date.UTC(2027, 0, 1))?.label).toBe("2026-W53")
    expect(week(Date.UTC(2024, 11, 30))?.label).toBe("2025-W01")
    expect(week(Date.UTC(2026, 10, 22, 23))).toMatchObject({ label: "2026-W47", from: Date.UTC(2026, 10, 16) })
  })

  it("put one instant into the year of the place: New Year's Eve in New York is over in Paris", () => {
    const at = Date.UTC(2026, 0, 1, 4, 30)
    expect(bucketsOf([{ at, score: 9 }], "year", "America/New_York")[0]?.label).toBe("2025")
    expect(bucketsOf([{ at, score: 9 }], "year", "Europe/Paris")[0]?.label).toBe("2026")
  })

  it("know that a day may have 23 hours, or 25", () => {
    expect(hoursInParis(Date.UTC(2026, 2, 29, 12))).toBe(23)
    expect(hoursInParis(Date.UTC(2026, 9, 25, 12))).toBe(25)
    expect(hoursInParis(Date.UTC(2026, 9, 26, 12))).toBe(24)
  })

  it("leave out a day that a place never had", () => {
    const days = bucketsOf(
      [
        { at: Date.UTC(2011, 11, 29, 20), score: 9 },
        { at: Date.UTC(2011, 11, 31), score: 9 }
      ],
      "day",
      "Pacific/Apia"
    )
    expect(days.map(({ label }) => label)).toEqual(["2011-12-29", "2011-12-31"])
  })

  it("show a month that nobody answered in", () => {
    const buckets = bucketsOf(
      [
        { at: Date.UTC(2026, 0, 5), score: 9 },
        { at: Date.UTC(2026, 2, 5), score: 3 }
      ],
      "month",
      "UTC"
    )
    expect(buckets.map(({ label, tally }) => [label, Nps.counts(tally).answers])).toEqual([
      ["2026-01", 1],
      ["2026-02", 0],
      ["2026-03", 1]
    ])
  })

  it("of nothing are none", () => {
    expect(Buckets.make([], "month", "UTC")).toEqual(Result.succeed([]))
  })

  it("name what is wrong, and do not fill memory for one wrong date", () => {
    const good = { at: 0, score: 9 } as const
    expect(refused(Buckets.make([good], "month", "Europe/Atlantis"))).toBe("zone")
    expect(refused(Buckets.make([good], "decade" as Buckets.Unit, "UTC"))).toBe("unit")
    expect(refused(Buckets.make([good, { at: NaN, score: 9 }], "month", "UTC"))).toBe("answers[1].at")
    expect(refused(Buckets.make([good, { at: 8.64e15, score: 9 }], "month", "UTC"))).toBe("answers[1].at")
    expect(refused(Buckets.make([good, { at: 1, score: 9.5 as Score.Score }], "month", "UTC"))).toBe("answers[1].score")
    expect(refused(Buckets.make([good, { at: 8e15, score: 9 }], "day", "UTC"))).toBe("answers")
  })
})
