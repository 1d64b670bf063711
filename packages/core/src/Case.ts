/**
 * Case: is an unhappy contact being looked after?
 *
 * @since 0.1.0
 */
import type * as Decision from "./Decision.ts"
import type * as FollowUp from "./FollowUp.ts"
import type { Instant } from "./Instant.ts"
import type * as Survey from "./Survey.ts"

/**
 * The closed loop for one unhappy answer. Open until it is resolved; overdue when nobody acknowledged it by `deadline`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Case {
  readonly id: Decision.CaseId
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly owner: FollowUp.Role
  readonly escalateTo: FollowUp.Role
  readonly openedAt: Instant
  readonly deadline: Instant
  readonly acknowledgedAt: Instant | undefined
  readonly escalatedAt: Instant | undefined
  readonly resolvedAt: Instant | undefined
}

/** Not resolved yet? @category guards @since 0.1.0 */
export const isOpen = (self: Case): boolean => self.resolvedAt === undefined

/**
 * The case of one wave.
 *
 * @category keys
 * @since 0.1.0
 */
export const id = (survey: Survey.SurveyId, wave: Decision.WaveId): Decision.CaseId =>
  `${encodeURIComponent(survey)}/${encodeURIComponent(wave)}` as Decision.CaseId
