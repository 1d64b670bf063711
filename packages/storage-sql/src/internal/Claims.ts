/**
 * Claims: whose turn is it, and when is the next?
 *
 * @since 0.1.0
 */
import type { Claim, HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as Aside from "./Aside.ts"
import * as Column from "./Column.ts"
import * as Dialect from "./Dialect.ts"
import type { ContactRow } from "./Row.ts"
import * as Transaction from "./Transaction.ts"

/**
 * The port's `claim`, `release` and `nextDue`. `explain` puts the database's own errors in words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  dialect: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError
): Effect.fn.Return<Pick<HistoryStore["Service"], "claim" | "release" | "nextDue">, never, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  const { isAmong, lockFreeRows, tables } = dialect

  const claim: HistoryStore["Service"]["claim"] = Effect.fnUntraced(
    function* ({ limit, now, until }) {
      yield* Effect.fromResult(Column.checkInstants({ now, until }))
      const free = sql`
        SELECT id FROM ${tables.contacts}
        WHERE due_at <= ${now} AND (claimed_until IS NULL OR claimed_until <= ${now})
        ORDER BY due_at, id LIMIT ${Dialect.atMost(sql, limit)} ${lockFreeRows}`
      const rows = yield* Transaction.insisting(
        dialect,
        sql<Pick<ContactRow, "id" | "fence"> & { readonly due_at: number }>`
          UPDATE ${tables.contacts} SET fence = fence + 1, claimed_until = ${until}, woken_at = NULL
          WHERE ${isAmong(free)}
          RETURNING id, due_at, fence`
      )
      const claims: Array<Claim & { readonly due: number }> = []
      for (const row of rows) {
        const contact = yield* Effect.fromResult(Column.toContact(row.id))
        claims.push({ contact, fence: row.fence, until, due: row.due_at })
      }
      return claims
        .toSorted((a, b) => a.due - b.due || (a.contact < b.contact ? -1 : 1))
        .map(({ contact, fence, until }) => ({ contact, fence, until }))
    },
    Effect.mapError((error) => (SqlError.isSqlError(error) ? explain(error) : error))
  )

  const nextDue: HistoryStore["Service"]["nextDue"] = sql<{ readonly at: number }>`
    SELECT at FROM (
      SELECT due_at AS at FROM (
        SELECT due_at FROM ${tables.contacts}
        WHERE due_at IS NOT NULL AND claimed_until IS NULL ORDER BY due_at LIMIT 1
      ) AS unclaimed
      UNION ALL
      SELECT CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END FROM ${tables.contacts}
      WHERE claimed_until < ${Aside.never} AND due_at IS NOT NULL
    ) AS turns
    ORDER BY at LIMIT 1`.pipe(
    Effect.mapBoth({
      onFailure: explain,
      onSuccess: (rows) => Option.map(Option.fromUndefinedOr(rows[0]), ({ at }) => at)
    })
  )

  const release: HistoryStore["Service"]["release"] = Effect.fnUntraced(
    function* (claims) {
      const rows = yield* Effect.fromResult(
        Result.all(claims.map(({ contact, fence }) => Result.map(Column.fromContact(contact), (id) => ({ id, fence }))))
      )
      if (rows.length === 0) return
      // in one order, so that nobody waits for one another
      const held = sql`
        SELECT c.id FROM ${tables.contacts} AS c
        JOIN ${dialect.given("given", { id: "text", fence: "bigint" }, rows)} ON c.id = given.id AND c.fence = given.fence
        ORDER BY c.id ${dialect.lockRow}`
      yield* Transaction.insisting(
        dialect,
        sql`UPDATE ${tables.contacts} SET claimed_until = NULL WHERE ${isAmong(held)}`
      )
    },
    Effect.mapError((error) => (SqlError.isSqlError(error) ? explain(error) : error))
  )

  return { claim, release, nextDue }
})
