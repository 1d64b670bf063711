/**
 * MemoryErasureLedger: where are erasures noted while nobody needs them tomorrow?
 *
 * @since 0.1.0
 */
import { type Entry, ErasureLedger } from "@temoin/core/ports/ErasureLedger"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/**
 * A ledger of its own, empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<ErasureLedger["Service"]> = Effect.sync(() => {
  const all: Array<Entry> = []
  return ErasureLedger.of({
    add: (entries) => Effect.sync(() => void all.push(...entries)),
    entries: Effect.sync(() => [...all])
  })
})

/**
 * The ledger as a layer; each build of it is one of its own, empty.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<ErasureLedger> = Layer.effect(ErasureLedger, make)
