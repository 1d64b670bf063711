/**
 * Direction: how does a name in another script leave the order of the sentence around it alone?
 *
 * @since 0.1.0
 */

/**
 * Where a line of the language begins: `ltr` at the left, `rtl` at the right.
 *
 * @category models
 * @since 0.1.0
 */
export type Direction = "ltr" | "rtl"

// An override or an unpaired end of an isolate, in a name from outside, would turn the rest of the sentence around.
const controls = /[\u202a-\u202e\u2066-\u2069]/gu

/** The blocks of Unicode whose letters run from right to left, and the mark that does. */
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * Text from outside as it goes into a sentence that is read in this direction: without characters that reorder what stands
 * around it, and, where the directions can meet, between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, which cannot be seen.
 * Characters and not `<bdi>`, since they serve the subject line and the text too, and no text from outside decides on a tag.
 * Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm", 2.4.
 *
 * @example Direction.isolate("Anna", "ltr") // => "Anna"
 * @example Direction.isolate("Anna", "rtl") // => "\u2068Anna\u2069"
 * @category conversions
 * @since 0.1.0
 */
export const isolate = (text: string, within: Direction): string => {
  const plain = text.replace(controls, "")
  return within === "rtl" || rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain
}
