/**
 * Ledger: what would these appends leave behind, one after the other?
 *
 * Pure: from what the database has of all that they touch to what is to be written and what each is told. So a batch of any
 * size is read at one go, judged here, and written at one go.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type * as Instant from "@temoin/core/Instant"
import {
  type Append,
  type Appended,
  type Claim,
  Conflict,
  ContactErased,
  EventClash,
  type Refusal,
  StaleClaim,
  type StoreError
} from "@temoin/core/ports/HistoryStore"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Column from "./Column.ts"
import * as Document from "./Document.ts"
import type { AccountRow, ContactRow, EventRow, MessageRow } from "./Row.ts"

/**
 * An append whose every part was found fit to be stored. `id`: the contact's column.
 *
 * @category models
 * @since 0.1.0
 */
export interface Entry {
  readonly id: string
  readonly request: Append
  readonly documents: ReadonlyArray<Document.Document>
}

/**
 * What the database has.
 *
 * - `contacts`: those that the entries are for; `accounts`: those they belong to or join.
 * - `events`: those with the ids that the entries bring; and all that tell the account of a contact that an entry moves.
 * - `messages`: those with the references that the entries bring.
 * - `newcomers`: what awaits the contacts that are not among `contacts`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Known {
  readonly contacts: ReadonlyArray<ContactRow>
  readonly accounts: ReadonlyArray<AccountRow>
  readonly events: ReadonlyArray<EventRow>
  readonly messages: ReadonlyArray<MessageRow>
  readonly newcomers: Newcomers
}

/**
 * What awaits those of whom nothing is stored. Nothing that was known of one who was erased may pass for something of one
 * who begins anew: their versions and fences begin at `floor`. `erased`: the marks among theirs that are remembered.
 *
 * @category models
 * @since 0.1.0
 */
export interface Newcomers {
  readonly floor: number
  readonly erased: ReadonlySet<string>
}

/**
 * What one entry added to a contact's history, at least one event.
 *
 * @category models
 * @since 0.1.0
 */
export interface Addition {
  readonly id: string
  readonly contact: Contact.ContactId
  readonly now: Instant.Instant
  readonly documents: ReadonlyArray<Document.Document>
}

/**
 * - `results`: one per entry, in order.
 * - `inserted`, `updated`: the rows of contacts, as they are to be; of `updated` also as they were.
 * - `moves`: by how much each account's version grows.
 * - `isWoken`: did somebody become due of whom whoever sleeps should hear?
 * - `wakes`: the accounts whose other contacts, those the entries are not for, are due at this time or earlier.
 *
 * @category models
 * @since 0.1.0
 */
export interface Written {
  readonly results: ReadonlyArray<Result.Result<Appended, Refusal>>
  readonly inserted: ReadonlyArray<ContactRow>
  readonly updated: ReadonlyArray<{ readonly before: ContactRow; readonly after: ContactRow }>
  readonly additions: ReadonlyArray<Addition>
  readonly messages: ReadonlyArray<MessageRow>
  readonly moves: ReadonlyMap<string, number>
  readonly wakes: ReadonlyMap<string, Instant.Instant>
  readonly isWoken: boolean
}

/** A contact as the entries so far leave it. */
interface Turn {
  readonly stored: ReadonlyMap<string, EventRow>
  readonly read: Map<string, Event.Event>
  readonly before: ContactRow | undefined
  row: ContactRow | undefined
}

const taken =
  "a message was to leave with a reference that another message has already: nothing was written; every message needs a reference of its own"

const unclaimed = "to `settle` a contact takes its `claim` and the version that is `expected`: give both"

/**
 * The account an event says they belong to: `null` for none, `undefined` when it says nothing.
 *
 * @category getters
 * @since 0.1.0
 */
export const joined = (told: Event.Event): Contact.AccountId | null | undefined => {
  const event = told._tag === "Inherited" ? told.event : told
  return event._tag === "ContactChanged" ? event.account : undefined
}

