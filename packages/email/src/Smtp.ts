/**
 * Smtp: how does a message reach the customer's mail server?
 *
 * The `Mailer` port over SMTP: a pool of connections that are kept open between mails, STARTTLS or TLS, one message to
 * one address.
 *
 * What the server does, and what the port says:
 *
 * | what happened | reason |
 * |---|---|
 * | `RCPT TO` answered 5xx | `refused` |
 * | the text answered 5xx with a status about the address: 5.1.x (not 5.1.7, 5.1.8), 5.2.x | `refused` |
 * | `to` is not an e-mail address | `refused` |
 * | any command answered 4xx, or 503 (bad sequence) | `unavailable` |
 * | no connection, no DNS, no greeting, connection lost or silent before the text | `unavailable` |
 * | connection lost, silent or too slow once the text has begun to leave | `uncertain` |
 * | login answered 5xx, or not offered | `misconfigured` |
 * | bad certificate, no TLS where we want it | `misconfigured` |
 * | greeting, `EHLO` or `MAIL FROM` answered 5xx | `misconfigured` |
 * | `RCPT TO` answered 530, 534, 535, 538, 5.7.x, 5.1.7, 5.1.8, or with the word "relay": it is about us | `misconfigured` |
 * | `DATA` or the text answered any other 5xx: policy, spam, size | `misconfigured` |
 * | a link is no http(s) URL, or the host's `render` threw | `misconfigured` |
 *
 * "Once the text has begun to leave" is when the first byte after the server's go-ahead (354) is read for the
 * connection. That is earlier than the final dot, after which alone the server may keep the mail; what is in between is
 * called uncertain, since nobody on this side can tell.
 *
 * Some services (Amazon SES, Microsoft 365) replace the Message-ID on the way; `messageId` gives the one we wrote.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import type * as Message from "@temoin/core/Message"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Text from "@temoin/core/Text"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { createPrivateKey } from "node:crypto"
import { isIP } from "node:net"
import type { Readable } from "node:stream"
import type { ConnectionOptions } from "node:tls"
import { domainToASCII } from "node:url"
import { createTransport } from "nodemailer"
import SMTPPool from "nodemailer/lib/smtp-pool"
import * as Failure from "./Failure.ts"
import * as Look from "./Look.ts"
import * as Pace from "./Pace.ts"
import * as Rendering from "./Rendering.ts"

/**
 * The host's own rendering of a message. `undefined` leaves it to `Rendering.render`.
 *
 * @category models
 * @since 0.1.0
 */
export type Render = (message: Message.Message, look: Look.Look) => Rendering.Rendered | undefined

const Mailbox = Schema.Struct({ address: Contact.EmailAddress, name: Schema.optionalKey(Text.Line) })

const Secret = Schema.Union([Schema.NonEmptyString, Schema.Redacted(Schema.NonEmptyString)])

const PrivateKey = Secret.check(
  Schema.makeFilter((secret) => isPrivateKey(reveal(secret)) || "must be a private key in PEM, as OpenSSL writes it")
)

const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i

const Domain = Schema.String.check(
  Schema.isPattern(hostName, { expected: `a domain name in ASCII, such as "mail.example.com"` })
)

const wait = (input: unknown): Option.Option<Duration.Duration> => Duration.fromInput(input as Duration.Input)

const Wait = Schema.declare(
  (input): input is Duration.Input =>
    Option.exists(wait(input), (time) => Duration.toMillis(time) >= 1 && Duration.toMillis(time) <= 600_000),
  { expected: `a time from "1 milli" to "10 minutes"` }
)

/** RFC 5321 leaves 64 characters before the at-sign, and a reference with its plus takes 33. */
const Tagged = Contact.EmailAddress.check(
  Schema.isPattern(/^[\x21-\x7e]{1,31}@[\x21-\x7e]+$/, {
    expected: "an address in ASCII with at most 31 characters before the @, such as bounce@mail.example.com"
  })
)

const Rate = Schema.Struct({ mails: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })), per: Wait })

