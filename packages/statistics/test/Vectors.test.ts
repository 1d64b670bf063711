import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { run } from "../vectors/Vectors.ts"

const reference = new URL("reference/nps-statistics.json", import.meta.url)
const script = fileURLToPath(new URL("../vectors/main.ts", import.meta.url))

const vectors = (...args: ReadonlyArray<string>) =>
  promisify(execFile)(process.execPath, [script, ...args]).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { readonly code: number; readonly stdout: string }) => ({ code: error.code, stdout: error.stdout })
  )

describe("the script", () => {
  it("finds every reference value of scipy and R", async () => {
    const { code, stdout } = await vectors(fileURLToPath(reference))
    expect(stdout).toBe("83 passed, 0 failed\n")
    expect(code).toBe(0)
  })

  it("finds what scipy computed for panels, weights, time and causes", async () => {
    const file = new URL("reference/panel-weights-time-why.json", import.meta.url)
    expect((await vectors(fileURLToPath(file))).stdout).toBe("43 passed, 0 failed\n")
  })

  it("fails on a file that is not there, and on no file", async () => {
    for (const args of [["nowhere.json"], []]) {
      const { code, stdout } = await vectors(...args)
      expect(stdout).toMatch(/\n0 passed, 1 failed\n$/)
      expect(code).toBe(1)
    }
  })
})

const outcome = (...cases: ReadonlyArray<unknown>) =>
  run(JSON.stringify({ cases }), () => Result.fail("there are no files here"))

const failures = (...cases: ReadonlyArray<unknown>) => outcome(...cases).failures.length

describe("a case fails", () => {
  const good = {
    id: "x",
    method: "score",
    input: { counts: [5, 3, 2] },
    expected: { n: 10, nps: 30 },
    tolerance: 1e-9
  }
  const none = { ...good, input: { counts: [0, 0, 0] }, expected: { n: 0, nps: null } }

  it("not when all that is expected is there", () => {
    expect(outcome(good, none)).toEqual({ passed: 2, failures: [] })
    expect(failures({ ...none, method: "ci.score", expected: { lower: null, upper: null } })).toBe(0)
  })

  it("when a number is off by more than the tolerance, or null, or the other way round", () => {
    expect(failures({ ...good, expected: { nps: 30.00001 } })).toBe(1)
    expect(failures({ ...good, expected: { nps: 30.00001 }, tolerance: 0.001 })).toBe(0)
    expect(failures({ ...good, expected: { nps: null } })).toBe(1)
    expect(failures({ ...none, expected: { nps: 0 } })).toBe(1)
    expect(failures({ ...none, method: "ci.score", expected: { lower: 0 } })).toBe(1)
  })

  it("when something is expected that is not there", () => {
    expect(failures({ ...good, expected: { nps: 30, median: 8 } })).toBe(1)
    expect(failures({ ...good, expected: { nps: [30] } })).toBe(1)
    expect(failures({ ...good, expected: {} })).toBe(1)
  })

  it("when the method is unknown or the case malformed", () => {
    expect(failures({ ...good, method: "guess" })).toBe(1)
    expect(failures({ ...good, method: "toString" })).toBe(1)
    expect(failures({ ...good, input: { counts: [5, 3] } })).toBe(1)
    expect(failures({ ...good, input: { counts: [5, 3, -2] } })).toBe(1)
    expect(failures({ ...good, input: { counts: [5, 3, 2], confidense: 0.9 } })).toBe(1)
    expect(failures({ ...good, tolerance: -1 })).toBe(1)
    expect(failures({ ...good, tolerance: "small" })).toBe(1)
    expect(failures({ ...good, skip: true })).toBe(1)
    const { expected: _, ...unexpecting } = good
    expect(failures(unexpecting, null, 7)).toBe(3)
    expect(failures({ ...good, method: "scores_to_counts", input: { file: "a.csv", column: "b" } })).toBe(1)
  })

  it("for a file that is none: not JSON, no cases", () => {
    for (const text of ["{", "[]", `{"cases": []}`, `{}`])
      expect(run(text, () => Result.fail(""))).toMatchObject({ passed: 0, failures: [{ id: "the file" }] })
  })
})

it("the reference file is complete", () => {
  expect(JSON.parse(readFileSync(reference, "utf8")).cases).toHaveLength(83)
})
