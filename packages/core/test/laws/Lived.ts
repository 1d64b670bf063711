/**
 * Lived: what history does this `decide` make of this life?
 *
 * Time is virtual. A runner looks when `decide` said so and whenever something was recorded, and carries out what was
 * decided through `Outcome`, with the fates that the life foresees. At the end the clock runs until nothing is left; under a
 * calendar or a rhythm, which never end, until all that was due when the last thing happened must be over.
 */
import * as Consent from "@temoin/core/Consent"
import * as Decision from "@temoin/core/Decision"
import type * as Decide from "@temoin/core/Decide"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Ladder from "@temoin/core/Ladder"
import * as Outcome from "@temoin/core/Outcome"
import type * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Wave from "@temoin/core/Wave"
import * as Result from "effect/Result"
import * as Arbitrary from "../arbitrary/History.ts"
import type { Implementation } from "./Implementation.ts"

/** One call of `decide`, on what had been recorded by then. */
export interface Look {
  readonly program: Program.Program
  readonly now: Instant
  readonly history: History.History
  readonly decided: Decide.Decided
}

/**
 * `end`: the clock ran until nothing was left (`"quiet"`), or only what a calendar or a rhythm goes on asking (`"recurring"`); or it was
 * stopped, since `decide` wanted to wake up for ever (`"endless"`), or since the log refused an event with a known id and
 * other content (`"refused"`).
 */
export interface Lived {
  readonly program: Program.Program
  readonly looks: ReadonlyArray<Look>
  readonly history: History.History
  readonly end: "quiet" | "recurring" | "endless" | "refused"
}

/** Looks. More than any life in these tests needs. */
const patience = 1000

const day = 86_400_000

/** Longer than anything that these programs delay or let expire. */
const aftermath = 70 * day

class Stopped extends Error {
  readonly end: "endless" | "refused"
  constructor(end: "endless" | "refused") {
    super(end)
    this.end = end
  }
}

export const live = (
  implementation: Implementation,
  program: Program.Program,
  life: Arbitrary.Life,
  contact = Arbitrary.contact
): Lived => {
  const looks: Array<Look> = []
  const fates = [...life.fates]
  let log = History.empty(contact)
  let history = log
  let now = life.bornAt

  /** As `decide` said when we last looked. */
  const wakeAt = () => looks.at(-1)?.decided.wakeAt

  const record = (...more: ReadonlyArray<Event.Event>) => {
    const stored = History.append(log, more)
    if (Result.isFailure(stored)) throw new Stopped("refused")
    log = stored.success
  }

  const carryOut = (decision: Decision.Decision) => {
    if (!Decision.isSend(decision)) return record(Outcome.recorded(decision, now))
    const state = Fold.of(log)
    const attempt = {
      attempt: State.nextAttempt(state, decision.key),
      reference: Event.Reference.make(String(log.events.length).padStart(32, "0")),
      address: state.email ?? "nobody@example.com"
    }
    record(Outcome.intended(decision, attempt, now))
    const fate = fates.shift() ?? { as: "sent", after: 0 }
    now += fate.after
    switch (fate.as) {
      case "sent":
        return record(Outcome.sent(decision.key, attempt.attempt, now))
      case "failed":
        return record(Outcome.failed(decision.key, attempt.attempt, "busy", now))
      case "refused":
        return record(Outcome.refused(decision.key, attempt, "no such user", now))
      case "unknown":
        return record(Outcome.unknown(decision.key, attempt.attempt, now))
    }
  }

  /** Looks, does, and looks again, until there is nothing to do now. */
  const look = () => {
    for (;;) {
      if (looks.length >= patience) throw new Stopped("endless")
      history = Result.getOrThrow(implementation.makeHistory(contact, log.events))
      const decided = implementation.decide(program, history, now)
      looks.push({ program, now, history, decided })
      if (decided.decisions.length === 0) return
      for (const decision of decided.decisions) carryOut(decision)
    }
  }

  const lookAtEach = (...events: ReadonlyArray<Event.Event>) => {
    for (const event of events) {
      record(event)
      look()
    }
  }

  const lookUntil = (target: Instant) => {
    for (let at = wakeAt(); at !== undefined && at <= target; at = wakeAt()) {
      now = Math.max(now, at)
      look()
    }
    now = Math.max(now, target)
    look()
  }

  const pass = (target: Instant, runner: "up" | "down") => {
    if (runner === "up") return lookUntil(target)
    now = Math.max(now, target)
    look()
  }

  try {
    lookAtEach(
      ...happening(life.bornAt, "born", (common): Event.Event => ({
        _tag: "ContactChanged",
        ...common,
        email: life.email,
        zone: life.zone
      })),
      ...(life.basis ? bases(life.bornAt, "basis") : [])
    )
    for (const [index, move] of life.moves.entries()) {
      if (move.do === "wait") pass(now + move.for, move.runner)
      else if (move.do === "meet") {
        const coming = comingInstants(program, history, looks.at(-1), now)
        const met = coming[move.nth % Math.max(1, coming.length)] ?? now + day
        pass(met + move.beside, move.runner)
      } else {
        lookAtEach(...host(Fold.of(log), move, `m${index}`, now))
      }
    }
    const recurs =
      program.surveys.some(({ rhythm, triggers }) => rhythm !== undefined && triggers.length === 0) ||
      [...program.surveys, ...program.reviews].some(({ triggers }) => triggers.some(({ on }) => on === "calendar"))
    const over = recurs ? now + aftermath : Number.POSITIVE_INFINITY
    for (let at = wakeAt(); at !== undefined && at <= over; at = wakeAt()) {
      now = Math.max(now, at)
      look()
    }
    return { program, looks, history, end: wakeAt() === undefined ? "quiet" : "recurring" }
  } catch (error) {
    if (error instanceof Stopped) return { program, looks, history, end: error.end }
    throw error
  }
}

