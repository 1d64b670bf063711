/**
 * Splits: how large does the best split of a series look when nothing changed?
 *
 * The likelihood ratio of one given split is a chi-square. That of the best of many is larger, and the usual table is
 * wrong for it: for 24 months the 5 % value is 11.3, not 5.99. From split to split the ratio is the squared length of a
 * stationary Gaussian process with independent increments in log odds of the share of answers before the split, a Markov
 * chain. So its chance to stay under a bound at every split is a sequence of one-dimensional integrals.
 * Source: L. Horváth and M. Csörgő, "Limit Theorems in Change-Point Analysis", Wiley, 1997, chapter 1, for the process.
 */
import * as Distribution from "./Distribution.ts"

const nodes = 96
/** From here on the sum of the tails at all splits is as good as exact. */
const farTail = 40
/**
 * Splits nearer to each other than this are one to the integral: a step is the standard deviation of what is new at the
 * next split. With periods of equal size none are left out up to 400 of them.
 */
const leastStep = 0.1

/**
 * The chance that the largest chi-square exceeds `statistic`. `shares`: of the answers, those before each split, rising,
 * between 0 and 1, both excluded. `df`: the categories less one, 1 or 2.
 */
export const survival = (statistic: number, shares: ReadonlyArray<number>, df: 1 | 2): number => {
  const one = Distribution.chiSquare(df).survival(statistic)
  if (shares.length < 2 || statistic <= 0) return one
  if (statistic > farTail) return Math.min(1, shares.length * one)
  const bound = Math.sqrt(statistic)
  const lengths = roots.map((root) => (bound * (1 + root)) / 2)
  const widths = weights.map((weight) => (bound * weight) / 2)
  let density = lengths.map((length) => stationary[df](length))
  let last = shares[0] ?? 0
  for (const share of shares) {
    const correlation = Math.sqrt((last * (1 - share)) / (share * (1 - last)))
    const step = Math.sqrt(Math.max(0, 1 - correlation * correlation))
    if (step < leastStep) continue
    last = share
    const mass = density.map((value, from) => value * (widths[from] ?? 0))
    density = lengths.map((to) => {
      let sum = 0
      for (const [index, from] of lengths.entries()) sum += (mass[index] ?? 0) * moving[df](from, to, correlation, step)
      return sum
    })
  }
  const under = density.reduce((sum, value, index) => sum + value * (widths[index] ?? 0), 0)
  return Math.min(1, Math.max(one, 1 - under))
}

/** The density of the length of a vector of `df` standard normals. */
const stationary = {
  1: (length: number) => Math.sqrt(2 / Math.PI) * Math.exp((-length * length) / 2),
  2: (length: number) => length * Math.exp((-length * length) / 2)
} as const

/** The density of the length at the next split, given that at the last one. */
const moving = {
  1: (from: number, to: number, correlation: number, step: number) =>
    (Math.exp(-(((to - correlation * from) / step) ** 2) / 2) + Math.exp(-(((to + correlation * from) / step) ** 2) / 2)) /
    (step * Math.sqrt(2 * Math.PI)),
  2: (from: number, to: number, correlation: number, step: number) =>
    (to / step ** 2) *
    Math.exp(-(((to - correlation * from) / step) ** 2) / 2) *
    scaledBessel((correlation * from * to) / step ** 2)
} as const

/**
 * e^−x I₀(x) for x ≥ 0, to 2e-7.
 * Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, 9.8.1 and 9.8.2.
 */
const scaledBessel = (x: number): number =>
  x < 3.75 ? Math.exp(-x) * polynomial(near, (x / 3.75) ** 2) : polynomial(far, 3.75 / x) / Math.sqrt(x)

const near = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813]
const far = [
  0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377
]

const polynomial = (coefficients: ReadonlyArray<number>, x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

/** Gauss–Legendre nodes and weights on −1 to 1: the roots of a Legendre polynomial, by Newton's method. */
const legendre = (order: number) =>
  Array.from({ length: order }, (_, index) => {
    let x = Math.cos((Math.PI * (index + 0.75)) / (order + 0.5))
    let slope = 1
    for (let round = 0; round < 100; round++) {
      let previous = 1
      let value = x
      for (let degree = 2; degree <= order; degree++) {
        const next = ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree
        previous = value
        value = next
      }
      slope = (order * (x * value - previous)) / (x * x - 1)
      x -= value / slope
      if (Math.abs(value / slope) < 1e-15) break
    }
    return { root: x, weight: 2 / ((1 - x * x) * slope * slope) }
  })

const rule = legendre(nodes)
const roots = rule.map(({ root }) => root)
const weights = rule.map(({ weight }) => weight)
