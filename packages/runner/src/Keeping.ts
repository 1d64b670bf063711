/**
 * Keeping: where do reports read what is kept?
 *
 * From the store, where it keeps projections. From one that does not, by reading every history: right, and slow where there are
 * many.
 *
 * @since 0.1.0
 */
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Port from "@temoin/core/ports/Projections"
import * as Projection from "@temoin/core/Projection"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Writing from "./Writing.ts"

const page = 200

/**
 * The projections of the store among the adapters, or else a fold of the whole log.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (settings: Projection.Settings): Layer.Layer<Port.Projections, never, HistoryStore.HistoryStore> =>
  Layer.effect(
    Port.Projections,
    Effect.gen(function* () {
      const kept = yield* Effect.serviceOption(Port.Projections)
      if (Option.isSome(kept)) return kept.value
      const store = yield* HistoryStore.HistoryStore
      const all = Effect.gen(function* () {
        const projections: Array<Projection.Projection> = []
        let after = Option.none<HistoryStore.Stored["contact"]>()
        for (;;) {
          const found = yield* store.page({ after, limit: page })
          for (const stored of found) projections.push(Projection.of(settings, yield* Writing.historyOf(stored)))
          const last = found.at(-1)
          if (last === undefined || found.length < page) return { names: settings.segments, projections }
          after = Option.some(last.contact)
        }
      })
      return Port.over(all)
    })
  )
