/** The methods of the format about what moves the score. */
import * as Decomposition from "@temoin/statistics/Decomposition"
import * as Drivers from "@temoin/statistics/Drivers"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Answer, type Method, Counts, counts, method, orNull } from "./Method.ts"

type Computed = Result.Result<Answer, string | { readonly message: string }>

const kitagawa = method(
  Schema.Struct({ before: Schema.Array(Counts), after: Schema.Array(Counts) }),
  ({ after, before }): Computed =>
    Result.gen(function* () {
      const segments: Array<Decomposition.Segment> = []
      for (const [index, earlier] of before.entries()) {
        const later = after[index]
        if (later !== undefined) segments.push({ before: counts(earlier), after: counts(later) })
      }
      if (before.length !== after.length)
        return yield* Result.fail("malformed input: before and after differ in length")
      const made = yield* Decomposition.make(segments)
      return {
        total: orNull(Option.map(made, ({ total }) => total)),
        mix: orNull(Option.map(made, ({ mix }) => mix)),
        rate: orNull(Option.map(made, ({ rate }) => rate)),
        segments: orNull(Option.map(made, ({ segments }) => segments.map(({ mix, rate }) => ({ mix, rate }))))
      }
    })
)

const Value = Schema.NullOr(Schema.Number)

const drivers = method(
  Schema.Struct({ y: Schema.Array(Value), x: Schema.Array(Schema.Array(Value)) }),
  ({ x, y }): Computed =>
    Result.gen(function* () {
      const width = x[0]?.length ?? 0
      if (x.length !== y.length || x.some((row) => row.length !== width)) {
        return yield* Result.fail("malformed input: x is no table with a row for each y")
      }
      const columns = Array.from(
        { length: width },
        (_, column) => [`x${column}`, x.map((row) => row[column] ?? null)] as const
      )
      const made = yield* Drivers.make(y, Object.fromEntries(columns))
      return {
        pearson: made.drivers.map(({ pearson }) => orNull(pearson)),
        spearman: made.drivers.map(({ spearman }) => orNull(spearman)),
        kendall_tau_b: made.drivers.map(({ kendall }) => orNull(kendall)),
        r2: orNull(made.rSquared),
        lmg: made.drivers.map(({ share }) => orNull(share))
      }
    })
)

export const methods: Readonly<Record<string, Method>> = { kitagawa, drivers }
