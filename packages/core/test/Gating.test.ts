/**
 * Each way in which a program can say "only the happy", and its honest neighbour.
 */
import * as Gating from "@temoin/core/Gating"
import * as Journey from "@temoin/core/Journey"
import * as Program from "@temoin/core/Program"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Programs from "./arbitrary/Program.ts"

type Written = typeof Program.Program.Encoded
type Trigger = NonNullable<Written["reviews"]>[number]["triggers"][number]

const wheel = {
  stages: [
    { id: "service", enters: [{ on: "touchpoint", kind: "order.delivered" }] },
    { id: "trouble", enters: [{ on: "touchpoint", kind: "shop.flooded" }] },
    { id: "loyalty", enters: [{ on: "answer", categories: ["promoter"] }] },
    { id: "doubt", enters: [{ on: "answer", survey: "nps", categories: ["passive"] }] },
    { id: "heard", enters: [{ on: "answer", survey: "visit", categories: ["passive", "detractor"] }] }
  ]
} as const satisfies Written["journey"]

/** Only that of "visit": an answer of any category enters "heard". */
const heardByAll = {
  stages: [
    wheel.stages[0],
    { id: "heard", enters: [{ on: "answer", categories: ["promoter", "passive", "detractor"] }] }
  ]
} as const satisfies Written["journey"]

const written = (trigger: Trigger, changes: Partial<Written> = {}): Written => ({
  id: "shop",
  surveys: [{ id: "nps" }, { id: "visit" }],
  reviews: [{ id: "maps", site: "Example Maps", url: "https://maps.example/acme", triggers: [trigger] }],
  disruptions: [{ kind: "shop.flooded" }],
  journey: wheel,
  ...changes
})

/** What is refused, as its place and its first sentence. */
const refused = (program: Written): ReadonlyArray<string> =>
  Result.match(Program.make(program), {
    onSuccess: () => [],
    onFailure: ({ problems }) =>
      problems.map(({ path, problem }) => `${path}: ${problem.replace(/\. That is.*$/s, "")}`)
  })

