// Two contacts turn out to be one person: is it as if it had been known from the start?
import * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as Headline from "@temoin/core/Headline"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import type * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Survey from "@temoin/core/Survey"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"
import * as Programs from "./arbitrary/Program.ts"
import { anna, ben, playbook, program, solve, stranger, survey, time } from "./fixture.ts"
import { core } from "./laws/Implementation.ts"
import { live } from "./laws/Lived.ts"
import * as Naive from "./laws/Naive.ts"
import { runs } from "./trial.ts"

const id = Contact.ContactId.make

describe("what was done under either id is done", () => {
  const calendar = program({
    surveys: [survey({ triggers: [{ on: "calendar", first: "2026-02-01", every: "1 month" }] })]
  })

  it("the same order, told of both", () => {
    const asked = ben.on("2026-02-01").happens("order.delivered", { id: "order 7" }).obeys(program())
    const told = anna.on("2026-02-01").happens("order.delivered", { id: "order 7" })
    assert.deepEqual(told.toDo(program()), ["invite"])
    assert.deepEqual(told.wasAlso(asked).toDo(program()), [])
  })

  it("an order of the other one", () => {
    const asked = ben.on("2026-02-01").delivered().obeys(program())
    assert.deepEqual(anna.on("2026-04-01").wasAlso(asked).toDo(program()), [])
  })

  it("the question whether we repaired it, also when the case had been opened again", () => {
    const shop = program({ surveys: [survey({ rhythm: {} })], followUp: [playbook(solve)] })
    const unhappy = ben.on("2026-02-01").answersUnasked(2).obeys(shop)
    const about = { case: [...Fold.of(unhappy.history).cases.keys()][0]! }
    const repaired = unhappy.fact({ _tag: "CaseResolved", ...about }).on("2026-02-03")
    const again = repaired
      .fact({ _tag: "CaseReopened", ...about })
      .obeys(shop)
      .on("2026-02-04")
    const asked = again
      .fact({ _tag: "CaseResolved", ...about })
      .on("2026-02-25")
      .obeys(shop)
    assert.deepEqual(
      again
        .fact({ _tag: "CaseResolved", ...about })
        .on("2026-02-25")
        .toDo(shop),
      ["invite"]
    )
    assert.deepEqual(anna.on("2026-02-25").wasAlso(asked).toDo(shop), [])
  })

  it("a date of the calendar, which has one name for everybody", () => {
    const asked = ben.on("2026-02-01").obeys(calendar)
    assert.deepEqual(anna.on("2026-02-01").toDo(calendar), ["invite"])
    assert.deepEqual(anna.on("2026-02-01").wasAlso(asked).toDo(calendar), [])
  })

  it("an ask that ended", () => {
    const ended = ben.fact({ _tag: "OptedOut", extent: {} }).on("2026-02-01").delivered().obeys(program())
    const back = anna.on("2026-02-02").wasAlso(ended).fact({ _tag: "OptedIn", extent: {}, evidence: "form 7" })
    assert.deepEqual(back.later("1 day").toDo(program()), [])
  })

  it("but not what failed: it is tried again, after its back-off", () => {
    const failed = ben.on("2026-02-01").delivered().obeys(program(), "failed")
    const merged = anna.on("2026-02-01").wasAlso(failed)
    assert.deepEqual(merged.held(program()), ["invite until 2026-02-01 00:01 UTC: BackingOff"])
    assert.deepEqual(merged.later("1 minute").toDo(program()), ["invite"])
  })

  it("a reminder of their open wave comes once, and the next one after it", () => {
    const reminding = program({ surveys: [survey({ reminders: ["1 day", "3 days"] })] })
    const reminded = ben.on("2026-02-01").delivered().obeys(reminding).later("1 day").obeys(reminding)
    const merged = anna.on("2026-02-02").wasAlso(reminded)
    assert.deepEqual(merged.toDo(reminding), [])
    assert.deepEqual(merged.later("2 days").toDo(reminding), ["remind 2"])
  })

  it("one thank-you, though two answered on the same date of the calendar", () => {
    const thanking = program({
      surveys: [survey({ triggers: [{ on: "calendar", first: "2026-02-01", every: "1 year" }] })],
      followUp: [playbook({ step: "thank", do: "thank", to: ["promoter"] })]
    })
    const thanked = ben.on("2026-02-01").obeys(thanking).answers(10).obeys(thanking)
    const also = anna.on("2026-02-01").obeys(thanking).answers(9).obeys(thanking)
    assert.deepEqual(also.wasAlso(thanked).toDo(thanking), [])
  })
})

