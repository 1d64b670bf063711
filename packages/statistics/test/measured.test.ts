import { readFileSync } from "node:fs"
import * as Option from "effect/Option"
import { beforeAll, describe, expect, it } from "vitest"
import { type Measured, measure, runs, tables } from "./measured/errors.ts"

const page = new URL("../../../docs/measured-errors.md", import.meta.url)

describe("the measured errors", () => {
  let all: ReadonlyArray<Measured> = []
  beforeAll(() => {
    all = measure()
  })

  it("are those that the page prints", () => {
    expect(readFileSync(page, "utf8")).toContain(tables(all))
  })

  it("of every default that promises 5 % are at most 5 %, but for the chance of a simulation", () => {
    const chance = 3 * Math.sqrt((0.05 * 0.95) / runs)
    for (const { procedures } of all) {
      for (const { measured, procedure, promised } of procedures) {
        if (procedure.includes("(default)") && Option.isSome(promised))
          expect(measured).toBeLessThanOrEqual(0.05 + chance)
      }
    }
  })
})
