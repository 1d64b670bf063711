/**
 * Mailer: who carries a message to the customer?
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Event from "../Event.ts"
import type { Message } from "../Message.ts"

/**
 * One message to one address. `reference` names it to the outside world; sending it again uses the same one.
 *
 * @category models
 * @since 0.1.0
 */
export interface Mail {
  readonly reference: Event.Reference
  readonly to: { readonly address: string; readonly name?: string }
  readonly message: Message
}

/**
 * Why a mail was not, or not surely, handed over.
 *
 * - `refused`: the server refuses this address for good.
 * - `unavailable`: it did not leave; try again later (server down, address busy, rate limit).
 * - `uncertain`: the connection broke after the text was sent, before the server said yes. It may arrive.
 * - `misconfigured`: no mail at all can be sent this way (authentication, certificate, sender). Stop and tell somebody.
 *
 * @category errors
 * @since 0.1.0
 */
export class MailError extends Schema.TaggedError<MailError>()("MailError", {
  reason: Schema.Literals(["refused", "unavailable", "uncertain", "misconfigured"]),
  problem: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message() {
    return this.problem
  }
  /** May the same mail be sent again later? */
  get retryable(): boolean {
    return this.reason === "unavailable" || this.reason === "misconfigured"
  }
}

/**
 * What became of a mail, as the one who carries it knows: taken, never handed over, or no longer known.
 *
 * @category models
 * @since 0.1.0
 */
export type Fate = "sent" | "not sent" | "unknown"

/**
 * What is optional here is a capability: a mailer offers it only where it can keep the promise. With `lookUp` or
 * `deduplicatesFor` a mail whose sender died is neither lost nor sent twice.
 *
 * @category ports
 * @since 0.1.0
 */
export class Mailer extends Context.Service<
  Mailer,
  {
    /** Succeeds when the next server has taken responsibility for the mail. */
    readonly send: (mail: Mail) => Effect.Effect<void, MailError>

    /** The Message-ID that a mail with this reference carries, with its angle brackets. Always the same one. */
    readonly messageId: (reference: Event.Reference) => string

    /**
     * Was the mail with this reference taken? Whoever asks knows that nobody is handing it over at this moment, so that
     * "not sent" stays true until somebody sends it. A mailer that is not sure says "unknown".
     */
    readonly lookUp?: (reference: Event.Reference) => Effect.Effect<Fate, MailError>

    /**
     * For so long after a mail was first handed over, handing over another one with its reference succeeds and delivers nothing,
     * also when it says something else. Unit: milliseconds; `Infinity`: for ever. Missing: a mail handed over twice arrives twice.
     */
    readonly deduplicatesFor?: number

    /** Could a mail be handed over now? Sends nothing, and fails with what `send` would fail with. */
    readonly check?: Effect.Effect<void, MailError>
  }
>()("@temoin/core/ports/Mailer") {}
