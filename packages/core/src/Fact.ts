/**
 * Fact: what does every event say, whatever it is about?
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Instant from "./Instant.ts"
import * as Text from "./Text.ts"

/** @category models @since 0.1.0 */
export const EventId = Text.identifier(112_000).pipe(Schema.brand("EventId"))
/** @since 0.1.0 */
export type EventId = typeof EventId.Type

/**
 * Its name, when it happened, and when we learned of it.
 *
 * @category models
 * @since 0.1.0
 */
export const fields = { id: EventId, occurredAt: Instant.Instant, recordedAt: Instant.Instant }

/** @category models @since 0.1.0 */
export interface Fact {
  readonly id: EventId
  readonly occurredAt: Instant.Instant
  readonly recordedAt: Instant.Instant
}

/**
 * The order in which facts are folded: by time, then by id, so that the order of arrival does not matter.
 *
 * @category comparing
 * @since 0.1.0
 */
export const compare = (self: Fact, that: Fact): number =>
  self.occurredAt - that.occurredAt || (self.id < that.id ? -1 : self.id > that.id ? 1 : 0)
