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
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { isIP } from "node:net"
import type { Readable } from "node:stream"
import type { ConnectionOptions } from "node:tls"
import { createTransport } from "nodemailer"
import SMTPPool from "nodemailer/lib/smtp-pool"
import * as Dkim from "./Dkim.ts"
import * as Failure from "./Failure.ts"
import * as Mime from "./Mime.ts"
import * as Pace from "./Pace.ts"
import * as Sender from "./Sender.ts"
import * as Tag from "./Tag.ts"

/** The host's own rendering of a message. @category models @since 0.1.0 */
export type Render = Sender.Render

const Secret = Schema.Union([Schema.NonEmptyString, Schema.Redacted(Schema.NonEmptyString)])

const PrivateKey = Secret.check(
  Schema.makeFilter((secret) =>
    Result.match(Dkim.readKey(reveal(secret)), { onFailure: (problem) => problem, onSuccess: () => true })
  )
)

/**
 * How to reach the server, and who writes.
 *
 * - `host`, `port`: the server. Default port 465 when `secure`, else 587.
 * - `secure`: TLS from the first byte. Default: only on port 465.
 * - `requireTLS`: without `secure`, send nothing unless the server switches to TLS (STARTTLS). Default true, but false
 *   for a server on this machine (localhost, 127.0.0.1, ::1).
 * - `tls`: Node's own TLS options, such as `ca` for a private certificate authority.
 * - `auth`: the account. The password never appears in an error. Default: no login.
 * - `returnPath`: where bounces go. "bounce@mail.example.com" gets each under "bounce+" and the message's reference, which tells
 *   of which message it is (VERP); its server must take mail for such addresses. Default: to `from`, where a bounce is
 *   told by the mail that it returns. What comes there and to `unsubscribeTo` is for `Listening`.
 * - `rate`, `ratePerDomain`: at most so many mails, in all and to the addresses of one domain, evenly spread: `{ mails: 10,
 *   per: "1 second" }`. A mail whose turn is more than a minute away fails as `unavailable`. Default: as fast as it goes.
 * - `maxConnections`: how many mails may leave at the same time, 1 to 100 (default 5).
 * - `connectionTimeout`: from the name lookup to the end of STARTTLS (default 30 seconds); `greetingTimeout`: the wait for
 *   the server's first word (30 seconds); `socketTimeout`: silence in the middle (2 minutes); `sendTimeout`: one mail,
 *   from its turn to the server's yes (5 minutes). Each at most 10 minutes.
 * - `dkim`: signs every mail, both List-Unsubscribe headers included, as RFC 8058 asks.
 * - Who writes, where replies and opt-outs go, `secrets`, `look` and `render`: see `Sender.fields`.
 *
 * @category models
 * @since 0.1.0
 */
