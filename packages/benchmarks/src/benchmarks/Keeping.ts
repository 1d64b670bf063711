/**
 * Keeping: what does it save to keep counters beside the log, and what does it cost?
 *
 * On a PostgreSQL server that forces every commit to the disk. `TEMOIN_ANSWERS=10000000` reports over so many stored answers (default
 * 1,000,000; filling takes a few seconds for each million).
 */
import { type Benchmark, type Sink } from "../Benchmark.ts"
import * as Server from "../fixture/Server.ts"

const answers = Number(process.env["TEMOIN_ANSWERS"] ?? 1_000_000)
const batch = 500

const opened = () => {
  let ask: ReturnType<typeof Server.open> | undefined
  return {
    ask: (what: string, many: number): Sink => (ask ??= Server.open("projections.ts"))({ do: what, many }),
    close: () => {
      ask?.({ do: "close" })
      ask = undefined
    }
  }
}

const reporting = (): Benchmark => {
  const { ask, close } = opened()
  return {
    what: `score by month and segment, ${answers.toLocaleString("en")} answers on postgres`,
    unit: "report",
    units: () => 1,
    ours: () => ask("report", 0),
    reference: () => ask("scan", 0),
    referenceIs: "a scan of all answers, grouped in the server",
    target: 0.01,
    ...(answers > 1_000_000 ? { rounds: 5 } : {}),
    differs: () => (ask("fill", answers) === answers ? undefined : "the server could not be filled"),
    close
  }
}

const keeping = (): Benchmark => {
  const { ask, close } = opened()
  return {
    what: `HistoryStore.appendAll on postgres with what is kept, ${batch} answers`,
    unit: "answer",
    units: () => batch,
    ours: () => ask("keeping", batch),
    reference: () => ask("plain", batch),
    referenceIs: "the same without anything kept",
    target: 1.5,
    close
  }
}

export const benchmarks: ReadonlyArray<Benchmark> = [reporting(), keeping()]
