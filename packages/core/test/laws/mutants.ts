/**
 * Mutants: would the laws notice?
 *
 * Each is core with one mistake a careful person could make. A law that lets its mutants pass says nothing.
 */
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import type * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import { EventId } from "@temoin/core/Event"
import * as Headline from "@temoin/core/Headline"
import * as History from "@temoin/core/History"
import * as Nps from "@temoin/core/Nps"
import type * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import { decency } from "./Decency.ts"
import { honestNumber } from "./HonestNumber.ts"
import { core, type Implementation } from "./Implementation.ts"
import type { Law } from "./Law.ts"
import { noLostAsk } from "./NoLostAsk.ts"
import { pure } from "./Pure.ts"
import { replaySafe } from "./ReplaySafe.ts"
import { restraint } from "./Restraint.ts"
import { settled } from "./Settled.ts"
import { silence } from "./Silence.ts"
import { wakeUp } from "./WakeUp.ts"

export interface Mutant {
  readonly name: string
  /** The law that must reject it. */
  readonly breaks: Law
  /** A new one for each trial: some remember what they saw. */
  readonly make: () => Implementation
}

type Events = ReadonlyArray<Event.Event>

const remake = (history: History.History, events: Events): History.History =>
  Result.getOrThrow(History.make(history.contact, events))

/** Decides on other facts than it was given. */
const misreading = (misread: (event: Event.Event, all: Events) => Events) => (): Implementation => ({
  ...core,
  decide: (program, history, now) =>
    core.decide(
      program,
      remake(
        history,
        history.events.flatMap((event) => misread(event, history.events))
      ),
      now
    )
})

const overlooking = (isOverlooked: (event: Event.Event, all: Events) => boolean) =>
  misreading((event, all) => (isOverlooked(event, all) ? [] : [event]))

/** Decides by other rules than it was given. */
const misruling =
  (misrule: (rule: ContactFrequency.MinimumGap) => ReadonlyArray<ContactFrequency.MinimumGap>) => () => ({
    ...core,
    decide: (program: Program.Program, history: History.History, now: number) =>
      core.decide({ ...program, frequency: program.frequency.flatMap(misrule) }, history, now)
  })

/** Says something else than it should. */
const misspeaking =
  (misspeak: (decided: Decide.Decided, now: number, history: History.History) => Decide.Decided) => () => ({
    ...core,
    decide: (program: Program.Program, history: History.History, now: number) =>
      misspeak(core.decide(program, history, now), now, history)
  })

const withoutEnding = (as: Decision.Ending) =>
  misspeaking((decided) => ({
    ...decided,
    decisions: decided.decisions.filter((decision) => decision._tag !== "EndAsk" || decision.as !== as)
  }))

const withoutClock = (clock: ContactFrequency.Clock) =>
  misruling((rule) => {
    const [first, ...rest] = rule.clocks.filter((other) => other !== clock)
    return first === undefined ? [] : [{ ...rule, clocks: [first, ...rest] }]
  })

/** Counts the headline over other histories or another program than it was given. */
const miscounting =
  (
    misprogram: (program: Program.Program) => Program.Program,
    misread: (events: Events) => Events = (events) => events,
    misdate: (period: Headline.Period) => Headline.Period = (period) => period
  ) =>
  (): Implementation => ({
    ...core,
    headline: (program, histories, period) => {
      const told = core.headline(program, [], period)
      const counted = core.headline(
        misprogram(program),
        [...histories].map((history) => remake(history, misread(history.events))),
        misdate(period)
      )
      return { ...counted, count: told.count }
    }
  })

const hour = 3_600_000

const later =
  (by: number) =>
  (decided: Decide.Decided): Decide.Decided => ({
    ...decided,
    wakeAt: decided.wakeAt === undefined ? undefined : decided.wakeAt + by
  })

