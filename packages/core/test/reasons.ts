/**
 * Reasons: which reasons and verdicts are there to try?
 */
import type * as Consistency from "@temoin/core/Consistency"
import * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Grievance from "@temoin/core/Grievance"
import * as Period from "@temoin/core/Period"
import type * as Reason from "@temoin/core/Reason"
import * as Score from "@temoin/core/Score"
import * as Verdict from "@temoin/core/Verdict"
import * as fc from "fast-check"

const at = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2100, 0) })
const period = fc
  .tuple(fc.nat(9999), fc.constantFrom("second", "minute", "hour", "day", "week", "month", "year"))
  .map(([amount, unit]): Period.Period => `${amount} ${unit}s`)
const kind = fc.constantFrom("order.delivered", "order.cancelled", "réunion-2")
const score = fc.constantFrom(...Score.scale)
const timeOfDay = fc.constantFrom("00:00", "09:00", "18:30", "24:00")
const clock = fc.constantFrom(...ContactFrequency.Clock.literals)
const whose = fc.constantFrom({}, { subject: "account" as const })

const names = fc.subarray(["Marie", "Jean-Luc", "Zoë"], { minLength: 1 })

const answer = fc.record({ score, at })

const basis: fc.Arbitrary<Consistency.Basis> = fc.oneof(
  fc.constant<Consistency.Basis>({ _tag: "NeverAsked" }),
  fc.record({ _tag: fc.constant("FirstAnswer"), answer }),
  fc.record({ _tag: fc.constantFrom("Steady", "Changed", "ReliablyChanged"), before: answer, after: answer }),
  fc.record({ _tag: fc.constant("Disrupted"), since: at }),
  fc.record(
    { _tag: fc.constant("Silent"), waves: fc.integer({ min: 1, max: 9 }), since: at, last: answer },
    { requiredKeys: ["_tag", "waves", "since"] }
  )
)

const rung = fc.constantFrom("written", "vidéo")

