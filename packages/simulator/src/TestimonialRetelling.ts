/**
 * TestimonialRetelling: by which word of a scenario does something happen to a testimonial just as it did?
 *
 * The words leave much unsaid that follows from the story, such as which testimonial is meant and until when it stands. So each is
 * tried: only what makes the same event tells it.
 *
 * @since 0.1.0
 */
import type * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import type * as Testimonial from "@temoin/core/Testimonial"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as TestimonialHappening from "./TestimonialHappening.ts"

type Words = Readonly<Record<string, unknown>>

/**
 * The words that make this event of a contact with this history, without when it is; `undefined`: there are none.
 *
 * @category constructors
 * @since 0.1.0
 */
export const words = (program: Program.Program, event: Event.Event, history: History.History): Words | undefined => {
  const { id, occurredAt, recordedAt } = event
  const makes = (words: Words): boolean => {
    const read = readHappening({ on: "then", ...words })
    const made = Result.flatMap(read, (what) =>
      TestimonialHappening.eventsOf(program, what, { id, occurredAt, recordedAt }, history)
    )
    return Result.isSuccess(made) && Equal.equals(made.success.map(story), [story(event)])
  }
  return candidates(event).find(makes)
}

const readHappening = Schema.decodeUnknownResult(
  Schema.Union(Object.values(TestimonialHappening.happenings), { mode: "oneOf" }),
  { onExcessProperty: "error" }
)

/** How it is proved is no part of a story. */
const story = (event: Event.Event): object => {
  const { evidence: _evidence, wording: _wording, ...told } = { evidence: undefined, wording: undefined, ...event }
  return told
}

/** The one that says least first. */
const candidates = (event: Event.Event): ReadonlyArray<Words> => {
  if (event._tag === "AskDeclined") return [{ declines: true }]
  if (event._tag === "ConsentWithdrawn") {
    const { places, scopes, testimonial } = event
    const taken = {
      ...(testimonial !== undefined && { testimonial }),
      ...(scopes !== undefined && { scopes }),
      ...(places !== undefined && { places })
    }
    return [{ takesBackConsent: taken }]
  }
  const found = event._tag === "ConsentGiven" ? [agreed(event)] : moved(event)
  if (!("testimonial" in event)) return []
  const { testimonial } = event
  return found.flatMap((words) => {
    const lasting = "expiresAt" in event ? [words, { ...words, ...lasts(words, event) }] : [words]
    return lasting.flatMap((one) => [one, { ...one, testimonial }])
  })
}

/** In days and hours, where they say it. */
const lasts = (
  words: Words,
  { expiresAt, occurredAt }: { readonly expiresAt?: number; readonly occurredAt: number }
): Words => {
  if (expiresAt === undefined) return {}
  const hours = Math.round((expiresAt - occurredAt) / 3_600_000)
  const period: Period.Period = hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`
  return "requestedBy" in words ? { within: period } : { lasts: period }
}

const agreed = ({ places, scopes }: Extract<Event.Event, { readonly _tag: "ConsentGiven" }>): Words => ({
  consentsToShow: scopes,
  places
})

const said = (content: Testimonial.Content) => (content._tag === "Written" ? content.words : content)

const moved = (event: Event.Event): ReadonlyArray<Words> => {
  switch (event._tag) {
    case "PraiseKept": {
      const { source, words } = event
      if (source._tag !== "Unsolicited") return []
      const { channel, evidence, receivedBy } = source
      return [{ praiseKept: words, channel, receivedBy, evidence }]
    }
    case "TestimonialRequested":
      return [{ requestedBy: event.by }]
    case "TestimonialSubmitted": {
      const { author, content, incentive, locale, product, relationship, stars } = event
      const least = {
        submits: said(content),
        ...(incentive !== undefined && { incentive }),
        ...(product !== undefined && { product }),
        ...(stars !== undefined && { stars })
      }
      return [least, { ...least, author, locale, relationship }]
    }
    case "TestimonialApproved":
      return [{ approvedBy: event.by }]
    case "TestimonialRejected":
      return [{ rejectedBy: event.by, reason: event.reason }]
    case "TestimonialPublished":
      return [{ publishedBy: event.by }]
    case "TestimonialEdited":
      return [{ editedBy: event.by, content: said(event.content) }]
    case "EditAgreed":
      return [{ agreesToEdit: true }]
    case "EditRefused":
      return [{ refusesEdit: true }]
    case "TestimonialReconfirmed":
      return [{ reconfirms: true }]
    case "TestimonialWithdrawn":
      return [{ withdrawnBy: event.by }]
    default:
      return []
  }
}
