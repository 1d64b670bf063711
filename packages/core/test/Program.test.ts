import * as FollowUp from "@temoin/core/FollowUp"
import * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { solve } from "./fixture.ts"

const problems = (
  decoded: Result.Result<Program.Program, Program.ProgramError>
): ReadonlyArray<readonly [string, string]> =>
  Result.match(decoded, {
    onSuccess: () => [],
    onFailure: ({ problems }) => problems.map(({ path, problem }) => [path, problem] as const)
  })

const paths = (input: unknown) => problems(Program.decode(input)).map(([path]) => path)

const delivered = { on: "touchpoint", kind: "order.delivered" } as const
const nps = { id: "nps", triggers: [delivered] } as const
const milestone = { on: "milestone", anchor: "deal.won", at: ["3 months", "6 months", "1 year"] } as const
const calendar = { on: "calendar", first: "2026-01-15", every: "3 months" } as const
const afterCes = { on: "answer", survey: "ces" } as const
const thank = { step: "thank", do: "thank", to: ["promoter"] } as const
const recognise = {
  step: "recognise",
  do: "pass on praise",
  owner: "team lead",
  deadline: "2 days",
  escalateTo: "management"
} as const

/** The shop's program with one thing changed. */
const shop = (changes: object) => ({ id: "shop", surveys: [nps], ...changes })
const withSurvey = (changes: object) => shop({ surveys: [{ ...nps, ...changes }] })
const withTrigger = (changes: object) => withSurvey({ triggers: [{ ...delivered, ...changes }] })
const withTriggers = (...triggers: ReadonlyArray<object>) => withSurvey({ triggers })
const withSteps = (...steps: ReadonlyArray<object>) => shop({ followUp: [{ survey: "nps", steps }] })

