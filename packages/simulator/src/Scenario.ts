/**
 * Scenario: does this program do what we said it would, for this customer?
 *
 * A story in JSON that a product manager can read and write: a program, a contact, what happens, and what is expected to
 * be done on which day. It is lived through the real `decide`. Every decision that comes must be expected, and every
 * expected one must come.
 *
 * @since 0.1.0
 */
import type * as Account from "@temoin/core/Account"
import * as Activity from "@temoin/core/Activity"
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Grievance from "@temoin/core/Grievance"
import * as History from "@temoin/core/History"
import * as Merge from "@temoin/core/Merge"
import type { Instant } from "@temoin/core/Instant"
import * as Program from "@temoin/core/Program"
import * as Reason from "@temoin/core/Reason"
import * as Score from "@temoin/core/Score"
import * as State from "@temoin/core/State"
import * as Survey from "@temoin/core/Survey"
import * as Text from "@temoin/core/Text"
import * as Touchpoint from "@temoin/core/Touchpoint"
import * as Verdict from "@temoin/core/Verdict"
import * as Zone from "@temoin/core/Zone"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Life from "./Life.ts"
import * as LocalTime from "./LocalTime.ts"

const common = {
  id: Schema.optionalKey(Event.EventId),
  on: Schema.String,
  knownOn: Schema.optionalKey(Schema.String),
  note: Schema.optionalKey(Text.Paragraph)
}
const True = Schema.Literal(true)
const changeable = <S extends Schema.Constraint>(field: S) => Schema.optionalKey(Schema.NullOr(field))

const Recorded = Schema.Record(Schema.String, Schema.Unknown)

/**
 * What can happen, each under the word that tells it from the others. `on` is when it happened; `knownOn`, when we
 * learned of it (without it: at once); `note` is for the reader; `id` names the event, where its name matters.
 * `records` is any event as the log has it, without its id and times, for what no other word says.
 *
 * @category models
 * @since 0.1.0
 */
export const happenings = {
  touchpoint: Schema.Struct({
    ...common,
    touchpoint: Touchpoint.Kind,
    about: Schema.optionalKey(Touchpoint.Subject)
  }),
  askedByHand: Schema.Struct({ ...common, askedByHand: Survey.SurveyId, by: Schema.optionalKey(Text.Line) }),
  answer: Schema.Struct({
    ...common,
    answer: Score.Score,
    survey: Schema.optionalKey(Survey.SurveyId),
    comment: Schema.optionalKey(Text.Paragraph),
    unasked: Schema.optionalKey(True)
  }),
  caseAcknowledged: Schema.Struct({ ...common, caseAcknowledged: Survey.SurveyId }),
  caseAssigned: Schema.Struct({ ...common, caseAssigned: Survey.SurveyId, to: FollowUp.Role }),
  caseExplained: Schema.Struct({ ...common, caseExplained: Survey.SurveyId, words: Text.Paragraph }),
  caseRedressed: Schema.Struct({
    ...common,
    caseRedressed: Survey.SurveyId,
    with: Text.Paragraph,
    correctiveAction: Schema.optionalKey(Text.Paragraph)
  }),
  caseResolved: Schema.Struct({ ...common, caseResolved: Survey.SurveyId }),
  caseReopened: Schema.Struct({ ...common, caseReopened: Survey.SurveyId }),
  complains: Schema.Struct({
    ...common,
    complains: Grievance.Channel,
    words: Schema.optionalKey(Text.Paragraph),
    about: Schema.optionalKey(Touchpoint.Subject)
  }),
  disruptionEnded: Schema.Struct({
    ...common,
    disruptionEnded: Touchpoint.Kind,
    about: Schema.optionalKey(Touchpoint.Subject)
  }),
  praises: Schema.Struct({
    ...common,
    praises: Event.Event.cases.PraiseNamed.fields.names,
    words: Schema.optionalKey(Text.Paragraph)
  }),
  praisePassedOn: Schema.Struct({ ...common, praisePassedOn: True }),
  optsOut: Schema.Struct({ ...common, optsOut: Event.Extent }),
  optsIn: Schema.Struct({ ...common, optsIn: Event.Extent }),
  consentsTo: Schema.Struct({
    ...common,
    consentsTo: Survey.Purpose,
    basis: Schema.optionalKey(Schema.Literals(["consent", "soft opt-in"]))
  }),
  changes: Schema.Struct({
    ...common,
    changes: Schema.Struct({
      email: changeable(Contact.EmailAddress),
      name: changeable(Text.Line),
      locale: changeable(Contact.Locale),
      zone: changeable(Zone.Zone),
      account: changeable(Contact.AccountId),
      accountZone: changeable(Zone.Zone)
    })
  }),
  askedElsewhere: Schema.Struct({ ...common, askedElsewhere: Survey.SurveyId }),
  shown: Schema.Struct({ ...common, shown: Survey.SurveyId }),
  dismissed: Schema.Struct({ ...common, dismissed: Survey.SurveyId }),
  colleague: Schema.Struct({
    ...common,
    colleague: Contact.ContactId,
    was: ContactFrequency.Clock,
    survey: Schema.optionalKey(Survey.SurveyId),
    purpose: Schema.optionalKey(Survey.Purpose)
  }),
  mergedFrom: Schema.Struct({
    ...common,
    mergedFrom: Contact.ContactId,
    contact: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
    events: Schema.optionalKey(Schema.Array(Schema.Unknown))
  }),
  mergedInto: Schema.Struct({ ...common, mergedInto: Contact.ContactId }),
  addressBounces: Schema.Struct({ ...common, addressBounces: True }),
  reportsSpam: Schema.Struct({ ...common, reportsSpam: True }),
  erased: Schema.Struct({ ...common, erased: True }),
  records: Schema.Struct({ ...common, records: Recorded })
}
type Happenings = typeof happenings
/** @since 0.1.0 */
export type Happening = { readonly [Word in keyof Happenings]: Happenings[Word]["Type"] }[keyof Happenings]

