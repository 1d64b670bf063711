/**
 * Snapshot: what should a CRM say of a contact now?
 *
 * A few fields that people in the company look at and filter by. They are overwritten as the contact moves on; what happened
 * on the way is told by the timeline.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as Account from "./Account.ts"
import * as Case from "./Case.ts"
import * as Consistency from "./Consistency.ts"
import * as Decide from "./Decide.ts"
import * as Fold from "./Fold.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Person from "./Person.ts"
import * as Program from "./Program.ts"
import * as Score from "./Score.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Testimonial from "./Testimonial.ts"
import * as Wave from "./Wave.ts"
import * as Period from "./Period.ts"
import * as Result from "effect/Result"

/**
 * The last counted answer against the one before it, of the same survey: reliably higher, reliably lower, or neither.
 *
 * @category models
 * @since 0.1.0
 */
export const Trend = Schema.Literals(["rising", "steady", "falling"])
/** @since 0.1.0 */
export type Trend = typeof Trend.Type

/**
 * How far the furthest of their testimonials has come.
 *
 * @category models
 * @since 0.1.0
 */
export const Testimony = Schema.Literals([
  "published",
  "approved",
  "amended",
  "submitted",
  "doubted",
  "requested",
  "candidate",
  "expired",
  "declined",
  "lapsed",
  "rejected",
  "withdrawn"
])
/** @since 0.1.0 */
export type Testimony = typeof Testimony.Type

/**
 * What a CRM should say of a contact. `undefined`: not known, which a CRM shows as an empty field and never as 0.
 *
 * - `score`, `category`, `answeredAt`, `survey`: of the last counted answer of any survey, not to whether a case was repaired.
 * - `trend`: none while there is one answer.
 * - `nextAskAt`: when they will next be invited, if nothing new happens until then.
 * - `testimonial`: see `Testimony`. `case`: how far the case is that waits for somebody longest, else the one that ended last.
 *
 * @category models
 * @since 0.1.0
 */
export interface Snapshot {
  readonly score: Score.Score | undefined
  readonly category: Score.Category | undefined
  readonly answeredAt: Instant | undefined
  readonly survey: Survey.SurveyId | undefined
  readonly trend: Trend | undefined
  readonly nextAskAt: Instant | undefined
  readonly testimonial: Testimony | undefined
  readonly case: Case.Stage | undefined
}

/**
 * A field of a CRM that holds a part of the snapshot. `choices`: the only values that it takes, in the order in which they are
 * shown.
 *
 * @category models
 * @since 0.1.0
 */
export interface Field {
  readonly name: keyof Snapshot
  readonly label: string
  readonly description: string
  readonly type: "number" | "date" | "text" | "choice"
  readonly choices?: ReadonlyArray<string>
}

/**
 * The fields that a CRM needs, one for each part of the snapshot.
 *
 * @example Snapshot.fields.length // => 8
 * @category models
 * @since 0.1.0
 */
export const fields: ReadonlyArray<Field> = [
  {
    name: "score",
    label: "NPS: last score",
    description: "0 to 10, as last answered. Empty: never answered.",
    type: "number"
  },
  {
    name: "category",
    label: "NPS: category",
    description: "Promoter 9–10, passive 7–8, detractor 0–6.",
    type: "choice",
    choices: Score.Category.literals
  },
  { name: "answeredAt", label: "NPS: answered", description: "When they last answered.", type: "date" },
  { name: "survey", label: "NPS: survey", description: "Which survey they last answered.", type: "text" },
  {
    name: "trend",
    label: "NPS: trend",
    description: "Against the answer before: rising and falling only where noise is a poor explanation.",
    type: "choice",
    choices: Trend.literals
  },
  {
    name: "nextAskAt",
    label: "NPS: next ask",
    description: "When they will be asked next, if nothing happens until then.",
    type: "date"
  },
  {
    name: "testimonial",
    label: "NPS: testimonial",
    description: "How far their testimonial has come.",
    type: "choice",
    choices: Testimony.literals
  },
  {
    name: "case",
    label: "NPS: case",
    description: "How far their case has come. Empty: there was none.",
    type: "choice",
    choices: Case.Stage.literals
  }
]

/**
 * Nothing to say.
 *
 * @category constructors
 * @since 0.1.0
 */
