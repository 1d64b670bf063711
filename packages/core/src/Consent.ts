/**
 * Consent: what may be shown of a testimonial, where, and until when?
 *
 * A ledger to which is only ever added: what was agreed to, in which words, and what was taken back. Nothing is covered that
 * is not in it, and in doubt the stricter entry counts.
 * Source: GDPR Art. 7 (demonstrable, separate, as easy to withdraw as to give).
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Contact from "./Contact.ts"
import * as Fact from "./Fact.ts"
import * as Instant from "./Instant.ts"
import type * as Reason from "./Reason.ts"
import * as Text from "./Text.ts"

/**
 * The name of a testimonial: one per praise, for good.
 *
 * @category models
 * @since 0.1.0
 */
export const TestimonialId = Text.identifier(8200).pipe(Schema.brand("TestimonialId"))
/** @since 0.1.0 */
export type TestimonialId = typeof TestimonialId.Type

/**
 * What is shown: the words, the author's name (and role), their company, their photo, their video.
 *
 * @category models
 * @since 0.1.0
 */
export const Scope = Schema.Literals(["quote", "name", "company", "photo", "video"])
/** @since 0.1.0 */
export type Scope = typeof Scope.Type

/**
 * Where it is shown, in the company's words, which the author has read: "website", "newsletter", "trade fair".
 *
 * @category models
 * @since 0.1.0
 */
export const Place = Text.Name
/** @since 0.1.0 */
export type Place = typeof Place.Type

/** What is shown, at least one. @category models @since 0.1.0 */
export const Scopes = Schema.NonEmptyArray(Scope).check(Schema.isMaxLength(Scope.literals.length))
/** Where, at least one place. @category models @since 0.1.0 */
export const Places = Schema.NonEmptyArray(Place).check(Schema.isMaxLength(50))

/**
 * The question as the author read it when they said yes, word for word.
 *
 * @category models
 * @since 0.1.0
 */
export const Wording = Schema.Struct({ version: Text.Name, locale: Contact.Locale, words: Text.Paragraph })
/** @since 0.1.0 */
export type Wording = typeof Wording.Type

/**
 * - `ConsentGiven`: to each of the `scopes` at each of the `places`, until `expiresAt` (not given: until withdrawn). `evidence`:
 *   how we know ("form 7", "signed letter of 3 March").
 * - `ConsentWithdrawn`: of this testimonial, of these scopes, at these places; what is not named is meant as a whole. Without
 *   all three it is everything. To narrow consent is to withdraw a part of it.
 *
 * @category models
 * @since 0.1.0
 */
export const events = {
  ConsentGiven: {
    ...Fact.fields,
    testimonial: TestimonialId,
    scopes: Scopes,
    places: Places,
    wording: Wording,
    expiresAt: Schema.optionalKey(Instant.Instant),
    evidence: Text.Line
  },
  ConsentWithdrawn: {
    ...Fact.fields,
    testimonial: Schema.optionalKey(TestimonialId),
    scopes: Schema.optionalKey(Scopes),
    places: Schema.optionalKey(Places),
    evidence: Schema.optionalKey(Text.Line)
  }
} as const

/** One entry of the ledger. @category models @since 0.1.0 */
export const ConsentEvent = Schema.TaggedUnion(events)
/** @since 0.1.0 */
export type ConsentEvent = typeof ConsentEvent.Type

type Given = Extract<ConsentEvent, { readonly _tag: "ConsentGiven" }>
type Withdrawn = Extract<ConsentEvent, { readonly _tag: "ConsentWithdrawn" }>

/**
 * All that one contact agreed to and took back, in any order.
 *
 * @category models
 * @since 0.1.0
 */
export type Ledger = ReadonlyArray<ConsentEvent>

/**
 * What is to be shown of which testimonial, and where.
 *
 * @category models
 * @since 0.1.0
 */
export interface Use {
  readonly testimonial: TestimonialId
  readonly scopes: ReadonlyArray<Scope>
  readonly place: Place
}

/**
 * One scope at one place that is covered: since when, until when (`undefined`: until withdrawn), and by which entry.
 *
 * @category models
 * @since 0.1.0
 */
