/**
 * CrmDesk: what do the people who work with the CRM see, and what do they do there?
 *
 * The other side of a CRM in a test: the CRM in memory, or a fake of a real one. A CRM that is to be put through `CrmLaws` comes
 * with one, in the same layer.
 *
 * @since 0.1.0
 */
import type { EntryId, PersonId } from "@temoin/core/ports/Crm"
import type * as Snapshot from "@temoin/core/Snapshot"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** Somebody as they are shown there. A field that is empty is `undefined`. @category models @since 0.1.0 */
export interface Person {
  readonly person: PersonId
  readonly email: string | undefined
  readonly name: string | undefined
  readonly snapshot: Snapshot.Snapshot
}

/** A note or a task as it is shown there. `text`: all that is to be read in it. @category models @since 0.1.0 */
export interface Written {
  readonly id: EntryId
  readonly person: PersonId
  readonly kind: "note" | "task"
  readonly text: string
  readonly deadline: number | undefined
  readonly isDone: boolean
}

/**
 * The people who work with the CRM.
 *
 * @category services
 * @since 0.1.0
 */
export class CrmDesk extends Context.Service<
  CrmDesk,
  {
    /** Everybody who is there. */
    readonly people: Effect.Effect<ReadonlyArray<Person>>
    /** Every note and task, in any order. */
    readonly entries: Effect.Effect<ReadonlyArray<Written>>
    /** Somebody is entered by hand. */
    readonly enter: (person: { readonly email?: string; readonly name?: string }) => Effect.Effect<PersonId>
    /** From now on they have this address. */
    readonly readdress: (person: PersonId, email: string) => Effect.Effect<void>
    /** These two are one: everything of the first goes on under the second. */
    readonly merge: (from: PersonId, into: PersonId) => Effect.Effect<void>
    /** They are deleted. */
    readonly remove: (person: PersonId) => Effect.Effect<void>
    /** A deal comes to a stage: one on the way, or an end. */
    readonly moveDeal: (
      deal: string,
      outcome: "open" | "won" | "lost",
      people: ReadonlyArray<PersonId>
    ) => Effect.Effect<void>
    /** A task is ticked off. */
    readonly tickOff: (task: EntryId) => Effect.Effect<void>
    /** From now on the CRM takes nothing about whoever has this address. */
    readonly refuse: (email: string) => Effect.Effect<void>
    /** From now on nothing can be done. */
    readonly breakDown: Effect.Effect<void>
    /** From now on everything is done, and no reply gets through. */
    readonly loseReplies: Effect.Effect<void>
    /** All is well again. */
    readonly comeBack: Effect.Effect<void>
  }
>()("@temoin/conformance/CrmDesk") {}
