/**
 * BrokenCrm: which mistakes do CRM adapters make?
 *
 * One CRM per law of `CrmLaws`: a good one with the defect that this law is there to find.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import type * as Snapshot from "@temoin/core/Snapshot"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Broken from "./Broken.ts"
import { CrmDesk } from "./CrmDesk.ts"

type Good = Crm.Crm["Service"]

const broken = (
  name: string,
  breaks: string,
  defect: (good: Good) => Partial<Good>
): Broken.Broken<Crm.Crm | CrmDesk> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, Crm.Crm)
    return Context.add(services, Crm.Crm, { ...good, ...defect(good) })
  })

/** With this of the snapshot made something else. */
const saying =
  (say: (snapshot: Snapshot.Snapshot, card: Crm.Card) => Snapshot.Snapshot) =>
  (good: Good): Partial<Good> => ({
    tell: (cards) => good.tell(cards.map((card) => ({ ...card, snapshot: say(card.snapshot, card) })))
  })

const instead = (from: Crm.CrmError["reason"], to: Crm.CrmError["reason"]) => (error: Crm.CrmError) =>
  error.reason === from ? new Crm.CrmError({ reason: to, problem: error.problem }) : error

/**
 * At least one broken CRM for each law of `CrmLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken.Broken<Crm.Crm | CrmDesk>> = [
  broken(
    "takes a score of 0 for none",
    "the CRM says what it was told",
    saying((snapshot) => (snapshot.score === 0 ? { ...snapshot, score: undefined } : snapshot))
  ),
  broken("leaves empty fields as they are", "what is not known any more is empty", (good) => {
    const told = new Map<string, Snapshot.Snapshot>()
    return saying((snapshot, { contact, person }) => {
      const before = person === undefined ? undefined : told.get(contact)
      const known = Object.fromEntries(Object.entries(snapshot).filter(([, value]) => value !== undefined))
      const merged = { ...snapshot, ...before, ...known }
      told.set(contact, merged)
      return merged
    })(good)
  }),
  Broken.make("enters whoever it is not told", "nobody is there twice, however often they are told of", (services) => {
    const good = Context.get(services, Crm.Crm)
    const desk = Context.get(services, CrmDesk)
    const told = new Set<string>()
    return Context.add(services, Crm.Crm, {
      ...good,
      tell: (cards) =>
        Effect.gen(function* () {
          for (const { email, name, person } of cards) {
            if (email === undefined || person !== undefined || !told.has(email)) continue
            yield* desk.enter({ email, ...(name !== undefined && { name }) })
          }
          for (const { email } of cards) if (email !== undefined) told.add(email)
          return yield* good.tell(cards)
        })
    })
  }),
  Broken.make("knows better where people are reached", "whoever is there keeps their name and address", (services) => {
    const good = Context.get(services, Crm.Crm)
    const desk = Context.get(services, CrmDesk)
    return Context.add(services, Crm.Crm, {
      ...good,
      tell: (cards) =>
        Effect.tap(good.tell(cards), () =>
          Effect.forEach(cards, ({ email, person }) =>
            person === undefined || email === undefined ? Effect.void : desk.readdress(person, email)
          )
        )
    })
  }),
  broken("gives up at the first refusal", "one that is refused stops no other", (good) => ({
    tell: (cards) =>
      Effect.map(good.tell(cards), (results) => {
        const first = results.find((result) => Result.isFailure(result) && result.failure.reason === "refused")
        return first === undefined ? results : results.map(() => first)
      })
  })),
  broken("keeps the title only", "a note is there, with its words", (good) => ({
    add: ({ entry, ...rest }, mayExist) => good.add({ ...rest, entry: { ...entry, words: undefined } }, mayExist)
  })),
  broken("has all the time in the world", "a task has its deadline, and is open until it is completed", (good) => ({
    add: ({ entry, ...rest }, mayExist) =>
      good.add(
        { ...rest, entry: entry._tag === "Task" ? { ...entry, deadline: entry.deadline + 86_400_000 } : entry },
        mayExist
      )
  })),
  broken("does not look before it writes", "an entry whose reply was lost is not there twice", (good) => ({
    add: (entry) => good.add(entry, false)
  })),
  broken("cries for help at every outage", "when nothing can be done it says: unavailable", (good) => ({
    add: (entry, mayExist) => Effect.mapError(good.add(entry, mayExist), instead("unavailable", "misconfigured"))
  })),
  broken("forgets where people went", "of whoever is gone it says so, and into whom they were merged", (good) => ({
    tell: (cards) =>
      Effect.map(good.tell(cards), (results) =>
        results.map((result) => Result.mapError(result, (error) => instead("gone", "gone")(error)))
      )
  })),
  broken("keeps a little something", "forgetting leaves nothing that we wrote", (good) => ({
    forget: (person, ids) => good.forget(person, ids.slice(1))
  })),
  broken("skips what is about nobody", "whatever happens there is told, from wherever one goes on", (good) => ({
    changes: (cursor) =>
      Effect.map(good.changes(cursor), (read) => ({
        ...read,
        changes: read.changes.filter((change) => !("people" in change) || change.people.length > 0)
      }))
  })),
  broken("does not look after its tasks", "a task that was ticked off there is told", (good) => ({
    changes: (cursor) =>
      Effect.map(good.changes(cursor), (read) => ({
        ...read,
        changes: read.changes.filter(({ _tag }) => _tag !== "TaskDone")
      }))
  })),
  broken("shows who it remembers", "people are shown as they are, and those who are gone are left out", (good) => ({
    people: (ids) =>
      Effect.map(good.people(ids), (found) =>
        ids.map(
          (person) => found.find((one) => one.person === person) ?? { _tag: "PersonSeen" as const, person, at: 0 }
        )
      )
  })),
  broken("makes its fields anew", "once it is set up nothing is missing", (good) => ({
    setUp: Effect.map(good.setUp, (made) => (made.length === 0 ? ["score"] : made))
  }))
]
