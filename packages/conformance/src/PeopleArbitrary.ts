/**
 * PeopleArbitrary: what may happen to a few people that a store keeps something of?
 *
 * Answers that are changed, late and in other segments, cases that open, close and open again, testimonials that are published and
 * withdrawn, "no more" and "again", merges: in any order, since news arrives late.
 *
 * @since 0.1.0
 */
import * as Case from "@temoin/core/Case"
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import type * as Projection from "@temoin/core/Projection"
import * as Survey from "@temoin/core/Survey"
import * as fc from "fast-check"
import { at } from "./InstantArbitrary.ts"

/**
 * What is kept of these people, and by which traits.
 *
 * @category scene
 * @since 0.1.0
 */
export const settings: Projection.Settings = {
  zone: "America/New_York",
  surveys: [{ id: Survey.SurveyId.make("nps"), closes: "7 days" }],
  segments: ["plan", "country"]
}

/** Their order by code unit is not their order by code point. @category scene @since 0.1.0 */
export const people: ReadonlyArray<Contact.ContactId> = ["anna", "zoé", "\ue000", "🦊"].map((id) =>
  Contact.ContactId.make(id)
)

/** Addresses that several of them share. @category scene @since 0.1.0 */
export const addresses = ["a@example.com", "A@Example.com", "b@example.com", "ü@exämple.com"] as const

/** Whose cases they are. @category scene @since 0.1.0 */
export const owners = ["support", "sales"] as const

/**
 * Events for one of them, in one append.
 *
 * @category models
 * @since 0.1.0
 */
export interface Step {
  readonly contact: Contact.ContactId
  readonly events: ReadonlyArray<Event.Event>
}

type Common = Pick<Event.Event, "id" | "occurredAt" | "recordedAt">
type Making = (common: Common) => ReadonlyArray<Event.Event>

const survey = Survey.SurveyId.make("nps")
const wave = fc.constantFrom("w1", "w2").map((id) => Decision.WaveId.make(id))
const owner = fc.constantFrom(...owners)
const key = Decision.Key.make("p/nps/anna/step/cause")
const caseOf = (wave: Decision.WaveId) => Case.id(survey, wave)
const testimonial = fc.constantFrom("t1", "t2").map((id) => Consent.TestimonialId.make(id))

/** Over two years, so that every period has its turn; often at the same instant. */
const instant: fc.Arbitrary<Instant> = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: fc.constantFrom(0, 60, 60 * 24 * 31, 60 * 24 * 365 + 120).map(at) },
  { weight: 1, arbitrary: fc.nat(60 * 24 * 700).map(at) }
)

const given = (id: string, occurredAt: Instant) => ({ id: Event.EventId.make(id), occurredAt, recordedAt: occurredAt })

/** Handed in, agreed to, and shown. */
const published = (
  testimonial: Consent.TestimonialId,
  { id, occurredAt }: Common,
  days: number
): ReadonlyArray<Event.Event> => {
  const place = "website"
  const moment = (nth: number) => given(`${id}#${nth}`, occurredAt + nth)
  return [
    {
      _tag: "TestimonialSubmitted",
      ...moment(0),
      testimonial,
      source: { _tag: "RequestForm" },
      content: { _tag: "Written", words: "Good" },
      locale: "en",
      provenance: {},
      author: {},
      relationship: { is: "customer" }
    },
    {
      _tag: "ConsentGiven",
      ...moment(1),
      testimonial,
      scopes: ["quote"],
      places: [place],
      wording: { version: "1", locale: "en", words: "Yes" },
      evidence: "form 7"
    },
    { _tag: "TestimonialApproved", ...moment(2), testimonial, by: "Maria" },
    {
      _tag: "TestimonialPublished",
      ...moment(3),
      testimonial,
      by: "Paul",
      expiresAt: occurredAt + days * 86_400_000,
      fourEyes: true
    }
  ]
}

const making: fc.Arbitrary<Making> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ wave, score: fc.constantFrom(0, 6, 7, 9, 10) })
      .map(({ score, wave }): Making => (common) => [{ _tag: "Answered", ...common, survey, wave, score }])
  },
  {
    weight: 2,
    arbitrary: fc
      .dictionary(fc.constantFrom("plan", "country"), fc.constantFrom("pro", "free", "x".repeat(65), null), {
        noNullPrototype: true
      })
      .map((traits): Making => (common) => [{ _tag: "ContactChanged", ...common, traits }])
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...addresses, null).map((email): Making => (common) => [
      { _tag: "ContactChanged", ...common, email }
    ])
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ wave, owner, hours: fc.constantFrom(1, 24) })
      .map(({ hours, owner, wave }): Making => (common) => [
        {
          _tag: "CaseOpened",
          ...common,
          key,
          case: caseOf(wave),
          survey,
          wave,
          owner,
          deadline: common.occurredAt + hours * 3_600_000,
          escalateTo: "management",
          because: []
        }
      ])
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        wave,
        owner,
        _tag: fc.constantFrom("CaseAcknowledged", "CaseResolved", "CaseReopened", "CaseAssigned")
      })
      .map(({ _tag, owner, wave }): Making => (common) => [
        _tag === "CaseAssigned"
          ? { _tag, ...common, case: caseOf(wave), to: owner }
          : { _tag, ...common, case: caseOf(wave) }
      ])
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom({}, {}, { survey }, { purpose: "advocate" as const })
      .map((extent): Making => (common) => [{ _tag: "OptedOut", ...common, extent }])
  },
  {
    weight: 1,
    arbitrary: fc.constant<Making>((common) => [{ _tag: "OptedIn", ...common, extent: {}, evidence: "form 7" }])
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...addresses).map((address): Making => (common) => [
      { _tag: "HardBounced", ...common, address }
    ])
  },
  { weight: 1, arbitrary: fc.constant<Making>((common) => [{ _tag: "SpamReported", ...common }]) },
  {
    weight: 3,
    arbitrary: fc.record({ testimonial, days: fc.constantFrom(1, 400) }).map(
      ({ days, testimonial }): Making =>
        (common) =>
          published(testimonial, common, days)
    )
  },
  {
    weight: 1,
    arbitrary: testimonial.map((testimonial): Making => (common) => [
      { _tag: "TestimonialWithdrawn", ...common, testimonial, by: "author" }
    ])
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...people).map((into): Making => (common) => [{ _tag: "MergedInto", ...common, into }])
  },
  { weight: 1, arbitrary: fc.constant<Making>((common) => [{ _tag: "Erased", ...common }]) },
  {
    weight: 1,
    arbitrary: fc.constant<Making>((common) => [{ _tag: "TouchpointHappened", ...common, kind: "order.delivered" }])
  }
)

/**
 * What happens to them, one append after the other. Becomes smaller towards one append with one event.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const steps: fc.Arbitrary<ReadonlyArray<Step>> = fc
  .array(
    fc.record({
      contact: fc.constantFrom(...people),
      moves: fc.array(fc.record({ making, instant }), { minLength: 1, maxLength: 3 })
    }),
    { minLength: 1, maxLength: 14, size: "max" }
  )
  .map((steps) =>
    steps.map(({ contact, moves }, nth) => ({
      contact,
      events: moves.flatMap(({ instant, making }, index) => making(given(`e${nth}.${index}`, instant)))
    }))
  )
