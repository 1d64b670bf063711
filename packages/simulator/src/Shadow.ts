/**
 * Shadow: what would we have done, beside what your present tool did?
 *
 * The past lives again under this program: what happened and what people said stays as it was, and only our own asks are
 * made anew. Beside it stand the mails that the other tool sent, and where those broke the rules of this program.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import * as Activity from "@temoin/core/Activity"
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Decide from "@temoin/core/Decide"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import * as Program from "@temoin/core/Program"
import * as Reason from "@temoin/core/Reason"
import * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Survey from "@temoin/core/Survey"
import * as Verdict from "@temoin/core/Verdict"
import type * as Zone from "@temoin/core/Zone"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Colleagues from "./Colleagues.ts"
import * as Drawing from "./Drawing.ts"
import type * as Life from "./Life.ts"
import * as LocalTime from "./LocalTime.ts"

/**
 * One mail that the other tool sent. Its survey may be one that the program does not know. `purpose`: what it was for.
 *
 * @category models
 * @since 0.1.0
 */
export interface Row {
  readonly contact: Contact.ContactId
  readonly sentAt: Instant
  readonly survey: Survey.SurveyId
  readonly purpose: Survey.Purpose
}

/**
 * Everything that is wrong with the rows, at once, each with its place: `rows[3].sentAt`.
 *
 * @category errors
 * @since 0.1.0
 */
export class RowsError extends Schema.TaggedError<RowsError>()("RowsError", {
  problems: Schema.NonEmptyArray(Program.Problem)
}) {
  override get message() {
    const lines = this.problems.map(({ path, problem }) => `  ${path}: ${problem}`)
    return `the rows have ${lines.length === 1 ? "a problem" : `${lines.length} problems`}\n${lines.join("\n")}`
  }
}

const Cells = Schema.Struct({
  contact: Contact.ContactId,
  sentAt: Schema.String,
  survey: Survey.SurveyId,
  purpose: Schema.optionalKey(Schema.Union([Survey.Purpose, Schema.Literal("")]))
})

/**
 * Reads rows as a CSV reader gives them: texts under `contact`, `sentAt`, `survey` and, if need be, `purpose` (left out
 * or empty: `measure`). A time without an offset is on the wall of `zone`. Every problem is reported, no row is dropped.
 *
 * @category decoding
 * @since 0.1.0
 */
export const decode = (rows: ReadonlyArray<unknown>, zone: Zone.Zone): Result.Result<ReadonlyArray<Row>, RowsError> => {
  const problems: Array<Program.Problem> = []
  const found = rows.flatMap((row, index): ReadonlyArray<Row> => {
    const path = `rows[${index}]`
    const cells = Schema.decodeUnknownResult(Cells, { errors: "all", onExcessProperty: "error" })(row)
    if (Result.isFailure(cells)) {
      problems.push(...Program.toProblems(path, cells.failure))
      return []
    }
    const { contact, purpose, sentAt, survey } = cells.success
    const time = LocalTime.parse(sentAt, zone)
    if (Result.isFailure(time)) {
      problems.push({ path: `${path}.sentAt`, problem: time.failure.message })
      return []
    }
    return [{ contact, survey, sentAt: time.success.at, purpose: purpose || "measure" }]
  })
  const [first, ...rest] = problems
  return first === undefined ? Result.succeed(found) : Result.fail(new RowsError({ problems: [first, ...rest] }))
}

/**
 * An ask of ours: when, what, and why.
 *
 * @category models
 * @since 0.1.0
 */
export interface Ask {
  readonly at: Instant
  readonly what: "Invite" | "Remind" | "RequestTestimonial" | "RequestReview"
  readonly survey: Survey.SurveyId
  readonly because: ReadonlyArray<Reason.Reason>
}

/**
 * An ask that came due and was not made: it ended (`as`, at that time), or is `held` back still at the end.
 *
 * @category models
 * @since 0.1.0
 */
