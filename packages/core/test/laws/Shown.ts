/**
 * Shown: does a wall show only what its author agreed to, and still stands by?
 */
import type * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Wall from "@temoin/core/Wall"
import type { Implementation } from "./Implementation.ts"
import { insist, livedOf, make, pack, show, soupOf } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"

type Tagged<Tag extends Event.Event["_tag"]> = Extract<Event.Event, { readonly _tag: Tag }>

const about =
  (testimonial: string) =>
  (event: Event.Event): boolean =>
    "testimonial" in event && event.testimonial === testimonial

/** Is this cell covered: by the last yes that reaches it, which has not ended, and after which there was no no? */
const isCovered = (events: Naive.Events, testimonial: string, scope: string, place: string, now: Instant): boolean => {
  const yes = Naive.inOrder(events).filter(
    (event): event is Tagged<"ConsentGiven"> =>
      event._tag === "ConsentGiven" &&
      event.occurredAt <= now &&
      event.testimonial === testimonial &&
      event.scopes.some((one) => one === scope) &&
      event.places.includes(place)
  )
  const last = Math.max(...yes.map(({ occurredAt }) => occurredAt))
  const ends = yes.filter(({ occurredAt }) => occurredAt === last).map(({ expiresAt }) => expiresAt ?? Infinity)
  const isTaken = events.some(
    (event) =>
      event._tag === "ConsentWithdrawn" &&
      Math.min(event.occurredAt, event.recordedAt) >= last &&
      Math.min(event.occurredAt, event.recordedAt) <= now &&
      (event.testimonial ?? testimonial) === testimonial &&
      (event.scopes === undefined || event.scopes.some((one) => one === scope)) &&
      (event.places === undefined || event.places.includes(place))
  )
  return yes.length > 0 && Math.min(...ends) > now && !isTaken
}

/** When its author last said that the words are theirs, as far as the testimonial took it. */
const saidAt = (ignored: ReadonlyArray<string>, events: Naive.Events, testimonial: string): Instant =>
  Math.max(
    -Infinity,
    ...events.flatMap((event) =>
      about(testimonial)(event) &&
      /^(?:TestimonialSubmitted|EditAgreed|EditRefused|TestimonialReconfirmed)$/.test(event._tag) &&
      !ignored.includes(event.id)
        ? [event.occurredAt]
        : []
    )
  )

const judge = ({ exhibit }: Implementation, { history, now, program }: Look): void => {
  const { events } = history
  for (const place of ["website", "newsletter"]) {
    for (const entry of exhibit(program, history, now)) {
      const shown = Wall.show(entry, place, now)
      if (shown === undefined) continue
      const { content, id, ignored } = entry.testimonial
      const what = `${id} is on the wall at "${place}" at ${show(now)}`
      for (const scope of Testimonial.needs(content)) {
        insist(isCovered(events, id, scope, place, now), () => `${what}, and no consent covers its ${scope}`)
      }
      const hasName = shown.name !== undefined
      insist(!hasName || isCovered(events, id, "name", place, now), () => `${what} with a name nobody agreed to`)
      insist(
        events.every(({ _tag }) => _tag !== "Erased" && _tag !== "MergedInto"),
        () => `${what}, though its author was erased, or is somebody else`
      )
      const open = Naive.openCase(events)
      insist(open === undefined, () => `${what}, while ${open?.id} is open`)
      const since = saidAt(
        ignored.map((event) => event.id),
        events,
        id
      )
      const answers = Naive.inOrder(events).filter(
        (event): event is Tagged<"Answered"> => event._tag === "Answered" && event.occurredAt > since
      )
      const latest = Math.max(...answers.map(({ occurredAt }) => occurredAt))
      const scores = answers.filter(({ occurredAt }) => occurredAt === latest).map(({ score }) => score)
      insist(scores.length === 0 || Math.max(...scores) > 6, () => `${what}, and they have answered ${scores} since`)
      insist(
        !events.some((event) => event._tag === "TestimonialWithdrawn" && about(id)(event) && event.occurredAt <= now),
        () => `${what}, and was withdrawn`
      )
    }
  }
}

export const shown = make({
  number: 8,
  name: "Consent",
  says: "Nothing is shown whose consent does not cover exactly that use, nor what its author may not stand by any more.",
  check: (implementation) => (given) => {
    judge(implementation, soupOf(implementation, given))
    for (const look of livedOf(implementation, given).looks) {
      judge(implementation, look)
      // before anybody has looked
      judge(implementation, { ...look, history: pack(implementation, look.history.events), now: look.now + 86_400_000 })
    }
  }
})
