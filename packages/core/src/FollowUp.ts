/**
 * FollowUp: what happens after an answer?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Deadline from "./Deadline.ts"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

/**
 * Who in the company does it: "account manager", "support lead".
 *
 * @category models
 * @since 0.1.0
 */
export const Role = Text.Line
/** @since 0.1.0 */
export type Role = typeof Role.Type

/**
 * What a message to a passive asks.
 *
 * @category models
 * @since 0.1.0
 */
export const Topic = Schema.Literals(["what can we do better", "what would make it a nine or ten"])
/** @since 0.1.0 */
export type Topic = typeof Topic.Type

/**
 * The forms a testimonial can take.
 *
 * @category models
 * @since 0.1.0
 */
export const TestimonialForm = Schema.Literals(["written", "video", "case study"])
/** @since 0.1.0 */
export type TestimonialForm = typeof TestimonialForm.Type

const due = {
  step: Text.Name,
  after: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("0 days" as const))),
  within: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("30 days" as const)))
}

const common = { ...due, to: Schema.NonEmptyArray(Score.Category) }

/** Says thank you. @category models @since 0.1.0 */
export const Thank = Schema.Struct({ do: Schema.Literal("thank"), ...common })

/** Writes to the customer and asks how to do better. @category models @since 0.1.0 */
export const Contact = Schema.Struct({ do: Schema.Literal("contact"), topic: Topic, ...common })

/**
 * Asks for a testimonial. Purpose: advocate. `rung`: the first rung of the program's ladder, whose forms are asked for then, and
 * whose limit holds; without one it is asked whenever it is due.
 *
 * @category models
 * @since 0.1.0
 */
export const RequestTestimonial = Schema.Struct({
  do: Schema.Literal("request testimonial"),
  forms: Schema.NonEmptyArray(TestimonialForm).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(["written"] as const))
  ),
  rung: Schema.optionalKey(Text.Name),
  ...common
})
/** @since 0.1.0 */
export type RequestTestimonial = typeof RequestTestimonial.Type

/**
 * How long the owner of a case has: until the `deadline` to acknowledge it, and, where it is named, to resolve it. Counted
 * from when the case is due, and anew when it is opened again.
 *
 * @category models
 * @since 0.1.0
 */
export const Terms = Schema.Struct({
  deadline: Deadline.Deadline,
  resolveWithin: Schema.optionalKey(Deadline.Deadline)
})
/** @since 0.1.0 */
export type Terms = typeof Terms.Type

const list = <S extends Schema.Constraint>(of: S) =>
  Schema.Array(of).pipe(Schema.withDecodingDefaultKey(Effect.succeed([] as const)))

/**
 * Opens a case for an `owner`, who has until the `deadline` to acknowledge it and, where that is named, `resolveWithin` to
 * resolve it; whenever one of them passes it is escalated. `to`: after answers of these categories; `on`: when this happens,
 * without any answer, "grievance.raised" for a grievance.
 *
 * @category models
 * @since 0.1.0
 */
export const OpenCase = Schema.Struct({
  do: Schema.Literal("open case"),
  ...due,
  to: list(Score.Category),
  on: list(Touchpoint.Kind),
  owner: Role,
  ...Terms.fields,
  escalateTo: Role
})
/** @since 0.1.0 */
export type OpenCase = typeof OpenCase.Type

/**
 * Gives praise that names people at work to an `owner`, who has until the `deadline` to pass it on to them; then it is
 * escalated. Comes of `PraiseNamed`, which the host records.
 *
 * @category models
 * @since 0.1.0
 */
export const PassOnPraise = Schema.Struct({
  do: Schema.Literal("pass on praise"),
  ...due,
  owner: Role,
  deadline: Deadline.Deadline,
  escalateTo: Role
})
/** @since 0.1.0 */
export type PassOnPraise = typeof PassOnPraise.Type

/**
 * One next step: what to `do`, `to` which categories, `after` how long, at the latest `within` how long after that.
 *
 * @category models
 * @since 0.1.0
 */
export const Step = Schema.Union([Thank, Contact, RequestTestimonial, OpenCase, PassOnPraise]).annotate({
  expected: `a step: an object with "do" set to "thank", "contact", "request testimonial", "open case" or "pass on praise"`
})
/** @since 0.1.0 */
export type Step = typeof Step.Type

/**
 * The steps after an answer to one survey.
 *
 * @category models
 * @since 0.1.0
 */
export const Playbook = Schema.Struct({
  survey: Text.Name,
  steps: Schema.NonEmptyArray(Step)
})
/** @since 0.1.0 */
export type Playbook = typeof Playbook.Type

/**
 * Project business, right after delivery. Promoters are thanked now and asked for a testimonial within two weeks;
 * passives are asked what can be done better; for detractors a case is opened at once, so that somebody contacts them
 * and solves the problem. A score of 0 belongs with 1–6.
 * Source: Trustmary, "Social proof and consistency: why NPS must be measured more than once", 2023, first table.
 *
 * @category presets
 * @since 0.1.0
 */
export const atDelivery = [
  { step: "thank", do: "thank", to: ["promoter"] },
  { step: "testimonial", do: "request testimonial", to: ["promoter"], after: "7 days", within: "7 days" },
  { step: "improve", do: "contact", to: ["passive"], topic: "what can we do better" },
  {
    step: "solve",
    do: "open case",
    to: ["detractor"],
    owner: "account manager",
    deadline: "1 day",
    escalateTo: "management"
  }
] as const satisfies ReadonlyArray<typeof Step.Encoded>

/**
 * Project business, one to two months after delivery. Promoters are thanked and asked at once for a testimonial (video,
 * written) or a case study; passives are asked what would make it a 9 or 10; for detractors a case is opened at once, to
 * clear up the misunderstanding and help them get the most of what they bought.
 * Source: Trustmary, "Social proof and consistency: why NPS must be measured more than once", 2023, second table.
 *
 * @category presets
 * @since 0.1.0
 */
export const afterDelivery = [
  { step: "thank", do: "thank", to: ["promoter"] },
  {
    step: "testimonial",
    do: "request testimonial",
    to: ["promoter"],
    forms: ["video", "written", "case study"]
  },
  { step: "improve", do: "contact", to: ["passive"], topic: "what would make it a nine or ten" },
  {
    step: "clear up",
    do: "open case",
    to: ["detractor"],
    owner: "account manager",
    deadline: "1 day",
    escalateTo: "management"
  }
] as const satisfies ReadonlyArray<typeof Step.Encoded>
