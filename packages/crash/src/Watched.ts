/**
 * Watched: how far has a worker come with each message?
 *
 * Between the runner and its ports: says each step before it is taken, and stops where the worker is to be killed.
 */
import type * as Event from "@temoin/core/Event"
import { type Append, HistoryStore } from "@temoin/core/ports/HistoryStore"
import { Mailer } from "@temoin/core/ports/Mailer"
import * as Reference from "@temoin/runner/Reference"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type { Fate } from "./Fate.ts"
import * as Note from "./Note.ts"

/** Whose outcome this event tells. */
const outcomeOf = (event: Event.Event): string | undefined => {
  switch (event._tag) {
    case "Sent":
    case "SendFailed":
    case "SendRefused":
    case "SendUnknown":
      return Reference.ofKey(event.key)
    default:
      return undefined
  }
}

type Appending = HistoryStore["Service"]["append"]

const watchedAppend =
  (append: Appending, reached: (point: Fate["point"], reference: string) => Effect.Effect<void>): Appending =>
  (request: Append) =>
    Effect.gen(function* () {
      const intents = request.events.flatMap((event) => (event._tag === "Intended" ? [event.reference] : []))
      const outcomes = request.events.flatMap((event) => outcomeOf(event) ?? [])
      Note.say("step")
      for (const reference of intents) Note.say("intend", reference)
      const result = yield* Effect.result(append(request))
      if (Result.isFailure(result)) {
        const { failure } = result
        for (const reference of intents) Note.say(failure._tag === "StoreError" ? "cut" : "letGo", reference)
        // it is written again without what it was refused for
        for (const reference of failure._tag === "Conflict" ? [] : outcomes) {
          const isOver = (request.claim?.until ?? Infinity) <= (yield* Clock.currentTimeMillis)
          Note.say(failure._tag === "StoreError" ? "cut" : isOver ? "late" : "robbed", reference)
        }
        return yield* Effect.fail(failure)
      }
      for (const reference of outcomes) Note.say("recorded", reference)
      for (const reference of intents) yield* reached("intended", reference)
      return result.success
    })

const step = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.andThen(
    Effect.sync(() => Note.say("step")),
    effect
  )

/** The ports that a worker works with, watched. It stops for ever where `fate` says. */
export const layer = (fate: Fate | undefined): Layer.Layer<HistoryStore | Mailer, never, HistoryStore | Mailer> => {
  let left = fate?.count ?? 0
  const reached = (point: Fate["point"], reference: string) =>
    Effect.suspend(() => {
      if (point !== fate?.point || left <= 0 || --left > 0) return Effect.void
      Note.say("waits", reference)
      return Effect.never
    })
  const store = Layer.effect(
    HistoryStore,
    Effect.gen(function* () {
      const store = yield* HistoryStore
      return HistoryStore.of({
        ...store,
        append: watchedAppend(store.append, reached),
        appendAll: (requests) => step(store.appendAll(requests)),
        claim: (request) => step(store.claim(request)),
        load: (contact) => step(store.load(contact)),
        loadAll: (contacts) => step(store.loadAll(contacts))
      })
    })
  )
  const mailer = Layer.effect(
    Mailer,
    Effect.gen(function* () {
      const mailer = yield* Mailer
      return Mailer.of({
        ...mailer,
        send: Effect.fnUntraced(function* (mail) {
          Note.say("hand", mail.reference)
          yield* mailer.send(mail)
          Note.say("taken", mail.reference)
          yield* reached("taken", mail.reference)
        })
      })
    })
  )
  return Layer.merge(store, mailer)
}
