/**
 * HistoryStoreLaws: does this store keep histories the way the loop needs them kept?
 *
 * Each promise of the `HistoryStore` port is one law. What no law can see from inside one process is that an
 * acknowledged append survives the death of the process: a durable adapter tests that itself.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { Claim, Stored } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as EventArbitrary from "./EventArbitrary.ts"
import { at, soon } from "./InstantArbitrary.ts"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"
import * as TextArbitrary from "./TextArbitrary.ts"

type Store = HistoryStore["Service"]

const { touchpoint } = EventArbitrary
const anna = Contact.ContactId.make("anna")
const ben = Contact.ContactId.make("ben")
const invitation = Decision.key("p", "nps", "anna", "invite", "touchpoint:1")
const reminder = Decision.key("p", "nps", "anna", "remind 1", "touchpoint:1")
const someday = at(1_000_000)
const all = 1000

const minutes = (max: number) => fc.nat(max)
const positive = (max: number) => fc.integer({ min: 1, max })

/** As many touchpoints, one minute after the other. */
const touchpoints = (count: number, from = 0): ReadonlyArray<Event.Event> =>
  Array.from({ length: count }, (_, index) => touchpoint(`e${from + index}`, from + index))

const ids = (stored: Stored): ReadonlyArray<string> => stored.events.map((event) => event.id).toSorted()
const contents = (events: ReadonlyArray<Event.Event>): ReadonlyArray<string> => events.map(Event.content).toSorted()
const whole = (events: ReadonlyArray<Event.Event>) =>
  contents(events).map((content) => {
    const event = events.find((event) => Event.content(event) === content)
    return { content, recordedAt: event?.recordedAt }
  })

const tag = (result: Result.Result<unknown, { readonly _tag: string }>): string =>
  Result.isFailure(result) ? result.failure._tag : "accepted"

const contacts = (claims: ReadonlyArray<Claim>): ReadonlyArray<string> => claims.map((claim) => claim.contact)

/** Makes a contact due by a touchpoint, and gives its version. */
const wake = (store: Store, contact: Contact.ContactId, due: Instant) =>
  Effect.map(
    store.append({ contact, events: [touchpoint(`woken ${contact}`)], now: at(0), wakeAt: due }),
    (appended) => appended.version
  )

/** Makes only this contact due, claims it at `now` until `until`, and gives its version and the claim. */
const claimed = Effect.fnUntraced(function* (store: Store, contact: Contact.ContactId, now: Instant, until: Instant) {
  const version = yield* wake(store, contact, now)
  const claims = yield* store.claim({ now, until, limit: all })
  yield* agree("contacts claimed", contacts(claims), [contact])
  return { version, claims }
})

/** If the attempt fails, is everything that can be seen as it was? */
const changesNothing = Effect.fnUntraced(function* <E>(
  store: Store,
  contact: Contact.ContactId,
  attempt: Effect.Effect<unknown, E>
) {
  const look = Effect.gen(function* () {
    const stored = yield* store.load(contact)
    return { ids: ids(stored), version: stored.version, nextDue: yield* store.nextDue }
  })
  const before = yield* look
  if (Result.isFailure(yield* Effect.result(attempt))) {
    yield* agree("what is stored after the refusal", yield* look, before)
  }
})

interface Due {
  readonly contact: Contact.ContactId
  readonly due: Instant
}

/** Contacts that are due at different times; the order of their ids tells nothing about the order of these times. */
const schedule: fc.Arbitrary<ReadonlyArray<Due>> = fc
  .uniqueArray(fc.nat(600), { minLength: 1, maxLength: 6 })
  .map((dues) => dues.map((due, index) => ({ contact: Contact.ContactId.make(`c${index}`), due: at(due) })))

const wakeAll = (store: Store, schedule: ReadonlyArray<Due>) =>
  Effect.forEach(schedule, ({ contact, due }) => wake(store, contact, due), { discard: true })

const lastDue = (schedule: ReadonlyArray<Due>): Instant => Math.max(...schedule.map(({ due }) => due))

