import * as Score from "@temoin/core/Score"
import { Conflict, EventClash, StoreError } from "@temoin/core/ports/HistoryStore"
import { WaveClosed } from "@temoin/core/ports/Intake"
import { ContactId } from "@temoin/core/Contact"
import { WaveId } from "@temoin/core/Decision"
import { EventId } from "@temoin/core/Event"
import { SurveyId } from "@temoin/core/Survey"
import * as Body from "@temoin/web/Body"
import * as SignedLinks from "@temoin/web/SignedLinks"
import * as Token from "@temoin/web/Token"
import * as Web from "@temoin/web/Web"
import { Intake } from "@temoin/core/ports/Intake"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import {
  anna,
  answerToken,
  answerUrl,
  authorToken,
  authorUrl,
  boxed,
  day,
  fake,
  keys,
  now,
  options,
  optOutToken,
  optOutUrl,
  post,
  postRaw,
  reference,
  site,
  went
} from "./FakeIntake.ts"

const closed = new WaveClosed({ survey: SurveyId.make("relationship"), wave: WaveId.make("w"), closedAt: now - day })
const away = new StoreError({ problem: "the disk is full", retryable: true })
const conflict = new Conflict({ contact: ContactId.make("anna"), expected: 1, actual: 2 })
const clash = new EventClash({ contact: ContactId.make("anna"), id: EventId.make("e") })
const text = fc.string({ unit: "binary" })

describe("the question", () => {
  it("is asked with no score marked", async () => {
    const { visit } = await site()
    const page = await visit(answerUrl)
    assert.strictEqual(page.status, 200)
    assert.strictEqual(page.header("content-type"), "text/html; charset=utf-8")
    assert.include(page.body, "How likely are you to recommend Acme to a friend or colleague?")
    assert.include(page.body, `<form method="post" action="/nps/a/${answerToken}">`)
    assert.deepStrictEqual(page.checked, [])
    assert.isUndefined(boxed(page.body))
  })

  it("is asked with the score of the link marked, each of the eleven", async () => {
    const { recorded, visit } = await site()
    const links = Result.getOrThrow(SignedLinks.make(options))
    for (const score of Score.scale)
      assert.deepStrictEqual((await visit(links.answer(anna, now + day) + score)).checked, [score])
    assert.deepStrictEqual(recorded, [])
  })

  it("marks nothing when the link's score is none", async () => {
    const { visit } = await site()
    for (const score of ["", "11", "7.5", "abc", "-1", "9&score=3"])
      assert.deepStrictEqual((await visit(`${answerUrl}?score=${score}`)).checked, [], score)
  })

  it("ten links that a scanner opens ten times give no scores", async () => {
    const { recorded, visit } = await site()
    for (let n = 0; n < 10; n++)
      for (const method of ["GET", "HEAD"])
        for (const score of Score.scale) {
          const token = Token.sign(keys, "answer", reference(n), now + day)
          assert.strictEqual((await visit(`${options.baseUrl}/a/${token}?score=${score}`, { method })).status, 200)
        }
    assert.deepStrictEqual(recorded, [])
  })

  it("no sequence of GET and HEAD records anything, whatever it asks for", async () => {
    const visits = fc.array(
      fc.record({
        method: fc.constantFrom("GET", "HEAD"),
        url: fc.constantFrom(answerUrl, authorUrl, optOutUrl),
        query: fc.dictionary(
          fc.constantFrom("score", "comment", "done", "reply", "List-Unsubscribe"),
          fc.oneof(text, fc.nat(11).map(String))
        )
      })
    )
    await fc.assert(
      fc.asyncProperty(visits, async (visits) => {
        const { recorded, visit } = await site()
        for (const { method, query, url } of visits) {
          const page = await visit(`${url}?${new URLSearchParams(query).toString()}`, { method })
          assert.strictEqual(page.status, 200)
        }
        assert.deepStrictEqual(recorded, [])
      }),
      { numRuns: 50 }
    )
  })

  it("HEAD answers as GET does, without the page", async () => {
    const { visit } = await site()
    for (const url of [answerUrl, `${options.baseUrl}/a/x`, `${options.baseUrl}/nowhere`]) {
      const [get, head] = [await visit(url), await visit(url, { method: "HEAD" })]
      assert.strictEqual(head.status, get.status)
      assert.deepStrictEqual([...head.headers], [...get.headers])
    }
  })
})

