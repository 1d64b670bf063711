/**
 * Erasing: how is a person forgotten for good?
 *
 * First the ledger notes it, then the store forgets them in one transaction, then everybody else is told. Whoever dies in
 * between leaves nothing half forgotten: the same again goes on, and so does the next `reconcile`.
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as Fold from "@temoin/core/Fold"
import * as Headline from "@temoin/core/Headline"
import type * as History from "@temoin/core/History"
import type * as Instant from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import * as Period from "@temoin/core/Period"
import * as Crm from "@temoin/core/ports/Crm"
import * as ErasureLedger from "@temoin/core/ports/ErasureLedger"
import * as Erasures from "@temoin/core/ports/Erasures"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import type * as Program from "@temoin/core/Program"
import * as Residue from "@temoin/core/Residue"
import * as Retention from "@temoin/core/Retention"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as CrmBook from "./CrmBook.ts"
import * as CrmForgetting from "./CrmForgetting.ts"
import type * as Seal from "./Seal.ts"
import * as Walls from "./Walls.ts"
import * as Writing from "./Writing.ts"

/** None of the adapters can erase anybody. @category errors @since 0.1.0 */
export class NoErasures extends Schema.TaggedError<NoErasures>()("NoErasures", {}) {
  override get message() {
    return "none of the adapters can erase anybody: take a store that provides Erasures, such as those of @temoin/storage-sql and @temoin/memory"
  }
}

/** Erasing needs a key, and none was given. @category errors @since 0.1.0 */
export class ErasureKeyMissing extends Schema.TaggedError<ErasureKeyMissing>()("ErasureKeyMissing", {}) {
  override get message() {
    return "people are erased, or were erased from this store, and no key was given: without it nobody can tell whether one of them comes back; open with `privacy: { key }`, at least 32 characters, always the same, kept apart from the store"
  }
}

/** Who is to be forgotten elsewhere. @category models @since 0.1.0 */
export interface Forgotten {
  readonly contacts: ReadonlyArray<string>
  readonly addresses: ReadonlyArray<string>
}

/**
 * Somebody else who knows people, and must forget them: a send log, a data warehouse. `forget` may be called again for the
 * same person, also for one it does not know; when it rejects, it is called again by the next `sweep`. It has half a minute.
 *
 * @category models
 * @since 0.1.0
 */
export interface Other {
  readonly name: string
  readonly forget: (person: Forgotten) => Promise<void>
}

/**
 * - `program`: by which the answers count.
 * - `seal`: the host's secret.
 * - `retention`: default: until they ask.
 * - `others`: who else must forget; a CRM among the adapters is one without being named.
 *
 * @category models
 * @since 0.1.0
 */
export interface Settings {
  readonly program: Program.Program
  readonly seal: Seal.Seal
  readonly retention: Retention.Retention
  readonly others: ReadonlyArray<Other>
}

/** Why, and who did it, for the record. @category models @since 0.1.0 */
export interface Note {
  readonly reason?: string
  readonly by?: string
}

/** Somebody who could not be told to forget. It is tried again by the next `sweep`. @category models @since 0.1.0 */
export interface Pending {
  readonly other: string
  readonly problem: string
}

/**
 * What an erasure did. `isNew`: something was there, or the mark is new. `ids`: under how many ids they were known. `answers`:
 * how many counted answers stay as increments. `pending`: who has not forgotten them yet.
 *
 * @category models
 * @since 0.1.0
 */
export interface Receipt {
  readonly isNew: boolean
  readonly ids: number
  readonly answers: number
  readonly pending: ReadonlyArray<Pending>
}

/** What can go wrong. @category errors @since 0.1.0 */
export type Trouble =
  | NoErasures
  | Erasures.ErasureKeyChanged
  | ErasureLedger.LedgerError
  | HistoryStore.Conflict
  | HistoryStore.StoreError

/** The name under which a proof of consent is sealed. @category rules @since 0.1.0 */
export const proofs = "proof of consent"

/** The name under which the time of a readmission is kept, so that a store from before it is known for one. @category rules @since 0.1.0 */
export const readmissions = "readmitted"

const readmittedAt = (mark: Residue.Mark, at: Instant.Instant): Erasures.Sealed => ({
  mark,
  name: readmissions,
  document: String(at),
  until: Option.none()
})

const errandOf = (other: string): string => `errand: ${other}`

const pageSize = 200

/** The port, which an adapter may lack. @category getters @since 0.1.0 */
export const port: Effect.Effect<Erasures.Erasures["Service"], NoErasures> = Effect.flatMap(
  Effect.serviceOption(Erasures.Erasures),
  (found) => (Option.isSome(found) ? Effect.succeed(found.value) : Effect.fail(new NoErasures()))
)

