/**
 * MemoryNotebook: where is noted what nobody needs tomorrow?
 *
 * The `Notebook` port in memory.
 *
 * @since 0.1.0
 */
import { Notebook, PageMoved } from "@temoin/core/ports/Notebook"
import type { Page } from "@temoin/core/ports/Notebook"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/**
 * A notebook of its own, empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<Notebook["Service"]> = Effect.sync(() => {
  const pages = new Map<string, Page>()
  return Notebook.of({
    read: (keys) => Effect.sync(() => keys.flatMap((key) => pages.get(key) ?? [])),

    write: (changes) =>
      Effect.suspend(() => {
        for (const { expected, key } of changes) {
          const actual = pages.get(key)?.version ?? 0
          if (expected !== undefined && expected !== actual) return new PageMoved({ key, expected, actual })
        }
        for (const { key, value } of changes) {
          if (value === null) pages.delete(key)
          else pages.set(key, { key, value, version: (pages.get(key)?.version ?? 0) + 1 })
        }
        return Effect.void
      }),

    list: ({ after, limit, prefix }) =>
      Effect.sync(() =>
        [...pages.values()]
          .filter(({ key }) => key.startsWith(prefix) && (after === undefined || key > after))
          .toSorted((a, b) => (a.key < b.key ? -1 : 1))
          .slice(0, limit)
      )
  })
})

/**
 * The notebook; each build of it starts empty.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Notebook> = Layer.effect(Notebook, make)
