// A mail server: `node postOffice.ts <maildir>` says its port on a line, and ends when its input ends.
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"
import * as Maildir from "../Maildir.ts"

const [, , folder = ""] = process.argv
const keep = Maildir.keeper(folder)

const server = new SMTPServer({
  disabledCommands: ["AUTH", "STARTTLS"],
  logger: false,
  onData: (stream, session, done) => {
    text(stream.setEncoding("latin1")).then(
      (raw) => {
        for (const { address } of session.envelope.rcptTo) keep(address, raw)
        done()
      },
      (error: Error) => done(error)
    )
  }
})
// who was killed while connected
server.on("error", () => {})
server.listen(0, "127.0.0.1", () => {
  const { port } = server.server.address() as AddressInfo
  process.stdout.write(`${port}\n`)
})
process.stdin.on("end", () => process.exit()).resume()
