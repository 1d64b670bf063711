/**
 * Breakdown: how does the score move over time, and where is it better?
 *
 * The counted answers of a survey (`count: waves`) by day, month, quarter or year, and by the segment they belong to. Days are the
 * company's.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Nps from "./Nps.ts"
import type * as Projection from "./Projection.ts"
import * as Residue from "./Residue.ts"
import * as Segment from "./Segment.ts"
import * as Survey from "./Survey.ts"
import * as Trait from "./Trait.ts"

/**
 * How long a period is.
 *
 * @category models
 * @since 0.1.0
 */
export const By = Schema.Literals(["day", "month", "quarter", "year"])
/** @since 0.1.0 */
export type By = typeof By.Type

/**
 * A day in the company's zone, such as "2026-03-01".
 *
 * @category models
 * @since 0.1.0
 */
export const Day = Schema.String.check(
  Schema.isPattern(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, { expected: `a day, such as "2026-03-01"` })
)

/**
 * What is asked: the answers to a survey that were given on `from` or later and before `to` (default: all), by which period, and
 * by which trait (default: by none).
 *
 * @category models
 * @since 0.1.0
 */
export const Query = Schema.Struct({
  survey: Survey.SurveyId,
  purpose: Survey.Purpose,
  by: By,
  from: Schema.optionalKey(Day),
  to: Schema.optionalKey(Day),
  segment: Schema.optionalKey(Trait.Name)
})
/** @since 0.1.0 */
export type Query = typeof Query.Type

/**
 * The answers of one period, and of one segment when that was asked. `period`: "2026-03-01", "2026-03", "2026-Q1" or "2026".
 *
 * @category models
 * @since 0.1.0
 */
export interface Cell {
  readonly period: string
  readonly segment: Segment.Segment | undefined
  readonly tally: Nps.Tally
}

/**
 * The cells that have answers, by period, then by segment: values in alphabetical order, then unknown, then other. `uncertain`: how
 * many answers can be told to lie in no period any more, and are in no cell. Empty: nobody answered.
 *
 * @category models
 * @since 0.1.0
 */
export interface Breakdown {
  readonly cells: ReadonlyArray<Cell>
  readonly uncertain: number
}

/**
 * Answers are not kept by this trait. Choose it when the store is opened, or ask by one that was chosen.
 *
 * @category errors
 * @since 0.1.0
 */
export class SegmentNotKept extends Schema.TaggedError<SegmentNotKept>()("SegmentNotKept", {
  segment: Schema.String,
  kept: Schema.Array(Schema.String)
}) {
  override get message() {
    const kept = this.kept.length === 0 ? "none are" : this.kept.map((name) => `"${name}"`).join(", ")
    return `answers are not kept by "${this.segment}"; kept by: ${kept}. Name it among the \`segments\` when you open the store`
  }
}

/**
 * Some counters: of a day, or of a month when nothing finer was asked.
 *
 * @category models
 * @since 0.1.0
 */
export interface Row {
  readonly bin: Residue.Bin
  readonly segment: string
  readonly tally: Nps.Tally
}

/**
 * Puts counters together. `rows` are those of the query's survey, purpose and time, each as fine as the query asks, or finer.
 * `names`: the traits that they are kept by.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  query: Query,
  names: Segment.Names,
  rows: Iterable<Row>
): Result.Result<Breakdown, SegmentNotKept> => {
  const { by, segment } = query
  const place = segment === undefined ? -1 : names.indexOf(segment)
  if (segment !== undefined && place === -1) return Result.fail(new SegmentNotKept({ segment, kept: names }))
  const segmentOf = (key: string) => (place === -1 ? undefined : Segment.fromKey(key)[place])
  const periods = new Map<string, Map<string, Cell>>()
  let uncertain = 0
  for (const { bin, segment: key, tally } of rows) {
    const period = periodOf(bin, by)
    if (period === undefined) uncertain += Nps.counts(tally).answers
    else add(periods, { period, segment: segmentOf(key), tally })
  }
  return Result.succeed({ cells: sorted(withOther(periods)), uncertain })
}

/**
 * The period that a bin lies in; `undefined`: it is wider than that.
 *
 * @example Breakdown.periodOf("2026-03-01", "quarter") // => "2026-Q1"
 * @example Breakdown.periodOf("2026", "month") // => undefined
 * @category getters
 * @since 0.1.0
 */
export const periodOf = (bin: Residue.Bin, by: By): string | undefined => {
  if (bin === "always") return undefined
  const [year, month, day] = bin.split("-")
  if (by === "year") return year
  if (month === undefined) return undefined
  if (by === "quarter") return `${year}-Q${Math.ceil(Number(month) / 3)}`
  if (by === "month") return `${year}-${month}`
  return day === undefined ? undefined : bin
}

