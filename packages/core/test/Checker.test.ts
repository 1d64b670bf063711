// Every rule: a program that breaks it, and the smallest change after which it does not.
import * as Circle from "@temoin/core/Circle"
import * as Finding from "@temoin/core/Finding"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Journey from "@temoin/core/Journey"
import * as OpenWeek from "@temoin/core/OpenWeek"
import * as Period from "@temoin/core/Period"
import * as Program from "@temoin/core/Program"
import * as SendWindow from "@temoin/core/SendWindow"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Time from "./arbitrary/Time.ts"
import { anna, solve } from "./fixture.ts"

type Written = typeof Program.Program.Encoded
type Survey = Written["surveys"][number]

const testimonial = { step: "testimonial", do: "request testimonial", to: ["promoter"] } as const

const delivered = { on: "touchpoint", kind: "order.delivered" } as const
const calendar = { on: "calendar", first: "2026-01-15", every: "3 months" } as const
const milestone = { on: "milestone", anchor: "deal.won", at: ["3 months", "6 months"] } as const
const office = { from: "09:00", to: "18:00" } as const
const apart = { gap: "14 days" } as const

/** A program with nothing to find in it: whoever is unhappy is looked after, and asks keep their distance. */
const program = (surveys: ReadonlyArray<Survey>, changes: Partial<Written> = {}): Written => ({
  id: "shop",
  surveys,
  frequency: [apart],
  followUp: surveys.map(({ id }) => ({ survey: id, steps: [solve] })),
  ...changes
})

const nps = (changes: Partial<Survey> = {}): Survey => ({ id: "nps", triggers: [delivered], ...changes })
const asking = (trigger: NonNullable<Survey["triggers"]>[number], changes: Partial<Written> = {}) =>
  program([nps({ triggers: [trigger] })], changes)
const following = (changes: Partial<Written> = {}, trigger: object = {}) =>
  program(
    [{ id: "ces", triggers: [delivered] }, nps({ triggers: [{ on: "answer", survey: "ces", ...trigger }] })],
    changes
  )
const praising = (step: object, changes: Partial<Written> = {}) =>
  program([nps()], { followUp: [{ survey: "nps", steps: [solve, { ...testimonial, ...step }] }], ...changes })

const happy = { id: "happy", enters: [{ on: "answer", categories: ["promoter", "passive", "detractor"] }] } as const
const arrived = { id: "arrived", enters: [{ on: "touchpoint", kind: "deal.won" }] } as const
const onStage = (stage: string, delay: Period.Period = "0 days") => ({ on: "stage", stage, delay }) as const

/** Two surveys, each asked on a stage that the other's answers lead to. */
const circle = (delay: Period.Period): Written =>
  program(
    [
      { id: "a", triggers: [delivered, { on: "stage", stage: "from b" }] },
      { id: "b", triggers: [{ on: "stage", stage: "from a", delay }] }
    ],
    {
      journey: {
        stages: [
          { id: "from a", enters: [{ on: "answer", survey: "a", categories: ["promoter", "passive", "detractor"] }] },
          { id: "from b", enters: [{ on: "answer", survey: "b", categories: ["promoter", "passive", "detractor"] }] }
        ]
      }
    }
  )

const findings = (written: Written) => Program.check(Result.getOrThrow(Program.make(written)))
const found = (written: Written) => findings(written).map(({ _tag, path }) => `${_tag} ${path}`)

type Case = readonly [rule: Finding.Rule, what: string, broken: Written, path: string, mended: Written]

