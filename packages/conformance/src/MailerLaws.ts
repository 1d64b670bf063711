/**
 * MailerLaws: does this mailer hand over what it is given, once, to whom it is for, and say so when it cannot?
 *
 * They need to see the other end, so a mailer is put through them together with a `Receiver`:
 * `suite("smtp", MailerLaws.laws, Layer<Mailer | Receiver>)`.
 *
 * @since 0.1.0
 */
import type { Mail, MailError } from "@temoin/core/ports/Mailer"
import { Mailer } from "@temoin/core/ports/Mailer"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as EventArbitrary from "./EventArbitrary.ts"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"
import * as MailArbitrary from "./MailArbitrary.ts"
import { Receiver } from "./Receiver.ts"
import * as TextArbitrary from "./TextArbitrary.ts"

const { invitation, invitations } = MailArbitrary

const outcome = (result: Result.Result<void, MailError>): string =>
  Result.isFailure(result) ? result.failure.reason : "accepted"

const few = fc.integer({ min: 1, max: 4 })
const many = fc.integer({ min: 2, max: 5 })

/** How many mails came in for each of these, counted by address. */
const arrivals = Effect.fnUntraced(function* (mails: ReadonlyArray<Mail>) {
  const received = yield* (yield* Receiver).received
  return mails.map(({ to }) => ({
    address: to.address,
    arrived: received.filter(({ recipients }) => recipients.includes(to.address)).length
  }))
})

const each = (mails: ReadonlyArray<Mail>, arrived: number) => mails.map(({ to }) => ({ address: to.address, arrived }))

