/**
 * The rule book, case by case. What holds for all programs and histories at once is in the laws.
 */
import * as Contact from "@temoin/core/Contact"
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as FollowUp from "@temoin/core/FollowUp"
import * as History from "@temoin/core/History"
import * as Outcome from "@temoin/core/Outcome"
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { anna, playbook, program, stranger, survey, tags, time, type Story } from "./fixture.ts"

const delivered = { on: "touchpoint", kind: "order.delivered" } as const
const thank = { step: "thank", do: "thank", to: ["promoter"] } as const
const testimonial = { step: "testimonial", do: "request testimonial", to: ["promoter"] } as const
const improve = { step: "improve", do: "contact", to: ["passive"], topic: "what can we do better" } as const
const solve = {
  step: "solve",
  do: "open case",
  to: ["detractor"],
  owner: "support",
  deadline: "2 days",
  escalateTo: "management"
} as const

const agreed = (story: Story): Story =>
  story.fact({
    _tag: "LegalBasisRecorded",
    purpose: "advocate",
    channel: "mail",
    basis: "consent",
    evidence: "ticked the box"
  })

/** Why the asks that end now end. */
const endings = (story: Story, shop: ReturnType<typeof program>) =>
  story
    .decisions(shop)
    .flatMap((decision) => (decision._tag === "EndAsk" ? [`${decision.as}: ${tags(decision.because)}`] : []))

describe("nothing", () => {
  it("is to be done for somebody to whom nothing happened, ever", () => {
    for (const nobody of [stranger, anna]) {
      expect(nobody.toDo(program())).toEqual([])
      expect(nobody.held(program())).toEqual([])
      expect(nobody.wakes(program())).toBe("never")
    }
  })

  it("is to be done after a touchpoint no survey cares about", () => {
    expect(anna.happens("site.visited").toDo(program())).toEqual([])
  })
})

describe("a trigger", () => {
  it("asks at once after its touchpoint, once", () => {
    const story = anna.on("2026-03-01").delivered()
    expect(story.toDo(program())).toEqual(["invite"])
    expect(story.obeys(program()).toDo(program())).toEqual([])
    expect(story.obeys(program()).later("1 year").toDo(program())).toEqual([])
  })

  it("says why, how long the invitation waits, and how long its wave stays open", () => {
    const [decision] = anna
      .on("2026-03-01")
      .delivered()
      .decisions(program({ surveys: [survey({ closes: "3 days" })] }))
    expect(decision).toMatchObject({
      _tag: "Invite",
      survey: "nps",
      expiresAt: time("2026-03-31"),
      closes: "3 days",
      because: [{ _tag: "TouchpointHappened", kind: "order.delivered", at: time("2026-03-01"), delay: "0 days" }]
    })
  })

  it("with a delay asks that much later, and wakes us then", () => {
    const shop = program({ surveys: [survey({ triggers: [{ ...delivered, delay: "1 month" }] })] })
    const story = anna.on("2026-01-31 10:00").delivered()
    expect(story.toDo(shop)).toEqual([])
    expect(story.held(shop)).toEqual(["invite until 2026-02-28 10:00 UTC: NotYetDue"])
    expect(story.wakes(shop)).toBe("2026-02-28 10:00 UTC")
    expect(story.on("2026-02-28 09:59").toDo(shop)).toEqual([])
    expect(story.on("2026-02-28 10:00").toDo(shop)).toEqual(["invite"])
  })

  it("counts the delay on the contact's own clock, else on the program's", () => {
    const shop = program({ zone: "Europe/Paris", surveys: [survey({ triggers: [{ ...delivered, delay: "1 day" }] })] })
    // Paris puts its clocks forward on 29 March 2026: that day has 23 hours
    const story = anna.on("2026-03-28 11:00").delivered()
    expect(story.wakes(shop)).toBe("2026-03-29 10:00 UTC")
    expect(story.fact({ _tag: "ContactChanged", zone: "Asia/Kathmandu" }).wakes(shop)).toBe("2026-03-29 11:00 UTC")
  })

  it("that nobody could act on in time ends as expired, with what was in the way", () => {
    const shop = program({ surveys: [survey({ triggers: [{ ...delivered, expires: "3 days" }] })] })
    const story = anna.on("2026-03-01").delivered()
    expect(story.on("2026-03-03 23:59").toDo(shop)).toEqual(["invite"])
    expect(story.on("2026-03-04").toDo(shop)).toEqual(["invite: expired"])
    expect(endings(story.on("2026-03-04"), shop)).toEqual(["expired: Expired"])
    const unreachable = stranger.on("2026-03-01").delivered()
    expect(endings(unreachable.on("2026-03-04"), shop)).toEqual(["expired: Expired, NoAddress"])
    expect(story.on("2026-03-04").obeys(shop).toDo(shop)).toEqual([])
  })

  it("without an address waits for one until it expires", () => {
    const story = stranger.on("2026-03-01").delivered()
    expect(story.toDo(program())).toEqual([])
    expect(story.held(program())).toEqual(["invite waits: NoAddress"])
    expect(story.wakes(program())).toBe("2026-03-31 00:00 UTC")
    const known = story.on("2026-03-05").fact({ _tag: "ContactChanged", email: "anna@example.com" })
    expect(known.toDo(program())).toEqual(["invite"])
    expect(known.fact({ _tag: "ContactChanged", email: null }).held(program())).toEqual(["invite waits: NoAddress"])
  })

  it("with a name asks beside another one on the same touchpoint", () => {
    const shop = program({
      surveys: [survey({ triggers: [delivered, { ...delivered, name: "later", delay: "2 months" }] })]
    })
    const story = anna.on("2026-03-01").delivered().obeys(shop)
    expect(story.held(shop)).toEqual(["invite until 2026-05-01 00:00 UTC: NotYetDue"])
    const later = story.on("2026-05-01")
    expect(later.toDo(shop)).toEqual(["invite"])
    expect(later.decisions(shop)[0]?.key).not.toBe(anna.on("2026-03-01").delivered().decisions(shop)[0]?.key)
  })
})

const asking = (...triggers: NonNullable<ReturnType<typeof survey>["triggers"]>) =>
  program({ surveys: [survey({ triggers })] })

describe("a milestone", () => {
  const shop = asking({ on: "milestone", anchor: "deal.won", at: ["1 month", "3 months", "1 year"], expires: "7 days" })
  const customer = anna.on("2026-01-31 10:00").happens("deal.won", { id: "7" })

  it("counts from its anchor, not from the milestone before it: three months after 31 January is 30 April", () => {
    expect(customer.toDo(shop)).toEqual([])
    expect(customer.held(shop)).toEqual([
      "invite until 2026-02-28 10:00 UTC: NotYetDue",
      "invite until 2026-04-30 10:00 UTC: NotYetDue",
      "invite until 2027-01-31 10:00 UTC: NotYetDue"
    ])
    expect(customer.on("2026-02-28 09:59").toDo(shop)).toEqual([])
    const asked = customer.on("2026-02-28 10:00").obeys(shop)
    expect(asked.wakes(shop)).toBe("2026-04-30 10:00 UTC")
    expect(asked.on("2026-04-30 10:00").toDo(shop)).toEqual(["invite"])
  })

  it("says which one was reached, and keeps its key", () => {
    expect(customer.on("2026-02-28 10:00").decisions(shop)).toMatchObject([
      {
        key: "shop/nps/anna/invite/milestone%201%20month%3A7",
        because: [{ _tag: "MilestoneReached", anchor: "deal.won", at: time("2026-01-31 10:00"), after: "1 month" }]
      }
    ])
  })

  it("that was missed is not made up for: each expires by itself", () => {
    const late = customer.on("2026-05-01")
    expect(late.toDo(shop)).toEqual(["invite: expired", "invite"])
    expect(late.obeys(shop).wakes(shop)).toBe("2027-01-31 10:00 UTC")
  })

  it("is reached again after another anchor", () => {
    const twice = customer.on("2026-03-15").obeys(shop).happens("deal.won").on("2026-04-15")
    expect(twice.toDo(shop)).toEqual(["invite"])
  })

  it("is called off when the experience did not take place after all", () => {
    const shop = asking({ on: "milestone", anchor: "deal.won", at: ["1 month", "3 months"], unless: ["deal.lost"] })
    expect(customer.on("2026-02-10").happens("deal.lost").toDo(shop)).toEqual([
      "invite: cancelled",
      "invite: cancelled"
    ])
  })

  it("joins the wave that another trigger opened", () => {
    const shop = asking(delivered, { on: "milestone", anchor: "deal.won", at: ["1 month"] })
    const story = customer.on("2026-02-20").delivered().obeys(shop)
    expect(story.on("2026-02-28 10:00").toDo(shop)).toEqual(["invite: joined"])
  })
})

