/** Two groups and many. */
import * as Difference from "@temoin/statistics/Difference"
import * as Groups from "@temoin/statistics/Groups"
import * as Posterior from "@temoin/statistics/Posterior"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Answer, Counts, counts, method, type Method, orNull } from "./Method.ts"

const Two = Schema.Struct({ a: Counts, b: Counts })
const Input = Schema.Struct({ ...Two.fields, confidence: Schema.optionalKey(Schema.Number) })

const tested = (make: typeof Difference.wald) =>
  method(Input, (input) =>
    Result.map(make(counts(input.a), counts(input.b), input.confidence), (found) =>
      orNull(
        Option.map(found, ({ difference, pValue, raw, standardError, z }): Answer => ({
          difference,
          se: standardError,
          z: orNull(z),
          p_value: orNull(pValue),
          lower: raw.lower,
          upper: raw.upper
        }))
      )
    )
  )

const part = (test: Option.Option<Groups.ChiSquare>, name: keyof Groups.ChiSquare): number | null =>
  orNull(Option.map(test, (found) => found[name]))

export const methods: Readonly<Record<string, Method>> = {
  "two_sample.wald": tested(Difference.wald),
  "two_sample.adjusted_wald": tested(Difference.adjustedWald),
  "two_sample.mover_score": method(Input, (input) =>
    Result.map(Difference.mover(counts(input.a), counts(input.b), input.confidence), (found) =>
      orNull(Option.map(found, ({ difference, raw }): Answer => ({ difference, lower: raw.lower, upper: raw.upper })))
    )
  ),
  "two_sample.permutation_exact": method(Two, (input) =>
    Result.map(Difference.permutation(counts(input.a), counts(input.b)), (p): Answer => ({ p_value: orNull(p) }))
  ),
  "two_sample.bayes_prob_greater": method(
    Schema.Struct({ ...Two.fields, prior: Schema.optionalKey(Counts) }),
    (input) =>
      Result.map(
        Posterior.probabilityGreater(
          counts(input.a),
          counts(input.b),
          input.prior === undefined ? undefined : counts(input.prior)
        ),
        (probability): Answer => ({ prob_a_greater: probability })
      )
  ),
  "groups.homogeneity": method(Schema.Struct({ groups: Schema.Array(Counts) }), (input) =>
    Result.gen(function* () {
      const groups = input.groups.map(counts)
      const pearson = yield* Groups.sameAnswers(groups)
      const cochran = yield* Groups.sameScore(groups)
      const answer: Answer = {
        pearson_chi2: part(pearson, "statistic"),
        pearson_df: part(pearson, "degreesOfFreedom"),
        pearson_p: part(pearson, "pValue"),
        wald_Q: part(cochran, "statistic"),
        wald_df: part(cochran, "degreesOfFreedom"),
        wald_p: part(cochran, "pValue")
      }
      return answer
    })
  ),
  p_adjust: method(Schema.Struct({ p: Schema.Array(Schema.Number) }), ({ p }) =>
    Result.gen(function* () {
      const answer: Answer = {
        bonferroni: yield* Groups.correct(p, "bonferroni"),
        holm: yield* Groups.correct(p, "holm"),
        benjamini_hochberg: yield* Groups.correct(p, "benjaminiHochberg"),
        benjamini_yekutieli: yield* Groups.correct(p, "benjaminiYekutieli")
      }
      return answer
    })
  )
}
