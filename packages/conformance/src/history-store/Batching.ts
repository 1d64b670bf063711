/**
 * Batching: is many at a time the same as one at a time, only faster?
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { Append, Claim, Loaded } from "@temoin/core/ports/HistoryStore"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Broken from "../Broken.ts"
import * as EventArbitrary from "../EventArbitrary.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, pause } from "./Defect.ts"
import { all, anna, ben, changesNothing, claimed, contacts, minutes, positive, term, touchpoints } from "./Scene.ts"
import type { Store } from "./Scene.ts"

/** Who plays the same part on either side. Neither knows of the other. */
const roles = [0, 1, 2] as const
type Side = "one by one" | "together"
const person = (side: Side, role: number) => Contact.ContactId.make(`${side} ${role}`)
const company = (side: Side) => Contact.AccountId.make(side)
const key = Decision.Key.make("p/nps/c/invite/touchpoint%3A1")

const happenings = ["visits", "buys", "joins", "leaves", "is written to", "was not reached"] as const

/** The same thing happens again under the same id, and something else may happen under it too. */
const happening = (side: Side, role: number, what: (typeof happenings)[number], number: number): Event.Event => {
  const base = {
    id: Event.EventId.make(`e${number} of ${person(side, role)}`),
    occurredAt: at(number),
    recordedAt: at(number)
  }
  switch (what) {
    case "visits":
      return EventArbitrary.touchpoint(base.id, number, "site.visited")
    case "buys":
      return EventArbitrary.touchpoint(base.id, number, "purchase.made")
    case "joins":
      return { _tag: "ContactChanged", ...base, account: company(side) }
    case "leaves":
      return { _tag: "ContactChanged", ...base, account: null }
    case "is written to":
      return EventArbitrary.intended(base.id, EventArbitrary.reference((side === "together" ? 10 : 0) + number), key)
    case "was not reached":
      return { _tag: "SendFailed", ...base, key, attempt: 1, problem: "busy" }
  }
}

const off = fc.option(fc.constantFrom(0, 0, 0, 1), { nil: undefined })

const step = fc.record({
  role: fc.constantFrom(...roles),
  events: fc.array(fc.tuple(fc.constantFrom(...happenings), fc.nat(3)), { maxLength: 2 }),
  now: minutes(100),
  off,
  accountOff: off,
  isClaimed: fc.boolean(),
  wakeAt: fc.option(minutes(200), { nil: undefined }),
  settle: fc.option(fc.option(minutes(200)), { nil: undefined })
})

type Step = typeof step extends fc.Arbitrary<infer A> ? A : never

const optional = <Name extends string, A>(name: Name, value: A | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { readonly [_ in Name]: A })

const toAppend = (
  side: Side,
  { events, isClaimed, now, role, settle, wakeAt }: Step,
  versions: { readonly expected: number | undefined; readonly account: number | undefined },
  claims: ReadonlyArray<Claim>
): Append => ({
  contact: person(side, role),
  events: events.map(([what, number]) => happening(side, role, what, number)),
  now: at(now),
  ...optional("expected", versions.expected),
  ...optional(
    "expectedAccount",
    versions.account === undefined ? undefined : { id: company(side), version: versions.account }
  ),
  ...optional(
    "claim",
    claims.find(({ contact }) => isClaimed && contact === person(side, role))
  ),
  ...optional("wakeAt", wakeAt === undefined ? undefined : at(wakeAt)),
  ...optional("settle", settle === undefined ? undefined : Option.map(Option.fromNullOr(settle), at))
})

const near = (version: number, off: number | undefined) => (off === undefined ? undefined : version + off)

/** What is loaded has no order of its own. */
const sorted = (all: ReadonlyArray<Loaded>) =>
  all.map((loaded) => ({ ...loaded, events: loaded.events.toSorted(Event.compare) }))

/** What an append was told, whichever side it is on. */
const told = (result: Result.Result<{ readonly version: number; readonly added: number }, { readonly _tag: string }>) =>
  Result.isSuccess(result) ? `version ${result.success.version}, ${result.success.added} new` : result.failure._tag

const seen = Effect.fnUntraced(function* (store: Store, side: Side) {
  const people = yield* Effect.forEach(roles, (role) => store.load(person(side, role)))
  return people.map(({ account, contact, events, version }) => ({
    events: events.map(({ id }) => id.replace(contact, "")).toSorted(),
    version,
    account: Option.getOrUndefined(Option.map(account, ({ activity, version }) => ({ version, acts: activity.length })))
  }))
})

