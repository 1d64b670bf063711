import type * as FakeApi from "@temoin/contract/FakeApi"
import * as FakeHubSpot from "@temoin/contract/FakeHubSpot"
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as Fold from "@temoin/core/Fold"
import * as FollowUp from "@temoin/core/FollowUp"
import * as History from "@temoin/core/History"
import * as Person from "@temoin/core/Person"
import { Crm } from "@temoin/core/ports/Crm"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import { Notebook } from "@temoin/core/ports/Notebook"
import * as Program from "@temoin/core/Program"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Timeline from "@temoin/core/Timeline"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import * as Temoin from "@temoin/runner/Temoin"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deskOf, snapshotOf, world } from "./desk.ts"

const program = Result.getOrThrow(
  Program.make({
    id: "shop",
    surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }],
    followUp: [{ survey: "nps", steps: FollowUp.atDelivery }]
  })
)

const webhook = { secret: "client-secret", publicUrl: "https://app.example.com/hooks/hubspot", appId: 42 }

/** Témoin over a fake HubSpot. A process can be killed and opened again over what it left. */
const make = async (lag?: () => number) => {
  const { crm, fake, hurry } = world({ webhook }, lag)
  const store = await Effect.runPromise(MemoryHistoryStore.make)
  const notebook = await Effect.runPromise(MemoryNotebook.make)
  const open = () => {
    const life = { isDead: false }
    const dead = Effect.die(new Error("killed"))
    const alive: Notebook["Service"] = {
      ...notebook,
      write: (changes) => Effect.suspend(() => (life.isDead ? dead : notebook.write(changes)))
    }
    const temoin = Temoin.open({
      program,
      adapters: Layer.mergeAll(
        Layer.succeed(HistoryStore, store),
        MemoryMailer.layer,
        MemoryLinks.layer,
        Layer.succeed(Crm, crm),
        Layer.succeed(Notebook, alive),
        Layer.succeed(Clock.Clock, hurry.clock)
      )
    })
    return { life, temoin }
  }
  const first = open()
  const temoin = await first.temoin
  await temoin.crm.setUp()
  return { fake, hurry, open, temoin, life: first.life, desk: deskOf(fake) }
}

const email = (name: string) => `${name}@example.com`
const day = 86_400_000

