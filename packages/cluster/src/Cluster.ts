/**
 * Cluster: how do several machines share the work so that each contact has one home?
 *
 * Experimental, since effect's cluster modules are. The runner, spread over machines that know one another: contacts are divided
 * among them, again whenever one joins, leaves or dies. A tick on any machine claims what is due, and each contact is worked on
 * at home. Program, store, mailer and everything else stay what they are; a host changes one layer.
 *
 * What wakes a contact is the store's due index, as it is without a cluster, and not a durable timer beside it: an event and the
 * next wake-up it leads to are one commit there, and two sources could disagree. What the cluster keeps in the database is who is
 * a member and which share each has.
 *
 * @since 0.1.0
 */
import * as NodeClusterSocket from "@effect/platform-node-shared/NodeClusterSocket"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Runner from "@temoin/runner/Runner"
import type * as Work from "@temoin/runner/Work"
import * as Cause from "effect/Cause"
import * as MessageStorage from "effect/cluster/MessageStorage"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import * as RunnerHealth from "effect/cluster/RunnerHealth"
import * as Runners from "effect/cluster/Runners"
import * as RunnerServer from "effect/cluster/RunnerServer"
import type * as Sharding from "effect/cluster/Sharding"
import * as ShardingConfig from "effect/cluster/ShardingConfig"
import * as SqlRunnerStorage from "effect/cluster/SqlRunnerStorage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as RpcSerialization from "effect/rpc/RpcSerialization"
import * as RpcServer from "effect/rpc/RpcServer"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as Contacts from "./Contacts.ts"

/**
 * - `url`: the PostgreSQL database in which the members find one another; the store's own, say. `schema`: where its tables lie
 *   (default `temoin`); made when it is not there. Members of one cluster say the same.
 * - `host`, `port`: where the other members reach this one. It listens there for whoever comes, and knows no password: keep it in
 *   a network of your own. `listen`: the address to listen on, where that is another one (`0.0.0.0` in a container).
 * - `sharding`: effect's own settings, for those who know them: how many shards, how soon a member that does not answer is
 *   given up. The same for all members.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly url: string | Redacted.Redacted<string>
  readonly schema?: string
  readonly host: string
  readonly port: number
  readonly listen?: string
  readonly sharding?: Partial<Omit<ShardingConfig.ShardingConfig["Service"], "runnerAddress" | "runnerListenAddress">>
}

/** This machine could not become a member of the cluster. @category errors @since 0.1.0 */
export class CannotJoin extends Schema.TaggedError<CannotJoin>()("CannotJoin", {
  host: Schema.String,
  port: Schema.Number,
  problem: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message() {
    return `${this.host}:${this.port} cannot join the cluster: ${this.problem}`
  }
}

const database = ({ schema = "temoin", url }: Options) => {
  const made = Layer.effectDiscard(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      // of several who start at once, one makes it
      yield* sql.withTransaction(
        Effect.gen(function* () {
          yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`@temoin/storage-sql ${schema}`}, 0))`
          const found = yield* sql`SELECT 1 FROM pg_namespace WHERE nspname = ${schema}`
          if (found.length === 0) yield* sql`CREATE SCHEMA ${sql(schema)}`
        })
      )
    })
  )
  return made.pipe(
    Layer.provideMerge(
      PgClient.layer({
        url: Redacted.isRedacted(url) ? url : Redacted.make(url),
        // one keeps the locks for as long as this machine is a member
        maxConnections: 3,
        applicationName: "temoin cluster"
      })
    )
  )
}

const check = Effect.fnUntraced(function* ({ port, schema = "temoin" }: Options) {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return yield* new Runner.InvalidOption({
      option: "port",
      problem: `is ${port}: give a whole number from 1 to 65535`
    })
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(schema) || schema.startsWith("pg_")) {
    return yield* new Runner.InvalidOption({
      option: "schema",
      problem: `is ${JSON.stringify(schema.slice(0, 100))}: take a letter or _, then letters, digits and _, at most 63, and not pg_ first`
    })
  }
})

/** What went wrong at the bottom of it, in words. */
const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? wordsOf(error.cause) : error.message
}

const members = (options: Options): Layer.Layer<Sharding.Sharding, CannotJoin> => {
  const { host, listen, port, schema = "temoin", sharding = {} } = options
  const config = ShardingConfig.layer({
    // as many as are claimed; claims are what bounds them
    maxResidentEntities: "unbounded",
    ...sharding,
    runnerAddress: Option.some(RunnerAddress.make(host, port)),
    runnerListenAddress: listen === undefined ? Option.none() : Option.some(RunnerAddress.make(listen, port))
  })
  const clients = NodeClusterSocket.layerClientProtocol
  const health = RunnerHealth.layerPing.pipe(Layer.provide(Runners.layerRpc), Layer.provide(clients))
  const storage = SqlRunnerStorage.layerWith({ prefix: `${schema}.temoin_cluster` }).pipe(
    Layer.provide(database(options))
  )
  return RunnerServer.layerWithClients.pipe(
    Layer.provide(RpcServer.layerProtocolSocketServer),
    Layer.provide([clients, NodeClusterSocket.layerSocketServer, health, storage]),
    Layer.provide([MessageStorage.layerNoop, RpcSerialization.layerNdjson, config]),
    Layer.catchCause((cause) => {
      const error = Cause.squash(cause)
      return Layer.effectContext(Effect.fail(new CannotJoin({ host, port, problem: wordsOf(error), cause: error })))
    })
  )
}

/**
 * The runner as a member of the cluster, in the place of `Runner.layer`. It joins when the layer is built, and leaves when its
 * scope closes: begins nothing more, finishes the mails that are leaving, and gives its share to the others. Where it just
 * dies, the others take its share, and its contacts when their claims have run out.
 *
 * The bounds of a tick hold for whoever ticks: a contact that was handed to another member by then is finished there, and the
 * tick waits for that. A pace is each member's own.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  runner: Runner.Options,
  options: Options
): Layer.Layer<Runner.Runner, Runner.InvalidOption | CannotJoin, Work.Ports> =>
  Layer.unwrap(
    Effect.as(
      check(options),
      Layer.effect(
        Runner.Runner,
        Runner.make(runner, Contacts.spread(runner.claimMillis ?? Runner.defaultClaimMillis))
      ).pipe(Layer.provide(members(options)))
    )
  )

/**
 * The same for `Temoin.open({ …, engine: Cluster.engine({ … }) })`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const engine =
  (options: Options): Runner.Engine =>
  (runner) =>
    layer(runner, options)
