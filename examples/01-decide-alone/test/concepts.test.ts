// Do the pages about the concepts show what really happens, and do the links in the docs lead anywhere?
import * as Program from "@temoin/core/Program"
import * as Result from "effect/Result"
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { assert, describe, it } from "vitest"

const example = join(import.meta.dirname, "..")
const docs = join(example, "..", "..", "docs")
const concepts = join(docs, "concepts")

const pages = readdirSync(concepts).filter((name) => name.endsWith(".md") && name !== "README.md")
const read = (name: string) => readFileSync(join(concepts, name), "utf8")

const fence = /^```(.*)\n([\s\S]*?)^```$/gm

const blocks = (page: string, language: string): ReadonlyArray<string> =>
  [...page.matchAll(fence)].flatMap(([, found, body]) => (found === language && body !== undefined ? [body] : []))

const runnable = /^```ts\n([\s\S]*?)^```\n\nprints\n\n```\n([\s\S]*?)^```$/m

/** What it prints, as a program of a host that has installed the packages. */
const run = (source: string): string =>
  execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", source], {
    cwd: example,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000
  })

describe.each(pages)("the page %s", (name) => {
  const page = read(name)

  it("begins with the question it answers", () => {
    assert.match(page, /^# [^\n:]+: [^\n]+\?\n/)
  })

  it("has exactly one example, which prints what stands below it", { timeout: 60_000 }, () => {
    const [, source, expected] = runnable.exec(page) ?? assert.fail("there is no ts block, followed by what it prints")
    assert.lengthOf(blocks(page, "ts"), 1)
    assert.isNotEmpty(expected?.trim(), "it shows nothing")
    assert.strictEqual(run(source ?? ""), expected)
  })

  it("shows a configuration, and the JSON in it is part of a program that can be made", () => {
    assert.isNotEmpty([...blocks(page, "json"), ...blocks(page, "js")])
    for (const json of blocks(page, "json")) {
      const part: object = JSON.parse(json)
      Result.getOrThrow(Program.decode({ id: "acme", surveys: [{ id: "nps" }], ...part }))
    }
  })
})

describe("the concepts' table of contents", () => {
  const contents = read("README.md")

  it("names each page once", () => {
    const named = [...contents.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page)
    assert.sameMembers(named, pages)
  })

  it.each(pages)("asks the same question as %s", (name) => {
    const asked = /^# [^:]+: (.+\?)$/m.exec(read(name))?.[1]?.toLowerCase()
    const row = contents.split("\n").find((line) => line.includes(`](${name})`))
    assert.include(row?.toLowerCase(), asked)
  })
})

const everyPage = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"))

/** Headings' anchors, as the usual hosts make them. */
const anchors = (page: string): ReadonlyArray<string> =>
  [...page.replaceAll(fence, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-")
  )

const leadsSomewhere = (from: string, link: string): boolean => {
  const [path = "", anchor] = link.split("#")
  const target = path === "" ? from : join(dirname(from), decodeURIComponent(path))
  if (!existsSync(target)) return false
  return anchor === undefined || !target.endsWith(".md") || anchors(readFileSync(target, "utf8")).includes(anchor)
}

it.each(everyPage)("every relative link in docs/%s leads somewhere", (name) => {
  const from = join(docs, name)
  const prose = readFileSync(from, "utf8")
    .replaceAll(fence, "")
    .replaceAll(/`[^`\n]*`/g, "")
  const links = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, link]) =>
    link === undefined || /^[a-z][a-z\d+.-]*:/i.test(link) ? [] : [link]
  )
  const dead = links.filter((link) => !leadsSomewhere(from, link))
  assert.deepEqual(dead, [], `in ${relative(docs, from)}`)
})
