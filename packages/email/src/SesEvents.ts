/**
 * SesEvents: what does Amazon SES say of our mails, through SNS?
 *
 * For whoever sends by SES's SMTP. Signed by SNS with a key whose certificate lies at Amazon; one from anywhere else is
 * never fetched. The reference is in the headers of our mail, which SES must be told to include ("original headers"), or in
 * the return path.
 *
 * | notification | says |
 * |---|---|
 * | `Bounce` | `Bounced`: by status and words where the server gave them; else "Permanent" hard, "Transient" soft |
 * | `Complaint` | `SpamReported`; with the type "not-spam", `Idle` |
 * | `Delivery`, `Send`, `DeliveryDelay`, `Open`, `Click` | `Idle` |
 * | `Reject`, `Rendering Failure` | `Bounced`, blocked |
 * | SNS asking to confirm the subscription, any other | `Unreadable`, which says what to do |
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
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createVerify } from "node:crypto"
import * as DeliveryReport from "./DeliveryReport.ts"
import * as HttpReply from "./HttpReply.ts"
import * as ResendEvents from "./ResendEvents.ts"
import * as ServiceReport from "./ServiceReport.ts"

/**
 * - `topic`: the ARN of your topic; what comes from another one is refused, however well it is signed.
 * - `certificate`: fetches a certificate in PEM (default: by `fetch`). Only asked for addresses of SNS.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly topic: string
  readonly certificate?: (url: string) => Effect.Effect<string, string>
}

/**
 * How old a notification may be: SNS tries again for an hour or so, with the time of the first. Unit: milliseconds.
 *
 * @category limits
 * @since 0.1.0
 */
export const tolerance = 4 * 3_600_000

const Envelope = Schema.Struct({
  Type: Schema.String,
  MessageId: Schema.String,
  TopicArn: Schema.String,
  Message: Schema.String,
  Timestamp: Schema.String,
  SignatureVersion: Schema.Literals(["1", "2"]),
  Signature: Schema.String,
  SigningCertURL: Schema.String,
  Subject: Schema.optionalKey(Schema.NullOr(Schema.String)),
  SubscribeURL: Schema.optionalKey(Schema.String),
  Token: Schema.optionalKey(Schema.String)
})
type Envelope = typeof Envelope.Type

const decodeEnvelope = Schema.decodeUnknownOption(Schema.fromJsonString(Envelope))

