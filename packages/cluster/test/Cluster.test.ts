import * as Cluster from "@temoin/cluster/Cluster"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Layer from "effect/Layer"
import { assert, describe, it } from "vitest"

const adapters = Layer.mergeAll(MemoryHistoryStore.layer, MemoryMailer.layer, MemoryLinks.layer)

const refused = async (options: Partial<Cluster.Options>): Promise<Error> => {
  const engine = Cluster.engine({
    url: "postgres://temoin:secret@127.0.0.1:1/none",
    host: "127.0.0.1",
    port: 34_431,
    ...options
  })
  try {
    await Temoin.open({ program: { id: "shop", surveys: [] }, adapters, engine })
  } catch (error) {
    assert.instanceOf(error, Error)
    return error
  }
  throw new Error("it opened")
}

describe("a member", () => {
  it("that is given a port or a schema that cannot be says so", async () => {
    assert.strictEqual((await refused({ port: 0 })).message, "`port` is 0: give a whole number from 1 to 65535")
    assert.match((await refused({ schema: "a.b" })).message, /^`schema` is "a\.b": take a letter/)
    assert.match((await refused({ schema: "pg_temoin" })).message, /^`schema` is "pg_temoin"/)
  })

  it("whose database cannot be reached says so, without the password", async () => {
    const error = await refused({})
    assert.instanceOf(error, Cluster.CannotJoin)
    assert.match(error.message, /^127\.0\.0\.1:34431 cannot join the cluster: /)
    assert.notInclude(error.message, "secret")
  })
})
