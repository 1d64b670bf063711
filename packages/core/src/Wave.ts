/**
 * Wave: how does one turn of a survey stand for one contact?
 *
 * @since 0.1.0
 */
import type * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Score from "./Score.ts"
import type * as Survey from "./Survey.ts"
import type * as Zone from "./Zone.ts"

/**
 * One answer. `via`: the message whose link it came by.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly score: Score.Score
  readonly comment: string | undefined
  readonly at: Instant
  readonly via: Event.Reference | undefined
}

/**
 * `answers` in the order they were given. `invitation` is missing for an answer nobody asked for (a widget, an import).
 *
 * @category models
 * @since 0.1.0
 */
export interface Wave {
  readonly survey: Survey.SurveyId
  readonly id: Decision.WaveId
  readonly invitation:
    | {
        readonly at: Instant
        readonly expiresAt: Instant
        readonly closes: Period.Period
        readonly repairs: Decision.CaseId | undefined
        /** The version of the program that opened it, where that was recorded. */
        readonly version: number | undefined
      }
    | undefined
  readonly answers: ReadonlyArray<Answer>
}

/**
 * Does it ask whether a case was repaired? Then it is shown apart: it counts in no headline number and for no rhythm.
 *
 * @category guards
 * @since 0.1.0
 */
export const isRepair = (self: Wave): boolean => self.invitation?.repairs !== undefined

/**
 * When the wave takes no answer any more: `closes` after its first answer (the invitation's own value, else the
 * survey's), or, without one, when the invitation expires. `none` (undefined) when there is neither.
 *
 * @category getters
 * @since 0.1.0
 */
export const closesAt = (self: Wave, closes: Period.Period, zone: Zone.Zone): Instant | undefined => {
  const first = self.answers[0]
  if (first === undefined || (self.invitation !== undefined && first.at >= self.invitation.expiresAt)) {
    return self.invitation?.expiresAt
  }
  return Period.after(self.invitation?.closes ?? closes, first.at, zone)
}

/**
 * The answer that counts: the latest before the wave closes. `undefined` when there is none.
 *
 * @category getters
 * @since 0.1.0
 */
export const counted = (self: Wave, closes: Period.Period, zone: Zone.Zone): Answer | undefined => {
  const end = closesAt(self, closes, zone)
  return end === undefined ? undefined : self.answers.findLast((answer) => answer.at < end)
}

/**
 * Does it still take an answer? One that begins in the future does: it was recorded, so it is there, and only some clock
 * was ahead. Whoever was asked or has answered is not asked once more for that.
 *
 * @category guards
 * @since 0.1.0
 */
export const isOpen = (self: Wave, closes: Period.Period, zone: Zone.Zone, now: Instant): boolean => {
  const end = closesAt(self, closes, zone)
  return end !== undefined && now < end
}
