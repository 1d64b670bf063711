/**
 * Moments: where do the answers of one group lie, and how far apart?
 */
import type { Counts } from "../Sample.ts"

/** Of the answers counted −1, 0 and 1. At least one answer is taken for granted. */
export interface Moments {
  readonly mean: number
  readonly variance: number
  /** Of the mean, with divisor n. */
  readonly standardError: number
}

export const moments = (counts: Counts): Moments => {
  const n = counts.promoters + counts.passives + counts.detractors
  const p = counts.promoters / n
  const s = counts.passives / n
  const d = counts.detractors / n
  // (p + d) − (p − d)², written as a sum of what is never negative
  const variance = s * (p + d) + 4 * p * d
  return { mean: p - d, variance, standardError: Math.sqrt(variance / n) }
}
