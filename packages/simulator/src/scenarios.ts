#!/usr/bin/env node
/**
 * On the command line: `scenarios PATH…` runs the scenarios in these files and folders. Exits with 1 when one fails, and
 * with 2 when no path is given.
 */
import * as ScenarioFiles from "./ScenarioFiles.ts"

const paths = process.argv.slice(2)
if (paths.length === 0) {
  console.error("Give the files or folders with the scenarios: pnpm scenarios packages/simulator/scenarios")
  process.exitCode = 2
} else {
  const checked = ScenarioFiles.check(paths)
  console.log(ScenarioFiles.words(checked))
  if (checked.some(({ problem }) => problem !== undefined)) process.exitCode = 1
}
