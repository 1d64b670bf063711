import * as Nps from "@temoin/core/Nps"
import { Buckets, ChangePoint, Report } from "@temoin/statistics"
import * as Result from "effect/Result"
import { answers } from "./answers.ts" // [{ at: 1465468560000, score: 10 }, …]

const quarters = Result.getOrThrow(Buckets.make(answers, "quarter", "UTC"))
for (const { label, tally } of quarters) {
  console.log(`${label}: ${Report.sentence(Result.getOrThrow(Report.make(tally)), "en")}`)
}
const { changePoints } = Result.getOrThrow(ChangePoint.partition(quarters.map(({ tally }) => Nps.counts(tally))))
for (const index of changePoints) console.log(`something changed in ${quarters[index]?.label}`)
