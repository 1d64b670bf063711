/**
 * Dialect: in what does one database's SQL differ from another's?
 *
 * Everything else in this package is SQL that SQLite and PostgreSQL 15 both accept.
 *
 * @since 0.1.0
 */
import * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"
import * as Struct from "effect/Struct"
import * as PostgresTypes from "./PostgresTypes.ts"

/**
 * What differs.
 *
 * - `tables`: their full names. `migrations`: that of the table of migrations, without quotes.
 * - `identifier`: the type of text that is compared by code point, whatever the database's language.
 * - `clustered`: after a table whose rows lie together by primary key, so that one contact's events are read at one go.
 * - `eventKey`: what tells the events of one contact apart, where a table is made; `keyColumn` its name, and `keyOf` what it
 *   is for an id; `keyInto` and `keyFrom` stand before the other columns where events are added from given rows. An id can
 *   be longer (112,000 characters) than PostgreSQL takes into an index, so its SHA-256 is there instead.
 * - `given`: rows that the statement brings along, as a table of that name; the first column is never null. However many, there
 *   are but a few statements, which the database can remember. `isAnyOf`: the condition that a column has one of these values.
 * - `together`: statements that write, each to other rows than the rest, in as few round trips as can be. At most one of them
 *   is counted, which gives a row for each it wrote. `said`: an expression that has its effect when the server computes it.
 * - `slots`: into so many rows the counters of one day are spread, so that who counts at once counts elsewhere.
 * - `commits`: how many single appends' commits are under way at once; more wait and share the next.
 * - `locksRows`: do several write at once? Then rows are locked: `lockRow` keeps a selected row from changing until the
 *   transaction ends; `lockFreeRows` does the same, passing over rows that somebody else has locked.
 * - `lockReferences`: keeps two who intend messages with one of these references in one order, since no key does: a table about
 *   contacts has only keys that hold the contact. Nothing where there is one writer.
 * - `isAmong`: the condition that finds the contacts with the ids that a query gives. PostgreSQL gets them as an array, so
 *   that it runs the query once, and never reads the whole table to find a few in it.
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
        | "settings"
        | "answers"
        | "cases"
        | "exhibited"
        | "suppressed"
        | "tallies"
    ]: Statement.Fragment
  }
  readonly migrations: string
  readonly identifier: Statement.Fragment
  readonly clustered: Statement.Fragment
  readonly eventKey: Statement.Fragment
  readonly keyColumn: Statement.Fragment
  readonly keyOf: (id: Statement.Fragment) => Statement.Fragment
  readonly keyInto: Statement.Fragment
  readonly keyFrom: Statement.Fragment
  readonly given: <Column extends string>(
    name: string,
    columns: { readonly [Name in Column]: "text" | "bigint" },
    rows: ReadonlyArray<{ readonly [Name in NoInfer<Column>]: string | number | null }>
  ) => Statement.Fragment
  readonly isAnyOf: (column: string, values: ReadonlyArray<string>) => Statement.Fragment
  readonly together: (
    counted: Statement.Fragment | undefined,
    others: ReadonlyArray<Statement.Fragment>,
    said?: Statement.Fragment
  ) => Effect.Effect<Done, SqlError.SqlError>
  readonly commits: number
  readonly slots: number
  readonly locksRows: boolean
  readonly lockRow: Statement.Fragment
  readonly lockReferences: (references: ReadonlyArray<string>) => Effect.Effect<void, SqlError.SqlError>
  readonly lockFreeRows: Statement.Fragment
  readonly isAmong: (ids: Statement.Fragment) => Statement.Fragment
  readonly statusOf: (receipt: string) => Effect.Effect<string | undefined, SqlError.SqlError>
  readonly snapshot: string | undefined
  readonly scrubbing: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | SqlError.SqlError, R>
  readonly isOvertaken: (error: SqlError.SqlError) => boolean
}

/**
 * At most so many rows. In words, since PostgreSQL takes any parameter for a tenth of the table, and then reads all of it.
 *
 * @category limiting
 * @since 0.1.0
 */
export const atMost = (sql: SqlClient.SqlClient, limit: number): Statement.Fragment =>
  sql.literal(String(limit >= 1 ? Math.min(Math.floor(limit), 1_000_000) : 0))

