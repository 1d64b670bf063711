/**
 * Listening: what does a mail that came in want from us?
 *
 * A bounce, a spam report, a word of the customer, "no more", or nothing at all. It is told which of our messages a mail is
 * about: by the address it came to, by the mail it returns, by what it replies to. Whatever the bytes, the answer is a
 * `Heard`, and it is found within `RawMail.limits`.
 *
 * Anybody can send a mail that looks like a bounce, and who knows how we name things can work out which message to name. With
 * the host's `secrets`, a bounce or a spam report is believed only about a message one of whose tagged addresses it has (`Tag`):
 * the one it came to, or one in the mail that it returns. With `taggedReplies`, so is a reply; without, a reply and an opt-out
 * are also believed by their In-Reply-To, which can be made up. What has no proof is not lost: it says what it claims.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type * as Heard from "@temoin/core/Heard"
import * as MailReader from "@temoin/core/ports/MailReader"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import * as Automatic from "./Automatic.ts"
import * as DeliveryReport from "./DeliveryReport.ts"
import * as OwnWords from "./OwnWords.ts"
import * as RawMail from "./RawMail.ts"
import * as ServiceReport from "./ServiceReport.ts"
import * as Tag from "./Tag.ts"

/**
 * - `secrets`: those of the mailer that wrote.
 * - `taggedReplies`: replies, too, must come to an address with a tag; as the mailer has it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly secrets: Tag.Secrets
  readonly taggedReplies?: boolean
}

/**
 * What the bytes of a mail say. Never fails: what cannot be read says `Unreadable`.
 *
 * @category listening
 * @since 0.1.0
 */
export const hear = (raw: string | Uint8Array, options?: Options): Effect.Effect<Heard.Heard> =>
  Effect.match(RawMail.read(raw), {
    onSuccess: (mail) => fromMail(mail, nameOf(RawMail.first(mail.fields, "message-id"), raw), options),
    onFailure: ({ message }): Heard.Heard => ({
      mail: nameOf("", raw),
      references: [],
      says: { _tag: "Unreadable", problem: ServiceReport.line(message) }
    })
  })

/**
 * The port `MailReader` for mail as it comes over the wire.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<MailReader.MailReader> = Layer.succeed(MailReader.MailReader, {
  read: (raw) => hear(raw)
})

/**
 * The same, which believes only what is proved. Secrets that are none are a defect.
 *
 * @category layers
 * @since 0.1.0
 */
export const keyed = (options: Options): Layer.Layer<MailReader.MailReader> => {
  const secrets = Schema.decodeUnknownSync(Tag.Secrets)(options.secrets)
  return Layer.succeed(MailReader.MailReader, { read: (raw) => hear(raw, { ...options, secrets }) })
}

/**
 * What a mail says that was read already, under this name.
 *
 * @category listening
 * @since 0.1.0
 */
export const fromMail = (mail: RawMail.RawMail, name: string, options?: Options): Heard.Heard => {
  const says = saidBy(mail)
  const named = referencesOf(mail)
  if (options === undefined) return { mail: name, references: named, says }
  const proved = provedIn(mail, options.secrets)
  const isPersons = says._tag === "Replied" || says._tag === "Unsubscribed"
  const believed = isPersons && options.taggedReplies !== true ? [...proved, ...repliedTo(mail)] : proved
  const references = [...new Set(believed)].slice(0, 10)
  const unproved = named.filter((one) => !references.includes(one))
  return { mail: name, references, ...(unproved.length > 0 && { unproved }), says }
}

/** Wherever it stands: who has a tag has seen the mail that it was made for. */
const provedIn = ({ fields, parts, text }: RawMail.RawMail, secrets: Tag.Secrets): ReadonlyArray<Event.Reference> => {
  const told = [
    ...addressees.flatMap((name) => RawMail.all(fields, name)),
    ...parts.map(({ text }) =>
      RawMail.blocks(text)
        .flat()
        .map(({ value }) => decoded(value))
        .join("\n")
    ),
    ...(isReport({ fields }) ? [] : [text])
  ]
  return Tag.proved(told.map((one) => one.slice(0, longestTold)).join("\n"), secrets)
}

const longestTold = 16_384

/** `List-Unsubscribe` has its address as a link. */
const decoded = (field: string): string => field.replaceAll(/mailto:/gi, " ").replaceAll(/%2b/gi, "+")

const repliedTo = ({ fields }: RawMail.RawMail): ReadonlyArray<Event.Reference> =>
  referencesIn([
    ...RawMail.all(fields, "in-reply-to"),
    ...RawMail.all(fields, "references").flatMap((ids) => ids.split(" ").toReversed())
  ])

/** By its Message-ID; a mail without one by its bytes. */
const nameOf = (messageId: string, raw: string | Uint8Array): string =>
  createHash("sha256")
    .update(messageId === "" ? (typeof raw === "string" ? raw : raw.subarray(0, RawMail.limits.bytes)) : messageId)
    .digest("hex")
    .slice(0, 32)

/** Where a mail server notes to whom it brought a mail, and where a writer put it. */
const addressees = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "original-recipient", "to", "cc"]

const reference = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g

const returned = new Set([
  "message/rfc822",
  "message/global",
  "text/rfc822-headers",
  "message/rfc822-headers",
  "message/global-headers"
])

