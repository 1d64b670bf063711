/**
 * Vectors: do the public functions give what somebody else computed?
 *
 * A file of reference cases, each with a method, an input, what is expected and an absolute tolerance on every number. A
 * case passes when all that is expected is there. An unknown method or a malformed case fails; nothing is skipped.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Answer, ReadColumn } from "./Method.ts"
import { methods } from "./methods.ts"

const File = Schema.Struct({ cases: Schema.NonEmptyArray(Schema.Unknown) })

const Case = Schema.Struct({
  id: Schema.NonEmptyString,
  method: Schema.NonEmptyString,
  input: Schema.Unknown,
  expected: Schema.Record(Schema.String, Schema.MutableJson),
  tolerance: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
  source: Schema.optionalKey(Schema.String),
  note: Schema.optionalKey(Schema.String)
})

/** What a file came to: how many cases passed, and a sentence or more for each that failed. */
export interface Outcome {
  readonly passed: number
  readonly failures: ReadonlyArray<{ readonly id: string; readonly problems: ReadonlyArray<string> }>
}

/** Runs every case of a file. A file that is no such file at all is one failure. */
export const run = (text: string, readColumn: ReadColumn): Outcome => {
  const file = parse(text)
  if (Result.isFailure(file)) return { passed: 0, failures: [{ id: "the file", problems: [file.failure] }] }
  const outcomes = file.success.cases.map((raw, place) => ({
    id: idOf(raw, place),
    problems: problemsOf(raw, readColumn)
  }))
  const failures = outcomes.filter(({ problems }) => problems.length > 0)
  return { passed: outcomes.length - failures.length, failures }
}

const parse = (text: string): Result.Result<typeof File.Type, string> =>
  Result.try({ try: (): unknown => JSON.parse(text), catch: (error) => `not JSON: ${String(error)}` }).pipe(
    Result.flatMap((json) =>
      Result.mapError(Schema.decodeUnknownResult(File)(json), (error) => `no file of cases: ${error.message}`)
    )
  )

const idOf = (raw: unknown, place: number): string =>
  Result.match(Schema.decodeUnknownResult(Schema.Struct({ id: Schema.NonEmptyString }))(raw), {
    onFailure: () => `case ${place}`,
    onSuccess: ({ id }) => id
  })

const problemsOf = (raw: unknown, readColumn: ReadColumn): ReadonlyArray<string> => {
  const decoded = Schema.decodeUnknownResult(Case)(raw, { errors: "all", onExcessProperty: "error" })
  if (Result.isFailure(decoded)) return [`malformed case: ${decoded.failure.message.replaceAll("\n", " ")}`]
  const { expected, input, method, tolerance } = decoded.success
  if (Object.keys(expected).length === 0) return ["malformed case: nothing is expected"]
  const known = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (known === undefined) return [`unknown method ${JSON.stringify(method)}`]
  return Result.match(known(input, readColumn), {
    onFailure: (problem) => [problem],
    onSuccess: (got) => differences("", expected, got, tolerance)
  })
}

/** Where what we got is not what was expected. A `null` for the whole stands for `null` in every part. */
const differences = (
  path: string,
  expected: unknown,
  got: Answer | undefined,
  tolerance: number
): ReadonlyArray<string> => {
  if (typeof expected === "object" && expected !== null) {
    const parts = Object.entries(expected)
    if (got === null) return parts.flatMap(([key, value]) => differences(`${path}.${key}`, value, null, tolerance))
    if (typeof got !== "object" || Array.isArray(got) !== Array.isArray(expected)) return [differs(path, expected, got)]
    const ours = new Map(Object.entries(got))
    if (Array.isArray(expected) && ours.size !== parts.length) return [differs(path, expected, got)]
    return parts.flatMap(([key, value]) => differences(`${path}.${key}`, value, ours.get(key), tolerance))
  }
  const alike =
    typeof expected === "number" && typeof got === "number" ? Math.abs(expected - got) <= tolerance : expected === got
  return alike ? [] : [differs(path, expected, got)]
}

const differs = (path: string, expected: unknown, got: unknown): string =>
  `${path.slice(1)}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got) ?? "nothing"}`