describe("a contradiction is an error that says what to do", () => {
  it.each([
    [
      "two surveys with one id",
      shop({ surveys: [nps, { id: "ces" }, nps] }),
      ["surveys[2].id", `"nps" is the id of an earlier survey: each needs one of its own`]
    ],
    [
      "an invitation that expires at once",
      withSurvey({ expires: "0 days" }),
      ["surveys[0].expires", "the invitation would expire before anybody could answer it"]
    ],
    [
      "a wave that closes at once",
      withSurvey({ closes: "0 hours" }),
      ["surveys[0].closes", "the wave would close with its first answer, before a reason can be given"]
    ],
    [
      "a reminder together with its invitation",
      withSurvey({ reminders: ["0 days"] }),
      ["surveys[0].reminders[0]", "a reminder cannot go out with the invitation itself"]
    ],
    [
      "a reminder after the invitation expired",
      withSurvey({ expires: "7 days", reminders: ["3 days", "8 days"] }),
      ["surveys[0].reminders[1]", "a reminder after 8 days never goes out: the invitation expires after 7 days"]
    ],
    [
      "a reminder in the moment the invitation expires",
      withSurvey({ expires: "1 week", reminders: ["7 days"] }),
      ["surveys[0].reminders[0]", "a reminder after 7 days never goes out: the invitation expires after 1 week"]
    ],
    [
      "reminders out of order",
      withSurvey({ reminders: ["7 days", "3 days"] }),
      ["surveys[0].reminders[1]", "must be later than the reminder before it (7 days); both count from the invitation"]
    ],
    [
      "the same reminder twice",
      withSurvey({ reminders: ["1 day", "24 hours"] }),
      ["surveys[0].reminders[1]", "must be later than the reminder before it (1 day); both count from the invitation"]
    ],
    [
      "an ask that expires the moment it is due",
      withTrigger({ expires: "0 days" }),
      ["surveys[0].triggers[0].expires", "the ask would expire the moment it is due, and never be sent"]
    ],
    [
      "a trigger that cancels itself",
      withTrigger({ unless: ["order.cancelled", "order.delivered"] }),
      ["surveys[0].triggers[0].unless", `"order.delivered" would cancel the very ask that it triggers`]
    ],
    [
      "twin triggers",
      withSurvey({ triggers: [delivered, { ...delivered, delay: "1 month" }] }),
      [
        "surveys[0].triggers[1]",
        `is on the touchpoint "order.delivered", as triggers[0] is: give each a \`name\`, so that their asks can be told apart`
      ]
    ],
    [
      "twin triggers with one name",
      withSurvey({
        triggers: [delivered, { ...delivered, name: "later" }, { ...delivered, name: "later", delay: "1 month" }]
      }),
      [
        "surveys[0].triggers[2]",
        `is on the touchpoint "order.delivered", as triggers[1] is: give each a \`name\`, so that their asks can be told apart`
      ]
    ],
    [
      "twin milestones",
      withTriggers({ ...milestone, name: "a" }, milestone, { ...milestone, at: ["2 years"] }),
      [
        "surveys[0].triggers[2]",
        `is on milestones from "deal.won", as triggers[1] is: give each a \`name\`, so that their asks can be told apart`
      ]
    ],
    [
      "twin calendars",
      withTriggers(calendar, { ...calendar, first: "2026-07-01" }),
      [
        "surveys[0].triggers[1]",
        `is on the calendar, as triggers[0] is: give each a \`name\`, so that their asks can be told apart`
      ]
    ],
    [
      "twin triggers on the same answers",
      shop({ surveys: [{ ...nps, triggers: [afterCes, { ...afterCes, to: ["passive"] }] }, { id: "ces" }] }),
      [
        "surveys[0].triggers[1]",
        `is on answers to "ces", as triggers[0] is: give each a \`name\`, so that their asks can be told apart`
      ]
    ],
    [
      "a milestone that cancels itself",
      withTriggers({ ...milestone, unless: ["deal.won"] }),
      ["surveys[0].triggers[0].unless", `"deal.won" would cancel the very ask that it triggers`]
    ],
    [
      "the same milestone twice",
      withTriggers({ ...milestone, at: ["3 months", "1 year", "3 months"] }),
      ["surveys[0].triggers[0].at[2]", `"3 months" is a milestone already`]
    ],
    [
      "a calendar with several dates a day",
      withTriggers({ ...calendar, every: "12 hours" }),
      ["surveys[0].triggers[0].every", "a calendar has dates at least a day apart, not 12 hours"]
    ],
    [
      "a calendar that never moves on",
      withTriggers({ ...calendar, every: "0 months", spread: 3 }),
      ["surveys[0].triggers[0].every", "a calendar has dates at least a day apart, not 0 months"]
    ],
    [
      "a calendar spread over the next date",
      withTriggers({ ...calendar, every: "1 week", spread: 8 }),
      ["surveys[0].triggers[0].spread", "8 days run into the next date, 1 week later"]
    ],
    [
      "an ask after the answer to an unknown survey",
      withTriggers(afterCes),
      ["surveys[0].triggers[0].survey", `there is no survey "ces"`]
    ],
    [
      "an ask after the answer to itself",
      withTriggers({ ...afterCes, survey: "nps" }),
      ["surveys[0].triggers[0].survey", "a survey cannot follow its own answers: it would never end"]
    ],
    [
      "surveys that follow each other's answers in a circle",
      shop({
        surveys: [
          { id: "a", triggers: [{ ...afterCes, survey: "c" }] },
          { id: "b", triggers: [{ ...afterCes, survey: "a" }] },
          { id: "c", triggers: [{ ...afterCes, survey: "b" }] },
          { id: "d", triggers: [{ ...afterCes, survey: "c" }] }
        ]
      }),
      ["surveys[0].triggers[0].survey", `"a" follows "c" follows "b" follows "a": it would never end`]
    ],
    [
      "a calendar that counts in hours",
      withTriggers({ ...calendar, every: "48 hours" }),
      [
        "surveys[0].triggers[0].every",
        "a calendar counts in days, weeks, months or years: 48 hours are not always as many days"
      ]
    ],
    [
      "a cap over no time",
      shop({
        caps: [
          { most: 1, within: "30 days" },
          { most: 2, within: "0 days" }
        ]
      }),
      ["caps[1].within", "is no time at all: a cap needs a window to count in"]
    ],
    [
      "a gap that is none",
      shop({ frequency: [{ gap: "30 days" }, { gap: "0 months" }] }),
      ["frequency[1].gap", "is no gap at all: leave the rule out, or make it longer"]
    ],
    [
      "a playbook for an unknown survey",
      shop({ surveys: [nps, { id: "ces" }], followUp: [{ survey: "npx", steps: [thank] }] }),
      ["followUp[0].survey", `there is no survey "npx"; there is "nps", "ces"`]
    ],
    [
      "a playbook without any survey",
      shop({ surveys: [], followUp: [{ survey: "nps", steps: [thank] }] }),
      ["followUp[0].survey", `there is no survey "nps"; there are none at all`]
    ],
    [
      "two playbooks for one survey",
      shop({
        followUp: [
          { survey: "nps", steps: [thank] },
          { survey: "nps", steps: [solve] }
        ]
      }),
      ["followUp[1].survey", `"nps" has a playbook already: put the steps together`]
    ],
    [
      "two steps with one name",
      withSteps(thank, solve, { ...thank, to: ["passive"] }),
      ["followUp[0].steps[2].step", `"thank" is the name of an earlier step: each needs one of its own`]
    ],
    [
      "two cases for one answer",
      withSteps(solve, { ...solve, step: "again", to: ["passive", "detractor"] }),
      ["followUp[0].steps[1]", `"solve" opens the case for the same answer already: an answer has one case`]
    ],
    [
      "two cases for one event",
      withSteps({ ...solve, on: ["grievance.raised"] }, { ...solve, step: "again", to: [], on: ["grievance.raised"] }),
      ["followUp[0].steps[1].on[0]", `"grievance.raised" opens a case already by "solve": an event has one case`]
    ],
    [
      "two cases for one event, in two playbooks",
      shop({
        surveys: [{ id: "nps" }, { id: "ces" }],
        followUp: [
          { survey: "nps", steps: [{ ...solve, on: ["churn.announced"] }] },
          { survey: "ces", steps: [{ ...solve, on: ["grievance.raised", "churn.announced"] }] }
        ]
      }),
      ["followUp[1].steps[0].on[1]", `"churn.announced" opens a case already by "solve": an event has one case`]
    ],
    [
      "a case that nothing opens",
      withSteps({ ...solve, to: [] }),
      [
        "followUp[0].steps[0]",
        `nothing opens the case: say after which answers, such as "to": ["detractor"], or when what happens, such as "on": ["grievance.raised"]`
      ]
    ],
    [
      "business time of which nobody knows when it is",
      withSteps({ ...solve, deadline: "2 business days" }),
      [
        "followUp[0].steps[0].deadline",
        '"2 business days" counts in hours that nobody knows: give the program `businessHours`, such as { "from": "09:00", "to": "17:00" }'
      ]
    ],
    [
      "a case to be resolved before it is acknowledged",
      withSteps({ ...solve, deadline: "2 days", resolveWithin: "36 hours" }),
      [
        "followUp[0].steps[0].resolveWithin",
        "a case would have to be resolved (36 hours) before it has to be acknowledged (2 days)"
      ]
    ],
    [
      "the same in business time",
      shop({
        surveys: [{ id: "nps" }],
        businessHours: { from: "09:00", to: "13:00" },
        followUp: [
          {
            survey: "nps",
            steps: [{ ...solve, deadline: "2 business days", resolveWithin: "7 business hours" }]
          }
        ]
      }),
      [
        "followUp[0].steps[0].resolveWithin",
        "a case would have to be resolved (7 business hours) before it has to be acknowledged (2 business days)"
      ]
    ],
    [
      "business hours that never come",
      shop({ surveys: [{ id: "nps" }], businessHours: { days: [], from: "09:00", to: "17:00" } }),
      ["businessHours.days", "names no day, so the window never opens: name one, or leave it out for Monday to Friday"]
    ],
    [
      "praise for two owners",
      withSteps(recognise, { ...recognise, step: "again" }),
      ["followUp[0].steps[1]", "an earlier step passes on praise already: praise is given to one owner"]
    ],
    [
      "a step named as an invitation",
      withSteps({ ...thank, step: "invite" }),
      ["followUp[0].steps[0].step", `"invite" is a name we use ourselves: choose another`]
    ],
    [
      "a step named as a reminder",
      withSteps({ ...thank, step: "remind 12" }),
      ["followUp[0].steps[0].step", `"remind 12" is a name we use ourselves: choose another`]
    ],
    [
      "a step that expires the moment it is due",
      withSteps({ ...thank, within: "0 seconds" }),
      ["followUp[0].steps[0].within", "the step would expire the moment it is due, and never happen"]
    ]
  ] as const)("%s", (_, input, problem) => {
    expect(problems(Program.decode(input))).toEqual([problem])
  })
})

