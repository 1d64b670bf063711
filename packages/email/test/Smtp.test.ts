import { generateKeyPairSync } from "node:crypto"
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as Event from "@temoin/core/Event"
import type * as Message from "@temoin/core/Message"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Score from "@temoin/core/Score"
import { Html, Listening, Rendering, Sample, Smtp } from "@temoin/email"
import { dkimVerify } from "mailauth/lib/dkim/verify.js"
import { all, answerUrl, optOutUrl } from "./messages.ts"
import { receive, scripted } from "./servers.ts"

const reference = (n: number) => Schema.decodeSync(Event.Reference)(n.toString(16).padStart(32, "0"))

const from = { address: "hello@acme.example", name: "Acme" }

const mailOf = (message: Message.Message, to: Mailer.Mail["to"] = { address: "anna@example.org" }, n = 1) => ({
  reference: reference(n),
  to,
  message
})

const [invitation, , ...others] = all({ locale: "en", name: "Anna", subject: "Acme Logistics" })

/** Runs with a mailer for this server, at noon on the first day of 2027. */
const withMailer = <A, E>(
  options: Pick<Smtp.Options, "port"> & Partial<Smtp.Options>,
  use: (mailer: Mailer.Mailer["Service"]) => Effect.Effect<A, E>
) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(Date.UTC(2027, 0, 1, 12))
    return yield* use(yield* Mailer.Mailer)
  }).pipe(
    Effect.provide(Smtp.layer({ host: "127.0.0.1", from, ...options })),
    Effect.provide(TestClock.layer()),
    Effect.runPromise
  )

const headerNames = (raw: string) =>
  raw
    .slice(0, raw.indexOf("\r\n\r\n"))
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((line) => line.slice(0, line.indexOf(":")).toLowerCase())

describe("a check", () => {
  const auth = { user: "acme", pass: "a password" }
  const checked = (port: number) =>
    withMailer({ port, connectionTimeout: "2 seconds", auth }, ({ check = Effect.die("there is none") }) =>
      Effect.match(check, {
        onFailure: ({ problem, reason }) => ({ reason, isTold: !problem.includes(auth.pass) }),
        onSuccess: () => "well" as const
      })
    )

  it("says what a mail would fail with, and sends nothing", async () => {
    const well = await scripted({ auth: "235 2.7.0 welcome" })
    expect(await checked(well.port)).toBe("well")
    for (const [script, reason] of [
      [{ auth: "535 5.7.8 wrong password" }, "misconfigured"],
      [{ auth: "454 4.7.0 try again later" }, "unavailable"],
      [{ greeting: "421 4.3.2 too busy" }, "unavailable"],
      [{ ehlo: "cut" }, "unavailable"]
    ] as const) {
      const server = await scripted({ ...script })
      expect(await checked(server.port)).toEqual({ reason, isTold: true })
      expect(server.texts).toEqual([])
    }
    const gone = await receive()
    await gone.close()
    expect(await checked(gone.port)).toEqual({ reason: "unavailable", isTold: true })
  })
})

