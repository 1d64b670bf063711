/**
 * Distribution: how often does chance alone go this far?
 *
 * Tails are computed as tails, never as one minus the rest, so that a p-value of 1e-30 is 1e-30 and not 0. Quantiles
 * are where the tail crosses the given probability, found to the last bits. Parameters are trusted: the public modules
 * check theirs. A quantile at probability 0 or 1 is the end of the scale, which may be infinite.
 */
import betainc from "@stdlib/math-base-special-betainc"
import erfc from "@stdlib/math-base-special-erfc"
import erfcinv from "@stdlib/math-base-special-erfcinv"
import gammainc from "@stdlib/math-base-special-gammainc"
import gammaln from "@stdlib/math-base-special-gammaln"

/** A distribution on the real line: `cdf(x)` = P(X ≤ x), `survival(x)` = P(X > x), `quantile` the inverse of `cdf`. */
export interface Distribution {
  readonly cdf: (x: number) => number
  readonly survival: (x: number) => number
  readonly quantile: (p: number) => number
}

/** Mean 0, standard deviation 1. */
export const normal: Distribution = {
  cdf: (x) => erfc(-x / Math.SQRT2) / 2,
  survival: (x) => erfc(x / Math.SQRT2) / 2,
  quantile: (p) => (p === 0.5 ? 0 : -Math.SQRT2 * erfcinv(2 * p))
}

/** The two-sided p-value of a standard normal statistic. */
export const normalTwoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2)

/** The z that leaves half of 1 − confidence in each tail: 1.96 for 0.95. */
export const normalCritical = (confidence: number): number => -normal.quantile((1 - confidence) / 2)

/** Student's t. Source: its tail is I(df / (df + t²); df/2, 1/2) / 2, Abramowitz & Stegun 26.5.27. */
export const student = (df: number): Distribution => {
  const upperTail = (t: number) =>
    Number.isFinite(t)
      ? (t * t < df ? betaTail((t * t) / (df + t * t), 0.5, df / 2) : betaHead(df / (df + t * t), df / 2, 0.5)) / 2
      : 0
  const survival = (t: number) => (t >= 0 ? upperTail(t) : 1 - upperTail(-t))
  return {
    cdf: (t) => survival(-t),
    survival,
    quantile: (p) => (p === 0.5 ? 0 : p > 0.5 ? crossing(upperTail, 1 - p) : -crossing(upperTail, p))
  }
}

/** Chi-square: the sum of `df` squared standard normals. */
export const chiSquare = (df: number): Distribution => {
  const cdf = (x: number) => (x <= 0 ? 0 : x === Infinity ? 1 : gammainc(x / 2, df / 2, true, false))
  const survival = (x: number) => (x <= 0 ? 1 : x === Infinity ? 0 : gammainc(x / 2, df / 2, true, true))
  return { cdf, survival, quantile: quantileOf(cdf, survival) }
}

/** Beta on [0, 1]. */
export const beta = (a: number, b: number): Distribution => {
  const cdf = (x: number) => (x <= 0 ? 0 : x >= 1 ? 1 : betaHead(x, a, b))
  const survival = (x: number) => (x <= 0 ? 1 : x >= 1 ? 0 : betaTail(x, a, b))
  return { cdf, survival, quantile: (p) => Math.min(1, quantileOf(cdf, survival)(p)) }
}

/** Snedecor's F. */
export const fisher = (df1: number, df2: number): Distribution => {
  const share = (x: number) => (df1 * x) / (df1 * x + df2)
  const cdf = (x: number) => (x <= 0 ? 0 : x === Infinity ? 1 : betaHead(share(x), df1 / 2, df2 / 2))
  const survival = (x: number) => (x <= 0 ? 1 : x === Infinity ? 0 : betaHead(df2 / (df1 * x + df2), df2 / 2, df1 / 2))
  return { cdf, survival, quantile: quantileOf(cdf, survival) }
}

/** ln Γ(x) for x > 0. */
export const logGamma = (x: number): number => gammaln(x)

/** ln n! for a whole n from 0 to `max`, exact to the last bits, for the hypergeometric and the binomial. */
export const logFactorials = (max: number): Float64Array => {
  const table = new Float64Array(max + 1)
  let sum = 0
  let lost = 0
  for (let n = 2; n <= max; n++) {
    const term = Math.log(n) - lost
    const next = sum + term
    lost = next - sum - term
    sum = next
    table[n] = sum
  }
  return table
}

// the part on the near side of the mean is computed, the other is one minus it: so neither loses digits
const betaHead = (x: number, a: number, b: number): number =>
  x * (a + b) <= a ? betainc(x, a, b, true, false) : 1 - betainc(x, a, b, true, true)
const betaTail = (x: number, a: number, b: number): number =>
  x * (a + b) <= a ? 1 - betainc(x, a, b, true, false) : betainc(x, a, b, true, true)

const quantileOf =
  (cdf: (x: number) => number, survival: (x: number) => number) =>
  (p: number): number =>
    p > 0.5 ? crossing(survival, 1 - p) : crossing((x) => -cdf(x), -p)

/** The x ≥ 0 at which a falling function passes `level`, by bisection; on the scale of exponents while the two ends are far apart. */
const crossing = (falling: (x: number) => number, level: number): number => {
  if (falling(0) <= level) return 0
  if (level === 0) return Infinity
  let low = 0
  let high = 1
  while (falling(high) > level) {
    low = high
    high *= 2
    if (high === Infinity) return Infinity
  }
  if (low === 0) {
    low = high / 2
    while (falling(low) <= level) {
      high = low
      low /= 2
      if (low === 0) return 0
    }
  }
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (falling(middle) > level) low = middle
    else high = middle
  }
}
