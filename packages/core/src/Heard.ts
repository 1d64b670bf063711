/**
 * Heard: what does a mail that came in say, and about which of our messages?
 *
 * Whoever reads mailboxes says it in these words; `Intake.hear` takes it into the history.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Contact from "./Contact.ts"
import * as Event from "./Event.ts"
import * as Text from "./Text.ts"

/**
 * What a bounce says of the address.
 *
 * - `hard`: it takes no mail, and will take none (RFC 3463: 5.1.x, 5.2.x).
 * - `soft`: this mail did not arrive, the next one may (a full mailbox, a server that was down for days).
 * - `blocked`: this mail was not wanted: its sender, its content, a policy. It says nothing of the address; taken for `hard`,
 *   one entry on a block list would silence every customer.
 *
 * @category models
 * @since 0.1.0
 */
export const Bounce = Schema.Literals(["hard", "soft", "blocked"])
/** @since 0.1.0 */
export type Bounce = typeof Bounce.Type

/**
 * Why there is nothing to do about a mail.
 *
 * @category models
 * @since 0.1.0
 */
export const Idle = Schema.Literals([
  "automatic reply",
  "read receipt",
  "still trying",
  "delivered",
  "authentication report",
  "not spam",
  "on its way",
  "opened",
  "not about a message"
])
/** @since 0.1.0 */
export type Idle = typeof Idle.Type

/**
 * - `Bounced`: the mail came back. `address`: whom it could not reach, as the server names them; `status`: the code of RFC
 *   3463, such as "5.1.1"; `problem`: what the server said.
 * - `SpamReported`: somebody pressed "this is spam", and their mailbox provider passed it on (RFC 5965).
 * - `Replied`: a person wrote back. `words`: what of it is their own, missing when there is nothing (a picture alone);
 *   `isCut`: there was more than is kept. `from`: who wrote, as the mail claims.
 * - `Unsubscribed`: a person, or their mail program for them, wants no more.
 * - `Idle`: nobody wants anything of us.
 * - `Unreadable`: this is no mail, or one that nobody should read to its end.
 *
 * @category models
 * @since 0.1.0
 */
export const Says = Schema.TaggedUnion({
  Bounced: {
    bounce: Bounce,
    address: Schema.optionalKey(Contact.EmailAddress),
    status: Schema.optionalKey(Text.Line),
    problem: Text.Paragraph
  },
  SpamReported: {},
  Replied: {
    words: Schema.optionalKey(Text.Paragraph),
    isCut: Schema.Boolean,
    from: Schema.optionalKey(Contact.EmailAddress)
  },
  Unsubscribed: {},
  Idle: { because: Idle },
  Unreadable: { problem: Text.Line }
})
/** @since 0.1.0 */
export type Says = typeof Says.Type

/**
 * A mail that came in. `mail` names it: the same mail has the same name however often it is read. `references`: the
 * messages of ours that it may be about, the most certain first, ten at most; none when it names none. `unproved`: messages
 * that it names as well, and anybody could have named.
 *
 * @category models
 * @since 0.1.0
 */
export const Heard = Schema.Struct({
  mail: Text.Identifier,
  references: Schema.Array(Event.Reference).check(Schema.isMaxLength(10)),
  unproved: Schema.optionalKey(Schema.Array(Event.Reference).check(Schema.isMaxLength(10))),
  says: Says
})
/** @since 0.1.0 */
export type Heard = typeof Heard.Type

/**
 * What became of a mail.
 *
 * - `Recorded`: it is in the history of `contact`; `isNew`: it was not there before, and had not been said otherwise.
 * - `Ignored`: nobody has to do anything; `because` says why.
 * - `Blocked`: our mail to `contact` was not wanted, and not because of their address. Somebody should look at how we send.
 * - `Unplaced`: it is about nobody whom we know. Somebody should read it.
 *
 * @category models
 * @since 0.1.0
 */
export const Outcome = Schema.TaggedUnion({
  Recorded: { contact: Contact.ContactId, isNew: Schema.Boolean },
  Ignored: { because: Schema.Union([Idle, Schema.Literal("soft bounce")]) },
  Blocked: { contact: Contact.ContactId, problem: Text.Paragraph },
  Unplaced: {
    because: Schema.Literals([
      "it names no message",
      "it does not prove which message it is about",
      "no message of ours has this reference",
      "unreadable"
    ])
  }
})
/** @since 0.1.0 */
export type Outcome = typeof Outcome.Type
