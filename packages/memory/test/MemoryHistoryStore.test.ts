import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"

const anna = Contact.ContactId.make("anna")

const touchpoint = (id: string, kind = "order.delivered"): Event.Event => ({
  _tag: "TouchpointHappened",
  id: Event.EventId.make(id),
  occurredAt: 0,
  recordedAt: 0,
  kind
})

const run = <A, E>(effect: Effect.Effect<A, E, HistoryStore>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, MemoryHistoryStore.layer))

// What every store promises stands in @temoin/conformance; here is what only this one does.
describe("the store in memory", () => {
  it("refuses for the claim first, then for the version, then for the content", () =>
    run(
      Effect.gen(function* () {
        const store = yield* HistoryStore
        yield* store.append({ contact: anna, events: [touchpoint("e")], now: 0, wakeAt: 0 })
        const running = yield* store.claim({ now: 0, until: 10, limit: 1 })
        const refusal = (claim: (typeof running)[number], expected: number) =>
          store.append({ contact: anna, events: [touchpoint("e", "deal.won")], now: 5, claim, expected }).pipe(
            Effect.flip,
            Effect.map((error) => error._tag)
          )
        for (const claim of running) {
          const stale = { ...claim, fence: claim.fence + 1 }
          expect(yield* refusal(stale, 2)).toBe("StaleClaim")
          expect(yield* refusal(claim, 2)).toBe("Conflict")
          expect(yield* refusal(claim, 1)).toBe("EventClash")
          expect(yield* store.load(anna)).toEqual({
            contact: anna,
            events: [touchpoint("e")],
            version: 1,
            account: Option.none()
          })
        }
        expect(running).toHaveLength(1)
      })
    ))

  it("gives contacts that are due at the same time in the order of their ids", () =>
    run(
      Effect.gen(function* () {
        const store = yield* HistoryStore
        for (const id of ["ben", "～", "anna", "😀", "Zoe"]) {
          yield* store.append({ contact: Contact.ContactId.make(id), events: [touchpoint("e")], now: 0, wakeAt: 0 })
        }
        const claims = yield* store.claim({ now: 0, until: 1, limit: 9 })
        expect(claims.map(({ contact }) => contact)).toEqual(["Zoe", "anna", "ben", "😀", "～"])
      })
    ))

  it("does not change what it has handed out", () =>
    run(
      Effect.gen(function* () {
        const store = yield* HistoryStore
        yield* store.append({ contact: anna, events: [touchpoint("one")], now: 0 })
        const before = yield* store.load(anna)
        yield* store.append({ contact: anna, events: [touchpoint("two")], now: 0 })
        expect(before).toEqual({
          contact: anna,
          events: [touchpoint("one")],
          version: 1,
          account: Option.none()
        })
      })
    ))

  it("can wake a contact nobody has heard of", () =>
    run(
      Effect.gen(function* () {
        const store = yield* HistoryStore
        expect(yield* store.append({ contact: anna, events: [], now: 0, wakeAt: 7 })).toEqual({ version: 0, added: 0 })
        expect(yield* store.nextDue).toEqual(Option.some(7))
      })
    ))

  it("is empty each time it is built", async () => {
    await run(
      Effect.flatMap(HistoryStore, (store) => store.append({ contact: anna, events: [touchpoint("e")], now: 0 }))
    )
    const page = await run(Effect.flatMap(HistoryStore, (store) => store.page({ after: Option.none(), limit: 1 })))
    expect(page).toEqual([])
  })
})
