import * as Decide from "@temoin/core/Decide"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Life from "@temoin/simulator/Life"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { core } from "../../core/test/laws/Implementation.ts"
import { given, livedOf, programOf } from "../../core/test/laws/Law.ts"
import * as Programs from "./programs.ts"

const hour = 3_600_000
const start = Date.UTC(2026, 2, 1)

const rows = (orders: ReadonlyArray<number>): History.History =>
  Result.getOrThrow(
    History.decode("anna", [
      {
        _tag: "ContactChanged",
        id: "0",
        occurredAt: start,
        recordedAt: start,
        email: "anna@example.com",
        zone: "Europe/Paris"
      },
      ...orders.map((at, index) => ({
        _tag: "TouchpointHappened",
        id: `order ${index}`,
        kind: "order.delivered",
        occurredAt: start + at * hour,
        recordedAt: start + at * hour
      }))
    ])
  )

const worldOf = (history: History.History): Life.World => ({
  coming: history.events.map((event) => ({ at: event.recordedAt, events: () => Result.succeed([event]) }))
})

const live = (program: Program.Program, history: History.History, until: number) =>
  Result.getOrThrow(Life.live(program, History.empty(history.contact), { from: start, until }, worldOf(history)))

/** Looks every hour, whether there is reason to or not. */
const plodding = (program: Program.Program, history: History.History, until: number): ReadonlyArray<string> => {
  const found: Array<string> = []
  let known = History.empty(history.contact)
  for (let at = start; at < until; at += hour) {
    known = Result.getOrThrow(
      History.append(
        known,
        history.events.filter(({ recordedAt }) => recordedAt === at)
      )
    )
    const { decisions } = Decide.decide(program, known, at)
    for (const decision of decisions) found.push(`${at} ${decision.key}`)
    const lived = Life.live(program, known, { from: at, until: at + 1 }, { coming: [] })
    known = Result.getOrThrow(lived).history
  }
  return found
}

/** Everything that the library did not write itself; named so that it sorts behind what it did, or before. */
const fromOutside = (history: History.History, isBehind: boolean): History.History => {
  const told = history.events.filter(({ id }) => !id.startsWith("p/"))
  const text = JSON.stringify(told)
  return Result.getOrThrow(
    History.decode(history.contact, JSON.parse(isBehind ? text.replaceAll(/\bm(\d+)\b/g, "~m$1") : text))
  )
}

/** A life with every look into it. `decide`: of the whole history, folded anew. */
const looksInto = (program: Program.Program, history: History.History, decide?: Life.World["decide"]) => {
  const looks: Array<unknown> = []
  const from = Math.min(...history.events.map(({ recordedAt }) => recordedAt))
  const lived = Life.live(
    program,
    History.empty(history.contact),
    { from, until: from + 100 * 24 * hour },
    {
      ...worldOf(history),
      ...(decide && { decide }),
      onLook: (decided, at, { history }) => looks.push({ decided, at, history })
    }
  )
  return Result.map(lived, ({ done, history, state }) => ({ looks, done, history, state: written(state) }))
}

/** All of it, also in which order it came to be known; but for the references of messages. */
const written = (state: State.State): string =>
  inspect(state, { depth: Infinity, maxArrayLength: null }).replaceAll(/reference: '\d+'/g, "")

describe("Life", () => {
  it("goes as it does for one who folds the whole history anew at each look", () => {
    let decisions = 0
    fc.assert(
      fc.property(given, fc.boolean(), (given, isBehind) => {
        const program = programOf(given)
        const history = fromOutside(livedOf(core, given).history, isBehind)
        const lived = looksInto(program, history)
        expect(lived).toEqual(looksInto(program, history, Decide.decide))
        if (Result.isFailure(lived)) return
        expect(lived.success.state).toBe(written(Fold.of(lived.success.history)))
        decisions += lived.success.done.length
      }),
      { seed: 20_261_122, numRuns: 300 }
    )
    expect(decisions).toBeGreaterThan(600)
  })

  it("following the wake-ups misses nothing that looking every hour finds", () => {
    const days = 50
    fc.assert(
      fc.property(
        Programs.program,
        fc.uniqueArray(fc.integer({ min: 0, max: days * 24 - 1 }), { maxLength: 3 }),
        (program, orders) => {
          const until = start + days * 24 * hour
          const lived = live(program, rows(orders), until)
          expect(lived.done.map(({ at, decision }) => `${at} ${decision.key}`)).toEqual(
            plodding(program, rows(orders), until)
          )
        }
      ),
      { numRuns: 8 }
    )
  })

  it("ends when nothing is left to happen", () => {
    const lived = live(Programs.shop, rows([0]), Infinity)
    expect(lived.done.map(({ decision }) => decision._tag)).toEqual(["Invite", "Remind"])
    expect(Decide.decide(Programs.shop, lived.history, start + 1e12)).toEqual({
      decisions: [],
      held: [],
      wakeAt: undefined
    })
  })

  it("refuses an event that contradicts a known one", () => {
    const [born] = rows([]).events
    if (born === undefined) throw new Error("nobody is born")
    const other = { ...born, name: "Anna" }
    const lived = Life.live(
      Programs.shop,
      rows([]),
      { from: start, until: Infinity },
      { coming: [{ at: start, events: () => Result.succeed([other]) }] }
    )
    expect(Result.isFailure(lived) && lived.failure._tag).toBe("EventsDiffer")
  })

  it("gives up on a life without an end, and says so", () => {
    const again: Life.Happening = {
      at: start,
      events: ({ history }) =>
        Result.succeed([
          {
            _tag: "SpamReported",
            id: Event.EventId.make(`spam ${history.events.length}`),
            occurredAt: start,
            recordedAt: start
          }
        ])
    }
    const lived = (patience: number) =>
      Life.live(
        Programs.shop,
        History.empty(rows([]).contact),
        { from: start, until: Infinity },
        { coming: Array.from({ length: 10 }, () => again), patience }
      )
    // one look at the beginning, and one at each
    const tooMany = lived(10)
    expect(Result.isFailure(tooMany) && tooMany.failure._tag).toBe("Restless")
    expect(Result.isSuccess(lived(11))).toBe(true)
  })
})
