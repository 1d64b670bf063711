import * as Case from "@temoin/core/Case"
import { Intake } from "@temoin/core/ports/Intake"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as Fact from "@temoin/runner/Fact"
import * as Reference from "@temoin/runner/Reference"
import * as Runner from "@temoin/runner/Runner"
import * as Temoin from "@temoin/runner/Temoin"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const day = 86_400_000

const opened = async (setup: World.Setup = {}) => {
  const world = await World.make()
  return { world, temoin: await world.open(setup) }
}

/** The tag, the paths and the sentence of what a promise rejects with. */
const refusal = async (promise: Promise<unknown>) => {
  const error = await World.rejection(promise)
  assert.instanceOf(error, Error)
  const problems = Predicate.hasProperty(error, "problems") && isProblems(error.problems) ? error.problems : []
  return {
    tag: Predicate.hasProperty(error, "_tag") ? error._tag : undefined,
    paths: [...new Set(problems.map(({ path }) => path))],
    message: error.message
  }
}

const isProblems = Schema.is(Schema.Array(Schema.Struct({ path: Schema.String, problem: Schema.String })))

/** What a host in plain JavaScript might pass. */
const untyped = <A>(text: string): A => JSON.parse(text)

describe("record", () => {
  it("gives how many facts were new", async () => {
    const { temoin } = await opened()
    assert.strictEqual(await temoin.record("anna"), 0)
    assert.strictEqual(await temoin.record("anna", World.reachable("anna"), World.delivered()), 2)
    assert.strictEqual(await temoin.record("anna", World.reachable("anna"), World.delivered(), World.delivered("2")), 1)
    assert.strictEqual(await temoin.record("anna", World.delivered(), World.delivered("2")), 0)
  })

  it("and answer refuse in words what is no fact or answer at all", async () => {
    const { temoin } = await opened()
    for (const nothing of ["null", "7", '"delivered"', "[]", "{}"]) {
      assert.strictEqual((await refusal(temoin.record("anna", untyped(nothing)))).tag, "InvalidInput")
      assert.strictEqual((await refusal(temoin.answer("anna", untyped(nothing)))).tag, "InvalidInput")
    }
  })

  it("takes the same fact once, in one call or in two", async () => {
    const { temoin, world } = await opened()
    const visit: Fact.Fact = { _tag: "TouchpointHappened", kind: "site.visited", at: World.start }
    assert.strictEqual(await temoin.record("anna", visit, visit), 1)
    world.wait("1 day")
    assert.strictEqual(await temoin.record("anna", visit), 0)
    assert.strictEqual(await temoin.record("anna", { ...visit, at: new Date(World.start) }), 0)
    assert.strictEqual(await temoin.record("anna", { ...visit, at: World.start + 1 }), 1)
    assert.strictEqual(await temoin.record("ben", visit), 1)
  })

  it("takes what has an id once, whenever it is reported again", async () => {
    const { temoin, world } = await opened()
    const facts: ReadonlyArray<Fact.Fact> = [
      World.delivered(),
      { _tag: "OptedOut", id: "o", extent: {} },
      { _tag: "HardBounced", id: "b", address: "a@example.com" },
      { _tag: "SpamReported", id: "s" },
      { _tag: "ContactChanged", id: "c", email: "a@example.com", name: "Anna" }
    ]
    assert.strictEqual(await temoin.record("anna", ...facts), facts.length)
    world.wait("1 day")
    for (const fact of facts) assert.strictEqual(await temoin.record("anna", fact), 0, fact._tag)
  })

  it("takes a change with an id once, also when the contact has changed again since", async () => {
    const { temoin, world } = await opened()
    const first: Fact.Fact = {
      _tag: "ContactChanged",
      id: "1",
      at: World.start,
      email: "old@example.com",
      name: "Anna"
    }
    await temoin.record("anna", { _tag: "ContactChanged", id: "0", at: World.start - 1, name: "Anna" })
    await temoin.record("anna", first)
    world.wait("1 day")
    await temoin.record("anna", { _tag: "ContactChanged", id: "2", email: "new@example.com", name: "Anna B." })
    assert.strictEqual(await temoin.record("anna", first), 0)
    const { email, name } = Fold.of(await world.history("anna"))
    assert.deepStrictEqual({ email, name }, { email: "new@example.com", name: "Anna B." })
  })

  it("refuses another fact under the same id", async () => {
    const { temoin, world } = await opened()
    const delivered = {
      _tag: "TouchpointHappened",
      kind: "order.delivered",
      id: "delivered 1",
      about: "order 1"
    } as const
    await temoin.record("anna", delivered)
    const before = await world.everything()
    const { message, tag } = await refusal(temoin.record("anna", { ...delivered, about: "order 9" }))
    assert.strictEqual(tag, "EventClash")
    assert.strictEqual(
      message,
      `anna already has an event "delivered 1" with other content: an event never changes; give the new one an id of its own`
    )
    assert.strictEqual((await refusal(temoin.record("anna", { ...delivered, at: 5 }))).tag, "EventClash")
    assert.deepStrictEqual(await world.everything(), before)
  })

  it("keeps of a contact only what changed", async () => {
    const { temoin, world } = await opened()
    const anna: Fact.Fact = { _tag: "ContactChanged", email: "anna@example.com", name: "Anna", locale: "fr" }
    assert.strictEqual(await temoin.record("anna", anna), 1)
    world.wait("1 day")
    assert.strictEqual(await temoin.record("anna", anna), 0)
    assert.strictEqual(await temoin.record("anna", { ...anna, name: "Anna B.", zone: null }), 1)
    const { events } = await world.history("anna")
    const { id: _id, occurredAt, recordedAt, ...rest } = events.at(-1) ?? {}
    assert.deepStrictEqual(rest, { _tag: "ContactChanged", name: "Anna B." })
    assert.deepStrictEqual([occurredAt, recordedAt], [world.now(), world.now()])
    assert.strictEqual(await temoin.record("anna", { _tag: "ContactChanged", locale: null }), 1)
    assert.strictEqual(await temoin.record("anna", { _tag: "ContactChanged", locale: null }), 0)
    assert.isUndefined(Fold.of(await world.history("anna")).locale)
  })

  it("takes a change and the change back in one call", async () => {
    const { temoin, world } = await opened()
    await temoin.record("anna", { _tag: "ContactChanged", name: "Anna", at: World.start })
    const added = await temoin.record(
      "anna",
      { _tag: "ContactChanged", name: "Anne", at: World.start + 1 },
      { _tag: "ContactChanged", name: "Anna", at: World.start + 2 }
    )
    assert.strictEqual(added, 2)
    assert.strictEqual(Fold.of(await world.history("anna")).name, "Anna")
  })

  it("takes times as milliseconds and as dates, and what arrives late in its place", async () => {
    const { temoin, world } = await opened()
    await temoin.record("anna", { _tag: "TouchpointHappened", kind: "deal.won", at: new Date(World.start - day) })
    await temoin.record("anna", { _tag: "TouchpointHappened", kind: "site.visited", at: World.start - 2 * day })
    await temoin.record("anna", { _tag: "TouchpointHappened", kind: "order.paid" })
    assert.deepStrictEqual(
      (await world.history("anna")).events.map((event) => [
        "kind" in event ? event.kind : "",
        event.occurredAt,
        event.recordedAt
      ]),
      [
        ["site.visited", World.start - 2 * day, World.start],
        ["deal.won", World.start - day, World.start],
        ["order.paid", World.start, World.start]
      ]
    )
  })

  it("makes the contact due at once", async () => {
    const { temoin, world } = await opened()
    await temoin.record("anna", World.reachable("anna"))
    await temoin.tick()
    assert.isNull(await temoin.nextDue())
    world.wait("1 day")
    await temoin.record("anna", World.delivered())
    assert.strictEqual(await temoin.nextDue(), world.now())
  })

  const bad: Record<string, readonly [fact: string, paths: ReadonlyArray<string>, says: RegExp]> = {
    "an unknown tag": [`{"_tag":"Delivered"}`, [""], /ContactChanged.*TouchpointHappened/],
    "no tag": [`{"kind":"order.delivered"}`, [""], /TouchpointHappened/],
    "what only the library may say": [`{"_tag":"Sent","key":"k","attempt":1}`, [""], /TouchpointHappened/],
    "an unknown field": [`{"_tag":"ContactChanged","emial":"a@example.com"}`, ["emial"], /emial: .*excess/],
    "a bad address": [`{"_tag":"ContactChanged","email":"anna"}`, ["email"], /email: .*anna@example\.com/],
    "a bad kind": [`{"_tag":"TouchpointHappened","kind":"order delivered"}`, ["kind"], /kind: .*delivery\.completed/],
    "NUL in a name": [`{"_tag":"ContactChanged","name":"Anna\\u0000"}`, ["name"], /name: .*NUL/],
    "half a surrogate pair": [`{"_tag":"ContactChanged","name":"Anna\\ud83d"}`, ["name"], /name: .*surrogate/],
    "a line break in a name": [
      `{"_tag":"ContactChanged","name":"Anna\\r\\nBcc: eve@evil.example"}`,
      ["name"],
      /one line/
    ],
    "several things at once": [
      `{"_tag":"ContactChanged","email":7,"locale":"!","zone":"Mars/Base","name":""}`,
      ["email", "name", "locale", "zone"],
      /email.*name.*locale.*zone/
    ],
    "a time that is none": [`{"_tag":"SpamReported","at":"yesterday"}`, ["at"], /^at: /],
    "half a millisecond": [`{"_tag":"SpamReported","at":0.5}`, ["at"], /^at: .*integer/],
    "an empty id": [`{"_tag":"SpamReported","id":""}`, ["id"], /^id: /]
  }
  for (const [name, [fact, paths, says]] of Object.entries(bad)) {
    it(`refuses ${name}, and writes nothing`, async () => {
      const { temoin, world } = await opened()
      const found = await refusal(temoin.record("anna", World.delivered(), untyped(fact)))
      const alone = await refusal(temoin.record("anna", untyped(fact)))
      assert.deepStrictEqual([found.tag, alone.tag], ["InvalidInput", "InvalidInput"])
      assert.deepStrictEqual(alone.paths, paths)
      assert.match(alone.message, says)
      assert.deepStrictEqual(await world.everything(), [])
    })
  }

  it("refuses a date that is none", async () => {
    const { temoin } = await opened()
    const { paths, tag } = await refusal(temoin.record("anna", { ...World.delivered(), at: new Date("yesterday") }))
    assert.deepStrictEqual([tag, ...paths], ["InvalidInput", "at"])
  })

  it("names what is wrong with every fact, and with which", async () => {
    const { temoin } = await opened()
    const { paths } = await refusal(
      temoin.record("anna", { _tag: "TouchpointHappened", kind: "order delivered" }, World.delivered(), {
        _tag: "ContactChanged",
        email: "anna"
      })
    )
    assert.deepStrictEqual(paths, ["facts[0].kind", "facts[2].email"])
  })

  it("refuses a contact without a proper id", async () => {
    const { temoin } = await opened()
    for (const id of ["", "a\u0000", "a\nb", "x".repeat(201), "\ud83d"]) {
      const { paths, tag } = await refusal(temoin.record(id, World.delivered()))
      assert.deepStrictEqual([tag, ...paths], ["InvalidInput", "contact"])
    }
  })

  it("takes no id so long that what follows from it could not be recorded", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom("x", "é", "～", "😀", "%", "/"),
        fc.constantFrom(1, 100, 200, 201, 400, 1000, 4000),
        fc.constantFrom("anna", "～".repeat(200)),
        async (letter, times, contact) => {
          const { temoin } = await opened()
          const id = letter.repeat(Math.ceil(times / letter.length))
          const fact: Fact.Fact = { _tag: "TouchpointHappened", kind: "order.delivered", id }
          await temoin.record(contact, World.reachable("anna"))
          const isTaken = await temoin.record(contact, fact).then(
            () => true,
            () => false
          )
          assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: isTaken ? 1 : 0 })
          if (id.length <= 200) assert.isTrue(isTaken)
        }
      ),
      { numRuns: 100 }
    ))
})

