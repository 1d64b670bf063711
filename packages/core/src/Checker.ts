/**
 * Checker: which rules does a program break that only show when the whole is looked at?
 *
 * An error is certain: whatever may happen to a contact, it stays so. Where that cannot be shown, nothing is said, or a
 * finding, which speaks of the ordinary course of things. The rules are those of `Finding`.
 *
 * @since 0.1.0
 */
import * as Circle from "./Circle.ts"
import * as Condition from "./Condition.ts"
import type * as ContactFrequency from "./ContactFrequency.ts"
import * as Disruption from "./Disruption.ts"
import type * as Finding from "./Finding.ts"
import type * as FollowUp from "./FollowUp.ts"
import * as Journey from "./Journey.ts"
import * as OpenWeek from "./OpenWeek.ts"
import * as Period from "./Period.ts"
import type { Program } from "./Program.ts"
import * as Retention from "./Retention.ts"
import * as Score from "./Score.ts"
import type * as SendWindow from "./SendWindow.ts"
import type * as Survey from "./Survey.ts"
import * as Trigger from "./Trigger.ts"

type Found = Generator<Finding.Finding>

/**
 * Everything there is to say about a program, errors first, then by the order of its parts. Empty: nothing.
 *
 * @category checking
 * @since 0.1.0
 */
export const findings = (program: Program): ReadonlyArray<Finding.Finding> => {
  const found = [
    ...journeyFindings(program),
    ...circleFindings(program),
    ...asksCloseTogether(program),
    ...forgetsTooSoon(program),
    ...program.surveys.flatMap((survey, index) => [...surveyFindings(program, survey, `surveys[${index}]`)]),
    ...program.followUp.flatMap((playbook, index) => [...playbookFindings(program, playbook, `followUp[${index}]`)])
  ]
  return found.toSorted((a, b) => Number(a.severity === "finding") - Number(b.severity === "finding"))
}

function* journeyFindings({ journey, surveys }: Program): Found {
  for (const [i, stage] of (journey?.stages ?? []).entries()) {
    for (const [j, entry] of stage.enters.entries()) {
      if (entry.on !== "answer" || entry.survey === undefined || surveys.some(({ id }) => id === entry.survey)) continue
      const path = `journey.stages[${i}].enters[${j}].survey`
      yield { _tag: "UnknownSurvey", severity: "error", path, stage: stage.id, survey: entry.survey }
    }
  }
}

function* circleFindings(program: Program): Found {
  for (const { stages, surveys } of Circle.all(program)) {
    const path = `surveys[${program.surveys.findIndex(({ id }) => id === surveys[0])}].triggers`
    yield { _tag: "Circle", severity: "error", path, surveys, stages }
  }
}

function* forgetsTooSoon(program: Program): Found {
  for (const { kept, needed, path: rule } of Retention.check(program.retention ?? Retention.unlimited, program)) {
    yield { _tag: "ForgetsTooSoon", severity: "finding", path: "retention.people", kept, rule, needed }
  }
}

function* surveyFindings(program: Program, survey: Survey.Survey, path: string): Found {
  const { followUp, window } = program
  const { id, rhythm, triggers } = survey
  if (triggers.length === 0 && rhythm === undefined) {
    yield { _tag: "AsksNobody", severity: "finding", path: `${path}.triggers`, survey: id }
  }
  const moment = triggers.find((trigger) => trigger.on === "touchpoint")
  if (rhythm !== undefined && moment !== undefined) {
    yield { _tag: "RhythmOfMoment", severity: "finding", path: `${path}.rhythm`, survey: id, kind: moment.kind }
  }
  if (rhythm !== undefined && survey.count === "waves" && (rhythm.rules.steady || rhythm.rules.reliableChange)) {
    yield { _tag: "ScoreDependentWaves", severity: "finding", path: `${path}.count`, survey: id }
  }
  if (rhythm !== undefined && triggers.length === 0) {
    yield* windowOutlasts(window, { path: `${path}.rhythm`, survey: id, expires: "30 days" })
  }
  const playbook = followUp.findIndex((one) => one.survey === id)
  const acts = followUp[playbook]?.steps.some((step) => step.do === "open case" && step.to.includes("detractor"))
  if (acts !== true) {
    const at = playbook === -1 ? path : `followUp[${playbook}].steps`
    yield { _tag: "NobodyActs", severity: "finding", path: at, survey: id }
  }
  for (const [i, reminder] of survey.reminders.entries()) {
    if (window === undefined || OpenWeek.opensAgain(window, reminder, survey.expires)) continue
    const at = `${path}.reminders[${i}]`
    yield { _tag: "ReminderOutsideWindow", severity: "error", path: at, survey: id, reminder, expires: survey.expires }
  }
  for (const [i, trigger] of triggers.entries()) {
    yield* triggerFindings(program, survey, trigger, `${path}.triggers[${i}]`)
  }
  yield* crowdedOut(program, survey, path)
}

