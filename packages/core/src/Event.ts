/**
 * Event: what do we know to have happened to one contact?
 *
 * The log of these is the only truth; everything else is a fold over it. `occurredAt` is when it happened, `recordedAt`
 * when we learned of it. The fold goes by (occurredAt, id), so the order of arrival does not matter.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Consent from "./Consent.ts"
import * as Contact from "./Contact.ts"
import * as Decision from "./Decision.ts"
import * as Fact from "./Fact.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Grievance from "./Grievance.ts"
import * as Instant from "./Instant.ts"
import * as Reason from "./Reason.ts"
import * as Score from "./Score.ts"
import * as Suppression from "./Suppression.ts"
import * as Survey from "./Survey.ts"
import * as Testimonial from "./Testimonial.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"
import * as Trait from "./Trait.ts"
import * as Zone from "./Zone.ts"

/** @category models @since 0.1.0 */
export const EventId = Fact.EventId
/** @since 0.1.0 */
export type EventId = Fact.EventId

/**
 * What an opt-out or opt-in covers: one survey (or one review, by its id), one purpose, both together, or, with neither, everything.
 *
 * @category models
 * @since 0.1.0
 */
export const Extent = Schema.Struct({
  survey: Schema.optionalKey(Survey.SurveyId),
  purpose: Schema.optionalKey(Survey.Purpose)
})
/** @since 0.1.0 */
export type Extent = typeof Extent.Type

/**
 * The sixteen bytes (as 32 hex digits) by which the outside world names a message we sent: in links, in its Message-ID,
 * in bounces.
 *
 * @category models
 * @since 0.1.0
 */
export const Reference = Schema.String.check(Schema.isPattern(/^[0-9a-f]{32}$/)).pipe(Schema.brand("Reference"))
/** @since 0.1.0 */
export type Reference = typeof Reference.Type

/** Part of the wave that an event starts, and so of keys: there it must have room. */
const HostId = Text.Identifier.pipe(Schema.brand("EventId"))

/** Whom some praise names: at most twenty. */
const Praised = Schema.NonEmptyArray(Text.Line).check(Schema.isMaxLength(20))

const common = Fact.fields
const changeable = <S extends Schema.Constraint>(field: S) => Schema.optionalKey(Schema.NullOr(field))
const decided = { key: Decision.Key, because: Schema.Array(Reason.Reason) }
const move = { ...common, case: Decision.CaseId, by: Schema.optionalKey(Text.Line) }
const note = { note: Schema.optionalKey(Text.Paragraph) }
const attempt = { key: Decision.Key, attempt: Schema.Int }

