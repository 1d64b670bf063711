/**
 * Program: which rule books can a company write?
 *
 * Valid by construction, small alphabets, and every kind of rule there is.
 */
import * as Condition from "@temoin/core/Condition"
import type * as Consistency from "@temoin/core/Consistency"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Grievance from "@temoin/core/Grievance"
import type * as Ladder from "@temoin/core/Ladder"
import * as Period from "@temoin/core/Period"
import * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Survey from "@temoin/core/Survey"
import * as Trigger from "@temoin/core/Trigger"
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
export const reviews = ["maps", "shop"] as const
export const kinds = ["delivered", "visited", "cancelled"] as const
const names = ["later"] as const

const maybe = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

/** A wheel on which what happens moves people, and what they answer too. */
const journey = {
  stages: [
    { id: "served", enters: [{ on: "touchpoint", kind: kinds[0] }] },
    { id: "seen", enters: [{ on: "touchpoint", kind: kinds[1] }] },
    { id: "gone", enters: [{ on: "touchpoint", kind: kinds[2] }] },
    { id: "loyal", enters: [{ on: "answer", categories: ["promoter"] }] }
  ]
} as const satisfies Written["journey"]
const stages = journey.stages.map(({ id }) => id)

/** Those that no answer moves anybody to. */
const blindStages = stages.slice(0, -1)

const happened: fc.Arbitrary<Condition.Happened> = fc.record(
  { touchpoint: fc.constantFrom(...kinds), within: fc.constantFrom<Array<Period.Period>>("7 days", "1 day", "1 hour") },
  { requiredKeys: ["touchpoint"] }
)
const conditionOn = (stages: ReadonlyArray<string>): fc.Arbitrary<Condition.Condition> => {
  const plain: fc.Arbitrary<Condition.Happened | Condition.Stands> = fc.oneof(
    { weight: 2, arbitrary: happened },
    { weight: 1, arbitrary: fc.record({ stage: fc.constantFrom(...stages) }) }
  )
  const literal = fc.oneof(plain, fc.record({ not: plain }))
  return fc.oneof(
    { weight: 3, arbitrary: literal },
    { weight: 1, arbitrary: fc.record({ any: fc.tuple(literal, fc.record({ all: fc.tuple(literal, literal) })) }) },
    { weight: 2, arbitrary: fc.record({ all: fc.tuple(literal, fc.record({ any: fc.tuple(literal, literal) })) }) }
  )
}

const minimum = fc.constantFrom<Array<Period.Period>>("3 days", "1 day")
const maximum = fc.constantFrom<Array<Period.Period>>("7 days", "1 month")
const age: fc.Arbitrary<Trigger.Age> = fc
  .tuple(
    fc.oneof(fc.record({ minimum }), fc.record({ maximum }), fc.record({ minimum, maximum })),
    fc.constantFrom({}, {}, { anchor: kinds[0] })
  )
  .map(([bounds, anchor]) => ({ ...bounds, ...anchor }))

