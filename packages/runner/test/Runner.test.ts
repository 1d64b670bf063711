import * as EventArbitrary from "@temoin/conformance/EventArbitrary"
import * as BackOff from "@temoin/core/BackOff"
import * as Contact from "@temoin/core/Contact"
import type { Instant } from "@temoin/core/Instant"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import { MailError } from "@temoin/core/ports/Mailer"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import type * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as Fact from "@temoin/runner/Fact"
import type * as Delivery from "@temoin/runner/Delivery"
import * as Runner from "@temoin/runner/Runner"
import type * as Temoin from "@temoin/runner/Temoin"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as Chaos from "./Chaos.ts"
import * as World from "./World.ts"

const minute = 60_000
const hour = 60 * minute
const claimMillis = 10 * minute

const attempts = (world: World.World): Promise<ReadonlyArray<MemoryMailer.Attempt>> =>
  Effect.runPromise(world.outbox.attempts)

const trouble = (world: World.World, contact: string, trouble: MemoryMailer.Trouble): Promise<void> =>
  Effect.runPromise(world.outbox.trouble(World.addressOf(contact), trouble))

const breakDown = (world: World.World, trouble?: MemoryMailer.Trouble): Promise<void> =>
  Effect.runPromise(world.outbox.breakDown(trouble))

const comeBack = (world: World.World): Promise<void> => Effect.runPromise(world.outbox.comeBack)

/** Ticks at every time at which there is something to do, until `end`; gives those times. */
const tickUntil = async (world: World.World, temoin: Temoin.Temoin, end: Instant): Promise<ReadonlyArray<Instant>> => {
  const times: Array<Instant> = []
  for (;;) {
    const next = await temoin.nextDue()
    if (next === null || next > end) {
      world.goTo(end)
      return times
    }
    world.goTo(Math.max(world.now(), next))
    times.push(world.now())
    await temoin.tick()
  }
}

const isIntent = ({ events }: HistoryStore.Append) => events.some(({ _tag }) => _tag === "Intended")
const isSent = ({ events }: HistoryStore.Append) => events.some(({ _tag }) => _tag === "Sent")

/** Somebody else is a moment faster, once: before the first append that `matches`, `act` happens. */
const justBefore = (
  matches: (request: HistoryStore.Append) => boolean,
  act: Effect.Effect<unknown>
): ((store: World.Store) => World.Store) => {
  let isDone = false
  return (store) => ({
    ...store,
    append: (request) => {
      if (isDone || !matches(request)) return store.append(request)
      isDone = true
      return Effect.andThen(act, store.append(request))
    }
  })
}

/** Each time a mail was handed over, and before anybody is told, `act` happens. */
const afterEachMail =
  (act: Effect.Effect<unknown>): ((mailer: World.Post) => World.Post) =>
  (mailer) => ({ ...mailer, send: (mail) => Effect.tap(mailer.send(mail), act) })

type Act = (other: Temoin.Temoin) => Promise<unknown>

const records =
  (fact: Fact.Fact): Act =>
  (other) =>
    other.record("anna", fact)