describe("an answer", () => {
  it("is recorded, thanked for, and its reason asked, for each of the eleven scores alike", async () => {
    for (const score of Score.scale) {
      const { recorded, visit } = await site()
      const sent = await visit(answerUrl, post({ score: String(score) }))
      assert.strictEqual(sent.status, 303)
      assert.strictEqual(sent.header("location"), went("answer", "answer"))
      assert.deepStrictEqual(recorded, [{ _tag: "Answer", reference: anna, score }])
      const page = await visit(`https://example.com${went("answer", "answer")}`)
      assert.strictEqual(page.status, 200)
      assert.include(page.body, "<h1>Thank you</h1>")
      assert.include(page.body, `Your answer is recorded: ${score}.`)
      assert.include(page.body, "What is the main reason for your score?")
      assert.strictEqual(boxed(page.body), "")
      assert.deepStrictEqual(page.checked, [score])
      assert.lengthOf(recorded, 1)
    }
  })

  it("can be changed, with or without the reason; the box shows what is recorded", async () => {
    const { recorded, visit } = await site()
    await visit(answerUrl, post({ score: "9", comment: "fast" }))
    await visit(answerUrl, post({ score: "3" }))
    const page = await visit(`https://example.com${went("answer", "answer")}`)
    assert.deepStrictEqual(page.checked, [3])
    assert.strictEqual(boxed(page.body), "fast")
    await visit(answerUrl, post({ score: "3", comment: "" }))
    assert.strictEqual(boxed((await visit(answerUrl)).body), "")
    assert.deepStrictEqual(recorded, [
      { _tag: "Answer", reference: anna, score: 9, comment: "fast" },
      { _tag: "Answer", reference: anna, score: 3 },
      { _tag: "Answer", reference: anna, score: 3, comment: "" }
    ])
  })

  it("is shown again to whoever comes back, under the score of the link", async () => {
    const { visit } = await site()
    await visit(answerUrl, post({ score: "9" }))
    assert.deepStrictEqual((await visit(answerUrl)).checked, [9])
    const page = await visit(`${answerUrl}?score=4`)
    assert.deepStrictEqual(page.checked, [4])
    assert.include(page.body, "Your answer is recorded: 9.")
    assert.notInclude(page.body, "Thank you")
  })

  it("nobody is thanked for an answer that was not given", async () => {
    const { visit } = await site()
    assert.notInclude((await visit(`https://example.com${went("answer", "answer")}`)).body, "Thank you")
  })

  it("carries any text as it was written, and shows it back as text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Score.scale), text, async (score, comment) => {
        fc.pre(!comment.includes("\u0000"))
        const { recorded, visit } = await site()
        assert.strictEqual((await visit(answerUrl, post({ score: String(score), comment }))).status, 303)
        const unix = comment.replace(/\r\n?/g, "\n")
        const kept = unix.trim() === "" ? "" : unix
        assert.deepStrictEqual(recorded, [{ _tag: "Answer", reference: anna, score, comment: kept }])
        assert.strictEqual(boxed((await visit(answerUrl)).body), kept)
      }),
      { numRuns: 50 }
    )
  })

  it("that is no score is refused beside the kept text, and nothing is recorded", async () => {
    const { recorded, visit } = await site()
    for (const [body, said] of [
      ["comment=kept", "Choose a number from 0 to 10."],
      ["score=&comment=kept", "Choose a number from 0 to 10."],
      ...["11", "7.5", "abc", "-1", "09", "%00", "%ff", "9&score=8"].map(
        (score) => [`score=${score}&comment=kept`, "is not a number from 0 to 10"] as const
      )
    ] as const) {
      const page = await visit(answerUrl, postRaw(body))
      assert.strictEqual(page.status, 422, body)
      assert.include(page.body, said)
      assert.match(page.body, /<fieldset aria-describedby="problem-(no|not-a)-score ends">/)
      assert.deepStrictEqual(page.checked, [])
      assert.strictEqual(boxed(page.body), "kept")
    }
    assert.deepStrictEqual(recorded, [])
  })

  it("whose comment is too long or unreadable is refused, and both text and score are kept", async () => {
    const { recorded, visit } = await site()
    const long = "x".repeat(10_001)
    for (const [comment, said, kept] of [
      [long, "longer than 10,000 characters", long],
      ["a%FFb", "characters that we cannot read", "a\ufffdb"],
      ["a%00b", "characters that we cannot read", "a\ufffdb"],
      ["a%ED%A0%80b", "characters that we cannot read", "a\ufffd\ufffd\ufffdb"]
    ] as const) {
      const page = await visit(answerUrl, postRaw(`score=9&comment=${comment}`))
      assert.strictEqual(page.status, 422)
      assert.include(page.body, said)
      assert.match(
        page.body,
        /<textarea [^>]*aria-describedby="problem-(long|unreadable)-comment hint" aria-invalid="true">/
      )
      assert.deepStrictEqual(page.checked, [9])
      assert.strictEqual(boxed(page.body), kept)
    }
    assert.deepStrictEqual(recorded, [])
  })

  it("of exactly 10,000 characters is taken", async () => {
    const { recorded, visit } = await site()
    assert.strictEqual((await visit(answerUrl, post({ score: "0", comment: "é".repeat(10_000) }))).status, 303)
    assert.lengthOf(recorded, 1)
  })

  it("in another format is refused", async () => {
    const { recorded, visit } = await site()
    const form = new FormData()
    form.set("score", "9")
    for (const init of [
      { method: "POST", body: form },
      postRaw(`{"score":9}`, "application/json"),
      postRaw("score=9", "text/plain"),
      postRaw("score=9", "application/x-www-form-urlencoded2"),
      { method: "POST", body: new TextEncoder().encode("score=9") }
    ])
      assert.strictEqual((await visit(answerUrl, init)).status, 415)
    assert.deepStrictEqual(recorded, [])
    const charset = postRaw("score=9", "Application/X-WWW-Form-Urlencoded ; charset=utf-8")
    assert.strictEqual((await visit(answerUrl, charset)).status, 303)
  })
})

