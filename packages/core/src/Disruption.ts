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
import type * as Decision from "./Decision.ts"
import type * as FollowUp from "./FollowUp.ts"
import * as Grievance from "./Grievance.ts"
import * as Period from "./Period.ts"
import * as Touchpoint from "./Touchpoint.ts"

/** How long what nobody says the end of lasts. @category models @since 0.1.0 */
export const usually = "30 days"

/**
 * A kind of touchpoint that is a disruption. It is over when its case is resolved; where a playbook opens none for it, when
 * `DisruptionEnded` says so, else after `lasts` (default 30 days).
 *
 * @category models
 * @since 0.1.0
 */
export const Disruption = Schema.Struct({
  kind: Touchpoint.Kind,
  lasts: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed(usually)))
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
  { kind: Grievance.kind },
  { kind: "outage.suffered" },
  { kind: "refund.given" },
  { kind: "escalation.made" },
  { kind: "churn.announced" }
] as const satisfies ReadonlyArray<typeof Disruption.Encoded>

/** The parts of a program that say what a disruption is. @category models @since 0.1.0 */
export interface Rules {
  readonly disruptions: ReadonlyArray<Disruption>
  readonly followUp: ReadonlyArray<FollowUp.Playbook>
}

/**
 * How long a touchpoint of this kind disrupts at most, as long as no case is opened for it; `undefined`: it is no
 * disruption. A grievance always is one, and so is what a playbook opens a case for.
 *
 * @example Disruption.lasts({ disruptions: [], followUp: [] }, "grievance.raised") // => "30 days"
 * @example Disruption.lasts({ disruptions: [], followUp: [] }, "order.delivered") // => undefined
 * @category getters
 * @since 0.1.0
 */
export const lasts = (rules: Rules, kind: Touchpoint.Kind): Period.Period | undefined =>
  rules.disruptions.find((listed) => listed.kind === kind)?.lasts ??
  (kind === Grievance.kind || opener(rules, kind) !== undefined ? usually : undefined)

/**
 * The survey whose playbook opens a case when this happens; `undefined`: none does.
 *
 * @category getters
 * @since 0.1.0
 */
export const opener = (
  { followUp }: Pick<Rules, "followUp">,
  kind: Touchpoint.Kind
): FollowUp.Playbook["survey"] | undefined =>
  followUp.find(({ steps }) => steps.some((step) => step.do === "open case" && step.on.includes(kind)))?.survey

/**
 * What a case that an event opened has in the place of a wave.
 *
 * @example Disruption.wave("e7") // => "event:e7"
 * @category keys
 * @since 0.1.0
 */
export const wave = (event: string): Decision.WaveId => `event:${event}` as Decision.WaveId