describe("a calendar", () => {
  const quarterly = { on: "calendar", first: "2026-03-01", every: "3 months" } as const
  const shop = asking(quarterly)

  it("asks from the beginning of its dates, each once", () => {
    expect(anna.held(shop)).toEqual(["invite until 2026-03-01 00:00 UTC: NotYetDue"])
    expect(anna.wakes(shop)).toBe("2026-03-01 00:00 UTC")
    expect(anna.on("2026-02-28 23:59").toDo(shop)).toEqual([])
    const asked = anna.on("2026-03-01").obeys(shop)
    expect(asked.toDo(shop)).toEqual([])
    expect(asked.wakes(shop)).toBe("2026-06-01 00:00 UTC")
    expect(asked.on("2026-06-02").toDo(shop)).toEqual(["invite"])
  })

  it("says which date came, and has it in the key", () => {
    expect(anna.on("2026-03-05").decisions(shop)).toMatchObject([
      {
        key: "shop/nps/anna/invite/calendar%3A2026-03-01",
        because: [{ _tag: "DateCame", date: time("2026-03-01") }]
      }
    ])
  })

  it("goes by the contact's own calendar, and keeps the date's name", () => {
    const far = anna.fact({ _tag: "ContactChanged", zone: "Pacific/Auckland" })
    expect(far.wakes(shop)).toBe("2026-02-28 11:00 UTC")
    expect(far.on("2026-02-28 11:00").decisions(shop)[0]?.key).toBe("shop/nps/anna/invite/calendar%3A2026-03-01")
    // New Zealand puts its clocks back on 5 April
    expect(far.on("2026-02-28 11:00").obeys(shop).wakes(shop)).toBe("2026-05-31 12:00 UTC")
  })

  it("asked somebody on a date does not ask them on it again when they move to where it comes later", () => {
    const far = anna.fact({ _tag: "ContactChanged", zone: "Pacific/Auckland" }).on("2026-02-28 11:00").obeys(shop)
    const moved = far.later("1 hour").fact({ _tag: "ContactChanged", zone: "America/New_York" })
    expect(moved.toDo(shop)).toEqual([])
    expect(moved.wakes(shop)).toBe("2026-06-01 04:00 UTC")
    expect(moved.on("2026-03-02").toDo(shop)).toEqual([])
    expect(moved.on("2026-06-02").toDo(shop)).toEqual(["invite"])
  })

  it("counts its dates from the first, clamped to the month's end: 31 January, 28 February, 31 March", () => {
    const shop = asking({ ...quarterly, first: "2026-01-31", every: "1 month", expires: "1 day" })
    for (const date of ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]) {
      expect(anna.on(date).toDo(shop).at(-1)).toBe("invite")
      expect(anna.on(`${date} 12:00`).decisions(shop).at(-1)?.key).toBe(`shop/nps/anna/invite/calendar%3A${date}`)
    }
  })

  it("does not ask for dates before they were known", () => {
    const newcomer = stranger.on("2026-03-01 00:01").fact({ _tag: "ContactChanged", email: "anna@example.com" })
    expect(newcomer.toDo(shop)).toEqual([])
    expect(newcomer.held(shop)).toEqual(["invite until 2026-06-01 00:00 UTC: NotYetDue"])
    const justInTime = stranger.on("2026-03-01").fact({ _tag: "ContactChanged", email: "anna@example.com" })
    expect(justInTime.toDo(shop)).toEqual(["invite"])
  })

  it("does not ask its audience for dates before they belonged to it, and nobody else", () => {
    const shop = asking({ ...quarterly, audience: "deal.won" })
    expect(anna.on("2026-03-05").toDo(shop)).toEqual([])
    expect(anna.wakes(shop)).toBe("never")
    const customer = anna.on("2026-03-05").happens("deal.won")
    expect(customer.toDo(shop)).toEqual([])
    expect(customer.wakes(shop)).toBe("2026-06-01 00:00 UTC")
    expect(customer.on("2026-06-01").toDo(shop)).toEqual(["invite"])
    expect(anna.on("2026-02-01").happens("deal.won").on("2026-03-01").toDo(shop)).toEqual(["invite"])
  })

  it("knows of an audience that will come to be by one of its dates", () => {
    const shop = asking({ ...quarterly, audience: "deal.won" })
    const foretold = anna.on("2026-04-01").happens("deal.won").on("2026-02-01")
    expect(foretold.wakes(shop)).toBe("2026-06-01 00:00 UTC")
  })

  it("ends the ask of a date nobody could act on in time, and goes on", () => {
    const story = anna.on("2026-06-01").obeys(shop)
    expect(anna.on("2026-06-01").toDo(shop)).toEqual(["invite: expired", "invite"])
    expect(story.wakes(shop)).toBe("2026-09-01 00:00 UTC")
  })

  it("with a spread gives each contact a day of their own, the same each time", () => {
    const shop = asking({ ...quarterly, spread: 14 })
    // the hash of `["shop","2026-03-01","anna"]` lies in the fourth of fourteen parts
    expect(anna.wakes(shop)).toBe("2026-03-04 00:00 UTC")
    expect(anna.on("2026-03-03 23:59").toDo(shop)).toEqual([])
    const asked = anna.on("2026-03-04").obeys(shop)
    expect(asked.wakes(shop)).toBe("2026-06-04 00:00 UTC")
    expect(anna.on("2026-03-04").decisions(shop)[0]?.key).toBe("shop/nps/anna/invite/calendar%3A2026-03-01")
  })

  it("goes on after a date that was called off", () => {
    const shop = asking({ ...quarterly, spread: 14, unless: ["contract.paused"] })
    const paused = anna.on("2026-03-02").happens("contract.paused")
    expect(paused.toDo(shop)).toEqual(["invite: cancelled"])
    expect(paused.obeys(shop).toDo(shop)).toEqual([])
    expect(paused.obeys(shop).wakes(shop)).toBe("2026-06-04 00:00 UTC")
  })

  it("that has gone on for a very long time still asks", () => {
    const daily = asking({ ...quarterly, first: "1999-01-01", every: "1 day", expires: "1 day" })
    expect(anna.on("2026-01-02").toDo(daily).at(-1)).toBe("invite")
  })
})

/** Asks why, after an answer to the question at delivery. */
const following = (trigger: object = {}) =>
  program({
    surveys: [survey(), survey({ id: "why", triggers: [{ on: "answer", survey: "nps", ...trigger }] })]
  })

describe("an ask after an answer", () => {
  const invited = anna.on("2026-03-01").happens("order.delivered", { id: "7" }).obeys(following())

  it("comes at once, to everybody who answered, once for each wave", () => {
    for (const score of Score.scale) {
      const answered = invited.on("2026-03-02").answers(score)
      expect(answered.decisions(following())).toMatchObject([
        {
          _tag: "Invite",
          key: "shop/why/anna/invite/answer%20nps%3Atouchpoint%3A7",
          because: [{ _tag: "AnswerGiven", score, at: time("2026-03-02") }]
        }
      ])
      expect(answered.obeys(following()).on("2026-03-03").answers(score).toDo(following())).toEqual([])
    }
  })

  it("comes after the answers of some, when it is for them, with its delay", () => {
    const promoters = following({ to: ["promoter"], delay: "3 days" })
    for (const score of Score.scale) {
      const story = invited.on("2026-03-02").answers(score)
      expect(story.toDo(promoters)).toEqual([])
      expect(story.on("2026-03-05").toDo(promoters)).toEqual(Score.category(score) === "promoter" ? ["invite"] : [])
    }
  })

  it("comes after an answer nobody asked for, too", () => {
    expect(anna.answersUnasked(9).toDo(following())).toEqual(["invite"])
  })

  it("goes by the answer that counts: the latest before the wave closes", () => {
    const promoters = following({ to: ["promoter"], delay: "1 day" })
    const better = invited.on("2026-03-02").answers(3).on("2026-03-04").answers(9)
    expect(better.held(promoters)).toEqual(["invite until 2026-03-05 00:00 UTC: NotYetDue"])
    const closed = invited.on("2026-03-02").answers(3).on("2026-03-09").answers(9)
    expect(closed.on("2026-03-12").toDo(promoters)).toEqual([])
  })

  it("whose answer was changed before it went out is cancelled when the wave closes, unless it is changed back", () => {
    const promoters = following({ to: ["promoter"], delay: "3 days" })
    const changed = invited.on("2026-03-02").answers(9).on("2026-03-03").answers(3)
    expect(changed.held(promoters)).toEqual(["invite until 2026-03-09 00:00 UTC: AnswerChanged"])
    expect(changed.on("2026-03-06").toDo(promoters)).toEqual([])
    expect(changed.on("2026-03-09").toDo(promoters)).toEqual(["invite: cancelled"])
    expect(endings(changed.on("2026-03-09"), promoters)).toEqual(["cancelled: AnswerChanged"])
    expect(changed.on("2026-03-04").answers(10).on("2026-03-07").toDo(promoters)).toEqual(["invite"])
  })

  it("of one survey is not that of another, and can be called for by an answer to it in turn", () => {
    const chain = program({
      surveys: [
        survey(),
        survey({ id: "why", triggers: [{ on: "answer", survey: "nps" }] }),
        survey({ id: "more", triggers: [{ on: "answer", survey: "why" }] })
      ]
    })
    const first = invited.on("2026-03-02").answers(9)
    expect(first.decisions(chain).map((decision) => decision.survey)).toEqual(["why"])
    const second = first.obeys(chain).on("2026-03-03").answers(9, { survey: "why" })
    expect(second.decisions(chain).map((decision) => decision.survey)).toEqual(["more"])
  })
})

