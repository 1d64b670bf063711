/**
 * Wording: what do our messages say?
 *
 * A language is one file in `wording/`, and `Language` has them all. Everything in it is plain text: names go in as they
 * are, and are escaped where the message is printed.
 *
 * @since 0.1.0
 */
import type * as FollowUp from "@temoin/core/FollowUp"
import type * as Score from "@temoin/core/Score"

/**
 * A name when there is one: of the reader, of what the question is about, of the company.
 *
 * @category models
 * @since 0.1.0
 */
export type Name = string | undefined

/**
 * All that is said in one language.
 *
 * - `language`: its tag, for the `lang` of the message and for dates.
 * - `question`, `low`, `high`: the NPS question and the words at the two ends of its scale.
 * - `until`: the last day on which the links surely work.
 * - `invitation`, `reminder`: the `subject` line, about what the question is about, and the line before the question.
 *   Neither may speak of an earlier answer: it would anchor the new one.
 * - `testimonialRequest`: `recall` may. `offer` comes before the `forms` to choose from.
 * - `reviewRequest`: for everybody, so nothing in it may suppose that they were happy, or unhappy. `honest` says that either
 *   is welcome, `open` that all can read it. `label`: the words of the link.
 * - `whyAsked`, `whyAnswered`: why the reader got this, by the company's name.
 * - `optOut`, `unsubscribe`: a sentence that ends with a colon, and the words of the link after it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Wording {
  readonly language: string
  readonly greeting: (name: Name) => string
  readonly question: (subject: Name) => string
  readonly low: string
  readonly high: string
  readonly until: (day: string) => string
  readonly invitation: { readonly subject: (about: Name) => string; readonly lead: string }
  readonly reminder: { readonly subject: (about: Name) => string; readonly lead: string }
  readonly thankYou: {
    readonly subject: string
    readonly lead: string
    readonly more: { readonly [Category in Score.Category]: string }
  }
  readonly contactRequest: {
    readonly [Topic in FollowUp.Topic]: { readonly subject: string; readonly lead: string; readonly ask: string }
  }
  readonly contactReply: string
  readonly testimonialRequest: {
    readonly subject: string
    readonly recall: (score: Score.Score) => string
    readonly ask: string
    readonly offer: string
    readonly forms: { readonly [Form in FollowUp.TestimonialForm]: string }
    readonly reply: string
  }
  readonly reviewRequest: {
    readonly subject: (site: string) => string
    readonly lead: (site: string) => string
    readonly honest: string
    readonly label: (site: string) => string
    readonly open: (site: string) => string
  }
  readonly whyAsked: (brand: Name) => string
  readonly whyAnswered: (brand: Name) => string
  readonly optOut: string
  readonly unsubscribe: string
}
