/**
 * Doubt: does the author still stand by what is published?
 *
 * Words that an author would not say today are not shown: when they have given a detractor's answer since, when their score has
 * dropped by more than chance, or while they wait for our help. Nobody has to record it; it shows as soon as the facts are there.
 *
 * @since 0.1.0
 */
import * as Call from "./Call.ts"
import type * as Candidate from "./Candidate.ts"
import * as Case from "./Case.ts"
import type { Instant } from "./Instant.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Score from "./Score.ts"
import type * as Testimonial from "./Testimonial.ts"
import * as Wave from "./Wave.ts"

/**
 * When the author last said that the words are theirs: when they handed them in, agreed to an edit, or confirmed them.
 * `undefined`: they never did.
 *
 * @category getters
 * @since 0.1.0
 */
export const saidAt = ({ moves }: Testimonial.Testimonial): Instant | undefined => moves.findLast(isTheirs)?.occurredAt

const isTheirs = ({ _tag }: Testimonial.TestimonialEvent): boolean =>
  _tag === "TestimonialSubmitted" ||
  _tag === "EditAgreed" ||
  _tag === "EditRefused" ||
  _tag === "TestimonialReconfirmed"

/**
 * What speaks against showing this testimonial. Empty: nothing does. An answer counts when it was given after the author last
 * said that the words are theirs; an open case always does.
 * What a clock that is ahead dates later counts at once.
 *
 * @category checking
 * @since 0.1.0
 */
export const of = (
  situation: Pick<Candidate.Situation, "program" | "history" | "state" | "account" | "zone" | "now">,
  testimonial: Testimonial.Testimonial
): ReadonlyArray<Reason.Reason> => {
  const { program, state, zone } = situation
  const reasons: Array<Reason.Reason> = []
  for (const one of state.cases.values()) {
    if (Case.isOpen(one)) reasons.push({ _tag: "CaseOpen", since: one.openedAt })
  }
  const since = saidAt(testimonial)
  const given = state.turns
    .flatMap((turn) => turn.answers.map(({ at, score }) => ({ turn, at, score })))
    .filter(({ at }) => since === undefined || at > since)
  const latest = given.reduce<(typeof given)[number] | undefined>(
    (last, one) => (last === undefined || one.at >= last.at ? one : last),
    undefined
  )
  if (latest === undefined) return reasons
  const { at, score, turn } = latest
  if (Score.category(score) === "detractor") return [...reasons, { _tag: "AnswerGiven", score, at }]
  const counted = Wave.counted(turn, Program.closes(program, turn.survey), zone)
  const drop = counted?.at === at ? Call.dropBefore(situation, turn, counted) : undefined
  return drop === undefined ? reasons : [...reasons, drop]
}
