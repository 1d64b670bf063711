/**
 * Condition: what must be so when the ask goes out?
 *
 * Data. `Eligibility` says whether it is so.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Period from "./Period.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

/**
 * It has happened to the contact; with `within`, less than so long ago.
 *
 * @category models
 * @since 0.1.0
 */
export const Happened = Schema.Struct({ touchpoint: Touchpoint.Kind, within: Schema.optionalKey(Period.Period) })
/** @since 0.1.0 */
export type Happened = typeof Happened.Type

/** The contact stands in this stage of the program's journey. @category models @since 0.1.0 */
export const Stands = Schema.Struct({ stage: Text.Name })
/** @since 0.1.0 */
export type Stands = typeof Stands.Type

const Plain = Schema.Union([Happened, Stands]).annotate({
  expected: `an object with "touchpoint" (perhaps "within") or "stage"`
})
const literals = [Happened, Stands, Schema.Struct({ not: Plain })] as const

const several = <S extends Schema.Constraint>(part: S) => Schema.NonEmptyArray(part).check(Schema.isMaxLength(16))

const Literal = Schema.Union(literals).annotate({
  expected: `an object with "touchpoint" (perhaps "within"), "stage", or "not" before one of these`
})

/**
 * A thing that is so (`touchpoint`, `stage`), one that is `not`, `any` of several, or `all` of them. An `any` may hold `all`s
 * and an `all` may hold `any`s, and these hold plain ones: enough to say everything that can be said with and, or, not.
 *
 * @category models
 * @since 0.1.0
 */
export const Condition = Schema.Union([
  ...literals,
  Schema.Struct({ any: several(Schema.Union([Literal, Schema.Struct({ all: several(Literal) })])) }),
  Schema.Struct({ all: several(Schema.Union([Literal, Schema.Struct({ any: several(Literal) })])) })
]).annotate({
  expected: `a condition: an object with "touchpoint" (perhaps "within"), "stage", "not", "any" or "all"`
})
/** @since 0.1.0 */
export type Condition = typeof Condition.Type

/** What is so, or must not be. */
type Literal = typeof Literal.Type

/** The parts that say one thing, by their path from the condition itself. */
const literalsOf = (self: Condition, path = ""): ReadonlyArray<readonly [path: string, literal: Literal]> => {
  const under = (name: string, parts: ReadonlyArray<Condition>) =>
    parts.flatMap((part, index) => literalsOf(part, `${path === "" ? "" : `${path}.`}${name}[${index}]`))
  return "any" in self ? under("any", self.any) : "all" in self ? under("all", self.all) : [[path, self]]
}

/**
 * What a condition asks about, whether it must be so or must not, each with its path from the condition itself.
 *
 * @example Condition.plain({ not: { stage: "trial" } }) // => [["", { stage: "trial" }]]
 * @category getters
 * @since 0.1.0
 */
export const plain = (self: Condition): ReadonlyArray<readonly [path: string, plain: Happened | Stands]> =>
  literalsOf(self).map(([path, literal]) => [path, "not" in literal ? literal.not : literal])

/**
 * What is wrong with a condition, each with its path from the condition itself. `has`: does the journey have this stage?
 * `just`: the touchpoints that have happened whenever the ask is due.
 *
 * @category checking
 * @since 0.1.0
 */
export function* problems(
  self: Condition,
  has: (stage: string) => boolean,
  just: ReadonlyArray<Touchpoint.Kind>
): Generator<{ readonly path: string; readonly problem: string }> {
  const literals = literalsOf(self)
  for (const [path, literal] of literals) {
    const plain = "not" in literal ? literal.not : literal
    if ("stage" in plain && !has(plain.stage)) {
      yield { path, problem: `the program's journey has no stage "${plain.stage}"` }
    }
    if ("touchpoint" in plain && plain.within !== undefined && Period.nominalMillis(plain.within) === 0) {
      yield { path, problem: "`within` is no time at all: nothing would ever count" }
    }
  }
  // what must all be so at once; of `any`, one may be impossible
  const together = literals.filter(([path]) => /^(?:all\[\d+\])?$/.test(path))
  const isSo = together.flatMap(([, literal]) => ("not" in literal ? [] : [literal]))
  for (const [path, literal] of together) {
    if (!("not" in literal)) {
      const other = isSo.find((one) => "stage" in one && "stage" in literal && one.stage !== literal.stage)
      if (other !== undefined && isSo.indexOf(other) < isSo.indexOf(literal)) {
        yield { path, problem: "nobody stands in two stages at once: they can be parts of `any`" }
      }
      continue
    }
    const { not } = literal
    if ("touchpoint" in not && not.within === undefined && just.includes(not.touchpoint)) {
      yield { path, problem: `"${not.touchpoint}" has happened whenever the ask is due: nobody would ever be asked` }
    } else if (isSo.some((one) => excludes(not, one))) {
      yield { path, problem: "must be so and must not be so: nobody would ever be asked" }
    }
  }
}

/** Can what must be so never be so, while this is not? */
const excludes = (not: Happened | Stands, is: Happened | Stands): boolean => {
  if ("stage" in not) return "stage" in is && is.stage === not.stage
  if (!("touchpoint" in is) || is.touchpoint !== not.touchpoint) return false
  if (not.within === undefined) return true
  return is.within !== undefined && Period.nominalMillis(is.within) <= Period.nominalMillis(not.within)
}
