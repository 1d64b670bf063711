/**
 * Measure: how long does each side take?
 *
 * Both sides run in windows of many calls: first to warm up, until the compiler has settled; then in rounds, ours and the
 * reference one right after the other, changing places each round. So whatever slows the machine down for a while slows
 * both, and the ratio within a round keeps its meaning when the times do not. Nothing asks for a garbage collection: what
 * a side throws away, it pays for. Each benchmark runs in a process of its own (`measureApart`), since code that has seen
 * one kind of value is compiled differently from code that has seen several.
 *
 * @since 0.1.0
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import type { Benchmark, Sink } from "./Benchmark.ts"

/**
 * The median over the rounds, and the range.
 *
 * @category models
 * @since 0.1.0
 */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/**
 * Times are milliseconds per unit. `ratio`: ours divided by the reference, each round by itself.
 *
 * - `Compared`: both sides ran and agreed. `spoilt`: what was not kept to beside the time.
 * - `Alone`: there is nothing to compare with.
 * - `Differ`: the two sides do not compute the same, so their times would mean nothing.
 *
 * @category models
 * @since 0.1.0
 */
export type Measured =
  | {
      readonly _tag: "Compared"
      readonly ours: Spread
      readonly reference: Spread
      readonly ratio: Spread
      readonly spoilt?: string
    }
  | { readonly _tag: "Alone"; readonly ours: Spread }
  | { readonly _tag: "Differ"; readonly problem: string }

/**
 * - `rounds`: how many windows each side is measured for.
 * - `window`: how long a window takes at least. Unit: milliseconds.
 * - `warmUp`: for how long both sides run before the first round. Unit: milliseconds.
 *
 * @category models
 * @since 0.1.0
 */
export interface Settings {
  readonly rounds: number
  readonly window: number
  readonly warmUp: number
}

/** Enough for medians that repeat, and the whole table in less than a minute. @category models @since 0.1.0 */
export const settings: Settings = { rounds: 31, window: 8, warmUp: 500 }

/**
 * The middle of some numbers (of an even count the mean of the middle two), the smallest and the largest. Of none: `NaN`.
 *
 * @example Measure.spread([3, 1, 2]) // => { median: 2, min: 1, max: 3 }
 * @category statistics
 * @since 0.1.0
 */
export const spread = (values: ReadonlyArray<number>): Spread => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) }
}

/** Something that is timed. It knows how many calls fill a window, and learns better each time. */
interface Side {
  readonly name: string
  readonly run: () => Sink
  readonly expected: Sink
  calls: number
}

/** A call that computed something else than the first one did. */
class Wavered extends Error {}

/**
 * Runs a benchmark. `clock` is in milliseconds.
 *
 * @category measuring
 * @since 0.1.0
 */
export const measure = (
  benchmark: Benchmark,
  { rounds, warmUp, window }: Settings = { ...settings, rounds: benchmark.rounds ?? settings.rounds },
  clock: () => number = () => performance.now()
): Measured => {
  const { differs, ours, reference, units } = benchmark
  const problem = differs?.()
  if (problem !== undefined) return { _tag: "Differ", problem }
  const expected = ours()
  const theirs = reference?.()
  if (theirs !== undefined && !Object.is(theirs, expected)) {
    return { _tag: "Differ", problem: `ours computed ${expected}, the reference ${theirs}` }
  }
  const ourSide: Side = { name: "ours", run: ours, expected, calls: 1 }
  const referenceSide: Side | undefined = reference && { name: "the reference", run: reference, expected, calls: 1 }
  const sides = referenceSide === undefined ? [ourSide] : [ourSide, referenceSide]

  /** Milliseconds per call. */
  const time = (side: Side): number => {
    const { calls, expected, run } = side
    let wavered: Sink | undefined
    let told = 0
    const start = clock()
    for (let call = 0; call < calls; call++) {
      const sink = run()
      if (sink !== expected) wavered = sink
      told += benchmark.elapsed?.() ?? 0
    }
    const elapsed = benchmark.elapsed === undefined ? clock() - start : told
    if (wavered !== undefined) throw new Wavered(`${side.name} computed ${expected} first, and then ${wavered}`)
    side.calls = Math.max(1, Math.min(calls * 4, Math.ceil((calls * window) / Math.max(elapsed, window / 1000))))
    return elapsed / calls
  }

  try {
    const end = clock() + warmUp
    do for (const side of sides) time(side)
    while (clock() < end)

    const perUnit = 1 / units()
    const ourTimes: Array<number> = []
    const referenceTimes: Array<number> = []
    for (let round = 0; round < rounds; round++) {
      if (referenceSide !== undefined && round % 2 === 1) referenceTimes.push(time(referenceSide) * perUnit)
      ourTimes.push(time(ourSide) * perUnit)
      if (referenceSide !== undefined && round % 2 === 0) referenceTimes.push(time(referenceSide) * perUnit)
    }
    if (referenceSide === undefined) return { _tag: "Alone", ours: spread(ourTimes) }
    const spoilt = benchmark.spoils?.()
    return {
      _tag: "Compared",
      ...(spoilt === undefined ? {} : { spoilt }),
      ours: spread(ourTimes),
      reference: spread(referenceTimes),
      ratio: spread(ourTimes.map((ours, round) => ours / (referenceTimes[round] ?? Number.NaN)))
    }
  } catch (error) {
    if (error instanceof Wavered) return { _tag: "Differ", problem: error.message }
    throw error
  }
}

/**
 * Runs the benchmark of this name in a process of its own, with this process's options, such as `--cpu-prof`. Throws when
 * that process dies; it has then said why.
 *
 * @category measuring
 * @since 0.1.0
 */
export const measureApart = (what: string): Measured => {
  const file = join(import.meta.dirname, "one.ts")
  const { error, signal, status, stdout } = spawnSync(process.execPath, [...process.execArgv, file, what], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"]
  })
  if (error !== undefined || status !== 0) {
    throw new Error(`"${what}" could not be measured: its process ended with ${signal ?? status}`, { cause: error })
  }
  return JSON.parse(stdout) as Measured
}
