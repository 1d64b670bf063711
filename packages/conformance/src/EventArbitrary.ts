/**
 * EventArbitrary: which events are worth trying?
 *
 * Events of every kind, valid by construction, that become smaller towards a plain one at the beginning of 2026.
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as Grievance from "@temoin/core/Grievance"
import type * as Reason from "@temoin/core/Reason"
import * as Rejection from "@temoin/core/Rejection"
import * as Score from "@temoin/core/Score"
import * as Suppression from "@temoin/core/Suppression"
import * as Survey from "@temoin/core/Survey"
import * as Testimonial from "@temoin/core/Testimonial"
import * as fc from "fast-check"
import * as InstantArbitrary from "./InstantArbitrary.ts"
import * as TextArbitrary from "./TextArbitrary.ts"

/**
 * The tag of an event.
 *
 * @category models
 * @since 0.1.0
 */
export type Kind = Event.Event["_tag"]

/**
 * A reference made of a number, the same for the same number.
 *
 * @example EventArbitrary.reference(255) // => "000000000000000000000000000000ff"
 * @category constructors
 * @since 0.1.0
 */
export const reference = (number: number): Event.Reference =>
  Event.Reference.make(number.toString(16).padStart(32, "0"))

/**
 * A touchpoint about nothing in particular, so many minutes after the beginning of 2026.
 *
 * @category constructors
 * @since 0.1.0
 */
export const touchpoint = (id: string, minutes = 0, kind = "order.delivered"): Event.Event => ({
  _tag: "TouchpointHappened",
  id: Event.EventId.make(id),
  occurredAt: InstantArbitrary.at(minutes),
  recordedAt: InstantArbitrary.at(minutes),
  kind
})

/**
 * An invitation to the survey "nps" that is about to leave.
 *
 * @category constructors
 * @since 0.1.0
 */
export const intended = (id: string, reference: Event.Reference, key: Decision.Key): Event.Event => ({
  _tag: "Intended",
  id: Event.EventId.make(id),
  occurredAt: InstantArbitrary.at(0),
  recordedAt: InstantArbitrary.at(0),
  key,
  attempt: 1,
  reference,
  address: "anna@example.com",
  decision: {
    _tag: "Invite",
    key,
    survey: Survey.SurveyId.make("nps"),
    wave: Decision.WaveId.make("touchpoint:1"),
    because: [],
    expiresAt: InstantArbitrary.at(60),
    closes: "7 days"
  }
})

const atLeastOne = <A>([first, ...rest]: ReadonlyArray<A>): readonly [A, ...Array<A>] => {
  if (first === undefined) throw new Error("there is at least one")
  return [first, ...rest]
}

const survey = fc.constantFrom("nps", "csat").map((id) => Survey.SurveyId.make(id))
const wave = fc.nat(9).map((n) => Decision.WaveId.make(`touchpoint:${n}`))
const key = fc.nat(9).map((n) => Decision.Key.make(`p/nps/anna/invite/touchpoint%3A${n}`))
const caseId = fc.nat(9).map((n) => Decision.CaseId.make(`case:${n}`))
const attempt = { key, attempt: fc.integer({ min: 1, max: 9 }) }
const score = fc.constantFrom(...Score.scale)
const address = fc.constantFrom("anna@example.com", "o'brien+nps@sub.example.org")
const role = fc.constantFrom("account manager", "support lead")
const purpose = fc.constantFrom(...Survey.Purpose.literals)
const via = fc.nat().map((number) => reference(number))
const words = fc.constantFrom("thank you", "fine, so far")
const names = fc.constantFrom<Array<[string, ...Array<string>]>>(["Marie"], ["Marie", "Jean-Luc"])
const praise = fc.nat(9).map((n) => `praise ${n}`)
const extent: fc.Arbitrary<Event.Extent> = fc.record({ survey, purpose }, { requiredKeys: [] })
const because: fc.Arbitrary<ReadonlyArray<Reason.Reason>> = fc.array(
  fc.oneof(
    fc.constant<Reason.Reason>({ _tag: "NoAddress" }),
    fc.record({
      _tag: fc.constant("TouchpointHappened" as const),
      kind: fc.constant("order.delivered"),
      at: InstantArbitrary.soon,
      delay: fc.constant("2 hours" as const)
    })
  ),
  { maxLength: 2 }
)