/**
 * What was written together: how many `rows` the first statement gave, and the transaction's id as `receipt`, by which the
 * server can be asked with `statusOf` what became of it, where a commit can go wrong without our hearing of it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Done {
  readonly receipt: string | undefined
  readonly rows: number
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
  notebook: sql.literal(`${prefix}temoin_notebook`),
  settings: sql.literal(`${prefix}temoin_settings`),
  answers: sql.literal(`${prefix}temoin_answers`),
  cases: sql.literal(`${prefix}temoin_cases`),
  exhibited: sql.literal(`${prefix}temoin_exhibited`),
  suppressed: sql.literal(`${prefix}temoin_suppressed`),
  tallies: sql.literal(`${prefix}temoin_tallies`)
})

/** SQLite takes no more in one statement. The rows are made up to a power of two, and those without a key left out again. */
const mostParameters = 32_766

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
  keyColumn: sql.literal("id"),
  keyOf: (id) => id,
  keyInto: sql.literal(""),
  keyFrom: sql.literal(""),
  given: (name, columns, rows) => {
    const names = Struct.keys(columns)
    const from = (source: Statement.Fragment, column: (index: number) => string) =>
      sql`(SELECT ${sql.literal(names.map((name, index) => `${column(index)} AS ${name}`).join())} FROM ${source}) AS ${sql.literal(name)}`
    const size = 2 ** Math.ceil(Math.log2(Math.max(1, rows.length)))
    if (size * names.length > mostParameters) {
      const values = JSON.stringify(rows.map((row) => names.map((name) => row[name])))
      return from(sql`json_each(${values})`, (index) => `value ->> ${index}`)
    }
    const marks = `(${names.map(() => "?").join()})`
    const values: Array<string | number | null> = Array.from({ length: size * names.length }, () => null)
    let next = 0
    for (const row of rows) for (const name of names) values[next++] = row[name]
    const table = `(VALUES ${Array.from({ length: size }, () => marks).join()}) WHERE column1 IS NOT NULL`
    return from(Statement.fragment([Statement.literal(table, values)]), (index) => `column${index + 1}`)
  },
  isAnyOf: (column, values) => sql`${sql.literal(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`,
  together: Effect.fnUntraced(function* (counted, others) {
    const rows = counted === undefined ? [] : yield* sql`${counted}`
    for (const statement of others) yield* sql`${statement}`
    return { receipt: undefined, rows: rows.length }
  }),
  commits: 1,
  slots: 1,
  locksRows: false,
  lockRow: sql.literal(""),
  lockReferences: () => Effect.void,
  lockFreeRows: sql.literal(""),
  isAmong: (ids) => sql`id IN (${ids})`,
  statusOf: () => Effect.undefined,
  snapshot: undefined,
  // the file itself keeps nothing (`secure_delete`), but what was written to the log beside it does
  scrubbing: Effect.tap(() => sql`PRAGMA wal_checkpoint(TRUNCATE)`),
  isOvertaken: () => false
})

const array = (type: "text" | "bigint", values: ReadonlyArray<string | number | null>): PgTypes.Parameter =>
  Result.getOrThrow(
    PgTypes.array(values, type === "text" ? PgTypes.OID.text : PgTypes.OID.int8, PostgresTypes.registry)
  )

/**
 * PostgreSQL, in this schema. Two who add the same row at once meet in its unique index, whatever the isolation level; a
 * database may be set to a stricter one than its default, and then others come in between more often.
 *
 * @category constructors
 * @since 0.1.0
 */
export const postgres = (sql: SqlClient.SqlClient, schema: string): Dialect => {
  const list = (type: "text" | "bigint", values: ReadonlyArray<string | number | null>) =>
    sql`${array(type, values)}::${sql.literal(type)}[]`
  return {
    tables: named(sql, `"${schema}".`),
    migrations: `${schema}.temoin_migrations`,
    identifier: sql.literal(`TEXT COLLATE "C"`),
    clustered: sql.literal(""),
    eventKey: sql.literal("id_hash BYTEA NOT NULL, PRIMARY KEY (contact, id_hash)"),
    keyColumn: sql.literal("id_hash"),
    keyOf: (id) => sql`sha256(convert_to(${id}, 'UTF8'))`,
    keyInto: sql.literal("id_hash, "),
    keyFrom: sql.literal("sha256(convert_to(id, 'UTF8')), "),
    given: (name, columns, rows) => {
      const names = Struct.keys(columns)
      const lists = sql.csv(
        names.map((name) => {
          const values = rows.map((row) => row[name])
          return list(columns[name], values)
        })
      )
      return sql`unnest(${lists}) AS ${sql.literal(`${name}(${names.join()})`)}`
    },
    isAnyOf: (column, values) => sql`${sql.literal(column)} = ANY (${list("text", values)})`,
    together: Effect.fnUntraced(function* (counted, others, said) {
      const written = others.map((statement, index) => sql`${sql.literal(`w${index}`)} AS (${statement})`)
      const parts = counted === undefined ? written : [sql`counted AS (${counted})`, ...written]
      const before = parts.length === 0 ? sql`` : sql`WITH ${sql.csv(parts)} `
      const count = counted === undefined ? sql`0` : sql`(SELECT COUNT(*) FROM counted)`
      const after = said === undefined ? sql`` : sql`, ${said} AS said`
      const [row] = yield* sql<{ readonly receipt: string; readonly rows: number }>`
        ${before}SELECT pg_current_xact_id()::text AS receipt, ${count} AS rows${after}`
      return { receipt: row?.receipt, rows: row?.rows ?? 0 }
    }),
    commits: 2,
    slots: 8,
    locksRows: true,
    lockRow: sql.literal("FOR UPDATE"),
    lockReferences: (references) =>
      Effect.asVoid(sql`
      SELECT pg_advisory_xact_lock(hashtextextended(reference, 0))
      FROM json_array_elements_text(${JSON.stringify(references)}::text::json) AS reference`),
    lockFreeRows: sql.literal("FOR UPDATE SKIP LOCKED"),
    isAmong: (ids) => sql`id = ANY (ARRAY(${ids}))`,
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
  }
}