/** What remains of all who were erased; nobody, where no adapter can erase. @category reading @since 0.1.0 */
export const residue = (program: Program.Program): Effect.Effect<Residue.Residue, HistoryStore.StoreError> =>
  Effect.gen(function* () {
    const found = yield* Effect.serviceOption(Erasures.Erasures)
    if (Option.isNone(found)) return Residue.empty(program.zone)
    const { residue } = yield* found.value.remembered
    return Option.getOrElse(residue, () => Residue.empty(program.zone))
  })

const ledger = Effect.serviceOption(ErasureLedger.ErasureLedger)

/**
 * The store, under which nothing is recorded of anybody who was erased, nor that somebody is one of them.
 *
 * @category guarding
 * @since 0.1.0
 */
export const guard = (
  store: HistoryStore.HistoryStore["Service"],
  erasures: Option.Option<Erasures.Erasures["Service"]>,
  seal: Seal.Seal
): HistoryStore.HistoryStore["Service"] => {
  const marked = Effect.fnUntraced(function* (request: HistoryStore.Append) {
    for (const event of request.events) {
      if (event._tag !== "MergedInto" || Option.isNone(erasures)) continue
      if (yield* erasures.value.isErased(seal.mark(event.into))) return yield* new HistoryStore.ContactErased()
    }
    return { ...request, mark: seal.mark(request.contact) }
  })
  return HistoryStore.HistoryStore.of({
    ...store,
    append: (request) => Effect.flatMap(marked(request), store.append),
    appendAll: Effect.fnUntraced(function* (requests) {
      const all = yield* Effect.forEach(requests, (request) => Effect.result(marked(request)))
      const written = (yield* store.appendAll(all.filter(Result.isSuccess).map(({ success }) => success))).values()
      return all.map((one) => (Result.isFailure(one) ? Result.fail(one.failure) : written.next().value!))
    })
  })
}

/** An id, with what is stored under it. @category models @since 0.1.0 */
export interface Known {
  readonly history: History.History
  readonly version: number
}

/**
 * Every id that a person is known under, merges followed both ways, each with what is stored under it; the one that was asked
 * for first.
 *
 * @category reading
 * @since 0.1.0
 */
export const idsOf = Effect.fnUntraced(function* (contact: Contact.ContactId) {
  const store = yield* HistoryStore.HistoryStore
  const erasures = yield* Effect.serviceOption(Erasures.Erasures)
  const found = new Map<Contact.ContactId, Known>()
  let news: ReadonlyArray<Contact.ContactId> = [contact]
  while (news.length > 0) {
    const next: Array<Contact.ContactId> = []
    for (const id of news) {
      const stored = yield* store.load(id)
      const history = yield* Writing.historyOf(stored)
      found.set(id, { history, version: stored.version })
      for (const event of history.events) {
        if (event._tag === "MergedInto") next.push(event.into)
        if (event._tag === "Merged") next.push(event.from, ...event.through)
        if (event._tag === "Inherited") next.push(event.from)
      }
    }
    if (Option.isSome(erasures)) next.push(...(yield* erasures.value.mergedInto(news)))
    news = [...new Set(next)].filter((id) => !found.has(id))
  }
  return found
})

const nameOf = ({ bin, purpose, survey }: Residue.Place) => JSON.stringify([survey, purpose, bin])

/** How many people, five at most, are in each of these places. Stops as soon as nobody more is needed. */
const crowd = Effect.fnUntraced(function* (
  program: Program.Program,
  residue: Residue.Residue,
  own: ReadonlyArray<Residue.Answer>
) {
  const store = yield* HistoryStore.HistoryStore
  const placesOf = (answer: Residue.Answer) => Residue.placesOf(residue.zone, answer).map(nameOf)
  const people = new Map(own.flatMap(placesOf).map((place) => [place, new Set<Contact.ContactId>()]))
  const isEnough = () => own.every((answer) => (people.get(placesOf(answer)[0] ?? "")?.size ?? 0) >= Residue.fewest)
  let after = Option.none<Contact.ContactId>()
  while (!isEnough()) {
    const page = yield* store.page({ after, limit: pageSize })
    for (const stored of page) {
      for (const answer of Headline.ofWaves(program, yield* Writing.historyOf(stored))) {
        for (const place of placesOf(answer)) people.get(place)?.add(answer.contact)
      }
    }
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) break
    after = Option.some(last.contact)
  }
  return (place: Residue.Place) => people.get(nameOf(place))?.size ?? 0
})

