import type * as Event from "@temoin/core/Event"
import * as Instant from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import * as Preference from "@temoin/core/Preference"
import { Intake } from "@temoin/core/ports/Intake"
import * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as EventArbitrary from "@temoin/conformance/EventArbitrary"
import * as TextArbitrary from "@temoin/conformance/TextArbitrary"
import type * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const nobodys = EventArbitrary.reference(0)

/** The port of one worker, as promises of results. */
const intakeOf = (temoin: Temoin.Temoin) => {
  const use = <A, E>(call: (intake: Intake["Service"]) => Effect.Effect<A, E>): Promise<Result.Result<A, E>> =>
    temoin.use(Effect.flatMap(Intake, (intake) => Effect.result(call(intake))))
  return {
    open: (reference: Event.Reference) => use((intake) => intake.open(reference)),
    locale: (reference: Event.Reference) => use((intake) => intake.locale(reference)),
    answer: (reference: Event.Reference, score: Score.Score, comment?: string) =>
      use((intake) => intake.answer(reference, { score, ...(comment !== undefined && { comment }) })),
    preferences: (reference: Event.Reference) => use((intake) => intake.preferences(reference)),
    prefer: (reference: Event.Reference, preference: Preference.Preference) =>
      use((intake) => intake.prefer(reference, preference)),
    optOut: (reference: Event.Reference, extent?: Event.Extent) => use((intake) => intake.optOut(reference, extent))
  }
}

/** Anna, who was invited on Monday morning and reminded on Thursday; it is Thursday. */
const reminded = async (setup: World.Setup = {}) => {
  const world = await World.make()
  const temoin = await world.open({
    program: World.shop({ surveys: [World.survey({ reminders: ["3 days"] })] }),
    ...setup
  })
  await World.customers(temoin, "anna")
  await temoin.tick()
  world.wait("3 days")
  await temoin.tick()
  const [invitation, reminder] = await Effect.runPromise(world.outbox.attempts)
  if (invitation === undefined || reminder === undefined) throw new Error("nobody was invited and reminded")
  assert.deepStrictEqual(await world.arrived(), ["Invitation to anna@example.com", "Reminder to anna@example.com"])
  return {
    world,
    temoin,
    ...intakeOf(temoin),
    invitation: invitation.mail.reference,
    reminder: reminder.mail.reference,
    answers: async () =>
      (await world.history("anna")).events.flatMap((event) =>
        event._tag === "Answered" ? [[event.score, event.comment] as const] : []
      )
  }
}

interface Failure {
  readonly _tag: string
  readonly message: string
}

/** The tag of the error, or "taken". */
const fate = (result: Result.Result<unknown, Failure>): string =>
  Result.isSuccess(result) ? "taken" : result.failure._tag

const shown = (result: Awaited<ReturnType<ReturnType<typeof intakeOf>["open"]>>) =>
  Result.isFailure(result)
    ? result.failure._tag
    : Option.getOrNull(
        Option.map(result.success.answer, ({ comment, score }) => [score, Option.getOrUndefined(comment)] as const)
      )

describe("what a link shows", () => {
  it("is the survey, what it is about, the reader's language, and no answer yet", async () => {
    const { invitation, locale, open, temoin } = await reminded()
    assert.deepStrictEqual(Result.getOrThrow(await locale(invitation)), Option.none())
    await temoin.record("anna", { _tag: "ContactChanged", locale: "pt-BR" })
    const page = Result.getOrThrow(await open(invitation))
    assert.deepStrictEqual(
      { ...page, survey: String(page.survey) },
      { survey: "nps", subject: Option.some("Acme"), locale: Option.some("pt-BR"), answer: Option.none() }
    )
    assert.deepStrictEqual(Result.getOrThrow(await locale(invitation)), Option.some("pt-BR"))
  })

  it("is the latest answer, with its words", async () => {
    const { answer, invitation, open, reminder } = await reminded()
    await answer(invitation, 0)
    assert.deepStrictEqual(shown(await open(invitation)), [0, undefined])
    await answer(invitation, 7, "better")
    assert.deepStrictEqual(shown(await open(reminder)), [7, "better"])
  })

  it("changes nothing, however often it is opened", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<"nobody's" | "invitation" | "reminder">("invitation", "reminder", "nobody's"), {
          maxLength: 8
        }),
        fc.constantFrom<Period.Period>("0 days", "6 days", "7 days", "40 days"),
        fc.boolean(),
        async (opened, later, isAnswered) => {
          const { answer, invitation, locale, open, reminder, world } = await reminded()
          if (isAnswered) await answer(invitation, 9)
          world.wait(later)
          const before = [await world.everything(), await Effect.runPromise(world.store.nextDue)]
          for (const which of opened) {
            const reference = { "nobody's": nobodys, invitation, reminder }[which]
            await open(reference)
            await locale(reference)
          }
          assert.deepStrictEqual([await world.everything(), await Effect.runPromise(world.store.nextDue)], before)
        }
      ),
      { numRuns: 50 }
    ))
})

