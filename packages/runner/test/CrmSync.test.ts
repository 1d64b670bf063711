import * as Contact from "@temoin/core/Contact"
import * as Crm from "@temoin/core/ports/Crm"
import * as Notebook from "@temoin/core/ports/Notebook"
import * as MemoryCrm from "@temoin/memory/MemoryCrm"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import type * as CrmSync from "@temoin/runner/CrmSync"
import * as VirtualClock from "@temoin/runner/VirtualClock"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import { caring, make, reachable, rejection } from "./World.ts"

type Service = Crm.Crm["Service"]

/** A world with a CRM. `trouble` says what stands between it and the worker. */
const world = async (trouble: (crm: Service) => Service = (crm) => crm, options: CrmSync.Options = {}) => {
  const world = await make()
  const clock = Layer.succeed(Clock.Clock, VirtualClock.make(world.now))
  const [crm, desk] = await Effect.runPromise(
    Effect.provide(Effect.all([Crm.Crm, MemoryCrm.Desk]), MemoryCrm.layer.pipe(Layer.provideMerge(clock)))
  )
  const notebook = await Effect.runPromise(MemoryNotebook.make)
  const open = (through = trouble, more: CrmSync.Options = options) =>
    world.open({
      program: caring,
      crm: more,
      also: Layer.mergeAll(Layer.succeed(Crm.Crm, through(crm)), Layer.succeed(Notebook.Notebook, notebook))
    })
  const shown = async () => ({
    people: await Effect.runPromise(desk.people),
    entries: (await Effect.runPromise(desk.entries)).map(
      ({ isDone, kind, text }) => `${kind}${isDone ? " (done)" : ""}: ${text.split("\n")[0]}`
    )
  })
  return { ...world, crm, desk, notebook, openCrm: open, shown, temoin: await open() }
}

const unavailable = new Crm.CrmError({ reason: "unavailable", problem: "the CRM does not answer" })

describe("what the CRM is told", () => {
  it("says what an unhappy customer answered, with a note and a task for the owner, once", async () => {
    const { desk, shown, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 3, comment: "It came too late." })
    await temoin.tick()
    wait("1 hours")
    expect(await temoin.crm.sync()).toMatchObject({ told: 1, notes: 1, tasks: 1, troubles: [], stoppedBy: undefined })
    const { entries, people } = await shown()
    expect(people).toMatchObject([
      {
        email: "anna@example.com",
        snapshot: { score: 3, category: "detractor", survey: "nps", case: "opened", trend: undefined }
      }
    ])
    expect(entries).toEqual([
      `note: Answered 3 of 10 (detractor) to "nps"`,
      "task: An unhappy customer: find out what went wrong and solve it"
    ])
    expect(await Effect.runPromise(desk.entries)).toMatchObject([{ text: expect.stringContaining("too late") }, {}])
    expect(await temoin.crm.sync()).toMatchObject({ told: 0, notes: 0, tasks: 0 })
    expect((await shown()).entries).toHaveLength(2)
  })

  it("tells an answer when it has settled, and only the last of several", async () => {
    const { shown, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 9 })
    expect(await temoin.crm.sync()).toMatchObject({ told: 1, notes: 0 })
    wait("11 minutes")
    expect(await temoin.crm.sync()).toMatchObject({ told: 0, notes: 1 })
    expect((await shown()).entries).toEqual([`note: Answered 9 of 10 (promoter) to "nps"`])
  })

  it("ticks the task off when the case is resolved here", async () => {
    const { shown, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 0 })
    await temoin.tick()
    await temoin.crm.sync()
    const [open] = await temoin.cases.list()
    wait("1 hours")
    await temoin.cases.resolve("anna", open?.id ?? "", { by: "Mia" })
    expect(await temoin.crm.sync()).toMatchObject({ completed: 1 })
    const { entries, people } = await shown()
    expect(people[0]?.snapshot.case).toBe("resolved")
    expect(entries).toContain("task (done): An unhappy customer: find out what went wrong and solve it")
    expect(entries).toContain("note: Their case was resolved by Mia")
  })

  it("enters nobody of whom there is nothing to say, and says who cannot be found", async () => {
    const { shown, temoin } = await world()
    await temoin.record("ben", reachable("ben"))
    await temoin.answer("carl", { survey: "nps", score: 9 })
    const { troubles } = await temoin.crm.sync()
    expect(troubles).toEqual([
      { contact: "carl", problem: "without an e-mail address nobody in memory is found: record one" }
    ])
    expect((await shown()).people).toEqual([])
    await temoin.record("carl", reachable("carl"))
    expect(await temoin.crm.sync()).toMatchObject({ told: 1, troubles: [] })
  })

  it("leaves out of notes and tasks what was before", async () => {
    const { shown, temoin, now, wait } = await world(undefined, { since: Date.UTC(2026, 0, 6) })
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 9 })
    wait("2 days")
    expect(now()).toBeGreaterThan(Date.UTC(2026, 0, 6))
    expect(await temoin.crm.sync()).toMatchObject({ told: 1, notes: 0 })
    expect((await shown()).people).toHaveLength(1)
  })
})

