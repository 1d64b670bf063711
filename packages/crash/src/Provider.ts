/**
 * Provider: how is a mail handed to a sender that honours idempotency keys?
 */
import { MailError, Mailer } from "@temoin/core/ports/Mailer"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const messageId: Mailer["Service"]["messageId"] = (reference) => `<${reference}@acme.example>`

/** A `Mailer` over the provider on this port. The key is the Message-ID. */
export const layer = (port: number): Layer.Layer<Mailer> =>
  Layer.succeed(
    Mailer,
    Mailer.of({
      messageId,
      // its keys lie beside the mails
      deduplicatesFor: Infinity,
      send: (mail) =>
        Effect.tryPromise({
          try: async (signal) => {
            const response = await fetch(`http://127.0.0.1:${port}`, {
              method: "POST",
              headers: { "Idempotency-Key": messageId(mail.reference) },
              body: JSON.stringify({ to: mail.to.address }),
              signal
            })
            await response.text()
          },
          catch: (cause) =>
            new MailError({ reason: "uncertain", problem: "the connection to the provider was lost", cause })
        })
    })
  )

/** The Message-IDs that the provider was asked to send again. */
export const askedAgain = async (port: number): Promise<ReadonlyArray<string>> => {
  const answer: unknown = await (await fetch(`http://127.0.0.1:${port}`)).json()
  return Array.isArray(answer) ? answer.map(String) : []
}
