/**
 * Windows: how far have we read, and where do we go on?
 *
 * Each kind of thing is read by when it was changed, oldest first, one kind after the other. The next window begins a little before
 * the last one ended, since what was just changed may not be found yet; so some things are read twice, which does no harm.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * Where in one kind we are: what was changed `since` then is read. `after`: while a window is read page by page, where in it we are.
 * `seen`: when the latest was changed that was read.
 *
 * @category models
 * @since 0.1.0
 */
const Place = Schema.Struct({
  since: Schema.Int,
  after: Schema.optionalKey(Schema.String),
  seen: Schema.optionalKey(Schema.Int)
})
/** @since 0.1.0 */
export type Place = typeof Place.Type

const Cursor = Schema.fromJsonString(Schema.Struct({ turn: Schema.Int, places: Schema.Record(Schema.String, Place) }))
const decode = Schema.decodeUnknownEffect(Cursor)
const encode = Schema.encodeSync(Cursor)

/**
 * What was read: what it tells, when each thing was changed, and where the next page begins. `mustEnd`: the CRM gives no more pages
 * of this window; the next one begins where this one came to.
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
  const { changedAt, changes, mustEnd = false, next } = yield* page(kind, place)
  const seen = Math.max(place.seen ?? place.since, ...changedAt)
  if (mustEnd && seen <= place.since) {
    const problem = `${crm}: too many ${kind} were changed at once, at ${new Date(seen).toISOString()}; they cannot be read one by one`
    return yield* new Crm.CrmError({ reason: "refused", problem })
  }
  const now = yield* Clock.currentTimeMillis
  const then: Place =
    next !== undefined && !mustEnd
      ? { since: place.since, after: next, seen }
      : { since: next === undefined ? Math.max(place.since, Math.min(seen, now) - overlap) : seen }
  const isOver = next === undefined
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