describe("an experience that did not take place", () => {
  const shop = program({
    surveys: [survey({ triggers: [{ ...delivered, delay: "3 days", unless: ["order.cancelled"] }] })]
  })

  it("cancels the ask about the same order, at once and for good", () => {
    const story = anna.on("2026-03-01").delivered("order 7").later("1 day")
    const cancelled = story.happens("order.cancelled", { about: "order 7" })
    expect(cancelled.toDo(shop)).toEqual(["invite: cancelled"])
    expect(endings(cancelled, shop)).toEqual(["cancelled: ExperienceCancelled"])
    const settled = cancelled.obeys(shop)
    expect(settled.toDo(shop)).toEqual([])
    expect(settled.wakes(shop)).toBe("never")
    expect(settled.on("2026-03-04").toDo(shop)).toEqual([])
  })

  it("cancels no other order's ask, and none about an unnamed order", () => {
    const other = anna.on("2026-03-01").delivered("order 7").happens("order.cancelled", { about: "order 8" })
    const unnamed = anna.on("2026-03-01").delivered("order 7").happens("order.cancelled")
    for (const story of [other, unnamed]) expect(story.on("2026-03-04").toDo(shop)).toEqual(["invite"])
  })

  it("with an order number cancels whichever was reported first", () => {
    const story = anna
      .on("2026-03-01")
      .happens("order.cancelled", { about: "order 7" })
      .later("1 day")
      .delivered("order 7")
    expect(story.toDo(shop)).toEqual(["invite: cancelled"])
  })

  it("without an order number cancels what came before it or with it, not what comes after", () => {
    const before = anna.on("2026-03-01").delivered().later("1 day").happens("order.cancelled")
    const together = anna.on("2026-03-01").happens("order.cancelled").delivered()
    const after = anna.on("2026-03-01").happens("order.cancelled").later("1 day").delivered()
    expect(before.toDo(shop)).toEqual(["invite: cancelled"])
    expect(together.toDo(shop)).toEqual(["invite: cancelled"])
    expect(after.on("2026-03-05").toDo(shop)).toEqual(["invite"])
  })

  it("is not bad news: a complaint cancels nothing", () => {
    const story = anna.on("2026-03-01").delivered("order 7").happens("grievance", { about: "order 7" })
    expect(story.on("2026-03-04").toDo(shop)).toEqual(["invite"])
  })
})

describe("a wave that is open", () => {
  it("is joined by the next trigger of its survey, with that reason", () => {
    const story = anna.on("2026-03-01").delivered().obeys(program()).on("2026-03-05").delivered()
    expect(story.toDo(program())).toEqual(["invite: joined"])
    expect(endings(story, program())).toEqual(["joined: WaveOpen"])
    expect(story.obeys(program()).on("2026-05-01").toDo(program())).toEqual([])
  })

  it("is not joined once its invitation has expired, or once it has closed after its answer", () => {
    const invited = anna.on("2026-03-01").delivered().obeys(program())
    expect(invited.on("2026-03-30 23:59").delivered().toDo(program())).toEqual(["invite: joined"])
    expect(invited.on("2026-03-31").delivered().toDo(program())).toEqual(["invite"])
    const answered = invited.on("2026-03-02").answers(8)
    expect(answered.on("2026-03-08 23:59").delivered().toDo(program())).toEqual(["invite: joined"])
    expect(answered.on("2026-03-09").delivered().toDo(program())).toEqual(["invite"])
  })

  it("is one ask, though two touchpoints are due together", () => {
    const story = anna.on("2026-03-01").delivered("order 7").delivered("order 8")
    expect(story.toDo(program())).toEqual(["invite", "invite: joined"])
  })

  it("of another survey is nothing to join", () => {
    const shop = program({ surveys: [survey(), survey({ id: "ces" })] })
    expect(anna.on("2026-03-01").delivered().toDo(shop)).toEqual(["invite", "invite"])
  })
})

/** In which order two surveys of these priorities ask. */
const order = (first: number, second: number) =>
  anna
    .on("2026-03-01")
    .delivered()
    .decisions(program({ surveys: [survey({ id: "a", priority: first }), survey({ id: "b", priority: second })] }))
    .map((decision) => decision.survey)

describe("two asks that are due together", () => {
  it("go by priority, the larger first", () => {
    expect(order(0, 1)).toEqual(["b", "a"])
    expect(order(1, 0)).toEqual(["a", "b"])
    expect(order(-2, -1)).toEqual(["b", "a"])
  })

  it("of one priority go by the time they are due, then by key", () => {
    expect(order(0, 0)).toEqual(["a", "b"])
    const shop = program({
      surveys: [survey({ id: "a", triggers: [{ ...delivered, delay: "1 hour" }] }), survey({ id: "b" })]
    })
    const story = anna.on("2026-03-01").delivered().later("1 day")
    expect(story.decisions(shop).map(({ survey }) => survey)).toEqual(["b", "a"])
  })

  it("measure before they ask for praise", () => {
    const shop = program({
      surveys: [survey({ id: "ces" }), survey({ triggers: [] })],
      followUp: [playbook(testimonial)]
    })
    const story = agreed(anna).on("2026-03-01").answersUnasked(10).delivered()
    expect(story.toDo(shop)).toEqual(["invite", "testimonial"])
  })

  it("count for each other: the second waits for the gap after the first", () => {
    const shop = program({ surveys: [survey(), survey({ id: "ces" })], frequency: [{ gap: "10 days" }] })
    const story = anna.on("2026-03-01").delivered()
    expect(story.decisions(shop).map(({ survey }) => survey)).toEqual(["ces"])
    expect(story.held(shop)).toEqual(["invite until 2026-03-11 00:00 UTC: TooSoon"])
  })
})

const withScope = (scope: "purpose" | "everything") =>
  program({
    surveys: [
      survey({ closes: "1 hour" }),
      survey({ id: "ces", triggers: [{ on: "touchpoint", kind: "ticket.closed" }] })
    ],
    followUp: [playbook(testimonial)],
    frequency: [{ gap: "20 days", scope }]
  })

const holding = (holds: "invitation" | "testimonial request") =>
  program({
    surveys: [survey(), survey({ id: "ces", triggers: [{ on: "touchpoint", kind: "ticket.closed" }] })],
    followUp: [playbook(testimonial)],
    frequency: [{ gap: "10 days", holds: [holds] }]
  })

