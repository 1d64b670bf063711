/**
 * Contradiction: what in a program cannot be?
 *
 * What is wrong wherever it stands, and so refused when a program is made. What only shows when the whole is looked at is a
 * `Finding`.
 *
 * @since 0.1.0
 */
import * as BusinessTime from "./BusinessTime.ts"
import * as Condition from "./Condition.ts"
import type * as ContactFrequency from "./ContactFrequency.ts"
import * as Deadline from "./Deadline.ts"
import type * as Disruption from "./Disruption.ts"
import type * as FollowUp from "./FollowUp.ts"
import * as Gating from "./Gating.ts"
import * as Journey from "./Journey.ts"
import * as Ladder from "./Ladder.ts"
import * as Period from "./Period.ts"
import type * as Review from "./Review.ts"
import * as SendWindow from "./SendWindow.ts"
import type * as Survey from "./Survey.ts"
import * as Trigger from "./Trigger.ts"
import * as Wall from "./Wall.ts"

/**
 * What contradicts itself, and where: `surveys[0].reminders[1]`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Contradiction {
  readonly path: string
  readonly problem: string
}

/**
 * The parts of a program that can be read. Each is read by itself, so that a misspelt field in one survey does not hide
 * a contradiction in another.
 *
 * @category models
 * @since 0.1.0
 */
export interface Parts {
  readonly surveys: ReadonlyArray<readonly [path: string, survey: Survey.Survey]>
  readonly reviews: ReadonlyArray<readonly [path: string, review: Review.Review]>
  readonly disruptions: ReadonlyArray<Disruption.Disruption>
  readonly frequency: ReadonlyArray<readonly [path: string, rule: ContactFrequency.MinimumGap]>
  readonly caps: ReadonlyArray<readonly [path: string, rule: ContactFrequency.Cap]>
  readonly followUp: ReadonlyArray<readonly [path: string, playbook: FollowUp.Playbook]>
  readonly walls: ReadonlyArray<readonly [path: string, wall: Wall.Wall]>
  readonly testimonials: Ladder.Ladder | undefined
  readonly journey: Journey.Journey | undefined
  readonly window: SendWindow.SendWindow | undefined
  readonly businessHours: SendWindow.SendWindow | undefined
  /** Are there any at all, perhaps unreadable? */
  readonly hasBusinessHours: boolean
  /** The ids of all surveys, also of those with something else wrong; `undefined` when not all can be read. */
  readonly ids: ReadonlyArray<string> | undefined
}

/**
 * Everything that contradicts itself among these parts, in the order of the parts. Empty: nothing does.
 *
 * @category checking
 * @since 0.1.0
 */
export const among = (parts: Parts): ReadonlyArray<Contradiction> => [
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
  ...[...parts.frequency, ...parts.caps].flatMap(([path, rule]) => [...exemptProblems(path, rule, parts)]),
  ...parts.followUp.flatMap(([path, playbook], index) => [...playbookProblems(path, playbook, index, parts)]),
  ...under("testimonials", [...ladderProblems(parts)]),
  ...parts.walls.flatMap(([path, wall], index) => [...wallProblems(path, wall, index, parts)])
]

function* ladderProblems({ reviews, surveys, testimonials }: Parts): Generator<Contradiction> {
  if (testimonials === undefined) return
  const { id } = testimonials
  if (reviews.some(([, review]) => review.id === id) || surveys.some(([, survey]) => survey.id === id)) {
    yield { path: "id", problem: `"${id}" is the id of a survey or a review: testimonials need one of their own` }
  }
  yield* Ladder.problems(testimonials)
}

/** What a wall must not say of itself. */
function* wallProblems(
  path: string,
  wall: Wall.Wall,
  index: number,
  { followUp, journey, walls }: Parts
): Generator<Contradiction> {
  if (walls.slice(0, index).some(([, other]) => other.id === wall.id)) {
    yield { path: `${path}.id`, problem: `"${wall.id}" is the id of an earlier wall: each needs one of its own` }
  }
  if (wall.stage !== undefined && (journey?.stages ?? []).every(({ id }) => id !== wall.stage)) {
    yield { path: `${path}.stage`, problem: `the program's journey has no stage "${wall.stage}"` }
  }
  const step = followUp
    .flatMap(([, { steps }]) => steps)
    .find((one) => one.do === "request testimonial" && one.to.length < 3)
  if (wall.asked === "everyone" && step !== undefined) {
    yield {
      path: `${path}.asked`,
      problem: `not everyone is asked: the step "${step.step}" asks by score; say "by score", and the wall is labelled as selected`
    }
  }
  const isTainted = (stage: string) => journey !== undefined && Journey.isScoreTainted(journey, stage)
  const selected = Wall.selectedBy(wall, isTainted)
  if (wall.beside !== undefined && selected.length > 0) {
    const { message } = new Wall.NumberRefused({ wall: wall.id, numbers: wall.beside, selected })
    yield { path: `${path}.beside`, problem: message }
  }
}

