/**
 * FakeHubSpot: what would HubSpot say?
 *
 * The part of HubSpot's API, version 3, that the adapter calls, with its habits: properties must exist and values are texts, a whole
 * batch is refused for one wrong input, a missing one is left out of it (207), searches see what was written only after a while, and
 * there are only so many calls. Checked against the decoding of HubSpot's own client.
 */
import { createHmac } from "node:crypto"
import * as Deliveries from "./Deliveries.ts"
import * as FakeApi from "./FakeApi.ts"

export interface Row {
  readonly id: string
  readonly properties: Record<string, string>
  updatedAt: number
  /** From then on a search finds it as it is. */
  visibleAt: number
}

export type Kind = "contacts" | "deals" | "meetings" | "tickets" | "tasks" | "notes"

interface Property {
  readonly name: string
  readonly type: string
  readonly options?: ReadonlyArray<{ readonly value: string }>
}

export interface Options {
  readonly now: () => number
  readonly token?: string
  /** How long after a change a search finds it. Unit: milliseconds. */
  readonly lag?: () => number
  readonly limits?: ReadonlyArray<FakeApi.Limit>
  /** An app that is to be called about whatever happens, in batches of a hundred at most. */
  readonly app?: { readonly secret: string; readonly publicUrl: string; readonly appId: number }
}

const modifiedBy = (kind: Kind): string => (kind === "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate")

const given: { readonly [K in Kind]: ReadonlyArray<string> } = {
  contacts: [
    "email",
    "firstname",
    "lastname",
    "hs_language",
    "associatedcompanyid",
    "hs_email_optout",
    "hs_legal_basis",
    "hs_additional_emails",
    "lastmodifieddate"
  ],
  deals: ["dealstage", "hs_is_closed", "hs_is_closed_won", "closedate", "hs_lastmodifieddate"],
  meetings: ["hs_meeting_outcome", "hs_meeting_end_time", "hs_lastmodifieddate"],
  tickets: ["closed_date", "hs_lastmodifieddate"],
  tasks: [
    "hs_timestamp",
    "hs_task_subject",
    "hs_task_body",
    "hs_task_status",
    "hs_task_priority",
    "hs_task_type",
    "hs_task_completion_date",
    "hubspot_owner_id",
    "hs_lastmodifieddate"
  ],
  notes: ["hs_timestamp", "hs_note_body", "hubspot_owner_id", "hs_lastmodifieddate"]
}

/** What the smallest plan allows: a hundred calls in ten seconds, and five searches in a second. */
export const smallestPlan: ReadonlyArray<FakeApi.Limit> = [
  {
    name: "burst",
    most: 100,
    millis: 10_000,
    over: () => ({
      status: 429,
      json: {
        status: "error",
        message: "You have reached your ten_secondly_rolling limit.",
        errorType: "RATE_LIMIT",
        policyName: "TEN_SECONDLY_ROLLING"
      }
    })
  },
  {
    name: "search",
    most: 5,
    millis: 1000,
    applies: ({ path }) => path.endsWith("/search"),
    over: () => ({
      status: 429,
      json: { status: "error", message: "You have reached your secondly limit.", policyName: "SECONDLY" }
    })
  }
]

/** What its calls call each kind. */
const callNames: { readonly [name: string]: string } = {
  contacts: "contact",
  deals: "deal",
  tickets: "ticket",
  meetings: "0-47",
  tasks: "0-27"
}

const refusal = (status: number, category: string, message: string, more: object = {}): FakeApi.Reply => ({
  status,
  json: { status: "error", message, category, correlationId: "00000000-0000-0000-0000-000000000000", ...more }
})

const texts = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []
const get = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

const addressesOf = ({ properties: { email = "", hs_additional_emails: more = "" } }: Row) =>
  [email, ...more.split(";")].map((one) => one.toLowerCase()).filter((one) => one !== "")

