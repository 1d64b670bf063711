/**
 * Program: what has this company decided to ask, when, and what to do then?
 *
 * Data: written in TypeScript or loaded from JSON, versioned, and checked as a whole when it is made.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as BusinessTime from "./BusinessTime.ts"
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Deadline from "./Deadline.ts"
import * as Disruption from "./Disruption.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Gating from "./Gating.ts"
import * as Journey from "./Journey.ts"
import * as Period from "./Period.ts"
import * as Review from "./Review.ts"
import * as SendWindow from "./SendWindow.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import * as Trigger from "./Trigger.ts"
import * as Zone from "./Zone.ts"

/** @category models @since 0.1.0 */
export const ProgramId = Text.Name.pipe(Schema.brand("ProgramId"))
/** @since 0.1.0 */
export type ProgramId = typeof ProgramId.Type

/**
 * The whole rule book of one company.
 *
 * - `id` is part of every decision's key: a program that keeps its id does not ask again what was asked.
 * - `version` counts up with each change.
 * - `zone` is the company's time zone, and that of contacts whose own is not known (default "UTC").
 * - `businessHours` are the company's own working hours, in its zone: deadlines such as "2 business days" count in them.
 *
 * @category models
 * @since 0.1.0
 */
export const Program = Schema.Struct({
  id: ProgramId,
  version: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  zone: Zone.Zone.pipe(Schema.withDecodingDefaultKey(Effect.succeed("UTC"))),
  surveys: Schema.Array(Survey.Survey),
  reviews: Schema.Array(Review.Review).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  journey: Schema.optionalKey(Journey.Journey),
  disruptions: Schema.Array(Disruption.Disruption).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  window: Schema.optionalKey(SendWindow.SendWindow),
  businessHours: Schema.optionalKey(SendWindow.SendWindow),
  frequency: Schema.Array(ContactFrequency.MinimumGap).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  caps: Schema.Array(ContactFrequency.Cap).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  followUp: Schema.Array(FollowUp.Playbook).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))
})
/** @since 0.1.0 */
export type Program = typeof Program.Type

/**
 * One thing that is wrong, and where: `surveys[0].reminders[1]`.
 *
 * @category errors
 * @since 0.1.0
 */
export const Problem = Schema.Struct({ path: Schema.String, problem: Schema.String })
/** @since 0.1.0 */
export type Problem = typeof Problem.Type

/**
 * Everything that is wrong with a program, at once.
 *
 * @category errors
 * @since 0.1.0
 */
export class ProgramError extends Schema.TaggedError<ProgramError>()("ProgramError", {
  problems: Schema.NonEmptyArray(Problem)
}) {
  override get message() {
    const lines = this.problems.map(({ path, problem }) => `  ${path === "" ? "(program)" : path}: ${problem}`)
    return `the program has ${lines.length === 1 ? "a problem" : `${lines.length} problems`}\n${lines.join("\n")}`
  }
}

/**
 * Checks a program written in TypeScript. Left-out fields get their defaults.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (input: typeof Program.Encoded): Result.Result<Program, ProgramError> => decode(input)

/**
 * Checks a program that came from somewhere: a value parsed from JSON, a row, a form.
 *
 * @category constructors
 * @since 0.1.0
 */
export const decode = (input: unknown): Result.Result<Program, ProgramError> => {
  const problems: Array<Problem> = []
  const found = readParts(input, problems)
  problems.push(...contradictions(found))
  const [first, ...rest] = problems
  if (first !== undefined) return Result.fail(new ProgramError({ problems: [first, ...rest] }))
  return Result.mapError(
    decodeStrictly(Program)(input),
    (error) => new ProgramError({ problems: toProblems("", error) })
  )
}

/**
 * Checks a program in a JSON text.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromJson = (text: string): Result.Result<Program, ProgramError> =>
  Result.flatMap(
    Result.try({
      try: (): unknown => JSON.parse(text),
      catch: (error) =>
        new ProgramError({
          problems: [{ path: "", problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }]
        })
    }),
    decode
  )

/**
 * The survey with this id, `undefined` when the program has none.
 *
 * @category getters
 * @since 0.1.0
 */
export const survey = (self: Program, id: Survey.SurveyId): Survey.Survey | undefined =>
  self.surveys.find((candidate) => candidate.id === id)

