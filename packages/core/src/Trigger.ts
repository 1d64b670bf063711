/**
 * Trigger: when do we ask first?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Condition from "./Condition.ts"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

const period = (fallback: Period.Period) => Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

/**
 * A date on the calendar: "2026-01-15".
 *
 * @category models
 * @since 0.1.0
 */
export const LocalDate = Schema.String.check(
  Schema.makeFilter<string>(
    (text) =>
      (/^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text) ||
      "must be a date, such as 2026-01-15"
  )
)

/**
 * How long a contact must have been one, at least (`minimum`) and less than (`maximum`). Counted from the first we know of
 * them, or from the first touchpoint of the kind `anchor`. Who is too young when the ask is due waits until they are old
 * enough, or the ask expires; who is too old then is not asked.
 *
 * @category models
 * @since 0.1.0
 */
export const Age = Schema.Struct({
  minimum: Schema.optionalKey(Period.Period),
  maximum: Schema.optionalKey(Period.Period),
  anchor: Schema.optionalKey(Touchpoint.Kind)
})
/** @since 0.1.0 */
export type Age = typeof Age.Type

const common = {
  name: Schema.optionalKey(Text.Name),
  since: Schema.optionalKey(LocalDate),
  expires: period("30 days"),
  unless: Schema.Array(Touchpoint.Kind).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  when: Schema.optionalKey(Condition.Condition),
  age: Schema.optionalKey(Age)
}

const onTouchpoint = { on: Schema.Literal("touchpoint"), kind: Touchpoint.Kind, delay: period("0 days") }

/**
 * Ask after a touchpoint: `delay` later (default at once).
 *
 * @category models
 * @since 0.1.0
 */
export const AfterTouchpoint = Schema.Struct({ ...onTouchpoint, ...common })
/** @since 0.1.0 */
export type AfterTouchpoint = typeof AfterTouchpoint.Type

const onMilestone = {
  on: Schema.Literal("milestone"),
  anchor: Touchpoint.Kind,
  at: Schema.NonEmptyArray(Period.Period)
}

/**
 * Ask at milestones from an anchor: 3, 6 and 12 months after becoming a customer. Each counts from the anchor itself, not
 * from the milestone before it.
 *
 * @category models
 * @since 0.1.0
 */
export const Milestone = Schema.Struct({ ...onMilestone, ...common })
/** @since 0.1.0 */
export type Milestone = typeof Milestone.Type

/**
 * Ask everybody at certain times of the year: on the date `first` and `every` so long after it, from the start of that day
 * in the contact's zone. `spread` over so many days (default 0: all at once), each contact on a day of their own that a
 * stable hash gives, so that no burst happens. `audience`: only those to whom this has happened before that date.
 * Whoever was not in our records yet on a date is not asked for it.
 *
 * @category models
 * @since 0.1.0
 */
export const Calendar = Schema.Struct({
  on: Schema.Literal("calendar"),
  first: LocalDate,
  every: Period.Period,
  spread: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 366 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0))
  ),
  audience: Schema.optionalKey(Touchpoint.Kind),
  ...common
})
/** @since 0.1.0 */
export type Calendar = typeof Calendar.Type

const onAnswer = {
  on: Schema.Literal("answer"),
  survey: Text.Name,
  to: Schema.NonEmptyArray(Score.Category).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(["promoter", "passive", "detractor"] as const))
  ),
  delay: period("0 days")
}

/**
 * Ask after an answer to another survey, given by one of the categories in `to` (default all).
 *
 * @category models
 * @since 0.1.0
 */
export const AfterAnswer = Schema.Struct({ ...onAnswer, ...common })
/** @since 0.1.0 */
export type AfterAnswer = typeof AfterAnswer.Type

const onStage = { on: Schema.Literal("stage"), stage: Text.Name, delay: period("0 days") }

/**
 * Ask on reaching a stage of the program's journey, `delay` later; each time it is reached, unless the contact stood there
 * already.
 *
 * @category models
 * @since 0.1.0
 */