describe("a tick", () => {
  it("does everything that is due, and counts it", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: World.caring })
    await temoin.record("dora", World.reachable("dora"))
    await temoin.answer("dora", { survey: "nps", score: 1 })
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, recorded: 1 })

    world.wait("1 day")
    await World.customers(temoin, "anna", "emil", "fred", "gina", "hans")
    await temoin.record("emil", { _tag: "OptedOut", extent: {} })
    await trouble(world, "fred", "refused")
    await trouble(world, "gina", "unavailable")
    await trouble(world, "hans", "uncertain")
    await temoin.record("ben", World.reachable("ben"))
    await temoin.answer("ben", { survey: "nps", score: 9 })
    await temoin.record("carl", World.reachable("carl"))
    await temoin.answer("carl", { survey: "nps", score: 0 })

    assert.deepStrictEqual(await temoin.tick(), {
      contacts: 8,
      recorded: 4,
      sent: 2,
      failed: 1,
      refused: 1,
      unknown: 1,
      heldBack: 0,
      troubles: [],
      stoppedBy: undefined
    })
    assert.sameMembers(await world.arrived(), ["Invitation to anna@example.com", "ThankYou to ben@example.com"])
    const told = {
      anna: ["Intended", "Sent"],
      ben: ["Answered", "Intended", "Sent"],
      carl: ["Answered", "CaseOpened"],
      dora: ["Answered", "CaseOpened", "CaseEscalated"],
      emil: ["OptedOut", "AskEnded: forbidden"],
      fred: ["Intended", "SendRefused", "AskEnded: forbidden"],
      gina: ["Intended", "SendFailed"],
      hans: ["Intended", "SendUnknown"]
    }
    for (const [contact, expected] of Object.entries(told)) {
      assert.sameMembers(await World.told(world, contact), expected, contact)
    }
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
  })

  it("does nothing when nothing is due, and nothing twice", async () => {
    const world = await World.make()
    const temoin = await world.open()
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
    await World.customers(temoin, "anna")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
    const before = await world.everything()
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
    assert.deepStrictEqual(await world.everything(), before)
  })

  it("looks at somebody about whom there is nothing to do, once", async () => {
    const world = await World.make()
    const temoin = await world.open()
    await temoin.record("anna", World.reachable("anna"))
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1 })
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
  })

  it("goes through any number of contacts, however few it takes at a time", async () => {
    const world = await World.make()
    const temoin = await world.open({ batch: 3, concurrency: 2 })
    const everybody = Array.from({ length: 50 }, (_, index) => `c${index}`)
    await World.customers(temoin, ...everybody)
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 50, sent: 50 })
    assert.sameMembers(
      await world.arrived(),
      everybody.map((id) => `Invitation to ${id}@example.com`)
    )
  })

  it("writes letters that say whom, what, until when, and how to hear no more", async () => {
    const world = await World.make()
    const temoin = await world.open()
    await temoin.record("anna", { _tag: "ContactChanged", name: "Anna", locale: "fr" }, World.reachable("anna"))
    await temoin.record("anna", World.delivered())
    await temoin.tick()
    const [attempt] = await attempts(world)
    const [reference] = (await world.history("anna")).events.flatMap((event) =>
      event._tag === "Intended" ? [event.reference] : []
    )
    assert.deepStrictEqual(attempt?.mail, {
      reference: reference ?? EventArbitrary.reference(0),
      to: { address: "anna@example.com", name: "Anna" },
      message: {
        _tag: "Invitation",
        locale: "fr",
        name: "Anna",
        subject: "Acme",
        // it expires on 4 February; an answer on the last day can be changed for seven more
        answerUrl: `https://feedback.example/answer/${reference}?until=2026-02-11&score=`,
        optOutUrl: `https://feedback.example/no-more/${reference}`,
        expiresAt: Date.UTC(2026, 1, 4, 9)
      }
    })
  })

  it("opens a case that is overdue already, escalates it, and goes on with that contact", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: World.caring })
    await temoin.record("anna", World.reachable("anna"))
    await temoin.answer("anna", { survey: "nps", score: 0 })
    world.wait("2 days")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, recorded: 2 })
    world.wait("30 days")
    await temoin.record("anna", World.delivered())
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
  })

  it("speaks English to those whose language nobody knows", async () => {
    const world = await World.make()
    const temoin = await world.open()
    await World.customers(temoin, "anna")
    await temoin.tick()
    assert.strictEqual((await attempts(world))[0]?.mail.message.locale, "en")
  })
})

describe("the next time something is due", () => {
  it("is never in an empty store, now after news, then when there is something to do, and never again after the end", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: World.shop({ surveys: [World.survey({ reminders: ["3 days"] })] }) })
    assert.isNull(await temoin.nextDue())
    await World.customers(temoin, "anna")
    assert.strictEqual(await temoin.nextDue(), World.start)
    await temoin.tick()
    assert.strictEqual(await temoin.nextDue(), World.start + 72 * hour)
    world.goTo(World.start + 72 * hour - 1)
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
    world.wait("1 second")
    assert.strictEqual((await temoin.tick()).sent, 1)
    assert.isNull(await temoin.nextDue())
  })

  it("is the end of a dead worker's claim", async () => {
    const world = await World.make()
    const temoin = await world.open({ mailer: (mailer) => ({ ...mailer, send: () => Effect.interrupt }) })
    await World.customers(temoin, "anna")
    await World.rejection(temoin.tick())
    assert.strictEqual(await temoin.nextDue(), World.start + claimMillis)
  })
})

/** Gives way to others as often as the next number says, before and after each call. */
const giveWay = (turns: ReadonlyArray<number>) => {
  let at = 0
  const some = Effect.suspend(() =>
    Effect.forEach(Array.from({ length: turns[at++ % turns.length] ?? 0 }), () => Effect.yieldNow, { discard: true })
  )
  const slowly = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    some.pipe(Effect.andThen(effect), Effect.tap(some))
  return {
    store: (store: World.Store): World.Store => World.passing(store, slowly),
    mailer: (mailer: World.Post): World.Post => ({ ...mailer, send: (mail) => slowly(mailer.send(mail)) })
  }
}