/**
 * The review with this id, `undefined` when the program has none.
 *
 * @category getters
 * @since 0.1.0
 */
export const review = (self: Program, id: Survey.SurveyId): Review.Review | undefined =>
  self.reviews.find((candidate) => candidate.id === id)

/**
 * How long a survey's waves stay open after their first answer. For a survey the program has no more, the default: its
 * open waves still end.
 *
 * @category getters
 * @since 0.1.0
 */
export const closes = (self: Program, id: Survey.SurveyId): Period.Period => survey(self, id)?.closes ?? "7 days"

const strictly = { errors: "all", onExcessProperty: "error" } as const

const decodeStrictly = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) =>
  Schema.decodeUnknownResult(schema, strictly)

const formatter = SchemaIssue.makeFormatterStandardSchemaV1()

const join = (path: string, segment: PropertyKey): string =>
  typeof segment === "number" ? `${path}[${segment}]` : path === "" ? String(segment) : `${path}.${String(segment)}`

/**
 * What a schema found wrong, each with its path from `path` on.
 *
 * @category errors
 * @since 0.1.0
 */
export const toProblems = (path: string, error: Schema.SchemaError): readonly [Problem, ...Array<Problem>] => {
  const [first, ...rest] = formatter(error.issue).issues.map((issue) => ({
    path: (issue.path ?? []).reduce<string>(
      (at, segment) => join(at, typeof segment === "object" ? segment.key : segment),
      path
    ),
    problem: issue.message
  }))
  return first === undefined ? [{ path, problem: error.message }] : [first, ...rest]
}

/**
 * The parts of a program that can be read. Each is read by itself, so that a misspelt field in one survey does not hide
 * a contradiction in another.
 */
interface Parts {
  readonly surveys: ReadonlyArray<readonly [path: string, survey: Survey.Survey]>
  readonly reviews: ReadonlyArray<readonly [path: string, review: Review.Review]>
  readonly disruptions: ReadonlyArray<Disruption.Disruption>
  readonly frequency: ReadonlyArray<readonly [path: string, rule: ContactFrequency.MinimumGap]>
  readonly caps: ReadonlyArray<readonly [path: string, rule: ContactFrequency.Cap]>
  readonly followUp: ReadonlyArray<readonly [path: string, playbook: FollowUp.Playbook]>
  readonly journey: Journey.Journey | undefined
  readonly window: SendWindow.SendWindow | undefined
  readonly businessHours: SendWindow.SendWindow | undefined
  /** Are there any at all, perhaps unreadable? */
  readonly hasBusinessHours: boolean
  /** The ids of all surveys, also of those with something else wrong; `undefined` when not all can be read. */
  readonly ids: ReadonlyArray<string> | undefined
}

const readParts = (input: unknown, problems: Array<Problem>): Parts => {
  const list = <S extends Schema.ConstraintDecoder<unknown>>(name: string, schema: S) => {
    const value = Predicate.hasProperty(input, name) ? input[name] : undefined
    if (!Array.isArray(value)) return []
    return value.flatMap((item: unknown, index) => {
      const path = `${name}[${index}]`
      const decoded = decodeStrictly(schema)(item)
      if (Result.isSuccess(decoded)) return [[path, decoded.success] as const]
      problems.push(...toProblems(path, decoded.failure))
      return []
    })
  }
  const parts = {
    surveys: list("surveys", Survey.Survey),
    reviews: list("reviews", Review.Review),
    frequency: list("frequency", ContactFrequency.MinimumGap),
    caps: list("caps", ContactFrequency.Cap),
    followUp: list("followUp", FollowUp.Playbook)
  }
  const surveys = Predicate.hasProperty(input, "surveys") ? input.surveys : undefined
  const found: ReadonlyArray<unknown> | undefined = Array.isArray(surveys)
    ? surveys.map((survey: unknown) => (Predicate.hasProperty(survey, "id") ? survey.id : undefined))
    : undefined
  const ids = found?.every(Predicate.isString) === true ? found : undefined
  const whole = decodeStrictly(Shell)(input)
  if (Result.isFailure(whole)) problems.unshift(...toProblems("", whole.failure))
  const readable = <S extends Schema.ConstraintDecoder<unknown>>(name: string, schema: S): S["Type"] | undefined =>
    Predicate.hasProperty(input, name) ? Result.getOrUndefined(decodeStrictly(schema)(input[name])) : undefined
  return {
    ...parts,
    ids,
    journey: readable("journey", Journey.Journey),
    disruptions: readable("disruptions", Schema.Array(Disruption.Disruption)) ?? [],
    window: readable("window", SendWindow.SendWindow),
    businessHours: readable("businessHours", SendWindow.SendWindow),
    hasBusinessHours: Predicate.hasProperty(input, "businessHours")
  }
}

