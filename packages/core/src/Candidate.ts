/**
 * Candidate: what could be due for this contact?
 *
 * Everything that the program's triggers, reminders and playbooks make of a contact as it stands: what, when from, until
 * when. Whether it may be done is for `Restraint` to say, and whether it was done for the state.
 *
 * @since 0.1.0
 */
import type * as Account from "./Account.ts"
import * as Case from "./Case.ts"
import * as Consistency from "./Consistency.ts"
import type * as ContactFrequency from "./ContactFrequency.ts"
import * as Decision from "./Decision.ts"
import type * as FollowUp from "./FollowUp.ts"
import type { History } from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Journey from "./Journey.ts"
import * as Period from "./Period.ts"
import * as Plan from "./Plan.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Resurvey from "./Resurvey.ts"
import * as Score from "./Score.ts"
import * as StableHash from "./StableHash.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import type * as Trigger from "./Trigger.ts"
import * as Wave from "./Wave.ts"
import * as Zone from "./Zone.ts"

/**
 * What is looked at: the program, the history, the contact as it stands after it and after what was decided just now, its
 * account when it has one, its zone, the time.
 *
 * @category models
 * @since 0.1.0
 */
export interface Situation {
  readonly program: Program.Program
  readonly history: History
  readonly state: State.State
  readonly account: Account.Account | undefined
  readonly zone: Zone.Zone
  readonly now: Instant
}

/**
 * Something that becomes due once: an ask, a message after an answer, an action in the company. `trigger`: the name of the
 * trigger that started an invitation, when it has one. `turn`: the how-manieth
 * of its kind an invitation is for this contact, from 0. `repairs`: the resolved case it asks about. `cancelled`: what it rested on is gone; it ends as cancelled at
 * that time, unless that comes back before.
 *
 * @category models
 * @since 0.1.0
 */
export interface Candidate {
  readonly key: Decision.Key
  readonly step: string
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly kind: ContactFrequency.Held | "message" | "action"
  readonly purpose: Survey.Purpose | undefined
  readonly trigger?: string
  readonly priority: number
  readonly turn: number
  readonly dueAt: Instant
  readonly expiresAt: Instant
  readonly repairs?: Decision.CaseId
  readonly cancelled?: { readonly at: Instant; readonly reason: Reason.Reason }
  readonly what: Decision.Decision["_tag"]
  readonly decide: () => Decision.Decision
}

/**
 * Everything that could be due now or later and is not over, in no particular order.
 *
 * @category constructors
 * @since 0.1.0
 */
export const all = (situation: Situation): Array<Candidate> => {
  const { program, state } = situation
  const plans = Plan.of(program)
  const found: Array<Candidate> = []
  for (const survey of program.surveys) {
    const plan = plans.get(survey.id)
    if (plan === undefined) continue
    const ask = (
      trigger: Pick<Trigger.Trigger, "expires" | "name" | "unless">,
      cause: Cause,
      repairs?: Decision.CaseId
    ) => {
      const wave = cause.wave as Decision.WaveId
      const turn = State.turn(state, survey.id, wave)
      if (turn === undefined || !isOver(turn, plan, "invite"))
        found.push(invitation(situation, survey, trigger, cause, wave, repairs))
    }
    if (survey.rhythm !== undefined) repairs(situation, survey, survey.rhythm, ask)
    if (survey.triggers.length === 0) for (const cause of resurveys(situation, survey)) ask(byRhythm, cause)
    for (const trigger of survey.triggers) for (const cause of causes(situation, survey, trigger)) ask(trigger, cause)
  }
  for (const turn of state.turns) {
    const plan = plans.get(turn.survey)
    if (plan === undefined) continue
    if (turn.answers.length > 0) followUps(situation, plan, turn, found)
    else if (turn.invitation !== undefined) reminders(situation, plan, turn, turn.invitation, found)
  }
  return found
}

/**
 * Was this step of the turn taken, or did its ask end? Whichever contact the key names: what was done before two contacts
 * became one stays done.
 */