describe("what was not done is done under the id that goes on", () => {
  it("of two things with one id, the ask for each", () => {
    const asked = ben.on("2026-02-01").happens("order.delivered", { id: "7", about: "a chair" }).obeys(program())
    const told = anna.on("2026-03-15").happens("order.delivered", { id: "7", about: "a table" })
    assert.deepEqual(told.wasAlso(asked).toDo(program()), ["invite"])
    // and the other way round
    const waiting = ben.on("2026-03-15").happens("order.delivered", { id: "7", about: "a table" })
    const done = anna.on("2026-02-01").happens("order.delivered", { id: "7", about: "a chair" }).obeys(program())
    assert.deepEqual(done.on("2026-03-15").wasAlso(waiting).toDo(program()), ["invite"])
    assert.deepEqual(done.on("2026-03-15").wasAlso(waiting.obeys(program())).toDo(program()), [])
  })

  it("also when all that they bring along is later than all of ours", () => {
    const late = ben.on("2026-03-01").delivered()
    const merged = Result.getOrThrow(Merge.merge(late.history, stranger.history, time("2026-03-02"))).into
    assert.sameMembers(
      merged.events.map(({ _tag }) => _tag),
      ["TouchpointHappened", "Merged", "ContactChanged"]
    )
  })

  it("an anonymous visitor becomes known: what waited for an address goes on", () => {
    const shop = program()
    const visitor = stranger.on("2026-02-01").delivered()
    assert.deepEqual(visitor.held(shop), ["invite waits: NoAddress"])
    const known = visitor.on("2026-02-03").fact({ _tag: "ContactChanged", email: "anna@example.com" })
    assert.deepEqual(known.toDo(shop), ["invite"])
    // or turns out to be somebody known
    assert.deepEqual(ben.on("2026-02-03").wasAlso(visitor).toDo(shop), ["invite"])
    // and the other way round: the address is taken over
    assert.deepEqual(visitor.on("2026-02-03").wasAlso(ben).toDo(shop), ["invite"])
  })

  it("their open case stays open, beside ours with the same name", () => {
    const caring = program({
      surveys: [survey({ triggers: [{ on: "calendar", first: "2026-02-01", every: "1 year" }] })],
      followUp: [
        playbook({
          step: "solve",
          do: "open case",
          to: ["detractor"],
          owner: "support",
          deadline: "1 day",
          escalateTo: "boss"
        })
      ]
    })
    const unhappy = (story: typeof anna) => story.on("2026-02-01").obeys(caring).answers(2).obeys(caring)
    const [theirs, ours] = [unhappy(ben), unhappy(anna)]
    const [own] = [...Fold.of(ours.history).cases.keys()]
    assert.isDefined(own)
    if (own === undefined) return
    const merged = ours.fact({ _tag: "CaseResolved", case: own }).wasAlso(theirs)
    const state = Fold.of(merged.history)
    assert.deepEqual(
      [...state.cases.values()].map(({ resolvedAt }) => resolvedAt !== undefined),
      [true, false]
    )
    // whoever has noted the case under the old id means that one
    assert.strictEqual(Merge.caseNamed(state, id("ben"), own), `${own}~ben`)
    assert.strictEqual(Merge.caseNamed(state, id("anna"), own), own)
    assert.deepEqual(merged.later("1 day").toDo(caring), ["escalate"])
  })
})

