#!/usr/bin/env node
/**
 * On the command line: `program check FILE.json` says what is wrong with a program, `program diff OLD.json NEW.json` what is
 * different in the new one; with `--fr` in French. Exits with 1 when a program cannot be made or has errors, and with 2 when
 * it is called otherwise.
 */
import * as ProgramFiles from "./ProgramFiles.ts"

const words = process.argv.slice(2)
const language = words.includes("--fr") ? "fr" : "en"
const [command, ...paths] = words.filter((word) => word !== "--fr")
const [first, second] = paths

const report =
  command === "check" && first !== undefined && paths.length === 1
    ? ProgramFiles.check(first, language)
    : command === "diff" && first !== undefined && second !== undefined && paths.length === 2
      ? ProgramFiles.diff(first, second, language)
      : undefined

if (report === undefined) {
  console.error("Give a program, or two: pnpm program check FILE.json, or pnpm program diff OLD.json NEW.json")
  process.exitCode = 2
} else {
  console.log(report.text)
  if (report.isBad) process.exitCode = 1
}