/** A time of claiming, a time within the claim and its end, all different. */
const term = fc
  .record({ now: minutes(100), held: positive(100), rest: positive(100) })
  .map(({ held, now, rest }) => ({ now: at(now), within: at(now + held), until: at(now + held + rest) }))

/** How a claim can be lost before its end, as its holder's clock has it. */
const loss = fc.constantFrom("taken over", "settled", "settled and claimed anew")

/** Loses the claim in this way; gives whether it is lost. */
const lose = Effect.fnUntraced(function* (store: Store, claim: Claim, expected: number, loss: string) {
  if (loss !== "taken over") {
    yield* store.settle({ claim, expected, wakeAt: Option.some(claim.until), now: claim.until - 1 })
  }
  if (loss === "settled") return true
  const newer = yield* store.claim({ now: claim.until, until: someday, limit: all })
  return newer.length > 0
})

const loading: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "a contact nobody has heard of has no events and version 0",
    TextArbitrary.identifier,
    Effect.fnUntraced(function* (id) {
      const store = yield* HistoryStore
      const contact = Contact.ContactId.make(id)
      yield* store.append({ contact: ben, events: touchpoints(1), now: at(0) })
      yield* agree("load", yield* store.load(contact), { contact, events: [], version: 0 })
    })
  ),
  forAll(
    "an event of any kind is loaded as it was appended",
    EventArbitrary.events,
    Effect.fnUntraced(function* (events) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events, now: at(0) })
      yield* agree("loaded events", whole((yield* store.load(anna)).events), whole(events))
    })
  ),
  forAll(
    "words come back letter for letter",
    EventArbitrary.worded,
    Effect.fnUntraced(function* (events) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events, now: at(0) })
      yield* agree("loaded words", contents((yield* store.load(anna)).events), contents(events))
    })
  ),
  forAll(
    "what is loaded is one snapshot, also while somebody appends",
    positive(5),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const append = (contact: Contact.ContactId, event: Event.Event) =>
        store.append({ contact, events: [event], now: at(0) })
      const quiet = new Map([[0, (yield* store.load(anna)).version]])
      for (const event of touchpoints(count)) {
        yield* append(anna, event)
        const { events, version } = yield* store.load(anna)
        quiet.set(events.length, version)
      }
      const writing = Effect.forEach(touchpoints(count), (event) => Effect.andThen(append(ben, event), Effect.yieldNow))
      const reading = Effect.forEach(touchpoints(2 * count), () => Effect.tap(store.load(ben), Effect.yieldNow))
      const [, seen] = yield* Effect.all([writing, reading], { concurrency: "unbounded" })
      for (const { events, version } of seen) {
        yield* agree<number | undefined>(`version seen with ${events.length} events`, version, quiet.get(events.length))
      }
    })
  )
]

