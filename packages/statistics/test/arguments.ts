/** Every exported function with arguments of all kinds: sensible ones, extreme ones, and none a caller should ever pass. */
import * as Score from "@temoin/core/Score"
import * as Statistics from "@temoin/statistics"
import type * as Panel from "@temoin/statistics/Panel"
import type * as Posterior from "@temoin/statistics/Posterior"
import type * as Sample from "@temoin/statistics/Sample"
import * as fc from "fast-check"
import * as Result from "effect/Result"

const wild = fc.oneof(
  fc.constantFrom(NaN, Infinity, -Infinity, -0, -1, 0.5, 1e308, -1e308, 5e-324, 1e-300, 1e-15, 1e15, 1e16),
  fc.double()
)
const mostly = <A>(usual: fc.Arbitrary<A>, weight: number): fc.Arbitrary<A | number> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: wild })

/** Mostly a small count; sometimes anything. */
const count = mostly(fc.oneof(fc.nat(20), fc.nat(20), fc.constantFrom(0, 1e15, 1e-15, 0.3, 1e12)), 9)
const number = mostly(
  fc.oneof(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -100, max: 100, noNaN: true })),
  4
)
/** A variance, or a probability. */
const part = mostly(fc.double({ min: 0, max: 1, noNaN: true }), 6)
const confidence = mostly(fc.constantFrom(0.95, 0.5, 0.999999, 1e-10, 1 - 1e-15, 1e-300), 4)
const score = mostly(fc.constantFrom(...Score.scale), 20).map((value) => value as Score.Score)

const counts: fc.Arbitrary<Sample.Counts> = fc.record({ promoters: count, passives: count, detractors: count })
const groups = fc.array(counts, { maxLength: 12 })
const row = fc.record({ detractor: count, passive: count, promoter: count })
const panel: fc.Arbitrary<Panel.Panel> = fc.record({ detractor: row, passive: row, promoter: row })
const pairs = fc.array(fc.tuple(score, score), { maxLength: 12 })
const ragged = fc.array(fc.array(score, { maxLength: 4 }), { maxLength: 5 })
const rectangular = fc
  .tuple(fc.nat(5), fc.nat(4))
  .chain(([height, width]) =>
    fc.array(fc.array(score, { minLength: width, maxLength: width }), { minLength: height, maxLength: height })
  )
const label = fc.constantFrom("a", "b", "c", "__proto__", "constructor")
const optional = <A>(value: fc.Arbitrary<A>) => fc.option(value, { nil: undefined })

/** What stands behind a constructor that checks is only ever seen checked. */
const goodCount = fc.oneof(fc.nat(20), fc.constantFrom(0, 1e12, 0.3))
const goodCounts: fc.Arbitrary<Sample.Counts> = fc.record({
  promoters: goodCount,
  passives: goodCount,
  detractors: goodCount
})
const weight = fc.oneof(fc.double({ min: 0.1, max: 1000, noNaN: true }), fc.constantFrom(0.1, 0.5, 1e5))
const posterior: fc.Arbitrary<Posterior.Posterior> = fc.record({
  promoters: weight,
  passives: weight,
  detractors: weight
})
/** Mostly what a prior may be, too: three in a row are rarely all sensible by chance. */
const believed = fc.oneof({ weight: 4, arbitrary: posterior }, { weight: 1, arbitrary: counts })
const bin = fc.oneof(fc.nat(1000), fc.constantFrom(0, 1e12))
const tally = fc.tuple(bin, bin, bin, bin, bin, bin, bin, bin, bin, bin, bin)
const goodRow = fc.record({ detractor: bin, passive: bin, promoter: bin })

const instant = mostly(fc.integer({ min: -1e12, max: 2e12 }), 9)
const zone = fc.constantFrom("UTC", "Europe/Paris", "Pacific/Apia", "nowhere", "")
const unit = fc.constantFrom(...Statistics.Buckets.Unit.literals)
const spans = fc
  .tuple(
    fc.integer({ min: 0, max: 1e11 }),
    fc.integer({ min: 0, max: 1e11 }),
    fc.constantFrom("month", "quarter", "year")
  )
  .map(([a, b, unit]) => Result.getOrElse(Statistics.Buckets.between(a, a + b + 1, unit, "Europe/Paris"), () => []))
const spoilt = fc.array(fc.record({ label, from: instant, until: instant }), { maxLength: 4 })
const columns = fc.array(fc.tuple(fc.nat(12), fc.nat(5), fc.nat(5), fc.nat(12)), { maxLength: 8 }).map((rows) => ({
  scores: Uint8Array.from(rows, ([score]) => score),
  segments: Uint16Array.from(rows, ([, segment]) => segment),
  // sometimes of another length
  periods: Uint8Array.from(
    rows.filter(([, , , kept]) => kept > 0),
    ([, , period]) => period
  )
}))
const size = mostly(fc.nat(5), 9)

const answers = mostly(fc.double({ min: -10, max: 10, noNaN: true }), 20)
const drivers = fc
  .nat(8)
  .chain((length) =>
    fc.tuple(
      fc.array(fc.option(answers, { freq: 12 }), { minLength: length, maxLength: length }),
      fc.dictionary(
        fc.constantFrom("a", "b", "c", "d"),
        fc.array(fc.option(answers, { freq: 20 }), { minLength: length, maxLength: length })
      )
    )
  )

