/**
 * Chore: what does a worker see to every so often, besides what falls due?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Breaker from "./Breaker.ts"

/**
 * - `name`: what it is called in the log.
 * - `everyMillis`: so long it rests when it is done. `Infinity`: it is never begun.
 * - `run`: safe to do again, and in several processes at once. What goes wrong is logged, and it is tried again, sooner at first.
 *
 * @category models
 * @since 0.1.0
 */
export interface Chore {
  readonly name: string
  readonly everyMillis: number
  readonly run: Effect.Effect<void, { readonly message: string }>
}

/** How a chore went the last time: what was wrong with it, if anything. @category models @since 0.1.0 */
export interface Went {
  readonly name: string
  readonly problem: string | undefined
}

/**
 * Does a chore again and again until `stopping`; what is under way then is finished. `went` hears how it went each time.
 *
 * @category running
 * @since 0.1.0
 */
export const keep = Effect.fnUntraced(function* (
  { everyMillis, name, run }: Chore,
  { stopping, untilStopping }: { readonly stopping: AbortSignal; readonly untilStopping: Effect.Effect<void> },
  went: (problem: string | undefined) => void
) {
  if (everyMillis === Infinity) return
  for (let failures = 0; !stopping.aborted;) {
    const done = yield* Effect.result(run)
    if (Result.isSuccess(done)) {
      failures = 0
      went(undefined)
    } else {
      failures++
      went(done.failure.message)
      yield* Effect.logWarning(`${name}: ${done.failure.message}`)
    }
    const wait = failures === 0 ? everyMillis : Math.min(everyMillis, Breaker.wait(name, failures))
    yield* Effect.raceFirst(Effect.sleep(wait), untilStopping)
  }
})
