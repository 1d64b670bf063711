// Can a bounce, a report or a reply be made up by whoever knows how we name things?
import * as Event from "@temoin/core/Event"
import type * as Heard from "@temoin/core/Heard"
import * as Mailer from "@temoin/core/ports/Mailer"
import { Listening, Smtp, Tag } from "@temoin/email"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { all } from "./messages.ts"
import { receive } from "./servers.ts"

const now = "the host's secret, of thirty-two characters or more"
const before = "the secret that the host had before this one, as long"
const foreign = "a secret that somebody else made up, also long enough"
const reference = Event.Reference.make("0123456789abcdef0123456789abcdef")
const other = Event.Reference.make("f".repeat(32))
const references = fc.stringMatching(/^[0-9a-f]{32}$/).map((hex) => Event.Reference.make(hex))
const names = fc.stringMatching(/^[a-z][a-z0-9._-]{0,13}$/)

const tag = (name: string, reference: Event.Reference) =>
  Tag.address(`${name}@x.example`, reference, [now]).split(/[-@]/).at(-2)

describe("a tagged address", () => {
  it("proves its reference, in any case, wherever it stands, and fits where mail servers take it", () => {
    fc.assert(
      fc.property(references, names, fc.boolean(), (reference, name, isLoud) => {
        const address = Tag.address(`${name}@mail.acme.example`, reference, [now])
        assert.isAtMost(address.indexOf("@"), 64)
        const text = `To: "Bounces" <${isLoud ? address.toUpperCase() : address}>, b@example.com`
        assert.deepStrictEqual(Tag.proved(text, [now]), [reference])
        assert.deepStrictEqual(Tag.proved(text, [foreign, now]), [reference])
        assert.deepStrictEqual(Tag.proved(text, [Redacted.make(now)]), [reference])
      })
    )
  })

  it("proves nothing once a character of it is another, under another name, or by another secret", () => {
    const address = Tag.address("bounce@acme.example", reference, [now])
    const letters = [..."abcdefghijklmnopqrstuvwxyz234567"]
    for (let at = 0; at < address.indexOf("@"); at++) {
      for (const letter of letters) {
        if (letter === address[at]) continue
        const changed = address.slice(0, at) + letter + address.slice(at + 1)
        assert.deepStrictEqual(Tag.proved(changed, [now]), [], changed)
      }
    }
    assert.deepStrictEqual(Tag.proved(address.replace("bounce+", "unsubscribe+"), [now]), [])
    assert.deepStrictEqual(Tag.proved(address, [foreign]), [])
    assert.deepStrictEqual(Tag.proved(Tag.address("bounce@acme.example", reference, undefined), [now]), [])
  })

  it("is accepted while its secret is one of two, and no longer", () => {
    const old = Tag.address("bounce@acme.example", reference, [before])
    assert.deepStrictEqual(Tag.proved(old, [now, before]), [reference])
    assert.deepStrictEqual(Tag.proved(old, [now]), [])
    assert.deepStrictEqual(
      Tag.address("b@a.example", reference, [now, before]),
      Tag.address("b@a.example", reference, [now])
    )
  })

  it("has another tag for every reference and every name", () => {
    fc.assert(
      fc.property(references, references, names, names, (a, b, one, two) => {
        fc.pre(a !== b && one !== two)
        assert.strictEqual(new Set([tag(one, a), tag(one, b), tag(two, a), tag(two, b)]).size, 4)
      })
    )
  })

  it("does not tire of long texts", () => {
    for (const text of ["+".repeat(100_000), `${"a".repeat(64)}+`.repeat(2000), "a+0-".repeat(30_000)]) {
      assert.deepStrictEqual(Tag.proved(text, [now]), [])
    }
  })
})

const tell = (options: Partial<Smtp.Options>) =>
  Effect.runSync(
    Effect.scoped(Effect.provide(Effect.void, Smtp.layer({ host: "h.example", from: "a@b.example", ...options }))).pipe(
      Effect.match({ onSuccess: () => "fine", onFailure: String })
    )
  )

const hear = (mail: string, options: Partial<Listening.Options> = {}) =>
  Effect.runPromise(Listening.hear(mail.replaceAll("\n", "\r\n"), { secrets: [now, before], ...options }))

const report = (to: string, returned: string) => `From: MAILER-DAEMON@example.org
To: ${to}
Message-ID: <b1@example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; anna@example.org
Action: failed
Status: 5.1.1

--x
Content-Type: text/rfc822-headers

${returned}
--x--
`

const complaint = (returned: string) => `From: reports@example.org
To: abuse@acme.example
Message-ID: <c1@example.org>
Content-Type: multipart/report; report-type=feedback-report; boundary=x

--x
Content-Type: message/feedback-report

Feedback-Type: abuse

--x
Content-Type: message/rfc822

${returned}

Hello
--x--
`

