/**
 * Document: how does an event lie on disk?
 *
 * As JSON. Nothing is written that could not be read again, and what is read is checked as if a stranger had written it.
 *
 * @since 0.1.0
 */
import * as Event from "@temoin/core/Event"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * An event and its JSON.
 *
 * @category models
 * @since 0.1.0
 */
export interface Document {
  readonly event: Event.Event
  readonly text: string
}

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Event.Event), {
  errors: "all",
  // A field that is not in the schema would be lost in silence.
  onExcessProperty: "error"
})

// The schema's messages say where and what was expected, never the value, which may be personal.
const brief = (error: Schema.SchemaError): string => error.message.replaceAll(/\s*\n\s*/g, " ").slice(0, 300)

const quoted = (text: string): string => JSON.stringify(text.slice(0, 100))

// Typed as the encoded event, so that this stops compiling on the day an event is not its own encoding any more.
const stringify = (event: typeof Event.Event.Encoded): string => JSON.stringify(event)

/**
 * The document of an event of this contact. Refused when it would not be read back as the same: a field of the wrong
 * shape, text no database keeps as it is, or a field that is no part of the event.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromEvent = (contact: string, event: Event.Event): Result.Result<Document, StoreError> => {
  const refuse = (why: string, cause?: unknown) =>
    new StoreError({
      problem: `the event ${quoted(String(event.id))} of ${quoted(contact)} cannot be stored: ${why}`,
      retryable: false,
      ...(cause === undefined ? {} : { cause })
    })
  const text = Result.try({ try: () => stringify(event), catch: (cause) => refuse("it is no JSON", cause) })
  if (Result.isFailure(text)) return Result.fail(text.failure)
  const read = decode(text.success)
  return Result.isFailure(read)
    ? Result.fail(refuse(brief(read.failure), read.failure))
    : Result.succeed({ event: read.success, text: text.success })
}

/**
 * The event of this contact that was stored under this id. Fails when the text is not such an event.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toEvent = (contact: string, id: string, text: string): Result.Result<Event.Event, StoreError> => {
  const damaged = (why: string, cause?: unknown) =>
    new StoreError({
      problem: `the stored event ${quoted(id)} of ${quoted(contact)} cannot be read: ${why}; it was damaged, or written by a newer release`,
      retryable: false,
      ...(cause === undefined ? {} : { cause })
    })
  const read = decode(text)
  if (Result.isFailure(read)) return Result.fail(damaged(brief(read.failure), read.failure))
  return read.success.id === id ? Result.succeed(read.success) : Result.fail(damaged("it has another id inside"))
}