describe("a minimum gap", () => {
  const clocks = ["invited", "reminded", "answered"] as const
  const scopes = ["survey", "purpose", "everything"] as const

  // A wave that is soon over, so that the next ask does not join it. The clocks start on different days.
  const brief = { expires: "4 days", closes: "1 hour", reminders: ["1 day"] } as const
  const started = { invited: "2026-03-01", reminded: "2026-03-02", answered: "2026-03-03" } as const
  const shop = (clock: (typeof clocks)[number], scope: (typeof scopes)[number]) =>
    program({
      surveys: [
        survey(brief),
        survey({ ...brief, id: "ces", triggers: [{ on: "touchpoint", kind: "ticket.closed" }] })
      ],
      frequency: [{ gap: "20 days", clocks: [clock], scope }]
    })
  const lived = (rules: ReturnType<typeof program>) =>
    anna
      .on(started.invited)
      .delivered()
      .obeys(rules)
      .on(started.reminded)
      .obeys(rules)
      .on(started.answered)
      .answers(8)
      .on("2026-03-08")

  const until = { invited: "2026-03-21", reminded: "2026-03-22", answered: "2026-03-23" } as const

  for (const clock of clocks) {
    for (const scope of scopes) {
      const rules = shop(clock, scope)

      it(`counts from when they were last ${clock}; its scope is ${scope}: the same survey`, () => {
        const story = lived(rules).delivered()
        expect(story.toDo(rules)).toEqual([])
        expect(story.held(rules)).toEqual([`invite until ${until[clock]} 00:00 UTC: TooSoon`])
        expect(story.wakes(rules)).toBe(`${until[clock]} 00:00 UTC`)
        expect(story.on(until[clock]).toDo(rules)).toEqual(["invite"])
      })

      it(`counts from when they were last ${clock}; its scope is ${scope}: another survey`, () => {
        const story = lived(rules).happens("ticket.closed")
        expect(story.toDo(rules)).toEqual(scope === "survey" ? ["invite"] : [])
      })
    }
  }

  it("for everything counts a request for a testimonial too; for a purpose it does not", () => {
    const asked = (scope: "purpose" | "everything") =>
      agreed(anna).on("2026-03-01").answersUnasked(10).obeys(withScope(scope)).on("2026-03-05").happens("ticket.closed")
    expect(asked("purpose").toDo(withScope("purpose"))).toEqual(["invite"])
    expect(asked("everything").held(withScope("everything"))).toEqual(["invite until 2026-03-21 00:00 UTC: TooSoon"])
  })

  it("on several clocks waits for the last of them", () => {
    const rules = program({
      surveys: [survey(brief)],
      frequency: [{ gap: "20 days", clocks: ["invited", "answered"] }]
    })
    const story = anna
      .on("2026-03-01")
      .delivered()
      .obeys(rules)
      .on("2026-03-03")
      .answers(8)
      .on("2026-03-08")
      .delivered()
    expect(story.held(rules)).toEqual(["invite until 2026-03-23 00:00 UTC: TooSoon, TooSoon"])
  })

  it("among several is the longest that counts", () => {
    const rules = program({ surveys: [survey(brief)], frequency: [{ gap: "10 days" }, { gap: "30 days" }] })
    const story = anna.on("2026-03-01").delivered().obeys(rules).on("2026-03-08").delivered()
    expect(story.held(rules)).toEqual(["invite until 2026-03-31 00:00 UTC: TooSoon, TooSoon"])
    expect(story.on("2026-03-11").held(rules)).toEqual(["invite until 2026-03-31 00:00 UTC: TooSoon"])
  })

  it("longer than the ask can wait lets it expire, and says what was in the way", () => {
    const rules = program({ surveys: [survey(brief)], frequency: [{ gap: "90 days" }] })
    const story = anna.on("2026-03-01").delivered().obeys(rules).on("2026-03-08").delivered()
    expect(story.wakes(rules)).toBe("2026-04-07 00:00 UTC")
    expect(endings(story.on("2026-04-07"), rules)).toEqual(["expired: Expired, TooSoon"])
  })

  it("counts a message that may have left, not one that did not", () => {
    const rules = shop("invited", "everything")
    const story = anna.on("2026-03-01").delivered()
    for (const fate of ["sent", "unknown", "on their way"] as const) {
      expect(story.obeys(rules, fate).on("2026-03-08").happens("ticket.closed").toDo(rules), fate).toEqual([])
    }
    const failed = story.obeys(rules, "failed").on("2026-03-08").happens("ticket.closed")
    expect(failed.decisions(rules).map((decision) => decision.survey)).toEqual(["nps"])
  })

  it("counts what a host did before it had us, such as an imported last answer", () => {
    const rules = shop("answered", "everything")
    const story = anna.on("2026-02-20").answersUnasked(7).on("2026-03-08").happens("ticket.closed")
    expect(story.held(rules)).toEqual(["invite until 2026-03-12 00:00 UTC: TooSoon"])
  })

  it("that holds reminders holds none back on account of its own invitation", () => {
    const rules = program({
      surveys: [
        survey({ reminders: ["3 days"] }),
        survey({ id: "ces", triggers: [{ on: "touchpoint", kind: "ticket.closed" }] })
      ],
      frequency: [{ gap: "5 days", holds: ["reminder"] }]
    })
    const invited = anna.on("2026-03-01").delivered().obeys(rules)
    expect(invited.on("2026-03-04").toDo(rules)).toEqual(["remind 1"])
    const both = invited.on("2026-03-03").happens("ticket.closed").obeys(rules)
    expect(both.on("2026-03-04").held(rules)).toEqual(["remind 1 until 2026-03-08 00:00 UTC: TooSoon"])
    expect(both.on("2026-03-08").toDo(rules)).toEqual(["remind 1"])
  })

  it("of one survey counts all that happened in it, whatever the purpose", () => {
    const rules = program({
      followUp: [playbook(testimonial)],
      frequency: [{ gap: "3 days", clocks: ["answered"], scope: "survey", holds: ["testimonial request"] }]
    })
    const promoter = agreed(anna).on("2026-03-01").answersUnasked(10)
    expect(promoter.held(rules)).toEqual(["testimonial until 2026-03-04 00:00 UTC: TooSoon"])
  })

  it("that holds testimonial requests leaves surveys alone, and the other way round", () => {
    const story = (holds: "invitation" | "testimonial request") =>
      agreed(anna)
        .on("2026-03-01")
        .delivered()
        .obeys(holding(holds))
        .on("2026-03-02")
        .answers(10)
        .happens("ticket.closed")
    expect(story("invitation").toDo(holding("invitation"))).toEqual(["testimonial"])
    expect(story("testimonial request").toDo(holding("testimonial request"))).toEqual(["invite"])
  })

  it("does not hold back thanks", () => {
    const rules = program({
      followUp: [playbook(thank)],
      frequency: [{ gap: "90 days", holds: ["invitation", "reminder", "testimonial request"] }]
    })
    expect(anna.on("2026-03-01").delivered().obeys(rules).on("2026-03-02").answers(9).toDo(rules)).toEqual(["thank"])
  })
})

