/**
 * Law 8 over generated stories of two testimonials by one author; and the mutants that it must reject.
 */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { library, property } from "./laws/ConsentMachine.ts"
import { mutants } from "./laws/consentMutants.ts"
import { runs } from "./trial.ts"

it("8 Consent: nothing is shown whose consent does not cover exactly that use", { timeout: 0 }, () =>
  fc.assert(property(library), { numRuns: runs ?? 300 })
)

describe("a mutant is caught", () => {
  it.each(mutants)("$name, by 8 Consent", { timeout: 0 }, ({ make }) => {
    const { counterexample, failed, errorInstance } = fc.check(property(make), {
      numRuns: 20_000,
      endOnFailure: true
    })
    expect(failed, "it was not").toBe(true)
    expect(errorInstance, String(counterexample)).toMatchObject({ name: "Broken" })
  })
})
