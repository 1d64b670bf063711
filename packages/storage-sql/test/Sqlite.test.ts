import type * as Decision from "@temoin/core/Decision"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Dialect from "@temoin/storage-sql/internal/Dialect"
import * as Histories from "@temoin/storage-sql/internal/Histories"
import * as Keeping from "@temoin/storage-sql/internal/Keeping"
import * as Migration from "@temoin/storage-sql/internal/Migration"
import * as NodeSqlite from "@temoin/storage-sql/internal/NodeSqlite"
import * as Problem from "@temoin/storage-sql/internal/Problem"
import * as WakeUps from "@temoin/storage-sql/internal/WakeUps"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, describe, it } from "vitest"
import { contact1, schema1 } from "./schema1.ts"
import {
  answered,
  asked,
  contact,
  inherited,
  inStore,
  intended,
  joined,
  refusal,
  touchpoint,
  withFolder
} from "./samples.ts"

const anna = contact("anna")
const bert = contact("bert")

const load = (id = anna) => Effect.flatMap(HistoryStore, (store) => store.load(id))
const ids = (events: ReadonlyArray<{ readonly id: string }>) => events.map(({ id }) => id).toSorted()

/** Does something to the file behind the store's back, while it is closed. */
const meddle = (filename: string, sql: string) => {
  const db = new DatabaseSync(filename)
  try {
    db.exec(sql)
  } finally {
    db.close()
  }
}

const schema = (filename: string) => {
  const db = new DatabaseSync(filename)
  try {
    return {
      tables: db.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").all(),
      steps: db.prepare("SELECT migration_id, name FROM temoin_migrations").all()
    }
  } finally {
    db.close()
  }
}

/** What a row of a contact has, in no order that a migration could change. */
const columns = (file: string) => {
  const db = new DatabaseSync(file)
  try {
    return db.prepare("SELECT name FROM pragma_table_info('temoin_contacts') ORDER BY name").all()
  } finally {
    db.close()
  }
}

const filled = Effect.gen(function* () {
  const store = yield* HistoryStore
  yield* store.append({ contact: anna, events: [touchpoint("t1"), answered("a1", 9)], now: 1000, wakeAt: 5000 })
  yield* store.append({ contact: bert, events: [touchpoint("t1")], now: 1000 })
})

describe("opening", () => {
  it("makes the file, and finds everything in it again", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      await inStore(filename, filled)
      const [stored, due] = await inStore(
        filename,
        Effect.all([load(), Effect.flatMap(HistoryStore, (store) => store.nextDue)])
      )
      assert.deepStrictEqual(
        stored.events.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        [answered("a1", 9), touchpoint("t1")]
      )
      assert.strictEqual(stored.version, 1)
      assert.deepStrictEqual(due, Option.some(5000))
    }))

  it("keeps claims, fences and references over a restart", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      await inStore(filename, filled)
      const [claim] = await inStore(
        filename,
        Effect.flatMap(HistoryStore, (store) => store.claim({ now: 6000, until: 7000, limit: 1 }))
      )
      assert.deepStrictEqual(claim, { contact: anna, fence: 1, until: 7000 })
      const [early, next, late] = await inStore(
        filename,
        Effect.gen(function* () {
          const store = yield* HistoryStore
          return [
            yield* store.claim({ now: 6999, until: 8000, limit: 1 }),
            yield* store.nextDue,
            yield* store.claim({ now: 7000, until: 8000, limit: 1 })
          ] as const
        })
      )
      assert.deepStrictEqual(early, [])
      assert.deepStrictEqual(next, Option.some(7000))
      assert.deepStrictEqual(late, [{ contact: anna, fence: 2, until: 8000 }])
    }))

  it("says what is wrong with a file it cannot use", () =>
    withFolder(async (folder) => {
      mkdirSync(join(folder, "folder.db"))
      writeFileSync(join(folder, "letter.db"), "Dear customer, ".repeat(1000))
      writeFileSync(join(folder, "kept.db.lock"), "not a lock at all ".repeat(1000))
      for (const [name, words] of [
        ["nowhere/temoin.db", /folder must exist/],
        ["folder.db", /must be a file/],
        ["letter.db", /letter\.db is not a SQLite database/],
        ["kept.db", /kept\.db\.lock is not a SQLite database/]
      ] as const) {
        const error = await refusal(join(folder, name))
        if (error._tag !== "StoreError") assert.fail(error._tag)
        assert.match(error.message, words)
        assert.isFalse(error.retryable)
        assert.isDefined(error.cause)
      }
      assert.strictEqual(readFileSync(join(folder, "letter.db"), "utf8"), "Dear customer, ".repeat(1000))
    }))

  it("needs a file", async () => {
    for (const filename of ["", ":memory:"]) assert.match((await refusal(filename)).message, /needs a file/)
    assert.isFalse(existsSync(":memory:"))
  })

  it("leaves the other tables of a database alone", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "host.db")
      meddle(
        filename,
        "CREATE TABLE contacts (name TEXT); INSERT INTO contacts VALUES ('Anna'); CREATE TABLE events (id)"
      )
      await inStore(filename, filled)
      const db = new DatabaseSync(filename)
      assert.strictEqual(db.prepare("SELECT name FROM contacts").get()?.["name"], "Anna")
      db.close()
    }))
})

