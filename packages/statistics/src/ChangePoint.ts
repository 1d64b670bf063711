/**
 * ChangePoint: when did the score break, looking back?
 *
 * `single` asks for one break and says how sure it is; `partition` finds as many as the series holds; `online` says after
 * each period how long the present stretch has probably lasted. All look at the whole mix of promoters, passives and
 * detractors, so that a change from 0/100/0 to 50/0/50 is one although the score stays 0.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import * as Series from "./internal/Series.ts"
import * as Splits from "./internal/Splits.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * The best single break of a series. The new stretch begins with period `index`, counted from 0.
 *
 * @category models
 * @since 0.1.0
 */
export interface Break {
  readonly index: number
  /** Twice the log of how much better two mixes explain the series than one. */
  readonly likelihoodRatio: number
  /** How often the best break of a series in which nothing changed looks as good. */
  readonly pValue: number
  /** The scores before and after. Unit: points. */
  readonly before: number
  readonly after: number
}

/**
 * The break that explains the series best, and its p-value, which takes into account that the best of all breaks was
 * chosen: the usual chi-square table would see a break in 39 of 100 series that have none.
 *
 * The p-value is for large numbers: from some 30 answers a period on. Only one break is assumed. Fewer than two periods
 * with answers: none. Error: `InvalidArgument` naming `series[3].passives`.
 * Source: multinomial likelihood ratio; for the p-value see `critical`.
 *
 * @example ChangePoint.single([]) // => Result.succeed(Option.none())
 * @category breaks
 * @since 0.1.0
 */
export const single = (series: ReadonlyArray<Sample.Counts>): Result.Result<Option.Option<Break>, InvalidArgument> =>
  Result.map(Series.check(series), (series) => {
    const sums = sumsOf(series)
    const whole = between(sums, 0, series.length)
    let best = { index: 0, ratio: -Infinity }
    for (let index = 1; index < series.length; index++) {
      const before = between(sums, 0, index)
      const after = between(sums, index, series.length)
      if (Sample.size(before) === 0 || Sample.size(after) === 0) continue
      const ratio = cost(whole) - cost(before) - cost(after)
      if (ratio > best.ratio) best = { index, ratio }
    }
    if (best.index === 0) return Option.none()
    const likelihoodRatio = Math.max(0, best.ratio)
    return Option.some({
      index: best.index,
      likelihoodRatio,
      pValue: survival(likelihoodRatio, series),
      before: scoreOf(between(sums, 0, best.index)),
      after: scoreOf(between(sums, best.index, series.length))
    })
  })

/**
 * The likelihood ratio that the best break exceeds in 1 − confidence of series in which nothing changed. It depends on how
 * many periods there are and how the answers are spread over them: 10.9 for 24 equal periods at 95 %. Fewer than two
 * periods with answers, or all in one category: none. Errors: `InvalidArgument` naming `series[3].passives` or
 * `confidence`.
 * Source: M. Csörgő and L. Horváth, "Limit Theorems in Change-Point Analysis", Wiley, 1997, chapter 1; computed for the
 * splits there are, not for the limit of infinitely many.
 *
 * @category breaks
 * @since 0.1.0
 */
export const critical = (
  series: ReadonlyArray<Sample.Counts>,
  confidence: Confidence.Confidence = Confidence.usual
): Result.Result<Option.Option<number>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Series.check(series)
    const level = 1 - (yield* Confidence.make(confidence))
    const df = freedom(series)
    const splits = sharesOf(series).length
    if (df === 0 || splits === 0) return Option.none()
    // one split alone asks for less, the sum of all tails for more
    let low = Distribution.chiSquare(df).quantile(1 - level)
    let high = Distribution.chiSquare(df).quantile(1 - level / splits)
    while (high - low > 1e-5 * high) {
      const middle = (low + high) / 2
      if (survival(middle, series) > level) low = middle
      else high = middle
    }
    return Option.some(high)
  })

const survival = (ratio: number, series: ReadonlyArray<Sample.Counts>): number => {
  const df = freedom(series)
  return df === 0 ? 1 : Splits.survival(ratio, sharesOf(series), df)
}

