/**
 * Accounts: does everybody in a company hear of what was done with the others?
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import { Conflict, HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { Append, Loaded } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import * as EventArbitrary from "../EventArbitrary.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, despite, pause } from "./Defect.ts"
import { all, anna, ben, changesNothing, contacts, positive, someday, tag } from "./Scene.ts"
import type { Store } from "./Scene.ts"

const carol = Contact.ContactId.make("carol")
const acme = Contact.AccountId.make("acme")
const globex = Contact.AccountId.make("globex")

/** An id that no other contact's event has. */
const common = (contact: Contact.ContactId, minute: number) => ({
  id: Event.EventId.make(`${contact} ${String(minute).padStart(4, "0")}`),
  occurredAt: at(minute),
  recordedAt: at(minute)
})

const joins = (contact: Contact.ContactId, account: Contact.AccountId | null, minute = 0): Event.Event => ({
  _tag: "ContactChanged",
  ...common(contact, minute),
  account
})

const asked = (contact: Contact.ContactId, minute: number): Event.Event => ({
  _tag: "AskedElsewhere",
  ...common(contact, minute)
})

/** Anna and Ben are of one account, Carol is of another. Gives Ben's version. */
const found = Effect.fnUntraced(function* (store: Store, wakeAt?: Instant) {
  const wakes = wakeAt === undefined ? {} : { wakeAt }
  yield* store.append({ contact: anna, events: [joins(anna, acme)], now: at(0) })
  yield* store.append({ contact: carol, events: [joins(carol, globex)], now: at(0), ...wakes })
  const { version } = yield* store.append({ contact: ben, events: [joins(ben, acme)], now: at(0), ...wakes })
  return version
})

/** The account's id and version, as this contact meets it. */
const accountOf = (store: Store, contact: Contact.ContactId) =>
  Effect.map(store.load(contact), ({ account }) =>
    Option.getOrUndefined(Option.map(account, ({ id, version }) => ({ id, version })))
  )

const versionOf = (store: Store, contact: Contact.ContactId) =>
  Effect.map(accountOf(store, contact), (account) => account?.version ?? 0)

/** What the account's version counts beyond the contact's events and the colleagues' activity. Asks add one to each. */
const unseen = ({ account, events }: Loaded): number =>
  Option.match(account, {
    onNone: () => Number.NaN,
    onSome: ({ activity, version }) => version - activity.length - events.length
  })

/** Any events, their ids and references those of no other contact. */
const eventsOf = (contact: Contact.ContactId, number: number): fc.Arbitrary<ReadonlyArray<Event.Event>> =>
  EventArbitrary.events.map((events) =>
    events.map((event) => ({
      ...event,
      id: Event.EventId.make(`${contact} ${event._tag}`),
      ...(event._tag === "Intended" && { reference: EventArbitrary.reference(number) })
    }))
  )

const frees = (contact: Contact.ContactId, minute: number, kind: string): Event.Event => {
  const key = Decision.Key.make(`p/nps/${contact}/invite/touchpoint%3A1`)
  const base = common(contact, minute)
  switch (kind) {
    case "SendFailed":
      return { _tag: kind, ...base, key, attempt: 1, problem: "busy" }
    case "SendRefused":
      return { _tag: kind, ...base, key, attempt: 1, address: "anna@example.com", problem: "no such user" }
    case "CaseResolved":
      return { _tag: kind, ...base, case: Decision.CaseId.make("case") }
    case "leaves":
      return joins(contact, null, minute)
    default:
      return asked(contact, minute)
  }
}

const freeing = fc.constantFrom("SendFailed", "SendRefused", "CaseResolved", "leaves")

