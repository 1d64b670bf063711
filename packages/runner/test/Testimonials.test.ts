/**
 * From praise to proof through the whole loop: mails, the author's replies, moderation, walls.
 */
import type * as Consent from "@temoin/core/Consent"
import * as Ladder from "@temoin/core/Ladder"
import { Intake, type Reply } from "@temoin/core/ports/Intake"
import { Walls } from "@temoin/core/ports/Walls"
import type * as Temoin from "@temoin/runner/Temoin"
import type * as Testimonials from "@temoin/runner/Testimonials"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const program = World.shop({
  followUp: [
    {
      survey: "nps",
      steps: [
        { step: "testimonial", do: "request testimonial", to: ["promoter"], rung: "written" },
        {
          step: "solve",
          do: "open case",
          to: ["detractor"],
          owner: "account manager",
          deadline: "1 day",
          escalateTo: "management"
        }
      ]
    }
  ],
  testimonials: { rungs: Ladder.usual, fourEyes: true, verifiedBy: "an order in our shop" },
  walls: [{ id: "home", place: "website", limit: 3, turn: "1 day", asked: "by score" }]
})

const wording: typeof Consent.Wording.Type = { version: "1", locale: "en", words: "May we show your words and name?" }

const words = (text: string, consent = true): Reply => ({
  _tag: "Testimonial",
  content: { _tag: "Written", words: text },
  locale: "en",
  author: { name: "Anna Berg" },
  relationship: { is: "customer" },
  ...(consent && { consent: { scopes: ["quote", "name"], places: ["website"], wording } })
})

/** Each step takes a minute. */
const unhurried = (testimonials: Testimonials.Testimonials, world: World.World): Testimonials.Testimonials =>
  new Proxy(testimonials, {
    get: (all, name, self) => {
      const step: unknown = Reflect.get(all, name, self)
      return typeof step !== "function"
        ? step
        : async (...args: ReadonlyArray<unknown>) => {
            const result: unknown = await step(...args)
            world.wait("1 minute")
            return result
          }
    }
  })

/** Anna, who was invited, answered 9 with words, and was asked for a testimonial. */
const asked = async () => {
  const world = await World.make()
  const opened = await world.open({ program })
  const temoin = { ...opened, testimonials: unhurried(opened.testimonials, world) }
  await temoin.record("anna", {
    _tag: "LegalBasisRecorded",
    purpose: "advocate",
    channel: "mail",
    basis: "consent",
    evidence: "form 7"
  })
  await World.customers(temoin, "anna")
  await temoin.tick()
  world.wait("1 day")
  const mails = async (tag: string) =>
    (await Effect.runPromise(world.outbox.arrived)).flatMap(({ mail }) => (mail.message._tag === tag ? [mail] : []))
  const last = async (tag: string) => (await mails(tag)).at(-1)!
  const intake = <A, E>(with_: (intake: Intake["Service"]) => Effect.Effect<A, E>) =>
    temoin.use(Effect.flatMap(Intake, with_))
  const [invitation] = await mails("Invitation")
  await intake((one) => one.answer(invitation!.reference, { score: 9, comment: "You saved our season!" }))
  await temoin.tick()
  const reply = async (tag: string, said: Reply) => {
    const { reference } = await last(tag)
    await intake((one) => one.reply(reference, said))
    world.wait("1 minute")
  }
  const state = async () => (await temoin.testimonials.list()).map((one) => `${one.id}: ${one.state._tag}`)
  const shown = async () => (await temoin.testimonials.wall("home")).shown.map((one) => `${one.words} | ${one.name}`)
  return { world, temoin, mails, last, reply, intake, state, shown }
}

const id = (temoin: Temoin.Temoin) => temoin.testimonials.list().then(([one]) => one!.id)

const published = async () => {
  const all = await asked()
  await all.reply("TestimonialRequest", words("They saved our season."))
  const one = await id(all.temoin)
  await all.temoin.testimonials.approve("anna", one, { by: "Maria" })
  await all.temoin.testimonials.publish("anna", one, { by: "Paul" })
  await all.temoin.tick()
  return { ...all, one }
}

const tagOf = async (promise: Promise<unknown>) => {
  const error = await World.rejection(promise)
  return Predicate.hasProperty(error, "_tag") ? error._tag : undefined
}

