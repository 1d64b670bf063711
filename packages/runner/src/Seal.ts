/**
 * Seal: how does something lie in the store that only the host can read?
 *
 * Everything comes from one secret that the host holds: the marks of the erased, and the keys of what is sealed apart
 * (AES-256-GCM), one for each mark and name.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as Residue from "@temoin/core/Residue"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto"

/**
 * The host's secret, as far as anybody needs it. `key` tells it from others.
 *
 * @category models
 * @since 0.1.0
 */
export interface Seal {
  readonly key: Residue.Mark
  readonly mark: (contact: Contact.ContactId) => Residue.Mark
  readonly close: (name: string, mark: Residue.Mark, text: string) => string
  /** None: it was closed under another secret, name or mark, or was damaged. */
  readonly open: (name: string, mark: Residue.Mark, sealed: string) => Option.Option<string>
}

const nonceBytes = 12
const tagBytes = 16

/**
 * The seal of this secret. Node's HMAC is one, so that no mark can fail.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (secret: string): Seal => {
  const signed = (text: string) => createHmac("sha256", secret).update(text).digest()
  const hmac: Residue.Hmac = (text) => signed(text).toString("hex")
  const keyOf = (name: string, mark: Residue.Mark) => signed(`temoin sealed ${name}\n${mark}`)
  return {
    key: Result.getOrThrow(Residue.keyMark(hmac)),
    mark: (contact) => Result.getOrThrow(Residue.mark(contact, hmac)),
    close: (name, mark, text) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv("aes-256-gcm", keyOf(name, mark), nonce)
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64")
    },
    open: (name, mark, sealed) => {
      const bytes = Buffer.from(sealed, "base64")
      const opening = Result.try(() => {
        const decipher = createDecipheriv("aes-256-gcm", keyOf(name, mark), bytes.subarray(0, nonceBytes))
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        const body = bytes.subarray(nonceBytes + tagBytes)
        return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8")
      })
      return Result.getSuccess(opening)
    }
  }
}
