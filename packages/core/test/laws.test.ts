/**
 * The laws of `decide`, over generated programs, soups and lives; and the mutants that they must reject.
 *
 * `TEMOIN_SEED` and `TEMOIN_RUNS` choose other cases and more of them. What fails goes, as small as it got, into `kept`.
 */
import * as Program from "@temoin/core/Program"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { afterAll, assert, describe, it } from "vitest"
import * as Programs from "./arbitrary/Program.ts"
import * as Coverage from "./laws/Coverage.ts"
import { defaults } from "./laws/defaults.ts"
import { core } from "./laws/Implementation.ts"
import { kept } from "./laws/kept.ts"
import { Broken, given, livedOf } from "./laws/Law.ts"
import { laws, parameters } from "./laws/laws.ts"
import { mutants } from "./laws/mutants.ts"
import { runs, seed } from "./trial.ts"

const numRuns = runs ?? defaults.runs
const trial = { seed, runs: numRuns }

const coverage = Coverage.make()
const onLived = coverage.add

afterAll(() => console.log(`TEMOIN_SEED=${seed} TEMOIN_RUNS=${numRuns}, ${Coverage.table(coverage)}`))

it("every program that is tried is one that a company could write", { timeout: 0 }, () =>
  fc.assert(
    fc.property(Programs.written, (written) => Result.isSuccess(Program.make(written))),
    parameters({ number: 0 }, trial)
  )
)

describe("core obeys", () => {
  for (const law of laws) {
    it(`${law.number} ${law.name}: ${law.says}`, { timeout: 0 }, () =>
      fc.assert(law.property({ ...core, onLived }), parameters(law, trial))
    )
  }
})

describe("what went wrong once stays right", () => {
  for (const { about, given } of kept) {
    it(about, () => {
      for (const law of laws) law.check(core)(given)
    })
  }
})

describe("a mutant is caught", () => {
  for (const { breaks, make, name } of mutants) {
    it(`${name}, by ${breaks.number} ${breaks.name}`, { timeout: 0 }, () => {
      // a try-out with few runs is no test of the mutants, and some do harm in only one life of a thousand
      const rope = { ...parameters(breaks, { seed, runs: Math.max(numRuns, 4000) }), endOnFailure: true }
      const tried = fc.check(breaks.property(make()), rope)
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

it(
  "in the lives that were lived, each decision, ending, verdict and reason occurs in at least 1 of 100",
  { timeout: 0 },
  () => {
    // run alone, there are none yet
    if (coverage.lives() === 0)
      fc.sample(given, parameters({ number: 0 }, trial)).forEach((one) => livedOf({ ...core, onLived }, one))
    const rare = coverage.shares().filter(([, share]) => share < 0.01)
    assert.deepEqual(rare, [], Coverage.table(coverage))
  }
)