const basis = (story: typeof anna) => State.hasLegalBasis(Fold.of(story.history), "advocate", "mail")

describe("no is no, whoever said it", () => {
  const optOut = { _tag: "OptedOut", extent: {} } as const
  const optIn = { _tag: "OptedIn", extent: {}, evidence: "form 7" } as const

  it("an opt-out of either silences, and a yes under the other id, said before, does not lift it", () => {
    for (const [out, yes] of [
      [ben, anna],
      [anna, ben]
    ] as const) {
      const silent = out.on("2026-01-05").fact(optOut).on("2026-02-01")
      const happy = yes.on("2026-01-06").fact(optIn).on("2026-02-01").delivered()
      for (const merged of [silent.wasAlso(happy), happy.wasAlso(silent)]) {
        assert.deepEqual(merged.toDo(program()), ["invite: forbidden"])
        assert.deepEqual(merged.fact(optIn).later("1 hour").toDo(program()), ["invite"])
      }
    }
  })

  it("so does a spam report, and an address that was refused", () => {
    const spam = ben.on("2026-01-05").fact({ _tag: "SpamReported" })
    const happy = anna.on("2026-01-06").fact(optIn).on("2026-02-01").delivered()
    assert.deepEqual(happy.wasAlso(spam).toDo(program()), ["invite: forbidden"])
    const bounced = ben.on("2026-01-05").fact({ _tag: "HardBounced", address: "anna@example.com" })
    assert.deepEqual(happy.wasAlso(bounced).toDo(program()), ["invite: forbidden"])
  })

  it("consent counts for the address it was given for", () => {
    const consents = {
      _tag: "LegalBasisRecorded",
      purpose: "advocate",
      channel: "mail",
      basis: "consent",
      evidence: "form 7"
    } as const
    assert.isTrue(basis(anna.wasAlso(ben.fact(consents))))
    assert.isTrue(basis(stranger.wasAlso(ben.fact(consents))))
    assert.isTrue(basis(anna.fact(consents).wasAlso(ben)))
    assert.isFalse(basis(anna.wasAlso(ben.fact({ _tag: "ContactChanged", email: "ben@work.example" }).fact(consents))))
  })

  it("the one that goes on keeps their name and address; what is missing is taken over", () => {
    const merged = anna.fact({ _tag: "ContactChanged", name: "Anna" }).wasAlso(
      ben.fact({
        _tag: "ContactChanged",
        name: "Benedetta",
        email: "ben@work.example",
        locale: "fr",
        zone: "Europe/Paris"
      })
    )
    const { email, locale, name, zone } = Fold.of(merged.history)
    assert.deepEqual([email, name, locale, zone], ["anna@example.com", "Anna", "fr", "Europe/Paris"])
  })

  it("the one that is merged away gets nothing any more, and gives no number", () => {
    const asked = ben.on("2026-02-01").delivered()
    const gone = Result.getOrThrow(Merge.merge(asked.history, anna.history, time("2026-02-01"))).from
    assert.deepEqual(Decide.decide(program(), gone, time("2026-02-01")), { decisions: [], held: [], wakeAt: undefined })
    assert.strictEqual(Merge.survivor(gone), "anna")
  })
})