describe("a cap", () => {
  const brief = { expires: "1 day", closes: "1 hour" } as const
  const capped = (cap: Omit<typeof ContactFrequency.Cap.Encoded, "most" | "within"> = {}) =>
    program({
      surveys: [
        survey(brief),
        survey({ ...brief, id: "ces", triggers: [{ on: "touchpoint", kind: "ticket.closed" }] })
      ],
      followUp: [playbook(testimonial)],
      caps: [{ most: 2, within: "30 days", ...cap }]
    })
  const shop = capped()
  const twice = anna.on("2026-03-01").delivered().obeys(shop).on("2026-03-10").happens("ticket.closed").obeys(shop)

  it("lets as many through as it says, and makes the next one wait until the oldest has left the window", () => {
    const third = twice.on("2026-03-20").delivered()
    expect(third.toDo(shop)).toEqual([])
    expect(third.held(shop)).toEqual(["invite until 2026-03-31 00:00 UTC: TooMany"])
    expect(third.wakes(shop)).toBe("2026-03-31 00:00 UTC")
    expect(third.on("2026-03-30 23:59").toDo(shop)).toEqual([])
    expect(third.on("2026-03-31").toDo(shop)).toEqual(["invite"])
  })

  it("rolls: the one after that waits for the second", () => {
    const fourth = twice.on("2026-03-31").delivered().obeys(shop).on("2026-04-02").delivered()
    expect(fourth.held(shop)).toEqual(["invite until 2026-04-09 00:00 UTC: TooMany"])
  })

  it("counts asks that are decided together", () => {
    const together = anna.on("2026-03-01").delivered().happens("ticket.closed").obeys(shop)
    expect(together.on("2026-03-05").delivered().held(shop)).toEqual(["invite until 2026-03-31 00:00 UTC: TooMany"])
    const one = program({ surveys: [survey(), survey({ id: "ces" })], caps: [{ most: 1, within: "7 days" }] })
    const story = anna.on("2026-03-01").delivered()
    expect(story.toDo(one)).toEqual(["invite"])
    expect(story.held(one)).toEqual(["invite until 2026-03-08 00:00 UTC: TooMany"])
  })

  it("says how many there were, and since when", () => {
    const [held] = Decide.decide(shop, twice.on("2026-03-20").delivered().history, time("2026-03-20")).held
    expect(held?.verdict).toMatchObject({
      reasons: [{ _tag: "TooMany", clock: "invited", most: 2, within: "30 days", since: time("2026-03-01") }]
    })
  })

  it("counts what may have left, not what did not", () => {
    const once = anna.on("2026-03-01").delivered().obeys(shop).on("2026-03-10").happens("ticket.closed")
    for (const fate of ["sent", "unknown", "on their way"] as const) {
      expect(once.obeys(shop, fate).on("2026-03-20").delivered().toDo(shop), fate).toEqual([])
    }
    expect(once.obeys(shop, "failed").on("2026-03-20").delivered().toDo(shop)).toContain("invite")
  })

  it("lets an ask expire that would wait too long, and says what was in the way", () => {
    const shop = program({
      surveys: [survey({ ...brief, triggers: [{ ...delivered, expires: "5 days" }] })],
      caps: [{ most: 1, within: "30 days" }]
    })
    const story = anna.on("2026-03-01").delivered().obeys(shop).on("2026-03-10").delivered()
    expect(story.wakes(shop)).toBe("2026-03-15 00:00 UTC")
    expect(endings(story.on("2026-03-15"), shop)).toEqual(["expired: Expired, TooMany"])
  })

  it("of one survey counts that survey only", () => {
    const rules = capped({ scope: "survey" })
    expect(twice.on("2026-03-20").delivered().toDo(rules)).toEqual(["invite"])
    const thrice = twice.on("2026-03-20").delivered().obeys(rules).on("2026-03-25").delivered()
    expect(thrice.held(rules)).toEqual(["invite until 2026-03-31 00:00 UTC: TooMany"])
  })

  it("counts answers when its clock is answers, and holds testimonial requests when it says so", () => {
    const rules = capped({ clocks: ["answered"], holds: ["testimonial request"] })
    const once = agreed(anna).on("2026-03-01").answersUnasked(7).on("2026-03-02").answersUnasked(9)
    expect(once.toDo(rules)).toEqual([])
    expect(once.held(rules)).toEqual(["testimonial until 2026-03-31 00:00 UTC: TooMany"])
    expect(once.delivered().toDo(rules)).toEqual(["invite: joined"])
  })

  it("that holds reminders counts none of them against its own invitation", () => {
    const rules = program({
      surveys: [survey({ reminders: ["3 days"] })],
      caps: [{ most: 1, within: "30 days", holds: ["reminder"] }]
    })
    expect(anna.on("2026-03-01").delivered().obeys(rules).on("2026-03-04").toDo(rules)).toEqual(["remind 1"])
  })
})

const sampling = (sample: number, id = "nps") =>
  program({
    surveys: [
      survey({ id, sample, triggers: [{ ...delivered, expires: "2 days" }], closes: "1 hour", expires: "1 day" })
    ]
  })

/** Whether a contact is asked, each time of so many that something happened to them, when all that is decided is done. */
const turns = (shop: ReturnType<typeof program>, contact: string, times: number): ReadonlyArray<boolean> => {
  const born = { id: Event.EventId.make("born"), occurredAt: 0, recordedAt: 0, email: "anna@example.com" }
  const events: Array<Event.Event> = [{ _tag: "ContactChanged", ...born }]
  return Array.from({ length: times }, (_, i) => {
    const now = time("2026-01-01") + i * 7 * 86_400_000
    const id = Event.Event.cases.TouchpointHappened.fields.id.make(`${i}`)
    events.push({ _tag: "TouchpointHappened", id, occurredAt: now, recordedAt: now, kind: "order.delivered" })
    const history = Result.getOrThrow(History.make(Contact.ContactId.make(contact), events))
    const { decisions } = Decide.decide(shop, history, now)
    for (const decision of decisions) {
      const attempt = { attempt: 1, reference: Event.Reference.make("0".repeat(32)), address: "anna@example.com" }
      if (Decision.isSend(decision)) events.push(Outcome.intended(decision, attempt, now))
      else events.push(Outcome.recorded(decision, now))
    }
    return decisions.some(({ _tag, key }) => _tag === "Invite" && key.endsWith(`%3A${i}`))
  })
}

describe("a sample", () => {
  const contacts = Array.from({ length: 400 }, (_, i) => `contact ${i}`)

  it("asks them every second time, or every fourth: it rotates, and everybody's turn comes", () => {
    for (const [sample, every] of [
      [0.5, 2],
      [0.25, 4]
    ] as const) {
      const shop = sampling(sample)
      for (const contact of contacts.slice(0, 100)) {
        const asked = turns(shop, contact, 2 * every)
        expect(asked.filter(Boolean).length).toBe(2)
        expect(asked.slice(0, every)).toEqual(asked.slice(every))
      }
    }
  })

  // each time the number asked is binomial, B(10,000, 1/4): mean 2,500, sd 43.3. Beyond 5 sd once in 1.7 million draws
  it("of a quarter, over 10,000 contacts: a quarter each time, to within 5 standard deviations, and each of them once", () => {
    const shop = sampling(0.25)
    const asked = Array.from({ length: 10_000 }, (_, i) => turns(shop, `contact ${i}`, 4))
    for (let turn = 0; turn < 4; turn++) {
      const counted = asked.filter((one) => one[turn] === true).length
      expect(Math.abs(counted - 2500)).toBeLessThan(5 * 43.3)
    }
    expect(asked.every((one) => one.filter(Boolean).length === 1)).toBe(true)
  })

  it("is about that share of the contacts each time, in every survey others", () => {
    const first = (id: string) => {
      const shop = sampling(0.25, id)
      return contacts.filter((contact) => turns(shop, contact, 1)[0])
    }
    expect(first("nps").length).toBeGreaterThan(0.2 * contacts.length)
    expect(first("nps").length).toBeLessThan(0.3 * contacts.length)
    expect(first("ces")).not.toEqual(first("nps"))
  })

  it("of a third asks a third of the times, never twice running", () => {
    const shop = sampling(1 / 3)
    for (const contact of contacts.slice(0, 20)) {
      const asked = turns(shop, contact, 30)
      expect(Math.abs(asked.filter(Boolean).length - 10)).toBeLessThanOrEqual(1)
      expect(asked.some((one, i) => one && asked[i + 1])).toBe(false)
    }
  })

  it("moves nobody's turn for late news: only what was decided is a turn", () => {
    const shop = program({
      surveys: [survey({ sample: 0.5, triggers: [{ ...delivered, delay: "3 days", expires: "2 days" }] })]
    })
    // the first turn was somebody else's, so the next is theirs
    const story = anna.on("2026-03-01").delivered().on("2026-03-04").obeys(shop).on("2026-04-01").delivered()
    expect(story.on("2026-04-04").toDo(shop)).toEqual(["invite"])
    for (const late of ["2026-02-01", "2026-03-20", "2026-03-28"]) {
      const known = story.on(late).delivered().on("2026-04-04")
      expect(known.toDo(shop)).toEqual(["invite: expired", "invite"])
    }
    // what joined an open wave, or was called off, took no turn either
    const joined = story.on("2026-04-01").delivered().on("2026-04-04")
    expect(joined.toDo(shop)).toEqual(["invite", "invite: joined"])
    expect(joined.obeys(shop).on("2026-06-01").delivered().on("2026-06-04").toDo(shop)).toEqual(["invite: forbidden"])
  })

  // the hash of `["shop","nps","anna"]` lies in the second half: the first of two turns is somebody else's
  it("ends the asks of the others at once, with that reason, and stays with it", () => {
    const shop = sampling(0.5)
    const others = anna.on("2026-03-01").delivered()
    expect(others.toDo(shop)).toEqual(["invite: forbidden"])
    expect(endings(others, shop)).toEqual(["forbidden: NotSampled"])
    expect(others.on("2026-03-02").toDo(shop)).toEqual(["invite: forbidden"])
    expect(others.obeys(shop).toDo(shop)).toEqual([])
    expect(others.obeys(shop).on("2026-03-10").delivered().toDo(shop)).toEqual(["invite"])
    expect(others.obeys(shop).on("2026-03-10").toDo(sampling(1))).toEqual([])
  })

  it("of everybody leaves nobody out", () => {
    for (const contact of contacts) expect(turns(sampling(1), contact, 3)).toEqual([true, true, true])
  })
})

