// How fast it is, in one table. An argument picks the benchmarks with this text in their name.
import { availableParallelism, cpus } from "node:os"
import * as Benchmarks from "./Benchmarks.ts"
import * as Measure from "./Measure.ts"
import * as Table from "./Table.ts"

const [, , text = ""] = process.argv
const chosen = Benchmarks.named(text)

if (chosen.length === 0) {
  const names = Benchmarks.all.map(({ what }) => `  ${what}`).join("\n")
  console.error(`no benchmark has "${text}" in its name; there are:\n${names}`)
  process.exitCode = 1
} else {
  console.log(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? "an unknown processor"}\n`)
  for (const line of Table.head(chosen)) console.log(line)
  const outcomes: Array<Table.Outcome> = []
  const problems: Array<string> = []
  for (const benchmark of chosen) {
    const measured = Measure.measureApart(benchmark.what)
    console.log(Table.row(chosen, benchmark, measured))
    outcomes.push(Table.outcome(benchmark, measured))
    if (measured._tag === "Compared" && measured.spoilt !== undefined) console.log(`  ${measured.spoilt}`)
    if (measured._tag === "Differ") problems.push(`${benchmark.what}: ${measured.problem}`)
  }
  console.log(`\n${Table.foot(outcomes)}`)
  for (const problem of problems) console.error(`The two sides differ. ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}
