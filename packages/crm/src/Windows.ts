/**
 * Windows: how far have we read, and where do we go on?
 *
 * Each kind of thing is read by when it was changed, oldest first, one kind after the other. The next window begins a little before
 * the last one ended, since what was just changed may not be found yet; so some things are read twice, which does no harm. The next
 * page is what was changed since the last thing on this one: what is changed meanwhile moves to the end, and would push what was not
 * read yet onto a page that was.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * Where in one kind we are: what was changed `since` then is read. While it takes more than one page: `from` when on, and `began` when
 * this reading did. `after`: where to go on in a query of which a page was not enough for one moment.
 *
 * @category models
 * @since 0.1.0
 */
const Place = Schema.Struct({
  since: Schema.Int,
  from: Schema.optionalKey(Schema.Int),
  began: Schema.optionalKey(Schema.Int),
  after: Schema.optionalKey(Schema.String)
})
/** @since 0.1.0 */
export type Place = typeof Place.Type

const Cursor = Schema.fromJsonString(Schema.Struct({ turn: Schema.Int, places: Schema.Record(Schema.String, Place) }))
const decode = Schema.decodeUnknownEffect(Cursor)
const encode = Schema.encodeSync(Cursor)

/**
 * What was read: what it tells, when each thing was changed, and where the next page begins. `mustEnd`: the CRM gives no more pages
 * of this query.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page {
  readonly changes: ReadonlyArray<Crm.Change>
  readonly changedAt: ReadonlyArray<number>
  readonly next: string | undefined
  readonly mustEnd?: boolean
}

/** So far do windows overlap. Unit: milliseconds. @category limits @since 0.1.0 */
export const overlap = 2 * 60_000

/**
 * One page of what changed, of the kind whose turn it is.
 *
 * @category reading
 * @since 0.1.0
 */
export const read = Effect.fnUntraced(function* <K extends string>(
  crm: string,
  kinds: readonly [K, ...ReadonlyArray<K>],
  cursor: string | undefined,
  page: (kind: K, place: Place) => Effect.Effect<Page, Crm.CrmError>
) {
  const { places, turn } =
    cursor === undefined
      ? { places: {}, turn: 0 }
      : yield* Effect.mapError(
          decode(cursor),
          () =>
            new Crm.CrmError({
              reason: "misconfigured",
              problem: `${crm}: this is no cursor: ${cursor.slice(0, 100)}`
            })
        )
  const kind = kinds[turn] ?? kinds[0]
  const place: Place = places[kind] ?? { since: 0 }
  const { began = yield* Clock.currentTimeMillis, from = place.since } = place
  const { changedAt, changes, mustEnd = false, next } = yield* page(kind, place)
  const seen = Math.max(place.since, ...changedAt)
  const isOver = next === undefined
  if (!isOver && seen === place.since && mustEnd) {
    const problem = `${crm}: too many ${kind} were changed at once, at ${new Date(seen).toISOString()}; they cannot be read one by one`
    return yield* new Crm.CrmError({ reason: "refused", problem })
  }
  const then: Place = isOver
    ? { since: Math.max(from, Math.min(seen, began) - overlap) }
    : { since: seen, from, began, ...(seen === place.since && { after: next }) }
  return {
    changes,
    cursor: encode({ turn: isOver ? (turn + 1) % kinds.length : turn, places: { ...places, [kind]: then } }),
    isDone: isOver && turn === kinds.length - 1
  }
})

/**
 * When that was, as CRMs write it: milliseconds, ISO 8601, or date and time in UTC; `undefined` when it is none.
 *
 * @example Windows.instant("2026-01-05 09:00:00") // => 1767603600000
 * @category conversions
 * @since 0.1.0
 */
export const instant = (value: string | null | undefined): number | undefined => {
  if (value === null || value === undefined || value === "") return undefined
  const isUtc = /^\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?$/.test(value)
  const at = /^\d+$/.test(value) ? Number(value) : Date.parse(isUtc ? `${value.replace(" ", "T")}Z` : value)
  return Number.isSafeInteger(at) ? at : undefined
}
