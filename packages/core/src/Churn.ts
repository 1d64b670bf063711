/**
 * Churn: has this person left us, or said that they will?
 *
 * @since 0.1.0
 */
import type { Instant } from "./Instant.ts"
import type * as Person from "./Person.ts"
import type * as Vocabulary from "./Vocabulary.ts"

/**
 * Since when they are lost, or about to be: the first notice that stands. It stands until it was taken back (`DisruptionEnded` of
 * its kind) or they bought again. `undefined`: none does.
 *
 * @category reading
 * @since 0.1.0
 */
export const since = ({ state }: Person.Person, { churn, purchase }: Vocabulary.Vocabulary): Instant | undefined => {
  const bought = state.touchpoints.filter(({ kind }) => purchase.includes(kind))
  return state.touchpoints.find(
    (notice) =>
      churn.includes(notice.kind) &&
      bought.every(({ at }) => at <= notice.at) &&
      !state.calmed.some(
        ({ about, at, kind }) =>
          kind === notice.kind && at >= notice.at && (about === undefined || about === notice.about)
      )
  )?.at
}
