/**
 * Check: can this be computed with?
 *
 * Each check gives the value back, or says what is wrong with the argument of that name. Types keep honest callers out of
 * most of it; these are for the values that come from a file, a query string or plain JavaScript.
 */
import * as Result from "effect/Result"
import { InvalidArgument } from "../InvalidArgument.ts"

type Checked<A> = Result.Result<A, InvalidArgument>

const shown = (value: unknown): string => {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** The failure that names this argument. */
export const fail = (argument: string, problem: string): Result.Result<never, InvalidArgument> =>
  Result.fail(new InvalidArgument({ argument, problem }))

/** The value itself, if it passes the test; else the failure that says what it should have been. */
export const that = <A>(argument: string, value: A, passes: boolean, expected: string): Checked<A> =>
  passes ? Result.succeed(value) : fail(argument, `expected ${expected}, got ${shown(value)}`)

/** No computation here grows beyond what a double holds as long as its inputs stay under this. */
const largest = 1e15

/** Strictly between 0 and 1. */
export const share = (argument: string, value: number): Checked<number> =>
  that(argument, value, typeof value === "number" && value > 0 && value < 1, "a share between 0 and 1, both excluded")

/** Any number of ordinary size, negative ones too. */
export const finite = (argument: string, value: number): Checked<number> =>
  that(argument, value, Number.isFinite(value) && Math.abs(value) <= largest, "a finite number, at most 1e15 in size")

/** 0 or more. */
export const nonNegative = (argument: string, value: number): Checked<number> =>
  that(argument, value, Number.isFinite(value) && value >= 0 && value <= largest, "a number from 0 to 1e15")

/** More than 0, and not so little more that dividing by it overflows. */
export const positive = (argument: string, value: number): Checked<number> =>
  that(argument, value, value >= 1 / largest && value <= largest, "a number from 1e-15 to 1e15")

/** 0, 1, 2, … */
export const count = (argument: string, value: number): Checked<number> =>
  that(argument, value, Number.isInteger(value) && value >= 0 && value <= largest, "a whole number from 0 to 1e15")

/** Every element by the same check; the first that fails is named by its place: `weights[3]`. */
export const all = <A, B>(
  argument: string,
  values: ReadonlyArray<A>,
  check: (argument: string, value: A) => Checked<B>
): Checked<ReadonlyArray<B>> => {
  if (!Array.isArray(values)) return fail(argument, `expected a list, got ${shown(values)}`)
  const passed: Array<B> = []
  for (const [place, value] of values.entries()) {
    const result = check(`${argument}[${place}]`, value)
    if (Result.isFailure(result)) return Result.fail(result.failure)
    passed.push(result.success)
  }
  return Result.succeed(passed)
}
