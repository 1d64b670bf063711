/**
 * Raking: how do we weight answers when we know the shares of regions and of sizes, but not of both together?
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { EmptyCell } from "./EmptyCell.ts"
import * as Check from "./internal/Check.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"

/**
 * The weights did not settle: some margins contradict each other for the answers there are.
 *
 * @category errors
 * @since 0.1.0
 */
export class NotConverged extends Schema.TaggedError<NotConverged>()("NotConverged", {
  rounds: Schema.Int,
  largestError: Schema.Number
}) {
  override get message(): string {
    return `margins: after ${this.rounds} rounds a margin is still off by ${this.largestError} of the total, because no weights of these answers meet all margins; join small groups, or rake by fewer variables`
  }
}

/** How many people of each group there are, by variable: `{ region: { North: 40, South: 60 } }`. @category models @since 0.1.0 */
export type Margins = Readonly<Record<string, Readonly<Record<string, number>>>>

/**
 * The weights, one per answer in their order, and how they came about.
 *
 * @category models
 * @since 0.1.0
 */
export interface Raking {
  readonly weights: ReadonlyArray<number>
  readonly rounds: number
  /** By how much any margin is still missed. Unit: a share of the total. */
  readonly largestError: number
  /** Largest ÷ smallest weight above 0: from 5 or so on, few answers decide much. No rows: 0. */
  readonly range: number
}

const mostRounds = 1000

/** Of the total; finer than anybody weights, and coarser than the rounding of a million answers. */
const tolerance = 1e-10

/**
 * Weights with which the answers meet every margin, by iterative proportional fitting from equal ones. They add up to the
 * margins' total. `rows` are the answers with their groups: `{ region: "North", size: "big" }`; what is not a variable
 * of `margins` is ignored. No rows: no weights, if the margins have no people either.
 *
 * Errors: `EmptyCell` when a group has people and no answer; `NotConverged` when no weights meet all margins;
 * `InvalidArgument` naming `rows[3].region` that is in no margin, `margins.region.North` that is no number, or
 * `margins.region` whose total differs from the others'.
 * Source: W. E. Deming and F. F. Stephan, "On a Least Squares Adjustment of a Sampled Frequency Table When the Expected
 * Marginal Totals are Known", Annals of Mathematical Statistics 11(4), 1940.
 *
 * @example Result.map(Raking.make([{ x: "a" }, { x: "b" }], { x: { a: 3, b: 1 } }), ({ weights }) => weights) // => Result.succeed([3, 1])
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
  margins: Margins
): Result.Result<Raking, InvalidArgument | EmptyCell | NotConverged> =>
  Result.gen(function* () {
    const variables: Array<Variable> = []
    for (const [name, levels] of Object.entries(margins)) variables.push(yield* variableOf(name, levels, rows))
    const total = variables[0]?.total ?? rows.length
    for (const variable of variables) {
      yield* Check.that(
        `margins.${variable.name}`,
        variable.total,
        Math.abs(variable.total - total) <= 1e-9 * total,
        `levels that add up to ${total}, as those of the first variable`
      )
    }
    // as shares of the total, so that neither large nor small populations matter
    const weights = rows.map(() => 1 / rows.length)
    let rounds = 0
    let largestError = errorOf(variables, weights)
    while (largestError > tolerance) {
      if (rounds === mostRounds) return yield* Result.fail(new NotConverged({ rounds, largestError }))
      for (const { groups, targets } of variables) {
        const sums = sumsOf(groups, weights, targets.length)
        for (const [row, group] of groups.entries()) {
          const sum = sums[group] ?? 0
          // of a share of the group, since a target over a tiny sum overflows
          weights[row] = sum === 0 ? 0 : ((weights[row] ?? 0) / sum) * (targets[group] ?? 0)
        }
      }
      rounds++
      largestError = errorOf(variables, weights)
    }
    return {
      weights: weights.map((weight) => weight * total),
      rounds,
      largestError,
      range: rangeOf(weights)
    }
  })

/** A margin: each row's group by number, and each group's share of the total. */
interface Variable {
  readonly name: string
  readonly total: number
  readonly groups: ReadonlyArray<number>
  readonly targets: ReadonlyArray<number>
}

const variableOf = (
  name: string,
  levels: Readonly<Record<string, number>>,
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>
): Result.Result<Variable, InvalidArgument | EmptyCell> =>
  Result.gen(function* () {
    const numbers = new Map<unknown, number>()
    const people: Array<number> = []
    for (const [level, size] of Object.entries(levels)) {
      numbers.set(level, people.length)
      people.push(yield* Check.nonNegative(`margins.${name}.${level}`, size))
    }
    const groups: Array<number> = []
    for (const [index, row] of rows.entries()) {
      const level = Object.hasOwn(row, name) ? row[name] : undefined
      const group = numbers.get(level)
      if (group === undefined)
        return yield* Check.fail(`rows[${index}].${name}`, `expected one of the levels in margins.${name}`)
      groups.push(group)
    }
    const answered = new Set(groups)
    for (const [level, size] of Object.entries(levels)) {
      const group = numbers.get(level)
      if (size > 0 && group !== undefined && !answered.has(group)) {
        return yield* Result.fail(new EmptyCell({ variable: name, level }))
      }
    }
    const total = people.reduce((sum, size) => sum + size, 0)
    yield* Check.that(`margins.${name}`, total, total > 0 || rows.length === 0, "people in at least one level")
    return { name, total, groups, targets: people.map((size) => (total === 0 ? 0 : size / total)) }
  })

const rangeOf = (weights: ReadonlyArray<number>): number => {
  let most = 0
  let least = 1
  for (const weight of weights) {
    most = Math.max(most, weight)
    if (weight > 0) least = Math.min(least, weight)
  }
  // a weight on its way to 0 must not make this infinite
  return most / Math.max(least, 1e-300)
}

const sumsOf = (groups: ReadonlyArray<number>, weights: ReadonlyArray<number>, size: number): ReadonlyArray<number> => {
  const sums = Array.from({ length: size }, () => 0)
  for (const [row, group] of groups.entries()) sums[group] = (sums[group] ?? 0) + (weights[row] ?? 0)
  return sums
}

const errorOf = (variables: ReadonlyArray<Variable>, weights: ReadonlyArray<number>): number => {
  let largest = 0
  for (const { groups, targets } of variables) {
    for (const [group, sum] of sumsOf(groups, weights, targets.length).entries()) {
      largest = Math.max(largest, Math.abs(sum - (targets[group] ?? 0)))
    }
  }
  return largest
}