export const Options = Schema.Struct({
  host: Schema.String.check(
    Schema.makeFilter<string>(
      (host) => Sender.hostName.test(host) || isIP(host) !== 0 || "must be a host name or an IP address"
    )
  ),
  port: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))),
  secure: Schema.optionalKey(Schema.Boolean),
  requireTLS: Schema.optionalKey(Schema.Boolean),
  tls: Schema.optionalKey(
    Schema.declare((input): input is ConnectionOptions => Predicate.isObject(input), { expected: "TLS options" })
  ),
  auth: Schema.optionalKey(Schema.Struct({ user: Schema.NonEmptyString, pass: Secret })),
  ...Sender.fields,
  returnPath: Schema.optionalKey(Sender.Tagged),
  rate: Schema.optionalKey(Pace.Rate),
  ratePerDomain: Schema.optionalKey(Pace.Rate),
  maxConnections: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  connectionTimeout: Schema.optionalKey(Pace.Wait),
  greetingTimeout: Schema.optionalKey(Pace.Wait),
  socketTimeout: Schema.optionalKey(Pace.Wait),
  sendTimeout: Schema.optionalKey(Pace.Wait),
  dkim: Schema.optionalKey(
    Schema.Struct({ domainName: Sender.Domain, keySelector: Sender.Domain, privateKey: PrivateKey })
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
  const { options, sender, signer } = settings
  const transport = yield* Effect.acquireRelease(
    Effect.sync(() => open(settings)),
    (transport) => Effect.sync(() => transport.close())
  )
  // Waiting for a free connection happens here and not in the pool, so that it does not count against `sendTimeout`.
  const turns = yield* Semaphore.make(settings.maxConnections)
  const slots: Pace.Turns = new Map()
  const told: Sender.Unspoken = new Set()
  const send = Effect.fnUntraced(function* (mail: Mailer.Mail): Effect.fn.Return<void, Mailer.MailError> {
    const letter = yield* Effect.fromResult(Sender.letter(mail, sender))
    yield* Sender.tell(letter, told)
    yield* Pace.turn(settings.pace, slots, Sender.domainOf(letter.to.address))
    const now = yield* Clock.currentTimeMillis
    const text = yield* Effect.try({
      try: () => Mime.write(letter, now),
      catch: (thrown) => mailError(thrown, settings)
    })
    const raw =
      signer === undefined
        ? Buffer.from(text)
        : yield* Effect.tryPromise({
            try: () => Dkim.sealed(text, signer),
            catch: (thrown) => mailError(thrown, settings)
          })
    const from =
      options.returnPath === undefined
        ? letter.from.address
        : Tag.address(options.returnPath, mail.reference, options.secrets)
    const deliver = Effect.gen(function* () {
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
            envelope: { from, to: letter.to.address },
            raw,
            signal: AbortSignal.any([signal, late.signal])
          }),
        catch: (thrown) => mailError(thrown, settings)
      }).pipe(Effect.ensuring(Fiber.interrupt(alarm)))
    })
    yield* turns.withPermits(1)(deliver)
  })

  return Mailer.Mailer.of({
    send,
    messageId: (reference) => Sender.messageId(sender, reference),
    // connects, says hello, logs in, and leaves
    check: Effect.asVoid(
      Effect.tryPromise({ try: () => transport.verify(), catch: (thrown) => mailError(thrown, settings) })
    )
  })
})

interface Settings {
  readonly options: Options
  readonly port: number
  readonly secure: boolean
  readonly requireTLS: boolean
  readonly sender: Sender.Sender
  readonly signer: Dkim.Signer | undefined
  readonly maxConnections: number
  readonly sendTimeout: Duration.Duration
  readonly pace: Pace.Pace
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
  const secure = options.secure ?? options.port === 465
  const sender = Sender.make(options)
  const rooms = options.secrets === undefined ? [] : Sender.roomIn("returnPath", options.returnPath)
  if (Result.isFailure(sender)) return settingsError([...sender.failure, ...rooms])
  if (rooms.length > 0) return settingsError(rooms)
  const { dkim } = options
  const key = dkim && Dkim.readKey(reveal(dkim.privateKey))
  return Result.succeed({
    options,
    port: options.port ?? (secure ? 465 : 587),
    secure,
    requireTLS: options.requireTLS ?? (!secure && !isThisMachine(options.host)),
    sender: sender.success,
    signer: dkim && key && Result.isSuccess(key) ? { ...dkim, key: key.success } : undefined,
    maxConnections: options.maxConnections ?? 5,
    sendTimeout: Duration.fromInputUnsafe(options.sendTimeout ?? "5 minutes"),
    pace: Pace.make(options.rate, options.ratePerDomain)
  })
}

const settingsError = (
  problems: ReadonlyArray<{ readonly path: string; readonly problem: string }>
): Result.Result<never, SmtpSettingsError> => {
  const [first = { path: "", problem: "cannot be read" }, ...rest] = problems
  return Result.fail(new SmtpSettingsError({ problems: [first, ...rest] }))
}

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/i.test(host)

const reveal = (secret: typeof Secret.Type): string => (typeof secret === "string" ? secret : Redacted.value(secret))

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
    })
  )

const longestReply = 500

const mailError = (thrown: unknown, { options, port, sendTimeout }: Settings): Mailer.MailError => {
  const failure = Failure.fromUnknown(thrown)
  const { advice, reason } = Failure.classify(failure)
  const secrets = options.auth === undefined ? [] : spellings(options.auth.user, reveal(options.auth.pass))
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text)
  const said =
    failure.code === "EABORT"
      ? `the mail took longer than ${Duration.format(sendTimeout)}`
      : Sender.oneLine(hide(failure.message)).slice(0, longestReply).toWellFormed()
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