/** A program whose lists are read elsewhere. */
const Shell = Schema.Struct({
  ...Program.fields,
  surveys: Schema.Array(Schema.Unknown),
  reviews: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  frequency: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  caps: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  followUp: Schema.optionalKey(Schema.Array(Schema.Unknown))
})

const under = (path: string, problems: ReadonlyArray<Problem>): ReadonlyArray<Problem> =>
  problems.map((one) => ({ ...one, path: one.path === "" ? path : `${path}.${one.path}` }))

const isZero = (period: Period.Period) => Period.nominalMillis(period) === 0

const contradictions = (parts: Parts): ReadonlyArray<Problem> => [
  ...under("journey", parts.journey === undefined ? [] : Journey.problems(parts.journey)),
  ...under("window", parts.window === undefined ? [] : SendWindow.problems(parts.window)),
  ...under("businessHours", parts.businessHours === undefined ? [] : SendWindow.problems(parts.businessHours)),
  ...parts.surveys.flatMap(([path, survey], index) => [...surveyProblems(path, survey, index, parts)]),
  ...parts.reviews.flatMap(([path, review], index) => [...reviewProblems(path, review, index, parts)]),
  ...parts.frequency.flatMap(([path, rule]) =>
    isZero(rule.gap)
      ? [{ path: `${path}.gap`, problem: "is no gap at all: leave the rule out, or make it longer" }]
      : []
  ),
  ...parts.caps.flatMap(([path, rule]) =>
    isZero(rule.within)
      ? [{ path: `${path}.within`, problem: "is no time at all: a cap needs a window to count in" }]
      : []
  ),
  ...parts.followUp.flatMap(([path, playbook], index) => [...playbookProblems(path, playbook, index, parts)])
]

function* surveyProblems(path: string, survey: Survey.Survey, index: number, parts: Parts): Generator<Problem> {
  if (parts.surveys.slice(0, index).some(([, other]) => other.id === survey.id)) {
    yield { path: `${path}.id`, problem: `"${survey.id}" is the id of an earlier survey: each needs one of its own` }
  }
  if (isZero(survey.expires)) {
    yield { path: `${path}.expires`, problem: "the invitation would expire before anybody could answer it" }
  }
  if (isZero(survey.closes)) {
    yield {
      path: `${path}.closes`,
      problem: "the wave would close with its first answer, before a reason can be given"
    }
  }
  for (const [i, reminder] of survey.reminders.entries()) {
    const before = i === 0 ? undefined : survey.reminders[i - 1]
    if (isZero(reminder)) {
      yield { path: `${path}.reminders[${i}]`, problem: "a reminder cannot go out with the invitation itself" }
    }
    if (Period.nominalMillis(reminder) >= Period.nominalMillis(survey.expires)) {
      yield {
        path: `${path}.reminders[${i}]`,
        problem: `a reminder after ${reminder} never goes out: the invitation expires after ${survey.expires}`
      }
    }
    if (before !== undefined && Period.nominalMillis(reminder) <= Period.nominalMillis(before)) {
      yield {
        path: `${path}.reminders[${i}]`,
        problem: `must be later than the reminder before it (${before}); both count from the invitation`
      }
    }
  }
  yield* triggersProblems(path, survey, parts)
}

function* reviewProblems(path: string, review: Review.Review, index: number, parts: Parts): Generator<Problem> {
  if (parts.ids?.includes(review.id) === true) {
    yield { path: `${path}.id`, problem: `"${review.id}" is the id of a survey: each needs one of its own` }
  }
  if (parts.reviews.slice(0, index).some(([, other]) => other.id === review.id)) {
    yield { path: `${path}.id`, problem: `"${review.id}" is the id of an earlier review: each needs one of its own` }
  }
  yield* triggersProblems(path, review, parts)
  yield* under(path, Gating.problems(review, parts))
}

