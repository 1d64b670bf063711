/**
 * Fact: what can a host tell us about a contact?
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Reference from "./Reference.ts"

const cases = Event.Event.cases

const CaseMove = Schema.Union([
  cases.CaseAssigned,
  cases.CaseAcknowledged,
  cases.CaseExplained,
  cases.CaseRedressed,
  cases.CaseResolved,
  cases.CaseReopened
])

const Testified = Schema.Union([
  ...Object.values(Testimonial.TestimonialEvent.cases),
  ...Object.values(Consent.ConsentEvent.cases)
])

const Recordable = Schema.Union([
  cases.ContactChanged,
  cases.TouchpointHappened,
  cases.AskedElsewhere,
  cases.Shown,
  cases.Dismissed,
  cases.AskRequested,
  ...CaseMove.members,
  cases.GrievanceRaised,
  cases.DisruptionEnded,
  cases.PraiseNamed,
  cases.PraisePassedOn,
  cases.AskDeclined,
  ...Testified.members,
  cases.Paused,
  cases.SlowedDown,
  cases.OptedOut,
  cases.OptedIn,
  cases.HardBounced,
  cases.SpamReported,
  cases.LegalBasisRecorded
])

type WithoutStamp<E> = E extends unknown ? Omit<E, "id" | "occurredAt" | "recordedAt"> : never

/**
 * An event as a host reports it. `at` is when it happened (default: now). `id` makes a report that arrives twice count
 * once (default: made of the content and `at`, so give one where the same thing can happen twice in a millisecond, or
 * where `at` is left out).
 *
 * @category models
 * @since 0.1.0
 */
export type Fact = WithoutStamp<typeof Recordable.Encoded> & {
  readonly id?: string
  readonly at?: Instant | Date
}

/**
 * What a caller gave us is not what we can take. Everything that is wrong with it, at once.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidInput extends Schema.TaggedError<InvalidInput>()("InvalidInput", {
  problems: Schema.NonEmptyArray(Program.Problem)
}) {
  override get message() {
    return this.problems.map(({ path, problem }) => (path === "" ? problem : `${path}: ${problem}`)).join("; ")
  }
}

/**
 * Decodes what a caller gave, strictly, with every problem and its path.
 *
 * @category decoding
 * @since 0.1.0
 */
export const read = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  path = ""
): ((input: unknown) => Result.Result<S["Type"], InvalidInput>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (input) =>
    Result.mapError(decode(input), (error) => new InvalidInput({ problems: Program.toProblems(path, error) }))
}

/**
 * The id of a contact, as a caller gives it.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readContact = read(Contact.ContactId, "contact")

const stamped = <E>(
  readEvent: (input: unknown) => Result.Result<E, InvalidInput>,
  fact: Fact,
  now: Instant
): Result.Result<E, InvalidInput> => {
  // a host without types may give anything
  const { at = now, id, ...rest } = Predicate.isObject(fact) ? fact : { _tag: fact }
  const occurredAt = at instanceof Date ? at.getTime() : at
  const read = readEvent({
    ...rest,
    id: id ?? `${String(rest._tag)}:${Reference.digest(JSON.stringify([rest, occurredAt]))}`,
    occurredAt,
    recordedAt: now
  })
  return Result.mapError(
    read,
    ({ problems: [first, ...others] }) => new InvalidInput({ problems: [asGiven(first), ...others.map(asGiven)] })
  )
}

const readEvent = read(Recordable)
const readMove = read(CaseMove)
const readTestified = read(Testified)

/**
 * The event a fact is.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toEvent = (fact: Fact, now: Instant): Result.Result<typeof Recordable.Type, InvalidInput> =>
  stamped(readEvent, fact, now)

/**
 * The event a fact about a case is; nothing else is taken.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toMove = (fact: Fact, now: Instant): Result.Result<typeof CaseMove.Type, InvalidInput> =>
  stamped(readMove, fact, now)

/**
 * The event a fact about a testimonial or consent is; nothing else is taken.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toTestified = (fact: Fact, now: Instant): Result.Result<typeof Testified.Type, InvalidInput> =>
  stamped(readTestified, fact, now)

/** A host gives `at`, not `occurredAt`. */
const asGiven = (one: Program.Problem): Program.Problem => (one.path === "occurredAt" ? { ...one, path: "at" } : one)

