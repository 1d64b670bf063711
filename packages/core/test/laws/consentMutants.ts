/**
 * Mutants of the wall: would law 8 notice?
 *
 * Each is the library with one mistake a careful person could make.
 */
import type * as Consent from "@temoin/core/Consent"
import type * as Testimonial from "@temoin/core/Testimonial"
import { library, type Walls } from "./ConsentMachine.ts"

interface Mutant {
  readonly name: string
  readonly make: () => Walls
}

const day = 86_400_000
const { fromEvents, show } = library()

/** Reads the ledger wrongly, on the wall. */
const misreadingConsent = (misread: (ledger: Consent.Ledger) => Consent.Ledger) => (): Walls => ({
  fromEvents,
  show: ({ consent, testimonial }, place, now) => show({ testimonial, consent: misread(consent) }, place, now)
})

/** Reads what happened to the testimonial wrongly. */
const misreading =
  (misread: (events: ReadonlyArray<Testimonial.TestimonialEvent>) => ReadonlyArray<Testimonial.TestimonialEvent>) =>
  (): Walls => ({ fromEvents: (events, consent) => fromEvents(misread(events), consent), show })

const without = (tag: Testimonial.TestimonialEvent["_tag"]) =>
  misreading((events) => events.filter(({ _tag }) => _tag !== tag))

/** Shows what the library shows, and a little else. */
const showing =
  (alter: (...given: Parameters<typeof show>) => ReturnType<typeof show>): (() => Walls) =>
  () => ({ fromEvents, show: alter })

export const mutants: ReadonlyArray<Mutant> = [
  {
    name: "consent never expires",
    make: misreadingConsent((ledger) =>
      ledger.map((event) => {
        if (event._tag !== "ConsentGiven") return event
        const { expiresAt: _, ...rest } = event
        return rest
      })
    )
  },
  {
    name: "consent to one place is consent to all",
    make: misreadingConsent((ledger) =>
      ledger.map((event) =>
        event._tag === "ConsentGiven" ? { ...event, places: ["website", "newsletter"] as const } : event
      )
    )
  },
  {
    name: "who agrees to the words agrees to the name",
    make: misreadingConsent((ledger) =>
      ledger.map((event) =>
        event._tag === "ConsentGiven" && event.scopes.includes("quote")
          ? { ...event, scopes: ["quote", "name"] as const }
          : event
      )
    )
  },
  {
    name: "a withdrawal is not heard",
    make: misreadingConsent((ledger) => ledger.filter(({ _tag }) => _tag !== "ConsentWithdrawn"))
  },
  {
    name: "a partial withdrawal is not heard",
    make: misreadingConsent((ledger) =>
      ledger.filter((event) => event._tag === "ConsentGiven" || event.scopes === undefined)
    )
  },
  {
    name: "only a withdrawal that names the testimonial is heard",
    make: misreadingConsent((ledger) =>
      ledger.filter((event) => event._tag === "ConsentGiven" || event.testimonial !== undefined)
    )
  },
  {
    name: "a withdrawal of something is one of everything",
    make: misreadingConsent((ledger) =>
      ledger.map((event) => {
        if (event._tag === "ConsentGiven") return event
        const { places: _, scopes: __, ...rest } = event
        return rest
      })
    )
  },
  {
    name: "consent once withdrawn cannot be given again",
    make: misreadingConsent((ledger) =>
      ledger.map((event) =>
        event._tag === "ConsentWithdrawn"
          ? { ...event, occurredAt: event.occurredAt + 1000 * day, recordedAt: event.recordedAt + 1000 * day }
          : event
      )
    )
  },
  {
    name: "consent to one testimonial is consent to the other",
    make: showing((entry, place, now) =>
      show(
        {
          ...entry,
          consent: entry.consent.map((event) =>
            event._tag === "ConsentGiven" ? { ...event, testimonial: entry.testimonial.id } : event
          )
        },
        place,
        now
      )
    )
  },
  {
    name: "what was covered when it was published is covered",
    make: showing((entry, place, now) => {
      const published = entry.testimonial.moves.findLast(({ _tag }) => _tag === "TestimonialPublished")
      const at = published?.occurredAt ?? now
      const consent = entry.consent.filter(({ occurredAt }) => occurredAt <= at)
      return show({ ...entry, consent }, place, now)
    })
  },
  {
    name: "an edit goes up before its author agrees",
    make: misreading((events) =>
      events.map((event) => {
        const edit = events.find(({ _tag }) => _tag === "TestimonialEdited")
        return event._tag === "TestimonialSubmitted" && edit?._tag === "TestimonialEdited"
          ? { ...event, content: edit.content }
          : event
      })
    )
  },
  { name: "an edit that was agreed to is forgotten", make: without("EditAgreed") },
  { name: "an edit that was refused stays", make: without("EditRefused") },
  { name: "an amended testimonial stays on the wall", make: without("TestimonialEdited") },
  { name: "a doubted testimonial stays on the wall", make: without("TestimonialDoubted") },
  { name: "silence about a doubt is agreement", make: without("ReconfirmationAsked") },
  { name: "a reconfirmation is not heard", make: without("TestimonialReconfirmed") },
  { name: "a withdrawn testimonial stays on the wall", make: without("TestimonialWithdrawn") },
  {
    name: "a testimonial never expires",
    make: misreading((events) =>
      events.map((event) =>
        event._tag === "TestimonialPublished" ? { ...event, expiresAt: event.expiresAt + 10_000 * day } : event
      )
    )
  },
  {
    name: "what was shown a quarter of an hour ago is shown",
    make: showing((entry, place, now) => show(entry, place, now - 15 * 60_000))
  },
  {
    name: "who was erased is remembered",
    make: () => {
      const seen = new Map<Testimonial.TestimonialEvent, Testimonial.TestimonialEvent>()
      let consents: Consent.Ledger = []
      return {
        fromEvents: (events, consent) => {
          for (const event of events) seen.set(event, event)
          consents = [...new Set([...consents, ...consent])]
          const id = events[0]?.testimonial
          return fromEvents(
            [...seen.values()].filter(({ testimonial }) => testimonial === id),
            consents
          )
        },
        show: (entry, place, now) => show({ ...entry, consent: consents }, place, now)
      }
    }
  },
  {
    name: "words that were approved before they were there go up",
    make: misreading((events) => {
      const first = Math.min(...events.map(({ occurredAt }) => occurredAt))
      return events.map((event) =>
        event._tag === "TestimonialSubmitted" ? { ...event, occurredAt: Math.min(event.occurredAt, first - 1) } : event
      )
    })
  },
  { name: "nothing is shown at all", make: showing(() => undefined) }
]
