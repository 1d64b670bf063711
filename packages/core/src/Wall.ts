/**
 * Wall: which testimonials are shown at this place now, and what stands beside them?
 *
 * Only what is published and covered by consent at that very place and time, chosen by criteria that are stated, each in its
 * turn.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Consent from "./Consent.ts"
import * as Contact from "./Contact.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as PlainText from "./PlainText.ts"
import type * as Reason from "./Reason.ts"
import * as Review from "./Review.ts"
import * as Score from "./Score.ts"
import * as StableHash from "./StableHash.ts"
import * as Testimonial from "./Testimonial.ts"
import * as Text from "./Text.ts"

/**
 * For how long what `pick` gives may be shown without asking again. Unit: seconds. A withdrawal reaches every reader within it.
 *
 * @category rules
 * @since 0.1.0
 */
export const cacheSeconds = 60

/**
 * How the words of a testimonial sound, as a person or a program of the host judged.
 *
 * @category models
 * @since 0.1.0
 */
export const Sentiment = Schema.Literals(["positive", "mixed", "negative"])
/** @since 0.1.0 */
export type Sentiment = typeof Sentiment.Type

/**
 * One wall: where it stands, and whose turn it can be there. What is not given chooses nothing.
 *
 * - `limit`: how many are shown at once, 1 to 100; `turn`: how long, before it is the next ones' turn.
 * - `language`, `product`, `kinds`; `stage` and `segment` of the author.
 * - `atLeast`: a score; `sentiment`. Either makes it a selection.
 * - `asked`: was everyone asked for a testimonial, or some by their score ("promoters")? The latter is a selection, too.
 * - `beside`: numbers that stand beside it: how many there are, and the average of their stars. Refused beside a selection.
 * - `policyUrl`: where it is said how testimonials are gathered and checked.
 *
 * @category models
 * @since 0.1.0
 */
export const Wall = Schema.Struct({
  id: Text.Name,
  place: Consent.Place,
  limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })),
  turn: Period.Period.check(
    Schema.makeFilter((turn) => Period.nominalMillis(turn) > 0 || "must be longer than nothing")
  ),
  asked: Schema.Literals(["everyone", "by score"]),
  language: Schema.optionalKey(Contact.Locale),
  product: Schema.optionalKey(Text.Line),
  kinds: Schema.optionalKey(Schema.NonEmptyArray(Schema.Literals(["Written", "Video", "CaseStudy"]))),
  stage: Schema.optionalKey(Text.Name),
  segment: Schema.optionalKey(Text.Name),
  atLeast: Schema.optionalKey(Score.Score),
  sentiment: Schema.optionalKey(Sentiment),
  beside: Schema.optionalKey(Schema.NonEmptyArray(Schema.Literals(["count", "average"]))),
  policyUrl: Schema.optionalKey(Review.Url)
})
/** @since 0.1.0 */
export type Wall = typeof Wall.Type

/**
 * A testimonial, all that its author agreed to, and what else is known of the author. What is not known fits no criterion.
 *
 * @category models
 * @since 0.1.0
 */
export interface Entry {
  readonly testimonial: Testimonial.Testimonial
  readonly consent: Consent.Ledger
  readonly stage?: string
  readonly segments?: ReadonlyArray<string>
  readonly sentiment?: Sentiment
}

/**
 * A testimonial as it is shown: nothing of it without consent to just that. Every text is plain text, to be escaped by whoever
 * puts it into a page. `edited`: it is not as the author first wrote it, who agreed. `verifiedBy`: how we know that they are a
 * customer (`undefined`: nobody checked). `disclosure`, `incentive`: what the author is or got beside being a customer.
 *
 * @category models
 * @since 0.1.0
 */
export interface Shown {
  readonly testimonial: Consent.TestimonialId
  readonly kind: Testimonial.Content["_tag"]
  readonly title: string | undefined
  readonly words: string | undefined
  readonly video: Omit<Extract<Testimonial.Content, { readonly _tag: "Video" }>, "_tag" | "words"> | undefined
  readonly caseStudy: string | undefined
  readonly name: string | undefined
  readonly role: string | undefined
  readonly company: string | undefined
  readonly photo: string | undefined
  readonly locale: string
  readonly submittedAt: Instant.Instant
  readonly edited: boolean
  readonly verifiedBy: string | undefined
  readonly disclosure: string | undefined
  readonly incentive: string | undefined
  readonly product: string | undefined
  readonly stars: Testimonial.Stars | undefined
}

