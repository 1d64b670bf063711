// Does a mail leave through Resend's API as their own client would send it, and is every answer understood?
import * as Event from "@temoin/core/Event"
import type * as Message from "@temoin/core/Message"
import * as Mailer from "@temoin/core/ports/Mailer"
import { HttpReply, Rendering, Resend, Tag } from "@temoin/email"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { createServer, type AddressInfo } from "node:net"
import { Resend as Client, type CreateEmailOptions } from "resend"
import { assert, describe, expect, it, onTestFinished } from "vitest"
import { all, optOutUrl } from "./messages.ts"
import * as Recorder from "./recorder.ts"

const reference = Event.Reference.make("0123456789abcdef0123456789abcdef")
const apiKey = "re_secret_0123456789"
const messages = all({ locale: "fr", name: "Zoë", subject: "Acme & Söhne" })
const [invitation] = messages
const from = { address: "hello@acme.example", name: "Acme, Ltd" }
const fast = { mails: 1_000_000, per: "1 second" } as const

const recorded = async (...[answer]: Parameters<typeof Recorder.record>) => {
  const recorder = await Recorder.record(answer)
  onTestFinished(recorder.close)
  return recorder
}

const mailOf = (message: Message.Message, to: Mailer.Mail["to"] = { address: "anna@example.org" }): Mailer.Mail => ({
  reference,
  to,
  message
})

/** What comes of sending this mail: "sent", or the error. */
const sending = (options: Partial<Resend.Options>, mail = mailOf(invitation!)) =>
  Effect.flatMap(Mailer.Mailer, ({ send }) => send(mail)).pipe(
    Effect.provide(Resend.layer({ apiKey, from, rate: fast, ...options })),
    Effect.match({ onSuccess: () => "sent" as const, onFailure: (error) => error }),
    Effect.runPromise
  )

const reasonOf = (outcome: Awaited<ReturnType<typeof sending>>) =>
  outcome === "sent" || outcome._tag !== "MailError" ? outcome : outcome.reason

const takes: Parameters<typeof Recorder.record>[0] = (_call, response) => Recorder.json(response, 200, { id: "m1" })

