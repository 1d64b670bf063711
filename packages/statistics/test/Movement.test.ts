import * as Movement from "@temoin/statistics/Movement"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { refused, somePanel, turned, value } from "./given.ts"

const of = <A>(result: Result.Result<A, { readonly argument: string }>): A => Result.getOrThrow(result)

const steady = {
  detractor: { detractor: 5, passive: 0, promoter: 0 },
  passive: { detractor: 0, passive: 9, promoter: 0 },
  promoter: { detractor: 0, passive: 0, promoter: 20 }
}

const p = (test: { readonly pValue: Option.Option<number> }): number => Option.getOrElse(test.pValue, () => 1)

describe("tests of the panel", () => {
  it("when nobody moved: statistic 0, no degrees of freedom, no p-value", () => {
    for (const test of [
      of(Movement.bowker(steady)),
      of(Movement.stuartMaxwell(steady)),
      value(Movement.bhapkar(steady))
    ]) {
      expect(test).toEqual({ statistic: 0, degreesOfFreedom: 0, pValue: Option.none() })
    }
    expect(of(Movement.signTest(steady))).toMatchObject({ pValue: 1, pExact: 1, asymptotic: Option.none() })
  })

  it("do not mind which wave came first", () => {
    fc.assert(
      fc.property(somePanel, (panel) => {
        const back = turned(panel)
        expect(of(Movement.bowker(back)).statistic).toBeCloseTo(of(Movement.bowker(panel)).statistic, 8)
        expect(of(Movement.stuartMaxwell(back)).statistic).toBeCloseTo(of(Movement.stuartMaxwell(panel)).statistic, 8)
        expect(of(Movement.signTest(back)).pValue).toBeCloseTo(of(Movement.signTest(panel)).pValue, 12)
        expect(of(Movement.mcnemar(back, "promoter")).pValue).toBeCloseTo(
          of(Movement.mcnemar(panel, "promoter")).pValue,
          12
        )
      })
    )
  })

  it("see nothing where as many moved each way", () => {
    fc.assert(
      fc.property(somePanel, (panel) => {
        const { detractor, passive, promoter } = panel
        const even = {
          detractor,
          passive: { ...passive, detractor: detractor.passive },
          promoter: { ...promoter, detractor: detractor.promoter, passive: passive.promoter }
        }
        expect(of(Movement.bowker(even)).statistic).toBe(0)
        expect(of(Movement.stuartMaxwell(even)).statistic).toBe(0)
        expect(of(Movement.signTest(even)).pValue).toBe(1)
      })
    )
  })

  it("say nothing of those who stayed: more of them change Bhapkar's alone", () => {
    fc.assert(
      fc.property(somePanel, fc.nat(1000), (panel, more) => {
        const larger = { ...panel, passive: { ...panel.passive, passive: panel.passive.passive + more } }
        expect(Movement.bowker(larger)).toEqual(Movement.bowker(panel))
        expect(Movement.stuartMaxwell(larger)).toEqual(Movement.stuartMaxwell(panel))
        expect(Movement.signTest(larger)).toEqual(Movement.signTest(panel))
      })
    )
  })

  it("of Bhapkar rejects whatever Stuart and Maxwell's rejects", () => {
    fc.assert(
      fc.property(somePanel, (panel) => {
        const bhapkar = of(Movement.bhapkar(panel))
        if (Option.isSome(bhapkar))
          expect(p(bhapkar.value)).toBeLessThanOrEqual(p(of(Movement.stuartMaxwell(panel))) + 1e-12)
      })
    )
  })

  it("of Bhapkar has nothing to measure by when everybody moved in step", () => {
    const none = { detractor: 0, passive: 0, promoter: 0 }
    const panel = { detractor: { ...none, passive: 7 }, passive: { ...none, promoter: 4 }, promoter: none }
    expect(Movement.bhapkar(panel)).toEqual(Result.succeed(Option.none()))
    expect(of(Movement.stuartMaxwell(panel)).degreesOfFreedom).toBe(2)
    expect(of(Movement.signTest(panel)).pValue).toBeLessThan(0.01)
  })

  it("name the cell that is no count", () => {
    const wrong = { ...steady, promoter: { ...steady.promoter, detractor: 0.5 } }
    for (const test of [Movement.bowker, Movement.stuartMaxwell, Movement.bhapkar, Movement.signTest]) {
      expect(refused(test(wrong))).toBe("panel.promoter.detractor")
    }
    expect(refused(Movement.uneven(-1, 2))).toBe("lost")
    expect(refused(Movement.uneven(1, Infinity))).toBe("gained")
  })
})

/** How often a test says "changed" at 5 % although each of n people moved up or down alike: enumerated, not drawn. */
const worstError = (rejects: (lost: number, gained: number) => boolean, people: number): number => {
  const logFactorial = [0]
  for (let n = 1; n <= people; n++) logFactorial.push((logFactorial[n - 1] ?? 0) + Math.log(n))
  const log = (n: number) => logFactorial[n] ?? 0
  const binomial = (n: number, k: number, share: number) =>
    Math.exp(log(n) - log(k) - log(n - k) + k * Math.log(share) + (n - k) * Math.log(1 - share))
  const errors = Array.from({ length: people + 1 }, (_, moved) =>
    Array.from({ length: moved + 1 }, (_, lost) =>
      rejects(lost, moved - lost) ? binomial(moved, lost, 0.5) : 0
    ).reduce((sum, one) => sum + one, 0)
  )
  const shares = Array.from({ length: 99 }, (_, index) => (index + 1) / 100)
  return Math.max(
    ...shares.map((share) => errors.reduce((sum, error, moved) => sum + error * binomial(people, moved, share), 0))
  )
}

const midP = (lost: number, gained: number): boolean => of(Movement.uneven(lost, gained)).pValue <= 0.05

const exact = (lost: number, gained: number): boolean => of(Movement.uneven(lost, gained)).pExact <= 0.05

/** The usual mistake: one tail taken for both. */
const oneTail = (lost: number, gained: number): boolean => of(Movement.uneven(lost, gained)).pExact / 2 <= 0.05

describe("McNemar's mid-p keeps its promise: at 5 % it errs in at most 5.5 % of panels in which nothing changed", () => {
  it.each([10, 20, 55, 100])("of %i people, whatever share of them moved", (people) => {
    expect(worstError(midP, people)).toBeLessThanOrEqual(0.055)
  })

  it.each([20, 55, 100])("and one tail taken for both does not, with %i people", (people) => {
    expect(worstError(oneTail, people)).toBeGreaterThan(0.055)
  })

  it("nor is it as idle as the exact test, which errs in half as many", () => {
    expect(worstError(exact, 55)).toBeLessThan(worstError(midP, 55))
  })
})
