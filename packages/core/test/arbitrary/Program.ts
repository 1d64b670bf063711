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

const trigger = fc
  .record(
    {
      on: fc.constant("touchpoint" as const),
      kind: fc.constantFrom(...kinds.slice(0, 2)),
      name: fc.constantFrom(...names),
      delay: fc.constantFrom("0 days", "0 days", "0 days", "1 hour", "1 day", "3 days", "1 month"),
      expires: fc.constantFrom("30 days", "1 hour", "1 day", "7 days", "1 month"),
      unless: fc.subarray([...kinds], { maxLength: 2 })
    },
    { requiredKeys: ["on", "kind"] }
  )
  .map((written) =>
    written.unless === undefined
      ? written
      : { ...written, unless: written.unless.filter((kind) => kind !== written.kind && kind !== kinds[0]) }
  )

const survey = <Id extends string>(id: Id) =>
  fc
    .record({
      id: fc.constant(id),
      count: fc.constantFrom(...Survey.Count.literals),
      triggers: fc.uniqueArray(trigger, {
        selector: ({ kind, name }) => JSON.stringify([kind, name]),
        minLength: 1,
        maxLength: 3,
        size: "max"
      }),
      reminders: fc.constantFrom<ReadonlyArray<Period.Period>>(
        [],
        ["1 day"],
        ["1 hour", "1 day"],
        ["3 days"],
        ["1 hour", "36 hours", "3 days"]
      ),
      closes: fc.constantFrom("7 days", "7 days", "1 hour", "1 day"),
      expires: fc.constantFrom("30 days", "2 days", "7 days"),
      priority: fc.constantFrom(0, 0, 1)
    })
    .map((written) => ({
      ...written,
      reminders: written.reminders.filter(
        (after) => Period.nominalMillis(after) < Period.nominalMillis(written.expires)
      )
    }))

const gap = fc.record({
  gap: fc.constantFrom("7 days", "1 hour", "1 day", "30 days", "3 months"),
  clocks: nonEmpty(ContactFrequency.Clock.literals),
  scope: fc.constantFrom(...ContactFrequency.Scope.literals),
  holds: nonEmpty(ContactFrequency.Held.literals)
})

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
const turn = <Id extends string>(id: Id) =>
  fc.record({ survey: survey(id), playbook: fc.option(playbook, { nil: undefined, freq: 8 }) })

/** Programs as a company would write them. They shrink to one survey with one trigger and no rules. */
export const written: fc.Arbitrary<Written> = fc
  .record({
    zone: Time.zone,
    turns: fc.tuple(turn(surveys[0]), maybe(turn(surveys[1])), maybe(turn(surveys[2]))),
    frequency: fc.array(gap, { maxLength: 2, size: "max" })
  })
  .map(({ frequency, turns, zone }) => {
    const present = turns.filter((turn) => turn !== undefined)
    return {
      id,
      zone,
      surveys: present.map(({ survey }) => survey),
      frequency,
      followUp: present.flatMap(({ playbook, survey }) => {
        const [first, ...rest] = playbook ?? []
        return first === undefined ? [] : [{ survey: survey.id, steps: [first, ...rest] as const }]
      })
    }
  })
