/**
 * WakeUps: does news that one machine records wake a worker on another?
 *
 * Each opens a store of its own, so that all they have in common is the server.
 */
import { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Program from "@temoin/core/Program"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, it } from "vitest"
import { contact, touchpoint } from "../samples.ts"
import { asHost, emptied, inStore, storeIn } from "./schemas.ts"

const program = Program.make({
  id: "shop",
  surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }]
}).pipe(Result.getOrThrow)

it("a worker that never polls sends what another machine has made due", async () => {
  await emptied("wakeups")
  let arrive: ((address: string) => void) | undefined
  const mailer = Layer.succeed(Mailer.Mailer, {
    send: ({ to }) => Effect.sync(() => arrive?.(to.address)),
    messageId: (reference) => `<${reference}@mail.example>`
  })
  const open = () =>
    Temoin.open({ program, adapters: Layer.mergeAll(Layer.fresh(storeIn("wakeups")), mailer, MemoryLinks.layer) })
  const [machine, other] = [await open(), await open()]
  try {
    const worker = await machine.start({ pollMillis: 1_000_000_000 })
    for (const who of ["anna", "ben"]) {
      const arrived = new Promise<string>((resolve) => (arrive = resolve))
      const email = `${who}@example.com`
      const order = { _tag: "TouchpointHappened", kind: "order.delivered", id: `order of ${who}` } as const
      await other.record(who, { _tag: "ContactChanged", email }, order)
      assert.strictEqual(await arrived, email)
    }
    assert.strictEqual(await worker.stop(), "clean")
    assert.strictEqual((await machine.health()).status, "ok")
  } finally {
    await Promise.all([machine.close(), other.close()])
  }
})

it("whoever listens is told when the connection is lost, and hears again when they listen anew", async () => {
  await emptied("wakeups")
  await inStore(
    "wakeups",
    Effect.gen(function* () {
      const store = yield* HistoryStore
      const lost = yield* Effect.scoped(
        Effect.gen(function* () {
          const woken = yield* store.wakeUps
          yield* Effect.promise(() =>
            asHost(
              Effect.flatMap(
                SqlClient.SqlClient,
                (sql) =>
                  sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'temoin wake-ups'`
              )
            )
          )
          return yield* Effect.flip(woken)
        })
      )
      assert.instanceOf(lost, StoreError)
      assert.isTrue(lost.retryable, lost.problem)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const woken = yield* store.wakeUps
          yield* store.append({ contact: contact("anna"), events: [touchpoint("t")], now: 1, wakeAt: 1 })
          yield* woken
        })
      )
    })
  )
})
