/**
 * Method: how is one line of a reference file computed by the public functions?
 *
 * A file of methods maps the format's names to ours and nothing else; what is computed is computed in `src`.
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** What a method gives back, in the words and units of the format. `null` is undefined. */
export type Answer = number | string | boolean | null | ReadonlyArray<Answer> | { readonly [key: string]: Answer }

/** Reads one column of a CSV file: its cells as they stand. */
export type ReadColumn = (file: string, column: string) => Result.Result<ReadonlyArray<string>, string>

/** Computes one case's input; a failure is a sentence. A `null` for the whole means that nothing is defined. */
export type Method = (input: unknown, readColumn: ReadColumn) => Result.Result<Answer, string>

/** A method from the shape of its input and the computation. An input of another shape is a malformed case. */
export const method =
  <S extends Schema.ConstraintDecoder<unknown>>(
    schema: S,
    compute: (input: S["Type"], readColumn: ReadColumn) => Result.Result<Answer, string | { readonly message: string }>
  ): Method =>
  (input, readColumn) =>
    decode(schema, input).pipe(
      Result.flatMap((decoded) => compute(decoded, readColumn)),
      Result.mapError((error) => (typeof error === "string" ? error : error.message))
    )

const decode = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  input: unknown
): Result.Result<S["Type"], string> =>
  Schema.decodeUnknownResult(schema)(input, { errors: "all", onExcessProperty: "error" }).pipe(
    Result.mapError((error) => `malformed input: ${error.message.replaceAll("\n", " ")}`)
  )

/** [promoters, passives, detractors], as the format writes them. */
export const Counts = Schema.Tuple([Schema.Number, Schema.Number, Schema.Number])

/** The same as the three counts that the public functions take. */
export const counts = ([promoters, passives, detractors]: typeof Counts.Type) => ({ promoters, passives, detractors })

/** The value, or `null`. */
export const orNull = <A>(option: Option.Option<A>): A | null => Option.getOrNull(option)
