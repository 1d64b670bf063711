/**
 * Tallies: what did each group answer, period by period?
 *
 * One pass over the answers, with no key made and no date computed for any of them: a million rows take a few
 * hundredths of a second.
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import type * as Buckets from "./Buckets.ts"
import * as Check from "./internal/Check.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"

/** An answer, when it was given, and the segment of its giver. @category models @since 0.1.0 */
export interface Row {
  readonly segment: string
  readonly at: Instant
  readonly score: Score.Score
}

/**
 * The answers of each segment in each period. `segments` are in the order in which they were met; `tallies` is a list per
 * segment with a tally per period. `rejected`: rows whose score is none, or whose instant is no number; `outside`: rows
 * given before the first period or after the last. Every row is counted once.
 *
 * @category models
 * @since 0.1.0
 */
export interface Tallies {
  readonly segments: ReadonlyArray<string>
  readonly periods: ReadonlyArray<Buckets.Span>
  readonly tallies: ReadonlyArray<ReadonlyArray<Nps.Tally>>
  readonly rejected: number
  readonly outside: number
}

/** Room between one tally and the next, so that a place is a shift and not a product. */
const stride = 16

/** At most so many tallies: 50 segments × 24 months are 1,200. */
const most = 2_000_000

/**
 * Tallies rows by segment and by period. The periods come from `Buckets.between`, one after the other without a gap. No
 * rows: no segments. Errors: `InvalidArgument` naming `periods` when they leave a gap, and `rows` when there are more than
 * two million tallies, which a column of identifiers taken for segments would give.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromRows = (
  rows: ReadonlyArray<Row>,
  periods: ReadonlyArray<Buckets.Span>
): Result.Result<Tallies, InvalidArgument> =>
  Result.gen(function* () {
    const { edges, last, places, start } = yield* calendarOf(periods)
    const segments = segmentsOf()
    let bins = new Uint32Array(64 * periods.length * stride)
    let rejected = 0
    let outside = 0
    for (let index = 0; index < rows.length; index++) {
      const { at, score, segment } = rows[index]!
      const id = segments.idOf(segment)
      if (!Score.isScore(score) || typeof at !== "number" || at !== at) {
        rejected++
        continue
      }
      if (!(at >= start && at < last)) {
        outside++
        continue
      }
      let place = places[((at - start) / hour) | 0]!
      while (at >= edges[place + 1]!) place++
      const bin = (id * periods.length + place) * stride + score
      if (bin >= bins.length) {
        if (segments.names.length * periods.length > most) return yield* tooMany("rows")
        bins = grown(bins)
      }
      bins[bin]!++
    }
    return {
      segments: segments.names,
      periods,
      tallies: segments.names.map((_, id) => periods.map((_, place) => tallyAt(bins, id * periods.length + place))),
      rejected,
      outside
    }
  })

const tooMany = (argument: string) => Check.fail(argument, `segments × periods are more than ${most} tallies`)

const grown = (bins: Uint32Array): Uint32Array<ArrayBuffer> => {
  const more = new Uint32Array(bins.length * 2)
  more.set(bins)
  return more
}

const tallyAt = (bins: ArrayLike<number>, place: number): Nps.Tally => {
  const at = (score: Score.Score): number => bins[place * stride + score] ?? 0
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10)]
}

const hour = 3_600_000

/** The period that each hour begins in, so that an instant finds its own in one step, or two. */
const calendarOf = (periods: ReadonlyArray<Buckets.Span>) =>
  Result.gen(function* () {
    const all = yield* Check.all("periods", periods, (argument, { from, until }) =>
      Result.flatMap(Check.finite(`${argument}.from`, from), () =>
        Check.that(`${argument}.until`, until, until > from && until <= 8.64e15, "an instant after `from`")
      )
    )
    for (const [place, until] of all.slice(0, -1).entries())
      yield* Check.that(
        `periods[${place + 1}].from`,
        periods[place + 1]!.from,
        periods[place + 1]!.from === until,
        "to begin where the one before ends"
      )
    const start = periods[0]?.from ?? 0
    const last = periods.at(-1)?.until ?? 0
    const hours = Math.ceil((last - start) / hour)
    yield* Check.that("periods", hours, hours <= 10_000_000, "at most 1,100 years together")
    const places = new Uint32Array(hours)
    const edges = Float64Array.from([...periods.map(({ from }) => from), last, Infinity])
    let place = 0
    for (let index = 0; index < hours; index++) {
      while (edges[place + 1]! <= start + index * hour) place++
      places[index] = place
    }
    return { edges, last, places, start }
  })

