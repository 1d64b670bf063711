/**
 * Receiver: what does the world see of the mail we send?
 *
 * The other end of a mailer in a test: a mail server of the test's own, or a fake of the provider. A mailer that is to
 * be put through `MailerLaws` comes with one, in the same layer.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/**
 * One mail as it was handed over. `recipients`: every address it was handed over for, not what its header says.
 * `messageId`: from its header, with its angle brackets.
 *
 * @category models
 * @since 0.1.0
 */
export interface Received {
  readonly recipients: ReadonlyArray<string>
  readonly messageId: string
}

/**
 * The other end of the mailer.
 *
 * @category services
 * @since 0.1.0
 */
export class Receiver extends Context.Service<
  Receiver,
  {
    /** Everything that was handed over since the adapter was built, in any order. */
    readonly received: Effect.Effect<ReadonlyArray<Received>>

    /** From now on this address is refused for good. */
    readonly refuse: (address: string) => Effect.Effect<void>

    /** From now on nothing can be handed over. */
    readonly breakDown: Effect.Effect<void>

    /** Mail can be handed over again. */
    readonly comeBack: Effect.Effect<void>
  }
>()("@temoin/conformance/Receiver") {}
