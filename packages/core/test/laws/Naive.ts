/**
 * Naive: what would somebody with the rules in one hand and the log in the other say?
 *
 * The judge of the laws. Slow, plain, and written without core's folds: it knows only events, programs, how long a period
 * is, and the hash that puts a contact in its place.
 */
import type * as Condition from "@temoin/core/Condition"
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import type * as FollowUp from "@temoin/core/FollowUp"
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import * as StableHash from "@temoin/core/StableHash"
import type * as Survey from "@temoin/core/Survey"
import type * as Trigger from "@temoin/core/Trigger"

const hour = 3_600_000
const day = 24 * hour

export type Events = ReadonlyArray<Event.Event>

type Tagged<Tag extends Event.Event["_tag"]> = Extract<Event.Event, { readonly _tag: Tag }>

const only = <Tag extends Event.Event["_tag"]>(events: Events, tag: Tag): ReadonlyArray<Tagged<Tag>> =>
  events.filter((event): event is Tagged<Tag> => event._tag === tag)

/** Works it out once for each log: nothing here depends on the time. */
const once = <A extends object>(of: (events: Events) => A): ((events: Events) => A) => {
  const known = new WeakMap<Events, A>()
  return (events) => {
    const found = known.get(events) ?? of(events)
    known.set(events, found)
    return found
  }
}

/** As the fold goes: by time, then by id. */
export const inOrder = once((events): Events =>
  events.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1))
)

export const categoryOf = (score: number) => (score > 8 ? "promoter" : score > 6 ? "passive" : "detractor")

/** 1, 4, 16, 64, 256 minutes, then 6 hours. Unit: milliseconds. */
export const backOff = (failures: number): number => ([1, 4, 16, 64, 256][failures - 1] ?? 360) * 60_000

export const zoneOf = (program: Program.Program, events: Events): string => {
  let zone = program.zone
  for (const event of only(inOrder(events), "ContactChanged")) {
    if (event.zone !== undefined) zone = event.zone ?? program.zone
  }
  return zone
}

export const emailOf = (events: Events): string | undefined => {
  let email: string | undefined
  for (const event of only(inOrder(events), "ContactChanged")) {
    if (event.email !== undefined) email = event.email ?? undefined
  }
  return email
}

/** A message and what became of it. `left`: it went, or it may have gone, or it is going. */
export interface Sending {
  readonly decision: Decision.Send
  readonly left: boolean
  readonly at: Instant
}

/** What became of each intended message: of its last try, and of that the surest news. */
export const sendings = once((events): ReadonlyMap<string, Sending> => {
  const found = new Map<string, Sending>()
  const ordered = inOrder(events)
  const intents = only(ordered, "Intended")
  for (const key of new Set(intents.map(({ key }) => key))) {
    const about = ordered.filter(
      (event) =>
        (event._tag === "Sent" ||
          event._tag === "SendFailed" ||
          event._tag === "SendRefused" ||
          event._tag === "Intended") &&
        event.key === key
    )
    const tries = about.map((event) => ("attempt" in event ? event.attempt : 0))
    const news = about.filter((event) => "attempt" in event && event.attempt === Math.max(...tries))
    const intent = intents.filter((intent) => intent.key === key).reduce((a, b) => (b.attempt >= a.attempt ? b : a))
    const sent = news.find(({ _tag }) => _tag === "Sent")
    const back = news.find(({ _tag }) => _tag === "SendFailed" || _tag === "SendRefused")
    found.set(key, {
      decision: intent.decision,
      left: sent !== undefined || back === undefined,
      at: sent?.occurredAt ?? intent.occurredAt
    })
  }
  return found
})

/** How the ask with a key has ended: `sent` when it left or may have, or as was recorded. More than one is too many. */
export const endings = (events: Events): ((key: string) => ReadonlyArray<string>) => {
  const sent = sendings(events)
  const ended = only(events, "AskEnded")
  return (key) => [
    ...(sent.get(key)?.left ? ["sent"] : []),
    ...ended.flatMap((event) => (event.key === key ? [event.as] : []))
  ]
}

/** The customer's answers to one wave in the order of the fold, and the one that counts. */
export interface Turn {
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly answers: ReadonlyArray<Tagged<"Answered">>
  readonly counted: Tagged<"Answered"> | undefined
}

/** Every wave that was answered. */
export const turns = (program: Program.Program, events: Events): ReadonlyArray<Turn> => {
  const zone = zoneOf(program, events)
  const all = only(inOrder(events), "Answered")
  const invitations = [...sendings(events).values()].flatMap(({ decision, left }) =>
    left && decision._tag === "Invite" ? [decision] : []
  )
  const firsts = all.filter((one) => one === all.find(({ survey, wave }) => survey === one.survey && wave === one.wave))
  return firsts.map((first) => {
    const { survey, wave } = first
    const answers = all.filter((other) => other.survey === survey && other.wave === wave)
    const invitation = invitations.findLast((other) => other.survey === survey && other.wave === wave)
    const closes = invitation?.closes ?? program.surveys.find(({ id }) => id === survey)?.closes ?? "7 days"
    const isTooLate = invitation !== undefined && first.occurredAt >= invitation.expiresAt
    const end = isTooLate ? invitation.expiresAt : Period.after(closes, first.occurredAt, zone)
    return { survey, wave, answers, counted: answers.findLast(({ occurredAt }) => occurredAt < end) }
  })
}

/** Which waves of this survey ask whether a case was repaired? */
const repairWaves = (events: Events, survey: string): ((wave: string) => boolean) => {
  const found = [...sendings(events).values()].flatMap(({ decision, left }) =>
    left && decision.survey === survey && repairs(decision) !== undefined ? [decision.wave] : []
  )
  return (wave) => found.some((one) => one === wave)
}

