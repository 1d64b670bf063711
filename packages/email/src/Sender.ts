/**
 * Sender: what do we write on every mail, whoever carries it?
 *
 * Whom it is from, where replies, bounces and opt-outs go, how it looks, and the headers that mailbox providers ask for.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import type * as Message from "@temoin/core/Message"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Text from "@temoin/core/Text"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { domainToASCII } from "node:url"
import * as Failure from "./Failure.ts"
import * as Language from "./Language.ts"
import * as Look from "./Look.ts"
import * as Rendering from "./Rendering.ts"
import * as Sample from "./Sample.ts"
import * as Tag from "./Tag.ts"

/**
 * The host's own rendering of a message. `undefined` leaves it to `Rendering.render`. Its HTML and its text must both have
 * `message.optOutUrl` in them: it is tried with every `Sample` in every language when the mailer is made, and refused when one
 * forgets it.
 *
 * @category models
 * @since 0.1.0
 */
export type Render = (message: Message.Message, look: Look.Look) => Rendering.Rendered | undefined

const Named = Schema.Struct({ address: Contact.EmailAddress, name: Schema.optionalKey(Text.Line) })

/** A host name, as it stands in the DNS. @category models @since 0.1.0 */
export const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i

/** @category models @since 0.1.0 */
export const Domain = Schema.String.check(
  Schema.isPattern(hostName, { expected: `a domain name in ASCII, such as "mail.example.com"` })
)

/** RFC 5321 leaves 64 characters before the at-sign, and a reference with its plus takes 33. @category models @since 0.1.0 */
export const Tagged = Contact.EmailAddress.check(
  Schema.isPattern(/^[\x21-\x7e]{1,31}@[\x21-\x7e]+$/, {
    expected: "an address in ASCII with at most 31 characters before the @, such as bounce@mail.example.com"
  })
)

/**
 * - `from`, `replyTo`: who the mail is from, and where replies go (default: to `from`).
 * - `domain`: the right-hand side of the Message-ID (default: the domain of `from`).
 * - `unsubscribeTo`: an address that takes "no more" by mail, for mail programs that cannot post (RFC 2369): each message has
 *   its own, "unsubscribe+" and its reference. What comes there is for `Listening`.
 * - `secrets`: of the host, so that these addresses cannot be made up (`Tag`); give the same ones to `Listening`. The part
 *   before the @ then has at most 14 characters.
 * - `taggedReplies`: `replyTo`, too, is an address of its own for each message. Default false: a reply then tells its message by the
 *   Message-ID, which some services replace, and which others can work out.
 * - `look`, `render`: how messages look, and the host's own rendering of them.
 *
 * @category models
 * @since 0.1.0
 */
export const fields = {
  from: Schema.Union([Contact.EmailAddress, Named]),
  replyTo: Schema.optionalKey(Schema.Union([Contact.EmailAddress, Named])),
  taggedReplies: Schema.optionalKey(Schema.Boolean),
  domain: Schema.optionalKey(Domain),
  unsubscribeTo: Schema.optionalKey(Tagged),
  secrets: Schema.optionalKey(Tag.Secrets),
  look: Schema.optionalKey(Look.Look),
  render: Schema.optionalKey(
    Schema.declare((input): input is Render => Predicate.isFunction(input), { expected: "a function" })
  )
}

const Options = Schema.Struct(fields)
/** @category models @since 0.1.0 */
export type Options = typeof Options.Type

/** An address, and whose it is; the name may be empty. @category models @since 0.1.0 */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

/** @category models @since 0.1.0 */
export interface Sender {
  readonly options: Options
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  readonly domain: string
}

/** What is wrong with a setting, and which. @category models @since 0.1.0 */
export interface Problem {
  readonly path: string
  readonly problem: string
}

/**
 * Whoever writes, checked as a whole.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (options: Options): Result.Result<Sender, ReadonlyArray<Problem>> => {
  const from = mailbox(options.from)
  const replyTo = options.replyTo === undefined ? undefined : mailbox(options.replyTo)
  const domain = options.domain ?? domainToASCII(domainOf(from.address))
  const problems: Array<Problem> = []
  if (!hostName.test(domain)) {
    problems.push({ path: "domain", problem: "must be given, since the one of from.address is no domain name" })
  }
  const isTagged = options.taggedReplies === true
  const replies = isTagged ? (replyTo?.address ?? from.address) : undefined
  if (replies !== undefined && !Schema.is(Tagged)(replies)) {
    problems.push({ path: "replyTo", problem: "has no room for a reference: at most 31 characters before the @" })
  }
  if (options.secrets !== undefined) {
    const addresses = { unsubscribeTo: options.unsubscribeTo, replyTo: replies }
    for (const [path, address] of Object.entries(addresses)) problems.push(...roomIn(path, address))
  }
  problems.push(...renderingProblems(options))
  return problems.length > 0 ? Result.fail(problems) : Result.succeed({ options, from, replyTo, domain })
}

/**
 * Is there room for a reference and its tag in this address?
 *
 * @category constructors
 * @since 0.1.0
 */
export const roomIn = (path: string, address: string | undefined): ReadonlyArray<Problem> =>
  address !== undefined && address.lastIndexOf("@") > Tag.room
    ? [{ path, problem: `with secrets, at most ${Tag.room} characters may stand before the @` }]
    : []

/**
 * What is wrong with the host's own rendering, once for each kind of message, in the first language that shows it.
 */
