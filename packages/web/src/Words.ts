/**
 * Words: what does a page say?
 *
 * A language is one value of this type, in a file of its own. All of it is text, never markup.
 *
 * @since 0.1.0
 */
import type * as Consent from "@temoin/core/Consent"
import type * as Decision from "@temoin/core/Decision"
import type * as FollowUp from "@temoin/core/FollowUp"
import type * as Intake from "@temoin/core/ports/Intake"
import type * as Preference from "@temoin/core/Preference"
import type * as Score from "@temoin/core/Score"
import type * as Option from "effect/Option"
import type * as AuthorForm from "./AuthorForm.ts"
import type * as Form from "./Form.ts"

/**
 * What can be wrong with what was sent: what the person wrote, or that we could not keep it.
 *
 * @category models
 * @since 0.1.0
 */
export type Problem = Form.Problem | "not saved"

/**
 * Pages that only say something.
 *
 * @category models
 * @since 0.1.0
 */
export type Notice =
  | "opted out"
  | "survey closed"
  | "link run out"
  | "link changed"
  | "message unknown"
  | "reply refused"
  | "not saved"
  | "wall unknown"
  | "wall unavailable"
  | "wall read only"
  | "no page"
  | "wrong method"
  | "wrong type"
  | "too large"
  | "too slow"
  | "cut off"
  | "unavailable"
  | "failed"

/** A title and a paragraph. @category models @since 0.1.0 */
export interface Passage {
  readonly title: string
  readonly text: string
}

/**
 * What stands at a field: its name, and what helps to fill it in.
 *
 * @category models
 * @since 0.1.0
 */
export interface Label {
  readonly label: string
  readonly hint?: string
}

/**
 * The question about consent. `version` must be a new one whenever a word of it changes: it is recorded with each yes. `whatAt` asks
 * of a single place.
 *
 * @category models
 * @since 0.1.0
 */
export interface ConsentWords {
  readonly version: string
  readonly what: string
  readonly whatAt: (place: Consent.Place) => string
  readonly free: string
  readonly scopes: Readonly<Record<Consent.Scope, string>>
  readonly where: string
  readonly takeBack: string
}

/**
 * What the pages for authors say. `noted` answers each reply.
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthorWords {
  readonly testimonial: Passage
  readonly forms: Readonly<Record<FollowUp.TestimonialForm, Label>> & { readonly legend: string; readonly only: string }
  readonly fields: Readonly<Record<AuthorForm.TextName, Label>>
  readonly optional: string
  readonly about: string
  readonly standing: string
  readonly standings: Readonly<Record<AuthorForm.Standing, string>>
  readonly consent: Passage
  readonly referral: Passage
  readonly reconfirmation: Passage
  readonly agreement: Passage & { readonly original: string; readonly edited: string }
  readonly confirmation: Readonly<Record<Decision.Confirmed, Passage>>
  readonly replies: Readonly<Record<Intake.Reply["_tag"], string>>
  readonly noted: Readonly<Record<Intake.Reply["_tag"], Passage>>
  readonly answered: string
  readonly withdrawing: string
  readonly back: string
  readonly kept: string
  readonly labelled: (label: string, text: string) => string
  readonly faults: Readonly<Record<Exclude<AuthorForm.Fault, "too long">, string>>
  readonly tooLong: (most: number) => string
}

/**
 * What one can wish for besides no more at all: the words of the button, and what they mean. `noted` says what holds by now.
 *
 * @category models
 * @since 0.1.0
 */
export interface PreferenceWords {
  readonly lead: string
  readonly wishes: Readonly<
    Record<Exclude<Preference.Preference, "never">, { readonly label: string; readonly text: string }>
  >
  readonly noted: {
    readonly "less often": string
    readonly pause: (until: string) => string
    readonly "not this topic": string
  }
}

/**
 * What a wall says. `anonymous` stands where an author may not be named.
 *
 * @category models
 * @since 0.1.0
 */
export interface WallWords {
  readonly title: string
  readonly count: (n: number) => string
  readonly average: (stars: string, n: number) => string
  readonly stars: (n: number) => string
  readonly anonymous: string
  readonly video: string
  readonly caseStudy: string
  readonly empty: string
  readonly policy: string
}

/**
 * Everything the pages say in one language. `lang` is its tag; `dir` the direction of its writing.
 *
 * @category models
 * @since 0.1.0
 */
export interface Words {
  readonly lang: string
  readonly dir: "ltr" | "rtl"
  readonly question: (subject: Option.Option<string>) => string
  readonly lowest: string
  readonly highest: string
  readonly untilSent: string
  readonly send: string
  readonly thanks: string
  readonly recorded: (score: Score.Score) => string
  readonly changeable: string
  readonly why: string
  readonly whyHint: string
  readonly save: string
  readonly problem: string
  readonly problems: Readonly<Record<Problem, string>>
  readonly optOut: Passage & { readonly confirm: string }
  readonly preferences: PreferenceWords
  readonly consent: ConsentWords
  readonly author: AuthorWords
  readonly wall: WallWords
  readonly notices: Readonly<Record<Notice, Passage>>
}