/** NPS points of a list of scores; `undefined` of none. */
export const points = (scores: ReadonlyArray<number>): number | undefined => {
  if (scores.length === 0) return undefined
  const share = (category: string) => scores.filter((score) => categoryOf(score) === category).length / scores.length
  return 100 * (share("promoter") - share("detractor"))
}

/**
 * The scores that one contact gives to the headline. `undefined` where the rules do not say: of answers to two waves in the
 * same millisecond, which is the latest?
 */
export const scores = (
  program: Program.Program,
  events: Events,
  { from, survey, to }: { readonly survey: Survey.SurveyId; readonly from: Instant; readonly to: Instant }
): ReadonlyArray<number> | undefined => {
  const written = program.surveys.find(({ id }) => id === survey)
  const isRepair = repairWaves(events, survey)
  const answers = turns(program, events).flatMap((turn) =>
    turn.survey === survey && !isRepair(turn.wave) && turn.counted !== undefined ? [turn.counted] : []
  )
  const inPeriod = answers.filter(({ occurredAt }) => from <= occurredAt && occurredAt < to)
  if (written?.count === "waves") return inPeriod.map(({ score }) => score)
  const end = Math.max(...inPeriod.map(({ occurredAt }) => occurredAt))
  const latest = inPeriod.filter(({ occurredAt }) => occurredAt === end).map(({ score }) => score)
  return new Set(latest).size > 1 ? undefined : latest.slice(0, 1)
}

/** What a decision asks of the customer; `undefined` when it asks nothing. */
export const askOf = (
  decision: Decision.Decision
): { readonly kind: ContactFrequency.Held; readonly purpose: Survey.Purpose } | undefined => asks[decision._tag]

const advocacy = { kind: "testimonial request", purpose: "advocate" } as const

const asks: {
  readonly [Tag in Decision.Decision["_tag"]]?: {
    readonly kind: ContactFrequency.Held
    readonly purpose: Survey.Purpose
  }
} = {
  Invite: { kind: "invitation", purpose: "measure" },
  Remind: { kind: "reminder", purpose: "measure" },
  RequestTestimonial: advocacy,
  RequestConsent: advocacy,
  RequestReferral: advocacy,
  RequestReconfirmation: advocacy,
  RequestReview: { kind: "review request", purpose: "review" }
}

/** The case of which it asks whether we repaired it. */
const repairs = (decision: Decision.Decision): string | undefined =>
  decision._tag === "Invite" ? decision.repairs : undefined

/** Where a clock was started. What another tool does not tell of its ask is left out. */
export interface Start {
  readonly at: Instant
  readonly survey?: string
  readonly wave?: string
  readonly purpose?: string
  readonly kind: string
  /** Does it ask whether a case was repaired? */
  readonly isRepair?: boolean
}

const like = (kind: string) => (event: { occurredAt: Instant; survey: string; wave?: string }) => ({
  ...event,
  at: event.occurredAt,
  purpose: "measure",
  kind
})

/** Each start of a clock in the log, and whose clock it is. */
export const starts = (events: Events, clock: ContactFrequency.Clock): ReadonlyArray<Start> => {
  const sent = [...sendings(events).values()].flatMap(({ at, decision, left }) => {
    const ask = askOf(decision)
    const { survey, wave } = decision
    return left && ask !== undefined ? [{ at, survey, wave, isRepair: repairs(decision) !== undefined, ...ask }] : []
  })
  switch (clock) {
    case "answered":
      return only(events, "Answered").map(like("answer"))
    case "shown":
      return only(events, "Shown").map(like("widget"))
    case "declined":
      return [...only(events, "Dismissed").map(like("widget")), ...refusals(events)]
    case "reminded":
      return sent.filter(({ kind }) => kind === "reminder")
    case "invited":
      return [
        ...sent.filter(({ kind }) => kind !== "reminder"),
        ...only(events, "AskedElsewhere").map((event) => ({ ...event, at: event.occurredAt, kind: "elsewhere" }))
      ]
  }
}

/** Each no to an ask. Of one that we know nothing of, it may have been any. */
const refusals = (events: Events): ReadonlyArray<Start> =>
  only(inOrder(events), "AskDeclined").map(({ key, occurredAt, survey, wave }, index, all) => {
    const before = inOrder(events).slice(0, inOrder(events).indexOf(all[index]!))
    const intent = only(before, "Intended").find((one) => one.key === key)
    const purpose = intent && (askOf(intent.decision)?.purpose ?? "advocate")
    return { at: occurredAt, survey, wave, kind: "refusal", ...(purpose !== undefined && { purpose }) }
  })

/** What of the ladder a message asks for: a rung, or the step of a playbook that is on none. */
const climbOf = (decision: Decision.Decision): string | undefined => {
  switch (decision._tag) {
    case "RequestTestimonial":
      return decision.rung ?? "off the ladder"
    case "RequestConsent":
    case "RequestReferral":
      return decision.rung
    default:
      return undefined
  }
}

/** Why they are not to be asked for this rung: they said no to it, or were asked often enough. */
export const askedInVain = (
  program: Program.Program,
  events: Events,
  decision: Decision.Decision,
  now: Instant
): string | undefined => {
  const climb = climbOf(decision)
  if (climb === undefined) return undefined
  const rung = program.testimonials?.rungs.find((one) => one.rung === climb)
  const asks = [...sendings(events)].filter(([, sending]) => climbOf(sending.decision) === climb)
  const no = only(events, "AskDeclined").filter(({ key }) => asks.some(([asked]) => asked === key))
  if (no.length > 0 && heldUntil(no, rung?.again, program, events) > now) return `they said no to ${climb}`
  const count = asks.filter(([, { left }]) => left).length
  return rung !== undefined && count >= rung.limit ? `they were asked for ${climb} ${count} times` : undefined
}