type Common = Pick<Event.Event, "id" | "occurredAt" | "recordedAt">

const happening = (
  now: Instant,
  id: string,
  make: (common: Common) => Event.Event,
  late = 0
): ReadonlyArray<Event.Event> => [make({ id: Event.EventId.make(id), occurredAt: now - late, recordedAt: now })]

/** They agree to be asked for praise, and for reviews. */
const bases = (now: Instant, id: string): ReadonlyArray<Event.Event> =>
  (["advocate", "review"] as const).flatMap((purpose) =>
    happening(now, `${id} ${purpose}`, (common) => ({
      _tag: "LegalBasisRecorded",
      ...common,
      purpose,
      channel: "mail",
      basis: "consent",
      evidence: "form 7"
    }))
  )

/** When something may change: what is held becomes due, free or void, waves close, deadlines pass. Earliest first. */
const comingInstants = (
  program: Program.Program,
  history: History.History,
  look: Look | undefined,
  now: Instant
): ReadonlyArray<Instant> => {
  const state = Fold.of(history)
  const zone = state.zone ?? program.zone
  const all = [
    ...(look?.decided.held ?? []).flatMap(({ dueAt, expiresAt, verdict }) =>
      verdict._tag === "Defer" ? [dueAt, expiresAt, verdict.until] : [dueAt, expiresAt]
    ),
    ...State.waves(state).flatMap((wave) => Wave.closesAt(wave, "7 days", zone) ?? []),
    ...[...state.cases.values()].flatMap(({ deadline, resolveBy }) => [deadline, resolveBy ?? deadline]),
    ...[...state.praises.values()].flatMap(({ task }) => (task === undefined ? [] : [task.deadline]))
  ]
  return [...new Set(all.filter((at) => at > now))].toSorted((a, b) => a - b)
}

/** The last but `nth`, around the corner. */
const pick = <A>(all: ReadonlyArray<A>, nth: number): A | undefined => all.toReversed()[nth % Math.max(1, all.length)]

const moveOf: {
  readonly [Move in Arbitrary.CaseMove]: (common: Common & { readonly case: Decision.CaseId }) => Event.Event
} = {
  acknowledge: (common) => ({ _tag: "CaseAcknowledged", ...common }),
  explain: (common) => ({ _tag: "CaseExplained", ...common, explanation: "the lorry broke down" }),
  redress: (common) => ({ _tag: "CaseRedressed", ...common, redress: "a refund" }),
  resolve: (common) => ({ _tag: "CaseResolved", ...common }),
  reopen: (common) => ({ _tag: "CaseReopened", ...common }),
  assign: (common) => ({ _tag: "CaseAssigned", ...common, to: "support lead" })
}