const endless = (chunk: unknown, chunks = Number.POSITIVE_INFINITY) => {
  let pulled = 0
  const body = new ReadableStream({
    pull: (controller) => (pulled++ < chunks ? controller.enqueue(chunk) : controller.close())
  })
  return { body, pulled: () => pulled }
}

describe("a body", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" }

  it("of 96 KB is read, of a byte more is not", async () => {
    const { recorded, visit } = await site()
    const full = `score=9&${"x".repeat(Body.limit - 8)}`
    assert.strictEqual((await visit(answerUrl, postRaw(full))).status, 303)
    assert.strictEqual((await visit(answerUrl, postRaw(`${full}x`))).status, 413)
    assert.lengthOf(recorded, 1)
  })

  it("without an end is read no further than the limit", async () => {
    const { recorded, visit } = await site()
    const { body, pulled } = endless(new Uint8Array(1024))
    assert.strictEqual((await visit(answerUrl, { method: "POST", headers: form, body, duplex: "half" })).status, 413)
    assert.isAtMost(pulled(), 99)
    assert.deepStrictEqual(recorded, [])
  })

  it("that says it is too large is not read at all", async () => {
    const { visit } = await site()
    const { body, pulled } = endless(new Uint8Array(1))
    const headers = { ...form, "content-length": String(Body.limit + 1) }
    assert.strictEqual((await visit(answerUrl, { method: "POST", headers, body, duplex: "half" })).status, 413)
    assert.isAtMost(pulled(), 1)
  })

  it("that breaks off records nothing", async () => {
    const { recorded, visit } = await site()
    for (const url of [answerUrl, optOutUrl]) {
      let first = true
      const body = new ReadableStream({
        pull: (controller) => {
          if (first) controller.enqueue(new TextEncoder().encode("score=9"))
          else controller.error(new Error("gone"))
          first = false
        }
      })
      assert.strictEqual((await visit(url, { method: "POST", headers: form, body, duplex: "half" })).status, 400)
    }
    assert.deepStrictEqual(recorded, [])
  })

  it("that stalls is given up after a while, and let go", async () => {
    const { recorded, visit } = await site({}, { hurried: true })
    let cancelled = false
    const body = new ReadableStream({
      cancel: () => {
        cancelled = true
      }
    })
    assert.strictEqual((await visit(answerUrl, { method: "POST", headers: form, body, duplex: "half" })).status, 408)
    assert.isTrue(cancelled)
    assert.deepStrictEqual(recorded, [])
  })

  it("of a link that does not work is not read", async () => {
    const { visit } = await site()
    const { body, pulled } = endless(new Uint8Array(1))
    const sent = await visit(`${options.baseUrl}/a/x`, { method: "POST", headers: form, body, duplex: "half" })
    assert.strictEqual(sent.status, 400)
    assert.isAtMost(pulled(), 1)
  })
})

