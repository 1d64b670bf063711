/** Acme in memory, in a time that stands still until it is moved. What its customers do comes through the mails they get. */
import { Period, type Score } from "@temoin/core"
import { Intake, type Reply } from "@temoin/core/ports/Intake"
import { Mailer } from "@temoin/core/ports/Mailer"
import { MemoryHistoryStore, MemoryLinks, MemoryMailer } from "@temoin/memory"
import { type Fact, Temoin } from "@temoin/runner"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { program } from "./program.ts"

let now = Date.parse("2026-03-02T09:00:00Z")
const [mailer, outbox] = await Effect.runPromise(
  Effect.provide(Effect.all([Mailer, MemoryMailer.Outbox]), MemoryMailer.layer)
)

export const temoin = await Temoin.open({
  program,
  now: () => now,
  adapters: Layer.mergeAll(MemoryHistoryStore.layer, Layer.succeed(Mailer, mailer), MemoryLinks.layer)
})

export const today = () => new Date(now).toISOString().slice(0, 10)

/** Time passes, and Témoin does what is due. */
export const later = async (period: Period.Period) => {
  now = Period.after(period, now, "UTC")
  return temoin.tick()
}

const emailOf = (name: string) => `${name.toLowerCase()}@example.com`

/** Their order arrives. Whoever agreed to it at the checkout may be asked for praise. */
export const delivered = (name: string, order: string, ...more: ReadonlyArray<Fact.Fact>) =>
  temoin.record(
    name,
    { _tag: "ContactChanged", email: emailOf(name), name },
    { _tag: "TouchpointHappened", kind: "order.delivered", id: order },
    ...more
  )

export const mayBeAsked: Fact.Fact = {
  _tag: "LegalBasisRecorded",
  purpose: "advocate",
  channel: "mail",
  basis: "consent",
  evidence: "box ticked at the checkout"
}

/** The link in the latest mail of this kind leads here; the page calls what the form sends. */
const through = async (name: string, mail: string) => {
  const arrived = await Effect.runPromise(outbox.arrived)
  const found = arrived.findLast((one) => one.mail.to.address === emailOf(name) && one.mail.message._tag === mail)
  if (found === undefined) throw new Error(`${name} got no ${mail}`)
  return found.mail.reference
}

export const answers = async (name: string, score: Score.Score, comment?: string) => {
  const reference = await through(name, "Invitation")
  const said = { score, ...(comment !== undefined && { comment }) }
  await temoin.use(Effect.flatMap(Intake, (intake) => intake.answer(reference, said)))
}

export const replies = async (name: string, mail: string, reply: Reply) => {
  const reference = await through(name, mail)
  await temoin.use(Effect.flatMap(Intake, (intake) => intake.reply(reference, reply)))
}

/** The form: their words, their name, and, apart from both, yes to showing them. */
export const words = (name: string, text: string): Reply => ({
  _tag: "Testimonial",
  content: { _tag: "Written", words: text },
  locale: "en",
  author: { name },
  relationship: { is: "customer" },
  consent: {
    scopes: ["quote", "name"],
    places: ["website"],
    wording: { version: "1", locale: "en", words: "May we show your words and your name on our website?" }
  }
})

/** Somebody from support calls back, explains and puts it right. */
export const settle = async () => {
  for (const { contact, id } of await temoin.cases.list()) {
    await temoin.cases.explain(contact, id, { by: "Eva", explanation: "The lorry broke down." })
    await temoin.cases.redress(contact, id, { by: "Eva", redress: "The freight is on us." })
    await temoin.cases.resolve(contact, id, { by: "Eva" })
  }
}
