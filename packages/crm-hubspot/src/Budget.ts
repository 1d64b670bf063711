/**
 * Budget: may we call HubSpot now, and how much is left?
 *
 * Stays under what HubSpot publishes for the account: calls in ten seconds, searches in a second, calls in a day. Calls wait for
 * their turn here instead of being turned away there. What HubSpot says in its headers is believed over our own count, since other
 * apps may use the same account.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

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

const tenSeconds = 10_000
const second = 1000
const day = 86_400_000

/** Time as it passes, whatever the clock on the wall says. Unit: milliseconds. */
const passing = Effect.map(
  Clock.clockWith(({ monotonicTimeNanos }) => monotonicTimeNanos),
  (nanos) => Number(nanos / 1_000_000n)
)

/** When the day that `at` lies in ends, in UTC. */
const midnight = (at: number): number => (Math.floor(at / day) + 1) * day

/** @category models @since 0.1.0 */
export interface Budget {
  /** Waits for a call's turn. Fails when the day's calls are used up. */
  readonly take: (isSearch: boolean) => Effect.Effect<void, Crm.CrmError>
  /** What the answer's headers say. */
  readonly heed: (headers: Headers, now: number) => void
  /** Nothing is called for so many milliseconds. */
  readonly hold: (millis: number) => Effect.Effect<void>
  readonly left: Effect.Effect<ReadonlyArray<Crm.Allowance>>
}

const forget = (times: Array<number>, since: number) => {
  while (times.length > 0 && times[0]! <= since) times.shift()
}
/** When the next one may be, by a window that holds so many. */
const free = (times: ReadonlyArray<number>, most: number, millis: number): number =>
  times.length < most ? 0 : times[times.length - most]! + millis

/**
 * A budget that nothing was taken from.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = ({ burst = 100, daily = 250_000, keep = 0.1, search = 4 }: Limits = {}): Budget => {
  const calls: Array<number> = []
  const searches: Array<number> = []
  let heldUntil = 0
  let today = { until: 0, used: 0, limit: daily, left: daily }
  const turn = Semaphore.makeUnsafe(1)

  const dayAt = (now: number) => {
    if (now >= today.until) today = { until: midnight(now), used: 0, limit: today.limit, left: today.limit }
    return today
  }
  const take = Effect.fnUntraced(function* (isSearch: boolean) {
    for (;;) {
      const wall = yield* Clock.currentTimeMillis
      const now = yield* passing
      forget(calls, now - tenSeconds)
      forget(searches, now - second)
      const { left, limit, until } = dayAt(wall)
      if (left <= limit * keep) {
        return yield* new Crm.CrmError({
          reason: "unavailable",
          problem: `HubSpot: the calls of this day are used up, ${left} of ${limit} are left and are kept for other apps`,
          retryAfter: until - wall
        })
      }
      const at = Math.max(heldUntil, free(calls, burst, tenSeconds), isSearch ? free(searches, search, second) : 0)
      if (at <= now) {
        calls.push(now)
        if (isSearch) searches.push(now)
        today.used++
        today.left--
        return
      }
      yield* Effect.sleep(at - now)
    }
  })

  return {
    take: (isSearch) => turn.withPermits(1)(take(isSearch)),
    heed: (headers, now) => {
      const limit = Number(headers.get("x-hubspot-ratelimit-daily") ?? Number.NaN)
      const left = Number(headers.get("x-hubspot-ratelimit-daily-remaining") ?? Number.NaN)
      if (limit > 0 && left >= 0) today = { ...dayAt(now), limit, left: Math.min(left, today.left + 1) }
    },
    hold: (millis) => Effect.map(passing, (now) => void (heldUntil = Math.max(heldUntil, now + millis))),
    left: Effect.gen(function* () {
      const wall = yield* Clock.currentTimeMillis
      const now = yield* passing
      forget(calls, now - tenSeconds)
      forget(searches, now - second)
      const { left, limit, until } = dayAt(wall)
      return [
        { name: "calls in ten seconds", limit: burst, left: burst - calls.length, resetsAt: wall + tenSeconds },
        { name: "searches in a second", limit: search, left: search - searches.length, resetsAt: wall + second },
        { name: "calls today", limit, left, resetsAt: until }
      ]
    })
  }
}
