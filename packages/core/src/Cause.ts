/**
 * Cause: what makes an ask due, and when?
 *
 * One happening makes one cause, and puts its name into the wave's. Several triggers are put together here.
 *
 * @since 0.1.0
 */
import * as Call from "./Call.ts"
import type { Situation } from "./Candidate.ts"
import type * as Decision from "./Decision.ts"
import { type Instant, last as lastInstant } from "./Instant.ts"
import * as Journey from "./Journey.ts"
import * as Period from "./Period.ts"
import type * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Score from "./Score.ts"
import * as StableHash from "./StableHash.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import type * as Trigger from "./Trigger.ts"
import * as Zone from "./Zone.ts"

/**
 * `wave`: the name of the wave it starts. `at`: when it happened; `dueAt`: when we ask. `about`: its subject, if it has
 * one. `cancelled`: what it rested on is gone; its ask ends as cancelled at that time, unless that comes back before.
 *
 * @category models
 * @since 0.1.0
 */
export interface Cause {
  readonly wave: string
  readonly at: Instant
  readonly about: Touchpoint.Subject | undefined
  readonly dueAt: Instant
  readonly because: Reason.Reason
  readonly cancelled?: { readonly at: Instant; readonly reason: Reason.Reason }
}

/**
 * Whichever of several comes. What two of them let in is one cause, that of the first to be due.
 *
 * @category combining
 * @since 0.1.0
 */
export const any = (parts: ReadonlyArray<ReadonlyArray<Cause>>): ReadonlyArray<Cause> => {
  const byWave = new Map<string, Cause>()
  for (const cause of parts.flat()) {
    const other = byWave.get(cause.wave)
    if (other === undefined || cause.dueAt < other.dueAt) byWave.set(cause.wave, cause)
  }
  return [...byWave.values()]
}

/**
 * Each that comes when one of every part has come; with `within`, less than so long before. It keeps its name, so that news
 * of the others, however late, never makes another ask of it. Those about different subjects do not belong together.
 *
 * @category combining
 * @since 0.1.0
 */
export const all = (
  parts: ReadonlyArray<ReadonlyArray<Cause>>,
  within: Period.Period | undefined,
  zone: Zone.Zone
): ReadonlyArray<Cause> => {
  const coming = parts
    .flatMap((causes, part) => causes.map((cause) => ({ cause, part })))
    .toSorted((a, b) => a.cause.dueAt - b.cause.dueAt || (a.cause.wave < b.cause.wave ? -1 : 1))
  // of each part, the latest about each subject so far
  const latest = parts.map(() => new Map<Touchpoint.Subject | undefined, Cause>())
  const found = new Map<string, Cause>()
  for (const { cause: last, part } of coming) {
    latest[part]?.set(last.about, last)
    if (found.has(last.wave)) continue
    const isInTime = (one: Cause) => within === undefined || last.dueAt < Period.after(within, one.dueAt, zone)
    const subjects = last.about === undefined ? new Set(latest.flatMap((one) => [...one.keys()])) : [last.about]
    for (const about of subjects) {
      const together = latest.flatMap((one) => later(one.get(about), one.get(undefined)) ?? []).filter(isInTime)
      const [first, ...rest] = together.flatMap(({ because }) => happened(because))
      if (first === undefined || together.length < parts.length) continue
      found.set(last.wave, { ...last, about, because: { _tag: "AllHappened", happened: [first, ...rest] } })
      break
    }
  }
  return [...found.values()]
}

const later = (self: Cause | undefined, that: Cause | undefined): Cause | undefined =>
  self === undefined || (that !== undefined && that.dueAt > self.dueAt) ? that : self

type Happened = Extract<Reason.Reason, { readonly _tag: "AllHappened" }>["happened"][number]

/** What lasts: nothing else can be a part of all. */
const happened = (because: Reason.Reason): ReadonlyArray<Happened> => {
  switch (because._tag) {
    case "TouchpointHappened":
      return [{ kind: because.kind, at: because.at, after: because.delay }]
    case "MilestoneReached":
      return [{ kind: because.anchor, at: because.at, after: because.after }]
    default:
      return []
  }
}

/**
 * What the causes are for: the asks of one survey. `keyOf`: an ask's key, by its wave. `isOver`: is the cause
 * of the wave that is named so, `begin` and `end` together, of no interest any more? (To put a name together takes longer
 * than to look for it.)
 *
 * @category models
 * @since 0.1.0
 */
export interface Asks {
  readonly survey: Survey.SurveyId
  readonly keyOf: (wave: Decision.WaveId) => Decision.Key
  readonly isOver: (begin: string, end: string) => boolean
}

