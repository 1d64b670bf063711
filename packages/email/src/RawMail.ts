/**
 * RawMail: what stands in the bytes of a mail?
 *
 * Whatever they are: a mail that a stranger sends may be built to hurt whoever reads it. So no more than `limits` is ever
 * looked at, and what is no mail is an error, not a throw.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import PostalMime, { type Attachment, decodeWords } from "postal-mime"

/**
 * How much of a mail is read.
 *
 * - `bytes`: of the whole; what comes behind them (pictures, mostly) is left. Unit: bytes.
 * - `lines`, and among them `boundaries`, which may begin a part: what comes behind so many is left.
 * - `depth`: parts within parts; a mail that goes deeper is not read.
 * - `headerBytes`: of all headers together; a mail with more is not read.
 * - `characters`: of each part that is kept.
 *
 * @category limits
 * @since 0.1.0
 */
export const limits = {
  bytes: 1_048_576,
  lines: 20_000,
  boundaries: 1000,
  depth: 20,
  headerBytes: 131_072,
  characters: 65_536
} as const

/** A header field: its name in lower case, and what stands behind the colon, on one line. @category models @since 0.1.0 */
export interface Field {
  readonly name: string
  readonly value: string
}

/** A part that is not there to be read by people: its type in lower case, without parameters. @category models @since 0.1.0 */
export interface Part {
  readonly type: string
  readonly text: string
}

/**
 * A mail. `text` and `html`: what people read of it, empty when it has none. `isCut`: there was more than `limits` allow.
 *
 * @category models
 * @since 0.1.0
 */
export interface RawMail {
  readonly fields: ReadonlyArray<Field>
  readonly text: string
  readonly html: string
  readonly parts: ReadonlyArray<Part>
  readonly isCut: boolean
}

/** These bytes cannot be read as a mail. @category errors @since 0.1.0 */
export class UnreadableMail extends Schema.TaggedError<UnreadableMail>()("UnreadableMail", { problem: Schema.String }) {
  override get message() {
    return `this cannot be read as a mail: ${this.problem}`
  }
}

/**
 * Reads a mail as it came over the wire. Fails with `UnreadableMail` on one without headers, or beyond the limits of depth or
 * headers.
 *
 * @category constructors
 * @since 0.1.0
 */
export const read = (raw: string | Uint8Array): Effect.Effect<RawMail, UnreadableMail> => {
  const { bytes, isCut } = cut(raw)
  return Effect.tryPromise({
    try: () =>
      PostalMime.parse(bytes, {
        // A mail within a mail is evidence, and its reports and words are not this mail's.
        forceRfc822Attachments: true,
        maxNestingDepth: limits.depth,
        maxHeadersSize: limits.headerBytes
      }),
    catch: (thrown) => new UnreadableMail({ problem: thrown instanceof Error ? thrown.message : String(thrown) })
  }).pipe(
    Effect.flatMap(({ attachments, headers, html = "", text = "" }) => {
      const fields = headers.map(({ key, value }) => {
        const line = value.replaceAll(/\s+/g, " ").trim()
        return { name: key, value: key === "subject" ? decodeWords(line) : line }
      })
      if (!fields.some(({ name }) => known.has(name))) {
        return Effect.fail(new UnreadableMail({ problem: "it has none of the headers that a mail has" }))
      }
      const parts = attachments.filter(({ mimeType }) => machine.test(mimeType)).map(toPart)
      const isLong = text.length > limits.characters || html.length > limits.characters
      return Effect.succeed({
        fields,
        text: text.slice(0, limits.characters),
        html: html.slice(0, limits.characters),
        parts,
        isCut: isCut || isLong
      })
    })
  )
}

/**
 * All fields of this name, in order.
 *
 * @category getters
 * @since 0.1.0
 */
export const all = (fields: ReadonlyArray<Field>, name: string): ReadonlyArray<string> =>
  fields.flatMap((field) => (field.name === name ? [field.value] : []))

/**
 * The first field of this name; empty when there is none.
 *
 * @category getters
 * @since 0.1.0
 */
export const first = (fields: ReadonlyArray<Field>, name: string): string =>
  fields.find((field) => field.name === name)?.value ?? ""

/**
 * Header fields as they stand in a report or at the head of a mail, in blocks with an empty line between them.
 *
 * @example RawMail.blocks("Action: failed\r\nStatus: 5.1.1") // => [[{ name: "action", value: "failed" }, { name: "status", value: "5.1.1" }]]
 * @category parsing
 * @since 0.1.0
 */
export const blocks = (text: string): ReadonlyArray<ReadonlyArray<Field>> => {
  const found: Array<Array<{ name: string; value: string }>> = [[]]
  for (const line of text.split(/\r?\n/)) {
    const block = found.at(-1)!
    const colon = line.indexOf(":")
    if (line.trim() === "") {
      if (block.length > 0) found.push([])
    } else if (/^[ \t]/.test(line)) {
      const last = block.at(-1)
      if (last !== undefined) last.value = `${last.value} ${line.trim()}`
    } else if (colon > 0) {
      block.push({ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() })
    }
  }
  return found.filter((block) => block.length > 0)
}

/** One of these has every mail, and every report. */
const known = new Set(["from", "to", "date", "subject", "message-id", "received", "return-path", "content-type"])

/** Reports, and the mail they are about. */
const machine = /^(message\/|text\/rfc822-headers$)/

const toPart = ({ content, mimeType }: Attachment): Part => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content)
  return { type: mimeType, text: new TextDecoder().decode(bytes.subarray(0, limits.characters)) }
}

const cut = (raw: string | Uint8Array): { readonly bytes: Uint8Array; readonly isCut: boolean } => {
  // a character is at least one byte
  const bytes =
    typeof raw === "string"
      ? new TextEncoder().encode(raw.slice(0, limits.bytes + 1))
      : raw.subarray(0, limits.bytes + 1)
  const end = Math.min(limits.bytes, endOfLines(bytes))
  return { bytes: bytes.subarray(0, end), isCut: bytes.length > end }
}

const newline = 0x0a
const dash = 0x2d

/** Each line costs time and each part memory, whether or not there is anything in it. */
const endOfLines = (bytes: Uint8Array): number => {
  let lines: number = limits.lines
  let boundaries: number = limits.boundaries
  for (let at = 0; at < bytes.length;) {
    if (lines-- === 0 || (bytes[at] === dash && bytes[at + 1] === dash && boundaries-- === 0)) return at
    const end = bytes.indexOf(newline, at)
    if (end === -1) break
    at = end + 1
  }
  return bytes.length
}
