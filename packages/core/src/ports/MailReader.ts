/**
 * MailReader: what does a mail that came in say?
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Heard } from "../Heard.ts"

/**
 * @category ports
 * @since 0.1.0
 */
export class MailReader extends Context.Service<
  MailReader,
  {
    /**
     * Reads a mail as it came over the wire. Never fails, whatever the bytes: what cannot be read says `Unreadable`. The same
     * mail gives the same.
     */
    readonly read: (raw: string | Uint8Array) => Effect.Effect<Heard>
  }
>()("@temoin/core/ports/MailReader") {}
