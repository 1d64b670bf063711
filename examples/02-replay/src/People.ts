/**
 * People: who took the training, and what would each of them answer?
 */
import * as Score from "@temoin/core/Score"
import { parse } from "csv-parse/sync"

/**
 * One row of the file. `id` is its line number. `score` is `undefined` for those who left the question blank: they stand
 * for people who do not answer.
 */
export interface Person {
  readonly id: string
  readonly address: string
  readonly submittedAt: number
  readonly deliveredAt: number
  readonly score: Score.Score | undefined
}

/** A row we cannot use, and why. */
export interface BadRow {
  readonly line: number
  readonly problem: string
}

const hour = 3_600_000

/**
 * Reads the file. A row that makes no sense is reported with its line, and the rest goes on.
 */
export const read = (csv: string): { readonly people: ReadonlyArray<Person>; readonly bad: ReadonlyArray<BadRow> } => {
  const people: Array<Person> = []
  const bad: Array<BadRow> = []
  const rows: ReadonlyArray<{ readonly info: { readonly lines: number }; readonly record: Record<string, string> }> =
    parse(csv, { bom: true, columns: true, info: true, relax_column_count: true, skip_empty_lines: true })
  for (const { info, record } of rows) {
    const { likely_to_recommend: answer = "", submitted_at: submitted = "" } = record
    const submittedAt = Date.parse(`${submitted}Z`)
    const score = answer.trim() === "" || answer === "NA" ? undefined : Number(answer)
    if (!Number.isFinite(submittedAt)) {
      bad.push({ line: info.lines, problem: `submitted_at is "${submitted}", not a time such as 2016-06-09T10:36` })
    } else if (score !== undefined && !Score.isScore(score)) {
      bad.push({ line: info.lines, problem: `likely_to_recommend is "${answer}", not a whole number from 0 to 10` })
    } else {
      const id = String(info.lines)
      people.push({ id, address: `person-${id}@people.example`, submittedAt, deliveredAt: submittedAt - hour, score })
    }
  }
  return { people: people.toSorted((a, b) => a.deliveredAt - b.deliveredAt), bad }
}
