import * as Node from "@temoin/web/Node"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { connect } from "node:net"
import { afterEach, assert, describe, it } from "vitest"
import {
  anna,
  answerToken,
  answerUrl,
  authorToken,
  boxed,
  now,
  optOutToken,
  post,
  postRaw,
  site,
  went
} from "./FakeIntake.ts"

const open = new Set<ReturnType<typeof createServer>>()
afterEach(async () => {
  for (const server of open) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  open.clear()
})

const serve = async (handler: (request: Request) => Promise<Response>) => {
  const server = createServer(Node.listener(handler))
  open.add(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address: AddressInfo | string | null = server.address()
  assert.isTrue(typeof address === "object" && address !== null)
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { port, origin: `http://127.0.0.1:${port}` }
}

/** Sends these bytes and gives everything that comes back until the connection closes. */
const raw = (port: number, text: string) =>
  new Promise<string>((resolve, reject) => {
    let received = ""
    const socket = connect(port, "127.0.0.1", () => socket.end(text))
    socket.setEncoding("utf8")
    socket.on("data", (chunk) => (received += chunk))
    socket.on("error", reject)
    socket.on("close", () => resolve(received))
  })

describe("Node.listener", () => {
  it("serves the pages over real HTTP: open, answer, give the reason, opt out", async () => {
    const { handler, recorded } = await site()
    const { origin } = await serve(handler)
    const opened = await fetch(`${origin}/nps/a/${answerToken}?score=9`)
    assert.strictEqual(opened.status, 200)
    assert.include(await opened.text(), `value="9" checked`)
    assert.deepStrictEqual(recorded, [])

    const thanked = await fetch(`${origin}/nps/a/${answerToken}`, post({ score: "9" }))
    assert.isTrue(thanked.redirected)
    assert.strictEqual(thanked.url, `${origin}${went("answer", "answer")}`)
    assert.include(await thanked.text(), "Thank you")

    const reasoned = await fetch(`${origin}/nps/a/${answerToken}`, post({ score: "9", comment: "rapide, 100 % ☺" }))
    assert.strictEqual(boxed(await reasoned.text()), "rapide, 100 % ☺")
    assert.strictEqual(reasoned.headers.get("cache-control"), "no-store")

    const oneClick = await fetch(`${origin}/nps/u/${optOutToken}`, postRaw("List-Unsubscribe=One-Click"))
    assert.strictEqual(oneClick.status, 200)
    assert.deepStrictEqual(
      recorded.map((event) => event._tag),
      ["Answer", "Answer", "OptOut"]
    )
  })

  it("serves an author over real HTTP: asked, answered with consent, and all of it taken back", async () => {
    const asks = { _tag: "Testimonial", forms: ["written"], words: Option.none(), places: ["website"] } as const
    const { handler, recorded } = await site({}, { author: { asks } })
    const { origin } = await serve(handler)
    const url = `${origin}/nps/t/${authorToken}`
    const opened = await (await fetch(url)).text()
    const [, wording = ""] = /name="wording" value="([^"]+)"/.exec(opened) ?? []
    assert.deepStrictEqual(recorded, [])

    const words = "Rapide, honnête & <simple> ☺"
    const fields = { reply: "Testimonial", words, standing: "customer", scope: "quote", wording }
    const thanked = await fetch(url, post(fields))
    assert.strictEqual(thanked.url, `${origin}${went("author", "Testimonial")}`)
    const page = await thanked.text()
    assert.include(page, "Thank you for your words")
    assert.include(page, `<button type="submit" name="reply" value="Withdraws">`)

    const gone = await fetch(url, post({ reply: "Withdraws" }))
    assert.include(await gone.text(), "It is taken back")
    assert.deepStrictEqual(
      recorded.map((event) => event._tag === "Reply" && event.reply._tag),
      ["Testimonial", "Withdraws"]
    )
    const [first] = recorded
    assert.isTrue(first?._tag === "Reply" && first.reply._tag === "Testimonial" && first.reply.content.words === words)
  })

  it("serves a wall over real HTTP, and says when nothing has changed", async () => {
    const view = {
      wall: "our wall",
      place: "website",
      at: now,
      maxAgeSeconds: 60,
      selected: [],
      shown: [],
      count: 0,
      average: undefined,
      policyUrl: undefined
    }
    const { handler } = await site(
      {},
      { view: (id) => Effect.succeed(Option.liftPredicate(view, () => id === view.wall)) }
    )
    const { origin } = await serve(handler)
    const url = `${origin}/nps/wall/our%20wall`
    const response = await fetch(`${url}?lang=fr`)
    assert.deepInclude(await response.json(), { wall: "our wall", lang: "fr", count: 0, shown: [] })
    assert.strictEqual(response.headers.get("cache-control"), "public, max-age=60, must-revalidate")
    const etag = response.headers.get("etag") ?? ""
    const again = await fetch(`${url}?lang=fr`, { headers: { "if-none-match": etag } })
    assert.strictEqual(again.status, 304)
    assert.include(await (await fetch(`${url}.html?lang=fr`)).text(), `<html lang="fr"`)
    assert.strictEqual((await fetch(`${url}.htm`)).status, 404)
  })

  it("HEAD has headers and no body", async () => {
    const { handler } = await site()
    const { origin } = await serve(handler)
    const response = await fetch(`${origin}/nps/a/${answerToken}`, { method: "HEAD" })
    assert.strictEqual(response.status, 200)
    assert.strictEqual(await response.text(), "")
  })

  it("a body that is too large is refused, the client can read why, and the server goes on", async () => {
    const { handler, recorded } = await site()
    const { origin } = await serve(handler)
    const large = "x".repeat(300_000)
    for (const body of [large, new Blob([large]).stream()]) {
      const response = await fetch(`${origin}/nps/a/${answerToken}`, { ...postRaw(""), body, duplex: "half" })
      assert.strictEqual(response.status, 413)
      assert.include(await response.text(), "That was too much")
    }
    assert.strictEqual((await fetch(`${origin}/nps/a/${answerToken}`, post({ score: "1" }))).status, 200)
    assert.lengthOf(recorded, 1)
  })

  it("a client that goes away in the middle of its form records nothing, and the request is aborted", async () => {
    const { handler, recorded } = await site()
    const aborted = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<number>()
    const { port } = await serve(async (request) => {
      request.signal.addEventListener("abort", () => aborted.resolve())
      const response = await handler(request)
      answered.resolve(response.status)
      return response
    })
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(
        `POST /nps/a/${answerToken} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n`
      )
      socket.write("Content-Length: 100\r\n\r\nscore=9", () => socket.destroy())
    })
    assert.strictEqual(await answered.promise, 400)
    await aborted.promise
    assert.deepStrictEqual(recorded, [])
  })

  it("takes the path and nothing else from what the client says about where it is", async () => {
    const seen: Array<string> = []
    const { port } = await serve(async (request) => {
      seen.push(request.url)
      return new Response("ok")
    })
    const lies =
      "Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    for (const target of ["/p?q=1", "//evil.example/p", "http://evil.example/p?q=1"])
      assert.match(await raw(port, `GET ${target} HTTP/1.1\r\n${lies}`), /^HTTP\/1\.1 200 /)
    assert.deepStrictEqual(seen, [
      "http://localhost/p?q=1",
      "http://localhost//evil.example/p",
      "http://localhost/p?q=1"
    ])
  })

  it("what is no request gets a plain refusal", async () => {
    const { handler } = await site()
    const { port } = await serve(handler)
    for (const line of ["TRACE / HTTP/1.1", "OPTIONS * HTTP/1.1"])
      assert.match(await raw(port, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 400 /)
  })

  it("a handler that rejects is a 500, and a response that breaks closes the connection", async () => {
    const { origin } = await serve(async (request) => {
      if (request.url.endsWith("/reject")) throw new Error("boom")
      let first = true
      return new Response(
        new ReadableStream({
          pull: (controller) => {
            if (first) controller.enqueue(new TextEncoder().encode("a"))
            else controller.error(new Error("boom"))
            first = false
          }
        })
      )
    })
    const rejected = await fetch(`${origin}/reject`)
    assert.strictEqual(rejected.status, 500)
    assert.notInclude(await rejected.text(), "boom")
    const broken = await fetch(`${origin}/break`)
      .then((response) => response.text())
      .then(
        () => "whole",
        () => "broken"
      )
    assert.strictEqual(broken, "broken")
  })

  it("keeps headers that come twice", async () => {
    const { origin } = await serve(
      async (request) =>
        new Response(null, {
          headers: [
            ["x-seen", request.headers.get("accept-language") ?? ""],
            ["set-cookie", "a=1"],
            ["set-cookie", "b=2"]
          ]
        })
    )
    const response = await fetch(origin, {
      headers: [
        ["accept-language", "fr"],
        ["accept-language", "en"]
      ]
    })
    assert.strictEqual(response.headers.get("x-seen"), "fr, en")
    assert.deepStrictEqual(response.headers.getSetCookie(), ["a=1", "b=2"])
  })

  it("the pages' own address is never needed: the same handler answers on any host", async () => {
    const { handler } = await site()
    assert.strictEqual((await handler(new Request(answerUrl))).status, 200)
    assert.strictEqual((await handler(new Request(answerUrl.replace("example.com", "localhost")))).status, 200)
    assert.lengthOf(anna, 32)
  })
})
