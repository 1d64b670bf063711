import { SMTPServer, type SMTPServerOptions } from "smtp-server"
import { simpleParser, type ParsedMail } from "mailparser"
import { createServer, type AddressInfo, type Server, type Socket } from "node:net"
import { onTestFinished } from "vitest"

/** A mail as it arrived: what the envelope said, the bytes, and what a mail program makes of them. */
export interface Arrived {
  readonly from: string
  readonly to: ReadonlyArray<string>
  readonly raw: string
  readonly parsed: ParsedMail
}

export interface Receiver {
  readonly port: number
  readonly mails: Array<Arrived>
  /** How many connections were made so far. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** A real SMTP server on this machine that keeps what it is sent. Closed with the test. */
export const receive = async (options: SMTPServerOptions = {}, port = 0): Promise<Receiver> => {
  const mails: Array<Arrived> = []
  let connections = 0
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    closeTimeout: 1,
    onConnect: (_session, callback) => {
      connections++
      callback()
    },
    onData: (stream, session, callback) => {
      const chunks: Array<Buffer> = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        const raw = Buffer.concat(chunks)
        const { mailFrom, rcptTo } = session.envelope
        simpleParser(raw).then(
          (parsed) => {
            mails.push({
              from: mailFrom === false ? "" : mailFrom.address,
              to: rcptTo.map(({ address }) => address),
              raw: raw.toString("latin1"),
              parsed
            })
            callback()
          },
          (error: Error) => callback(error)
        )
      })
    },
    ...options
  })
  // A client that does not trust our certificate hangs up, which is what some tests are about.
  server.on("error", () => {})
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()))
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  onTestFinished(close)
  return { port: (server.server.address() as AddressInfo).port, mails, connections: () => connections, close }
}

/** What the scripted server does when a command comes: answers a line, hangs up, or says nothing. */
export type Act = string | "cut" | "silence"

export interface Script {
  readonly greeting?: Act
  readonly ehlo?: Act
  readonly starttls?: Act
  readonly auth?: Act
  readonly mail?: Act
  readonly rcpt?: Act | ((address: string) => Act)
  readonly data?: Act
  /** After the final dot. */
  readonly text?: Act
  /** Called when a text is complete, before it is answered. */
  readonly onText?: () => void
  /** As soon as the first byte of the text arrives. */
  readonly firstByte?: Act
}

export interface Scripted {
  readonly port: number
  readonly connections: () => number
  /** The texts that came complete, with their final dot. */
  readonly texts: Array<string>
}

/** A TCP server that speaks just enough SMTP to misbehave on cue. Closed with the test. */
export const scripted = async (script: Script): Promise<Scripted> => {
  const texts: Array<string> = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on("error", () => {})
    socket.on("close", () => sockets.delete(socket))
    let pending = ""
    let inText = false
    let accepted = 0
    const act = (what: Act): boolean => {
      if (what === "cut") socket.destroy()
      else if (what !== "silence") socket.write(`${what}\r\n`)
      return what !== "cut"
    }
    const command = (line: string): boolean => {
      const verb = line.slice(0, 4).toUpperCase()
      switch (verb) {
        case "EHLO":
          return act(script.ehlo ?? "250 localhost")
        case "STAR":
          return act(script.starttls ?? "502 5.5.1 not here")
        case "AUTH":
          return act(script.auth ?? "235 2.7.0 welcome")
        case "MAIL":
          accepted = 0
          return act(script.mail ?? "250 2.1.0 ok")
        case "RCPT": {
          const address = /<(.*)>/.exec(line)?.[1] ?? ""
          const answer = typeof script.rcpt === "function" ? script.rcpt(address) : (script.rcpt ?? "250 2.1.5 ok")
          if (answer.startsWith("2")) accepted++
          return act(answer)
        }
        case "DATA": {
          const answer = script.data ?? (accepted > 0 ? "354 go ahead" : "554 5.5.1 no valid recipients")
          inText = answer.startsWith("3")
          return act(answer)
        }
        default:
          return act("250 2.0.0 ok")
      }
    }
    const read = () => {
      for (;;) {
        if (inText) {
          if (script.firstByte !== undefined && pending.length > 0) {
            act(script.firstByte)
            return
          }
          // The text always ends a line, and an empty one is the dot alone.
          const end = pending.startsWith(".\r\n") ? 0 : pending.indexOf("\r\n.\r\n") + 2
          if (end === 1) return
          texts.push(pending.slice(0, end))
          pending = pending.slice(end + 3)
          inText = false
          script.onText?.()
          if (!act(script.text ?? "250 2.0.0 taken")) return
        } else {
          const end = pending.indexOf("\r\n")
          if (end < 0) return
          const line = pending.slice(0, end)
          pending = pending.slice(end + 2)
          if (!command(line)) return
        }
      }
    }
    socket.on("data", (chunk) => {
      pending += chunk.toString("latin1")
      read()
    })
    act(script.greeting ?? "220 localhost ESMTP")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { port: (server.address() as AddressInfo).port, connections: () => connections, texts }
}
