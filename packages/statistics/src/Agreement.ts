/**
 * Agreement: would the same people say the same again?
 *
 * The intraclass correlation (ICC) is the share of the variance that lies between people rather than within them: near 1,
 * an answer tells much about the person; near 0, it is mostly chance. It may come out negative, and is reported so.
 *
 * @since 0.1.0
 */
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import * as Panel from "./Panel.ts"

/**
 * Agreement within groups: the answers of one person, or of one account's people, whose order means nothing.
 *
 * @category models
 * @since 0.1.0
 */
export interface Within {
  readonly groups: number
  readonly answers: number
  /** The size of group that counts, between the least and the mean; their size when all are alike. */
  readonly groupSize: number
  readonly meanSquareBetween: number
  readonly meanSquareWithin: number
  /** ICC(1). 1 at most; at least −1 ÷ (group size − 1) when groups are alike. */
  readonly icc: number
  /** None: no two answers within a group differ, so there is nothing to test with and no interval. */
  readonly test: Option.Option<{
    readonly f: number
    /** How often groups that do not differ would look as different. */
    readonly pValue: number
    /** Limits of the ICC; approximate when groups are of different size. */
    readonly lower: number
    readonly upper: number
  }>
}

const checkScore = (argument: string, value: Score.Score) =>
  Check.that(argument, value, Score.isScore(value), "a whole number from 0 to 10")

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

/**
 * How alike answers of one group are: ICC(1), from a one-way analysis of variance. Groups may differ in size, and may be
 * of one answer; empty ones are left out. None: fewer than two groups, no group of two answers, or all answers alike.
 * Errors: `InvalidArgument` naming what is no score, `groups[2][0]`, or `confidence`.
 * Sources: P. E. Shrout and J. L. Fleiss, "Intraclass Correlations: Uses in Assessing Rater Reliability", Psychological
 * Bulletin 86(2), 1979; for unequal groups A. Donner, "A Review of Inference Procedures for the Intraclass Correlation
 * Coefficient in the One-Way Random Effects Model", International Statistical Review 54(1), 1986.
 *
 * @example Agreement.within([[9], [8]]) // => Result.succeed(Option.none())
 * @category reliability
 * @since 0.1.0
 */
export const within = (
  groups: ReadonlyArray<ReadonlyArray<Score.Score>>,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<Within>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.all("groups", groups, (argument, group) => Check.all(argument, group, checkScore))
    const tail = (1 - (yield* Confidence.make(confidence))) / 2
    const used = groups
      .filter((group) => group.length > 0)
      .map((group) => ({ size: group.length, total: sum(group), squares: sum(group.map((score) => score * score)) }))
    const [first] = used
    const answers = sum(used.map(({ size }) => size))
    const free = answers - used.length
    if (first === undefined || used.length < 2 || free === 0) return Option.none()
    const mean = sum(used.map(({ total }) => total)) / answers
    // whole numbers, so that no spread is exactly 0
    const spread = used.map(({ size, squares, total }) => (size * squares - total * total) / size)
    const meanSquareWithin = sum(spread) / free
    const even = used.every(({ size, total }) => total * first.size === first.total * size)
    const meanSquareBetween = even
      ? 0
      : sum(used.map(({ size, total }) => size * (total / size - mean) ** 2)) / (used.length - 1)
    const groupSize = (answers - sum(used.map(({ size }) => size * size)) / answers) / (used.length - 1)
    const all = meanSquareBetween + (groupSize - 1) * meanSquareWithin
    if (all === 0) return Option.none()
    const df = Distribution.fisher(used.length - 1, free)
    const inverse = Distribution.fisher(free, used.length - 1)
    const f = meanSquareBetween / meanSquareWithin
    const fromRatio = (ratio: number) => (ratio - 1) / (ratio + groupSize - 1)
    return Option.some({
      groups: used.length,
      answers,
      groupSize,
      meanSquareBetween,
      meanSquareWithin,
      icc: (meanSquareBetween - meanSquareWithin) / all,
      test:
        meanSquareWithin === 0
          ? Option.none()
          : Option.some({
              f,
              pValue: df.survival(f),
              lower: fromRatio(f / df.quantile(1 - tail)),
              upper: fromRatio(f * inverse.quantile(1 - tail))
            })
    })
  })

/**
 * Agreement between waves: everybody answered each of them.
 *
 * @category models
 * @since 0.1.0
 */
export interface Between {
  readonly people: number
  readonly waves: number
  readonly meanSquarePeople: number
  readonly meanSquareWaves: number
  readonly meanSquareError: number
  /** ICC(2,1): do people give the same score again? A wave in which all score lower counts against it. None: 0 ÷ 0. */
  readonly agreement: Option.Option<number>
  /** ICC(3,1): do people keep their order? A shift of all of them does not matter. None: 0 ÷ 0. */
  readonly consistency: Option.Option<number>
}

