/**
 * Headline: which answers make the number that everybody looks at?
 *
 * @since 0.1.0
 */
import type * as Option from "effect/Option"
import * as Account from "./Account.ts"
import type * as Decision from "./Decision.ts"
import type { History } from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Nps from "./Nps.ts"
import * as Program from "./Program.ts"
import type * as Residue from "./Residue.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Wave from "./Wave.ts"

/**
 * Which survey, and which answers: given at `from` or later, before `to`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Period {
  readonly survey: Survey.SurveyId
  readonly from: Instant
  readonly to: Instant
}

/**
 * The NPS of a period with what it was made of. `count` says which answers count: the latest of each person, or that of
 * every wave. Empty: `score` is none and all counts are 0.
 *
 * @category models
 * @since 0.1.0
 */
export interface Headline {
  readonly survey: Survey.SurveyId
  readonly count: Survey.Count
  readonly tally: Nps.Tally
  readonly counts: Nps.Counts
  readonly score: Option.Option<number>
}

/**
 * The answers one contact gives to the headline, oldest first: one of their waves' counted answers each, or only the latest.
 * Answers to whether a case was repaired are not among them. A contact that was merged into another gives none: that one has
 * them. Empty also when the program has no such survey.
 *
 * @category getters
 * @since 0.1.0
 */
export const answersOf = (program: Program.Program, history: History, period: Period): ReadonlyArray<Wave.Answer> =>
  answersIn(program, Fold.of(history), period)

const answersIn = (program: Program.Program, state: State.State, period: Period): ReadonlyArray<Wave.Answer> => {
  const survey = Program.survey(program, period.survey)
  if (survey === undefined) return []
  const answers = counted(program, state, survey)
    .map(({ answer }) => answer)
    .filter(({ at }) => at >= period.from && at < period.to)
  return survey.count === "people" ? answers.slice(-1) : answers
}

/**
 * What counts of a contact's answers to one survey when every wave does, oldest first, each with its wave. All that a program
 * says about it is its zone and when the survey's waves close.
 *
 * @category getters
 * @since 0.1.0
 */
export const counted = (
  program: Pick<Program.Program, "zone">,
  state: State.State,
  survey: Pick<Survey.Survey, "id" | "closes">
): ReadonlyArray<{ readonly wave: Decision.WaveId; readonly answer: Wave.Answer }> => {
  if (state.mergedInto !== undefined) return []
  const zone = Account.zone(program, state)
  return State.waves(state)
    .filter((wave) => wave.survey === survey.id && !Wave.isRepair(wave))
    .flatMap((wave) => {
      const answer = Wave.counted(wave, survey.closes, zone)
      return answer === undefined ? [] : [{ wave: wave.id, answer }]
    })
    .toSorted((a, b) => a.answer.at - b.answer.at)
}

/**
 * Every wave's counted answer, whatever the survey counts, oldest first: what `count: waves` is made of. Of a survey that the
 * program has no more, too.
 *
 * @category getters
 * @since 0.1.0
 */
export const ofWaves = (program: Program.Program, history: History): ReadonlyArray<Residue.Answer> => {
  const state = Fold.of(history)
  const { contact } = history
  return [...new Set(state.turns.map(({ survey }) => survey))]
    .flatMap((id) =>
      counted(program, state, { id, closes: Program.closes(program, id) }).map(
        ({ answer: { at, score } }): Residue.Answer => ({ contact, survey: id, purpose: "measure", at, score })
      )
    )
    .toSorted((a, b) => a.at - b.at)
}

/**
 * The scores of these answers.
 *
 * @category scoring
 * @since 0.1.0
 */
export const ofContact = (program: Program.Program, history: History, period: Period): Nps.Tally =>
  ofState(program, Fold.of(history), period)

/**
 * As `ofContact`, of a contact as they stand: for whoever follows them in one process.
 *
 * @category scoring
 * @since 0.1.0
 */
export const ofState = (program: Program.Program, state: State.State, period: Period): Nps.Tally =>
  Nps.tally(answersIn(program, state, period).map(({ score }) => score))

/**
 * A tally with its headline: the score, the counts, and which answers it counts.
 *
 * @category scoring
 * @since 0.1.0
 */
export const fromTally = (program: Program.Program, survey: Survey.SurveyId, tally: Nps.Tally): Headline => ({
  survey,
  count: Program.survey(program, survey)?.count ?? "people",
  tally,
  counts: Nps.counts(tally),
  score: Nps.score(tally)
})

/**
 * The headline over the histories of different contacts. Unit: points, -100 to 100. Out of: counted answers to this
 * survey in the period. Tallies of disjoint sets of contacts add up to the tally of the union; with `count: people` those
 * of different periods do not.
 *
 * @category scoring
 * @since 0.1.0
 */
export const of = (program: Program.Program, histories: Iterable<History>, period: Period): Headline => {
  let tally = Nps.empty
  for (const history of histories) tally = Nps.combine(tally, ofContact(program, history, period))
  return fromTally(program, period.survey, tally)
}
