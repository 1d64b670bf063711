/**
 * Movement: did people move more one way than the other?
 *
 * Tests for the panel, from the widest question to the narrowest: whether any two categories exchanged people unevenly
 * (`bowker`), whether the shares of the categories changed (`stuartMaxwell`, `bhapkar`), whether one category grew
 * (`mcnemar`), whether more people went up than down (`signTest`). People who did not move say nothing about direction.
 *
 * @since 0.1.0
 */
import type * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import * as Panel from "./Panel.ts"

/**
 * A chi-square statistic, and how often chance alone would give one as large. Nobody moved: statistic 0, no degrees of freedom, no
 * p-value.
 *
 * @category models
 * @since 0.1.0
 */
export interface Test {
  readonly statistic: number
  readonly degreesOfFreedom: number
  readonly pValue: Option.Option<number>
}

const test = (statistic: number, degreesOfFreedom: number): Test => ({
  statistic,
  degreesOfFreedom,
  pValue:
    degreesOfFreedom === 0 ? Option.none() : Option.some(Distribution.chiSquare(degreesOfFreedom).survival(statistic))
})

const exchanges = [
  ["detractor", "passive"],
  ["detractor", "promoter"],
  ["passive", "promoter"]
] as const satisfies ReadonlyArray<readonly [Score.Category, Score.Category]>

/**
 * Did any two categories exchange people unevenly? Degrees of freedom: the pairs of categories that exchanged anybody, which is not
 * always 3. Error: `InvalidArgument` naming the cell that is no count.
 * Source: A. H. Bowker, "A Test for Symmetry in Contingency Tables", Journal of the American Statistical Association
 * 43(244), 1948.
 *
 * @category tests
 * @since 0.1.0
 */
export const bowker = (panel: Panel.Panel): Result.Result<Test, InvalidArgument> =>
  Result.map(Panel.make(panel), (panel) => {
    let statistic = 0
    let exchanged = 0
    for (const [a, b] of exchanges) {
      const moved = panel[a][b] + panel[b][a]
      if (moved === 0) continue
      statistic += (panel[a][b] - panel[b][a]) ** 2 / moved
      exchanged++
    }
    return test(statistic, exchanged)
  })

/**
 * Did the shares of the categories change? A category that nobody left or joined is left out: the degrees of freedom are 2, 1 or 0.
 * Error: `InvalidArgument` naming the cell that is no count.
 * Sources: A. Stuart, "A Test for Homogeneity of the Marginal Distributions in a Two-Way Classification", Biometrika
 * 42(3/4), 1955; A. E. Maxwell, "Comparing the Classification of Subjects by Two Independent Judges", British Journal of
 * Psychiatry 116, 1970; for three categories in the closed form of J. L. Fleiss and B. S. Everitt, "Comparing the
 * Marginal Totals of Square Contingency Tables", British Journal of Mathematical and Statistical Psychology 24(1), 1971.
 *
 * @category tests
 * @since 0.1.0
 */
export const stuartMaxwell = (panel: Panel.Panel): Result.Result<Test, InvalidArgument> =>
  Result.map(Panel.make(panel), (panel) => {
    const moved = (a: Score.Category, b: Score.Category) => panel[a][b] + panel[b][a]
    const gain = (a: Score.Category, b: Score.Category) => panel[b][a] - panel[a][b]
    const detractorPassive = moved("detractor", "passive")
    const detractorPromoter = moved("detractor", "promoter")
    const passivePromoter = moved("passive", "promoter")
    const used = exchanges.filter(([a, b]) => moved(a, b) > 0)
    const [only] = used
    if (only === undefined) return test(0, 0)
    if (used.length === 1) return test(gain(only[0], only[1]) ** 2 / moved(only[0], only[1]), 1)
    const detractors = gain("detractor", "passive") + gain("detractor", "promoter")
    const passives = gain("passive", "detractor") + gain("passive", "promoter")
    const promoters = -detractors - passives
    return test(
      (passivePromoter * detractors ** 2 + detractorPromoter * passives ** 2 + detractorPassive * promoters ** 2) /
        (detractorPassive * detractorPromoter +
          detractorPassive * passivePromoter +
          detractorPromoter * passivePromoter),
      2
    )
  })