describe("ask", () => {
  const program = World.shop({
    surveys: [World.survey({ triggers: [{ on: "hand" }] }), World.survey({ id: "ces" })],
    frequency: [{ gap: "30 days" }]
  })
  const reachable = async () => {
    const { temoin, world } = await opened({ program })
    await temoin.record("anna", World.reachable("anna"))
    return { temoin, world }
  }

  it("by hand asks somebody at the next tick, and says who wanted it", async () => {
    const { temoin, world } = await reachable()
    assert.isTrue(await temoin.ask("anna", "nps", { by: "Eva" }))
    assert.strictEqual(await temoin.nextDue(), world.now())
    await temoin.tick()
    assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@example.com"])
    const { sentences } = await temoin.explain("anna")
    assert.include(sentences[0], "invited, because Eva asked for it by hand on 2026-01-05 09:00 UTC")
  })

  it("obeys the rules that hold every ask, and explain says which", async () => {
    const { temoin, world } = await reachable()
    await temoin.record("anna", World.delivered())
    await temoin.tick()
    world.wait("10 days")
    assert.isTrue(await temoin.ask("anna", "nps"))
    await temoin.tick()
    assert.lengthOf(await world.arrived(), 1)
    const held = (await temoin.explain("anna")).entries.find(({ status }) => status === "held")
    assert.deepStrictEqual(
      held?.because.map(({ _tag }) => _tag),
      ["TooSoon"]
    )
    world.wait("20 days")
    await temoin.tick()
    assert.lengthOf(await world.arrived(), 2)
  })

  it("takes a request once that arrives twice, and two requests as one mail", async () => {
    const { temoin, world } = await reachable()
    assert.isTrue(await temoin.ask("anna", "nps", { id: "r1" }))
    world.wait("1 hour")
    assert.isFalse(await temoin.ask("anna", "nps", { id: "r1" }))
    assert.isTrue(await temoin.ask("anna", "nps", { id: "r2" }))
    await temoin.tick()
    assert.lengthOf(await world.arrived(), 1)
    const endings = (await world.history("anna")).events.flatMap((event) =>
      event._tag === "AskEnded" ? [event.as] : []
    )
    assert.deepStrictEqual(endings, ["joined"])
  })

  it("refuses a survey that there is not, or that is not asked by hand, and writes nothing", async () => {
    const { temoin, world } = await reachable()
    const before = await world.everything()
    const unknown = await refusal(temoin.ask("anna", "npx"))
    assert.strictEqual(unknown.message, `survey: the program has no survey "npx"; it has "nps", "ces"`)
    const another = await refusal(temoin.ask("anna", "ces"))
    assert.strictEqual(another.message, `survey: "ces" is not asked by hand: give it a trigger { "on": "hand" }`)
    for (const nothing of ["null", "7", "[]"]) {
      assert.strictEqual((await refusal(temoin.ask("anna", untyped(nothing)))).tag, "InvalidInput", nothing)
    }
    for (const request of ['{ "by": 7 }', '{ "who": "Eva" }', '{ "id": "" }', '"Eva"', "[7]"]) {
      assert.strictEqual((await refusal(temoin.ask("anna", "nps", untyped(request)))).tag, "InvalidInput", request)
    }
    assert.strictEqual((await refusal(temoin.ask("", "nps"))).tag, "InvalidInput")
    assert.deepStrictEqual(await world.everything(), before)
  })
})