const referencesOf = ({ fields, parts, text }: RawMail.RawMail): ReadonlyArray<Event.Reference> => {
  const reports = parts.flatMap(({ type, text }) => {
    const [head = []] = RawMail.blocks(text)
    return returned.has(type)
      ? RawMail.all(head, "message-id")
      : type === "message/feedback-report"
        ? [...RawMail.all(head, "original-mail-from"), ...RawMail.all(head, "original-envelope-id")]
        : []
  })
  const said = [
    ...addressees.flatMap((name) => RawMail.all(fields, name)).flatMap(localParts),
    ...reports,
    ...RawMail.all(fields, "in-reply-to"),
    ...RawMail.all(fields, "references").flatMap((ids) => ids.split(" ").toReversed()),
    // a letter of qmail, or of old Exim, quotes our mail in its text
    ...(isReport({ fields }) ? [] : (text.match(/^message-id:.{1,200}$/gim) ?? []))
  ]
  return referencesIn(said)
}

const referencesIn = (said: ReadonlyArray<string>): ReadonlyArray<Event.Reference> =>
  [...new Set(said.flatMap((words) => words.toLowerCase().match(reference) ?? []))].slice(0, 10).filter(isReference)

const isReference = Schema.is(Event.Reference)

const localParts = (addresses: string): ReadonlyArray<string> =>
  [...addresses.slice(0, 4000).matchAll(/([^\s<>,;:"@]{1,256})@/g)].map(([, part = ""]) => part)

const isReport = ({ fields }: Pick<RawMail.RawMail, "fields">): boolean =>
  /^multipart\/report\b/i.test(RawMail.first(fields, "content-type"))

const saidBy = (mail: RawMail.RawMail): Heard.Says => {
  const { fields, parts } = mail
  const complaint = parts.find(({ type }) => type === "message/feedback-report")
  if (isReport(mail) && complaint !== undefined) return complained(complaint)
  const report = DeliveryReport.fromMail(mail)
  if (report !== undefined) return delivered(report)
  const receipt = parts.some(({ type }) => /^message\/(?:global-)?disposition-notification$/.test(type))
  if (isReport(mail) && receipt) return idle("read receipt")
  // a mail program that unsubscribes for its user may say that it is one
  if (isUnsubscribing(fields)) return { _tag: "Unsubscribed" }
  if (Automatic.sign(fields) !== undefined) return idle("automatic reply")
  const { isCut, words } = OwnWords.fromMail(mail)
  if (isStop(words)) return { _tag: "Unsubscribed" }
  const from = addressIn(RawMail.first(fields, "from"))
  return {
    _tag: "Replied",
    isCut: isCut || (words === "" && mail.isCut),
    ...(words !== "" && { words }),
    ...(from !== undefined && { from })
  }
}

const idle = (because: Heard.Idle): Heard.Says => ({ _tag: "Idle", because })

const delivered = (report: DeliveryReport.DeliveryReport): Heard.Says => {
  if (report.action === "delayed") return idle("still trying")
  if (report.action !== "failed") return idle("delivered")
  const { problem, status } = report
  const address = report.address === undefined ? undefined : addressIn(report.address)
  return {
    _tag: "Bounced",
    bounce: DeliveryReport.bounce(report),
    problem:
      problem === ""
        ? `the server gave no reason${status === undefined ? "" : `, but the status ${status}`}`
        : ServiceReport.paragraph(problem),
    ...(status !== undefined && { status }),
    ...(address !== undefined && { address })
  }
}

/** RFC 5965, 6591 and 6430: whoever reports a virus or a fraud wants no more of it either. */
const complained = ({ text }: RawMail.Part): Heard.Says => {
  const kind = RawMail.first(RawMail.blocks(text)[0] ?? [], "feedback-type").toLowerCase()
  if (kind === "not-spam") return idle("not spam")
  if (kind === "auth-failure" || kind === "dmarc") return idle("authentication report")
  return kind.startsWith("opt-out") ? { _tag: "Unsubscribed" } : { _tag: "SpamReported" }
}

/** To "unsubscribe+…@", which `List-Unsubscribe` names, or with that word as its subject. */
const isUnsubscribing = (fields: ReadonlyArray<RawMail.Field>): boolean =>
  addressees.some((name) => RawMail.all(fields, name).some((to) => /(^|[<\s,])unsubscribe[+\-_.@]/i.test(to))) ||
  isStop(RawMail.first(fields, "subject"))

/** Nothing but this, whatever surrounds it: in a sentence it may be meant otherwise. */
const stops = new Set([
  "unsubscribe",
  "stop",
  "remove me",
  "opt out",
  "optout",
  "désabonner",
  "désinscription",
  "se désabonner",
  "me désabonner",
  "abmelden",
  "abbestellen",
  "cancelar suscripción",
  "darse de baja",
  "disiscrivimi",
  "afmelden",
  "uitschrijven"
])

const isStop = (words: string): boolean =>
  words.length < 60 &&
  stops.has(
    words
      .toLowerCase()
      .replaceAll(/[^\p{L} ]+/gu, " ")
      .replaceAll(/ +/g, " ")
      .trim()
  )

const isAddress = Schema.is(Contact.EmailAddress)

const addressIn = (field: string): string | undefined => {
  const written = (/<([^<>]{1,320})>[^<>]*$/.exec(field)?.[1] ?? field).trim()
  return isAddress(written) ? written : undefined
}
