// Does docs/gallery.html show every message as it is sent?
import { Html, Language, Rendering, Sample } from "@temoin/email"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import * as Gallery from "./gallery/Gallery.ts"

const page = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "gallery.html"), "utf8")

describe("the gallery", () => {
  it("is what `pnpm gallery` writes", () => {
    assert.strictEqual(page, Gallery.make(), "run `pnpm gallery`")
  })

  it("has every kind in English and the invitation in every language, each in a frame that runs nothing", () => {
    const frames = page.match(/<iframe sandbox title="[^"]+" srcdoc="[^"]+">/g) ?? []
    const samples = Sample.all({ locale: "en" })
    assert.lengthOf(frames, samples.length + Object.keys(Language.all).length - 1)
    for (const { message } of samples)
      assert.include(page, Html.escape(Rendering.render(message).subject), message._tag)
    assert.lengthOf(page.match(/<iframe/g) ?? [], frames.length)
    assert.notMatch(page, /<script|<link|https?:\/\/(?!feedback\.acme\.example|maps\.example)/i)
  })

  it("is a page that one can open on a slow line", () => {
    assert.isBelow(Buffer.byteLength(page), 250_000)
  })
})