const isOver = ({ steps }: State.Turn, { keysBegin }: Plan.Plan, name: string): boolean => {
  for (const one of steps) {
    if (one.name === name && State.isDone(one) && one.key.startsWith(keysBegin)) return true
  }
  return false
}

/** What makes an ask due: its wave, since when it counts, and when it is due. */
interface Cause {
  readonly wave: string
  readonly at: Instant
  readonly about: Touchpoint.Subject | undefined
  readonly turn: number
  readonly dueAt: Instant
  readonly because: Reason.Reason
  readonly cancelled?: Candidate["cancelled"]
}

const causes = (situation: Situation, survey: Survey.Survey, trigger: Trigger.Trigger): ReadonlyArray<Cause> => {
  switch (trigger.on) {
    case "touchpoint":
      return afterTouchpoints(situation, trigger)
    case "stage":
      return stages(situation, trigger)
    case "milestone":
      return milestones(situation, trigger)
    case "calendar":
      return dates(situation, survey, trigger)
    case "answer":
      return afterAnswers(situation, survey, trigger)
  }
}

/** A trigger's name is part of the waves it starts; escaped, and before the rest, so that nothing can look like it. */
const named = (what: string, { name }: Trigger.Trigger): string =>
  name === undefined ? what : `${what} ${encodeURIComponent(name)}`

const afterTouchpoints = ({ state, zone }: Situation, trigger: Trigger.AfterTouchpoint): ReadonlyArray<Cause> =>
  state.touchpoints
    .filter((touchpoint) => touchpoint.kind === trigger.kind)
    .map(({ about, at, id, kind }, turn) => ({
      wave: `${named("touchpoint", trigger)}:${id}`,
      at,
      about,
      turn,
      dueAt: Period.after(trigger.delay, at, zone),
      because: { _tag: "TouchpointHappened", kind, at, delay: trigger.delay }
    }))

const stages = ({ history, program, zone }: Situation, trigger: Trigger.OnStage): ReadonlyArray<Cause> =>
  Journey.path(program.journey ?? Journey.empty, history)
    .filter(({ stage }) => stage === trigger.stage)
    .map(({ by, enteredAt, stage }, turn) => {
      const mover = by._tag === "Answered" ? `${encodeURIComponent(by.survey)} ${by.wave}` : by.id
      return {
        wave: `${named("stage", trigger)} ${encodeURIComponent(stage)}:${mover}`,
        at: enteredAt,
        about: undefined,
        turn,
        dueAt: Period.after(trigger.delay, enteredAt, zone),
        because: { _tag: "StageReached", stage, at: enteredAt, delay: trigger.delay }
      }
    })

/** What a survey's own rhythm has of a trigger. */
const byRhythm = { expires: "30 days", unless: [] } as const

/** The time of the answer or invitation it counts from names the wave: it is that of an event, and of no other. */
const resurveys = ({ program, state, zone }: Situation, survey: Survey.Survey): ReadonlyArray<Cause> => {
  const again = Resurvey.next(program, state, survey, zone)
  if (again?.dueAt === undefined) return []
  const { dueAt, from, interval, next } = again
  return [
    {
      wave: `again after:${new Date(from).toISOString()}`,
      at: from,
      about: undefined,
      turn: State.waves(state).filter((wave) => wave.survey === survey.id).length,
      dueAt,
      because: { _tag: "TimeToAskAgain", interval, from, basis: next.basis }
    }
  ]
}

/** Once per resolved case of a survey with a rhythm: did we repair it? */
const repairs = (
  { state, zone }: Situation,
  survey: Survey.Survey,
  rhythm: Consistency.Consistency,
  ask: (trigger: typeof byRhythm, cause: Cause, repairs: Decision.CaseId) => void
): void => {
  for (const found of state.cases.values()) {
    if (found.survey !== survey.id || found.resolvedAt === undefined) continue
    const dueAt = Consistency.repairDueAt(found.resolvedAt, rhythm, zone)
    if (dueAt === undefined) continue
    const because = { _tag: "CaseResolved", at: found.resolvedAt, after: rhythm.repair.after } as const
    ask(
      byRhythm,
      { wave: `repair:${found.id}`, at: found.resolvedAt, about: undefined, turn: 0, dueAt, because },
      found.id
    )
  }
}

