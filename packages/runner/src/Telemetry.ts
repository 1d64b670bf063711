/**
 * Telemetry: what can be watched from outside while the loop runs?
 *
 * Metrics and spans of effect's own modules; the host provides the exporter. Nothing in them names a person: a message is known
 * by its reference, a contact by nothing.
 *
 * Spans: `temoin.tick`; in it, for all that are due together, `temoin.load`, a `temoin.decide` for each, and `temoin.append`; then
 * a `temoin.contact` for each with a mail, in it `temoin.load`, `temoin.decide`, `temoin.append`, `temoin.send`, `temoin.lookUp`.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

/** What became of a message that was handed over, or found. @category models @since 0.1.0 */
export type Outcome = "sent" | "failed" | "refused" | "unknown"

/**
 * `temoin_messages_total`, by `outcome`: sent, failed (tried again later), refused (the address is no good), unknown.
 *
 * @category metrics
 * @since 0.1.0
 */
export const messages = Metric.counter("temoin_messages_total", {
  description: "messages by what became of them",
  incremental: true
})

/** `temoin_contacts_total`: contacts that were worked on. @category metrics @since 0.1.0 */
export const contacts = Metric.counter("temoin_contacts_total", {
  description: "contacts that were worked on",
  incremental: true
})

/** `temoin_troubles_total`: times that a contact could not be worked on. @category metrics @since 0.1.0 */
export const troubles = Metric.counter("temoin_troubles_total", {
  description: "times that a contact could not be worked on",
  incremental: true
})

/** `temoin_held_back_total`: contacts put back because of the pace or of a mailer in trouble. @category metrics @since 0.1.0 */
export const heldBack = Metric.counter("temoin_held_back_total", {
  description: "contacts put back because of the pace or of a mailer in trouble",
  incremental: true
})

/** `temoin_due_lag_milliseconds`: how late the one who waited longest was when a tick began. @category metrics @since 0.1.0 */
export const dueLag = Metric.histogram("temoin_due_lag_milliseconds", {
  description: "how late the one who waited longest was when a tick began",
  boundaries: Metric.exponentialBoundaries({ start: 10, factor: 4, count: 12 })
})

/** `temoin_decide_milliseconds`: how long it takes to decide about one contact. @category metrics @since 0.1.0 */
export const decideTime = Metric.histogram("temoin_decide_milliseconds", {
  description: "how long it takes to decide about one contact",
  boundaries: Metric.exponentialBoundaries({ start: 0.01, factor: 4, count: 10 })
})

const byOutcome = {
  sent: Metric.withAttributes(messages, { outcome: "sent" }),
  failed: Metric.withAttributes(messages, { outcome: "failed" }),
  refused: Metric.withAttributes(messages, { outcome: "refused" }),
  unknown: Metric.withAttributes(messages, { outcome: "unknown" })
}

/** Counts one message. @category metrics @since 0.1.0 */
export const count = (outcome: Outcome): Effect.Effect<void> => Metric.update(byOutcome[outcome], 1)
