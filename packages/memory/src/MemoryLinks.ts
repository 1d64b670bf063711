/**
 * MemoryLinks: where does a message lead when there is no web server?
 *
 * Addresses a person can read in a test or an example. They are not signed and never run out: anybody can make one, so
 * they must not lead to a real page.
 *
 * @since 0.1.0
 */
import * as Instant from "@temoin/core/Instant"
import { Links } from "@temoin/core/ports/Links"
import * as Layer from "effect/Layer"

/**
 * Links below a base address, which has no slash at its end. The time is shown in the link, in UTC, and means nothing.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (base: string): Links["Service"] =>
  Links.of({
    answer: (reference, expiresAt) => `${base}/answer/${reference}?until=${Instant.day(expiresAt)}&score=`,
    author: (reference, expiresAt) => `${base}/author/${reference}?until=${Instant.day(expiresAt)}`,
    optOut: (reference) => `${base}/no-more/${reference}`
  })

/**
 * Links below `https://feedback.example`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Links> = Layer.succeed(Links, make("https://feedback.example"))
