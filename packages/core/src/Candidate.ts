/**
 * Candidate: what could be due for this contact?
 *
 * Everything that the program's triggers, reminders and playbooks make of a contact as it stands: what, when from, until
 * when. Whether it may be done is for `Restraint` to say, and whether it was done for the state.
 *
 * @since 0.1.0
 */
import type * as Account from "./Account.ts"
import * as Call from "./Call.ts"
import * as Case from "./Case.ts"
import * as Cause from "./Cause.ts"
import * as Consistency from "./Consistency.ts"
import type * as Climb from "./Climb.ts"
import type * as ContactFrequency from "./ContactFrequency.ts"
import * as Deadline from "./Deadline.ts"
import * as Decision from "./Decision.ts"
import * as Disruption from "./Disruption.ts"
import type * as FollowUp from "./FollowUp.ts"
import type { History } from "./History.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Plan from "./Plan.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Resurvey from "./Resurvey.ts"
import * as Score from "./Score.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Testimonial from "./Testimonial.ts"
import type * as Trigger from "./Trigger.ts"
import type * as Verdict from "./Verdict.ts"
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
  readonly now: Instant.Instant
}

/**
 * Something that becomes due once: an ask, a message after an answer, an action in the company. `trigger`: the name of the
 * trigger that started an invitation, when it has one. `repairs`: the resolved case it asks about. `meant`: whom its trigger
 * means. `climbs`: what of the ladder it asks for. `cancelled`: what it rested on is gone; it ends as cancelled at that time, unless that comes back before. `judge`:
 * whether it may go out, where that is not for `Restraint.judge` to say.
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
  readonly trigger?: string | undefined
  readonly priority: number
  readonly dueAt: Instant.Instant
  readonly expiresAt: Instant.Instant
  readonly meant?: Pick<Trigger.Trigger, "when" | "age"> | undefined
  readonly repairs?: Decision.CaseId | undefined
  readonly climbs?: Climb.Climb | undefined
  readonly cancelled?: Cause.Cause["cancelled"] | undefined
  readonly what: Decision.Decision["_tag"]
  readonly judge?: () => Verdict.Verdict
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
    const asks = asksOf(situation, survey.id, plan.keysBegin, (begin, end) => {
      const turn = State.turnNamed(state, survey.id, begin, end)
      return turn !== undefined && isOver(turn, plan, "invite")
    })
    const ask = (trigger: Asking, cause: Cause.Cause, repairs?: Decision.CaseId) => {
      if (!asks.isOver(cause.wave, "")) found.push(invitation(situation, survey, asks, trigger, cause, repairs))
    }
    if (survey.rhythm !== undefined) repairs(situation, survey, survey.rhythm, ask)
    if (survey.triggers.length === 0) {
      for (const cause of resurveys(situation, survey)) ask(byRhythm, cause)
      for (const cause of outgrown(situation, survey)) ask(byRhythm, cause)
    }
    for (const trigger of survey.triggers) {
      for (const cause of Cause.of(situation, asks, trigger)) {
        found.push(invitation(situation, survey, asks, trigger, cause))
      }
    }
  }
  for (const turn of state.turns) {
    // a wave goes on under the version that opened it
    const version = Program.at(program, turn.invitation?.version)
    const plan = (version === program ? plans : Plan.of(version)).get(turn.survey)
    if (plan === undefined) continue
    if (turn.answers.length > 0) followUps(situation, plan, turn, found)
    else if (turn.invitation !== undefined) reminders(situation, plan, turn, turn.invitation, found)
  }
  for (const { steps, survey } of program.followUp) {
    for (const step of steps) {
      if (step.do === "open case" && step.on.length > 0) openings(situation, survey, step, found)
      if (step.do === "pass on praise" && state.praises.size > 0) praises(situation, survey, step, found)
    }
  }
  return found
}

/**
 * Was this step of the turn taken, or did its ask end? Whichever contact the key names: what was done before two contacts
 * became one stays done.
 *
 * @category guards
 * @since 0.1.0
 */
