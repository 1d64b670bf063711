/**
 * Serving: what does the store cost above the PostgreSQL server itself?
 */
import { type Benchmark } from "../Benchmark.ts"
import * as Server from "../fixture/Server.ts"

const compared = (
  benchmark: Pick<Benchmark, "what" | "referenceIs" | "target"> & {
    readonly many: number
    readonly ours: string
    readonly reference: string
    readonly units?: number
  }
): Benchmark => {
  const { many, ours, reference, referenceIs, target, units = 1, what } = benchmark
  let server: ReturnType<typeof Server.open> | undefined
  const ask = (side: string) => () => (server ??= Server.open())({ do: side, many })
  return {
    what,
    unit: "append",
    units: () => units,
    ours: ask(ours),
    reference: ask(reference),
    referenceIs,
    target,
    close: () => {
      server?.({ do: "close" })
      server = undefined
    }
  }
}

const appending = (many: number, target: number): Benchmark =>
  compared({
    what: `HistoryStore.append on postgresql, ${many === 1 ? "one event" : `${many} events`}`,
    many,
    ours: "ours",
    reference: "bare",
    referenceIs: "one INSERT and its commit, of the same rows",
    target
  })

/** So many people answer at the same instant. */
const crowd = 64

export const benchmarks: ReadonlyArray<Benchmark> = [
  appending(1, 1.5),
  appending(20, 1.5),
  compared({
    what: `HistoryStore.append on postgresql, ${crowd} answers at once`,
    many: crowd,
    units: crowd,
    ours: "oursAtOnce",
    reference: "bareAtOnce",
    referenceIs: "one INSERT and its commit for each, over 10 connections",
    target: 1 / 2.5
  })
]
