/**
 * Dialect: in what does one database's SQL differ from another's?
 *
 * Everything else in this package is SQL that SQLite and PostgreSQL 15 both accept.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"
import { createHash } from "node:crypto"

/**
 * What differs.
 *
 * - `tables`: their full names. `migrations`: that of the table of migrations, without quotes.
 * - `identifier`: the type of text that is compared by code point, whatever the database's language.
 * - `clustered`: after a table whose rows lie together by primary key, so that one contact's events are read at one go.
 * - `eventKey`: what tells the events of one contact apart, where a table is made; `eventColumns` what an event's row has
 *   for it beside its id, and `isEvent` the condition that finds the events with these ids. An id can be longer (112,000
 *   characters) than PostgreSQL takes into an index, so its SHA-256 is there instead.
 * - `locksRows`: do several write at once? Then rows are locked: `lockRow` keeps a selected row from changing until the
 *   transaction ends; `lockFreeRows` does the same, passing over rows that somebody else has locked.
 * - `lockReferences`: keeps two who intend messages with one of these references in one order, since no key does: a table about
 *   contacts has only keys that hold the contact. Nothing where there is one writer.
 * - `isAmong`: the condition that finds the contacts with the ids that a query gives. PostgreSQL gets them as an array, so
 *   that it runs the query once, and never reads the whole table to find a few in it.
 * - `receipt`: after a statement that writes, gives the transaction's id as `receipt`, by which the server can be asked with
 *   `statusOf` what became of it; where a commit can go wrong without our hearing of it.
 * - `snapshot`: begins a transaction that only reads and in which every statement sees the same, where others do not.
 * - `scrubbing`: what is deleted by this effect leaves no trace in the file, nor in the log of writes beside it, as far as that
 *   is ours to say.
 * - `isOvertaken`: did others come in between, so that the same again will do?
 *
 * @category models
 * @since 0.1.0
 */
export interface Dialect {
  readonly tables: {
    readonly [
      Name in
        | "contacts"
        | "accounts"
        | "events"
        | "messages"
        | "erasures"
        | "erased"
        | "residue"
        | "sealed"
        | "failures"
        | "notebook"
    ]: Statement.Fragment
  }
  readonly migrations: string
  readonly identifier: Statement.Fragment
  readonly clustered: Statement.Fragment
  readonly eventKey: Statement.Fragment
  readonly eventColumns: (id: string) => { readonly id_hash?: Uint8Array }
  readonly isEvent: (ids: ReadonlyArray<string>) => Statement.Fragment
  readonly locksRows: boolean
  readonly lockRow: Statement.Fragment
  readonly lockReferences: (references: ReadonlyArray<string>) => Effect.Effect<void, SqlError.SqlError>
  readonly lockFreeRows: Statement.Fragment
  readonly isAmong: (ids: Statement.Fragment) => Statement.Fragment
  readonly receipt: Statement.Fragment
  readonly statusOf: (receipt: string) => Effect.Effect<string | undefined, SqlError.SqlError>
  readonly snapshot: string | undefined
  readonly scrubbing: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | SqlError.SqlError, R>
  readonly isOvertaken: (error: SqlError.SqlError) => boolean
}

const named = (sql: SqlClient.SqlClient, prefix: string): Dialect["tables"] => ({
  contacts: sql.literal(`${prefix}temoin_contacts`),
  accounts: sql.literal(`${prefix}temoin_accounts`),
  events: sql.literal(`${prefix}temoin_events`),
  messages: sql.literal(`${prefix}temoin_messages`),
  erasures: sql.literal(`${prefix}temoin_erasures`),
  erased: sql.literal(`${prefix}temoin_erased`),
  residue: sql.literal(`${prefix}temoin_residue`),
  sealed: sql.literal(`${prefix}temoin_sealed`),
  failures: sql.literal(`${prefix}temoin_failures`),
  notebook: sql.literal(`${prefix}temoin_notebook`)
})

/**
 * SQLite locks no rows: its one writer has the whole file, and nobody overtakes it.
 *
 * @category constructors
 * @since 0.1.0
 */
export const sqlite = (sql: SqlClient.SqlClient): Dialect => ({
  tables: named(sql, ""),
  migrations: "temoin_migrations",
  identifier: sql.literal("TEXT COLLATE BINARY"),
  clustered: sql.literal("WITHOUT ROWID"),
  eventKey: sql.literal("PRIMARY KEY (contact, id)"),
  eventColumns: () => ({}),
  isEvent: (ids) => sql.in("id", ids),
  locksRows: false,
  lockRow: sql.literal(""),
  lockReferences: () => Effect.void,
  lockFreeRows: sql.literal(""),
  isAmong: (ids) => sql`id IN (${ids})`,
  receipt: sql.literal(""),
  statusOf: () => Effect.undefined,
  snapshot: undefined,
  // the file itself keeps nothing (`secure_delete`), but what was written to the log beside it does
  scrubbing: Effect.tap(() => sql`PRAGMA wal_checkpoint(TRUNCATE)`),
  isOvertaken: () => false
})

const sha256 = (text: string): Uint8Array => createHash("sha256").update(text).digest()

/**
 * PostgreSQL, in this schema. Two who add the same row at once meet in its unique index, whatever the isolation level; a
 * database may be set to a stricter one than its default, and then others come in between more often.
 *
 * @category constructors
 * @since 0.1.0
 */
export const postgres = (sql: SqlClient.SqlClient, schema: string): Dialect => ({
  tables: named(sql, `"${schema}".`),
  migrations: `${schema}.temoin_migrations`,
  identifier: sql.literal(`TEXT COLLATE "C"`),
  clustered: sql.literal(""),
  eventKey: sql.literal("id_hash BYTEA NOT NULL, PRIMARY KEY (contact, id_hash)"),
  eventColumns: (id) => ({ id_hash: sha256(id) }),
  isEvent: (ids) => sql.in("id_hash", ids.map(sha256)),
  locksRows: true,
  lockRow: sql.literal("FOR UPDATE"),
  lockReferences: (references) =>
    Effect.asVoid(sql`
      SELECT pg_advisory_xact_lock(hashtextextended(reference, 0))
      FROM json_array_elements_text(${JSON.stringify(references)}::text::json) AS reference`),
  lockFreeRows: sql.literal("FOR UPDATE SKIP LOCKED"),
  isAmong: (ids) => sql`id = ANY (ARRAY(${ids}))`,
  receipt: sql.literal("RETURNING pg_current_xact_id()::text AS receipt"),
  statusOf: (receipt) =>
    Effect.map(
      sql<{ readonly status: string | null }>`SELECT pg_xact_status(${receipt}::text::xid8) AS status`,
      ([row]) => row?.status ?? undefined
    ),
  // a server has its own ways with old rows: VACUUM, and the log of writes that its backups are made of
  scrubbing: (effect) => effect,
  snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
  isOvertaken: ({ reason: { _tag } }) =>
    _tag === "UniqueViolation" || _tag === "DeadlockError" || _tag === "SerializationError"
})
