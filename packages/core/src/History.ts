/**
 * History: everything known about one contact, in order.
 *
 * Packed once, when it is loaded: time and kind as columns, the events beside them, sorted by (occurredAt, id) here and
 * nowhere else. Every fold walks the columns and opens an event only where it needs one.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Contact from "./Contact.ts"
import * as Event from "./Event.ts"
import type * as Fold from "./Fold.ts"

/**
 * `at[i]`, `kind[i]` and `events[i]` belong together. Do not write into the columns.
 *
 * @category models
 * @since 0.1.0
 */
export interface History {
  readonly contact: Contact.ContactId
  readonly at: Float64Array
  readonly kind: Uint8Array
  readonly events: ReadonlyArray<Event.Event>
}

/**
 * The number of each event tag in the `kind` column. An answer's number is its score, 0 to 10. What was inherited has the
 * number of what it is.
 *
 * @category models
 * @since 0.1.0
 */
export const kinds = {
  ContactChanged: 11,
  TouchpointHappened: 12,
  Intended: 13,
  Sent: 14,
  SendFailed: 15,
  SendRefused: 16,
  SendUnknown: 17,
  CaseOpened: 18,
  CaseAcknowledged: 19,
  CaseEscalated: 20,
  CaseResolved: 21,
  AskEnded: 22,
  OptedOut: 23,
  OptedIn: 24,
  HardBounced: 25,
  SpamReported: 26,
  LegalBasisRecorded: 27,
  Erased: 28,
  CaseAssigned: 29,
  CaseExplained: 30,
  CaseRedressed: 31,
  CaseReopened: 32,
  CaseClosed: 33,
  OwnerTold: 34,
  GrievanceRaised: 35,
  DisruptionEnded: 36,
  PraiseNamed: 37,
  PraiseAssigned: 38,
  PraisePassedOn: 39,
  PraiseEscalated: 40,
  ReviewDelayed: 41,
  AskRequested: 42,
  AskedElsewhere: 43,
  Shown: 44,
  Dismissed: 45,
  MergedInto: 46,
  Merged: 47,
  Inherited: 48,
  AskDeclined: 49,
  PraiseKept: 50,
  TestimonialRequested: 51,
  TestimonialDeclined: 52,
  TestimonialSubmitted: 53,
  TestimonialApproved: 54,
  TestimonialRejected: 55,
  TestimonialPublished: 56,
  TestimonialEdited: 57,
  EditAgreed: 58,
  EditRefused: 59,
  TestimonialDoubted: 60,
  ReconfirmationAsked: 61,
  TestimonialReconfirmed: 62,
  TestimonialWithdrawn: 63,
  ConsentGiven: 64,
  ConsentWithdrawn: 65,
  Replied: 66,
  Paused: 67,
  SlowedDown: 68
} as const satisfies Record<Exclude<Event.Event["_tag"], "Answered">, number>

/**
 * The number of an event in the `kind` column.
 *
 * @category getters
 * @since 0.1.0
 */
export const kindOf = (event: Event.Event): number => (event._tag === "Answered" ? event.score : kinds[event._tag])

/**
 * Two events of one contact have the same id and say different things. An event never changes: the source that sent the
 * second one must give it an id of its own.
 *
 * @category errors
 * @since 0.1.0
 */
export class EventsDiffer extends Schema.TaggedError<EventsDiffer>()("EventsDiffer", {
  contact: Contact.ContactId,
  id: Event.EventId
}) {
  override get message() {
    return `two events of ${this.contact} have the id "${this.id}" and say different things`
  }
}

/**
 * Packs events, in whatever order they arrived. The same event twice is kept once. Fails when two with one id differ.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  contact: Contact.ContactId,
  events: Iterable<Event.Event>
): Result.Result<History, EventsDiffer> => {
  const told: Array<Event.Event> = []
  for (const event of events) told.push(theirs(event))
  if (isByIds(told)) return Result.succeed(inOrder(contact, told))
  const byId = new Map<Event.EventId, Event.Event>()
  for (const event of told) {
    const known = byId.get(event.id)
    if (known === undefined) byId.set(event.id, event)
    else if (!Event.isSame(known, event)) return Result.fail(new EventsDiffer({ contact, id: event.id }))
    // of two reports of the same event the earlier one tells since when we know it
    else if (event.recordedAt < known.recordedAt) byId.set(event.id, event)
  }
  return Result.succeed(inOrder(contact, [...byId.values()]))
}

/** What they inherited is theirs. @category getters @since 0.1.0 */
export const theirs = (told: Event.Event): Event.Event => (told._tag === "Inherited" ? told.event : told)

/** As many stores give them; then none is there twice. */
const isByIds = (events: ReadonlyArray<Event.Event>): boolean => {
  let last = ""
  for (const { id } of events) {
    if (id <= last) return false
    last = id
  }
  return true
}

/**
 * What was made of a history so far: its fold, and the history as it was before the last events were appended behind all
 * others, from whose fold it goes on.
 */
interface Made {
  fold: Fold.Fold | undefined
  before: History | undefined
}

