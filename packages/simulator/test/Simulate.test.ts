import * as Decision from "@temoin/core/Decision"
import * as Nps from "@temoin/core/Nps"
import type * as Program from "@temoin/core/Program"
import * as DayCounts from "@temoin/simulator/DayCounts"
import type * as Life from "@temoin/simulator/Life"
import * as Population from "@temoin/simulator/Population"
import * as Simulate from "@temoin/simulator/Simulate"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Programs from "./programs.ts"

const from = Date.UTC(2026, 2, 1, 9)
const days = 90

const populationOf = (changes: typeof Population.Population.Encoded = {}) =>
  Result.getOrThrow(
    Population.make({
      touchpoints: [
        { kind: "order.delivered", atStart: true, perYear: 6 },
        { kind: "ticket.closed", perYear: 3 }
      ],
      joinWithin: "20 days",
      answerRate: 0.6,
      optOutRate: 0.05,
      ...changes
    })
  )

const simulate = (program: Program.Program, population: Population.Population, seed: number, contacts = 8) =>
  Result.getOrThrow(Simulate.run({ program, population, contacts, from, days, seed }))

const seed = fc.integer({ min: 0, max: 1e6 })

const checkAnswers = ({ done, history }: Life.Lived) => {
  const answers = history.events.flatMap((event) => (event._tag === "Answered" ? [event] : []))
  expect(new Set(answers.map(({ wave }) => wave)).size).toBe(answers.length)
  for (const { occurredAt, wave } of answers) {
    const invited = done.find(({ decision }) => decision._tag === "Invite" && decision.wave === wave)
    if (invited?.decision._tag !== "Invite") throw new Error("nobody had asked")
    expect(occurredAt).toBeGreaterThan(invited.at)
    expect(occurredAt).toBeLessThan(invited.decision.expiresAt)
  }
}

const scoreWith = (eagerness: number) => {
  const population = populationOf({ answerRate: 0.3, eagerness, mood: { mean: 7.5, between: 3 } })
  const { days } = simulate(Programs.shop, population, 4, 400)
  const tally = days.reduce((sum, { tallies }) => Nps.combine(sum, tallies["nps"] ?? Nps.empty), Nps.empty)
  return Option.getOrThrow(Nps.score(tally))
}

/** The most different scores that one of twenty customers gave in a year. */
const opinions = (persistence: number) => {
  const scores: Array<number> = []
  const population = populationOf({
    answerRate: 1,
    mood: { between: 0, within: 2, mean: 6, persistence },
    disruptions: { perYear: 0 }
  })
  const span = { from, until: DayCounts.until({ from, days: 365, zone: "UTC" }) }
  const customers = Population.customers(population, Programs.shop, span, { contacts: 20, seed: 9 })
  const onEnd = ({ history }: Life.Lived) => {
    const given = history.events.flatMap((event) => (event._tag === "Answered" ? [event.score] : []))
    scores.push(new Set(given).size)
  }
  Result.getOrThrow(Simulate.live(Programs.shop, customers, { from, days: 365 }, { onEnd }))
  return Math.max(...scores)
}

