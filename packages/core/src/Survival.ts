/**
 * Survival: how long until it happens, when some are still waiting?
 *
 * Those who wait still are *censored*: it has not happened to them by now, which is neither "never" nor "now". Leaving them
 * out would flatter the speed; counting them as never would hide it.
 * Sources: E. L. Kaplan and P. Meier, Journal of the American Statistical Association 53:457–481, 1958; O. O. Aalen and
 * S. Johansen, Scandinavian Journal of Statistics 5:141–150, 1978. Checked against R's package survival.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * How long one wait lasted, in any unit, and how it ended. `cause` left out: it has not ended yet.
 *
 * @category models
 * @since 0.1.0
 */
export interface Wait {
  readonly lasted: number
  readonly cause?: string
}

/** One moment at which waits ended, or were last seen. */
interface Moment {
  readonly time: number
  /** How many were waiting just before. */
  readonly atRisk: number
  readonly ended: number
  readonly censored: number
  readonly causes: ReadonlyMap<string, number>
}

/**
 * Many waits, counted by their length. `size`: how many there are; `last`: the longest, `undefined` when there are none.
 *
 * @category models
 * @since 0.1.0
 */
export interface Survival {
  readonly size: number
  readonly last: number | undefined
  readonly moments: ReadonlyArray<Moment>
}

/**
 * A wait lasted less than nothing, or not a number of anything. `index`: which of those that were given.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidWait extends Schema.TaggedError<InvalidWait>()("InvalidWait", {
  index: Schema.Int,
  lasted: Schema.Number
}) {
  override get message(): string {
    return `waits[${this.index}]: lasted ${this.lasted}, and must be a finite number, 0 or more`
  }
}

/**
 * Counts waits. Those that end, and those last seen, at the same time: the ends come first. Fails with the first wait that
 * is no length.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (waits: Iterable<Wait>): Result.Result<Survival, InvalidWait> => {
  const byTime = new Map<number, { ended: number; censored: number; causes: Map<string, number> }>()
  let size = 0
  for (const { cause, lasted } of waits) {
    if (!Number.isFinite(lasted) || lasted < 0) return Result.fail(new InvalidWait({ index: size, lasted }))
    const moment = byTime.get(lasted) ?? { ended: 0, censored: 0, causes: new Map<string, number>() }
    if (cause === undefined) moment.censored++
    else {
      moment.ended++
      moment.causes.set(cause, (moment.causes.get(cause) ?? 0) + 1)
    }
    byTime.set(lasted, moment)
    size++
  }
  let atRisk = size
  const moments = [...byTime]
    .toSorted(([a], [b]) => a - b)
    .map(([time, counts]): Moment => {
      const moment = { time, atRisk, ...counts }
      atRisk -= counts.ended + counts.censored
      return moment
    })
  return Result.succeed({ size, last: moments.at(-1)?.time, moments })
}

/**
 * How sure an estimate is: its standard error, and the limits between which the true share lies in 95 of 100 samples.
 *
 * @category models
 * @since 0.1.0
 */
export interface Precision {
  readonly standardError: number
  readonly lower: number
  readonly upper: number
}

/**
 * A share in [0, 1]. `precision` is none where the share is 0 or 1: the method says nothing there, and certainty it is not.
 *
 * @category models
 * @since 0.1.0
 */
export interface Estimate {
  readonly value: number
  readonly precision: Option.Option<Precision>
}

/** 95 % of a normal distribution lie between minus and plus this. */
const twoSided = 1.959963984540054

/** On the log-log scale, where the limits stay within 0 and 1. */
const estimate = (value: number, variance: number): Estimate => {
  if (value <= 0 || value >= 1) return { value, precision: Option.none() }
  const standardError = Math.sqrt(variance)
  const log = Math.log(value)
  const reach = (twoSided * standardError) / (value * -log)
  const limit = (by: number) => Math.exp(log * Math.exp(by))
  return { value, precision: Option.some({ standardError, lower: limit(reach), upper: limit(-reach) }) }
}

interface Remaining {
  readonly time: number
  readonly estimate: Estimate
}

/** The estimate from each moment on at which something ended. */
const curve = (self: Survival): ReadonlyArray<Remaining> => {
  let value = 1
  let sum = 0
  return self.moments
    .filter(({ ended }) => ended > 0)
    .map(({ atRisk, ended, time }) => {
      value *= (atRisk - ended) / atRisk
      sum += ended / (atRisk * (atRisk - ended))
      return { time, estimate: estimate(value, value * value * sum) }
    })
}

