/**
 * Settling: what does a turn leave behind?
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import type { Instant } from "@temoin/core/Instant"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, forgettingIdleWakes } from "./Defect.ts"
import {
  all,
  anna,
  changesNothing,
  claimed,
  contacts,
  lose,
  loss,
  minutes,
  positive,
  someday,
  tag,
  term,
  touchpoints
} from "./Scene.ts"

/** What a store promises about the end of a claim. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "settling frees the contact at once",
    term,
    Effect.fnUntraced(function* ({ now, until, within }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        yield* store.settle({ claim, expected: version, wakeAt: Option.some(now), now })
        yield* agree("claimed again", contacts(yield* store.claim({ now: within, until: someday, limit: all })), [anna])
      }
    })
  ),
  forAll(
    "settling can make a contact due later",
    fc.record({ term, later: positive(10_000) }),
    Effect.fnUntraced(function* ({ later, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      const due = until + later * 60_000
      const claim = (now: Instant) => Effect.map(store.claim({ now, until: someday, limit: all }), contacts)
      for (const running of claims) {
        yield* store.settle({ claim: running, expected: version, wakeAt: Option.some(due), now: within })
        yield* agree("claimed a minute before", yield* claim(due - 60_000), [])
        yield* agree("claimed at the new time", yield* claim(due), [anna])
      }
    })
  ),
  forAll(
    "a contact settled without a time sleeps until an append wakes it",
    fc.record({ term, wakeAt: minutes(1000) }),
    Effect.fnUntraced(function* ({ term: { now, until, within }, wakeAt }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      const claim = (now: Instant) => Effect.map(store.claim({ now, until: now + 1, limit: all }), contacts)
      for (const running of claims) {
        yield* store.settle({ claim: running, expected: version, wakeAt: Option.none(), now: within })
        yield* agree("claimed while it sleeps", yield* claim(someday), [])
        yield* store.append({ contact: anna, events: touchpoints(1), now: within, wakeAt: at(wakeAt) })
        yield* agree("claimed when it is woken", yield* claim(someday), [anna])
      }
    })
  ),
  forAll(
    "a wake-up that came under a claim with nothing new is not slept over",
    fc.record({ term, wakeAt: minutes(1000), later: fc.option(positive(1000)) }),
    Effect.fnUntraced(function* ({ later, term: { now, until, within }, wakeAt }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const running of claims) {
        const wakeUp = { contact: anna, events: [], now: within, wakeAt: at(wakeAt) }
        const asked = yield* Effect.result(store.append(wakeUp))
        if (Result.isFailure(asked)) return
        const next = later === null ? Option.none() : Option.some(at(wakeAt + later))
        yield* store.settle({ claim: running, expected: asked.success.version, wakeAt: next, now: within })
        yield* agree(
          "claimed when it asked to be woken",
          contacts(yield* store.claim({ now: at(wakeAt), until: someday, limit: all })),
          [anna]
        )
      }
    })
  ),
  forAll(
    "settling is refused when the version has moved",
    fc.record({ term, off: fc.integer({ min: -1, max: 1 }) }),
    Effect.fnUntraced(function* ({ off, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      if (off === 0) {
        const between = { contact: anna, events: touchpoints(1), now: within, wakeAt: within }
        if (Result.isFailure(yield* Effect.result(store.append(between)))) return
      }
      for (const claim of claims) {
        const settle = { claim, expected: version + off, wakeAt: Option.none(), now: within }
        yield* agree("the settling", tag(yield* Effect.result(store.settle(settle))), "Conflict")
      }
    })
  ),
  forAll(
    "settling with a stale claim is refused",
    fc.record({ term, loss: fc.option(loss) }),
    Effect.fnUntraced(function* ({ loss, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        if (loss !== null && !(yield* lose(store, claim, version, loss))) continue
        const settle = { claim, expected: version, wakeAt: Option.none(), now: loss === null ? until : within }
        yield* agree("the settling", tag(yield* Effect.result(store.settle(settle))), "StaleClaim")
      }
    })
  ),
  forAll(
    "settling that is refused changes nothing",
    fc.record({ term, off: fc.constantFrom(-1, 1) }),
    Effect.fnUntraced(function* ({ off, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const settle = { claim, expected: version + off, wakeAt: Option.none(), now: within }
        yield* changesNothing(store, anna, store.settle(settle))
      }
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("keeps the claim to its end", "settling frees the contact at once", (good) => ({
    settle: (settle) =>
      good.settle({ ...settle, wakeAt: Option.map(settle.wakeAt, (due) => Math.max(due, settle.claim.until)) })
  })),
  broken("keeps the earlier time", "settling can make a contact due later", (good) => {
    const dues = new Map<Contact.ContactId, Instant>()
    return {
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.sync(() => {
            for (const { contact } of claims) dues.set(contact, request.now)
          })
        ),
      settle: (settle) =>
        good.settle({
          ...settle,
          wakeAt: Option.map(settle.wakeAt, (due) => Math.min(due, dues.get(settle.claim.contact) ?? due))
        })
    }
  }),
  broken("takes no time for at once", "a contact settled without a time sleeps until an append wakes it", (good) => ({
    settle: (settle) => good.settle({ ...settle, wakeAt: Option.orElseSome(settle.wakeAt, () => settle.now) })
  })),
  broken(
    "lets the claim's own time win",
    "a wake-up that came under a claim with nothing new is not slept over",
    (good) => forgettingIdleWakes(good, (isClaimed) => isClaimed)
  ),
  broken("settles over what came in between", "settling is refused when the version has moved", (good) => ({
    settle: (settle) =>
      Effect.catchTag(good.settle(settle), "Conflict", ({ actual }) => good.settle({ ...settle, expected: actual }))
  })),
  broken("compares with the version it gave away", "settling is refused when the version has moved", (good) => {
    const given = new Map<Contact.ContactId, number>()
    return {
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.forEach(claims, ({ contact }) =>
            Effect.map(good.load(contact), ({ version }) => given.set(contact, version))
          )
        ),
      settle: (settle) =>
        Effect.catchTag(good.settle(settle), "Conflict", (error) =>
          given.get(settle.claim.contact) === settle.expected
            ? good.settle({ ...settle, expected: error.actual })
            : Effect.fail(error)
        )
    }
  }),
  broken("nods at stale claims", "settling with a stale claim is refused", (good) => ({
    settle: (settle) => Effect.catchTag(good.settle(settle), "StaleClaim", () => Effect.void)
  })),
  broken("settles in spite of the conflict", "settling that is refused changes nothing", (good) => ({
    settle: (settle) =>
      Effect.tapError(good.settle(settle), (error) =>
        error._tag === "Conflict" ? Effect.ignore(good.settle({ ...settle, expected: error.actual })) : Effect.void
      )
  }))
]
