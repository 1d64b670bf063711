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
import * as Checker from "./Checker.ts"
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Contradiction from "./Contradiction.ts"
import * as Disruption from "./Disruption.ts"
import type * as Finding from "./Finding.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Journey from "./Journey.ts"
import * as Ladder from "./Ladder.ts"
import * as Period from "./Period.ts"
import * as ProgramDiff from "./ProgramDiff.ts"
import * as Retention from "./Retention.ts"
import * as Review from "./Review.ts"
import * as SendWindow from "./SendWindow.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import * as Wall from "./Wall.ts"
import * as Zone from "./Zone.ts"

/** @category models @since 0.1.0 */
export const ProgramId = Text.Name.pipe(Schema.brand("ProgramId"))
/** @since 0.1.0 */
export type ProgramId = typeof ProgramId.Type

const fields = {
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
  followUp: Schema.Array(FollowUp.Playbook).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  testimonials: Schema.optionalKey(Ladder.Ladder),
  walls: Schema.Array(Wall.Wall).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  retention: Schema.optionalKey(Retention.Retention)
}

/**
 * A program as it was at one time, without those before it.
 *
 * @category models
 * @since 0.1.0
 */
export const Version = Schema.Struct(fields)
/** @since 0.1.0 */
export type Version = typeof Version.Type

/**
 * The whole rule book of one company.
 *
 * - `id` is part of every decision's key: a program that keeps its id does not ask again what was asked.
 * - `version` counts up with each change.
 * - `zone` is the company's time zone, and that of contacts of whom neither their own nor their account's is known (default
 *   "UTC").
 * - `businessHours` are the company's own working hours, in its zone: deadlines such as "2 business days" count in them.
 * - `testimonials`: the ladder of commitment, and how testimonials are published; without it, praise is not kept by itself, and
 *   nobody is asked for more than the playbook asks.
 * - `walls`: where testimonials are shown, and which.
 * - `retention`: how long people, their words and the proofs of their consent are kept (default: until they ask to be erased).
 * - `earlier`: the versions before this one (default none). A wave that was opened under one of them keeps its reminders and
 *   its playbook; where its version is not among them, it goes on under this one. Everything else follows this one.
 *
 * @category models
 * @since 0.1.0
 */
export const Program = Schema.Struct({
  ...fields,
  earlier: Schema.Array(Version).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))
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
  problems.push(...Contradiction.among(found))
  problems.push(...earlierProblems(input))
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
 * A new version with the one before it, and all those before that, in its `earlier`. Its `version` must be higher.
 *
 * @category constructors
 * @since 0.1.0
 */
export const following = (next: typeof Program.Encoded, before: Program): Result.Result<Program, ProgramError> => {
  const { earlier, ...last } = before
  return decode({ ...next, earlier: [last, ...earlier] })
}

/**
 * The version of the program that opened a wave; this one when that is not known, or not among those before it.
 *
 * @category getters
 * @since 0.1.0
 */
export const at = (self: Program, version: number | undefined): Version =>
  version === undefined || version === self.version
    ? self
    : (self.earlier.find((one) => one.version === version) ?? self)

/**
 * The survey with this id, `undefined` when the program has none.
 *
 * @category getters
 * @since 0.1.0
 */
export const survey = (self: Version, id: Survey.SurveyId): Survey.Survey | undefined =>
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
export const closes = (self: Version, id: Survey.SurveyId): Period.Period => survey(self, id)?.closes ?? "7 days"

/**
 * What is wrong with a program as a whole, and what is bad practice: errors first. `make` has refused what contradicts
 * itself; this looks at what the parts do together. An error is certain (an ask that can never be sent); a finding is not
 * forbidden, and harms you or your customers. Empty: nothing to say. `Finding.sentence` puts each into words.
 *
 * @category checking
 * @since 0.1.0
 */
export const check = (self: Program): ReadonlyArray<Finding.Finding> => Checker.findings(self)

/**
 * What is different in a new version: added, removed, changed, and what of it would ask people again. `ProgramDiff.sentence`
 * puts each into words; `Changeover` says who gains or loses an ask.
 *
 * @category comparing
 * @since 0.1.0
 */
export const diff = (before: Program, after: Program): ProgramDiff.ProgramDiff => ProgramDiff.between(before, after)

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

const readParts = (input: unknown, problems: Array<Problem>): Contradiction.Parts => {
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
    followUp: list("followUp", FollowUp.Playbook),
    walls: list("walls", Wall.Wall)
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
    testimonials: readable("testimonials", Ladder.Ladder),
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
  followUp: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  walls: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  earlier: Schema.optionalKey(Schema.Array(Schema.Unknown))
})

const field = (of: unknown, name: string): unknown => (Predicate.hasProperty(of, name) ? of[name] : undefined)

const versionOf = (of: unknown): unknown => field(of, "version") ?? 1

/** Each earlier version must be a program by itself, and one before this one. */
const earlierProblems = (input: unknown): ReadonlyArray<Problem> => {
  const listed = Predicate.hasProperty(input, "earlier") && Array.isArray(input.earlier) ? input.earlier : []
  const seen = new Set<unknown>()
  return listed.flatMap((one: unknown, index): ReadonlyArray<Problem> => {
    const path = `earlier[${index}]`
    const version = versionOf(one)
    const found: Array<Problem> = []
    // those before it stand beside it, not in it
    const own = decode(Predicate.isObject(one) ? { ...one, earlier: [] } : one)
    if (Result.isFailure(own)) {
      for (const { path: at, problem } of own.failure.problems) {
        found.push({ path: at === "" ? path : `${path}.${at}`, problem })
      }
    }
    if (field(one, "earlier") !== undefined) {
      found.push({ path: `${path}.earlier`, problem: "stands in the list itself: leave it out there" })
    }
    if (field(one, "id") !== field(input, "id")) {
      found.push({
        path: `${path}.id`,
        problem: "is another program's: a program keeps its id from version to version"
      })
    }
    const current = versionOf(input)
    if (typeof version === "number" && typeof current === "number" && version >= current) {
      found.push({ path: `${path}.version`, problem: `is not before this one, which is version ${current}` })
    }
    if (seen.has(version)) found.push({ path: `${path}.version`, problem: "is in the list already" })
    seen.add(version)
    return found
  })
}