export const isOver = ({ steps }: State.Turn, { keysBegin }: Pick<Plan.Plan, "keysBegin">, name: string): boolean => {
  for (const one of steps) {
    if (one.name === name && State.isDone(one) && one.begin === keysBegin) return true
  }
  return false
}

/**
 * A trigger of a survey that nothing has caused yet; without one, the survey itself: it has no triggers, and no rhythm that
 * asks for it again.
 *
 * @category models
 * @since 0.1.0
 */
export interface Uncaused {
  readonly asks: "Invite" | "RequestReview"
  readonly survey: Survey.SurveyId
  readonly trigger: Trigger.Trigger | undefined
}

/**
 * What could cause an ask and has not, for this contact.
 *
 * @category constructors
 * @since 0.1.0
 */
export const uncaused = (situation: Situation): ReadonlyArray<Uncaused> => {
  const waiting = (
    asks: Uncaused["asks"],
    survey: Survey.SurveyId,
    triggers: ReadonlyArray<Trigger.Trigger>
  ): ReadonlyArray<Uncaused> =>
    triggers
      .filter((trigger) => {
        const keysBegin = Decision.keysBegin(situation.program.id, survey)
        return Cause.of(situation, asksOf(situation, survey, keysBegin, never), trigger).length === 0
      })
      .map((trigger) => ({ asks, survey, trigger }))
  return [
    ...situation.program.surveys.flatMap((survey): ReadonlyArray<Uncaused> =>
      survey.triggers.length === 0 && resurveys(situation, survey).length === 0
        ? [{ asks: "Invite", survey: survey.id, trigger: undefined }]
        : waiting("Invite", survey.id, survey.triggers)
    ),
    ...situation.program.reviews.flatMap(({ id, triggers }) => waiting("RequestReview", id, triggers))
  ]
}

const asksOf = (
  { state }: Situation,
  survey: Survey.SurveyId,
  keysBegin: string,
  isOver: Cause.Asks["isOver"]
): Cause.Asks => ({
  survey,
  keyOf: (wave) => Decision.keyWith(keysBegin, state.contact, "invite", wave),
  isOver
})

const never = () => false

/** What an ask has of its trigger. */
type Asking = Pick<Trigger.Trigger, "expires" | "name" | "unless" | "when" | "age">

/** What a survey's own rhythm has of a trigger. */
const byRhythm = { expires: "30 days", unless: [] } as const

/**
 * The time of the answer or invitation it counts from names the wave: it is that of an event, and of no other. An ask that
 * came to nothing is made again an interval later, and so on.
 */
const resurveys = (situation: Situation, survey: Survey.Survey): ReadonlyArray<Cause.Cause> => {
  const { program, state, zone } = situation
  const again = Resurvey.next(program, state, survey, zone)
  if (again?.dueAt === undefined) return []
  const { from, interval, next } = again
  const keysBegin = Decision.keysBegin(program.id, survey.id)
  const found: Array<Cause.Cause> = []
  for (let nth = 0; ; nth++) {
    const wave = nth === 0 ? againAfter(from) : `${againAfter(from)} ${nth + 1}`
    const dueAt = Period.times(interval, nth, again.dueAt, zone)
    const because = { _tag: "TimeToAskAgain", interval, from, basis: next.basis } as const
    found.push({ wave, at: from, about: undefined, dueAt, because })
    const key = Decision.keyWith(keysBegin, state.contact, "invite", wave)
    if (dueAt >= Instant.last || !State.isOver(state, key)) return found
  }
}

/** What we tried to ask again, and could not before there was a later answer or invitation to count from. */
const outgrown = (situation: Situation, survey: Survey.Survey): ReadonlyArray<Cause.Cause> => {
  const { now, program, state, zone } = situation
  const again = Resurvey.next(program, state, survey, zone)
  if (again === undefined) return []
  const { dueAt, from, interval, next } = again
  const { basis } = next
  const reason: Reason.Reason =
    dueAt === undefined ? { _tag: "SilentTooOften", since: from, basis } : { _tag: "Consistent", until: dueAt, basis }
  return state.turns.flatMap(({ id, survey: of }): ReadonlyArray<Cause.Cause> => {
    if (of !== survey.id || !id.startsWith("again after:") || id.startsWith(againAfter(from))) return []
    const key = Decision.key(program.id, survey.id, state.contact, "invite", id)
    if (State.send(state, key) === undefined || State.isOver(state, key)) return []
    const because = { _tag: "TimeToAskAgain", interval, from, basis } as const
    return [{ wave: id, at: from, about: undefined, dueAt: now, because, cancelled: { at: now, reason } }]
  })
}

