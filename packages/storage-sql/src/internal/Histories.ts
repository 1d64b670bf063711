/**
 * Histories: how does the port HistoryStore become SQL?
 *
 * Each of its rooms is a module: `Loading`, `Appending` (judged by `Ledger`, with what is `Kept` beside the log), `Claims`.
 *
 * @since 0.1.0
 */
import { HistoryStore, type StoreError } from "@temoin/core/ports/HistoryStore"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as Aside from "./Aside.ts"
import * as Appending from "./Appending.ts"
import * as Claims from "./Claims.ts"
import * as Column from "./Column.ts"
import * as Dialect from "./Dialect.ts"
import * as Gathering from "./Gathering.ts"
import type * as Keeping from "./Keeping.ts"
import * as Loading from "./Loading.ts"
import * as Migration from "./Migration.ts"
import type { MessageRow } from "./Row.ts"
import * as Transaction from "./Transaction.ts"
import type * as WakeUps from "./WakeUps.ts"

/** Of as many as were asked for, when that was one. */
const only = <A>(all: ReadonlyArray<A>): Effect.Effect<A> => Effect.orDie(Effect.fromOption(Arr.head(all)))

/**
 * The store in this client's database, whose schema is there already. `explain` puts the database's own errors in words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  dialect: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError,
  wakeUps: WakeUps.WakeUps,
  keeping: Keeping.Keeping
): Effect.fn.Return<HistoryStore["Service"], never, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  const inWords = <A, E, R>(effect: Effect.Effect<A, E | SqlError.SqlError, R>) =>
    Effect.mapError(effect, (error) => (SqlError.isSqlError(error) ? explain(error) : error))
  const { loadAll, page, versions } = yield* Loading.make(dialect, explain)
  const { claim, nextDue, release } = yield* Claims.make(dialect, explain)
  const aside = yield* Aside.make(dialect, { to: Column.fromContact, from: Column.toContact })
  const appendAll = yield* Appending.make(dialect, explain, wakeUps, [keeping.added], keeping.by)

  const append = Gathering.make(dialect.commits, appendAll)

  return HistoryStore.of({
    load: (contact) => Effect.flatMap(loadAll([contact]), only),
    loadAll,
    append,
    appendAll,
    claim,

    settle: ({ claim, expected, now, wakeAt }) =>
      append({ contact: claim.contact, events: [], now, claim, expected, settle: wakeAt }).pipe(
        Effect.asVoid,
        // nothing comes that could clash
        Effect.catchTag(["EventClash", "ContactErased"], Effect.die)
      ),

    release,
    nextDue,

    fail: Effect.fnUntraced(function* (request) {
      yield* Effect.fromResult(Column.checkInstants({ now: request.now }))
      return yield* Transaction.insisting(dialect, Transaction.run(sql, aside.fail(request)))
    }, inWords),

    deadLetters: ({ after, limit }) => inWords(aside.list(after, Dialect.atMost(sql, limit))),

    revive: Effect.fnUntraced(function* ({ contacts, now }) {
      yield* Effect.fromResult(Column.checkInstants({ now }))
      const saying = wakeUps.within === undefined ? Effect.void : Effect.asVoid(sql`SELECT ${wakeUps.within}`)
      const reviving = Effect.tap(aside.revive(contacts, now), (count) => (count > 0 ? saying : Effect.void))
      const count = yield* Transaction.insisting(dialect, Transaction.run(sql, reviving))
      if (count > 0) yield* wakeUps.after
      return count
    }, inWords),

    wakeUps: wakeUps.listen,

    vitals: (now) =>
      Effect.mapBoth(aside.counted(now), {
        onFailure: explain,
        onSuccess: (counted) => ({ schema: Migration.known, ...counted })
      }),

    find: Effect.fnUntraced(function* (reference) {
      const [row] = yield* sql<MessageRow>`
          SELECT reference, contact, key FROM ${dialect.tables.messages} WHERE reference = ${reference}`
      if (row === undefined) return Option.none()
      const contact = yield* Effect.fromResult(Column.toContact(row.contact))
      return Option.some({ contact, key: yield* Effect.fromResult(Column.toKey(reference, row.key)) })
    }, inWords),

    page,
    versions
  })
})
