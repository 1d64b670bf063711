/**
 * Hurry: what if nobody had to wait?
 *
 * A clock that stands still until somebody sleeps, and then is that much later.
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

export interface Hurry {
  readonly clock: Clock.Clock
  readonly now: () => number
  readonly pass: (millis: number) => void
}

export const make = (start: number): Hurry => {
  let time = start
  const now = () => time
  const nanos = () => BigInt(Math.trunc(time)) * 1_000_000n
  return {
    now,
    pass: (millis) => void (time += millis),
    clock: {
      currentTimeMillisUnsafe: now,
      currentTimeMillis: Effect.sync(now),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: (duration) =>
        Effect.suspend(() => {
          const until = time + Duration.toMillis(duration)
          return Effect.andThen(
            Effect.yieldNow,
            Effect.sync(() => void (time = Math.max(time, until)))
          )
        })
    }
  }
}
