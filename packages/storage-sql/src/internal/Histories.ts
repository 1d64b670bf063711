/**
 * Histories: how does the port HistoryStore become SQL?
 *
 * One row per contact (its version, its account, when it is due, who has claimed it), one per account (its version), one
 * per event, one per message sent. Contact identifiers lie in the tables as `CodeUnits` has them.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import * as Instant from "@temoin/core/Instant"
import {
  type Append,
  type Claim,
  Conflict,
  ContactErased,
  EventClash,
  HistoryStore,
  StaleClaim,
  StoreError,
  type Stored
} from "@temoin/core/ports/HistoryStore"
import * as Arr from "effect/Array"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as Aside from "./Aside.ts"
import * as CodeUnits from "./CodeUnits.ts"
import type * as Dialect from "./Dialect.ts"
import * as Document from "./Document.ts"
import * as Migration from "./Migration.ts"
import * as Transaction from "./Transaction.ts"
import type * as WakeUps from "./WakeUps.ts"

interface ContactRow {
  readonly version: number
  readonly account: string | null
  readonly due_at: number | null
  readonly claimed_until: number | null
  readonly woken_at: number | null
  readonly fence: number
}

interface DocumentRow {
  readonly id: string
  readonly document: string
}

interface MessageRow {
  readonly reference: string
  readonly contact: string
  readonly key: string
}

/** By this the server knows the transaction, where it can be asked. */
interface Receipt {
  readonly receipt?: string
}

interface MemberRow {
  readonly id: string
  readonly version: number
}

interface HistoryRow {
  readonly contact: string
  readonly version: number
  readonly id: string | null
  readonly document: string | null
}

// Below the number of parameters every database takes in one statement, however many columns a row has.
const rowsPerStatement = 100

/** So many people are kept as their accounts see them; the rest is read again. */
const keptMembers = 10_000

const taken =
  "a message was to leave with a reference that another message has already: nothing was written; every message needs a reference of its own"

/** So often others may come in between before it is theirs to say that they do. Each time, one of them has got on. */
const attempts = 50

/** How often, and how long apart, the server is asked what became of a commit. A quarter of a minute in all. */
const looks = 300
const betweenLooks = "50 millis"

const uncertain = new StoreError({
  problem:
    "the connection was lost while the server committed, and it cannot say what became of it: the same again is safe, since no event is added twice",
  retryable: true
})

/** The contact joined or left an account just before it was locked, so that the wrong accounts are locked. */
class Overtaken extends Data.TaggedError("Overtaken") {}

const crowded = new StoreError({
  problem: "others keep changing the account of this contact: nothing was written; try again",
  retryable: true
})

const refuse = (problem: string) => new StoreError({ problem, retryable: false })

const isInstant = Schema.is(Instant.Instant)
const isContactId = Schema.is(Contact.ContactId)
const isAccountId = Schema.is(Contact.AccountId)
const isKey = Schema.is(Decision.Key)

// SQLite would store NaN as NULL, and a contact would never be due again.
const checkInstants = (times: { readonly [name: string]: number | undefined }): Result.Result<void, StoreError> => {
  for (const [name, time] of Object.entries(times)) {
    if (time !== undefined && !isInstant(time)) {
      return Result.fail(refuse(`\`${name}\` is ${time}, which is no instant: give whole milliseconds since 1970`))
    }
  }
  return Result.void
}

// Half a surrogate pair would be stored as U+FFFD, and then be somebody else.
const toColumn = (contact: Contact.ContactId): Result.Result<string, StoreError> =>
  isContactId(contact)
    ? Result.succeed(CodeUnits.encode(contact))
    : Result.fail(refuse(`${JSON.stringify(String(contact).slice(0, 100))} is no contact id`))

const fromColumn = (column: string): Result.Result<Contact.ContactId, StoreError> => {
  const contact = CodeUnits.decode(column)
  return isContactId(contact)
    ? Result.succeed(contact)
    : Result.fail(refuse(`the stored contact id ${JSON.stringify(contact.slice(0, 100))} was damaged`))
}

const toAccountId = (column: string): Result.Result<Contact.AccountId, StoreError> =>
  isAccountId(column)
    ? Result.succeed(column)
    : Result.fail(refuse(`the stored account id ${JSON.stringify(column.slice(0, 100))} was damaged`))

/** The account an event says they belong to: `null` for none, `undefined` when it says nothing. */
const joined = (told: Event.Event): Contact.AccountId | null | undefined => {
  const event = told._tag === "Inherited" ? told.event : told
  return event._tag === "ContactChanged" ? event.account : undefined
}

