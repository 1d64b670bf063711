/**
 * Caller: how is a CRM's API called, and what does its answer mean?
 *
 * Bounded in time and size. What can be done again without harm is tried again; what cannot be is said to be uncertain.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type * as Budget from "./Budget.ts"

/**
 * How a call may be repeated. `read`, `same`: as often as one likes (doing it again changes nothing). `once`: it would be done
 * again.
 *
 * @category models
 * @since 0.1.0
 */
export type Repeat = "read" | "same" | "once"

/** @category models @since 0.1.0 */
export interface Request {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE"
  readonly path: string
  readonly body?: unknown
  readonly repeat: Repeat
}

/**
 * What the CRM answered. `body`: its JSON; `undefined` when it is none. `isPage`: a page for people came instead of data.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  readonly isPage: boolean
}

/** What an answer that is no yes means. @category models @since 0.1.0 */
export interface Meaning {
  readonly reason: Crm.CrmError["reason"]
  readonly problem: string
  readonly retryAfter?: number
}

/**
 * What is to be known of a CRM to call it.
 *
 * - `name`: as people know it. `headers`: what shows who is calling, with this body.
 * - `takes`: how much of the budget a call takes. `left`: what an answer says is left of the day.
 * - `wait`: how long to wait after there were too many calls (429). Unit: milliseconds.
 * - `meaning`: of every other answer that is no yes; `undefined`: what the status usually means.
 *
 * @category models
 * @since 0.1.0
 */
export interface Vendor {
  readonly name: string
  readonly baseUrl: string
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>
  readonly headers: (body: string | undefined) => Promise<Readonly<Record<string, string>>>
  readonly budget: Budget.Budget
  readonly takes: (request: Request) => Budget.Taken
  readonly left: (headers: Headers) => { readonly limit: number; readonly left: number }
  readonly wait: (answer: Answer, now: number) => number
  readonly meaning: (answer: Answer, request: Request) => Meaning | undefined
}

/** @category models @since 0.1.0 */
export interface Caller {
  /** The answer, if it is a yes (2xx), or one of these statuses. */
  readonly call: (request: Request, ...also: ReadonlyArray<number>) => Effect.Effect<Answer, Crm.CrmError>
  readonly budget: Budget.Budget
}

const timeout = 30_000
const largest = 10_000_000
const tries = 4
/** Longer than that, somebody else may wait. */
const longest = 30_000

/**
 * Calls to this CRM. They wait for their turn; one that is turned away waits as long as the CRM says and is made again.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (vendor: Vendor): Caller => {
  const { baseUrl, budget, fetch, name } = vendor

  const once = Effect.fnUntraced(function* (request: Request) {
    yield* budget.take(vendor.takes(request))
    const { body, method, path } = request
    const json = body === undefined ? undefined : JSON.stringify(body)
    const answer = yield* Effect.tryPromise({
      try: async (signal): Promise<Answer> => {
        const response = await fetch(baseUrl + path, {
          method,
          headers: {
            ...(await vendor.headers(json)),
            accept: "application/json",
            ...(json !== undefined && { "content-type": "application/json" })
          },
          ...(json !== undefined && { body: json }),
          redirect: "error",
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)])
        })
        const { headers, status } = response
        const isPage = headers.get("content-type")?.includes("html") === true
        return { status, headers, body: parse(await textOf(response)), isPage }
      },
      catch: (cause) => lost(name, cause)
    })
    budget.heed(vendor.left(answer.headers), yield* Clock.currentTimeMillis)
    return answer
  })

  const call: Caller["call"] = Effect.fnUntraced(function* (request, ...also) {
    for (let time = 1; ; time++) {
      const attempt = yield* Effect.result(once(request))
      const isLast = time === tries
      if (Result.isFailure(attempt)) {
        const error = attempt.failure
        if (error.reason !== "uncertain" || isLast || request.repeat === "once")
          return yield* surely(error, request.repeat)
        yield* Effect.sleep(pause(time))
        continue
      }
      const answer = attempt.success
      const { status } = answer
      if ((status >= 200 && status < 300) || also.includes(status)) return answer
      if (status === 429) {
        const wait = vendor.wait(answer, yield* Clock.currentTimeMillis)
        if (wait > longest || isLast) {
          const problem = `${name}: too many calls; the next ones in ${Math.ceil(wait / 1000)} seconds`
          return yield* new Crm.CrmError({ reason: "unavailable", problem, retryAfter: wait })
        }
        yield* budget.hold(wait)
        continue
      }
      const { problem, reason, retryAfter } = vendor.meaning(answer, request) ?? usual(answer, request.repeat)
      const error = new Crm.CrmError({
        reason,
        problem: `${name}: ${request.method} ${request.path.split("?")[0]}: ${problem}`.slice(0, 1000),
        ...(retryAfter !== undefined && { retryAfter })
      })
      if (status < 500 || isLast || (request.repeat === "once" && reason === "uncertain")) {
        return yield* surely(error, request.repeat)
      }
      yield* Effect.sleep(pause(time))
    }
  })
  return { call, budget }
}

/** What can be done again without harm was not done. */
const surely = (error: Crm.CrmError, repeat: Repeat): Crm.CrmError =>
  error.reason === "uncertain" && repeat !== "once"
    ? new Crm.CrmError({ reason: "unavailable", problem: error.problem, cause: error.cause })
    : error

