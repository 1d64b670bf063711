// Does somebody who was erased stay erased when the file is brought back from an older backup?
import * as Contact from "@temoin/core/Contact"
import * as ErasureLedger from "@temoin/core/ports/ErasureLedger"
import * as Residue from "@temoin/core/Residue"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as Privacy from "@temoin/runner/Privacy"
import * as Temoin from "@temoin/runner/Temoin"
import * as Ledger from "@temoin/storage-sql/ledger"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { spawn } from "node:child_process"
import { once } from "node:events"
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import * as Lock from "../src/internal/Lock.ts"

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "temoin-restore-"))))
afterEach(() => rmSync(folder, { recursive: true }))

const inFolder = (name: string) => join(folder, name)

const open = (others: Privacy.Options["others"] = []) =>
  Temoin.open({
    program: { id: "shop", surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "hand" }], count: "waves" }] },
    now: () => Date.UTC(2026, 0, 5, 9),
    privacy: { key: "a secret of at least thirty-two characters", others },
    adapters: Layer.mergeAll(
      Sqlite.layer({ filename: inFolder("temoin.db") }),
      Ledger.layer({ filename: inFolder("erasures.jsonl") }),
      MemoryMailer.layer,
      MemoryLinks.layer
    )
  })

/** Everything on the disk, but for the ledger and the backup. */
const onDisk = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith("temoin.db"))
    .map((name) => readFileSync(inFolder(name), "latin1"))
    .join("\n")

describe("a file", () => {
  it("has no trace of one who was erased, and forgets them again after a restore", async () => {
    const temoin = await open()
    await temoin.record("anna-4711", { _tag: "ContactChanged", email: "anna.arendt@example.com", name: "Anna Arendt" })
    await temoin.ask("anna-4711", "nps")
    await temoin.tick()
    await temoin.answer("anna-4711", { survey: "nps", score: 9, comment: "a most peculiar comment", id: "a" })
    await temoin.answer("ben", { survey: "nps", score: 2, id: "b" })
    const { tally } = await temoin.nps({ survey: "nps" })
    await temoin.close()
    copyFileSync(inFolder("temoin.db"), inFolder("backup"))
    expect(onDisk()).toMatch(/anna/i)

    const later = await open()
    await later.privacy.erase("anna-4711")
    expect(onDisk()).not.toMatch(/anna|peculiar/i)
    await later.close()
    expect(onDisk()).not.toMatch(/anna|peculiar/i)
    expect(readFileSync(inFolder("erasures.jsonl"), "utf8")).not.toMatch(/anna|peculiar/i)

    copyFileSync(inFolder("backup"), inFolder("temoin.db"))
    const restored = await open()
    expect(onDisk()).not.toMatch(/anna|peculiar/i)
    expect(await restored.privacy.isErased("anna-4711")).toBe(true)
    expect(await restored.tick()).toMatchObject({ sent: 0 })
    expect((await restored.nps({ survey: "nps" })).tally).toEqual(tally)
    expect((await restored.privacy.residue()).erased).toBe(1)
    await restored.close()
    const again = await open()
    expect((await again.nps({ survey: "nps" })).tally).toEqual(tally)
    await again.close()
  })
})

describe("a process that is killed in the middle of an erasure", () => {
  for (const where of ["noted", "erased"] as const) {
    it(`(${where}): the next start finishes it, and who else was to forget them is told`, async () => {
      const temoin = await open()
      await temoin.record("anna-4711", { _tag: "ContactChanged", email: "anna.arendt@example.com" })
      await temoin.answer("anna-4711", { survey: "nps", score: 9, comment: "a most peculiar comment", id: "a" })
      await temoin.answer("ben", { survey: "nps", score: 2, id: "b" })
      const { tally } = await temoin.nps({ survey: "nps" })
      await temoin.close()

      const script = fileURLToPath(new URL("erasing.ts", import.meta.url))
      const child = spawn(process.execPath, [script, where, folder], {
        stdio: ["pipe", "pipe", "inherit"]
      })
      expect(String((await once(child.stdout, "data"))[0])).toBe("there\n")
      child.kill("SIGKILL")
      await once(child, "close")
      expect(/anna|peculiar/i.test(onDisk())).toBe(where === "noted")

      const told: Array<string> = []
      const warehouse = {
        name: "warehouse",
        forget: async ({ contacts }: { readonly contacts: ReadonlyArray<string> }) => void told.push(...contacts)
      }
      const restarted = await open([warehouse])
      expect(onDisk()).not.toMatch(/anna|peculiar/i)
      expect(await restarted.privacy.isErased("anna-4711")).toBe(true)
      expect(await restarted.nps({ survey: "nps" })).toMatchObject({ tally, erased: 1 })
      expect((await restarted.privacy.residue()).erased).toBe(1)
      expect((await restarted.privacy.sweep()).pending).toEqual([])
      expect(told).toEqual(["anna-4711"])
      await restarted.close()
    })
  }
})