const cases: ReadonlyArray<Case> = [
  [
    "ExpiresBeforeWindow",
    "a calendar's ask that expires before office hours",
    asking({ ...calendar, expires: "6 hours" }, { window: office }),
    "surveys[0].triggers[0].expires",
    asking({ ...calendar, expires: "3 days" }, { window: office })
  ],
  [
    "ExpiresBeforeWindow",
    "a weekly calendar whose day is a Saturday, for a day",
    asking({ ...calendar, first: "2026-01-17", every: "2 weeks", expires: "1 day" }, { window: office }),
    "surveys[0].triggers[0].expires",
    asking({ ...calendar, first: "2026-01-17", every: "2 weeks", expires: "4 days" }, { window: office })
  ],
  [
    "ReminderOutsideWindow",
    "a reminder between two Mondays",
    program([nps({ reminders: ["2 days"], expires: "5 days" })], { window: { ...office, days: ["monday"] } }),
    "surveys[0].reminders[0]",
    program([nps({ reminders: ["2 days"], expires: "8 days" })], { window: { ...office, days: ["monday"] } })
  ],
  [
    "GapOutlastsAsk",
    "an ask after an answer, within a gap since that answer",
    following({ frequency: [apart, { gap: "60 days", clocks: ["answered"] }] }),
    "surveys[1].triggers[0]",
    following({ frequency: [apart, { gap: "60 days", clocks: ["answered"] }] }, { delay: "45 days" })
  ],
  [
    "GapOutlastsAsk",
    "the same by a cap of one",
    following({ caps: [{ most: 1, within: "30 days", clocks: ["answered"] }] }),
    "surveys[1].triggers[0]",
    following({ caps: [{ most: 2, within: "30 days", clocks: ["answered"] }] })
  ],
  [
    "GapOutlastsAsk",
    "the playbook's testimonial request, within a gap since the answer that earns it",
    praising(
      { after: "7 days", within: "7 days" },
      { frequency: [apart, { gap: "15 days", clocks: ["answered"], holds: ["testimonial request"] }] }
    ),
    "followUp[0].steps[1]",
    praising(
      { after: "7 days", within: "30 days" },
      { frequency: [apart, { gap: "15 days", clocks: ["answered"], holds: ["testimonial request"] }] }
    )
  ],
  [
    "GapOutlastsAsk",
    "an ask on a stage that only answers enter, within a gap since the answer",
    asking(onStage("happy", "10 days"), {
      journey: { stages: [happy] },
      frequency: [apart, { gap: "50 days", clocks: ["answered"] }]
    }),
    "surveys[0].triggers[0]",
    asking(onStage("happy", "10 days"), {
      journey: { stages: [{ id: "happy", enters: [...happy.enters, ...arrived.enters] }] },
      frequency: [apart, { gap: "50 days", clocks: ["answered"] }]
    })
  ],
  [
    "StageNeverReached",
    "a trigger on a first stage that nothing enters",
    asking(onStage("stranger"), { journey: { stages: [{ id: "stranger" }, arrived] } }),
    "surveys[0].triggers[0].stage",
    asking(onStage("arrived"), { journey: { stages: [{ id: "stranger" }, arrived] } })
  ],
  [
    "UnknownSurvey",
    "a stage entered by answers to a survey there is not",
    program([nps()], { journey: { stages: [{ ...happy, enters: [{ ...happy.enters[0], survey: "npx" }] }] } }),
    "journey.stages[0].enters[0].survey",
    program([nps()], { journey: { stages: [{ ...happy, enters: [{ ...happy.enters[0], survey: "nps" }] }] } })
  ],
  [
    "Circle",
    "two surveys that ask each other by way of stages",
    circle("0 days"),
    "surveys[0].triggers",
    circle("30 days")
  ],
  [
    "AsksCloseTogether",
    "two surveys that know nothing of each other",
    program([nps(), { id: "ces", triggers: [calendar] }], { frequency: [{ gap: "90 days", scope: "survey" }] }),
    "frequency",
    program([nps(), { id: "ces", triggers: [calendar] }], { frequency: [{ gap: "2 weeks" }] })
  ],
  [
    "AsksCloseTogether",
    "one survey for each of two deliveries on one day",
    program([nps()], { frequency: [{ gap: "13 days" }] }),
    "frequency",
    program([nps()], { frequency: [], caps: [{ most: 1, within: "14 days", scope: "survey" }] })
  ],
  [
    "UnlessBadNews",
    "a refund that cancels the ask",
    asking({ ...delivered, unless: ["order.cancelled", "refund.given"] }),
    "surveys[0].triggers[0].unless[1]",
    asking({ ...delivered, unless: ["order.cancelled"] })
  ],
  [
    "UnlessBadNews",
    "a disruption of the company's own that cancels the ask",
    asking({ ...delivered, unless: ["parcel.lost"] }, { disruptions: [{ kind: "parcel.lost" }] }),
    "surveys[0].triggers[0].unless[0]",
    asking({ ...delivered, unless: ["parcel.lost"] })
  ],
  [
    "ScoreDependentWaves",
    "every wave counts, and the swinging are asked more often",
    program([nps({ triggers: [calendar], rhythm: {}, count: "waves" })]),
    "surveys[0].count",
    program([nps({ triggers: [calendar], rhythm: {}, count: "people" })])
  ],
  [
    "NobodyActs",
    "detractors who are only written to",
    program([nps()], {
      followUp: [
        { survey: "nps", steps: [{ step: "a", do: "contact", to: ["detractor"], topic: "what can we do better" }] }
      ]
    }),
    "followUp[0].steps",
    program([nps()], { followUp: [{ survey: "nps", steps: [solve] }] })
  ],
  ["NobodyActs", "no playbook", program([nps()], { followUp: [] }), "surveys[0]", program([nps()])],
  [
    "ChosenByScore",
    "a stage that only promoters enter",
    asking(onStage("loyalty", "30 days"), { journey: Journey.fiveStages }),
    "surveys[0].triggers[0].stage",
    asking(onStage("service", "30 days"), { journey: Journey.fiveStages })
  ],
  [
    "ChosenByScore",
    "an ask after good answers only",
    following({}, { to: ["promoter", "passive"] }),
    "surveys[1].triggers[0].to",
    following()
  ],
  [
    "WindowOutlastsAsk",
    "whoever is delivered to on a Friday evening is never asked",
    asking({ ...delivered, expires: "2 days" }, { window: office }),
    "surveys[0].triggers[0].expires",
    asking({ ...delivered, expires: "3 days" }, { window: office })
  ],
  [
    "WindowOutlastsAsk",
    "nor are a weekend's promoters for their words",
    praising({ within: "1 day" }, { window: office }),
    "followUp[0].steps[1].within",
    praising(
      { within: "1 day" },
      { window: { ...office, days: ["saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday"] } }
    )
  ],
  [
    "CrowdedOut",
    "the ask at delivery begins a gap that the ask a month later does not outlive",
    program([nps({ triggers: [delivered, { ...delivered, name: "later", delay: "1 month" }] })], {
      frequency: [{ gap: "90 days" }]
    }),
    "surveys[0].triggers[1]",
    program([nps({ triggers: [delivered, { ...delivered, name: "later", delay: "1 month", expires: "3 months" }] })], {
      frequency: [{ gap: "90 days" }]
    })
  ],
  [
    "CrowdedOut",
    "milestones closer together than asks may be",
    asking({ ...milestone, at: ["3 months", "6 months", "12 months"] }, { frequency: [{ gap: "4 months" }] }),
    "surveys[0].triggers[0].at[1]",
    asking({ ...milestone, at: ["3 months", "8 months", "14 months"] }, { frequency: [{ gap: "4 months" }] })
  ],
  [
    "CrowdedOut",
    "a calendar faster than its own rhythm",
    program([nps({ triggers: [{ ...calendar, every: "1 month", expires: "7 days" }], rhythm: {} })]),
    "surveys[0].triggers[0]",
    program([nps({ triggers: [{ ...calendar, every: "3 months", expires: "7 days" }], rhythm: {} })])
  ],
  [
    "CrowdedOut",
    "an ask after the answer to an invitation that begins a long gap",
    following({ frequency: [{ gap: "90 days" }] }),
    "surveys[1].triggers[0]",
    following({ frequency: [{ gap: "30 days" }] })
  ],
  [
    "CrowdedOut",
    "praise that is asked for within the gap after the invitation",
    praising({}, { frequency: [{ gap: "90 days", holds: ["invitation", "testimonial request"] }] }),
    "followUp[0].steps[1]",
    praising({}, { frequency: [{ gap: "90 days", scope: "purpose", holds: ["invitation", "testimonial request"] }] })
  ],
  [
    "RhythmOfMoment",
    "a survey about a delivery, left out because of what was answered before",
    program([nps({ rhythm: {} })]),
    "surveys[0].rhythm",
    program([nps()])
  ],
  [
    "AsksNobody",
    "a survey that nothing triggers",
    program([nps({ triggers: [] })]),
    "surveys[0].triggers",
    program([nps()])
  ],
  ...(
    [
      ["a gap that looks back further than people are kept", { frequency: [apart, { gap: "13 months" }] }],
      ["a cap that looks back further than people are kept", { caps: [{ most: 3, within: "13 months" }] }]
    ] as const
  ).map(([what, changes]): Case => [
    "ForgetsTooSoon",
    what,
    program([nps()], { ...changes, retention: { people: "1 year" } }),
    "retention.people",
    program([nps()], { ...changes, retention: { people: "13 months", words: "1 month" } })
  ]),
  [
    "ForgetsTooSoon",
    "a rhythm that comes round after people were erased",
    program([nps({ triggers: [], rhythm: { intervals: ["3 months", "24 months"] } })], {
      retention: { people: "18 months" }
    }),
    "retention.people",
    program([nps({ triggers: [], rhythm: { intervals: ["3 months", "24 months"] } })], {
      retention: { people: "2 years" }
    })
  ],
  [
    "JoinsOwnWave",
    "an ask that comes while the answer before it can still be changed",
    asking(onStage("happy", "6 days"), { journey: { stages: [happy] } }),
    "surveys[0].triggers[0].delay",
    asking(onStage("happy", "8 days"), { journey: { stages: [happy] } })
  ]
]

