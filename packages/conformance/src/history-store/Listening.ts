/**
 * Listening: does whoever sleeps hear that somebody became due?
 *
 * @since 0.1.0
 */
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { touchpoint } from "../EventArbitrary.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken } from "./Defect.ts"
import { anna, ben, minutes, positive, touchpoints, wake } from "./Scene.ts"
import type { Store } from "./Scene.ts"

/** While the store answers so many other calls, whatever there is to be heard is heard. */
const calls = 300

const isHeard = (store: Store, woken: Effect.Effect<unknown, StoreError>) =>
  Effect.raceFirst(
    Effect.asVoid(woken),
    Effect.andThen(
      Effect.forEach(Array.from({ length: calls }), () => Effect.andThen(store.nextDue, Effect.yieldNow), {
        discard: true
      }),
      agree("is it heard", false, true)
    )
  )

/** What a store promises about being woken. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "an append that makes somebody due is heard by all who listen",
    fc.record({ listeners: positive(3), due: minutes(100), isIdle: fc.boolean() }),
    Effect.fnUntraced(function* ({ due, isIdle, listeners }) {
      const store = yield* HistoryStore
      if (isIdle) yield* store.append({ contact: anna, events: touchpoints(1), now: at(0) })
      yield* Effect.scoped(
        Effect.gen(function* () {
          const waiting = yield* Effect.forEach(Array.from({ length: listeners }), () => store.wakeUps)
          const heard = yield* Effect.forkChild(Effect.all(waiting, { concurrency: "unbounded" }))
          yield* Effect.yieldNow
          yield* store.append({ contact: anna, events: touchpoints(1), now: at(0), wakeAt: at(due) })
          yield* isHeard(store, Fiber.join(heard))
        })
      )
    })
  ),
  forAll(
    "what came between listening and waiting is heard",
    positive(4),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      yield* Effect.scoped(
        Effect.gen(function* () {
          const woken = yield* store.wakeUps
          for (let append = 0; append < count; append++) {
            yield* store.append({ contact: anna, events: [touchpoint(`e${append}`)], now: at(0), wakeAt: at(append) })
          }
          yield* isHeard(store, woken)
        })
      )
    })
  ),
  forAll(
    "the reviving of somebody is heard",
    minutes(100),
    Effect.fnUntraced(function* (now) {
      const store = yield* HistoryStore
      for (const who of [anna, ben]) yield* wake(store, who, at(now))
      for (const claim of yield* store.claim({ now: at(now), until: at(now + 1), limit: 2 })) {
        yield* store.fail({ claim, problem: "damaged", waits: [], now: at(now) })
      }
      yield* Effect.scoped(
        Effect.gen(function* () {
          const heard = yield* Effect.forkChild(yield* store.wakeUps)
          yield* Effect.yieldNow
          yield* store.revive({ contacts: [anna], now: at(now) })
          yield* isHeard(store, Fiber.join(heard))
        })
      )
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("tells only the first", "an append that makes somebody due is heard by all who listen", (good) => {
    let listeners = 0
    return {
      wakeUps: Effect.suspend(() => (listeners++ === 0 ? good.wakeUps : Effect.as(good.wakeUps, Effect.never)))
    }
  }),
  broken("begins to listen when it is asked", "what came between listening and waiting is heard", (good) => ({
    wakeUps: Effect.succeed(Effect.scoped(Effect.flatten(good.wakeUps)))
  })),
  broken("revives without a word", "the reviving of somebody is heard", (good) => {
    let isQuiet = false
    return {
      revive: (request) =>
        Effect.andThen(
          Effect.sync(() => void (isQuiet = true)),
          good.revive(request)
        ),
      wakeUps: Effect.map(good.wakeUps, (woken) => Effect.tap(woken, () => (isQuiet ? Effect.never : Effect.void)))
    }
  })
]