const first = (input: unknown) => problems(Program.decode(input))[0]?.[1]

describe("what cannot be read is an error with its path", () => {
  it.each([
    ["an unknown key", shop({ survays: [] }), ["survays"]],
    ["an unknown key in a survey", withSurvey({ remindrs: ["3 days"] }), ["surveys[0].remindrs"]],
    ["an unknown key in a trigger", withTrigger({ delays: "3 days" }), ["surveys[0].triggers[0].delays"]],
    ["an unknown key in a rule", shop({ frequency: [{ gap: "30 days", hold: [] }] }), ["frequency[0].hold"]],
    ["an unknown key in a playbook", shop({ followUp: [{ survey: "nps", steps: [thank], x: 1 }] }), ["followUp[0].x"]],
    ["an unknown key in a step", withSteps({ ...thank, afer: "1 day" }), ["followUp[0].steps[0].afer"]],
    ["a missing id", { surveys: [] }, ["id"]],
    ["missing surveys", { id: "shop" }, ["surveys"]],
    ["an empty id", shop({ id: "" }), ["id"]],
    ["an id of two lines", shop({ id: "sh\nop" }), ["id"]],
    ["a version and a half", shop({ version: 1.5 }), ["version"]],
    ["an unknown zone", shop({ zone: "Europe/Atlantis" }), ["zone"]],
    ["a misspelt count", withSurvey({ count: "peoples" }), ["surveys[0].count"]],
    ["a misspelt trigger", withTrigger({ on: "touchpiont" }), ["surveys[0].triggers[0]"]],
    ["an unknown key in a milestone", withTriggers({ ...milestone, delay: "1 day" }), ["surveys[0].triggers[0].delay"]],
    ["no milestones at all", withTriggers({ ...milestone, at: [] }), ["surveys[0].triggers[0].at[0]"]],
    [
      "a milestone that is no period",
      withTriggers({ ...milestone, at: ["1 day", 3] }),
      ["surveys[0].triggers[0].at[1]"]
    ],
    [
      "a calendar without its first date",
      withTriggers({ on: "calendar", every: "1 year" }),
      ["surveys[0].triggers[0].first"]
    ],
    ["a date there is not", withTriggers({ ...calendar, first: "2026-02-30" }), ["surveys[0].triggers[0].first"]],
    ["a date with a time", withTriggers({ ...calendar, first: "2026-02-03T09:00" }), ["surveys[0].triggers[0].first"]],
    ["a spread over half a day", withTriggers({ ...calendar, spread: 0.5 }), ["surveys[0].triggers[0].spread"]],
    ["a spread backwards", withTriggers({ ...calendar, spread: -1 }), ["surveys[0].triggers[0].spread"]],
    ["a spread over more than a year", withTriggers({ ...calendar, spread: 367 }), ["surveys[0].triggers[0].spread"]],
    ["an answer from nobody", withTriggers({ ...afterCes, to: [] }), ["surveys[0].triggers[0].to[0]"]],
    ["a sample of nobody", withSurvey({ sample: 0 }), ["surveys[0].sample"]],
    ["a sample of more than all", withSurvey({ sample: 1.01 }), ["surveys[0].sample"]],
    ["a sample in percent", withSurvey({ sample: 25 }), ["surveys[0].sample"]],
    ["a sample that is no number", withSurvey({ sample: Number.NaN }), ["surveys[0].sample"]],
    ["a cap of nothing", shop({ caps: [{ most: 0, within: "30 days" }] }), ["caps[0].most"]],
    ["a cap and a half", shop({ caps: [{ most: 1.5, within: "30 days" }] }), ["caps[0].most"]],
    ["a cap without a window", shop({ caps: [{ most: 1 }] }), ["caps[0].within"]],
    ["an unknown key in a cap", shop({ caps: [{ most: 1, within: "30 days", gap: "1 day" }] }), ["caps[0].gap"]],
    ["a cap that holds nothing", shop({ caps: [{ most: 1, within: "30 days", holds: [] }] }), ["caps[0].holds[0]"]],
    ["caps that are no list", shop({ caps: { most: 1, within: "30 days" } }), ["caps"]],
    ["a touchpoint of two words", withTrigger({ kind: "order delivered" }), ["surveys[0].triggers[0].kind"]],
    ["a wrong period", withTrigger({ delay: "3 moons" }), ["surveys[0].triggers[0].delay"]],
    ["a period that is a number", withSurvey({ expires: 30 }), ["surveys[0].expires"]],
    [
      "one wrong reminder of three",
      withSurvey({ reminders: ["1 day", "soon", "3 days"] }),
      ["surveys[0].reminders[1]"]
    ],
    ["a misspelt clock", shop({ frequency: [{ gap: "1 day", clocks: ["invted"] }] }), ["frequency[0].clocks[0]"]],
    ["a rule without clocks", shop({ frequency: [{ gap: "1 day", clocks: [] }] }), ["frequency[0].clocks[0]"]],
    ["a misspelt category", withSteps({ ...thank, to: ["promotor"] }), ["followUp[0].steps[0].to[0]"]],
    ["a misspelt deed", withSteps({ ...thank, do: "thanks" }), ["followUp[0].steps[0]"]],
    ["a step for nobody", withSteps({ ...thank, to: [] }), ["followUp[0].steps[0].to[0]"]],
    ["a playbook without steps", withSteps(), ["followUp[0].steps[0]"]],
    ["a case without its owner", withSteps({ ...solve, owner: "" }), ["followUp[0].steps[0].owner"]],
    ["surveys that are no list", shop({ surveys: { nps } }), ["surveys"]],
    ["rules that are no list", shop({ frequency: "30 days" }), ["frequency"]],
    ["playbooks that are no list", shop({ followUp: null }), ["followUp"]],
    ["a survey that is null", shop({ surveys: [null] }), ["surveys[0]"]],
    ["a survey in a survey", shop({ surveys: [[nps]] }), ["surveys[0]"]],
    ["null", null, [""]],
    ["nothing", undefined, [""]],
    ["a number", 7, [""]],
    ["a text", "shop", [""]],
    ["a list", [nps], [""]]
  ])("%s", (_, input, expected) => {
    expect(paths(input)).toEqual(expected)
  })

  it("names what would have been right", () => {
    for (const period of ["3 moons", 30, null]) {
      expect(first(withSurvey({ expires: period }))).toBe(
        `Expected a whole number and a unit, such as "2 hours", "14 days" or "3 months", at most 9999 of a unit`
      )
    }
    expect(first(withSurvey({ count: "peoples" }))).toBe(`Expected "people" | "waves"`)
    expect(first(shop({ zone: "Europe/Atlantis" }))).toBe(
      `must be an IANA time zone, such as "Europe/Paris"; "Europe/Atlantis" is none`
    )
    expect(first(withSurvey({ expires: "10000 days" }))).toBe(
      `Expected a whole number and a unit, such as "2 hours", "14 days" or "3 months", at most 9999 of a unit`
    )
    expect(first(shop({ id: undefined }))).toBe("Expected string")
    for (const trigger of [{ ...delivered, on: "touchpiont" }, {}, "order.delivered", null]) {
      expect(problems(Program.decode(withSurvey({ triggers: [trigger] })))).toEqual([
        [
          "surveys[0].triggers[0]",
          `Expected a trigger: an object with "on" set to "touchpoint", "stage", "milestone", "calendar", "answer", "hand", "any" or "all"`
        ]
      ])
    }
    expect(first(withTriggers({ ...calendar, first: "15.1.2026" }))).toBe("must be a date, such as 2026-01-15")
    expect(first(withSurvey({ sample: 25 }))).toBe("must be a share: more than 0, at most 1")
  })
})

