/**
 * Activity: how does a note or a task look in HubSpot?
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as EntryHtml from "@temoin/crm/EntryHtml"

/** HubSpot's own numbers for "belongs to this contact". */
const belongsTo = { notes: 202, tasks: 204 } as const

/** The largest body that HubSpot takes. */
const room = 65_000

/** @category models @since 0.1.0 */
export interface Made {
  readonly kind: "notes" | "tasks"
  readonly body: {
    readonly properties: Record<string, string>
    readonly associations: ReadonlyArray<{
      readonly to: { readonly id: string }
      readonly types: ReadonlyArray<{
        readonly associationCategory: "HUBSPOT_DEFINED"
        readonly associationTypeId: number
      }>
    }>
  }
}

/**
 * The entry as HubSpot takes it. `owners`: which user of HubSpot has which role; a role nobody has leaves the task without an
 * owner.
 *
 * @category conversions
 * @since 0.1.0
 */
export const of = (entry: Crm.Entry, owners: { readonly [role: string]: string } = {}): Made => {
  const kind = entry.entry._tag === "Note" ? "notes" : "tasks"
  const associations = [
    {
      to: { id: entry.person },
      types: [{ associationCategory: "HUBSPOT_DEFINED" as const, associationTypeId: belongsTo[kind] }]
    }
  ]
  const one = entry.entry
  if (one._tag === "Note") {
    const properties = {
      hs_timestamp: new Date(one.at).toISOString(),
      hs_note_body: EntryHtml.of(entry, { isTitled: true, room })
    }
    return { kind, body: { properties, associations } }
  }
  const owner = Object.hasOwn(owners, one.owner) ? owners[one.owner] : undefined
  return {
    kind,
    body: {
      properties: {
        hs_timestamp: new Date(one.deadline).toISOString(),
        hs_task_subject: one.title,
        hs_task_body: EntryHtml.of(entry, {
          isTitled: false,
          room,
          // nobody is told by HubSpot, so the task says whose it is
          more: owner === undefined ? [one.owner] : []
        }),
        hs_task_status: "NOT_STARTED",
        hs_task_priority: "HIGH",
        hs_task_type: "TODO",
        ...(owner !== undefined && { hubspot_owner_id: owner })
      },
      associations
    }
  }
}

/** The property in which an entry's text is. @category models @since 0.1.0 */
export const bodyProperty = { notes: "hs_note_body", tasks: "hs_task_body" } as const

/**
 * What we call an entry: notes and tasks are numbered apart there.
 *
 * @example Activity.idOf("notes", "7") // => "notes/7"
 * @category conversions
 * @since 0.1.0
 */
export const idOf = (kind: Made["kind"], id: string): Crm.EntryId => Crm.EntryId.make(`${kind}/${id}`)
