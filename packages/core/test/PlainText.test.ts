import * as PlainText from "@temoin/core/PlainText"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

describe("what is shown of a text", () => {
  it.each([
    [
      "markup, which is only text",
      "<script>alert(1)</script> & <b>good</b>",
      "<script>alert(1)</script> & <b>good</b>"
    ],
    ["lines, however they end", " one\r\ntwo\rthree\u2028four ", "one\ntwo\nthree\nfour"],
    ["no change of the reading order", "pay \u202E000,1\u202C and \u2066more\u2069", "pay 000,1 and more"],
    ["no character without width", "vi\u200Bagra\uFEFF co\u00ADop \u2060", "viagra coop"],
    ["no control characters", "a\u0007b\u001B[31mc", "ab[31mc"],
    ["no invisible tags", "good\u{E0069}\u{E0067}", "good"],
    ["joiners that join", "👩\u200D🌾 ❤\uFE0F\u200D🔥 می\u200Cخواهم", "👩\u200D🌾 ❤\uFE0F\u200D🔥 می\u200Cخواهم"],
    ["no joiners that join nothing", "\u200Da \u200C b\u200D", "a  b"],
    ["right-to-left words as they are", "שלום and مرحبا", "שלום and مرحبا"]
  ])("is %s", (_, text, shown) => {
    expect(PlainText.shown(text)).toBe(shown)
  })

  it("has nothing hidden in it, and is shown as it is", () => {
    const nasty = fc.constantFrom(..."ab <&\n\u200B\u200C\u200D\u202E\u2066\u00AD\u0007\u0085\u2028👩❤م", "\u{E0041}")
    fc.assert(
      fc.property(fc.string({ unit: nasty }), (text) => {
        const shown = PlainText.shown(text)
        expect(PlainText.hidden(shown)).toEqual([])
        expect(PlainText.shown(shown)).toBe(shown)
      })
    )
  })
})

it("says what is hidden, and how often", () => {
  expect(PlainText.hidden("an honest text")).toEqual([])
  expect(PlainText.hidden("a\u202Eb\u200B\u200Bc\u{E0041}\u0007\u200D")).toEqual([
    { character: "U+202E", kind: "reading order", count: 1 },
    { character: "U+200B", kind: "no width", count: 2 },
    { character: "U+200D", kind: "no width", count: 1 },
    { character: "U+E0041", kind: "tag", count: 1 },
    { character: "U+0007", kind: "control", count: 1 }
  ])
})