/**
 * Numbers the segments as they come. In front of the map stand 256 slots, found by a few letters of the name: a name that
 * is in its slot is compared, not looked up.
 */
const segmentsOf = () => {
  const names: Array<string> = []
  const ids = new Map<string, number>()
  const slotNames = Array.from({ length: 256 }, (): string | undefined => undefined)
  const slotIds = new Int32Array(256)
  const idOf = (name: string): number => {
    const end = name.length - 1
    const slot =
      (end + 31 * name.charCodeAt(end) + 131 * name.charCodeAt(end - 1) + 7 * name.charCodeAt(end >> 1)) & 255
    if (slotNames[slot] === name) return slotIds[slot]!
    let id = ids.get(name)
    if (id === undefined) {
      id = names.length
      ids.set(name, id)
      names.push(name)
    }
    slotNames[slot] = name
    slotIds[slot] = id
    return id
  }
  return { idOf, names }
}

/** Small whole numbers in a typed array. @category models @since 0.1.0 */
export type Column = Uint8Array | Uint16Array | Uint32Array

/**
 * Answers in columns of equal length: the score, the number of the segment and the number of the period of each.
 *
 * @category models
 * @since 0.1.0
 */
export interface Columns {
  readonly scores: Uint8Array
  readonly segments: Column
  readonly periods: Column
}

/**
 * Tallies columns by segment and by period: a list per segment with a tally per period. `rejected`: rows with a score above
 * 10, or a segment or period that is not among the `segments` and `periods` announced. Errors: `InvalidArgument` naming the
 * column that is of another length than the scores, `size.segments` or `size.periods`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromColumns = (
  columns: Columns,
  size: { readonly segments: number; readonly periods: number }
): Result.Result<
  { readonly tallies: ReadonlyArray<ReadonlyArray<Nps.Tally>>; readonly rejected: number },
  InvalidArgument
> =>
  Result.gen(function* () {
    const segments = yield* Check.count("size.segments", size.segments)
    const periods = yield* Check.count("size.periods", size.periods)
    // no segments of a quadrillion periods each are no tallies, and still too many
    const largest = Math.max(segments, periods, segments * periods)
    yield* Check.that("size", largest, largest <= most, `at most ${most} tallies`)
    for (const name of ["segments", "periods"] as const)
      yield* Check.that(
        `columns.${name}`,
        columns[name].length,
        columns[name].length === columns.scores.length,
        "as many as scores"
      )
    const bins = new Uint32Array(segments * periods * stride)
    const rejected = countColumns(columns, segments, periods, bins)
    return {
      tallies: Array.from({ length: segments }, (_, segment) =>
        Array.from({ length: periods }, (_, period) => tallyAt(bins, segment * periods + period))
      ),
      rejected
    }
  })

const countColumns = (columns: Columns, segments: number, periods: number, bins: Uint32Array): number => {
  const { scores } = columns
  const ofSegment = columns.segments
  const ofPeriod = columns.periods
  let rejected = 0
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index]!
    const segment = ofSegment[index]!
    const period = ofPeriod[index]!
    if (score < 11 && segment < segments && period < periods) bins[(segment * periods + period) * stride + score]!++
    else rejected++
  }
  return rejected
}
