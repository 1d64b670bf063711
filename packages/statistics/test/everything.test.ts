import * as Statistics from "@temoin/statistics"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { calls } from "./arguments.ts"

/** The first number in a result that is none, with its place; nothing when all are. */
const noNumber = (value: unknown, place = ""): string | undefined => {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${place} = ${value}`
  if (typeof value === "string") return /NaN|Infinity/.test(value) ? `${place} = ${value}` : undefined
  if (value === null || typeof value !== "object") return undefined
  if (Option.isOption(value)) return Option.isSome(value) ? noNumber(value.value, place) : undefined
  for (const [key, part] of Object.entries(value)) {
    const found = noNumber(part, `${place}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

const errors = ["InvalidArgument", "EmptyCell", "NotConverged", "NoComparison"]

/** Everything that the package exports and that can be called, but for the classes of errors. */
const functions = Object.entries(Statistics).flatMap(([module, exports]) =>
  Object.entries(exports).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "function" && /^[a-z]/.test(name) ? [`${module}.${name}`] : []
  )
)

describe("whatever it is given", () => {
  it("every function is tried", () => {
    expect(Object.keys(calls).toSorted()).toEqual(functions.toSorted())
  })

  it.each(Object.entries(calls))(
    "%s throws nothing, gives no NaN and no Infinity, and fails with what is wrong",
    (name, call) => {
      let answered = 0
      fc.assert(
        fc.property(call, (run) => {
          const result = run()
          if (Result.isResult(result) && Result.isFailure(result)) {
            const error = result.failure
            expect(error instanceof Error && "_tag" in error && errors.includes(String(error._tag))).toBe(true)
            return
          }
          answered++
          expect(noNumber(Result.isResult(result) ? Result.getOrThrow(result) : result)).toBeUndefined()
        }),
        // a posterior's limit is an integral at each step of a bisection
        { numRuns: name.startsWith("Posterior.") ? 20 : 500 }
      )
      // arguments that are all refused would prove nothing
      expect(answered).toBeGreaterThan(0)
    },
    60_000
  )
})
