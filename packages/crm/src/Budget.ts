/**
 * Budget: may we call now, and how much is left?
 *
 * Stays under what a CRM publishes: so many calls in a window of seconds, so much in a day. Calls wait for their turn here instead of
 * being turned away there. What the CRM says in its headers is believed over our own count, since others use the same account.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

/**
 * At most so many calls in any span of so many milliseconds. `only`: of this kind (default: all).
 *
 * @category models
 * @since 0.1.0
 */
export interface Rate {
  readonly name: string
  readonly most: number
  readonly millis: number
  readonly only?: string
}

/**
 * At most so much in a day, which ends at midnight in UTC. `keep`: the share of it that is left to others.
 *
 * @category models
 * @since 0.1.0
 */
export interface Day {
  readonly name: string
  readonly limit: number
  readonly keep: number
}

/** @category models @since 0.1.0 */
export interface Options {
  readonly crm: string
  readonly rates: ReadonlyArray<Rate>
  readonly day: Day
}

/** What one call takes: of which kind it is, and how much of the day. @category models @since 0.1.0 */
export interface Taken {
  readonly kind: string
  readonly cost: number
}

/** @category models @since 0.1.0 */
export interface Budget {
  /** Waits for a call's turn. Fails when the day is used up. */
  readonly take: (taken: Taken) => Effect.Effect<void, Crm.CrmError>
  /** The CRM says that so much of the day is left, out of so much. */
  readonly heed: (day: { readonly limit: number; readonly left: number }, now: number) => void
  /** Nothing is called for so many milliseconds. */
  readonly hold: (millis: number) => Effect.Effect<void>
  readonly left: Effect.Effect<ReadonlyArray<Crm.Allowance>>
}

const dayMillis = 86_400_000

/**
 * When the day that `at` lies in ends, in UTC.
 *
 * @example Budget.midnight(0) // => 86400000
 * @category getters
 * @since 0.1.0
 */
export const midnight = (at: number): number => (Math.floor(at / dayMillis) + 1) * dayMillis

/** Time as it passes, whatever the clock on the wall says. Unit: milliseconds. */
const passing = Effect.map(
  Clock.clockWith(({ monotonicTimeNanos }) => monotonicTimeNanos),
  (nanos) => Number(nanos / 1_000_000n)
)

/**
 * A budget that nothing was taken from.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = ({ crm, day, rates }: Options): Budget => {
  const windows = rates.map((rate) => ({ rate, times: new Array<number>() }))
  let heldUntil = 0
  let today = { until: 0, limit: day.limit, left: day.limit }
  const turn = Semaphore.makeUnsafe(1)

  const dayAt = (now: number) => {
    if (now >= today.until) today = { until: midnight(now), limit: today.limit, left: today.limit }
    return today
  }
  const forget = (now: number) => {
    for (const { rate, times } of windows) while (times.length > 0 && times[0]! <= now - rate.millis) times.shift()
  }

  const take = Effect.fnUntraced(function* ({ cost, kind }: Taken) {
    const counted = windows.filter(({ rate }) => rate.only === undefined || rate.only === kind)
    for (;;) {
      const wall = yield* Clock.currentTimeMillis
      const now = yield* passing
      forget(now)
      const { left, limit, until } = dayAt(wall)
      if (left - cost < limit * day.keep) {
        return yield* new Crm.CrmError({
          reason: "unavailable",
          problem: `${crm}: ${day.name} are used up, ${left} of ${limit} are left and are kept for others`,
          retryAfter: until - wall
        })
      }
      // the window is full until the oldest call in it is old enough
      const free = counted.map(({ rate, times }) => (times.length < rate.most ? 0 : times[0]! + rate.millis))
      const at = Math.max(heldUntil, ...free)
      if (at <= now) {
        for (const { times } of counted) times.push(now)
        today.left -= cost
        return
      }
      yield* Effect.sleep(at - now)
    }
  })

  return {
    take: (taken) => turn.withPermits(1)(take(taken)),
    heed: ({ left, limit }, now) => {
      if (limit > 0 && left >= 0) today = { ...dayAt(now), limit, left }
    },
    hold: (millis) => Effect.map(passing, (now) => void (heldUntil = Math.max(heldUntil, now + millis))),
    left: Effect.gen(function* () {
      const wall = yield* Clock.currentTimeMillis
      const now = yield* passing
      forget(now)
      const { left, limit, until } = dayAt(wall)
      return [
        ...windows.map(({ rate, times }) => ({
          name: rate.name,
          limit: rate.most,
          left: rate.most - times.length,
          resetsAt: wall + (times.length === 0 ? 0 : times[0]! + rate.millis - now)
        })),
        { name: day.name, limit, left, resetsAt: until }
      ]
    })
  }
}