describe("several workers over one store", () => {
  const turns = fc.array(fc.nat(4), { minLength: 1, maxLength: 12 })

  it("share the work, and send nothing twice", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(turns, { minLength: 2, maxLength: 3 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        async (workers, count, batch) => {
          const world = await World.make()
          const opened = await Promise.all(workers.map((turns) => world.open({ ...giveWay(turns), batch })))
          const everybody = Array.from({ length: count }, (_, index) => `c${index}`)
          const [first] = opened
          if (first === undefined) return
          await World.customers(first, ...everybody)
          const ticks = await Promise.all(opened.map((temoin) => temoin.tick()))
          assert.deepStrictEqual(
            (await world.arrived()).toSorted(),
            everybody.map((id) => `Invitation to ${id}@example.com`)
          )
          assert.strictEqual(
            ticks.reduce((sum, { sent }) => sum + sent, 0),
            count
          )
          for (const id of everybody) assert.deepStrictEqual(await World.told(world, id), ["Intended", "Sent"])
          for (const { failed, troubles, unknown } of ticks) {
            assert.deepStrictEqual({ failed, troubles, unknown }, { failed: 0, troubles: [], unknown: 0 })
          }
          assert.isNull(await first.nextDue())
        }
      ),
      { numRuns: 60 }
    ))

  it("leave to each other what one has claimed, until the claim has run out", async () => {
    const world = await World.make()
    const other = await world.open()
    await World.customers(other, "anna")
    const reached = Deferred.makeUnsafe<void>()
    const frozen = await world.open({
      mailer: (mailer) => ({
        ...mailer,
        send: () => Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
      })
    })
    void frozen.tick()
    await Effect.runPromise(Deferred.await(reached))
    world.goTo(World.start + claimMillis - 1)
    assert.deepStrictEqual(await other.tick(), World.nothing)
    world.goTo(World.start + claimMillis)
    assert.deepStrictEqual(await other.tick(), { ...World.nothing, contacts: 1, unknown: 1 })
  })
})

/** Two surveys that ask at the same moment. */
const twoSurveys = World.shop({
  surveys: [World.survey(), World.survey({ id: "delivery", triggers: [{ on: "touchpoint", kind: "order.delivered" }] })]
})

/** How a worker can die around a mail. `left`: has the mail gone out by then? */
const deaths = {
  "before the mail left": {
    left: false,
    mailer: (mailer: World.Post): World.Post => ({ ...mailer, send: () => Effect.interrupt })
  },
  "after the mail left": {
    left: true,
    mailer: (mailer: World.Post): World.Post => ({
      ...mailer,
      send: (mail) => Effect.andThen(mailer.send(mail), Effect.interrupt)
    })
  }
} as const

/** Anna's invitation was intended, and then the worker died. The claim has run out. */
const abandoned = async (death: keyof typeof deaths, setup: World.Setup = {}) => {
  const world = await World.make()
  const dying = await world.open({ ...setup, mailer: deaths[death].mailer })
  await World.customers(dying, "anna")
  await World.rejection(dying.tick())
  assert.deepStrictEqual(await World.told(world, "anna"), ["Intended"])
  world.goTo(World.start + claimMillis)
  return { world, open: (policy: World.Setup) => world.open({ ...setup, ...policy }) }
}