/**
 * The wall at one moment, good for `maxAgeSeconds`. `selected`: what made it a selection; empty: nothing did. `count`: how many
 * fit, shown now or in their turn. `average`: of the stars of those that were not paid for, with how many they are (`undefined`
 * also where there are none).
 *
 * @category models
 * @since 0.1.0
 */
export interface View {
  readonly wall: string
  readonly place: Consent.Place
  readonly at: Instant.Instant
  readonly maxAgeSeconds: number
  readonly selected: ReadonlyArray<Criterion>
  readonly shown: ReadonlyArray<Shown>
  readonly count: number | undefined
  readonly average: { readonly stars: number; readonly n: number } | undefined
  readonly policyUrl: string | undefined
}

/** What makes a wall a selection. @category models @since 0.1.0 */
export const Criterion = Schema.Literals(["asked", "atLeast", "sentiment", "stage"])
/** @since 0.1.0 */
export type Criterion = typeof Criterion.Type

/**
 * Beside a selection no number may stand: it would pass for what all customers think. Show the selection without it, or take
 * the criteria out.
 * Source: 16 CFR 465.7; Directive 2005/29/EC, Annex I, 23c.
 *
 * @category errors
 * @since 0.1.0
 */
export class NumberRefused extends Schema.TaggedError<NumberRefused>()("NumberRefused", {
  wall: Text.Name,
  numbers: Schema.Array(Schema.String),
  selected: Schema.Array(Criterion)
}) {
  override get message() {
    return `the wall "${this.wall}" shows a selection (${this.selected.join(", ")}), so no ${this.numbers.join(" or ")} may stand beside it: take \`beside\` out, or those criteria`
  }
}

/**
 * Which criteria read a score or a sentiment. A stage counts where scores decide who is in it. Empty: what is shown is no
 * selection.
 *
 * @category checking
 * @since 0.1.0
 */
export const selectedBy = (self: Wall, isScoreTainted: (stage: string) => boolean): ReadonlyArray<Criterion> => [
  ...(self.asked === "by score" ? (["asked"] as const) : []),
  ...(self.atLeast === undefined ? [] : (["atLeast"] as const)),
  ...(self.sentiment === undefined ? [] : (["sentiment"] as const)),
  ...(self.stage !== undefined && isScoreTainted(self.stage) ? (["stage"] as const) : [])
]

/**
 * The wall at this time. Whose turn it is follows from the time, the wall's id and the testimonials' ids alone: they stand in a
 * circle, by a stable hash, and each turn shows the next `limit` of them. Over as many turns as there are testimonials each is
 * shown equally often. `isScoreTainted`: do scores decide who is in this stage of the journey?
 *
 * @category showing
 * @since 0.1.0
 */
export const pick = (
  self: Wall,
  entries: ReadonlyArray<Entry>,
  now: Instant.Instant,
  isScoreTainted: (stage: string) => boolean
): Result.Result<View, NumberRefused> => {
  const selected = selectedBy(self, isScoreTainted)
  if (selected.length > 0 && self.beside !== undefined) {
    return Result.fail(new NumberRefused({ wall: self.id, numbers: self.beside, selected }))
  }
  const fitting = entries.flatMap((entry) => {
    const found = fits(self, entry) ? show(entry, self.place, now) : undefined
    return found === undefined ? [] : [found]
  })
  return Result.succeed({
    wall: self.id,
    place: self.place,
    at: now,
    maxAgeSeconds: cacheSeconds,
    selected,
    shown: inTurn(self, fitting, now),
    count: self.beside?.includes("count") ? fitting.length : undefined,
    average: self.beside?.includes("average") ? averageOf(fitting) : undefined,
    policyUrl: self.policyUrl
  })
}

const fits = (self: Wall, { segments, sentiment, stage, testimonial }: Entry): boolean => {
  const { content, provenance, submission } = testimonial
  const score = provenance.answer?.score
  return (
    (self.language === undefined || submission?.locale.split("-")[0] === self.language.split("-")[0]) &&
    (self.product === undefined || submission?.product === self.product) &&
    (self.kinds === undefined || self.kinds.includes(content._tag)) &&
    (self.stage === undefined || stage === self.stage) &&
    (self.segment === undefined || (segments?.includes(self.segment) ?? false)) &&
    (self.atLeast === undefined || (score !== undefined && score >= self.atLeast)) &&
    (self.sentiment === undefined || sentiment === self.sentiment)
  )
}

