// Is what a mail service tells of our mails believed when it says it, and only then, and is nothing of it lost?
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type * as Heard from "@temoin/core/Heard"
import { Resend, ResendEvents, ServiceReport, SesEvents, Tag } from "@temoin/email"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import * as fc from "fast-check"
import { createHmac, createSign, generateKeyPairSync } from "node:crypto"
import { Resend as Client, type WebhookEventPayload } from "resend"
import { assert, describe, expect, it, onTestFinished } from "vitest"
import * as Recorder from "./recorder.ts"

const reference = Event.Reference.make("0123456789abcdef0123456789abcdef")
const noon = Date.UTC(2027, 0, 1, 12)
const key = Buffer.from("a key of thirty-two bytes or so!")
const secret = `whsec_${key.toString("base64")}`

const mail = {
  created_at: "2027-01-01T12:00:00Z",
  email_id: "4ef9a417-02e9-4d39-ad75-9611e0fcc33c",
  message_id: "<somebody.elses@example.com>",
  from: "Acme <hello@acme.example>",
  to: ["anna@example.org"],
  subject: "One quick question",
  tags: { [Resend.tag]: reference, category: "survey" }
}

/** As Svix signs it. */
const signed = (
  body: string,
  { at = noon / 1000, id = "msg_1", by = key }: { at?: number; id?: string; by?: Buffer } = {}
) => ({
  body,
  headers: new Headers({
    "svix-id": id,
    "svix-timestamp": String(at),
    "svix-signature": `v1,${createHmac("sha256", by).update(`${id}.${at}.${body}`).digest("base64")}`
  })
})

/** What is heard at noon; or why it is refused. */
const hear = (reader: ServiceReport.Reader, raw: ServiceReport.Raw) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(noon)
    return yield* reader.read(raw)
  }).pipe(
    Effect.match({ onSuccess: (heard): Heard.Heard | string => heard, onFailure: ({ because }) => because }),
    Effect.provide(TestClock.layer()),
    Effect.runPromise
  )

const saysOf = (heard: Heard.Heard | string) => (typeof heard === "string" ? heard : heard.says)

const resend = ResendEvents.make({ secret })
const event = (payload: WebhookEventPayload) => JSON.stringify(payload)
const at = "2027-01-01T12:00:00Z"
const bouncing = (type: string, subType: string, message = "The recipient's server did not want it.") =>
  event({ type: "email.bounced", created_at: at, data: { ...mail, bounce: { type, subType, message } } })

