/**
 * Triggers that are put together, asked by hand, or meant for some only: worked cases.
 */
import type * as Trigger from "@temoin/core/Trigger"
import * as Reason from "@temoin/core/Reason"
import { describe, expect, it } from "vitest"
import { anna, program, stranger, survey, tags, time, type Story } from "./fixture.ts"

type Written = typeof Trigger.Trigger.Encoded

const asking = (...triggers: ReadonlyArray<Written>) => program({ surveys: [survey({ triggers })] })

const delivered = { on: "touchpoint", kind: "order.delivered" } as const
const paid = { on: "touchpoint", kind: "order.paid" } as const

/** How the asks end that end now, and why. */
const endings = (story: Story, shop: ReturnType<typeof program>) =>
  story.decisions(shop).flatMap((one) => (one._tag === "EndAsk" ? [`${one.as}: ${tags(one.because)}`] : []))

const keys = (story: Story, shop: ReturnType<typeof program>) =>
  story.decisions(shop).map(({ key }) => decodeURIComponent(key.split("/")[4] ?? ""))

const sentence = (story: Story, shop: ReturnType<typeof program>, language: Reason.Language = "en") =>
  Reason.sentenceOfAll(story.decisions(shop)[0]?.because ?? [], language)

describe("any of several", () => {
  const shop = asking({ on: "any", of: [delivered, { on: "touchpoint", kind: "visit.ended", delay: "1 day" }] })

  it("asks whichever comes, each in its own time, and in a wave of its own", () => {
    const story = anna.on("2026-03-01").happens("order.delivered", { id: "7" })
    expect(keys(story, shop)).toEqual(["any:touchpoint:7"])
    const visited = anna.on("2026-03-01").happens("visit.ended", { id: "8" })
    expect(visited.held(shop)).toEqual(["invite until 2026-03-02 00:00 UTC: NotYetDue"])
    expect(keys(visited.on("2026-03-02"), shop)).toEqual(["any:touchpoint:8"])
    // the first wave is over by then
    expect(story.obeys(shop).on("2026-05-01").happens("visit.ended").on("2026-05-02").toDo(shop)).toEqual(["invite"])
  })

  it("asks once when two come close: the second joins the wave of the first", () => {
    const both = anna.on("2026-03-01").delivered().happens("visit.ended").obeys(shop)
    expect(endings(both.on("2026-03-02"), shop)).toEqual(["joined: WaveOpen"])
    const together = asking({ on: "any", of: [delivered, paid] })
    const story = anna.on("2026-03-01").delivered().happens("order.paid")
    expect(story.toDo(together)).toEqual(["invite", "invite: joined"])
  })

  it("keeps its keys when the parts change places, and has others under another name", () => {
    const story = anna.on("2026-03-01").happens("order.delivered", { id: "7" })
    expect(keys(story, asking({ on: "any", of: [paid, delivered] }))).toEqual(
      keys(story, asking({ on: "any", of: [delivered, paid] }))
    )
    expect(keys(story, asking({ on: "any", name: "a b", of: [paid, delivered] }))).toEqual(["any a%20b:touchpoint:7"])
  })

  it("may be of milestones, stages, answers and requests by hand", () => {
    const shop = program({
      journey: { stages: [{ id: "new" }, { id: "customer", enters: [{ on: "touchpoint", kind: "deal.won" }] }] },
      surveys: [
        survey({
          triggers: [
            {
              on: "any",
              of: [
                { on: "stage", stage: "customer" },
                { on: "milestone", anchor: "deal.won", at: ["3 months"] },
                { on: "answer", survey: "ces" },
                { on: "hand" }
              ]
            }
          ]
        }),
        { id: "ces" }
      ]
    })
    const won = anna.on("2026-03-01").happens("deal.won", { id: "1" })
    expect(keys(won, shop)).toEqual(["any:stage customer:1"])
    expect(keys(won.obeys(shop).on("2026-06-01"), shop)).toEqual(["any:milestone 3 months:1"])
    expect(keys(anna.fact({ _tag: "AskRequested", survey: "nps" }, "r"), shop)).toEqual(["any:hand:r"])
    expect(keys(anna.answersUnasked(9, "ces"), shop)[0]).toMatch(/^any:answer ces:widget:/)
  })

  it("asks about one happening once, by whichever part lets it in first", () => {
    const shop = asking({
      on: "any",
      of: [
        { on: "all", of: [delivered, paid] },
        {
          on: "all",
          of: [
            { ...delivered, delay: "3 days" },
            { on: "touchpoint", kind: "order.rated" }
          ]
        }
      ]
    })
    const before = anna.on("2026-02-20").happens("order.rated").happens("order.paid")
    const story = before.on("2026-03-01").happens("order.delivered", { id: "7" })
    expect(keys(story, shop)).toEqual(["any:touchpoint:7"])
    expect(story.obeys(shop).wakes(shop)).toBe("never")
  })
})

