/**
 * Merge: what if two contacts turn out to be one person?
 *
 * One of them goes on, with the history of both; the other one gets nothing any more. The log is never rewritten: the one
 * that goes on inherits each event of the other as it stands, with a mark behind the waves that the other brought along, so
 * that two waves with the same name (the same date of a calendar) stay two. What was done under either id stays done.
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Contact from "./Contact.ts"
import * as Decision from "./Decision.ts"
import * as Event from "./Event.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"
import * as Trait from "./Trait.ts"

/**
 * Two contacts that cannot be merged. Nothing was written.
 *
 * - `itself`: both are the same contact.
 * - `elsewhere`: `from` was merged into a third contact, `survivor`: merge that one.
 * - `circle`: `into` was merged into `from`: it is `from` that goes on.
 *
 * @category errors
 * @since 0.1.0
 */
export class CannotMerge extends Schema.TaggedError<CannotMerge>()("CannotMerge", {
  from: Contact.ContactId,
  into: Contact.ContactId,
  reason: Schema.Literals(["itself", "elsewhere", "circle"]),
  survivor: Contact.ContactId
}) {
  override get message() {
    const { from, into, survivor } = this
    switch (this.reason) {
      case "itself":
        return `"${from}" cannot be merged into itself`
      case "elsewhere":
        return `"${from}" was merged into "${survivor}" already: merge that one into "${into}"`
      case "circle":
        return `"${into}" was merged into "${from}" already, and "${from}" goes on: there is nothing to merge`
    }
  }
}

/**
 * The contact under whose id everything goes on; `undefined` when it goes on under its own.
 *
 * @example Merge.survivor(History.empty("anna")) // => undefined
 * @category getters
 * @since 0.1.0
 */
export const survivor = (history: History.History): Contact.ContactId | undefined =>
  history.kind.includes(History.kinds.MergedInto) ? Fold.of(history).mergedInto : undefined

/**
 * What is recorded of the one that is merged away. First: from then on nothing is decided for it, and whatever the other one
 * does not know yet can be done by nobody. Into itself: it goes on under its own id after all.
 *
 * @category merging
 * @since 0.1.0
 */
export const leave = (from: History.History, into: Contact.ContactId, now: Instant): Event.Event => {
  const before = from.events.filter(({ _tag }) => _tag === "MergedInto")
  const id = `merged into:${into}${before.length === 0 ? "" : `#${before.length}`}` as Event.EventId
  const occurredAt = Math.max(now, ...before.map(({ occurredAt }) => occurredAt + 1))
  return { _tag: "MergedInto", id, occurredAt, recordedAt: now, into }
}

/**
 * What is recorded of the one that goes on: everything of the other that it does not have yet. Empty: it has everything. May
 * be asked again and again: after a crash, or when news of a message arrives that was on its way.
 *
 * What is known of the one that goes on (address, name, language, zone, account) stays, and what is not known of it is
 * taken over. An opt-out or a spam report that stands for either stands for both. A legal basis is taken over when it was
 * given for the address that is written to from now on.
 *
 * @category merging
 * @since 0.1.0
 */
export const join = (from: History.History, into: History.History, now: Instant): ReadonlyArray<Event.Event> => {
  const [theirs, ours] = [Fold.of(from), Fold.of(into)]
  const mark = Contact.mark(from.contact)
  const isFirst = !isMerged(ours, from.contact)
  const address = ours.email ?? (isFirst ? theirs.email : undefined)
  const known = new Map(into.events.map((event) => [event.id, event]))
  const stamp = (id: string) => ({ id: id as Event.EventId, occurredAt: now, recordedAt: now })

  const before = tailsOf(theirs)
  const inherited = from.events.flatMap((event): ReadonlyArray<Event.Event> => {
    if (!isInheritable(event) || (event._tag === "LegalBasisRecorded" && theirs.email !== address)) return []
    // told of both of them: it is one
    const names = ["", ...before].flatMap((tail) =>
      event.id.endsWith(tail) ? [event.id.slice(0, event.id.length - tail.length) as Event.EventId] : []
    )
    if (names.some((name) => isToldOf(known.get(name), event))) return []
    const marked = withMark(event, mark)
    const own = known.get(marked.id)
    const roomy =
      own === undefined || Event.isSame(own, marked)
        ? marked
        : { ...marked, id: `${marked.id}${mark}` as Event.EventId }
    const there = known.get(roomy.id)
    return there !== undefined && Event.isSame(there, roomy) ? [] : [inherit(from.contact, event.id, roomy, now)]
  })

  const people = [{ contact: from.contact, through: [] }, ...from.events.flatMap(mergedBefore(from.contact))]
  const merged = people
    .filter(({ contact }) => !isMerged(ours, contact))
    .map(({ contact, through }): Event.Event => ({
      _tag: "Merged",
      ...stamp(`merged from:${contact}`),
      from: contact,
      through,
      ...(theirs.knownSince !== undefined && { knownSince: theirs.knownSince }),
      optOuts: [...theirs.optOuts, ...ours.optOuts],
      ...(theirs.pauses.length + ours.pauses.length > 0 && { pauses: [...theirs.pauses, ...ours.pauses] }),
      ...slowed(theirs.slowedDownAt ?? ours.slowedDownAt),
      ...stands(theirs.spamReportedAt ?? ours.spamReportedAt)
    }))

  return [...inherited, ...merged, ...(isFirst ? takenOver(theirs, ours, stamp(`taken over:${from.contact}`)) : [])]
}

