/**
 * Deliveries: how does another company call us, and when does it give up?
 *
 * A call that is not answered with a yes is made again after a while, a few times. Who fails too often at the first try is banned,
 * and what happens during the ban is never told.
 */

/** `retries`: so long after each failure. `banAfter` first tries that failed, for `banMillis`. Unit: milliseconds. */
export interface Policy {
  readonly retries: ReadonlyArray<number>
  readonly banAfter: number
  readonly banMillis: number
}

/** Three retries; ten failures ban for half an hour. */
export const pipedrive: Policy = { retries: [3000, 30_000, 150_000], banAfter: 10, banMillis: 30 * 60_000 }

/** Ten retries, over a day; nobody is banned. */
export const hubspot: Policy = {
  retries: [1, 2, 5, 15, 60, 120, 240, 300, 300, 300].map((minutes) => minutes * 60_000),
  banAfter: Infinity,
  banMillis: 0
}

export interface Deliveries<Call> {
  /** Something happened. `callAt`: the call that tells of it, at each attempt, which are counted from 1. */
  readonly post: (callAt: (attempt: number) => Call) => void
  /** Makes the calls that are due. `send` gives the status it was answered with. */
  readonly deliver: (send: (call: Call) => Promise<number>) => Promise<void>
  /** How many were never told. */
  readonly lost: () => number
  readonly isBanned: () => boolean
}

export const make = <Call>(now: () => number, { banAfter, banMillis, retries }: Policy): Deliveries<Call> => {
  let queue: Array<{ readonly callAt: (attempt: number) => Call; readonly attempt: number; readonly dueAt: number }> =
    []
  let lost = 0
  let failures = 0
  let bannedUntil = -Infinity
  return {
    post: (callAt) => {
      if (now() < bannedUntil) lost++
      else queue.push({ callAt, attempt: 1, dueAt: now() })
    },
    deliver: async (send) => {
      const due = queue.filter(({ dueAt }) => dueAt <= now())
      queue = queue.filter(({ dueAt }) => dueAt > now())
      for (const { attempt, callAt } of due) {
        if (attempt === 1 && now() < bannedUntil) {
          lost++
          continue
        }
        const status = await send(callAt(attempt)).catch(() => 0)
        if (status >= 200 && status < 300) continue
        if (attempt === 1 && ++failures >= banAfter) {
          failures = 0
          bannedUntil = now() + banMillis
        }
        const pause = retries[attempt - 1]
        if (pause === undefined) lost++
        else queue.push({ callAt, attempt: attempt + 1, dueAt: now() + pause })
      }
    },
    lost: () => lost,
    isBanned: () => now() < bannedUntil
  }
}
