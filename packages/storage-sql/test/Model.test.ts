import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { join } from "node:path"
import { describe, it } from "vitest"
import { check, operations } from "./model.ts"
import { inStore, withFolder } from "./samples.ts"

describe("after any operations, what the port promises is", () => {
  it(
    "what SQLite does",
    () =>
      withFolder((folder) => {
        let runs = 0
        return fc.assert(
          fc.asyncProperty(operations, (operations) => inStore(join(folder, `${runs++}.db`), check(operations))),
          { numRuns: 100 }
        )
      }),
    60_000
  )

  it(
    "what memory does",
    () =>
      fc.assert(
        fc.asyncProperty(operations, (operations) =>
          Effect.runPromise(Effect.provide(check(operations), MemoryHistoryStore.layer))
        ),
        { numRuns: 100 }
      ),
    60_000
  )
})