describe("a worker that dies between the intent and its outcome", () => {
  for (const death of ["before the mail left", "after the mail left"] as const) {
    const copies = deaths[death].left ? 1 : 0

    it(`${death}: giveUp lists the mail and sends nothing again`, async () => {
      const { open, world } = await abandoned(death)
      const temoin = await open({})
      assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, unknown: 1 })
      assert.deepStrictEqual(await World.told(world, "anna"), ["Intended", "SendUnknown"])
      const [send] = State.sends(Fold.of(await world.history("anna")))
      assert.deepStrictEqual(await temoin.unknownSends.list(), [
        {
          contact: "anna",
          key: send?.key ?? "",
          reference: send?.reference ?? "",
          messageId: `<${send?.reference}@mail.example>`,
          at: world.now()
        }
      ])
      world.wait("1 year")
      assert.deepStrictEqual(await temoin.tick(), World.nothing)
      assert.strictEqual((await attempts(world)).length, copies)
    })

    it(`${death}: resend sends it again under the same Message-ID`, async () => {
      const { open, world } = await abandoned(death)
      const temoin = await open({ unknownSends: "resend" })
      assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
      assert.deepStrictEqual(await World.told(world, "anna"), ["Intended", "Sent"])
      assert.deepStrictEqual(await temoin.unknownSends.list(), [])
      const sent = await attempts(world)
      assert.strictEqual(sent.length, copies + 1)
      assert.strictEqual(new Set(sent.map(({ messageId }) => messageId)).size, 1)
      assert.strictEqual(new Set(sent.map(({ mail }) => mail.to.address)).size, 1)
      world.wait("1 year")
      assert.deepStrictEqual(await temoin.tick(), World.nothing)
    })
  }

  it("a resend that fails is tried again after the back-off, under the same Message-ID", async () => {
    const { open, world } = await abandoned("after the mail left")
    const temoin = await open({ unknownSends: "resend" })
    await breakDown(world)
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, failed: 1 })
    await comeBack(world)
    world.wait("1 minute")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
    assert.deepStrictEqual(await World.told(world, "anna"), ["Intended", "SendFailed", "Intended", "Sent"])
    assert.strictEqual(new Set((await attempts(world)).map(({ messageId }) => messageId)).size, 1)
  })

  it("an interrupted tick is such a death", async () => {
    const world = await World.make()
    const reached = Deferred.makeUnsafe<void>()
    const interrupted = await world.open({
      mailer: (mailer) => ({
        ...mailer,
        send: () => Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
      })
    })
    await World.customers(interrupted, "anna")
    const tick = Effect.flatMap(Runner.Runner, ({ tick }) => tick())
    await interrupted.use(Effect.raceFirst(tick, Deferred.await(reached)))
    assert.deepStrictEqual(await World.told(world, "anna"), ["Intended"])
    world.goTo(World.start + claimMillis)
    const temoin = await world.open()
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, unknown: 1 })
    assert.deepStrictEqual(await attempts(world), [])
  })

  it("a missing invitation is not forgotten: its answer, when it comes, shows that it came", async () => {
    const { open } = await abandoned("after the mail left")
    const temoin = await open({})
    await temoin.tick()
    assert.strictEqual((await temoin.unknownSends.list()).length, 1)
    assert.strictEqual((await temoin.explain("anna")).entries.length, 1)
  })

  // What was recorded meanwhile is heard: a copy is a message like any other.
  const silencers: Record<string, Act> = {
    "an opt-out": records({ _tag: "OptedOut", extent: {} }),
    "an opt-out of this survey": records({ _tag: "OptedOut", extent: { survey: "nps" } }),
    "a spam report": records({ _tag: "SpamReported" }),
    "a bounce": records({ _tag: "HardBounced", address: World.addressOf("anna") }),
    "that the address is gone": records({ _tag: "ContactChanged", email: null }),
    "the answer": (temoin) => temoin.answer("anna", { survey: "nps", score: 9 })
  }
  for (const [name, happens] of Object.entries(silencers)) {
    it(`${name} recorded meanwhile keeps resend from sending a copy`, async () => {
      const { open, world } = await abandoned("after the mail left")
      const temoin = await open({ unknownSends: "resend" })
      await happens(temoin)
      assert.strictEqual((await temoin.tick()).sent, 0)
      assert.strictEqual((await attempts(world)).length, 1)
      const outcomes = (await World.told(world, "anna")).filter((tag) => /^Sen[dt]/.test(tag))
      assert.deepStrictEqual(outcomes, ["SendUnknown"])
    })
  }

  it("a copy that is refused keeps the contact's other messages from going to that address", async () => {
    const { open, world } = await abandoned("before the mail left", { program: twoSurveys })
    const temoin = await open({ unknownSends: "resend" })
    await trouble(world, "anna", "refused")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, recorded: 2, refused: 1 })
    assert.strictEqual((await attempts(world)).length, 1)
  })

  it("resend does not send an invitation that has expired meanwhile", async () => {
    const { open, world } = await abandoned("before the mail left")
    world.wait("31 days")
    const temoin = await open({ unknownSends: "resend" })
    assert.strictEqual((await temoin.tick()).sent, 0)
    assert.deepStrictEqual(await attempts(world), [])
  })
})

describe("a worker that comes back after its claim ran out", () => {
  for (const unknownSends of ["giveUp", "resend"] as const) {
    it(`writes nothing any more (${unknownSends})`, async () => {
      const world = await World.make()
      const reached = Deferred.makeUnsafe<void>()
      const released = Deferred.makeUnsafe<void>()
      const slow = await world.open({
        unknownSends,
        mailer: (mailer) => ({
          ...mailer,
          send: (mail) =>
            Deferred.succeed(reached, undefined).pipe(
              Effect.andThen(Deferred.await(released)),
              Effect.andThen(mailer.send(mail))
            )
        })
      })
      const quick = await world.open({ unknownSends })
      await World.customers(slow, "anna")
      const late = slow.tick()
      await Effect.runPromise(Deferred.await(reached))
      world.goTo(World.start + claimMillis)
      await quick.tick()
      const before = [await world.everything(), await quick.nextDue()]
      const isResend = unknownSends === "resend"
      assert.deepStrictEqual(await World.told(world, "anna"), ["Intended", isResend ? "Sent" : "SendUnknown"])

      await Effect.runPromise(Deferred.succeed(released, undefined))
      // It did hand the mail over, so it counts that; the contact is not its own any more.
      assert.deepStrictEqual(await late, { ...World.nothing, sent: 1 })
      assert.deepStrictEqual([await world.everything(), await quick.nextDue()], before)
      const ids = (await attempts(world)).map(({ messageId }) => messageId)
      assert.strictEqual(ids.length, isResend ? 2 : 1)
      assert.strictEqual(new Set(ids).size, 1)
    })
  }

  it("hands each message over once, even when each takes as long as the claim", async () => {
    const world = await World.make()
    const slow = await world.open({
      program: twoSurveys,
      mailer: afterEachMail(Effect.sync(() => world.wait("10 minutes")))
    })
    await World.customers(slow, "anna")
    await tickUntil(world, slow, World.start + 24 * hour)
    const ids = (await attempts(world)).map(({ messageId }) => messageId)
    assert.strictEqual(ids.length, 2)
    assert.strictEqual(new Set(ids).size, 2)
    assert.strictEqual((await slow.unknownSends.list()).length, 2)
  })
})