function* triggersProblems(
  path: string,
  asked: Pick<Survey.Survey, "id" | "triggers">,
  parts: Parts
): Generator<Problem> {
  for (const [i, trigger] of asked.triggers.entries()) {
    const at = `${path}.triggers[${i}]`
    if (isZero(trigger.expires)) {
      yield { path: `${at}.expires`, problem: "the ask would expire the moment it is due, and never be sent" }
    }
    const kind = trigger.on === "touchpoint" ? trigger.kind : trigger.on === "milestone" ? trigger.anchor : undefined
    if (kind !== undefined && trigger.unless.includes(kind)) {
      yield { path: `${at}.unless`, problem: `"${kind}" would cancel the very ask that it triggers` }
    }
    yield* triggerProblems(at, asked, trigger, parts)
    const twin = asked.triggers.findIndex(
      (other) => Trigger.source(other) === Trigger.source(trigger) && other.name === trigger.name
    )
    if (twin < i) {
      yield {
        path: at,
        problem: `is on ${Trigger.source(trigger)}, as triggers[${twin}] is: give each a \`name\`, so that their asks can be told apart`
      }
    }
  }
}

function* triggerProblems(
  at: string,
  survey: Pick<Survey.Survey, "id">,
  trigger: Trigger.Trigger,
  { ids, journey, surveys }: Parts
): Generator<Problem> {
  if (trigger.on === "stage" && !(journey?.stages ?? []).some(({ id }) => id === trigger.stage)) {
    const known = (journey?.stages ?? []).map(({ id }) => `"${id}"`).join(", ")
    yield {
      path: `${at}.stage`,
      problem: `the program's journey has no stage "${trigger.stage}"; ${known === "" ? "there is no journey" : `it has ${known}`}`
    }
  }
  if (trigger.on === "calendar" && Period.nominalMillis(trigger.every) < Period.nominalMillis("1 day")) {
    yield { path: `${at}.every`, problem: `a calendar has dates at least a day apart, not ${trigger.every}` }
  } else if (trigger.on === "calendar" && /^(?:second|minute|hour)$/.test(Period.parts(trigger.every).unit)) {
    yield {
      path: `${at}.every`,
      problem: `a calendar counts in days, weeks, months or years: ${trigger.every} are not always as many days`
    }
  } else if (
    trigger.on === "calendar" &&
    trigger.spread * Period.nominalMillis("1 day") > Period.nominalMillis(trigger.every)
  ) {
    yield { path: `${at}.spread`, problem: `${trigger.spread} days run into the next date, ${trigger.every} later` }
  }
  if (trigger.on === "milestone") {
    const twin = trigger.at.findIndex((period, i) => trigger.at.indexOf(period) < i)
    if (twin >= 0) yield { path: `${at}.at[${twin}]`, problem: `"${trigger.at[twin]}" is a milestone already` }
  }
  if (trigger.on === "answer") {
    if (ids !== undefined && !ids.includes(trigger.survey)) {
      yield { path: `${at}.survey`, problem: `there is no survey "${trigger.survey}"` }
    }
    const circle = circleOf(survey.id, trigger.survey, surveys)
    if (trigger.survey === survey.id) {
      yield { path: `${at}.survey`, problem: "a survey cannot follow its own answers: it would never end" }
    } else if (circle !== undefined && surveys.find(([, one]) => circle.includes(one.id))?.[1].id === survey.id) {
      const followed = [survey.id, ...circle].map((id) => `"${id}"`).join(" follows ")
      yield { path: `${at}.survey`, problem: `${followed}: it would never end` }
    }
  }
}

/** The surveys by which one follows itself in the end, beginning with the one it follows; `undefined` when it does not. */
const circleOf = (
  id: string,
  followed: string,
  surveys: Parts["surveys"],
  seen = new Set<string>()
): ReadonlyArray<string> | undefined => {
  if (followed === id) return [followed]
  if (seen.has(followed)) return undefined
  seen.add(followed)
  for (const trigger of surveys.find(([, one]) => one.id === followed)?.[1].triggers ?? []) {
    const circle = trigger.on === "answer" ? circleOf(id, trigger.survey, surveys, seen) : undefined
    if (circle !== undefined) return [followed, ...circle]
  }
  return undefined
}

