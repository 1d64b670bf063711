/**
 * Crm: what does the company's customer system know of a contact, and what does it tell us?
 *
 * Out: the fields of the snapshot, overwritten; notes, appended; tasks, closed when what they are about is. In: people, and what
 * happened to them there. The port a CRM adapter implements; what it promises is what `@temoin/conformance` checks.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Contact from "../Contact.ts"
import * as Instant from "../Instant.ts"
import type * as Snapshot from "../Snapshot.ts"
import * as Text from "../Text.ts"
import type * as Timeline from "../Timeline.ts"

/** What the CRM calls a person. @category models @since 0.1.0 */
export const PersonId = Text.Identifier.pipe(Schema.brand("CrmPersonId"))
/** @since 0.1.0 */
export type PersonId = typeof PersonId.Type

/** What the CRM calls a note or a task. @category models @since 0.1.0 */
export const EntryId = Text.Identifier.pipe(Schema.brand("CrmEntryId"))
/** @since 0.1.0 */
export type EntryId = typeof EntryId.Type

/**
 * What shall be said of one contact. `person`: who that is there, where it is known; else the CRM is to find them by `email`, or,
 * when nobody there has that address, to make them.
 *
 * @category models
 * @since 0.1.0
 */
export interface Card {
  readonly contact: Contact.ContactId
  readonly person: PersonId | undefined
  readonly email: string | undefined
  readonly name: string | undefined
  readonly snapshot: Snapshot.Snapshot
}

/** Where somebody can read more. @category models @since 0.1.0 */
export interface Link {
  readonly label: string
  readonly url: string
}

/**
 * A note or a task for this person's timeline. `mark`: 32 hex digits that are the same whenever the same entry is written; the
 * adapter writes them along, so that it can find the entry again.
 *
 * @category models
 * @since 0.1.0
 */
export interface Entry {
  readonly mark: string
  readonly person: PersonId
  readonly entry: Timeline.Entry
  readonly links: ReadonlyArray<Link>
}

/**
 * Why something was not, or not surely, done.
 *
 * - `unavailable`: it was not done; try again later, not before `retryAfter` milliseconds where that is given.
 * - `uncertain`: the connection broke, or the server failed, while it was being done. It may be done.
 * - `refused`: the CRM does not take this one thing as it is. Others it takes.
 * - `gone`: this person is not there any more (deleted, archived); merged into `into` where that is given.
 * - `misconfigured`: nothing can be done this way (token, scope, a field that was renamed). Stop and tell somebody.
 *
 * @category errors
 * @since 0.1.0
 */
export class CrmError extends Schema.TaggedError<CrmError>()("CrmError", {
  reason: Schema.Literals(["unavailable", "uncertain", "refused", "gone", "misconfigured"]),
  problem: Schema.String,
  retryAfter: Schema.optionalKey(Schema.Number),
  into: Schema.optionalKey(PersonId),
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message() {
    return this.problem
  }
  /** May the same be tried again later? */
  get retryable(): boolean {
    return this.reason === "unavailable" || this.reason === "uncertain" || this.reason === "misconfigured"
  }
}

const at = Instant.Instant
const people = Schema.Array(PersonId)

/**
 * What the CRM tells us.
 *
 * - `PersonSeen`: somebody as they are there now; what is left out, the CRM does not say. `contact`: our own id for them, where
 *   the CRM has kept it. `optedOut`: they want no mail. `basis`: why mail may be sent to them, in the CRM's words, where that is
 *   their consent.
 * - `PersonMerged`: two turned out to be one. `PersonGone`: deleted or archived; `isErased`: at their own wish, for good.
 * - `DealMoved`: a deal came to a `stage`; `outcome`: whether that ends it. `MeetingHeld`, `TicketClosed`. `people`: whom it is
 *   about; empty when nobody was linked to it.
 * - `TaskDone`: somebody ticked off a task that we had written.
 *
 * @category models
 * @since 0.1.0
 */
export const Change = Schema.TaggedUnion({
  PersonSeen: {
    person: PersonId,
    at,
    contact: Schema.optionalKey(Text.Identifier),
    email: Schema.optionalKey(Schema.String),
    name: Schema.optionalKey(Schema.String),
    locale: Schema.optionalKey(Schema.String),
    zone: Schema.optionalKey(Schema.String),
    account: Schema.optionalKey(Schema.String),
    optedOut: Schema.optionalKey(Schema.Boolean),
    basis: Schema.optionalKey(Schema.String)
  },
  PersonMerged: { from: PersonId, into: PersonId, at },
  PersonGone: { person: PersonId, at, isErased: Schema.Boolean },
  DealMoved: {
    deal: Text.Identifier,
    people,
    stage: Schema.String,
    outcome: Schema.Literals(["open", "won", "lost"]),
    at
  },
  MeetingHeld: { meeting: Text.Identifier, people, at },
  TicketClosed: { ticket: Text.Identifier, people, at },
  TaskDone: { task: EntryId, at, by: Schema.optionalKey(Schema.String) }
})
/** @since 0.1.0 */
export type Change = typeof Change.Type
/** @since 0.1.0 */
export type PersonSeen = typeof Change.cases.PersonSeen.Type

/**
 * A part of what changed. `cursor`: where to go on. `isDone`: there is no more now.
 *
 * @category models
 * @since 0.1.0
 */
export interface Changes {
  readonly changes: ReadonlyArray<Change>
  readonly cursor: string
  readonly isDone: boolean
}

/**
 * A call that came in by HTTP. `url`: as the caller wrote it, with scheme and host. Names of headers are in lower case.
 *
 * @category models
 * @since 0.1.0
 */
export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: string
}

