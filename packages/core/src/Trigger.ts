/**
 * Trigger: when do we ask first?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Period from "./Period.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

/**
 * Ask after a touchpoint: `delay` later (default at once), at the latest `expires` after that (default 30 days).
 * A touchpoint in `unless` about the same subject says the experience did not take place, and cancels the ask. Bad
 * news does not belong there: leaving the unhappy out flatters the number. A `name` tells two triggers of one survey on
 * the same touchpoint apart (at delivery, and again a month later).
 *
 * @category models
 * @since 0.1.0
 */
export const Trigger = Schema.Struct({
  on: Schema.Literal("touchpoint"),
  kind: Touchpoint.Kind,
  name: Schema.optionalKey(Text.Name),
  delay: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("0 days" as const))),
  expires: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("30 days" as const))),
  unless: Schema.Array(Touchpoint.Kind).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))
})

/** @since 0.1.0 */
export type Trigger = typeof Trigger.Type