describe("the smallest plan is enough", () => {
  it("ten thousand answers are told within the published rate, with 1.1 calls for each at most", async () => {
    const { fake, hurry, temoin } = await make()
    const count = 10_000
    for (let index = 0; index < count; index++) {
      const name = `contact-${index}`
      await temoin.record(name, { _tag: "ContactChanged", email: email(name) })
      await temoin.answer(name, { survey: "nps", score: index % 11, comment: "As I said." })
    }
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
    await temoin.record("anna", { _tag: "ContactChanged", email: email("anna") })
    await temoin.answer("anna", { survey: "nps", score: 9 })
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
    await temoin.record("anna", { _tag: "ContactChanged", email: email("anna") })
    await temoin.answer("anna", { survey: "nps", score: 9 })
    hurry.pass(day)
    await temoin.crm.sync()
    const [anna] = fake.objects.contacts.keys()
    await Effect.runPromise(desk.moveDeal("d1", "lost", [anna as never]))
    hurry.pass(day)
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 1 })
    await Effect.runPromise(desk.moveDeal("d2", "won", [anna as never]))
    await temoin.crm.receive(call([moved([...fake.objects.deals.keys()][1])], hurry.now()))
    await temoin.close()
    const next = await open().temoin
    expect(await next.crm.sync()).toMatchObject({ recorded: 1, troubles: [] })
    await next.close()
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

const page = (status: number): FakeApi.Reply => ({ status, html: "<html><body>Error</body></html>" })
const faults: ReadonlyArray<FakeApi.Fault> = [
  { _tag: "Refused" },
  { _tag: "Cut", isDone: false },
  { _tag: "Cut", isDone: true },
  { _tag: "Answers", reply: { status: 429, headers: { "retry-after": "2" }, json: {} }, isDone: false },
  { _tag: "Answers", reply: { status: 429, json: { policyName: "SECONDLY" } }, isDone: false },
  { _tag: "Answers", reply: page(503), isDone: false },
  { _tag: "Answers", reply: page(403), isDone: false },
  { _tag: "Answers", reply: page(502), isDone: true },
  { _tag: "Answers", reply: { status: 500, json: { status: "error" } }, isDone: true }
]

const who = fc.nat({ max: 299 })
const operation = fc.oneof(
  { weight: 60, arbitrary: fc.record({ do: fc.constant("answer" as const), who, score: fc.nat({ max: 10 }) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("resolve" as const), who, score: fc.constant(0) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("tick off" as const), who, score: fc.constant(0) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("win" as const), who, score: fc.constant(0) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("wait" as const), who, score: fc.nat({ max: 300 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sync" as const), who, score: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("die" as const), who, score: fc.nat({ max: 12 }) }) }
)

describe("whatever goes wrong", () => {
  it("ten thousand random operations with random failures end with HubSpot and the log agreeing", async () => {
    const lags = fc.sample(fc.nat({ max: 90_000 }), { numRuns: 1000, seed: 7 })
    const dice = fc.sample(fc.record({ isBad: fc.nat({ max: 99 }), fault: fc.constantFrom(...faults) }), {
      numRuns: 5000,
      seed: 8
    })
    let rolls = 0
    let met = 0
    const { desk, fake, hurry, open, ...first } = await make(() => lags[rolls % lags.length] ?? 0)
    let { life, temoin } = first
    fake.api.fault = () => {
      const { fault, isBad } = dice[rolls++ % dice.length]!
      if (isBad >= 10) return undefined
      met++
      return fault
    }
    const run = Effect.runPromise
    let deals = 0
    for (const { do: what, score, who } of fc.sample(operation, { numRuns: 10_000, seed: 9 })) {
      const name = `contact-${who}`
      switch (what) {
        case "answer":
          await temoin.record(name, { _tag: "ContactChanged", email: email(name) })
          await temoin.answer(name, { survey: "nps", score, comment: `I say ${score}` })
          break
        case "resolve": {
          const [open] = await temoin.use(openCases(name))
          if (open !== undefined) await temoin.cases.resolve(name, open, { by: "Mia" })
          break
        }
        case "tick off": {
          const tasks = [...fake.objects.tasks.keys()]
          const task = tasks[who % (tasks.length || 1)]
          if (task !== undefined) fake.set("tasks", task, { hs_task_status: "COMPLETED" })
          break
        }
        case "win": {
          const person = [...fake.objects.contacts.keys()][who]
          if (person !== undefined) await run(desk.moveDeal(`${deals++}`, "won", [person as never]))
          break
        }
        case "wait":
          hurry.pass(score * 60_000)
          break
        case "sync":
          await temoin.tick()
          await temoin.crm.sync()
          break
        case "die": {
          let left = score
          const fault = fake.api.fault
          const dying = life
          fake.api.fault = (call) => {
            if (left-- === 0) dying.isDead = true
            return fault(call)
          }
          await temoin.crm.sync().catch(() => undefined)
          fake.api.fault = fault
          const next = open()
          life = next.life
          temoin = await next.temoin
        }
      }
    }
    expect(met).toBeGreaterThan(100)

    fake.api.fault = () => undefined
    for (let times = 0; times < 8; times++) {
      hurry.pass(7 * 3_600_000)
      await temoin.tick()
      await temoin.crm.sync()
    }
    expect((await temoin.crm.sync()).waiting).toBe(0)
    const people = new Map(
      [...fake.objects.contacts.values()].map((row) => [row.properties.temoin_contact, row] as const)
    )
    const entries = await run(desk.entries)
    let told = 0
    for await (const history of temoin.histories()) {
      const person = Person.of(program, history, hurry.now())
      if (person === undefined) continue
      const { snapshot } = Snapshot.of(program, person)
      if (Snapshot.isEmpty(snapshot)) continue
      const row = people.get(history.contact)
      expect(snapshotOf(row?.properties ?? {})).toEqual(snapshot)
      const theirs = entries.filter(({ person }) => person === row?.id)
      const wanted = Timeline.of(person).entries
      const notes = wanted.filter(({ _tag }) => _tag === "Note")
      expect(theirs.filter(({ kind }) => kind === "note").length).toBe(notes.length)
      for (const { isDone, text } of theirs.filter(({ kind }) => kind === "task")) {
        // what was over before anybody could be told is told by its notes alone
        const same = wanted.filter((one) => one._tag === "Task" && text.includes(one.title))
        expect(same.length).toBeGreaterThan(0)
        expect(isDone || same.some((one) => one._tag === "Task" && one.doneAt === undefined)).toBe(true)
      }
      const open = wanted.filter((one) => one._tag === "Task" && one.doneAt === undefined)
      expect(theirs.filter(({ isDone, kind }) => kind === "task" && !isDone).length).toBe(open.length)
      const marks = theirs.map(({ text }) => /Témoin [0-9a-f]{32}/.exec(text)?.[0])
      expect(new Set(marks).size).toBe(marks.length)
      told++
    }
    expect(told).toBeGreaterThan(250)
    expect(fake.objects.contacts.size).toBe(told)
  }, 300_000)
})

const openCases = (name: string) =>
  Effect.gen(function* () {
    const store = yield* HistoryStore
    const { contact, events } = yield* store.load(Contact.ContactId.make(name))
    const { cases } = Fold.of(Result.getOrThrow(History.make(contact, events)))
    return [...cases.values()].filter(Case.isOpen).map(({ id }) => id)
  })
