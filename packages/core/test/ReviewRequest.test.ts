/**
 * Requests for reviews, case by case. That nobody's score changes who gets one is law 12.
 */
import * as Explain from "@temoin/core/Explain"
import * as Program from "@temoin/core/Program"
import * as Programs from "./arbitrary/Program.ts"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { anna, playbook, program, survey, time, type Story } from "./fixture.ts"
import { core } from "./laws/Implementation.ts"
import { given } from "./laws/Law.ts"
import { noGating } from "./laws/NoGating.ts"

type Written = typeof Program.Program.Encoded
type Review = NonNullable<Written["reviews"]>[number]

const review = (changes: Partial<Review> = {}): Review => ({
  id: "maps",
  site: "Example Maps",
  url: "https://maps.example/acme",
  triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "3 days" }],
  ...changes
})

const solve = playbook({
  step: "solve",
  do: "open case",
  to: ["detractor"],
  owner: "support",
  deadline: "60 days",
  escalateTo: "management"
})

/** Asks for a score at once, and for a review three days later. */
const shop = (changes: Partial<Written> = {}) => program({ reviews: [review()], followUp: [solve], ...changes })

const agreed = (story: Story): Story =>
  story.fact({
    _tag: "LegalBasisRecorded",
    purpose: "review",
    channel: "mail",
    basis: "soft opt-in",
    evidence: "the notice in the shop"
  })

/** Delivered on 1 March, invited at once. */
const customer = (shop: Program.Program) => agreed(anna).on("2026-03-01").delivered().obeys(shop)

/** What is to be done when the request is due, after they said no to so much. */
const afterOptOut = (extent: object) =>
  customer(shop()).on("2026-03-02").fact({ _tag: "OptedOut", extent }).on("2026-03-04").toDo(shop())

describe("a request for a review", () => {
  it("goes to a promoter, a passive, a detractor and the silent alike, on the same day", () => {
    const plain = shop({ followUp: [] })
    for (const score of [undefined, 0, 6, 7, 10] as const) {
      const answered =
        score === undefined ? customer(plain) : customer(plain).on("2026-03-02").answers(score).obeys(plain)
      expect(answered.toDo(plain)).toEqual([])
      expect(answered.on("2026-03-04").toDo(plain)).toEqual(["review"])
    }
  })

  it("says where, and why, and nothing of what they answered", () => {
    const decisions = customer(shop()).on("2026-03-02").answers(10).on("2026-03-04").decisions(shop())
    expect(decisions).toEqual([
      {
        _tag: "RequestReview",
        key: "shop/maps/anna/review/touchpoint%3A~0002%20TouchpointHappened",
        survey: "maps",
        wave: "touchpoint:~0002 TouchpointHappened",
        site: "Example Maps",
        url: "https://maps.example/acme",
        because: [{ _tag: "TouchpointHappened", kind: "order.delivered", at: time("2026-03-01"), delay: "3 days" }]
      }
    ])
  })

  it("is made once, and never reminded of", () => {
    const story = customer(shop()).on("2026-03-04").obeys(shop())
    expect(story.toDo(shop())).toEqual([])
    expect(story.later("1 year").toDo(shop())).toEqual([])
  })

  it("is forbidden without a legal basis, and one for praise is none", () => {
    const praised = anna.fact({
      _tag: "LegalBasisRecorded",
      purpose: "advocate",
      channel: "mail",
      basis: "consent",
      evidence: "ticked the box"
    })
    for (const nobody of [anna, praised]) {
      const [end] = nobody.on("2026-03-01").delivered().obeys(shop()).on("2026-03-04").decisions(shop())
      expect(end).toMatchObject({ _tag: "EndAsk", as: "forbidden", because: [{ _tag: "NoLegalBasis" }] })
    }
  })

  it("is silenced by an opt-out of everything, of reviews, or of this one, and by no other", () => {
    for (const extent of [{}, { purpose: "review" }, { survey: "maps" }, { survey: "maps", purpose: "review" }]) {
      expect(afterOptOut(extent)).toEqual(["review: forbidden"])
    }
    for (const extent of [{ purpose: "advocate" }, { purpose: "measure" }, { survey: "nps" }]) {
      expect(afterOptOut(extent)).toEqual(["review"])
    }
  })

  it("is cancelled by an experience that did not take place", () => {
    const careful = shop({
      reviews: [
        review({
          triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "3 days", unless: ["order.cancelled"] }]
        })
      ]
    })
    expect(customer(careful).on("2026-03-02").happens("order.cancelled").toDo(careful)).toEqual(["review: cancelled"])
  })

  it("waits for the send window", () => {
    const daytime = shop({ window: { from: "09:00", to: "18:00" } })
    // 1 March 2026 is a Sunday
    expect(customer(daytime).on("2026-03-04").held(daytime)).toContain(
      "review until 2026-03-04 09:00 UTC: OutsideWindow"
    )
    expect(customer(daytime).on("2026-03-04 09:00").toDo(daytime)).toContain("review")
  })

  it("is not held by a disruption", () => {
    const disrupted = shop({ disruptions: [{ kind: "outage.suffered" }] })
    expect(customer(disrupted).on("2026-03-03").happens("outage.suffered").on("2026-03-04").toDo(disrupted)).toEqual([
      "review"
    ])
  })

  it("goes before a request for a testimonial, and counts for it", () => {
    const both = shop({
      frequency: [{ gap: "10 days", holds: ["testimonial request"] }],
      followUp: [playbook({ step: "testimonial", do: "request testimonial", to: ["promoter"], after: "2 days" })]
    })
    const story = customer(both)
      .fact({ _tag: "LegalBasisRecorded", purpose: "advocate", channel: "mail", basis: "consent", evidence: "form" })
      .on("2026-03-02")
      .answers(10)
      .on("2026-03-04")
    expect(story.toDo(both)).toEqual(["review"])
    expect(story.held(both)).toEqual(["testimonial until 2026-03-14 00:00 UTC: TooSoon"])
  })

  it("counts for the next survey, where a gap counts everything", () => {
    const spaced = shop({ frequency: [{ gap: "30 days" }] })
    const story = customer(spaced).on("2026-03-04").obeys(spaced).on("2026-03-31").delivered()
    expect(story.held(spaced)).toContain("invite until 2026-04-03 00:00 UTC: TooSoon")
  })

  it("is asked on a stage that touchpoints enter, and no answer moves anybody off it", () => {
    const wheel = shop({
      followUp: [],
      journey: {
        stages: [
          { id: "service", enters: [{ on: "touchpoint", kind: "order.delivered" }] },
          { id: "loyalty", enters: [{ on: "answer", categories: ["promoter"] }] }
        ]
      },
      surveys: [survey({ triggers: [] })],
      reviews: [review({ triggers: [{ on: "stage", stage: "service" }] })]
    })
    for (const score of [10, 0] as const) {
      const story = agreed(anna).on("2026-03-01").delivered().obeys(wheel).on("2026-03-02").answersUnasked(score)
      // a promoter has been at loyalty in between; who scored otherwise has not
      expect(story.on("2026-03-10").delivered().toDo(wheel)).toEqual([])
    }
  })
})

