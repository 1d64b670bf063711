/**
 * Reference: under which name does the outside world know a message?
 *
 * @since 0.1.0
 */
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import { createHash } from "node:crypto"

/**
 * The first sixteen bytes of the SHA-256 of the decision's key, in hex. The same decision has the same reference for
 * ever, so a mail that is sent again carries the same Message-ID. It tells nothing about the contact.
 *
 * @example Reference.ofKey("p/nps/anna/invite/touchpoint%3A7") // => "d2021870610843694538ea51dda8312e"
 * @category constructors
 * @since 0.1.0
 */
export const ofKey = (key: Decision.Key): Event.Reference => digest(key) as Event.Reference

/**
 * A short name for a piece of content: the same content has the same one.
 *
 * @category constructors
 * @since 0.1.0
 */
export const digest = (content: string): string => createHash("sha256").update(content).digest("hex").slice(0, 32)
