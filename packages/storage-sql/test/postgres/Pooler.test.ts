/**
 * Pooler: does the store work by way of one that passes no settings on, as PgBouncer does?
 */
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { connect, createServer } from "node:net"
import { once } from "node:events"
import { assert, it } from "vitest"
import { contact, touchpoint } from "../samples.ts"
import { emptied, url } from "./schemas.ts"

/** What PgBouncer says. */
const refusal = (setting: string): Buffer => {
  const said = Buffer.from(`SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: ${setting}\0\0`)
  const head = Buffer.alloc(5, "E")
  head.writeInt32BE(said.length + 4, 1)
  return Buffer.concat([head, said])
}

it("opens, appends and loads, and the server plans as it likes", async () => {
  const schema = "pooler"
  await emptied(schema)
  let refused = 0
  const pooler = createServer((client) => {
    const upstream = connect(Number(new URL(url).port), "127.0.0.1")
    client.on("error", () => upstream.destroy()).on("close", () => upstream.destroy())
    upstream.on("error", () => client.destroy()).on("close", () => client.destroy())
    client.once("data", (first) => {
      if (first.includes("enable_seqscan")) {
        refused++
        client.end(refusal("enable_seqscan"))
        return
      }
      upstream.write(first)
      client.pipe(upstream)
      upstream.pipe(client)
    })
  }).listen(0, "127.0.0.1")
  await once(pooler, "listening")
  const address = pooler.address()
  const here = new URL(url)
  here.port = String(typeof address === "object" && address !== null ? address.port : 0)
  const work = Effect.gen(function* () {
    const store = yield* HistoryStore
    yield* store.append({ contact: contact("anna"), events: [touchpoint("t")], now: 1, wakeAt: 1 })
    return (yield* store.load(contact("anna"))).events.map(({ id }) => id)
  })
  try {
    const layer = Layer.fresh(Postgres.layer({ url: here.href, schema, connections: 2 }))
    assert.deepStrictEqual(await Effect.runPromise(Effect.provide(work, layer)), ["t"])
    assert.isAtLeast(refused, 1)
  } finally {
    pooler.close()
  }
})
