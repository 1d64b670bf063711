/**
 * CrmSync: how do the log and a CRM come to agree, and stay so?
 *
 * What the CRM should say follows from a history, the program and the time, like everything else; so nothing is queued that could
 * be lost. A sync compares each contact's version with the one that was told last, tells the difference, and writes into the
 * notebook what it told. Who dies in between tells a field again, which changes nothing; before a note is written it is noted that
 * it will be, so that whoever goes on looks for it first. None of this waits for a mail, and no mail waits for it.
 *
 * @since 0.1.0
 */
import * as BackOff from "@temoin/core/BackOff"
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as Fold from "@temoin/core/Fold"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import * as Person from "@temoin/core/Person"
import * as Crm from "@temoin/core/ports/Crm"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import type * as Program from "@temoin/core/Program"
import type * as Reason from "@temoin/core/Reason"
import * as Snapshot from "@temoin/core/Snapshot"
import type * as State from "@temoin/core/State"
import * as Timeline from "@temoin/core/Timeline"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as CrmBook from "./CrmBook.ts"
import * as CrmNews from "./CrmNews.ts"
import * as Fact from "./Fact.ts"
import * as Merging from "./Merging.ts"
import * as Reference from "./Reference.ts"
import * as Writing from "./Writing.ts"

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
interface Progress extends Mutable<Omit<Synced, "troubles" | "erased">> {
  readonly troubles: Array<Trouble>
  readonly erased: Array<string>
}

/** So many contacts are told at a time. */
const batch = 100
/** So many entries are written at a time. */
const concurrency = 4
/** So long is a batch given to come to its end. */
const leaseMillis = 15 * 60_000

type Failure = HistoryStore.StoreError | Crm.CrmError

interface Work {
  readonly contact: Contact.ContactId
  readonly state: State.State
  readonly version: number
  readonly snapshot: Snapshot.Snapshot
  readonly digest: string
  readonly changesAt: Instant | undefined
  readonly wanted: ReadonlyArray<{ readonly mark: string; readonly entry: Timeline.Entry }>
  page: CrmBook.ContactPage
}

/**
 * Takes in what changed in the CRM, then tells it what changed here. Does nothing while another sync is under way, and while the
 * CRM is left alone after a failure.
 *
 * @category syncing
 * @since 0.1.0
 */
