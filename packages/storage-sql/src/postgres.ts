/**
 * Postgres: how do I keep histories on a PostgreSQL server, for any number of machines?
 *
 * PostgreSQL 15 or later, by URL. Any number of workers share one store: each contact is claimed by one of them, and what
 * two write about one contact or one account at the same instant is put in order by the server.
 *
 * @since 0.1.0
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import { Erasures } from "@temoin/core/ports/Erasures"
import { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Context from "effect/Context"
import { Notebook } from "@temoin/core/ports/Notebook"
import { Projections } from "@temoin/core/ports/Projections"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as Dialect from "./internal/Dialect.ts"
import * as Erasing from "./internal/Erasing.ts"
import * as Histories from "./internal/Histories.ts"
import * as Keeping from "./internal/Keeping.ts"
import * as Migration from "./internal/Migration.ts"
import * as Pages from "./internal/Pages.ts"
import * as PostgresProblem from "./internal/PostgresProblem.ts"
import * as PostgresTypes from "./internal/PostgresTypes.ts"
import * as Transaction from "./internal/Transaction.ts"
import * as WakeUps from "./internal/WakeUps.ts"

/** @category errors @since 0.1.0 */
export { SchemaTooNew } from "./internal/Migration.ts"

/**
 * - `url`: the database, as `postgres://user:password@host:5432/database`; with `?sslmode=require` the connection must be
 *   encrypted.
 * - `schema`: where the tables lie (default `temoin`); made when it is not there. A letter or `_`, then letters, digits and
 *   `_`; at most 63. Two stores in two schemas of one database know nothing of one another.
 * - `connections`: how many may be open at once (default 10). Every append under way needs one; all workers' together must
 *   stay below the server's `max_connections`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly url: string | Redacted.Redacted<string>
  readonly schema?: string
  readonly connections?: number
}

/**
 * Every statement is planned once, and by its indexes: a plan that was made while a table was small would read all of it when it is
 * large, and to plan a short append takes longer than to do it. A pooler in between may refuse to pass settings on; then the
 * server plans as it likes.
 */
const planning = { plan_cache_mode: "force_generic_plan", enable_seqscan: "off" }

const connected = (options: PgClient.PgPoolConfig) =>
  Effect.tap(PgClient.make({ ...options, types: PostgresTypes.registry }), (client) => client`SELECT 1`)

const refuse = (problem: string) => new StoreError({ problem, retryable: false })

/** Where the database is, for people: without the user and the password. */
const nameOf = (url: string): Result.Result<string, StoreError> => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed !== undefined && /^postgres(ql)?:$/.test(parsed.protocol)
    ? Result.succeed(`${parsed.host}${parsed.pathname}`)
    : Result.fail(refuse("the `url` of the store is none: give one as postgres://user:password@host:5432/database"))
}

const checkSchema = (schema: string): Result.Result<void, StoreError> =>
  /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(schema) && !schema.startsWith("pg_")
    ? Result.void
    : Result.fail(
        refuse(
          `${JSON.stringify(schema.slice(0, 100))} cannot be the \`schema\` of the store: take a letter or _, then letters, digits and _, at most 63, and not pg_ first`
        )
      )

const checkConnections = (connections: number): Result.Result<void, StoreError> =>
  Number.isSafeInteger(connections) && connections >= 1
    ? Result.void
    : Result.fail(refuse(`\`connections\` is ${connections}: give a whole number, at least 1`))

