/**
 * Standing: what is known of this person, for and against their staying?
 *
 * @since 0.1.0
 */
import * as Case from "./Case.ts"
import * as Churn from "./Churn.ts"
import * as Contribution from "./Contribution.ts"
import * as Disruption from "./Disruption.ts"
import type { Instant } from "./Instant.ts"
import * as Outlook from "./Outlook.ts"
import * as Period from "./Period.ts"
import type * as Person from "./Person.ts"
import * as Program from "./Program.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Vocabulary from "./Vocabulary.ts"
import * as Wave from "./Wave.ts"

/**
 * What the log knows of one person, with their answers to one survey. Left out: not known.
 *
 * - Answers to whether a case was repaired are not among theirs; every wave counts, since a drop is one from wave to wave.
 * - A wave that still waits for its answer is not silent yet.
 * - They were last active when something last happened on their journey, or they answered, closed a survey, or handed words in.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (
  program: Program.Program,
  person: Person.Person,
  survey: Survey.SurveyId,
  vocabulary: Vocabulary.Vocabulary = Vocabulary.usual
): Outlook.Standing => {
  const { state } = person
  const deeds = Contribution.ofPerson(person, vocabulary)
  const count = (kind: (typeof deeds)[number]["kind"]) => deeds.filter((deed) => deed.kind === kind).length
  const purchases = count("purchase")
  const { answers, silentWaves } = wavesOf(program, person, survey)
  const opened = [...state.cases.values()].filter(Case.isOpen).map(({ since }) => since)
  return given({
    answers: answers.length === 0 ? undefined : answers,
    openCaseSince: opened.length === 0 ? undefined : Math.min(...opened),
    disruptedSince: disruptedSince(program, person),
    churnNoticeAt: Churn.since(person, vocabulary),
    silentWaves,
    lastActiveAt: lastActiveAt(state),
    repeatPurchases: purchases === 0 ? undefined : purchases - 1,
    referrals: count("referral") || undefined,
    testimonials: count("testimonial") || undefined
  })
}

/**
 * The parameters of the outlook by this program: those of the survey's own rhythm, where it has one.
 *
 * @category reading
 * @since 0.1.0
 */
export const rules = (program: Program.Program, survey: Survey.SurveyId): Outlook.Rules => {
  const rhythm = Program.survey(program, survey)?.rhythm
  return rhythm === undefined
    ? Outlook.defaults
    : { ...Outlook.defaults, sDiff: rhythm.noise.sDiff, silentWaves: rhythm.silentWaves }
}

type Known = { readonly [Fact in keyof Outlook.Standing]-?: Outlook.Standing[Fact] | undefined }

/** Without what is not known. */
const given = (known: Known): Outlook.Standing =>
  Object.fromEntries(Object.entries(known).filter(([, fact]) => fact !== undefined))

const wavesOf = (program: Program.Program, { now, state, zone }: Person.Person, survey: Survey.SurveyId) => {
  const closes = Program.closes(program, survey)
  const waves = State.waves(state)
    .filter((wave) => wave.survey === survey && !Wave.isRepair(wave))
    .map((wave) => ({ isOpen: Wave.isOpen(wave, closes, zone, now), answer: Wave.counted(wave, closes, zone) }))
    .filter(({ answer, isOpen }) => answer !== undefined || !isOpen)
  const lastAnswered = waves.findLastIndex(({ answer }) => answer !== undefined)
  return {
    answers: waves.flatMap(({ answer }) => (answer === undefined ? [] : [{ score: answer.score, at: answer.at }])),
    silentWaves: waves.length === 0 ? undefined : waves.length - 1 - lastAnswered
  }
}

/** The first disruption that goes on. One that has a case is over when that is. */
const disruptedSince = (program: Program.Program, { now, state, zone }: Person.Person): Instant | undefined =>
  state.touchpoints.find(({ about, at, id, kind }) => {
    const lasts = Disruption.lasts(program, kind)
    if (lasts === undefined) return false
    const own = [...state.cases.values()].find(({ wave }) => wave === Disruption.wave(id))
    if (own !== undefined) return Case.isOpen(own)
    const ended = state.calmed.some(
      (calm) => calm.kind === kind && calm.at >= at && (calm.about === undefined || calm.about === about)
    )
    return !ended && now < Period.after(lasts, at, zone)
  })?.at

const lastActiveAt = ({ encounters, testimony, touchpoints, turns }: State.State): Instant | undefined => {
  const times = [
    ...touchpoints.map(({ at }) => at),
    ...turns.flatMap(({ answers }) => answers.map(({ at }) => at)),
    ...encounters.flatMap(({ at, clock }) => (clock === "declined" ? [at] : [])),
    ...[...testimony.testimonials.values()].flatMap(({ submission }) => submission?.occurredAt ?? [])
  ]
  return times.length === 0 ? undefined : Math.max(...times)
}
