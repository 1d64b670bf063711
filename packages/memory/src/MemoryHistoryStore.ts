/**
 * MemoryHistoryStore: where do histories live while nobody needs them tomorrow?
 *
 * The reference of the `HistoryStore` port: every method runs to its end without giving way to another fiber, so it sees
 * and leaves whole states. `claim`, `nextDue` and `page` look at every contact; that is plain, and slow beyond some
 * ten thousand contacts.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import type * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import { type Erasure, ErasureKeyChanged, Erasures, type Sealed } from "@temoin/core/ports/Erasures"
import {
  Conflict,
  ContactErased,
  EventClash,
  HistoryStore,
  StaleClaim,
  StoreError
} from "@temoin/core/ports/HistoryStore"
import type { Append, Appended, Claim, DeadLetter, Loaded, Refusal, Stored } from "@temoin/core/ports/HistoryStore"
import * as Projections from "@temoin/core/ports/Projections"
import * as Projection from "@temoin/core/Projection"
import * as Residue from "@temoin/core/Residue"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Result from "effect/Result"
import * as MemoryProjections from "./MemoryProjections.ts"

interface Row {
  readonly events: ReadonlyMap<Event.EventId, Event.Event>
  readonly version: number
  readonly account: Contact.AccountId | undefined
  readonly due: Option.Option<Instant>
  /** The number of the newest claim; 0 before the first. */
  readonly fence: number
  readonly claimedUntil: Option.Option<Instant>
  /** The earliest time at which others wanted it to be looked at since the newest claim, without a new version to show for it. */
  readonly woken: Option.Option<Instant>
  /** The latest failure, under the claim with this fence. */
  readonly failed: (Omit<DeadLetter, "contact"> & { readonly fence: number }) | undefined
  readonly isAside: boolean
}

interface About {
  readonly contact: Contact.ContactId
  readonly key: Decision.Key
}

const unknown: Row = {
  events: new Map(),
  version: 0,
  account: undefined,
  due: Option.none(),
  fence: 0,
  claimedUntil: Option.none(),
  woken: Option.none(),
  failed: undefined,
  isAside: false
}

const earlier = (one: Option.Option<Instant>, other: Option.Option<Instant>): Option.Option<Instant> =>
  Option.isSome(one) && Option.isSome(other)
    ? Option.some(Math.min(one.value, other.value))
    : Option.orElse(one, () => other)

const isRunning = (row: Row, now: Instant): boolean => Option.exists(row.claimedUntil, (until) => until > now)

const holds = (row: Row, claim: Claim, now: Instant): boolean => row.fence === claim.fence && isRunning(row, now)

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const stored = (contact: Contact.ContactId, row: Row): Stored => ({
  contact,
  events: [...row.events.values()],
  version: row.version
})

const historyOf = (contact: Contact.ContactId, events: Row["events"]): History.History =>
  Result.getOrThrow(History.make(contact, events.values()))

/** An account's version, and who belongs to it. */
interface Company {
  version: number
  readonly contacts: Set<Contact.ContactId>
}

/**
 * A store of its own, empty: all its ports.
 *
 * @category models
 * @since 0.1.0
 */
export interface Store {
  readonly histories: HistoryStore["Service"]
  readonly erasures: Erasures["Service"]
  readonly projections: Projections.Projections["Service"]
}

