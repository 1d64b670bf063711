/**
 * DayCounts: how much of what happened on which day?
 *
 * @since 0.1.0
 */
import * as Decision from "@temoin/core/Decision"
import type { Instant } from "@temoin/core/Instant"
import * as Nps from "@temoin/core/Nps"
import type * as Score from "@temoin/core/Score"
import type * as Zone from "@temoin/core/Zone"
import type * as Life from "./Life.ts"
import * as LocalTime from "./LocalTime.ts"

/**
 * What became of a decision: it was done, or its ask ended in one of four ways without being sent.
 *
 * @category models
 * @since 0.1.0
 */
export type What = Exclude<Decision.Decision["_tag"], "EndAsk"> | Decision.Ending

/**
 * One local day. Unit: decisions, mails, answers. `tallies`: the answers given on that day, by survey; a survey without
 * answers is missing.
 *
 * @category models
 * @since 0.1.0
 */
export interface Day {
  readonly day: string
  readonly decisions: Readonly<Record<What, number>>
  readonly mails: number
  readonly answers: number
  readonly tallies: Readonly<Record<string, Nps.Tally>>
}

/**
 * Some days one after another: from an instant (on the first of them) for so many days on the wall of a zone.
 *
 * @category models
 * @since 0.1.0
 */
export interface Days {
  readonly from: Instant
  readonly days: number
  readonly zone: Zone.Zone
}

/**
 * No decisions.
 *
 * @category counting
 * @since 0.1.0
 */
export const none: Readonly<Record<What, number>> = {
  Invite: 0,
  Remind: 0,
  Thank: 0,
  Contact: 0,
  RequestTestimonial: 0,
  RequestReview: 0,
  RequestConsent: 0,
  RequestReferral: 0,
  RequestReconfirmation: 0,
  RequestAgreement: 0,
  Confirm: 0,
  KeepPraise: 0,
  DoubtTestimonial: 0,
  DelayReview: 0,
  OpenCase: 0,
  ReopenCase: 0,
  EscalateCase: 0,
  CloseCase: 0,
  TellOwner: 0,
  PassOnPraise: 0,
  EscalatePraise: 0,
  joined: 0,
  cancelled: 0,
  expired: 0,
  forbidden: 0
}

/** Under which name a decision is counted. @category counting @since 0.1.0 */
export const what = (decision: Decision.Decision): What => (decision._tag === "EndAsk" ? decision.as : decision._tag)

/**
 * When the last of these days ends.
 *
 * @example DayCounts.until({ from: Date.UTC(2026, 0, 1, 9), days: 2, zone: "UTC" }) // => Date.UTC(2026, 0, 3)
 * @category arithmetic
 * @since 0.1.0
 */
export const until = (self: Days): Instant => boundaries(self).at(-1) ?? self.from

const boundaries = ({ days, from, zone }: Days): ReadonlyArray<Instant> => {
  const starts = [from]
  for (let last = from; starts.length <= days; starts.push(last)) last = LocalTime.endOfDay(last, zone)
  return starts
}

/**
 * A count that is being made. What lies outside the days is refused, so that no number is quietly short.
 *
 * @category counting
 * @since 0.1.0
 */
export interface Counter {
  readonly until: Instant
  readonly decided: (done: Life.Done) => void
  readonly answered: (survey: string, score: Score.Score, at: Instant) => void
  readonly days: () => ReadonlyArray<Day>
}

/** Starts counting. @category constructors @since 0.1.0 */
export const counter = (span: Days): Counter => {
  const starts = boundaries(span)
  const until = starts.at(-1) ?? span.from
  const days = starts.slice(0, -1).map((at) => ({
    day: LocalTime.day(at, span.zone),
    decisions: { ...none },
    mails: 0,
    answers: 0,
    scores: new Map<string, Array<Score.Score>>()
  }))
  const dayOf = (at: Instant) => {
    let low = 0
    let high = days.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (at < (starts[middle] ?? Infinity)) high = middle
      else low = middle
    }
    const found = days[low]
    if (found === undefined || at < span.from || at >= until) {
      throw new RangeError(`${new Date(at).toISOString()} is on none of the ${days.length} days that are counted`)
    }
    return found
  }
  return {
    until,
    decided: ({ at, decision }) => {
      const day = dayOf(at)
      day.decisions[what(decision)]++
      if (Decision.isSend(decision)) day.mails++
    },
    answered: (survey, score, at) => {
      const day = dayOf(at)
      day.answers++
      const known = day.scores.get(survey)
      if (known === undefined) day.scores.set(survey, [score])
      else known.push(score)
    },
    days: () =>
      days.map(({ scores, ...day }) => ({
        ...day,
        decisions: { ...day.decisions },
        tallies: Object.fromEntries(Array.from(scores, ([survey, given]) => [survey, Nps.tally(given)]))
      }))
  }
}

/**
 * The decisions of several days together.
 *
 * @example DayCounts.total([]) // => DayCounts.none
 * @category counting
 * @since 0.1.0
 */
export const total = (days: ReadonlyArray<Day>): Readonly<Record<What, number>> => {
  const sum = { ...none }
  for (const { decisions } of days) for (const key of keys) sum[key] += decisions[key]
  return sum
}

const keys: ReadonlyArray<What> = [
  "Invite",
  "Remind",
  "Thank",
  "Contact",
  "RequestTestimonial",
  "RequestReview",
  "RequestConsent",
  "RequestReferral",
  "RequestReconfirmation",
  "RequestAgreement",
  "Confirm",
  "KeepPraise",
  "DoubtTestimonial",
  "DelayReview",
  "OpenCase",
  "ReopenCase",
  "EscalateCase",
  "CloseCase",
  "TellOwner",
  "PassOnPraise",
  "EscalatePraise",
  "joined",
  "cancelled",
  "expired",
  "forbidden"
]
