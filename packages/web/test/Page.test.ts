import * as Score from "@temoin/core/Score"
import * as Html from "@temoin/web/Html"
import * as Language from "@temoin/web/Language"
import * as Page from "@temoin/web/Page"
import * as PreferencePage from "@temoin/web/PreferencePage"
import * as Style from "@temoin/web/Style"
import type { Notice, Problem, Words } from "@temoin/web/Words"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { boxed, unescape } from "./FakeIntake.ts"

const languages = [...Language.languages.values()]
const english = Language.choose(Option.none(), null)
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(`"><script>alert(1)</script>`, "</textarea><b>", "' onfocus='x", "&lt;", "\n\nx", "--></style>")
)
const plain: Page.Question = {
  action: "/nps/a/token",
  subject: Option.some("Acme"),
  chosen: Option.none(),
  recorded: Option.none(),
  comment: Option.none(),
  thanks: false,
  problems: []
}
const problemsOfAll: ReadonlyArray<Problem> = [
  "no score",
  "not a score",
  "unreadable comment",
  "long comment",
  "not saved"
]
const tags = (page: string) => page.match(/<[^>]*>/g)

const asks = (tag: string, subject: Option.Option<string>) =>
  Language.choose(Option.some(tag), null).question(subject).replaceAll("\u00a0", " ")
const chosen = (locale: string | undefined, accepted: string | null): Words["lang"] =>
  Language.choose(Option.fromUndefinedOr(locale), accepted).lang

