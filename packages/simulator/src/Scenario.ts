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
import * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import type * as Event from "@temoin/core/Event"
import * as Exhibit from "@temoin/core/Exhibit"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Journey from "@temoin/core/Journey"
import * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import type * as Survey from "@temoin/core/Survey"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Text from "@temoin/core/Text"
import * as Wall from "@temoin/core/Wall"
import type * as Zone from "@temoin/core/Zone"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Expectation from "./Expectation.ts"
import * as Happening from "./Happening.ts"
import * as Life from "./Life.ts"
import type * as Line from "./Line.ts"
import * as LocalTime from "./LocalTime.ts"

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
  readonly events: ReadonlyArray<Line.Placed<Happening.Happening>>
  /** The stories of those who turn out to be this customer, by the path of the line that says so. */
  readonly others: ReadonlyMap<string, Scenario>
  /** Whose story it is, for the names of events; "" for the customer's own. */
  readonly of: string
  readonly expect: ReadonlyArray<Line.Placed<Expectation.Expectation>>
  /** The story ends here; `undefined`: when nothing is left to happen. */
  readonly until: Instant | undefined
}

/** A program, and since when it runs. @category models @since 0.1.0 */
export interface ProgramFrom {
  readonly at: Instant
  readonly program: Program.Program
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
    Schema.Array(
      Schema.Struct({
        on: Schema.String,
        note: Schema.optionalKey(Text.Paragraph),
        program: Schema.Record(Schema.String, Schema.Unknown)
      })
    )
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
  ): ReadonlyArray<Line.Placed<What>> => {
    if (what === undefined) return []
    const on = time(`${path}.on`, what.on)
    const known = what.knownOn === undefined ? on : time(`${path}.knownOn`, what.knownOn)
    if (on === undefined || known === undefined) return []
    return [{ path, what, at: on.at, knownAt: known.at, exact: on.exact }]
  }
  const events = shell.events.flatMap((item, index) =>
    place(`events[${index}]`, take(readByWord(Happening.happenings, `events[${index}]`, item)))
  )
  const expect = shell.expect.flatMap((item, index) =>
    place(`expect[${index}]`, take(readByWord(Expectation.expectations, `expect[${index}]`, item)))
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
    const walls = [...new Set(programs.flatMap(({ walls }) => walls.map(({ id }) => id)))]
    for (const { path, what } of [...events, ...expect]) {
      const [word, survey] = surveyOf(what)
      const isElse =
        "do" in what &&
        programs.some(
          ({ reviews, testimonials }) => testimonials?.id === survey || reviews.some(({ id }) => id === survey)
        )
      if (survey !== undefined && !ids.includes(survey) && !isElse) {
        problems.push({ path: `${path}.${word}`, problem: isNone("survey", survey, ids) })
      }
      if ("wall" in what && !walls.includes(what.wall)) {
        problems.push({ path: `${path}.wall`, problem: isNone("wall", what.wall, walls) })
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

const isNone = (kind: string, id: string, known: ReadonlyArray<string>): string =>
  `there is no ${kind} "${id}" in the program; there is ${known.map((one) => `"${one}"`).join(", ") || "none at all"}`

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

const surveyOf = (
  what: Happening.Happening | Expectation.Expectation
): readonly [word: string, survey: Survey.SurveyId | undefined] => {
  for (const word of [
    "survey",
    ...Happening.caseWords,
    "askedElsewhere",
    "askedByHand",
    "shown",
    "dismissed"
  ] as const) {
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
 * A scenario with what came of it. It holds when there are no differences.
 *
 * @category models
 * @since 0.1.0
 */
export interface Run {
  readonly scenario: Scenario
  readonly lived: Life.Lived
  readonly differences: ReadonlyArray<Expectation.Difference>
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
  Result.map(live(scenario), (lived) => ({ scenario, lived, differences: differencesOf(scenario, lived) }))

const live = (scenario: Scenario): Result.Result<Life.Lived, ScenarioError> => {
  const { contact, events, program, title, versions } = scenario
  const first = Math.min(
    ...events.map(({ at, knownAt }) => Math.min(at, knownAt)),
    ...scenario.expect.map(({ at }) => at)
  )
  const from = Number.isFinite(first) ? first : 0
  const { id, ...fields } = contact
  const born: Event.Event = { _tag: "ContactChanged", ...Happening.told(scenario, 0, from, from), ...fields }
  const known = Object.keys(fields).length === 0 ? [] : [born]
  const lived = Result.flatMap(History.make(id, known), (history) =>
    Life.live<ScenarioError>(
      program,
      history,
      { from, until: scenario.until ?? Infinity },
      {
        account: accountOf(scenario),
        isUnknown: (known, now) => unknownTold(scenario, now).length > unknownSends(known),
        coming: [
          ...versions.map(({ at, program }) => ({ at, program, events: () => Result.succeed([]) })),
          ...events.map((placed, index) => ({
            at: placed.knownAt,
            events: ({ history }: Life.Known) =>
              Result.mapError(
                Happening.eventsOf(storyAt(scenario, placed.knownAt), placed, index + 1, history),
                (problem) => new ScenarioError({ title, problems: [{ path: placed.path, problem }] })
              )
          }))
        ]
      }
    )
  )
  const told = Result.mapError(lived, (error) =>
    error._tag === "ScenarioError"
      ? error
      : new ScenarioError({ title, problems: [{ path: "", problem: error.message }] })
  )
  return Result.flatMap(told, (life) => {
    const idle = unknownTold(scenario, Infinity)[unknownSends(life)]
    return idle === undefined
      ? Result.succeed(life)
      : Result.fail(
          new ScenarioError({
            title,
            problems: [{ path: idle.path, problem: `no message left after ${idle.what.on}, so none can be unknown` }]
          })
        )
  })
}

/** The lines by then that make the next message one of which nobody knows whether it left. */
const unknownTold = ({ events }: Scenario, now: Instant) =>
  events.filter(({ knownAt, what }) => "nextMessage" in what && knownAt <= now)

const unknownSends = ({ history }: Pick<Life.Known, "history">): number =>
  history.events.filter(({ _tag }) => _tag === "SendUnknown").length

const storyAt = (scenario: Scenario, at: Instant): Happening.Story => ({
  of: scenario.of,
  program: programAt(scenario, at),
  live: (path) => {
    const other = scenario.others.get(path)
    if (other === undefined) return Result.fail("it is not told")
    return Result.mapBoth(live(other), {
      onFailure: ({ problems }) => problems.map(({ path, problem }) => `${path}: ${problem}`).join("; "),
      onSuccess: ({ history }) => history
    })
  }
})

const differencesOf = (scenario: Scenario, { done, history: all }: Life.Lived): Run["differences"] => {
  const knownAt = (at: Instant) => {
    const history = Life.knownAt(all, at)
    return [programAt(scenario, at), history, at, accountOf(scenario)({ history }, at)] as const
  }
  return Expectation.compare(
    scenario.expect,
    {
      done,
      heldAt: (at) => Decide.decide(...knownAt(at)).held,
      wallAt: (id, at) => {
        const [program, history, , account] = knownAt(at)
        const wall = program.walls.find((one) => one.id === id)
        const { journey } = program
        const isTainted = (stage: string) => journey !== undefined && Journey.isScoreTainted(journey, stage)
        const picked = wall && Wall.pick(wall, Exhibit.of(program, history, at, account), at, isTainted)
        // a program whose wall `pick` would refuse is no program; a version may be without the wall
        return picked === undefined ? [] : Result.getOrThrow(picked).shown
      },
      testimonialsAt: (at) => {
        const { testimony } = Fold.of(Life.knownAt(all, at))
        return [...testimony.testimonials.values()].map((one) => Testimonial.at(one, at))
      }
    },
    scenario.zone
  )
}

/** What colleagues were asked, as far as it was known by then; of no concern once the customer is somewhere else. */
const accountOf =
  ({ contact, events }: Scenario) =>
  ({ history }: Pick<Life.Known, "history">, now: Instant): Account.Account | undefined => {
    const id = contact.account
    if (id === undefined || Fold.of(history).account !== id) return undefined
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

/**
 * The differences in words: what came, what was expected, and why.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = ({ differences, scenario }: Run): string => Expectation.words(differences, scenario.zone)
