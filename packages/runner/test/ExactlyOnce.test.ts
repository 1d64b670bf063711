/**
 * ExactlyOnce: what does a mailer that can be asked, or that recognises what it had, make of a dying worker?
 */
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import { MailError } from "@temoin/core/ports/Mailer"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as Temoin from "@temoin/runner/Temoin"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const hour = 3_600_000

const deaths = {
  "before the mail left": (mailer: World.Post): World.Post => ({ ...mailer, send: () => Effect.interrupt }),
  "after the mail left": (mailer: World.Post): World.Post => ({
    ...mailer,
    send: (mail) => Effect.andThen(mailer.send(mail), Effect.interrupt)
  })
}

const capabilities = {
  "can be asked": { lookUp: true },
  "recognises for a day what it had": { deduplicatesFor: 24 * hour }
}

/** Ticks whenever something is due, until this much time has passed. */
const run = async (world: World.World, temoin: Temoin.Temoin, millis: number) => {
  const end = world.now() + millis
  for (let ticks = 0; ticks < 200; ticks++) {
    await temoin.tick()
    const next = await temoin.nextDue()
    if (next === null || next > end) return world.goTo(end)
    if (next > world.now()) world.goTo(next)
  }
  assert.fail("it never comes to rest")
}

for (const [name, capability] of Object.entries(capabilities)) {
  describe(`a mailer that ${name}`, () => {
    for (const [when, mailer] of Object.entries(deaths)) {
      it(`delivers once when the worker dies ${when}, and nothing is unknown`, async () => {
        const world = await World.make(capability)
        const dying = await world.open({ mailer })
        await World.customers(dying, "anna")
        await World.rejection(dying.tick())
        world.wait("10 minutes")
        const temoin = await world.open()
        await run(world, temoin, hour)
        assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@example.com"])
        assert.deepStrictEqual(await temoin.unknownSends.list(), [])
        assert.strictEqual((await World.told(world, "anna")).at(-1), "Sent")
      })
    }

    it("delivers once whatever happens: deaths, cut connections, outages", () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.constantFrom("works", "dies before", "dies after", "unavailable", "uncertain", "uncertain but arrived"),
            { maxLength: 6 }
          ),
          async (fates) => {
            const world = await World.make(capability)
            let call = 0
            const unlucky = (mailer: World.Post): World.Post => ({
              ...mailer,
              send: (mail) =>
                Effect.suspend(() => {
                  const fate = fates[call++] ?? "works"
                  switch (fate) {
                    case "dies before":
                      return Effect.interrupt
                    case "dies after":
                      return Effect.andThen(mailer.send(mail), Effect.interrupt)
                    case "unavailable":
                      return new MailError({ reason: "unavailable", problem: fate })
                    case "uncertain":
                      return new MailError({ reason: "uncertain", problem: fate })
                    case "uncertain but arrived":
                      return Effect.andThen(mailer.send(mail), new MailError({ reason: "uncertain", problem: fate }))
                    default:
                      return mailer.send(mail)
                  }
                })
            })
            const temoin = await world.open({ mailer: unlucky })
            const everybody = ["anna", "ben", "carl"]
            await World.customers(temoin, ...everybody)
            const end = world.now() + 20 * hour
            for (let tick = 0; tick < 100 && world.now() < end; tick++) {
              await temoin.tick().catch(() => undefined)
              const next = await temoin.nextDue()
              if (next === null) break
              world.goTo(Math.max(next, world.now()))
            }
            assert.sameMembers(
              await world.arrived(),
              everybody.map((id) => `Invitation to ${id}@example.com`)
            )
            assert.deepStrictEqual(await temoin.unknownSends.list(), [])
          }
        ),
        { numRuns: 60 }
      ))
  })
}