/** This call is not from the CRM, or is too old or too large to be believed. Nothing was taken from it. @category errors @since 0.1.0 */
export class CallRefused extends Schema.TaggedError<CallRefused>()("CallRefused", {
  problem: Schema.String
}) {
  override get message() {
    return this.problem
  }
}

/**
 * What is left of what the CRM allows: `left` of `limit` calls (or tokens) until `resetsAt`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Allowance {
  readonly name: string
  readonly limit: number
  readonly left: number
  readonly resetsAt: Instant.Instant
}

/**
 * What stands in the way, and what would be made. `missingScopes`: what the token must be allowed besides. `missingFields`: what
 * `setUp` would make. `problems`: what somebody must put right. All empty: ready.
 *
 * @category models
 * @since 0.1.0
 */
export interface CheckUp {
  readonly missingScopes: ReadonlyArray<string>
  readonly missingFields: ReadonlyArray<string>
  readonly problems: ReadonlyArray<string>
}

/** A call as it would leave, without its secrets. @category models @since 0.1.0 */
export interface Outgoing {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

/**
 * @category ports
 * @since 0.1.0
 */
export class Crm extends Context.Service<
  Crm,
  {
    /** Which CRM this is: lower case letters, digits and "-", the same for ever, since what was told to it is kept under it. */
    readonly name: string

    /**
     * Makes the CRM say this of each of them, and nothing else of what it says. One result for each card, in their order: one that
     * is refused stops no other. Telling it again changes nothing. Of somebody who is there already, only our own fields are
     * written; the address and the name are theirs.
     */
    readonly tell: (
      cards: ReadonlyArray<Card>
    ) => Effect.Effect<ReadonlyArray<Result.Result<PersonId, CrmError>>, CrmError>

    /**
     * Adds a note or a task. `mayExist`: an earlier try may have got through; then it is looked for first, by its mark, and the
     * one that is there is given.
     */
    readonly add: (entry: Entry, mayExist: boolean) => Effect.Effect<EntryId, CrmError>

    /** Ticks a task off. One that is ticked off already, or is not there any more, is no error. */
    readonly complete: (task: EntryId) => Effect.Effect<void, CrmError>

    /** Takes away everything we wrote about this person. What is not there any more is no error. */
    readonly forget: (person: PersonId, entries: ReadonlyArray<EntryId>) => Effect.Effect<void, CrmError>

    /** These people as they are there now; those who are not there are left out. */
    readonly people: (ids: ReadonlyArray<PersonId>) => Effect.Effect<ReadonlyArray<PersonSeen>, CrmError>

    /**
     * What changed since the cursor (`undefined`: from the beginning), oldest first. Cursors overlap: a change may be given twice,
     * none is left out, also while the CRM's index lags behind. A cursor still works in another process.
     */
    readonly changes: (cursor: string | undefined) => Effect.Effect<Changes, CrmError>

    /**
     * For a CRM that calls us. `hear` checks that the call is its own, and gives what to look at: short texts, to be kept until
     * `look` has looked. It calls nobody, so that the answer can be given at once.
     */
    readonly webhooks?: {
      readonly hear: (call: Call, now: Instant.Instant) => Effect.Effect<ReadonlyArray<string>, CallRefused>
      readonly look: (hints: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Change>, CrmError>
    }

    /** What is missing. Writes nothing. */
    readonly check: Effect.Effect<CheckUp, CrmError>

    /** Makes what is missing; gives the names of what it made. What is there already is left as it is. */
    readonly setUp: Effect.Effect<ReadonlyArray<string>, CrmError>

    /** The calls by which this would be told. Calls nobody. */
    readonly preview: (card: Card, entries: ReadonlyArray<Entry>) => ReadonlyArray<Outgoing>

    /** What is left, as far as is known. */
    readonly allowances: Effect.Effect<ReadonlyArray<Allowance>>
  }
>()("@temoin/core/ports/Crm") {}