describe("Html", () => {
  it("escaped text has no markup in it and reads as it was", () =>
    fc.assert(
      fc.property(text, (text) => {
        const escaped = Html.escape(text)
        assert.notMatch(escaped, /[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
        assert.strictEqual(unescape(escaped), text)
      })
    ))

  it("a template escapes text, and markup only once", () =>
    fc.assert(
      fc.property(text, (text) => {
        const inner = Html.markup`<b>${text}</b>`
        assert.strictEqual(Html.markup`<p>${[inner, inner]}${undefined}</p>`.source, `<p>${inner.source.repeat(2)}</p>`)
        assert.strictEqual(inner.source, `<b>${Html.escape(text)}</b>`)
      })
    ))
})

describe("Page", () => {
  it("no subject, comment or address changes the markup", () =>
    fc.assert(
      fc.property(fc.constantFrom(...languages), text, text, (words, subject, comment) => {
        const page = (subject: string, comment: string) =>
          Page.question(words, { ...plain, subject: Option.some(subject), comment: Option.some(comment) })
        assert.deepStrictEqual(tags(page(subject, comment)), tags(page("Acme", "good")))
        assert.strictEqual(boxed(page(subject, comment)), comment)
        assert.include(unescape(page(subject, comment)), words.question(Option.some(subject)))
        assert.include(
          PreferencePage.page(words, { action: comment, standing: undefined, problems: [] }),
          `action="${Html.escape(comment)}"`
        )
      })
    ))

  it("has one labelled group of eleven radio buttons, and only the chosen one is marked", () => {
    for (const words of languages)
      for (const chosen of [Option.none(), ...Score.scale.map((score) => Option.some(score))]) {
        const page = Page.question(words, { ...plain, chosen })
        assert.lengthOf(page.match(/<fieldset/g) ?? [], 1)
        assert.deepStrictEqual(
          [
            ...page.matchAll(
              /<label><input type="radio" name="score" id="score-\d+" value="(\d+)"( checked)?><span>(\d+)<\/span><\/label>/g
            )
          ].map(([, value, checked, label]) => [value, label, checked !== undefined]),
          Score.scale.map((score) => [String(score), String(score), Option.contains(chosen, score)])
        )
        assert.include(page, `<legend><h1>${words.question(plain.subject)}</h1></legend>`)
        assert.include(page, `<span>0 = ${words.lowest}</span> <span>10 = ${words.highest}</span>`)
      }
  })

  it("asks everybody for the reason in the same words, whatever the score", () => {
    for (const words of languages) {
      const pages = Score.scale.map((score) =>
        Page.question(words, { ...plain, chosen: Option.some(score), recorded: Option.some(score), thanks: true })
          .replace(" checked>", ">")
          .replace(Html.escape(words.recorded(score)), "recorded")
      )
      assert.lengthOf(new Set(pages), 1)
      assert.include(pages[0], Html.escape(words.why))
      assert.include(pages[0], `<h1>${words.thanks}</h1>`)
    }
  })

  it("every id that something points to is there, once", () => {
    for (const words of languages)
      for (const problem of problemsOfAll) {
        const page = Page.question(words, { ...plain, comment: Option.some(""), problems: [problem] })
        const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
        assert.strictEqual(new Set(ids).size, ids.length)
        const targets = [...page.matchAll(/ (?:aria-describedby|for)="([^"]+)"| href="#([^"]+)"/g)].flatMap(
          ([, a, b]) => (a ?? b ?? "").split(" ")
        )
        for (const target of targets) assert.include(ids, target)
        assert.include(page, Html.escape(words.problems[problem]))
        assert.include(page, `<title>${Html.escape(words.problem)}: `)
        if (problem !== "not saved")
          assert.match(page, new RegExp(`aria-describedby="problem-${problem.replaceAll(" ", "-")} `))
      }
  })

  it("the style is what the policy's hash is of, has no red and no green, and targets are large", () => {
    assert.include(Page.notice(english, "failed"), `<style>${Style.sheet}</style>`)
    assert.match(Style.source, /^'sha256-[A-Za-z0-9+/]{43}='$/)
    assert.notMatch(Style.sheet, /\b(red|green|url\(|@import)/)
    assert.match(Style.sheet, /prefers-color-scheme:dark/)
    for (const target of [".scale label", ".scale span", "button"])
      assert.match(Style.sheet, new RegExp(`\\n${target}\\{[^}]*min-block-size:3rem`))
  })
})

describe("Language", () => {
  it("has every notice on a page of its own, in every language", () => {
    for (const words of languages)
      for (const name of Object.keys(english.notices).filter((name): name is Notice => name in english.notices))
        assert.include(Page.notice(words, name), Html.escape(words.notices[name].text))
  })

  it("asks the NPS question", () => {
    assert.strictEqual(
      asks("en", Option.some("Acme")),
      "How likely are you to recommend Acme to a friend or colleague?"
    )
    assert.strictEqual(asks("en", Option.none()), "How likely are you to recommend us to a friend or colleague?")
    assert.strictEqual(
      asks("fr", Option.some("Acme")),
      "Quelle est la probabilité que vous recommandiez Acme à un ami ou à un collègue ?"
    )
    assert.strictEqual(
      asks("fr", Option.none()),
      "Quelle est la probabilité que vous nous recommandiez à un ami ou à un collègue ?"
    )
  })

  it("the contact's language comes first, then the browser's, then English", () => {
    assert.strictEqual(chosen("fr", "en"), "fr")
    assert.strictEqual(chosen("FR-ca", "en"), "fr")
    assert.strictEqual(chosen("da", "fr"), "fr")
    assert.strictEqual(chosen("frr", null), "en")
    assert.strictEqual(chosen(undefined, "fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5"), "fr")
    assert.strictEqual(chosen(undefined, "da;q=0.9,en;q=0.3,fr;q=0.4"), "fr")
    assert.strictEqual(chosen(undefined, "fr;q=0, da"), "en")
    assert.strictEqual(chosen(undefined, "fr;q=x"), "en")
    assert.strictEqual(chosen(undefined, null), "en")
  })

  it("any header and any locale give a language", () =>
    fc.assert(
      fc.property(text, text, (locale, accepted) => {
        assert.include(languages, Language.choose(Option.some(locale), accepted))
      })
    ))
})
