/**
 * Exhibit: which testimonials of one contact may be on a wall now?
 *
 * @since 0.1.0
 */
import * as Account from "./Account.ts"
import * as Doubt from "./Doubt.ts"
import type * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Journey from "./Journey.ts"
import type * as Program from "./Program.ts"
import * as Fold from "./Fold.ts"
import type * as Wall from "./Wall.ts"

/**
 * What a wall can choose from: the contact's testimonials with their consent and the stage they stand in, without those in doubt,
 * whether that was recorded or not. Empty also for somebody who was erased, or who goes on under another id.
 *
 * @category getters
 * @since 0.1.0
 */
export const of = (
  program: Program.Program,
  history: History.History,
  now: Instant,
  account?: Account.Account
): ReadonlyArray<Wall.Entry> => {
  const state = Fold.of(history)
  const { consent, testimonials } = state.testimony
  if (testimonials.size === 0 || state.erasedAt !== undefined || state.mergedInto !== undefined) return []
  const zone = Account.zone(program, state, account)
  const situation = { program, history, state, account, zone, now }
  const stage = Journey.path(program.journey ?? Journey.empty, history).findLast(
    ({ enteredAt }) => enteredAt <= now
  )?.stage
  return [...testimonials.values()]
    .filter((testimonial) => Doubt.of(situation, testimonial).length === 0)
    .map((testimonial) => ({ testimonial, consent, ...(stage !== undefined && { stage }) }))
}