const appending: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "events that are stored already are not added again",
    fc.record({ known: positive(3), fresh: fc.nat(3) }),
    Effect.fnUntraced(function* ({ fresh, known }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(known), now: at(0) })
      const { added } = yield* store.append({ contact: anna, events: touchpoints(known + fresh), now: at(0) })
      yield* agree("number added", added, fresh)
      yield* agree(
        "ids stored",
        ids(yield* store.load(anna)),
        touchpoints(known + fresh).map(({ id }) => id)
      )
    })
  ),
  forAll(
    "an event learned of at another time is the same event",
    soon,
    Effect.fnUntraced(function* (recordedAt) {
      const store = yield* HistoryStore
      const event = touchpoint("delivery")
      yield* store.append({ contact: anna, events: [event], now: at(0) })
      const again = yield* Effect.result(
        store.append({ contact: anna, events: [{ ...event, recordedAt: recordedAt + 1 }], now: at(0) })
      )
      yield* agree("the second append", tag(again), "accepted")
      yield* agree("ids stored", ids(yield* store.load(anna)), ["delivery"])
    })
  ),
  forAll(
    "an event twice in one append is added once",
    fc.record({ before: fc.nat(2), after: fc.nat(2) }),
    Effect.fnUntraced(function* ({ after, before }) {
      const store = yield* HistoryStore
      const event = touchpoint("delivery")
      const events = [...touchpoints(before), event, ...touchpoints(after, before), event]
      const { added } = yield* store.append({ contact: anna, events, now: at(0) })
      yield* agree("number added", added, before + after + 1)
    })
  ),
  forAll(
    "an event that arrives several times at once is added once",
    fc.integer({ min: 2, max: 5 }),
    Effect.fnUntraced(function* (times) {
      const store = yield* HistoryStore
      const append = store.append({ contact: anna, events: [touchpoint("delivery")], now: at(0) })
      const appended = yield* Effect.all(
        Array.from({ length: times }, () => append),
        { concurrency: "unbounded" }
      )
      yield* agree(
        "number added in all",
        appended.reduce((sum, { added }) => sum + added, 0),
        1
      )
    })
  ),
  forAll(
    "an event that says something else under a stored id is a clash",
    fc.record({ stored: positive(3), fresh: fc.nat(2) }),
    Effect.fnUntraced(function* ({ fresh, stored }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(stored), now: at(0) })
      const clashing = touchpoint("e0", 0, "deal.won")
      const result = yield* Effect.result(
        store.append({ contact: anna, events: [...touchpoints(fresh, stored), clashing], now: at(0) })
      )
      yield* agree("the clashing append", tag(result), "EventClash")
      if (Result.isFailure(result) && result.failure._tag === "EventClash") {
        yield* agree("whom the clash names", result.failure.contact, anna)
        yield* agree("what the clash names", result.failure.id, clashing.id)
      }
    })
  ),
  forAll(
    "two events that say different things under one id in one append are a clash",
    fc.nat(2),
    Effect.fnUntraced(function* (between) {
      const store = yield* HistoryStore
      const events = [touchpoint("delivery"), ...touchpoints(between), touchpoint("delivery", 0, "deal.won")]
      const result = yield* Effect.result(store.append({ contact: anna, events, now: at(0) }))
      yield* agree("the clashing append", tag(result), "EventClash")
    })
  ),
  forAll(
    "a stored event never changes",
    fc.constantFrom("deal.won", "order.cancelled"),
    Effect.fnUntraced(function* (kind) {
      const store = yield* HistoryStore
      const event = touchpoint("delivery")
      yield* store.append({ contact: anna, events: [event], now: at(0) })
      yield* Effect.result(store.append({ contact: anna, events: [touchpoint("delivery", 0, kind)], now: at(0) }))
      yield* agree("loaded events", contents((yield* store.load(anna)).events), contents([event]))
    })
  ),
  forAll(
    "an append that clashes writes nothing",
    fc.record({ before: fc.nat(2), after: fc.nat(2) }).filter(({ after, before }) => before + after > 0),
    Effect.fnUntraced(function* ({ after, before }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: [touchpoint("delivery")], now: at(0), wakeAt: at(100) })
      const clashing = touchpoint("delivery", 0, "deal.won")
      const events = [...touchpoints(before), clashing, ...touchpoints(after, before)]
      yield* changesNothing(store, anna, store.append({ contact: anna, events, now: at(0), wakeAt: at(50) }))
    })
  ),
  forAll(
    "events may arrive in any order",
    positive(5).chain((count) => {
      const events = touchpoints(count)
      return fc.shuffledSubarray([...events], { minLength: count })
    }),
    Effect.fnUntraced(function* (events) {
      const store = yield* HistoryStore
      for (const event of events) yield* store.append({ contact: anna, events: [event], now: at(0) })
      yield* agree("loaded events", contents((yield* store.load(anna)).events), contents(events))
    })
  ),
  forAll(
    "what is appended to one contact is nothing to another",
    positive(3),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const other = touchpoints(count).map(({ id }, index) => touchpoint(id, index, "deal.won"))
      yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      const before = yield* store.load(anna)
      const result = yield* Effect.result(store.append({ contact: ben, events: other, now: at(0) }))
      yield* agree("appending the same ids to another contact", tag(result), "accepted")
      yield* agree("the first contact's version", (yield* store.load(anna)).version, before.version)
      yield* agree("the first contact's events", contents((yield* store.load(anna)).events), contents(before.events))
      yield* agree("the other contact's events", contents((yield* store.load(ben)).events), contents(other))
    })
  ),
  forAll(
    "contacts whose ids look alike are two contacts",
    TextArbitrary.alike,
    Effect.fnUntraced(function* ([one, other]) {
      const store = yield* HistoryStore
      yield* store.append({ contact: Contact.ContactId.make(one), events: touchpoints(1), now: at(0) })
      yield* agree("the other's events", ids(yield* store.load(Contact.ContactId.make(other))), [])
    })
  )
]