describe("what arrives", () => {
  it("carries the headers that a mail of this kind must have", async () => {
    const server = await receive()
    const replyTo = { address: "care@acme.example", name: "Customer care" }
    await withMailer({ port: server.port, replyTo }, (mailer) =>
      mailer.send(mailOf(invitation!, { address: "anna@example.org", name: "Anna Ødegård" }))
    )
    const [mail] = server.mails
    expect(mail?.from).toBe("hello@acme.example")
    expect(mail?.to).toEqual(["anna@example.org"])
    const { parsed, raw } = mail!
    expect(parsed.from?.value).toEqual([from])
    expect(parsed.to).toMatchObject({ value: [{ address: "anna@example.org", name: "Anna Ødegård" }] })
    expect(parsed.replyTo?.value).toEqual([replyTo])
    expect(parsed.subject).toBe("One quick question about Acme Logistics")
    expect(parsed.messageId).toBe(`<${reference(1)}@acme.example>`)
    expect(parsed.date).toEqual(new Date(Date.UTC(2027, 0, 1, 12)))
    expect(parsed.headers.get("auto-submitted")).toBe("auto-generated")
    // A mailbox provider reads these two to the letter (RFC 8058).
    expect(raw).toContain(`\r\nList-Unsubscribe: <${optOutUrl}>\r\n`)
    expect(raw).toContain("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
    expect(headerNames(raw).toSorted()).toEqual(
      [
        "auto-submitted",
        "content-type",
        "date",
        "from",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "message-id",
        "mime-version",
        "reply-to",
        "subject",
        "to"
      ].toSorted()
    )
  })

  it("has no Reply-To when none is set, and takes plain addresses", async () => {
    const server = await receive()
    await withMailer({ port: server.port, from: "hello@acme.example" }, (mailer) => mailer.send(mailOf(invitation!)))
    expect(headerNames(server.mails[0]!.raw)).not.toContain("reply-to")
    expect(server.mails[0]?.parsed.from?.value).toEqual([{ address: "hello@acme.example", name: "" }])
  })

  it("is what was rendered, in both alternatives, for every message and language", async () => {
    const server = await receive()
    const look = { brand: "Acme", signature: "Acme SAS\n75002 Paris" }
    const messages = ["en", "fr-CA", "ar"].flatMap((locale) => all({ locale, name: "Zoé", subject: "Acme & Söhne" }))
    await withMailer({ port: server.port, look }, (mailer) =>
      Effect.forEach(messages, (message, n) => mailer.send(mailOf(message, { address: `c${n}@example.org` }, n)))
    )
    expect(server.mails).toHaveLength(messages.length)
    for (const [n, { parsed, to }] of server.mails.entries()) {
      const rendered = Rendering.render(messages[n]!, look)
      expect(to).toEqual([`c${n}@example.org`])
      expect(parsed.subject).toBe(rendered.subject)
      expect(parsed.text?.trimEnd()).toBe(rendered.text.trimEnd())
      expect(String(parsed.html).trimEnd()).toBe(rendered.html)
      expect(parsed.attachments).toEqual([])
    }
  })

  it("leads to the eleven answers from both alternatives", async () => {
    const server = await receive()
    await withMailer({ port: server.port }, (mailer) => mailer.send(mailOf(invitation!)))
    const { html, text } = server.mails[0]!.parsed
    for (const score of Score.scale) {
      expect(text).toContain(`${score}: ${answerUrl}${score}\n`)
      expect(html).toContain(`href="${Html.escape(`${answerUrl}${score}`)}"`)
    }
  })

  it("has the same Message-ID each time it is sent, the one that messageId promises, of the domain that was set", async () => {
    const server = await receive()
    const promised = await withMailer({ port: server.port, domain: "mail.acme.example" }, (mailer) =>
      Effect.as(
        Effect.andThen(mailer.send(mailOf(invitation!)), mailer.send(mailOf(invitation!))),
        mailer.messageId(reference(1))
      )
    )
    expect(promised).toBe(`<${reference(1)}@mail.acme.example>`)
    expect(server.mails.map(({ parsed }) => parsed.messageId)).toEqual([promised, promised])
  })

  it("writes a domain outside ASCII in the ASCII that a Message-ID needs", async () => {
    const id = await withMailer({ port: 25, from: "hello@société.example" }, (mailer) =>
      Effect.succeed(mailer.messageId(reference(1)))
    )
    expect(id).toBe(`<${reference(1)}@xn--socit-esab.example>`)
  })
})

describe("names and subjects that got past the schema", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          "\r\n",
          "\n",
          "\r",
          "\u2028",
          "\u0085",
          "Bcc: eve@evil.example",
          "<",
          ">",
          '"',
          "\\",
          ",",
          ";",
          "é",
          " "
        )
      )
      .map((pieces) => pieces.join(""))
  )

  it("add no header, no recipient and no part", async () => {
    const server = await receive()
    await withMailer({ port: server.port }, (mailer) =>
      Effect.gen(function* () {
        yield* mailer.send(mailOf(invitation!))
        const harmless = server.mails[0]!
        yield* Effect.promise(() =>
          fc.assert(
            fc.asyncProperty(nasty, nasty, async (name, subject) => {
              const message = { ...invitation!, name, subject }
              await Effect.runPromise(mailer.send(mailOf(message, { address: "anna@example.org", name })))
              const { parsed, raw, to } = server.mails.at(-1)!
              expect(to).toEqual(["anna@example.org"])
              expect(headerNames(raw)).toEqual(headerNames(harmless.raw))
              expect(parsed.to).toMatchObject({ value: [{ address: "anna@example.org" }] })
              expect(parsed.html).not.toBe(false)
            }),
            { numRuns: 60 }
          )
        )
      })
    )
  })
})

