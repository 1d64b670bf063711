/**
 * CrmTelling: whose fields in the CRM are not what they should be, and what became of putting them right?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Fold from "@temoin/core/Fold"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Person from "@temoin/core/Person"
import * as Crm from "@temoin/core/ports/Crm"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import * as Snapshot from "@temoin/core/Snapshot"
import type * as State from "@temoin/core/State"
import * as Timeline from "@temoin/core/Timeline"
import * as Arr from "effect/Array"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as CrmBook from "./CrmBook.ts"
import * as Reference from "./Reference.ts"
import * as Writing from "./Writing.ts"
import * as CrmSync from "./CrmSync.ts"
import * as CrmWork from "./CrmWork.ts"
import * as CrmEntries from "./CrmEntries.ts"
import * as CrmForgetting from "./CrmForgetting.ts"

/** So many versions are compared at a time. */
const compared = 1000
/** So many contacts are told at a time. */
const batch = 100

/**
 * Tells the CRM of everybody of whom something is new. Only those are loaded: who moved on is seen by the versions alone.
 *
 * @category syncing
 * @since 0.1.0
 */
export const outward = Effect.fnUntraced(function* (sync: CrmSync.Sync) {
  const store = yield* HistoryStore.HistoryStore
  let after = Option.none<Contact.ContactId>()
  for (;;) {
    const found = yield* store.versions({ after, limit: compared })
    yield* sync.lease.renew
    for (const contacts of Arr.chunksOf(yield* due(sync, found), batch)) {
      yield* tellAll(sync, contacts)
      yield* sync.lease.renew
    }
    const last = found.at(-1)
    if (last === undefined || found.length < compared) return
    after = Option.some(last.contact)
  }
})

/** Of whom there may be something to tell now. */
const due = Effect.fnUntraced(function* (
  { book, programName, progress }: CrmSync.Sync,
  found: ReadonlyArray<HistoryStore.Version>
) {
  const now = yield* Clock.currentTimeMillis
  const pages = yield* book.contacts.getAll(found.map(({ contact }) => contact))
  const isPast = (at: Instant | undefined) => at !== undefined && at <= now
  const isDue = ({ contact, version }: HistoryStore.Version): boolean => {
    const page = pages.get(contact) ?? CrmBook.blank
    const isNew = page.version !== version || page.program !== programName
    if (isNew || isPast(page.changesAt) || isPast(page.retryAt)) return true
    if (page.retryAt !== undefined) progress.waiting++
    return false
  }
  return found.filter(isDue).map(({ contact }) => contact)
})

const tellAll = Effect.fnUntraced(function* (sync: CrmSync.Sync, contacts: ReadonlyArray<Contact.ContactId>) {
  const { book } = sync
  const store = yield* HistoryStore.HistoryStore
  const now = yield* Clock.currentTimeMillis
  const pages = yield* book.contacts.getAll(contacts)
  const works: Array<CrmWork.Work> = []
  for (const loaded of yield* store.loadAll(contacts)) {
    const history = yield* Effect.result(Writing.historyOf(loaded))
    if (Result.isFailure(history))
      CrmSync.note(sync, { contact: loaded.contact, problem: CrmSync.brief(history.failure) })
    else {
      const page = pages.get(loaded.contact) ?? CrmBook.blank
      const work = yield* workOn(sync, loaded, history.success, page, now)
      if (work !== undefined) works.push(work)
    }
  }
  if (works.length === 0) return
  yield* claimAddresses(sync, works)
  yield* tellCards(sync, works, now)
  yield* CrmEntries.writeEntries(sync, works, now)
})

/** What is to be told of a contact; `undefined`: nothing, or it was done here and now. */
const workOn = Effect.fnUntraced(function* (
  sync: CrmSync.Sync,
  { account, contact, version }: HistoryStore.Loaded,
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
      yield* CrmForgetting.forget(crm, book, contact, before)
      yield* book.write([book.contacts.change(contact, { ...CrmBook.blank, ...told })])
      sync.progress.erased.push(contact)
    }
    return undefined
  }
  const page = yield* inherited(sync, contact, state, before)
  const { changesAt: snapshotChangesAt, snapshot } = Snapshot.of(program, person, Option.getOrUndefined(account))
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
  const work: CrmWork.Work = {
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
  { book }: CrmSync.Sync,
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
const claimAddresses = Effect.fnUntraced(function* ({ book }: CrmSync.Sync, works: ReadonlyArray<CrmWork.Work>) {
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

const tellCards = Effect.fnUntraced(function* (sync: CrmSync.Sync, works: ReadonlyArray<CrmWork.Work>, now: Instant) {
  const { book, crm, progress } = sync
  const owners = yield* book.emails.getAll(works.flatMap(({ page }) => page.email ?? []))
  const cards: Array<{ readonly work: CrmWork.Work; readonly card: Crm.Card }> = []
  for (const work of works) {
    const { contact, digest, page, snapshot, state } = work
    const { problem: _, retryAt: __, ...tried } = page
    work.page = tried
    // nobody is entered there of whom there is nothing to say
    const isNothing = Snapshot.isEmpty(snapshot) && (page.person === undefined || snapshot.nextAskAt === undefined)
    if (page.isGone) {
      if (!isNothing) CrmSync.note(sync, { contact, problem: CrmSync.gone(crm.name) })
      continue
    }
    if (page.told === digest || (page.told === undefined && isNothing)) continue
    const owner = page.email === undefined ? undefined : owners.get(page.email)?.contact
    if (page.person === undefined && owner !== undefined && owner !== contact) {
      const problem = `${owner} has the same e-mail address, and is told: merge the two, or correct one of them`
      CrmWork.failed(sync, work, now, problem)
    } else if (page.person === undefined && page.email === undefined) {
      const problem = `without an e-mail address nobody in ${crm.name} is found: record one`
      work.page = { ...work.page, problem }
      CrmSync.note(sync, { contact, problem })
    } else cards.push({ work, card: { contact, person: page.person, email: state.email, name: state.name, snapshot } })
  }
  if (cards.length === 0) return
  const results = yield* crm.tell(cards.map(({ card }) => card))
  const changes: Array<Notebook.Change> = []
  for (const [index, { work }] of cards.entries()) {
    const result = results[index]
    if (result === undefined) CrmWork.failed(sync, work, now, `${crm.name} did not say what became of it`, now)
    else if (Result.isFailure(result)) changes.push(...(yield* CrmWork.notTold(sync, work, result.failure, now)))
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
        CrmWork.failed(sync, work, now, problem)
        const theirs = yield* book.contacts.get(link.contact)
        // what was just written over is told again
        if (theirs !== undefined) changes.push(book.contacts.change(link.contact, { ...theirs, version: -1, told: "" }))
      }
    }
  }
  yield* book.write(changes)
})

const isMerged = ({ state }: CrmWork.Work, contact: Contact.ContactId): boolean =>
  state.merged.some((one) => one.contact === contact)
