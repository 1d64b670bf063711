/**
 * CrmLaws: does this CRM say what it was told, once, and tell what happened there?
 *
 * They need to see the other side, so a CRM is put through them together with a `CrmDesk`:
 * `suite("hubspot", CrmLaws.laws, Layer<Crm | CrmDesk>)`.
 *
 * @since 0.1.0
 */
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as Crm from "@temoin/core/ports/Crm"
import * as Score from "@temoin/core/Score"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Survey from "@temoin/core/Survey"
import type * as Timeline from "@temoin/core/Timeline"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { CrmDesk } from "./CrmDesk.ts"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"

/** What CRMs keep of a date is at least the day. */
const day = 86_400_000
const days = fc.integer({ min: 18_262, max: 22_000 }).map((days) => days * day)
const orNot = <A>(of: fc.Arbitrary<A>) => fc.option(of, { nil: undefined })

const answered = fc.record({
  score: fc.constantFrom(...Score.scale),
  answeredAt: days,
  survey: fc.constantFrom("nps", "après-vente", `a "b" <c>`).map((name) => Survey.SurveyId.make(name)),
  trend: orNot(fc.constantFrom(...Snapshot.Trend.literals))
})

/** What can be said of a contact. @category arbitraries @since 0.1.0 */
export const snapshots: fc.Arbitrary<Snapshot.Snapshot> = fc
  .record({
    answered: orNot(answered),
    nextAskAt: orNot(days),
    testimonial: orNot(fc.constantFrom(...Snapshot.Testimony.literals)),
    case: orNot(fc.constantFrom(...Case.Stage.literals))
  })
  .map(({ answered, ...rest }) => ({
    score: answered?.score,
    category: answered && Score.category(answered.score),
    answeredAt: answered?.answeredAt,
    survey: answered?.survey,
    trend: answered?.trend,
    ...rest
  }))

const words = fc.constantFrom(
  "Good.",
  'It\'s <b>fine</b> & "quick"',
  "日本語 ✓",
  "line one\nline two",
  "<script>alert(1)</script>",
  "a, b; c = {d}"
)
const mark = (number: number): string => number.toString(16).padStart(32, "0")

/** What can be told on a timeline. @category arbitraries @since 0.1.0 */
export const entries: fc.Arbitrary<Timeline.Entry> = fc
  .record({ isTask: fc.boolean(), words: orNot(words), at: days, length: fc.integer({ min: 1, max: 30 }) })
  .map(({ at, isTask, length, words }): Timeline.Entry => {
    const common = { key: "e1", at, title: "Answered 3 of 10 (detractor)", words, lines: ["they gave 3"] }
    return isTask
      ? {
          _tag: "Task",
          ...common,
          owner: "support",
          deadline: at + length * day,
          doneAt: undefined,
          about: { _tag: "Praise", praise: "e1" }
        }
      : { _tag: "Note", ...common }
  })

const card = (number: number, snapshot: Snapshot.Snapshot, person?: Crm.PersonId): Crm.Card => ({
  contact: Contact.ContactId.make(`contact ${number}`),
  person,
  email: `contact${number}@example.com`,
  name: `Contact ${number}`,
  snapshot
})

const link: Crm.Link = { label: "Anna", url: "https://app.example.com/anna?a=1&b=2" }

const ready = Effect.gen(function* () {
  const crm = yield* Crm.Crm
  yield* crm.setUp
  return { crm, desk: yield* CrmDesk }
})

const tellOne = Effect.fnUntraced(function* (crm: Crm.Crm["Service"], one: Crm.Card) {
  const [result] = yield* crm.tell([one])
  if (result === undefined) return yield* Effect.die(new Error("there is no result for the card"))
  return yield* Effect.fromResult(result)
})

const outcome = (result: Result.Result<unknown, Crm.CrmError> | undefined): string =>
  result === undefined ? "nothing" : Result.isFailure(result) ? result.failure.reason : "told"

