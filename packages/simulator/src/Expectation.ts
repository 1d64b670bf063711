/**
 * Expectation: what is expected of a scenario, and how does what came differ from it?
 *
 * @since 0.1.0
 */
import type * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import type { Instant } from "@temoin/core/Instant"
import * as Reason from "@temoin/core/Reason"
import * as Survey from "@temoin/core/Survey"
import * as Text from "@temoin/core/Text"
import * as Verdict from "@temoin/core/Verdict"
import type * as Zone from "@temoin/core/Zone"
import * as Schema from "effect/Schema"
import type * as Life from "./Life.ts"
import * as Line from "./Line.ts"
import * as LocalTime from "./LocalTime.ts"
import * as Matching from "./Matching.ts"
import * as Standing from "./Standing.ts"

const ReasonTag = Schema.String.check(
  Schema.makeFilter<string>(
    (tag) =>
      Object.hasOwn(Reason.Reason.cases, tag) ||
      `is no reason; the reasons are ${Object.keys(Reason.Reason.cases).join(", ")}`
  )
)
const Tags = Schema.Union([ReasonTag, Schema.NonEmptyArray(ReasonTag)])

const Do = Schema.String.check(
  Schema.makeFilter<string>(
    (tag) =>
      Object.hasOwn(Decision.Decision.cases, tag) ||
      `is no decision; the decisions are ${Object.keys(Decision.Decision.cases).join(", ")}`
  )
)

/**
 * What is expected on a day: that something is done (`do`), or `nothing`, perhaps because something is `held` back for
 * these reasons at the end of that day; or what stands then, on a wall or of a testimonial.
 *
 * @category models
 * @since 0.1.0
 */
export const expectations = {
  do: Schema.Struct({
    ...Line.expectation,
    do: Do,
    survey: Schema.optionalKey(Survey.SurveyId),
    step: Schema.optionalKey(Text.Name),
    as: Schema.optionalKey(Decision.Ending),
    because: Schema.optionalKey(Tags),
    with: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown))
  }),
  nothing: Schema.Struct({
    ...Line.expectation,
    nothing: Schema.Literal(true),
    held: Schema.optionalKey(Tags)
  }),
  ...Standing.expectations
}
type Expectations = typeof expectations
/** @since 0.1.0 */
export type Expectation = { readonly [Word in keyof Expectations]: Expectations[Word]["Type"] }[keyof Expectations]

/**
 * How a scenario and what came of it differ.
 *
 * - `Missing`: expected, and it did not come. `instead`: what came on that day, or the same thing on other days.
 *   `held`: what was held back at the end of that day.
 * - `Unexpected`: it came, and nobody expected it.
 * - `NotNothing`: nothing was expected on that day, and these came.
 * - `NotHeld`: something was expected to be held back for reasons that nothing was held back for.
 * - `NotShown`, `NotSo`: a wall shows something else; a testimonial stands elsewhere.
 *
 * @category models
 * @since 0.1.0
 */
export type Difference =
  | {
      readonly _tag: "Missing"
      readonly expected: Line.Placed<Expectations["do"]["Type"]>
      readonly instead: ReadonlyArray<Life.Done>
      readonly held: ReadonlyArray<Decide.Held>
    }
  | { readonly _tag: "Unexpected"; readonly came: Life.Done }
  | {
      readonly _tag: "NotNothing"
      readonly expected: Line.Placed<Expectations["nothing"]["Type"]>
      readonly came: ReadonlyArray<Life.Done>
    }
  | {
      readonly _tag: "NotHeld"
      readonly expected: Line.Placed<Expectations["nothing"]["Type"]>
      readonly held: ReadonlyArray<Decide.Held>
    }
  | Standing.Difference

const listOf = (tags: string | ReadonlyArray<string> | undefined): ReadonlyArray<string> =>
  tags === undefined ? [] : typeof tags === "string" ? [tags] : tags

/**
 * What came, and how things stood at an instant.
 *
 * @category models
 * @since 0.1.0
 */
export interface Came extends Standing.Stood {
  readonly done: ReadonlyArray<Life.Done>
  readonly heldAt: (at: Instant) => ReadonlyArray<Decide.Held>
}

/**
 * Every difference between what is expected and what came. Days are those of `zone`.
 *
 * @category comparing
 * @since 0.1.0
 */
