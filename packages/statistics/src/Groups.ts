/**
 * Groups: do several groups differ, and which of them?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Difference from "./Difference.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import { moments } from "./internal/Moments.ts"
import * as Interval from "./Interval.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * A chi-square statistic with its degrees of freedom and p-value.
 *
 * @category models
 * @since 0.1.0
 */
export interface ChiSquare {
  readonly statistic: number
  readonly degreesOfFreedom: number
  readonly pValue: number
}

/** Every group checked by its place; groups without answers, which say nothing, left out. */
const usable = (groups: ReadonlyArray<Sample.Counts>): Result.Result<ReadonlyArray<Sample.Counts>, InvalidArgument> =>
  Result.map(
    Check.all("groups", groups, (argument, group: Sample.Counts) => Sample.make(group, argument)),
    (checked) => checked.filter((group) => Sample.size(group) > 0)
  )

/**
 * Do the groups answer alike, promoters, passives and detractors all considered? Pearson's chi-square over groups and
 * categories; categories nobody is in, and groups without answers, are left out. Fewer than two groups or categories: none.
 * Errors: `InvalidArgument` naming the group, as in `groups[2].passives`.
 *
 * @category tests
 * @since 0.1.0
 */
export const sameAnswers = (
  groups: ReadonlyArray<Sample.Counts>
): Result.Result<Option.Option<ChiSquare>, InvalidArgument> =>
  Result.map(usable(groups), (checked) => {
    const rows = checked.map(({ detractors, passives, promoters }) => [promoters, passives, detractors])
    const columns = [0, 1, 2].map((column) => sum(rows.map((row) => row[column]!)))
    const filled = [0, 1, 2].filter((column) => columns[column]! > 0)
    const degreesOfFreedom = (rows.length - 1) * (filled.length - 1)
    if (degreesOfFreedom < 1) return Option.none()
    const total = sum(columns)
    const statistic = sum(
      rows.flatMap((row) =>
        filled.map((column) => {
          const expected = sum(row) * (columns[column]! / total)
          const gap = row[column]! - expected
          return gap * (gap / expected)
        })
      )
    )
    return judged(statistic, degreesOfFreedom)
  })

/**
 * Do the groups have the same NPS? Cochran's Q on the adjusted scores (see `Interval.adjust`), each weighted by the inverse
 * of its variance. Groups without answers are left out; fewer than two groups: none. Errors: as `sameAnswers`.
 * Source: W. G. Cochran, Biometrics 10:101–129, 1954.
 *
 * @category tests
 * @since 0.1.0
 */
export const sameScore = (
  groups: ReadonlyArray<Sample.Counts>
): Result.Result<Option.Option<ChiSquare>, InvalidArgument> =>
  Result.map(usable(groups), (checked) => {
    if (checked.length < 2) return Option.none()
    const scores = checked.map((group) => moments(Interval.adjust(group)))
    const weights = scores.map(({ standardError }) => 1 / standardError ** 2)
    const total = sum(weights)
    const mean = sum(scores.map((score, i) => (weights[i]! / total) * score.mean))
    return judged(sum(scores.map((score, i) => weights[i]! * (score.mean - mean) ** 2)), checked.length - 1)
  })

const judged = (statistic: number, degreesOfFreedom: number): Option.Option<ChiSquare> =>
  Option.some({ statistic, degreesOfFreedom, pValue: Distribution.chiSquare(degreesOfFreedom).survival(statistic) })

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

/**
 * How p-values are corrected for having looked more than once. `holm` keeps the chance of even one false alarm at the level
 * and is the default; `benjaminiHochberg` keeps the share of false alarms among the alarms, `benjaminiYekutieli` also when
 * the tests depend on each other; `bonferroni` is Holm's weaker ancestor.
 * Sources: S. Holm, Scand. J. Statist. 6:65–70, 1979; Y. Benjamini & Y. Hochberg, J. R. Statist. Soc. B 57:289–300, 1995;
 * Y. Benjamini & D. Yekutieli, Annals of Statistics 29:1165–1188, 2001.
 *
 * @category models
 * @since 0.1.0
 */
export type Correction = "holm" | "benjaminiHochberg" | "benjaminiYekutieli" | "bonferroni"