const versions: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "each append that adds something moves the version by one",
    fc.array(positive(3), { minLength: 1, maxLength: 5 }),
    Effect.fnUntraced(function* (sizes) {
      const store = yield* HistoryStore
      let [known, version] = [0, 0]
      for (const size of sizes) {
        const appended = yield* store.append({ contact: anna, events: touchpoints(size, known), now: at(0) })
        known += size
        version += 1
        yield* agree(`version after append ${version}`, appended.version, version)
      }
    })
  ),
  forAll(
    "an append that adds nothing leaves the version alone",
    fc.record({ count: positive(3), again: fc.boolean(), wake: fc.boolean() }),
    Effect.fnUntraced(function* ({ again, count, wake }) {
      const store = yield* HistoryStore
      const { version } = yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      const events = again ? touchpoints(count) : []
      const append = { contact: anna, events, now: at(0), ...(wake ? { wakeAt: at(1) } : {}) }
      yield* agree("version after adding nothing", (yield* store.append(append)).version, version)
    })
  ),
  forAll(
    "load tells the version that the last append gave",
    positive(5),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      for (const event of touchpoints(count)) {
        const { version } = yield* store.append({ contact: anna, events: [event], now: at(0) })
        yield* agree("version loaded", (yield* store.load(anna)).version, version)
      }
    })
  ),
  forAll(
    "an append goes ahead exactly when the contact has the expected version",
    fc.record({ appends: fc.nat(3), off: fc.integer({ min: -1, max: 1 }) }),
    Effect.fnUntraced(function* ({ appends, off }) {
      const store = yield* HistoryStore
      let actual = 0
      for (const event of touchpoints(appends)) {
        actual = (yield* store.append({ contact: anna, events: [event], now: at(0) })).version
      }
      const expected = actual + off
      const result = yield* Effect.result(
        store.append({ contact: anna, events: [touchpoint("late", 10)], now: at(0), expected })
      )
      yield* agree("the append", tag(result), off === 0 ? "accepted" : "Conflict")
      if (Result.isFailure(result) && result.failure._tag === "Conflict") {
        const { actual: told, contact, expected: asked } = result.failure
        yield* agree(
          "what the conflict tells",
          { contact, expected: asked, actual: told },
          { contact: anna, expected, actual }
        )
      }
    })
  ),
  forAll(
    "an append with a version that has moved writes nothing",
    fc.record({ count: positive(3), off: fc.constantFrom(-1, 1) }),
    Effect.fnUntraced(function* ({ count, off }) {
      const store = yield* HistoryStore
      const version = yield* wake(store, anna, at(100))
      const append = { contact: anna, events: touchpoints(count), now: at(0), wakeAt: at(50), expected: version + off }
      yield* changesNothing(store, anna, store.append(append))
    })
  ),
  forAll(
    "of appends that expect the same version at once, one goes ahead",
    fc.integer({ min: 2, max: 5 }),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      const expected = yield* wake(store, anna, at(100))
      const results = yield* Effect.forEach(
        touchpoints(count),
        (event) => Effect.result(store.append({ contact: anna, events: [event], now: at(0), expected })),
        { concurrency: "unbounded" }
      )
      yield* agree("results", results.map(tag).toSorted(), [
        ...Array.from({ length: count - 1 }, () => "Conflict"),
        "accepted"
      ])
    })
  )
]

