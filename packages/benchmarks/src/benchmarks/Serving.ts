/**
 * Serving: what does the store cost above the PostgreSQL server itself?
 */
import { type Benchmark } from "../Benchmark.ts"
import * as Server from "../fixture/Server.ts"

const appending = (many: number, target: number): Benchmark => {
  let server: ReturnType<typeof Server.open> | undefined
  const ask = (side: "ours" | "bare") => (server ??= Server.open())({ do: side, many })
  return {
    what: `HistoryStore.append on postgresql, ${many === 1 ? "one event" : `${many} events`}`,
    unit: "append",
    units: () => 1,
    ours: () => ask("ours"),
    reference: () => ask("bare"),
    referenceIs: "one INSERT and its commit, of the same rows",
    target,
    close: () => {
      server?.({ do: "close" })
      server = undefined
    }
  }
}

export const benchmarks: ReadonlyArray<Benchmark> = [appending(1, 2), appending(20, 2)]
