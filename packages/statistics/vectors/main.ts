/** `pnpm vectors FILE.json [--data DIR]`: runs a file of reference cases and prints what fails. */
import { readFileSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { parse } from "csv-parse/sync"
import * as Result from "effect/Result"
import type { ReadColumn } from "./Method.ts"
import { run } from "./Vectors.ts"

const usage = "usage: pnpm vectors FILE.json [--data DIR]"

const columnsOf =
  (folder: string): ReadColumn =>
  (file, column) => {
    if (basename(file) !== file)
      return Result.fail(`${file}: expected the name of a file in the data folder, not a path`)
    const rows = Result.try({
      try: () =>
        parse(readFileSync(join(folder, file), "utf8"), {
          columns: true,
          bom: true,
          skip_empty_lines: true
        }) as ReadonlyArray<Readonly<Record<string, string>>>,
      catch: (error) => `${file}: ${String(error)}`
    })
    return Result.flatMap(rows, (found) => {
      const cells = found.map((row) => row[column])
      return cells.every((cell) => cell !== undefined)
        ? Result.succeed(cells)
        : Result.fail(`${file}: no column ${JSON.stringify(column)}`)
    })
  }

const read = (): Result.Result<{ readonly text: string; readonly data: string }, string> =>
  Result.try({
    try: () => {
      const { positionals, values } = parseArgs({ allowPositionals: true, options: { data: { type: "string" } } })
      const [file, ...others] = positionals
      if (file === undefined || others.length > 0) throw new Error(usage)
      const here = process.env["INIT_CWD"] ?? process.cwd()
      const path = resolve(here, file)
      const data = values.data === undefined ? join(dirname(path), "..", "data") : resolve(here, values.data)
      return { text: readFileSync(path, "utf8"), data }
    },
    catch: (error) => (error instanceof Error ? error.message : String(error))
  })

const { failures, passed } = Result.match(read(), {
  onFailure: (problem) => ({ passed: 0, failures: [{ id: "the file", problems: [problem] }] }),
  onSuccess: ({ data, text }) => run(text, columnsOf(data))
})
for (const { id, problems } of failures) for (const problem of problems) console.log(`✗ ${id} ${problem}`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1
