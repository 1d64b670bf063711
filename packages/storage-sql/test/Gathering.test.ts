/**
 * Gathering: what do many who write to one file at the same instant wait for?
 */
import type * as Contact from "@temoin/core/Contact"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { DatabaseSync } from "node:sqlite"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { contact, inStore, touchpoint, withFolder } from "./samples.ts"

const people: ReadonlyArray<Contact.ContactId> = Arr.makeBy(64, (n) => contact(`c${n}`))

describe("many who write to one file at once", () => {
  it("are told when what they wrote is on the disk, and not before", () =>
    withFolder(async (folder) => {
      const file = join(folder, "temoin.db")
      await inStore(file, Effect.void)
      const other = new DatabaseSync(file, { readOnly: true })
      try {
        const seen = other.prepare("SELECT COUNT(*) AS n FROM temoin_events WHERE contact = ?")
        const append = Effect.fnUntraced(function* (who: (typeof people)[number]) {
          const store = yield* HistoryStore
          yield* store.append({ contact: who, events: [touchpoint("t")], now: 1 })
          return seen.get(who)?.["n"]
        })
        const told = await inStore(file, Effect.forEach(people, append, { concurrency: "unbounded" }))
        assert.deepStrictEqual(
          told,
          people.map(() => 1)
        )
      } finally {
        other.close()
      }
    }))

  it("do not pay for what the database refuses one of them", () =>
    withFolder(async (folder) => {
      const file = join(folder, "temoin.db")
      await inStore(file, Effect.void)
      const other = new DatabaseSync(file)
      other.exec(`CREATE TRIGGER picky BEFORE INSERT ON temoin_events WHEN NEW.contact = 'c7'
        BEGIN SELECT RAISE(ABORT, 'not this one'); END`)
      other.close()
      const results = await inStore(
        file,
        Effect.flatMap(HistoryStore, (store) =>
          Effect.forEach(
            people,
            (who) => Effect.result(store.append({ contact: who, events: [touchpoint("t")], now: 1 })),
            { concurrency: "unbounded" }
          )
        )
      )
      for (const [index, result] of results.entries()) {
        assert.strictEqual(Result.isSuccess(result), index !== 7)
        if (Result.isFailure(result)) assert.match(result.failure.message, /not this one/)
      }
    }))
})
