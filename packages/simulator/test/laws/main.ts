// The laws on the command line: `laws [--runs N] [--seed S] [--long]`; `--long`: then a company's two years
// with 10,000 customers, too. Exits with 1 when one does not hold, or is asked otherwise.
import * as fc from "fast-check"
import { parseArgs } from "node:util"
import { defaults } from "../../../core/test/laws/defaults.ts"
import { core } from "../../../core/test/laws/Implementation.ts"
import { Broken } from "../../../core/test/laws/Law.ts"
import { laws, parameters } from "../../../core/test/laws/laws.ts"
import * as Company from "./Company.ts"
import * as Telling from "./Telling.ts"

const usage = "pnpm laws [--runs N] [--seed S] [--long], such as: pnpm laws --runs 1000 --seed 7"

class Misused extends Error {}

const whole = (name: string, text: string | undefined, otherwise: number, least: number): number => {
  if (text === undefined) return otherwise
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
  throw new Misused(`--${name} must be a whole number, at least ${least}; "${text.slice(0, 100)}" is none`)
}

const read = () => {
  try {
    const { values } = parseArgs({
      options: { runs: { type: "string" }, seed: { type: "string" }, long: { type: "boolean" } }
    })
    return {
      runs: whole("runs", values.runs, defaults.runs, 1),
      seed: whole("seed", values.seed, defaults.seed, 0),
      isLong: values.long === true
    }
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error))
  }
}

/** Tries all laws and says how each fared. Do they hold? */
const run = (trial: { readonly runs: number; readonly seed: number }): boolean => {
  const again = `pnpm laws --runs ${trial.runs} --seed ${trial.seed}`
  console.log(`${laws.length} laws, ${trial.runs} runs each, seed ${trial.seed}\n`)
  let broken = 0
  for (const law of laws) {
    const since = performance.now()
    const { counterexample, errorInstance, failed } = fc.check(law.property(core), parameters(law, trial))
    const seconds = ((performance.now() - since) / 1000).toFixed(1)
    console.log(`${String(law.number).padStart(2)} ${law.name} ${failed ? "does not hold" : "holds"} (${seconds} s)`)
    const [given] = counterexample ?? []
    if (!failed || given === undefined) continue
    broken++
    console.log(`   "${law.says}" Again with: ${again}\n`)
    if (!(errorInstance instanceof Broken)) console.log("It fell over:", errorInstance)
    const problem = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
    console.log(`${Telling.words(law, core, given, problem)}\n`)
  }
  console.log(`\n${laws.length - broken} hold, ${broken} do not`)
  return broken === 0
}

/** Judges every day of a company with many customers. Do the laws hold? */
const runLong = ({ seed }: { readonly seed: number }): boolean => {
  const since = performance.now()
  const report = () => {
    try {
      const { contacts, decisions, looks } = Company.judge(10_000, seed)
      return { holds: true, words: `hold for ${contacts} customers, at ${looks} looks with ${decisions} decisions` }
    } catch (error) {
      if (!(error instanceof Broken)) throw error
      return { holds: false, words: `do not hold: ${error.message}` }
    }
  }
  const { holds, words } = report()
  console.log(
    `\nOver a company's two years, laws 2, 3, 5, 6, 7 and 10 ${words} (${((performance.now() - since) / 1000).toFixed(0)} s)`
  )
  return holds
}

try {
  const { isLong, ...trial } = read()
  const holds = [run(trial), ...(isLong ? [runLong(trial)] : [])]
  if (holds.includes(false)) process.exitCode = 1
} catch (error) {
  if (!(error instanceof Misused)) throw error
  console.error(`${error.message}\n${usage}`)
  process.exitCode = 1
}
