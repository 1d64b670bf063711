/**
 * Panel: how did the same people answer when we asked them again?
 *
 * Two answers of one person are alike. A comparison that forgets this takes a small real change for noise, or the other
 * way round; here the change has a variance of its own, of what each person did.
 *
 * @since 0.1.0
 */
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Confidence from "./Confidence.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import * as Share from "./Share.ts"

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const Row = Schema.Struct({ detractor: Count, passive: Count, promoter: Count })

/**
 * How many people went from which category to which: `panel.detractor.promoter` were detractors in the earlier wave and
 * promoters in the later one. Unit: people, each counted once; those who answered one wave only have no place here.
 *
 * @category models
 * @since 0.1.0
 */
export const Panel = Schema.Struct({ detractor: Row, passive: Row, promoter: Row })
/** @since 0.1.0 */
export type Panel = typeof Panel.Type

/**
 * Two answers of one person, in the order they were given.
 *
 * @category models
 * @since 0.1.0
 */
export type Pair = readonly [before: Score.Score, after: Score.Score]

/** The categories, worst first. @category models @since 0.1.0 */
export const categories = ["detractor", "passive", "promoter"] as const satisfies ReadonlyArray<Score.Category>

const sign = { promoter: 1, passive: 0, detractor: -1 } as const

const byCategory = <A>(value: (category: Score.Category) => A): Record<Score.Category, A> => ({
  detractor: value("detractor"),
  passive: value("passive"),
  promoter: value("promoter")
})

/**
 * The table, if it is one. Error: `InvalidArgument` naming the cell that is no count: `panel.passive.promoter`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (panel: Panel): Result.Result<Panel, InvalidArgument> =>
  Result.gen(function* () {
    for (const before of categories) {
      for (const after of categories) yield* Check.count(`panel.${before}.${after}`, panel?.[before]?.[after])
    }
    return panel
  })

/**
 * Counts pairs of answers by what each made of the person. Empty: a table of zeros.
 * Error: `InvalidArgument` naming the first pair with something that is not a score: `pairs[3]`.
 *
 * @example Result.map(Panel.fromPairs([[3, 9], [9, 10]]), (panel) => panel.detractor.promoter) // => Result.succeed(1)
 * @category constructors
 * @since 0.1.0
 */
export const fromPairs = (pairs: Iterable<Pair>): Result.Result<Panel, InvalidArgument> => {
  const panel = byCategory(() => byCategory(() => 0))
  let index = 0
  for (const [before, after] of pairs) {
    if (!Score.isScore(before) || !Score.isScore(after)) {
      return Check.fail(`pairs[${index}]`, `expected two scores, whole numbers from 0 to 10`)
    }
    panel[Score.category(before)][Score.category(after)]++
    index++
  }
  return Result.succeed(panel)
}

const rowTotal = (panel: Panel, before: Score.Category): number =>
  panel[before].detractor + panel[before].passive + panel[before].promoter

/**
 * How many people answered both waves.
 *
 * @category getters
 * @since 0.1.0
 */
export const people = (self: Panel): number =>
  rowTotal(self, "detractor") + rowTotal(self, "passive") + rowTotal(self, "promoter")

/**
 * Of those who were in a category, the share that is in each now: a transition matrix, a row per earlier category. Unit:
 * 0 to 1. Out of: the people of that earlier category; none of them: none.
 * Error: `InvalidArgument` naming the cell that is no count.
 *
 * @category movement
 * @since 0.1.0
 */
export const transitions = (
  self: Panel
): Result.Result<Record<Score.Category, Option.Option<Record<Score.Category, number>>>, InvalidArgument> =>
  Result.map(make(self), (panel) =>
    byCategory((before) => {
      const whole = rowTotal(panel, before)
      return whole === 0 ? Option.none() : Option.some(byCategory((after) => panel[before][after] / whole))
    })
  )

