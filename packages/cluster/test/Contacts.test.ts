import * as Contacts from "@temoin/cluster/Contacts"
import { ContactId } from "@temoin/core/Contact"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Program from "@temoin/core/Program"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as Runner from "@temoin/runner/Runner"
import * as Temoin from "@temoin/runner/Temoin"
import type * as Work from "@temoin/runner/Work"
import * as TestRunner from "effect/cluster/TestRunner"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import { assert, describe, it } from "vitest"

const written = {
  id: "shop",
  surveys: [{ id: "nps", subject: "your order", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }]
} as const satisfies typeof Program.Program.Encoded
const program = Result.getOrThrow(Program.decode(written))

/** Members of one cluster, in one process. */
const together: Runner.Engine = (options) =>
  Layer.effect(Runner.Runner, Runner.make(options, Contacts.spread(60_000))).pipe(Layer.provide(TestRunner.layer))

/** What is around a runner, and the mails that were taken. A mail takes a while, in which others get their turn. */
const world = Effect.gen(function* () {
  const store = yield* MemoryHistoryStore.make
  const taken: Array<Mailer.Mail> = []
  const adapters = Layer.mergeAll(
    Layer.succeed(HistoryStore, store),
    Layer.succeed(
      Mailer.Mailer,
      Mailer.Mailer.of({
        messageId: (reference) => `<${reference}@shop.example>`,
        send: (mail) =>
          Effect.gen(function* () {
            for (let turn = 0; turn < 50; turn++) yield* Effect.yieldNow
            taken.push(mail)
          })
      })
    ),
    MemoryLinks.layer
  )
  return { store, adapters, taken }
})

const ids = Array.from({ length: 20 }, (_, n) => `c${n}`)

const invite = async (temoin: Temoin.Temoin) => {
  for (const id of ids) {
    await temoin.record(
      id,
      { _tag: "ContactChanged", email: `${id}@people.example` },
      { _tag: "TouchpointHappened", kind: "order.delivered" }
    )
  }
}

describe("contacts at home on members of a cluster", () => {
  it("are worked on as they are without one", async () => {
    const ticks = []
    for (const engine of [Runner.layer, together]) {
      const { adapters, taken } = await Effect.runPromise(world)
      const temoin = await Temoin.open({ program: written, adapters, engine })
      await invite(temoin)
      ticks.push([await temoin.tick(), await temoin.tick()])
      assert.deepStrictEqual(
        taken.map(({ to }) => to.address).toSorted(),
        ids.map((id) => `${id}@people.example`).toSorted()
      )
      await temoin.close()
    }
    assert.deepStrictEqual(ticks[1], ticks[0])
  })

  it("whose claim has little left when it arrives are given back", async () => {
    const { adapters, store, taken } = await Effect.runPromise(world)
    const temoin = await Temoin.open({ program: written, adapters, engine: together })
    await invite(temoin)
    const now = Date.now()
    const claims = await Effect.runPromise(store.claim({ now, until: now + 15_000, limit: 3 }))
    assert.lengthOf(claims, 3)
    const ended = await temoin.use(
      Effect.flatMap(Runner.Runner, ({ work }) => Effect.forEach(claims, (one) => work(one)))
    )
    assert.deepStrictEqual(new Set(ended.map(({ as }) => as)), new Set(["Released"]))
    assert.deepStrictEqual(taken, [])
    assert.strictEqual((await temoin.tick()).sent, ids.length)
    await temoin.close()
  })
})

/** Both work under the same claims. */
const twice = (unknownSends: "giveUp" | "resend") =>
  Effect.gen(function* () {
    const { adapters, store, taken } = yield* world
    const temoin = yield* Effect.promise(() => Temoin.open({ program: written, adapters }))
    yield* Effect.promise(() => invite(temoin))
    const now = Date.now()
    const claims = yield* store.claim({ now, until: now + 60_000, limit: ids.length })
    const member = Effect.provide(Runner.make({ program, unknownSends }), adapters)
    const members = [yield* member, yield* member]
    yield* Effect.forEach(
      claims.flatMap((claim) => members.map(({ work }) => work(claim))),
      (work) => work,
      { concurrency: "unbounded", discard: true }
    )
    yield* Effect.promise(() => temoin.close())
    return taken
  })

describe("a member that leaves", () => {
  const claim = { contact: ContactId.make("anna"), fence: 1, until: Date.now() + 3_600_000 }
  const settled: Work.Ended = {
    as: "Settled",
    problem: undefined,
    recorded: 0,
    sent: 1,
    failed: 0,
    refused: 0,
    unknown: 0,
    heldBack: 0
  }

  it("is told to begin nothing more, and finishes what it is at", async () => {
    const events: Array<string> = []
    const leaving = Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      /** Sends a mail for as long as nobody says that it is over, and a while longer. */
      const own: Runner.WorkOn = (_, isOver = () => false) =>
        Effect.gen(function* () {
          yield* Deferred.succeed(begun, undefined)
          while (!isOver()) yield* Effect.yieldNow
          events.push("told")
          for (let turn = 0; turn < 200; turn++) yield* Effect.yieldNow
          events.push("finished")
          return settled
        }).pipe(Effect.onInterrupt(() => Effect.sync(() => events.push("interrupted"))))
      const membership = yield* Scope.make()
      const work = yield* Scope.provide(Contacts.spread(60_000)(own), membership)
      yield* Effect.forkDetach(work(claim))
      yield* Deferred.await(begun)
      yield* Scope.close(membership, Exit.void)
      events.push("left")
    })
    await Effect.runPromise(Effect.provide(leaving, TestRunner.layer))
    assert.deepStrictEqual(events, ["told", "finished", "left"])
  })

  it("does not interrupt a mail that another has asked for and does not wait for any more", async () => {
    const events: Array<string> = []
    const asking = Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const done = yield* Deferred.make<void>()
      const own: Runner.WorkOn = () =>
        Effect.gen(function* () {
          yield* Deferred.succeed(begun, undefined)
          for (let turn = 0; turn < 200; turn++) yield* Effect.yieldNow
          events.push("finished")
          yield* Deferred.succeed(done, undefined)
          return settled
        }).pipe(Effect.onInterrupt(() => Effect.sync(() => events.push("interrupted"))))
      const work = yield* Contacts.spread(60_000)(own)
      const asker = yield* Effect.forkDetach(work(claim))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(asker)
      events.push("gone")
      yield* Deferred.await(done)
    })
    await Effect.runPromise(Effect.provide(Effect.scoped(asking), TestRunner.layer))
    assert.deepStrictEqual(events, ["gone", "finished"])
  })
})

describe("a claim that two members have at the same time, since a message came twice", () => {
  it("sends nothing twice", async () => {
    const taken = await Effect.runPromise(twice("giveUp"))
    assert.deepStrictEqual(
      taken.map(({ to }) => to.address).toSorted(),
      ids.map((id) => `${id}@people.example`).toSorted()
    )
  })

  it("sends a copy under the same reference where that is the policy", async () => {
    const taken = await Effect.runPromise(twice("resend"))
    const references = Map.groupBy(taken, ({ to }) => to.address)
    assert.strictEqual(references.size, ids.length)
    for (const copies of references.values()) {
      assert.strictEqual(new Set(copies.map(({ reference }) => reference)).size, 1)
    }
  })
})
