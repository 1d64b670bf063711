/**
 * Versioning: does whoever decided on an old version hear of it?
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import { Conflict, HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { Version } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { touchpoint } from "../EventArbitrary.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, despite, pause, reading } from "./Defect.ts"
import { anna, changesNothing, positive, tag, touchpoints, wake } from "./Scene.ts"
import type { Store } from "./Scene.ts"

/** What a store promises about versions. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "each append that adds something moves the version by one",
    fc.array(positive(3), { minLength: 1, maxLength: 5 }),
    Effect.fnUntraced(function* (sizes) {
      const store = yield* HistoryStore
      let [known, version] = [0, 0]
      for (const size of sizes) {
        const appended = yield* store.append({ contact: anna, events: touchpoints(size, known), now: at(0) })
        known += size
        version += 1
        yield* agree(`version after append ${version}`, appended.version, version)
      }
    })
  ),
  forAll(
    "an append that adds nothing leaves the version alone",
    fc.record({ count: positive(3), again: fc.boolean(), wake: fc.boolean() }),
    Effect.fnUntraced(function* ({ again, count, wake }) {
      const store = yield* HistoryStore
      const { version } = yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      const events = again ? touchpoints(count) : []
      const append = { contact: anna, events, now: at(0), ...(wake ? { wakeAt: at(1) } : {}) }
      yield* agree("version after adding nothing", (yield* store.append(append)).version, version)
    })
  ),
  forAll(
    "load tells the version that the last append gave",
    positive(5),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      for (const event of touchpoints(count)) {
        const { version } = yield* store.append({ contact: anna, events: [event], now: at(0) })
        yield* agree("version loaded", (yield* store.load(anna)).version, version)
      }
    })
  ),
  forAll(
    "an append goes ahead exactly when the contact has the expected version",
    fc.record({ appends: fc.nat(3), off: fc.integer({ min: -1, max: 1 }) }),
    Effect.fnUntraced(function* ({ appends, off }) {
      const store = yield* HistoryStore
      let actual = 0
      for (const event of touchpoints(appends)) {
        actual = (yield* store.append({ contact: anna, events: [event], now: at(0) })).version
      }
      const expected = actual + off
      const result = yield* Effect.result(
        store.append({ contact: anna, events: [touchpoint("late", 10)], now: at(0), expected })
      )
      yield* agree("the append", tag(result), off === 0 ? "accepted" : "Conflict")
      if (Result.isFailure(result) && result.failure._tag === "Conflict") {
        const { actual: told, contact, expected: asked } = result.failure
        yield* agree(
          "what the conflict tells",
          { contact, expected: asked, actual: told },
          { contact: anna, expected, actual }
        )
      }
    })
  ),
  forAll(
    "an append with a version that has moved writes nothing",
    fc.record({ count: positive(3), off: fc.constantFrom(-1, 1) }),
    Effect.fnUntraced(function* ({ count, off }) {
      const store = yield* HistoryStore
      const version = yield* wake(store, anna, at(100))
      const append = { contact: anna, events: touchpoints(count), now: at(0), wakeAt: at(50), expected: version + off }
      yield* changesNothing(store, anna, store.append(append))
    })
  ),
  forAll(
    "of appends that expect the same version at once, one goes ahead",
    fc.integer({ min: 2, max: 5 }),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const expected = yield* wake(store, anna, at(100))
      const results = yield* Effect.forEach(
        touchpoints(count),
        (event) => Effect.result(store.append({ contact: anna, events: [event], now: at(0), expected })),
        { concurrency: "unbounded" }
      )
      yield* agree("results", results.map(tag).toSorted(), [
        ...Array.from({ length: count - 1 }, () => "Conflict"),
        "accepted"
      ])
    })
  )
]

/** Counts versions in its own way: `outer` is what it tells, `inner` what the good store means by it. */
const counting = (
  good: Store,
  outer: (contact: Contact.ContactId, version: number) => number,
  inner: (contact: Contact.ContactId, version: number) => number
): Pick<Store, "load" | "page" | "versions" | "append" | "settle"> => {
  const told = <A extends Version>(stored: A): A => ({ ...stored, version: outer(stored.contact, stored.version) })
  const retold = (expected: number) => (error: Conflict) =>
    Effect.fail(new Conflict({ contact: error.contact, expected, actual: outer(error.contact, error.actual) }))
  return {
    load: (contact) => Effect.map(good.load(contact), (loaded) => ({ ...loaded, ...told(loaded) })),
    page: (request) => Effect.map(good.page(request), (page) => page.map(told)),
    versions: (request) => Effect.map(good.versions(request), (found) => found.map(told)),
    append: ({ expected, ...append }) =>
      (expected === undefined
        ? good.append(append)
        : good
            .append({ ...append, expected: inner(append.contact, expected) })
            .pipe(Effect.catchTag("Conflict", retold(expected)))
      ).pipe(Effect.map((appended) => ({ ...appended, version: outer(append.contact, appended.version) }))),
    settle: ({ expected, ...settle }) =>
      good
        .settle({ ...settle, expected: inner(settle.claim.contact, expected) })
        .pipe(Effect.catchTag("Conflict", retold(expected)))
  }
}

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("counts by two", "each append that adds something moves the version by one", (good) =>
    counting(
      good,
      (_, version) => 2 * version,
      (_, version) => (version % 2 === 0 ? version / 2 : -1)
    )
  ),
  broken("counts calls", "an append that adds nothing leaves the version alone", (good) => {
    const idle = new Map<Contact.ContactId, number>()
    const calls = (contact: Contact.ContactId) => idle.get(contact) ?? 0
    const store = counting(
      good,
      (contact, version) => version + calls(contact),
      (contact, version) => version - calls(contact)
    )
    return {
      ...store,
      append: (append) =>
        Effect.map(store.append(append), (appended) => {
          if (appended.added > 0) return appended
          idle.set(append.contact, calls(append.contact) + 1)
          return { ...appended, version: appended.version + 1 }
        })
    }
  }),
  broken("tells the version before the last", "load tells the version that the last append gave", (good) =>
    reading(good, (stored) => ({ ...stored, version: Math.max(0, stored.version - 1) }))
  ),
  broken(
    "believes versions that never were",
    "an append goes ahead exactly when the contact has the expected version",
    (good) => ({
      append: Effect.fnUntraced(function* ({ expected, ...append }) {
        const { version } = yield* good.load(append.contact)
        return yield* good.append(expected === undefined || expected > version ? append : { ...append, expected })
      })
    })
  ),
  broken("writes in spite of the conflict", "an append with a version that has moved writes nothing", (good) =>
    despite(good, "Conflict", ({ expected: _, ...append }) => good.append(append))
  ),
  broken("compares, then writes", "of appends that expect the same version at once, one goes ahead", (good) => ({
    append: Effect.fnUntraced(function* ({ expected, ...append }) {
      if (expected === undefined) return yield* good.append(append)
      const { version } = yield* good.load(append.contact)
      if (version !== expected) return yield* good.append({ ...append, expected })
      yield* pause
      return yield* good.append(append)
    })
  }))
]
