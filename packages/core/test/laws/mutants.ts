/**
 * Mutants: would the laws notice?
 *
 * Each is core with one mistake a careful person could make. A law that lets its mutants pass says nothing.
 */
import * as Activity from "@temoin/core/Activity"
import type * as Condition from "@temoin/core/Condition"
import * as Consistency from "@temoin/core/Consistency"
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import type * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import { EventId } from "@temoin/core/Event"
import type * as FollowUp from "@temoin/core/FollowUp"
import * as Grievance from "@temoin/core/Grievance"
import * as Headline from "@temoin/core/Headline"
import * as History from "@temoin/core/History"
import type * as Ladder from "@temoin/core/Ladder"
import * as Nps from "@temoin/core/Nps"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as StableHash from "@temoin/core/StableHash"
import * as Fold from "@temoin/core/Fold"
import type * as Survey from "@temoin/core/Survey"
import { SurveyId } from "@temoin/core/Survey"
import type * as Trigger from "@temoin/core/Trigger"
import * as Verdict from "@temoin/core/Verdict"
import * as Result from "effect/Result"
import * as Programs from "../arbitrary/Program.ts"
import { accounts } from "./Accounts.ts"
import { decency } from "./Decency.ts"
import { honestNumber } from "./HonestNumber.ts"
import { core, type Implementation } from "./Implementation.ts"
import type { Law } from "./Law.ts"
import { monotone } from "./Monotone.ts"
import * as Naive from "./Naive.ts"
import { noForgottenCase } from "./NoForgottenCase.ts"
import { noGating } from "./NoGating.ts"
import { noLostAsk } from "./NoLostAsk.ts"
import { pure } from "./Pure.ts"
import { replaySafe } from "./ReplaySafe.ts"
import { restraint } from "./Restraint.ts"
import { settled } from "./Settled.ts"
import { shown } from "./Shown.ts"
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

/** Does not see what a mail that came in was about. */
const untraced = (tag: "HardBounced" | "SpamReported" | "OptedOut" | "Replied") => (): Implementation => ({
  ...core,
  fold: (history) =>
    core.fold(
      remake(
        history,
        history.events.map((event) => {
          const isOf = event._tag === tag && event.via !== undefined
          return isOf ? { ...event, via: Event.Reference.make("e".repeat(32)) } : event
        })
      )
    )
})

/** Decides by other rules than it was given. */
const misruling =
  (misrule: (rule: ContactFrequency.MinimumGap) => ReadonlyArray<ContactFrequency.MinimumGap>) => () => ({
    ...core,
    decide: (program: Program.Program, history: History.History, now: number) =>
      core.decide({ ...program, frequency: program.frequency.flatMap(misrule) }, history, now)
  })

/** Decides by other caps than it was given. */
const miscapping = (miscap: (rule: ContactFrequency.Cap) => ContactFrequency.Cap) =>
  misprogramming((program) => ({ ...program, caps: program.caps.map(miscap) }))

/** Decides by other triggers than it was given. */
const mistriggering = (mistrigger: (trigger: Trigger.Trigger) => Trigger.Trigger) =>
  misprogramming((program) => ({
    ...program,
    surveys: program.surveys.map((survey) => ({ ...survey, triggers: survey.triggers.map(mistrigger) }))
  }))

/** Decides by conditions that say something else. */
const misconditioning = (mistake: (literal: Literal) => Condition.Condition) =>
  mistriggering((trigger) => {
    const { when } = trigger
    return when === undefined || "any" in when || "all" in when ? trigger : { ...trigger, when: mistake(when) }
  })

type Literal = Exclude<Condition.Condition, { readonly any: unknown } | { readonly all: unknown }>

/** Decides by other ages than it was given. */
const misaging = (misage: (age: Trigger.Age) => Trigger.Age) =>
  mistriggering((trigger) => (trigger.age === undefined ? trigger : { ...trigger, age: misage(trigger.age) }))

/** Decides by another program than it was given, which may be another one each time. */
function misprogramming(
  misprogram: (program: Program.Program, contact: string, now: number) => Program.Program
): () => Implementation {
  return () => ({
    ...core,
    decide: (program, history, now) => core.decide(misprogram(program, history.contact, now), history, now)
  })
}

/** Decides by another ladder than it was given. */
function climbing(mistake: (rung: Ladder.Rung) => Ladder.Rung): () => Implementation {
  return misprogramming(({ testimonials, ...program }) => ({
    ...program,
    ...(testimonials !== undefined && {
      testimonials: { ...testimonials, rungs: testimonials.rungs.map(mistake) }
    })
  }))
}

/** Shows on walls what other facts would allow. */
function misexhibiting(misread: (event: Event.Event) => Events): () => Implementation {
  return () => ({
    ...core,
    exhibit: (program, history, now) => core.exhibit(program, remake(history, history.events.flatMap(misread)), now)
  })
}