const milestones = ({ state, zone }: Situation, trigger: Trigger.Milestone): ReadonlyArray<Cause> =>
  state.touchpoints
    .filter((touchpoint) => touchpoint.kind === trigger.anchor)
    .flatMap(({ about, at, id, kind }, anchors) =>
      trigger.at.map((after, milestone) => ({
        wave: `${named("milestone", trigger)} ${after}:${id}`,
        at,
        about,
        turn: anchors * trigger.at.length + milestone,
        dueAt: Period.after(after, at, zone),
        because: { _tag: "MilestoneReached", anchor: kind, at, after } as const
      }))
    )

/**
 * The calendar's dates that have come since the contact belonged to those it is meant for, and the next one. Whoever is not
 * known on a date is not asked for it.
 */
const dates = (
  { now, program, state, zone }: Situation,
  survey: Survey.Survey,
  trigger: Trigger.Calendar
): ReadonlyArray<Cause> => {
  const meantSince = Math.max(
    state.knownSince ?? Number.POSITIVE_INFINITY,
    trigger.audience === undefined
      ? Number.NEGATIVE_INFINITY
      : (state.touchpoints.find(({ kind }) => kind === trigger.audience)?.at ?? Number.POSITIVE_INFINITY)
  )
  if (meantSince === Number.POSITIVE_INFINITY) return []
  const midnight = Date.parse(`${trigger.first}T00:00:00Z`)
  const first = Zone.fromLocal(zone, midnight)
  // whether they were known on a date goes by the company's calendar: nobody falls out of it by moving
  const told = Zone.fromLocal(program.zone, midnight)
  const day =
    trigger.spread === 0
      ? 0
      : Math.floor(StableHash.share(JSON.stringify([program.id, trigger.first, state.contact])) * trigger.spread)
  const found: Array<Cause> = []
  // no date before this one can have come since
  for (let turn = Period.fullTimes(trigger.every, told, meantSince); ; turn++) {
    if (Period.times(trigger.every, turn, told, program.zone) < meantSince) continue
    const date = Period.times(trigger.every, turn, first, zone)
    const dueAt = Period.times("1 day", day, date, zone)
    const because = { _tag: "DateCame", date } as const
    const wave = `${named("calendar", trigger)}:${localDay(date, zone)}`
    found.push({ wave, at: date, about: undefined, turn, dueAt, because })
    // one that was called off before it was due, or asked where the date comes earlier, is not the next one
    const isNext = dueAt > now && !State.isOver(state, inviteKey(program, survey, state, wave as Decision.WaveId))
    if (isNext || dueAt >= lastInstant) return found
  }
}

/** The last instant there is, where periods end that would go beyond it. */
const lastInstant = 8.64e15

const localDay = (at: Instant, zone: Zone.Zone): string =>
  new Date(at + Zone.offsetAt(zone, at)).toISOString().replace(/T.*$/, "")

const afterAnswers = (
  { program, state, zone }: Situation,
  survey: Survey.Survey,
  trigger: Trigger.AfterAnswer
): ReadonlyArray<Cause> =>
  State.waves(state)
    .filter((wave) => wave.survey === trigger.survey)
    .flatMap((wave, turn): ReadonlyArray<Cause> => {
      const id = `${named("answer", trigger)} ${encodeURIComponent(wave.survey)}:${wave.id}`
      const key = inviteKey(program, survey, state, id as Decision.WaveId)
      const call = called({ program, state, zone }, wave, key, ({ score }) =>
        trigger.to.includes(Score.category(score))
      )
      if (call === undefined) return []
      const { by, cancelled } = call
      return [
        {
          wave: id,
          at: by.at,
          about: undefined,
          turn,
          dueAt: Period.after(trigger.delay, by.at, zone),
          because: { _tag: "AnswerGiven", score: by.score, at: by.at },
          ...(cancelled && { cancelled })
        }
      ]
    })

