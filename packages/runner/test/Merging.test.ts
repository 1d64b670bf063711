// Two contacts become one, while mails are on their way, links lie in mailboxes, and processes die.
import * as Contact from "@temoin/core/Contact"
import * as Merge from "@temoin/core/Merge"
import * as Intake from "@temoin/core/ports/Intake"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import type * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const opened = async (setup?: World.Setup) => {
  const world = await World.make()
  return { world, temoin: await world.open(setup) }
}

const intake = <A, E>(
  temoin: Temoin.Temoin,
  use: (intake: Intake.Intake["Service"]) => Effect.Effect<A, E>
): Promise<A> => temoin.use(Effect.flatMap(Intake.Intake, use))

const referencesOf = async (world: World.World, contact: string) =>
  State.sends(Fold.of(await world.history(contact))).map(({ reference }) => reference)

/** Ben was invited under an id of his own, and Anna is known, too. */
const invited = async (setup?: World.Setup) => {
  const { temoin, world } = await opened(setup)
  await World.customers(temoin, "ben")
  await temoin.tick()
  await temoin.record("anna", World.reachable("anna"))
  await temoin.tick()
  const [reference] = await referencesOf(world, "ben")
  return { temoin, world, reference: reference ?? assert.fail("he was not invited") }
}

describe("after a merge", () => {
  it("nobody is asked again what was asked under the other id, and the other id gets nothing", async () => {
    const { temoin, world } = await invited()
    assert.isTrue(await temoin.merge("ben", "anna"))
    world.wait("2 months")
    // told again, of either
    await temoin.record("ben", { ...World.delivered(), at: World.start })
    await temoin.record("anna", { ...World.delivered(), at: World.start })
    await temoin.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
    assert.isNull(await temoin.nextDue())
  })

  it("what waits is asked at the address that goes on, and so is what is reported under the old id", async () => {
    const { temoin, world } = await invited()
    await temoin.merge("ben", "anna")
    world.wait("2 months")
    assert.strictEqual(await temoin.record("ben", World.delivered("2")), 1)
    assert.strictEqual(await temoin.record("ben", { ...World.delivered("2"), at: world.now() }), 0)
    await temoin.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com", "Invitation to anna@example.com"])
  })

  it("an answer by an old link reaches the one who goes on, and counts once", async () => {
    const { reference, temoin, world } = await invited()
    await temoin.answer("anna", { survey: "nps", score: 3 })
    world.wait("1 day")
    await temoin.merge("ben", "anna")
    assert.strictEqual((await intake(temoin, ({ open }) => open(reference))).survey, "nps")
    await intake(temoin, ({ answer }) => answer(reference, { score: 10 }))
    await intake(temoin, ({ answer }) => answer(reference, { score: 10 }))
    const { answers, count, score } = await temoin.nps({ survey: "nps" })
    assert.deepStrictEqual([answers, count, score], [1, "people", 100])
    assert.deepStrictEqual(await World.told(world, "ben"), ["Intended", "Sent", "MergedInto"])
  })

  it("a no by an old link silences the one who goes on", async () => {
    const { reference, temoin, world } = await invited()
    await temoin.merge("ben", "anna")
    await intake(temoin, ({ optOut }) => optOut(reference))
    world.wait("2 months")
    await temoin.record("anna", World.delivered("2"))
    await temoin.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
  })

  it("a case is settled under whichever id it is reported", async () => {
    for (const under of ["ben", "anna"]) {
      const { reference, temoin } = await invited({ program: World.caring })
      await intake(temoin, ({ answer }) => answer(reference, { score: 2 }))
      await temoin.tick()
      const [before] = await temoin.cases.list()
      assert.strictEqual(before?.contact, "ben")
      await temoin.merge("ben", "anna")
      const [found, ...others] = await temoin.cases.list()
      assert.deepStrictEqual([found?.contact, others], ["anna", []])
      await temoin.record(under, { _tag: "CaseResolved", case: before?.id ?? "" })
      assert.deepStrictEqual(await temoin.cases.list(), [])
    }
  })

  it("an id that says something else than the inherited event of that name is refused, and nothing is broken", async () => {
    const { temoin } = await invited()
    await temoin.record("ben", { _tag: "OptedOut", extent: { purpose: "review" }, id: "no" })
    await temoin.merge("ben", "anna")
    const error = await World.rejection(temoin.record("anna", { _tag: "OptedOut", extent: {}, id: "no" }))
    assert.instanceOf(error, HistoryStore.EventClash)
    assert.isDefined(await temoin.explain("anna"))
  })

  it("whoever asks about the old id is told where it goes on", async () => {
    const { temoin } = await invited()
    await temoin.merge("ben", "anna")
    const { mergedInto, text } = await temoin.explain("ben")
    assert.strictEqual(mergedInto, "anna")
    assert.match(text, /^ben will not be asked under this id: everything goes on under "anna"\.\n/)
  })
})