const addressesOf = (known: Iterable<Known>): ReadonlyArray<string> => [
  ...new Set(
    [...known].flatMap(({ history }) =>
      history.events.flatMap((event) => {
        const told = event._tag === "Inherited" ? event.event : event
        if (told._tag === "ContactChanged") return told.email ?? []
        return told._tag === "Intended" ? told.address : []
      })
    )
  )
]

/**
 * Erases the person whom this is one id of. At `at` (default: now).
 *
 * @category erasing
 * @since 0.1.0
 */
export const erase = Effect.fnUntraced(function* (
  settings: Settings,
  contact: Contact.ContactId,
  note: Note,
  at?: Instant.Instant
): Effect.fn.Return<Receipt, Trouble, HistoryStore.HistoryStore> {
  const { program, retention, seal } = settings
  const erasures = yield* port
  const noted = yield* ledger
  const now = yield* Clock.currentTimeMillis
  const isNoted = new Set<Residue.Mark>()
  const others = yield* everybodyElse(settings)
  const attempt = Effect.gen(function* () {
    const known = yield* idsOf(contact)
    const people = [...known].map(([id, { version }]) => ({ contact: id, mark: seal.mark(id), expected: version }))
    const { key, residue } = yield* erasures.remembered
    if (Option.isSome(key) && key.value !== seal.key)
      return yield* new Erasures.ErasureKeyChanged({ where: "the store" })
    const { history } = yield* Writing.read(contact)
    const own = Headline.ofWaves(program, history)
    const before = Option.getOrElse(residue, () => Residue.empty(program.zone))
    const cells = own.length === 0 ? [] : Residue.increments(before, own, yield* crowd(program, before, own))
    const forgotten: Forgotten = { contacts: [...known.keys()], addresses: addressesOf(known.values()) }
    const sealed: Array<Erasures.Sealed> = []
    const first = people[0]
    if (first !== undefined) {
      for (const { name } of others) {
        const document = seal.close(errandOf(name), first.mark, JSON.stringify(forgotten))
        sealed.push({ mark: first.mark, name: errandOf(name), document, until: Option.none() })
      }
    }
    const consent = Fold.of(history).testimony.consent
    if (retention.proofs !== undefined && consent.length > 0) {
      const until = Option.some(Period.after(retention.proofs, now, program.zone))
      const proof = JSON.stringify(Consent.proof(consent, history.contact, now))
      for (const { mark } of people) {
        sealed.push({ mark, name: proofs, document: seal.close(proofs, mark, proof), until })
      }
    }
    if (Option.isSome(noted)) {
      const fresh = people.filter(({ mark }) => !isNoted.has(mark))
      yield* noted.value.add(fresh.map(({ mark }) => ({ what: "erased", mark, key: seal.key, at: at ?? now, ...note })))
      for (const { mark } of fresh) isNoted.add(mark)
    }
    const isNew = yield* erasures.erase({
      people,
      key: seal.key,
      zone: program.zone,
      cells,
      sealed,
      at: at ?? now,
      ...note
    })
    return { isNew, forgotten, mark: first?.mark, answers: isNew ? own.length : 0 }
  })
  const { answers, forgotten, isNew, mark } = yield* Writing.again<
    Effect.Success<typeof attempt>,
    Exclude<Effect.Error<typeof attempt>, HistoryStore.Conflict>,
    HistoryStore.HistoryStore
  >(attempt)
  yield* Walls.forget
  const pending: Array<Pending> = []
  for (const other of others) {
    const problem = yield* tell(other, forgotten)
    if (problem !== undefined) pending.push({ other: other.name, problem })
    else if (mark !== undefined) yield* erasures.unseal(errandOf(other.name), mark)
  }
  return { isNew, ids: forgotten.contacts.length, answers, pending }
})

interface Teller {
  readonly name: string
  readonly forget: (person: Forgotten) => Effect.Effect<void, unknown>
}

/** Those whom the host named, and the CRM. */
const everybodyElse = Effect.fnUntraced(function* ({ others }: Settings) {
  const crm = yield* Effect.serviceOption(Crm.Crm)
  const notebook = yield* Effect.serviceOption(Notebook.Notebook)
  const named = others.map(({ forget, name }): Teller => ({
    name,
    forget: (person) => Effect.tryPromise(() => forget(person))
  }))
  if (Option.isNone(crm) || Option.isNone(notebook)) return named
  const book = CrmBook.open(notebook.value, crm.value.name)
  const forget = Effect.fnUntraced(function* ({ contacts }: Forgotten) {
    for (const contact of contacts.map((id) => Contact.ContactId.make(id))) {
      const page = yield* book.contacts.get(contact)
      if (page !== undefined) yield* CrmForgetting.forget(crm.value, book, contact, page)
    }
  })
  return [...named, { name: `crm ${crm.value.name}`, forget } satisfies Teller]
})

