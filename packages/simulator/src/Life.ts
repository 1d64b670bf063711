/**
 * Life: what happens to one contact when this program runs while these things happen?
 *
 * Time is virtual: we look when something is recorded and whenever `decide` said so (what is due at that very time comes
 * first), and each decision is carried out at once, through core's `Outcome`. Nothing waits, so a year takes as long as its decisions.
 *
 * @since 0.1.0
 */
import type * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Looks from "@temoin/core/Looks"
import * as Outcome from "@temoin/core/Outcome"
import type * as Program from "@temoin/core/Program"
import type * as State from "@temoin/core/State"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** What is known by then. Its history is put together when somebody reads it. @category models @since 0.1.0 */
export type Known = Pick<Looks.Looks, "history" | "state" | "size">

/**
 * Something that is going to be recorded at `at`. What exactly may depend on what was by then: the answer to the latest
 * invitation, the case that is open. No events: nothing is recorded, and nobody looks. `program`: the one that runs from then
 * on, which everybody is looked at under.
 *
 * @category models
 * @since 0.1.0
 */
export interface Happening<E = never> {
  readonly at: Instant
  readonly program?: Program.Program
  readonly events: (known: Known) => Result.Result<ReadonlyArray<Event.Event>, E>
}

/**
 * The world around a contact.
 *
 * - `coming`: what happens whatever we do. Of two at the same time the first in the list is first.
 * - `respond`: what a decision brings about, from then on.
 * - `decide`: who decides (default: core). Another one shows what a change to it would do, or whether a check would notice.
 * - `onLook`: told of each look, and of what was known, before what was decided is carried out.
 * - `isUnknown`: nobody knows whether the message that leaves now has left (default: each has). It is recorded as unknown, and for good.
 * - `account`: the contact's, as it stands at this time with its other people; without it they have no colleagues.
 * - `patience`: after so many looks we give up (default 5,000).
 *
 * @category models
 * @since 0.1.0
 */
export interface World<E = never> {
  readonly coming: ReadonlyArray<Happening<E>>
  readonly respond?: (decision: Decision.Decision, at: Instant) => ReadonlyArray<Happening<E>>
  readonly decide?: typeof Decide.decide
  readonly onLook?: (decided: Decide.Decided, at: Instant, known: Known) => void
  readonly isUnknown?: (known: Known, at: Instant) => boolean
  readonly account?: (known: Known, at: Instant) => Account.Account | undefined
  readonly patience?: number
}

/**
 * From the first look to the last: `until` itself is not part of it. `Infinity`: until nothing is left to happen.
 *
 * @category models
 * @since 0.1.0
 */
export interface Span {
  readonly from: Instant
  readonly until: Instant
}

/** One decision, and when it was carried out. @category models @since 0.1.0 */
export interface Done {
  readonly at: Instant
  readonly decision: Decision.Decision
}

/**
 * The contact at the end, and what was done on the way, in order.
 *
 * @category models
 * @since 0.1.0
 */
export interface Lived {
  readonly state: State.State
  readonly history: History.History
  readonly done: ReadonlyArray<Done>
}

/**
 * A life with more to decide than any customer would bear: either it has no end, or the program goes round in circles.
 *
 * @category errors
 * @since 0.1.0
 */
export class Restless extends Schema.TaggedError<Restless>()("Restless", {
  contact: Schema.String,
  looks: Schema.Int,
  at: Schema.Int
}) {
  override get message() {
    return `after ${this.looks} looks at ${this.contact} there is still something to decide (${new Date(this.at).toISOString()}): give the life an end, or look for a rule that calls itself`
  }
}

/**
 * A life that is being lived, step by step.
 *
 * - `next`: when something happens or is looked at again; `undefined`: never, before the end.
 * - `step`: lets that be. What it recorded.
 * - `wake`: somebody has to look at this time, whatever was said before.
 * - `known`, `done`: so far.
 *
 * @category models
 * @since 0.1.0
 */
export interface Living<E = never> {
  readonly contact: Contact.ContactId
  readonly known: Known
  readonly done: ReadonlyArray<Done>
  readonly next: () => Instant | undefined
  readonly step: (at: Instant) => Result.Result<ReadonlyArray<Event.Event>, E | History.EventsDiffer | Restless>
  readonly wake: (at: Instant) => void
}

/**
 * Lives it. Fails when an event contradicts a known one with the same id, when it never comes to rest, or as a
 * happening fails.
 *
 * @category living
 * @since 0.1.0
 */
export const live = <E = never>(
  program: Program.Program,
  born: History.History,
  span: Span,
  world: World<E>
): Result.Result<Lived, E | History.EventsDiffer | Restless> => {
  const living = begin(program, born, span, world)
  for (let at = living.next(); at !== undefined; at = living.next()) {
    const stepped = living.step(at)
    if (Result.isFailure(stepped)) return Result.fail(stepped.failure)
  }
  return Result.succeed(ended(living))
}