const paid = { on: "touchpoint", kind: "order.paid" } as const
const hand = { on: "hand" } as const
const wheel = {
  stages: [
    { id: "trial", enters: [{ on: "touchpoint", kind: "trial.started" }] },
    { id: "customer", enters: [{ on: "touchpoint", kind: "deal.won" }] }
  ]
}
const withWhen = (when: object) => shop({ journey: wheel, surveys: [{ ...nps, triggers: [{ ...delivered, when }] }] })
const problemsOf = (input: unknown) => problems(Program.decode(input))

describe("a trigger that can never fire, or never twice apart, is an error", () => {
  const at = "surveys[0].triggers[0]"
  const asPartOfAll = `Expected a part of "all": an object with "on" set to "touchpoint", "milestone", or "any" of these; for all else there is "when"`
  const asPartOfAny = `Expected a part of "any": an object with "on" set to "touchpoint", "stage", "milestone", "answer", "hand" or "all"; a calendar is a trigger of its own`

  it.each([
    [
      "all of two calendars",
      withTriggers({ on: "all", of: [calendar, calendar] }),
      [
        [`${at}.of[0]`, asPartOfAll],
        [`${at}.of[1]`, asPartOfAll]
      ]
    ],
    [
      "all of a stage, which is left again",
      withTriggers({ on: "all", of: [delivered, { on: "stage", stage: "x" }] }),
      [[`${at}.of[1]`, asPartOfAll]]
    ],
    ["any of a calendar", withTriggers({ on: "any", of: [delivered, calendar] }), [[`${at}.of[1]`, asPartOfAny]]],
    [
      "any of any",
      withTriggers({ on: "any", of: [delivered, { on: "any", of: [paid, delivered] }] }),
      [[`${at}.of[1]`, asPartOfAny]]
    ],
    [
      "any of all of any of all",
      withTriggers({
        on: "any",
        of: [delivered, { on: "all", of: [paid, { on: "any", of: [milestone, { on: "all", of: [paid, delivered] }] }] }]
      }),
      [
        [
          `${at}.of[1].of[1].of[1]`,
          `Expected a part of a part of "all": an object with "on" set to "touchpoint" or "milestone"`
        ]
      ]
    ],
    [
      "all of one",
      withTriggers({ on: "all", of: [delivered] }),
      [[`${at}.of`, "Expected a value with a length of at least 2"]]
    ],
    [
      "a part with an end of its own",
      withTriggers({ on: "any", of: [paid, { ...delivered, expires: "1 day" }] }),
      [[`${at}.of[1].expires`, "Expected no excess property"]]
    ],
    [
      "one thing twice in any",
      withTriggers({ on: "any", of: [delivered, { ...delivered, delay: "1 month" }] }),
      [
        [
          `${at}.of[1]`,
          `is on the touchpoint "order.delivered", as of[0] is: what happens once is asked about once; make it a trigger of its own`
        ]
      ]
    ],
    [
      "one thing twice in a part",
      withTriggers({ on: "any", of: [hand, { on: "all", of: [paid, paid] }] }),
      [
        [
          `${at}.of[1].of[1]`,
          `is on the touchpoint "order.paid", as of[1].of[0] is: what happens once is asked about once; make it a trigger of its own`
        ]
      ]
    ],
    [
      "all within no time",
      withTriggers({ on: "all", of: [delivered, paid], within: "0 days" }),
      [[`${at}.within`, "is no time at all: not even what comes at once would be in time"]]
    ],
    [
      "all of what cancels it",
      withTriggers({ on: "all", of: [delivered, paid], unless: ["order.paid"] }),
      [[`${at}.unless`, `"order.paid" would cancel the very ask that it triggers`]]
    ],
    [
      "two triggers by hand",
      withTriggers(hand, { ...hand, age: { minimum: "1 day" } }),
      [
        [
          "surveys[0].triggers[1]",
          "is on requests by hand, as triggers[0] is: give each a `name`, so that their asks can be told apart"
        ]
      ]
    ],
    [
      "any after its own answers",
      withTriggers({ on: "any", of: [hand, { on: "answer", survey: "nps" }] }),
      [[`${at}.of[1].survey`, "a survey cannot follow its own answers: it would never end"]]
    ],
    [
      "any after answers to nothing",
      withTriggers({ on: "any", of: [hand, afterCes] }),
      [[`${at}.of[1].survey`, `there is no survey "ces"`]]
    ],
    [
      "an age that says nothing",
      withTrigger({ age: { anchor: "deal.won" } }),
      [[`${at}.age`, "says nothing: give it a `minimum`, a `maximum`, or both"]]
    ],
    [
      "an age that nobody has",
      withTrigger({ age: { minimum: "1 year", maximum: "12 months" } }),
      [[`${at}.age.maximum`, "nobody is 1 year and younger than 12 months: it must be longer"]]
    ],
    [
      "a first day there is not",
      withTrigger({ since: "2026-02-30" }),
      [[`${at}.since`, "must be a date, such as 2026-01-15"]]
    ]
  ] as const)("%s", (_, input, expected) => {
    expect(problemsOf(input)).toEqual(expected)
  })

  it.each([
    ["a stage there is not", { stage: "loyalty" }, [[`${at}.when`, `the program's journey has no stage "loyalty"`]]],
    [
      "a stage there is not, in a part",
      { any: [{ stage: "trial" }, { all: [{ not: { stage: "x" } }] }] },
      [[`${at}.when.any[1].all[0]`, `the program's journey has no stage "x"`]]
    ],
    [
      "within no time",
      { touchpoint: "deal.won", within: "0 hours" },
      [[`${at}.when`, "`within` is no time at all: nothing would ever count"]]
    ],
    [
      "two stages at once",
      { all: [{ stage: "trial" }, { stage: "customer" }] },
      [[`${at}.when.all[1]`, "nobody stands in two stages at once: they can be parts of `any`"]]
    ],
    [
      "in a stage and not",
      { all: [{ stage: "trial" }, { not: { stage: "trial" } }] },
      [[`${at}.when.all[1]`, "must be so and must not be so: nobody would ever be asked"]]
    ],
    [
      "of late and not for long",
      { all: [{ touchpoint: "deal.won", within: "7 days" }, { not: { touchpoint: "deal.won", within: "1 month" } }] },
      [[`${at}.when.all[1]`, "must be so and must not be so: nobody would ever be asked"]]
    ],
    [
      "not what triggers it",
      { not: { touchpoint: "order.delivered" } },
      [[`${at}.when`, `"order.delivered" has happened whenever the ask is due: nobody would ever be asked`]]
    ]
  ] as const)("when %s", (_, when, expected) => {
    expect(problemsOf(withWhen(when))).toEqual(expected)
  })

  it.each([
    ["one or the other", { any: [{ stage: "trial" }, { stage: "customer" }] }],
    ["long ago, and not of late", { all: [{ touchpoint: "a" }, { not: { touchpoint: "a", within: "7 days" } }] }],
    [
      "of late, but not too",
      { all: [{ touchpoint: "a", within: "1 month" }, { not: { touchpoint: "a", within: "7 days" } }] }
    ],
    ["not what triggers it of late", { not: { touchpoint: "order.delivered", within: "1 hour" } }],
    [
      "one that is so, or one that never is",
      { any: [{ stage: "trial" }, { all: [{ stage: "customer" }, { not: { stage: "customer" } }] }] }
    ]
  ])("but not when %s", (_, when) => {
    expect(problemsOf(withWhen(when))).toEqual([])
  })

  it("when a condition is nested deeper than two, or has nothing in it", () => {
    const deep = { any: [{ all: [{ any: [{ stage: "trial" }] }] }] }
    for (const when of [
      deep,
      { not: { not: { stage: "trial" } } },
      { not: { any: [] } },
      { any: [] },
      { stage: "trial", touchpoint: "a" }
    ]) {
      const found = problemsOf(withWhen(when))
      expect(found.length).toBeGreaterThan(0)
      for (const [path] of found) expect(path).toMatch(/^surveys\[0\]\.triggers\[0\]\.when/)
    }
  })

  it("however deep somebody nests: it is told, and nothing overflows", () => {
    let when: object = { stage: "trial" }
    let trigger: object = delivered
    for (let depth = 0; depth < 20_000; depth++) {
      when = { any: [when] }
      trigger = { on: "any", of: [trigger, paid] }
    }
    expect(problemsOf(withWhen(when)).length).toBeGreaterThan(0)
    expect(problemsOf(withTriggers(trigger)).length).toBeGreaterThan(0)
  })
})

