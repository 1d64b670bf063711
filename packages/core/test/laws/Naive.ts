/**
 * Naive: what would somebody with the rules in one hand and the log in the other say?
 *
 * The judge of the laws. Slow, plain, and written without core's folds: it knows only events, programs, how long a period
 * is, and the hash that puts a contact in its place.
 */
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
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

/** As the fold goes: by time, then by id. */
export const inOrder = (events: Events): Events =>
  events.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1))

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
export const sendings = (events: Events): ReadonlyMap<string, Sending> => {
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
}

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
  const answers = turns(program, events).flatMap((turn) =>
    turn.survey === survey && turn.counted !== undefined ? [turn.counted] : []
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
): { readonly kind: ContactFrequency.Held; readonly purpose: Survey.Purpose } | undefined =>
  decision._tag === "Invite"
    ? { kind: "invitation", purpose: "measure" }
    : decision._tag === "Remind"
      ? { kind: "reminder", purpose: "measure" }
      : decision._tag === "RequestTestimonial"
        ? { kind: "testimonial request", purpose: "advocate" }
        : undefined

/** Where a clock was started. What another tool does not tell of its ask is left out. */
export interface Start {
  readonly at: Instant
  readonly survey?: string
  readonly wave?: string
  readonly purpose?: string
  readonly kind: string
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
    return left && ask !== undefined ? [{ at, survey: decision.survey, wave: decision.wave, ...ask }] : []
  })
  switch (clock) {
    case "answered":
      return only(events, "Answered").map(like("answer"))
    case "shown":
      return only(events, "Shown").map(like("widget"))
    case "declined":
      return only(events, "Dismissed").map(like("widget"))
    case "reminded":
      return sent.filter(({ kind }) => kind === "reminder")
    case "invited":
      return [
        ...sent.filter(({ kind }) => kind !== "reminder"),
        ...only(events, "AskedElsewhere").map((event) => ({ ...event, at: event.occurredAt, kind: "elsewhere" }))
      ]
  }
}

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