describe("what is recorded between the decision and the intent is heard", () => {
  const cases: Record<string, readonly [act: Act, told: Array<string>]> = {
    "an opt-out": [records({ _tag: "OptedOut", extent: {} }), ["OptedOut", "AskEnded: forbidden"]],
    "a spam report": [records({ _tag: "SpamReported" }), ["SpamReported", "AskEnded: forbidden"]],
    "a bounce": [
      records({ _tag: "HardBounced", address: World.addressOf("anna") }),
      ["HardBounced", "AskEnded: forbidden"]
    ],
    "a cancellation": [records(World.cancelled()), ["AskEnded: cancelled"]],
    "an answer": [(other) => other.answer("anna", { survey: "nps", score: 9 }), ["Answered", "AskEnded: joined"]],
    "that the address is gone": [records({ _tag: "ContactChanged", email: null }), []]
  }
  for (const [name, [act, expected]] of Object.entries(cases)) {
    it(`${name}: the mail does not leave`, async () => {
      const world = await World.make()
      const other = await world.open()
      const meanwhile = Effect.promise(() => {
        world.wait("1 second")
        return act(other)
      })
      const temoin = await world.open({ store: justBefore(isIntent, meanwhile) })
      await World.customers(other, "anna")
      const { recorded, ...rest } = await temoin.tick()
      assert.deepStrictEqual(rest, { ...withoutRecorded, contacts: 1 })
      assert.strictEqual(recorded, expected.filter((tag) => tag.startsWith("AskEnded")).length)
      assert.sameMembers(await World.told(world, "anna"), expected)
      assert.deepStrictEqual(await attempts(world), [])
    })
  }

  it("a new address: the mail goes there", async () => {
    const world = await World.make()
    const other = await world.open()
    const moves = records({ _tag: "ContactChanged", email: "anna@work.example", id: "moved" })
    const temoin = await world.open({
      store: justBefore(
        isIntent,
        Effect.promise(() => {
          world.wait("1 second")
          return moves(other)
        })
      )
    })
    await World.customers(other, "anna")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
    assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@work.example"])
  })

  it("an opt-out while one mail is under way: that one is recorded, and the next does not leave", async () => {
    const world = await World.make()
    const other = await world.open()
    const temoin = await world.open({
      program: twoSurveys,
      mailer: afterEachMail(Effect.promise(() => other.record("anna", { _tag: "OptedOut", extent: {} })))
    })
    await World.customers(other, "anna")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1, recorded: 1 })
    assert.sameMembers(await World.told(world, "anna"), ["Intended", "Sent", "OptedOut", "AskEnded: forbidden"])
  })

  it("something between the last look and the end of the claim is not slept over", async () => {
    const world = await World.make()
    const other = await world.open()
    let isDone = false
    const temoin = await world.open({
      store: (store) => ({
        ...store,
        appendAll: (requests) => {
          if (isDone) return store.appendAll(requests)
          isDone = true
          return Effect.andThen(
            Effect.promise(() => other.record("anna", World.delivered())),
            store.appendAll(requests)
          )
        }
      })
    })
    await other.record("anna", World.reachable("anna"))
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
  })
})

const { recorded: _, ...withoutRecorded } = World.nothing