/** Until when the first no to each ask holds. */
const heldUntil = (
  no: ReadonlyArray<Tagged<"AskDeclined">>,
  again: Period.Period | undefined,
  program: Program.Program,
  events: Events
): Instant =>
  Math.max(
    ...[...new Set(no.map(({ key }) => key))].map((key) => {
      const first = Math.min(...no.flatMap((one) => (one.key === key ? [one.occurredAt] : [])))
      return again === undefined ? Infinity : Period.after(again, first, zoneOf(program, events))
    })
  )

/** Is it one of those that the rule names as its exemptions? A trigger's name is the second word of a wave's. */
export const isExempt = (
  { except }: Pick<ContactFrequency.Cap, "except">,
  { kind, survey, wave }: Pick<Start, "kind" | "survey" | "wave">
): boolean =>
  except.some(
    (exempt) =>
      exempt.survey === survey &&
      (exempt.trigger === undefined ||
        (kind === "invitation" && wave?.split(":")[0]?.split(" ")[1] === encodeURIComponent(exempt.trigger)))
  )

/** Does this start run the clock that a rule reads for this ask? */
export const isWithin = (
  { scope }: Pick<ContactFrequency.Cap, "scope">,
  start: Start,
  ask: Pick<Start, "purpose" | "survey">
): boolean => scope === "everything" || start[scope] === undefined || start[scope] === ask[scope]

/** The starts of a rule's clock that count for this ask. A reminder's own invitation does not. */
const startsFor = (
  rule: ContactFrequency.MinimumGap | ContactFrequency.Cap,
  clock: ContactFrequency.Clock,
  events: Events,
  decision: Decision.Decision,
  colleagues: ReadonlyArray<Events>
): ReadonlyArray<Instant> => {
  const ask = askOf(decision)
  if (ask === undefined || !rule.holds.includes(ask.kind)) return []
  if (isExempt(rule, { ...ask, survey: decision.survey, wave: decision.wave })) return []
  const theirs = rule.subject === "account" ? colleagues.flatMap((others) => starts(others, clock)) : []
  const own = starts(events, clock).filter(
    ({ kind, survey, wave }) =>
      !(ask.kind === "reminder" && kind === "invitation" && survey === decision.survey && wave === decision.wave)
  )
  return [...own, ...theirs]
    .filter((start) => isWithin(rule, start, { ...ask, survey: decision.survey }))
    .map(({ at }) => at)
}

/** Until when a request for a review was delayed at the most; `undefined` when it was not. */
export const delayedUntil = (events: Events, survey: string, wave: string): Instant | undefined =>
  only(inOrder(events), "ReviewDelayed").find((event) => event.survey === survey && event.wave === wave)?.until

/** Whether we repaired it may be asked within the survey's own gap; within that of everything, and over a cap, not. */
export const isSpared = (rule: ContactFrequency.MinimumGap | ContactFrequency.Cap, isRepair: boolean | undefined) =>
  isRepair === true && "gap" in rule && rule.scope === "survey"

/**
 * Until when the rules of the program hold this ask back; in the past when they do not. A request for a review they hold no
 * longer than its delay.
 */
export const restrainedUntil = (
  program: Program.Program,
  events: Events,
  decision: Decision.Decision,
  colleagues: ReadonlyArray<Events> = []
): Instant => {
  const zone = zoneOf(program, events)
  const gaps = program.frequency.flatMap((rule) =>
    isSpared(rule, repairs(decision) !== undefined)
      ? []
      : rule.clocks.flatMap((clock) =>
          startsFor(rule, clock, events, decision, colleagues).map((at) =>
            Period.times(rule.gap, pace(events), at, zone)
          )
        )
  )
  // all but the last `most - 1` have to have left the window
  const caps = program.caps.flatMap((rule) =>
    rule.clocks.flatMap((clock) =>
      startsFor(rule, clock, events, decision, colleagues)
        .map((at) => Period.times(rule.within, pace(events), at, zone))
        .toSorted((a, b) => b - a)
        .slice(rule.most - 1)
    )
  )
  const longest = decision._tag === "RequestReview" ? delayedUntil(events, decision.survey, decision.wave) : undefined
  return Math.min(longest ?? Number.POSITIVE_INFINITY, Math.max(Number.NEGATIVE_INFINITY, ...gaps, ...caps))
}

/** Is it an hour at which the program lets asks out, by the customer's own clock? */
export const isOpenHour = ({ window, ...program }: Program.Program, events: Events, now: Instant): boolean => {
  if (window === undefined) return true
  const zone = zoneOf(program, events)
  const clock = new Date(now).toLocaleTimeString("sv-SE", { timeZone: zone, hour: "2-digit", minute: "2-digit" })
  const opensOn = (at: Instant) => {
    const weekday = new Date(at).toLocaleDateString("en", { timeZone: zone, weekday: "long" }).toLowerCase()
    return window.days.some((day) => day === weekday)
  }
  if (window.from < window.to) return opensOn(now) && window.from <= clock && clock < window.to
  // over night: before it closes, it is open since the day before
  return window.from <= clock ? opensOn(now) : clock < window.to && opensOn(now - 12 * hour)
}

/** How many times a gap, a window or an interval counts: for who asked to hear from us half as often, twice. */
const pace = (events: Events): number => {
  const isLifted = (event: Event.Event) =>
    only(events, "OptedIn").some(
      ({ extent, occurredAt }) =>
        extent.purpose === undefined && extent.survey === undefined && occurredAt > event.occurredAt
    )
  return only(events, "SlowedDown").some((event) => !isLifted(event)) ? 2 : 1
}

