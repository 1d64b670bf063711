/**
 * Claiming: whose turn is it, and who may write in it?
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import type { Instant } from "@temoin/core/Instant"
import { HistoryStore, StaleClaim } from "@temoin/core/ports/HistoryStore"
import type { Claim } from "@temoin/core/ports/HistoryStore"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, despite, pause } from "./Defect.ts"
import {
  all,
  anna,
  ben,
  changesNothing,
  claimed,
  contacts,
  lastDue,
  lose,
  loss,
  positive,
  schedule,
  someday,
  tag,
  term,
  touchpoints,
  wake,
  wakeAll
} from "./Scene.ts"

/** What a store promises about claims. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "a claim says until when it holds",
    term,
    Effect.fnUntraced(function* ({ now, until }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      yield* agree(
        "ends of the claims",
        claims.map((claim) => claim.until),
        [until]
      )
    })
  ),
  forAll(
    "while a claim runs nobody else is given the contact",
    fc.record({ due: schedule, later: fc.nat(99) }),
    Effect.fnUntraced(function* ({ due, later }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const now = lastDue(due)
      const until = now + 100 * 60_000
      yield* store.claim({ now, until, limit: all })
      const again = yield* store.claim({ now: now + later * 60_000, until: someday, limit: all })
      yield* agree("claimed a second time", contacts(again), [])
    })
  ),
  forAll(
    "claimers at the same time are given different contacts",
    fc.record({ due: schedule, claimers: fc.integer({ min: 2, max: 4 }), limit: positive(4) }),
    Effect.fnUntraced(function* ({ claimers, due, limit }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const claim = store.claim({ now: lastDue(due), until: someday, limit })
      const given = yield* Effect.all(
        Array.from({ length: claimers }, () => claim),
        { concurrency: "unbounded" }
      )
      const claimed = given.flatMap(contacts)
      yield* agree("contacts claimed", claimed.toSorted(), [...new Set(claimed)].toSorted())
    })
  ),
  forAll(
    "the contact due earliest is claimed first",
    fc.record({ due: schedule, limit: positive(6) }),
    Effect.fnUntraced(function* ({ due, limit }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const given = contacts(yield* store.claim({ now: lastDue(due), until: someday, limit }))
      const inOrder = due.toSorted((one, other) => one.due - other.due).map(({ contact }) => contact)
      yield* agree("contacts claimed", given, inOrder.slice(0, given.length))
    })
  ),
  forAll(
    "at most as many are claimed as were asked for, and the others stay free",
    fc.record({ due: schedule, limit: positive(6) }),
    Effect.fnUntraced(function* ({ due, limit }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const claim = (limit: number) => Effect.map(store.claim({ now: lastDue(due), until: someday, limit }), contacts)
      const first = yield* claim(limit)
      yield* agree("number claimed", first.length, Math.min(limit, due.length))
      yield* agree("number claimed afterwards", (yield* claim(all)).length, due.length - first.length)
    })
  ),
  forAll(
    "a contact whose claim ran out is free again",
    fc.record({ term, later: fc.nat(10) }),
    Effect.fnUntraced(function* ({ later, term: { now, until } }) {
      const store = yield* HistoryStore
      yield* claimed(store, anna, now, until)
      const again = yield* store.claim({ now: until + later * 60_000, until: someday, limit: all })
      yield* agree("claimed afterwards", contacts(again), [anna])
    })
  ),
  forAll(
    "a later claim has a larger fence",
    fc.record({ term, settled: fc.boolean() }),
    Effect.fnUntraced(function* ({ settled, term: { now, until } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        if (settled) yield* store.settle({ claim, expected: version, wakeAt: Option.some(now), now })
        for (const later of yield* store.claim({ now: until, until: someday, limit: all })) {
          yield* agree("is the later fence larger", later.fence > claim.fence, true)
        }
      }
    })
  ),
  forAll(
    "whoever holds a running claim may write",
    fc.record({ term, last: fc.boolean() }),
    Effect.fnUntraced(function* ({ last, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const append = { contact: anna, events: touchpoints(1), now: last ? until - 1 : within, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "accepted")
      }
    })
  ),
  forAll(
    "a claim stops nobody from writing without one",
    term,
    Effect.fnUntraced(function* ({ now, until, within }) {
      const store = yield* HistoryStore
      yield* claimed(store, anna, now, until)
      const append = { contact: anna, events: touchpoints(1), now: within }
      yield* agree("the append", tag(yield* Effect.result(store.append(append))), "accepted")
    })
  ),
  forAll(
    "an append with a claim that ran out is refused",
    fc.record({ term, later: fc.nat(10) }),
    Effect.fnUntraced(function* ({ later, term: { now, until } }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const append = { contact: anna, events: touchpoints(1), now: until + later * 60_000, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "StaleClaim")
      }
    })
  ),
  forAll(
    "an append with a claim that was settled or taken over is refused, whatever the writer's clock says",
    fc.record({ term, loss }),
    Effect.fnUntraced(function* ({ loss, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        if (!(yield* lose(store, claim, version, loss))) continue
        const append = { contact: anna, events: touchpoints(1), now: within, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "StaleClaim")
      }
    })
  ),
  forAll(
    "a claim on one contact is none on another",
    term,
    Effect.fnUntraced(function* ({ now, until, within }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, now)
      yield* wake(store, ben, now)
      for (const claim of yield* store.claim({ now, until, limit: all })) {
        const append = { contact: claim.contact === anna ? ben : anna, events: touchpoints(1), now: within, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "StaleClaim")
      }
    })
  ),
  forAll(
    "an append with a stale claim writes nothing",
    fc.record({ term, count: positive(3) }),
    Effect.fnUntraced(function* ({ count, term: { now, until } }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const append = { contact: anna, events: touchpoints(count), now: until, claim, wakeAt: at(-100) }
        yield* changesNothing(store, anna, store.append(append))
      }
    })
  )
]

const minute = 60_000

const nameOf = (claim: Claim): string => `${claim.contact}\n${claim.fence}`

const turned = (claim: Claim): Claim => ({ ...claim, fence: -claim.fence })

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("tells when the claim began", "a claim says until when it holds", (good) => ({
    claim: (request) =>
      Effect.map(good.claim(request), (claims) => claims.map((claim) => ({ ...claim, until: request.now })))
  })),
  broken("lets claims go half way", "while a claim runs nobody else is given the contact", (good) => {
    const halves = new Map<string, Instant>()
    const early = (claim: Claim, now: Instant) =>
      now < claim.until ? Math.min(now, (halves.get(nameOf(claim)) ?? now + 1) - 1) : now
    return {
      claim: (request) => {
        const half = Math.ceil((request.now + request.until) / 2)
        return Effect.map(good.claim({ ...request, until: half }), (claims) =>
          claims.map((claim) => {
            halves.set(nameOf(claim), half)
            return { ...claim, until: request.until }
          })
        )
      },
      append: (append) =>
        good.append(append.claim === undefined ? append : { ...append, now: early(append.claim, append.now) }),
      settle: (settle) => good.settle({ ...settle, now: early(settle.claim, settle.now) })
    }
  }),
  broken(
    "gives callers at the same time the same answer",
    "claimers at the same time are given different contacts",
    (good) => {
      let running = Option.none<Deferred.Deferred<ReadonlyArray<Claim>>>()
      return {
        claim: Effect.fnUntraced(function* (request) {
          if (Option.isSome(running)) return yield* Deferred.await(running.value)
          const answer = yield* Deferred.make<ReadonlyArray<Claim>>()
          running = Option.some(answer)
          const claims = yield* good.claim(request)
          yield* pause
          running = Option.none()
          yield* Deferred.succeed(answer, claims)
          return claims
        })
      }
    }
  ),
  broken("gives the latest first", "the contact due earliest is claimed first", (good) => ({
    claim: (request) => Effect.map(good.claim(request), (claims) => claims.toReversed())
  })),
  broken("gives one too many", "at most as many are claimed as were asked for, and the others stay free", (good) => ({
    claim: (request) => good.claim({ ...request, limit: request.limit + 1 })
  })),
  broken("waits for the dead", "a contact whose claim ran out is free again", (good) => {
    const ages = 1000 * 24 * 60 * minute
    return {
      claim: (request) =>
        Effect.map(good.claim({ ...request, until: request.until + ages }), (claims) =>
          claims.map((claim) => ({ ...claim, until: request.until }))
        ),
      append: Effect.fnUntraced(function* (append) {
        const { claim, contact, now } = append
        if (claim !== undefined && claim.until <= now) return yield* new StaleClaim({ contact, fence: claim.fence })
        return yield* good.append(append)
      }),
      settle: Effect.fnUntraced(function* (settle) {
        const { claim, now } = settle
        if (claim.until <= now) return yield* new StaleClaim({ contact: claim.contact, fence: claim.fence })
        return yield* good.settle(settle)
      })
    }
  }),
  broken("counts fences down", "a later claim has a larger fence", (good) => {
    return {
      claim: (request) => Effect.map(good.claim(request), (claims) => claims.map(turned)),
      append: (append) => good.append(append.claim === undefined ? append : { ...append, claim: turned(append.claim) }),
      settle: (settle) => good.settle({ ...settle, claim: turned(settle.claim) })
    }
  }),
  broken("trusts no claim", "whoever holds a running claim may write", (good) => ({
    append: (append) =>
      append.claim === undefined
        ? good.append(append)
        : Effect.fail(new StaleClaim({ contact: append.contact, fence: append.claim.fence }))
  })),
  broken("locks whom it gives away", "a claim stops nobody from writing without one", (good) => {
    const locked = new Map<Contact.ContactId, Claim>()
    return {
      claim: (request) =>
        Effect.tap(good.claim(request), (claims) =>
          Effect.sync(() => {
            for (const claim of claims) locked.set(claim.contact, claim)
          })
        ),
      append: Effect.fnUntraced(function* (append) {
        const claim = locked.get(append.contact)
        if (append.claim === undefined && claim !== undefined && append.now < claim.until) {
          return yield* new StaleClaim({ contact: append.contact, fence: claim.fence })
        }
        return yield* good.append(append)
      }),
      settle: (settle) =>
        Effect.tap(good.settle(settle), () => Effect.sync(() => void locked.delete(settle.claim.contact)))
    }
  }),
  broken("does not look at the clock", "an append with a claim that ran out is refused", (good) => ({
    append: (append) =>
      good.append(
        append.claim === undefined ? append : { ...append, now: Math.min(append.now, append.claim.until - 1) }
      )
  })),
  broken(
    "does not look at the fence",
    "an append with a claim that was settled or taken over is refused, whatever the writer's clock says",
    (good) => ({
      append: (append) => {
        const { claim, ...unclaimed } = append
        return Effect.catchTag(good.append(append), "StaleClaim", (error) =>
          claim?.contact === append.contact && append.now < claim.until ? good.append(unclaimed) : Effect.fail(error)
        )
      }
    })
  ),
  broken("does not look at whose claim it is", "a claim on one contact is none on another", (good) => ({
    append: (append) =>
      good.append(
        append.claim === undefined ? append : { ...append, claim: { ...append.claim, contact: append.contact } }
      )
  })),
  broken("writes in spite of the stale claim", "an append with a stale claim writes nothing", (good) =>
    despite(good, "StaleClaim", ({ claim: _, ...append }) => good.append(append))
  )
]