const thanks: Smtp.Render = (message, look) =>
  message._tag === "ThankYou"
    ? {
        subject: `${look.brand}\r\nBcc: eve@evil.example`,
        html: `<p>Merci</p><a href="${Html.escape(message.optOutUrl)}">stop</a>`,
        text: `Merci\n${message.optOutUrl}`
      }
    : undefined

/** As a host without types gives it. */
const untyped = (render: (message: Message.Message) => unknown): Smtp.Options => {
  const options: Smtp.Options = { host: "127.0.0.1", from: "hello@acme.example" }
  Reflect.set(options, "render", render)
  return options
}

const forgetful = (message: Message.Message) =>
  message.locale === "ja" && message._tag === "ReviewRequest" ? { subject: "x", html: "x", text: "x" } : undefined

describe("the host's own rendering", () => {
  it("replaces ours where it says something, and only there; it sees the message and the look", async () => {
    const server = await receive()
    const look = { brand: "Acme" }
    await withMailer({ port: server.port, look, render: thanks }, (mailer) =>
      Effect.andThen(
        mailer.send(mailOf(invitation!)),
        mailer.send(mailOf({ _tag: "ThankYou", locale: "fr", optOutUrl, score: 10 }))
      )
    )
    const [ours, theirs] = server.mails.map(({ parsed }) => parsed)
    expect(ours?.subject).toBe("One quick question about Acme Logistics")
    expect(theirs?.subject).toBe("Acme Bcc: eve@evil.example")
    expect(theirs?.text?.trim()).toBe(`Merci\n${optOutUrl}`)
    expect(server.mails[1]?.raw).toContain(`List-Unsubscribe: <${optOutUrl}>`)
    expect(headerNames(server.mails[1]!.raw)).not.toContain("bcc")
  })

  const broken: ReadonlyArray<readonly [string, (message: Message.Message) => unknown, string]> = [
    [
      "throws",
      () => {
        throw new Error("no such template")
      },
      "no such template"
    ],
    // What a host without types could do: nodemailer would send the file.
    ["returns nonsense", () => JSON.parse(`{"subject":"x","text":"x","html":{"path":"secrets.txt"}}`), "html"],
    ["is late", async () => ({ subject: "x", html: "x", text: "x" }), "subject"],
    [
      "forgets the way out in its HTML",
      ({ optOutUrl }) => ({ subject: "x", html: "<p>Hello</p>", text: optOutUrl }),
      "no link to opt out in its HTML: put message.optOutUrl there"
    ],
    [
      "forgets the way out in its text",
      ({ optOutUrl }) => ({ subject: "x", html: Html.escape(optOutUrl), text: "Hello" }),
      "no link to opt out in its text"
    ],
    [
      "forgets the way out altogether",
      () => ({ subject: "x", html: "<p>Hello</p>", text: "Hello" }),
      "no link to opt out in its HTML and text"
    ]
  ]

  it.each(broken)(
    "that %s is refused when the mailer is made, once for each kind of message",
    async (_, render, said) => {
      const { problems } = await Effect.runPromise(
        Effect.flip(Layer.build(Smtp.layer(untyped(render)))).pipe(Effect.scoped)
      )
      expect(new Set(problems.map(({ path }) => path))).toEqual(new Set(["render"]))
      expect(problems.map(({ problem }) => problem.split(" ", 1)[0])).toEqual([
        ...new Set(Sample.all({ locale: "ar" }).map(({ message }) => message._tag))
      ])
      for (const { problem } of problems) expect(problem).toContain(said)
    }
  )

  it("that is broken in one language, or for one message alone, is refused as well", async () => {
    const error = await Effect.runPromise(Effect.flip(Layer.build(Smtp.layer(untyped(forgetful)))).pipe(Effect.scoped))
    expect(error.problems).toEqual([
      {
        path: "render",
        problem: `ReviewRequest in "ja": there is no link to opt out in its HTML and text: put message.optOutUrl there`
      }
    ])
  })

  it.each(broken)("that %s for one reader alone is misconfigured, and nothing leaves", async (_, render, said) => {
    const server = await receive()
    const ofOne = (message: Message.Message) => (message.name === "Anna" ? render(message) : undefined)
    const error = await withMailer({ ...untyped(ofOne), port: server.port }, (mailer) =>
      Effect.flip(mailer.send(mailOf(invitation!)))
    )
    expect(error.reason).toBe("misconfigured")
    expect(error.message).toContain(said)
    expect(server.mails).toEqual([])
  })
})

