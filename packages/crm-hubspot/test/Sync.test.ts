import * as CrmTrial from "@temoin/contract/CrmTrial"
import * as FakeHubSpot from "@temoin/contract/FakeHubSpot"
import * as Contact from "@temoin/core/Contact"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import type * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { world } from "./desk.ts"

const webhook = { secret: "client-secret", publicUrl: "https://app.example.com/hooks/hubspot", appId: 42 }
const day = 86_400_000

const subject = (lag?: () => number) => {
  const { crm, fake, ...rest } = world({ webhook }, lag)
  return { ...rest, fake, api: fake.api, make: () => crm, datesTo: 1 }
}
const make = async (lag?: () => number) => {
  const one = subject(lag)
  return { ...one, ...(await CrmTrial.start(one)) }
}
const answer = async (temoin: Temoin.Temoin) => {
  await temoin.record("anna", { _tag: "ContactChanged", email: "anna@example.com" })
  await temoin.answer("anna", { survey: "nps", score: 9 })
}

describe("the smallest plan is enough", () => {
  it("ten thousand answers are told within the published rate, with 1.1 calls for each at most", async () => {
    const { fake, hurry, temoin } = await make()
    const count = 10_000
    await CrmTrial.answer(temoin, count, "As I said.")
    hurry.pass(day)
    const before = fake.api.calls.length
    const began = hurry.now()
    const synced = await temoin.crm.sync()
    const calls = fake.api.calls.length - before
    expect(synced).toMatchObject({ told: count, notes: count, troubles: [], stoppedBy: undefined })
    expect(fake.objects.notes.size).toBe(count)
    expect(calls / count).toBeLessThanOrEqual(1.1)
    expect(fake.api.overLimit()).toBe(0)
    expect(hurry.now() - began).toBeGreaterThan(((calls / 100) * 10_000) / 2)
    const again = fake.api.calls.length
    expect(await temoin.crm.sync()).toMatchObject({ told: 0, notes: 0 })
    // nothing is written again
    expect(fake.api.calls.slice(again).every(({ path }) => path.endsWith("/search"))).toBe(true)
    const { allowances } = await temoin.crm.status()
    expect(allowances.find(({ name }) => name === "calls today")?.left).toBeLessThan(250_000 - calls)
    await temoin.close()
  }, 300_000)
})

/** HubSpot calls about these. */
const call = (events: ReadonlyArray<object>, at: number) =>
  FakeHubSpot.webhook(webhook.secret, webhook.publicUrl, events, at)
const moved = (deal: string | undefined) => ({ subscriptionType: "deal.propertyChange", objectId: Number(deal) })