describe("all of several", () => {
  const shop = asking({ on: "all", of: [delivered, paid] })

  it("asks when the last has come, whichever that is", () => {
    const first = anna.on("2026-03-01").delivered()
    expect(first.toDo(shop)).toEqual([])
    expect(first.wakes(shop)).toBe("never")
    expect(keys(first.on("2026-03-05").happens("order.paid", { id: "p" }), shop)).toEqual(["all:touchpoint:p"])
    const other = anna.on("2026-03-01").happens("order.paid").on("2026-03-05").happens("order.delivered", { id: "d" })
    expect(keys(other, shop)).toEqual(["all:touchpoint:d"])
  })

  it("says what has come, and when", () => {
    const shop = asking({ on: "all", of: [{ on: "milestone", anchor: "deal.won", at: ["3 months"] }, delivered] })
    const story = anna.on("2026-03-01").delivered().on("2026-03-02").happens("deal.won").on("2026-06-02")
    expect(sentence(story, shop)).toBe(
      "all of this has come: 3 months since deal.won on 2026-03-02 00:00 UTC, order.delivered on 2026-03-01 00:00 UTC"
    )
    expect(sentence(story, shop, "fr")).toBe(
      "tout ceci est arrivé : 3 mois depuis deal.won, le 2026-03-02 00:00 UTC ; order.delivered, le 2026-03-01 00:00 UTC"
    )
  })

  it("keeps what belongs to one order apart from another; what names none belongs to all", () => {
    const mixed = anna.on("2026-03-01").delivered("order 7").happens("order.paid", { about: "order 8" })
    expect(mixed.toDo(shop)).toEqual([])
    expect(mixed.happens("order.paid", { about: "order 7" }).toDo(shop)).toEqual(["invite"])
    expect(mixed.delivered().toDo(shop)).toEqual(["invite"])
    expect(anna.on("2026-03-01").delivered("order 7").happens("order.paid").toDo(shop)).toEqual(["invite"])
  })

  it("with a limit wants them close together: on the day it ends is too late", () => {
    const shop = asking({ on: "all", of: [delivered, paid], within: "7 days" })
    const first = anna.on("2026-03-01").delivered()
    expect(first.on("2026-03-07 23:59").happens("order.paid").toDo(shop)).toEqual(["invite"])
    expect(first.on("2026-03-08").happens("order.paid").toDo(shop)).toEqual([])
    expect(first.on("2026-03-08").happens("order.paid").delivered().toDo(shop)).toEqual(["invite"])
  })

  it("asks again with each that comes when all the others have", () => {
    const customer = anna.on("2026-01-10").happens("deal.won")
    const shop = asking({ on: "all", of: [{ on: "touchpoint", kind: "deal.won" }, delivered] })
    const once = customer.on("2026-03-01").delivered().obeys(shop)
    expect(once.on("2026-05-01").delivered().toDo(shop)).toEqual(["invite"])
  })

  it("is not asked again when late news says that another part had come before as well", () => {
    const asked = anna.on("2026-03-01").delivered().on("2026-03-05").happens("order.paid", { id: "p" }).obeys(shop)
    const late = asked.on("2026-02-27").delivered().on("2026-04-10")
    expect(late.toDo(shop)).toEqual([])
    // two that came before the payment, and nothing after it
    expect(late.held(shop)).toEqual([])
  })

  it("may want any of some: delivered, and paid or invoiced", () => {
    const shop = asking({
      on: "all",
      of: [delivered, { on: "any", of: [paid, { on: "touchpoint", kind: "order.invoiced" }] }]
    })
    expect(anna.delivered().happens("order.invoiced").toDo(shop)).toEqual(["invite"])
    expect(anna.happens("order.paid").happens("order.invoiced").toDo(shop)).toEqual([])
  })

  it("is called off when the experience did not take place, for the order it is about", () => {
    const shop = asking({
      on: "all",
      of: [{ ...delivered, delay: "3 days" }, paid],
      unless: ["order.cancelled"]
    })
    const story = anna.on("2026-03-01").delivered("order 7").happens("order.paid")
    expect(story.happens("order.cancelled", { about: "order 8" }).on("2026-03-04").toDo(shop)).toEqual(["invite"])
    expect(endings(story.happens("order.cancelled", { about: "order 7" }), shop)).toEqual([
      "cancelled: ExperienceCancelled"
    ])
  })
})

