/**
 * ProgramFiles: what is there to say about the programs in these files?
 *
 * For a person in a hurry: the verdict last, one thing after another before it, each with its place.
 *
 * @since 0.1.0
 */
import { readFileSync, statSync } from "node:fs"
import * as Finding from "@temoin/core/Finding"
import * as Program from "@temoin/core/Program"
import * as ProgramDiff from "@temoin/core/ProgramDiff"
import type * as Reason from "@temoin/core/Reason"
import * as Result from "effect/Result"
import * as Drawing from "./Drawing.ts"

/**
 * What to print. `isBad`: a file cannot be read, or a program cannot be made, or it has errors.
 *
 * @category models
 * @since 0.1.0
 */
export interface Report {
  readonly text: string
  readonly isBad: boolean
}

/** Larger is no rule book that a person wrote. Unit: bytes. */
const largest = 1_000_000

const read = (path: string): Result.Result<Program.Program, string> =>
  Result.flatMap(
    Result.try({
      try: () => {
        const { size } = statSync(path)
        if (size > largest) throw new Error(`it has ${size} bytes, and more than ${largest} is no program`)
        return readFileSync(path, "utf8")
      },
      catch: (error) => `${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }),
    (text) => Result.mapError(Program.fromJson(text), ({ message }) => `${path}: ${message}`)
  )

const bad = (text: string): Report => ({ text, isBad: true })

/**
 * Makes and checks the program in a file. Findings alone are not bad.
 *
 * @category running
 * @since 0.1.0
 */
export const check = (path: string, language: Reason.Language = "en"): Report =>
  Result.match(read(path), {
    onFailure: bad,
    onSuccess: (program) => {
      const found = Program.check(program)
      const errors = found.filter(({ severity }) => severity === "error").length
      return {
        isBad: errors > 0,
        text: [
          ...found.map((one) => `${one.severity} at ${one.path} (${one._tag})\n  ${Finding.sentence(one, language)}\n`),
          `${path}: ${Drawing.counted(errors, "error")}, ${Drawing.counted(found.length - errors, "finding")}`
        ].join("\n")
      }
    }
  })

/**
 * Says what is different between the programs in two files. Differences and warnings are not bad.
 *
 * @category running
 * @since 0.1.0
 */
export const diff = (before: string, after: string, language: Reason.Language = "en"): Report => {
  const [old, now] = [read(before), read(after)]
  const problems = [old, now].flatMap((one) => (Result.isFailure(one) ? [one.failure] : []))
  if (Result.isFailure(old) || Result.isFailure(now)) return bad(problems.join("\n"))
  const { changes, warnings } = Program.diff(old.success, now.success)
  return {
    isBad: false,
    text: [
      ...changes.map((one) => `${one.path}\n  ${ProgramDiff.sentence(one, language)}`),
      ...warnings.map((one) => `warning at ${one.path}\n  ${ProgramDiff.sentence(one, language)}`),
      ...(changes.length === 0 ? [] : [""]),
      `${after}: ${Drawing.counted(changes.length, "change")}, ${Drawing.counted(warnings.length, "warning")}`
    ].join("\n")
  }
}
