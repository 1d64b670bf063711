/**
 * Difference: is one group's NPS really higher than another's?
 *
 * Always signed: the first minus the second. The groups are different people; for the same people asked twice there is
 * `Panel`, which knows that their answers hang together.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Check from "./internal/Check.ts"
import * as Distribution from "./internal/Distribution.ts"
import { moments } from "./internal/Moments.ts"
import * as Interval from "./Interval.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * A difference with its limits. Unit: points, −200 to 200; the limits are kept on that scale and `raw` is what the formula
 * gave. The difference is in general not in the middle.
 *
 * @category models
 * @since 0.1.0
 */
export interface Difference {
  readonly method: "mover" | "wald" | "adjustedWald"
  readonly confidence: number
  readonly difference: number
  readonly lower: number
  readonly upper: number
  readonly raw: { readonly lower: number; readonly upper: number }
}

/**
 * A difference with its standard error (points), z and two-sided p-value. `z` and `pValue` are none where the standard
 * error is 0: in both groups one category holds all the answers.
 *
 * @category models
 * @since 0.1.0
 */
export interface Tested extends Difference {
  readonly standardError: number
  readonly z: Option.Option<number>
  readonly pValue: Option.Option<number>
}

/**
 * What to say of two groups: limits, a p-value, and by which procedure each was made. They come from different procedures
 * and can disagree near the border; what counts is the interval: `higher` when it is wholly above 0, `lower` when it is
 * wholly below, otherwise `unclear`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Comparison {
  readonly interval: Difference
  readonly pValue: number
  readonly test: "exact permutation" | "adjusted z"
  readonly verdict: "higher" | "lower" | "unclear"
}

type Answer<A> = Result.Result<Option.Option<A>, InvalidArgument>

const clamp = (limit: number): number => Math.min(200, Math.max(-200, limit))

const make = (
  method: Difference["method"],
  confidence: number,
  difference: number,
  lower: number,
  upper: number
): Difference => ({ method, confidence, difference, lower: clamp(lower), upper: clamp(upper), raw: { lower, upper } })

/**
 * The interval to use: from the two score intervals, each limit at its own distance. It contains the truth at least 93.9 %
 * of the time with 5 against 5 answers, whatever the mix (enumerated in the tests). A group without answers: none.
 * Errors: `InvalidArgument` naming `a`, `b` or `confidence`.
 * Source: G. Y. Zou & A. Donner, Statistics in Medicine 27:1693–1702, 2008 (MOVER), on Tango's limits.
 *
 * @category constructors
 * @since 0.1.0
 */
export const mover = (a: Sample.Counts, b: Sample.Counts, confidence: number = Confidence.usual): Answer<Difference> =>
  Result.gen(function* () {
    const first = yield* Interval.score(yield* Sample.make(a, "a"), confidence)
    const second = yield* Interval.score(yield* Sample.make(b, "b"), confidence)
    return Option.map(Option.all({ first, second }), ({ first, second }) => {
      const x = 100 * moments(a).mean
      const y = 100 * moments(b).mean
      return make(
        "mover",
        confidence,
        x - y,
        x - y - Math.hypot(x - first.lower, second.upper - y),
        x - y + Math.hypot(first.upper - x, y - second.lower)
      )
    })
  })

const test = (
  method: "wald" | "adjustedWald",
  a: Sample.Counts,
  b: Sample.Counts,
  confidence: number
): Answer<Tested> =>
  Result.gen(function* () {
    const level = yield* Confidence.make(confidence)
    return tested(method, level, yield* Sample.make(a, "a"), yield* Sample.make(b, "b"))
  })

const tested = (
  method: "wald" | "adjustedWald",
  confidence: number,
  a: Sample.Counts,
  b: Sample.Counts
): Option.Option<Tested> => {
  if (Sample.size(a) === 0 || Sample.size(b) === 0) return Option.none()
  const counted =
    method === "wald"
      ? ([moments(a), moments(b)] as const)
      : ([moments(Interval.adjust(a)), moments(Interval.adjust(b))] as const)
  const difference = 100 * (counted[0].mean - counted[1].mean)
  const standardError = 100 * Math.hypot(counted[0].standardError, counted[1].standardError)
  const margin = Distribution.normalCritical(confidence) * standardError
  const z = standardError === 0 ? Option.none() : Option.some(difference / standardError)
  return Option.some({
    ...make(method, confidence, difference, difference - margin, difference + margin),
    standardError,
    z,
    pValue: Option.map(z, Distribution.normalTwoSided)
  })
}

