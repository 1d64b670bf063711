/** What is really seen of the pages: on a phone, in a window, at night. And do keys alone, without a script, get through them? */
import * as Viewing from "@temoin/browser/Viewing"
import { TestimonialId } from "@temoin/core/Consent"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import type { AskedAuthor } from "@temoin/core/ports/Intake"
import type * as Wall from "@temoin/core/Wall"
import * as Language from "@temoin/web/Language"
import * as Node from "@temoin/web/Node"
import * as Token from "@temoin/web/Token"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { createServer } from "node:http"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it, onTestFinished } from "vitest"
import { anna, answerUrl, authorUrl, keys, now, options, optOutUrl, post, site } from "./FakeIntake.ts"

let viewing: Viewing.Viewing
beforeAll(async () => {
  viewing = await Viewing.open(join(import.meta.dirname, "screenshots"), "page")
}, 60_000)
afterAll(() => viewing.close())

const inFull = ["en", "fr", "de", "ar", "ja"]
const all = [...Language.languages.keys()]

const long = "Anna Müller-Lüdenscheidt von Donaudampfschifffahrtsgesellschaft"
const words = `You saved our season! ${"Thank you. ".repeat(40)}https://example.com/${"x".repeat(120)}`
const asks: Readonly<Record<string, AskedAuthor["asks"]>> = {
  testimonial: {
    _tag: "Testimonial",
    forms: ["written", "video", "case study"],
    words: Option.some(words),
    places: ["website", "the brochure for the fair in Frankfurt am Main"]
  },
  consent: { _tag: "Consent", words, scopes: ["quote", "name", "company", "photo"], places: ["website", "fair"] },
  referral: { _tag: "Referral" },
  reconfirmation: { _tag: "Reconfirmation", words },
  agreement: { _tag: "Agreement", original: words, edited: "They saved us." },
  confirmation: { _tag: "Confirmation", what: "publication", words }
}

const photo = "https://cdn.example/anna.jpg"
const shown: Wall.Shown = {
  testimonial: TestimonialId.make("order 4711"),
  kind: "Written",
  title: undefined,
  words,
  video: undefined,
  caseStudy: "https://acme.example/nordlicht",
  name: long,
  role: "Head of sales",
  company: "Nordlicht",
  photo,
  locale: "en",
  submittedAt: now,
  edited: true,
  verifiedBy: "an order in our shop",
  disclosure: "brother of the founder",
  incentive: undefined,
  product: undefined,
  stars: 5
}
const view: Wall.View = {
  wall: "home",
  place: "website",
  at: now,
  maxAgeSeconds: 60,
  selected: ["atLeast"],
  shown: [shown, { ...shown, photo: undefined, name: undefined, words: "Good." }],
  count: 17,
  average: { stars: 14 / 3, n: 17 },
  policyUrl: "https://acme.example/policy"
}

const away = () => Effect.fail(new StoreError({ problem: "away", retryable: true }))

/** The pages as their reader comes to them, by name: all in English and in Arabic, those with most on them in what is read in full. */
const pages = async (locale: string): Promise<ReadonlyArray<readonly [name: string, html: string]>> => {
  const wave = { locale: Option.some(locale), subject: Option.some("Acme & Söhne Logistics") }
  const { visit } = await site({}, { wave })
  const opened = async (url: string, ...wishes: ReadonlyArray<string>) => {
    for (const wish of wishes) await visit(url, post({ wish }))
    return (await visit(url)).body
  }
  const first = [
    ["answer", await opened(`${answerUrl}?score=9`)],
    ["preferences", await opened(optOutUrl)]
  ] as const
  if (!inFull.includes(locale)) return first

  const author = async (name: string, ...sent: ReadonlyArray<Readonly<Record<string, string>>>) => {
    const { visit } = await site(
      {},
      { author: { asks: asks[name]!, locale: Option.some(locale), name: Option.some(long) } }
    )
    let { body } = await visit(authorUrl)
    for (const fields of sent) {
      const { body: refused, status } = await visit(authorUrl, post(fields))
      body = status === 303 ? (await visit(authorUrl)).body : refused
    }
    return body
  }
  const walls = await site({}, { view: () => Effect.succeed(Option.some(view)) })
  const wrong = (await visit(answerUrl, post({ score: "11" }))).body
  await visit(answerUrl, post({ score: "9", comment: words }))
  const most = [
    ...first,
    ["answer-wrong", wrong],
    ["answer-given", await opened(answerUrl)],
    ["preferences-noted", await opened(optOutUrl, "less often", "pause", "not this topic")],
    ["author-testimonial", await author("testimonial")],
    ["author-testimonial-refused", await author("testimonial", { reply: "Testimonial", words: "", video: "http://x" })],
    ["author-consent", await author("consent")],
    ["author-agreement", await author("agreement")],
    ["wall", await (await walls.handler(new Request(`${options.baseUrl}/wall/home.html?lang=${locale}`))).text()]
  ] as const
  if (locale !== "en" && locale !== "ar") return most

  const broken = await site({ prefer: away, answer: away }, { wave })
  const old = Token.sign(keys, "answer", anna, now - 1)
  return [
    ...most,
    ["answer-too-long", (await visit(answerUrl, post({ score: "9", comment: "a ".repeat(9000) }))).body],
    ["answer-too-late", (await visit(`${options.baseUrl}/a/${old}`)).body],
    ["answer-not-saved", (await broken.visit(answerUrl, post({ score: "9" }))).body],
    ["preferences-not-saved", (await broken.visit(optOutUrl, post({ wish: "pause" }))).body],
    ["preferences-never", await opened(optOutUrl, "never")],
    ["author-consent-declined", await author("consent", { reply: "Declines" })],
    ["author-referral", await author("referral")],
    ["author-reconfirmation", await author("reconfirmation")],
    ["author-confirmation", await author("confirmation")],
    ["author-confirmation-withdrawn", await author("confirmation", { reply: "Withdraws" })]
  ]
}