describe("what can go wrong", () => {
  it("two contacts with one address: the second is told of to the host, and overwrites nothing", async () => {
    const { shown, temoin } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.record("anna2", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 9 })
    await temoin.answer("anna2", { survey: "nps", score: 1 })
    const { told, troubles } = await temoin.crm.sync()
    expect(told).toBe(1)
    expect(troubles).toMatchObject([{ contact: "anna2", problem: expect.stringContaining("same e-mail address") }])
    await temoin.merge("anna2", "anna")
    expect(await temoin.crm.sync()).toMatchObject({ troubles: [] })
    expect((await shown()).people).toMatchObject([{ snapshot: { score: expect.anything() } }])
  })

  it("somebody deleted there is not made again, and goes on once they are entered anew", async () => {
    const { desk, shown, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 9 })
    await temoin.crm.sync()
    const { people } = await shown()
    await Effect.runPromise(desk.remove(people[0]!.person))
    wait("1 days")
    await temoin.answer("anna", { survey: "nps", score: 2 })
    const { troubles } = await temoin.crm.sync()
    expect(troubles).toMatchObject([{ contact: "anna", problem: expect.stringContaining("not in memory any more") }])
    expect((await shown()).people).toEqual([])
    await Effect.runPromise(desk.enter({ email: "anna@example.com" }))
    await temoin.crm.sync()
    expect(await temoin.crm.sync()).toMatchObject({ told: 1 })
    expect((await shown()).people).toMatchObject([{ snapshot: { score: 2 } }])
  })

  it("somebody erased there at their own wish is named by every sync, until they are erased here or come back", async () => {
    const { desk, now, openCrm, shown, store, temoin, wait } = await world()
    for (const name of ["anna", "ben"]) {
      await temoin.record(name, reachable(name))
      await temoin.answer(name, { survey: "nps", score: 9 })
    }
    await temoin.crm.sync()
    for (const { person } of (await shown()).people) await Effect.runPromise(desk.erase(person))
    const named = async () => (await temoin.crm.sync()).troubles.map(({ contact, problem }) => [contact, problem])
    const problem = "erased in memory at their own wish: erase them here too; every sync says so until then"
    expect(await named()).toEqual([
      ["anna", problem],
      ["ben", problem]
    ])
    // an outage, another process, another day: it is not forgotten
    wait("1 days")
    const other = await openCrm((crm) => ({ ...crm, changes: () => Effect.fail(unavailable) }))
    const again = (await other.crm.sync()).troubles.filter((trouble) => trouble.problem === problem)
    expect(again).toHaveLength(2)
    expect(await temoin.crm.status()).toMatchObject({ erasedThere: ["anna", "ben"] })
    wait("1 days")
    await Effect.runPromise(desk.enter({ email: "ben@example.com" }))
    await temoin.crm.sync()
    await Effect.runPromise(
      store.append({
        contact: Contact.ContactId.make("anna"),
        events: [{ _tag: "Erased", id: "erased" as never, occurredAt: now(), recordedAt: now() }],
        now: now()
      })
    )
    await temoin.crm.sync()
    expect(await temoin.crm.status()).toMatchObject({ erasedThere: [] })
    expect(await named()).toEqual([])
  })

  it("an outage loses nothing, delays no mail, and is not hammered at", async () => {
    const { desk, shown, temoin, wait, arrived } = await world()
    await temoin.record("anna", reachable("anna"), { _tag: "TouchpointHappened", kind: "order.delivered" })
    await temoin.answer("ben", { survey: "nps", score: 9 })
    await temoin.record("ben", reachable("ben"))
    await Effect.runPromise(desk.breakDown)
    expect(await temoin.crm.sync()).toMatchObject({ told: 0, stoppedBy: "the CRM does not answer" })
    await temoin.tick()
    expect(await arrived()).toContain("Invitation to anna@example.com")
    expect(await temoin.crm.status()).toMatchObject({ problem: "the CRM does not answer" })
    await Effect.runPromise(desk.comeBack)
    expect((await temoin.crm.sync()).stoppedBy).toContain("left alone until")
    wait("20 minutes")
    expect(await temoin.crm.sync()).toMatchObject({ told: 1, notes: 1, stoppedBy: undefined })
    expect((await shown()).people).toHaveLength(1)
    expect(await temoin.crm.status()).toMatchObject({ restsUntil: null })
  })

  it("a lost reply, and a process that dies in the middle, write no note twice", async () => {
    const { desk, openCrm, shown, temoin, wait } = await world()
    for (const name of ["anna", "ben", "carl"]) {
      await temoin.record(name, reachable(name))
      await temoin.answer(name, { survey: "nps", score: 2 })
    }
    await temoin.tick()
    wait("1 hours")
    // the third note is written, and then nobody is there to hear of it
    let left = 3
    const dying = await openCrm((crm) => ({
      ...crm,
      add: (entry, mayExist) =>
        Effect.flatMap(crm.add(entry, mayExist), (id) =>
          --left > 0 ? Effect.succeed(id) : Effect.die(new Error("killed"))
        )
    }))
    await expect(dying.crm.sync()).rejects.toThrow("killed")
    await Effect.runPromise(desk.loseReplies)
    await temoin.crm.sync()
    await Effect.runPromise(desk.comeBack)
    for (let times = 0; times < 4; times++) {
      wait("20 minutes")
      await temoin.crm.sync()
    }
    const { entries, people } = await shown()
    expect(people).toHaveLength(3)
    expect(entries.filter((entry) => entry.startsWith("note"))).toHaveLength(3)
    expect(entries.filter((entry) => entry.startsWith("task"))).toHaveLength(3)
  })

  it("two syncs at once do the work of one", async () => {
    const { openCrm, shown, temoin, wait } = await world((crm) => ({
      ...crm,
      tell: (cards) =>
        Effect.andThen(
          Effect.promise(() => new Promise(setImmediate)),
          crm.tell(cards)
        )
    }))
    const other = await openCrm()
    for (const name of ["anna", "ben"]) {
      await temoin.record(name, reachable(name))
      await temoin.answer(name, { survey: "nps", score: 9 })
    }
    wait("1 hours")
    const done = await Promise.all([temoin.crm.sync(), other.crm.sync()])
    expect(done.map(({ stoppedBy }) => stoppedBy)).toContain("another sync is under way")
    expect((await shown()).entries).toHaveLength(2)
  })

  it("a host without a CRM, or without a notebook, is told what is missing", async () => {
    const { open } = await make()
    expect(await rejection((await open()).crm.sync())).toMatchObject({ _tag: "NoCrm", missing: "Crm" })
  })

  it("one that is refused stops no other, and is tried again later", async () => {
    let isRefused = true
    const { temoin, wait } = await world((crm) => ({
      ...crm,
      add: (entry, mayExist) =>
        isRefused && entry.entry.title.includes("0 of 10")
          ? Effect.fail(new Crm.CrmError({ reason: "refused", problem: "this note is too rude" }))
          : crm.add(entry, mayExist)
    }))
    for (const [name, score] of [
      ["anna", 0],
      ["ben", 9]
    ] as const) {
      await temoin.record(name, reachable(name))
      await temoin.answer(name, { survey: "nps", score })
    }
    wait("1 hours")
    const first = await temoin.crm.sync()
    expect(first).toMatchObject({
      notes: 1,
      waiting: 1,
      troubles: [{ contact: "anna", problem: "this note is too rude" }]
    })
    isRefused = false
    expect(await temoin.crm.sync()).toMatchObject({ notes: 0, waiting: 1 })
    wait("5 minutes")
    expect(await temoin.crm.sync()).toMatchObject({ notes: 1, waiting: 0, troubles: [] })
  })
})

