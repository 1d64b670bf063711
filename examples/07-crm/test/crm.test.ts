// Does the example run, and does a CRM of one's own hear what it should?
import { spawnSync } from "node:child_process"
import { createHmac } from "node:crypto"
import { join } from "node:path"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import * as Temoin from "@temoin/runner/Temoin"
import * as Layer from "effect/Layer"
import { expect, it } from "vitest"
import * as OwnCrm from "../src/OwnCrm.ts"

const run = (name: string): string => {
  const file = join(import.meta.dirname, "..", "src", name)
  const { status, stderr, stdout } = spawnSync(process.execPath, [file], { encoding: "utf8" })
  expect([status, stderr]).toEqual([0, ""])
  return stdout
}

it("HubSpot knows of Anna, and the case is resolved when its task is ticked off there", () => {
  const stdout = run("hubspot.ts")
  expect(stdout).toContain("Ben's deal was won: 1 invitation sent")
  expect(stdout).toContain("Told HubSpot of 1 contacts, with 1 note and 1 task")
  expect(stdout).toContain("temoin_case: 'opened'")
  expect(stdout).toContain("Open cases: 0")
})

it("Pipedrive knows of Anna, and the case is resolved when its activity is ticked off there", () => {
  const stdout = run("pipedrive.ts")
  expect(stdout).toContain("Ben's deal was won: 1 invitation sent")
  expect(stdout).toContain("Told Pipedrive of 1 contacts, with 1 note and 1 task")
  expect(stdout).toContain("NPS: case = opened")
  expect(stdout).toContain("Activity: An unhappy customer: find out what went wrong and solve it, due 2026-01-06")
  expect(stdout).toContain("Open cases: 0")
  expect(stdout).toMatch(/tokens today: \d+ of 30000 left/)
})

it("a CRM of one's own is posted what it should say, signed, and the same again after an outage", async () => {
  let now = Date.UTC(2026, 0, 5, 9)
  let isDown = true
  const posted: Array<{ readonly id: string; readonly body: string }> = []
  const temoin = await Temoin.open({
    program: { id: "acme", surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "deal.won" }] }] },
    now: () => now,
    adapters: Layer.mergeAll(
      MemoryHistoryStore.layer,
      MemoryNotebook.layer,
      MemoryMailer.layer,
      MemoryLinks.layer,
      OwnCrm.layer({
        url: "https://crm.example/hooks/temoin",
        secret: "a secret",
        fetch: async (_, { body, headers }) => {
          const told = new Headers(headers)
          const id = told.get("webhook-id") ?? ""
          const signed = `${id}.${told.get("webhook-timestamp")}.${String(body)}`
          const signature = createHmac("sha256", "a secret").update(signed).digest("base64")
          expect(told.get("webhook-signature")).toBe(`v1,${signature}`)
          if (!isDown) posted.push({ id, body: String(body) })
          return new Response(null, { status: isDown ? 503 : 204 })
        }
      })
    )
  })
  await temoin.record("anna", { _tag: "ContactChanged", email: "anna@example.com" })
  await temoin.answer("anna", { survey: "nps", score: 9, comment: "Lovely." })
  now += 3_600_000
  expect((await temoin.crm.sync()).stoppedBy).toContain("answered 503")
  isDown = false
  now += 3_600_000
  expect(await temoin.crm.sync()).toMatchObject({ told: 1, notes: 1, stoppedBy: undefined })
  expect(posted.map(({ body }) => JSON.parse(body).kind)).toEqual(["contact", "Note"])
  expect(posted[1]?.body).toContain("Lovely.")
  expect(new Set(posted.map(({ id }) => id)).size).toBe(2)
  await temoin.close()
})
