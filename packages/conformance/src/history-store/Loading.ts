/**
 * Loading: does a history come back as it was written?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Broken } from "../Broken.ts"
import * as EventArbitrary from "../EventArbitrary.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import * as TextArbitrary from "../TextArbitrary.ts"
import { broken, pause, reading } from "./Defect.ts"
import { anna, ben, contents, positive, touchpoints, whole } from "./Scene.ts"

/** What a store promises about what is loaded. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "a contact nobody has heard of has no events and version 0",
    TextArbitrary.identifier,
    Effect.fnUntraced(function* (id) {
      const store = yield* HistoryStore
      const contact = Contact.ContactId.make(id)
      yield* store.append({ contact: ben, events: touchpoints(1), now: at(0) })
      yield* agree("load", yield* store.load(contact), {
        contact,
        events: [],
        version: 0,
        account: Option.none()
      })
    })
  ),
  forAll(
    "an event of any kind is loaded as it was appended",
    EventArbitrary.events,
    Effect.fnUntraced(function* (events) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events, now: at(0) })
      yield* agree("loaded events", whole((yield* store.load(anna)).events), whole(events))
    })
  ),
  forAll(
    "words come back letter for letter",
    EventArbitrary.worded,
    Effect.fnUntraced(function* (events) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events, now: at(0) })
      yield* agree("loaded words", contents((yield* store.load(anna)).events), contents(events))
    })
  ),
  forAll(
    "what is loaded is one snapshot, also while somebody appends",
    positive(5),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const append = (contact: Contact.ContactId, event: Event.Event) =>
        store.append({ contact, events: [event], now: at(0) })
      const quiet = new Map([[0, (yield* store.load(anna)).version]])
      for (const event of touchpoints(count)) {
        yield* append(anna, event)
        const { events, version } = yield* store.load(anna)
        quiet.set(events.length, version)
      }
      const writing = Effect.forEach(touchpoints(count), (event) => Effect.andThen(append(ben, event), Effect.yieldNow))
      const reading = Effect.forEach(touchpoints(2 * count), () => Effect.tap(store.load(ben), Effect.yieldNow))
      const [, seen] = yield* Effect.all([writing, reading], { concurrency: "unbounded" })
      for (const { events, version } of seen) {
        yield* agree<number | undefined>(`version seen with ${events.length} events`, version, quiet.get(events.length))
      }
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("counts from one", "a contact nobody has heard of has no events and version 0", (good) => ({
    load: (contact) =>
      Effect.map(good.load(contact), (stored) =>
        stored.version === 0 && stored.events.length === 0 ? { ...stored, version: 1 } : stored
      )
  })),
  broken("forgets opt-outs", "an event of any kind is loaded as it was appended", (good) =>
    reading(good, (stored) => ({ ...stored, events: stored.events.filter((event) => event._tag !== "OptedOut") }))
  ),
  broken("cuts off long comments", "words come back letter for letter", (good) =>
    reading(good, (stored) => ({
      ...stored,
      events: stored.events.map((event) =>
        event._tag === "Answered" && event.comment !== undefined
          ? { ...event, comment: event.comment.slice(0, 4096) }
          : event
      )
    }))
  ),
  broken("reads version and events apart", "what is loaded is one snapshot, also while somebody appends", (good) => ({
    loadAll: good.loadAll,
    load: Effect.fnUntraced(function* (contact) {
      const { version } = yield* good.load(contact)
      yield* pause
      return { ...(yield* good.load(contact)), version }
    })
  }))
]
