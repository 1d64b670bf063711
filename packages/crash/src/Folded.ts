/**
 * Folded: is what the store keeps ready what a fold of its log would give?
 */
import type * as Breakdown from "@temoin/core/Breakdown"
import type * as History from "@temoin/core/History"
import * as Projections from "@temoin/core/ports/Projections"
import * as Projection from "@temoin/core/Projection"
import type { Settings } from "@temoin/core/Projection"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"

/** How much is kept, and each thing that is kept otherwise than the log has it. */
export interface Folded {
  readonly answers: number
  readonly cases: number
  readonly suppressed: number
  readonly otherwise: ReadonlyArray<string>
}

/** More than there can be of anything. */
const all = 1_000_000

/** By day, and by each segment within it. */
const queries = ({ segments, surveys }: Settings): ReadonlyArray<Breakdown.Query> =>
  surveys.flatMap(({ id: survey }) =>
    [{}, ...segments.map((segment) => ({ segment }))].map((by) => ({ survey, purpose: "measure", by: "day", ...by }))
  )

/** Everything that one of the two says, each under what was asked. */
const say = Effect.fnUntraced(function* (projections: Projections.Projections["Service"], settings: Settings) {
  const answers = yield* Effect.forEach(queries(settings), (query) =>
    Effect.map(projections.breakdown(query), ({ cells, uncertain }) => [
      ...cells.map((cell) => ({ ...query, ...cell })),
      { ...query, uncertain }
    ])
  )
  const cases = yield* projections.cases({ after: Option.none(), limit: all })
  const suppressed = yield* projections.suppressions({ after: Option.none(), limit: all })
  return { answers: answers.flat(), cases, suppressed }
})

/** As text, in which the order of the fields does not show. */
const text = (one: unknown): string =>
  JSON.stringify(one, (_, value: unknown) =>
    Predicate.isReadonlyObject(value) && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value
  )

const differences = (what: string, kept: ReadonlyArray<unknown>, folded: ReadonlyArray<unknown>): Array<string> => {
  const [ours, theirs] = [new Set(kept.map(text)), new Set(folded.map(text))]
  return [
    ...[...theirs].filter((one) => !ours.has(one)).map((one) => `${what} in the log alone: ${one}`),
    ...[...ours].filter((one) => !theirs.has(one)).map((one) => `${what} kept alone: ${one}`)
  ]
}

/** Compares what is `kept` with these histories, which are all there are. */
export const compare = Effect.fnUntraced(function* (
  kept: Projections.Projections["Service"],
  settings: Settings,
  histories: ReadonlyArray<History.History>
) {
  const projections = histories.map((history) => Projection.of(settings, history))
  const ours = yield* say(kept, settings)
  const theirs = yield* say(Projections.over(Effect.succeed({ names: settings.segments, projections })), settings)
  return {
    answers: projections.reduce((sum, { answers }) => sum + answers.length, 0),
    cases: theirs.cases.length,
    suppressed: theirs.suppressed.length,
    otherwise: [
      ...differences("answers", ours.answers, theirs.answers),
      ...differences("a case", ours.cases, theirs.cases),
      ...differences("a suppressed address", ours.suppressed, theirs.suppressed)
    ]
  } satisfies Folded
})