/**
 * Begins a life, for whoever lives several at once.
 *
 * @category living
 * @since 0.1.0
 */
export const begin = <E = never>(
  program: Program.Program,
  born: History.History,
  { from, until }: Span,
  world: World<E>
): Living<E> => {
  const { patience = 5000 } = world
  let running = program
  const queue = world.coming.toSorted((a, b) => a.at - b.at)
  const done: Array<Done> = []
  const contact = Looks.make(born)
  let wakeAt: Instant | undefined = from
  let looks = 0
  const happens = (): boolean => queue[0] !== undefined && (wakeAt === undefined || queue[0].at < wakeAt)
  return {
    contact: born.contact,
    known: contact,
    done,
    next: () => {
      const at = happens() ? Math.max(from, queue[0]?.at ?? from) : wakeAt
      return at === undefined || at >= until ? undefined : at
    },
    wake: (at) => {
      if (wakeAt === undefined || at < wakeAt) wakeAt = at
    },
    step: (at) => {
      const next = happens() ? queue.shift() : undefined
      let happened: ReadonlyArray<Event.Event> = []
      if (next !== undefined) {
        const events = next.events(contact)
        if (Result.isFailure(events)) return Result.fail(events.failure)
        happened = events.success
        if (happened.length === 0 && next.program === undefined) return Result.succeed(happened)
        running = next.program ?? running
        const appended = contact.append(happened)
        if (Result.isFailure(appended)) return Result.fail(appended.failure)
      }
      if (looks++ >= patience) return Result.fail(new Restless({ contact: born.contact, looks: patience, at }))
      const { decided, outcome } = look(world.decide, running, contact, at, world.account?.(contact, at))
      world.onLook?.(decided, at, contact)
      // `decide` counts what it decided as done at once, and so do we: with nothing new there is nothing before this
      wakeAt = decided.wakeAt
      const { decisions } = decided
      if (decisions.length === 0) return Result.succeed(happened)
      const carriedOut = outcome.map((event) => {
        if (event._tag !== "Sent" || world.isUnknown?.(contact, at) !== true) {
          return referenced(event, contact.size, decisions)
        }
        // it is not what `decide` counted on
        wakeAt = at
        return Outcome.unknown(event.key, event.attempt, at)
      })
      const appended = contact.append(carriedOut)
      if (Result.isFailure(appended)) return Result.fail(appended.failure)
      for (const decision of decisions) {
        done.push({ at, decision })
        for (const happening of world.respond?.(decision, at) ?? []) insert(queue, happening)
      }
      return Result.succeed([...happened, ...carriedOut])
    }
  }
}

/**
 * What a life has come to. Its history is put together when somebody reads it.
 *
 * @category living
 * @since 0.1.0
 */
export const ended = ({ done, known }: Pick<Living, "done" | "known">): Lived => ({
  done,
  get state() {
    return known.state
  },
  get history() {
    return known.history
  }
})

/** By core, as it goes on from look to look; by another one, anew. */
const look = (
  decide: World["decide"],
  program: Program.Program,
  contact: Looks.Looks,
  at: Instant,
  account: Account.Account | undefined
): ReturnType<Looks.Looks["decide"]> => {
  if (decide === undefined) return contact.decide(program, at, account)
  const decided = decide(program, contact.history, at, account)
  if (decided.decisions.length === 0) return { decided, outcome: [] }
  const { state } = contact
  return { decided, outcome: decided.decisions.flatMap((decision) => Decide.success(state, decision, at)) }
}

/** Behind everything that happens at the same time. */
const insert = <E>(queue: Array<Happening<E>>, happening: Happening<E>): void => {
  const index = queue.findIndex((other) => other.at > happening.at)
  if (index === -1) queue.push(happening)
  else queue.splice(index, 0, happening)
}

/** A message of a life gets a reference of its own. Nobody guesses it, since nobody outside ever sees it. */
const referenced = (event: Event.Event, events: number, decisions: ReadonlyArray<Decision.Decision>): Event.Event =>
  event._tag === "Intended" ? { ...event, reference: reference(events, decisions.indexOf(event.decision)) } : event

const reference = (events: number, index: number): Event.Reference =>
  `${String(events).padStart(16, "0")}${String(index).padStart(16, "0")}` as Event.Reference

/**
 * The history as it was known at an instant: what was recorded later is left out.
 *
 * @category filtering
 * @since 0.1.0
 */
export const knownAt = (history: History.History, at: Instant): History.History =>
  History.filter(history, (event) => event.recordedAt <= at)