const asked = (story: Story, by?: string) =>
  story.fact({ _tag: "AskRequested", survey: "nps", ...(by !== undefined && { by }) }, "r1")

/** A shop with some rules, in which the survey is asked by hand and at delivery. */
const ruled = (changes: Parameters<typeof program>[0], of: Parameters<typeof survey>[0] = {}) =>
  program({ surveys: [survey({ triggers: [{ on: "hand" }, delivered], ...of })], ...changes })

/** Anna on 1 April, asked and heard on 1 March. */
const heard = (shop: ReturnType<typeof program>) =>
  anna.on("2026-03-01").delivered().obeys(shop).on("2026-03-02").answers(9).on("2026-04-01")

describe("an ask by hand", () => {
  const shop = asking({ on: "hand" }, delivered)
  it("goes out at once, and says who wanted it", () => {
    const story = asked(anna.on("2026-03-01"), "Eva")
    expect(keys(story, shop)).toEqual(["hand:r1"])
    expect(sentence(story, shop)).toBe("Eva asked for it by hand on 2026-03-01 00:00 UTC")
    expect(sentence(asked(anna.on("2026-03-01")), shop, "fr")).toBe(
      "quelqu’un l’a demandé à la main le 2026-03-01 00:00 UTC"
    )
    expect(story.obeys(shop).toDo(shop)).toEqual([])
  })

  it("is heard by the survey it is for, and only if that has the trigger", () => {
    const two = program({
      surveys: [survey({ triggers: [{ on: "hand" }] }), survey({ id: "ces", triggers: [{ on: "hand" }] })]
    })
    expect(
      asked(anna)
        .decisions(two)
        .map((decision) => decision.survey)
    ).toEqual(["nps"])
    expect(asked(anna).toDo(program())).toEqual([])
  })

  it("obeys every rule: the gap, the cap, the window, opt-out, consistency, the sample", () => {
    const gap = ruled({ frequency: [{ gap: "60 days" }] })
    expect(asked(heard(gap)).held(gap)).toEqual(["invite until 2026-04-30 00:00 UTC: TooSoon"])
    const cap = ruled({ caps: [{ most: 1, within: "90 days" }] })
    expect(asked(heard(cap)).held(cap)).toEqual(["invite until 2026-05-30 00:00 UTC: TooMany"])
    const window = ruled({ window: { from: "09:00", to: "17:00" } })
    expect(asked(anna.on("2026-03-03 20:00")).held(window)).toEqual([
      "invite until 2026-03-04 09:00 UTC: OutsideWindow"
    ])
    const silent = anna.on("2026-03-01").fact({ _tag: "OptedOut", extent: {} })
    expect(endings(asked(silent), ruled({}))).toEqual(["forbidden: OptedOut"])
    const rhythm = ruled({}, { rhythm: {} })
    expect(asked(heard(rhythm)).held(rhythm)).toEqual(["invite until 2026-06-02 00:00 UTC: Consistent"])
    expect(endings(asked(anna), ruled({}, { sample: 0.5 }))).toEqual(["forbidden: NotSampled"])
    expect(endings(asked(anna.on("2026-03-01").delivered().obeys(shop)), shop)).toEqual(["joined: WaveOpen"])
  })

  it("is nothing that the contact did: after three silent waves it does not count as a sign of life", () => {
    const shop = program({ surveys: [survey({ triggers: [{ on: "hand" }], rhythm: { intervals: ["1 month"] } })] })
    let story = asked(anna.on("2026-01-02")).obeys(shop)
    for (const [id, day] of [
      ["r2", "2026-02-10"],
      ["r3", "2026-03-20"]
    ] as const) {
      story = story.on(day).fact({ _tag: "AskRequested", survey: "nps" }, id).obeys(shop)
    }
    const again = story.on("2026-06-01").fact({ _tag: "AskRequested", survey: "nps" }, "r4")
    expect(again.held(shop)).toEqual(["invite waits: SilentTooOften"])
  })
})

