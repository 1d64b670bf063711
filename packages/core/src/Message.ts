/**
 * Message: what do we say to a customer, before anybody has put it into words?
 *
 * The mail adapter turns it into a subject, HTML and text, in the reader's language.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Consent from "./Consent.ts"
import * as Contact from "./Contact.ts"
import * as Decision from "./Decision.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Instant from "./Instant.ts"
import * as PlainText from "./PlainText.ts"
import * as Review from "./Review.ts"
import * as Score from "./Score.ts"
import * as Text from "./Text.ts"

const common = {
  locale: Contact.Locale,
  name: Schema.optionalKey(Text.Line),
  optOutUrl: Schema.String
}

const ofAuthor = { authorUrl: Schema.String }
const recall = { score: Schema.optionalKey(Score.Score) }

/**
 * - `Invitation`, `Reminder`: the NPS question about `subject` (the company or product), with a link for each score:
 *   `answerUrl` followed by the score. `expiresAt` is when the link stops working.
 * - `ThankYou`: thanks for the answer.
 * - `ContactRequest`: how could we do better?
 * - `TestimonialRequest`: would you put it in words for others? `ConsentRequest`: may we show your `words`, with these `scopes`, at
 *   these `places`? `ReferralRequest`: do you know somebody whom we could help? These may recall the earlier `score`; no measuring
 *   message ever does, since it would anchor the answer.
 * - `ReconfirmationRequest`: do your `words` still stand? `AgreementRequest`: do you agree to have them `edited` so, `until` when?
 * - `Confirmation`: we noted your consent; your words are shown at these `places`; they are shown no more.
 * - `authorUrl` leads to the page where the author answers that, says no, or takes consent back.
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
  TestimonialRequest: { ...common, ...ofAuthor, ...recall, forms: Schema.Array(FollowUp.TestimonialForm) },
  ConsentRequest: {
    ...common,
    ...ofAuthor,
    ...recall,
    words: PlainText.Words,
    scopes: Consent.Scopes,
    places: Consent.Places
  },
  ReferralRequest: { ...common, ...ofAuthor, ...recall },
  ReconfirmationRequest: { ...common, ...ofAuthor, words: PlainText.Words },
  AgreementRequest: {
    ...common,
    ...ofAuthor,
    original: PlainText.Words,
    edited: PlainText.Words,
    until: Instant.Instant
  },
  Confirmation: {
    ...common,
    ...ofAuthor,
    what: Decision.Confirmed,
    words: PlainText.Words,
    places: Schema.Array(Consent.Place)
  },
  ReviewRequest: { ...common, site: Text.Line, url: Review.Url }
})
/** @since 0.1.0 */
export type Message = typeof Message.Type
