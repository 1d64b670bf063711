/**
 * Trial: which cases do the properties try, and how many?
 *
 * Every test file begins with this. The same seed tries the same cases, so that a failure comes back; `TEMOIN_SEED` chooses
 * others, and `TEMOIN_RUNS` how many of them, where a property does not say so itself. What fails prints both.
 */
import * as fc from "fast-check"
import { defaults } from "./laws/defaults.ts"

const numberFrom = (name: string): number | undefined => {
  const written = process.env[name]
  if (written === undefined) return undefined
  const value = Number(written)
  if (!Number.isSafeInteger(value)) throw new Error(`${name} must be a whole number; "${written}" is none`)
  return value
}

export const seed = numberFrom("TEMOIN_SEED") ?? defaults.seed

/** `undefined` where nobody said: then each property has a number of its own. */
export const runs = numberFrom("TEMOIN_RUNS")

const again = `Again with TEMOIN_SEED=${seed}${runs === undefined ? "" : ` TEMOIN_RUNS=${runs}`}`

fc.configureGlobal({
  seed,
  ...(runs !== undefined && { numRuns: runs }),
  reporter: (details) => {
    if (!details.failed) return
    throw new Error(`${fc.defaultReportMessage(details)}\n\n${again}`, { cause: details.errorInstance })
  }
})