describe("migrations", () => {
  it("are taken once", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      await inStore(filename, filled)
      const first = schema(filename)
      await inStore(filename, Effect.void)
      await inStore(filename, Effect.void)
      assert.deepStrictEqual(schema(filename), first)
      assert.strictEqual(first.steps.length, Migration.known)
    }))

  it("put everybody of an older database into their accounts", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      const many = Array.from({ length: 1200 }, (_, n) => contact1(`z${n}`, [joined("j", "initech")]))
      meddle(
        filename,
        [
          schema1,
          "BEGIN;",
          contact1("anna", [joined("j2", "acme", 3000), joined("j1", "globex", 2000), touchpoint("t")]),
          contact1("bert", [joined("j", "acme"), asked("a", 4000)]),
          contact1("carl", [joined("j1", "acme"), joined("j2", null, 2000)]),
          contact1("dora", [touchpoint("t")]),
          // its history cannot be read, and that is said when somebody reads it
          contact1("emil", [joined("j", "acme")], () => "{"),
          ...many,
          "COMMIT;"
        ].join("\n")
      )
      const loaded = await inStore(
        filename,
        Effect.gen(function* () {
          const store = yield* HistoryStore
          const damaged = yield* Effect.flip(store.load(contact("emil")))
          assert.match(damaged.message, /damaged/)
          return yield* Effect.forEach([anna, bert, contact("carl"), contact("dora"), contact("z7")], store.load)
        })
      )
      const accounts = loaded.map(({ account }) => Option.getOrUndefined(account))
      assert.deepStrictEqual(
        accounts.map((account) => account && [account.id, account.activity.map(({ at, contact }) => [contact, at])]),
        [["acme", [["bert", 4000]]], ["acme", []], undefined, undefined, ["initech", []]]
      )
      assert.deepStrictEqual(
        loaded.map(({ events, version }) => [events.length, version]),
        [
          [3, 3],
          [2, 2],
          [2, 2],
          [1, 1],
          [1, 1]
        ]
      )
      const fresh = join(folder, "fresh.db")
      await inStore(fresh, Effect.void)
      assert.deepStrictEqual(columns(filename), columns(fresh))
    }))

  it("refuse a newer schema, and change nothing", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      await inStore(filename, filled)
      meddle(filename, `INSERT INTO temoin_migrations (migration_id, name) VALUES (${Migration.known + 7}, 'later')`)
      const before = readFileSync(filename)
      const error = await refusal(filename)
      if (error._tag !== "SchemaTooNew") assert.fail(error._tag)
      assert.strictEqual(error.found, Migration.known + 7)
      assert.strictEqual(error.known, Migration.known)
      assert.include(error.message, filename)
      assert.isTrue(before.equals(readFileSync(filename)))
      meddle(filename, `DELETE FROM temoin_migrations WHERE migration_id > ${Migration.known}`)
      assert.deepStrictEqual(ids((await inStore(filename, load())).events), ["a1", "t1"])
    }))

  it("leave no half of a step behind when it fails", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "taken.db")
      meddle(filename, "CREATE TABLE temoin_messages (mine)")
      const error = await refusal(filename)
      assert.strictEqual(error._tag, "StoreError")
      assert.include(error.message, "temoin_messages")
      const { steps, tables } = schema(filename)
      assert.deepStrictEqual(steps, [])
      assert.deepStrictEqual(
        tables.map(({ name }) => name),
        ["temoin_messages", "temoin_migrations"]
      )
    }))
})