describe("a reminder", () => {
  const shop = program({ surveys: [survey({ reminders: ["3 days", "7 days"], expires: "10 days" })] })
  const invited = anna.on("2026-03-01").delivered().obeys(shop)

  it("goes out while nobody has answered, each once, counted from the invitation", () => {
    expect(invited.held(shop)).toEqual([
      "remind 1 until 2026-03-04 00:00 UTC: NotYetDue",
      "remind 2 until 2026-03-08 00:00 UTC: NotYetDue"
    ])
    expect(invited.on("2026-03-04").toDo(shop)).toEqual(["remind 1"])
    const reminded = invited.on("2026-03-04").obeys(shop)
    expect(reminded.toDo(shop)).toEqual([])
    expect(reminded.wakes(shop)).toBe("2026-03-08 00:00 UTC")
    expect(reminded.on("2026-03-08").toDo(shop)).toEqual(["remind 2"])
    expect(reminded.on("2026-03-08").obeys(shop).wakes(shop)).toBe("never")
  })

  it("says since when they have not answered", () => {
    expect(invited.on("2026-03-04").decisions(shop)).toMatchObject([
      {
        _tag: "Remind",
        expiresAt: time("2026-03-11"),
        because: [{ _tag: "NoAnswer", invitedAt: time("2026-03-01"), after: "3 days" }]
      }
    ])
  })

  it("does not go out to somebody who has answered, whatever they answered", () => {
    for (const score of Score.scale) {
      const answered = invited.on("2026-03-02").answers(score)
      expect(answered.on("2026-03-09").toDo(shop)).toEqual([])
      expect(answered.wakes(shop)).toBe("never")
    }
  })

  it("that nobody sent in time gives way to the next: of several that are due, only the latest", () => {
    expect(invited.on("2026-03-09").toDo(shop)).toEqual(["remind 2"])
    expect(invited.on("2026-03-09").obeys(shop).toDo(shop)).toEqual([])
  })

  it("does not go out once the invitation has expired", () => {
    expect(invited.on("2026-03-10 23:59").toDo(shop)).toEqual(["remind 2"])
    expect(invited.on("2026-03-11").toDo(shop)).toEqual([])
    expect(invited.on("2026-03-11").wakes(shop)).toBe("never")
  })

  it("does not go out for an invitation that never left", () => {
    const failed = anna.on("2026-03-01").delivered().obeys(shop, "failed")
    expect(failed.on("2026-03-05").toDo(shop)).toEqual(["invite"])
  })
})

describe("a message that could not be sent", () => {
  const failed = anna.on("2026-03-01").delivered().obeys(program(), "failed")

  it("is tried again after a minute, then after four, with the same key", () => {
    expect(failed.toDo(program())).toEqual([])
    expect(failed.held(program())).toEqual(["invite until 2026-03-01 00:01 UTC: BackingOff"])
    const again = failed.on("2026-03-01 00:01")
    expect(again.toDo(program())).toEqual(["invite"])
    expect(again.decisions(program())[0]?.key).toBe(anna.on("2026-03-01").delivered().decisions(program())[0]?.key)
    const twice = again.obeys(program(), "failed")
    expect(twice.wakes(program())).toBe("2026-03-01 00:05 UTC")
    expect(twice.on("2026-03-01 00:05").obeys(program()).toDo(program())).toEqual([])
  })

  it("ends as expired when it never could", () => {
    const shop = program({ surveys: [survey({ triggers: [{ ...delivered, expires: "1 hour" }] })] })
    const story = anna.on("2026-03-01").delivered().obeys(shop, "failed").on("2026-03-01 01:00")
    expect(story.toDo(shop)).toEqual(["invite: expired"])
  })

  it("and may have left all the same counts as sent: nobody is asked twice", () => {
    for (const fate of ["unknown", "on their way"] as const) {
      const story = anna.on("2026-03-01").delivered().obeys(program(), fate)
      expect(story.later("1 day").toDo(program())).toEqual([])
    }
  })
})

const extents = {
  everything: {},
  "this survey": { survey: "nps" },
  "all measuring": { purpose: "measure" },
  "all advocating": { purpose: "advocate" },
  "measuring by this survey": { survey: "nps", purpose: "measure" }
} as const

const lifts = (optOut: keyof typeof extents, optIn: keyof typeof extents) =>
  anna
    .fact({ _tag: "OptedOut", extent: extents[optOut] })
    .later("1 minute")
    .fact({ _tag: "OptedIn", extent: extents[optIn], evidence: "ticked the box" })
    .delivered()
    .toDo(program())
    .includes("invite")

describe("silence", () => {
  // On 3 March four messages are due: an ask of each of two surveys, and thanks and a request after an answer to "nps".
  const shop = program({
    surveys: [survey({ closes: "1 hour" }), survey({ id: "ces" })],
    followUp: [playbook({ ...thank, after: "2 days" }, { ...testimonial, after: "2 days" })]
  })
  const story = agreed(anna).on("2026-03-01").answersUnasked(10).on("2026-03-03")
  const sent = (story: Story) =>
    story
      .delivered()
      .decisions(shop)
      .flatMap((decision) => (decision._tag === "EndAsk" ? [] : [`${decision._tag} ${decision.survey}`]))
      .toSorted()
  const all = ["Invite ces", "Invite nps", "RequestTestimonial nps", "Thank nps"]

  it.each([
    ["everything", []],
    ["this survey", ["Invite ces"]],
    ["all measuring", ["RequestTestimonial nps", "Thank nps"]],
    ["all advocating", ["Invite ces", "Invite nps", "Thank nps"]],
    ["measuring by this survey", ["Invite ces", "RequestTestimonial nps", "Thank nps"]]
  ] as const)("about %s leaves what it does not name", (extent, left) => {
    expect(sent(story)).toEqual(all)
    const silenced = story.fact({ _tag: "OptedOut", extent: extents[extent] })
    expect(sent(silenced)).toEqual(left)
    const ended = silenced
      .delivered()
      .decisions(shop)
      .filter(({ _tag }) => _tag === "EndAsk")
    expect(ended.length).toBe(all.length - left.length)
    for (const decision of ended) expect(decision).toMatchObject({ as: "forbidden", because: [{ _tag: "OptedOut" }] })
  })

  it("ends an ask for good; lifting it lets later ones through", () => {
    const silenced = anna.on("2026-03-01").delivered().fact({ _tag: "OptedOut", extent: {} }).obeys(program())
    const lifted = silenced.on("2026-03-02").fact({ _tag: "OptedIn", extent: {}, evidence: "asked us by telephone" })
    expect(lifted.toDo(program())).toEqual([])
    expect(lifted.delivered().toDo(program())).toEqual(["invite"])
  })

  it("is lifted only by an opt-in that reaches at least as far", () => {
    for (const optOut of ["everything", "this survey", "all measuring", "measuring by this survey"] as const) {
      expect(lifts(optOut, "everything")).toBe(true)
      expect(lifts(optOut, optOut)).toBe(true)
      expect(lifts(optOut, "all advocating")).toBe(false)
    }
    expect(lifts("everything", "this survey")).toBe(false)
    expect(lifts("this survey", "measuring by this survey")).toBe(false)
    expect(lifts("measuring by this survey", "all measuring")).toBe(true)
    expect(lifts("measuring by this survey", "this survey")).toBe(true)
  })

  it("after a spam report is about everything, until they opt in to everything again", () => {
    const reported = story.fact({ _tag: "SpamReported" })
    expect(sent(reported)).toEqual([])
    expect(endings(reported, shop)).toEqual(["forbidden: SpamReported", "forbidden: SpamReported"])
    const partly = { _tag: "OptedIn", extent: { survey: "nps" }, evidence: "ticked the box" } as const
    const later = reported.later("1 minute")
    expect(sent(later.fact(partly))).toEqual([])
    expect(sent(later.fact({ ...partly, extent: {} }))).toEqual(all)
  })

  it("that came at the same instant as an opt-in holds, whichever was told first", () => {
    const optIn = { _tag: "OptedIn", extent: {}, evidence: "ticked the box" } as const
    const optOut = { _tag: "OptedOut", extent: {} } as const
    expect(sent(story.fact(optIn).fact(optOut))).toEqual([])
    expect(sent(story.fact(optOut).fact(optIn))).toEqual([])
  })

  it("after erasure is for ever", () => {
    const erased = story.fact({ _tag: "Erased" })
    expect(sent(erased)).toEqual([])
    expect(sent(erased.fact({ _tag: "OptedIn", extent: {}, evidence: "ticked the box" }))).toEqual([])
  })

  it("also silences the reminders of an invitation that is out", () => {
    const shop = program({ surveys: [survey({ reminders: ["3 days"] })] })
    const silenced = anna
      .on("2026-03-01")
      .delivered()
      .obeys(shop)
      .on("2026-03-02")
      .fact({ _tag: "OptedOut", extent: {} })
    expect(silenced.on("2026-03-04").toDo(shop)).toEqual([])
  })

  it("does not keep the company from looking after the unhappy", () => {
    const shop = program({ followUp: [playbook(solve)] })
    const silenced = anna.on("2026-03-01").answersUnasked(2).fact({ _tag: "OptedOut", extent: {} })
    expect(silenced.toDo(shop)).toEqual(["solve"])
  })
})