const raked = fc.array(fc.record({ x: fc.constantFrom("a", "b"), y: fc.constantFrom("u", "v") }), { maxLength: 10 })
const shareOfTotal = fc.double({ min: 0, max: 1, noNaN: true })
const margins = fc.oneof(
  fc
    .tuple(shareOfTotal, shareOfTotal, fc.constantFrom(1, 100, 1e15, 1e-15, 1e-300))
    .map(([a, u, total]) => ({ x: { a: a * total, b: (1 - a) * total }, y: { u: u * total, v: (1 - u) * total } })),
  fc.record({ x: fc.dictionary(label, count), y: fc.record({ u: count, v: count }) })
)

const call = <Arguments extends ReadonlyArray<unknown>>(
  f: (...args: Arguments) => unknown,
  args: fc.Arbitrary<Arguments>
): fc.Arbitrary<() => unknown> => args.map((given) => () => f(...given))

const {
  Agreement,
  Buckets,
  ChangePoint,
  Confidence,
  ControlChart,
  Decomposition,
  Difference,
  Drivers,
  Groups,
  Interval,
  Movement,
  Planning,
  RegressionToMean,
  ReliableChange,
  Report,
  Share,
  Strata,
  Tallies,
  Trend,
  Weights,
  Raking
} = Statistics

const perPanel = fc.tuple(panel)
const perCounts = fc.tuple(counts, confidence)
const perTwo = fc.tuple(counts, counts, confidence)
const baseline = fc.record({ target: number, sigma: fc.oneof(fc.constant(0.7), number) })