export interface NotAsked {
  readonly at: Instant
  readonly as: Decision.Ending | "held"
  readonly survey: Survey.SurveyId
  readonly because: ReadonlyArray<Reason.Reason>
}

/**
 * Where the other tool did what this program forbids.
 *
 * - `TooSoon`: not `gap` after something else on a clock of one of the program's frequency rules.
 * - `Silenced`: after an opt-out, a spam report, an erasure, or to an address that had bounced.
 * - `Unhappy`: asked for praise (purpose `advocate`) while a case was open or when their last answer was 0–6. Requests for
 *   a review are none: those go to everybody.
 *
 * @category models
 * @since 0.1.0
 */
export interface Finding {
  readonly _tag: "TooSoon" | "Silenced" | "Unhappy"
  readonly row: Row
  readonly because: Reason.Reason
}

/**
 * One person: what we would have asked, what not and why, what the other tool sent (`theirs`), and what was wrong with that.
 *
 * @category models
 * @since 0.1.0
 */
export interface Person {
  readonly contact: Contact.ContactId
  readonly asked: ReadonlyArray<Ask>
  readonly notAsked: ReadonlyArray<NotAsked>
  readonly theirs: ReadonlyArray<Row>
  readonly findings: ReadonlyArray<Finding>
}

/**
 * - `histories`: what happened to each contact. Messages and ended asks in them are ours, and are made anew; cases
 *   that the program opens stay open unless the history resolves them.
 * - `rows`: what the other tool sent, also to contacts without a history.
 * - `from`, `until`: we would have been switched on at `from`; what was before is known. Rows are judged wherever they are.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly program: Program.Program
  readonly histories: Iterable<History.History>
  readonly rows: Iterable<Row>
  readonly from: Instant
  readonly until: Instant
}

/**
 * Lives the past again, those of one account side by side. First come those with a history, in their order, then those who
 * have only rows.
 *
 * @category running
 * @since 0.1.0
 */
export const run = ({
  from,
  histories,
  program,
  rows,
  until
}: Options): Result.Result<ReadonlyArray<Person>, History.EventsDiffer | Life.Restless> => {
  const rest = new Map<Contact.ContactId, Array<Row>>()
  for (const row of rows) {
    const known = rest.get(row.contact)
    if (known === undefined) rest.set(row.contact, [row])
    else known.push(row)
  }
  const all = Array.from(histories, (history) => givenOf(history, rest.get(history.contact) ?? []))
  for (const { past } of all) rest.delete(past.contact)
  for (const [contact, rows] of rest) all.push(givenOf(History.empty(contact), rows))
  const people = new Map<Given, Person>()
  const span = { from, until }
  for (const group of Colleagues.groups(all, ({ past }) => Account.membership(past.events))) {
    const lived = Colleagues.live(
      program,
      group.map(({ past }) => worldOf(past, from)),
      span
    )
    if (Result.isFailure(lived)) return Result.fail(lived.failure)
    const { accountOf, lives } = lived.success
    for (const [index, given] of group.entries()) {
      const life = lives[index]
      if (life !== undefined) people.set(given, personOf(program, given, life, accountOf(index), span))
    }
  }
  return Result.succeed(all.flatMap((given) => people.get(given) ?? []))
}

/** One person: what happened to them but for what we did, and what the other tool sent them, in order. */
interface Given {
  readonly past: History.History
  readonly theirs: ReadonlyArray<Row>
}

const givenOf = (history: History.History, rows: ReadonlyArray<Row>): Given => ({
  past: History.filter(history, ({ _tag }) => !ours.has(_tag)),
  theirs: rows.toSorted((a, b) => a.sentAt - b.sentAt)
})

const ours: ReadonlySet<Event.Event["_tag"]> = new Set([
  "Intended",
  "Sent",
  "SendFailed",
  "SendRefused",
  "SendUnknown",
  "ReviewDelayed",
  "AskEnded"
])

