import * as PlainText from "@temoin/core/PlainText"
import type { AskedAuthor } from "@temoin/core/ports/Intake"
import * as AuthorForm from "@temoin/web/AuthorForm"
import * as AuthorPage from "@temoin/web/AuthorPage"
import * as Form from "@temoin/web/Form"
import * as Html from "@temoin/web/Html"
import * as Language from "@temoin/web/Language"
import type { Words } from "@temoin/web/Words"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { unescape } from "./FakeIntake.ts"

const languages = [...Language.languages.values()]
const english = Language.choose(Option.none(), null)
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    `"><script>alert(1)</script>`,
    "</textarea><b>",
    "</blockquote>",
    "' onfocus='x",
    "\u202eevil",
    "\n\nx"
  )
)
const tags = (page: string) => page.match(/<[^>]*>/g)

const pages: ReadonlyArray<AskedAuthor["asks"]> = [
  { _tag: "Testimonial", forms: ["written"], words: Option.some("Good"), places: ["website"] },
  { _tag: "Testimonial", forms: ["written", "video", "case study"], words: Option.none(), places: ["website", "fair"] },
  { _tag: "Testimonial", forms: ["video"], words: Option.none(), places: [] },
  { _tag: "Consent", words: "Good", scopes: ["quote", "name"], places: ["website", "fair"] },
  { _tag: "Referral" },
  { _tag: "Reconfirmation", words: "Good" },
  { _tag: "Agreement", original: "Good", edited: "Very good" },
  { _tag: "Confirmation", what: "consent", words: "Good" },
  { _tag: "Confirmation", what: "publication", words: "Good" },
  { _tag: "Confirmation", what: "withdrawal", words: "Good" }
]
const of = (asks: AskedAuthor["asks"], isAnswered = false): AskedAuthor => ({
  locale: Option.none(),
  name: Option.some("Anna Berg"),
  isAnswered,
  asks
})
const page = (words: Words, asked: AskedAuthor, problems: ReadonlyArray<AuthorForm.Problem> = []) =>
  AuthorPage.asked(words, { action: "/nps/t/token", asked, draft: AuthorForm.blank(asked, words), problems })
const buttons = (source: string) =>
  [...source.matchAll(/<button type="submit" name="reply" value="(\w+)">([^<]+)<\/button>/g)].map(([, tag]) => tag)

const names = (forms: Extract<AskedAuthor["asks"], { _tag: "Testimonial" }>["forms"]) =>
  [
    ...page(english, of({ _tag: "Testimonial", forms, words: Option.none(), places: [] })).matchAll(
      /<(?:input type="text"|textarea) id="(\w+)"/g
    )
  ].map(([, name]) => name)

