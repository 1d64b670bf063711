/**
 * Statistics: what do tallies by group and honest limits cost?
 *
 * Grouped tallies are held to the loop that counts bytes and knows neither groups nor months: what is above 1 is the price
 * of the groups and of checking. The score interval is held to the closed form that it replaces.
 */
import * as Nps from "@temoin/core/Nps"
import type * as Score from "@temoin/core/Score"
import * as Buckets from "@temoin/statistics/Buckets"
import * as Difference from "@temoin/statistics/Difference"
import * as Interval from "@temoin/statistics/Interval"
import * as Tallies from "@temoin/statistics/Tallies"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { type Benchmark, once, type Sink } from "../Benchmark.ts"
import * as DuckDb from "../fixture/DuckDb.ts"
import * as Random from "../fixture/Random.ts"

const lists = 2
const answersEach = 500_000
const segments = 50
const months = 24

const day = 86_400_000
const periods = once(() =>
  Result.getOrThrow(Buckets.between(Date.UTC(2024, 0), Date.UTC(2026, 0), "month", "Europe/Paris"))
)

interface Answers {
  readonly columns: Tallies.Columns
  readonly rows: ReadonlyArray<Tallies.Row>
}

const answers = once((): ReadonlyArray<Answers> => {
  const random = Random.make(2)
  // names as a JSON parser gives them
  const names: ReadonlyArray<string> = JSON.parse(
    JSON.stringify(Array.from({ length: segments }, (_, index) => `segment ${index}`))
  )
  return Array.from({ length: lists }, () => {
    const column = (below: number) => Uint8Array.from({ length: answersEach }, () => random.within(0, below))
    const columns = { scores: column(11), segments: column(segments), periods: column(months) }
    const rows = Array.from({ length: answersEach }, (_, index) => ({
      segment: names[columns.segments[index]!]!,
      at: periods()[columns.periods[index]!]!.from + random.within(0, 27) * day + random.within(0, day),
      // a byte array says of its elements only that they are numbers; that these are scores is seen to above
      score: columns.scores[index] as Score.Score
    }))
    return { columns, rows }
  })
})

/** The number of answers with each score, all groups together, in one number. */
const digest = (bins: ArrayLike<number>): Sink => {
  let sum = 0
  for (let score = 0; score < 11; score++) sum += bins[score]! * (score + 1) ** 4
  return sum
}

const byHand = ({ columns: { scores } }: Answers): Sink => {
  const bins = new Uint32Array(11)
  for (let index = 0; index < scores.length; index++) bins[scores[index]!]!++
  return digest(bins)
}

const ungrouped = (tallies: ReadonlyArray<ReadonlyArray<Nps.Tally>>): Sink => {
  let sum = 0
  for (const ofSegment of tallies) for (const tally of ofSegment) sum += digest(tally)
  return sum
}

const total = (count: (answers: Answers) => Sink): Sink => {
  let sum = 0
  for (const list of answers()) sum += count(list)
  return sum
}

const grouped = (what: string, target: number, count: (answers: Answers) => Sink): Benchmark => ({
  what: `${what}, a million answers by ${segments} segments and ${months} months`,
  unit: "answer",
  units: () => lists * answersEach,
  ours: () => total(count),
  reference: () => total(byHand),
  referenceIs: "a loop over the scores alone in a Uint8Array, unchecked and ungrouped",
  target
})

const tenMillion = once(() => {
  const random = Random.make(4)
  const column = (below: number) => Uint8Array.from({ length: 10_000_000 }, () => random.within(0, below))
  return { scores: column(11), segments: column(segments), periods: column(months) }
})

/** Ours against DuckDB, both over the same ten million answers. The query gives a score and a count per row. */
const besideDuckDb = (what: string, ours: () => Sink, sql: string): Benchmark => {
  const duckDb = once(() => DuckDb.open(tenMillion()))
  let opened = false
  return {
    what: `${what}, ten million answers beside DuckDB`,
    unit: "answer",
    units: () => tenMillion().scores.length,
    ours,
    reference: () => {
      opened = true
      const bins = new Float64Array(11)
      for (const [score, count] of duckDb().query(sql)) bins[score]! += count
      return digest(bins)
    },
    referenceIs: "DuckDB on two threads, unchecked",
    target: 1,
    close: () => {
      if (opened) duckDb().close()
    }
  }
}

const samples = once(() => {
  const random = Random.make(3)
  return Array.from({ length: 500 }, () => ({
    promoters: random.within(0, 400),
    passives: random.within(0, 300),
    detractors: random.within(1, 200)
  }))
})

/** How often the limits lie around the score: the same for both, so that both had to be computed. */
const around = (make: typeof Interval.score): Sink => {
  let inside = 0
  for (const counts of samples()) {
    const limits = Option.getOrThrow(Result.getOrThrow(make(counts)))
    const nps =
      (100 * (counts.promoters - counts.detractors)) / (counts.promoters + counts.passives + counts.detractors)
    if (limits.lower <= nps && nps <= limits.upper) inside++
  }
  return inside
}

/** Two groups of `size` answers each. */
const permuted = (size: number): Benchmark => ({
  what: `Difference.permutation, ${size} against ${size} answers`,
  unit: "p-value",
  units: () => 1,
  ours: () => {
    const half = Math.floor(size / 2)
    const a = { promoters: half, passives: size - half - Math.floor(half / 2), detractors: Math.floor(half / 2) }
    const b = {
      promoters: half - 5,
      passives: size - half - Math.floor(half / 2),
      detractors: Math.floor(half / 2) + 5
    }
    return Option.getOrThrow(Result.getOrThrow(Difference.permutation(a, b)))
  },
  reference: undefined,
  referenceIs: "–: the time grows with the square of the answers"
})

export const benchmarks: ReadonlyArray<Benchmark> = [
  grouped("Tallies.fromColumns", 3, ({ columns }) =>
    ungrouped(Result.getOrThrow(Tallies.fromColumns(columns, { segments, periods: months })).tallies)
  ),
  grouped("Tallies.fromRows", 22, ({ rows }) =>
    ungrouped(Result.getOrThrow(Tallies.fromRows(rows, periods())).tallies)
  ),
  besideDuckDb(
    "Nps.read",
    () => digest(Nps.read(tenMillion().scores).tally),
    "SELECT scores, count(*) FROM answers GROUP BY scores"
  ),
  besideDuckDb(
    "Tallies.fromColumns",
    () => ungrouped(Result.getOrThrow(Tallies.fromColumns(tenMillion(), { segments, periods: months })).tallies),
    "SELECT scores, count(*) FROM answers GROUP BY segments, periods, scores"
  ),
  {
    what: "Interval.score",
    unit: "interval",
    units: () => samples().length,
    ours: () => around(Interval.score),
    reference: () => around(Interval.adjustedWald),
    referenceIs: "Interval.adjustedWald, a closed form",
    target: 50
  },
  ...[20, 50, 100, 150].map(permuted)
]
