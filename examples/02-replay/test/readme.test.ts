// Does the README's outline of a host compile against what the packages export?
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"

it("the README shows the file that is compiled beside this test", () => {
  const [, ...lines] = readFileSync(join(import.meta.dirname, "quickstart.ts"), "utf8").split("\n")
  const shown = lines.join("\n").split("\n\n/** Everything above")[0]
  const readme = readFileSync(join(import.meta.dirname, "..", "..", "..", "README.md"), "utf8")
  assert.include(readme, `\`\`\`ts\n${shown}\n\`\`\``)
})
