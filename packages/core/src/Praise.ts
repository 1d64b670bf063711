/**
 * Praise: was it passed on to those it names?
 *
 * A host says whom some praise names; nobody guesses it from the words. Whoever owns the step passes it on and says so.
 *
 * @since 0.1.0
 */
import type * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type * as FollowUp from "./FollowUp.ts"
import type { Instant } from "./Instant.ts"
import type * as Survey from "./Survey.ts"

/**
 * The events that are about one praise.
 *
 * @category models
 * @since 0.1.0
 */
export type PraiseEvent = Extract<
  Event.Event,
  { readonly _tag: "PraiseNamed" | "PraiseAssigned" | "PraisePassedOn" | "PraiseEscalated" }
>

/**
 * Who is to pass some praise on, by when.
 *
 * @category models
 * @since 0.1.0
 */
export interface Task {
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly owner: FollowUp.Role
  readonly escalateTo: FollowUp.Role
  readonly at: Instant
  readonly deadline: Instant
}

/**
 * Praise that names people at work. Without a `task` nobody was told to pass it on.
 *
 * @category models
 * @since 0.1.0
 */
export interface Praise {
  readonly id: string
  readonly names: readonly [string, ...Array<string>]
  readonly words: string | undefined
  readonly at: Instant
  readonly task: Task | undefined
  readonly passedOnAt: Instant | undefined
}

/**
 * What the events about one praise, in the order of the fold, come to. `undefined`: it was never named.
 *
 * @category folding
 * @since 0.1.0
 */
export const fromEvents = (events: ReadonlyArray<PraiseEvent>): Praise | undefined => {
  const named = events.find((event) => event._tag === "PraiseNamed")
  if (named === undefined) return undefined
  const assigned = events.find((event) => event._tag === "PraiseAssigned")
  return {
    id: named.id,
    names: named.names,
    words: named.words,
    at: named.occurredAt,
    task: assigned && {
      survey: assigned.survey,
      wave: assigned.wave,
      owner: assigned.owner,
      escalateTo: assigned.escalateTo,
      at: assigned.occurredAt,
      deadline: assigned.deadline
    },
    passedOnAt: events.find((event) => event._tag === "PraisePassedOn")?.occurredAt
  }
}

/**
 * Is somebody still to pass it on?
 *
 * @category guards
 * @since 0.1.0
 */
export const isPending = (self: Praise): boolean => self.task !== undefined && self.passedOnAt === undefined