describe("tick and nextDue", () => {
  it("are the runner's own", async () => {
    const { temoin, world } = await opened()
    assert.isNull(await temoin.nextDue())
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
    await World.customers(temoin, "anna")
    assert.strictEqual(await temoin.nextDue(), world.now())
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, sent: 1 })
  })

  it("reject with the store's own error when the store is away", async () => {
    const away = new HistoryStore.StoreError({ problem: "the database does not answer", retryable: true })
    const { temoin } = await opened({
      store: (store) => ({
        ...store,
        claim: () => Effect.fail(away),
        load: () => Effect.fail(away),
        page: () => Effect.fail(away),
        nextDue: Effect.fail(away)
      })
    })
    const calls = [
      temoin.tick(),
      temoin.nextDue(),
      temoin.record("anna", World.delivered()),
      temoin.answer("anna", { survey: "nps", score: 9 }),
      temoin.explain("anna"),
      temoin.nps({ survey: "nps" }),
      temoin.cases.list(),
      temoin.unknownSends.list()
    ]
    for (const call of calls) assert.strictEqual(await World.rejection(call), away)
  })
})

/** Anna's scores, wave by wave. */
const scoresOf = async (world: World.World) =>
  State.waves(Fold.of(await world.history("anna"))).map(({ answers }) => answers.map(({ score }) => score))

