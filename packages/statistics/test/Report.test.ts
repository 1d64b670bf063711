import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Report from "@temoin/statistics/Report"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { refused } from "./given.ts"

const scores = fc.array(fc.constantFrom(...Score.scale), { maxLength: 60 })
const report = (tally: Nps.Tally) => Result.getOrThrow(Report.make(tally))

describe("the report", () => {
  it("of answers merged is the report of all answers", () => {
    fc.assert(
      fc.property(scores, scores, (one, other) => {
        expect(report(Nps.combine(Nps.tally(one), Nps.tally(other)))).toEqual(report(Nps.tally([...one, ...other])))
      })
    )
  })

  it("has everything that belongs beside the score", () => {
    const { answers, counts, interval, mean, nps, tally } = report(Nps.tally([10, 9, 8, 0]))
    expect({ answers, counts, mean, nps, tally }).toEqual({
      answers: 4,
      counts: { promoters: 2, passives: 1, detractors: 1, answers: 4 },
      mean: Option.some(6.75),
      nps: Option.some(25),
      tally: [1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
    })
    expect(Option.getOrThrow(interval).method).toBe("score")
  })

  it("without answers has no score, no mean, no limits", () => {
    expect(report(Nps.empty)).toMatchObject({ nps: Option.none(), mean: Option.none(), interval: Option.none() })
  })

  it("refuses a tally that is none", () => {
    const bins = Nps.tally([1, 2])
    expect(refused(Report.make([-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))).toBe("tally[0]")
    expect(refused(Report.make(bins, 1))).toBe("confidence")
  })
})

describe("the sentence", () => {
  // the Carpentries' instructor training, 2016 to 2018
  const carpentries: Nps.Tally = [0, 2, 4, 6, 5, 21, 33, 106, 211, 150, 351]

  it("can be read by anybody, in both languages", () => {
    expect(Report.sentence(report(carpentries), "en")).toBe("48, likely between 44 and 53, from 889 answers")
    expect(Report.sentence(report(carpentries), "fr")).toBe("48, probablement entre 44 et 53, d’après 889 réponses")
  })

  it("knows one answer, thousands of answers, a minus sign, and none", () => {
    expect(Report.sentence(report(Nps.tally([0])), "en")).toBe("−100, likely between −100 and 59, from 1 answer")
    expect(Report.sentence(report([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1234]), "fr")).toMatch(/1\s234 réponses$/)
    expect(Report.sentence(report(Nps.empty), "fr")).toBe("pas encore de score : personne n’a répondu")
  })
})