/** As if each thing had been known when it happened: an import of yesterday tells of years. */
const worldOf = (past: History.History, from: Instant): Colleagues.Person => ({
  born: History.filter(past, ({ occurredAt }) => occurredAt < from),
  world: {
    coming: past.events
      .filter(({ occurredAt }) => occurredAt >= from)
      .map((event) => ({ at: event.occurredAt, events: () => Result.succeed([event]) }))
  }
})

const personOf = (
  program: Program.Program,
  { past, theirs }: Given,
  { done, history }: Life.Lived,
  account: Account.Account | undefined,
  span: Life.Span
): Person => ({
  contact: history.contact,
  asked: done.flatMap(({ at, decision }): ReadonlyArray<Ask> => {
    const { _tag: what, because, survey } = decision
    return what === "Invite" || what === "Remind" || what === "RequestTestimonial" || what === "RequestReview"
      ? [{ at, what, survey, because }]
      : []
  }),
  notAsked: [
    ...done.flatMap(({ at, decision }): ReadonlyArray<NotAsked> => {
      if (decision._tag !== "EndAsk") return []
      const { as, because, survey } = decision
      return [{ at, as, survey, because }]
    }),
    ...Decide.decide(program, history, span.until - 1, account)
      .held.filter(({ dueAt }) => dueAt < span.until)
      .map(({ survey, verdict }): NotAsked => ({
        at: span.until,
        as: "held",
        survey,
        because: Verdict.reasons(verdict)
      }))
  ],
  theirs,
  findings: theirs.flatMap((row, index) => findingsOf(program, past, row, theirs.slice(0, index)))
})

const findingsOf = (
  program: Program.Program,
  past: History.History,
  row: Row,
  earlier: ReadonlyArray<Row>
): ReadonlyArray<Finding> => {
  const state = Fold.of(History.filter(past, ({ occurredAt }) => occurredAt <= row.sentAt))
  return [
    ...silenced(state, row).map((because): Finding => ({ _tag: "Silenced", row, because })),
    ...unhappy(state, row).map((because): Finding => ({ _tag: "Unhappy", row, because })),
    ...tooSoon(program, state, row, earlier).map((because): Finding => ({ _tag: "TooSoon", row, because }))
  ]
}

const silenced = (state: State.State, { purpose, sentAt, survey }: Row): ReadonlyArray<Reason.Reason> => {
  const { erasedAt, spamReportedAt } = state
  const pausedUntil = State.pausedUntil(state, sentAt)
  const optedOutAt = State.optedOutSince(state, survey, purpose)
  const bouncedAt = state.email === undefined ? undefined : state.bounced.get(state.email)
  return [
    ...(erasedAt === undefined ? [] : [{ _tag: "Erased", at: erasedAt } as const]),
    ...(spamReportedAt === undefined ? [] : [{ _tag: "SpamReported", at: spamReportedAt } as const]),
    ...(optedOutAt === undefined ? [] : [{ _tag: "OptedOut", at: optedOutAt } as const]),
    ...(pausedUntil === undefined ? [] : [{ _tag: "Paused", until: pausedUntil } as const]),
    ...(bouncedAt === undefined ? [] : [{ _tag: "HardBounced", at: bouncedAt } as const])
  ]
}

const unhappy = (state: State.State, { purpose }: Row): ReadonlyArray<Reason.Reason> => {
  if (purpose !== "advocate") return []
  const open = [...state.cases.values()].find(Case.isOpen)
  if (open !== undefined) return [{ _tag: "CaseOpen", since: open.openedAt }]
  const last = state.turns
    .flatMap(({ answers }) => answers)
    .reduce<{ readonly score: Score.Score; readonly at: Instant } | undefined>(
      (latest, answer) => (latest === undefined || answer.at >= latest.at ? answer : latest),
      undefined
    )
  return last !== undefined && Score.category(last.score) === "detractor"
    ? [{ _tag: "AnswerGiven", score: last.score, at: last.at }]
    : []
}