/** Why nothing automatic may go to the customer for this decision at `now`; `undefined` when it may. */
export const silencedBy = (events: Events, decision: Decision.Decision, now: Instant): Event.Event | undefined => {
  const ordered = inOrder(events)
  const email = emailOf(events)
  const purpose = askOf(decision)?.purpose
  return ordered.find((event) => {
    // at the same instant, the stricter one holds
    const later = only(ordered, "OptedIn").flatMap(({ extent, occurredAt }) =>
      occurredAt > event.occurredAt ? [extent] : []
    )
    switch (event._tag) {
      case "Erased":
        return true
      case "SpamReported":
        return !later.some(({ purpose, survey }) => purpose === undefined && survey === undefined)
      case "Paused":
        return now < event.until && !later.some(({ purpose, survey }) => purpose === undefined && survey === undefined)
      case "HardBounced":
      case "SendRefused":
        return event.address === email
      case "OptedOut": {
        const { extent } = event
        const isMeant =
          (extent.survey === undefined || extent.survey === decision.survey) &&
          (extent.purpose === undefined || extent.purpose === purpose)
        const isLifted = later.some(
          ({ purpose, survey }) =>
            (survey === undefined || survey === extent.survey) && (purpose === undefined || purpose === extent.purpose)
        )
        return isMeant && !isLifted
      }
      default:
        return false
    }
  })
}

/** One turn of a case, from its opening or a reopening on. */
export interface Round {
  readonly since: Instant
  readonly isReopened: boolean
  readonly deadline: Instant
  readonly resolveBy: Instant | undefined
  seenAt: Instant | undefined
  over: Event.Event | undefined
}

export interface CaseFile {
  readonly opened: Tagged<"CaseOpened">
  readonly rounds: ReadonlyArray<Round>
  /** The one that it is in. */
  readonly round: Round
}

const seeing: ReadonlyArray<Event.Event["_tag"]> = [
  "CaseAcknowledged",
  "CaseExplained",
  "CaseRedressed",
  "CaseResolved"
]

/** Every case as somebody would tell it who goes through the log with a finger. */
export const caseFiles = (events: Events): ReadonlyArray<CaseFile> => {
  const ordered = inOrder(events)
  const ids = new Set(only(ordered, "CaseOpened").map((opened) => opened.case))
  return [...ids].flatMap((id) => {
    const opened = only(ordered, "CaseOpened").find((one) => one.case === id)
    if (opened === undefined) return []
    const first = opened.deadline - opened.occurredAt
    const second = opened.resolveBy === undefined ? undefined : opened.resolveBy - opened.occurredAt
    let round: Round = {
      since: opened.occurredAt,
      isReopened: false,
      deadline: opened.deadline,
      resolveBy: opened.resolveBy,
      seenAt: undefined,
      over: undefined
    }
    const rounds = [round]
    for (const event of ordered) {
      if (!("case" in event) || event.case !== id) continue
      const at = event.occurredAt
      if (event._tag === "CaseReopened" && round.over !== undefined) {
        round = {
          since: at,
          isReopened: true,
          deadline: event.deadline ?? at + first,
          resolveBy: event.resolveBy ?? (second === undefined ? undefined : at + second),
          seenAt: undefined,
          over: undefined
        }
        rounds.push(round)
      } else if (round.over === undefined) {
        if (seeing.includes(event._tag)) round.seenAt ??= at
        if (event._tag === "CaseResolved" || event._tag === "CaseClosed") round.over = event
      }
    }
    return [{ opened, rounds, round }]
  })
}

/** The references of messages that may have left or not, and of which nothing shows that they did. */
export const unknownSends = (events: Events): ReadonlyArray<string> => {
  const ordered = inOrder(events)
  const shown = new Set(ordered.flatMap((event) => ("via" in event && event.via !== undefined ? [event.via] : [])))
  const keys = new Set(only(ordered, "Intended").map(({ key }) => key))
  return [...keys].flatMap((key) => {
    const tries = ordered.flatMap((event) => ("attempt" in event && event.key === key ? [event] : []))
    const last = Math.max(...tries.map(({ attempt }) => attempt))
    const ends = new Set<string>(tries.flatMap(({ _tag, attempt }) => (attempt === last ? [_tag] : [])))
    const isSettled = ["Sent", "SendFailed", "SendRefused"].some((end) => ends.has(end))
    const intents = only(tries, "Intended")
    const intended = Math.max(...intents.map(({ attempt }) => attempt))
    const reference = intents.findLast(({ attempt }) => attempt === intended)?.reference
    return reference === undefined || isSettled || !ends.has("SendUnknown") || shown.has(reference) ? [] : [reference]
  })
}

/** A case that was opened and is neither resolved nor closed, or was opened again. */
export const openCase = (events: Events): Event.Event | undefined =>
  caseFiles(events).find(({ round }) => round.over === undefined)?.opened

/** What happened, grievances included. */
const happenings = (events: Events) =>
  inOrder(events).flatMap((event) => {
    if (event._tag !== "TouchpointHappened" && event._tag !== "GrievanceRaised") return []
    const { about, id, occurredAt } = event
    return [{ about, id, occurredAt, kind: event._tag === "GrievanceRaised" ? "grievance.raised" : event.kind }]
  })

/** What this program takes for dramatic: what it lists, what opens a case, and every grievance. */
const isDramatic = (program: Program.Program, kind: string): boolean =>
  kind === "grievance.raised" ||
  program.disruptions.some((listed) => listed.kind === kind) ||
  program.followUp.some(({ steps }) => steps.some((step) => step.do === "open case" && step.on.includes(kind)))

