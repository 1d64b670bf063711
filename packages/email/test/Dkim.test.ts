import { generateKeyPairSync, type KeyObject } from "node:crypto"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { dkimVerify } from "mailauth/lib/dkim/verify.js"
import { describe, expect, it } from "vitest"
import { Dkim } from "@temoin/email"

const pemOf = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString()

const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 })
const ed25519 = generateKeyPairSync("ed25519")
const kinds = [
  {
    pem: pemOf(rsa.privateKey),
    published: `k=rsa; p=${rsa.publicKey.export({ type: "spki", format: "der" }).toString("base64")}`
  },
  {
    pem: pemOf(ed25519.privateKey),
    published: `k=ed25519; p=${ed25519.publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64")}`
  }
].map(({ pem, published }) => ({
  published,
  signer: { domainName: "acme.example", keySelector: "s1", key: Result.getOrThrow(Dkim.readKey(pem)) }
}))

/** What somebody else's code says to a mail. */
const verified = async (mail: Buffer, published: string) => {
  const { results } = await dkimVerify(mail, {
    resolver: async (name, type) =>
      name === "s1._domainkey.acme.example" && type === "TXT" ? [[`v=DKIM1; ${published}`]] : [],
    minBitLength: 1024
  })
  return results.map(({ status }) => status.result)
}

const pieces = fc
  .array(fc.constantFrom(" ", "\t", "a", "b=", ".", "é", "…", "=20"), { maxLength: 12 })
  .map((some) => some.join(""))
/** Spaces inside and at the ends of lines, empty lines in the middle and at the end, with and without a last line's end. */
const body = fc.array(pieces, { maxLength: 8 }).map((lines) => lines.join("\r\n"))
const folded = fc
  .array(pieces, { minLength: 1, maxLength: 4 })
  .map((lines) => lines.map((line) => `x${line}`).join("\r\n "))

describe("a signature", () => {
  it.each(kinds)("is verified by somebody else's code, whatever the spaces and lines: $published", async (kind) => {
    await fc.assert(
      fc.asyncProperty(body, folded, async (text, subject) => {
        const mail = `From: Acme <hello@acme.example>\r\nSUBJECT:${subject}\r\nX-Other: y\r\n\r\n${text}`
        expect(await verified(await Dkim.sealed(mail, kind.signer), kind.published)).toEqual(["pass"])
      }),
      { numRuns: 60 }
    )
  })

  it.each(kinds)("is broken by another text, or another header that it covers: $published", async (kind) => {
    const text = `From: hello@acme.example\r\nList-Unsubscribe: <https://a.example/u>\r\n\r\nHello\r\n`
    const mail = (await Dkim.sealed(text, kind.signer)).toString()
    for (const word of ["Hello", "hello@", "https://a.example"]) {
      expect(await verified(Buffer.from(mail.replace(word, "x$&")), kind.published)).not.toEqual(["pass"])
    }
    expect(await verified(Buffer.from(mail), kind.published)).toEqual(["pass"])
  })
})

describe("a key", () => {
  it.each([
    ["nothing", "PEM"],
    [pemOf(generateKeyPairSync("rsa", { modulusLength: 512 }).privateKey), "1,024 bits"],
    [pemOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey), "RSA or Ed25519"]
  ])("that no server verifies signs nothing", (pem, said) => {
    expect(Result.getOrThrow(Result.flip(Dkim.readKey(pem)))).toContain(said)
  })
})
