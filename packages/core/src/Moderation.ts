/**
 * Moderation: which testimonials wait for a person, and who decided what?
 *
 * @since 0.1.0
 */
import type * as Consent from "./Consent.ts"
import * as Instant from "./Instant.ts"
import * as PlainText from "./PlainText.ts"
import type * as Reason from "./Reason.ts"
import * as Rejection from "./Rejection.ts"
import * as Testimonial from "./Testimonial.ts"

/**
 * One thing for a person to do: to decide on words that came in, or to publish what was taken. `hidden`: what the text holds that
 * is not seen, which calls for a closer look. `notBy`: under the four-eyes rule this person may not do it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Task {
  readonly testimonial: Consent.TestimonialId
  readonly task: "approve or reject" | "publish"
  readonly since: Instant.Instant
  readonly content: Testimonial.Content
  readonly hidden: ReadonlyArray<PlainText.Hidden>
  readonly notBy: string | undefined
}

/**
 * What waits for a person, the longest wait first. Empty: nothing does.
 *
 * @category getters
 * @since 0.1.0
 */
export const queue = (
  testimonials: ReadonlyArray<Testimonial.Testimonial>,
  { fourEyes }: { readonly fourEyes: boolean },
  now: Instant.Instant
): ReadonlyArray<Task> =>
  testimonials
    .flatMap((one): ReadonlyArray<Task> => {
      const { content, id, state } = Testimonial.at(one, now)
      const common = { testimonial: id, since: state.since, content, hidden: PlainText.hidden(textOf(content)) }
      if (state._tag === "Submitted") return [{ ...common, task: "approve or reject", notBy: undefined }]
      if (state._tag !== "Approved") return []
      return [{ ...common, task: "publish", notBy: fourEyes ? state.approvedBy : undefined }]
    })
    .toSorted((a, b) => a.since - b.since || (a.testimonial < b.testimonial ? -1 : 1))

const textOf = (content: Testimonial.Content): string =>
  content._tag === "CaseStudy" ? `${content.title}\n${content.words}` : content.words

/**
 * What a person decided about a testimonial.
 *
 * @category models
 * @since 0.1.0
 */
export interface Ruling {
  readonly at: Instant.Instant
  readonly by: string
  readonly what: "approved" | "rejected" | "edited" | "published"
  readonly because: Rejection.Rejection | undefined
}

/**
 * Who decided what about it, when, and why, oldest first. Empty: nobody yet.
 *
 * @category getters
 * @since 0.1.0
 */
export const rulings = (self: Testimonial.Testimonial): ReadonlyArray<Ruling> =>
  self.moves.flatMap((move): ReadonlyArray<Ruling> => {
    const at = move.occurredAt
    switch (move._tag) {
      case "TestimonialApproved":
        return [{ at, by: move.by, what: "approved", because: undefined }]
      case "TestimonialRejected":
        return [{ at, by: move.by, what: "rejected", because: move.reason }]
      case "TestimonialEdited":
        return [{ at, by: move.by, what: "edited", because: undefined }]
      case "TestimonialPublished":
        return [{ at, by: move.by, what: "published", because: undefined }]
      default:
        return []
    }
  })

const words = {
  en: { approved: "approved", rejected: "rejected", edited: "edited", published: "published" },
  fr: { approved: "accepté", rejected: "refusé", edited: "modifié", published: "publié" }
} as const

/**
 * A ruling as a sentence: when, what, who, why.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = ({ at, because, by, what }: Ruling, language: Reason.Language = "en"): string => {
  const done = words[language][what]
  const why = because && Rejection.sentence(because, language)
  return language === "en"
    ? `${Instant.minute(at)}: ${done} by ${by}${why === undefined ? "" : `, because ${why}`}.`
    : `${Instant.minute(at)} : ${done} par ${by}${why === undefined ? "" : `, car ${why}`}.`
}
