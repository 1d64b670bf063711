/**
 * CrmWork: what is to be told of one contact, and what becomes of them when it cannot be?
 *
 * @since 0.1.0
 */
import * as BackOff from "@temoin/core/BackOff"
import * as Contact from "@temoin/core/Contact"
import type { Instant } from "@temoin/core/Instant"
import * as Crm from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import type * as State from "@temoin/core/State"
import * as Timeline from "@temoin/core/Timeline"
import * as Effect from "effect/Effect"
import * as CrmBook from "./CrmBook.ts"
import * as CrmSync from "./CrmSync.ts"

/**
 * What is to be told of one contact at this `version`: the fields (`digest` is a short name for what they say), and the notes and
 * tasks that are `wanted`, each with its mark. `changesAt`: when all of this is another, with nothing new in the log. `page`: what
 * was told before, and what is being told.
 *
 * @category models
 * @since 0.1.0
 */
export interface Work {
  readonly contact: Contact.ContactId
  readonly state: State.State
  readonly version: number
  readonly snapshot: Snapshot.Snapshot
  readonly digest: string
  readonly changesAt: Instant | undefined
  readonly wanted: ReadonlyArray<{ readonly mark: string; readonly entry: Timeline.Entry }>
  page: CrmBook.ContactPage
}

/** It did not work: it is tried again at `retryAt`, or after a wait that grows with each failure. @category reports @since 0.1.0 */
export const failed = (sync: CrmSync.Sync, work: Work, now: Instant, problem: string, retryAt?: Instant): void => {
  const failures = work.page.failures + 1
  work.page = {
    ...work.page,
    failures,
    problem,
    retryAt: retryAt ?? now + BackOff.millis(failures)
  }
  CrmSync.note(sync, { contact: work.contact, problem })
}

/** What becomes of a contact of whom something could not be told. @category reports @since 0.1.0 */
export const notTold = Effect.fnUntraced(function* (sync: CrmSync.Sync, work: Work, error: Crm.CrmError, now: Instant) {
  const { book, crm } = sync
  const { person, ...rest } = work.page
  if (error.reason !== "gone") {
    failed(sync, work, now, CrmSync.brief(error), error.reason === "uncertain" ? now : undefined)
    return []
  }
  const left = person === undefined ? [] : [book.people.change(person, null)]
  const { told: _, ...untold } = rest
  if (error.into !== undefined) {
    const link = yield* book.people.get(error.into)
    if (link === undefined || link.contact === work.contact) {
      work.page = { ...untold, person: error.into, retryAt: now }
      return [...left, book.people.change(error.into, { contact: work.contact, seen: link?.seen ?? {} })]
    }
  }
  work.page = { ...untold, isGone: true }
  CrmSync.note(sync, { contact: work.contact, problem: CrmSync.gone(crm.name) })
  return left
})
