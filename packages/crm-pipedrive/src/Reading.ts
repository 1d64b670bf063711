/**
 * Reading: what changed in Pipedrive since we last looked?
 *
 * People, deals and activities are listed by when they were changed. Pipedrive counts every list against the day, so they are not
 * read again before a while has passed, however often one asks.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import type * as Caller from "@temoin/crm/Caller"
import * as Windows from "@temoin/crm/Windows"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Activity from "./Activity.ts"
import * as Api from "./Api.ts"

/** The kinds of things that are read. @category models @since 0.1.0 */
export const kinds = ["persons", "deals", "activities"] as const
/** @since 0.1.0 */
export type Kind = (typeof kinds)[number]

const maybe = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))
const seen = { id: Schema.Int, update_time: maybe(Schema.String), is_deleted: maybe(Schema.Boolean) }

/** What Pipedrive says of each. Whatever else it says is of no interest, and whatever is missing is unknown. */
const schemas = {
  persons: Schema.Struct({
    ...seen,
    name: maybe(Schema.String),
    emails: maybe(Schema.Array(Schema.Struct({ value: maybe(Schema.String), primary: maybe(Schema.Boolean) }))),
    org_id: maybe(Schema.Int),
    marketing_status: maybe(Schema.String),
    custom_fields: maybe(Schema.Record(Schema.String, Schema.Unknown))
  }),
  deals: Schema.Struct({
    ...seen,
    person_id: maybe(Schema.Int),
    stage_id: maybe(Schema.Int),
    status: maybe(Schema.String),
    stage_change_time: maybe(Schema.String),
    won_time: maybe(Schema.String),
    lost_time: maybe(Schema.String)
  }),
  activities: Schema.Struct({
    ...seen,
    type: maybe(Schema.String),
    done: maybe(Schema.Boolean),
    due_date: maybe(Schema.String),
    due_time: maybe(Schema.String),
    marked_as_done_time: maybe(Schema.String),
    person_id: maybe(Schema.Int),
    participants: maybe(Schema.Array(Schema.Struct({ person_id: maybe(Schema.Int) })))
  })
}
/** @category models @since 0.1.0 */
export type Person = typeof schemas.persons.Type
type Deal = typeof schemas.deals.Type
type ActivityRow = typeof schemas.activities.Type

/** A person, when it is one. @category reading @since 0.1.0 */
export const personIn = (one: unknown): Person | undefined =>
  Option.getOrUndefined(Schema.decodeUnknownOption(schemas.persons)(one))

/** What is listed in an answer. @category reading @since 0.1.0 */
export const listIn = (answer: Caller.Answer): ReadonlyArray<unknown> => {
  const data = Api.dataIn(answer)
  return Array.isArray(data) ? data : []
}

/** Where the next page begins. @category reading @since 0.1.0 */
export const nextIn = ({ body }: Caller.Answer): string | undefined => {
  const more = Predicate.isObject(body) ? Reflect.get(body, "additional_data") : undefined
  const next = Predicate.isObject(more) ? Reflect.get(more, "next_cursor") : undefined
  return typeof next === "string" && next !== "" ? next : undefined
}

/**
 * How Pipedrive is read.
 *
 * - `contactKey`: the key of the field that says which contact of ours somebody is; `undefined` while there is none.
 * - `campaigns`: does the account have Campaigns, where people say whether they want mail?
 * - `meetings`: the keys of the types of activity that are meetings.
 * - `every`: so long at least lies between two readings. Unit: milliseconds.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly contactKey: string | undefined
  readonly campaigns: boolean
  readonly meetings: ReadonlyArray<string>
  readonly every: number
}

const Cursor = Schema.fromJsonString(Schema.Struct({ readAt: Schema.Int, windows: Schema.optionalKey(Schema.String) }))

/**
 * One page of what changed, of one kind after the other.
 *
 * @category reading
 * @since 0.1.0
 */
export const changes = Effect.fnUntraced(function* (api: Caller.Caller, options: Options, cursor: string | undefined) {
  const now = yield* Clock.currentTimeMillis
  const before = cursor === undefined ? undefined : Option.getOrUndefined(Schema.decodeUnknownOption(Cursor)(cursor))
  if (cursor !== undefined && before === undefined) {
    const problem = `Pipedrive: this is no cursor: ${cursor.slice(0, 100)}`
    return yield* new Crm.CrmError({ reason: "misconfigured", problem })
  }
  if (cursor !== undefined && before !== undefined && before.readAt !== 0 && now < before.readAt + options.every) {
    const rest: Crm.Changes = { changes: [], cursor, isDone: true }
    return rest
  }
  const read = yield* Windows.read("Pipedrive", kinds, before?.windows, (kind, { after, since }) =>
    Effect.gen(function* () {
      const query = new URLSearchParams({
        ...asked(kind, options),
        sort_by: "update_time",
        sort_direction: "asc",
        limit: "500"
      })
      if (since > 0) query.set("updated_since", secondOf(since))
      if (after !== undefined) query.set("cursor", after)
      const answer = yield* api.call({ method: "GET", path: `/api/v2/${kind}?${query}`, repeat: "read" })
      const list = listIn(answer)
      return {
        changes: changesOf(kind, list, options, now),
        changedAt: list.flatMap((one) => changedAt(one) ?? []),
        next: nextIn(answer)
      }
    })
  )
  const found: Crm.Changes = {
    ...read,
    cursor: Schema.encodeSync(Cursor)({ readAt: read.isDone ? now : 0, windows: read.cursor })
  }
  return found
})

