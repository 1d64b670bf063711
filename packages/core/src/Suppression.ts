/**
 * Suppression: which addresses must not be written to, and why?
 *
 * Two contacts can share an address: a family, or one person known twice. Whoever said "no more", or whose mail came back,
 * said it for everybody behind that address, until they lift it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as History from "./History.ts"
import * as Instant from "./Instant.ts"
import type * as Reason from "./Reason.ts"
import type * as State from "./State.ts"

/**
 * - `hard bounce`: the address does not exist, its server says.
 * - `spam report`: a mail to it was reported as spam.
 * - `opt-out`: somebody behind it wants nothing more of us, whatever it is about.
 *
 * @category models
 * @since 0.1.0
 */
export const Why = Schema.Literals(["hard bounce", "opt-out", "spam report"])
/** @since 0.1.0 */
export type Why = typeof Why.Type

/**
 * An address, as `normal` writes it, and since when it must not be written to.
 *
 * @category models
 * @since 0.1.0
 */
export const Suppression = Schema.Struct({ address: Schema.String, why: Why, since: Instant.Instant })
/** @since 0.1.0 */
export type Suppression = typeof Suppression.Type

/**
 * One way to write an address. Only its server knows whether capitals matter before the `@`, and hardly any thinks so.
 *
 * @example Suppression.normal("Anna@Example.com") // => "anna@example.com"
 * @category conversions
 * @since 0.1.0
 */
export const normal = (address: string): string => address.toLowerCase()

/**
 * The addresses that this contact puts on the list, in the order of the address, then of the reason. An opt-out of everything and
 * a spam report concern the address that the contact had then, and the one that they have now. Each reason once, since it first
 * held. Empty for a contact that was merged into another, which has it all.
 *
 * @category getters
 * @since 0.1.0
 */
export const of = (state: State.State, history: History.History): ReadonlyArray<Suppression> => {
  const { bounced, email, mergedInto, optOuts, spamReportedAt, withheld } = state
  const isSilent = optOuts.length === 0 && spamReportedAt === undefined
  if (mergedInto !== undefined || (isSilent && bounced.size === 0)) return []
  const found = new Map<string, Suppression>()
  const add = (address: string | undefined, why: Why, since: Instant.Instant) => {
    if (address === undefined) return
    const key = `${normal(address)}\n${why}`
    const known = found.get(key)
    if (known === undefined || since < known.since) found.set(key, { address: normal(address), why, since })
  }
  const addBoth = (why: Why, since: Instant.Instant) => {
    add(email, why, since)
    add(addressAt(history, since), why, since)
  }
  for (const [address, since] of bounced) {
    // what we withheld for the sake of others is their entry
    if (!withheld.has(address)) add(address, "hard bounce", since)
  }
  if (spamReportedAt !== undefined) addBoth("spam report", spamReportedAt)
  for (const { at, extent } of optOuts) {
    if (extent.survey === undefined && extent.purpose === undefined) addBoth("opt-out", at)
  }
  return [...found.keys()].toSorted().flatMap((key) => found.get(key) ?? [])
}

const addressAt = ({ events }: History.History, at: Instant.Instant): string | undefined => {
  let address: string | undefined
  for (const event of events) {
    if (event.occurredAt > at) break
    if (event._tag === "ContactChanged" && event.email !== undefined) address = event.email ?? undefined
  }
  return address
}

const sentences = {
  en: {
    "hard bounce": (day: string) => `mail to this address came back for good (since ${day})`,
    "opt-out": (day: string) => `somebody behind this address has said "no more" (since ${day})`,
    "spam report": (day: string) => `a mail to this address was reported as spam (since ${day})`
  },
  fr: {
    "hard bounce": (day: string) => `les envois à cette adresse sont revenus définitivement (depuis le ${day})`,
    "opt-out": (day: string) => `quelqu’un à cette adresse ne veut plus rien recevoir (depuis le ${day})`,
    "spam report": (day: string) => `un envoi à cette adresse a été signalé comme indésirable (depuis le ${day})`
  }
} as const

/**
 * Why, in a sentence that names nobody.
 *
 * @example Suppression.sentence({ address: "a@b.c", why: "opt-out", since: 0 }, "en") // => `somebody behind this address has said "no more" (since 1970-01-01)`
 * @category formatting
 * @since 0.1.0
 */
export const sentence = ({ since, why }: Suppression, language: Reason.Language): string =>
  sentences[language][why](Instant.day(since))
