import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Fact from "@temoin/runner/Fact"
import type * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const minute = 60_000

/** Counts how often each method of the store is called. */
const counting = (calls: Map<string, number>) => {
  const count = (what: string) => Effect.sync(() => void calls.set(what, (calls.get(what) ?? 0) + 1))
  return (store: World.Store): World.Store => ({
    ...store,
    claim: (request) => Effect.andThen(count("claim"), store.claim(request)),
    load: (contact) => Effect.andThen(count("load"), store.load(contact)),
    loadAll: (contacts) => Effect.andThen(count("loadAll"), store.loadAll(contacts)),
    append: (request) => Effect.andThen(count("append"), store.append(request)),
    appendAll: (requests) => Effect.andThen(count("appendAll"), store.appendAll(requests)),
    settle: (request) => Effect.andThen(count("settle"), store.settle(request)),
    release: (claims) => Effect.andThen(count(`release ${claims.length}`), store.release(claims))
  })
}

const optedOut: Fact.Fact = { _tag: "OptedOut", extent: {} }

const names = (count: number) => Array.from({ length: count }, (_, n) => `c${n}`)

/** A store that can only be spoken to about one contact at a time. */
const alone = (store: World.Store): World.Store => ({
  ...store,
  loadAll: () => Effect.die(new Error("no two at once"))
})

/** The steps of the store in which so many are told of as not asked. */
const steps = async (people: number) => {
  const world = await World.make()
  const host = await world.open()
  for (const name of names(people)) await host.record(name, World.reachable(name), World.delivered(), optedOut)
  const calls = new Map<string, number>()
  const temoin = await world.open({ store: counting(calls) })
  assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: people, recorded: people })
  for (const name of names(people)) assert.include(await World.told(world, name), "AskEnded: forbidden")
  return Object.fromEntries(calls)
}

describe("contacts that are due together", () => {
  it("and need no mail cost as many steps of the store as one", async () => {
    assert.deepStrictEqual(await steps(200), { claim: 2, loadAll: 1, appendAll: 1, "release 0": 1 })
    assert.deepStrictEqual(await steps(1), await steps(200))
  })

  it("and get a mail each cost one load more, and what is written before and after it", async () => {
    const world = await World.make()
    const host = await world.open()
    await World.customers(host, ...names(20))
    const calls = new Map<string, number>()
    const temoin = await world.open({ store: counting(calls) })
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 20, sent: 20 })
    assert.deepStrictEqual(Object.fromEntries(calls), { claim: 2, loadAll: 1, load: 20, append: 40, "release 0": 1 })
    // and their next turns are known
    assert.strictEqual(await temoin.nextDue(), null)
  })

  it("are claimed as many at a time as a batch has", async () => {
    const world = await World.make()
    const host = await world.open()
    for (const name of names(10)) await host.record(name, World.reachable(name))
    const calls = new Map<string, number>()
    const temoin = await world.open({ batch: 4, store: counting(calls) })
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 10 })
    assert.strictEqual(calls.get("loadAll"), 3)
    assert.strictEqual(calls.get("appendAll"), 3)
  })

  it("are given back in the last third of their claims, and are due at once", async () => {
    const world = await World.make()
    await World.customers(await world.open(), ...names(8))
    const claimed: Array<number> = []
    const watched = await world.open({
      concurrency: 1,
      mailer: (mailer) => ({
        ...mailer,
        send: (mail) => Effect.tap(mailer.send(mail), () => Effect.sync(() => world.goTo(world.now() + 3 * minute)))
      }),
      store: (store) => ({
        ...store,
        claim: (request) =>
          Effect.tap(store.claim(request), (claims) => Effect.sync(() => void claimed.push(claims.length)))
      })
    })
    assert.deepStrictEqual(await watched.tick(), { ...World.nothing, contacts: 8, sent: 8 })
    assert.deepStrictEqual(claimed, [8, 5, 2, 0])
  })
})

describe("one of them", () => {
  it("whom another worker has by now is left to that one; the others are settled", async () => {
    const world = await World.make()
    const host = await world.open()
    for (const name of names(3)) await host.record(name, World.reachable(name))
    let isDone = false
    const temoin = await world.open({
      store: (store) => ({
        ...store,
        appendAll: (requests) => {
          if (isDone) return store.appendAll(requests)
          isDone = true
          const [first] = requests
          const later = (first?.claim?.until ?? 0) + 1
          // c0's claim runs out, and another worker takes c0
          return Effect.flatMap(Effect.orDie(store.claim({ now: later, until: later + 1, limit: 1 })), () =>
            store.appendAll(requests)
          )
        }
      })
    })
    const { contacts, troubles } = await temoin.tick()
    assert.deepStrictEqual({ contacts, troubles }, { contacts: 2, troubles: [] })
  })

  it("about whom there is news in between is decided on again", async () => {
    const world = await World.make()
    const host = await world.open()
    for (const name of names(3)) await host.record(name, World.reachable(name))
    let isDone = false
    const temoin = await world.open({
      store: (store) => ({
        ...store,
        appendAll: (requests) => {
          if (isDone) return store.appendAll(requests)
          isDone = true
          return Effect.andThen(
            Effect.promise(() => host.record("c1", World.delivered())),
            store.appendAll(requests)
          )
        }
      })
    })
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 3, sent: 1 })
    assert.deepStrictEqual(await world.arrived(), ["Invitation to c1@example.com"])
  })
})

describe("together or one by one", () => {
  const facts = fc.constantFrom<Fact.Fact>(
    World.reachable("anna"),
    World.delivered("1"),
    World.delivered("2"),
    World.cancelled("2"),
    optedOut,
    { _tag: "OptedIn", extent: {}, evidence: "called us" },
    { _tag: "ContactChanged", account: "acme" }
  )
  const people = fc.array(fc.array(facts, { maxLength: 5 }), { minLength: 1, maxLength: 6 })
  const program = World.shop({
    surveys: [World.survey({ reminders: ["1 day"] }), World.survey({ id: "delivery", expires: "7 days", priority: 1 })],
    followUp: [
      {
        survey: "nps",
        steps: [
          { step: "solve", do: "open case", to: ["detractor"], owner: "eva", deadline: "1 day", escalateTo: "max" }
        ]
      }
    ]
  })

  /** Half a year with these people, looked at whenever somebody is due. */
  const live = async (told: ReadonlyArray<ReadonlyArray<Fact.Fact>>, setup: World.Setup) => {
    const world = await World.make()
    const temoin: Temoin.Temoin = await world.open({ ...setup, program, concurrency: 1 })
    for (const [n, facts] of told.entries()) {
      for (const fact of facts) await temoin.record(`c${n}`, fact)
      if (n % 2 === 0) await temoin.answer(`c${n}`, { survey: "nps", score: n, id: "on the phone" })
    }
    for (let left = 40; left > 0; left--) {
      const next = await temoin.nextDue()
      if (next === null) break
      world.goTo(Math.max(world.now(), next))
      await temoin.tick()
    }
    const events = (await world.everything()).map(({ contact, events }: HistoryStore.Stored) => ({
      contact,
      events: events.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    }))
    return { events, next: await temoin.nextDue(), arrived: (await world.arrived()).toSorted() }
  }

  it("the same is recorded, the same mails leave, and the same turn is next", () =>
    fc.assert(
      fc.asyncProperty(people, async (told) => {
        assert.deepStrictEqual(await live(told, {}), await live(told, { store: alone }))
      }),
      { numRuns: 40 }
    ))
})
