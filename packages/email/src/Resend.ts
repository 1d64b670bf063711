/**
 * Resend: how does a message leave through Resend's HTTP API?
 *
 * The `Mailer` port over `POST /emails`, with `fetch` and without a client library. Each mail has an idempotency key, its
 * reference: what Resend has taken within 24 hours it does not send again, whatever we heard of it.
 *
 * What came back, and what the port says:
 *
 * | what happened | reason |
 * |---|---|
 * | 2xx with the id of a mail; 409 `invalid_idempotent_request`: it had taken a mail under this key, and kept to that one | sent |
 * | 400 or 422 about `to`, or `to` is not an e-mail address | `refused` |
 * | 429 `rate_limit_exceeded`, 408, 425, 503 | `unavailable` |
 * | no DNS, no connection | `unavailable` |
 * | connection lost or silent once the request may have left; 2xx that names no mail; 409 `concurrent_idempotent_requests`; any other 5xx | `uncertain` |
 * | 401, 403, 404, 405, 451, any other 4xx, 429 of a day's or a month's quota, a redirect, a bad certificate | `misconfigured` |
 *
 * Resend's own servers bounce to Resend, which tells it by webhook: see `ResendEvents`. They may replace the Message-ID on the
 * way; the reference goes along as a tag of the mail, too, and comes back with each event. Replies tell their message by
 * `taggedReplies`.
 *
 * @since 0.1.0
 */
import type * as Event from "@temoin/core/Event"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Semaphore from "effect/Semaphore"
import * as HttpReply from "./HttpReply.ts"
import * as Pace from "./Pace.ts"
import * as Sender from "./Sender.ts"

const isHttp = (url: string): boolean => {
  const { hostname, protocol } = URL.parse(url) ?? {}
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname ?? ""))
}

/**
 * - `apiKey`: as Resend gives it; one that may only send is enough. It never appears in an error.
 * - `baseUrl`: where the API is (default https://api.resend.com); https, but on this machine.
 * - `rate`, `ratePerDomain`: at most so many mails, in all and to the addresses of one domain (default: 2 in a second, Resend's
 *   own limit). A mail whose turn is more than a minute away fails as `unavailable`.
 * - `maxConnections`: how many mails may leave at the same time, 1 to 100 (default 2).
 * - `timeout`: one mail, from its turn to the answer's last byte (default 30 seconds, at most 10 minutes).
 * - Who writes, where replies and opt-outs go, `secrets`, `look` and `render`: see `Sender.fields`.
 *
 * @category models
 * @since 0.1.0
 */
export const Options = Schema.Struct({
  apiKey: Schema.Union([Schema.NonEmptyString, Schema.Redacted(Schema.NonEmptyString)]),
  baseUrl: Schema.optionalKey(
    Schema.String.check(
      Schema.makeFilter((url) => isHttp(url) || "must be an https address, such as https://api.resend.com")
    )
  ),
  rate: Schema.optionalKey(Pace.Rate),
  ratePerDomain: Schema.optionalKey(Pace.Rate),
  maxConnections: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  timeout: Schema.optionalKey(Pace.Wait),
  ...Sender.fields
})
/** @since 0.1.0 */
export type Options = typeof Options.Type

/**
 * Everything that is wrong with the settings, at once. Nothing was sent.
 *
 * @category errors
 * @since 0.1.0
 */
export class ResendSettingsError extends Schema.TaggedError<ResendSettingsError>()("ResendSettingsError", {
  problems: Schema.NonEmptyArray(Schema.Struct({ path: Schema.String, problem: Schema.String }))
}) {
  override get message() {
    const lines = this.problems.map(({ path, problem }) => `  ${path === "" ? "(settings)" : path}: ${problem}`)
    return `Resend.layer cannot send with ${lines.length === 1 ? "this setting" : `these ${lines.length} settings`}\n${lines.join("\n")}`
  }
}

/** The tag of a mail under which Resend gives its reference back. @category models @since 0.1.0 */
export const tag = "temoin"

/**
 * The `Mailer` over Resend's API. Connects when the first mail is sent. Fails with every problem of the settings at once.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Mailer.Mailer, ResendSettingsError> =>
  Layer.effect(Mailer.Mailer, make(options))

const make = Effect.fnUntraced(function* (
  input: Options
): Effect.fn.Return<Mailer.Mailer["Service"], ResendSettingsError> {
  const { options, sender } = yield* Effect.fromResult(check(input))
  const { apiKey, baseUrl = "https://api.resend.com", maxConnections = 2, timeout = "30 seconds" } = options
  const url = `${baseUrl.replace(/\/+$/, "")}/emails`
  const key = typeof apiKey === "string" ? apiKey : Redacted.value(apiKey)
  const connections = yield* Semaphore.make(maxConnections)
  const pace = Pace.make(options.rate ?? { mails: 2, per: "1 second" }, options.ratePerDomain)
  const turns: Pace.Turns = new Map()
  const told: Sender.Unspoken = new Set()

  const send = Effect.fnUntraced(function* (mail: Mailer.Mail): Effect.fn.Return<void, Mailer.MailError> {
    const letter = yield* Effect.fromResult(Sender.letter(mail, sender))
    yield* Sender.tell(letter, told)
    yield* Pace.turn(pace, turns, Sender.domainOf(letter.to.address))
    const request: RequestInit = {
      method: "POST",
      // an answer from elsewhere would not be Resend's
      redirect: "manual",
      headers: {
        Authorization: `Bearer ${key}`,
        "Content-Type": "application/json",
        "User-Agent": "temoin",
        "Idempotency-Key": mail.reference
      },
      body: JSON.stringify(bodyOf(letter, mail.reference))
    }
    const reply = yield* connections.withPermits(1)(HttpReply.fetched(url, request, Duration.fromInputUnsafe(timeout)))
    const { advice, reason, said } = classify(reply)
    if (reason === undefined) return
    const hidden = Sender.oneLine(said.replaceAll(key, "***")).slice(0, longestSaid).toWellFormed()
    return yield* new Mailer.MailError({ reason, problem: `${new URL(url).host}: ${hidden}; ${advice}` })
  })

  return Mailer.Mailer.of({
    send,
    messageId: (reference) => Sender.messageId(sender, reference),
    deduplicatesFor: keyLasts
  })
})

/** Resend keeps a key for 24 hours; an hour less, since its clock is not ours. Unit: milliseconds. */
const keyLasts = 23 * 3_600_000

