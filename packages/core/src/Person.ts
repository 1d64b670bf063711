/**
 * Person: whose facts count, and what had happened to them by then?
 *
 * Every report reads people, never bare histories. Somebody who was merged into another contact is counted there, with
 * everything, and not twice; of somebody who was erased nothing counts. Both hold however far a report looks back. Of all else
 * only what had happened by its time is there.
 *
 * @since 0.1.0
 */
import * as Account from "./Account.ts"
import type * as Contact from "./Contact.ts"
import type * as Event from "./Event.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import type * as Program from "./Program.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"
import type * as Zone from "./Zone.ts"

/**
 * A contact as they were at `now`, as we know it today: `history` ends there, and `state` is its fold.
 *
 * @category models
 * @since 0.1.0
 */
export interface Person {
  readonly contact: Contact.ContactId
  readonly history: History.History
  readonly state: State.State
  readonly zone: Zone.Zone
  readonly now: Instant
}

/**
 * The person behind a history; `undefined` when nothing of it counts: they go on under another id, or were erased.
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (program: Program.Program, history: History.History, now: Instant): Person | undefined => {
  const { erasedAt, mergedInto } = Fold.of(history)
  if (erasedAt !== undefined || mergedInto !== undefined) return undefined
  const until = (history.at.at(-1) ?? now) <= now ? history : History.filter(history, (event) => isKnown(event, now))
  const state = Fold.of(until)
  return { contact: history.contact, history: until, state, zone: Account.zone(program, state), now }
}

/** The people behind these histories. @category constructors @since 0.1.0 */
export const all = (
  program: Program.Program,
  histories: Iterable<History.History>,
  now: Instant
): ReadonlyArray<Person> => Array.from(histories, (history) => of(program, history, now) ?? []).flat()

const isKnown = (event: Event.Event, now: Instant): boolean =>
  event.occurredAt <= now || (takesBack.has(event._tag) && event.recordedAt <= now)

/** Counts as soon as we know of it, though a clock that is ahead dates it later. */
const takesBack: ReadonlySet<Event.Event["_tag"]> = new Set<Event.Event["_tag"]>([
  "ConsentWithdrawn",
  "TestimonialWithdrawn",
  "TestimonialDoubted"
])