const message = (input: unknown) =>
  Result.match(Program.decode(input), { onSuccess: () => "", onFailure: (error) => error.message })

describe("every problem is reported at once", () => {
  it("nine different mistakes, what cannot be read and what contradicts itself, in one program", () => {
    const decoded = Program.decode({
      id: "shop",
      zone: "Europe/Atlantis",
      surveys: [
        { id: "nps", reminders: ["31 days"], triggers: [{ ...delivered, unless: ["order.delivered"] }] },
        { id: "ces", remindrs: ["3 days"] },
        { id: "nps" }
      ],
      frequency: [{ gap: "0 days" }],
      followUp: [
        { survey: "nps", steps: [thank, thank] },
        { survey: "ces", steps: [{ ...solve, deadline: "10000 days" }] },
        { survey: "npx", steps: [thank] }
      ]
    })
    expect(problems(decoded)).toEqual([
      ["zone", `must be an IANA time zone, such as "Europe/Paris"; "Europe/Atlantis" is none`],
      ["surveys[1].remindrs", "Expected no excess property"],
      [
        "followUp[1].steps[0].deadline",
        `Expected a period, such as "1 day", or business time, such as "8 business hours" or "2 business days"`
      ],
      ["surveys[0].reminders[0]", "a reminder after 31 days never goes out: the invitation expires after 30 days"],
      ["surveys[0].triggers[0].unless", `"order.delivered" would cancel the very ask that it triggers`],
      ["surveys[2].id", `"nps" is the id of an earlier survey: each needs one of its own`],
      ["frequency[0].gap", "is no gap at all: leave the rule out, or make it longer"],
      ["followUp[0].steps[1].step", `"thank" is the name of an earlier step: each needs one of its own`],
      ["followUp[2].survey", `there is no survey "npx"; there is "nps", "ces", "nps"`]
    ])
  })

  it("in a message that can be read", () => {
    expect(message(withSurvey({ expires: "0 days", closes: "0 days" }))).toBe(
      [
        "the program has 2 problems",
        "  surveys[0].expires: the invitation would expire before anybody could answer it",
        "  surveys[0].closes: the wave would close with its first answer, before a reason can be given"
      ].join("\n")
    )
    expect(message(null)).toBe("the program has a problem\n  (program): Expected object")
  })
})

