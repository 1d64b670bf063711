/**
 * CrmEntries: how does each note and task get into the CRM once, whoever dies when?
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import * as Crm from "@temoin/core/ports/Crm"
import * as Notebook from "@temoin/core/ports/Notebook"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as CrmBook from "./CrmBook.ts"
import * as CrmSync from "./CrmSync.ts"
import * as CrmWork from "./CrmWork.ts"

/** So many entries are written at a time. */
const concurrency = 4

/**
 * Writes what is wanted and not there, ticks off what is over, and notes how each of these contacts stands.
 *
 * @category syncing
 * @since 0.1.0
 */
export const writeEntries = Effect.fnUntraced(function* (
  sync: CrmSync.Sync,
  works: ReadonlyArray<CrmWork.Work>,
  now: Instant
) {
  const { book, crm, options, progress } = sync
  const jobs = works.flatMap((work) => {
    const { person } = work.page
    const isHeld = person === undefined || work.page.isGone || (work.page.retryAt ?? now) > now
    return isHeld
      ? []
      : work.wanted.flatMap(({ entry, mark }) => {
          const known = work.page.entries[mark]
          const isNew = known === undefined || known.state === "writing"
          const isDone = entry._tag === "Task" && entry.doneAt !== undefined
          if (!isNew && !(known.state === "open" && isDone)) return []
          return [{ work, mark, entry, person, known }]
        })
  })
  const entries = new Map<CrmWork.Work, Record<string, CrmBook.ContactPage["entries"][string]>>(
    jobs.map(({ work }) => [work, { ...work.page.entries }])
  )
  for (const [work, entriesOf] of entries) work.page = { ...work.page, entries: entriesOf }
  const put = (work: CrmWork.Work, mark: string, value: CrmBook.ContactPage["entries"][string] | undefined) => {
    const entriesOf = entries.get(work)
    if (entriesOf === undefined) return
    if (value === undefined) delete entriesOf[mark]
    else entriesOf[mark] = value
  }
  // before anything is written, it is noted that it will be, and that somebody has to see to it, whoever dies here
  for (const { known, mark, work } of jobs) if (known === undefined) put(work, mark, { state: "writing" })
  yield* book.write(
    [...new Set(jobs.map(({ work }) => work))].map(({ contact, page }) =>
      book.contacts.change(contact, { ...page, retryAt: now })
    )
  )

  let stop: Crm.CrmError | undefined
  const links: Array<Notebook.Change> = []
  const one = Effect.fnUntraced(function* ({ entry, known, mark, person, work }: (typeof jobs)[number]) {
    const { contact } = work
    if (stop !== undefined) {
      if (known === undefined) put(work, mark, undefined)
      work.page = { ...work.page, retryAt: now }
      return
    }
    if (known?.id !== undefined && known.state === "open") {
      const result = yield* Effect.result(crm.complete(known.id))
      if (Result.isSuccess(result)) {
        put(work, mark, { state: "done", id: known.id })
        progress.completed++
      } else if (CrmSync.isOfAll(result.failure)) {
        stop = result.failure
        work.page = { ...work.page, retryAt: now }
      } else CrmWork.failed(sync, work, now, CrmSync.brief(result.failure))
      return
    }
    const about = entry._tag === "Task" && entry.about._tag === "Case" ? { case: entry.about.case } : {}
    const shown = options.links?.({ contact, ...about }) ?? []
    const result = yield* Effect.result(crm.add({ mark, person, entry, links: shown }, known !== undefined))
    if (Result.isSuccess(result)) {
      const id = result.success
      put(work, mark, { state: entry._tag === "Task" ? "open" : "written", id })
      if (entry._tag === "Task") {
        progress.tasks++
        // one that is over already, whose writing was in doubt, is ticked off next
        if (entry.doneAt !== undefined) work.page = { ...work.page, retryAt: now }
        links.push(book.tasks.change(id, { contact, mark, about: entry.about }))
      } else progress.notes++
      return
    }
    const error = result.failure
    if (error.reason === "uncertain") CrmWork.failed(sync, work, now, CrmSync.brief(error), now)
    else {
      if (known === undefined) put(work, mark, undefined)
      if (CrmSync.isOfAll(error)) {
        stop = error
        work.page = { ...work.page, retryAt: now }
      } else if (error.reason === "gone") links.push(...(yield* CrmWork.notTold(sync, work, error, now)))
      else CrmWork.failed(sync, work, now, CrmSync.brief(error))
    }
  })
  yield* Effect.forEach(jobs, one, { concurrency, discard: true })
  yield* book.write([
    ...links,
    ...works.map((work) => {
      const { changesAt: _, ...page } = work.page
      const isWell = page.retryAt === undefined && page.problem === undefined
      if (page.retryAt !== undefined) progress.waiting++
      return book.contacts.change(work.contact, {
        ...page,
        version: work.version,
        program: sync.programName,
        ...(work.changesAt !== undefined && { changesAt: work.changesAt }),
        ...(isWell && { failures: 0 })
      })
    })
  ])
  if (stop !== undefined) return yield* Effect.fail(stop)
})
