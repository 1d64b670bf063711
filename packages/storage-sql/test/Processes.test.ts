import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { contact, inStore, refusal, withFolder } from "./samples.ts"

const patience = 60_000

/** A process of its own on this file; `lines` is what it has said so far. */
class Child {
  readonly lines: Array<string> = []
  readonly process: ChildProcess
  readonly closed: Promise<unknown>
  private rest = ""
  private waiting: (() => void) | undefined

  constructor(mode: "hold" | "append" | "try", filename: string, prefix = "") {
    const script = fileURLToPath(new URL("child.ts", import.meta.url))
    const child = spawn(process.execPath, [script, mode, filename, prefix], { stdio: ["pipe", "pipe", "ignore"] })
    this.process = child
    this.closed = once(child, "close").then(() => this.waiting?.())
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const parts = (this.rest + text).split("\n")
      this.rest = parts.pop() ?? ""
      this.lines.push(...parts)
      this.waiting?.()
    })
  }

  /** Until it has said so many lines, or is gone. */
  async said(count: number): Promise<ReadonlyArray<string>> {
    while (this.lines.length < count && this.process.exitCode === null && this.process.signalCode === null) {
      await new Promise<void>((resolve) => (this.waiting = resolve))
    }
    return this.lines
  }

  async kill(): Promise<void> {
    this.process.kill("SIGKILL")
    await this.closed
  }
}

describe("one file, several processes", () => {
  it(
    "the second is refused at once, and can open the file as soon as the first was killed",
    () =>
      withFolder(async (folder) => {
        const filename = join(folder, "temoin.db")
        const first = new Child("hold", filename)
        try {
          assert.deepStrictEqual(await first.said(1), ["open"])
          const error = await refusal(filename)
          if (error._tag !== "StoreLocked") assert.fail(error._tag)
          assert.strictEqual(error.filename, filename)
          assert.match(error.message, /stop that one first/)
        } finally {
          await first.kill()
        }
        await inStore(
          filename,
          Effect.promise(async () => {
            const second = new Child("try", filename)
            await second.closed
            assert.strictEqual(second.lines.length, 1)
            assert.match(second.lines[0] ?? "", /^StoreLocked: /)
          })
        )
        const third = new Child("try", filename)
        await third.closed
        assert.deepStrictEqual(third.lines, ["open"])
      }),
    patience
  )

  it(
    "nothing acknowledged is missing after SIGKILL, however often",
    () =>
      withFolder(async (folder) => {
        const filename = join(folder, "temoin.db")
        const acknowledged: Array<string> = []
        for (const [round, kills] of [1, 2, 3, 20, 150].entries()) {
          const child = new Child("append", filename, `round-${round}`)
          await child.said(1 + kills)
          await child.kill()
          assert.strictEqual(child.lines[0], "open")
          acknowledged.push(...child.lines.slice(1))

          const histories = await inStore(
            filename,
            Effect.flatMap(HistoryStore, (store) => store.page({ after: Option.none(), limit: 100 }))
          )
          const kept = new Set<string>(histories.flatMap(({ events }) => events.map(({ id }) => id)))
          assert.deepStrictEqual(
            acknowledged.filter((id) => !kept.has(id)),
            []
          )
          // At most one more for each killed process: written, but not yet said so.
          assert.isAtMost(kept.size, acknowledged.length + round + 1)
          for (const { events, version } of histories) assert.strictEqual(version, events.length)
          assert.deepStrictEqual(
            histories.map(({ contact }) => contact),
            ["contact-0", "contact-1", "contact-2"].slice(0, histories.length).map((id) => contact(id))
          )
        }
      }),
    patience
  )
})
