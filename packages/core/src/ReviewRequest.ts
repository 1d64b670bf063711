/**
 * ReviewRequest: when is somebody asked for a review?
 *
 * First blindly: on a history out of which everything is taken that a score can move, which is answers, cases, and every
 * message of ours but the requests for reviews (what was sent may hang on an answer before it). As soon as all rules allow
 * it on what is left, the request has its turn. Only then is the rest looked at: an open case and the program's frequency
 * rules, with all their clocks, may delay it, by `Review.longestDelay` at most and never for good.
 *
 * So two people to whom the same things happen have their turns at the same instants, whatever they score. For rules
 * between requests for reviews, clocks start with the turn, and not when the delay is over.
 *
 * @since 0.1.0
 */
import * as Activity from "./Activity.ts"
import * as Candidate from "./Candidate.ts"
import * as Cause from "./Cause.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Restraint from "./Restraint.ts"
import * as Review from "./Review.ts"
import * as SendWindow from "./SendWindow.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"
import * as Verdict from "./Verdict.ts"

type Situation = Candidate.Situation

/** What a request for a review gets to see before its turn; a message's fate, when the message asks for a review. */
const seen: { readonly [Tag in Event.Event["_tag"]]: "always" | "of a review" | "never" } = {
  ContactChanged: "always",
  TouchpointHappened: "always",
  // whoever asks for it may know the score
  AskRequested: "never",
  Intended: "of a review",
  Sent: "of a review",
  SendFailed: "of a review",
  // that an address is no good is so for every mail
  SendRefused: "always",
  SendUnknown: "of a review",
  Answered: "never",
  Replied: "never",
  // what our page or another tool shows and asks may hang on a score
  AskedElsewhere: "never",
  Shown: "never",
  Dismissed: "never",
  CaseOpened: "never",
  CaseAcknowledged: "never",
  CaseEscalated: "never",
  CaseResolved: "never",
  CaseAssigned: "never",
  CaseExplained: "never",
  CaseRedressed: "never",
  CaseReopened: "never",
  CaseClosed: "never",
  OwnerTold: "never",
  GrievanceRaised: "never",
  DisruptionEnded: "never",
  PraiseNamed: "never",
  PraiseAssigned: "never",
  PraisePassedOn: "never",
  PraiseEscalated: "never",
  ReviewDelayed: "always",
  AskDeclined: "of a review",
  AskEnded: "of a review",
  PraiseKept: "never",
  TestimonialRequested: "never",
  TestimonialDeclined: "never",
  TestimonialSubmitted: "never",
  TestimonialApproved: "never",
  TestimonialRejected: "never",
  TestimonialPublished: "never",
  TestimonialEdited: "never",
  EditAgreed: "never",
  EditRefused: "never",
  TestimonialDoubted: "never",
  ReconfirmationAsked: "never",
  TestimonialReconfirmed: "never",
  TestimonialWithdrawn: "never",
  ConsentGiven: "never",
  ConsentWithdrawn: "never",
  Paused: "always",
  SlowedDown: "always",
  OptedOut: "always",
  OptedIn: "always",
  HardBounced: "always",
  SpamReported: "always",
  LegalBasisRecorded: "always",
  Erased: "always",
  MergedInto: "always",
  Merged: "always",
  // a history has the events themselves
  Inherited: "always"
}

/**
 * A history without what a score can move, and the contact as it stands after it. `apply` takes an event into that state,
 * unless a score can have moved it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Blind {
  readonly history: History.History
  readonly state: State.State
  readonly apply: (event: Event.Event) => void
}

/**
 * The history as requests for reviews see it before their turn.
 *
 * @category constructors
 * @since 0.1.0
 */
export const blind = (program: Program.Program, history: History.History): Blind => {
  const ids = new Set(program.reviews.map(({ id }) => id))
  const keys = new Set<Decision.Key>()
  const isOfReview = (event: Event.Event): boolean =>
    event._tag === "Intended"
      ? event.decision._tag === "RequestReview"
      : event._tag === "AskEnded"
        ? ids.has(event.survey)
        : "key" in event && keys.has(event.key)
  const sees = (event: Event.Event): boolean => {
    const is = seen[event._tag]
    return is === "always" || (is === "of a review" && isOfReview(event))
  }
  const note = (event: Event.Event) => {
    if (event._tag === "Intended" && isOfReview(event)) keys.add(event.key)
  }
  // clocks go wrong: what became of a message may stand before it
  history.events.forEach(note)
  const kept = History.filter(history, sees)
  const { apply, state } = Fold.resume(kept)
  return {
    history: kept,
    state,
    apply: (event) => {
      note(event)
      if (sees(event)) apply(event)
    }
  }
}

/**
 * Every request for a review that could be due now or later, and those that have had their turn and wait.
 *
 * @category constructors
 * @since 0.1.0
 */