const toEvents = (
  contact: Contact.ContactId,
  rows: ReadonlyArray<{ readonly id: string | null; readonly document: string | null }>
): Result.Result<ReadonlyArray<Event.Event>, StoreError> =>
  Result.gen(function* () {
    const events: Array<Event.Event> = []
    for (const { document, id } of rows) {
      if (id !== null && document !== null) events.push(yield* Document.toEvent(contact, id, document))
    }
    return events
  })

/** The rows of one contact, of which there is at least one. */
const toStored = (contact: Contact.ContactId, rows: ReadonlyArray<HistoryRow>): Result.Result<Stored, StoreError> =>
  Result.map(toEvents(contact, rows), (events) => ({ contact, events, version: rows[0]?.version ?? 0 }))

/** The documents whose events are not stored yet, each once. */
const unstored = (
  contact: Contact.ContactId,
  documents: ReadonlyArray<Document.Document>,
  stored: ReadonlyArray<DocumentRow>
): Result.Result<ReadonlyArray<Document.Document>, EventClash | StoreError> =>
  Result.gen(function* () {
    const seen = new Map<string, Event.Event>()
    for (const { document, id } of stored) seen.set(id, yield* Document.toEvent(contact, id, document))
    const fresh: Array<Document.Document> = []
    for (const document of documents) {
      const { id } = document.event
      const before = seen.get(id)
      if (before === undefined) {
        seen.set(id, document.event)
        fresh.push(document)
      } else if (!Event.isSame(before, document.event)) {
        return yield* Result.fail(new EventClash({ contact, id }))
      }
    }
    return fresh
  })

const isHeld = (row: ContactRow | undefined, { fence }: Claim, now: Instant.Instant): boolean =>
  row !== undefined && row.fence === fence && row.claimed_until !== null && row.claimed_until > now

const earlier = (due: number | null, wakeAt: Instant.Instant | undefined): number | null =>
  wakeAt === undefined ? due : due === null ? wakeAt : Math.min(due, wakeAt)

const inChunks = <A, B, E>(
  all: ReadonlyArray<A>,
  statement: (chunk: Arr.NonEmptyReadonlyArray<A>) => Effect.Effect<ReadonlyArray<B>, E>
): Effect.Effect<ReadonlyArray<B>, E> =>
  Effect.map(Effect.forEach(Arr.chunksOf(all, rowsPerStatement), statement), Arr.flatten)