describe("the headline counts the person once", () => {
  const nps = { survey: Survey.SurveyId.make("nps"), from: time("2026-01-01"), to: time("2027-01-01") }
  const answered = ben.on("2026-02-01").delivered().obeys(program()).answers(3)
  const answeredAgain = anna.on("2026-03-01").delivered().obeys(program()).answers(10)

  it("by its latest answer, whichever id it was given under", () => {
    for (const [from, into] of [
      [answered, answeredAgain],
      [answeredAgain, answered]
    ] as const) {
      const apart = Headline.of(program(), [from.history, into.history], nps)
      assert.deepEqual([apart.counts.answers, apart.score], [2, Option.some(0)])
      const merged = Result.getOrThrow(Merge.merge(from.history, into.history, time("2026-03-02")))
      const together = Headline.of(program(), [merged.from, merged.into], nps)
      assert.deepEqual([together.counts.answers, together.score], [1, Option.some(100)])
    }
  })

  it("and, where waves count, both answers", () => {
    const waves = program({ surveys: [survey({ count: "waves" })] })
    const merged = Result.getOrThrow(Merge.merge(answered.history, answeredAgain.history, time("2026-03-02")))
    assert.strictEqual(Headline.of(waves, [merged.from, merged.into], nps).counts.answers, 2)
  })

  it("an answer told of both is one", () => {
    const told = { _tag: "Answered", survey: "nps", wave: "answer:7", score: 9 } as const
    const waves = program({ surveys: [survey({ count: "waves" })] })
    const merged = anna.fact(told, "answered:7").wasAlso(ben.fact(told, "answered:7"))
    assert.strictEqual(Headline.of(waves, [merged.history], nps).counts.answers, 1)
  })
})

describe("cannot be merged", () => {
  const at = time("2026-02-01")
  const { from: gone, into: survivor } = Result.getOrThrow(Merge.merge(ben.history, anna.history, at))
  const refused = (from: History.History, into: History.History) => {
    const merged = Merge.merge(from, into, at)
    return Result.isFailure(merged) && merged.failure._tag === "CannotMerge"
      ? merged.failure
      : assert.fail("it was merged")
  }

  it("with itself, round in a circle, or twice into two", () => {
    assert.strictEqual(refused(anna.history, anna.history).reason, "itself")
    assert.strictEqual(refused(survivor, gone).reason, "circle")
    const cleo = Result.getOrThrow(History.decode("cleo", []))
    assert.strictEqual(refused(gone, cleo).message, `"ben" was merged into "anna" already: merge that one into "cleo"`)
  })

  it("twice into the same is once", () => {
    assert.deepEqual(Result.getOrThrow(Merge.merge(gone, survivor, at + 1)), { from: gone, into: survivor })
  })
})

it("a merged into b, and b into c: c has everything, and nothing is done again", () => {
  const shop = program()
  const a = ben.on("2026-02-01").happens("order.delivered", { id: "a1" }).obeys(shop)
  const at = time("2026-03-10")
  const b = anna.on("2026-03-05").happens("order.delivered", { id: "b1" }).obeys(shop)
  const empty = Result.getOrThrow(
    History.decode("cleo", [
      { _tag: "TouchpointHappened", id: "a1", kind: "order.delivered", about: "other", occurredAt: at, recordedAt: at }
    ])
  )
  const inB = Result.getOrThrow(Merge.merge(a.history, b.history, at)).into
  const inC = Result.getOrThrow(Merge.merge(inB, empty, at)).into
  assert.deepEqual(
    Fold.of(inC).merged.map(({ contact, marks }) => [contact, marks]),
    [
      [id("anna"), ["~anna"]],
      [id("ben"), ["~ben", "~anna"]]
    ]
  )
  const later = at + 60 * 86_400_000
  // of the two with the id "a1" one is cleo's own, and new; it waits only for the wave that is open
  const keys = Decide.decide(shop, inC, at).decisions.map(({ key, ...decision }) => [
    key,
    decision._tag === "EndAsk" ? decision.as : decision._tag
  ])
  assert.deepEqual(keys, [["shop/cleo/invite/touchpoint%3Aa1".replace("shop/", "shop/nps/"), "joined"]])
  assert.deepEqual(
    Decide.decide(
      shop,
      Result.getOrThrow(
        History.make(
          inC.contact,
          inC.events.filter(({ id }) => id !== "a1")
        )
      ),
      later
    ).decisions,
    []
  )
  // late news of a message that a had sent comes through
  const late = Result.getOrThrow(
    History.append(inB, [
      { _tag: "OptedOut", id: Event.EventId.make("late"), occurredAt: at + 1, recordedAt: at + 1, extent: {} }
    ])
  )
  assert.strictEqual(Merge.join(late, inC, at + 2).length, 1)
})

