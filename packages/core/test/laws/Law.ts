/**
 * Law: which sentence of the design holds for every program and every history?
 *
 * A law is a value. It is shown an implementation and tries it on whatever may be given; the same law that core obeys must
 * reject each mutant.
 */
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import type * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import type * as Program from "@temoin/core/Program"
import type * as Score from "@temoin/core/Score"
import { scale } from "@temoin/core/Score"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { isDeepStrictEqual, inspect } from "node:util"
import * as Company from "../arbitrary/Company.ts"
import * as Arbitrary from "../arbitrary/History.ts"
import * as Programs from "../arbitrary/Program.ts"
import type { Implementation } from "./Implementation.ts"
import { live, type Lived, type Look } from "./Lived.ts"

/**
 * What a law is tried on. `company`: what happens to several people together; `rule`: one more than the program has. `probe` (0 to 1) points at one of many: a look of the life, an instant of a span, a decision of
 * several.
 */
export interface Given {
  readonly program: Programs.Written
  readonly life: Arbitrary.Life
  readonly soup: Arbitrary.Soup
  readonly company: ReadonlyArray<Company.Step>
  readonly rule: ContactFrequency.MinimumGap | ContactFrequency.Cap
  readonly scores: readonly [ReadonlyArray<Score.Score>, ReadonlyArray<Score.Score>, ReadonlyArray<Score.Score>]
  readonly probe: number
}

const scores = fc.array(fc.constantFrom(...scale.toReversed()), { maxLength: 6 })

export const given: fc.Arbitrary<Given> = fc.record({
  program: Programs.written,
  life: Arbitrary.life,
  soup: Arbitrary.soup,
  company: Company.company,
  rule: Programs.rule,
  scores: fc.tuple(scores, scores, scores),
  probe: fc.integer({ min: 0, max: 99 }).map((n) => n / 100)
})

export interface Law {
  readonly number: number
  readonly name: string
  /** The sentence of the design. */
  readonly says: string
  readonly check: (implementation: Implementation) => (given: Given) => void
  readonly property: (implementation: Implementation) => fc.IProperty<[Given]>
}

export const make = (law: Omit<Law, "property">): Law => ({
  ...law,
  property: (implementation) => fc.property(given, law.check(implementation))
})

/** The law does not hold. Anything else that is thrown is a fault of something else. */
export class Broken extends Error {
  override readonly name = "Broken"
}

export const insist: (holds: boolean, problem: () => string) => asserts holds = (holds, problem) => {
  if (!holds) throw new Broken(problem())
}

export const insistSame = (found: unknown, expected: unknown, what: string): void =>
  insist(
    isDeepStrictEqual(found, expected),
    () => `${what}\nfound:    ${inspect(found, { depth: 8 })}\nexpected: ${inspect(expected, { depth: 8 })}`
  )

export const show = (at: Instant): string => new Date(at).toISOString()

/** One of these, the one that `probe` points at. */
export const pointed = <A>(all: ReadonlyArray<A>, probe: number): ReadonlyArray<A> =>
  all.slice(Math.floor(probe * all.length)).slice(0, 1)

/** The history as `decide` is to see it: packed by the implementation on trial. */
export const pack = (
  { makeHistory }: Pick<Implementation, "makeHistory">,
  events: ReadonlyArray<Event.Event>,
  contact: History.History["contact"] = Arbitrary.contact
): History.History => {
  const packed = makeHistory(contact, events)
  if (Result.isFailure(packed)) throw new Broken(`something was done twice: ${packed.failure.message}`)
  return packed.success
}

export const programOf = (given: Given): Program.Program => Programs.make(given.program)

/** The life that was given, lived by the implementation. */
export const livedOf = (implementation: Implementation, given: Given): Lived => {
  const lived = live(implementation, programOf(given), given.life)
  implementation.onLived?.(lived)
  return lived
}

/** The soup that was given, as it looks at its time. */
export const soupOf = (implementation: Implementation, given: Given): Look => {
  const program = programOf(given)
  const history = pack(implementation, given.soup.events)
  const { now } = given.soup
  return { program, now, history, decided: implementation.decide(program, history, now) }
}