/**
 * How to reach the server, and who writes.
 *
 * - `host`, `port`: the server. Default port 465 when `secure`, else 587.
 * - `secure`: TLS from the first byte. Default: only on port 465.
 * - `requireTLS`: without `secure`, send nothing unless the server switches to TLS (STARTTLS). Default true, but false
 *   for a server on this machine (localhost, 127.0.0.1, ::1).
 * - `tls`: Node's own TLS options, such as `ca` for a private certificate authority.
 * - `auth`: the account. The password never appears in an error. Default: no login.
 * - `from`, `replyTo`: who the mail is from, and where replies go (default: to `from`).
 * - `domain`: the right-hand side of the Message-ID (default: the domain of `from`).
 * - `returnPath`: where bounces go. "bounce@mail.example.com" gets each under "bounce+" and the message's reference, which tells
 *   of which message it is (VERP); its server must take mail for such addresses. Default: to `from`, where a bounce is
 *   told by the mail that it returns.
 * - `unsubscribeTo`: an address that takes "no more" by mail, in the same way, for mail programs that cannot post
 *   (RFC 2369). What comes there and to `returnPath` is for `Listening`.
 * - `rate`, `ratePerDomain`: at most so many mails, in all and to the addresses of one domain, evenly spread: `{ mails: 10,
 *   per: "1 second" }`. A mail whose turn is more than a minute away fails as `unavailable`. Default: as fast as it goes.
 * - `maxConnections`: how many mails may leave at the same time, 1 to 100 (default 5).
 * - `connectionTimeout`: from the name lookup to the end of STARTTLS (default 30 seconds); `greetingTimeout`: the wait for
 *   the server's first word (30 seconds); `socketTimeout`: silence in the middle (2 minutes); `sendTimeout`: one mail,
 *   from its turn to the server's yes (5 minutes). Each at most 10 minutes.
 * - `dkim`: signs every mail, both List-Unsubscribe headers included, as RFC 8058 asks.
 * - `look`, `render`: how messages look, and the host's own rendering of them.
 *
 * @category models
 * @since 0.1.0
 */
export const Options = Schema.Struct({
  host: Schema.String.check(
    Schema.makeFilter<string>(
      (host) => hostName.test(host) || isIP(host) !== 0 || "must be a host name or an IP address"
    )
  ),
  port: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))),
  secure: Schema.optionalKey(Schema.Boolean),
  requireTLS: Schema.optionalKey(Schema.Boolean),
  tls: Schema.optionalKey(
    Schema.declare((input): input is ConnectionOptions => Predicate.isObject(input), { expected: "TLS options" })
  ),
  auth: Schema.optionalKey(Schema.Struct({ user: Schema.NonEmptyString, pass: Secret })),
  from: Schema.Union([Contact.EmailAddress, Mailbox]),
  replyTo: Schema.optionalKey(Schema.Union([Contact.EmailAddress, Mailbox])),
  domain: Schema.optionalKey(Domain),
  returnPath: Schema.optionalKey(Tagged),
  unsubscribeTo: Schema.optionalKey(Tagged),
  rate: Schema.optionalKey(Rate),
  ratePerDomain: Schema.optionalKey(Rate),
  maxConnections: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  connectionTimeout: Schema.optionalKey(Wait),
  greetingTimeout: Schema.optionalKey(Wait),
  socketTimeout: Schema.optionalKey(Wait),
  sendTimeout: Schema.optionalKey(Wait),
  dkim: Schema.optionalKey(Schema.Struct({ domainName: Domain, keySelector: Domain, privateKey: PrivateKey })),
  look: Schema.optionalKey(Look.Look),
  render: Schema.optionalKey(
    Schema.declare((input): input is Render => Predicate.isFunction(input), { expected: "a function" })
  )
})
/** @since 0.1.0 */
export type Options = typeof Options.Type

/**
 * Everything that is wrong with the settings, at once. Nothing was sent.
 *
 * @category errors
 * @since 0.1.0
 */
