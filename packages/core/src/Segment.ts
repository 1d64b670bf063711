/**
 * Segment: to which part of the customers does an answer belong?
 *
 * By the traits that the host chose, as they were when the answer was given. A trait that nobody told is a part of its own;
 * what is too long, and what is too rare to be shown, is "other": no answer is left out.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Trait from "./Trait.ts"

/**
 * The traits that answers are kept by: at most four, each once.
 *
 * @category models
 * @since 0.1.0
 */
export const Names = Schema.Array(Trait.Name).check(Schema.isMaxLength(4), Schema.isUnique())
/** @since 0.1.0 */
export type Names = typeof Names.Type

/**
 * The value of one trait.
 *
 * - `Value`: this one.
 * - `Unknown`: nobody told, or told no more.
 * - `Other`: one of those that are too long, or too rare, to be shown apart.
 *
 * @category models
 * @since 0.1.0
 */
export const Segment = Schema.TaggedUnion({ Value: { value: Schema.String }, Unknown: {}, Other: {} })
/** @since 0.1.0 */
export type Segment = typeof Segment.Type

/** @category constructors @since 0.1.0 */
export const unknown: Segment = { _tag: "Unknown" }

/** @category constructors @since 0.1.0 */
export const other: Segment = { _tag: "Other" }

/**
 * A longer value is "other". Unit: UTF-16 code units.
 *
 * @category rules
 * @since 0.1.0
 */
export const longest = 64

/**
 * So many values of a trait are shown apart: those with the most answers.
 *
 * @category rules
 * @since 0.1.0
 */
export const most = 50

/**
 * The segment of each of these traits, in one text: what answers are counted by.
 *
 * @example Segment.key(["plan", "country"], new Map([["plan", "pro"]])) // => "=pro\n?"
 * @category keys
 * @since 0.1.0
 */
export const key = (names: Names, traits: Trait.Traits): string =>
  names
    .map((name) => {
      const value = traits.get(name)
      return value === undefined ? "?" : value.length > longest ? "+" : `=${value}`
    })
    .join("\n")

/**
 * The segments in a key, in the order of the names it was made with.
 *
 * @example Segment.fromKey("=pro\n?") // => [{ _tag: "Value", value: "pro" }, { _tag: "Unknown" }]
 * @category keys
 * @since 0.1.0
 */
export const fromKey = (key: string): ReadonlyArray<Segment> =>
  key === "" ? [] : key.split("\n").map((part) => fromPart(part))

const fromPart = (part: string): Segment =>
  part.startsWith("=") ? { _tag: "Value", value: part.slice(1) } : part === "?" ? unknown : other

/**
 * As a person reads it. A value that looks like the word for the others is in quotation marks.
 *
 * @example Segment.name({ _tag: "Unknown" }, "en") // => "unknown"
 * @example Segment.name({ _tag: "Value", value: "unknown" }, "en") // => `"unknown"`
 * @category formatting
 * @since 0.1.0
 */
export const name = (self: Segment, language: "en" | "fr"): string => {
  const words = language === "en" ? { Unknown: "unknown", Other: "other" } : { Unknown: "inconnu", Other: "autres" }
  if (self._tag !== "Value") return words[self._tag]
  const { value } = self
  return value === words.Unknown || value === words.Other ? `"${value}"` : value
}
