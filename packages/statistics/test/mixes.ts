/** The named mixes of promoters, passives and detractors, and what can come of n answers drawn from one. */
import type * as Sample from "@temoin/statistics/Sample"
import { logFactorials } from "../src/internal/Distribution.ts"

/** Shares in percent: promoters, passives, detractors. */
export const mixes = {
  typical: [50, 30, 20],
  uniform: [100 / 3, 100 / 3, 100 / 3],
  good: [60, 30, 10],
  excellent: [80, 15, 5],
  extreme: [95, 4, 1],
  bad: [10, 20, 70],
  passive: [5, 90, 5],
  polarised: [50, 0, 50],
  "polarised, good": [70, 0, 30],
  flat: [20, 60, 20],
  "no detractors": [90, 10, 0]
} as const satisfies Record<string, Mix>

export type Mix = readonly [promoters: number, passives: number, detractors: number]

export const npsOf = ([promoters, , detractors]: Mix): number => promoters - detractors

/** Every result that n answers can have. */
export const outcomes = (n: number): ReadonlyArray<Sample.Counts> =>
  Array.from({ length: n + 1 }, (_, promoters) =>
    Array.from({ length: n - promoters + 1 }, (_, passives) => ({
      promoters,
      passives,
      detractors: n - promoters - passives
    }))
  ).flat()

const log = logFactorials(200)

const drawn = (count: number, share: number): number => (count === 0 ? 0 : count * Math.log(share / 100))

/** How probable this result is when the answers are drawn from this mix. */
export const probability = (mix: Mix, { detractors, passives, promoters }: Sample.Counts): number =>
  Math.exp(
    log[promoters + passives + detractors]! -
      log[promoters]! -
      log[passives]! -
      log[detractors]! +
      drawn(promoters, mix[0]) +
      drawn(passives, mix[1]) +
      drawn(detractors, mix[2])
  )
