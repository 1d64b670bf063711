/**
 * PlainText: what of a text that a stranger wrote may be shown?
 *
 * The words are kept as they came. Shown is what can be seen of them: characters that turn the reading order round, that take
 * no room, or that control a terminal are left out, since behind them a text can say one thing to the moderator and another
 * to the reader. Markup is left as it is, for it is only text: whoever puts it into a page escapes it there.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Text from "./Text.ts"

/**
 * Why a character is not shown: it changes the reading order (bidirectional embeddings, overrides and isolates), takes no room
 * (zero width, soft hyphen, a joiner that joins nothing), is an invisible tag, or controls a device.
 *
 * @category models
 * @since 0.1.0
 */
export const Kind = Schema.Literals(["reading order", "no width", "tag", "control"])
/** @since 0.1.0 */
export type Kind = typeof Kind.Type

/**
 * A character that is not shown, as `U+202E`, and how often it stands in the text.
 *
 * @category models
 * @since 0.1.0
 */
export interface Hidden {
  readonly character: string
  readonly kind: Kind
  readonly count: number
}

const kinds: ReadonlyArray<readonly [Kind, RegExp]> = [
  ["reading order", /[\u202a-\u202e\u2066-\u2069]/gu],
  ["no width", /[\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]/gu],
  ["no width", /\u034f/gu],
  // Persian, the languages of India and many emoji are written with joiners: they stay where they join something
  ["no width", /(?<![\p{L}\p{M}\p{Emoji}\ufe0f])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Emoji}])/gu],
  ["tag", /[\u{e0000}-\u{e007f}]/gu],
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  ["control", /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu]
]

/** Line ends as they are written elsewhere, which are no loss. */
const withLineEnds = (text: string): string => text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")

/**
 * What can be seen of the text: line ends as `\n`, without the characters that `hidden` tells of, and without blanks around it.
 *
 * @example PlainText.shown("ab\u202edc\u200b") // => "abdc"
 * @example PlainText.shown("<b>good</b>") // => "<b>good</b>"
 * @category showing
 * @since 0.1.0
 */
export const shown = (text: string): string =>
  kinds.reduce((rest, [, pattern]) => rest.replace(pattern, ""), withLineEnds(text)).trim()

/**
 * The characters that are not shown, for whoever decides whether the text is honest. Empty: what is seen is all there is.
 *
 * @example PlainText.hidden("a\u202eb") // => [{ character: "U+202E", kind: "reading order", count: 1 }]
 * @category checking
 * @since 0.1.0
 */
export const hidden = (text: string): ReadonlyArray<Hidden> => {
  const found = new Map<string, Hidden>()
  let rest = withLineEnds(text)
  for (const [kind, pattern] of kinds) {
    for (const [match] of rest.matchAll(pattern)) {
      const code = match.codePointAt(0) ?? 0
      const character = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`
      found.set(character, { character, kind, count: (found.get(character)?.count ?? 0) + 1 })
    }
    rest = rest.replace(pattern, "")
  }
  return [...found.values()]
}

/**
 * Words in which something can be read: a `Text.Paragraph` with at least one letter, digit or sign that is shown.
 *
 * @category models
 * @since 0.1.0
 */
export const Words = Text.Paragraph.check(
  Schema.makeFilter<string>(
    (text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(shown(text)) || "must have something to read in it"
  )
)
