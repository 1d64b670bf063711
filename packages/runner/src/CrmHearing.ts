/**
 * CrmHearing: what does a change in the CRM mean here, and about whom is it?
 *
 * @since 0.1.0
 */
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as Fold from "@temoin/core/Fold"
import * as Merge from "@temoin/core/Merge"
import * as Crm from "@temoin/core/ports/Crm"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as State from "@temoin/core/State"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as CrmBook from "./CrmBook.ts"
import * as CrmNews from "./CrmNews.ts"
import * as Fact from "./Fact.ts"
import * as Merging from "./Merging.ts"
import * as Reference from "./Reference.ts"
import * as Writing from "./Writing.ts"
import * as CrmSync from "./CrmSync.ts"

/** So many calls are looked into at a time. */
const calls = 100

/**
 * Takes in what the CRM called about, then what it says has changed since it was last read.
 *
 * @category syncing
 * @since 0.1.0
 */
export const inward = Effect.fnUntraced(function* (sync: CrmSync.Sync) {
  const { book, crm } = sync
  if (crm.webhooks !== undefined) {
    for (;;) {
      const pages = yield* book.notebook.list({ prefix: book.prefix("hint"), limit: calls })
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
const hear = (
  sync: CrmSync.Sync,
  change: Crm.Change
): Effect.Effect<void, CrmSync.Failure, HistoryStore.HistoryStore> =>
  Effect.catch(takeIn(sync, change), (error) => {
    if (error instanceof HistoryStore.StoreError || error instanceof Crm.CrmError) return Effect.fail(error)
    return Effect.sync(() => CrmSync.note(sync, { problem: `${change._tag}: ${CrmSync.brief(error)}` }))
  })

type Refused = CrmSync.Failure | Fact.InvalidInput | Merge.CannotMerge | HistoryStore.Conflict | Writing.Trouble

const takeIn = (sync: CrmSync.Sync, change: Crm.Change): Effect.Effect<void, Refused, HistoryStore.HistoryStore> =>
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
          book.contacts.change(link.contact, { ...page, isGone: true }),
          ...(change.isErased ? [book.erased.change(link.contact, { at: change.at })] : [])
        ])
        const problem = change.isErased ? CrmSync.erased(crm.name) : CrmSync.gone(crm.name)
        CrmSync.note(sync, { contact: link.contact, problem })
        return
      }
      case "TaskDone":
        return yield* taskDone(sync, change)
      default:
        return yield* happened(sync, change)
    }
  })

const record = Effect.fnUntraced(function* (
  { progress }: CrmSync.Sync,
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
const personSeen = Effect.fnUntraced(function* (sync: CrmSync.Sync, change: Crm.PersonSeen, mayAdopt: boolean) {
  const { book, crm } = sync
  const { person } = change
  const link = yield* book.people.get(person)
  const contact =
    link?.contact ?? (yield* recognised(sync, change)) ?? (mayAdopt ? newContact(crm.name, person) : undefined)
  if (contact === undefined) return undefined
  const page = (yield* book.contacts.get(contact)) ?? CrmBook.blank
  if (page.person !== undefined && page.person !== person) {
    const problem = `${crm.name} has two people for them, ${page.person} and ${person}: merge those there`
    CrmSync.note(sync, { contact, problem })
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
  for (const problem of problems) CrmSync.note(sync, { contact, problem })
  const isSame = link !== undefined && JSON.stringify(link.seen) === JSON.stringify(seen)
  if (isSame && page.person === person && !page.isGone) return contact
  const changed: CrmBook.ContactPage = { ...page, person, isGone: false }
  yield* book.write([
    book.people.change(person, { contact, seen }),
    book.contacts.change(contact, page.isGone ? { ...changed, version: -1 } : changed),
    // whoever is there again came back of their own accord
    ...(page.isGone ? [book.erased.change(contact, null)] : [])
  ])
  return contact
})

/** Who of our contacts this is: as the host says, by our own id in the CRM, by the address. */
const recognised = Effect.fnUntraced(function* ({ book, options }: CrmSync.Sync, change: Crm.PersonSeen) {
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

const happened = Effect.fnUntraced(function* (sync: CrmSync.Sync, change: CrmNews.Happened) {
  const { crm, options } = sync
  const kind = (options.touchpoint ?? CrmNews.usual)(change)
  if (kind === undefined) return
  const fact = CrmNews.touchpoint(crm.name, change, kind)
  if (change.people.length === 0) {
    CrmSync.note(sync, { problem: `${fact.id} is about nobody: link a contact to it in ${crm.name}` })
    return
  }
  for (const person of change.people) {
    const contact = yield* contactOf(sync, person)
    if (contact !== undefined) yield* record(sync, contact, () => [fact])
  }
})

/** Whose this person is, by looking at them in the CRM where we have not yet. */
const contactOf = Effect.fnUntraced(function* (sync: CrmSync.Sync, person: Crm.PersonId) {
  const link = yield* sync.book.people.get(person)
  if (link !== undefined) return link.contact
  const [seen] = yield* sync.crm.people([person])
  return seen === undefined ? undefined : yield* personSeen(sync, seen, sync.options.adopt !== "none")
})

const taskDone = Effect.fnUntraced(function* (
  sync: CrmSync.Sync,
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
