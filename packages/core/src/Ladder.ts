/**
 * Ladder: by which small steps does praise become proof?
 *
 * Written words, then consent to publish them, then a video or a case study, then a referral: one at a time, each freely
 * taken, each with a delay, an end and a limit. Who said no to a rung is not asked for it again.
 * Source: R. Cialdini, "Influence", 1984, commitment and consistency: a small step freely taken makes the next one easier.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Consent from "./Consent.ts"
import * as FollowUp from "./FollowUp.ts"
import * as Period from "./Period.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"

const common = {
  rung: Text.Name,
  after: Schema.optionalKey(Text.Name),
  delay: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("7 days" as const))),
  within: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("30 days" as const))),
  limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(1))
  ),
  again: Schema.optionalKey(Period.Period)
}

/**
 * One small step that a customer is asked to take.
 *
 * - `ask`: a `testimonial` in one of these `forms`; `consent` to show what they wrote, to these `scopes` at the ladder's places;
 *   a `referral`, which is taken when the touchpoint `Ladder.referral` happens.
 * - `after`: the rung before it. Without one it is a first rung, which the playbook mails by its name.
 * - `delay` (default 7 days) after that one was taken; the ask ends `within` (default 30 days) after it is due.
 * - `limit`: how often a contact is asked for it in all (default once).
 * - `again`: how long after a no it may be asked for once more (default: never).
 *
 * @category models
 * @since 0.1.0
 */
export const Rung = Schema.Union([
  Schema.Struct({
    ask: Schema.Literal("testimonial"),
    forms: Schema.NonEmptyArray(FollowUp.TestimonialForm).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed(["written"] as const))
    ),
    ...common
  }),
  Schema.Struct({
    ask: Schema.Literal("consent"),
    scopes: Consent.Scopes.pipe(Schema.withDecodingDefaultKey(Effect.succeed(["quote", "name"] as const))),
    ...common
  }),
  Schema.Struct({ ask: Schema.Literal("referral"), ...common })
]).annotate({ expected: `a rung: an object with "ask" set to "testimonial", "consent" or "referral"` })
/** @since 0.1.0 */
export type Rung = typeof Rung.Type

/**
 * All that a program says about testimonials.
 *
 * - `id`: what keys and opt-outs call it (default "testimonials"); no survey and no review may have the same.
 * - `rungs`: in their order. Empty: nobody is asked for more than the playbook asks.
 * - `places`: where a testimonial may be shown, as consent is asked for it (default the website).
 * - `lasts`: how long a published testimonial stands before its author is asked whether it still does (default 1 year).
 * - `verifiedBy`: how the company knows that whoever replies to its mail is a customer ("an order in our shop"), as it is shown; of
 *   those alone of whom there is a touchpoint. Left out: nobody checked, and the wall says so.
 * - `fourEyes`: must another person publish it than the one who approved it (default no)?
 *
 * @category models
 * @since 0.1.0
 */
export const Ladder = Schema.Struct({
  id: Survey.SurveyId.pipe(Schema.withDecodingDefaultKey(Effect.succeed("testimonials" as const))),
  rungs: Schema.Array(Rung).pipe(Schema.withDecodingDefaultKey(Effect.succeed([] as const))),
  places: Consent.Places.pipe(Schema.withDecodingDefaultKey(Effect.succeed(["website"] as const))),
  lasts: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("1 year" as const))),
  fourEyes: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  verifiedBy: Schema.optionalKey(Text.Line)
})
/** @since 0.1.0 */
export type Ladder = typeof Ladder.Type

/**
 * The touchpoint by which a referral is taken: they recommended us to somebody.
 *
 * @category rules
 * @since 0.1.0
 */
export const referral = "referral.made"

/**
 * Written words, consent to publish them where none was given with them, a video or a case study, a referral. The first one
 * is mailed by the playbook step that names it.
 *
 * @category presets
 * @since 0.1.0
 */
export const usual = [
  { rung: "written", ask: "testimonial" },
  { rung: "consent", ask: "consent", after: "written", delay: "2 days" },
  { rung: "video", ask: "testimonial", forms: ["video", "case study"], after: "consent", delay: "60 days" },
  { rung: "referral", ask: "referral", after: "video", delay: "60 days" }
] as const satisfies ReadonlyArray<typeof Rung.Encoded>

/** A testimonial's form, as its content is called. */
const contents = { written: "Written", video: "Video", "case study": "CaseStudy" } as const

/**
 * Is content of this kind what a rung asks for?
 *
 * @category guards
 * @since 0.1.0
 */
export const isMet = (forms: ReadonlyArray<FollowUp.TestimonialForm>, content: string): boolean =>
  forms.some((form) => contents[form] === content)

/**
 * What is wrong with a ladder by itself, each with its path in it. Empty: nothing.
 *
 * @category checking
 * @since 0.1.0
 */
export function* problems(self: Ladder): Generator<{ readonly path: string; readonly problem: string }> {
  for (const [index, { after, ask, rung, within }] of self.rungs.entries()) {
    const path = `rungs[${index}]`
    const before = self.rungs.slice(0, index)
    if (before.some((other) => other.rung === rung)) {
      yield { path: `${path}.rung`, problem: `"${rung}" is the name of an earlier rung: each needs one of its own` }
    }
    if (after !== undefined && before.every((other) => other.rung !== after)) {
      const instead = before.map((other) => `"${other.rung}"`).join(", ")
      yield {
        path: `${path}.after`,
        problem: `there is no rung "${after}" before it${instead === "" ? "" : `; there are ${instead}`}`
      }
    }
    if (Period.nominalMillis(within) === 0) {
      yield { path: `${path}.within`, problem: "the ask would end as soon as it is due" }
    }
    const predecessor = before.find((other) => other.rung === after)
    if (ask === "consent" && predecessor !== undefined && predecessor.ask !== "testimonial") {
      yield {
        path: `${path}.after`,
        problem: `"${predecessor.rung}" asks for no words that could be shown: put it after a rung that asks for a testimonial`
      }
    }
    if (after === undefined && ask !== "testimonial") {
      yield {
        path: `${path}.after`,
        problem: "the playbook mails only requests for testimonials: name the rung that this one comes after"
      }
    }
  }
  if (Period.nominalMillis(self.lasts) === 0) {
    yield { path: "lasts", problem: "a testimonial would expire as soon as it is published" }
  }
}