/** Something dramatic for which no case was opened, and which is not over; a reliable drop of the score is, too. */
export const disruption = (program: Program.Program, events: Events, now: Instant): Event.Event | undefined => {
  const zone = zoneOf(program, events)
  const opened = only(events, "CaseOpened")
  const found = happenings(events).find(({ about, id, kind, occurredAt }) => {
    if (!isDramatic(program, kind) || occurredAt > now || opened.some(({ wave }) => wave === `event:${id}`))
      return false
    const ends = only(events, "DisruptionEnded")
      .filter((end) => end.kind === kind && end.occurredAt >= occurredAt)
      .filter((end) => end.about === undefined || end.about === about)
      .map((end) => end.occurredAt)
    const lasts = program.disruptions.find((one) => one.kind === kind)?.lasts ?? "30 days"
    return now < (ends.length > 0 ? Math.min(...ends) : Period.after(lasts, occurredAt, zone))
  })
  const dropped = program.surveys
    .flatMap(({ id }) => pastWaves(program, events, id))
    .flatMap(({ answer }) => answer ?? [])
    .filter(({ survey, wave }) => !opened.some((one) => one.survey === survey && one.wave === wave))
    .filter(({ occurredAt }) => occurredAt <= now && now < Period.after("30 days", occurredAt, zone))
    .find((answer) => isReliableDrop(program, events, answer))
  return dropped ?? (found && events.find(({ id }) => id === found.id))
}

/** A wave of a survey as consistency sees it: when they were asked, or spoke up, and what they said in the end. */
interface PastWave {
  readonly wave: string
  readonly at: Instant
  readonly answer: Tagged<"Answered"> | undefined
}

/** All waves of a survey but those about repairs: by when they answered, and, where they did not, when they were asked. */
const pastWaves = (program: Program.Program, events: Events, survey: string): ReadonlyArray<PastWave> => {
  const isRepair = repairWaves(events, survey)
  const answered = turns(program, events).filter((turn) => turn.survey === survey)
  const asked = [...sendings(events).values()].filter(
    ({ decision, left }) => left && decision._tag === "Invite" && decision.survey === survey
  )
  const names = new Set<string>([...asked.map(({ decision }) => decision.wave), ...answered.map(({ wave }) => wave)])
  const end = ({ answer, at }: PastWave) => answer?.occurredAt ?? at
  return [...names]
    .filter((wave) => !isRepair(wave))
    .map((wave) => {
      const turn = answered.find((one) => one.wave === wave)
      const at = asked.find(({ decision }) => decision.wave === wave)?.at ?? turn?.answers[0]?.occurredAt ?? 0
      return { wave, at, answer: turn?.counted }
    })
    .toSorted((a, b) => end(a) - end(b) || a.at - b.at || (a.wave < b.wave ? -1 : 1))
}

/** Is this answer so much lower than the counted one before it, in another wave, that noise is a poor explanation? */
export const isReliableDrop = (
  program: Program.Program,
  events: Events,
  { occurredAt, score, survey }: Tagged<"Answered">
): boolean => {
  const rhythm = program.surveys.find(({ id }) => id === survey)?.rhythm
  if (rhythm?.rules.reliableChange !== true) return false
  const before = pastWaves(program, events, survey).findLast(
    ({ answer }) => answer !== undefined && answer.occurredAt < occurredAt
  )?.answer
  // one-sided, 95 %
  return before !== undefined && before.score - score >= 1.645 * rhythm.noise.sDiff
}

/**
 * When consistency lets a survey be asked again: not before `dueAt`; when that is missing, not before they do something.
 * `undefined`: it has nothing to say.
 */
export const again = (
  program: Program.Program,
  events: Events,
  survey: string
): { readonly from: Instant; readonly interval: Period.Period; readonly dueAt: Instant | undefined } | undefined => {
  const rhythm = program.surveys.find(({ id }) => id === survey)?.rhythm
  const waves = pastWaves(program, events, survey)
  const last = waves.at(-1)
  if (rhythm === undefined || last === undefined) return undefined
  const zone = zoneOf(program, events)
  const { intervals, noise, rules, silentWaves } = rhythm
  const longest = intervals.length - 1

  const upset = happenings(events)
    .filter(({ kind }) => rules.disruption && isDramatic(program, kind))
    .map(({ occurredAt }) =>
      waves
        .filter(({ at }) => at < occurredAt)
        .toSorted((a, b) => a.at - b.at || (a.wave < b.wave ? -1 : 1))
        .at(-1)
    )
  let which = 0
  for (const [index, wave] of waves.entries()) {
    const { answer } = wave
    const before = waves.slice(0, index).findLast((one) => one.answer !== undefined)?.answer
    const longer = Math.min(which + 1, longest)
    if (upset.includes(wave)) which = 0
    else if (answer === undefined) which = rules.silence ? longer : which
    else if (before === undefined) continue
    else if (rules.reliableChange && Math.abs(answer.score - before.score) >= 1.96 * noise.sDiff) which = 0
    else if (categoryOf(answer.score) === categoryOf(before.score)) which = rules.steady ? longer : which
  }

  const isSilent = waves.length >= silentWaves && waves.slice(-silentWaves).every(({ answer }) => answer === undefined)
  if (rules.silence && isSilent) {
    const interval = intervals[longest] ?? intervals[0]
    const deeds = [...happenings(events), ...only(inOrder(events), "Replied")].filter(
      ({ occurredAt }) => occurredAt > last.at
    )
    const deed = deeds.toSorted((a, b) => a.occurredAt - b.occurredAt)[0]
    const dueAt = deed && Math.max(deed.occurredAt, Period.times(interval, pace(events), last.at, zone))
    return { from: last.at, interval: paced(interval, events), dueAt }
  }
  const interval = intervals[which] ?? intervals[0]
  const from = last.answer?.occurredAt ?? last.at
  return { from, interval: paced(interval, events), dueAt: Period.times(interval, pace(events), from, zone) }
}

const paced = (interval: Period.Period, events: Events): Period.Period => {
  const [amount, unit] = interval.split(" ")
  return `${Number(amount) * pace(events)} ${unit as Period.Unit}`
}

/**
 * An invitation that a trigger calls for, under the key that it must have. `isCalled`: the answer that calls for it is still
 * the one that counts. `isMeant`: the trigger means this contact, at this time.
 */
