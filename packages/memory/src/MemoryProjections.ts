/**
 * MemoryProjections: what is kept beside the histories in memory?
 *
 * The reference of the `Projections` port. Whoever changed is folded again when somebody asks next.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import type * as History from "@temoin/core/History"
import * as Port from "@temoin/core/ports/Projections"
import * as Projection from "@temoin/core/Projection"
import * as Suppression from "@temoin/core/Suppression"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/**
 * The projections, and how they hear that there is news of a contact.
 *
 * @category models
 * @since 0.1.0
 */
export interface MemoryProjections {
  readonly service: Port.Projections["Service"]
  readonly changed: (contact: Contact.ContactId) => void
}

/**
 * Over the histories that `historyOf` gives. `settings`: `none` keeps nothing, and says so when it is asked.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  settings: Option.Option<Projection.Settings>,
  historyOf: (contact: Contact.ContactId) => History.History
): MemoryProjections => {
  const behind = new Set<Contact.ContactId>()
  const kept = new Map<Contact.ContactId, Projection.Projection>()
  const listed = new Map<string, Set<Contact.ContactId>>()

  const keep = (settings: Projection.Settings, contact: Contact.ContactId) => {
    for (const { address } of kept.get(contact)?.suppressed ?? []) listed.get(address)?.delete(contact)
    const projection = Projection.of(settings, historyOf(contact))
    kept.set(contact, projection)
    for (const { address } of projection.suppressed) {
      const contacts = listed.get(address) ?? new Set()
      listed.set(address, contacts.add(contact))
    }
  }

  const all = Effect.suspend(() => {
    if (Option.isNone(settings)) return Effect.fail(Port.notTold)
    for (const contact of behind) keep(settings.value, contact)
    behind.clear()
    return Effect.succeed({ names: settings.value.segments, projections: [...kept.values()] })
  })

  const service = Port.Projections.of({
    ...Port.over(all),
    // asked for before every mail that leaves
    suppressed: (address) =>
      Effect.flatMap(all, ({ names }) => {
        const contacts = listed.get(Suppression.normal(address)) ?? new Set()
        const projections = [...contacts].flatMap((contact) => kept.get(contact) ?? [])
        return Port.over(Effect.succeed({ names, projections })).suppressed(address)
      })
  })

  return { service, changed: (contact) => void behind.add(contact) }
}