export const sync = (
  program: Program.Program,
  options: Options
): Effect.Effect<Synced, HistoryStore.StoreError, Crm.Crm | Notebook.Notebook | HistoryStore.HistoryStore> =>
  Effect.gen(function* () {
    const crm = yield* Crm.Crm
    const book = CrmBook.open(yield* Notebook.Notebook, crm.name)
    const progress: Progress = {
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
    const run = Effect.andThen(outward(sync), inward(sync))
    const ended = yield* Effect.result(Effect.ensuring(run, Effect.ignore(lease.release)))
    if (Result.isFailure(ended)) {
      const error = ended.failure
      if (!(error instanceof Crm.CrmError)) return yield* Effect.fail(error)
      const failures = (rest?.failures ?? 0) + 1
      const until = (yield* Clock.currentTimeMillis) + Math.max(error.retryAfter ?? 0, BackOff.millis(failures))
      const problem = brief(error)
      yield* book.write([book.rest.change("", { until: Math.round(until), failures, problem })])
      progress.stoppedBy = problem
    } else if (rest !== undefined) yield* book.write([book.rest.change("", null)])
    return progress
  })

interface Sync {
  readonly program: Program.Program
  readonly options: Options
  readonly crm: Crm.Crm["Service"]
  readonly book: CrmBook.CrmBook
  readonly progress: Progress
  readonly lease: Lease
  readonly programName: string
}

interface Lease {
  readonly renew: Effect.Effect<void, HistoryStore.StoreError>
  readonly release: Effect.Effect<void, HistoryStore.StoreError>
}

/** The right to work on this CRM; `undefined` while somebody else has it. */
const take = Effect.fnUntraced(function* (book: CrmBook.CrmBook, now: Instant) {
  const page = (yield* book.notebook.read([book.lease.change("", null).key]))[0]
  const held = yield* book.lease.get("")
  if (held !== undefined && held.until > now) return undefined
  let version = page?.version ?? 0
  const write = (until: Instant) =>
    book.notebook.write([{ ...book.lease.change("", { until }), expected: version }]).pipe(
      Effect.tap(() => Effect.sync(() => void version++)),
      // somebody was quicker, or we were so slow that somebody else went on
      Effect.catchTag("PageMoved", ({ key }) =>
        Effect.fail(
          new HistoryStore.StoreError({
            problem: `another sync took over (${key}): leave it to that one`,
            retryable: true
          })
        )
      )
    )
  const taken = yield* Effect.result(write(now + leaseMillis))
  if (Result.isFailure(taken)) return undefined
  const lease: Lease = {
    renew: Effect.flatMap(Clock.currentTimeMillis, (at) => write(at + leaseMillis)),
    release: Effect.suspend(() => write(0))
  }
  return lease
})

const brief = (error: { readonly message: string }): string => error.message.slice(0, 500)

const note = ({ progress }: Sync, trouble: Trouble): void => {
  if (progress.troubles.length < 1000) progress.troubles.push(trouble)
}

// Out

const outward = Effect.fnUntraced(function* (sync: Sync) {
  const store = yield* HistoryStore.HistoryStore
  let after = Option.none<Contact.ContactId>()
  for (;;) {
    const found = yield* store.page({ after, limit: batch })
    yield* sync.lease.renew
    yield* tellAll(sync, found)
    const last = found.at(-1)
    if (last === undefined || found.length < batch) return
    after = Option.some(last.contact)
  }
})

const tellAll = Effect.fnUntraced(function* (sync: Sync, found: ReadonlyArray<HistoryStore.Stored>) {
  const { book, progress } = sync
  const now = yield* Clock.currentTimeMillis
  const pages = yield* book.contacts.getAll(found.map(({ contact }) => contact))
  const works: Array<Work> = []
  for (const stored of found) {
    const page = pages.get(stored.contact) ?? CrmBook.blank
    if (!isDue(sync, page, stored.version, now)) {
      if (page.retryAt !== undefined) progress.waiting++
      continue
    }
    const history = yield* Effect.result(Writing.historyOf(stored))
    if (Result.isFailure(history)) note(sync, { contact: stored.contact, problem: brief(history.failure) })
    else {
      const work = yield* workOn(sync, stored, history.success, page, now)
      if (work !== undefined) works.push(work)
    }
  }
  if (works.length === 0) return
  yield* claimAddresses(sync, works)
  yield* tellCards(sync, works, now)
  yield* writeEntries(sync, works, now)
})

const isDue = (sync: Sync, page: CrmBook.ContactPage, version: number, now: Instant): boolean =>
  page.version !== version ||
  page.program !== sync.programName ||
  (page.changesAt !== undefined && page.changesAt <= now) ||
  (page.retryAt !== undefined && page.retryAt <= now)

/** What is to be told of a contact; `undefined`: nothing, or it was done here and now. */
const workOn = Effect.fnUntraced(function* (
  sync: Sync,
  { contact, version }: HistoryStore.Stored,
  history: History.History,
  before: CrmBook.ContactPage,
  now: Instant
) {
  const { book, crm, options, program, programName } = sync
  const state = Fold.of(history)
  const person = Person.of(program, history, now)
  const told = { version, program: programName }
  if (person === undefined) {
    // what is known of somebody who goes on under another id is read there
    if (state.erasedAt === undefined) yield* book.write([book.contacts.change(contact, { ...before, ...told })])
    else {
      yield* forget(crm, book, contact, before)
      yield* book.write([book.contacts.change(contact, { ...CrmBook.blank, ...told })])
      sync.progress.erased.push(contact)
    }
    return undefined
  }
  const page = yield* inherited(sync, contact, state, before)
  const store = yield* HistoryStore.HistoryStore
  const account = state.account === undefined ? undefined : Option.getOrUndefined((yield* store.load(contact)).account)
  const { changesAt: snapshotChangesAt, snapshot } = Snapshot.of(program, person, account)
  const { changesAt: timelineChangesAt, entries } = Timeline.of(person, options.language)
  const since = options.since === undefined ? -Infinity : Number(options.since)
  const ids = [contact, ...state.merged.map((one) => one.contact)]
  const wanted = entries.flatMap((entry) => {
    const marks = ids.map((id) => CrmBook.mark(crm.name, id, entry))
    const known = marks.find((mark) => page.entries[mark] !== undefined)
    const isWanted =
      known !== undefined || (entry.at >= since && !(entry._tag === "Task" && entry.doneAt !== undefined))
    return isWanted ? [{ mark: known ?? marks[0]!, entry }] : []
  })
  const changes = [snapshotChangesAt, timelineChangesAt].filter((at) => at !== undefined)
  const work: Work = {
    contact,
    state,
    version,
    snapshot,
    digest: Reference.digest(JSON.stringify(Object.values(snapshot).map((value) => value ?? null))),
    changesAt: changes.length === 0 ? undefined : Math.min(...changes),
    wanted,
    page
  }
  return work
})

/** With what was told of those who turned out to be this contact. */
const inherited = Effect.fnUntraced(function* (
  { book }: Sync,
  contact: Contact.ContactId,
  state: State.State,
  page: CrmBook.ContactPage
) {
  if (state.merged.length === 0) return page
  const theirs = yield* book.contacts.getAll(state.merged.map((one) => one.contact))
  let { entries, person } = page
  for (const one of theirs.values()) {
    entries = { ...one.entries, ...entries }
    person ??= one.person
  }
  if (person !== undefined && page.person === undefined) {
    const seen = (yield* book.people.get(person))?.seen ?? {}
    yield* book.write([book.people.change(person, { contact, seen })])
  }
  const all: CrmBook.ContactPage = { ...page, entries, ...(person !== undefined && { person }) }
  return all
})

/** Of two contacts with one address the first one has it, as long as it does. */
const claimAddresses = Effect.fnUntraced(function* ({ book }: Sync, works: ReadonlyArray<Work>) {
  const names = works.flatMap(({ state }) => (state.email === undefined ? [] : [CrmBook.emailName(state.email)]))
  const owners = new Map(yield* book.emails.getAll(names))
  const changes: Array<Notebook.Change> = []
  for (const work of works) {
    const name = work.state.email === undefined ? undefined : CrmBook.emailName(work.state.email)
    const { contact, page } = work
    if (page.email !== undefined && page.email !== name && owners.get(page.email)?.contact === contact) {
      changes.push(book.emails.change(page.email, null))
    }
    const { email: _, ...rest } = page
    work.page = { ...rest, ...(name !== undefined && { email: name }) }
    if (name === undefined) continue
    const owner = owners.get(name)?.contact
    if (owner !== undefined && owner !== contact) {
      const theirs = works.find((one) => one.contact === owner)?.page ?? (yield* book.contacts.get(owner))
      if (theirs?.email === name && !isMerged(work, owner)) continue
    }
    owners.set(name, { contact })
    changes.push(book.emails.change(name, { contact }))
  }
  yield* book.write(changes)
})

const failed = (sync: Sync, work: Work, now: Instant, problem: string, retryAt?: Instant): void => {
  const failures = work.page.failures + 1
  work.page = {
    ...work.page,
    failures,
    problem,
    retryAt: retryAt ?? now + BackOff.millis(failures)
  }
  note(sync, { contact: work.contact, problem })
}

const tellCards = Effect.fnUntraced(function* (sync: Sync, works: ReadonlyArray<Work>, now: Instant) {
  const { book, crm, progress } = sync
  const owners = yield* book.emails.getAll(works.flatMap(({ page }) => page.email ?? []))
  const cards: Array<{ readonly work: Work; readonly card: Crm.Card }> = []
  for (const work of works) {
    const { contact, digest, page, snapshot, state } = work
    const { problem: _, retryAt: __, ...tried } = page
    work.page = tried
    // nobody is entered there of whom there is nothing to say
    const isNothing = Snapshot.isEmpty(snapshot) && (page.person === undefined || snapshot.nextAskAt === undefined)
    if (page.isGone) {
      if (!isNothing) note(sync, { contact, problem: gone(crm.name) })
      continue
    }
    if (page.told === digest || (page.told === undefined && isNothing)) continue
    const owner = page.email === undefined ? undefined : owners.get(page.email)?.contact
    if (page.person === undefined && owner !== undefined && owner !== contact) {
      const problem = `${owner} has the same e-mail address, and is told: merge the two, or correct one of them`
      failed(sync, work, now, problem)
    } else if (page.person === undefined && page.email === undefined) {
      const problem = `without an e-mail address nobody in ${crm.name} is found: record one`
      work.page = { ...work.page, problem }
      note(sync, { contact, problem })
    } else cards.push({ work, card: { contact, person: page.person, email: state.email, name: state.name, snapshot } })
  }
  if (cards.length === 0) return
  const results = yield* crm.tell(cards.map(({ card }) => card))
  const changes: Array<Notebook.Change> = []
  for (const [index, { work }] of cards.entries()) {
    const result = results[index]
    if (result === undefined) failed(sync, work, now, `${crm.name} did not say what became of it`, now)
    else if (Result.isFailure(result)) changes.push(...(yield* notTold(sync, work, result.failure, now)))
    else {
      const person = result.success
      const link = yield* book.people.get(person)
      const isTheirs = link === undefined || link.contact === work.contact || isMerged(work, link.contact)
      if (isTheirs) {
        changes.push(book.people.change(person, { contact: work.contact, seen: link?.seen ?? {} }))
        work.page = { ...work.page, person, told: work.digest }
        progress.told++
      } else {
        const problem = `the person ${person} in ${crm.name} is ${link.contact} already: merge the two, or correct one of them`
        failed(sync, work, now, problem)
        const theirs = yield* book.contacts.get(link.contact)
        // what was just written over is told again
        if (theirs !== undefined) changes.push(book.contacts.change(link.contact, { ...theirs, version: -1, told: "" }))
      }
    }
  }
  yield* book.write(changes)
})

const isMerged = ({ state }: Work, contact: Contact.ContactId): boolean =>
  state.merged.some((one) => one.contact === contact)

const gone = (crm: string): string =>
  `the person is not in ${crm} any more; enter them there again and it goes on, nothing is told of them until then`

/** What becomes of a contact of whom something could not be told. */
const notTold = Effect.fnUntraced(function* (sync: Sync, work: Work, error: Crm.CrmError, now: Instant) {
  const { book, crm } = sync
  const { person, ...rest } = work.page
  if (error.reason !== "gone") {
    failed(sync, work, now, brief(error), error.reason === "uncertain" ? now : undefined)
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
  note(sync, { contact: work.contact, problem: gone(crm.name) })
  return left
})

const writeEntries = Effect.fnUntraced(function* (sync: Sync, works: ReadonlyArray<Work>, now: Instant) {
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
  const put = (work: Work, mark: string, value: CrmBook.ContactPage["entries"][string] | undefined) => {
    const { [mark]: _, ...others } = work.page.entries
    work.page = { ...work.page, entries: value === undefined ? others : { ...others, [mark]: value } }
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
      } else if (isOfAll(result.failure)) {
        stop = result.failure
        work.page = { ...work.page, retryAt: now }
      } else failed(sync, work, now, brief(result.failure))
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
    if (error.reason === "uncertain") failed(sync, work, now, brief(error), now)
    else {
      if (known === undefined) put(work, mark, undefined)
      if (isOfAll(error)) {
        stop = error
        work.page = { ...work.page, retryAt: now }
      } else if (error.reason === "gone") links.push(...(yield* notTold(sync, work, error, now)))
      else failed(sync, work, now, brief(error))
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

/** Does it keep everything from being told, and not only this one thing? */
const isOfAll = ({ reason }: Crm.CrmError): boolean => reason === "unavailable" || reason === "misconfigured"

/**
 * Has the CRM forget everything we wrote about a contact, and forgets what we know of them there.
 *
 * @category erasing
 * @since 0.1.0
 */
export const forget = Effect.fnUntraced(function* (
  crm: Crm.Crm["Service"],
  book: CrmBook.CrmBook,
  contact: Contact.ContactId,
  page: CrmBook.ContactPage
) {
  const ids = Object.values(page.entries).flatMap(({ id }) => id ?? [])
  if (page.person !== undefined) yield* crm.forget(page.person, ids)
  yield* book.write([
    book.contacts.change(contact, null),
    ...(page.person === undefined ? [] : [book.people.change(page.person, null)]),
    ...(page.email === undefined ? [] : [book.emails.change(page.email, null)]),
    ...ids.map((id) => book.tasks.change(id, null))
  ])
})

// In

const inward = Effect.fnUntraced(function* (sync: Sync) {
  const { book, crm } = sync
  if (crm.webhooks !== undefined) {
    for (;;) {
      const pages = yield* book.notebook.list({ prefix: book.prefix("hint"), limit: batch })
      if (pages.length === 0) break
      const hints = yield* book.hints.getAll(pages.map(({ key }) => key.slice(book.prefix("hint").length)))
      const changes = yield* crm.webhooks.look([...hints.values()].map(({ hint }) => hint))
      for (const change of changes) yield* hear(sync, change)
      yield* book.write(pages.map(({ key }) => ({ key, value: null })))
    }
  }
  let cursor = (yield* book.cursor.get(""))?.cursor
  for (;;) {
    const found: Crm.Changes = yield* crm.changes(cursor)
    yield* sync.lease.renew
    for (const change of found.changes) yield* hear(sync, change)
    if (found.cursor !== cursor) yield* book.write([book.cursor.change("", { cursor: found.cursor })])
    cursor = found.cursor
    if (found.isDone) return
  }
})

/** One change that cannot be taken stops no other. */
const hear = (sync: Sync, change: Crm.Change): Effect.Effect<void, Failure, HistoryStore.HistoryStore> =>
  Effect.catch(takeIn(sync, change), (error) => {
    if (error instanceof HistoryStore.StoreError || error instanceof Crm.CrmError) return Effect.fail(error)
    return Effect.sync(() => note(sync, { problem: `${change._tag}: ${brief(error)}` }))
  })

type Refused = Failure | Fact.InvalidInput | Merge.CannotMerge | HistoryStore.Conflict | Writing.Trouble

const takeIn = (sync: Sync, change: Crm.Change): Effect.Effect<void, Refused, HistoryStore.HistoryStore> =>
  Effect.gen(function* () {
    const { book, crm, options } = sync
    switch (change._tag) {
      case "PersonSeen": {
        yield* personSeen(sync, change, options.adopt === "all")
        return
      }
      case "PersonMerged": {
        const from = yield* book.people.get(change.from)
        const into = yield* book.people.get(change.into)
        if (from === undefined || from.contact === into?.contact) return
        const page = (yield* book.contacts.get(from.contact)) ?? CrmBook.blank
        if (into === undefined) {
          yield* book.write([
            book.people.change(change.from, null),
            book.people.change(change.into, { contact: from.contact, seen: {} }),
            book.contacts.change(from.contact, { ...page, person: change.into, isGone: false, version: -1, told: "" })
          ])
          return
        }
        if (yield* Merging.merge(from.contact, into.contact)) sync.progress.recorded++
        yield* book.write([book.people.change(change.from, null)])
        return
      }
      case "PersonGone": {
        const link = yield* book.people.get(change.person)
        if (link === undefined) return
        const { person: _, ...page } = (yield* book.contacts.get(link.contact)) ?? CrmBook.blank
        yield* book.write([
          book.people.change(change.person, null),
          book.contacts.change(link.contact, { ...page, isGone: true })
        ])
        const problem = change.isErased
          ? `erased in ${crm.name} at their own wish: erase them here too`
          : gone(crm.name)
        note(sync, { contact: link.contact, problem })
        return
      }
      case "TaskDone":
        return yield* taskDone(sync, change)
      default:
        return yield* happened(sync, change)
    }
  })

const record = Effect.fnUntraced(function* (
  { progress }: Sync,
  contact: Contact.ContactId,
  facts: (state: State.State) => ReadonlyArray<Fact.Fact>
) {
  progress.recorded += yield* Writing.write(contact, (history, now) =>
    Fact.toEvents(facts(Fold.of(history)), contact, history, now)
  ).pipe(
    // the CRM tells it again in other words, such as with another time: it is known
    Effect.catchTag("EventClash", () => Effect.succeed(0))
  )
})

/** Whose this person is; `undefined`: nobody's, and `mayAdopt` is false. */
const personSeen = Effect.fnUntraced(function* (sync: Sync, change: Crm.PersonSeen, mayAdopt: boolean) {
  const { book, crm } = sync
  const { person } = change
  const link = yield* book.people.get(person)
  const contact =
    link?.contact ?? (yield* recognised(sync, change)) ?? (mayAdopt ? newContact(crm.name, person) : undefined)
  if (contact === undefined) return undefined
  const page = (yield* book.contacts.get(contact)) ?? CrmBook.blank
  if (page.person !== undefined && page.person !== person) {
    const problem = `${crm.name} has two people for them, ${page.person} and ${person}: merge those there`
    note(sync, { contact, problem })
    return contact
  }
  const problems: Array<string> = []
  let seen: CrmBook.PersonPage["seen"] = {}
  yield* record(sync, contact, (state) => {
    // a contact who is new to us has said nothing that could stand against it
    const before = link === undefined || Object.keys(link.seen).length === 0 ? undefined : link.seen
    const news = CrmNews.ofPerson(crm.name, change, state, before)
    problems.splice(0, problems.length, ...news.problems)
    seen = news.seen
    return news.facts
  })
  for (const problem of problems) note(sync, { contact, problem })
  const isSame = link !== undefined && JSON.stringify(link.seen) === JSON.stringify(seen)
  if (isSame && page.person === person && !page.isGone) return contact
  const changed: CrmBook.ContactPage = { ...page, person, isGone: false }
  yield* book.write([
    book.people.change(person, { contact, seen }),
    book.contacts.change(contact, page.isGone ? { ...changed, version: -1 } : changed)
  ])
  return contact
})

/** Who of our contacts this is: as the host says, by our own id in the CRM, by the address. */
const recognised = Effect.fnUntraced(function* ({ book, options }: Sync, change: Crm.PersonSeen) {
  const store = yield* HistoryStore.HistoryStore
  const told = options.contactOf?.(change)
  if (told !== undefined) return yield* Effect.fromResult(Fact.readContact(told))
  if (change.contact !== undefined) {
    const id = Schema.decodeUnknownOption(Contact.ContactId)(change.contact)
    if (Option.isSome(id) && (yield* store.load(id.value)).version > 0) return id.value
  }
  return change.email === undefined ? undefined : (yield* book.emails.get(CrmBook.emailName(change.email)))?.contact
})

const newContact = (crm: string, person: Crm.PersonId): Contact.ContactId =>
  Contact.ContactId.make(`${crm}-${person.length <= 150 ? person : Reference.digest(person)}`)

const happened = Effect.fnUntraced(function* (sync: Sync, change: CrmNews.Happened) {
  const { crm, options } = sync
  const kind = (options.touchpoint ?? CrmNews.usual)(change)
  if (kind === undefined) return
  const fact = CrmNews.touchpoint(crm.name, change, kind)
  if (change.people.length === 0) {
    note(sync, { problem: `${fact.id} is about nobody: link a contact to it in ${crm.name}` })
    return
  }
  for (const person of change.people) {
    const contact = yield* contactOf(sync, person)
    if (contact !== undefined) yield* record(sync, contact, () => [fact])
  }
})

/** Whose this person is, by looking at them in the CRM where we have not yet. */
const contactOf = Effect.fnUntraced(function* (sync: Sync, person: Crm.PersonId) {
  const link = yield* sync.book.people.get(person)
  if (link !== undefined) return link.contact
  const [seen] = yield* sync.crm.people([person])
  return seen === undefined ? undefined : yield* personSeen(sync, seen, sync.options.adopt !== "none")
})

const taskDone = Effect.fnUntraced(function* (
  sync: Sync,
  { at, by, task }: Extract<Crm.Change, { readonly _tag: "TaskDone" }>
) {
  const { book, crm } = sync
  const link = yield* book.tasks.get(task)
  if (link === undefined) return
  const { about, contact, mark } = link
  const page = (yield* book.contacts.get(contact)) ?? CrmBook.blank
  if (page.entries[mark]?.state === "open") {
    const entries = { ...page.entries, [mark]: { state: "done" as const, id: task } }
    yield* book.write([book.contacts.change(contact, { ...page, entries })])
  }
  const step = { id: `${crm.name}:task:${task}`, at, by: (by ?? crm.name).slice(0, 300) }
  yield* record(sync, contact, (state) => {
    if (about._tag === "Case") {
      const id = Merge.caseNamed(state, contact, about.case)
      const found = state.cases.get(id)
      // who ticks off what was settled, or opened again, since then says nothing new
      const isCurrent = found !== undefined && Case.isOpen(found) && found.since <= at
      return isCurrent ? [{ _tag: "CaseResolved", case: about.case, ...step }] : []
    }
    const praise = state.praises.get(Merge.praiseNamed(state, contact, about.praise))
    return praise === undefined || praise.passedOnAt !== undefined
      ? []
      : [{ _tag: "PraisePassedOn", praise: about.praise, ...step }]
  })
})