const testimonial = fc.nat(9).map((n) => Consent.TestimonialId.make(`nps/touchpoint%3A${n}`))
const place = fc.constantFrom("website", "newsletter")
const someScopes = fc.uniqueArray(fc.constantFrom(...Consent.Scope.literals), { minLength: 1 }).map(atLeastOne)
const somePlaces = fc.uniqueArray(place, { minLength: 1 }).map(atLeastOne)
const ofTestimonial = { testimonial, by: fc.constantFrom("Maria", "Paul") }
const author = fc.record({ name: words, role: words, company: words }, { requiredKeys: [] })
const content: fc.Arbitrary<Testimonial.Content> = fc.oneof(
  fc.record({ _tag: fc.constant("Written" as const), words }),
  fc.record({
    _tag: fc.constant("Video" as const),
    url: fc.constant("https://example.com/anna.mp4"),
    poster: fc.constant("https://example.com/anna.jpg"),
    captions: fc.constant([{ locale: "en", url: "https://example.com/anna.vtt" }] as const),
    words
  }),
  fc.record({ _tag: fc.constant("CaseStudy" as const), title: words, words })
)
const answered = fc.record({ survey, wave, score, at: InstantArbitrary.soon })
const provenance: fc.Arbitrary<Testimonial.Provenance> = fc.record(
  { answer: answered, verifiedBy: words },
  { requiredKeys: [] }
)

const decided = { key, survey, wave, because }
const step = { ...decided, step: fc.constant("thank"), score }
const send: fc.Arbitrary<Decision.Send> = fc.oneof(
  fc.record({
    _tag: fc.constant("Invite" as const),
    ...decided,
    expiresAt: InstantArbitrary.soon,
    closes: fc.constant("7 days" as const)
  }),
  fc.record({ _tag: fc.constant("Remind" as const), ...decided, expiresAt: InstantArbitrary.soon }),
  fc.record({ _tag: fc.constant("Thank" as const), ...step }),
  fc.record({ _tag: fc.constant("Contact" as const), ...step, topic: fc.constant("what can we do better" as const) }),
  fc.record({
    _tag: fc.constant("RequestTestimonial" as const),
    ...step,
    forms: fc.subarray<"written" | "video">(["written", "video"])
  }),
  fc.record({
    _tag: fc.constant("RequestConsent" as const),
    ...decided,
    testimonial,
    rung: fc.constant("consent"),
    scopes: someScopes,
    places: somePlaces,
    expiresAt: InstantArbitrary.soon
  }),
  fc.record({
    _tag: fc.constant("RequestReferral" as const),
    ...decided,
    rung: fc.constant("referral"),
    expiresAt: InstantArbitrary.soon
  }),
  fc.record({
    _tag: fc.constant("RequestReconfirmation" as const),
    ...decided,
    testimonial,
    expiresAt: InstantArbitrary.soon
  }),
  fc.record({
    _tag: fc.constant("RequestAgreement" as const),
    ...decided,
    testimonial,
    edit: fc.constant(Event.EventId.make("edit 1")),
    until: InstantArbitrary.soon
  }),
  fc.record({
    _tag: fc.constant("Confirm" as const),
    ...decided,
    testimonial,
    what: fc.constantFrom(...Decision.Confirmed.literals)
  }),
  fc.record({
    _tag: fc.constant("RequestReview" as const),
    ...decided,
    site: fc.constant("Example Maps"),
    url: fc.constant("https://maps.example/acme")
  })
)

const common = {
  id: fc.nat(999).map((n) => Event.EventId.make(`e${n}`)),
  occurredAt: InstantArbitrary.any,
  recordedAt: InstantArbitrary.any
}

const of = <Tag extends Kind>(tag: Tag) => ({ _tag: fc.constant(tag), ...common })
const always = ["_tag", "id", "occurredAt", "recordedAt"] as const