describe("from a 9 to a wall, and off it again", () => {
  it("the praise is kept and its author asked, by a mail whose link shows what is asked and writes nothing", async () => {
    const { intake, last, state, world } = await asked()
    assert.match((await state()).join(), /^nps\/touchpoint.*: Requested$/)
    const { message, reference } = await last("TestimonialRequest")
    assert.include(message, { _tag: "TestimonialRequest", score: 9 })
    const before = await world.everything()
    const page = await intake((one) => one.asked(reference))
    assert.deepStrictEqual(page.asks, {
      _tag: "Testimonial",
      forms: ["written"],
      words: Option.some("You saved our season!"),
      places: ["website"]
    })
    assert.isFalse(page.isAnswered)
    assert.deepStrictEqual(await world.everything(), before)
  })

  it("what they hand in is moderated by two people, and shown with just what they agreed to", async () => {
    const { intake, last, reply, shown, temoin } = await asked()
    await reply("TestimonialRequest", words("They saved our season."))
    await reply("TestimonialRequest", words("They saved our season."))
    const { reference } = await last("TestimonialRequest")
    assert.isTrue((await intake((one) => one.asked(reference))).isAnswered)
    const one = await id(temoin)
    assert.deepInclude((await temoin.testimonials.queue())[0], { contact: "anna", task: "approve or reject" })
    await temoin.testimonials.approve("anna", one, { by: "Maria" })
    assert.deepStrictEqual(await shown(), [])
    assert.strictEqual(await tagOf(temoin.testimonials.publish("anna", one, { by: "Maria" })), "SameEyes")
    await temoin.testimonials.publish("anna", one, { by: "Paul" })
    assert.deepStrictEqual(await shown(), ["They saved our season. | Anna Berg"])
    const view = await temoin.testimonials.wall("home")
    assert.strictEqual(view.shown[0]?.verifiedBy, "an order in our shop")
    assert.deepStrictEqual(view.selected, ["asked"])
  })

  it("they are told, and the same mail's link takes it back in one step", async () => {
    const { mails, reply, shown, temoin } = await published()
    const told = (await mails("Confirmation")).map(({ message }) => message._tag === "Confirmation" && message.what)
    assert.sameMembers(told, ["consent", "publication"])
    await reply("Confirmation", { _tag: "Withdraws" })
    assert.deepStrictEqual(await shown(), [])
    await reply("Confirmation", { _tag: "Withdraws" })
    await temoin.tick()
    assert.include((await mails("Confirmation")).at(-1)?.message, { what: "withdrawal" })
    const proof = await temoin.testimonials.proof("anna")
    assert.deepStrictEqual(
      proof.entries.map(({ _tag }) => _tag),
      ["ConsentGiven", "ConsentWithdrawn"]
    )
    assert.include(proof.document, "May we show your words and name?")
    assert.deepStrictEqual(proof.standing[0]?.grants, [])
  })

  it("the link by which words were handed in takes them back, too, as often as one likes; before that there is nothing to take", async () => {
    const early = await asked()
    const before = await early.world.everything()
    await early.reply("TestimonialRequest", { _tag: "Withdraws" })
    assert.deepStrictEqual(await early.world.everything(), before)
    const { one, reply, shown, temoin } = await published()
    assert.deepStrictEqual(await shown(), ["They saved our season. | Anna Berg"])
    for (let n = 0; n < 2; n++) await reply("TestimonialRequest", { _tag: "Withdraws" })
    assert.deepStrictEqual(await shown(), [])
    const [found] = (await temoin.testimonials.list()).filter(({ id }) => id === one)
    assert.strictEqual(found?.state._tag, "Withdrawn")
    const { entries } = await temoin.testimonials.proof("anna")
    assert.deepStrictEqual(
      entries.map(({ _tag }) => _tag),
      ["ConsentGiven", "ConsentWithdrawn"]
    )
  })

  it("a bad answer takes it off the wall before anybody looks; it cannot be published again till they say that it stands", async () => {
    const { one, reply, shown, state, temoin, world } = await published()
    world.wait("30 days")
    await temoin.answer("anna", { survey: "nps", score: 3 })
    assert.deepStrictEqual(await shown(), [])
    assert.include((await state()).join(), "Published")
    await temoin.tick()
    assert.include((await state()).join(), "Doubted")
    const [open] = await temoin.cases.list()
    await temoin.cases.resolve("anna", open!.id)
    await temoin.tick()
    await reply("ReconfirmationRequest", { _tag: "Stands" })
    assert.deepStrictEqual(await shown(), ["They saved our season. | Anna Berg"])
    await temoin.testimonials.withdraw("anna", one, "company")
    assert.deepStrictEqual(await shown(), [])
  })

  it("and no publishing while they wait for help", async () => {
    const { reply, temoin, world } = await asked()
    await reply("TestimonialRequest", words("They saved our season."))
    const one = await id(temoin)
    await temoin.testimonials.approve("anna", one, { by: "Maria" })
    world.wait("30 days")
    await temoin.answer("anna", { survey: "nps", score: 0 })
    const error = await World.rejection(temoin.testimonials.publish("anna", one, { by: "Paul" }))
    assert.match(String(error), /cannot be published: they answered 0/)
  })

  it("an edit is off the wall until its author agrees", async () => {
    const { last, one, reply, shown, temoin } = await published()
    await temoin.testimonials.edit("anna", one, { by: "Maria", content: { _tag: "Written", words: "They saved us." } })
    assert.deepStrictEqual(await shown(), [])
    await temoin.tick()
    assert.include((await last("AgreementRequest")).message, {
      original: "They saved our season.",
      edited: "They saved us."
    })
    await reply("AgreementRequest", { _tag: "Agrees" })
    await temoin.testimonials.publish("anna", one, { by: "Paul" })
    assert.deepStrictEqual(await shown(), ["They saved us. | Anna Berg"])
  })

  it("without consent they are asked for it, and a no is final", async () => {
    const { mails, reply, temoin, world } = await asked()
    await reply("TestimonialRequest", words("They saved our season.", false))
    const one = await id(temoin)
    await temoin.testimonials.approve("anna", one, { by: "Maria" })
    assert.strictEqual(await tagOf(temoin.testimonials.publish("anna", one, { by: "Paul" })), "ConsentMissing")
    world.wait("2 days")
    await temoin.tick()
    await reply("ConsentRequest", { _tag: "Declines" })
    world.wait("60 days")
    await temoin.tick()
    assert.lengthOf(await mails("ConsentRequest"), 1)
  })
})

