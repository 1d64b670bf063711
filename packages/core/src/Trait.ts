/**
 * Trait: what else does the host know of a contact?
 *
 * A plan, a country, a size: whatever the host tells by name, for segments. What nobody told is not known.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Text from "./Text.ts"

/**
 * The name of a trait, such as "plan". A letter, then letters, digits, spaces, `_`, `.` and `-`: 1 to 64.
 *
 * @category models
 * @since 0.1.0
 */
export const Name = Text.Name.check(
  Schema.isPattern(/^[A-Za-z][\w .-]*$/, { expected: `the name of a trait, such as "plan"` })
)
/** @since 0.1.0 */
export type Name = typeof Name.Type

/**
 * So many can be told of in one event.
 *
 * @category rules
 * @since 0.1.0
 */
export const most = 50

/**
 * Traits as they are from now on, by their name; `null` takes one away. What is not named stays.
 *
 * @category models
 * @since 0.1.0
 */
export const Changes = Schema.Record(Name, Schema.NullOr(Text.Line)).check(Schema.isMaxProperties(most))
/** @since 0.1.0 */
export type Changes = typeof Changes.Type

/** What is known, by name. @category models @since 0.1.0 */
export type Traits = ReadonlyMap<Name, string>

/**
 * The traits after a change.
 *
 * @example Trait.changed(new Map([["plan", "pro"]]), { plan: null, country: "FR" }) // => new Map([["country", "FR"]])
 * @category folding
 * @since 0.1.0
 */
export const changed = (self: Traits, changes: Changes): Traits => {
  const traits = new Map(self)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) traits.delete(name)
    else traits.set(name, value)
  }
  return traits
}

/**
 * What was known to be so at this time, by all that we know today.
 *
 * @category getters
 * @since 0.1.0
 */
export const at = ({ events }: History.History, time: Instant): Traits => {
  let traits: Traits = new Map()
  for (const event of events) {
    if (event.occurredAt > time) break
    if (event._tag === "ContactChanged" && event.traits !== undefined) traits = changed(traits, event.traits)
  }
  return traits
}
