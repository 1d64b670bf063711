/**
 * Deeds: what did we do about what was said to us?
 *
 * Reads off the log what the scorecard of trust counts. Each person's deeds add up, in any order.
 *
 * @since 0.1.0
 */
import * as Criticism from "./Criticism.ts"
import * as Headline from "./Headline.ts"
import type { Instant } from "./Instant.ts"
import * as Nps from "./Nps.ts"
import type * as Person from "./Person.ts"
import type * as Program from "./Program.ts"
import * as Trust from "./Trust.ts"

const nothing: Trust.Count = { hits: 0, n: 0 }

/**
 * Nothing was done, and nothing said.
 *
 * @category constructors
 * @since 0.1.0
 */
export const none: Trust.Deeds = {
  repliedInTime: nothing,
  criticismAnswered: nothing,
  redressedInTime: nothing,
  answers: Nps.empty,
  resolvedByFirstOwner: nothing,
  praisePassedOn: nothing
}

/**
 * What was done about one person: about cases opened, criticism and named praise said, and answers to the survey given in the
 * period. Criticism whose case may still be settled in time counts neither for nor against.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (program: Program.Program, person: Person.Person, period: Headline.Period): Trust.Deeds => {
  const { history, now, state } = person
  const isIn = (at: Instant) => at >= period.from && at < period.to
  const due = Criticism.ofPerson(program, person).filter(({ at, promisedBy = at }) => isIn(at) && promisedBy <= now)
  return {
    ...Trust.ofCases(
      [...state.cases.values()].filter(({ openedAt }) => isIn(openedAt)),
      now
    ),
    criticismAnswered: { hits: due.filter(({ answeredAt }) => answeredAt !== undefined).length, n: due.length },
    answers: Headline.ofContact(program, history, period),
    praisePassedOn: Trust.ofPraise(
      [...state.praises.values()].filter(({ at }) => isIn(at)),
      now
    )
  }
}

const sum = (self: Trust.Count, that: Trust.Count): Trust.Count => ({ hits: self.hits + that.hits, n: self.n + that.n })

/**
 * The deeds about two sets of people together.
 *
 * @example Deeds.combine(Deeds.none, Deeds.none) // => Deeds.none
 * @category combining
 * @since 0.1.0
 */
export const combine = (self: Trust.Deeds, that: Trust.Deeds): Trust.Deeds => ({
  repliedInTime: sum(self.repliedInTime, that.repliedInTime),
  criticismAnswered: sum(self.criticismAnswered, that.criticismAnswered),
  redressedInTime: sum(self.redressedInTime, that.redressedInTime),
  answers: Nps.combine(self.answers, that.answers),
  resolvedByFirstOwner: sum(self.resolvedByFirstOwner, that.resolvedByFirstOwner),
  praisePassedOn: sum(self.praisePassedOn, that.praisePassedOn)
})

/**
 * The deeds about all of them.
 *
 * @category reading
 * @since 0.1.0
 */
export const of = (program: Program.Program, people: Iterable<Person.Person>, period: Headline.Period): Trust.Deeds =>
  Array.from(people, (person) => ofPerson(program, person, period)).reduce(combine, none)