const ReasonTag = Schema.String.check(
  Schema.makeFilter<string>(
    (tag) =>
      Object.hasOwn(Reason.Reason.cases, tag) ||
      `is no reason; the reasons are ${Object.keys(Reason.Reason.cases).join(", ")}`
  )
)
const Tags = Schema.Union([ReasonTag, Schema.NonEmptyArray(ReasonTag)])

const Do = Schema.String.check(
  Schema.makeFilter<string>(
    (tag) =>
      Object.hasOwn(Decision.Decision.cases, tag) ||
      `is no decision; the decisions are ${Object.keys(Decision.Decision.cases).join(", ")}`
  )
)

/**
 * What is expected on a day: that something is done (`do`), or `nothing`, perhaps because something is `held` back for
 * these reasons at the end of that day.
 *
 * @category models
 * @since 0.1.0
 */
export const expectations = {
  do: Schema.Struct({
    on: Schema.String,
    do: Do,
    survey: Schema.optionalKey(Survey.SurveyId),
    step: Schema.optionalKey(Text.Name),
    as: Schema.optionalKey(Decision.Ending),
    because: Schema.optionalKey(Tags),
    with: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
    note: Schema.optionalKey(Text.Paragraph)
  }),
  nothing: Schema.Struct({
    on: Schema.String,
    nothing: True,
    held: Schema.optionalKey(Tags),
    note: Schema.optionalKey(Text.Paragraph)
  })
}
type Expectations = typeof expectations
/** @since 0.1.0 */
export type Expectation = { readonly [Word in keyof Expectations]: Expectations[Word]["Type"] }[keyof Expectations]

/**
 * A scenario that makes sense in itself.
 *
 * @category models
 * @since 0.1.0
 */
export interface Scenario {
  readonly title: string
  readonly program: Program.Program
  /** Those that take its place, each from an instant on; earliest first. */
  readonly versions: ReadonlyArray<ProgramFrom>
  readonly contact: Contact.Contact
  /** In the zone of the contact, else of the program: all dates without an offset, and all days. */
  readonly zone: Zone.Zone
  readonly events: ReadonlyArray<Placed<Happening>>
  /** The stories of those who turn out to be this customer, by the path of the line that says so. */
  readonly others: ReadonlyMap<string, Scenario>
  /** Whose story it is, for the names of events; "" for the customer's own. */
  readonly of: string
  readonly expect: ReadonlyArray<Placed<Expectation>>
  /** The story ends here; `undefined`: when nothing is left to happen. */
  readonly until: Instant | undefined
}

/** A program, and since when it runs. @category models @since 0.1.0 */
export interface ProgramFrom {
  readonly at: Instant
  readonly program: Program.Program
}

/** One line of a scenario, and when it is. @category models @since 0.1.0 */
export interface Placed<What> {
  readonly path: string
  readonly what: What
  readonly at: Instant
  readonly knownAt: Instant
  /** Was a time of day given? */
  readonly exact: boolean
}

/**
 * Everything that is wrong with a scenario, at once; or the line at which it could not go on.
 *
 * @category errors
 * @since 0.1.0
 */
