/**
 * Faults: what is left when the connection, the server or the other writers fail us?
 */
import { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, describe, it } from "vitest"
import { asked, contact, intended, joined, touchpoint } from "../samples.ts"
import { asHost, emptied, inStore, url } from "./schemas.ts"
import * as Wire from "./wire.ts"

const [anna, bert] = [contact("anna"), contact("bert")]

describe("a connection that is cut", () => {
  for (const loss of ["request", "reply"] as const) {
    it(`at any ${loss} leaves all of an append or nothing, and says which`, async () => {
      const schema = `cut_${loss}`
      await emptied(schema)
      const wire = await Wire.open(url)
      try {
        const work = Effect.gen(function* () {
          const store = yield* HistoryStore
          yield* store.append({ contact: bert, events: [joined("j", "acme")], now: 1, wakeAt: 1 })
          for (let message = 0; ; message++) {
            const who = contact(`c${message}`)
            yield* store.append({ contact: who, events: [joined("j", "acme")], now: 1 })
            const events = [touchpoint("t"), intended("i", "k", String(message).padStart(32, "0")), joined("l", null)]
            const append = store.append({ contact: who, events, now: 1, expected: 1, wakeAt: 5 })
            wire.cutAt(message, loss)
            const result = yield* Effect.result(append)
            const wasCut = wire.heal()
            const { version } = yield* store.load(who)
            if (Result.isFailure(result)) {
              if (result.failure._tag !== "StoreError") return assert.fail(result.failure._tag)
              assert.match(result.failure.problem, /connection to .* was lost/)
              assert.isTrue(result.failure.retryable)
              assert.strictEqual(version, 1, `nothing is written after the error at message ${message}`)
              assert.deepStrictEqual(yield* append, { version: 2, added: 3 })
            } else {
              assert.deepStrictEqual(result.success, { version: 2, added: 3 })
            }
            const stored = yield* store.load(who)
            assert.sameDeepMembers([...stored.events], [joined("j", "acme"), ...events])
            if (!wasCut) return message
          }
        })
        const layer = Postgres.layer({ url: wire.url, schema, connections: 1 })
        assert.isAbove(await Effect.runPromise(Effect.provide(work, layer)), 5)
      } finally {
        await wire.close()
      }
    }, 30_000)
  }

  it("under any other call is said to be lost, and the next one finds another", async () => {
    await emptied("calls")
    const wire = await Wire.open(url)
    try {
      const work = Effect.gen(function* () {
        const store = yield* HistoryStore
        yield* store.append({ contact: anna, events: [joined("j", "acme")], now: 1, wakeAt: 1 })
        const [claim] = yield* store.claim({ now: 1, until: 10, limit: 1 })
        if (claim === undefined) return assert.fail("nobody was due")
        const calls: ReadonlyArray<Effect.Effect<unknown, { readonly _tag: string }>> = [
          store.load(anna),
          store.nextDue,
          store.page({ after: Option.none(), limit: 5 }),
          store.claim({ now: 1, until: 10, limit: 1 }),
          store.settle({ claim, expected: 1, wakeAt: Option.some(7), now: 2 })
        ]
        for (const call of calls) {
          wire.cutAt(0, "request")
          const error = yield* Effect.flip(call)
          if (!(error instanceof StoreError)) return assert.fail(error._tag)
          assert.match(error.problem, /was lost/)
          assert.isTrue(error.retryable)
          wire.heal()
          yield* call
        }
        assert.deepStrictEqual(yield* store.nextDue, Option.some(7))
      })
      const layer = Postgres.layer({ url: wire.url, schema: "calls", connections: 1 })
      await Effect.runPromise(Effect.provide(work, layer))
    } finally {
      await wire.close()
    }
  })
})

describe("a server that throws everybody out", () => {
  it("is said to do so, and the work goes on when it lets us in again", async () => {
    await emptied("thrown")
    await inStore(
      "thrown",
      Effect.gen(function* () {
        const store = yield* HistoryStore
        for (let round = 1; round <= 10; round++) {
          const append = store.append({ contact: anna, events: [touchpoint(`t${round}`)], now: 1, expected: round - 1 })
          const throwing = asHost(
            Effect.flatMap(
              SqlClient.SqlClient,
              (sql) => sql`
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = 'temoin' AND pid <> pg_backend_pid()
                AND query LIKE '%thrown%'`
            )
          )
          const [result] = yield* Effect.all([Effect.result(append), Effect.promise(() => throwing)], {
            concurrency: "unbounded"
          })
          if (Result.isSuccess(result)) continue
          if (result.failure._tag !== "StoreError") return assert.fail(result.failure._tag)
          assert.isTrue(result.failure.retryable, result.failure.problem)
          assert.strictEqual((yield* append).version, round)
        }
        assert.strictEqual((yield* store.load(anna)).events.length, 10)
      })
    )
  })
})

