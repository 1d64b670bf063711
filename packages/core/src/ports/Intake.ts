/**
 * Intake: what comes in from the person who was asked?
 *
 * What a web page, a widget or a mailbox needs; the runner provides it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Consent from "../Consent.ts"
import * as Contact from "../Contact.ts"
import * as Decision from "../Decision.ts"
import * as Event from "../Event.ts"
import type * as FollowUp from "../FollowUp.ts"
import type * as Heard from "../Heard.ts"
import * as Instant from "../Instant.ts"
import type * as Score from "../Score.ts"
import type * as Preference from "../Preference.ts"
import * as Survey from "../Survey.ts"
import * as Testimonial from "../Testimonial.ts"
import type { Conflict, EventClash, StoreError } from "./HistoryStore.ts"

/**
 * The wave that a link leads to, as far as the one who follows it may see it.
 *
 * @category models
 * @since 0.1.0
 */
export interface OpenWave {
  readonly survey: Survey.SurveyId
  readonly subject: Option.Option<string>
  readonly locale: Option.Option<string>
  readonly answer: Option.Option<{ readonly score: Score.Score; readonly comment: Option.Option<string> }>
}

/** We sent no message with this reference, or whoever it went to was erased since. @category errors @since 0.1.0 */
export class UnknownReference extends Schema.TaggedError<UnknownReference>()("UnknownReference", {
  reference: Event.Reference
}) {
  override get message() {
    return "no message of ours has this reference, or whoever it went to was erased"
  }
}

/** The wave takes no answer any more. @category errors @since 0.1.0 */
export class WaveClosed extends Schema.TaggedError<WaveClosed>()("WaveClosed", {
  survey: Survey.SurveyId,
  wave: Decision.WaveId,
  closedAt: Instant.Instant
}) {
  override get message() {
    return `this survey closed on ${Instant.minute(this.closedAt)}`
  }
}

/**
 * What an author was asked or told by one message, as far as the one who follows its link may see it. `words` are their own:
 * the praise they gave, or what they handed in. `isAnswered`: they have replied already.
 *
 * @category models
 * @since 0.1.0
 */
export interface AskedAuthor {
  readonly locale: Option.Option<string>
  readonly name: Option.Option<string>
  readonly isAnswered: boolean
  readonly asks:
    | {
        readonly _tag: "Testimonial"
        readonly forms: ReadonlyArray<FollowUp.TestimonialForm>
        readonly words: Option.Option<string>
        readonly places: ReadonlyArray<Consent.Place>
      }
    | {
        readonly _tag: "Consent"
        readonly words: string
        readonly scopes: ReadonlyArray<Consent.Scope>
        readonly places: ReadonlyArray<Consent.Place>
      }
    | { readonly _tag: "Referral" }
    | { readonly _tag: "Reconfirmation"; readonly words: string }
    | { readonly _tag: "Agreement"; readonly original: string; readonly edited: string }
    | { readonly _tag: "Confirmation"; readonly what: Decision.Confirmed; readonly words: string }
}

const agreedTo = { scopes: Consent.Scopes, places: Consent.Places, wording: Consent.Wording }

/**
 * What an author replies. `wording` is the question about consent as they read it, word for word.
 *
 * - `Testimonial`: their words (of a video or a case study, its address too), who they are, what they are to the company, and, with
 *   `consent`, what of it may be shown where.
 * - `Consent`: yes to these `scopes` at these `places`. `Withdraws`: everything of this testimonial is taken back, at once.
 * - `Refers`: they recommended us. `Declines`: no to what was asked.
 * - `Stands`, `StandsNot`: do their words still stand? `Agrees`, `Refuses`: may they be edited so?
 *
 * @category models
 * @since 0.1.0
 */
export const Reply = Schema.TaggedUnion({
  Testimonial: {
    content: Testimonial.Content,
    locale: Contact.Locale,
    author: Testimonial.Author,
    relationship: Testimonial.Relationship,
    consent: Schema.optionalKey(Schema.Struct(agreedTo))
  },
  Consent: agreedTo,
  Withdraws: {},
  Refers: {},
  Declines: {},
  Stands: {},
  StandsNot: {},
  Agrees: {},
  Refuses: {}
})
/** @since 0.1.0 */
export type Reply = typeof Reply.Type

/**
 * What was asked takes no answer any more: its time is over, or it was about something that has changed since (`problem`).
 *
 * @category errors
 * @since 0.1.0
 */
export class ReplyRefused extends Schema.TaggedError<ReplyRefused>()("ReplyRefused", {
  reference: Event.Reference,
  problem: Schema.String
}) {
  override get message() {
    return this.problem
  }
}

/**
 * @category ports
 * @since 0.1.0
 */
export class Intake extends Context.Service<
  Intake,
  {
    /** What to show on the answer page. Writes nothing. */
    readonly open: (reference: Event.Reference) => Effect.Effect<OpenWave, UnknownReference | WaveClosed | StoreError>

    /**
     * Records the answer; the latest before the wave closes counts. The same answer twice is recorded once. A comment
     * that is left out keeps the earlier one; an empty one takes it back.
     */
    readonly answer: (
      reference: Event.Reference,
      answer: { readonly score: Score.Score; readonly comment?: string }
    ) => Effect.Effect<void, UnknownReference | WaveClosed | Conflict | EventClash | StoreError>

    /** What an author was asked by this message. Writes nothing. */
    readonly asked: (reference: Event.Reference) => Effect.Effect<AskedAuthor, UnknownReference | StoreError>

    /** Records what the author says to it. The same reply twice is recorded once. */
    readonly reply: (
      reference: Event.Reference,
      reply: Reply
    ) => Effect.Effect<void, UnknownReference | ReplyRefused | Conflict | EventClash | StoreError>

    /** Records "no more": of everything, unless `extent` says less. Twice is once. */
    readonly optOut: (
      reference: Event.Reference,
      extent?: Event.Extent
    ) => Effect.Effect<void, UnknownReference | Conflict | EventClash | StoreError>

    /** What the person a reference leads to wants to hear, as they have said so far. Writes nothing. */
    readonly preferences: (
      reference: Event.Reference
    ) => Effect.Effect<Preference.Standing, UnknownReference | StoreError>

    /** Records what they want to hear; "topic" is what the message was about. Twice is once. */
    readonly prefer: (
      reference: Event.Reference,
      preference: Preference.Preference
    ) => Effect.Effect<void, UnknownReference | Conflict | EventClash | StoreError>

    /**
     * Takes what a mail says into the history of whom it is about, under the first of its references that is ours. The same
     * mail twice is recorded once. What cannot be placed is no failure: it is given back with the reason.
     */
    readonly hear: (heard: Heard.Heard) => Effect.Effect<Heard.Outcome, Conflict | EventClash | StoreError>

    /** The language of the person a reference leads to, for the pages around it. Writes nothing. */
    readonly locale: (reference: Event.Reference) => Effect.Effect<Option.Option<string>, UnknownReference | StoreError>
  }
>()("@temoin/core/ports/Intake") {}
