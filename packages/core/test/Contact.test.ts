import * as Contact from "@temoin/core/Contact"
import * as Zone from "@temoin/core/Zone"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const accepts = <S extends Schema.ConstraintDecoder<unknown>>(schema: S, value: unknown) =>
  Result.isSuccess(Schema.decodeUnknownResult(schema)(value))

const ofLength = (length: number) => `a@${"b".repeat(length - 2)}`

describe("an e-mail address", () => {
  it.each([
    "anna@example.com",
    "anna.b+nps@mail.example.co.uk",
    "o'hara@example.com",
    "a@localhost",
    "1@example.com",
    "anna_b-c@example.com",
    "ünal@example.com",
    "用户@例子.中国",
    "🦊@example.com",
    `${"a".repeat(64)}@example.com`
  ])("can be %s", (address) => {
    expect(accepts(Contact.EmailAddress, address)).toBe(true)
  })

  it.each([
    "",
    "anna",
    "@",
    "@example.com",
    "anna@",
    "anna@@example.com",
    "anna@b@example.com",
    "an na@example.com",
    " anna@example.com",
    "anna@example.com ",
    "anna@exam ple.com",
    "anna@example.com\n",
    "anna@example.com\r\nBcc: b@example.com",
    "anna@example.com\u0000",
    "anna\u00a0@example.com",
    "anna@example.com\u2028",
    "\ud800@example.com",
    "Anna <anna@example.com>",
    "<anna@example.com>",
    "anna@example.com,b@example.com",
    "anna@example.com;b@example.com",
    "(comment)anna@example.com",
    `"anna"@example.com`,
    "anna\\@example.com",
    "mailto:anna@example.com",
    "anna@[192.0.2.1]",
    `${"a".repeat(65)}@example.com`,
    null,
    42,
    ["anna@example.com"]
  ])("cannot be %j", (address) => {
    expect(accepts(Contact.EmailAddress, address)).toBe(false)
  })

  it("has at most 254 characters", () => {
    expect(accepts(Contact.EmailAddress, ofLength(254))).toBe(true)
    expect(accepts(Contact.EmailAddress, ofLength(255))).toBe(false)
  })

  it("is one recipient on one line, whatever is tried", () => {
    const harmless = fc.constantFrom("a", "b.c", "+x", "é")
    const hostile = fc.constantFrom(...'@<>,;:"\\ \r\n\t\u0000\u2028()[]\u00a0')
    const part = fc.array(fc.oneof({ weight: 9, arbitrary: harmless }, hostile), { minLength: 1, maxLength: 6 })
    const attempt = fc.tuple(part, part).map((parts) => parts.map((chars) => chars.join("")).join("@"))
    fc.assert(
      fc.property(attempt, (text) => {
        fc.pre(accepts(Contact.EmailAddress, text))
        expect(text.split("@").length).toBe(2)
        expect(text).not.toMatch(/[\s<>,;:"\\()[\]]/)
      }),
      { numRuns: 2000 }
    )
  })

  it("says what was expected", () => {
    const decoded = Schema.decodeUnknownResult(Contact.EmailAddress)("anna")
    expect(Result.isFailure(decoded) && decoded.failure.message).toContain("anna@example.com")
  })
})

describe("a language tag", () => {
  it.each(["en", "fr", "pt-BR", "zh-Hant-TW", "gsw", "de-CH-1996", "es-419"])("can be %s", (tag) => {
    expect(accepts(Contact.Locale, tag)).toBe(true)
  })

  it.each(["", "e", "english", "en_GB", "en-", "-en", "en--GB", "en GB", "en\n", "*", "../en", "fr\u0000", 7])(
    "cannot be %j",
    (tag) => {
      expect(accepts(Contact.Locale, tag)).toBe(false)
    }
  )
})

describe("a zone", () => {
  it.each([
    "UTC",
    "Etc/UTC",
    "Europe/Paris",
    "America/New_York",
    "America/Argentina/Buenos_Aires",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu"
  ])("can be %s", (name) => {
    expect(accepts(Zone.Zone, name)).toBe(true)
    expect(Zone.isZone(name)).toBe(true)
  })

  it.each([
    "",
    "Europe/Atlantis",
    "Paris",
    "Europe",
    "Europe/Paris ",
    " UTC",
    "UTC\n",
    "UTC+1",
    "local",
    "Z",
    "../UTC"
  ])("cannot be %j", (name) => {
    expect(accepts(Zone.Zone, name)).toBe(false)
  })

  it("has at most 64 characters, and the problem repeats no more than that of what was given", () => {
    const decoded = Schema.decodeUnknownResult(Zone.Zone, { errors: "all" })("x".repeat(100_000))
    expect(Result.isFailure(decoded) && decoded.failure.message.length).toBeLessThan(400)
  })

  it("that is none is never an exception", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(typeof Zone.isZone(name)).toBe("boolean")
      })
    )
  })
})

describe("a contact", () => {
  it("needs an id and nothing else", () => {
    expect(accepts(Contact.Contact, { id: "anna" })).toBe(true)
    expect(accepts(Contact.Contact, {})).toBe(false)
    expect(accepts(Contact.Contact, { id: "" })).toBe(false)
  })

  it("has every field checked", () => {
    const anna = {
      id: "anna",
      email: "anna@example.com",
      name: "Anna",
      locale: "fr",
      zone: "Europe/Paris",
      account: "acme"
    }
    expect(accepts(Contact.Contact, anna)).toBe(true)
    for (const wrong of [
      { id: "an\nna" },
      { email: "anna" },
      { name: "Anna\r\nBcc: b@example.com" },
      { locale: "french" },
      { zone: "Europe/Atlantis" },
      { account: "" }
    ]) {
      expect(accepts(Contact.Contact, { ...anna, ...wrong }), JSON.stringify(wrong)).toBe(false)
    }
  })
})
