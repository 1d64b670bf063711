/**
 * Finding: whom and what was a message about?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import * as EventArbitrary from "../EventArbitrary.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken } from "./Defect.ts"
import { anna, ben, changesNothing, tag, touchpoints, wake } from "./Scene.ts"

const invitation = Decision.key("p", "nps", "anna", "invite", "touchpoint:1")
const reminder = Decision.key("p", "nps", "anna", "remind 1", "touchpoint:1")

/** What a store promises about references. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "an intended message is found by its reference",
    fc.record({ count: fc.nat(4), other: fc.integer({ min: 100, max: 1000 }) }),
    Effect.fnUntraced(function* ({ count, other }) {
      const store = yield* HistoryStore
      const messages = Array.from({ length: count }, (_, index) => ({
        contact: Contact.ContactId.make(`c${index}`),
        reference: EventArbitrary.reference(index),
        key: Decision.key("p", "nps", `c${index}`, "invite", "touchpoint:1")
      }))
      for (const { contact, key, reference } of messages) {
        const events = [EventArbitrary.intended(`intended ${reference}`, reference, key)]
        yield* store.append({ contact, events, now: at(0) })
      }
      for (const { contact, key, reference } of messages) {
        yield* agree("found", yield* store.find(reference), Option.some({ contact, key }))
      }
      yield* agree("found by a reference never used", yield* store.find(EventArbitrary.reference(other)), Option.none())
    })
  ),
  forAll(
    "a message may be intended again under its reference",
    fc.integer({ min: 2, max: 4 }),
    Effect.fnUntraced(function* (attempts) {
      const store = yield* HistoryStore
      const reference = EventArbitrary.reference(1)
      for (const id of Array.from({ length: attempts }, (_, index) => `attempt ${index}`)) {
        const events = [EventArbitrary.intended(id, reference, invitation)]
        const result = yield* Effect.result(store.append({ contact: anna, events, now: at(0) }))
        yield* agree(id, tag(result), "accepted")
      }
    })
  ),
  forAll(
    "a reference is not given to a second message",
    fc.record({ other: fc.boolean(), together: fc.boolean(), besides: fc.nat(2) }),
    Effect.fnUntraced(function* ({ besides, other, together }) {
      const store = yield* HistoryStore
      const reference = EventArbitrary.reference(1)
      const first = EventArbitrary.intended("first", reference, invitation)
      const second = EventArbitrary.intended("second", reference, other ? invitation : reminder)
      const contact = other ? ben : anna
      const isTogether = together && !other
      yield* wake(store, contact, at(100))
      if (!isTogether) yield* store.append({ contact: anna, events: [first], now: at(0) })
      const named = yield* store.find(reference)
      const append = store.append({
        contact,
        events: [...(isTogether ? [first] : []), ...touchpoints(besides), second],
        now: at(0),
        wakeAt: at(50)
      })
      yield* agree("the append", tag(yield* Effect.result(append)), "StoreError")
      yield* changesNothing(store, contact, append)
      yield* agree("whom the reference names", yield* store.find(reference), named)
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("has no index of references", "an intended message is found by its reference", () => ({
    find: () => Effect.succeed(Option.none())
  })),
  broken(
    "takes a second attempt for a second message",
    "a message may be intended again under its reference",
    (good) => {
      const used = new Map<Event.Reference, Event.EventId>()
      return {
        append: Effect.fnUntraced(function* (append) {
          const intended = append.events.filter((event) => event._tag === "Intended")
          for (const { id, reference } of intended) {
            if ((used.get(reference) ?? id) !== id) {
              return yield* new StoreError({ problem: "the reference is in use", retryable: false })
            }
          }
          const appended = yield* good.append(append)
          for (const { id, reference } of intended) used.set(reference, id)
          return appended
        })
      }
    }
  ),
  broken(
    "lets the first message keep the reference and says nothing",
    "a reference is not given to a second message",
    (good) => ({
      append: (append) =>
        Effect.catchTag(good.append(append), "StoreError", () =>
          good.append({ ...append, events: append.events.filter((event) => event._tag !== "Intended") })
        )
    })
  )
]
