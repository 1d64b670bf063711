/**
 * Benchmark: what is compared with what?
 *
 * A benchmark is data; `Measure` runs it and `Table` prints it.
 *
 * @since 0.1.0
 */

/**
 * What one call computed, in one number. Every call of a side gives the same one, and both sides give the same one;
 * each call is checked, so no work can be optimised away.
 *
 * @category models
 * @since 0.1.0
 */
export type Sink = number

/**
 * - `what`: its name in the table.
 * - `unit`, `units`: what the times are per, and how many of these one call does.
 * - `ours`: the library. `reference`: hand-written code that does the same, `undefined` when there is none to compare
 *   with. `referenceIs`: what that code is.
 * - `target`: how many times the reference's time ours may take; `undefined` when the line is only shown.
 * - `differs`: compares both sides in full, before the clock runs, and says what differs. `undefined`: nothing.
 *   Left out: the sinks say it all.
 * - `rounds`: how many, where one call takes seconds. `elapsed`: how long the last call took by its own clock, where it puts
 *   things in order first; milliseconds.
 * - `spoils`: asked when all rounds are over: what else had to be kept to, and was not. The target is missed then, whatever the
 *   time. `undefined`: nothing.
 * - `close`: gives back what the benchmark opened.
 *
 * @category models
 * @since 0.1.0
 */
export interface Benchmark {
  readonly what: string
  readonly unit: string
  readonly units: () => number
  readonly ours: () => Sink
  readonly reference: (() => Sink) | undefined
  readonly referenceIs: string
  readonly target?: number | undefined
  readonly differs?: () => string | undefined
  readonly rounds?: number
  readonly elapsed?: () => number
  readonly spoils?: () => string | undefined
  readonly close?: () => void
}

/**
 * A value made when it is first asked for, so that a benchmark nobody runs costs nothing.
 *
 * @category constructors
 * @since 0.1.0
 */
export const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: make() }).value
}
