/**
 * Looks that go on, over generated programs and lives: each decides what a first look at the same history would; and who
 * follows a contact carelessly is found out.
 */
import * as Decide from "@temoin/core/Decide"
import type * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import * as Looks from "@temoin/core/Looks"
import * as Fold from "@temoin/core/Fold"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as Contact from "@temoin/core/Contact"
import { core } from "./laws/Implementation.ts"
import { Broken, type Given, given, insistSame, livedOf } from "./laws/Law.ts"

type Make = typeof Looks.make

const contact = Contact.ContactId.make("anna")

/** What became of what was decided, where all of it left at once; else `undefined`. */
const carriedOut = (outcome: Events, news: Events): Events | undefined => {
  const byId = new Map(news.map((event) => [event.id, event]))
  if (outcome.length === 0 || outcome.length !== news.length) return undefined
  const isAsAssumed = ({ _tag, id, occurredAt }: Event.Event) =>
    byId.get(id)?._tag === _tag && byId.get(id)?.occurredAt === occurredAt
  if (!outcome.every(isAsAssumed)) return undefined
  return outcome.map((event) => {
    const told = byId.get(event.id)
    return event._tag === "Intended" && told?._tag === "Intended" ? { ...event, reference: told.reference } : event
  })
}

type Events = ReadonlyArray<Event.Event>

/** Follows the life that was given, one look after the other. How often all that was decided was simply carried out. */
const law = (make: Make) => (given: Given) => {
  const looks = make(History.empty(contact))
  const known = new Set<string>()
  let outcome: Events = []
  let carried = 0
  for (const { decided, history, now, program } of livedOf(core, given).looks) {
    const news = history.events.filter(({ id }) => !known.has(id))
    for (const { id } of news) known.add(id)
    const simply = carriedOut(outcome, news)
    if (simply !== undefined) carried++
    Result.getOrThrow(looks.append(simply ?? news))
    insistSame(looks.history, history, "the history is another one")
    const look = looks.decide(program, now)
    outcome = look.outcome
    insistSame(look.decided, decided, "from the fold that went on, it decides otherwise")
  }
  return carried
}

const cases = { numRuns: Number(process.env["TEMOIN_RUNS"] ?? 300), seed: 20_261_122 }

describe("looks that go on", () => {
  it("decide what a first look at the same history would", { timeout: 0 }, () => {
    let carried = 0
    fc.assert(
      fc.property(given, (given) => {
        carried += law(Looks.make)(given)
      }),
      cases
    )
    assert.isAbove(carried, cases.numRuns)
  })

  it("stand where a fold of their history stands", { timeout: 0 }, () => {
    fc.assert(
      fc.property(given, (given) => {
        const { history } = livedOf(core, given)
        const looks = Looks.make(History.empty(contact))
        for (const event of history.events.toSorted((a, b) => a.recordedAt - b.recordedAt)) {
          Result.getOrThrow(looks.append([event]))
          assert.strictEqual(looks.state.revision, looks.size)
        }
        assert.deepStrictEqual(looks.state, Fold.of(history))
        assert.deepStrictEqual(looks.history, history)
      }),
      cases
    )
  })

  it("take the same event twice once, and refuse another one with its id, as a history does", () => {
    const at = { occurredAt: 1, recordedAt: 1 }
    const told = (events: unknown) => Result.getOrThrow(History.decode(contact, events)).events
    const [spam] = told([{ _tag: "SpamReported", id: "1", ...at }])
    const [erased] = told([{ _tag: "Erased", id: "1", ...at }])
    assert.isDefined(spam)
    assert.isDefined(erased)
    const looks = Looks.make(History.empty(contact))
    assert.isTrue(Result.isSuccess(looks.append([spam])))
    assert.isTrue(Result.isSuccess(looks.append([spam])))
    const refused = looks.append([erased])
    assert.isTrue(Result.isFailure(refused) && refused.failure._tag === "EventsDiffer")
    assert.deepStrictEqual(looks.history.events, [spam])
  })
})

/** Follows a contact by a fold of its own making: what `next` gives after these events were told. */
const follow =
  (next: (fold: Fold, told: Events, outcome: Events, history: History.History) => Fold): Make =>
  (born) => {
    let history = born
    let outcome: Events = []
    let fold = Fold.resume(born)
    return {
      get size() {
        return history.events.length
      },
      get history() {
        return history
      },
      get state() {
        return fold.state
      },
      decide: (program, now, account) => {
        const applied: Array<Event.Event> = []
        outcome = applied
        const apply = (event: Event.Event) => {
          applied.push(event)
          fold.apply(event)
        }
        return { decided: Decide.decideOn(program, history, { state: fold.state, apply }, now, account), outcome }
      },
      append: (told) =>
        Result.map(History.append(history, told), (more) => {
          history = more
          fold = next(fold, told, outcome, history)
          outcome = []
        })
    }
  }

type Fold = ReturnType<typeof Fold.resume>

const isAmong = (outcome: Events, { _tag, id }: Event.Event): boolean =>
  outcome.some((one) => one.id === id && one._tag === _tag)

const mutants: Readonly<Record<string, Make>> = {
  "takes what happened in the order in which it came to be known": follow((fold, told, outcome, history) => {
    if (outcome.some((event) => !isAmong(told, event))) return Fold.resume(history)
    for (const event of told) if (!isAmong(outcome, event)) fold.apply(event)
    return fold
  }),
  "takes what was decided for done, whatever became of it": follow((_, told, outcome, history) => {
    const fold = Fold.resume(history)
    for (const event of outcome) if (!isAmong(told, event)) fold.apply(event)
    return fold
  })
}

describe("who looks on otherwise is found out", () => {
  it.each(Object.entries(mutants))("%s", { timeout: 0 }, (_, make) => {
    const tried = fc.check(
      fc.property(given, (given) => {
        law(make)(given)
      }),
      { ...cases, numRuns: 4000, endOnFailure: true }
    )
    assert.isTrue(tried.failed)
    assert.instanceOf(tried.errorInstance, Broken)
  })
})
