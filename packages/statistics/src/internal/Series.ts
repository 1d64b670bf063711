/**
 * Series: are these the counts of one period after another?
 */
import type * as Result from "effect/Result"
import type { InvalidArgument } from "../InvalidArgument.ts"
import * as Sample from "../Sample.ts"
import * as Check from "./Check.ts"

/** Every period's counts, or the one that is wrong: `series[3].passives`. */
export const check = (
  series: ReadonlyArray<Sample.Counts>
): Result.Result<ReadonlyArray<Sample.Counts>, InvalidArgument> =>
  Check.all("series", series, (argument, counts) => Sample.make(counts, argument))
