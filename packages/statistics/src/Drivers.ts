/**
 * Drivers: which of the other questions go along with the score?
 *
 * Association, not cause: a question may go along with the score because both follow from something nobody asked.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Check from "./internal/Check.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"

/**
 * How one question goes along with the outcome, over the people who answered everything.
 *
 * @category models
 * @since 0.1.0
 */
export interface Driver {
  readonly name: string
  /** −1 to 1. None, for all three: everybody gave the same answer, to this question or as the outcome. */
  readonly pearson: Option.Option<number>
  /** Pearson's, of ranks; ties share their mean rank. */
  readonly spearman: Option.Option<number>
  /** τ-b: how much oftener two people are in the same order on both than in the opposite one, ties allowed for. */
  readonly kendall: Option.Option<number>
  /** Its part of R²: what it adds, on average over all orders of adding the drivers. None: where R² is none. */
  readonly share: Option.Option<number>
}

/**
 * All drivers of an outcome.
 *
 * @category models
 * @since 0.1.0
 */
export interface Drivers {
  /** People who answered everything; only they are used. Show it. */
  readonly people: number
  /** People left out because an answer is missing. */
  readonly incomplete: number
  /**
   * The share of the outcome's variance that all drivers explain together; the shares of the drivers add up to it. None:
   * the outcome does not vary, or there are fewer than two people more than drivers, when anything explains everything.
   */
  readonly rSquared: Option.Option<number>
  readonly drivers: ReadonlyArray<Driver>
}

/** Beyond it, all orders are too many. */
const most = 12

/**
 * Correlations of each driver with the outcome, and the LMG (Shapley) shares of R². Columns are as long as the outcome,
 * one place per person; `null` is a missing answer, and a person with any is left out and counted. Nobody left: correlations
 * and shares are none.
 *
 * Errors: `InvalidArgument` naming `outcome[3]` or `drivers.price[3]` that is no finite number, `drivers.price` when it is
 * of another length, or `drivers` when there are more than 12.
 * Sources: R. H. Lindeman, P. F. Merenda and R. Z. Gold, "Introduction to Bivariate and Multivariate Analysis", Scott,
 * Foresman, 1980; M. G. Kendall, "The Treatment of Ties in Ranking Problems", Biometrika 33(3), 1945.
 *
 * @example Result.map(Drivers.make([9, null], { price: [1, 2] }), ({ incomplete }) => incomplete) // => Result.succeed(1)
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  outcome: ReadonlyArray<number | null>,
  drivers: Readonly<Record<string, ReadonlyArray<number | null>>>
): Result.Result<Drivers, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.all("outcome", outcome, answer)
    const columns = Object.entries(drivers)
    yield* Check.that("drivers", columns.length, columns.length <= most, `at most ${most}`)
    for (const [name, column] of columns) {
      yield* Check.all(`drivers.${name}`, column, answer)
      yield* Check.that(
        `drivers.${name}`,
        column.length,
        column.length === outcome.length,
        `as many answers as outcome: ${outcome.length}`
      )
    }
    const complete = outcome.flatMap((value, person) =>
      value !== null && columns.every(([, column]) => column[person] !== null) ? [person] : []
    )
    const pick = (column: ReadonlyArray<number | null>) => complete.map((person) => column[person] ?? 0)
    const y = pick(outcome)
    const xs = columns.map(([, column]) => pick(column))
    const standardY = standardized(y)
    const standardXs = xs.map(standardized)
    const rankedY = standardized(ranks(y))
    const enough = complete.length >= columns.length + 2 && standardY !== undefined && columns.length > 0
    const explained = enough ? explainedBySubset(standardY, standardXs) : undefined
    return {
      people: complete.length,
      incomplete: outcome.length - complete.length,
      rSquared: Option.fromNullishOr(explained?.at(-1)),
      drivers: columns.map(([name], index) => {
        const x = xs[index] ?? []
        return {
          name,
          pearson: correlation(standardXs[index], standardY),
          spearman: correlation(standardized(ranks(x)), rankedY),
          kendall: kendall(x, y),
          share: Option.fromNullishOr(explained && shareOf(index, columns.length, explained))
        }
      })
    }
  })

const answer = (argument: string, value: number | null): Result.Result<number | null, InvalidArgument> =>
  value === null ? Result.succeed(null) : Check.finite(argument, value)

/** Mean 0 and length 1; undefined where nothing varies. Scaled first, so that no square overflows or vanishes. */
const standardized = (values: ReadonlyArray<number>): ReadonlyArray<number> | undefined => {
  const [first = 0] = values
  if (values.every((value) => value === first)) return undefined
  const apart = values.map((value) => value - first)
  const largest = apart.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const scaled = apart.map((value) => value / largest)
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length
  const length = Math.sqrt(scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0))
  return scaled.map((value) => (value - mean) / length)
}

