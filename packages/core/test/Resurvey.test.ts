// When are people asked again, on what stage, and what does something dramatic change?
import * as Journey from "@temoin/core/Journey"
import * as Decision from "@temoin/core/Decision"
import * as Disruption from "@temoin/core/Disruption"
import * as Event from "@temoin/core/Event"
import * as Headline from "@temoin/core/Headline"
import * as Nps from "@temoin/core/Nps"
import * as Fold from "@temoin/core/Fold"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anna, playbook, program, solve, survey } from "./fixture.ts"

/** Asked again by consistency alone; the first answer comes from a widget. */
const shop = program({ surveys: [survey({ triggers: [], rhythm: {} })], disruptions: Disruption.usual })

const answered = anna.on("2026-01-10").answersUnasked(9)

const twice = (score: 10 | 7 | 3) => answered.on("2026-04-10").obeys(shop).on("2026-04-12").answers(score)

describe("a survey with a rhythm and no trigger", () => {
  it("is asked again after three months, and says after which answer", () => {
    expect(answered.toDo(shop)).toEqual([])
    expect(answered.wakes(shop)).toBe("2026-04-10 00:00 UTC")
    const again = answered.on("2026-04-10")
    expect(again.toDo(shop)).toEqual(["invite"])
    expect(again.decisions(shop)[0]?.because).toEqual([
      {
        _tag: "TimeToAskAgain",
        interval: "3 months",
        from: Date.UTC(2026, 0, 10),
        basis: { _tag: "FirstAnswer", answer: { score: 9, at: Date.UTC(2026, 0, 10) } }
      }
    ])
    expect(again.obeys(shop).toDo(shop)).toEqual([])
  })

  it("is asked less often of those who stay what they are", () => {
    expect(twice(10).wakes(shop)).toBe("2026-10-12 00:00 UTC")
  })

  it("is asked as often of those whose answer changed, perhaps by chance", () => {
    expect(twice(7).wakes(shop)).toBe("2026-07-12 00:00 UTC")
  })

  it("is asked soon of those whose answer really changed, up or down alike", () => {
    expect(twice(3).wakes(shop)).toBe("2026-07-12 00:00 UTC")
    const up = anna.on("2026-01-10").answersUnasked(3).on("2026-04-10").obeys(shop).on("2026-04-12").answers(10)
    expect(up.wakes(shop)).toBe("2026-07-12 00:00 UTC")
  })

  it("is asked soon after something dramatic, however steady they were", () => {
    expect(twice(10).on("2026-05-01").happens("outage.suffered").wakes(shop)).toBe("2026-07-12 00:00 UTC")
    expect(twice(10).on("2026-05-01").happens("site.visited").wakes(shop)).toBe("2026-10-12 00:00 UTC")
  })

  it("is asked less often of those who are silent, and after three times only when they do something", () => {
    const once = answered.on("2026-04-10").obeys(shop)
    expect(once.wakes(shop)).toBe("2026-10-10 00:00 UTC")
    const second = once.on("2026-10-10").obeys(shop)
    expect(second.wakes(shop)).toBe("2027-10-10 00:00 UTC")
    const third = second.on("2027-10-10").obeys(shop)
    expect(third.wakes(shop)).toBe("never")
    const back = third.on("2028-11-01").happens("site.visited")
    expect(back.toDo(shop)).toEqual(["invite"])
    expect(third.on("2027-10-20").happens("site.visited").wakes(shop)).toBe("2028-10-10 00:00 UTC")
    const reply = { _tag: "Replied", via: Event.Reference.make("0".repeat(32)), words: "Not now" } as const
    expect(third.on("2028-11-01").fact(reply).toDo(shop)).toEqual(["invite"])
    expect(third.on("2027-10-20").fact(reply).wakes(shop)).toBe("2028-10-10 00:00 UTC")
  })
})

