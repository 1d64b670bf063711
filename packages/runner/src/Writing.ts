/**
 * Writing: how is something that depends on the history so far added to it?
 *
 * @since 0.1.0
 */
import type * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type * as Instant from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/**
 * A contact's stored events as a history. Two stored events that differ under one id are a broken store.
 *
 * @category reading
 * @since 0.1.0
 */
export const historyOf = (stored: HistoryStore.Stored): Effect.Effect<History.History, HistoryStore.StoreError> =>
  Effect.mapError(
    Effect.fromResult(History.make(stored.contact, stored.events)),
    (cause) => new HistoryStore.StoreError({ problem: cause.message, retryable: false, cause })
  )

const tries = 20

/**
 * Records of the contact `into` whatever it does not have yet of one that was merged into it. Fails with `Conflict` when
 * others kept writing for twenty tries.
 *
 * @category merging
 * @since 0.1.0
 */
export const bringAlong = (
  from: History.History,
  into: Contact.ContactId
): Effect.Effect<void, HistoryStore.Conflict | Trouble, HistoryStore.HistoryStore> =>
  again<void, Trouble, HistoryStore.HistoryStore>(
    Effect.gen(function* () {
      const store = yield* HistoryStore.HistoryStore
      const now = yield* Clock.currentTimeMillis
      const stored = yield* store.load(into)
      const events = Merge.join(from, yield* historyOf(stored), now)
      if (events.length > 0) yield* store.append({ contact: into, events, now, expected: stored.version, wakeAt: now })
    })
  )

/**
 * A history, and the account of its contact as it stood with it; `undefined`: they have none.
 *
 * @category models
 * @since 0.1.0
 */
export interface Known {
  readonly history: History.History
  readonly account: Account.Account | undefined
}

/**
 * The history under which everything of this contact goes on, with all that a merge that was cut short has not brought along
 * yet. Writes nothing.
 *
 * @category reading
 * @since 0.1.0
 */
export const read = (
  contact: Contact.ContactId
): Effect.Effect<Known, HistoryStore.StoreError, HistoryStore.HistoryStore> =>
  Effect.gen(function* () {
    const store = yield* HistoryStore.HistoryStore
    const now = yield* Clock.currentTimeMillis
    const passed = new Set([contact])
    let stored = yield* store.load(contact)
    let history = yield* historyOf(stored)
    for (;;) {
      const into = Merge.survivor(history)
      if (into === undefined || passed.has(into)) return { history, account: Option.getOrUndefined(stored.account) }
      passed.add(into)
      stored = yield* store.load(into)
      const brought = Merge.join(history, yield* historyOf(stored), now)
      history = yield* historyOf({ ...stored, events: [...stored.events, ...brought] })
    }
  })

/** A contact as it stands, and the version that this is. */
interface Loaded extends Known {
  readonly version: number
}

/**
 * The contact under whose id everything goes on, which for nearly everybody is their own. A merge that was cut short is
 * finished first. Of contacts that were merged into each other at the same time, the one with the smallest id goes on.
 *
 * @category reading
 * @since 0.1.0
 */
export const survivor = (
  contact: Contact.ContactId
): Effect.Effect<Loaded, HistoryStore.Conflict | Trouble, HistoryStore.HistoryStore> =>
  Effect.gen(function* () {
    const store = yield* HistoryStore.HistoryStore
    const passed: Array<Contact.ContactId> = []
    for (let next = contact; ;) {
      const stored = yield* store.load(next)
      const history = yield* historyOf(stored)
      const into = Merge.survivor(history)
      if (into === undefined) {
        return { history, version: stored.version, account: Option.getOrUndefined(stored.account) }
      }
      if (passed.includes(next)) {
        // once round: it goes on with the first of them
        const [first = next] = passed.slice(passed.indexOf(next)).toSorted()
        yield* again<void, Trouble, HistoryStore.HistoryStore>(stay(first))
        passed.length = 0
        next = first
        continue
      }
      passed.push(next)
      yield* bringAlong(history, into)
      next = into
    }
  })

/** Goes on under its own id after all. */
const stay = Effect.fnUntraced(function* (contact: Contact.ContactId) {
  const store = yield* HistoryStore.HistoryStore
  const now = yield* Clock.currentTimeMillis
  const stored = yield* store.load(contact)
  const history = yield* historyOf(stored)
  if (Merge.survivor(history) === undefined) return
  const events = [Merge.leave(history, contact, now)]
  yield* store.append({ contact, events, now, expected: stored.version, wakeAt: now })
})

/**
 * Once more from the beginning whenever somebody wrote in between, up to twenty times.
 *
 * @category writing
 * @since 0.1.0
 */
export const again = <A, E, R>(
  attempt: Effect.Effect<A, E | HistoryStore.StaleClaim | HistoryStore.Conflict, R>
): Effect.Effect<A, E | HistoryStore.Conflict, R> =>
  Effect.gen(function* () {
    for (let left = tries; ; left--) {
      const result = yield* Effect.result(attempt)
      if (Result.isSuccess(result)) return result.success
      const error = result.failure
      // no claim was given, so none can be stale
      if (error instanceof HistoryStore.StaleClaim) return yield* Effect.die(error)
      if (!(error instanceof HistoryStore.Conflict) || left === 1) return yield* Effect.fail(error)
    }
  })

/** What can go wrong with a store besides that. @category errors @since 0.1.0 */
export type Trouble = HistoryStore.EventClash | HistoryStore.ContactErased | HistoryStore.StoreError

/**
 * Loads a contact, lets `events` say what follows from its history and account at this time, and appends that, provided nobody wrote
 * in between; else once more, from the beginning. The contact is due at once when something was added. Gives how many
 * events were new. Of a contact that was merged into another it is that one's history, and is recorded there. Fails with
 * `Conflict` when others kept writing for twenty tries.
 *
 * @category writing
 * @since 0.1.0
 */
export const write = <E>(
  contact: Contact.ContactId,
  events: (
    history: History.History,
    now: Instant.Instant,
    account: Account.Account | undefined
  ) => Result.Result<ReadonlyArray<Event.Event>, E>
): Effect.Effect<number, E | HistoryStore.Conflict | Trouble, HistoryStore.HistoryStore> =>
  again<number, E | Trouble, HistoryStore.HistoryStore>(
    Effect.gen(function* () {
      const store = yield* HistoryStore.HistoryStore
      const { account, history, version } = yield* survivor(contact)
      const now = yield* Clock.currentTimeMillis
      const added = yield* Effect.fromResult(events(history, now, account))
      if (added.length === 0) return 0
      yield* refuseClash(history, added)
      const append = { contact: history.contact, events: added, now, expected: version, wakeAt: now }
      return (yield* store.append(append)).added
    })
  )

/** What was inherited is stored under other ids, so that the store cannot see when one is used again. */
const refuseClash = (
  history: History.History,
  added: ReadonlyArray<Event.Event>
): Effect.Effect<void, HistoryStore.EventClash> => {
  const together = history.kind.includes(History.kinds.Merged)
    ? History.append(history, added)
    : Result.succeed(history)
  return Result.isSuccess(together)
    ? Effect.void
    : Effect.fail(new HistoryStore.EventClash({ contact: history.contact, id: together.failure.id }))
}
