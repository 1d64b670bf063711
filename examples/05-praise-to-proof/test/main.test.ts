// Do the pages show what this example does and prints?
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"

const root = join(import.meta.dirname, "..")
const read = (...path: ReadonlyArray<string>) => readFileSync(join(root, ...path), "utf8")
const printed = execFileSync(process.execPath, [join(root, "src", "main.ts")], { encoding: "utf8" }).trim()

it("the README shows what this example prints", () => {
  assert.include(read("README.md"), `\`\`\`text\n${printed}\n\`\`\``)
})

it("the page about testimonials shows a part of it, and of what makes it so", () => {
  const page = read("..", "..", "docs", "concepts", "testimonial.md")
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, body = ""]) =>
      body.trim()
    )
  const [shown] = blocks("text")
  const source = blocks("js").find((block) => block.includes("temoin.testimonials.publish"))
  assert.include(printed, shown ?? "no text block")
  assert.include(read("src", "main.ts"), source ?? "no js block")
})
