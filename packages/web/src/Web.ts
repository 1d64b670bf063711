/**
 * Web: how does a person answer, or ask to hear no more?
 *
 * One `(Request) => Promise<Response>` that any host can mount. Under the base URL:
 *
 * - `GET a/<token>?score=9` shows the question with that score marked, `POST` records the answer.
 * - `GET u/<token>` asks "no more?", `POST` records it.
 *
 * Nothing is ever recorded on GET or HEAD: mail scanners follow every link. The token in the address is the whole
 * authority. There are no cookies, so a forged request from another site can do nothing that its sender, who would
 * have to know the token, could not do directly: CSRF has no hold here.
 *
 * @since 0.1.0
 */
import type * as Event from "@temoin/core/Event"
import type * as Score from "@temoin/core/Score"
import type { StoreError, Conflict, EventClash } from "@temoin/core/ports/HistoryStore"
import { Intake, type OpenWave, type UnknownReference, type WaveClosed } from "@temoin/core/ports/Intake"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Body from "./Body.ts"
import * as Form from "./Form.ts"
import * as Language from "./Language.ts"
import * as Page from "./Page.ts"
import * as Style from "./Style.ts"
import * as Token from "./Token.ts"
import * as WebConfig from "./WebConfig.ts"
import type { Notice, Problem, Words } from "./Words.ts"

/**
 * What a host mounts. It never rejects.
 *
 * @category models
 * @since 0.1.0
 */
export type Handler = (request: Request) => Promise<Response>

