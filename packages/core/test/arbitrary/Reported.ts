/**
 * Reported: what may a host have recorded of several people, for reports to read?
 *
 * Lives, each under an id of its own, and beside them what no script of a life tells: purchases, notices, referrals,
 * testimonials.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Ladder from "@temoin/core/Ladder"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import * as Arbitrary from "./History.ts"
import * as Programs from "./Program.ts"
import * as Time from "./Time.ts"

/** Ids in an order that is not that of their being told. */
export const people = ["dora", "anna", "carl"].map((id) => Contact.ContactId.make(id))

/** Something recorded so long after the life began. */
export interface Extra {
  readonly after: number
  readonly says: ReadonlyArray<object>
}

export interface Reported {
  readonly program: Programs.Written
  readonly lives: ReadonlyArray<{ readonly life: Arbitrary.Life; readonly extras: ReadonlyArray<Extra> }>
  readonly now: number
}

const decode = Schema.decodeUnknownSync(Event.Event, { onExcessProperty: "error" })

const codes = ["code 1", "code 2"]

const touchpoint = fc
  .record({
    kind: fc.constantFrom(
      "purchase.made",
      "purchase.made",
      "churn.announced",
      Ladder.referral,
      "referral.used",
      "referral.told",
      "testimonial.seen"
    ),
    about: fc.constantFrom(...codes)
  })
  .map((fields) => [{ _tag: "TouchpointHappened", ...fields }])

const wording = { version: "1", locale: "en", words: "May we show it?" }

const testimony = fc
  .record({ testimonial: fc.constantFrom("t1", "t2"), withdrawn: fc.boolean(), incentive: fc.boolean() })
  .map(({ incentive, testimonial, withdrawn }) => [
    {
      _tag: "TestimonialSubmitted",
      testimonial,
      source: { _tag: "RequestForm" },
      content: { _tag: "Written", words: "They saved our season." },
      locale: "en",
      author: { name: "Anna" },
      provenance: { verifiedBy: "an order" },
      relationship: { is: "customer" },
      ...(incentive && { incentive: "a cup" })
    },
    { _tag: "ConsentGiven", testimonial, scopes: ["quote"], places: ["website"], wording, evidence: "form 7" },
    { _tag: "TestimonialApproved", testimonial, by: "Maria" },
    { _tag: "TestimonialPublished", testimonial, by: "Paul", fourEyes: true, expiresAt: 8e14 },
    ...(withdrawn ? [{ _tag: "ConsentWithdrawn", testimonial }] : [])
  ])

const extra = fc.record({
  after: Time.span,
  says: fc.oneof({ weight: 5, arbitrary: touchpoint }, { weight: 2, arbitrary: testimony })
})

export const reported: fc.Arbitrary<Reported> = fc.record({
  program: Programs.written,
  lives: fc.array(fc.record({ life: Arbitrary.life, extras: fc.array(extra, { maxLength: 6, size: "max" }) }), {
    minLength: 2,
    maxLength: people.length
  }),
  now: fc.integer({ min: 0, max: 120 }).map((days) => days * 86_400_000)
})

/** The events of what a person's extras say. */
export const events = (who: string, bornAt: number, extras: ReadonlyArray<Extra>): ReadonlyArray<Event.Event> =>
  extras.flatMap(({ after, says }, index) =>
    says.map((said, place) => {
      const at = bornAt + after + place
      return decode({ ...said, id: `extra ${who} ${index} ${place}`, occurredAt: at, recordedAt: at })
    })
  )
