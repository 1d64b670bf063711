/**
 * WakeUps: how does whoever sleeps hear that somebody became due?
 *
 * Within one process by a signal after the commit. On a server by NOTIFY in the transaction that made them due, so that it is
 * heard exactly when that is committed, in whatever process.
 *
 * @since 0.1.0
 */
import * as PgConnection from "@effect/sql-pg/PgConnection"
import type { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Queue from "effect/Queue"
import type * as Redacted from "effect/Redacted"
import type * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"

/**
 * - `within`: an expression that says it when the transaction commits. `after`: says it after the commit. Each store needs one of them.
 * - `listen`: as the port has it.
 *
 * @category models
 * @since 0.1.0
 */
export interface WakeUps {
  readonly within: Statement.Fragment | undefined
  readonly after: Effect.Effect<void>
  readonly listen: HistoryStore["Service"]["wakeUps"]
}

/**
 * Within this process.
 *
 * @category constructors
 * @since 0.1.0
 */
export const local: Effect.Effect<WakeUps> = Effect.map(PubSub.sliding<void>(1), (signals) => ({
  within: undefined,
  after: Effect.asVoid(PubSub.publish(signals, undefined)),
  listen: Effect.map(PubSub.subscribe(signals), PubSub.take)
}))

/** One channel of the database for all stores in it, since a channel's name may not be as long as a schema's. */
const channel = "temoin"

/**
 * Through the server. Whoever listens does so over a connection of their own, which is no part of the pool.
 *
 * @category constructors
 * @since 0.1.0
 */
export const server = (
  sql: SqlClient.SqlClient,
  url: Redacted.Redacted<string>,
  schema: string,
  explain: (error: SqlError.SqlError) => StoreError
): WakeUps => ({
  within: sql`pg_notify(${channel}, ${schema})`,
  after: Effect.void,
  listen: Effect.gen(function* () {
    const connection = yield* PgConnection.make({ url, applicationName: "temoin wake-ups", keepAlive: "30 seconds" })
    const heard = yield* connection.listen(channel)
    const next: Effect.Effect<void, SqlError.SqlError> = Effect.flatMap(Queue.takeAll(heard), (all) =>
      all.some(({ payload }) => payload === schema) ? Effect.void : next
    )
    return Effect.mapError(next, explain)
  }).pipe(Effect.mapError(explain))
})