const shown = (row: Row, names?: ReadonlyArray<string>) => ({
  id: row.id,
  properties: Object.fromEntries(
    [...(names ?? Object.keys(row.properties)), "hs_object_id"].map((name) => [
      name,
      name === "hs_object_id" ? row.id : (row.properties[name] ?? null)
    ])
  ),
  createdAt: new Date(row.updatedAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
  archived: false
})

export const make = ({ app, lag = () => 0, limits = smallestPlan, now, token = "pat-1" }: Options) => {
  const objects: { readonly [K in Kind]: Map<string, Row> } = {
    contacts: new Map(),
    deals: new Map(),
    meetings: new Map(),
    tickets: new Map(),
    tasks: new Map(),
    notes: new Map()
  }
  const properties = new Map<string, Property>()
  const groups = new Set<string>()
  const about = new Map<string, Set<string>>()
  const mergedInto = new Map<string, string>()
  /** Who has an address, or had it. */
  const owners = new Map<string, string>()
  const refused = new Set<string>()
  const missingScopes = new Map<string, string>()
  let isRevoked = false
  let isApp = false
  let count = 100
  const deliveries = Deliveries.make<ReturnType<typeof webhook>>(now, Deliveries.hubspot)
  /** Tells the app, if there is one, what was done, and by whom. */
  const tell = (kind: Kind, what: string, id: string, more: object = {}) => {
    const name = Object.hasOwn(callNames, kind) ? callNames[kind] : undefined
    if (app === undefined || name === undefined) return
    const event = {
      eventId: ++count,
      subscriptionType: `${name}.${what}`,
      objectId: Number(id),
      occurredAt: now(),
      changeSource: isApp ? "INTEGRATION" : "CRM_UI",
      sourceId: isApp ? String(app.appId) : "userId:1",
      ...more
    }
    deliveries.post((attempt) => webhook(app.secret, app.publicUrl, [{ ...event, attemptNumber: attempt - 1 }], now()))
  }

  const touch = (kind: Kind, row: Row) => {
    if (kind === "contacts") for (const email of addressesOf(row)) owners.set(email, row.id)
    row.updatedAt = now()
    row.visibleAt = now() + lag()
    row.properties[modifiedBy(kind)] = new Date(row.updatedAt).toISOString()
  }
  const put = (kind: Kind, values: Record<string, string>, people: ReadonlyArray<string> = []): string => {
    const id = String(++count)
    const row: Row = { id, properties: { ...values }, updatedAt: 0, visibleAt: 0 }
    objects[kind].set(id, row)
    touch(kind, row)
    about.set(`${kind}:${id}`, new Set(people))
    tell(kind, "creation", id)
    return id
  }
  const set = (kind: Kind, id: string, values: Record<string, string>) => {
    const row = objects[kind].get(id)
    if (row === undefined) return
    for (const [name, value] of Object.entries(values)) row.properties[name] = value
    touch(kind, row)
    for (const propertyName of Object.keys(values)) tell(kind, "propertyChange", id, { propertyName })
  }

  const find = (kind: Kind, id: string): Row | undefined => {
    const into = kind === "contacts" ? mergedInto.get(id) : undefined
    return into === undefined ? objects[kind].get(id) : find(kind, into)
  }
  const byEmail = (email: string): Row | undefined => {
    const row = objects.contacts.get(owners.get(email.toLowerCase()) ?? "")
    return row !== undefined && addressesOf(row).includes(email.toLowerCase()) ? row : undefined
  }

  /** What is wrong with these values. */
  const wrong = (kind: Kind, values: unknown): FakeApi.Reply | undefined => {
    if (typeof values !== "object" || values === null) return refusal(400, "VALIDATION_ERROR", "properties are missing")
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== "string") return refusal(400, "VALIDATION_ERROR", `the value of ${name} is no text`)
      const own = kind === "contacts" ? properties.get(name) : undefined
      if (own === undefined && !given[kind].includes(name)) {
        const error = {
          isValid: false,
          message: `Property "${name}" does not exist`,
          error: "PROPERTY_DOESNT_EXIST",
          name
        }
        return refusal(400, "VALIDATION_ERROR", `Property values were not valid: ${JSON.stringify([error])}`)
      }
      const isWrong =
        value !== "" &&
        own !== undefined &&
        ((own.type === "number" && Number.isNaN(Number(value))) ||
          (own.type === "datetime" && Number.isNaN(Date.parse(value))) ||
          (own.type === "enumeration" && !own.options?.some((option) => option.value === value)))
      if (isWrong) return refusal(400, "VALIDATION_ERROR", `${name}: ${value} was not one of the allowed options`)
      if (name === "email" && (refused.has(value) || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))) {
        return refusal(400, "VALIDATION_ERROR", `Email address ${value} is invalid`)
      }
    }
    return undefined
  }
  const isRefusedRow = (row: Row | undefined) => row !== undefined && addressesOf(row).some((one) => refused.has(one))

  const create = (kind: Kind, input: unknown): Row | FakeApi.Reply => {
    const values = get(input, "properties")
    const problem = wrong(kind, values)
    if (problem !== undefined) return problem
    const made = values as Record<string, string>
    const there = kind === "contacts" && made.email ? byEmail(made.email) : undefined
    if (there !== undefined) return refusal(409, "CONFLICT", `Contact already exists. Existing ID: ${there.id}`)
    const people: Array<string> = []
    for (const one of list(get(input, "associations"))) {
      const to = String(get(get(one, "to"), "id"))
      const row = find("contacts", to)
      if (row === undefined) return refusal(404, "OBJECT_NOT_FOUND", `no contact with the id ${to}`)
      people.push(row.id)
    }
    return find(kind, put(kind, made, people))!
  }

  const isKind = (name: string | undefined): name is Kind => name !== undefined && Object.hasOwn(objects, name)

  const search = (kind: Kind, body: unknown): FakeApi.Reply => {
    const limit = Number(get(body, "limit") ?? 10)
    const after = Number(get(body, "after") ?? 0)
    if (limit > 200 || after + limit > 10_000) return refusal(400, "VALIDATION_ERROR", "paging goes too far")
    const filters = list(get(body, "filterGroups")).flatMap((group) => list(get(group, "filters")))
    const found = [...objects[kind].values()].filter(
      (row) =>
        row.visibleAt <= now() &&
        filters.every((filter) => {
          const value = Date.parse(row.properties[String(get(filter, "propertyName"))] ?? "")
          return get(filter, "operator") === "GTE" && value >= Number(get(filter, "value"))
        })
    )
    found.sort((a, b) => a.updatedAt - b.updatedAt || Number(a.id) - Number(b.id))
    const page = found.slice(after, after + limit)
    return {
      status: 200,
      json: {
        total: found.length,
        results: page.map((row) => shown(row, texts(get(body, "properties")))),
        ...(after + limit < found.length && { paging: { next: { after: String(after + limit) } } })
      }
    }
  }

  const batch = (kind: Kind, what: string, body: unknown): FakeApi.Reply => {
    const inputs = list(get(body, "inputs"))
    if (inputs.length > 100) return refusal(400, "VALIDATION_ERROR", "at most 100 inputs")
    const answer = (rows: ReadonlyArray<Row>, names?: ReadonlyArray<string>, errors: ReadonlyArray<string> = []) => ({
      status: errors.length > 0 ? 207 : what === "create" ? 201 : 200,
      json: {
        status: "COMPLETE",
        startedAt: new Date(now()).toISOString(),
        completedAt: new Date(now()).toISOString(),
        results: rows.map((row) => shown(row, names)),
        ...(errors.length > 0 && {
          numErrors: 1,
          errors: [
            {
              status: "error",
              category: "OBJECT_NOT_FOUND",
              message: "Could not get some objects",
              context: { ids: errors },
              errors: [],
              links: {}
            }
          ]
        })
      }
    })
    const ids = inputs.map((input) => String(get(input, "id")))
    if (what === "read") {
      const rows = ids.map((id) => (get(body, "idProperty") === "email" ? byEmail(id) : find(kind, id)))
      const there = [...new Set(rows.filter((row) => row !== undefined))]
      return answer(
        there,
        texts(get(body, "properties")),
        ids.filter((_, index) => rows[index] === undefined)
      )
    }
    if (what === "update") {
      for (const input of inputs) {
        const problem = wrong(kind, get(input, "properties"))
        if (problem !== undefined) return problem
        if (isRefusedRow(find(kind, String(get(input, "id"))))) {
          return refusal(400, "VALIDATION_ERROR", "one of them is not valid")
        }
      }
      const rows = ids.map((id, index) => {
        const row = find(kind, id)
        if (row !== undefined) set(kind, row.id, get(inputs[index], "properties") as Record<string, string>)
        return row
      })
      const there = rows.filter((row) => row !== undefined)
      return answer(
        there,
        undefined,
        ids.filter((_, index) => rows[index] === undefined)
      )
    }
    if (what === "create") {
      // one that is wrong keeps all of them out
      const emails = inputs.map((input) => String(get(get(input, "properties"), "email")).toLowerCase())
      for (const input of inputs) {
        const problem = wrong(kind, get(input, "properties"))
        if (problem !== undefined) return problem
      }
      if (emails.some((email) => byEmail(email) !== undefined) || new Set(emails).size < emails.length) {
        return refusal(409, "CONFLICT", "Contact already exists.")
      }
      return answer(inputs.map((input) => create(kind, input)).filter((row): row is Row => "id" in row))
    }
    return refusal(404, "NOT_FOUND", "no such batch")
  }

  const ofObjects = (method: string, parts: ReadonlyArray<string>, body: unknown): FakeApi.Reply => {
    const [kind, id, what] = parts
    if (!isKind(kind)) return refusal(404, "NOT_FOUND", "no such kind")
    const scope = missingScopes.get(kind)
    if (scope !== undefined) {
      return refusal(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes.", {
        errors: [
          { message: "One or more of the following scopes are required.", context: { requiredGranularScopes: [scope] } }
        ]
      })
    }
    if (id === undefined) {
      if (method === "GET") return { status: 200, json: { results: [] } }
      const made = create(kind, body)
      return "id" in made ? { status: 201, json: shown(made) } : made
    }
    if (id === "search") return search(kind, body)
    if (id === "batch") return batch(kind, what ?? "", body)
    const row = find(kind, id)
    if (method === "DELETE") {
      if (row !== undefined) objects[kind].delete(row.id)
      return { status: 204 }
    }
    if (row === undefined) return refusal(404, "OBJECT_NOT_FOUND", `no object with the id ${id}`)
    if (method === "GET") return { status: 200, json: shown(row) }
    if (isRefusedRow(row)) return refusal(400, "VALIDATION_ERROR", "this one is not valid")
    const problem = wrong(kind, get(body, "properties"))
    if (problem !== undefined) return problem
    set(kind, row.id, get(body, "properties") as Record<string, string>)
    return { status: 200, json: shown(row) }
  }

  const handle = ({ body, headers, method, path, query }: FakeApi.Arrived): FakeApi.Reply => {
    if (isRevoked || headers.get("authorization") !== `Bearer ${token}`) {
      return refusal(401, "INVALID_AUTHENTICATION", "Authentication credentials not found or expired.")
    }
    const parts = path.split("/").slice(1)
    if (path.startsWith("/crm/v3/objects/")) return ofObjects(method, parts.slice(3), body)
    if (path === "/crm/v3/properties/contacts/groups" && method === "POST") {
      const name = String(get(body, "name"))
      if (groups.has(name)) return refusal(409, "CONFLICT", "the group exists")
      groups.add(name)
      return { status: 201, json: { ...(body as object), displayOrder: -1, archived: false } }
    }
    if (path.startsWith("/crm/v3/properties/contacts/groups/")) {
      const name = parts[5] ?? ""
      return groups.has(name)
        ? { status: 200, json: { name, label: name } }
        : refusal(404, "NOT_FOUND", "no such group")
    }
    if (path === "/crm/v3/properties/contacts") {
      if (method === "GET") {
        const all = given.contacts.map((name) => ({ name, type: "string", options: [] }))
        return { status: 200, json: { results: [...all, ...properties.values()] } }
      }
      const property = body as Property & { readonly groupName: string }
      if (properties.has(property.name)) return refusal(409, "PROPERTY_ALREADY_EXISTS", "the property exists")
      if (!groups.has(property.groupName)) return refusal(400, "VALIDATION_ERROR", "no such group")
      properties.set(property.name, property)
      return { status: 201, json: property }
    }
    if (path.startsWith("/crm/v4/associations/") && path.endsWith("/contacts/batch/read")) {
      const kind = parts[3] ?? ""
      const results = list(get(body, "inputs")).flatMap((input) => {
        const id = String(get(input, "id"))
        const people = about.get(`${kind}:${id}`) ?? new Set()
        return people.size === 0
          ? []
          : [{ from: { id }, to: [...people].map((one) => ({ toObjectId: Number(one), associationTypes: [] })) }]
      })
      return { status: 200, json: { status: "COMPLETE", results } }
    }
    if (path.startsWith("/crm/v4/objects/contacts/")) {
      const [, , , , id = "", , kind = ""] = parts
      const row = find("contacts", id)
      if (row === undefined || !isKind(kind)) return refusal(404, "OBJECT_NOT_FOUND", "no such contact")
      const all = [...objects[kind].keys()].filter((one) => about.get(`${kind}:${one}`)?.has(row.id))
      const from = Number(query.get("after") ?? 0)
      const limit = Number(query.get("limit") ?? 100)
      return {
        status: 200,
        json: {
          results: all.slice(from, from + limit).map((one) => ({ toObjectId: Number(one), associationTypes: [] })),
          ...(from + limit < all.length && { paging: { next: { after: String(from + limit) } } })
        }
      }
    }
    return refusal(404, "NOT_FOUND", `nothing is at ${path}`)
  }

  const byApp = (call: FakeApi.Arrived): FakeApi.Reply => {
    isApp = true
    try {
      return handle(call)
    } finally {
      isApp = false
    }
  }

  const api = FakeApi.make({ now, handle: byApp, limits })
  return {
    api,
    objects,
    properties,
    put,
    set,
    deliveries,
    remove: (id: string) => {
      if (objects.contacts.delete(id)) tell("contacts", "deletion", id)
    },
    /** Deleted for good, at their own wish. */
    erase: (id: string) => {
      if (objects.contacts.delete(id)) tell("contacts", "privacyDeletion", id)
    },
    merge: (from: string, into: string) => {
      const gone = objects.contacts.get(from)
      objects.contacts.delete(from)
      mergedInto.set(from, into)
      for (const people of about.values()) if (people.delete(from)) people.add(into)
      const row = objects.contacts.get(into)
      if (row === undefined || gone === undefined) return
      const more = [...addressesOf(row).slice(1), ...addressesOf(gone)]
      set("contacts", into, { hs_additional_emails: [...new Set(more)].join(";") })
      tell("contacts", "merge", into, { primaryObjectId: Number(into), mergedObjectIds: [Number(from)] })
    },
    refuse: (email: string) => void refused.add(email),
    revoke: () => void (isRevoked = true),
    missScope: (kind: Kind, scope: string) => void missingScopes.set(kind, scope),
    peopleOf: (kind: Kind, id: string) => [...(about.get(`${kind}:${id}`) ?? [])]
  }
}

export type FakeHubSpot = ReturnType<typeof make>

/** A call such as HubSpot makes, signed with the app's secret. */
export const webhook = (secret: string, url: string, events: ReadonlyArray<unknown>, at: number) => {
  const body = JSON.stringify(events)
  const signature = createHmac("sha256", secret).update(`POST${url}${body}${at}`).digest("base64")
  return {
    method: "POST",
    url,
    headers: { "x-hubspot-request-timestamp": String(at), "x-hubspot-signature-v3": signature },
    body
  }
}
