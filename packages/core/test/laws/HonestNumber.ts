/**
 * HonestNumber: is the headline what a person with the log would compute?
 */
import * as Nps from "@temoin/core/Nps"
import type * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import { insist, insistSame, livedOf, make, pack, programOf } from "./Law.ts"
import * as Naive from "./Naive.ts"

/** A promoter's answer becomes a detractor's and the other way round. */
const opposite = (score: Score.Score): Score.Score =>
  ({ promoter: 0, passive: score, detractor: 10 } as const)[Naive.categoryOf(score)]

const isClose = (found: number | undefined, expected: number | undefined) =>
  found === expected || (found !== undefined && expected !== undefined && Math.abs(found - expected) < 1e-9)

const insistPoints = (found: Option.Option<number>, scores: ReadonlyArray<number>, what: string) =>
  insist(
    isClose(Option.getOrUndefined(found), Naive.points(scores)),
    () => `${what}: of ${scores.join(", ")} it is ${Naive.points(scores)}, not ${Option.getOrUndefined(found)}`
  )

export const honestNumber = make({
  number: 9,
  name: "Honest number",
  says: "The headline as defined. Merging tallies over disjoint sets of contacts = tallying the union (a commutative monoid).",
  check: (implementation) => (given) => {
    const { combine, headline, score, tally } = implementation
    // the headline is what a person with the log would compute, whichever answers count
    const written = programOf(given)
    const lived = livedOf(implementation, given).history
    const soup = pack(implementation, given.soup.events)
    const instants = lived.events.map(({ occurredAt }) => occurredAt).concat(given.soup.now)
    const middle = instants[Math.floor(given.probe * instants.length)] ?? 0
    for (const count of ["people", "waves"] as const) {
      const program = { ...written, surveys: written.surveys.map((survey) => ({ ...survey, count })) }
      for (const { id: survey } of program.surveys) {
        for (const [from, to] of [
          [-8.64e15, 8.64e15],
          [-8.64e15, middle],
          [middle, 8.64e15]
        ] as const) {
          const period = { survey, from, to }
          const expected = [lived, soup].map(({ events }) => Naive.scores(program, events, period))
          if (!expected.every((scores) => scores !== undefined)) continue
          const all = headline(program, [lived, soup], period)
          insistSame(all.count, count, "it does not say what it counts")
          insistPoints(all.score, expected.flat(), `the headline of ${survey}, by ${count}`)
          insistSame(all.counts.answers, expected.flat().length, `the answers to ${survey}, by ${count}`)
          insistSame(all.tally, tally(expected.flat() as ReadonlyArray<Score.Score>), "the tally")
          insistSame(
            combine(headline(program, [soup], period).tally, headline(program, [lived], period).tally),
            all.tally,
            "the tallies of two contacts do not add up to that of both"
          )
        }
      }
    }

    // a commutative monoid, and tallying is the way into it
    const [a, b, c] = given.scores.map(tally)
    const [x, y, z] = given.scores
    insist(a !== undefined && b !== undefined && c !== undefined, () => "three tallies")
    insistSame(combine(combine(a, b), c), combine(a, combine(b, c)), "combine is not associative")
    insistSame(combine(a, b), combine(b, a), "combine is not commutative")
    insistSame([combine(a, Nps.empty), combine(Nps.empty, a)], [a, a], "empty is not neutral")
    insistSame(combine(a, b), tally([...x, ...y]), "tallying the union is not merging the tallies")
    for (const scores of [x, y, z, [...x, ...y, ...z]]) {
      insistPoints(score(tally(scores)), scores, "the score")
      insistPoints(
        Option.map(score(tally(scores.map(opposite))), (points) => -points),
        scores,
        "turned round, the score"
      )
    }
  }
})