const shown = (snapshot: Snapshot.Snapshot) => JSON.stringify(Object.entries(snapshot).toSorted())

/** Everything from the beginning, or from a cursor. */
const readAll = Effect.fnUntraced(function* (crm: Crm.Crm["Service"], from: string | undefined) {
  const found: Array<Crm.Change> = []
  let cursor = from
  for (let pages = 0; pages < 1000; pages++) {
    const read: Crm.Changes = yield* crm.changes(cursor)
    found.push(...read.changes)
    cursor = read.cursor
    if (read.isDone) return { found, cursor }
  }
  return yield* Effect.die(new Error("it never comes to an end"))
})

const few = fc.integer({ min: 1, max: 4 })

/**
 * The promises of the `Crm` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<Crm.Crm | CrmDesk>> = [
  forAll(
    "the CRM says what it was told",
    fc.array(snapshots, { minLength: 1, maxLength: 4 }),
    Effect.fnUntraced(function* (snapshots) {
      const { crm, desk } = yield* ready
      const people: Array<string> = []
      for (const result of yield* crm.tell(snapshots.map((snapshot, index) => card(index, snapshot)))) {
        people.push(yield* Effect.fromResult(result))
      }
      const seen = yield* desk.people
      for (const [index, snapshot] of snapshots.entries()) {
        const person = seen.find(({ person }) => person === people[index])
        yield* agree("the address", person?.email, `contact${index}@example.com`)
        yield* agree("what is known", known(person?.snapshot), known(snapshot))
      }
    })
  ),
  forAll(
    "what is not known any more is empty",
    fc.tuple(snapshots, snapshots),
    Effect.fnUntraced(function* ([before, after]) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, before))
      yield* tellOne(crm, card(1, after, person))
      const seen = (yield* desk.people)[0]?.snapshot ?? Snapshot.empty
      for (const { name } of Snapshot.fields) {
        if (after[name] === undefined) yield* agree(`the field ${name}`, seen[name], undefined)
      }
    })
  ),
  forAll(
    "nobody is there twice, however often they are told of",
    fc.record({ count: few, isEntered: fc.boolean(), isKnown: fc.boolean() }),
    Effect.fnUntraced(function* ({ count, isEntered, isKnown }) {
      const { crm, desk } = yield* ready
      if (isEntered) yield* desk.enter({ email: "contact1@example.com", name: "Contact 1" })
      let person: Crm.PersonId | undefined
      for (let time = 0; time <= count; time++) {
        person = yield* tellOne(crm, card(1, Snapshot.empty, isKnown ? person : undefined))
      }
      yield* agree("people", (yield* desk.people).length, 1)
    })
  ),
  forAll(
    "whoever is there keeps their name and address",
    fc.boolean(),
    Effect.fnUntraced(function* (isReaddressed) {
      const { crm, desk } = yield* ready
      const entered = yield* desk.enter({ email: "contact1@example.com", name: "Ms One" })
      const person = yield* tellOne(crm, card(1, Snapshot.empty))
      yield* agree("the person", person, entered)
      if (isReaddressed) yield* desk.readdress(entered, "other@example.com")
      yield* tellOne(crm, card(1, Snapshot.empty, person))
      const seen = (yield* desk.people)[0]
      const email = isReaddressed ? "other@example.com" : "contact1@example.com"
      yield* agree("name and address", [seen?.name, seen?.email].join(), ["Ms One", email].join())
    })
  ),
  forAll(
    "one that is refused stops no other",
    fc.record({ before: fc.nat(2), after: few }),
    Effect.fnUntraced(function* ({ after, before }) {
      const { crm, desk } = yield* ready
      yield* desk.refuse(`contact${before}@example.com`)
      const cards = Array.from({ length: before + 1 + after }, (_, index) => card(index, Snapshot.empty))
      const results = yield* crm.tell(cards)
      const expected = cards.map((_, index) => (index === before ? "refused" : "told"))
      yield* agree("outcomes", results.map(outcome).join(), expected.join())
    })
  ),
  forAll(
    "a note is there, with its words",
    entries,
    Effect.fnUntraced(function* (entry) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, Snapshot.empty))
      const id = yield* crm.add({ mark: mark(1), person, entry, links: [link] }, false)
      const found = (yield* desk.entries).find((one) => one.id === id)
      yield* agree("whose", found?.person, person)
      const text = found?.text ?? ""
      for (const line of [entry.title, ...(entry.words ?? "").split("\n"), ...entry.lines, link.url]) {
        yield* agree(`is "${line}" in it`, text.includes(line), true)
      }
    })
  ),
  forAll(
    "a task has its deadline, and is open until it is completed",
    fc.record({ entry: entries, times: fc.integer({ min: 0, max: 2 }) }),
    Effect.fnUntraced(function* ({ entry, times }) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, Snapshot.empty))
      const id = yield* crm.add({ mark: mark(1), person, entry, links: [] }, false)
      if (entry._tag === "Task") for (let time = 0; time < times; time++) yield* crm.complete(id)
      const found = (yield* desk.entries).find((one) => one.id === id)
      yield* agree("the kind", found?.kind, entry._tag === "Task" ? "task" : "note")
      if (entry._tag !== "Task") return
      const deadline = found?.deadline ?? 0
      yield* agree("the day of the deadline", Math.floor(deadline / day), Math.floor(entry.deadline / day))
      yield* agree("is it done", found?.isDone, times > 0)
    })
  ),
  forAll(
    "an entry whose reply was lost is not there twice",
    fc.array(entries, { minLength: 1, maxLength: 3 }),
    Effect.fnUntraced(function* (entries) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, Snapshot.empty))
      const all = entries.map((entry, index): Crm.Entry => ({ mark: mark(index), person, entry, links: [] }))
      yield* desk.loseReplies
      for (const entry of all) {
        yield* agree("the outcome", outcome(yield* Effect.result(crm.add(entry, false))), "uncertain")
      }
      yield* desk.comeBack
      const ids = new Set<string>()
      for (const entry of all) ids.add(yield* crm.add(entry, true))
      yield* agree("entries", (yield* desk.entries).length, all.length)
      yield* agree("their ids", ids.size, all.length)
    })
  ),
  forAll(
    "when nothing can be done it says: unavailable",
    entries,
    Effect.fnUntraced(function* (entry) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, Snapshot.empty))
      yield* desk.breakDown
      const told = yield* Effect.result(crm.tell([card(1, Snapshot.empty, person)]))
      yield* agree("telling", outcome(told), "unavailable")
      const added = yield* Effect.result(crm.add({ mark: mark(1), person, entry, links: [] }, false))
      yield* agree("adding", outcome(added), "unavailable")
      yield* desk.comeBack
      yield* agree("entries", (yield* desk.entries).length, 0)
    })
  ),
  forAll(
    "of whoever is gone it says so, and into whom they were merged",
    fc.boolean(),
    Effect.fnUntraced(function* (isMerged) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, Snapshot.empty))
      const other = yield* desk.enter({ email: "other@example.com" })
      yield* isMerged ? desk.merge(person, other) : desk.remove(person)
      const [result] = yield* crm.tell([card(1, Snapshot.empty, person)])
      yield* agree("the outcome", outcome(result), "gone")
      if (result !== undefined && Result.isFailure(result) && isMerged) {
        yield* agree("into whom", result.failure.into, other)
      }
    })
  ),
  forAll(
    "forgetting leaves nothing that we wrote",
    fc.record({ snapshot: snapshots, entries: fc.array(entries, { maxLength: 3 }), times: few }),
    Effect.fnUntraced(function* ({ entries, snapshot, times }) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, snapshot))
      const ids: Array<Crm.EntryId> = []
      for (const [index, entry] of entries.entries()) {
        ids.push(yield* crm.add({ mark: mark(index), person, entry, links: [] }, false))
      }
      for (let time = 0; time < times; time++) yield* crm.forget(person, ids)
      const seen = (yield* desk.people).find((one) => one.person === person)
      yield* agree("what is said", shown(seen?.snapshot ?? Snapshot.empty), shown(Snapshot.empty))
      yield* agree("entries", (yield* desk.entries).length, 0)
    })
  ),
  forAll(
    "whatever happens there is told, from wherever one goes on",
    fc.array(fc.constantFrom("enter", "readdress", "deal", "deal of nobody"), { minLength: 1, maxLength: 5 }),
    Effect.fnUntraced(function* (steps) {
      const { crm, desk } = yield* ready
      const first = yield* desk.enter({ email: "first@example.com", name: "First" })
      let cursor = (yield* readAll(crm, undefined)).cursor
      for (const [index, step] of steps.entries()) {
        const email = `${step.replaceAll(" ", ".")}${index}@example.com`
        if (step === "enter") yield* desk.enter({ email })
        else if (step === "readdress") yield* desk.readdress(first, email)
        else yield* desk.moveDeal(`deal ${index}`, "won", step === "deal" ? [first] : [])
        const read = yield* readAll(crm, cursor)
        cursor = read.cursor
        const isTold = read.found.some((change) =>
          change._tag === "PersonSeen"
            ? change.email === email
            : change._tag === "DealMoved" &&
              change.outcome === "won" &&
              change.people.join() === (step === "deal" ? first : "")
        )
        yield* agree(`is told: ${step}`, isTold, true)
      }
    })
  ),
  forAll(
    "a task that was ticked off there is told",
    entries,
    Effect.fnUntraced(function* (entry) {
      const { crm, desk } = yield* ready
      const person = yield* tellOne(crm, card(1, Snapshot.empty))
      const task = { ...entry, _tag: "Task", owner: "support", deadline: entry.at, doneAt: undefined } as const
      const id = yield* crm.add(
        { mark: mark(1), person, entry: { ...task, about: { _tag: "Praise", praise: "e1" } }, links: [] },
        false
      )
      const { cursor } = yield* readAll(crm, undefined)
      yield* desk.tickOff(id)
      const { found } = yield* readAll(crm, cursor)
      yield* agree(
        "is it told",
        found.some((change) => change._tag === "TaskDone" && change.task === id),
        true
      )
    })
  ),
  forAll(
    "people are shown as they are, and those who are gone are left out",
    fc.boolean(),
    Effect.fnUntraced(function* (isRemoved) {
      const { crm, desk } = yield* ready
      const one = yield* desk.enter({ email: "one@example.com", name: "One" })
      const other = yield* desk.enter({ email: "other@example.com", name: "Other" })
      if (isRemoved) yield* desk.remove(other)
      const found = yield* crm.people([one, other])
      const emails = found.map(({ email }) => email).toSorted()
      yield* agree("addresses", emails.join(), isRemoved ? "one@example.com" : "one@example.com,other@example.com")
    })
  ),
  forAll(
    "once it is set up nothing is missing",
    few,
    Effect.fnUntraced(function* (times) {
      const crm = yield* Crm.Crm
      yield* agree("is something missing before", (yield* crm.check).missingFields.length > 0, true)
      for (let time = 0; time < times; time++) {
        const made = yield* crm.setUp
        if (time > 0) yield* agree("made again", made.length, 0)
      }
      const { missingFields, problems } = yield* crm.check
      yield* agree("missing and wrong", [...missingFields, ...problems].join(), "")
    })
  )
]

const known = (snapshot: Snapshot.Snapshot | undefined): string =>
  JSON.stringify(
    Object.entries(snapshot ?? Snapshot.empty)
      .filter(([, value]) => value !== undefined)
      .toSorted()
  )