/** A store in which whoever has loaded a contact waits a turn, so that all who write at once have read the same. */
const inLockstep = (store: World.Store): World.Store => ({
  ...store,
  load: (contact) => Effect.tap(store.load(contact), () => Effect.yieldNow)
})

describe("an answer", () => {
  it("may be changed until the wave closes; the latest counts", async () => {
    const { answer, answers, invitation, temoin, world } = await reminded()
    for (const score of [9, 3, 10, 0] as const) {
      world.wait("1 day")
      assert.strictEqual(fate(await answer(invitation, score)), "taken")
    }
    assert.deepStrictEqual(await answers(), [
      [9, undefined],
      [3, undefined],
      [10, undefined],
      [0, undefined]
    ])
    const { detractors, score, answers: counted } = await temoin.nps({ survey: "nps" })
    assert.deepStrictEqual({ detractors, score, counted }, { detractors: 1, score: -100, counted: 1 })
  })

  it("given twice is one event, also from another device a day later", async () => {
    const { answer, answers, invitation, reminder, world } = await reminded()
    await answer(invitation, 9, "fine")
    world.wait("1 day")
    assert.strictEqual(fate(await answer(invitation, 9, "fine")), "taken")
    assert.strictEqual(fate(await answer(reminder, 9, "fine")), "taken")
    assert.strictEqual(fate(await answer(reminder, 9)), "taken")
    assert.deepStrictEqual(await answers(), [[9, "fine"]])
  })

  it("is due at once, so that a case is not opened tomorrow", async () => {
    const { answer, invitation, temoin, world } = await reminded({ program: caringWithReminder })
    await answer(invitation, 2)
    assert.strictEqual(await temoin.nextDue(), world.now())
    assert.strictEqual((await temoin.tick()).recorded, 1)
    assert.strictEqual((await temoin.cases.list()).length, 1)
  })

  it("without a comment keeps the earlier one; with an empty one takes it back", async () => {
    const { answer, answers, invitation } = await reminded()
    await answer(invitation, 8, "")
    await answer(invitation, 8, "slow")
    await answer(invitation, 4)
    await answer(invitation, 4, "")
    await answer(invitation, 4, "")
    assert.deepStrictEqual(await answers(), [
      [8, undefined],
      [8, "slow"],
      [4, "slow"],
      [4, undefined]
    ])
  })

  it("may be in any words that a text may be", () =>
    fc.assert(
      fc.asyncProperty(TextArbitrary.paragraph, async (words) => {
        const { answer, answers, invitation, open } = await reminded()
        assert.strictEqual(fate(await answer(invitation, 9, words)), "taken")
        assert.deepStrictEqual(await answers(), [[9, words === "" ? undefined : words]])
        assert.deepStrictEqual(shown(await open(invitation)), [9, words === "" ? undefined : words])
      }),
      { numRuns: 40 }
    ))

  it("comes too late seven days after the first one, to the millisecond", async () => {
    const { answer, invitation, open, world } = await reminded()
    await answer(invitation, 9)
    world.wait("6 days")
    await answer(invitation, 8)
    world.goTo(world.now() + 86_400_000 - 1)
    assert.strictEqual(fate(await answer(invitation, 7)), "taken")
    world.goTo(world.now() + 1)
    const refused = await answer(invitation, 6)
    assert.strictEqual(fate(refused), "WaveClosed")
    assert.strictEqual(fate(await open(invitation)), "WaveClosed")
    if (Result.isSuccess(refused) || refused.failure._tag !== "WaveClosed") return
    assert.strictEqual(refused.failure.closedAt, world.now())
    assert.strictEqual(refused.failure.message, `this survey closed on ${Instant.minute(world.now())}`)
  })

  it("comes too late when the invitation has expired, to the millisecond", async () => {
    const { answer, invitation, open, reminder, world } = await reminded()
    const expiresAt = Period.after("30 days", World.start, "UTC")
    world.goTo(expiresAt - 1)
    assert.strictEqual(shown(await open(reminder)), null)
    world.goTo(expiresAt)
    for (const reference of [invitation, reminder]) {
      assert.strictEqual(fate(await open(reference)), "WaveClosed")
      assert.strictEqual(fate(await answer(reference, 9)), "WaveClosed")
    }
    world.goTo(expiresAt - 1)
    assert.strictEqual(fate(await answer(reminder, 9)), "taken")
    world.wait("6 days")
    assert.strictEqual(fate(await answer(reminder, 8)), "taken")
  })

  it("the same again after closing is refused as well: it would not count", async () => {
    const { answer, invitation, world } = await reminded()
    await answer(invitation, 9)
    world.wait("7 days")
    assert.strictEqual(fate(await answer(invitation, 9)), "WaveClosed")
  })

  it("to a message of nobody's is refused, and the reference is not in the sentence", async () => {
    const { answer, locale, open, optOut, world } = await reminded()
    const before = await world.everything()
    const results: ReadonlyArray<Result.Result<unknown, Failure>> = [
      await answer(nobodys, 9),
      await open(nobodys),
      await optOut(nobodys),
      await locale(nobodys)
    ]
    for (const result of results) {
      assert.strictEqual(fate(result), "UnknownReference")
      if (Result.isFailure(result))
        assert.strictEqual(
          result.failure.message,
          "no message of ours has this reference, or whoever it went to was erased"
        )
    }
    assert.deepStrictEqual(await world.everything(), before)
  })

  it("by the reminder's link joins the same wave, and shows that the reminder arrived", async () => {
    const { answer, invitation, reminder, temoin, world } = await reminded()
    await answer(invitation, 3)
    await answer(reminder, 9)
    const state = Fold.of(await world.history("anna"))
    const [wave, ...others] = State.waves(state)
    assert.deepStrictEqual(others, [])
    assert.deepStrictEqual(
      wave?.answers.map(({ score, via }) => [score, via]),
      [
        [3, invitation],
        [9, reminder]
      ]
    )
    assert.strictEqual((await temoin.nps({ survey: "nps" })).score, 100)
  })

  it("by the link of a mail that may be missing shows that it is not", async () => {
    const world = await World.make()
    const temoin = await world.open({
      program: World.shop({ surveys: [World.survey({ reminders: ["3 days"] })] }),
      mailer: (mailer) => ({
        ...mailer,
        send: (mail) =>
          mail.message._tag === "Invitation"
            ? Effect.andThen(world.outbox.breakDown("uncertain but arrived"), mailer.send(mail))
            : Effect.andThen(world.outbox.breakDown("uncertain"), mailer.send(mail))
      })
    })
    const { answer } = intakeOf(temoin)
    await World.customers(temoin, "anna")
    await temoin.tick()
    world.wait("3 days")
    await temoin.tick()
    const [invitation, reminder] = await Effect.runPromise(world.outbox.attempts)
    assert.deepStrictEqual(
      (await temoin.unknownSends.list()).map(({ messageId }) => messageId),
      [invitation?.messageId, reminder?.messageId]
    )
    if (invitation !== undefined) assert.strictEqual(fate(await answer(invitation.mail.reference, 9)), "taken")
    assert.deepStrictEqual(
      (await temoin.unknownSends.list()).map(({ messageId }) => messageId),
      [reminder?.messageId]
    )
  })

  it("by a mail that the server refused, and that came all the same, counts", async () => {
    const world = await World.make()
    const temoin = await world.open()
    const { answer, open } = intakeOf(temoin)
    await Effect.runPromise(world.outbox.trouble(World.addressOf("anna"), "refused"))
    await World.customers(temoin, "anna")
    await temoin.tick()
    const [attempt] = await Effect.runPromise(world.outbox.attempts)
    if (attempt === undefined) throw new Error("nobody was invited")
    assert.strictEqual(shown(await open(attempt.mail.reference)), null)
    assert.strictEqual(fate(await answer(attempt.mail.reference, 9)), "taken")
    assert.strictEqual((await temoin.nps({ survey: "nps" })).score, 100)
    world.wait("7 days")
    assert.strictEqual(fate(await answer(attempt.mail.reference, 8)), "WaveClosed")
  })

  it("is not lost when twenty come at once, and exactly one is the latest", async () => {
    const { answer, answers, invitation, open } = await reminded({ store: inLockstep })
    const scores = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 10 : 0))
    const fates = await Promise.all(scores.map((score) => answer(invitation, score)))
    assert.deepStrictEqual(
      fates.map(fate),
      scores.map(() => "taken")
    )
    const recorded = await answers()
    for (const score of [0, 10]) assert.isTrue(recorded.some(([given]) => given === score))
    assert.deepStrictEqual(shown(await open(invitation)), recorded.at(-1))
  })

  it("is refused, and says why, only when others kept writing for twenty tries", async () => {
    let rivals = 0
    const { answer, answers, invitation } = await reminded({
      store: (store) => ({
        ...store,
        append: (request) => {
          if (request.claim !== undefined || !request.events.some(({ _tag }) => _tag === "Answered")) {
            return store.append(request)
          }
          const rival = EventArbitrary.touchpoint(`rival ${++rivals}`)
          return Effect.andThen(
            store.append({ contact: request.contact, now: request.now, events: [rival] }),
            store.append(request)
          )
        }
      })
    })
    const refused = await answer(invitation, 9)
    assert.strictEqual(fate(refused), "Conflict")
    if (Result.isFailure(refused)) assert.match(refused.failure.message, /load it again and decide again/)
    assert.strictEqual(rivals, 20)
    assert.deepStrictEqual(await answers(), [])
  })

  it("is not lost when all say something else at once", () =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...Score.scale), { minLength: 1 }), async (scores) => {
        const { answer, answers, invitation, temoin } = await reminded({ store: inLockstep })
        const fates = await Promise.all(scores.map((score) => answer(invitation, score)))
        assert.deepStrictEqual(
          fates.map(fate),
          scores.map(() => "taken")
        )
        const recorded = await answers()
        assert.sameMembers(
          recorded.map(([score]) => score),
          scores
        )
        const { tally } = await temoin.nps({ survey: "nps" })
        assert.deepStrictEqual(
          tally.map((count, score) => [score, count] as const).filter(([, count]) => count > 0),
          [[recorded.at(-1)?.[0] ?? -1, 1]]
        )
      }),
      { numRuns: 30 }
    ))
})

