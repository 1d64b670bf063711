/** The answers in the file, each with the time it was given. A question left blank is no answer. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as Score from "@temoin/core/Score"
import type * as Buckets from "@temoin/statistics/Buckets"
import { parse } from "csv-parse/sync"

const file = join(import.meta.dirname, "..", "carpentries-instructor-training.csv")

const rows: ReadonlyArray<Readonly<Record<string, string>>> = parse(readFileSync(file, "utf8"), { columns: true })

export const answers: ReadonlyArray<Buckets.Answer> = rows.flatMap(
  ({ likely_to_recommend: text = "", submitted_at }) => {
    const score = text === "" ? undefined : Number(text)
    return Score.isScore(score) ? [{ at: Date.parse(`${submitted_at}Z`), score }] : []
  }
)