describe("a rule finds the program that breaks it, and lets the mended one pass", () => {
  it.each(cases)("%s: %s", (rule, _, broken, path, mended) => {
    expect(found(broken)).toEqual([`${rule} ${path}`])
    expect(found(mended)).toEqual([])
  })

  it("each of them", () => {
    expect(Finding.rules.filter((rule) => !cases.some(([one]) => one === rule))).toEqual([])
  })
})

const say = (index: number, language: "en" | "fr") =>
  findings(cases[index]![2]).map((one) => Finding.sentence(one, language))

describe("what is found", () => {
  const all = cases.flatMap(([, , broken]) => findings(broken))

  it("is said in both languages: where, with its facts, and what to do", () => {
    for (const one of all) {
      for (const language of ["en", "fr"] as const) {
        const sentence = Finding.sentence(one, language)
        expect(sentence).toMatch(/^\S.{80,700}[.)]$/su)
        expect(sentence).not.toMatch(/undefined|\[object|NaN/)
      }
      if ("survey" in one) expect(Finding.sentence(one, "fr")).toContain(`« ${one.survey} »`)
    }
  })

  it("names who says that it is bad practice", () => {
    for (const one of all.filter(({ severity }) => severity === "finding")) {
      if (one._tag === "AsksNobody" || one._tag === "JoinsOwnWave" || one._tag === "CrowdedOut") continue
      expect(Finding.sentence(one)).toMatch(/\d{4}\)|Témoin's own/)
    }
  })

  it("reads well", () => {
    expect([...say(0, "en"), ...say(3, "fr"), ...say(21, "en")]).toMatchInlineSnapshot(`
      [
        "The calendar's ask of "nps" is due at the start of its day and expires 6 hours later, and on none of its dates does the send window open by then: it can never be sent. Let it live longer, or open the window earlier.",
        "La demande de « nps » suit une réponse aussitôt et expire 30 jours après, mais rien ne part pendant 60 jours après une réponse (frequency[1]) : elle ne peut jamais partir. Raccourcissez l’intervalle, retirez-en « answered », ou prolongez la demande.",
        "An earlier ask of "nps" for the same event begins a gap of 90 days (frequency[0]) that is longer than the ask of "nps" waits: in the ordinary course of things it is never sent. Shorten the gap, let the ask live longer, or leave it out.",
      ]
    `)
  })

  it("comes with the errors first", () => {
    const both = findings(asking({ ...calendar, expires: "6 hours" }, { window: office, followUp: [], frequency: [] }))
    expect(both.map(({ severity }) => severity)).toEqual(["error", "finding"])
  })

  it("is nothing in the programs that core's own playbooks make", () => {
    for (const steps of [FollowUp.atDelivery, FollowUp.afterDelivery]) {
      expect(found(program([nps()], { followUp: [{ survey: "nps", steps }] }))).toEqual([])
    }
  })
})

