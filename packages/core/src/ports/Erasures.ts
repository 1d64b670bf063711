/**
 * Erasures: who was erased, and what remains of them?
 *
 * The port by which a store forgets a person for good. It is provided beside `HistoryStore`, over the same rows; what it
 * promises is what `@temoin/conformance` checks.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Contact from "../Contact.ts"
import type * as Event from "../Event.ts"
import * as Instant from "../Instant.ts"
import * as Residue from "../Residue.ts"
import * as Text from "../Text.ts"
import type * as Zone from "../Zone.ts"
import type { Conflict, StoreError } from "./HistoryStore.ts"

/**
 * That somebody was erased: their mark, when, and what the company noted of it: why, and who did it. No id of theirs.
 *
 * @category models
 * @since 0.1.0
 */
export const Erasure = Schema.Struct({
  mark: Residue.Mark,
  at: Instant.Instant,
  reason: Schema.optionalKey(Text.Line),
  by: Schema.optionalKey(Text.Line)
})
/** @since 0.1.0 */
export type Erasure = typeof Erasure.Type

/**
 * Something kept apart about one who was erased, under their mark and a `name` of what it is. `document` is of no use to
 * the store, which has not the key to it. `until`: when it goes, too.
 *
 * @category models
 * @since 0.1.0
 */
export interface Sealed {
  readonly mark: Residue.Mark
  readonly name: string
  readonly document: string
  readonly until: Option.Option<Instant.Instant>
}

/**
 * One person to erase, all or nothing.
 *
 * - `people`: every id they are known under, each with its version as it was read (0: nothing is stored) and its mark.
 * - `key`: what tells the key of the marks from others (`Residue.keyMark`). The first one given is kept.
 * - `zone`, `cells`: what their answers add to the residue. When one of the marks is known already, they were added then.
 * - `sealed`: what is kept apart.
 *
 * @category models
 * @since 0.1.0
 */
export interface Erase {
  readonly people: ReadonlyArray<{
    readonly contact: Contact.ContactId
    readonly mark: Residue.Mark
    readonly expected: number
  }>
  readonly key: Residue.Mark
  readonly zone: Zone.Zone
  readonly cells: ReadonlyArray<Residue.Cell>
  readonly sealed: ReadonlyArray<Sealed>
  readonly at: Instant.Instant
  readonly reason?: string
  readonly by?: string
}

/**
 * Stored events of one contact that lose some of their words: each takes the place of the one with its id.
 *
 * @category models
 * @since 0.1.0
 */
export interface Redact {
  readonly contact: Contact.ContactId
  readonly expected: number
  readonly events: ReadonlyArray<Event.Event>
}

/**
 * The key that marks are made with is not the one that the marks there were made with: nobody could tell any more who was
 * erased. Nothing was done. `where` says whose marks: the store's, or the ledger's.
 *
 * @category errors
 * @since 0.1.0
 */
export class ErasureKeyChanged extends Schema.TaggedError<ErasureKeyChanged>()("ErasureKeyChanged", {
  where: Schema.String
}) {
  override get message() {
    return `${this.where} has marks of erased people that were made with another key: give the key they were made with; without it nobody can tell whether one of them comes back (nothing was done)`
  }
}

/**
 * What a store remembers of all who were erased. `key`: that of the marks; none while nobody was erased.
 *
 * @category models
 * @since 0.1.0
 */
export interface Remembered {
  readonly key: Option.Option<Residue.Mark>
  readonly residue: Option.Option<Residue.Residue>
}

/**
 * @category ports
 * @since 0.1.0
 */
export class Erasures extends Context.Service<
  Erasures,
  {
    /**
     * Erases one person in one transaction: their events, messages, times and claims go, under every id; claims under way
     * are stale; the mark of every id stays, the cells are added to the residue, and what is sealed is kept. Every account they
     * belonged to moves, and its other contacts that have a time are due at `at`. Refused with `Conflict` when an id has
     * moved from the version that was read. Gives whether anything changed: twice is once.
     *
     * What is appended later with one of these marks is refused with `ContactErased`. Whoever is stored anew under one of the ids
     * begins beyond the versions and claims of before, so that nothing old passes for new.
     */
    readonly erase: (erase: Erase) => Effect.Effect<boolean, Conflict | ErasureKeyChanged | StoreError>

    /**
     * Knows from now on that these were erased, without erasing anything: what a ledger kept apart knows of people of whom a
     * store that was brought back from a backup knows nothing. What is known already stays as it is.
     */
    readonly remember: (
      erasures: ReadonlyArray<Erasure>,
      key: Residue.Mark,
      zone: Zone.Zone
    ) => Effect.Effect<void, ErasureKeyChanged | StoreError>

    /**
     * Has this residue from now on, in the place of what it had: that of the store that this one is a copy of. Erases nobody, and
     * marks nobody.
     */
    readonly adopt: (residue: Residue.Residue, key: Residue.Mark) => Effect.Effect<void, ErasureKeyChanged | StoreError>

    /** Forgets that they were erased, since they came back of their own accord. The residue stays. Gives whether one was known. */
    readonly readmit: (marks: ReadonlyArray<Residue.Mark>) => Effect.Effect<boolean, StoreError>

    /** Puts other words in the place of stored ones. Moves the version of the contact and of their account; wakes nobody. */
    readonly redact: (redact: Redact) => Effect.Effect<void, Conflict | StoreError>

    /** What remains of all of them. */
    readonly remembered: Effect.Effect<Remembered, StoreError>

    /** Is this the mark of somebody who was erased, and was not readmitted since? */
    readonly isErased: (mark: Residue.Mark) => Effect.Effect<boolean, StoreError>

    /** Up to `limit` erasures with a mark after `after`, by mark. */
    readonly page: (request: {
      readonly after: Option.Option<Residue.Mark>
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<Erasure>, StoreError>

    /** The contacts that were merged into one of these (`MergedInto`), whether or not that one knows it yet. */
    readonly mergedInto: (
      contacts: ReadonlyArray<Contact.ContactId>
    ) => Effect.Effect<ReadonlyArray<Contact.ContactId>, StoreError>

    /** What was sealed under this name and mark. */
    readonly sealed: (name: string, mark: Residue.Mark) => Effect.Effect<Option.Option<Sealed>, StoreError>

    /** Everything sealed under this name, by mark; without a name everything, by name, then mark. */
    readonly allSealed: (name?: string) => Effect.Effect<ReadonlyArray<Sealed>, StoreError>

    /** Keeps each of these, in the place of what was sealed under the same name and mark; all or none. */
    readonly seal: (sealed: ReadonlyArray<Sealed>) => Effect.Effect<void, StoreError>

    /** Throws away what was sealed under this name and mark. */
    readonly unseal: (name: string, mark: Residue.Mark) => Effect.Effect<void, StoreError>

    /** Throws away whatever was sealed until `now` or earlier. Gives how many. */
    readonly expire: (now: Instant.Instant) => Effect.Effect<number, StoreError>
  }
>()("@temoin/core/ports/Erasures") {}
