/**
 * Line: what does every line of a scenario say, whatever else it says?
 *
 * @since 0.1.0
 */
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import * as Text from "@temoin/core/Text"
import * as Schema from "effect/Schema"

/**
 * Of what happens. `on` is when it happened; `knownOn`, when we learned of it (without it: at once); `note` is for the reader;
 * `id` names the event, where its name matters.
 *
 * @category models
 * @since 0.1.0
 */
export const happening = {
  id: Schema.optionalKey(Event.EventId),
  on: Schema.String,
  knownOn: Schema.optionalKey(Schema.String),
  note: Schema.optionalKey(Text.Paragraph)
}

/** Of what is expected. @category models @since 0.1.0 */
export const expectation = { on: Schema.String, note: Schema.optionalKey(Text.Paragraph) }

/** One line, and when it is. @category models @since 0.1.0 */
export interface Placed<What> {
  readonly path: string
  readonly what: What
  readonly at: Instant
  readonly knownAt: Instant
  /** Was a time of day given? */
  readonly exact: boolean
}
