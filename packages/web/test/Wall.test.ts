// Does a wall show what it is given and nothing older, with all that must stand beside it, and as text?
import { TestimonialId } from "@temoin/core/Consent"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import type * as Wall from "@temoin/core/Wall"
import type { Walls } from "@temoin/core/ports/Walls"
import * as Html from "@temoin/web/Html"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { now, options, site, unescape } from "./FakeIntake.ts"

const shown: Wall.Shown = {
  testimonial: TestimonialId.make("nps/touchpoint:order 4711"),
  kind: "Written",
  title: undefined,
  words: "They saved our season.",
  video: undefined,
  caseStudy: undefined,
  name: "Anna Berg",
  role: "Head of sales",
  company: "Nordlicht",
  photo: "https://cdn.example/anna.jpg",
  locale: "en",
  submittedAt: Date.UTC(2026, 2, 12),
  edited: false,
  verifiedBy: "an order in our shop",
  disclosure: undefined,
  incentive: undefined,
  product: undefined,
  stars: 5
}
const view: Wall.View = {
  wall: "home",
  place: "website",
  at: now,
  maxAgeSeconds: 60,
  selected: [],
  shown: [shown],
  count: 1,
  average: { stars: 14 / 3, n: 3 },
  policyUrl: "https://acme.example/policy"
}
const home = `${options.baseUrl}/wall/home`
const subject = { type: "Organization", name: "Acme" } as const

const serving = async (
  given: Wall.View | Walls["Service"]["view"] | undefined,
  told: { readonly subject?: typeof subject } = {}
) => {
  const viewOf =
    typeof given === "object"
      ? (id: string) => Effect.succeed(Option.liftPredicate(given, ({ wall }) => wall === id))
      : given
  const { handler, lines, recorded } = await site({}, { ...told, ...(viewOf !== undefined && { view: viewOf }) })
  const get = async (url = home, init: RequestInit = {}) => {
    const response = await handler(new Request(url, init))
    const body = await response.text()
    assert.deepStrictEqual(recorded, [])
    return { status: response.status, header: (name: string) => response.headers.get(name) ?? "", body }
  }
  return { get, lines }
}

const json = (body: string): Record<string, unknown> => {
  const found: unknown = JSON.parse(body)
  assert.isTrue(typeof found === "object" && found !== null)
  return { ...(found as object) }
}

describe("a wall as JSON", () => {
  it("is there for every site, in the language that is asked for, with its label and notes", async () => {
    const { get } = await serving({ ...view, selected: ["atLeast"], count: undefined, average: undefined })
    for (const [lang, label, note] of [
      ["en", "Selected testimonials", "Verified customer: an order in our shop"],
      ["fr", "Témoignages choisis", "Client vérifié : an order in our shop"]
    ] as const) {
      const { body, header, status } = await get(`${home}?lang=${lang}`)
      assert.strictEqual(status, 200)
      assert.strictEqual(header("content-type"), "application/json; charset=utf-8")
      assert.strictEqual(header("access-control-allow-origin"), "*")
      assert.strictEqual(header("x-content-type-options"), "nosniff")
      assert.deepInclude(json(body), { wall: "home", lang, label, selected: ["atLeast"] })
      const expected: unknown = JSON.parse(JSON.stringify({ ...shown, testimonial: undefined, notes: [note] }))
      assert.deepStrictEqual(json(body)["shown"], [expected])
      assert.notInclude((await get(`${home}.html?lang=${lang}`)).body + body, shown.testimonial)
    }
  })

  it("without a language in the address the reader's own counts, and caches are told", async () => {
    const { get } = await serving(view)
    const french = await get(home, { headers: { "accept-language": "fr-CH, en;q=0.5" } })
    assert.strictEqual(json(french.body)["lang"], "fr")
    assert.strictEqual(french.header("vary"), "accept-language")
    const named = await get(`${home}?lang=da`, { headers: { "accept-language": "fr" } })
    assert.strictEqual(json(named.body)["lang"], "en")
    assert.strictEqual(named.header("vary"), "")
  })

  it("which nobody knows is not there, and neither is any where nobody has walls", async () => {
    for (const given of [view, undefined]) {
      const { get } = await serving(given)
      const ids =
        given === undefined ? ["home", "home.html"] : ["x", "x.html", "%ff", "x".repeat(65), "%0A", "__proto__"]
      for (const id of ids) {
        const { body, header, status } = await get(`${options.baseUrl}/wall/${id}`)
        assert.strictEqual(status, 404, id)
        assert.strictEqual(header("cache-control"), "no-store")
        if (id.endsWith(".html")) assert.include(body, "There is no such wall")
        else {
          assert.strictEqual(json(body)["error"], "wall unknown")
          assert.strictEqual(header("access-control-allow-origin"), "*")
        }
      }
      for (const path of ["wall", "wall/", "wall/home/x"])
        assert.strictEqual((await get(`${options.baseUrl}/${path}`)).status, 404)
    }
  })

  it("is only read", async () => {
    const { get } = await serving(view)
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      for (const url of [home, `${home}.html`]) {
        const { header, status } = await get(url, { method })
        assert.strictEqual(status, 405)
        assert.strictEqual(header("allow"), "GET, HEAD")
      }
    const head = await get(home, { method: "HEAD" })
    assert.deepStrictEqual([head.status, head.body], [200, ""])
  })
})

