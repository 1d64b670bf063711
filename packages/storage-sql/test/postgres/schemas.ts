import * as PgClient from "@effect/sql-pg/PgClient"
import type { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as SqlClient from "effect/sql/SqlClient"
import { afterAll, inject } from "vitest"

/** The server that all test files share. */
export const url = inject("postgres")

const host = ManagedRuntime.make(PgClient.layer({ url: Redacted.make(url), maxConnections: 2 }))
afterAll(() => host.dispose())

/** What is on the server, behind the store's back. */
export const asHost = <A, E>(effect: Effect.Effect<A, E, SqlClient.SqlClient>): Promise<A> => host.runPromise(effect)

/** Leaves this schema as it is when it is new. */
export const emptied = (schema: string): Promise<void> =>
  asHost(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      // faster than TRUNCATE where there is little
      const kept = ["answers", "cases", "exhibited", "suppressed", "tallies", "settings"]
      const others = ["messages", "events", "contacts", "accounts", "erased", "residue", "sealed", "notebook"]
      for (const table of [...kept, ...others]) {
        const name = `${schema}.temoin_${table}`
        const found = yield* sql`SELECT 1 WHERE to_regclass(${name}) IS NOT NULL`
        if (found.length > 0) yield* sql`DELETE FROM ${sql(name)}`
      }
      const header = `${schema}.temoin_erasures`
      const found = yield* sql`SELECT 1 WHERE to_regclass(${header}) IS NOT NULL`
      if (found.length > 0) yield* sql`UPDATE ${sql(header)} SET key = NULL, zone = NULL, erased = 0, floor = 0`
    })
  )

/** The store in this schema. */
export const storeIn = (schema: string) => Postgres.layer({ url, schema, connections: 6 })

/** The same, empty. */
export const empty = (schema: string) =>
  Layer.unwrap(
    Effect.as(
      Effect.promise(() => emptied(schema)),
      storeIn(schema)
    )
  )

/** Opens the store in this schema, runs the effect, and closes the store. */
export const inStore = <A, E>(schema: string, effect: Effect.Effect<A, E, HistoryStore>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, Layer.fresh(storeIn(schema))))