describe("a request for a review is refused that hangs on", () => {
  it("an answer", () => {
    expect(refused(written({ on: "answer", survey: "nps", to: ["promoter"] }))).toEqual([
      `reviews[0].triggers[0].on: answers to "nps" would choose who is asked for a review`
    ])
  })

  it("an answer, of whichever category", () => {
    expect(refused(written({ on: "answer", survey: "nps" }))).toHaveLength(1)
  })

  it("a stage that promoters enter", () => {
    expect(refused(written({ on: "stage", stage: "loyalty" }))).toEqual([
      `reviews[0].triggers[0].stage: some answers enter "loyalty" and others do not: who stands there tells how they scored`
    ])
    expect(refused(written({ on: "stage", stage: "loyalty" }, { journey: Journey.fiveStages }))).toHaveLength(1)
  })

  it("a stage that some answers to one survey enter", () => {
    expect(
      refused(written({ on: "stage", stage: "doubt" }, { journey: { stages: [wheel.stages[0], wheel.stages[3]] } }))
    ).toHaveLength(1)
  })

  it("a stage that every answer enters: who is silent would not be asked", () => {
    expect(refused(written({ on: "stage", stage: "heard" }, { journey: heardByAll }))).toEqual([
      `reviews[0].triggers[0].stage: answers enter "heard": only those who gave one would be asked`
    ])
  })

  it("a stage that a disruption enters", () => {
    expect(
      refused(written({ on: "stage", stage: "trouble" }, { journey: { stages: wheel.stages.slice(0, 3) } }))
    ).toEqual([
      `reviews[0].triggers[0].stage: "shop.flooded", which enters "trouble", is a disruption: only the unhappy would be asked`
    ])
  })

  it.each<readonly [string, Trigger, string]>([
    ["a disruption as the touchpoint", { on: "touchpoint", kind: "shop.flooded" }, "kind"],
    ["a disruption as the anchor", { on: "milestone", anchor: "shop.flooded", at: ["3 months"] }, "anchor"],
    [
      "a disruption as the audience",
      { on: "calendar", first: "2026-01-15", every: "1 year", audience: "shop.flooded" },
      "audience"
    ],
    [
      "no disruption having happened",
      { on: "touchpoint", kind: "order.delivered", unless: ["order.cancelled", "shop.flooded"] },
      "unless[1]"
    ],
    [
      "no grievance, though the program lists none",
      { on: "touchpoint", kind: "order.delivered", unless: ["grievance.raised"] },
      "unless[0]"
    ],
    [
      "no refund, on a calendar",
      { on: "calendar", first: "2026-01-15", every: "1 year", unless: ["refund.given"] },
      "unless[0]"
    ],
    [
      "no outage, at a milestone",
      { on: "milestone", anchor: "deal.won", at: ["3 months"], unless: ["outage.suffered"] },
      "unless[0]"
    ],
    ["no escalation, on a stage", { on: "stage", stage: "service", unless: ["escalation.made"] }, "unless[0]"]
  ])("%s", (_, trigger, field) => {
    const found = refused(written(trigger, { journey: { stages: wheel.stages.slice(0, 3) } }))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(`reviews[0].triggers[0].${field}: "`)
  })

  const delivered = { on: "touchpoint", kind: "order.delivered" } as const

  it.each<readonly [string, Trigger, string]>([
    ["a request by hand: whoever makes it may know the score", { on: "hand" }, "on"],
    ["an answer among several things", { on: "any", of: [delivered, { on: "answer", survey: "nps" }] }, "of[1].on"],
    ["a stage among several things", { on: "any", of: [delivered, { on: "stage", stage: "loyalty" }] }, "of[1].stage"],
    [
      "a disruption, when all of several have come",
      { on: "all", of: [delivered, { on: "touchpoint", kind: "shop.flooded" }] },
      "of[1].kind"
    ],
    [
      "a disruption deep inside",
      {
        on: "all",
        of: [
          delivered,
          {
            on: "any",
            of: [
              { on: "milestone", anchor: "deal.won", at: ["1 day"] },
              { on: "touchpoint", kind: "refund.given" }
            ]
          }
        ]
      },
      "of[1].of[1].kind"
    ],
    ["standing on a stage that promoters enter", { ...delivered, when: { stage: "loyalty" } }, "when"],
    ["not standing there", { ...delivered, when: { not: { stage: "loyalty" } } }, "when"],
    ["a disruption having happened", { ...delivered, when: { touchpoint: "shop.flooded" } }, "when"],
    [
      "none having happened lately",
      {
        ...delivered,
        when: { all: [{ touchpoint: "deal.won" }, { not: { touchpoint: "shop.flooded", within: "7 days" } }] }
      },
      "when.all[1]"
    ],
    ["the time since a disruption", { ...delivered, age: { minimum: "30 days", anchor: "shop.flooded" } }, "age.anchor"]
  ])("%s", (_, trigger, field) => {
    const found = refused(
      written(trigger, { journey: { stages: [...wheel.stages.slice(0, 2), Journey.fiveStages.stages[4]] } })
    )
    expect(found.map((one) => one.replace(/: .*/s, ""))).toEqual([`reviews[0].triggers[0].${field}`])
  })

  it("any of these, in words that name the rules and a way out", () => {
    const error = Result.getOrThrow(Result.flip(Program.make(written({ on: "answer", survey: "nps" }))))
    for (const named of ["review gating", "Google's policy", "16 CFR 465.7", "UCPD Annex I 23c", "Ask on something"]) {
      expect(error.message).toContain(named)
    }
  })

  it("several of these, all at once, beside what else is wrong", () => {
    const problems = Gating.problems(
      {
        triggers: [
          { on: "touchpoint", kind: "shop.flooded", delay: "0 days", expires: "30 days", unless: ["grievance.raised"] },
          { on: "answer", survey: "nps", to: ["promoter"], delay: "0 days", expires: "30 days", unless: [] }
        ]
      },
      { journey: undefined, disruptions: [{ kind: "shop.flooded", lasts: "30 days" }] }
    )
    expect(problems.map(({ path }) => path)).toEqual(["triggers[0].unless[0]", "triggers[0].kind", "triggers[1].on"])
  })
})