/**
 * Both contacts' histories after a merge, for hosts that keep their own rows. Fails as `History.append` does.
 *
 * @category merging
 * @since 0.1.0
 */
export const merge = (
  from: History.History,
  into: History.History,
  now: Instant
): Result.Result<
  { readonly from: History.History; readonly into: History.History },
  CannotMerge | History.EventsDiffer
> =>
  Result.gen(function* () {
    yield* check(from, into)
    return {
      from: survivor(from) === undefined ? yield* History.append(from, [leave(from, into.contact, now)]) : from,
      into: yield* History.append(into, join(from, into, now))
    }
  })

/**
 * May this one be merged into that one? `into` is one that goes on under its own id, or was merged into another.
 *
 * @category checking
 * @since 0.1.0
 */
export const check = (from: History.History, into: History.History): Result.Result<void, CannotMerge> => {
  const about = { from: from.contact, into: into.contact }
  if (from.contact === into.contact) {
    return Result.fail(new CannotMerge({ ...about, reason: "itself", survivor: from.contact }))
  }
  if (survivor(into) === from.contact) {
    return Result.fail(new CannotMerge({ ...about, reason: "circle", survivor: from.contact }))
  }
  const elsewhere = survivor(from)
  return elsewhere === undefined || elsewhere === into.contact
    ? Result.void
    : Result.fail(new CannotMerge({ ...about, reason: "elsewhere", survivor: elsewhere }))
}

/**
 * Which case of the one that goes on is meant by a name that was given under this id? The case may have been brought along,
 * and have a mark behind its name since.
 *
 * @category getters
 * @since 0.1.0
 */
export const caseNamed = (self: State.State, under: Contact.ContactId, named: Decision.CaseId): Decision.CaseId =>
  nameOf(self, under, named, (name) => self.cases.has(name as Decision.CaseId)) as Decision.CaseId

/**
 * The same of praise.
 *
 * @category getters
 * @since 0.1.0
 */
export const praiseNamed = (self: State.State, under: Contact.ContactId, named: Decision.PraiseId): Decision.PraiseId =>
  nameOf(self, under, named, (name) => self.praises.has(name))

const nameOf = (
  self: State.State,
  under: Contact.ContactId,
  named: string,
  isThere: (name: string) => boolean
): string => {
  const forms = (of: ReadonlyArray<State.Merged>) =>
    of.flatMap(({ marks }) => marks.map((_, index) => `${named}${marks.slice(index).join("")}`))
  const own = under === self.contact ? [] : forms(self.merged.filter(({ contact }) => contact === under))
  return [...own, named, ...forms(self.merged)].find(isThere) ?? named
}

/**
 * What a host still reports under an id that was merged away, as the one that goes on calls it.
 *
 * @category merging
 * @since 0.1.0
 */
export const renamed = (self: State.State, under: Contact.ContactId, event: Event.Inheritable): Event.Inheritable => {
  if ("case" in event) return { ...event, case: caseNamed(self, under, event.case) }
  if ("praise" in event) return { ...event, praise: praiseNamed(self, under, event.praise) }
  const marks = self.merged.find(({ contact }) => contact === under)?.marks ?? []
  return withMark(event, marks.join(""))
}

/**
 * Is it known already, as something that was told of one that was merged into this one?
 *
 * @category guards
 * @since 0.1.0
 */
export const isTold = (self: State.State, history: History.History, event: Event.Inheritable): boolean => {
  const names = new Set(tailsOf(self).map((tail) => `${event.id}${tail}`))
  return history.events.some((known) => names.has(known.id) && isToldOf(known, event))
}

/**
 * An event of one that was merged away, in the history of the one that goes on.
 *
 * @category constructors
 * @since 0.1.0
 */
