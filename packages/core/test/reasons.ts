/**
 * Reasons: which reasons and verdicts are there to try?
 */
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
const clock = fc.constantFrom("invited", "reminded", "answered")

/** By tag. A kind of reason that is new does not compile until it is here. */
export const byTag: {
  readonly [Tag in Reason.Reason["_tag"]]: fc.Arbitrary<Extract<Reason.Reason, { readonly _tag: Tag }>>
} = {
  TouchpointHappened: fc.record({ _tag: fc.constant("TouchpointHappened"), kind, at, delay: period }),
  AnswerGiven: fc.record({ _tag: fc.constant("AnswerGiven"), score, at }),
  NoAnswer: fc.record({ _tag: fc.constant("NoAnswer"), invitedAt: at, after: period }),
  DeadlinePassed: fc.record({ _tag: fc.constant("DeadlinePassed"), openedAt: at, deadline: at }),
  NotYetDue: fc.record({ _tag: fc.constant("NotYetDue"), dueAt: at }),
  TooSoon: fc.record({ _tag: fc.constant("TooSoon"), clock, at, gap: period }),
  CaseOpen: fc.record({ _tag: fc.constant("CaseOpen"), since: at }),
  BackingOff: fc.record({ _tag: fc.constant("BackingOff"), failedAt: at, failures: fc.integer({ min: 1, max: 50 }) }),
  NoAddress: fc.record({ _tag: fc.constant("NoAddress") }),
  AnswerChanged: fc.record({ _tag: fc.constant("AnswerChanged"), score, at }),
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
