/**
 * Posterior: what do we believe of the true NPS, having seen these answers?
 *
 * The shares of promoters, passives and detractors have a Dirichlet distribution; what follows for their difference is
 * computed by quadrature and holds to nine digits. Nothing is drawn at random.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import { integrate } from "./internal/Quadrature.ts"
import type { Interval } from "./Interval.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * The weights of the three categories, prior and answers together: each at least 0.1.
 *
 * @category models
 * @since 0.1.0
 */
export interface Posterior {
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
}

/**
 * Half an answer in each category before the first: of the usual priors the one whose intervals keep their promise best.
 * Source: H. Jeffreys, Proc. R. Soc. A 186:453–461, 1946.
 *
 * @category models
 * @since 0.1.0
 */
export const jeffreys: Sample.Counts = { promoters: 0.5, passives: 0.5, detractors: 0.5 }

const most = 1e6

/**
 * Answers on top of a prior. No answers: the prior itself. Errors: `InvalidArgument` naming `counts`, or `prior` when one
 * of its weights is below 0.1; more than a million answers are refused, since there the score interval says the same.
 *
 * @example Result.map(Posterior.make({ promoters: 2, passives: 0, detractors: 0 }), Posterior.mean) // => Result.succeed(100 * 2 / 3.5)
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  counts: Sample.Counts,
  prior: Sample.Counts = jeffreys
): Result.Result<Posterior, InvalidArgument> => of(counts, prior, "counts")

const of = (counts: Sample.Counts, prior: Sample.Counts, argument: string): Result.Result<Posterior, InvalidArgument> =>
  Result.gen(function* () {
    const seen = yield* Sample.make(counts, argument)
    yield* Check.that(argument, Sample.size(seen), Sample.size(seen) <= most, "at most a million answers")
    const before = yield* Sample.make(prior, "prior")
    for (const category of ["promoters", "passives", "detractors"] as const)
      yield* Check.that(
        `prior.${category}`,
        before[category],
        before[category] >= 0.1 && before[category] <= most,
        "a weight from 0.1 to a million"
      )
    return {
      promoters: seen.promoters + before.promoters,
      passives: seen.passives + before.passives,
      detractors: seen.detractors + before.detractors
    }
  })

/**
 * The expected NPS. Unit: points.
 *
 * @category scoring
 * @since 0.1.0
 */
export const mean = (self: Posterior): number => (100 * (self.promoters - self.detractors)) / Sample.size(self)

/**
 * How far from the mean the NPS usually lies. Unit: points.
 *
 * @category scoring
 * @since 0.1.0
 */
export const standardDeviation = (self: Posterior): number => {
  const total = Sample.size(self)
  const p = self.promoters / total
  const s = self.passives / total
  const d = self.detractors / total
  return 100 * Math.sqrt((s * (p + d) + 4 * p * d) / (total + 1))
}

/**
 * The probability that the true NPS is above `nps`. Unit: a share. Error: `InvalidArgument` naming `nps`.
 *
 * @category scoring
 * @since 0.1.0
 */
export const probabilityAbove = (self: Posterior, nps: number): Result.Result<number, InvalidArgument> =>
  Result.map(Check.finite("nps", nps), () => above(self, nps / 100))

/**
 * The limits that leave out the same probability on either side. Unit: points. Error: `InvalidArgument` naming
 * `confidence`. `degenerate` is false: with a prior no category is empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const interval = (
  self: Posterior,
  confidence: number = Confidence.usual
): Result.Result<Interval, InvalidArgument> =>
  Result.map(Confidence.make(confidence), (level) => {
    const tail = (1 - level) / 2
    const upper = 100 * upperQuantile(self, tail)
    const lower = -100 * upperQuantile(mirror(self), tail)
    return { method: "bayes", confidence, lower, upper, raw: { lower, upper }, degenerate: false }
  })

/**
 * The probability that the true NPS of the first group is above that of the second. Unit: a share. No answers in a group:
 * its prior is compared. Errors: `InvalidArgument` naming `a`, `b` or `prior`, as `make`.
 *
 * @category scoring
 * @since 0.1.0
 */
export const probabilityGreater = (
  a: Sample.Counts,
  b: Sample.Counts,
  prior: Sample.Counts = jeffreys
): Result.Result<number, InvalidArgument> =>
  Result.gen(function* () {
    const first = yield* of(a, prior, "a")
    const second = yield* of(b, prior, "b")
    return greater(first, second)
  })

const mirror = ({ detractors, passives, promoters }: Posterior): Posterior => ({
  promoters: detractors,
  passives,
  detractors: promoters
})