/**
 * A store of its own, empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const open: Effect.Effect<Store> = Effect.gen(function* () {
  const rows = new Map<Contact.ContactId, Row>()
  const intended = new Map<Event.Reference, About>()
  const companies = new Map<Contact.AccountId, Company>()
  const erased = new Map<Residue.Mark, Erasure>()
  const apart = new Map<string, Sealed>()
  let key = Option.none<Residue.Mark>()
  let residue = Option.none<Residue.Residue>()
  /** Where the versions and claims of new contacts begin: beyond those of all who were erased. */
  let floor = 0
  const wakeUps = yield* PubSub.sliding<void>(1)
  const row = (contact: Contact.ContactId): Row => rows.get(contact) ?? unknown
  const ahead: (request: Parameters<HistoryStore["Service"]["page"]>[0]) => ReadonlyArray<[Contact.ContactId, Row]> = ({
    after,
    limit
  }) =>
    [...rows]
      .filter(([contact]) => Option.isNone(after) || contact > after.value)
      .toSorted(([one], [other]) => byCodeUnits(one, other))
      .slice(0, Math.max(0, limit))
  const company = (id: Contact.AccountId): Company => {
    const known = companies.get(id) ?? { version: 0, contacts: new Set() }
    companies.set(id, known)
    return known
  }

  const projections = MemoryProjections.make(yield* Projections.Kept, (contact) =>
    historyOf(contact, row(contact).events)
  )

  const members = new WeakMap<Row["events"], Account.Member>()
  const member = (contact: Contact.ContactId): Account.Member => {
    const { events } = row(contact)
    const known = members.get(events) ?? Account.member(historyOf(contact, events))
    members.set(events, known)
    return known
  }

  const accountOf = (contact: Contact.ContactId): Option.Option<Account.Account> => {
    const { account: id } = row(contact)
    if (id === undefined) return Option.none()
    const { contacts, version } = company(id)
    return Option.some(Account.fromMembers({ contact, id, version }, Array.from(contacts, member)))
  }

  /** Moves the accounts that a contact belonged to before and belongs to now. */
  const moveAccounts = (
    contact: Contact.ContactId,
    ids: ReadonlySet<Contact.AccountId | undefined>,
    wakesAt: Instant | undefined
  ) => {
    for (const id of ids) {
      if (id === undefined) continue
      const moved = company(id)
      moved.version++
      if (row(contact).account === id) moved.contacts.add(contact)
      else moved.contacts.delete(contact)
      if (wakesAt === undefined) continue
      const at = Option.some(wakesAt)
      for (const other of moved.contacts) {
        const asleep = row(other)
        if (other === contact || Option.isNone(asleep.due)) continue
        rows.set(other, { ...asleep, due: earlier(asleep.due, at), woken: earlier(asleep.woken, at) })
      }
    }
  }

  const loaded = (contact: Contact.ContactId): Loaded => ({
    ...stored(contact, row(contact)),
    account: accountOf(contact)
  })

  const append = (append: Append): Result.Result<Appended, Refusal> => {
    const { claim, contact, events, expected, expectedAccount, mark, now, settle, wakeAt } = append
    if (mark !== undefined && erased.has(mark) && !rows.has(contact)) return Result.fail(new ContactErased())
    const before = row(contact)
    if (settle !== undefined && (claim === undefined || expected === undefined)) {
      const problem = `to settle ${contact} takes its claim and the version that is expected: give \`claim\` and \`expected\``
      return Result.fail(new StoreError({ problem, retryable: false }))
    }
    if (claim !== undefined && (claim.contact !== contact || !holds(before, claim, now))) {
      return Result.fail(new StaleClaim({ contact: claim.contact, fence: claim.fence }))
    }
    if (expected !== undefined && expected !== before.version) {
      return Result.fail(new Conflict({ contact, expected, actual: before.version }))
    }
    if (expectedAccount !== undefined) {
      const { id: account, version: expected } = expectedAccount
      const actual = before.account === account ? company(account).version : 0
      if (actual !== expected) return Result.fail(new Conflict({ contact, account, expected, actual }))
    }
    const all = new Map(before.events)
    for (const event of events) {
      const known = all.get(event.id)
      if (known === undefined) all.set(event.id, event)
      else if (!Event.isSame(known, event)) return Result.fail(new EventClash({ contact, id: event.id }))
    }
    const messages = new Map<Event.Reference, About>()
    for (const event of events) {
      if (event._tag !== "Intended") continue
      const known = messages.get(event.reference) ?? intended.get(event.reference)
      if (known !== undefined && (known.contact !== contact || known.key !== event.key)) {
        const problem = `the reference of "${event.id}" already names another message; give this one a reference of its own`
        return Result.fail(new StoreError({ problem, retryable: false }))
      }
      messages.set(event.reference, { contact, key: event.key })
    }
    const added = all.size - before.events.size
    const fresh = added === 0 ? [] : [...all.values()].slice(-added)
    const begin = rows.has(contact) ? before : { ...before, version: floor, fence: floor }
    const version = added > 0 ? begin.version + 1 : wakeAt === undefined ? before.version : begin.version
    if (added > 0 || wakeAt !== undefined || settle !== undefined) {
      const at = Option.fromUndefinedOr(wakeAt)
      const woken = added === 0 ? earlier(before.woken, at) : before.woken
      const account = Account.membership(all.values())
      rows.set(contact, {
        ...begin,
        events: all,
        version,
        account,
        due: settle === undefined ? earlier(before.due, at) : earlier(settle, woken),
        woken,
        claimedUntil: settle === undefined ? before.claimedUntil : Option.none()
      })
      if (fresh.some(Projection.reads)) projections.changed(contact)
      if (added > 0) {
        moveAccounts(contact, new Set([before.account, account]), fresh.some(Account.frees) ? now : undefined)
      }
    }
    for (const [reference, about] of messages) intended.set(reference, about)
    if (claim === undefined && (wakeAt !== undefined || fresh.some(Account.frees))) {
      PubSub.publishUnsafe(wakeUps, undefined)
    }
    return Result.succeed({ version, added })
  }

  const histories = HistoryStore.of({
    load: (contact) => Effect.sync(() => loaded(contact)),

    loadAll: (contacts) => Effect.sync(() => contacts.map(loaded)),

    append: (request) => Effect.suspend(() => Effect.fromResult(append(request))),

    appendAll: (appends) => Effect.sync(() => appends.map(append)),

    claim: ({ limit, now, until }) =>
      Effect.sync(() => {
        const free: Array<{ readonly contact: Contact.ContactId; readonly row: Row; readonly due: Instant }> = []
        for (const [contact, row] of rows) {
          if (Option.isSome(row.due) && row.due.value <= now && !isRunning(row, now) && !row.isAside) {
            free.push({ contact, row, due: row.due.value })
          }
        }
        free.sort((one, other) => one.due - other.due || byCodeUnits(one.contact, other.contact))
        return free.slice(0, Math.max(0, limit)).map(({ contact, row }) => {
          const fence = row.fence + 1
          rows.set(contact, { ...row, fence, claimedUntil: Option.some(until), woken: Option.none() })
          return { contact, fence, until }
        })
      }),

    settle: ({ claim, expected, now, wakeAt }) =>
      Effect.suspend(() =>
        Effect.fromResult(append({ contact: claim.contact, events: [], now, claim, expected, settle: wakeAt }))
      ).pipe(Effect.asVoid, Effect.catchTag(["EventClash", "ContactErased"], Effect.die)),

    release: (claims) =>
      Effect.sync(() => {
        for (const { contact, fence } of claims) {
          const before = row(contact)
          if (before.fence === fence) rows.set(contact, { ...before, claimedUntil: Option.none() })
        }
      }),

    fail: Effect.fnUntraced(function* ({ claim, now, problem, waits }) {
      const { contact, fence } = claim
      const before = row(contact)
      if (!holds(before, claim, now)) return yield* new StaleClaim({ contact, fence })
      const failures = before.failed?.fence === fence - 1 ? before.failed.failures + 1 : 1
      const failed = { problem, failures, at: now, fence }
      const wait = waits[failures - 1]
      const due = wait === undefined ? before.due : Option.some(now + wait)
      const isAside = wait === undefined
      // nobody has the newest claim on who is put aside
      const newest = isAside ? fence + 1 : fence
      rows.set(contact, { ...before, due, fence: newest, claimedUntil: Option.none(), failed, isAside })
      return isAside ? Option.none() : due
    }),

    deadLetters: ({ after, limit }) =>
      Effect.sync(() =>
        [...rows]
          .filter(([contact, { isAside }]) => isAside && (Option.isNone(after) || contact > after.value))
          .toSorted(([one], [other]) => byCodeUnits(one, other))
          .slice(0, Math.max(0, limit))
          .flatMap(([contact, { failed }]) => {
            if (failed === undefined) return []
            const { at, failures, problem } = failed
            return [{ contact, problem, failures, at }]
          })
      ),

    revive: ({ contacts, now }) =>
      Effect.sync(() => {
        const aside = [...new Set(contacts)].filter((contact) => row(contact).isAside)
        for (const contact of aside) {
          rows.set(contact, { ...row(contact), due: Option.some(now), failed: undefined, isAside: false })
        }
        if (aside.length > 0) PubSub.publishUnsafe(wakeUps, undefined)
        return aside.length
      }),

    wakeUps: Effect.map(PubSub.subscribe(wakeUps), PubSub.take),

    vitals: (now) =>
      Effect.sync(() => {
        const all = [...rows.values()]
        const count = (is: (row: Row) => boolean) => all.filter(is).length
        return { schema: 1, claimed: count((row) => isRunning(row, now)), putAside: count(({ isAside }) => isAside) }
      }),

    nextDue: Effect.sync(() => {
      let next = Option.none<Instant>()
      for (const { claimedUntil, due, isAside } of rows.values()) {
        if (isAside) continue
        const free = Option.map(due, (due) =>
          Math.max(
            due,
            Option.getOrElse(claimedUntil, () => due)
          )
        )
        next = earlier(next, free)
      }
      return next
    }),

    find: (reference) => Effect.sync(() => Option.fromUndefinedOr(intended.get(reference))),

    page: (request) => Effect.sync(() => ahead(request).map(([contact, row]) => stored(contact, row))),
    versions: (request) => Effect.sync(() => ahead(request).map(([contact, { version }]) => ({ contact, version })))
  })

  const erasures = Erasures.of({
    erase: Effect.fnUntraced(function* ({ at, by, cells, key: given, people, reason, sealed, zone }) {
      if (Option.isSome(key) && key.value !== given) return yield* new ErasureKeyChanged({ where: "the store" })
      for (const { contact, expected } of people) {
        const { version: actual } = row(contact)
        if (actual !== expected) return yield* new Conflict({ contact, expected, actual })
      }
      const isKnown = people.some(({ mark }) => erased.has(mark))
      if (people.every(({ contact, mark }) => erased.has(mark) && !rows.has(contact))) return false
      key = Option.some(given)
      const before = Option.getOrElse(residue, () => Residue.empty(zone))
      residue = Option.some(isKnown ? before : Residue.add(before, cells))
      for (const { contact, mark } of people) {
        const { account, fence, version } = row(contact)
        floor = Math.max(floor, version, fence)
        rows.delete(contact)
        projections.changed(contact)
        moveAccounts(contact, new Set([account]), at)
        const noted = { ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) }
        if (!erased.has(mark)) erased.set(mark, { mark, at, ...noted })
      }
      const ids = new Set(people.map(({ contact }) => contact))
      for (const [reference, { contact }] of intended) if (ids.has(contact)) intended.delete(reference)
      for (const one of sealed) apart.set(sealedKey(one.name, one.mark), one)
      return true
    }),

    remember: Effect.fnUntraced(function* (erasures, given, zone) {
      if (Option.isSome(key) && key.value !== given) return yield* new ErasureKeyChanged({ where: "the store" })
      if (erasures.length === 0) return
      key = Option.some(given)
      residue = Option.some(Option.getOrElse(residue, () => Residue.empty(zone)))
      for (const erasure of erasures) if (!erased.has(erasure.mark)) erased.set(erasure.mark, erasure)
    }),

    adopt: Effect.fnUntraced(function* (adopted, given) {
      if (Option.isSome(key) && key.value !== given) return yield* new ErasureKeyChanged({ where: "the store" })
      key = Option.some(given)
      residue = Option.some(adopted)
    }),

    readmit: (marks) =>
      // every mark is to go, also after one that was known
      Effect.sync(() => marks.map((mark) => erased.delete(mark)).some((wasKnown) => wasKnown)),

    redact: Effect.fnUntraced(function* ({ contact, events, expected }) {
      const before = row(contact)
      if (before.version !== expected) return yield* new Conflict({ contact, expected, actual: before.version })
      const all = new Map(before.events)
      for (const event of events) {
        if (all.has(event.id)) all.set(event.id, event)
      }
      projections.changed(contact)
      rows.set(contact, { ...before, events: all, version: before.version + 1 })
      moveAccounts(contact, new Set([before.account]), undefined)
    }),

    isErased: (mark) => Effect.sync(() => erased.has(mark)),

    remembered: Effect.sync(() => ({ key, residue })),

    page: ({ after, limit }) =>
      Effect.sync(() =>
        [...erased.values()]
          .filter(({ mark }) => Option.isNone(after) || mark > after.value)
          .toSorted((one, other) => byCodeUnits(one.mark, other.mark))
          .slice(0, Math.max(0, limit))
      ),

    mergedInto: (contacts) =>
      Effect.sync(() => {
        const into = new Set(contacts)
        return [...rows]
          .filter(([, { events }]) =>
            [...events.values()].some((event) => event._tag === "MergedInto" && into.has(event.into))
          )
          .map(([contact]) => contact)
      }),

    sealed: (name, mark) => Effect.sync(() => Option.fromUndefinedOr(apart.get(sealedKey(name, mark)))),

    allSealed: (name) =>
      Effect.sync(() =>
        [...apart.values()]
          .filter((one) => name === undefined || one.name === name)
          .toSorted((one, other) => byCodeUnits(one.name, other.name) || byCodeUnits(one.mark, other.mark))
      ),

    seal: (sealed) => Effect.sync(() => sealed.forEach((one) => apart.set(sealedKey(one.name, one.mark), one))),

    unseal: (name, mark) => Effect.sync(() => void apart.delete(sealedKey(name, mark))),

    expire: (now) =>
      Effect.sync(() => {
        const over = [...apart].filter(([, { until }]) => Option.exists(until, (until) => until <= now))
        for (const [one] of over) apart.delete(one)
        return over.length
      })
  })

  return { histories, erasures, projections: projections.service }
})

const sealedKey = (name: string, mark: Residue.Mark): string => `${mark} ${name}`

/**
 * A store of its own, empty, of which nobody is to be erased.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<HistoryStore["Service"]> = Effect.map(open, ({ histories }) => histories)

/**
 * The store as a layer, with its projections; each build of it is a store of its own, empty.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<HistoryStore | Erasures | Projections.Projections> = Layer.effectContext(
  Effect.map(open, ({ erasures, histories, projections }) =>
    Context.make(HistoryStore, histories).pipe(
      Context.add(Erasures, erasures),
      Context.add(Projections.Projections, projections)
    )
  )
)
