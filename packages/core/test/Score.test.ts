import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

// Written out by hand, so that a moved boundary cannot move with it.
const table = [
  [0, "detractor"],
  [1, "detractor"],
  [2, "detractor"],
  [3, "detractor"],
  [4, "detractor"],
  [5, "detractor"],
  [6, "detractor"],
  [7, "passive"],
  [8, "passive"],
  [9, "promoter"],
  [10, "promoter"]
] as const

describe("Score", () => {
  it("has the eleven scores, lowest first", () => {
    expect(Score.scale).toEqual(table.map(([score]) => score))
  })

  it.each(table)("%i makes a %s", (score, category) => {
    expect(Score.category(score)).toBe(category)
    expect(Score.isScore(score)).toBe(true)
  })

  it("has three categories", () => {
    expect(new Set<string>(Score.Category.literals)).toEqual(new Set(table.map(([, category]) => category)))
  })

  const isOneOfTheEleven = (value: unknown) => table.some(([score]) => score === value)

  it("takes nothing else for a score, and the schema agrees with the guard", () => {
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withBoxedValues: true, withDate: true, withNullPrototype: true }),
      fc.integer({ min: -3, max: 13 }),
      fc.double({ min: -1, max: 11 }),
      fc.integer({ min: -1, max: 11 }).map(String)
    )
    const decode = Schema.decodeUnknownResult(Score.Score)
    fc.assert(
      fc.property(anything, (value) => {
        expect(Score.isScore(value)).toBe(isOneOfTheEleven(value))
        expect(Result.isSuccess(decode(value))).toBe(isOneOfTheEleven(value))
      })
    )
  })

  it("is a number: not its text, nothing left blank, nothing in between or beyond", () => {
    for (const value of [
      "",
      "9",
      " 9",
      null,
      undefined,
      true,
      9n,
      [9],
      { score: 9 },
      Number.NaN,
      Infinity,
      -1,
      11,
      9.5
    ]) {
      expect(Score.isScore(value)).toBe(false)
    }
  })
})
