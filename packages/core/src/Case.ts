/**
 * Case: is an unhappy contact being looked after?
 *
 * Opened → acknowledged → explained → redressed → resolved, and perhaps reopened. Every step says who and when. Explaining,
 * redressing or resolving it acknowledges it too, since whoever does that has looked.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Deadline from "./Deadline.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type * as FollowUp from "./FollowUp.ts"
import * as Instant from "./Instant.ts"
import type * as Reason from "./Reason.ts"
import type * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import type * as Zone from "./Zone.ts"

const tags = [
  "CaseOpened",
  "CaseAssigned",
  "CaseAcknowledged",
  "CaseExplained",
  "CaseRedressed",
  "CaseResolved",
  "CaseReopened",
  "CaseClosed",
  "CaseEscalated",
  "OwnerTold"
] as const

/**
 * The events that are about one case.
 *
 * @category models
 * @since 0.1.0
 */
export type CaseEvent = Extract<Event.Event, { readonly _tag: (typeof tags)[number] }>

/**
 * How far a case has come since it was opened, or opened again. `closed`: nobody had acknowledged it when the customer
 * changed their answer.
 *
 * @category models
 * @since 0.1.0
 */
export const Stage = Schema.Literals([
  "opened",
  "reopened",
  "acknowledged",
  "explained",
  "redressed",
  "resolved",
  "closed"
])
/** @since 0.1.0 */
export type Stage = typeof Stage.Type

/**
 * A case from its opening, or from one reopening, to its end. `deadline` is by when it must be acknowledged, `resolveBy` by
 * when resolved (`undefined`: the program does not say).
 *
 * @category models
 * @since 0.1.0
 */
export interface Round {
  /** When it was opened, or opened again. */
  readonly since: Instant.Instant
  readonly isReopened: boolean
  readonly deadline: Instant.Instant
  readonly resolveBy: Instant.Instant | undefined
  readonly acknowledgedAt: Instant.Instant | undefined
  readonly explainedAt: Instant.Instant | undefined
  readonly redressedAt: Instant.Instant | undefined
  readonly resolvedAt: Instant.Instant | undefined
  readonly closedAt: Instant.Instant | undefined
}

/**
 * The closed loop for one unhappy contact. Its own times are those of the round that it is in; `earlier` are the rounds
 * before, oldest first. `moves`: every event that moved it, oldest first, with who did it. `escalatedAt`: when it was last
 * escalated. `news`: what its owner was told.
 *
 * @category models
 * @since 0.1.0
 */
export interface Case extends Round {
  readonly id: Decision.CaseId
  readonly key: Decision.Key
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly owner: FollowUp.Role
  readonly escalateTo: FollowUp.Role
  readonly terms: FollowUp.Terms | undefined
  readonly openedAt: Instant.Instant
  readonly escalatedAt: Instant.Instant | undefined
  readonly earlier: ReadonlyArray<Round>
  readonly moves: ReadonlyArray<CaseEvent>
  readonly news: ReadonlyArray<{ readonly at: Instant.Instant; readonly because: ReadonlyArray<Reason.Reason> }>
}

/** Neither resolved nor closed? @category guards @since 0.1.0 */
export const isOpen = (self: Round): boolean => overAt(self) === undefined

/**
 * When the round ended; `undefined` while it has not.
 *
 * @category getters
 * @since 0.1.0
 */
export const overAt = (self: Round): Instant.Instant | undefined => self.resolvedAt ?? self.closedAt

/**
 * Every round, oldest first; the last one is the case's own.
 *
 * @category getters
 * @since 0.1.0
 */
export const rounds = (self: Case): ReadonlyArray<Round> => [...self.earlier, self]

/**
 * Has anybody looked at it, in any of its rounds?
 *
 * @category guards
 * @since 0.1.0
 */
export const wasSeen = (self: Case): boolean => rounds(self).some(({ acknowledgedAt }) => acknowledgedAt !== undefined)

/**
 * By when its owner must do something next: acknowledge it, then resolve it. `undefined`: it is over, or nothing is left that
 * has a deadline.
 *
 * @category getters
 * @since 0.1.0
 */