describe("a language that we do not have", () => {
  it("is written to in English, and told in the log once", async () => {
    const server = await receive()
    const lines: Array<unknown> = []
    const logger = Logger.make(({ message }) => void lines.push(message))
    await withMailer({ port: server.port }, (mailer) =>
      Effect.forEach(["da", "da-DK", "fr-CA", "is", "da"], (locale, n) =>
        mailer.send(mailOf({ _tag: "ThankYou", locale, optOutUrl, score: 10 }, undefined, n))
      ).pipe(Effect.provide(Logger.layer([logger])))
    )
    const english = Rendering.render({ _tag: "ThankYou", locale: "en", optOutUrl, score: 10 })
    expect(server.mails.map(({ parsed }) => parsed.subject === english.subject)).toEqual([
      true,
      true,
      false,
      true,
      true
    ])
    expect(lines.map(String)).toEqual(["da", "is"].map((language) => expect.stringContaining(`"${language}"`)))
  })
})

describe("the connection", () => {
  it("is kept for the next mail", async () => {
    const server = await receive()
    await withMailer({ port: server.port, maxConnections: 1 }, (mailer) =>
      Effect.forEach(others, (message, n) => mailer.send(mailOf(message, undefined, n)))
    )
    expect(server.mails).toHaveLength(others.length)
    expect(server.connections()).toBe(1)
  })

  it("is not made by the layer, and there are never more than maxConnections", async () => {
    const server = await receive()
    await withMailer({ port: server.port }, () => Effect.void)
    expect(server.connections()).toBe(0)
    await withMailer({ port: server.port, maxConnections: 3 }, (mailer) =>
      Effect.forEach(
        Array.from({ length: 30 }, (_, n) => n),
        (n) => mailer.send(mailOf(invitation!, { address: `c${n}@example.org` }, n)),
        { concurrency: "unbounded" }
      )
    )
    expect(server.connections()).toBeLessThanOrEqual(3)
    expect(new Set(server.mails.map(({ parsed }) => parsed.messageId)).size).toBe(30)
  })

  it("comes back with the server, in the same layer", async () => {
    const first = await receive()
    const { port } = first
    await withMailer({ port }, (mailer) =>
      Effect.gen(function* () {
        yield* mailer.send(mailOf(invitation!, undefined, 1))
        yield* Effect.promise(first.close)
        const error = yield* Effect.flip(mailer.send(mailOf(invitation!, undefined, 2)))
        expect(error.reason).toBe("unavailable")
        expect(error.retryable).toBe(true)
        const second = yield* Effect.promise(() => receive({}, port))
        yield* mailer.send(mailOf(invitation!, undefined, 2))
        expect(second.mails.map(({ parsed }) => parsed.messageId)).toEqual([mailer.messageId(reference(2))])
      })
    )
    expect(first.mails).toHaveLength(1)
  })

  it("carries the others on when one address is refused", async () => {
    const server = await receive({
      onRcptTo: ({ address }, _session, callback) =>
        callback(
          address.startsWith("gone") ? Object.assign(new Error("5.1.1 no such user"), { responseCode: 550 }) : null
        )
    })
    const addresses = Array.from({ length: 20 }, (_, n) => `${n % 5 === 2 ? "gone" : "here"}${n}@example.org`)
    const results = await withMailer({ port: server.port, maxConnections: 2 }, (mailer) =>
      Effect.forEach(
        addresses,
        (address, n) =>
          Effect.match(mailer.send(mailOf(invitation!, { address }, n)), {
            onSuccess: () => "sent",
            onFailure: ({ reason }) => reason
          }),
        { concurrency: "unbounded" }
      )
    )
    expect(results).toEqual(addresses.map((address) => (address.startsWith("gone") ? "refused" : "sent")))
    expect(server.mails.flatMap(({ to }) => to).toSorted()).toEqual(
      addresses.filter((address) => address.startsWith("here")).toSorted()
    )
  })

  it("logs in, with the password as it is or redacted, over TLS when asked to", async () => {
    const logins: Array<string> = []
    const server = await receive({
      secure: true,
      authOptional: false,
      onAuth: ({ password, username }, _session, callback) => {
        logins.push(`${username}/${password}`)
        callback(null, { user: username })
      }
    })
    const tls = { rejectUnauthorized: false }
    for (const pass of ["s3cret pässword", Redacted.make("s3cret pässword")]) {
      await withMailer({ port: server.port, secure: true, tls, auth: { user: "acme", pass } }, (mailer) =>
        mailer.send(mailOf(invitation!))
      )
    }
    expect(logins).toEqual(["acme/s3cret pässword", "acme/s3cret pässword"])
    expect(server.mails).toHaveLength(2)
  })
})