/**
 * Everything that makes a trigger's ask due; of what came due before it ran, nothing.
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (situation: Situation, asks: Asks, trigger: Trigger.Trigger): ReadonlyArray<Cause> => {
  const since = runsSince(situation.program, trigger)
  const found =
    trigger.on === "calendar"
      ? dates(situation, asks, trigger, since)
      : happenings(situation, asks, trigger, named(trigger))
  return found.filter(({ dueAt, wave }) => dueAt >= since && !asks.isOver(wave, ""))
}

/** From the beginning of that day on the company's clock: nobody's ask comes or goes because they move. */
const runsSince = ({ zone }: Program.Program, { since }: Trigger.Trigger): Instant =>
  since === undefined ? Number.NEGATIVE_INFINITY : Zone.fromLocal(zone, Date.parse(`${since}T00:00:00Z`))

/** A trigger's kind and name begin the names of the waves it starts; escaped, so that nothing can look like them. */
const named = ({ name, on }: Pick<Trigger.Trigger, "name" | "on">): string =>
  name === undefined ? on : `${on} ${encodeURIComponent(name)}`

type Happening = Exclude<Trigger.Trigger | Trigger.Part, Trigger.Calendar>

const happenings = (situation: Situation, asks: Asks, trigger: Happening, prefix: string): ReadonlyArray<Cause> => {
  /** A plain part adds its kind. What is put together adds nothing: however it came about, it is asked about once. */
  const parts = (of: ReadonlyArray<Trigger.Part>) =>
    of.map((part) =>
      happenings(
        situation,
        // what is asked about already may still make another one complete
        { ...asks, isOver: () => false },
        part,
        part.on === "any" || part.on === "all" ? prefix : `${prefix}:${part.on}`
      )
    )
  switch (trigger.on) {
    case "touchpoint":
      return afterTouchpoints(situation, asks, trigger, prefix)
    case "stage":
      return stages(situation, asks, trigger, prefix)
    case "milestone":
      return milestones(situation, asks, trigger, prefix)
    case "answer":
      return afterAnswers(situation, asks, trigger, prefix)
    case "hand":
      return requests(situation, asks, prefix)
    case "any":
      return any(parts(trigger.of))
    case "all":
      return all(parts(trigger.of), trigger.within, situation.zone)
  }
}

const afterTouchpoints = (
  { state, zone }: Situation,
  { isOver }: Asks,
  { delay, kind }: Pick<Trigger.AfterTouchpoint, "kind" | "delay">,
  prefix: string
): ReadonlyArray<Cause> => {
  const begin = `${prefix}:`
  const found: Array<Cause> = []
  for (const { about, at, id, kind: what } of state.touchpoints) {
    if (what !== kind || isOver(begin, id)) continue
    const wave = begin + id
    const because = { _tag: "TouchpointHappened", kind, at, delay } as const
    found.push({ wave, at, about, dueAt: Period.after(delay, at, zone), because })
  }
  return found
}

const requests = ({ state }: Situation, { survey }: Asks, prefix: string): ReadonlyArray<Cause> =>
  state.requests
    .filter((request) => request.survey === survey)
    .map(({ at, by, id }) => ({
      wave: `${prefix}:${id}`,
      at,
      about: undefined,
      dueAt: at,
      because: { _tag: "AskRequested", at, ...(by !== undefined && { by }) }
    }))

const stages = (
  { history, now, program, state, zone }: Situation,
  { keyOf }: Asks,
  { delay, stage }: Pick<Trigger.OnStage, "stage" | "delay">,
  prefix: string
): ReadonlyArray<Cause> => {
  const journey = program.journey ?? Journey.empty
  const waveOf = (by: Journey.By) => {
    const mover = by._tag === "Answered" ? `${encodeURIComponent(by.survey)} ${by.wave}` : by.id
    return `${prefix} ${encodeURIComponent(stage)}:${mover}`
  }
  const stays = Journey.path(journey, history).filter((stay) => stay.stage === stage)
  const found = stays.map(({ by, enteredAt }): Cause => ({
    wave: waveOf(by),
    at: enteredAt,
    about: undefined,
    dueAt: Period.after(delay, enteredAt, zone),
    because: { _tag: "StageReached", stage, at: enteredAt, delay }
  }))
  // two answers to one wave may both have brought them here
  const reached = any([found])
  // what we tried to ask about, before we heard that they had stood there already
  const outdated = Journey.moves(journey, history).flatMap(({ at, by, move, to }): ReadonlyArray<Cause> => {
    const wave = waveOf(by)
    const stay = found.findLast((one) => one.at <= at)
    const isTried = State.send(state, keyOf(wave as Decision.WaveId)) !== undefined
    if (move !== "again" || to !== stage || stay === undefined || !isTried) return []
    if (reached.some((one) => one.wave === wave)) return []
    return [{ ...stay, wave, cancelled: { at: now, reason: stay.because } }]
  })
  return [...reached, ...outdated]
}

