/**
 * Climb: how far has a contact come on the ladder, and may they be asked for this rung?
 *
 * @since 0.1.0
 */
import type * as Consent from "./Consent.ts"
import type { Instant } from "./Instant.ts"
import * as Ladder from "./Ladder.ts"
import * as Period from "./Period.ts"
import type * as Reason from "./Reason.ts"
import * as State from "./State.ts"
import * as Testimonial from "./Testimonial.ts"
import * as Verdict from "./Verdict.ts"
import type * as Zone from "./Zone.ts"

/**
 * A rung that was taken: when, and by which testimonial (`undefined`: a referral). `undone`: the testimonial was rejected or
 * withdrawn since.
 *
 * @category models
 * @since 0.1.0
 */
export interface Taking {
  readonly at: Instant
  readonly testimonial: Testimonial.Testimonial | undefined
  /** What names it: the testimonial's id, or the referral's event. */
  readonly cause: string
  readonly undone: { readonly at: Instant; readonly reason: Reason.Reason } | undefined
}

/**
 * Every time that a rung was taken. Empty: not yet.
 *
 * - A testimonial: when words, a video or a case study of its forms came in, whoever asked for it.
 * - Consent: when they first agreed to have the words of a testimonial shown. That it ends or is taken back later undoes nothing
 *   of the step; it decides what is shown.
 * - A referral: when the touchpoint happened.
 *
 * @category getters
 * @since 0.1.0
 */
export const takings = (state: State.State, rung: Ladder.Rung): ReadonlyArray<Taking> => {
  if (rung.ask === "referral") {
    return state.touchpoints
      .filter(({ kind }) => kind === Ladder.referral)
      .map(({ at, id }) => ({ at, testimonial: undefined, cause: `touchpoint:${id}`, undone: undefined }))
  }
  return [...state.testimony.testimonials.values()].flatMap((testimonial): ReadonlyArray<Taking> => {
    const at = rung.ask === "testimonial" ? handedInAt(rung, testimonial) : agreedAt(state, testimonial)
    return at === undefined ? [] : [{ at, testimonial, cause: testimonial.id, undone: undone(testimonial) }]
  })
}

/**
 * Had they taken it by this time, and not undone it, with this testimonial (`undefined`: with any)?
 *
 * @category guards
 * @since 0.1.0
 */
export const stoodAt = (self: Taking, of: Consent.TestimonialId | undefined, time: Instant): boolean =>
  self.at <= time &&
  (self.undone === undefined || self.undone.at > time) &&
  (of === undefined || self.testimonial?.id === of)

const handedInAt = (
  { forms }: Extract<Ladder.Rung, { readonly ask: "testimonial" }>,
  { content, submission }: Testimonial.Testimonial
): Instant | undefined => (Ladder.isMet(forms, content._tag) ? submission?.occurredAt : undefined)

const agreedAt = ({ testimony }: State.State, { content, id }: Testimonial.Testimonial): Instant | undefined => {
  const scopes = Testimonial.needs(content)
  return testimony.consent.find(
    (entry) =>
      entry._tag === "ConsentGiven" &&
      entry.testimonial === id &&
      scopes.every((scope) => entry.scopes.some((one) => one === scope))
  )?.occurredAt
}

const undone = ({ moves }: Testimonial.Testimonial): Taking["undone"] => {
  const end = moves.find(({ _tag }) => _tag === "TestimonialRejected" || _tag === "TestimonialWithdrawn")
  if (end === undefined) return undefined
  const at = end.occurredAt
  return {
    at,
    reason:
      end._tag === "TestimonialWithdrawn" ? { _tag: "TestimonialWithdrawn", at } : { _tag: "TestimonialSettled", at }
  }
}

/**
 * What asks for a rung: the rung of the ladder, or, for a request of the playbook that is on no ladder, the name of its step. Of
 * consent, for which testimonial.
 *
 * @category models
 * @since 0.1.0
 */
export type Climb =
  | { readonly rung: Ladder.Rung; readonly testimonial?: Consent.TestimonialId }
  | { readonly step: string }

/**
 * May they be asked for it now? Not when they have taken it, nor after a no (until `again` has passed, where the rung has one), nor
 * once the limit is reached.
 *
 * @category judging
 * @since 0.1.0
 */
export const judge = (state: State.State, climb: Climb, zone: Zone.Zone, now: Instant): Verdict.Verdict => {
  const rung = "rung" in climb ? climb.rung : undefined
  const name = "rung" in climb ? climb.rung.rung : climb.step
  const asks = state.steps.filter(({ send }) => isFor(send?.decision, climb))
  const saidNo = asks.flatMap(({ declinedAt }) => declinedAt ?? [])
  let verdict = Verdict.allow
  if (saidNo.length > 0) {
    const at = Math.max(...saidNo)
    const reason = { _tag: "RungDeclined", rung: name, at } as const
    if (rung?.again === undefined) verdict = Verdict.forbid(reason)
    else {
      const until = Period.after(rung.again, at, zone)
      if (now < until) verdict = Verdict.defer(until, reason)
    }
  }
  if (rung === undefined) return verdict
  const of = "testimonial" in climb ? climb.testimonial : undefined
  const taken = takings(state, rung).find((one) => stoodAt(one, of, now))
  if (taken !== undefined) {
    verdict = Verdict.join(verdict, Verdict.forbid({ _tag: "RungTaken", rung: name, at: taken.at }))
  }
  const sent = asks.flatMap(({ send }) => (send !== undefined && State.counts(send) ? [State.leftAt(send)] : []))
  if (sent.length < rung.limit) return verdict
  const reason = { _tag: "RungLimitReached", rung: name, limit: rung.limit, at: Math.max(...sent) } as const
  return Verdict.join(verdict, Verdict.forbid(reason))
}

const isFor = (decision: State.Send["decision"] | undefined, climb: Climb): boolean => {
  switch (decision?._tag) {
    case "RequestTestimonial":
      return "rung" in climb ? decision.rung === climb.rung.rung : decision.rung === undefined
    case "RequestConsent":
    case "RequestReferral":
      return "rung" in climb && decision.rung === climb.rung.rung
    default:
      return false
  }
}
