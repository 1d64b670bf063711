import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as Fact from "@temoin/core/Fact"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const testimonial = Consent.TestimonialId.make("t1")
const other = Consent.TestimonialId.make("t2")
const wording = { version: "2026-1", locale: "en", words: "May we show your words?\nYou can say no at any time." }

const fact = (id: string, at: string) => ({
  id: Fact.EventId.make(id),
  occurredAt: time(at),
  recordedAt: time(at)
})

type Given = Extract<Consent.ConsentEvent, { readonly _tag: "ConsentGiven" }>
type Withdrawn = Extract<Consent.ConsentEvent, { readonly _tag: "ConsentWithdrawn" }>

const given = (at: string, changes: Partial<Given> = {}): Given => ({
  _tag: "ConsentGiven",
  ...fact(`given ${at}`, at),
  testimonial,
  scopes: ["quote", "name"],
  places: ["newsletter", "website"],
  wording,
  evidence: "form 7",
  ...changes
})

const withdrawn = (at: string, changes: Partial<Withdrawn> = {}): Withdrawn => ({
  _tag: "ConsentWithdrawn",
  ...fact(`withdrawn ${at}`, at),
  ...changes
})

/** What may be shown on this day: "quote website". */
const covered = (ledger: Consent.Ledger, at: string, id = testimonial) =>
  Consent.standing(ledger, id, time(at)).map(({ place, scope }) => `${scope} ${place}`)

const all = ["quote newsletter", "quote website", "name newsletter", "name website"]

describe("consent", () => {
  it("covers what was agreed to, from then on, and nothing else", () => {
    const ledger = [given("2026-03-02")]
    expect(covered(ledger, "2026-03-01")).toEqual([])
    expect(covered(ledger, "2026-03-02")).toEqual(all)
    expect(covered(ledger, "2026-03-02", other)).toEqual([])
    const use = { testimonial, scopes: ["quote", "photo"], place: "website" } as const
    expect(Consent.covers(ledger, use, time("2026-03-02"))).toBe(false)
    expect(Consent.covers(ledger, { ...use, scopes: ["quote", "name"] }, time("2026-03-02"))).toBe(true)
    expect(Consent.covers(ledger, { ...use, scopes: ["quote"], place: "fair" }, time("2026-03-02"))).toBe(false)
    expect(Consent.covers(ledger, { ...use, scopes: [] }, time("2026-03-01"))).toBe(true)
  })

  it("ends at its expiry", () => {
    const ledger = [given("2026-03-02", { expiresAt: time("2026-04-01") })]
    expect(covered(ledger, "2026-03-31 23:59")).toEqual(all)
    expect(covered(ledger, "2026-04-01")).toEqual([])
  })

  it("given again counts as it was given last, be it for a shorter time", () => {
    const ledger = [given("2026-03-02"), given("2026-03-05", { scopes: ["name"], expiresAt: time("2026-04-01") })]
    expect(covered(ledger, "2026-04-01")).toEqual(["quote newsletter", "quote website"])
  })

  it.each([
    [{}, []],
    [{ testimonial }, []],
    [{ testimonial: other }, all],
    [{ scopes: ["name"] }, ["quote newsletter", "quote website"]],
    [{ places: ["website"] }, ["quote newsletter", "name newsletter"]],
    [{ scopes: ["name"], places: ["website"] }, ["quote newsletter", "quote website", "name newsletter"]]
  ] satisfies ReadonlyArray<readonly [Partial<Withdrawn>, ReadonlyArray<string>]>)(
    "withdrawn as %j leaves %j",
    (what, left) => {
      const ledger = [given("2026-03-02"), withdrawn("2026-03-03", what)]
      expect(covered(ledger, "2026-03-02 23:59")).toEqual(all)
      expect(covered(ledger, "2026-03-03")).toEqual(left)
    }
  )

  it("may be given again after it was withdrawn", () => {
    const ledger = [given("2026-03-02"), withdrawn("2026-03-03"), given("2026-03-04", { scopes: ["quote"] })]
    expect(covered(ledger, "2026-03-04")).toEqual(["quote newsletter", "quote website"])
  })

  it("in doubt is the stricter: no beats yes at one instant, the earlier end the later", () => {
    expect(covered([given("2026-03-02"), withdrawn("2026-03-02")], "2026-03-05")).toEqual([])
    const short = given("2026-03-02", { expiresAt: time("2026-03-03") })
    expect(covered([given("2026-03-02"), short], "2026-03-05")).toEqual([])
  })

  it("is withdrawn as soon as we know of it, though the clock it came from is ahead", () => {
    const ahead = { ...withdrawn("2026-03-09"), recordedAt: time("2026-03-03") }
    expect(covered([given("2026-03-02"), ahead], "2026-03-03")).toEqual([])
  })

  it("does not hang on the order of the ledger", () => {
    const ledger = [
      given("2026-03-02"),
      withdrawn("2026-03-03", { scopes: ["name"] }),
      given("2026-03-04", { scopes: ["name"], places: ["website"] }),
      withdrawn("2026-03-05", { places: ["newsletter"] })
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(ledger, { minLength: 4 }), (shuffled) => {
        expect(covered(shuffled, "2026-03-06")).toEqual(["quote website", "name website"])
      })
    )
  })
})

describe("the proof", () => {
  const anna = Contact.ContactId.make("anna")
  const ledger = [withdrawn("2026-03-04", { scopes: ["name"], evidence: "mail" }), given("2026-03-02")]

  it("is data that JSON keeps as it is", () => {
    const proof = Consent.proof(ledger, anna, time("2026-03-05"))
    expect(JSON.parse(JSON.stringify(proof))).toMatchObject({
      contact: "anna",
      entries: [{ _tag: "ConsentGiven", wording }, { _tag: "ConsentWithdrawn" }],
      standing: [{ testimonial: "t1", grants: [{ scope: "quote", by: "given 2026-03-02" }, { place: "website" }] }]
    })
  })

  it("is a document that a lawyer can read", () => {
    expect(Consent.document(Consent.proof(ledger, anna, time("2026-03-05"))))
      .toBe(`Consent of anna, as known on 2026-03-05 00:00 UTC

2026-03-02 00:00 UTC: Consent given (given 2026-03-02)
  testimonial: t1
  for: the words, the name
  at: newsletter, website
  until withdrawn
  evidence: form 7
  recorded on 2026-03-02 00:00 UTC
  question read (version 2026-1, en):
    | May we show your words?
    | You can say no at any time.

2026-03-04 00:00 UTC: Consent withdrawn (withdrawn 2026-03-04)
  testimonial: all
  for: the name
  at: all
  evidence: mail
  recorded on 2026-03-04 00:00 UTC

What may be shown of testimonial t1 now:
  the words, newsletter, until withdrawn (given 2026-03-02)
  the words, website, until withdrawn (given 2026-03-02)
`)
  })

  it("exists in French, and when there is nothing to prove", () => {
    const document = Consent.document(Consent.proof(ledger, anna, time("2026-03-05")), "fr")
    expect(document).toContain("Consentement de anna, en l’état du 2026-03-05 00:00 UTC")
    expect(document).toContain("2026-03-04 00:00 UTC : Consentement retiré")
    expect(document).toContain("  pour : les mots, le nom")
    expect(Consent.document(Consent.proof([], anna, time("2026-03-05")))).toContain("Nothing was ever agreed to.")
    expect(
      Consent.document(Consent.proof([given("2026-03-02"), withdrawn("2026-03-03")], anna, time("2026-03-05")))
    ).toContain("What may be shown of testimonial t1 now:\n  nothing")
  })
})
