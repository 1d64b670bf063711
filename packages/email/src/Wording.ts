/**
 * Wording: what do our messages say?
 *
 * A language is one file in `wording/`, and `Language` has them all. Everything in it is plain text: names go in as they
 * are, and are escaped where the message is printed. A name has no case endings and no article: a language that needs them
 * sets the name apart („Acme”, "yritykseen Acme").
 *
 * @since 0.1.0
 */
import type * as Consent from "@temoin/core/Consent"
import type * as Decision from "@temoin/core/Decision"
import type * as FollowUp from "@temoin/core/FollowUp"
import type * as Score from "@temoin/core/Score"
import type { Direction } from "./Direction.ts"

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
 * - `language`: its tag, for the `lang` of the message and for dates. `dir`: where its lines begin.
 * - `informal`: the same to a reader whom the company is on familiar terms with ("du", "tu"), where that is another wording.
 * - `question`, `low`, `high`: the NPS question and the words at the two ends of its scale.
 * - `until`: the last day on which the links surely work.
 * - `invitation`, `reminder`: the `subject` line, about what the question is about, and the line before the question.
 *   Neither may speak of an earlier answer: it would anchor the new one.
 * - `recall`: the earlier answer, for the three requests that may speak of it.
 * - `quoted`: before the reader's own words. `cut`: after words that are too long for a mail.
 * - `no`: that no is as easy as yes, and as good. What no means for words that we have already, their requests say themselves.
 * - `testimonialRequest`: `use` says what it is for. `offer` comes before the `forms` to choose from.
 * - `consentRequest`: `what` comes before the `scopes`, `where` before the places. `free` tells them that a yes can be taken back,
 *   which they have to know before they give it (GDPR Art. 7(3)).
 * - `agreementRequest`: `yours` and `edited` come before the words as they are and as they would be.
 * - `confirmation`: `nowhere` stands in for the `places` when there are none. `next` says what the reader can do about it.
 * - `label`: the words of the one button. They promise a page and no more, since to follow a link agrees to nothing.
 * - `reviewRequest`: for everybody, so nothing in it may suppose that they were happy, or unhappy. `honest` says that either
 *   is welcome, `open` that all can read it. `label`: the words of the link.
 * - `whyAsked`, `whyAnswered`, `whyAuthor`: why the reader got this, by the company's name. The last is for everybody who told
 *   the company what they think, be it in an answer or unasked.
 * - `optOut`, `unsubscribe`: a sentence that ends with a colon, and the words of the link on the line after it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Wording {
  readonly language: string
  readonly dir: Direction
  readonly informal?: Wording
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
  readonly recall: (score: Score.Score) => string
  readonly quoted: string
  readonly cut: string
  readonly no: string
  readonly testimonialRequest: {
    readonly subject: string
    readonly ask: string
    readonly use: string
    readonly offer: string
    readonly forms: { readonly [Form in FollowUp.TestimonialForm]: string }
    readonly label: string
  }
  readonly consentRequest: {
    readonly subject: string
    readonly ask: string
    readonly what: string
    readonly scopes: { readonly [Scope in Consent.Scope]: string }
    readonly where: string
    readonly free: string
    readonly label: string
  }
  readonly referralRequest: {
    readonly subject: string
    readonly ask: string
    readonly how: string
    readonly label: string
  }
  readonly reconfirmationRequest: {
    readonly subject: string
    readonly lead: string
    readonly ask: string
    readonly label: string
    readonly no: string
  }
  readonly agreementRequest: {
    readonly subject: string
    readonly lead: string
    readonly yours: string
    readonly edited: string
    readonly ask: string
    readonly label: string
    readonly no: string
  }
  readonly confirmation: {
    readonly [What in Decision.Confirmed]: {
      readonly subject: string
      readonly lead: string
      readonly places: string
      readonly nowhere: string
      readonly next: string
      readonly label: string
    }
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
  readonly whyAuthor: (brand: Name) => string
  readonly optOut: string
  readonly unsubscribe: string
}