const of = (written: Written) => Circle.all(Result.getOrThrow(Program.make(written)))

describe("a circle", () => {
  it("names its surveys and stages once, wherever it is looked at from", () => {
    expect(of(circle("0 days"))).toEqual([{ surveys: ["a", "b"], stages: ["from a", "from b"] }])
  })

  it("is a survey asked on two stages between which its own answers swing, and not one asked on the stage they stay in", () => {
    const journey = {
      stages: [
        { id: "happy", enters: [{ on: "answer", categories: ["promoter"] }] },
        { id: "unhappy", enters: [{ on: "answer", categories: ["detractor"] }] }
      ]
    } as const
    const both = program([nps({ triggers: [onStage("happy"), onStage("unhappy")] })], { journey })
    expect(of(both)).toEqual([{ surveys: ["nps"], stages: ["happy", "unhappy"] }])
    expect(of(program([nps({ triggers: [onStage("happy")] })], { journey }))).toEqual([])
  })

  it("may lead over a stage and back over an answer", () => {
    const written = program(
      [
        { id: "a", triggers: [onStage("asked b")] },
        { id: "b", triggers: [{ on: "answer", survey: "a" }] }
      ],
      {
        journey: {
          stages: [
            { id: "asked b", enters: [{ on: "answer", survey: "b", categories: ["promoter"] }] },
            { id: "asked a", enters: [{ on: "answer", survey: "a", categories: ["promoter"] }] }
          ]
        }
      }
    )
    expect(of(written)).toEqual([{ surveys: ["a", "b"], stages: ["asked a", "asked b"] }])
  })
})

/** The triggers alone, with no rule that could hold an ask back. */
const make = (written: Written) => Result.getOrThrow(Program.make({ ...written, frequency: [], followUp: [] }))

