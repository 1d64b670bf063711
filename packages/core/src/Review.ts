/**
 * Review: where do we ask people to say what they think of us, for all to read?
 *
 * On an outside site (a map, a shop, a directory). Such an ask is a thing of its own, with the purpose `review`: everybody
 * gets it to whom its trigger happens, and no score has any say in it. `Gating` refuses a program that would have it
 * otherwise, and `ReviewRequest` says how it is decided.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Period from "./Period.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import * as Trigger from "./Trigger.ts"

/**
 * A page on which a review can be written: an https address in ASCII, without a login or a port, of at most 900 characters.
 * It stands in a mail as it is: nothing is added to it.
 *
 * @category models
 * @since 0.1.0
 */
export const Url = Schema.String.check(
  Schema.isMaxLength(900),
  Schema.isPattern(/^https:\/\/(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}(?:[/?#][!#-;=?-[\]_a-z~]*)?$/, {
    expected: `an https address in ASCII, such as "https://reviews.example/acme"`
  })
)
/** @since 0.1.0 */
export type Url = typeof Url.Type

/**
 * One place to be reviewed at.
 *
 * - `id`: of a kind with the ids of surveys, and none of theirs: opt-outs, frequency rules of one survey, and keys name it.
 * - `site`: what people call the place, as the mail names it ("Example Maps").
 * - `url`: the page on which they write.
 * - `triggers`: when it is asked for. Those on an answer are refused, and those on a stage that answers enter: see `Gating`.
 *   `expires`: how long a request waits for its turn.
 * - `priority`: the larger goes first when two asks are due (default 0).
 *
 * There are no reminders, and no sample: it is for everybody, once each time.
 *
 * @category models
 * @since 0.1.0
 */
export const Review = Schema.Struct({
  id: Survey.SurveyId,
  site: Text.Line,
  url: Url,
  triggers: Schema.NonEmptyArray(Trigger.Trigger),
  priority: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0)))
})
/** @since 0.1.0 */
export type Review = typeof Review.Type

/**
 * The longest that anything a score can move may delay a request for a review, counted from its turn: an open case, a gap
 * since a survey's invitation.
 *
 * @category rules
 * @since 0.1.0
 */
export const longestDelay: Period.Period = "14 days"
