/**
 * Merging: how do two contacts become one?
 *
 * First the one that is merged away is told, and from then on nothing is decided for it; then the one that goes on gets what
 * the other one had. Whoever dies in between leaves nobody asked twice: the next merge of the same two, the next news of
 * either, or the next tick brings along what is missing.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as Merge from "@temoin/core/Merge"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Writing from "./Writing.ts"

/**
 * Merges one contact into another, or into the one that this other one was merged into. Gives whether that was new: twice is
 * once.
 *
 * @category merging
 * @since 0.1.0
 */
export const merge = (
  from: Contact.ContactId,
  into: Contact.ContactId
): Effect.Effect<boolean, Merge.CannotMerge | HistoryStore.Conflict | Writing.Trouble, HistoryStore.HistoryStore> =>
  Effect.gen(function* () {
    const isNew = yield* Writing.again<boolean, Merge.CannotMerge | Writing.Trouble, HistoryStore.HistoryStore>(
      leave(from, into)
    )
    yield* Writing.survivor(from)
    return isNew
  })

const leave = Effect.fnUntraced(function* (from: Contact.ContactId, into: Contact.ContactId) {
  const store = yield* HistoryStore.HistoryStore
  const stored = yield* store.load(from)
  const theirs = yield* Writing.historyOf(stored)
  const cannot = (reason: Merge.CannotMerge["reason"], survivor: Contact.ContactId) =>
    new Merge.CannotMerge({ from, into, reason, survivor })
  if (from === into) return yield* cannot("itself", from)
  const { contact: survivor } = (yield* Writing.survivor(into)).history
  if (survivor === from) return yield* cannot("circle", from)
  if (Merge.survivor(theirs) !== undefined) {
    const { contact: elsewhere } = (yield* Writing.survivor(from)).history
    return elsewhere === survivor ? false : yield* cannot("elsewhere", elsewhere)
  }
  const now = yield* Clock.currentTimeMillis
  const events = [Merge.leave(theirs, survivor, now)]
  yield* store.append({ contact: from, events, now, expected: stored.version, wakeAt: now })
  return true
})