/**
 * The same question as `stuartMaxwell`, measured by the variance that was seen rather than the one that no change would
 * give; the more powerful of the two, and too eager with few people. None: everybody moved, and in step, so that there is
 * no variance to measure by; `stuartMaxwell` and `signTest` still answer.
 * Error: `InvalidArgument` naming the cell that is no count.
 * Source: V. P. Bhapkar, "A Note on the Equivalence of Two Test Criteria for Hypotheses in Categorical Data", Journal of
 * the American Statistical Association 61(313), 1966.
 *
 * @category tests
 * @since 0.1.0
 */
export const bhapkar = (panel: Panel.Panel): Result.Result<Option.Option<Test>, InvalidArgument> =>
  Result.map(stuartMaxwell(panel), ({ degreesOfFreedom, statistic }) => {
    const people = Panel.people(panel)
    if (statistic === 0) return Option.some(test(0, degreesOfFreedom))
    // in exact arithmetic the statistic is at most the people, and equal only if all of them moved in step
    return people - statistic <= 1e-9 * people
      ? Option.none()
      : Option.some(test(statistic / (1 - statistic / people), degreesOfFreedom))
  })

/**
 * Two counts of people who moved, one each way, and how often a fair coin would be as uneven.
 *
 * @category models
 * @since 0.1.0
 */
export interface Uneven {
  readonly lost: number
  readonly gained: number
  /** The mid-p value, which errs about as often as it says; 1 when both counts are equal. */
  readonly pValue: number
  /** Never errs more often than it says, and mostly much less. */
  readonly pExact: number
  /** McNemar's chi-square. Nobody moved: none. */
  readonly asymptotic: Option.Option<Test>
  /** The same with Edwards' continuity correction. Nobody moved: none. */
  readonly corrected: Option.Option<Test>
}

/**
 * Is `gained` against `lost` more uneven than a fair coin? Two-sided. Nobody at all: a p-value of 1.
 * Error: `InvalidArgument` naming `lost` or `gained`.
 * Sources: Q. McNemar, "Note on the Sampling Error of the Difference between Correlated Proportions or Percentages",
 * Psychometrika 12(2), 1947; for the mid-p value M. W. Fagerland, S. Lydersen and P. Laake, "The McNemar Test for Binary
 * Matched-Pairs Data", BMC Medical Research Methodology 13:91, 2013.
 *
 * @example Result.map(Movement.uneven(2, 6), ({ pExact }) => pExact) // => Result.succeed(0.2890625)
 * @category tests
 * @since 0.1.0
 */
export const uneven = (lost: number, gained: number): Result.Result<Uneven, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.count("lost", lost)
    yield* Check.count("gained", gained)
    const moved = lost + gained
    const fewer = Math.min(lost, gained)
    const apart = Math.abs(gained - lost)
    return {
      lost,
      gained,
      // the exact value less half the chance of just this outcome, on both sides
      pValue: apart === 0 ? 1 : atMost(fewer, moved) + atMost(fewer - 1, moved),
      pExact: apart === 0 ? 1 : 2 * atMost(fewer, moved),
      asymptotic: moved === 0 ? Option.none() : Option.some(test(apart ** 2 / moved, 1)),
      corrected: moved === 0 ? Option.none() : Option.some(test(Math.max(0, apart - 1) ** 2 / moved, 1))
    }
  })

/** The chance of at most so many heads in so many throws of a fair coin. */
const atMost = (heads: number, throws: number): number =>
  heads < 0 ? 0 : Distribution.beta(throws - heads, heads + 1).cdf(0.5)

/**
 * Did this category gain more people than it lost? Error: `InvalidArgument` naming the cell that is no count.
 *
 * @category tests
 * @since 0.1.0
 */
export const mcnemar = (panel: Panel.Panel, category: Score.Category): Result.Result<Uneven, InvalidArgument> =>
  Result.flatMap(Panel.make(panel), (panel) => {
    let lost = 0
    let gained = 0
    for (const other of Panel.categories) {
      if (other === category) continue
      lost += panel[category][other]
      gained += panel[other][category]
    }
    return uneven(lost, gained)
  })

/**
 * Did more people move up (`gained`) than down (`lost`)? Error: `InvalidArgument` naming the cell that is no count.
 *
 * @category tests
 * @since 0.1.0
 */
export const signTest = (panel: Panel.Panel): Result.Result<Uneven, InvalidArgument> =>
  Result.flatMap(Panel.moves(panel), ({ down, up }) => uneven(down, up))