describe("replies that do not fit", () => {
  it("are refused in words", async () => {
    const { last, reply } = await asked()
    assert.strictEqual(await tagOf(reply("TestimonialRequest", { _tag: "Agrees" })), "ReplyRefused")
    assert.strictEqual(await tagOf(reply("Invitation", { _tag: "Declines" })), "ReplyRefused")
    await reply("TestimonialRequest", words("They saved our season."))
    assert.strictEqual(await tagOf(reply("TestimonialRequest", words("Something else."))), "ReplyRefused")
    assert.isDefined(await last("TestimonialRequest"))
  })

  it("after the form has closed, too; and a no can become a yes until then", async () => {
    const late = await asked()
    late.world.wait("31 days")
    assert.strictEqual(await tagOf(late.reply("TestimonialRequest", words("Late."))), "ReplyRefused")
    const second = await asked()
    await second.reply("TestimonialRequest", { _tag: "Declines" })
    assert.include((await second.state()).join(), "Declined")
    await second.reply("TestimonialRequest", words("After all."))
    assert.include((await second.state()).join(), "form:")
  })
})

describe("what came in another way", () => {
  it("a letter is kept, put into words with its author, and shown when they agree", async () => {
    const { shown, temoin } = await asked()
    const letter = {
      words: "We owe you one.",
      channel: "letter",
      receivedBy: "Eva",
      evidence: "folder 7",
      author: { name: "Ben" }
    } as const
    const kept = await temoin.testimonials.keep("ben", letter)
    assert.strictEqual(await temoin.testimonials.keep("ben", letter), kept)
    const ben = await temoin.testimonials.submit("ben", {
      id: kept,
      content: { _tag: "Written", words: "We owe you one." },
      locale: "en",
      author: { name: "Ben" },
      relationship: { is: "customer" }
    })
    assert.strictEqual(ben.state._tag, "Submitted")
    await temoin.testimonials.approve("ben", kept, { by: "Maria" })
    await temoin.testimonials.consent("ben", {
      testimonial: kept,
      scopes: ["quote"],
      places: ["website"],
      wording,
      evidence: "call of today"
    })
    await temoin.testimonials.publish("ben", kept, { by: "Paul" })
    assert.deepStrictEqual(await shown(), ["We owe you one. | undefined"])
    await temoin.testimonials.withdrawConsent("ben")
    assert.deepStrictEqual(await shown(), [])
  })

  it("names that nobody has are refused with those there are", async () => {
    const { temoin } = await asked()
    assert.match(
      String(await World.rejection(temoin.testimonials.approve("anna", "t1", { by: "Maria" }))),
      /no testimonial "t1"; they have "nps/
    )
    assert.match(String(await World.rejection(temoin.testimonials.wall("lobby"))), /no wall "lobby"; it has "home"/)
    assert.strictEqual(
      await tagOf(
        temoin.testimonials.edit("anna", await id(temoin), { by: "", content: { _tag: "Written", words: "x" } })
      ),
      "InvalidInput"
    )
  })
})

describe("a wall for many readers", () => {
  it("is put together once in twenty seconds; what was taken back is gone for everybody within a minute", async () => {
    const { reply, temoin, world } = await published()
    const view = () => temoin.use(Effect.flatMap(Walls, (walls) => walls.view("home")))
    const shown = async () => Option.getOrThrow(await view()).shown.length
    assert.strictEqual(await shown(), 1)
    await reply("Confirmation", { _tag: "Withdraws" })
    const { at, maxAgeSeconds } = Option.getOrThrow(await view())
    assert.isAtLeast(world.now(), at)
    assert.strictEqual(await shown(), 0)
    assert.isAtMost(maxAgeSeconds, 60)
    assert.isTrue(Option.isNone(await temoin.use(Effect.flatMap(Walls, (walls) => walls.view("lobby")))))
  })

  it("reads the store once for readers at the same moment", async () => {
    const { temoin, world } = await published()
    let pages = 0
    const other = await world.open({
      program,
      store: (store) => ({
        ...store,
        page: (request) => {
          pages++
          return store.page(request)
        }
      })
    })
    const view = () => other.use(Effect.flatMap(Walls, (walls) => walls.view("home")))
    await Promise.all([view(), view(), view()])
    assert.strictEqual(pages, 1)
    world.wait("19 seconds")
    await view()
    assert.strictEqual(pages, 1)
    world.wait("1 second")
    await view()
    assert.strictEqual(pages, 2)
    await temoin.close()
  })
})
