/**
 * Program: which rule books can a company write?
 *
 * Valid by construction, small alphabets, and every kind of rule there is.
 */
import * as FollowUp from "@temoin/core/FollowUp"
import * as Period from "@temoin/core/Period"
import * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Survey from "@temoin/core/Survey"
import type * as Trigger from "@temoin/core/Trigger"
import * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Time from "./Time.ts"

/** What a company would write in its own file. */
export type Written = typeof Program.Program.Encoded

/** The program behind what was written; throws with every problem when it is not valid. */
export const make = (written: Written): Program.Program => Result.getOrThrow(Program.make(written))

export const id = "p"
export const surveys = ["nps", "visit", "other"] as const
export const kinds = ["delivered", "visited", "cancelled"] as const
const names = ["later"] as const

const maybe = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

/** What all triggers have. Neither what triggers an ask nor the first kind cancels one. */
const common = {
  name: fc.constantFrom(...names),
  expires: fc.constantFrom<Array<Period.Period>>("30 days", "1 hour", "1 day", "7 days", "1 month"),
  unless: fc.subarray(kinds.slice(1), { maxLength: 2 })
}

const afterTouchpoint = fc
  .record(
    {
      on: fc.constant("touchpoint" as const),
      kind: fc.constantFrom(...kinds.slice(0, 2)),
      delay: fc.constantFrom("0 days", "0 days", "0 days", "1 hour", "1 day", "3 days", "1 month"),
      ...common
    },
    { requiredKeys: ["on", "kind"] }
  )
  .map((written) =>
    written.unless === undefined
      ? written
      : { ...written, unless: written.unless.filter((kind) => kind !== written.kind) }
  )

const milestone = fc.record(
  {
    on: fc.constant("milestone" as const),
    anchor: fc.constant(kinds[0]),
    at: nonEmpty<Period.Period>(["1 day", "3 days", "1 month"]),
    ...common
  },
  { requiredKeys: ["on", "anchor", "at"] }
)

/** The day after an ordinary life's first, and two month ends; by their hash, two of them are spread to a later day. */
const calendar = fc.record(
  {
    on: fc.constant("calendar" as const),
    first: fc.constantFrom("2026-06-10", "2025-12-31", "2026-01-31"),
    every: fc.constantFrom<Array<Period.Period>>("7 days", "1 month"),
    spread: fc.constantFrom(0, 3),
    audience: fc.constant(kinds[0]),
    ...common
  },
  { requiredKeys: ["on", "first", "every"] }
)

const afterAnswer = (others: ReadonlyArray<string>) =>
  fc.record(
    {
      on: fc.constant("answer" as const),
      survey: fc.constantFrom(...others),
      to: fc.constantFrom(["promoter"] as const, ["detractor"] as const, ["passive", "detractor"] as const),
      delay: fc.constantFrom<Array<Period.Period>>("0 days", "1 day", "1 hour", "3 days"),
      ...common,
      expires: fc.constantFrom<Array<Period.Period>>("30 days", "7 days", "1 day")
    },
    { requiredKeys: ["on", "survey", "to", "delay"] }
  )

type WrittenTrigger = typeof Trigger.Trigger.Encoded

/** A survey follows only those before it, so that none follows itself in the end. */
const trigger = (before: ReadonlyArray<string>): fc.Arbitrary<WrittenTrigger> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 8, arbitrary: afterTouchpoint },
    { weight: 2, arbitrary: milestone },
    { weight: 2, arbitrary: calendar },
    ...(before.length === 0 ? [] : [{ weight: 10, arbitrary: afterAnswer(before) }])
  )

/** What a trigger listens to, and the name that tells it from another that listens to the same. */
const listening = (written: WrittenTrigger): string => {
  switch (written.on) {
    case "touchpoint":
      return JSON.stringify([written.on, written.kind, written.name])
    case "milestone":
      return JSON.stringify([written.on, written.anchor, written.name])
    case "calendar":
      return JSON.stringify([written.on, written.name])
    case "answer":
      return JSON.stringify([written.on, written.survey, written.name])
    case "stage":
      return JSON.stringify([written.on, written.stage, written.name])
  }
}

const survey = <Id extends (typeof surveys)[number]>(id: Id) =>
  fc
    .record({
      id: fc.constant(id),
      count: fc.constantFrom(...Survey.Count.literals),
      triggers: fc.uniqueArray(trigger(surveys.slice(0, surveys.indexOf(id))), {
        selector: listening,
        minLength: 1,
        maxLength: 3,
        size: "max"
      }),
      reminders: fc.constantFrom<Array<Period.Period>>(
        [],
        ["1 day"],
        ["1 hour", "1 day"],
        ["3 days"],
        ["1 hour", "36 hours", "3 days"]
      ),
      closes: fc.constantFrom("7 days", "7 days", "1 hour", "1 day"),
      expires: fc.constantFrom("30 days", "2 days", "7 days"),
      sample: fc.constantFrom(...Array<number>(8).fill(1), 0.5, 0.25),
      priority: fc.constantFrom(0, 0, 1)
    })
    .map((written) => ({
      ...written,
      reminders: written.reminders.filter(
        (after) => Period.nominalMillis(after) < Period.nominalMillis(written.expires)
      )
    }))

