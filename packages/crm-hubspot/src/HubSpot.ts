/**
 * HubSpot: how does a HubSpot account come to know what customers said?
 *
 * The `Crm` port over HubSpot's API, version 3, with an access token. Contacts are told in batches of a hundred; notes and tasks are
 * appended to their timeline.
 *
 * @since 0.1.0
 */
import * as Caller from "@temoin/crm/Caller"
import * as Crm from "@temoin/core/ports/Crm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Activity from "./Activity.ts"
import * as Api from "./Api.ts"
import * as EntryHtml from "@temoin/crm/EntryHtml"
import * as Fields from "./Fields.ts"
import * as Reading from "./Reading.ts"
import * as Webhook from "./Webhook.ts"

/**
 * - `token`: the access token of a private app, or of an OAuth app for one account.
 * - `owners`: which HubSpot user has which role of the program, by the user's owner id: `{ "support lead": "12345" }`. A task for a
 *   role that nobody has is nobody's, and names the role.
 * - `webhook`: for an app that HubSpot calls.
 * - `limits`: what the account allows (default: the smallest plan).
 * - `objects`: where objects are, without the version in it for those who must pin another (default "/crm/v3/objects").
 * - `baseUrl`, `fetch`: for tests.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly token: string
  readonly owners?: { readonly [role: string]: string }
  readonly webhook?: Webhook.Options
  readonly limits?: Api.Limits
  readonly objects?: string
  readonly baseUrl?: string
  readonly fetch?: (input: string, init: RequestInit) => Promise<Response>
}

/**
 * The CRM of one HubSpot account.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (options: Options): Crm.Crm["Service"] => {
  const { objects: prefix = "/crm/v3/objects", owners, webhook } = options
  const api = Api.make({
    token: options.token,
    baseUrl: (options.baseUrl ?? "https://api.hubapi.com").replace(/\/+$/, ""),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    limits: options.limits ?? {}
  })
  const contacts = `${prefix}/contacts`

  /** The same call for each, a hundred at a time, and one by one where something is wrong with one of them. */
  const tellKnown = Effect.fnUntraced(function* (cards: ReadonlyArray<Known>) {
    const told = new Map<Known, Result.Result<Crm.PersonId, Crm.CrmError>>()
    for (let at = 0; at < cards.length; at += 100) {
      const batch = cards.slice(at, at + 100)
      const inputs = batch.map(({ card, person }) => ({ id: person, properties: Fields.valuesOf(card) }))
      const tried = yield* Effect.result(
        api.call({ method: "POST", path: `${contacts}/batch/update`, body: { inputs }, repeat: "same" }, 404)
      )
      if (Result.isFailure(tried) && tried.failure.reason !== "refused") return yield* Effect.fail(tried.failure)
      const done = new Set(
        Result.isFailure(tried) ? [] : Reading.listIn(tried.success.body).objects.map(({ id }) => id)
      )
      for (const one of batch) {
        told.set(one, done.has(one.person) ? Result.succeed(one.person) : yield* Caller.alone(updateOne(one)))
      }
    }
    return told
  })

  const updateOne = Effect.fnUntraced(function* ({ card, person }: Known) {
    const path = `${contacts}/${encodeURIComponent(person)}`
    const { body, status } = yield* api.call(
      { method: "PATCH", path, body: { properties: Fields.valuesOf(card) }, repeat: "same" },
      404
    )
    const id = Caller.field(body, "id")
    if (status !== 404 && (id === undefined || id === person)) return person
    const into = status === 404 ? yield* survivor(person) : id
    return yield* new Crm.CrmError({
      reason: "gone",
      problem: `HubSpot: the contact ${person} is not there any more`,
      ...(into !== undefined && { into: Crm.PersonId.make(into) })
    })
  })

  /** Whom HubSpot gives under the id of one who was merged away. */
  const survivor = Effect.fnUntraced(function* (person: Crm.PersonId) {
    const path = `${contacts}/${encodeURIComponent(person)}?properties=email`
    const { body, status } = yield* api.call({ method: "GET", path, repeat: "read" }, 404)
    const id = Caller.field(body, "id")
    return status === 404 || id === person ? undefined : id
  })

  const createOne = Effect.fnUntraced(function* (card: Crm.Card) {
    const body = { properties: newProperties(card), associations: [] }
    const { body: made } = yield* api.call({ method: "POST", path: contacts, body, repeat: "once" })
    const id = Caller.field(made, "id")
    if (id === undefined)
      return yield* new Crm.CrmError({ reason: "uncertain", problem: "HubSpot made a contact without an id" })
    return Crm.PersonId.make(id)
  })

  /** Who has these addresses, by their addresses in lower case; a second address of theirs is theirs too. */
  const findByEmail = Effect.fnUntraced(function* (emails: ReadonlyArray<string>) {
    const found = new Map<string, Crm.PersonId>()
    for (let at = 0; at < emails.length; at += 100) {
      const inputs = emails.slice(at, at + 100).map((id) => ({ id }))
      const { body } = yield* api.call(
        {
          method: "POST",
          path: `${contacts}/batch/read`,
          repeat: "read",
          body: {
            idProperty: "email",
            inputs,
            properties: ["email", "hs_additional_emails"],
            propertiesWithHistory: []
          }
        },
        404
      )
      for (const { id, properties } of Reading.listIn(body).objects) {
        for (const email of [properties?.email ?? "", ...(properties?.hs_additional_emails ?? "").split(";")]) {
          if (email !== "") found.set(email.toLowerCase(), Crm.PersonId.make(id))
        }
      }
    }
    return found
  })

  const tellNew = Effect.fnUntraced(function* (cards: ReadonlyArray<Crm.Card>) {
    const told = new Map<Crm.Card, Result.Result<Crm.PersonId, Crm.CrmError>>()
    for (let at = 0; at < cards.length; at += 100) {
      const batch = cards.slice(at, at + 100)
      const inputs = batch.map((card) => ({ properties: newProperties(card), associations: [] }))
      const tried = yield* Effect.result(
        api.call({ method: "POST", path: `${contacts}/batch/create`, body: { inputs }, repeat: "once" })
      )
      if (Result.isFailure(tried) && tried.failure.reason !== "refused") return yield* Effect.fail(tried.failure)
      const made = new Map(
        Result.isFailure(tried)
          ? []
          : Reading.listIn(tried.success.body).objects.map(
              ({ id, properties }) => [properties?.email?.toLowerCase() ?? "", Crm.PersonId.make(id)] as const
            )
      )
      for (const card of batch) {
        const id = made.get(card.email?.toLowerCase() ?? "")
        told.set(card, id === undefined ? yield* Caller.alone(createOne(card)) : Result.succeed(id))
      }
    }
    return told
  })

  const tell = Effect.fnUntraced(function* (cards: ReadonlyArray<Crm.Card>) {
    const unknown = cards.filter(({ email, person }) => person === undefined && email !== undefined)
    const emails = [...new Set(unknown.map(({ email }) => email!.toLowerCase()))]
    const found = emails.length === 0 ? new Map<string, Crm.PersonId>() : yield* findByEmail(emails)
    const known: Array<Known> = []
    const fresh: Array<Crm.Card> = []
    for (const card of cards) {
      const person = card.person ?? (card.email === undefined ? undefined : found.get(card.email.toLowerCase()))
      if (person !== undefined) known.push({ card, person })
      else if (card.email !== undefined) fresh.push(card)
    }
    const told = yield* tellKnown(known)
    const made = yield* tellNew(fresh)
    const byCard = new Map([...told].map(([{ card }, result]) => [card, result] as const))
    return cards.map((card) => byCard.get(card) ?? made.get(card) ?? Result.fail(nameless))
  })

  const add = Effect.fnUntraced(function* (entry: Crm.Entry, mayExist: boolean) {
    const { body, kind } = Activity.of(entry, owners)
    const there = mayExist ? yield* findEntry(kind, entry) : undefined
    if (there !== undefined) return there
    const { body: made } = yield* api.call({ method: "POST", path: `${prefix}/${kind}`, body, repeat: "once" })
    const id = Caller.field(made, "id")
    if (id === undefined)
      return yield* new Crm.CrmError({ reason: "uncertain", problem: "HubSpot made an entry without an id" })
    return Activity.idOf(kind, id)
  })

  /** By what belongs to the contact and not by a search, whose index lags behind. */
  const findEntry = Effect.fnUntraced(function* (kind: Activity.Made["kind"], { mark, person }: Crm.Entry) {
    const property = Activity.bodyProperty[kind]
    let after: string | undefined
    do {
      const path = `/crm/v4/objects/contacts/${encodeURIComponent(person)}/associations/${kind}?limit=100`
      const page = yield* api.call(
        {
          method: "GET",
          path: after === undefined ? path : `${path}&after=${encodeURIComponent(after)}`,
          repeat: "read"
        },
        404
      )
      const { next, results } = Reading.listIn(page.body)
      const inputs = results.flatMap((one) => {
        const id = typeof one === "object" && one !== null ? Reflect.get(one, "toObjectId") : undefined
        return id === undefined ? [] : [{ id: String(id) }]
      })
      if (inputs.length > 0) {
        const { body } = yield* api.call({
          method: "POST",
          path: `${prefix}/${kind}/batch/read`,
          repeat: "read",
          body: { properties: [property], propertiesWithHistory: [], inputs }
        })
        const there = Reading.listIn(body).objects.find(({ properties }) =>
          properties?.[property]?.includes(EntryHtml.signature(mark))
        )
        if (there !== undefined) return Activity.idOf(kind, there.id)
      }
      after = next
    } while (after !== undefined)
    return undefined
  })

  const missing = Effect.gen(function* () {
    const groups = yield* api.call(
      { method: "GET", path: `/crm/v3/properties/contacts/groups/${Fields.group.name}`, repeat: "read" },
      404
    )
    const { body } = yield* api.call({ method: "GET", path: "/crm/v3/properties/contacts", repeat: "read" })
    const there = new Map(
      Reading.listIn(body).results.map((one) => [Caller.field(one, "name") ?? "", Caller.field(one, "type")] as const)
    )
    return {
      isGroupMissing: groups.status === 404,
      fields: Fields.all.filter(({ name }) => !there.has(name)),
      problems: Fields.all.flatMap(({ name, type }) => {
        const found = there.get(name)
        return found === undefined || found === type
          ? []
          : [
              `the property ${name} holds a ${found} and must hold a ${type}: rename it in HubSpot, then run the set-up again`
            ]
      })
    }
  })

  /** Reads one of each kind, and tells which scopes HubSpot names as missing. */
  const missingScopes = Effect.gen(function* () {
    const missing = new Set<string>()
    for (const kind of [...Reading.kinds, "notes"]) {
      const tried = yield* api.call({ method: "GET", path: `${prefix}/${kind}?limit=1`, repeat: "read" }, 403)
      if (tried.status === 403) for (const scope of named(tried.body, kind)) missing.add(scope)
    }
    return [...missing]
  })

  /** Whoever was quicker made the same. */
  const create = (path: string, body: unknown) => api.call({ method: "POST", path, body, repeat: "same" }, 409)

  const read = (ids: ReadonlyArray<string>) => Webhook.read(api, prefix, "contacts", ids)

  return Crm.Crm.of({
    name: "hubspot",
    tell,
    add,

    complete: (task) => {
      const { path } = pathOf(prefix, task)
      const body = { properties: { hs_task_status: "COMPLETED" } }
      return Effect.asVoid(api.call({ method: "PATCH", path, body, repeat: "same" }, 404))
    },

    forget: (person, entries) =>
      Effect.gen(function* () {
        const path = `${contacts}/${encodeURIComponent(person)}`
        yield* api.call({ method: "PATCH", path, body: { properties: Fields.nothing }, repeat: "same" }, 404)
        for (const entry of entries) {
          yield* api.call({ method: "DELETE", path: pathOf(prefix, entry).path, repeat: "same" }, 404)
        }
      }),

    people: (ids) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const found: Array<Crm.PersonSeen> = []
        for (let at = 0; at < ids.length; at += 100) {
          const objects = yield* read(ids.slice(at, at + 100))
          found.push(...objects.map((one) => Reading.personOf(one, now)))
        }
        return found
      }),

    changes: (cursor) => Reading.changes(api, prefix, cursor),

    ...(webhook !== undefined && {
      webhooks: {
        hear: (call, now) => Effect.fromResult(Webhook.hear(webhook, call, now)),
        look: (hints) => Effect.flatMap(Clock.currentTimeMillis, (now) => Webhook.look(api, prefix, hints, now))
      }
    }),

    check: Effect.gen(function* () {
      const { fields, isGroupMissing, problems } = yield* missing
      return {
        missingScopes: yield* missingScopes,
        missingFields: [...(isGroupMissing ? [`group ${Fields.group.name}`] : []), ...fields.map(({ name }) => name)],
        problems
      }
    }),

    setUp: Effect.gen(function* () {
      const { fields, isGroupMissing, problems } = yield* missing
      if (problems.length > 0) {
        return yield* new Crm.CrmError({ reason: "misconfigured", problem: `HubSpot: ${problems.join("; ")}` })
      }
      const made: Array<string> = []
      if (isGroupMissing) {
        yield* create("/crm/v3/properties/contacts/groups", Fields.group)
        made.push(`group ${Fields.group.name}`)
      }
      for (const field of fields) {
        yield* create("/crm/v3/properties/contacts", field)
        made.push(field.name)
      }
      return made
    }),

    preview: (card, entries) => [
      card.person === undefined
        ? {
            method: "POST",
            path: `${contacts}/batch/create`,
            body: { inputs: [{ properties: newProperties(card), associations: [] }] }
          }
        : {
            method: "POST",
            path: `${contacts}/batch/update`,
            body: { inputs: [{ id: card.person, properties: Fields.valuesOf(card) }] }
          },
      ...entries.map((entry) => {
        const { body, kind } = Activity.of(entry, owners)
        return { method: "POST", path: `${prefix}/${kind}`, body }
      })
    ],

    allowances: api.budget.left
  })
}

interface Known {
  readonly card: Crm.Card
  readonly person: Crm.PersonId
}

const nameless = new Crm.CrmError({ reason: "refused", problem: "HubSpot finds nobody without an e-mail address" })

const newProperties = (card: Crm.Card): Record<string, string> => ({
  ...(card.email !== undefined && { email: card.email }),
  ...(card.name !== undefined && Fields.namesOf(card.name)),
  ...Fields.valuesOf(card)
})

const named = (body: unknown, kind: string): ReadonlyArray<string> => {
  const scopes = Api.scopesIn(JSON.stringify(body) ?? "")
  return scopes.length === 0 ? [`whatever lets it read ${kind}`] : scopes
}

const pathOf = (prefix: string, entry: Crm.EntryId) => {
  const [kind = "", id = ""] = entry.split("/")
  return { path: `${prefix}/${encodeURIComponent(kind)}/${encodeURIComponent(id)}` }
}

/**
 * HubSpot as the CRM: `Temoin.open({ adapters: Layer.mergeAll(…, HubSpot.layer({ token })) })`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Crm.Crm> => Layer.succeed(Crm.Crm, make(options))