describe("a mailer that recognises what it had for a while", () => {
  it("is not trusted any longer than that: then the mail is unknown", async () => {
    const world = await World.make({ deduplicatesFor: 24 * hour })
    const dying = await world.open({ mailer: deaths["after the mail left"] })
    await World.customers(dying, "anna")
    await World.rejection(dying.tick())
    world.goTo(World.start + 24 * hour)
    const temoin = await world.open()
    assert.strictEqual((await temoin.tick()).unknown, 1)
    assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@example.com"])
  })

  it("sends nothing again to who has opted out meanwhile", async () => {
    const world = await World.make({ deduplicatesFor: 24 * hour })
    const dying = await world.open({ mailer: deaths["before the mail left"] })
    await World.customers(dying, "anna")
    await World.rejection(dying.tick())
    world.wait("10 minutes")
    const temoin = await world.open()
    await temoin.record("anna", { _tag: "OptedOut", extent: {} })
    assert.strictEqual((await temoin.tick()).unknown, 1)
    assert.deepStrictEqual(await world.arrived(), [])
  })
})

describe("a mailer that is asked and does not answer", () => {
  it("is asked again, less and less often, and for three days at most", async () => {
    const world = await World.make({ lookUp: true })
    const dying = await world.open({ mailer: deaths["after the mail left"] })
    await World.customers(dying, "anna")
    await World.rejection(dying.tick())
    const asked: Array<number> = []
    const temoin = await world.open({
      mailer: (mailer) => ({
        ...mailer,
        lookUp: () =>
          Effect.flatMap(Clock.currentTimeMillis, (now) => {
            asked.push(now - World.start)
            return new MailError({ reason: "unavailable", problem: "no answer" })
          })
      })
    })
    await run(world, temoin, 100 * hour)
    assert.isBelow(asked.length, 25)
    assert.isAtMost(Math.max(...asked), 79 * hour)
    assert.lengthOf(await temoin.unknownSends.list(), 1)
  })
})

/** A shop in which it is unknown whether anna's invitation left. */
const unknown = async () => {
  const world = await World.make()
  const temoin = await world.open()
  await World.customers(temoin, "anna")
  await Effect.runPromise(world.outbox.trouble("anna@example.com", "uncertain"))
  await temoin.tick()
  await Effect.runPromise(world.outbox.recover("anna@example.com"))
  const [send] = await temoin.unknownSends.list()
  if (send === undefined) throw new Error("nothing is unknown")
  return { world, temoin, send }
}

describe("an unknown send that somebody looks up", () => {
  it("and finds sent counts from when it was to leave, and is not sent again", async () => {
    const { send, temoin, world } = await unknown()
    world.wait("3 days")
    assert.isTrue(await temoin.unknownSends.settle(send.reference, "sent", "Eva"))
    assert.isFalse(await temoin.unknownSends.settle(send.reference, "sent", "Eva"))
    assert.deepStrictEqual(await temoin.unknownSends.list(), [])
    await run(world, temoin, 24 * hour)
    assert.lengthOf(await Effect.runPromise(world.outbox.attempts), 1)
    const sent = (await world.history("anna")).events.find(({ _tag }) => _tag === "Sent")
    assert.deepInclude(sent, { occurredAt: World.start, by: "Eva" })
  })

  it("and finds not sent is sent after all, once, under the same Message-ID", async () => {
    const { send, temoin, world } = await unknown()
    world.wait("3 days")
    assert.isTrue(await temoin.unknownSends.settle(send.reference, "not sent", "Eva"))
    await run(world, temoin, 24 * hour)
    assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@example.com"])
    const attempts = await Effect.runPromise(world.outbox.attempts)
    assert.deepStrictEqual(
      attempts.map(({ messageId }) => messageId),
      [send.messageId, MemoryMailer.messageId(send.reference)]
    )
    const contradiction = await World.rejection(temoin.unknownSends.settle(send.reference, "not sent", "Eva"))
    assert.deepInclude(contradiction, { _tag: "NotUnknown", status: "sent" })
  })

  it("gives the turn back to a colleague who had to wait for it", async () => {
    const program = World.shop({ caps: [{ most: 1, within: "30 days", subject: "account" }] })
    const world = await World.make()
    const temoin = await world.open({ program, concurrency: 1 })
    for (const id of ["anna", "ben"]) {
      await temoin.record(id, { _tag: "ContactChanged", account: "acme" }, World.reachable(id), World.delivered())
    }
    await Effect.runPromise(world.outbox.trouble("anna@example.com", "uncertain"))
    assert.strictEqual((await temoin.tick()).unknown, 1)
    const [send] = await temoin.unknownSends.list()
    world.wait("1 hour")
    assert.deepStrictEqual(await world.arrived(), [])
    await temoin.unknownSends.settle(send?.reference ?? "", "not sent", "Eva")
    await temoin.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
  })

  it("is refused under a reference of nobody, and when it was no unknown send", async () => {
    const { temoin } = await unknown()
    const nobody = await World.rejection(temoin.unknownSends.settle("f".repeat(32), "sent", "Eva"))
    assert.deepInclude(nobody, { _tag: "UnknownReference" })
    const nonsense = await World.rejection(temoin.unknownSends.settle("anna", "sent", "Eva"))
    assert.deepInclude(nonsense, { _tag: "InvalidInput" })
  })
})

