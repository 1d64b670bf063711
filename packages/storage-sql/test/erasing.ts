// A process of its own, to be killed in the middle of an erasure: `node erasing.ts <where> <folder>`. It says `there` when it has come
// to where it is to be killed: after the ledger has `noted` the erasure, or after the store has `erased` and somebody else is just
// being told.
import { ErasureLedger } from "@temoin/core/ports/ErasureLedger"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Ledger from "@temoin/storage-sql/ledger"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { writeSync } from "node:fs"
import { join } from "node:path"

const [, , where = "", folder = ""] = process.argv
process.stdin.on("end", () => process.exit()).resume()

const there = Effect.andThen(
  Effect.sync(() => writeSync(1, "there\n")),
  Effect.never
)
const ledger = Layer.effect(
  ErasureLedger,
  Effect.map(ErasureLedger, (ledger) =>
    ErasureLedger.of({
      ...ledger,
      add: (entries) =>
        where === "noted" && entries.length > 0 ? Effect.andThen(ledger.add(entries), there) : ledger.add(entries)
    })
  )
).pipe(Layer.provide(Ledger.layer({ filename: join(folder, "erasures.jsonl") })))

const temoin = await Temoin.open({
  program: { id: "shop", surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "hand" }], count: "waves" }] },
  privacy: {
    key: "a secret of at least thirty-two characters",
    others: [{ name: "warehouse", forget: () => Effect.runPromise(there) }]
  },
  adapters: Layer.mergeAll(
    Sqlite.layer({ filename: join(folder, "temoin.db") }),
    ledger,
    MemoryMailer.layer,
    MemoryLinks.layer
  )
})
await temoin.privacy.erase("anna-4711")