export class SmtpSettingsError extends Schema.TaggedError<SmtpSettingsError>()("SmtpSettingsError", {
  problems: Schema.NonEmptyArray(Schema.Struct({ path: Schema.String, problem: Schema.String }))
}) {
  override get message() {
    const lines = this.problems.map(({ path, problem }) => `  ${path === "" ? "(settings)" : path}: ${problem}`)
    return `Smtp.layer cannot send with ${lines.length === 1 ? "this setting" : `these ${lines.length} settings`}\n${lines.join("\n")}`
  }
}

/**
 * The `Mailer` over SMTP. Connects when the first mail is sent, and not before; closes its connections with the scope.
 * Fails with every problem of the settings at once.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Mailer.Mailer, SmtpSettingsError> =>
  Layer.effect(Mailer.Mailer, make(options))

const make = Effect.fnUntraced(function* (
  input: Options
): Effect.fn.Return<Mailer.Mailer["Service"], SmtpSettingsError, Scope.Scope> {
  const settings = yield* Effect.fromResult(check(input))
  const { options } = settings
  const transport = yield* Effect.acquireRelease(
    Effect.sync(() => open(settings)),
    (transport) => Effect.sync(() => transport.close())
  )
  // Waiting for a free connection happens here and not in the pool, so that it does not count against `sendTimeout`.
  const turns = yield* Semaphore.make(settings.maxConnections)
  const slots: Pace.Turns = new Map()
  const messageId = (reference: Event.Reference) => `<${reference}@${settings.domain}>`

  const turn = Effect.fnUntraced(function* (domain: string): Effect.fn.Return<void, Mailer.MailError> {
    const since = yield* Clock.currentTimeMillis
    for (;;) {
      const now = yield* Clock.currentTimeMillis
      const wait = Pace.take(settings.pace, slots, domain, now)
      if (wait === 0) return
      if (now + wait - since > longestWait) {
        const problem =
          "too many mails wait for their turn (rate, ratePerDomain); this one did not leave; try again later"
        return yield* new Mailer.MailError({ reason: "unavailable", problem })
      }
      yield* Effect.sleep(wait)
    }
  })

  const send = Effect.fnUntraced(function* (mail: Mailer.Mail): Effect.fn.Return<void, Mailer.MailError> {
    const rendered = yield* Effect.fromResult(renderFor(mail, settings))
    yield* turn(domainOf(mail.to.address))
    const deliver = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      // The pool is told to give up, rather than left behind, since it alone knows how far the mail had come.
      const late = new AbortController()
      const alarm = yield* Effect.forkChild(
        Effect.andThen(
          Effect.sleep(settings.sendTimeout),
          Effect.sync(() => late.abort())
        )
      )
      yield* Effect.tryPromise({
        try: (signal) =>
          transport.sendMail({
            from: settings.from,
            ...(settings.replyTo === undefined ? {} : { replyTo: settings.replyTo }),
            to: { name: oneLine(mail.to.name ?? ""), address: mail.to.address },
            subject: oneLine(rendered.subject),
            text: rendered.text,
            html: rendered.html,
            messageId: messageId(mail.reference),
            ...(options.returnPath === undefined
              ? {}
              : { envelope: { from: tagged(options.returnPath, mail.reference), to: mail.to.address } }),
            date: new Date(now),
            headers: {
              "Auto-Submitted": "auto-generated",
              "List-Unsubscribe": { prepared: true, value: unsubscribe(mail, options) },
              "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"
            },
            signal: AbortSignal.any([signal, late.signal])
          }),
        catch: (thrown) => mailError(thrown, settings)
      }).pipe(Effect.ensuring(Fiber.interrupt(alarm)))
    })
    yield* turns.withPermits(1)(deliver)
  })

  return Mailer.Mailer.of({ send, messageId })
})

interface Settings {
  readonly options: Options
  readonly port: number
  readonly secure: boolean
  readonly requireTLS: boolean
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo: { readonly name: string; readonly address: string } | undefined
  readonly domain: string
  readonly maxConnections: number
  readonly sendTimeout: Duration.Duration
  readonly pace: Pace.Pace
  readonly look: Look.Look
}

const formatter = SchemaIssue.makeFormatterStandardSchemaV1()

const check = (input: Options): Result.Result<Settings, SmtpSettingsError> => {
  const decoded = Schema.decodeUnknownResult(Options, { errors: "all", onExcessProperty: "error" })(input)
  if (Result.isFailure(decoded)) {
    return settingsError(
      formatter(decoded.failure.issue).issues.map(({ message, path }) => ({
        path: (path ?? []).map((segment) => String(typeof segment === "object" ? segment.key : segment)).join("."),
        problem: message
      }))
    )
  }
  const options = decoded.success
  const from = mailbox(options.from)
  const secure = options.secure ?? options.port === 465
  const domain = options.domain ?? domainToASCII(from.address.slice(from.address.indexOf("@") + 1))
  if (!hostName.test(domain)) {
    return settingsError([
      { path: "domain", problem: "must be given, since the one of from.address is no domain name" }
    ])
  }
  return Result.succeed({
    options,
    port: options.port ?? (secure ? 465 : 587),
    secure,
    requireTLS: options.requireTLS ?? (!secure && !isThisMachine(options.host)),
    from,
    replyTo: options.replyTo === undefined ? undefined : mailbox(options.replyTo),
    domain,
    maxConnections: options.maxConnections ?? 5,
    sendTimeout: Duration.fromInputUnsafe(options.sendTimeout ?? "5 minutes"),
    pace: {
      between: between(options.rate),
      betweenOfDomain: between(options.ratePerDomain)
    },
    look: options.look ?? {}
  })
}

const settingsError = (
  problems: ReadonlyArray<{ readonly path: string; readonly problem: string }>
): Result.Result<never, SmtpSettingsError> => {
  const [first = { path: "", problem: "cannot be read" }, ...rest] = problems
  return Result.fail(new SmtpSettingsError({ problems: [first, ...rest] }))
}

/** A runner gives up on who keeps it waiting for much longer. */
const longestWait = 60_000

