/**
 * BadInput: what does a store say when its file may not be written or is taken away, and does it recover by itself?
 */
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, chownSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { contact, inStore, touchpoint, withFolder } from "./samples.ts"

const anna = contact("anna")
const append = (id: string) =>
  Effect.flatMap(HistoryStore, (store) => store.append({ contact: anna, events: [touchpoint(id)], now: 1 }))

describe("a file that is taken away while it is open", () => {
  const ways = {
    moved: (filename: string) => renameSync(filename, `${filename}.elsewhere`),
    deleted: (filename: string) => rmSync(filename)
  }
  for (const [way, takeAway] of Object.entries(ways)) {
    it(`(${way}) is said to be, so that nothing is acknowledged that nobody would find`, () =>
      withFolder(async (folder) => {
        const filename = join(folder, "temoin.db")
        await inStore(
          filename,
          Effect.gen(function* () {
            yield* append("t1")
            takeAway(filename)
            const error = yield* Effect.flip(append("t2"))
            if (error._tag !== "StoreError") return assert.fail(error._tag)
            assert.match(error.problem, /moved or deleted while open/)
            if (way === "deleted") return
            renameSync(`${filename}.elsewhere`, filename)
            assert.strictEqual((yield* append("t3")).version, 2)
          })
        )
      }))
  }
})

/** Appends an event in a process that is not root, to which the file system says no. */
const asSomebody = async (filename: string, id: string): Promise<ReadonlyArray<string>> => {
  const script = fileURLToPath(new URL("child.ts", import.meta.url))
  const child = spawn(process.execPath, [script, "somebody", filename, id], { stdio: ["pipe", "pipe", "inherit"] })
  const [said] = await Promise.all([text(child.stdout), once(child, "close")])
  return said.trim().split("\n")
}

describe("a file that may not be written", () => {
  it("is said to be so, keeps what it has, and is written again when it may be", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      const isRoot = process.getuid?.() === 0
      await inStore(filename, append("t1"))
      for (const path of [folder, filename, `${filename}.lock`]) if (isRoot) chownSync(path, 65_534, 65_534)
      const modes = [
        [filename, 0o444, 0o644, /must be a file that may be read and written/],
        [folder, 0o555, 0o755, /its folder or its disk is read-only/]
      ] as const
      for (const [index, [path, closed, opened, words]] of modes.entries()) {
        chmodSync(path, closed)
        const said = await asSomebody(filename, `lost${index}`)
        assert.lengthOf(said, 1)
        assert.match(said[0] ?? "", /^StoreError: /)
        assert.match(said[0] ?? "", words)
        assert.include(said[0], filename)
        chmodSync(path, opened)
        assert.deepStrictEqual(await asSomebody(filename, `kept${index}`), ["open", "written"])
      }
      const { events } = await inStore(
        filename,
        Effect.flatMap(HistoryStore, (store) => store.load(anna))
      )
      assert.deepStrictEqual(events.map(({ id }) => String(id)).toSorted(), ["kept0", "kept1", "t1"])
    }))
})
