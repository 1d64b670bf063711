/**
 * Activity: how does a note or a task look in HubSpot?
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"

/** HubSpot's own numbers for "belongs to this contact". */
const belongsTo = { notes: 202, tasks: 204 } as const

/** The largest body that HubSpot takes. */
const room = 65_000

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

const paragraph = (text: string): string => `<p>${escape(text).replaceAll("\n", "<br>")}</p>`

/**
 * The line by which an entry is found again.
 *
 * @example Activity.signature("00ff") // => "Témoin 00ff"
 * @category conversions
 * @since 0.1.0
 */
export const signature = (mark: string): string => `Témoin ${mark}`

/** Only what leads somewhere a browser may go. */
const isSafe = (url: string): boolean => /^https?:\/\//i.test(url)

const bodyOf = ({ entry, links, mark }: Crm.Entry, title: boolean): string => {
  const words =
    entry.words === undefined ? "" : `<blockquote>${escape(entry.words).replaceAll("\n", "<br>")}</blockquote>`
  const parts = [
    title ? `<p><strong>${escape(entry.title)}</strong></p>` : "",
    words,
    ...entry.lines.map(paragraph),
    ...links
      .filter(({ url }) => isSafe(url))
      .map(({ label, url }) => `<p><a href="${escape(url)}">${escape(label)}</a> ${escape(url)}</p>`)
  ].join("")
  const sign = `<p><small>${signature(mark)}</small></p>`
  return parts.length + sign.length <= room
    ? parts + sign
    : `${parts.slice(0, room - 1000).replace(/<[^>]*$/, "")}…${sign}`
}

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
    const properties = { hs_timestamp: new Date(one.at).toISOString(), hs_note_body: bodyOf(entry, true) }
    return { kind, body: { properties, associations } }
  }
  const owner = Object.hasOwn(owners, one.owner) ? owners[one.owner] : undefined
  return {
    kind,
    body: {
      properties: {
        hs_timestamp: new Date(one.deadline).toISOString(),
        hs_task_subject: one.title,
        hs_task_body: bodyOf(owner === undefined ? withOwner(entry, one.owner) : entry, false),
        hs_task_status: "NOT_STARTED",
        hs_task_priority: "HIGH",
        hs_task_type: "TODO",
        ...(owner !== undefined && { hubspot_owner_id: owner })
      },
      associations
    }
  }
}

/** Nobody is told by HubSpot, so the task says whose it is. */
const withOwner = (entry: Crm.Entry, role: string): Crm.Entry => ({
  ...entry,
  entry: { ...entry.entry, lines: [...entry.entry.lines, role] }
})

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