const heldAs = { measure: "invitation", advocate: "testimonial request", review: "review request" } as const

/** One reason for each rule that was broken, about the last thing on its clock. */
const tooSoon = (
  program: Program.Program,
  state: State.State,
  row: Row,
  earlier: ReadonlyArray<Row>
): ReadonlyArray<Reason.Reason> =>
  program.frequency.flatMap((rule): ReadonlyArray<Reason.Reason> => {
    const { purpose, sentAt, survey } = row
    if (!ContactFrequency.holds(rule, { kind: heldAs[purpose], survey })) return []
    const { clocks, scope } = rule
    const gap = State.paced(state, rule.gap)
    const isWithin = (other: Pick<Activity.Activity, "purpose" | "survey">) =>
      (scope !== "survey" || other.survey === undefined || other.survey === survey) &&
      (scope !== "purpose" || other.purpose === undefined || other.purpose === purpose)
    return clocks.flatMap((clock): ReadonlyArray<Reason.Reason> => {
      const times = [
        ...Activity.of(state)
          .filter((start) => start.clock === clock && isWithin(start))
          .map(({ at }) => at),
        ...(clock === "invited" ? earlier.filter(isWithin).map(({ sentAt }) => sentAt) : [])
      ]
      const at = times.length === 0 ? undefined : Math.max(...times)
      return at !== undefined && sentAt < Period.after(gap, at, Account.zone(program, state))
        ? [{ _tag: "TooSoon", clock, at, gap }]
        : []
    })
  })

const sentences = {
  TooSoon: "asked again too soon",
  Silenced: "asked somebody who must not be asked",
  Unhappy: "asked an unhappy person for praise"
} as const

/**
 * The comparison in words: the sums, then person by person. Days are those of `zone`. At most `most` people (default
 * 100) are told; how many more there are is said.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = (people: ReadonlyArray<Person>, zone: Zone.Zone, most = 100): string => {
  const minute = (at: Instant) => LocalTime.minute(at, zone)
  const findings = people.flatMap((person) => person.findings)
  const sum = (count: (person: Person) => number) => people.reduce((total, person) => total + count(person), 0)
  const told = (["TooSoon", "Silenced", "Unhappy"] as const).map(
    (tag) => `  ${sentences[tag]}: ${Drawing.count(findings.filter(({ _tag }) => _tag === tag).length)}`
  )
  return [
    `${Drawing.counted(people.length, "person", "people")}: the other tool sent ${Drawing.counted(
      sum(({ theirs }) => theirs.length),
      "mail"
    )}; we would have sent ${Drawing.counted(
      sum(({ asked }) => asked.length),
      "ask"
    )}`,
    "The other tool",
    ...told,
    ...people
      .slice(0, most)
      .flatMap(({ asked, contact, findings, notAsked, theirs }) => [
        "",
        contact,
        ...asked.map(
          ({ at, because, survey, what }) =>
            `  would be asked on ${minute(at)} (${what}, ${survey}): ${Reason.sentenceOfAll(because)}`
        ),
        ...notAsked.map(
          ({ as, because, survey }) => `  not asked (${survey}, ${as}) because ${Reason.sentenceOfAll(because)}`
        ),
        ...(asked.length + notAsked.length === 0 ? ["  not asked, because nothing came due"] : []),
        ...theirs.map(
          ({ purpose, sentAt, survey }) => `  the other tool asked on ${minute(sentAt)} (${survey}, ${purpose})`
        ),
        ...findings.map(
          ({ _tag, because, row }) => `  ! ${minute(row.sentAt)} ${sentences[_tag]}: ${Reason.sentence(because)}`
        )
      ]),
    ...(people.length > most ? ["", `and ${Drawing.count(people.length - most)} more`] : [])
  ].join("\n")
}
