/**
 * Releasing: what of a claim under which nothing was done?
 *
 * @since 0.1.0
 */
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken } from "./Defect.ts"
import {
  all,
  anna,
  claimed,
  contacts,
  lose,
  loss,
  schedule,
  someday,
  tag,
  term,
  touchpoints,
  wakeAll
} from "./Scene.ts"

/** What a store promises about claims that are given back. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "who is released is due when they were before, for others at once",
    fc.record({ due: schedule, kept: fc.nat(6) }),
    Effect.fnUntraced(function* ({ due, kept }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const now = someday - 10
      const before = yield* store.claim({ now, until: someday, limit: all })
      yield* store.release(before.slice(kept))
      const after = yield* store.claim({ now: now + 1, until: someday, limit: all })
      yield* agree("claimed by others", contacts(after), contacts(before.slice(kept)))
      yield* store.release(after)
      const times = due.filter(({ contact }) => contacts(after).includes(contact)).map(({ due }) => due)
      yield* agree("the next time", yield* store.nextDue, Option.some(Math.min(someday, ...times)))
    })
  ),
  forAll(
    "a released claim is stale",
    term,
    Effect.fnUntraced(function* ({ now, until, within }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        yield* store.release([claim])
        const append = { contact: anna, events: touchpoints(1, 1), now: within, claim }
        yield* agree("an append under it", tag(yield* Effect.result(store.append(append))), "StaleClaim")
        const settle = { claim, expected: version, wakeAt: Option.none(), now: within }
        yield* agree("a settling of it", tag(yield* Effect.result(store.settle(settle))), "StaleClaim")
      }
    })
  ),
  forAll(
    "releasing a stale claim takes nobody's claim away",
    fc.record({ term, loss }),
    Effect.fnUntraced(function* ({ loss, term: { now, until } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        if (!(yield* lose(store, claim, version, loss))) continue
        yield* store.release([claim])
        const again = Effect.map(store.claim({ now: until + 1, until: someday, limit: all }), contacts)
        yield* agree("who can be claimed", yield* again, loss === "settled" ? [anna] : [])
      }
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("lets what is released wait", "who is released is due when they were before, for others at once", (good) => ({
    release: Effect.fnUntraced(function* (claims) {
      for (const claim of claims) {
        const { version } = yield* good.load(claim.contact)
        const settle = { claim, expected: version, wakeAt: Option.some(claim.until), now: claim.until - 1 }
        yield* Effect.ignore(good.settle(settle))
      }
    })
  })),
  broken("releases and believes the claim all the same", "a released claim is stale", (good) => {
    const released = new Set<string>()
    return {
      release: (claims) =>
        Effect.tap(good.release(claims), () =>
          Effect.sync(() => {
            for (const { contact, fence } of claims) released.add(`${contact} ${fence}`)
          })
        ),
      append: ({ claim, ...append }) =>
        claim === undefined || released.has(`${claim.contact} ${claim.fence}`)
          ? good.append(append)
          : good.append({ ...append, claim })
    }
  }),
  broken("releases whoever is named", "releasing a stale claim takes nobody's claim away", (good) => {
    let newest: { readonly [contact: string]: number } = {}
    return {
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.sync(() => {
            for (const { contact, fence } of claims) newest = { ...newest, [contact]: fence }
          })
        ),
      release: (claims) =>
        good.release(claims.map((claim) => ({ ...claim, fence: newest[claim.contact] ?? claim.fence })))
    }
  })
]