/**
 * The share of each category that is in it again, with its interval: promoters who stayed promoters. Unit: 0 to 1.
 * Out of: the people of that earlier category; none of them: none.
 * Errors: `InvalidArgument` naming `confidence` or the cell that is no count.
 *
 * @category movement
 * @since 0.1.0
 */
export const stickiness = (
  self: Panel,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Record<Score.Category, Option.Option<Share.Share>>, InvalidArgument> =>
  Result.gen(function* () {
    const panel = yield* make(self)
    const stayed = (category: Score.Category) =>
      Share.make(panel[category][category], rowTotal(panel, category), confidence)
    return {
      detractor: yield* stayed("detractor"),
      passive: yield* stayed("passive"),
      promoter: yield* stayed("promoter")
    }
  })

/**
 * How many people moved to a better category, to a worse one, or not at all.
 *
 * @category models
 * @since 0.1.0
 */
export interface Moves {
  readonly up: number
  readonly down: number
  readonly unchanged: number
}

/**
 * Error: `InvalidArgument` naming the cell that is no count.
 *
 * @category movement
 * @since 0.1.0
 */
export const moves = (self: Panel): Result.Result<Moves, InvalidArgument> =>
  Result.map(make(self), (panel) => ({
    up: panel.detractor.passive + panel.detractor.promoter + panel.passive.promoter,
    down: panel.promoter.passive + panel.promoter.detractor + panel.passive.detractor,
    unchanged: panel.detractor.detractor + panel.passive.passive + panel.promoter.promoter
  }))

/**
 * What became of the score of the same people. Unit: points. `change` is `after` less `before`, −200 to 200, and so are
 * its limits; `raw` is what they were before they were kept on that scale.
 *
 * `degenerate`: all people moved alike, mostly not at all. Then the standard error is 0 because the sample has no spread,
 * not because the change is certain, and there is no z.
 *
 * @category models
 * @since 0.1.0
 */
export interface Change {
  readonly people: number
  readonly before: number
  readonly after: number
  readonly change: number
  readonly standardError: number
  readonly z: Option.Option<number>
  /** Two-sided: how often no change at all would look like this one or more. */
  readonly pValue: Option.Option<number>
  readonly lower: number
  readonly upper: number
  readonly raw: { readonly lower: number; readonly upper: number }
  readonly degenerate: boolean
}

/**
 * The paired change: the mean of what each person's move adds to the score, with the variance of just that (divisor: the
 * people). Out of: people who answered both waves. Empty: none.
 * The limits are normal ones, for some thirty movers or more; with few, believe `Movement.signTest`.
 * Errors: `InvalidArgument` naming `confidence` or the cell that is no count.
 *
 * @category change
 * @since 0.1.0
 */
export const change = (
  self: Panel,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<Change>, InvalidArgument> =>
  Result.gen(function* () {
    const panel = yield* make(self)
    const critical = Distribution.normalCritical(yield* Confidence.make(confidence))
    const n = people(panel)
    if (n === 0) return Option.none()
    const sums = { before: 0, after: 0, change: 0, squares: 0 }
    for (const before of categories) {
      for (const after of categories) {
        const count = panel[before][after]
        const moved = sign[after] - sign[before]
        sums.before += sign[before] * count
        sums.after += sign[after] * count
        sums.change += moved * count
        sums.squares += moved * moved * count
      }
    }
    const mean = sums.change / n
    const standardError = 100 * Math.sqrt(Math.max(0, sums.squares / n - mean * mean) / n)
    const z = standardError === 0 ? Option.none() : Option.some((100 * mean) / standardError)
    const lower = 100 * mean - critical * standardError
    const upper = 100 * mean + critical * standardError
    return Option.some({
      people: n,
      before: (100 * sums.before) / n,
      after: (100 * sums.after) / n,
      change: 100 * mean,
      standardError,
      z,
      pValue: Option.map(z, Distribution.normalTwoSided),
      lower: Math.max(-200, lower),
      upper: Math.min(200, upper),
      raw: { lower, upper },
      degenerate: standardError === 0
    })
  })