describe("merging", () => {
  it("twice is once", async () => {
    const { temoin, world } = await invited()
    assert.isTrue(await temoin.merge("ben", "anna"))
    const before = await world.everything()
    world.wait("1 hour")
    assert.isFalse(await temoin.merge("ben", "anna"))
    assert.deepStrictEqual(await world.everything(), before)
  })

  it("with itself, round in a circle and into two is refused, and writes nothing", async () => {
    const { temoin, world } = await invited()
    await temoin.merge("ben", "anna")
    await temoin.merge("anna", "cleo")
    const before = await world.everything()
    for (const [from, into, reason, survivor] of [
      ["anna", "anna", "itself", "anna"],
      ["cleo", "ben", "circle", "cleo"],
      ["cleo", "anna", "circle", "cleo"],
      ["ben", "dora", "elsewhere", "cleo"]
    ] as const) {
      const error = await World.rejection(temoin.merge(from, into))
      assert.instanceOf(error, Merge.CannotMerge)
      if (error instanceof Merge.CannotMerge) assert.deepStrictEqual([error.reason, error.survivor], [reason, survivor])
    }
    assert.deepStrictEqual(await world.everything(), before)
    assert.isFalse(await temoin.merge("ben", "cleo"))
  })

  it("in a row, in either order, leaves everything with the last", async () => {
    for (const order of [
      [
        ["ben", "anna"],
        ["anna", "cleo"]
      ],
      [
        ["anna", "cleo"],
        ["ben", "anna"]
      ]
    ] as const) {
      const { reference, temoin, world } = await invited()
      for (const [from, into] of order) await temoin.merge(from, into)
      await intake(temoin, ({ answer }) => answer(reference, { score: 9 }))
      assert.strictEqual((await temoin.nps({ survey: "nps" })).answers, 1)
      const cleo = Fold.of(await world.history("cleo"))
      assert.sameMembers(
        cleo.merged.map(({ contact }) => contact),
        ["anna", "ben"]
      )
      await temoin.record("anna", { ...World.delivered(), at: World.start })
      await temoin.tick()
      assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
    }
  })

  it("each into the other at the same time leaves one of them", async () => {
    const { temoin, world } = await invited()
    const { store } = world
    // as two machines would have written it that looked at the same moment
    for (const [from, into] of [
      ["ben", "anna"],
      ["anna", "ben"]
    ] as const) {
      const history = await world.history(from)
      const events = [Merge.leave(history, Contact.ContactId.make(into), world.now())]
      await Effect.runPromise(store.append({ contact: history.contact, events, now: world.now() }))
    }
    await temoin.record("ben", World.delivered("2"))
    world.wait("2 months")
    await temoin.tick()
    assert.strictEqual(Merge.survivor(await world.history("anna")), undefined)
    assert.strictEqual(Merge.survivor(await world.history("ben")), "anna")
    assert.isTrue((await world.history("anna")).events.some(({ _tag }) => _tag === "Intended"))
  })
})

class Died extends Error {}

/** Dies at the nth append to this contact. */
const dyingAt =
  (contact: string, nth: number) =>
  (store: World.Store): World.Store => {
    let appends = 0
    return {
      ...store,
      append: (request) =>
        request.contact === contact && ++appends === nth ? Effect.die(new Died()) : store.append(request)
    }
  }

describe("who dies between the two appends", () => {
  it.each(["the next merge", "the next tick", "the next answer by an old link", "the next news"] as const)(
    "leaves nobody asked twice, and %s brings along what is missing",
    async (healing) => {
      const { reference, temoin, world } = await invited()
      const dying = await world.open({ store: dyingAt("anna", 1) })
      assert.instanceOf(await World.rejection(dying.merge("ben", "anna")), Died)
      assert.strictEqual(Merge.survivor(await world.history("ben")), "anna")
      assert.isFalse((await world.history("anna")).events.some(({ _tag }) => _tag === "Intended"))
      // nothing is written by looking
      const before = await world.everything()
      assert.strictEqual((await intake(temoin, ({ open }) => open(reference))).survey, "nps")
      assert.deepStrictEqual(await world.everything(), before)

      if (healing === "the next merge") assert.isFalse(await temoin.merge("ben", "anna"))
      if (healing === "the next tick") await temoin.tick()
      if (healing === "the next news") await temoin.record("ben", { _tag: "ContactChanged", name: "Ben" })
      if (healing === "the next answer by an old link")
        await intake(temoin, ({ answer }) => answer(reference, { score: 9 }))
      assert.isTrue((await world.history("anna")).events.some(({ _tag }) => _tag === "Intended"))

      await temoin.record("anna", { ...World.delivered(), at: World.start })
      world.wait("1 day")
      await temoin.tick()
      assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
    }
  )
})

describe("a mail that is on its way while they are merged", () => {
  it("arrives, and the one who goes on learns of it", async () => {
    const { temoin, world } = await opened()
    await World.customers(temoin, "ben")
    await temoin.record("anna", World.reachable("anna"))
    const merging = await world.open({
      mailer: (mailer) => ({
        ...mailer,
        send: (mail) =>
          Effect.andThen(
            Effect.promise(() => temoin.merge("ben", "anna")),
            mailer.send(mail)
          )
      })
    })
    await merging.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to ben@example.com"])
    const [send, ...others] = State.sends(Fold.of(await world.history("anna")))
    assert.deepStrictEqual([send?.status, others], ["sent", []])
    world.wait("2 months")
    await temoin.tick()
    assert.lengthOf(await world.arrived(), 1)
  })

  it("whose sender died is unknown, and is never sent again, whatever the policy", async () => {
    for (const unknownSends of ["giveUp", "resend"] as const) {
      const { temoin, world } = await opened({ unknownSends })
      await World.customers(temoin, "ben")
      const dying = await world.open({ mailer: (mailer) => ({ ...mailer, send: () => Effect.interrupt }) })
      await World.rejection(dying.tick())
      assert.deepStrictEqual(await World.told(world, "ben"), ["Intended"])
      world.wait("1 minute")
      await temoin.merge("ben", "anna")
      await temoin.tick()
      assert.deepStrictEqual(await World.told(world, "ben"), ["Intended", "MergedInto"])
      // the claim of the dead worker runs out
      world.wait("1 hour")
      await temoin.tick()
      assert.deepStrictEqual(await World.told(world, "ben"), ["Intended", "MergedInto", "SendUnknown"])
      assert.deepStrictEqual(
        (await temoin.unknownSends.list()).map(({ contact }) => contact),
        ["anna"]
      )
      assert.deepStrictEqual(await world.arrived(), [])
    }
  })
})