export const dueBy = (self: Round): Instant.Instant | undefined =>
  !isOpen(self) ? undefined : self.acknowledgedAt === undefined ? self.deadline : self.resolveBy

/**
 * How far the case has come in its present round, and since when.
 *
 * @category getters
 * @since 0.1.0
 */
export const stage = (self: Round): { readonly stage: Stage; readonly since: Instant.Instant } => {
  if (self.closedAt !== undefined) return { stage: "closed", since: self.closedAt }
  if (self.resolvedAt !== undefined) return { stage: "resolved", since: self.resolvedAt }
  if (self.redressedAt !== undefined) return { stage: "redressed", since: self.redressedAt }
  if (self.explainedAt !== undefined) return { stage: "explained", since: self.explainedAt }
  if (self.acknowledgedAt !== undefined) return { stage: "acknowledged", since: self.acknowledgedAt }
  return { stage: self.isReopened ? "reopened" : "opened", since: self.since }
}

/**
 * The case of one wave, or of one event.
 *
 * @category keys
 * @since 0.1.0
 */
export const id = (survey: Survey.SurveyId, wave: Decision.WaveId): Decision.CaseId =>
  `${Decision.escape(survey)}/${Decision.escape(wave)}` as Decision.CaseId

/**
 * The name of a round across all cases, for the keys of what is decided in it. The opening has the case's own; a reopening
 * is named by its time, which is that of an event.
 *
 * @category keys
 * @since 0.1.0
 */
export const roundName = (self: Pick<Case, "id">, { isReopened, since }: Round): string =>
  isReopened ? `${self.id} reopened:${new Date(since).toISOString()}` : self.id

/**
 * By when a case must be acknowledged, and resolved where the terms say so, when it is opened or reopened at this time.
 *
 * @example Case.deadlines({ deadline: "1 day" }, 0, { zone: "UTC" }, "UTC") // => { deadline: 86400000 }
 * @category deadlines
 * @since 0.1.0
 */
export const deadlines = (
  { deadline, resolveWithin }: FollowUp.Terms,
  from: Instant.Instant,
  company: Deadline.Clock,
  contact: Zone.Zone
): { readonly deadline: Instant.Instant; readonly resolveBy?: Instant.Instant } => ({
  deadline: Deadline.after(deadline, from, company, contact),
  ...(resolveWithin !== undefined && { resolveBy: Deadline.after(resolveWithin, from, company, contact) })
})

const refusals: Record<Stage, string> = {
  opened: "is open",
  reopened: "is open again",
  acknowledged: "was acknowledged already",
  explained: "was explained already",
  redressed: "was redressed already",
  resolved: "is resolved: reopen it first",
  closed: "was closed, since the customer changed their answer: reopen it first"
}

/**
 * The case does not allow this now. Nothing is changed. `stage` says how far it has come, `by` who brought it there.
 *
 * @category errors
 * @since 0.1.0
 */
export class CaseRefused extends Schema.TaggedError<CaseRefused>()("CaseRefused", {
  case: Decision.CaseId,
  event: Schema.Literals(tags),
  stage: Stage,
  since: Instant.Instant,
  by: Schema.optionalKey(Text.Line)
}) {
  override get message() {
    const by = this.by === undefined ? "" : ` by ${this.by}`
    return `the case "${this.case}" takes no ${this.event} now: since ${Instant.minute(this.since)} it ${refusals[this.stage]}${by}`
  }
}

const refused = (self: Case, { _tag: event }: CaseEvent): Result.Result<never, CaseRefused> => {
  const now = stage(self)
  const by = self.moves.findLast((move) => move.occurredAt === now.since && "by" in move)
  const who = by && "by" in by ? by.by : undefined
  return Result.fail(new CaseRefused({ case: self.id, event, ...now, ...(who !== undefined && { by: who }) }))
}

/** What has not happened yet when a round begins. */
const begun = {
  acknowledgedAt: undefined,
  explainedAt: undefined,
  redressedAt: undefined,
  resolvedAt: undefined,
  closedAt: undefined
} as const

