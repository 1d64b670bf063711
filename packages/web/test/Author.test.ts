// What does the author of praise get to see, and what is recorded of what they say?
import { ContactId } from "@temoin/core/Contact"
import { EventId } from "@temoin/core/Event"
import { Conflict, EventClash, StoreError } from "@temoin/core/ports/HistoryStore"
import { type AskedAuthor, ReplyRefused } from "@temoin/core/ports/Intake"
import * as AuthorForm from "@temoin/web/AuthorForm"
import * as Body from "@temoin/web/Body"
import * as Language from "@temoin/web/Language"
import * as Token from "@temoin/web/Token"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import {
  anna,
  answerToken,
  authorToken,
  authorUrl,
  day,
  keys,
  now,
  options,
  optOutToken,
  post,
  postRaw,
  reference,
  site,
  unescape,
  went
} from "./FakeIntake.ts"

const away = new StoreError({ problem: "the disk is full", retryable: true })
const conflict = new Conflict({ contact: ContactId.make("anna"), expected: 1, actual: 2 })
const clash = new EventClash({ contact: ContactId.make("anna"), id: EventId.make("e") })
const refused = new ReplyRefused({ reference: anna, problem: "the form closed on 2026-05-01 12:00 UTC" })
const english = Language.choose(Option.none(), null)

const asks = {
  testimonial: { _tag: "Testimonial", forms: ["written"], words: Option.none(), places: ["website"] },
  video: { _tag: "Testimonial", forms: ["video"], words: Option.none(), places: ["website"] },
  consent: { _tag: "Consent", words: "You saved our season!", scopes: ["quote", "name"], places: ["website", "fair"] },
  referral: { _tag: "Referral" },
  reconfirmation: { _tag: "Reconfirmation", words: "You saved our season!" },
  agreement: { _tag: "Agreement", original: "You saved our season!", edited: "They saved us." },
  confirmation: { _tag: "Confirmation", what: "publication", words: "You saved our season!" }
} as const satisfies Record<string, AskedAuthor["asks"]>
const all: ReadonlyArray<AskedAuthor["asks"]> = Object.values(asks)

const hidden = (body: string): string => {
  const [, value = ""] = /<input type="hidden" name="wording" value="([^"]+)">/.exec(body) ?? []
  return value
}
const typed = (body: string): string => {
  const [, text = ""] = /<textarea id="words"[^>]*>\n(.*?)<\/textarea>/s.exec(body) ?? []
  return unescape(text)
}
const written = { reply: "Testimonial", words: "They saved <our> season.\nTwice.", standing: "customer" }