/** Decides by other rhythms than it was given, or by one where there is none. */
const misrhythm = (mistake: (rhythm: Consistency.Consistency) => Consistency.Consistency) =>
  misprogramming((program) => ({
    ...program,
    surveys: program.surveys.map((survey) =>
      survey.rhythm === undefined ? survey : { ...survey, rhythm: mistake(survey.rhythm) }
    )
  }))

/** Goes on without one of the rules of consistency. */
const unruled = (rule: keyof Consistency.Rules) =>
  misrhythm((rhythm) => ({ ...rhythm, rules: { ...rhythm.rules, [rule]: false } }))

/** Takes the invitations that ask about a repair for something else. */
const misrepairing =
  (mistake: (invite: Extract<Decision.Decision, { readonly _tag: "Invite" }>) => Decision.Send) =>
  (event: Event.Event): Events =>
    event._tag === "Intended" && event.decision._tag === "Invite" && event.decision.repairs !== undefined
      ? [{ ...event, decision: mistake(event.decision) }]
      : [event]

const asAnyOther = misrepairing(({ repairs: _, ...invite }) => invite)

const isRepair = (decision: Decision.Decision): boolean => decision._tag === "Invite" && decision.repairs !== undefined

/** Puts a contact in the sample of a survey, whichever turn it is, or leaves them out. */
const missampling = (isIn: (survey: Survey.Survey, contact: string, now: number) => boolean) =>
  misprogramming((program, contact, now) => ({
    ...program,
    surveys: program.surveys.map((survey) =>
      survey.sample === 1 ? survey : { ...survey, sample: isIn(survey, contact, now) ? 1 : Number.MIN_VALUE }
    )
  }))

const isAfterAnswer = ({ key }: Pick<Decide.Held, "key">) =>
  /^(?:any(?:%20later)?%3A)?answer%20/.test(key.split("/")[4] ?? "")

