import { describe, expect, it } from "vitest"
import { Language, type Wording } from "@temoin/email"

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** Every key of a wording with what it leads to, such as `thankYou.more.passive`. */
const sentences = (value: unknown, path = ""): ReadonlyArray<readonly [string, unknown]> =>
  isGroup(value)
    ? Object.entries(value).flatMap(([key, inner]) => sentences(inner, path === "" ? key : `${path}.${key}`))
    : [[path, value]]

const keys = (wording: unknown) => sentences(wording).map(([path]) => path)

const missing = (wording: unknown, model: unknown) => keys(model).filter((key) => !keys(wording).includes(key))

const said = (value: unknown, argument: string | undefined): string =>
  typeof value === "function" ? String(value(argument)) : String(value)

const languages = Object.entries<Wording.Wording>(Language.all)

describe.each(languages)("%s", (tag, wording) => {
  it("has every key that the others have, and is filed under its own tag", () => {
    for (const [, other] of languages) expect(missing(wording, other)).toEqual([])
    expect(wording.language).toBe(tag)
  })

  it("says something everywhere, on one line, with and without a name, and no placeholder is left", () => {
    for (const [path, value] of sentences(wording)) {
      for (const argument of ["Acme", undefined]) {
        // A score, a day and a site are always there.
        if (/^(?:recall|until|reviewRequest\..*)$/.test(path) && argument === undefined) continue
        const sentence = said(value, argument)
        expect(sentence.trim(), path).not.toBe("")
        expect(sentence, path).not.toMatch(/undefined|null|[{}<>\n]|\$/)
      }
    }
  })

  it("uses every name it is given", () => {
    for (const [path, value] of sentences(wording)) {
      if (typeof value === "function") expect(said(value, "Acme"), path).toContain("Acme")
    }
  })
})

describe("languages", () => {
  it("differ in every sentence", () => {
    for (const [path, value] of sentences(Language.all.en)) {
      const french = sentences(Language.all.fr).find(([key]) => key === path)?.[1]
      expect(said(french, "Acme"), path).not.toBe(said(value, "Acme"))
    }
  })

  it("a missing key would be found", () => {
    const { contactReply: _, ...rest } = Language.all.fr
    const poor = { ...rest, thankYou: { ...rest.thankYou, more: { promoter: "Merci", passive: "Merci" } } }
    expect(missing(poor, Language.all.en)).toEqual(["thankYou.more.detractor", "contactReply"])
  })
})

describe("French", () => {
  it("never lets a line begin with ?, !, : or ;", () => {
    for (const [path, value] of sentences(Language.all.fr)) {
      expect(said(value, "Acme"), path).not.toMatch(/ [?!:;]/)
    }
  })
})