/** Nobody was watched for so long, and some were waiting still when last seen. */
const isUnseen = (self: Survival, time: number): boolean => {
  const last = self.moments.at(-1)
  return last === undefined || !(time >= 0) || (time > last.time && last.ended < last.atRisk)
}

/**
 * Share of those still waiting after a time (Kaplan–Meier), with Greenwood's standard error and log-log limits at 95 %.
 * Out of: all waits. Empty: none without waits, and for a time that lies beyond the longest wait while some wait still,
 * since nobody was watched for so long.
 *
 * @example Option.map(Survival.remaining(Result.getOrThrow(Survival.make([{ lasted: 1, cause: "left" }, { lasted: 3 }])), 2), ({ value }) => value) // => Option.some(0.5)
 * @category estimating
 * @since 0.1.0
 */
export const remaining = (self: Survival, time: number): Option.Option<Estimate> => {
  if (isUnseen(self, time)) return Option.none()
  const reached = curve(self).findLast((point) => point.time <= time)
  return Option.some(reached?.estimate ?? { value: 1, precision: Option.none() })
}

/**
 * The time after which half are still waiting, or fewer, with its limits at 95 %. Each is `undefined` where the data do not
 * reach it: with a `lower` and no `time`, half wait longer than anybody was watched, and surely longer than `lower`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Median {
  readonly time: number | undefined
  readonly lower: number | undefined
  readonly upper: number | undefined
}

/**
 * The median wait, those who wait still included: the first time after which no more than half remain (Kaplan–Meier); its
 * limits are where those of the curve get there. Empty: all three `undefined`.
 * Source of the limits: R. Brookmeyer and J. Crowley, Biometrics 38:29–41, 1982.
 *
 * @category estimating
 * @since 0.1.0
 */
export const median = (self: Survival): Median => {
  const points = curve(self)
  const first = (isThere: (estimate: Estimate) => boolean) => points.find((point) => isThere(point.estimate))?.time
  const limit = (name: "lower" | "upper") =>
    first(({ precision }) => Option.isSome(precision) && precision.value[name] <= half)
  return { time: first(({ value }) => value <= half), lower: limit("lower"), upper: limit("upper") }
}

/** A product of fractions that is one half may come out a little above it. */
const half = 0.5 + 1e-12

/**
 * Share of those whose wait has ended by a time and for this cause, where other causes can come first (Aalen–Johansen).
 * Its standard error is that of the infinitesimal jackknife, its limits at 95 % are log-log. Out of: all waits. The shares
 * of all causes and of those who remain add up to 1, which Kaplan–Meier per cause would not. Empty: as in `remaining`.
 *
 * @category estimating
 * @since 0.1.0
 */
export const incidence = (self: Survival, cause: string, time: number): Option.Option<Estimate> => {
  if (isUnseen(self, time)) return Option.none()
  // What one person more, of those still there, would change: `a` the share that remains, `b` the share sought.
  let a = 0
  let b = 0
  let remains = 1
  let share = 0
  let there = self.size
  const gone: Array<{
    readonly count: number
    readonly a: number
    readonly b: number
    remains: number
    share: number
  }> = []
  for (const { atRisk, causes, censored, ended, time: at } of self.moments) {
    if (at > time) break
    const sought = causes.get(cause) ?? 0
    const hazard = ended / atRisk
    const hazardOfCause = sought / atRisk
    const changed = (ends: 0 | 1, endsSo: 0 | 1) => ({
      a: a * (1 - hazard) - (remains * (ends - hazard)) / atRisk,
      b: b + a * hazardOfCause + (remains * (endsSo - hazardOfCause)) / atRisk
    })
    const after = { remains: remains * (1 - hazard), share: share + remains * hazardOfCause }
    const stayed = changed(0, 0)
    gone.push(
      { count: sought, ...changed(1, 1), ...after },
      { count: ended - sought, ...changed(1, 0), ...after },
      { count: censored, ...stayed, ...after }
    )
    ;({ a, b } = stayed)
    ;({ remains, share } = after)
    there = atRisk - ended - censored
  }
  // whoever has gone still weighs on what came after, in proportion to what remained
  const influence = (one: (typeof gone)[number]) =>
    one.b + (one.remains > 0 ? (one.a / one.remains) * (share - one.share) : 0)
  const variance = gone.reduce((sum, one) => sum + one.count * influence(one) ** 2, there * b ** 2)
  return Option.some(estimate(share, variance))
}
