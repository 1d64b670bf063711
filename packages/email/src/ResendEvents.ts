/**
 * ResendEvents: what does Resend's webhook say of our mails?
 *
 * Signed as Standard Webhooks has it: an HMAC-SHA256 over id, time and body. The reference is the tag that `Resend` gave the
 * mail.
 *
 * | event | says |
 * |---|---|
 * | `email.bounced` | `Bounced`: "Permanent" hard, "Transient" soft; where the words say that it was our mail, blocked |
 * | `email.suppressed` | `Bounced`, hard: Resend had given this address up before |
 * | `email.failed` | `Bounced`, blocked: it was our quota, our domain, our mail |
 * | `email.complained` | `SpamReported` |
 * | `email.received` | `Replied`, `Unsubscribed`, a bounce: what `Listening` hears in it. Its text is fetched, with `apiKey` |
 * | `email.delivered`, `sent`, `scheduled`, `delivery_delayed`, `opened`, `clicked` | `Idle` |
 * | contacts, domains, topics, inboxes, suppressions | `Idle`: not about a message |
 * | any other | `Unreadable`, with its name: somebody should look |
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type * as Heard from "@temoin/core/Heard"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createHmac, timingSafeEqual } from "node:crypto"
import * as DeliveryReport from "./DeliveryReport.ts"
import * as HttpReply from "./HttpReply.ts"
import * as Listening from "./Listening.ts"
import type * as RawMail from "./RawMail.ts"
import * as Resend from "./Resend.ts"
import * as ServiceReport from "./ServiceReport.ts"

/**
 * - `secret`: the webhook's signing secret, "whsec_…"; with the old one while it changes.
 * - `apiKey`: one that may read mails that came in. Without it, such a mail is `Unreadable`, which says so.
 * - `baseUrl`: where the API is (default https://api.resend.com).
 * - `listening`: what to believe of mails that came in; see `Listening`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly secret: string | Redacted.Redacted | ReadonlyArray<string | Redacted.Redacted>
  readonly apiKey?: string | Redacted.Redacted
  readonly baseUrl?: string
  readonly listening?: Listening.Options
}

/**
 * How old a report may be, and how far ahead of our clock. Unit: seconds. A replay within it is the same report.
 *
 * @category limits
 * @since 0.1.0
 */
export const tolerance = 300

const reveal = (secret: string | Redacted.Redacted): string =>
  typeof secret === "string" ? secret : Redacted.value(secret)