const caringWithReminder = { ...World.caring, surveys: [World.survey({ reminders: ["3 days"] })] }

describe("the latest answer before the wave closes, against a naive book", () => {
  const day = 86_400_000

  /** What a clerk with a book would write down, who knows nothing of events. */
  interface Book {
    closesAt: number
    wasAnswered: boolean
    latest: readonly [Score.Score, string | undefined] | null
    entries: number
  }

  type Move =
    | { readonly do: "wait"; readonly for: number }
    | {
        readonly do: "answer"
        readonly by: "invitation" | "reminder"
        readonly score: Score.Score
        readonly comment?: string
      }

  const span = fc.constantFrom(0, 1, day, 3 * day, 7 * day - 1, 7 * day, 27 * day - 1, 27 * day)
  const move: fc.Arbitrary<Move> = fc.oneof(
    { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), for: span }) },
    {
      weight: 2,
      arbitrary: fc.record(
        {
          do: fc.constant("answer" as const),
          by: fc.constantFrom("invitation" as const, "reminder" as const),
          score: fc.constantFrom(...Score.scale),
          comment: fc.constantFrom("", "slow", "kind")
        },
        { requiredKeys: ["do", "by", "score"], noNullPrototype: true }
      )
    }
  )

  const write = (book: Book, now: number, { comment, score }: Extract<Move, { readonly do: "answer" }>): string => {
    if (now >= book.closesAt) return "WaveClosed"
    if (!book.wasAnswered) book.closesAt = now + 7 * day
    book.wasAnswered = true
    const words = comment === undefined ? book.latest?.[1] : comment === "" ? undefined : comment
    if (book.latest === null || book.latest[0] !== score || book.latest[1] !== words) book.entries++
    book.latest = [score, words]
    return "taken"
  }

  it("agrees after any answers at any times", () =>
    fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 12 }), async (moves) => {
        const { answer, answers, open, temoin, world, ...links } = await reminded()
        const book: Book = { closesAt: World.start + 30 * day, wasAnswered: false, latest: null, entries: 0 }
        for (const move of moves) {
          if (move.do === "wait") world.goTo(world.now() + move.for)
          else {
            const expected = write(book, world.now(), move)
            assert.strictEqual(fate(await answer(links[move.by], move.score, move.comment)), expected)
          }
          const isClosed = world.now() >= book.closesAt
          assert.deepStrictEqual(shown(await open(links.reminder)), isClosed ? "WaveClosed" : book.latest)
        }
        assert.strictEqual((await answers()).length, book.entries)
        assert.deepStrictEqual((await answers()).at(-1) ?? null, book.latest)
        const { tally } = await temoin.nps({ survey: "nps" })
        assert.deepStrictEqual(
          [...tally],
          Score.scale.map((score) => (score === book.latest?.[0] ? 1 : 0))
        )
      }),
      { numRuns: 150 }
    ))
})

