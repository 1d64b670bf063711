/**
 * Catalog: could the tables be spread over several machines, each by one column?
 *
 * A distributed PostgreSQL such as Citus asks that every primary and unique key of a table holds the column by which the table
 * is distributed, and that a foreign key leads along that column.
 */
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, beforeAll, describe, it } from "vitest"
import { asHost, emptied, inStore } from "./schemas.ts"

interface Key {
  readonly table: string
  readonly columns: ReadonlyArray<string>
  readonly target: string | null
}

const keys = (kinds: string) =>
  asHost(
    Effect.flatMap(SqlClient.SqlClient, (sql) =>
      sql.unsafe<Key>(`
        SELECT r.relname::text AS table, f.relname::text AS target,
          (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_attribute a
           WHERE a.attrelid = r.oid AND a.attnum = ANY (c.conkey)) AS columns
        FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid LEFT JOIN pg_class f ON f.oid = c.confrelid
        WHERE r.relnamespace = 'catalog'::regnamespace AND c.contype IN (${kinds})
        UNION ALL
        SELECT r.relname::text, NULL, (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_attribute a
           WHERE a.attrelid = r.oid AND a.attnum = ANY (i.indkey))
        FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid
        WHERE r.relnamespace = 'catalog'::regnamespace AND i.indisunique AND 'u' IN (${kinds})
          AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)`)
    )
  )

const columns = () =>
  asHost(
    Effect.flatMap(SqlClient.SqlClient, (sql) =>
      sql.unsafe<{ readonly table: string; readonly column: string }>(`
          SELECT table_name::text AS table, column_name::text AS column FROM information_schema.columns
          WHERE table_schema = 'catalog' AND table_name LIKE 'temoin\\_%'`)
    )
  )

beforeAll(async () => {
  await emptied("catalog")
  await inStore("catalog", Effect.void)
})

/** The column by which a table would be distributed: that of its contact, or of its account. Others are small, and on every machine. */
const distribution = async (): Promise<ReadonlyMap<string, string>> => {
  const found = new Map([
    ["temoin_contacts", "id"],
    ["temoin_accounts", "id"]
  ])
  for (const { column, table } of await columns()) if (column === "contact") found.set(table, column)
  return found
}

describe("every key", () => {
  it("of a table about contacts or accounts holds the contact or the account", async () => {
    const by = await distribution()
    const all = await keys("'p', 'u'")
    const offending = all.filter(({ columns, table }) => by.has(table) && !columns.includes(by.get(table) ?? ""))
    assert.deepStrictEqual(offending, [])
    for (const table of by.keys())
      assert.isTrue(
        all.some((key) => key.table === table),
        `${table} has no key`
      )
  })

  it("that leads to another table leads along the contact", async () => {
    const by = await distribution()
    const leading = await keys("'f'")
    assert.isNotEmpty(leading)
    for (const { columns, table, target } of leading) {
      assert.strictEqual(target, "temoin_contacts", table)
      assert.deepStrictEqual(columns, [by.get(table) ?? ""], table)
    }
  })
})