function* triggerFindings(program: Program, survey: Survey.Survey, trigger: Trigger.Trigger, path: string): Found {
  const { disruptions, journey = Journey.empty, window } = program
  const common = { severity: "finding", survey: survey.id } as const
  const badNews = new Set<string>([...Disruption.usual, ...disruptions].map(({ kind }) => kind))
  for (const [i, kind] of trigger.unless.entries()) {
    if (badNews.has(kind)) yield { _tag: "UnlessBadNews", ...common, path: `${path}.unless[${i}]`, kind }
  }
  if (trigger.on === "calendar" && window !== undefined && !OpenWeek.opensOnADate(window, trigger)) {
    const { expires } = trigger
    yield { _tag: "ExpiresBeforeWindow", severity: "error", path: `${path}.expires`, survey: survey.id, expires }
  } else {
    yield* windowOutlasts(window, { path: `${path}.expires`, survey: survey.id, expires: trigger.expires })
  }
  for (const [part, plain] of trigger.when === undefined ? [] : Condition.plain(trigger.when)) {
    if (!("stage" in plain) || !Journey.isScoreTainted(journey, plain.stage)) continue
    const at = part === "" ? `${path}.when` : `${path}.when.${part}`
    yield { _tag: "ChosenByScore", ...common, path: at, by: { stage: plain.stage } }
  }
  for (const [part, plain] of Trigger.plain(trigger)) {
    yield* plainFindings(program, survey, plain, trigger.expires, part === "" ? path : `${path}.${part}`)
  }
}

function* plainFindings(
  program: Program,
  survey: Survey.Survey,
  trigger: Trigger.Plain,
  expires: Period.Period,
  path: string
): Found {
  const { journey = Journey.empty } = program
  const common = { severity: "finding", survey: survey.id } as const
  if (trigger.on === "answer") {
    const { survey: answersTo, to } = trigger
    if (Score.Category.literals.some((category) => !to.includes(category))) {
      yield { _tag: "ChosenByScore", ...common, path: `${path}.to`, by: { answersTo, categories: to } }
    }
    const rule = gapAfterAnswer(program, "invitation", survey.id, [answersTo], { delay: trigger.delay, expires })
    if (rule !== undefined) yield outlasted(path, survey.id, rule, trigger.delay, expires)
  }
  if (trigger.on === "stage") {
    const { delay, stage } = trigger
    const entries = journey.stages.find(({ id }) => id === stage)?.enters ?? []
    if (entries.length === 0) {
      yield { _tag: "StageNeverReached", severity: "error", path: `${path}.stage`, survey: survey.id, stage }
    }
    if (Journey.isScoreTainted(journey, stage)) {
      yield { _tag: "ChosenByScore", ...common, path: `${path}.stage`, by: { stage } }
    }
    const answers = entries.filter((entry) => entry.on === "answer")
    const isOwn = answers.some((entry) => entry.survey === undefined || entry.survey === survey.id)
    if (isOwn && Period.nominalMillis(delay) < Period.nominalMillis(survey.closes)) {
      yield { _tag: "JoinsOwnWave", ...common, path: `${path}.delay`, stage, delay, closes: survey.closes }
    }
    if (answers.length > 0 && answers.length === entries.length) {
      const surveys = answers.map((entry) => entry.survey)
      const rule = gapAfterAnswer(program, "invitation", survey.id, surveys, { delay, expires })
      if (rule !== undefined) yield outlasted(path, survey.id, rule, delay, expires)
    }
  }
}

function* playbookFindings(program: Program, { steps, survey: name }: FollowUp.Playbook, path: string): Found {
  const survey = program.surveys.find(({ id }) => id === name)
  if (survey === undefined) return
  for (const [i, { after: delay, do: deed, step, within: expires }] of steps.entries()) {
    if (deed !== "request testimonial") continue
    const at = `${path}.steps[${i}]`
    yield* windowOutlasts(program.window, { path: `${at}.within`, survey: survey.id, step, expires })
    const rule = gapAfterAnswer(program, "testimonial request", survey.id, [survey.id], { delay, expires })
    if (rule !== undefined) {
      yield { ...outlasted(at, survey.id, rule, delay, expires), step }
      continue
    }
    const own = gaps(program, "testimonial request", survey, survey).find(({ gap }) =>
      isNominallyLonger(gap, [survey.expires, delay, expires])
    )
    if (own !== undefined && isAsking(survey)) {
      yield {
        _tag: "CrowdedOut",
        severity: "finding",
        path: at,
        survey: survey.id,
        step,
        ...own,
        before: "invitation",
        of: survey.id
      }
    }
  }
}

