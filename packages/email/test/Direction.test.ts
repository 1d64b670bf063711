import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { Direction } from "@temoin/email"

const wild = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        "Anna",
        "آنا",
        "דנה",
        " ",
        "(",
        ")",
        "12",
        "\u2066",
        "\u2068",
        "\u2069",
        "\u202e",
        "\u202c",
        "\u200f"
      )
    )
    .map((pieces) => pieces.join(""))
)

/** How deep the isolates and embeddings of a text are nested at each of its ends; never below 0 in between. */
const depthOf = (text: string): number => {
  let depth = 0
  for (const character of text) {
    if (/[\u202a\u202b\u202d\u202e\u2066-\u2068]/.test(character)) depth++
    if (/[\u202c\u2069]/.test(character)) depth--
    if (depth < 0) return depth
  }
  return depth
}

type Isolate = typeof Direction.isolate

/** By law a name never opens or closes more than it closes or opens. */
const isContained = (isolate: Isolate, name: string, within: Direction.Direction): boolean => {
  const set = isolate(name, within)
  const marks = (set.match(/[\u2068\u2069]/g) ?? []).length
  return depthOf(set) === 0 && !/[\u202a-\u202e\u2066\u2067]/.test(set) && marks === (set.startsWith("\u2068") ? 2 : 0)
}

/** Isolates a name that ends the isolate itself. */
const trusting: Isolate = (name) => `\u2068${name}\u2069`

/** Takes out what embeds and overrides, and leaves what isolates. */
const careless: Isolate = (name) => name.replace(/[\u202a-\u202e]/g, "")

describe("a name in a sentence", () => {
  it("cannot open or close what it does not close or open, whatever it is", () => {
    fc.assert(
      fc.property(wild, fc.constantFrom("ltr" as const, "rtl" as const), (name, within) =>
        isContained(Direction.isolate, name, within)
      )
    )
  })

  it("would be found out if it could", () => {
    for (const name of ["Anna\u2069", "\u202eAnna"]) expect(isContained(trusting, name, "rtl")).toBe(false)
    expect(isContained(careless, "Anna\u2067", "ltr")).toBe(false)
  })

  it("stands for itself wherever two directions can meet", () => {
    for (const name of ["آنا", "דנה", "Anna דנה", "3\u200f"]) {
      expect(Direction.isolate(name, "ltr")).toBe(`\u2068${name}\u2069`)
    }
    for (const name of ["آنا", "Anna", "Acme (EU)", "24/7"]) {
      expect(Direction.isolate(name, "rtl")).toBe(`\u2068${name}\u2069`)
    }
  })

  it("is left as it is where they cannot", () => {
    for (const name of ["Anna", "Zoë & Söhne", "李小龍", "24/7", "😀"])
      expect(Direction.isolate(name, "ltr")).toBe(name)
  })

  it("loses what would turn the rest of the sentence around", () => {
    expect(Direction.isolate("Anna\u202egpj.exe", "ltr")).toBe("Annagpj.exe")
    expect(Direction.isolate("آنا\u2069\u202e", "rtl")).toBe("\u2068آنا\u2069")
  })
})