const rarely = <A>(arbitrary: fc.Arbitrary<A>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

/** What all triggers have; the days are around those on which lives begin. */
const common = {
  name: maybe(fc.constantFrom(...names)),
  expires: maybe(fc.constantFrom<Array<Period.Period>>("30 days", "1 hour", "1 day", "7 days", "1 month")),
  unless: maybe(fc.subarray(kinds.slice(1), { maxLength: 2 })),
  since: rarely(fc.constantFrom("2026-06-10", "2026-02-03", "2026-03-29", "2026-10-25")),
  when: rarely(conditionOn(stages)),
  age: rarely(age)
}

const afterTouchpoint = fc.record({
  on: fc.constant("touchpoint" as const),
  kind: fc.constantFrom(...kinds.slice(0, 2)),
  delay: fc.constantFrom<Array<Period.Period>>(
    "0 days",
    "0 days",
    "0 days",
    "0 days",
    "1 hour",
    "1 day",
    "3 days",
    "1 month"
  )
})

const milestone = fc.record({
  on: fc.constant("milestone" as const),
  anchor: fc.constant(kinds[0]),
  at: nonEmpty<Period.Period>(["1 day", "3 days", "1 month"])
})

const stage = (stages: ReadonlyArray<string>) =>
  fc.record({
    on: fc.constant("stage" as const),
    stage: fc.constantFrom(...stages),
    delay: fc.constantFrom<Array<Period.Period>>("0 days", "1 hour", "3 days")
  })

const hand = fc.record({ on: fc.constant("hand" as const) })

/** The day after an ordinary life's first, and two month ends; by their hash, two of them are spread to a later day. */
const calendar = fc.record(
  {
    on: fc.constant("calendar" as const),
    first: fc.constantFrom("2026-06-10", "2025-12-31", "2026-01-31"),
    every: fc.constantFrom<Array<Period.Period>>("7 days", "1 month"),
    spread: fc.constantFrom(0, 3),
    audience: fc.constant(kinds[0])
  },
  { requiredKeys: ["on", "first", "every"] }
)

const afterAnswer = (others: ReadonlyArray<string>) =>
  fc.record({
    on: fc.constant("answer" as const),
    survey: fc.constantFrom(...others),
    to: fc.constantFrom(["promoter"] as const, ["detractor"] as const, ["passive", "detractor"] as const),
    delay: fc.constantFrom<Array<Period.Period>>("0 days", "1 day", "1 hour", "3 days")
  })

const several = <Part extends Trigger.Part>(part: fc.Arbitrary<Part>) =>
  fc
    .uniqueArray(part, { selector: Trigger.source, minLength: 2, maxLength: 3 })
    .map(([first, ...rest]): readonly [Part, ...Array<Part>] => [first!, ...rest])

const lasting = fc.oneof(afterTouchpoint, milestone)

const all = fc.record(
  {
    on: fc.constant("all" as const),
    of: several(
      fc.oneof(
        { weight: 4, arbitrary: lasting },
        { weight: 1, arbitrary: fc.record({ on: fc.constant("any" as const), of: several(lasting) }) }
      )
    ),
    within: fc.constantFrom<Array<Period.Period>>("1 day", "7 days")
  },
  { requiredKeys: ["on", "of"] }
)

const any = (before: ReadonlyArray<string>) =>
  fc.record({
    on: fc.constant("any" as const),
    of: several(fc.oneof(lasting, stage(stages), hand, all, ...(before.length === 0 ? [] : [afterAnswer(before)])))
  })

type WrittenTrigger = typeof Trigger.Trigger.Encoded

/** What a trigger listens to, with what all triggers have. */
const asking = (
  what: fc.Arbitrary<Trigger.Part | Omit<Extract<WrittenTrigger, { readonly on: "calendar" }>, keyof typeof common>>,
  others: Partial<typeof common> = {}
): fc.Arbitrary<WrittenTrigger> =>
  fc.tuple(what, fc.record({ ...common, ...others })).map(([what, { age, expires, name, since, unless, when }]) => {
    const own = what.on === "calendar" ? [] : Trigger.plain(what).flatMap(([, one]) => kindOf(one))
    return {
      ...what,
      ...(name !== undefined && { name }),
      ...(expires !== undefined && { expires }),
      // what triggers an ask neither cancels nor excludes it
      ...(unless !== undefined && { unless: unless.filter((kind) => !own.includes(kind)) }),
      ...(since !== undefined && { since }),
      ...(when !== undefined && [...Condition.problems(when, () => true, own)].length === 0 && { when }),
      ...(age !== undefined && { age })
    }
  })

/** A survey follows only those before it, so that none follows itself in the end. */
const trigger = (before: ReadonlyArray<string>): fc.Arbitrary<WrittenTrigger> =>
  asking(
    fc.oneof(
      { withCrossShrink: true },
      { weight: 16, arbitrary: afterTouchpoint },
      { weight: 4, arbitrary: milestone },
      { weight: 4, arbitrary: calendar },
      { weight: 3, arbitrary: stage(stages) },
      { weight: 7, arbitrary: hand },
      { weight: 3, arbitrary: any(before) },
      { weight: 4, arbitrary: all },
      ...(before.length === 0 ? [] : [{ weight: 20, arbitrary: afterAnswer(before) }])
    )
  )

const kindOf = (one: Trigger.Plain): ReadonlyArray<string> =>
  one.on === "touchpoint" ? [one.kind] : one.on === "milestone" ? [one.anchor] : []

/** What a trigger listens to, and the name that tells it from another that listens to the same. */
const listening = (written: WrittenTrigger): string => {
  switch (written.on) {
    case "touchpoint":
      return JSON.stringify([written.on, written.kind, written.name])
    case "milestone":
      return JSON.stringify([written.on, written.anchor, written.name])
    case "answer":
      return JSON.stringify([written.on, written.survey, written.name])
    case "stage":
      return JSON.stringify([written.on, written.stage, written.name])
    default:
      return JSON.stringify([written.on, written.name])
  }
}

/** Does it follow only surveys that there are? */
const follows = (written: WrittenTrigger, ids: ReadonlyArray<string>): boolean => {
  if (written.on === "answer") return ids.includes(written.survey)
  return written.on !== "any" || written.of.every((part) => part.on !== "answer" || ids.includes(part.survey))
}

/** Short intervals, so that many of them fit into a life. With an `sDiff` of 1.2, a drop takes 2 points and a change 3. */
const rhythm: fc.Arbitrary<NonNullable<Written["surveys"][number]["rhythm"]>> = fc.record({
  intervals: fc.constantFrom(
    ["7 days", "14 days", "1 month"] as const,
    ["3 days", "1 month"] as const,
    ["7 days"] as const,
    ["3 months", "6 months", "12 months"] as const
  ),
  silentWaves: fc.constantFrom(3, 2, 1),
  noise: fc.constantFrom({}, { sDiff: 1.2 }),
  repair: fc.constantFrom<Array<{ readonly after?: Period.Period }>>({}, { after: "1 day" }, { after: "7 days" }),
  rules: fc.constantFrom<Array<Partial<Consistency.Rules>>>(
    {},
    {},
    {},
    {},
    {},
    {},
    { steady: false },
    { silence: false },
    { disruption: false },
    { reliableChange: false }
  )
})

/** None, one beside the triggers, or one alone. */
const beat = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ isAlone: false }) },
  { weight: 3, arbitrary: rhythm.map((rhythm) => ({ isAlone: false, rhythm })) },
  { weight: 2, arbitrary: rhythm.map((rhythm) => ({ isAlone: true, rhythm })) }
)

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
      priority: fc.constantFrom(0, 0, 1),
      beat
    })
    .map(({ beat: { isAlone, ...rhythm }, ...written }) => ({
      ...written,
      ...rhythm,
      triggers: isAlone ? [] : written.triggers,
      reminders: written.reminders.filter(
        (after) => Period.nominalMillis(after) < Period.nominalMillis(written.expires)
      )
    }))

