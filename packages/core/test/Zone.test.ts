import * as Zone from "@temoin/core/Zone"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as ClockChange from "./arbitrary/ClockChange.ts"

const { at, zones } = ClockChange

const hour = 3_600_000
const day = 24 * hour
const latest = 8.64e15

const offset = (zone: string, instant: number) => at(zone, instant).offsetNanoseconds / 1e6

const changes = ClockChange.until(Date.UTC(2045, 0))

const known = fc.constantFrom(...Intl.supportedValuesOf("timeZone"))
const kept = fc.integer({ min: 0, max: Date.UTC(2102, 0) })

/** Within three hours of a clock change. */
const nearChange = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * hour, max: 3 * hour }))
  .map(([[zone, change], away]) => [zone as string, change + away] as const)

/** In any zone there is, near its next change too. */
const anywhere = fc
  .tuple(known, kept, fc.option(fc.integer({ min: -3 * hour, max: 3 * hour })))
  .map(([zone, t, near]) => {
    const change = near === null ? undefined : ClockChange.next(zone, t)
    return [zone, change === undefined || near === null ? t : change + near] as const
  })

/** Where no clock change is kept: before 1970, after 2102, up to the ends of time. */
const faraway = fc.tuple(
  known,
  fc.oneof(
    fc.integer({ min: Date.UTC(1880, 0), max: 2 * day }),
    fc.integer({ min: Date.UTC(2101, 0), max: Date.UTC(2500, 0) }),
    fc.integer({ min: -latest + 2 * day, max: latest - 2 * day })
  )
)

const places = [
  ["near clock changes", nearChange, 600],
  ["anywhere", anywhere, 150],
  ["far from today", faraway, 200]
] as const

const paper = (local: Zone.Local) => at("UTC", local).toPlainDateTime()

describe("the clock on the wall shows what Temporal says", () => {
  it.each(places)("%s", (_where, place, numRuns) => {
    fc.assert(
      fc.property(place, ([zone, instant]) => {
        expect(Zone.offsetAt(zone, instant)).toBe(offset(zone, instant))
        expect(Zone.toLocal(zone, instant)).toBe(instant + offset(zone, instant))
      }),
      { numRuns }
    )
  })

  it("in the millisecond before every change, and at it", () => {
    for (const [zone, change] of changes) {
      expect(Zone.offsetAt(zone, change - 1)).toBe(offset(zone, change - 1))
      expect(Zone.offsetAt(zone, change)).toBe(offset(zone, change))
      expect(Zone.offsetAt(zone, change)).not.toBe(Zone.offsetAt(zone, change - 1))
    }
    expect(changes.length).toBeGreaterThan(500)
  })

  it("where two changes are a week apart", () => {
    for (const [zone, from, until] of [
      ["America/Recife", Date.UTC(2000, 8, 15), Date.UTC(2000, 10, 15)],
      ["Asia/Gaza", Date.UTC(2040, 8, 1), Date.UTC(2040, 10, 15)]
    ] as const) {
      for (let t = from; t < until; t += hour) expect(Zone.offsetAt(zone, t)).toBe(offset(zone, t))
    }
  })

  it("to the second: Monrovia was 44 minutes and 30 seconds behind until 1972", () => {
    const change = Date.UTC(1972, 0, 7, 0, 44, 30)
    expect(Zone.offsetAt("Africa/Monrovia", change - 1)).toBe(-(44 * 60 + 30) * 1000)
    expect(Zone.offsetAt("Africa/Monrovia", change)).toBe(0)
  })

  it("whichever zone was asked about before", () => {
    const questions = fc.array(fc.oneof(nearChange, faraway), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(questions, (asked) => {
        for (const [zone, instant] of asked) expect(Zone.offsetAt(zone, instant)).toBe(offset(zone, instant))
      }),
      { numRuns: 100 }
    )
  })

  it("at the ends of time", () => {
    for (const zone of ["UTC", ...zones]) {
      for (const instant of [-latest, latest]) {
        expect(Zone.offsetAt(zone, instant)).toBe(offset(zone, instant))
        expect(Zone.fromLocal(zone, Zone.toLocal(zone, instant))).toBe(instant)
      }
    }
  })
})