describe("the lock, within one process", () => {
  it("refuses a second opening until the first is closed, by whatever name", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      const link = join(folder, "link.db")
      symlinkSync(filename, link)
      const scope = Scope.makeUnsafe()
      // Through the dangling link first: it makes the file the link points to, and locks that.
      await Effect.runPromise(Scope.provide(Layer.build(Sqlite.layer({ filename: link })), scope))
      for (const name of [filename, link, join(folder, ".", "temoin.db")]) {
        const error = await refusal(name)
        if (error._tag !== "StoreLocked") assert.fail(error._tag)
        assert.strictEqual(error.filename, filename)
        assert.include(error.message, filename)
      }
      await Effect.runPromise(Scope.close(scope, Exit.void))
      await inStore(filename, filled)
      await inStore(link, filled)
    }))

  it("lets another program read the file meanwhile", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      const count = await inStore(
        filename,
        Effect.andThen(
          filled,
          Effect.sync(() => {
            const db = new DatabaseSync(filename, { readOnly: true })
            const row = db.prepare("SELECT count(*) AS n FROM temoin_events").get()
            db.close()
            return row?.["n"]
          })
        )
      )
      assert.strictEqual(count, 3)
    }))

  it("is given back when opening fails later on", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      writeFileSync(filename, "Dear customer, ".repeat(1000))
      assert.strictEqual((await refusal(filename))._tag, "StoreError")
      assert.strictEqual((await refusal(filename))._tag, "StoreError")
    }))
})

describe("what was damaged on disk", () => {
  it("is named, with its contact, and nothing else is lost", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      await inStore(filename, filled)
      const cases: ReadonlyArray<readonly [string, RegExp]> = [
        [`'{"_tag":"Answered"'`, /JSON/],
        [`replace(document, '"score":9', '"score":11')`, /score/],
        [`replace(document, '"score":9', '"score":9,"secret":"xyzzy"')`, /excess/],
        [`replace(document, '"id":"a1"', '"id":"a2"')`, /another id/],
        [`'null'`, /Expected/]
      ]
      for (const [document, words] of cases) {
        meddle(filename, `CREATE TABLE kept AS SELECT document FROM temoin_events WHERE id = 'a1'`)
        meddle(filename, `UPDATE temoin_events SET document = ${document} WHERE id = 'a1'`)
        const [one, page, clash, other] = await inStore(
          filename,
          Effect.gen(function* () {
            const store = yield* HistoryStore
            return [
              yield* Effect.flip(store.load(anna)),
              yield* Effect.flip(store.page({ after: Option.none(), limit: 10 })),
              yield* Effect.flip(store.append({ contact: anna, events: [answered("a1", 9)], now: 1 })),
              yield* store.load(bert)
            ] as const
          })
        )
        for (const error of [one, page, clash]) {
          if (error._tag !== "StoreError") assert.fail(error._tag)
          assert.include(error.problem, `"anna"`)
          assert.include(error.problem, `"a1"`)
          assert.match(error.problem, words)
          assert.isFalse(error.retryable)
          assert.notInclude(error.problem, "xyzzy")
        }
        assert.strictEqual(other.version, 1)
        meddle(
          filename,
          "UPDATE temoin_events SET document = (SELECT document FROM kept) WHERE id = 'a1'; DROP TABLE kept"
        )
      }
      assert.deepStrictEqual(ids((await inStore(filename, load())).events), ["a1", "t1"])
    }))
})

