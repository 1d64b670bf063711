import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type * as Program from "@temoin/core/Program"
import * as Looks from "@temoin/core/Looks"
import * as DryRun from "@temoin/simulator/DryRun"
import * as Life from "@temoin/simulator/Life"
import * as Population from "@temoin/simulator/Population"
import * as Simulate from "@temoin/simulator/Simulate"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Programs from "./programs.ts"

const from = Date.UTC(2026, 2, 1, 9)
const day = 86_400_000
const days = 60

const touchpoints = [{ kind: "order.delivered", atStart: true }]

/** Customers who have lived for ten days, as a host would have them: what we did about them included or not. */
const lived = (
  program: Program.Program,
  population: Population.Population,
  contacts: number,
  seed: number
): ReadonlyArray<History.History> => {
  const histories: Array<History.History> = []
  const span = { from: from - 10 * day, until: from }
  const customers = Population.customers(population, program, span, { contacts, seed })
  for (const { born, world } of customers) {
    histories.push(Result.getOrThrow(Life.live(program, born, span, world)).history)
  }
  return histories
}

const seed = fc.integer({ min: 0, max: 1e6 })

describe("a dry run", () => {
  it("mails on each day what a simulation with nobody answering sends", () => {
    const silent = {
      ...Population.silent,
      touchpoints: Result.getOrThrow(Population.make({ touchpoints })).touchpoints
    }
    fc.assert(
      fc.property(Programs.program, seed, (program, seed) => {
        const whole = Result.getOrThrow(Simulate.run({ program, population: silent, contacts: 6, from, days, seed }))
        // what the host knows of the same people once they have joined, and nothing has been done yet
        const span = { from, until: from + 1 }
        const known = [...Population.customers(silent, program, span, { contacts: 6, seed })].map(({ born, world }) => {
          const events = world.coming.flatMap((happening) => Result.getOrThrow(happening.events(Looks.make(born))))
          return Result.getOrThrow(
            Life.live({ ...program, surveys: [], followUp: [] }, born, span, {
              coming: [{ at: from, events: () => Result.succeed(events) }]
            })
          ).history
        })
        const dry = Result.getOrThrow(DryRun.run({ program, histories: known, from, days }))
        expect(dry.simulation.days).toEqual(whole.days)
        expect(dry.simulation.answers).toBe(0)
        expect(dry.simulation.expectedAnswers).toBe(0)
      }),
      { numRuns: 15 }
    )
  })

  it("puts every person into one group, and counts a person at most once under a reason", () => {
    const population = Result.getOrThrow(
      Population.make({ touchpoints: [{ kind: "order.delivered", perYear: 60 }], answerRate: 0.5, optOutRate: 0.3 })
    )
    fc.assert(
      fc.property(Programs.program, seed, (program, seed) => {
        const histories = lived(program, population, 6, seed)
        const dry = Result.getOrThrow(DryRun.run({ program, histories, from, days, assuming: population, seed }))
        expect(dry.mailed + dry.onlyHeld + dry.nothingDue).toBe(6)
        expect(dry.simulation.contacts).toBe(6)
        for (const { asks, examples, people, reason } of dry.back) {
          expect(people).toBeLessThanOrEqual(6)
          expect(asks).toBeGreaterThanOrEqual(people)
          expect(examples).toHaveLength(Math.min(3, people))
          expect(reason).not.toBe("NotYetDue")
        }
        const ended = (["joined", "cancelled", "expired", "forbidden"] as const).filter(
          (fate) => dry.simulation.decisions[fate] > 0
        )
        expect([...new Set(dry.back.map(({ fate }) => fate))].filter((fate) => fate !== "held").toSorted()).toEqual(
          ended.toSorted()
        )
      }),
      { numRuns: 15 }
    )
  })

  it("leaves the histories as they are", () => {
    const histories = lived(Programs.shop, Population.silent, 3, 1)
    const before = structuredClone(histories)
    Result.getOrThrow(DryRun.run({ program: Programs.shop, histories, from, days }))
    expect(histories).toEqual(before)
  })

  it("expects the share of answers that it is told to", () => {
    const population = Result.getOrThrow(Population.make({ touchpoints, optOutRate: 0, joinWithin: "9 days" }))
    const histories = lived({ ...Programs.shop, surveys: [], followUp: [] }, population, 40, 2)
    const assuming = Result.getOrThrow(Population.make({ answerRate: 0.25, reminderRate: 0, optOutRate: 0 }))
    const { simulation } = Result.getOrThrow(DryRun.run({ program: Programs.shop, histories, from, days, assuming }))
    expect(simulation.decisions.Invite).toBe(40)
    expect(simulation.expectedAnswers).toBeCloseTo(10)
  })

  it("reads well", () => {
    const population = Result.getOrThrow(Population.make({ touchpoints, optOutRate: 0 }))
    const empty = Result.getOrThrow(DryRun.run({ program: Programs.shop, histories: [], from, days: 2 }))
    expect(DryRun.words(empty)).toMatchInlineSnapshot(`
      "shop, 2026-03-01 to 2026-03-02 (UTC): a dry run, nothing is sent
      0 people: 0 would get 0 mails, 0 none because they are held back, 0 have nothing due
      Expected answers: 0

      No mails."
    `)
    const untouched = { ...Programs.shop, surveys: [], followUp: [] }
    const [anna, bert] = lived(untouched, population, 2, 2)
    if (anna === undefined || bert === undefined) throw new Error("nobody lives")
    const out = {
      _tag: "OptedOut",
      id: Event.EventId.make("out"),
      occurredAt: from,
      recordedAt: from,
      extent: {}
    } as const
    const histories = [anna, Result.getOrThrow(History.append(bert, [out]))]
    const dry = DryRun.run({ program: Programs.shop, histories, from, days })
    expect(DryRun.words(Result.getOrThrow(dry))).toMatchInlineSnapshot(`
      "shop, 2026-03-01 to 2026-04-29 (UTC): a dry run, nothing is sent
      2 people: 1 would get 2 mails, 1 none because they are held back, 0 have nothing due
      Expected answers: 0

      Mails
      2026-03-01  ████████████████████████████████████████ 1
      2026-03-06  ████████████████████████████████████████ 1

      Held back, or ended without being sent
        forbidden, OptedOut: 1 person (1 ask)
          customer 2 (nps): they opted out on 2026-03-01 09:00 UTC"
    `)
  })
})
