import { generateKeyPairSync } from "node:crypto"
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as Event from "@temoin/core/Event"
import * as Mailer from "@temoin/core/ports/Mailer"
import { Failure, Smtp } from "@temoin/email"
import { all } from "./messages.ts"
import { receive, scripted, type Script } from "./servers.ts"

const reference = Schema.decodeSync(Event.Reference)("0123456789abcdef0123456789abcdef")
const [invitation] = all({ locale: "en" })
const mail: Mailer.Mail = { reference, to: { address: "anna@example.org" }, message: invitation! }

const withMailer = <A, E>(
  options: Partial<Smtp.Options>,
  use: (mailer: Mailer.Mailer["Service"]) => Effect.Effect<A, E>
) =>
  Effect.flatMap(Mailer.Mailer, use).pipe(
    Effect.provide(Smtp.layer({ host: "127.0.0.1", from: "hello@acme.example", ...options })),
    Effect.runPromise
  )

const errorOf = (options: Partial<Smtp.Options>) => withMailer(options, (mailer) => Effect.flip(mailer.send(mail)))

type Reason = Mailer.MailError["reason"]

interface Row {
  readonly what: string
  readonly script: Script
  readonly reason: Reason
  readonly options: Partial<Smtp.Options>
}

const row = (what: string, script: Script, reason: Reason, options: Partial<Smtp.Options> = {}): Row => ({
  what,
  script,
  reason,
  options
})

const auth = { user: "acme", pass: "hunter2-hunter2" }
const login = { ehlo: "250-localhost\r\n250 AUTH PLAIN" }

const rows: ReadonlyArray<Row> = [
  row("RCPT TO answered 550 5.1.1", { rcpt: "550 5.1.1 no such user" }, "refused"),
  row("RCPT TO answered 550 without a status", { rcpt: "550 who?" }, "refused"),
  row("RCPT TO answered 552 5.2.2", { rcpt: "552 5.2.2 mailbox full" }, "refused"),
  row("RCPT TO answered in several lines", { rcpt: "550-5.1.1 no\r\n550 5.1.1 such user" }, "refused"),
  row("the text answered 550 5.1.1", { text: "550 5.1.1 no such user after all" }, "refused"),
  row("the text answered 550 5.2.1", { text: "550 5.2.1 disabled" }, "refused"),

  row("the greeting is 421", { greeting: "421 4.3.2 too busy" }, "unavailable"),
  row("no greeting: the server hangs up", { greeting: "cut" }, "unavailable"),
  row("no greeting: the server is silent", { greeting: "silence" }, "unavailable", { greetingTimeout: "40 millis" }),
  row("EHLO: the server hangs up", { ehlo: "cut" }, "unavailable"),
  row("EHLO: the server is silent", { ehlo: "silence" }, "unavailable", { socketTimeout: "40 millis" }),
  row("the login answered 454", { ...login, auth: "454 4.7.0 later" }, "unavailable", { auth }),
  row("STARTTLS answered 454", { starttls: "454 4.7.0 no TLS right now" }, "unavailable", { requireTLS: true }),
  row("MAIL FROM answered 451", { mail: "451 4.3.0 later" }, "unavailable"),
  row("MAIL FROM: the server hangs up", { mail: "cut" }, "unavailable"),
  row("RCPT TO answered 450 (greylisting)", { rcpt: "450 4.2.0 greylisted" }, "unavailable"),
  row("RCPT TO answered 421", { rcpt: "421 4.7.0 slow down" }, "unavailable"),
  row("RCPT TO answered 452 5.x by mistake of the server", { rcpt: "452 5.2.2 full" }, "unavailable"),
  row("RCPT TO answered 503", { rcpt: "503 5.5.1 MAIL first" }, "unavailable"),
  row("RCPT TO: the server hangs up", { rcpt: "cut" }, "unavailable"),
  row("DATA answered 451", { data: "451 4.3.0 later" }, "unavailable"),
  row("DATA: the server hangs up before its go-ahead", { data: "cut" }, "unavailable"),
  row("DATA: silence before the go-ahead", { data: "silence" }, "unavailable", { socketTimeout: "40 millis" }),
  row("the text answered 451", { text: "451 4.7.1 try again" }, "unavailable"),
  row("the text answered 421", { text: "421 4.3.2 shutting down" }, "unavailable"),

  row("the text complete, then the line is cut", { text: "cut" }, "uncertain"),
  row("the text complete, then nonsense", { text: "354 go ahead" }, "uncertain"),
  row("the line is cut in the middle of the text", { firstByte: "cut" }, "uncertain"),

  row("the greeting is 554", { greeting: "554 5.7.1 you are blocked" }, "misconfigured"),
  row("the login answered 535", { ...login, auth: "535 5.7.8 wrong password" }, "misconfigured", { auth }),
  row("a login is wanted and not offered", { auth: "502 5.5.1 what?" }, "misconfigured", { auth }),
  row("STARTTLS is wanted and not there", {}, "misconfigured", { requireTLS: true }),
  row("MAIL FROM answered 550", { mail: "550 5.7.1 not your address" }, "misconfigured"),
  row("MAIL FROM answered 530", { mail: "530 5.7.0 log in first" }, "misconfigured"),
  row("RCPT TO answered 530", { rcpt: "530 5.7.0 log in first" }, "misconfigured"),
  row("RCPT TO answered 554 5.7.1", { rcpt: "554 5.7.1 your host is on a block list" }, "misconfigured"),
  row("RCPT TO answered 550 5.1.8 (the sender's domain)", { rcpt: "550 5.1.8 sender unknown" }, "misconfigured"),
  row("RCPT TO answered 550 relay", { rcpt: "550 relay not permitted" }, "misconfigured"),
  row("DATA answered 554", { data: "554 5.5.1 no valid recipients" }, "misconfigured"),
  row("the text answered 550 5.7.26", { text: "550 5.7.26 SPF and DKIM failed" }, "misconfigured"),
  row("the text answered 554 without a status", { text: "554 looks like spam" }, "misconfigured"),
  row("the text answered 552 5.3.4", { text: "552 5.3.4 too big" }, "misconfigured")
]