/** By tag. A kind of reason that is new does not compile until it is here. */
export const byTag: {
  readonly [Tag in Reason.Reason["_tag"]]: fc.Arbitrary<Extract<Reason.Reason, { readonly _tag: Tag }>>
} = {
  TouchpointHappened: fc.record({ _tag: fc.constant("TouchpointHappened"), kind, at, delay: period }),
  StageReached: fc.record({ _tag: fc.constant("StageReached"), stage: fc.constant("loyalty"), at, delay: period }),
  TimeToAskAgain: fc.record({ _tag: fc.constant("TimeToAskAgain"), interval: period, from: at, basis }),
  MilestoneReached: fc.record({ _tag: fc.constant("MilestoneReached"), anchor: kind, at, after: period }),
  DateCame: fc.record({ _tag: fc.constant("DateCame"), date: at }),
  AskRequested: fc.record(
    { _tag: fc.constant("AskRequested"), at, by: fc.constantFrom("Eva", "François") },
    { requiredKeys: ["_tag", "at"] }
  ),
  AllHappened: fc.record({
    _tag: fc.constant("AllHappened"),
    happened: fc
      .array(fc.record({ kind, at, after: period }), { minLength: 1, maxLength: 3 })
      .map(([first, ...rest]) => [first!, ...rest] as const)
  }),
  NotHappened: fc.record(
    { _tag: fc.constant("NotHappened"), kind, within: period },
    { requiredKeys: ["_tag", "kind"] }
  ),
  HasHappened: fc.record(
    { _tag: fc.constant("HasHappened"), kind, at, within: period },
    { requiredKeys: ["_tag", "kind", "at"] }
  ),
  NotInStage: fc.record({ _tag: fc.constant("NotInStage"), stage: fc.constant("service") }),
  InStage: fc.record({ _tag: fc.constant("InStage"), stage: fc.constant("service"), since: at }),
  TooYoung: fc.record({ _tag: fc.constant("TooYoung"), since: at, minimum: period }),
  TooOld: fc.record({ _tag: fc.constant("TooOld"), since: at, maximum: period }),
  AnswerGiven: fc.record({ _tag: fc.constant("AnswerGiven"), score, at }),
  DroppedReliably: fc.record({ _tag: fc.constant("DroppedReliably"), before: answer, after: answer }),
  NoAnswer: fc.record({ _tag: fc.constant("NoAnswer"), invitedAt: at, after: period }),
  CaseResolved: fc.record({ _tag: fc.constant("CaseResolved"), at, after: period }),
  CaseReopened: fc.record({ _tag: fc.constant("CaseReopened"), at }),
  DeadlinePassed: fc.record(
    { _tag: fc.constant("DeadlinePassed"), openedAt: at, reopenedAt: at, deadline: at },
    { requiredKeys: ["_tag", "openedAt", "deadline"] }
  ),
  ResolutionOverdue: fc.record(
    { _tag: fc.constant("ResolutionOverdue"), openedAt: at, reopenedAt: at, deadline: at },
    { requiredKeys: ["_tag", "openedAt", "deadline"] }
  ),
  GrievanceRaised: fc.record({
    _tag: fc.constant("GrievanceRaised"),
    channel: fc.constantFrom(...Grievance.Channel.literals),
    at
  }),
  DisruptionBegan: fc.record({ _tag: fc.constant("DisruptionBegan"), kind, at }),
  PraiseNamed: fc.record({ _tag: fc.constant("PraiseNamed"), names, at }),
  PraiseOverdue: fc.record({ _tag: fc.constant("PraiseOverdue"), names, deadline: at }),
  NotYetDue: fc.record({ _tag: fc.constant("NotYetDue"), dueAt: at }),
  TooSoon: fc
    .tuple(fc.record({ _tag: fc.constant("TooSoon"), clock, at, gap: period }), whose)
    .map(([reason, subject]) => ({ ...reason, ...subject })),
  TooMany: fc
    .tuple(
      fc.record({
        _tag: fc.constant("TooMany"),
        clock,
        most: fc.integer({ min: 1, max: 1000 }),
        within: period,
        since: at
      }),
      whose
    )
    .map(([reason, subject]) => ({ ...reason, ...subject })),
  OutsideWindow: fc.record({ _tag: fc.constant("OutsideWindow"), from: timeOfDay, to: timeOfDay }),
  NotSampled: fc.record({ _tag: fc.constant("NotSampled"), share: fc.constantFrom(0.5, 0.25, 1 / 3, 0.001, 1e-9) }),
  Consistent: fc.record({ _tag: fc.constant("Consistent"), until: at, basis }),
  SilentTooOften: fc.record({ _tag: fc.constant("SilentTooOften"), since: at, basis }),
  Disrupted: fc.record({ _tag: fc.constant("Disrupted"), kind, at, until: at }),
  CaseOpen: fc.record({ _tag: fc.constant("CaseOpen"), since: at }),
  ReviewDelayed: fc.record({ _tag: fc.constant("ReviewDelayed"), until: at }),
  PraiseGiven: fc.record({ _tag: fc.constant("PraiseGiven"), score, at }),
  RungReached: fc.record({ _tag: fc.constant("RungReached"), rung, at, delay: period }),
  RungTaken: fc.record({ _tag: fc.constant("RungTaken"), rung, at }),
  RungDeclined: fc.record({ _tag: fc.constant("RungDeclined"), rung, at }),
  RungLimitReached: fc.record({
    _tag: fc.constant("RungLimitReached"),
    rung,
    limit: fc.integer({ min: 1, max: 3 }),
    at
  }),
  TestimonialDoubted: fc.record({ _tag: fc.constant("TestimonialDoubted"), at }),
  TestimonialExpired: fc.record({ _tag: fc.constant("TestimonialExpired"), at }),
  TestimonialEdited: fc.record({ _tag: fc.constant("TestimonialEdited"), at }),
  TestimonialSettled: fc.record({ _tag: fc.constant("TestimonialSettled"), at }),
  ConsentNoted: fc.record({ _tag: fc.constant("ConsentNoted"), at }),
  TestimonialPublished: fc.record({ _tag: fc.constant("TestimonialPublished"), at }),
  TestimonialWithdrawn: fc.record({ _tag: fc.constant("TestimonialWithdrawn"), at }),
  BackingOff: fc.record({ _tag: fc.constant("BackingOff"), failedAt: at, failures: fc.integer({ min: 1, max: 50 }) }),
  NoAddress: fc.record({ _tag: fc.constant("NoAddress") }),
  AnswerChanged: fc.record({ _tag: fc.constant("AnswerChanged"), score, at }),
  Paused: fc.record({ _tag: fc.constant("Paused"), until: at }),
  SlowedDown: fc.record({ _tag: fc.constant("SlowedDown"), at }),
  OptedOut: fc.record({ _tag: fc.constant("OptedOut"), at }),
  HardBounced: fc.record({ _tag: fc.constant("HardBounced"), at }),
  SpamReported: fc.record({ _tag: fc.constant("SpamReported"), at }),
  NoLegalBasis: fc.record({ _tag: fc.constant("NoLegalBasis") }),
  Erased: fc.record({ _tag: fc.constant("Erased"), at }),
  ExperienceCancelled: fc.record({ _tag: fc.constant("ExperienceCancelled"), kind, at }),
  WaveOpen: fc.record({ _tag: fc.constant("WaveOpen"), since: at }),
  Expired: fc.record({ _tag: fc.constant("Expired"), dueAt: at, at })
}

/** Any reason. Times are often the same few, so that two reasons are sometimes the same one. */
export const reason: fc.Arbitrary<Reason.Reason> = fc.oneof(
  fc.constantFrom<Reason.Reason>(
    { _tag: "NoAddress" },
    { _tag: "OptedOut", at: 0 },
    { _tag: "OptedOut", at: 1 },
    { _tag: "CaseOpen", since: 0 }
  ),
  ...Object.values<fc.Arbitrary<Reason.Reason>>(byTag)
)

const oneRule: fc.Arbitrary<Verdict.Verdict> = fc.oneof(
  fc.constant(Verdict.allow),
  fc.tuple(fc.oneof(fc.nat(3), at), reason).map(([until, why]) => Verdict.defer(until, why)),
  reason.map(Verdict.wait),
  reason.map(Verdict.forbid)
)

/** What one rule says, or several together. */
export const verdict: fc.Arbitrary<Verdict.Verdict> = fc
  .array(oneRule, { minLength: 1, maxLength: 3 })
  .map((verdicts) => verdicts.reduce(Verdict.join))