const isAsking = ({ rhythm, triggers }: Survey.Survey): boolean => triggers.length > 0 || rhythm !== undefined

/** A gap, or a cap of one, which is the same; and where it stands. */
interface Gap {
  readonly rule: string
  readonly gap: Period.Period
}

type Rule = ContactFrequency.MinimumGap | ContactFrequency.Cap

const allGaps = function* ({ caps, frequency }: Program): Generator<Gap & { readonly of: Rule }> {
  for (const [i, of] of frequency.entries()) yield { rule: `frequency[${i}]`, gap: of.gap, of }
  for (const [i, of] of caps.entries()) if (of.most === 1) yield { rule: `caps[${i}]`, gap: of.within, of }
}

/** Surely, that is: not where one of the survey's triggers is exempt, whose invitations it lets through. */
const isHeld = ({ except, holds }: Rule, held: ContactFrequency.Held, survey: Survey.SurveyId): boolean =>
  holds.includes(held) &&
  !except.some((exempt) => exempt.survey === survey && (exempt.trigger === undefined || held === "invitation"))

/** The gaps that an invitation to one survey begins for an ask of another. */
const gaps = (
  program: Program,
  held: ContactFrequency.Held,
  invited: Survey.Survey,
  asked: Survey.Survey
): ReadonlyArray<Gap> => {
  const isSame = invited.id === asked.id
  const found = [...allGaps(program)].flatMap(({ gap, of, rule }) => {
    // a testimonial request has a purpose of its own
    const isInScope = of.scope === "everything" || (of.scope === "survey" ? isSame : held !== "testimonial request")
    return isInScope && of.clocks.includes("invited") && isHeld(of, held, asked.id) ? [{ rule, gap }] : []
  })
  const shortest = asked.rhythm?.intervals[0]
  if (!isSame || shortest === undefined || held !== "invitation") return found
  return [...found, { rule: `surveys[${program.surveys.indexOf(asked)}].rhythm.intervals[0]`, gap: shortest }]
}

/** A gap that an answer to these surveys (`undefined`: any) begins, and that lasts until the ask after it has expired. */
const gapAfterAnswer = (
  program: Program,
  held: ContactFrequency.Held,
  asked: Survey.SurveyId,
  answered: ReadonlyArray<string | undefined>,
  { delay, expires }: { readonly delay: Period.Period; readonly expires: Period.Period }
): Gap | undefined =>
  [...allGaps(program)].find(({ gap, of }) => {
    const isInScope =
      of.scope === "everything" ||
      (of.scope === "survey" ? answered.every((one) => one === asked) : held === "invitation")
    return (
      isInScope && of.clocks.includes("answered") && isHeld(of, held, asked) && isSurelyLonger(gap, [delay, expires])
    )
  })

const outlasted = (
  path: string,
  survey: Survey.SurveyId,
  { gap, rule }: Gap,
  delay: Period.Period,
  expires: Period.Period
) => ({ _tag: "GapOutlastsAsk", severity: "error", path, survey, rule, gap, delay, expires }) as const

const hour = 3_600_000
const day = 24 * hour

const isNothing = (period: Period.Period): boolean => Period.nominalMillis(period) === 0

/** Months and years; `undefined` for whatever else. */
const monthsOf = (period: Period.Period): number | undefined => {
  const { amount, unit } = Period.parts(period)
  return unit === "month" ? amount : unit === "year" ? 12 * amount : undefined
}

/** Is it, from whatever instant, at least as long as the others one after another? */
const isSurelyLonger = (self: Period.Period, others: ReadonlyArray<Period.Period>): boolean => {
  const [first, ...rest] = others.filter((period) => !isNothing(period))
  if (first === undefined) return true
  // of two that are counted alike from one instant, the longer one ends later
  if (rest.length === 0 && Period.isCalendar(self) && Period.isCalendar(first)) {
    const [months, otherMonths] = [monthsOf(self), monthsOf(first)]
    if (months !== undefined && otherMonths !== undefined) return months >= otherMonths
    if (months === undefined && otherMonths === undefined) {
      return Period.nominalMillis(self) >= Period.nominalMillis(first)
    }
  }
  return Period.least(self) >= [first, ...rest].reduce((sum, period) => sum + Period.most(period), 0)
}

/** The same, for the ordinary course of things. */
const isNominallyLonger = (self: Period.Period, others: ReadonlyArray<Period.Period>): boolean =>
  Period.nominalMillis(self) >= others.reduce((sum, period) => sum + Period.nominalMillis(period), 0)

