/**
 * Web: how does a person answer, say what may be shown of their words, or ask to hear no more?
 *
 * One `(Request) => Promise<Response>` that any host can mount. Under the base URL:
 *
 * - `GET a/<token>?score=9` shows the question with that score marked, `POST` records the answer.
 * - `GET t/<token>` shows the author of praise what they were asked, `POST` records what they reply.
 * - `GET u/<token>` asks how much its reader wants to hear (no more, less often, a pause, nothing on this topic), `POST` records it.
 * - `GET wall/<id>` is a wall as JSON for any site, `GET wall/<id>.html` as a page to embed, both in the language of `?lang=`.
 *   Without the port `Walls` there is none.
 *
 * Nothing is ever recorded on GET or HEAD: mail scanners follow every link. The token in the address is the whole
 * authority. There are no cookies, so a forged request from another site can do nothing that its sender, who would
 * have to know the token, could not do directly: CSRF has no hold here.
 *
 * @since 0.1.0
 */
import type * as Event from "@temoin/core/Event"
import type * as Score from "@temoin/core/Score"
import { Intake, type OpenWave } from "@temoin/core/ports/Intake"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Body from "./Body.ts"
import * as Form from "./Form.ts"
import * as Language from "./Language.ts"
import * as Page from "./Page.ts"
import * as PreferencePage from "./PreferencePage.ts"
import * as Receipt from "./Receipt.ts"
import * as Style from "./Style.ts"
import * as Token from "./Token.ts"
import * as AuthorVisit from "./internal/AuthorVisit.ts"
import {
  again,
  type Failure,
  languageOf,
  report,
  retryAfter,
  say,
  seeOther,
  type Serve,
  type Served,
  speak,
  type Visit
} from "./internal/Visit.ts"
import * as WallVisit from "./internal/WallVisit.ts"
import * as WebConfig from "./WebConfig.ts"
import type { Notice, Problem } from "./Words.ts"

/**
 * What a host mounts. It never rejects.
 *
 * @category models
 * @since 0.1.0
 */
export type Handler = (request: Request) => Promise<Response>

/**
 * The handler for everything under `baseUrl`. The request must come with the path of `baseUrl` still on it; its host is
 * not looked at. Uses the services it is made with: Intake, Walls if there is one, the clock, the loggers.
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

type Route = "a" | "t" | "u"

const security = {
  "content-security-policy": `default-src 'none'; style-src ${Style.source}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex"
}

const allowed = "GET, HEAD, POST"

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

const route = Effect.fnUntraced(function* (
  config: WebConfig.WebConfig,
  request: Request
): Effect.fn.Return<Served, never, Intake> {
  const url = new URL(request.url)
  const accepted = request.headers.get("accept-language")
  if (!url.pathname.startsWith(`${config.path}/`)) return speak(accepted, 404, "no page")
  const [route = "", name = "", ...rest] = url.pathname.slice(config.path.length + 1).split("/")
  if (name === "" || rest.length > 0) return speak(accepted, 404, "no page")
  if (route === "wall")
    return yield* WallVisit.show({ request, name, lang: url.searchParams.get("lang"), accepted }, config)
  if (route !== "a" && route !== "t" && route !== "u") return speak(accepted, 404, "no page")
  const { method } = request
  if (method !== "GET" && method !== "HEAD" && method !== "POST")
    return speak(accepted, 405, "wrong method", { allow: allowed })
  const now = yield* Clock.currentTimeMillis
  const purpose = purposes[route]
  const token = Token.verify(config.keys, purpose, name, now)
  const link = Result.match(token, {
    onSuccess: (reference) => ({ reference, works: true }),
    onFailure: (error) => (error._tag === "Expired" ? { reference: error.reference, works: false } : undefined)
  })
  if (link === undefined) return speak(accepted, 400, "link changed")
  const visit: Visit = {
    request,
    method: method === "POST" ? "POST" : "GET",
    query: url.searchParams,
    noted: Receipt.verify(config.keys, purpose, link.reference, url.searchParams.get("done"), now),
    receipt: (noted) => Receipt.sign(config.keys, purpose, link.reference, noted, now),
    action: `${config.path}/${route}/${name}`,
    accepted
  }
  const serve = link.works ? pages[route][visit.method] : tooLate[route]
  return yield* serve(visit, link.reference).pipe(
    Effect.catchTag("BodyError", (error) => Effect.succeed(refuseBody(visit, error))),
    Effect.catch((error) => refuse(visit, link.reference, error))
  )
})

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
      thanks: Option.isSome(recorded) && visit.noted === "answer",
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
    Effect.as(seeOther(visit, "answer")),
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

const showPreferences: Serve = Effect.fnUntraced(function* (visit, reference) {
  const intake = yield* Intake
  const words = Language.choose(yield* intake.locale(reference), visit.accepted)
  const page = { action: visit.action, standing: yield* intake.preferences(reference), problems: [] }
  return { status: 200, page: PreferencePage.page(words, page) }
})

const multipart = "multipart/form-data"

const takePreference: Serve = Effect.fnUntraced(function* (visit, reference) {
  const body = yield* Body.read(visit.request, [Body.urlencoded, multipart])
  const form = body.type === multipart ? undefined : Form.parse(body.bytes)
  const oneClick =
    form === undefined
      ? yield* isOneClick(visit.request.headers.get("content-type") ?? multipart, body.bytes)
      : Form.isOneClick(form)
  if (form === undefined && !oneClick) return yield* new Body.BodyError({ reason: "wrong type" })
  const intake = yield* Intake
  const wish = oneClick || form === undefined ? "never" : PreferencePage.read(form)
  return yield* (wish === "never" ? intake.optOut(reference) : intake.prefer(reference, wish)).pipe(
    (self) => again(self),
    Effect.as(oneClick ? speak(visit.accepted, 200, "opted out") : seeOther(visit, "preference")),
    Effect.catchTag(["StoreError", "Conflict", "EventClash"], (error) => {
      const words = Language.choose(Option.none(), visit.accepted)
      const page = PreferencePage.page(words, { action: visit.action, standing: undefined, problems: ["not saved"] })
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

const bodyRefusals = {
  "wrong type": [415, "wrong type"],
  "too large": [413, "too large"],
  "too slow": [408, "too slow"],
  "cut off": [400, "cut off"]
} as const

const refuseBody = (visit: Visit, error: Body.BodyError): Served =>
  speak(visit.accepted, bodyRefusals[error.reason][0], bodyRefusals[error.reason][1])

const refuse = Effect.fnUntraced(function* (visit: Visit, reference: Event.Reference, error: Failure) {
  if (error._tag === "UnknownReference") return speak(visit.accepted, 404, "message unknown")
  if (error._tag === "WaveClosed") return say(yield* languageOf(reference, visit.accepted), 410, "survey closed")
  yield* report(error)
  return speak(visit.accepted, 503, "unavailable", retryAfter)
})

const ranOut =
  (notice: Notice): Serve =>
  (visit, reference) =>
    Effect.map(languageOf(reference, visit.accepted), (words) => say(words, 410, notice))

const tooLate: Readonly<Record<Route, Serve>> = {
  a: ranOut("survey closed"),
  t: AuthorVisit.tooLate,
  u: ranOut("link run out")
}

const purposes = { a: "answer", t: "author", u: "opt-out" } as const

const pages: Readonly<Record<Route, Readonly<Record<Visit["method"], Serve>>>> = {
  a: { GET: showQuestion, POST: takeAnswer },
  t: { GET: AuthorVisit.show, POST: AuthorVisit.take },
  u: { GET: showPreferences, POST: takePreference }
}
