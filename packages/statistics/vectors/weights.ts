/** The methods of the format about answers that stand for more people than others. */
import * as Score from "@temoin/core/Score"
import * as Interval from "@temoin/statistics/Interval"
import * as Raking from "@temoin/statistics/Raking"
import * as Strata from "@temoin/statistics/Strata"
import * as Weights from "@temoin/statistics/Weights"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Answer, type Method, Counts, counts, method, orNull } from "./Method.ts"

/** The format's limits are Wald's on the effective answers. */
const answerOf = (answers: ReadonlyArray<Weights.Weighted>, confidence: number | undefined) =>
  Result.gen(function* () {
    const estimate = yield* Weights.estimate(answers, confidence)
    const limits = Option.isNone(estimate) ? Option.none() : yield* Interval.wald(estimate.value.counts, confidence)
    const value = (get: (estimate: Weights.Estimate) => number) => orNull(Option.map(estimate, get))
    return {
      nps: value(({ nps }) => nps),
      variance: value(({ variance }) => variance),
      n: Option.match(estimate, { onNone: () => 0, onSome: ({ answers }) => answers }),
      n_effective: value(({ effective }) => effective),
      design_effect: value(({ designEffect }) => designEffect),
      se_kish: value(({ kishStandardError }) => kishStandardError),
      se_linearized: orNull(Option.flatMap(estimate, ({ standardError }) => standardError)),
      lower: orNull(Option.map(limits, ({ lower }) => lower)),
      upper: orNull(Option.map(limits, ({ upper }) => upper))
    } satisfies Answer
  })

const weighted = method(
  Schema.Struct({
    scores: Schema.Array(Score.Score),
    weights: Schema.Array(Schema.Number),
    confidence: Schema.optionalKey(Schema.Number)
  }),
  ({ confidence, scores, weights }): Result.Result<Answer, string | { readonly message: string }> =>
    scores.length === weights.length
      ? answerOf(
          scores.map((score, index) => ({ score, weight: weights[index] ?? 0 })),
          confidence
        )
      : Result.fail("malformed input: scores and weights differ in length")
)

const stratified = method(
  Schema.Struct({
    strata: Schema.Array(Schema.Struct({ population: Schema.Number, counts: Counts })),
    confidence: Schema.optionalKey(Schema.Number),
    fpc: Schema.optionalKey(Schema.Boolean)
  }),
  ({ confidence, fpc, strata }) =>
    Result.map(
      Strata.estimate(
        strata.map((stratum) => ({ population: stratum.population, counts: counts(stratum.counts) })),
        { ...(confidence !== undefined && { confidence }), ...(fpc !== undefined && { finite: fpc }) }
      ),
      (estimate) => {
        const uncertainty = Option.flatMap(estimate, ({ uncertainty }) => uncertainty)
        return {
          nps: orNull(Option.map(estimate, ({ nps }) => nps)),
          se: orNull(Option.map(uncertainty, ({ standardError }) => standardError)),
          lower: orNull(Option.map(uncertainty, ({ lower }) => lower)),
          upper: orNull(Option.map(uncertainty, ({ upper }) => upper))
        }
      }
    )
)

const rake = method(
  Schema.Struct({
    rows: Schema.Array(Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Number]))),
    margins: Schema.Record(Schema.String, Schema.Record(Schema.String, Schema.Number)),
    confidence: Schema.optionalKey(Schema.Number)
  }),
  ({ confidence, margins, rows }): Result.Result<Answer, string | { readonly message: string }> =>
    Result.gen(function* () {
      const scores = rows.map(({ score }) => score).filter(Score.isScore)
      if (scores.length !== rows.length) return yield* Result.fail("malformed input: a row without a score")
      const { weights } = yield* Raking.make(rows, margins)
      const answer = yield* answerOf(
        scores.map((score, index) => ({ score, weight: weights[index] ?? 0 })),
        confidence
      )
      return { ...answer, weights }
    })
)

export const methods: Readonly<Record<string, Method>> = { weighted, stratified, rake }
