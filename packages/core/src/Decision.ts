/**
 * Decision: what shall be done, and why?
 *
 * Each decision has a `key` that is the same for ever, made of program, contact, survey, step and cause; so doing it
 * twice can be noticed and prevented. Each has a `because`.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Consent from "./Consent.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Contact from "./Contact.ts"
import * as Fact from "./Fact.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as PlainText from "./PlainText.ts"
import * as Reason from "./Reason.ts"
import * as Review from "./Review.ts"
import * as Score from "./Score.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"

/**
 * The lengths of these follow from those of what they are made of: a part takes up to nine bytes a character once it is
 * escaped, and one that holds an escaped one more.
 *
 * @category models
 * @since 0.1.0
 */
export const Key = Text.identifier(110_000).pipe(Schema.brand("Key"))
/** @since 0.1.0 */
export type Key = typeof Key.Type

/**
 * Which turn of a survey: its cause, such as "touchpoint:4711". Unique within one survey of one contact.
 *
 * @category models
 * @since 0.1.0
 */
export const WaveId = Text.identifier(9000).pipe(Schema.brand("WaveId"))
/** @since 0.1.0 */
export type WaveId = typeof WaveId.Type

/** @category models @since 0.1.0 */
export const CaseId = Text.identifier(84_000).pipe(Schema.brand("CaseId"))
/** @since 0.1.0 */
export type CaseId = typeof CaseId.Type

/**
 * How an ask ended without being sent.
 *
 * @category models
 * @since 0.1.0
 */
export const Ending = Schema.Literals(["joined", "cancelled", "expired", "forbidden"])
/** @since 0.1.0 */
export type Ending = typeof Ending.Type

/**
 * The id of the event that named the praise.
 *
 * @category models
 * @since 0.1.0
 */
export const PraiseId = Text.identifier(1000)
/** @since 0.1.0 */
export type PraiseId = typeof PraiseId.Type

const common = {
  key: Key,
  survey: Survey.SurveyId,
  wave: WaveId,
  because: Schema.Array(Reason.Reason)
}

/**
 * What an author is told: that we noted their consent, that their words are shown now, that they are shown no more.
 *
 * @category models
 * @since 0.1.0
 */
export const Confirmed = Schema.Literals(["consent", "publication", "withdrawal"])
/** @since 0.1.0 */
export type Confirmed = typeof Confirmed.Type

const deadlines = { deadline: Instant.Instant, resolveBy: Schema.optionalKey(Instant.Instant) }
/** What is asked of a customer may be held back for what colleagues were asked. */
const ask = { ...common, accountVersion: Schema.optionalKey(Schema.Int) }

const followUp = { ...common, step: Text.Name, score: Score.Score }

const ofTestimonial = { testimonial: Consent.TestimonialId }
const recall = { score: Schema.optionalKey(Score.Score) }

/**
 * - `Invite`: ask the survey's question. `expiresAt` is when the invitation stops waiting for a first answer. `repairs`: the
 *   resolved case that this ask is about (did we repair it?); its answer is shown apart, and in no headline number.
 *   `version`: that of the program that opens the wave, under which its reminders and what follows it go on.
 * - `Remind`: ask again in the same wave.
 * - `Thank`, `Contact`, `RequestTestimonial`: write to the customer after an answer.
 * - `RequestTestimonial`: on the ladder it has the `rung`; `testimonial` is the praise that they may put into words for others.
 *   `expiresAt`: how long its form is open. What they once answered may be recalled in this and the next two, and nowhere else.
 * - `RequestConsent`: may their words be shown, with these `scopes`, at these `places`? `RequestReferral`: do they know somebody?
 * - `RequestReconfirmation`: do their words still stand? `RequestAgreement`: do they agree to this edit of their words?
 * - `Confirm`: what was done with their words, for them to know.
 * - `KeepPraise`: what they wrote is kept as praise. `DoubtTestimonial`: off the wall until they say that it stands.
 * - `RequestReview`: ask for a review on an outside site. It knows no score; `survey` is the id of the review.
 * - `DelayReview`: such a request has its turn now, and something that a score can move holds it back: until `until` at the
 *   latest.
 * - `OpenCase`, `ReopenCase`, `EscalateCase`, `PassOnPraise`, `EscalatePraise`: people in the company must act. `TellOwner`:
 *   they should know. `CloseCase`: they need not act any more.
 * - `accountVersion` of an ask that a rule about the whole account could have held back: the version of the account it was
 *   judged against. Its intent is written only while the account still has that version.
 * - `EndAsk`: an ask that came due ends without being sent; recorded, so that none is lost in silence.
 *
 * @category models
 * @since 0.1.0
 */
