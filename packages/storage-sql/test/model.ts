/**
 * Model: what does the port promise after any operations?
 *
 * Said a second time, as plainly as possible; every store is held against it.
 */
import * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import { type Append, type Claim, HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert } from "vitest"
import { answered, asked, contact, failed, inherited, intended, joined, touchpoint } from "./samples.ts"

// Their order by code unit is not their order by code point.
const contacts = ["anna", "Bert", "zoé", "\ue000", "\ufffd", "🦊"].map((id) => contact(id))

interface Addition {
  readonly contact: Contact.ContactId
  readonly events: ReadonlyArray<Event.Event>
  readonly now: number
  /** How far off the true version, when one is expected. */
  readonly off: number | undefined
  /** The same for the version of their account. */
  readonly accountOff: number | undefined
  /** Which of the claims so far, when it is made under one. */
  readonly claim: number | undefined
  readonly wakeAt: number | undefined
  readonly settle: Option.Option<number> | undefined
}

type Operation =
  | { readonly do: "append"; readonly append: Addition }
  | { readonly do: "appendAll"; readonly appends: ReadonlyArray<Addition> }
  | { readonly do: "claim"; readonly now: number; readonly until: number; readonly limit: number }
  | {
      readonly do: "settle"
      readonly claim: number
      readonly off: number
      readonly now: number
      readonly wakeAt: number | undefined
    }
  | { readonly do: "page"; readonly after: Contact.ContactId | undefined; readonly limit: number }

const time = fc.integer({ min: 0, max: 12 })
// the first two have most in common
const who = fc.constantFrom(...contacts, ...contacts.slice(0, 2), ...contacts.slice(0, 2))
const off = fc.constantFrom(0, 0, 0, 1, -1)
const sometimes = <A>(values: fc.Arbitrary<A>) => fc.option(values, { nil: undefined })

/** Few identifiers and few contents, so that sameness and clashes are common. A reference belongs to its contact. */
const eventOf = (contact: Contact.ContactId): fc.Arbitrary<Event.Event> => {
  const id = fc.constantFrom("e1", "e2", "e3", "é", "🦊")
  const recordedAt = fc.integer({ min: 1000, max: 1002 })
  return fc.oneof(
    fc.tuple(id, recordedAt).map(([id, at]) => touchpoint(id, "delivery.completed", 1000, at)),
    fc
      .tuple(id, fc.constantFrom("acme", "globex", null), fc.constantFrom(1000, 1001))
      .map(([id, account, at]) => joined(id, account, at)),
    fc
      .tuple(id, fc.constantFrom("acme", null), fc.constantFrom(1000, 1001))
      .map(([id, account, at]) => inherited(id, joined(`told ${account} ${at}`, account, at))),
    id.map((id) => asked(id)),
    id.map((id) => failed(id, `key of ${contact}`)),
    fc.tuple(id, fc.constantFrom(0, 9), recordedAt).map(([id, score, at]) => answered(id, score, "so", 1000, at)),
    fc
      .tuple(id, fc.integer({ min: 1, max: 2 }))
      .map(([id, attempt]) => intended(id, `key of ${contact}`, String(contacts.indexOf(contact)).repeat(32), attempt))
  )
}

const addition: fc.Arbitrary<Addition> = who.chain((contact) =>
  fc.record({
    contact: fc.constant(contact),
    events: fc.array(eventOf(contact), { maxLength: 3 }),
    now: time,
    off: sometimes(off),
    accountOff: sometimes(off),
    claim: sometimes(fc.nat(5)),
    wakeAt: sometimes(time),
    settle: sometimes(sometimes(time).map(Option.fromUndefinedOr))
  })
)

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("append" as const), append: addition }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("appendAll" as const), appends: fc.array(addition, { maxLength: 5 }) })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("claim" as const),
      now: time,
      until: time,
      limit: fc.constantFrom(-1, 0, 1, 2, 100, Number.POSITIVE_INFINITY)
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("settle" as const),
      claim: fc.nat(5),
      off,
      now: time,
      wakeAt: sometimes(time)
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("page" as const),
      after: sometimes(who),
      limit: fc.integer({ min: 0, max: 7 })
    })
  }
)

interface Row {
  events: ReadonlyArray<Event.Event>
  version: number
  due: number | undefined
  fence: number
  until: number | undefined
  woken: number | undefined
}

