/**
 * Cluster: do contacts move to where somebody is, when members join, leave and die?
 *
 * Members are processes of their own over one real PostgreSQL.
 */
import * as Child from "@temoin/crash/Child"
import * as CrashTest from "@temoin/crash/CrashTest"
import * as Evidence from "@temoin/crash/Evidence"
import * as Note from "@temoin/crash/Note"
import * as Setup from "@temoin/crash/Setup"
import * as Temoin from "@temoin/runner/Temoin"
import { once } from "node:events"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { assert, describe, it } from "vitest"

const patience = 300_000
const seed = Number(process.env["TEMOIN_SEED"] ?? 20_160_609)
const sources = join(import.meta.dirname, "..", "src", "processes")
const databaseServer = join(import.meta.dirname, "..", "..", "storage-sql", "test", "postgres", "server.ts")

describe.concurrent("a cluster over one PostgreSQL", () => {
  it(
    "gives a share to whoever joins, and takes over from whoever leaves or is killed",
    { timeout: patience },
    async () => {
      const database = Child.start(databaseServer, [])
      const alive = new Set<Child.Child>()
      try {
        const setup: Setup.Setup = {
          url: await database.line(),
          mailer: { kind: "provider", port: 1 },
          unknownSends: "giveUp",
          claimMillis: 9000
        }
        const host = await Temoin.open({ program: Setup.program, adapters: Setup.adapters(setup) })
        /** Who has mailed whom. */
        const mails: Array<{ readonly by: string; readonly to: string }> = []

        const joins = async (name: string) => {
          const ready = Promise.withResolvers<void>()
          let ticked = Promise.withResolvers<void>()
          const child = Child.start(join(sources, "member.ts"), [JSON.stringify(setup)], (line) => {
            const { about = "", at } = Note.read(line)
            if (at === "ready") ready.resolve()
            if (at === "step") ticked.resolve()
            if (at === "taken") mails.push({ by: name, to: about })
          })
          alive.add(child)
          await Promise.race([ready.promise, child.gone.then(() => Promise.reject(new Error(`${name} did not join`)))])
          return {
            child,
            tick: () => {
              ticked = Promise.withResolvers<void>()
              child.tell("tick")
              return ticked.promise
            },
            leave: async () => {
              child.tell("leave")
              await child.gone
            }
          }
        }

        let invited = 0
        /** Some more have bought something, and one member is told to tick until everybody is served; gives who mailed them. */
        const serve = async (member: { readonly tick: () => Promise<void> }) => {
          const before = mails.length
          for (const end = invited + 24; invited < end; invited++) {
            await host.record(
              `c${invited}`,
              { _tag: "ContactChanged", email: `c${invited}@people.example` },
              { _tag: "TouchpointHappened", kind: "order.delivered" }
            )
          }
          for (;;) {
            await member.tick()
            const next = await host.nextDue()
            if (next === null || next > Date.now() + 86_400_000) break
            await setTimeout(20)
          }
          return new Set(mails.slice(before).map(({ by }) => by))
        }
        /** Again and again, until these are the ones that do the work. */
        const served = async (member: { readonly tick: () => Promise<void> }, ...names: ReadonlyArray<string>) => {
          for (let tries = 0; tries < 100; tries++) {
            const by = await serve(member)
            if (by.size === names.length && names.every((name) => by.has(name))) return
          }
          assert.fail(`the work was never done by ${names.join(" and ")}`)
        }

        const taken = createServer().listen(0, "127.0.0.1")
        await once(taken, "listening")
        const address = taken.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        const refused = await Temoin.open({
          program: Setup.program,
          adapters: Setup.adapters(setup),
          engine: Setup.engine(setup, port)
        }).then(
          () => assert.fail("it joined at a port where somebody else listens"),
          (error: Error) => error.message
        )
        assert.match(refused, new RegExp(`^127\\.0\\.0\\.1:${port} cannot join the cluster: .*EADDRINUSE`))
        taken.close()

        const anna = await joins("anna")
        await served(anna, "anna")
        const bela = await joins("bela")
        await served(anna, "anna", "bela")
        // any of them may be told to
        await served(bela, "anna", "bela")
        await bela.leave()
        await served(anna, "anna")
        const cleo = await joins("cleo")
        await served(anna, "anna", "cleo")
        const killed = cleo.child.kill()
        await served(anna, "anna")
        await killed

        assert.lengthOf(mails, invited)
        assert.strictEqual(new Set(mails.map(({ to }) => to)).size, invited)
        assert.deepStrictEqual(await host.unknownSends.list(), [])
        await host.close()
      } finally {
        await Promise.all(Array.from(alive, (child) => child.kill()))
        await database.end()
      }
    }
  )

  it("keeps what is promised when members are killed again and again", { timeout: patience }, async () => {
    const evidence = await CrashTest.run({
      policy: "giveUp",
      contacts: 100,
      kills: 6,
      restarts: 1,
      seed,
      workers: 2,
      claimMillis: 5000,
      isCluster: true
    })
    assert.deepStrictEqual(Evidence.findings(evidence), [], Evidence.lines(evidence).join("\n"))
  })
})