describe("answer", () => {
  it("without an invitation is a wave by itself, and closes the loop", async () => {
    const { temoin, world } = await opened({ program: World.caring })
    assert.isTrue(await temoin.answer("anna", { survey: "nps", score: 0, comment: "never again" }))
    const [wave] = State.waves(Fold.of(await world.history("anna")))
    assert.isUndefined(wave?.invitation)
    assert.deepStrictEqual(
      wave?.answers.map(({ comment, score }) => [score, comment]),
      [[0, "never again"]]
    )
    assert.strictEqual((await temoin.tick()).recorded, 1)
  })

  it("joins the wave that is open, and ends its reminders", async () => {
    const { temoin, world } = await opened({
      program: World.shop({ surveys: [World.survey({ reminders: ["3 days"], count: "waves" })] })
    })
    await World.customers(temoin, "anna")
    await temoin.tick()
    world.wait("1 day")
    assert.isTrue(await temoin.answer("anna", { survey: "nps", score: 9 }))
    assert.deepStrictEqual(await scoresOf(world), [[9]])
    world.wait("3 days")
    assert.strictEqual((await temoin.tick()).sent, 0)
    assert.strictEqual((await temoin.nps({ survey: "nps" })).answers, 1)
  })

  it("after the wave closed is a wave by itself", async () => {
    const { temoin, world } = await opened()
    await World.customers(temoin, "anna")
    await temoin.tick()
    await temoin.answer("anna", { survey: "nps", score: 9 })
    world.wait("7 days")
    await temoin.answer("anna", { survey: "nps", score: 2 })
    assert.sameDeepMembers(await scoresOf(world), [[9], [2]])
  })

  it("keeps the comment of the wave it joins when it has none", async () => {
    const { temoin, world } = await opened()
    await temoin.answer("anna", { survey: "nps", score: 9, comment: "fine" })
    world.wait("1 day")
    await temoin.answer("anna", { survey: "nps", score: 8 })
    const [wave] = State.waves(Fold.of(await world.history("anna")))
    assert.deepStrictEqual(
      wave?.answers.map(({ comment }) => comment),
      ["fine", "fine"]
    )
  })

  it("with an id is taken once, whenever it is reported again", async () => {
    const { temoin, world } = await opened()
    const answer = { survey: "nps", score: 9, comment: "fine", id: "widget 7" }
    assert.isTrue(await temoin.answer("anna", answer))
    for (const later of ["0 days", "1 day", "30 days"] as const) {
      world.wait(later)
      assert.isFalse(await temoin.answer("anna", answer))
    }
    assert.deepStrictEqual(await scoresOf(world), [[9]])
  })

  it("with an id is taken once also when it joined a wave, which has changed or closed since", async () => {
    for (const at of [undefined, World.start]) {
      const { temoin, world } = await opened()
      await World.customers(temoin, "anna")
      await temoin.tick()
      const answer = { survey: "nps", score: 9, id: "widget 7", ...(at !== undefined && { at }) }
      assert.isTrue(await temoin.answer("anna", answer))
      world.wait("1 day")
      await temoin.answer("anna", { survey: "nps", score: 3, id: "widget 8" })
      assert.isFalse(await temoin.answer("anna", answer))
      world.wait("30 days")
      assert.isFalse(await temoin.answer("anna", answer))
      assert.deepStrictEqual(await scoresOf(world), [[9, 3]])
    }
  })

  it("with other content under the same id is refused", async () => {
    const { temoin, world } = await opened()
    await temoin.answer("anna", { survey: "nps", score: 9, id: "widget 7" })
    const { tag } = await refusal(temoin.answer("anna", { survey: "nps", score: 3, id: "widget 7" }))
    assert.strictEqual(tag, "EventClash")
    assert.deepStrictEqual(await scoresOf(world), [[9]])
  })

  it("without an id is a new one each time", async () => {
    const { temoin, world } = await opened()
    assert.isTrue(await temoin.answer("anna", { survey: "nps", score: 9 }))
    world.wait("30 days")
    assert.isTrue(await temoin.answer("anna", { survey: "nps", score: 9 }))
    assert.deepStrictEqual(await scoresOf(world), [[9], [9]])
  })

  it("tells when it was given, and when we learned of it", async () => {
    const { temoin, world } = await opened()
    await temoin.answer("anna", { survey: "nps", score: 9, at: new Date(World.start - 3 * day) })
    await temoin.answer("anna", { survey: "nps", score: 8, at: World.start - 2 * day })
    assert.deepStrictEqual(
      (await world.history("anna")).events.map(({ occurredAt, recordedAt }) => [occurredAt, recordedAt]),
      [
        [World.start - 3 * day, World.start],
        [World.start - 2 * day, World.start]
      ]
    )
  })

  it("may be any of the eleven scores, 0 too", async () => {
    const { temoin } = await opened()
    for (const score of Score.scale) assert.isTrue(await temoin.answer(`c${score}`, { survey: "nps", score }))
    const { answers, tally } = await temoin.nps({ survey: "nps" })
    assert.strictEqual(answers, 11)
    assert.deepStrictEqual(
      [...tally],
      Score.scale.map(() => 1)
    )
  })

  const bad: Record<string, readonly [answer: string, paths: ReadonlyArray<string>]> = {
    "a score of 11": [`{"survey":"nps","score":11}`, ["score"]],
    "a score of -1": [`{"survey":"nps","score":-1}`, ["score"]],
    "a score of 7.5": [`{"survey":"nps","score":7.5}`, ["score"]],
    "a score in words": [`{"survey":"nps","score":"abc"}`, ["score"]],
    "a score as text": [`{"survey":"nps","score":"9"}`, ["score"]],
    "no score": [`{"survey":"nps"}`, ["score"]],
    "a score of null": [`{"survey":"nps","score":null}`, ["score"]],
    "an unknown survey": [`{"survey":"npx","score":9}`, ["survey"]],
    "NUL in a comment": [`{"survey":"nps","score":9,"comment":"\\u0000"}`, ["comment"]],
    "a comment that is too long": [
      JSON.stringify({ survey: "nps", score: 9, comment: "x".repeat(10_001) }),
      ["comment"]
    ],
    "a misspelt field": [`{"survey":"nps","score":9,"coment":"fine"}`, ["coment"]],
    "several things at once": [
      `{"survey":"","score":11,"comment":7,"id":"","at":"now"}`,
      ["survey", "score", "comment", "id", "at"]
    ]
  }
  for (const [name, [answer, paths]] of Object.entries(bad)) {
    it(`refuses ${name}, and writes nothing`, async () => {
      const { temoin, world } = await opened()
      const found = await refusal(temoin.answer("anna", untyped(answer)))
      assert.strictEqual(found.tag, "InvalidInput")
      assert.sameMembers(found.paths, [...paths])
      assert.deepStrictEqual(await world.everything(), [])
    })
  }

  it("to an unknown survey tells which there are", async () => {
    const { temoin } = await opened()
    const { message } = await refusal(temoin.answer("anna", { survey: "npx", score: 9 }))
    assert.strictEqual(message, `survey: the program has no survey "npx"; it has "nps"`)
    const empty = await opened({ program: World.shop({ surveys: [] }) })
    const none = await refusal(empty.temoin.answer("anna", { survey: "nps", score: 9 }))
    assert.strictEqual(none.message, `survey: the program has no survey "nps"; it has none`)
  })
})

