/**
 * Splits: how large does the best split of a series look when nothing changed?
 *
 * The likelihood ratio of one given split is a chi-square. That of the best of many is larger, and the usual table is
 * wrong for it: for 24 equal months the 5 % value is 10.9, not 5.99. From split to split the ratio is the squared length of a
 * stationary Gaussian process with independent increments in log odds of the share of answers before the split, a Markov
 * chain. So its chance to stay under a bound at every split is a sequence of one-dimensional integrals.
 * Source: L. Horváth and M. Csörgő, "Limit Theorems in Change-Point Analysis", Wiley, 1997, chapter 1, for the process.
 */
import * as Distribution from "./Distribution.ts"

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
  const steps = stepsOf(shares)
  const narrowest = steps.reduce((least, { step }) => Math.min(least, step), 1)
  const rule = ruleFor(bound / narrowest)
  const lengths = rule.roots.map((root) => (bound * (1 + root)) / 2)
  const widths = rule.weights.map((weight) => (bound * weight) / 2)
  let density = lengths.map((length) => stationary[df](length))
  for (const { correlation, step } of steps) {
    const mass = density.map((value, from) => value * (widths[from] ?? 0))
    density = lengths.map((to) => {
      let sum = 0
      for (let from = 0; from < mass.length; from++) {
        sum += (mass[from] ?? 0) * moving[df](lengths[from] ?? 0, to, correlation, step)
      }
      return sum
    })
  }
  const under = density.reduce((sum, value, index) => sum + value * (widths[index] ?? 0), 0)
  return Math.min(1, Math.max(one, 1 - under))
}

/** From split to split: the correlation, and the standard deviation of what is new. */
const stepsOf = (
  shares: ReadonlyArray<number>
): ReadonlyArray<{ readonly correlation: number; readonly step: number }> => {
  const steps: Array<{ readonly correlation: number; readonly step: number }> = []
  let last = shares[0] ?? 0
  for (const share of shares) {
    const correlation = Math.sqrt((last * (1 - share)) / (share * (1 - last)))
    const step = Math.sqrt(Math.max(0, 1 - correlation * correlation))
    if (step < leastStep) continue
    last = share
    steps.push({ correlation, step })
  }
  return steps
}

/** The density of the length of a vector of `df` standard normals. */
const stationary = {
  1: (length: number) => Math.sqrt(2 / Math.PI) * Math.exp((-length * length) / 2),
  2: (length: number) => length * Math.exp((-length * length) / 2)
} as const

/** The density of the length at the next split, given that at the last one. */
const moving = {
  1: (from: number, to: number, correlation: number, step: number) =>
    (Math.exp(-(((to - correlation * from) / step) ** 2) / 2) +
      Math.exp(-(((to + correlation * from) / step) ** 2) / 2)) /
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

const polynomial = (coefficients: ReadonlyArray<number>, x: number): number => {
  let sum = 0
  for (let power = coefficients.length - 1; power >= 0; power--) sum = sum * x + (coefficients[power] ?? 0)
  return sum
}

interface Rule {
  readonly roots: ReadonlyArray<number>
  readonly weights: ReadonlyArray<number>
}

/** Gauss–Legendre nodes and weights on −1 to 1: the roots of a Legendre polynomial, by Newton's method. */
const legendre = (order: number): Rule => {
  const nodes = Array.from({ length: order }, (_, index) => {
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
  return { roots: nodes.map(({ root }) => root), weights: nodes.map(({ weight }) => weight) }
}

const rules = new Map<number, Rule>()

/** Nodes no farther apart than the narrowest step is wide; a Gaussian of that width is then integrated to 1e-8. */
const ruleFor = (steps: number): Rule => {
  const order = Math.min(96, 32 * Math.ceil(Math.max(1, 1.6 * steps) / 32))
  const rule = rules.get(order) ?? legendre(order)
  rules.set(order, rule)
  return rule
}