describe("an address that was refused", () => {
  it("gets nothing more, whether the server said so at once or later", () => {
    const atOnce = anna.on("2026-03-01").delivered().obeys(program(), "refused")
    expect(atOnce.toDo(program())).toEqual(["invite: forbidden"])
    expect(endings(atOnce, program())).toEqual(["forbidden: HardBounced"])
    const later = anna.fact({ _tag: "HardBounced", address: "anna@example.com" }).on("2026-03-01").delivered()
    expect(later.toDo(program())).toEqual(["invite: forbidden"])
  })

  it("is not the person: at a new address they can be asked again", () => {
    const bounced = anna.fact({ _tag: "HardBounced", address: "anna@example.com" }).on("2026-03-01")
    const moved = bounced.fact({ _tag: "ContactChanged", email: "anna@example.org" })
    expect(moved.delivered().toDo(program())).toEqual(["invite"])
    const back = moved.fact({ _tag: "ContactChanged", email: "anna@example.com" })
    expect(back.delivered().toDo(program())).toEqual(["invite: forbidden"])
  })

  it("that was somebody else's is nothing to them", () => {
    const story = anna.fact({ _tag: "HardBounced", address: "bernd@example.com" }).on("2026-03-01").delivered()
    expect(story.toDo(program())).toEqual(["invite"])
  })
})

describe("a request for a testimonial", () => {
  const shop = program({ followUp: [playbook(testimonial, solve)] })

  it("needs a recorded legal basis for this purpose", () => {
    const promoter = anna.on("2026-03-01").answersUnasked(9)
    expect(promoter.toDo(shop)).toEqual(["testimonial: forbidden"])
    expect(endings(promoter, shop)).toEqual(["forbidden: NoLegalBasis"])
    expect(agreed(anna).on("2026-03-01").answersUnasked(9).toDo(shop)).toEqual(["testimonial"])
    const forReviews = anna.fact({
      _tag: "LegalBasisRecorded",
      purpose: "review",
      channel: "mail",
      basis: "soft opt-in",
      evidence: "order 7"
    })
    expect(forReviews.on("2026-03-01").answersUnasked(9).toDo(shop)).toEqual(["testimonial: forbidden"])
  })

  it("waits while a case is open, until it is resolved", () => {
    const unhappy = agreed(anna).on("2026-03-01").answersUnasked(3).obeys(shop)
    const happier = unhappy.on("2026-03-10").answersUnasked(9)
    expect(happier.toDo(shop)).toEqual(["escalate"])
    const waiting = happier.obeys(shop)
    expect(waiting.toDo(shop)).toEqual([])
    expect(waiting.held(shop)).toEqual(["testimonial waits: CaseOpen"])
    const id = caseOf(unhappy)
    const acknowledged = waiting.on("2026-03-11").fact({ _tag: "CaseAcknowledged", case: id })
    expect(acknowledged.held(shop)).toEqual(["testimonial waits: CaseOpen"])
    expect(acknowledged.fact({ _tag: "CaseResolved", case: id }).toDo(shop)).toEqual(["testimonial"])
  })

  it("expires when the case stays open too long", () => {
    const shop = program({
      followUp: [playbook({ ...testimonial, within: "5 days" }, { ...solve, deadline: "1 year" })]
    })
    const story = agreed(anna).on("2026-03-01").answersUnasked(3).obeys(shop).on("2026-03-10").answersUnasked(9)
    expect(story.wakes(shop)).toBe("2026-03-15 00:00 UTC")
    expect(endings(story.on("2026-03-15"), shop)).toEqual(["expired: CaseOpen, Expired"])
  })

  it("is not held back by a case for measuring: leaving the unhappy out flatters the number", () => {
    const unhappy = anna.on("2026-03-01").answersUnasked(3).obeys(shop)
    expect(unhappy.on("2026-03-09").delivered().toDo(shop)).toEqual(["invite", "escalate"])
  })
})

/** The only case there is. */
const caseOf = (story: Story): string => {
  const [opened] = story.history.events.filter((event) => event._tag === "CaseOpened")
  if (opened === undefined) throw new Error("no case was opened")
  return opened.case
}

describe("a case", () => {
  const shop = program({ followUp: [playbook(solve)] })
  const unhappy = anna.on("2026-03-01").answersUnasked(0)
  const opened = unhappy.obeys(shop)

  it("is opened once for a detractor, with an owner and a deadline", () => {
    expect(unhappy.decisions(shop)).toMatchObject([
      {
        _tag: "OpenCase",
        owner: "support",
        deadline: time("2026-03-03"),
        escalateTo: "management",
        score: 0,
        because: [{ _tag: "AnswerGiven", score: 0, at: time("2026-03-01") }]
      }
    ])
    expect(opened.toDo(shop)).toEqual([])
    expect(opened.answersUnasked(0).toDo(shop)).toEqual(["solve"])
  })

  it("that nobody acknowledged by its deadline is escalated, once", () => {
    expect(opened.wakes(shop)).toBe("2026-03-03 00:00 UTC")
    expect(opened.on("2026-03-02 23:59").toDo(shop)).toEqual([])
    const late = opened.on("2026-03-03")
    expect(late.decisions(shop)).toMatchObject([
      {
        _tag: "EscalateCase",
        escalateTo: "management",
        because: [{ _tag: "DeadlinePassed", openedAt: time("2026-03-01"), deadline: time("2026-03-03") }]
      }
    ])
    const escalated = late.obeys(shop)
    expect(escalated.toDo(shop)).toEqual([])
    expect(escalated.wakes(shop)).toBe("never")
  })

  it("that somebody acknowledged or resolved in time is not escalated", () => {
    for (const _tag of ["CaseAcknowledged", "CaseResolved"] as const) {
      const seen = opened.on("2026-03-02").fact({ _tag, case: caseOf(opened), by: "Bernd" })
      expect(seen.on("2026-04-01").toDo(shop)).toEqual([])
      expect(seen.wakes(shop)).toBe("never")
    }
  })
})

const presets = { atDelivery: FollowUp.atDelivery, afterDelivery: FollowUp.afterDelivery }

const answered = (moment: keyof typeof presets, score: Score.Score) => {
  const shop = program({ followUp: [{ survey: "nps", steps: [...presets[moment]] }] })
  return { shop, story: agreed(anna).on("2026-03-01").answersUnasked(score) }
}

const topic = (moment: keyof typeof presets) => {
  const { shop, story } = answered(moment, 7)
  return story.decisions(shop)
}

