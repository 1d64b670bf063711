/**
 * The laws of `decide`, over generated programs, soups and lives. The mutants that they must reject: `mutants.test.ts`.
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
import { given, livedOf } from "./laws/Law.ts"
import { laws, parameters } from "./laws/laws.ts"
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
