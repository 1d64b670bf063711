/**
 * Preference: how much does somebody want to hear from us?
 *
 * Between everything and nothing there is more than one step, and who is offered only "never" takes it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as Event from "./Event.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import type * as Zone from "./Zone.ts"

/**
 * - `less often`: half as often. Every gap, every window of a cap and every interval of a rhythm counts twice.
 * - `pause`: nothing for three months; what is due meanwhile waits, or expires.
 * - `not this topic`: nothing more of the survey (or review) that the message was about.
 * - `never`: nothing more at all.
 *
 * @category models
 * @since 0.1.0
 */
export const Preference = Schema.Literals(["less often", "pause", "not this topic", "never"])
/** @since 0.1.0 */
export type Preference = typeof Preference.Type

/**
 * What somebody wishes: a preference, and the survey or review that "not this topic" is about.
 *
 * @category models
 * @since 0.1.0
 */
export type Wish =
  | { readonly preference: Exclude<Preference, "not this topic"> }
  | { readonly preference: "not this topic"; readonly survey: Survey.SurveyId }

/** How long a pause is. @category models @since 0.1.0 */
export const pause: Period.Period = "3 months"

/**
 * What somebody has said so far, as it holds now. `pausedUntil`: missing without a pause. `isNever`: they opted out of everything, or
 * reported a message as spam.
 *
 * @category models
 * @since 0.1.0
 */
export interface Standing {
  readonly isLessOften: boolean
  readonly pausedUntil: Instant | undefined
  readonly isWithoutTopic: boolean
  readonly isNever: boolean
}

/**
 * What they have said about everything, and about this survey or review where one is named.
 *
 * @category getters
 * @since 0.1.0
 */
export const standing = (state: State.State, survey: Survey.SurveyId | undefined, now: Instant): Standing => ({
  isLessOften: state.slowedDownAt !== undefined,
  pausedUntil: State.pausedUntil(state, now),
  isWithoutTopic: isOut(state, survey === undefined ? {} : { survey }),
  isNever: isOut(state, {}) || state.spamReportedAt !== undefined
})

const isOut = (state: State.State, extent: Event.Extent): boolean =>
  state.optOuts.some((known) => State.covers(known.extent, extent))

/**
 * The event by which a wish is recorded; none when it holds already, or when more than it does. A pause is counted in the
 * contact's zone; asked for again within a day, it is the same one.
 *
 * @category events
 * @since 0.1.0
 */
export const toEvents = (
  self: Wish,
  state: State.State,
  common: Pick<Event.Event, "id" | "occurredAt" | "recordedAt"> & { readonly via?: Event.Reference },
  zone: Zone.Zone
): ReadonlyArray<Event.Event> => {
  const now = common.occurredAt
  switch (self.preference) {
    case "less often":
      return state.slowedDownAt !== undefined ? [] : [{ _tag: "SlowedDown", ...common }]
    case "pause": {
      const until = Period.after(pause, now, zone)
      // the same button pressed twice is one pause
      const isSame = until - (State.pausedUntil(state, now) ?? now) < Period.nominalMillis("1 day")
      return isSame ? [] : [{ _tag: "Paused", ...common, until }]
    }
    case "not this topic":
      return isOut(state, { survey: self.survey })
        ? []
        : [{ _tag: "OptedOut", ...common, extent: { survey: self.survey } }]
    case "never":
      return isOut(state, {}) ? [] : [{ _tag: "OptedOut", ...common, extent: {} }]
  }
}