const known = {
  ContactChanged: {
    ...common,
    email: changeable(Contact.EmailAddress),
    name: changeable(Text.Line),
    locale: changeable(Contact.Locale),
    zone: changeable(Zone.Zone),
    account: changeable(Contact.AccountId),
    accountZone: changeable(Zone.Zone),
    traits: Schema.optionalKey(Trait.Changes)
  },
  TouchpointHappened: { ...common, id: HostId, kind: Touchpoint.Kind, about: Schema.optionalKey(Touchpoint.Subject) },
  AskRequested: { ...common, id: HostId, survey: Survey.SurveyId, by: Schema.optionalKey(Text.Line) },
  Intended: { ...common, ...attempt, reference: Reference, address: Contact.EmailAddress, decision: Decision.Send },
  Sent: { ...common, ...attempt, by: Schema.optionalKey(Text.Line) },
  SendFailed: { ...common, ...attempt, problem: Text.Paragraph, by: Schema.optionalKey(Text.Line) },
  SendRefused: {
    ...common,
    ...attempt,
    address: Contact.EmailAddress,
    problem: Text.Paragraph,
    suppressed: Schema.optionalKey(Suppression.Why)
  },
  SendUnknown: { ...common, ...attempt },
  Answered: {
    ...common,
    survey: Survey.SurveyId,
    wave: Decision.WaveId,
    score: Score.Score,
    comment: Schema.optionalKey(Text.Paragraph),
    via: Schema.optionalKey(Reference)
  },
  Replied: {
    ...common,
    via: Reference,
    words: Schema.optionalKey(Text.Paragraph),
    from: Schema.optionalKey(Contact.EmailAddress)
  },
  AskedElsewhere: { ...common, ...Extent.fields },
  Shown: { ...common, survey: Survey.SurveyId, wave: Schema.optionalKey(Decision.WaveId) },
  Dismissed: { ...common, survey: Survey.SurveyId, wave: Schema.optionalKey(Decision.WaveId) },
  CaseOpened: {
    ...common,
    key: Decision.Key,
    case: Decision.CaseId,
    survey: Survey.SurveyId,
    wave: Decision.WaveId,
    owner: FollowUp.Role,
    deadline: Instant.Instant,
    resolveBy: Schema.optionalKey(Instant.Instant),
    terms: Schema.optionalKey(FollowUp.Terms),
    escalateTo: FollowUp.Role,
    because: Schema.Array(Reason.Reason)
  },
  CaseAssigned: { ...move, to: FollowUp.Role, ...note },
  CaseAcknowledged: { ...move, ...note },
  CaseExplained: { ...move, explanation: Text.Paragraph },
  CaseRedressed: { ...move, redress: Text.Paragraph, correctiveAction: Schema.optionalKey(Text.Paragraph) },
  CaseEscalated: {
    ...common,
    key: Decision.Key,
    case: Decision.CaseId,
    to: FollowUp.Role,
    because: Schema.Array(Reason.Reason)
  },
  CaseResolved: { ...move, ...note },
  CaseReopened: {
    ...move,
    ...note,
    key: Schema.optionalKey(Decision.Key),
    deadline: Schema.optionalKey(Instant.Instant),
    resolveBy: Schema.optionalKey(Instant.Instant),
    because: Schema.optionalKey(Schema.Array(Reason.Reason))
  },
  CaseClosed: { ...common, ...decided, case: Decision.CaseId },
  OwnerTold: { ...common, ...decided, case: Decision.CaseId, to: FollowUp.Role },
  GrievanceRaised: {
    ...common,
    id: HostId,
    channel: Grievance.Channel,
    words: Schema.optionalKey(Text.Paragraph),
    about: Schema.optionalKey(Touchpoint.Subject)
  },
  DisruptionEnded: { ...common, kind: Touchpoint.Kind, about: Schema.optionalKey(Touchpoint.Subject) },
  PraiseNamed: { ...common, id: HostId, names: Praised, words: Schema.optionalKey(Text.Paragraph) },
  PraiseAssigned: {
    ...common,
    ...decided,
    praise: Decision.PraiseId,
    survey: Survey.SurveyId,
    wave: Decision.WaveId,
    names: Praised,
    owner: FollowUp.Role,
    deadline: Instant.Instant,
    escalateTo: FollowUp.Role
  },
  PraisePassedOn: { ...common, praise: Decision.PraiseId, by: Schema.optionalKey(Text.Line) },
  PraiseEscalated: { ...common, ...decided, praise: Decision.PraiseId, to: FollowUp.Role },
  ReviewDelayed: {
    ...common,
    key: Decision.Key,
    survey: Survey.SurveyId,
    wave: Decision.WaveId,
    until: Instant.Instant,
    because: Schema.Array(Reason.Reason)
  },
  AskDeclined: { ...common, key: Decision.Key, survey: Survey.SurveyId, wave: Decision.WaveId },
  AskEnded: {
    ...common,
    key: Decision.Key,
    survey: Survey.SurveyId,
    wave: Decision.WaveId,
    as: Decision.Ending,
    because: Schema.Array(Reason.Reason)
  },
  OptedOut: { ...common, extent: Extent, via: Schema.optionalKey(Reference) },
  OptedIn: { ...common, extent: Extent, evidence: Text.Line },
  Paused: { ...common, until: Instant.Instant, via: Schema.optionalKey(Reference) },
  SlowedDown: { ...common, via: Schema.optionalKey(Reference) },
  HardBounced: { ...common, address: Contact.EmailAddress, via: Schema.optionalKey(Reference) },
  SpamReported: { ...common, via: Schema.optionalKey(Reference) },
  LegalBasisRecorded: {
    ...common,
    purpose: Survey.Purpose,
    channel: Survey.Channel,
    basis: Schema.Literals(["consent", "soft opt-in"]),
    evidence: Text.Line
  },
  Erased: common,
  ...Testimonial.events,
  ...Consent.events
} as const

/**
 * What one contact can inherit from another. Its id may have had to make room for another one.
 *
 * @category models
 * @since 0.1.0
 */
export const Inheritable = Schema.TaggedUnion({
  ...known,
  TouchpointHappened: { ...known.TouchpointHappened, id: EventId },
  GrievanceRaised: { ...known.GrievanceRaised, id: EventId },
  AskRequested: { ...known.AskRequested, id: EventId },
  PraiseNamed: { ...known.PraiseNamed, id: EventId }
})
/** @since 0.1.0 */
export type Inheritable = typeof Inheritable.Type

