/**
 * Retention: how long is somebody kept after we last heard of each other?
 *
 * Nobody is to be kept for longer than it takes (GDPR Art. 5(1)(e)); how long that is, the company says.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as Claim from "./Claim.ts"
import * as Event from "./Event.ts"
import type * as History from "./History.ts"
import type * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import type * as Zone from "./Zone.ts"

/**
 * - `people`: so long after the last thing that is known of a person they are erased. Not given: until they ask for it.
 * - `words`: so long after they were written, comments and replies lose their words; the score stays. Not given: as long as
 *   the person.
 * - `proofs`: so long after an erasure the proof of consent is kept, sealed apart, for legal claims (GDPR Art. 17(3)(e)). Not
 *   given: it is erased with everything else.
 *
 * @category models
 * @since 0.1.0
 */
export const Retention = Schema.Struct({
  people: Schema.optionalKey(Period.Period),
  words: Schema.optionalKey(Period.Period),
  proofs: Schema.optionalKey(Period.Period)
})
/** @since 0.1.0 */
export type Retention = typeof Retention.Type

/**
 * Everybody is kept until they ask to be erased, and then nothing of them.
 *
 * @category constructors
 * @since 0.1.0
 */
export const unlimited: Retention = {}

/**
 * When something was last known of this person, as it happened or as we learned of it, whichever is later; `undefined`: never.
 *
 * @category getters
 * @since 0.1.0
 */
export const lastActivity = ({ events }: History.History): Instant.Instant | undefined => {
  let last: Instant.Instant | undefined
  for (const { occurredAt, recordedAt } of events) last = Math.max(last ?? -Infinity, occurredAt, recordedAt)
  return last
}

/**
 * When this person is to be erased; `undefined`: not by age. Something dated in the future counts from then.
 *
 * @category rules
 * @since 0.1.0
 */
export const erasedAt = (self: Retention, history: History.History, zone: Zone.Zone): Instant.Instant | undefined => {
  const last = lastActivity(history)
  return self.people === undefined || last === undefined ? undefined : Period.after(self.people, last, zone)
}

/**
 * The events whose words are too old at `now`, without them. Each has the id of the one whose place it takes. Empty: none.
 *
 * @category rules
 * @since 0.1.0
 */
export const redacted = (
  { words }: Retention,
  { events }: History.History,
  now: Instant.Instant,
  zone: Zone.Zone
): ReadonlyArray<Event.Event> =>
  words === undefined
    ? []
    : events.flatMap((event) => {
        const quiet =
          event.occurredAt <= now && Period.after(words, event.occurredAt, zone) <= now ? wordless(event) : event
        return quiet === event ? [] : [quiet]
      })

/**
 * Is this the event that the other one becomes when it loses its words?
 *
 * @category guards
 * @since 0.1.0
 */
export const isWithoutWords = (event: Event.Event, before: Event.Event): boolean =>
  Event.isSame(event, wordless(before))

/** The same event without the words that they wrote; itself when there are none. */
const wordless = (event: Event.Event): Event.Event => {
  switch (event._tag) {
    case "Answered": {
      const { comment, ...rest } = event
      return comment === undefined ? event : rest
    }
    case "Replied":
    case "GrievanceRaised":
    case "PraiseNamed": {
      const { words, ...rest } = event
      return words === undefined ? event : rest
    }
    case "Inherited": {
      const inner = wordless(event.event)
      return inner === event.event || inner._tag !== event.event._tag
        ? event
        : ({ ...event, event: inner } as Event.Event)
    }
    default:
      return event
  }
}

/**
 * A retention that is shorter than something that rests on what it takes away.
 *
 * - `Rule`: a gap, a cap or a rhythm of this length looks back on histories that are gone by then: whoever was quiet for so long
 *   is not there to be asked, and people who come back are asked as if they were new.
 * - `Claim`: a claim stays valid for longer than the answers it rests on are kept.
 *
 * @category models
 * @since 0.1.0
 */
export interface Finding {
  readonly _tag: "Rule" | "Claim"
  readonly path: string
  readonly kept: Period.Period
  readonly needed: Period.Period
}

/** By the calendar, where 12 months are a year. */
const endOf = (period: Period.Period): Instant.Instant => Period.after(period, 0, "UTC")

/**
 * What a retention takes away too early. Empty: nothing.
 *
 * @category checking
 * @since 0.1.0
 */
export const check = (
  { people }: Retention,
  program: Program.Program,
  claims: ReadonlyArray<Claim.Claim> = []
): ReadonlyArray<Finding> => {
  if (people === undefined) return []
  const isShort = (needed: Period.Period) => endOf(people) < endOf(needed)
  const needs: ReadonlyArray<Pick<Finding, "_tag" | "path" | "needed">> = [
    ...program.frequency.map(({ gap }, i) => ({ _tag: "Rule" as const, path: `frequency[${i}].gap`, needed: gap })),
    ...program.caps.map(({ within }, i) => ({ _tag: "Rule" as const, path: `caps[${i}].within`, needed: within })),
    ...program.surveys.flatMap(({ rhythm }, i) =>
      (rhythm?.intervals ?? []).map((needed, j) => ({
        _tag: "Rule" as const,
        path: `surveys[${i}].rhythm.intervals[${j}]`,
        needed
      }))
    ),
    ...claims.map(({ validity }, i) => ({ _tag: "Claim" as const, path: `claims[${i}].validity`, needed: validity }))
  ]
  return needs.filter(({ needed }) => isShort(needed)).map((need) => ({ ...need, kept: people }))
}

/**
 * A finding in words: what it is, why it matters, what to do.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = ({ _tag, kept, needed, path }: Finding, language: Reason.Language = "en"): string =>
  sentences[language][_tag](path, kept, needed)

const french = (period: Period.Period): string => Period.inWords(period, "fr")

const sentences = {
  en: {
    Rule: (path: string, kept: Period.Period, needed: Period.Period) =>
      `\`${path}\` looks back ${needed}, and people are kept for ${kept}: whoever is quiet for longer is erased before their turn comes, and asked as if they were new when they come back (Témoin's own rule, docs/concepts/privacy.md). Keep people for at least ${needed}.`,
    Claim: (path: string, kept: Period.Period, needed: Period.Period) =>
      `\`${path}\` is ${needed}, and people are kept for ${kept}: the claim would outlive the answers it rests on; keep people for at least ${needed}, or let the claim end earlier.`
  },
  fr: {
    Rule: (path: string, kept: Period.Period, needed: Period.Period) =>
      `\`${path}\` regarde ${french(needed)} en arrière, et les personnes sont conservées ${french(kept)} : qui reste silencieux plus longtemps est effacé avant son tour, et interrogé comme un inconnu à son retour (règle de Témoin, docs/concepts/privacy.md). Conservez les personnes au moins ${french(needed)}.`,
    Claim: (path: string, kept: Period.Period, needed: Period.Period) =>
      `\`${path}\` vaut ${french(needed)}, et les personnes sont conservées ${french(kept)} : l’affirmation survivrait aux réponses qui la fondent ; conservez-les au moins ${french(needed)}, ou limitez sa validité.`
  }
} as const
