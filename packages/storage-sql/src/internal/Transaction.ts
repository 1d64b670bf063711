/**
 * Transaction: what if the connection is lost in the middle of one, or others come in between?
 *
 * @since 0.1.0
 */
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import type * as Dialect from "./Dialect.ts"

/**
 * All of it or nothing. When not even the rollback reaches the server, that is an error like others: the server rolls back
 * by itself.
 *
 * @category running
 * @since 0.1.0
 */
export const run = <A, E, R>(
  sql: SqlClient.SqlClient,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E | SqlError.SqlError, R> =>
  Effect.catchDefect(sql.withTransaction(effect), (defect) =>
    SqlError.isSqlError(defect) ? Effect.fail(defect) : Effect.die(defect)
  )

/** So often others may come in between before it is theirs to say that they do. Each time, one of them has got on. */
const attempts = 50

/** How often, and how long apart, the server is asked what became of a commit. A quarter of a minute in all. */
const looks = 300
const betweenLooks = "50 millis"

const uncertain = new StoreError({
  problem:
    "the connection was lost while the server committed, and it cannot say what became of it: the same again is safe, since no event is added twice",
  retryable: true
})

/**
 * The contact joined or left an account just before it was locked, so that the wrong accounts are locked.
 *
 * @category errors
 * @since 0.1.0
 */
export class Overtaken extends Data.TaggedError("Overtaken") {}

const crowded = new StoreError({
  problem: "others keep changing the account of this contact: nothing was written; try again",
  retryable: true
})

/** The same again when others came in between. @category running @since 0.1.0 */
export const insisting = <A, E, R>(
  dialect: Dialect.Dialect,
  effect: Effect.Effect<A, E | Overtaken | SqlError.SqlError, R>
): Effect.Effect<A, E | SqlError.SqlError | StoreError, R> =>
  effect.pipe(
    Effect.retry({
      times: attempts,
      while: (error) => error instanceof Overtaken || (SqlError.isSqlError(error) && dialect.isOvertaken(error))
    }),
    Effect.mapError((error) => (error instanceof Overtaken ? crowded : error))
  )

/** Was it written after all? */
const isCommitted = Effect.fnUntraced(function* (dialect: Dialect.Dialect, receipt: string) {
  for (let look = 0; look < looks; look++) {
    const status = yield* Effect.mapError(dialect.statusOf(receipt), () => uncertain)
    if (status === "committed" || status === "aborted") return status === "committed"
    yield* Effect.sleep(betweenLooks)
  }
  return yield* uncertain
})

/**
 * All or nothing, and we know which: when the connection is lost while the server commits, it is asked over another, by
 * the receipt that the work has handed over.
 *
 * @category running
 * @since 0.1.0
 */
export const certain = <A, E>(
  sql: SqlClient.SqlClient,
  dialect: Dialect.Dialect,
  work: (receive: (receipt: string | undefined) => void) => Effect.Effect<A, E | Overtaken | SqlError.SqlError>
): Effect.Effect<A, E | SqlError.SqlError | StoreError> =>
  insisting(
    dialect,
    Effect.suspend(() => {
      let receipt: string | undefined
      let done = Option.none<A>()
      const all = Effect.map(
        work((given) => void (receipt = given)),
        (result) => {
          done = Option.some(result)
          return result
        }
      )
      return Effect.catch(run(sql, all), (error): Effect.Effect<A, E | Overtaken | SqlError.SqlError | StoreError> => {
        if (Option.isNone(done) || receipt === undefined) return Effect.fail(error)
        const { value } = done
        return Effect.flatMap(isCommitted(dialect, receipt), (isCommitted) =>
          isCommitted ? Effect.succeed(value) : Effect.fail(error)
        )
      })
    })
  )