const due: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "a contact is due from its time on and not before",
    soon,
    Effect.fnUntraced(function* (due) {
      const store = yield* HistoryStore
      yield* wake(store, anna, due)
      const until = due + 60_000
      yield* agree("claimed just before", contacts(yield* store.claim({ now: due - 1, until, limit: all })), [])
      yield* agree("claimed at its time", contacts(yield* store.claim({ now: due, until, limit: all })), [anna])
    })
  ),
  forAll(
    "a contact that was given no time is never due",
    positive(3),
    Effect.fnUntraced(function* (count) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      yield* agree("claimed", contacts(yield* store.claim({ now: someday, until: someday + 1, limit: all })), [])
    })
  ),
  forAll(
    "an append never makes a contact due later",
    fc.record({ due: minutes(100), later: fc.nat(100) }),
    Effect.fnUntraced(function* ({ due, later }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, at(due))
      yield* store.append({ contact: anna, events: touchpoints(1, 1), now: at(0), wakeAt: at(due + later) })
      yield* agree("claimed", contacts(yield* store.claim({ now: at(due), until: someday, limit: all })), [anna])
    })
  ),
  forAll(
    "an append can make a contact due earlier",
    fc.record({ due: minutes(100), earlier: positive(100) }),
    Effect.fnUntraced(function* ({ due, earlier }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, at(due + earlier))
      yield* store.append({ contact: anna, events: touchpoints(1, 1), now: at(0), wakeAt: at(due) })
      yield* agree("claimed", contacts(yield* store.claim({ now: at(due), until: someday, limit: all })), [anna])
    })
  ),
  forAll(
    "an append that adds nothing still makes the contact due",
    fc.record({ due: minutes(100), count: positive(3), again: fc.boolean() }),
    Effect.fnUntraced(function* ({ again, count, due }) {
      const store = yield* HistoryStore
      yield* store.append({ contact: anna, events: touchpoints(count), now: at(0) })
      yield* store.append({ contact: anna, events: again ? touchpoints(count) : [], now: at(0), wakeAt: at(due) })
      yield* agree("claimed", contacts(yield* store.claim({ now: at(due), until: someday, limit: all })), [anna])
    })
  ),
  forAll(
    "nextDue is the earliest time at which claim gives something",
    fc.record({ due: fc.option(schedule, { nil: [] }), now: minutes(600), held: positive(600), limit: fc.nat(6) }),
    Effect.fnUntraced(function* ({ due, held, limit, now }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      if (limit > 0) yield* store.claim({ now: at(now), until: at(now + held), limit })
      const next = yield* store.nextDue
      yield* agree("is there a next time", Option.isSome(next), due.length > 0)
      if (Option.isSome(next)) {
        const at = (now: Instant) => store.claim({ now, until: now + 60_000, limit: all })
        yield* agree("claimed just before", contacts(yield* at(next.value - 1)), [])
        yield* agree("is anybody claimed then", (yield* at(next.value)).length > 0, true)
      }
    })
  )
]