const pause = (time: number): number => 1000 * 3 ** (time - 1)

const textOf = async (response: Response): Promise<string> => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > largest) throw new Error("the answer is too large")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // a proxy's error page, or nothing
    return undefined
  }
}

const lost = (name: string, cause: unknown): Crm.CrmError => {
  const inner = cause instanceof Error ? cause.cause : undefined
  const code = Predicate.isObject(inner) && "code" in inner ? String(inner.code) : ""
  const isNotSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/.test(code)
  const problem = `${name}: ${isNotSent ? "cannot be reached" : "the connection broke"}${code === "" ? "" : ` (${code})`}`
  return new Crm.CrmError({ reason: isNotSent ? "unavailable" : "uncertain", problem, cause })
}

/** What an answer that is no yes usually means. */
const usual = (answer: Answer, repeat: Repeat): Meaning => {
  const { status } = answer
  const said = saidIn(answer)
  if (status === 401) {
    return { reason: "misconfigured", problem: "the token is refused: was it revoked? Make a new one and set it" }
  }
  if (status === 403) return { reason: "unavailable", problem: `refused to talk to us (403) ${said}` }
  if (status === 404) return { reason: "gone", problem: "is not there" }
  if (status === 503) return { reason: "unavailable", problem: `is down (503) ${said}` }
  if (status >= 500) {
    return { reason: repeat === "once" ? "uncertain" : "unavailable", problem: `failed (${status}) ${said}` }
  }
  return { reason: "refused", problem: `${status} ${said}` }
}

/** What the CRM says is wrong, in its words. @category reading @since 0.1.0 */
export const saidIn = ({ body, isPage }: Answer): string =>
  field(body, "message") ?? field(body, "error") ?? (isPage ? "a page instead of data" : "")

/** A text in what the CRM says; every field may be missing. @category reading @since 0.1.0 */
export const field = (body: unknown, name: string): string | undefined => {
  const value = Predicate.isObject(body) ? Reflect.get(body, name) : undefined
  return typeof value === "string" ? value : undefined
}

/**
 * What is wrong with one is its own; what is wrong with all of them stops.
 *
 * @category combinators
 * @since 0.1.0
 */
export const alone = <A>(
  one: Effect.Effect<A, Crm.CrmError>
): Effect.Effect<Result.Result<A, Crm.CrmError>, Crm.CrmError> =>
  Effect.flatMap(Effect.result(one), (result) =>
    Result.isFailure(result) && (result.failure.reason === "unavailable" || result.failure.reason === "misconfigured")
      ? Effect.fail(result.failure)
      : Effect.succeed(result)
  )