describe("what the CRM tells", () => {
  const run = Effect.runPromise

  it("a won deal makes a contact of whom it is about; others are left alone", async () => {
    const world1 = await world()
    const { desk, temoin, history } = world1
    const anna = await run(desk.enter({ email: "anna@example.com", name: "Anna" }))
    await run(desk.enter({ email: "ben@example.com", name: "Ben" }))
    await run(desk.moveDeal("77", "open", [anna]))
    await run(desk.moveDeal("77", "won", [anna]))
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 2, troubles: [] })
    expect((await history(`memory-${anna}`)).events).toMatchObject([
      { _tag: "ContactChanged", email: "anna@example.com", name: "Anna" },
      { _tag: "TouchpointHappened", kind: "deal.won", about: "memory:deal:77" }
    ])
    expect(await world1.everything()).toHaveLength(1)
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 0 })
  })

  it("a deal that is about nobody is said to be, and stops nothing", async () => {
    const { desk, temoin } = await world()
    const anna = await run(desk.enter({ email: "anna@example.com" }))
    await run(desk.moveDeal("1", "won", []))
    await run(desk.meet("2", [anna]))
    expect(await temoin.crm.sync()).toMatchObject({
      recorded: 2,
      troubles: [{ problem: "memory:deal:1:won is about nobody: link a contact to it in memory" }]
    })
  })

  it("recognises who is a contact already, and our own writing when it comes back", async () => {
    const { desk, everything, history, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 9 })
    const there = await run(desk.enter({ email: "anna@example.com", name: "Anna" }))
    await temoin.crm.sync()
    await temoin.crm.sync()
    expect(await everything()).toHaveLength(1)
    expect((await history("anna")).events.map(({ _tag }) => _tag).toSorted()).toEqual([
      "Answered",
      "ContactChanged",
      "ContactChanged"
    ])
    wait("1 hours")
    await run(desk.readdress(there, "anna@new.example"))
    await temoin.crm.sync()
    expect((await history("anna")).events.at(-1)).toMatchObject({ _tag: "ContactChanged", email: "anna@new.example" })
    // the host's later word stands, though the CRM goes on saying the other
    wait("1 hours")
    await temoin.record("anna", { _tag: "ContactChanged", email: "anna@host.example" })
    await temoin.answer("anna", { survey: "nps", score: 5 })
    await temoin.crm.sync()
    await temoin.crm.sync()
    expect((await history("anna")).events.filter(({ _tag }) => _tag === "ContactChanged")).toHaveLength(4)
  })

  it("a case is resolved when its owner ticks the task off there", async () => {
    const { desk, history, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 2 })
    await temoin.tick()
    await temoin.crm.sync()
    wait("1 hours")
    const task = (await run(desk.entries)).find(({ kind }) => kind === "task")!
    await run(desk.tickOff(task.id))
    expect(await temoin.crm.sync()).toMatchObject({ recorded: 1 })
    expect(await temoin.cases.list()).toEqual([])
    expect((await history("anna")).events.at(-1)).toMatchObject({ _tag: "CaseResolved", by: "memory" })
    expect(await temoin.crm.sync()).toMatchObject({ completed: 0, recorded: 0 })
  })

  it("two who are merged there are merged here", async () => {
    const { desk, history, shown, temoin } = await world()
    for (const name of ["anna", "annette"]) {
      await temoin.record(name, reachable(name))
      await temoin.answer(name, { survey: "nps", score: 9 })
    }
    await temoin.crm.sync()
    const [anna, annette] = (await shown()).people
    await run(desk.merge(annette!.person, anna!.person))
    await temoin.crm.sync()
    expect((await history("annette")).events.at(-1)).toMatchObject({ _tag: "MergedInto", into: "anna" })
  })

  it("erased contacts are forgotten there", async () => {
    const { desk, now, shown, store, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 2, comment: "my secret" })
    await temoin.tick()
    wait("1 hours")
    await temoin.crm.sync()
    expect((await run(desk.entries)).length).toBe(2)
    await run(
      store.append({
        contact: Contact.ContactId.make("anna"),
        events: [{ _tag: "Erased", id: "erased" as never, occurredAt: now(), recordedAt: now() }],
        now: now()
      })
    )
    expect(await temoin.crm.sync()).toMatchObject({ erased: ["anna"] })
    const { entries, people } = await shown()
    expect(entries).toEqual([])
    expect(people).toMatchObject([{ snapshot: { score: undefined, case: undefined } }])
  })
})