describe("a mail", () => {
  it("leaves as the official client would send it, whatever it says", async () => {
    const server = await recorded(takes)
    const replyTo = { address: "care@acme.example", name: "Care" }
    const client = new Client(apiKey, { baseUrl: server.url })
    for (const message of messages) {
      assert.strictEqual(await sending({ baseUrl: server.url, replyTo }, mailOf(message)), "sent")
      const { html, subject, text } = Rendering.render(message, {})
      const email: CreateEmailOptions = {
        from: '"Acme, Ltd" <hello@acme.example>',
        to: ["anna@example.org"],
        subject,
        html,
        text,
        replyTo: ['"Care" <care@acme.example>'],
        headers: {
          "Auto-Submitted": "auto-generated",
          "List-Unsubscribe": `<${message.optOutUrl}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          "Message-ID": `<${reference}@acme.example>`
        },
        tags: [{ name: Resend.tag, value: reference }]
      }
      const { error } = await client.emails.send(email, { idempotencyKey: reference })
      assert.isNull(error)
      const [ours, theirs] = server.calls.splice(0)
      expect([ours?.method, ours?.path]).toEqual([theirs?.method, theirs?.path])
      expect(JSON.parse(ours?.body ?? "")).toEqual(JSON.parse(theirs?.body ?? ""))
      for (const name of ["authorization", "content-type", "idempotency-key"]) {
        expect(ours?.headers[name], name).toBe(theirs?.headers[name])
      }
    }
  })

  it("has addresses of its own for replies and for opting out by mail, proved by the host's secret", async () => {
    const server = await recorded(takes)
    const secrets = ["a secret of the host, thirty-two or more characters"] as const
    const setup = { unsubscribeTo: "unsubscribe@acme.example", replyTo: "care@acme.example", taggedReplies: true }
    await sending({ baseUrl: server.url, secrets, ...setup })
    const body = JSON.parse(server.calls[0]?.body ?? "")
    expect(Tag.proved(body.reply_to[0], secrets)).toEqual([reference])
    expect(body.headers["List-Unsubscribe"]).toContain(`<${optOutUrl}>, <mailto:unsubscribe+${reference}-`)
    expect(body.headers["Message-ID"]).toBe(`<${reference}@acme.example>`)
  })

  it("goes to one recipient, whatever their name says", async () => {
    const server = await recorded(takes)
    const nasty = fc.string({ unit: fc.constantFrom(...'\\"<>,;:@\r\n\u2028 aé') })
    await fc.assert(
      fc.asyncProperty(nasty, async (name) => {
        await sending({ baseUrl: server.url }, mailOf(invitation!, { address: "anna@example.org", name }))
        const { to }: { to: ReadonlyArray<string> } = JSON.parse(server.calls.splice(0)[0]?.body ?? "")
        expect(to).toHaveLength(1)
        expect(to[0]).toMatch(/^("[^"\\<>\r\n]*" <anna@example\.org>|anna@example\.org)$/)
      }),
      { numRuns: 100 }
    )
  })
})

const says = (name: string, message: string) => JSON.stringify({ statusCode: 0, name, message })

describe("an answer", () => {
  const cases: ReadonlyArray<readonly [number, string, Mailer.MailError["reason"] | undefined]> = [
    [200, `{"id":"m1"}`, undefined],
    [201, `{"id":"m1"}`, undefined],
    [200, "<html>please log in</html>", "uncertain"],
    [200, "{}", "uncertain"],
    [204, "", "uncertain"],
    [302, "", "misconfigured"],
    [400, says("invalid_idempotency_key", "too long"), "misconfigured"],
    [400, says("validation_error", "no"), "misconfigured"],
    [401, says("missing_api_key", "Missing API key"), "misconfigured"],
    [401, says("restricted_api_key", "only send"), "misconfigured"],
    [403, says("invalid_api_key", "API key is invalid"), "misconfigured"],
    [403, says("validation_error", "The domain is not verified"), "misconfigured"],
    [404, says("not_found", "not found"), "misconfigured"],
    [405, says("method_not_allowed", "no"), "misconfigured"],
    [408, "", "unavailable"],
    [409, says("invalid_idempotent_request", "another payload under this key"), undefined],
    [409, says("concurrent_idempotent_requests", "in progress"), "uncertain"],
    [413, "<html>too large</html>", "misconfigured"],
    [422, says("validation_error", "Invalid `to` field. The email address needs to follow the format."), "refused"],
    [422, says("invalid_from_address", "Invalid `from` field."), "misconfigured"],
    [422, says("missing_required_field", "Missing `subject`"), "misconfigured"],
    [429, says("rate_limit_exceeded", "Too many requests"), "unavailable"],
    [429, says("daily_quota_exceeded", "You have reached your daily quota"), "misconfigured"],
    [429, says("monthly_quota_exceeded", "You have reached your monthly quota"), "misconfigured"],
    [451, says("security_error", "We may have found a security issue"), "misconfigured"],
    [500, says("application_error", "An unexpected error"), "uncertain"],
    [502, "<html>Bad gateway</html>", "uncertain"],
    [503, "", "unavailable"],
    [504, "<html>Gateway timeout</html>", "uncertain"]
  ]

  it.each(cases)("%i %s means %s, over the wire as well", async (status, body, reason) => {
    const server = await recorded((_call, response) => {
      response.writeHead(status, { "retry-after": "7", location: "https://elsewhere.example/" })
      response.end(status === 204 ? undefined : body)
    })
    const outcome = await sending({ baseUrl: server.url })
    assert.strictEqual(reasonOf(outcome), reason ?? "sent")
    assert.strictEqual(server.calls.length, 1, "and nothing was asked elsewhere")
    if (outcome !== "sent" && status === 429 && reason === "unavailable") assert.include(outcome.message, "7 seconds")
  })

  it("is a yes only when it names a mail, or says that it had it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.string(), (status, body) => {
        const { reason } = Resend.classify({ _tag: "Answered", status, body, retryAfter: undefined })
        assert.isTrue(reason !== undefined || body.includes("id"))
      })
    )
  })

  it("without end is read no further than the limit", async () => {
    let written = 0
    const server = await recorded((_call, response) => {
      response.writeHead(500, { "content-type": "text/plain" })
      const chunk = Buffer.alloc(65_536, "x")
      const more = () => {
        while (!response.destroyed && written < 256 * HttpReply.limit) {
          written += chunk.length
          if (!response.write(chunk)) return void response.once("drain", more)
        }
        response.destroy()
      }
      more()
    })
    assert.strictEqual(reasonOf(await sending({ baseUrl: server.url })), "uncertain")
    assert.isBelow(written, 64 * HttpReply.limit)
  })

  it("that repeats the key does not get it into the error", async () => {
    const server = await recorded((_call, response) =>
      Recorder.json(response, 401, { name: "invalid_api_key", message: `no key Bearer ${apiKey}` })
    )
    const outcome = await sending({ baseUrl: server.url, apiKey: Redacted.make(apiKey) })
    if (outcome === "sent") throw new Error("it was sent")
    assert.notInclude(`${outcome.message} ${JSON.stringify(outcome)}`, apiKey)
    assert.include(outcome.message, "check apiKey")
  })
})

describe("no answer", () => {
  it("where nobody listens: it did not leave", async () => {
    const server = await Recorder.record(takes)
    await server.close()
    assert.strictEqual(reasonOf(await sending({ baseUrl: server.url })), "unavailable")
  })

  it("where the name does not exist: it did not leave", async () => {
    assert.strictEqual(reasonOf(await sending({ baseUrl: "https://nowhere.invalid" })), "unavailable")
  })

  it("when the connection is cut after the request: nobody knows", async () => {
    const server = await recorded((_call, response) => response.destroy())
    assert.strictEqual(reasonOf(await sending({ baseUrl: server.url })), "uncertain")
  })

  it("in the time that it has: nobody knows", async () => {
    const server = await recorded(() => {})
    const outcome = await sending({ baseUrl: server.url, timeout: "20 millis" })
    assert.strictEqual(reasonOf(outcome), "uncertain")
    assert.include(String(outcome), "20ms")
  })

  it("when it breaks off in the middle: nobody knows", async () => {
    const server = await recorded((_call, response) => {
      response.writeHead(200, { "content-length": "1000" })
      response.write(`{"id":`, () => response.destroy())
    })
    assert.strictEqual(reasonOf(await sending({ baseUrl: server.url })), "uncertain")
  })

  it("in HTTP: nobody knows", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {})
      socket.write("220 mail.example ESMTP\r\n", () => socket.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()))
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
    const { port } = server.address() as AddressInfo
    assert.strictEqual(reasonOf(await sending({ baseUrl: `http://127.0.0.1:${port}` })), "uncertain")
  })
})

describe("settings", () => {
  it("that are wrong are told all at once, without the key", () => {
    const wrong = {
      apiKey,
      from: "nobody",
      baseUrl: "http://api.example",
      maxConnections: 0,
      timeout: "1 hour" as const
    }
    const outcome = Result.flip(
      Effect.runSync(Effect.result(Effect.scoped(Effect.provide(Effect.void, Resend.layer(wrong)))))
    )
    const { message } = Result.getOrThrow(outcome)
    for (const path of ["from", "baseUrl", "maxConnections", "timeout"]) assert.include(message, `  ${path}: `)
    assert.notInclude(message, apiKey)
  })

  it("leave room for the reference and its tag", () => {
    const wrong = {
      apiKey,
      from,
      secrets: ["0".repeat(32)] as const,
      unsubscribeTo: "unsubscribe-from-us@acme.example"
    }
    const outcome = Effect.runSync(Effect.result(Effect.scoped(Effect.provide(Effect.void, Resend.layer(wrong)))))
    assert.include(String(Result.getOrThrow(Result.flip(outcome))), "unsubscribeTo: with secrets, at most 14")
  })
})