/**
 * Reads Resend's reports.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (options: Options): ServiceReport.Reader => {
  const { secret } = options
  const secrets: ReadonlyArray<string | Redacted.Redacted> =
    typeof secret === "string" || Redacted.isRedacted(secret) ? [secret] : secret
  const keys = secrets.map((one) => Buffer.from(reveal(one).replace(/^whsec_/, ""), "base64"))
  if (keys.length === 0 || keys.some((key) => key.length < 16)) {
    throw new Error(`secret must be the webhook's signing secret, as Resend shows it: "whsec_" and base64`)
  }
  return {
    read: Effect.fnUntraced(function* (raw) {
      const now = yield* Clock.currentTimeMillis
      yield* verify(raw, keys, now)
      return yield* heardIn(raw.body, options)
    })
  }
}

const refuse = (because: ServiceReport.ReportRefused["because"], problem: string) =>
  Effect.fail(new ServiceReport.ReportRefused({ because, problem }))

const verify = ({ body, headers }: ServiceReport.Raw, keys: ReadonlyArray<Buffer>, now: number) => {
  const header = (name: string) => headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? ""
  const [id, timestamp, signatures] = [header("id"), header("timestamp"), header("signature")]
  if (id === "" || !/^\d{1,12}$/.test(timestamp) || signatures === "") {
    return refuse("not signed", "the report has no svix-id, svix-timestamp and svix-signature")
  }
  const signed = `${id}.${timestamp}.${body}`
  const given = signatures
    .slice(0, 4096)
    .split(" ")
    .flatMap((one) => (one.startsWith("v1,") ? [Buffer.from(one.slice(3), "base64")] : []))
  // all are compared, so that the time does not tell which
  const fits = keys.filter((key) => {
    const expected = createHmac("sha256", key).update(signed).digest()
    return given.filter((one) => one.length === expected.length && timingSafeEqual(one, expected)).length > 0
  })
  if (fits.length === 0) return refuse("signed by somebody else", "the signature is not of this report by this secret")
  return Math.abs(now / 1000 - Number(timestamp)) > tolerance
    ? refuse("too old", `the report was signed more than ${tolerance} seconds from now: look at both clocks`)
    : Effect.void
}

const tags = Schema.optionalKey(
  Schema.Union([
    Schema.Record(Schema.String, Schema.String),
    Schema.Array(Schema.Struct({ name: Schema.String, value: Schema.String }))
  ])
)

const Reported = Schema.Struct({
  type: Schema.String,
  data: Schema.Struct({
    email_id: Schema.optionalKey(Schema.String),
    message_id: Schema.optionalKey(Schema.NullOr(Schema.String)),
    to: Schema.optionalKey(Schema.Array(Schema.String)),
    tags,
    bounce: Schema.optionalKey(
      Schema.Struct({
        type: Schema.optionalKey(Schema.String),
        subType: Schema.optionalKey(Schema.String),
        message: Schema.optionalKey(Schema.String)
      })
    ),
    suppressed: Schema.optionalKey(Schema.Struct({ message: Schema.optionalKey(Schema.String) })),
    failed: Schema.optionalKey(Schema.Struct({ reason: Schema.optionalKey(Schema.String) }))
  })
})
type Reported = typeof Reported.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Reported))

const isReference = Schema.is(Event.Reference)
const isAddress = Schema.is(Contact.EmailAddress)

const heardIn = (body: string, options: Options): Effect.Effect<Heard.Heard, ServiceReport.ReportRefused> => {
  const found = decode(body)
  if (Option.isNone(found)) {
    const says = ServiceReport.unreadable("this is no event of Resend's: it has no type and data")
    return Effect.succeed({ mail: ServiceReport.nameOf("resend", body), references: [], says })
  }
  const { data, type } = found.value
  const { email_id: id = "" } = data
  const name = ServiceReport.nameOf("resend", type, id === "" ? body : id)
  if (type === "email.received") return received(id, name, options)
  return Effect.succeed({ mail: name, references: referencesIn(data), says: saidBy(found.value) })
}

const referencesIn = ({ tags }: Reported["data"]): ReadonlyArray<Event.Reference> => {
  const all = Array.isArray(tags) ? Object.fromEntries(tags.map(({ name, value }) => [name, value])) : tags
  const found: unknown = all === undefined ? undefined : Reflect.get(all, Resend.tag)
  return isReference(found) ? [found] : []
}

const idle: { readonly [type: string]: Heard.Idle } = {
  "email.sent": "on its way",
  "email.scheduled": "on its way",
  "email.delivered": "delivered",
  "email.delivery_delayed": "still trying",
  "email.opened": "opened",
  "email.clicked": "opened"
}

const others = /^(contact|domain|suppression|topic|inbox)\./

const saidBy = ({ data, type }: Reported): Heard.Says => {
  const because = idle[type]
  if (because !== undefined) return { _tag: "Idle", because }
  if (others.test(type)) return { _tag: "Idle", because: "not about a message" }
  const [to] = data.to ?? []
  const address = isAddress(to) ? { address: to } : {}
  switch (type) {
    case "email.complained":
      return { _tag: "SpamReported" }
    case "email.bounced": {
      const { message = "", subType = "", type: kind = "" } = data.bounce ?? {}
      const problem = ServiceReport.paragraph([kind, subType, message].filter((one) => one !== "").join(": "))
      return { _tag: "Bounced", bounce: bounceOf(kind, subType, message), problem, ...address }
    }
    case "email.suppressed": {
      const problem = ServiceReport.paragraph(
        data.suppressed?.message ?? "Resend sends nothing to this address any more"
      )
      return { _tag: "Bounced", bounce: "hard", problem, ...address }
    }
    case "email.failed":
      return {
        _tag: "Bounced",
        bounce: "blocked",
        problem: ServiceReport.paragraph(data.failed?.reason ?? ""),
        ...address
      }
    default:
      return ServiceReport.unreadable(`Resend tells of "${type}", which we do not know`)
  }
}

/**
 * What Amazon SES's words for a bounce, which Resend passes on, say of the address.
 *
 * @example ResendEvents.bounceOf("Permanent", "General", "") // => "hard"
 * @example ResendEvents.bounceOf("Transient", "MailboxFull", "") // => "soft"
 * @example ResendEvents.bounceOf("Transient", "ContentRejected", "") // => "blocked"
 * @category classification
 * @since 0.1.0
 */
