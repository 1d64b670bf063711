import { describe, expect, it } from "vitest"
import { Language } from "@temoin/email"
import { everyWording, printed, problems, said, sentences } from "./wordings.ts"

const { de, en } = Language.all

describe.each(everyWording)("%s", (_, wording) => {
  it("says all that English says, in its own words, with the same names, days and scores in them", () => {
    expect(problems(wording, en)).toEqual([])
  })

  it("has one space between two words, none at the ends, and no typewriter's marks", () => {
    for (const [path, sentence] of printed(wording)) expect(sentence, path).not.toMatch(/["'`]|\.\.\.|\s\s|^\s|\s$/)
  })

  it("puts only the quotation marks of its language around words", () => {
    const marks: Record<string, string> = { ar: "«»", de: "„“", es: "«»", fi: "”", ja: "「」", pl: "„”", pt: "“”" }
    for (const [path, sentence] of printed(wording)) {
      const used = sentence.match(/[«»„“”‟‹›「」『』]/g) ?? []
      for (const mark of used) expect(marks[wording.language] ?? "", path).toContain(mark)
    }
  })

  it("says in the same words that no is as easy, wherever it says so", () => {
    const [easy = ""] = wording.no.split(/(?<=[.。])/)
    expect(wording.no.length).toBeGreaterThan(easy.length)
    for (const { no } of [wording.reconfirmationRequest, wording.agreementRequest])
      expect(no.startsWith(easy)).toBe(true)
  })

  it("keeps its subjects to 78 characters, with names that are not long themselves", () => {
    for (const [path, value] of sentences(wording)) {
      if (path.endsWith("subject")) expect(said(value, "Example Maps").length, path).toBeLessThanOrEqual(78)
    }
  })
})

/** One of the words, not a part of another. */
const words = (list: string) => new RegExp(`(?<!\\p{L})(?:${list.replaceAll(" ", "|")})(?!\\p{L})`, "u")

/** Words by which a reader is addressed formally, and informally. */
const addresses: Record<string, readonly [formal: RegExp, informal: RegExp]> = {
  de: [words("Sie Ihnen Ihr Ihre Ihren Ihrem Ihres"), words("[dD]u [dD]ich [dD]ir [dD]eine?[nmrs]?")],
  es: [words("[uU]sted [sS]us?"), words("tú [tT]us? te ti contigo [tT]ienes [pP]uedes dices")],
  fr: [words("[vV]ous [vV]otre [vV]os"), words("[tT]u te t’ toi [tT]on [tT]a [tT]es")],
  it: [words("Lei Su[oaei]"), words("tu te ti tu[oae] tuoi [pP]uoi [hH]ai")],
  nl: [words("[uU]w? alstublieft"), words("[jJ]e [jJ]ij [jJ]ouw? alsjeblieft")]
}

describe("the reader", () => {
  it.each(Object.entries(addresses))("is addressed in one manner only, in %s", (language, [formal, informal]) => {
    const wording = Language.forLocale(language)
    expect(wording.informal).toBeDefined()
    for (const [path, sentence] of printed(wording)) expect(sentence, path).not.toMatch(informal)
    for (const [path, sentence] of printed(wording.informal)) expect(sentence, path).not.toMatch(formal)
    expect(wording.thankYou.lead + wording.quoted + wording.optOut).toMatch(formal)
    expect(wording.informal?.quoted).toMatch(informal)
  })

  it("is addressed formally unless asked otherwise, and in the one manner there is where there is one", () => {
    expect(Language.forLocale("de")).toBe(de)
    expect(Language.forLocale("de-AT", "informal")).toBe(de.informal)
    for (const wording of [Language.all.ja, Language.all.sv, en]) {
      expect(Language.forLocale(wording.language, "informal")).toBe(wording)
    }
    expect(everyWording.filter(([name]) => name.endsWith("informal")).map(([name]) => name)).toEqual(
      Object.keys(addresses).map((language) => `${language} informal`)
    )
  })
})

describe("languages", () => {
  it("are filed under their own tag, and read in their own direction", () => {
    for (const [tag, wording] of Object.entries(Language.all)) {
      expect(wording.language).toBe(tag)
      expect(wording.dir).toBe(tag === "ar" ? "rtl" : "ltr")
    }
  })

  it.each([
    ["pt-BR", "pt"],
    ["pt-PT", "pt"],
    ["de-AT", "de"],
    ["de-Latn-CH", "de"],
    ["ar-EG", "ar"],
    ["AR", "ar"],
    ["ja-JP", "ja"],
    ["fil-PH", "en"],
    ["zz", "en"],
    ["", "en"]
  ])("%s is served by %s", (locale, language) => {
    expect(Language.forLocale(locale).language).toBe(language)
  })

  it("a broken translation would be found, wherever it is broken", () => {
    const { contactReply: _, ...rest } = de
    const broken = {
      ...rest,
      low: en.low,
      high: "  ",
      question: () => "Würden Sie uns weiterempfehlen?",
      until: (day: string) => `Bis zum ${day} (${day}).`,
      recall: "Sie haben uns 9 von 10 Punkten gegeben.",
      greeting: (name: string | undefined) => `Guten Tag ${name}!`,
      thankYou: { ...de.thankYou, more: { promoter: "Danke.", passive: "Danke.", neutral: "Danke." } },
      reviewRequest: { ...de.reviewRequest, honest: "Schreiben Sie auf {site}." }
    }
    expect(problems(broken, en).toSorted()).toEqual([
      "contactReply: missing",
      "greeting: empty, or with a hole in it",
      "high: empty, or with a hole in it",
      "low: not translated",
      "question: another number of names",
      "recall: another kind",
      "reviewRequest.honest: empty, or with a hole in it",
      "thankYou.more.detractor: missing",
      "thankYou.more.neutral: unknown",
      "until: another number of names"
    ])
  })
})

const ofLanguage = (language: string) =>
  everyWording.flatMap(([, wording]) => (wording.language === language ? printed(wording) : []))

describe("punctuation", () => {
  it("in French never begins a line: no plain space before ?, !, : or ;", () => {
    for (const [path, sentence] of ofLanguage("fr")) expect(sentence, path).not.toMatch(/ [?!:;]|[^\u00a0][?!:;]/)
  })

  it("in Spanish opens every question", () => {
    for (const [path, sentence] of ofLanguage("es")) {
      expect(sentence.split("¿").length, path).toBe(sentence.split("?").length)
    }
  })

  it("in Arabic is Arabic, and so is every letter outside a name", () => {
    for (const [path, sentence] of ofLanguage("ar")) expect(sentence.replace("Acme", ""), path).not.toMatch(/[?,;a-z]/i)
  })

  it("in Japanese is full-width, without spaces that would keep a line from breaking", () => {
    for (const [path, sentence] of ofLanguage("ja")) {
      expect(sentence.replace("Acme", "").replace("\u00a0様", "様"), path).not.toMatch(/[\s?!:;,.()a-z]/i)
    }
  })
})