/** In the history, where nothing that copies, compares or prints it sees it. To look it up would take as long as to fold. */
const made = Symbol("made")

const madeOf = (self: History & { readonly [made]?: Made }): Made | undefined => self[made]

/**
 * The fold of a history, made once. `make` makes it, of the fold of what the history was before it grew, where that is
 * known; it is not to be written into.
 *
 * @category folding
 * @since 0.1.0
 */
export const fold = (self: History, make: (begun: Fold.Fold | undefined) => Fold.Fold): Fold.Fold => {
  const own = madeOf(self)
  if (own === undefined) return make(undefined)
  own.fold ??= make(own.before && madeOf(own.before)?.fold)
  own.before = undefined
  return own.fold
}

/** Of so many, each is put into its place among those before it; more are faster sorted as the platform does it. */
const several = 64

/** By `Event.compare`; may write into `events`. */
const inOrder = (contact: Contact.ContactId, events: Array<Event.Event>): History => {
  if (events.length > several) return pack(contact, events.toSorted(Event.compare))
  // events are of many shapes, and reading the time out of one is slow: it is done once
  const at = timesOf(events)
  for (let index = 1; index < events.length; index++) {
    const event = events[index]!
    const time = at[index]!
    let place = index
    for (; place > 0; place--) {
      const before = events[place - 1]!
      const earlier = at[place - 1]!
      if (earlier < time || (earlier === time && before.id < event.id)) break
      events[place] = before
      at[place] = earlier
    }
    events[place] = event
    at[place] = time
  }
  return pack(contact, events, at)
}

const timesOf = (events: ReadonlyArray<Event.Event>): Float64Array => {
  const at = new Float64Array(events.length)
  let index = 0
  for (const { occurredAt } of events) at[index++] = occurredAt
  return at
}

const pack = (contact: Contact.ContactId, sorted: ReadonlyArray<Event.Event>, at = timesOf(sorted)): History => {
  const kind = new Uint8Array(sorted.length)
  let index = 0
  for (const event of sorted) kind[index++] = kindOf(event)
  return holding({ contact, at, kind, events: sorted }, undefined)
}

const holding = (self: History, before: History | undefined): History => {
  const value: Made = { fold: undefined, before }
  return Object.defineProperty(self, made, { value })
}

/**
 * The history as it would be with only some of its events.
 *
 * @category filtering
 * @since 0.1.0
 */
export const filter = (self: History, keep: (event: Event.Event) => boolean): History =>
  pack(self.contact, self.events.filter(keep))

/**
 * The history with more events in it. Fails as `make` does. Cheap when they are new and come after all that is there.
 *
 * @category combining
 * @since 0.1.0
 */
export const append = (self: History, events: Iterable<Event.Event>): Result.Result<History, EventsDiffer> => {
  const more = Array.from(events, theirs)
  return follows(self, more) ? Result.succeed(extended(self, more)) : make(self.contact, [...self.events, ...more])
}

/** Is each of these later than all before it, and new? */
const follows = ({ events }: History, more: ReadonlyArray<Event.Event>): boolean => {
  let last = events.at(-1)
  for (const event of more) {
    if (last !== undefined && Event.compare(last, event) >= 0) return false
    last = event
  }
  if (more.length > few) {
    const known = new Set(events.map(({ id }) => id))
    return more.every(({ id }) => !known.has(id) && known.add(id))
  }
  return more.every(
    ({ id }, index) => events.every((known) => known.id !== id) && more.findIndex((other) => other.id === id) === index
  )
}

/** For so many, looking for their ids is cheaper than an index of all. */
const few = 8

const extended = (self: History, more: ReadonlyArray<Event.Event>): History => {
  const { at, contact, events, kind } = self
  const added = pack(contact, more)
  const ats = new Float64Array(at.length + more.length)
  ats.set(at)
  ats.set(added.at, at.length)
  const all = new Uint8Array(at.length + more.length)
  all.set(kind)
  all.set(added.kind, kind.length)
  const past = madeOf(self)
  // one step back is enough for a fold that goes on, and nobody's past is kept for longer
  if (past !== undefined) past.before = undefined
  return holding({ contact, at: ats, kind: all, events: [...events, ...more] }, self)
}

/**
 * The history of a contact nobody has heard of.
 *
 * @category constructors
 * @since 0.1.0
 */
export const empty = (contact: Contact.ContactId): History => pack(contact, [])

/**
 * A host's own rows as a history: each row an event as JSON would have it. Every problem is reported with its path.
 *
 * @category decoding
 * @since 0.1.0
 */
export const decode = (contact: string, rows: unknown): Result.Result<History, Schema.SchemaError | EventsDiffer> =>
  Result.flatMap(decodeRows({ contact, events: rows }), (decoded) => make(decoded.contact, decoded.events))

const decodeRows = Schema.decodeUnknownResult(
  Schema.Struct({ contact: Contact.ContactId, events: Schema.Array(Event.Event) }),
  { errors: "all", onExcessProperty: "error" }
)
