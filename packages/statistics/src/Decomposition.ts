/**
 * Decomposition: did people change their minds, or did other people answer?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Check from "./internal/Check.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/** One segment before and after: "small customers" last quarter and this one. @category models @since 0.1.0 */
export interface Segment {
  readonly before: Sample.Counts
  readonly after: Sample.Counts
}

/**
 * What the change of the whole is made of. Unit: points. `mix`: other shares of the segments among those who answered;
 * `rate`: other scores within the segments. `mix` + `rate` = `total`, in each segment as well.
 *
 * @category models
 * @since 0.1.0
 */
export interface Decomposition {
  readonly total: number
  readonly mix: number
  readonly rate: number
  readonly segments: ReadonlyArray<{ readonly mix: number; readonly rate: number }>
  /** Simpson's paradox: no segment moved the way the whole did, and one moved against it. */
  readonly paradox: boolean
}

/**
 * Takes the change apart exactly, and alike in both directions of time. A segment that answered on one side only is held
 * to have had the same score on the other, so that its coming or going is all `mix`. No answers before, or none after:
 * none. Error: `InvalidArgument` naming `segments[2].before.passives`.
 * Source: E. M. Kitagawa, "Components of a Difference Between Two Rates", Journal of the American Statistical Association
 * 50(272), 1955.
 *
 * @example Decomposition.make([]) // => Result.succeed(Option.none())
 * @category constructors
 * @since 0.1.0
 */
export const make = (segments: ReadonlyArray<Segment>): Result.Result<Option.Option<Decomposition>, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.all("segments", segments, (argument, segment) =>
      Result.flatMap(Sample.make(segment?.before, `${argument}.before`), () =>
        Sample.make(segment.after, `${argument}.after`)
      )
    )
    const allBefore = segments.reduce((sum, { before }) => sum + Sample.size(before), 0)
    const allAfter = segments.reduce((sum, { after }) => sum + Sample.size(after), 0)
    if (allBefore === 0 || allAfter === 0) return Option.none()
    const parts = segments.map(({ after, before }) => {
      const shareBefore = Sample.size(before) / allBefore
      const shareAfter = Sample.size(after) / allAfter
      const scoreBefore = scoreOf(before) ?? scoreOf(after) ?? 0
      const scoreAfter = scoreOf(after) ?? scoreBefore
      return {
        mix: (shareAfter - shareBefore) * ((scoreBefore + scoreAfter) / 2),
        rate: (scoreAfter - scoreBefore) * ((shareBefore + shareAfter) / 2),
        moved: scoreAfter - scoreBefore
      }
    })
    const mix = parts.reduce((sum, part) => sum + part.mix, 0)
    const rate = parts.reduce((sum, part) => sum + part.rate, 0)
    const total = mix + rate
    return Option.some({
      total,
      mix,
      rate,
      segments: parts.map(({ mix, rate }) => ({ mix, rate })),
      paradox: parts.every(({ moved }) => moved * total <= 0) && parts.some(({ moved }) => moved * total < 0)
    })
  })

const scoreOf = (counts: Sample.Counts): number | undefined => {
  const n = Sample.size(counts)
  return n === 0 ? undefined : (100 * (counts.promoters - counts.detractors)) / n
}
