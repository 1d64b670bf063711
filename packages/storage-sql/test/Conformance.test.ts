// Does a store in a file on the disk keep every promise of the port?
import * as ErasureLedgerLaws from "@temoin/conformance/ErasureLedgerLaws"
import * as ErasuresLaws from "@temoin/conformance/ErasuresLaws"
import * as HistoryStoreLaws from "@temoin/conformance/HistoryStoreLaws"
import * as NotebookLaws from "@temoin/conformance/NotebookLaws"
import * as ProjectionsLaws from "@temoin/conformance/ProjectionsLaws"
import { suite } from "@temoin/conformance/Suite"
import * as Ledger from "@temoin/storage-sql/ledger"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const fresh = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "temoin-store-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
)

const inOneFile = Layer.unwrap(Effect.map(fresh, (folder) => Sqlite.layer({ filename: join(folder, "temoin.db") })))
const ledger = Layer.unwrap(Effect.map(fresh, (folder) => Ledger.layer({ filename: join(folder, "erasures.jsonl") })))

suite("SQLite in one file", HistoryStoreLaws.laws, inOneFile)
suite("SQLite in one file, forgetting", ErasuresLaws.laws, inOneFile, { runs: 10 })
suite("SQLite in one file, noting", NotebookLaws.laws, inOneFile, { runs: 10 })
suite("the ledger in a file", ErasureLedgerLaws.laws, ledger, { runs: 20 })
suite("SQLite in one file, what it keeps", ProjectionsLaws.laws, inOneFile.pipe(Layer.provide(ProjectionsLaws.kept)), {
  runs: 15
})
