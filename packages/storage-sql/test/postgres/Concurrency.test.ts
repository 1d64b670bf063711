/**
 * Concurrency: what happens when several workers, each with connections of its own, are at the same contacts at once?
 */
import * as Contact from "@temoin/core/Contact"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, describe, it } from "vitest"
import { asked, contact, failed, intended, joined, touchpoint } from "../samples.ts"
import { asHost, emptied, storeIn } from "./schemas.ts"

type Store = HistoryStore["Service"]

/** Several workers on one store, which is empty. */
const workers = <A, E>(
  schema: string,
  count: number,
  work: (...stores: ReadonlyArray<Store>) => Effect.Effect<A, E>
): Promise<A> =>
  Effect.gen(function* () {
    yield* Effect.promise(() => emptied(schema))
    const open = Effect.flatMap(Layer.build(Layer.fresh(storeIn(schema))), (context) =>
      Effect.provideContext(HistoryStore, context)
    )
    return yield* work(
      ...(yield* Effect.all(
        Array.from({ length: count }, () => open),
        { concurrency: "unbounded" }
      ))
    )
  }).pipe(Effect.scoped, Effect.runPromise)

const together = <A, E>(effects: Iterable<Effect.Effect<A, E>>) => Effect.all(effects, { concurrency: "unbounded" })

const people = (count: number) => Array.from({ length: count }, (_, n) => contact(`c${String(n).padStart(3, "0")}`))

const tag = <A, E extends { readonly _tag: string }>(result: Result.Result<A, E>): string =>
  Result.isFailure(result) ? result.failure._tag : "accepted"

const versionOf = (store: Store, who: Contact.ContactId) =>
  Effect.map(store.load(who), ({ account }) => Option.getOrThrow(account).version)

describe("claims of several workers", () => {
  it("share out who is due: nobody twice, and nobody forgotten", () =>
    workers("claims", 3, (...stores) =>
      Effect.gen(function* () {
        const [store] = stores
        if (store === undefined) return
        const all = people(120)
        yield* together(all.map((contact) => store.append({ contact, events: [touchpoint("t")], now: 1, wakeAt: 1 })))
        const requests = Array.from({ length: 30 }, (_, n) => stores[n % 3] ?? store)
        const claims = yield* together(requests.map((store) => store.claim({ now: 1, until: 2, limit: 7 })))
        const given = claims.flat().map(({ contact }) => contact)
        // who is just being claimed is passed over, so that a few can be left when all have asked
        const rest = yield* store.claim({ now: 1, until: 2, limit: 1000 })
        assert.deepStrictEqual([...given, ...rest.map(({ contact }) => contact)].toSorted(), all)
      })
    ))

  it("pass over a contact who is just being written to, without waiting", () =>
    workers("passing", 1, (store) =>
      Effect.gen(function* () {
        if (store === undefined) return
        const [anna, bert] = [contact("anna"), contact("bert")]
        yield* store.append({ contact: anna, events: [touchpoint("t")], now: 1, wakeAt: 1 })
        yield* store.append({ contact: bert, events: [touchpoint("t")], now: 1, wakeAt: 2 })
        const claims = yield* Effect.promise(() =>
          asHost(
            Effect.gen(function* () {
              const sql = yield* SqlClient.SqlClient
              const holding = Effect.andThen(
                sql`SELECT 1 FROM passing.temoin_contacts WHERE id = 'anna' FOR UPDATE`,
                store.claim({ now: 5, until: 9, limit: 1 })
              )
              return yield* sql.withTransaction(holding)
            })
          )
        )
        assert.deepStrictEqual(claims, [{ contact: bert, fence: 1, until: 9 }])
        assert.deepStrictEqual(yield* store.claim({ now: 5, until: 9, limit: 5 }), [
          { contact: anna, fence: 1, until: 9 }
        ])
      })
    ))
})

describe("appends of several workers", () => {
  it("to one new contact at once are all there", () =>
    workers("newcomer", 3, (...stores) =>
      Effect.gen(function* () {
        const appends = Array.from({ length: 12 }, (_, n) => {
          const [store = stores[0]] = [stores[n % 3]]
          return store === undefined
            ? Effect.die("no store")
            : store.append({ contact: contact("anna"), events: [touchpoint(`t${n}`)], now: 1 })
        })
        const versions = (yield* together(appends)).map(({ version }) => version)
        assert.deepStrictEqual(
          versions.toSorted((a, b) => a - b),
          Array.from({ length: 12 }, (_, n) => n + 1)
        )
      })
    ))

  it("that would give one reference to two messages: one wins", () =>
    workers("references", 2, (one, other) =>
      Effect.gen(function* () {
        if (one === undefined || other === undefined) return
        for (let round = 0; round < 10; round++) {
          const message = intended("i", "k", String(round).repeat(32))
          const results = yield* together([
            Effect.result(one.append({ contact: contact(`a${round}`), events: [message], now: 1 })),
            Effect.result(other.append({ contact: contact(`b${round}`), events: [message], now: 1 }))
          ])
          assert.deepStrictEqual(results.map(tag).toSorted(), ["StoreError", "accepted"])
        }
      })
    ))
})

describe("an account", () => {
  it("lets one of all colleagues through who expect the same version at the same instant", () =>
    workers("guard", 3, (...stores) =>
      Effect.gen(function* () {
        const [store] = stores
        if (store === undefined) return
        const colleagues = people(9)
        for (const contact of colleagues) yield* store.append({ contact, events: [joined("j", "acme")], now: 1 })
        for (let round = 0; round < 10; round++) {
          const expectedAccount = {
            id: Contact.AccountId.make("acme"),
            version: yield* versionOf(store, contact("c000"))
          }
          const results = yield* together(
            colleagues.map((contact, n) =>
              Effect.result(
                (stores[n % 3] ?? store).append({ contact, events: [asked(`a${round}`)], now: 1, expectedAccount })
              )
            )
          )
          assert.deepStrictEqual(results.map(tag).toSorted(), [
            ...Array.from({ length: 8 }, () => "Conflict"),
            "accepted"
          ])
        }
      })
    ))

  it("and its people never wait for one another in a circle, whoever comes, goes and wakes the others", async () => {
    const rounds = 15
    await workers("circle", 3, (...stores) =>
      Effect.gen(function* () {
        const colleagues = people(6)
        const results = yield* together(
          stores.flatMap((store, worker) =>
            colleagues.map((who, n) =>
              Effect.forEach(
                Array.from({ length: rounds }, (_, round) => round),
                (round) => {
                  const id = `${worker} ${round}`
                  const events = [
                    joined(`j${id}`, ["acme", "globex", null][(n + round + worker) % 3] ?? null, 1000 + round),
                    failed(`f${id}`, "key")
                  ]
                  return store.append({ contact: who, events, now: 1, wakeAt: 5 })
                }
              )
            )
          )
        )
        assert.deepStrictEqual(new Set(results.flat().map(({ added }) => added)), new Set([2]))
        const [store] = stores
        if (store === undefined) return
        for (const who of colleagues) {
          assert.strictEqual((yield* store.load(who)).version, 3 * rounds)
        }
      })
    )
    // a server counts what a connection has met when that closes
    const [met] = await asHost(
      Effect.flatMap(
        SqlClient.SqlClient,
        (sql) => sql<{ n: number }>`SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()`
      )
    )
    assert.strictEqual(met?.n, 0)
  })
})