export interface Grant {
  readonly scope: Scope
  readonly place: Place
  readonly since: Instant.Instant
  readonly expiresAt: Instant.Instant | undefined
  readonly by: Given
}

const isGiven = (event: ConsentEvent): event is Given => event._tag === "ConsentGiven"
const isWithdrawn = (event: ConsentEvent): event is Withdrawn => event._tag === "ConsentWithdrawn"

/** A withdrawal counts as soon as we know of it, though a clock that is ahead dates it later. */
const withdrawnAt = ({ occurredAt, recordedAt }: Withdrawn): Instant.Instant => Math.min(occurredAt, recordedAt)

interface Cell {
  readonly testimonial: TestimonialId
  readonly scope: Scope
  readonly place: Place
}

const gives = (event: Given, { place, scope, testimonial }: Cell): boolean =>
  event.testimonial === testimonial && event.scopes.includes(scope) && event.places.includes(place)

const takes = (event: Withdrawn, { place, scope, testimonial }: Cell): boolean =>
  (event.testimonial ?? testimonial) === testimonial &&
  (event.scopes?.includes(scope) ?? true) &&
  (event.places?.includes(place) ?? true)

/** The latest consent to this counts; of two at one instant the one that ends first; at one instant no beats yes. */
const grantOf = (self: Ledger, cell: Cell, at: Instant.Instant): Grant | undefined => {
  const given = self
    .filter(isGiven)
    .filter((event) => event.occurredAt <= at && gives(event, cell))
    .toSorted((a, b) => b.occurredAt - a.occurredAt || (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity))
  const [by] = given
  if (by === undefined || (by.expiresAt !== undefined && by.expiresAt <= at)) return undefined
  const isTaken = self
    .filter(isWithdrawn)
    .some((event) => takes(event, cell) && withdrawnAt(event) >= by.occurredAt && withdrawnAt(event) <= at)
  if (isTaken) return undefined
  return { scope: cell.scope, place: cell.place, since: by.occurredAt, expiresAt: by.expiresAt, by }
}

/**
 * Does consent cover exactly this use at this time: every scope of it, at its place? A use of no scope is covered, since
 * nothing is shown.
 *
 * @example Consent.covers([], { testimonial: "t1", scopes: ["quote"], place: "website" }, 0) // => false
 * @category checking
 * @since 0.1.0
 */
export const covers = (self: Ledger, { place, scopes, testimonial }: Use, at: Instant.Instant): boolean =>
  scopes.every((scope) => grantOf(self, { testimonial, scope, place }, at) !== undefined)

/**
 * Everything that is covered for one testimonial at this time, by scope, then place. Empty: nothing may be shown.
 *
 * @category getters
 * @since 0.1.0
 */
export const standing = (self: Ledger, testimonial: TestimonialId, at: Instant.Instant): ReadonlyArray<Grant> => {
  const places = new Set(self.filter(isGiven).flatMap((event) => event.places))
  return Scope.literals.flatMap((scope) =>
    [...places].toSorted().flatMap((place) => grantOf(self, { testimonial, scope, place }, at) ?? [])
  )
}

/**
 * What the ledger proves, as data that goes into JSON as it is: every entry, oldest first, and what stands for each testimonial
 * at the time the proof is made.
 *
 * @category models
 * @since 0.1.0
 */
export interface Proof {
  readonly contact: Contact.ContactId
  readonly madeAt: Instant.Instant
  readonly entries: Ledger
  readonly standing: ReadonlyArray<{
    readonly testimonial: TestimonialId
    readonly grants: ReadonlyArray<Omit<Grant, "by"> & { readonly by: Fact.EventId; readonly wording: string }>
  }>
}

/**
 * The proof of one contact's consent at this time.
 *
 * @category proving
 * @since 0.1.0
 */
export const proof = (self: Ledger, contact: Contact.ContactId, at: Instant.Instant): Proof => {
  const testimonials = new Set(self.filter(isGiven).map(({ testimonial }) => testimonial))
  return {
    contact,
    madeAt: at,
    entries: self.toSorted(Fact.compare),
    standing: [...testimonials].toSorted().map((testimonial) => ({
      testimonial,
      grants: standing(self, testimonial, at).map(({ by, ...grant }) => ({
        ...grant,
        by: by.id,
        wording: by.wording.version
      }))
    }))
  }
}