export interface Owed {
  readonly key: string
  readonly dueAt: Instant
  readonly expiresAt: Instant
  readonly isCalled: boolean
  readonly isMeant: boolean
  /** The case of which it asks whether we repaired it. */
  readonly repairs?: string
}

/** Everything that triggers, rhythms and resolved cases call for by `now`; of a calendar, the dates that have come. */
export const invitationsOwed = (
  program: Program.Program,
  contact: string,
  events: Events,
  now: Instant
): ReadonlyArray<Owed> => {
  const zone = zoneOf(program, events)
  return program.surveys.flatMap((survey) => {
    const keyOf = (wave: string) => [program.id, survey.id, contact, "invite", wave].map(encodeURIComponent).join("/")
    const triggered = survey.triggers.flatMap((trigger) => {
      const name = trigger.name === undefined ? "" : ` ${encodeURIComponent(trigger.name)}`
      return causes(program, survey.id, contact, events, trigger, now)
        .filter(({ dueAt }) => trigger.since === undefined || dueAt >= midnight(program.zone, trigger.since))
        .map(({ cause, dueAt, isCalled = true }) => ({
          key: keyOf(`${trigger.on}${name}${cause}`),
          dueAt,
          expiresAt: Period.after(trigger.expires, dueAt, zone),
          isCalled,
          isMeant: isOfAge(program, events, trigger, dueAt, now) && isSo(program, events, trigger.when, now)
        }))
    })
    const untriggered = [
      ...(survey.triggers.length === 0 ? agains(program, events, survey.id, keyOf) : []),
      ...repairsOwed(program, events, survey.id, keyOf)
    ].map((one) => ({ isCalled: true, ...one, isMeant: true, expiresAt: Period.after("30 days", one.dueAt, zone) }))
    return [...triggered, ...untriggered]
  })
}

/** What the rhythm of a survey without triggers calls for: once; and when that comes to nothing, an interval later. */
const agains = (program: Program.Program, events: Events, survey: string, keyOf: (wave: string) => string) => {
  const found: Array<{ readonly key: string; readonly dueAt: Instant }> = []
  const { dueAt, from = 0, interval } = again(program, events, survey) ?? {}
  if (dueAt === undefined || interval === undefined) return found
  const ended = endings(events)
  do {
    const turn = found.length
    const key = keyOf(`again after:${new Date(from).toISOString()}${turn === 0 ? "" : ` ${turn + 1}`}`)
    found.push({ key, dueAt: Period.times(interval, turn, dueAt, zoneOf(program, events)) })
  } while (ended(found.at(-1)?.key ?? "").length > 0)
  return found
}

/** For each case that was resolved, and not asked about in another of its rounds. Once it is open again, no more. */
const repairsOwed = (program: Program.Program, events: Events, survey: string, keyOf: (wave: string) => string) => {
  const rhythm = program.surveys.find(({ id }) => id === survey)?.rhythm
  if (rhythm?.rules.disruption !== true) return []
  const zone = zoneOf(program, events)
  const asked = [...sendings(events).values()].flatMap(({ decision, left }) => (left ? [decision] : []))
  return caseFiles(events).flatMap(({ opened, rounds }) =>
    rounds.flatMap((round) => {
      const { isReopened, over, since } = round
      if (opened.survey !== survey || over?._tag !== "CaseResolved") return []
      const wave = `repair${isReopened ? ` ${new Date(since).toISOString()}` : ""}:${opened.case}`
      if (asked.some((decision) => repairs(decision) === opened.case && decision.wave !== wave)) return []
      const dueAt = Period.after(rhythm.repair.after, over.occurredAt, zone)
      return [{ key: keyOf(wave), dueAt, isCalled: round === rounds.at(-1), repairs: opened.case }]
    })
  )
}

/** Are they in the sample of the survey this time? */
export const isTheirTurn = (program: Program.Program, contact: string, events: Events, id: string): boolean => {
  const survey = program.surveys.find((survey) => survey.id === id)
  if (survey === undefined) return true
  const asked = [...sendings(events).values()].flatMap(({ decision, left }) =>
    left && decision._tag === "Invite" && decision.survey === id && decision.repairs === undefined
      ? [decision.wave]
      : []
  )
  const passedOver = only(events, "AskEnded").flatMap(({ because, survey, wave }) =>
    survey === id && because.some(({ _tag }) => _tag === "NotSampled") ? [wave] : []
  )
  const place = StableHash.share(JSON.stringify([program.id, id, contact]))
  const turn = new Set([...asked, ...passedOver]).size
  // each turn moves them on by the share; whenever they pass a whole number, it is theirs
  return Math.floor(place + turn * survey.sample) > Math.floor(place + (turn - 1) * survey.sample)
}

const isOfAge = (
  program: Program.Program,
  events: Events,
  { age }: Trigger.Trigger,
  dueAt: Instant,
  now: Instant
): boolean => {
  if (age === undefined) return true
  const zone = zoneOf(program, events)
  const counted = inOrder(events).find(
    (event) => age.anchor === undefined || (event._tag === "TouchpointHappened" && event.kind === age.anchor)
  )
  if (counted === undefined) return false
  const isOldEnough = now >= Period.after(age.minimum ?? "0 days", counted.occurredAt, zone)
  return isOldEnough && (age.maximum === undefined || dueAt < Period.after(age.maximum, counted.occurredAt, zone))
}