const longestSaid = 500

const formatter = SchemaIssue.makeFormatterStandardSchemaV1()

const check = (
  input: Options
): Result.Result<{ readonly options: Options; readonly sender: Sender.Sender }, ResendSettingsError> => {
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
  const sender = Sender.make(options)
  return Result.isSuccess(sender) ? Result.succeed({ options, sender: sender.success }) : settingsError(sender.failure)
}

const settingsError = (problems: ReadonlyArray<Sender.Problem>): Result.Result<never, ResendSettingsError> => {
  const [first = { path: "", problem: "cannot be read" }, ...rest] = problems
  return Result.fail(new ResendSettingsError({ problems: [first, ...rest] }))
}

const bodyOf = (
  { from, headers, html, messageId, replyTo, subject, text, to }: Sender.Letter,
  reference: Event.Reference
) => ({
  from: written(from),
  to: [written(to)],
  subject,
  html,
  text,
  ...(replyTo !== undefined && { reply_to: [written(replyTo)] }),
  headers: { ...headers, "Message-ID": messageId },
  tags: [{ name: tag, value: reference }]
})

/** In quotes, so that a name with a comma or an at-sign in it is one name. */
const written = ({ address, name }: Sender.Mailbox): string =>
  name === "" ? address : `"${name.replaceAll(/[\\"<>]/g, " ").trim()}" <${address}>`

const Refusal = Schema.Struct({ name: Schema.String, message: Schema.String })
const asRefusal = Schema.decodeUnknownOption(Schema.fromJsonString(Refusal))

interface Classified {
  /** Missing: it was sent. */
  readonly reason: Mailer.MailError["reason"] | undefined
  readonly said: string
  readonly advice: string
}

/**
 * What an answer means for the mail.
 *
 * @example Resend.classify({ _tag: "Answered", status: 503, body: "", retryAfter: undefined }).reason // => "unavailable"
 * @category classification
 * @since 0.1.0
 */
export const classify = (reply: HttpReply.HttpReply): Classified => {
  if (reply._tag === "Failed") return { ...byFailure[reply.when], said: reply.problem }
  const { body, retryAfter, status } = reply
  const refusal = asRefusal(body)
  const { message, name } = refusal._tag === "Some" ? refusal.value : { name: "", message: "" }
  // a page in HTML is from somebody in between, and says nothing that a person would not see by the status
  const said = name === "" ? `the answer was ${status}` : `the answer was ${status} ${name}: ${message}`
  const as = (reason: Classified["reason"], advice: string): Classified => ({ reason, said, advice })
  if (status >= 200 && status < 300) {
    return isJson(body, isId) ? as(undefined, "") : as("uncertain", "it names no mail: look for it in Resend's log")
  }
  if (status >= 500) {
    return status === 503
      ? as("unavailable", "the mail did not leave; try again later")
      : as("uncertain", "nobody can tell whether Resend had taken it: look in its log before sending it again")
  }
  switch (name) {
    case "invalid_idempotent_request":
      return as(undefined, "")
    case "concurrent_idempotent_requests":
      return as("uncertain", "another worker is sending this very mail")
    case "daily_quota_exceeded":
    case "monthly_quota_exceeded":
      return as("misconfigured", "nothing more can be sent until then: raise the quota")
  }
  if (status === 429 || status === 408 || status === 425) {
    const wait = retryAfter === undefined ? "later" : `in ${retryAfter} seconds`
    return as("unavailable", `the mail did not leave; try again ${wait}, and lower rate`)
  }
  if ((status === 400 || status === 422) && /[`'"]to[`'"]/.test(message)) {
    return as("refused", "this address takes no mail: ask for another one")
  }
  if (status === 401 || status === 403)
    return as("misconfigured", "check apiKey, and that Resend knows the domain of from")
  return as("misconfigured", status >= 300 && status < 400 ? "check baseUrl" : "check the settings of Resend.layer")
}

const isId = (found: unknown): boolean =>
  Predicate.hasProperty(found, "id") && typeof found.id === "string" && found.id !== ""

const isJson = (body: string, guard: (found: unknown) => boolean): boolean =>
  Result.match(
    Result.try((): unknown => JSON.parse(body)),
    { onSuccess: guard, onFailure: () => false }
  )

const byFailure = {
  before: { reason: "unavailable", advice: "the mail did not leave; try again later" },
  after: {
    reason: "uncertain",
    advice: "the request was already on its way, so the mail may arrive: look in Resend's log before sending it again"
  },
  certificate: { reason: "misconfigured", advice: "check baseUrl and its certificate" }
} as const