/** What no score has a say in. */
const review = <Id extends (typeof reviews)[number]>(id: Id) =>
  fc
    .record({
      id: fc.constant(id),
      site: fc.constant("Example Maps"),
      url: fc.constant("https://maps.example/acme"),
      triggers: fc.uniqueArray(
        asking(
          fc.oneof(
            { weight: 8, arbitrary: afterTouchpoint },
            { weight: 4, arbitrary: stage(blindStages) },
            { weight: 2, arbitrary: milestone },
            { weight: 2, arbitrary: calendar },
            { weight: 1, arbitrary: all }
          ),
          { when: rarely(conditionOn(blindStages)) }
        ),
        { selector: listening, minLength: 1, maxLength: 2, size: "max" }
      ),
      priority: fc.constantFrom(0, 0, 1)
    })
    .map(({ triggers, ...written }) => ({ ...written, triggers: [triggers[0]!, ...triggers.slice(1)] as const }))

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

const rungs = ["written", "consent", "video", "referral"] as const

/** The first rung, which a playbook may mail, and those above it, each after the one before or another that fits. */
const ladder: fc.Arbitrary<NonNullable<Written["testimonials"]>> = fc
  .record({
    limit: fc.constantFrom(1, 1, 2),
    again: maybe(fc.constantFrom<Array<Period.Period>>("7 days", "1 month")),
    delay: fc.constantFrom<Array<Period.Period>>("0 days", "0 days", "1 hour", "3 days"),
    within: fc.constantFrom<Array<Period.Period>>("30 days", "1 day", "7 days"),
    above: fc.constantFrom<Array<number>>(3, 3, 2, 1, 0),
    lasts: fc.constantFrom<Array<Period.Period>>("7 days", "1 month", "3 days"),
    fourEyes: fc.boolean()
  })
  .map(({ above, again, delay, fourEyes, lasts, limit, within }) => ({
    lasts,
    fourEyes,
    rungs: rungsOf({ limit, ...(again !== undefined && { again }) }, { delay, within, limit }).slice(0, above + 1)
  }))

