import * as CrmTrial from "@temoin/contract/CrmTrial"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deskOf, peopleOf, world } from "./desk.ts"

const day = 86_400_000

const subject = (...given: Parameters<typeof world>) => {
  const { fake, ...rest } = world(...given)
  return { ...rest, desk: deskOf(fake), fake, api: fake.api, datesTo: day }
}

describe("the smallest plan is enough", () => {
  it("ten thousand answers of people it knows are told within the published budget, for 21 tokens each at most", async () => {
    const one = subject({ readEvery: 900_000 })
    const { fake, hurry } = one
    const { open, temoin } = await CrmTrial.start(one)
    const count = 10_000
    for (let index = 0; index < count; index++) {
      const value = `contact-${index}@example.com`
      fake.put("persons", { name: value, emails: [{ value, primary: true }] })
      await temoin.record(`contact-${index}`, { _tag: "ContactChanged", email: value })
    }
    // everybody is recognised by their address, for ten tokens in five hundred
    await temoin.crm.sync()
    expect(fake.api.calls.some(({ path }) => path.endsWith("/search"))).toBe(false)
    await CrmTrial.answer(temoin, count, "As I said.")
    await temoin.tick()
    hurry.pass(day)
    const before = fake.spent()
    const told = { told: 0, notes: 0, tasks: 0 }
    const perDay = new Map<number, number>()
    let running = temoin
    for (let days = 0; days < 12; days++) {
      const spent = fake.spent()
      const synced = await running.crm.sync()
      for (const name of ["told", "notes", "tasks"] as const) told[name] += synced[name]
      const today = Math.floor(hurry.now() / day)
      perDay.set(today, (perDay.get(today) ?? 0) + fake.spent() - spent)
      expect(synced.troubles).toEqual([])
      if (synced.stoppedBy === undefined) break
      hurry.pass((today + 1) * day - hurry.now())
      // each morning another process goes on where the last one stopped
      running = (await open()).temoin
    }
    expect(told).toMatchObject({ told: count, notes: count })
    expect(told.tasks).toBeGreaterThan(6000)
    expect((fake.spent() - before) / count).toBeLessThanOrEqual(21)
    expect(Math.max(...perDay.values())).toBeLessThanOrEqual(27_000)
    expect(fake.api.overLimit()).toBe(0)
    // nothing is there twice, and nothing is written again
    expect([fake.objects.notes.size, fake.objects.activities.size, peopleOf(fake).length]).toEqual([
      count,
      told.tasks,
      count
    ])
    const again = fake.api.calls.length
    hurry.pass(day)
    expect(await running.crm.sync()).toMatchObject({ told: 0, notes: 0, tasks: 0, stoppedBy: undefined })
    expect(fake.api.calls.slice(again).every(({ method }) => method === "GET")).toBe(true)
  })
})

describe("whatever goes wrong", () => {
  it("ten thousand random operations with random failures end with Pipedrive and the log agreeing", async () => {
    const lags = fc.sample(fc.nat({ max: 90_000 }), { numRuns: 1000, seed: 7 })
    let rolls = 0
    const found = await CrmTrial.run(subject({}, { lag: () => lags[rolls++ % lags.length] ?? 0 }), {
      operations: 10_000,
      seed: 8
    })
    expect(found.disagreements).toEqual([])
    expect(found.contacts).toBeGreaterThan(250)
    expect(found.faultsMet).toBeGreaterThan(100)
  })
})
