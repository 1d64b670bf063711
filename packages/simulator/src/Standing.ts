/**
 * Standing: what is expected to be on a wall, or of a testimonial, at some time of a scenario?
 *
 * Nothing is done by it. Whatever is expected here holds at the time that is said, or at the end of the day.
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import type { Instant } from "@temoin/core/Instant"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Text from "@temoin/core/Text"
import type * as Wall from "@temoin/core/Wall"
import type * as Zone from "@temoin/core/Zone"
import * as Schema from "effect/Schema"
import * as Line from "./Line.ts"
import * as LocalTime from "./LocalTime.ts"
import * as Matching from "./Matching.ts"

const shown = Schema.optionalKey(Schema.NullOr(Schema.String))

/**
 * A testimonial on a wall: its words, or as much as one cares about. `null`: it is not shown.
 *
 * @category models
 * @since 0.1.0
 */
export const Shown = Schema.Union([
  Schema.String,
  Schema.Struct({
    words: shown,
    title: shown,
    name: shown,
    role: shown,
    company: shown,
    photo: shown,
    product: shown,
    verifiedBy: shown,
    disclosure: shown,
    incentive: shown,
    stars: Schema.optionalKey(Schema.NullOr(Testimonial.Stars)),
    edited: Schema.optionalKey(Schema.Boolean)
  })
])
/** @since 0.1.0 */
export type Shown = typeof Shown.Type

const states = Object.keys(Testimonial.possible) as ReadonlyArray<Testimonial.State["_tag"]>

/**
 * That a `wall` of the program `shows` exactly these, in whatever order; that a `testimonial` (without it: the latest) `is` so
 * far.
 *
 * @category models
 * @since 0.1.0
 */
export const expectations = {
  wall: Schema.Struct({ ...Line.expectation, wall: Text.Name, shows: Schema.Array(Shown) }),
  is: Schema.Struct({
    ...Line.expectation,
    is: Schema.Literals(states),
    testimonial: Schema.optionalKey(Consent.TestimonialId)
  })
}
type Expectations = typeof expectations
/** @since 0.1.0 */
export type Expectation = { readonly [Word in keyof Expectations]: Expectations[Word]["Type"] }[keyof Expectations]

/**
 * How things stood at an instant: what the wall with this id showed; the testimonials, in the order in which they began.
 *
 * @category models
 * @since 0.1.0
 */
export interface Stood {
  readonly wallAt: (wall: string, at: Instant) => ReadonlyArray<Wall.Shown>
  readonly testimonialsAt: (at: Instant) => ReadonlyArray<Testimonial.Testimonial>
}

/**
 * - `NotShown`: the wall shows these instead.
 * - `NotSo`: the testimonial stands elsewhere (`undefined`: there is none by that name; `known`: there are these).
 *
 * @category models
 * @since 0.1.0
 */
export type Difference =
  | {
      readonly _tag: "NotShown"
      readonly expected: Line.Placed<Expectations["wall"]["Type"]>
      readonly shows: ReadonlyArray<Wall.Shown>
    }
  | {
      readonly _tag: "NotSo"
      readonly expected: Line.Placed<Expectations["is"]["Type"]>
      readonly found: Testimonial.Testimonial | undefined
      readonly known: ReadonlyArray<Testimonial.Testimonial>
    }

/**
 * What stands otherwise than expected.
 *
 * @category comparing
 * @since 0.1.0
 */
export const differences = (
  expect: ReadonlyArray<Line.Placed<Expectation>>,
  { testimonialsAt, wallAt }: Stood,
  zone: Zone.Zone
): ReadonlyArray<Difference> =>
  expect.flatMap(({ what, ...placed }): ReadonlyArray<Difference> => {
    const at = placed.exact ? placed.at : LocalTime.endOfDay(placed.at, zone) - 1
    if ("wall" in what) {
      const shows = wallAt(what.wall, at)
      const fitting = Matching.of(what.shows, shows, isLike).filter((index) => index !== undefined)
      return fitting.length === shows.length && fitting.length === what.shows.length
        ? []
        : [{ _tag: "NotShown", expected: { ...placed, what }, shows }]
    }
    const known = testimonialsAt(at)
    const found = what.testimonial === undefined ? known.at(-1) : known.find(({ id }) => id === what.testimonial)
    return found?.state._tag === what.is ? [] : [{ _tag: "NotSo", expected: { ...placed, what }, found, known }]
  })

const isLike = (expected: Shown, found: Wall.Shown): boolean => {
  if (typeof expected === "string") return found.words === expected
  const fields = new Map<string, unknown>(Object.entries(found))
  return Object.entries(expected).every(([name, value]) => (fields.get(name) ?? null) === value)
}

/**
 * The difference in words, by lines.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = (self: Difference): ReadonlyArray<string> => {
  const { path, what } = self.expected
  if (self._tag === "NotShown") {
    const instead = self.shows.map(({ edited: _edited, kind: _kind, ...one }) => `      ${JSON.stringify(one)}`)
    return [
      `  ${path}: the wall "${self.expected.what.wall}" does not show just that on ${what.on}.`,
      ...(instead.length === 0 ? ["    It shows nothing."] : ["    It shows:", ...instead])
    ]
  }
  const { expected, found, known } = self
  const { is, testimonial } = expected.what
  const which = testimonial === undefined ? "the latest testimonial" : `the testimonial "${testimonial}"`
  const others = known.map(({ id, state }) => `      "${id}" is ${state._tag}`)
  return [
    `  ${path}: ${which} is not ${is} on ${what.on}.`,
    ...(found === undefined
      ? ["    There is no such testimonial by then."]
      : [`    It is ${found.state._tag} since ${new Date(found.state.since).toISOString()}.`]),
    ...(others.length > (found === undefined ? 0 : 1) ? ["    There are:", ...others] : [])
  ]
}