export const inherit = (
  from: Contact.ContactId,
  id: Event.EventId,
  event: Event.Inheritable,
  now: Instant
): Event.Event => ({
  _tag: "Inherited",
  id: `inherited from ${from}:${id}` as Event.EventId,
  occurredAt: event.occurredAt,
  recordedAt: now,
  from,
  event
})

/** What may stand behind the names of those who were merged into this one. */
const tailsOf = ({ merged }: State.State): ReadonlyArray<string> =>
  merged.flatMap(({ marks }) => marks.map((_, index) => marks.slice(index).join("")))

type NamingTag = "TouchpointHappened" | "AskRequested" | "GrievanceRaised" | "PraiseNamed"

const naming: ReadonlySet<Event.Event["_tag"]> = new Set<NamingTag>([
  "TouchpointHappened",
  "AskRequested",
  "GrievanceRaised",
  "PraiseNamed"
])

/** What the names of waves, cases and praise are made of. */
const isNaming = (event: Event.Event): event is Extract<Event.Event, { readonly _tag: NamingTag }> =>
  naming.has(event._tag)

/** Does it say the same, whatever it is called? */
const isToldOf = (own: Event.Event | undefined, event: Event.Inheritable): boolean => {
  if (own === undefined) return false
  if (event._tag === "Answered") return Event.isSame(own, event)
  return isNaming(event) && Event.isSame(own, { ...event, id: own.id })
}

const isMerged = (state: State.State, contact: Contact.ContactId): boolean =>
  state.merged.some((merged) => merged.contact === contact)

const mergedBefore = (by: Contact.ContactId) => (event: Event.Event) =>
  event._tag === "Merged" ? [{ contact: event.from, through: [...event.through, by] }] : []

const slowed = (slowedDownAt: Instant | undefined) => (slowedDownAt === undefined ? {} : { slowedDownAt })

const stands = (spamReportedAt: Instant | undefined) => (spamReportedAt === undefined ? {} : { spamReportedAt })

const isInheritable = (event: Event.Event): event is Event.Inheritable =>
  event._tag !== "ContactChanged" &&
  event._tag !== "MergedInto" &&
  event._tag !== "Merged" &&
  event._tag !== "Inherited"

const names: ReadonlySet<string> = new Set(["wave", "case", "praise", "repairs", "testimonial"])

/** With a mark behind whatever names a wave: what happened, and so cases, praise and keys. */
const withMark = (event: Event.Inheritable, mark: string): Event.Inheritable => {
  if (isNaming(event)) return { ...event, id: `${event.id}${mark}` as Event.EventId }
  const found = marked(event, mark)
  return found._tag === "Intended" ? { ...found, decision: marked(found.decision, mark) } : found
}

const marked = <Named extends object>(named: Named, mark: string): Named => {
  const found = Object.entries(named).map(([name, value]) => {
    if (name === "key") return [name, markedKey(String(value), mark, "case" in named ? String(named.case) : undefined)]
    return [name, names.has(name) ? `${String(value)}${mark}` : value]
  })
  return { ...named, ...Object.fromEntries(found) }
}

/** What a key answers to may begin with the case that it is about. */
const markedKey = (key: string, mark: string, about = ""): string => {
  const cause = key.lastIndexOf("/") + 1
  const name = encodeURIComponent(about)
  const end = about !== "" && key.startsWith(name, cause) ? cause + name.length : key.length
  return `${key.slice(0, end)}${mark}${key.slice(end)}`
}

const fields = ["email", "name", "locale", "zone", "account"] as const

const takenOver = (
  theirs: State.State,
  ours: State.State,
  stamp: Pick<Event.Event, "id" | "occurredAt" | "recordedAt">
): ReadonlyArray<Event.Event> => {
  const taken = fields.filter((field) => ours[field] === undefined && theirs[field] !== undefined)
  const traits = [...theirs.traits].filter(([name]) => !ours.traits.has(name))
  const known: Array<Omit<Extract<Event.Event, { readonly _tag: "ContactChanged" }>, "_tag" | keyof typeof stamp>> = [
    ...(taken.length === 0 ? [] : [Object.fromEntries(taken.map((field) => [field, theirs[field]]))]),
    ...Arr.chunksOf(traits, Trait.most).map((some) => ({ traits: Object.fromEntries(some) }))
  ]
  return known.map((changes, index) => ({
    _tag: "ContactChanged",
    ...stamp,
    id: (index === 0 ? stamp.id : `${stamp.id}#${index}`) as Event.EventId,
    ...changes
  }))
}