describe("explain", () => {
  it("says in English and French what was done, is to be done now, and is held back", async () => {
    const { temoin, world } = await opened({
      program: World.shop({ surveys: [World.survey({ reminders: ["3 days"] })], frequency: [{ gap: "90 days" }] })
    })
    await World.customers(temoin, "anna")
    const sentences = async (language?: "en" | "fr") => (await temoin.explain("anna", language)).sentences
    assert.deepStrictEqual(await sentences(), [
      "2026-01-05 09:00 UTC: invited (to be done now), because order.delivered happened on 2026-01-05 09:00 UTC; we ask at once.",
      "2026-01-08 09:00 UTC: reminded (held back), because it is due on 2026-01-08 09:00 UTC."
    ])
    await temoin.tick()
    assert.deepStrictEqual(await sentences("en"), [
      "2026-01-05 09:00 UTC: invited, because order.delivered happened on 2026-01-05 09:00 UTC; we ask at once.",
      "2026-01-08 09:00 UTC: reminded (held back), because it is due on 2026-01-08 09:00 UTC."
    ])
    assert.deepStrictEqual(await sentences("fr"), [
      "2026-01-05 09:00 UTC: invitation, car order.delivered a eu lieu le 2026-01-05 09:00 UTC ; nous demandons aussitôt.",
      "2026-01-08 09:00 UTC: rappel (retenu), car c’est prévu pour le 2026-01-08 09:00 UTC."
    ])
    const before = await world.everything()
    await temoin.explain("anna")
    assert.deepStrictEqual(await world.everything(), before)
  })

  it("says why somebody was not asked", async () => {
    const { temoin } = await opened()
    await World.customers(temoin, "anna")
    await temoin.record("anna", { _tag: "OptedOut", extent: {} })
    await temoin.tick()
    const { entries, sentences, text } = await temoin.explain("anna")
    assert.deepStrictEqual(sentences, [
      "2026-01-05 09:00 UTC: not asked, since it is forbidden, because they opted out on 2026-01-05 09:00 UTC."
    ])
    assert.deepStrictEqual(
      entries.map(({ status, what }) => [status, what]),
      [["ended", "forbidden"]]
    )
    assert.match(text, /^anna will not be asked as things stand, because they opted out on 2026-01-05 09:00 UTC\.\n/)
  })

  it("says of somebody unknown what nobody has recorded", async () => {
    const { temoin, world } = await opened()
    assert.deepStrictEqual((await temoin.explain("nobody")).sentences, [
      "nps: not asked yet, because nobody has recorded order.delivered."
    ])
    assert.deepStrictEqual(await world.everything(), [])
  })
})

describe("nps", () => {
  it("of nothing is null, not 0", async () => {
    const { temoin } = await opened()
    const none = { score: null, count: "people", promoters: 0, passives: 0, detractors: 0, answers: 0 } as const
    const result = await temoin.nps({ survey: "nps" })
    assert.deepStrictEqual(result, {
      ...none,
      tally: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      erased: 0,
      note: { en: null, fr: null }
    })
    await temoin.answer("anna", { survey: "nps", score: 10 })
    await temoin.answer("ben", { survey: "nps", score: 0 })
    assert.strictEqual((await temoin.nps({ survey: "nps" })).score, 0)
  })

  it("counts each person's latest answer, or every wave's, as the survey says", async () => {
    for (const [count, expected] of [
      ["people", { answers: 2, score: -50 }],
      ["waves", { answers: 3, score: 0 }]
    ] as const) {
      const { temoin } = await opened({ program: World.shop({ surveys: [World.survey({ count })] }) })
      await temoin.answer("anna", { survey: "nps", score: 10, at: World.start - 60 * day })
      await temoin.answer("anna", { survey: "nps", score: 0, at: World.start - 30 * day })
      await temoin.answer("ben", { survey: "nps", score: 8, at: World.start })
      const { answers, score, count: counted } = await temoin.nps({ survey: "nps" })
      assert.deepStrictEqual({ answers, score, counted }, { ...expected, counted: count })
    }
  })

  it("of a period begins with `from` and ends before `to`, as dates or as milliseconds", async () => {
    const { temoin } = await opened({ program: World.shop({ surveys: [World.survey({ count: "waves" })] }) })
    for (const months of [0, 1, 2]) {
      await temoin.answer("anna", { survey: "nps", score: 10, at: World.start + months * 30 * day })
    }
    const answers = async (from?: number | Date, to?: number | Date) =>
      (await temoin.nps({ survey: "nps", ...(from !== undefined && { from }), ...(to !== undefined && { to }) }))
        .answers
    assert.strictEqual(await answers(), 3)
    assert.strictEqual(await answers(World.start), 3)
    assert.strictEqual(await answers(World.start + 1), 2)
    assert.strictEqual(await answers(new Date(World.start + 30 * day), new Date(World.start + 60 * day)), 1)
    assert.strictEqual(await answers(undefined, World.start + 60 * day), 2)
    assert.strictEqual(await answers(undefined, World.start + 60 * day + 1), 3)
    assert.strictEqual(await answers(World.start, World.start), 0)
  })

  it("of an unknown survey, or of a time that is none, is refused rather than empty", async () => {
    const { temoin } = await opened()
    for (const survey of ["npx", "", "\u0000"]) {
      const { paths, tag } = await refusal(temoin.nps({ survey }))
      assert.deepStrictEqual([tag, ...paths], ["InvalidInput", "survey"])
    }
    for (const bad of [Number.NaN, new Date("yesterday")]) {
      const from = await refusal(temoin.nps({ survey: "nps", from: bad }))
      assert.deepStrictEqual([from.tag, ...from.paths], ["InvalidInput", "from"])
      const to = await refusal(temoin.nps({ survey: "nps", to: bad }))
      assert.deepStrictEqual([to.tag, ...to.paths], ["InvalidInput", "to"])
    }
  })

  it("adds up over any people and any answers", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Score.scale), { maxLength: 30 }), async (scores) => {
        const { temoin } = await opened()
        for (const [index, score] of scores.entries()) await temoin.answer(`c${index}`, { survey: "nps", score })
        const { detractors, passives, promoters, score, tally } = await temoin.nps({ survey: "nps" })
        const share = (is: (score: number) => boolean) => scores.filter(is).length
        assert.strictEqual(
          promoters,
          share((score) => score >= 9)
        )
        assert.strictEqual(
          detractors,
          share((score) => score <= 6)
        )
        assert.strictEqual(promoters + passives + detractors, scores.length)
        assert.deepStrictEqual(
          [...tally],
          Score.scale.map((at) => share((score) => score === at))
        )
        if (scores.length === 0) assert.isNull(score)
        else assert.closeTo(score ?? Number.NaN, (100 * (promoters - detractors)) / scores.length, 1e-9)
      }),
      { numRuns: 30 }
    ))
})