const earlier = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : other === undefined ? one : Math.min(one, other)

class Model {
  rows = new Map<Contact.ContactId, Row>()
  row = (contact: Contact.ContactId): Row =>
    this.rows.get(contact) ?? { events: [], version: 0, due: undefined, fence: 0, until: undefined, woken: undefined }
  accounts = new Map<string, number>()
  version = (account: string) => this.accounts.get(account) ?? 0

  holds(claim: Claim, now: number) {
    const { fence, until } = this.row(claim.contact)
    return fence === claim.fence && until !== undefined && until > now
  }

  append({ claim, contact, events, expected, expectedAccount, now, settle, wakeAt }: Append) {
    if (settle !== undefined && (claim === undefined || expected === undefined)) return "StoreError"
    const row = this.row(contact)
    if (claim !== undefined && (claim.contact !== contact || !this.holds(claim, now))) return "StaleClaim"
    if (expected !== undefined && expected !== row.version) return "Conflict"
    const before = Account.membership(row.events)
    if (expectedAccount !== undefined) {
      const actual = before === expectedAccount.id ? this.version(expectedAccount.id) : 0
      if (actual !== expectedAccount.version) return "Conflict"
    }
    const all = [...row.events]
    for (const event of events) {
      const twin = all.find(({ id }) => id === event.id)
      if (twin === undefined) all.push(event)
      else if (!Event.isSame(twin, event)) return "EventClash"
    }
    const added = all.length - row.events.length
    const version = added > 0 ? row.version + 1 : row.version
    const woken = added > 0 ? row.woken : earlier(row.woken, wakeAt)
    const due = settle === undefined ? earlier(row.due, wakeAt) : earlier(woken, Option.getOrUndefined(settle))
    const until = settle === undefined ? row.until : undefined
    if (added > 0 || wakeAt !== undefined || settle !== undefined) {
      this.rows.set(contact, { ...row, events: all, version, due, woken, until })
    }
    for (const account of added === 0 ? [] : new Set([before, Account.membership(all)])) {
      if (account === undefined) continue
      this.accounts.set(account, this.version(account) + 1)
      if (!all.slice(-added).some(Account.frees)) continue
      for (const [other, asleep] of this.rows) {
        if (other === contact || asleep.due === undefined || Account.membership(asleep.events) !== account) continue
        this.rows.set(other, { ...asleep, due: earlier(asleep.due, now), woken: earlier(asleep.woken, now) })
      }
    }
    return { version, added }
  }

  claim(now: number, until: number, limit: number): ReadonlyArray<Claim> {
    const due = [...this.rows].filter(([, row]) => row.due !== undefined && row.due <= now && (row.until ?? now) <= now)
    due.sort(([one, { due: a = 0 }], [other, { due: b = 0 }]) => a - b || (one < other ? -1 : 1))
    return due.slice(0, Math.max(0, limit)).map(([contact, row]) => {
      this.rows.set(contact, { ...row, fence: row.fence + 1, until, woken: undefined })
      return { contact, fence: row.fence + 1, until }
    })
  }

  settle(claim: Claim, expected: number, wakeAt: number | undefined, now: number) {
    if (!this.holds(claim, now)) return "StaleClaim"
    const row = this.row(claim.contact)
    if (row.version !== expected) return "Conflict"
    this.rows.set(claim.contact, { ...row, due: earlier(wakeAt, row.woken), until: undefined })
    return undefined
  }

  get nextDue(): Option.Option<number> {
    const turns = [...this.rows.values()].flatMap(({ due, until }) =>
      due === undefined ? [] : [Math.max(due, until ?? due)]
    )
    return turns.length === 0 ? Option.none() : Option.some(Math.min(...turns))
  }

  stored(contact: Contact.ContactId) {
    const { events, version } = this.row(contact)
    return { contact, events: events.toSorted(Event.compare), version }
  }

  loaded(contact: Contact.ContactId) {
    const id = Account.membership(this.row(contact).events)
    const histories = contacts.map((other) => Result.getOrThrow(History.make(other, this.row(other).events)))
    const account =
      id === undefined
        ? Option.none()
        : Option.some(Account.make({ contact, id, version: this.version(id) }, histories))
    return { ...this.stored(contact), account }
  }

