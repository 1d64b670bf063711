import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const main = join(import.meta.dirname, "..", "src", "main.ts")

const run = (words: ReadonlyArray<string>, missing = false) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...words], {
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: import.meta.dirname, MISSING: missing ? "yes" : "no" }
  })
  return { status, stderr, lines: stdout.trim().split("\n") }
}

describe("on the command line", () => {
  it("nothing is missing", () => {
    expect(run(["opened.ts"])).toEqual({ status: 0, stderr: "", lines: ["Ready: nothing is missing.", "closed"] })
  })

  it("what is missing, would be made and must be put right", () => {
    expect(run(["opened.ts"], true)).toMatchObject({
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
    const { lines, status } = run(["opened.ts", "anna"])
    expect([status, lines.join("")]).toEqual([
      0,
      `Would be sent: PATCH /persons/anna{  "score": 9}Ready: nothing is missing.closed`
    ])
  })

  it("the set-up, and why it could not be done", () => {
    expect(run(["opened.ts", "--set-up"], true)).toMatchObject({
      status: 0,
      lines: ["Made: NPS: last score", "closed"]
    })
    expect(run(["opened.ts", "--set-up"])).toMatchObject({ status: 1, stderr: "the token is refused\n" })
  })

  it("called otherwise, it says how", () => {
    for (const words of [[], ["main.test.ts.txt", "a", "b"], ["../src/index.ts"]]) {
      expect(run(words)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("Give a file that exports your Temoin")
      })
    }
  })
})