const againAfter = (from: Instant.Instant): string => `again after:${new Date(from).toISOString()}`

/**
 * Once per resolved case of a survey with a rhythm: did we repair it? Reopening cancels the ask; when the case is resolved
 * again there is another one, unless one was sent already.
 */
const repairs = (
  { state, zone }: Situation,
  survey: Survey.Survey,
  rhythm: Consistency.Consistency,
  ask: (trigger: typeof byRhythm, cause: Cause.Cause, repairs: Decision.CaseId) => void
): void => {
  for (const found of state.cases.values()) {
    if (found.survey !== survey.id) continue
    const asked = state.turns.find(({ invitation }) => invitation?.repairs === found.id)?.id
    const rounds = Case.rounds(found)
    for (const [index, round] of rounds.entries()) {
      const at = round.resolvedAt
      // the case's name comes last, so that a mark behind it, of a contact merged into this one, is behind the wave's
      const wave = `repair${round.isReopened ? ` ${new Date(round.since).toISOString()}` : ""}:${found.id}`
      if (at === undefined || (asked !== undefined && asked !== wave)) continue
      const dueAt = Consistency.repairDueAt(at, rhythm, zone)
      if (dueAt === undefined) continue
      const because = { _tag: "CaseResolved", at, after: rhythm.repair.after } as const
      const next = rounds[index + 1]?.since
      const cancelled = next !== undefined && {
        cancelled: { at: next, reason: { _tag: "CaseReopened", at: next } as const }
      }
      ask(byRhythm, { wave, at, about: undefined, dueAt, because, ...cancelled }, found.id)
    }
  }
}

const invitation = (
  situation: Situation,
  survey: Survey.Survey,
  { keyOf }: Cause.Asks,
  trigger: Asking,
  cause: Cause.Cause,
  repairs?: Decision.CaseId
): Candidate => {
  const { now, program, zone } = situation
  const wave = cause.wave as Decision.WaveId
  const key = keyOf(wave)
  return {
    key,
    step: "invite",
    survey: survey.id,
    wave,
    kind: "invitation",
    purpose: "measure",
    trigger: trigger.name,
    priority: survey.priority,
    dueAt: cause.dueAt,
    expiresAt: Period.after(trigger.expires, cause.dueAt, zone),
    meant: trigger,
    repairs,
    climbs: undefined,
    cancelled: cancellation(situation, trigger, cause),
    what: "Invite",
    decide: () => ({
      _tag: "Invite",
      key,
      survey: survey.id,
      wave,
      because: [cause.because],
      expiresAt: Period.after(survey.expires, now, zone),
      closes: survey.closes,
      ...(repairs !== undefined && { repairs }),
      version: program.version
    })
  }
}

/**
 * When and why an ask ends as cancelled: its experience did not take place, or what it rested on is gone.
 *
 * @category getters
 * @since 0.1.0
 */
export const cancellation = (
  { now, state }: Situation,
  trigger: Pick<Trigger.Trigger, "unless">,
  cause: Cause.Cause
): Candidate["cancelled"] => {
  const by = trigger.unless.length === 0 ? undefined : state.touchpoints.find((other) => cancels(trigger, cause, other))
  return by === undefined
    ? cause.cancelled
    : { at: now, reason: { _tag: "ExperienceCancelled", kind: by.kind, at: by.at } }
}

/** With a subject, whatever cancels the same subject; without one, whatever cancelled at the same time or later. */
const cancels = (
  trigger: Pick<Trigger.Trigger, "unless">,
  { about, at }: Cause.Cause,
  other: State.Happened
): boolean => trigger.unless.includes(other.kind) && other.about === about && (about !== undefined || other.at >= at)

