/**
 * Waking: who is due, and when?
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import type { Instant } from "@temoin/core/Instant"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { at, soon } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, forgettingIdleWakes } from "./Defect.ts"
import { all, anna, contacts, minutes, positive, schedule, someday, touchpoints, wake, wakeAll } from "./Scene.ts"

/** What a store promises about the due index. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "a contact is due from its time on and not before",
    soon,
    Effect.fnUntraced(function* (due) {
      const store = yield* HistoryStore
      yield* wake(store, anna, due)
      const until = due + 60_000
      yield* agree("claimed just before", contacts(yield* store.claim({ now: due - 1, until, limit: all })), [])
      yield* agree("claimed at its time", contacts(yield* store.claim({ now: due, until, limit: all })), [anna])
    })
  ),
  forAll(
    "a contact that was given no time is never due",
    positive(3),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      yield* agree("claimed", contacts(yield* store.claim({ now: someday, until: someday + 1, limit: all })), [])
    })
  ),
  forAll(
    "an append never makes a contact due later",
    fc.record({ due: minutes(100), later: fc.nat(100) }),
    Effect.fnUntraced(function* ({ due, later }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, at(due))
      yield* store.append({ contact: anna, events: touchpoints(1, 1), now: at(0), wakeAt: at(due + later) })
      yield* agree("claimed", contacts(yield* store.claim({ now: at(due), until: someday, limit: all })), [anna])
    })
  ),
  forAll(
    "an append can make a contact due earlier",
    fc.record({ due: minutes(100), earlier: positive(100) }),
    Effect.fnUntraced(function* ({ due, earlier }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, at(due + earlier))
      yield* store.append({ contact: anna, events: touchpoints(1, 1), now: at(0), wakeAt: at(due) })
      yield* agree("claimed", contacts(yield* store.claim({ now: at(due), until: someday, limit: all })), [anna])
    })
  ),
  forAll(
    "an append that adds nothing still makes the contact due",
    fc.record({ due: minutes(100), count: positive(3), again: fc.boolean() }),
    Effect.fnUntraced(function* ({ again, count, due }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      yield* store.append({ contact: anna, events: again ? touchpoints(count) : [], now: at(0), wakeAt: at(due) })
      yield* agree("claimed", contacts(yield* store.claim({ now: at(due), until: someday, limit: all })), [anna])
    })
  ),
  forAll(
    "nextDue is the earliest time at which claim gives something",
    fc.record({ due: fc.option(schedule, { nil: [] }), now: minutes(600), held: positive(600), limit: fc.nat(6) }),
    Effect.fnUntraced(function* ({ due, held, limit, now }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      if (limit > 0) yield* store.claim({ now: at(now), until: at(now + held), limit })
      const next = yield* store.nextDue
      yield* agree("is there a next time", Option.isSome(next), due.length > 0)
      if (Option.isSome(next)) {
        const at = (now: Instant) => store.claim({ now, until: now + 60_000, limit: all })
        yield* agree("claimed just before", contacts(yield* at(next.value - 1)), [])
        yield* agree("is anybody claimed then", (yield* at(next.value)).length > 0, true)
      }
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("has a clock that is a little fast", "a contact is due from its time on and not before", (good) => ({
    claim: (request) => good.claim({ ...request, now: request.now + 1 }),
    nextDue: Effect.map(
      good.nextDue,
      Option.map((next) => next - 1)
    )
  })),
  broken("makes everybody due who is written to", "a contact that was given no time is never due", (good) => ({
    append: (append) => good.append({ ...append, wakeAt: append.wakeAt ?? append.now })
  })),
  broken("lets the last call decide when", "an append never makes a contact due later", (good) => {
    const postponed = new Map<Contact.ContactId, Instant>()
    const first = new Map<Contact.ContactId, Instant>()
    return {
      append: (append) =>
        Effect.tap(good.append(append), () =>
          Effect.sync(() => {
            if (append.wakeAt === undefined) return
            const earliest = first.get(append.contact)
            if (earliest !== undefined && append.wakeAt >= earliest) postponed.set(append.contact, append.wakeAt + 1)
            first.set(append.contact, Math.min(append.wakeAt, earliest ?? append.wakeAt))
          })
        ),
      claim: (request) =>
        Effect.map(good.claim(request), (claims) =>
          claims.filter(({ contact }) => (postponed.get(contact) ?? -Infinity) <= request.now)
        ),
      settle: (settle) =>
        Effect.tap(good.settle(settle), () =>
          Effect.sync(() => {
            postponed.delete(settle.claim.contact)
            first.delete(settle.claim.contact)
          })
        )
    }
  }),
  broken("keeps the first time it was given", "an append can make a contact due earlier", (good) => {
    const timed = new Set<Contact.ContactId>()
    return {
      append: ({ wakeAt, ...append }) =>
        timed.has(append.contact) || wakeAt === undefined
          ? good.append(append)
          : Effect.tap(good.append({ ...append, wakeAt }), () => Effect.sync(() => void timed.add(append.contact))),
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.sync(() => {
            for (const { contact } of claims) timed.delete(contact)
          })
        ),
      settle: (settle) =>
        Effect.tap(good.settle(settle), () => Effect.sync(() => void timed.delete(settle.claim.contact)))
    }
  }),
  broken(
    "returns early when there is nothing to add",
    "an append that adds nothing still makes the contact due",
    (good) => forgettingIdleWakes(good, (isClaimed) => !isClaimed)
  ),
  broken("rounds up to be on the safe side", "nextDue is the earliest time at which claim gives something", (good) => ({
    nextDue: Effect.map(
      good.nextDue,
      Option.map((next) => next + 1)
    )
  }))
]
