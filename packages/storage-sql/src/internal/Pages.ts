/**
 * Pages: how does the port Notebook become SQL?
 *
 * A row per page. Keys lie in the table as `CodeUnits` has them, and are written in one order, so that nobody waits in a circle.
 *
 * @since 0.1.0
 */
import { type Change, Notebook, type Page, PageMoved } from "@temoin/core/ports/Notebook"
import type { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as CodeUnits from "./CodeUnits.ts"
import type * as Dialect from "./Dialect.ts"
import * as Transaction from "./Transaction.ts"

const rowsPerStatement = 200
const attempts = 20

/** Behind every character that a stored key can have. */
const behind = "\u{12000}"

const byKey = (a: Change, b: Change): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

const pages = (rows: ReadonlyArray<Page>): ReadonlyArray<Page> =>
  rows.map(({ key, value, version }) => ({ key: CodeUnits.decode(key), value, version: Number(version) }))

/**
 * The notebook over this dialect. `explain`: what an error of the database means.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  { isOvertaken, tables }: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError
) {
  const sql = yield* SqlClient.SqlClient
  /** One that must stand on a version; gives whether it did. */
  const guarded = Effect.fnUntraced(function* ({ expected, key, value }: Change) {
    const id = CodeUnits.encode(key)
    if (expected === 0 && value === null) {
      return (yield* sql`SELECT 1 FROM ${tables.notebook} WHERE key = ${id}`).length === 0
    }
    const rows =
      expected === 0
        ? sql`INSERT INTO ${tables.notebook} (key, value, version) VALUES (${id}, ${value}, 1) ON CONFLICT (key) DO NOTHING RETURNING version`
        : value === null
          ? sql`DELETE FROM ${tables.notebook} WHERE key = ${id} AND version = ${expected} RETURNING version`
          : sql`UPDATE ${tables.notebook} SET value = ${value}, version = version + 1 WHERE key = ${id} AND version = ${expected} RETURNING version`
    return (yield* rows).length > 0
  })

  const write = Effect.fnUntraced(function* (changes: ReadonlyArray<Change>) {
    const last = [...new Map(changes.map((change) => [change.key, change] as const)).values()].toSorted(byKey)
    for (const change of last) {
      const { expected, key } = change
      if (expected === undefined || (yield* guarded(change))) continue
      const [found] =
        yield* sql<Page>`SELECT key, value, version FROM ${tables.notebook} WHERE key = ${CodeUnits.encode(key)}`
      return yield* new PageMoved({ key, expected, actual: Number(found?.version ?? 0) })
    }
    const plain = last.filter(({ expected }) => expected === undefined)
    for (const some of Arr.chunksOf(plain, rowsPerStatement)) {
      const out = some.flatMap(({ key, value }) => (value === null ? [CodeUnits.encode(key)] : []))
      const put = some.flatMap(({ key, value }) =>
        value === null ? [] : [{ key: CodeUnits.encode(key), value, version: 1 }]
      )
      if (out.length > 0) yield* sql`DELETE FROM ${tables.notebook} WHERE ${sql.in("key", out)}`
      if (Arr.isArrayNonEmpty(put)) {
        yield* sql`INSERT INTO ${tables.notebook} AS page ${sql.insert(put)}
          ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = page.version + 1`
      }
    }
  })

  const told = (error: SqlError.SqlError) => Effect.fail(explain(error))

  return Notebook.of({
    read: (keys) =>
      Effect.gen(function* () {
        const found: Array<Page> = []
        for (const some of Arr.chunksOf([...new Set(keys)], rowsPerStatement)) {
          const ids = some.map(CodeUnits.encode)
          found.push(
            ...pages(yield* sql<Page>`SELECT key, value, version FROM ${tables.notebook} WHERE ${sql.in("key", ids)}`)
          )
        }
        return found
      }).pipe(Effect.catchTag("SqlError", told)),

    write: (changes) =>
      Transaction.run(sql, write(changes)).pipe(
        Effect.retry({ times: attempts, while: (error) => SqlError.isSqlError(error) && isOvertaken(error) }),
        Effect.catchTag("SqlError", told)
      ),

    list: ({ after, limit, prefix }) => {
      const begin = CodeUnits.encode(prefix)
      const rows = sql<Page>`
        SELECT key, value, version FROM ${tables.notebook}
        WHERE key >= ${begin} AND key < ${begin + behind} AND key > ${CodeUnits.encode(after ?? "")}
        ORDER BY key LIMIT ${limit}`
      return Effect.map(rows, pages).pipe(Effect.catchTag("SqlError", told))
    }
  })
})
