// Is just that recorded which the author wrote and ticked, and is nothing of it lost?
import type { AskedAuthor, Reply } from "@temoin/core/ports/Intake"
import { Reply as ReplySchema } from "@temoin/core/ports/Intake"
import * as AuthorForm from "@temoin/web/AuthorForm"
import * as ConsentQuestion from "@temoin/web/ConsentQuestion"
import * as Form from "@temoin/web/Form"
import * as Language from "@temoin/web/Language"
import type { Words } from "@temoin/web/Words"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

const languages = [...Language.languages.values()]
const en = Language.choose(Option.none(), null)
const [, fr = en] = languages

const asked = (asks: AskedAuthor["asks"], locale?: string): AskedAuthor => ({
  locale: Option.fromUndefinedOr(locale),
  name: Option.none(),
  isAnswered: false,
  asks
})
const testimonial = (
  forms: Extract<AskedAuthor["asks"], { _tag: "Testimonial" }>["forms"] = ["written"],
  places: ReadonlyArray<string> = ["website", "newsletter"]
): AskedAuthor => asked({ _tag: "Testimonial", forms, words: Option.none(), places })

type Fields = Readonly<Record<string, string | ReadonlyArray<string>>>
const form = (fields: Fields): Form.Form =>
  Form.parse(
    new TextEncoder().encode(
      new URLSearchParams(
        Object.entries(fields).flatMap(([name, values]) =>
          [values].flat().map((value) => [name, value] as [string, string])
        )
      ).toString()
    )
  )
const read = (self: AskedAuthor, fields: Fields, words: Words = en) =>
  AuthorForm.read(self, form(fields), words, languages)
const faults = (self: AskedAuthor, fields: Fields) =>
  Result.match(read(self, fields), {
    onFailure: ({ problems }) => problems.map(({ at, fault }) => `${at}: ${fault}`),
    onSuccess: () => []
  })
const reply = (self: AskedAuthor, fields: Fields, words: Words = en): Reply | undefined =>
  Option.getOrUndefined(Result.getSuccess(read(self, fields, words)))
const fingerprint = (self: AskedAuthor, words: Words = en): string => {
  const question = AuthorForm.consentOf(self.asks, words)
  assert.isDefined(question)
  return ConsentQuestion.fingerprint(question)
}

const written = { reply: "Testimonial", words: "They saved our season.", standing: "customer" }
const video = {
  ...written,
  video: "https://videos.example/anna.mp4",
  poster: "https://videos.example/anna.jpg",
  captions: "https://videos.example/anna.vtt",
  language: "fr"
}

