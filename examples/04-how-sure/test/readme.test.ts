// Does the README show this example and what it prints?
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"

const main = join(import.meta.dirname, "..", "src", "main.ts")
const readme = readFileSync(join(import.meta.dirname, "..", "..", "..", "README.md"), "utf8")

const printed = () => execFileSync(process.execPath, [main], { encoding: "utf8" }).trimEnd()

it("the README shows this example, and what it prints", { timeout: 60_000 }, () => {
  assert.include(readme, readFileSync(main, "utf8").trim())
  const shown = printed()
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")
  assert.include(readme, shown)
})

it("finds the break in the last quarter of 2017, and no other", { timeout: 60_000 }, () => {
  assert.deepEqual(
    printed()
      .split("\n")
      .filter((line) => line.startsWith("something")),
    ["something changed in 2017-Q4"]
  )
})
