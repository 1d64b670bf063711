/**
 * Api: how is Pipedrive called, and what does its answer mean?
 *
 * @since 0.1.0
 */
import * as Budget from "@temoin/crm/Budget"
import * as Caller from "@temoin/crm/Caller"
import * as Predicate from "effect/Predicate"

/**
 * How much the account allows. The defaults are those of the smallest plan with one seat.
 *
 * - `burst`: calls in two seconds (default 20). `search`: searches in two seconds (default 10).
 * - `daily`: tokens in a day (default 30,000): 30,000, times that of the plan (Lite 1, Growth 2, Premium 5, Ultimate 7), times seats.
 * - `keep`: the share of the day that is left to others (default 0.1).
 *
 * @category models
 * @since 0.1.0
 */
export interface Limits {
  readonly burst?: number
  readonly search?: number
  readonly daily?: number
  readonly keep?: number
}

/**
 * `token`: an API token, or what gives the access token of an OAuth app each time one is needed.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly token: string | (() => Promise<string>)
  readonly baseUrl: string
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>
  readonly limits: Limits
}

/**
 * What a call costs, as Pipedrive publishes it. Unit: tokens.
 *
 * @example Api.tokens("PATCH", "/api/v2/persons/7") // => 5
 * @example Api.tokens("GET", "/api/v2/persons/search?term=a") // => 20
 * @category limits
 * @since 0.1.0
 */
export const tokens = (method: Caller.Request["method"], path: string): number => {
  const [place = ""] = path.split("?")
  const isOne = /\/(?:\d+|me)$/.test(place)
  // what is still in the first version costs twice as much
  const times = place.startsWith("/api/v1/") ? 2 : 1
  if (place.endsWith("/search")) return 20 * times
  switch (method) {
    case "GET":
      return (isOne ? 1 : 10) * times
    case "DELETE":
      return 3 * times
    default:
      return 5 * times
  }
}

/**
 * One Pipedrive account, called with this token.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = ({ baseUrl, fetch, limits, token }: Options): Caller.Caller => {
  const { burst = 20, daily = 30_000, keep = 0.1, search = 10 } = limits
  return Caller.make({
    name: "Pipedrive",
    baseUrl,
    fetch,
    headers: async (): Promise<Record<string, string>> =>
      typeof token === "string" ? { "x-api-token": token } : { authorization: `Bearer ${await token()}` },
    budget: Budget.make({
      crm: "Pipedrive",
      rates: [
        { name: "calls in two seconds", most: burst, millis: 2000 },
        { name: "searches in two seconds", most: search, millis: 2000, only: "search" }
      ],
      day: { name: "tokens today", limit: daily, keep }
    }),
    takes: ({ method, path }) => ({
      kind: path.includes("/search?") ? "search" : "call",
      cost: tokens(method, path)
    }),
    left: (headers) => ({
      limit: numberIn(headers, "x-daily-ratelimit-token-limit"),
      left: numberIn(headers, "x-daily-ratelimit-token-remaining")
    }),
    wait,
    meaning
  })
}

const numberIn = (headers: Headers, name: string): number => Number(headers.get(name) ?? Number.NaN)

const wait = ({ headers }: Caller.Answer, now: number): number => {
  // the day's tokens are used up; Pipedrive does not say when its day ends, so we take the end of the day in UTC
  if (numberIn(headers, "x-daily-ratelimit-token-remaining") === 0) return Budget.midnight(now) - now
  const told = numberIn(headers, "retry-after")
  if (told >= 0) return told * 1000
  const reset = numberIn(headers, "x-ratelimit-reset")
  return reset >= 0 && reset <= 60 ? reset * 1000 : 2000
}

/** Who is shut out for not having waited is left alone for a while. */
const shutOut = 15 * 60_000

const meaning = (answer: Caller.Answer): Caller.Meaning | undefined => {
  const said = saidIn(answer)
  switch (answer.status) {
    case 402:
      return { reason: "misconfigured", problem: `the account is not open: was it paid for? ${said}` }
    case 403:
      return answer.isPage || answer.body === undefined
        ? { reason: "unavailable", problem: "shuts us out for a while (403)", retryAfter: shutOut }
        : { reason: "misconfigured", problem: `the token may not do this: ${said}` }
    case 410:
      return { reason: "gone", problem: "is not there any more" }
    case 400:
    case 422:
      // forty characters that Pipedrive does not know
      return /\b[0-9a-f]{40}\b/.test(said) && /field/i.test(said)
        ? { reason: "misconfigured", problem: `a field is missing: run the set-up again. ${said}` }
        : undefined
    default:
      return undefined
  }
}

const saidIn = (answer: Caller.Answer): string =>
  [Caller.saidIn(answer), Caller.field(answer.body, "error_info") ?? ""].filter((part) => part !== "").join(" ")

/** What stands under `data` in an answer. @category reading @since 0.1.0 */
export const dataIn = ({ body }: Caller.Answer): unknown =>
  Predicate.isObject(body) ? Reflect.get(body, "data") : undefined
