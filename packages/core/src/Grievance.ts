/**
 * Grievance: how did the customer's complaint reach us?
 *
 * A grievance is what a customer says to us; a spam report is what a mailbox provider sends. They are different things.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * How it came. `public`: said where others can read it, such as on a review site.
 *
 * @category models
 * @since 0.1.0
 */
export const Channel = Schema.Literals(["mail", "phone", "chat", "letter", "form", "in person", "public", "other"])
/** @since 0.1.0 */
export type Channel = typeof Channel.Type

/**
 * The kind under which a grievance is a touchpoint: in a playbook's `on`, in `disruptions`, in a journey's conditions.
 *
 * @category models
 * @since 0.1.0
 */
export const kind = "grievance.raised"
