/**
 * Reading: what changed in HubSpot since we last looked?
 *
 * Each kind of object is searched for what was modified since, oldest first. A cursor goes back a little further than what was
 * seen, since HubSpot's index lags behind what is written; so some things are seen twice, which does no harm.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Caller from "@temoin/crm/Caller"
import * as Windows from "@temoin/crm/Windows"
import * as Activity from "./Activity.ts"
import * as Fields from "./Fields.ts"

/** What HubSpot says of an object. Whatever else it says is of no interest, and whatever is missing is unknown. */
const HubObject = Schema.Struct({
  id: Schema.String,
  properties: Schema.optionalKey(Schema.Record(Schema.String, Schema.NullOr(Schema.String))),
  updatedAt: Schema.optionalKey(Schema.String)
})
/** @category models @since 0.1.0 */
export type HubObject = typeof HubObject.Type

const decodeObject = Schema.decodeUnknownOption(HubObject)
const decodeList = Schema.decodeUnknownOption(
  Schema.Struct({
    results: Schema.Array(Schema.Unknown),
    paging: Schema.optionalKey(
      Schema.NullOr(Schema.Struct({ next: Schema.optionalKey(Schema.NullOr(Schema.Struct({ after: Schema.String }))) }))
    )
  })
)

/** The objects in an answer, and where the next page begins; what is no object is left out. @category reading @since 0.1.0 */
export const listIn = (
  body: unknown
): {
  readonly objects: ReadonlyArray<HubObject>
  readonly results: ReadonlyArray<unknown>
  readonly next: string | undefined
} => {
  const list = Option.getOrUndefined(decodeList(body))
  return {
    objects: (list?.results ?? []).flatMap((one) => Option.toArray(decodeObject(one))),
    results: list?.results ?? [],
    next: list?.paging?.next?.after
  }
}

/** The kinds of objects that are read. @category models @since 0.1.0 */
export const kinds = ["contacts", "deals", "meetings", "tickets", "tasks"] as const
/** @since 0.1.0 */
export type Kind = (typeof kinds)[number]

const modified: Record<Kind, string> = {
  contacts: "lastmodifieddate",
  deals: "hs_lastmodifieddate",
  meetings: "hs_lastmodifieddate",
  tickets: "hs_lastmodifieddate",
  tasks: "hs_lastmodifieddate"
}

/** What is asked of each kind. @category models @since 0.1.0 */
export const properties: Record<Kind, ReadonlyArray<string>> = {
  contacts: [
    Fields.contactProperty,
    "email",
    "firstname",
    "lastname",
    "hs_language",
    "associatedcompanyid",
    "hs_email_optout",
    "hs_legal_basis",
    "lastmodifieddate"
  ],
  deals: ["dealstage", "hs_is_closed", "hs_is_closed_won", "closedate", "hs_lastmodifieddate"],
  meetings: ["hs_meeting_outcome", "hs_meeting_end_time", "hs_lastmodifieddate"],
  tickets: ["closed_date", "hs_lastmodifieddate"],
  tasks: ["hs_task_status", "hs_task_completion_date", "hs_lastmodifieddate"]
}

const pageSize = 200
/** HubSpot gives no more of one search. */
const deepest = 10_000

/**
 * One page of what changed, of one kind after the other.
 *
 * @category reading
 * @since 0.1.0
 */
export const changes = (api: Caller.Caller, prefix: string, cursor: string | undefined) =>
  Windows.read("HubSpot", kinds, cursor, (kind, { after = "0", since }) =>
    Effect.gen(function* () {
      const { body } = yield* api.call({
        method: "POST",
        path: `${prefix}/${kind}/search`,
        repeat: "read",
        body: {
          filterGroups: [{ filters: [{ propertyName: modified[kind], operator: "GTE", value: String(since) }] }],
          sorts: [modified[kind]],
          properties: properties[kind],
          limit: pageSize,
          after
        }
      })
      const { next, objects } = listIn(body)
      return {
        changes: yield* changesOf(api, kind, objects, yield* Clock.currentTimeMillis),
        changedAt: objects.map((one) => modifiedAt(one, kind)),
        next,
        mustEnd: next !== undefined && Number(next) + pageSize > deepest
      }
    })
  )

/**
 * What these objects tell.
 *
 * @category reading
 * @since 0.1.0
 */
