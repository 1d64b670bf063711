/**
 * Tag: did we give out this address?
 *
 * Who knows how we name things can work out a message's reference, and write a mail that looks like its bounce. So behind
 * the reference, in each address that is for one message, stands a tag: the first 80 bits of an HMAC-SHA256 over both the
 * reference and what stands before the plus, under a secret of the host. A tag for bounces is no good for opt-outs.
 *
 *     bounce+0123456789abcdef0123456789abcdef-c6ybzc5l4m3nnwfq@mail.acme.example
 *
 * Who has seen a message's own headers (its reader, their mail servers) has its tags, and can still pretend about that one.
 *
 * @since 0.1.0
 */
import * as Event from "@temoin/core/Event"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createHmac, timingSafeEqual } from "node:crypto"

const Secret = Schema.String.check(Schema.isMinLength(32, { expected: "a secret of at least 32 characters" }))

/**
 * The secrets of the host, at least 32 characters each: the first makes tags, all are accepted. To change it, put the new
 * one in front, and take the old one out when the last bounce has come (a week).
 *
 * @category models
 * @since 0.1.0
 */
export const Secrets = Schema.NonEmptyArray(Schema.Union([Secret, Schema.Redacted(Secret)])).check(
  Schema.isMaxLength(2, { expected: "one secret, or the new one and the old one" })
)
/** @since 0.1.0 */
export type Secrets = typeof Secrets.Type

/**
 * How many characters an address may have before its at-sign, so that reference and tag have room behind them: RFC 5321
 * leaves 64.
 *
 * @category limits
 * @since 0.1.0
 */
export const room = 14

/**
 * The address under which this message is known, to be answered there and nowhere else. Without secrets it has no tag.
 *
 * @category tagging
 * @since 0.1.0
 */
export const address = (self: string, reference: Event.Reference, secrets: Secrets | undefined): string => {
  const at = self.lastIndexOf("@")
  const name = self.slice(0, at)
  const tag = secrets === undefined ? "" : `-${tagOf(secrets[0], name, reference)}`
  return `${name}+${reference}${tag}${self.slice(at)}`
}

/**
 * The references in this text that are proved by a tag of ours, in order. Servers may have changed case.
 *
 * @category tagging
 * @since 0.1.0
 */
export const proved = (text: string, secrets: Secrets): ReadonlyArray<Event.Reference> =>
  [...text.toLowerCase().matchAll(tagged)].flatMap(([, name = "", reference = "", tag = ""]) => {
    const isReference = Schema.is(Event.Reference)
    // every secret is tried, so that the time tells nothing of which one it was
    const fits = secrets.filter((secret) => isSame(tag, tagOf(secret, name, reference)))
    return fits.length > 0 && isReference(reference) ? [reference] : []
  })

const tagged = /(?<![^\s<>,;:"'(])([^\s<>,;:"'@+()]{1,64})\+([0-9a-f]{32})-([a-z2-7]{16})(?=@)/g

const isSame = (self: string, that: string): boolean => timingSafeEqual(Buffer.from(self), Buffer.from(that))

const letters = "abcdefghijklmnopqrstuvwxyz234567"

const tagOf = (secret: Secrets[number], name: string, reference: string): string => {
  const bytes = createHmac("sha256", typeof secret === "string" ? secret : Redacted.value(secret))
    .update(`temoin mail\n${name.toLowerCase()}\n${reference}`)
    .digest()
  // five bits each, as RFC 4648 has it: eighty bits are sixteen letters
  const bits = [...bytes.subarray(0, 10)].map((byte) => byte.toString(2).padStart(8, "0")).join("")
  return [...bits.matchAll(/.{5}/g)].map(([five]) => letters[Number.parseInt(five, 2)]).join("")
}