/** For what comes after an answer, reads only some of the answers to each wave. The rest it decides rightly. */
const mistriggeringAnswers = (isRead: (answer: Event.Event, ofTheWave: Events) => boolean) => (): Implementation => ({
  ...core,
  decide: (program, history, now) => {
    const read = history.events.filter(
      (event) =>
        event._tag !== "Answered" ||
        isRead(
          event,
          history.events.filter(
            (other) => other._tag === "Answered" && other.survey === event.survey && other.wave === event.wave
          )
        )
    )
    const [right, wrong] = [core.decide(program, history, now), core.decide(program, remake(history, read), now)]
    return {
      decisions: [...right.decisions.filter((one) => !isAfterAnswer(one)), ...wrong.decisions.filter(isAfterAnswer)],
      held: [...right.held.filter((one) => !isAfterAnswer(one)), ...wrong.held.filter(isAfterAnswer)],
      wakeAt: earliest(right.wakeAt, wrong.wakeAt)
    }
  }
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

/** Never does this. */
const without = (...tags: ReadonlyArray<Decision.Decision["_tag"]>) =>
  misspeaking((decided) => ({
    ...decided,
    decisions: decided.decisions.filter(({ _tag }) => !tags.includes(_tag))
  }))

/** Decides by other steps than the playbooks have. */
const misstepping = (misstep: (step: FollowUp.Step) => ReadonlyArray<FollowUp.Step>) =>
  misprogramming((program) => ({
    ...program,
    followUp: program.followUp.flatMap((playbook) => {
      const [first, ...rest] = playbook.steps.flatMap(misstep)
      return first === undefined ? [] : [{ ...playbook, steps: [first, ...rest] }]
    })
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

/** The earliest of these times; none of them may be one. */
function earliest(...times: ReadonlyArray<number | undefined>): number | undefined {
  const known = times.filter((at) => at !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

const later =
  (by: number) =>
  (decided: Decide.Decided): Decide.Decided => ({
    ...decided,
    wakeAt: decided.wakeAt === undefined ? undefined : decided.wakeAt + by
  })

const columns = (history: History.History): History.History => ({
  ...history,
  at: Float64Array.from(history.events, ({ occurredAt }) => occurredAt),
  kind: Uint8Array.from(history.events, History.kindOf)
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
          return columns({ ...history, events: arrived })
        })
    })
  },
  {
    name: "a duplicate id counted",
    breaks: replaySafe,
    make: () => ({
      ...core,
      makeHistory: (contact, events) =>
        Result.map(core.makeHistory(contact, events), (history) =>
          columns({
            ...history,
            events: [...events].toSorted((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1))
          })
        )
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
    name: "no gap holds a request for a review",
    breaks: restraint,
    make: misruling((rule) => {
      const [first, ...rest] = rule.holds.filter((held) => held !== "review request")
      return first === undefined ? [] : [{ ...rule, holds: [first, ...rest] }]
    })
  },
  {
    name: "a request for a review is delayed again and again",
    breaks: restraint,
    make: overlooking(({ _tag }) => _tag === "ReviewDelayed")
  },
  {
    name: "asks decided together do not see each other",
    breaks: restraint,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const apart = program.surveys.map((survey) => core.decide({ ...program, surveys: [survey] }, history, now))
        return {
          decisions: apart.flatMap(({ decisions }) => decisions),
          held: apart.flatMap(({ held }) => held),
          wakeAt: earliest(...apart.map(({ wakeAt }) => wakeAt))
        }
      }
    })
  },

  { name: "cap off by one", breaks: restraint, make: miscapping((rule) => ({ ...rule, most: rule.most + 1 })) },
  {
    name: "cap window off by one (ms)",
    breaks: restraint,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const earlier = history.events.map((event) =>
          event._tag === "Sent" || event._tag === "Answered" ? { ...event, occurredAt: event.occurredAt - 1 } : event
        )
        // where there are gaps too, these would give it away
        return core.decide(program, program.frequency.length > 0 ? history : remake(history, earlier), now)
      }
    })
  },
  {
    name: "every cap is of its survey alone",
    breaks: restraint,
    make: miscapping((rule) => ({ ...rule, scope: "survey" }))
  },
  ...(Programs.hasWindows
    ? [
        {
          name: "goes out at any hour",
          breaks: restraint,
          make: misprogramming(({ window: _, ...program }) => program)
        }
      ]
    : []),
  {
    name: "sampling does not rotate",
    breaks: restraint,
    make: missampling(
      ({ id, sample }, contact) => StableHash.share(JSON.stringify([Programs.id, id, contact])) < sample
    )
  },
  {
    name: "sampling throws dice at every look",
    breaks: restraint,
    make: missampling(({ sample }, contact, now) => StableHash.share(`${contact} ${now}`) < sample)
  },
  {
    name: "a calendar asks for dates before they were known",
    breaks: restraint,
    make: misreading((event, all) =>
      event === all[0]
        ? [
            {
              _tag: "ContactChanged",
              id: EventId.make("long ago"),
              occurredAt: event.occurredAt,
              recordedAt: event.recordedAt - 40 * 24 * hour
            },
            event
          ]
        : [event]
    )
  },
  {
    name: "who is imported today was known all along",
    breaks: restraint,
    make: misreading((event) => [{ ...event, recordedAt: Math.min(event.recordedAt, event.occurredAt) }])
  },
  {
    name: "a calendar asks those it is not meant for",
    breaks: restraint,
    make: mistriggering((trigger) => {
      if (trigger.on !== "calendar") return trigger
      const { audience: _, ...everybody } = trigger
      return everybody
    })
  },
  {
    name: "a calendar's spread is ignored",
    breaks: restraint,
    make: mistriggering((trigger) => (trigger.on === "calendar" ? { ...trigger, spread: 0 } : trigger))
  },
  {
    name: "a changed answer triggers an ask",
    breaks: restraint,
    make: mistriggeringAnswers((answer, others) => answer === others[0])
  },
  {
    name: "an answer after the close triggers an ask",
    breaks: restraint,
    make: mistriggeringAnswers((answer, others) => answer === others.at(-1))
  },

  {
    name: "all have come when the first has",
    breaks: restraint,
    make: mistriggering((trigger) => (trigger.on === "all" ? { ...trigger, of: [trigger.of[0]] } : trigger))
  },
  {
    name: "all have come, however long ago",
    breaks: restraint,
    make: mistriggering((trigger) => {
      if (trigger.on !== "all") return trigger
      const { within: _, ...ever } = trigger
      return ever
    })
  },
  {
    name: "one order's delivery and another's payment belong together",
    breaks: restraint,
    make: misreading((event) => {
      if (event._tag !== "TouchpointHappened") return [event]
      const { about: _, ...rest } = event
      return [rest]
    })
  },
  {
    name: "asks by hand for whatever survey",
    breaks: restraint,
    make: misreading((event) => [
      event._tag === "AskRequested" ? { ...event, survey: SurveyId.make(Programs.surveys[0]) } : event
    ])
  },
  {
    name: "asks about what came due before the first day",
    breaks: restraint,
    make: mistriggering(({ since: _, ...trigger }) => trigger)
  },
  {
    name: "goes out whatever the condition",
    breaks: restraint,
    make: mistriggering(({ when: _, ...trigger }) => trigger)
  },
  {
    name: "takes not for nothing",
    breaks: restraint,
    make: misconditioning((literal) => ("not" in literal ? literal.not : literal))
  },
  {
    name: "a condition is so, however long ago",
    breaks: restraint,
    make: misconditioning((literal) => {
      if (!("touchpoint" in literal)) return literal
      const { within: _, ...ever } = literal
      return ever
    })
  },
  {
    name: "one of all conditions is enough",
    breaks: restraint,
    make: mistriggering((trigger) => {
      if (trigger.when === undefined || !("all" in trigger.when)) return trigger
      const [first, ...rest] = trigger.when.all.flatMap((part) => ("any" in part ? part.any : [part]))
      return first === undefined ? trigger : { ...trigger, when: { any: [first, ...rest] } }
    })
  },
  {
    name: "nobody is too young",
    breaks: restraint,
    make: misaging(({ minimum: _, ...age }) => age)
  },
  {
    name: "nobody is too old",
    breaks: restraint,
    make: misaging(({ maximum: _, ...age }) => age)
  },
  {
    name: "age counts from the first we know, and from nothing else",
    breaks: restraint,
    make: misaging(({ anchor: _, ...age }) => age)
  },
  {
    name: "a sample's turn passes with whatever happens",
    breaks: restraint,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const turn = history.events.filter(({ _tag }) => _tag === "TouchpointHappened").length
        const surveys = program.surveys.map((survey) => {
          const place = StableHash.share(JSON.stringify([program.id, survey.id, history.contact]))
          const isIn = (place + turn * survey.sample) % 1 < survey.sample
          return survey.sample === 1 ? survey : { ...survey, sample: isIn ? 1 : Number.MIN_VALUE }
        })
        return core.decide({ ...program, surveys }, history, now)
      }
    })
  },
  { name: "steady does not lengthen", breaks: restraint, make: unruled("steady") },
  { name: "silence does not lengthen", breaks: restraint, make: unruled("silence") },
  {
    name: "after many silent waves they are still asked",
    breaks: restraint,
    make: misrhythm((rhythm) => ({ ...rhythm, silentWaves: 100 }))
  },
  {
    name: "a reply is nothing that they did",
    breaks: noLostAsk,
    make: overlooking(({ _tag }) => _tag === "Replied")
  },
  {
    name: "whoever changed their mind counts as steady",
    breaks: restraint,
    make: misreading((event) => [event._tag === "Answered" && event.score > 6 ? { ...event, score: 10 } : event])
  },
  {
    name: "what is asked when something happens has a rhythm as well",
    breaks: restraint,
    make: misprogramming((program) => ({
      ...program,
      surveys: program.surveys.map((survey) => ({ rhythm: Consistency.byConsistency, ...survey }))
    }))
  },
  {
    name: "a repair is asked about once more when the case is resolved once more",
    breaks: restraint,
    make: misreading(misrepairing((invite) => ({ ...invite, repairs: Decision.CaseId.make("another") })))
  },
  {
    name: "reopening a case does not cancel the ask about its repair",
    breaks: restraint,
    make: overlooking(({ _tag }) => _tag === "CaseReopened")
  },
  {
    name: "neither gap nor cap holds an ask about a repair",
    breaks: restraint,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const decided = core.decide(program, history, now)
        const free = core.decide({ ...program, frequency: [], caps: [] }, history, now).decisions.filter(isRepair)
        const more = free.filter(({ key }) => decided.decisions.every((one) => one.key !== key))
        return {
          ...decided,
          decisions: [...decided.decisions, ...more],
          held: decided.held.filter(({ key }) => more.every((one) => one.key !== key))
        }
      }
    })
  },
  {
    name: "what they say about a repair sets the rhythm",
    breaks: restraint,
    make: misreading(asAnyOther)
  },
  {
    name: "colleagues are forgotten",
    breaks: accounts,
    make: () => ({ ...core, decide: (program, history, now) => core.decide(program, history, now) })
  },
  {
    name: "the version of the account is not carried",
    breaks: accounts,
    make: () => ({
      ...core,
      decide: (program, history, now, account) => {
        const decided = core.decide(program, history, now, account)
        return {
          ...decided,
          decisions: decided.decisions.map((decision) => {
            if (!Decision.isAsk(decision)) return decision
            const { accountVersion: _, ...rest } = decision
            return rest
          })
        }
      }
    })
  },
  {
    name: "a colleague's intent counts only once it was sent",
    breaks: accounts,
    make: () => ({
      ...core,
      account: (whose, histories) =>
        core.account(
          whose,
          Array.from(histories, (history) =>
            History.filter(
              history,
              (event) =>
                event._tag !== "Intended" ||
                history.events.some((other) => other._tag === "Sent" && other.key === event.key)
            )
          )
        )
    })
  },
  {
    name: "what a colleague closed without an answer is not counted",
    breaks: accounts,
    make: () => ({
      ...core,
      account: (whose, histories) =>
        core.account(
          whose,
          Array.from(histories, (history) => History.filter(history, ({ _tag }) => _tag !== "Dismissed"))
        )
    })
  },
  {
    name: "all accounts are one",
    breaks: accounts,
    make: () => ({
      ...core,
      account: (whose, histories) => ({
        ...core.account(whose, histories),
        activity: [...histories]
          .filter(({ contact }) => contact !== whose.contact)
          .flatMap((history) => Activity.of(Fold.of(history)))
          .toSorted(Activity.compare)
      })
    })
  },

  {
    name: "the last rule replaces those before it",
    breaks: monotone,
    make: () => ({
      ...core,
      judge: (situation, candidate) => {
        const { caps, frequency } = situation.program
        const program = { ...situation.program, frequency: frequency.slice(-1), caps: caps.slice(-1) }
        return core.judge({ ...situation, program }, candidate)
      }
    })
  },
  {
    name: "of colleagues only the last one counts, and not oneself",
    breaks: monotone,
    make: () => ({
      ...core,
      judge: (situation, candidate) =>
        core.judge(
          situation.account === undefined
            ? situation
            : { ...situation, state: Fold.of(History.empty(situation.state.contact)) },
          candidate
        )
    })
  },
  {
    name: "who wants less is held to no rule",
    breaks: monotone,
    make: () => ({
      ...core,
      judge: (situation, candidate) =>
        core.judge(
          situation.state.slowedDownAt === undefined
            ? situation
            : { ...situation, program: { ...situation.program, frequency: [], caps: [] } },
          candidate
        )
    })
  },
  {
    name: "asks by other tools are ignored",
    breaks: monotone,
    make: overlooking(({ _tag }) => _tag === "AskedElsewhere")
  },
  {
    name: "an ask dated in the future is ignored",
    breaks: monotone,
    make: () => ({
      ...core,
      decide: (program, history, now) =>
        core.decide(
          program,
          History.filter(history, ({ _tag, occurredAt }) => _tag !== "AskedElsewhere" || occurredAt <= now),
          now
        )
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
  { name: "pause ignored", breaks: silence, make: overlooking(({ _tag }) => _tag === "Paused") },
  {
    name: "pause for ever",
    breaks: noLostAsk,
    make: misreading((event) => [event._tag === "Paused" ? { ...event, _tag: "OptedOut", extent: {} } : event])
  },
  { name: "wish for less ignored", breaks: restraint, make: overlooking(({ _tag }) => _tag === "SlowedDown") },
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
    name: "a grievance is nothing dramatic",
    breaks: decency,
    make: overlooking(({ _tag }) => _tag === "GrievanceRaised")
  },
  {
    name: "every disruption is over at once",
    breaks: decency,
    make: misreading((event) =>
      event._tag === "TouchpointHappened"
        ? [
            event,
            {
              _tag: "DisruptionEnded",
              id: EventId.make(`${event.id}!`),
              occurredAt: event.occurredAt,
              recordedAt: event.recordedAt,
              kind: event.kind
            }
          ]
        : [event]
    )
  },
  {
    name: "the end of one disruption ends them all",
    breaks: decency,
    make: misreading((event) =>
      event._tag === "DisruptionEnded"
        ? [...Programs.kinds, Grievance.kind].map((kind) => ({
            ...event,
            id: EventId.make(`${event.id} ${kind}`),
            kind
          }))
        : [event]
    )
  },
  { name: "a drop of the score is nothing dramatic", breaks: decency, make: unruled("reliableChange") },
  {
    name: "a reopened case stays resolved",
    breaks: decency,
    make: overlooking(({ _tag }) => _tag === "CaseReopened")
  },

  { name: "a no is not heard", breaks: decency, make: overlooking(({ _tag }) => _tag === "AskDeclined") },
  {
    name: "a rung has no limit",
    breaks: decency,
    make: climbing((rung) => ({ ...rung, limit: 100 }))
  },
  {
    name: "after a no, every rung may be asked for again at once",
    breaks: decency,
    make: climbing((rung) => ({ ...rung, again: "0 days" }))
  },

  {
    name: "doubt waits until somebody has recorded it",
    breaks: shown,
    make: () => ({
      ...core,
      exhibit: (_, history) => {
        const { consent, testimonials } = Fold.of(history).testimony
        return [...testimonials.values()].map((testimonial) => ({ testimonial, consent }))
      }
    })
  },
  {
    name: "who hands words in agrees to have them shown",
    breaks: shown,
    make: misexhibiting((event) =>
      event._tag === "TestimonialSubmitted"
        ? [
            event,
            {
              _tag: "ConsentGiven",
              id: EventId.make(`${event.id}!`),
              occurredAt: event.occurredAt,
              recordedAt: event.recordedAt,
              testimonial: event.testimonial,
              scopes: ["quote", "video"],
              places: ["website"],
              wording: { version: "1", locale: "en", words: "By sending this you agree." },
              evidence: "the form"
            }
          ]
        : [event]
    )
  },
  {
    name: "consent does not end",
    breaks: shown,
    make: misexhibiting((event) => {
      if (event._tag !== "ConsentGiven") return [event]
      const { expiresAt: _, ...given } = event
      return [given]
    })
  },
  {
    name: "consent is not taken back",
    breaks: shown,
    make: misexhibiting((event) => (event._tag === "ConsentWithdrawn" ? [] : [event]))
  },
  {
    name: "consent to one place is consent to all",
    breaks: shown,
    make: misexhibiting((event) =>
      event._tag === "ConsentGiven" ? [{ ...event, places: ["website", "newsletter"] }] : [event]
    )
  },
  {
    name: "the erased stay on the wall",
    breaks: shown,
    make: misexhibiting((event) => (event._tag === "Erased" ? [] : [event]))
  },
  {
    name: "a withdrawn testimonial comes back",
    breaks: shown,
    make: misexhibiting((event) => (event._tag === "TestimonialWithdrawn" ? [] : [event]))
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
    name: "what they say about a repair counts",
    breaks: honestNumber,
    make: miscounting(
      (program) => program,
      (events) => events.flatMap(asAnyOther)
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

  {
    name: "of several hears the first only",
    breaks: noLostAsk,
    make: mistriggering((trigger) => (trigger.on === "any" ? { ...trigger, of: [trigger.of[0]] } : trigger))
  },
  {
    name: "requests by hand are not heard",
    breaks: noLostAsk,
    make: overlooking(({ _tag }) => _tag === "AskRequested")
  },
  {
    name: "nobody reaches a stage",
    breaks: noLostAsk,
    make: misprogramming(({ journey: _, ...program }) => program)
  },
  {
    name: "nothing is asked about what came due before a day that nobody set",
    breaks: noLostAsk,
    make: mistriggering((trigger) => ({ since: "2026-06-10", ...trigger }))
  },
  {
    name: "any of several conditions must all be so",
    breaks: noLostAsk,
    make: mistriggering((trigger) => {
      if (trigger.when === undefined || !("any" in trigger.when)) return trigger
      const [first, ...rest] = trigger.when.any.flatMap((part) => ("all" in part ? part.all : [part]))
      return first === undefined ? trigger : { ...trigger, when: { all: [first, ...rest] } }
    })
  },
  { name: "a bounce shows nothing", breaks: noLostAsk, make: untraced("HardBounced") },
  { name: "a spam report shows nothing", breaks: noLostAsk, make: untraced("SpamReported") },
  { name: "an opt-out shows nothing", breaks: noLostAsk, make: untraced("OptedOut") },
  { name: "a reply shows nothing", breaks: noLostAsk, make: untraced("Replied") },
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
    name: "each milestone counts from the one before it",
    breaks: noLostAsk,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const decided = core.decide(program, history, now)
        const later = ({ survey, wave }: Pick<Decide.Held, "survey" | "wave">) =>
          chained(program, history, survey, wave).flatMap((times) => (now < times.dueAt ? [times] : []))
        const held = [
          ...decided.held.filter((one) => later(one).length === 0),
          ...[...decided.held, ...decided.decisions].flatMap(({ key, survey, wave }) =>
            later({ survey, wave }).map((times): Decide.Held => {
              const verdict = Verdict.defer(times.dueAt, { _tag: "NotYetDue", dueAt: times.dueAt })
              return { what: "Invite", key, survey, wave, step: "invite", ...times, verdict }
            })
          )
        ]
        const wakeAt = earliest(
          decided.wakeAt,
          ...held.flatMap(({ verdict }) => (verdict._tag === "Defer" ? [verdict.until] : []))
        )
        return {
          decisions: decided.decisions.filter((one) => later(one).length === 0),
          held,
          wakeAt
        }
      }
    })
  },
  {
    name: "whoever is not in the sample is not spoken of",
    breaks: noLostAsk,
    make: misspeaking((decided) => ({
      ...decided,
      decisions: decided.decisions.filter(({ because }) => because.every(({ _tag }) => _tag !== "NotSampled"))
    }))
  },
  {
    name: "in the sample once, and never again",
    breaks: noLostAsk,
    make: () => ({
      ...core,
      decide: (program, history, now) => {
        const wasAsked = (survey: string) =>
          history.events.some((event) => event._tag === "Intended" && event.decision.survey === survey)
        const surveys = program.surveys.map((survey) =>
          survey.sample < 1 && wasAsked(survey.id) ? { ...survey, sample: Number.MIN_VALUE } : survey
        )
        return core.decide({ ...program, surveys }, history, now)
      }
    })
  },
  { name: "every change may be noise", breaks: noLostAsk, make: unruled("reliableChange") },
  {
    name: "nothing that happens shortens the interval",
    breaks: noLostAsk,
    make: misprogramming((program) => ({ ...program, disruptions: [] }))
  },
  { name: "nobody asks whether it was repaired", breaks: noLostAsk, make: unruled("disruption") },
  {
    name: "whoever could not be asked again once is never asked again",
    breaks: noLostAsk,
    make: misspeaking((decided) => ({
      ...decided,
      decisions: decided.decisions.filter(({ wave }) => !/^again after:\S+ \d+$/.test(wave)),
      held: decided.held.filter(({ wave }) => !/^again after:\S+ \d+$/.test(wave))
    }))
  },
  {
    name: "an ask that failed is forgotten when they speak up themselves",
    breaks: noLostAsk,
    make: misspeaking((decided) => ({
      ...decided,
      decisions: decided.decisions.filter(
        (decision) =>
          decision._tag !== "EndAsk" || decision.as !== "cancelled" || !decision.wave.startsWith("again after:")
      )
    }))
  },
  {
    name: "a grievance opens no case",
    breaks: noLostAsk,
    make: misstepping((step) => [step.do === "open case" ? { ...step, on: [] } : step])
  },
  {
    name: "praise is given to nobody",
    breaks: noLostAsk,
    make: misstepping((step) => (step.do === "pass on praise" ? [] : [step]))
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
  },

  { name: "no deadline is watched", breaks: noForgottenCase, make: without("EscalateCase") },
  {
    name: "the deadline to resolve is not watched",
    breaks: noForgottenCase,
    make: misreading((event) => {
      if (event._tag !== "CaseOpened") return [event]
      const { resolveBy: _, ...rest } = event
      return [rest]
    })
  },
  {
    name: "business hours run day and night",
    breaks: noForgottenCase,
    make: misprogramming(({ businessHours: _, ...program }) => program)
  },
  {
    name: "business days go by the customer's clock",
    breaks: noForgottenCase,
    make: () => ({
      ...core,
      decide: (program, history, now) =>
        core.decide({ ...program, zone: Naive.zoneOf(program, history.events) }, history, now)
    })
  },
  {
    name: "a case may be acknowledged until the deadline to resolve",
    breaks: noForgottenCase,
    make: misreading((event) => [
      event._tag === "CaseOpened" ? { ...event, deadline: event.resolveBy ?? event.deadline } : event
    ])
  },
  {
    name: "only an acknowledgement acknowledges",
    breaks: noForgottenCase,
    make: overlooking(({ _tag }) => _tag === "CaseExplained" || _tag === "CaseRedressed")
  },
  {
    name: "a reopened case keeps its first deadline",
    breaks: noForgottenCase,
    make: misreading((event, all) => {
      if (event._tag !== "CaseReopened") return [event]
      const opened = all.find((other) => other._tag === "CaseOpened" && other.case === event.case)
      return opened?._tag === "CaseOpened" ? [{ ...event, deadline: opened.deadline }] : [event]
    })
  },
  {
    name: "what was escalated once is not escalated again when it is reopened",
    breaks: noForgottenCase,
    make: misspeaking((decided, _now, history) => ({
      ...decided,
      decisions: decided.decisions.filter(
        (decision) =>
          decision._tag !== "EscalateCase" ||
          !history.events.some(
            (event) =>
              event._tag === "CaseEscalated" &&
              event.case === decision.case &&
              event.because[0]?._tag === decision.because[0]?._tag
          )
      )
    }))
  },
  { name: "nobody is told of a changed answer", breaks: noForgottenCase, make: without("TellOwner") },
  { name: "no case is closed when the answer changes", breaks: noForgottenCase, make: without("CloseCase") },
  { name: "no case is reopened when it changes back", breaks: noForgottenCase, make: without("ReopenCase") },
  {
    name: "a case is closed though they wrote something",
    breaks: noForgottenCase,
    make: misreading((event) => {
      if (event._tag !== "Answered") return [event]
      const { comment: _, ...rest } = event
      return [rest]
    })
  },
  {
    name: "a case is closed though somebody has looked",
    breaks: noForgottenCase,
    make: overlooking(({ _tag }) => _tag === "CaseAcknowledged")
  },
  {
    name: "a drop of two points is no noise",
    breaks: noForgottenCase,
    make: misrhythm((rhythm) => (rhythm.noise.sDiff === 1.5 ? { ...rhythm, noise: { sDiff: 1.2 } } : rhythm))
  },
  { name: "praise may wait for ever", breaks: noForgottenCase, make: without("EscalatePraise") },
  {
    name: "praise that was passed on is escalated",
    breaks: noForgottenCase,
    make: overlooking(({ _tag }) => _tag === "PraisePassedOn")
  },
  {
    name: "only those are asked for a review who gave a nine or ten",
    breaks: noGating,
    make: misspeaking((decided, _now, { events }) => {
      const latest = events.findLast((event) => event._tag === "Answered")
      return latest === undefined || latest.score > 8 ? decided : { ...decided, decisions: withoutReviews(decided) }
    })
  },
  {
    name: "whoever gave less than seven is asked for a review a month later",
    breaks: noGating,
    make: misspeaking((decided, now, { events }) => ({
      ...decided,
      decisions: events.some(
        (event) => event._tag === "Answered" && event.score < 7 && now - event.occurredAt < 30 * 24 * hour
      )
        ? withoutReviews(decided)
        : decided.decisions
    }))
  },
  {
    name: "an open case cancels a request for a review",
    breaks: noGating,
    make: misspeaking((decided) => ({
      ...decided,
      decisions: decided.decisions.map((decision) =>
        decision._tag === "DelayReview" && decision.because.some(({ _tag }) => _tag === "CaseOpen")
          ? { ...decision, _tag: "EndAsk", as: "cancelled" }
          : decision
      )
    }))
  },
  {
    name: "an open case delays a request for a review until it is resolved",
    breaks: noGating,
    make: misspeaking((decided, _now, { events }) => ({
      ...decided,
      decisions: Naive.openCase(events) === undefined ? decided.decisions : withoutReviews(decided)
    }))
  },
  {
    name: "a request for a review is delayed without end",
    breaks: noGating,
    make: misreading((event) => [
      event._tag === "ReviewDelayed" ? { ...event, until: event.until + 1000 * 24 * hour } : event
    ])
  },
  {
    name: "a request for a review is delayed a day longer",
    breaks: noGating,
    make: misreading((event) => [event._tag === "ReviewDelayed" ? { ...event, until: event.until + 24 * hour } : event])
  },
  {
    name: "what people answer moves them on the wheel on which reviews are asked for",
    breaks: noGating,
    make: misreading((event) =>
      event._tag === "Answered" && event.score > 8
        ? [
            event,
            {
              _tag: "TouchpointHappened",
              id: EventId.make(`${event.id}!`),
              occurredAt: event.occurredAt,
              recordedAt: event.recordedAt,
              kind: Programs.kinds[2]
            }
          ]
        : [event]
    )
  },
  {
    name: "between requests for reviews, a clock starts when the delay is over",
    breaks: noGating,
    make: misreading((event, all) => {
      if (event._tag !== "ReviewDelayed") return [event]
      const sent = all.find((other) => other._tag === "Sent" && other.key === event.key)
      return [{ ...event, occurredAt: sent?.occurredAt ?? event.occurredAt - 1000 * 24 * hour }]
    })
  }
]

