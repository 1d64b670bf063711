/**
 * Decide: given what is known of one contact, what is to be done now, why, and when do we look again?
 *
 * Pure: no clock, no randomness, no I/O. The same input gives the same output.
 *
 * @since 0.1.0
 */
import * as BackOff from "./BackOff.ts"
import * as Case from "./Case.ts"
import type * as ContactFrequency from "./ContactFrequency.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type * as FollowUp from "./FollowUp.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Outcome from "./Outcome.ts"
import * as Period from "./Period.ts"
import * as Program from "./Program.ts"
import * as Reason from "./Reason.ts"
import * as Score from "./Score.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import type * as Trigger from "./Trigger.ts"
import * as Verdict from "./Verdict.ts"
import * as Wave from "./Wave.ts"
import type * as Zone from "./Zone.ts"

/**
 * A message that is not sent now, and what holds it back.
 *
 * @category models
 * @since 0.1.0
 */
export interface Held {
  readonly what: Decision.Decision["_tag"]
  readonly key: Decision.Key
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly step: string
  readonly dueAt: Instant
  readonly expiresAt: Instant
  readonly verdict: Verdict.Verdict
}

/**
 * - `decisions`: what to do now, in this order.
 * - `held`: what is not done now, with its reasons.
 * - `wakeAt`: with nothing new, there is nothing to do before this time; `undefined`: never again.
 *
 * @category models
 * @since 0.1.0
 */
export interface Decided {
  readonly decisions: ReadonlyArray<Decision.Decision>
  readonly held: ReadonlyArray<Held>
  readonly wakeAt: Instant | undefined
}

/**
 * Everything that is to be done for one contact at `now`. It closes over itself: each decision counts as carried out at
 * `now` when the next one is judged, until nothing more comes.
 *
 * @category deciding
 * @since 0.1.0
 */
export const decide = (program: Program.Program, history: History.History, now: Instant): Decided => {
  const { apply, state } = State.resume(history)
  const decisions: Array<Decision.Decision> = []
  for (;;) {
    const round = decideRound({ program, state, zone: state.zone ?? program.zone, now }, apply)
    if (round.decisions.length === 0) return { decisions, held: round.held, wakeAt: round.wakeAt }
    decisions.push(...round.decisions)
  }
}

/**
 * Would this message be decided on now, if its latest intent had never been written? For one whose sender died before it
 * could say what became of it: a copy may go out only if everything that speaks for sending it still does.
 *
 * @category deciding
 * @since 0.1.0
 */
export const stands = (
  program: Program.Program,
  history: History.History,
  key: Decision.Key,
  now: Instant
): boolean => {
  const latest = State.nextAttempt(State.fold(history), key) - 1
  const before = History.filter(
    history,
    (event) => !(event._tag === "Intended" && event.key === key && event.attempt === latest)
  )
  return decide(program, before, now).decisions.some((decision) => Decision.isSend(decision) && decision.key === key)
}

/**
 * Something that becomes due once: an ask, a message after an answer, an action in the company.
 */
interface Candidate {
  readonly key: Decision.Key
  readonly step: string
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly kind: ContactFrequency.Held | "message" | "action"
  readonly purpose: Survey.Purpose | undefined
  readonly priority: number
  readonly dueAt: Instant
  readonly expiresAt: Instant
  /** Set when what it rests on is gone: at that time it ends as cancelled, unless it comes back before. */
  readonly cancelled?: { readonly at: Instant; readonly reason: Reason.Reason }
  readonly decision: Decision.Decision
}

interface Round {
  readonly decisions: ReadonlyArray<Decision.Decision>
  readonly held: ReadonlyArray<Held>
  readonly wakeAt: Instant | undefined
}

/** What a round looks at: the program, the contact as it stands, the time. */
interface Situation {
  readonly program: Program.Program
  readonly state: State.State
  readonly zone: Zone.Zone
  readonly now: Instant
}

