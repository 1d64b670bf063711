// Is the first example in the README the one that runs here?
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"

const main = join(import.meta.dirname, "..", "src", "main.ts")
const source = readFileSync(main, "utf8").trim()
const readme = readFileSync(join(import.meta.dirname, "..", "..", "..", "README.md"), "utf8")

it("the README shows this example, in fifteen lines, and what it prints", () => {
  assert.include(readme, source)
  assert.isAtMost(source.split("\n").filter((line) => line !== "").length, 15)
  const printed = execFileSync(process.execPath, [main], { encoding: "utf8" }).trim()
  assert.include(readme, printed)
})