const inviteKey = (program: Program.Program, survey: Survey.Survey, state: State.State, wave: Decision.WaveId) =>
  Decision.key(program.id, survey.id, state.contact, "invite", wave)

const invitation = (
  { now, program, state, zone }: Situation,
  survey: Survey.Survey,
  trigger: Pick<Trigger.Trigger, "expires" | "name" | "unless">,
  cause: Cause,
  wave: Decision.WaveId,
  repairs: Decision.CaseId | undefined
): Candidate => {
  const key = inviteKey(program, survey, state, wave)
  const cancelling =
    trigger.unless.length === 0 ? undefined : state.touchpoints.find((other) => cancels(trigger, cause, other))
  return {
    key,
    step: "invite",
    survey: survey.id,
    wave,
    kind: "invitation",
    purpose: "measure",
    ...(trigger.name !== undefined && { trigger: trigger.name }),
    priority: survey.priority,
    turn: cause.turn,
    ...(repairs !== undefined && { repairs }),
    dueAt: cause.dueAt,
    expiresAt: Period.after(trigger.expires, cause.dueAt, zone),
    ...(cancelling === undefined
      ? cause.cancelled && { cancelled: cause.cancelled }
      : { cancelled: { at: now, reason: { _tag: "ExperienceCancelled", kind: cancelling.kind, at: cancelling.at } } }),
    what: "Invite",
    decide: () => ({
      _tag: "Invite",
      key,
      survey: survey.id,
      wave,
      because: [cause.because],
      expiresAt: Period.after(survey.expires, now, zone),
      closes: survey.closes,
      ...(repairs !== undefined && { repairs })
    })
  }
}

/** With a subject, whatever cancels the same subject; without one, whatever cancelled at the same time or later. */
const cancels = (trigger: Pick<Trigger.Trigger, "unless">, { about, at }: Cause, other: State.Happened): boolean =>
  trigger.unless.includes(other.kind) && other.about === about && (about !== undefined || other.at >= at)

/** Reminders of an invitation that nobody has answered; of several that are due, only the latest. */
const reminders = (
  situation: Situation,
  plan: Plan.Plan,
  turn: State.Turn,
  invitation: NonNullable<Wave.Wave["invitation"]>,
  found: Array<Candidate>
): void => {
  const { reminders: all, survey } = plan
  if (survey === undefined) return
  const { id: wave } = turn
  const { now, program, state, zone } = situation
  for (let index = all.length - 1; index >= 0; index--) {
    const { after, name, step } = all[index]!
    const dueAt = Period.after(after, invitation.at, zone)
    if (!isOver(turn, plan, name)) {
      const key = Decision.key(program.id, survey.id, state.contact, step, wave)
      found.push({
        key,
        step,
        survey: survey.id,
        wave,
        kind: "reminder",
        purpose: "measure",
        priority: survey.priority,
        dueAt,
        expiresAt: invitation.expiresAt,
        turn: index,
        what: "Remind",
        decide: () => ({
          _tag: "Remind",
          key,
          survey: survey.id,
          wave,
          because: [{ _tag: "NoAnswer", invitedAt: invitation.at, after }],
          expiresAt: invitation.expiresAt
        })
      })
    }
    if (dueAt <= now) return
  }
}

/**
 * The answer of a wave that calls for something: the counted one, or an earlier one that it has since replaced; what that
 * called for ends as cancelled when the wave closes, unless they change it back.
 */
const called = (
  { program, state, zone }: Pick<Situation, "program" | "state" | "zone">,
  wave: Wave.Wave,
  key: Decision.Key,
  isFor: (given: Wave.Answer) => boolean
): { readonly by: Wave.Answer; readonly cancelled?: Candidate["cancelled"] } | undefined => {
  const closes = Program.closes(program, wave.survey)
  const answer = Wave.counted(wave, closes, zone)
  const closesAt = Wave.closesAt(wave, closes, zone)
  if (answer === undefined || closesAt === undefined) return undefined
  if (isFor(answer)) return { by: answer }
  // an answer after the wave had closed called for nothing; unless it was still open before we heard of an earlier one
  const by = wave.answers.find((given) => isFor(given) && (given.at < closesAt || State.send(state, key) !== undefined))
  const reason = { _tag: "AnswerChanged", score: answer.score, at: answer.at } as const
  return by && { by, cancelled: { at: closesAt, reason } }
}

