/**
 * Appending: how do many appends become one transaction?
 *
 * The rows they touch are locked and read, `Ledger` judges, and what it says is written: as many statements for a thousand
 * as for one. Accounts are locked before contacts, both in the order of their ids, so that no two transactions wait for
 * one another.
 *
 * @since 0.1.0
 */
import { type Append, type Appended, type Refusal, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Projection from "@temoin/core/Projection"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
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

const toEntry = (request: Append): Result.Result<Ledger.Entry, StoreError> =>
  Result.gen(function* () {
    const { contact, events, now, settle, wakeAt } = request
    const id = yield* Column.fromContact(contact)
    yield* Column.checkInstants({ now, wakeAt, settle: settle && Option.getOrNull(settle) })
    return { id, request, documents: yield* Result.all(events.map((event) => Document.fromEvent(contact, event))) }
  })

const unique = <A>(values: Iterable<A>): ReadonlyArray<A> => [...new Set(values)]

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
    sql<AccountRow>`SELECT id, version FROM ${tables.accounts} WHERE ${isAnyOf("id", ids)} ORDER BY id ${lockRow}`

  /** An account that is joined gets a row, so that there is something to lock. */
  const addAccounts = (ids: ReadonlyArray<string>) => sql`
    INSERT INTO ${tables.accounts} (id, version) SELECT id, 0 FROM ${given("given", { id: "text" }, toIds(ids))}
    WHERE true ORDER BY id ON CONFLICT (id) DO NOTHING`

  /**
   * The accounts come before the contacts, which may join another until they are locked too. Only who locks one contact and
   * moves nothing can do without: two would wait for whoever wakes both, in another order.
   */
  const lock = Effect.fnUntraced(function* (entries: ReadonlyArray<Ledger.Entry>) {
    const ids = unique(entries.map(({ id }) => id))
    const moving = new Set(
      entries.flatMap(({ documents, id, request }) =>
        ids.length > 1 || documents.length > 0 || request.expectedAccount !== undefined ? [id] : []
      )
    )
    const joined = unique(
      entries.flatMap((entry) => entry.documents.flatMap(({ event }) => Ledger.joined(event) ?? []))
    )
    const accountsOf = (rows: ReadonlyArray<Pick<ContactRow, "id" | "account">>) =>
      unique([...joined, ...rows.flatMap(({ account, id }) => (moving.has(id) ? (account ?? []) : []))])
    if (!dialect.locksRows) {
      const contacts = yield* lockContacts(ids)
      const needed = accountsOf(contacts)
      return { contacts, accounts: needed.length === 0 ? [] : yield* lockAccounts(needed) }
    }
    const before =
      moving.size === 0
        ? []
        : yield* sql<
            Pick<ContactRow, "id" | "account">
          >`SELECT id, account FROM ${tables.contacts} WHERE ${isAnyOf("id", [...moving])} AND account IS NOT NULL`
    if (joined.length > 0) yield* addAccounts(joined)
    const locked = accountsOf(before)
    const accounts = locked.length === 0 ? [] : yield* lockAccounts(locked)
    const contacts = yield* lockContacts(ids)
    if (accountsOf(contacts).some((account) => !locked.includes(account))) return yield* new Transaction.Overtaken()
    return { contacts, accounts }
  })

  /** The events with the ids that come, and all that tell where those belong who may move. */
  const readEvents = Effect.fnUntraced(function* (
    entries: ReadonlyArray<Ledger.Entry>,
    contacts: ReadonlyArray<ContactRow>
  ) {
    const known = new Set(contacts.map(({ id }) => id))
    const old = entries.filter(({ documents, id }) => documents.length > 0 && known.has(id))
    if (old.length === 0) return []
    const asked = old.flatMap(({ documents, id: contact }) => documents.map(({ event: { id } }) => ({ contact, id })))
    const twins = yield* sql<EventRow>`
      SELECT e.contact, e.id, e.document FROM ${given("given", { contact: "text", id: "text" }, asked)}
      JOIN ${tables.events} e ON e.contact = given.contact AND e.${keyColumn} = ${keyOf(sql.literal("given.id"))}`
    const moving = unique(
      old.flatMap(({ documents, id }) =>
        documents.some(({ event }) => Ledger.joined(event) !== undefined) ? [id] : []
      )
    )
    if (moving.length === 0) return twins
    const told = yield* sql<EventRow>`
      SELECT contact, id, document FROM ${tables.events}
      WHERE ${isAnyOf("contact", moving)} AND kind IN ('ContactChanged', 'Inherited')`
    return [...twins, ...told]
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

  const writes = (
    { additions, inserted, messages, moves, updated, wakes }: Ledger.Written,
    ids: ReadonlyArray<string>
  ) => {
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
    if (updated.length > 0) {
      const columns = {
        id: "text",
        version: "bigint",
        account: "text",
        due_at: "bigint",
        claimed_until: "bigint",
        woken_at: "bigint"
      } as const
      const told = unique(additions.flatMap((one) => (one.documents.some(isKept) ? one.id : [])))
      const isTold = isAnyOf("c.id", told)
      const rewritten =
        told.length === 0
          ? sql``
          : sql`, kept_by = CASE WHEN ${isTold} THEN ${sql.literal(String(keptBy))} ELSE kept_by END`
      statements.push(sql`
        UPDATE ${tables.contacts} AS c SET version = given.version, account = given.account, due_at = given.due_at,
          claimed_until = given.claimed_until, woken_at = given.woken_at${rewritten}
        FROM ${given("given", columns, updated)} WHERE c.id = given.id`)
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
    receive: (receipt: string | undefined) => void
  ) {
    const { accounts, contacts } = yield* lock(entries)
    const events = yield* readEvents(entries, contacts)
    const messages = yield* readMessages(entries)
    const isNew = contacts.length < unique(entries.map(({ id }) => id)).length
    const newcomers = isNew ? yield* readNewcomers(entries) : nobody
    const written = Ledger.write(entries, { accounts, contacts, events, messages, newcomers })
    const statements = writes(written, unique(entries.map(({ id }) => id)))
    if (Arr.isReadonlyArrayNonEmpty(statements)) receive(yield* dialect.together(statements))
    if (written.inserted.length > 0) {
      // their rows wait for an erasure that is under way, and it may have changed what awaits them
      const now = yield* readNewcomers(entries)
      const isSame = now.floor === newcomers.floor && now.erased.size === newcomers.erased.size
      if (!isSame) return yield* new Transaction.Overtaken()
    }
    if (written.additions.length > 0) {
      yield* Effect.forEach(kept, (keep) => keep(written.additions), { discard: true })
    }
    if (written.isWoken) yield* wakeUps.within
    return written
  })

  const transact = (entries: ReadonlyArray<Ledger.Entry>) =>
    Transaction.certain(sql, dialect, (receive) =>
      Effect.provideService(work(entries, receive), SqlClient.SqlClient, sql)
    ).pipe(Effect.mapError((error) => (SqlError.isSqlError(error) ? explain(error) : error)))

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

const isKept = ({ event }: Document.Document): boolean => Projection.reads(event)

const nobody: Ledger.Newcomers = { floor: 0, erased: new Set() }

const lost = Column.refuse("the store gave no result for an append")

const toIds = (ids: ReadonlyArray<string>) => ids.map((id) => ({ id }))