const optOuts = async (world: World.World) =>
  (await world.history("anna")).events.flatMap((event) => (event._tag === "OptedOut" ? [event.extent] : []))

const wished = async (world: World.World) =>
  (await world.history("anna")).events.flatMap((event) =>
    event._tag === "SlowedDown" || event._tag === "Paused" || event._tag === "OptedOut" ? [event._tag] : []
  )

describe("less", () => {
  it("is recorded once for each wish, whichever message it was said of, and stands on the page", async () => {
    const { invitation, prefer, preferences, reminder, world } = await reminded()
    for (const preference of Preference.Preference.literals)
      for (const reference of [invitation, reminder, invitation])
        assert.strictEqual(fate(await prefer(reference, preference)), "taken")
    assert.sameMembers(await wished(world), ["OptedOut", "OptedOut", "Paused", "SlowedDown"])
    assert.deepStrictEqual(
      await preferences(invitation),
      Result.succeed({
        isLessOften: true,
        pausedUntil: Period.after(Preference.pause, world.now(), "UTC"),
        isWithoutTopic: true,
        isNever: true
      })
    )
    assert.strictEqual(fate(await prefer(nobodys, "pause")), "UnknownReference")
  })

  it("holds for what comes after: a pause ends, and then they are asked", async () => {
    const { invitation, prefer, temoin, world } = await reminded()
    await prefer(invitation, "pause")
    world.wait("80 days")
    await temoin.record("anna", World.delivered("2"))
    assert.strictEqual((await temoin.tick()).sent, 0)
    assert.include((await temoin.explain("anna")).text, "they asked for a pause until")
    world.wait("20 days")
    assert.strictEqual((await temoin.tick()).sent, 1)
  })
})

