/**
 * MemoryCrm: what would a customer system know if there were one?
 *
 * The `Crm` port in memory, and `Desk`: what the people who work with it see and do.
 *
 * @since 0.1.0
 */
import { CrmError, Crm, EntryId, PersonId } from "@temoin/core/ports/Crm"
import type { Card, Change, Entry, PersonSeen } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"

/** Somebody in the CRM, with what it says of them. @category models @since 0.1.0 */
export interface Person {
  readonly person: PersonId
  readonly email: string | undefined
  readonly name: string | undefined
  readonly snapshot: Snapshot.Snapshot
}

/** A note or a task on somebody's timeline. @category models @since 0.1.0 */
export interface Written {
  readonly id: EntryId
  readonly person: PersonId
  readonly mark: string
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
export class Desk extends Context.Service<
  Desk,
  {
    /** Everybody who is there. */
    readonly people: Effect.Effect<ReadonlyArray<Person>>
    /** Every note and task, in the order in which they were written. */
    readonly entries: Effect.Effect<ReadonlyArray<Written>>
    /** Somebody is entered by hand. */
    readonly enter: (person: { readonly email?: string; readonly name?: string }) => Effect.Effect<PersonId>
    /** From now on they have this address. */
    readonly readdress: (person: PersonId, email: string) => Effect.Effect<void>
    /** These two are one. */
    readonly merge: (from: PersonId, into: PersonId) => Effect.Effect<void>
    /** They are deleted. */
    readonly remove: (person: PersonId) => Effect.Effect<void>
    /** They are deleted for good, at their own wish. */
    readonly erase: (person: PersonId) => Effect.Effect<void>
    /** A deal comes to an end, or to another stage. */
    readonly moveDeal: (
      deal: string,
      outcome: "open" | "won" | "lost",
      people: ReadonlyArray<PersonId>
    ) => Effect.Effect<void>
    /** A meeting took place. */
    readonly meet: (meeting: string, people: ReadonlyArray<PersonId>) => Effect.Effect<void>
    /** A ticket is closed. */
    readonly closeTicket: (ticket: string, people: ReadonlyArray<PersonId>) => Effect.Effect<void>
    /** A task is ticked off. */
    readonly tickOff: (task: EntryId) => Effect.Effect<void>
    /** From now on the CRM takes nothing about whoever has this address. */
    readonly refuse: (email: string) => Effect.Effect<void>
    /** From now on nothing can be done. */
    readonly breakDown: Effect.Effect<void>
    /** From now on everything is done, and nobody is told. */
    readonly loseReplies: Effect.Effect<void>
    /** All is well again. */
    readonly comeBack: Effect.Effect<void>
  }
>()("@temoin/memory/MemoryCrm/Desk") {}

const page = 50

const textOf = ({ entry, links }: Entry): string =>
  [entry.title, entry.words ?? [], entry.lines, links.map(({ url }) => url)].flat().join("\n")

interface Row {
  email: string | undefined
  name: string | undefined
  contact: string | undefined
  snapshot: Snapshot.Snapshot
}

/**
 * The CRM together with the people who work with it; each build of it starts empty and untroubled.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Crm | Desk> = Layer.effectContext(
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const people = new Map<PersonId, Row>()
    const mergedInto = new Map<PersonId, PersonId>()
    const entries = new Map<EntryId, Written>()
    const log: Array<Change> = []
    const refused = new Set<string>()
    let trouble: "none" | "down" | "deaf" = "none"
    let count = 0
    let isSetUp = false

    const now = () => clock.currentTimeMillisUnsafe()
    const nextId = () => String(++count)

    const available = <A>(effect: Effect.Effect<A, CrmError>): Effect.Effect<A, CrmError> =>
      Effect.suspend(() => {
        if (trouble === "down")
          return Effect.fail(new CrmError({ reason: "unavailable", problem: "the CRM does not answer" }))
        if (trouble === "none") return effect
        const lost = new CrmError({ reason: "uncertain", problem: "the connection broke before the CRM said yes" })
        return Effect.andThen(effect, Effect.fail(lost))
      })

    const seen = (person: PersonId, { contact, email, name }: Row): PersonSeen => ({
      _tag: "PersonSeen",
      person,
      at: now(),
      ...(contact !== undefined && { contact }),
      ...(email !== undefined && { email }),
      ...(name !== undefined && { name })
    })
    const changed = (person: PersonId) => {
      const row = people.get(person)
      if (row !== undefined) log.push(seen(person, row))
    }
    const missing = (person: PersonId) => {
      const into = mergedInto.get(person)
      return new CrmError({
        reason: "gone",
        problem: `the person ${person} is not there any more`,
        ...(into !== undefined && { into })
      })
    }

    const tellOne = (card: Card): Result.Result<PersonId, CrmError> => {
      const found = card.person ?? [...people].find(([, { email }]) => email !== undefined && email === card.email)?.[0]
      if (card.email !== undefined && refused.has(card.email)) {
        return Result.fail(new CrmError({ reason: "refused", problem: `the CRM takes nothing about ${card.email}` }))
      }
      const person = found ?? PersonId.make(nextId())
      if (card.person !== undefined && !people.has(card.person)) return Result.fail(missing(card.person))
      if (found === undefined && card.email === undefined) {
        return Result.fail(new CrmError({ reason: "refused", problem: "without an address nobody can be found" }))
      }
      const { email, name } = people.get(person) ?? card
      people.set(person, { email, name, contact: card.contact, snapshot: card.snapshot })
      changed(person)
      return Result.succeed(person)
    }

    const crm = Crm.of({
      name: "memory",
      tell: (cards) => available(Effect.sync(() => cards.map(tellOne))),

      add: (entry, mayExist) =>
        available(
          Effect.suspend(() => {
            const { email } = people.get(entry.person) ?? {}
            if (!people.has(entry.person)) return Effect.fail(missing(entry.person))
            if (email !== undefined && refused.has(email)) {
              return Effect.fail(new CrmError({ reason: "refused", problem: `the CRM takes nothing about ${email}` }))
            }
            const known = [...entries.values()].find(({ mark }) => mark === entry.mark)
            if (mayExist && known !== undefined) return Effect.succeed(known.id)
            const id = EntryId.make(nextId())
            const { mark, person } = entry
            const isTask = entry.entry._tag === "Task"
            entries.set(id, {
              id,
              person,
              mark,
              kind: isTask ? "task" : "note",
              text: textOf(entry),
              deadline: entry.entry._tag === "Task" ? entry.entry.deadline : undefined,
              isDone: false
            })
            return Effect.succeed(id)
          })
        ),

      complete: (task) =>
        available(
          Effect.sync(() => {
            const known = entries.get(task)
            if (known !== undefined) entries.set(task, { ...known, isDone: true })
          })
        ),

      forget: (person, ids) =>
        available(
          Effect.sync(() => {
            const known = people.get(person)
            if (known !== undefined) people.set(person, { ...known, contact: undefined, snapshot: Snapshot.empty })
            for (const id of ids) entries.delete(id)
          })
        ),

      people: (ids) =>
        available(
          Effect.sync(() =>
            ids.flatMap((id) => {
              const row = people.get(id)
              return row === undefined ? [] : [seen(id, row)]
            })
          )
        ),

      changes: (cursor) =>
        available(
          Effect.sync(() => {
            const from = Number(cursor ?? 0)
            const changes = log.slice(from, from + page)
            const end = from + changes.length
            return { changes, cursor: String(end), isDone: end === log.length }
          })
        ),

      check: available(
        Effect.sync(() => ({
          missingScopes: [],
          missingFields: isSetUp ? [] : Snapshot.fields.map(({ name }) => name),
          problems: []
        }))
      ),
      setUp: available(
        Effect.sync(() => {
          const made = isSetUp ? [] : Snapshot.fields.map(({ name }) => name)
          isSetUp = true
          return made
        })
      ),
      preview: (card, entries) => [
        { method: "tell", path: card.contact, body: card.snapshot },
        ...entries.map((entry) => ({ method: "add", path: card.contact, body: textOf(entry) }))
      ],
      allowances: Effect.succeed([])
    })

    const leave = (person: PersonId, isErased: boolean) => {
      people.delete(person)
      log.push({ _tag: "PersonGone", person, at: now(), isErased })
    }
    const desk = Desk.of({
      people: Effect.sync(() =>
        [...people].map(([person, { email, name, snapshot }]) => ({ person, email, name, snapshot }))
      ),
      entries: Effect.sync(() => [...entries.values()]),
      enter: ({ email, name }) =>
        Effect.sync(() => {
          const person = PersonId.make(nextId())
          people.set(person, { email, name, contact: undefined, snapshot: Snapshot.empty })
          changed(person)
          return person
        }),
      readdress: (person, email) =>
        Effect.sync(() => {
          const row = people.get(person)
          if (row !== undefined) row.email = email
          changed(person)
        }),
      merge: (from, into) =>
        Effect.sync(() => {
          people.delete(from)
          mergedInto.set(from, into)
          for (const [id, entry] of entries) if (entry.person === from) entries.set(id, { ...entry, person: into })
          log.push({ _tag: "PersonMerged", from, into, at: now() })
        }),
      remove: (person) => Effect.sync(() => leave(person, false)),
      erase: (person) => Effect.sync(() => leave(person, true)),
      moveDeal: (deal, outcome, people) =>
        Effect.sync(() => void log.push({ _tag: "DealMoved", deal, people, stage: outcome, outcome, at: now() })),
      meet: (meeting, people) => Effect.sync(() => void log.push({ _tag: "MeetingHeld", meeting, people, at: now() })),
      closeTicket: (ticket, people) =>
        Effect.sync(() => void log.push({ _tag: "TicketClosed", ticket, people, at: now() })),
      tickOff: (task) =>
        Effect.sync(() => {
          const known = entries.get(task)
          if (known !== undefined) entries.set(task, { ...known, isDone: true })
          log.push({ _tag: "TaskDone", task, at: now() })
        }),
      refuse: (email) => Effect.sync(() => void refused.add(email)),
      breakDown: Effect.sync(() => void (trouble = "down")),
      loseReplies: Effect.sync(() => void (trouble = "deaf")),
      comeBack: Effect.sync(() => void (trouble = "none"))
    })

    return Context.make(Crm, crm).pipe(Context.add(Desk, desk))
  })
)