/**
 * The store in this client's database, whose schema is there already. `explain` puts the database's own errors in words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  dialect: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError,
  wakeUps: WakeUps.WakeUps
): Effect.fn.Return<HistoryStore["Service"], never, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  const aside = yield* Aside.make(dialect, { to: toColumn, from: fromColumn })
  const { isEvent, lockFreeRows, lockRow, receipt, tables } = dialect

  const inWords = <A, E, R>(effect: Effect.Effect<A, E | SqlError.SqlError, R>) =>
    Effect.mapError(effect, (error) => (SqlError.isSqlError(error) ? explain(error) : error))

  /** The same again when others came in between. */
  const insisting = <A, E, R>(effect: Effect.Effect<A, E | Overtaken | SqlError.SqlError, R>) =>
    effect.pipe(
      Effect.retry({
        times: attempts,
        while: (error) => error instanceof Overtaken || (SqlError.isSqlError(error) && dialect.isOvertaken(error))
      }),
      Effect.mapError((error) => (error instanceof Overtaken ? crowded : error))
    )

  /** Was it written after all? */
  const isCommitted = Effect.fnUntraced(function* (receipt: string) {
    for (let look = 0; look < looks; look++) {
      const status = yield* Effect.mapError(dialect.statusOf(receipt), () => uncertain)
      if (status === "committed" || status === "aborted") return status === "committed"
      yield* Effect.sleep(betweenLooks)
    }
    return yield* uncertain
  })

  /** All or nothing, and we know which: when the connection is lost while the server commits, it is asked over another. */
  const transact = <A, E>(
    work: (written: (rows: ReadonlyArray<Receipt>) => void) => Effect.Effect<A, E | Overtaken | SqlError.SqlError>
  ) =>
    insisting(
      Effect.suspend(() => {
        let receipt: string | undefined
        let done = Option.none<A>()
        const all = Effect.map(
          work(([row]) => void (receipt = row?.receipt)),
          (result) => {
            done = Option.some(result)
            return result
          }
        )
        return Effect.catch(Transaction.run(sql, all), (error) => {
          const fail = Effect.fail(error)
          if (Option.isNone(done) || receipt === undefined) return fail
          const { value } = done
          return Effect.flatMap(isCommitted(receipt), (isCommitted) => (isCommitted ? Effect.succeed(value) : fail))
        })
      })
    )

  // In words, since PostgreSQL takes any parameter for a tenth of the table, and then reads all of it.
  const atMost = (limit: number) => sql.literal(String(limit >= 1 ? Math.min(Math.floor(limit), 1_000_000) : 0))

  const newcomersBegin = Effect.map(
    sql<{ readonly floor: number }>`SELECT floor FROM ${tables.erasures}`,
    ([row]) => row?.floor ?? 0
  )

  const lockContact = Effect.fnUntraced(function* (id: string) {
    const rows = yield* sql<ContactRow>`
      SELECT version, account, due_at, claimed_until, woken_at, fence FROM ${tables.contacts} WHERE id = ${id} ${lockRow}`
    return rows[0]
  })

  const insertEvents = (contact: string, documents: ReadonlyArray<Document.Document>) =>
    inChunks(
      documents,
      (chunk) =>
        sql`INSERT INTO ${tables.events} ${sql.insert(
          Arr.map(chunk, ({ event, text }) => ({
            contact,
            id: event.id,
            ...dialect.eventColumns(event.id),
            at: event.occurredAt,
            recorded_at: event.recordedAt,
            kind: event._tag,
            score: event._tag === "Answered" ? event.score : null,
            document: text
          }))
        )}`
    )

  /** A reference leads to one contact and one key for ever; sending the same message again uses it again. */
  const insertMessages = Effect.fnUntraced(function* (contact: string, documents: ReadonlyArray<Document.Document>) {
    const intended = new Map<string, MessageRow>()
    const fits = (message: MessageRow) => {
      const other = intended.get(message.reference)
      return other === undefined || (other.contact === message.contact && other.key === message.key)
    }
    for (const { event } of documents) {
      if (event._tag !== "Intended") continue
      const message = { reference: event.reference, contact, key: event.key }
      if (!fits(message)) return yield* refuse(taken)
      intended.set(message.reference, message)
    }
    if (intended.size === 0) return
    yield* dialect.lockReferences([...intended.keys()].toSorted())
    const known = yield* inChunks(
      [...intended.keys()],
      (chunk) =>
        sql<MessageRow>`SELECT reference, contact, key FROM ${tables.messages} WHERE ${sql.in("reference", chunk)}`
    )
    for (const message of known) {
      if (!fits(message)) return yield* refuse(taken)
      intended.delete(message.reference)
    }
    yield* inChunks(
      [...intended.values()],
      (chunk) => sql`INSERT INTO ${tables.messages} ${sql.insert(Arr.map(chunk, (message) => ({ ...message })))}`
    )
  })

  const history = (id: string) => sql<HistoryRow & { readonly account: string | null }>`
    SELECT c.id AS contact, c.version, c.account, e.id, e.document
    FROM ${tables.contacts} c LEFT JOIN ${tables.events} e ON e.contact = c.id
    WHERE c.id = ${id}`

  const accountVersion = (id: string) =>
    Effect.map(
      sql<{ readonly version: number }>`SELECT version FROM ${tables.accounts} WHERE id = ${id}`,
      ([row]) => row?.version ?? 0
    )

  /** What each brings to their account. The version tells whether it still does. */
  const members = new Map<string, { readonly version: number; readonly member: Account.Member }>()

  /** Within the transaction that reads the rest, since all is to be from one snapshot. */
  const accountOf = Effect.fnUntraced(function* (contact: Contact.ContactId, column: string) {
    const id = yield* Effect.fromResult(toAccountId(column))
    const version = yield* accountVersion(column)
    const people = yield* sql<MemberRow>`SELECT id, version FROM ${tables.contacts} WHERE account = ${column}`
    const unread = people.filter((row) => members.get(row.id)?.version !== row.version)
    const events = yield* inChunks(
      unread.map((row) => row.id),
      (chunk) => sql<DocumentRow & { readonly contact: string }>`
        SELECT contact, id, document FROM ${tables.events}
        WHERE ${sql.in("contact", chunk)} AND ${sql.in("kind", Account.told)}`
    )
    const byContact = Map.groupBy(events, (row) => row.contact)
    const found = new Map<string, Account.Member>()
    for (const row of people) {
      const known = members.get(row.id)
      if (known?.version === row.version) {
        found.set(row.id, known.member)
        continue
      }
      const who = yield* Effect.fromResult(fromColumn(row.id))
      const history = Result.flatMap(toEvents(who, byContact.get(row.id) ?? []), (events) =>
        Result.mapError(History.make(who, events), ({ message }) => refuse(message))
      )
      const member = Account.member(yield* Effect.fromResult(history))
      found.set(row.id, member)
      members.delete(row.id)
      members.set(row.id, { version: row.version, member })
    }
    for (const oldest of members.keys()) {
      if (members.size <= keptMembers) break
      members.delete(oldest)
    }
    return Account.fromMembers({ contact, id, version }, found.values())
  })

  /** The account that a contact belongs to with these events. */
  const membership = Effect.fnUntraced(function* (
    id: string,
    contact: Contact.ContactId,
    fresh: ReadonlyArray<Document.Document>
  ) {
    const rows = yield* sql<DocumentRow>`
      SELECT id, document FROM ${tables.events} WHERE contact = ${id} AND kind IN ('ContactChanged', 'Inherited')`
    const known = yield* Effect.fromResult(toEvents(contact, rows))
    return Account.membership([...known, ...fresh.map(({ event }) => event)]) ?? null
  })

  /** As if each had been woken by an append with nothing new. Who has no time is waiting for nothing. */
  const wakeOthers = (account: string, id: string, now: Instant.Instant) => sql`
    UPDATE ${tables.contacts} SET
      due_at = CASE WHEN due_at > ${now} THEN ${now} ELSE due_at END,
      woken_at = CASE WHEN woken_at < ${now} THEN woken_at ELSE ${now} END
    WHERE account = ${account} AND id <> ${id} AND due_at IS NOT NULL`

  /**
   * The accounts come before the contact, in one order, so that no two appends wait for one another. Gives the contact's
   * account, which may still change until the contact is locked, too.
   */
  const lockAccounts = Effect.fnUntraced(function* (id: string, documents: ReadonlyArray<Document.Document>) {
    const [row] = yield* sql<Pick<ContactRow, "account">>`SELECT account FROM ${tables.contacts} WHERE id = ${id}`
    const account = row?.account ?? null
    const news = [...new Set(documents.flatMap(({ event }) => joined(event) ?? []))].toSorted()
    if (Arr.isReadonlyArrayNonEmpty(news)) {
      yield* sql`
        INSERT INTO ${tables.accounts} ${sql.insert(Arr.map(news, (id) => ({ id, version: 0 })))} ON CONFLICT (id) DO NOTHING`
    }
    const all = account === null ? news : [...news, account]
    if (all.length > 0) {
      yield* sql`SELECT id FROM ${tables.accounts} WHERE ${sql.in("id", all)} ORDER BY id ${lockRow}`
    }
    return account
  })

  const append = Effect.fnUntraced(function* (
    id: string,
    documents: ReadonlyArray<Document.Document>,
    request: Append,
    written: (rows: ReadonlyArray<Receipt>) => void
  ) {
    const { claim, contact, expected, expectedAccount, mark, now, wakeAt } = request
    const locked = dialect.locksRows ? yield* lockAccounts(id, documents) : undefined
    const row = yield* lockContact(id)
    if (locked !== undefined && locked !== (row?.account ?? null)) return yield* new Overtaken()
    if (claim !== undefined && !(claim.contact === contact && isHeld(row, claim, now))) {
      return yield* new StaleClaim({ contact: claim.contact, fence: claim.fence })
    }
    const before = row?.version ?? 0
    if (expected !== undefined && expected !== before) return yield* new Conflict({ contact, expected, actual: before })
    if (expectedAccount !== undefined) {
      const { id: account, version: expected } = expectedAccount
      const actual = row?.account === account ? yield* accountVersion(account) : 0
      if (expected !== actual) return yield* new Conflict({ contact, account, expected, actual })
    }
    const stored =
      row === undefined
        ? []
        : yield* inChunks(
            [...new Set(documents.map(({ event }) => event.id))],
            (chunk) =>
              sql<DocumentRow>`SELECT id, document FROM ${tables.events} WHERE contact = ${id} AND ${isEvent(chunk)}`
          )
    const fresh = yield* Effect.fromResult(unstored(contact, documents, stored))
    // nothing that was known of one who was erased may pass for something of one who begins anew
    const floor = row === undefined ? yield* newcomersBegin : 0
    const begin = row?.version ?? floor
    const version = fresh.length === 0 ? begin : begin + 1
    const due = earlier(row?.due_at ?? null, wakeAt)
    const woken = fresh.length === 0 ? earlier(row?.woken_at ?? null, wakeAt) : (row?.woken_at ?? null)
    const accountBefore = row?.account ?? null
    const account = fresh.some(({ event }) => joined(event) !== undefined)
      ? yield* membership(id, contact, fresh)
      : accountBefore
    if (fresh.length > 0 || due !== (row?.due_at ?? null) || woken !== (row?.woken_at ?? null)) {
      const rows = yield* row === undefined
        ? sql<Receipt>`INSERT INTO ${tables.contacts} (id, version, account, due_at, woken_at, fence) VALUES (${id}, ${version}, ${account}, ${due}, ${woken}, ${floor}) ${receipt}`
        : sql<Receipt>`UPDATE ${tables.contacts} SET version = ${version}, account = ${account}, due_at = ${due}, woken_at = ${woken} WHERE id = ${id} ${receipt}`
      written(rows)
      yield* insertEvents(id, fresh)
      yield* insertMessages(id, fresh)
    }
    // after the row was written, for which an erasure under way has been waited
    if (row === undefined && mark !== undefined) {
      const known = yield* sql`SELECT mark FROM ${tables.erased} WHERE mark = ${mark}`
      if (known.length > 0) return yield* new ContactErased()
    }
    if (fresh.length > 0) {
      const frees = fresh.some(({ event }) => Account.frees(event))
      for (const moved of new Set([accountBefore, account])) {
        if (moved === null) continue
        yield* sql`
          INSERT INTO ${tables.accounts} AS a (id, version) VALUES (${moved}, 1)
          ON CONFLICT (id) DO UPDATE SET version = a.version + 1`
        if (frees) yield* wakeOthers(moved, id, now)
      }
    }
    const isWoken = claim === undefined && (wakeAt !== undefined || fresh.some(({ event }) => Account.frees(event)))
    if (isWoken) yield* wakeUps.within
    return {
      version: row === undefined && fresh.length === 0 && wakeAt === undefined ? 0 : version,
      added: fresh.length,
      isWoken
    }
  })

  return HistoryStore.of({
    load: Effect.fnUntraced(function* (contact) {
      const id = yield* Effect.fromResult(toColumn(contact))
      const rows = yield* history(id)
      if (typeof rows[0]?.account !== "string") {
        return { ...(yield* Effect.fromResult(toStored(contact, rows))), account: Option.none() }
      }
      const together = Effect.gen(function* () {
        const rows = yield* history(id)
        const column = rows[0]?.account ?? null
        const account = column === null ? Option.none() : Option.some(yield* accountOf(contact, column))
        return { ...(yield* Effect.fromResult(toStored(contact, rows))), account }
      })
      return yield* Effect.provideService(Transaction.run(sql, together), SqlClient.BeginTransaction, dialect.snapshot)
    }, inWords),

    append: Effect.fnUntraced(function* (request) {
      const id = yield* Effect.fromResult(toColumn(request.contact))
      yield* Effect.fromResult(checkInstants({ now: request.now, wakeAt: request.wakeAt }))
      const documents = yield* Effect.fromResult(
        Result.all(request.events.map((event) => Document.fromEvent(request.contact, event)))
      )
      const { added, isWoken, version } = yield* transact((written) => append(id, documents, request, written))
      if (isWoken) yield* wakeUps.after
      return { version, added }
    }, inWords),

    claim: Effect.fnUntraced(function* ({ limit, now, until }) {
      yield* Effect.fromResult(checkInstants({ now, until }))
      const free = sql`
        SELECT id FROM ${tables.contacts}
        WHERE due_at <= ${now} AND (claimed_until IS NULL OR claimed_until <= ${now})
        ORDER BY due_at, id LIMIT ${atMost(limit)} ${lockFreeRows}`
      const rows = yield* sql<{ readonly id: string; readonly due_at: number; readonly fence: number }>`
        UPDATE ${tables.contacts} SET fence = fence + 1, claimed_until = ${until}, woken_at = NULL
        WHERE ${dialect.isAmong(free)}
        RETURNING id, due_at, fence`.pipe(insisting)
      const claims: Array<Claim & { readonly due: number }> = []
      for (const row of rows) {
        const contact = yield* Effect.fromResult(fromColumn(row.id))
        claims.push({ contact, fence: row.fence, until, due: row.due_at })
      }
      return claims
        .toSorted((a, b) => a.due - b.due || (a.contact < b.contact ? -1 : 1))
        .map(({ contact, fence, until }) => ({ contact, fence, until }))
    }, inWords),

    settle: Effect.fnUntraced(function* ({ claim, expected, now, wakeAt }) {
      const { contact, fence } = claim
      const due = Option.getOrNull(wakeAt)
      const id = yield* Effect.fromResult(toColumn(contact))
      yield* Effect.fromResult(checkInstants({ now, wakeAt: due ?? undefined }))
      const settling = Effect.fnUntraced(function* (written: (rows: ReadonlyArray<Receipt>) => void) {
        const row = yield* lockContact(id)
        if (row === undefined || !isHeld(row, claim, now)) return yield* new StaleClaim({ contact, fence })
        if (row.version !== expected) return yield* new Conflict({ contact, expected, actual: row.version })
        const next = earlier(row.woken_at, due ?? undefined)
        written(
          yield* sql<Receipt>`
            UPDATE ${tables.contacts} SET claimed_until = NULL, due_at = ${next} WHERE id = ${id} ${receipt}`
        )
      })
      yield* transact(settling)
    }, inWords),

    release: Effect.fnUntraced(function* (claims) {
      const pairs = yield* Effect.fromResult(
        Result.all(claims.map(({ contact, fence }) => Result.map(toColumn(contact), (id) => ({ fence, id }))))
      )
      yield* inChunks(
        // in one order, so that nobody waits for one another
        pairs.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        (chunk) => sql`
          UPDATE ${tables.contacts} SET claimed_until = NULL
          WHERE ${sql.or(Arr.map(chunk, ({ fence, id }) => sql`(id = ${id} AND fence = ${fence})`))}`
      ).pipe(insisting)
    }, inWords),

    fail: Effect.fnUntraced(function* (request) {
      yield* Effect.fromResult(checkInstants({ now: request.now }))
      return yield* insisting(Transaction.run(sql, aside.fail(request)))
    }, inWords),

    deadLetters: ({ after, limit }) => inWords(aside.list(after, atMost(limit))),

    revive: Effect.fnUntraced(function* ({ contacts, now }) {
      yield* Effect.fromResult(checkInstants({ now }))
      const reviving = Effect.tap(aside.revive(contacts, now), (count) => (count > 0 ? wakeUps.within : Effect.void))
      const count = yield* insisting(Transaction.run(sql, reviving))
      if (count > 0) yield* wakeUps.after
      return count
    }, inWords),

    wakeUps: wakeUps.listen,

    vitals: (now) =>
      Effect.mapBoth(aside.counted(now), {
        onFailure: explain,
        onSuccess: (counted) => ({ schema: Migration.known, ...counted })
      }),

    nextDue: sql<{ readonly at: number }>`
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
    ),

    find: Effect.fnUntraced(function* (reference) {
      const [row] = yield* sql<MessageRow>`
        SELECT reference, contact, key FROM ${tables.messages} WHERE reference = ${reference}`
      if (row === undefined) return Option.none()
      const contact = yield* Effect.fromResult(fromColumn(row.contact))
      if (!isKey(row.key)) return yield* refuse(`the stored key of the message ${reference} was damaged`)
      return Option.some({ contact, key: row.key })
    }, inWords),

    page: Effect.fnUntraced(function* ({ after, limit }) {
      const start = Option.isNone(after) ? "" : yield* Effect.fromResult(toColumn(after.value))
      const rows = yield* sql<HistoryRow>`
        SELECT c.id AS contact, c.version, e.id, e.document
        FROM (SELECT id, version FROM ${tables.contacts} WHERE id > ${start} ORDER BY id LIMIT ${atMost(limit)}) AS c
        LEFT JOIN ${tables.events} e ON e.contact = c.id
        ORDER BY c.id`
      const page: Array<Stored> = []
      if (!Arr.isReadonlyArrayNonEmpty(rows)) return page
      for (const group of Arr.groupWith(rows, (a, b) => a.contact === b.contact)) {
        const contact = yield* Effect.fromResult(fromColumn(group[0].contact))
        page.push(yield* Effect.fromResult(toStored(contact, group)))
      }
      return page
    }, inWords)
  })
})