describe("how long a wall may be shown", () => {
  it("what was withdrawn is gone within a minute of the view: no cache may keep it longer, and none may serve it stale", async () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -10_000, max: 120_000 }),
        fc.integer({ min: 0, max: 600 }),
        fc.boolean(),
        async (age, maxAgeSeconds, isPage) => {
          const { get, lines } = await serving({ ...view, at: now - age, maxAgeSeconds })
          const { body, header, status } = await get(isPage ? `${home}.html` : home)
          const isFresh = age <= Math.min(maxAgeSeconds, 60) * 1000
          assert.strictEqual(status, isFresh ? 200 : 503)
          const control = header("cache-control")
          if (!isFresh) {
            assert.strictEqual(control, "no-store")
            assert.notInclude(body, "They saved our season.")
            assert.lengthOf(lines, 1)
            return
          }
          const [, seconds = ""] = /^public, max-age=(\d+), must-revalidate$/.exec(control) ?? []
          assert.match(seconds, /^\d+$/)
          assert.isAtMost(Number(seconds), 60)
          if (age >= 0) assert.isAtMost(age + Number(seconds) * 1000, Math.min(maxAgeSeconds, 60) * 1000)
        }
      ),
      { numRuns: 100 }
    ))

  it("a store that is away shows nothing, not what was shown before", async () => {
    let isAway = false
    const { get, lines } = await serving(() =>
      isAway ? Effect.fail(new StoreError({ problem: "the disk is full", retryable: true })) : Effect.succeedSome(view)
    )
    const first = await get()
    isAway = true
    for (const url of [home, `${home}.html`]) {
      const { body, header, status } = await get(url, { headers: { "if-none-match": first.header("etag") } })
      assert.strictEqual(status, 503)
      assert.strictEqual(header("cache-control"), "no-store")
      assert.strictEqual(header("retry-after"), "30")
      assert.notInclude(body, "They saved our season.")
      assert.notInclude(body, "the disk is full")
    }
    assert.lengthOf(lines, 2)
  })

  it("what has not changed is not sent twice, and what has is", async () => {
    let current = view
    const { get } = await serving(() => Effect.succeedSome(current))
    for (const url of [home, `${home}.html`]) {
      current = view
      const first = await get(url)
      const etag = first.header("etag")
      assert.match(etag, /^"[\w-]{43}"$/)
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
        current = { ...view, at: now - 5000 }
        const again = await get(url, { headers: { "if-none-match": known } })
        assert.deepStrictEqual([again.status, again.body], [304, ""])
        assert.strictEqual(again.header("cache-control"), "public, max-age=55, must-revalidate")
        assert.strictEqual(again.header("etag"), etag)
      }
      current = { ...view, shown: [] }
      const gone = await get(url, { headers: { "if-none-match": etag } })
      assert.strictEqual(gone.status, 200)
      assert.notInclude(gone.body, "They saved our season.")
    }
  })
})

const tags = (body: string) => body.match(/<[^>]*>/g)

const pageOf = async (name: string, words: string, verifiedBy: string) => {
  const one = { ...shown, name, words, verifiedBy, title: words }
  const { get } = await serving({ ...view, shown: [one] }, { subject })
  return (await get(`${home}.html`)).body
}