/** What went wrong; `undefined`: nothing. */
const tell = ({ forget, name }: Teller, person: Forgotten): Effect.Effect<string | undefined> =>
  forget(person).pipe(
    Effect.timeout("30 seconds"),
    Effect.as(undefined),
    Effect.catchCause(() =>
      Effect.succeed(`${name} could not be told to forget a person; it is told again by the next sweep`)
    )
  )

const readForgotten = Schema.decodeUnknownResult(
  Schema.fromJsonString(
    Schema.Struct({ contacts: Schema.Array(Schema.String), addresses: Schema.Array(Schema.String) })
  )
)

/**
 * Tells those again who could not be told.
 *
 * @category erasing
 * @since 0.1.0
 */
export const tellAgain = Effect.fnUntraced(function* (settings: Settings) {
  const erasures = yield* port
  const pending: Array<Pending> = []
  for (const other of yield* everybodyElse(settings)) {
    for (const { document, mark, name } of yield* erasures.allSealed(errandOf(other.name))) {
      const text = settings.seal.open(name, mark, document)
      const person = Option.isNone(text) ? undefined : Result.getOrUndefined(readForgotten(text.value))
      const problem =
        person === undefined ? "what it is to forget was sealed under another key" : yield* tell(other, person)
      if (problem !== undefined) pending.push({ other: other.name, problem })
      else yield* erasures.unseal(name, mark)
    }
  }
  return pending
})

/**
 * Lets somebody come back of their own accord. Gives whether they had been erased.
 *
 * @category erasing
 * @since 0.1.0
 */
export const readmit = Effect.fnUntraced(function* (
  { seal }: Settings,
  contact: Contact.ContactId,
  reason: string
): Effect.fn.Return<boolean, Trouble> {
  const erasures = yield* port
  const noted = yield* ledger
  const now = yield* Clock.currentTimeMillis
  const mark = seal.mark(contact)
  if (Option.isSome(noted)) {
    yield* noted.value.add([{ what: "readmitted", mark, key: seal.key, at: now, reason }])
  }
  const wasErased = yield* erasures.readmit([mark])
  yield* erasures.seal([readmittedAt(mark, now)])
  return wasErased
})

/** What a reconciliation found: how many people were back, and how many marks either side did not have. @category models @since 0.1.0 */
export interface Reconciled {
  readonly erasedAgain: number
  readonly marksForStore: number
  readonly marksForLedger: number
}

/**
 * Brings the store and the ledger into agreement: whoever is back though the ledger says that they were erased is erased again,
 * with what they answered counted as it was the first time, since the residue came from the backup too. Who was readmitted since
 * stays so, without what was before. Looks at everybody only when the store does not know all that the ledger knows, or when
 * `isThorough`.
 *
 * @category erasing
 * @since 0.1.0
 */
