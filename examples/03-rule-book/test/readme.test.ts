// Does the page beside this example show what it prints?
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"

it("the README shows what this example prints", { timeout: 120_000 }, () => {
  const main = join(import.meta.dirname, "..", "src", "main.ts")
  const readme = readFileSync(join(import.meta.dirname, "..", "README.md"), "utf8")
  assert.include(readme, `\`\`\`text\n${execFileSync(process.execPath, [main], { encoding: "utf8" }).trim()}\n\`\`\``)
})
