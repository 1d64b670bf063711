/**
 * Testimony: what has a contact said for us, and what have they agreed to?
 *
 * The part of a contact's state that testimonials and consent make up.
 *
 * @since 0.1.0
 */
import * as Consent from "./Consent.ts"
import * as Testimonial from "./Testimonial.ts"

/**
 * Every testimonial by its id, and the ledger of consent, as far as events have been folded.
 *
 * @category models
 * @since 0.1.0
 */
export interface Testimony {
  readonly testimonials: ReadonlyMap<Consent.TestimonialId, Testimonial.Testimonial>
  readonly consent: Consent.Ledger
}

/** What is folded into. `early`: what was told of a testimonial before it began. */
export interface Draft extends Testimony {
  readonly testimonials: Map<Consent.TestimonialId, Testimonial.Testimonial>
  readonly consent: Array<Consent.ConsentEvent>
  readonly early: Map<Consent.TestimonialId, ReadonlyArray<Testimonial.TestimonialEvent>>
}

/**
 * Nothing was said and nothing agreed to.
 *
 * @category constructors
 * @since 0.1.0
 */
export const none: Testimony = { testimonials: new Map(), consent: [] }

/** To fold into. @category constructors @since 0.1.0 */
export const draft = (): Draft => ({ testimonials: new Map(), consent: [], early: new Map() })

/** The same, to fold into apart. @category constructors @since 0.1.0 */
export const copy = ({ consent, early, testimonials }: Draft): Draft => ({
  testimonials: new Map(testimonials),
  consent: consent.slice(),
  early: new Map(early)
})

/**
 * Takes what happened to a testimonial into the draft.
 *
 * @category folding
 * @since 0.1.0
 */
export const happened = ({ consent, early, testimonials }: Draft, event: Testimonial.TestimonialEvent): void => {
  const id = event.testimonial
  const known = testimonials.get(id)
  if (known !== undefined) {
    testimonials.set(id, Testimonial.fold(known, event, consent))
    return
  }
  const events = [...(early.get(id) ?? []), event]
  const begun = Testimonial.fromEvents(events, consent)
  if (begun === undefined) early.set(id, events)
  else testimonials.set(id, begun)
}

/**
 * Takes an entry of the ledger into the draft.
 *
 * @category folding
 * @since 0.1.0
 */
export const agreed = ({ consent }: Draft, event: Consent.ConsentEvent): void => {
  consent.push(event)
}
