/**
 * Call: which answer of a wave calls for something to be done?
 *
 * The counted one does. What an earlier one called for is done too, unless the wave closes first.
 *
 * @since 0.1.0
 */
import type { Situation } from "./Candidate.ts"
import type * as Cause from "./Cause.ts"
import * as Consistency from "./Consistency.ts"
import type * as Decision from "./Decision.ts"
import type * as FollowUp from "./FollowUp.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Resurvey from "./Resurvey.ts"
import * as Score from "./Score.ts"
import * as State from "./State.ts"
import * as Wave from "./Wave.ts"

/**
 * The answer that calls, and when that ends as cancelled because another one replaced it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Call {
  readonly by: Wave.Answer
  readonly cancelled?: Cause.Cause["cancelled"]
}

/**
 * The answer of a wave that calls for something: the counted one, or an earlier one that it has since replaced; what that
 * called for ends as cancelled when the wave closes, unless they change it back. `undefined`: no answer calls for it.
 *
 * @category getters
 * @since 0.1.0
 */
export const of = (
  { program, state, zone }: Pick<Situation, "program" | "state" | "zone">,
  wave: Wave.Wave,
  key: Decision.Key,
  isCalledBy: (given: Wave.Answer) => boolean
): Call | undefined => {
  const closes = Program.closes(program, wave.survey)
  const answer = Wave.counted(wave, closes, zone)
  const closesAt = Wave.closesAt(wave, closes, zone)
  if (answer === undefined || closesAt === undefined) return undefined
  if (isCalledBy(answer)) return { by: answer }
  // an answer after the wave had closed called for nothing; unless it was still open before we heard of an earlier one
  const wasOpen = State.send(state, key) !== undefined || State.hasActed(state, key)
  const by = wave.answers.find((given) => isCalledBy(given) && (given.at < closesAt || wasOpen))
  const reason = { _tag: "AnswerChanged", score: answer.score, at: answer.at } as const
  return by && { by, cancelled: { at: closesAt, reason } }
}

/** A step of a playbook that an answer can call for. @category models @since 0.1.0 */
export type Step = Exclude<FollowUp.Step, { readonly do: "pass on praise" }>

/**
 * Does a reliable drop call for this step, too?
 *
 * @category guards
 * @since 0.1.0
 */
export const isForDrops = (step: Step): boolean => step.do === "open case" && step.to.length > 0

/**
 * Does an answer of this wave call for this step? By its category; and for a case, also by a reliable drop.
 *
 * @category guards
 * @since 0.1.0
 */
export const isFor = (situation: Situation, wave: Wave.Wave, step: Step, given: Wave.Answer): boolean =>
  step.to.includes(Score.category(given.score)) ||
  (isForDrops(step) && dropBefore(situation, wave, given) !== undefined)

/**
 * A drop, since the counted answer before, that is more than noise: a reason to look after somebody still passive.
 * `undefined`: there is none, or the survey's rhythm does not look for it.
 *
 * @category getters
 * @since 0.1.0
 */
export const dropBefore = (
  { program, state, zone }: Situation,
  wave: Wave.Wave,
  { at, score }: Wave.Answer
): Extract<Reason.Reason, { readonly _tag: "DroppedReliably" }> | undefined => {
  const survey = Program.survey(Program.at(program, wave.invitation?.version), wave.survey)
  if (survey?.rhythm?.rules.reliableChange !== true) return undefined
  const before = Resurvey.pastWaves(program, state, survey, zone).findLast(
    ({ answer }) => answer && answer.at < at
  )?.answer
  if (before === undefined || !Consistency.isReliableDrop(before.score, score, survey.rhythm.noise.sDiff))
    return undefined
  return { _tag: "DroppedReliably", before, after: { score, at } }
}