describe("an address that is refused", () => {
  it("gets nothing more; the others do", async () => {
    const world = await World.make()
    const temoin = await world.open()
    await trouble(world, "ben", "refused")
    await World.customers(temoin, "anna", "ben", "carl")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 3, recorded: 1, refused: 1, sent: 2 })
    assert.deepStrictEqual([...Fold.of(await world.history("ben")).bounced.keys()], ["ben@example.com"])
    world.wait("1 day")
    await temoin.record("ben", World.delivered("2"))
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, recorded: 1 })
    assert.strictEqual((await attempts(world)).length, 3)
  })

  it("gets no second message either that was decided together with the first", async () => {
    const world = await World.make()
    const temoin = await world.open({ program: twoSurveys })
    await trouble(world, "anna", "refused")
    await World.customers(temoin, "anna")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, recorded: 2, refused: 1 })
    assert.strictEqual((await attempts(world)).length, 1)
  })

  it("is forgotten when there is a new one", async () => {
    const world = await World.make()
    const temoin = await world.open()
    await trouble(world, "anna", "refused")
    await World.customers(temoin, "anna")
    await temoin.tick()
    world.wait("1 day")
    await temoin.record("anna", { _tag: "ContactChanged", email: "anna@work.example" }, World.delivered("2"))
    assert.strictEqual((await temoin.tick()).sent, 1)
    assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@work.example"])
  })
})

describe("a server that is away", () => {
  it("is tried after each back-off through a day's outage, and the mail then arrives once", async () => {
    const world = await World.make()
    const temoin = await world.open()
    await World.customers(temoin, "anna")
    await breakDown(world)
    const times = await tickUntil(world, temoin, World.start + 24 * hour)
    const expected = [World.start]
    for (let at = World.start, failures = 1; ; failures++) {
      at += BackOff.millis(failures)
      if (at > World.start + 24 * hour) break
      expected.push(at)
    }
    assert.deepStrictEqual(times, expected)
    assert.isAbove(times.length, 8)
    await comeBack(world)
    await tickUntil(world, temoin, World.start + 48 * hour)
    assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@example.com"])
    assert.strictEqual(new Set((await attempts(world)).map(({ messageId }) => messageId)).size, 1)
    assert.deepStrictEqual(await World.told(world, "anna"), [
      ...times.flatMap(() => ["Intended", "SendFailed"]),
      "Intended",
      "Sent"
    ])
  })

  const crowd = Array.from({ length: 12 }, (_, index) => `c${10 + index}`)

  for (const batch of [1, 3, 16]) {
    it(`stops the tick after five in a row; the rest stays due (${batch} at a time)`, async () => {
      const world = await World.make()
      const temoin = await world.open({ batch, concurrency: 1 })
      await World.customers(temoin, ...crowd)
      await breakDown(world)
      const tick = await temoin.tick()
      assert.strictEqual(tick.stoppedBy, "the mail server does not answer; try again later")
      assert.deepStrictEqual({ failed: tick.failed, sent: tick.sent }, { failed: 5, sent: 0 })
      assert.strictEqual((await attempts(world)).length, 5)
      const next = await temoin.nextDue()
      assert.isTrue(next !== null && next <= World.start + minute)

      await comeBack(world)
      await tickUntil(world, temoin, World.start + hour)
      assert.deepStrictEqual(
        (await world.arrived()).toSorted(),
        crowd.map((id) => `Invitation to ${id}@example.com`)
      )
    })
  }

  it("stops soon although several are under way", async () => {
    const world = await World.make()
    const temoin = await world.open({ batch: 100 })
    await World.customers(temoin, ...crowd, ...crowd.map((id) => `d${id}`))
    await breakDown(world)
    assert.isDefined((await temoin.tick()).stoppedBy)
    assert.isAtMost((await attempts(world)).length, 5 + 3)
  })

  it("loses nobody in an outage, however many ticks fall into it", async () => {
    const world = await World.make()
    const temoin = await world.open({ batch: 2 })
    await World.customers(temoin, ...crowd)
    await breakDown(world)
    await tickUntil(world, temoin, World.start + 24 * hour)
    assert.deepStrictEqual(await world.arrived(), [])
    await comeBack(world)
    await tickUntil(world, temoin, World.start + 48 * hour)
    assert.deepStrictEqual(
      (await world.arrived()).toSorted(),
      crowd.map((id) => `Invitation to ${id}@example.com`)
    )
  })

  for (const between of ["accepted", "refused"] as const) {
    it(`is not what some busy addresses are, when others are ${between} in between`, async () => {
      const world = await World.make()
      const temoin = await world.open({ concurrency: 1 })
      await World.customers(temoin, ...crowd)
      for (const [index, id] of crowd.entries()) {
        if (index % 5 !== 4) await trouble(world, id, "unavailable")
        else if (between === "refused") await trouble(world, id, "refused")
      }
      const { contacts, failed, refused, sent, stoppedBy } = await temoin.tick()
      const others = between === "accepted" ? { refused: 0, sent: 2 } : { refused: 2, sent: 0 }
      assert.deepStrictEqual({ contacts, failed, refused, sent }, { contacts: 12, failed: 10, ...others })
      assert.isUndefined(stoppedBy)
    })
  }

  it("that lets nobody send is asked once, and everybody is still due when it was put right", async () => {
    const world = await World.make()
    const temoin = await world.open({ concurrency: 1 })
    await World.customers(temoin, ...crowd)
    await breakDown(world, "misconfigured")
    const { failed, stoppedBy } = await temoin.tick()
    assert.deepStrictEqual(
      { failed, stoppedBy },
      { failed: 1, stoppedBy: "the mail server does not let us send; check the account" }
    )
    assert.strictEqual((await attempts(world)).length, 1)
    await comeBack(world)
    await tickUntil(world, temoin, World.start + hour)
    assert.strictEqual((await world.arrived()).length, crowd.length)
  })

  it("stops the tick also while old intents are resent", async () => {
    const { open, world } = await abandoned("before the mail left")
    const temoin = await open({ unknownSends: "resend", concurrency: 1 })
    await World.customers(temoin, ...crowd)
    await breakDown(world, "misconfigured")
    assert.strictEqual((await temoin.tick()).failed, 1)
    await comeBack(world)
    await tickUntil(world, temoin, World.start + hour)
    assert.strictEqual((await world.arrived()).length, crowd.length + 1)
  })
})