describe("JSON", () => {
  it.each(["", "{", "shop", "{'id': 'shop'}", `{"id": "shop",}`, "undefined", "\u0000"])("%j is none", (text) => {
    const [problem, ...more] = problems(Program.fromJson(text))
    expect(more).toEqual([])
    expect(problem?.[0]).toBe("")
    expect(problem?.[1]).toMatch(/^is not JSON: ./)
  })

  it.each(["null", "[]", "7", `"shop"`, "true"])("%s is JSON, but no program", (text) => {
    expect(problems(Program.fromJson(text))).toEqual([["", "Expected object"]])
  })

  it("can bring no prototype with it", () => {
    expect(problems(Program.fromJson(`{"id": "shop", "surveys": [], "__proto__": {"zone": "Europe/Paris"}}`))).toEqual([
      ["__proto__", "Expected no excess property"]
    ])
  })

  it("nested a hundred thousand deep is a problem, not a crash", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000)
    for (const text of [deep, `{"id": ${deep}, "surveys": ${deep}, "followUp": [${deep}]}`]) {
      expect(problems(Program.fromJson(text)).length).toBeGreaterThan(0)
    }
  })
})

const large = shop({
  version: 3,
  zone: "Europe/Paris",
  surveys: [
    {
      id: "nps",
      subject: "Chez Témoin",
      count: "waves",
      triggers: [
        { ...delivered, name: "at once", unless: ["order.cancelled"] },
        { ...delivered, name: "later", delay: "1 month", expires: "1 month" }
      ],
      reminders: ["3 days", "10 days"],
      closes: "14 days",
      expires: "1 month",
      priority: -1
    },
    { id: "relationship", triggers: [{ on: "touchpoint", kind: "deal.won", delay: "3 months" }] },
    {
      id: "again",
      sample: 0.25,
      triggers: [
        { ...milestone, unless: ["contract.ended"], expires: "14 days" },
        { ...calendar, spread: 14, audience: "deal.won" },
        { ...calendar, name: "summer", first: "2026-07-01", every: "1 year" },
        { on: "answer", survey: "nps", to: ["promoter"], delay: "90 days" }
      ]
    }
  ],
  frequency: [{ gap: "30 days", clocks: ["invited", "answered"], scope: "purpose", holds: ["invitation", "reminder"] }],
  caps: [
    { most: 4, within: "1 year" },
    { most: 1, within: "7 days", clocks: ["invited", "reminded"], scope: "purpose", holds: ["testimonial request"] }
  ],
  followUp: [
    { survey: "nps", steps: FollowUp.atDelivery },
    { survey: "relationship", steps: FollowUp.afterDelivery }
  ]
})