const entry = (n: number): ErasureLedger.Entry => ({
  what: "erased",
  mark: Residue.Mark.make(String(n).repeat(64)),
  key: Residue.Mark.make("f".repeat(64)),
  at: n
})
const using = <A, E>(effect: Effect.Effect<A, E, ErasureLedger.ErasureLedger>) =>
  Effect.runPromise(Effect.provide(effect, Layer.fresh(Ledger.layer({ filename: inFolder("ledger") }))))

const add = (n: number) => using(Effect.flatMap(ErasureLedger.ErasureLedger, (ledger) => ledger.add([entry(n)])))
const all = () => using(Effect.flatMap(ErasureLedger.ErasureLedger, (ledger) => ledger.entries))

describe("a ledger", () => {
  it("that was cut short in any place of its last line goes on after the line before", async () => {
    await add(1)
    const whole = readFileSync(inFolder("ledger"), "utf8")
    for (let length = 0; length < whole.length; length += 9) {
      writeFileSync(inFolder("ledger"), whole)
      appendFileSync(inFolder("ledger"), whole.slice(0, length))
      expect(await all()).toEqual([entry(1)])
      await add(2)
      expect(await all()).toEqual([entry(1), entry(2)])
    }
  })

  it("leaves a line alone that another process is just writing", async () => {
    await add(1)
    const line = `${JSON.stringify(entry(2))}\n`
    const writing = Effect.gen(function* () {
      yield* Lock.hold(inFolder("ledger"))
      appendFileSync(inFolder("ledger"), line.slice(0, 20))
      const adding = add(3)
      // time enough for it to cut that off, if it did not wait
      for (let look = 0; look < 200; look++) yield* Effect.promise(() => readFile(inFolder("ledger")))
      appendFileSync(inFolder("ledger"), line.slice(20))
      return { adding }
    })
    const { adding } = await Effect.runPromise(Effect.scoped(writing))
    await adding
    expect(await all()).toEqual([entry(1), entry(2), entry(3)])
  })

  it("of which a line was damaged says so, and says which", async () => {
    await add(1)
    appendFileSync(inFolder("ledger"), "{}\n")
    await expect(all()).rejects.toThrow("line 2 of the ledger")
  })

  it("that was deleted or replaced while it was open erases nobody, and does not begin anew", async () => {
    for (const replace of [() => {}, () => writeFileSync(inFolder("erasures.jsonl"), "")]) {
      const temoin = await open()
      await temoin.record("anna", { _tag: "ContactChanged", name: "Anna" })
      await temoin.record("ben", { _tag: "ContactChanged", name: "Ben" })
      await temoin.privacy.erase("anna")
      renameSync(inFolder("erasures.jsonl"), inFolder("elsewhere"))
      replace()
      await expect(temoin.privacy.erase("ben")).rejects.toThrow("moved, deleted or replaced while it was open")
      await expect(temoin.privacy.reconcile()).rejects.toThrow("put it back where it was")
      expect((await temoin.privacy.export("ben")).knownAs).toEqual([Contact.ContactId.make("ben")])
      renameSync(inFolder("elsewhere"), inFolder("erasures.jsonl"))
      expect(await temoin.privacy.erase("ben")).toMatchObject({ isNew: true })
      await temoin.close()
      expect(readFileSync(inFolder("erasures.jsonl"), "utf8").trim().split("\n")).toHaveLength(2)
      rmSync(inFolder("erasures.jsonl"))
      for (const name of readdirSync(folder)) rmSync(inFolder(name))
    }
  })

  it("that cannot be written erases nobody", async () => {
    const temoin = await open()
    await temoin.record("anna", { _tag: "ContactChanged", name: "Anna" })
    rmSync(inFolder("erasures.jsonl"))
    mkdirSync(inFolder("erasures.jsonl"))
    await expect(temoin.privacy.erase("anna")).rejects.toThrow("the ledger of erasures cannot be used")
    expect((await temoin.privacy.export("anna")).knownAs).toEqual([Contact.ContactId.make("anna")])
    await temoin.close()
  })
})
