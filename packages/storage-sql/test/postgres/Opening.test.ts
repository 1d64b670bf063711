/**
 * Opening: what happens when a store on a server is opened, for the first time and later, by one or by several?
 */
import { HistoryStore, type StoreError } from "@temoin/core/ports/HistoryStore"
import * as Migration from "@temoin/storage-sql/internal/Migration"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as SqlClient from "effect/sql/SqlClient"
import { randomBytes } from "node:crypto"
import { assert, beforeAll, describe, it } from "vitest"
import { asked, contact, failed, intended, joined, touchpoint } from "../samples.ts"
import { asHost, emptied, inStore, url } from "./schemas.ts"
import { contact1, schema1 } from "./schema1.ts"

const [anna, bert] = [contact("anna"), contact("bert")]

const statements = (all: ReadonlyArray<string>) =>
  asHost(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      for (const statement of all) yield* sql.unsafe(statement)
    })
  )

const rows = <Row extends object>(statement: string) =>
  asHost(Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe<Row>(statement)))

const shape = (schema: string) =>
  rows(`
    SELECT table_name, column_name, data_type, is_nullable, collation_name FROM information_schema.columns
    WHERE table_schema = '${schema}' ORDER BY table_name, column_name`)

const steps = async (schema: string) => {
  const found = await rows<{ n: number }>(`SELECT migration_id AS n FROM "${schema}".temoin_migrations ORDER BY n`)
  return found.map(({ n }) => n)
}

/** As long as an id of an event can be. */
const long = (prefix: string) => prefix + randomBytes(41_250).toString("base64")

/** Why it does not open. */
const refusal = (options: Postgres.Options): Promise<Postgres.SchemaTooNew | StoreError> =>
  Effect.runPromise(Effect.flip(Effect.provide(Effect.void, Layer.fresh(Postgres.layer(options)))))

const writes = (n: number) =>
  Effect.flatMap(HistoryStore, (store) =>
    store.append({ contact: anna, events: [touchpoint(`t${n}`)], now: 1000, wakeAt: 5000 })
  )

// when the files run again on the same server
beforeAll(() =>
  statements(
    ["several", "older", "newer", "Mixed_Case", "_1", "a".repeat(63), "future", "taken", "tenant"]
      .map((schema) => `DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
      .concat("DROP ROLE IF EXISTS tenant")
  )
)

describe("several who start at once", () => {
  it("on a server where nothing is yet find or make one schema", async () => {
    await Promise.all(Array.from({ length: 6 }, (_, n) => inStore("several", writes(n))))
    assert.deepStrictEqual(await steps("several"), [1, 2, 3, 4, 5, 6, 7, 8])
    const stored = await inStore(
      "several",
      Effect.flatMap(HistoryStore, (store) => store.load(anna))
    )
    assert.strictEqual(stored.version, 6)
  })

  it("on a schema of before find everybody in it, and in their accounts", async () => {
    await statements([
      ...schema1("older"),
      ...contact1("older", "anna", [joined("j2", "acme", 3000), joined("j1", "globex", 2000), touchpoint("t")]),
      ...contact1("older", "bert", [joined("j", "acme"), asked("a", 4000)]),
      ...contact1("older", "carl", [joined("j1", "acme"), joined("j2", null, 2000)])
    ])
    await Promise.all(Array.from({ length: 4 }, (_, n) => inStore("older", writes(n))))
    assert.deepStrictEqual(await steps("older"), [1, 2, 3, 4, 5, 6, 7, 8])
    const loaded = await inStore(
      "older",
      Effect.flatMap(HistoryStore, (store) => Effect.forEach([anna, bert, contact("carl")], store.load))
    )
    assert.deepStrictEqual(
      loaded.map(({ account, events, version }) => [
        events.length,
        version,
        Option.getOrUndefined(account)?.activity.map(({ at, contact }) => [contact, at])
      ]),
      [
        [7, 7, [[bert, 4000]]],
        [2, 2, []],
        [2, 2, undefined]
      ]
    )
    await inStore("newer", Effect.void)
    assert.deepStrictEqual(await shape("older"), await shape("newer"))
  })
})

describe("a schema", () => {
  it("has the name the host gives it, and knows nothing of the others", async () => {
    for (const schema of ["Mixed_Case", "_1", "a".repeat(63)]) {
      await inStore(schema, writes(1))
      assert.deepStrictEqual(
        await inStore(
          schema,
          Effect.flatMap(HistoryStore, (store) => Effect.map(store.load(anna), ({ version }) => version))
        ),
        1
      )
    }
  })

  it("whose name is none is refused before anything is done", async () => {
    for (const schema of ["", "pg_mine", `a"b`, "a.b", "1a", "é", "a".repeat(64), "a; DROP SCHEMA public"]) {
      const error = await refusal({ url, schema })
      assert.match(error.message, /cannot be the `schema`/)
    }
  })

  it("that a newer release wrote is refused, and left as it is", async () => {
    await inStore("future", writes(1))
    await statements([
      `INSERT INTO future.temoin_migrations (migration_id, name) VALUES (${Migration.known + 7}, 'later')`
    ])
    const error = await refusal({ url, schema: "future" })
    if (error._tag !== "SchemaTooNew") assert.fail(error._tag)
    assert.strictEqual(error.found, Migration.known + 7)
    assert.include(error.message, "the schema future on 127.0.0.1")
    await statements([`DELETE FROM future.temoin_migrations WHERE migration_id > ${Migration.known}`])
    await inStore("future", writes(2))
  })

  it("keeps no half of a step when it fails", async () => {
    await statements([`CREATE SCHEMA taken`, `CREATE TABLE taken.temoin_messages (mine INT)`])
    const error = await refusal({ url, schema: "taken" })
    assert.strictEqual(error._tag, "StoreError")
    assert.include(error.message, "temoin_messages")
    assert.deepStrictEqual(
      await rows(`SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'taken'::regnamespace`),
      [{ name: "temoin_messages" }]
    )
  })

  it("that is there needs no right to make one", async () => {
    await statements([`CREATE ROLE tenant LOGIN PASSWORD 'tenant'`, `CREATE SCHEMA tenant AUTHORIZATION tenant`])
    const theirs = url.replace("temoin:temoin", "tenant:tenant")
    const layer = Postgres.layer({ url: Redacted.make(theirs), schema: "tenant" })
    await Effect.runPromise(Effect.provide(writes(1), layer))
    const error = await refusal({ url: theirs, schema: "elsewhere" })
    assert.match(error.message, /the right is missing/)
  })
})

