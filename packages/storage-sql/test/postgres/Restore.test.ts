// Does somebody who was erased stay erased when the server's data are brought back from an older copy?
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Ledger from "@temoin/storage-sql/ledger"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Layer from "effect/Layer"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { expect, it } from "vitest"

const known = (name: string) => ({ _tag: "ContactChanged" as const, email: `${name}@example.com`, name })

it("a restored server forgets again who was erased since, and keeps who was readmitted, without what was before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "temoin-restore-"))
  // a server of its own, since it is stopped
  const server = spawn(process.execPath, [join(import.meta.dirname, "server.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true
  })
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]()
  const line = async () => String((await lines.next()).value)
  const tell = async (what: string) => {
    server.stdin.write(`${what}\n`)
    return line()
  }
  try {
    const url = await line()
    const open = () =>
      Temoin.open({
        program: {
          id: "shop",
          surveys: [
            {
              id: "nps",
              subject: "Acme",
              count: "waves",
              triggers: [{ on: "touchpoint", kind: "order.delivered" }]
            }
          ]
        },
        privacy: { key: "a secret of at least thirty-two characters" },
        adapters: Layer.mergeAll(
          Postgres.layer({ url, connections: 3 }),
          Ledger.layer({ filename: join(folder, "erasures.jsonl") }),
          MemoryMailer.layer,
          MemoryLinks.layer
        )
      })
    const before = await open()
    for (const [name, score] of [
      ["anna", 9],
      ["ben", 3],
      ["carl", 10],
      ["dora", 7]
    ] as const) {
      await before.record(name, known(name))
      await before.answer(name, { survey: "nps", score, id: "answer" })
    }
    await before.privacy.erase("dora")
    await before.close()
    expect(await tell("back up")).toBe("backed up")

    const later = await open()
    await later.record("anna", { _tag: "TouchpointHappened", kind: "order.delivered" })
    await later.privacy.erase("anna")
    await later.privacy.erase("ben")
    await later.privacy.readmit("ben", { evidence: "form 7" })
    const { tally } = await later.nps({ survey: "nps" })
    await later.close()
    expect(await tell("restore")).toBe("restored")

    const restored = await open()
    const isErased = (name: string) => restored.privacy.isErased(name)
    expect([await isErased("anna"), await isErased("ben"), await isErased("dora")]).toEqual([true, false, true])
    expect((await restored.privacy.export("anna")).knownAs).toEqual([])
    expect((await restored.privacy.export("ben")).events).toEqual([])
    expect((await restored.privacy.export("carl")).events).toHaveLength(2)
    expect(await restored.nps({ survey: "nps" })).toMatchObject({ tally, erased: 3 })
    expect((await restored.privacy.residue()).erased).toBe(3)
    expect(await restored.tick()).toMatchObject({ sent: 0, troubles: [] })
    expect(await restored.record("ben", known("ben"))).toBe(1)
    await restored.close()

    const again = await open()
    expect((await again.privacy.export("ben")).events).toHaveLength(1)
    expect(await again.nps({ survey: "nps" })).toMatchObject({ tally, erased: 3 })
    await again.close()
  } finally {
    server.stdin.end()
    await once(server, "close")
    rmSync(folder, { recursive: true, force: true })
  }
})
