/**
 * Migration: how does the schema grow?
 *
 * Numbered steps, forward only, each taken once and recorded in `temoin_migrations`. A step that was released never
 * changes; what is to be different is a new step.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import * as Dialect from "./Dialect.ts"

/**
 * The database was written by a newer release than this one. Nothing was changed.
 *
 * @category errors
 * @since 0.1.0
 */
export class SchemaTooNew extends Schema.TaggedError<SchemaTooNew>()("SchemaTooNew", {
  database: Schema.String,
  found: Schema.Int,
  known: Schema.Int
}) {
  override get message() {
    return `${this.database} has schema ${this.found}, and this release of @temoin/storage-sql knows only up to ${this.known}: use the release that wrote it, or a newer one (nothing was changed)`
  }
}

const first = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const { clustered, identifier } = Dialect.fromClient(sql)
  yield* sql`CREATE TABLE temoin_contacts (
    id ${identifier} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    due_at BIGINT,
    claimed_until BIGINT,
    woken_at BIGINT,
    fence BIGINT NOT NULL
  ) ${clustered}`
  yield* sql`CREATE INDEX temoin_contacts_due ON temoin_contacts (due_at, id) WHERE due_at IS NOT NULL`
  yield* sql`CREATE INDEX temoin_contacts_claimed ON temoin_contacts (claimed_until, due_at) WHERE claimed_until IS NOT NULL`
  yield* sql`CREATE TABLE temoin_events (
    contact ${identifier} NOT NULL REFERENCES temoin_contacts (id),
    id ${identifier} NOT NULL,
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    score INTEGER,
    document TEXT NOT NULL,
    PRIMARY KEY (contact, id)
  ) ${clustered}`
  yield* sql`CREATE TABLE temoin_messages (
    reference ${identifier} NOT NULL PRIMARY KEY,
    contact ${identifier} NOT NULL REFERENCES temoin_contacts (id),
    key TEXT NOT NULL
  ) ${clustered}`
})

const steps = { "1_histories": first }

/**
 * The schema this release works with: the number of its last step.
 *
 * @category getters
 * @since 0.1.0
 */
export const known = Object.keys(steps).length

/**
 * Takes the steps that this database has not taken yet, all or none. `database` is its name in the error.
 *
 * @category running
 * @since 0.1.0
 */
export const run = Effect.fnUntraced(function* (
  database: string
): Effect.fn.Return<void, SchemaTooNew | Migrator.MigrationError | SqlError.SqlError, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  yield* Migrator.make({})({ loader: Migrator.fromRecord(steps), table: "temoin_migrations" })
  const [row] = yield* sql<{ readonly found: number }>`SELECT MAX(migration_id) AS found FROM temoin_migrations`
  const found = row?.found ?? 0
  if (found > known) return yield* new SchemaTooNew({ database, found, known })
})