const claiming: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "a claim says until when it holds",
    term,
    Effect.fnUntraced(function* ({ now, until }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      yield* agree(
        "ends of the claims",
        claims.map((claim) => claim.until),
        [until]
      )
    })
  ),
  forAll(
    "while a claim runs nobody else is given the contact",
    fc.record({ due: schedule, later: fc.nat(99) }),
    Effect.fnUntraced(function* ({ due, later }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const now = lastDue(due)
      const until = now + 100 * 60_000
      yield* store.claim({ now, until, limit: all })
      const again = yield* store.claim({ now: now + later * 60_000, until: someday, limit: all })
      yield* agree("claimed a second time", contacts(again), [])
    })
  ),
  forAll(
    "claimers at the same time are given different contacts",
    fc.record({ due: schedule, claimers: fc.integer({ min: 2, max: 4 }), limit: positive(4) }),
    Effect.fnUntraced(function* ({ claimers, due, limit }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const claim = store.claim({ now: lastDue(due), until: someday, limit })
      const given = yield* Effect.all(
        Array.from({ length: claimers }, () => claim),
        { concurrency: "unbounded" }
      )
      const claimed = given.flatMap(contacts)
      yield* agree("contacts claimed", claimed.toSorted(), [...new Set(claimed)].toSorted())
    })
  ),
  forAll(
    "the contact due earliest is claimed first",
    fc.record({ due: schedule, limit: positive(6) }),
    Effect.fnUntraced(function* ({ due, limit }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const given = contacts(yield* store.claim({ now: lastDue(due), until: someday, limit }))
      const inOrder = due.toSorted((one, other) => one.due - other.due).map(({ contact }) => contact)
      yield* agree("contacts claimed", given, inOrder.slice(0, given.length))
    })
  ),
  forAll(
    "at most as many are claimed as were asked for, and the others stay free",
    fc.record({ due: schedule, limit: positive(6) }),
    Effect.fnUntraced(function* ({ due, limit }) {
      const store = yield* HistoryStore
      yield* wakeAll(store, due)
      const claim = (limit: number) => Effect.map(store.claim({ now: lastDue(due), until: someday, limit }), contacts)
      const first = yield* claim(limit)
      yield* agree("number claimed", first.length, Math.min(limit, due.length))
      yield* agree("number claimed afterwards", (yield* claim(all)).length, due.length - first.length)
    })
  ),
  forAll(
    "a contact whose claim ran out is free again",
    fc.record({ term, later: fc.nat(10) }),
    Effect.fnUntraced(function* ({ later, term: { now, until } }) {
      const store = yield* HistoryStore
      yield* claimed(store, anna, now, until)
      const again = yield* store.claim({ now: until + later * 60_000, until: someday, limit: all })
      yield* agree("claimed afterwards", contacts(again), [anna])
    })
  ),
  forAll(
    "a later claim has a larger fence",
    fc.record({ term, settled: fc.boolean() }),
    Effect.fnUntraced(function* ({ settled, term: { now, until } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        if (settled) yield* store.settle({ claim, expected: version, wakeAt: Option.some(now), now })
        for (const later of yield* store.claim({ now: until, until: someday, limit: all })) {
          yield* agree("is the later fence larger", later.fence > claim.fence, true)
        }
      }
    })
  ),
  forAll(
    "whoever holds a running claim may write",
    fc.record({ term, last: fc.boolean() }),
    Effect.fnUntraced(function* ({ last, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const append = { contact: anna, events: touchpoints(1), now: last ? until - 1 : within, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "accepted")
      }
    })
  ),
  forAll(
    "a claim stops nobody from writing without one",
    term,
    Effect.fnUntraced(function* ({ now, until, within }) {
      const store = yield* HistoryStore
      yield* claimed(store, anna, now, until)
      const append = { contact: anna, events: touchpoints(1), now: within }
      yield* agree("the append", tag(yield* Effect.result(store.append(append))), "accepted")
    })
  ),
  forAll(
    "an append with a claim that ran out is refused",
    fc.record({ term, later: fc.nat(10) }),
    Effect.fnUntraced(function* ({ later, term: { now, until } }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const append = { contact: anna, events: touchpoints(1), now: until + later * 60_000, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "StaleClaim")
      }
    })
  ),
  forAll(
    "an append with a claim that was settled or taken over is refused, whatever the writer's clock says",
    fc.record({ term, loss }),
    Effect.fnUntraced(function* ({ loss, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        if (!(yield* lose(store, claim, version, loss))) continue
        const append = { contact: anna, events: touchpoints(1), now: within, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "StaleClaim")
      }
    })
  ),
  forAll(
    "a claim on one contact is none on another",
    term,
    Effect.fnUntraced(function* ({ now, until, within }) {
      const store = yield* HistoryStore
      yield* wake(store, anna, now)
      yield* wake(store, ben, now)
      for (const claim of yield* store.claim({ now, until, limit: all })) {
        const append = { contact: claim.contact === anna ? ben : anna, events: touchpoints(1), now: within, claim }
        yield* agree("the append", tag(yield* Effect.result(store.append(append))), "StaleClaim")
      }
    })
  ),
  forAll(
    "an append with a stale claim writes nothing",
    fc.record({ term, count: positive(3) }),
    Effect.fnUntraced(function* ({ count, term: { now, until } }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const append = { contact: anna, events: touchpoints(count), now: until, claim, wakeAt: at(-100) }
        yield* changesNothing(store, anna, store.append(append))
      }
    })
  )
]

