/**
 * Appending: what is added to a history, and what is refused?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import { EventClash, HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { touchpoint } from "../EventArbitrary.ts"
import { at, soon } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import * as TextArbitrary from "../TextArbitrary.ts"
import { broken, isKnown, pause, reading } from "./Defect.ts"
import { anna, ben, changesNothing, contents, ids, positive, tag, touchpoints } from "./Scene.ts"

/** What a store promises about appending. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "events that are stored already are not added again",
    fc.record({ known: positive(3), fresh: fc.nat(3) }),
    Effect.fnUntraced(function* ({ fresh, known }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(known), now: at(0) })
      const { added } = yield* store.append({ contact: anna, events: touchpoints(known + fresh), now: at(0) })
      yield* agree("number added", added, fresh)
      yield* agree(
        "ids stored",
        ids(yield* store.load(anna)),
        touchpoints(known + fresh).map(({ id }) => id)
      )
    })
  ),
  forAll(
    "an event learned of at another time is the same event",
    soon,
    Effect.fnUntraced(function* (recordedAt) {
      const store = yield* HistoryStore
      const event = touchpoint("delivery")
      yield* store.append({ contact: anna, events: [event], now: at(0) })
      const again = yield* Effect.result(
        store.append({ contact: anna, events: [{ ...event, recordedAt: recordedAt + 1 }], now: at(0) })
      )
      yield* agree("the second append", tag(again), "accepted")
      yield* agree("ids stored", ids(yield* store.load(anna)), ["delivery"])
    })
  ),
  forAll(
    "an event twice in one append is added once",
    fc.record({ before: fc.nat(2), after: fc.nat(2) }),
    Effect.fnUntraced(function* ({ after, before }) {
      const store = yield* HistoryStore
      const event = touchpoint("delivery")
      const events = [...touchpoints(before), event, ...touchpoints(after, before), event]
      const { added } = yield* store.append({ contact: anna, events, now: at(0) })
      yield* agree("number added", added, before + after + 1)
    })
  ),
  forAll(
    "an event that arrives several times at once is added once",
    fc.integer({ min: 2, max: 5 }),
    Effect.fnUntraced(function* (times) {
      const store = yield* HistoryStore
      const append = store.append({ contact: anna, events: [touchpoint("delivery")], now: at(0) })
      const appended = yield* Effect.all(
        Array.from({ length: times }, () => append),
        { concurrency: "unbounded" }
      )
      yield* agree(
        "number added in all",
        appended.reduce((sum, { added }) => sum + added, 0),
        1
      )
    })
  ),
  forAll(
    "an event that says something else under a stored id is a clash",
    fc.record({ stored: positive(3), fresh: fc.nat(2) }),
    Effect.fnUntraced(function* ({ fresh, stored }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(stored), now: at(0) })
      const clashing = touchpoint("e0", 0, "deal.won")
      const result = yield* Effect.result(
        store.append({ contact: anna, events: [...touchpoints(fresh, stored), clashing], now: at(0) })
      )
      yield* agree("the clashing append", tag(result), "EventClash")
      if (Result.isFailure(result) && result.failure._tag === "EventClash") {
        yield* agree("whom the clash names", result.failure.contact, anna)
        yield* agree("what the clash names", result.failure.id, clashing.id)
      }
    })
  ),
  forAll(
    "two events that say different things under one id in one append are a clash",
    fc.nat(2),
    Effect.fnUntraced(function* (between) {
      const store = yield* HistoryStore
      const events = [touchpoint("delivery"), ...touchpoints(between), touchpoint("delivery", 0, "deal.won")]
      const result = yield* Effect.result(store.append({ contact: anna, events, now: at(0) }))
      yield* agree("the clashing append", tag(result), "EventClash")
    })
  ),
  forAll(
    "a stored event never changes",
    fc.constantFrom("deal.won", "order.cancelled"),
    Effect.fnUntraced(function* (kind) {
      const store = yield* HistoryStore
      const event = touchpoint("delivery")
      yield* store.append({ contact: anna, events: [event], now: at(0) })
      yield* Effect.result(store.append({ contact: anna, events: [touchpoint("delivery", 0, kind)], now: at(0) }))
      yield* agree("loaded events", contents((yield* store.load(anna)).events), contents([event]))
    })
  ),
  forAll(
    "an append that clashes writes nothing",
    fc.record({ before: fc.nat(2), after: fc.nat(2) }).filter(({ after, before }) => before + after > 0),
    Effect.fnUntraced(function* ({ after, before }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: [touchpoint("delivery")], now: at(0), wakeAt: at(100) })
      const clashing = touchpoint("delivery", 0, "deal.won")
      const events = [...touchpoints(before), clashing, ...touchpoints(after, before)]
      yield* changesNothing(store, anna, store.append({ contact: anna, events, now: at(0), wakeAt: at(50) }))
    })
  ),
  forAll(
    "events may arrive in any order",
    positive(5).chain((count) => {
      const events = touchpoints(count)
      return fc.shuffledSubarray([...events], { minLength: count })
    }),
    Effect.fnUntraced(function* (events) {
      const store = yield* HistoryStore
      for (const event of events) yield* store.append({ contact: anna, events: [event], now: at(0) })
      yield* agree("loaded events", contents((yield* store.load(anna)).events), contents(events))
    })
  ),
  forAll(
    "what is appended to one contact is nothing to another",
    positive(3),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const other = touchpoints(count).map(({ id }, index) => touchpoint(id, index, "deal.won"))
      yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      const before = yield* store.load(anna)
      const result = yield* Effect.result(store.append({ contact: ben, events: other, now: at(0) }))
      yield* agree("appending the same ids to another contact", tag(result), "accepted")
      yield* agree("the first contact's version", (yield* store.load(anna)).version, before.version)
      yield* agree("the first contact's events", contents((yield* store.load(anna)).events), contents(before.events))
      yield* agree("the other contact's events", contents((yield* store.load(ben)).events), contents(other))
    })
  ),
  forAll(
    "contacts whose ids look alike are two contacts",
    TextArbitrary.alike,
    Effect.fnUntraced(function* ([one, other]) {
      const store = yield* HistoryStore
      yield* store.append({ contact: Contact.ContactId.make(one), events: touchpoints(1), now: at(0) })
      yield* agree("the other's events", ids(yield* store.load(Contact.ContactId.make(other))), [])
    })
  )
]

const composed = (contact: Contact.ContactId) => Contact.ContactId.make(contact.normalize())

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken(
    "adds the whole batch when anything in it is new",
    "events that are stored already are not added again",
    (good) => {
      const again = new Map<Contact.ContactId, ReadonlyArray<Event.Event>>()
      return {
        append: Effect.fnUntraced(function* (append) {
          const before = yield* good.load(append.contact)
          const appended = yield* good.append(append)
          const known = append.events.filter((event) => isKnown(before, event))
          if (known.length === append.events.length) return appended
          again.set(append.contact, [...(again.get(append.contact) ?? []), ...known])
          return { ...appended, added: appended.added + known.length }
        }),
        load: (contact) =>
          Effect.map(good.load(contact), (stored) => ({
            ...stored,
            events: [...stored.events, ...(again.get(contact) ?? [])]
          }))
      }
    }
  ),
  broken("compares the time of recording too", "an event learned of at another time is the same event", (good) => ({
    append: Effect.fnUntraced(function* (append) {
      const { events } = yield* good.load(append.contact)
      for (const event of append.events) {
        const known = events.find((known) => known.id === event.id)
        if (known !== undefined && Event.isSame(known, event) && known.recordedAt !== event.recordedAt) {
          return yield* new EventClash({ contact: append.contact, id: event.id })
        }
      }
      return yield* good.append(append)
    })
  })),
  broken("counts what it was given", "an event twice in one append is added once", (good) => ({
    append: (append) => {
      const repeated = append.events.length - new Set(append.events.map(({ id }) => id)).size
      return Effect.map(good.append(append), (appended) => ({ ...appended, added: appended.added + repeated }))
    }
  })),
  broken("looks, then adds", "an event that arrives several times at once is added once", (good) => ({
    appendAll: good.appendAll,
    append: Effect.fnUntraced(function* (append) {
      const before = yield* good.load(append.contact)
      yield* pause
      const appended = yield* good.append(append)
      const fresh = new Set(append.events.filter((event) => !isKnown(before, event)).map(({ id }) => id))
      return { ...appended, added: fresh.size }
    })
  })),
  broken(
    "keeps the first and says nothing",
    "an event that says something else under a stored id is a clash",
    (good) => ({
      append: Effect.fnUntraced(function* (append) {
        const before = yield* good.load(append.contact)
        return yield* good.append({ ...append, events: append.events.filter((event) => !isKnown(before, event)) })
      })
    })
  ),
  broken(
    "keeps the last of a batch and says nothing",
    "two events that say different things under one id in one append are a clash",
    (good) => ({
      append: (append) => {
        const last = new Map(append.events.map((event) => [event.id, event]))
        const events = append.events.filter((event) => Event.isSame(event, last.get(event.id) ?? event))
        return good.append({ ...append, events })
      }
    })
  ),
  broken("replaces, then reports the clash", "a stored event never changes", (good) => {
    const replaced = new Map<string, Event.Event>()
    return {
      append: (append) =>
        Effect.tapError(good.append(append), (error) =>
          Effect.sync(() => {
            if (error._tag !== "EventClash") return
            for (const event of append.events) {
              if (event.id === error.id) replaced.set(`${append.contact}\n${event.id}`, event)
            }
          })
        ),
      ...reading(good, (stored) => ({
        ...stored,
        events: stored.events.map((event) => replaced.get(`${stored.contact}\n${event.id}`) ?? event)
      }))
    }
  }),
  broken("writes event by event", "an append that clashes writes nothing", (good) => ({
    append: (append) =>
      Effect.tapError(good.append(append), (error) =>
        error._tag === "EventClash"
          ? Effect.ignore(good.append({ ...append, events: append.events.filter(({ id }) => id !== error.id) }))
          : Effect.void
      )
  })),
  broken("ignores what arrives late", "events may arrive in any order", (good) => ({
    append: Effect.fnUntraced(function* (append) {
      const before = yield* good.load(append.contact)
      const newest = Math.max(-Infinity, ...before.events.map((event) => event.occurredAt))
      const events = append.events.filter((event) => event.occurredAt >= newest || isKnown(before, event))
      return yield* good.append({ ...append, events })
    })
  })),
  broken("takes event ids for unique everywhere", "what is appended to one contact is nothing to another", (good) => {
    const owners = new Map<Event.EventId, { readonly contact: Contact.ContactId; readonly event: Event.Event }>()
    return {
      append: Effect.fnUntraced(function* (append) {
        for (const event of append.events) {
          const owner = owners.get(event.id)
          if (owner !== undefined && owner.contact !== append.contact && !Event.isSame(owner.event, event)) {
            return yield* new EventClash({ contact: append.contact, id: event.id })
          }
        }
        const appended = yield* good.append(append)
        for (const event of append.events) owners.set(event.id, { contact: append.contact, event })
        return appended
      })
    }
  }),
  broken("reads ids as a person would", "contacts whose ids look alike are two contacts", (good) => {
    return {
      load: (contact) => Effect.map(good.load(composed(contact)), (stored) => ({ ...stored, contact })),
      append: (append) => good.append({ ...append, contact: composed(append.contact) })
    }
  })
]