const milestones = (
  { state, zone }: Situation,
  { isOver }: Asks,
  trigger: Pick<Trigger.Milestone, "anchor" | "at">,
  prefix: string
): ReadonlyArray<Cause> => {
  const found: Array<Cause> = []
  for (const { about, at, id, kind: anchor } of state.touchpoints) {
    if (anchor !== trigger.anchor) continue
    for (const after of trigger.at) {
      const begin = `${prefix} ${after}:`
      if (isOver(begin, id)) continue
      const wave = begin + id
      const because = { _tag: "MilestoneReached", anchor, at, after } as const
      found.push({ wave, at, about, dueAt: Period.after(after, at, zone), because })
    }
  }
  return found
}

/**
 * The calendar's dates that have come since it ran and the contact belonged to those it is meant for, and the next one.
 * Whoever is not in our records on a date is not asked for it: a thousand contacts imported today are not all asked today.
 */
const dates = (
  { history, now, program, state, zone }: Situation,
  { keyOf }: Asks,
  trigger: Trigger.Calendar,
  since: Instant
): ReadonlyArray<Cause> => {
  let recordedSince = Number.POSITIVE_INFINITY
  for (const { recordedAt } of history.events) recordedSince = Math.min(recordedSince, recordedAt)
  const meantSince = Math.max(
    recordedSince,
    trigger.audience === undefined
      ? Number.NEGATIVE_INFINITY
      : (state.touchpoints.find(({ kind }) => kind === trigger.audience)?.at ?? Number.POSITIVE_INFINITY)
  )
  if (meantSince === Number.POSITIVE_INFINITY) return []
  const midnight = Date.parse(`${trigger.first}T00:00:00Z`)
  const first = Zone.fromLocal(zone, midnight)
  // whether they were known on a date goes by the company's calendar: nobody falls out of it by moving
  const told = Zone.fromLocal(program.zone, midnight)
  const day =
    trigger.spread === 0
      ? 0
      : Math.floor(StableHash.share(JSON.stringify([program.id, trigger.first, state.contact])) * trigger.spread)
  const found: Array<Cause> = []
  // no date before this one can have come since; and one may be asked about for as long as it is spread, wherever they live
  const earliest = Math.max(meantSince, since - (trigger.spread + 2) * oneDay)
  for (let nth = Period.fullTimes(trigger.every, told, earliest); ; nth++) {
    if (Period.times(trigger.every, nth, told, program.zone) < meantSince) continue
    const date = Period.times(trigger.every, nth, first, zone)
    const dueAt = Period.times("1 day", day, date, zone)
    const because = { _tag: "DateCame", date } as const
    const wave = `${named(trigger)}:${localDay(date, zone)}`
    found.push({ wave, at: date, about: undefined, dueAt, because })
    // one that was called off before it was due, or asked where the date comes earlier, is not the next one
    const isNext = dueAt > now && dueAt >= since && !State.isOver(state, keyOf(wave as Decision.WaveId))
    if (isNext || dueAt >= lastInstant) return found
  }
}

const localDay = (at: Instant, zone: Zone.Zone): string =>
  new Date(at + Zone.offsetAt(zone, at)).toISOString().replace(/T.*$/, "")

const oneDay = 86_400_000

const afterAnswers = (
  { program, state, zone }: Situation,
  { keyOf }: Asks,
  trigger: Pick<Trigger.AfterAnswer, "survey" | "to" | "delay">,
  prefix: string
): ReadonlyArray<Cause> =>
  state.turns
    .filter((turn) => turn.survey === trigger.survey)
    .flatMap((turn): ReadonlyArray<Cause> => {
      const wave = `${prefix} ${encodeURIComponent(turn.survey)}:${turn.id}`
      const call = Call.of({ program, state, zone }, turn, keyOf(wave as Decision.WaveId), ({ score }) =>
        trigger.to.includes(Score.category(score))
      )
      if (call === undefined) return []
      const { by, cancelled } = call
      return [
        {
          wave,
          at: by.at,
          about: undefined,
          dueAt: Period.after(trigger.delay, by.at, zone),
          because: { _tag: "AnswerGiven", score: by.score, at: by.at },
          ...(cancelled && { cancelled })
        }
      ]
    })
