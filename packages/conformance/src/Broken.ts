/**
 * Broken: would a law notice?
 *
 * A broken adapter is a good one with one defect. It keeps all laws before the one it breaks; so every law is known to
 * catch something, and to catch something that none before it does.
 *
 * @since 0.1.0
 */
import type * as Context from "effect/Context"
import * as Layer from "effect/Layer"

/**
 * `breaks` is the name of the first law that fails. `layer` puts the defect into a good adapter.
 *
 * @category models
 * @since 0.1.0
 */
export interface Broken<Port> {
  readonly name: string
  readonly breaks: string
  readonly layer: <E>(good: Layer.Layer<Port, E>) => Layer.Layer<Port, E>
}

/**
 * A broken adapter from what the defect makes of the good services. `defect` runs once per build, so what it remembers
 * is as fresh as the adapter.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Port>(
  name: string,
  breaks: string,
  defect: (good: Context.Context<Port>) => Context.Context<Port>
): Broken<Port> => ({
  name,
  breaks,
  layer: (good) => Layer.flatMap(good, (services) => Layer.syncContext(() => defect(services)))
})