describe("each row of the table, with a server that does just that", () => {
  it.each(rows)("$what → $reason", async ({ options, reason, script }) => {
    const server = await scripted(script)
    const error = await errorOf({ port: server.port, ...options })
    expect(error).toBeInstanceOf(Mailer.MailError)
    expect(error.reason).toBe(reason)
    expect(error.message).toContain(`127.0.0.1:${server.port}`)
  })

  // With PIPELINING the client says MAIL, RCPT and DATA in one breath, and could be wrong about which was answered.
  it.each(rows.filter(({ script }) => script.ehlo === undefined && script.starttls === undefined))(
    "and the same when the server pipelines: $what → $reason",
    async ({ options, reason, script }) => {
      const server = await scripted({
        ehlo:
          options.auth === undefined
            ? "250-localhost\r\n250 PIPELINING"
            : "250-localhost\r\n250-PIPELINING\r\n250 AUTH PLAIN",
        ...script
      })
      expect((await errorOf({ port: server.port, ...options })).reason).toBe(reason)
    }
  )

  const replies = rows.flatMap(({ reason, script: { rcpt }, what }) =>
    typeof rcpt === "string" && rcpt !== "cut" && !rcpt.startsWith("421") ? [{ what, reply: rcpt, reason }] : []
  )

  it.each(replies)(
    "the second of three mails on one connection: $what → $reason, and the third goes out",
    async ({ reason, reply }) => {
      let mails = 0
      const server = await scripted({ rcpt: () => (++mails === 2 ? reply : "250 2.1.5 ok") })
      await withMailer({ port: server.port, maxConnections: 1 }, (mailer) =>
        Effect.gen(function* () {
          yield* mailer.send(mail)
          expect((yield* Effect.flip(mailer.send(mail))).reason).toBe(reason)
          yield* mailer.send(mail)
        })
      )
      expect(server.texts).toHaveLength(2)
    }
  )

  it.each(["421 4.7.0 slow down", "cut"])(
    "a kept connection that ends before the text (%s) costs nothing: the mail goes out once, by another",
    async (reply) => {
      let mails = 0
      const server = await scripted({ rcpt: () => (++mails === 2 ? reply : "250 2.1.5 ok") })
      await withMailer({ port: server.port, maxConnections: 1 }, (mailer) =>
        Effect.andThen(mailer.send(mail), mailer.send(mail))
      )
      expect(server.texts).toHaveLength(2)
      expect(server.connections()).toBe(2)
    }
  )

  it("a server that says go ahead though it has refused the only address → refused, and gets no text", async () => {
    for (const ehlo of ["250 localhost", "250-localhost\r\n250 PIPELINING"]) {
      const server = await scripted({ ehlo, rcpt: "550 5.1.1 no such user", data: "354 go ahead" })
      expect((await errorOf({ port: server.port })).reason).toBe("refused")
      expect(server.texts.join("")).toBe("")
    }
  })

  it("nobody listens → unavailable", async () => {
    const server = await receive()
    await server.close()
    const error = await errorOf({ port: server.port })
    expect(error.reason).toBe("unavailable")
    expect(error.message).toContain("ECONNREFUSED")
  })

  it("no such host → unavailable", async () => {
    expect((await errorOf({ host: "no-such-host.invalid" })).reason).toBe("unavailable")
  })

  it("a certificate nobody vouches for → misconfigured, by TLS and by STARTTLS", async () => {
    const secure = await receive({ secure: true })
    expect((await errorOf({ port: secure.port, secure: true })).reason).toBe("misconfigured")
    const upgrading = await receive({ hideSTARTTLS: false })
    expect((await errorOf({ port: upgrading.port, requireTLS: true })).reason).toBe("misconfigured")
    expect([...secure.mails, ...upgrading.mails]).toEqual([])
  })

  it("TLS spoken to a server that does not → misconfigured", async () => {
    const server = await scripted({})
    expect((await errorOf({ port: server.port, secure: true })).reason).toBe("misconfigured")
  })

  it("no e-mail address → refused, without a connection", async () => {
    const server = await scripted({})
    for (const address of [
      "",
      "anna",
      "anna@",
      "a@b.example\r\nRCPT TO:<eve@evil.example>",
      "a@b.example, c@d.example"
    ]) {
      const error = await withMailer({ port: server.port }, (mailer) =>
        Effect.flip(mailer.send({ ...mail, to: { address } }))
      )
      expect(error.reason).toBe("refused")
    }
    expect(server.connections()).toBe(0)
  })

  it("a link that is no http(s) URL → misconfigured, without a connection and without the link in the error", async () => {
    const server = await scripted({})
    const optOutUrl = "javascript:alert('token')"
    const error = await withMailer({ port: server.port }, (mailer) =>
      Effect.flip(mailer.send({ ...mail, message: { ...mail.message, optOutUrl } }))
    )
    expect(error.reason).toBe("misconfigured")
    expect(error.message).toContain("opt-out link")
    expect(error.message).not.toContain("token")
    expect(server.connections()).toBe(0)
  })
})