export const compare = (
  expect: ReadonlyArray<Line.Placed<Expectation>>,
  lived: Came,
  zone: Zone.Zone
): ReadonlyArray<Difference> => {
  const dayOf = (at: Instant) => LocalTime.day(at, zone)
  const wanted = expect.filter((one): one is Line.Placed<Expectations["do"]["Type"]> => "do" in one.what)
  const fits = ({ at, exact, what }: Line.Placed<Expectations["do"]["Type"]>, came: Life.Done): boolean =>
    (exact ? LocalTime.minute(at, zone) === LocalTime.minute(came.at, zone) : dayOf(at) === dayOf(came.at)) &&
    isLike(what, came.decision)
  const expectedBy = Matching.of(wanted, lived.done, fits)
  const matchedWanted = new Set(expectedBy.filter((index) => index !== undefined))
  const heldOn = (at: Instant) => lived.heldAt(LocalTime.endOfDay(at, zone) - 1)
  const surplus = lived.done.filter((_, index) => expectedBy[index] === undefined)
  const nothings = expect.filter((one): one is Line.Placed<Expectations["nothing"]["Type"]> => "nothing" in one.what)
  const empty = new Set(nothings.map(({ at }) => dayOf(at)))
  return [
    ...wanted
      .filter((_, index) => !matchedWanted.has(index))
      .map((expected): Difference => {
        const sameDay = surplus.filter(({ at }) => dayOf(at) === dayOf(expected.at))
        const sameThing = surplus.filter(({ decision }) => decision._tag === expected.what.do)
        return {
          _tag: "Missing",
          expected,
          instead: sameDay.length > 0 ? sameDay : sameThing,
          held: heldOn(expected.at)
        }
      }),
    ...surplus.filter(({ at }) => !empty.has(dayOf(at))).map((came): Difference => ({ _tag: "Unexpected", came })),
    ...nothings.flatMap((expected): ReadonlyArray<Difference> => {
      const came = lived.done.filter(({ at }) => dayOf(at) === dayOf(expected.at))
      if (came.length > 0) return [{ _tag: "NotNothing", expected, came }]
      const reasons = listOf(expected.what.held)
      if (reasons.length === 0) return []
      const held = heldOn(expected.at)
      const tags = held.map(({ verdict }) => Verdict.reasons(verdict).map(({ _tag }) => _tag as string))
      return tags.some((own) => reasons.every((reason) => own.includes(reason)))
        ? []
        : [{ _tag: "NotHeld", expected, held }]
    }),
    ...Standing.differences(expect.filter(isOfStanding), lived, zone)
  ]
}

const isOfStanding = (one: Line.Placed<Expectation>): one is Line.Placed<Standing.Expectation> =>
  Object.keys(Standing.expectations).some((word) => word in one.what)

const isLike = (expected: Expectations["do"]["Type"], decision: Decision.Decision): boolean =>
  decision._tag === expected.do &&
  (expected.survey === undefined || decision.survey === expected.survey) &&
  (expected.step === undefined || stepOf(decision) === expected.step) &&
  (expected.as === undefined || (decision._tag === "EndAsk" && decision.as === expected.as)) &&
  listOf(expected.because).every((tag) => decision.because.some(({ _tag }) => _tag === tag)) &&
  Object.entries(expected.with ?? {}).every(([name, value]) => {
    const fields: Readonly<Record<string, unknown>> = decision
    return JSON.stringify(fields[name]) === JSON.stringify(value)
  })

/** The step's name stands in the key, between the contact and the cause. */
const stepOf = (decision: Decision.Decision): string => decodeURIComponent(decision.key.split("/")[3] ?? "")

/**
 * The differences in words: what came, what was expected, and why.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = (differences: ReadonlyArray<Difference>, zone: Zone.Zone): string => {
  const came = ({ at, decision }: Life.Done) =>
    `${LocalTime.minute(at, zone)} ${inWords(decision)}, because ${Reason.sentenceOfAll(decision.because)}`
  return differences
    .flatMap((difference): ReadonlyArray<string> => {
      switch (difference._tag) {
        case "Missing": {
          const { held: back, expected, instead } = difference
          return [
            `  ${expected.path}: expected ${expectedInWords(expected.what)}, and it did not come.`,
            ...list("What came instead:", instead.map(came)),
            ...list("Held back at the end of that day:", back.map(held))
          ]
        }
        case "Unexpected":
          return [`  nobody expected: ${came(difference.came)}`]
        case "NotNothing":
          return [
            `  ${difference.expected.path}: expected nothing on ${difference.expected.what.on}, and this came:`,
            ...difference.came.map((one) => `      ${came(one)}`)
          ]
        case "NotHeld": {
          const { expected, held: back } = difference
          return [
            `  ${expected.path}: expected something to be held back on ${expected.what.on} because of ${listOf(expected.what.held).join(" and ")}.`,
            ...(back.length === 0
              ? ["    Nothing was held back at the end of that day."]
              : list("Held back at the end of that day:", back.map(held)))
          ]
        }
        case "NotShown":
        case "NotSo":
          return Standing.words(difference)
      }
    })
    .join("\n")
}

const held = (one: Decide.Held): string =>
  `${one.what} (${one.survey}, ${one.step}), because ${Reason.sentenceOfAll(Verdict.reasons(one.verdict))}`

const list = (intro: string, items: ReadonlyArray<string>): ReadonlyArray<string> =>
  items.length === 0 ? [] : [`    ${intro}`, ...items.map((item) => `      ${item}`)]

const inWords = (decision: Decision.Decision): string =>
  `${decision._tag} (${decision.survey}, ${stepOf(decision)}${decision._tag === "EndAsk" ? `, ${decision.as}` : ""})`

const expectedInWords = ({
  as,
  because,
  do: what,
  on,
  step,
  survey,
  with: fields
}: Expectations["do"]["Type"]): string => {
  const details = [
    survey,
    step,
    as,
    ...Object.entries(fields ?? {}).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  ].filter((detail) => detail !== undefined)
  const why = because === undefined ? "" : ` because of ${listOf(because).join(" and ")}`
  return `${what}${details.length === 0 ? "" : ` (${details.join(", ")})`} on ${on}${why}`
}