describe("an open case", () => {
  const unhappy = customer(shop()).on("2026-03-02").answers(2).obeys(shop()).on("2026-03-04")

  it("delays it: it has its turn, which is recorded, and waits", () => {
    expect(unhappy.decisions(shop())).toMatchObject([
      {
        _tag: "DelayReview",
        until: time("2026-03-18"),
        because: [{ _tag: "TouchpointHappened" }, { _tag: "CaseOpen", since: time("2026-03-02") }]
      }
    ])
    const waiting = unhappy.obeys(shop())
    expect(waiting.held(shop())).toEqual(["review until 2026-03-18 00:00 UTC: CaseOpen, ReviewDelayed"])
    expect(waiting.wakes(shop())).toBe("2026-03-18 00:00 UTC")
    expect(waiting.on("2026-03-17 23:59").toDo(shop())).toEqual([])
  })

  it("delays it by at most 14 days, however long it stays open", () => {
    expect(unhappy.obeys(shop()).on("2026-03-18").toDo(shop())).toEqual(["review"])
  })

  it("delays it no longer once it is resolved", () => {
    const [found] = unhappy.history.events.flatMap((event) => (event._tag === "CaseOpened" ? [event.case] : []))
    const resolved = unhappy.obeys(shop()).on("2026-03-10").fact({ _tag: "CaseResolved", case: found! })
    expect(resolved.toDo(shop())).toEqual(["review"])
  })

  it("never lets it expire: the delay does not count, nor do hours at which nothing leaves", () => {
    const strict = shop({
      window: { from: "09:00", to: "18:00", holidays: ["2026-03-18", "2026-03-19", "2026-03-20"] },
      reviews: [
        review({ triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "3 days", expires: "1 day" }] })
      ]
    })
    const story = agreed(anna)
      .on("2026-03-01 10:00")
      .delivered()
      .on("2026-03-02 10:00")
      .obeys(strict)
      .answers(2)
      .obeys(strict)
      .on("2026-03-04 10:00")
      .obeys(strict)
    expect(story.held(strict)).toEqual(["review until 2026-03-18 10:00 UTC: CaseOpen, ReviewDelayed"])
    expect(story.on("2026-03-18 10:00").held(strict)).toEqual(["review until 2026-03-23 09:00 UTC: OutsideWindow"])
    expect(story.on("2026-03-23 09:00").toDo(strict)).toEqual(["review"])
  })

  it("does not speak for them: an opt-out while it waits holds", () => {
    const story = unhappy
      .obeys(shop())
      .on("2026-03-10")
      .fact({ _tag: "OptedOut", extent: { purpose: "review" } })
    expect(story.toDo(shop())).toEqual(["review: forbidden"])
  })

  it("is explained, in both languages", () => {
    const story = unhappy.obeys(shop())
    const said = (language: "en" | "fr") =>
      Explain.explain(shop(), story.history, story.now)
        .entries.filter(({ status }) => status !== "uncaused")
        .slice(-2)
        .map((entry) => Explain.sentence(entry, language))
    expect(said("en")).toEqual([
      "2026-03-04 00:00 UTC: the request for a review delayed, because order.delivered happened on 2026-03-01 00:00 UTC; we ask 3 days later; a case is open since 2026-03-02 00:00 UTC.",
      "2026-03-18 00:00 UTC: asked for a review (held back), because a case is open since 2026-03-02 00:00 UTC; everybody gets a request for a review, whatever they answered: this holds it until 2026-03-18 00:00 UTC at the latest."
    ])
    expect(said("fr")[1]).toBe(
      "2026-03-18 00:00 UTC: demande d’avis (retenu), car un dossier est ouvert depuis le 2026-03-02 00:00 UTC ; chacun reçoit la demande d’avis, quelle que soit sa réponse : cela la retient jusqu’au 2026-03-18 00:00 UTC au plus tard."
    )
  })
})

