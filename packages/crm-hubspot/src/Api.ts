/**
 * Api: how is HubSpot called, and what does its answer mean?
 *
 * @since 0.1.0
 */
import * as Budget from "@temoin/crm/Budget"
import * as Caller from "@temoin/crm/Caller"

/**
 * How many calls the account allows. The defaults are those of the smallest plan.
 *
 * - `burst`: in ten seconds (default 100). `search`: searches in one second (default 4). `daily`: in a day (default 250,000).
 * - `keep`: the share of the day that is left to other apps (default 0.1).
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

/** @category models @since 0.1.0 */
export interface Options {
  readonly token: string
  readonly baseUrl: string
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>
  readonly limits: Limits
}

/**
 * HubSpot, called with this token.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = ({ baseUrl, fetch, limits, token }: Options): Caller.Caller => {
  const { burst = 100, daily = 250_000, keep = 0.1, search = 4 } = limits
  return Caller.make({
    name: "HubSpot",
    baseUrl,
    fetch,
    headers: () => Promise.resolve({ authorization: `Bearer ${token}` }),
    budget: Budget.make({
      crm: "HubSpot",
      rates: [
        { name: "calls in ten seconds", most: burst, millis: 10_000 },
        { name: "searches in a second", most: search, millis: 1000, only: "search" }
      ],
      day: { name: "calls today", limit: daily, keep }
    }),
    takes: ({ path }) => ({ kind: path.endsWith("/search") ? "search" : "call", cost: 1 }),
    left: (headers) => ({
      limit: Number(headers.get("x-hubspot-ratelimit-daily") ?? Number.NaN),
      left: Number(headers.get("x-hubspot-ratelimit-daily-remaining") ?? Number.NaN)
    }),
    wait,
    meaning
  })
}

const wait = ({ body, headers }: Caller.Answer, now: number): number => {
  const told = Number(headers.get("retry-after") ?? Number.NaN)
  if (told >= 0) return told * 1000
  const policy = Caller.field(body, "policyName")
  if (policy === "DAILY") return Budget.midnight(now) - now
  return policy === "SECONDLY" ? 1000 : 10_000
}

const meaning = (answer: Caller.Answer): Caller.Meaning | undefined => {
  const text = JSON.stringify(answer.body) ?? ""
  if (answer.status === 403 && text.includes("MISSING_SCOPES")) {
    const scopes = scopesIn(text).join(", ") || Caller.saidIn(answer)
    return { reason: "misconfigured", problem: `the access token lacks a scope: ${scopes}` }
  }
  if (answer.status < 500 && answer.status !== 404 && text.includes("PROPERTY_DOESNT_EXIST")) {
    const problem = `a property is missing: run the set-up again, or was it renamed? ${Caller.saidIn(answer)}`
    return { reason: "misconfigured", problem }
  }
  return undefined
}

/** The scopes that an answer names as missing. @category reading @since 0.1.0 */
export const scopesIn = (text: string): ReadonlyArray<string> => [
  ...new Set(
    [...text.matchAll(/"(?:requiredGranularScopes|requiredScopes)":\[([^\]]*)\]/g)].flatMap(
      ([, list = ""]) => list.match(/[\w.-]+/g) ?? []
    )
  )
]
