/**
 * Scores: how does the score move over time, and where is it better?
 *
 * @since 0.1.0
 */
import * as Breakdown from "@temoin/core/Breakdown"
import * as Nps from "@temoin/core/Nps"
import * as Projections from "@temoin/core/ports/Projections"
import type * as Program from "@temoin/core/Program"
import type * as Reason from "@temoin/core/Reason"
import * as Residue from "@temoin/core/Residue"
import * as Segment from "@temoin/core/Segment"
import * as Survey from "@temoin/core/Survey"
import * as Trait from "@temoin/core/Trait"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Erasing from "./Erasing.ts"
import * as Fact from "./Fact.ts"

/**
 * What is asked.
 *
 * - `survey`: whose answers (default: the program's only survey).
 * - `by`: "day", "month", "quarter" or "year" (default "month").
 * - `segment`: by which of the traits that were named when it was opened (default: by none).
 * - `from`, `to`: days in the company's zone, such as "2026-01-01": from this one on, and before that one (default: all).
 *
 * @category models
 * @since 0.1.0
 */
export interface Query {
  readonly survey?: string
  readonly by?: Breakdown.By
  readonly segment?: string
  readonly from?: string
  readonly to?: string
}

/**
 * The score of one period, and of one segment where that was asked. Unit: points, -100 to 100; out of `answers`.
 * `name`: the segment as a person reads it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Score extends Nps.Counts {
  readonly period: string
  readonly segment?: Segment.Segment
  readonly name?: Readonly<Record<Reason.Language, string>>
  readonly score: number | null
  readonly tally: Nps.Tally
}

/**
 * The scores, by period, then by segment; none where nobody answered. Every wave's answer counts (`count: waves`), not each
 * person's latest one. `uncertain`: how many answers can be told to lie in no period any more, and are in none; `note` says it where
 * people were erased.
 *
 * @category models
 * @since 0.1.0
 */
export interface Scores {
  readonly survey: string
  readonly by: Breakdown.By
  readonly count: "waves"
  readonly scores: ReadonlyArray<Score>
  readonly uncertain: number
  readonly note?: Readonly<Record<Reason.Language, string>>
}

const readQuery = Fact.read(
  Schema.Struct({
    by: Breakdown.By,
    segment: Schema.optionalKey(Trait.Name),
    from: Schema.optionalKey(Breakdown.Day),
    to: Schema.optionalKey(Breakdown.Day)
  })
)

const toScore = ({ period, segment, tally }: Breakdown.Cell): Score => ({
  period,
  ...(segment !== undefined && {
    segment,
    name: { en: Segment.name(segment, "en"), fr: Segment.name(segment, "fr") }
  }),
  score: Option.getOrNull(Nps.score(tally)),
  ...Nps.counts(tally),
  tally
})

/**
 * The scores of this survey, those who were erased included.
 *
 * @category reading
 * @since 0.1.0
 */
export const read = Effect.fnUntraced(function* (
  program: Program.Program,
  survey: Survey.SurveyId,
  { by = "month", survey: _, ...rest }: Query
) {
  const asked = yield* Effect.fromResult(readQuery({ by, ...rest }))
  const query: Breakdown.Query = { ...asked, survey, purpose: "measure" }
  const kept = yield* (yield* Projections.Projections).breakdown(query)
  const residue = yield* Erasing.residue(program)
  const { cells, uncertain } = Breakdown.withResidue(kept, query, residue)
  const scores: Scores = { survey, by: query.by, count: "waves", scores: cells.map(toScore), uncertain }
  const note = (language: Reason.Language) => Residue.note(residue, { uncertain }, language)
  const [en, fr] = [note("en"), note("fr")]
  return en === undefined || fr === undefined ? scores : { ...scores, note: { en, fr } }
})
