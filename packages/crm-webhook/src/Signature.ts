/**
 * Signature: is this call from the one who has the secret, and fresh?
 *
 * As Standard Webhooks says (standardwebhooks.com): what is signed is the id, the time and the body, by HMAC-SHA256.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Secret from "@temoin/crm/Secret"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createHmac } from "node:crypto"

/** A secret that cannot be used. It is not named here. @category errors @since 0.1.0 */
export class InvalidSecret extends Schema.TaggedError<InvalidSecret>()("InvalidSecret", {}) {
  override get message() {
    return `secret must be "whsec_" and at least 16 bytes in base64; make one: echo "whsec_$(openssl rand -base64 32)"`
  }
}

/** So old may a call be, and so far ahead the caller's clock. Unit: seconds. */
const tolerance = 300
const least = 16

/**
 * The key that a secret stands for.
 *
 * @category constructors
 * @since 0.1.0
 */
export const key = (secret: string): Result.Result<Buffer, InvalidSecret> => {
  const text = secret.replace(/^whsec_/, "")
  const bytes = Buffer.from(text, "base64")
  const isWhole = bytes.length >= least && bytes.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, "")
  return isWhole ? Result.succeed(bytes) : Result.fail(new InvalidSecret())
}

/**
 * The headers that show whose call this is. `at`: when it is made, in milliseconds since 1970.
 *
 * @category signing
 * @since 0.1.0
 */
export const headers = (key: Buffer, id: string, body: string, at: number): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at / 1000))
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`
  }
}

const refuse = (problem: string) => Result.fail(new Crm.CallRefused({ problem: `the webhook: ${problem}` }))

/**
 * Is a call signed with one of these keys, and fresh?
 *
 * @category verifying
 * @since 0.1.0
 */
export const verify = (
  keys: ReadonlyArray<Buffer>,
  { body, headers: given }: Crm.Call,
  now: number
): Result.Result<void, Crm.CallRefused> => {
  const id = given["webhook-id"] ?? ""
  const timestamp = given["webhook-timestamp"] ?? ""
  const signatures = (given["webhook-signature"] ?? "").slice(0, 4096).split(" ")
  if (id === "" || id.length > 1000 || !/^\d{1,12}$/.test(timestamp)) {
    return refuse("it has no webhook-id, webhook-timestamp and webhook-signature")
  }
  // all are compared, so that the time does not tell which
  const fits = keys.filter((key) => {
    const expected = headers(key, id, body, Number(timestamp) * 1000)["webhook-signature"] ?? ""
    return signatures.filter((one) => Secret.isSame(one, expected)).length > 0
  })
  if (fits.length === 0) return refuse("the signature is not of this call by this secret")
  return Math.abs(now / 1000 - Number(timestamp)) > tolerance
    ? refuse(`it was signed more than ${tolerance} seconds from now: look at both clocks`)
    : Result.void
}