describe("the playbook", () => {
  const step = {
    atDelivery: {
      promoter: ["thank"],
      passive: ["improve"],
      detractor: ["solve"]
    },
    afterDelivery: {
      promoter: ["testimonial", "thank"],
      passive: ["improve"],
      detractor: ["clear up"]
    }
  } as const

  for (const moment of ["atDelivery", "afterDelivery"] as const) {
    const shop = program({ followUp: [{ survey: "nps", steps: [...presets[moment]] }] })
    const invited = agreed(anna).on("2026-03-01").delivered().obeys(shop).on("2026-03-02")

    it.each(Score.scale)(`${moment}: what is done at once after a %i`, (score) => {
      const now = invited.answers(score)
      expect(now.toDo(shop).toSorted()).toEqual(step[moment][Score.category(score)])
      for (const decision of now.decisions(shop)) {
        expect(decision).toMatchObject({ score, because: [{ _tag: "AnswerGiven", score, at: time("2026-03-02") }] })
      }
      expect(now.obeys(shop).toDo(shop)).toEqual([])
    })
  }

  it("at delivery asks a promoter for a testimonial after a week, and within two weeks or not at all", () => {
    const { shop, story } = answered("atDelivery", 9)
    const thanked = story.obeys(shop)
    expect(thanked.held(shop)).toEqual(["testimonial until 2026-03-08 00:00 UTC: NotYetDue"])
    expect(thanked.on("2026-03-08").toDo(shop)).toEqual(["testimonial"])
    expect(thanked.on("2026-03-14 23:59").toDo(shop)).toEqual(["testimonial"])
    expect(thanked.on("2026-03-15").toDo(shop)).toEqual(["testimonial: expired"])
  })

  it("after delivery asks a promoter at once, for a video, written words or a case study", () => {
    const { shop, story } = answered("afterDelivery", 10)
    expect(story.decisions(shop).find(({ _tag }) => _tag === "RequestTestimonial")).toMatchObject({
      forms: ["video", "written", "case study"]
    })
  })

  it("asks a passive what can be done better, and later what would make it a nine or ten", () => {
    expect(topic("atDelivery")).toMatchObject([{ _tag: "Contact", topic: "what can we do better" }])
    expect(topic("afterDelivery")).toMatchObject([{ _tag: "Contact", topic: "what would make it a nine or ten" }])
  })

  it("gives the account manager a day to look after a detractor, then tells the management", () => {
    for (const moment of ["atDelivery", "afterDelivery"] as const) {
      const { shop, story } = answered(moment, 6)
      expect(story.decisions(shop)).toMatchObject([
        { _tag: "OpenCase", owner: "account manager", deadline: time("2026-03-02"), escalateTo: "management" }
      ])
      expect(story.obeys(shop).on("2026-03-02").toDo(shop)).toEqual(["escalate"])
    }
  })

  it("is followed for an answer nobody asked for, too, and a trigger joins the wave it opened", () => {
    const shop = program({ followUp: [playbook(thank)] })
    const story = anna.on("2026-03-01").answersUnasked(10)
    expect(story.toDo(shop)).toEqual(["thank"])
    expect(story.on("2026-03-07").delivered().toDo(shop)).toContain("invite: joined")
    expect(story.on("2026-03-08").delivered().toDo(shop)).toContain("invite")
  })

  it("of one survey is not another's", () => {
    const shop = program({ surveys: [survey(), survey({ id: "ces" })], followUp: [playbook(thank)] })
    expect(anna.answersUnasked(10, "ces").toDo(shop)).toEqual([])
    expect(anna.answersUnasked(10, "nps").toDo(shop)).toEqual(["thank"])
  })

  it("that is late is not followed at all", () => {
    const shop = program({ followUp: [playbook({ ...thank, within: "3 days" })] })
    const story = anna.on("2026-03-01").answersUnasked(10)
    expect(story.on("2026-03-03 23:59").toDo(shop)).toEqual(["thank"])
    expect(story.on("2026-03-04").toDo(shop)).toEqual(["thank: expired"])
  })
})

describe("a changed answer", () => {
  const shop = program({
    followUp: [playbook({ ...thank, after: "1 hour" }, { ...testimonial, after: "3 days" }, improve, solve)]
  })
  const invited = agreed(anna).on("2026-03-01").delivered().obeys(shop)
  const nine = invited.on("2026-03-02").answers(9)
  const three = nine.on("2026-03-02 12:00").obeys(shop).on("2026-03-03").answers(3)

  it("from 9 to 3 opens a case and holds back what the 9 called for", () => {
    expect(nine.on("2026-03-02 12:00").toDo(shop)).toEqual(["thank"])
    expect(three.toDo(shop)).toEqual(["solve"])
    expect(three.held(shop)).toEqual(["testimonial until 2026-03-09 00:00 UTC: AnswerChanged"])
  })

  it("left at 3 when the wave closes cancels it", () => {
    const settled = three.obeys(shop).fact({ _tag: "CaseAcknowledged", case: caseOf(three.obeys(shop)) })
    expect(settled.on("2026-03-08 23:59").toDo(shop)).toEqual([])
    expect(settled.on("2026-03-09").toDo(shop)).toEqual(["testimonial: cancelled"])
    expect(endings(settled.on("2026-03-09"), shop)).toEqual(["cancelled: AnswerChanged"])
  })

  it("and back to 9 calls for it again, counted from the last answer, once the case is resolved", () => {
    const opened = three.obeys(shop).fact({ _tag: "CaseAcknowledged", case: caseOf(three.obeys(shop)) })
    const back = opened.on("2026-03-04").answers(9).obeys(shop)
    expect(back.toDo(shop)).toEqual([])
    expect(back.held(shop)).toEqual(["testimonial until 2026-03-07 00:00 UTC: NotYetDue"])
    expect(back.on("2026-03-07").held(shop)).toEqual(["testimonial waits: CaseOpen"])
    const resolved = back.on("2026-03-07").fact({ _tag: "CaseResolved", case: caseOf(opened) })
    expect(resolved.toDo(shop)).toEqual(["testimonial"])
    expect(resolved.obeys(shop).on("2026-04-01").toDo(shop)).toEqual([])
  })

  it("before anybody looked opens no case for a 3 that is gone, and says so", () => {
    const story = nine.on("2026-03-02 00:10").answers(3).on("2026-03-02 00:20").answers(9)
    expect(story.on("2026-03-02 12:00").toDo(shop)).toEqual(["thank"])
    expect(story.held(shop)).toEqual([
      "solve until 2026-03-09 00:00 UTC: AnswerChanged",
      "thank until 2026-03-02 01:20 UTC: NotYetDue",
      "testimonial until 2026-03-05 00:20 UTC: NotYetDue"
    ])
  })

  it("within a category thanks only once", () => {
    const story = nine.on("2026-03-02 12:00").obeys(shop).on("2026-03-03").answers(10)
    expect(story.on("2026-03-03 12:00").toDo(shop)).toEqual([])
  })

  it("after the wave has closed changes nothing", () => {
    const done = nine.on("2026-03-05").obeys(shop)
    expect(done.on("2026-03-10").answers(3).toDo(shop)).toEqual([])
    const passive = invited.on("2026-03-02").answers(8).obeys(shop)
    expect(passive.on("2026-03-10").answers(9).toDo(shop)).toEqual([])
    expect(passive.on("2026-03-10").answers(9).held(shop)).toEqual([])
  })
})

const keys = (shop: ReturnType<typeof program>) =>
  anna
    .on("2026-03-01")
    .happens("order.delivered", { id: "delivery/7" })
    .decisions(shop)
    .map(({ key }) => key)

const decided = (story: Story) => story.decisions(program()).map(({ key }) => key)

describe("a key", () => {
  it("says program, survey, contact, step and cause", () => {
    expect(keys(program())).toEqual(["shop/nps/anna/invite/touchpoint%3Adelivery%2F7"])
  })

  it("is the same in every version of the program, under any title and rule", () => {
    const asked = anna.on("2026-03-01").delivered()
    for (const changed of [
      program({ version: 2 }),
      program({ surveys: [survey({ subject: "Our new name" })] }),
      program({ surveys: [survey({ reminders: ["3 days"], priority: 7, closes: "2 days" })] }),
      program({ zone: "Europe/Paris", frequency: [{ gap: "1 hour" }], followUp: [playbook(thank)] })
    ]) {
      expect(keys(changed)).toEqual(keys(program()))
      expect(asked.obeys(program()).toDo(changed)).toEqual([])
    }
  })

  it("tells a named trigger from an id that looks like one", () => {
    const shop = program({ surveys: [survey({ triggers: [delivered, { ...delivered, name: "b" }] })] })
    const keys = ["a", "a:b"].flatMap((id) =>
      anna
        .happens("order.delivered", { id })
        .decisions(shop)
        .map(({ key }) => key)
    )
    expect(new Set(keys).size).toBe(4)
  })

  it("does not depend on when it is decided, or on other touchpoints", () => {
    const story = anna.on("2026-03-01").happens("order.delivered", { id: "7" })
    expect(decided(story.on("2026-03-20"))).toEqual(decided(story))
    const earlier = anna
      .on("2026-01-10")
      .delivered()
      .obeys(program())
      .on("2026-03-01")
      .happens("order.delivered", { id: "7" })
    expect(decided(earlier)).toEqual(decided(story))
  })

  it("is another one in another program", () => {
    expect(keys(program({ id: "market" }))).not.toEqual(keys(program()))
  })
})

describe("deciding", () => {
  it("changes neither the program nor the history, and gives the same again", () => {
    const shop = program({ followUp: [playbook(thank, testimonial, improve, solve)], frequency: [{ gap: "30 days" }] })
    const story = anna.on("2026-03-01").delivered().obeys(shop).on("2026-03-02").answers(3).delivered()
    const before = structuredClone({ shop, history: story.history })
    const first = story.decisions(shop)
    expect(story.decisions(shop)).toEqual(first)
    expect({ shop, history: story.history }).toEqual(before)
  })
})
