/**
 * Suite: how does an adapter's test run the laws?
 *
 * In one line, under Vitest, which the adapter brings.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type * as Broken from "./Broken.ts"
import type * as Law from "./Law.ts"

/**
 * `timeout`: how long one test may take before it counts as failed. Unit: milliseconds. Default: one minute, since a
 * law builds the adapter many times.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends Law.Options {
  readonly timeout?: number
}

const minute = 60_000

/**
 * One test per law: `suite("memory", HistoryStoreLaws.laws, MemoryHistoryStore.layer)`.
 *
 * @category running
 * @since 0.1.0
 */
export const suite = <Port, E>(
  name: string,
  laws: ReadonlyArray<Law.Law<Port>>,
  layer: Layer.Layer<Port, E>,
  options: Options = {}
): void => {
  describe(name, () => {
    for (const law of laws) {
      it(law.name, () => Effect.runPromise(law.check(layer, options)), options.timeout ?? minute)
    }
  })
}

/**
 * Tests the laws themselves: each broken adapter keeps every law before the one it says, and breaks that; and no law is without
 * a broken adapter. So each law catches something that none before it does; those after it may rest on it. `good` is an
 * adapter that keeps them all.
 *
 * @category running
 * @since 0.1.0
 */
export const rejects = <Port, E>(
  name: string,
  laws: ReadonlyArray<Law.Law<Port>>,
  broken: ReadonlyArray<Broken.Broken<Port>>,
  good: Layer.Layer<Port, E>,
  options: Options = {}
): void => {
  describe(name, () => {
    it("every law has a broken adapter", () => {
      expect(new Set(broken.map((adapter) => adapter.breaks))).toEqual(new Set(laws.map((law) => law.name)))
    })
    for (const adapter of broken) {
      it(
        `${adapter.name} breaks: ${adapter.breaks}`,
        async () => {
          const checks = laws.map((law) => law.check(adapter.layer(good), options))
          const first = await Effect.runPromise(Effect.result(Effect.all(checks, { discard: true })))
          const { law, message } = Result.isFailure(first) ? first.failure : { law: "none", message: "keeps all laws" }
          expect(law, message).toBe(adapter.breaks)
        },
        options.timeout ?? minute
      )
    }
  })
}
