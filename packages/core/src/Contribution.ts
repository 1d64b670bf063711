/**
 * Contribution: what did this person do for the relationship?
 *
 * Purchases, referrals, testimonials handed in, words passed on, as the log tells of them. It knows no amounts: a host that does
 * adds deeds of its own.
 *
 * @since 0.1.0
 */
import type { Instant } from "./Instant.ts"
import * as Ladder from "./Ladder.ts"
import type * as Person from "./Person.ts"
import type * as Relationship from "./Relationship.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import * as Vocabulary from "./Vocabulary.ts"

/**
 * Everything they did, oldest first. A testimonial counts when it was handed in, whatever became of it. Empty: nothing that is known.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (
  { contact, state }: Person.Person,
  vocabulary: Vocabulary.Vocabulary = Vocabulary.usual
): ReadonlyArray<Relationship.Deed> => {
  const kindOf = (kind: Touchpoint.Kind): Relationship.Deed["kind"] | undefined => {
    if (vocabulary.purchase.includes(kind)) return "purchase"
    if (kind === Ladder.referral) return "referral"
    return vocabulary.share.includes(kind) ? "share" : undefined
  }
  const happened = state.touchpoints.flatMap(({ at, kind: what }) => {
    const kind = kindOf(what)
    return kind === undefined ? [] : [{ contact, at, kind }]
  })
  const testified = [...state.testimony.testimonials.values()].flatMap(({ submission }) =>
    submission === undefined ? [] : [{ contact, at: submission.occurredAt, kind: "testimonial" as const }]
  )
  return [...happened, ...testified].toSorted((a, b) => a.at - b.at)
}

/**
 * Since when they are a customer: their first purchase. `undefined`: they are none, as far as is known.
 *
 * @category reading
 * @since 0.1.0
 */
export const customerSince = (
  { state }: Person.Person,
  { purchase }: Vocabulary.Vocabulary = Vocabulary.usual
): Instant | undefined => state.touchpoints.find(({ kind }) => purchase.includes(kind))?.at
