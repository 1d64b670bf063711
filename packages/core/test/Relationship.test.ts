import { ContactId } from "@temoin/core/Contact"
import * as Relationship from "@temoin/core/Relationship"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const [anna, bernd] = [ContactId.make("anna"), ContactId.make("bernd")]
const euros = (minor: number) => ({ currency: "EUR", minor })
const deed = (
  contact: ContactId,
  day: string,
  kind: Relationship.Deed["kind"],
  amount?: Relationship.Money
): Relationship.Deed => ({
  contact,
  at: time(day),
  kind,
  ...(amount !== undefined && { amount })
})

const deeds = [
  deed(anna, "2026-02-10", "purchase", euros(2000)),
  deed(anna, "2026-01-10", "purchase", euros(1000)),
  deed(anna, "2026-03-10", "purchase", { currency: "CHF", minor: 500 }),
  deed(anna, "2026-03-11", "referral"),
  deed(anna, "2026-03-12", "testimonial"),
  deed(bernd, "2026-01-20", "purchase", euros(700)),
  deed(bernd, "2026-02-25", "share")
]

describe("return on relationship", () => {
  it("per contact: side by side, the first purchase left out, currencies apart", () => {
    const back = Relationship.byContact(deeds, time("2026-12-01"))
    expect(back.get(anna)).toEqual({
      repeatPurchases: 2,
      referrals: 1,
      testimonials: 1,
      shares: 0,
      amounts: { repeatPurchases: { CHF: 500, EUR: 2000 }, referrals: {} },
      unpriced: 1
    })
    expect(back.get(bernd)).toMatchObject({ repeatPurchases: 0, shares: 1 })
  })

  it("per cohort, month by month, as far as all of it has lived", () => {
    const since = new Map([
      [anna, time("2026-01-10")],
      [bernd, time("2026-01-20")]
    ])
    const months = Result.getOrThrow(Relationship.byCohort(deeds, since, time("2026-03-19")))
    expect(
      months.map(({ age, back, cohort, contacts }) => [cohort, age, contacts, back.repeatPurchases, back.shares])
    ).toEqual([["2026-01", 0, 2, 0, 0]])
    const later = Result.getOrThrow(Relationship.byCohort(deeds, since, time("2026-04-20")))
    expect(later.map(({ age, back }) => [age, back.repeatPurchases, back.shares, back.referrals])).toEqual([
      [0, 0, 0, 0],
      [1, 1, 1, 0],
      [2, 1, 0, 1]
    ])
  })

  it("deeds of nobody's cohort are not dropped in silence", () => {
    expect(Result.getOrThrow(Result.flip(Relationship.byCohort(deeds, new Map(), 0)))).toMatchObject({
      _tag: "UnknownCustomer",
      contact: anna
    })
  })

  it("amounts are whole and have a currency", () => {
    const isDeed = Schema.is(Relationship.Deed)
    expect(isDeed(deed(anna, "2026-01-01", "purchase", euros(1)))).toBe(true)
    for (const amount of [
      { currency: "eur", minor: 1 },
      { currency: "EUR", minor: 0.5 },
      { currency: "__proto__", minor: 1 }
    ])
      expect(isDeed({ ...deed(anna, "2026-01-01", "purchase"), amount })).toBe(false)
  })
})

const some = fc.array(
  fc.record({
    contact: fc.constantFrom(anna, bernd),
    at: fc.nat(50),
    kind: fc.constantFrom("purchase", "referral", "testimonial", "share"),
    amount: fc.record({ currency: fc.constantFrom("EUR", "CHF"), minor: fc.integer({ min: -100, max: 1000 }) })
  })
)

/** Of all deeds, and of those of each contact. */
const apart = (byContact: typeof Relationship.byContact) =>
  fc.check(
    fc.property(some, (deeds) => {
      const whole = byContact(deeds, 40)
      for (const contact of [anna, bernd])
        expect(
          byContact(
            deeds.filter((deed) => deed.contact === contact),
            40
          ).get(contact)
        ).toEqual(whole.get(contact))
    })
  ).failed

describe("law", () => {
  it("a contact's return is theirs alone", () => assert.isFalse(apart(Relationship.byContact)))
  it("one who takes the first purchase of anybody for that of all is caught", () =>
    assert.isTrue(
      apart((deeds, now) =>
        Relationship.byContact(
          [...deeds].map((deed, _, all) =>
            deed.kind === "purchase" && all[0] === deed ? { ...deed, kind: "share" } : deed
          ),
          now
        )
      )
    ))

  it("combining is a commutative monoid", () => {
    const returns = some.map((deeds) =>
      [...Relationship.byContact(deeds, 40).values()].reduce(Relationship.combine, Relationship.empty)
    )
    fc.assert(
      fc.property(returns, returns, returns, (a, b, c) => {
        const { combine, empty } = Relationship
        expect(combine(a, b)).toEqual(combine(b, a))
        expect(combine(combine(a, b), c)).toEqual(combine(a, combine(b, c)))
        expect(combine(a, empty)).toEqual(a)
      })
    )
  })
})
