/**
 * Setup: what do a worker and whoever watches it have in common?
 */
import * as Cluster from "@temoin/cluster/Cluster"
import type * as Runner from "@temoin/runner/Runner"
import type { Ports } from "@temoin/runner/Temoin"
import type { Mailer } from "@temoin/core/ports/Mailer"
import type * as Program from "@temoin/core/Program"
import * as Smtp from "@temoin/email/Smtp"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import type * as Delivery from "@temoin/runner/Delivery"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Layer from "effect/Layer"
import type { Fate } from "./Fate.ts"
import * as Provider from "./Provider.ts"

/**
 * What a worker is told, as JSON, in its one argument.
 *
 * - `url`: the database. `mailer`: which kind, and its port.
 * - `claimMillis`: how long a worker has for what it claimed.
 * - `isCluster`: the workers are members of a cluster.
 * - `fate`: where it is to be killed.
 * - `broken`: what it does wrong, to see whether that is found.
 */
export interface Setup {
  readonly url: string
  readonly mailer: { readonly kind: "smtp" | "provider"; readonly port: number }
  readonly unknownSends: Delivery.UnknownSends
  readonly claimMillis: number
  readonly isCluster?: boolean
  readonly fate?: Fate
  readonly broken?: Broken
}

/** `sentFirst`: writes that it was sent before it is. `ignoresLeases`: claims what others have claimed, and writes under no claim. */
export type Broken = "sentFirst" | "ignoresLeases"

/** One mail to everybody who has bought something, and a case for whoever is unhappy with the shop; its deadline is far away. */
export const program = {
  id: "acme",
  surveys: [
    { id: "nps", subject: "your order", triggers: [{ on: "touchpoint", kind: "order.delivered" }] },
    { id: "shop", subject: "our shop", triggers: [{ on: "hand" }] }
  ],
  followUp: [
    {
      survey: "shop",
      steps: [
        {
          step: "solve",
          do: "open case",
          to: ["detractor"],
          owner: "support",
          deadline: "30 days",
          escalateTo: "management"
        }
      ]
    }
  ]
} as const satisfies typeof Program.Program.Encoded

/** The traits that answers are kept by. */
export const segments = ["plan"] as const

const mailer = ({ kind, port }: Setup["mailer"]): Layer.Layer<Mailer, Smtp.SmtpSettingsError> =>
  kind === "provider"
    ? Provider.layer(port)
    : Smtp.layer({ host: "127.0.0.1", port, from: "surveys@acme.example", maxConnections: 4 })

/** The store, the mailer and the links. */
export const adapters = (setup: Setup): Layer.Layer<Ports, unknown> =>
  Layer.mergeAll(Postgres.layer({ url: setup.url, connections: 5 }), mailer(setup.mailer), MemoryLinks.layer)

/** As a member of the cluster at this port; one that does not answer is given up within seconds. */
export const engine = ({ url }: Setup, port: number): Runner.Engine =>
  Cluster.engine({
    url,
    host: "127.0.0.1",
    port,
    sharding: {
      shardsPerGroup: 24,
      shardLockRefreshInterval: "1 second",
      shardLockExpiration: "4 seconds",
      refreshAssignmentsInterval: "300 millis",
      runnerHealthCheckInterval: "500 millis"
    }
  })

/** What the argument says. */
export const read = (argument = ""): Setup => JSON.parse(argument)
