/**
 * Links: where does a message lead?
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Event from "../Event.ts"
import type { Instant } from "../Instant.ts"

/**
 * Addresses that only we can make: each names one message by its reference, is signed for one use, and runs out.
 *
 * @category ports
 * @since 0.1.0
 */
export class Links extends Context.Service<
  Links,
  {
    /** The page on which the question is answered. A score appended to this URL arrives as the chosen one. */
    readonly answer: (reference: Event.Reference, expiresAt: Instant) => string

    /** The page on which the author of praise answers what they were asked, says no to it, or takes their consent back. */
    readonly author: (reference: Event.Reference, expiresAt: Instant) => string

    /** The page on which one says "no more". Works for at least a year. */
    readonly optOut: (reference: Event.Reference, now: Instant) => string
  }
>()("@temoin/core/ports/Links") {}
