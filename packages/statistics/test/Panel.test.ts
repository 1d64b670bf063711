import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Panel from "@temoin/statistics/Panel"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { refused, somePairs, somePanel, turned, value } from "./given.ts"

describe("a panel", () => {
  it("counts who went where", () => {
    const panel = Result.getOrThrow(
      Panel.fromPairs([
        [3, 9],
        [9, 10],
        [9, 7],
        [6, 6]
      ])
    )
    expect(panel).toEqual({
      detractor: { detractor: 1, passive: 0, promoter: 1 },
      passive: { detractor: 0, passive: 0, promoter: 0 },
      promoter: { detractor: 0, passive: 1, promoter: 1 }
    })
    expect(Panel.people(panel)).toBe(4)
    expect(Result.getOrThrow(Panel.moves(panel))).toEqual({ up: 1, down: 1, unchanged: 2 })
  })

  it("knows every pair of scores by its categories", () => {
    for (const before of Score.scale) {
      for (const after of Score.scale) {
        const panel = Result.getOrThrow(Panel.fromPairs([[before, after]]))
        expect(panel[Score.category(before)][Score.category(after)]).toBe(1)
        expect(Panel.people(panel)).toBe(1)
      }
    }
  })

  it("says which pair or cell is wrong", () => {
    const pairs: ReadonlyArray<readonly [number, number]> = [
      [9, 9],
      [9, 11]
    ]
    expect(refused(Panel.fromPairs(pairs as ReadonlyArray<Panel.Pair>))).toBe("pairs[1]")
    const row = { detractor: 1, passive: 1, promoter: 1 }
    const negative = { detractor: row, passive: { ...row, promoter: -1 }, promoter: row }
    expect(refused(Panel.make(negative))).toBe("panel.passive.promoter")
    expect(refused(Panel.change(negative))).toBe("panel.passive.promoter")
    expect(refused(Panel.stickiness(negative))).toBe("panel.passive.promoter")
    expect(refused(Panel.change({ detractor: row, passive: row, promoter: row }, 1))).toBe("confidence")
  })
})

describe("transitions and stickiness", () => {
  it("are none for a category nobody was in", () => {
    const panel = Result.getOrThrow(Panel.fromPairs([[9, 9]]))
    expect(Result.getOrThrow(Panel.transitions(panel)).detractor).toEqual(Option.none())
    expect(Result.getOrThrow(Panel.stickiness(panel)).passive).toEqual(Option.none())
  })

  it("agree: every row adds up to 1, and its own place is the stickiness, within its limits", () => {
    fc.assert(
      fc.property(somePanel, (panel) => {
        const transitions = Result.getOrThrow(Panel.transitions(panel))
        const stickiness = Result.getOrThrow(Panel.stickiness(panel))
        for (const category of Panel.categories) {
          expect(Option.isSome(transitions[category])).toBe(Option.isSome(stickiness[category]))
          if (Option.isNone(transitions[category]) || Option.isNone(stickiness[category])) continue
          const row = transitions[category].value
          const { lower, share, upper } = stickiness[category].value
          expect(row.detractor + row.passive + row.promoter).toBeCloseTo(1, 12)
          expect(row[category]).toBe(share)
          expect(lower <= share && share <= upper).toBe(true)
        }
      })
    )
  })
})

describe("the paired change", () => {
  it("is the later score less the earlier one, both those of core", () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const change = value(Panel.change(Result.getOrThrow(Panel.fromPairs(pairs))))
        expect(change.before).toBeCloseTo(Option.getOrThrow(Nps.fromScores(pairs.map(([before]) => before))), 9)
        expect(change.after).toBeCloseTo(Option.getOrThrow(Nps.fromScores(pairs.map(([, after]) => after))), 9)
        expect(change.change).toBeCloseTo(change.after - change.before, 9)
        expect(change.lower).toBeLessThanOrEqual(change.upper)
        expect(Math.abs(change.lower) <= 200 && Math.abs(change.upper) <= 200).toBe(true)
      })
    )
  })

  it("turns round with time: change and limits change their sign, nothing else does", () => {
    fc.assert(
      fc.property(somePanel, (panel) => {
        const there = value(Panel.change(panel))
        const back = value(Panel.change(turned(panel)))
        expect(back.change).toBeCloseTo(-there.change, 9)
        expect(back.lower).toBeCloseTo(-there.upper, 9)
        expect(back.standardError).toBeCloseTo(there.standardError, 9)
      })
    )
  })

  it("uses that answers of one person are alike: of steady people a small change is sure", () => {
    // 100 people, 5 of them risen from passive to promoter and nobody fallen: 40 -> 45
    const panel = {
      detractor: { detractor: 20, passive: 0, promoter: 0 },
      passive: { detractor: 0, passive: 15, promoter: 5 },
      promoter: { detractor: 0, passive: 0, promoter: 60 }
    }
    const { change, lower, pValue, standardError } = value(Panel.change(panel))
    expect(change).toBeCloseTo(5, 12)
    expect(lower).toBeGreaterThan(0)
    expect(Option.getOrThrow(pValue)).toBeLessThan(0.05)
    // two independent samples of the same scores would be wrong by 11 points
    expect(standardError).toBeCloseTo(2.18, 2)
  })

  it("has no z when nobody moved, and says that it is degenerate", () => {
    const same = { detractor: 5, passive: 0, promoter: 0 }
    const panel = { detractor: same, passive: { ...same, detractor: 0 }, promoter: { ...same, detractor: 0 } }
    expect(value(Panel.change(panel))).toMatchObject({
      change: 0,
      z: Option.none(),
      pValue: Option.none(),
      degenerate: true
    })
  })

  it("of nobody is none", () => {
    expect(Panel.change(Result.getOrThrow(Panel.fromPairs([])))).toEqual(Result.succeed(Option.none()))
  })
})