describe("what cannot be stored", () => {
  it("is refused with the reason, and nothing is written", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          const good = touchpoint("t1")
          const bad = [
            { ...good, id: "a\u0000b" as typeof good.id },
            { ...good, id: "a\ud800" as typeof good.id },
            { ...answered("a1", 9), comment: "NUL \u0000" },
            { ...answered("a1", 9), comment: "half \udfff" },
            { ...good, occurredAt: Number.NaN },
            { ...good, extra: "a field that is no part of it" },
            { ...intended("i1", "key", "0".repeat(32)), key: "key\u0000" as Decision.Key }
          ]
          for (const event of bad) {
            const error = yield* Effect.flip(store.append({ contact: anna, events: [good, event], now: 1, wakeAt: 1 }))
            if (error._tag !== "StoreError") return assert.fail(error._tag)
            assert.match(error.problem, /cannot be stored/)
            assert.isFalse(error.retryable)
          }
          assert.deepStrictEqual(yield* store.load(anna), {
            contact: anna,
            events: [],
            version: 0,
            account: Option.none()
          })
          assert.deepStrictEqual(yield* store.nextDue, Option.none())
        })
      )
    ))

  it("includes times that are none and contacts that are none", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 8.64e15 + 2]) {
            for (const effect of [
              store.append({ contact: anna, events: [], now: time }),
              store.append({ contact: anna, events: [], now: 1, wakeAt: time }),
              store.claim({ now: time, until: 1, limit: 1 }),
              store.claim({ now: 1, until: time, limit: 1 }),
              store.settle({
                claim: { contact: anna, fence: 1, until: 1 },
                expected: 0,
                wakeAt: Option.some(time),
                now: 1
              })
            ]) {
              assert.strictEqual((yield* Effect.flip(Effect.asVoid(effect)))._tag, "StoreError")
            }
          }
          yield* store.append({ contact: contact("\ufffd"), events: [touchpoint("t1")], now: 1 })
          const lone = "\ud800" as typeof anna
          assert.match((yield* Effect.flip(store.load(lone))).problem, /no contact id/)
        })
      )
    ))

  it("includes a reference that another message has", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          const reference = "c".repeat(32)
          const message = intended("i1", "k1", reference)
          if (message._tag !== "Intended") return assert.fail(message._tag)
          yield* store.append({ contact: anna, events: [message], now: 1 })
          yield* store.append({ contact: anna, events: [intended("i2", "k1", reference, 2)], now: 1 })
          const other = "d".repeat(32)
          for (const [who, events] of [
            [anna, [intended("i3", "k2", reference)]],
            [bert, [intended("i3", "k1", reference)]],
            [anna, [intended("i4", "k4", other), intended("i5", "k5", other)]]
          ] as const) {
            assert.match((yield* Effect.flip(store.append({ contact: who, events, now: 1 }))).message, /reference/)
          }
          assert.strictEqual((yield* store.load(anna)).version, 2)
          assert.strictEqual((yield* store.load(bert)).version, 0)
          assert.deepStrictEqual(yield* store.find(message.reference), Option.some({ contact: anna, key: message.key }))
        })
      )
    ))
})

/** The store over a client that the test keeps a hand on. */
const withClient = <A, E>(
  filename: string,
  effect: (store: HistoryStore["Service"], sql: SqlClient.SqlClient) => Effect.Effect<A, E>
) =>
  Effect.gen(function* () {
    const sql = yield* NodeSqlite.make(filename)
    const dialect = Dialect.sqlite(sql)
    yield* Effect.provideService(Migration.run(filename, dialect), SqlClient.SqlClient, sql)
    const explain = (error: SqlError.SqlError) => Problem.explain(filename, error.reason.cause)
    const keeping = yield* Effect.provideService(Keeping.make(dialect, explain), SqlClient.SqlClient, sql)
    const store = Histories.make(dialect, explain, yield* WakeUps.local, keeping)
    return yield* effect(yield* Effect.provideService(store, SqlClient.SqlClient, sql), sql)
  }).pipe(Effect.scoped, Effect.runPromise)

