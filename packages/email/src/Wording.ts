/**
 * Wording: what do our messages say, in each language?
 *
 * A language is one file in `wording/`. Everything in it is plain text: names go in as they are, and are escaped where
 * the message is printed.
 *
 * @since 0.1.0
 */
import type * as FollowUp from "@temoin/core/FollowUp"
import type * as Score from "@temoin/core/Score"
import { en } from "./wording/en.ts"
import { fr } from "./wording/fr.ts"

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
  readonly whyAsked: (brand: Name) => string
  readonly whyAnswered: (brand: Name) => string
  readonly optOut: string
  readonly unsubscribe: string
}

/**
 * The languages there are.
 *
 * @category languages
 * @since 0.1.0
 */
export const all = { en, fr } as const satisfies Record<string, Wording>

/**
 * The wording for a language tag: "fr-CA" is served by "fr", a language we do not have by "en".
 *
 * @example Wording.forLocale("fr-CA").language // => "fr"
 * @example Wording.forLocale("nl").language // => "en"
 * @category languages
 * @since 0.1.0
 */
export const forLocale = (locale: string): Wording => {
  const language = locale.toLowerCase().split("-", 1)[0]
  return Object.values<Wording>(all).find((wording) => wording.language === language) ?? all.en
}
