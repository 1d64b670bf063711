/**
 * EntryHtml: how does a note or a task read in a CRM that shows HTML?
 *
 * The words are a stranger's: nothing of theirs is markup, and no link leads anywhere but to the web.
 *
 * @since 0.1.0
 */
import type * as Crm from "@temoin/core/ports/Crm"

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

const lines = (text: string): string => escape(text).replaceAll("\n", "<br>")

/** Only what leads somewhere a browser may go. */
const isSafe = (url: string): boolean => /^https?:\/\//i.test(url)

/**
 * The line by which an entry is found again.
 *
 * @example EntryHtml.signature("00ff") // => "Témoin 00ff"
 * @category conversions
 * @since 0.1.0
 */
export const signature = (mark: string): string => `Témoin ${mark}`

/**
 * - `isTitled`: is the title part of it? A task has its title elsewhere.
 * - `room`: so many characters does the CRM take; what is too long ends with "…".
 * - `more`: lines to stand below the entry's own.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly isTitled: boolean
  readonly room: number
  readonly more?: ReadonlyArray<string>
}

/**
 * The entry as HTML, with its signature at the end.
 *
 * @category conversions
 * @since 0.1.0
 */
export const of = ({ entry, links, mark }: Crm.Entry, { isTitled, more = [], room }: Options): string => {
  const parts = [
    isTitled ? `<p><strong>${escape(entry.title)}</strong></p>` : "",
    entry.words === undefined ? "" : `<blockquote>${lines(entry.words)}</blockquote>`,
    ...[...entry.lines, ...more].map((line) => `<p>${lines(line)}</p>`),
    ...links
      .filter(({ url }) => isSafe(url))
      .map(({ label, url }) => `<p><a href="${escape(url)}">${escape(label)}</a> ${escape(url)}</p>`)
  ].join("")
  const sign = `<p><small>${signature(mark)}</small></p>`
  const left = room - sign.length - 1
  return parts.length <= left ? parts + sign : `${parts.slice(0, left).replace(/<[^>]*$|&[^;]*$/, "")}…${sign}`
}
