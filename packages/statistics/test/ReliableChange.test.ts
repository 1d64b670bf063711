import * as Consistency from "@temoin/core/Consistency"
import * as Score from "@temoin/core/Score"
import * as ReliableChange from "@temoin/statistics/ReliableChange"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { refused } from "./given.ts"

describe("the reliable change index", () => {
  it("agrees with what core runs a program by, for every pair of scores", () => {
    for (const before of Score.scale) {
      for (const after of Score.scale) {
        const { change, index, pValue } = Result.getOrThrow(ReliableChange.make(before, after, 1.5))
        expect(change !== "unclear").toBe(Consistency.isReliableChange(before, after, 1.5))
        expect(change === "risen").toBe(after > before && change !== "unclear")
        expect(index).toBe((after - before) / 1.5)
        expect(pValue <= 0.05).toBe(change !== "unclear")
      }
    }
  })

  it("takes its noise from spread and reliability: s = 2, r = 0.5 make 2 points", () => {
    expect(ReliableChange.noise(2, 0.5)).toEqual(Result.succeed(2))
    // two answers that have nothing in common differ by √2 times the spread
    expect(Result.getOrThrow(ReliableChange.noise(1, 0))).toBeCloseTo(Math.SQRT2, 12)
  })

  it("refuses noise of 0, by which every change would be reliable", () => {
    expect(refused(ReliableChange.noise(2, 1))).toBe("reliability")
    expect(refused(ReliableChange.noise(0, 0.5))).toBe("standardDeviation")
    expect(refused(ReliableChange.make(9, 3, 0))).toBe("noise")
    expect(refused(ReliableChange.make(9, 3.5 as Score.Score, 1.5))).toBe("after")
    expect(refused(ReliableChange.make(9, 3, 1.5, 1))).toBe("confidence")
  })
})
