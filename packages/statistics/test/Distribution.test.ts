import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import * as Distribution from "../src/internal/Distribution.ts"

interface Row {
  readonly family: "normal" | "student" | "chiSquare" | "beta" | "fisher"
  readonly parameters: ReadonlyArray<number>
  readonly x: number
  readonly cdf: number
  readonly survival: number
}

const rows: ReadonlyArray<Row> = JSON.parse(
  readFileSync(new URL("reference/distributions.json", import.meta.url), "utf8")
)

const of = ({ family, parameters: [a = 0, b = 0] }: Row): Distribution.Distribution =>
  ({
    normal: () => Distribution.normal,
    student: () => Distribution.student(a),
    chiSquare: () => Distribution.chiSquare(a),
    beta: () => Distribution.beta(a, b),
    fisher: () => Distribution.fisher(a, b)
  })[family]()

const relative = (got: number, expected: number) => (got === expected ? 0 : Math.abs(got / expected - 1))

describe.each(["normal", "student", "chiSquare", "beta", "fisher"] as const)("%s", (family) => {
  const own = rows.filter((row) => row.family === family)

  it("agrees with 400-digit arithmetic to twelve digits, in the far tails too", () => {
    for (const row of own) {
      const distribution = of(row)
      const place = `${row.parameters.join(", ")} at ${row.x}`
      if (row.cdf > 1e-300) expect(relative(distribution.cdf(row.x), row.cdf), `cdf ${place}`).toBeLessThan(1e-12)
      if (row.survival > 1e-300)
        expect(relative(distribution.survival(row.x), row.survival), `survival ${place}`).toBeLessThan(1e-12)
    }
    expect(own.length).toBeGreaterThan(25)
    expect(Math.min(...own.map((row) => row.survival))).toBeLessThan(1e-50)
  })

  it("has a quantile that leads back to the probability", () => {
    for (const row of own) {
      const distribution = of(row)
      for (const p of [1e-250, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-9]) {
        const x = distribution.quantile(p)
        // beyond the smallest double, or 1 to the last digit
        if (x === 1 || Math.abs(x) < 1e-300) continue
        // a step of the last bit of x may move the probability by more than its own last bit
        const slack = Math.abs(distribution.cdf(x * (1 + 1e-15)) - distribution.cdf(x * (1 - 1e-15)))
        expect(Math.abs(distribution.cdf(x) - p), `${p}`).toBeLessThanOrEqual(1e-11 * p + slack)
      }
    }
  })
})

it("a quantile at the end of the probabilities is the end of the scale", () => {
  expect(Distribution.normal.quantile(0)).toBe(-Infinity)
  expect(Distribution.normal.quantile(1)).toBe(Infinity)
  expect(Distribution.beta(2, 3).quantile(0)).toBe(0)
  expect(Distribution.beta(2, 3).quantile(1)).toBe(1)
  expect(Distribution.chiSquare(3).quantile(0)).toBe(0)
  expect(Distribution.chiSquare(3).quantile(1)).toBe(Infinity)
})

it("the table of log factorials is right to the last digits", () => {
  const table = Distribution.logFactorials(10_000)
  expect(Math.exp(table[10]!)).toBeCloseTo(3_628_800, 6)
  // ln 10000!, computed with 50 digits
  expect(relative(table[10_000]!, 82108.92783681436)).toBeLessThan(1e-15)
  expect(relative(Distribution.logGamma(10_001), 82108.92783681436)).toBeLessThan(1e-14)
})
