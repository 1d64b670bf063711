import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import * as PlainText from "@temoin/core/PlainText"
import * as Quote from "@temoin/email/Quote"

const wild = fc.oneof(
  fc.string({ unit: "binary", maxLength: 2000 }),
  fc
    .array(
      fc.constantFrom(
        "a",
        "word ",
        "\n",
        "\n\n",
        "\r\n",
        "\u2028",
        " ",
        "😀",
        "e\u0301",
        ".",
        "@",
        "://",
        "\u202e",
        "\u200b"
      ),
      { maxLength: 1500 }
    )
    .map((pieces) => pieces.join(""))
)

const plain = (text: string) => text.replaceAll("\u200c", "")

/** Longer than a mail repeats, in words that all differ. */
const long = Array.from({ length: 300 }, (_, index) => `word${index}`).join(" ")

describe("a quote", () => {
  it("is short, whatever the words: 12 lines, 600 characters and two ellipses, none of them empty", () => {
    fc.assert(
      fc.property(wild, (words) => {
        const { lines } = Quote.make(words)
        expect(lines.length).toBeLessThanOrEqual(12)
        expect(plain(lines.join("\n")).length).toBeLessThanOrEqual(601)
        if (PlainText.shown(words) !== "") for (const line of lines) expect(line.trim()).not.toBe("")
        for (const line of lines) {
          expect(line.isWellFormed()).toBe(true)
          expect(line).not.toMatch(/[\n\r\u2028\u2029\u202e\u200b]/)
        }
      })
    )
  })

  it("is all that can be seen of the words, or says that it is not", () => {
    fc.assert(
      fc.property(wild, (words) => {
        const { isCut, lines } = Quote.make(words)
        const seen = plain(PlainText.shown(words)).replaceAll(/\s*\n\s*/g, "\n")
        const said = plain(lines.join("\n"))
        if (isCut) expect(seen.startsWith(said.replace(/…$/, ""))).toBe(true)
        expect(said.endsWith("…") || said === seen).toBe(true)
        expect(isCut).toBe(said !== seen)
      })
    )
  })

  it("is cut between two words", () => {
    const { isCut, lines } = Quote.make(long)
    expect(isCut).toBe(true)
    expect(lines.join("")).toMatch(/ word\d+…$/)
    expect(long.split(" ")).toContain(/(word\d+)…$/.exec(lines.join(""))?.[1])
  })

  it("never cuts a sign in two", () => {
    for (const before of ["", "x"])
      expect(Quote.make(`${before}${"😀".repeat(400)}`).lines[0]?.isWellFormed()).toBe(true)
  })

  it("holds nothing that a mail program would make a link of", () => {
    const written = [
      "https://evil.example/a",
      "evil.example",
      "www.evil.example",
      "me@evil.example",
      "tel:112",
      "http://10.0.0.1"
    ]
    for (const address of written) {
      const [line = ""] = Quote.make(`Win at ${address} now`).lines
      expect(line).not.toMatch(/:\/\/|[.:@/][\p{L}\p{N}/]/u)
      expect(PlainText.shown(plain(line))).toBe(`Win at ${address} now`)
    }
  })

  it("comes back as it was when somebody copies it from the mail", () => {
    const words = "See acme.example, or write to me@acme.example. It took 3.5 days."
    expect(PlainText.shown(Quote.make(words).lines.join("\n"))).toBe(words)
  })
})

describe("the two versions of an edit", () => {
  it("are both whole when both are short", () => {
    const [before, after] = Quote.pair("They saved us!!", "They saved us.")
    expect([before, after]).toEqual([
      { lines: ["They saved us!!"], isCut: false },
      { lines: ["They saved us."], isCut: false }
    ])
  })

  it("never look alike when the words that can be seen differ", () => {
    const line = fc
      .array(fc.constantFrom("word ", "other ", "\n", "x", "😀"), { maxLength: 400 })
      .map((all) => all.join(""))
    fc.assert(
      fc.property(
        line,
        fc.constantFrom("A", "B C", "longer words", "😀"),
        fc.constantFrom("", "Z", "😁"),
        line,
        (head, one, two, tail) => {
          const [before, after] = Quote.pair(`${head}${one}${tail}`, `${head}${two}${tail}`)
          const texts = [`${head}${one}${tail}`, `${head}${two}${tail}`].map((text) =>
            PlainText.shown(text).replaceAll(/\s*\n\s*/g, "\n")
          )
          if (texts[0] === texts[1]) expect(before).toEqual(after)
          else expect(before.lines).not.toEqual(after.lines)
          for (const { lines } of [before, after]) {
            expect(lines.length).toBeLessThanOrEqual(12)
            expect(plain(lines.join("\n")).length).toBeLessThanOrEqual(603)
            for (const each of lines) expect(each.isWellFormed()).toBe(true)
          }
        }
      )
    )
  })

  it("show a difference that stands below more lines than are shown", () => {
    const list = "one\n".repeat(20)
    const [before, after] = Quote.pair(`${list}two`, `${list}three`)
    expect([before.lines, after.lines]).toEqual([["… two"], ["… three"]])
  })

  it("begin shortly before the first difference, and say by an ellipsis that there is more before it", () => {
    const [before, after] = Quote.pair(`${long} the end`, `${long} the very end`)
    expect(before.lines[0]).toMatch(/^… word\d+ .* the end$/)
    expect(after.lines[0]).toMatch(/^… word\d+ .* the very end$/)
    expect(before.isCut && after.isCut).toBe(true)
  })
})