type Rungs = ReadonlyArray<typeof Ladder.Rung.Encoded>

const rungsOf = (first: object, others: object): Rungs => [
  { rung: rungs[0], ask: "testimonial", ...first },
  { rung: rungs[1], ask: "consent", after: rungs[0], ...others },
  { rung: rungs[2], ask: "testimonial", forms: ["video"], after: rungs[0], ...others },
  { rung: rungs[3], ask: "referral", after: rungs[1], ...others }
]

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
    arbitrary: fc.record(
      {
        step: fc.constant("testimonial"),
        do: fc.constant("request testimonial" as const),
        forms: nonEmpty(FollowUp.TestimonialForm.literals),
        rung: fc.constant(rungs[0]),
        to: fc.constantFrom(["promoter", "passive"] as const, ["promoter"] as const),
        after,
        within
      },
      { requiredKeys: ["step", "do", "forms", "to", "after", "within"] }
    )
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant("solve"),
      do: fc.constant("open case" as const),
      owner: fc.constant("support"),
      deadline: fc.constantFrom("1 day", "1 hour", "7 days", "8 business hours"),
      resolveWithin: fc.constantFrom("7 days", "14 days", "3 business days"),
      escalateTo: fc.constant("management"),
      to: fc.constantFrom(["detractor"] as const, ["detractor", "passive"] as const),
      on: fc.constantFrom<Array<Array<string>>>([], [Grievance.kind], [Grievance.kind, kinds[2]]),
      after,
      within
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant("recognise"),
      do: fc.constant("pass on praise" as const),
      owner: fc.constant("team lead"),
      deadline: fc.constantFrom("1 day", "2 business days"),
      escalateTo: fc.constant("management"),
      after,
      within
    })
  }
)

const playbook = fc.uniqueArray(step, { selector: ({ step }) => step, minLength: 1, maxLength: 5, size: "max" })

/** A survey and what follows an answer to it, so that no playbook is without its survey. */
const turn = <Id extends (typeof surveys)[number]>(id: Id) =>
  fc.record({ survey: survey(id), playbook: fc.option(playbook, { nil: undefined, freq: 8 }) })

/** An event opens one case, and praise goes to one owner, whichever playbook says so first. */
const onceOnly = (
  step: typeof FollowUp.Step.Encoded,
  earlier: ReadonlyArray<typeof FollowUp.Step.Encoded>
): ReadonlyArray<typeof FollowUp.Step.Encoded> => {
  if (step.do === "pass on praise") return earlier.some((other) => other.do === step.do) ? [] : [step]
  if (step.do !== "open case") return [step]
  const taken = earlier.flatMap((other) => (other.do === "open case" ? (other.on ?? []) : []))
  return [{ ...step, on: (step.on ?? []).filter((kind) => !taken.includes(kind)) }]
}

