import * as BrokenMailer from "@temoin/conformance/BrokenMailer"
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