describe("an account that was inherited", () => {
  it("counts as one that was told: the latest holds, in whatever order they came", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          const accountOf = (who: typeof anna) =>
            Effect.map(store.load(who), ({ account }) => Option.getOrUndefined(account)?.id)
          const late = inherited("i", joined("j2", "acme", 3000))
          const early = joined("j1", "globex", 2000)
          for (const event of [late, early]) yield* store.append({ contact: anna, events: [event], now: 1 })
          for (const event of [early, late]) yield* store.append({ contact: bert, events: [event], now: 1 })
          assert.deepStrictEqual([yield* accountOf(anna), yield* accountOf(bert)], ["acme", "acme"])
        })
      )
    ))
})

describe("the connection", () => {
  it("forces every commit to the disk", () =>
    withFolder((folder) =>
      withClient(join(folder, "temoin.db"), (_, sql) =>
        Effect.gen(function* () {
          assert.deepStrictEqual([...(yield* sql`PRAGMA journal_mode`.values)], [["wal"]])
          assert.deepStrictEqual([...(yield* sql`PRAGMA synchronous`.values)], [[2]])
          assert.deepStrictEqual([...(yield* sql`PRAGMA foreign_keys`.values)], [[1]])
        })
      )
    ))

  it("binds only what SQLite keeps as it is", () =>
    withFolder((folder) =>
      withClient(join(folder, "temoin.db"), (_, sql) =>
        Effect.gen(function* () {
          assert.match((yield* Effect.flip(sql`SELECT ${undefined}`)).message, /undefined cannot be stored/)
          assert.deepStrictEqual(
            [...(yield* sql`SELECT ${8.64e15}, ${"é🦊"}, ${null}`.values)],
            [[8.64e15, "é🦊", null]]
          )
        })
      )
    ))
})

describe("when the disk or another program is in the way", () => {
  it("a full disk is said to be full, half an append is not kept, and all is well when there is room again", () =>
    withFolder((folder) =>
      withClient(join(folder, "temoin.db"), (store, sql) =>
        Effect.gen(function* () {
          yield* store.append({ contact: anna, events: [touchpoint("t1")], now: 1 })
          const [pages] = yield* sql<{ page_count: number }>`PRAGMA page_count`
          yield* sql.unsafe(`PRAGMA max_page_count = ${(pages?.page_count ?? 0) + 3}`)
          const many = Array.from({ length: 50 }, (_, n) => answered(`a${n}`, 7, "so many words ".repeat(50)))
          const error = yield* Effect.flip(store.append({ contact: anna, events: many, now: 1, expected: 1 }))
          if (error._tag !== "StoreError") return assert.fail(error._tag)
          assert.match(error.problem, /full/)
          assert.isTrue(error.retryable)
          assert.deepStrictEqual(ids((yield* store.load(anna)).events), ["t1"])
          yield* sql.unsafe(`PRAGMA max_page_count = 100000`)
          assert.deepStrictEqual(yield* store.append({ contact: anna, events: many, now: 1, expected: 1 }), {
            version: 2,
            added: 50
          })
        })
      )
    ))

  it("a file that may not be written can still be read", () =>
    withFolder((folder) =>
      withClient(join(folder, "temoin.db"), (store, sql) =>
        Effect.gen(function* () {
          yield* store.append({ contact: anna, events: [touchpoint("t1")], now: 1 })
          yield* sql`PRAGMA query_only = ON`
          const error = yield* Effect.flip(store.append({ contact: anna, events: [touchpoint("t2")], now: 1 }))
          if (error._tag !== "StoreError") return assert.fail(error._tag)
          assert.match(error.problem, /read-only/)
          assert.isFalse(error.retryable)
          assert.deepStrictEqual(ids((yield* store.load(anna)).events), ["t1"])
        })
      )
    ))

  it("another program's write is waited for, then reported as something to retry", () =>
    withFolder((folder) => {
      const filename = join(folder, "temoin.db")
      return withClient(filename, (store, sql) =>
        Effect.gen(function* () {
          yield* sql`PRAGMA busy_timeout = 0`
          const other = new DatabaseSync(filename)
          other.exec("BEGIN IMMEDIATE")
          const append = store.append({ contact: anna, events: [touchpoint("t1")], now: 1 })
          const error = yield* Effect.flip(append)
          if (error._tag !== "StoreError") return assert.fail(error._tag)
          assert.match(error.problem, /another program/)
          assert.isTrue(error.retryable)
          other.exec("ROLLBACK")
          other.close()
          assert.strictEqual((yield* append).version, 1)
        })
      )
    }))

  it("a store whose scope has ended says so", () =>
    withFolder(async (folder) => {
      const store = await inStore(join(folder, "temoin.db"), HistoryStore)
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
    }))
})

