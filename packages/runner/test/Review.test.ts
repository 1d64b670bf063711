/**
 * A request for a review on its way: from the program to the mailbox, whatever was answered before.
 */
import { Intake } from "@temoin/core/ports/Intake"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const program = {
  ...World.caring,
  reviews: [
    {
      id: "maps",
      site: "Example Maps",
      url: "https://maps.example/acme",
      triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "7 days" }]
    }
  ]
} as const

/** Anna, who was invited on the first day, answered with this score on the second, and has agreed to be asked. */
const customer = async (score: 0 | 10) => {
  const world = await World.make()
  const temoin = await world.open({ program })
  await temoin.record("anna", {
    _tag: "LegalBasisRecorded",
    purpose: "review",
    channel: "mail",
    basis: "consent",
    evidence: "form 7"
  })
  await World.customers(temoin, "anna")
  await temoin.tick()
  world.wait("1 day")
  const [invitation] = await Effect.runPromise(world.outbox.attempts)
  const answer = (reference = invitation!.mail.reference) =>
    temoin.use(Effect.flatMap(Intake, (intake) => Effect.result(intake.answer(reference, { score }))))
  assert.isTrue(Result.isSuccess(await answer()))
  await temoin.tick()
  world.wait("6 days")
  await temoin.tick()
  const reviews = async () =>
    (await Effect.runPromise(world.outbox.arrived)).flatMap(({ mail }) =>
      mail.message._tag === "ReviewRequest" ? [mail] : []
    )
  return { world, temoin, answer, reviews }
}

describe("a request for a review", () => {
  it("arrives once, and says where and nothing of the score", async () => {
    const { reviews, temoin, world } = await customer(10)
    const [mail, ...more] = await reviews()
    const { optOutUrl: _, ...message } = mail!.message
    assert.deepStrictEqual(message, {
      _tag: "ReviewRequest",
      locale: "en",
      site: "Example Maps",
      url: "https://maps.example/acme"
    })
    assert.isEmpty(more)
    world.wait("1 month")
    await temoin.tick()
    assert.lengthOf(await reviews(), 1)
  })

  it("to somebody who waits for help arrives 14 days later, and is told of until then", async () => {
    const { reviews, temoin, world } = await customer(0)
    assert.isEmpty(await reviews())
    assert.includeMembers(await World.told(world, "anna"), ["CaseOpened", "ReviewDelayed"])
    world.wait("13 days")
    await temoin.tick()
    assert.isEmpty(await reviews())
    world.wait("1 day")
    await temoin.tick()
    assert.lengthOf(await reviews(), 1)
  })

  it("takes no answer: whoever guesses at a page for it finds it closed", async () => {
    const { answer, reviews, world } = await customer(10)
    const [mail] = await reviews()
    const before = await World.told(world, "anna")
    const refused = await answer(mail!.reference)
    assert.strictEqual(Result.isFailure(refused) && refused.failure._tag, "WaveClosed")
    assert.deepStrictEqual(await World.told(world, "anna"), before)
  })
})
