/**
 * What the laws of `decide` must reject: for each law, implementations that break it. A law that lets one pass is none.
 */
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { Broken } from "./laws/Law.ts"
import { kept } from "./laws/kept.ts"
import { laws, parameters } from "./laws/laws.ts"
import { mutants } from "./laws/mutants.ts"
import { runs, seed } from "./trial.ts"

// a try-out with few runs is no test of the mutants, and some do harm in only one life of a thousand
const rope = Math.max(runs ?? 0, 4000)

describe("a mutant is caught", () => {
  for (const { breaks, make, name } of mutants) {
    it(`${name}, by ${breaks.number} ${breaks.name}`, { timeout: 0 }, () => {
      const tried = fc.check(breaks.property(make()), {
        ...parameters(breaks, { seed, runs: rope }),
        // what went wrong once shows some of them at once
        examples: kept.map(({ given }): [typeof given] => [given]),
        endOnFailure: true
      })
      assert.isTrue(tried.failed, `law ${breaks.number} let it pass ${tried.numRuns} times`)
      assert.instanceOf(tried.errorInstance, Broken, "it fell over instead of breaking the law")
    })
  }

  it("by every law at least one", () => {
    for (const law of laws)
      assert.isTrue(
        mutants.some(({ breaks }) => breaks === law),
        law.name
      )
  })
})
