/**
 * Aside: what is done with a contact that cannot be worked on?
 *
 * Its latest failure is a row of its own. Who is put aside has a claim that never runs out and that nobody holds, so that
 * nothing on the way of the others has to ask for them.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as Instant from "@temoin/core/Instant"
import { type DeadLetter, StaleClaim, type StoreError } from "@temoin/core/ports/HistoryStore"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import type * as Result from "effect/Result"
import type * as Dialect from "./Dialect.ts"
import type { HistoryStore } from "@temoin/core/ports/HistoryStore"

/** When the claim on somebody who was put aside ends. @category models @since 0.1.0 */
export const never = Instant.last

interface Failed {
  readonly failures: number
  readonly fence: number
}

interface Aside extends Failed {
  readonly contact: string
  readonly problem: string
  readonly at: number
}

/** How contacts lie in the table. @category models @since 0.1.0 */
export interface Columns {
  readonly to: (contact: Contact.ContactId) => Result.Result<string, StoreError>
  readonly from: (column: string) => Result.Result<Contact.ContactId, StoreError>
}

const rowsPerStatement = 100

/**
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* ({ lockRow, tables }: Dialect.Dialect, { from, to }: Columns) {
  const sql = yield* SqlClient.SqlClient

  /** Within a transaction. */
  const fail = Effect.fnUntraced(function* ({
    claim,
    now,
    problem,
    waits
  }: Parameters<HistoryStore["Service"]["fail"]>[0]) {
    const { contact, fence } = claim
    const id = yield* Effect.fromResult(to(contact))
    const [row] = yield* sql<{ readonly fence: number; readonly claimed_until: number | null }>`
      SELECT fence, claimed_until FROM ${tables.contacts} WHERE id = ${id} ${lockRow}`
    if (row === undefined || row.fence !== fence || row.claimed_until === null || row.claimed_until <= now) {
      return yield* new StaleClaim({ contact, fence })
    }
    const [before] = yield* sql<Failed>`SELECT failures, fence FROM ${tables.failures} WHERE contact = ${id}`
    const failures = before?.fence === fence - 1 ? before.failures + 1 : 1
    const wait = waits[failures - 1]
    const aside = wait === undefined ? 1 : 0
    yield* sql`
      INSERT INTO ${tables.failures} (contact, problem, failures, at, fence, aside)
      VALUES (${id}, ${problem}, ${failures}, ${now}, ${fence}, ${aside})
      ON CONFLICT (contact) DO UPDATE SET
        problem = excluded.problem, failures = excluded.failures, at = excluded.at, fence = excluded.fence, aside = excluded.aside`
    yield* wait === undefined
      ? sql`UPDATE ${tables.contacts} SET claimed_until = ${never}, fence = fence + 1 WHERE id = ${id}`
      : sql`UPDATE ${tables.contacts} SET claimed_until = NULL, due_at = ${now + wait} WHERE id = ${id}`
    return wait === undefined ? Option.none<number>() : Option.some(now + wait)
  })

  const list = Effect.fnUntraced(function* (
    after: Option.Option<Contact.ContactId>,
    limit: ReturnType<typeof sql.literal>
  ) {
    const start = Option.isNone(after) ? "" : yield* Effect.fromResult(to(after.value))
    const rows = yield* sql<Aside>`
      SELECT contact, problem, failures, at, fence FROM ${tables.failures}
      WHERE aside = 1 AND contact > ${start} ORDER BY contact LIMIT ${limit}`
    return yield* Effect.forEach(rows, ({ at, contact, failures, problem }) =>
      Effect.map(Effect.fromResult(from(contact)), (contact): DeadLetter => ({ contact, problem, failures, at }))
    )
  })

  /** Within a transaction. */
  const revive = Effect.fnUntraced(function* (contacts: ReadonlyArray<Contact.ContactId>, now: Instant.Instant) {
    const ids = yield* Effect.forEach([...new Set(contacts)], (contact) => Effect.fromResult(to(contact)))
    let revived = 0
    for (const chunk of Arr.chunksOf(ids.toSorted(), rowsPerStatement)) {
      const rows = yield* sql<{ readonly contact: string }>`
        DELETE FROM ${tables.failures} WHERE aside = 1 AND ${sql.in("contact", chunk)} RETURNING contact`
      if (!Arr.isReadonlyArrayNonEmpty(rows)) continue
      revived += rows.length
      yield* sql`
        UPDATE ${tables.contacts} SET claimed_until = NULL, due_at = ${now}
        WHERE ${sql.in(
          "id",
          rows.map(({ contact }) => contact)
        )}`
    }
    return revived
  })

  const counted = Effect.fnUntraced(function* (now: Instant.Instant) {
    const [row] = yield* sql<{ readonly claimed: number; readonly aside: number }>`
      SELECT
        (SELECT COUNT(*) FROM ${tables.contacts} WHERE claimed_until > ${now} AND claimed_until < ${never}) AS claimed,
        (SELECT COUNT(*) FROM ${tables.failures} WHERE aside = 1) AS aside`
    return { claimed: Number(row?.claimed ?? 0), putAside: Number(row?.aside ?? 0) }
  })

  return { fail, list, revive, counted }
})