describe("an opt-out", () => {
  it("is asked for first, then recorded for everything, then confirmed", async () => {
    const { recorded, visit } = await site()
    const page = await visit(optOutUrl)
    assert.strictEqual(page.status, 200)
    assert.include(page.body, `<form method="post" action="/nps/u/${optOutToken}">`)
    assert.deepStrictEqual(recorded, [])
    const sent = await visit(optOutUrl, postRaw(""))
    assert.strictEqual(sent.status, 303)
    assert.strictEqual(sent.header("location"), went("opt-out", "preference"))
    assert.deepStrictEqual(recorded, [{ _tag: "OptOut", reference: anna }])
    assert.include((await visit(optOutUrl)).body, "You will get no more from us")
  })

  it("by one click of a mailbox provider is recorded without a redirect, in both formats of RFC 8058", async () => {
    const { recorded, visit } = await site()
    const form = new FormData()
    form.set("List-Unsubscribe", "One-Click")
    for (const init of [postRaw("List-Unsubscribe=One-Click"), { method: "POST", body: form }])
      assert.strictEqual((await visit(optOutUrl, init)).status, 200)
    assert.lengthOf(recorded, 2)
  })

  it("without a body is one too", async () => {
    const { recorded, visit } = await site()
    assert.strictEqual((await visit(optOutUrl, { method: "POST" })).status, 303)
    assert.lengthOf(recorded, 1)
  })

  it("in another format is refused", async () => {
    const { recorded, visit } = await site()
    const form = new FormData()
    form.set("List-Unsubscribe", "no")
    for (const init of [
      { method: "POST", body: form },
      postRaw("garbage", "multipart/form-data"),
      postRaw("garbage", "multipart/form-data; boundary=x"),
      postRaw("{}", "application/json")
    ])
      assert.strictEqual((await visit(optOutUrl, init)).status, 415)
    assert.deepStrictEqual(recorded, [])
  })

  it("that could not be saved is asked for again", async () => {
    const { lines, visit } = await site({ optOut: () => Effect.fail(away) })
    const page = await visit(optOutUrl, postRaw("List-Unsubscribe=One-Click"))
    assert.strictEqual(page.status, 503)
    assert.strictEqual(page.header("retry-after"), "30")
    assert.include(page.body, "We could not save this just now.")
    assert.include(page.body, "<form ")
    assert.lengthOf(lines, 1)
  })
})

describe("a link", () => {
  const expired = Token.sign(keys, "answer", anna, now)
  const expiredOptOut = Token.sign(keys, "opt-out", anna, now)

  it("that we did not make, or made for something else, opens nothing", async () => {
    const { recorded, visit } = await site()
    for (const path of [
      `a/${optOutToken}`,
      `u/${answerToken}`,
      `a/${answerToken.slice(0, -1)}`,
      `a/${answerToken}A`,
      `a/${answerToken}=`,
      "a/x",
      "u/%00"
    ])
      for (const init of [{}, post({ score: "9" })]) {
        const page = await visit(`${options.baseUrl}/${path}`, init)
        assert.strictEqual(page.status, 400, path)
        assert.include(page.body, "This link does not work")
      }
    assert.deepStrictEqual(recorded, [])
  })

  it("that has run out opens nothing, and says so in the contact's language", async () => {
    const { recorded, visit } = await site({}, { wave: { locale: Option.some("fr") } })
    for (const init of [{}, post({ score: "9" })]) {
      const answer = await visit(`${options.baseUrl}/a/${expired}`, init)
      assert.strictEqual(answer.status, 410)
      assert.include(answer.body, "Cette enquête est close")
      const optOut = await visit(`${options.baseUrl}/u/${expiredOptOut}`, init)
      assert.strictEqual(optOut.status, 410)
      assert.include(optOut.body, "Ce lien a expiré")
    }
    assert.deepStrictEqual(recorded, [])
  })

  it("of a message that is not known opens nothing", async () => {
    const { recorded, visit } = await site()
    for (const [route, purpose] of [
      ["a", "answer"],
      ["u", "opt-out"]
    ] as const) {
      const url = `${options.baseUrl}/${route}/${Token.sign(keys, purpose, reference(100), now + day)}`
      for (const init of [{}, post({ score: "9" })]) assert.strictEqual((await visit(url, init)).status, 404)
    }
    assert.deepStrictEqual(recorded, [])
  })

  it("of a closed wave says so, before and after writing", async () => {
    const { visit } = await site(
      { open: () => Effect.fail(closed), answer: () => Effect.fail(closed) },
      { wave: { locale: Option.some("fr") } }
    )
    for (const init of [{}, post({ score: "9" }), post({ score: "11" })]) {
      const page = await visit(answerUrl, init)
      assert.strictEqual(page.status, 410)
      assert.include(page.body, "Cette enquête est close")
    }
  })

  it("elsewhere finds no page, and other methods are not allowed", async () => {
    const { recorded, visit } = await site()
    for (const url of [
      "https://example.com/",
      "https://example.com/nps",
      "https://example.com/nps/",
      `https://example.com/npsa/${answerToken}`,
      `https://example.com/nps/a`,
      `https://example.com/nps/a/`,
      `https://example.com/nps/b/${answerToken}`,
      `https://example.com/nps/a/${answerToken}/`,
      `https://example.com/nps/a/${answerToken}/9`,
      `https://example.com/a/${answerToken}`
    ])
      for (const method of ["GET", "POST", "PUT"]) assert.strictEqual((await visit(url, { method })).status, 404, url)
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
      for (const url of [answerUrl, optOutUrl, `${options.baseUrl}/a/x`]) {
        const page = await visit(url, { method })
        assert.strictEqual(page.status, 405)
        assert.strictEqual(page.header("allow"), "GET, HEAD, POST")
      }
    assert.deepStrictEqual(recorded, [])
  })

  it("works under the root of a host too, and the host is not looked at", async () => {
    const { visit } = await site({}, { baseUrl: "https://answers.example.com/" })
    const page = await visit(`http://127.0.0.1:9/a/${answerToken}`)
    assert.strictEqual(page.status, 200)
    assert.include(page.body, `action="/a/${answerToken}"`)
  })
})

