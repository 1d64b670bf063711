import * as Preference from "@temoin/core/Preference"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Language from "@temoin/web/Language"
import * as Receipt from "@temoin/web/Receipt"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { anna, answerUrl, authorUrl, keys, now, optOutUrl, post, postRaw, reference, site, went } from "./FakeIntake.ts"

const milder = ["less often", "pause", "not this topic"] as const
const offered = (body: string) => [...body.matchAll(/name="wish" value="([^"]+)"/g)].map(([, wish]) => wish)

describe("the preference page", () => {
  it("offers no more first, then less, and records nothing when it is opened", async () => {
    const { recorded, visit } = await site()
    for (const method of ["GET", "HEAD"]) {
      const page = await visit(optOutUrl, { method })
      assert.strictEqual(page.status, 200)
      if (method === "GET") assert.deepStrictEqual(offered(page.body), ["never", ...milder])
    }
    assert.deepStrictEqual(recorded, [])
  })

  it.each(milder)("records what was wished: %s; says so from the records, and still offers the rest", async (wish) => {
    const { recorded, visit } = await site()
    const sent = await visit(optOutUrl, post({ wish }))
    assert.strictEqual(sent.status, 303)
    assert.strictEqual(sent.header("location"), went("opt-out", "preference"))
    assert.deepStrictEqual(recorded, [{ _tag: "Wish", reference: anna, preference: wish }])
    const { body } = await visit(optOutUrl)
    assert.include(body, '<div role="status">')
    assert.include(body, "It is recorded: ")
    assert.deepStrictEqual(
      offered(body),
      ["never", ...milder].filter((one) => one !== wish || one === "pause")
    )
  })

  it("says until when the pause lasts, in the reader's language", async () => {
    const { visit } = await site({}, { wave: { locale: Option.some("fr") } })
    await visit(optOutUrl, post({ wish: "pause" }))
    assert.include((await visit(optOutUrl)).body, "nous ne vous envoyons rien avant le 1 septembre 2026.")
  })

  it("takes anything it does not know for no more, never for more", async () => {
    for (const body of ["", "wish=more", "wish=pause&wish=never", "wish=", "other=1"]) {
      const { recorded, visit } = await site()
      assert.strictEqual((await visit(optOutUrl, postRaw(body))).status, 303)
      assert.deepStrictEqual(recorded, [{ _tag: "OptOut", reference: anna }])
    }
  })

  it("lets the one click of a mailbox provider mean everything, whatever else stands beside it", async () => {
    const { recorded, visit } = await site()
    const { status } = await visit(optOutUrl, postRaw("List-Unsubscribe=One-Click&wish=less+often"))
    assert.strictEqual(status, 200)
    assert.deepStrictEqual(recorded, [{ _tag: "OptOut", reference: anna }])
  })

  it("asks again when a wish could not be saved", async () => {
    const away = new StoreError({ problem: "away", retryable: true })
    const { visit } = await site({ prefer: () => Effect.fail(away) })
    const page = await visit(optOutUrl, post({ wish: "pause" }))
    assert.strictEqual(page.status, 503)
    assert.include(page.body, "We could not save this just now.")
    assert.deepStrictEqual(offered(page.body), ["never", ...milder])
  })

  it("has words for every wish in every language", () => {
    for (const { preferences } of Language.languages.values())
      assert.deepStrictEqual(
        Object.keys(preferences.wishes).toSorted(),
        Preference.Preference.literals.filter((wish) => wish !== "never").toSorted()
      )
  })
})

const minutes = (n: number) => now + n * 60_000

describe("what a page says was noted", () => {
  const receipt = Receipt.sign(keys, "author", anna, "Withdraws", now)

  it("nobody can make up", async () => {
    const { visit } = await site(
      {},
      {
        author: { isAnswered: false, asks: { _tag: "Consent", words: "Good.", scopes: ["quote"], places: ["website"] } }
      }
    )
    const asked = (await visit(authorUrl)).body
    for (const done of ["Withdraws", "Consent", "1", "", `${receipt}x`, receipt.replace("Withdraws", "Consent")])
      assert.strictEqual((await visit(`${authorUrl}?done=${encodeURIComponent(done)}`)).body, asked)
    assert.include((await visit(`${authorUrl}?done=${receipt}`)).body, "It is taken back")
    const { visit: optOut } = await site()
    assert.notInclude((await optOut(`${optOutUrl}?done=1`)).body, "You will get no more from us")
    const answered = await site()
    await answered.visit(answerUrl, post({ score: "9" }))
    assert.notInclude((await answered.visit(`${answerUrl}?done=1`)).body, "Thank you")
  })

  it("holds for ten minutes, for this link and this use alone", () => {
    assert.strictEqual(Receipt.verify(keys, "author", anna, receipt, minutes(9)), "Withdraws")
    assert.isUndefined(Receipt.verify(keys, "author", anna, receipt, minutes(10)))
    assert.isUndefined(Receipt.verify(keys, "answer", anna, receipt, now))
    assert.isUndefined(Receipt.verify(keys, "author", reference(2), receipt, now))
    assert.isUndefined(Receipt.verify(keys, "author", anna, null, now))
  })

  it("is refused when a single character of it is another one", () =>
    fc.assert(
      fc.property(fc.nat(receipt.length - 1), fc.constantFrom(..."aZ09.-_ é"), (at, character) => {
        fc.pre(receipt[at] !== character)
        const changed = receipt.slice(0, at) + character + receipt.slice(at + 1)
        // the last character of the tag has two bits that say nothing
        fc.pre(at < receipt.length - 1)
        assert.isUndefined(Receipt.verify(keys, "author", anna, changed, now))
      })
    ))
})
