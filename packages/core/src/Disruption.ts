/**
 * Disruption: has something dramatic happened?
 *
 * People stay consistent with what they once said, unless something dramatic happens: a grievance, an outage, a refund, an
 * escalation, a notice to leave.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Period from "./Period.ts"
import * as Touchpoint from "./Touchpoint.ts"

/**
 * A kind of touchpoint that is a disruption, which is over after `lasts` (default 30 days).
 *
 * @category models
 * @since 0.1.0
 */
export const Disruption = Schema.Struct({
  kind: Touchpoint.Kind,
  lasts: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("30 days" as const)))
})
/** @since 0.1.0 */
export type Disruption = typeof Disruption.Type

/**
 * What disrupted companies' customers most: a grievance, an outage, a refund, an escalation, a notice to leave.
 *
 * @category presets
 * @since 0.1.0
 */
export const usual = [
  { kind: "grievance.raised" },
  { kind: "outage.suffered" },
  { kind: "refund.given" },
  { kind: "escalation.made" },
  { kind: "churn.announced" }
] as const satisfies ReadonlyArray<typeof Disruption.Encoded>