describe("where what comes back goes", () => {
  it("is named in the envelope and in List-Unsubscribe with the message's reference, and Listening knows it again", async () => {
    const server = await receive()
    const options = { returnPath: "bounce@mail.acme.example", unsubscribeTo: "unsubscribe@mail.acme.example" }
    await withMailer({ port: server.port, ...options }, (mailer) =>
      Effect.andThen(mailer.send(mailOf(invitation!, undefined, 1)), mailer.send(mailOf(invitation!, undefined, 2)))
    )
    for (const [n, { from: sender, parsed, raw, to }] of server.mails.entries()) {
      const said = reference(n + 1)
      expect(sender).toBe(`bounce+${said}@mail.acme.example`)
      expect(to).toEqual(["anna@example.org"])
      expect(parsed.from?.value).toEqual([from])
      const unfolded = raw.replaceAll(/\r\n[ \t]+/g, " ")
      const mailto = `<mailto:unsubscribe+${said}@mail.acme.example?subject=unsubscribe>`
      expect(unfolded).toContain(`\r\nList-Unsubscribe: <${optOutUrl}>, ${mailto}\r\n`)
      const bounced = await Effect.runPromise(Listening.hear(`Delivered-To: ${sender}\r\nFrom: x@y.example\r\n\r\n`))
      expect(bounced.references).toEqual([said])
      const leaving = `To: ${mailto.slice(8).split("?")[0]}\r\nSubject: unsubscribe\r\n\r\n`
      expect(await Effect.runPromise(Listening.hear(leaving))).toMatchObject({
        references: [said],
        says: { _tag: "Unsubscribed" }
      })
    }
  })

  it("must have room for the reference", async () => {
    const returnPath = `${"b".repeat(32)}@acme.example`
    expect((await failure({ host: "localhost", from, returnPath })).message).toContain("31 characters")
  })
})

