/**
 * Scene: who and what plays in the laws about histories, and when?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import type { Claim, HistoryStore, Stored } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { touchpoint } from "../EventArbitrary.ts"
import { at } from "../InstantArbitrary.ts"
import { agree } from "../Law.ts"

/** The service a law speaks with. @category models @since 0.1.0 */
export type Store = HistoryStore["Service"]

/** A contact. @category scene @since 0.1.0 */
export const anna = Contact.ContactId.make("anna")

/** Another contact. @category scene @since 0.1.0 */
export const ben = Contact.ContactId.make("ben")

/** Later than anything else that happens. @category scene @since 0.1.0 */
export const someday = at(1_000_000)

/** A limit that leaves nobody out. @category scene @since 0.1.0 */
export const all = 1000

/** As many minutes, or fewer, or none. @category arbitraries @since 0.1.0 */
export const minutes = (max: number) => fc.nat(max)

/** As many, or fewer, but at least one. @category arbitraries @since 0.1.0 */
export const positive = (max: number) => fc.integer({ min: 1, max })

/** As many touchpoints, one minute after the other. @category scene @since 0.1.0 */
export const touchpoints = (count: number, from = 0): ReadonlyArray<Event.Event> =>
  Array.from({ length: count }, (_, index) => touchpoint(`e${from + index}`, from + index))

/** What events are stored, in an order that does not depend on the store. @category looking @since 0.1.0 */
export const ids = (stored: Stored): ReadonlyArray<string> => stored.events.map((event) => event.id).toSorted()

/** What events say, but for when it was recorded. In an order of their own. @category looking @since 0.1.0 */
export const contents = (events: ReadonlyArray<Event.Event>): ReadonlyArray<string> =>
  events.map(Event.content).toSorted()

/** All that events say. In an order of their own. @category looking @since 0.1.0 */
export const whole = (events: ReadonlyArray<Event.Event>) =>
  contents(events).map((content) => {
    const event = events.find((event) => Event.content(event) === content)
    return { content, recordedAt: event?.recordedAt }
  })

/** How the store took it: "accepted", or the name of the error. @category looking @since 0.1.0 */
export const tag = (result: Result.Result<unknown, { readonly _tag: string }>): string =>
  Result.isFailure(result) ? result.failure._tag : "accepted"

/** Whose claims these are, in their order. @category looking @since 0.1.0 */
export const contacts = (claims: ReadonlyArray<Claim>): ReadonlyArray<string> => claims.map((claim) => claim.contact)

/** Makes a contact due by a touchpoint, and gives its version. @category acting @since 0.1.0 */
export const wake = (store: Store, contact: Contact.ContactId, due: Instant) =>
  Effect.map(
    store.append({ contact, events: [touchpoint(`woken ${contact}`)], now: at(0), wakeAt: due }),
    (appended) => appended.version
  )

/**
 * Makes only this contact due, claims it at `now` until `until`, and gives its version and the claim.
 *
 * @category acting
 * @since 0.1.0
 */
export const claimed = Effect.fnUntraced(function* (
  store: Store,
  contact: Contact.ContactId,
  now: Instant,
  until: Instant
) {
  const version = yield* wake(store, contact, now)
  const claims = yield* store.claim({ now, until, limit: all })
  yield* agree("contacts claimed", contacts(claims), [contact])
  return { version, claims }
})

/** If the attempt fails, is everything that can be seen as it was? @category looking @since 0.1.0 */
export const changesNothing = Effect.fnUntraced(function* <E>(
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

/** A contact and when it is due. @category models @since 0.1.0 */
export interface Due {
  readonly contact: Contact.ContactId
  readonly due: Instant
}

/**
 * Contacts that are due at different times; the order of their ids tells nothing about the order of these times.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const schedule: fc.Arbitrary<ReadonlyArray<Due>> = fc
  .uniqueArray(fc.nat(600), { minLength: 1, maxLength: 6 })
  .map((dues) => dues.map((due, index) => ({ contact: Contact.ContactId.make(`c${index}`), due: at(due) })))

/** Makes each contact due at its time. @category acting @since 0.1.0 */
export const wakeAll = (store: Store, schedule: ReadonlyArray<Due>) =>
  Effect.forEach(schedule, ({ contact, due }) => wake(store, contact, due), { discard: true })

/** When all of them are due. @category looking @since 0.1.0 */
export const lastDue = (schedule: ReadonlyArray<Due>): Instant => Math.max(...schedule.map(({ due }) => due))

/** A time of claiming, a time within the claim and its end, all different. @category arbitraries @since 0.1.0 */
export const term = fc
  .record({ now: minutes(100), held: positive(100), rest: positive(100) })
  .map(({ held, now, rest }) => ({ now: at(now), within: at(now + held), until: at(now + held + rest) }))

/** How a claim can be lost before its end, as its holder's clock has it. @category arbitraries @since 0.1.0 */
export const loss = fc.constantFrom("taken over", "settled", "settled and claimed anew")

/** Loses the claim in this way; gives whether it is lost. @category acting @since 0.1.0 */
export const lose = Effect.fnUntraced(function* (store: Store, claim: Claim, expected: number, loss: string) {
  if (loss !== "taken over") {
    yield* store.settle({ claim, expected, wakeAt: Option.some(claim.until), now: claim.until - 1 })
  }
  if (loss === "settled") return true
  const newer = yield* store.claim({ now: claim.until, until: someday, limit: all })
  return newer.length > 0
})
