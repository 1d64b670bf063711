// A process of its own, to be killed: `node child.ts hold|append|try|somebody <filename> [prefix]`. `somebody` appends once, and
// not as root, so that the file system may say no.
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import { writeSync } from "node:fs"
import { contact, touchpoint } from "./samples.ts"

const [, , mode, filename = "", prefix = ""] = process.argv
const say = (line: string) => Effect.sync(() => writeSync(1, `${line}\n`))

const append = Effect.gen(function* () {
  const store = yield* HistoryStore
  for (let n = 0; ; n++) {
    const id = `${prefix}-${n}`
    yield* store.append({ contact: contact(`contact-${n % 3}`), events: [touchpoint(id)], now: 1000, wakeAt: n })
    yield* say(id)
  }
})

if (mode === "somebody" && process.getuid?.() === 0) {
  process.setegid?.(65_534)
  process.seteuid?.(65_534)
}

// A child whose parent is gone goes too.
process.stdin.on("end", () => process.exit()).resume()

const program = Effect.gen(function* () {
  yield* say("open")
  if (mode === "append") yield* append
  if (mode === "somebody") {
    const store = yield* HistoryStore
    yield* store.append({ contact: contact("anna"), events: [touchpoint(prefix)], now: 1000 })
    yield* say("written")
  }
  if (mode === "hold") yield* Effect.never
})

await Effect.runPromise(
  program.pipe(
    Effect.provide(Sqlite.layer({ filename })),
    Effect.catch((error) => say(`${error._tag}: ${error.message}`))
  )
)
process.exit()