describe("what Resend tells", () => {
  const kinds: ReadonlyArray<readonly [string, string, object]> = [
    ["a dead address", bouncing("Permanent", "General"), { _tag: "Bounced", bounce: "hard" }],
    ["an address it had given up", bouncing("Permanent", "Suppressed"), { _tag: "Bounced", bounce: "hard" }],
    ["a full mailbox", bouncing("Transient", "MailboxFull"), { _tag: "Bounced", bounce: "soft" }],
    ["nobody could tell", bouncing("Undetermined", "Undetermined"), { _tag: "Bounced", bounce: "soft" }],
    ["unwanted content", bouncing("Transient", "ContentRejected"), { _tag: "Bounced", bounce: "blocked" }],
    [
      "a block list",
      bouncing("Permanent", "General", "550 5.7.1 listed by a block list"),
      { _tag: "Bounced", bounce: "blocked" }
    ],
    ["a spam report", event({ type: "email.complained", created_at: at, data: mail }), { _tag: "SpamReported" }],
    [
      "suppressed",
      event({
        type: "email.suppressed",
        created_at: at,
        data: { ...mail, suppressed: { message: "earlier", type: "x" } }
      }),
      { _tag: "Bounced", bounce: "hard", problem: "earlier" }
    ],
    [
      "failed",
      event({ type: "email.failed", created_at: at, data: { ...mail, failed: { reason: "reached_daily_quota" } } }),
      { _tag: "Bounced", bounce: "blocked", problem: "reached_daily_quota" }
    ],
    [
      "delivered",
      event({ type: "email.delivered", created_at: at, data: mail }),
      { _tag: "Idle", because: "delivered" }
    ],
    ["sent", event({ type: "email.sent", created_at: at, data: mail }), { _tag: "Idle", because: "on its way" }],
    [
      "delayed",
      event({ type: "email.delivery_delayed", created_at: at, data: mail }),
      { _tag: "Idle", because: "still trying" }
    ],
    ["opened", event({ type: "email.opened", created_at: at, data: mail }), { _tag: "Idle", because: "opened" }]
  ]

  it.each(kinds)("%s is understood, about the message it names", async (_, body, says) => {
    const heard = await hear(resend, signed(body))
    if (typeof heard === "string") throw new Error(heard)
    expect(heard.says).toMatchObject(says)
    expect(heard.references).toEqual([reference])
    const again = await hear(resend, signed(body, { id: "msg_2", at: noon / 1000 + 60 }))
    expect(again).toEqual(heard)
  })

  it("of contacts and domains is not about a message; of a kind that nobody knows, it says which", async () => {
    const domain = JSON.stringify({ type: "domain.updated", created_at: at, data: { id: "d", name: "acme.example" } })
    assert.deepStrictEqual(saysOf(await hear(resend, signed(domain))), { _tag: "Idle", because: "not about a message" })
    const unknown = JSON.stringify({ type: "email.teleported", created_at: at, data: mail })
    expect(saysOf(await hear(resend, signed(unknown)))).toMatchObject({
      _tag: "Unreadable",
      problem: expect.stringContaining("email.teleported")
    })
    for (const broken of ["", "null", "[]", "{", `{"type":1}`]) {
      assert.propertyVal(saysOf(await hear(resend, signed(broken))), "_tag", "Unreadable")
    }
  })

  it("is believed when the official client believes it, and not otherwise", async () => {
    const client = new Client("re_123")
    const body = bouncing("Permanent", "General")
    const good = signed(body)
    const header = (name: string) =>
      fc.constantFrom(good.headers.get(name) ?? "", "", "v1,", "v2,abc", "0", "v1,AAAA v1,BBBB")
    const texts = fc.constantFrom(body, `${body} `, body.replace("anna", "anne"), "")
    let believed = 0
    await fc.assert(
      fc.asyncProperty(
        texts,
        header("svix-id"),
        fc.constantFrom(String(Math.floor(Date.now() / 1000)), "0", "x"),
        fc.constantFrom("right", "both", "other", "none"),
        async (body, id, timestamp, signs) => {
          const sign = (by: Buffer) =>
            `v1,${createHmac("sha256", by).update(`${id}.${timestamp}.${body}`).digest("base64")}`
          const other = sign(Buffer.from("another key, which is as long!!!"))
          const signature = { right: sign(key), both: `${other} ${sign(key)}`, other, none: "" }[signs]
          const theirs = (() => {
            try {
              client.webhooks.verify({ payload: body, headers: { id, timestamp, signature }, webhookSecret: secret })
              return true
            } catch {
              return false
            }
          })()
          const headers = new Headers({ "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature })
          const ours = await Effect.runPromise(Effect.result(resend.read({ headers, body })))
          // an empty body is signed all right, and nothing
          if (body !== "") assert.strictEqual(ours._tag === "Success", theirs, JSON.stringify([id, timestamp, signs]))
          if (theirs) believed++
        }
      ),
      { numRuns: 300 }
    )
    assert.isAbove(believed, 10)
  })

  it("is refused once a byte is another, when it is old, from the future, or not signed", async () => {
    const body = bouncing("Permanent", "General")
    const late = (seconds: number) => signed(body, { at: noon / 1000 + seconds })
    assert.isObject(await hear(resend, late(-ResendEvents.tolerance)))
    assert.strictEqual(await hear(resend, late(-ResendEvents.tolerance - 1)), "too old")
    assert.strictEqual(await hear(resend, late(ResendEvents.tolerance + 1)), "too old")
    assert.strictEqual(await hear(resend, { body, headers: new Headers() }), "not signed")
    assert.strictEqual(await hear(resend, { ...signed(body), body: `${body} ` }), "signed by somebody else")
    assert.strictEqual(
      await hear(resend, signed(body, { by: Buffer.from("another key, which is as long") })),
      "signed by somebody else"
    )
  })

  it("is believed under either of two secrets while they change", async () => {
    const other = Buffer.from("the next key, of thirty-two byte")
    const both = ResendEvents.make({ secret: [`whsec_${other.toString("base64")}`, secret] })
    for (const by of [key, other]) assert.isObject(await hear(both, signed(bouncing("Permanent", "General"), { by })))
    assert.throws(() => ResendEvents.make({ secret: "" }), /whsec_/)
  })
})

const told = (call: Recorder.Call | undefined) => [call?.method, call?.path.split("?")[0], call?.headers.authorization]

describe("a mail that Resend received", () => {
  const received = JSON.stringify({
    type: "email.received",
    created_at: at,
    data: { email_id: "r1", to: ["care@acme.example"] }
  })
  const secrets = ["the host's secret, of thirty-two characters or more"] as const
  const to = Tag.address("care@acme.example", reference, secrets)

  const text = (answer: Parameters<typeof Recorder.record>[0]) =>
    Recorder.record(answer).then((server) => {
      onTestFinished(server.close)
      return {
        server,
        reader: ResendEvents.make({ secret, apiKey: "re_full", baseUrl: server.url, listening: { secrets } })
      }
    })

  it("is fetched as the official client fetches it, and heard like any other", async () => {
    const { reader, server } = await text((_call, response) =>
      Recorder.json(response, 200, {
        object: "email",
        id: "r1",
        from: "Anna <anna@example.org>",
        to: [to],
        subject: "Re: One quick question",
        text: "Thank you!\n\nOn Monday, Acme wrote:\n> How likely",
        html: null,
        headers: { "In-Reply-To": "<x@example.com>" },
        message_id: "<m@example.org>"
      })
    )
    expect(await hear(reader, signed(received))).toMatchObject({
      references: [reference],
      says: { _tag: "Replied", words: "Thank you!", from: Contact.EmailAddress.make("anna@example.org") }
    })
    await new Client("re_full", { baseUrl: server.url }).emails.receiving.get("r1")
    const [ours, theirs] = server.calls
    expect(told(ours)).toEqual(told(theirs))
  })

  it("is asked for again when it cannot be fetched now, and says so when it never can", async () => {
    const { reader } = await text((_call, response) => Recorder.json(response, 503, {}))
    assert.strictEqual(await hear(reader, signed(received)), "not now")
    const { reader: denied } = await text((_call, response) =>
      Recorder.json(response, 401, { name: "restricted_api_key" })
    )
    expect(saysOf(await hear(denied, signed(received)))).toMatchObject({ problem: expect.stringContaining("apiKey") })
    expect(saysOf(await hear(resend, signed(received)))).toMatchObject({ problem: expect.stringContaining("apiKey") })
  })
})

const raw = (message: object) => ({ headers: new Headers(), body: JSON.stringify(message) })

const problemOf = async (reader: ServiceReport.Reader, message: object) => {
  const says = saysOf(await hear(reader, raw(message)))
  return typeof says !== "string" && says._tag === "Unreadable" ? says.problem : says
}

describe("what SES tells through SNS", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString()
  const topic = "arn:aws:sns:eu-west-1:123456789012:mail"
  const asked: Array<string> = []
  const ses = SesEvents.make({ topic, certificate: (url) => Effect.sync(() => (asked.push(url), pem)) })
  const url = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123abcd.pem"

  const envelope = (message: unknown, changes: Record<string, string> = {}) => {
    const fields: Record<string, string> = {
      Type: "Notification",
      MessageId: "n1",
      TopicArn: topic,
      Message: typeof message === "string" ? message : JSON.stringify(message),
      Timestamp: "2027-01-01T12:00:00.000Z",
      SignatureVersion: "2",
      SigningCertURL: url,
      ...changes
    }
    const names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    const text = names.flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`])).join("")
    const hash = fields["SignatureVersion"] === "1" ? "RSA-SHA1" : "RSA-SHA256"
    return { ...fields, Signature: createSign(hash).update(text).sign(privateKey, "base64") }
  }
  const sent = {
    messageId: "0102-ses",
    source: `bounce+${reference}@acme.example`,
    headers: [{ name: "Message-ID", value: `<${reference}@acme.example>` }]
  }
  const bounce = (bounceType: string, bounceSubType: string, recipient: object = {}) => ({
    notificationType: "Bounce",
    mail: sent,
    bounce: { bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: "anna@example.org", ...recipient }] }
  })

  it.each<readonly [string, object, object]>([
    [
      "a dead address",
      bounce("Permanent", "General", { status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 user unknown" }),
      { _tag: "Bounced", bounce: "hard", status: "5.1.1", address: "anna@example.org" }
    ],
    [
      "a policy",
      bounce("Permanent", "General", { status: "5.7.1", diagnosticCode: "550 5.7.1 blocked" }),
      { bounce: "blocked" }
    ],
    ["a full mailbox", bounce("Transient", "MailboxFull"), { bounce: "soft" }],
    [
      "a complaint",
      { notificationType: "Complaint", mail: sent, complaint: { complaintFeedbackType: "abuse" } },
      { _tag: "SpamReported" }
    ],
    [
      "not spam",
      { notificationType: "Complaint", mail: sent, complaint: { complaintFeedbackType: "not-spam" } },
      { because: "not spam" }
    ],
    ["a delivery", { notificationType: "Delivery", mail: sent }, { because: "delivered" }],
    ["a delivery, as an event", { eventType: "Delivery", mail: sent }, { because: "delivered" }],
    [
      "a rejected mail",
      { eventType: "Reject", mail: sent, reject: { reason: "Bad content" } },
      { bounce: "blocked", problem: "Bad content" }
    ]
  ])("%s is understood, under either signature", async (_, notification, says) => {
    for (const SignatureVersion of ["1", "2"]) {
      const heard = await hear(
        ses,
        raw(envelope(notification, { SignatureVersion, MessageId: `n${SignatureVersion}` }))
      )
      if (typeof heard === "string") throw new Error(heard)
      expect(heard.says).toMatchObject(says)
      expect(heard.references).toEqual([reference])
    }
  })

  it("of another kind says which, and a subscription asks to be confirmed", async () => {
    assert.include(await problemOf(ses, envelope({ eventType: "Teleported", mail: sent })), "Teleported")
    assert.include(await problemOf(ses, envelope("Hello")), "not about a mail")
    const asks = { Type: "SubscriptionConfirmation", SubscribeURL: "https://sns.example/confirm", Token: "t" }
    assert.include(await problemOf(ses, envelope("You have chosen to subscribe", asks)), "https://sns.example/confirm")
  })

  it("is refused when it was changed, is old, of another topic, or its certificate lies elsewhere: that is not even fetched", async () => {
    const good = envelope(bounce("Permanent", "General"))
    assert.isObject(await hear(ses, raw(good)))
    assert.strictEqual(await hear(ses, raw({ ...good, Message: `${good.Signature}` })), "signed by somebody else")
    assert.strictEqual(await hear(ses, raw({ ...good, Signature: "AAAA" })), "signed by somebody else")
    assert.strictEqual(await hear(ses, raw(envelope({}, { TopicArn: `${topic}2` }))), "signed by somebody else")
    assert.strictEqual(await hear(ses, raw(envelope({}, { Timestamp: "2027-01-01T07:59:59Z" }))), "too old")
    assert.strictEqual(await hear(ses, raw({})), "not signed")
    for (const SigningCertURL of [
      "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem",
      "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem",
      "https://evil.example/SimpleNotificationService-1.pem",
      "https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-1.pem",
      "https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-1.pem",
      "https://sns.eu-west-1.amazonaws.com/../x.pem",
      "file:///etc/passwd"
    ]) {
      assert.strictEqual(
        await hear(ses, raw(envelope({}, { SigningCertURL }))),
        "signed by somebody else",
        SigningCertURL
      )
    }
    assert.deepStrictEqual([...new Set(asked)], [url])
  })

  it("waits for a certificate that cannot be fetched", async () => {
    const away = SesEvents.make({ topic, certificate: () => Effect.fail("ENOTFOUND") })
    assert.strictEqual(await hear(away, raw(envelope({}))), "not now")
  })
})

const open = (outcome: () => Promise<Heard.Outcome>) => {
  const heard: Array<Heard.Heard> = []
  const reader: ServiceReport.Reader = {
    read: ({ body }) =>
      body === "forged"
        ? Effect.fail(new ServiceReport.ReportRefused({ because: "signed by somebody else", problem: "no" }))
        : Effect.succeed({ mail: body, references: [], says: { _tag: "Idle", because: "delivered" } })
  }
  const route = ServiceReport.route(reader, (one) => {
    heard.push(one)
    return outcome()
  })
  const post = async (body: string, method = "POST") =>
    (await route.handle(new Request("https://acme.example/hooks", { method, ...(method === "POST" && { body }) })))
      .status
  return { heard, post, route }
}

describe("a route for reports", () => {
  it("counts what came to which end, and hands on nothing that is refused", async () => {
    const { heard, post, route } = open(async () => ({ _tag: "Ignored", because: "delivered" }))
    assert.deepStrictEqual(
      [await post("1"), await post("2"), await post("forged"), await post("", "GET")],
      [200, 200, 401, 405]
    )
    assert.strictEqual(await post("x".repeat(ServiceReport.limit + 1)), 413)
    assert.deepStrictEqual(route.counts(), {
      "Ignored: delivered": 2,
      "refused: signed by somebody else": 1,
      "refused: too long": 1
    })
    assert.lengthOf(heard, 2)
  })

  it("has it sent again when it could not be recorded, and tells nobody why", async () => {
    const { post, route } = open(() => Promise.reject(new Error("password of the database")))
    assert.strictEqual(await post("1"), 500)
    assert.deepStrictEqual(route.counts(), { failed: 1 })
  })
})