describe("what HubSpot calls about", () => {
  it("reaches the log by the next sync, once, although the call comes three times and polling sees the same", async () => {
    // the index lags by an hour, so that only the call can have told of it
    const { desk, fake, hurry, temoin } = await make(() => 3_600_000)
    await answer(temoin)
    hurry.pass(day)
    await temoin.crm.sync()
    const [anna] = fake.objects.contacts.keys()
    await Effect.runPromise(desk.moveDeal("d1", "won", [anna as never]))
    const [deal] = fake.objects.deals.keys()
    for (let times = 0; times < 3; times++) {
      expect(await temoin.crm.receive(call([moved(deal)], hurry.now()))).toBe(1)
      hurry.pass(1000)
    }
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 1, troubles: [] })
    hurry.pass(day)
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 0 })
    const { events } = await temoin.use(
      Effect.flatMap(HistoryStore, (store) => store.load(Contact.ContactId.make("anna")))
    )
    expect(events.filter(({ _tag }) => _tag === "TouchpointHappened")).toHaveLength(1)
    await temoin.close()
  })

  it("a call that never came is made good by polling; one that was kept outlives the process", async () => {
    const { desk, fake, hurry, open, temoin } = await make()
    await answer(temoin)
    hurry.pass(day)
    await temoin.crm.sync()
    const [anna] = fake.objects.contacts.keys()
    await Effect.runPromise(desk.moveDeal("d1", "lost", [anna as never]))
    hurry.pass(day)
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 1 })
    await Effect.runPromise(desk.moveDeal("d2", "won", [anna as never]))
    await temoin.crm.receive(call([moved([...fake.objects.deals.keys()][1])], hurry.now()))
    await temoin.close()
    const next = (await open()).temoin
    expect(await next.crm.sync()).toMatchObject({ recorded: 1, troubles: [] })
    await next.close()
  })

  it("whatever happens there comes by calls, late, again and in any order, and what never came is read", async () => {
    // the index lags by a week, so that only the calls can tell of it
    const { fake, hurry, temoin } = await make(() => 7 * day)
    for (const name of ["anna", "annette", "ben", "carl"]) {
      await temoin.record(name, { _tag: "ContactChanged", email: `${name}@example.com` })
      await temoin.answer(name, { survey: "nps", score: 9 })
    }
    hurry.pass(day)
    await temoin.crm.sync()
    const deliver = () =>
      fake.deliveries.deliver(async (call) => {
        await temoin.crm.receive(call)
        return 200
      })
    await deliver()
    // what we wrote ourselves is not looked at again
    const before = fake.api.calls.length
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 0 })
    expect(fake.api.calls.slice(before).every(({ path }) => path.endsWith("/search"))).toBe(true)

    const [anna = "", annette = "", ben = "", carl = ""] = fake.objects.contacts.keys()
    // what is there at the first look is no news
    fake.set("contacts", carl, { hs_language: "fr" })
    await deliver()
    await temoin.crm.sync()
    fake.merge(anna, annette)
    fake.erase(ben)
    fake.set("contacts", carl, { email: "charles@example.com" })
    fake.put("deals", { dealstage: "won", hs_is_closed: "true", hs_is_closed_won: "true" }, [carl])
    // nobody answers for an hour, then all comes twice
    for (let minutes = 0; minutes < 60; minutes++) {
      await fake.deliveries.deliver(() => Promise.resolve(503))
      hurry.pass(60_000)
    }
    await fake.deliveries.deliver(async (call) => {
      await temoin.crm.receive(call)
      return 500
    })
    hurry.pass(day)
    await deliver()
    const { troubles } = await temoin.crm.sync()
    expect(troubles).toMatchObject([{ contact: "ben", problem: expect.stringContaining("at their own wish") }])
    const tags = async (name: string) => {
      const { events } = await temoin.use(
        Effect.flatMap(HistoryStore, (store) => store.load(Contact.ContactId.make(name)))
      )
      return events.map(({ _tag }) => _tag)
    }
    expect((await tags("carl")).slice(2)).toEqual(["ContactChanged", "ContactChanged", "TouchpointHappened"])
    expect(await tags("anna")).toContain("MergedInto")
    expect(await temoin.crm.status()).toMatchObject({ erasedThere: ["ben"] })

    // nobody answers for two days: the calls are lost, and it is read
    fake.put("deals", { dealstage: "won", hs_is_closed: "true", hs_is_closed_won: "true" }, [carl])
    for (let hours = 0; hours < 60; hours++) {
      await fake.deliveries.deliver(() => Promise.resolve(503))
      hurry.pass(3_600_000)
    }
    expect(fake.deliveries.lost()).toBe(1)
    hurry.pass(8 * day)
    await temoin.crm.sync()
    expect((await tags("carl")).filter((tag) => tag === "TouchpointHappened")).toHaveLength(2)
    await temoin.close()
  })

  it("whatever is not HubSpot's own is refused, and nothing is kept of it", async () => {
    const { fake, hurry, temoin } = await make()
    const forged = FakeHubSpot.webhook("guessed", webhook.publicUrl, [moved("5")], hurry.now())
    await expect(temoin.crm.receive(forged)).rejects.toMatchObject({ _tag: "CallRefused" })
    const before = fake.api.calls.length
    await temoin.crm.sync()
    expect(fake.api.calls.slice(before).every(({ path }) => path.endsWith("/search"))).toBe(true)
    await temoin.close()
  })
})

describe("whatever goes wrong", () => {
  it("ten thousand random operations with random failures end with HubSpot and the log agreeing", async () => {
    const lags = fc.sample(fc.nat({ max: 90_000 }), { numRuns: 1000, seed: 7 })
    let rolls = 0
    const found = await CrmTrial.run(
      subject(() => lags[rolls++ % lags.length] ?? 0),
      { operations: 10_000, seed: 8 }
    )
    expect(found.disagreements).toEqual([])
    expect(found.contacts).toBeGreaterThan(250)
    expect(found.faultsMet).toBeGreaterThan(100)
  }, 300_000)
})