describe("a connection that breaks before the server said yes", () => {
  for (const came of ["uncertain", "uncertain but arrived"] as const) {
    it(`giveUp leaves it at that and lists it (${came})`, async () => {
      const world = await World.make()
      const temoin = await world.open()
      await World.customers(temoin, "anna")
      await breakDown(world, came)
      assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, unknown: 1 })
      await comeBack(world)
      await tickUntil(world, temoin, World.start + 365 * 24 * hour)
      assert.strictEqual((await attempts(world)).length, 1)
      assert.strictEqual((await temoin.unknownSends.list()).length, 1)
      assert.deepStrictEqual(await World.told(world, "anna"), ["Intended", "SendUnknown"])
    })

    it(`resend sends it again after the back-off, under the same Message-ID (${came})`, async () => {
      const world = await World.make()
      const temoin = await world.open({ unknownSends: "resend" })
      await World.customers(temoin, "anna")
      await breakDown(world, came)
      assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, failed: 1 })
      await comeBack(world)
      assert.deepStrictEqual(await temoin.tick(), World.nothing)
      world.wait("1 minute")
      assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
      assert.deepStrictEqual(await World.told(world, "anna"), ["Intended", "SendFailed", "Intended", "Sent"])
      const sent = await attempts(world)
      assert.strictEqual(sent.length, 2)
      assert.strictEqual(new Set(sent.map(({ messageId }) => messageId)).size, 1)
      assert.deepStrictEqual(await temoin.unknownSends.list(), [])
    })
  }
})

describe("a server's words", () => {
  const loneHalves = fc.constantFrom("\ud83d", "\ude00", "\ud83d\ud83d", "x\ud83dx")
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 50 }),
    fc
      .array(fc.oneof(loneHalves, fc.constantFrom("\u0000", "\r\n", "550 no", "")), { maxLength: 6 })
      .map((all) => all.join("")),
    fc.nat(3).map((shift) => "x".repeat(997 + shift) + "😀".repeat(3)),
    fc.constantFrom("", "😀".repeat(100_000), "\u0000".repeat(2000), "\ud83d".repeat(2000))
  )

  it("do not break the record, whatever they are", () =>
    fc.assert(
      fc.asyncProperty(
        words,
        fc.constantFrom("refused", "unavailable", "misconfigured", "uncertain"),
        fc.constantFrom<Delivery.UnknownSends>("giveUp", "resend"),
        async (problem, reason, unknownSends) => {
          const world = await World.make()
          const temoin = await world.open({
            unknownSends,
            mailer: (mailer) => ({ ...mailer, send: () => Effect.fail(new MailError({ reason, problem })) })
          })
          await World.customers(temoin, "anna")
          const tick = await temoin.tick()
          assert.deepStrictEqual(tick.troubles, [])
          assert.strictEqual(tick.failed + tick.refused + tick.unknown, 1)
          assert.strictEqual(tick.stoppedBy !== undefined, reason === "misconfigured")
          assert.isTrue((tick.stoppedBy ?? "").isWellFormed())
          const outcome = (await world.history("anna")).events.find(
            ({ _tag }) => _tag === "SendRefused" || _tag === "SendFailed" || _tag === "SendUnknown"
          )
          assert.isDefined(outcome)
        }
      ),
      { numRuns: 200 }
    ))
})