/** What gaps and caps have. Of its exemptions, a program keeps those that name something it has. */
const frequency = {
  clocks: nonEmpty(ContactFrequency.Clock.literals),
  scope: fc.constantFrom(...ContactFrequency.Scope.literals),
  subject: fc.constantFrom(...ContactFrequency.Subject.literals),
  holds: nonEmpty(ContactFrequency.Held.literals),
  except: fc.constantFrom<Array<ReadonlyArray<ContactFrequency.Exempt>>>(
    [],
    [],
    [],
    [{ survey: surveys[0] }],
    [{ survey: surveys[0], trigger: names[0] }]
  )
}

const gap = fc.record({
  gap: fc.constantFrom<Array<Period.Period>>("7 days", "1 hour", "1 day", "30 days", "3 months"),
  ...frequency
})

const cap = fc.record({
  most: fc.constantFrom(1, 2, 3),
  within: fc.constantFrom<Array<Period.Period>>("7 days", "30 days"),
  ...frequency
})

/** One more rule, for a program that has others already. */
export const rule: fc.Arbitrary<ContactFrequency.MinimumGap | ContactFrequency.Cap> = fc.oneof(gap, cap)

/** May a company choose its hours? With `true` here, programs have windows, and their reason must be seen. */
export const hasWindows: boolean = true

const window = fc.constantFrom({ from: "09:00", to: "18:00" }, { from: "22:00", to: "02:00" })

function nonEmpty<A>(all: ReadonlyArray<A>): fc.Arbitrary<readonly [A, ...Array<A>]> {
  return fc.subarray([...all], { minLength: 1 }).map(([first, ...rest]) => [first!, ...rest] as const)
}

const after = fc.constantFrom("0 days", "0 days", "1 hour", "1 day", "7 days")
const within = fc.constantFrom("30 days", "30 days", "1 hour", "1 day")

const step: fc.Arbitrary<typeof FollowUp.Step.Encoded> = fc.oneof(
  fc.record({
    step: fc.constant("thank"),
    do: fc.constant("thank" as const),
    to: nonEmpty(Score.Category.literals),
    after,
    within
  }),
  fc.record({
    step: fc.constant("improve"),
    do: fc.constant("contact" as const),
    topic: fc.constantFrom(...FollowUp.Topic.literals),
    to: nonEmpty(Score.Category.literals.toReversed()),
    after,
    within
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant("testimonial"),
      do: fc.constant("request testimonial" as const),
      forms: nonEmpty(FollowUp.TestimonialForm.literals),
      to: fc.constantFrom(["promoter", "passive"] as const, ["promoter"] as const),
      after,
      within
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant("solve"),
      do: fc.constant("open case" as const),
      owner: fc.constant("support"),
      deadline: fc.constantFrom("1 day", "1 hour", "7 days"),
      escalateTo: fc.constant("management"),
      to: fc.constantFrom(["detractor"] as const, ["detractor", "passive"] as const),
      after,
      within
    })
  }
)

const playbook = fc.uniqueArray(step, { selector: ({ step }) => step, minLength: 1, maxLength: 4, size: "max" })

/** A survey and what follows an answer to it, so that no playbook is without its survey. */
const turn = <Id extends (typeof surveys)[number]>(id: Id) =>
  fc.record({ survey: survey(id), playbook: fc.option(playbook, { nil: undefined, freq: 8 }) })

/** Programs as a company would write them. They shrink to one survey with one trigger and no rules. */
export const written: fc.Arbitrary<Written> = fc
  .record({
    zone: Time.zone,
    turns: fc.tuple(turn(surveys[0]), maybe(turn(surveys[1])), maybe(turn(surveys[2]))),
    frequency: fc.array(gap, { maxLength: 2, size: "max" }),
    caps: fc.array(cap, { maxLength: 1, size: "max" }),
    window: fc.option(window, { nil: undefined, freq: hasWindows ? 3 : 1 })
  })
  .map(({ caps, frequency, turns, window, zone }) => {
    const present = turns.filter((turn) => turn !== undefined)
    const ids = present.map(({ survey }) => survey.id)
    const names = (id: string) => present.flatMap(({ survey }) => (survey.id === id ? survey.triggers : []))
    const fitting = <R extends { readonly except: ReadonlyArray<ContactFrequency.Exempt> }>(rule: R): R => ({
      ...rule,
      except: rule.except.filter(
        ({ survey, trigger }) => trigger === undefined || names(survey).some(({ name }) => name === trigger)
      )
    })
    return {
      id,
      zone,
      surveys: present.map(({ survey }) => ({
        ...survey,
        triggers: survey.triggers.filter(
          (trigger) => trigger.on !== "answer" || ids.some((id) => id === trigger.survey)
        )
      })),
      frequency: frequency.map(fitting),
      caps: caps.map(fitting),
      ...(window !== undefined && { window }),
      followUp: present.flatMap(({ playbook, survey }) => {
        const [first, ...rest] = playbook ?? []
        return first === undefined ? [] : [{ survey: survey.id, steps: [first, ...rest] as const }]
      })
    }
  })