describe("a server that cannot be used", () => {
  it("is named, with what to do, and never with the password", async () => {
    const cases: ReadonlyArray<readonly [Postgres.Options, RegExp, boolean]> = [
      [{ url: "mysql://a:hush@b/c" }, /the `url` of the store is none/, false],
      [{ url: "nonsense hush" }, /the `url` of the store is none/, false],
      [{ url: url.replace("temoin:temoin", "temoin:hush") }, /does not let this user in/, false],
      [{ url: url.replace(/postgres$/, "nowhere") }, /no such database/, false],
      [{ url: "postgres://temoin:hush@127.0.0.1:1/postgres" }, /check that it runs/, true],
      [{ url, connections: 0 }, /`connections` is 0/, false]
    ]
    for (const [options, words, retryable] of cases) {
      const error = await refusal(options)
      if (error._tag !== "StoreError") assert.fail(error._tag)
      assert.match(error.message, words)
      assert.notInclude(error.message, "hush")
      assert.strictEqual(error.retryable, retryable)
    }
  })
})

describe("what is stored", () => {
  it("can have the longest ids and keys there are, and any characters", async () => {
    await emptied("long")
    const [one, two] = [long("one"), long("two")]
    const odd = contact("é🦊\ue000\ufffd'\"\\%_$1")
    const events = [failed(one, "k"), failed(two, "k"), intended("i", long("key"), "a".repeat(32))]
    await inStore(
      "long",
      Effect.gen(function* () {
        const store = yield* HistoryStore
        const append = store.append({ contact: odd, events, now: 1 })
        assert.deepStrictEqual(yield* append, { version: 1, added: 3 })
        assert.deepStrictEqual(yield* append, { version: 1, added: 0 })
        const clash = store.append({ contact: odd, events: [failed(two, "another")], now: 1 })
        assert.strictEqual((yield* Effect.flip(clash))._tag, "EventClash")
        const stored = yield* store.load(odd)
        assert.sameDeepMembers([...stored.events], events)
      })
    )
  })

  it("has the time, the kind and the score of each event in columns of their own", async () => {
    const found = await rows<object>(`
      SELECT at::text, kind, score, document::json->>'id' AS id FROM several.temoin_events ORDER BY id LIMIT 1`)
    assert.deepStrictEqual(found, [{ at: "1000", kind: "TouchpointHappened", score: null, id: "t0" }])
  })
})