const scopeWords: Record<Reason.Language, Record<Scope, string>> = {
  en: { quote: "the words", name: "the name", company: "the company", photo: "the photo", video: "the video" },
  fr: { quote: "les mots", name: "le nom", company: "l’entreprise", photo: "la photo", video: "la vidéo" }
}

const phrases = {
  en: {
    title: (contact: string, at: string) => `Consent of ${contact}, as known on ${at}`,
    given: "Consent given",
    withdrawn: "Consent withdrawn",
    testimonial: "testimonial",
    all: "all",
    what: "for",
    where: "at",
    until: "until",
    untilWithdrawn: "until withdrawn",
    evidence: "evidence",
    recorded: "recorded on",
    asked: (version: string, locale: string) => `question read (version ${version}, ${locale})`,
    standing: (testimonial: string) => `What may be shown of testimonial ${testimonial} now`,
    nothing: "nothing",
    none: "Nothing was ever agreed to.",
    colon: ":"
  },
  fr: {
    title: (contact: string, at: string) => `Consentement de ${contact}, en l’état du ${at}`,
    given: "Consentement donné",
    withdrawn: "Consentement retiré",
    testimonial: "témoignage",
    all: "tous",
    what: "pour",
    where: "où",
    until: "jusqu’au",
    untilWithdrawn: "jusqu’au retrait",
    evidence: "preuve",
    recorded: "enregistré le",
    asked: (version: string, locale: string) => `question lue (version ${version}, ${locale})`,
    standing: (testimonial: string) => `Ce qui peut être montré du témoignage ${testimonial} à présent`,
    nothing: "rien",
    none: "Il n’y a jamais eu de consentement.",
    colon: " :"
  }
} as const

/**
 * The proof as a document that a lawyer can read. Times are in UTC.
 *
 * @category proving
 * @since 0.1.0
 */
export const document = (self: Proof, language: Reason.Language = "en"): string => {
  const say = phrases[language]
  const line = (name: string, value: string) => `  ${name}${say.colon} ${value}`
  const named = (scopes: ReadonlyArray<Scope> | undefined) =>
    scopes?.map((scope) => scopeWords[language][scope]).join(", ") ?? say.all
  const entry = (event: ConsentEvent): ReadonlyArray<string> => [
    `${Instant.minute(event.occurredAt)}${say.colon} ${isGiven(event) ? say.given : say.withdrawn} (${event.id})`,
    line(say.testimonial, event.testimonial ?? say.all),
    line(say.what, named(event.scopes)),
    line(say.where, event.places?.join(", ") ?? say.all),
    ...(isGiven(event)
      ? [
          event.expiresAt === undefined
            ? `  ${say.untilWithdrawn}`
            : `  ${say.until} ${Instant.minute(event.expiresAt)}`
        ]
      : []),
    ...(event.evidence === undefined ? [] : [line(say.evidence, event.evidence)]),
    `  ${say.recorded} ${Instant.minute(event.recordedAt)}`,
    ...(isGiven(event)
      ? [
          `  ${say.asked(event.wording.version, event.wording.locale)}${say.colon}`,
          ...event.wording.words.split(/\r\n?|\n/).map((words) => `    | ${words}`)
        ]
      : []),
    ""
  ]
  const stands = ({ grants, testimonial }: Proof["standing"][number]): ReadonlyArray<string> => [
    `${say.standing(testimonial)}${say.colon}`,
    ...(grants.length === 0 ? [`  ${say.nothing}`] : []),
    ...grants.map(({ by, expiresAt, place, scope }) => {
      const until = expiresAt === undefined ? say.untilWithdrawn : `${say.until} ${Instant.minute(expiresAt)}`
      return `  ${scopeWords[language][scope]}, ${place}, ${until} (${by})`
    }),
    ""
  ]
  return [
    say.title(self.contact, Instant.minute(self.madeAt)),
    "",
    ...(self.entries.length === 0 ? [say.none, ""] : []),
    ...self.entries.flatMap(entry),
    ...self.standing.flatMap(stands)
  ].join("\n")
}