describe("a survey with a rhythm, when its ask comes to nothing", () => {
  it("is asked an interval later, whatever kept them from being asked", () => {
    const lost = answered.fact({ _tag: "ContactChanged", email: null })
    const expired = lost.on("2026-04-10").obeys(shop).on("2026-05-10")
    expect(expired.toDo(shop)).toEqual(["invite: expired"])
    const next = expired.obeys(shop)
    expect(next.wakes(shop)).toBe("2026-07-10 00:00 UTC")
    const back = next.on("2026-06-01").fact({ _tag: "ContactChanged", email: "anna@work.example" })
    expect(back.toDo(shop)).toEqual([])
    expect(back.on("2026-07-10").toDo(shop)).toEqual(["invite"])
  })

  it("is asked again once they opt in, and of everybody in turn when only some are", () => {
    const out = answered.on("2026-04-01").fact({ _tag: "OptedOut", extent: {} }).on("2026-04-10").obeys(shop)
    const back = out.on("2026-07-01").fact({ _tag: "OptedIn", extent: {}, evidence: "said so" })
    expect(back.wakes(shop)).toBe("2026-07-10 00:00 UTC")
    expect(back.on("2026-07-10").toDo(shop)).toEqual(["invite"])

    const half = program({ surveys: [survey({ triggers: [], rhythm: {}, sample: 0.5 })] })
    const first = answered.on("2026-04-10").toDo(half)
    const second = answered.on("2026-04-10").obeys(half).on("2026-07-10").toDo(half)
    expect([...first, ...second].filter((what) => what === "invite")).toHaveLength(1)
  })

  it("does not try once more to ask those who have spoken up by themselves meanwhile", () => {
    const failed = answered.on("2026-04-10").obeys(shop, "failed")
    expect(failed.later("1 hour").toDo(shop)).toEqual(["invite"])
    const spoken = failed.answersUnasked(9)
    expect(spoken.toDo(shop)).toEqual(["invite: cancelled"])
    expect(spoken.obeys(shop).wakes(shop)).toBe("2026-10-10 00:00 UTC")
  })
})

describe("a survey with a rhythm, when two of its waves are open together", () => {
  it("counts from whichever answer came last", () => {
    const shop = program({ surveys: [survey({ rhythm: {} })] })
    const invited = anna.on("2026-01-01").delivered().obeys(shop)
    const spoken = invited.on("2026-01-05").answersUnasked(9)
    const both = spoken.on("2026-01-20").answers(9)
    expect(both.on("2026-07-10").delivered().held(shop)).toEqual(["invite until 2026-07-20 00:00 UTC: Consistent"])
  })
})

describe("a rhythm beside a trigger", () => {
  const shop = program({ surveys: [survey({ rhythm: {} })] })

  it("holds its asks back until it is time", () => {
    const story = anna.on("2026-01-10").answersUnasked(9).on("2026-03-20").delivered()
    expect(story.toDo(shop)).toEqual([])
    expect(story.held(shop)).toEqual(["invite until 2026-04-10 00:00 UTC: Consistent"])
    expect(story.on("2026-04-10").toDo(shop)).toEqual(["invite"])
  })

  it("lets them expire, and says that it was too early", () => {
    const story = anna.on("2026-01-10").answersUnasked(9).on("2026-02-01").delivered()
    expect(story.on("2026-03-03").toDo(shop)).toEqual(["invite: expired"])
    expect(
      story
        .on("2026-03-03")
        .decisions(shop)[0]
        ?.because.map(({ _tag }) => _tag)
    ).toEqual(["Consistent", "Expired"])
  })

  it("does not hold back a survey without one", () => {
    const story = anna.on("2026-01-10").answersUnasked(9).on("2026-03-20").delivered()
    expect(story.toDo(program())).toEqual(["invite"])
  })
})

describe("a stage", () => {
  const shop = program({
    journey: Journey.fiveStages,
    surveys: [survey({ triggers: [{ on: "stage", stage: "acquisition", delay: "1 day" }] })]
  })

  it("asks each time it is reached, and not again while they stand there", () => {
    const won = anna.on("2026-03-01").happens("deal.won").on("2026-03-02")
    expect(won.toDo(shop)).toEqual(["invite"])
    const there = won.obeys(shop).happens("purchase.made").on("2026-05-01")
    expect(there.toDo(shop)).toEqual([])
    const round = there.happens("delivery.completed").on("2026-06-01").happens("deal.won").on("2026-06-02")
    expect(round.toDo(shop)).toEqual(["invite"])
    expect(round.decisions(shop)[0]?.because).toEqual([
      { _tag: "StageReached", stage: "acquisition", at: Date.UTC(2026, 5, 1), delay: "1 day" }
    ])
  })
})