describe("AuthorPage", () => {
  it("has a yes and a no that look alike; to take back is one button", () => {
    for (const words of languages)
      for (const asks of pages) {
        const [yes, no] = AuthorForm.replies[asks._tag]
        const expected = asks._tag === "Confirmation" ? (asks.what === "withdrawal" ? [] : ["Withdraws"]) : [yes, no]
        assert.deepStrictEqual(buttons(page(words, of(asks))), expected)
      }
  })

  it("once answered it says so, and what was said of one's words can be taken back there", () => {
    for (const words of languages)
      for (const asks of pages) {
        const source = page(words, of(asks, true))
        if (asks._tag === "Confirmation") {
          assert.include(source, Html.escape(words.author.noted.Withdraws.title))
          assert.deepStrictEqual(buttons(source), [])
        } else {
          assert.include(source, Html.escape(words.author.answered))
          assert.strictEqual(buttons(source).includes("Withdraws"), asks._tag !== "Referral")
        }
      }
  })

  it("what is noted can be taken back from there: the words by a button, a no by the way to the question", () => {
    for (const words of languages)
      for (const asks of pages)
        for (const tag of AuthorForm.replies[asks._tag]) {
          const source = AuthorPage.noted(words, "/nps/t/token", asks._tag, tag)
          assert.include(source, Html.escape(words.author.noted[tag].text))
          const isYes = ["Testimonial", "Consent", "Stands", "Agrees"].includes(tag)
          assert.deepStrictEqual(buttons(source), isYes ? ["Withdraws"] : [])
          assert.strictEqual(source.includes(`<a href="/nps/t/token">`), !isYes && tag !== "Withdraws")
        }
  })

  it("no box and no choice is made for anybody", () => {
    for (const words of languages) for (const asks of pages) assert.notMatch(page(words, of(asks)), / checked/)
  })

  it("offers the fields of the forms that are asked for, and no others", () => {
    const author = ["name", "role", "company", "disclosure"]
    assert.deepStrictEqual(names(["written"]), ["words", ...author])
    assert.deepStrictEqual(names(["video"]), ["video", "poster", "captions", "language", "words", ...author])
    assert.deepStrictEqual(names(["written", "case study"]), ["words", "title", "study", ...author])
  })

  it("every id that something points to is there, once, and every field has a label", () => {
    const places = ["form", "standing", "consent", "page", "words", "video", "title", "name", "disclosure"] as const
    for (const words of languages)
      for (const asks of pages) {
        const asked = of(asks)
        const has = (at: string) => at === "page" || page(words, asked).includes(` id="${at}"`)
        const problems = places.filter(has).map((at) => ({ at, fault: "missing" }) as const)
        const source = page(words, asked, problems)
        const ids = [...source.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
        assert.strictEqual(new Set(ids).size, ids.length)
        const targets = [...source.matchAll(/ (?:aria-describedby|for)="([^"]+)"| href="#([^"]+)"/g)].flatMap(
          ([, a, b]) => (a ?? b ?? "").split(" ")
        )
        for (const target of targets) assert.include(ids, target)
        for (const [, id] of source.matchAll(/<(?:input type="text"|textarea) id="(\w+)"/g))
          assert.include(source, `<label class="why" for="${id}">`)
        assert.lengthOf(source.match(/<legend>[^<]+<\/legend>/g) ?? [], (source.match(/<fieldset/g) ?? []).length)
        for (const { at } of problems)
          if (at !== "page") assert.include(source, `id="fault-${at}">${Html.escape(words.author.faults.missing)}`)
        assert.include(source, `<title>${Html.escape(words.problem)}: `)
      }
  })

  it("says every fault in every language", () => {
    for (const words of languages) {
      const faults = Object.keys(words.author.faults).filter(
        (fault): fault is Exclude<AuthorForm.Fault, "too long"> => fault in english.author.faults
      )
      assert.lengthOf(faults, 11)
      for (const fault of faults)
        assert.include(
          unescape(page(words, of({ _tag: "Referral" }), [{ at: "page", fault }])),
          words.author.faults[fault]
        )
      const long = page(words, of(pages[0]!), [{ at: "words", fault: "too long" }]).replaceAll("\u00a0", " ")
      assert.match(long, /10[ ,.]?000/)
    }
  })

  it("no name, word or place changes the markup, and what is typed stands there as it was typed", () =>
    fc.assert(
      fc.property(fc.constantFrom(...languages), text, text, text, (words, said, name, place) => {
        const shown = (said: string, name: string, place: string) => {
          const asked = {
            ...of({ _tag: "Testimonial", forms: ["written", "video"], words: Option.some(said), places: [place, "x"] }),
            name: Option.some(name)
          }
          return page(words, asked)
        }
        const source = shown(said, name, place)
        assert.deepStrictEqual(tags(source)?.map(blind), tags(shown("a", "b", "c"))?.map(blind))
        const [, typed = ""] = /<textarea id="words"[^>]*>\n(.*?)<\/textarea>/s.exec(source) ?? []
        assert.strictEqual(unescape(typed), said)
        assert.include(source, ` value="${Html.escape(name)}"`)
        assert.include(source, `<span>${Html.escape(place)}</span>`)
      })
    ))

  it("words that are shown back are what can be seen of them, as text", () =>
    fc.assert(
      fc.property(fc.constantFrom(...languages), text, text, (words, original, edited) => {
        const source = page(words, of({ _tag: "Agreement", original, edited }))
        const quotes = [...source.matchAll(/<blockquote dir="auto">(.*?)<\/blockquote>/gs)].map(([, one = ""]) =>
          unescape(one)
        )
        assert.deepStrictEqual(
          quotes,
          [original, edited].map(PlainText.shown).filter((one) => one !== "")
        )
        assert.notMatch(source, /[\u202a-\u202e\u2066-\u2069]/)
      })
    ))

  it("whatever was sent is kept, and can be sent again just as it was", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(text, fc.constantFrom("words", "name", "scope")), text)), (pairs) => {
        const form = Form.parse(new TextEncoder().encode(new URLSearchParams(pairs).toString()))
        const source = AuthorPage.kept(english, "not saved", form, "/nps/t/token")
        const hidden = [...source.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
        const typed = [...source.matchAll(/<textarea id="\w+" name="(\w+)"[^>]*>\n(.*?)<\/textarea>/gs)]
        const again = [...hidden, ...typed].map(([, name = "", value = ""]) => [unescape(name), unescape(value)])
        const sent = [...form].flatMap(([name, values]) => values.map(({ text }) => [name, text]))
        assert.sameDeepMembers(
          again,
          sent.filter(([, text = ""]) => text.trim() !== "")
        )
        assert.notInclude(AuthorPage.kept(english, "reply refused", form), "<form")
      })
    ))
})

/** A tag without what stands in its quoted values. */
const blind = (tag: string): string => tag.replace(/ (value)="[^"]*"/g, "").replace(/ name="wording"/, "")