describe("AuthorForm", () => {
  it("words alone are taken: nobody has to give a name, or any consent", () => {
    assert.deepStrictEqual(reply(testimonial(), written), {
      _tag: "Testimonial",
      content: { _tag: "Written", words: "They saved our season." },
      locale: "en",
      author: {},
      relationship: { is: "customer" }
    })
  })

  it("the words are in the author's language where it is known, else in the page's", () => {
    const locale = (self: AskedAuthor, words: Words) => {
      const found = reply(self, written, words)
      return found?._tag === "Testimonial" ? found.locale : undefined
    }
    assert.strictEqual(locale(testimonial(), fr), "fr")
    assert.strictEqual(locale({ ...testimonial(), locale: Option.some("de-CH") }, en), "de-CH")
    assert.strictEqual(locale({ ...testimonial(), locale: Option.some("no tag") }, en), "en")
  })

  it("a video and a case study have fields of their own", () => {
    assert.deepInclude(reply(testimonial(["video"]), video), {
      content: {
        _tag: "Video",
        url: video.video,
        poster: video.poster,
        captions: [{ locale: "fr", url: video.captions }],
        words: written.words
      }
    })
    const study = { ...written, title: "A season saved" }
    const content = { _tag: "CaseStudy", title: study.title, words: study.words } as const
    assert.deepInclude(reply(testimonial(["case study"]), study), { content })
    const url = "https://example.com/study"
    assert.deepInclude(reply(testimonial(["case study"]), { ...study, study: url }), { content: { ...content, url } })
    assert.deepStrictEqual(faults(testimonial(["video"]), written), [
      "video: missing",
      "poster: missing",
      "captions: missing"
    ])
    assert.deepStrictEqual(faults(testimonial(["case study"]), written), ["title: missing"])
  })

  it("of several forms one is chosen, and what stands in another's fields is not dropped in silence", () => {
    const both = testimonial(["written", "video", "case study"])
    assert.deepStrictEqual(faults(both, video), ["form: missing"])
    assert.deepStrictEqual(faults(both, { ...video, form: "written" }), ["form: other kind"])
    assert.deepStrictEqual(faults(both, { ...video, form: "video" }), [])
    assert.deepStrictEqual(faults(both, { ...video, form: "video", title: "And a title" }), ["form: other kind"])
    assert.deepStrictEqual(faults(both, { ...written, form: "poem" }), ["form: missing"])
    assert.deepStrictEqual(faults(testimonial([]), written), [])
  })

  it("an address is https, and nothing else: no script gets in as one", () => {
    for (const url of [
      "javascript:alert(1)",
      "JAVASCRIPT:alert(1)//https://example.com",
      "data:text/html,<script>alert(1)</script>",
      "http://videos.example/anna.mp4",
      "//videos.example/anna.mp4",
      "https://user:password@videos.example/",
      `https://videos.example/"onerror="alert(1)`,
      "anna.mp4"
    ])
      for (const name of ["video", "poster", "captions"])
        assert.deepStrictEqual(faults(testimonial(["video"]), { ...video, [name]: url }), [`${name}: no address`], url)
  })

  it("whoever is more than a customer says so, and a customer says no more", () => {
    const { standing: _, ...unsaid } = written
    assert.deepStrictEqual(faults(testimonial(), unsaid), ["standing: missing"])
    assert.deepStrictEqual(faults(testimonial(), { ...written, standing: "stranger" }), ["standing: missing"])
    assert.deepStrictEqual(faults(testimonial(), { ...written, disclosure: "works for us" }), [
      "disclosure: only a customer"
    ])
    for (const standing of AuthorForm.Standing.literals.filter((one) => one !== "customer")) {
      assert.deepStrictEqual(faults(testimonial(), { ...written, standing }), ["disclosure: missing"])
      const relationship = { is: standing, disclosure: "works for us" }
      assert.deepInclude(reply(testimonial(), { ...written, standing, disclosure: "works for us" }), { relationship })
    }
  })

  it("what is too long, unreadable or empty is named, with its place", () => {
    const long = "x".repeat(10_001)
    assert.deepStrictEqual(faults(testimonial(), { ...written, words: long }), ["words: too long"])
    assert.deepStrictEqual(faults(testimonial(), { ...written, words: long.slice(1) }), [])
    assert.deepStrictEqual(faults(testimonial(), { ...written, name: "x".repeat(301) }), ["name: too long"])
    assert.deepStrictEqual(faults(testimonial(), { ...written, name: "An\u0000na" }), ["name: unreadable"])
    assert.deepStrictEqual(faults(testimonial(), { ...written, role: "two\nlines" }), ["role: unreadable"])
    assert.deepStrictEqual(faults(testimonial(), { ...written, words: ["a", "b"] }), ["words: unreadable"])
    for (const words of ["", " \n ", "\u200b", "\u202e"])
      assert.deepStrictEqual(faults(testimonial(), { ...written, words }), ["words: missing"])
    assert.deepStrictEqual(faults(testimonial(["video"]), { ...video, language: "French" }), ["language: no language"])
    assert.deepStrictEqual(faults(testimonial(), {}), ["page: no reply"])
    assert.deepStrictEqual(faults(testimonial(), { ...written, reply: "Agrees" }), ["page: no reply"])
  })

  it("consent is what was ticked, where it was ticked, in the words that were read", () => {
    const self = testimonial()
    const ticked = { ...written, scope: ["quote", "name"], place: "newsletter", wording: fingerprint(self) }
    const found = reply(self, ticked)
    assert.deepInclude(found, {
      consent: {
        scopes: ["quote", "name"],
        places: ["newsletter"],
        wording: ConsentQuestion.wording(
          ConsentQuestion.make(en, ["quote", "name", "company"], ["website", "newsletter"])
        )
      }
    })
  })

  it("it is the wording that was read that counts, though the reader's language is another by now", () => {
    const self = testimonial()
    const ticked = { ...written, scope: "quote", place: "website", wording: fingerprint(self, fr) }
    const found = reply(self, ticked, en)
    assert.strictEqual(found?._tag === "Testimonial" && found.consent?.wording.locale, "fr")
  })

  it("a yes to another question than this is none: it is asked again, with no box ticked", () => {
    const before = fingerprint(testimonial(["written"], ["website"]))
    const now = testimonial()
    for (const wording of [before, "", "x"]) {
      const result = read(now, { ...written, scope: "quote", place: "website", wording })
      assert.isTrue(Result.isFailure(result))
      if (Result.isSuccess(result)) continue
      assert.deepStrictEqual(result.failure.problems, [{ at: "consent", fault: "question changed" }])
      assert.deepStrictEqual([result.failure.draft.scopes, result.failure.draft.places], [[], []])
      assert.strictEqual(result.failure.draft.texts.words, written.words)
    }
  })

  it("half a consent is none: what without where, where without what", () => {
    const self = testimonial()
    const wording = fingerprint(self)
    assert.deepStrictEqual(faults(self, { ...written, scope: "quote", wording }), ["consent: no place"])
    assert.deepStrictEqual(faults(self, { ...written, place: "website", wording }), ["consent: no scope"])
    const single = testimonial(["written"], ["website"])
    const found = reply(single, { ...written, scope: "quote", wording: fingerprint(single) })
    assert.deepStrictEqual(found?._tag === "Testimonial" && found.consent?.places, ["website"])
  })

  it("nothing that was not offered is agreed to, whatever is sent", () =>
    fc.assert(
      fc.property(
        fc.subarray(["quote", "name", "company", "photo", "video", "soul"]),
        fc.subarray(["website", "newsletter", "billboard"]),
        (scope, place) => {
          const self = testimonial()
          const found = reply(self, { ...written, scope, place, wording: fingerprint(self) })
          if (found?._tag !== "Testimonial") return
          const { consent } = found
          assert.includeMembers(["quote", "name", "company"], [...(consent?.scopes ?? [])])
          assert.includeMembers(["website", "newsletter"], [...(consent?.places ?? [])])
          assert.includeMembers(scope, [...(consent?.scopes ?? [])])
          assert.includeMembers(place, [...(consent?.places ?? [])])
          assert.isTrue(consent !== undefined || (scope.length === 0 && place.length === 0))
        }
      )
    ))

  it("consent that was asked for needs a tick; a no needs none", () => {
    const self = asked({ _tag: "Consent", words: "Good", scopes: ["quote", "photo"], places: ["website"] })
    const wording = fingerprint(self)
    assert.deepStrictEqual(faults(self, { reply: "Consent", wording }), ["consent: nothing ticked"])
    assert.deepInclude(reply(self, { reply: "Consent", scope: "photo", wording }), {
      _tag: "Consent",
      scopes: ["photo"],
      places: ["website"]
    })
    assert.deepStrictEqual(reply(self, { reply: "Declines", scope: "photo", wording }), { _tag: "Declines" })
  })

  it("each page takes its own buttons, and no others", () => {
    const pages: ReadonlyArray<AskedAuthor["asks"]> = [
      { _tag: "Testimonial", forms: ["written"], words: Option.none(), places: [] },
      { _tag: "Consent", words: "Good", scopes: ["quote"], places: ["website"] },
      { _tag: "Referral" },
      { _tag: "Reconfirmation", words: "Good" },
      { _tag: "Agreement", original: "Good", edited: "Very good" },
      { _tag: "Confirmation", what: "publication", words: "Good" }
    ]
    const plain = ["Withdraws", "Refers", "Declines", "Stands", "StandsNot", "Agrees", "Refuses"] as const
    for (const asks of pages)
      for (const tag of plain) {
        const takes: ReadonlyArray<string> = AuthorForm.replies[asks._tag]
        assert.deepStrictEqual(reply(asked(asks), { reply: tag }), takes.includes(tag) ? { _tag: tag } : undefined)
      }
  })

  it("any form is a reply that core takes, or its text comes back as it was typed", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "https://a.example/b", "x".repeat(301)))
    const fields = fc.record({
      reply: fc.constant("Testimonial"),
      form: fc.constantFrom("written", "video", "case study", ""),
      standing: fc.constantFrom("customer", "family", ""),
      scope: fc.subarray(["quote", "video"]),
      place: fc.subarray(["website", "newsletter"]),
      words: text,
      video: text,
      poster: text,
      captions: text,
      title: text,
      study: text,
      name: text,
      role: text,
      company: text,
      disclosure: text
    })
    const self = testimonial(["written", "video", "case study"])
    const wording = fingerprint(self)
    fc.assert(
      fc.property(fields, (fields) => {
        const result = read(self, { ...fields, wording })
        if (Result.isSuccess(result)) {
          assert.isTrue(Schema.is(ReplySchema)(result.success))
          return
        }
        assert.isNotEmpty(result.failure.problems)
        const { draft } = result.failure
        assert.strictEqual(draft.texts.words, fields.words.replaceAll("\u0000", "\ufffd").replace(/\r\n?/g, "\n"))
        assert.deepStrictEqual([draft.scopes, draft.places], [fields.scope, fields.place])
      })
    )
  })
})
