/**
 * Survey: what is asked repeatedly, and how does one turn of it run?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Consistency from "./Consistency.ts"
import * as Period from "./Period.ts"
import * as Text from "./Text.ts"
import * as Trigger from "./Trigger.ts"

/** @category models @since 0.1.0 */
export const SurveyId = Text.Name.pipe(Schema.brand("SurveyId"))
/** @since 0.1.0 */
export type SurveyId = typeof SurveyId.Type

/**
 * Why somebody is asked: to `measure` (sampling), to `advocate` (persuasion: asks for praise), or for a `review` on an
 * outside site. Never mixed in one number.
 *
 * @category models
 * @since 0.1.0
 */
export const Purpose = Schema.Literals(["measure", "advocate", "review"])
/** @since 0.1.0 */
export type Purpose = typeof Purpose.Type

/**
 * The way an ask travels.
 *
 * @category models
 * @since 0.1.0
 */
export const Channel = Schema.Literals(["mail"])
/** @since 0.1.0 */
export type Channel = typeof Channel.Type

/**
 * Which answers make the headline number: each person's latest counted answer (`people`), or every counted answer
 * (`waves`, for surveys about a moment).
 *
 * @category models
 * @since 0.1.0
 */
export const Count = Schema.Literals(["people", "waves"])
/** @since 0.1.0 */
export type Count = typeof Count.Type

/**
 * A question asked repeatedly; the NPS question, about `subject` when it is given ("How likely are you to recommend
 * <subject> …?"). One turn for one contact is a wave.
 *
 * - `closes`: how long after its first answer a wave still takes a changed answer (default 7 days).
 * - `expires`: how long an invitation waits for its first answer (default 30 days).
 * - `reminders`: how long after the invitation each reminder goes out, while there is no answer (default none).
 * - `rhythm`: for a relationship survey, when to ask again: not before consistency says so, whatever triggers the survey has;
 *   and, when it has none, then (default: no such rule). `{}` is `Consistency.byConsistency`.
 * - `sample`: the share of contacts asked each time, more than 0 and at most 1 (default 1). Stable, and rotating: with 0.25
 *   everybody is asked every fourth time. A time is one that was decided: they were asked, or it was the turn of others.
 * - `priority`: the larger goes first when two asks are due (default 0).
 *
 * @category models
 * @since 0.1.0
 */
export const Survey = Schema.Struct({
  id: SurveyId,
  subject: Schema.optionalKey(Text.Line),
  channel: Channel.pipe(Schema.withDecodingDefaultKey(Effect.succeed("mail" as const))),
  count: Count.pipe(Schema.withDecodingDefaultKey(Effect.succeed("people" as const))),
  triggers: Schema.Array(Trigger.Trigger).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  reminders: Schema.Array(Period.Period).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  closes: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("7 days" as const))),
  expires: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("30 days" as const))),
  rhythm: Schema.optionalKey(Consistency.Consistency),
  sample: Schema.Number.check(
    Schema.makeFilter((share) => (share > 0 && share <= 1) || "must be a share: more than 0, at most 1")
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  priority: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0)))
})
/** @since 0.1.0 */
export type Survey = typeof Survey.Type