type Cells = Map<string, Map<string, Cell>>

const add = (cells: Cells, { period, segment, tally }: Cell): void => {
  const name = JSON.stringify(segment ?? null)
  const own = cells.get(period) ?? new Map<string, Cell>()
  cells.set(period, own)
  const known = own.get(name)
  own.set(name, { period, segment, tally: known === undefined ? tally : Nps.combine(known.tally, tally) })
}

const cellsOf = (cells: Cells): ReadonlyArray<Cell> => [...cells.values()].flatMap((own) => [...own.values()])

/** The same values everywhere: those with the most answers in all. */
const withOther = (cells: Cells): Cells => {
  const answers = new Map<string, number>()
  for (const { segment, tally } of cellsOf(cells)) {
    if (segment?._tag !== "Value") continue
    answers.set(segment.value, (answers.get(segment.value) ?? 0) + Nps.counts(tally).answers)
  }
  if (answers.size <= Segment.most) return cells
  const shown = new Set(
    [...answers]
      .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .slice(0, Segment.most)
      .map(([value]) => value)
  )
  const found: Cells = new Map()
  for (const cell of cellsOf(cells)) {
    const isShown = cell.segment?._tag !== "Value" || shown.has(cell.segment.value)
    add(found, isShown ? cell : { ...cell, segment: Segment.other })
  }
  return found
}

const rank = { Value: 0, Unknown: 1, Other: 2 } as const

const sorted = (cells: Cells): ReadonlyArray<Cell> =>
  cellsOf(cells)
    .filter(({ tally }) => tally.some((count) => count !== 0))
    .toSorted((a, b) => compare(a.period, b.period) || bySegment(a.segment, b.segment))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const bySegment = (a: Segment.Segment | undefined, b: Segment.Segment | undefined): number =>
  a === undefined || b === undefined
    ? 0
    : rank[a._tag] - rank[b._tag] || (a._tag === "Value" && b._tag === "Value" ? compare(a.value, b.value) : 0)

/**
 * Does what was counted in this cell lie in the time that is asked? What has no day is asked for always, since it may.
 *
 * @category guards
 * @since 0.1.0
 */
export const isAsked = (query: Query, cell: Pick<Projection.Cell, "survey" | "purpose" | "day">): boolean =>
  cell.survey === query.survey &&
  cell.purpose === query.purpose &&
  (cell.day === "always" ||
    ((query.from === undefined || cell.day >= query.from) && (query.to === undefined || cell.day < query.to)))

/**
 * The breakdown of what is kept of these contacts: what every store must give.
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (
  query: Query,
  names: Segment.Names,
  projections: Iterable<Projection.Projection>
): Result.Result<Breakdown, SegmentNotKept> => {
  const rows: Array<Row> = []
  for (const { answers } of projections) {
    for (const answer of answers) {
      if (isAsked(query, answer)) {
        rows.push({ bin: answer.day, segment: answer.segment, tally: Nps.tally([answer.score]) })
      }
    }
  }
  return make(query, names, rows)
}

/**
 * With the answers of those who were erased. Nobody knows their segment any more. Where a bin is wider than a period, or lies only partly in
 * the time that is asked, its answers are uncertain.
 *
 * @category combining
 * @since 0.1.0
 */
export const withResidue = (self: Breakdown, query: Query, residue: Residue.Residue): Breakdown => {
  const cells: Cells = new Map()
  for (const cell of self.cells) add(cells, cell)
  let { uncertain } = self
  for (const { bin, purpose, survey, tally } of residue.cells) {
    if (survey !== query.survey || purpose !== query.purpose) continue
    const [first, last] = daysOf(bin)
    const isOut = (query.to !== undefined && first >= query.to) || (query.from !== undefined && last < query.from)
    if (isOut) continue
    const isIn = (query.from === undefined || first >= query.from) && (query.to === undefined || last < query.to)
    const period = isIn ? periodOf(bin, query.by) : undefined
    if (period === undefined) uncertain += Nps.counts(tally).answers
    else add(cells, { period, segment: query.segment === undefined ? undefined : Segment.unknown, tally })
  }
  return { cells: sorted(cells), uncertain }
}

/** The first and the last day of a bin, as they compare with real ones: a month may have 31. */
const daysOf = (bin: Residue.Bin): readonly [first: string, last: string] => {
  if (bin === "always") return ["0000-01-01", "9999-12-31"]
  const [year, month = undefined, day = undefined] = bin.split("-")
  if (month === undefined) return [`${year}-01-01`, `${year}-12-31`]
  return day === undefined ? [`${bin}-01`, `${bin}-31`] : [bin, bin]
}