/** Reminders of an invitation that nobody has answered; of several that are due, only the latest. */
const reminders = (
  situation: Situation,
  plan: Plan.Plan,
  turn: State.Turn,
  invitation: NonNullable<Wave.Wave["invitation"]>,
  found: Array<Candidate>
): void => {
  const { keysBegin, reminders: all, survey } = plan
  if (survey === undefined) return
  const { id: wave } = turn
  const { now, state, zone } = situation
  const repaired = invitation.repairs === undefined ? undefined : state.cases.get(invitation.repairs)
  // nobody is asked again whether it is repaired while it is not
  if (repaired?.isReopened === true && repaired.since > invitation.at) return
  for (let index = all.length - 1; index >= 0; index--) {
    const { after, name, step } = all[index]!
    const dueAt = Period.after(after, invitation.at, zone)
    if (!isOver(turn, plan, name)) {
      const key = Decision.keyWith(keysBegin, state.contact, name, wave)
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

/** The steps of the playbook that the counted answer calls for, and those an earlier answer of the wave called for. */
const followUps = (situation: Situation, plan: Plan.Plan, turn: State.Turn, found: Array<Candidate>): void => {
  const { closes, keysBegin, survey } = plan
  const { state, zone } = situation
  const isOnly = turn.answers.length === 1
  for (const { name, step } of stepsAfter(plan, turn)) {
    if (isOver(turn, plan, name)) continue
    if (step.do === "open case" && state.cases.has(Case.id(turn.survey, turn.id))) continue
    const answer = Wave.counted(turn, closes, zone)
    if (answer === undefined) return
    const seeksDrop = survey?.rhythm !== undefined && Call.isForDrops(step)
    const drop = seeksDrop ? Call.dropBefore(situation, turn, answer) : undefined
    const isFor = drop !== undefined || step.to.includes(Score.category(answer.score))
    if (isOnly && !isFor) continue
    const key = Decision.keyWith(keysBegin, state.contact, name, turn.id)
    const call = isFor
      ? { by: answer }
      : Call.of(situation, turn, key, (given) => Call.isFor(situation, turn, step, given))
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
      cancelled,
      climbs: step.do === "request testimonial" ? climbOf(situation, step) : undefined,
      what: tags[step.do],
      decide: () => followUp(situation, step, key, turn, by, drop, dueAt)
    })
  }
}

/** Of a step that names a rung which the ladder does not have, as if it named none. */
const climbOf = ({ program }: Situation, { rung, step }: FollowUp.RequestTestimonial): Climb.Climb => {
  const found = rung === undefined ? undefined : program.testimonials?.rungs.find((one) => one.rung === rung)
  return found === undefined ? { step } : { rung: found }
}

/** Those that one of its answers may call for. */
const stepsAfter = ({ steps, stepsAfter }: Plan.Plan, { answers }: State.Turn): ReadonlyArray<Plan.Step> => {
  const [first, ...more] = answers.map(({ score }) => stepsAfter[Score.category(score)])
  if (first === undefined || more.every((one) => one === first)) return first ?? []
  return steps.filter((step) => first.includes(step) || more.some((one) => one.includes(step)))
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
  situation: Situation,
  step: Call.Step,
  key: Decision.Key,
  wave: Wave.Wave,
  { at, score }: Wave.Answer,
  drop: Reason.Reason | undefined,
  dueAt: Instant.Instant
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
      return { _tag: "RequestTestimonial", ...common, ...requested(situation, step, wave) }
    case "open case":
      return { ...openCase(situation, step, key, wave.survey, wave.id, dueAt), score, because: common.because }
  }
}

/** The rung's forms; and the praise that they gave with their score, which is kept by now. */
const requested = (
  situation: Situation,
  step: FollowUp.RequestTestimonial,
  { id, survey }: Wave.Wave
): Pick<
  Extract<Decision.Decision, { readonly _tag: "RequestTestimonial" }>,
  "forms" | "rung" | "testimonial" | "expiresAt"
