import * as Reason from "@temoin/core/Reason"
import * as Verdict from "@temoin/core/Verdict"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reason, verdict } from "./reasons.ts"

const order = ["Allow", "Defer", "Wait", "Forbid"]
const severity = (one: Verdict.Verdict) => order.indexOf(one._tag)

const all = (list: ReadonlyArray<Verdict.Verdict>) => list.reduce(Verdict.join, Verdict.allow)

describe("join", () => {
  it("is associative, commutative and idempotent, so that rules need no order", () => {
    fc.assert(
      fc.property(verdict, verdict, verdict, (a, b, c) => {
        expect(Verdict.join(Verdict.join(a, b), c)).toEqual(Verdict.join(a, Verdict.join(b, c)))
        expect(Verdict.join(a, b)).toEqual(Verdict.join(b, a))
        expect(Verdict.join(a, a)).toEqual(a)
      })
    )
  })

  it("gives the same for any order of any number of rules", () => {
    const rules = fc.array(verdict, { minLength: 1, maxLength: 6 })
    const both = rules.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }))
    )
    fc.assert(
      fc.property(both, ([list, shuffled]) => {
        expect(all(shuffled)).toEqual(all(list))
        expect(all([...shuffled, ...list])).toEqual(all(list))
      })
    )
  })

  it("with what is allowed changes nothing", () => {
    fc.assert(
      fc.property(verdict, (one) => {
        expect(Verdict.join(one, Verdict.allow)).toEqual(one)
        expect(Verdict.join(Verdict.allow, one)).toEqual(one)
      })
    )
  })

  it("keeps the more severe: Allow < Defer < Wait < Forbid", () => {
    fc.assert(
      fc.property(verdict, verdict, (a, b) => {
        expect(severity(Verdict.join(a, b))).toBe(Math.max(severity(a), severity(b)))
      })
    )
    const why = { _tag: "NoAddress" } as const
    const one = [Verdict.allow, Verdict.defer(0, why), Verdict.wait(why), Verdict.forbid(why)]
    expect(one.map(severity)).toEqual([0, 1, 2, 3])
    for (const a of one)
      for (const b of one) expect(severity(Verdict.join(a, b))).toBe(Math.max(severity(a), severity(b)))
  })

  it("keeps the later of two times", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), reason, reason, (s, t, why, other) => {
        expect(Verdict.join(Verdict.defer(s, why), Verdict.defer(t, other))).toMatchObject({ until: Math.max(s, t) })
      })
    )
  })

  it("keeps all reasons, also those of the milder verdict", () => {
    fc.assert(
      fc.property(verdict, verdict, (a, b) => {
        const joined = Verdict.reasons(Verdict.join(a, b))
        expect(joined).toEqual(Reason.union(Verdict.reasons(a), Verdict.reasons(b)))
      })
    )
  })

  it("never softens: one more rule is never easier to pass", () => {
    fc.assert(
      fc.property(verdict, verdict, (rules, another) => {
        const joined = Verdict.join(rules, another)
        expect(severity(joined)).toBeGreaterThanOrEqual(severity(rules))
        if (rules._tag === "Defer" && joined._tag === "Defer") expect(joined.until).toBeGreaterThanOrEqual(rules.until)
      })
    )
  })
})

describe("reasons", () => {
  it("are empty exactly when nothing is in the way", () => {
    fc.assert(
      fc.property(verdict, (one) => {
        expect(Verdict.reasons(one).length === 0).toBe(one._tag === "Allow")
      })
    )
  })
})

describe("meet", () => {
  it("is associative, commutative and idempotent", () => {
    fc.assert(
      fc.property(verdict, verdict, verdict, (a, b, c) => {
        expect(Verdict.meet(Verdict.meet(a, b), c)).toEqual(Verdict.meet(a, Verdict.meet(b, c)))
        expect(Verdict.meet(a, b)).toEqual(Verdict.meet(b, a))
        expect(Verdict.meet(a, a)).toEqual(a)
      })
    )
  })

  it("keeps the less severe, and never asks for more than either", () => {
    fc.assert(
      fc.property(verdict, verdict, (a, b) => {
        expect(severity(Verdict.meet(a, b))).toBe(Math.min(severity(a), severity(b)))
        expect(severity(Verdict.meet(a, b))).toBeLessThanOrEqual(severity(Verdict.join(a, b)))
      })
    )
  })

  it("keeps the earlier of two times, and every reason that still stands in the way", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), reason, reason, (s, t, why, other) => {
        expect(Verdict.meet(Verdict.defer(s, why), Verdict.defer(t, other))).toEqual({
          _tag: "Defer",
          until: Math.min(s, t),
          reasons: Reason.union([why], [other])
        })
      })
    )
  })
})