/** How it went: "done", or the tag of what it was refused with. */
const tagOf = (step: Promise<unknown>): Promise<string> =>
  step.then(
    () => "done",
    ({ _tag }: { readonly _tag: string }) => _tag
  )

describe("cases", () => {
  it("are listed by deadline while they are open, and moved by facts", async () => {
    const { temoin, world } = await opened({ program: World.caring })
    for (const [contact, hours] of [
      ["ben", 2],
      ["anna", 5],
      ["carl", 0]
    ] as const) {
      await temoin.answer(contact, { survey: "nps", score: 3, id: "w", at: World.start + hours * 3_600_000 })
    }
    await temoin.answer("dora", { survey: "nps", score: 9 })
    world.wait("6 hours")
    await temoin.tick()
    const found = await temoin.cases.list()
    assert.deepStrictEqual(
      found.map(({ contact, deadline }) => [contact, deadline - World.start]),
      [
        ["carl", day],
        ["ben", day + 2 * 3_600_000],
        ["anna", day + 5 * 3_600_000]
      ]
    )
    const [carl, ben] = found
    if (carl === undefined || ben === undefined) return
    assert.deepStrictEqual([carl.owner, carl.escalateTo], ["account manager", "management"])

    await temoin.record("carl", { _tag: "CaseAcknowledged", case: carl.id, by: "Maria" })
    await temoin.record("ben", { _tag: "CaseResolved", case: ben.id })
    world.wait("2 days")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 3, recorded: 1 })
    const left = await temoin.cases.list()
    assert.deepStrictEqual(
      left.map(({ acknowledgedAt, contact, escalatedAt }) => [
        contact,
        acknowledgedAt !== undefined,
        escalatedAt !== undefined
      ]),
      [
        ["anna", false, true],
        ["carl", true, false]
      ]
    )
    assert.isTrue(left.every(Case.isOpen))
  })

  const hour = 3_600_000
  const solve = {
    step: "solve",
    do: "open case",
    to: ["detractor"],
    on: ["grievance.raised"],
    owner: "account manager",
    deadline: "8 business hours",
    resolveWithin: "3 business days",
    escalateTo: "management"
  } as const
  const working = World.shop({
    businessHours: { from: "09:00", to: "17:00" },
    followUp: [{ survey: "nps", steps: [solve] }]
  })

  it("go from acknowledged to resolved by the methods for it, each step giving the case as it stands", async () => {
    const { temoin, world } = await opened({ program: working })
    await temoin.answer("anna", { survey: "nps", score: 2, comment: "It leaks" })
    await temoin.tick()
    const [found] = await temoin.cases.list({ owner: "account manager" })
    assert.strictEqual(found?.said, "It leaks")
    assert.strictEqual(found?.deadline, World.start + 8 * hour)
    const id = found?.id ?? ""
    assert.strictEqual((await temoin.cases.acknowledge("anna", id, { by: "Maria" })).acknowledgedAt, World.start)
    world.wait("1 hour")
    assert.strictEqual(
      (await temoin.cases.explain("anna", id, { explanation: "A seal was missing" })).explainedAt,
      World.start + hour
    )
    const redressed = await temoin.cases.redress("anna", id, {
      redress: "A new seal",
      correctiveAction: "Seals are counted",
      by: "Maria"
    })
    assert.strictEqual(redressed.redressedAt, World.start + hour)
    assert.strictEqual((await temoin.cases.assign("anna", id, { to: "head of service" })).owner, "head of service")
    assert.deepStrictEqual(await temoin.cases.list({ owner: "account manager" }), [])
    assert.strictEqual((await temoin.cases.list({ owner: "head of service" })).length, 1)
    assert.isFalse(Case.isOpen(await temoin.cases.resolve("anna", id, { note: "They are content" })))
    assert.deepStrictEqual(await temoin.cases.list(), [])
  })

  it("get a new deadline in business time when they are reopened", async () => {
    const { temoin, world } = await opened({ program: working })
    await temoin.answer("anna", { survey: "nps", score: 2 })
    await temoin.tick()
    const id = (await temoin.cases.list())[0]?.id ?? ""
    await temoin.cases.resolve("anna", id)
    // Friday at noon: five hours today, three on Monday
    world.goTo(World.start + 4 * day + 3 * hour)
    const reopened = await temoin.cases.reopen("anna", id, { by: "Maria" })
    assert.strictEqual(reopened.deadline, World.start + 7 * day + 3 * hour)
    world.goTo(World.start + 7 * day + 3 * hour)
    assert.strictEqual((await temoin.tick()).recorded, 1)
  })

  it("refuse what makes no sense, and say what to do", async () => {
    const { temoin } = await opened({ program: working })
    await temoin.answer("anna", { survey: "nps", score: 2 })
    await temoin.tick()
    const id = (await temoin.cases.list())[0]?.id ?? ""
    await temoin.cases.acknowledge("anna", id, { by: "Maria" })
    const before = await temoin.explain("anna")
    assert.deepStrictEqual(
      await Promise.all([
        tagOf(temoin.cases.acknowledge("anna", id, { by: "Ben" })),
        tagOf(temoin.cases.reopen("anna", id)),
        tagOf(temoin.cases.resolve("anna", "nps/none")),
        tagOf(temoin.cases.resolve("ben", id)),
        tagOf(temoin.cases.explain("anna", id, { explanation: "x".repeat(10_001) })),
        tagOf(temoin.cases.resolve("", id)),
        tagOf(temoin.praises.passOn("anna", "none"))
      ]),
      ["CaseRefused", "CaseRefused", "UnknownCase", "UnknownCase", "InvalidInput", "InvalidInput", "NothingToPassOn"]
    )
    assert.deepStrictEqual(await temoin.explain("anna"), before)
  })

  it("are opened for a grievance, with the customer's words", async () => {
    const { temoin } = await opened({ program: working })
    await temoin.record("anna", { _tag: "GrievanceRaised", id: "call 7", channel: "phone", words: "Nobody calls back" })
    await temoin.tick()
    const [found] = await temoin.cases.list()
    assert.deepStrictEqual(
      [found?.contact, found?.said, found?.owner],
      ["anna", "Nobody calls back", "account manager"]
    )
    assert.include((await temoin.explain("anna")).sentences[0], "a case opened, because they complained by phone on")
    assert.include((await temoin.explain("anna", "fr")).sentences[0], "car la personne s’est plainte par téléphone le")
  })
})