/** The categories that occur, less one. */
const freedom = (series: ReadonlyArray<Sample.Counts>): 0 | 1 | 2 => {
  const { detractors, passives, promoters } = between(sumsOf(series), 0, series.length)
  const used = [detractors, passives, promoters].filter((count) => count > 0).length
  return used === 3 ? 2 : used === 2 ? 1 : 0
}

/** The share of the answers before each split that has answers on both sides, and more of them than the one before. */
const sharesOf = (series: ReadonlyArray<Sample.Counts>): ReadonlyArray<number> => {
  const total = series.reduce((sum, counts) => sum + Sample.size(counts), 0)
  const shares: Array<number> = []
  let before = 0
  for (const counts of series) {
    before += Sample.size(counts)
    const share = before / total
    if (share > (shares.at(-1) ?? 0) && share < 1 - 1e-12) shares.push(share)
  }
  return shares
}

/**
 * A series cut into stretches within which nothing changed.
 *
 * @category models
 * @since 0.1.0
 */
export interface Partition {
  /** The periods with which a new stretch begins, rising. Empty: one stretch. */
  readonly changePoints: ReadonlyArray<number>
  /** −2 log likelihood plus the penalty for each change point: the least there is. */
  readonly cost: number
  readonly penalty: number
}

/**
 * The cuts with the least cost, found exactly: the optimum that PELT finds too. A change point must gain more than the
 * penalty; by default 4 ln T for T periods, which sees one in 2 of 100 stable series of 24 months (3 ln T: in 11).
 * Empty: no change points. Errors: `InvalidArgument` naming `series[3].passives` or `penalty` (0 or more). Work grows with
 * the square of the periods.
 * Sources: B. Jackson et al., "An Algorithm for Optimal Partitioning of Data on an Interval", IEEE Signal Processing
 * Letters 12(2), 2005; R. Killick, P. Fearnhead and I. A. Eckley, "Optimal Detection of Changepoints With a Linear
 * Computational Cost", Journal of the American Statistical Association 107(500), 2012.
 *
 * @category breaks
 * @since 0.1.0
 */
export const partition = (
  series: ReadonlyArray<Sample.Counts>,
  penalty: number = 4 * Math.log(Math.max(1, series.length))
): Result.Result<Partition, InvalidArgument> =>
  Result.gen(function* () {
    yield* Series.check(series)
    yield* Check.nonNegative("penalty", penalty)
    const sums = sumsOf(series)
    // of the first so many periods: their least cost, and where their last stretch begins
    const least = [0]
    const begins = [0]
    for (let until = 1; until <= series.length; until++) {
      let best = { from: 0, cost: Infinity }
      for (let from = 0; from < until; from++) {
        const total = (least[from] ?? 0) + cost(between(sums, from, until)) + (from === 0 ? 0 : penalty)
        if (total < best.cost) best = { from, cost: total }
      }
      least.push(best.cost)
      begins.push(best.from)
    }
    const changePoints: Array<number> = []
    for (let from = begins[series.length] ?? 0; from > 0; from = begins[from] ?? 0) changePoints.unshift(from)
    return { changePoints, cost: least[series.length] ?? 0, penalty }
  })

/**
 * What is known after each period about how long the present stretch has lasted.
 *
 * @category models
 * @since 0.1.0
 */
export interface Online {
  /**
   * `runLength`: the most probable number of periods before this one in the same stretch. `change`: the probability that
   * this period begins a new one; 1 for the first.
   */
  readonly points: ReadonlyArray<{ readonly runLength: number; readonly change: number }>
  /** After the last period, the probability of each run length from 0 on. */
  readonly runLengths: ReadonlyArray<number>
  /** The period with which the present stretch most probably began. */
  readonly since: number
}

/**
 * Bayesian online change points. `hazard`: the probability that a period begins a new stretch, before it is seen; by
 * default 1 in 100. `prior`: what is known of the mix of a new stretch, as answers already given; by default one of each.
 * Careful by nature: with these defaults it rings in 1 of 500 stable series of 24 months, and finds half the drops of 14
 * points. No periods: none. Errors: `InvalidArgument` naming `series[3].passives`, `hazard` (between 0 and 1) or
 * `prior.passives` (more than 0). Work grows with the square of the periods.
 * Source: R. P. Adams and D. J. C. MacKay, "Bayesian Online Changepoint Detection", 2007, arXiv:0710.3742, with a
 * Dirichlet-multinomial model.
 *
 * @example ChangePoint.online([]) // => Result.succeed(Option.none())
 * @category breaks
 * @since 0.1.0
 */
