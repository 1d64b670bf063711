/**
 * Look: whose name, colour and manner does a message wear?
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Text from "@temoin/core/Text"
import * as Language from "./Language.ts"
import * as Link from "./Link.ts"

const pixels = (most: number) => Schema.Int.check(Schema.isBetween({ minimum: 16, maximum: most }))

/** A picture: where it lies, and how large it is shown. @category models @since 0.1.0 */
export const Logo = Schema.Struct({
  url: Schema.String.check(
    Schema.makeFilter<string>((url) => isPicture(url) || "must be an https address of at most 900 characters")
  ),
  width: pixels(528),
  height: pixels(200)
})
/** @since 0.1.0 */
export type Logo = typeof Logo.Type

const isPicture = (url: string): boolean => url.startsWith("https://") && Result.isSuccess(Link.check("logo", url))

/**
 * - `brand`: the company's name, at the top of every message and in "why you got this" (default: none, and the message
 *   says "us").
 * - `logo`: a picture in the place of the name, `width` by `height` pixels as shown, at an https address that is the same for
 *   everybody. Where pictures are switched off, the `brand` is read there, so it needs one (default none: then a message fetches
 *   nothing at all).
 * - `accent`: the one colour of all buttons, as `#rrggbb` (default a dark slate). The eleven scores have the same one:
 *   red-to-green would suggest an answer.
 * - `formality`: how the company speaks to its customers (default "formal": "Sie", "vous", "usted"). A language that knows no
 *   difference, or where one of the two is usual for everybody, has one wording for both.
 * - `signature`: the lines at the bottom, such as the postal address that some countries ask for (default none).
 *
 * @category models
 * @since 0.1.0
 */
export const Look = Schema.Struct({
  brand: Schema.optionalKey(Text.Line),
  accent: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^#[0-9a-f]{6}$/i, { expected: `a colour as "#rrggbb"` }))
  ),
  logo: Schema.optionalKey(Logo),
  formality: Schema.optionalKey(Language.Formality),
  signature: Schema.optionalKey(Text.Paragraph.check(Schema.isMaxLength(500)))
}).check(
  Schema.makeFilter(
    ({ brand, logo }) =>
      logo === undefined ||
      brand !== undefined ||
      "a logo needs a brand beside it: its name is read where pictures are switched off"
  )
)
/** @since 0.1.0 */
export type Look = typeof Look.Type

const defaultAccent = "#334155"

/**
 * The accent colour, or the default one.
 *
 * @example Look.accent({}) // => "#334155"
 * @category getters
 * @since 0.1.0
 */
export const accent = (self: Look): string => self.accent ?? defaultAccent

const channel = (hex: string): number => {
  const share = Number.parseInt(hex, 16) / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/**
 * How bright a colour is. Unit: relative luminance, 0 (black) to 1 (white).
 * Source: WCAG 2.2, "relative luminance".
 *
 * @example Look.luminance("#ffffff") // => 1
 * @category colours
 * @since 0.1.0
 */
export const luminance = (colour: string): number =>
  0.2126 * channel(colour.slice(1, 3)) + 0.7152 * channel(colour.slice(3, 5)) + 0.0722 * channel(colour.slice(5, 7))

/**
 * Black or white, whichever is easier to read on the colour. The contrast is never below 4.5 to 1, which is what
 * WCAG 2.2 asks of text.
 *
 * @example Look.textOn("#ffdd00") // => "#000000"
 * @category colours
 * @since 0.1.0
 */
export const textOn = (colour: string): string => {
  const bright = luminance(colour) + 0.05
  return 1.05 / bright >= bright / 0.05 ? "#ffffff" : "#000000"
}
