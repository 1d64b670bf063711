/**
 * Dialect: in what does one database's SQL differ from another's?
 *
 * Everything else in this package is SQL that SQLite and PostgreSQL 15 both accept.
 *
 * @since 0.1.0
 */
import type * as SqlClient from "effect/sql/SqlClient"
import type * as Statement from "effect/sql/Statement"

/**
 * The pieces of SQL that differ.
 *
 * - `identifier`: the type of text that is compared by code point, whatever the database's language.
 * - `clustered`: after a table whose rows lie together by primary key, so that one contact's events are read at one go.
 * - `lockRow`: keeps a selected row from changing until the transaction ends.
 * - `lockFreeRows`: the same, passing over rows that somebody else has locked.
 *
 * @category models
 * @since 0.1.0
 */
export interface Dialect {
  readonly identifier: Statement.Fragment
  readonly clustered: Statement.Fragment
  readonly lockRow: Statement.Fragment
  readonly lockFreeRows: Statement.Fragment
}

/**
 * The dialect a client speaks. SQLite locks no rows: its one writer has the whole file (`BEGIN IMMEDIATE`).
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromClient = (sql: SqlClient.SqlClient): Dialect =>
  sql.onDialectOrElse({
    pg: () => ({
      identifier: sql.literal(`TEXT COLLATE "C"`),
      clustered: sql.literal(""),
      lockRow: sql.literal("FOR UPDATE"),
      lockFreeRows: sql.literal("FOR UPDATE SKIP LOCKED")
    }),
    orElse: () => ({
      identifier: sql.literal("TEXT COLLATE BINARY"),
      clustered: sql.literal("WITHOUT ROWID"),
      lockRow: sql.literal(""),
      lockFreeRows: sql.literal("")
    })
  })
