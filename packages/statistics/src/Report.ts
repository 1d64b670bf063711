/**
 * Report: what should stand beside every NPS?
 *
 * @since 0.1.0
 */
import * as Nps from "@temoin/core/Nps"
import type * as Reason from "@temoin/core/Reason"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Confidence from "./Confidence.ts"
import * as Check from "./internal/Check.ts"
import * as Interval from "./Interval.ts"
import type { InvalidArgument } from "./InvalidArgument.ts"
import * as Sample from "./Sample.ts"

/**
 * The score with the number of answers, how they spread over the eleven scores, their mean, and both limits of the score
 * interval. `nps` and limits in points, `mean` in score points. Empty: 0 answers, and none for the rest.
 *
 * @category models
 * @since 0.1.0
 */
export interface Report {
  readonly answers: number
  readonly tally: Nps.Tally
  readonly counts: Nps.Counts
  readonly nps: Option.Option<number>
  readonly mean: Option.Option<number>
  readonly interval: Option.Option<Interval.Interval>
}

/**
 * Everything that belongs beside the score of these answers. Errors: `InvalidArgument` naming `confidence`, or the place
 * in `tally` that is not a whole number of answers.
 *
 * @example Result.map(Report.make(Nps.tally([10, 0])), (report) => report.nps) // => Result.succeed(Option.some(0))
 * @category constructors
 * @since 0.1.0
 */
export const make = (tally: Nps.Tally, confidence: number = Confidence.usual): Result.Result<Report, InvalidArgument> =>
  Result.gen(function* () {
    yield* Check.all("tally", tally, Check.count)
    yield* Check.that("tally", tally.length, tally.length === 11, "eleven counts, from score 0 to score 10")
    const counts = Nps.counts(tally)
    return {
      answers: counts.answers,
      tally,
      counts,
      nps: Nps.score(tally),
      mean: Sample.mean(tally),
      interval: yield* Interval.score(counts, confidence)
    }
  })

/**
 * The report in one sentence that anybody can read. The score is rounded, the limits outwards: never to a promise that is
 * narrower than the interval.
 *
 * @example Result.map(Report.make(Nps.empty), (report) => Report.sentence(report, "en")) // => Result.succeed("no score yet: nobody has answered")
 * @category conversions
 * @since 0.1.0
 */
export const sentence = (self: Report, language: Reason.Language): string =>
  Option.match(Option.all({ nps: self.nps, interval: self.interval }), {
    onNone: () => nobody[language],
    onSome: ({ interval, nps }) =>
      sentences[language](
        whole(Math.round(nps)),
        whole(Math.floor(interval.lower + rounding)),
        whole(Math.ceil(interval.upper - rounding)),
        self.answers
      )
  })

/** With a true minus sign. */
const whole = (points: number): string => String(points).replace("-", "−")

/** What a computed limit may be off by without being beyond the whole number it stands for. */
const rounding = 1e-9

const nobody = {
  en: "no score yet: nobody has answered",
  fr: "pas encore de score : personne n’a répondu"
}

const sentences = {
  en: (nps: string, lower: string, upper: string, answers: number) =>
    `${nps}, likely between ${lower} and ${upper}, from ${answers.toLocaleString("en")} ${answers === 1 ? "answer" : "answers"}`,
  fr: (nps: string, lower: string, upper: string, answers: number) =>
    `${nps}, probablement entre ${lower} et ${upper}, d’après ${answers.toLocaleString("fr")} ${answers === 1 ? "réponse" : "réponses"}`
}
