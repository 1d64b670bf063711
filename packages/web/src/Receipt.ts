/**
 * Receipt: did we really take this just now?
 *
 * After a form was taken the browser goes on to a page by GET, which says what was noted. Anybody can write an address; only we can
 * make the receipt in it. It is signed for one link and one use, and good for ten minutes.
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import type * as Event from "@temoin/core/Event"
import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto"
import type { Purpose } from "./Token.ts"
import type { Keys } from "./WebConfig.ts"

const lasts = 10 * 60 * 1000

/**
 * A receipt for what was `noted` by this link, a word of letters.
 *
 * @category signing
 * @since 0.1.0
 */
export const sign = (keys: Keys, purpose: Purpose, reference: Event.Reference, noted: string, now: Instant): string => {
  const { id, keys: signing } = keys.signing
  const text = `${noted}.${id}.${now + lasts}`
  return `${text}.${tag(signing[purpose], reference, text).toString("base64url")}`
}

/**
 * What was noted; `undefined` when this is no receipt of ours for this link and use, or none any more.
 *
 * @category signing
 * @since 0.1.0
 */
export const verify = (
  keys: Keys,
  purpose: Purpose,
  reference: Event.Reference,
  receipt: string | null,
  now: Instant
): string | undefined => {
  const [, text = "", noted, id = "", until = "", sent = ""] =
    /^(([a-z]{1,30})\.(\d{1,3})\.(\d{1,16}))\.([\w-]{22})$/i.exec(receipt ?? "") ?? []
  const key = keys.verifying.get(Number(id))?.[purpose]
  if (key === undefined || now >= Number(until)) return undefined
  return timingSafeEqual(Buffer.from(sent, "base64url"), tag(key, reference, text)) ? noted : undefined
}

// A link's own tag is made of bytes that begin with its version, and never with this.
const tag = (key: KeyObject, reference: Event.Reference, text: string): Buffer =>
  createHmac("sha256", key).update(`receipt ${reference} ${text}`).digest().subarray(0, 16)
