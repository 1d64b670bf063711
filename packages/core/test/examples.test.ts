/**
 * Examples: does every docstring tell the truth?
 *
 * Each `@example EXPRESSION // => EXPECTED` in the sources of all packages is evaluated and compared. The expressions may
 * use the modules of their own package and of core by name, and effect's Option and Result.
 */
import { readdirSync, readFileSync } from "node:fs"
import { basename, join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"

interface Example {
  readonly file: string
  readonly line: number
  readonly expression: string
  readonly expected: string
}

interface Source {
  readonly file: string
  readonly text: string
}

const packages = fileURLToPath(new URL("../..", import.meta.url))

const filesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesIn(path) : entry.name.endsWith(".ts") ? [path] : []
    })
    .toSorted()

const sources: ReadonlyArray<Source> = readdirSync(packages, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => filesOfPackage(name))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }))

function filesOfPackage(name: string): ReadonlyArray<string> {
  const folders = readdirSync(join(packages, name), { withFileTypes: true })
  return folders.some((entry) => entry.isDirectory() && entry.name === "src")
    ? filesIn(join(packages, name, "src"))
    : []
}

// a tag stands after the start of the line, the star of a comment or a blank; "anna@example.com" does not
const tag = /(?<=^|[\s*])@example(?=\s|$)/gm
const whole = /(?<=^|[\s*])@example\s+(\S.*?)\s+\/\/ =>\s+(\S.*?)\s*(?:@[a-z]+\s.*)?(?:\*\/.*)?$/

const examplesOf = ({ file, text }: Source): ReadonlyArray<Example> =>
  text.split(/\r?\n/).flatMap((line, index) => {
    const [, expression, expected] = whole.exec(line) ?? []
    return expression === undefined || expected === undefined ? [] : [{ file, line: index + 1, expression, expected }]
  })

const packageOf = (file: string): string => relative(packages, file).split(sep)[0] ?? ""

/** Every module that an expression in this file can name: its own package's before core's, the file itself first. */
const namesFor = (file: string): ReadonlyMap<string, string> => {
  const all = sources.map((source) => source.file)
  const own = all.filter((other) => packageOf(other) === packageOf(file))
  const core = all.filter((other) => packageOf(other) === "core")
  return new Map([...core, ...own, file].map((path) => [basename(path, ".ts"), path] as const))
}

const evaluate = async ({
  expected,
  expression,
  file
}: Example): Promise<readonly [actual: unknown, expected: unknown]> => {
  const scope: Record<string, unknown> = { Option, Result }
  for (const [name, path] of namesFor(file)) {
    // only what is named (`...Name.x` too, but not `x.Name.y`), so that an example of one module does not load a database
    // driver beside it
    if (!new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${name}\\.`).test(`${expression} ${expected}`)) continue
    scope[name] = await import(/* @vite-ignore */ path)
  }
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- running what the docstring says is the point
  const run = new Function(...Object.keys(scope), `"use strict"; return [(${expression}), (${expected})]`)
  return run(...Object.values(scope))
}

const check = async (example: Example): Promise<void> => {
  const [actual, expected] = await evaluate(example)
  if (Equal.equals(actual, expected)) return
  // the one shows the difference; the other sees what the first does not, such as an Option against a plain object
  expect(actual).toStrictEqual(expected)
  expect.fail("they look alike, but are not equal")
}

const found = sources.flatMap(examplesOf)

const place = ({ file, line }: Example): string => `${relative(packages, file).replaceAll(sep, "/")}:${line}`

/** The examples in a text, as if it stood in core's `Score.ts`. */
const written = (text: string) => examplesOf({ file: join(packages, "core", "src", "Score.ts"), text })

describe("the examples in docstrings", () => {
  it.each(found.map((example) => [place(example), example] as const))("%s", async (_place, example) => {
    await check(example)
  })

  it("are all found: as many in each file as there are tags", () => {
    const missed = sources.flatMap((source) => {
      const tags = source.text.match(tag)?.length ?? 0
      return tags > examplesOf(source).length ? [`${relative(packages, source.file)}: ${tags} tags`] : []
    })
    expect(missed).toEqual([])
    expect(found.length).toBeGreaterThanOrEqual(24)
  })

  it("are read wherever they stand in a comment", () => {
    expect(written(' * @example Score.category(9) // => "promoter"\n')).toMatchObject([
      { expected: `"promoter"`, line: 1 }
    ])
    expect(written("\n/** One. @example Score.isScore(1) // => true @category guards @since 0.1.0 */")).toMatchObject([
      { expression: "Score.isScore(1)", expected: "true", line: 2 }
    ])
    expect(written(` * write to anna@example.com // => nobody`)).toEqual([])
  })

  it("are noticed when they are wrong", async () => {
    for (const text of [
      `@example Score.category(9) // => "passive"`,
      `@example Nps.fromScores([]) // => Option.some(0)`,
      `@example Option.none() // => {}`,
      `@example Score.nothing(9) // => undefined`
    ]) {
      const [example] = written(text)
      expect(example).toBeDefined()
      if (example !== undefined) await expect(check(example)).rejects.toThrow()
    }
  })
})
