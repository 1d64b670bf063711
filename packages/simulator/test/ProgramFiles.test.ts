import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Onboarding from "@temoin/core/presets/Onboarding"
import { afterAll, describe, expect, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "programs-"))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: unknown) => {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content))
  return join(folder, name)
}

const [onboarding] = Onboarding.rules.surveys
const good = file("good.json", { id: "acme", ...Onboarding.rules })
const titled = file("titled.json", {
  id: "acme",
  version: 2,
  ...Onboarding.rules,
  surveys: [{ ...onboarding, subject: "Acme" }]
})
const loose = file("loose.json", {
  id: "acme",
  ...Onboarding.rules,
  frequency: [],
  surveys: [onboarding, { id: "ces" }]
})
const stuck = file("stuck.json", {
  id: "acme",
  ...Onboarding.rules,
  surveys: [{ ...onboarding, triggers: [{ on: "calendar", first: "2026-01-15", every: "1 year", expires: "1 hour" }] }],
  window: { from: "09:00", to: "18:00" }
})
const impossible = file("impossible.json", { id: "acme", surveys: [{ id: "nps", expires: "0 days" }] })
const garbled = file("garbled.json", "{")

const program = (...words: ReadonlyArray<string>) => {
  const command = fileURLToPath(new URL("../src/program.ts", import.meta.url))
  const { status, stderr, stdout } = spawnSync(process.execPath, [command, ...words], { encoding: "utf8" })
  return { status, stderr, stdout: stdout.replaceAll(folder, "").trimEnd() }
}

describe("program check", () => {
  it("has nothing to say of a good program", () => {
    expect(program("check", good)).toMatchObject({ status: 0, stdout: "/good.json: 0 errors, 0 findings" })
  })

  it("tells findings, and exits with 0", () => {
    const { status, stdout } = program("check", loose)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^finding at surveys\[1\]\.triggers \(AsksNobody\)\n {2}"ces" has no trigger/m)
    expect(stdout).toMatch(/\n\/loose\.json: 0 errors, 2 findings$/)
  })

  it("exits with 1 for an ask that can never be sent, and says so in French too", () => {
    const { status, stdout } = program("check", stuck, "--fr")
    expect(status).toBe(1)
    expect(stdout).toMatch(/elle ne peut jamais partir/)
    expect(stdout).toMatch(/\n\/stuck\.json: 1 error, 0 findings$/)
  })

  it("exits with 1 for what is no program, and says why", () => {
    expect(program("check", impossible)).toMatchObject({
      status: 1,
      stdout:
        "/impossible.json: the program has a problem\n  surveys[0].expires: the invitation would expire before anybody could answer it"
    })
    expect(program("check", garbled)).toMatchObject({ status: 1, stdout: expect.stringMatching(/is not JSON/) })
    expect(program("check", join(folder, "none"))).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/cannot be read/)
    })
  })
})

describe("program diff", () => {
  it("tells what is different", () => {
    expect(program("diff", good, titled)).toMatchObject({
      status: 0,
      stdout: [
        "surveys[0].subject",
        `  The survey "onboarding": what it asks about goes from nothing to "Acme".`,
        "",
        "/titled.json: 1 change, 0 warnings"
      ].join("\n")
    })
    expect(program("diff", good, good)).toMatchObject({ status: 0, stdout: "/good.json: 0 changes, 0 warnings" })
    expect(program("diff", good, loose).stdout).toMatch(/warning at version\n/)
  })

  it("exits with 1 when one of them is no program", () => {
    expect(program("diff", good, garbled)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^\/garbled/) })
  })
})

it("exits with 2 when it is called otherwise", () => {
  for (const words of [[], ["check"], ["diff", good], ["chekc", good], ["check", good, good]]) {
    expect(program(...words)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/program check FILE/)
    })
  }
})
