import { Links } from "@temoin/core/ports/Links"
import * as SignedLinks from "@temoin/web/SignedLinks"
import * as Token from "@temoin/web/Token"
import * as WebConfig from "@temoin/web/WebConfig"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { inspect } from "node:util"
import { assert, describe, it } from "vitest"
import { anna, day, now, options } from "./FakeIntake.ts"

const secret = "0123456789abcdef0123456789abcdef"
const problem = (options: WebConfig.Options): string =>
  Result.match(WebConfig.make(options), { onFailure: (error) => error.message, onSuccess: () => "" })

const token = (url: string) => new URL(url).pathname.split("/")[3] ?? ""

describe("WebConfig", () => {
  it("takes http and https addresses, with and without a path and a slash at its end", () => {
    for (const [baseUrl, path] of [
      ["https://example.com", ""],
      ["https://example.com/", ""],
      ["http://127.0.0.1:8080/nps/", "/nps"],
      ["https://example.com/a/b", "/a/b"]
    ] as const) {
      const config = Result.getOrThrow(WebConfig.make({ baseUrl, secrets: [{ id: 0, secret }] }))
      assert.strictEqual(config.path, path)
      assert.strictEqual(config.baseUrl, new URL(baseUrl).origin + path)
    }
  })

  it("refuses what is no base address, and says what to do without repeating it", () => {
    for (const baseUrl of [
      "",
      "example.com",
      "ftp://example.com",
      "javascript:alert(1)",
      "https://anna:hunter2@example.com",
      "https://example.com/?",
      "https://example.com/nps?x=1",
      "https://example.com/nps#top",
      "https://example.com//evil.example"
    ]) {
      const message = problem({ baseUrl, secrets: [{ id: 0, secret }] })
      assert.match(message, /^the option "baseUrl" of @temoin\/web must /, baseUrl)
      assert.notInclude(message, "hunter2")
    }
  })

  it("refuses secrets that are missing, short, or not told apart, and never shows one", () => {
    const short = "x".repeat(31)
    for (const [secrets, expected] of [
      [[], /at least one/],
      [[{ id: 0, secret: short }], /31 bytes \(id 0\)/],
      [[{ id: 0, secret: Redacted.make(short) }], /31 bytes/],
      [
        [
          { id: 0, secret },
          { id: 1, secret: "" }
        ],
        /0 bytes \(id 1\)/
      ],
      [[{ id: 256, secret }], /256/],
      [[{ id: -1, secret }], /-1/],
      [[{ id: 1.5, secret }], /1\.5/],
      [
        [
          { id: 3, secret },
          { id: 3, secret: short.repeat(2) }
        ],
        /3 twice/
      ]
    ] as const) {
      const message = problem({ baseUrl: "https://example.com", secrets })
      assert.match(message, /^the option "secrets" of @temoin\/web has|is empty/)
      assert.match(message, expected)
      assert.notInclude(message, short)
      assert.notInclude(message, secret)
    }
  })

  it("counts bytes, not characters: sixteen times é is enough", () => {
    assert.strictEqual(problem({ baseUrl: "https://example.com", secrets: [{ id: 0, secret: "é".repeat(16) }] }), "")
    assert.include(
      problem({ baseUrl: "https://example.com", secrets: [{ id: 0, secret: "é".repeat(15) }] }),
      "30 bytes"
    )
  })

  it("does not print its secrets", () => {
    const config = Result.getOrThrow(
      WebConfig.make({ baseUrl: "https://example.com", secrets: [{ id: 0, secret: Redacted.make(secret) }] })
    )
    const printed = inspect(config, { depth: 20, showHidden: true }) + JSON.stringify(config)
    for (const form of ["utf8", "hex", "base64"] as const)
      assert.notInclude(printed, Buffer.from(secret).toString(form).slice(0, 20))
    assert.notInclude(printed, "30 31 32 33")
  })
})

describe("SignedLinks", () => {
  const links = Effect.runPromise(Links.pipe(Effect.provide(SignedLinks.layer(options))))
  const keys = Result.getOrThrow(WebConfig.keys(options.secrets))

  it("an answer link takes a score at its end and works until it expires", async () => {
    const url = (await links).answer(anna, now + day)
    assert.match(url, /^https:\/\/example\.com\/nps\/a\/[\w-]{52}\?score=$/)
    assert.strictEqual(new URL(`${url}10`).searchParams.get("score"), "10")
    assert.deepStrictEqual(Token.verify(keys, "answer", token(url), now + day - 1), Result.succeed(anna))
    assert.isTrue(Result.isFailure(Token.verify(keys, "answer", token(url), now + day)))
  })

  it("an author's link works until it expires, and opens nothing else", async () => {
    const url = (await links).author(anna, now + day)
    assert.match(url, /^https:\/\/example\.com\/nps\/t\/[\w-]{52}$/)
    assert.deepStrictEqual(Token.verify(keys, "author", token(url), now + day - 1), Result.succeed(anna))
    assert.isTrue(Result.isFailure(Token.verify(keys, "author", token(url), now + day)))
    assert.isTrue(Result.isFailure(Token.verify(keys, "answer", token(url), now)))
  })

  it("an opt-out link works for at least a year, whatever the leap years", async () => {
    const url = (await links).optOut(anna, now)
    assert.match(url, /^https:\/\/example\.com\/nps\/u\/[\w-]{52}$/)
    assert.deepStrictEqual(Token.verify(keys, "opt-out", token(url), now + 366 * day), Result.succeed(anna))
  })

  it("the same message always gets the same links", async () => {
    assert.strictEqual((await links).answer(anna, now), (await links).answer(anna, now))
    assert.strictEqual((await links).author(anna, now), (await links).author(anna, now))
    assert.strictEqual((await links).optOut(anna, now), (await links).optOut(anna, now))
  })

  it("bad options fail when the layer is built", async () => {
    const error = await Effect.runPromise(
      Links.pipe(Effect.provide(SignedLinks.layer({ ...options, secrets: [] })), Effect.flip)
    )
    assert.strictEqual(error._tag, "WebConfigError")
  })
})
