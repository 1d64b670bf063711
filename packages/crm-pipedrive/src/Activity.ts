/**
 * Activity: how does a note or a task look in Pipedrive?
 *
 * A task is an activity, due at the deadline.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as EntryHtml from "@temoin/crm/EntryHtml"

/** Pipedrive says: a hundred kilobytes; a character may take four bytes. */
const room = 25_000

/** @category models @since 0.1.0 */
export type Made =
  | {
      readonly kind: "notes"
      readonly path: "/api/v1/notes"
      readonly body: { readonly content: string; readonly person_id: number; readonly add_time: string }
    }
  | {
      readonly kind: "activities"
      readonly path: "/api/v2/activities"
      readonly body: {
        readonly subject: string
        readonly type: string
        readonly due_date: string
        readonly due_time: string
        readonly done: false
        readonly note: string
        readonly participants: ReadonlyArray<{ readonly person_id: number; readonly primary: true }>
        readonly owner_id?: number
      }
    }

/**
 * The entry as Pipedrive takes it. `owners`: which user of Pipedrive has which role; a task for a role that nobody has belongs to
 * whoever's token it is, and names the role. `type`: the key of the type of activity that a task is.
 *
 * @category conversions
 * @since 0.1.0
 */
export const of = (entry: Crm.Entry, owners: { readonly [role: string]: number } = {}, type = "task"): Made => {
  const one = entry.entry
  const person_id = Number(entry.person)
  if (one._tag === "Note") {
    const content = EntryHtml.of(entry, { isTitled: true, room })
    return {
      kind: "notes",
      path: "/api/v1/notes",
      body: { content, person_id, add_time: dateAndTime(one.at).join(" ") }
    }
  }
  const owner = Object.hasOwn(owners, one.owner) ? owners[one.owner] : undefined
  const [due_date, time] = dateAndTime(one.deadline)
  return {
    kind: "activities",
    path: "/api/v2/activities",
    body: {
      subject: one.title,
      type,
      due_date,
      due_time: time.slice(0, 5),
      done: false,
      note: EntryHtml.of(entry, { isTitled: false, room, more: owner === undefined ? [one.owner] : [] }),
      participants: [{ person_id, primary: true }],
      ...(owner !== undefined && { owner_id: owner })
    }
  }
}

/** In UTC, as Pipedrive keeps them. */
const dateAndTime = (at: number): readonly [string, string] => {
  const text = new Date(at).toISOString()
  return [text.slice(0, 10), text.slice(11, 19)]
}

/**
 * What we call an entry: notes and activities are numbered apart there.
 *
 * @example Activity.idOf("notes", 7) // => "notes/7"
 * @category conversions
 * @since 0.1.0
 */
export const idOf = (kind: Made["kind"], id: number): Crm.EntryId => Crm.EntryId.make(`${kind}/${id}`)

/** Where an entry is. @category conversions @since 0.1.0 */
export const pathOf = (entry: Crm.EntryId): string => {
  const [kind = "", id = ""] = entry.split("/")
  return `/api/${kind === "notes" ? "v1" : "v2"}/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`
}
