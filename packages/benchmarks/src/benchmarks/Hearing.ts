/**
 * Hearing: what does it cost to understand a mail that came in, above reading its bytes?
 *
 * The mails are bounces, spam reports, replies and automatic replies, broken in every way a stranger may break them.
 */
import type { Benchmark } from "../Benchmark.ts"
import * as Server from "../fixture/Server.ts"

const mails = 30

const hearing = (): Benchmark => {
  let ask: ReturnType<typeof Server.open> | undefined
  const turn = (side: string) => (ask ??= Server.open("hearing.ts"))({ do: side, many: mails })
  return {
    what: "Listening.hear, mutated bounces, reports and replies",
    unit: "mail",
    units: () => mails,
    ours: () => turn("ours"),
    reference: () => turn("parsing"),
    referenceIs: "postal-mime alone, parsing the same bytes within the same limits",
    close: () => {
      ask?.({ do: "close" })
      ask = undefined
    }
  }
}

export const benchmarks: ReadonlyArray<Benchmark> = [hearing()]