describe("health", () => {
  it("counts the unknown sends of this process, until they are settled, or show by themselves that they came", async () => {
    const world = await World.make()
    const temoin = await world.open({
      mailer: (mailer) => ({
        ...mailer,
        send: () => Effect.fail(new MailError({ reason: "uncertain", problem: "the line went dead" }))
      })
    })
    await World.customers(temoin, "anna", "ben")
    assert.deepInclude(await temoin.health(), { status: "ok", unknownSends: 0 })
    await temoin.tick()
    const { reasons, status, unknownSends } = await temoin.health()
    assert.deepStrictEqual({ status, unknownSends }, { status: "degraded", unknownSends: 2 })
    assert.match(reasons.join(), /nobody knows whether messages left \(2\)/)
    const [first, second] = await temoin.unknownSends.list()
    await temoin.unknownSends.settle(first?.reference ?? "", "sent", "Eva")
    assert.strictEqual((await temoin.health()).unknownSends, 1)
    await temoin.unknownSends.settle(second?.reference ?? "", "sent", "Eva")
    const settled = await temoin.health()
    assert.strictEqual(settled.unknownSends, 0)
    assert.notMatch(settled.reasons.join(), /whether messages left/)
    // it is about this process: the list knows of all
    assert.strictEqual((await (await world.open()).health()).unknownSends, 0)
  })
})

describe("a tick with bounds", () => {
  const everybody = Array.from({ length: 12 }, (_, index) => `c${10 + index}`)

  it("looks at no more contacts than its limit, says so, and leaves the rest to the next one", async () => {
    const world = await World.make()
    const temoin = await world.open({ batch: 5 })
    await World.customers(temoin, ...everybody)
    const { sent, stoppedBy } = await temoin.tick({ limit: 7 })
    assert.deepStrictEqual({ sent, stoppedBy }, { sent: 7, stoppedBy: "its limit of 7 contacts was reached" })
    assert.strictEqual(await temoin.nextDue(), World.start)
    assert.deepStrictEqual(await temoin.tick({ limit: 7 }), { ...World.nothing, contacts: 5, sent: 5 })
  })

  it("begins nothing after its time, and gives back what it has claimed", async () => {
    const world = await World.make()
    const slow = (mailer: World.Post): World.Post => ({
      ...mailer,
      send: (mail) => Effect.tap(mailer.send(mail), () => Effect.sync(() => world.wait("1 minute")))
    })
    const temoin = await world.open({ concurrency: 1, mailer: slow })
    await World.customers(temoin, ...everybody)
    const { sent, stoppedBy } = await temoin.tick({ until: World.start + 3 * 60_000 })
    assert.deepStrictEqual({ sent, stoppedBy }, { sent: 3, stoppedBy: "its time was over" })
    assert.strictEqual((await temoin.health()).claimed, 0)
    assert.strictEqual((await (await world.open()).tick()).sent, 9)
  })
})

