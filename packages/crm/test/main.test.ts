import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"

/** A Temoin as the command line sees one. */
const opened = `// What is missing is told by the environment.
const missing = process.env["MISSING"] === "yes"
export default {
  crm: {
    check: async (contact) => ({
      missingScopes: missing ? ["contacts.read"] : [],
      missingFields: missing ? ["NPS: last score"] : [],
      problems: missing ? ["two fields have one name"] : [],
      calls: contact === undefined ? [] : [{ method: "PATCH", path: "/persons/" + contact, body: { score: 9 } }]
    }),
    setUp: async () => {
      if (missing) return ["NPS: last score"]
      throw new Error("the token is refused")
    }
  },
  close: async () => console.log("closed")
}
`
const folder = mkdtempSync(join(tmpdir(), "temoin-crm-"))
writeFileSync(join(folder, "opened.mjs"), opened)
writeFileSync(join(folder, "other.mjs"), "export default 7")
afterAll(() => rmSync(folder, { recursive: true }))

const main = join(import.meta.dirname, "..", "src", "main.ts")

const run = (words: ReadonlyArray<string>, missing = false) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...words], {
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: folder, MISSING: missing ? "yes" : "no" }
  })
  return { status, stderr, lines: stdout.trim().split("\n") }
}

describe("on the command line", () => {
  it("nothing is missing", () => {
    expect(run(["opened.mjs"])).toEqual({ status: 0, stderr: "", lines: ["Ready: nothing is missing.", "closed"] })
  })

  it("what is missing, would be made and must be put right", () => {
    expect(run(["opened.mjs"], true)).toMatchObject({
      status: 1,
      lines: [
        expect.stringContaining("Missing scope: contacts.read"),
        "Would be made: NPS: last score",
        "Problem: two fields have one name",
        "closed"
      ]
    })
  })

  it("what would be sent for one contact", () => {
    const { lines, status } = run(["opened.mjs", "anna"])
    expect([status, lines.join("")]).toEqual([
      0,
      `Would be sent: PATCH /persons/anna{  "score": 9}Ready: nothing is missing.closed`
    ])
  })

  it("the set-up, and why it could not be done", () => {
    expect(run(["opened.mjs", "--set-up"], true)).toMatchObject({
      status: 0,
      lines: ["Made: NPS: last score", "closed"]
    })
    expect(run(["opened.mjs", "--set-up"])).toMatchObject({ status: 1, stderr: "the token is refused\n" })
  })

  it("called otherwise, it says how", () => {
    for (const words of [[], ["opened.mjs", "a", "b"], ["other.mjs"]]) {
      expect(run(words)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("Give a file that exports your Temoin")
      })
    }
  })
})
