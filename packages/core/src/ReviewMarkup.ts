/**
 * ReviewMarkup: what do search engines read on a wall?
 *
 * The testimonials that are shown, as schema.org `Review`s in JSON-LD. Stars stand there only when an author gave stars, and an
 * `AggregateRating` only where the wall's own rules allow an average: an NPS is never made into either.
 * Source: https://schema.org/Review, https://schema.org/AggregateRating.
 *
 * @since 0.1.0
 */
import type * as Reason from "./Reason.ts"
import type * as Wall from "./Wall.ts"

/**
 * What the testimonials are about.
 *
 * @category models
 * @since 0.1.0
 */
export interface Subject {
  readonly type: "Organization" | "Product" | "Service"
  readonly name: string
}

const somebody: Record<Reason.Language, string> = { en: "A customer", fr: "Un client" }

const range = { bestRating: 5, worstRating: 1 } as const

/**
 * The wall as JSON-LD: a list of `Review`s, and the subject with its `AggregateRating` where the wall has an average. Who may not
 * be named is "A customer" ("Un client").
 *
 * @category conversions
 * @since 0.1.0
 */
export const make = (view: Wall.View, subject: Subject, language: Reason.Language = "en"): ReadonlyArray<object> => {
  const itemReviewed = { "@type": subject.type, name: subject.name }
  return [...view.shown.map((shown) => review(shown, itemReviewed, language)), ...aggregate(view, itemReviewed)]
}

const context = { "@context": "https://schema.org" } as const

const review = (shown: Wall.Shown, itemReviewed: object, language: Reason.Language): object => ({
  ...context,
  "@type": "Review",
  itemReviewed,
  author: {
    "@type": "Person",
    name: shown.name ?? somebody[language],
    ...(shown.role !== undefined && { jobTitle: shown.role }),
    ...(shown.photo !== undefined && { image: shown.photo }),
    ...(shown.company !== undefined && { worksFor: { "@type": "Organization", name: shown.company } })
  },
  ...(shown.title !== undefined && { name: shown.title }),
  ...(shown.words !== undefined && { reviewBody: shown.words }),
  inLanguage: shown.locale,
  datePublished: new Date(shown.submittedAt).toISOString(),
  ...(shown.video !== undefined && {
    associatedMedia: {
      "@type": "VideoObject",
      contentUrl: shown.video.url,
      thumbnailUrl: shown.video.poster,
      uploadDate: new Date(shown.submittedAt).toISOString()
    }
  }),
  ...(shown.stars !== undefined && {
    reviewRating: { "@type": "Rating", ratingValue: shown.stars, ...range }
  })
})

const aggregate = ({ average }: Wall.View, itemReviewed: object): ReadonlyArray<object> =>
  average === undefined
    ? []
    : [
        {
          ...context,
          ...itemReviewed,
          aggregateRating: {
            "@type": "AggregateRating",
            ratingValue: Math.round(average.stars * 100) / 100,
            ratingCount: average.n,
            ...range
          }
        }
      ]

const escapes: Record<string, string> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029"
}

/**
 * The markup as the text of a `<script type="application/ld+json">` element. Nothing in it can end the element or begin another:
 * `<`, `>`, `&` and the line separators are written as escapes, which JSON reads as the same text.
 *
 * @example ReviewMarkup.script([{ reviewBody: "</script>" }]) // => '[{"reviewBody":"\\u003c/script\\u003e"}]'
 * @category conversions
 * @since 0.1.0
 */
export const script = (markup: ReadonlyArray<object>): string =>
  JSON.stringify(markup).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? character)