export const OnStage = Schema.Struct({ ...onStage, ...common })
/** @since 0.1.0 */
export type OnStage = typeof OnStage.Type

const onHand = { on: Schema.Literal("hand") }

/**
 * Ask when somebody in the company says so: on each `AskRequested` for this survey. Every rule that may hold an ask back
 * holds this one back too.
 *
 * @category models
 * @since 0.1.0
 */
export const ByHand = Schema.Struct({ ...onHand, ...common })
/** @since 0.1.0 */
export type ByHand = typeof ByHand.Type

const touchpoint = Schema.Struct(onTouchpoint)
const milestone = Schema.Struct(onMilestone)
const stage = Schema.Struct(onStage)
const answer = Schema.Struct(onAnswer)
const hand = Schema.Struct(onHand)

const several = <S extends Schema.Constraint>(part: S) =>
  Schema.NonEmptyArray(part).check(Schema.isMinLength(2), Schema.isMaxLength(16))

const anyOfLasting = Schema.Struct({
  on: Schema.Literal("any"),
  of: several(
    Schema.Union([touchpoint, milestone]).annotate({
      expected: `a part of a part of "all": an object with "on" set to "touchpoint" or "milestone"`
    })
  )
})
const onAll = {
  on: Schema.Literal("all"),
  of: several(
    Schema.Union([touchpoint, milestone, anyOfLasting]).annotate({
      expected: `a part of "all": an object with "on" set to "touchpoint", "milestone", or "any" of these; for all else there is "when"`
    })
  ),
  within: Schema.optionalKey(Period.Period)
}
const onAny = {
  on: Schema.Literal("any"),
  of: several(
    Schema.Union([touchpoint, stage, milestone, answer, hand, Schema.Struct(onAll)]).annotate({
      expected: `a part of "any": an object with "on" set to "touchpoint", "stage", "milestone", "answer", "hand" or "all"; a calendar is a trigger of its own`
    })
  )
}

/**
 * Ask whichever of several comes, each time: every one starts a wave of its own. When two come close, the second one finds
 * the wave of the first open, and joins it. What two parts let in is asked about once, when the first of them is due.
 *
 * @category models
 * @since 0.1.0
 */
export const Any = Schema.Struct({ ...onAny, ...common })
/** @since 0.1.0 */
export type Any = typeof Any.Type

/**
 * Ask when all of several have come: with each that comes when all the others have come already; that one names the wave.
 * With `within`, the others must have come less than so long before it. What is about different subjects (two orders) does
 * not belong together; what is about none belongs to all.
 *
 * Parts are touchpoints, milestones, and `any` of these: what has come stays so. For where a contact stands there is
 * `when`.
 *
 * @category models
 * @since 0.1.0
 */
export const All = Schema.Struct({ ...onAll, ...common })
/** @since 0.1.0 */
export type All = typeof All.Type

/** What a trigger listens to, without the fields that all have. @category models @since 0.1.0 */
export type Part = Any["of"][number] | All["of"][number] | Pick<Any, "on" | "of">

/**
 * What makes an ask due. All kinds have:
 *
 * - `since`: from which day on it runs, by the program's clock. What came due before makes no ask: give it a trigger that is
 *   switched on for contacts you have had for long (default: whatever was recorded may be asked about).
 * - `expires`: at the latest so long after it was due (default 30 days).
 * - `unless`: a touchpoint that says the experience did not take place, and cancels the ask. It must be about the same
 *   subject when the one that triggered it has one, else come later. Bad news does not belong there: leaving the unhappy
 *   out flatters the number.
 * - `when`: what must be so when the ask goes out. Until it is, the ask waits.
 * - `age`: how long the contact must have been one.
 * - `name`: tells two triggers of one survey on the same thing apart (at delivery, and again a month later).
 *
 * @category models
 * @since 0.1.0
 */
