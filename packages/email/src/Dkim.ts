/**
 * Dkim: how does a mail prove which domain it comes from?
 *
 * A signature over the text and the headers that a reader trusts (RFC 6376, relaxed/relaxed; rsa-sha256, or
 * ed25519-sha256 of RFC 8463, which some servers do not verify yet). The key is read once, and each signature is computed in
 * Node's thread pool: it takes longer than everything else about a mail, and the thread that answers the host's customers does
 * not wait for it.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import { createHash, createPrivateKey, sign, type KeyObject } from "node:crypto"

/**
 * - `domainName`: who vouches, "acme.example". `keySelector`: which of its keys; the public half is found in the DNS under
 *   `<keySelector>._domainkey.<domainName>`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Signer {
  readonly domainName: string
  readonly keySelector: string
  readonly key: KeyObject
}

/**
 * Reads a private key in PEM. A text says why it cannot sign: RFC 8301 wants 1,024 bits of RSA at the least.
 *
 * @category constructors
 * @since 0.1.0
 */
export const readKey = (pem: string): Result.Result<KeyObject, string> =>
  Result.flatMap(
    Result.try({
      try: () => createPrivateKey(pem),
      catch: () => "must be a private key in PEM, as OpenSSL writes it"
    }),
    (key) => {
      if (key.asymmetricKeyType === "ed25519") return Result.succeed(key)
      if (key.asymmetricKeyType !== "rsa")
        return Result.fail("must be an RSA or Ed25519 key: no server verifies others")
      return (key.asymmetricKeyDetails?.modulusLength ?? 0) < 1024
        ? Result.fail("must be an RSA key of 1,024 bits or more (2,048 are usual): no server verifies a shorter one")
        : Result.succeed(key)
    }
  )

/** What a reader sees or a mail program acts upon. RFC 8058 asks for the last two. */
const signed = [
  "from",
  "reply-to",
  "to",
  "subject",
  "date",
  "message-id",
  "mime-version",
  "content-type",
  "content-transfer-encoding",
  "auto-submitted",
  "list-unsubscribe",
  "list-unsubscribe-post"
]

/**
 * The mail with a `DKIM-Signature` before its other headers. `text`: all of it, its lines ended by CR LF, each header once.
 *
 * @category signing
 * @since 0.1.0
 */
export const sealed = (text: string, { domainName, key, keySelector }: Signer): Promise<Buffer> => {
  const end = text.indexOf("\r\n\r\n")
  const fields = new Map(
    text
      .slice(0, end)
      .split(/\r\n(?![ \t])/)
      .map((field) => {
        const colon = field.indexOf(":")
        return [field.slice(0, colon).trim().toLowerCase(), relaxed(field.slice(colon + 1))] as const
      })
  )
  const names = signed.filter((name) => fields.has(name))
  const isRsa = key.asymmetricKeyType === "rsa"
  const digest = createHash("sha256")
    .update(relaxedBody(text.slice(end + 4)))
    .digest("base64")
  const open = [
    `v=1; a=${isRsa ? "rsa" : "ed25519"}-sha256; c=relaxed/relaxed`,
    `d=${domainName}; s=${keySelector}; q=dns/txt`,
    `bh=${digest}`,
    `h=${names.join(":\r\n  ")}`,
    "b="
  ].join(";\r\n ")
  const data = Buffer.from(
    [...names.map((name) => `${name}:${fields.get(name)}`), `dkim-signature:${relaxed(open)}`].join("\r\n")
  )
  // RFC 8463 has Ed25519 sign the hash
  const [hash, input] = isRsa ? ["sha256", data] : [undefined, createHash("sha256").update(data).digest()]
  return new Promise((resolve, reject) => {
    sign(hash, input, key, (error, signature) => {
      if (error !== null) return reject(error)
      const seal = signature.toString("base64").replaceAll(/.{72}(?=.)/g, "$&\r\n ")
      resolve(Buffer.from(`DKIM-Signature: ${open}${seal}\r\n${text}`))
    })
  })
}

/** RFC 6376, 3.4.2: on one line, each run of spaces one, none at the ends. Only space and tab are spaces. */
const relaxed = (value: string): string =>
  value
    .replaceAll("\r\n", "")
    .replaceAll(/[ \t]+/g, " ")
    .replaceAll(/^ | $/g, "")

/** RFC 6376, 3.4.4: the same for each line, and no empty lines at the end. */
const relaxedBody = (body: string): string => {
  const lines = body.replaceAll(/[ \t]+/g, " ").replaceAll(" \r\n", "\r\n")
  let end = lines.endsWith(" ") ? lines.length - 1 : lines.length
  while (lines.startsWith("\r\n", end - 2) && end >= 2) end -= 2
  return end === 0 ? "" : `${lines.slice(0, end)}\r\n`
}
