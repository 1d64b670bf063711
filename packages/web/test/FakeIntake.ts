/** An intake that remembers, in the test's own words, what was recorded; and the pages over it. */
import type * as Event from "@temoin/core/Event"
import type * as Score from "@temoin/core/Score"
import { type AskedAuthor, Intake, type OpenWave, type Reply, UnknownReference } from "@temoin/core/ports/Intake"
import { Reference } from "@temoin/core/Event"
import * as Period from "@temoin/core/Period"
import * as Preference from "@temoin/core/Preference"
import { Walls } from "@temoin/core/ports/Walls"
import { SurveyId } from "@temoin/core/Survey"
import * as Receipt from "@temoin/web/Receipt"
import * as Token from "@temoin/web/Token"
import * as Web from "@temoin/web/Web"
import * as WebConfig from "@temoin/web/WebConfig"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { createHash } from "node:crypto"
import { inspect } from "node:util"
import { assert } from "vitest"

export const now = Date.UTC(2026, 5, 1, 12)
export const day = 24 * 60 * 60 * 1000

export const options = {
  baseUrl: "https://example.com/nps",
  secrets: [{ id: 7, secret: "a secret for the tests, of 40 characters" }]
}
export const keys = Result.getOrThrow(WebConfig.keys(options.secrets))

export const reference = (n: number): Event.Reference => Reference.make(n.toString(16).padStart(32, "0"))
export const anna = reference(1)
export const answerToken = Token.sign(keys, "answer", anna, now + day)
export const optOutToken = Token.sign(keys, "opt-out", anna, now + day)
export const authorToken = Token.sign(keys, "author", anna, now + day)
/** Where a browser goes on after a form was taken just now. */
export const went = (purpose: Token.Purpose, noted: string): string => {
  const path = { answer: `a/${answerToken}`, author: `t/${authorToken}`, "opt-out": `u/${optOutToken}` }[purpose]
  return `/nps/${path}?done=${Receipt.sign(keys, purpose, anna, noted, now)}`
}

export const authorUrl = `${options.baseUrl}/t/${authorToken}`
export const answerUrl = `${options.baseUrl}/a/${answerToken}`
export const optOutUrl = `${options.baseUrl}/u/${optOutToken}`

export type Recorded =
  | { readonly _tag: "Answer"; readonly reference: string; readonly score: Score.Score; readonly comment?: string }
  | { readonly _tag: "Reply"; readonly reference: string; readonly reply: Reply }
  | { readonly _tag: "Wish"; readonly reference: string; readonly preference: Preference.Preference }
  | { readonly _tag: "OptOut"; readonly reference: string; readonly extent?: Event.Extent }

const known = <A>(reference: Event.Reference, use: () => A) =>
  Number.parseInt(reference, 16) < 100 ? Effect.sync(use) : Effect.fail(new UnknownReference({ reference }))

/** Knows the references 0 to 99. What it is told replaces what it does by itself. */
export const fake = (
  told: Partial<Intake["Service"]> = {},
  wave: Partial<OpenWave> = {},
  author: Partial<AskedAuthor> = {}
) => {
  const recorded: Array<Recorded> = []
  const answers = new Map<string, { readonly score: Score.Score; readonly comment: Option.Option<string> }>()
  const service = Intake.of({
    open: (reference) =>
      known(reference, () => ({
        survey: SurveyId.make("relationship"),
        subject: Option.some("Acme"),
        locale: Option.none(),
        answer: Option.fromUndefinedOr(answers.get(reference)),
        ...wave
      })),
    answer: (reference, answer) =>
      known(reference, () => {
        recorded.push({ _tag: "Answer", reference, ...answer })
        const { comment } = answer
        answers.set(reference, {
          score: answer.score,
          comment:
            comment === undefined
              ? Option.flatMap(Option.fromUndefinedOr(answers.get(reference)), (before) => before.comment)
              : Option.liftPredicate(comment, (text) => text !== "")
        })
      }),
    asked: (reference) =>
      known(reference, () => ({
        locale: Option.none(),
        name: Option.some("Anna Berg"),
        isAnswered: recorded.some(({ _tag }) => _tag === "Reply"),
        asks: { _tag: "Referral" },
        ...author
      })),
    reply: (reference, reply) =>
      known(reference, () => {
        recorded.push({ _tag: "Reply", reference, reply })
      }),
    optOut: (reference, extent) =>
      known(reference, () => {
        recorded.push({ _tag: "OptOut", reference, ...(extent === undefined ? {} : { extent }) })
      }),
    preferences: (reference) =>
      known(reference, () => {
        const wished = new Set(recorded.map((one) => (one._tag === "Wish" ? one.preference : one._tag)))
        return {
          isLessOften: wished.has("less often"),
          pausedUntil: wished.has("pause") ? Period.after(Preference.pause, now, "UTC") : undefined,
          isWithoutTopic: wished.has("not this topic"),
          isNever: wished.has("never") || wished.has("OptOut")
        }
      }),
    prefer: (reference, preference) =>
      known(reference, () => {
        recorded.push({ _tag: "Wish", reference, preference })
      }),
    hear: () => Effect.succeed({ _tag: "Unplaced", because: "it names no message" }),
    locale: (reference) => known(reference, () => wave.locale ?? author.locale ?? Option.none()),
    ...told
  })
  return { recorded, service }
}

