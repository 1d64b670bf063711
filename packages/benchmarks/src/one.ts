// Measures the benchmark that is named exactly so, and prints the result as JSON. `main.ts` starts it once per line.
import * as Benchmarks from "./Benchmarks.ts"
import * as Measure from "./Measure.ts"

const [, , name] = process.argv
const benchmark = Benchmarks.all.find(({ what }) => what === name)
if (benchmark === undefined) throw new Error(`there is no benchmark "${name}"`)
try {
  process.stdout.write(JSON.stringify(Measure.measure(benchmark)))
} finally {
  benchmark.close?.()
}
