// Does SMTP, against a real server, keep every promise of the port?
import * as MailerLaws from "@temoin/conformance/MailerLaws"
import { Receiver, type Received } from "@temoin/conformance/Receiver"
import { suite } from "@temoin/conformance/Suite"
import * as Smtp from "@temoin/email/Smtp"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"

const messageIdOf = (raw: string): string => /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? ""

/** A server that refuses whom it is told to, and goes away and comes back on the same port. */
const make = Effect.acquireRelease(
  Effect.promise(async () => {
    const received: Array<Received> = []
    const refused = new Set<string>()
    const listen = (port: number): Promise<SMTPServer> => {
      const server = new SMTPServer({
        authOptional: true,
        closeTimeout: 1,
        hideSTARTTLS: true,
        logger: false,
        onRcptTo: ({ address }, _session, done) =>
          done(refused.has(address) ? Object.assign(new Error("no such user"), { responseCode: 550 }) : null),
        onData: (stream, { envelope }, done) => {
          text(stream).then((raw) => {
            received.push({ recipients: envelope.rcptTo.map(({ address }) => address), messageId: messageIdOf(raw) })
            done()
          }, done)
        }
      })
      server.on("error", () => {})
      return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)))
    }
    let server = await listen(0)
    const { port } = server.server.address() as AddressInfo
    const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
    return { received, refused, port, close, open: async () => void (server = await listen(port)) }
  }),
  ({ close }) => Effect.promise(close)
)

const layer = Layer.unwrap(
  Effect.map(make, ({ close, open, port, received, refused }) =>
    Layer.merge(
      Smtp.layer({ host: "127.0.0.1", port, from: "hello@acme.example" }),
      Layer.succeed(Receiver, {
        received: Effect.sync(() => [...received]),
        refuse: (address) => Effect.sync(() => void refused.add(address)),
        breakDown: Effect.promise(close),
        comeBack: Effect.promise(open)
      })
    )
  )
)

suite("SMTP", MailerLaws.laws, layer)
