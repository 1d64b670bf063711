/**
 * CrmSync: how do the log and a CRM come to agree, and stay so?
 *
 * What the CRM should say follows from a history, the program and the time, like everything else; so nothing is queued that could
 * be lost. A sync compares each contact's version with the one that was told last, tells the difference, and writes into the
 * notebook what it told. Who dies in between tells a field again, which changes nothing; before a note is written it is noted that
 * it will be, so that whoever goes on looks for it first. None of this waits for a mail, and no mail waits for it.
 *
 * Here is what it works with and what it says; `CrmRound` does it, by `CrmTelling`, `CrmEntries` and `CrmHearing`.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Program from "@temoin/core/Program"
import type * as Reason from "@temoin/core/Reason"
import * as Effect from "effect/Effect"
import * as CrmBook from "./CrmBook.ts"
import * as CrmNews from "./CrmNews.ts"

/**
 * - `language`: of the notes and tasks (default "en").
 * - `since`: what happened before is in no note and no task (default: everything is told). The fields are always told.
 * - `links`: where somebody in the company can read more about a contact.
 * - `adopt`: who of the CRM's people becomes a contact: those something happened to (default), everybody, or nobody. Those who are
 *   contacts already, by their id or address, are always recognised.
 * - `contactOf`: which contact a person of the CRM is, where the host knows.
 * - `touchpoint`: what something is called on the journey (default: `CrmNews.usual`); `undefined`: it is not recorded.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly language?: Reason.Language
  readonly since?: number | Date
  readonly links?: (about: { readonly contact: string; readonly case?: string }) => ReadonlyArray<Crm.Link>
  readonly adopt?: "involved" | "all" | "none"
  readonly contactOf?: (person: Crm.PersonSeen) => string | undefined
  readonly touchpoint?: (change: CrmNews.Happened) => string | undefined
}

/** What could not be told, or not be taken, and what to do. @category models @since 0.1.0 */
export interface Trouble {
  readonly contact?: string
  readonly problem: string
}

/**
 * What one sync did: contacts whose fields were `told`, `notes` and `tasks` that were written, tasks that were `completed`; of what
 * came in, the events that were `recorded`. `waiting`: contacts that have to be tried again. `troubles`: a thousand at most.
 * `erased`: contacts whom the CRM was told to forget. `stoppedBy`: why it ended early; the next sync goes on there.
 *
 * @category models
 * @since 0.1.0
 */
export interface Synced {
  readonly told: number
  readonly notes: number
  readonly tasks: number
  readonly completed: number
  readonly recorded: number
  readonly waiting: number
  readonly troubles: ReadonlyArray<Trouble>
  readonly erased: ReadonlyArray<string>
  readonly stoppedBy: string | undefined
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
/** The same while it is being counted. @category models @since 0.1.0 */
export interface Progress extends Mutable<Omit<Synced, "troubles" | "erased">> {
  readonly troubles: Array<Trouble>
  readonly erased: Array<string>
}

/** What ends a sync early. @category errors @since 0.1.0 */
export type Failure = HistoryStore.StoreError | Crm.CrmError

/**
 * A sync under way. `programName`: a short name for the program, since another one may have other things told.
 *
 * @category models
 * @since 0.1.0
 */
export interface Sync {
  readonly program: Program.Program
  readonly options: Options
  readonly crm: Crm.Crm["Service"]
  readonly book: CrmBook.CrmBook
  readonly progress: Progress
  readonly lease: Lease
  readonly programName: string
}

/** The right to work on this CRM, alone. @category models @since 0.1.0 */
export interface Lease {
  readonly renew: Effect.Effect<void, HistoryStore.StoreError>
  readonly release: Effect.Effect<void, HistoryStore.StoreError>
}

/** An error as it is put into a report. @category reports @since 0.1.0 */
export const brief = (error: { readonly message: string }): string => error.message.slice(0, 500)

/** Puts a trouble into the report, where there is room. @category reports @since 0.1.0 */
export const note = ({ progress }: Sync, trouble: Trouble): void => {
  if (progress.troubles.length < 1000) progress.troubles.push(trouble)
}

/** They are not there any more. @category reports @since 0.1.0 */
export const gone = (crm: string): string =>
  `the person is not in ${crm} any more; enter them there again and it goes on, nothing is told of them until then`

/** They were erased there at their own wish. @category reports @since 0.1.0 */
export const erased = (crm: string): string =>
  `erased in ${crm} at their own wish: erase them here too; every sync says so until then`

/** Does it keep everything from being told, and not only this one thing? @category reports @since 0.1.0 */
export const isOfAll = ({ reason }: Crm.CrmError): boolean => reason === "unavailable" || reason === "misconfigured"