describe("a valid program", () => {
  it("gets its defaults", () => {
    expect(Result.getOrThrow(Program.make({ id: "shop", surveys: [{ id: "nps", triggers: [delivered] }] }))).toEqual({
      id: "shop",
      version: 1,
      zone: "UTC",
      surveys: [
        {
          id: "nps",
          channel: "mail",
          count: "people",
          triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "0 days", expires: "30 days", unless: [] }],
          reminders: [],
          closes: "7 days",
          expires: "30 days",
          sample: 1,
          priority: 0
        }
      ],
      reviews: [],
      disruptions: [],
      frequency: [],
      caps: [],
      followUp: [],
      walls: [],
      earlier: []
    })
    const triggers = Result.getOrThrow(
      Program.decode(shop({ surveys: [{ id: "nps", triggers: [milestone, calendar, afterCes] }, { id: "ces" }] }))
    ).surveys[0]?.triggers
    expect(triggers).toEqual([
      { ...milestone, expires: "30 days", unless: [] },
      { ...calendar, spread: 0, expires: "30 days", unless: [] },
      { ...afterCes, to: ["promoter", "passive", "detractor"], delay: "0 days", expires: "30 days", unless: [] }
    ])
    const cap = Result.getOrThrow(Program.decode(shop({ caps: [{ most: 3, within: "1 year" }] }))).caps[0]
    expect(cap).toEqual({
      most: 3,
      within: "1 year",
      clocks: ["invited"],
      scope: "everything",
      subject: "contact",
      holds: ["invitation"],
      except: []
    })
    const rule = Result.getOrThrow(Program.decode(shop({ frequency: [{ gap: "30 days" }] }))).frequency[0]
    expect(rule).toEqual({
      gap: "30 days",
      clocks: ["invited"],
      scope: "everything",
      subject: "contact",
      holds: ["invitation"],
      except: []
    })
    const playbook = Result.getOrThrow(
      Program.decode(withSteps({ step: "ask", do: "request testimonial", to: ["promoter"] }))
    ).followUp[0]
    expect(playbook?.steps[0]).toEqual({
      step: "ask",
      do: "request testimonial",
      to: ["promoter"],
      forms: ["written"],
      after: "0 days",
      within: "30 days"
    })
  })

  it("keeps what was written, and comes back from JSON as it was", () => {
    for (const input of [shop({}), shop({ surveys: [] }), large, withSteps(thank, solve)]) {
      const program = Result.getOrThrow(Program.decode(input))
      expect(program).toMatchObject(input)
      const encoded = JSON.stringify(Schema.encodeSync(Program.Program)(program))
      expect(Result.getOrThrow(Program.fromJson(encoded))).toEqual(program)
      expect(Result.getOrThrow(Program.fromJson(JSON.stringify(program)))).toEqual(program)
    }
  })

  it("is found by the id of its surveys", () => {
    const program = Result.getOrThrow(Program.decode(large))
    for (const survey of program.surveys) expect(Program.survey(program, survey.id)).toBe(survey)
    const [other] = Result.getOrThrow(Program.decode(shop({ surveys: [{ id: "other" }] }))).surveys
    expect.assert(other !== undefined)
    expect(Program.survey(program, other.id)).toBeUndefined()
  })

  it("may have reminders right up to its expiry, and triggers on one touchpoint that have names", () => {
    for (const input of [
      withSurvey({ expires: "7 days", reminders: ["1 day", "6 days"] }),
      withSurvey({ expires: "1 hour", reminders: ["59 minutes"] }),
      withSurvey({ triggers: [delivered, { ...delivered, name: "later" }, { ...delivered, kind: "deal.won" }] }),
      withTriggers({ ...milestone, anchor: "order.delivered" }, delivered, calendar, milestone),
      withTriggers(
        { ...calendar, every: "1 day", spread: 1 },
        { ...calendar, name: "b", every: "366 days", spread: 366 }
      ),
      withSteps({ ...thank, step: "remind" }, { ...thank, step: "invite again" })
    ]) {
      expect(problems(Program.decode(input))).toEqual([])
    }
  })
})

