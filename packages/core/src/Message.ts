/**
 * Message: what do we say to a customer, before anybody has put it into words?
 *
 * The mail adapter turns it into a subject, HTML and text, in the reader's language.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Contact from "./Contact.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Instant from "./Instant.ts"
import * as Review from "./Review.ts"
import * as Score from "./Score.ts"
import * as Text from "./Text.ts"

const common = {
  locale: Contact.Locale,
  name: Schema.optionalKey(Text.Line),
  optOutUrl: Schema.String
}

/**
 * - `Invitation`, `Reminder`: the NPS question about `subject` (the company or product), with a link for each score:
 *   `answerUrl` followed by the score. `expiresAt` is when the link stops working.
 * - `ThankYou`: thanks for the answer.
 * - `ContactRequest`: how could we do better?
 * - `TestimonialRequest`: would you put it in words for others? May recall the earlier `score`.
 * - `ReviewRequest`: would you write a review on the outside `site`, at `url`? The same for everybody: it knows no score.
 *
 * @category models
 * @since 0.1.0
 */
export const Message = Schema.TaggedUnion({
  Invitation: {
    ...common,
    subject: Schema.optionalKey(Text.Line),
    answerUrl: Schema.String,
    expiresAt: Instant.Instant
  },
  Reminder: { ...common, subject: Schema.optionalKey(Text.Line), answerUrl: Schema.String, expiresAt: Instant.Instant },
  ThankYou: { ...common, score: Score.Score },
  ContactRequest: { ...common, topic: FollowUp.Topic },
  TestimonialRequest: { ...common, score: Score.Score, forms: Schema.Array(FollowUp.TestimonialForm) },
  ReviewRequest: { ...common, site: Text.Line, url: Review.Url }
})
/** @since 0.1.0 */
export type Message = typeof Message.Type
