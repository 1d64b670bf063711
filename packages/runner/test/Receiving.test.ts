// Does what a mail says reach the right history, once, and is nothing of it lost?
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Heard from "@temoin/core/Heard"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Reason from "@temoin/core/Reason"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const asJson = { read: (raw: string | Uint8Array) => Effect.sync((): Heard.Heard => JSON.parse(String(raw))) }

/** Anna and Ben were written to; a mail about Anna's message comes in. */
const asked = async (setup: World.Setup = {}) => {
  const world = await World.make()
  const temoin = await world.open({ reader: asJson, ...setup })
  await World.customers(temoin, "anna", "ben")
  await temoin.tick()
  const intents = (await world.history("anna")).events.filter((event) => event._tag === "Intended")
  const reference = intents[0]?.reference
  if (reference === undefined) throw new Error("nobody was written to")
  const receive = (says: Heard.Says, changes: Partial<Heard.Heard> = {}) =>
    temoin.mail.receive(JSON.stringify({ mail: "m1", references: [reference], says, ...changes }))
  const added = async (contact = "anna") =>
    (await World.told(world, contact)).filter((name) => name !== "Intended" && name !== "Sent")
  return { world, temoin, reference, receive, added }
}

const thanks: Heard.Says = { _tag: "Replied", words: "Thanks", isCut: false, from: World.addressOf("anna") }
const bounced: Heard.Says = { _tag: "Bounced", bounce: "hard", problem: "no such user" }
const nobodys = Event.Reference.make("f".repeat(32))

/** What a mail says, and what it adds to the history of whom it is about. */
const effects: ReadonlyArray<readonly [Heard.Says, ReadonlyArray<string>]> = [
  [bounced, ["HardBounced"]],
  [{ _tag: "SpamReported" }, ["SpamReported"]],
  [{ _tag: "Unsubscribed" }, ["OptedOut"]],
  [thanks, ["Replied"]]
]

describe("a mail that came in", () => {
  it.each(effects)("%j is recorded, and of nobody else", async (says, events) => {
    const { added, receive } = await asked()
    const { outcome } = await receive(says)
    assert.deepStrictEqual(outcome, { _tag: "Recorded", contact: Contact.ContactId.make("anna"), isNew: true })
    assert.deepStrictEqual(await added(), events)
    assert.deepStrictEqual(await added("ben"), [])
  })

  it.each(effects)("%j is recorded once, however often it comes, and whenever", async (says, events) => {
    const { added, receive, world } = await asked()
    await receive(says)
    world.wait("3 days")
    assert.deepInclude((await receive(says)).outcome, { _tag: "Recorded", isNew: false })
    assert.deepStrictEqual(await added(), events)
  })

  it("silences as it should: no mail after a bounce, a spam report, an unsubscription; a reply changes nothing", async () => {
    for (const [says] of effects) {
      const { receive, temoin, world } = await asked()
      await receive(says)
      world.wait("40 days")
      await temoin.record("anna", World.delivered("2"))
      const { sent } = await temoin.tick()
      assert.strictEqual(sent, says._tag === "Replied" ? 1 : 0, says._tag)
    }
  })

  it("bounces for the address that we had written to, whatever the report says", async () => {
    const { receive, world } = await asked()
    await receive({ ...bounced, address: "postmaster@elsewhere.example" })
    const { events } = await world.history("anna")
    assert.deepStrictEqual(
      events.flatMap((event) => (event._tag === "HardBounced" ? [event.address] : [])),
      [World.addressOf("anna")]
    )
  })

  it("changes nothing when it bounced for a reason that passes, or that is about us", async () => {
    const { added, receive } = await asked()
    assert.deepStrictEqual((await receive({ ...bounced, bounce: "soft" })).outcome, {
      _tag: "Ignored",
      because: "soft bounce"
    })
    assert.deepStrictEqual((await receive({ ...bounced, bounce: "blocked" })).outcome, {
      _tag: "Blocked",
      contact: Contact.ContactId.make("anna"),
      problem: "no such user"
    })
    assert.deepStrictEqual(await added(), [])
  })

  it("is given back with the reason when it is about nobody", async () => {
    const { added, receive } = await asked()
    assert.deepStrictEqual((await receive(thanks, { references: [] })).outcome, {
      _tag: "Unplaced",
      because: "it names no message"
    })
    assert.deepStrictEqual((await receive(thanks, { references: [nobodys] })).outcome, {
      _tag: "Unplaced",
      because: "no message of ours has this reference"
    })
    const broken = await receive({ _tag: "Unreadable", problem: "too deep" })
    assert.deepStrictEqual(broken.outcome, { _tag: "Unplaced", because: "unreadable" })
    assert.deepStrictEqual(broken.heard.says, { _tag: "Unreadable", problem: "too deep" })
    assert.deepStrictEqual(await added(), [])
  })

  it("is about the first of its references that is ours", async () => {
    const { added, receive, reference } = await asked()
    await receive(thanks, { references: [nobodys, reference] })
    assert.deepStrictEqual(await added(), ["Replied"])
  })

  it("that nobody need read is ignored, with the reason", async () => {
    const { receive } = await asked()
    for (const because of Heard.Idle.literals) {
      assert.deepStrictEqual((await receive({ _tag: "Idle", because })).outcome, { _tag: "Ignored", because })
    }
  })

  it("needs somebody who reads mail", async () => {
    const world = await World.make()
    const temoin = await world.open()
    assert.include(String(await World.rejection(temoin.mail.receive("From: a@b.example"))), "MailReader")
  })

  it("adds at most one event, which the store takes, whatever is heard in whatever order", async () => {
    const says = fc.constantFrom<Heard.Says>(
      ...effects.map(([says]) => says),
      { ...bounced, bounce: "soft" },
      { _tag: "Replied", isCut: true, words: "x".repeat(10_000) },
      { _tag: "Replied", isCut: false },
      { _tag: "Idle", because: "automatic reply" }
    )
    const mail = fc.record({ says, mail: fc.constantFrom("m1", "m2", "m3"), wait: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(mail, { maxLength: 8 }), async (mails) => {
        const { added, receive, world } = await asked()
        const heard = new Set<string>()
        for (const { mail, says, wait } of mails) {
          const before = (await added()).length
          const { outcome } = await receive(says, { mail })
          const after = (await added()).length
          assert.strictEqual(after - before, outcome._tag === "Recorded" && outcome.isNew ? 1 : 0)
          if (after > before) {
            assert.isFalse(heard.has(mail), "one mail was recorded twice")
            heard.add(mail)
          }
          if (wait) world.wait("1 day")
        }
      }),
      { numRuns: 100 }
    )
  })
})