/** What is decided but requests for reviews and their delays. */
function withoutReviews({ decisions }: Decide.Decided): ReadonlyArray<Decision.Decision> {
  return decisions.filter(({ _tag }) => _tag !== "RequestReview" && _tag !== "DelayReview")
}

/** The tally with one score's answers at another score, or nowhere. */
function shifted(tally: Nps.Tally, from: Score.Score, to: Score.Score | undefined): Nps.Tally {
  return Nps.tally(
    Score.scale.flatMap((score) => {
      const moved = score === from ? to : score
      return moved === undefined ? [] : Array.from({ length: tally[score] }, () => moved)
    })
  )
}

/** When a milestone's ask would be due if each counted from the one before it; none when the wave is no milestone's. */
function chained(
  program: Program.Program,
  history: History.History,
  survey: Survey.SurveyId,
  wave: Decision.WaveId
): ReadonlyArray<Pick<Decide.Held, "dueAt" | "expiresAt">> {
  const zone = Naive.zoneOf(program, history.events)
  const triggers = program.surveys.find(({ id }) => id === survey)?.triggers ?? []
  return triggers.flatMap((trigger) =>
    trigger.on !== "milestone"
      ? []
      : history.events.flatMap((anchor) => {
          const name = trigger.name === undefined ? "" : ` ${trigger.name}`
          const nth = trigger.at.findIndex((after) => wave === `milestone${name} ${after}:${anchor.id}`)
          if (nth < 0) return []
          const dueAt = trigger.at
            .slice(0, nth + 1)
            .reduce((at, after) => Period.after(after, at, zone), anchor.occurredAt)
          return [{ dueAt, expiresAt: Period.after(trigger.expires, dueAt, zone) }]
        })
  )
}
