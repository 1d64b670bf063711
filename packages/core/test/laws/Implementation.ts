/**
 * Implementation: whose behaviour is on trial?
 *
 * Core's own, or a mutant's: the same functions, one of them subtly wrong. The laws see nothing else.
 */
import * as Account from "@temoin/core/Account"
import * as Decide from "@temoin/core/Decide"
import * as Exhibit from "@temoin/core/Exhibit"
import * as Headline from "@temoin/core/Headline"
import * as History from "@temoin/core/History"
import * as Nps from "@temoin/core/Nps"
import * as Restraint from "@temoin/core/Restraint"
import * as Fold from "@temoin/core/Fold"
import type { Lived } from "./Lived.ts"

export interface Implementation {
  readonly decide: typeof Decide.decide
  readonly judge: typeof Restraint.judge
  readonly account: typeof Account.make
  readonly makeHistory: typeof History.make
  readonly fold: typeof Fold.of
  readonly exhibit: typeof Exhibit.of
  readonly headline: typeof Headline.of
  readonly tally: typeof Nps.tally
  readonly combine: typeof Nps.combine
  readonly score: typeof Nps.score
  /** Is told of every life that was lived. */
  readonly onLived?: (lived: Lived) => void
}

export const core: Implementation = {
  decide: Decide.decide,
  judge: Restraint.judge,
  account: Account.make,
  makeHistory: History.make,
  fold: Fold.of,
  exhibit: Exhibit.of,
  headline: Headline.of,
  tally: Nps.tally,
  combine: Nps.combine,
  score: Nps.score
}
