/**
 * Colleagues: does a limit for a whole company hold over a server, whichever machines are at work on it?
 */
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Program from "@temoin/core/Program"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, it } from "vitest"
import { emptied, storeIn } from "./schemas.ts"

const programOf = (most: number) =>
  Program.make({
    id: "shop",
    surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }],
    caps: [{ most, within: "30 days", subject: "account" }]
  }).pipe(Result.getOrThrow)

const now = Date.UTC(2026, 2, 2, 9)

it(
  "of all colleagues, three workers ask as many as the company may be asked",
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 4, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        async (most, people, batch) => {
          await emptied("colleagues")
          const arrived: Array<string> = []
          const mailer = Layer.succeed(Mailer.Mailer, {
            send: ({ to }) => Effect.sync(() => void arrived.push(to.address)),
            messageId: (reference) => `<${reference}@mail.example>`
          })
          const open = () =>
            Temoin.open({
              program: programOf(most),
              batch,
              now: () => now,
              adapters: Layer.mergeAll(Layer.fresh(storeIn("colleagues")), mailer, MemoryLinks.layer)
            })
          const workers = await Promise.all([open(), open(), open()])
          try {
            const ids = Array.from({ length: people }, (_, index) => `c${index}`)
            await Promise.all(
              ids.map((id, index) =>
                workers[index % 3]?.record(
                  id,
                  { _tag: "ContactChanged", email: `${id}@example.com`, account: "acme" },
                  { _tag: "TouchpointHappened", kind: "order.delivered" }
                )
              )
            )
            const ticks = await Promise.all(workers.map((worker) => worker.tick()))
            assert.deepStrictEqual(
              ticks.flatMap(({ troubles }) => troubles),
              []
            )
            assert.lengthOf(arrived, most)
            assert.lengthOf(new Set(arrived), most)
          } finally {
            await Promise.all(workers.map((worker) => worker.close()))
          }
        }
      ),
      { numRuns: 10 }
    ),
  30_000
)
