import * as EventArbitrary from "@temoin/conformance/EventArbitrary"
import * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as Copying from "@temoin/runner/Copying"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

type Store = HistoryStore["Service"]
const contact = Contact.ContactId.make
const touchpoint = EventArbitrary.touchpoint

const empty: Effect.Effect<Store> = Effect.provide(HistoryStore, Layer.fresh(MemoryHistoryStore.layer))

const all = (store: Store) => store.page({ after: Option.none(), limit: 10_000 })

/** Every contact with its events, whatever their order. */
const content = (store: Store) =>
  Effect.map(all(store), (page) =>
    page.map(({ contact, events }) => [contact, events.toSorted((one, other) => (one.id < other.id ? -1 : 1))])
  )

/** A store with these histories. */
const filled = Effect.fnUntraced(function* (histories: ReadonlyArray<readonly [string, ReadonlyArray<Event.Event>]>) {
  const store = yield* empty
  for (const [id, events] of histories) {
    // a reference that two contacts have by chance is refused by every store
    yield* Effect.ignore(store.append({ contact: contact(id), events, now: 0 }))
  }
  return store
})

const histories = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-zé\u{1f98a}～]{1,3}$/u), EventArbitrary.events), {
  selector: ([id]) => id,
  maxLength: 6
})

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => [`c${String(n).padStart(4, "0")}`, [touchpoint("t")]] as const)

describe("a copy", () => {
  it("of any histories has everything of everybody, and a second one adds nothing", () =>
    fc.assert(
      fc.asyncProperty(histories, (histories) =>
        Effect.runPromise(
          Effect.gen(function* () {
            const [from, to] = [yield* filled(histories), yield* empty]
            const copied = yield* Copying.copy({ from, to })
            assert.strictEqual(copied.added, copied.events)
            assert.deepStrictEqual(yield* content(to), yield* content(from))
            assert.strictEqual((yield* Copying.copy({ from, to })).added, 0)
            const { differences, same } = yield* Copying.compare({ from, to })
            assert.deepStrictEqual(differences, [])
            assert.strictEqual(same, (yield* all(from)).length)
          })
        )
      ),
      { numRuns: 50 }
    ))

  it("tells after every page how far it is, and wakes everybody", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const [from, to] = [yield* filled(many(450)), yield* empty]
        const told: Array<Copying.Copied> = []
        yield* Copying.copy({ from, to, onProgress: (copied) => told.push(copied) })
        assert.deepStrictEqual(
          told.map(({ contacts, last }) => [contacts, last]),
          [
            [200, contact("c0199")],
            [400, contact("c0399")],
            [450, contact("c0449")]
          ]
        )
        const now = Date.now() + 1000
        assert.lengthOf(yield* to.claim({ now, until: now + 1, limit: 1000 }), 450)
      })
    ))

  it("that is cut short is finished by beginning again, or by going on", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        for (const goesOn of [false, true]) {
          const [from, to] = [yield* filled(many(450)), yield* empty]
          let left = 300
          const failing = HistoryStore.of({
            ...to,
            append: (append) =>
              left-- > 0 ? to.append(append) : Effect.fail(new StoreError({ problem: "gone", retryable: true }))
          })
          let last: Contact.ContactId | undefined
          const cut = Copying.copy({ from, to: failing, onProgress: (copied) => (last = copied.last) })
          assert.strictEqual((yield* Effect.flip(cut))._tag, "StoreError")
          assert.strictEqual(last, "c0199")
          const rest = yield* Copying.copy({ from, to, ...(goesOn && last !== undefined && { after: last }) })
          assert.strictEqual(rest.contacts, goesOn ? 250 : 450)
          assert.strictEqual(rest.added, 150)
          assert.deepStrictEqual(yield* content(to), yield* content(from))
        }
      })
    ))

  it("refuses to have two events with one id, and says whose", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const from = yield* filled([["anna", [touchpoint("t")]]])
        const to = yield* filled([["anna", [touchpoint("t", 0, "deal.won")]]])
        const error = yield* Effect.flip(Copying.copy({ from, to }))
        assert.strictEqual(error._tag, "EventClash")
        assert.include(error.message, "anna")
      })
    ))
})

describe("a comparison", () => {
  it("says of everybody how they stand in the other store", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const [one, two, three] = [touchpoint("1"), touchpoint("2"), touchpoint("3")]
        const from = yield* filled([
          ["a", [one]],
          ["b", [one]],
          ["c", [one, two]],
          ["d", [one]],
          ["e", [one, two]],
          ["f", [one]]
        ])
        const to = yield* filled([
          ["a", [one]],
          ["c", [one]],
          ["d", [one, two]],
          ["e", [one, three]],
          ["f", [touchpoint("1", 0, "deal.won")]],
          ["g", [one]]
        ])
        assert.deepStrictEqual(yield* Copying.compare({ from, to }), {
          same: 1,
          different: 6,
          differences: [
            { contact: contact("b"), is: "missing" },
            { contact: contact("c"), is: "fewer" },
            { contact: contact("d"), is: "more" },
            { contact: contact("e"), is: "others" },
            { contact: contact("f"), is: "others" },
            { contact: contact("g"), is: "unknown" }
          ]
        })
      })
    ))

  it("shows the first hundred differences and counts the rest", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const from = yield* filled(Array.from({ length: 250 }, (_, n) => [`c${n}`, [touchpoint("t")]]))
        const { different, differences } = yield* Copying.compare({ from, to: yield* empty })
        assert.strictEqual(different, 250)
        assert.lengthOf(differences, 100)
      })
    ))
})