/** What a store promises about accounts. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "load gives the account as the histories of its people make it",
    fc.tuple(eventsOf(anna, 1), eventsOf(ben, 2), eventsOf(carol, 3)),
    Effect.fnUntraced(function* (histories) {
      const store = yield* HistoryStore
      const people = [anna, ben, carol]
      for (const [index, events] of histories.entries()) {
        const contact = people[index] ?? anna
        yield* store.append({ contact, events: [joins(contact, acme), ...events], now: at(0) })
      }
      const stored = yield* Effect.forEach(people, (contact) => store.load(contact))
      const read = stored.map(({ contact, events }) => Result.getOrThrow(History.make(contact, events)))
      for (const { account, contact, events } of stored) {
        const id = Account.membership(events)
        const version = Option.match(account, { onNone: () => 0, onSome: ({ version }) => version })
        yield* agree(
          `the account of ${contact}`,
          account,
          id === undefined ? Option.none() : Option.some(Account.make({ contact, id, version }, read))
        )
      }
    })
  ),
  forAll(
    "an account moves by one with each append that adds something to anybody in it",
    fc.array(fc.record({ who: fc.constantFrom(anna, ben, carol), isNew: fc.constantFrom(true, true, false) }), {
      minLength: 1,
      maxLength: 6
    }),
    Effect.fnUntraced(function* (appends) {
      const store = yield* HistoryStore
      yield* found(store)
      const base = { acme: yield* versionOf(store, anna), globex: yield* versionOf(store, carol) }
      const moved = { acme: 0, globex: 0 }
      for (const [index, { isNew, who }] of appends.entries()) {
        const event = isNew ? asked(who, index + 1) : joins(who, who === carol ? globex : acme)
        yield* store.append({ contact: who, events: [event], now: at(0) })
        if (isNew) moved[who === carol ? "globex" : "acme"]++
        for (const [contact, account] of [
          [anna, "acme"],
          [ben, "acme"],
          [carol, "globex"]
        ] as const) {
          const version = yield* versionOf(store, contact)
          yield* agree(
            `by how much ${account} has moved, as ${contact} sees it`,
            version - base[account],
            moved[account]
          )
        }
      }
    })
  ),
  forAll(
    "a contact that changes accounts moves both",
    fc.constantFrom(globex, null),
    Effect.fnUntraced(function* (to) {
      const store = yield* HistoryStore
      yield* found(store)
      const before = [yield* versionOf(store, ben), yield* versionOf(store, carol)] as const
      yield* store.append({ contact: anna, events: [joins(anna, to, 1)], now: at(0) })
      yield* agree("the account that was left", yield* versionOf(store, ben), before[0] + 1)
      yield* agree("the other account", yield* versionOf(store, carol), before[1] + (to === null ? 0 : 1))
    })
  ),
  forAll(
    "an append goes ahead exactly when the account has the expected version",
    fc.record({ appends: fc.nat(3), off: fc.integer({ min: -1, max: 1 }) }),
    Effect.fnUntraced(function* ({ appends, off }) {
      const store = yield* HistoryStore
      yield* found(store)
      for (let minute = 1; minute <= appends; minute++) {
        yield* store.append({ contact: ben, events: [asked(ben, minute)], now: at(0) })
      }
      const actual = yield* versionOf(store, anna)
      const expectedAccount = { id: acme, version: actual + off }
      const result = yield* Effect.result(
        store.append({ contact: anna, events: [asked(anna, 10)], now: at(0), expectedAccount })
      )
      yield* agree("the append", tag(result), off === 0 ? "accepted" : "Conflict")
      if (Result.isFailure(result) && result.failure._tag === "Conflict") {
        const { account, actual: told, contact, expected } = result.failure
        yield* agree(
          "what the conflict tells",
          { contact, account, expected, actual: told },
          { contact: anna, account: acme, expected: actual + off, actual }
        )
      }
    })
  ),
  forAll(
    "an append with an account version that has moved writes nothing",
    fc.record({ count: positive(3), off: fc.constantFrom(-1, 1) }),
    Effect.fnUntraced(function* ({ count, off }) {
      const store = yield* HistoryStore
      yield* found(store)
      const expectedAccount = { id: acme, version: (yield* versionOf(store, anna)) + off }
      const events = Array.from({ length: count }, (_, index) => asked(anna, index + 1))
      const append = store.append({ contact: anna, events, now: at(0), wakeAt: at(50), expectedAccount })
      yield* changesNothing(store, anna, append)
    })
  ),
  forAll(
    "an append under an account that the contact has left is refused",
    fc.constantFrom(globex, null),
    Effect.fnUntraced(function* (to) {
      const store = yield* HistoryStore
      yield* found(store)
      yield* store.append({ contact: anna, events: [joins(anna, to, 1)], now: at(0) })
      const expectedAccount = { id: acme, version: yield* versionOf(store, ben) }
      const result = yield* Effect.result(
        store.append({ contact: anna, events: [asked(anna, 2)], now: at(0), expectedAccount })
      )
      yield* agree("the append", tag(result), "Conflict")
    })
  ),
  forAll(
    "of appends to colleagues that expect the same version of the account at once, one goes ahead",
    fc.integer({ min: 2, max: 5 }),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const people = Array.from({ length: count }, (_, index) => Contact.ContactId.make(`c${index}`))
      for (const contact of people) {
        yield* store.append({ contact, events: [joins(contact, acme)], now: at(0) })
      }
      const expectedAccount = { id: acme, version: count }
      const results = yield* Effect.forEach(
        people,
        (contact) => Effect.result(store.append({ contact, events: [asked(contact, 1)], now: at(0), expectedAccount })),
        { concurrency: "unbounded" }
      )
      yield* agree("how many went ahead", results.filter(Result.isSuccess).length <= 1, true)
      const version = yield* versionOf(store, people[0] ?? anna)
      const again = people.map((contact) =>
        Effect.result(
          store.append({ contact, events: [asked(contact, 2)], now: at(0), expectedAccount: { id: acme, version } })
        )
      )
      const retried = yield* Effect.all(again, { concurrency: "unbounded" })
      yield* agree("results", retried.map(tag).toSorted(), [
        ...Array.from({ length: count - 1 }, () => "Conflict"),
        "accepted"
      ])
    })
  ),
  forAll(
    "a contact and its account are loaded from one snapshot, also while somebody appends",
    positive(4),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      yield* found(store)
      const quiet = unseen(yield* store.load(anna))
      const append = (contact: Contact.ContactId, minute: number) =>
        Effect.andThen(store.append({ contact, events: [asked(contact, minute)], now: at(0) }), Effect.yieldNow)
      const minutes = Array.from({ length: count }, (_, index) => index + 1)
      const writing = Effect.forEach(minutes, (minute) => Effect.andThen(append(anna, minute), append(ben, minute)))
      const reading = Effect.forEach([...minutes, ...minutes, ...minutes], () =>
        Effect.tap(store.load(anna), Effect.yieldNow)
      )
      const [, seen] = yield* Effect.all([writing, reading], { concurrency: "unbounded" })
      for (const loaded of seen) yield* agree("what the version counts that is not seen", unseen(loaded), quiet)
    })
  ),
  forAll(
    "what gives a turn back makes the colleagues due, and nobody else",
    fc.record({ kind: fc.option(freeing, { nil: "nothing" }), now: positive(50) }),
    Effect.fnUntraced(function* ({ kind, now }) {
      const store = yield* HistoryStore
      yield* found(store, at(100))
      yield* store.append({ contact: anna, events: [frees(anna, now, kind)], now: at(now) })
      const due = contacts(yield* store.claim({ now: at(now), until: someday, limit: all }))
      yield* agree(
        "who is due",
        due.filter((contact) => contact !== anna),
        kind === "nothing" ? [] : [ben]
      )
    })
  ),
  forAll(
    "a colleague who is worked on when a turn is given back is due again",
    fc.record({ kind: freeing, now: positive(50) }),
    Effect.fnUntraced(function* ({ kind, now }) {
      const store = yield* HistoryStore
      const expected = yield* found(store, at(0))
      const claims = yield* store.claim({ now: at(0), until: at(now + 10), limit: all })
      yield* store.append({ contact: anna, events: [frees(anna, now, kind)], now: at(now) })
      for (const claim of claims.filter(({ contact }) => contact === ben)) {
        yield* store.settle({ claim, expected, wakeAt: Option.some(at(100)), now: at(now) })
      }
      const due = contacts(yield* store.claim({ now: at(now), until: someday, limit: all }))
      yield* agree(
        "who is due",
        due.filter((contact) => contact === ben),
        [ben]
      )
    })
  )
]

/** Reads or tells accounts in its own way. `outer` is what it tells, `inner` what the good store means by it. */
const telling = (
  good: Store,
  outer: (account: Account.Account) => Account.Account,
  inner: (account: NonNullable<Append["expectedAccount"]>) => NonNullable<Append["expectedAccount"]> = (same) => same
): Pick<Store, "load" | "append"> => ({
  load: (contact) =>
    Effect.map(good.load(contact), (loaded) => ({ ...loaded, account: Option.map(loaded.account, outer) })),
  append: ({ expectedAccount, ...append }) =>
    expectedAccount === undefined
      ? good.append(append)
      : good.append({ ...append, expectedAccount: inner(expectedAccount) }).pipe(
          Effect.catchTag("Conflict", (error) => {
            if (error.account === undefined) return Effect.fail(error)
            const { account: id, actual: version, contact } = error
            const { version: actual } = outer({ id, version, zone: undefined, activity: [] })
            return Effect.fail(new Conflict({ contact, account: id, expected: expectedAccount.version, actual }))
          })
        )
})

