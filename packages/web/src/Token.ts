/**
 * Token: did we make this link, for this use, and does it still work?
 *
 * 39 bytes, written as 52 characters of base64url: version (1), key id (1), reference (16), expiry in whole seconds
 * (5), and the first 16 bytes of an HMAC-SHA256 over all of these. The purpose is not written down: each one has a key
 * of its own, derived from the secret, so a link for one use is no good for another.
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import * as Event from "@temoin/core/Event"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto"
import type { Keys, PurposeKeys } from "./WebConfig.ts"

/**
 * What a link is for.
 *
 * @category models
 * @since 0.1.0
 */
export type Purpose = keyof PurposeKeys

/** Not signed by us for this use, or changed since. @category errors @since 0.1.0 */
export class Tampered extends Schema.TaggedError<Tampered>()("Tampered", {}) {
  override get message() {
    return "this link was cut off or changed, or is none of ours: open the one in the message, in full"
  }
}

/** Signed by us, and past its time. @category errors @since 0.1.0 */
export class Expired extends Schema.TaggedError<Expired>()("Expired", { reference: Event.Reference }) {
  override get message() {
    return "this link has run out: use the one in a newer message"
  }
}

const version = 1
const referenceAt = 2
const expiryAt = 18
const tagAt = 23
const length = 39
const lastSecond = 2 ** 40 - 1

// 39 bytes fill 52 characters to the last bit, so each token has exactly one spelling. The decoder itself would also
// take padding, spaces, "+" and "/".
const spelling = /^[A-Za-z0-9_-]{52}$/

/**
 * A token for `reference`, signed with the first secret. It works until `expiresAt`, rounded up to the second so that
 * it never ends before the promised time. Times outside the years 1970 to 36812 count as the nearest of these.
 *
 * @category signing
 * @since 0.1.0
 */
export const sign = (keys: Keys, purpose: Purpose, reference: Event.Reference, expiresAt: Instant): string => {
  const bytes = Buffer.alloc(length)
  bytes.writeUInt8(version, 0)
  bytes.writeUInt8(keys.signing.id, 1)
  bytes.write(reference, referenceAt, "hex")
  bytes.writeUIntBE(Math.min(lastSecond, Math.max(0, Math.ceil(expiresAt / 1000))), expiryAt, tagAt - expiryAt)
  tag(keys.signing.keys[purpose], bytes).copy(bytes, tagAt)
  return bytes.toString("base64url")
}

/**
 * The reference in a token that we signed for this purpose and that works at `now`. At the very second of its expiry
 * it works no more.
 *
 * @category signing
 * @since 0.1.0
 */
export const verify = (
  keys: Keys,
  purpose: Purpose,
  text: string,
  now: Instant
): Result.Result<Event.Reference, Tampered | Expired> => {
  if (!spelling.test(text)) return Result.fail(new Tampered())
  const bytes = Buffer.from(text, "base64url")
  const key = keys.verifying.get(bytes.readUInt8(1))?.[purpose]
  if (bytes.readUInt8(0) !== version || key === undefined) return Result.fail(new Tampered())
  if (!timingSafeEqual(bytes.subarray(tagAt), tag(key, bytes))) return Result.fail(new Tampered())
  const reference = Event.Reference.make(bytes.toString("hex", referenceAt, expiryAt))
  return now < bytes.readUIntBE(expiryAt, tagAt - expiryAt) * 1000
    ? Result.succeed(reference)
    : Result.fail(new Expired({ reference }))
}

const tag = (key: KeyObject, bytes: Buffer): Buffer =>
  createHmac("sha256", key)
    .update(bytes.subarray(0, tagAt))
    .digest()
    .subarray(0, length - tagAt)