describe("a wall as a page to embed", () => {
  it("may stand in any frame, runs nothing, and loads pictures and videos by https alone", async () => {
    const { get } = await serving(view)
    const { body, header, status } = await get(`${home}.html`)
    assert.strictEqual(status, 200)
    assert.strictEqual(header("content-type"), "text/html; charset=utf-8")
    const csp = header("content-security-policy")
    for (const rule of [
      "default-src 'none'",
      "frame-ancestors *",
      "img-src https:",
      "media-src https:",
      "form-action 'none'"
    ])
      assert.include(csp, rule)
    assert.notMatch(csp, /unsafe|script-src/)
    assert.strictEqual(header("referrer-policy"), "no-referrer")
    assert.strictEqual(header("x-robots-tag"), "all")
    assert.include(body, `<h1>Testimonials</h1>`)
    for (const text of ["1 testimonial", "4.67 of 5 stars, on average of 3", "5 of 5 stars", "2026-03-12"])
      assert.include(body, `>${text}<`)
    assert.include(body, `<bdi>Anna Berg</bdi>, <bdi>Head of sales</bdi>, <bdi>Nordlicht</bdi>`)
    assert.include(body, `<li dir="auto">Verified customer: an order in our shop</li>`)
    assert.include(body, `href="https://acme.example/policy"`)
    assert.notInclude(body, "<script")
  })

  it("a selection is called one, where the name of the wall would stand", async () => {
    const { get } = await serving({ ...view, selected: ["asked"], count: undefined, average: undefined })
    assert.include((await get(`${home}.html`)).body, "<h1>Selected testimonials</h1>")
    assert.include((await get(`${home}.html?lang=fr`)).body, "<h1>Témoignages choisis</h1>")
  })

  it("shows nothing that is not in the view: no name, no words, no picture", async () => {
    const bare: Wall.Shown = {
      ...shown,
      words: undefined,
      name: undefined,
      role: undefined,
      company: undefined,
      photo: undefined,
      stars: undefined,
      verifiedBy: undefined
    }
    const { body } = await (
      await serving({ ...view, shown: [bare], count: undefined, average: undefined })
    ).get(`${home}.html`)
    assert.include(body, "<bdi>Anonymous</bdi>")
    assert.include(body, "Not verified")
    assert.notMatch(body, /<blockquote|<img|stars</)
    assert.include((await (await serving({ ...view, shown: [] })).get(`${home}.html`)).body, "nothing to show")
  })

  it("a video has its picture, its captions and a link; an address that is no https is left out", async () => {
    const video = {
      url: "https://cdn.example/anna.mp4",
      poster: "https://cdn.example/anna.jpg",
      captions: [{ locale: "fr", url: "https://cdn.example/anna.vtt" }]
    } as const
    const one: Wall.Shown = { ...shown, kind: "Video", video }
    const { body } = await (await serving({ ...view, shown: [one] })).get(`${home}.html`)
    assert.include(body, `src="https://cdn.example/anna.mp4" poster="https://cdn.example/anna.jpg"`)
    assert.include(body, `<track kind="captions" srclang="fr" label="fr" src="https://cdn.example/anna.vtt" default>`)
    assert.include(body, `<a href="https://cdn.example/anna.mp4"`)
    const evil = "javascript:alert(1)"
    const hostile: Wall.Shown = {
      ...one,
      photo: evil,
      caseStudy: evil,
      video: { url: evil, poster: evil, captions: [{ locale: "fr", url: evil }] }
    }
    const bad = await (await serving({ ...view, shown: [hostile], policyUrl: evil })).get(`${home}.html`)
    assert.notInclude(bad.body, "javascript:")
    const half: Wall.Shown = { ...one, video: { ...video, poster: evil, captions: [{ locale: "fr", url: evil }] } }
    assert.notInclude((await (await serving({ ...view, shown: [half] })).get(`${home}.html`)).body, "javascript:")
  })

  it("has schema.org markup when it is said what it is about, and nothing in it can end the script", async () => {
    const hostile = `</script><script>alert(1)</script><!--`
    const { get } = await serving({ ...view, shown: [{ ...shown, words: hostile, name: hostile }] }, { subject })
    const { body } = await get(`${home}.html`)
    const scripts = [...body.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)]
    assert.lengthOf(scripts, 1)
    assert.strictEqual(scripts[0]?.[1], ` type="application/ld+json"`)
    const found: unknown = JSON.parse(scripts[0]?.[2] ?? "")
    assert.isTrue(Array.isArray(found))
    assert.deepInclude(found, {
      "@context": "https://schema.org",
      "@type": "Organization",
      name: "Acme",
      aggregateRating: { "@type": "AggregateRating", ratingValue: 4.67, ratingCount: 3, bestRating: 5, worstRating: 1 }
    })
    assert.include(body.split("<script")[0], Html.escape(hostile))
  })

  it("no text of a stranger changes the markup", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(`"><script>alert(1)</script>`, "</blockquote>", "' onload='x", "</bdi>\u202e", "&lt;")
    )
    const plain = tags(await pageOf("Anna", "Good", "order"))
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, words, verifiedBy) => {
        const body = await pageOf(name, words, verifiedBy)
        assert.deepStrictEqual(tags(body), plain)
        const [, quoted = ""] = /<blockquote[^>]*>(.*?)<\/blockquote>/s.exec(body) ?? []
        assert.strictEqual(unescape(quoted), words)
      }),
      { numRuns: 60 }
    )
  })
})