export class ScenarioError extends Schema.TaggedError<ScenarioError>()("ScenarioError", {
  title: Schema.optionalKey(Schema.String),
  problems: Schema.NonEmptyArray(Program.Problem)
}) {
  override get message() {
    const lines = this.problems.map(({ path, problem }) => `  ${path === "" ? "(scenario)" : path}: ${problem}`)
    return `the scenario${this.title === undefined ? "" : ` "${this.title}"`} has ${lines.length === 1 ? "a problem" : `${lines.length} problems`}\n${lines.join("\n")}`
  }
}

const Shell = Schema.Struct({
  title: Text.Line,
  note: Schema.optionalKey(Text.Paragraph),
  program: Schema.Unknown,
  versions: Schema.optionalKey(
    Schema.Array(Schema.Struct({ on: Schema.String, note: Schema.optionalKey(Text.Paragraph), program: Recorded }))
  ),
  contact: Schema.Struct({ ...Contact.Contact.fields, id: Schema.optionalKey(Contact.ContactId) }),
  events: Schema.Array(Schema.Unknown),
  expect: Schema.Array(Schema.Unknown),
  until: Schema.optionalKey(Schema.String)
})

const strictly = { errors: "all", onExcessProperty: "error" } as const

const read = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  path: string,
  input: unknown
): Result.Result<S["Type"], ReadonlyArray<Program.Problem>> =>
  Result.mapError(Schema.decodeUnknownResult(schema, strictly)(input), (error) => Program.toProblems(path, error))

/** By the one word that says what it is, so that what is wrong is told about that, and not about all it might have been. */
const readByWord = <Schemas extends Record<string, Schema.ConstraintDecoder<unknown>>>(
  schemas: Schemas,
  path: string,
  input: unknown
): Result.Result<Schemas[keyof Schemas]["Type"], ReadonlyArray<Program.Problem>> => {
  const words = Object.keys(schemas)
  const found = words.filter((word) => Predicate.hasProperty(input, word))
  const schema = schemas[found[0] ?? ""]
  if (schema === undefined || found.length > 1) {
    const problem =
      found.length > 1
        ? `says two things at once (${found.join(", ")}): make it two lines`
        : `does not say what it is: give it one of ${words.join(", ")}`
    return Result.fail([{ path, problem }])
  }
  return read(schema, path, input)
}

/**
 * Checks a scenario that came from somewhere: a value parsed from JSON. An unknown word is an error, with its path.
 *
 * @category constructors
 * @since 0.1.0
 */