describe("what is said of stages is what decide does", () => {
  it("a circle never ends: each answer brings the next ask, as long as somebody answers", () => {
    const program = make(circle("0 days"))
    let story = anna.on("2026-03-01").delivered().obeys(program)
    for (const survey of ["a", "b", "a", "b", "a", "b"]) {
      story = story.later("9 days").answers(8, { survey })
      expect(story.toDo(program)).toEqual(["invite"])
      story = story.obeys(program)
    }
  })

  it("an ask on a stage that only answers enter expires within the gap since the answer", () => {
    const [, , broken, , mended] = cases.find(([, what]) => what.startsWith("an ask on a stage"))!
    const [gapped, open] = [broken, mended].map((written) => Result.getOrThrow(Program.make(written)))
    const story = anna.on("2026-03-01").answersUnasked(9)
    expect(story.later("10 days").held(gapped!)).toEqual(["invite until 2026-04-20 00:00 UTC: TooSoon"])
    expect(story.later("40 days").toDo(gapped!)).toEqual(["invite: expired"])
    expect(anna.on("2026-03-01").happens("deal.won").later("10 days").toDo(open!)).toEqual(["invite"])
  })

  it("an ask that comes while its own wave is open joins it", () => {
    const [, , broken, , mended] = cases.find(([rule]) => rule === "JoinsOwnWave")!
    const story = anna.on("2026-03-01").answersUnasked(9)
    expect(story.later("6 days").toDo(make(broken))).toEqual(["invite: joined"])
    expect(story.later("8 days").toDo(make(mended))).toEqual(["invite"])
  })

  it("what nothing enters asks nobody", () => {
    const [, , broken, , mended] = cases.find(([rule]) => rule === "StageNeverReached")!
    const story = anna.on("2026-03-01").happens("deal.won")
    expect(story.toDo(make(broken))).toEqual([])
    expect(story.toDo(make(mended))).toEqual(["invite"])
  })
})

describe("a week's opening hours", () => {
  const quarter = 15 * 60_000
  const week = 7 * 24 * 4
  const clock = fc
    .integer({ min: 0, max: 95 })
    .map((n) => `${String(n >> 2).padStart(2, "0")}:${String((n & 3) * 15).padStart(2, "0")}`)
  const window = fc
    .record({
      days: fc.subarray(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const, {
        minLength: 1
      }),
      from: clock,
      to: fc.oneof(clock, fc.constant("24:00"))
    })
    .filter(({ from, to }) => from !== to)
    .map((window): SendWindow.SendWindow => ({ ...window, holidays: [] }))

  /** Quarter by quarter, as the window itself says, in a week without clock changes. */
  const openQuarters = (one: SendWindow.SendWindow) => {
    const monday = Date.UTC(2026, 5, 1)
    return Array.from({ length: week }, (_, i) => SendWindow.isOpen(one, monday + i * quarter, "UTC"))
  }

  it("are shut for as long as a count of quarters of an hour says", () => {
    fc.assert(
      fc.property(window, (one) => {
        const open = openQuarters(one)
        let longest = 0
        let shut = 0
        for (const isOpen of [...open, ...open]) {
          shut = isOpen ? 0 : shut + 1
          longest = Math.max(longest, shut)
        }
        expect(OpenWeek.longestShut(one)).toBe(longest * quarter)
      })
    )
  })

  it("let something follow whenever a count says that it can; and say no only when it cannot", () => {
    const hours = fc.integer({ min: 1, max: 200 })
    let refused = 0
    fc.assert(
      fc.property(window, hours, hours, (one, after, more) => {
        const open = openQuarters(one)
        const can = open.some(
          (isOpen, from) =>
            isOpen &&
            Array.from({ length: more * 4 }, (_, i) => open[(from + after * 4 + i) % week]).some((isOpen) => isOpen)
        )
        const said = OpenWeek.opensAgain(one, `${after} hours`, `${after + more} hours`)
        if (can) expect(said).toBe(true)
        if (!said) refused++
      }),
      { numRuns: 300 }
    )
    expect(refused).toBeGreaterThan(5)
  })
})

it("the bounds of a period hold, wherever it begins", () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom("hour", "day", "week", "month", "year")),
      Time.dawn,
      Time.zone,
      ([amount, unit], from, zone) => {
        const period = `${amount} ${unit}s` as Period.Period
        const length = Period.after(period, from, zone) - from
        expect(length).toBeGreaterThanOrEqual(Period.least(period))
        expect(length).toBeLessThanOrEqual(Period.most(period))
      }
    )
  )
})