/**
 * What is new in some facts about a contact, in their order, each judged after those before it. The history is that of the
 * contact, or of the one it was merged into: then each fact has the name that it has there. Fails with everything that is
 * wrong with any of them.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toEvents = (
  facts: ReadonlyArray<Fact>,
  contact: Contact.ContactId,
  history: History.History,
  now: Instant
): Result.Result<ReadonlyArray<Event.Event>, InvalidInput> => {
  const problems: Array<Program.Problem> = []
  const added: Array<Event.Event> = []
  let known = history
  const merged = history.kind.includes(History.kinds.Merged) ? Fold.of(history) : undefined
  for (const [index, fact] of facts.entries()) {
    const read = toEvent(fact, now)
    if (Result.isFailure(read)) {
      const at = facts.length === 1 ? "" : `facts[${index}]`
      problems.push(
        ...read.failure.problems.map(({ path, problem }) => ({ path: [at, path].filter(Boolean).join("."), problem }))
      )
      continue
    }
    const named = merged === undefined ? read.success : Merge.renamed(merged, contact, read.success)
    const event = news(fact, named, known)
    if (event === undefined || (merged !== undefined && Merge.isTold(merged, known, event))) continue
    const isTheirs = contact !== history.contact && event._tag !== "ContactChanged"
    added.push(isTheirs ? Merge.inherit(contact, read.success.id, event, now) : event)
    // where two clash it is the store that says so
    known = Result.getOrElse(History.append(known, [event]), () => known)
  }
  const [first, ...rest] = problems
  return first === undefined ? Result.succeed(added) : Result.fail(new InvalidInput({ problems: [first, ...rest] }))
}

/**
 * The event without what it does not change: only the contact's fields that differ from what is known. `undefined` when
 * nothing is left, and when the same report arrived before.
 *
 * @category conversions
 * @since 0.1.0
 */
export const news = (fact: Fact, event: Event.Inheritable, history: History.History): Event.Inheritable | undefined => {
  const stored = history.events.find(({ id }) => id === event.id)
  if (stored !== undefined) return isReportOf(stored, fact, event) ? undefined : event
  if (event._tag !== "ContactChanged") return event
  const state = Fold.of(history)
  const { _tag, id, occurredAt, recordedAt, traits = {}, ...fields } = event
  const known: { readonly [Field in keyof typeof fields]-?: string | undefined } = {
    ...state,
    // what was said of one account is not known of the next
    accountZone:
      fields.account === undefined || (fields.account ?? undefined) === state.account
        ? state.accountZone?.value
        : undefined
  }
  const changed = Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => known[field as keyof typeof fields] !== (value ?? undefined))
  )
  const told = Object.fromEntries(
    Object.entries(traits).filter(([name, value]) => state.traits.get(name) !== (value ?? undefined))
  )
  const isNews = Object.keys(changed).length + Object.keys(told).length > 0
  return isNews
    ? {
        _tag,
        id,
        occurredAt,
        recordedAt,
        ...changed,
        ...(Object.keys(told).length > 0 && { traits: told })
      }
    : undefined
}

/** Is it this event that is reported again? Its time may have been left to us, and of a contact we kept what changed. */
const isReportOf = (stored: Event.Event, fact: Fact, event: Event.Inheritable): boolean => {
  const again = fact.at === undefined ? { ...event, occurredAt: stored.occurredAt } : event
  if (again._tag !== "ContactChanged" || stored._tag !== "ContactChanged") return Event.isSame(stored, again)
  return Object.entries(stored).every(
    ([field, value]) =>
      field === "recordedAt" ||
      (field === "traits"
        ? Object.entries(stored.traits ?? {}).every(([name, told]) => again.traits?.[name] === told)
        : again[field as keyof typeof again] === value)
  )
}
