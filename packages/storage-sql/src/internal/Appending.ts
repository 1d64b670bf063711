/**
 * Appending: how do many appends become one transaction?
 *
 * The rows they touch are read, `Ledger` judges, and what it says is written: as many statements for a thousand as for one.
 * What is locked for that is locked in one order, accounts before contacts, both by their ids, so that no two transactions
 * wait for one another.
 *
 * @since 0.1.0
 */
import { type Append, type Appended, type Refusal, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Projection from "@temoin/core/Projection"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Order from "effect/Order"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"
import * as Column from "./Column.ts"
import type * as Dialect from "./Dialect.ts"
import * as Document from "./Document.ts"
import type * as Kept from "./Kept.ts"
import * as Ledger from "./Ledger.ts"
import type { AccountRow, ContactRow, EventRow, MessageRow } from "./Row.ts"
import * as Transaction from "./Transaction.ts"
import type * as WakeUps from "./WakeUps.ts"

const toEntry = (request: Append): Result.Result<Ledger.Entry, StoreError> => {
  const { contact, events, now, settle, wakeAt } = request
  const id = Column.fromContact(contact)
  if (Result.isFailure(id)) return Result.fail(id.failure)
  const checked = Column.checkInstants({ now, wakeAt, settle: settle && Option.getOrNull(settle) })
  if (Result.isFailure(checked)) return Result.fail(checked.failure)
  return Result.map(Result.all(events.map((event) => Document.fromEvent(contact, event))), (documents) => ({
    id: id.success,
    request,
    documents
  }))
}

const idsOf = (entries: ReadonlyArray<Ledger.Entry>): ReadonlyArray<string> => unique(entries.map(({ id }) => id))

const unique = <A>(values: Iterable<A>): ReadonlyArray<A> => [...new Set(values)]

/** The accounts that may be moved, or are asked for: what is joined, and to whom the contacts belong. */
const accountsOf = (entries: ReadonlyArray<Ledger.Entry>, contacts: ReadonlyArray<ContactRow>) =>
  unique([
    ...entries.flatMap((entry) => entry.documents.flatMap(({ event }) => Ledger.joined(event) ?? [])),
    ...contacts.flatMap(({ account }) => account ?? [])
  ])

/**
 * The port's `appendAll`. `explain` puts the database's own errors in words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  dialect: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError,
  wakeUps: WakeUps.WakeUps,
  kept: ReadonlyArray<Kept.Keep>,
  keptBy: number
) {
  const sql = yield* SqlClient.SqlClient
  const { given, isAnyOf, keyColumn, keyOf, lockRow, tables } = dialect

  const lockContacts = (ids: ReadonlyArray<string>) =>
    sql<ContactRow>`
      SELECT id, version, account, due_at, claimed_until, woken_at, fence FROM ${tables.contacts}
      WHERE ${isAnyOf("id", ids)} ORDER BY id ${lockRow}`

  const lockAccounts = (ids: ReadonlyArray<string>) =>
    ids.length === 0
      ? Effect.succeed([])
      : sql<AccountRow>`SELECT id, version FROM ${tables.accounts} WHERE ${isAnyOf("id", ids)} ORDER BY id ${lockRow}`

  /** An account that is joined gets a row, so that there is something to lock. */
  const addAccounts = (ids: ReadonlyArray<string>) => sql`
    INSERT INTO ${tables.accounts} (id, version) SELECT id, 0 FROM ${given("given", { id: "text" }, toIds(ids))}
    WHERE true ORDER BY id ON CONFLICT (id) DO NOTHING`

  /** The stored events with the ids that come. */
  const twins = (entries: ReadonlyArray<Ledger.Entry>, columns: Statement.Fragment) => {
    const asked = entries.flatMap(({ documents, id: contact }) =>
      documents.map(({ event: { id } }) => ({ contact, id }))
    )
    return sql<EventRow>`
      SELECT ${columns} FROM ${given("given", { contact: "text", id: "text" }, asked)}
      JOIN ${tables.events} e ON e.contact = given.contact AND e.${keyColumn} = ${keyOf(sql.literal("given.id"))}`
  }

  /** All at one look, and nothing is locked. */
  const look = Effect.fnUntraced(function* (entries: ReadonlyArray<Ledger.Entry>) {
    const events = twins(entries, sql.literal("e.id, NULL, NULL, NULL, NULL, NULL, NULL, e.contact, e.document"))
    const contacts = sql`
      SELECT id, version, account, due_at, claimed_until, woken_at, fence, NULL AS contact, NULL AS document
      FROM ${tables.contacts} WHERE ${isAnyOf("id", idsOf(entries))}`
    const rows = yield* sql<
      (ContactRow & { readonly contact: null }) | EventRow
    >`${entries.some(({ documents }) => documents.length > 0) ? sql`${contacts} UNION ALL ${events}` : contacts}`
    return {
      contacts: rows.filter((row) => row.contact === null),
      events: rows.filter((row) => row.contact !== null)
    }
  })

  /** All that tells where those belong who may move. */
  const readTold = (entries: ReadonlyArray<Ledger.Entry>) => {
    const moving = unique(
      entries.flatMap(({ documents, id }) =>
        documents.some(({ event }) => Ledger.joined(event) !== undefined) ? [id] : []
      )
    )
    return moving.length === 0
      ? Effect.succeed([])
      : sql<EventRow>`
          SELECT contact, id, document FROM ${tables.events}
          WHERE ${isAnyOf("contact", moving)} AND kind IN ('ContactChanged', 'Inherited')`
  }

  /**
   * What the entries touch. Where no account is concerned, a look is enough: what is written then rests on the rows as they
   * were seen, and is refused by the database when they are so no more. Else, or when others came in between, all is
   * locked. The accounts come before the contacts, which may join another until they are locked too.
   */
  const read = Effect.fnUntraced(function* (entries: ReadonlyArray<Ledger.Entry>, isFirst: boolean) {
    const seen = yield* look(entries)
    const needed = accountsOf(entries, seen.contacts)
    if (!dialect.locksRows || (isFirst && needed.length === 0)) {
      const accounts = yield* lockAccounts(needed)
      return { contacts: seen.contacts, accounts, events: [...seen.events, ...(yield* readTold(entries))] }
    }
    const joined = accountsOf(entries, [])
    if (joined.length > 0) yield* addAccounts(joined)
    const accounts = yield* lockAccounts(needed)
    const contacts = yield* lockContacts(idsOf(entries))
    if (accountsOf(entries, contacts).some((account) => !needed.includes(account))) {
      return yield* new Transaction.Overtaken()
    }
    const events = yield* twins(entries, sql.literal("e.contact, e.id, e.document"))
    return { contacts, accounts, events: [...events, ...(yield* readTold(entries))] }
  })

  const readMessages = Effect.fnUntraced(function* (entries: ReadonlyArray<Ledger.Entry>) {
    const references = unique(
      entries.flatMap(({ documents }) =>
        documents.flatMap(({ event }) => (event._tag === "Intended" ? event.reference : []))
      )
    )
    if (references.length === 0) return []
    yield* dialect.lockReferences(references.toSorted())
    return yield* sql<MessageRow>`
      SELECT reference, contact, key FROM ${tables.messages} WHERE ${isAnyOf("reference", references)}`
  })

  const readNewcomers = Effect.fnUntraced(function* (entries: ReadonlyArray<Ledger.Entry>) {
    const marks = unique(entries.flatMap(({ request: { mark } }) => mark ?? []))
    const floors = sql`SELECT floor, NULL AS mark FROM ${tables.erasures}`
    const known = sql`SELECT 0 AS floor, mark FROM ${tables.erased} WHERE ${isAnyOf("mark", marks)}`
    const rows = yield* sql<{ readonly floor: number; readonly mark: string | null }>`${
      marks.length === 0 ? floors : sql`${floors} UNION ALL ${known}`
    }`
    const erased = new Set(rows.flatMap(({ mark }) => mark ?? []))
    return { floor: Math.max(0, ...rows.map(({ floor }) => floor)), erased }
  })

  /** Whoever is not as they were seen stays as they are, and is missing among the rows. In order, so that few wait in a ring. */
  const update = ({ additions, updated }: Ledger.Written) => {
    const told = new Set(additions.flatMap((one) => (one.documents.some(isKept) ? one.id : [])))
    const columns = {
      id: "text",
      version: "bigint",
      account: "text",
      due_at: "bigint",
      claimed_until: "bigint",
      woken_at: "bigint",
      kept_by: "bigint",
      seen_version: "bigint",
      seen_fence: "bigint",
      seen_due: "bigint",
      seen_until: "bigint",
      seen_woken: "bigint"
    } as const
    const rows = updated.toSorted(byId).map(({ after, before }) => ({
      ...after,
      kept_by: told.has(after.id) ? keptBy : null,
      seen_version: before.version,
      seen_fence: before.fence,
      seen_due: before.due_at,
      seen_until: before.claimed_until,
      seen_woken: before.woken_at
    }))
    return sql`
      UPDATE ${tables.contacts} AS c SET version = given.version, account = given.account, due_at = given.due_at,
        claimed_until = given.claimed_until, woken_at = given.woken_at, kept_by = COALESCE(given.kept_by, c.kept_by)
      FROM ${given("given", columns, rows)}
      WHERE c.id = given.id AND c.version = given.seen_version AND c.fence = given.seen_fence
        AND c.due_at IS NOT DISTINCT FROM given.seen_due AND c.claimed_until IS NOT DISTINCT FROM given.seen_until
        AND c.woken_at IS NOT DISTINCT FROM given.seen_woken
      RETURNING 1 AS one`
  }

  const writes = ({ additions, inserted, messages, moves, wakes }: Ledger.Written, ids: ReadonlyArray<string>) => {
    const statements: Array<Statement.Fragment> = []
    if (inserted.length > 0) {
      const columns = {
        id: "text",
        version: "bigint",
        account: "text",
        due_at: "bigint",
        woken_at: "bigint",
        fence: "bigint"
      } as const
      statements.push(sql`
        INSERT INTO ${tables.contacts} (id, version, account, due_at, woken_at, fence, kept_by)
        SELECT id, version, account, due_at, woken_at, fence, ${sql.literal(String(keptBy))} FROM ${given("given", columns, inserted)}`)
    }
    const events = additions.flatMap(({ documents, id: contact }) =>
      documents.map(({ event, text }) => ({
        contact,
        id: event.id,
        at: event.occurredAt,
        recorded_at: event.recordedAt,
        kind: event._tag,
        score: event._tag === "Answered" ? event.score : null,
        document: text
      }))
    )
    if (events.length > 0) {
      const columns = {
        contact: "text",
        id: "text",
        at: "bigint",
        recorded_at: "bigint",
        kind: "text",
        score: "bigint",
        document: "text"
      } as const
      statements.push(sql`
        INSERT INTO ${tables.events} (${dialect.keyInto}contact, id, at, recorded_at, kind, score, document)
        SELECT ${dialect.keyFrom}contact, id, at, recorded_at, kind, score, document
        FROM ${given("given", columns, events)}`)
    }
    if (messages.length > 0) {
      const columns = { reference: "text", contact: "text", key: "text" } as const
      statements.push(sql`
        INSERT INTO ${tables.messages} (reference, contact, key)
        SELECT reference, contact, key FROM ${given("given", columns, messages)}`)
    }
    if (moves.size > 0) {
      const rows = Array.from(moves, ([id, version]) => ({ id, version }))
      statements.push(sql`
        INSERT INTO ${tables.accounts} AS a (id, version)
        SELECT id, version FROM ${given("given", { id: "text", version: "bigint" }, rows)} WHERE true
        ON CONFLICT (id) DO UPDATE SET version = a.version + excluded.version`)
    }
    if (wakes.size > 0) {
      const rows = Array.from(wakes, ([account, at]) => ({ account, at }))
      statements.push(sql`
        UPDATE ${tables.contacts} AS c SET
          due_at = CASE WHEN c.due_at > given.at THEN given.at ELSE c.due_at END,
          woken_at = CASE WHEN c.woken_at < given.at THEN c.woken_at ELSE given.at END
        FROM ${given("given", { account: "text", at: "bigint" }, rows)}
        WHERE c.account = given.account AND c.due_at IS NOT NULL AND NOT (${isAnyOf("c.id", ids)})`)
    }
    return statements
  }

  const work = Effect.fnUntraced(function* (
    entries: ReadonlyArray<Ledger.Entry>,
    isFirst: boolean,
    receive: (receipt: string | undefined) => void
  ) {
    const ids = idsOf(entries)
    const { accounts, contacts, events } = yield* read(entries, isFirst)
    const messages = yield* readMessages(entries)
    const newcomers = contacts.length < ids.length ? yield* readNewcomers(entries) : nobody
    const written = Ledger.write(entries, { accounts, contacts, events, messages, newcomers })
    const { isWoken, updated } = written
    const others = writes(written, ids)
    if (isWoken || updated.length + others.length > 0) {
      const counted = updated.length === 0 ? undefined : update(written)
      const { receipt, rows } = yield* dialect.together(counted, others, isWoken ? wakeUps.within : undefined)
      receive(receipt)
      if (rows !== updated.length) return yield* new Transaction.Overtaken()
    }
    if (written.inserted.length > 0) {
      // their rows wait for an erasure that is under way, and it may have changed what awaits them
      const now = yield* readNewcomers(entries)
      const isSame = now.floor === newcomers.floor && now.erased.size === newcomers.erased.size
      if (!isSame) return yield* new Transaction.Overtaken()
    }
    if (written.additions.length > 0) {
      yield* Effect.forEach(kept, (keep) => keep(written.additions), { discard: true })
    }
    return written
  })

  const transact = (entries: ReadonlyArray<Ledger.Entry>) =>
    Effect.suspend(() => {
      let isFirst = true
      return Transaction.certain(sql, dialect, (receive) => {
        const all = work(entries, isFirst, receive)
        isFirst = false
        return Effect.provideService(all, SqlClient.SqlClient, sql)
      })
    }).pipe(Effect.mapError((error) => (SqlError.isSqlError(error) ? explain(error) : error)))

  const told = (entries: ReadonlyArray<Ledger.Entry>) =>
    Effect.flatMap(transact(entries), ({ isWoken, results }) =>
      Effect.as(isWoken ? wakeUps.after : Effect.void, results)
    )

  /** What the database refuses for the sake of one is tried one by one. */
  const record = (
    entries: ReadonlyArray<Ledger.Entry>
  ): Effect.Effect<ReadonlyArray<Result.Result<Appended, Refusal>>> =>
    Effect.catch(told(entries), (error) =>
      entries.length > 1 && !error.retryable
        ? Effect.map(
            Effect.forEach(entries, (entry) => record([entry])),
            Arr.flatten
          )
        : Effect.succeed(entries.map(() => Result.fail(error)))
    )

  return Effect.fnUntraced(function* (appends: ReadonlyArray<Append>) {
    const read = appends.map(toEntry)
    const entries = Arr.getSuccesses(read)
    const results = entries.length === 0 ? [] : yield* record(entries)
    let next = 0
    return read.map((entry): Result.Result<Appended, Refusal> =>
      Result.flatMap(entry, () => results[next++] ?? Result.fail(lost))
    )
  })
})

const byId = Order.mapInput(Order.String, ({ after }: Ledger.Written["updated"][number]) => after.id)

const isKept = ({ event }: Document.Document): boolean => Projection.reads(event)

const nobody: Ledger.Newcomers = { floor: 0, erased: new Set() }

const lost = Column.refuse("the store gave no result for an append")

const toIds = (ids: ReadonlyArray<string>) => ids.map((id) => ({ id }))