export const decode = (input: unknown): Result.Result<Scenario, ScenarioError> => {
  const problems: Array<Program.Problem> = []
  const take = <A>(result: Result.Result<A, ReadonlyArray<Program.Problem>>): A | undefined => {
    if (Result.isSuccess(result)) return result.success
    problems.push(...result.failure)
    return undefined
  }
  const fail = (title: string | undefined) => {
    const [first = { path: "", problem: "cannot be read" }, ...rest] = problems
    return Result.fail(new ScenarioError({ ...(title !== undefined && { title }), problems: [first, ...rest] }))
  }

  const shell = take(read(Shell, "", input))
  if (shell === undefined) return fail(undefined)
  const program = take(
    Result.mapError(Program.decode(shell.program), (error) =>
      error.problems.map(({ path, problem }) => ({ path: path === "" ? "program" : `program.${path}`, problem }))
    )
  )
  const zone = shell.contact.zone ?? program?.zone ?? "UTC"

  const time = (path: string, text: string) =>
    take(Result.mapError(LocalTime.parse(text, zone), ({ message }) => [{ path, problem: message }]))
  const versions = program === undefined ? [] : versionsOf(shell, program, time, (problem) => problems.push(problem))
  const place = <What extends { readonly on: string; readonly knownOn?: string }>(
    path: string,
    what: What | undefined
  ): ReadonlyArray<Placed<What>> => {
    if (what === undefined) return []
    const on = time(`${path}.on`, what.on)
    const known = what.knownOn === undefined ? on : time(`${path}.knownOn`, what.knownOn)
    if (on === undefined || known === undefined) return []
    return [{ path, what, at: on.at, knownAt: known.at, exact: on.exact }]
  }
  const events = shell.events.flatMap((item, index) =>
    place(`events[${index}]`, take(readByWord(happenings, `events[${index}]`, item)))
  )
  const expect = shell.expect.flatMap((item, index) =>
    place(`expect[${index}]`, take(readByWord(expectations, `expect[${index}]`, item)))
  )
  const until = shell.until === undefined ? undefined : time("until", shell.until)

  const others = new Map<string, Scenario>()
  for (const { at, path, what } of events) {
    if (!("mergedFrom" in what)) continue
    const { contact = {}, events: theirs = [], mergedFrom: id } = what
    const { expect: _, title, ...same } = shell
    const other = decode({ ...same, title, contact: { ...contact, id }, events: theirs, expect: [] })
    if (Result.isSuccess(other)) others.set(path, { ...other.success, until: at, of: id })
    else {
      const own = other.failure.problems.filter(({ path }) => path.startsWith("events") || path.startsWith("contact"))
      problems.push(...own.map((one) => ({ path: `${path}.${one.path}`, problem: one.problem })))
    }
  }
  if (program !== undefined) {
    const programs = [program, ...versions.map(({ program }) => program)]
    const ids = [...new Set(programs.flatMap(({ surveys }) => surveys.map(({ id }) => id)))]
    for (const { path, what } of [...events, ...expect]) {
      const [word, survey] = surveyOf(what)
      const isReview = "do" in what && programs.some(({ reviews }) => reviews.some(({ id }) => id === survey))
      if (survey !== undefined && !ids.includes(survey) && !isReview) {
        const problem = `there is no survey "${survey}" in the program; there is ${ids.map((id) => `"${id}"`).join(", ") || "none at all"}`
        problems.push({ path: `${path}.${word}`, problem })
      }
      if ("answer" in what && survey === undefined && ids.length !== 1) {
        problems.push({ path, problem: `the program has ${ids.length} surveys: say which with "survey"` })
      }
    }
  }
  for (const { path, what } of events) {
    if ("colleague" in what && shell.contact.account === undefined) {
      problems.push({ path: `${path}.colleague`, problem: "the contact has no colleagues without an `account`" })
    }
  }
  for (const { path, what, at } of expect) {
    if (until !== undefined && at >= until.at) {
      problems.push({ path: `${path}.on`, problem: `${what.on} is not before the end of the story ("until")` })
    }
    if ("nothing" in what) {
      const other = expect.find((one) => "do" in one.what && LocalTime.day(one.at, zone) === LocalTime.day(at, zone))
      if (other !== undefined) problems.push({ path, problem: `${other.path} expects something on that very day` })
    }
  }
  if (problems.length > 0 || program === undefined) return fail(shell.title)
  return Result.succeed({
    title: shell.title,
    program,
    versions,
    contact: { ...shell.contact, id: shell.contact.id ?? Contact.ContactId.make("customer") },
    zone,
    events,
    others,
    of: "",
    expect,
    until: until?.at
  })
}

/** Each says what is new in it; all else stays, and its `version` is one more. */
const versionsOf = (
  shell: typeof Shell.Type,
  program: Program.Program,
  time: (path: string, text: string) => LocalTime.LocalTime | undefined,
  refuse: (problem: Program.Problem) => void
): ReadonlyArray<ProgramFrom> => {
  const found: Array<ProgramFrom> = []
  let before = program
  for (const [index, { on, program: changes }] of (shell.versions ?? []).entries()) {
    const path = `versions[${index}]`
    const at = time(`${path}.on`, on)?.at
    const last = found.at(-1)
    if (at !== undefined && last !== undefined && at <= last.at) {
      refuse({ path: `${path}.on`, problem: "is not later than the version before it: tell them in their order" })
    }
    if (changes["id"] !== undefined && changes["id"] !== program.id) {
      const problem = `must stay "${program.id}": another one is another program, which asks everything anew`
      refuse({ path: `${path}.program.id`, problem })
      return found
    }
    const { earlier, ...version } = before
    const next = Program.decode({
      ...version,
      version: version.version + 1,
      ...changes,
      earlier: [version, ...earlier]
    })
    if (Result.isFailure(next)) {
      for (const one of next.failure.problems) {
        refuse({ path: one.path === "" ? `${path}.program` : `${path}.program.${one.path}`, problem: one.problem })
      }
      return found
    }
    before = next.success
    if (at !== undefined) found.push({ at, program: before })
  }
  return found
}

/** The one that runs at this time. */
const programAt = ({ program, versions }: Scenario, at: Instant): Program.Program =>
  versions.findLast((version) => version.at <= at)?.program ?? program

const caseWords = [
  "caseAcknowledged",
  "caseAssigned",
  "caseExplained",
  "caseRedressed",
  "caseResolved",
  "caseReopened"
] as const

const surveyOf = (what: Happening | Expectation): readonly [word: string, survey: Survey.SurveyId | undefined] => {
  for (const word of ["survey", ...caseWords, "askedElsewhere", "askedByHand", "shown", "dismissed"] as const) {
    if (Predicate.hasProperty(what, word)) return [word, what[word] as Survey.SurveyId]
  }
  return ["survey", undefined]
}

