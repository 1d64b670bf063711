/** Answers needed, power, and finite populations. */
import * as Planning from "@temoin/statistics/Planning"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Answer, Counts, counts, method, type Method, orNull } from "./Method.ts"

const optionalNumber = Schema.optionalKey(Schema.Number)

export const methods: Readonly<Record<string, Method>> = {
  "sample_size.margin": method(
    Schema.Struct({
      margin: Schema.Number,
      variance: optionalNumber,
      confidence: optionalNumber,
      population: Schema.optionalKey(Schema.NullOr(Schema.Number)),
      adjusted: Schema.optionalKey(Schema.Boolean)
    }),
    (input) =>
      Result.map(
        Planning.forMargin({ ...input, population: input.population ?? undefined }),
        ({ answers, exact }): Answer => ({ n_unrounded: exact, n: answers })
      )
  ),
  "sample_size.two_groups": method(
    Schema.Struct({
      delta: Schema.Number,
      variance_a: optionalNumber,
      variance_b: optionalNumber,
      confidence: optionalNumber,
      power: optionalNumber
    }),
    ({ confidence, delta, power, variance_a, variance_b }) =>
      Result.map(
        Planning.forDifference({ difference: delta, varianceA: variance_a, varianceB: variance_b, confidence, power }),
        ({ answers, exact }): Answer => ({ n_unrounded: exact, n_per_group: answers })
      )
  ),
  "power.two_groups": method(
    Schema.Struct({
      delta: Schema.Number,
      n_a: Schema.Number,
      n_b: Schema.Number,
      variance_a: optionalNumber,
      variance_b: optionalNumber,
      confidence: optionalNumber
    }),
    ({ confidence, delta, n_a, n_b, variance_a, variance_b }) =>
      Result.map(
        Planning.power({
          difference: delta,
          answersA: n_a,
          answersB: n_b,
          varianceA: variance_a,
          varianceB: variance_b,
          confidence
        }),
        ({ detectable, power }): Answer => ({ power, mde_80: detectable })
      )
  ),
  fpc: method(Schema.Struct({ counts: Counts, population: Schema.Number, confidence: optionalNumber }), (input) =>
    Result.map(Planning.ofPopulation(counts(input.counts), input.population, input.confidence), (found) =>
      orNull(
        Option.map(found, ({ correction, interval, standardError }): Answer => ({
          fpc: correction,
          se: standardError,
          lower: interval.lower,
          upper: interval.upper,
          lower_raw: interval.raw.lower,
          upper_raw: interval.raw.upper
        }))
      )
    )
  )
}