/** By the name a reader calls it by: one call each time one is drawn. */
export const calls: Readonly<Record<string, fc.Arbitrary<() => unknown>>> = {
  "Agreement.between": call(Agreement.between, fc.tuple(fc.oneof(rectangular, ragged))),
  "Agreement.designEffect": call(Agreement.designEffect, fc.tuple(fc.array(count), number)),
  "Agreement.kappa": call(Agreement.kappa, fc.tuple(panel, fc.constantFrom("none", "linear", "quadratic"))),
  "Agreement.within": call(Agreement.within, fc.tuple(ragged, confidence)),
  "Buckets.between": call(Buckets.between, fc.tuple(instant, instant, unit, zone)),
  "Buckets.make": call(
    Buckets.make,
    fc.tuple(fc.array(fc.record({ at: instant, score }), { maxLength: 3 }), unit, zone)
  ),
  "ChangePoint.critical": call(ChangePoint.critical, fc.tuple(groups, confidence)),
  "ChangePoint.online": call(
    ChangePoint.online,
    fc.tuple(groups, fc.record({ hazard: fc.oneof(fc.constantFrom(0.1, 1e-300, 1 - 1e-16), number), prior: counts }))
  ),
  "ChangePoint.partition": call(ChangePoint.partition, fc.tuple(groups, optional(number))),
  "ChangePoint.single": call(ChangePoint.single, fc.tuple(groups)),
  "Confidence.make": call(Confidence.make, fc.tuple(confidence)),
  "ControlChart.baseline": call(ControlChart.baseline, fc.tuple(groups)),
  "ControlChart.cusum": call(ControlChart.cusum, fc.tuple(groups, baseline, fc.record({ k: number, h: number }))),
  "ControlChart.ewma": call(
    ControlChart.ewma,
    fc.tuple(groups, baseline, fc.record({ lambda: fc.oneof(fc.constantFrom(0.2, 1, 1e-300), number), width: number }))
  ),
  "Decomposition.make": call(Decomposition.make, fc.tuple(fc.array(fc.record({ before: counts, after: counts })))),
  "Difference.adjustedWald": call(Difference.adjustedWald, perTwo),
  "Difference.compare": call(Difference.compare, perTwo),
  "Difference.mover": call(Difference.mover, perTwo),
  "Difference.permutation": call(Difference.permutation, fc.tuple(counts, counts)),
  "Difference.wald": call(Difference.wald, perTwo),
  "Drivers.make": call(Drivers.make, drivers),
  "Groups.correct": call(
    Groups.correct,
    fc.tuple(fc.array(number), fc.constantFrom("holm", "bonferroni", "benjaminiHochberg", "benjaminiYekutieli"))
  ),
  "Groups.pairs": call(
    Groups.pairs,
    fc.tuple(fc.array(counts, { maxLength: 4 }), fc.constantFrom("holm", "benjaminiHochberg"), confidence)
  ),
  "Groups.sameAnswers": call(Groups.sameAnswers, fc.tuple(groups)),
  "Groups.sameScore": call(Groups.sameScore, fc.tuple(groups)),
  "Interval.adjust": call(Interval.adjust, fc.tuple(goodCounts)),
  "Interval.adjustedWald": call(Interval.adjustedWald, perCounts),
  "Interval.score": call(Interval.score, perCounts),
  "Interval.t": call(Interval.t, perCounts),
  "Interval.wald": call(Interval.wald, perCounts),
  "Movement.bhapkar": call(Movement.bhapkar, perPanel),
  "Movement.bowker": call(Movement.bowker, perPanel),
  "Movement.mcnemar": call(Movement.mcnemar, fc.tuple(panel, fc.constantFrom("promoter", "passive", "detractor"))),
  "Movement.signTest": call(Movement.signTest, perPanel),
  "Movement.stuartMaxwell": call(Movement.stuartMaxwell, perPanel),
  "Movement.uneven": call(Movement.uneven, fc.tuple(count, count)),
  "Panel.change": call(Statistics.Panel.change, fc.tuple(panel, confidence)),
  "Panel.fromPairs": call(Statistics.Panel.fromPairs, fc.tuple(pairs)),
  "Panel.make": call(Statistics.Panel.make, perPanel),
  "Panel.moves": call(Statistics.Panel.moves, perPanel),
  "Panel.people": call(
    Statistics.Panel.people,
    fc.tuple(fc.record({ detractor: goodRow, passive: goodRow, promoter: goodRow }))
  ),
  "Panel.stickiness": call(Statistics.Panel.stickiness, fc.tuple(panel, confidence)),
  "Panel.transitions": call(Statistics.Panel.transitions, perPanel),
  "Planning.forDifference": call(
    Planning.forDifference,
    fc.tuple(
      fc.record({
        difference: number,
        varianceA: optional(part),
        varianceB: optional(part),
        confidence: optional(confidence),
        power: optional(part)
      })
    )
  ),
  "Planning.forMargin": call(
    Planning.forMargin,
    fc.tuple(
      fc.record({
        margin: number,
        variance: optional(part),
        confidence: optional(confidence),
        population: optional(count),
        adjusted: fc.boolean()
      })
    )
  ),
  "Planning.ofPopulation": call(Planning.ofPopulation, fc.tuple(counts, count, confidence)),
  "Planning.power": call(
    Planning.power,
    fc.tuple(
      fc.record({
        difference: number,
        answersA: count,
        answersB: count,
        varianceA: optional(part),
        varianceB: optional(part),
        confidence: optional(confidence)
      })
    )
  ),
  "Posterior.interval": call(Statistics.Posterior.interval, fc.tuple(posterior, confidence)),
  "Posterior.make": call(Statistics.Posterior.make, fc.tuple(believed, believed)),
  "Posterior.mean": call(Statistics.Posterior.mean, fc.tuple(posterior)),
  "Posterior.probabilityAbove": call(Statistics.Posterior.probabilityAbove, fc.tuple(posterior, number)),
  "Posterior.probabilityGreater": call(Statistics.Posterior.probabilityGreater, fc.tuple(believed, believed, believed)),
  "Posterior.standardDeviation": call(Statistics.Posterior.standardDeviation, fc.tuple(posterior)),
  "Raking.make": call(Raking.make, fc.tuple(raked, margins)),
  "RegressionToMean.make": call(RegressionToMean.make, fc.tuple(pairs, score, confidence)),
  "RegressionToMean.recovery": call(RegressionToMean.recovery, fc.tuple(pairs, confidence)),
  "ReliableChange.make": call(ReliableChange.make, fc.tuple(score, score, number, confidence)),
  "ReliableChange.noise": call(ReliableChange.noise, fc.tuple(number, number)),
  "Report.make": call(Report.make, fc.tuple(tally, confidence)),
  "Report.sentence": fc.tuple(tally, fc.constantFrom("en", "fr")).map(
    ([tally, language]) =>
      () =>
        Result.map(Report.make(tally), (report) => Report.sentence(report, language))
  ),
  "Sample.isDegenerate": call(Statistics.Sample.isDegenerate, fc.tuple(goodCounts)),
  "Sample.make": call(Statistics.Sample.make, fc.tuple(counts)),
  "Sample.mean": call(Statistics.Sample.mean, fc.tuple(tally)),
  "Sample.size": call(Statistics.Sample.size, fc.tuple(goodCounts)),
  "Sample.summary": call(Statistics.Sample.summary, fc.tuple(counts)),
  "Share.make": call(Share.make, fc.tuple(count, count, confidence)),
  "Strata.estimate": call(
    Strata.estimate,
    fc.tuple(fc.array(fc.record({ population: count, counts })), fc.record({ confidence, finite: fc.boolean() }))
  ),
  "Strata.weights": call(Strata.weights, fc.tuple(fc.array(label), fc.dictionary(label, count))),
  "Tallies.fromColumns": call(Tallies.fromColumns, fc.tuple(columns, fc.record({ segments: size, periods: size }))),
  "Tallies.fromRows": call(
    Tallies.fromRows,
    fc.tuple(fc.array(fc.record({ segment: label, at: instant, score }), { maxLength: 8 }), fc.oneof(spans, spoilt))
  ),
  "Trend.make": call(Trend.make, fc.tuple(groups, confidence)),
  "Weights.effective": call(Weights.effective, fc.tuple(fc.array(count))),
  "Weights.estimate": call(Weights.estimate, fc.tuple(fc.array(fc.record({ score, weight: count })), confidence))
}
