/** The methods of the format about one period after another. */
import * as ChangePoint from "@temoin/statistics/ChangePoint"
import * as ControlChart from "@temoin/statistics/ControlChart"
import * as Trend from "@temoin/statistics/Trend"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Method, Counts, counts, method, orNull } from "./Method.ts"

const series = Schema.Array(Counts)

const cusum = method(
  Schema.Struct({
    series,
    target: Schema.Number,
    sigma: Schema.Number,
    k: Schema.optionalKey(Schema.Number),
    h: Schema.optionalKey(Schema.Number)
  }),
  ({ series, sigma, target, ...options }) =>
    Result.map(ControlChart.cusum(series.map(counts), { target, sigma }, options), ({ points, signal }) => ({
      z: points.map(({ z }) => orNull(z)),
      high: points.map(({ high }) => high),
      low: points.map(({ low }) => low),
      signal_index: orNull(Option.map(signal, ({ index }) => index)),
      direction: orNull(Option.map(signal, ({ direction }) => direction)),
      estimated_change_index: orNull(Option.map(signal, ({ since }) => since))
    }))
)

const ewma = method(
  Schema.Struct({
    series,
    target: Schema.Number,
    sigma: Schema.Number,
    lambda_: Schema.optionalKey(Schema.Number),
    L: Schema.optionalKey(Schema.Number)
  }),
  ({ L, lambda_, series, sigma, target }) =>
    Result.map(
      ControlChart.ewma(
        series.map(counts),
        { target, sigma },
        { ...(lambda_ !== undefined && { lambda: lambda_ }), ...(L !== undefined && { width: L }) }
      ),
      ({ points, signal }) => ({
        ewma: points.map(({ ewma }) => ewma),
        limit: points.map(({ limit }) => limit),
        signal_index: orNull(Option.map(signal, ({ index }) => index)),
        direction: orNull(Option.map(signal, ({ direction }) => direction))
      })
    )
)

const ratio = method(Schema.Struct({ series }), ({ series }) =>
  Result.map(ChangePoint.single(series.map(counts)), (found) => ({
    index: orNull(Option.map(found, ({ index }) => index)),
    lr: orNull(Option.map(found, ({ likelihoodRatio }) => likelihoodRatio))
  }))
)

const optimalPartition = method(
  Schema.Struct({ series, penalty: Schema.optionalKey(Schema.Number) }),
  ({ penalty, series }) =>
    Result.map(ChangePoint.partition(series.map(counts), penalty), ({ changePoints, cost, penalty }) => ({
      penalty,
      changepoints: changePoints,
      cost
    }))
)

const bocpd = method(
  Schema.Struct({
    series,
    hazard: Schema.optionalKey(Schema.Number),
    prior: Schema.optionalKey(Counts)
  }),
  ({ hazard, prior, series }) =>
    Result.map(
      ChangePoint.online(series.map(counts), {
        ...(hazard !== undefined && { hazard }),
        ...(prior !== undefined && { prior: counts(prior) })
      }),
      Option.match({
        onNone: () => ({
          map_run_length: [],
          prob_change_now: [],
          final_run_length_posterior: [],
          final_segment_start: null
        }),
        onSome: ({ points, runLengths, since }) => ({
          map_run_length: points.map(({ runLength }) => runLength),
          prob_change_now: points.map(({ change }) => change),
          final_run_length_posterior: runLengths,
          final_segment_start: since
        })
      })
    )
)

const wls = method(Schema.Struct({ series }), ({ series }) =>
  Result.map(Trend.make(series.map(counts)), (trend) => ({
    slope: orNull(Option.map(trend, ({ slope }) => slope)),
    se: orNull(Option.map(trend, ({ standardError }) => standardError)),
    z: orNull(Option.map(trend, ({ z }) => z)),
    p_value: orNull(Option.map(trend, ({ pValue }) => pValue))
  }))
)

export const methods: Readonly<Record<string, Method>> = {
  cusum,
  ewma,
  "changepoint.lrt": ratio,
  "changepoint.optimal_partition": optimalPartition,
  "changepoint.bocpd": bocpd,
  "trend.wls": wls
}
