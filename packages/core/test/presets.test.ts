// A preset is a program in one line that can be made, and in which the checker finds nothing.
import * as Program from "@temoin/core/Program"
import * as Collaboration from "@temoin/core/presets/Collaboration"
import * as Onboarding from "@temoin/core/presets/Onboarding"
import * as ProjectDelivery from "@temoin/core/presets/ProjectDelivery"
import * as Wheel from "@temoin/core/presets/Wheel"
import * as Finding from "@temoin/core/Finding"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"

const presets = { Collaboration, Onboarding, ProjectDelivery, Wheel }

describe.each(Object.entries(presets))("the preset %s", (_, { rules }) => {
  const program = Result.getOrThrow(Program.make({ id: "acme", ...rules }))

  it("has nothing in it that is bad practice", () => {
    expect(Program.check(program).map((found) => Finding.sentence(found))).toEqual([])
  })

  it("follows up on every survey, with every category, and somebody acts on each detractor within a day", () => {
    for (const { id } of program.surveys) {
      const steps = program.followUp.find(({ survey }) => survey === id)?.steps ?? []
      for (const category of ["promoter", "passive", "detractor"] as const) {
        expect(steps.some((step) => "to" in step && step.to.some((one) => one === category))).toBe(true)
      }
      expect(steps.find((step) => step.do === "open case")).toMatchObject({ to: ["detractor"], deadline: "1 day" })
    }
  })
})

it("the wheel asks at each moment that the article lists", () => {
  const asked = Wheel.rules.surveys.flatMap(({ triggers }) =>
    triggers.map((trigger) =>
      trigger.on === "touchpoint"
        ? trigger.kind
        : trigger.on === "milestone"
          ? `after ${trigger.at.join()}`
          : trigger.on
    )
  )
  expect(asked).toEqual([
    "site.visited",
    "blog.read",
    "meeting.held",
    "deal.won",
    "purchase.made",
    "after 6 months",
    "calendar"
  ])
})

it("presets can be joined, since their surveys have names of their own", () => {
  const all = Object.values(presets).map(({ rules }) => rules)
  const joined = Program.make({
    id: "acme",
    journey: Wheel.rules.journey,
    surveys: all.flatMap((rules): (typeof Program.Program.Encoded)["surveys"] => rules.surveys),
    frequency: [{ gap: "14 days" }],
    followUp: all.flatMap((rules): NonNullable<(typeof Program.Program.Encoded)["followUp"]> => rules.followUp)
  })
  expect(Program.check(Result.getOrThrow(joined))).toEqual([])
})