describe.each([...new Set([...inFull, ...all])])("in %s", (locale) => {
  it("nothing scrolls sideways, is too small for a thumb, too faint, or unnamed", async () => {
    const found: Array<string> = []
    for (const [name, html] of await pages(locale)) {
      const faults = await viewing.faults(`${locale}-${name}`, html)
      found.push(...faults.filter((fault) => fault !== `fetches ${photo}`).map((fault) => `${name}: ${fault}`))
    }
    assert.deepStrictEqual(found, [])
  })
})

/** A visitor of a real server, who has a keyboard, and a browser that runs no scripts. */
const visitor = async (told: Parameters<typeof site>[1]) => {
  const { handler, recorded } = await site({}, told)
  const server = createServer(Node.listener(handler))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  assert.isTrue(typeof address === "object" && address !== null)
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
  const page = await viewing.visitor(origin)
  onTestFinished(async () => {
    await page.context().close()
    server.closeAllConnections()
    server.close()
  })
  const press = async (...pressed: ReadonlyArray<string>) => {
    for (const key of pressed) {
      // waited for before it is pressed: the page that is still there has long been loaded
      const next = key === "Enter" ? page.waitForEvent("load") : undefined
      await page.keyboard.press(key)
      await next
    }
  }
  return {
    page,
    recorded,
    press,
    go: (url: string) => page.goto(`${origin}${new URL(url).pathname}`),
    /** Goes on with Tab until the button with these words has the focus, and presses it. */
    reach: async (label: string) => {
      const button = page.getByRole("button", { name: label, exact: true })
      await button.waitFor()
      const isThere = page.locator(`button:focus`).filter({ hasText: label })
      for (let n = 0; n < 40 && (await isThere.count()) === 0; n++) await press("Tab")
      assert.strictEqual(await isThere.count(), 1, `the keyboard does not get to "${label}"`)
      await press("Enter")
    },
    read: () => page.locator("main").innerText()
  }
}

describe("by keyboard, without a script", () => {
  it.each([
    ["en", "ArrowRight"],
    ["ar", "ArrowLeft"]
  ])("a score is chosen and sent, then the reason for it, in %s", async (locale, towardsTen) => {
    const { go, page, press, reach, read, recorded } = await visitor({ wave: { locale: Option.some(locale) } })
    const { save, send, recorded: noted } = Language.choose(Option.some(locale), null)
    await go(answerUrl)
    await press("Tab", "Space", ...Array.from({ length: 9 }, () => towardsTen))
    assert.strictEqual(await page.locator("input:checked").getAttribute("value"), "9")
    await reach(send)
    assert.include(await read(), noted(9))
    await page.locator("textarea").focus()
    await page.keyboard.type("Quick.\nAnd kind.")
    await reach(save)
    assert.strictEqual(await page.locator("textarea").inputValue(), "Quick.\nAnd kind.")
    assert.deepStrictEqual(
      recorded.map((one) => (one._tag === "Answer" ? [one.score, one.comment] : one)),
      [
        [9, undefined],
        [9, "Quick.\nAnd kind."]
      ]
    )
  })

  it("how much one wants to hear is said in a press each; to load the page again says nothing", async () => {
    const { go, page, reach, read, recorded } = await visitor({})
    const { optOut, preferences } = Language.choose(Option.some("en"), null)
    await go(optOutUrl)
    for (const wish of ["less often", "pause", "not this topic"] as const) {
      await reach(preferences.wishes[wish].label)
      assert.include(await read(), "It is recorded")
      await page.reload()
    }
    assert.include(await read(), preferences.noted["less often"])
    assert.include(await read(), preferences.noted.pause("September 1, 2026"))
    await reach(optOut.confirm)
    assert.notInclude(await read(), optOut.title)
    assert.strictEqual(await page.getByRole("button").count(), 0)
    assert.deepStrictEqual(
      recorded.map((one) => (one._tag === "Wish" ? one.preference : one._tag)),
      ["less often", "pause", "not this topic", "OptOut"]
    )
  })

  it("the first thing that the keyboard gets to is no more, and one sees where one is", async () => {
    const { go, page, press } = await visitor({})
    await go(optOutUrl)
    await press("Tab")
    const focused = page.locator("button:focus")
    assert.strictEqual(await focused.innerText(), Language.choose(Option.some("en"), null).optOut.confirm)
    assert.strictEqual(await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle"), "solid")
  })

  it("an author ticks what may be shown, says yes, and takes it back", async () => {
    const { go, page, press, read, reach, recorded } = await visitor({ author: { asks: asks["consent"]! } })
    const { author } = Language.choose(Option.some("en"), null)
    await go(authorUrl)
    // my words, and after three boxes more, on the website
    await press("Tab", "Space", "Tab", "Tab", "Tab", "Tab", "Space")
    assert.strictEqual(await page.locator("input:checked").count(), 2)
    await reach(author.replies.Consent)
    assert.include(await read(), author.noted.Consent.text)
    await reach(author.replies.Withdraws)
    assert.include(await read(), author.noted.Withdraws.text)
    assert.deepStrictEqual(
      recorded.map((one) => (one._tag === "Reply" ? one.reply._tag : one._tag)),
      ["Consent", "Withdraws"]
    )
  })
})
