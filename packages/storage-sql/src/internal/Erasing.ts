/**
 * Erasing: how does the port Erasures become SQL?
 *
 * Over the same tables as `Histories`. One row says what is common to all erasures (the key's mark, the zone, how many, where
 * newcomers begin); whoever erases locks it first, then the accounts, then the contacts, so that none waits for another in a
 * circle, and an append that is under way is waited for.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Nps from "@temoin/core/Nps"
import { type Erase, Erasure, ErasureKeyChanged, Erasures, type Redact, type Sealed } from "@temoin/core/ports/Erasures"
import { Conflict, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Residue from "@temoin/core/Residue"
import * as Arr from "effect/Array"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"
import * as CodeUnits from "./CodeUnits.ts"
import type * as Dialect from "./Dialect.ts"
import * as Document from "./Document.ts"
import type * as Keeping from "./Keeping.ts"
import * as Transaction from "./Transaction.ts"

interface HeaderRow {
  readonly key: string | null
  readonly zone: string | null
  readonly erased: number
  readonly floor: number
}

interface PersonRow {
  readonly id: string
  readonly version: number
  readonly fence: number
  readonly account: string | null
}

interface CellRow {
  readonly survey: string
  readonly purpose: string
  readonly bin: string
  readonly people: number
  readonly tally: string
}

interface ErasedRow {
  readonly mark: string
  readonly at: number
  readonly reason: string | null
  readonly noted_by: string | null
}

interface SealedRow {
  readonly mark: string
  readonly name: string
  readonly until_at: number | null
  readonly document: string
}

/** The contact joined or left an account just before it was locked. */
class Overtaken extends Data.TaggedError("Overtaken") {}

const attempts = 50

const crowded = new StoreError({
  problem: "others keep writing about this person: nothing was erased; try again",
  retryable: true
})

const damaged = (what: string) => new StoreError({ problem: `${what} was damaged in the database`, retryable: false })

const readCell = Schema.decodeUnknownResult(Residue.Cell)
const readTally = Schema.decodeUnknownResult(Schema.fromJsonString(Nps.Tally))
const readErasure = Schema.decodeUnknownResult(Erasure)
const readMark = Schema.decodeUnknownResult(Residue.Mark)
const isContactId = Schema.is(Contact.ContactId)

const toCell = ({ bin, people, purpose, survey, tally }: CellRow): Result.Result<Residue.Cell, StoreError> =>
  Result.mapError(
    Result.flatMap(readTally(tally), (tally) => readCell({ bin, people, purpose, survey, tally })),
    () => damaged("a cell of the residue")
  )

const toErasure = ({ at, mark, noted_by: by, reason }: ErasedRow): Result.Result<Erasure, StoreError> =>
  Result.mapError(readErasure({ mark, at, ...(reason !== null && { reason }), ...(by !== null && { by }) }), () =>
    damaged("the mark of an erased person")
  )

const toMark = (mark: string): Result.Result<Residue.Mark, StoreError> =>
  Result.mapError(readMark(mark), () => damaged("a mark"))

const toSealed = ({ document, mark, name, until_at }: SealedRow): Result.Result<Sealed, StoreError> =>
  Result.map(toMark(mark), (mark) => ({ mark, name, document, until: Option.fromNullOr(until_at) }))

const toContact = (column: string): Result.Result<Contact.ContactId, StoreError> => {
  const contact = CodeUnits.decode(column)
  return isContactId(contact) ? Result.succeed(contact) : Result.fail(damaged("a contact id"))
}

