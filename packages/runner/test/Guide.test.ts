/**
 * Guide: do the programs of docs/guides/running.md do what it says?
 *
 * Each runs as a process of its own.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, it } from "vitest"

const guide = readFileSync(new URL("../../../docs/guides/running.md", import.meta.url), "utf8")

/** What every program of the guide has in its `shop.ts`. */
const shop = `
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Layer from "effect/Layer"
const program = { id: "shop", surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }] }
const adapters = Layer.mergeAll(MemoryHistoryStore.layer, MemoryMailer.layer, MemoryLinks.layer)
`

const program = (title: string): string => {
  const section = guide.slice(guide.indexOf(`## ${title}`))
  const code = /```js\n([\s\S]*?)```/.exec(section)?.[1]
  if (code === undefined) throw new Error(`no program under "${title}"`)
  return code.replace(`import { adapters, program } from "./shop.ts"\n`, shop)
}

/** What the program prints until it ends by itself; `onLine` is told each line. */
const run = async (code: string, onLine: (line: string, stop: () => void) => void = () => undefined) => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"]
  })
  let printed = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text
    onLine(text, () => child.kill("SIGTERM"))
  })
  const [status] = await once(child, "close")
  return { printed, status }
}

it("the worker stops cleanly on SIGTERM", async () => {
  const { printed, status } = await run(program("A worker of its own"), (line, stop) => {
    if (line.includes("at work")) stop()
  })
  assert.deepStrictEqual({ printed, status }, { printed: "at work\nstopped: clean\n", status: 0 })
})

it("cron ticks and ends", async () => {
  const { printed, status } = await run(program("Cron"))
  assert.deepStrictEqual({ printed, status }, { printed: "contacts 0, sent 0\n", status: 0 })
})

it("a serverless function ends in time, and knows when to come back", async () => {
  const { printed, status } = await run(program("Serverless"))
  assert.deepStrictEqual({ printed, status }, { printed: "all done nothing to come\n", status: 0 })
})

it("the readiness handler tells how it is", async () => {
  const asking = `
    await new Promise((resolve) => server.on("listening", resolve))
    const reply = await fetch("http://127.0.0.1:" + server.address().port)
    console.log(reply.status, (await reply.json()).status)
    server.close()
    await temoin.close()
  `
  const { printed, status } = await run(program("What to watch") + asking)
  assert.deepStrictEqual({ printed, status }, { printed: "200 ok\n", status: 0 })
})
