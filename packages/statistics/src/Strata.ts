/**
 * Strata: what if we heard more from some groups than their size deserves?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import { EmptyCell } from "./EmptyCell.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import { moments } from "./internal/Moments.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/** A group: how many people there are in it, and what those who answered said. @category models @since 0.1.0 */
export interface Stratum {
  readonly population: number
  readonly counts: Sample.Counts
}

/**
 * The score of the population. Unit: points. The limits are kept within −100 and 100, `raw` is what they were.
 *
 * @category models
 * @since 0.1.0
 */
export interface Estimate {
  readonly nps: number
  /** None: a stratum has a single answer, whose spread nobody knows; it is not 0. */
  readonly uncertainty: Option.Option<{
    readonly standardError: number
    readonly lower: number
    readonly upper: number
    readonly raw: { readonly lower: number; readonly upper: number }
  }>
}

/**
 * The score with every stratum weighted by its population, and the standard error √(Σ W² s² ÷ n), s² with divisor n − 1.
 *
 * `finite`: also multiply by what is left to be asked, (1 − n ÷ N). It is for the opinion of just these people now; leave
 * it out when you mean future customers. Nobody in any stratum: none.
 * Errors: `EmptyCell` when a stratum has people and no answer; `InvalidArgument` naming `strata[1].population` (less than
 * its answers, when `finite`), `strata[1].counts.passives` or `confidence`.
 * Source: W. G. Cochran, "Sampling Techniques", 3rd edition, Wiley, 1977, chapter 5.
 *
 * @example Strata.estimate([]) // => Result.succeed(Option.none())
 * @category weighting
 * @since 0.1.0
 */
export const estimate = (
  strata: ReadonlyArray<Stratum>,
  { confidence = Confidence.usual, finite = false }: { readonly confidence?: number; readonly finite?: boolean } = {}
): Result.Result<Option.Option<Estimate>, InvalidArgument | EmptyCell> =>
  Result.gen(function* () {
    const critical = Distribution.normalCritical(yield* Confidence.make(confidence))
    yield* Check.all("strata", strata, (argument, stratum) =>
      Result.gen(function* () {
        const population = yield* Check.nonNegative(`${argument}.population`, stratum?.population)
        const answers = Sample.size(yield* Sample.make(stratum.counts, `${argument}.counts`))
        yield* Check.that(
          `${argument}.population`,
          population,
          !finite || answers <= population,
          `at least the ${answers} who answered`
        )
        return stratum
      })
    )
    const total = strata.reduce((sum, { population }) => sum + population, 0)
    if (total === 0) return Option.none()
    let mean = 0
    let variance = 0
    let known = true
    for (const [index, { counts, population }] of strata.entries()) {
      if (population === 0) continue
      const n = Sample.size(counts)
      if (n === 0) return yield* Result.fail(new EmptyCell({ variable: "stratum", level: String(index) }))
      const sample = moments(counts)
      const weight = population / total
      mean += weight * sample.mean
      known &&= n > 1
      // with a single answer this is not used
      const spread = sample.variance / Math.max(n - 1, 1e-15)
      variance += weight * weight * spread * (finite ? 1 - n / population : 1)
    }
    const standardError = 100 * Math.sqrt(variance)
    const lower = 100 * mean - critical * standardError
    const upper = 100 * mean + critical * standardError
    return Option.some({
      nps: 100 * mean,
      uncertainty: known
        ? Option.some({
            standardError,
            lower: Math.max(-100, lower),
            upper: Math.min(100, upper),
            raw: { lower, upper }
          })
        : Option.none()
    })
  })

/**
 * Post-stratification: the weight of each answer, so that the answers of each stratum stand for its people. `labels` says
 * for each answer which stratum it belongs to. Unit: people per answer; the weights of all answers add up to the
 * population. Give them to `Weights.estimate`; the standard error of `estimate` is the better one.
 * Errors: `EmptyCell` when a stratum has people and no answer; `InvalidArgument` naming `labels[3]` that is in no stratum,
 * or `population.North`.
 *
 * @example Strata.weights(["North", "South", "South"], { North: 10, South: 40 }) // => Result.succeed([10, 20, 20])
 * @category weighting
 * @since 0.1.0
 */
export const weights = (
  labels: ReadonlyArray<string>,
  population: Readonly<Record<string, number>>
): Result.Result<ReadonlyArray<number>, InvalidArgument | EmptyCell> =>
  Result.gen(function* () {
    const people = new Map(Object.entries(population))
    const answers = new Map<string, number>()
    for (const [index, label] of labels.entries()) {
      yield* Check.that(`labels[${index}]`, label, people.has(label), "one of the strata in population")
      answers.set(label, (answers.get(label) ?? 0) + 1)
    }
    for (const [level, size] of people) {
      yield* Check.nonNegative(`population.${level}`, size)
      if (size > 0 && !answers.has(level)) return yield* Result.fail(new EmptyCell({ variable: "stratum", level }))
    }
    return labels.map((label) => (people.get(label) ?? 0) / (answers.get(label) ?? 1))
  })
