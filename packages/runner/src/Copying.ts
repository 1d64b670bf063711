/**
 * Copying: how do histories come from one store into another?
 *
 * Page by page, each contact as a whole. What is there already is not added again, so a copy that was cut short is simply
 * begun again, and a second one brings only what has come meanwhile. What a store has besides histories is `Carrying`'s.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import type { Erasures } from "@temoin/core/ports/Erasures"
import type { HistoryStore, StoreError, Stored } from "@temoin/core/ports/HistoryStore"
import * as Retention from "@temoin/core/Retention"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

type Store = HistoryStore["Service"]

/**
 * How far a copy has come: contacts seen, their events, and how many of these were new to the other store. `last` is the
 * last contact; a copy can go on after it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Copied {
  readonly contacts: number
  readonly events: number
  readonly added: number
  readonly last: Contact.ContactId | undefined
}

/**
 * - `erasures`: those of `to`, where it has any: words that a retention took out of `from` since an earlier copy are taken out there.
 * - `after`: begin behind this contact (default: with the first).
 * - `onProgress`: hears after every page how far it has come.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly from: Store
  readonly to: Store
  readonly erasures?: Erasures["Service"]
  readonly after?: Contact.ContactId
  readonly onProgress?: (copied: Copied) => void
}

const limit = 200
const concurrency = 8

/**
 * Copies all histories. Everybody copied is due at once in the other store, where a worker then finds out when their next
 * turn is; claims are not copied, and neither are times. So no worker may be at work on `from` when one begins on `to`.
 *
 * Fails with `EventClash` when the other store has an event with the same id and other content. What was copied before stays.
 *
 * @category running
 * @since 0.1.0
 */
export const copy = Effect.fnUntraced(function* ({ after, erasures, from, onProgress, to }: Options) {
  const put = Effect.fnUntraced(function* ({ contact, events }: Stored, now: Instant) {
    const append = to.append({ contact, events, now, wakeAt: now })
    const first = yield* Effect.result(append)
    if (Result.isSuccess(first)) return first.success
    if (first.failure._tag !== "EventClash" || erasures === undefined) return yield* Effect.fail(first.failure)
    const { events: known, version } = yield* to.load(contact)
    const byId = new Map(known.map((event) => [event.id, event]))
    const quiet = events.filter((event) => {
      const before = byId.get(event.id)
      return before !== undefined && !Event.isSame(before, event) && Retention.isWithoutWords(event, before)
    })
    if (quiet.length > 0) yield* erasures.redact({ contact, expected: version, events: quiet })
    return yield* append
  })
  let copied: Copied = { contacts: 0, events: 0, added: 0, last: after }
  for (;;) {
    const page = yield* from.page({ after: Option.fromUndefinedOr(copied.last), limit })
    const now = yield* Clock.currentTimeMillis
    const appended = yield* Effect.forEach(page, (stored) => put(stored, now), { concurrency })
    copied = {
      contacts: copied.contacts + page.length,
      events: copied.events + page.reduce((sum, { events }) => sum + events.length, 0),
      added: copied.added + appended.reduce((sum, { added }) => sum + added, 0),
      last: page.at(-1)?.contact ?? copied.last
    }
    onProgress?.(copied)
    if (page.length < limit) return copied
  }
})

/**
 * How a contact stands in the second store as against the first: `missing` there, with `fewer` events, with `more`, with
 * `others` (some of both), or `unknown` to the first.
 *
 * @category models
 * @since 0.1.0
 */
export interface Difference {
  readonly contact: Contact.ContactId
  readonly is: "missing" | "fewer" | "more" | "others" | "unknown"
}

/**
 * How many contacts are the same in both, how many are not, and the first hundred of those.
 *
 * @category models
 * @since 0.1.0
 */
export interface Compared {
  readonly same: number
  readonly different: number
  readonly differences: ReadonlyArray<Difference>
}

const shown = 100

const difference = (one: Stored, other: Stored): Difference["is"] | undefined => {
  const theirs = new Map(other.events.map((event) => [event.id, event]))
  let shared = 0
  for (const event of one.events) {
    const same = theirs.get(event.id)
    if (same !== undefined && Event.isSame(event, same)) shared++
  }
  const isFewer = shared < one.events.length
  const isMore = shared < other.events.length
  return isFewer && isMore ? "others" : isFewer ? "fewer" : isMore ? "more" : undefined
}

/** One after the other, in the order in which every store has them. */
const cursor = (store: Store) => {
  let page: ReadonlyArray<Stored> = []
  let index = 0
  let isLast = false
  return Effect.gen(function* () {
    if (index === page.length && !isLast) {
      page = yield* store.page({ after: Option.fromUndefinedOr(page.at(-1)?.contact), limit })
      index = 0
      isLast = page.length < limit
    }
    return page[index++]
  })
}

/**
 * Compares what two stores know of everybody, without changing anything.
 *
 * @category running
 * @since 0.1.0
 */
export const compare = Effect.fnUntraced(function* ({
  from,
  to
}: Pick<Options, "from" | "to">): Effect.fn.Return<Compared, StoreError> {
  const [ours, theirs] = [cursor(from), cursor(to)]
  const differences: Array<Difference> = []
  let same = 0
  let different = 0
  const note = (contact: Contact.ContactId, is: Difference["is"] | undefined) => {
    if (is === undefined) return void same++
    different++
    if (differences.length < shown) differences.push({ contact, is })
  }
  let [one, other] = [yield* ours, yield* theirs]
  for (;;) {
    if (one !== undefined && (other === undefined || one.contact < other.contact)) {
      note(one.contact, "missing")
      one = yield* ours
    } else if (other !== undefined && (one === undefined || other.contact < one.contact)) {
      note(other.contact, "unknown")
      other = yield* theirs
    } else if (one !== undefined && other !== undefined) {
      note(one.contact, difference(one, other))
      one = yield* ours
      other = yield* theirs
    } else return { same, different, differences }
  }
})
