/**
 * Reports over generated people; and the mutants that their laws must reject. `TEMOIN_SEED` and `TEMOIN_RUNS` choose others, and
 * more of them.
 */
import * as Account from "@temoin/core/Account"
import * as Claim from "@temoin/core/Claim"
import * as Evidence from "@temoin/core/Evidence"
import * as History from "@temoin/core/History"
import * as Person from "@temoin/core/Person"
import * as Fold from "@temoin/core/Fold"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { library, property, type Reading } from "./laws/Reading.ts"

const seed = Number(process.env["TEMOIN_SEED"] ?? 20_261_121)
const numRuns = Number(process.env["TEMOIN_RUNS"] ?? 150)

it(
  "each person counts once, nobody who is gone, nothing that is yet to come; in any order the same",
  { timeout: 0 },
  () => fc.assert(property(library), { seed, numRuns })
)

/** Forgets that some of the events happened before it looks who counts. */
const forgetting =
  (tag: "MergedInto" | "Erased"): Reading["person"] =>
  (program, history, now) =>
    Person.of(
      program,
      History.filter(history, ({ _tag }) => _tag !== tag),
      now
    )

const mutants: ReadonlyArray<Reading & { readonly name: string }> = [
  { ...library, name: "who was merged away is counted twice", person: forgetting("MergedInto") },
  { ...library, name: "who was erased is counted", person: forgetting("Erased") },
  {
    ...library,
    name: "what is yet to come is counted",
    person: (program, history, now) => {
      const known = Person.of(program, history, now)
      const state = Fold.of(history)
      return known && { ...known, history, state, zone: Account.zone(program, state) }
    }
  },
  {
    ...library,
    name: "each answer counts, also one that was replaced",
    evidence: (program, person, query, zone) => {
      const { measure } = query
      if (!("survey" in measure)) return Evidence.ofPerson(program, person, query, zone)
      const { survey } = measure
      const answers = person.state.turns
        .filter((turn) => turn.survey === survey)
        .flatMap((turn) => turn.answers.map(({ at, score }) => ({ survey, at, score })))
      return Claim.evidence(query, { answers, cases: [] }, person.now, zone)
    }
  },
  {
    ...library,
    name: "the last one outweighs the others",
    together: (self, that) => (that.n === 0 ? self : { ...that, hits: Math.min(that.n, that.hits) })
  }
]

describe("a mutant is caught", () => {
  it.each(mutants)("$name", { timeout: 0 }, (mutant) => {
    const tried = fc.check(property(mutant), { seed, numRuns: 4000, endOnFailure: true })
    expect(tried.failed, "it was not").toBe(true)
    expect(tried.errorInstance, String(tried.errorInstance).slice(0, 500)).toMatchObject({ name: "Broken" })
  })
})
