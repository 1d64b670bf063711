/**
 * Outcome: which events say that a decision was carried out, or was not?
 *
 * Their ids are made of the decision's key and the attempt, so that writing them twice writes them once.
 *
 * @since 0.1.0
 */
import type * as Contact from "./Contact.ts"
import type * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type { Instant } from "./Instant.ts"
import type * as Suppression from "./Suppression.ts"

/**
 * One try at sending: the how-manieth, under which reference, to which address.
 *
 * @category models
 * @since 0.1.0
 */
export interface Attempt {
  readonly attempt: number
  readonly reference: Event.Reference
  readonly address: typeof Contact.EmailAddress.Type
}

/** What of a message it takes to settle it. @category models @since 0.1.0 */
export interface Settled {
  readonly key: Decision.Key
  readonly attempt: number
  readonly intendedAt: Instant
}

const common = (key: Decision.Key, suffix: string, now: Instant) => ({
  id: `${key}#${suffix}` as Event.EventId,
  occurredAt: now,
  recordedAt: now
})

/** Sorts behind the intent in every fold, and attempt 10 behind attempt 9. */
const nth = (attempt: number) => String(attempt).padStart(4, "0")

/** The message is about to leave. Written before it does. @category sending @since 0.1.0 */
export const intended = (
  decision: Decision.Send,
  { address, attempt, reference }: Attempt,
  now: Instant
): Event.Event => ({
  _tag: "Intended",
  ...common(decision.key, `${nth(attempt)}a`, now),
  key: decision.key,
  attempt,
  reference,
  address,
  decision
})

/** The next server has taken it. @category sending @since 0.1.0 */
export const sent = (key: Decision.Key, attempt: number, now: Instant): Event.Event => ({
  _tag: "Sent",
  ...common(key, `${nth(attempt)}b`, now),
  key,
  attempt
})

/** It did not leave; it may be tried again after the back-off. @category sending @since 0.1.0 */
export const failed = (key: Decision.Key, attempt: number, problem: string, now: Instant): Event.Event => ({
  _tag: "SendFailed",
  ...common(key, `${nth(attempt)}b`, now),
  key,
  attempt,
  problem
})

/**
 * The address is refused for good. `suppressed`: by us, since somebody else behind it must not be written to.
 *
 * @category sending
 * @since 0.1.0
 */
export const refused = (
  key: Decision.Key,
  { address, attempt }: Attempt,
  problem: string,
  now: Instant,
  suppressed?: Suppression.Why
): Event.Event => ({
  _tag: "SendRefused",
  ...common(key, `${nth(attempt)}b`, now),
  key,
  attempt,
  address,
  problem,
  ...(suppressed !== undefined && { suppressed })
})

/** It may or may not have left, and we leave it at that. @category sending @since 0.1.0 */
export const unknown = (key: Decision.Key, attempt: number, now: Instant): Event.Event => ({
  _tag: "SendUnknown",
  ...common(key, `${nth(attempt)}b`, now),
  key,
  attempt
})

/**
 * What was found out about a message of which nobody knew whether it left. `by`: who did; left out where the mailer itself
 * was asked before anybody gave up. One that was sent left when it was intended; one that was not may be tried again after the
 * back-off, which begins now.
 *
 * @category sending
 * @since 0.1.0
 */
export const settled = (
  { attempt, intendedAt, key }: Settled,
  as: "sent" | "not sent",
  now: Instant,
  by?: string
): Event.Event => {
  const isSent = as === "sent"
  const found = {
    ...common(key, `${nth(attempt)}${by === undefined ? "b" : "c"}`, isSent ? intendedAt : now),
    recordedAt: now,
    key,
    attempt,
    ...(by !== undefined && { by })
  }
  return isSent ? { _tag: "Sent", ...found } : { _tag: "SendFailed", ...found, problem: "it never left" }
}

/** A decision that is carried out by recording it. @category acting @since 0.1.0 */
export const recorded = (decision: Exclude<Decision.Decision, Decision.Send>, now: Instant): Event.Event => {
  switch (decision._tag) {
    case "OpenCase": {
      const { because, case: id, deadline, escalateTo, key, owner, resolveBy, survey, terms, wave } = decision
      return {
        _tag: "CaseOpened",
        ...common(key, "opened", now),
        key,
        case: id,
        survey,
        wave,
        owner,
        deadline,
        ...(resolveBy !== undefined && { resolveBy }),
        terms,
        escalateTo,
        because
      }
    }
    case "ReopenCase": {
      const { because, case: id, deadline, key, resolveBy } = decision
      return {
        _tag: "CaseReopened",
        ...common(key, "reopened", now),
        key,
        case: id,
        deadline,
        ...(resolveBy !== undefined && { resolveBy }),
        because
      }
    }
    case "CloseCase": {
      const { because, case: id, key } = decision
      return { _tag: "CaseClosed", ...common(key, "closed", now), key, case: id, because }
    }
    case "TellOwner": {
      const { because, case: id, key, owner } = decision
      return { _tag: "OwnerTold", ...common(key, "told", now), key, case: id, to: owner, because }
    }
    case "PassOnPraise": {
      const { because, deadline, escalateTo, key, names, owner, praise, survey, wave } = decision
      return {
        _tag: "PraiseAssigned",
        ...common(key, "assigned", now),
        key,
        praise,
        survey,
        wave,
        names,
        owner,
        deadline,
        escalateTo,
        because
      }
    }
    case "EscalatePraise": {
      const { because, escalateTo, key, praise } = decision
      return { _tag: "PraiseEscalated", ...common(key, "escalated", now), key, praise, to: escalateTo, because }
    }
    case "EscalateCase": {
      const { because, case: id, escalateTo, key } = decision
      return { _tag: "CaseEscalated", ...common(key, "escalated", now), key, case: id, to: escalateTo, because }
    }
    case "DelayReview": {
      const { because, key, survey, until, wave } = decision
      return { _tag: "ReviewDelayed", ...common(key, "delayed", now), key, survey, wave, until, because }
    }
    case "KeepPraise": {
      const { answeredAt, because, key, locale, name, score, survey, testimonial, wave, words } = decision
      return {
        _tag: "PraiseKept",
        ...common(key, "kept", now),
        key,
        because,
        testimonial,
        source: { _tag: "AnswerComment", survey, wave },
        words,
        ...(locale !== undefined && { locale }),
        provenance: { answer: { survey, wave, score, at: answeredAt } },
        author: { ...(name !== undefined && { name }) }
      }
    }
    case "DoubtTestimonial": {
      const { because, key, testimonial } = decision
      return { _tag: "TestimonialDoubted", ...common(key, "doubted", now), key, testimonial, because }
    }
    case "EndAsk": {
      const { as, because, key, survey, wave } = decision
      return { _tag: "AskEnded", ...common(key, "ended", now), key, survey, wave, as, because }
    }
  }
}
