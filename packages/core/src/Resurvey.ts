/**
 * Resurvey: when do we ask this contact again?
 *
 * What `Consistency` says about a contact's waves of one survey, read off the contact as it stands. A wave that still takes
 * answers counts as if it closed now: what comes later is a new event, and is looked at then.
 *
 * @since 0.1.0
 */
import * as Consistency from "./Consistency.ts"
import * as Disruption from "./Disruption.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Program from "./Program.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Wave from "./Wave.ts"
import type * as Zone from "./Zone.ts"

/**
 * The interval that applies, and the first instant at which consistency has nothing against asking again. `dueAt` is
 * `undefined` while only the contact can change that.
 *
 * @category models
 * @since 0.1.0
 */
export interface Resurvey {
  readonly next: Exclude<Consistency.Next, { readonly _tag: "AnyTime" }>
  readonly from: Instant
  readonly interval: Period.Period
  readonly dueAt: Instant | undefined
}

/**
 * The waves of a survey as consistency sees them, oldest first: by the answer that counts, else by their beginning, so that
 * of two that were open together the one answered last is the latest. A disruption belongs to the wave that began last
 * before it.
 *
 * @category getters
 * @since 0.1.0
 */
export const pastWaves = (
  program: Program.Program,
  state: State.State,
  survey: Survey.Survey,
  zone: Zone.Zone
): ReadonlyArray<Consistency.PastWave> => {
  const waves = State.waves(state).filter((wave) => wave.survey === survey.id && !Wave.isRepair(wave))
  const began = waves.map((wave) => wave.invitation?.at ?? wave.answers[0]?.at ?? 0)
  const disruptions = state.touchpoints.filter(({ kind }) => Disruption.lasts(program, kind) !== undefined)
  const found = waves.map((wave, i): Consistency.PastWave => {
    const at = began[i] ?? 0
    const until = began[i + 1] ?? Number.POSITIVE_INFINITY
    const answer = Wave.counted(wave, survey.closes, zone)
    return {
      at,
      answer: answer && { score: answer.score, at: answer.at },
      disrupted: disruptions.some((one) => one.at > at && one.at <= until)
    }
  })
  return found.toSorted((a, b) => (a.answer?.at ?? a.at) - (b.answer?.at ?? b.at))
}

/**
 * When to ask again; `undefined` when the survey has no rhythm, or was never asked. After too many silent waves: when the
 * contact has done something since (a touchpoint, a reply), but not sooner than after the longest interval.
 *
 * @category deciding
 * @since 0.1.0
 */
export const next = (
  program: Program.Program,
  state: State.State,
  survey: Survey.Survey,
  zone: Zone.Zone
): Resurvey | undefined => {
  if (survey.rhythm === undefined) return undefined
  const found = Consistency.nextInterval(pastWaves(program, state, survey, zone), survey.rhythm)
  switch (found._tag) {
    case "AnyTime":
      return undefined
    case "After":
      return {
        next: found,
        from: found.from,
        interval: State.paced(state, found.interval),
        dueAt: Period.after(State.paced(state, found.interval), found.from, zone)
      }
    case "UntilTheyAct": {
      const interval = State.paced(state, survey.rhythm.intervals.at(-1) ?? survey.rhythm.intervals[0])
      const isLater = ({ at }: { readonly at: Instant }) => at > found.since
      const acts = [state.touchpoints.find(isLater), state.replies.find(isLater)].flatMap((act) => act?.at ?? [])
      const dueAt =
        acts.length === 0 ? undefined : Math.max(Math.min(...acts), Period.after(interval, found.since, zone))
      return { next: found, from: found.since, interval, dueAt }
    }
  }
}