> => {
  const { now, state, zone } = situation
  const climb = climbOf(situation, step)
  const rung = "rung" in climb ? climb.rung : undefined
  const testimonial = Testimonial.idOfComment(survey, id)
  return {
    forms: rung?.ask === "testimonial" ? rung.forms : step.forms,
    ...(rung !== undefined && { rung: rung.rung }),
    ...(state.testimony.testimonials.has(testimonial) && { testimonial }),
    expiresAt: Period.after(rung?.within ?? "30 days", now, zone)
  }
}

const openCase = (
  { program, zone }: Situation,
  step: FollowUp.OpenCase,
  key: Decision.Key,
  survey: Survey.SurveyId,
  wave: Decision.WaveId,
  dueAt: Instant.Instant
) => {
  const { deadline, escalateTo, owner, resolveWithin } = step
  const terms = { deadline, ...(resolveWithin !== undefined && { resolveWithin }) }
  return {
    _tag: "OpenCase",
    key,
    survey,
    wave,
    step: step.step,
    case: Case.id(survey, wave),
    owner,
    ...Case.deadlines(terms, dueAt, program, zone),
    terms,
    escalateTo
  } as const
}

/** Cases that are opened for what happened, without an answer: a grievance, a notice to leave. */
const openings = (situation: Situation, survey: string, step: FollowUp.OpenCase, found: Array<Candidate>): void => {
  for (const { at, channel, id, kind } of situation.state.touchpoints) {
    if (!step.on.includes(kind)) continue
    act(situation, survey, step, Disruption.wave(id), at, "OpenCase", found, (key, survey, wave, dueAt) => ({
      ...openCase(situation, step, key, survey, wave, dueAt),
      because: [
        channel === undefined ? { _tag: "DisruptionBegan", kind, at } : { _tag: "GrievanceRaised", channel, at }
      ]
    }))
  }
}

/** Praise that names people at work, for somebody to pass on. */
const praises = (situation: Situation, survey: string, step: FollowUp.PassOnPraise, found: Array<Candidate>): void => {
  const { program, state, zone } = situation
  for (const { at, id, names, passedOnAt } of state.praises.values()) {
    if (passedOnAt !== undefined) continue
    act(situation, survey, step, `praise:${id}`, at, "PassOnPraise", found, (key, survey, wave, dueAt) => ({
      _tag: "PassOnPraise",
      key,
      survey,
      wave,
      step: step.step,
      praise: id,
      names,
      owner: step.owner,
      deadline: Deadline.after(step.deadline, dueAt, program, zone),
      escalateTo: step.escalateTo,
      because: [{ _tag: "PraiseNamed", names, at }]
    }))
  }
}

/** A step for people in the company that an event calls for, unless it is over. */
const act = (
  { program, state, zone }: Situation,
  of: string,
  step: FollowUp.OpenCase | FollowUp.PassOnPraise,
  cause: string,
  at: Instant.Instant,
  what: "OpenCase" | "PassOnPraise",
  found: Array<Candidate>,
  decide: (
    key: Decision.Key,
    survey: Survey.SurveyId,
    wave: Decision.WaveId,
    dueAt: Instant.Instant
  ) => Decision.Decision
): void => {
  const survey = of as Survey.SurveyId
  const wave = cause as Decision.WaveId
  const key = Decision.key(program.id, survey, state.contact, step.step, wave)
  const plan = Plan.of(program).get(survey)
  const turn = State.turn(state, survey, wave)
  if (State.hasActed(state, key) || state.cases.has(Case.id(survey, wave))) return
  if (turn !== undefined && plan !== undefined && isOver(turn, plan, Decision.escape(step.step))) return
  const dueAt = Period.after(step.after, at, zone)
  found.push({
    key,
    step: step.step,
    survey,
    wave,
    kind: "action",
    purpose: undefined,
    priority: plan?.survey?.priority ?? 0,
    dueAt,
    expiresAt: Period.after(step.within, dueAt, zone),
    what,
    decide: () => decide(key, survey, wave, dueAt)
  })
}