/**
 * Reads what SNS delivers.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = ({ certificate = fetchCertificate, topic }: Options): ServiceReport.Reader => {
  const known = new Map<string, string>()
  const certificateAt = (url: string) =>
    Effect.gen(function* () {
      const found = known.get(url) ?? (yield* certificate(url))
      // Amazon has a few; whoever could make us ask for more cannot fill the memory
      if (known.size < 20) known.set(url, found)
      return found
    })
  return {
    read: Effect.fnUntraced(function* ({ body }) {
      const found = decodeEnvelope(body)
      if (Option.isNone(found)) return yield* refuse("not signed", "this is no message of SNS")
      const envelope = found.value
      if (envelope.TopicArn !== topic) return yield* refuse("signed by somebody else", "it is from another topic")
      if (!isOfAmazon(envelope.SigningCertURL)) {
        return yield* refuse("signed by somebody else", "its certificate does not lie at SNS")
      }
      const pem = yield* Effect.catch(certificateAt(envelope.SigningCertURL), (problem) =>
        refuse("not now", `the certificate could not be fetched (${problem})`)
      )
      if (!isSigned(envelope, pem))
        return yield* refuse("signed by somebody else", "the signature is not of this message")
      const now = yield* Clock.currentTimeMillis
      if (!(Math.abs(now - Date.parse(envelope.Timestamp)) <= tolerance)) {
        return yield* refuse("too old", "the message was signed hours ago")
      }
      return heardIn(envelope)
    })
  }
}

const refuse = (because: ServiceReport.ReportRefused["because"], problem: string) =>
  Effect.fail(new ServiceReport.ReportRefused({ because, problem }))

const isOfAmazon = (written: string): boolean => {
  const url = URL.parse(written)
  return (
    url?.protocol === "https:" &&
    /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?$/.test(url.host) &&
    /^\/SimpleNotificationService-[a-zA-Z0-9]+\.pem$/.test(url.pathname) &&
    url.username === ""
  )
}

const fetchCertificate = (url: string): Effect.Effect<string, string> =>
  Effect.flatMap(HttpReply.fetched(url, { redirect: "error" }, Duration.seconds(10)), (reply) =>
    reply._tag === "Answered" && reply.status === 200
      ? Effect.succeed(reply.body)
      : Effect.fail(reply._tag === "Answered" ? `status ${reply.status}` : reply.problem)
  )

const signedFields = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  others: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
} as const

const isSigned = (envelope: Envelope, pem: string): boolean => {
  const fields = envelope.Type === "Notification" ? signedFields.Notification : signedFields.others
  const lines = fields.flatMap((field) => {
    const value = envelope[field]
    return typeof value === "string" ? [`${field}\n${value}\n`] : []
  })
  const hash = envelope.SignatureVersion === "2" ? "RSA-SHA256" : "RSA-SHA1"
  return Result.getOrElse(
    Result.try(() => createVerify(hash).update(lines.join("")).verify(pem, envelope.Signature, "base64")),
    () => false
  )
}

const Recipient = Schema.Struct({
  emailAddress: Schema.optionalKey(Schema.String),
  status: Schema.optionalKey(Schema.String),
  diagnosticCode: Schema.optionalKey(Schema.String)
})

const Notification = Schema.Struct({
  notificationType: Schema.optionalKey(Schema.String),
  eventType: Schema.optionalKey(Schema.String),
  mail: Schema.Struct({
    messageId: Schema.optionalKey(Schema.String),
    source: Schema.optionalKey(Schema.String),
    headers: Schema.optionalKey(Schema.Array(Schema.Struct({ name: Schema.String, value: Schema.String }))),
    commonHeaders: Schema.optionalKey(Schema.Struct({ messageId: Schema.optionalKey(Schema.String) }))
  }),
  bounce: Schema.optionalKey(
    Schema.Struct({
      bounceType: Schema.optionalKey(Schema.String),
      bounceSubType: Schema.optionalKey(Schema.String),
      bouncedRecipients: Schema.optionalKey(Schema.Array(Recipient))
    })
  ),
  complaint: Schema.optionalKey(
    Schema.Struct({ complaintFeedbackType: Schema.optionalKey(Schema.NullOr(Schema.String)) })
  ),
  reject: Schema.optionalKey(Schema.Struct({ reason: Schema.optionalKey(Schema.String) })),
  failure: Schema.optionalKey(Schema.Struct({ errorMessage: Schema.optionalKey(Schema.String) }))
})
type Notification = typeof Notification.Type

const decodeNotification = Schema.decodeUnknownOption(Schema.fromJsonString(Notification))

const heardIn = ({ Message: message, MessageId: id, SubscribeURL: url, Type: type }: Envelope): Heard.Heard => {
  const mail = ServiceReport.nameOf("sns", id)
  if (type !== "Notification") {
    const what =
      type === "SubscriptionConfirmation"
        ? `SNS asks to confirm the subscription: open ${url ?? ""}`
        : `SNS says "${type}"`
    return { mail, references: [], says: ServiceReport.unreadable(what) }
  }
  const found = decodeNotification(message)
  if (Option.isNone(found))
    return { mail, references: [], says: ServiceReport.unreadable("it is not about a mail of SES") }
  const { value } = found
  const kind = value.notificationType ?? value.eventType ?? ""
  const name = value.mail.messageId === undefined ? mail : ServiceReport.nameOf("ses", kind, value.mail.messageId)
  return { mail: name, references: referencesIn(value), says: saidBy(kind, value) }
}

const reference = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/
const isReference = Schema.is(Event.Reference)
const isAddress = Schema.is(Contact.EmailAddress)

const referencesIn = ({ mail }: Notification): ReadonlyArray<Event.Reference> => {
  const field = (mail.headers ?? []).find(({ name }) => /^message-id$/i.test(name))?.value
  const told = [field, mail.commonHeaders?.messageId, mail.source]
  const found = told.flatMap((one) => reference.exec(one?.toLowerCase() ?? "")?.[0] ?? [])
  return [...new Set(found)].filter(isReference)
}

const idle: { readonly [kind: string]: Heard.Idle } = {
  Delivery: "delivered",
  Send: "on its way",
  DeliveryDelay: "still trying",
  Open: "opened",
  Click: "opened",
  Subscription: "not about a message"
}

const saidBy = (kind: string, { bounce, complaint, failure, reject }: Notification): Heard.Says => {
  const because = idle[kind]
  if (because !== undefined) return { _tag: "Idle", because }
  switch (kind) {
    case "Bounce":
      return bounced(bounce ?? {})
    case "Complaint":
      return complaint?.complaintFeedbackType === "not-spam"
        ? { _tag: "Idle", because: "not spam" }
        : { _tag: "SpamReported" }
    case "Reject":
    case "Rendering Failure": {
      const problem = ServiceReport.paragraph(reject?.reason ?? failure?.errorMessage ?? "")
      return { _tag: "Bounced", bounce: "blocked", problem }
    }
    default:
      return ServiceReport.unreadable(`SES tells of "${kind}", which we do not know`)
  }
}

const bounced = ({
  bouncedRecipients,
  bounceSubType = "",
  bounceType = ""
}: NonNullable<Notification["bounce"]>): Heard.Says => {
  const [recipient = {}] = bouncedRecipients ?? []
  const { diagnosticCode: problem = "", emailAddress, status } = recipient
  const code = /^[245]\.\d{1,3}\.\d{1,3}$/.test(status ?? "") ? status : undefined
  const bounce =
    code === undefined || code.endsWith(".0.0")
      ? ResendEvents.bounceOf(bounceType, bounceSubType, problem)
      : DeliveryReport.bounce({ action: "failed", status: code, address: emailAddress, problem })
  return {
    _tag: "Bounced",
    bounce,
    problem: ServiceReport.paragraph(problem === "" ? `${bounceType}: ${bounceSubType}` : problem),
    ...(code !== undefined && { status: code }),
    ...(isAddress(emailAddress) && { address: emailAddress })
  }
}