export const changesOf = Effect.fnUntraced(function* (
  api: Caller.Caller,
  kind: Kind,
  objects: ReadonlyArray<HubObject>,
  now: number
) {
  if (kind === "contacts") return objects.map((one): Crm.Change => personOf(one, now))
  if (kind === "tasks") {
    return objects.flatMap((one): ReadonlyArray<Crm.Change> => {
      const isDone = one.properties?.hs_task_status === "COMPLETED"
      const at = Windows.instant(one.properties?.hs_task_completion_date) ?? modifiedAt(one, kind)
      return isDone ? [{ _tag: "TaskDone", task: Activity.idOf("tasks", one.id), at, by: "HubSpot" }] : []
    })
  }
  const told = objects.flatMap((one) => {
    const happened = happenedOf(kind, one, now)
    return happened === undefined ? [] : [{ id: one.id, happened }]
  })
  const people = yield* contactsOf(
    api,
    kind,
    told.map(({ id }) => id)
  )
  return told.map(({ happened, id }): Crm.Change => ({ ...happened, people: people.get(id) ?? [] }))
})

const modifiedAt = ({ properties, updatedAt }: HubObject, kind: Kind): number =>
  Windows.instant(properties?.[modified[kind]]) ?? Windows.instant(updatedAt) ?? 0

const consent = "Freely given consent from contact"

/**
 * A contact of HubSpot's.
 *
 * @category reading
 * @since 0.1.0
 */
export const personOf = (one: HubObject, now: number): Crm.PersonSeen => {
  const told = one.properties ?? {}
  const name = [told.firstname, told.lastname]
    .filter((part) => part)
    .join(" ")
    .trim()
  const contact = told[Fields.contactProperty]
  const locale = told.hs_language?.replace("_", "-")
  const basis = told.hs_legal_basis?.split(";").find((part) => part.trim() === consent)
  return {
    _tag: "PersonSeen",
    person: Crm.PersonId.make(one.id),
    at: Math.min(modifiedAt(one, "contacts"), now),
    ...(contact && contact.length <= 200 && { contact }),
    ...(told.email && { email: told.email }),
    ...(name !== "" && { name: name.slice(0, 300) }),
    ...(locale && { locale }),
    ...(told.associatedcompanyid && { account: `hubspot-company-${told.associatedcompanyid}` }),
    ...(told.hs_email_optout === "true" && { optedOut: true }),
    ...(basis !== undefined && { basis })
  }
}

type Happened = Extract<Crm.Change, { readonly people: unknown }>

const happenedOf = (kind: "deals" | "meetings" | "tickets", one: HubObject, now: number): Happened | undefined => {
  const told = one.properties ?? {}
  const people: ReadonlyArray<Crm.PersonId> = []
  switch (kind) {
    case "deals": {
      const isClosed = told.hs_is_closed === "true" || told.hs_is_closed_won === "true"
      const outcome = told.hs_is_closed_won === "true" ? "won" : isClosed ? "lost" : "open"
      const closedAt = isClosed ? Windows.instant(told.closedate) : undefined
      // a close date may lie in the future, which is when somebody hopes to close it
      const at = Math.min(closedAt ?? modifiedAt(one, kind), now)
      return { _tag: "DealMoved", deal: one.id, stage: told.dealstage ?? "", outcome, people, at }
    }
    case "meetings": {
      const at = Windows.instant(told.hs_meeting_end_time)
      const outcome = told.hs_meeting_outcome ?? ""
      const wasHeld = outcome === "COMPLETED" || (/^(?:|SCHEDULED)$/.test(outcome) && at !== undefined && at <= now)
      return wasHeld ? { _tag: "MeetingHeld", meeting: one.id, people, at: at ?? modifiedAt(one, kind) } : undefined
    }
    case "tickets": {
      const at = Windows.instant(told.closed_date)
      return at === undefined ? undefined : { _tag: "TicketClosed", ticket: one.id, people, at: Math.min(at, now) }
    }
  }
}

const Association = Schema.Struct({
  from: Schema.Struct({ id: Schema.String }),
  to: Schema.Array(Schema.Struct({ toObjectId: Schema.Union([Schema.Number, Schema.String]) }))
})
const decodeAssociation = Schema.decodeUnknownOption(Association)

/** Whom each of these is about. */
const contactsOf = Effect.fnUntraced(function* (api: Caller.Caller, kind: Kind, ids: ReadonlyArray<string>) {
  const found = new Map<string, ReadonlyArray<Crm.PersonId>>()
  for (let at = 0; at < ids.length; at += 100) {
    const inputs = ids.slice(at, at + 100).map((id) => ({ id }))
    const { body } = yield* api.call({
      method: "POST",
      path: `/crm/v4/associations/${kind}/contacts/batch/read`,
      repeat: "read",
      body: { inputs }
    })
    for (const result of listIn(body).results) {
      const one = Option.getOrUndefined(decodeAssociation(result))
      if (one === undefined) continue
      const people = one.to.map(({ toObjectId }) => Crm.PersonId.make(String(toObjectId)))
      found.set(one.from.id, [...(found.get(one.from.id) ?? []), ...people])
    }
  }
  return found
})