describe("a local time means what Temporal says", () => {
  it.each(places)("%s", (_where, place, numRuns) => {
    fc.assert(
      fc.property(place, ([zone, local]) => {
        for (const disambiguation of ["compatible", "earlier", "later"] as const) {
          expect(Zone.fromLocal(zone, local, disambiguation)).toBe(
            paper(local).toZonedDateTime(zone, { disambiguation }).epochMilliseconds
          )
        }
        expect(Zone.fromLocal(zone, local)).toBe(Zone.fromLocal(zone, local, "compatible"))
      }),
      { numRuns: numRuns / 2 }
    )
  })

  it("within three hours of a change in each zone, by the quarter of an hour", () => {
    for (const zone of zones) {
      const [change] = changes.filter(([of, t]) => of === zone && t > Date.UTC(2011, 0)).map(([, t]) => t)
      if (change === undefined) continue
      const before = change + offset(zone, change - 1)
      const after = change + offset(zone, change)
      for (
        let local = Math.min(before, after) - 3 * hour;
        local < Math.max(before, after) + 3 * hour;
        local += hour / 4
      ) {
        expect(Zone.fromLocal(zone, local)).toBe(paper(local).toZonedDateTime(zone).epochMilliseconds)
      }
    }
  })

  it("and the clock then shows it; or, of one that is skipped, a time that is later by as much as the clocks go forward", () => {
    fc.assert(
      fc.property(fc.oneof(nearChange, anywhere), ([zone, instant]) => {
        const local = Zone.toLocal(zone, instant)
        expect(Zone.toLocal(zone, Zone.fromLocal(zone, local))).toBe(local)
        expect(Zone.fromLocal(zone, local)).toBeLessThanOrEqual(instant)
        const skipped = Zone.toLocal(zone, Zone.fromLocal(zone, instant)) - instant
        const jump = Zone.offsetAt(zone, instant + day) - Zone.offsetAt(zone, instant - day)
        expect([0, jump]).toContain(skipped)
      }),
      { numRuns: 300 }
    )
  })
})

describe("a clock is steady", () => {
  const changeAfter = (zone: string, instant: number): number => {
    const until = Zone.steadyUntil(zone, instant)
    return until > Date.UTC(2101, 0) || Zone.offsetAt(zone, until) !== Zone.offsetAt(zone, instant)
      ? until
      : changeAfter(zone, until)
  }

  it("until the change that Temporal knows, asked again and again", () => {
    fc.assert(
      fc.property(nearChange, ([zone, instant]) => {
        const change = ClockChange.next(zone, instant)
        if (change !== undefined) expect(changeAfter(zone, instant)).toBe(change)
      }),
      { numRuns: 60 }
    )
  })

  it("for some time at least, wherever and whenever", () => {
    fc.assert(
      fc.property(
        fc.oneof(nearChange, anywhere, faraway),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([zone, t], part) => {
          const until = Zone.steadyUntil(zone, t)
          expect(until).toBeGreaterThan(t)
          const within = Math.floor(t + part * (Math.min(until, latest) - 1 - t))
          expect(Zone.offsetAt(zone, within)).toBe(Zone.offsetAt(zone, t))
        }
      )
    )
  })

  it("in UTC for ever, elsewhere to the end of time", () => {
    expect(Zone.steadyUntil("UTC", 0)).toBe(Infinity)
    for (const zone of zones) expect(Zone.steadyUntil(zone, latest)).toBe(Infinity)
  })
})

describe("the names of zones", () => {
  it("are all that the platform lists, in any case, and the older ones it still knows", () => {
    for (const name of Intl.supportedValuesOf("timeZone")) {
      for (const written of [name, name.toLowerCase(), name.toUpperCase()]) expect(Zone.isZone(written)).toBe(true)
    }
    for (const name of ["UTC", "utc", "Etc/GMT+5", "US/Eastern", "Europe/Kyiv", "Asia/Calcutta"]) {
      expect(Zone.isZone(name)).toBe(true)
    }
  })

  it.each([
    "",
    " ",
    "+01:00",
    "-05:00",
    "Z",
    "GMT+1",
    "CEST",
    "Europe",
    "Europe/Paris ",
    "Europe/Paris\n",
    "__proto__"
  ])("%j is none", (name) => {
    expect(Zone.isZone(name)).toBe(false)
    expect(Zone.offsetAt(name, Date.UTC(2026, 6))).toBe(0)
  })

  it("in however many spellings, say the same", () => {
    const letters = [..."america/new_york"]
    for (let n = 0; n < 3000; n++) {
      const spelling = letters.map((letter, i) => ((n >> (i % 12)) & 1 ? letter.toUpperCase() : letter)).join("")
      expect(Zone.offsetAt(spelling, Date.UTC(2026, 6))).toBe(-4 * hour)
    }
    expect(Zone.isZone("Asia/Tokyo")).toBe(true)
    expect(Zone.offsetAt("Asia/Tokyo", 0)).toBe(9 * hour)
  })
})

