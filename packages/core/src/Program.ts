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
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Disruption from "./Disruption.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Journey from "./Journey.ts"
import * as Period from "./Period.ts"
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
 * - `zone` is the time zone for contacts of whom neither their own nor their account's is known (default "UTC").
 *
 * @category models
 * @since 0.1.0
 */
export const Program = Schema.Struct({
  id: ProgramId,
  version: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  zone: Zone.Zone.pipe(Schema.withDecodingDefaultKey(Effect.succeed("UTC"))),
  surveys: Schema.Array(Survey.Survey),
  journey: Schema.optionalKey(Journey.Journey),
  disruptions: Schema.Array(Disruption.Disruption).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  window: Schema.optionalKey(SendWindow.SendWindow),
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
  readonly frequency: ReadonlyArray<readonly [path: string, rule: ContactFrequency.MinimumGap]>
  readonly caps: ReadonlyArray<readonly [path: string, rule: ContactFrequency.Cap]>
  readonly followUp: ReadonlyArray<readonly [path: string, playbook: FollowUp.Playbook]>
  readonly journey: Journey.Journey | undefined
  readonly window: SendWindow.SendWindow | undefined
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
    window: readable("window", SendWindow.SendWindow)
  }
}

/** A program whose lists are read elsewhere. */
const Shell = Schema.Struct({
  ...Program.fields,
  surveys: Schema.Array(Schema.Unknown),
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
  ...parts.surveys.flatMap(([path, survey], index) => [...surveyProblems(path, survey, index, parts)]),
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
  ...[...parts.frequency, ...parts.caps].flatMap(([path, rule]) => [...exemptProblems(path, rule, parts)]),
  ...parts.followUp.flatMap(([path, playbook], index) => [...playbookProblems(path, playbook, index, parts)])
]

/** An exemption that names nothing would hold back what was to be let through. */
function* exemptProblems(
  path: string,
  { except }: ContactFrequency.MinimumGap | ContactFrequency.Cap,
  { ids, surveys }: Parts
): Generator<Problem> {
  for (const [i, exempt] of except.entries()) {
    const at = `${path}.except[${i}]`
    if (ids !== undefined && !ids.includes(exempt.survey)) {
      yield { path: `${at}.survey`, problem: `there is no survey "${exempt.survey}"` }
    }
    const triggers = surveys.find(([, { id }]) => id === exempt.survey)?.[1].triggers
    if (exempt.trigger !== undefined && triggers?.every(({ name }) => name !== exempt.trigger) === true) {
      yield { path: `${at}.trigger`, problem: `no trigger of "${exempt.survey}" has the name "${exempt.trigger}"` }
    }
  }
}

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
  for (const [i, trigger] of survey.triggers.entries()) {
    const at = `${path}.triggers[${i}]`
    if (isZero(trigger.expires)) {
      yield { path: `${at}.expires`, problem: "the ask would expire the moment it is due, and never be sent" }
    }
    const kind = trigger.on === "touchpoint" ? trigger.kind : trigger.on === "milestone" ? trigger.anchor : undefined
    if (kind !== undefined && trigger.unless.includes(kind)) {
      yield { path: `${at}.unless`, problem: `"${kind}" would cancel the very ask that it triggers` }
    }
    yield* triggerProblems(at, survey, trigger, parts)
    const twin = survey.triggers.findIndex(
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
  survey: Survey.Survey,
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
  for (const [i, step] of playbook.steps.entries()) {
    const twin = playbook.steps.find(
      (other, j) => j < i && other.do === "open case" && other.to.some((category) => step.to.includes(category))
    )
    if (step.do === "open case" && twin !== undefined) {
      yield {
        path: `${path}.steps[${i}]`,
        problem: `"${twin.step}" opens the case for the same answer already: an answer has one case`
      }
    }
    if (playbook.steps.findIndex((other) => other.step === step.step) < i) {
      yield {
        path: `${path}.steps[${i}].step`,
        problem: `"${step.step}" is the name of an earlier step: each needs one of its own`
      }
    }
    if (step.step === "invite" || /^remind \d+$/.test(step.step)) {
      yield { path: `${path}.steps[${i}].step`, problem: `"${step.step}" is a name we use ourselves: choose another` }
    }
    if (isZero(step.within)) {
      yield {
        path: `${path}.steps[${i}].within`,
        problem: "the step would expire the moment it is due, and never happen"
      }
    }
  }
}