/** At delivery, when this is so. */
const when = (condition: NonNullable<Written["when"]>, changes: object = {}) =>
  program({
    journey: {
      stages: [
        { id: "trial", enters: [{ on: "touchpoint", kind: "trial.started" }] },
        { id: "customer", enters: [{ on: "touchpoint", kind: "deal.won" }] }
      ]
    },
    surveys: [survey({ triggers: [{ ...delivered, when: condition, ...changes }] })]
  })

describe("a condition", () => {
  const story = anna.on("2026-03-01").delivered()

  it("that something has happened makes the ask wait for it, until it expires with that reason", () => {
    const shop = when({ touchpoint: "training.held" })
    expect(story.held(shop)).toEqual(["invite waits: NotHappened"])
    expect(story.on("2026-03-09").happens("training.held").toDo(shop)).toEqual(["invite"])
    expect(endings(story.on("2026-03-31"), shop)).toEqual(["expired: Expired, NotHappened"])
    expect(anna.on("2026-02-01").happens("training.held").on("2026-03-01").delivered().toDo(shop)).toEqual(["invite"])
  })

  it("that something has happened of late forgets what is longer ago, to the millisecond", () => {
    const shop = when({ touchpoint: "training.held", within: "7 days" })
    const trained = anna.on("2026-02-22").happens("training.held")
    expect(trained.on("2026-02-28 23:59").delivered().toDo(shop)).toEqual(["invite"])
    expect(trained.on("2026-03-01").delivered().held(shop)).toEqual(["invite waits: NotHappened"])
  })

  it("that something has not happened of late lets time pass", () => {
    const shop = when({ not: { touchpoint: "price.raised", within: "14 days" } })
    const raised = anna.on("2026-02-20").happens("price.raised").on("2026-03-01").delivered()
    expect(raised.held(shop)).toEqual(["invite until 2026-03-06 00:00 UTC: HasHappened"])
    expect(raised.on("2026-03-06").toDo(shop)).toEqual(["invite"])
    expect(story.toDo(shop)).toEqual(["invite"])
  })

  it("that something has never happened ends the ask when it has: nothing undoes that", () => {
    const shop = when({ not: { touchpoint: "contract.ended" } })
    const ended = anna.on("2026-02-20").happens("contract.ended").on("2026-03-01").delivered()
    expect(endings(ended, shop)).toEqual(["forbidden: HasHappened"])
  })

  it("that they stand in a stage waits until they do; that they do not, until they leave it", () => {
    const there = when({ stage: "customer" })
    expect(story.held(there)).toEqual(["invite waits: NotInStage"])
    expect(story.happens("deal.won").toDo(there)).toEqual(["invite"])
    const elsewhere = when({ not: { stage: "trial" } })
    const trying = anna.on("2026-02-01").happens("trial.started").on("2026-03-01").delivered()
    expect(trying.held(elsewhere)).toEqual(["invite waits: InStage"])
    expect(trying.on("2026-03-04").happens("deal.won").toDo(elsewhere)).toEqual(["invite"])
  })

  it("knows of what is dated in the future, and looks again then", () => {
    const soon = anna.on("2026-03-05").happens("deal.won").on("2026-03-01").delivered()
    expect(soon.held(when({ stage: "customer" }))).toEqual(["invite until 2026-03-05 00:00 UTC: NotInStage"])
    expect(soon.held(when({ touchpoint: "deal.won" }))).toEqual(["invite until 2026-03-05 00:00 UTC: NotHappened"])
    expect(soon.toDo(when({ not: { touchpoint: "deal.won" } }))).toEqual(["invite"])
  })

  it("of any waits for the first, of all for the last", () => {
    const training = { touchpoint: "training.held" } as const
    const calm = { not: { touchpoint: "price.raised", within: "14 days" } } as const
    const raised = anna.on("2026-02-20").happens("price.raised").on("2026-03-01").delivered()
    const any = when({ any: [training, calm] })
    const all = when({ all: [training, calm] })
    expect(raised.held(any)).toEqual(["invite until 2026-03-06 00:00 UTC: HasHappened, NotHappened"])
    expect(raised.held(all)).toEqual(["invite waits: HasHappened, NotHappened"])
    const trained = raised.on("2026-03-02").happens("training.held")
    expect(trained.toDo(any)).toEqual(["invite"])
    expect(trained.held(all)).toEqual(["invite until 2026-03-06 00:00 UTC: HasHappened"])
    const nested = when({ all: [training, { any: [calm, { stage: "customer" }] }] })
    expect(trained.happens("deal.won").toDo(nested)).toEqual(["invite"])
  })

  it("is about the time the ask goes out, not the time it was due", () => {
    const shop = {
      ...when({ stage: "customer" }),
      frequency: [...program({ frequency: [{ gap: "10 days" }] }).frequency]
    }
    const asked = anna.on("2026-02-25").happens("deal.won").delivered().obeys(shop).on("2026-02-26").answers(9)
    const again = asked.on("2026-03-06").delivered()
    expect(again.held(shop)).toEqual(["invite until 2026-03-07 00:00 UTC: TooSoon"])
    expect(again.happens("trial.started").held(shop)).toEqual(["invite waits: NotInStage, TooSoon"])
  })
})

