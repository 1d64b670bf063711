/**
 * Gathering: what do many who write to one server at the same instant wait for?
 */
import type * as Contact from "@temoin/core/Contact"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, describe, it } from "vitest"
import { contact, touchpoint } from "../samples.ts"
import { asHost, emptied, inStore, url } from "./schemas.ts"
import * as Wire from "./wire.ts"

const people: ReadonlyArray<Contact.ContactId> = Arr.makeBy(64, (n) => contact(`c${n}`))

const atOnce = (round: string, all = people) =>
  Effect.flatMap(HistoryStore, (store) =>
    Effect.forEach(
      all,
      (who) => Effect.result(store.append({ contact: who, events: [touchpoint(`t${round}`)], now: 1 })),
      { concurrency: "unbounded" }
    )
  )

const run = (statement: string) => asHost(Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe(statement)))

const stored = (who: string) =>
  asHost(
    Effect.flatMap(SqlClient.SqlClient, (sql) => sql`SELECT id FROM gathered.temoin_events WHERE contact = ${who}`)
  )

describe("many who write to one server at once", () => {
  it("share a few commits, and are told when somebody else can see what they wrote, and not before", async () => {
    const schema = "gathered"
    await emptied(schema)
    await inStore(
      schema,
      Effect.flatMap(HistoryStore, (store) =>
        Effect.forEach(
          people,
          Effect.fnUntraced(function* (who) {
            yield* store.append({ contact: who, events: [touchpoint("t")], now: 1 })
            assert.lengthOf(yield* Effect.promise(() => stored(who)), 1)
          }),
          { concurrency: "unbounded" }
        )
      )
    )
    const [commits] = await asHost(
      Effect.flatMap(
        SqlClient.SqlClient,
        (sql) => sql<{ n: number }>`SELECT COUNT(DISTINCT xmin::text)::int AS n FROM gathered.temoin_contacts`
      )
    )
    assert.isAtMost(commits?.n ?? 64, 8)
  })

  for (const loss of ["request", "reply"] as const) {
    it(`have all or nothing of it when the connection is cut at any ${loss}, and each is told which`, async () => {
      const schema = `gathered_${loss}`
      await emptied(schema)
      const wire = await Wire.open(url)
      try {
        const some = people.slice(0, 8)
        const work = Effect.gen(function* () {
          const store = yield* HistoryStore
          yield* atOnce("first", some)
          for (let message = 0; ; message++) {
            wire.cutAt(message, loss)
            const results = yield* atOnce(String(message), some)
            const wasCut = wire.heal()
            const stored = yield* store.loadAll(some)
            for (const [index, result] of results.entries()) {
              const isThere = stored[index]?.events.some(({ id }) => id === `t${message}`)
              assert.strictEqual(isThere, Result.isSuccess(result), `of ${index} at message ${message}`)
              if (Result.isSuccess(result)) continue
              assert.match(result.failure.message, /connection to .* was lost/)
            }
            if (!wasCut) return message
          }
        })
        const layer = Postgres.layer({ url: wire.url, schema, connections: 1 })
        assert.isAtLeast(await Effect.runPromise(Effect.provide(work, layer)), 4)
      } finally {
        await wire.close()
      }
    })
  }

  it("do not pay for what the server refuses one of them", async () => {
    const schema = "picky"
    await emptied(schema)
    await inStore(schema, Effect.void)
    await run("ALTER TABLE picky.temoin_events ADD CONSTRAINT picky CHECK (contact <> 'c7')")
    try {
      const results = await inStore(schema, atOnce("once"))
      for (const [index, result] of results.entries()) assert.strictEqual(Result.isSuccess(result), index !== 7)
    } finally {
      await run("ALTER TABLE picky.temoin_events DROP CONSTRAINT picky")
    }
  })
})