export const Decision = Schema.TaggedUnion({
  Invite: {
    ...ask,
    expiresAt: Instant.Instant,
    closes: Period.Period,
    repairs: Schema.optionalKey(CaseId),
    version: Schema.optionalKey(Schema.Int)
  },
  Remind: { ...ask, expiresAt: Instant.Instant },
  Thank: followUp,
  Contact: { ...followUp, topic: FollowUp.Topic },
  RequestTestimonial: {
    ...ask,
    ...recall,
    step: Text.Name,
    forms: Schema.Array(FollowUp.TestimonialForm),
    rung: Schema.optionalKey(Text.Name),
    testimonial: Schema.optionalKey(Consent.TestimonialId),
    expiresAt: Schema.optionalKey(Instant.Instant)
  },
  RequestConsent: {
    ...ask,
    ...recall,
    ...ofTestimonial,
    rung: Text.Name,
    scopes: Consent.Scopes,
    places: Consent.Places,
    expiresAt: Instant.Instant
  },
  RequestReferral: { ...ask, ...recall, rung: Text.Name, expiresAt: Instant.Instant },
  RequestReconfirmation: { ...ask, ...ofTestimonial, expiresAt: Instant.Instant },
  RequestAgreement: { ...common, ...ofTestimonial, edit: Fact.EventId, until: Instant.Instant },
  Confirm: { ...common, ...ofTestimonial, what: Confirmed },
  KeepPraise: {
    ...common,
    ...ofTestimonial,
    words: PlainText.Words,
    score: Score.Score,
    answeredAt: Instant.Instant,
    name: Schema.optionalKey(Text.Line),
    locale: Schema.optionalKey(Contact.Locale)
  },
  DoubtTestimonial: { ...common, ...ofTestimonial },
  RequestReview: { ...ask, site: Text.Line, url: Review.Url },
  DelayReview: { ...common, until: Instant.Instant },
  OpenCase: {
    ...common,
    ...deadlines,
    step: Text.Name,
    score: Schema.optionalKey(Score.Score),
    case: CaseId,
    owner: FollowUp.Role,
    terms: FollowUp.Terms,
    escalateTo: FollowUp.Role
  },
  ReopenCase: { ...common, ...deadlines, case: CaseId, owner: FollowUp.Role },
  EscalateCase: { ...common, case: CaseId, escalateTo: FollowUp.Role },
  CloseCase: { ...common, case: CaseId, owner: FollowUp.Role },
  TellOwner: { ...common, case: CaseId, owner: FollowUp.Role },
  PassOnPraise: {
    ...common,
    step: Text.Name,
    praise: PraiseId,
    names: Schema.NonEmptyArray(Text.Line),
    owner: FollowUp.Role,
    deadline: Instant.Instant,
    escalateTo: FollowUp.Role
  },
  EscalatePraise: { ...common, praise: PraiseId, escalateTo: FollowUp.Role },
  EndAsk: { ...common, as: Ending }
})
/** @since 0.1.0 */
export type Decision = typeof Decision.Type

/**
 * The decisions that leave as a message to the customer.
 *
 * @category models
 * @since 0.1.0
 */
export const Send = Schema.Union([
  Decision.cases.Invite,
  Decision.cases.Remind,
  Decision.cases.Thank,
  Decision.cases.Contact,
  Decision.cases.RequestTestimonial,
  Decision.cases.RequestConsent,
  Decision.cases.RequestReferral,
  Decision.cases.RequestReconfirmation,
  Decision.cases.RequestAgreement,
  Decision.cases.Confirm,
  Decision.cases.RequestReview
])
/** @since 0.1.0 */
export type Send = typeof Send.Type

/** Does it leave as a message to the customer? @category guards @since 0.1.0 */
export const isSend = (self: Decision): self is Send => isSendTag(self._tag)

/** The same of a decision's tag. @category guards @since 0.1.0 */
export const isSendTag = (tag: Decision["_tag"]): tag is Send["_tag"] => Object.hasOwn(sends, tag)

