/**
 * Text: which strings may enter?
 *
 * NUL and lone surrogates pass an ordinary string check, and then a database refuses them or a mail is garbled.
 * Every string of the domain is one of these, so they are stopped at the edge.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

const wellFormed = Schema.makeFilter<string>(
  (text) =>
    (!text.includes("\u0000") && text.isWellFormed()) || "must not contain NUL characters or unpaired surrogates",
  { expected: "text without NUL characters or unpaired surrogates" }
)

const oneLine = Schema.makeFilter<string>(
  (text) => !control.test(text) || "must be one line, without control characters"
)

/**
 * Words a person wrote: several lines, at most 10,000 UTF-16 code units.
 *
 * @category models
 * @since 0.1.0
 */
export const Paragraph = Schema.String.check(wellFormed, Schema.isMaxLength(10_000))

/**
 * One line that is not empty: a name, a title, a subject. At most 300 UTF-16 code units, no control characters, so it
 * cannot break out of a mail header.
 *
 * @category models
 * @since 0.1.0
 */
export const Line = Schema.String.check(wellFormed, oneLine, Schema.isMinLength(1), Schema.isMaxLength(300))

/**
 * What identifiers are made of: one line, not empty, of at most so many UTF-16 code units. Those that others are made of
 * (the key of a decision, the id of an event) need more room.
 *
 * @category models
 * @since 0.1.0
 */
export const identifier = (maxLength: number) =>
  Schema.String.check(wellFormed, oneLine, Schema.isMinLength(1), Schema.isMaxLength(maxLength))

/**
 * An identifier that comes from outside, of a contact, an account, an event: one line of 1 to 200 UTF-16 code units.
 *
 * @category models
 * @since 0.1.0
 */
export const Identifier = identifier(200)

/**
 * A name that the writer of a program gives to a part of it: one line of 1 to 64 UTF-16 code units.
 *
 * @category models
 * @since 0.1.0
 */
export const Name = identifier(64)