/**
 * - `ContactChanged`: fields of the contact as they are from now on; `null` takes one away. `accountZone` is the zone of
 *   the account they belong to; one said of an earlier account is forgotten. `traits`: what else the host knows of them
 *   ("plan", "country"), for segments.
 * - `TouchpointHappened`: something on the journey.
 * - `AskRequested`: somebody in the company (`by`) wants the contact asked this survey; a trigger on "hand" hears it.
 * - `Intended`: a message is about to leave. Then exactly one of `Sent`, `SendFailed` (try again later), `SendRefused`
 *   (the address is no good; `suppressed`: we did not try, since somebody else behind it must not be written to), `SendUnknown` (it may or may not have left). After `SendUnknown` a `Sent` or `SendFailed` of the
 *   same attempt can still come, when it was found out; `by` says who did.
 * - `Answered`: a score, perhaps with a comment. The latest one before the wave closes counts. `via`: the message whose
 *   link it came by, which shows that this message arrived.
 * - `Replied`: they wrote back to the message `via`, which shows that it arrived. `words`: their own, missing where there were
 *   none; `from`: the address they wrote from, where it is not the one we had written to.
 * - `AskedElsewhere`: another tool asked them; what it does not tell, survey or purpose, may have been any. It starts every
 *   `invited` clock that it may concern, also when it is dated in the future.
 * - `Shown`, `Dismissed`: a survey was shown to them on a page; closed without an answer, which is no answer and no score.
 * - `CaseOpened`, `CaseAssigned` (to another owner), `CaseAcknowledged`, `CaseExplained`, `CaseRedressed` (with what, and
 *   what was put right for others too), `CaseResolved`, `CaseReopened`: the closed loop; `by` says who did it. `CaseEscalated`:
 *   a deadline passed. `CaseClosed`: nobody had looked when the answer changed. `OwnerTold`: it changed, and the case stays.
 * - `GrievanceRaised`: the customer's complaint, in their words. `DisruptionEnded`: what disrupted them is over: all of that
 *   kind, or of that kind and `about` the same thing.
 * - `PraiseNamed`: praise that names people at work, as somebody read it. `PraiseAssigned` to who is to pass it on;
 *   `PraisePassedOn`; `PraiseEscalated`: its deadline passed.
 * - `ReviewDelayed`: a request for a review has had its turn, and waits until `until` at the latest.
 * - `AskDeclined`: they said no to what we asked under this key.
 * - `AskEnded`: an ask ended without being sent.
 * - `Paused`: they want to hear nothing from us until then. `SlowedDown`: they want to hear from us half as often; every gap,
 *   every window of a cap and every interval of a rhythm counts twice. An opt-in to everything lifts both.
 * - `OptedOut`, `OptedIn` (with evidence), `HardBounced`, `SpamReported`, `Erased`: what silences us, and what lifts it. `via`: the
 *   message that it was about, where that is known, which shows that this message had left.
 * - `LegalBasisRecorded`: why we may send asks of this purpose by this channel.
 * - What happened to their testimonials, and what they consented to: see `Testimonial.events` and `Consent.events`.
 * - `MergedInto`: this contact turned out to be another one, under whose id everything goes on.
 * - `Merged`: the counterpart in that one: from now on its history has everything of `from` in it, too, which came `through`
 *   those that it had been merged into before. `knownSince`, `optOuts`, `pauses`, `slowedDownAt`, `spamReportedAt` are how `from` stood then, so that
 *   nothing that was said under the other id can lift what was said under this one.
 * - `Inherited`: one event of the other contact, as it stands in this history.
 *
 * @category models
 * @since 0.1.0
 */
export const Event = Schema.TaggedUnion({
  ...known,
  MergedInto: { ...common, into: Contact.ContactId },
  Merged: {
    ...common,
    from: Contact.ContactId,
    through: Schema.Array(Contact.ContactId),
    knownSince: Schema.optionalKey(Instant.Instant),
    optOuts: Schema.Array(Schema.Struct({ extent: Extent, at: Instant.Instant })),
    pauses: Schema.optionalKey(Schema.Array(Schema.Struct({ until: Instant.Instant, at: Instant.Instant }))),
    slowedDownAt: Schema.optionalKey(Instant.Instant),
    spamReportedAt: Schema.optionalKey(Instant.Instant)
  },
  Inherited: { ...common, from: Contact.ContactId, event: Inheritable }
})
/** @since 0.1.0 */
export type Event = typeof Event.Type

/**
 * Do two events say the same? When we learned of it (`recordedAt`) does not matter: the same webhook delivered twice
 * is the same event.
 *
 * @category comparing
 * @since 0.1.0
 */
export const isSame = (self: Event, that: Event): boolean => content(self) === content(that)

/**
 * What an event says, as text with its fields in one fixed order, without `recordedAt`. Equal for the same content.
 *
 * @category comparing
 * @since 0.1.0
 */
export const content = (self: Event): string => JSON.stringify(sorted({ ...self, recordedAt: 0 }))

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, field]) => field !== undefined)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, field]) => [name, sorted(field)])
        )
      : value

/**
 * The order of the fold: by time, then by id.
 *
 * @category comparing
 * @since 0.1.0
 */
export const compare: (self: Event, that: Event) => number = Fact.compare
