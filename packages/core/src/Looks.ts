/**
 * Looks: how do we look at one contact again and again, without reading everything anew each time?
 *
 * For whoever follows a contact through time in one process: a simulation, a replay. The history grows, and the fold of it
 * goes on from look to look. Each look decides exactly what `Decide.decide` would on the history by then.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import type * as Account from "./Account.ts"
import type * as Contact from "./Contact.ts"
import * as Decide from "./Decide.ts"
import * as Event from "./Event.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import type * as Program from "./Program.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"

/**
 * One contact who is looked at many times. This changes: `append` moves it on.
 *
 * - `size`: how many events are known.
 * - `history`: as it is now; later events do not change it.
 * - `state`: where the contact stands now; it moves on with them.
 * - `decide`: what `Decide.decide` gives on that history. `outcome`: the events by which what was decided counts as carried
 *   out, for whoever carries it out so; each message among them needs a reference of its own.
 * - `append`: as `History.append`; when it fails, nothing has changed. Cheap for what happened later than all that is
 *   known, and for an `outcome`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Looks {
  readonly size: number
  readonly history: History.History
  readonly state: State.State
  readonly decide: (
    program: Program.Program,
    now: Instant,
    account?: Account.Account
  ) => { readonly decided: Decide.Decided; readonly outcome: ReadonlyArray<Event.Event> }
  readonly append: (events: ReadonlyArray<Event.Event>) => Result.Result<void, History.EventsDiffer>
}

/**
 * Looks that begin with this history.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (born: History.History): Looks => {
  const { contact } = born
  /** In the order of the fold. */
  let events: Array<Event.Event> = [...born.events]
  let ids = new Set(events.map(({ id }) => id))
  let history: History.History | undefined = born
  /** Of all events and, after a look, of its outcome too. */
  let fold: ReturnType<typeof Fold.resume> | undefined
  let outcome: ReadonlyArray<Event.Event> = []
  /** From here on, every event is one that `isApart`. */
  let apartFrom = events.length

  /** For as long as a look takes. */
  const growing = (): History.History => {
    if (history !== undefined) return history
    const now = events
    let columns: History.History | undefined
    return {
      contact,
      events: now,
      get at() {
        return (columns ??= packed(contact, now)).at
      },
      get kind() {
        return (columns ??= packed(contact, now)).kind
      }
    }
  }

  const beginAnew = (more: ReadonlyArray<Event.Event>): Result.Result<void, History.EventsDiffer> =>
    Result.map(History.make(contact, [...events, ...more]), (made) => {
      events = [...made.events]
      ids = new Set(events.map(({ id }) => id))
      history = made
      fold = undefined
      outcome = []
      apartFrom = events.length
    })

  /** Where these stand, one behind the other, when only what may stand behind them does; else `undefined`. */
  const placeOf = (more: ReadonlyArray<Event.Event>, least: number): number | undefined => {
    const [first] = more
    let place = events.length
    if (first === undefined) return place
    while (place > least && Event.compare(events[place - 1]!, first) > 0) place--
    const before = events[place - 1]
    const after = events[place]
    const last = more.at(-1) ?? first
    const fits =
      (before === undefined || Event.compare(before, first) < 0) &&
      (after === undefined || Event.compare(last, after) < 0) &&
      more.every(({ id }, index) => !ids.has(id) && id !== more[index - 1]?.id)
    return fits ? place : undefined
  }

  /** The fold of what is known. What was decided and not carried out is in the last one, and never happened. */
  const folded = (known: History.History): ReturnType<typeof Fold.resume> => {
    if (outcome.length > 0) fold = undefined
    outcome = []
    return (fold ??= Fold.resume(known))
  }

  /** Does no outcome change what this event changes? Then they come to the same in either order. */
  const isApart = (event: Event.Event): boolean =>
    event._tag === "Answered"
      ? fold !== undefined && State.turn(fold.state, event.survey, event.wave) !== undefined
      : apart.has(event._tag)

  return {
    get size() {
      return events.length
    },
    get history() {
      return (history ??= packed(contact, [...events]))
    },
    get state() {
      return folded(growing()).state
    },
    decide: (program, now, account) => {
      const known = growing()
      const { apply, state } = folded(known)
      const applied: Array<Event.Event> = []
      outcome = applied
      const record = (event: Event.Event) => {
        applied.push(event)
        apply(event)
      }
      return { decided: Decide.decideOn(program, known, { state, apply: record }, now, account), outcome }
    },
    append: (told) => {
      const more = told.length < 2 ? told.map(History.theirs) : told.map(History.theirs).toSorted(Event.compare)
      const isOutcome = outcome.length > 0 && areSame(told, outcome)
      const place = placeOf(more, isOutcome ? apartFrom : events.length)
      if (place === undefined) return beginAnew(more)
      const isFolded = isOutcome && told.every((event, index) => event === more[index])
      if (outcome.length > 0 && !isFolded) fold = undefined
      outcome = []
      history = undefined
      for (const event of more) ids.add(event.id)
      if (isOutcome) {
        events.splice(place, 0, ...more)
        apartFrom = place + more.length
      } else {
        for (const event of more) {
          const stands = isApart(event)
          events.push(event)
          if (!stands) apartFrom = events.length
          fold?.apply(event)
        }
      }
      return Result.succeed(undefined)
    }
  }
}

/** What our own deeds do not touch. An answer is among them when its wave was known before it. */
const apart: ReadonlySet<Event.Event["_tag"]> = new Set([
  "ContactChanged",
  "TouchpointHappened",
  "LegalBasisRecorded",
  "Paused",
  "SlowedDown",
  "OptedOut",
  "OptedIn"
])

const packed = (contact: Contact.ContactId, events: ReadonlyArray<Event.Event>): History.History => ({
  contact,
  at: Float64Array.from(events, ({ occurredAt }) => occurredAt),
  kind: Uint8Array.from(events, History.kindOf),
  events
})

/** But for the references, on which nothing that is decided depends. */
const areSame = (told: ReadonlyArray<Event.Event>, assumed: ReadonlyArray<Event.Event>): boolean =>
  told.length === assumed.length && told.every((event, index) => isSame(event, assumed[index]))

const isSame = (event: Event.Event, assumed: Event.Event | undefined): boolean =>
  event === assumed ||
  (event._tag === "Intended" &&
    assumed?._tag === "Intended" &&
    event.id === assumed.id &&
    event.key === assumed.key &&
    event.occurredAt === assumed.occurredAt &&
    event.attempt === assumed.attempt &&
    event.address === assumed.address &&
    event.decision === assumed.decision)
