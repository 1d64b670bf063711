/**
 * Loop: did one customer bring another?
 *
 * A newcomer's own touchpoint tells what brought them, and how we know. Where it names a referral of somebody else, the loop began
 * with that. Nothing is guessed: who came without saying why closes no loop.
 *
 * @since 0.1.0
 */
import type * as Contact from "./Contact.ts"
import * as Flywheel from "./Flywheel.ts"
import type { Instant } from "./Instant.ts"
import * as Ladder from "./Ladder.ts"
import type * as Person from "./Person.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import * as Vocabulary from "./Vocabulary.ts"

/** Something that has a name by which it can be found again. */
interface Named {
  readonly about: Touchpoint.Subject | undefined
  readonly at: Instant
}

/**
 * What one person tells about loops: the referrals they made, what brought them, since when we could reach them, and since when
 * they are a customer. `undefined`: not yet.
 *
 * @category models
 * @since 0.1.0
 */
export interface Told {
  readonly contact: Contact.ContactId
  readonly referrals: ReadonlyArray<Named>
  readonly arrivals: ReadonlyArray<Named & { readonly attribution: Flywheel.Attribution }>
  readonly contactAt: Instant | undefined
  readonly customerAt: Instant | undefined
}

/**
 * What one person tells. Of what brought them, the first of each attribution; nothing that came after they were a customer.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (
  { contact, history, state }: Person.Person,
  vocabulary: Vocabulary.Vocabulary = Vocabulary.usual
): Told => {
  const first = (kinds: ReadonlyArray<Touchpoint.Kind>) => state.touchpoints.find(({ kind }) => kinds.includes(kind))
  const customerAt = first(vocabulary.purchase)?.at
  const reached = history.events.find((event) => event._tag === "ContactChanged" && typeof event.email === "string")
  return {
    contact,
    referrals: state.touchpoints.filter(({ kind }) => kind === Ladder.referral).map(({ about, at }) => ({ about, at })),
    arrivals: Flywheel.Attribution.literals.flatMap((attribution) => {
      const found = first(vocabulary.came[attribution])
      return found === undefined || (customerAt !== undefined && customerAt < found.at)
        ? []
        : [{ attribution, about: found.about, at: found.at }]
    }),
    contactAt: reached?.occurredAt,
    customerAt
  }
}

/**
 * The loops of all of them. A referral with a name by which nobody has come yet is open, by `code`: that is how we would
 * know. One without a name cannot be followed, and is no loop.
 *
 * @category combining
 * @since 0.1.0
 */
export const join = (all: Iterable<Told>): ReadonlyArray<Flywheel.Loop> => {
  const told = [...all]
  const referrals = told
    .flatMap(({ contact, referrals }) => referrals.map(({ about, at }) => ({ about, at, contact })))
    .filter(({ about }) => about !== undefined)
    .toSorted((a, b) => a.at - b.at || (a.contact < b.contact ? -1 : 1))
  const used = new Set<Touchpoint.Subject | undefined>()
  const closing = told.flatMap(({ arrivals, contact, contactAt, customerAt }) =>
    arrivals.flatMap(({ about, at: cameAt, attribution }): ReadonlyArray<Flywheel.Loop> => {
      const named = attribution === "seen" ? [] : referrals.filter((one) => one.about === about)
      const begun = named.find((one) => one.contact !== contact && one.at <= cameAt)
      // by their own code
      if (begun === undefined && named.some((one) => one.contact === contact)) return []
      if (begun !== undefined) used.add(about)
      const at = begun?.at ?? cameAt
      const reachedAt =
        contactAt === undefined ? customerAt : Math.max(at, Math.min(contactAt, customerAt ?? contactAt))
      return [
        {
          kind: attribution === "seen" ? "testimonial" : "referral",
          attribution,
          at,
          ...(reachedAt !== undefined && { contactAt: reachedAt }),
          ...(customerAt !== undefined && { customerAt })
        }
      ]
    })
  )
  const open = [...new Set(referrals.map(({ about }) => about))].flatMap((about): ReadonlyArray<Flywheel.Loop> => {
    const begun = used.has(about) ? undefined : referrals.find((one) => one.about === about)
    return begun === undefined ? [] : [{ kind: "referral", attribution: "code", at: begun.at }]
  })
  return [...closing, ...open].toSorted((a, b) => a.at - b.at || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
