import * as CrmTrial from "@temoin/contract/CrmTrial"
import * as FakePipedrive from "@temoin/contract/FakePipedrive"
import * as Contact from "@temoin/core/Contact"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
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
    // nothing is there twice, nothing is written again, and what we wrote ourselves is no news
    expect([fake.objects.notes.size, fake.objects.activities.size, peopleOf(fake).length]).toEqual([
      count,
      told.tasks,
      count
    ])
    const again = fake.api.calls.length
    hurry.pass(day)
    expect(await running.crm.sync()).toMatchObject({ told: 0, notes: 0, tasks: 0, recorded: 0, stoppedBy: undefined })
    expect(fake.api.calls.slice(again).every(({ method }) => method === "GET")).toBe(true)
  })
})

const webhook = {
  url: "https://app.example.com/hooks/pipedrive/abcdefghijklmnopqrstuvwxyz",
  user: "temoin",
  password: "a password that nobody guesses",
  ownUser: FakePipedrive.ownUser
}

/** Two people are known, and nothing is read but once a day, so that only a call can have told of anything. */
const make = async () => {
  const one = subject({ webhook, readEvery: day })
  const { temoin } = await CrmTrial.start(one)
  const { fake, hurry } = one
  await CrmTrial.answer(temoin, 2, "As I said.")
  hurry.pass(2 * day)
  await temoin.crm.sync()
  const [first = 0, second = 0] = fake.objects.persons.keys()
  const deliver = () =>
    fake.deliveries.deliver(async (call) => {
      await temoin.crm.receive(call)
      return 200
    })
  await deliver()
  const events = async (name: string) => {
    const { events } = await temoin.use(
      Effect.flatMap(HistoryStore, (store) => store.load(Contact.ContactId.make(name)))
    )
    return events.map(({ _tag }) => _tag)
  }
  return { temoin, fake, hurry, first, second, deliver, events }
}

describe("what Pipedrive calls about", () => {
  it("our own writing is not looked at again, and the name that we had to make up is nobody's", async () => {
    const { events, fake, temoin } = await make()
    expect(fake.objects.persons.get(fake.objects.persons.keys().next().value ?? 0)?.values.name).toBe(
      "contact-0@example.com"
    )
    expect(await events("contact-0")).toEqual(["ContactChanged", "Answered"])
    const before = fake.spent()
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 0, troubles: [] })
    expect(fake.spent()).toBe(before)
    await temoin.close()
  })

  it("a deal reaches the log by the next sync, once, although the call comes again, for one token", async () => {
    const { deliver, events, fake, first, hurry, temoin } = await make()
    fake.put("deals", { status: "won", stage_id: 3, person_id: first })
    await fake.deliveries.deliver((call) => temoin.crm.receive(call).then(() => 500))
    hurry.pass(3000)
    await deliver()
    const before = fake.spent()
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 1, troubles: [] })
    expect(fake.spent() - before).toBe(1)
    hurry.pass(2 * day)
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 0 })
    expect((await events("contact-0")).filter((tag) => tag === "TouchpointHappened")).toHaveLength(1)
    await temoin.close()
  })

  it("who is merged there is merged here, and goes on there", async () => {
    const { deliver, events, fake, first, hurry, second, temoin } = await make()
    fake.merge(first, second)
    await deliver()
    await temoin.crm.sync()
    expect(await events("contact-0")).toContain("MergedInto")
    await temoin.answer("contact-1", { survey: "nps", score: 10 })
    hurry.pass(3_600_000)
    expect(await temoin.crm.sync()).toMatchObject({ told: 1, troubles: [], stoppedBy: undefined })
    expect(peopleOf(fake)).toHaveLength(1)
    await temoin.close()
  })

  it("who is deleted there is not made again, and stops nobody else", async () => {
    const { deliver, fake, first, hurry, temoin } = await make()
    fake.remove("persons", first)
    await deliver()
    const { troubles } = await temoin.crm.sync()
    expect(troubles).toMatchObject([
      { contact: "contact-0", problem: expect.stringContaining("enter them there again") }
    ])
    await CrmTrial.answer(temoin, 2, "Again.")
    hurry.pass(3_600_000)
    expect(await temoin.crm.sync()).toMatchObject({ told: 1, stoppedBy: undefined })
    expect(peopleOf(fake)).toHaveLength(1)
    await temoin.close()
  })

  it("an activity that is ticked off there resolves the case", async () => {
    const { deliver, fake, temoin } = await make()
    await temoin.tick()
    await temoin.crm.sync()
    expect((await temoin.cases.list()).length).toBeGreaterThan(0)
    for (const id of fake.objects.activities.keys()) fake.set("activities", id, { done: true })
    await deliver()
    await temoin.crm.sync()
    expect(await temoin.cases.list()).toEqual([])
    await temoin.close()
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
