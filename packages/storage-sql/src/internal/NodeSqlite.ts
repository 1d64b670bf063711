/**
 * NodeSqlite: how does effect's SqlClient speak to node:sqlite?
 *
 * One connection; one statement or one write transaction at a time.
 *
 * @since 0.1.0
 */
import type { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlConnection from "effect/sql/SqlConnection"
import * as SqlError from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"
import { statSync } from "node:fs"
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite"
import * as Problem from "./Problem.ts"

// Nobody else should be writing, and waiting blocks the whole process, so we do not wait for long.
const busyMillis = 1000

const keptStatements = 200

const pragmas = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
  PRAGMA busy_timeout = ${busyMillis};
`

const input = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "bigint")
    return value
  throw new TypeError(`a ${typeof value} cannot be stored in SQLite`)
}

const sqlError = (cause: unknown): SqlError.SqlError => {
  const message = cause instanceof Error ? cause.message : String(cause)
  // Node calls SQLite's number `errcode`, effect looks for `errno`.
  const numbered = cause instanceof Error && "errcode" in cause ? Object.assign(cause, { errno: cause.errcode }) : cause
  return new SqlError.SqlError({ reason: SqlError.classifySqliteError(numbered, { message }) })
}

const attempt = <A>(run: () => A) => Effect.try({ try: run, catch: sqlError })

const begin = "BEGIN IMMEDIATE"

/** SQLITE_READONLY_DBMOVED, which SQLite itself does not look for when there is a write-ahead log. */
const moved = 1032

/** Throws when the file with this name is not the one any more that was opened: nobody would find what is written. */
const guard = (filename: string): (() => void) => {
  const { dev, ino } = statSync(filename)
  return () => {
    const found = statSync(filename, { throwIfNoEntry: false })
    if (found?.dev === dev && found.ino === ino) return
    throw Object.assign(new Error("the file was moved or deleted while it was open"), { errcode: moved })
  }
}

const connect = (db: DatabaseSync, assertInPlace: () => void): SqlConnection.Connection => {
  const kept = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = kept.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    for (const oldest of kept.keys()) {
      if (kept.size < keptStatements) break
      kept.delete(oldest)
    }
    kept.set(sql, statement)
    return statement
  }
  const values = (sql: string, params: ReadonlyArray<unknown>) =>
    attempt(() => {
      const statement = db.prepare(sql)
      statement.setReturnArrays(true)
      return statement.all(...params.map(input)).map((row) => Object.values(row))
    })
  const connection: SqlConnection.Connection = {
    execute: (sql, params, transformRows) =>
      attempt(() => {
        if (sql === begin) assertInPlace()
        const rows = prepare(sql).all(...params.map(input))
        return transformRows === undefined ? rows : transformRows(rows)
      }),
    executeRaw: (sql, params) => attempt(() => prepare(sql).run(...params.map(input))),
    executeStream: (sql, params, transformRows) =>
      Stream.fromIterableEffect(connection.execute(sql, params, transformRows)),
    executeValues: values,
    executeValuesUnprepared: values,
    executeUnprepared: (sql, params, transformRows) =>
      attempt(() => {
        const rows = db.prepare(sql).all(...params.map(input))
        return transformRows === undefined ? rows : transformRows(rows)
      })
  }
  return connection
}

/**
 * A client on this file, which is made when it is not there. Closing waits for the transaction that is under way.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  filename: string
): Effect.fn.Return<SqlClient.SqlClient, StoreError, Scope.Scope | Reactivity.Reactivity> {
  const semaphore = yield* Semaphore.make(1)
  const db = yield* Effect.acquireRelease(
    Effect.try({
      try: () => {
        const db = new DatabaseSync(filename)
        try {
          db.exec(pragmas)
          return db
        } catch (error) {
          db.close()
          throw error
        }
      },
      catch: (error) => Problem.explain(filename, error)
    }),
    (db) => semaphore.withPermit(Effect.sync(() => db.close()))
  )
  const assertInPlace = yield* Effect.try({
    try: () => guard(filename),
    catch: (error) => Problem.explain(filename, error)
  })
  return yield* SqlClient.make({
    ...SqlClient.makeSqliteAcquirers({
      connection: Effect.succeed(connect(db, assertInPlace)),
      semaphore,
      isTransaction: () => db.isOpen && db.isTransaction
    }),
    compiler: Statement.makeCompilerSqlite(),
    driver: "node-sqlite",
    spanAttributes: [["db.system.name", "sqlite"]],
    prepareTransactionControls: true,
    beginTransaction: begin
  })
}, Effect.provide(Reactivity.layer))