const between = (rate: Options["rate"]): number =>
  rate === undefined ? 0 : Duration.toMillis(Duration.fromInputUnsafe(rate.per)) / rate.mails

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase()

const tagged = (address: string, reference: Event.Reference): string => address.replace("@", `+${reference}@`)

/** RFC 8058 wants one https address; one for mail may follow it. */
const unsubscribe = ({ message, reference }: Mailer.Mail, { unsubscribeTo }: Options): string =>
  unsubscribeTo === undefined
    ? `<${message.optOutUrl}>`
    : `<${message.optOutUrl}>, <mailto:${encodeURI(tagged(unsubscribeTo, reference))}?subject=unsubscribe>`

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/i.test(host)

const mailbox = (sender: Options["from"]) =>
  typeof sender === "string"
    ? { name: "", address: sender }
    : { name: oneLine(sender.name ?? ""), address: sender.address }

const reveal = (secret: typeof Secret.Type): string => (typeof secret === "string" ? secret : Redacted.value(secret))

const isPrivateKey = (pem: string): boolean => Result.isSuccess(Result.try(() => createPrivateKey(pem)))

// What nodemailer signs by itself, and `List-Unsubscribe-Post`, which it leaves out and RFC 8058 asks for.
const signedHeaders = [
  "From",
  "Reply-To",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "Auto-Submitted",
  "List-Unsubscribe",
  "List-Unsubscribe-Post"
].join(":")

// nodemailer's pool reports a connection lost before and after the text in the same words. It takes the text from a
// stream, and only once the server has said go ahead: a stream nobody has read from says that no text has left.
class WatchedPool extends SMTPPool {
  override send(...[mail, callback]: Parameters<SMTPPool["send"]>): boolean {
    const texts: Array<Readable> = []
    mail.message.processFunc((text) => {
      texts.push(text)
      return text
    })
    return super.send(mail, (error, info) => {
      if (error === null) return callback(null, info)
      const textLeft = texts.some((text) => text.readableDidRead)
      return callback(Object.assign(error, { textLeft }))
    })
  }
}