describe("an uncertain mail", () => {
  it("is told from one that never left when it is signed, too, which reads the whole text beforehand", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
    const dkim = { domainName: "acme.example", keySelector: "s1", privateKey: pem }
    const before = await scripted({ data: "cut" })
    expect((await errorOf({ port: before.port, dkim })).reason).toBe("unavailable")
    const after = await scripted({ text: "cut" })
    expect((await errorOf({ port: after.port, dkim })).reason).toBe("uncertain")
    expect(after.texts[0]).toContain("DKIM-Signature")
  })

  it("is not sent a second time by us: the server has it once", async () => {
    for (const ehlo of ["250 localhost", "250-localhost\r\n250 PIPELINING"]) {
      const server = await scripted({ ehlo, text: "cut" })
      const error = await errorOf({ port: server.port })
      expect(error.reason).toBe("uncertain")
      expect(error.retryable).toBe(false)
      expect(server.texts).toHaveLength(1)
      expect(server.connections()).toBe(1)
    }
  })
})

// The clock is virtual: it is put forward when the server has come to the point in question.
const lateError = (script: (here: () => void) => Script) =>
  Effect.gen(function* () {
    const there = Promise.withResolvers<void>()
    const server = yield* Effect.promise(() => scripted(script(() => there.resolve())))
    return yield* Effect.gen(function* () {
      const mailer = yield* Mailer.Mailer
      const sending = yield* Effect.forkChild(Effect.flip(mailer.send(mail)))
      yield* Effect.promise(() => there.promise)
      yield* TestClock.adjust("59 seconds")
      expect(sending.pollUnsafe()).toBeUndefined()
      yield* TestClock.adjust("1 second")
      return yield* Fiber.join(sending)
    }).pipe(
      Effect.provide(
        Smtp.layer({ host: "127.0.0.1", port: server.port, from: "hello@acme.example", sendTimeout: "1 minute" })
      )
    )
  }).pipe(Effect.provide(TestClock.layer()), Effect.runPromise)