const isReported = (input: unknown) => {
  for (const [path, problem] of problems(Program.decode(input))) {
    expect(typeof path).toBe("string")
    expect(problem.length).toBeGreaterThan(0)
    expect(problem.length).toBeLessThan(1000)
  }
}

describe("nothing makes it throw", () => {
  // small: shrinking a deep one takes minutes, in which the test seems to hang
  const anything = fc.anything({
    maxDepth: 3,
    maxKeys: 4,
    size: "small",
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true
  })

  it("whatever it is given", () => {
    fc.assert(fc.property(anything, isReported))
    fc.assert(
      fc.property(fc.record({ id: anything, surveys: fc.array(anything), followUp: fc.array(anything) }), isReported)
    )
  })

  it("whatever JSON it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(Result.isFailure(Program.fromJson(text))).toBe(true)
      })
    )
  })

  /** Every place in a value, as the keys that lead to it. */
  const places = (value: unknown): ReadonlyArray<ReadonlyArray<string>> =>
    typeof value === "object" && value !== null
      ? [[], ...Object.entries(value).flatMap(([key, inner]) => places(inner).map((place) => [key, ...place]))]
      : [[]]

  const replaced = (value: unknown, [key, ...rest]: ReadonlyArray<string>, by: unknown): unknown => {
    if (key === undefined) return by
    if (Array.isArray(value))
      return value.map((inner, index) => (String(index) === key ? replaced(inner, rest, by) : inner))
    return Object.fromEntries(
      Object.entries(Object(value)).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner])
    )
  }

  it("wherever in a good program something else stands; and it is not changed by being looked at", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...places(large)),
        fc.oneof(anything, fc.constant({}), fc.constant([])),
        (place, by) => {
          const input = replaced(large, place, by)
          const before = JSON.stringify(input, (_, value: unknown) =>
            typeof value === "bigint" ? String(value) : value
          )
          isReported(input)
          const after = JSON.stringify(input, (_, value: unknown) =>
            typeof value === "bigint" ? String(value) : value
          )
          expect(after).toBe(before)
        }
      ),
      { numRuns: 300 }
    )
  })
})

// The two tables of the source article, a row each: who gets what, when, and until when.
describe.each([
  {
    moment: "at delivery",
    preset: FollowUp.atDelivery,
    promoter: [
      { do: "thank", after: "0 days" },
      { do: "request testimonial", after: "7 days", within: "7 days" }
    ],
    passive: [{ do: "contact", topic: "what can we do better", after: "0 days" }],
    detractor: [{ do: "open case", after: "0 days", owner: "account manager", deadline: "1 day" }]
  },
  {
    moment: "1 to 2 months after delivery",
    preset: FollowUp.afterDelivery,
    promoter: [
      { do: "thank", after: "0 days" },
      { do: "request testimonial", after: "0 days", forms: ["video", "written", "case study"] }
    ],
    passive: [{ do: "contact", topic: "what would make it a nine or ten", after: "0 days" }],
    detractor: [{ do: "open case", after: "0 days", owner: "account manager", deadline: "1 day" }]
  }
])("the follow-up $moment", ({ preset, ...table }) => {
  const program = Program.make({
    id: "shop",
    surveys: [{ id: "nps" }],
    followUp: [{ survey: "nps", steps: [...preset] }]
  })

  it("is a valid playbook", () => {
    expect(problems(program)).toEqual([])
  })

  it.each(Score.Category.literals)("for a %s is what the table says, and nothing else", (category) => {
    const steps = Result.getOrThrow(program).followUp[0]?.steps.filter(
      (step) => step.do !== "pass on praise" && step.to.includes(category)
    )
    expect(steps).toMatchObject(table[category])
  })
})
