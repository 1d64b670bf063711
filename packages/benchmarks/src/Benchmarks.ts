/**
 * Benchmarks: which are there?
 *
 * @since 0.1.0
 */
import type { Benchmark } from "./Benchmark.ts"
import * as Crowding from "./benchmarks/Crowding.ts"
import * as Deciding from "./benchmarks/Deciding.ts"
import * as Hearing from "./benchmarks/Hearing.ts"
import * as Inviting from "./benchmarks/Inviting.ts"
import * as Keeping from "./benchmarks/Keeping.ts"
import * as Serving from "./benchmarks/Serving.ts"
import * as Simulating from "./benchmarks/Simulating.ts"
import * as Statistics from "./benchmarks/Statistics.ts"
import * as Storing from "./benchmarks/Storing.ts"
import * as Tally from "./benchmarks/Tally.ts"
import * as Ticking from "./benchmarks/Ticking.ts"

/** In the order of the table. Each has a name of its own. @category models @since 0.1.0 */
export const all: ReadonlyArray<Benchmark> = [
  ...Tally.benchmarks,
  ...Statistics.benchmarks,
  ...Deciding.benchmarks,
  ...Simulating.benchmarks,
  ...Storing.benchmarks,
  ...Keeping.benchmarks,
  ...Ticking.benchmarks,
  ...Serving.benchmarks,
  ...Crowding.benchmarks,
  ...Inviting.benchmarks,
  ...Hearing.benchmarks
]

/**
 * Those with this text in their name, in upper or lower case. An empty text finds all.
 *
 * @category getters
 * @since 0.1.0
 */
export const named = (text: string): ReadonlyArray<Benchmark> =>
  all.filter(({ what }) => what.toLowerCase().includes(text.toLowerCase()))
