/** One group: its score, and the intervals around it. */
import * as Nps from "@temoin/core/Nps"
import * as Interval from "@temoin/statistics/Interval"
import * as Posterior from "@temoin/statistics/Posterior"
import * as Sample from "@temoin/statistics/Sample"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Answer, Counts, counts, method, type Method, orNull } from "./Method.ts"

const Input = Schema.Struct({ counts: Counts, confidence: Schema.optionalKey(Schema.Number) })

const limits = ({ lower, raw, upper }: Interval.Interval) => ({
  lower,
  upper,
  lower_raw: raw.lower,
  upper_raw: raw.upper
})

const interval = (
  make: typeof Interval.score,
  more: (counts: Sample.Counts) => Readonly<Record<string, Answer>> = () => ({})
) =>
  method(Input, (input) =>
    Result.map(make(counts(input.counts), input.confidence), (found) =>
      orNull(Option.map(found, (interval): Answer => ({ ...limits(interval), ...more(counts(input.counts)) })))
    )
  )

const cells = (values: ReadonlyArray<string>): ReadonlyArray<unknown> =>
  values.map((value) => (value === "" || value === "NA" ? null : /^\d+$/.test(value) ? Number(value) : value))

export const methods: Readonly<Record<string, Method>> = {
  score: method(Schema.Struct({ counts: Counts }), (input) =>
    Result.map(Sample.summary(counts(input.counts)), (found) =>
      Option.match(found, {
        onNone: (): Answer => ({ n: 0, nps: null, variance: null, se: null }),
        onSome: ({ answers, nps, standardError, variance }) => ({ n: answers, nps, variance, se: standardError })
      })
    )
  ),
  scores_to_counts: method(
    Schema.Union([
      Schema.Struct({ scores: Schema.Array(Schema.Unknown) }),
      Schema.Struct({ file: Schema.String, column: Schema.String })
    ]),
    (input, readColumn) =>
      Result.map(
        "scores" in input ? Result.succeed(input.scores) : Result.map(readColumn(input.file, input.column), cells),
        (values): Answer => {
          const { missing, rejected, tally } = Nps.read(values)
          const { answers, detractors, passives, promoters } = Nps.counts(tally)
          return {
            answered: answers,
            missing,
            rejected,
            histogram: tally,
            promoters,
            passives,
            detractors,
            nps: orNull(Nps.score(tally)),
            mean_score: orNull(Sample.mean(tally))
          }
        }
      )
  ),
  "ci.score": interval(Interval.score),
  "ci.wald": interval(Interval.wald),
  "ci.t_mean": interval(Interval.t),
  "ci.adjusted_wald": interval(Interval.adjustedWald, (counts) => {
    const { nps, standardError } = Option.getOrThrow(Result.getOrThrow(Sample.summary(Interval.adjust(counts))))
    return { adjusted_nps: nps, adjusted_se: standardError }
  }),
  "ci.bayes": method(Schema.Struct({ ...Input.fields, prior: Schema.optionalKey(Counts) }), (input) =>
    Result.gen(function* () {
      const posterior = yield* Posterior.make(
        counts(input.counts),
        input.prior === undefined ? undefined : counts(input.prior)
      )
      const answer: Answer = {
        mean: Posterior.mean(posterior),
        sd: Posterior.standardDeviation(posterior),
        ...limits(yield* Posterior.interval(posterior, input.confidence)),
        prob_positive: yield* Posterior.probabilityAbove(posterior, 0)
      }
      return answer
    })
  )
}