/** Mails to these addresses at once, and two minutes: when each left, in virtual milliseconds, or why it did not. */
const arrivals = async (options: Partial<Smtp.Options>, addresses: ReadonlyArray<string>) => {
  const server = await receive()
  const left = await Effect.gen(function* () {
    const mailer = yield* Mailer.Mailer
    return yield* Effect.forEach(addresses, (address, n) => {
      const sending = Effect.flatMap(mailer.send(mailOf(invitation!, { address }, n)), () => Clock.currentTimeMillis)
      return Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(sending)
        // as much time as it waits for, and no more
        yield* TestClock.adjust(0)
        return fiber
      })
    }).pipe(
      Effect.tap(() => Effect.forEach(Array.from({ length: 12 }), () => TestClock.adjust("10 seconds"))),
      Effect.flatMap((fibers) =>
        Effect.forEach(fibers, (fiber) =>
          Effect.match(Fiber.join(fiber), { onSuccess: () => "sent", onFailure: ({ reason }) => reason })
        )
      )
    )
  }).pipe(
    Effect.provide(Smtp.layer({ host: "127.0.0.1", port: server.port, from, ...options })),
    Effect.provide(TestClock.layer()),
    Effect.runPromise
  )
  return { left, dates: server.mails.map(({ parsed, to }) => [to[0], parsed.date?.getTime()]) }
}

describe("the rate", () => {
  it("of all, and of each domain, is kept by the clock", async () => {
    const addresses = ["a@one.example", "b@one.example", "c@ONE.example", "d@two.example"]
    const { dates } = await arrivals({ ratePerDomain: { mails: 1, per: "10 seconds" } }, addresses)
    expect(Object.fromEntries(dates)).toEqual({
      "a@one.example": 0,
      "b@one.example": 10_000,
      "c@one.example": 20_000,
      "d@two.example": 0
    })
  })

  it("turns away whom it would keep waiting for more than a minute: they come again later", async () => {
    const addresses = Array.from({ length: 5 }, (_, n) => `a${n}@one.example`)
    const { left } = await arrivals({ rate: { mails: 2, per: "1 minute" } }, addresses)
    expect(left).toEqual(["sent", "sent", "sent", "unavailable", "unavailable"])
  })
})