/**
 * Checks a scenario in a JSON text.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromJson = (text: string): Result.Result<Scenario, ScenarioError> =>
  Result.flatMap(
    Result.try({
      try: (): unknown => JSON.parse(text),
      catch: (error) =>
        new ScenarioError({
          problems: [{ path: "", problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }]
        })
    }),
    decode
  )

/**
 * How a scenario and what came of it differ.
 *
 * - `Missing`: expected, and it did not come. `instead`: what came on that day, or the same thing on other days.
 *   `held`: what was held back at the end of that day.
 * - `Unexpected`: it came, and nobody expected it.
 * - `NotNothing`: nothing was expected on that day, and these came.
 * - `NotHeld`: something was expected to be held back for reasons that nothing was held back for.
 *
 * @category models
 * @since 0.1.0
 */
export type Difference =
  | {
      readonly _tag: "Missing"
      readonly expected: Placed<Expectations["do"]["Type"]>
      readonly instead: ReadonlyArray<Life.Done>
      readonly held: ReadonlyArray<Decide.Held>
    }
  | { readonly _tag: "Unexpected"; readonly came: Life.Done }
  | {
      readonly _tag: "NotNothing"
      readonly expected: Placed<Expectations["nothing"]["Type"]>
      readonly came: ReadonlyArray<Life.Done>
    }
  | {
      readonly _tag: "NotHeld"
      readonly expected: Placed<Expectations["nothing"]["Type"]>
      readonly held: ReadonlyArray<Decide.Held>
    }

/**
 * A scenario with what came of it. It holds when there are no differences.
 *
 * @category models
 * @since 0.1.0
 */
export interface Run {
  readonly scenario: Scenario
  readonly lived: Life.Lived
  readonly differences: ReadonlyArray<Difference>
}

/** Did everything come as expected, and nothing else? @category guards @since 0.1.0 */
export const holds = (self: Run): boolean => self.differences.length === 0

/**
 * Lives a scenario and compares. Fails when the story itself cannot go on: an answer where nobody was asked, a case that
 * was never opened.
 *
 * @category running
 * @since 0.1.0
 */
export const run = (scenario: Scenario): Result.Result<Run, ScenarioError> =>
  Result.map(live(scenario), (lived) => ({ scenario, lived, differences: compare(scenario, lived) }))

const live = (scenario: Scenario): Result.Result<Life.Lived, ScenarioError> => {
  const { contact, events, program, title, versions } = scenario
  const first = Math.min(
    ...events.map(({ at, knownAt }) => Math.min(at, knownAt)),
    ...scenario.expect.map(({ at }) => at)
  )
  const from = Number.isFinite(first) ? first : 0
  const { id, ...fields } = contact
  const born: Event.Event = { _tag: "ContactChanged", ...told(scenario, 0, from, from), ...fields }
  const known = Object.keys(fields).length === 0 ? [] : [born]
  const lived = Result.flatMap(History.make(id, known), (history) =>
    Life.live<ScenarioError>(
      program,
      history,
      { from, until: scenario.until ?? Infinity },
      {
        account: accountOf(scenario),
        coming: [
          ...versions.map(({ at, program }) => ({ at, program, events: () => Result.succeed([]) })),
          ...events.map((placed, index) => ({
            at: placed.knownAt,
            events: ({ history }: Life.Known) =>
              Result.mapError(
                happened(scenario, placed, index + 1, history),
                (problem) => new ScenarioError({ title, problems: [{ path: placed.path, problem }] })
              )
          }))
        ]
      }
    )
  )
  return Result.mapError(lived, (error) =>
    error._tag === "ScenarioError"
      ? error
      : new ScenarioError({ title, problems: [{ path: "", problem: error.message }] })
  )
}

/** What colleagues were asked, as far as it was known by then; of no concern once the customer is somewhere else. */
const accountOf =
  ({ contact, events }: Scenario) =>
  ({ history }: Pick<Life.Known, "history">, now: Instant): Account.Account | undefined => {
    const id = contact.account
    if (id === undefined || State.fold(history).account !== id) return undefined
    const activity = events.flatMap(({ at, knownAt, what }): ReadonlyArray<Activity.Activity> =>
      "colleague" in what && knownAt <= now
        ? [
            {
              contact: what.colleague,
              clock: what.was,
              survey: what.survey,
              purpose: what.purpose,
              wave: undefined,
              at
            }
          ]
        : []
    )
    return { id, version: activity.length, zone: undefined, activity: activity.toSorted(Activity.compare) }
  }

