/**
 * OwnWords: which of the words of a reply did its author write now?
 *
 * The rest is what we had written, quoted below or above, and the signature.
 *
 * @since 0.1.0
 */
import * as PlainText from "@temoin/core/PlainText"
import EmailReplyParser from "email-reply-parser"
import type * as RawMail from "./RawMail.ts"

/**
 * `words`: what can be seen of them, empty when there are none. `isCut`: there was more than is kept.
 *
 * @category models
 * @since 0.1.0
 */
export interface OwnWords {
  readonly words: string
  readonly isCut: boolean
}

// The parser's patterns take time in the third power of the length (0.3 s for 4,000 characters made for it), and a line
// without an end costs it even more.
const longest = 4000
const longestLine = 250

/**
 * What the author of a mail wrote, at most 4,000 UTF-16 code units; of a mail in HTML alone, its text.
 *
 * @example OwnWords.fromMail({ fields: [], text: "Thanks!\n\nOn Monday, Acme <a@b.example> wrote:\n> How?", html: "", parts: [], isCut: false }).words // => "Thanks!"
 * @category constructors
 * @since 0.1.0
 */
export const fromMail = ({ html, text }: Pick<RawMail.RawMail, "html" | "text">): OwnWords => {
  const all = (text.trim() === "" ? fromHtml(html) : text)
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()
  const head = all.slice(0, longest).toWellFormed()
  // a long line is nobody's "On Monday, somebody wrote:"
  const long: Array<string> = []
  const lines = head
    .replaceAll(/\ue000/g, "")
    .split("\n")
    .map((line) => {
      if (line.length <= longestLine || line.startsWith(">")) return line.slice(0, longestLine)
      return `\ue000${long.push(line) - 1}\ue000`
    })
  const visible = new EmailReplyParser().read(lines.join("\n")).getVisibleText()
  const words = PlainText.shown(visible.replaceAll(/\ue000(\d+)\ue000/g, (_, index) => long[Number(index)] ?? ""))
  return { words, isCut: all.length > longest && words !== "" && head.trimEnd().endsWith(words.slice(-40)) }
}

const entities: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " "
}

const readEntity = (written: string, name: string): string => {
  if (!name.startsWith("#")) return entities[name.toLowerCase()] ?? written
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : " "
}

/** As the large mail programs mark what they quote, from there to the end. */
const quoted =
  /<blockquote\b|<div\b[^>]{0,200}\b(?:gmail_quote|divRplyFwdMsg|appendonsend|yahoo_quoted|moz-cite-prefix)|<hr\b[^>]{0,200}stopSpelling/i

const fromHtml = (html: string): string => {
  const end = html.search(quoted)
  return (end === -1 ? html : html.slice(0, end))
    .split(/<\/(?:style|script|title)\b/i)
    .map((piece) => piece.replace(/<(?:style|script|title)\b[^]*$/i, ""))
    .join("<")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]*>/gi, "\n")
    .replaceAll(/<[^<>]*>/g, "")
    .replaceAll(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, readEntity)
    .replaceAll(/^ +/gm, "")
}
