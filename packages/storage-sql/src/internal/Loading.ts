/**
 * Loading: how do rows become histories again?
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { HistoryStore, Loaded, Stored, StoreError, Version } from "@temoin/core/ports/HistoryStore"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as Column from "./Column.ts"
import * as Dialect from "./Dialect.ts"
import * as Document from "./Document.ts"
import type { AccountRow, ContactRow, EventRow } from "./Row.ts"
import * as Transaction from "./Transaction.ts"

/** A contact with one of its events, or with none. */
interface HistoryRow extends Pick<ContactRow, "version" | "account"> {
  readonly contact: string
  readonly id: string | null
  readonly document: string | null
}

/** So many people are kept as their accounts see them; the rest is read again. */
const keptMembers = 10_000

const toEvents = (
  contact: Contact.ContactId,
  rows: ReadonlyArray<Pick<HistoryRow, "id" | "document">>
): Result.Result<ReadonlyArray<Event.Event>, StoreError> =>
  Result.gen(function* () {
    const events: Array<Event.Event> = []
    for (const { document, id } of rows) {
      if (id !== null && document !== null) events.push(yield* Document.toEvent(contact, id, document))
    }
    return events
  })

const toStored = (contact: Contact.ContactId, rows: ReadonlyArray<HistoryRow>): Result.Result<Stored, StoreError> =>
  Result.map(toEvents(contact, rows), (events) => ({ contact, events, version: rows[0]?.version ?? 0 }))

const accountIn = (rows: ReadonlyArray<HistoryRow>): string | null => rows[0]?.account ?? null

