import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Interval from "@temoin/statistics/Interval"
import * as Raking from "@temoin/statistics/Raking"
import * as Sample from "@temoin/statistics/Sample"
import * as Strata from "@temoin/statistics/Strata"
import * as Weights from "@temoin/statistics/Weights"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { counts, fewCounts, refused, value } from "./given.ts"

const score = fc.constantFrom(...Score.scale)
const weight = fc.double({ min: 0.01, max: 100, noNaN: true })
const answers = fc.array(fc.record({ score, weight }), { minLength: 1, maxLength: 40 })

const reason = (result: Result.Result<unknown, { readonly _tag: string }>): string =>
  Result.match(result, { onFailure: ({ _tag }) => _tag, onSuccess: () => "accepted" })

describe("weights", () => {
  it("that are all equal change nothing", () => {
    fc.assert(
      fc.property(answers, weight, (answers, weight) => {
        const weighted = value(Weights.estimate(answers.map(({ score }) => ({ score, weight }))))
        const { detractors, passives, promoters } = Nps.counts(Nps.tally(answers.map(({ score }) => score)))
        expect(weighted.nps).toBeCloseTo((100 * (promoters - detractors)) / answers.length, 8)
        expect(weighted.effective).toBeCloseTo(answers.length, 8)
        expect(weighted.designEffect).toBeCloseTo(1, 9)
        const plain = value(Interval.score(counts(promoters, passives, detractors)))
        expect(weighted.interval.lower).toBeCloseTo(plain.lower, 6)
        expect(weighted.interval.upper).toBeCloseTo(plain.upper, 6)
      })
    )
  })

  it("matter by their ratios alone: in grams or in tons", () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(1e-9, 0.1, 7, 1e9), (answers, unit) => {
        const one = value(Weights.estimate(answers))
        const other = value(Weights.estimate(answers.map(({ score, weight }) => ({ score, weight: weight * unit }))))
        expect(other.nps).toBeCloseTo(one.nps, 8)
        expect(other.effective).toBeCloseTo(one.effective, 8)
        expect(Option.getOrElse(other.standardError, () => 0)).toBeCloseTo(
          Option.getOrElse(one.standardError, () => 0),
          8
        )
      })
    )
  })

  it("cost answers, never add any", () => {
    fc.assert(
      fc.property(answers, (answers) => {
        const { designEffect, effective } = value(Weights.effective(answers.map(({ weight }) => weight)))
        expect(effective).toBeLessThanOrEqual(answers.length)
        expect(effective).toBeGreaterThan(0)
        expect(designEffect).toBeGreaterThanOrEqual(1)
      })
    )
  })

  it("of 0 are no answers", () => {
    fc.assert(
      fc.property(answers, score, (answers, score) => {
        expect(value(Weights.estimate([...answers, { score, weight: 0 }]))).toEqual(value(Weights.estimate(answers)))
      })
    )
    expect(Weights.estimate([{ score: 9, weight: 0 }])).toEqual(Result.succeed(Option.none()))
  })

  it("double an answer as giving it twice does, and then know less than two people", () => {
    const twice = value(
      Weights.estimate([
        { score: 9, weight: 2 },
        { score: 3, weight: 1 }
      ])
    )
    expect(twice.nps).toBeCloseTo(100 / 3, 9)
    expect(twice.effective).toBeCloseTo(9 / 5, 9)
    expect(twice.answers).toBe(2)
  })

  it("of one answer leave no standard error", () => {
    expect(value(Weights.estimate([{ score: 9, weight: 3 }])).standardError).toEqual(Option.none())
  })

  it("name what is wrong", () => {
    expect(refused(Weights.effective([1, -1]))).toBe("weights[1]")
    expect(refused(Weights.effective([1, Infinity]))).toBe("weights[1]")
    expect(refused(Weights.estimate([{ score: 9, weight: NaN }]))).toBe("answers[0].weight")
    expect(refused(Weights.estimate([{ score: 9.5 as Score.Score, weight: 1 }]))).toBe("answers[0].score")
    expect(refused(Weights.estimate([{ score: 9, weight: 1 }], 2))).toBe("confidence")
  })
})