describe("no more", () => {
  it("said twice is once, by whichever message, and silences everything", async () => {
    const { invitation, optOut, reminder, temoin, world } = await reminded()
    assert.strictEqual(fate(await optOut(invitation)), "taken")
    world.wait("1 day")
    assert.strictEqual(fate(await optOut(invitation)), "taken")
    assert.strictEqual(fate(await optOut(reminder)), "taken")
    assert.deepStrictEqual(await optOuts(world), [{}])
    world.wait("40 days")
    await temoin.record("anna", World.delivered("2"))
    assert.deepStrictEqual(await temoin.tick(), { ...World.nothing, contacts: 1, recorded: 1 })
    assert.include(await World.told(world, "anna"), "AskEnded: forbidden")
  })

  it("said again after they came back counts again", async () => {
    const { invitation, optOut, temoin, world } = await reminded()
    await optOut(invitation)
    world.wait("1 day")
    await temoin.record("anna", { _tag: "OptedIn", extent: {}, evidence: "called us" })
    world.wait("1 day")
    await optOut(invitation)
    assert.deepStrictEqual(await optOuts(world), [{}, {}])
    await temoin.record("anna", World.delivered("2"))
    assert.strictEqual((await temoin.tick()).sent, 0)
  })

  it("to less is recorded beside it, unless it is covered", async () => {
    const { invitation, optOut, temoin, world } = await reminded()
    const nps = (await world.history("anna")).events.flatMap((event) =>
      event._tag === "Intended" ? [event.decision.survey] : []
    )[0]
    if (nps === undefined) throw new Error("nobody was invited")
    await optOut(invitation, { survey: nps })
    await optOut(invitation, { survey: nps, purpose: "measure" })
    await optOut(invitation, { purpose: "advocate" })
    assert.deepStrictEqual(await optOuts(world), [{ survey: nps }, { purpose: "advocate" }])
    await optOut(invitation)
    await optOut(invitation, { purpose: "review" })
    assert.deepStrictEqual(await optOuts(world), [{ survey: nps }, { purpose: "advocate" }, {}])
    assert.strictEqual(await temoin.nextDue(), world.now())
  })

  it("works long after the survey closed", async () => {
    const { answer, invitation, optOut, world } = await reminded()
    await answer(invitation, 9)
    world.wait("1 year")
    assert.strictEqual(fate(await optOut(invitation)), "taken")
    assert.deepStrictEqual(await optOuts(world), [{}])
  })

  it("does not keep an answer from counting: who is asked no more may still speak", async () => {
    const { answer, invitation, optOut, temoin } = await reminded()
    await optOut(invitation)
    assert.strictEqual(fate(await answer(invitation, 2)), "taken")
    assert.strictEqual((await temoin.nps({ survey: "nps" })).score, -100)
  })

  it("said by many tabs at once is once", async () => {
    const { invitation, optOut, world } = await reminded()
    const fates = await Promise.all(Array.from({ length: 10 }, () => optOut(invitation)))
    assert.isTrue(fates.every((result) => fate(result) === "taken"))
    assert.deepStrictEqual(await optOuts(world), [{}])
  })
})
