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
 * Loads a contact, lets `events` say what follows from its history and account at this time, and appends that, provided nobody wrote
 * in between; else once more, from the beginning. The contact is due at once when something was added. Gives how many
 * events were new. Fails with `Conflict` when others kept writing for twenty tries.
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
): Effect.Effect<
  number,
  E | HistoryStore.Conflict | HistoryStore.EventClash | HistoryStore.StoreError,
  HistoryStore.HistoryStore
> =>
  Effect.gen(function* () {
    const store = yield* HistoryStore.HistoryStore
    for (let left = tries; ; left--) {
      const now = yield* Clock.currentTimeMillis
      const stored = yield* store.load(contact)
      const added = yield* Effect.fromResult(
        events(yield* historyOf(stored), now, Option.getOrUndefined(stored.account))
      )
      if (added.length === 0) return 0
      const written = yield* Effect.result(
        store.append({ contact, events: added, now, expected: stored.version, wakeAt: now })
      )
      if (Result.isSuccess(written)) return written.success.added
      const error = written.failure
      // no claim was given, so none can be stale
      if (error._tag === "StaleClaim") return yield* Effect.die(error)
      if (error._tag !== "Conflict" || left === 1) return yield* Effect.fail(error)
    }
  })