const product = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  Math.max(
    -1,
    Math.min(
      1,
      a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
    )
  )

const correlation = (
  a: ReadonlyArray<number> | undefined,
  b: ReadonlyArray<number> | undefined
): Option.Option<number> => (a === undefined || b === undefined ? Option.none() : Option.some(product(a, b)))

/** From 1; those who tie share the mean of their places. */
const ranks = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const order = values.map((value, index) => ({ value, index })).toSorted((a, b) => a.value - b.value)
  const result = values.map(() => 0)
  let from = 0
  while (from < order.length) {
    let until = from + 1
    while (until < order.length && order[until]?.value === order[from]?.value) until++
    for (const { index } of order.slice(from, until)) result[index] = (from + 1 + until) / 2
    from = until
  }
  return result
}

/** Over the different pairs of values, of which a scale of few steps has few however many people answered. */
const kendall = (x: ReadonlyArray<number>, y: ReadonlyArray<number>): Option.Option<number> => {
  const rows = new Map<number, Map<number, number>>()
  for (const [index, value] of x.entries()) {
    const row = rows.get(value) ?? new Map<number, number>()
    const other = y[index] ?? 0
    rows.set(value, row.set(other, (row.get(other) ?? 0) + 1))
  }
  const cells = [...rows].flatMap(([x, row]) => [...row].map(([y, count]) => ({ x, y, count })))
  let inOrder = 0
  let differX = 0
  let differY = 0
  for (const [index, a] of cells.entries()) {
    for (let other = index + 1; other < cells.length; other++) {
      const b = cells[other] ?? a
      const pairs = a.count * b.count
      inOrder += pairs * Math.sign(a.x - b.x) * Math.sign(a.y - b.y)
      if (a.x !== b.x) differX += pairs
      if (a.y !== b.y) differY += pairs
    }
  }
  return differX === 0 || differY === 0
    ? Option.none()
    : Option.some(inOrder / Math.sqrt(differX) / Math.sqrt(differY)).pipe(
        Option.map((tau) => Math.max(-1, Math.min(1, tau)))
      )
}

/** R² of every subset of the drivers; driver i is in the subset when bit i of its number is set. The last is all of them. */
const explainedBySubset = (
  y: ReadonlyArray<number>,
  xs: ReadonlyArray<ReadonlyArray<number> | undefined>
): ReadonlyArray<number> => {
  const zeros = y.map(() => 0)
  const columns = xs.map((x) => x ?? zeros)
  const withY = columns.map((x) => product(x, y))
  const matrix = columns.map((a, i) => columns.map((b, j) => (i === j ? (xs[i] === undefined ? 0 : 1) : product(a, b))))
  return Array.from({ length: 2 ** xs.length }, (_, subset) =>
    explained(
      xs.map((_, index) => index).filter((index) => (subset >> index) & 1),
      matrix,
      withY
    )
  )
}

/** Gram–Schmidt on correlations; a driver that the others in the subset already say adds nothing. */
const explained = (
  subset: ReadonlyArray<number>,
  matrix: ReadonlyArray<ReadonlyArray<number>>,
  withY: ReadonlyArray<number>
): number => {
  const rows: Array<{ readonly of: ReadonlyArray<number>; readonly withY: number }> = []
  let sum = 0
  for (const driver of subset) {
    const row: Array<number> = []
    let left = matrix[driver]?.[driver] ?? 0
    let leftWithY = withY[driver] ?? 0
    for (const used of rows) {
      // `of[i]` belongs to driver i: what is left of it along this direction
      const along = used.of[driver] ?? 0
      left -= along * along
      leftWithY -= along * used.withY
    }
    if (left < 1e-10) continue
    for (const other of matrix.keys()) {
      let value = matrix[driver]?.[other] ?? 0
      for (const used of rows) value -= (used.of[driver] ?? 0) * (used.of[other] ?? 0)
      row.push(value / Math.sqrt(left))
    }
    rows.push({ of: row, withY: leftWithY / Math.sqrt(left) })
    sum += (leftWithY * leftWithY) / left
  }
  return Math.min(1, sum)
}

/** What the driver adds, averaged over all orders: subsets of one size come equally often, and so do sizes. */
const shareOf = (driver: number, drivers: number, explained: ReadonlyArray<number>): number => {
  let share = 0
  for (const [subset, before] of explained.entries()) {
    if ((subset >> driver) & 1) continue
    const size = Array.from({ length: drivers }, (_, index) => (subset >> index) & 1).reduce((sum, bit) => sum + bit, 0)
    share += ((explained[subset | (1 << driver)] ?? 0) - before) / (drivers * choose(drivers - 1, size))
  }
  return share
}

const choose = (n: number, k: number): number => {
  let result = 1
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i
  return result
}
