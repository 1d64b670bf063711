/**
 * PostOffice: a real SMTP server on loopback, which keeps every mail in a maildir before it says yes.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync
} from "node:fs"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { buffer } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"

export interface PostOffice {
  readonly port: number
  /** The mails that came in since the last call; at first, all that the maildir holds. */
  readonly collect: () => ReadonlyArray<Buffer>
  /** The Message-ID of every mail the server has taken. A mail that came twice is kept once. */
  readonly messageIds: () => ReadonlySet<string>
  readonly close: () => Promise<void>
}

const unfold = (raw: Buffer): string => {
  const text = raw.toString("latin1")
  return text.slice(0, text.indexOf("\r\n\r\n")).replaceAll(/\r\n[ \t]+/g, " ")
}

const messageIdOf = (raw: Buffer): string => /^message-id:\s*<([^>]+)>/im.exec(unfold(raw))?.[1] ?? ""

const synced = (path: string, write?: Buffer): void => {
  const file = openSync(path, write === undefined ? "r" : "w")
  if (write !== undefined) writeSync(file, write)
  fsyncSync(file)
  closeSync(file)
}

/**
 * Opens the server over a maildir, which outlives the process. `taken.log` beside the mails has a line for every time a
 * mail was taken, also when it came twice.
 */
export const open = async (
  folder: string,
  misplaces: (messageId: string) => boolean = () => false
): Promise<PostOffice> => {
  const temporary = join(folder, "tmp")
  const kept = join(folder, "new")
  const log = join(folder, "taken.log")
  for (const path of [temporary, kept]) mkdirSync(path, { recursive: true })
  const fresh: Array<Buffer> = readdirSync(kept).map((name) => readFileSync(join(kept, name)))

  /** On the disk before anybody is told that it is. */
  const keep = (raw: Buffer): void => {
    const messageId = messageIdOf(raw)
    if (messageId === "") throw new Error("a mail without a Message-ID")
    if (misplaces(messageId)) return
    const name = encodeURIComponent(messageId)
    appendFileSync(log, `${name}\n`, { flush: true })
    if (existsSync(join(kept, name))) return
    synced(join(temporary, name), raw)
    renameSync(join(temporary, name), join(kept, name))
    synced(kept)
    fresh.push(raw)
  }

  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onData: (stream, _session, done) => {
      buffer(stream)
        .then(keep)
        .then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error)))
        )
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    collect: () => fresh.splice(0),
    messageIds: () => new Set(readdirSync(kept).map((name) => `<${decodeURIComponent(name)}>`)),
    close: () => new Promise((resolve) => server.close(() => resolve()))
  }
}