/**
 * The port over this client's database, whose schema is there already. `explain` puts the database's own errors in words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  dialect: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError,
  keeping: Keeping.Keeping
): Effect.fn.Return<Erasures["Service"], never, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  const { lockRow, tables } = dialect

  const inWords = <A, E, R>(effect: Effect.Effect<A, E | SqlError.SqlError, R>) =>
    Effect.mapError(effect, (error) => (SqlError.isSqlError(error) ? explain(error) : error))

  /** All or nothing, and again when others came in between. When nobody knows whether it was committed, the same again is safe. */
  const transact = <A, E>(work: Effect.Effect<A, E | Overtaken | SqlError.SqlError>) =>
    Transaction.run(sql, work).pipe(
      Effect.retry({
        times: attempts,
        while: (error) => error instanceof Overtaken || (SqlError.isSqlError(error) && dialect.isOvertaken(error))
      }),
      Effect.mapError((error) => (error instanceof Overtaken ? crowded : error))
    )

  const atMost = (limit: number) => sql.literal(String(limit >= 1 ? Math.min(Math.floor(limit), 1_000_000) : 0))

  const header = Effect.map(
    sql<HeaderRow>`SELECT key, zone, erased, floor FROM ${tables.erasures} WHERE id = 1 ${lockRow}`,
    ([row]) => row ?? { key: null, zone: null, erased: 0, floor: 0 }
  )

  /** Who of these is stored, locked with their accounts; whoever is not, cannot come in before all of this is done. */
  const locked = Effect.fnUntraced(function* (ids: Arr.NonEmptyReadonlyArray<string>) {
    const accountsOf = sql<Pick<PersonRow, "account">>`
      SELECT DISTINCT account FROM ${tables.contacts} WHERE ${sql.in("id", ids)} AND account IS NOT NULL`
    const accounts = (yield* accountsOf).flatMap(({ account }) => account ?? [])
    if (dialect.locksRows) {
      if (accounts.length > 0) {
        yield* sql`SELECT id FROM ${tables.accounts} WHERE ${sql.in("id", accounts)} ORDER BY id ${lockRow}`
      }
      yield* sql`
        INSERT INTO ${tables.contacts} ${sql.insert(Arr.map(ids, (id) => ({ id, version: 0, fence: 0 })))}
        ON CONFLICT (id) DO NOTHING`
    }
    const rows = yield* sql<PersonRow>`
      SELECT id, version, fence, account FROM ${tables.contacts} WHERE ${sql.in("id", ids)} ORDER BY id ${lockRow}`
    if (rows.some(({ account }) => account !== null && !accounts.includes(account))) return yield* new Overtaken()
    return { rows, accounts: accounts.toSorted() }
  })

  const known = (marks: ReadonlyArray<string>) =>
    sql<Pick<ErasedRow, "mark">>`SELECT mark FROM ${tables.erased} WHERE ${sql.in("mark", marks)}`

  const addCell = Effect.fnUntraced(function* (cell: Residue.Cell) {
    const { bin, people, purpose, survey, tally } = cell
    const place = sql`survey = ${survey} AND purpose = ${purpose} AND bin = ${bin}`
    const [row] = yield* sql<CellRow>`SELECT survey, purpose, bin, people, tally FROM ${tables.residue} WHERE ${place}`
    if (row === undefined) {
      yield* sql`INSERT INTO ${tables.residue} ${sql.insert({ survey, purpose, bin, people, tally: JSON.stringify(tally) })}`
      return
    }
    const before = yield* Effect.fromResult(toCell(row))
    const sum = JSON.stringify(Nps.combine(before.tally, tally))
    yield* sql`UPDATE ${tables.residue} SET people = ${before.people + people}, tally = ${sum} WHERE ${place}`
  })

  const addMark = ({ at, by, mark, reason }: Erasure) => sql`
    INSERT INTO ${tables.erased} ${sql.insert({ mark, at, reason: reason ?? null, noted_by: by ?? null })}
    ON CONFLICT (mark) DO NOTHING`

  const remember = Effect.fnUntraced(function* (erasures: ReadonlyArray<Erasure>, key: Residue.Mark, zone: string) {
    const before = yield* header
    if (before.key !== null && before.key !== key) return yield* new ErasureKeyChanged({ where: "the store" })
    if (erasures.length === 0) return
    yield* sql`UPDATE ${tables.erasures} SET key = ${key}, zone = ${before.zone ?? zone} WHERE id = 1`
    yield* Effect.forEach(erasures, addMark, { discard: true })
  })

  const seal = Effect.fnUntraced(function* (sealed: ReadonlyArray<Sealed>) {
    for (const { document, mark, name, until } of sealed) {
      yield* sql`DELETE FROM ${tables.sealed} WHERE name = ${name} AND mark = ${mark}`
      yield* sql`INSERT INTO ${tables.sealed} ${sql.insert({ name, mark, document, until_at: Option.getOrNull(until) })}`
    }
  })

  const erase = Effect.fnUntraced(function* ({ at, by, cells, key, people, reason, sealed, zone }: Erase) {
    const before = yield* header
    if (before.key !== null && before.key !== key) return yield* new ErasureKeyChanged({ where: "the store" })
    const ids = people.map(({ contact }) => CodeUnits.encode(contact))
    if (!Arr.isReadonlyArrayNonEmpty(ids)) return false
    const { accounts, rows } = yield* locked(ids)
    for (const { contact, expected } of people) {
      const actual = rows.find(({ id }) => id === CodeUnits.encode(contact))?.version ?? 0
      if (actual !== expected) return yield* new Conflict({ contact, expected, actual })
    }
    const marks = new Set((yield* known(people.map(({ mark }) => mark))).map(({ mark }) => mark))
    const events = yield* sql`SELECT 1 FROM ${tables.events} WHERE ${sql.in("contact", ids)} LIMIT 1`
    yield* sql`DELETE FROM ${tables.messages} WHERE ${sql.in("contact", ids)}`
    yield* sql`DELETE FROM ${tables.events} WHERE ${sql.in("contact", ids)}`
    yield* keeping.forget(ids)
    yield* sql`DELETE FROM ${tables.contacts} WHERE ${sql.in("id", ids)}`
    const isNew = events.length > 0 || rows.some(({ version }) => version > 0) || marks.size < people.length
    if (!isNew) return false
    for (const account of accounts) {
      yield* sql`UPDATE ${tables.accounts} SET version = version + 1 WHERE id = ${account}`
      yield* sql`
        UPDATE ${tables.contacts} SET
          due_at = CASE WHEN due_at > ${at} THEN ${at} ELSE due_at END,
          woken_at = CASE WHEN woken_at < ${at} THEN woken_at ELSE ${at} END
        WHERE account = ${account} AND due_at IS NOT NULL`
    }
    for (const { mark } of people) {
      yield* addMark({ mark, at, ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) })
    }
    if (marks.size === 0) yield* Effect.forEach(cells, addCell, { discard: true })
    const floor = Math.max(before.floor, ...rows.flatMap(({ fence, version }) => [fence, version]))
    yield* sql`
      UPDATE ${tables.erasures} SET
        key = ${key}, zone = ${before.zone ?? zone}, erased = ${before.erased + (marks.size === 0 ? 1 : 0)}, floor = ${floor}
      WHERE id = 1`
    yield* seal(sealed)
    return true
  })

  const adopt = Effect.fnUntraced(function* ({ cells, erased, zone }: Residue.Residue, key: Residue.Mark) {
    const before = yield* header
    if (before.key !== null && before.key !== key) return yield* new ErasureKeyChanged({ where: "the store" })
    yield* sql`UPDATE ${tables.erasures} SET key = ${key}, zone = ${zone}, erased = ${erased} WHERE id = 1`
    yield* sql`DELETE FROM ${tables.residue}`
    yield* Effect.forEach(cells, addCell, { discard: true })
  })

  const redact = Effect.fnUntraced(function* (
    { contact, expected }: Redact,
    documents: ReadonlyArray<Document.Document>
  ) {
    const id = CodeUnits.encode(contact)
    const { accounts, rows } = yield* locked([id])
    const actual = rows[0]?.version ?? 0
    // also where there is nobody: what was made to wait for them must not stay
    if (actual !== expected || actual === 0) return yield* new Conflict({ contact, expected, actual })
    for (const { event, text } of documents) {
      yield* sql`
        UPDATE ${tables.events} SET document = ${text}
        WHERE contact = ${id} AND ${dialect.keyColumn} = ${dialect.keyOf(sql`${event.id}`)}`
    }
    yield* sql`UPDATE ${tables.contacts} SET version = version + 1 WHERE id = ${id}`
    yield* keeping.changed([id])
    for (const account of accounts) {
      yield* sql`UPDATE ${tables.accounts} SET version = version + 1 WHERE id = ${account}`
    }
  })

  const sealedWhere = (condition: Statement.Fragment) =>
    Effect.flatMap(
      sql<SealedRow>`SELECT mark, name, until_at, document FROM ${tables.sealed} WHERE ${condition} ORDER BY name, mark`,
      (rows) => Effect.fromResult(Result.all(rows.map(toSealed)))
    )

  return Erasures.of({
    erase: (request) => inWords(dialect.scrubbing(transact(erase(request)))),

    remember: (erasures, key, zone) => inWords(transact(remember(erasures, key, zone))),

    adopt: (residue, key) => inWords(transact(adopt(residue, key))),

    readmit: Effect.fnUntraced(function* (marks) {
      if (marks.length === 0) return false
      const rows = yield* sql`DELETE FROM ${tables.erased} WHERE ${sql.in("mark", marks)} RETURNING mark`
      return rows.length > 0
    }, Effect.mapError(explain)),

    redact: Effect.fnUntraced(function* (request) {
      const documents = yield* Effect.fromResult(
        Result.all(request.events.map((event) => Document.fromEvent(request.contact, event)))
      )
      yield* dialect.scrubbing(transact(redact(request, documents)))
    }, inWords),

    isErased: (mark) => Effect.mapBoth(known([mark]), { onFailure: explain, onSuccess: (rows) => rows.length > 0 }),

    remembered: Effect.gen(function* () {
      const [row] = yield* sql<HeaderRow>`SELECT key, zone, erased, floor FROM ${tables.erasures} WHERE id = 1`
      if (row === undefined || row.key === null || row.zone === null) {
        return { key: Option.none(), residue: Option.none() }
      }
      const rows = yield* sql<CellRow>`
        SELECT survey, purpose, bin, people, tally FROM ${tables.residue} ORDER BY survey, purpose, bin`
      const cells = yield* Effect.fromResult(Result.all(rows.map(toCell)))
      const key = yield* Effect.fromResult(toMark(row.key))
      return { key: Option.some(key), residue: Option.some(Residue.make(row.zone, cells, row.erased)) }
    }).pipe(inWords),

    page: Effect.fnUntraced(function* ({ after, limit }) {
      const rows = yield* sql<ErasedRow>`
        SELECT mark, at, reason, noted_by FROM ${tables.erased}
        WHERE mark > ${Option.getOrElse(after, () => "")} ORDER BY mark LIMIT ${atMost(limit)}`
      return yield* Effect.fromResult(Result.all(rows.map(toErasure)))
    }, inWords),

    mergedInto: Effect.fnUntraced(function* (contacts) {
      if (contacts.length === 0) return []
      const into = new Set<string>(contacts)
      const rows = yield* sql<{ readonly contact: string; readonly id: string; readonly document: string }>`
        SELECT contact, id, document FROM ${tables.events} WHERE kind = 'MergedInto' ORDER BY contact`
      const found = new Set<Contact.ContactId>()
      for (const { contact, document, id } of rows) {
        const who = yield* Effect.fromResult(toContact(contact))
        const event = yield* Effect.fromResult(Document.toEvent(who, id, document))
        if (event._tag === "MergedInto" && into.has(event.into)) found.add(who)
      }
      return [...found]
    }, inWords),

    sealed: (name, mark) =>
      inWords(Effect.map(sealedWhere(sql`name = ${name} AND mark = ${mark}`), (rows) => Arr.head(rows))),

    allSealed: (name) => inWords(sealedWhere(name === undefined ? sql`1 = 1` : sql`name = ${name}`)),

    seal: (sealed) => inWords(dialect.scrubbing(transact(seal(sealed)))),

    unseal: (name, mark) =>
      Effect.mapError(
        Effect.asVoid(dialect.scrubbing(sql`DELETE FROM ${tables.sealed} WHERE name = ${name} AND mark = ${mark}`)),
        explain
      ),

    expire: Effect.fnUntraced(function* (now) {
      const isOver = sql`until_at IS NOT NULL AND until_at <= ${now}`
      const some = yield* sql`SELECT 1 FROM ${tables.sealed} WHERE ${isOver} LIMIT 1`
      if (some.length === 0) return 0
      const rows = yield* dialect.scrubbing(sql`DELETE FROM ${tables.sealed} WHERE ${isOver} RETURNING mark`)
      return rows.length
    }, Effect.mapError(explain))
  })
})