export const empty: Snapshot = {
  score: undefined,
  category: undefined,
  answeredAt: undefined,
  survey: undefined,
  trend: undefined,
  nextAskAt: undefined,
  testimonial: undefined,
  case: undefined
}

/** Is there nothing to say? When they are to be asked says nothing of them. @category guards @since 0.1.0 */
export const isEmpty = (self: Snapshot): boolean =>
  self.score === undefined && self.testimonial === undefined && self.case === undefined

/**
 * The snapshot of a person. `changesAt`: with nothing new it stays as it is until then; `undefined`: for ever.
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (
  program: Program.Program,
  person: Person.Person,
  account?: Account.Account
): { readonly snapshot: Snapshot; readonly changesAt: Instant | undefined } => {
  const { now, state } = person
  const last = lastAnswers(program, person)
  const testimonials = [...state.testimony.testimonials.values()]
  const snapshot: Snapshot = {
    score: last?.answer.score,
    category: last && Score.category(last.answer.score),
    answeredAt: last?.answer.at,
    survey: last?.survey,
    trend: last && trendOf(program, last),
    nextAskAt: nextAskAt(program, person, account),
    testimonial: furthest(testimonials, now),
    case: caseOf(state)
  }
  const changes = testimonials.flatMap(({ state }) => endOf(state) ?? []).filter((at) => at > now)
  return { snapshot, changesAt: changes.length === 0 ? undefined : Math.min(...changes) }
}

interface Last {
  readonly survey: Survey.SurveyId
  readonly answer: Wave.Answer
  readonly before: Wave.Answer | undefined
}

const lastAnswers = (program: Program.Program, { state, zone }: Person.Person): Last | undefined => {
  const counted = State.waves(state)
    .filter((wave) => !Wave.isRepair(wave))
    .flatMap((wave) => {
      const answer = Wave.counted(wave, Program.closes(program, wave.survey), zone)
      return answer === undefined ? [] : [{ survey: wave.survey, answer }]
    })
    .toSorted((a, b) => a.answer.at - b.answer.at)
  const last = counted.at(-1)
  return last && { ...last, before: counted.findLast((one) => one !== last && one.survey === last.survey)?.answer }
}

const trendOf = (program: Program.Program, { answer, before, survey }: Last): Trend | undefined => {
  if (before === undefined) return undefined
  const { sDiff } = (Program.survey(program, survey)?.rhythm ?? Consistency.byConsistency).noise
  if (!Consistency.isReliableChange(before.score, answer.score, sDiff)) return "steady"
  return answer.score > before.score ? "rising" : "falling"
}

/** So often do we look ahead. */
const looks = 30

/** The first time at which an invitation is decided on, with everything done that is decided until then. */
const nextAskAt = (
  program: Program.Program,
  { history, now }: Person.Person,
  account: Account.Account | undefined
): Instant | undefined => {
  let known = history
  let at = now
  for (let look = 0; look < looks; look++) {
    const { decisions, wakeAt } = Decide.decide(program, known, at, account)
    if (decisions.some(({ _tag }) => _tag === "Invite")) return at
    const state = Fold.of(known)
    const done = decisions.flatMap((decision) => Decide.success(state, decision, at))
    const next = History.append(known, done)
    if (wakeAt === undefined || Result.isFailure(next)) return undefined
    known = next.success
    at = wakeAt
  }
  return undefined
}

const furthest = (testimonials: ReadonlyArray<Testimonial.Testimonial>, now: Instant): Testimony | undefined => {
  const tags = testimonials.map(({ state }) => Testimonial.stateAt(state, now)._tag.toLowerCase())
  return Testimony.literals.find((status) => tags.includes(status))
}

/** When time alone makes another state of it. */
const endOf = (self: Testimonial.State): Instant | undefined => {
  switch (self._tag) {
    case "Requested":
    case "Published":
      return self.expiresAt
    case "Amended":
      return self.until
    case "Doubted":
      return self.askedAt === undefined ? undefined : Period.after(Testimonial.patience, self.askedAt, "UTC")
    default:
      return undefined
  }
}

const caseOf = ({ cases }: State.State): Case.Stage | undefined => {
  const all = [...cases.values()]
  const open = all.filter(Case.isOpen).toSorted((a, b) => a.since - b.since)[0]
  const over = all.toSorted((a, b) => (Case.overAt(a) ?? 0) - (Case.overAt(b) ?? 0)).at(-1)
  const shown = open ?? over
  return shown && Case.stage(shown).stage
}