describe("the author's page", () => {
  it("is opened by anything that follows links, and nothing is recorded, whatever was asked and whatever stands in the address", async () => {
    const query = fc.dictionary(
      fc.constantFrom("reply", "done", "words", "scope", "standing"),
      fc.oneof(fc.constantFrom("Testimonial", "Consent", "Withdraws", "Declines"), fc.string())
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.constantFrom("GET", "HEAD"), query, async (asks, method, query) => {
        const { lines, recorded, visit } = await site({}, { author: { asks } })
        const page = await visit(`${authorUrl}?${new URLSearchParams(query).toString()}`, { method })
        assert.strictEqual(page.status, 200)
        assert.deepStrictEqual([recorded, lines], [[], []])
      }),
      { numRuns: 60 }
    )
  })

  it("takes every plain answer: it is recorded, confirmed, and with the same words when it is sent twice", async () => {
    for (const one of all)
      for (const tag of AuthorForm.replies[one._tag]) {
        if (tag === "Testimonial" || tag === "Consent") continue
        const { recorded, visit } = await site({}, { author: { asks: one } })
        for (let n = 0; n < 2; n++) {
          const sent = await visit(authorUrl, post({ reply: tag }))
          assert.strictEqual(sent.status, 303)
          assert.strictEqual(sent.header("location"), went("author", tag))
          const page = await visit(`https://example.com${went("author", tag)}`)
          assert.include(unescape(page.body), english.author.noted[tag].text)
        }
        assert.deepStrictEqual(
          recorded,
          [1, 2].map(() => ({ _tag: "Reply", reference: anna, reply: { _tag: tag } }))
        )
      }
  })

  it("takes back all that was allowed in one step: one button, and no question before or after it", async () => {
    const { recorded, visit } = await site({}, { author: { asks: asks.confirmation } })
    const page = await visit(authorUrl)
    assert.lengthOf(page.body.match(/<button/g) ?? [], 1)
    assert.notMatch(page.body, /<input|<textarea/)
    assert.strictEqual((await visit(authorUrl, post({ reply: "Withdraws" }))).status, 303)
    assert.deepStrictEqual(recorded, [{ _tag: "Reply", reference: anna, reply: { _tag: "Withdraws" } }])
    assert.include((await visit(authorUrl)).body, "It is taken back")
  })

  it("records the words as they were written, and the wording of the consent as it was read", async () => {
    const { recorded, visit } = await site({}, { author: { asks: asks.testimonial } })
    const { body } = await visit(authorUrl)
    const sent = await visit(authorUrl, post({ ...written, name: "Anna Berg", scope: "quote", wording: hidden(body) }))
    assert.strictEqual(sent.header("location"), went("author", "Testimonial"))
    const [found] = recorded
    assert.isTrue(found?._tag === "Reply" && found.reply._tag === "Testimonial")
    if (found?._tag !== "Reply" || found.reply._tag !== "Testimonial") return
    assert.deepInclude(found.reply, {
      content: { _tag: "Written", words: written.words },
      author: { name: "Anna Berg" },
      locale: "en"
    })
    assert.deepInclude(found.reply.consent, { scopes: ["quote"], places: ["website"] })
    const lines = found.reply.consent?.wording.words.split("\n") ?? []
    assert.isNotEmpty(lines)
    for (const line of lines) assert.include(unescape(body), `>${line}<`)
  })

  it("what cannot be taken comes back as it was typed, with what is wrong beside it", async () => {
    const { recorded, visit } = await site({}, { author: { asks: asks.video } })
    const page = await visit(
      authorUrl,
      post({ ...written, video: "javascript:alert(1)", poster: "https://a.example/p.jpg", scope: "video" })
    )
    assert.strictEqual(page.status, 422)
    assert.include(page.body, "it must begin with https://")
    assert.include(page.body, `id="video" name="video" aria-describedby="fault-video hint-video" aria-invalid="true"`)
    assert.strictEqual(typed(page.body), written.words)
    assert.include(page.body, `value="https://a.example/p.jpg"`)
    assert.include(page.body, `name="standing" value="customer" checked`)
    assert.deepStrictEqual(recorded, [])
  })

  it("100 kB of words are not lost: they stand in the form again, to be shortened", async () => {
    const { recorded, visit } = await site({}, { author: { asks: asks.testimonial } })
    const words = "é<b>& and ".repeat(10_000)
    const page = await visit(authorUrl, post({ ...written, words }))
    assert.strictEqual(page.status, 422)
    assert.include(page.body, "longer than 10,000 characters")
    assert.strictEqual(typed(page.body), words)
    const most = await visit(authorUrl, postRaw("x".repeat(Body.limitOfAuthor + 1)))
    assert.strictEqual(most.status, 413)
    assert.deepStrictEqual(recorded, [])
    const longest = post({ ...written, words: "😀".repeat(5000), name: "é".repeat(300), company: "é".repeat(300) })
    assert.strictEqual((await visit(authorUrl, longest)).status, 303)
  })

  it("hostile names and words are text, there and back", async () => {
    const hostile = `"><script>alert(1)</script>\u202e<img onerror=x>`
    const { visit } = await site(
      {},
      { author: { name: Option.some(hostile), asks: { ...asks.testimonial, words: Option.some(hostile) } } }
    )
    assert.strictEqual(typed((await visit(authorUrl)).body), hostile)
    const page = await visit(authorUrl, post({ ...written, words: hostile, standing: "" }))
    assert.strictEqual(typed(page.body), hostile)
    const quoted = await site({}, { author: { asks: { ...asks.agreement, original: hostile, edited: hostile } } })
    assert.notInclude((await quoted.visit(authorUrl)).body, "\u202e")
  })

  it("when its time is over, or it was about something else by then, a page says so in the reader's language, with what was written", async () => {
    const { lines, visit } = await site(
      { reply: () => Effect.fail(refused) },
      { author: { locale: Option.some("fr"), asks: asks.testimonial } }
    )
    const page = await visit(authorUrl, post(written))
    assert.strictEqual(page.status, 410)
    assert.include(page.body, "Il n’est plus possible d’y répondre")
    assert.notInclude(page.body, refused.problem)
    assert.strictEqual(typed(page.body), written.words)
    assert.deepStrictEqual(lines, [])
  })

  it("a link that runs out while somebody writes keeps what they wrote, and records nothing", async () => {
    const { recorded, visit } = await site({}, { author: { locale: Option.some("fr"), asks: asks.testimonial } })
    const url = `${options.baseUrl}/t/${Token.sign(keys, "author", anna, now)}`
    assert.include((await visit(url)).body, "Ce lien a expiré")
    const page = await visit(url, post(written))
    assert.strictEqual(page.status, 410)
    assert.strictEqual(typed(page.body), written.words)
    assert.deepStrictEqual(recorded, [])
  })

  it("a store that is away loses nothing: what was sent can be sent again, box by box", async () => {
    for (const told of [
      { asked: () => Effect.fail(away), reply: () => Effect.fail(away) },
      { reply: () => Effect.fail(away) }
    ]) {
      const { lines, visit } = await site(told, { author: { asks: asks.testimonial } })
      const open = await site({}, { author: { asks: asks.testimonial } })
      const wording = hidden((await open.visit(authorUrl)).body)
      const page = await visit(authorUrl, post({ ...written, scope: "quote", wording }))
      assert.strictEqual(page.status, 503)
      assert.strictEqual(page.header("retry-after"), "30")
      assert.strictEqual(typed(page.body), written.words)
      for (const [name, value] of Object.entries({
        reply: "Testimonial",
        standing: "customer",
        scope: "quote",
        wording
      }))
        assert.include(page.body, `<input type="hidden" name="${name}" value="${value}">`)
      assert.lengthOf(lines, 1)
    }
  })

  it("a reply that collided with something else is sent again, three times", async () => {
    for (const [collisions, status] of [
      [3, 303],
      [4, 503]
    ] as const)
      for (const error of [conflict, clash]) {
        let left = collisions
        const { visit } = await site({
          reply: () => Effect.suspend(() => (left-- > 0 ? Effect.fail(error) : Effect.void))
        })
        assert.strictEqual((await visit(authorUrl, post({ reply: "Declines" }))).status, status)
      }
  })

  it("of a message that is not known, and links for something else, open nothing", async () => {
    const { recorded, visit } = await site()
    const unknown = `${options.baseUrl}/t/${Token.sign(keys, "author", reference(100), now + day)}`
    assert.strictEqual((await visit(unknown)).status, 404)
    const page = await visit(unknown, post(written))
    assert.strictEqual(page.status, 404)
    assert.strictEqual(typed(page.body), written.words)
    for (const token of [answerToken, optOutToken, `${authorToken}A`, "x"])
      for (const init of [{}, post({ reply: "Declines" })])
        assert.strictEqual((await visit(`${options.baseUrl}/t/${token}`, init)).status, 400)
    for (const route of ["a", "u"])
      assert.strictEqual((await visit(`${options.baseUrl}/${route}/${authorToken}`, post({ score: "9" }))).status, 400)
    assert.deepStrictEqual(recorded, [])
  })

  it("in another format, or without a button of the page, nothing is recorded", async () => {
    const { recorded, visit } = await site({}, { author: { asks: asks.testimonial } })
    const form = new FormData()
    form.set("reply", "Declines")
    assert.strictEqual((await visit(authorUrl, { method: "POST", body: form })).status, 415)
    assert.strictEqual((await visit(authorUrl, postRaw(`{"reply":"Declines"}`, "application/json"))).status, 415)
    for (const body of ["", "reply=", "reply=Agrees", "reply=Declines&reply=Declines", "%ff"])
      assert.strictEqual((await visit(authorUrl, postRaw(body))).status, 422)
    assert.deepStrictEqual(recorded, [])
  })
})
