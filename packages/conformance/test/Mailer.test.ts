import * as BrokenMailer from "@temoin/conformance/BrokenMailer"
import * as MailerCapabilityLaws from "@temoin/conformance/MailerCapabilityLaws"
import * as MailerLaws from "@temoin/conformance/MailerLaws"
import { Receiver } from "@temoin/conformance/Receiver"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const receiver = Layer.effect(
  Receiver,
  Effect.gen(function* () {
    const outbox = yield* MemoryMailer.Outbox
    return {
      received: Effect.map(outbox.arrived, (arrived) =>
        arrived.map(({ mail, messageId }) => ({ recipients: [mail.to.address], messageId }))
      ),
      refuse: (address) => outbox.trouble(address, "refused"),
      breakDown: outbox.breakDown(),
      comeBack: outbox.comeBack
    }
  })
)

const layer = Layer.provideMerge(receiver, MemoryMailer.layer)

suite("the mailer in memory", MailerLaws.laws, layer)

rejects("a broken mailer", MailerLaws.laws, BrokenMailer.all, layer)

const lookingUp = Layer.provideMerge(receiver, MemoryMailer.layerWith({ lookUp: true }))
const deduplicating = Layer.provideMerge(receiver, MemoryMailer.layerWith({ deduplicatesFor: Infinity }))

suite("the mailer in memory that can be asked", [...MailerLaws.laws, ...MailerCapabilityLaws.lookUp], lookingUp)
suite(
  "the mailer in memory that recognises what it had",
  [...MailerLaws.laws, ...MailerCapabilityLaws.deduplication],
  deduplicating
)

rejects("a mailer that is asked in vain", MailerCapabilityLaws.lookUp, MailerCapabilityLaws.brokenLookUp, lookingUp)
rejects(
  "a mailer that recognises too much or too little",
  MailerCapabilityLaws.deduplication,
  MailerCapabilityLaws.brokenDeduplication,
  deduplicating
)