const isSo = (
  program: Program.Program,
  events: Events,
  condition: Condition.Condition | undefined,
  now: Instant
): boolean => {
  if (condition === undefined) return true
  if ("any" in condition) return condition.any.some((part) => isSo(program, events, part, now))
  if ("all" in condition) return condition.all.every((part) => isSo(program, events, part, now))
  if ("not" in condition) return !isSo(program, events, condition.not, now)
  if ("stage" in condition) {
    return (
      stays(
        program,
        events.filter(({ occurredAt }) => occurredAt <= now)
      ).at(-1)?.stage === condition.stage
    )
  }
  const { touchpoint, within } = condition
  return only(events, "TouchpointHappened").some(
    ({ kind, occurredAt }) =>
      kind === touchpoint &&
      occurredAt <= now &&
      (within === undefined || now < Period.after(within, occurredAt, zoneOf(program, events)))
  )
}

/** Each time they came to another stage, and what brought them there. */
const stays = ({ journey }: Program.Program, events: Events) => {
  const found: Array<{ readonly stage: string; readonly by: Event.Event }> = []
  for (const event of inOrder(events)) {
    const stage = journey?.stages.find(({ enters }) =>
      enters.some((entry) =>
        entry.on === "touchpoint"
          ? event._tag === "TouchpointHappened" && event.kind === entry.kind
          : event._tag === "Answered" &&
            (entry.survey ?? event.survey) === event.survey &&
            entry.categories.includes(categoryOf(event.score))
      )
    )
    if (stage !== undefined && stage.id !== found.at(-1)?.stage) found.push({ stage: stage.id, by: event })
  }
  return found
}

/**
 * What no score can have moved: what the contact and the host did, and what became of requests for reviews. That an address
 * is no good is so for every mail.
 */
export const unmoved = (program: Program.Program, events: Events): Events => {
  const keys = only(events, "Intended").flatMap(({ decision }) =>
    decision._tag === "RequestReview" ? [decision.key] : []
  )
  return events.filter((event) => {
    switch (event._tag) {
      case "ContactChanged":
      case "TouchpointHappened":
      case "Paused":
      case "SlowedDown":
      case "OptedOut":
      case "OptedIn":
      case "HardBounced":
      case "SendRefused":
      case "SpamReported":
      case "LegalBasisRecorded":
      case "Erased":
      case "ReviewDelayed":
        return true
      case "Intended":
      case "Sent":
      case "SendFailed":
      case "SendUnknown":
        return keys.includes(event.key)
      case "AskEnded":
        // by its key, too: an ending may say that it is another survey's
        return program.reviews.some(
          ({ id }) => id === event.survey || encodeURIComponent(id) === event.key.split("/")[1]
        )
      default:
        return false
    }
  })
}

/** Every request for a review that is due by `now`, whatever anybody scored. */
export const requestsOwed = (
  program: Program.Program,
  contact: string,
  events: Events,
  now: Instant
): ReadonlyArray<Omit<Owed, "isCalled"> & { readonly survey: string; readonly wave: string }> => {
  const zone = zoneOf(program, events)
  const known = unmoved(program, events)
  return program.reviews.flatMap((review) =>
    review.triggers.flatMap((trigger) => {
      const name = trigger.name === undefined ? "" : ` ${encodeURIComponent(trigger.name)}`
      return causes(program, review.id, contact, known, trigger, now)
        .filter(({ dueAt }) => trigger.since === undefined || dueAt >= midnight(program.zone, trigger.since))
        .map(({ cause, dueAt }) => {
          const wave = `${trigger.on}${name}${cause}`
          return {
            key: [program.id, review.id, contact, "review", wave].map(encodeURIComponent).join("/"),
            survey: review.id,
            wave,
            dueAt,
            expiresAt: Period.after(trigger.expires, dueAt, zone),
            isMeant: isOfAge(program, known, trigger, dueAt, now) && isSo(program, known, trigger.when, now)
          }
        })
    })
  )
}

interface Cause {
  /** What stands behind the trigger's kind and name in a wave's id. */
  readonly cause: string
  readonly dueAt: Instant
  readonly about?: string | undefined
  readonly isCalled?: boolean
}