/** Sleeps over the turns that are given back to those who are claimed, or to those who are not. */
const sleepingOver = (good: Store, sleeps: (isClaimed: boolean) => boolean): Partial<Store> => {
  const due = new Map<Contact.ContactId, Instant>()
  const claimed = new Set<Contact.ContactId>()
  const missed = new Set<Contact.ContactId>()
  return {
    append: (append) =>
      Effect.tap(good.append(append), () =>
        Effect.sync(() => {
          const { contact, events, now, wakeAt } = append
          if (wakeAt !== undefined) due.set(contact, Math.min(wakeAt, due.get(contact) ?? wakeAt))
          if (!events.some(Account.frees)) return
          for (const [other, time] of due) {
            if (other === contact || !sleeps(claimed.has(other))) continue
            if (claimed.has(other) || time > now) missed.add(other)
          }
        })
      ),
    claim: (request) =>
      Effect.map(good.claim(request), (claims) => {
        const awake = claims.filter(
          ({ contact }) => !missed.has(contact) || (due.get(contact) ?? -Infinity) <= request.now
        )
        for (const { contact } of awake) claimed.add(contact)
        return awake
      }),
    settle: (settle) =>
      Effect.tap(good.settle(settle), () =>
        Effect.sync(() => {
          const { contact } = settle.claim
          claimed.delete(contact)
          if (Option.isSome(settle.wakeAt)) due.set(contact, settle.wakeAt.value)
          else due.delete(contact)
        })
      )
  }
}

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken(
    "does not tell of colleagues' answers",
    "load gives the account as the histories of its people make it",
    (good) =>
      telling(good, (account) => ({
        ...account,
        activity: account.activity.filter(({ clock }) => clock !== "answered")
      }))
  ),
  broken(
    "counts calls for an account",
    "an account moves by one with each append that adds something to anybody in it",
    (good) => {
      const idle = new Map<Contact.AccountId, number>()
      const extra = (id: Contact.AccountId) => idle.get(id) ?? 0
      const store = telling(
        good,
        (account) => ({ ...account, version: account.version + extra(account.id) }),
        ({ id, version }) => ({ id, version: version - extra(id) })
      )
      return {
        ...store,
        append: Effect.fnUntraced(function* (append) {
          const appended = yield* store.append(append)
          const { account } = yield* good.load(append.contact)
          if (appended.added === 0 && Option.isSome(account)) idle.set(account.value.id, extra(account.value.id) + 1)
          return appended
        })
      }
    }
  ),
  broken("moves only the account that is joined", "a contact that changes accounts moves both", (good) => {
    const left = new Map<Contact.AccountId, number>()
    const missing = (id: Contact.AccountId) => left.get(id) ?? 0
    const store = telling(
      good,
      (account) => ({ ...account, version: account.version - missing(account.id) }),
      ({ id, version }) => ({ id, version: version + missing(id) })
    )
    return {
      ...store,
      append: Effect.fnUntraced(function* (append) {
        const before = Option.getOrUndefined((yield* good.load(append.contact)).account)
        const appended = yield* store.append(append)
        const after = Option.getOrUndefined((yield* good.load(append.contact)).account)
        if (before !== undefined && before.id !== after?.id) left.set(before.id, missing(before.id) + 1)
        return appended
      })
    }
  }),
  broken(
    "believes account versions that never were",
    "an append goes ahead exactly when the account has the expected version",
    (good) => ({
      append: Effect.fnUntraced(function* ({ expectedAccount, ...append }) {
        const { account } = yield* good.load(append.contact)
        const isAhead = Option.exists(
          account,
          ({ id, version }) => id === expectedAccount?.id && expectedAccount.version > version
        )
        return yield* good.append(expectedAccount === undefined || isAhead ? append : { ...append, expectedAccount })
      })
    })
  ),
  broken(
    "writes in spite of the account's conflict",
    "an append with an account version that has moved writes nothing",
    (good) => despite(good, "Conflict", ({ expectedAccount: _, ...append }) => good.append(append))
  ),
  broken("asks not whose account it is", "an append under an account that the contact has left is refused", (good) => ({
    append: Effect.fnUntraced(function* ({ expectedAccount, ...append }) {
      const { account } = yield* good.load(append.contact)
      const isTheirs = Option.exists(account, ({ id }) => id === expectedAccount?.id)
      return yield* good.append(expectedAccount === undefined || !isTheirs ? append : { ...append, expectedAccount })
    })
  })),
  broken(
    "compares the account, then writes",
    "of appends to colleagues that expect the same version of the account at once, one goes ahead",
    (good) => ({
      append: Effect.fnUntraced(function* ({ expectedAccount, ...append }) {
        if (expectedAccount === undefined) return yield* good.append(append)
        const now = yield* accountOf(good, append.contact)
        const { id, version } = expectedAccount
        if (now?.id !== id || now.version !== version) return yield* good.append({ ...append, expectedAccount })
        yield* pause
        return yield* good.append(append)
      })
    })
  ),
  broken(
    "reads the account apart",
    "a contact and its account are loaded from one snapshot, also while somebody appends",
    (good) => ({
      loadAll: good.loadAll,
      load: Effect.fnUntraced(function* (contact) {
        const { account: _, ...stored } = yield* good.load(contact)
        yield* pause
        return { ...stored, account: (yield* good.load(contact)).account }
      })
    })
  ),
  broken("wakes nobody but oneself", "what gives a turn back makes the colleagues due, and nobody else", (good) =>
    sleepingOver(good, (isClaimed) => !isClaimed)
  ),
  broken("wakes only those who sleep", "a colleague who is worked on when a turn is given back is due again", (good) =>
    sleepingOver(good, (isClaimed) => isClaimed)
  )
]
