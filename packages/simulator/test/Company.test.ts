import { assert, describe, it } from "vitest"
import { Broken } from "../../core/test/laws/Law.ts"
import { mutants } from "../../core/test/laws/mutants.ts"
import * as Company from "./laws/Company.ts"

describe("a company's customers, over two years of project business", () => {
  it("live by laws 2, 3, 5, 6, 7 and 10 on every day", { timeout: 600_000 }, () => {
    const { contacts, decisions, looks } = Company.judge(1000, 20_261_121)
    assert.strictEqual(contacts, 1000)
    // so the judges had something to look at
    assert.isAbove(decisions, 10_000)
    assert.isAbove(looks, decisions / 2)
  })

  it.each([
    "stops after the first decision",
    "wakeAt too late by an hour",
    "invitations not counted",
    "opt-out ignored",
    "every case counts as closed",
    "joined not ended"
  ])("would not if it were otherwise: %s", (name) => {
    const mutant = mutants.find((one) => one.name === name)
    assert.isDefined(mutant)
    assert.throws(() => Company.judge(300, 20_261_121, mutant?.make()), Broken)
  })
})