/** Words for the praise that waits for them, or else for a new testimonial; the second time a video. */
const handingIn = (state: State.State, nth: number, id: string, now: Instant): ReadonlyArray<Event.Event> => {
  const all = [...state.testimony.testimonials.values()]
  const waiting = pick(
    all.filter((one) => /^(?:Requested|Candidate)$/.test(Testimonial.stateAt(one.state, now)._tag)),
    nth
  )
  const testimonial = waiting?.id ?? Consent.TestimonialId.make(`words ${id}`)
  const isRequested = waiting === undefined || Testimonial.stateAt(waiting.state, now)._tag === "Requested"
  const requested = isRequested
    ? []
    : happening(now, `${id} a`, (common) => ({
        _tag: "TestimonialRequested",
        ...common,
        testimonial,
        expiresAt: now + day
      }))
  const content: Testimonial.Content = all.some(({ submission }) => submission !== undefined)
    ? {
        _tag: "Video",
        url: "https://example.com/v.mp4",
        poster: "https://example.com/v.jpg",
        captions: [{ locale: "en", url: "https://example.com/v.vtt" }],
        words: "They saved us."
      }
    : { _tag: "Written", words: "They saved us." }
  return [
    ...requested,
    ...happening(now, `${id} b`, (common) => ({
      _tag: "TestimonialSubmitted",
      ...common,
      testimonial,
      source: { _tag: "RequestForm" },
      content,
      locale: "en",
      author: { name: "Anna" },
      provenance: {},
      relationship: { is: "customer" }
    }))
  ]
}

const moderatedAs = (
  deed: Arbitrary.Moderating,
  { content, id, state }: Testimonial.Testimonial,
  stamp: Common,
  now: Instant
): Event.Event => {
  const common = { ...stamp, testimonial: id }
  const edit = state._tag === "Amended" ? state.edit.id : stamp.id
  switch (deed) {
    case "approve":
      return { _tag: "TestimonialApproved", ...common, by: "Maria" }
    case "reject":
      return { _tag: "TestimonialRejected", ...common, by: "Maria", reason: "duplicate" }
    case "publish":
      return { _tag: "TestimonialPublished", ...common, by: "Paul", fourEyes: true, expiresAt: now + 10 * day }
    case "edit":
      return { _tag: "TestimonialEdited", ...common, by: "Maria", content: { ...content, words: "They did." } }
    case "agree":
      return { _tag: "EditAgreed", ...common, edit }
    case "refuse":
      return { _tag: "EditRefused", ...common, edit }
    case "reconfirm":
      return { _tag: "TestimonialReconfirmed", ...common, expiresAt: now + 10 * day }
    case "withdraw":
      return { _tag: "TestimonialWithdrawn", ...common, by: "author" }
  }
}

/** The message that a mail which came in names. */
const about = (state: State.State, nth: number | undefined): { readonly via?: Event.Reference } => {
  const found = nth === undefined ? undefined : pick(State.sends(state), nth)
  return found === undefined ? {} : { via: found.reference }
}