describe("a mail that takes longer than sendTimeout", () => {
  it("is unavailable before the text, and says what took too long", async () => {
    const error = await lateError((here) => ({
      rcpt: () => {
        here()
        return "silence"
      }
    }))
    expect(error.reason).toBe("unavailable")
    expect(error.message).toContain("longer than 1m")
  })

  it("is uncertain after the text", async () => {
    const error = await lateError((here) => ({ text: "silence", onText: here }))
    expect(error.reason).toBe("uncertain")
  })
})

describe("a mail whose fiber is interrupted", () => {
  it("gives its connection back to the others", async () => {
    const hangs = Promise.withResolvers<void>()
    const server = await scripted({
      rcpt: (address) => {
        if (address !== "slow@example.org") return "250 2.1.5 ok"
        hangs.resolve()
        return "silence"
      }
    })
    await withMailer({ port: server.port, maxConnections: 1 }, (mailer) =>
      Effect.gen(function* () {
        const slow = yield* Effect.forkChild(mailer.send({ ...mail, to: { address: "slow@example.org" } }))
        yield* Effect.promise(() => hangs.promise)
        yield* Fiber.interrupt(slow)
        yield* mailer.send(mail)
      })
    )
    expect(server.texts).toHaveLength(1)
  })
})

describe("secrets", () => {
  it.each([
    ["as it is", auth.pass],
    ["as AUTH PLAIN says it", Buffer.from(`\0${auth.user}\0${auth.pass}`).toString("base64")],
    ["as AUTH LOGIN says it", Buffer.from(auth.pass).toString("base64")]
  ])("a server that repeats the password %s does not get it into the error", async (_, secret) => {
    const server = await scripted({ ...login, auth: `535 5.7.8 wrong: ${secret}` })
    const exit = await withMailer({ port: server.port, auth }, (mailer) => Effect.exit(mailer.send(mail)))
    const printed = Exit.isFailure(exit) ? Cause.pretty(exit.cause) : ""
    expect(printed).toContain("535")
    expect(printed).not.toContain(secret)
    expect(JSON.stringify(exit)).not.toContain(secret)
  })

  it("bounds what a server says, and takes its control characters out", async () => {
    const server = await scripted({ rcpt: `550 5.1.1 ${"\u0007x".repeat(2000)}` })
    const error = await errorOf({ port: server.port })
    expect(error.message.length).toBeLessThan(1000)
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(error.message).not.toMatch(/[\u0000-\u001f]/)
  })
})

describe("classify", () => {
  const failures = fc.record({
    code: fc.constantFrom(
      "EAUTH",
      "EENVELOPE",
      "EMESSAGE",
      "ECONNECTION",
      "ETIMEDOUT",
      "ESOCKET",
      "ETLS",
      "EABORT",
      undefined
    ),
    command: fc.constantFrom("CONN", "MAIL FROM", "RCPT TO", "DATA", "AUTH PLAIN", "API", undefined),
    responseCode: fc.constantFrom(250, 354, 421, 450, 503, 550, 554, undefined),
    message: fc.constant("")
  })

  it("never says that a mail may be sent again once its text has left without a complete no", () => {
    fc.assert(
      fc.property(failures, (failure) => {
        const { reason } = Failure.classify({ ...failure, textLeft: true })
        const answered = failure.code === "EMESSAGE" && (failure.responseCode ?? 0) >= 400
        expect(reason === "uncertain").toBe(!answered)
      })
    )
  })

  it("is never uncertain before the text has left, and never refuses an address for a temporary reason", () => {
    fc.assert(
      fc.property(failures, (failure) => {
        const { reason } = Failure.classify({ ...failure, textLeft: false })
        expect(reason).not.toBe("uncertain")
        if ((failure.responseCode ?? 500) < 500 && failure.responseCode! >= 400) expect(reason).toBe("unavailable")
      })
    )
  })
})
