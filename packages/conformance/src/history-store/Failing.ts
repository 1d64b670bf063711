/**
 * Failing: what of a contact that cannot be worked on?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import type { Instant } from "@temoin/core/Instant"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { at } from "../InstantArbitrary.ts"
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
  minutes,
  positive,
  someday,
  tag,
  term,
  touchpoints,
  wake
} from "./Scene.ts"
import type { Store } from "./Scene.ts"

const minute = 60_000

const claimAt = (store: Store, now: Instant) => store.claim({ now, until: now + minute, limit: all })

/** Fails a contact that is due, as often as there are waits and once more. Gives what each failing gave. */
const failUntilAside = Effect.fnUntraced(function* (
  store: Store,
  contact: Contact.ContactId,
  waits: ReadonlyArray<number>,
  begin: Instant
) {
  const given: Array<Option.Option<Instant>> = []
  let now = begin
  for (let failure = 0; failure <= waits.length; failure++) {
    for (const claim of (yield* claimAt(store, now)).filter((claim) => claim.contact === contact)) {
      const again = yield* store.fail({ claim, problem: `problem ${failure}`, waits, now })
      given.push(again)
      if (Option.isSome(again)) now = again.value
    }
  }
  return { given, now }
})

const waits = fc.array(positive(60), { maxLength: 3 }).map((minutes) => minutes.map((count) => count * minute))

/** As many contacts with such a name. */
const named = (name: string, count: number): Array<Contact.ContactId> =>
  Array.from({ length: count }, (_, index) => Contact.ContactId.make(`${name}${index}`))

const everybody = { after: Option.none<Contact.ContactId>(), limit: all }