/** Time stands still at `now`; a sleep lasts for ever, or is over at once when `hurried`. */
const clock = (hurried: boolean): Clock.Clock => ({
  currentTimeMillisUnsafe: () => now,
  currentTimeMillis: Effect.succeed(now),
  currentTimeNanosUnsafe: () => BigInt(now) * 1_000_000n,
  currentTimeNanos: Effect.succeed(BigInt(now) * 1_000_000n),
  monotonicTimeNanosUnsafe: () => 0n,
  monotonicTimeNanos: Effect.succeed(0n),
  sleep: () => (hurried ? Effect.void : Effect.never)
})

export const site = async (
  told: Partial<Intake["Service"]> = {},
  {
    author = {},
    baseUrl = options.baseUrl,
    hurried = false,
    log,
    subject,
    view,
    wave = {}
  }: {
    readonly author?: Partial<AskedAuthor>
    readonly subject?: WebConfig.Options["subject"]
    readonly view?: Walls["Service"]["view"]
    readonly baseUrl?: string
    readonly hurried?: boolean
    readonly log?: (line: string) => void
    readonly wave?: Partial<OpenWave>
  } = {}
) => {
  const { recorded, service } = fake(told, wave, author)
  const lines: Array<string> = []
  const logger = Logger.make(({ cause, message }) => {
    const line = `${inspect(message, { depth: 9 })} ${Cause.pretty(cause)}`
    if (log !== undefined) log(line)
    lines.push(line)
  })
  const handler = await Effect.runPromise(
    Web.make({ ...options, baseUrl, ...(subject !== undefined && { subject }) }).pipe(
      Effect.provide([
        Layer.succeed(Intake, service),
        Layer.succeed(Clock.Clock, clock(hurried)),
        Logger.layer([logger]),
        view === undefined ? Layer.empty : Layer.succeed(Walls, Walls.of({ view }))
      ])
    )
  )
  return { handler, recorded, lines, visit: visitor(handler) }
}

/** What every response of every test must have. */
export const visitor =
  (handler: Web.Handler) =>
  async (url: string, init: RequestInit & { readonly duplex?: "half" } = {}) => {
    const response = await handler(new Request(url, init))
    const body = await response.text()
    const header = (name: string) => response.headers.get(name) ?? ""
    const [, style = ""] = /<style>(.*)<\/style>/s.exec(body) ?? []
    const csp = header("content-security-policy")
    if (style !== "") assert.include(csp, `'sha256-${createHash("sha256").update(style).digest("base64")}'`)
    for (const rule of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      assert.include(csp, rule)
    assert.notInclude(csp, "unsafe")
    assert.strictEqual(header("referrer-policy"), "no-referrer")
    assert.strictEqual(header("cache-control"), "no-store")
    assert.strictEqual(header("x-content-type-options"), "nosniff")
    assert.strictEqual(header("x-robots-tag"), "noindex")
    assert.isNull(response.headers.get("set-cookie"))
    assert.notMatch(body, /<script|<link|<img|<iframe|(?:href|src|action)="javascript:/i)
    for (const [tag] of body.matchAll(/<[^>]*>/g)) assert.notMatch(tag.replace(/="[^"]*"/g, ""), / on[a-z]+=?/i)
    if (init.method === "HEAD" || response.status === 303) assert.strictEqual(body, "")
    else
      assert.match(body, /^<!doctype html>\n<html lang="[a-z]{2}" dir="(?:ltr|rtl)">\n.*<title>[^<]+<\/title>.*<h1>/s)
    return { status: response.status, headers: response.headers, header, body, checked: checked(body) }
  }

/** The scores that are marked on a page. */
const checked = (body: string): ReadonlyArray<number> =>
  [...body.matchAll(/<input type="radio" name="score" id="score-\d+" value="(\d+)" checked>/g)].map(([, score]) =>
    Number(score)
  )

/** What stands in the box for the reason; `undefined` without one. */
export const boxed = (body: string): string | undefined => {
  const [, text] = /<textarea [^>]*>\n(.*)<\/textarea>/s.exec(body) ?? []
  return text === undefined ? undefined : unescape(text)
}

export const unescape = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

export const post = (fields: Readonly<Record<string, string>>) => ({
  method: "POST",
  body: new URLSearchParams(fields)
})

export const postRaw = (body: string | Uint8Array<ArrayBuffer>, type = "application/x-www-form-urlencoded") => ({
  method: "POST",
  headers: { "content-type": type },
  body
})