/** Sorts behind everything that the library records itself at the same time, and by the order of telling. */
const told = ({ of }: Scenario, index: number, occurredAt: Instant, recordedAt: Instant, id?: Event.EventId) => ({
  id:
    id ??
    Event.EventId.make(`${index === 0 ? "" : "~"}${String(index).padStart(4, "0")}${of === "" ? "" : ` of ${of}`}`),
  occurredAt,
  recordedAt
})

type Found = Result.Result<ReadonlyArray<Event.Event>, string>

const one = (event: Event.Event): Found => Result.succeed([event])

const happened = (
  scenario: Scenario,
  { at, knownAt, path, what }: Placed<Happening>,
  index: number,
  history: History.History
): Found => {
  const program = programAt(scenario, knownAt)
  const common = told(scenario, index, at, knownAt, what.id)
  const state = State.fold(history)
  if ("touchpoint" in what) {
    const { about, touchpoint: kind } = what
    const id = Touchpointed.make(common.id)
    return one({ _tag: "TouchpointHappened", ...common, id, kind, ...(about !== undefined && { about }) })
  }
  if ("askedByHand" in what) {
    const { askedByHand: survey, by } = what
    return one({
      _tag: "AskRequested",
      ...common,
      id: Touchpointed.make(common.id),
      survey,
      ...(by !== undefined && { by })
    })
  }
  if ("answer" in what) {
    const survey = what.survey ?? program.surveys[0]?.id
    const wave =
      what.unasked === true
        ? Decision.WaveId.make(`unasked:${what.id ?? index}`)
        : State.waves(state).findLast((wave) => wave.survey === survey && wave.invitation !== undefined)?.id
    if (survey === undefined || wave === undefined) {
      return Result.fail(
        `nobody had been asked "${survey}" by ${what.on}, so it cannot be answered; an answer that nobody asked for has "unasked": true`
      )
    }
    const { answer: score, comment } = what
    return one({ _tag: "Answered", ...common, survey, wave, score, ...(comment !== undefined && { comment }) })
  }
  if (isCasework(what)) {
    const [, survey] = surveyOf(what)
    const isReopening = "caseReopened" in what
    const found = [...state.cases.values()].findLast(
      (known) => known.survey === survey && Case.isOpen(known) !== isReopening
    )
    if (found === undefined) {
      return Result.fail(`no case of "${survey}" is ${isReopening ? "over" : "open"} on ${what.on}`)
    }
    const event = casework(what, { ...common, case: found.id })
    const { terms } = found
    return one(
      event._tag === "CaseReopened" && terms !== undefined
        ? { ...event, ...Case.deadlines(terms, at, program, state.zone ?? program.zone) }
        : event
    )
  }
  if ("complains" in what) {
    const { about, complains: channel, words } = what
    const id = Touchpointed.make(common.id)
    const said = words !== undefined && { words }
    return one({ _tag: "GrievanceRaised", ...common, id, channel, ...said, ...(about !== undefined && { about }) })
  }
  if ("disruptionEnded" in what) {
    const { about, disruptionEnded: kind } = what
    return one({ _tag: "DisruptionEnded", ...common, kind, ...(about !== undefined && { about }) })
  }
  if ("praises" in what) {
    const { praises: names, words } = what
    const id = Touchpointed.make(common.id)
    return one({ _tag: "PraiseNamed", ...common, id, names, ...(words !== undefined && { words }) })
  }
  if ("praisePassedOn" in what) {
    const found = [...state.praises.values()].findLast(({ passedOnAt }) => passedOnAt === undefined)
    return found === undefined
      ? Result.fail(`there is no praise to pass on, on ${what.on}`)
      : one({ _tag: "PraisePassedOn", ...common, praise: found.id })
  }
  if ("optsOut" in what) return one({ _tag: "OptedOut", ...common, extent: what.optsOut })
  if ("optsIn" in what) return one({ _tag: "OptedIn", ...common, extent: what.optsIn, evidence: "the scenario" })
  if ("consentsTo" in what) {
    const { basis = "consent", consentsTo: purpose } = what
    return one({ _tag: "LegalBasisRecorded", ...common, purpose, channel: "mail", basis, evidence: "the scenario" })
  }
  if ("changes" in what) return one({ _tag: "ContactChanged", ...common, ...what.changes })
  if ("askedElsewhere" in what) return one({ _tag: "AskedElsewhere", ...common, survey: what.askedElsewhere })
  if ("shown" in what) return one({ _tag: "Shown", ...common, survey: what.shown })
  if ("dismissed" in what) return one({ _tag: "Dismissed", ...common, survey: what.dismissed })
  // their log is not this customer's; `accountOf` tells what they were asked
  if ("colleague" in what) return Result.succeed([])
  if ("mergedInto" in what) return one(Merge.leave(history, what.mergedInto, knownAt))
  if ("mergedFrom" in what) {
    const other = scenario.others.get(path)
    if (other === undefined) return Result.succeed([])
    return Result.match(live(other), {
      onFailure: ({ problems }) =>
        Result.fail(
          `the story of "${what.mergedFrom}" cannot go on: ${problems.map(({ path, problem }) => `${path}: ${problem}`).join("; ")}`
        ),
      onSuccess: (lived) => Result.succeed(Merge.join(lived.history, history, knownAt))
    })
  }
  if ("addressBounces" in what) {
    return state.email === undefined
      ? Result.fail("there is no address that could bounce")
      : one({ _tag: "HardBounced", ...common, address: state.email })
  }
  if ("records" in what) {
    return Result.map(
      Result.mapError(
        Schema.decodeUnknownResult(Event.Event, strictly)({ ...what.records, ...common }),
        (error) => `this is no event of the log: ${error.message}`
      ),
      (event) => [event]
    )
  }
  return one({ _tag: "reportsSpam" in what ? "SpamReported" : "Erased", ...common })
}