describe("the check", () => {
  it("says what is missing, and what would be told of one contact, and writes nothing", async () => {
    const { shown, temoin, wait } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 9 })
    wait("1 hours")
    const checked = await temoin.crm.check("anna")
    expect(checked.missingFields).toHaveLength(8)
    expect(checked.calls.map(({ method }) => method)).toEqual(["tell", "add"])
    expect(await shown()).toEqual({ people: [], entries: [] })
    expect(await temoin.crm.setUp()).toHaveLength(8)
    expect((await temoin.crm.check()).missingFields).toEqual([])
  })

  it("an unreachable CRM rejects with what is wrong", async () => {
    const { temoin } = await world((crm) => ({ ...crm, check: Effect.fail(unavailable) }))
    expect(await rejection(temoin.crm.check())).toMatchObject({ _tag: "CrmError", reason: "unavailable" })
  })
})

describe("a worker", () => {
  it("keeps the CRM in agreement by itself, and says what was wrong", async () => {
    const told = Promise.withResolvers<void>()
    const { openCrm, shown, temoin } = await world()
    await temoin.record("anna", reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 9 })
    const working = await openCrm((crm) => ({
      ...crm,
      tell: (cards) => Effect.tap(crm.tell(cards), () => Effect.sync(() => told.resolve()))
    }))
    const worker = await working.start({ syncMillis: 3_600_000 })
    await told.promise
    expect(await worker.stop()).toBe("clean")
    expect((await shown()).people).toMatchObject([{ email: "anna@example.com" }])
    expect(worker.status().chores).toEqual([
      { name: "the counters", problem: undefined },
      { name: "the sync with memory", problem: undefined }
    ])
    const idle = await working.start({ syncMillis: Infinity, tidyMillis: Infinity })
    expect(await idle.stop()).toBe("clean")
    expect(idle.status().chores).toEqual([])
    expect(await rejection(working.start({ syncMillis: 0 }))).toMatchObject({ _tag: "InvalidOption" })
  })
})