export const bounceOf = (type: string, subType: string, problem: string): Heard.Bounce => {
  if (/^(Content|Attachment)Rejected$/i.test(subType)) return "blocked"
  const said = DeliveryReport.bounce({ action: "failed", status: undefined, address: undefined, problem })
  if (/^permanent$/i.test(type)) return said === "blocked" ? "blocked" : "hard"
  // what nobody could determine says nothing of the address
  return said === "blocked" ? "blocked" : "soft"
}

const Received = Schema.Struct({
  from: Schema.String,
  to: Schema.Array(Schema.String),
  subject: Schema.optionalKey(Schema.NullOr(Schema.String)),
  text: Schema.optionalKey(Schema.NullOr(Schema.String)),
  html: Schema.optionalKey(Schema.NullOr(Schema.String)),
  received_for: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String))),
  headers: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.String))),
  message_id: Schema.optionalKey(Schema.NullOr(Schema.String))
})

const decodeReceived = Schema.decodeUnknownOption(Schema.fromJsonString(Received))

/** The event has no text: that has to be asked for. */
const received = Effect.fnUntraced(function* (
  id: string,
  mail: string,
  { apiKey, baseUrl = "https://api.resend.com", listening }: Options
): Effect.fn.Return<Heard.Heard, ServiceReport.ReportRefused> {
  const unread = (problem: string): Heard.Heard => ({ mail, references: [], says: ServiceReport.unreadable(problem) })
  if (apiKey === undefined) return unread("a mail came in, and without apiKey its text cannot be fetched")
  if (!/^[\w-]{1,100}$/.test(id)) return unread("a mail came in, and its id is none")
  const url = `${baseUrl.replace(/\/+$/, "")}/emails/receiving/${id}`
  const reply = yield* HttpReply.fetched(
    url,
    { redirect: "manual", headers: { Authorization: `Bearer ${reveal(apiKey)}`, "User-Agent": "temoin" } },
    Duration.seconds(10)
  )
  if (reply._tag === "Failed" || reply.status === 429 || reply.status >= 500) {
    return yield* refuse("not now", "the text of a mail that came in could not be fetched: send the event again")
  }
  const found = decodeReceived(reply.body)
  if (reply.status !== 200 || Option.isNone(found)) {
    return unread(`a mail came in, and Resend does not give its text (${reply.status}): check apiKey`)
  }
  return Listening.fromMail(asMail(found.value), mail, listening)
})

const longest = 65_536

const asMail = (received: typeof Received.Type): RawMail.RawMail => {
  const { from, headers, html, message_id: id, received_for: receivedFor, subject, text, to } = received
  const own = [
    ["delivered-to", (receivedFor ?? []).join(", ")],
    ["from", from],
    ["to", to.join(", ")],
    ["subject", subject ?? ""],
    ["message-id", id ?? ""]
  ] as const
  const names = new Set<string>(own.map(([name]) => name))
  const fields = [
    ...own.map(([name, value]) => ({ name, value })),
    ...Object.entries(headers ?? {})
      .map(([name, value]) => ({ name: name.toLowerCase(), value: value.replaceAll(/\s+/g, " ").trim() }))
      .filter(({ name }) => !names.has(name))
  ].filter(({ value }) => value !== "")
  return {
    fields,
    text: (text ?? "").slice(0, longest),
    html: (html ?? "").slice(0, longest),
    parts: [],
    isCut: (text ?? "").length > longest || (html ?? "").length > longest
  }
}