const sends: Record<Send["_tag"], true> = {
  Invite: true,
  Remind: true,
  Thank: true,
  Contact: true,
  RequestTestimonial: true,
  RequestConsent: true,
  RequestReferral: true,
  RequestReconfirmation: true,
  RequestAgreement: true,
  Confirm: true,
  RequestReview: true
}

/** A decision that asks something of the customer. @category models @since 0.1.0 */
export type Ask = Extract<Decision, { readonly accountVersion?: number }>

/** Does it ask something of the customer? @category guards @since 0.1.0 */
export const isAsk = (self: Decision): self is Ask => Object.hasOwn(asks, self._tag)

const asks: Record<Ask["_tag"], true> = {
  Invite: true,
  Remind: true,
  RequestTestimonial: true,
  RequestConsent: true,
  RequestReferral: true,
  RequestReconfirmation: true,
  RequestReview: true
}

/**
 * The key of a decision. `step` names the rule's step ("invite", "remind 1", "thank"), `cause` what it answers to.
 * Never an ordinal of the cause, an answer's id, a time or the program's version: those would change under a retry.
 *
 * @example Decision.key("p", "nps", "anna", "invite", "touchpoint:7") // => "p/nps/anna/invite/touchpoint%3A7"
 * @category keys
 * @since 0.1.0
 */
export const key = (program: string, survey: string, contact: string, step: string, cause: string): Key =>
  keyWith(keysBegin(program, survey), contact, escape(step), cause)

/**
 * The same with what keys begin with, and the step, as they are written there.
 *
 * @example Decision.keyWith("p/nps/", "anna", "remind%201", "touchpoint:7") // => "p/nps/anna/remind%201/touchpoint%3A7"
 * @category keys
 * @since 0.1.0
 */
export const keyWith = (begin: string, contact: string, step: string, cause: string): Key =>
  `${begin}${escape(contact)}/${step}/${escape(cause)}` as Key

/**
 * What the keys of a program's survey begin with, whoever they are about.
 *
 * @example Decision.keysBegin("p", "nps") // => "p/nps/"
 * @category keys
 * @since 0.1.0
 */
export const keysBegin = (program: string, survey: string): string => `${escape(program)}/${escape(survey)}/`

/**
 * What a key begins with, as `keysBegin` has it; "" when it is no key of a decision.
 *
 * @example Decision.beginIn("p/nps/anna/remind%201/touchpoint%3A7") // => "p/nps/"
 * @category keys
 * @since 0.1.0
 */
export const beginIn = (key: string): string => key.slice(0, key.indexOf("/", key.indexOf("/") + 1) + 1)

/**
 * The step that a key names, as it is written there; "" when it is no key of a decision.
 *
 * @example Decision.stepIn("p/nps/anna/remind%201/touchpoint%3A7") // => "remind%201"
 * @category keys
 * @since 0.1.0
 */
export const stepIn = (key: string): string => {
  const end = key.lastIndexOf("/")
  return end <= 0 ? "" : key.slice(key.lastIndexOf("/", end - 1) + 1, end)
}

/**
 * What a key names, whoever it is about: the key without its contact.
 *
 * @example Decision.deed("p/nps/anna/escalate/nps%2Fe7") // => "p/nps/escalate/nps%2Fe7"
 * @category keys
 * @since 0.1.0
 */
export const deed = (key: string): string => {
  const begin = beginIn(key)
  const step = key.indexOf("/", begin.length) + 1
  return begin === "" || step === 0 ? key : begin + key.slice(step)
}

/**
 * A part of a key as it is written there. Most parts need no escaping, and looking is cheaper than doing it.
 *
 * @example Decision.escape("remind 1") // => "remind%201"
 * @category keys
 * @since 0.1.0
 */
export const escape = (part: string): string => (/^[\w.~!*'()-]*$/.test(part) ? part : encodeURIComponent(part))

/**
 * The same decision's key for another contact.
 *
 * @example Decision.under("p/nps/anna/invite/touchpoint%3A7", "ben") // => "p/nps/ben/invite/touchpoint%3A7"
 * @category keys
 * @since 0.1.0
 */
export const under = (self: Key, contact: string): Key =>
  self
    .split("/")
    .map((part, index) => (index === 2 ? escape(contact) : part))
    .join("/") as Key
