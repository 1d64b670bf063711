/**
 * Inviting: what does one mail cost before it reaches the wire?
 *
 * Its words, and the links in it, which are signed here and verified when they come back.
 */
import { Reference } from "@temoin/core/Event"
import * as Html from "@temoin/email/Html"
import * as Rendering from "@temoin/email/Rendering"
import * as Token from "@temoin/web/Token"
import * as WebConfig from "@temoin/web/WebConfig"
import * as Result from "effect/Result"
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto"
import { type Benchmark, once, type Sink } from "../Benchmark.ts"

const now = Date.UTC(2026, 0, 1)
const expiresAt = now + 30 * 86_400_000
const reference = Reference.make("0123456789abcdef".repeat(2))
const secret = "a secret for nothing but this measurement"

const keys = once(() => Result.getOrThrow(WebConfig.keys([{ id: 1, secret }])))

const invitation = once(() => ({
  _tag: "Invitation" as const,
  locale: "en",
  name: "Anna Example",
  subject: "this course",
  answerUrl: `https://example.com/a/${Token.sign(keys(), "answer", reference, expiresAt)}?score=`,
  optOutUrl: `https://example.com/u/${Token.sign(keys(), "opt-out", reference, expiresAt)}`,
  expiresAt
}))

const look = { brand: "The Carpentries", accent: "#0f766e", signature: "The Carpentries\n1 Example Street" }

const rendering: Benchmark = {
  what: "Rendering.render, an invitation",
  unit: "message",
  units: () => 1,
  ours: () => {
    const { html, subject, text } = Rendering.render(invitation(), look)
    return subject.length + html.length + text.length
  },
  reference: () => {
    const { answerUrl, name, optOutUrl } = invitation()
    return joined({ answerUrl, name, optOutUrl })
  },
  referenceIs: "the same letters joined by hand, with each name and link escaped, in this language and look only"
}

/** What comes into the message, in the order of `holes`. */
type Filled = Readonly<Record<"answerUrl" | "name" | "optOutUrl", string>>

/** The text between the names and links of one rendered invitation, and which of them stands behind each piece. */
const pieces = once(() => {
  const holes = { answerUrl: "https://hole.example/a", name: "HOLE", optOutUrl: "https://hole.example/o" }
  const { html, subject, text } = Rendering.render({ ...invitation(), ...holes }, look)
  const cut = (printed: string) =>
    printed.split(/(https:\/\/hole\.example\/[ao]|HOLE)/).map((piece) => ({
      piece,
      hole: (["answerUrl", "name", "optOutUrl"] as const).find((one) => holes[one] === piece)
    }))
  return { subject, html: cut(html), text: cut(text) }
})

const joined = (filled: Filled): Sink => {
  const { html, subject, text } = pieces()
  let page = ""
  for (const { hole, piece } of html) page += hole === undefined ? piece : Html.escape(filled[hole])
  let plain = ""
  for (const { hole, piece } of text) plain += hole === undefined ? piece : filled[hole]
  return subject.length + page.length + plain.length
}

const key = createSecretKey(Buffer.from(secret))
const signed = Buffer.alloc(23, 7)
const hmac = () => createHmac("sha256", key).update(signed).digest()

const token: Benchmark = {
  what: "Token.sign, then Token.verify",
  unit: "token",
  units: () => 1,
  ours: (): Sink => {
    const text = Token.sign(keys(), "answer", reference, expiresAt)
    return Result.isSuccess(Token.verify(keys(), "answer", text, now)) ? 1 : 0
  },
  reference: () => (timingSafeEqual(hmac(), hmac()) ? 1 : 0),
  referenceIs: "HMAC-SHA256 over 23 bytes, twice, and no more"
}

export const benchmarks: ReadonlyArray<Benchmark> = [rendering, token]
