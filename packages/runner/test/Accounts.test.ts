/**
 * Accounts: does a limit for a whole company hold when several workers look after its people at once?
 */
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const weekly = World.shop({ frequency: [{ gap: "7 days", subject: "account" }] })

const capped = (most: number, changes: Partial<typeof ContactFrequency.Cap.Encoded> = {}) =>
  World.shop({ caps: [{ most, within: "7 days", subject: "account", ...changes }] })

/** People of one account whose address is known and whose order arrived at the same instant. */
const colleagues = async (temoin: Temoin.Temoin, ...ids: ReadonlyArray<string>): Promise<void> => {
  for (const id of ids) {
    const fact = { _tag: "ContactChanged", email: World.addressOf(id), account: "acme" } as const
    await temoin.record(id, fact, World.delivered())
  }
}

const isIntent = ({ events }: HistoryStore.Append) => events.some(({ _tag }) => _tag === "Intended")

/** The first time that a worker is about to write an intent, `act` comes before it. */
const overtaken = (act: () => Promise<unknown>) => {
  let isDone = false
  return (store: World.Store): World.Store => ({
    ...store,
    append: (request) => {
      if (isDone || !isIntent(request)) return store.append(request)
      isDone = true
      return Effect.andThen(Effect.promise(act), store.append(request))
    }
  })
}

/** Whatever a worker does, others come in between. */
const slow = (store: World.Store): World.Store =>
  World.passing(store, (effect) => Effect.yieldNow.pipe(Effect.andThen(effect), Effect.tap(Effect.yieldNow)))

const trouble = (world: World.World, contact: string, trouble: MemoryMailer.Trouble): Promise<void> =>
  Effect.runPromise(world.outbox.trouble(World.addressOf(contact), trouble))

describe("two workers", () => {
  it("who have decided to ask two colleagues at the same instant ask one of them; the other one's is decided again", async () => {
    const world = await World.make()
    const fast = await world.open({ program: weekly })
    const late = await world.open({ program: weekly, batch: 1, store: overtaken(() => fast.tick()) })
    await colleagues(fast, "anna", "ben")
    await late.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
    const { sentences } = await late.explain("anna")
    assert.include(
      sentences.join("\n"),
      "the last ask in their company was on 2026-01-05 09:00 UTC, and 7 days must pass"
    )
    world.wait("7 days")
    await late.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com", "Invitation to anna@example.com"])
  })

  it("keep a cap over any number of colleagues, however they come between one another", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        async (most, people, batch, concurrency) => {
          const world = await World.make()
          const setup = { program: capped(most), batch, concurrency, store: slow }
          const workers = await Promise.all([world.open(setup), world.open(setup), world.open(setup)])
          await colleagues(workers[0], ...Array.from({ length: people }, (_, index) => `c${index}`))
          const ticks = await Promise.all(workers.map((worker) => worker.tick()))
          assert.deepStrictEqual(
            ticks.flatMap(({ troubles }) => troubles),
            []
          )
          assert.lengthOf(await world.arrived(), Math.min(most, people))
          world.wait("7 days")
          await Promise.all(workers.map((worker) => worker.tick()))
          assert.lengthOf(await world.arrived(), Math.min(2 * most, people))
        }
      ),
      { numRuns: 30 }
    ))

  it("ask people of different accounts, and of none, without a thought for one another", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: weekly })
    await colleagues(temoin, "anna")
    const carol = { _tag: "ContactChanged", email: World.addressOf("carol"), account: "globex" } as const
    await temoin.record("carol", carol, World.delivered())
    await World.customers(temoin, "dora")
    await temoin.tick()
    assert.lengthOf(await world.arrived(), 3)
  })
})

describe("a turn that is given back", () => {
  it("goes to a colleague at once when an address is refused", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: weekly, batch: 1 })
    await colleagues(temoin, "anna", "ben")
    await trouble(world, "anna", "refused")
    await temoin.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
  })

  it("wakes a colleague who was put to sleep before", async () => {
    const world = await World.make()
    const first = await world.open({ program: weekly, batch: 1 })
    await colleagues(first, "anna", "ben")
    await trouble(world, "anna", "refused")
    // while anna's mail is under way, ben is looked at and told to wait
    const other = await world.open({ program: weekly })
    const sending = await world.open({
      program: weekly,
      batch: 1,
      mailer: (mailer) => ({
        ...mailer,
        send: (mail) =>
          mail.to.address === World.addressOf("anna")
            ? Effect.andThen(
                Effect.promise(() => other.tick()),
                mailer.send(mail)
              )
            : mailer.send(mail)
      })
    })
    await sending.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
    assert.include(await World.told(world, "anna"), "SendRefused")
  })

  it("is not one that may have been used: an unknown send counts", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: weekly, batch: 1 })
    await colleagues(temoin, "anna", "ben")
    await trouble(world, "anna", "uncertain")
    await temoin.tick()
    assert.deepStrictEqual(await World.told(world, "ben"), [])
    world.wait("7 days")
    await temoin.tick()
    assert.include(await World.told(world, "ben"), "Sent")
  })
})

describe("a host", () => {
  it("reports asks by other tools, widgets shown and closed; the same report twice is one", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: weekly })
    await colleagues(temoin, "anna", "ben")
    const facts = [
      { _tag: "AskedElsewhere", survey: "nps", at: World.start },
      { _tag: "Shown", survey: "nps", at: World.start },
      { _tag: "Dismissed", survey: "nps", at: World.start }
    ] as const
    assert.strictEqual(await temoin.record("anna", ...facts), 3)
    assert.strictEqual(await temoin.record("anna", ...facts), 0)
    await temoin.tick()
    assert.deepStrictEqual(await world.arrived(), [])
  })

  it("tells an account's zone once, and again when somebody changes accounts", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: weekly })
    const inTokyo = { _tag: "ContactChanged", accountZone: "Asia/Tokyo" } as const
    assert.strictEqual(await temoin.record("anna", { ...inTokyo, account: "acme" }), 1)
    assert.strictEqual(await temoin.record("anna", { ...inTokyo, account: "acme" }), 0)
    assert.strictEqual(await temoin.record("anna", inTokyo), 0)
    world.wait("1 day")
    assert.strictEqual(await temoin.record("anna", { ...inTokyo, account: "globex" }), 1)
    const latest = (await world.history("anna")).events.at(-1)
    assert.deepInclude({ ...latest }, { account: "globex", accountZone: "Asia/Tokyo" })
  })
})
