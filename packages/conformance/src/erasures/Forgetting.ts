/**
 * Forgetting: is somebody who was erased nowhere any more, and is everything else as it was?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import { Erasures } from "@temoin/core/ports/Erasures"
import { type Claim, Conflict, HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Survey from "@temoin/core/Survey"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import * as EventArbitrary from "../EventArbitrary.ts"
import { pause } from "../history-store/Defect.ts"
import { all, anna, ben, contacts, ids, someday, tag, touchpoints, whole } from "../history-store/Scene.ts"
import type { Store } from "../history-store/Scene.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, erasing, isRefused, type Ports, report } from "./Scene.ts"

const carol = Contact.ContactId.make("carol")
const acme = Contact.AccountId.make("acme")
const everybody = [anna, ben, carol]

/** Any events, their ids and references those of no other contact. */
const eventsOf = (contact: Contact.ContactId, number: number): fc.Arbitrary<ReadonlyArray<Event.Event>> =>
  EventArbitrary.events.map((events) =>
    events.map((event) => ({
      ...event,
      id: Event.EventId.make(`${contact} ${event._tag}`),
      ...(event._tag === "Intended" && { reference: EventArbitrary.reference(number) })
    }))
  )

const lives = fc.record({
  anna: eventsOf(anna, 1),
  ben: eventsOf(ben, 2),
  carol: eventsOf(carol, 3),
  /** Is Ben another id of Anna's? */
  isBoth: fc.boolean()
})

type Lives = typeof lives extends fc.Arbitrary<infer A> ? A : never

const letter = (contact: Contact.ContactId, number: number) =>
  EventArbitrary.intended(
    `${contact} letter`,
    EventArbitrary.reference(10 + number),
    Decision.key("p", "nps", contact, "invite", "touchpoint:1")
  )

/** Everybody lives, has been written to, and is due. */
const live = Effect.fnUntraced(function* (store: Store, lives: Lives) {
  for (const [index, contact] of everybody.entries()) {
    const events = [lives.anna, lives.ben, lives.carol][index] ?? []
    yield* store.append({ contact, events: [...events, letter(contact, index)], now: at(0), wakeAt: at(index) })
  }
})

/** Everything that a store can be asked about one contact. */
const seen = Effect.fnUntraced(function* (store: Store, contact: Contact.ContactId) {
  const { events, version } = yield* store.load(contact)
  const found = yield* store.find(EventArbitrary.reference(10 + everybody.indexOf(contact)))
  const page = yield* store.page({ after: Option.none(), limit: all })
  return { events: whole(events), version, found, isListed: page.some((one) => one.contact === contact) }
})

const nothing = { events: [], version: 0, found: Option.none(), isListed: false }

const joins = (contact: Contact.ContactId): Event.Event => ({
  _tag: "ContactChanged",
  id: Event.EventId.make(`${contact} joins`),
  occurredAt: at(0),
  recordedAt: at(0),
  account: acme
})

const merged = (into: Contact.ContactId): Event.Event => ({
  _tag: "MergedInto",
  id: Event.EventId.make(`merged into:${into}`),
  occurredAt: at(0),
  recordedAt: at(0),
  into
})

