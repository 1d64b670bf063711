/**
 * Eligibility: is this contact one whom the trigger means, now?
 *
 * @since 0.1.0
 */
import type * as Candidate from "./Candidate.ts"
import type * as Condition from "./Condition.ts"
import type { Instant } from "./Instant.ts"
import * as Journey from "./Journey.ts"
import * as Period from "./Period.ts"
import type * as Trigger from "./Trigger.ts"
import * as Verdict from "./Verdict.ts"

type Situation = Candidate.Situation

/**
 * Is the condition so now? What is not so yet waits: until a time, when time alone may bring it about, else for an event.
 * What can never be so again forbids the ask.
 *
 * @category judging
 * @since 0.1.0
 */
export const condition = (situation: Situation, self: Condition.Condition): Verdict.Verdict => {
  if ("all" in self) return self.all.map((part) => condition(situation, part)).reduce(Verdict.join)
  if ("any" in self) return self.any.map((part) => condition(situation, part)).reduce(Verdict.meet)
  if ("not" in self) return "stage" in self.not ? standsNot(situation, self.not) : happenedNot(situation, self.not)
  return "stage" in self ? stands(situation, self) : happened(situation, self)
}

/** The end of the time within which something counts as having happened. */
const countsUntil = ({ within }: Condition.Happened, at: Instant, { zone }: Situation): Instant =>
  within === undefined ? Number.POSITIVE_INFINITY : Period.after(within, at, zone)

const happened = (situation: Situation, self: Condition.Happened): Verdict.Verdict => {
  const { now, state } = situation
  const { touchpoint: kind, within } = self
  const all = state.touchpoints.filter((one) => one.kind === kind)
  if (all.some(({ at }) => at <= now && now < countsUntil(self, at, situation))) return Verdict.allow
  const reason = { _tag: "NotHappened", kind, ...(within !== undefined && { within }) } as const
  const coming = all.find(({ at }) => at > now)
  return coming === undefined ? Verdict.wait(reason) : Verdict.defer(coming.at, reason)
}

const happenedNot = (situation: Situation, self: Condition.Happened): Verdict.Verdict => {
  const { now, state } = situation
  const { touchpoint: kind, within } = self
  const last = state.touchpoints.findLast((one) => one.kind === kind && one.at <= now)
  const until = last && countsUntil(self, last.at, situation)
  if (last === undefined || until === undefined || now >= until) return Verdict.allow
  const reason = { _tag: "HasHappened", kind, at: last.at, ...(within !== undefined && { within }) } as const
  return within === undefined ? Verdict.forbid(reason) : Verdict.defer(until, reason)
}

const stands = (situation: Situation, { stage }: Condition.Stands): Verdict.Verdict =>
  stay(situation)?.stage === stage ? Verdict.allow : untilTheyMove(situation, { _tag: "NotInStage", stage })

const standsNot = (situation: Situation, { stage }: Condition.Stands): Verdict.Verdict => {
  const current = stay(situation)
  return current?.stage === stage
    ? untilTheyMove(situation, { _tag: "InStage", stage, since: current.enteredAt })
    : Verdict.allow
}

const stay = ({ history, now, program }: Situation): Journey.Stay | undefined =>
  Journey.current(program.journey ?? Journey.empty, history, now)

/** Something dated in the future may be what moves them. */
const untilTheyMove = (
  { history, now, program }: Situation,
  reason: Extract<Parameters<typeof Verdict.wait>[0], { readonly _tag: "NotInStage" | "InStage" }>
): Verdict.Verdict => {
  const coming = Journey.path(program.journey ?? Journey.empty, history).find(({ enteredAt }) => enteredAt > now)
  return coming === undefined ? Verdict.wait(reason) : Verdict.defer(coming.enteredAt, reason)
}

/**
 * Have they been a contact for long enough, and had they not been one for too long when the ask was due? While what their
 * age counts from has not happened, the ask waits for it.
 *
 * @category judging
 * @since 0.1.0
 */
export const age = (
  { now, state, zone }: Situation,
  dueAt: Instant,
  { anchor, maximum, minimum = "0 days" }: Trigger.Age
): Verdict.Verdict => {
  const since = anchor === undefined ? state.knownSince : state.touchpoints.find(({ kind }) => kind === anchor)?.at
  if (since === undefined) {
    return anchor === undefined ? Verdict.allow : Verdict.wait({ _tag: "NotHappened", kind: anchor })
  }
  if (maximum !== undefined && dueAt >= Period.after(maximum, since, zone)) {
    return Verdict.forbid({ _tag: "TooOld", since, maximum })
  }
  const until = Period.after(minimum, since, zone)
  return now < until ? Verdict.defer(until, { _tag: "TooYoung", since, minimum }) : Verdict.allow
}
