/**
 * BrokenProjections: which mistakes do stores make with what they keep ready?
 *
 * One store per law of `ProjectionsLaws`: a good one with the defect that this law is there to find.
 *
 * @since 0.1.0
 */
import * as Breakdown from "@temoin/core/Breakdown"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Port from "@temoin/core/ports/Projections"
import type * as Projection from "@temoin/core/Projection"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Broken from "./Broken.ts"
import type { Keeping } from "./ProjectionsLaws.ts"

type Store = HistoryStore["Service"]
type Kept = Port.Projections["Service"]

const broken = (
  name: string,
  breaks: string,
  defect: (kept: Kept, store: Store) => { readonly kept?: Partial<Kept>; readonly store?: Partial<Store> }
): Broken.Broken<Keeping> =>
  Broken.make(name, breaks, (services) => {
    const store = Context.get(services, HistoryStore)
    const kept = Context.get(services, Port.Projections)
    const defects = defect(kept, store)
    return Context.make(HistoryStore, { ...store, ...defects.store }).pipe(
      Context.add(Port.Projections, { ...kept, ...defects.kept })
    )
  })

const points = (text: string): string =>
  Array.from(text, (character) => (character.codePointAt(0) ?? 0).toString(16).padStart(6, "0")).join()

/** At least one broken store for each law of `ProjectionsLaws`. @category broken @since 0.1.0 */
export const all: ReadonlyArray<Broken.Broken<Keeping>> = [
  broken("has no room for other", "the answers by period and segment are those of the log", (kept) => ({
    kept: {
      breakdown: (query) =>
        Effect.map(kept.breakdown(query), ({ cells, uncertain }) => ({
          cells: cells.filter(({ segment }) => segment?._tag !== "Other"),
          uncertain
        }))
    }
  })),
  broken(
    "keeps a report that was read, whatever comes after",
    "the answers by period and segment are those of the log",
    (kept) => {
      const read = new Map<string, Breakdown.Breakdown>()
      return {
        kept: {
          breakdown: Effect.fnUntraced(function* (query) {
            const key = JSON.stringify(query)
            const found = read.get(key) ?? (yield* kept.breakdown(query))
            if (found.cells.length > 0) read.set(key, found)
            return found
          })
        }
      }
    }
  ),
  broken(
    "counts nobody where it does not know the trait",
    "a trait that answers are not kept by is refused",
    (kept) => ({
      kept: {
        breakdown: (query) =>
          Effect.catchTag(kept.breakdown(query), "SegmentNotKept", () => Effect.succeed({ cells: [], uncertain: 0 }))
      }
    })
  ),
  broken(
    "forgets a case that has no deadline any more",
    "the open cases are those of the log, page by page in their order, whoever owns them",
    (kept) => ({
      kept: {
        cases: (request) => Effect.map(kept.cases(request), (cases) => cases.filter(({ dueBy }) => dueBy !== undefined))
      }
    })
  ),
  broken(
    "goes on showing what was withdrawn or has run out",
    "whoever has something to show is known, page by page",
    (kept) => ({ kept: { exhibitors: (request) => kept.exhibitors({ ...request, now: -8.64e15 }) } })
  ),
  broken("sorts the list by code point", "the list of addresses is that of the log, page by page", (kept) => ({
    kept: {
      suppressions: (request) =>
        Effect.map(kept.suppressions(request), (list) =>
          list.toSorted((a, b) => (points(a.address + a.contact) < points(b.address + b.contact) ? -1 : 1))
        )
    }
  })),
  broken("looks for the very letters", "an address is found on the list however it is written", (kept) => ({
    kept: {
      suppressed: (address) =>
        Effect.map(kept.suppressed(address), (list) => list.filter((one) => one.address === address))
    }
  })),
  broken("forgets the deadline of a case", "what is kept of one contact is the fold of their history", (kept) => ({
    kept: {
      of: (contact) =>
        Effect.map(kept.of(contact), (one): Projection.Projection => ({
          ...one,
          cases: one.cases.map((open) => ({ ...open, dueBy: undefined }))
        }))
    }
  })),
  broken(
    "counts an answer before it is accepted",
    "an append that is refused, or adds nothing, changes nothing that is kept",
    (kept, store) => {
      let early = 0
      return {
        store: {
          append: (append) =>
            Effect.tapError(store.append(append), () =>
              Effect.sync(() => void (early += append.events.filter(({ _tag }) => _tag === "Answered").length))
            )
        },
        kept: {
          breakdown: (query) =>
            Effect.map(kept.breakdown(query), ({ cells, uncertain }) => ({ cells, uncertain: uncertain + early }))
        }
      }
    }
  ),
  broken("throws away what it tidies", "to tidy changes nothing that is told, then and later", (kept) => {
    let isTidy = false
    return {
      kept: {
        tidy: (now) => Effect.tap(kept.tidy(now), () => Effect.sync(() => void (isTidy = true))),
        breakdown: (query) =>
          Effect.map(kept.breakdown(query), ({ cells, uncertain }) => ({
            cells: isTidy ? cells.slice(1) : cells,
            uncertain
          }))
      }
    }
  })
]
