/**
 * Buckets: which answers belong to which month?
 *
 * Periods are those of the calendar on the wall of a time zone: a day may have 23 hours, and an answer at 23:30 on 31
 * December in New York is last year's there although it is this year's in Paris.
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Zone from "@temoin/core/Zone"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Check from "./internal/Check.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"

/** A period of the calendar. Weeks begin on Monday (ISO 8601), quarters in January. @category models @since 0.1.0 */
export const Unit = Schema.Literals(["day", "week", "month", "quarter", "year"])
/** @since 0.1.0 */
export type Unit = typeof Unit.Type

/** An answer and when it was given. @category models @since 0.1.0 */
export interface Answer {
  readonly at: Instant
  readonly score: Score.Score
}

/**
 * A period: from `from` on, until just before `until`. `label` is the ISO 8601 name where there is one: "2017-10-01",
 * "2017-W40", "2017-10", "2017-Q4", "2017".
 *
 * @category models
 * @since 0.1.0
 */
export interface Span {
  readonly label: string
  readonly from: Instant
  readonly until: Instant
}

/** A period and its answers. @category models @since 0.1.0 */
export interface Bucket extends Span {
  readonly tally: Nps.Tally
}

const day = 86_400_000
const latest = 8.64e15

/** A row dated in the year 200,000 must not make a list of a hundred million days. */
const most = 20_000

const monthsIn = { month: 1, quarter: 3, year: 12 } as const

/** Periods are counted from the one that holds 1 January 1970, by the calendar alone. */
const numberOf = (unit: Unit, local: Zone.Local): number => {
  const days = Math.floor(local / day)
  if (unit === "day") return days
  // 1 January 1970 was a Thursday
  if (unit === "week") return Math.floor((days + 3) / 7)
  const date = new Date(local)
  return Math.floor((12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth()) / monthsIn[unit])
}

const beginningOf = (unit: Unit, number: number): Zone.Local => {
  if (unit === "day") return number * day
  if (unit === "week") return (7 * number - 3) * day
  return Date.UTC(1970, monthsIn[unit] * number)
}

const startOf = (unit: Unit, zone: Zone.Zone, number: number): Instant =>
  Zone.fromLocal(zone, beginningOf(unit, number))

/** The period of an instant. Where clocks go back over midnight, the day has begun when it first struck. */
const numberAt = (unit: Unit, zone: Zone.Zone, at: Instant): number => {
  const number = numberOf(unit, Zone.toLocal(zone, at))
  if (at < startOf(unit, zone, number)) return number - 1
  return at >= startOf(unit, zone, number + 1) ? number + 1 : number
}

const padded = (value: number): string => String(value).padStart(2, "0")

const labelOf = (unit: Unit, number: number): string => {
  const [date = ""] = new Date(beginningOf(unit, number)).toISOString().split("T")
  if (unit === "day") return date
  const year = date.slice(0, -6)
  if (unit === "year") return year
  if (unit === "month") return date.slice(0, -3)
  if (unit === "quarter") return `${year}-Q${(((number % 4) + 4) % 4) + 1}`
  // a week belongs to the year that its Thursday is in
  const thursday = new Date(beginningOf(unit, number) + 3 * day)
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0)
  const weekYear = thursday.toISOString().replace(/-\d\d-\d\dT.*$/, "")
  return `${weekYear}-W${padded(1 + Math.floor((thursday.getTime() - firstDay) / (7 * day)))}`
}

