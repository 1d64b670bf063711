/**
 * VirtualClock: what if the time comes from elsewhere?
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/**
 * A clock that shows what `now` says, in epoch milliseconds. Sleeping takes real time, since nothing here can tell when
 * `now` will have moved on.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (now: () => number): Clock.Clock => {
  const nanos = () => BigInt(Math.trunc(now())) * 1_000_000n
  return {
    currentTimeMillisUnsafe: now,
    currentTimeMillis: Effect.sync(now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => process.hrtime.bigint(),
    monotonicTimeNanos: Effect.sync(() => process.hrtime.bigint()),
    sleep: (duration) =>
      Effect.callback((resume) => {
        const timer = setTimeout(() => resume(Effect.void), Duration.toMillis(duration))
        return Effect.sync(() => clearTimeout(timer))
      })
  }
}