describe("praise that names people at work", () => {
  it("is listed for whom it is to be passed on by, until it is", async () => {
    const recognise = {
      step: "recognise",
      do: "pass on praise",
      owner: "team lead",
      deadline: "2 days",
      escalateTo: "management"
    } as const
    const { temoin, world } = await opened({
      program: World.shop({ followUp: [{ survey: "nps", steps: [recognise] }] })
    })
    await temoin.record("anna", { _tag: "PraiseNamed", id: "p1", names: ["Marie"], words: "Marie stayed late" })
    await temoin.record("ben", { _tag: "PraiseNamed", id: "p2", names: ["Jean-Luc"] })
    await temoin.tick()
    const listed = await temoin.praises.list({ owner: "team lead" })
    assert.deepStrictEqual(
      listed.map(({ contact, names, words }) => [contact, names, words]),
      [
        ["anna", ["Marie"], "Marie stayed late"],
        ["ben", ["Jean-Luc"], undefined]
      ]
    )
    await temoin.praises.passOn("anna", "p1", { by: "Tom" })
    assert.deepStrictEqual(await temoin.praises.list({ owner: "somebody else" }), [])
    assert.strictEqual((await temoin.praises.list()).length, 1)
    world.wait("2 days")
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 2, recorded: 1 })
    const again = temoin.praises.passOn("anna", "p1").then(
      () => "",
      ({ message }: Error) => message
    )
    assert.match(await again, /^the praise "p1" was passed on already, on 2026-/)
  })
})

describe("unknownSends", () => {
  it("are listed with their Message-ID until an answer shows that they came", async () => {
    const { temoin, world } = await opened()
    await Effect.runPromise(world.outbox.trouble(World.addressOf("ben"), "uncertain but arrived"))
    await World.customers(temoin, "anna", "ben")
    assert.deepStrictEqual(await temoin.unknownSends.list(), [])
    assert.strictEqual((await temoin.tick()).unknown, 1)
    const [send, ...others] = await temoin.unknownSends.list()
    assert.deepStrictEqual(others, [])
    const [reference] = (await world.history("ben")).events.flatMap((event) =>
      event._tag === "Intended" ? [event.reference] : []
    )
    if (send === undefined || reference === undefined) throw new Error("nothing is unknown")
    assert.deepStrictEqual(send, {
      contact: "ben",
      key: "shop/nps/ben/invite/touchpoint%3Adelivered%201",
      reference,
      messageId: MemoryMailer.messageId(reference),
      at: World.start
    })
    await temoin.use(Effect.flatMap(Intake, (intake) => intake.answer(reference, { score: 9 })))
    assert.deepStrictEqual(await temoin.unknownSends.list(), [])
  })

  it("stay listed when an answer came another way, which shows nothing", async () => {
    const { temoin, world } = await opened()
    await Effect.runPromise(world.outbox.breakDown("uncertain"))
    await World.customers(temoin, "anna")
    await temoin.tick()
    await temoin.answer("anna", { survey: "nps", score: 9 })
    assert.strictEqual((await temoin.unknownSends.list()).length, 1)
  })
})

