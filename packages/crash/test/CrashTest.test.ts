/**
 * CrashTest: is everything promised kept when workers are killed, and would it be found if it were not?
 *
 * `pnpm crash` does the same at length.
 */
import * as CrashTest from "@temoin/crash/CrashTest"
import * as Evidence from "@temoin/crash/Evidence"
import { assert, describe, it } from "vitest"

const patience = 300_000
const seed = Number(process.env["TEMOIN_SEED"] ?? 20_160_609)

/** Nothing was found; else all that was, with the figures. */
const kept = (evidence: Evidence.Evidence) =>
  assert.deepStrictEqual(Evidence.findings(evidence), [], Evidence.lines(evidence).join("\n"))

const kills = { giveUp: 20, resend: 6, idempotent: 6 }

describe.concurrent("workers killed again and again, and their database twice", () => {
  for (const policy of Evidence.policies) {
    it(`${policy}: what is there afterwards is what was promised`, { timeout: patience }, async () => {
      kept(await CrashTest.run({ policy, contacts: 5 * kills[policy], kills: kills[policy], restarts: 2, seed }))
    })
  }
})

describe("a worker", () => {
  // five, of which one comes after the intent and before the mail
  const few = { policy: "giveUp", contacts: 40, kills: 5, restarts: 0, seed, workers: 2 } as const

  it("that writes that a mail was sent before it is, is found", { timeout: patience }, async () => {
    const findings = Evidence.findings(await CrashTest.run({ ...few, broken: "sentFirst" }))
    assert.match(findings.join("\n"), /^said to be sent, and nothing arrived/m)
  })

  it("that ignores the leases of others is found", { timeout: patience }, async () => {
    const findings = Evidence.findings(await CrashTest.run({ ...few, broken: "ignoresLeases" }))
    assert.match(findings.join("\n"), /^taken over from a living worker within its lease/m)
  })
})
