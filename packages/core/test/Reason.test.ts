import type * as Period from "@temoin/core/Period"
import * as Reason from "@temoin/core/Reason"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { byTag, reason } from "./reasons.ts"

const reasons = fc.array(reason, { maxLength: 6 })

describe.each(Object.entries<fc.Arbitrary<Reason.Reason>>(byTag))("%s", (tag, arbitrary) => {
  it("is a reason by the schema, unchanged by JSON", () => {
    fc.assert(
      fc.property(arbitrary, (one) => {
        expect(one._tag).toBe(tag)
        const decoded = Schema.decodeUnknownResult(Reason.Reason)(JSON.parse(JSON.stringify(one)))
        expect(Result.getOrThrow(decoded)).toEqual(one)
      })
    )
  })

  it("can be said in every language, each in its own words", () => {
    fc.assert(
      fc.property(arbitrary, (one) => {
        const said = Reason.Language.literals.map((language) => Reason.sentence(one, language))
        expect(new Set(said).size).toBe(Reason.Language.literals.length)
        for (const sentence of said) {
          expect(sentence.trim()).toBe(sentence)
          expect(sentence.length).toBeGreaterThan(10)
          expect(sentence).not.toMatch(/undefined|null|NaN|\[object|Invalid|=>|\$\{|\.$/)
          expect(sentence).not.toContain("  ")
        }
      })
    )
  })
})

const inFrench = (after: Period.Period) => Reason.sentence({ _tag: "NoAnswer", invitedAt: 0, after }, "fr")

describe("a sentence", () => {
  it("names the facts it rests on", () => {
    const at = Date.UTC(2026, 2, 1, 10, 30)
    const delivered = { _tag: "TouchpointHappened", kind: "order.delivered", at } as const
    expect(Reason.sentence({ ...delivered, delay: "1 month" })).toBe(
      "order.delivered happened on 2026-03-01 10:30 UTC; we ask 1 month later"
    )
    expect(Reason.sentence({ ...delivered, delay: "0 days" })).toBe(
      "order.delivered happened on 2026-03-01 10:30 UTC; we ask at once"
    )
    expect(Reason.sentence({ ...delivered, delay: "3 days" }, "fr")).toBe(
      "order.delivered a eu lieu le 2026-03-01 10:30 UTC ; nous demandons 3 jours plus tard"
    )
    expect(Reason.sentence({ _tag: "AnswerGiven", score: 0, at })).toContain("0 (a detractor)")
    expect(Reason.sentence({ _tag: "AnswerGiven", score: 8, at }, "fr")).toContain("8 (un passif)")
  })

  it("counts in French: one month and two, one year and two", () => {
    for (const [period, words] of [
      ["1 month", "1 mois"],
      ["2 months", "2 mois"],
      ["1 year", "1 an"],
      ["2 years", "2 ans"],
      ["0 days", "0 jour"],
      ["3 weeks", "3 semaines"],
      ["1 hours", "1 heure"]
    ] as const) {
      expect(inFrench(period)).toMatch(new RegExp(`${words}$`))
    }
  })

  it("is English unless another language is asked for", () => {
    fc.assert(
      fc.property(reason, (one) => {
        expect(Reason.sentence(one)).toBe(Reason.sentence(one, "en"))
      })
    )
  })

  it("of several reasons says them all, of none nothing", () => {
    fc.assert(
      fc.property(reasons, (list) => {
        for (const language of Reason.Language.literals) {
          const all = Reason.sentenceOfAll(list, language)
          for (const one of list) expect(all).toContain(Reason.sentence(one, language))
          expect(all === "").toBe(list.length === 0)
        }
      })
    )
  })
})

const texts = (list: ReadonlyArray<Reason.Reason>) => list.map((one) => JSON.stringify(one))

describe("union", () => {
  it("is associative, commutative and idempotent, and nothing adds nothing", () => {
    fc.assert(
      fc.property(reasons, reasons, reasons, (a, b, c) => {
        const { union } = Reason
        expect(union(union(a, b), c)).toEqual(union(a, union(b, c)))
        expect(union(a, b)).toEqual(union(b, a))
        expect(union(union(a, b), b)).toEqual(union(a, b))
        expect(union(union(a, a), a)).toEqual(union(a, a))
        expect(union(union(a, b), [])).toEqual(union(a, b))
      })
    )
  })

  it("has every reason of both once, and no other", () => {
    fc.assert(
      fc.property(reasons, reasons, (a, b) => {
        const united = texts(Reason.union(a, b))
        expect(new Set(united)).toEqual(new Set(texts([...a, ...b])))
        expect(united.length).toBe(new Set(united).size)
      })
    )
  })
})