describe("when something is wrong on our side", () => {
  it("a store that is away loses nothing: the form comes back filled in", async () => {
    const failing = { open: () => Effect.fail(away), answer: () => Effect.fail(away) }
    for (const told of [failing, { answer: failing.answer }]) {
      const { lines, visit } = await site(told)
      const page = await visit(answerUrl, post({ score: "9", comment: "typed <slowly>" }))
      assert.strictEqual(page.status, 503)
      assert.strictEqual(page.header("retry-after"), "30")
      assert.include(page.body, "We could not save this just now.")
      assert.deepStrictEqual(page.checked, [9])
      assert.strictEqual(boxed(page.body), "typed <slowly>")
      assert.lengthOf(lines, 1)
      assert.include(lines[0], "the disk is full")
    }
  })

  it("a store that is away when the page is opened is a page, too", async () => {
    const { visit } = await site({ open: () => Effect.fail(away), locale: () => Effect.fail(away) })
    for (const url of [answerUrl, optOutUrl]) {
      const page = await visit(url)
      assert.strictEqual(page.status, 503)
      assert.strictEqual(page.header("retry-after"), "30")
      assert.include(page.body, "Please try again in a minute")
    }
  })

  it("an answer that collided with something else is sent again, three times", async () => {
    for (const [collisions, status] of [
      [3, 303],
      [4, 503]
    ] as const)
      for (const error of [conflict, clash]) {
        let left = collisions
        const { visit } = await site({
          answer: () => Effect.suspend(() => (left-- > 0 ? Effect.fail(error) : Effect.void))
        })
        assert.strictEqual((await visit(answerUrl, post({ score: "9" }))).status, status)
      }
  })

  it("a defect is a plain page and a line in the log, and the token is in neither", async () => {
    const defects = [
      Effect.die(new Error("boom")),
      Effect.die("boom"),
      Effect.interrupt,
      Effect.sync((): never => {
        throw new TypeError("boom")
      })
    ]
    for (const defect of defects) {
      const { lines, recorded, visit } = await site({ open: () => defect, answer: () => defect, optOut: () => defect })
      for (const [url, init] of [
        [answerUrl, {}],
        [answerUrl, post({ score: "9", comment: "private" })],
        [optOutUrl, post({})]
      ] as const) {
        const page = await visit(url, init)
        assert.strictEqual(page.status, 500)
        assert.include(page.body, "Something went wrong on our side")
        assert.notInclude(page.body, "boom")
      }
      assert.lengthOf(lines, 3)
      for (const line of lines)
        for (const secret of [answerToken, optOutToken, "private"]) assert.notInclude(line, secret)
      assert.deepStrictEqual(recorded, [])
    }
  })

  it("even a broken logger does not make the handler reject", async () => {
    const { handler } = await site(
      { open: () => Effect.die("boom") },
      {
        log: () => {
          throw new Error("the logger is broken")
        }
      }
    )
    const response = await handler(new Request(answerUrl))
    assert.strictEqual(response.status, 500)
    assert.isNotNull(response.headers.get("content-security-policy"))
  })

  it("a body that the host has read already is our defect, not the person's", async () => {
    const { handler, lines, recorded } = await site()
    const request = new Request(answerUrl, post({ score: "9" }))
    await request.text()
    assert.strictEqual((await handler(request)).status, 500)
    assert.lengthOf(lines, 1)
    assert.deepStrictEqual(recorded, [])
  })

  it("bad options are refused when the handler is made", async () => {
    const error = await Effect.runPromise(
      Web.make({ ...options, baseUrl: "nowhere" }).pipe(
        Effect.provide(Layer.succeed(Intake, fake().service)),
        Effect.flip
      )
    )
    assert.strictEqual(error.option, "baseUrl")
  })
})