export const mutants: ReadonlyArray<Mutant> = [
  {
    name: "remembers what it was asked",
    breaks: pure,
    make: () => {
      const asked = new WeakSet<History.History>()
      return {
        ...core,
        decide: (program, history, now) => {
          const decided = core.decide(program, history, now)
          if (!asked.has(history)) {
            asked.add(history)
            return decided
          }
          return { ...decided, decisions: [], wakeAt: now + 1 }
        }
      }
    }
  },
  {
    name: "writes into the columns of the history",
    breaks: pure,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const decided = core.decide(program, history, now)
        history.at.fill(now)
        return decided
      }
    })
  },

  {
    name: "stops after the first decision",
    breaks: settled,
    make: misspeaking((decided) => ({ ...decided, decisions: decided.decisions.slice(0, 1) }))
  },
  {
    name: "a key contains a time",
    breaks: settled,
    make: misspeaking((decided, now) => ({
      ...decided,
      decisions: decided.decisions.map((decision) => ({
        ...decision,
        key: Decision.Key.make(`${decision.key}/${now}`)
      }))
    }))
  },
  {
    name: "back-off ignored",
    breaks: settled,
    make: misreading((event) => [event._tag === "SendFailed" ? { ...event, occurredAt: -8.64e15 } : event])
  },
  {
    name: "back-off shorter by 1 ms",
    breaks: settled,
    make: misreading((event) => [event._tag === "SendFailed" ? { ...event, occurredAt: event.occurredAt - 1 } : event])
  },
  {
    name: "back-off does not grow",
    breaks: settled,
    make: misreading((event, all) => [
      event._tag === "SendFailed"
        ? { ...event, occurredAt: event.occurredAt - all.filter(({ _tag }) => _tag === "SendFailed").length + 1 }
        : event
    ])
  },

  { name: "wakeAt too late by 1 ms", breaks: wakeUp, make: misspeaking(later(1)) },
  { name: "wakeAt too late by an hour", breaks: wakeUp, make: misspeaking(later(hour)) },
  {
    name: "sleeps for ever",
    breaks: wakeUp,
    make: misspeaking((decided) => ({ ...decided, wakeAt: undefined }))
  },
  {
    name: "wakes up every minute, to be sure",
    breaks: wakeUp,
    make: misspeaking((decided, now) => ({
      ...decided,
      wakeAt: decided.wakeAt === undefined ? undefined : Math.min(decided.wakeAt, now + 60_000)
    }))
  },
  {
    name: "sleeps until the last due time, not the first",
    breaks: wakeUp,
    make: misspeaking((decided, now) => ({
      ...decided,
      wakeAt:
        decided.wakeAt === undefined
          ? undefined
          : Math.max(now + 1, decided.wakeAt, ...decided.held.map(({ dueAt }) => dueAt))
    }))
  },

  {
    name: "goes by the order of arrival",
    breaks: replaySafe,
    make: () => ({
      ...core,
      makeHistory: (contact, events) =>
        Result.map(core.makeHistory(contact, events), (history) => {
          const arrived = [...new Map([...events].map((event) => [event.id, event])).values()]
          return { ...history, events: arrived, at: Float64Array.from(arrived, ({ occurredAt }) => occurredAt) }
        })
    })
  },
  {
    name: "a duplicate id counted",
    breaks: replaySafe,
    make: () => ({
      ...core,
      makeHistory: (contact, events) =>
        Result.map(core.makeHistory(contact, events), (history) => ({
          ...history,
          events: [...events].toSorted((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1))
        }))
    })
  },
  {
    name: "of two events with one id the last wins",
    breaks: replaySafe,
    make: () => ({
      ...core,
      makeHistory: (contact, events) =>
        core.makeHistory(contact, new Map([...events].map((event) => [event.id, event])).values())
    })
  },
  {
    name: "late news undoes what was done",
    breaks: replaySafe,
    make: overlooking(
      (event, all) =>
        (event._tag === "AskEnded" || event._tag === "Intended") &&
        all.some((late) => late.occurredAt < event.occurredAt && late.recordedAt >= event.recordedAt)
    )
  },

  {
    name: "gap off by one (ms)",
    breaks: restraint,
    make: misreading((event) => [
      event._tag === "Sent" || event._tag === "Answered" ? { ...event, occurredAt: event.occurredAt - 1 } : event
    ])
  },
  { name: "reminders not counted", breaks: restraint, make: withoutClock("reminded") },
  { name: "answers not counted", breaks: restraint, make: withoutClock("answered") },
  { name: "invitations not counted", breaks: restraint, make: withoutClock("invited") },
  {
    name: "unknown not counted for the gap",
    breaks: restraint,
    make: misreading((event) => [
      event._tag === "SendUnknown" ? { ...event, _tag: "SendFailed", problem: "unknown" } : event
    ])
  },
  {
    name: "every gap is of its survey alone",
    breaks: restraint,
    make: misruling((rule) => [{ ...rule, scope: "survey" }])
  },
  {
    name: "no gap holds a reminder",
    breaks: restraint,
    make: misruling((rule) => {
      const [first, ...rest] = rule.holds.filter((held) => held !== "reminder")
      return first === undefined ? [] : [{ ...rule, holds: [first, ...rest] }]
    })
  },
  {
    name: "no gap holds a testimonial request",
    breaks: restraint,
    make: misruling((rule) => {
      const [first, ...rest] = rule.holds.filter((held) => held !== "testimonial request")
      return first === undefined ? [] : [{ ...rule, holds: [first, ...rest] }]
    })
  },
  {
    name: "asks decided together do not see each other",
    breaks: restraint,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const apart = program.surveys.map((survey) => core.decide({ ...program, surveys: [survey] }, history, now))
        const wakeAt = Math.min(...apart.map(({ wakeAt }) => wakeAt ?? Number.POSITIVE_INFINITY))
        return {
          decisions: apart.flatMap(({ decisions }) => decisions),
          held: apart.flatMap(({ held }) => held),
          wakeAt: wakeAt === Number.POSITIVE_INFINITY ? undefined : wakeAt
        }
      }
    })
  },

  { name: "opt-out ignored", breaks: silence, make: overlooking(({ _tag }) => _tag === "OptedOut") },
  {
    name: "opt-out of a part ignored",
    breaks: silence,
    make: overlooking((event) => event._tag === "OptedOut" && Object.keys(event.extent).length > 0)
  },
  {
    name: "opt-in to a part lifts all",
    breaks: silence,
    make: misreading((event) => [event._tag === "OptedIn" ? { ...event, extent: {} } : event])
  },
  { name: "spam report ignored", breaks: silence, make: overlooking(({ _tag }) => _tag === "SpamReported") },
  { name: "hard bounce ignored", breaks: silence, make: overlooking(({ _tag }) => _tag === "HardBounced") },
  {
    name: "refusal ignored",
    breaks: silence,
    make: misreading((event) => [event._tag === "SendRefused" ? { ...event, address: `not-${event.address}` } : event])
  },
  { name: "erasure ignored", breaks: silence, make: overlooking(({ _tag }) => _tag === "Erased") },

  {
    name: "every case counts as closed",
    breaks: decency,
    make: misreading((event) =>
      event._tag === "CaseOpened"
        ? [
            event,
            {
              _tag: "CaseResolved",
              id: EventId.make(`${event.id}!`),
              occurredAt: event.occurredAt,
              recordedAt: event.recordedAt,
              case: event.case
            }
          ]
        : [event]
    )
  },

  {
    name: "promoter from 8",
    breaks: honestNumber,
    make: () => ({ ...core, score: (tally) => core.score(shifted(tally, 8, 9)) })
  },
  {
    name: "detractor up to 7",
    breaks: honestNumber,
    make: () => ({ ...core, score: (tally) => core.score(shifted(tally, 7, 6)) })
  },
  {
    name: "0 is no score",
    breaks: honestNumber,
    make: () => ({ ...core, tally: (scores) => core.tally([...scores].filter((score) => score !== 0)) })
  },
  {
    name: "passives left out of the whole",
    breaks: honestNumber,
    make: () => ({ ...core, score: (tally) => core.score(shifted(shifted(tally, 7, undefined), 8, undefined)) })
  },
  {
    name: "combine forgets the second's promoters",
    breaks: honestNumber,
    make: () => ({ ...core, combine: (a, b) => core.combine(a, shifted(b, 10, undefined)) })
  },
  {
    name: "people counted as waves",
    breaks: honestNumber,
    make: miscounting((program) => ({
      ...program,
      surveys: program.surveys.map((survey) => ({ ...survey, count: "waves" }))
    }))
  },
  {
    name: "the first answer of a wave counts",
    breaks: honestNumber,
    make: miscounting(
      (program) => program,
      (events) =>
        events.filter(
          (event) =>
            event._tag !== "Answered" ||
            event ===
              events.find((one) => one._tag === "Answered" && one.survey === event.survey && one.wave === event.wave)
        )
    )
  },
  {
    name: "an answer after the close counts",
    breaks: honestNumber,
    make: miscounting(
      (program) => ({
        ...program,
        surveys: program.surveys.map((survey) => ({ ...survey, closes: "9999 days" }))
      }),
      (events) =>
        events.map((event) =>
          event._tag === "Intended" && event.decision._tag === "Invite"
            ? { ...event, decision: { ...event.decision, closes: "9999 days" } }
            : event
        )
    )
  },
  {
    name: "the period includes its end",
    breaks: honestNumber,
    make: miscounting(
      (program) => program,
      (events) => events,
      (period) => ({ ...period, to: period.to + 1 })
    )
  },

  { name: "expired ask lost in silence", breaks: noLostAsk, make: withoutEnding("expired") },
  { name: "joined not ended", breaks: noLostAsk, make: withoutEnding("joined") },
  { name: "cancelled not ended", breaks: noLostAsk, make: withoutEnding("cancelled") },
  { name: "forbidden not ended", breaks: noLostAsk, make: withoutEnding("forbidden") },
  {
    name: "held, and nobody says why",
    breaks: noLostAsk,
    make: misspeaking((decided) => ({
      ...decided,
      held: decided.held.map((held) => ({ ...held, verdict: { _tag: "Wait", reasons: [] } }))
    }))
  },
  {
    name: "waiting asks are not mentioned",
    breaks: noLostAsk,
    make: misspeaking((decided) => ({
      ...decided,
      held: decided.held.filter(({ verdict }) => verdict._tag !== "Wait")
    }))
  },
  {
    name: "never tries again",
    breaks: noLostAsk,
    make: misspeaking((decided, _now, history) => {
      const hasFailed = (key: Decision.Key) =>
        history.events.some((event) => event._tag === "SendFailed" && event.key === key)
      return {
        ...decided,
        decisions: decided.decisions.filter(({ key }) => !hasFailed(key)),
        held: decided.held.filter(({ key }) => !hasFailed(key))
      }
    })
  },
  {
    name: "an unknown ask is tried again",
    breaks: noLostAsk,
    make: misreading((event) => [
      event._tag === "SendUnknown" ? { ...event, _tag: "SendFailed", problem: "unknown" } : event
    ])
  },
  {
    name: "a step that an earlier answer called for is forgotten",
    breaks: noLostAsk,
    make: misspeaking((decided) => ({
      ...decided,
      held: decided.held.filter(
        ({ verdict }) => !(verdict._tag === "Defer" && verdict.reasons.some(({ _tag }) => _tag === "AnswerChanged"))
      ),
      decisions: decided.decisions.filter(
        (decision) => decision._tag !== "EndAsk" || decision.because.every(({ _tag }) => _tag !== "AnswerChanged")
      )
    }))
  },
  {
    name: "a changed answer drops the earlier one's steps",
    breaks: noLostAsk,
    make: overlooking(
      (event, all) =>
        event._tag === "Answered" &&
        all.some(
          (later) =>
            later._tag === "Answered" &&
            later.survey === event.survey &&
            later.wave === event.wave &&
            later.occurredAt > event.occurredAt
        )
    )
  }
]

/** The tally with one score's answers at another score, or nowhere. */
function shifted(tally: Nps.Tally, from: Score.Score, to: Score.Score | undefined): Nps.Tally {
  return Nps.tally(
    Score.scale.flatMap((score) => {
      const moved = score === from ? to : score
      return moved === undefined ? [] : Array.from({ length: tally[score] }, () => moved)
    })
  )
}