describe("DKIM", () => {
  it("is verified by somebody else's code, with a key out of their DNS, and covers what RFC 8058 asks for", async () => {
    const server = await receive()
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const dkim = {
      domainName: "acme.example",
      keySelector: "s1",
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString()
    }
    const key = publicKey.export({ type: "spki", format: "der" }).toString("base64")
    await withMailer({ port: server.port, dkim, unsubscribeTo: "u@acme.example" }, (mailer) =>
      Effect.forEach(all({ locale: "fr", name: "Zoë", subject: "Société" }), (message, n) =>
        mailer.send(mailOf(message, { address: "anna@example.org", name: "Zoë Ødegård" }, n))
      )
    )
    const verify = (raw: string) =>
      dkimVerify(Buffer.from(raw, "latin1"), {
        resolver: async (name, type) =>
          name === "s1._domainkey.acme.example" && type === "TXT" ? [[`v=DKIM1; k=rsa; p=${key}`]] : [],
        // the mails are from New Year's Day of 2027
        curTime: new Date(Date.UTC(2027, 0, 1, 13))
      })
    for (const { raw } of server.mails) {
      const { results } = await verify(raw)
      expect(results.map(({ status }) => status.result)).toEqual(["pass"])
      const signed = results[0]?.signingHeaders?.keys?.toLowerCase().split(/[: ]+/)
      for (const header of ["from", "list-unsubscribe", "list-unsubscribe-post", "message-id", "subject", "to"]) {
        expect(signed).toContain(header)
      }
      for (const header of ["List-Unsubscribe-Post: List-Unsubscribe=One-Click", "List-Unsubscribe: <https:"]) {
        expect(raw).toContain(header)
        const { results: forged } = await verify(raw.replace(header, `${header}x`))
        expect(forged.map(({ status }) => status.result)).toEqual(["fail"])
      }
    }
  })

  it("signs both List-Unsubscribe headers, as one-click unsubscribe needs", async () => {
    const server = await receive()
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
    const dkim = { domainName: "acme.example", keySelector: "s1", privateKey: Redacted.make(pem) }
    await withMailer({ port: server.port, dkim }, (mailer) => mailer.send(mailOf(invitation!)))
    const signature = /DKIM-Signature:((?:.|\r\n[ \t])*)/i.exec(server.mails[0]!.raw)?.[1]?.replaceAll(/\s+/g, "") ?? ""
    expect(signature).toContain("d=acme.example")
    expect(signature).toContain("s=s1")
    const signed = /;h=([^;]*)/.exec(signature)?.[1]?.toLowerCase().split(":")
    for (const header of ["from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"]) {
      expect(signed).toContain(header)
    }
  })
})

const failure = (options: unknown) =>
  Effect.void.pipe(Effect.provide(Smtp.layer(options as Smtp.Options)), Effect.flip, Effect.runPromise)

describe("bad settings", () => {
  it("are all named at once, with where each one is", async () => {
    const error = await failure({
      host: "not a host",
      port: 0,
      from: "Acme",
      replyTo: { address: "nobody" },
      domain: "no domain",
      maxConnections: 0,
      socketTimeout: "2 hours",
      look: { accent: "red" },
      dkim: { domainName: "acme.example", keySelector: "s1", privateKey: "not a key" },
      hots: "typo"
    })
    expect(error).toBeInstanceOf(Smtp.SmtpSettingsError)
    expect(error.problems.map(({ path }) => path).toSorted()).toEqual(
      [
        "host",
        "port",
        "from",
        "replyTo.address",
        "domain",
        "maxConnections",
        "socketTimeout",
        "look.accent",
        "dkim.privateKey",
        "hots"
      ].toSorted()
    )
    for (const { path, problem } of error.problems) expect(error.message).toContain(`${path}: ${problem}`)
  })

  it.each([
    ["from.name", { from: { address: "hello@acme.example", name: "Acme\r\nBcc: eve@evil.example" } }],
    ["from", { from: "hello@acme.example\r\nBcc: eve@evil.example" }],
    ["domain", { domain: "acme.example>\r\nX: y" }],
    ["domain", { from: "hello@-" }],
    ["render", { render: "template" }],
    ["auth.user", { auth: { user: "", pass: "x" } }]
  ])("%s is refused when it is %j", async (path, wrong) => {
    const error = await failure({ host: "localhost", from, ...wrong })
    expect(error.problems.map((problem) => problem.path)).toContain(path)
  })

  it.each([
    ["auth.pass", { auth: { user: "acme", pass: 12_345_678 } }],
    ["dkim.privateKey", { dkim: { domainName: "a.example", keySelector: "s", privateKey: "12345678" } }],
    ["dkim.privateKey", { dkim: { domainName: "a.example", keySelector: "s", privateKey: 12_345_678 } }]
  ])("%s is not repeated in the error", async (path, wrong) => {
    const error = await failure({ host: "localhost", from, ...wrong })
    expect(error.problems.map((problem) => problem.path)).toContain(path)
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.stack)}`).not.toContain("12345678")
  })
})
