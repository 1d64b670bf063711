/**
 * HistoryStore: where do histories live, and whose turn is it?
 *
 * The port a storage adapter implements. What it promises is what `@temoin/conformance` checks.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Schema from "effect/Schema"
import type * as Account from "../Account.ts"
import * as Contact from "../Contact.ts"
import type * as Decision from "../Decision.ts"
import * as Event from "../Event.ts"
import type { Instant } from "../Instant.ts"
import type * as Residue from "../Residue.ts"

/**
 * Everything stored about one contact, from one snapshot. `version` is 0 for a contact nobody has heard of and grows by
 * one with every append that adds something.
 *
 * @category models
 * @since 0.1.0
 */
export interface Stored {
  readonly contact: Contact.ContactId
  readonly events: ReadonlyArray<Event.Event>
  readonly version: number
}

/**
 * The same with the account that the contact belongs to (`none`: to none), as `Account.make` has it from the histories of
 * its people, all from one snapshot. The account's `version` grows by one with every append that adds something to anybody
 * in it; an append by which a contact leaves one account for another moves both.
 *
 * @category models
 * @since 0.1.0
 */
export interface Loaded extends Stored {
  readonly account: Option.Option<Account.Account>
}

/** Which version a contact has. @category models @since 0.1.0 */
export type Version = Pick<Stored, "contact" | "version">

/**
 * The right to work on one contact until `until`. A later claim on the same contact has a larger `fence`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Claim {
  readonly contact: Contact.ContactId
  readonly fence: number
  readonly until: Instant
}

/**
 * Events to add to one contact, all or none.
 *
 * - `expected`: refuse with `Conflict` unless the contact still has this version.
 * - `expectedAccount`: refuse with `Conflict` unless the contact still belongs to this account and it still has this version.
 * - `claim`: refuse with `StaleClaim` unless this claim is this contact's newest and has not run out at `now`.
 * - `wakeAt`: the contact is due at this time, or earlier if it already was.
 * - `mark`: that of the contact. Refuse with `ContactErased` when nothing is stored of the contact, and somebody with this
 *   mark was erased.
 * - `settle`: ends the claim in the same step, and sets when the contact is due next, as the method `settle` right
 *   afterwards would. Only with `claim` and `expected`; refused with a `StoreError` without them.
 *
 * @category models
 * @since 0.1.0
 */
export interface Append {
  readonly contact: Contact.ContactId
  readonly events: ReadonlyArray<Event.Event>
  readonly now: Instant
  readonly expected?: number
  readonly expectedAccount?: Pick<Account.Account, "id" | "version">
  readonly claim?: Claim
  readonly wakeAt?: Instant
  readonly mark?: Residue.Mark
  readonly settle?: Option.Option<Instant>
}

/**
 * What an append did: the contact's version now, and how many events were not there yet.
 *
 * @category models
 * @since 0.1.0
 */
export interface Appended {
  readonly version: number
  readonly added: number
}

/**
 * A contact that was put aside because it could not be worked on `failures` times in a row, the last time `at`, because of this
 * `problem`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DeadLetter {
  readonly contact: Contact.ContactId
  readonly problem: string
  readonly failures: number
  readonly at: Instant
}

/**
 * How a store is. `schema`: the number of the form in which it keeps everything. `claimed`: contacts that somebody works on.
 * `putAside`: contacts on which nobody works, see `DeadLetter`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Vitals {
  readonly schema: number
  readonly claimed: number
  readonly putAside: number
}

/**
 * Somebody else wrote to this contact in the meantime, or to somebody in their `account`. Nothing was written: load again
 * and decide again. `actual` is 0 when the contact does not belong to that account any more.
 *
 * @category errors
 * @since 0.1.0
 */
export class Conflict extends Schema.TaggedError<Conflict>()("Conflict", {
  contact: Contact.ContactId,
  account: Schema.optionalKey(Contact.AccountId),
  expected: Schema.Int,
  actual: Schema.Int
}) {
  override get message() {
    const [moved, again] =
      this.account === undefined
        ? [this.contact, "it"]
        : [`the account ${this.account} of ${this.contact}`, "the contact"]
    return `${moved} has moved from version ${this.expected} to ${this.actual}: load ${again} again and decide again`
  }
}

/** The claim ran out, or somebody else holds a newer one. Nothing was written. @category errors @since 0.1.0 */
export class StaleClaim extends Schema.TaggedError<StaleClaim>()("StaleClaim", {
  contact: Contact.ContactId,
  fence: Schema.Int
}) {
  override get message() {
    return `the claim ${this.fence} on ${this.contact} has run out or was taken over: leave this contact alone`
  }
}

/**
 * An event with this id is stored already and says something else. Nothing was written.
 *
 * @category errors
 * @since 0.1.0
 */
export class EventClash extends Schema.TaggedError<EventClash>()("EventClash", {
  contact: Contact.ContactId,
  id: Event.EventId
}) {
  override get message() {
    return `${this.contact} already has an event "${this.id}" with other content: an event never changes; give the new one an id of its own`
  }
}

/**
 * Whoever this is about was erased. Nothing was written, and nobody is named here.
 *
 * @category errors
 * @since 0.1.0
 */
export class ContactErased extends Schema.TaggedError<ContactErased>()("ContactErased", {}) {
  override get message() {
    return "this person was erased, and nothing about them was recorded: stop reporting them; if they have come back of their own accord, readmit them first (temoin.privacy.readmit)"
  }
}

/**
 * The store could not do it, and wrote nothing. `retryable`: the same call may work later.
 *
 * @category errors
 * @since 0.1.0
 */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  problem: Schema.String,
  retryable: Schema.Boolean,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message() {
    return this.problem
  }
}

