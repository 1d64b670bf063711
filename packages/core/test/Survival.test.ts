import { readFileSync } from "node:fs"
import * as Survival from "@temoin/core/Survival"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"

interface Estimates {
  readonly value: ReadonlyArray<number>
  readonly error: ReadonlyArray<number | null>
  readonly lower: ReadonlyArray<number | null>
  readonly upper: ReadonlyArray<number | null>
}

interface Case {
  readonly name: string
  readonly time: ReadonlyArray<number>
  readonly cause: ReadonlyArray<number>
  readonly at: ReadonlyArray<number>
  readonly median: ReadonlyArray<number | null>
  readonly remaining: Estimates
  readonly first: Estimates
  readonly second: Estimates
}

const reference: { readonly by: string; readonly cases: ReadonlyArray<Case> } = JSON.parse(
  readFileSync(new URL("reference/survival.json", import.meta.url), "utf8")
)

const survivalOf = (waits: Iterable<Survival.Wait>) => Result.getOrThrow(Survival.make(waits))

const of = ({ cause, time }: Pick<Case, "time" | "cause">) =>
  survivalOf(time.map((lasted, index) => ({ lasted, ...(cause[index] !== 0 && { cause: `${cause[index]}` }) })))

const expectAll = (found: ReadonlyArray<Option.Option<Survival.Estimate>>, expected: Estimates) => {
  for (const [index, value] of expected.value.entries()) {
    const estimate = Option.getOrThrow(found[index] ?? Option.none())
    assert.closeTo(estimate.value, value, 1e-12)
    if (value <= 0 || value >= 1) {
      assert.isTrue(Option.isNone(estimate.precision))
      continue
    }
    const { lower, standardError, upper } = Option.getOrThrow(estimate.precision)
    assert.closeTo(standardError, expected.error[index] ?? assert.fail("no error"), 1e-12)
    assert.closeTo(lower, expected.lower[index] ?? assert.fail("no limit"), 1e-12)
    assert.closeTo(upper, expected.upper[index] ?? assert.fail("no limit"), 1e-12)
  }
}

describe.each(reference.cases)(`as ${reference.by}: $name`, (given) => {
  const survival = of(given)

  it("Kaplan–Meier, with Greenwood's error", () => {
    expectAll(
      given.at.map((time) => Survival.remaining(survival, time)),
      given.remaining
    )
  })

  it("Aalen–Johansen, for both causes", () => {
    expectAll(
      given.at.map((time) => Survival.incidence(survival, "1", time)),
      given.first
    )
    expectAll(
      given.at.map((time) => Survival.incidence(survival, "2", time)),
      given.second
    )
  })

  it("the median and its limits", () => {
    const { lower, time, upper } = Survival.median(survival)
    expect([time ?? null, lower ?? null, upper ?? null]).toEqual(given.median)
  })
})

const waits = fc.array(
  fc.record(
    { lasted: fc.integer({ min: 0, max: 30 }), cause: fc.constantFrom("advanced", "churned", "elsewhere") },
    { requiredKeys: ["lasted"] }
  ),
  { minLength: 1, maxLength: 40 }
)

const valueOf = (estimate: Option.Option<Survival.Estimate>) => Option.getOrThrow(estimate).value

describe("whatever the waits", () => {
  it("each is somewhere: the causes and those who remain add up to 1", () => {
    fc.assert(
      fc.property(waits, fc.integer({ min: 0, max: 30 }), (waits, at) => {
        const survival = survivalOf(waits)
        if (Option.isNone(Survival.remaining(survival, at))) return
        const parts = ["advanced", "churned", "elsewhere"].map((cause) =>
          valueOf(Survival.incidence(survival, cause, at))
        )
        assert.closeTo(parts.reduce((a, b) => a + b, 0) + valueOf(Survival.remaining(survival, at)), 1, 1e-12)
      })
    )
  })

  it("with nobody waiting still, shares are plain proportions, and so is the error", () => {
    fc.assert(
      fc.property(waits, fc.integer({ min: 0, max: 30 }), (waits, at) => {
        const over = waits.map(({ cause = "churned", lasted }) => ({ cause, lasted }))
        const share = over.filter(({ cause, lasted }) => cause === "advanced" && lasted <= at).length / over.length
        const { precision, value } = Option.getOrThrow(Survival.incidence(survivalOf(over), "advanced", at))
        assert.closeTo(value, share, 1e-12)
        if (Option.isSome(precision)) {
          const { lower, standardError, upper } = precision.value
          assert.closeTo(standardError, Math.sqrt((share * (1 - share)) / over.length), 1e-12)
          assert.isTrue(0 <= lower && lower < value && value < upper && upper <= 1)
        }
      })
    )
  })

  it("the order in which they are given does not matter", () => {
    fc.assert(
      fc.property(waits, fc.integer({ min: 0, max: 30 }), (waits, at) => {
        const [one, other] = [survivalOf(waits), survivalOf(waits.toReversed())]
        expect(Survival.remaining(other, at)).toEqual(Survival.remaining(one, at))
        expect(Survival.incidence(other, "churned", at)).toEqual(Survival.incidence(one, "churned", at))
        expect(Survival.median(other)).toEqual(Survival.median(one))
      })
    )
  })
})

describe("what is not known is not said", () => {
  const survival = survivalOf([{ lasted: 2, cause: "left" }, { lasted: 5 }])

  it("nothing about nobody", () => {
    expect(Survival.remaining(survivalOf([]), 0)).toEqual(Option.none())
    expect(Survival.incidence(survivalOf([]), "left", 0)).toEqual(Option.none())
    expect(Survival.median(survivalOf([]))).toEqual({ time: undefined, lower: undefined, upper: undefined })
  })

  it("nothing beyond the longest wait, while somebody waits", () => {
    expect(Option.isSome(Survival.remaining(survival, 5))).toBe(true)
    expect(Survival.remaining(survival, 6)).toEqual(Option.none())
    expect(Survival.incidence(survival, "left", 6)).toEqual(Option.none())
    expect(Survival.remaining(survival, Number.NaN)).toEqual(Option.none())
  })

  it("no median while more than half wait", () => {
    const most = survivalOf([{ lasted: 2, cause: "left" }, { lasted: 5 }, { lasted: 6 }])
    expect(Survival.median(most).time).toBeUndefined()
  })

  it("no certainty from none of none", () => {
    expect(Survival.remaining(survival, 1)).toEqual(Option.some({ value: 1, precision: Option.none() }))
    expect(Survival.incidence(survival, "bought", 3)).toEqual(Option.some({ value: 0, precision: Option.none() }))
  })
})

it("a length that is none is refused, and named", () => {
  for (const lasted of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const refused = Result.getOrThrow(Result.flip(Survival.make([{ lasted: 1 }, { lasted }])))
    expect(refused).toMatchObject({ _tag: "InvalidWait", index: 1 })
    expect(refused.message).toContain("waits[1]")
  }
})