export const online = (
  series: ReadonlyArray<Sample.Counts>,
  {
    hazard = 0.01,
    prior = { promoters: 1, passives: 1, detractors: 1 }
  }: { readonly hazard?: number; readonly prior?: Sample.Counts } = {}
): Result.Result<Option.Option<Online>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Series.check(series)
    yield* Check.share("hazard", hazard)
    for (const category of ["promoters", "passives", "detractors"] as const) {
      yield* Check.positive(`prior.${category}`, prior?.[category])
    }
    const points: Array<Online["points"][number]> = []
    let logs: ReadonlyArray<number> = []
    let known: ReadonlyArray<Sample.Counts> = []
    for (const counts of series) {
      const grown = known.map((known, run) => (logs[run] ?? 0) + Math.log1p(-hazard) + logPredictive(known, counts))
      const fresh = logPredictive(prior, counts) + (points.length === 0 ? 0 : Math.log(hazard))
      logs = normalized([fresh, ...grown])
      known = [prior, ...known].map((known) => add(known, counts))
      points.push({ runLength: likeliest(logs), change: Math.exp(logs[0] ?? 0) })
    }
    if (series.length === 0) return Option.none()
    return Option.some({
      points,
      runLengths: logs.map(Math.exp),
      since: series.length - 1 - likeliest(logs)
    })
  })

const normalized = (logs: ReadonlyArray<number>): ReadonlyArray<number> => {
  const most = Math.max(...logs)
  const total = most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
  // rounding must not make a probability of more than 1
  return logs.map((log) => Math.min(0, log - total))
}

const likeliest = (logs: ReadonlyArray<number>): number =>
  logs.reduce((best, log, index) => (log > (logs[best] ?? -Infinity) ? index : best), 0)

/** The log probability of these counts in this order, when so much is known of the mix. */
const logPredictive = (known: Sample.Counts, counts: Sample.Counts): number => {
  return (
    rise(known.promoters, counts.promoters) +
    rise(known.passives, counts.passives) +
    rise(known.detractors, counts.detractors) -
    rise(Sample.size(known), Sample.size(counts))
  )
}

/** ln of from × (from + 1) × … × (from + by − 1), for fractions too. */
const rise = (from: number, by: number): number => Distribution.logGamma(from + by) - Distribution.logGamma(from)

const add = (self: Sample.Counts, that: Sample.Counts): Sample.Counts => ({
  promoters: self.promoters + that.promoters,
  passives: self.passives + that.passives,
  detractors: self.detractors + that.detractors
})

/** Counts of the first so many periods together; one more than there are periods. */
const sumsOf = (series: ReadonlyArray<Sample.Counts>): ReadonlyArray<Sample.Counts> => {
  const sums: Array<Sample.Counts> = [nothing]
  for (const counts of series) sums.push(add(sums.at(-1) ?? nothing, counts))
  return sums
}

const nothing: Sample.Counts = { promoters: 0, passives: 0, detractors: 0 }

const between = (sums: ReadonlyArray<Sample.Counts>, from: number, until: number): Sample.Counts => {
  const earlier = sums[from] ?? nothing
  const later = sums[until] ?? nothing
  return {
    promoters: less(later.promoters, earlier.promoters),
    passives: less(later.passives, earlier.passives),
    detractors: less(later.detractors, earlier.detractors)
  }
}

/** Fractions may leave a trace below 0. */
const less = (a: number, b: number): number => Math.max(0, a - b)

/** −2 log likelihood of counts under their own mix, 0 for none. */
const cost = (counts: Sample.Counts): number => {
  const n = Sample.size(counts)
  const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / n))
  return -2 * (part(counts.promoters) + part(counts.passives) + part(counts.detractors))
}

const scoreOf = (counts: Sample.Counts): number => (100 * (counts.promoters - counts.detractors)) / Sample.size(counts)