describe("a database that is stricter than its default", () => {
  it("refuses what comes at once, and the store tries again by itself", async () => {
    await emptied("strict")
    const layer = Postgres.layer({
      url: `${url}?options=${encodeURIComponent("-c default_transaction_isolation=serializable")}`,
      schema: "strict"
    })
    const work = Effect.gen(function* () {
      const store = yield* HistoryStore
      for (const who of [anna, bert]) yield* store.append({ contact: who, events: [joined("j", "acme")], now: 1 })
      const results = yield* Effect.forEach(
        Array.from({ length: 28 }, (_, n) => n),
        (n) => store.append({ contact: n % 2 === 0 ? anna : bert, events: [asked(`a${n}`)], now: 1, wakeAt: 1 }),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(new Set(results.map(({ added }) => added)), new Set([1]))
      assert.strictEqual(Option.getOrThrow((yield* store.load(anna)).account).version, 30)
      const claims = yield* Effect.all(
        Array.from({ length: 5 }, () => store.claim({ now: 1, until: 2, limit: 1 })),
        { concurrency: "unbounded" }
      )
      const rest = yield* store.claim({ now: 1, until: 2, limit: 5 })
      assert.deepStrictEqual([...claims.flat(), ...rest].map(({ contact }) => contact).toSorted(), ["anna", "bert"])
    })
    await Effect.runPromise(Effect.provide(work, layer))
  })
})

describe("a store", () => {
  it("that is opened again has kept claims, fences and references", async () => {
    await emptied("again")
    const message = intended("i", "k", "a".repeat(32))
    const [claim] = await inStore(
      "again",
      Effect.gen(function* () {
        const store = yield* HistoryStore
        yield* store.append({ contact: anna, events: [message], now: 1, wakeAt: 5 })
        return yield* store.claim({ now: 6, until: 9, limit: 1 })
      })
    )
    assert.deepStrictEqual(claim, { contact: anna, fence: 1, until: 9 })
    await inStore(
      "again",
      Effect.gen(function* () {
        const store = yield* HistoryStore
        assert.deepStrictEqual(yield* store.claim({ now: 8, until: 9, limit: 1 }), [])
        assert.deepStrictEqual(yield* store.nextDue, Option.some(9))
        assert.deepStrictEqual(yield* store.claim({ now: 9, until: 10, limit: 1 }), [
          { contact: anna, fence: 2, until: 10 }
        ])
        if (message._tag !== "Intended") return assert.fail(message._tag)
        assert.deepStrictEqual(yield* store.find(message.reference), Option.some({ contact: anna, key: message.key }))
      })
    )
  })

  it("whose append is interrupted has all of it or nothing, and goes on", async () => {
    await emptied("interrupted")
    await inStore(
      "interrupted",
      Effect.gen(function* () {
        const store = yield* HistoryStore
        for (let n = 0; n < 30; n++) {
          const append = (who: string) =>
            store.append({ contact: contact(`${who}${n}`), events: [touchpoint("t1"), joined("j", "acme")], now: 1 })
          const fibers = yield* Effect.forEach(["a", "b", "c"], (who) => Effect.forkChild(append(who)))
          // as many replies of the server as that
          for (let steps = 0; steps < n; steps++) yield* store.nextDue
          yield* Fiber.interruptAll(fibers)
        }
        for (const stored of yield* store.page({ after: Option.none(), limit: 100 })) {
          assert.strictEqual(stored.events.length, 2)
          assert.strictEqual(stored.version, 1)
        }
        yield* store.append({ contact: anna, events: [joined("j", "acme")], now: 1 })
        const people = yield* store.page({ after: Option.none(), limit: 100 })
        const { account } = yield* store.load(anna)
        assert.strictEqual(Option.getOrThrow(account).version, people.length)
      })
    )
  })

  it("whose scope has ended says so", async () => {
    const store = await inStore("ended", HistoryStore)
    for (const effect of [
      Effect.asVoid(store.load(anna)),
      Effect.asVoid(store.append({ contact: anna, events: [touchpoint("t1")], now: 1 })),
      Effect.asVoid(store.nextDue)
    ]) {
      const error = await Effect.runPromise(Effect.flip(effect))
      if (error._tag !== "StoreError") assert.fail(error._tag)
      assert.match(error.problem, /was closed/)
      assert.isFalse(error.retryable)
    }
  })
})
