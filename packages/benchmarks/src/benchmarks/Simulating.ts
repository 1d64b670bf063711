/**
 * Simulating: how fast do made-up customers live?
 *
 * `Simulate.run` over two years of many customers. The reference is `ScalarLife`: the replay's program by hand, since one of
 * several surveys with their playbooks would be a library again. It keeps no log and gives no reasons, where ours looks
 * through the real `decide` and ends with each customer's history. Project business has a line of its own, with nothing to
 * compare it with.
 */
import * as Program from "@temoin/core/Program"
import * as ProjectDelivery from "@temoin/core/presets/ProjectDelivery"
import * as Population from "@temoin/simulator/Population"
import * as Simulate from "@temoin/simulator/Simulate"
import * as Nps from "@temoin/core/Nps"
import * as Result from "effect/Result"
import { type Benchmark, once } from "../Benchmark.ts"
import { program, training } from "../fixture/replay.ts"
import * as ScalarLife from "../fixture/ScalarLife.ts"

const years = 2
const span = { from: Date.UTC(2026, 0, 1), days: years * 365, seed: 20_261_121 }

const populationOf = (kind: string): Population.Population =>
  Result.getOrThrow(
    Population.make({
      touchpoints: [{ kind, atStart: true, perYear: 3 }],
      joinWithin: "12 months",
      answerRate: 0.4,
      optOutRate: 0.02
    })
  )

const population = once(() => populationOf(training))

const byUs = (contacts: number) =>
  Result.getOrThrow(Simulate.run({ program, population: population(), contacts, ...span }))
const byHand = (contacts: number) => ScalarLife.run({ population: population(), contacts, ...span })

/** Where the two do not count the same, for so many customers. */
export const disagreement = (contacts: number): string | undefined => {
  const { days, decisions, expectedAnswers } = byUs(contacts)
  const tally = days.reduce((sum, { tallies }) => Object.values(tallies).reduce(Nps.combine, sum), Nps.empty)
  const ours = {
    mails: days.map(({ mails }) => mails),
    answers: days.map(({ answers }) => answers),
    scores: tally,
    decisions: Object.entries(decisions)
      .filter(([, count]) => count > 0)
      .toSorted(),
    expectedAnswers
  }
  const hand = byHand(contacts)
  const reference = {
    mails: [...hand.mails],
    answers: [...hand.answers],
    scores: [...hand.scores],
    decisions: [...hand.decisions].toSorted(),
    expectedAnswers: hand.expectedAnswers
  }
  return JSON.stringify(ours) === JSON.stringify(reference)
    ? undefined
    : `ours counted ${JSON.stringify(ours)}, the reference ${JSON.stringify(reference)}`
}

const sum = (counts: Int32Array): number => counts.reduce((total, count) => total + count, 0)

const replay: Benchmark = {
  what: "Simulate.run, the replay's program",
  unit: "contact-year",
  units: () => 200 * years,
  ours: () => {
    const { answers, mails } = byUs(200)
    return mails * 1000 + answers
  },
  reference: () => {
    const { answers, mails } = byHand(200)
    return sum(mails) * 1000 + sum(answers)
  },
  referenceIs: "a loop over a few numbers, for this one program",
  target: 3.5,
  differs: () => disagreement(200)
}

const projects = once(() => ({
  program: Result.getOrThrow(Program.make({ id: "acme", ...ProjectDelivery.rules })),
  population: populationOf("delivery.completed")
}))

const business: Benchmark = {
  what: "Simulate.run, project business",
  unit: "contact-year",
  units: () => 200 * years,
  ours: () => Result.getOrThrow(Simulate.run({ ...projects(), contacts: 200, ...span })).mails,
  reference: undefined,
  referenceIs: ""
}

export const benchmarks: ReadonlyArray<Benchmark> = [replay, business]