/**
 * How well one wave tells the next: a row per person, a column per wave. `agreement` is the one to report of a repeated
 * survey. None: fewer than two people or two waves.
 * Errors: `InvalidArgument` naming what is no score, `scores[2][0]`, or a row of another length, `scores[2]`.
 * Sources: P. E. Shrout and J. L. Fleiss, 1979 (see `within`); K. O. McGraw and S. P. Wong, "Forming Inferences About Some
 * Intraclass Correlation Coefficients", Psychological Methods 1(1), 1996.
 *
 * @category reliability
 * @since 0.1.0
 */
export const between = (
  scores: ReadonlyArray<ReadonlyArray<Score.Score>>
): Result.Result<Option.Option<Between>, InvalidArgument> =>
  Result.gen(function* () {
    const waves = scores?.[0]?.length ?? 0
    yield* Check.all("scores", scores, (argument, row) =>
      Result.flatMap(Check.all(argument, row, checkScore), (row) =>
        row.length === waves
          ? Result.succeed(row)
          : Check.fail(argument, `expected ${waves} scores as in the first row, got ${row.length}`)
      )
    )
    const people = scores.length
    if (people < 2 || waves < 2) return Option.none()
    const rows = scores.map(sum)
    const columns = Array.from({ length: waves }, (_, wave) => sum(scores.map((row) => row[wave] ?? 0)))
    const total = sum(rows)
    const squares = sum(scores.map((row) => sum(row.map((score) => score * score))))
    // sums of squares times all the answers: whole numbers, so that no spread is exactly 0
    const answers = people * waves
    const ofPeople = people * sum(rows.map((row) => row * row)) - total * total
    const ofWaves = waves * sum(columns.map((column) => column * column)) - total * total
    const ofError = answers * squares - total * total - ofPeople - ofWaves
    const meanSquarePeople = ofPeople / answers / (people - 1)
    const meanSquareWaves = ofWaves / answers / (waves - 1)
    const meanSquareError = ofError / answers / ((people - 1) * (waves - 1))
    const quotient = (waveVariance: number) => {
      const all = meanSquarePeople + (waves - 1) * meanSquareError + waveVariance
      return all <= 0 ? Option.none() : Option.some((meanSquarePeople - meanSquareError) / all)
    }
    return Option.some({
      people,
      waves,
      meanSquarePeople,
      meanSquareWaves,
      meanSquareError,
      agreement: quotient((waves * (meanSquareWaves - meanSquareError)) / people),
      consistency: quotient(0)
    })
  })

/**
 * How much a miss weighs in kappa: every one alike; by the categories between (`linear`); by their square (`quadratic`).
 *
 * @category models
 * @since 0.1.0
 */
export type Weighting = "none" | "linear" | "quadratic"

const missed = { none: [0, 1, 1], linear: [0, 1, 2], quadratic: [0, 1, 4] } as const

/**
 * Cohen's kappa: how much more often than by chance people are in the same category again. 1: always; 0: as by chance;
 * negative: less. None: nobody answered, or all were in one category both times and chance alone explains it.
 * Error: `InvalidArgument` naming the cell that is no count.
 * Sources: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20(1),
 * 1960; "Weighted Kappa", Psychological Bulletin 70(4), 1968.
 *
 * @category reliability
 * @since 0.1.0
 */
export const kappa = (
  panel: Panel.Panel,
  weighting: Weighting = "none"
): Result.Result<Option.Option<number>, InvalidArgument> =>
  Result.map(Panel.make(panel), (panel) => {
    const weights = missed[weighting]
    const people = Panel.people(panel)
    let seen = 0
    let chance = 0
    for (const [i, before] of Panel.categories.entries()) {
      for (const [j, after] of Panel.categories.entries()) {
        const weight = weights[Math.abs(i - j)] ?? 0
        const row = sum(Panel.categories.map((other) => panel[before][other]))
        const column = sum(Panel.categories.map((other) => panel[other][after]))
        seen += weight * panel[before][after]
        chance += weight * row * column
      }
    }
    return chance === 0 ? Option.none() : Option.some(1 - (seen * people) / chance)
  })

/**
 * How many answers of groups are worth one answer drawn alone: 1 + (size − 1) × ICC. With several people of one account
 * asked, divide the answers by it before you compute an interval. `sizes` are the answers per group; groups of different
 * size count by Σ size² ÷ Σ size. Unit: none; 1 where all are alone or the ICC is 0. Empty: none.
 * Errors: `InvalidArgument` naming `sizes[2]`, or `icc` when it is not from −1 to 1 or so negative that nothing is left.
 * Source: L. Kish, "Survey Sampling", Wiley, 1965.
 *
 * @example Agreement.designEffect([5, 5, 5], 0.5) // => Result.succeed(Option.some(3))
 * @category clusters
 * @since 0.1.0
 */
export const designEffect = (
  sizes: ReadonlyArray<number>,
  icc: number
): Result.Result<Option.Option<number>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.all("sizes", sizes, Check.count)
    yield* Check.that("icc", icc, Math.abs(icc) <= 1, "a number from -1 to 1")
    const answers = sum(sizes)
    if (answers === 0) return Option.none()
    const effect = 1 + (sum(sizes.map((size) => (size / answers) * size)) - 1) * icc
    yield* Check.that("icc", icc, effect > 0, "more than -1 ÷ (group size − 1)")
    return Option.some(effect)
  })