/** A program without a ladder has no rungs. */
const offLadder = (step: typeof FollowUp.Step.Encoded): typeof FollowUp.Step.Encoded => {
  if (step.do !== "request testimonial") return step
  const { rung: _, ...asked } = step
  return asked
}

const disruptions = fc.constantFrom<Array<NonNullable<Written["disruptions"]>>>(
  [],
  [{ kind: kinds[2], lasts: "7 days" }],
  [{ kind: kinds[1], lasts: "1 day" }, { kind: Grievance.kind }]
)

/** The kinds of touchpoints that have a say in whether a trigger asks. */
const touches = (written: WrittenTrigger): ReadonlyArray<string> => {
  const { age, unless = [], when } = written
  const conditions = when === undefined ? [] : Condition.plain(when)
  const isOnStage = written.on === "stage" || conditions.some(([, plain]) => "stage" in plain)
  return [
    ...unless,
    ...(isOnStage ? kinds : []),
    ...(age?.anchor === undefined ? [] : [age.anchor]),
    ...conditions.flatMap(([, plain]) => ("touchpoint" in plain ? [plain.touchpoint] : [])),
    ...(written.on === "touchpoint" ? [written.kind] : []),
    // of several, any may be among the parts
    ...(written.on === "milestone" || written.on === "calendar" ? [kinds[0]] : []),
    ...(written.on === "all" || written.on === "any" ? kinds : [])
  ]
}

/** The same program without a ladder. */
export const withoutLadder = ({ followUp = [], testimonials: _, ...program }: Written): Written => ({
  ...program,
  followUp: followUp.map(({ steps: [first, ...rest], survey }) => ({
    survey,
    steps: [offLadder(first), ...rest.map(offLadder)]
  }))
})

/** Programs as a company would write them. They shrink to one survey with one trigger and no rules. */
export const written: fc.Arbitrary<Written> = fc
  .record({
    zone: Time.zone,
    turns: fc.tuple(turn(surveys[0]), maybe(turn(surveys[1])), maybe(turn(surveys[2]))),
    reviews: fc.tuple(maybe(review(reviews[0])), rarely(review(reviews[1]))),
    frequency: fc.array(gap, { maxLength: 2, size: "max" }),
    caps: fc.array(cap, { maxLength: 1, size: "max" }),
    window: fc.option(window, { nil: undefined, freq: hasWindows ? 3 : 1 }),
    disruptions,
    testimonials: maybe(ladder)
  })
  .map(({ caps, disruptions, frequency, reviews, testimonials, turns, window, zone }) => {
    const present = turns.filter((turn) => turn !== undefined)
    const ids = present.map(({ survey }) => survey.id)
    // who is asked for a review may not hang on a disruption: such a program is refused
    const touched = new Set<string>(
      reviews.flatMap((review) => (review?.triggers ?? []).flatMap((trigger) => touches(trigger)))
    )
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
      journey,
      surveys: present.map(({ survey }) => ({
        ...survey,
        triggers: survey.triggers.filter((trigger) => follows(trigger, ids))
      })),
      reviews: reviews.filter((review) => review !== undefined),
      frequency: frequency.map(fitting),
      caps: caps.map(fitting),
      ...(window !== undefined && { window }),
      businessHours: { from: "09:00", to: "17:00" },
      disruptions: disruptions.filter(({ kind }) => !touched.has(kind)),
      ...(testimonials !== undefined && { testimonials }),
      followUp: present.flatMap(({ playbook, survey }, index) => {
        const earlier = present.slice(0, index).flatMap(({ playbook }) => playbook ?? [])
        const [first, ...rest] = (playbook ?? [])
          .flatMap((step) => onceOnly(step, earlier))
          .map((step) => (testimonials === undefined ? offLadder(step) : step))
        return first === undefined ? [] : [{ survey: survey.id, steps: [first, ...rest] as const }]
      })
    }
  })