/** What a store promises about many contacts at a time. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "loadAll gives each contact as load does, in the order asked",
    fc.record({ sizes: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), asked: fc.array(fc.nat(3)) }),
    Effect.fnUntraced(function* ({ asked, sizes }) {
      const store = yield* HistoryStore
      const people = roles.map((role) => person("together", role))
      for (const [role, contact] of people.entries()) {
        const account = role === 2 ? null : company("together")
        const events = touchpoints(sizes[role] ?? 0, 10)
        if (events.length > 0) {
          const joins = { ...happening("together", role, "joins", role), _tag: "ContactChanged" as const, account }
          yield* store.append({ contact, events: [...events, joins], now: at(0) })
        }
      }
      const wanted = asked.map((role) => people[role] ?? anna)
      const loaded = yield* store.loadAll(wanted)
      yield* agree("what is loaded", sorted(loaded), sorted(yield* Effect.forEach(wanted, store.load)))
    })
  ),
  forAll(
    "what loadAll gives is one snapshot, also while somebody appends",
    positive(5),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const append = (contact: Contact.ContactId, event: Event.Event) =>
        Effect.andThen(store.append({ contact, events: [event], now: at(0) }), Effect.yieldNow)
      const writing = Effect.forEach(touchpoints(count), (event) =>
        Effect.andThen(append(anna, event), append(ben, event))
      )
      const reading = Effect.forEach(touchpoints(3 * count), () =>
        Effect.tap(store.loadAll([anna, ben]), Effect.yieldNow)
      )
      const [, seen] = yield* Effect.all([writing, reading], { concurrency: "unbounded" })
      for (const [a, b] of seen) {
        const ahead = (a?.events.length ?? 0) - (b?.events.length ?? 0)
        yield* agree("is anna as far as ben, or one ahead", ahead === 0 || ahead === 1, true)
      }
    })
  ),
  forAll(
    "a batch does what its appends do one after the other, each standing or falling by itself",
    fc.record({
      before: fc.array(step, { maxLength: 3 }),
      steps: fc.array(step, { maxLength: 6 }),
      look: minutes(200)
    }),
    Effect.fnUntraced(function* ({ before, look, steps }) {
      const store = yield* HistoryStore
      const sides = ["one by one", "together"] as const
      for (const side of sides) {
        for (const role of roles) {
          const events = [happening(side, role, "joins", 0)]
          yield* store.append({ contact: person(side, role), events, now: at(0), wakeAt: at(-1) })
        }
        for (const { events, now, role } of before) {
          const more = events.map(([what, number]) => happening(side, role, what, number + 4))
          yield* Effect.result(store.append({ contact: person(side, role), events: more, now: at(now) }))
        }
      }
      const claims = yield* store.claim({ now: at(0), until: at(300), limit: all })
      const appends: Array<Append> = []
      const results: Array<string> = []
      for (const one of steps) {
        const { account, version } = yield* store.load(person("one by one", one.role))
        const known = Option.match(account, { onNone: () => 0, onSome: ({ version }) => version })
        const versions = { expected: near(version, one.off), account: near(known, one.accountOff) }
        results.push(told(yield* Effect.result(store.append(toAppend("one by one", one, versions, claims)))))
        appends.push(toAppend("together", one, versions, claims))
      }
      yield* agree("the results", (yield* store.appendAll(appends)).map(told), results)
      yield* agree("what is stored", yield* seen(store, "together"), yield* seen(store, "one by one"))
      for (const now of [look, 400]) {
        const due = contacts(yield* store.claim({ now: at(now), until: at(now + 1), limit: all }))
        const of = (side: Side) => roles.filter((role) => due.includes(person(side, role)))
        yield* agree(`who is due at minute ${now}`, of("together"), of("one by one"))
      }
    })
  ),
  forAll(
    "nobody sees a part of a batch",
    fc.record({ count: positive(4), turned: fc.boolean() }),
    Effect.fnUntraced(function* ({ count, turned }) {
      const store = yield* HistoryStore
      const [one, other] = turned ? [ben, anna] : [anna, ben]
      const writing = Effect.forEach(touchpoints(count), (event) =>
        Effect.andThen(
          store.appendAll([anna, ben].map((contact) => ({ contact, events: [event], now: at(0) }))),
          Effect.yieldNow
        )
      )
      const reading = Effect.forEach(
        touchpoints(3 * count),
        Effect.fnUntraced(function* () {
          const { events: before } = yield* store.load(one)
          const { events: after } = yield* store.load(other)
          yield* Effect.yieldNow
          return after.length >= before.length
        })
      )
      const [, whole] = yield* Effect.all([writing, reading], { concurrency: "unbounded" })
      yield* agree("is what one has seen there for the other, too", whole.every(Boolean), true)
    })
  ),
  forAll(
    "an append that settles does what append and settle do",
    fc.record({
      term,
      added: fc.nat(2),
      woken: minutes(50),
      wakeAt: fc.option(minutes(300)),
      next: fc.option(minutes(300))
    }),
    Effect.fnUntraced(function* ({ added, next, term: { now, until, within }, wakeAt, woken }) {
      const store = yield* HistoryStore
      const versions = new Map<Contact.ContactId, number>()
      const append = (append: Append) =>
        Effect.tap(Effect.result(store.append(append)), (result) =>
          Effect.sync(() => {
            if (Result.isSuccess(result)) versions.set(append.contact, result.success.version)
          })
        )
      for (const contact of [anna, ben]) {
        yield* append({ contact, events: touchpoints(1), now: at(0), wakeAt: now })
      }
      const claims = yield* store.claim({ now, until, limit: all })
      yield* agree("contacts claimed", contacts(claims).toSorted(), [anna, ben])
      for (const contact of [anna, ben]) {
        if (woken % 2 === 0) yield* append({ contact, events: [], now: within, wakeAt: at(woken + 200) })
      }
      const settle = Option.map(Option.fromNullOr(next), at)
      for (const claim of claims) {
        const { contact } = claim
        const plain = {
          contact,
          events: touchpoints(added, 1),
          now: within,
          expected: versions.get(contact) ?? 0,
          claim,
          ...optional("wakeAt", wakeAt === null ? undefined : at(wakeAt))
        }
        if (contact === anna) {
          yield* append({ ...plain, settle })
        } else {
          const written = yield* append(plain)
          if (Result.isFailure(written)) continue
          yield* store.settle({ claim, expected: written.success.version, wakeAt: settle, now: within })
        }
      }
      for (const minute of [...[wakeAt, next].flatMap((time) => time ?? []), woken + 200, 1000].toSorted(
        (a, b) => a - b
      )) {
        const due = contacts(yield* store.claim({ now: at(minute), until: at(minute) + 1, limit: all }))
        yield* agree(`is Anna due at minute ${minute} when Ben is`, due.includes(anna), due.includes(ben))
      }
    })
  ),
  forAll(
    "to settle takes the claim and the version that is expected",
    fc.record({ term, isClaimed: fc.boolean(), count: positive(2) }),
    Effect.fnUntraced(function* ({ count, isClaimed, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version: expected } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const append = {
          contact: anna,
          events: touchpoints(count),
          now: within,
          settle: Option.some(until),
          ...(isClaimed ? { claim } : { expected })
        }
        yield* changesNothing(store, anna, store.append(append))
        yield* agree("is the append refused", Result.isFailure(yield* Effect.result(store.append(append))), true)
      }
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken.Broken<HistoryStore>> = [
  broken("gives everybody once", "loadAll gives each contact as load does, in the order asked", (good) => ({
    loadAll: (contacts) => good.loadAll([...new Set(contacts)])
  })),
  broken("loads one after the other", "what loadAll gives is one snapshot, also while somebody appends", (good) => ({
    loadAll: (contacts) => Effect.forEach(contacts, (contact) => Effect.tap(good.load(contact), () => pause))
  })),
  broken(
    "gives up at the first refusal",
    "a batch does what its appends do one after the other, each standing or falling by itself",
    (good) => ({
      appendAll: Effect.fnUntraced(function* (appends) {
        const results = [...(yield* good.appendAll(appends.slice(0, 1)))]
        for (const append of appends.slice(1)) {
          const last = results.at(-1)
          if (last !== undefined && Result.isFailure(last)) results.push(last)
          else results.push(yield* Effect.result(good.append(append)))
        }
        return results
      })
    })
  ),
  broken(
    "judges every append by what was there before the batch",
    "a batch does what its appends do one after the other, each standing or falling by itself",
    (good) => ({
      appendAll: Effect.fnUntraced(function* (appends) {
        const before = new Map<Contact.ContactId, number>()
        for (const { contact } of appends) before.set(contact, (yield* Effect.orDie(good.load(contact))).version)
        return yield* good.appendAll(
          appends.map(({ expected, ...append }) => {
            if (expected === undefined || append.settle !== undefined)
              return { ...append, ...optional("expected", expected) }
            return expected === before.get(append.contact) ? append : { ...append, expected: -1 }
          })
        )
      })
    })
  ),
  broken(
    "wakes the colleagues only when all is written",
    "a batch does what its appends do one after the other, each standing or falling by itself",
    (good) => ({
      appendAll: (appends) => {
        const last = appends.filter(({ events }) => events.some(Account.frees))
        const first = appends.filter((append) => !last.includes(append))
        return Effect.map(good.appendAll([...first, ...last]), (results) =>
          appends.flatMap((append) => results[[...first, ...last].indexOf(append)] ?? [])
        )
      }
    })
  ),
  broken("writes one after the other", "nobody sees a part of a batch", (good) => ({
    appendAll: (appends) =>
      Effect.forEach(appends, (append) => Effect.tap(Effect.result(good.append(append)), () => pause))
  })),
  Broken.make(
    "keeps the claim of who is settled",
    "an append that settles does what append and settle do",
    (services) => {
      const good = Context.get(services, HistoryStore)
      const append: Store["append"] = ({ settle, ...append }) =>
        settle === undefined || append.claim === undefined || append.expected === undefined
          ? good.append({ ...append, ...optional("settle", settle) })
          : good.append({ ...append, ...optional("wakeAt", Option.getOrUndefined(settle)) })
      return Context.make(HistoryStore, {
        ...good,
        append,
        appendAll: Effect.forEach((one: Append) => Effect.result(append(one)))
      })
    }
  ),
  broken("settles without looking", "to settle takes the claim and the version that is expected", (good) => ({
    append: ({ settle, ...append }) =>
      good.append(
        append.claim === undefined || append.expected === undefined
          ? append
          : { ...append, ...optional("settle", settle) }
      )
  }))
]
