/**
 * Crowding: how many contacts a second, when a hundred thousand are due?
 */
import { type Benchmark } from "../Benchmark.ts"
import * as Crowd from "../fixture/Crowd.ts"
import * as CrowdServer from "../fixture/CrowdServer.ts"

/** No worker may ever have had more memory than this. Unit: megabytes. */
const mostMemory = 250

const compared = (
  what: string,
  [ours, reference]: readonly [CrowdServer.Side, CrowdServer.Side],
  referenceIs: string,
  { target, unit = "contact" }: { readonly target?: number; readonly unit?: string }
): Benchmark => {
  let server: ReturnType<typeof CrowdServer.open> | undefined
  let elapsed = 0
  let memory = 0
  const ask = (side: CrowdServer.Side) => () => {
    const answer = (server ??= CrowdServer.open())({ do: side })
    elapsed = answer.millis
    memory = answer.memory
    return answer.done
  }
  return {
    what,
    unit,
    units: () => Crowd.contacts,
    rounds: 5,
    elapsed: () => elapsed,
    ours: ask(ours),
    reference: ask(reference),
    referenceIs,
    target,
    spoils: () =>
      memory > mostMemory ? `a worker had ${memory} MB, and was to have at most ${mostMemory}` : undefined,
    close: () => {
      server?.({ do: "close" })
      server = undefined
      if (memory > 0) process.stderr.write(`${what}: no worker had more than ${memory} MB\n`)
    }
  }
}

const inside = "two set statements inside the server"

export const benchmarks: ReadonlyArray<Benchmark> = [
  compared("claim and record on postgresql, one process", ["one", "bare"], inside, { target: 3.5 }),
  compared("claim and record on postgresql, two processes", ["two", "bare"], inside, { target: 2.4 }),
  compared("claim and record against pg-boss", ["one", "boss"], "fetch and complete, 2,000 a batch, 4 loops", {
    target: 1
  }),
  compared("claim and record against graphile-worker", ["one", "graphile"], "a local queue of 500, 24 at a time", {
    target: 1
  }),
  compared("claim and record on sqlite", ["file", "one"], "the same on postgresql, one process", { target: 0.25 }),
  compared("loadAll on postgresql, 20 events", ["load", "bareLoad"], "one SELECT a batch and JSON.parse, unchecked", {
    unit: "history"
  })
]
