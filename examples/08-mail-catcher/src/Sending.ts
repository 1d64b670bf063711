/** Sending: the whole set, as a customer would get it. */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Sample from "@temoin/email/Sample"
import * as Smtp from "@temoin/email/Smtp"
import * as Effect from "effect/Effect"

/** Sends one message of each kind in this language to the SMTP server at this port; gives how many. */
export const send = (port: number, locale: string): Promise<number> => {
  const samples = Sample.all({ locale })
  const mails = samples.map(({ message }, index): Mailer.Mail => ({
    reference: Event.Reference.make(index.toString(16).padStart(32, "0")),
    to: { address: Contact.EmailAddress.make("anna@example.org"), name: "Anna Berg" },
    message
  }))
  const smtp = Smtp.layer({
    host: "127.0.0.1",
    port,
    from: { address: "hello@acme.example", name: "Acme" },
    look: { brand: "Acme", signature: "Acme SAS\n1 rue de la Paix, 75002 Paris" }
  })
  const sending = Effect.flatMap(Mailer.Mailer, (mailer) => Effect.forEach(mails, mailer.send, { discard: true }))
  return Effect.runPromise(Effect.as(Effect.provide(sending, smtp), mails.length))
}