export const candidates = (situation: Situation, { history, state }: Blind): Array<Candidate.Candidate> => {
  const { program } = situation
  const unseeing = { ...situation, history, state }
  return program.reviews.flatMap((review) => {
    const keyOf = (wave: Decision.WaveId) => Decision.key(program.id, review.id, state.contact, step, wave)
    const keysBegin = Decision.keysBegin(program.id, review.id)
    const isOver = (wave: string) => {
      const turn = State.turn(state, review.id, wave as Decision.WaveId)
      return turn !== undefined && Candidate.isOver(turn, { keysBegin }, step)
    }
    const caused = review.triggers.flatMap((trigger) =>
      Cause.of(unseeing, { survey: review.id, keyOf, isOver: () => false }, trigger).map((cause) => {
        const wave = cause.wave as Decision.WaveId
        const cancelled = Candidate.cancellation(unseeing, trigger, cause)
        return candidate(unseeing, situation, review, {
          key: keyOf(wave),
          wave,
          meant: trigger,
          dueAt: cause.dueAt,
          expires: trigger.expires,
          because: [cause.because],
          ...(cancelled && { cancelled })
        })
      })
    )
    // what made them due may be gone: a calendar has other dates for somebody who moves
    const orphans = state.delays
      .filter(({ survey, wave }) => survey === review.id && caused.every((one) => one.wave !== wave))
      .map(({ at: dueAt, because, wave }) =>
        candidate(unseeing, situation, review, { key: keyOf(wave), wave, dueAt, expires: "30 days", because })
      )
    return [...caused, ...orphans].filter(({ wave }) => !isOver(wave))
  })
}

/** What keys call it. */
const step = "review"

const candidate = (
  unseeing: Situation,
  situation: Situation,
  { id, priority, site, url }: Review.Review,
  {
    because,
    expires,
    ...asked
  }: Pick<Candidate.Candidate, "key" | "wave" | "meant" | "dueAt" | "cancelled"> & {
    readonly expires: Period.Period
    readonly because: ReadonlyArray<Reason.Reason>
  }
): Candidate.Candidate => {
  const { now, program, zone } = situation
  const delay = unseeing.state.delays.find(({ survey, wave }) => survey === id && wave === asked.wave)
  const common = { key: asked.key, survey: id, wave: asked.wave }
  const made: Candidate.Candidate = {
    ...asked,
    survey: id,
    step,
    kind: "review request",
    purpose: "review",
    priority,
    // a delay does not count: behind it, and behind the hours at which nothing leaves, there is as much time again
    expiresAt: Period.after(expires, delay === undefined ? asked.dueAt : firstOpen(program, delay.until, zone), zone),
    what: "RequestReview",
    judge: () =>
      delay === undefined
        ? [Restraint.reach, Restraint.eligibility, spaced].map((rule) => rule(unseeing, made)).reduce(Verdict.join)
        : waiting(situation, made, delay),
    decide: () => {
      const held = delay === undefined ? sighted(situation, made) : Verdict.allow
      return held._tag === "Allow"
        ? { _tag: "RequestReview", ...common, site, url, because }
        : {
            _tag: "DelayReview",
            ...common,
            until: Period.after(Review.longestDelay, now, zone),
            because: [...because, ...Verdict.reasons(held)]
          }
    }
  }
  return made
}

const firstOpen = ({ window }: Program.Program, at: Instant, zone: string): Instant =>
  (window && SendWindow.next(window, at, zone)) ?? at

/**
 * The program's frequency rules, between requests for reviews alone, and of this contact alone: what colleagues were asked,
 * scores may have moved.
 */
const spaced = (unseeing: Situation, made: Candidate.Candidate): Verdict.Verdict =>
  Restraint.frequency(unseeing, made, ({ state }) => {
    const delayed = new Set(state.delays.map(({ key }) => key))
    const atOnce = State.sends(state)
      .filter((send) => State.counts(send) && !delayed.has(send.key))
      .map(({ decision: { survey, wave }, intendedAt }) => ({ survey, wave, at: intendedAt }))
    const turns = [...state.delays, ...atOnce].map(({ at, survey, wave }) => ({ at, survey, wave }))
    const ofReviews = { contact: state.contact, clock: "invited", purpose: "review" } as const
    return [turns.map((turn) => ({ ...ofReviews, ...turn })).toSorted(Activity.compare)]
  })

/** What a score can move. */
const sighted = (situation: Situation, made: Candidate.Candidate): Verdict.Verdict =>
  Verdict.join(Restraint.openCase(situation), Restraint.frequency(situation, made))

/** After its turn: as long as it cannot reach them, or while what a score can move holds it, which ends. */
const waiting = (situation: Situation, made: Candidate.Candidate, { until }: State.Delay): Verdict.Verdict => {
  const reach = Restraint.reach(situation, made)
  const held = situation.now < until ? sighted(situation, made) : Verdict.allow
  if (held._tag === "Allow") return reach
  const bound = Verdict.defer(until, { _tag: "ReviewDelayed", until })
  const reasons = Verdict.reasons(Verdict.join(held, bound))
  const lookAgainAt = held._tag === "Defer" ? Math.min(held.until, until) : until
  return Verdict.join(reach, { _tag: "Defer", until: lookAgainAt, reasons })
}