/** Of several workers who start at once, one makes the schema, and the others find it made. */
const migrate = Effect.fnUntraced(function* (database: string, schema: string, dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const steps = Effect.gen(function* () {
    yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`@temoin/storage-sql ${schema}`}, 0))`
    // The right to make a schema is asked for even where there is one already.
    const found = yield* sql`SELECT 1 FROM pg_namespace WHERE nspname = ${schema}`
    if (found.length === 0) yield* sql`CREATE SCHEMA ${sql(schema)}`
    yield* Migration.run(database, dialect)
  })
  // A snapshot of before the wait for the lock would not show what was made meanwhile.
  yield* Effect.provideService(
    Transaction.run(sql, steps),
    SqlClient.BeginTransaction,
    "BEGIN ISOLATION LEVEL READ COMMITTED"
  )
})

type Ports = readonly [
  histories: HistoryStore["Service"],
  erasures: Erasures["Service"],
  notebook: Notebook["Service"],
  projections: Projections["Service"]
]

/** A pool that was closed would only interrupt whoever asks it for a connection. */
const untilClosed = Effect.fnUntraced(function* (server: string, [store, erasures, notebook, projections]: Ports) {
  let isClosed = false
  yield* Effect.addFinalizer(() => Effect.sync(() => void (isClosed = true)))
  const closed = refuse(`the store on ${server} was closed: its layer's scope has ended`)
  const open = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.suspend((): Effect.Effect<A, E | StoreError, R> => (isClosed ? Effect.fail(closed) : effect))
  return Context.make(
    HistoryStore,
    HistoryStore.of({
      load: (contact) => open(store.load(contact)),
      loadAll: (contacts) => open(store.loadAll(contacts)),
      append: (request) => open(store.append(request)),
      appendAll: (appends) =>
        Effect.suspend(() =>
          isClosed ? Effect.succeed(appends.map(() => Result.fail(closed))) : store.appendAll(appends)
        ),
      claim: (request) => open(store.claim(request)),
      settle: (request) => open(store.settle(request)),
      release: (claims) => open(store.release(claims)),
      fail: (request) => open(store.fail(request)),
      deadLetters: (request) => open(store.deadLetters(request)),
      revive: (request) => open(store.revive(request)),
      wakeUps: open(store.wakeUps),
      vitals: (now) => open(store.vitals(now)),
      nextDue: open(store.nextDue),
      find: (reference) => open(store.find(reference)),
      page: (request) => open(store.page(request)),
      versions: (request) => open(store.versions(request))
    })
  ).pipe(
    Context.add(
      Erasures,
      Erasures.of({
        erase: (request) => open(erasures.erase(request)),
        remember: (all, key, zone) => open(erasures.remember(all, key, zone)),
        adopt: (residue, key) => open(erasures.adopt(residue, key)),
        readmit: (marks) => open(erasures.readmit(marks)),
        redact: (request) => open(erasures.redact(request)),
        isErased: (mark) => open(erasures.isErased(mark)),
        remembered: open(erasures.remembered),
        page: (request) => open(erasures.page(request)),
        mergedInto: (contacts) => open(erasures.mergedInto(contacts)),
        sealed: (name, mark) => open(erasures.sealed(name, mark)),
        allSealed: (name) => open(erasures.allSealed(name)),
        seal: (sealed) => open(erasures.seal(sealed)),
        unseal: (name, mark) => open(erasures.unseal(name, mark)),
        expire: (now) => open(erasures.expire(now))
      })
    ),
    Context.add(
      Notebook,
      Notebook.of({
        read: (keys) => open(notebook.read(keys)),
        write: (changes) => open(notebook.write(changes)),
        list: (request) => open(notebook.list(request))
      })
    ),
    Context.add(
      Projections,
      Projections.of({
        breakdown: (query) => open(projections.breakdown(query)),
        cases: (request) => open(projections.cases(request)),
        exhibitors: (request) => open(projections.exhibitors(request)),
        suppressed: (address) => open(projections.suppressed(address)),
        suppressions: (request) => open(projections.suppressions(request)),
        of: (contact) => open(projections.of(contact)),
        tidy: (now) => open(projections.tidy(now))
      })
    )
  )
})

const make = Effect.fnUntraced(function* ({
  connections = 10,
  schema = "temoin",
  url
}: Options): Effect.fn.Return<
  Context.Context<HistoryStore | Erasures | Notebook | Projections>,
  Migration.SchemaTooNew | StoreError,
  Scope.Scope
> {
  const secret = Redacted.isRedacted(url) ? url : Redacted.make(url)
  const server = yield* Effect.fromResult(nameOf(Redacted.value(secret)))
  yield* Effect.fromResult(checkSchema(schema))
  yield* Effect.fromResult(checkConnections(connections))
  const explain = (error: SqlError.SqlError) => PostgresProblem.explain(server, error)
  const opened = Effect.gen(function* () {
    const options = { url: secret, maxConnections: connections, applicationName: "temoin" }
    const planned = connected({ ...options, startupParameters: planning })
    const client = yield* Effect.catchIf(planned, PostgresProblem.isSettingRefused, () => connected(options))
    const dialect = Dialect.postgres(client, schema)
    return yield* migrate(`the schema ${schema} on ${server}`, schema, dialect).pipe(
      Effect.andThen(Keeping.make(dialect, explain)),
      Effect.flatMap((keeping) =>
        Effect.all([
          Histories.make(dialect, explain, WakeUps.server(client, secret, schema, explain), keeping),
          Erasing.make(dialect, explain, keeping),
          Pages.make(dialect, explain),
          Effect.succeed(keeping.service)
        ])
      ),
      Effect.flatMap((ports) => untilClosed(server, ports)),
      Effect.provideService(SqlClient.SqlClient, client)
    )
  })
  return yield* opened.pipe(
    Effect.provide(Reactivity.layer),
    Effect.catchTag("SqlError", (error) => Effect.fail(explain(error))),
    Effect.catchTag("MigrationError", (error) =>
      Effect.fail(SqlError.isSqlError(error.cause) ? explain(error.cause) : refuse(`${server}: ${error.message}`))
    )
  )
})

/**
 * The store on this server. Its connections are closed when the layer's scope closes. Fails with `SchemaTooNew` when a
 * newer release wrote the schema, and with `StoreError` when the server cannot be reached or refuses.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options
): Layer.Layer<HistoryStore | Erasures | Notebook | Projections, Migration.SchemaTooNew | StoreError> =>
  Layer.effectContext(make(options))