const settling: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "settling frees the contact at once",
    term,
    Effect.fnUntraced(function* ({ now, until, within }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        yield* store.settle({ claim, expected: version, wakeAt: Option.some(now), now })
        yield* agree("claimed again", contacts(yield* store.claim({ now: within, until: someday, limit: all })), [anna])
      }
    })
  ),
  forAll(
    "settling can make a contact due later",
    fc.record({ term, later: positive(10_000) }),
    Effect.fnUntraced(function* ({ later, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      const due = until + later * 60_000
      const claim = (now: Instant) => Effect.map(store.claim({ now, until: someday, limit: all }), contacts)
      for (const running of claims) {
        yield* store.settle({ claim: running, expected: version, wakeAt: Option.some(due), now: within })
        yield* agree("claimed a minute before", yield* claim(due - 60_000), [])
        yield* agree("claimed at the new time", yield* claim(due), [anna])
      }
    })
  ),
  forAll(
    "a contact settled without a time sleeps until an append wakes it",
    fc.record({ term, wakeAt: minutes(1000) }),
    Effect.fnUntraced(function* ({ term: { now, until, within }, wakeAt }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      const claim = (now: Instant) => Effect.map(store.claim({ now, until: now + 1, limit: all }), contacts)
      for (const running of claims) {
        yield* store.settle({ claim: running, expected: version, wakeAt: Option.none(), now: within })
        yield* agree("claimed while it sleeps", yield* claim(someday), [])
        yield* store.append({ contact: anna, events: touchpoints(1), now: within, wakeAt: at(wakeAt) })
        yield* agree("claimed when it is woken", yield* claim(someday), [anna])
      }
    })
  ),
  forAll(
    "a wake-up that came under a claim with nothing new is not slept over",
    fc.record({ term, wakeAt: minutes(1000), later: fc.option(positive(1000)) }),
    Effect.fnUntraced(function* ({ later, term: { now, until, within }, wakeAt }) {
      const store = yield* HistoryStore
      const { claims } = yield* claimed(store, anna, now, until)
      for (const running of claims) {
        const wakeUp = { contact: anna, events: [], now: within, wakeAt: at(wakeAt) }
        const asked = yield* Effect.result(store.append(wakeUp))
        if (Result.isFailure(asked)) return
        const next = later === null ? Option.none() : Option.some(at(wakeAt + later))
        yield* store.settle({ claim: running, expected: asked.success.version, wakeAt: next, now: within })
        yield* agree(
          "claimed when it asked to be woken",
          contacts(yield* store.claim({ now: at(wakeAt), until: someday, limit: all })),
          [anna]
        )
      }
    })
  ),
  forAll(
    "settling is refused when the version has moved",
    fc.record({ term, off: fc.integer({ min: -1, max: 1 }) }),
    Effect.fnUntraced(function* ({ off, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      if (off === 0) {
        const between = { contact: anna, events: touchpoints(1), now: within, wakeAt: within }
        if (Result.isFailure(yield* Effect.result(store.append(between)))) return
      }
      for (const claim of claims) {
        const settle = { claim, expected: version + off, wakeAt: Option.none(), now: within }
        yield* agree("the settling", tag(yield* Effect.result(store.settle(settle))), "Conflict")
      }
    })
  ),
  forAll(
    "settling with a stale claim is refused",
    fc.record({ term, loss: fc.option(loss) }),
    Effect.fnUntraced(function* ({ loss, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        if (loss !== null && !(yield* lose(store, claim, version, loss))) continue
        const settle = { claim, expected: version, wakeAt: Option.none(), now: loss === null ? until : within }
        yield* agree("the settling", tag(yield* Effect.result(store.settle(settle))), "StaleClaim")
      }
    })
  ),
  forAll(
    "settling that is refused changes nothing",
    fc.record({ term, off: fc.constantFrom(-1, 1) }),
    Effect.fnUntraced(function* ({ off, term: { now, until, within } }) {
      const store = yield* HistoryStore
      const { claims, version } = yield* claimed(store, anna, now, until)
      for (const claim of claims) {
        const settle = { claim, expected: version + off, wakeAt: Option.none(), now: within }
        yield* changesNothing(store, anna, store.settle(settle))
      }
    })
  )
]

const finding: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "an intended message is found by its reference",
    fc.record({ count: fc.nat(4), other: fc.integer({ min: 100, max: 1000 }) }),
    Effect.fnUntraced(function* ({ count, other }) {
      const store = yield* HistoryStore
      const messages = Array.from({ length: count }, (_, index) => ({
        contact: Contact.ContactId.make(`c${index}`),
        reference: EventArbitrary.reference(index),
        key: Decision.key("p", "nps", `c${index}`, "invite", "touchpoint:1")
      }))
      for (const { contact, key, reference } of messages) {
        const events = [EventArbitrary.intended(`intended ${reference}`, reference, key)]
        yield* store.append({ contact, events, now: at(0) })
      }
      for (const { contact, key, reference } of messages) {
        yield* agree("found", yield* store.find(reference), Option.some({ contact, key }))
      }
      yield* agree("found by a reference never used", yield* store.find(EventArbitrary.reference(other)), Option.none())
    })
  ),
  forAll(
    "a message may be intended again under its reference",
    fc.integer({ min: 2, max: 4 }),
    Effect.fnUntraced(function* (attempts) {
      const store = yield* HistoryStore
      const reference = EventArbitrary.reference(1)
      for (const id of Array.from({ length: attempts }, (_, index) => `attempt ${index}`)) {
        const events = [EventArbitrary.intended(id, reference, invitation)]
        const result = yield* Effect.result(store.append({ contact: anna, events, now: at(0) }))
        yield* agree(id, tag(result), "accepted")
      }
    })
  ),
  forAll(
    "a reference is not given to a second message",
    fc.record({ other: fc.boolean(), together: fc.boolean(), besides: fc.nat(2) }),
    Effect.fnUntraced(function* ({ besides, other, together }) {
      const store = yield* HistoryStore
      const reference = EventArbitrary.reference(1)
      const first = EventArbitrary.intended("first", reference, invitation)
      const second = EventArbitrary.intended("second", reference, other ? invitation : reminder)
      const contact = other ? ben : anna
      const isTogether = together && !other
      yield* wake(store, contact, at(100))
      if (!isTogether) yield* store.append({ contact: anna, events: [first], now: at(0) })
      const named = yield* store.find(reference)
      const append = store.append({
        contact,
        events: [...(isTogether ? [first] : []), ...touchpoints(besides), second],
        now: at(0),
        wakeAt: at(50)
      })
      yield* agree("the append", tag(yield* Effect.result(append)), "StoreError")
      yield* changesNothing(store, contact, append)
      yield* agree("whom the reference names", yield* store.find(reference), named)
    })
  ),
  forAll(
    "paging meets every contact once, in code-unit order of their ids",
    fc.record({
      ids: fc.uniqueArray(
        fc.oneof(
          TextArbitrary.mixedUp,
          TextArbitrary.identifier.map((id) => id.normalize())
        ),
        { maxLength: 8 }
      ),
      limit: positive(4)
    }),
    Effect.fnUntraced(function* ({ ids, limit }) {
      const store = yield* HistoryStore
      for (const id of ids) {
        yield* store.append({ contact: Contact.ContactId.make(id), events: touchpoints(1), now: at(0) })
      }
      const met: Array<Stored> = []
      let after = Option.none<Contact.ContactId>()
      while (met.length <= ids.length) {
        const page = yield* store.page({ after, limit })
        yield* agree("does the page keep to its limit", page.length <= limit, true)
        const last = page.at(-1)
        if (last === undefined) break
        met.push(...page)
        after = Option.some(last.contact)
      }
      yield* agree(
        "contacts met",
        met.map(({ contact }): string => contact),
        ids.toSorted((one, other) => (one < other ? -1 : 1))
      )
      for (const stored of met) {
        const loaded = yield* store.load(stored.contact)
        yield* agree("version met", stored.version, loaded.version)
        yield* agree("events met", whole(stored.events), whole(loaded.events))
      }
    })
  )
]

/**
 * The promises of the `HistoryStore` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  ...loading,
  ...appending,
  ...versions,
  ...due,
  ...claiming,
  ...settling,
  ...finding
]
