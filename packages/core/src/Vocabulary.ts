/**
 * Vocabulary: what does this company call what its reports are about?
 *
 * Touchpoints have the host's own kinds. A report that counts purchases must be told which of them is one.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Flywheel from "./Flywheel.ts"
import type * as Person from "./Person.ts"
import * as Touchpoint from "./Touchpoint.ts"

const kinds = (...usual: ReadonlyArray<Touchpoint.Kind>) =>
  Schema.Array(Touchpoint.Kind).pipe(Schema.withDecodingDefaultKey(Effect.succeed(usual)))

/**
 * - `purchase`: they bought (default "purchase.made"). The first makes somebody a customer, the others are repeat purchases.
 * - `churn`: they left, or said that they will (default "churn.announced", a notice; name the kind that says they are gone where
 *   you have one).
 * - `share`: they passed words of ours on (default none).
 * - `came`: what brought a newcomer, by how it is known. Its `about` names the referral (that of `Ladder.referral`, such as a code) or
 *   the testimonial. Defaults: `code` "referral.used", `told` "referral.told", `seen` "testimonial.seen".
 *
 * @category models
 * @since 0.1.0
 */
export const Vocabulary = Schema.Struct({
  purchase: kinds("purchase.made"),
  churn: kinds("churn.announced"),
  share: kinds(),
  came: Schema.Struct({
    code: kinds("referral.used"),
    told: kinds("referral.told"),
    seen: kinds("testimonial.seen")
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed({})))
})
/** @since 0.1.0 */
export type Vocabulary = typeof Vocabulary.Type

/**
 * The words of the touchpoints that the library itself names.
 *
 * @example Vocabulary.usual.purchase // => ["purchase.made"]
 * @category presets
 * @since 0.1.0
 */
export const usual: Vocabulary = Schema.decodeSync(Vocabulary)({})

/**
 * What each kind means, as a report speaks of it.
 *
 * @category models
 * @since 0.1.0
 */
export const Meaning = Schema.Literals(["purchase", "churn", "share", ...Flywheel.Attribution.literals])
/** @since 0.1.0 */
export type Meaning = typeof Meaning.Type

/**
 * The kinds of a meaning.
 *
 * @example Vocabulary.kindsOf(Vocabulary.usual, "seen") // => ["testimonial.seen"]
 * @category getters
 * @since 0.1.0
 */
export const kindsOf = (self: Vocabulary, meaning: Meaning): ReadonlyArray<Touchpoint.Kind> => {
  const { came, ...own } = self
  return { ...own, ...came }[meaning]
}

/**
 * Which meanings a person's touchpoints speak of. What nobody's speak of was never told: a report counts none of it, and that
 * is not known to be 0.
 *
 * @category getters
 * @since 0.1.0
 */
export const heardOf = (self: Vocabulary, { state }: Person.Person): ReadonlyArray<Meaning> =>
  Meaning.literals.filter((meaning) => state.touchpoints.some(({ kind }) => kindsOf(self, meaning).includes(kind)))