describe("histories", () => {
  for (const count of [0, 1, 199, 200, 201, 400, 437]) {
    it(`are all there, each once, in the order of the ids: ${count}`, async () => {
      const { temoin } = await opened()
      const ids = Array.from({ length: count }, (_, index) => `c${index}`)
      for (const id of ids) await temoin.record(id, World.reachable(id))
      const found: Array<string> = []
      for await (const { contact, events } of temoin.histories()) {
        assert.strictEqual(events.length, 1)
        found.push(contact)
      }
      assert.deepStrictEqual(found, ids.toSorted())
    })
  }

  it("can be left early, and read twice", async () => {
    const { temoin } = await opened()
    await World.customers(temoin, "anna", "ben", "carl")
    const firstOf = async () => {
      for await (const { contact } of temoin.histories()) return String(contact)
      return undefined
    }
    assert.deepStrictEqual([await firstOf(), await firstOf()], ["anna", "anna"])
  })
})

describe("open", () => {
  const adapters = Layer.mergeAll(MemoryHistoryStore.layer, MemoryMailer.layer, MemoryLinks.layer)

  it("refuses a program with everything that is wrong with it", async () => {
    const found = await refusal(
      Temoin.open({
        adapters,
        program: untyped(
          `{"id":"","surveys":[{"id":"nps"},{"id":"nps","reminders":["0 days"]}],"frequency":[{"gap":"soon"}],"folowUp":[]}`
        )
      })
    )
    assert.strictEqual(found.tag, "ProgramError")
    assert.sameMembers(found.paths, ["id", "folowUp", "frequency[0].gap", "surveys[1].id", "surveys[1].reminders[0]"])
    for (const path of found.paths) assert.include(found.message, path)
    assert.match(found.message, /^the program has 5 problems\n/)
  })

  it("takes a program that was checked before", async () => {
    const { temoin } = await opened()
    assert.deepStrictEqual(await temoin.tick(), World.nothing)
    const checked = await Temoin.open({ adapters, program: World.caring })
    await checked.close()
  })

  it("refuses with the adapter's own error, which tells what is wrong with it", async () => {
    const problem = new HistoryStore.StoreError({ problem: "the folder does not exist", retryable: false })
    const broken = Layer.effect(HistoryStore.HistoryStore, Effect.fail(problem))
    const error = await World.rejection(
      Temoin.open({ program: World.shop(), adapters: Layer.mergeAll(broken, MemoryMailer.layer, MemoryLinks.layer) })
    )
    assert.strictEqual(error, problem)
  })

  it("uses the system's clock when it is given none", async () => {
    const temoin = await Temoin.open({ program: World.shop(), adapters })
    const before = Date.now()
    await temoin.record("anna", World.reachable("anna"))
    for await (const { events } of temoin.histories()) {
      assert.isTrue(events.every(({ occurredAt }) => occurredAt >= before && occurredAt <= Date.now()))
    }
    await temoin.close()
  })

  it("opens the adapters once, and close closes them", async () => {
    const log: Array<string> = []
    const store = Layer.effect(
      HistoryStore.HistoryStore,
      Effect.acquireRelease(
        Effect.tap(MemoryHistoryStore.make, () => Effect.sync(() => log.push("opened"))),
        () => Effect.sync(() => log.push("closed"))
      )
    )
    const temoin = await Temoin.open({
      program: World.shop(),
      adapters: Layer.mergeAll(store, MemoryMailer.layer, MemoryLinks.layer)
    })
    assert.deepStrictEqual(log, ["opened"])
    await temoin.tick()
    await temoin.nextDue()
    await temoin.close()
    await temoin.close()
    assert.deepStrictEqual(log, ["opened", "closed"])
    assert.deepStrictEqual(await refusal(temoin.tick()), {
      tag: "TemoinClosed",
      paths: [],
      message: "this Temoin is closed: open it again with Temoin.open to go on"
    })
    assert.deepStrictEqual(log, ["opened", "closed"])
  })
})

describe("close", () => {
  it("finishes what is under way: a mail that is leaving is recorded as sent", async () => {
    const reached = Deferred.makeUnsafe<void>()
    const released = Deferred.makeUnsafe<void>()
    const { temoin, world } = await opened({
      mailer: (mailer) => ({
        ...mailer,
        send: (mail) =>
          Deferred.succeed(reached, undefined).pipe(
            Effect.andThen(mailer.send(mail)),
            Effect.tap(Deferred.await(released))
          )
      })
    })
    await World.customers(temoin, "anna")
    const tick = temoin.tick().catch(() => "cut short" as const)
    await Effect.runPromise(Deferred.await(reached))
    const closed = temoin.close()
    await Effect.runPromise(Deferred.succeed(released, undefined))
    await closed
    assert.deepStrictEqual(await World.told(world, "anna"), ["Intended", "Sent"])
    assert.notStrictEqual(await tick, "cut short")
  })
})

describe("use", () => {
  it("reaches the ports, the intake and the runner", async () => {
    const { temoin, world } = await opened()
    await World.customers(temoin, "anna")
    const tick = Effect.flatMap(Runner.Runner, ({ tick }) => tick())
    assert.strictEqual((await temoin.use(tick)).sent, 1)
    const key = Fold.of(await world.history("anna")).steps[0]?.key
    if (key === undefined) throw new Error("nobody was invited")
    const wave = await temoin.use(Effect.flatMap(Intake, (intake) => intake.open(Reference.ofKey(key))))
    assert.strictEqual(String(wave.survey), "nps")
  })

  it("rejects with the effect's own error", async () => {
    const { temoin } = await opened()
    const problem = new HistoryStore.StoreError({ problem: "no", retryable: false })
    assert.strictEqual(await World.rejection(temoin.use(Effect.fail(problem))), problem)
  })
})

describe("errors", () => {
  it("name the tag and are readable, and keep no secret", async () => {
    const { temoin } = await opened()
    const { message, tag } = await refusal(temoin.record("anna", { _tag: "ContactChanged", email: "s3cret pass@word" }))
    assert.strictEqual(tag, "InvalidInput")
    assert.strictEqual(message, "email: Expected an e-mail address, such as anna@example.com")
  })
})