/**
 * Two references that differ in one digit, at any place.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const references: fc.Arbitrary<readonly [Event.Reference, Event.Reference]> = fc
  .record({ place: fc.nat(31), one: fc.nat(15), step: fc.integer({ min: 1, max: 15 }) })
  .map(({ one, place, step }) => {
    const withDigit = (digit: number) => {
      const digits = "0".repeat(place) + (digit % 16).toString(16)
      return Event.Reference.make(digits.padEnd(32, "0"))
    }
    return [withDigit(one), withDigit(one + step)]
  })

const person = fc.constantFrom("anna", "ben", "o/ü").map((id) => Contact.ContactId.make(id))

const known: {
  readonly [Tag in Event.Inheritable["_tag"]]: fc.Arbitrary<Extract<Event.Event, { readonly _tag: Tag }>>
} = {
  ContactChanged: fc.record(
    {
      ...of("ContactChanged"),
      email: fc.option(address),
      name: fc.option(fc.constantFrom("Anna", "Ben")),
      locale: fc.option(fc.constantFrom("en", "pt-BR")),
      zone: fc.option(fc.constantFrom("UTC", "Europe/Paris")),
      account: fc.option(fc.constantFrom("acme", "globex").map((id) => Contact.AccountId.make(id))),
      accountZone: fc.option(fc.constantFrom("UTC", "America/New_York")),
      traits: fc.dictionary(
        fc.constantFrom("plan", "country"),
        fc.option(fc.constantFrom("pro", "free", "x".repeat(65))),
        {
          noNullPrototype: true
        }
      )
    },
    { requiredKeys: [...always] }
  ),
  TouchpointHappened: fc.record(
    {
      ...of("TouchpointHappened"),
      kind: fc.constantFrom("order.delivered", "deal.won"),
      about: fc.constantFrom("order 7", "order 8")
    },
    { requiredKeys: [...always, "kind"] }
  ),
  AskRequested: fc.record(
    { ...of("AskRequested"), survey, by: fc.constantFrom("Eva", "o'brien") },
    { requiredKeys: [...always, "survey"] }
  ),
  Intended: fc.record({
    ...of("Intended"),
    ...attempt,
    reference: fc.nat().map(reference),
    address,
    decision: send
  }),
  Sent: fc.record({ ...of("Sent"), ...attempt, by: words }, { requiredKeys: [...always, "key", "attempt"] }),
  SendFailed: fc.record(
    { ...of("SendFailed"), ...attempt, problem: words, by: words },
    { requiredKeys: [...always, "key", "attempt", "problem"] }
  ),
  SendRefused: fc.record(
    {
      ...of("SendRefused"),
      ...attempt,
      address,
      problem: words,
      suppressed: fc.constantFrom(...Suppression.Why.literals)
    },
    { requiredKeys: [...always, "key", "attempt", "address", "problem"] }
  ),
  SendUnknown: fc.record({ ...of("SendUnknown"), ...attempt }),
  Answered: fc.record(
    { ...of("Answered"), survey, wave, score, comment: words, via },
    { requiredKeys: [...always, "survey", "wave", "score"] }
  ),
  AskedElsewhere: fc.record({ ...of("AskedElsewhere"), survey, purpose }, { requiredKeys: [...always] }),
  Shown: fc.record({ ...of("Shown"), survey, wave }, { requiredKeys: [...always, "survey"] }),
  Dismissed: fc.record({ ...of("Dismissed"), survey, wave }, { requiredKeys: [...always, "survey"] }),
  CaseOpened: fc.record({
    ...of("CaseOpened"),
    key,
    case: caseId,
    survey,
    wave,
    owner: role,
    deadline: InstantArbitrary.soon,
    resolveBy: InstantArbitrary.soon,
    terms: fc.constant({ deadline: "8 business hours" as const, resolveWithin: "14 days" as const }),
    escalateTo: role,
    because
  }),
  CaseAssigned: fc.record(
    { ...of("CaseAssigned"), case: caseId, to: role, by: words, note: words },
    { requiredKeys: [...always, "case", "to"] }
  ),
  CaseAcknowledged: fc.record(
    { ...of("CaseAcknowledged"), case: caseId, by: words, note: words },
    { requiredKeys: [...always, "case"] }
  ),
  CaseExplained: fc.record(
    { ...of("CaseExplained"), case: caseId, by: words, explanation: words },
    { requiredKeys: [...always, "case", "explanation"] }
  ),
  CaseRedressed: fc.record(
    { ...of("CaseRedressed"), case: caseId, by: words, redress: words, correctiveAction: words },
    { requiredKeys: [...always, "case", "redress"] }
  ),
  CaseEscalated: fc.record({ ...of("CaseEscalated"), key, case: caseId, to: role, because }),
  CaseResolved: fc.record(
    { ...of("CaseResolved"), case: caseId, by: words, note: words },
    { requiredKeys: [...always, "case"] }
  ),
  CaseReopened: fc.record(
    {
      ...of("CaseReopened"),
      case: caseId,
      by: words,
      note: words,
      key,
      deadline: InstantArbitrary.soon,
      resolveBy: InstantArbitrary.soon,
      because
    },
    { requiredKeys: [...always, "case"] }
  ),
  CaseClosed: fc.record({ ...of("CaseClosed"), key, case: caseId, because }),
  OwnerTold: fc.record({ ...of("OwnerTold"), key, case: caseId, to: role, because }),
  GrievanceRaised: fc.record(
    {
      ...of("GrievanceRaised"),
      channel: fc.constantFrom(...Grievance.Channel.literals),
      words,
      about: fc.constantFrom("order 7", "order 8")
    },
    { requiredKeys: [...always, "channel"] }
  ),
  DisruptionEnded: fc.record(
    { ...of("DisruptionEnded"), kind: fc.constant("outage.suffered"), about: fc.constant("order 7") },
    { requiredKeys: [...always, "kind"] }
  ),
  PraiseNamed: fc.record({ ...of("PraiseNamed"), names, words }, { requiredKeys: [...always, "names"] }),
  PraiseAssigned: fc.record({
    ...of("PraiseAssigned"),
    key,
    praise,
    survey,
    wave,
    names,
    owner: role,
    deadline: InstantArbitrary.soon,
    escalateTo: role,
    because
  }),
  PraisePassedOn: fc.record({ ...of("PraisePassedOn"), praise, by: words }, { requiredKeys: [...always, "praise"] }),
  PraiseEscalated: fc.record({ ...of("PraiseEscalated"), key, praise, to: role, because }),
  ReviewDelayed: fc.record({ ...of("ReviewDelayed"), key, survey, wave, until: InstantArbitrary.soon, because }),
  AskDeclined: fc.record({ ...of("AskDeclined"), key, survey, wave }),
  PraiseKept: fc.record(
    {
      ...of("PraiseKept"),
      testimonial,
      key,
      because,
      source: fc.record({ _tag: fc.constant("AnswerComment" as const), survey, wave }),
      words,
      locale: fc.constant("en"),
      provenance,
      author
    },
    { requiredKeys: [...always, "testimonial", "source", "words", "provenance", "author"] }
  ),
  TestimonialRequested: fc.record(
    { ...of("TestimonialRequested"), ...ofTestimonial, expiresAt: InstantArbitrary.soon },
    { requiredKeys: [...always, "testimonial", "expiresAt"] }
  ),
  TestimonialDeclined: fc.record({ ...of("TestimonialDeclined"), testimonial }),
  TestimonialSubmitted: fc.record(
    {
      ...of("TestimonialSubmitted"),
      testimonial,
      source: fc.record({ _tag: fc.constant("RequestForm" as const), key }, { requiredKeys: ["_tag"] }),
      content,
      locale: fc.constantFrom("en", "fr-CA"),
      author,
      provenance,
      relationship: fc.oneof(
        fc.constant({ is: "customer" as const }),
        fc.record({ is: fc.constantFrom("employee" as const, "partner" as const), disclosure: words })
      ),
      incentive: words,
      product: words,
      stars: fc.constantFrom(...Testimonial.Stars.literals)
    },
    { requiredKeys: [...always, "testimonial", "source", "content", "locale", "author", "provenance", "relationship"] }
  ),
  TestimonialApproved: fc.record({ ...of("TestimonialApproved"), ...ofTestimonial }),
  TestimonialRejected: fc.record({
    ...of("TestimonialRejected"),
    ...ofTestimonial,
    reason: fc.constantFrom(...Rejection.Rejection.literals)
  }),
  TestimonialPublished: fc.record({
    ...of("TestimonialPublished"),
    ...ofTestimonial,
    fourEyes: fc.boolean(),
    expiresAt: InstantArbitrary.soon
  }),
  TestimonialEdited: fc.record({ ...of("TestimonialEdited"), ...ofTestimonial, content }),
  EditAgreed: fc.record({ ...of("EditAgreed"), testimonial, edit: common.id }),
  EditRefused: fc.record({ ...of("EditRefused"), testimonial, edit: common.id }),
  TestimonialDoubted: fc.record(
    { ...of("TestimonialDoubted"), testimonial, key, because },
    { requiredKeys: [...always, "testimonial", "because"] }
  ),
  ReconfirmationAsked: fc.record({ ...of("ReconfirmationAsked"), testimonial }),
  TestimonialReconfirmed: fc.record({
    ...of("TestimonialReconfirmed"),
    testimonial,
    expiresAt: InstantArbitrary.soon
  }),
  TestimonialWithdrawn: fc.record({
    ...of("TestimonialWithdrawn"),
    testimonial,
    by: fc.constantFrom("author", "company")
  }),
  ConsentGiven: fc.record(
    {
      ...of("ConsentGiven"),
      testimonial,
      scopes: someScopes,
      places: somePlaces,
      wording: fc.record({ version: fc.constant("2026-1"), locale: fc.constant("en"), words }),
      expiresAt: InstantArbitrary.soon,
      evidence: words
    },
    { requiredKeys: [...always, "testimonial", "scopes", "places", "wording", "evidence"] }
  ),
  ConsentWithdrawn: fc.record(
    { ...of("ConsentWithdrawn"), testimonial, scopes: someScopes, places: somePlaces, evidence: words },
    { requiredKeys: [...always] }
  ),
  AskEnded: fc.record({
    ...of("AskEnded"),
    key,
    survey,
    wave,
    as: fc.constantFrom(...Decision.Ending.literals),
    because
  }),
  Replied: fc.record({ ...of("Replied"), via, words, from: address }, { requiredKeys: [...always, "via"] }),
  OptedOut: fc.record({ ...of("OptedOut"), extent, via }, { requiredKeys: [...always, "extent"] }),
  Paused: fc.record({ ...of("Paused"), until: InstantArbitrary.any, via }, { requiredKeys: [...always, "until"] }),
  SlowedDown: fc.record({ ...of("SlowedDown"), via }, { requiredKeys: [...always] }),
  OptedIn: fc.record({ ...of("OptedIn"), extent, evidence: words }),
  HardBounced: fc.record({ ...of("HardBounced"), address, via }, { requiredKeys: [...always, "address"] }),
  SpamReported: fc.record({ ...of("SpamReported"), via }, { requiredKeys: [...always] }),
  LegalBasisRecorded: fc.record({
    ...of("LegalBasisRecorded"),
    purpose,
    channel: fc.constantFrom(...Survey.Channel.literals),
    basis: fc.constantFrom("consent", "soft opt-in"),
    evidence: words
  }),
  Erased: fc.record(of("Erased"))
}

/**
 * An event of each kind.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const kinds: {
  readonly [Tag in Kind]: fc.Arbitrary<Extract<Event.Event, { readonly _tag: Tag }>>
} = {
  ...known,
  MergedInto: fc.record({ ...of("MergedInto"), into: person }),
  Merged: fc.record(
    {
      ...of("Merged"),
      from: person,
      through: fc.array(person, { maxLength: 2 }),
      knownSince: InstantArbitrary.any,
      optOuts: fc.array(fc.record({ extent, at: InstantArbitrary.any }), { maxLength: 2 }),
      pauses: fc.array(fc.record({ until: InstantArbitrary.any, at: InstantArbitrary.any }), { maxLength: 2 }),
      slowedDownAt: InstantArbitrary.any,
      spamReportedAt: InstantArbitrary.any
    },
    { requiredKeys: [...always, "from", "through", "optOuts"] }
  ),
  Inherited: fc.record({
    ...of("Inherited"),
    from: person,
    event: fc.oneof(...Object.values<fc.Arbitrary<Event.Inheritable>>(known))
  })
}

/**
 * An event of any kind.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const event: fc.Arbitrary<Event.Event> = fc.oneof(...Object.values<fc.Arbitrary<Event.Event>>(kinds))

/**
 * At least one event, of each kind at most one, beginning with any; the id of each is its kind. Becomes smaller towards a
 * single event.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const events: fc.Arbitrary<ReadonlyArray<Event.Event>> = fc
  .tuple(fc.record(kinds, { requiredKeys: [] }), fc.nat(Object.keys(kinds).length - 1))
  .map(([chosen, turn]) => {
    const events = Object.values(chosen).map((event) => ({ ...event, id: Event.EventId.make(event._tag) }))
    return [...events.slice(turn), ...events.slice(0, turn)]
  })
  .filter((events) => events.length > 0)

/**
 * Events that carry awkward words wherever a person's words are stored: a comment, a name, what a touchpoint was about.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const worded: fc.Arbitrary<ReadonlyArray<Event.Event>> = fc
  .record({ comment: TextArbitrary.paragraph, name: TextArbitrary.line, about: TextArbitrary.identifier })
  .map(({ about, comment, name }) => {
    const given = { occurredAt: InstantArbitrary.at(0), recordedAt: InstantArbitrary.at(0) }
    return [
      {
        _tag: "Answered",
        id: Event.EventId.make("answer"),
        ...given,
        survey: Survey.SurveyId.make("nps"),
        wave: Decision.WaveId.make("touchpoint:1"),
        score: 9,
        comment
      },
      { _tag: "ContactChanged", id: Event.EventId.make("name"), ...given, name },
      { _tag: "TouchpointHappened", id: Event.EventId.make("order"), ...given, kind: "order.delivered", about }
    ]
  })
