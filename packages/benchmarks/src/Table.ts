/**
 * Table: how do the measurements read?
 *
 * @since 0.1.0
 */
import type { Benchmark } from "./Benchmark.ts"
import type { Measured } from "./Measure.ts"

/**
 * What became of a line: `met` or `missed` its target; `shown` when it has none; `differs` when its two sides do not
 * compute the same.
 *
 * @category models
 * @since 0.1.0
 */
export type Outcome = "met" | "missed" | "shown" | "differs"

/**
 * What a measurement means for its target. A target is met by the median, when nothing else spoils it.
 *
 * @category judging
 * @since 0.1.0
 */
export const outcome = ({ target }: Pick<Benchmark, "target">, measured: Measured): Outcome => {
  if (measured._tag === "Differ") return "differs"
  if (target === undefined || measured._tag === "Alone") return "shown"
  return measured.ratio.median <= target && measured.spoilt === undefined ? "met" : "missed"
}

/**
 * A time in the unit that suits it, with three digits. `millis`: milliseconds.
 *
 * @example Table.duration(0.0000012345) // => "1.23 ns"
 * @example Table.duration(0.0005) // => "500 ns"
 * @example Table.duration(12.34) // => "12.3 ms"
 * @category formatting
 * @since 0.1.0
 */
export const duration = (millis: number): string =>
  millis < 0.001 ? `${digits(millis * 1e6)} ns` : millis < 1 ? `${digits(millis * 1e3)} µs` : `${digits(millis)} ms`

/** Three digits that count. */
const digits = (value: number): string =>
  value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2)

const name = ({ unit, what }: Benchmark): string => `${what}, per ${unit}`

interface Column {
  readonly width: number
  readonly align: "left" | "right"
}

const columnsFor = (benchmarks: ReadonlyArray<Benchmark>): ReadonlyArray<Column> => [
  { width: Math.max(4, ...benchmarks.map((benchmark) => name(benchmark).length)), align: "left" },
  { width: 9, align: "right" },
  { width: 9, align: "right" },
  { width: 19, align: "right" },
  { width: 6, align: "right" },
  { width: 7, align: "left" },
  { width: 0, align: "left" }
]

const line = (columns: ReadonlyArray<Column>, cells: ReadonlyArray<string>): string =>
  columns
    .map(({ align, width }, index) => {
      const cell = cells[index] ?? ""
      return align === "left" ? cell.padEnd(width) : cell.padStart(width)
    })
    .join("  ")
    .trimEnd()

/**
 * The lines above the first measurement.
 *
 * @category formatting
 * @since 0.1.0
 */
export const head = (benchmarks: ReadonlyArray<Benchmark>): ReadonlyArray<string> => {
  const columns = columnsFor(benchmarks)
  const titles = ["what", "ours", "reference", "ratio (min–max)", "target", "", "the reference is"]
  const rules = columns.map(({ width }, index) => "─".repeat(Math.max(width, titles[index]?.length ?? 0)))
  return [line(columns, titles), line(columns, rules)]
}

/**
 * One measurement, in a table of these benchmarks.
 *
 * @category formatting
 * @since 0.1.0
 */
export const row = (benchmarks: ReadonlyArray<Benchmark>, benchmark: Benchmark, measured: Measured): string => {
  const target = benchmark.target === undefined ? "–" : `≤ ${benchmark.target}`
  const end = [target, outcome(benchmark, measured), benchmark.referenceIs]
  const columns = columnsFor(benchmarks)
  switch (measured._tag) {
    case "Differ":
      return line(columns, [name(benchmark), "–", "–", "–", ...end])
    case "Alone":
      return line(columns, [name(benchmark), duration(measured.ours.median), "–", "–", ...end])
    case "Compared": {
      const { ours, ratio, reference } = measured
      const ratios = `${digits(ratio.median)} (${digits(ratio.min)}–${digits(ratio.max)})`
      return line(columns, [name(benchmark), duration(ours.median), duration(reference.median), ratios, ...end])
    }
  }
}

/**
 * The last line: how many targets were met and missed.
 *
 * @example Table.foot(["met", "shown", "missed", "met"]) // => "2 met, 1 missed"
 * @category formatting
 * @since 0.1.0
 */
export const foot = (outcomes: ReadonlyArray<Outcome>): string => {
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length
  return `${count("met")} met, ${count("missed")} missed`
}