/** An ask made by something that happens once, and so before or behind others. */
interface Ask {
  readonly survey: Survey.Survey
  readonly path: string
  readonly kind: string
  readonly after: Period.Period
  readonly expires: Period.Period
}

const asksAfter = (program: Program): ReadonlyArray<Ask> =>
  program.surveys.flatMap((survey, i) =>
    survey.triggers.flatMap((trigger, j) => {
      const path = `surveys[${i}].triggers[${j}]`
      const { expires } = trigger
      if (trigger.on === "touchpoint") return [{ survey, path, kind: trigger.kind, after: trigger.delay, expires }]
      if (trigger.on !== "milestone") return []
      return trigger.at.map((after, k) => ({ survey, path: `${path}.at[${k}]`, kind: trigger.anchor, after, expires }))
    })
  )

/** Asks that another ask keeps from being sent, in the ordinary course of things. */
function* crowdedOut(program: Program, survey: Survey.Survey, path: string): Found {
  const common = { _tag: "CrowdedOut", severity: "finding", survey: survey.id } as const
  const all = asksAfter(program)
  for (const ask of all.filter((one) => one.survey === survey)) {
    for (const earlier of all) {
      if (earlier.kind !== ask.kind || earlier.survey.sample < 1) continue
      const ahead = Period.nominalMillis(ask.after) - Period.nominalMillis(earlier.after)
      if (ahead <= 0) continue
      const rule = gaps(program, "invitation", earlier.survey, survey).find(
        ({ gap }) => Period.nominalMillis(gap) >= ahead + Period.nominalMillis(ask.expires)
      )
      if (rule === undefined) continue
      yield { ...common, path: ask.path, ...rule, before: "earlier ask", of: earlier.survey.id }
      break
    }
  }
  for (const [i, trigger] of survey.triggers.entries()) {
    const at = `${path}.triggers[${i}]`
    if (trigger.on === "calendar" && survey.sample === 1) {
      const rule = gaps(program, "invitation", survey, survey).find(({ gap }) =>
        isNominallyLonger(gap, [trigger.every, trigger.expires])
      )
      if (rule !== undefined) yield { ...common, path: at, ...rule, before: "date before", of: survey.id }
    }
    const followed = trigger.on === "answer" ? program.surveys.find(({ id }) => id === trigger.survey) : undefined
    if (trigger.on === "answer" && followed !== undefined && isAsking(followed)) {
      if (gapAfterAnswer(program, "invitation", survey.id, [followed.id], trigger) !== undefined) continue
      const rule = gaps(program, "invitation", followed, survey).find(({ gap }) =>
        isNominallyLonger(gap, [followed.expires, trigger.delay, trigger.expires])
      )
      if (rule !== undefined) yield { ...common, path: at, ...rule, before: "invitation", of: followed.id }
    }
  }
}

/** So many days apart is what two asks of one person should be. */
const apart = 14

function* asksCloseTogether(program: Program): Found {
  const asking = program.surveys.filter(isAsking)
  const isApart = (a: Survey.Survey, b: Survey.Survey) =>
    gaps(program, "invitation", a, b).some(({ gap }) => isNominallyLonger(gap, [`${apart} days`]))
  for (const [i, a] of asking.entries()) {
    for (const b of asking.slice(i)) {
      if (isApart(a, b) || (a === b && !canRepeatSoon(a))) continue
      const surveys = a === b ? [a.id] : [a.id, b.id]
      yield { _tag: "AsksCloseTogether", severity: "finding", path: "frequency", surveys, days: apart }
      return
    }
  }
}

const isSoon = (millis: number): boolean => millis < apart * day

/** Can a survey alone ask twice within so many days? */
const canRepeatSoon = ({ triggers }: Survey.Survey): boolean => {
  const [first, ...rest] = triggers
  if (first === undefined) return false
  if (rest.length > 0) return true
  switch (first.on) {
    case "calendar":
      return isSoon(Period.nominalMillis(first.every))
    case "milestone": {
      const times = first.at.map(Period.nominalMillis).toSorted((a, b) => a - b)
      return times.some((time, i) => isSoon(time - (times[i - 1] ?? Number.NEGATIVE_INFINITY)))
    }
    default:
      return true
  }
}

function* windowOutlasts(
  window: SendWindow.SendWindow | undefined,
  ask: {
    readonly path: string
    readonly survey: Survey.SurveyId
    readonly step?: string
    readonly expires: Period.Period
  }
): Found {
  const shut = window === undefined ? 0 : OpenWeek.longestShut(window)
  if (shut < Period.nominalMillis(ask.expires)) return
  yield { _tag: "WindowOutlastsAsk", severity: "finding", ...ask, shut: Math.ceil(shut / hour) }
}
