/**
 * Decide: given what is known of one contact, what is to be done now, why, and when do we look again?
 *
 * Pure: no clock, no randomness, no I/O. The same input gives the same output.
 *
 * @since 0.1.0
 */
import * as Account from "./Account.ts"
import * as Candidate from "./Candidate.ts"
import * as Case from "./Case.ts"
import * as Casework from "./Casework.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Outcome from "./Outcome.ts"
import * as Program from "./Program.ts"
import * as Reason from "./Reason.ts"
import * as Restraint from "./Restraint.ts"
import * as ReviewRequest from "./ReviewRequest.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as TestimonialRequest from "./TestimonialRequest.ts"
import * as Verdict from "./Verdict.ts"
import * as Wave from "./Wave.ts"

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
 * `now` when the next one is judged, until nothing more comes. `account`: the contact's, when they have one; without it
 * nobody has colleagues, and rules about the whole account see the contact alone. For a contact that was merged into
 * another there is nothing.
 *
 * @category deciding
 * @since 0.1.0
 */
export const decide = (
  program: Program.Program,
  history: History.History,
  now: Instant,
  account?: Account.Account
): Decided => decideOn(program, history, Fold.resume(history), now, account)

/**
 * As `decide`, from the fold of this very history. What is decided is applied to the fold as if it were carried out.
 *
 * @category deciding
 * @since 0.1.0
 */
export const decideOn = (
  program: Program.Program,
  history: History.History,
  { apply, state }: ReturnType<typeof Fold.resume>,
  now: Instant,
  account?: Account.Account
): Decided => {
  const blind = program.reviews.length === 0 ? undefined : ReviewRequest.blind(program, history)
  const record = (event: Event.Event) => {
    apply(event)
    blind?.apply(event)
  }
  const decisions: Array<Decision.Decision> = []
  // everything goes on under the other id
  if (state.mergedInto !== undefined) return { decisions, held: [], wakeAt: undefined }
  for (;;) {
    const zone = Account.zone(program, state, account)
    const situation = { program, history, state, account, zone, now }
    const found = candidates(situation, blind)
    if (found.length > 1) found.sort(byTurn)
    const round = decideRound(situation, found, record)
    if (round.decisions.length === 0) return { decisions, held: round.held, wakeAt: round.wakeAt }
    decisions.push(...round.decisions)
  }
}

/**
 * Everything that could be due now or later and is not over, under whichever of the contact's ids; in no particular order.
 * `blind`: the history as requests for reviews see it; without it there are none.
 *
 * @category constructors
 * @since 0.1.0
 */
export const candidates = (
  situation: Candidate.Situation,
  blind: ReviewRequest.Blind | undefined
): Array<Candidate.Candidate> => {
  const { state } = situation
  const found = Candidate.all(situation)
  found.push(...TestimonialRequest.candidates(situation))
  if (blind !== undefined) found.push(...ReviewRequest.candidates(situation, blind))
  return state.merged.length === 0 ? found : found.filter(({ key }) => !State.isOver(state, key))
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
  now: Instant,
  account?: Account.Account
): boolean => {
  const latest = State.nextAttempt(Fold.of(history), key) - 1
  const before = History.filter(
    history,
    (event) => !(event._tag === "Intended" && event.key === key && event.attempt === latest)
  )
  return decide(program, before, now, account).decisions.some(
    (decision) => Decision.isSend(decision) && decision.key === key
  )
}

interface Round {
  readonly decisions: ReadonlyArray<Decision.Decision>
  readonly held: ReadonlyArray<Held>
  readonly wakeAt: Instant | undefined
}

const decideRound = (
  situation: Candidate.Situation,
  candidates: ReadonlyArray<Candidate.Candidate>,
  apply: (event: Event.Event) => void
): Round => {
  const { now, state } = situation
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
  const hold = (candidate: Candidate.Candidate, verdict: Verdict.Verdict, lookAgainAt: Instant) => {
    const { dueAt, expiresAt, key, step, survey, wave, what } = candidate
    held.push({ what, key, survey, wave, step, dueAt, expiresAt, verdict })
    wake(lookAgainAt)
  }
  const end = (
    { key, kind, survey, wave }: Candidate.Candidate,
    as: Decision.Ending,
    because: ReadonlyArray<Reason.Reason>
  ) => {
    // A reminder is no ask of its own: its invitation was sent, and that is how its wave's ask ended.
    if (kind !== "reminder") take({ _tag: "EndAsk", key, survey, wave, as, because })
  }

  for (const candidate of candidates) {
    const { cancelled, dueAt, expiresAt } = candidate
    // a broken import may know of its end under another wave
    if (State.isOver(state, candidate.key)) continue
    // a case is opened once, whichever of the steps decided now comes first
    if (candidate.what === "OpenCase" && state.cases.has(Case.id(candidate.survey, candidate.wave))) continue
    if (cancelled !== undefined) {
      if (now >= cancelled.at) end(candidate, "cancelled", [cancelled.reason])
      else hold(candidate, Verdict.defer(cancelled.at, cancelled.reason), cancelled.at)
      continue
    }
    if (now < dueAt) {
      hold(candidate, Verdict.defer(dueAt, { _tag: "NotYetDue", dueAt }), dueAt)
      continue
    }
    const verdict = candidate.judge?.() ?? Restraint.judge(situation, candidate)
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
        take(judged(situation, candidate))
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

  for (const { at, decide } of Casework.pending(situation)) {
    if (now < at) wake(at)
    else take(decide())
  }
  return { decisions, held, wakeAt }
}

/** What a candidate becomes; with the version of the account, when a rule about that could have held it back. */
const judged = (situation: Candidate.Situation, candidate: Candidate.Candidate): Decision.Decision => {
  const decision = candidate.decide()
  const { account } = situation
  return account !== undefined && Decision.isAsk(decision) && Restraint.readsAccount(situation, candidate)
    ? { ...decision, accountVersion: account.version }
    : decision
}

/** Stands for the reference that the runner makes; nothing that `decide` reads depends on it. */
const anyReference = "0".repeat(32) as Event.Reference

/**
 * The events by which a decision counts as carried out at `now`.
 *
 * @category acting
 * @since 0.1.0
 */
export const success = (state: State.State, decision: Decision.Decision, now: Instant): ReadonlyArray<Event.Event> => {
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
const byTurn = (a: Candidate.Candidate, b: Candidate.Candidate): number =>
  b.priority - a.priority ||
  purposeRank[a.purpose ?? "measure"] - purposeRank[b.purpose ?? "measure"] ||
  a.dueAt - b.dueAt ||
  (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Since when a wave of this survey is open; `undefined` when none is. */
const openSince = (
  { now, program, state, zone }: Candidate.Situation,
  survey: Survey.SurveyId
): Instant | undefined => {
  let since: Instant | undefined
  for (const turn of state.turns) {
    if (turn.survey !== survey || !Wave.isOpen(turn, Program.closes(program, survey), zone, now)) continue
    const at = turn.invitation?.at ?? turn.answers[0]?.at
    if (at !== undefined && (since === undefined || at < since)) since = at
  }
  return since
}
