/**
 * Sqlite: how do I keep histories in one file on this machine?
 *
 * On Node's own node:sqlite: no server, nothing to install. Made for one process: what is acknowledged is on the disk
 * (write-ahead log, one fsync per append), and a second process is refused.
 *
 * @since 0.1.0
 */
import { Erasures } from "@temoin/core/ports/Erasures"
import { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Context from "effect/Context"
import { Notebook } from "@temoin/core/ports/Notebook"
import { Projections } from "@temoin/core/ports/Projections"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import { closeSync, openSync, realpathSync } from "node:fs"
import { resolve } from "node:path"
import * as Dialect from "./internal/Dialect.ts"
import * as Erasing from "./internal/Erasing.ts"
import * as Histories from "./internal/Histories.ts"
import * as Keeping from "./internal/Keeping.ts"
import * as Lock from "./internal/Lock.ts"
import * as Migration from "./internal/Migration.ts"
import * as NodeSqlite from "./internal/NodeSqlite.ts"
import * as Pages from "./internal/Pages.ts"
import * as Problem from "./internal/Problem.ts"
import * as WakeUps from "./internal/WakeUps.ts"

/** @category errors @since 0.1.0 */
export { StoreLocked } from "./internal/Lock.ts"

/** @category errors @since 0.1.0 */
export { SchemaTooNew } from "./internal/Migration.ts"

/**
 * `filename`: the database, made when it is not there; its folder must exist. Beside it lie `<filename>-wal` and
 * `<filename>-shm`, which belong to it, and `<filename>.lock`, which stays empty.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly filename: string
}

// Two names for one file must find the same lock, so links are followed, and the file is made to have a name to follow.
const trueName = (filename: string): Effect.Effect<string, StoreError> =>
  Effect.suspend(() => {
    if (filename === "" || filename === ":memory:") {
      const problem = "the store needs a file: give a `filename`, or use @temoin/memory to keep nothing"
      return Effect.fail(new StoreError({ problem, retryable: false }))
    }
    const path = resolve(filename)
    return Effect.try({
      try: () => {
        // Also where it is: SQLite would open what it may only read, and leave a log beside it that nobody can write.
        closeSync(openSync(path, "a"))
        return realpathSync(path)
      },
      catch: (cause) => Problem.explain(path, cause)
    })
  })

const make = Effect.fnUntraced(function* ({
  filename
}: Options): Effect.fn.Return<
  Context.Context<HistoryStore | Erasures | Notebook | Projections>,
  Lock.StoreLocked | Migration.SchemaTooNew | StoreError,
  Scope.Scope
> {
  const file = yield* trueName(filename)
  yield* Lock.hold(file)
  const client = yield* NodeSqlite.make(file)
  const explain = (error: SqlError.SqlError) => Problem.explain(file, error.reason.cause)
  const dialect = Dialect.sqlite(client)
  return yield* Migration.run(file, dialect).pipe(
    Effect.catchTag("SqlError", (error) => Effect.fail(explain(error))),
    Effect.catchTag("MigrationError", (error) =>
      Effect.fail(SqlError.isSqlError(error.cause) ? explain(error.cause) : Problem.explain(file, error))
    ),
    Effect.andThen(WakeUps.local),
    Effect.flatMap((wakeUps) =>
      Effect.gen(function* () {
        const keeping = yield* Keeping.make(dialect, explain)
        return Context.make(HistoryStore, yield* Histories.make(dialect, explain, wakeUps, keeping)).pipe(
          Context.add(Erasures, yield* Erasing.make(dialect, explain, keeping)),
          Context.add(Notebook, yield* Pages.make(dialect, explain)),
          Context.add(Projections, keeping.service)
        )
      })
    ),
    Effect.catchTag("SqlError", (error) => Effect.fail(explain(error))),
    Effect.provideService(SqlClient.SqlClient, client)
  )
})

/**
 * The store in this file. The file stays open, and locked against a second process, until the layer's scope closes.
 * Fails with `StoreLocked` when somebody has it open, with `SchemaTooNew` when a newer release wrote it, and with
 * `StoreError` when it cannot be opened.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options
): Layer.Layer<
  HistoryStore | Erasures | Notebook | Projections,
  Lock.StoreLocked | Migration.SchemaTooNew | StoreError
> => Layer.effectContext(make(options))
