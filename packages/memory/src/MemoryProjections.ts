/**
 * MemoryProjections: what is kept beside the histories in memory?
 *
 * The reference of the `Projections` port. Whoever changed is folded again when somebody asks next.
 *
 * @since 0.1.0
 */
import * as Breakdown from "@temoin/core/Breakdown"
import type * as Contact from "@temoin/core/Contact"
import type * as History from "@temoin/core/History"
import * as Port from "@temoin/core/ports/Projections"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Projection from "@temoin/core/Projection"
import * as Suppression from "@temoin/core/Suppression"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/**
 * The projections, and how they hear that there is news of a contact.
 *
 * @category models
 * @since 0.1.0
 */
export interface MemoryProjections {
  readonly service: Port.Projections["Service"]
  readonly changed: (contact: Contact.ContactId) => void
}

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** The first so many of a list, in its order, that come after this one. */
const page = <A>(
  all: ReadonlyArray<A>,
  after: Option.Option<A>,
  limit: number,
  compare: (a: A, b: A) => number
): ReadonlyArray<A> =>
  all
    .filter((one) => Option.isNone(after) || compare(one, after.value) > 0)
    .toSorted(compare)
    .slice(0, Math.max(0, limit))

const suppressions = (projections: ReadonlyArray<Projection.Projection>): ReadonlyArray<Port.ContactSuppression> =>
  projections.flatMap(({ contact, suppressed }) => suppressed.map((one) => ({ contact, ...one })))

/**
 * Over the histories that `historyOf` gives. `settings`: `none` keeps nothing, and says so when it is asked.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  settings: Option.Option<Projection.Settings>,
  historyOf: (contact: Contact.ContactId) => History.History
): MemoryProjections => {
  const behind = new Set<Contact.ContactId>()
  const kept = new Map<Contact.ContactId, Projection.Projection>()
  const listed = new Map<string, Set<Contact.ContactId>>()

  const keep = (settings: Projection.Settings, contact: Contact.ContactId) => {
    for (const { address } of kept.get(contact)?.suppressed ?? []) listed.get(address)?.delete(contact)
    const projection = Projection.of(settings, historyOf(contact))
    kept.set(contact, projection)
    for (const { address } of projection.suppressed) {
      const contacts = listed.get(address) ?? new Set()
      listed.set(address, contacts.add(contact))
    }
  }

  const all = Effect.suspend(() => {
    if (Option.isNone(settings)) return Effect.fail(Port.notTold)
    for (const contact of behind) keep(settings.value, contact)
    behind.clear()
    return Effect.succeed({ names: settings.value.segments, projections: [...kept.values()] })
  })

  const service = Port.Projections.of({
    breakdown: (query) =>
      Effect.flatMap(
        all,
        ({ names, projections }): Effect.Effect<Breakdown.Breakdown, Breakdown.SegmentNotKept | StoreError> =>
          Effect.fromResult(Breakdown.of(query, names, projections))
      ),

    cases: ({ after, limit, owner }) =>
      Effect.map(all, ({ projections }) =>
        page(
          projections
            .flatMap(({ cases, contact }) => cases.map((one) => ({ contact, ...one })))
            .filter((one) => owner === undefined || one.owner === owner),
          after,
          limit,
          Port.compareCases
        )
      ),

    exhibitors: ({ after, limit, now }) =>
      Effect.map(all, ({ projections }) =>
        page(
          projections
            .filter(({ exhibited }) => exhibited.some(({ until }) => until > now))
            .map(({ contact }) => contact),
          after,
          limit,
          byCodeUnits
        )
      ),

    suppressed: (address) =>
      Effect.map(all, () => {
        const normal = Suppression.normal(address)
        const contacts = [...(listed.get(normal) ?? [])]
        return suppressions(contacts.flatMap((contact) => kept.get(contact) ?? []))
          .filter((one) => one.address === normal)
          .toSorted(Port.compareSuppressions)
      }),

    suppressions: ({ after, limit }) =>
      Effect.map(all, ({ projections }) => page(suppressions(projections), after, limit, Port.compareSuppressions)),

    of: (contact) => Effect.map(all, () => kept.get(contact) ?? Projection.none(contact))
  })

  return { service, changed: (contact) => void behind.add(contact) }
}
