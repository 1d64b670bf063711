/**
 * Quote: how much of somebody's own words does a mail repeat, and in which shape?
 *
 * They come from outside, and whoever typed them may have typed somebody else's address: so they are short, they cannot pass
 * for a part of the message, and nothing in them becomes a link.
 *
 * @since 0.1.0
 */
import * as PlainText from "@temoin/core/PlainText"

/**
 * `lines`: the words as they are repeated. `isCut`: some of them are left out, which an ellipsis marks.
 *
 * @category models
 * @since 0.1.0
 */
export interface Quote {
  readonly lines: ReadonlyArray<string>
  readonly isCut: boolean
}

const longest = 600
const mostLines = 12
/** How much is repeated of what stands before a difference. */
const context = 100

/**
 * What a mail repeats of the words: what can be seen of them, without empty lines, at most 12 lines and 600 UTF-16 code units,
 * cut between two words where there are any. Dots, colons, slashes and at-signs inside a word get an invisible mark behind
 * them, so that no mail program makes a link of it.
 *
 * @example Quote.make("They called back.\n\nThe same day!") // => { lines: ["They called back.", "The same day!"], isCut: false }
 * @example Quote.make("x".repeat(601)).isCut // => true
 * @category constructors
 * @since 0.1.0
 */
export const make = (words: string): Quote => excerpt(flat(words), 0)

/**
 * Words before and after they were edited. When either is too long to be repeated in full, both begin a little before the
 * first difference, so that it can be seen.
 *
 * @example Quote.pair("They saved us.", "They saved our season.")[1].lines // => ["They saved our season."]
 * @category constructors
 * @since 0.1.0
 */
export const pair = (original: string, edited: string): readonly [original: Quote, edited: Quote] => {
  const [before, after] = [flat(original), flat(edited)]
  const from = before === after || (fits(before) && fits(after)) ? 0 : shortlyBeforeDifference(before, after)
  return [excerpt(before, from), excerpt(after, from)]
}

const flat = (words: string): string => PlainText.shown(words).replace(/\s*\n\s*/g, "\n")

const fits = (text: string): boolean => text.length <= longest && text.split("\n").length <= mostLines

/** On the line of the difference, or else it could be below the last line that is shown. */
const shortlyBeforeDifference = (before: string, after: string): number => {
  let same = 0
  while (same < before.length && before[same] === after[same]) same++
  const line = before.lastIndexOf("\n", same - 1) + 1
  if (same - line <= context) return line
  const word = before.indexOf(" ", same - context) + 1
  return word > 0 && word <= same ? word : same - context
}

const excerpt = (text: string, from: number): Quote => {
  const rest = text.slice(from)
  const isCut = !fits(rest)
  const shown = isCut ? `${head(rest)}…` : rest
  const lines = (from === 0 ? shown : `… ${shown.replace(/^[\udc00-\udfff]/, "")}`).split("\n").map(unlinked)
  return { lines, isCut: isCut || from > 0 }
}

const head = (text: string): string => {
  const lines = text.split("\n").slice(0, mostLines).join("\n")
  return lines.length <= longest ? lines : lines.slice(0, longest).replace(/\s+\S{0,40}$|[\ud800-\udbff]$/, "")
}

// Many mail programs make a link of all that looks like an address, "evil.example" too. A zero width non-joiner inside it
// stops them, and `PlainText.shown` takes it out again when somebody copies the words from the mail.
const unlinked = (line: string): string => line.replace(/[.:/@](?=[\p{L}\p{N}/])/gu, "$&\u200c")
