/**
 * Traveller: what does each person bring to the flywheel?
 *
 * @since 0.1.0
 */
import * as Churn from "./Churn.ts"
import type * as Flywheel from "./Flywheel.ts"
import * as Headline from "./Headline.ts"
import * as Instant from "./Instant.ts"
import * as Journey from "./Journey.ts"
import * as Loop from "./Loop.ts"
import type * as Period from "./Period.ts"
import type * as Person from "./Person.ts"
import type * as Program from "./Program.ts"
import type * as Survey from "./Survey.ts"
import * as Vocabulary from "./Vocabulary.ts"

/**
 * One person's way, their answers, and what they tell about loops.
 *
 * @category models
 * @since 0.1.0
 */
export interface Brought {
  readonly traveller: Flywheel.Traveller
  readonly answers: ReadonlyArray<Flywheel.Answer>
  readonly told: Loop.Told
}

/**
 * What one person brings. Answers count as in the headline of the one survey; without a survey there are none, since those of
 * different surveys make no number together. A program without a journey has no stages to travel.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (
  program: Program.Program,
  person: Person.Person,
  survey?: Survey.SurveyId,
  vocabulary: Vocabulary.Vocabulary = Vocabulary.usual
): Brought => {
  const { contact, history } = person
  const churnedAt = Churn.since(person, vocabulary)
  const period = { from: Instant.first, to: Instant.last }
  const answers = survey === undefined ? [] : Headline.answersOf(program, history, { survey, ...period })
  return {
    traveller: {
      contact,
      path: Journey.path(program.journey ?? Journey.empty, history),
      ...(churnedAt !== undefined && { churnedAt })
    },
    answers: answers.map(({ at, score }) => ({ contact, at, score })),
    told: Loop.ofPerson(person, vocabulary)
  }
}

/**
 * What `Flywheel.make` turns: of all of them, in an order of its own.
 *
 * @category combining
 * @since 0.1.0
 */
export const parts = (program: Program.Program, all: Iterable<Brought>, horizon: Period.Period): Flywheel.Parts => {
  const sorted = [...all].toSorted((a, b) => (a.traveller.contact < b.traveller.contact ? -1 : 1))
  return {
    journey: program.journey ?? Journey.empty,
    travellers: sorted.map(({ traveller }) => traveller),
    answers: sorted.flatMap(({ answers }) => answers),
    loops: Loop.join(sorted.map(({ told }) => told)),
    horizon
  }
}
