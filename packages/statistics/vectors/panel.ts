/** The methods of the format about the same people asked again. */
import * as Score from "@temoin/core/Score"
import * as Agreement from "@temoin/statistics/Agreement"
import * as Movement from "@temoin/statistics/Movement"
import * as Panel from "@temoin/statistics/Panel"
import * as RegressionToMean from "@temoin/statistics/RegressionToMean"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Answer, type Method, method, orNull } from "./Method.ts"

const Row = Schema.Tuple([Schema.Number, Schema.Number, Schema.Number])
const Table = Schema.Tuple([Row, Row, Row])
const Confidence = Schema.optionalKey(Schema.Number)

const row = ([detractor, passive, promoter]: typeof Row.Type) => ({ detractor, passive, promoter })

const testAnswer = (test: Movement.Test): Answer => ({
  statistic: test.statistic,
  df: test.degreesOfFreedom,
  p_value: orNull(test.pValue)
})

const unevenAnswer = ({ asymptotic, corrected, gained, lost, pExact, pValue }: Movement.Uneven): Answer => ({
  b: lost,
  c: gained,
  chi2: orNull(Option.map(asymptotic, ({ statistic }) => statistic)),
  p_chi2: orNull(Option.flatMap(asymptotic, (test) => test.pValue)),
  chi2_cc: orNull(Option.map(corrected, ({ statistic }) => statistic)),
  p_chi2_cc: orNull(Option.flatMap(corrected, (test) => test.pValue)),
  p_exact: pExact,
  p_mid: pValue
})

const panel = method(
  Schema.Struct({ table: Table, confidence: Confidence }),
  ({ confidence, table: [detractor, passive, promoter] }) =>
    Result.gen(function* () {
      const table = { detractor: row(detractor), passive: row(passive), promoter: row(promoter) }
      const change = yield* Panel.change(table, confidence)
      const transitions = yield* Panel.transitions(table)
      const stickiness = yield* Panel.stickiness(table, confidence)
      const moves = yield* Panel.moves(table)
      const people = Panel.people(table)
      const changed = (value: (change: Panel.Change) => number) => orNull(Option.map(change, value))
      return {
        n: people,
        nps_before: changed(({ before }) => before),
        nps_after: changed(({ after }) => after),
        change: changed(({ change }) => change),
        se: changed(({ standardError }) => standardError),
        z: orNull(Option.flatMap(change, ({ z }) => z)),
        p_value: orNull(Option.flatMap(change, ({ pValue }) => pValue)),
        lower: changed(({ raw }) => raw.lower),
        upper: changed(({ raw }) => raw.upper),
        transition: Panel.categories.map((before) =>
          Panel.categories.map((after) => orNull(Option.map(transitions[before], (row) => row[after])))
        ),
        stickiness: Panel.categories.map((category) => orNull(Option.map(stickiness[category], ({ share }) => share))),
        unchanged_share: people === 0 ? null : moves.unchanged / people,
        moved_up: moves.up,
        moved_down: moves.down,
        bowker: testAnswer(yield* Movement.bowker(table)),
        stuart_maxwell: testAnswer(yield* Movement.stuartMaxwell(table)),
        bhapkar: Option.match(yield* Movement.bhapkar(table), {
          onNone: (): Answer => ({ statistic: null, df: null, p_value: null }),
          onSome: testAnswer
        }),
        mcnemar_promoter: unevenAnswer(yield* Movement.mcnemar(table, "promoter")),
        mcnemar_detractor: unevenAnswer(yield* Movement.mcnemar(table, "detractor")),
        sign_up_down: unevenAnswer(yield* Movement.signTest(table)),
        kappa: orNull(yield* Agreement.kappa(table)),
        kappa_linear: orNull(yield* Agreement.kappa(table, "linear")),
        kappa_quadratic: orNull(yield* Agreement.kappa(table, "quadratic"))
      }
    })
)

const Scores = Schema.Array(Schema.Array(Score.Score))

const icc = method(Schema.Struct({ scores: Scores, confidence: Confidence }), ({ confidence, scores }) =>
  Result.gen(function* () {
    const between = yield* Agreement.between(scores)
    const within = yield* Agreement.within(scores, confidence)
    const test = Option.flatMap(within, ({ test }) => test)
    return {
      msr: orNull(Option.map(between, ({ meanSquarePeople }) => meanSquarePeople)),
      msc: orNull(Option.map(between, ({ meanSquareWaves }) => meanSquareWaves)),
      msw: orNull(Option.map(within, ({ meanSquareWithin }) => meanSquareWithin)),
      mse: orNull(Option.map(between, ({ meanSquareError }) => meanSquareError)),
      icc1: orNull(Option.map(within, ({ icc }) => icc)),
      icc2_agreement: orNull(Option.flatMap(between, ({ agreement }) => agreement)),
      icc3_consistency: orNull(Option.flatMap(between, ({ consistency }) => consistency)),
      icc1_lower: orNull(Option.map(test, ({ lower }) => lower)),
      icc1_upper: orNull(Option.map(test, ({ upper }) => upper)),
      icc1_F: orNull(Option.map(test, ({ f }) => f)),
      icc1_p: orNull(Option.map(test, ({ pValue }) => pValue))
    }
  })
)

const iccUnbalanced = method(Schema.Struct({ groups: Scores }), ({ groups }) =>
  Result.map(Agreement.within(groups), (within) => ({
    msb: orNull(Option.map(within, ({ meanSquareBetween }) => meanSquareBetween)),
    msw: orNull(Option.map(within, ({ meanSquareWithin }) => meanSquareWithin)),
    n0: orNull(Option.map(within, ({ groupSize }) => groupSize)),
    icc1: orNull(Option.map(within, ({ icc }) => icc))
  }))
)

const regressionToMean = method(
  Schema.Struct({ before: Schema.Array(Score.Score), after: Schema.Array(Score.Score), cut: Score.Score }),
  ({ after, before, cut }): Result.Result<Answer, string | { readonly message: string }> =>
    Result.gen(function* () {
      const pairs: Array<Panel.Pair> = []
      for (const [index, score] of before.entries()) {
        const later = after[index]
        if (later !== undefined) pairs.push([score, later])
      }
      if (before.length !== after.length)
        return yield* Result.fail("malformed input: before and after differ in length")
      const made = yield* RegressionToMean.make(pairs, cut)
      const value = (get: (made: RegressionToMean.RegressionToMean) => number) => orNull(Option.map(made, get))
      return {
        r: orNull(Option.flatMap(made, ({ correlation }) => correlation)),
        slope: value(({ slope }) => slope),
        selected_n: Option.match(made, { onNone: () => 0, onSome: ({ selected }) => selected }),
        selected_before_mean: value(({ before }) => before),
        selected_after_mean: value(({ after }) => after),
        expected_after_mean: value(({ expected }) => expected),
        change_beyond_regression: value(({ beyond }) => beyond)
      }
    })
)

export const methods: Readonly<Record<string, Method>> = {
  panel,
  icc,
  icc_unbalanced: iccUnbalanced,
  regression_to_mean: regressionToMean
}
