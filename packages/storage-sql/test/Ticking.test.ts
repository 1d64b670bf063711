// What does it cost the database when many contacts are due?
import { AccountId, ContactId } from "@temoin/core/Contact"
import { EventId } from "@temoin/core/Event"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Runner from "@temoin/runner/Runner"
import * as Temoin from "@temoin/runner/Temoin"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Tracer from "effect/Tracer"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "temoin-ticking-"))))
afterEach(() => rmSync(folder, { recursive: true }))

const now = Date.UTC(2026, 0, 5, 9)

/** How many statements a tick takes over so many people, every third of whom belongs to a company, who are all to be told of as not asked. */
const statements = async (people: number): Promise<number> => {
  const temoin = await Temoin.open({
    program: {
      id: "shop",
      surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }]
    },
    now: () => now,
    adapters: Layer.mergeAll(
      Sqlite.layer({ filename: join(folder, `${people}.db`) }),
      MemoryMailer.layer,
      MemoryLinks.layer
    )
  })
  const at = { occurredAt: now, recordedAt: now }
  const all = Array.from({ length: people }, (_, n) => ({
    contact: ContactId.make(`c${n}`),
    events: [
      {
        _tag: "ContactChanged" as const,
        id: EventId.make("known"),
        ...at,
        email: `c${n}@example.com`,
        ...(n % 3 === 0 && { account: AccountId.make(`a${n % 10}`) })
      },
      { _tag: "OptedOut" as const, id: EventId.make("no more"), ...at, extent: {} },
      { _tag: "TouchpointHappened" as const, id: EventId.make("delivered"), ...at, kind: "order.delivered" }
    ],
    now,
    wakeAt: now
  }))
  await temoin.use(Effect.flatMap(HistoryStore, (store) => store.appendAll(all)))
  let count = 0
  const tracer = Tracer.make({
    span: (options) => {
      if (options.name === "sqlite") count++
      return new Tracer.NativeSpan(options)
    }
  })
  const { contacts, recorded } = await temoin.use(
    Effect.flatMap(Runner.Runner, (runner) => Effect.withTracer(runner.tick(), tracer))
  )
  expect({ contacts, recorded }).toEqual({ contacts: people, recorded: people })
  await temoin.close()
  return count
}

it("a tick over two hundred contacts takes as many statements as one over three", async () => {
  const few = await statements(3)
  expect(few).toBeGreaterThan(0)
  expect(await statements(200)).toBe(few)
  expect(few).toBeLessThanOrEqual(16)
})