/** An exemption that names nothing would hold back what was to be let through. */
function* exemptProblems(
  path: string,
  { except }: ContactFrequency.MinimumGap | ContactFrequency.Cap,
  { ids, reviews, surveys }: Parts
): Generator<Contradiction> {
  for (const [i, exempt] of except.entries()) {
    const at = `${path}.except[${i}]`
    const triggers = [...surveys, ...reviews].find(([, { id }]) => id === exempt.survey)?.[1].triggers
    if (triggers === undefined && ids !== undefined && !ids.includes(exempt.survey)) {
      yield { path: `${at}.survey`, problem: `there is no survey "${exempt.survey}"` }
    }
    if (exempt.trigger !== undefined && triggers?.every(({ name }) => name !== exempt.trigger) === true) {
      yield { path: `${at}.trigger`, problem: `no trigger of "${exempt.survey}" has the name "${exempt.trigger}"` }
    }
  }
}

const under = (path: string, problems: ReadonlyArray<Contradiction>): ReadonlyArray<Contradiction> =>
  problems.map((one) => ({ ...one, path: one.path === "" ? path : `${path}.${one.path}` }))

const isZero = (period: Period.Period) => Period.nominalMillis(period) === 0

function* surveyProblems(path: string, survey: Survey.Survey, index: number, parts: Parts): Generator<Contradiction> {
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

function* reviewProblems(path: string, review: Review.Review, index: number, parts: Parts): Generator<Contradiction> {
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
): Generator<Contradiction> {
  for (const [i, trigger] of asked.triggers.entries()) {
    const at = `${path}.triggers[${i}]`
    yield* under(at, [...Trigger.problems(trigger)])
    for (const [path, plain] of Trigger.plain(trigger)) {
      yield* triggerProblems(path === "" ? at : `${at}.${path}`, asked, plain, parts)
    }
    if (trigger.when !== undefined) {
      const stages = new Set(parts.journey?.stages.map(({ id }) => id))
      const just = trigger.on === "touchpoint" ? [trigger.kind] : trigger.on === "milestone" ? [trigger.anchor] : []
      const problems = Condition.problems(trigger.when, (stage) => stages.has(stage), just)
      yield* under(`${at}.when`, [...problems])
    }
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
  trigger: Trigger.Plain,
  { ids, journey, surveys }: Parts
): Generator<Contradiction> {
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
  const triggers = surveys.find(([, one]) => one.id === followed)?.[1].triggers ?? []
  for (const [, trigger] of triggers.flatMap((one) => Trigger.plain(one))) {
    const circle = trigger.on === "answer" ? circleOf(id, trigger.survey, surveys, seen) : undefined
    if (circle !== undefined) return [followed, ...circle]
  }
  return undefined
}

function* playbookProblems(
  path: string,
  playbook: FollowUp.Playbook,
  index: number,
  parts: Parts
): Generator<Contradiction> {
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
    if (step.do === "request testimonial") yield* rungProblems(at, step, parts)
    if (step.do === "open case" || step.do === "pass on praise") yield* deadlineProblems(at, step, parts)
    if (playbook.steps.findIndex((other) => other.step === step.step) < i) {
      yield {
        path: `${at}.step`,
        problem: `"${step.step}" is the name of an earlier step: each needs one of its own`
      }
    }
    if (/^(?:invite|remind \d+|escalate|escalate praise|reopen|close|tell owner|keep praise)$/.test(step.step)) {
      yield { path: `${at}.step`, problem: `"${step.step}" is a name we use ourselves: choose another` }
    }
    if (isZero(step.within)) {
      yield { path: `${at}.within`, problem: "the step would expire the moment it is due, and never happen" }
    }
  }
}

function* rungProblems(
  at: string,
  { rung }: FollowUp.RequestTestimonial,
  { testimonials }: Parts
): Generator<Contradiction> {
  if (rung === undefined) return
  const rungs = testimonials?.rungs ?? []
  const found = rungs.find((one) => one.rung === rung)
  if (found === undefined) {
    const known = rungs.map((one) => `"${one.rung}"`).join(", ")
    yield {
      path: `${at}.rung`,
      problem: `the ladder has no rung "${rung}"; ${known === "" ? "it has none: write them under testimonials.rungs" : `it has ${known}`}`
    }
  } else if (found.after !== undefined) {
    yield {
      path: `${at}.rung`,
      problem: `"${rung}" comes after "${found.after}" and is asked for by the ladder: name a first rung`
    }
  }
}

const isOpening = (step: FollowUp.Step) => step.do === "open case"

function* openCaseProblems(
  at: string,
  { on, to }: FollowUp.OpenCase,
  beforeInPlaybook: ReadonlyArray<FollowUp.Step>,
  before: ReadonlyArray<FollowUp.Step>
): Generator<Contradiction> {
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
): Generator<Contradiction> {
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