const renderingProblems = (options: Options): ReadonlyArray<Problem> => {
  if (options.render === undefined) return []
  const found = new Map<string, Problem>()
  for (const locale of Object.keys(Language.all)) {
    for (const { message } of Sample.all({ locale })) {
      const problem = found.has(message._tag) ? undefined : Result.getFailure(written(message, options))
      if (problem === undefined || Option.isNone(problem)) continue
      found.set(message._tag, { path: "render", problem: `${message._tag} in "${locale}": ${problem.value.said}` })
    }
  }
  return [...found.values()]
}

/**
 * A mail, written out. `headers`: those besides the usual ones. `unspoken`: its reader's locale, where we do not have that language
 * and wrote in English.
 *
 * @category models
 * @since 0.1.0
 */
export interface Letter extends Rendering.Rendered {
  readonly unspoken: string | undefined
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  readonly to: Mailbox
  readonly messageId: string
  readonly headers: {
    readonly "Auto-Submitted": string
    readonly "List-Unsubscribe": string
    readonly "List-Unsubscribe-Post": string
  }
}

/**
 * Writes a mail out. Fails with `refused` when it is to nobody, and with `misconfigured` when it cannot be rendered.
 *
 * @category writing
 * @since 0.1.0
 */
export const letter = (mail: Mailer.Mail, sender: Sender): Result.Result<Letter, Mailer.MailError> =>
  Result.map(rendered(mail, sender.options), ({ html, subject, text, unspoken }) => {
    const { options, replyTo } = sender
    const { reference, to } = mail
    const replies = options.taggedReplies === true ? (replyTo ?? sender.from) : undefined
    return {
      from: sender.from,
      replyTo:
        replies === undefined
          ? replyTo
          : { name: replies.name, address: Tag.address(replies.address, reference, options.secrets) },
      to: { name: oneLine(to.name ?? ""), address: to.address },
      subject: oneLine(subject),
      html,
      text,
      unspoken,
      messageId: messageId(sender, reference),
      headers: {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": unsubscribe(mail, options),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"
      }
    }
  })

/**
 * The Message-ID of the mail with this reference, whoever sends it and with whatever secrets.
 *
 * @category getters
 * @since 0.1.0
 */
export const messageId = ({ domain }: Sender, reference: Event.Reference): string => `<${reference}@${domain}>`

/** @category getters @since 0.1.0 */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase()

// oxlint-disable-next-line no-control-regex -- control characters are what must go
const breaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/**
 * On one line, so that nothing in it can end a header.
 *
 * @category escaping
 * @since 0.1.0
 */
export const oneLine = (text: string): string => text.toWellFormed().replace(breaks, " ").trim()

const mailbox = (sender: Options["from"]): Mailbox =>
  typeof sender === "string"
    ? { name: "", address: sender }
    : { name: oneLine(sender.name ?? ""), address: sender.address }

/** RFC 8058 wants one https address; one for mail may follow it. */
const unsubscribe = ({ message, reference }: Mailer.Mail, { secrets, unsubscribeTo }: Options): string =>
  unsubscribeTo === undefined
    ? `<${message.optOutUrl}>`
    : `<${message.optOutUrl}>, <mailto:${encodeURI(Tag.address(unsubscribeTo, reference, secrets))}?subject=unsubscribe>`

const isAddress = Schema.is(Contact.EmailAddress)

const asRendered = Schema.decodeUnknownSync(
  Schema.Struct({ subject: Schema.String, html: Schema.String, text: Schema.String })
)

const rendered = ({ message, to }: Mailer.Mail, options: Options): Result.Result<Written, Mailer.MailError> =>
  isAddress(to.address)
    ? Result.mapError(
        written(message, options),
        ({ cause, said }) =>
          new Mailer.MailError({
            reason: "misconfigured",
            problem: `the message (${message._tag}) could not be rendered: ${said}`,
            cause
          })
      )
    : Result.fail(
        new Mailer.MailError({ reason: "refused", problem: "what is to be written to is not an e-mail address" })
      )

interface Written extends Rendering.Rendered {
  readonly unspoken: string | undefined
}

const written = (
  message: Message.Message,
  { look = {}, render }: Options
): Result.Result<Written, { readonly said: string; readonly cause: unknown }> =>
  Result.try({
    // Ours is rendered first in any case: it checks the links, and the opt-out link stands in a header.
    try: () => {
      const ours = Rendering.render(message, look)
      const theirs = render?.(message, look)
      if (theirs === undefined) {
        return { ...ours, unspoken: Language.isSpoken(message.locale) ? undefined : message.locale }
      }
      const letter = asRendered(theirs)
      const forgets = Rendering.withoutWayOut(letter, message.optOutUrl)
      if (forgets.length > 0)
        throw new Error(`there is no link to opt out in its ${forgets.join(" and ")}: put message.optOutUrl there`)
      return { ...letter, unspoken: undefined }
    },
    catch: (cause) => ({ said: Failure.fromUnknown(cause).message, cause })
  })

/**
 * The languages that somebody was told of that we do not have.
 *
 * @category models
 * @since 0.1.0
 */
export type Unspoken = Set<string>

/** Whoever makes locales up fills no log. */
const mostUnspoken = 100

/**
 * Says in the log, once for each language, that its readers are written to in English.
 *
 * @category writing
 * @since 0.1.0
 */
export const tell = ({ unspoken }: Letter, told: Unspoken): Effect.Effect<void> =>
  Effect.suspend(() => {
    const language = unspoken?.split("-", 1)[0]?.toLowerCase()
    if (language === undefined || told.has(language) || told.size >= mostUnspoken) return Effect.void
    told.add(language)
    return Effect.logWarning(
      `there is no wording for the language "${oneLine(language)}": its readers are written to in English; see docs/guides/messages.md to add it`
    )
  })
