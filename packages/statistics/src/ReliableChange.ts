/**
 * ReliableChange: did this person really change their mind, or was it noise?
 *
 * `Consistency` in core uses it to run a program; here is the index itself, for reports.
 *
 * @since 0.1.0
 */
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"

/**
 * The noise of a difference of two answers, S_diff = s × √2 × √(1 − r), from the standard deviation s of the answers and
 * their reliability r (the ICC of `Agreement.between`). Unit: points of the 0–10 scale.
 * Errors: `InvalidArgument` naming `standardDeviation` when it is not more than 0, or `reliability` when it is not less
 * than 1, which would make every change a reliable one.
 * Source: N. S. Jacobson and P. Truax, "Clinical Significance", Journal of Consulting and Clinical Psychology 59(1), 1991.
 *
 * @example ReliableChange.noise(2, 0.5) // => Result.succeed(2)
 * @category noise
 * @since 0.1.0
 */
export const noise = (standardDeviation: number, reliability: number): Result.Result<number, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.positive("standardDeviation", standardDeviation)
    yield* Check.that("reliability", reliability, reliability >= -1 && reliability < 1, "a number from -1, less than 1")
    return standardDeviation * Math.sqrt(2 * (1 - reliability))
  })

/**
 * One person's change against the noise.
 *
 * @category models
 * @since 0.1.0
 */
export interface ReliableChange {
  /** The difference in units of the noise. */
  readonly index: number
  /** How often noise alone moves an answer as far, either way. */
  readonly pValue: number
  readonly change: "risen" | "fallen" | "unclear"
}

/**
 * The reliable change index: (after − before) ÷ S_diff. `unclear`: noise alone would do it more often than 1 − confidence.
 * Errors: `InvalidArgument` naming `before` or `after` (no score), `noise` (not more than 0) or `confidence`.
 * Source: N. S. Jacobson and P. Truax, 1991 (see `noise`).
 *
 * @example Result.map(ReliableChange.make(9, 6, 1.5), ({ change }) => change) // => Result.succeed("fallen")
 * @example Result.map(ReliableChange.make(9, 7, 1.5), ({ change }) => change) // => Result.succeed("unclear")
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  before: Score.Score,
  after: Score.Score,
  noise: number,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<ReliableChange, InvalidArgument> =>
  Result.gen(function* () {
    for (const [argument, score] of [
      ["before", before],
      ["after", after]
    ] as const) {
      yield* Check.that(argument, score, Score.isScore(score), "a whole number from 0 to 10")
    }
    yield* Check.positive("noise", noise)
    const critical = Distribution.normalCritical(yield* Confidence.make(confidence))
    const index = (after - before) / noise
    return {
      index,
      pValue: Distribution.normalTwoSided(index),
      change: Math.abs(index) < critical ? "unclear" : index > 0 ? "risen" : index < 0 ? "fallen" : "unclear"
    }
  })
