import * as Text from "@temoin/core/Text"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const kinds = { Paragraph: Text.Paragraph, Line: Text.Line, Identifier: Text.Identifier }
const longest = { Paragraph: 10_000, Line: 300, Identifier: 200 }
const names = ["Paragraph", "Line", "Identifier"] as const
const oneLiners = ["Line", "Identifier"] as const

const accepts = (name: keyof typeof kinds, value: unknown) =>
  Result.isSuccess(Schema.decodeUnknownResult(kinds[name])(value))

const problem = (name: keyof typeof kinds, value: unknown) =>
  Result.match(Schema.decodeUnknownResult(kinds[name])(value), {
    onSuccess: () => "",
    onFailure: (error) => error.message
  })

/** The text alone, and where it is easily overlooked: at either end and in the middle. */
const around = (text: string) => [text, `${text}Anna`, `Anna${text}`, `An${text}na`]

const roundTrip = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text))

describe.each(names)("%s", (name) => {
  it("takes what people write, in every script, with emoji and joiners", () => {
    for (const text of [
      "Anna",
      "Ünal Şahin",
      "D’Angelo – “ok” …",
      "مرحبا بالعالم",
      "שלום",
      "日本語",
      "नमस्ते",
      "🦊",
      "👩‍👩‍👧",
      "🇫🇷",
      "e\u0301",
      "a\u200Eb\u200F",
      "<b>&amp;\"'`${x}"
    ]) {
      expect(accepts(name, text), text).toBe(true)
    }
  })

  it("takes no NUL and says so", () => {
    for (const text of around("\u0000")) expect(accepts(name, text)).toBe(false)
    expect(problem(name, "a\u0000b")).toContain("must not contain NUL characters or unpaired surrogates")
  })

  it("takes no half of a character", () => {
    for (const half of ["\uD83E", "\uDD8A", "\uD800", "\uDFFF", "\uDD8A\uD83E"]) {
      for (const text of around(half)) expect(accepts(name, text)).toBe(false)
    }
    expect(accepts(name, "\uD83E\uDD8A")).toBe(true)
  })

  it(`takes ${longest[name]} code units and not one more; an emoji counts as two`, () => {
    expect(accepts(name, "a".repeat(longest[name]))).toBe(true)
    expect(accepts(name, "a".repeat(longest[name] + 1))).toBe(false)
    expect(accepts(name, "🦊".repeat(longest[name] / 2))).toBe(true)
    expect(accepts(name, "🦊".repeat(longest[name] / 2) + "a")).toBe(false)
  })

  it("takes nothing that is no text", () => {
    for (const value of [undefined, null, 1, true, {}, ["Anna"], Symbol("Anna"), new String("Anna")]) {
      expect(accepts(name, value)).toBe(false)
    }
  })

  it("keeps what it takes as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const decoded = Schema.decodeUnknownResult(kinds[name])(text)
        if (Result.isSuccess(decoded)) expect(decoded.success).toBe(text)
      })
    )
  })

  it("gives a database and a mail only what both can carry", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)) }),
        (text) => {
          fc.pre(accepts(name, text))
          // the decoder takes a byte order mark away, which is no fault of the text
          expect(roundTrip(`|${text}`)).toBe(`|${text}`)
          expect(text).not.toContain("\u0000")
        }
      )
    )
  })
})

describe.each(oneLiners)("%s", (name) => {
  const codes = [
    ...Array.from({ length: 0x20 }, (_, code) => code),
    ...Array.from({ length: 0x21 }, (_, i) => 0x7f + i),
    0x2028,
    0x2029
  ]

  it("is one line: takes no control character and no line separator, wherever it stands", () => {
    for (const code of codes) {
      for (const text of around(String.fromCharCode(code))) {
        expect(accepts(name, text), `U+${code.toString(16)}`).toBe(false)
      }
    }
  })

  it("cannot break out of a mail header", () => {
    for (const end of ["\r\n", "\n", "\r", "\u2028", "\u0085", "\r\n ", "\u000b", "\u000c"]) {
      expect(accepts(name, `Anna${end}Bcc: everybody@example.com`)).toBe(false)
    }
    expect(problem(name, "Anna\nBcc: b@example.com")).toContain("must be one line, without control characters")
  })

  it("is not empty", () => {
    expect(accepts(name, "")).toBe(false)
  })
})

describe("Paragraph", () => {
  it("may have several lines, and may be empty", () => {
    for (const text of ["", "one\ntwo", "one\r\n\r\ntwo", "a\tb"]) expect(accepts("Paragraph", text)).toBe(true)
  })
})