/**
 * A tally per period of the calendar, from that of the first answer to that of the last, in order, with no gap: a period
 * that nobody answered in is there, and empty. Answers may come in any order. Empty: no periods.
 *
 * Errors: `InvalidArgument` naming `zone`, `unit`, `answers[3].at` or `answers[3].score`; or `answers` when they are more
 * than 20,000 periods apart.
 *
 * @example Result.map(Buckets.make([{ at: 0, score: 9 }], "quarter", "UTC"), ([first]) => first.label) // => Result.succeed("1970-Q1")
 * @example Result.map(Buckets.make([{ at: 0, score: 9 }], "year", "America/New_York"), ([first]) => first.label) // => Result.succeed("1969")
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  answers: ReadonlyArray<Answer>,
  unit: Unit,
  zone: Zone.Zone
): Result.Result<ReadonlyArray<Bucket>, InvalidArgument> =>
  Result.gen(function* () {
    yield* checkCalendar(unit, zone)
    let earliest = Infinity
    let last = -Infinity
    for (const [index, answer] of answers.entries()) {
      const at = answer?.at
      if (!isDated(at)) return yield* Check.fail(`answers[${index}].at`, `expected ${dated}`)
      if (!Score.isScore(answer.score)) {
        return yield* Check.fail(`answers[${index}].score`, "expected a whole number from 0 to 10")
      }
      earliest = Math.min(earliest, at)
      last = Math.max(last, at)
    }
    if (earliest > last) return []
    const periods = yield* spans("answers", earliest, last, unit, zone)
    const edges = [...periods.map(({ from }) => from), ...periods.slice(-1).map(({ until }) => until)]
    const tallies = periods.map(() => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] as MutableTally)
    let place = 0
    for (const { at, score } of answers) {
      if (!(at >= (edges[place] ?? Infinity) && at < (edges[place + 1] ?? -Infinity))) place = placeOf(edges, at)
      const tally = tallies[place]
      if (tally !== undefined) tally[score]++
    }
    return periods.map((period, place) => ({ ...period, tally: tallies[place] ?? Nps.empty }))
  })

/**
 * The periods of the calendar that hold any instant from `from` on, until just before `until`: the first may begin earlier
 * and the last end later. Errors: `InvalidArgument` naming `from`, `until` (also for more than 20,000 periods), `unit` or
 * `zone`.
 *
 * @example Result.map(Buckets.between(0, 1, "month", "UTC"), ([first]) => first.label) // => Result.succeed("1970-01")
 * @category constructors
 * @since 0.1.0
 */
export const between = (
  from: Instant,
  until: Instant,
  unit: Unit,
  zone: Zone.Zone
): Result.Result<ReadonlyArray<Span>, InvalidArgument> =>
  Result.gen(function* () {
    yield* checkCalendar(unit, zone)
    yield* Check.that("from", from, isDated(from), dated)
    yield* Check.that("until", until, isDated(until) && until > from, "an instant after `from`")
    return yield* spans("until", from, until - 1, unit, zone)
  })

const isDated = (at: unknown): at is Instant =>
  typeof at === "number" && Number.isInteger(at) && Math.abs(at) <= latest - 400 * day

const dated = "whole milliseconds since 1970, within 273,000 years of it"

const checkCalendar = (unit: Unit, zone: Zone.Zone) =>
  Result.gen(function* () {
    yield* Check.that(
      "zone",
      zone,
      typeof zone === "string" && Zone.isZone(zone),
      `an IANA time zone, such as "Europe/Paris"`
    )
    yield* Check.that("unit", unit, Schema.is(Unit)(unit), `"day", "week", "month", "quarter" or "year"`)
  })

/** The periods from that of the first instant to that of the last. */
const spans = (
  argument: string,
  earliest: Instant,
  last: Instant,
  unit: Unit,
  zone: Zone.Zone
): Result.Result<ReadonlyArray<Span>, InvalidArgument> => {
  const first = numberAt(unit, zone, earliest)
  const size = 1 + numberAt(unit, zone, last) - first
  if (size > most) {
    return Check.fail(
      argument,
      `they span ${size} periods and at most ${most} are kept: look for a wrong date, or take a longer unit`
    )
  }
  const periods = Array.from({ length: size }, (_, place) => ({
    label: labelOf(unit, first + place),
    from: startOf(unit, zone, first + place),
    until: startOf(unit, zone, first + place + 1)
  }))
  // Samoa had no 30 December 2011
  return Result.succeed(periods.filter(({ from, until }) => from < until))
}

type MutableTally = { -readonly [Bin in keyof Nps.Tally]: Nps.Tally[Bin] }

/** The period that holds this instant: the last edge that is not later. */
const placeOf = (edges: ReadonlyArray<Instant>, at: Instant): number => {
  let low = 0
  let high = edges.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (at < (edges[middle] ?? Infinity)) high = middle
    else low = middle
  }
  return low
}