describe("a reply", () => {
  it("goes to whoever has the case", async () => {
    const { reference, receive, temoin, world } = await asked({ program: World.caring })
    await temoin.answer("anna", { survey: "nps", score: 2, comment: "It leaks" })
    await temoin.tick()
    world.wait("1 hours")
    await receive(thanks)
    await receive({ ...thanks, words: "And it still leaks" }, { mail: "m2" })
    const [found] = await temoin.cases.list()
    assert.strictEqual(found?.said, "It leaks")
    assert.deepStrictEqual(
      found?.replies?.map(({ via, words }) => [via, words]),
      [
        [reference, "Thanks"],
        [reference, "And it still leaks"]
      ]
    )
  })

  it("from another address says which", async () => {
    const { receive, world } = await asked()
    await receive({ ...thanks, from: "Anna@EXAMPLE.com" })
    await receive({ ...thanks, from: "assistant@example.com" }, { mail: "m2" })
    const replies = (await world.history("anna")).events.filter((event) => event._tag === "Replied")
    assert.deepStrictEqual(
      replies.map(({ from }) => from),
      [undefined, "assistant@example.com"]
    )
  })
})

const unknown = async () => {
  const world = await World.make()
  const temoin = await world.open({ reader: asJson })
  await Effect.runPromise(world.outbox.trouble(World.addressOf("anna"), "uncertain but arrived"))
  await World.customers(temoin, "anna")
  await temoin.tick()
  const [send] = await temoin.unknownSends.list()
  return { temoin, reference: Event.Reference.make(send?.messageId.slice(1, 33) ?? "") }
}

describe("of a message of which nobody knew whether it left, it had left", () => {
  const traces: ReadonlyArray<Heard.Says> = [
    ...effects.map(([says]) => says),
    { ...bounced, bounce: "soft" },
    { ...bounced, bounce: "blocked" },
    { _tag: "Idle", because: "delivered" },
    { _tag: "Idle", because: "opened" },
    { _tag: "Idle", because: "automatic reply" }
  ]

  it.each(traces)("when %j comes back, and again", async (says) => {
    const { reference, temoin } = await unknown()
    for (const mail of ["m1", "m1", "m2"]) {
      await temoin.mail.hear({ mail, references: [nobodys, reference], says })
      assert.deepStrictEqual(await temoin.unknownSends.list(), [])
    }
  })

  it("but not when something comes that nobody can place, or that proves nothing", async () => {
    const { reference, temoin } = await unknown()
    await temoin.mail.hear({ mail: "m", references: [nobodys], says: thanks })
    assert.deepStrictEqual(
      await temoin.mail.hear({ mail: "m", references: [], unproved: [reference], says: bounced }),
      {
        _tag: "Unplaced",
        because: "it does not prove which message it is about"
      }
    )
    await temoin.mail.hear({
      mail: "m",
      references: [reference],
      says: { _tag: "Idle", because: "not about a message" }
    })
    assert.lengthOf(await temoin.unknownSends.list(), 1)
  })
})

describe("of a message whose sender died before it could say that it left", () => {
  it.each(["giveUp", "resend"] as const)(
    "a reply shows that it did: it is not sent again (%s)",
    async (unknownSends) => {
      const world = await World.make()
      let isAway = true
      const away = new HistoryStore.StoreError({ problem: "away", retryable: true })
      const temoin = await world.open({
        unknownSends,
        reader: asJson,
        store: (store) => ({
          ...store,
          append: (request) =>
            isAway && request.events.some(({ _tag }) => _tag === "Sent") ? Effect.fail(away) : store.append(request)
        })
      })
      await World.customers(temoin, "anna")
      await temoin.tick()
      isAway = false
      const intents = (await world.history("anna")).events.filter((event) => event._tag === "Intended")
      await temoin.mail.hear({ mail: "m", references: intents.map(({ reference }) => reference), says: thanks })
      world.wait("10 minutes")
      assert.strictEqual((await temoin.tick()).unknown, 0)
      assert.lengthOf(await Effect.runPromise(world.outbox.attempts), 1)
      assert.sameMembers([...(await World.told(world, "anna"))], ["Intended", "Sent", "Replied"])
    }
  )
})

describe("what silences says why", () => {
  it("in both languages", async () => {
    const { receive, temoin } = await asked()
    await receive(bounced)
    await temoin.record("anna", World.delivered("2"))
    for (const language of Reason.Language.literals) {
      const { text } = await temoin.explain("anna", language)
      assert.match(text, /refused|refusée/)
    }
  })
})