/**
 * What may be shown of it at this place and time; `undefined`: nothing.
 *
 * @category showing
 * @since 0.1.0
 */
export const show = (
  { consent, testimonial }: Entry,
  place: Consent.Place,
  now: Instant.Instant
): Shown | undefined => {
  const { author, content, id, moves, provenance, state, submission } = Testimonial.at(testimonial, now)
  const may = (...scopes: ReadonlyArray<Consent.Scope>) =>
    Consent.covers(consent, { testimonial: id, scopes, place }, now)
  if (state._tag !== "Published" || submission === undefined || !may(...Testimonial.needs(content))) return undefined
  const { incentive, locale, product, relationship, stars } = submission
  return {
    testimonial: id,
    kind: content._tag,
    title: content._tag === "CaseStudy" ? text(true, content.title) : undefined,
    words: text(may("quote"), content.words),
    video:
      content._tag === "Video" ? { url: content.url, poster: content.poster, captions: content.captions } : undefined,
    caseStudy: content._tag === "CaseStudy" ? content.url : undefined,
    name: text(may("name"), author.name),
    role: text(may("name"), author.role),
    company: text(may("company"), author.company),
    photo: may("photo") ? author.photo : undefined,
    locale,
    submittedAt: submission.occurredAt,
    edited: moves.some(({ _tag }) => _tag === "EditAgreed"),
    verifiedBy: text(true, provenance.verifiedBy),
    disclosure: relationship.is === "customer" ? undefined : text(true, relationship.disclosure),
    incentive: text(true, incentive),
    product: text(true, product),
    stars: may("quote") ? stars : undefined
  }
}

const text = (allowed: boolean, value: string | undefined): string | undefined =>
  allowed && value !== undefined ? PlainText.shown(value) || undefined : undefined

const inTurn = ({ id, limit, turn }: Wall, fitting: ReadonlyArray<Shown>, now: Instant.Instant) => {
  const place = ({ testimonial }: Shown) => StableHash.hash(`${id}/${testimonial}`)
  const circle = fitting
    .map((shown) => [place(shown), shown] as const)
    .toSorted(([a, x], [b, y]) => a - b || (x.testimonial < y.testimonial ? -1 : 1))
    .map(([, shown]) => shown)
  const size = circle.length
  if (size <= limit) return circle
  const turns = Math.floor(now / Period.nominalMillis(turn))
  const first = (((turns * limit) % size) + size) % size
  return [...circle, ...circle].slice(first, first + limit)
}

const averageOf = (fitting: ReadonlyArray<Shown>): View["average"] => {
  const stars = fitting.flatMap(({ incentive, stars }) =>
    incentive === undefined && stars !== undefined ? [stars] : []
  )
  const n = stars.length
  return n === 0 ? undefined : { stars: stars.reduce((sum, one) => sum + one, 0) / n, n }
}

const phrases = {
  en: {
    selected: "Selected testimonials",
    verified: (how: string) => `Verified customer: ${how}`,
    unverified: "Not verified",
    edited: "Edited with the author's agreement",
    disclosure: (what: string) => `Relationship: ${what}`,
    incentive: (what: string) => `The author received: ${what}`
  },
  fr: {
    selected: "Témoignages choisis",
    verified: (how: string) => `Client vérifié : ${how}`,
    unverified: "Non vérifié",
    edited: "Modifié avec l’accord de l’auteur",
    disclosure: (what: string) => `Lien avec l’entreprise : ${what}`,
    incentive: (what: string) => `L’auteur a reçu : ${what}`
  }
} as const

/**
 * The label that stands on the wall when it shows a selection; `undefined` when it does not.
 *
 * @category formatting
 * @since 0.1.0
 */
export const label = (self: View, language: Reason.Language = "en"): string | undefined =>
  self.selected.length === 0 ? undefined : phrases[language].selected

/**
 * What must stand beside a testimonial: whether it was verified and how, whether it was edited, what the author is to the company,
 * and what they got.
 *
 * @category formatting
 * @since 0.1.0
 */
export const notes = (self: Shown, language: Reason.Language = "en"): ReadonlyArray<string> => {
  const say = phrases[language]
  return [
    self.verifiedBy === undefined ? say.unverified : say.verified(self.verifiedBy),
    ...(self.edited ? [say.edited] : []),
    ...(self.disclosure === undefined ? [] : [say.disclosure(self.disclosure)]),
    ...(self.incentive === undefined ? [] : [say.incentive(self.incentive)])
  ]
}