describe("a store in trouble", () => {
  const broken = new HistoryStore.StoreError({ problem: "the page is torn", retryable: false })
  const away = new HistoryStore.StoreError({ problem: "the database does not answer", retryable: true })

  it("with one history: that contact is named, the others go on, and it is tried again", async () => {
    const world = await World.make()
    let isTorn = true
    const temoin = await world.open({
      store: (store) => World.damaged(store, "ben", () => (isTorn ? Effect.fail(broken) : undefined))
    })
    const writer = await world.open()
    await World.customers(writer, "anna", "ben", "carl")
    const troubles = [{ contact: Contact.ContactId.make("ben"), problem: "the page is torn" }]
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 2, sent: 2, troubles })
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
    world.wait("10 minutes")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, troubles })
    isTorn = false
    world.wait("10 minutes")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
  })

  it("with two events under one id: that contact is named, and the event too", async () => {
    const world = await World.make()
    const twin = { ...EventArbitrary.touchpoint("twin"), occurredAt: 1 }
    const temoin = await world.open({
      store: (store) => ({
        ...store,
        load: (contact) =>
          Effect.map(store.load(contact), (stored) =>
            contact === "ben"
              ? { ...stored, events: [...stored.events, twin, EventArbitrary.touchpoint("twin", 5)] }
              : stored
          )
      })
    })
    await World.customers(await world.open(), "anna", "ben")
    const { sent, troubles } = await temoin.tick()
    assert.strictEqual(sent, 1)
    assert.deepStrictEqual(
      troubles.map(({ contact, problem }) => [String(contact), problem]),
      [["ben", `two events of ben have the id "twin" and say different things`]]
    )
  })

  it("altogether: the tick fails with its error, and the next one works", async () => {
    const world = await World.make()
    let isAway = true
    const temoin = await world.open({
      store: (store) => ({ ...store, claim: (request) => (isAway ? Effect.fail(away) : store.claim(request)) })
    })
    await World.customers(temoin, "anna")
    assert.strictEqual(await World.rejection(temoin.tick()), away)
    isAway = false
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
  })

  for (const unknownSends of ["giveUp", "resend"] as const) {
    it(`just when the mail had left: the next worker settles it (${unknownSends})`, async () => {
      const world = await World.make()
      let isAway = true
      const temoin = await world.open({
        unknownSends,
        store: (store) => ({
          ...store,
          append: (request) => (isAway && isSent(request) ? Effect.fail(away) : store.append(request))
        })
      })
      await World.customers(temoin, "anna")
      const { contacts, sent, troubles } = await temoin.tick()
      assert.deepStrictEqual({ contacts, sent }, { contacts: 0, sent: 1 })
      assert.deepStrictEqual(
        troubles.map(({ problem }) => problem),
        [away.message]
      )
      isAway = false
      world.wait("10 minutes")
      const counts = unknownSends === "giveUp" ? { unknown: 1 } : { sent: 1 }
      assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, ...counts })
      const copies = (await attempts(world)).map(({ messageId }) => messageId)
      assert.strictEqual(copies.length, unknownSends === "giveUp" ? 1 : 2)
      assert.strictEqual(new Set(copies).size, 1)
    })
  }

  it("that has another event under the id of ours: nothing is sent, that contact is named, the others go on", async () => {
    const world = await World.make()
    const writer = await world.open({ program: World.shop({ id: "shop" }) })
    const temoin = await world.open()
    await World.customers(writer, "anna", "ben")
    const id = "shop/nps/ben/invite/touchpoint%3Adelivered%201#0001a"
    await writer.record("ben", { _tag: "TouchpointHappened", kind: "prank.played", id })
    const { contacts, sent, troubles } = await temoin.tick()
    assert.deepStrictEqual({ contacts, sent }, { contacts: 1, sent: 1 })
    assert.deepStrictEqual(
      troubles.map(({ contact }) => String(contact)),
      ["ben"]
    )
    assert.match(troubles[0]?.problem ?? "", /already has an event "shop.*other content/)
    assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@example.com"])
  })
})

describe("whatever fails, and whenever workers die", () => {
  for (const unknownSends of ["giveUp", "resend"] as const) {
    // shrinking a failure takes a while
    it(
      `in the end everything is settled, nothing lost, nothing sent that must not be (${unknownSends})`,
      () =>
        fc.assert(
          fc.asyncProperty(Chaos.story, async (story) => {
            const { forbidden, nextDue, world } = await Chaos.play(story, unknownSends)
            assert.isNull(nextDue)
            assert.deepStrictEqual(forbidden, [])
            const handedOver = await attempts(world)
            for (const contact of Chaos.contacts) {
              const history = await world.history(contact)
              const problems = Chaos.problems(history, handedOver, unknownSends, world.now())
              assert.deepStrictEqual(problems, [], contact)
            }
          }),
          { numRuns: 100 }
        ),
      60_000
    )
  }
})