/**
 * Why an append wrote nothing.
 *
 * @category errors
 * @since 0.1.0
 */
export type Refusal = Conflict | StaleClaim | EventClash | ContactErased | StoreError

/**
 * Histories, one per contact, and the due index.
 *
 * @category ports
 * @since 0.1.0
 */
export class HistoryStore extends Context.Service<
  HistoryStore,
  {
    /** Everything about this contact. No events, version 0 and no account when it is unknown. */
    readonly load: (contact: Contact.ContactId) => Effect.Effect<Loaded, StoreError>

    /** Each as `load` gives it, in the same order, all from one snapshot. A contact asked for twice is there twice. */
    readonly loadAll: (contacts: ReadonlyArray<Contact.ContactId>) => Effect.Effect<ReadonlyArray<Loaded>, StoreError>

    /**
     * Adds the events that are not there yet, all or none, and gives the new version. An event that is stored already
     * with the same content (`Event.isSame`) adds nothing and is no error; with other content it is an `EventClash`.
     * What is acknowledged survives the death of the process.
     *
     * Events that can let somebody else in the account be asked earlier (`Account.frees`) make those of its other contacts
     * that have a time due at `now`, also while they are claimed.
     */
    readonly append: (append: Append) => Effect.Effect<Appended, Refusal>

    /**
     * What `append` one after the other would do, in one transaction: as many results, in the same order. Each append
     * stands or falls by itself, and what one is refused for stops no other. Nobody sees a part of it, unless the database
     * refuses the whole for the sake of one: then each is tried alone.
     */
    readonly appendAll: (
      appends: ReadonlyArray<Append>
    ) => Effect.Effect<ReadonlyArray<Result.Result<Appended, Refusal>>>

    /**
     * Up to `limit` contacts that are due at `now` and claimed by nobody, earliest first; each is claimed until `until`.
     * No contact is given to two callers whose claims overlap. A claim that ran out is free again.
     */
    readonly claim: (request: {
      readonly now: Instant
      readonly until: Instant
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<Claim>, StoreError>

    /**
     * Ends a claim and sets when the contact is due next (`none`: not until something is appended). Refused with
     * `Conflict` when the version is not `expected` any more, so that nothing appended in the meantime is slept over. A
     * `wakeAt` that came under this claim with nothing new, and so left the version alone, is kept: the earlier one holds.
     */
    readonly settle: (request: {
      readonly claim: Claim
      readonly expected: number
      readonly wakeAt: Option.Option<Instant>
      readonly now: Instant
    }) => Effect.Effect<void, Conflict | StaleClaim | StoreError>

    /**
     * Ends claims without having worked under them: each of these contacts is due when it was before, for others at once. What is
     * stale among them is passed over.
     */
    readonly release: (claims: ReadonlyArray<Claim>) => Effect.Effect<void, StoreError>

    /**
     * Ends a claim on a contact that could not be worked on. It is due again when as much of `waits` has passed as it has failed
     * in a row, this time included; when there is no more of it the contact is put aside with the problem: nobody can claim it,
     * whatever is appended, until it is revived. Gives when it is due again; `none`: it was put aside. Failures are in a row when
     * no other claim came in between.
     */
    readonly fail: (request: {
      readonly claim: Claim
      readonly problem: string
      readonly waits: ReadonlyArray<number>
      readonly now: Instant
    }) => Effect.Effect<Option.Option<Instant>, StaleClaim | StoreError>

    /** Up to `limit` contacts that were put aside, with an id after `after` in code-unit order of the id. */
    readonly deadLetters: (request: {
      readonly after: Option.Option<Contact.ContactId>
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<DeadLetter>, StoreError>

    /** Makes these contacts due at `now`, as far as they were put aside, with no failures. Gives how many of them were. */
    readonly revive: (request: {
      readonly contacts: ReadonlyArray<Contact.ContactId>
      readonly now: Instant
    }) => Effect.Effect<number, StoreError>

    /**
     * Listens from now until the scope closes for appends under no claim that give somebody a time to be looked at, in whatever
     * process. Gives an effect that waits for the next such append since it last gave something; several may count as one. Fails when
     * nothing is heard any more: look what is due, and listen anew.
     */
    readonly wakeUps: Effect.Effect<Effect.Effect<void, StoreError>, StoreError, Scope.Scope>

    /** How the store is at `now`. */
    readonly vitals: (now: Instant) => Effect.Effect<Vitals, StoreError>

    /** When the next contact is due, or its claim runs out: the earliest time at which `claim` can give something. */
    readonly nextDue: Effect.Effect<Option.Option<Instant>, StoreError>

    /**
     * Whom and what an `Intended` message was about, by its reference. `none` when no such message was intended. An append
     * that would give the reference of one message to another is refused with a `StoreError`.
     */
    readonly find: (
      reference: Event.Reference
    ) => Effect.Effect<Option.Option<{ readonly contact: Contact.ContactId; readonly key: Decision.Key }>, StoreError>

    /** Up to `limit` contacts with an id after `after` in code-unit order of the id, each as `load` gives it without the account. */
    readonly page: (request: {
      readonly after: Option.Option<Contact.ContactId>
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<Stored>, StoreError>

    /** The same contacts as `page` would give, without their events: to see who has moved on costs a fraction of reading them. */
    readonly versions: (request: {
      readonly after: Option.Option<Contact.ContactId>
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<Version>, StoreError>
  }
>()("@temoin/core/ports/HistoryStore") {}