const aged = (age: NonNullable<Written["age"]>) => asking({ ...delivered, expires: "20 days", age })

describe("an age", () => {
  it("of at least so much makes the newcomer's ask wait, or expire with that reason", () => {
    const shop = aged({ minimum: "14 days" })
    const newcomer = stranger.on("2026-03-01").fact({ _tag: "ContactChanged", email: "anna@example.com" })
    const asked = newcomer.on("2026-03-03").delivered()
    expect(asked.held(shop)).toEqual(["invite until 2026-03-15 00:00 UTC: TooYoung"])
    expect(asked.on("2026-03-14 23:59").toDo(shop)).toEqual([])
    expect(asked.on("2026-03-15").toDo(shop)).toEqual(["invite"])
    expect(endings(newcomer.on("2026-03-03").delivered().on("2026-03-23"), aged({ minimum: "1 month" }))).toEqual([
      "expired: Expired, TooYoung"
    ])
  })

  it("of less than so much leaves out whoever is older when the ask is due, for good", () => {
    const shop = aged({ maximum: "2 months" })
    expect(anna.on("2026-02-28 23:59").delivered().toDo(shop)).toEqual(["invite"])
    expect(endings(anna.on("2026-03-01").delivered(), shop)).toEqual(["forbidden: TooOld"])
  })

  it("is that of the day it is due: who is held back by something else does not grow too old meanwhile", () => {
    const shop = program({
      surveys: [
        survey({ triggers: [{ ...delivered, age: { maximum: "2 months" } }] }),
        survey({ id: "ces", priority: 1 })
      ],
      frequency: [{ gap: "7 days" }]
    })
    const story = anna.on("2026-02-27").delivered().obeys(shop)
    expect(
      story
        .on("2026-03-06")
        .decisions(shop)
        .map(({ survey }) => survey)
    ).toEqual(["nps"])
  })

  it("may count from something that happened, and waits for it", () => {
    const shop = aged({ anchor: "deal.won", minimum: "7 days" })
    const story = anna.on("2026-03-01").delivered()
    expect(story.held(shop)).toEqual(["invite waits: NotHappened"])
    expect(story.happens("deal.won").held(shop)).toEqual(["invite until 2026-03-08 00:00 UTC: TooYoung"])
    expect(story.happens("deal.won").on("2026-03-08").happens("deal.won").toDo(shop)).toEqual(["invite"])
  })

  it("says so in words", () => {
    const young = { _tag: "TooYoung", since: time("2026-03-01"), minimum: "14 days" } as const
    expect(Reason.sentence(young)).toBe(
      "they have been with us since 2026-03-01 00:00 UTC, and 14 days must pass first"
    )
    expect(Reason.sentence(young, "fr")).toBe(
      "la personne est avec nous depuis le 2026-03-01 00:00 UTC, et il faut d’abord attendre 14 jours"
    )
  })
})