describe("something dramatic", () => {
  const shop = program({
    surveys: [survey()],
    disruptions: [{ kind: "outage.suffered", lasts: "10 days" }],
    followUp: [playbook({ step: "testimonial", do: "request testimonial", to: ["promoter"], after: "1 day" })]
  })
  const praised = anna
    .fact({ _tag: "LegalBasisRecorded", purpose: "advocate", channel: "mail", basis: "consent", evidence: "form" })
    .on("2026-03-01")
    .answersUnasked(10)

  it("pauses persuasion until it is over, and does not hold back a measuring ask", () => {
    const story = praised.on("2026-03-01 12:00").happens("outage.suffered").on("2026-03-10")
    expect(story.toDo(shop)).toEqual([])
    expect(story.held(shop)).toEqual(["testimonial until 2026-03-11 12:00 UTC: Disrupted"])
    expect(story.on("2026-03-11 12:00").toDo(shop)).toEqual(["testimonial"])
    expect(story.delivered().toDo(shop)).toEqual(["invite"])
  })
})

describe("a resolved case", () => {
  const shop = program({
    surveys: [survey({ rhythm: {}, sample: 1 })],
    frequency: [{ gap: "1 year", scope: "survey" }],
    followUp: [playbook(solve)]
  })
  const unhappy = anna.on("2026-03-01").delivered().obeys(shop).answers(2).obeys(shop)
  const found = [...Fold.of(unhappy.history).cases.keys()][0]!
  const resolved = unhappy
    .fact({ _tag: "CaseAcknowledged", case: found })
    .on("2026-03-05")
    .fact({ _tag: "CaseResolved", case: found })

  it("is followed, once, by the question whether we repaired it, within the survey's own gap and rhythm", () => {
    expect(resolved.wakes(shop)).toBe("2026-03-26 00:00 UTC")
    const asked = resolved.on("2026-03-26")
    expect(asked.toDo(shop)).toEqual(["invite"])
    expect(asked.decisions(shop)[0]).toMatchObject({
      repairs: found,
      because: [{ _tag: "CaseResolved", at: Date.UTC(2026, 2, 5), after: "21 days" }]
    })
    expect(asked.obeys(shop).on("2027-03-26").toDo(shop)).toEqual([])
  })

  it("is asked about once at most, never while it is open, and each ask that reopening cancelled says so", () => {
    const move = fc.constantFrom("resolve", "reopen", "a week", "a month")
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 12 }), (moves) => {
        let story = resolved
        let isOpen = false
        const look = () => {
          for (const { _tag } of story.decisions(shop)) expect(isOpen && _tag === "Invite").toBe(false)
          story = story.obeys(shop)
        }
        for (const move of moves) {
          if (move === "resolve" && isOpen) story = story.fact({ _tag: "CaseResolved", case: found })
          if (move === "reopen" && !isOpen) story = story.fact({ _tag: "CaseReopened", case: found })
          if (move === "resolve" || move === "reopen") isOpen = move === "reopen"
          else story = story.later(move === "a week" ? "7 days" : "1 month")
          look()
          story = story.later("1 hour")
        }
        const { events } = story.history
        const asked = events.filter((event) => event._tag === "Intended" && "repairs" in event.decision)
        const cancelled = events.filter((event) => event._tag === "AskEnded")
        expect(asked.length).toBeLessThanOrEqual(1)
        for (const { because } of cancelled) expect(because.map(({ _tag }) => _tag)).toEqual(["CaseReopened"])
        const reopened = events.filter((event) => event._tag === "CaseReopened")
        expect(cancelled.length).toBeLessThanOrEqual(reopened.length)
        if (asked.length === 0) expect(cancelled).toHaveLength(reopened.length)
      }),
      { numRuns: 100 }
    )
  })

  it("has its answer shown apart: it is in no headline number, and changes no rhythm", () => {
    const repaired = resolved.on("2026-03-26").obeys(shop).answers(9)
    const period = { survey: shop.surveys[0]!.id, from: 0, to: Date.UTC(2030, 0) }
    expect(Headline.ofContact(shop, repaired.history, period)).toEqual(Nps.tally([2]))
    const again = repaired.on("2026-05-20").delivered()
    expect(again.held(shop)).toEqual(["invite until 2027-03-26 00:00 UTC: Consistent, TooSoon"])
  })
})

