/**
 * Folded: would the crash test see what a store keeps otherwise than its log has it?
 */
import type * as History from "@temoin/core/History"
import * as Port from "@temoin/core/ports/Projections"
import * as Program from "@temoin/core/Program"
import * as Projection from "@temoin/core/Projection"
import * as Folded from "@temoin/crash/Folded"
import * as Setup from "@temoin/crash/Setup"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { assert, it } from "vitest"

const settings = Projection.settings(Result.getOrThrow(Program.decode(Setup.program)), Setup.segments)

const whats = ({ otherwise }: Folded.Folded) => [...new Set(otherwise.map((one) => one.split(":")[0]))]

it("what is kept right is counted; whatever is forgotten, or kept of nobody, is named", async () => {
  const temoin = await Temoin.open({
    program: Setup.program,
    segments: Setup.segments,
    adapters: Layer.mergeAll(MemoryHistoryStore.layer, MemoryMailer.layer, MemoryLinks.layer)
  })
  await temoin.record("anna", { _tag: "ContactChanged", traits: { plan: "pro" } })
  await temoin.answer("anna", { survey: "shop", score: 3 })
  await temoin.answer("ben", { survey: "shop", score: 9 })
  await temoin.record("carl", { _tag: "ContactChanged", email: "carl@example.com" }, { _tag: "OptedOut", extent: {} })
  await temoin.tick()
  const histories: Array<History.History> = []
  for await (const history of temoin.histories()) histories.push(history)
  const kept = await temoin.use(Port.Projections)
  const compare = (kept: Port.Projections["Service"], told = histories) =>
    Effect.runPromise(Folded.compare(kept, settings, told))

  assert.deepStrictEqual(await compare(kept), { answers: 2, cases: 1, suppressed: 1, otherwise: [] })
  const forgetful = Port.over(Effect.succeed({ names: settings.segments, projections: [] }))
  assert.deepStrictEqual(whats(await compare(forgetful)), [
    "answers in the log alone",
    "a case in the log alone",
    "a suppressed address in the log alone"
  ])
  assert.deepStrictEqual(whats(await compare(kept, [])), [
    "answers kept alone",
    "a case kept alone",
    "a suppressed address kept alone"
  ])
  await temoin.close()
})