/** Until when the rules of the program hold this ask back; in the past when they do not. */
export const restrainedUntil = (
  program: Program.Program,
  events: Events,
  decision: Decision.Decision,
  colleagues: ReadonlyArray<Events> = []
): Instant => {
  const zone = zoneOf(program, events)
  const gaps = program.frequency.flatMap((rule) =>
    rule.clocks.flatMap((clock) =>
      startsFor(rule, clock, events, decision, colleagues).map((at) => Period.after(rule.gap, at, zone))
    )
  )
  // all but the last `most - 1` have to have left the window
  const caps = program.caps.flatMap((rule) =>
    rule.clocks.flatMap((clock) =>
      startsFor(rule, clock, events, decision, colleagues)
        .map((at) => Period.after(rule.within, at, zone))
        .toSorted((a, b) => b - a)
        .slice(rule.most - 1)
    )
  )
  return Math.max(Number.NEGATIVE_INFINITY, ...gaps, ...caps)
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

/** Why nothing automatic may go to the customer for this decision; `undefined` when it may. */
export const silencedBy = (events: Events, decision: Decision.Decision): Event.Event | undefined => {
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

/** A case that was opened and not resolved. */
export const openCase = (events: Events): Event.Event | undefined =>
  only(events, "CaseOpened").find((opened) => !only(events, "CaseResolved").some((over) => over.case === opened.case))

/**
 * An invitation that a trigger calls for, under the key that it must have. `isCalled`: the answer that calls for it is still
 * the one that counts. `isTheirTurn`: they are in the sample this time.
 */
export interface Owed {
  readonly key: string
  readonly dueAt: Instant
  readonly expiresAt: Instant
  readonly isCalled: boolean
  readonly isTheirTurn: boolean
}

/** Everything that the triggers call for by `now`; of a calendar, the dates that have come. */
export const invitationsOwed = (
  program: Program.Program,
  contact: string,
  events: Events,
  now: Instant
): ReadonlyArray<Owed> => {
  const zone = zoneOf(program, events)
  return program.surveys.flatMap((survey) => {
    const place = StableHash.share(JSON.stringify([program.id, survey.id, contact]))
    return survey.triggers.flatMap((trigger) => {
      const name = trigger.name === undefined ? "" : ` ${encodeURIComponent(trigger.name)}`
      return causes(program, contact, events, trigger, now).map(({ cause, dueAt, isCalled = true, turn }) => ({
        key: [program.id, survey.id, contact, "invite", `${trigger.on}${name}${cause}`]
          .map(encodeURIComponent)
          .join("/"),
        dueAt,
        expiresAt: Period.after(trigger.expires, dueAt, zone),
        isCalled,
        // each turn moves them on by the share; whenever they pass a whole number, it is theirs
        isTheirTurn: Math.floor(place + turn * survey.sample) > Math.floor(place + (turn - 1) * survey.sample)
      }))
    })
  })
}

interface Cause {
  /** What stands behind the trigger's kind and name in a wave's id. */
  readonly cause: string
  readonly dueAt: Instant
  readonly turn: number
  readonly isCalled?: boolean
}

const causes = (
  program: Program.Program,
  contact: string,
  events: Events,
  trigger: Trigger.Trigger,
  now: Instant
): ReadonlyArray<Cause> => {
  const zone = zoneOf(program, events)
  const touchpoints = only(inOrder(events), "TouchpointHappened")
  switch (trigger.on) {
    // no program that is tried has a journey
    case "stage":
      return []
    case "touchpoint":
      return touchpoints
        .filter(({ kind }) => kind === trigger.kind)
        .map(({ id, occurredAt }, turn) => ({
          cause: `:${id}`,
          dueAt: Period.after(trigger.delay, occurredAt, zone),
          turn
        }))
    case "milestone":
      return touchpoints
        .filter(({ kind }) => kind === trigger.anchor)
        .flatMap(({ id, occurredAt }) =>
          trigger.at.map((after) => ({ cause: ` ${after}:${id}`, dueAt: Period.after(after, occurredAt, zone) }))
        )
        .map((milestone, turn) => ({ ...milestone, turn }))
    case "calendar": {
      const known = Math.min(...events.map(({ occurredAt }) => occurredAt))
      const share = StableHash.share(JSON.stringify([program.id, trigger.first, contact]))
      return datesUntil(trigger, dayIn(zone, now)).flatMap((date, turn) => {
        // they were not known on that date, whatever the clock says
        if (date < dayIn("UTC", known - 2 * day)) return []
        // by the company's calendar: nobody falls out of a date by moving
        const begins = midnight(program.zone, date)
        const dueAt = midnight(zone, daysAfter(date, Math.floor(share * trigger.spread)))
        const isMeant =
          begins >= known &&
          (trigger.audience === undefined ||
            touchpoints.some(({ kind, occurredAt }) => kind === trigger.audience && occurredAt <= begins))
        return isMeant && dueAt <= now ? [{ cause: `:${date}`, dueAt, turn }] : []
      })
    }
    case "answer": {
      const answered = turns(program, events)
      return wavesInOrder(events, trigger.survey).flatMap((wave, turn) => {
        const found = answered.find((other) => other.survey === trigger.survey && other.wave === wave)
        if (found?.counted === undefined) return []
        const calls = ({ score }: Tagged<"Answered">) => trigger.to.includes(categoryOf(score))
        const isCalled = calls(found.counted)
        const earlier = found.answers.slice(0, found.answers.indexOf(found.counted))
        const calling = isCalled ? found.counted : earlier.find(calls)
        if (calling === undefined) return []
        const dueAt = Period.after(trigger.delay, calling.occurredAt, zone)
        return [{ cause: ` ${encodeURIComponent(trigger.survey)}:${wave}`, dueAt, turn, isCalled }]
      })
    }
  }
}

/** The waves of a survey by the time of their invitation, else of their first answer. */
const wavesInOrder = (events: Events, survey: string): ReadonlyArray<Decision.WaveId> => {
  const began = new Map<Decision.WaveId, Instant>()
  for (const { at, decision, left } of sendings(events).values()) {
    if (left && decision._tag === "Invite" && decision.survey === survey) began.set(decision.wave, at)
  }
  for (const answer of only(inOrder(events), "Answered")) {
    if (answer.survey === survey && !began.has(answer.wave)) began.set(answer.wave, answer.occurredAt)
  }
  return [...began].toSorted(([a, from], [b, to]) => from - to || (a < b ? -1 : 1)).map(([wave]) => wave)
}

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

/**
 * The steps that the playbooks owe, as their keys have them: those for the counted answer, and those for an answer before
 * it in the same wave. A case is owed for the counted answer only.
 */
export const stepsOwed = (program: Program.Program, contact: string, events: Events) =>
  turns(program, events).flatMap(({ answers, counted, survey, wave }) => {
    const steps = program.followUp.find((playbook) => playbook.survey === survey)?.steps ?? []
    if (counted === undefined) return []
    const earlier = answers.slice(0, answers.indexOf(counted))
    return steps
      .filter((step) => {
        const calls = ({ score }: Tagged<"Answered">) => step.to.includes(categoryOf(score))
        return calls(counted) || earlier.some(calls)
      })
      .map(({ do: deed, step }) => ({
        isCase: deed === "open case",
        survey,
        wave,
        key: [program.id, survey, contact, step, wave].map(encodeURIComponent).join("/")
      }))
  })
