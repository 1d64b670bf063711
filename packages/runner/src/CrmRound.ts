/**
 * CrmRound: what is one sync, from the lease to the report?
 *
 * @since 0.1.0
 */
import * as BackOff from "@temoin/core/BackOff"
import type { Instant } from "@temoin/core/Instant"
import * as Crm from "@temoin/core/ports/Crm"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import type * as Program from "@temoin/core/Program"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as CrmBook from "./CrmBook.ts"
import * as Reference from "./Reference.ts"
import * as CrmSync from "./CrmSync.ts"
import * as CrmTelling from "./CrmTelling.ts"
import * as CrmHearing from "./CrmHearing.ts"

/** So long is a batch given to come to its end. */
const leaseMillis = 15 * 60_000

/**
 * Tells the CRM what changed here, then takes in what changed there. Does nothing while another sync is under way, and while the
 * CRM is left alone after a failure.
 *
 * @category syncing
 * @since 0.1.0
 */
export const sync = (
  program: Program.Program,
  options: CrmSync.Options
): Effect.Effect<CrmSync.Synced, HistoryStore.StoreError, Crm.Crm | Notebook.Notebook | HistoryStore.HistoryStore> =>
  Effect.gen(function* () {
    const crm = yield* Crm.Crm
    const book = CrmBook.open(yield* Notebook.Notebook, crm.name)
    const progress: CrmSync.Progress = {
      told: 0,
      notes: 0,
      tasks: 0,
      completed: 0,
      recorded: 0,
      waiting: 0,
      troubles: [],
      erased: [],
      stoppedBy: undefined
    }
    const now = yield* Clock.currentTimeMillis
    const rest = yield* book.rest.get("")
    if (rest !== undefined && now < rest.until) {
      progress.stoppedBy = `${crm.name} is left alone until ${new Date(rest.until).toISOString()}: ${rest.problem}`
      return progress
    }
    const lease = yield* take(book, now)
    if (lease === undefined) {
      progress.stoppedBy = "another sync is under way"
      return progress
    }
    const sync = {
      program,
      options,
      crm,
      book,
      progress,
      lease,
      programName: Reference.digest(JSON.stringify(program))
    }
    for (const contact of yield* CrmBook.erasedThere(book)) {
      CrmSync.note(sync, { contact, problem: CrmSync.erased(crm.name) })
    }
    const run = Effect.andThen(CrmTelling.outward(sync), CrmHearing.inward(sync))
    const ended = yield* Effect.result(Effect.ensuring(run, Effect.ignore(lease.release)))
    if (Result.isFailure(ended)) {
      const error = ended.failure
      if (!(error instanceof Crm.CrmError)) return yield* Effect.fail(error)
      const failures = (rest?.failures ?? 0) + 1
      const until = (yield* Clock.currentTimeMillis) + Math.max(error.retryAfter ?? 0, BackOff.millis(failures))
      const problem = CrmSync.brief(error)
      yield* book.write([book.rest.change("", { until: Math.round(until), failures, problem })])
      progress.stoppedBy = problem
    } else if (rest !== undefined) yield* book.write([book.rest.change("", null)])
    return progress
  })

/** The right to work on this CRM; `undefined` while somebody else has it. */
const take = Effect.fnUntraced(function* (book: CrmBook.CrmBook, now: Instant) {
  const page = (yield* book.notebook.read([book.lease.change("", null).key]))[0]
  const held = yield* book.lease.get("")
  if (held !== undefined && held.until > now) return undefined
  let version = page?.version ?? 0
  const write = (until: Instant) =>
    Effect.tap(book.notebook.write([{ ...book.lease.change("", { until }), expected: version }]), () =>
      Effect.sync(() => void version++)
    )
  // we were so slow that somebody else went on
  const hold = (until: Instant) =>
    Effect.catchTag(write(until), "PageMoved", ({ key }) =>
      Effect.fail(
        new HistoryStore.StoreError({
          problem: `another sync took over (${key}): leave it to that one`,
          retryable: true
        })
      )
    )
  // somebody was quicker
  const isTaken = yield* Effect.as(write(now + leaseMillis), true).pipe(
    Effect.catchTag("PageMoved", () => Effect.succeed(false))
  )
  if (!isTaken) return undefined
  const lease: CrmSync.Lease = {
    renew: Effect.flatMap(Clock.currentTimeMillis, (at) => hold(at + leaseMillis)),
    release: Effect.suspend(() => hold(0))
  }
  return lease
})