/**
 * With S the share of those who are not passive and R the share of promoters among them, the difference is S(2R − 1), and S and R
 * are independent betas. S = sin² φ makes the first smooth; what lies more than twelve standard deviations off is left out.
 */
const overShares = (
  { detractors, passives, promoters }: Posterior,
  x: number,
  f: (share: number, beyond: number) => number
): number => {
  const decided = promoters + detractors
  const middle = Math.asin(Math.sqrt(decided / (decided + passives)))
  const wide = 12 / (2 * Math.sqrt(decided + passives + 1))
  const from = Math.asin(Math.sqrt(x))
  const low = Math.max(from, middle - wide)
  const high = Math.min(Math.PI / 2, middle + wide)
  if (low >= high) return 0
  const constant =
    Math.log(2) +
    Distribution.logGamma(decided + passives) -
    Distribution.logGamma(decided) -
    Distribution.logGamma(passives)
  return integrate(high - low, (fromLow, fromHigh) => {
    const after = low - from + fromLow
    const sine = Math.sin(from + after)
    const cosine = Math.sin(Math.PI / 2 - high + fromHigh)
    const density = Math.exp(constant + (2 * decided - 1) * Math.log(sine) + (2 * passives - 1) * Math.log(cosine))
    // share − x, without subtracting: sin²(a + h) − sin² a = sin h · sin(2a + h)
    return density < 1e-25 ? 0 : density * f(sine * sine, Math.sin(after) * Math.sin(2 * from + after))
  })
}

/** P(difference > x), x as a share. */
const above = (self: Posterior, x: number): number => {
  if (x >= 1) return 0
  if (x <= -1) return 1
  if (x < 0) return 1 - above(mirror(self), -x)
  if (x === 0) return Distribution.beta(self.promoters, self.detractors).survival(0.5)
  const loss = Distribution.beta(self.detractors, self.promoters)
  return Math.min(
    1,
    overShares(self, x, (share, beyond) => loss.cdf(beyond / (2 * share)))
  )
}

/** The density of the difference at x > 0. */
const density = (self: Posterior, x: number): number => {
  const { detractors, promoters } = self
  const constant =
    Distribution.logGamma(promoters + detractors) - Distribution.logGamma(promoters) - Distribution.logGamma(detractors)
  return overShares(self, x, (share, beyond) =>
    Math.exp(
      constant +
        (promoters - 1) * Math.log((share + x) / (2 * share)) +
        (detractors - 1) * Math.log(beyond / (2 * share)) -
        Math.log(2 * share)
    )
  )
}

/** The x that is exceeded with this probability, at most a half. */
const upperQuantile = (self: Posterior, tail: number, precision = 1e-10): number => {
  let low = -1
  let high = 1
  while (high - low > precision) {
    const middle = (low + high) / 2
    if (above(self, middle) > tail) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const greater = (a: Posterior, b: Posterior): number =>
  Math.min(1, greaterAndPositive(a, b) + notGreaterButNegative(a, b))

/** P(A > B and A > 0), by the density of A. */
const greaterAndPositive = (a: Posterior, b: Posterior): number => overPositive(a, b, (x) => 1 - above(b, x))

/** P(A > B and A < 0) = P(A* < B* and A* > 0) for the mirror images. */
const notGreaterButNegative = (a: Posterior, b: Posterior): number => {
  const other = mirror(b)
  return overPositive(mirror(a), other, (x) => above(other, x))
}

/** ∫ over x > 0 of the density of `a` times f, cut where `b` changes much faster than `a`. */
const overPositive = (a: Posterior, b: Posterior, f: (x: number) => number): number => {
  if (above(a, 0) < 1e-10) return 0
  const width = standardDeviation(a) / 1000
  const low = Math.max(0, -upperQuantile(mirror(a), 1e-12, width) - width)
  const high = Math.min(1, upperQuantile(a, 1e-12, width) + width)
  const isSharp = standardDeviation(b) < standardDeviation(a) / 2
  const cuts = [
    low,
    ...(isSharp ? [-8, 0, 8].map((deviations) => (mean(b) + deviations * standardDeviation(b)) / 100) : []),
    high
  ]
    .filter((cut) => cut >= low && cut <= high)
    .toSorted((one, other) => one - other)
  let area = 0
  for (let i = 1; i < cuts.length; i++) {
    const start = cuts[i - 1]!
    const end = cuts[i]!
    if (end > start)
      area += integrate(end - start, (fromStart) => density(a, start + fromStart) * f(start + fromStart), 1e-8)
  }
  return area
}