  page(after: Contact.ContactId | undefined, limit: number) {
    const ids = [...this.rows.keys()].filter((id) => after === undefined || id > after)
    return ids
      .toSorted((a, b) => (a < b ? -1 : 1))
      .slice(0, limit)
      .map((id) => this.stored(id))
  }

  find(reference: string) {
    for (const [contact, { events }] of this.rows)
      for (const event of events)
        if (event._tag === "Intended" && event.reference === reference) return Option.some({ contact, key: event.key })
    return Option.none()
  }
}

const successOrTag = <A, E extends { readonly _tag: string }>(result: Result.Result<A, E>) =>
  Result.isSuccess(result) ? result.success : result.failure._tag

const tagOr = <A, E extends { readonly _tag: string }>(effect: Effect.Effect<A, E>) =>
  Effect.map(Effect.result(effect), successOrTag)

const added = (step: Operation): ReadonlyArray<Addition> =>
  step.do === "append" ? [step.append] : step.do === "appendAll" ? step.appends : []

const sorted = <S extends { readonly events: ReadonlyArray<Event.Event> }>(stored: S) => ({
  ...stored,
  events: stored.events.toSorted(Event.compare)
})

/** Any operations, one after the other. */
export const operations = fc.array(operation, { maxLength: 40, size: "max" })

/** Does the store, which is empty, give and keep after each of them what the model says? */
export const check = (operations: ReadonlyArray<Operation>) =>
  Effect.gen(function* () {
    const store = yield* HistoryStore
    const model = new Model()
    const claims: Array<Claim> = []
    const request = ({ accountOff, claim, contact, events, now, off, settle, wakeAt }: Addition): Append => {
      const account = Account.membership(model.row(contact).events)
      const held = claim === undefined ? undefined : claims.at(-1 - claim)
      return {
        contact,
        events,
        now,
        ...(off !== undefined && { expected: model.row(contact).version + off }),
        ...(accountOff !== undefined &&
          account !== undefined && { expectedAccount: { id: account, version: model.version(account) + accountOff } }),
        ...(held !== undefined && { claim: held }),
        ...(wakeAt !== undefined && { wakeAt }),
        ...(settle !== undefined && { settle })
      }
    }
    for (const step of operations) {
      switch (step.do) {
        case "append": {
          const append = request(step.append)
          const result = yield* tagOr(store.append(append))
          assert.deepStrictEqual(result, model.append(append))
          break
        }
        case "appendAll": {
          const appends: Array<Append> = []
          const told = step.appends.map((one) => {
            const append = request(one)
            appends.push(append)
            return model.append(append)
          })
          assert.deepStrictEqual((yield* store.appendAll(appends)).map(successOrTag), told)
          break
        }
        case "claim": {
          const given = yield* store.claim(step)
          assert.deepStrictEqual(given, model.claim(step.now, step.until, step.limit))
          claims.push(...given)
          break
        }
        case "settle": {
          const claim = claims.at(-1 - step.claim)
          if (claim === undefined) break
          const expected = model.row(claim.contact).version + step.off
          const result = yield* tagOr(
            store.settle({ claim, expected, wakeAt: Option.fromUndefinedOr(step.wakeAt), now: step.now })
          )
          assert.deepStrictEqual(result, model.settle(claim, expected, step.wakeAt, step.now))
          break
        }
        case "page": {
          const page = yield* store.page({ after: Option.fromUndefinedOr(step.after), limit: step.limit })
          assert.deepStrictEqual(page.map(sorted), model.page(step.after, step.limit))
          assert.deepStrictEqual(
            yield* store.versions({ after: Option.fromUndefinedOr(step.after), limit: step.limit }),
            page.map(({ contact, version }) => ({ contact, version }))
          )
          break
        }
      }
      assert.deepStrictEqual(yield* store.nextDue, model.nextDue)
      if (step.do !== "append" && step.do !== "appendAll") continue
      assert.deepStrictEqual(
        (yield* store.loadAll(contacts)).map(sorted),
        contacts.map((id) => model.loaded(id))
      )
    }
    for (const { events } of operations.flatMap(added))
      for (const event of events) {
        if (event._tag !== "Intended") continue
        assert.deepStrictEqual(yield* store.find(event.reference), model.find(event.reference))
      }
    assert.deepStrictEqual(
      (yield* store.page({ after: Option.none(), limit: 100 })).map(sorted),
      model.page(undefined, 100)
    )
  })
