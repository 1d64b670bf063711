import * as Share from "@temoin/statistics/Share"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { refused, someConfidence, value } from "./given.ts"

const partOfWhole = fc.integer({ min: 1, max: 100_000 }).chain((whole) => fc.tuple(fc.nat(whole), fc.constant(whole)))

describe("a share with its interval", () => {
  it("is the published example: 15 of 148, Newcombe 1998", () => {
    // R. G. Newcombe, Statistics in Medicine 17:857–872, 1998, table I, method 3
    const { lower, upper } = value(Share.make(15, 148))
    expect(lower).toBeCloseTo(0.0624, 4)
    expect(upper).toBeCloseTo(0.1605, 4)
  })

  it("lies within its limits, and they within 0 and 1", () => {
    fc.assert(
      fc.property(partOfWhole, someConfidence, ([part, whole], confidence) => {
        const { lower, share, upper } = value(Share.make(part, whole, confidence))
        expect(0 <= lower && lower <= share && share <= upper && upper <= 1 && lower < upper).toBe(true)
      })
    )
  })

  it("mirrors: the rest has the mirrored limits", () => {
    fc.assert(
      fc.property(partOfWhole, ([part, whole]) => {
        expect(value(Share.make(whole - part, whole)).upper).toBeCloseTo(1 - value(Share.make(part, whole)).lower, 12)
      })
    )
  })

  it("refuses what is no part of a whole", () => {
    expect(refused(Share.make(3, 2))).toBe("part")
    expect(refused(Share.make(-1, 2))).toBe("part")
    expect(refused(Share.make(0.5, 2))).toBe("part")
    expect(refused(Share.make(1, NaN))).toBe("whole")
    expect(refused(Share.make(1, 2, 95))).toBe("confidence")
  })
})