describe("strata", () => {
  it("answered in proportion give the plain score", () => {
    fc.assert(
      fc.property(
        fc.array(fewCounts, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (groups, times) => {
          const strata = groups.map((counts) => ({ counts, population: times * Sample.size(counts) }))
          const all = groups.reduce((sum, one) => sum + Sample.size(one), 0)
          const net = groups.reduce((sum, one) => sum + one.promoters - one.detractors, 0)
          expect(value(Strata.estimate(strata)).nps).toBeCloseTo((100 * net) / all, 8)
        }
      )
    )
  })

  it("in which everybody answered leave nothing to doubt, of just these people", () => {
    const strata = [
      { population: 10, counts: counts(5, 3, 2) },
      { population: 4, counts: counts(1, 2, 1) }
    ]
    expect(Option.getOrThrow(value(Strata.estimate(strata, { finite: true })).uncertainty).standardError).toBe(0)
    expect(Option.getOrThrow(value(Strata.estimate(strata)).uncertainty).standardError).toBeGreaterThan(0)
  })

  it("with a single answer have a score and no known error; with none, no score", () => {
    const full = { population: 100, counts: counts(5, 3, 2) }
    expect(value(Strata.estimate([full, { population: 100, counts: counts(1, 0, 0) }])).uncertainty).toEqual(
      Option.none()
    )
    expect(reason(Strata.estimate([full, { population: 100, counts: counts(0, 0, 0) }]))).toBe("EmptyCell")
    expect(reason(Strata.estimate([full, { population: 0, counts: counts(0, 0, 0) }]))).toBe("accepted")
  })

  it("cannot have more answers than people, when people are all there are", () => {
    const strata = [{ population: 9, counts: counts(5, 3, 2) }]
    expect(refused(Result.mapError(Strata.estimate(strata, { finite: true }), named))).toBe("strata[0].population")
    expect(reason(Strata.estimate(strata))).toBe("accepted")
  })

  it("weight answers so that those of each stratum stand for its people", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 30 }), (rest) => {
        const labels = ["a", "b", "c", ...rest]
        const population = { a: 10, b: 20, c: 70 }
        const weights = Result.getOrThrow(Strata.weights(labels, population))
        for (const [stratum, people] of Object.entries(population)) {
          const sum = weights.reduce((sum, weight, index) => sum + (labels[index] === stratum ? weight : 0), 0)
          expect(sum).toBeCloseTo(people, 8)
        }
      })
    )
    expect(reason(Strata.weights(["a"], { a: 1, b: 2 }))).toBe("EmptyCell")
    expect(reason(Strata.weights(["z"], { a: 1 }))).toBe("InvalidArgument")
    expect(reason(Strata.weights(["constructor"], { a: 1 }))).toBe("InvalidArgument")
  })
})

const named = (error: { readonly _tag: string }): { readonly argument: string } => ({
  argument: "argument" in error && typeof error.argument === "string" ? error.argument : error._tag
})

const at = (result: ReturnType<typeof Raking.make>): string => refused(Result.mapError(result, named))

const person = fc.record({ region: fc.constantFrom("N", "S"), size: fc.constantFrom("big", "small") })

/** Somebody of every pair of groups, so that every margin can be met. */
const everyPair = [
  { region: "N", size: "big" },
  { region: "N", size: "small" },
  { region: "S", size: "big" },
  { region: "S", size: "small" }
]

describe("raking", () => {
  it("meets every margin", () => {
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 30 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 99 }),
        (rest, n, big) => {
          const rows = [...everyPair, ...rest]
          const { weights } = Result.getOrThrow(
            Raking.make(rows, { region: { N: n, S: 100 - n }, size: { big, small: 100 - big } })
          )
          const sum = (matches: (row: (typeof rows)[number]) => boolean) =>
            rows.reduce((sum, row, index) => sum + (matches(row) ? (weights[index] ?? 0) : 0), 0)
          expect(sum(({ region }) => region === "N")).toBeCloseTo(n, 6)
          expect(sum(({ size }) => size === "big")).toBeCloseTo(big, 6)
        }
      )
    )
  })

  it("to the sample's own margins gives everybody a weight of 1", () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 30 }), (rest) => {
        const rows = [...everyPair, ...rest]
        const count = (matches: (row: (typeof rows)[number]) => boolean) => rows.filter(matches).length
        const { weights } = Result.getOrThrow(
          Raking.make(rows, {
            region: { N: count(({ region }) => region === "N"), S: count(({ region }) => region === "S") },
            size: { big: count(({ size }) => size === "big"), small: count(({ size }) => size === "small") }
          })
        )
        for (const weight of weights) expect(weight).toBeCloseTo(1, 7)
      })
    )
  })

  it("of one variable is post-stratification", () => {
    const rows = [{ x: "a" }, { x: "b" }, { x: "b" }]
    const labels = rows.map(({ x }) => x)
    expect(
      Result.getOrThrow(Raking.make(rows, { x: { a: 10, b: 40 } })).weights.map((weight) => Number(weight.toFixed(9)))
    ).toEqual(Result.getOrThrow(Strata.weights(labels, { a: 10, b: 40 })))
  })

  it("says so when it cannot: groups without answers, and margins that contradict each other", () => {
    const rows = [
      { region: "N", size: "big" },
      { region: "S", size: "small" }
    ]
    // whoever is in the north is big: 30 and 70 cannot both be
    expect(reason(Raking.make(rows, { region: { N: 30, S: 70 }, size: { big: 70, small: 30 } }))).toBe("NotConverged")
    expect(reason(Raking.make(rows, { region: { N: 30, S: 60, W: 10 } }))).toBe("EmptyCell")
  })

  it("names the row or the margin that is wrong", () => {
    expect(at(Raking.make([{ x: "a" }, { x: "q" }], { x: { a: 1 } }))).toBe("rows[1].x")
    expect(at(Raking.make([{ x: "a" }, {}], { x: { a: 1 } }))).toBe("rows[1].x")
    expect(at(Raking.make([{ x: "a" }], { x: { a: -1 } }))).toBe("margins.x.a")
    expect(at(Raking.make([{ x: "a" }], { x: { a: 0 } }))).toBe("margins.x")
    expect(at(Raking.make([{ x: "a", y: "b" }], { x: { a: 10 }, y: { b: 11 } }))).toBe("margins.y")
  })
})