const isHeld = (row: ContactRow | undefined, { fence }: Claim, now: Instant.Instant): boolean =>
  row !== undefined && row.fence === fence && row.claimed_until !== null && row.claimed_until > now

const earlier = (one: number | null, other: number | null | undefined): number | null =>
  other === undefined || other === null ? one : one === null ? other : Math.min(one, other)

const isUnchanged = (one: ContactRow, other: ContactRow): boolean =>
  one.version === other.version &&
  one.due_at === other.due_at &&
  one.woken_at === other.woken_at &&
  one.claimed_until === other.claimed_until

const newcomer = (id: string, floor: number): ContactRow => ({
  id,
  version: floor,
  account: null,
  due_at: null,
  claimed_until: null,
  woken_at: null,
  fence: floor
})

/**
 * Judges the entries in their order.
 *
 * @category writing
 * @since 0.1.0
 */
export const write = (entries: ReadonlyArray<Entry>, known: Known): Written => {
  const events = Map.groupBy(known.events, (row) => row.contact)
  const rows = new Map(known.contacts.map((row) => [row.id, row]))
  const versions = new Map(known.accounts.map(({ id, version }) => [id, version]))
  const references = new Map(known.messages.map((message) => [message.reference, message]))
  const turns = new Map<string, Turn>()
  for (const { id } of entries) {
    if (turns.has(id)) continue
    const before = rows.get(id)
    const stored = new Map((events.get(id) ?? []).map((row) => [row.id, row]))
    turns.set(id, { stored, read: new Map(), before, row: before })
  }
  const additions: Array<Addition> = []
  const messages: Array<MessageRow> = []
  const moves = new Map<string, number>()
  const wakes = new Map<string, Instant.Instant>()
  let isWoken = false

  const versionOf = (account: string): number => (versions.get(account) ?? 0) + (moves.get(account) ?? 0)

  const readEvent = (turn: Turn, contact: Contact.ContactId, id: string) => {
    const read = turn.read.get(id)
    const row = turn.stored.get(id)
    if (read !== undefined || row === undefined) return Result.succeed(read)
    return Result.map(Document.toEvent(contact, id, row.document), (event) => {
      turn.read.set(id, event)
      return event
    })
  }

  /** The documents whose events are not there yet, each once. */
  const unknown = (
    { documents, request: { contact } }: Entry,
    turn: Turn
  ): Result.Result<ReadonlyArray<Document.Document>, Refusal> => {
    const fresh = new Map<string, Document.Document>()
    for (const document of documents) {
      const { id } = document.event
      const known = fresh.get(id)?.event
      const twin = known === undefined ? readEvent(turn, contact, id) : Result.succeed(known)
      if (Result.isFailure(twin)) return Result.fail(twin.failure)
      if (twin.success === undefined) fresh.set(id, document)
      else if (!Event.isSame(twin.success, document.event)) return Result.fail(new EventClash({ contact, id }))
    }
    return Result.succeed([...fresh.values()])
  }

  /** A reference leads to one contact and one key for ever; sending the same message again uses it again. */
  const intents = (
    id: string,
    fresh: ReadonlyArray<Document.Document>
  ): Result.Result<ReadonlyMap<string, MessageRow>, StoreError> => {
    const intended = new Map<string, MessageRow>()
    for (const { event } of fresh) {
      if (event._tag !== "Intended") continue
      const { key, reference } = event
      const other = references.get(reference) ?? intended.get(reference)
      if (other === undefined) intended.set(reference, { reference, contact: id, key })
      else if (other.contact !== id || other.key !== key) return Result.fail(Column.refuse(taken))
    }
    return Result.succeed(intended)
  }

  const membership = (turn: Turn, contact: Contact.ContactId, fresh: ReadonlyArray<Document.Document>) =>
    Result.gen(function* () {
      for (const id of turn.stored.keys()) yield* readEvent(turn, contact, id)
      return Account.membership([...turn.read.values(), ...fresh.map(({ event }) => event)]) ?? null
    })

  /** As if each had been woken by an append with nothing new. Who has no time is waiting for nothing. */
  const wakeOthers = (account: string, id: string, now: Instant.Instant) => {
    wakes.set(account, Math.min(now, wakes.get(account) ?? now))
    for (const [other, turn] of turns) {
      const { row } = turn
      if (other === id || row === undefined || row.account !== account || row.due_at === null) continue
      turn.row = { ...row, due_at: earlier(row.due_at, now), woken_at: earlier(row.woken_at, now) }
    }
  }

  // without a generator, since a worker has many thousands judged in a second
  const judge = (entry: Entry, turn: Turn): Result.Result<Appended, Refusal> => {
    const { id, request } = entry
    const { claim, contact, expected, expectedAccount, mark, now, settle, wakeAt } = request
    const row = turn.row ?? newcomer(id, known.newcomers.floor)
    const actual = turn.row?.version ?? 0
    if (turn.row === undefined && mark !== undefined && known.newcomers.erased.has(mark)) {
      return Result.fail(new ContactErased())
    }
    if (settle !== undefined && (claim === undefined || expected === undefined)) {
      return Result.fail(Column.refuse(unclaimed))
    }
    if (claim !== undefined && !(claim.contact === contact && isHeld(turn.row, claim, now))) {
      return Result.fail(new StaleClaim({ contact: claim.contact, fence: claim.fence }))
    }
    if (expected !== undefined && expected !== actual) {
      return Result.fail(new Conflict({ contact, expected, actual }))
    }
    if (expectedAccount !== undefined) {
      const { id: account, version: expected } = expectedAccount
      const actual = row.account === account ? versionOf(account) : 0
      if (expected !== actual) return Result.fail(new Conflict({ contact, account, expected, actual }))
    }
    const news = unknown(entry, turn)
    if (Result.isFailure(news)) return Result.fail(news.failure)
    const fresh = news.success
    const intended = intents(id, fresh)
    if (Result.isFailure(intended)) return Result.fail(intended.failure)
    const moved = fresh.some(({ event }) => joined(event) !== undefined)
    const member = moved ? membership(turn, contact, fresh) : Result.succeed(row.account)
    if (Result.isFailure(member)) return Result.fail(member.failure)
    const account = member.success

    // From here on nothing is refused any more.
    const added = fresh.length
    const version = added === 0 ? row.version : row.version + 1
    const woken_at = added === 0 ? earlier(row.woken_at, wakeAt) : row.woken_at
    const next: ContactRow = {
      ...row,
      version,
      account,
      woken_at,
      due_at: settle === undefined ? earlier(row.due_at, wakeAt) : earlier(woken_at, Option.getOrNull(settle)),
      claimed_until: settle === undefined ? row.claimed_until : null
    }
    if (!isUnchanged(row, next)) turn.row = next
    const frees = fresh.some(({ event }) => Account.frees(event))
    if (claim === undefined && (wakeAt !== undefined || frees)) isWoken = true
    if (added > 0) {
      for (const { event } of fresh) turn.read.set(event.id, event)
      for (const [reference, message] of intended.success) {
        references.set(reference, message)
        messages.push(message)
      }
      additions.push({ id, contact, now, documents: fresh })
      for (const account of new Set([row.account, next.account])) {
        if (account === null) continue
        moves.set(account, (moves.get(account) ?? 0) + 1)
        if (frees) wakeOthers(account, id, now)
      }
    }
    return Result.succeed({ version: turn.row === undefined ? 0 : version, added })
  }

  const results = entries.map((entry): Result.Result<Appended, Refusal> => {
    const turn = turns.get(entry.id)
    // every entry has one
    return turn === undefined ? Result.fail(Column.refuse("")) : judge(entry, turn)
  })
  const inserted: Array<ContactRow> = []
  const updated: Array<Written["updated"][number]> = []
  for (const { before, row } of turns.values()) {
    if (row === undefined) continue
    if (before === undefined) inserted.push(row)
    else if (row !== before && !isUnchanged(before, row)) updated.push({ before, after: row })
  }
  return { results, inserted, updated, additions, messages, moves, wakes, isWoken }
}
