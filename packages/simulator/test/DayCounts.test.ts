import * as DayCounts from "@temoin/simulator/DayCounts"
import * as LocalTime from "@temoin/simulator/LocalTime"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const zone = fc.constantFrom("UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
const hour = 3_600_000

describe("local days", () => {
  it("follow one another without a gap, and every instant is on its own", () => {
    fc.assert(
      fc.property(zone, instant, (zone, at) => {
        const start = LocalTime.startOfDay(at, zone)
        const end = LocalTime.endOfDay(at, zone)
        expect(start).toBeLessThanOrEqual(at)
        expect(at).toBeLessThan(end)
        expect([23, 24, 25]).toContain((end - start) / hour)
        expect(LocalTime.day(start, zone)).toBe(LocalTime.day(end - 1, zone))
        expect(LocalTime.startOfDay(end, zone)).toBe(end)
      })
    )
  })

  it("are read as they are written", () => {
    fc.assert(
      fc.property(zone, instant, (zone, at) => {
        const text = LocalTime.minute(at, zone)
        const read = Result.getOrThrow(LocalTime.parse(text, zone))
        expect(LocalTime.minute(read.at, zone)).toBe(text)
        // the hour that a clock change repeats is read as the first of the two
        expect([0, hour]).toContain(at - (at % 60_000) - read.at)
      })
    )
  })

  it("that no calendar has are refused", () => {
    for (const text of ["2026-02-30", "2026-13-01", "2026-03-01 24:01", "1/3/2026", "", "2026-03-01 09:00 Paris"]) {
      expect(Result.isFailure(LocalTime.parse(text, "UTC")), text).toBe(true)
    }
  })
})

describe("counting days", () => {
  it("refuses what is on none of them", () => {
    const from = Date.UTC(2026, 2, 28, 12)
    const counter = DayCounts.counter({ from, days: 2, zone: "Europe/Paris" })
    expect(counter.until).toBe(Date.UTC(2026, 2, 29, 22))
    counter.answered("nps", 9, from)
    counter.answered("nps", 9, counter.until - 1)
    for (const at of [from - 1, counter.until]) expect(() => counter.answered("nps", 9, at)).toThrow(RangeError)
    expect(counter.days().map(({ answers, day }) => [day, answers])).toEqual([
      ["2026-03-28", 1],
      ["2026-03-29", 1]
    ])
  })
})
