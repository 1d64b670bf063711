/**
 * Api: how is HubSpot called, and what does its answer mean?
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

/** What HubSpot answered; `problem` says what it objects to. @category models @since 0.1.0 */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** @category models @since 0.1.0 */
export interface Api {
  /** The answer, if it is a yes (2xx), or one of these statuses. */
  readonly call: (request: Request, ...also: ReadonlyArray<number>) => Effect.Effect<Answer, Crm.CrmError>
  readonly budget: Budget.Budget
}

/** @category models @since 0.1.0 */
export interface Options {
  readonly token: string
  readonly baseUrl: string
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>
  readonly budget: Budget.Budget
}

const timeout = 30_000
const largest = 10_000_000
const tries = 4

/**
 * HubSpot, called with this token. Calls wait for their turn; one that is turned away waits as long as HubSpot says and is made
 * again.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = ({ baseUrl, budget, fetch, token }: Options): Api => {
  const once = Effect.fnUntraced(function* (request: Request) {
    yield* budget.take(request.path.endsWith("/search"))
    const { body, method, path } = request
    const answered = yield* Effect.tryPromise({
      try: async (signal) => {
        const response = await fetch(baseUrl + path, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            accept: "application/json",
            ...(body !== undefined && { "content-type": "application/json" })
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          redirect: "error",
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)])
        })
        return { response, text: await textOf(response) }
      },
      catch: lost
    })
    budget.heed(answered.response.headers, yield* Clock.currentTimeMillis)
    return answered
  })

  const call: Api["call"] = Effect.fnUntraced(function* (request, ...also) {
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
      const { response, text } = attempt.success
      const { headers, status } = response
      const body = parse(text)
      if ((status >= 200 && status < 300) || also.includes(status)) return { status, body }
      const now = yield* Clock.currentTimeMillis
      if (status === 429) {
        const wait = waitOf(headers, body, now)
        if (wait > longest || isLast) {
          const problem = `HubSpot: too many calls; the next ones in ${Math.ceil(wait / 1000)} seconds`
          return yield* new Crm.CrmError({ reason: "unavailable", problem, retryAfter: wait })
        }
        yield* budget.hold(wait)
        continue
      }
      const error = errorOf(status, body, request, headers)
      if (status < 500 || isLast || (request.repeat === "once" && error.reason === "uncertain")) {
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

/** Longer than that, somebody else may wait. */
const longest = 30_000

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

const lost = (cause: unknown): Crm.CrmError => {
  const inner = cause instanceof Error ? cause.cause : undefined
  const code = Predicate.isObject(inner) && "code" in inner ? String(inner.code) : ""
  const isNotSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/.test(code)
  const problem = `HubSpot: ${isNotSent ? "cannot be reached" : "the connection broke"}${code === "" ? "" : ` (${code})`}`
  return new Crm.CrmError({ reason: isNotSent ? "unavailable" : "uncertain", problem, cause })
}

/** How long to wait, as HubSpot says. Unit: milliseconds. */
const waitOf = (headers: Headers, body: unknown, now: number): number => {
  const told = Number(headers.get("retry-after") ?? Number.NaN)
  if (told >= 0) return told * 1000
  const policy = field(body, "policyName")
  if (policy === "DAILY") return (Math.floor(now / 86_400_000) + 1) * 86_400_000 - now
  return policy === "SECONDLY" ? 1000 : 10_000
}

/** A text in what HubSpot says; every field may be missing. @category reading @since 0.1.0 */
export const field = (body: unknown, name: string): string | undefined => {
  const value = Predicate.isObject(body) ? Reflect.get(body, name) : undefined
  return typeof value === "string" ? value : undefined
}

const errorOf = (status: number, body: unknown, { method, path, repeat }: Request, headers: Headers): Crm.CrmError => {
  const said = field(body, "message") ?? (headers.get("content-type")?.includes("html") ? "a page instead of data" : "")
  const text = JSON.stringify(body) ?? ""
  const where = `HubSpot: ${method} ${path.split("?")[0]}`
  const make = (reason: Crm.CrmError["reason"], problem: string) =>
    new Crm.CrmError({ reason, problem: `${where}: ${problem}`.slice(0, 1000) })
  if (status === 401)
    return make("misconfigured", "the access token is refused: was it revoked? Make a new one and set it")
  if (status === 403 && text.includes("MISSING_SCOPES")) {
    return make("misconfigured", `the access token lacks a scope: ${scopesIn(text).join(", ") || said}`)
  }
  if (status === 403) return make("unavailable", `refused to talk to us (403) ${said}`)
  if (status === 404) return make("gone", "is not there")
  if (text.includes("PROPERTY_DOESNT_EXIST")) {
    return make("misconfigured", `a property is missing: run the set-up again, or was it renamed? ${said}`)
  }
  if (status === 503) return make("unavailable", `is down (503) ${said}`)
  if (status >= 500) return make(repeat === "once" ? "uncertain" : "unavailable", `failed (${status}) ${said}`)
  return make("refused", `${status} ${said}`)
}

/** The scopes that an answer names as missing. @category reading @since 0.1.0 */
export const scopesIn = (text: string): ReadonlyArray<string> => [
  ...new Set(
    [...text.matchAll(/"(?:requiredGranularScopes|requiredScopes)":\[([^\]]*)\]/g)].flatMap(
      ([, list = ""]) => list.match(/[\w.-]+/g) ?? []
    )
  )
]