describe("many at once", () => {
  it("of those who expect the same version one wins", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          const results = yield* Effect.forEach(
            Array.from({ length: 20 }, (_, n) => n),
            (n) => Effect.result(store.append({ contact: anna, events: [touchpoint(`t${n}`)], now: 1, expected: 0 })),
            { concurrency: "unbounded" }
          )
          const lost = results.filter(Result.isFailure).map(({ failure }) => failure._tag)
          assert.deepStrictEqual(
            lost,
            Array.from({ length: 19 }, () => "Conflict" as const)
          )
          assert.strictEqual((yield* store.load(anna)).events.length, 1)
        })
      )
    ))

  it("no contact is claimed twice, and none is forgotten", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          const all = Array.from({ length: 50 }, (_, n) => contact(`contact-${String(n).padStart(2, "0")}`))
          yield* Effect.forEach(
            all,
            (contact) => store.append({ contact, events: [touchpoint("t")], now: 1, wakeAt: 1 }),
            { concurrency: "unbounded" }
          )
          const claims = yield* Effect.forEach(
            Array.from({ length: 20 }, (_, n) => n),
            () => store.claim({ now: 1, until: 2, limit: 7 }),
            { concurrency: "unbounded" }
          )
          assert.deepStrictEqual(
            claims
              .flat()
              .map(({ contact }) => contact)
              .toSorted(),
            all
          )
        })
      )
    ))

  it("an append that is interrupted is there as a whole or not at all, and the next one can go on", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          for (let n = 0; n < 20; n++) {
            const append = (who: string) =>
              store.append({ contact: contact(`${who}${n}`), events: [touchpoint("t1"), touchpoint("t2")], now: 1 })
            const fibers = yield* Effect.forEach(["a", "b", "c"], (who) => Effect.forkChild(append(who)))
            for (let steps = 0; steps < n; steps++) yield* Effect.yieldNow
            yield* Fiber.interruptAll(fibers)
          }
          for (const stored of yield* store.page({ after: Option.none(), limit: 100 })) {
            assert.strictEqual(stored.events.length, 2)
            assert.strictEqual(stored.version, 1)
          }
          assert.strictEqual((yield* store.append({ contact: anna, events: [touchpoint("t1")], now: 1 })).version, 1)
        })
      )
    ))

  it("a thousand events go in together, and one clash among them keeps all out", () =>
    withFolder((folder) =>
      inStore(
        join(folder, "temoin.db"),
        Effect.gen(function* () {
          const store = yield* HistoryStore
          const events = Array.from({ length: 1000 }, (_, n) => answered(`a${n}`, n % 11))
          assert.deepStrictEqual(yield* store.append({ contact: anna, events, now: 1 }), { version: 1, added: 1000 })
          assert.deepStrictEqual(yield* store.append({ contact: anna, events, now: 1 }), { version: 1, added: 0 })
          const clashing = [touchpoint("new"), ...events.slice(0, 500), answered("a777", 3)]
          const error = yield* Effect.flip(store.append({ contact: anna, events: clashing, now: 1, wakeAt: 1 }))
          if (error._tag !== "EventClash") return assert.fail(error._tag)
          assert.strictEqual(error.id, "a777")
          const stored = yield* store.load(anna)
          assert.deepStrictEqual(ids(stored.events), ids(events))
          assert.deepStrictEqual(yield* store.nextDue, Option.none())
        })
      )
    ))
})