describe("whatever comes in", () => {
  it("any path, token, method and body get a page, and record nothing", async () => {
    const segment = fc.oneof(
      text.map(encodeURIComponent),
      fc.constantFrom("nps", "a", "t", "u", "..", "%2F", "%", answerToken, authorToken, optOutToken)
    )
    const path = fc.oneof(
      fc.array(segment, { maxLength: 5 }).map((segments) => segments.join("/")),
      segment.map((token) => `nps/a/${token}`),
      segment.map((token) => `nps/t/${token}`),
      segment.map((token) => `nps/u/${token}`)
    )
    const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "OPTIONS")
    const bytes = fc.uint8Array({ maxLength: 200 })
    const type = fc.constantFrom("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")
    await fc.assert(
      fc.asyncProperty(path, method, bytes, type, async (path, method, bytes, type) => {
        const url = `https://example.com/${path}`
        // A POST of a form to a true opt-out link is an opt-out, whatever stands in the form.
        fc.pre(!(method === "POST" && new URL(url).pathname === new URL(optOutUrl).pathname))
        const { lines, recorded, visit } = await site()
        const body =
          method === "GET" || method === "HEAD"
            ? {}
            : { headers: { "content-type": type }, body: Uint8Array.from(bytes) }
        const { status } = await visit(url, { method, ...body })
        assert.include([200, 400, 404, 405, 415, 422], status)
        assert.deepStrictEqual(recorded, [])
        assert.deepStrictEqual(lines, [])
      }),
      { numRuns: 300 }
    )
  })

  it("any bytes on a true answer link record an answer only if they hold one of the eleven scores", async () => {
    const noise = fc.stringMatching(/^[\w%=&+.-]{0,40}$/)
    const body = fc.oneof(
      noise,
      noise.map((noise) => `score=${noise}`),
      fc.nat(12).map((score) => `score=${score}`)
    )
    await fc.assert(
      fc.asyncProperty(body, async (body) => {
        const { recorded, visit } = await site()
        const { status } = await visit(answerUrl, postRaw(body))
        const params = new URLSearchParams(body)
        if (status === 303) assert.include(Score.scale.map(String), params.get("score"))
        else assert.strictEqual(status, 422)
        assert.lengthOf(recorded, status === 303 ? 1 : 0)
      }),
      { numRuns: 200 }
    )
  })

  it("any Accept-Language gets a page, and the contact's language wins", async () => {
    const { visit } = await site()
    const french = await site({}, { wave: { locale: Option.some("fr-CA") } })
    assert.include((await visit(answerUrl, { headers: { "accept-language": "fr-CH, en;q=0.5" } })).body, `lang="fr"`)
    assert.include((await french.visit(answerUrl, { headers: { "accept-language": "en" } })).body, `lang="fr"`)
    assert.include((await french.visit(optOutUrl, { headers: { "accept-language": "en" } })).body, `lang="fr"`)
    assert.include((await visit(answerUrl, { headers: { "accept-language": ";;q=,,\t" } })).body, `lang="en"`)
  })

  it("a subject is text, never markup", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.constant(`"><script>alert(1)</script>`)), async (subject) => {
        const { visit } = await site({}, { wave: { subject: Option.some(subject) } })
        assert.strictEqual((await visit(answerUrl)).status, 200)
      }),
      { numRuns: 30 }
    )
  })
})