/** What the host records. A move without an object (a case to resolve, a wave to answer) records nothing. */
const host = (
  state: State.State,
  move: Exclude<Arbitrary.Move, { readonly do: "wait" | "meet" }>,
  id: string,
  now: Instant
): ReadonlyArray<Event.Event> => {
  const happens = (make: (common: Common) => Event.Event, late = 0) => happening(now, id, make, late)
  switch (move.do) {
    case "touch":
      return happens(
        (common) => ({
          _tag: "TouchpointHappened",
          ...common,
          kind: move.kind,
          ...(move.about !== undefined && { about: move.about })
        }),
        move.late
      )
    case "move":
      return happens((common) => ({
        _tag: "ContactChanged",
        ...common,
        ...(move.email !== undefined && { email: move.email }),
        ...(move.zone !== undefined && { zone: move.zone })
      }))
    case "ask":
      return happens(
        (common) => ({ _tag: "AskRequested", ...common, survey: Arbitrary.surveyId(move.survey) }),
        move.late
      )
    case "basis":
      return bases(now, id)
    case "opt out":
      return happens((common) => ({ _tag: "OptedOut", ...common, extent: move.extent }))
    case "pause":
      return happens((common) => ({ _tag: "Paused", ...common, until: common.occurredAt + move.lasts * 3_600_000 }))
    case "slow down":
      return happens((common) => ({ _tag: "SlowedDown", ...common }))
    case "opt in":
      return happens((common) => ({ _tag: "OptedIn", ...common, extent: move.extent, evidence: "said so" }))
    case "answer": {
      const wave = pick(State.waves(state), move.nth)
      if (wave === undefined) return []
      const { id: waveId, survey } = wave
      const { comment, late, score } = move
      const words = comment !== undefined && { comment }
      return happens((common) => ({ _tag: "Answered", ...common, survey, wave: waveId, score, ...words }), late)
    }
    case "widget":
      return happens((common) => ({
        _tag: "Answered",
        ...common,
        survey: Arbitrary.surveyId(move.survey),
        wave: Arbitrary.waveId(`unasked:${id}`),
        score: move.score,
        ...(move.comment !== undefined && { comment: move.comment })
      }))
    case "show":
    case "dismiss": {
      const _tag = move.do === "show" ? "Shown" : "Dismissed"
      return happens((common) => ({ _tag, ...common, survey: Arbitrary.surveyId(move.survey) }))
    }
    case "ask elsewhere":
      return happens((common) => ({ _tag: "AskedElsewhere", ...common, ...move.about }), move.late)
    case "bounce": {
      const address = state.email
      return address === undefined
        ? []
        : happens((common) => ({ _tag: "HardBounced", ...common, address, ...about(state, move.about) }))
    }
    case "spam":
      return happens((common) => ({ _tag: "SpamReported", ...common, ...about(state, move.about) }))
    case "reply": {
      const { via } = about(state, move.nth)
      return via === undefined ? [] : happens((common) => ({ _tag: "Replied", ...common, via }), move.late)
    }
    case "erase":
      return happens((common) => ({ _tag: "Erased", ...common }))
    case "acknowledge":
    case "explain":
    case "redress":
    case "resolve":
    case "reopen":
    case "assign": {
      const found = pick([...state.cases.values()], move.nth)
      return found === undefined ? [] : happens((common) => moveOf[move.do]({ ...common, case: found.id }))
    }
    case "complain":
      return happens(
        (common) => ({ _tag: "GrievanceRaised", ...common, channel: "phone", words: "It leaks" }),
        move.late
      )
    case "calm":
      return happens((common) => ({ _tag: "DisruptionEnded", ...common, kind: move.kind }))
    case "praise":
      return happens((common) => ({ _tag: "PraiseNamed", ...common, names: ["Marie"] }), move.late)
    case "pass on": {
      const found = pick([...state.praises.values()], move.nth)
      return found === undefined ? [] : happens((common) => ({ _tag: "PraisePassedOn", ...common, praise: found.id }))
    }
    case "say no": {
      const asks = State.sends(state).filter((send) => State.counts(send) && Decision.isAsk(send.decision))
      const found = pick(asks, move.nth)
      if (found === undefined) return []
      const { key, survey, wave } = found.decision
      return happens((common) => ({ _tag: "AskDeclined", ...common, key, survey, wave }))
    }
    case "refer":
      return happens((common) => ({ _tag: "TouchpointHappened", ...common, kind: Ladder.referral }))
    case "hand in":
      return handingIn(state, move.nth, id, now)
    case "consent": {
      const found = pick([...state.testimony.testimonials.keys()], move.nth)
      return found === undefined
        ? []
        : happens((common) => ({
            _tag: "ConsentGiven",
            ...common,
            testimonial: found,
            scopes: ["quote", "video"],
            places: ["website"],
            wording: { version: "1", locale: "en", words: "May we?" },
            ...(move.nth > 0 && { expiresAt: now + 3 * day }),
            evidence: "the form"
          }))
    }
    case "take back": {
      const found = move.all ? undefined : pick([...state.testimony.testimonials.keys()], move.nth)
      const testimonial = found !== undefined && { testimonial: found }
      return happens((common) => ({ _tag: "ConsentWithdrawn", ...common, ...testimonial }))
    }
    case "approve":
    case "reject":
    case "publish":
    case "edit":
    case "agree":
    case "refuse":
    case "reconfirm":
    case "withdraw": {
      const found = pick([...state.testimony.testimonials.values()], move.nth)
      return found === undefined ? [] : happens((common) => moderatedAs(move.do, found, common, now))
    }
    case "trace": {
      const found = pick(
        State.sends(state).filter(({ status }) => status === "unknown"),
        move.nth
      )
      if (found === undefined) return []
      // what we learn now is that it left then
      const late = now - found.intendedAt
      return happens((common) => ({ _tag: "Sent", ...common, key: found.key, attempt: found.attempt }), late)
    }
  }
}
