// How much does somebody want to hear, said on a page of the host's own; and where is our page?
import { ContactId } from "@temoin/core/Contact"
import * as Instant from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import { Intake } from "@temoin/core/ports/Intake"
import * as Preference from "@temoin/core/Preference"
import * as Program from "@temoin/core/Program"
import { SurveyId } from "@temoin/core/Survey"
import * as Preferences from "@temoin/runner/Preferences"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const untold: Preference.Standing = {
  isLessOften: false,
  pausedUntil: undefined,
  isWithoutTopic: false,
  isNever: false
}

const opened = async () => {
  const world = await World.make()
  const temoin = await world.open({ program: World.shop({ frequency: [{ gap: "30 days" }] }) })
  await temoin.record("anna", { _tag: "ContactChanged", email: "anna@example.com" })
  const wished = async () =>
    (await world.history("anna")).events.filter(({ _tag }) => ["OptedOut", "Paused", "SlowedDown"].includes(_tag))
  const mails = async () => (await Effect.runPromise(world.outbox.arrived)).map(({ mail }) => mail)
  return { temoin, world, wished, mails }
}

const refused = async (told: Promise<unknown>): Promise<string> =>
  told.then(
    () => assert.fail("it was taken"),
    (error: unknown) => (error instanceof Error ? error.message : assert.fail("it is no error"))
  )

describe("temoin.preferences", () => {
  it("records each wish once, and says what holds", async () => {
    const { temoin, wished, world } = await opened()
    assert.deepStrictEqual(await temoin.preferences.of("anna", "nps"), untold)
    for (const preference of Preference.Preference.literals) {
      const survey = preference === "not this topic" ? "nps" : undefined
      assert.isTrue(await temoin.preferences.set("anna", preference, survey), preference)
      assert.isFalse(await temoin.preferences.set("anna", preference, survey), preference)
    }
    assert.sameMembers(
      (await wished()).map(({ _tag }) => _tag),
      ["SlowedDown", "Paused", "OptedOut", "OptedOut"]
    )
    assert.deepStrictEqual(await temoin.preferences.of("anna"), {
      isLessOften: true,
      pausedUntil: Period.after(Preference.pause, world.now(), "UTC"),
      isWithoutTopic: true,
      isNever: true
    })
  })

  it("holds: what would be asked is not, and explain says why, in both languages", async () => {
    const { temoin, world } = await opened()
    await temoin.preferences.set("anna", "pause")
    await temoin.record("anna", World.delivered("1"))
    assert.strictEqual((await temoin.tick()).sent, 0)
    const until = Instant.minute(Period.after(Preference.pause, world.now(), "UTC"))
    assert.include((await temoin.explain("anna")).text, `they asked for a pause until ${until}`)
    assert.include((await temoin.explain("anna", "fr")).text, `la personne a demandé une pause jusqu’au ${until}`)
  })

  it("takes what it was not told of for what it is: a topic without a name, a wish or a survey that there is not", async () => {
    const { temoin, wished } = await opened()
    assert.include(await refused(temoin.preferences.set("anna", "not this topic")), "survey: ")
    assert.include(await refused(temoin.preferences.set("anna", "not this topic", "csat")), `"csat"`)
    assert.include(await refused(temoin.preferences.set("anna", JSON.parse(`"more"`))), "preference: ")
    assert.include(await refused(temoin.preferences.of("anna", "csat")), `"csat"`)
    assert.include(await refused(temoin.preferences.page("")), "contact: ")
    assert.deepStrictEqual(await wished(), [])
  })

  it("is lifted by an opt-in to everything", async () => {
    const { temoin, world } = await opened()
    for (const preference of ["less often", "pause", "never"] as const) await temoin.preferences.set("anna", preference)
    world.wait("1 minute")
    await temoin.record("anna", { _tag: "OptedIn", extent: {}, evidence: "ticked the box in the settings" })
    assert.deepStrictEqual(await temoin.preferences.of("anna", "nps"), untold)
  })

  it("leads to the page of the latest message, and of nobody who had none", async () => {
    const { mails, temoin, world } = await opened()
    assert.isNull(await temoin.preferences.page("anna"))
    assert.isNull(await temoin.preferences.page("nobody"))
    await temoin.record("anna", World.delivered("1"))
    await temoin.tick()
    const first = await temoin.preferences.page("anna")
    const [mail] = await mails()
    assert.strictEqual(first, mail?.message.optOutUrl)
    world.wait("31 days")
    await temoin.record("anna", World.delivered("2"))
    await temoin.tick()
    const latest = await temoin.preferences.page("anna")
    assert.notStrictEqual(latest, first)
    assert.strictEqual(latest, (await mails()).at(-1)?.message.optOutUrl)
  })

  it("follows who was merged into somebody else", async () => {
    const { temoin } = await opened()
    await temoin.record("anna", World.delivered("1"))
    await temoin.tick()
    await temoin.merge("anna", "anna.berg")
    await temoin.preferences.set("anna", "less often")
    assert.isTrue((await temoin.preferences.of("anna.berg")).isLessOften)
    assert.strictEqual(await temoin.preferences.page("anna.berg"), await temoin.preferences.page("anna"))
    assert.isNotNull(await temoin.preferences.page("anna"))
  })
})

describe("with Effect", () => {
  it("is the same: what is wished here stands on the page, and the other way round", async () => {
    const { mails, temoin } = await opened()
    await temoin.record("anna", World.delivered("1"))
    await temoin.tick()
    const program = Result.getOrThrow(Program.decode(World.shop()))
    const anna = ContactId.make("anna")
    const [mail] = await mails()
    const told = await temoin.use(
      Effect.gen(function* () {
        const intake = yield* Intake
        const { reference } = mail ?? assert.fail("no mail")
        yield* intake.prefer(reference, "less often")
        const isNew = yield* Preferences.prefer(program, anna, { preference: "less often" })
        yield* Preferences.prefer(program, anna, { preference: "not this topic", survey: SurveyId.make("nps") })
        const standing = yield* Preferences.standing(anna, SurveyId.make("nps"))
        assert.deepStrictEqual(yield* intake.preferences(reference), standing)
        return { isNew, standing, page: yield* Preferences.page(anna) }
      })
    )
    assert.isFalse(told.isNew)
    assert.deepStrictEqual(told.standing, { ...untold, isLessOften: true, isWithoutTopic: true })
    assert.strictEqual(told.page, mail?.message.optOutUrl)
  })
})