/** The steps of the playbook that the counted answer calls for, and those an earlier answer of the wave called for. */
const followUps = (situation: Situation, plan: Plan.Plan, turn: State.Turn, found: Array<Candidate>): void => {
  const { closes, steps, survey } = plan
  if (steps.length === 0) return
  const { program, state, zone } = situation
  const answer = Wave.counted(turn, closes, zone)
  if (answer === undefined) return
  const drop = survey?.rhythm === undefined ? undefined : dropBefore(situation, turn, answer)
  const isOnly = turn.answers.length === 1
  const category = Score.category(answer.score)
  for (const { name, step } of steps) {
    const isForDrop = drop !== undefined && step.do === "open case"
    const isFor = isForDrop || step.to.includes(category)
    if ((isOnly && !isFor) || isOver(turn, plan, name)) continue
    if (step.do === "open case" && state.cases.has(Case.id(turn.survey, turn.id))) continue
    const key = Decision.key(program.id, turn.survey, state.contact, step.step, turn.id)
    const call = isFor
      ? { by: answer }
      : called(situation, turn, key, (given) => step.to.includes(Score.category(given.score)))
    if (call === undefined) continue
    const { by, cancelled } = call
    const dueAt = Period.after(step.after, by.at, zone)
    found.push({
      key,
      step: step.step,
      survey: turn.survey,
      wave: turn.id,
      kind: kinds[step.do],
      purpose: step.do === "request testimonial" ? "advocate" : undefined,
      priority: survey?.priority ?? 0,
      dueAt,
      expiresAt: Period.after(step.within, dueAt, zone),
      ...(cancelled && { cancelled }),
      turn: 0,
      what: tags[step.do],
      decide: () => followUp(step, key, turn, by, isForDrop ? drop : undefined, zone, dueAt)
    })
  }
}

/** A drop, since the counted answer before, that is more than noise: a reason to look after somebody still passive. */
const dropBefore = (
  { program, state, zone }: Situation,
  wave: Wave.Wave,
  { at, score }: Wave.Answer
): Reason.Reason | undefined => {
  const survey = Program.survey(program, wave.survey)
  if (survey?.rhythm?.rules.reliableChange !== true) return undefined
  const before = Resurvey.pastWaves(program, state, survey, zone).findLast(
    ({ answer }) => answer && answer.at < at
  )?.answer
  if (before === undefined || !Consistency.isReliableDrop(before.score, score, survey.rhythm.noise.sDiff))
    return undefined
  return { _tag: "DroppedReliably", before, after: { score, at } }
}

const kinds = {
  thank: "message",
  contact: "message",
  "request testimonial": "testimonial request",
  "open case": "action"
} as const

const tags = {
  thank: "Thank",
  contact: "Contact",
  "request testimonial": "RequestTestimonial",
  "open case": "OpenCase"
} as const

const followUp = (
  step: FollowUp.Step,
  key: Decision.Key,
  wave: Wave.Wave,
  { at, score }: Wave.Answer,
  drop: Reason.Reason | undefined,
  zone: Zone.Zone,
  dueAt: Instant
): Decision.Decision => {
  const common = {
    key,
    survey: wave.survey,
    wave: wave.id,
    step: step.step,
    score,
    because: [{ _tag: "AnswerGiven", score, at } as const, ...(drop === undefined ? [] : [drop])]
  }
  switch (step.do) {
    case "thank":
      return { _tag: "Thank", ...common }
    case "contact":
      return { _tag: "Contact", ...common, topic: step.topic }
    case "request testimonial":
      return { _tag: "RequestTestimonial", ...common, forms: step.forms }
    case "open case":
      return {
        _tag: "OpenCase",
        ...common,
        case: Case.id(wave.survey, wave.id),
        owner: step.owner,
        deadline: Period.after(step.deadline, dueAt, zone),
        escalateTo: step.escalateTo
      }
  }
}
