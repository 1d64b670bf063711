/**
 * Projections: what does a store keep ready, so that a report need not read every history?
 *
 * A store that implements this port keeps it in the same transaction as each append. What it gives is always what a fold of the
 * whole log would give: see `Projection`.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Breakdown from "../Breakdown.ts"
import type * as Contact from "../Contact.ts"
import type * as FollowUp from "../FollowUp.ts"
import type { Instant } from "../Instant.ts"
import * as Projection from "../Projection.ts"
import * as Suppression from "../Suppression.ts"
import { StoreError } from "./HistoryStore.ts"

/** A case that is open, and whose it is. @category models @since 0.1.0 */
export interface ContactCase extends Projection.OpenCase {
  readonly contact: Contact.ContactId
}

/** An address on the list, and through whom it came there. @category models @since 0.1.0 */
export interface ContactSuppression extends Suppression.Suppression {
  readonly contact: Contact.ContactId
}

/**
 * By what a store keeps projections. `none`: nobody has told, and a store keeps none, until it is opened by somebody who does.
 *
 * @category services
 * @since 0.1.0
 */
export const Kept: Context.Reference<Option.Option<Projection.Settings>> = Context.Reference(
  "@temoin/core/ports/Projections/Kept",
  { defaultValue: () => Option.none<Projection.Settings>() }
)

/**
 * Nobody has told the store what to keep.
 *
 * @category errors
 * @since 0.1.0
 */
export const notTold = new StoreError({
  problem:
    "this store was opened without being told what to keep ready: open it through Temoin.open, or provide `Projections.Kept` to its layer",
  retryable: false
})

/**
 * What is kept of all contacts, together.
 *
 * @category ports
 * @since 0.1.0
 */
export class Projections extends Context.Service<
  Projections,
  {
    /** The counted answers by time and segment: `Breakdown.of` all. */
    readonly breakdown: (
      query: Breakdown.Query
    ) => Effect.Effect<Breakdown.Breakdown, Breakdown.SegmentNotKept | StoreError>

    /**
     * Up to `limit` open cases after `after`: the one whose next deadline is earliest first, those that have none last; then
     * by contact, in code-unit order, and each contact's as they were opened. With `owner`, only theirs.
     */
    readonly cases: (request: {
      readonly owner?: FollowUp.Role
      readonly after: Option.Option<ContactCase>
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<ContactCase>, StoreError>

    /** Up to `limit` contacts after `after`, in code-unit order, with a testimonial that a wall may show at `now`. */
    readonly exhibitors: (request: {
      readonly now: Instant
      readonly after: Option.Option<Contact.ContactId>
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<Contact.ContactId>, StoreError>

    /** Why this address must not be written to, and through whom; by contact, then by reason. Empty: nothing is known against it. */
    readonly suppressed: (address: string) => Effect.Effect<ReadonlyArray<ContactSuppression>, StoreError>

    /** Up to `limit` entries of that list after `after`, by address, contact and reason, in code-unit order. */
    readonly suppressions: (request: {
      readonly after: Option.Option<ContactSuppression>
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<ContactSuppression>, StoreError>

    /** What is kept of one contact. */
    readonly of: (contact: Contact.ContactId) => Effect.Effect<Projection.Projection, StoreError>

    /**
     * Brings counters together that were spread so that many could count at once, of the days that are over at `now`. Gives how many
     * rows that saved. What is told stays the same, and is told sooner. Safe at any time, beside whoever counts.
     */
    readonly tidy: (now: Instant) => Effect.Effect<number, StoreError>
  }
>()("@temoin/core/ports/Projections") {}

const codeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The order of open cases.
 *
 * @category comparing
 * @since 0.1.0
 */
export const compareCases = (a: ContactCase, b: ContactCase): number =>
  (a.dueBy ?? Infinity) - (b.dueBy ?? Infinity) ||
  codeUnits(a.contact, b.contact) ||
  a.openedAt - b.openedAt ||
  codeUnits(a.case, b.case)

/**
 * The order of the list of addresses.
 *
 * @category comparing
 * @since 0.1.0
 */
export const compareSuppressions = (a: ContactSuppression, b: ContactSuppression): number =>
  codeUnits(a.address, b.address) || codeUnits(a.contact, b.contact) || codeUnits(a.why, b.why)

/** Everything that is kept, by the traits that answers are kept by. @category models @since 0.1.0 */
export interface All {
  readonly names: Projection.Settings["segments"]
  readonly projections: ReadonlyArray<Projection.Projection>
}

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

const suppressionsOf = (projections: ReadonlyArray<Projection.Projection>): ReadonlyArray<ContactSuppression> =>
  projections.flatMap(({ contact, suppressed }) => suppressed.map((one) => ({ contact, ...one })))

/**
 * The port over whatever gives all that is kept: what every method means, said plainly. Slow where there are many, since each
 * reads everything.
 *
 * @category constructors
 * @since 0.1.0
 */
export const over = (all: Effect.Effect<All, StoreError>): Projections["Service"] =>
  Projections.of({
    breakdown: (query) =>
      Effect.flatMap(
        all,
        ({ names, projections }): Effect.Effect<Breakdown.Breakdown, Breakdown.SegmentNotKept | StoreError> =>
          Effect.fromResult(Breakdown.of(query, names, projections))
      ),

    cases: ({ after, limit, owner }) =>
      Effect.map(all, ({ projections }) => {
        const cases = projections.flatMap(({ cases, contact }) => cases.map((one) => ({ contact, ...one })))
        const own = cases.filter((one) => owner === undefined || one.owner === owner)
        return page(own, after, limit, compareCases)
      }),

    exhibitors: ({ after, limit, now }) =>
      Effect.map(all, ({ projections }) => {
        const shown = projections.filter(({ exhibited }) => exhibited.some(({ until }) => until > now))
        return page(
          shown.map(({ contact }) => contact),
          after,
          limit,
          codeUnits
        )
      }),

    suppressed: (address) =>
      Effect.map(all, ({ projections }) =>
        suppressionsOf(projections)
          .filter((one) => one.address === Suppression.normal(address))
          .toSorted(compareSuppressions)
      ),

    suppressions: ({ after, limit }) =>
      Effect.map(all, ({ projections }) => page(suppressionsOf(projections), after, limit, compareSuppressions)),

    of: (contact) =>
      Effect.map(
        all,
        ({ projections }) => projections.find((one) => one.contact === contact) ?? Projection.none(contact)
      ),

    tidy: () => Effect.succeed(0)
  })