/**
 * The port's `loadAll`, `page` and `versions`. `explain` puts the database's own errors in words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  dialect: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError
): Effect.fn.Return<Pick<HistoryStore["Service"], "loadAll" | "page" | "versions">, never, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  const { isAnyOf, tables } = dialect

  const inWords = <A, E, R>(effect: Effect.Effect<A, E | SqlError.SqlError, R>) =>
    Effect.mapError(effect, (error) => (SqlError.isSqlError(error) ? explain(error) : error))

  const histories = (ids: ReadonlyArray<string>) =>
    Effect.map(
      sql<HistoryRow>`
        SELECT c.id AS contact, c.version, c.account, e.id, e.document
        FROM ${tables.contacts} c LEFT JOIN ${tables.events} e ON e.contact = c.id
        WHERE ${isAnyOf("c.id", ids)}`,
      (rows) => Map.groupBy(rows, (row) => row.contact)
    )

  /** What each brings to their account. The version tells whether it still does. */
  const members = new Map<string, { readonly version: number; readonly member: Account.Member }>()

  /** Within the transaction that reads the rest, since all is to be from one snapshot. */
  const accountsOf = Effect.fnUntraced(function* (columns: ReadonlyArray<string>) {
    const versions = yield* sql<AccountRow>`SELECT id, version FROM ${tables.accounts} WHERE ${isAnyOf("id", columns)}`
    const people = yield* sql<Pick<ContactRow, "id" | "version"> & { readonly account: string }>`
      SELECT id, version, account FROM ${tables.contacts} WHERE ${isAnyOf("account", columns)}`
    const unread = people.filter((row) => members.get(row.id)?.version !== row.version)
    const events =
      unread.length === 0
        ? []
        : yield* sql<EventRow>`
            SELECT contact, id, document FROM ${tables.events}
            WHERE ${isAnyOf(
              "contact",
              unread.map(({ id }) => id)
            )} AND ${sql.in("kind", Account.told)}`
    const byContact = Map.groupBy(events, (row) => row.contact)
    const found = new Map<string, Array<Account.Member>>()
    for (const row of people) {
      const known = members.get(row.id)
      const isKnown = known !== undefined && known.version === row.version
      const member = isKnown ? known.member : yield* Effect.fromResult(toMember(row.id, byContact.get(row.id) ?? []))
      if (!isKnown) {
        members.delete(row.id)
        members.set(row.id, { version: row.version, member })
      }
      const others = found.get(row.account)
      if (others === undefined) found.set(row.account, [member])
      else others.push(member)
    }
    for (const oldest of members.keys()) {
      if (members.size <= keptMembers) break
      members.delete(oldest)
    }
    const byAccount = new Map(versions.map(({ id, version }) => [id, version]))
    return (column: string, contact: Contact.ContactId) =>
      Result.map(Column.toAccount(column), (id) =>
        Account.fromMembers({ contact, id, version: byAccount.get(column) ?? 0 }, found.get(column) ?? [])
      )
  })

  const loadAll = Effect.fnUntraced(function* (
    contacts: ReadonlyArray<Contact.ContactId>
  ): Effect.fn.Return<ReadonlyArray<Loaded>, StoreError | SqlError.SqlError> {
    const columns = yield* Effect.fromResult(Result.all(contacts.map(Column.fromContact)))
    if (columns.length === 0) return []
    const ids = [...new Set(columns)]
    const loaded = (
      rows: ReadonlyMap<string, ReadonlyArray<HistoryRow>>,
      account: (column: string, contact: Contact.ContactId) => Result.Result<Account.Account, StoreError>
    ) =>
      Result.all(
        contacts.map((contact, index) =>
          Result.gen(function* () {
            const own = rows.get(columns[index] ?? "") ?? []
            const column = accountIn(own)
            const stored = yield* toStored(contact, own)
            return {
              ...stored,
              account: column === null ? Option.none() : Option.some(yield* account(column, contact))
            }
          })
        )
      )
    const rows = yield* histories(ids)
    const isAlone = [...rows.values()].every((rows) => accountIn(rows) === null)
    if (isAlone) return yield* Effect.fromResult(loaded(rows, () => Result.fail(Column.refuse("no account was read"))))
    const together = Effect.gen(function* () {
      const rows = yield* histories(ids)
      const accounts = yield* accountsOf([...new Set(Array.from(rows.values(), accountIn))].filter((id) => id !== null))
      return yield* Effect.fromResult(loaded(rows, accounts))
    })
    return yield* Effect.provideService(Transaction.run(sql, together), SqlClient.BeginTransaction, dialect.snapshot)
  }, inWords)

  const ahead = (start: string, limit: number) =>
    sql`SELECT id, version, account FROM ${tables.contacts} WHERE id > ${start} ORDER BY id LIMIT ${Dialect.atMost(sql, limit)}`

  const page: HistoryStore["Service"]["page"] = Effect.fnUntraced(function* ({ after, limit }) {
    const start = yield* startOf(after)
    const rows = yield* sql<HistoryRow>`
      SELECT c.id AS contact, c.version, c.account, e.id, e.document
      FROM (${ahead(start, limit)}) AS c
      LEFT JOIN ${tables.events} e ON e.contact = c.id
      ORDER BY c.id`
    const page: Array<Stored> = []
    if (!Arr.isReadonlyArrayNonEmpty(rows)) return page
    for (const group of Arr.groupWith(rows, (a, b) => a.contact === b.contact)) {
      const contact = yield* Effect.fromResult(Column.toContact(group[0].contact))
      page.push(yield* Effect.fromResult(toStored(contact, group)))
    }
    return page
  }, inWords)

  const versions: HistoryStore["Service"]["versions"] = Effect.fnUntraced(function* ({ after, limit }) {
    const rows = yield* sql<Pick<ContactRow, "id" | "version">>`${ahead(yield* startOf(after), limit)}`
    const found: Array<Version> = []
    for (const { id, version } of rows) {
      found.push({ contact: yield* Effect.fromResult(Column.toContact(id)), version })
    }
    return found
  }, inWords)

  return { loadAll, page, versions }
})

const startOf = Option.match({
  onNone: () => Effect.succeed(""),
  onSome: (after: Contact.ContactId) => Effect.fromResult(Column.fromContact(after))
})

const toMember = (id: string, rows: ReadonlyArray<EventRow>): Result.Result<Account.Member, StoreError> =>
  Result.gen(function* () {
    const contact = yield* Column.toContact(id)
    const events = yield* toEvents(contact, rows)
    const history = yield* Result.mapError(History.make(contact, events), ({ message }) => Column.refuse(message))
    return Account.member(history)
  })