const open = ({ maxConnections, options, port, requireTLS, secure }: Settings) =>
  createTransport(
    new WatchedPool({
      host: options.host,
      port,
      secure,
      requireTLS,
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      // Without `forceAuth` a server that does not offer a login would be sent the mail without one.
      ...(options.auth === undefined
        ? {}
        : { auth: { user: options.auth.user, pass: reveal(options.auth.pass) }, forceAuth: true }),
      maxConnections,
      // Only mails none of which has left are tried again by the pool; the rest is the caller's decision.
      maxRequeues: 2,
      connectionTimeout: Duration.toMillis(options.connectionTimeout ?? "30 seconds"),
      dnsTimeout: Duration.toMillis(options.connectionTimeout ?? "30 seconds"),
      greetingTimeout: Duration.toMillis(options.greetingTimeout ?? "30 seconds"),
      socketTimeout: Duration.toMillis(options.socketTimeout ?? "2 minutes"),
      maxResponseSize: 64 * 1024
    }),
    {
      // Whatever the host's `render` returns, it is text, not the name of a file or page to be fetched.
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(options.dkim === undefined
        ? {}
        : { dkim: { ...options.dkim, privateKey: reveal(options.dkim.privateKey), headerFieldNames: signedHeaders } })
    }
  )

// oxlint-disable-next-line no-control-regex -- control characters are what must go
const breaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

const oneLine = (text: string): string => text.toWellFormed().replace(breaks, " ").trim()

const isAddress = Schema.is(Contact.EmailAddress)

const asRendered = Schema.decodeUnknownSync(
  Schema.Struct({ subject: Schema.String, html: Schema.String, text: Schema.String })
)

const renderFor = (
  { message, to }: Mailer.Mail,
  { look, options }: Settings
): Result.Result<Rendering.Rendered, Mailer.MailError> => {
  if (!isAddress(to.address)) {
    return Result.fail(
      new Mailer.MailError({ reason: "refused", problem: "what is to be written to is not an e-mail address" })
    )
  }
  return Result.try({
    // Ours is rendered first in any case: it checks the links, and the opt-out link stands in a header.
    try: () => {
      const ours = Rendering.render(message, look)
      return asRendered(options.render?.(message, look) ?? ours)
    },
    catch: (thrown) =>
      new Mailer.MailError({
        reason: "misconfigured",
        problem: `the message (${message._tag}) could not be rendered: ${Failure.fromUnknown(thrown).message}`,
        cause: thrown
      })
  })
}

const longestReply = 500

const mailError = (thrown: unknown, { options, port, sendTimeout }: Settings): Mailer.MailError => {
  const failure = Failure.fromUnknown(thrown)
  const { advice, reason } = Failure.classify(failure)
  const secrets = options.auth === undefined ? [] : spellings(options.auth.user, reveal(options.auth.pass))
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text)
  const said =
    failure.code === "EABORT"
      ? `the mail took longer than ${Duration.format(sendTimeout)}`
      : oneLine(hide(failure.message)).slice(0, longestReply).toWellFormed()
  const problem = `${options.host}:${port}: ${said}; ${advice}`
  // A server may repeat what it was sent, and a cause is printed whole.
  const leaks = secrets.some((secret) => `${failure.message} ${failure.response ?? ""}`.includes(secret))
  return new Mailer.MailError({ reason, problem, ...(leaks ? {} : { cause: thrown }) })
}

// As typed, and as AUTH PLAIN and AUTH LOGIN send them.
const spellings = (user: string, pass: string): ReadonlyArray<string> => [
  pass,
  Buffer.from(`\u0000${user}\u0000${pass}`).toString("base64"),
  Buffer.from(pass).toString("base64")
]