type Casework = Happenings[(typeof caseWords)[number]]["Type"]

const isCasework = (what: Happening): what is Casework => caseWords.some((word) => word in what)

const casework = (
  what: Casework,
  common: Pick<Event.Event, "id" | "occurredAt" | "recordedAt"> & { readonly case: Decision.CaseId }
): Case.CaseEvent => {
  if ("caseAssigned" in what) return { _tag: "CaseAssigned", ...common, to: what.to }
  if ("caseExplained" in what) return { _tag: "CaseExplained", ...common, explanation: what.words }
  if ("caseRedressed" in what) {
    const { correctiveAction, with: redress } = what
    return { _tag: "CaseRedressed", ...common, redress, ...(correctiveAction !== undefined && { correctiveAction }) }
  }
  if ("caseResolved" in what) return { _tag: "CaseResolved", ...common }
  if ("caseReopened" in what) return { _tag: "CaseReopened", ...common }
  return { _tag: "CaseAcknowledged", ...common }
}

/** What a touchpoint's id may be; of the same brand as every event's. */
const Touchpointed = Event.Event.cases.TouchpointHappened.fields.id

const listOf = (tags: string | ReadonlyArray<string> | undefined): ReadonlyArray<string> =>
  tags === undefined ? [] : typeof tags === "string" ? [tags] : tags

const compare = (scenario: Scenario, lived: Life.Lived): ReadonlyArray<Difference> => {
  const { expect, zone } = scenario
  const dayOf = (at: Instant) => LocalTime.day(at, zone)
  const wanted = expect.filter((one): one is Placed<Expectations["do"]["Type"]> => "do" in one.what)
  const fits = ({ at, exact, what }: Placed<Expectations["do"]["Type"]>, came: Life.Done): boolean =>
    (exact ? LocalTime.minute(at, zone) === LocalTime.minute(came.at, zone) : dayOf(at) === dayOf(came.at)) &&
    isLike(what, came.decision)
  const expectedBy = matched(wanted, lived.done, fits)
  const matchedWanted = new Set(expectedBy.filter((index) => index !== undefined))
  const heldOn = (at: Instant) => {
    const end = LocalTime.endOfDay(at, zone) - 1
    const history = Life.knownAt(lived.history, end)
    return Decide.decide(programAt(scenario, end), history, end, accountOf(scenario)({ history }, end)).held
  }
  const surplus = lived.done.filter((_, index) => expectedBy[index] === undefined)
  const nothings = expect.filter((one): one is Placed<Expectations["nothing"]["Type"]> => "nothing" in one.what)
  const empty = new Set(nothings.map(({ at }) => dayOf(at)))
  return [
    ...wanted
      .filter((_, index) => !matchedWanted.has(index))
      .map((expected): Difference => {
        const sameDay = surplus.filter(({ at }) => dayOf(at) === dayOf(expected.at))
        const sameThing = surplus.filter(({ decision }) => decision._tag === expected.what.do)
        return {
          _tag: "Missing",
          expected,
          instead: sameDay.length > 0 ? sameDay : sameThing,
          held: heldOn(expected.at)
        }
      }),
    ...surplus.filter(({ at }) => !empty.has(dayOf(at))).map((came): Difference => ({ _tag: "Unexpected", came })),
    ...nothings.flatMap((expected): ReadonlyArray<Difference> => {
      const came = lived.done.filter(({ at }) => dayOf(at) === dayOf(expected.at))
      if (came.length > 0) return [{ _tag: "NotNothing", expected, came }]
      const reasons = listOf(expected.what.held)
      if (reasons.length === 0) return []
      const held = heldOn(expected.at)
      const tags = held.map(({ verdict }) => Verdict.reasons(verdict).map(({ _tag }) => _tag as string))
      return tags.some((own) => reasons.every((reason) => own.includes(reason)))
        ? []
        : [{ _tag: "NotHeld", expected, held }]
    })
  ]
}