describe("a first day", () => {
  it("leaves alone what came due before it, on the program's clock", () => {
    const shop = program({
      zone: "Europe/Paris",
      surveys: [survey({ triggers: [{ ...delivered, since: "2026-03-10" }] })]
    })
    expect(anna.on("2026-03-09 22:59").delivered().on("2026-03-12").toDo(shop)).toEqual([])
    expect(anna.on("2026-03-09 22:59").delivered().wakes(shop)).toBe("never")
    expect(anna.on("2026-03-09 23:00").delivered().on("2026-03-12").toDo(shop)).toEqual(["invite"])
  })

  it("goes by the time the ask is due, not by what it is about", () => {
    const shop = asking({ on: "milestone", anchor: "deal.won", at: ["1 month", "3 months"], since: "2026-03-10" })
    const customer = anna.on("2026-01-15").happens("deal.won")
    expect(customer.on("2026-03-12").toDo(shop)).toEqual([])
    expect(customer.on("2026-03-12").wakes(shop)).toBe("2026-04-15 00:00 UTC")
  })
})

describe("late news about a stage", () => {
  const shop = program({
    journey: { stages: [{ id: "new" }, { id: "customer", enters: [{ on: "touchpoint", kind: "deal.won" }] }] },
    surveys: [survey({ triggers: [{ on: "stage", stage: "customer" }] })]
  })

  it("ends what was tried in vain, since they stood there already", () => {
    const tried = anna.on("2026-03-01").happens("deal.won").obeys(shop, "failed")
    const late = tried.on("2026-02-20").happens("deal.won").on("2026-03-02")
    expect(endings(late, shop)).toEqual(["cancelled: StageReached"])
    expect(late.toDo(shop)).toEqual(["invite: cancelled", "invite"])
    expect(late.obeys(shop).toDo(shop)).toEqual([])
  })

  it("asks once, when two answers to one wave bring them there twice", () => {
    const shop = program({
      journey: {
        stages: [
          { id: "new", enters: [{ on: "touchpoint", kind: "site.visited" }] },
          { id: "fan", enters: [{ on: "answer", categories: ["promoter"] }] }
        ]
      },
      surveys: [survey(), survey({ id: "why", triggers: [{ on: "stage", stage: "fan", delay: "2 days" }] })]
    })
    const story = anna.on("2026-03-01").delivered().obeys(shop).on("2026-03-02").answers(9).on("2026-03-03")
    const twice = story.happens("site.visited").answers(10)
    expect(twice.held(shop)).toEqual(["invite until 2026-03-04 00:00 UTC: NotYetDue"])
    expect(twice.on("2026-03-04").obeys(shop).wakes(shop)).toBe("never")
  })
})
