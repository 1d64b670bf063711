/**
 * Ticking: what does the loop cost around each decision?
 *
 * So many contacts as are claimed at a time are due, with twenty events each; of each one event is recorded, and the next turn is set.
 */
import type { Benchmark, Sink } from "../Benchmark.ts"
import * as Server from "../fixture/Server.ts"

const contacts = 256

const ticking = (
  store: "memory" | "sqlite",
  against: Pick<Benchmark, "referenceIs"> & { readonly side: "bare" | "deciding" }
): Benchmark => {
  let ask: ReturnType<typeof Server.open> | undefined
  const turn = (what: string): Sink => (ask ??= Server.open("ticks.ts"))({ do: what, many: contacts })
  return {
    what: `Temoin.tick on ${store}, ${contacts.toLocaleString("en")} due contacts`,
    unit: "contact",
    units: () => contacts,
    ours: () => turn(store),
    reference: () => turn(against.side),
    referenceIs: against.referenceIs,
    close: () => {
      ask?.({ do: "close" })
      ask = undefined
    }
  }
}

export const benchmarks: ReadonlyArray<Benchmark> = [
  ticking("memory", { side: "deciding", referenceIs: "the same decisions, without a store" }),
  ticking("sqlite", { side: "bare", referenceIs: "the same decisions, and statements written by hand on node:sqlite" })
]