const isLike = (expected: Expectations["do"]["Type"], decision: Decision.Decision): boolean =>
  decision._tag === expected.do &&
  (expected.survey === undefined || decision.survey === expected.survey) &&
  (expected.step === undefined || stepOf(decision) === expected.step) &&
  (expected.as === undefined || (decision._tag === "EndAsk" && decision.as === expected.as)) &&
  listOf(expected.because).every((tag) => decision.because.some(({ _tag }) => _tag === tag)) &&
  Object.entries(expected.with ?? {}).every(([name, value]) => {
    const fields: Readonly<Record<string, unknown>> = decision
    return JSON.stringify(fields[name]) === JSON.stringify(value)
  })

/** The step's name stands in the key, between the contact and the cause. */
const stepOf = (decision: Decision.Decision): string => decodeURIComponent(decision.key.split("/")[3] ?? "")

/**
 * For each that came, the index of the expectation it fulfils: as many as possible, each at most once. By augmenting
 * paths, since an expectation that says less must not take what another one needs.
 */
const matched = <A, B>(
  wanted: ReadonlyArray<A>,
  came: ReadonlyArray<B>,
  fits: (wanted: A, came: B) => boolean
): ReadonlyArray<number | undefined> => {
  const takenBy: Array<number | undefined> = came.map(() => undefined)
  const settle = (index: number, seen: Set<number>): boolean => {
    const one = wanted[index]
    if (one === undefined) return false
    for (const [at, candidate] of came.entries()) {
      if (seen.has(at) || !fits(one, candidate)) continue
      seen.add(at)
      const other = takenBy[at]
      if (other === undefined || settle(other, seen)) {
        takenBy[at] = index
        return true
      }
    }
    return false
  }
  for (const index of wanted.keys()) settle(index, new Set())
  return takenBy
}

/**
 * The differences in words: what came, what was expected, and why.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = ({ differences, scenario }: Run): string => {
  const { zone } = scenario
  const came = ({ at, decision }: Life.Done) =>
    `${LocalTime.minute(at, zone)} ${inWords(decision)}, because ${Reason.sentenceOfAll(decision.because)}`
  return differences
    .flatMap((difference): ReadonlyArray<string> => {
      switch (difference._tag) {
        case "Missing": {
          const { held: back, expected, instead } = difference
          return [
            `  ${expected.path}: expected ${expectedInWords(expected.what)}, and it did not come.`,
            ...list("What came instead:", instead.map(came)),
            ...list("Held back at the end of that day:", back.map(held))
          ]
        }
        case "Unexpected":
          return [`  nobody expected: ${came(difference.came)}`]
        case "NotNothing":
          return [
            `  ${difference.expected.path}: expected nothing on ${difference.expected.what.on}, and this came:`,
            ...difference.came.map((one) => `      ${came(one)}`)
          ]
        case "NotHeld": {
          const { expected, held: back } = difference
          return [
            `  ${expected.path}: expected something to be held back on ${expected.what.on} because of ${listOf(expected.what.held).join(" and ")}.`,
            ...(back.length === 0
              ? ["    Nothing was held back at the end of that day."]
              : list("Held back at the end of that day:", back.map(held)))
          ]
        }
      }
    })
    .join("\n")
}

const held = (one: Decide.Held): string =>
  `${one.what} (${one.survey}, ${one.step}), because ${Reason.sentenceOfAll(Verdict.reasons(one.verdict))}`

const list = (intro: string, items: ReadonlyArray<string>): ReadonlyArray<string> =>
  items.length === 0 ? [] : [`    ${intro}`, ...items.map((item) => `      ${item}`)]

const inWords = (decision: Decision.Decision): string =>
  `${decision._tag} (${decision.survey}, ${stepOf(decision)}${decision._tag === "EndAsk" ? `, ${decision.as}` : ""})`

const expectedInWords = ({
  as,
  because,
  do: what,
  on,
  step,
  survey,
  with: fields
}: Expectations["do"]["Type"]): string => {
  const details = [
    survey,
    step,
    as,
    ...Object.entries(fields ?? {}).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  ].filter((detail) => detail !== undefined)
  const why = because === undefined ? "" : ` because of ${listOf(because).join(" and ")}`
  return `${what}${details.length === 0 ? "" : ` (${details.join(", ")})`} on ${on}${why}`
}
