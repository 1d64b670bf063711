/** Do the pages say everything in every language, as the mails do? */
import * as Language from "@temoin/web/Language"
import type { Words } from "@temoin/web/Words"
import * as Option from "effect/Option"
import { assert, describe, it } from "vitest"

const languages = [...Language.languages.values()]
const english = Language.choose(Option.none(), null)

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/** What is said, by path, such as `author.fields.words.label`. */
const said = (value: unknown, path = ""): ReadonlyArray<readonly [path: string, value: unknown]> =>
  isGroup(value)
    ? Object.entries(value).flatMap(([key, inner]) => said(inner, path === "" ? key : `${path}.${key}`))
    : [[path, value]]

/** Every sentence with something in it, and what must be found there. */
const filled = (
  words: Words
): ReadonlyArray<readonly [path: string, sentence: string, ...found: ReadonlyArray<string>]> => [
  ["question", words.question(Option.some("Acme")), "Acme"],
  ["recorded", words.recorded(7), "7"],
  ["preferences.noted.pause", words.preferences.noted.pause("TODAY"), "TODAY"],
  ["consent.whatAt", words.consent.whatAt("website"), "website"],
  ["author.labelled", words.author.labelled("LABEL", "TEXT"), "LABEL", "TEXT"],
  ["author.tooLong", words.author.tooLong(321), "321"],
  ["wall.count", words.wall.count(17), "17"],
  ["wall.average", words.wall.average("4.5", 17), "4.5", "17"],
  ["wall.stars", words.wall.stars(4), "4"]
]

const sentences = (words: Words): ReadonlyArray<readonly [path: string, sentence: string]> => [
  ...said(words).flatMap(([path, value]) =>
    typeof value === "string" && !["lang", "dir", "consent.version"].includes(path) ? [[path, value] as const] : []
  ),
  ...filled(words).map(([path, sentence]) => [path, sentence] as const),
  ["question", words.question(Option.none())],
  ["wall.count", words.wall.count(1)]
]

/** What is wrong with a language, as a translation of English. */
const problems = (words: Words): ReadonlyArray<string> => {
  const ours = new Map(said(words))
  const theirs = new Map(said(english))
  const originals = new Map(sentences(english))
  return [
    ...[...theirs].flatMap(([path, value]) =>
      ours.has(path) ? (typeof ours.get(path) === typeof value ? [] : [`${path}: another kind`]) : [`${path}: missing`]
    ),
    ...[...ours.keys()].filter((path) => !theirs.has(path)).map((path) => `${path}: unknown`),
    ...filled(words).flatMap(([path, sentence, ...found]) =>
      found.filter((one) => sentence.split(one).length !== 2).map((one) => `${path}: ${one} not once in it`)
    ),
    ...sentences(words).flatMap(([path, sentence]) => [
      ...(sentence.trim() === "" || /\b(?:undefined|null)\b|[{}<>\n$]/.test(sentence)
        ? [`${path}: empty, or with a hole`]
        : []),
      ...(words !== english && originals.get(path) === sentence && path !== "author.labelled"
        ? [`${path}: not translated`]
        : [])
    ])
  ]
}

describe.each(languages.map((words) => [words.lang, words] as const))("%s", (_, words) => {
  it("says everything that English says, in its own words, with what belongs in them", () => {
    assert.deepStrictEqual(problems(words), [])
  })

  it("is set as its readers expect it: no typewriter's marks, no doubled spaces", () => {
    for (const [path, sentence] of sentences(words)) assert.notMatch(sentence, /["'`]|\.\.\.|\s\s|^\s|\s$/, path)
  })
})

it("there is a page in each of the twelve languages of the mails, each in its direction", () => {
  assert.sameMembers(
    languages.map(({ lang }) => lang),
    ["en", "fr", "de", "es", "it", "nl", "pt", "fi", "sv", "pl", "ar", "ja"]
  )
  for (const { dir, lang } of languages) assert.strictEqual(dir, lang === "ar" ? "rtl" : "ltr")
  for (const { consent, lang } of languages) assert.strictEqual(consent.version, `${lang} 1`)
})

const words = (list: string) => new RegExp(`(?<!\\p{L})(?:${list.replaceAll(" ", "|")})(?!\\p{L})`, "u")

it.each([
  ["de", words("[dD]u [dD]ich [dD]ir [dD]eine?[nmrs]?")],
  ["es", words("tú [tT]us? te contigo [tT]ienes [pP]uedes dices")],
  ["fr", words("[tT]u te toi [tT]on [tT]a [tT]es")],
  ["it", words("tu te ti tu[oae] tuoi [pP]uoi [hH]ai")],
  ["nl", words("[jJ]e [jJ]ij [jJ]ouw? alsjeblieft")]
] as const)("in %s the reader is addressed as formally as in the mails", (lang, informal) => {
  for (const [path, sentence] of sentences(Language.choose(Option.some(lang), null)))
    assert.notMatch(sentence, informal, path)
})

it("a broken translation would be found, wherever it is broken", () => {
  const de = Language.choose(Option.some("de"), null)
  const { why: _, ...rest } = de
  const broken: Partial<Words> & { readonly more: string } = {
    ...rest,
    send: english.send,
    thanks: " ",
    recorded: () => "Gespeichert.",
    more: "Mehr"
  }
  assert.deepStrictEqual(problems(Object.assign({}, broken) as Words).toSorted(), [
    "more: unknown",
    "recorded: 7 not once in it",
    "send: not translated",
    "thanks: empty, or with a hole",
    "why: missing"
  ])
})
