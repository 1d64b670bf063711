/**
 * Maildir: what has reached the customers, whoever was killed meanwhile?
 *
 * A file per mail that was taken, also when the same one came twice. It is on the disk, with its name, before anybody is
 * told that it was taken.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from "node:fs"
import { join } from "node:path"

/** One mail as it was taken. */
export interface Taken {
  readonly to: string
  readonly messageId: string
}

const synced = (path: string, flags: "r" | "w", text = ""): void => {
  const file = openSync(path, flags)
  if (text !== "") writeSync(file, text, null, "latin1")
  fsyncSync(file)
  closeSync(file)
}

/** A way to keep mails in this folder. `raw` has one character for each byte. */
export const keeper = (folder: string): ((to: string, raw: string) => void) => {
  for (const name of ["tmp", "new", "cur"]) mkdirSync(join(folder, name), { recursive: true })
  let count = readdirSync(join(folder, "new")).length
  return (to, raw) => {
    const name = `${++count}.${process.pid}`
    synced(join(folder, "tmp", name), "w", `Delivered-To: ${to}\r\n${raw}`)
    renameSync(join(folder, "tmp", name), join(folder, "new", name))
    synced(join(folder, "new"), "r")
  }
}

const header = (text: string, name: string): string => new RegExp(`^${name}:\\s*(.+)$`, "im").exec(text)?.[1] ?? ""

/** All mails that were taken. */
export const read = (folder: string): ReadonlyArray<Taken> =>
  readdirSync(join(folder, "new")).map((name) => {
    const raw = readFileSync(join(folder, "new", name), "latin1")
    const headers = raw.slice(0, raw.indexOf("\r\n\r\n")).replaceAll(/\r\n[ \t]+/g, " ")
    return { to: header(headers, "delivered-to"), messageId: header(headers, "message-id") }
  })