export const Trigger = Schema.Union([
  AfterTouchpoint,
  OnStage,
  Milestone,
  Calendar,
  AfterAnswer,
  ByHand,
  Any,
  All
]).annotate({
  expected: `a trigger: an object with "on" set to "touchpoint", "stage", "milestone", "calendar", "answer", "hand", "any" or "all"`
})
/** @since 0.1.0 */
export type Trigger = typeof Trigger.Type

/** A trigger, or part of one, that is not put together. @category models @since 0.1.0 */
export type Plain = Exclude<Trigger | Part, { readonly on: "any" | "all" }>

/**
 * What a trigger is put together of, down to what is no more put together, each with its path from the trigger; a plain
 * one is itself, with none.
 *
 * @category getters
 * @since 0.1.0
 */
export const plain = (self: Trigger | Part, path = ""): ReadonlyArray<readonly [path: string, plain: Plain]> =>
  self.on === "any" || self.on === "all"
    ? self.of.flatMap((part, index) => plain(part, `${path === "" ? "" : `${path}.`}of[${index}]`))
    : [[path, self]]

/**
 * What a trigger listens to, as one text: two triggers of one survey that listen to the same thing need names.
 *
 * @example Trigger.source({ on: "hand" }) // => "requests by hand"
 * @category getters
 * @since 0.1.0
 */
export const source = (self: Trigger | Part): string => {
  switch (self.on) {
    case "touchpoint":
      return `the touchpoint "${self.kind}"`
    case "stage":
      return `the stage "${self.stage}"`
    case "milestone":
      return `milestones from "${self.anchor}"`
    case "calendar":
      return "the calendar"
    case "answer":
      return `answers to "${self.survey}"`
    case "hand":
      return "requests by hand"
    case "any":
      return "any of several"
    case "all":
      return "all of several"
  }
}

const isZero = (period: Period.Period) => Period.nominalMillis(period) === 0

/**
 * What is wrong with a trigger in itself, each with its path from the trigger.
 *
 * @category checking
 * @since 0.1.0
 */
export function* problems(self: Trigger): Generator<{ readonly path: string; readonly problem: string }> {
  if (isZero(self.expires)) {
    yield { path: "expires", problem: "the ask would expire the moment it is due, and never be sent" }
  }
  const kinds = plain(self).flatMap(([, one]) =>
    one.on === "touchpoint" ? [one.kind] : one.on === "milestone" ? [one.anchor] : []
  )
  for (const kind of new Set(kinds)) {
    if (self.unless.includes(kind)) {
      yield { path: "unless", problem: `"${kind}" would cancel the very ask that it triggers` }
    }
  }
  if (self.on === "any" || self.on === "all") yield* twins("of", self.of)
  if (self.on === "all" && self.within !== undefined && isZero(self.within)) {
    yield { path: "within", problem: "is no time at all: not even what comes at once would be in time" }
  }
  if (self.age === undefined) return
  const { maximum, minimum } = self.age
  if (minimum === undefined && maximum === undefined) {
    yield { path: "age", problem: "says nothing: give it a `minimum`, a `maximum`, or both" }
  }
  if (maximum !== undefined && Period.nominalMillis(maximum) <= Period.nominalMillis(minimum ?? "0 days")) {
    yield {
      path: "age.maximum",
      problem: `nobody is ${minimum ?? "born"} and younger than ${maximum}: it must be longer`
    }
  }
}

function* twins(path: string, of: ReadonlyArray<Part>): Generator<{ readonly path: string; readonly problem: string }> {
  for (const [i, part] of of.entries()) {
    const isPlain = part.on !== "any" && part.on !== "all"
    const twin = of.findIndex((other) => source(other) === source(part))
    if (isPlain && twin < i) {
      yield {
        path: `${path}[${i}]`,
        problem: `is on ${source(part)}, as ${path}[${twin}] is: what happens once is asked about once; make it a trigger of its own`
      }
    }
    if (!isPlain) yield* twins(`${path}[${i}].of`, part.of)
    if (part.on === "all" && part.within !== undefined && isZero(part.within)) {
      yield { path: `${path}[${i}].within`, problem: "is no time at all: not even what comes at once would be in time" }
    }
  }
}
