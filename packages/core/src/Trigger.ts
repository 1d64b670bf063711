/**
 * Trigger: when do we ask first?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

const period = (fallback: Period.Period) => Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

const common = {
  name: Schema.optionalKey(Text.Name),
  expires: period("30 days"),
  unless: Schema.Array(Touchpoint.Kind).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))
}

/**
 * Ask after a touchpoint: `delay` later (default at once).
 *
 * @category models
 * @since 0.1.0
 */
export const AfterTouchpoint = Schema.Struct({
  on: Schema.Literal("touchpoint"),
  kind: Touchpoint.Kind,
  delay: period("0 days"),
  ...common
})
/** @since 0.1.0 */
export type AfterTouchpoint = typeof AfterTouchpoint.Type

/**
 * Ask at milestones from an anchor: 3, 6 and 12 months after becoming a customer. Each counts from the anchor itself, not
 * from the milestone before it.
 *
 * @category models
 * @since 0.1.0
 */
export const Milestone = Schema.Struct({
  on: Schema.Literal("milestone"),
  anchor: Touchpoint.Kind,
  at: Schema.NonEmptyArray(Period.Period),
  ...common
})
/** @since 0.1.0 */
export type Milestone = typeof Milestone.Type

const LocalDate = Schema.String.check(
  Schema.makeFilter<string>(
    (text) =>
      (/^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text) ||
      "must be a date, such as 2026-01-15"
  )
)

/**
 * Ask everybody at certain times of the year: on the date `first` and `every` so long after it, from the start of that day
 * in the contact's zone. `spread` over so many days (default 0: all at once), each contact on a day of their own that a
 * stable hash gives, so that no burst happens. `audience`: only those to whom this has happened before that date.
 * Whoever was not known on a date is not asked for it.
 *
 * @category models
 * @since 0.1.0
 */
export const Calendar = Schema.Struct({
  on: Schema.Literal("calendar"),
  first: LocalDate,
  every: Period.Period,
  spread: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 366 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0))
  ),
  audience: Schema.optionalKey(Touchpoint.Kind),
  ...common
})
/** @since 0.1.0 */
export type Calendar = typeof Calendar.Type

/**
 * Ask after an answer to another survey, given by one of the categories in `to` (default all).
 *
 * @category models
 * @since 0.1.0
 */
export const AfterAnswer = Schema.Struct({
  on: Schema.Literal("answer"),
  survey: Text.Name,
  to: Schema.NonEmptyArray(Score.Category).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(["promoter", "passive", "detractor"] as const))
  ),
  delay: period("0 days"),
  ...common
})
/** @since 0.1.0 */
export type AfterAnswer = typeof AfterAnswer.Type

/**
 * Ask on reaching a stage of the program's journey, `delay` later; each time it is reached, unless the contact stood there
 * already.
 *
 * @category models
 * @since 0.1.0
 */
export const OnStage = Schema.Struct({
  on: Schema.Literal("stage"),
  stage: Text.Name,
  delay: period("0 days"),
  ...common
})
/** @since 0.1.0 */
export type OnStage = typeof OnStage.Type

/**
 * What makes an ask due. All kinds have:
 *
 * - `expires`: at the latest so long after it was due (default 30 days).
 * - `unless`: a touchpoint that says the experience did not take place, and cancels the ask. It must be about the same
 *   subject when the one that triggered it has one, else come later. Bad news does not belong there: leaving the unhappy
 *   out flatters the number.
 * - `name`: tells two triggers of one survey on the same thing apart (at delivery, and again a month later).
 *
 * Asking by hand is a touchpoint of the host's own ("asked.by-hand") with a trigger on it.
 *
 * @category models
 * @since 0.1.0
 */
export const Trigger = Schema.Union([AfterTouchpoint, OnStage, Milestone, Calendar, AfterAnswer]).annotate({
  expected: `a trigger: an object with "on" set to "touchpoint", "stage", "milestone", "calendar" or "answer"`
})
/** @since 0.1.0 */
export type Trigger = typeof Trigger.Type

/**
 * What a trigger listens to, as one text: two triggers of one survey that listen to the same thing need names.
 *
 * @category getters
 * @since 0.1.0
 */
export const source = (self: Trigger): string => {
  switch (self.on) {
    case "touchpoint":
      return `the touchpoint "${self.kind}"`
    case "stage":
      return `the stage "${self.stage}"`
    case "milestone":
      return `milestones from "${self.anchor}"`
    case "calendar":
      return "the calendar"
    case "answer":
      return `answers to "${self.survey}"`
  }
}