const start = (event: Extract<CaseEvent, { readonly _tag: "CaseOpened" }>): Case => ({
  id: event.case,
  key: event.key,
  survey: event.survey,
  wave: event.wave,
  owner: event.owner,
  escalateTo: event.escalateTo,
  terms: event.terms,
  openedAt: event.occurredAt,
  since: event.occurredAt,
  isReopened: false,
  deadline: event.deadline,
  resolveBy: event.resolveBy,
  ...begun,
  escalatedAt: undefined,
  earlier: [],
  moves: [event],
  news: []
})

/**
 * The case after one more event; refused where that makes no sense: acknowledged twice, resolved when it is over, reopened
 * when it is not. Explaining and redressing may be done again; the first time counts.
 *
 * @category transitions
 * @since 0.1.0
 */
export const after = (self: Case, event: CaseEvent): Result.Result<Case, CaseRefused> => {
  const moved = step(self, event)
  return moved === undefined ? refused(self, event) : Result.succeed(moved)
}

/** `undefined` where the case refuses it: a fold leaves it at that, and needs no error, which costs much to make. */
const step = (self: Case, event: CaseEvent): Case | undefined => {
  const at = event.occurredAt
  const moved = (changes: Partial<Case>): Case => ({ ...self, ...changes, moves: [...self.moves, event] })
  if (event._tag === "CaseReopened") return isOpen(self) ? undefined : moved(reopened(self, event))
  if (!isOpen(self)) return undefined
  const seen = { acknowledgedAt: self.acknowledgedAt ?? at }
  switch (event._tag) {
    case "CaseOpened":
      return undefined
    case "CaseAcknowledged":
      return self.acknowledgedAt === undefined ? moved(seen) : undefined
    case "CaseAssigned":
      return moved({ owner: event.to })
    case "CaseExplained":
      return moved({ ...seen, explainedAt: self.explainedAt ?? at })
    case "CaseRedressed":
      return moved({ ...seen, redressedAt: self.redressedAt ?? at })
    case "CaseResolved":
      return moved({ ...seen, resolvedAt: at })
    case "CaseClosed":
      return moved({ closedAt: at })
    case "CaseEscalated":
      return moved({ escalatedAt: at })
    case "OwnerTold":
      return moved({ news: [...self.news, { at, because: event.because }] })
  }
}

/** Where the event names no deadlines, the new ones are as far away as the first were. */
const reopened = (
  self: Case,
  { deadline, occurredAt: since, resolveBy }: Extract<CaseEvent, { readonly _tag: "CaseReopened" }>
): Partial<Case> => {
  const first = self.earlier[0] ?? self
  const later = (at: Instant.Instant) => Math.min(Instant.last, at + since - first.since)
  return {
    earlier: [...self.earlier, roundOf(self)],
    since,
    isReopened: true,
    deadline: deadline ?? later(first.deadline),
    resolveBy: resolveBy ?? (first.resolveBy === undefined ? undefined : later(first.resolveBy)),
    ...begun
  }
}

const roundOf = ({
  acknowledgedAt,
  closedAt,
  deadline,
  explainedAt,
  isReopened,
  redressedAt,
  resolveBy,
  resolvedAt,
  since
}: Case): Round => ({
  since,
  isReopened,
  deadline,
  resolveBy,
  acknowledgedAt,
  explainedAt,
  redressedAt,
  resolvedAt,
  closedAt
})

/**
 * The case with one more of its events; what it refuses changes nothing.
 *
 * @category folding
 * @since 0.1.0
 */
export const fold = (self: Case, event: CaseEvent): Case => step(self, event) ?? self

/**
 * What the events about one case, in the order of the fold, come to; those that it refuses change nothing. A clock that
 * goes wrong may have put some before the opening: they count. `undefined`: it was never opened.
 *
 * @category folding
 * @since 0.1.0
 */
export const fromEvents = (events: ReadonlyArray<CaseEvent>): Case | undefined => {
  const opened = events.find((event) => event._tag === "CaseOpened")
  return opened && events.reduce(fold, start(opened))
}