describe("a request for a review is accepted that hangs on", () => {
  it.each<readonly [string, Trigger]>([
    ["a touchpoint", { on: "touchpoint", kind: "order.delivered", delay: "7 days" }],
    [
      "a touchpoint that may not have taken place",
      { on: "touchpoint", kind: "order.delivered", unless: ["order.cancelled"] }
    ],
    ["a milestone", { on: "milestone", anchor: "deal.won", at: ["3 months", "1 year"] }],
    ["a calendar", { on: "calendar", first: "2026-01-15", every: "1 year", spread: 30, audience: "deal.won" }],
    ["a stage that only touchpoints enter", { on: "stage", stage: "service" }],
    ["standing on such a stage", { on: "touchpoint", kind: "order.delivered", when: { stage: "service" } }],
    ["how long they have been a customer", { on: "touchpoint", kind: "order.delivered", age: { minimum: "30 days" } }]
  ])("%s", (_, trigger) => {
    expect(refused(written(trigger, { journey: { stages: wheel.stages.slice(0, 3) } }))).toEqual([])
  })
})

describe("a review in a program", () => {
  it("has an id that no survey and no other review has, since opt-outs and keys name it", () => {
    const review = {
      site: "Example Maps",
      url: "https://maps.example/acme",
      triggers: [{ on: "touchpoint", kind: "order.delivered" }]
    } as const
    const surveys = [{ id: "nps" }]
    expect(refused({ id: "shop", surveys, reviews: [{ id: "nps", ...review }] })).toEqual([
      `reviews[0].id: "nps" is the id of a survey: each needs one of its own`
    ])
    expect(
      refused({
        id: "shop",
        surveys,
        reviews: [
          { id: "maps", ...review },
          { id: "maps", ...review }
        ]
      })
    ).toEqual([`reviews[1].id: "maps" is the id of an earlier review: each needs one of its own`])
  })

  it("has triggers that can come, as a survey's must, and at least one", () => {
    const twice = { on: "touchpoint", kind: "order.delivered" } as const
    const program = written(twice, { journey: { stages: [] } })
    const [review] = program.reviews ?? []
    expect(refused({ ...program, reviews: [{ ...review!, triggers: [twice, twice] }] })[0]).toMatch(
      /^reviews\[0\]\.triggers\[1\]: is on the touchpoint/
    )
    expect(refused(written({ on: "stage", stage: "nowhere" }, { journey: { stages: [] } }))[0]).toMatch("no stage")
    expect(refused(written({ ...twice, expires: "0 days" }, { journey: { stages: [] } }))[0]).toMatch("never be sent")
    expect(Result.isFailure(Program.decode({ ...program, reviews: [{ ...review!, triggers: [] }] }))).toBe(true)
  })

  it("takes no playbook: nothing follows a request for a review", () => {
    const followUp = [{ survey: "maps", steps: [{ step: "thank", do: "thank", to: ["promoter"] }] }] as const
    const program = written({ on: "touchpoint", kind: "order.delivered" }, { journey: { stages: [] }, followUp })
    expect(refused(program)[0]).toMatch(`there is no survey "maps"`)
  })

  it("is refused with any gating trigger among honest ones", () => {
    fc.assert(
      fc.property(Programs.written, fc.constantFrom("promoter", "passive", "detractor"), (program, category) => {
        const [first, ...rest] = program.reviews ?? []
        if (first === undefined) return
        const gating = { on: "answer", survey: program.surveys[0]!.id, to: [category], name: "gate" } as const
        const reviews = [{ ...first, triggers: [...first.triggers, gating] as const }, ...rest]
        expect(Result.isFailure(Program.make({ ...program, reviews }))).toBe(true)
      }),
      { numRuns: 200 }
    )
  })
})
