/**
 * ScenarioFiles: which of the scenarios in these files hold?
 *
 * @since 0.1.0
 */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import * as Result from "effect/Result"
import * as Scenario from "./Scenario.ts"

/**
 * One file. `problem` is what is wrong with it in words, `undefined` when its scenario holds.
 *
 * @category models
 * @since 0.1.0
 */
export interface Checked {
  readonly path: string
  readonly title: string | undefined
  readonly problem: string | undefined
}

/** Larger is no story that a person wrote. Unit: bytes. */
const largest = 1_000_000

/**
 * Runs every scenario in these files and folders (each `.json` below a folder, by name). Nothing is skipped: what cannot
 * be read is a failure, and so is a folder without a scenario. No paths: no results.
 *
 * @category running
 * @since 0.1.0
 */
export const check = (paths: ReadonlyArray<string>): ReadonlyArray<Checked> =>
  paths.flatMap((path) => {
    const files = filesAt(path)
    return Result.isFailure(files) ? [unreadable(path, files.failure)] : files.success.map(checkFile)
  })

const unreadable = (path: string, problem: string): Checked => ({ path, title: undefined, problem: `  ${problem}` })

const attempted = <A>(read: () => A): Result.Result<A, string> =>
  Result.try({
    try: read,
    catch: (error) => `cannot be read: ${error instanceof Error ? error.message : String(error)}`
  })

const filesAt = (path: string): Result.Result<ReadonlyArray<string>, string> =>
  Result.flatMap(
    attempted(() => (statSync(path).isDirectory() ? filesBelow(path) : [path])),
    (files) => (files.length === 0 ? Result.fail("there is no scenario (.json) in this folder") : Result.succeed(files))
  )

const filesBelow = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : entry.name.endsWith(".json") ? [path] : []
    })

const checkFile = (path: string): Checked => {
  const text = attempted(() => {
    const { size } = statSync(path)
    if (size > largest) throw new Error(`it has ${size} bytes, and more than ${largest} is no scenario`)
    return readFileSync(path, "utf8")
  })
  if (Result.isFailure(text)) return unreadable(path, text.failure)
  const scenario = Scenario.fromJson(text.success)
  if (Result.isFailure(scenario)) return unreadable(path, scenario.failure.message)
  const { title } = scenario.success
  const run = Scenario.run(scenario.success)
  if (Result.isFailure(run)) return { path, title, problem: `  ${run.failure.message}` }
  return { path, title, problem: Scenario.holds(run.success) ? undefined : Scenario.words(run.success) }
}

/**
 * The failing ones, and how many passed and failed. Ends with that line.
 *
 * @example ScenarioFiles.words([{ path: "a.json", title: "A", problem: undefined }]) // => "1 passed, 0 failed"
 * @category formatting
 * @since 0.1.0
 */
export const words = (checked: ReadonlyArray<Checked>): string => {
  const failed = checked.filter(({ problem }) => problem !== undefined)
  return [
    ...failed.map(({ path, problem, title }) => `${path}${title === undefined ? "" : `: ${title}`}\n${problem}\n`),
    `${checked.length - failed.length} passed, ${failed.length} failed`
  ].join("\n")
}