/**
 * The plain z-test and its interval, with unpooled standard errors: for comparison only. A group without answers: none.
 * Errors: as `mover`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const wald = (a: Sample.Counts, b: Sample.Counts, confidence: number = Confidence.usual): Answer<Tested> =>
  test("wald", a, b, confidence)

/**
 * The z-test after three answers are added to each group (see `Interval.adjust`): never a standard error of 0. The
 * difference is that of the shrunk scores. Its interval over-shrinks when two extremes are compared with few answers (80 %
 * at 5 against 5); the test is what `compare` uses above 300 answers. A group without answers: none. Errors: as `mover`.
 * Source: Lewis & Sauro, MeasuringU; R's NPS 2.x.
 *
 * @category constructors
 * @since 0.1.0
 */
export const adjustedWald = (
  a: Sample.Counts,
  b: Sample.Counts,
  confidence: number = Confidence.usual
): Answer<Tested> => test("adjustedWald", a, b, confidence)

const mostPermuted = 10_000

/**
 * The exact p-value, two-sided: dealing the answers to two groups of these sizes at random, how often is the difference at
 * least as large in size? All deals are enumerated by category, so nothing is random and the cost grows with the square of
 * the answers. A group without answers: none. Errors: `InvalidArgument` naming `a` or `b` when a count is not whole or when
 * both together have more than 10,000 answers.
 * Source: Fisher's randomisation test over the multivariate hypergeometric; R's `coin::oneway_test(exact)` agrees.
 *
 * @example Difference.permutation({ promoters: 5, passives: 3, detractors: 2 }, { promoters: 5, passives: 3, detractors: 2 }) // => Result.succeed(Option.some(1))
 * @category tests
 * @since 0.1.0
 */
export const permutation = (a: Sample.Counts, b: Sample.Counts): Answer<number> =>
  Result.gen(function* () {
    for (const [name, sample] of [
      ["a", a],
      ["b", b]
    ] as const) {
      yield* Sample.make(sample, name)
      for (const category of ["promoters", "passives", "detractors"] as const)
        yield* Check.count(`${name}.${category}`, sample[category])
    }
    const answers = Sample.size(a) + Sample.size(b)
    yield* Check.that("a, b", answers, answers <= mostPermuted, `at most ${mostPermuted} answers together`)
    return Sample.size(a) === 0 || Sample.size(b) === 0 ? Option.none() : Option.some(exact(a, b))
  })

const exact = (a: Sample.Counts, b: Sample.Counts): number => {
  const promoters = a.promoters + b.promoters
  const passives = a.passives + b.passives
  const detractors = a.detractors + b.detractors
  const size = Sample.size(a)
  const all = promoters + passives + detractors
  const log = Distribution.logFactorials(all)
  const choose = (n: number, k: number) => log[n]! - log[k]! - log[n - k]!
  // the difference of the scores, times the sizes: whole numbers, so that ties are ties
  const distance = (net: number) => Math.abs(all * net - size * (promoters - detractors))
  const observed = distance(a.promoters - a.detractors)
  const total = choose(all, size)
  let extreme = 0
  for (let p = Math.max(0, size - passives - detractors); p <= Math.min(promoters, size); p++) {
    const chooseP = choose(promoters, p) - total
    const rest = size - p
    for (let d = Math.max(0, rest - passives); d <= Math.min(detractors, rest); d++)
      if (distance(p - d) >= observed) extreme += Math.exp(chooseP + choose(detractors, d) + choose(passives, rest - d))
  }
  return Math.min(1, extreme)
}

const mostComparedExactly = 300

/**
 * What to say of two groups: the MOVER interval, beside the exact permutation p-value up to 300 answers together (whole
 * counts), above that the adjusted z. A group without answers: none. Errors: as `mover`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const compare = (
  a: Sample.Counts,
  b: Sample.Counts,
  confidence: number = Confidence.usual
): Answer<Comparison> =>
  Result.gen(function* () {
    const interval = yield* mover(a, b, confidence)
    const isExact = isWhole(a) && isWhole(b) && Sample.size(a) + Sample.size(b) <= mostComparedExactly
    const pValue = isExact
      ? yield* permutation(a, b)
      : Option.flatMap(yield* adjustedWald(a, b, confidence), (difference) => difference.pValue)
    return Option.map(Option.all({ interval, pValue }), ({ interval, pValue }) => ({
      interval,
      pValue,
      test: isExact ? "exact permutation" : "adjusted z",
      verdict: interval.lower > 0 ? "higher" : interval.upper < 0 ? "lower" : "unclear"
    }))
  })

const isWhole = ({ detractors, passives, promoters }: Sample.Counts): boolean =>
  Number.isInteger(promoters) && Number.isInteger(passives) && Number.isInteger(detractors)