export const reconcile = Effect.fnUntraced(function* (
  settings: Settings,
  isThorough = false
): Effect.fn.Return<Reconciled, Trouble, HistoryStore.HistoryStore> {
  const { program, seal } = settings
  const noted = yield* ledger
  const none = { erasedAgain: 0, marksForStore: 0, marksForLedger: 0 }
  if (Option.isNone(noted)) return none
  const erasures = yield* port
  const store = yield* HistoryStore.HistoryStore
  const told = new Map<Residue.Mark, { readonly last: ErasureLedger.Entry; readonly erasedAt: Instant.Instant }>()
  for (const entry of yield* noted.value.entries) {
    if (entry.key !== seal.key) return yield* new Erasures.ErasureKeyChanged({ where: "the ledger" })
    const erasedAt = entry.what === "erased" ? entry.at : (told.get(entry.mark)?.erasedAt ?? -Infinity)
    told.set(entry.mark, { last: entry, erasedAt })
  }
  const there = new Map<Residue.Mark, Erasures.Erasure>()
  for (let after = Option.none<Residue.Mark>(); ;) {
    const page = yield* erasures.page({ after, limit: 1000 })
    for (const erasure of page) there.set(erasure.mark, erasure)
    const last = page.at(-1)
    if (last === undefined) break
    after = Option.some(last.mark)
  }
  const unlisted = [...there.values()].filter(({ at, mark }) => (told.get(mark)?.last.at ?? -Infinity) < at)
  yield* noted.value.add(unlisted.map((erasure) => ({ what: "erased", key: seal.key, ...erasure })))
  const back = [...told].filter(([mark, { last }]) => {
    const known = there.get(mark)
    return last.what === "readmitted" && known !== undefined && known.at <= last.at
  })
  yield* erasures.readmit(back.map(([mark]) => mark))
  const isHere = new Map((yield* erasures.allSealed(readmissions)).map(({ document, mark }) => [mark, document]))
  const unheard = [...told.values()].filter(
    ({ last }) => last.what === "readmitted" && isHere.get(last.mark) !== String(last.at)
  )
  const missing = [...told.values()].filter(({ last }) => last.what === "erased" && !there.has(last.mark))
  if (missing.length + unheard.length === 0 && !isThorough) return { ...none, marksForLedger: unlisted.length }

  let erasedAgain = 0
  const readmitted = new Set<Residue.Mark>()
  for (let after = Option.none<Contact.ContactId>(); ;) {
    const page = yield* store.page({ after, limit: pageSize })
    for (const { contact, events } of page) {
      const entry = told.get(seal.mark(contact))
      if (entry === undefined) continue
      const isBack = entry.last.what === "erased" || events.some(({ recordedAt }) => recordedAt <= entry.erasedAt)
      if (!isBack) continue
      const { isNew } = yield* erase(settings, contact, { reason: "back from a backup" }, entry.erasedAt)
      if (isNew) erasedAgain++
      if (entry.last.what === "erased") continue
      yield* readmit(settings, contact, entry.last.reason ?? "as noted before")
      readmitted.add(entry.last.mark)
    }
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) break
    after = Option.some(last.contact)
  }
  const marks = missing.map(({ last: { at, by, mark, reason } }) => ({
    mark,
    at,
    ...(reason !== undefined && { reason }),
    ...(by !== undefined && { by })
  }))
  yield* erasures.remember(marks, seal.key, program.zone)
  const heard = unheard.filter(({ last }) => !readmitted.has(last.mark))
  yield* erasures.seal(heard.map(({ last }) => readmittedAt(last.mark, last.at)))
  return { erasedAgain, marksForStore: missing.length, marksForLedger: unlisted.length }
})

/** Somebody whom a sweep erases, or who loses words. @category models @since 0.1.0 */
export interface Due {
  readonly contact: Contact.ContactId
  readonly what: "person" | "words"
}

/** What a sweep did, or would do. `ended`: how much of what was sealed has ended. @category models @since 0.1.0 */
export interface Swept {
  readonly due: ReadonlyArray<Due>
  readonly ended: number
  readonly pending: ReadonlyArray<Pending>
  readonly isDone: boolean
}

/**
 * Erases whoever was kept for long enough, and takes out words that were, of up to `limit` people; throws away what was sealed
 * beyond its end; tells those again who could not be told. As a dry run it only says who is due.
 *
 * @category erasing
 * @since 0.1.0
 */
export const sweep = Effect.fnUntraced(function* (
  settings: Settings,
  { isDry, limit }: { readonly isDry: boolean; readonly limit: number }
): Effect.fn.Return<Swept, Trouble, HistoryStore.HistoryStore> {
  const { program, retention } = settings
  const store = yield* HistoryStore.HistoryStore
  const erasures = yield* port
  const now = yield* Clock.currentTimeMillis
  const due: Array<Due> = []
  let isDone = retention.people === undefined && retention.words === undefined
  for (let after = Option.none<Contact.ContactId>(); !isDone && due.length < limit;) {
    const page = yield* store.page({ after, limit: pageSize })
    for (const stored of page) {
      if (due.length >= limit) break
      const { contact, version } = stored
      const history = yield* Writing.historyOf(stored)
      const at = Retention.erasedAt(retention, history, program.zone)
      if (at !== undefined && at <= now && Merge.survivor(history) === undefined) {
        due.push({ contact, what: "person" })
        if (!isDry) yield* erase(settings, contact, { reason: "retention" })
        continue
      }
      const events = Retention.redacted(retention, history, now, program.zone)
      if (events.length === 0) continue
      due.push({ contact, what: "words" })
      // who moved in between has their turn in the next sweep
      if (!isDry)
        yield* Effect.catchTag(erasures.redact({ contact, expected: version, events }), "Conflict", () => Effect.void)
    }
    const last = page.at(-1)
    isDone = last === undefined || page.length < pageSize
    after = Option.fromUndefinedOr(last?.contact)
  }
  if (isDry) return { due, ended: 0, pending: [], isDone }
  return { due, ended: yield* erasures.expire(now), pending: yield* tellAgain(settings), isDone }
})
