/**
 * FakePipedrive: what would Pipedrive say?
 *
 * The part of Pipedrive's API, version 2, and of version 1 for notes and webhooks, that the adapter calls, with its habits: fields
 * have keys of forty characters and choices have numbers, nothing keeps two people from having one address, search sees what was
 * written only after a while, whoever is merged away is deleted, each call costs tokens of the day, and who does not wait is shut
 * out. Checked against the decoding of Pipedrive's own client.
 */
import { createHash } from "node:crypto"
import * as Deliveries from "./Deliveries.ts"
import * as FakeApi from "./FakeApi.ts"

export type Kind = "persons" | "deals" | "activities" | "notes"
type Values = Record<string, unknown>

export interface Row {
  readonly id: number
  readonly values: Values
  readonly addedAt: number
  updatedAt: number
  isDeleted: boolean
}

interface Field {
  readonly code: string
  readonly name: string
  readonly type: string
  readonly options: Array<{ readonly id: number; readonly label: string }>
}

/** A webhook call, as it arrives. */
export interface Hook {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

export interface Options {
  readonly now: () => number
  readonly token?: string
  /** How long after a change a search finds it. Unit: milliseconds. */
  readonly lag?: () => number
  /** Tokens in a day. */
  readonly daily?: number
}

/** Who uses the token, and who works there. */
export const ownUser = 1
const colleague = 2
const day = 86_400_000

const refusal = (status: number, error: string): FakeApi.Reply => ({
  status,
  json: {
    success: false,
    error,
    error_info: "Please check developers.pipedrive.com",
    data: null,
    additional_data: null
  }
})
const yes = (data: unknown, additional_data: unknown = null, status = 200): FakeApi.Reply => ({
  status,
  json: { success: true, data, additional_data }
})
const tooMany = (headers: Record<string, string>): FakeApi.Reply => ({ ...refusal(429, "request over limit"), headers })

/** Twenty calls, and ten searches, in two seconds. */
const limits: ReadonlyArray<FakeApi.Limit> = [
  {
    name: "burst",
    most: 20,
    millis: 2000,
    over: (wait) => tooMany({ "x-ratelimit-reset": String(Math.ceil(wait / 1000)) })
  },
  {
    name: "search",
    most: 10,
    millis: 2000,
    applies: ({ path }) => path.endsWith("/search"),
    over: () => tooMany({})
  }
]

/** What Pipedrive publishes. */
const costs: ReadonlyArray<readonly [RegExp, number]> = [
  [/^GET \/api\/v2\/persons\/search$/, 20],
  [/^GET \/api\/v2\/\w+\/\d+$/, 1],
  [/^GET \/api\/v2\/\w+$/, 10],
  [/^(?:POST|PATCH) \/api\/v2\//, 5],
  [/^DELETE \/api\/v2\//, 3],
  [/^GET \/api\/v1\/\w+$/, 20],
  [/^POST \/api\/v1\//, 10],
  [/^DELETE \/api\/v1\//, 6]
]

const seconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`
const get = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])
const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What may be written, and how. */
const allowed: { readonly [K in Kind]: { readonly [name: string]: (value: unknown) => boolean } } = {
  persons: {
    name: (value) => typeof value === "string" && value !== "",
    emails: (value) => list(value).length > 0 && list(value).every((one) => typeof get(one, "value") === "string"),
    org_id: Number.isInteger,
    custom_fields: isObject
  },
  deals: {},
  activities: {
    subject: (value) => typeof value === "string",
    type: (value) => typeof value === "string",
    owner_id: Number.isInteger,
    due_date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
    due_time: (value) => /^\d\d:\d\d$/.test(String(value)),
    done: (value) => typeof value === "boolean",
    note: (value) => typeof value === "string",
    participants: (value) => list(value).every((one) => Number.isInteger(get(one, "person_id")))
  },
  notes: {
    content: (value) => typeof value === "string" && value.length <= 100_000,
    person_id: Number.isInteger,
    add_time: (value) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(value))
  }
}

const emailsOf = ({ values }: Row): ReadonlyArray<string> =>
  list(values.emails).map((one) => String(get(one, "value")).toLowerCase())

const shownField = ({ code, name, options, type }: Field) => ({
  field_name: name,
  field_code: code,
  field_type: type,
  options: type === "enum" ? options : null,
  subfields: null,
  is_custom_field: code.length === 40,
  is_optional_response_field: false
})

export const make = ({ daily = 30_000, lag = () => 0, now, token = "token-1" }: Options) => {
  const objects: { readonly [K in Kind]: Map<number, Row> } = {
    persons: new Map(),
    deals: new Map(),
    activities: new Map(),
    notes: new Map()
  }
  const fields = new Map<string, Field>()
  /** Which addresses of whom a search finds from when on. */
  const index: Array<{ readonly id: number; readonly emails: ReadonlyArray<string>; readonly visibleAt: number }> = []
  const indexed = new Map<number, string>()
  const refused = new Set<string>()
  const forbidden = new Set<string>()
  const hooks: Array<Values> = []
  const deliveries = Deliveries.make<Hook>(now, Deliveries.pipedrive)
  const turnedAway: Array<number> = []
  let isRevoked = false
  let count = 100
  let today = { day: 0, spent: 0 }
  let spent = 0

  const isRefused = (row: Row | undefined) => row !== undefined && emailsOf(row).some((email) => refused.has(email))
  const thereIs = (kind: Kind, id: unknown): Row | undefined => {
    const row = objects[kind].get(Number(id))
    return row?.isDeleted === false ? row : undefined
  }

  const shown = (kind: Kind, row: Row, query = new URLSearchParams()) => {
    const { add_time, ...rest } = row.values
    const common = { id: row.id, ...rest }
    if (kind === "notes") {
      return {
        ...common,
        active_flag: !row.isDeleted,
        add_time: add_time ?? seconds(row.addedAt),
        update_time: seconds(row.updatedAt)
      }
    }
    const own = isObject(rest.custom_fields) ? rest.custom_fields : {}
    const asked = query.get("custom_fields")?.split(",")
    const { marketing_status, ...others } = common as Values
    return {
      ...others,
      ...(query.get("include_fields") === "marketing_status" && { marketing_status: marketing_status ?? "no_consent" }),
      ...(kind === "persons" && {
        custom_fields: Object.fromEntries(
          Object.entries(own).filter(
            ([code, value]) => value !== null && fields.has(code) && (asked?.includes(code) ?? true)
          )
        )
      }),
      add_time: seconds(row.addedAt),
      update_time: seconds(row.updatedAt),
      is_deleted: row.isDeleted
    }
  }

  /** Tells those who asked to be called. */
  const tell = (action: string, kind: Kind, row: Row, source: "app" | "api", more: Values = {}) => {
    const entity = { persons: "person", deals: "deal", activities: "activity", notes: "note" }[kind]
    for (const hook of hooks.filter(({ event_object }) => event_object === entity)) {
      const id = createHash("sha256").update(`${++count}`).digest("hex").slice(0, 32)
      const at = new Date(now()).toISOString()
      const data = action === "delete" ? null : shown(kind, row)
      const meta = {
        action,
        entity,
        entity_id: String(row.id),
        id,
        timestamp: at,
        type: "general",
        user_id: String(source === "api" ? ownUser : colleague),
        version: "2.0",
        change_source: source,
        ...more
      }
      const basic = Buffer.from(`${String(hook.http_auth_user)}:${String(hook.http_auth_password)}`).toString("base64")
      deliveries.post((attempt) => ({
        method: "POST",
        url: String(hook.subscription_url),
        headers: { authorization: `Basic ${basic}`, "content-type": "application/json" },
        body: JSON.stringify({ meta: { ...meta, attempt }, data, previous: null })
      }))
    }
  }

  const touch = (kind: Kind, row: Row) => {
    row.updatedAt = now()
    if (kind !== "persons") return
    const emails = row.isDeleted ? [] : emailsOf(row)
    const before = indexed.get(row.id)
    indexed.set(row.id, emails.join())
    if (before !== emails.join()) index.push({ id: row.id, emails, visibleAt: now() + lag() })
  }
  const put = (kind: Kind, values: Values, source: "app" | "api" = "app"): number => {
    const row: Row = { id: ++count, values: { ...values }, addedAt: now(), updatedAt: now(), isDeleted: false }
    objects[kind].set(row.id, row)
    touch(kind, row)
    tell("create", kind, row, source)
    return row.id
  }
  const set = (kind: Kind, id: number, values: Values, source: "app" | "api" = "app") => {
    const row = thereIs(kind, id)
    if (row === undefined) return
    const own = { ...(row.values.custom_fields as Values | undefined), ...(values.custom_fields as Values | undefined) }
    Object.assign(row.values, values, kind === "persons" && { custom_fields: own })
    if (kind === "activities" && values.done === true) row.values.marked_as_done_time ??= seconds(now())
    touch(kind, row)
    tell("change", kind, row, source)
  }
  const remove = (kind: Kind, id: number, source: "app" | "api" = "app", more: Values = {}) => {
    const row = thereIs(kind, id)
    if (row === undefined) return
    row.isDeleted = true
    touch(kind, row)
    tell("delete", kind, row, source, more)
  }

  /** What is wrong with what is to be written. */
  const wrong = (kind: Kind, body: unknown): FakeApi.Reply | undefined => {
    if (!isObject(body)) return refusal(400, "the body is no object")
    for (const [name, value] of Object.entries(body)) {
      const isRight = Object.hasOwn(allowed[kind], name) ? allowed[kind][name] : undefined
      if (isRight?.(value) !== true) return refusal(400, `validation failed: ${name}`)
    }
    for (const [code, value] of Object.entries(isObject(body.custom_fields) ? body.custom_fields : {})) {
      const field = fields.get(code)
      if (field === undefined) return refusal(400, `Field not found: ${code}`)
      const isRight =
        value === null ||
        (field.type === "double" && typeof value === "number") ||
        (field.type === "date" && /^\d{4}-\d\d-\d\d$/.test(String(value))) ||
        (field.type === "varchar" && typeof value === "string" && value.length <= 255) ||
        (field.type === "enum" && field.options.some(({ id }) => id === value))
      if (!isRight) return refusal(400, `validation failed: ${field.name}`)
    }
    for (const email of list(body.emails).map((one) => String(get(one, "value")))) {
      if (refused.has(email) || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return refusal(400, `${email} is no address`)
    }
    const people = [body.person_id, ...list(body.participants).map((one) => get(one, "person_id"))]
    for (const id of people.filter((one) => one !== undefined)) {
      const person = thereIs("persons", id)
      if (person === undefined) return refusal(400, `Person ${String(id)} not found`)
      if (isRefused(person)) return refusal(400, "this one is not valid")
    }
    return undefined
  }

  const paged = (kind: Kind, query: URLSearchParams): FakeApi.Reply => {
    const limit = Number(query.get("limit") ?? 100)
    if (!(limit >= 1 && limit <= 500)) return refusal(400, "limit must be 1 to 500")
    const by = query.get("sort_by") ?? "id"
    const sign = query.get("sort_direction") === "desc" ? -1 : 1
    const place = (row: Row) => (by === "update_time" ? row.updatedAt : by === "add_time" ? row.addedAt : 0)
    const order = (row: Row) => [Math.floor(place(row) / 1000) * sign, row.id * sign] as const
    const after = query.get("cursor")
    const [from, fromId] =
      after === null
        ? [-Infinity, -Infinity]
        : (JSON.parse(Buffer.from(after, "base64url").toString()) as [number, number])
    const ids = query.get("ids")?.split(",").map(Number)
    const since = Date.parse(query.get("updated_since") ?? "1970-01-01T00:00:00Z")
    const person = query.get("person_id")
    const found = [...objects[kind].values()]
      .filter(
        (row) =>
          !row.isDeleted &&
          (ids?.includes(row.id) ?? true) &&
          Math.floor(row.updatedAt / 1000) * 1000 >= since &&
          (person === null || personOf(kind, row) === Number(person))
      )
      .map((row) => ({ row, order: order(row) }))
      .filter(({ order: [one, two] }) => one > from || (one === from && two > fromId))
      .toSorted((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1])
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const next =
      last === undefined || found.length <= limit ? null : Buffer.from(JSON.stringify(last.order)).toString("base64url")
    return yes(
      page.map(({ row }) => shown(kind, row, query)),
      { next_cursor: next }
    )
  }

  const search = (query: URLSearchParams): FakeApi.Reply => {
    const term = (query.get("term") ?? "").toLowerCase()
    const current = new Map(
      index.filter(({ visibleAt }) => visibleAt <= now()).map(({ emails, id }) => [id, emails] as const)
    )
    const items = [...current]
      .filter(([, emails]) => emails.includes(term))
      .map(([id, emails]) => ({ result_score: 1, item: { id, type: "person", emails } }))
    return yes({ items: items.slice(0, Number(query.get("limit") ?? 100)) }, { next_cursor: null })
  }

  const notes = (query: URLSearchParams): FakeApi.Reply => {
    const start = Number(query.get("start") ?? 0)
    const limit = Number(query.get("limit") ?? 100)
    const person = query.get("person_id")
    const found = [...objects.notes.values()].filter(
      (row) => !row.isDeleted && (person === null || row.values.person_id === Number(person))
    )
    const more = start + limit < found.length
    return yes(
      found.slice(start, start + limit).map((row) => shown("notes", row)),
      { pagination: { start, limit, more_items_in_collection: more, ...(more && { next_start: start + limit }) } }
    )
  }

  const ofFields = (method: string, code: string | undefined, body: unknown): FakeApi.Reply => {
    const optionsIn = (value: unknown) => list(value).map((one) => ({ id: ++count, label: String(get(one, "label")) }))
    if (method === "GET") {
      const given = ["name", "emails"].map((name) => shownField({ code: name, name, type: "varchar", options: [] }))
      return yes([...given, ...[...fields.values()].map(shownField)], { next_cursor: null })
    }
    if (code !== undefined) {
      const field = fields.get(code)
      if (field === undefined) return refusal(404, "Field not found")
      field.options.push(...optionsIn(body))
      return yes(field.options)
    }
    const field = {
      code: createHash("sha1").update(`${token}${++count}`).digest("hex"),
      name: String(get(body, "field_name")),
      type: String(get(body, "field_type")),
      options: optionsIn(get(body, "options"))
    }
    fields.set(field.code, field)
    return yes(shownField(field), null, 201)
  }

  const ofObject = (method: string, kind: Kind, id: string, body: unknown, query: URLSearchParams): FakeApi.Reply => {
    const row = objects[kind].get(Number(id))
    if (row === undefined || (row.isDeleted && method !== "GET")) return refusal(404, `${kind} ${id} not found`)
    switch (method) {
      case "GET":
        return yes(shown(kind, row, query))
      case "DELETE":
        remove(kind, row.id, "api")
        return yes({ id: row.id })
      default: {
        if (kind === "persons" && isRefused(row)) return refusal(400, "this one is not valid")
        const problem = wrong(kind, body)
        if (problem !== undefined) return problem
        set(kind, row.id, body as Values, "api")
        return yes(shown(kind, row, query))
      }
    }
  }

  const isKind = (name: string | undefined): name is Kind => name !== undefined && Object.hasOwn(objects, name)

  const answer = ({ body, method, path, query }: FakeApi.Arrived): FakeApi.Reply => {
    const [, , version, name, id, more] = path.split("/")
    if (forbidden.has(`${method} ${name}`)) return refusal(403, `Scope and URL mismatch: ${name}`)
    if (name === "personFields" && (more === undefined || more === "options")) return ofFields(method, id, body)
    if (name === "webhooks") {
      if (method === "GET") return yes(hooks)
      hooks.push({ id: ++count, ...(body as Values) })
      return yes(hooks.at(-1), null, 201)
    }
    const isNotes = name === "notes"
    if (!isKind(name) || version !== (isNotes ? "v1" : "v2")) return refusal(404, "no such endpoint")
    if (name === "persons" && id === "search") return search(query)
    if (id !== undefined) return ofObject(method, name, id, body, query)
    if (method === "GET") return isNotes ? notes(query) : paged(name, query)
    const problem = wrong(name, body)
    if (problem !== undefined) return problem
    if (name === "persons" && get(body, "name") === undefined) return refusal(400, "name is required")
    if (isNotes && get(body, "person_id") === undefined) return refusal(400, "a note must belong to somebody")
    const made = objects[name].get(put(name, body as Values, "api"))
    return yes(made && shown(name, made), null, isNotes ? 201 : 200)
  }

  const handle = (call: FakeApi.Arrived): FakeApi.Reply => {
    if (isRevoked || call.headers.get("x-api-token") !== token) return refusal(401, "unauthorized access")
    while (turnedAway.length > 0 && turnedAway[0]! <= now() - 10_000) turnedAway.shift()
    if (turnedAway.length > 20)
      return { status: 403, html: "<html><body>Attention Required! | Cloudflare</body></html>" }
    const thisDay = Math.floor(now() / day)
    if (today.day !== thisDay) today = { day: thisDay, spent: 0 }
    const cost = costs.find(([place]) => place.test(`${call.method} ${call.path}`))?.[1] ?? 10
    const headers = (left: number) => ({
      "x-daily-ratelimit-token-limit": String(daily),
      "x-daily-ratelimit-token-remaining": String(left)
    })
    if (today.spent + cost > daily) {
      turnedAway.push(now())
      return tooMany(headers(0))
    }
    today.spent += cost
    spent += cost
    return { ...answer(call), headers: headers(daily - today.spent) }
  }

  const api = FakeApi.make({ now, handle, limits })
  return {
    api,
    objects,
    fields,
    hooks,
    deliveries,
    put,
    set,
    remove,
    merge: (from: number, into: number) => {
      const [gone, row] = [thereIs("persons", from), thereIs("persons", into)]
      if (gone === undefined || row === undefined) return
      const emails = [
        ...list(row.values.emails),
        ...list(gone.values.emails).map((one) => ({ value: get(one, "value"), primary: false }))
      ]
      for (const kind of ["notes", "activities", "deals"] as const) {
        for (const { values } of objects[kind].values()) {
          if (values.person_id === from) values.person_id = into
          if (values.participants !== undefined) {
            values.participants = list(values.participants).map((one) =>
              get(one, "person_id") === from ? { ...(one as object), person_id: into } : one
            )
          }
        }
      }
      remove("persons", from, "app", { merged_to_id: String(into) })
      set("persons", into, { emails })
    },
    /** Somebody renames a field there. */
    renameField: (name: string, to: string) => {
      for (const [code, field] of fields) if (field.name === name) fields.set(code, { ...field, name: to })
    },
    refuse: (email: string) => void refused.add(email),
    revoke: () => void (isRevoked = true),
    forbid: (call: string) => void forbidden.add(call),
    /** What all calls have cost. */
    spent: () => spent,
    keyOf: (name: string) => [...fields.values()].find((field) => field.name === name)?.code,
    labelOf: (code: string, id: unknown) => fields.get(code)?.options.find((option) => option.id === id)?.label
  }
}

const personOf = (kind: Kind, { values }: Row): unknown =>
  kind === "activities" ? get(list(values.participants)[0], "person_id") : values.person_id

export type FakePipedrive = ReturnType<typeof make>