const decideRound = (situation: Situation, apply: (event: Event.Event) => void): Round => {
  const { now, program, state } = situation
  const decisions: Array<Decision.Decision> = []
  const held: Array<Held> = []
  let wakeAt: Instant | undefined

  const wake = (at: Instant) => {
    if (at > now && (wakeAt === undefined || at < wakeAt)) wakeAt = at
  }
  const take = (decision: Decision.Decision) => {
    decisions.push(decision)
    for (const event of success(state, decision, now)) apply(event)
  }
  const hold = (candidate: Candidate, verdict: Verdict.Verdict, lookAgainAt: Instant) => {
    const { decision, dueAt, expiresAt, key, step, survey, wave } = candidate
    held.push({ what: decision._tag, key, survey, wave, step, dueAt, expiresAt, verdict })
    wake(lookAgainAt)
  }
  const end = ({ key, kind, survey, wave }: Candidate, as: Decision.Ending, because: ReadonlyArray<Reason.Reason>) => {
    // A reminder is no ask of its own: its invitation was sent, and that is how its wave's ask ended.
    if (kind !== "reminder") take({ _tag: "EndAsk", key, survey, wave, as, because })
  }

  for (const candidate of candidates(situation).toSorted(byTurn)) {
    const { cancelled, dueAt, expiresAt } = candidate
    if (isDone(state, candidate)) continue
    if (cancelled !== undefined) {
      if (now >= cancelled.at) end(candidate, "cancelled", [cancelled.reason])
      else hold(candidate, Verdict.defer(cancelled.at, cancelled.reason), cancelled.at)
      continue
    }
    if (now < dueAt) {
      hold(candidate, Verdict.defer(dueAt, { _tag: "NotYetDue", dueAt }), dueAt)
      continue
    }
    const verdict = judge(situation, candidate)
    if (now >= expiresAt) {
      end(candidate, "expired", Reason.union([{ _tag: "Expired", dueAt, at: expiresAt }], Verdict.reasons(verdict)))
      continue
    }
    const since = candidate.kind === "invitation" ? openSince(situation, candidate.survey) : undefined
    if (since !== undefined) {
      end(candidate, "joined", [{ _tag: "WaveOpen", since }])
      continue
    }
    switch (verdict._tag) {
      case "Allow": {
        take(candidate.decision)
        break
      }
      case "Defer": {
        hold(candidate, verdict, Math.min(verdict.until, expiresAt))
        break
      }
      case "Wait": {
        hold(candidate, verdict, expiresAt)
        break
      }
      case "Forbid":
        end(candidate, "forbidden", verdict.reasons)
    }
  }

  for (const found of state.cases.values()) {
    if (!Case.isOpen(found) || found.acknowledgedAt !== undefined || found.escalatedAt !== undefined) continue
    if (now < found.deadline) {
      wake(found.deadline)
      continue
    }
    take({
      _tag: "EscalateCase",
      key: Decision.key(program.id, found.survey, state.contact, "escalate", found.id),
      survey: found.survey,
      wave: found.wave,
      case: found.id,
      escalateTo: found.escalateTo,
      because: [{ _tag: "DeadlinePassed", openedAt: found.openedAt, deadline: found.deadline }]
    })
  }
  return { decisions, held, wakeAt }
}

/** Stands for the reference that the runner makes; nothing that `decide` reads depends on it. */
const anyReference = "0".repeat(32) as Event.Reference

const success = (state: State.State, decision: Decision.Decision, now: Instant): ReadonlyArray<Event.Event> => {
  if (!Decision.isSend(decision)) return [Outcome.recorded(decision, now)]
  const attempt = {
    attempt: State.nextAttempt(state, decision.key),
    reference: anyReference,
    address: state.email ?? ""
  }
  return [Outcome.intended(decision, attempt, now), Outcome.sent(decision.key, attempt.attempt, now)]
}

const purposeRank = { measure: 0, review: 1, advocate: 2 } as const