/**
 * The promises of the `Mailer` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<Mailer | Receiver>> = [
  forAll(
    "a mail that was accepted arrives once",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const mails = invitations(count)
      for (const mail of mails) yield* mailer.send(mail)
      yield* agree("arrivals", yield* arrivals(mails), each(mails, 1))
    })
  ),
  forAll(
    "a message of any kind arrives, whatever its words",
    fc.record(MailArbitrary.messages),
    Effect.fnUntraced(function* (messages) {
      const mailer = yield* Mailer
      const mails = Object.values(messages).map((message, index) => ({
        reference: EventArbitrary.reference(index),
        to: { address: `${message._tag}@example.com` },
        message
      }))
      for (const mail of mails) {
        yield* agree(`sending a ${mail.message._tag}`, outcome(yield* Effect.result(mailer.send(mail))), "accepted")
      }
      const arrived = (yield* arrivals(mails)).map(({ address, arrived }) => ({ address, hasArrived: arrived > 0 }))
      yield* agree(
        "arrivals",
        arrived,
        mails.map(({ to }) => ({ address: to.address, hasArrived: true }))
      )
    })
  ),
  forAll(
    "mails sent at once each arrive with their own Message-ID",
    many,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const receiver = yield* Receiver
      const mails = invitations(count)
      const pairs = Effect.map(receiver.received, (received) =>
        [...new Set(received.map(({ messageId, recipients }) => `${recipients.join()} ${messageId}`))].toSorted()
      )
      yield* Effect.forEach(mails, mailer.send, { concurrency: "unbounded", discard: true })
      const atOnce = yield* pairs
      for (const mail of mails) yield* mailer.send(mail)
      yield* agree("addresses and Message-IDs, compared with sending one by one", atOnce, yield* pairs)
    })
  ),
  forAll(
    "a mail carries the Message-ID that was told",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const mails = invitations(count)
      for (const mail of mails) yield* mailer.send(mail)
      const carried = new Set((yield* (yield* Receiver).received).map(({ messageId }) => messageId))
      const told = new Set(mails.map(({ reference }) => mailer.messageId(reference)))
      yield* agree("Message-IDs carried", [...carried].toSorted(), [...told].toSorted())
    })
  ),
  forAll(
    "the same reference has the same Message-ID",
    fc.record({ number: fc.nat(), sent: fc.boolean() }),
    Effect.fnUntraced(function* ({ number, sent }) {
      const mailer = yield* Mailer
      const reference = EventArbitrary.reference(number)
      const before = mailer.messageId(reference)
      if (sent) yield* mailer.send({ reference, to: { address: "anna@example.com" }, message: invitation })
      yield* agree("Message-ID afterwards", mailer.messageId(reference), before)
    })
  ),
  forAll(
    "different references have different Message-IDs",
    EventArbitrary.references,
    Effect.fnUntraced(function* ([one, other]) {
      const mailer = yield* Mailer
      yield* agree("are they the same", mailer.messageId(one) === mailer.messageId(other), false)
    })
  ),
  forAll(
    "a Message-ID has the form that mail asks for",
    EventArbitrary.references,
    Effect.fnUntraced(function* ([reference]) {
      const id = (yield* Mailer).messageId(reference)
      // RFC 5322, section 3.6.4, without the obsolete forms; a header line has at most 998 characters.
      const atom = "[\\w!#$%&'*+/=?^`{|}~-]+(?:\\.[\\w!#$%&'*+/=?^`{|}~-]+)*"
      const isId = id.length <= 900 && new RegExp(`^<${atom}@(?:${atom}|\\[[!-Z^-~]*\\])>$`).test(id)
      yield* agree(`is ${id} a Message-ID`, isId, true)
    })
  ),
  forAll(
    "an address that is refused is told to be refused",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      for (const mail of invitations(count)) {
        yield* (yield* Receiver).refuse(mail.to.address)
        yield* agree("the sending", outcome(yield* Effect.result(mailer.send(mail))), "refused")
      }
    })
  ),
  forAll(
    "an address that is refused stops no other",
    fc.record({ before: fc.nat(2), after: few }),
    Effect.fnUntraced(function* ({ after, before }) {
      const mailer = yield* Mailer
      const mails = invitations(before + 1 + after)
      for (const [index, mail] of mails.entries()) {
        if (index === before) yield* (yield* Receiver).refuse(mail.to.address)
        const result = yield* Effect.result(mailer.send(mail))
        if (index !== before) yield* agree(`sending to ${mail.to.address}`, outcome(result), "accepted")
      }
    })
  ),
  forAll(
    "when nothing can be handed over it says: unavailable",
    fc.record({ before: fc.nat(2), during: few }),
    Effect.fnUntraced(function* ({ before, during }) {
      const mailer = yield* Mailer
      const mails = invitations(before + during)
      for (const [index, mail] of mails.entries()) {
        if (index === before) yield* (yield* Receiver).breakDown
        const result = yield* Effect.result(mailer.send(mail))
        if (index >= before) yield* agree("the sending", outcome(result), "unavailable")
      }
    })
  ),
  forAll(
    "a mail that was unavailable to send does not arrive later by itself",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const receiver = yield* Receiver
      const mails = invitations(count + 1)
      const failed: Array<Mail> = []
      yield* receiver.breakDown
      for (const mail of mails.slice(1)) {
        if (outcome(yield* Effect.result(mailer.send(mail))) === "unavailable") failed.push(mail)
      }
      yield* receiver.comeBack
      for (const mail of mails.slice(0, 1)) yield* Effect.result(mailer.send(mail))
      yield* agree("arrivals", yield* arrivals(failed), each(failed, 0))
    })
  ),
  forAll(
    "what was unavailable can be sent later",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const receiver = yield* Receiver
      const mails = invitations(count)
      yield* receiver.breakDown
      for (const mail of mails) yield* Effect.result(mailer.send(mail))
      yield* receiver.comeBack
      for (const mail of mails) {
        yield* agree("the second sending", outcome(yield* Effect.result(mailer.send(mail))), "accepted")
      }
    })
  ),
  forAll(
    "no words add a recipient",
    fc.record({ name: TextArbitrary.smuggled, subject: TextArbitrary.smuggled }),
    Effect.fnUntraced(function* ({ name, subject }) {
      const mailer = yield* Mailer
      const to = { address: "anna@example.com", name }
      // A mailer may refuse such words; what it must not do is believe them.
      yield* Effect.result(
        mailer.send({ reference: EventArbitrary.reference(1), to, message: { ...invitation, name, subject } })
      )
      const recipients = (yield* (yield* Receiver).received).flatMap(({ recipients }) => recipients)
      const others = recipients.filter((address) => address !== to.address)
      yield* agree("recipients besides the one asked for", others, [])
    })
  )
]