function* playbookProblems(path: string, playbook: FollowUp.Playbook, index: number, parts: Parts): Generator<Problem> {
  const { ids } = parts
  if (ids !== undefined && !ids.includes(playbook.survey)) {
    yield {
      path: `${path}.survey`,
      problem: `there is no survey "${playbook.survey}"; ${ids.length === 0 ? "there are none at all" : `there is ${ids.map((id) => `"${id}"`).join(", ")}`}`
    }
  }
  if (parts.followUp.slice(0, index).some(([, other]) => other.survey === playbook.survey)) {
    yield { path: `${path}.survey`, problem: `"${playbook.survey}" has a playbook already: put the steps together` }
  }
  const earlier = [...parts.followUp.slice(0, index).map(([, other]) => other), playbook]
  for (const [i, step] of playbook.steps.entries()) {
    const at = `${path}.steps[${i}]`
    const before = earlier.flatMap((other) => (other === playbook ? playbook.steps.slice(0, i) : other.steps))
    if (step.do === "open case") yield* openCaseProblems(at, step, playbook.steps.slice(0, i), before)
    if (step.do === "pass on praise" && before.some((other) => other.do === "pass on praise")) {
      yield { path: at, problem: "an earlier step passes on praise already: praise is given to one owner" }
    }
    if (step.do === "open case" || step.do === "pass on praise") yield* deadlineProblems(at, step, parts)
    if (playbook.steps.findIndex((other) => other.step === step.step) < i) {
      yield {
        path: `${at}.step`,
        problem: `"${step.step}" is the name of an earlier step: each needs one of its own`
      }
    }
    if (/^(?:invite|remind \d+|escalate|escalate praise|reopen|close|tell owner)$/.test(step.step)) {
      yield { path: `${at}.step`, problem: `"${step.step}" is a name we use ourselves: choose another` }
    }
    if (isZero(step.within)) {
      yield { path: `${at}.within`, problem: "the step would expire the moment it is due, and never happen" }
    }
  }
}

const isOpening = (step: FollowUp.Step) => step.do === "open case"

function* openCaseProblems(
  at: string,
  { on, to }: FollowUp.OpenCase,
  beforeInPlaybook: ReadonlyArray<FollowUp.Step>,
  before: ReadonlyArray<FollowUp.Step>
): Generator<Problem> {
  const twin = beforeInPlaybook.filter(isOpening).find((other) => other.to.some((category) => to.includes(category)))
  if (twin !== undefined) {
    yield { path: at, problem: `"${twin.step}" opens the case for the same answer already: an answer has one case` }
  }
  for (const [i, kind] of on.entries()) {
    const other = before.filter(isOpening).find((other) => other.on.includes(kind))
    if (other !== undefined || on.indexOf(kind) < i) {
      yield {
        path: `${at}.on[${i}]`,
        problem: `"${kind}" opens a case already${other === undefined ? "" : ` by "${other.step}"`}: an event has one case`
      }
    }
  }
  if (to.length === 0 && on.length === 0) {
    yield {
      path: at,
      problem: `nothing opens the case: say after which answers, such as "to": ["detractor"], or when what happens, such as "on": ["grievance.raised"]`
    }
  }
}

function* deadlineProblems(
  at: string,
  step: FollowUp.OpenCase | FollowUp.PassOnPraise,
  { businessHours, hasBusinessHours }: Parts
): Generator<Problem> {
  const resolveWithin = step.do === "open case" ? step.resolveWithin : undefined
  for (const [field, deadline] of [
    ["deadline", step.deadline],
    ["resolveWithin", resolveWithin]
  ] as const) {
    if (BusinessTime.isBusinessTime(deadline) && !hasBusinessHours) {
      yield {
        path: `${at}.${field}`,
        problem: `"${deadline}" counts in hours that nobody knows: give the program \`businessHours\`, such as { "from": "09:00", "to": "17:00" }`
      }
    }
  }
  const company = { zone: "UTC", ...(businessHours !== undefined && { businessHours }) }
  if (resolveWithin !== undefined && Deadline.isShorter(resolveWithin, step.deadline, company)) {
    yield {
      path: `${at}.resolveWithin`,
      problem: `a case would have to be resolved (${resolveWithin}) before it has to be acknowledged (${step.deadline})`
    }
  }
}