describe("a drop that is more than noise", () => {
  const shop = program({
    surveys: [survey({ rhythm: {} })],
    followUp: [playbook(solve)]
  })
  const before = anna.on("2026-01-10").answersUnasked(10).on("2026-05-01").delivered().obeys(shop)

  it("opens a case for somebody who is still passive, and says from what to what", () => {
    const dropped = before.answers(7)
    expect(dropped.toDo(shop)).toEqual(["solve"])
    expect(dropped.decisions(shop)[0]?.because).toContainEqual({
      _tag: "DroppedReliably",
      before: { score: 10, at: Date.UTC(2026, 0, 10) },
      after: { score: 7, at: Date.UTC(2026, 4, 1) }
    })
    expect(dropped.obeys(shop).toDo(shop)).toEqual([])
  })

  it("is not one of two points, nor a rise", () => {
    expect(before.answers(8).toDo(shop)).toEqual([])
    const rise = anna.on("2026-01-10").answersUnasked(0).obeys(shop).on("2026-05-01").delivered().obeys(shop).answers(7)
    expect(rise.toDo(shop)).toEqual([])
  })
})

describe("a send window", () => {
  const shop = program({ window: { from: "10:00", to: "17:00", holidays: ["2026-03-30"] } })
  const helsinki = anna.fact({ _tag: "ContactChanged", zone: "Europe/Helsinki" })

  it("lets asks out by the reader's clock, also when it changes that weekend", () => {
    // Friday evening; the clocks go forward on Sunday the 29th, and Monday is a holiday
    const story = helsinki.on("2026-03-27 20:00").delivered()
    expect(story.toDo(shop)).toEqual([])
    expect(story.held(shop)).toEqual(["invite until 2026-03-31 07:00 UTC: OutsideWindow"])
    expect(story.on("2026-03-31 06:59").toDo(shop)).toEqual([])
    expect(story.on("2026-03-31 07:00").toDo(shop)).toEqual(["invite"])
  })

  it("does not hold back thanks, which follow at once", () => {
    const thanking = program({
      window: { from: "10:00", to: "17:00" },
      followUp: [playbook({ step: "thank", do: "thank", to: ["promoter"] })]
    })
    expect(helsinki.on("2026-03-28 20:00").answersUnasked(9).toDo(thanking)).toEqual(["thank"])
  })
})

/** Of the character that takes most room once it is escaped. */
const longest = (length: number) => "ば".repeat(length)

describe("identifiers of the greatest length", () => {
  it("make decisions and events that can be stored", () => {
    const asking = longest(64)
    const shop = program({
      id: longest(64),
      surveys: [
        survey({
          id: asking,
          rhythm: {},
          triggers: [{ on: "touchpoint", kind: "order.delivered", name: longest(64) }]
        }),
        survey({ id: longest(63), triggers: [{ on: "answer", survey: asking, name: longest(64) }] })
      ],
      followUp: [
        {
          survey: asking,
          steps: [
            {
              step: longest(64),
              do: "open case",
              to: ["detractor"],
              owner: "us",
              deadline: "1 day",
              escalateTo: "them"
            }
          ]
        }
      ]
    })
    const isDecision = Schema.is(Decision.Decision)
    const isEvent = Schema.is(Event.Event)
    let story = anna.on("2026-03-01").happens("order.delivered", { id: longest(200) })
    const obeyed: Array<string> = []
    const obey = () => {
      for (const decision of story.decisions(shop)) {
        expect(isDecision(decision), decision._tag).toBe(true)
        obeyed.push(decision._tag)
      }
      story = story.obeys(shop)
    }
    obey()
    story = story.answers(0, { survey: asking })
    obey()
    story = story.on("2026-03-03")
    obey()
    story = story.fact({ _tag: "CaseResolved", case: [...Fold.of(story.history).cases.keys()][0]! }).on("2026-03-24")
    obey()
    expect(obeyed.toSorted()).toEqual(["EscalateCase", "Invite", "Invite", "Invite", "OpenCase"])
    for (const event of story.history.events) expect(isEvent(event), event._tag).toBe(true)
  })
})