/** By priority (the survey's own; measure before review before advocate), due time, key. */
const byTurn = (a: Candidate, b: Candidate): number =>
  b.priority - a.priority ||
  purposeRank[a.purpose ?? "measure"] - purposeRank[b.purpose ?? "measure"] ||
  a.dueAt - b.dueAt ||
  (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

const isDone = (state: State.State, candidate: Candidate): boolean => {
  if (state.ended.has(candidate.key)) return true
  if (candidate.kind === "action") return state.cases.has(Case.id(candidate.survey, candidate.wave))
  const send = state.sends.get(candidate.key)
  return send !== undefined && State.counts(send)
}

const closesOf = (program: Program.Program, survey: Survey.SurveyId): Period.Period =>
  Program.survey(program, survey)?.closes ?? "7 days"

/** Since when a wave of this survey is open; `undefined` when none is. */
const openSince = ({ now, program, state, zone }: Situation, survey: Survey.SurveyId): Instant | undefined => {
  const open = State.waves(state).find(
    (wave) => wave.survey === survey && Wave.isOpen(wave, closesOf(program, survey), zone, now)
  )
  return open && (open.invitation?.at ?? open.answers[0]?.at)
}

const candidates = (situation: Situation): Array<Candidate> => [
  ...situation.program.surveys.flatMap((survey) =>
    survey.triggers.flatMap((trigger) => invitations(situation, survey, trigger))
  ),
  ...State.waves(situation.state).flatMap((wave) => [...reminders(situation, wave), ...followUps(situation, wave)])
]

const invitations = (
  { now, program, state, zone }: Situation,
  survey: Survey.Survey,
  trigger: Trigger.Trigger
): ReadonlyArray<Candidate> =>
  state.touchpoints
    .filter((touchpoint) => touchpoint.kind === trigger.kind)
    .map((touchpoint) => {
      const wave = waveOf(touchpoint, trigger)
      const key = Decision.key(program.id, survey.id, state.contact, "invite", wave)
      const dueAt = Period.after(trigger.delay, touchpoint.at, zone)
      const cancelling =
        trigger.unless.length === 0 ? undefined : state.touchpoints.find((other) => cancels(trigger, touchpoint, other))
      return {
        key,
        step: "invite",
        survey: survey.id,
        wave,
        kind: "invitation",
        purpose: "measure",
        priority: survey.priority,
        dueAt,
        expiresAt: Period.after(trigger.expires, dueAt, zone),
        ...(cancelling && {
          cancelled: { at: now, reason: { _tag: "ExperienceCancelled", kind: cancelling.kind, at: cancelling.at } }
        }),
        decision: {
          _tag: "Invite",
          key,
          survey: survey.id,
          wave,
          because: [{ _tag: "TouchpointHappened", kind: touchpoint.kind, at: touchpoint.at, delay: trigger.delay }],
          expiresAt: Period.after(survey.expires, now, zone),
          closes: survey.closes
        }
      } satisfies Candidate
    })

/**
 * The wave that a touchpoint starts. The trigger's name is part of it, so that two triggers start two; it stands before
 * the id, escaped, so that no id can look like another one with a name.
 */
const waveOf = (touchpoint: State.Happened, trigger: Trigger.Trigger): Decision.WaveId =>
  `touchpoint${trigger.name === undefined ? "" : ` ${encodeURIComponent(trigger.name)}`}:${touchpoint.id}` as Decision.WaveId

/** With a subject, whatever cancels the same subject; without one, whatever cancelled at the same time or later. */
const cancels = (trigger: Trigger.Trigger, touchpoint: State.Happened, other: State.Happened): boolean =>
  trigger.unless.includes(other.kind) &&
  other.about === touchpoint.about &&
  (touchpoint.about !== undefined || other.at >= touchpoint.at)

/** Reminders of an invitation that nobody has answered; of several that are due, only the latest. */
const reminders = ({ now, program, state, zone }: Situation, wave: Wave.Wave): ReadonlyArray<Candidate> => {
  const { invitation } = wave
  const survey = Program.survey(program, wave.survey)
  if (survey === undefined || invitation === undefined || wave.answers.length > 0) return []
  const all = survey.reminders.map((after, index): Candidate => {
    const step = `remind ${index + 1}`
    const key = Decision.key(program.id, survey.id, state.contact, step, wave.id)
    return {
      key,
      step,
      survey: survey.id,
      wave: wave.id,
      kind: "reminder",
      purpose: "measure",
      priority: survey.priority,
      dueAt: Period.after(after, invitation.at, zone),
      expiresAt: invitation.expiresAt,
      decision: {
        _tag: "Remind",
        key,
        survey: survey.id,
        wave: wave.id,
        because: [{ _tag: "NoAnswer", invitedAt: invitation.at, after }],
        expiresAt: invitation.expiresAt
      }
    }
  })
  const latestDue = all.findLastIndex((candidate) => candidate.dueAt <= now)
  return all.filter((_, index) => index >= latestDue)
}

/** The steps of the playbook that the counted answer calls for, and those an earlier answer of the wave called for. */
const followUps = ({ program, state, zone }: Situation, wave: Wave.Wave): ReadonlyArray<Candidate> => {
  const playbook = program.followUp.find(({ survey }) => survey === wave.survey)
  const closes = closesOf(program, wave.survey)
  const answer = Wave.counted(wave, closes, zone)
  const closesAt = Wave.closesAt(wave, closes, zone)
  if (playbook === undefined || answer === undefined || closesAt === undefined) return []
  const priority = Program.survey(program, wave.survey)?.priority ?? 0
  return playbook.steps.flatMap((step): ReadonlyArray<Candidate> => {
    const isFor = ({ score }: Wave.Answer) => step.to.includes(Score.category(score))
    const key = Decision.key(program.id, wave.survey, state.contact, step.step, wave.id)
    // an answer after the wave had closed called for nothing; unless it was still open before we heard of an earlier one
    const isCalling = (given: Wave.Answer) => isFor(given) && (given.at < closesAt || state.sends.has(key))
    const calling = isFor(answer) ? answer : wave.answers.find(isCalling)
    if (calling === undefined) return []
    const dueAt = Period.after(step.after, calling.at, zone)
    return [
      {
        key,
        step: step.step,
        survey: wave.survey,
        wave: wave.id,
        kind: kinds[step.do],
        purpose: step.do === "request testimonial" ? "advocate" : undefined,
        priority,
        dueAt,
        expiresAt: Period.after(step.within, dueAt, zone),
        ...(calling !== answer && {
          cancelled: { at: closesAt, reason: { _tag: "AnswerChanged", score: answer.score, at: answer.at } }
        }),
        decision: followUp(step, key, wave, calling, zone, dueAt)
      }
    ]
  })
}

const kinds = {
  thank: "message",
  contact: "message",
  "request testimonial": "testimonial request",
  "open case": "action"
} as const

const followUp = (
  step: FollowUp.Step,
  key: Decision.Key,
  wave: Wave.Wave,
  { at, score }: Wave.Answer,
  zone: Zone.Zone,
  dueAt: Instant
): Decision.Decision => {
  const common = {
    key,
    survey: wave.survey,
    wave: wave.id,
    step: step.step,
    score,
    because: [{ _tag: "AnswerGiven", score, at }]
  } as const
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

/** Every rule that may hold a candidate back, joined. */
const judge = (situation: Situation, candidate: Candidate): Verdict.Verdict =>
  candidate.kind === "action"
    ? Verdict.allow
    : [silence, address, backOff, legalBasis, decency, frequency].reduce(
        (verdict, rule) => Verdict.join(verdict, rule(situation, candidate)),
        Verdict.allow
      )

/** Opt-out, spam report, erasure: nothing more until the contact lifts it. */
const silence = ({ state }: Situation, { purpose, survey }: Candidate): Verdict.Verdict => {
  if (state.erasedAt !== undefined) return Verdict.forbid({ _tag: "Erased", at: state.erasedAt })
  if (state.spamReportedAt !== undefined) return Verdict.forbid({ _tag: "SpamReported", at: state.spamReportedAt })
  const at = State.optedOutSince(state, survey, purpose)
  return at === undefined ? Verdict.allow : Verdict.forbid({ _tag: "OptedOut", at })
}

/** No address: wait for one. An address that was refused: not there. */
const address = ({ state }: Situation): Verdict.Verdict => {
  if (state.email === undefined) return Verdict.wait({ _tag: "NoAddress" })
  const at = state.bounced.get(state.email)
  return at === undefined ? Verdict.allow : Verdict.forbid({ _tag: "HardBounced", at })
}

/** After a failed attempt, not before its back-off. */
const backOff = ({ now, state }: Situation, { key }: Candidate): Verdict.Verdict => {
  const send = state.sends.get(key)
  if (send?.status !== "failed") return Verdict.allow
  const { at: failedAt, failures } = send
  const until = failedAt + BackOff.millis(failures)
  return now < until ? Verdict.defer(until, { _tag: "BackingOff", failedAt, failures }) : Verdict.allow
}

/** Persuasion by mail needs a recorded consent or soft opt-in. */
const legalBasis = ({ state }: Situation, { purpose }: Candidate): Verdict.Verdict =>
  purpose === undefined || purpose === "measure" || state.legalBases.has(State.basisKey(purpose, "mail"))
    ? Verdict.allow
    : Verdict.forbid({ _tag: "NoLegalBasis" })

/** Nobody is asked for praise while they wait for our help. */
const decency = ({ state }: Situation, { purpose }: Candidate): Verdict.Verdict => {
  if (purpose !== "advocate") return Verdict.allow
  for (const found of state.cases.values()) {
    if (Case.isOpen(found)) return Verdict.wait({ _tag: "CaseOpen", since: found.openedAt })
  }
  return Verdict.allow
}

/** Not before the gap has passed on each of a rule's clocks. */
const frequency = ({ now, program, state, zone }: Situation, candidate: Candidate): Verdict.Verdict => {
  let verdict = Verdict.allow
  for (const rule of program.frequency) {
    if (!rule.holds.some((held) => held === candidate.kind)) continue
    for (const clock of rule.clocks) {
      const at = lastOn(state, clock, rule.scope, candidate)
      if (at === undefined) continue
      const until = Period.after(rule.gap, at, zone)
      if (now < until)
        verdict = Verdict.join(verdict, Verdict.defer(until, { _tag: "TooSoon", clock, at, gap: rule.gap }))
    }
  }
  return verdict
}

/** When a clock was last started, within the scope. */
const lastOn = (
  state: State.State,
  clock: ContactFrequency.Clock,
  scope: ContactFrequency.Scope,
  candidate: Candidate
): Instant | undefined => {
  let last: Instant | undefined
  const note = (survey: Survey.SurveyId, purpose: Survey.Purpose, at: Instant) => {
    if (scope === "purpose" && purpose !== candidate.purpose) return
    if (scope === "survey" && survey !== candidate.survey) return
    if (last === undefined || at > last) last = at
  }
  if (clock === "answered") {
    for (const wave of State.waves(state)) for (const { at } of wave.answers) note(wave.survey, "measure", at)
    return last
  }
  for (const send of state.sends.values()) {
    if (!State.counts(send)) continue
    const { decision } = send
    const isOwnInvitation =
      candidate.kind === "reminder" && decision.survey === candidate.survey && decision.wave === candidate.wave
    if (clock === "reminded" && decision._tag === "Remind") note(decision.survey, "measure", State.leftAt(send))
    if (clock === "invited" && decision._tag === "Invite" && !isOwnInvitation)
      note(decision.survey, "measure", State.leftAt(send))
    if (clock === "invited" && decision._tag === "RequestTestimonial")
      note(decision.survey, "advocate", State.leftAt(send))
  }
  return last
}