const readBack = Schema.decodeUnknownResult(Schema.fromJsonString(Event.Event), { onExcessProperty: "error" })

const contacts = [id("ben"), id("anna")] as const
const lives = fc.record({
  program: Programs.written,
  theirs: Arbitrary.life,
  ours: Arbitrary.life,
  later: Arbitrary.life
})

/** Goes on with whatever `decide` wants, all of it sent, and the touchpoints of a life among it. */
const goOn = (program: Program.Program, born: History.History, from: Instant, life: Arbitrary.Life) => {
  const done: Array<{ readonly at: Instant; readonly decision: Decision.Decision; readonly known: History.History }> =
    []
  let history = born
  let now = from
  const look = () => {
    const { apply, state } = Fold.resume(history)
    const decided = Decide.decide(program, history, now)
    const events = decided.decisions.flatMap((decision) => {
      done.push({ at: now, decision, known: Result.getOrThrow(History.make(history.contact, [...history.events])) })
      const success = Decide.success(state, decision, now)
      success.forEach(apply)
      // what is decided together is judged together
      history = Result.getOrThrow(History.append(history, success))
      return success
    })
    return { events, wakeAt: decided.wakeAt }
  }
  for (const [index, move] of life.moves.entries()) {
    if (move.do === "wait") now += move.for
    if (move.do !== "touch") continue
    const event = {
      _tag: "TouchpointHappened",
      id: Event.Event.cases.TouchpointHappened.fields.id.make(`after ${index}`),
      occurredAt: now,
      recordedAt: now,
      kind: move.kind
    } as const
    history = Result.getOrThrow(History.append(history, [event]))
    look()
  }
  const end = now + 60 * 86_400_000
  for (
    let wakeAt: Instant | undefined = now, looks = 0;
    wakeAt !== undefined && wakeAt <= end && looks < 300;
    looks++
  ) {
    now = Math.max(now, wakeAt)
    wakeAt = look().wakeAt
  }
  return done
}

const ofMessages: ReadonlySet<Event.Event["_tag"]> = new Set([
  "Intended",
  "Sent",
  "SendFailed",
  "SendRefused",
  "SendUnknown",
  "AskEnded",
  // it is still to leave
  "ReviewDelayed"
])

/** The keys of what was done, or has ended, by the log alone. */
const over = (events: Naive.Events): ReadonlySet<string> => {
  const ended = Naive.endings(events)
  const keys = events.flatMap((event) => ("key" in event && event.key !== undefined ? [event] : []))
  return new Set(
    keys.flatMap((event) => (!ofMessages.has(event._tag) || ended(event.key!).length > 0 ? [event.key!] : []))
  )
}

const touchpoints = (events: Naive.Events) =>
  new Map(events.flatMap((event) => (isNaming(event) ? [[event.id as string, event]] : [])))

const isNaming = ({ _tag }: Event.Event) =>
  _tag === "TouchpointHappened" || _tag === "AskRequested" || _tag === "GrievanceRaised" || _tag === "PraiseNamed"

/** Merges as the implementation on trial does. */
type Join = typeof Merge.join

