/**
 * BadInput: what does a store say when its server is away, full or may only be read, and does it recover by itself?
 */
import { HistoryStore, type StoreError } from "@temoin/core/ports/HistoryStore"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, beforeAll, describe, it } from "vitest"
import { asked, contact, intended, joined, touchpoint } from "../samples.ts"
import { asHost, emptied, inStore, url } from "./schemas.ts"
import * as Wire from "./wire.ts"

const anna = contact("anna")

const statements = (...all: ReadonlyArray<string>) =>
  asHost(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      for (const statement of all) yield* sql.unsafe(statement)
    })
  )

const run = <A, E>(options: Postgres.Options, effect: Effect.Effect<A, E, HistoryStore>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, Layer.fresh(Postgres.layer(options))))

/** Everything that writes, for a contact with one event who is due and claimed. */
const writing = Effect.fnUntraced(function* (store: HistoryStore["Service"]) {
  const [claim] = yield* store.claim({ now: 1, until: 10, limit: 1 })
  if (claim === undefined) return assert.fail("nobody was due")
  const writes: ReadonlyArray<Effect.Effect<unknown, { readonly _tag: string }>> = [
    store.append({
      contact: anna,
      events: [asked("a"), intended("i", "k", "a".repeat(32)), joined("j", "acme")],
      now: 2,
      claim,
      expected: 1,
      wakeAt: 7
    }),
    store.append({ contact: contact("bert"), events: [touchpoint("t"), joined("j", "acme")], now: 2, wakeAt: 7 })
  ]
  return writes
})

/** Refused, retryable and in these words; and nothing of it is there. */
const refused = Effect.fnUntraced(function* (
  store: HistoryStore["Service"],
  effect: Effect.Effect<unknown, { readonly _tag: string }>,
  words: RegExp
) {
  const before = yield* store.page({ after: Option.none(), limit: 10 })
  const due = yield* store.nextDue
  const error = yield* Effect.flip(effect)
  if (error._tag !== "StoreError") return assert.fail(error._tag)
  const { problem, retryable } = error as StoreError
  assert.match(problem, words)
  assert.isTrue(retryable)
  assert.notInclude(problem, "temoin:temoin")
  assert.deepStrictEqual(yield* store.page({ after: Option.none(), limit: 10 }), before)
  assert.deepStrictEqual(yield* store.nextDue, due)
})

const known = Effect.fnUntraced(function* (store: HistoryStore["Service"]) {
  yield* store.append({ contact: anna, events: [touchpoint("t1")], now: 1, wakeAt: 1 })
})

describe("a server that is away", () => {
  it("when the store is opened is said to be, and can be opened when it is there", async () => {
    const wire = await Wire.open(url)
    const options = { url: wire.url, schema: "away", connections: 1 }
    await wire.close()
    const error = await Effect.runPromise(Effect.flip(Effect.provide(Effect.void, Postgres.layer(options))))
    if (error._tag !== "StoreError") assert.fail(error._tag)
    assert.match(error.problem, /check that it runs and can be reached/)
    assert.isTrue(error.retryable)
    await run({ ...options, url }, Effect.flatMap(HistoryStore, known))
  })
})

// The server says it in the words and with the code that it has for a disk that is full (ENOSPC).
const full = (schema: string) => [
  `CREATE OR REPLACE FUNCTION ${schema}.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`
]

describe("a server whose disk is full", () => {
  const triggers = {
    "at any write of an event": (schema: string) =>
      `CREATE TRIGGER full_disk BEFORE INSERT ON ${schema}.temoin_events FOR EACH ROW EXECUTE FUNCTION ${schema}.full_disk()`,
    "at the last write before the commit": (schema: string) =>
      `CREATE TRIGGER full_disk AFTER INSERT OR UPDATE ON ${schema}.temoin_accounts FOR EACH ROW EXECUTE FUNCTION ${schema}.full_disk()`,
    "at the commit itself": (schema: string) =>
      `CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON ${schema}.temoin_events DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION ${schema}.full_disk()`
  }
  for (const [index, [when, trigger]] of Object.entries(triggers).entries()) {
    it(`${when} is said to be, half an append is not kept, and all is well when there is room again`, async () => {
      const schema = `full_${index}`
      await emptied(schema)
      await inStore(
        schema,
        Effect.gen(function* () {
          const store = yield* HistoryStore
          yield* known(store)
          const writes = yield* writing(store)
          yield* Effect.promise(() => statements(...full(schema), trigger(schema)))
          for (const write of writes) yield* refused(store, write, /no room left: make room on its disk/)
          yield* Effect.promise(() => statements(`DROP FUNCTION ${schema}.full_disk CASCADE`))
          for (const write of writes) yield* write
          assert.strictEqual((yield* store.load(anna)).events.length, 4)
        })
      )
    })
  }
})

const readOnly = (isSo: boolean) =>
  statements(
    isSo
      ? "ALTER ROLE reader SET default_transaction_read_only = on"
      : "ALTER ROLE reader RESET default_transaction_read_only",
    // as when a standby takes over: who was connected has to connect again
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'reader'"
  )

describe("a server that may only be read", () => {
  const options = { url: url.replace("temoin:temoin", "reader:reader"), schema: "reader", connections: 1 }

  beforeAll(() =>
    statements(
      "DROP SCHEMA IF EXISTS reader CASCADE",
      "DROP SCHEMA IF EXISTS reader_elsewhere CASCADE",
      "DROP ROLE IF EXISTS reader",
      "CREATE ROLE reader LOGIN PASSWORD 'reader'",
      "CREATE SCHEMA reader AUTHORIZATION reader"
    )
  )

  it("can be read, refuses what is written, and takes it when it may be written again", () =>
    run(
      options,
      Effect.gen(function* () {
        const store = yield* HistoryStore
        yield* known(store)
        const writes = yield* writing(store)
        yield* Effect.promise(() => readOnly(true))
        for (const write of writes) {
          // the first one after the connection was lost may only hear that it was
          yield* Effect.ignore(store.nextDue)
          yield* refused(store, write, /can only be read, as a standby can: use the url of the primary/)
        }
        yield* Effect.promise(() => readOnly(false))
        yield* Effect.ignore(store.nextDue)
        for (const write of writes) yield* write
        assert.strictEqual((yield* store.load(anna)).events.length, 4)
      })
    ))

  it("can be opened as long as its schema is the one we know, and is said to be so when it is not", async () => {
    await readOnly(true)
    await run(
      options,
      Effect.flatMap(HistoryStore, (store) => store.load(anna))
    )
    await statements("ALTER SCHEMA reader RENAME TO reader_elsewhere")
    const opening = Effect.flip(Effect.provide(Effect.void, Layer.fresh(Postgres.layer(options))))
    const error = await Effect.runPromise(opening)
    if (error._tag !== "StoreError") assert.fail(error._tag)
    assert.match(error.problem, /can only be read/)
    assert.isTrue(error.retryable)
    await statements("ALTER SCHEMA reader_elsewhere RENAME TO reader")
    await readOnly(false)
    await run(options, Effect.void)
  })
})
