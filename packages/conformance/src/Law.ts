/**
 * Law: what does a port promise, said so that a machine can check it?
 *
 * A law is a value: a name and a check that any adapter of the port can be put through. The check invents cases, gives
 * each a fresh adapter, and when one breaks the promise makes that case as small as it can before reporting it.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Exit from "effect/Exit"
import { format } from "effect/Formatter"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

/**
 * A promise of the port `Port`, under the name by which it is reported.
 *
 * `check` builds `layer` anew for each case, so a build of it must start empty (for a server: a schema of its own).
 * Anything else than keeping the promise breaks the law: an unexpected error, a defect, a layer that cannot be built.
 *
 * @category models
 * @since 0.1.0
 */
export interface Law<Port> {
  readonly name: string
  readonly check: <E>(layer: Layer.Layer<Port, E>, options?: Options) => Effect.Effect<void, LawBroken>
}

/**
 * - `seed`: which cases are invented; the same seed, the same cases. Default: the environment's `TEMOIN_SEED`, else
 *   one that never changes.
 * - `runs`: how many cases (default 50).
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly seed?: number
  readonly runs?: number
}

/**
 * An adapter does not keep the law. `counterexample` is the smallest case found, as text; `problem` what went wrong in
 * it; `seed` finds it again.
 *
 * @category errors
 * @since 0.1.0
 */
export class LawBroken extends Schema.TaggedError<LawBroken>()("LawBroken", {
  law: Schema.String,
  problem: Schema.String,
  counterexample: Schema.String,
  seed: Schema.Int,
  runs: Schema.Int,
  shrinks: Schema.Int
}) {
  override get message() {
    return [
      `broken: ${this.law}`,
      this.problem,
      `in the case ${this.counterexample}`,
      `(case ${this.runs}, made smaller ${this.shrinks} times; TEMOIN_SEED=${this.seed} finds it again)`
    ].join("\n")
  }
}

/**
 * Two things that a law says are the same are not.
 *
 * @category errors
 * @since 0.1.0
 */
export class Disagreement extends Schema.TaggedError<Disagreement>()("Disagreement", {
  what: Schema.String,
  actual: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `${this.what}: expected ${this.expected}, got ${this.actual}`
  }
}

const defaultSeed = 20_160_609

// One build of a slow adapter per step: a case that is a little larger is better than a report that never comes.
const maxShrinks = 500

const configuredSeed = Config.Int("TEMOIN_SEED").pipe(Config.withDefault(defaultSeed), Effect.orDie)

const broken = (cause: Cause.Cause<unknown>): Error => {
  const error = Cause.squash(cause)
  if (error instanceof Disagreement || fc.PreconditionFailure.isFailure(error)) return error
  return new Error(Cause.pretty(cause))
}

/**
 * The law that `holds` succeeds for every input, each on an adapter of its own. It says what is wrong by failing, most
 * often through `agree`. An input it has nothing to say about is left out by fast-check's `pre`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const forAll = <Input, Port>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  holds: (input: Input) => Effect.Effect<void, unknown, Port>
): Law<Port> => ({
  name,
  check: Effect.fnUntraced(function* <E>(layer: Layer.Layer<Port, E>, { runs = 50, seed }: Options = {}) {
    const outer = yield* Effect.context<never>()
    const run = Effect.fnUntraced(function* (input: Input) {
      const fresh = yield* Layer.buildWithScope(Layer.fresh(layer), yield* Effect.scope)
      return yield* Effect.updateContext(holds(input), (_: Context.Context<never>) => Context.merge(outer, fresh))
    }, Effect.scoped)
    const runExit = Effect.runPromiseExitWith(outer)
    const usedSeed = seed ?? (yield* configuredSeed)
    const details = yield* Effect.promise((signal) =>
      fc.check(
        fc.asyncProperty(fc.limitShrink(inputs, maxShrinks), async (input) => {
          const exit = await runExit(run(input), { signal })
          if (Exit.isFailure(exit)) throw broken(exit.cause)
        }),
        { seed: usedSeed, numRuns: runs }
      )
    )
    if (details.failed) {
      return yield* new LawBroken({
        law: name,
        problem: details.errorInstance instanceof Error ? details.errorInstance.message : "no case could be invented",
        counterexample: details.counterexample === null ? "none" : fc.stringify(details.counterexample[0]),
        seed: details.seed,
        runs: details.numRuns,
        shrinks: details.numShrinks
      })
    }
  })
})

/**
 * Succeeds when both are equal by structure, else fails with a `Disagreement` that shows them.
 *
 * @category claiming
 * @since 0.1.0
 */
export const agree = <A>(what: string, actual: A, expected: NoInfer<A>): Effect.Effect<void, Disagreement> =>
  Equal.equals(actual, expected)
    ? Effect.void
    : Effect.fail(new Disagreement({ what, actual: shown(actual), expected: shown(expected) }))

// A text of ten thousand characters helps nobody.
const shown = (value: unknown): string => {
  const text = format(value)
  return text.length <= 1000 ? text : `${text.slice(0, 1000)}… (${text.length} characters)`
}