const lawOf = (join: Join) =>
  fc.property(lives, ({ later, ours, program: written, theirs }) => {
    const shop = Programs.make(written)
    const [from, into] = [live(core, shop, theirs, contacts[0]).history, live(core, shop, ours, contacts[1]).history]
    const now = Math.max(from.at.at(-1) ?? 0, into.at.at(-1) ?? 0) + 1
    const events = join(from, into, now)
    for (const event of events) expect(Result.isSuccess(readBack(JSON.stringify(event)))).toBe(true)
    const merged = Result.getOrThrow(History.append(into, events))
    // what is inherited is the same whether it is added or was there when the history was loaded
    expect(merged).toEqual(Result.getOrThrow(History.make(into.contact, [...into.events, ...events])))
    // asked again, it adds nothing
    expect(join(from, merged, now + 1)).toEqual([])

    const before = [...from.events, ...into.events]
    const doneBefore = [over(from.events), over(into.events)]
    const [happenedToThem, happenedToUs] = [touchpoints(from.events), touchpoints(into.events)]
    for (const { at, decision, known } of goOn(shop, merged, now, later)) {
      const { key } = decision
      // done under either id, it is not done again; unless another thing has the same name
      const namesake = [...happenedToUs].some(([name, event]) => {
        const other = happenedToThem.get(name)
        return other !== undefined && !Event.isSame(other, event) && key.endsWith(encodeURIComponent(`:${name}`))
      })
      const theirKey = Decision.under(key, contacts[0])
      const theirWave = theirKey.replace("~ben", "")
      expect(doneBefore[1]?.has(key)).toBe(false)
      if (theirWave !== theirKey || !namesake) expect(doneBefore[0]?.has(theirWave)).toBe(false)
      if (decision._tag === "EndAsk" || !Decision.isSend(decision)) continue
      // an opt-out of either silences
      for (const events of [from.events, into.events]) {
        const silencing = Naive.silencedBy(
          [
            ...events,
            {
              _tag: "ContactChanged",
              id: Event.EventId.make("~~"),
              occurredAt: 8.64e15,
              recordedAt: 0,
              email: Fold.of(known).email ?? null
            }
          ],
          decision,
          at
        )
        expect(silencing).toBeUndefined()
      }
      // no rule is broken over all that was recorded of either
      const after = known.events.filter(({ recordedAt }) => recordedAt >= now)
      const zoned: Naive.Events = [...before, ...after].filter(({ _tag }) => _tag !== "ContactChanged")
      const zone = Fold.of(known).zone
      const moved: Event.Event = {
        _tag: "ContactChanged",
        id: Event.EventId.make("zone"),
        occurredAt: -8.64e15,
        recordedAt: 0,
        zone: zone ?? null
      }
      // their wave goes on under a marked name
      const unmarked =
        decision._tag === "Remind" || decision._tag === "RequestReview"
          ? { ...decision, wave: Decision.WaveId.make(decision.wave.replace(/~ben$/, "")) }
          : decision
      expect(Naive.restrainedUntil(shop, [...zoned, moved], unmarked)).toBeLessThanOrEqual(at)
    }
  })

const parameters = { numRuns: runs ?? 150 }

const without =
  (isLeftOut: (event: Event.Event) => boolean): Join =>
  (from, into, now) =>
    Merge.join(from, into, now).filter((event) => !isLeftOut(event))

const mutants: Readonly<Record<string, Join>> = {
  "only the other one's messages are forgotten": without(
    (event) => event._tag === "Inherited" && (event.event._tag === "Intended" || event.event._tag === "Sent")
  ),
  "only the other one's answers are forgotten": without(
    (event) => event._tag === "Inherited" && event.event._tag === "Answered"
  ),
  "it is not said who was merged": without((event) => event._tag === "Merged"),
  "what stands for one is lifted by the other": (from, into, now) =>
    Merge.join(from, into, now).map((event) => (event._tag === "Merged" ? { ...event, optOuts: [] } : event)),
  "a spam report is forgotten": (from, into, now) =>
    Merge.join(from, into, now).flatMap((event): ReadonlyArray<Event.Event> => {
      if (event._tag === "Inherited") return event.event._tag === "SpamReported" ? [] : [event]
      if (event._tag !== "Merged") return [event]
      const { spamReportedAt: _, ...merged } = event
      return [merged]
    })
}

describe("merging is like one history from the start", () => {
  it("as far as restraint goes", { timeout: 0 }, () => {
    fc.assert(lawOf(Merge.join), parameters)
  })

  it.each(Object.entries(mutants))("and who merges otherwise is found out: %s", { timeout: 0 }, (_, join) => {
    // some do harm in only one life of a thousand
    const trial = fc.check(lawOf(join), { numRuns: 8000, endOnFailure: true })
    assert.isTrue(trial.failed)
  })
})
