/**
 * RegressionToMean: did we win the unhappy back, or would they have come back anyway?
 *
 * Who is chosen for a low score was partly unhappy and partly unlucky, and the bad luck does not repeat. So a group of
 * detractors scores higher next time when nobody does anything. What counts is the rise beyond that.
 *
 * @since 0.1.0
 */
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Confidence from "./Confidence.ts"
import { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import type * as Panel from "./Panel.ts"
import * as Share from "./Share.ts"

/**
 * There is nobody to compare the chosen with: what they would have answered anyway cannot be told from their own pairs.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoComparison extends Schema.TaggedError<NoComparison>()("NoComparison", {
  people: Schema.Int,
  selected: Schema.Int
}) {
  override get message(): string {
    return `pairs: all ${this.people} people scored low before (${this.selected} were chosen for it) or all scored the same, so a rise cannot be told from regression to the mean; pass the pairs of everybody who answered both times, not of the chosen alone`
  }
}

/**
 * Where those who scored low stand now, and where they would stand anyway. Unit: points of the 0–10 scale.
 *
 * @category models
 * @since 0.1.0
 */
export interface RegressionToMean {
  readonly people: number
  /** Between the two waves, over everybody. None: all answered the same in the later wave. */
  readonly correlation: Option.Option<number>
  /** By how much the later answer differs for one point more in the earlier one. Less than 1: regression to the mean. */
  readonly slope: number
  readonly selected: number
  readonly before: number
  readonly after: number
  /** Their mean in the later wave if they were like everybody else with their earlier scores. */
  readonly expected: number
  /** `after` less `expected`: the rise that regression to the mean does not explain. */
  readonly beyond: number
  /** Limits of `beyond`. None: fewer than three people, or all on one line, which leaves no noise to judge by. */
  readonly limits: Option.Option<{ readonly lower: number; readonly upper: number }>
}

/**
 * How those whose earlier score was at most `atMost` did, against what the line through everybody's pairs expects of them.
 * Nobody scored so low: none. The line is drawn through the chosen as well; if something was done for them, it is pulled
 * towards them, and `beyond` is smaller than the truth.
 *
 * Errors: `NoComparison` when everybody was chosen, or all earlier scores are the same; `InvalidArgument` naming the pair
 * that is not two scores (`pairs[3]`), `atMost` or `confidence`.
 * Source: C. E. Davis, "The Effect of Regression to the Mean in Epidemiologic and Clinical Studies", American Journal of
 * Epidemiology 104(5), 1976; limits by ordinary least squares.
 *
 * @example Result.isFailure(RegressionToMean.make([[2, 7], [3, 8]], 6)) // => true
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  pairs: ReadonlyArray<Panel.Pair>,
  atMost: Score.Score,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<RegressionToMean>, InvalidArgument | NoComparison> =>
  Result.gen(function* () {
    yield* Check.all("pairs", pairs, (argument, pair) =>
      Check.that(argument, pair, isPair(pair), "two scores, whole numbers from 0 to 10")
    )
    yield* Check.that("atMost", atMost, Score.isScore(atMost), "a whole number from 0 to 10")
    const tail = (1 - (yield* Confidence.make(confidence))) / 2
    const people = pairs.length
    const chosen = pairs.filter(([before]) => before <= atMost)
    if (chosen.length === 0) return Option.none()
    const all = momentsOf(pairs)
    // times the people, squared: whole numbers, so that no spread is exactly 0
    const spreadBefore = people * all.beforeSquares - all.before ** 2
    const spreadAfter = people * all.afterSquares - all.after ** 2
    const together = people * all.products - all.before * all.after
    if (chosen.length === people || spreadBefore === 0) {
      return yield* Result.fail(new NoComparison({ people, selected: chosen.length }))
    }
    const slope = together / spreadBefore
    const of = momentsOf(chosen)
    const before = of.before / chosen.length
    const after = of.after / chosen.length
    const expected = all.after / people + slope * (before - all.before / people)
    const unexplained = (spreadBefore * spreadAfter - together ** 2) / spreadBefore / people
    const leverage = 1 / people + (before - all.before / people) ** 2 / (spreadBefore / people)
    const free = people - 2
    const error = Math.sqrt(Math.max(0, (unexplained / Math.max(1, free)) * Math.max(0, 1 / chosen.length - leverage)))
    const half =
      free < 1 || error === 0 ? Option.none() : Option.some(Distribution.student(free).quantile(1 - tail) * error)
    return Option.some({
      people,
      correlation: spreadAfter === 0 ? Option.none() : Option.some(together / Math.sqrt(spreadBefore * spreadAfter)),
      slope,
      selected: chosen.length,
      before,
      after,
      expected,
      beyond: after - expected,
      limits: Option.map(half, (half) => ({ lower: after - expected - half, upper: after - expected + half }))
    })
  })

const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2 && pair.every(Score.isScore)

const momentsOf = (pairs: ReadonlyArray<Panel.Pair>) => {
  const moments = { before: 0, after: 0, beforeSquares: 0, afterSquares: 0, products: 0 }
  for (const [before, after] of pairs) {
    moments.before += before
    moments.after += after
    moments.beforeSquares += before * before
    moments.afterSquares += after * after
    moments.products += before * after
  }
  return moments
}

/**
 * Detractors who are none any more, never without what would have happened anyway.
 *
 * @category models
 * @since 0.1.0
 */
export interface Recovery {
  /** Out of those who were detractors before. */
  readonly recovered: Share.Share
  readonly against: RegressionToMean
}

/**
 * "Recovered detractors": the share of the earlier detractors who are none now, together with how far that goes beyond
 * regression to the mean. No detractors before: none. Without people to compare with there is no such number, and
 * `NoComparison` is the answer. Errors: as in `make`.
 *
 * @category recovery
 * @since 0.1.0
 */
export const recovery = (
  pairs: ReadonlyArray<Panel.Pair>,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<Recovery>, InvalidArgument | NoComparison> =>
  Result.gen(function* () {
    const against = yield* make(pairs, 6, confidence)
    const detractors = pairs.filter(([before]) => Score.category(before) === "detractor")
    const now = detractors.filter(([, after]) => Score.category(after) !== "detractor")
    const recovered = yield* Share.make(now.length, detractors.length, confidence)
    return Option.all({ recovered, against })
  })