describe("a simulation", () => {
  it("is the same for the same seed, and another for another", () => {
    fc.assert(
      fc.property(Programs.program, seed, (program, seed) => {
        expect(simulate(program, populationOf(), seed)).toEqual(simulate(program, populationOf(), seed))
      }),
      { numRuns: 8 }
    )
    expect(simulate(Programs.shop, populationOf(), 1)).not.toEqual(simulate(Programs.shop, populationOf(), 2))
  })

  it("counts every decision of every life once, on one day", () => {
    fc.assert(
      fc.property(Programs.program, seed, (program, seed) => {
        const span = { from, until: DayCounts.until({ from, days, zone: program.zone }) }
        const lives: Array<Life.Lived> = []
        const customers = Population.customers(populationOf(), program, span, { contacts: 8, seed })
        const simulation = Result.getOrThrow(
          Simulate.live(program, customers, { from, days }, { onEnd: (lived) => lives.push(lived) })
        )
        const done = lives.flatMap((lived) => lived.done)
        const sum = (of: (day: DayCounts.Day) => number) => simulation.days.reduce((total, day) => total + of(day), 0)
        const all = Object.values(simulation.decisions).reduce((total, count) => total + count, 0)
        expect(simulation.days).toHaveLength(days)
        expect(new Set(simulation.days.map(({ day }) => day)).size).toBe(days)
        expect(all).toBe(done.length)
        expect(new Set(done.map(({ decision }) => decision.key)).size).toBe(done.length)
        expect(sum(({ mails }) => mails)).toBe(simulation.mails)
        expect(simulation.mails).toBe(done.filter(({ decision }) => Decision.isSend(decision)).length)
        // each mail left a trace in a history, and no history holds one that was not counted
        const sent = lives.flatMap(({ history }) => history.events.filter(({ _tag }) => _tag === "Sent"))
        expect(sent).toHaveLength(simulation.mails)
        expect(sum(({ answers }) => answers)).toBe(simulation.answers)
        const tallied = simulation.days.flatMap(({ tallies }) => Object.values(tallies).map(Nps.counts))
        expect(tallied.reduce((total, { answers }) => total + answers, 0)).toBe(simulation.answers)
      }),
      { numRuns: 15 }
    )
  })

  it("does not change a life by adding another: the first ones of many are the few", () => {
    const span = { from, until: from + 1e10 }
    const first = (contacts: number) => {
      const histories: Array<unknown> = []
      const customers = Population.customers(populationOf(), Programs.shop, span, { contacts, seed: 5 })
      Result.getOrThrow(
        Simulate.live(Programs.shop, customers, { from, days }, { onEnd: ({ history }) => histories.push(history) })
      )
      return histories.slice(0, 3)
    }
    expect(first(9)).toEqual(first(3))
  })

  it("knows no more than one answer to an invitation, and none before it or after its end", () => {
    const span = { from, until: from + 90 * 86_400_000 }
    const customers = Population.customers(populationOf({ answerRate: 1 }), Programs.shop, span, {
      contacts: 40,
      seed: 3
    })
    Result.getOrThrow(Simulate.live(Programs.shop, customers, { from, days }, { onEnd: checkAnswers }))
  })

  it("answers about as often as it says it expects: within five standard errors", () => {
    const { answers, expectedAnswers } = simulate(Programs.shop, populationOf({ answerRate: 0.3 }), 11, 500)
    expect(expectedAnswers).toBeGreaterThan(100)
    expect(Math.abs(answers - expectedAnswers)).toBeLessThan(5 * Math.sqrt(expectedAnswers))
  })

  it("of customers without swings or dramas, all of one mind, has one number", () => {
    for (const [mean, score] of [
      [9.4, 100],
      [8, 0],
      [3, -100]
    ] as const) {
      const population = populationOf({
        mood: { mean, between: 0, within: 0 },
        disruptions: { perYear: 0 }
      })
      const simulation = simulate(Programs.shop, population, 1, 20)
      const scores = simulation.months.flatMap(({ headline }) => Option.toArray(headline.score))
      expect(scores.length).toBeGreaterThan(0)
      expect(new Set(scores)).toEqual(new Set([score]))
      const nps = Programs.shop.surveys.flatMap(({ id }) => Simulate.npsByDay(simulation, id))
      expect(new Set(nps.flatMap((day) => Option.toArray(day.score)))).toEqual(new Set([score]))
    }
  })

  it("of customers whose swings last for ever, has each give one answer for ever; of those whose do not, some change", () => {
    expect(opinions(1)).toBe(1)
    expect(opinions(0.2)).toBeGreaterThan(1)
  })

  it("of customers with a drama every day has detractors only", () => {
    const population = populationOf({
      disruptions: { perYear: 3650, drop: 10, days: 30 },
      mood: { mean: 9, between: 1 }
    })
    const { decisions, months } = simulate(Programs.shop, population, 2, 20)
    expect(months.flatMap(({ headline }) => Option.toArray(headline.score)).every((score) => score === -100)).toBe(true)
    expect(decisions.Thank).toBe(0)
    expect(decisions.OpenCase).toBeGreaterThan(0)
  })

  it("shows that a number flatters when those who like us answer more readily", () => {
    expect(scoreWith(0.8)).toBeGreaterThan(scoreWith(0) + 10)
  })

  it("can be drawn, also when it is empty", () => {
    const drawn = Simulate.draw(simulate(Programs.shop, populationOf(), 1, 50))
    expect(drawn).toMatch(/^50 customers from 2026-03-01 to 2026-05-29 \(UTC\)/)
    expect(drawn).toContain("NPS of nps by month")
    expect(Simulate.draw(simulate(Programs.shop, populationOf(), 1, 0))).toContain("0 customers")
  })
})

describe("a population", () => {
  it("is read strictly", () => {
    expect(Result.isFailure(Population.decode({ answerRates: 0.3 }))).toBe(true)
    expect(Result.isFailure(Population.decode({ answerRate: 1.3 }))).toBe(true)
    expect(Result.isFailure(Population.decode({ mood: { mean: Number.NaN } }))).toBe(true)
    expect(Result.isSuccess(Population.decode({}))).toBe(true)
  })
})
