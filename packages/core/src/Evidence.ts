/**
 * Evidence: what do the histories bear out?
 *
 * Reads off the log what a claim is held against. Each person's share of it adds up, in any order.
 *
 * @since 0.1.0
 */
import * as Case from "./Case.ts"
import * as Claim from "./Claim.ts"
import * as Headline from "./Headline.ts"
import * as Period from "./Period.ts"
import type * as Person from "./Person.ts"
import type * as Program from "./Program.ts"
import type * as Zone from "./Zone.ts"

/**
 * What one person adds to the evidence of a query. Answers count as in the headline: each person's latest in the period, or
 * each wave's, as the survey says. Cases count by round, each reopening for itself; one that was closed within the promised
 * time, because the customer had changed their answer, was owed nothing any more and is left out. `zone`: the claim's.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (
  program: Program.Program,
  { history, now, state }: Person.Person,
  query: Claim.Query,
  zone: Zone.Zone = "UTC"
): Claim.Evidence => {
  const { from, measure, to } = query
  if (measure._tag === "Reply" || measure._tag === "Resolve") {
    const rounds = [...state.cases.values()]
      .flatMap(Case.rounds)
      .filter(({ closedAt, since }) => closedAt === undefined || closedAt > Period.after(measure.within, since, zone))
    const cases = rounds.map(({ acknowledgedAt, resolvedAt, since }) => ({
      openedAt: since,
      ...(acknowledgedAt !== undefined && { repliedAt: acknowledgedAt }),
      ...(resolvedAt !== undefined && { resolvedAt })
    }))
    return Claim.evidence(query, { answers: [], cases }, now, zone)
  }
  const { survey } = measure
  const answers = Headline.answersOf(program, history, { survey, from, to }).map(({ at, score }) => ({
    survey,
    at,
    score
  }))
  return Claim.evidence(query, { answers, cases: [] }, now, zone)
}

/**
 * Nothing was counted yet.
 *
 * @category constructors
 * @since 0.1.0
 */
export const none = (query: Claim.Query): Claim.Evidence => ({ query, hits: 0, n: 0 })

/**
 * The evidence of two sets of people together, for the same query. A lower limit is of one set, and does not add up.
 *
 * @category combining
 * @since 0.1.0
 */
export const combine = (self: Claim.Evidence, that: Claim.Evidence): Claim.Evidence => ({
  query: self.query,
  hits: self.hits + that.hits,
  n: self.n + that.n
})

/**
 * The evidence of all of them.
 *
 * @category reading
 * @since 0.1.0
 */
export const of = (
  program: Program.Program,
  people: Iterable<Person.Person>,
  query: Claim.Query,
  zone: Zone.Zone = "UTC"
): Claim.Evidence => Array.from(people, (person) => ofPerson(program, person, query, zone)).reduce(combine, none(query))