describe("a contact whose history is damaged", () => {
  it("is put aside after five tries; the others go on; it is listed, and worked on again when somebody says so", async () => {
    const world = await World.make()
    let isDamaged = true
    const damaged = new HistoryStore.StoreError({ problem: "the stored event cannot be read", retryable: false })
    const temoin = await world.open({
      store: (store) => World.damaged(store, "ben", () => (isDamaged ? Effect.fail(damaged) : undefined))
    })
    const healthy = await world.open()
    await World.customers(healthy, "anna", "ben")
    const { sent, troubles } = await temoin.tick()
    assert.strictEqual(sent, 1)
    assert.deepStrictEqual(
      troubles.map(({ contact, problem }) => `${contact}: ${problem}`),
      ["ben: the stored event cannot be read"]
    )
    await run(world, temoin, 24 * hour)
    const [letter, ...others] = await temoin.deadLetters.list()
    assert.deepStrictEqual(others, [])
    assert.strictEqual(letter?.contact, "ben")
    assert.deepInclude(letter, { problem: "the stored event cannot be read", failures: 5 })
    assert.strictEqual((await temoin.health()).status, "degraded")
    assert.strictEqual(await temoin.deadLetters.rerun("anna"), 0)
    isDamaged = false
    assert.strictEqual(await temoin.deadLetters.rerun(), 1)
    await temoin.tick()
    assert.sameMembers(await world.arrived(), ["Invitation to anna@example.com", "Invitation to ben@example.com"])
    assert.strictEqual((await temoin.health()).status, "ok")
  })
})

describe("a mailer in trouble", () => {
  it("holds up no case: what needs no mail goes on", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: World.caring, concurrency: 1 })
    await Effect.runPromise(world.outbox.breakDown("misconfigured"))
    await World.customers(temoin, "anna")
    assert.isDefined((await temoin.tick()).stoppedBy)
    for (const [id, score] of [
      ["ben", 9],
      ["carl", 0]
    ] as const) {
      await temoin.record(id, World.reachable(id))
      await temoin.answer(id, { survey: "nps", score })
    }
    const { failed, heldBack, recorded } = await temoin.tick()
    assert.deepStrictEqual({ failed, heldBack, recorded }, { failed: 0, heldBack: 1, recorded: 1 })
    assert.deepStrictEqual(await World.told(world, "carl"), ["Answered", "CaseOpened"])
    assert.deepStrictEqual(await World.told(world, "ben"), ["Answered"])
    await Effect.runPromise(world.outbox.comeBack)
    await run(world, temoin, hour)
    assert.sameMembers(await world.arrived(), ["ThankYou to ben@example.com", "Invitation to anna@example.com"])
  })

  it("that takes nothing from us is told by health, and used again when an operator or a check says so", async () => {
    for (const canBeChecked of [false, true]) {
      const world = await World.make()
      const temoin = await world.open({
        mailer: (mailer) => (canBeChecked ? { ...mailer, check: Effect.void } : mailer)
      })
      await Effect.runPromise(world.outbox.breakDown("misconfigured"))
      await World.customers(temoin, "anna", "ben")
      await temoin.tick()
      await Effect.runPromise(world.outbox.comeBack)
      const health = await temoin.health()
      assert.strictEqual(health.mailer, canBeChecked ? "ok" : "misconfigured")
      assert.strictEqual(health.status, canBeChecked ? "ok" : "degraded")
      if (!canBeChecked) await temoin.resume()
      assert.strictEqual((await temoin.health()).mailer, "ok")
      await run(world, temoin, hour)
      assert.lengthOf(await world.arrived(), 2)
    }
  })
})

describe("a worker that a host starts", () => {
  it("works until it is stopped; closing stops it, too", async () => {
    const world = await World.make()
    const temoin = await world.open()
    const arrived = new Promise<void>((resolve) => {
      void temoin.start({ pollMillis: 1_000_000 }).then(async (worker) => {
        await World.customers(temoin, "anna")
        while ((await world.arrived()).length === 0) await new Promise((next) => setImmediate(next))
        assert.strictEqual(await worker.stop(), "clean")
        assert.strictEqual(await worker.stop(), "clean")
        resolve()
      })
    })
    await arrived
    await temoin.start()
    await temoin.close()
  })

  it("is refused options that mean nothing", async () => {
    const world = await World.make()
    const temoin = await world.open()
    assert.deepInclude(await World.rejection(temoin.start({ pollMillis: 0 })), {
      _tag: "InvalidOption",
      option: "pollMillis"
    })
    assert.deepInclude(await World.rejection(world.open({ pace: { perMinute: -1 } })), {
      _tag: "InvalidOption",
      option: "perMinute"
    })
  })
})