/** What is asked of each kind besides. */
const asked = (kind: Kind, { campaigns, contactKey }: Options): Record<string, string> =>
  kind === "persons"
    ? {
        ...(contactKey !== undefined && { custom_fields: contactKey }),
        ...(campaigns && { include_fields: "marketing_status" })
      }
    : {}

const secondOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

const changedAt = (one: unknown): number | undefined => {
  const text = Predicate.isObject(one) ? Reflect.get(one, "update_time") : undefined
  return typeof text === "string" ? Windows.instant(text) : undefined
}

/** So many at a time does Pipedrive give by their numbers; below so many it is cheaper to ask one by one. */
const most = 100
const few = 10

/**
 * These as they are now; those who are not there are left out.
 *
 * @category reading
 * @since 0.1.0
 */
export const read = Effect.fnUntraced(function* (
  api: Caller.Caller,
  kind: Kind,
  ids: ReadonlyArray<string>,
  options: Options
) {
  const more = asked(kind, options)
  const found: Array<unknown> = []
  if (ids.length < few) {
    for (const id of ids) {
      const query = new URLSearchParams(more).toString()
      const path = `/api/v2/${kind}/${encodeURIComponent(id)}${query === "" ? "" : `?${query}`}`
      const answer = yield* api.call({ method: "GET", path, repeat: "read" }, 404, 410)
      if (answer.status < 300) found.push(Api.dataIn(answer))
    }
  } else {
    for (let at = 0; at < ids.length; at += most) {
      const query = new URLSearchParams({ ...more, ids: ids.slice(at, at + most).join(","), limit: String(most) })
      found.push(...listIn(yield* api.call({ method: "GET", path: `/api/v2/${kind}?${query}`, repeat: "read" })))
    }
  }
  return found
})

/**
 * What these tell; what is deleted tells nothing.
 *
 * @category reading
 * @since 0.1.0
 */
export const changesOf = (
  kind: Kind,
  list: ReadonlyArray<unknown>,
  options: Options,
  now: number
): ReadonlyArray<Crm.Change> =>
  list.flatMap((one): ReadonlyArray<Crm.Change> => {
    const decoded = Option.getOrUndefined(Schema.decodeUnknownOption(schemas[kind])(one))
    if (decoded === undefined || decoded.is_deleted === true) return []
    switch (kind) {
      case "persons":
        return [personOf(decoded, options, now)]
      case "deals":
        return dealOf(decoded, now)
      case "activities":
        return activityOf(decoded, options, now)
    }
  })

/**
 * A person of Pipedrive's.
 *
 * @category reading
 * @since 0.1.0
 */
export const personOf = (one: Person, { contactKey }: Pick<Options, "contactKey">, now: number): Crm.PersonSeen => {
  const emails = one.emails ?? []
  const email = (emails.find(({ primary }) => primary === true) ?? emails[0])?.value
  const contact = contactKey === undefined ? undefined : one.custom_fields?.[contactKey]
  return {
    _tag: "PersonSeen",
    person: Crm.PersonId.make(String(one.id)),
    at: Math.min(Windows.instant(one.update_time) ?? now, now),
    ...(typeof contact === "string" && contact !== "" && contact.length <= 200 && { contact }),
    ...(email && { email }),
    ...(one.name && !isAddress(one) && { name: one.name.slice(0, 300) }),
    ...(typeof one.org_id === "number" && { account: `pipedrive-org-${one.org_id}` }),
    ...(one.marketing_status === "unsubscribed" && { optedOut: true }),
    ...(one.marketing_status === "subscribed" && { basis: "subscribed in Campaigns" })
  }
}

/** Nobody is there without a name, so whoever has none is called by their address. */
const isAddress = ({ emails, name }: Person): boolean =>
  (emails ?? []).some(({ value }) => value?.toLowerCase() === name?.toLowerCase())

const peopleOf = (ids: ReadonlyArray<number | null | undefined>): ReadonlyArray<Crm.PersonId> =>
  [...new Set(ids)].flatMap((id) => (typeof id === "number" ? [Crm.PersonId.make(String(id))] : []))

/** A deal that is won or lost keeps the stage that it was in, so its end is a stage of its own. */
const dealOf = (one: Deal, now: number): ReadonlyArray<Crm.Change> => {
  const outcome = one.status === "won" || one.status === "lost" ? one.status : "open"
  const time = { won: one.won_time, lost: one.lost_time, open: one.stage_change_time }[outcome]
  return [
    {
      _tag: "DealMoved",
      deal: String(one.id),
      people: peopleOf([one.person_id]),
      stage: outcome === "open" ? String(one.stage_id ?? "") : outcome,
      outcome,
      at: Math.min(Windows.instant(time) ?? Windows.instant(one.update_time) ?? now, now)
    }
  ]
}

/** An activity may be a meeting, and a task of ours; only one that is done tells anything. */
const activityOf = (one: ActivityRow, { meetings }: Options, now: number): ReadonlyArray<Crm.Change> => {
  if (one.done !== true) return []
  const doneAt = Math.min(Windows.instant(one.marked_as_done_time) ?? Windows.instant(one.update_time) ?? now, now)
  const due = one.due_date ? Windows.instant(`${one.due_date} ${(one.due_time ?? "00:00").slice(0, 5)}`) : undefined
  const task: Crm.Change = { _tag: "TaskDone", task: Activity.idOf("activities", one.id), at: doneAt, by: "Pipedrive" }
  if (!meetings.includes(one.type ?? "")) return [task]
  const people = peopleOf([...(one.participants ?? []).map(({ person_id }) => person_id), one.person_id])
  // one that is ticked off before it was to be took place when it was ticked off
  const at = due !== undefined && due <= doneAt ? due : doneAt
  return [task, { _tag: "MeetingHeld", meeting: String(one.id), people, at }]
}
