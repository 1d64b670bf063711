// Does the mailer over Resend's API, against a server that answers as Resend does, keep every promise of the port?
import * as MailerLaws from "@temoin/conformance/MailerLaws"
import { Receiver, type Received } from "@temoin/conformance/Receiver"
import { suite } from "@temoin/conformance/Suite"
import * as Resend from "@temoin/email/Resend"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Recorder from "./recorder.ts"

/** What it takes it takes once, under its key; it refuses whom it is told to, and goes away and comes back. */
const make = Effect.acquireRelease(
  Effect.promise(async () => {
    const received: Array<Received> = []
    const refused = new Set<string>()
    const taken = new Map<string, string>()
    const weather = { isDown: false }
    const { close, url } = await Recorder.record(({ body, headers }, response) => {
      const mail: { readonly to: ReadonlyArray<string>; readonly headers: Record<string, string> } = JSON.parse(body)
      // as a mail server reads them: what stands in angle brackets, else the whole
      const recipients = mail.to.map((to) => /<([^<>]+)>$/.exec(to)?.[1] ?? to)
      const key = String(headers["idempotency-key"])
      if (weather.isDown) return Recorder.json(response, 503, { name: "service_unavailable", message: "maintenance" })
      if (recipients.some((address) => refused.has(address))) {
        return Recorder.json(response, 422, { name: "validation_error", message: "Invalid `to` field." })
      }
      const before = taken.get(key)
      if (before !== undefined && before !== body) {
        return Recorder.json(response, 409, { name: "invalid_idempotent_request", message: "another payload" })
      }
      if (before === undefined) {
        taken.set(key, body)
        received.push({ recipients, messageId: mail.headers["Message-ID"] ?? "" })
      }
      Recorder.json(response, 200, { id: key })
    })
    return { received, refused, weather, url, close }
  }),
  ({ close }) => Effect.promise(close)
)

const layer = Layer.unwrap(
  Effect.map(make, ({ received, refused, url, weather }) =>
    Layer.merge(
      Resend.layer({
        apiKey: "re_123",
        baseUrl: url,
        from: "hello@acme.example",
        rate: { mails: 1_000_000, per: "1 second" }
      }),
      Layer.succeed(Receiver, {
        received: Effect.sync(() => [...received]),
        refuse: (address) => Effect.sync(() => void refused.add(address)),
        breakDown: Effect.sync(() => void (weather.isDown = true)),
        comeBack: Effect.sync(() => void (weather.isDown = false))
      })
    )
  )
)

suite("Resend", MailerLaws.laws, layer)