const slips = fc.constantFrom(
  (text: string, i: number) => text.slice(0, i) + text.slice(i + 1),
  (text: string, i: number) => `${text.slice(0, i)}x${text.slice(i)}`,
  (text: string, i: number) => `${text.slice(0, i)}x${text.slice(i + 1)}`,
  (text: string, i: number) => text.slice(0, i) + (text[i + 1] ?? "") + (text[i] ?? "") + text.slice(i + 2)
)

/** The name of a zone with one slip of the pen; but for those of which a slip makes another: Omsk, Faroe. */
const mistyped = fc
  .tuple(
    known.filter((name) => name !== "Asia/Tomsk" && name !== "Atlantic/Faeroe"),
    fc.nat(60),
    slips
  )
  .map(([name, index, slip]) => [name, slip(name, index % name.length)] as const)

const say = (name: unknown) => {
  const read = Schema.decodeUnknownResult(Zone.Zone)(name)
  return Result.isSuccess(read) ? read.success : read.failure.message
}

describe("a suggestion", () => {
  it.each([
    ["Europe/Pari", ["Europe/Paris"]],
    ["europe/paris ", ["Europe/Paris"]],
    ["Paris", ["Europe/Paris"]],
    ["Asia/Paris", ["Europe/Paris"]],
    ["Amercia/Chicago", ["America/Chicago"]],
    ["Los Angeles", ["America/Los_Angeles"]],
    ["America/New York", ["America/New_York"]],
    ["NewYork", ["America/New_York"]],
    ["Europe/Berlín", ["Europe/Berlin"]],
    ["Australia/Lord-Howe", ["Australia/Lord_Howe"]],
    ["utcc", ["UTC"]],
    ["Asia/Kolkatta", ["Asia/Kolkata"]],
    ["Europe/Kyyiv", ["Europe/Kyiv"]],
    ["Europe/Atlantis", []],
    ["PST", []],
    ["+01:00", []],
    ["/", []],
    ["", []]
  ] as const)("for %j", (name, nearest) => {
    expect(Zone.suggest(name)).toEqual(nearest)
  })

  it("for a zone there is, is that zone", () => {
    for (const name of Intl.supportedValuesOf("timeZone")) expect(Zone.suggest(name)).toContain(name)
  })

  it("finds a name again that lacks a letter, has one too many, a wrong one, or two swapped", () => {
    fc.assert(
      fc.property(mistyped, ([name, written]) => {
        const suggested = Zone.suggest(written)
        expect(suggested.length).toBeGreaterThan(0)
        // of four names as near, three are shown
        if (suggested.length < 3) expect(suggested).toContain(name)
      })
    )
  })

  it("for a text without end, is nothing", () => {
    expect(Zone.suggest("x".repeat(1_000_000))).toEqual([])
  })

  it("is never more than three, and only of zones, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (name) => {
        const suggested = Zone.suggest(name)
        expect(suggested.length).toBeLessThanOrEqual(3)
        for (const zone of suggested) expect(Zone.isZone(zone)).toBe(true)
      })
    )
  })

  it("stands in what is said about a name that is no zone", () => {
    expect(say("Europe/Paris")).toBe("Europe/Paris")
    expect(say("Europe/Pari")).toContain(`"Europe/Pari" is none: did you mean "Europe/Paris"?`)
    fc.assert(
      fc.property(mistyped, ([, written]) => {
        fc.pre(!Zone.isZone(written))
        const nearest = Zone.suggest(written).map((zone) => `"${zone}"`)
        expect(say(written)).toContain(`"${written}" is none: did you mean ${nearest.join(" or ")}?`)
      })
    )
    expect(say("Europe/Atlantis")).toMatch(/"Europe\/Atlantis" is none$/)
    expect(say("x".repeat(1000)).length).toBeLessThan(1500)
  })
})