describe("a frequency rule", () => {
  const gap = { gap: "60 days", holds: ["review request"] } as const

  it("holds it against what scores can move, such as an invitation, for 14 days at most", () => {
    const spaced = shop({ frequency: [gap] })
    const story = customer(spaced).on("2026-03-04").obeys(spaced)
    expect(story.held(spaced)).toEqual(["review until 2026-03-18 00:00 UTC: ReviewDelayed, TooSoon"])
    expect(story.on("2026-03-18").toDo(spaced)).toEqual(["review"])
  })

  it("lets it go earlier when its gap ends earlier", () => {
    const spaced = shop({ frequency: [{ ...gap, gap: "5 days" }] })
    const story = customer(spaced).on("2026-03-04").obeys(spaced)
    expect(story.held(spaced)).toEqual(["review until 2026-03-06 00:00 UTC: ReviewDelayed, TooSoon"])
    expect(story.on("2026-03-06").toDo(spaced)).toEqual(["review"])
  })

  it("holds it against another request for a review as long as it says", () => {
    const spaced = shop({
      surveys: [survey({ triggers: [] })],
      frequency: [gap],
      reviews: [review({ triggers: [{ on: "touchpoint", kind: "order.delivered", expires: "90 days" }] })]
    })
    const story = agreed(anna).on("2026-03-01").delivered().obeys(spaced).on("2026-03-11").delivered()
    expect(story.held(spaced)).toEqual(["review until 2026-04-30 00:00 UTC: TooSoon"])
    expect(story.on("2026-04-30").toDo(spaced)).toEqual(["review"])
  })

  it("counts, between requests for reviews, from their turns: a delayed one holds the next no longer than another would", () => {
    const spaced = shop({
      frequency: [{ gap: "30 days", scope: "purpose", holds: ["review request"] }],
      reviews: [review({ triggers: [{ on: "touchpoint", kind: "order.delivered" }] })]
    })
    for (const score of [10, 0] as const) {
      const first = agreed(anna).on("2026-03-01").happens("visit").answersUnasked(score).obeys(spaced)
      const second = first.on("2026-03-02").delivered().obeys(spaced).on("2026-03-16").obeys(spaced)
      const sent = second.history.events.filter((event) => event._tag === "Sent" && event.key.includes("/maps/"))
      expect(sent.map(({ occurredAt }) => occurredAt)).toEqual([time(score === 10 ? "2026-03-02" : "2026-03-16")])
      const turns = second.on("2026-03-20").delivered().obeys(spaced).on("2026-04-01")
      expect(turns.toDo(spaced)).toEqual(score === 10 ? ["review"] : ["review: delayed"])
    }
  })
})

it("no score has a say where surveys have a rhythm, cases are repaired, and disruptions happen", { timeout: 0 }, () => {
  const troubled = given.map((one) => ({
    ...one,
    program: {
      ...one.program,
      surveys: one.program.surveys.map((survey) => ({
        ...survey,
        rhythm: { intervals: ["7 days", "1 month"] as const }
      })),
      disruptions: [{ kind: Programs.kinds[2] }]
    }
  }))
  fc.assert(
    fc.property(troubled, (one) => {
      // a program in which the disruption calls a review off is gating, and none
      fc.pre(one.program.reviews?.length !== 0 && Result.isSuccess(Program.make(one.program)))
      noGating.check(core)(one)
    })
  )
})
