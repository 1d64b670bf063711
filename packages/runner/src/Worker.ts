/**
 * Worker: who does the work as it falls due, all day long?
 *
 * Ticks, sleeps until something is due, until somebody is woken, or until it is time to look anyway, and ticks again. Any number
 * of workers can share a store. What is wrong with the store is logged, and the worker goes on when it is back.
 *
 * @since 0.1.0
 */
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { hostname } from "node:os"
import * as Breaker from "./Breaker.ts"
import * as Chore from "./Chore.ts"
import * as Runner from "./Runner.ts"

/**
 * - `pollMillis`: it looks at least so often whether something is due, also when nobody wakes it. Default: a minute.
 * - `stopMillis`: so long it has to finish what is being sent when it is stopped. Default: half a minute.
 * - `chores`: what it sees to besides. Default: nothing.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly pollMillis?: number
  readonly stopMillis?: number
  readonly chores?: ReadonlyArray<Chore.Chore>
}

/**
 * How it stopped: `clean`, with everything finished or given back; or `cut off`, since the time to stop was over: what was being
 * sent is settled by whoever works on these contacts next.
 *
 * @category models
 * @since 0.1.0
 */
export type Stopped = "clean" | "cut off"

/**
 * What a worker knows of itself. `problem`: what kept it from its work the last time; `isListening`: it is woken by news, and
 * does not only poll; `chores`: how each went the last time, those that were done.
 *
 * @category models
 * @since 0.1.0
 */
export interface Status {
  readonly problem: string | undefined
  readonly isListening: boolean
  readonly chores: ReadonlyArray<Chore.Went>
}

/** @category models @since 0.1.0 */
export interface Worker {
  /** Claims nothing more, finishes what is being sent, gives the rest back, and ends. Twice is once. */
  readonly stop: Effect.Effect<Stopped>
  readonly status: () => Status
}

/** Nothing was done, and yet somebody is said to be due: others have them for a moment. */
const moment = 1000

/**
 * Begins to work, until it is stopped or the scope closes, which stops it.
 *
 * @category constructors
 * @since 0.1.0
 */
export const start = Effect.fnUntraced(function* ({
  chores = [],
  pollMillis = 60_000,
  stopMillis = 30_000
}: Options = {}): Effect.fn.Return<
  Worker,
  Runner.InvalidOption,
  Runner.Runner | HistoryStore.HistoryStore | Scope.Scope
> {
  const every = chores.map(({ everyMillis, name }) => [`the time between two times of "${name}"`, everyMillis] as const)
  for (const [option, value] of [...Object.entries({ pollMillis, stopMillis }), ...every]) {
    if (!(value > 0)) return yield* new Runner.InvalidOption({ option, problem: `is ${value}: give a number above 0` })
  }
  const runner = yield* Runner.Runner
  const store = yield* HistoryStore.HistoryStore
  const name = `${hostname()} ${process.pid}`
  const stopping = new AbortController()
  const news = yield* Queue.sliding<void>(1)
  let problem: string | undefined
  let isListening = false
  const went = new Map<string, string | undefined>()

  /** Sleeps, but not through news. */
  const sleep = (millis: number) => Effect.raceFirst(Effect.sleep(millis), Queue.take(news))

  /** Gives how long there is nothing to do. */
  const round = Effect.gen(function* () {
    const { contacts, heldBack, troubles } = yield* runner.tick({ signal: stopping.signal })
    const next = yield* runner.nextDue
    const now = yield* Clock.currentTimeMillis
    const wait = Math.min(pollMillis, Option.getOrElse(next, () => Infinity) - now)
    return Math.max(wait, contacts + heldBack + troubles.length === 0 ? Math.min(moment, pollMillis) : 0)
  })

  const working = Effect.gen(function* () {
    for (let failures = 0; !stopping.signal.aborted;) {
      const done = yield* Effect.exit(round)
      if (Exit.isSuccess(done)) {
        if (failures > 0) yield* Effect.logInfo("the store works again")
        failures = 0
        problem = undefined
        if (!stopping.signal.aborted && done.value > 0) yield* sleep(done.value)
        continue
      }
      if (Cause.hasInterruptsOnly(done.cause)) return yield* Effect.interrupt
      const error = Cause.squash(done.cause)
      problem = error instanceof Error ? error.message : String(error)
      failures++
      const wait = Math.min(pollMillis, Breaker.wait(name, failures))
      yield* Effect.logWarning(`nothing can be done now, next try in ${Math.ceil(wait / 1000)} s: ${problem}`)
      // news do not make the store well again, but being stopped does end this
      yield* Effect.raceFirst(Effect.sleep(wait), untilStopping)
    }
  })

  const untilStopping = Effect.callback<void>((resume) => {
    if (stopping.signal.aborted) return resume(Effect.void)
    const stop = () => resume(Effect.void)
    stopping.signal.addEventListener("abort", stop, { once: true })
    return Effect.sync(() => stopping.signal.removeEventListener("abort", stop))
  })

  const listening = Effect.gen(function* () {
    for (let failures = 0; ;) {
      const heard = yield* Effect.result(
        Effect.scoped(
          Effect.gen(function* () {
            const woken = yield* store.wakeUps
            isListening = true
            failures = 0
            // something may have come before we listened
            yield* Queue.offer(news, undefined)
            return yield* Effect.forever(Effect.andThen(woken, Queue.offer(news, undefined)))
          })
        )
      )
      isListening = false
      failures++
      if (Result.isFailure(heard)) {
        yield* Effect.logWarning(`news are not heard, looking every ${pollMillis / 1000} s: ${heard.failure.message}`)
      }
      yield* Effect.sleep(Breaker.wait(name, failures))
    }
  })

  const ear = yield* Effect.forkScoped(listening)
  const hands = yield* Effect.forkScoped(
    Effect.all(
      [
        working,
        ...chores.map((chore) =>
          Chore.keep(
            chore,
            { stopping: stopping.signal, untilStopping },
            (problem) => void went.set(chore.name, problem)
          )
        )
      ],
      { concurrency: "unbounded", discard: true }
    )
  )
  const stop = Effect.gen(function* () {
    stopping.abort()
    yield* Queue.offer(news, undefined)
    yield* Fiber.interrupt(ear)
    const ended = yield* Effect.timeoutOption(Fiber.await(hands), stopMillis)
    if (Option.isSome(ended)) return "clean"
    yield* Fiber.interrupt(hands)
    return "cut off"
  })
  yield* Effect.addFinalizer(() => stop)
  return {
    stop: Effect.uninterruptible(stop),
    status: () => ({ problem, isListening, chores: Array.from(went, ([name, problem]) => ({ name, problem })) })
  }
})