const reply = (to: string, inReplyTo: string, words = "Thank you") => `From: anna@example.org
To: ${to}
Subject: Re: One quick question
Message-ID: <r1@example.org>
In-Reply-To: <${inReplyTo}@acme.example>

${words}
`

const bounceTo = (secret: string) => Tag.address("bounce@acme.example", reference, [secret])
const messageId = `Message-ID: <${reference}@acme.example>`

const places: ReadonlyArray<readonly [string, string, Heard.Says["_tag"]]> = [
  ["a bounce to its address", report(bounceTo(now), messageId), "Bounced"],
  ["a bounce under the secret before", report(bounceTo(before), messageId), "Bounced"],
  [
    "a bounce that returns our headers",
    report("hello@acme.example", `Return-Path: <${bounceTo(now)}>\n${messageId}`),
    "Bounced"
  ],
  [
    "a spam report that returns our mail",
    complaint(
      `${messageId}\nList-Unsubscribe: <https://acme.example/u>, <mailto:${Tag.address("unsubscribe@acme.example", reference, [now]).replace("+", "%2B")}?subject=unsubscribe>`
    ),
    "SpamReported"
  ],
  ["a reply to its address", reply(Tag.address("care@acme.example", reference, [now]), "x"), "Replied"],
  [
    "a word to its opt-out address",
    reply(Tag.address("unsubscribe@acme.example", reference, [now]), "x"),
    "Unsubscribed"
  ]
]

describe("with the host's secret", () => {
  it.each(places)("%s is believed", async (_, mail, tag) => {
    const heard = await hear(mail, { taggedReplies: true })
    assert.deepStrictEqual([heard.says._tag, heard.references], [tag, [reference]])
    assert.isUndefined(heard.unproved)
  })

  it.each(places)("%s by who only knows its reference is not, and says what it claims", async (_, mail, tag) => {
    const forged = mail.replaceAll(/-[a-z2-7]{16}(?=@)/g, "").replaceAll("<x@", `<${reference}@`)
    const heard = await hear(forged, { taggedReplies: true })
    assert.deepStrictEqual([heard.says._tag, heard.references, heard.unproved], [tag, [], [reference]])
  })

  it("a reply is believed by what it replies to, unless replies are tagged", async () => {
    const mail = reply("care@acme.example", reference)
    assert.deepStrictEqual((await hear(mail)).references, [reference])
    assert.deepStrictEqual((await hear(mail, { taggedReplies: true })).references, [])
    // so that an address that is made up says nothing beside it
    const mixed = reply(Tag.address("care@acme.example", other, undefined), reference)
    assert.deepStrictEqual(await hear(mixed).then(({ references, unproved }) => [references, unproved]), [
      [reference],
      [other]
    ])
  })

  it("what was proved comes before what was not", async () => {
    const heard = await hear(reply(Tag.address("care@acme.example", reference, [now]), other))
    assert.deepStrictEqual(heard.references, [reference, other])
  })

  it("a mail leaves with tagged addresses, and its Message-ID is the same whatever the secret", async () => {
    const server = await receive()
    const [message] = all({ locale: "en" })
    const ids = new Set<string>()
    for (const secrets of [[now], [before, now], undefined] as const) {
      const mail: Mailer.Mail = { reference, to: { address: "anna@example.org" }, message: message! }
      await Effect.flatMap(Mailer.Mailer, ({ send }) => send(mail)).pipe(
        Effect.provide(
          Smtp.layer({
            host: "127.0.0.1",
            port: server.port,
            from: "hello@acme.example",
            replyTo: "care@acme.example",
            taggedReplies: true,
            returnPath: "bounce@acme.example",
            unsubscribeTo: "unsubscribe@acme.example",
            ...(secrets !== undefined && { secrets })
          })
        ),
        Effect.runPromise
      )
      const { from, parsed, raw } = server.mails.at(-1)!
      ids.add(parsed.messageId ?? "")
      const proves = (text: string) => (secrets === undefined ? [] : Tag.proved(text, secrets))
      const expected = secrets === undefined ? [] : [reference]
      assert.deepStrictEqual(proves(from), expected)
      assert.deepStrictEqual(proves(parsed.replyTo?.value[0]?.address ?? ""), expected)
      assert.include(raw.replaceAll(/\r\n\s+/g, " "), `unsubscribe%2B${reference}`.replace("%2B", "+"))
      assert.include(from, `bounce+${reference}`)
    }
    assert.deepStrictEqual([...ids], [`<${reference}@acme.example>`])
  })

  it("settings say when there is no room for a tag, and a secret that is none is refused", () => {
    assert.include(tell({ secrets: [now], returnPath: "bounces-of-surveys@acme.example" }), "returnPath: with secrets")
    assert.include(tell({ secrets: ["short"] }), "secrets")
    assert.notInclude(tell({ secrets: ["a secret too short"] }), "a secret too short")
    assert.strictEqual(tell({ secrets: [now, before], returnPath: "bounce@acme.example" }), "fine")
    assert.throws(() => Listening.keyed({ secrets: ["short"] }))
  })
})