/**
 * The handler for everything under `baseUrl`. The request must come with the path of `baseUrl` still on it; its host is
 * not looked at. Uses the services it is made with: Intake, the clock, the loggers.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: (options: WebConfig.Options) => Effect.Effect<Handler, WebConfig.WebConfigError, Intake> =
  Effect.fnUntraced(function* (options) {
    const config = yield* Effect.suspend(() => Effect.fromResult(WebConfig.make(options)))
    const run = Effect.runPromiseWith(yield* Effect.context<Intake>())
    return (request) => run(respond(config, request)).catch(lastResort)
  })

interface Reply {
  readonly status: number
  readonly page?: string
  readonly headers?: Readonly<Record<string, string>>
}

type Route = "a" | "u"

interface Visit {
  readonly request: Request
  readonly method: "GET" | "POST"
  readonly query: URLSearchParams
  readonly action: string
  readonly accepted: string | null
}

type Failure = UnknownReference | WaveClosed | Conflict | EventClash | StoreError

type Serve = (visit: Visit, reference: Event.Reference) => Effect.Effect<Reply, Failure | Body.BodyError, Intake>

const security = {
  "content-security-policy": `default-src 'none'; style-src ${Style.source}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex"
}

const allowed = "GET, HEAD, POST"
const retryAfter = { "retry-after": "30" }

const respond = (config: WebConfig.WebConfig, request: Request): Effect.Effect<Response, never, Intake> =>
  Effect.suspend(() => route(config, request)).pipe(
    Effect.catchCause((cause) =>
      Effect.as(
        Effect.logError("@temoin/web: a page failed", cause),
        speak(request.headers.get("accept-language"), 500, "failed")
      )
    ),
    Effect.map(
      ({ headers, page, status }) =>
        new Response(request.method === "HEAD" ? null : (page ?? null), {
          status,
          headers: {
            ...security,
            ...(page === undefined ? {} : { "content-type": "text/html; charset=utf-8" }),
            ...headers
          }
        })
    )
  )

// Only when even the error page failed, for example in a logger.
const lastResort = (): Response =>
  new Response("Something went wrong on our side. Please try again later.\n", {
    status: 500,
    headers: { ...security, "content-type": "text/plain; charset=utf-8" }
  })

const speak = (accepted: string | null, status: number, notice: Notice, headers?: Reply["headers"]): Reply =>
  say(Language.choose(Option.none(), accepted), status, notice, headers)

const say = (words: Words, status: number, notice: Notice, headers: Reply["headers"] = {}): Reply => ({
  status,
  page: Page.notice(words, notice),
  headers
})

const route = Effect.fnUntraced(function* (
  config: WebConfig.WebConfig,
  request: Request
): Effect.fn.Return<Reply, never, Intake> {
  const url = new URL(request.url)
  const accepted = request.headers.get("accept-language")
  const place = locate(config.path, url.pathname)
  if (place === undefined) return speak(accepted, 404, "no page")
  const { method } = request
  if (method !== "GET" && method !== "HEAD" && method !== "POST")
    return speak(accepted, 405, "wrong method", { allow: allowed })
  const purpose = place.route === "a" ? "answer" : "opt-out"
  const token = Token.verify(config.keys, purpose, place.token, yield* Clock.currentTimeMillis)
  if (Result.isFailure(token)) {
    if (token.failure._tag === "Tampered") return speak(accepted, 400, "link changed")
    const words = yield* languageOf(token.failure.reference, accepted)
    return say(words, 410, place.route === "a" ? "survey closed" : "link run out")
  }
  const visit: Visit = {
    request,
    method: method === "POST" ? "POST" : "GET",
    query: url.searchParams,
    action: `${config.path}/${place.route}/${place.token}`,
    accepted
  }
  return yield* pages[place.route][visit.method](visit, token.success).pipe(
    Effect.catchTag("BodyError", (error) => Effect.succeed(refuseBody(visit, error))),
    Effect.catch((error) => refuse(visit, token.success, error))
  )
})

const locate = (base: string, pathname: string): { readonly route: Route; readonly token: string } | undefined => {
  if (!pathname.startsWith(`${base}/`)) return undefined
  const [route, token, ...rest] = pathname.slice(base.length + 1).split("/")
  return (route === "a" || route === "u") && token !== undefined && token !== "" && rest.length === 0
    ? { route, token }
    : undefined
}

const showQuestion: Serve = Effect.fnUntraced(function* (visit, reference) {
  const wave = yield* (yield* Intake).open(reference)
  const recorded = Option.map(wave.answer, (answer) => answer.score)
  const [score, ...others] = visit.query.getAll("score")
  const linked = score === undefined || others.length > 0 ? Option.none() : Form.score(score)
  return {
    status: 200,
    page: Page.question(Language.choose(wave.locale, visit.accepted), {
      action: visit.action,
      subject: wave.subject,
      chosen: Option.orElse(linked, () => recorded),
      recorded,
      comment: Option.flatMap(wave.answer, (answer) => answer.comment),
      thanks: Option.isSome(recorded) && visit.query.has("done"),
      problems: []
    })
  }
})

const takeAnswer: Serve = Effect.fnUntraced(function* (visit, reference) {
  const { bytes } = yield* Body.read(visit.request, [Body.urlencoded])
  const sent = Form.answer(Form.parse(bytes))
  if (Result.isFailure(sent)) {
    const { comment, problems, score } = sent.failure
    return yield* askAgain(visit, reference, { status: 422, problems, score, comment })
  }
  const intake = yield* Intake
  return yield* intake.answer(reference, sent.success).pipe(
    (self) => again(self),
    Effect.as(seeOther(visit)),
    Effect.catchTag(["StoreError", "Conflict", "EventClash"], (error) =>
      Effect.andThen(
        report(error),
        askAgain(visit, reference, {
          status: 503,
          problems: ["not saved"],
          score: Option.some(sent.success.score),
          comment: Option.fromUndefinedOr(sent.success.comment)
        })
      )
    )
  )
})

// The form as the person filled it in, with what is wrong. It is shown even while the store is away, then without what
// only the store knows: nobody should have to write a text twice.
const askAgain = Effect.fnUntraced(function* (
  visit: Visit,
  reference: Event.Reference,
  again: {
    readonly status: number
    readonly problems: ReadonlyArray<Problem>
    readonly score: Option.Option<Score.Score>
    readonly comment: Option.Option<string>
  }
) {
  const wave: Pick<OpenWave, "subject" | "locale" | "answer"> = yield* (yield* Intake)
    .open(reference)
    .pipe(
      Effect.catchTag("StoreError", () =>
        Effect.succeed({ subject: Option.none(), locale: Option.none(), answer: Option.none() })
      )
    )
  return {
    status: again.status,
    page: Page.question(Language.choose(wave.locale, visit.accepted), {
      action: visit.action,
      subject: wave.subject,
      chosen: again.score,
      recorded: Option.map(wave.answer, (answer) => answer.score),
      comment: Option.orElse(again.comment, () => Option.flatMap(wave.answer, (answer) => answer.comment)),
      thanks: false,
      problems: again.problems
    }),
    ...(again.status === 503 ? { headers: retryAfter } : {})
  }
})

const showOptOut: Serve = Effect.fnUntraced(function* (visit, reference) {
  const words = Language.choose(yield* (yield* Intake).locale(reference), visit.accepted)
  return visit.query.has("done")
    ? say(words, 200, "opted out")
    : { status: 200, page: Page.optOut(words, visit.action, []) }
})

const multipart = "multipart/form-data"

const takeOptOut: Serve = Effect.fnUntraced(function* (visit, reference) {
  const body = yield* Body.read(visit.request, [Body.urlencoded, multipart])
  const oneClick =
    body.type === multipart
      ? yield* isOneClick(visit.request.headers.get("content-type") ?? multipart, body.bytes)
      : Form.isOneClick(Form.parse(body.bytes))
  if (body.type === multipart && !oneClick) return yield* new Body.BodyError({ reason: "wrong type" })
  const intake = yield* Intake
  return yield* intake.optOut(reference).pipe(
    (self) => again(self),
    Effect.as(oneClick ? speak(visit.accepted, 200, "opted out") : seeOther(visit)),
    Effect.catchTag(["StoreError", "Conflict", "EventClash"], (error) => {
      const words = Language.choose(Option.none(), visit.accepted)
      const page = Page.optOut(words, visit.action, ["not saved"])
      return Effect.as(report(error), { status: 503, page, headers: retryAfter })
    })
  )
})

// RFC 8058 lets a mailbox provider send its one field as multipart, even advises it; our own forms never are.
const isOneClick = (contentType: string, bytes: Uint8Array<ArrayBuffer>): Effect.Effect<boolean> =>
  Effect.tryPromise(() => new Response(bytes, { headers: { "content-type": contentType } }).formData()).pipe(
    Effect.map((form) => form.get("List-Unsubscribe") === "One-Click"),
    Effect.orElseSucceed(() => false)
  )

// Somebody else wrote to the same contact at the same moment. Nothing was written, and trying again is safe.
const again = <A, E extends { readonly _tag: string }, R>(
  self: Effect.Effect<A, E, R>,
  left = 3
): Effect.Effect<A, E, R> =>
  Effect.catch(self, (error) =>
    left > 0 && (error._tag === "Conflict" || error._tag === "EventClash") ? again(self, left - 1) : Effect.fail(error)
  )

const seeOther = (visit: Visit): Reply => ({ status: 303, headers: { location: `${visit.action}?done=1` } })

const bodyRefusals = {
  "wrong type": [415, "wrong type"],
  "too large": [413, "too large"],
  "too slow": [408, "too slow"],
  "cut off": [400, "cut off"]
} as const

const refuseBody = (visit: Visit, error: Body.BodyError): Reply =>
  speak(visit.accepted, bodyRefusals[error.reason][0], bodyRefusals[error.reason][1])

const refuse = Effect.fnUntraced(function* (visit: Visit, reference: Event.Reference, error: Failure) {
  if (error._tag === "UnknownReference") return speak(visit.accepted, 404, "message unknown")
  if (error._tag === "WaveClosed") return say(yield* languageOf(reference, visit.accepted), 410, "survey closed")
  yield* report(error)
  return speak(visit.accepted, 503, "unavailable", retryAfter)
})

const report = (error: Conflict | EventClash | StoreError): Effect.Effect<void> =>
  Effect.logError("@temoin/web: a page could not reach the records", error)

// The language is a courtesy: when it cannot be had, the browser's will do.
const languageOf = (reference: Event.Reference, accepted: string | null): Effect.Effect<Words, never, Intake> =>
  Effect.flatMap(Intake, (intake) => intake.locale(reference)).pipe(
    Effect.orElseSucceed(() => Option.none<string>()),
    Effect.map((locale) => Language.choose(locale, accepted))
  )

const pages: Readonly<Record<Route, Readonly<Record<Visit["method"], Serve>>>> = {
  a: { GET: showQuestion, POST: takeAnswer },
  u: { GET: showOptOut, POST: takeOptOut }
}