const causes = (
  program: Program.Program,
  survey: string,
  contact: string,
  events: Events,
  trigger: Trigger.Trigger | Trigger.Part,
  now: Instant
): ReadonlyArray<Cause> => {
  const zone = zoneOf(program, events)
  const touchpoints = only(inOrder(events), "TouchpointHappened")
  /** Each part's own, by the names that they have in the whole. */
  const partsOf = (of: ReadonlyArray<Trigger.Part>): ReadonlyArray<ReadonlyArray<Cause>> =>
    of.map((part) =>
      causes(program, survey, contact, events, part, now).map((one) =>
        part.on === "any" || part.on === "all" ? one : { ...one, cause: `:${part.on}${one.cause}` }
      )
    )
  switch (trigger.on) {
    case "any":
      return firsts(partsOf(trigger.of).flat())
    case "all": {
      const parts = partsOf(trigger.of)
      const subjects = new Set(parts.flat().map(({ about }) => about))
      const isComplete = (last: Cause) =>
        (last.about === undefined ? [undefined, ...subjects] : [last.about]).some((subject) =>
          parts.every((part) =>
            part.some(
              ({ about, cause, dueAt }) =>
                (dueAt < last.dueAt || (dueAt === last.dueAt && cause <= last.cause)) &&
                (about === undefined || about === subject) &&
                (trigger.within === undefined || last.dueAt < Period.after(trigger.within, dueAt, zone))
            )
          )
        )
      return firsts(parts.flat().filter(isComplete))
    }
    case "hand":
      return only(events, "AskRequested").flatMap((event) =>
        event.survey === survey ? [{ cause: `:${event.id}`, dueAt: event.occurredAt }] : []
      )
    case "stage":
      return firsts(
        stays(program, events).flatMap(({ by, stage }) => {
          if (stage !== trigger.stage) return []
          const mover = by._tag === "Answered" ? `${encodeURIComponent(by.survey)} ${by.wave}` : by.id
          const dueAt = Period.after(trigger.delay, by.occurredAt, zone)
          return [{ cause: ` ${encodeURIComponent(stage)}:${mover}`, dueAt }]
        })
      )
    case "touchpoint":
      return touchpoints
        .filter(({ kind }) => kind === trigger.kind)
        .map(({ about, id, occurredAt }) => ({
          cause: `:${id}`,
          about,
          dueAt: Period.after(trigger.delay, occurredAt, zone)
        }))
    case "milestone":
      return touchpoints
        .filter(({ kind }) => kind === trigger.anchor)
        .flatMap(({ about, id, occurredAt }) =>
          trigger.at.map((after) => ({
            cause: ` ${after}:${id}`,
            about,
            dueAt: Period.after(after, occurredAt, zone)
          }))
        )
    case "calendar": {
      const known = Math.min(...events.map(({ recordedAt }) => recordedAt))
      const share = StableHash.share(JSON.stringify([program.id, trigger.first, contact]))
      return datesUntil(trigger, dayIn(zone, now)).flatMap((date) => {
        // they were not known on that date, whatever the clock says
        if (date < dayIn("UTC", known - 2 * day)) return []
        // by the company's calendar: nobody falls out of a date by moving
        const begins = midnight(program.zone, date)
        const dueAt = midnight(zone, daysAfter(date, Math.floor(share * trigger.spread)))
        const isMeant =
          begins >= known &&
          (trigger.audience === undefined ||
            touchpoints.some(({ kind, occurredAt }) => kind === trigger.audience && occurredAt <= begins))
        return isMeant && dueAt <= now ? [{ cause: `:${date}`, dueAt }] : []
      })
    }
    case "answer": {
      const answered = turns(program, events)
      return answered.flatMap((found) => {
        if (found.survey !== trigger.survey || found.counted === undefined) return []
        const calls = ({ score }: Tagged<"Answered">) => trigger.to.includes(categoryOf(score))
        const isCalled = calls(found.counted)
        const earlier = found.answers.slice(0, found.answers.indexOf(found.counted))
        const calling = isCalled ? found.counted : earlier.find(calls)
        if (calling === undefined) return []
        const dueAt = Period.after(trigger.delay, calling.occurredAt, zone)
        return [{ cause: ` ${encodeURIComponent(trigger.survey)}:${found.wave}`, dueAt, isCalled }]
      })
    }
  }
}

/** What is there several times, when it is due first. */
const firsts = (all: ReadonlyArray<Cause>): ReadonlyArray<Cause> =>
  all.filter(
    (one) => one === all.filter(({ cause }) => cause === one.cause).reduce((a, b) => (b.dueAt < a.dueAt ? b : a))
  )

const formats = new Map<string, Intl.DateTimeFormat>()

/** The date on the calendar in that zone: "2026-03-29". Swedes write it like this. */
const dayIn = (zone: string, at: Instant): string => {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone })
  formats.set(zone, format)
  return format.format(at)
}

const midnights = new Map<string, Instant>()

/** The first quarter of an hour that belongs to that date there. */
const midnight = (zone: string, date: string): Instant => {
  const name = `${zone} ${date}`
  const known = midnights.get(name)
  if (known !== undefined) return known
  let at = Date.parse(date) - 15 * hour
  while (dayIn(zone, at) < date) at += hour / 4
  midnights.set(name, at)
  return at
}

const daysAfter = (date: string, days: number): string => dayIn("UTC", Date.parse(date) + days * day)

const datesUntil = ({ every, first }: Trigger.Calendar, last: string): ReadonlyArray<string> => {
  const dates: Array<string> = []
  for (let date = first; date <= last;) {
    dates.push(date)
    date = dayIn("UTC", Period.times(every, dates.length, Date.parse(first), "UTC"))
  }
  return dates
}

/** Does this answer call for this step? For a case, a reliable drop does, too, whatever it has dropped to. */
export const callsFor = (
  program: Program.Program,
  events: Events,
  step: FollowUp.Step,
  answer: Tagged<"Answered">
): boolean =>
  step.do !== "pass on praise" &&
  (step.to.includes(categoryOf(answer.score)) ||
    (step.do === "open case" && step.to.length > 0 && isReliableDrop(program, events, answer)))

/**
 * The steps that the playbooks owe, as their keys have them: those for the counted answer, and those for an answer before
 * it in the same wave; those for what happened; and those for praise that nobody has passed on. `isAction`: people do it.
 */
export const stepsOwed = (program: Program.Program, contact: string, events: Events) => {
  const keyOf = (survey: string, step: string, wave: string) =>
    [program.id, survey, contact, step, wave].map(encodeURIComponent).join("/")
  const after = turns(program, events).flatMap(({ answers, counted, survey, wave }) => {
    const steps = program.followUp.find((playbook) => playbook.survey === survey)?.steps ?? []
    if (counted === undefined) return []
    const earlier = answers.slice(0, answers.indexOf(counted))
    return steps
      .filter((step) => {
        const calls = (answer: Tagged<"Answered">) => callsFor(program, events, step, answer)
        return calls(counted) || earlier.some(calls)
      })
      .map(({ do: deed, step }) => ({ isAction: deed === "open case", wave, key: keyOf(survey, step, wave) }))
  })
  const passedOn = only(events, "PraisePassedOn").map(({ praise }) => praise)
  const named = only(events, "PraiseNamed").filter(({ id }) => !passedOn.includes(id))
  const uncalled = program.followUp.flatMap(({ steps, survey }) =>
    steps.flatMap((step) => {
      const waves =
        step.do === "pass on praise"
          ? named.map(({ id }) => `praise:${id}`)
          : step.do === "open case"
            ? happenings(events).flatMap(({ id, kind }) => (step.on.includes(kind) ? [`event:${id}`] : []))
            : []
      return waves.map((wave) => ({ isAction: true, wave, key: keyOf(survey, step.step, wave) }))
    })
  )
  return [...after, ...uncalled]
}