/** What a store promises about forgetting. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<Ports>> = [
  forAll(
    "who was erased is nowhere, under none of their ids",
    lives,
    Effect.fnUntraced(function* (lives) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* live(store, lives)
      const gone = lives.isBoth ? [anna, ben] : [anna]
      yield* agree("erased", yield* erasures.erase(yield* erasing(store, gone)), true)
      for (const contact of gone) yield* agree(`what is left of ${contact}`, yield* seen(store, contact), nothing)
      const due = yield* store.claim({ now: someday, until: someday + 1, limit: all })
      yield* agree(
        "who is due",
        contacts(due),
        everybody.filter((contact) => !gone.includes(contact))
      )
    })
  ),
  forAll(
    "an erasure leaves everybody else as they were",
    lives,
    Effect.fnUntraced(function* (lives) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* live(store, lives)
      const others = lives.isBoth ? [carol] : [ben, carol]
      const before = yield* Effect.forEach(others, (contact) => seen(store, contact))
      yield* erasures.erase(yield* erasing(store, lives.isBoth ? [anna, ben] : [anna]))
      yield* agree("the others", yield* Effect.forEach(others, (contact) => seen(store, contact)), before)
    })
  ),
  forAll(
    "an erasure on a version that has moved changes nothing",
    fc.record({ later: fc.integer({ min: 1, max: 3 }), moved: fc.nat(1) }),
    Effect.fnUntraced(function* ({ later, moved }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      for (const contact of [anna, ben]) yield* store.append({ contact, events: touchpoints(1), now: at(0) })
      const erase = yield* erasing(store, [anna, ben])
      const contact = [anna, ben][moved] ?? anna
      yield* store.append({ contact, events: touchpoints(later, 1), now: at(0), wakeAt: at(5) })
      const look = Effect.all([seen(store, anna), seen(store, ben), erasures.remembered, store.nextDue])
      const before = yield* look
      yield* agree("the erasure", tag(yield* Effect.result(erasures.erase(erase))), "Conflict")
      yield* agree("all there is", yield* look, before)
      yield* report(store, { contact: anna, events: touchpoints(1, 9), now: at(0) })
    })
  ),
  forAll(
    "a claim on somebody who was erased is stale",
    fc.record({ settles: fc.boolean(), isBack: fc.boolean() }),
    Effect.fnUntraced(function* ({ isBack, settles }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* store.append({ contact: anna, events: touchpoints(2), now: at(0), wakeAt: at(0) })
      const [claim] = yield* store.claim({ now: at(0), until: someday, limit: all })
      if (claim === undefined) return yield* Effect.fail("nothing was claimed")
      const erase = yield* erasing(store, [anna])
      yield* erasures.erase(erase)
      if (isBack) {
        yield* erasures.readmit(erase.people.map(({ mark }) => mark))
        yield* store.append({ contact: anna, events: touchpoints(1), now: at(1), wakeAt: at(1) })
        yield* store.claim({ now: at(1), until: someday, limit: all })
      }
      const { events, version } = yield* store.load(anna)
      const attempt = settles
        ? store.settle({ claim, expected: version, wakeAt: Option.none(), now: at(2) })
        : store.append({ contact: anna, events: touchpoints(1, 5), claim, now: at(2) })
      yield* agree("the old claim", tag(yield* Effect.result(attempt)), "StaleClaim")
      yield* agree("what is stored", ids(yield* store.load(anna)), ids({ contact: anna, events, version }))
    })
  ),
  forAll(
    "an erasure moves the account, and its other contacts are due",
    fc.record({ due: fc.integer({ min: 2, max: 100 }), isAsleep: fc.boolean() }),
    Effect.fnUntraced(function* ({ due, isAsleep }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* store.append({ contact: anna, events: [joins(anna)], now: at(0) })
      yield* store.append({
        contact: ben,
        events: [joins(ben)],
        now: at(0),
        ...(!isAsleep && { wakeAt: at(due) })
      })
      const version = Effect.map(store.load(ben), ({ account }) => Option.map(account, ({ version }) => version))
      const before = yield* version
      yield* erasures.erase(yield* erasing(store, [anna]))
      yield* agree(
        "the account's version",
        yield* version,
        Option.map(before, (before) => before + 1)
      )
      yield* agree(
        "who is due",
        contacts(yield* store.claim({ now: at(1), until: at(2), limit: all })),
        isAsleep ? [] : [ben]
      )
    })
  ),
  forAll(
    "of an erasure and appends at once nothing is left",
    fc.record({ known: fc.boolean(), before: fc.nat(3), after: fc.nat(3) }),
    Effect.fnUntraced(function* ({ after, before, known }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      if (known) yield* store.append({ contact: anna, events: touchpoints(1), now: at(0), wakeAt: at(0) })
      const erase = Effect.flatMap(erasing(store, [anna]), erasures.erase).pipe(
        Effect.retry({ while: (error) => error instanceof Conflict, times: 50 })
      )
      const append = (index: number) =>
        report(store, { contact: anna, events: touchpoints(1, 10 + index), now: at(0), wakeAt: at(0) }).pipe(
          Effect.catchIf(isRefused, () => Effect.void)
        )
      const appending = (count: number, from: number) =>
        Array.from({ length: count }, (_, index) => append(from + index))
      yield* Effect.all([...appending(before, 0), erase, ...appending(after, before)], {
        concurrency: "unbounded",
        discard: true
      })
      yield* agree("what is left", yield* seen(store, anna), nothing)
      yield* agree("when somebody is due", yield* store.nextDue, Option.none())
    })
  ),
  forAll(
    "who was merged into somebody is found",
    fc.record({ isMerged: fc.boolean(), isHeard: fc.boolean() }),
    Effect.fnUntraced(function* ({ isHeard, isMerged }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* store.append({ contact: ben, events: [merged(isMerged ? anna : carol)], now: at(0) })
      if (isHeard) yield* store.append({ contact: anna, events: touchpoints(1), now: at(0) })
      yield* agree("merged into Anna", yield* erasures.mergedInto([anna]), isMerged ? [ben] : [])
      yield* agree("into either", yield* erasures.mergedInto([anna, carol]), [ben])
      yield* agree("into nobody", yield* erasures.mergedInto([]), [])
    })
  ),
  forAll(
    "redacting changes the events it names and the versions, and nothing else",
    fc.record({ comment: fc.boolean(), others: fc.nat(3), isStale: fc.boolean() }),
    Effect.fnUntraced(function* ({ comment, isStale, others }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      const answered: Event.Event = {
        _tag: "Answered",
        id: Event.EventId.make("answered"),
        occurredAt: at(0),
        recordedAt: at(0),
        survey: Survey.SurveyId.make("nps"),
        wave: Decision.WaveId.make("w"),
        score: 3
      }
      const worded: Event.Event = { ...answered, ...(comment && { comment: "too late" }) }
      const rest = [joins(anna), ...touchpoints(others)]
      yield* store.append({ contact: anna, events: [...rest, worded], now: at(0), wakeAt: at(9) })
      const before = yield* store.load(anna)
      const expected = before.version + (isStale ? 1 : 0)
      const redacted = yield* Effect.result(erasures.redact({ contact: anna, expected, events: [answered] }))
      yield* agree("the redaction", tag(redacted), isStale ? "Conflict" : "accepted")
      const after = yield* store.load(anna)
      yield* agree("what is stored", whole(after.events), whole(isStale ? before.events : [...rest, answered]))
      yield* agree("the version", after.version, before.version + (isStale ? 0 : 1))
      const versionOf = ({ account }: typeof after) => Option.getOrThrow(account).version
      yield* agree("the account's version", versionOf(after), versionOf(before) + (isStale ? 0 : 1))
      yield* agree("when they are due", yield* store.nextDue, Option.some(at(9)))
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<Ports>> = [
  broken("forgets only the first id", "who was erased is nowhere, under none of their ids", ({ erasures, store }) => ({
    erasures: {
      erase: Effect.fnUntraced(function* (erase) {
        for (const { contact, expected } of erase.people) {
          const { version: actual } = yield* store.load(contact)
          if (actual !== expected) return yield* new Conflict({ contact, expected, actual })
        }
        return yield* erasures.erase({ ...erase, people: erase.people.slice(0, 1) })
      })
    }
  })),
  broken("keeps the list of messages", "who was erased is nowhere, under none of their ids", ({ store }) => {
    const known = new Map<Event.Reference, Effect.Success<ReturnType<Store["find"]>>>()
    return {
      store: {
        append: (append) =>
          Effect.tap(store.append(append), () =>
            Effect.forEach(
              append.events.filter((event) => event._tag === "Intended"),
              ({ reference }) => Effect.map(store.find(reference), (found) => void known.set(reference, found)),
              { discard: true }
            )
          ),
        find: (reference) => Effect.succeed(known.get(reference) ?? Option.none())
      }
    }
  }),
  broken("wakes all who are left", "an erasure leaves everybody else as they were", ({ erasures, store }) => ({
    erasures: {
      erase: (erase) =>
        Effect.tap(erasures.erase(erase), () =>
          Effect.ignore(store.append({ contact: carol, events: touchpoints(1, 77), now: erase.at }))
        )
    }
  })),
  broken(
    "does not look at versions",
    "an erasure on a version that has moved changes nothing",
    ({ erasures, store }) => ({
      erasures: {
        erase: Effect.fnUntraced(function* (erase) {
          const people = yield* Effect.forEach(erase.people, (one) =>
            Effect.map(store.load(one.contact), ({ version }) => ({ ...one, expected: version }))
          )
          return yield* erasures.erase({ ...erase, people })
        })
      }
    })
  ),
  broken("numbers claims from the beginning again", "a claim on somebody who was erased is stale", ({ store }) => {
    const fences = new Map<string, number>()
    return {
      store: {
        claim: (request) =>
          Effect.map(store.claim(request), (claims) =>
            claims.map((claim): Claim => {
              fences.set(claim.contact, claim.fence)
              return { ...claim, fence: 1 }
            })
          ),
        settle: (settle) =>
          store.settle({ ...settle, claim: { ...settle.claim, fence: fences.get(settle.claim.contact) ?? 1 } }),
        append: ({ claim, ...append }) =>
          store.append(
            claim === undefined ? append : { ...append, claim: { ...claim, fence: fences.get(claim.contact) ?? 1 } }
          )
      }
    }
  }),
  broken(
    "says nothing to the account",
    "an erasure moves the account, and its other contacts are due",
    ({ store }) => ({
      store: {
        load: (contact) =>
          Effect.map(store.load(contact), (loaded) => ({
            ...loaded,
            account: Option.map(loaded.account, (account) => ({ ...account, version: Math.min(account.version, 2) }))
          }))
      }
    })
  ),
  broken(
    "erases first and remembers later",
    "of an erasure and appends at once nothing is left",
    ({ erasures, store }) => {
      let isErasing = false
      return {
        store: {
          append: ({ mark, ...append }) =>
            Effect.suspend(() => store.append(isErasing || mark === undefined ? append : { ...append, mark }))
        },
        erasures: {
          erase: Effect.fnUntraced(function* (erase) {
            const isNew = yield* erasures.erase(erase)
            isErasing = true
            yield* pause
            isErasing = false
            return isNew
          })
        }
      }
    }
  ),
  broken(
    "finds merges only where the other one knows",
    "who was merged into somebody is found",
    ({ erasures, store }) => ({
      erasures: {
        mergedInto: Effect.fnUntraced(function* (contacts) {
          const known = yield* Effect.filter(contacts, (contact) =>
            Effect.map(store.load(contact), ({ version }) => version > 0)
          )
          return yield* erasures.mergedInto(known)
        })
      }
    })
  ),
  broken(
    "adds the redacted beside what was there",
    "redacting changes the events it names and the versions, and nothing else",
    ({ store }) => ({
      erasures: {
        redact: ({ contact, events, expected }) =>
          Effect.catchTag(
            store.append({
              contact,
              expected,
              now: at(0),
              events: events.map((event) => ({ ...event, id: Event.EventId.make(`${event.id} redacted`) }))
            }),
            ["StaleClaim", "EventClash", "ContactErased"],
            () => Effect.die("no such refusal")
          ).pipe(Effect.asVoid)
      }
    })
  )
]
