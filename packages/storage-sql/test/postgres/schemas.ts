import * as PgClient from "@effect/sql-pg/PgClient"
import type { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as SqlClient from "effect/sql/SqlClient"
import { inject } from "vitest"

/** The server that all test files share. */
export const url = inject("postgres")

/** What is on the server, behind the store's back. */
export const asHost = <A, E>(effect: Effect.Effect<A, E, SqlClient.SqlClient>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })))

/** The store in this schema, which is emptied first. */
export const empty = (schema: string): Layer.Layer<HistoryStore, Postgres.SchemaTooNew | StoreError> => {
  const emptied = Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const tables = yield* sql<{ readonly name: string }>`
      SELECT relname::text AS name FROM pg_class WHERE relkind = 'r' AND relname <> 'temoin_migrations'
      AND relnamespace = to_regnamespace(${schema})`
    if (tables.length === 0) return
    yield* sql`TRUNCATE ${sql.csv(tables.map(({ name }) => sql`${sql(`${schema}.${name}`)}`))}`
  })
  return Layer.unwrap(
    Effect.as(
      Effect.promise(() => asHost(emptied)),
      Postgres.layer({ url, schema, connections: 6 })
    )
  )
}
