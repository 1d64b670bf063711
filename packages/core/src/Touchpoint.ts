/**
 * Touchpoint: what happened on the journey?
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Text from "./Text.ts"

/**
 * What happened, in the host's words: "delivery.completed", "deal.won", "meeting.held", or any other.
 * Letters, digits, `.`, `_` and `-`, at most 100.
 *
 * @category models
 * @since 0.1.0
 */
export const Kind = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u, {
    expected: `a touchpoint kind of letters, digits, ".", "_" and "-", such as "delivery.completed"`
  })
)
/** @since 0.1.0 */
export type Kind = typeof Kind.Type

/**
 * What the touchpoint was about: the order, the project, the meeting. Two touchpoints about the same thing belong
 * together, which is how "order.cancelled" finds the "order.delivered" it takes back.
 *
 * @category models
 * @since 0.1.0
 */
export const Subject = Text.Identifier
/** @since 0.1.0 */
export type Subject = typeof Subject.Type