/** What a store promises about contacts that cannot be worked on. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "who fails is due again after the wait for so many failures in a row, and then put aside",
    fc.record({ waits, begin: minutes(100) }),
    Effect.fnUntraced(function* ({ begin, waits }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, at(begin))
      const { given, now } = yield* failUntilAside(store, anna, waits, at(begin))
      let due = at(begin)
      const expected = waits.map((wait) => Option.some((due += wait)))
      yield* agree("what each failure gave", given, [...expected, Option.none()])
      yield* agree("who can be claimed ever after", contacts(yield* claimAt(store, someday)), [])
      yield* agree("the next time", yield* store.nextDue, Option.none())
      yield* agree("the dead letters", yield* store.deadLetters(everybody), [
        { contact: anna, problem: `problem ${waits.length}`, failures: waits.length + 1, at: now }
      ])
    })
  ),
  forAll(
    "who was worked on in between has failed once, not twice",
    fc.record({ begin: minutes(100), between: positive(3) }),
    Effect.fnUntraced(function* ({ begin, between }) {
      const store = yield* HistoryStore
      const version = yield* wake(store, anna, at(begin))
      const waits = [minute, minute]
      let now = at(begin)
      for (let round = 0; round < 3; round++) {
        for (const claim of yield* claimAt(store, now)) {
          const given = yield* store.fail({ claim, problem: "busy", waits, now })
          yield* agree("when it is due again", given, Option.some(now + minute))
        }
        for (let turn = 0; turn < between; turn++) {
          now += minute
          for (const claim of yield* claimAt(store, now)) {
            yield* store.settle({ claim, expected: version, wakeAt: Option.some(now + minute), now })
          }
        }
        now += minute
      }
      yield* agree("the dead letters", yield* store.deadLetters(everybody), [])
    })
  ),
  forAll(
    "who was put aside loses nothing that is appended, and stays aside",
    fc.record({ count: positive(3), begin: minutes(100) }),
    Effect.fnUntraced(function* ({ begin, count }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, at(begin))
      yield* failUntilAside(store, anna, [], at(begin))
      const before = yield* store.load(anna)
      yield* store.append({ contact: anna, events: touchpoints(count), now: at(200), wakeAt: at(200) })
      const after = yield* store.load(anna)
      yield* agree("how much was added", after.events.length - before.events.length, count)
      yield* agree("who can be claimed", contacts(yield* claimAt(store, someday)), [])
    })
  ),
  forAll(
    "who is revived is due at once, and begins without failures",
    fc.record({ waits, others: fc.nat(3), begin: minutes(100) }),
    Effect.fnUntraced(function* ({ begin, others, waits }) {
      const store = yield* HistoryStore
      const names = named("other", others)
      for (const contact of [anna, ...names]) {
        yield* wake(store, contact, at(begin))
        yield* failUntilAside(store, contact, waits, at(begin))
      }
      const now = someday - 100 * minute
      yield* agree("how many were revived", yield* store.revive({ contacts: [anna, anna], now }), 1)
      yield* agree("how many the second time", yield* store.revive({ contacts: [anna], now }), 0)
      yield* agree(
        "who is still aside",
        (yield* store.deadLetters(everybody)).map(({ contact }) => contact),
        names
      )
      yield* agree("the next time", yield* store.nextDue, Option.some(now))
      const { given } = yield* failUntilAside(store, anna, waits, now)
      yield* agree("how often it fails until it is aside again", given.length, waits.length + 1)
    })
  ),
  forAll(
    "reviving who was not put aside changes nothing",
    fc.record({ due: minutes(100), known: fc.boolean() }),
    Effect.fnUntraced(function* ({ due, known }) {
      const store = yield* HistoryStore
      if (known) yield* wake(store, anna, at(due))
      yield* agree("how many were revived", yield* store.revive({ contacts: [anna], now: at(0) }), 0)
      yield* agree("the next time", yield* store.nextDue, known ? Option.some(at(due)) : Option.none())
    })
  ),
  forAll(
    "a failure under a stale claim is refused, and so is a claim after a failure",
    fc.record({ term, loss, isAside: fc.boolean() }),
    Effect.fnUntraced(function* ({ isAside, loss, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      const problem = "too late"
      for (const claim of claims) {
        if (!(yield* lose(store, claim, version, loss))) continue
        const late = store.fail({ claim, problem, waits: [], now: within })
        yield* agree("the failure", tag(yield* Effect.result(late)), "StaleClaim")
      }
      const later = someday + minute
      for (const claim of yield* store.claim({ now: later, until: later + minute, limit: all })) {
        yield* store.fail({ claim, problem, waits: isAside ? [] : [minute], now: later })
        const append = store.append({ contact: anna, events: touchpoints(1, 7), now: later, claim })
        yield* agree("an append under the claim", tag(yield* Effect.result(append)), "StaleClaim")
      }
    })
  ),
  forAll(
    "the dead letters come page by page",
    fc.record({ count: fc.nat(5), limit: positive(3) }),
    Effect.fnUntraced(function* ({ count, limit }) {
      const store = yield* HistoryStore
      const names = named("c", count)
      for (const contact of names) {
        yield* wake(store, contact, at(0))
        yield* failUntilAside(store, contact, [], at(0))
      }
      const found: Array<string> = []
      let after = Option.none<Contact.ContactId>()
      for (let page = 0; page <= count; page++) {
        const some = yield* store.deadLetters({ after, limit })
        yield* agree("is a page no longer than asked", some.length <= limit, true)
        found.push(...some.map(({ contact }) => contact))
        after = Option.orElse(Option.fromUndefinedOr(some.at(-1)?.contact), () => after)
      }
      yield* agree("all dead letters", found, names)
    })
  ),
  forAll(
    "the vitals count who is worked on and who was put aside",
    fc.record({ claimed: fc.nat(3), aside: fc.nat(3), asleep: fc.nat(3) }),
    Effect.fnUntraced(function* ({ aside, asleep, claimed }) {
      const store = yield* HistoryStore
      for (const contact of named("aside", aside)) {
        yield* wake(store, contact, at(0))
        yield* failUntilAside(store, contact, [], at(0))
      }
      for (const contact of named("claimed", claimed)) yield* wake(store, contact, at(0))
      yield* store.claim({ now: at(0), until: at(10), limit: all })
      for (const contact of named("asleep", asleep)) yield* wake(store, contact, at(0))
      const { claimed: held, putAside, schema } = yield* store.vitals(at(5))
      yield* agree("the counts", { held, putAside }, { held: claimed, putAside: aside })
      yield* agree("is the schema a number", schema >= 1, true)
      yield* agree("who is worked on when the claims have run out", (yield* store.vitals(at(10))).claimed, 0)
    })
  )
]

/** Remembers who was put aside. */
const watching =
  (good: Store, aside: Set<Contact.ContactId>): Store["fail"] =>
  (request) =>
    Effect.tap(good.fail(request), (again) =>
      Effect.sync(() => {
        if (Option.isNone(again)) aside.add(request.claim.contact)
      })
    )

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken(
    "always waits as after the first failure",
    "who fails is due again after the wait for so many failures in a row, and then put aside",
    (good) => ({
      fail: (request) => good.fail({ ...request, waits: request.waits.map(() => request.waits[0] ?? 0) })
    })
  ),
  broken("never forgets a failure", "who was worked on in between has failed once, not twice", (good) => {
    const known = new Map<
      Contact.ContactId,
      { readonly fence: number; readonly inARow: number; readonly ever: number }
    >()
    return {
      fail: ({ waits, ...request }) => {
        const { contact, fence } = request.claim
        const before = known.get(contact)
        const inARow = before?.fence === fence - 1 ? before.inARow + 1 : 1
        const ever = (before?.ever ?? 0) + 1
        known.set(contact, { fence, inARow, ever })
        return good.fail({ ...request, waits: waits.slice(ever - inARow) })
      },
      revive: (request) =>
        Effect.tap(good.revive(request), () => Effect.sync(() => request.contacts.forEach((who) => known.delete(who))))
    }
  }),
  broken(
    "wakes whoever is written to",
    "who was put aside loses nothing that is appended, and stays aside",
    (good) => ({
      append: (append) =>
        Effect.tap(good.append(append), () =>
          append.wakeAt === undefined || append.events.length === 0
            ? Effect.void
            : good.revive({ contacts: [append.contact], now: append.wakeAt })
        )
    })
  ),
  broken("revives for one more failure", "who is revived is due at once, and begins without failures", (good) => {
    const revived = new Set<Contact.ContactId>()
    return {
      revive: (request) =>
        Effect.tap(good.revive(request), () => Effect.sync(() => request.contacts.forEach((who) => revived.add(who)))),
      fail: (request) => good.fail(revived.has(request.claim.contact) ? { ...request, waits: [] } : request)
    }
  }),
  broken("revives whoever is named", "reviving who was not put aside changes nothing", (good) => {
    const aside = new Set<Contact.ContactId>()
    return {
      fail: watching(good, aside),
      revive: Effect.fnUntraced(function* (request) {
        const revived = yield* good.revive(request)
        const others = request.contacts.filter((contact) => !aside.has(contact))
        for (const contact of others) {
          yield* Effect.ignore(good.append({ contact, events: [], now: request.now, wakeAt: request.now - 1 }))
        }
        return revived
      })
    }
  }),
  broken(
    "believes whoever says that it failed",
    "a failure under a stale claim is refused, and so is a claim after a failure",
    (good) => ({
      fail: (request) => Effect.catchTag(good.fail(request), "StaleClaim", () => Effect.succeed(Option.none<Instant>()))
    })
  ),
  broken("has one page of dead letters", "the dead letters come page by page", (good) => ({
    deadLetters: (request) => (Option.isNone(request.after) ? good.deadLetters(request) : Effect.succeed([]))
  })),
  broken("counts claims that have run out", "the vitals count who is worked on and who was put aside", (good) => ({
    vitals: (now) => good.vitals(now - 6 * minute)
  }))
]