/**
 * The p-values corrected for their number, in the order given, none above 1. No p-values: none. Errors: `InvalidArgument`
 * naming the p-value that is not between 0 and 1, or `correction`.
 *
 * @example Groups.correct([0.01, 0.04]) // => Result.succeed([0.02, 0.04])
 * @category tests
 * @since 0.1.0
 */
export const correct = (
  pValues: ReadonlyArray<number>,
  correction: Correction = "holm"
): Result.Result<ReadonlyArray<number>, InvalidArgument> =>
  Result.flatMap(
    Check.all("pValues", pValues, (argument, p: number) => Check.that(argument, p, p >= 0 && p <= 1, "from 0 to 1")),
    (checked) =>
      Object.hasOwn(corrections, correction)
        ? Result.succeed(corrections[correction](checked))
        : Check.fail("correction", `expected one of ${Object.keys(corrections).join(", ")}`)
  )

/** Factors by rank, smallest p first; then no p below the one before it. */
const steppingDown = (pValues: ReadonlyArray<number>, factor: (rank: number) => number): ReadonlyArray<number> => {
  const result = pValues.slice()
  let highest = 0
  for (const [rank, place] of ranked(pValues).entries()) {
    highest = Math.max(highest, Math.min(1, factor(rank) * pValues[place]!))
    result[place] = highest
  }
  return result
}

/** Factors by rank, smallest p first; then no p above the one after it. */
const steppingUp = (pValues: ReadonlyArray<number>, factor: (rank: number) => number): ReadonlyArray<number> => {
  const result = pValues.slice()
  let lowest = 1
  for (const [rank, place] of [...ranked(pValues).entries()].toReversed()) {
    lowest = Math.min(lowest, factor(rank) * pValues[place]!)
    result[place] = lowest
  }
  return result
}

const ranked = (pValues: ReadonlyArray<number>): ReadonlyArray<number> =>
  pValues.map((_, place) => place).toSorted((a, b) => pValues[a]! - pValues[b]!)

const corrections: { readonly [Name in Correction]: (pValues: ReadonlyArray<number>) => ReadonlyArray<number> } = {
  holm: (pValues) => steppingDown(pValues, (rank) => pValues.length - rank),
  benjaminiHochberg: (pValues) => steppingUp(pValues, (rank) => pValues.length / (rank + 1)),
  benjaminiYekutieli: (pValues) => {
    const harmonic = sum(pValues.map((_, i) => 1 / (i + 1)))
    return steppingUp(pValues, (rank) => (harmonic * pValues.length) / (rank + 1))
  },
  bonferroni: (pValues) => pValues.map((p) => Math.min(1, pValues.length * p))
}

/**
 * One pair among all pairs: the places of the two groups, their comparison, and its p-value corrected for all the pairs.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pair {
  readonly a: number
  readonly b: number
  readonly comparison: Difference.Comparison
  readonly correctedPValue: number
}

/**
 * The pairs that were tested, all of them: `family` says how many p-values the correction counted.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pairs {
  readonly correction: Correction
  readonly family: number
  readonly pairs: ReadonlyArray<Pair>
}

/**
 * Every group against every other, with the p-values corrected together. Pairs with a group without answers are left out
 * of the family. The intervals are each for one pair alone. Errors: as `sameAnswers`; `confidence`; `correction`.
 *
 * @category tests
 * @since 0.1.0
 */
export const pairs = (
  groups: ReadonlyArray<Sample.Counts>,
  correction: Correction = "holm",
  confidence: number = Confidence.usual
): Result.Result<Pairs, InvalidArgument> =>
  Result.gen(function* () {
    yield* usable(groups)
    yield* Confidence.make(confidence)
    const compared: Array<Omit<Pair, "correctedPValue">> = []
    for (const [a, first] of groups.entries())
      for (const [b, second] of groups.entries())
        if (a < b)
          Option.map(yield* Difference.compare(first, second, confidence), (comparison) =>
            compared.push({ a, b, comparison })
          )
    const corrected = yield* correct(
      compared.map(({ comparison }) => comparison.pValue),
      correction
    )
    return {
      correction,
      family: compared.length,
      pairs: compared.map((pair, i) => ({ ...pair, correctedPValue: corrected[i]! }))
    }
  })
