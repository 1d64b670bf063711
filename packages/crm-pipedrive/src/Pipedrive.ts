/**
 * Pipedrive: how does a Pipedrive account come to know what customers said?
 *
 * The `Crm` port over Pipedrive's API, version 2, and version 1 for notes, which has no second. Pipedrive keeps no two people from
 * having one address, and its search finds somebody only a while after they were made; so people are made one at a time, and who was
 * made just now is looked for among the newest.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Caller from "@temoin/crm/Caller"
import * as EntryHtml from "@temoin/crm/EntryHtml"
import * as Windows from "@temoin/crm/Windows"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import * as Activity from "./Activity.ts"
import * as Api from "./Api.ts"
import * as Fields from "./Fields.ts"
import * as Reading from "./Reading.ts"
import * as Webhook from "./Webhook.ts"

/**
 * - `company`: "acme", where Pipedrive is at acme.pipedrive.com.
 * - `token`: a user's API token, or what gives the access token of an OAuth app each time one is needed.
 * - `owners`: which user of Pipedrive has which role of the program, by the user's number: `{ "support lead": 12345 }`.
 * - `taskType`: the key of the type of activity that a task is (default "task"). `meetingTypes`: of those that are meetings (default
 *   `["meeting"]`).
 * - `campaigns`: does the account have Campaigns (default false)? Then who unsubscribed there has opted out here, and who subscribed
 *   there agreed to mail.
 * - `readEvery`: so long at least lies between two readings of what changed (default 15 minutes, which take about a tenth of the
 *   smallest plan's tokens). Unit: milliseconds.
 * - `webhook`: to hear of changes sooner, and of people who were deleted or merged.
 * - `limits`: what the account allows (default: the smallest plan with one seat).
 * - `baseUrl`, `fetch`: for tests.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly company: string
  readonly token: Api.Options["token"]
  readonly owners?: { readonly [role: string]: number }
  readonly taskType?: string
  readonly meetingTypes?: ReadonlyArray<string>
  readonly campaigns?: boolean
  readonly readEvery?: number
  readonly webhook?: Webhook.Options
  readonly limits?: Api.Limits
  readonly baseUrl?: string
  readonly fetch?: (input: string, init: RequestInit) => Promise<Response>
}

/** This is the name of no Pipedrive account. @category errors @since 0.1.0 */
export class InvalidCompany extends Schema.TaggedError<InvalidCompany>()("InvalidCompany", { company: Schema.String }) {
  override get message() {
    return `company is ${JSON.stringify(this.company.slice(0, 100))}: give the "acme" of acme.pipedrive.com`
  }
}

/** Field keys are read anew when they were read so long ago. */
const fresh = 3_600_000
/** Pipedrive's search may not find who was made so recently. */
const lag = 10 * 60_000
/** So many people are told at a time. */
const concurrency = 4

/**
 * The CRM of one Pipedrive account. Fails when there can be no such account, since the token would be shown to somebody else.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (options: Options): Result.Result<Crm.Crm["Service"], InvalidCompany> =>
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(options.company)
    ? Result.succeed(over(options))
    : Result.fail(new InvalidCompany({ company: options.company }))

const over = (options: Options): Crm.Crm["Service"] => {
  const { meetingTypes = ["meeting"], owners, readEvery = 15 * 60_000, taskType, webhook } = options
  const api = Api.make({
    token: options.token,
    baseUrl: (options.baseUrl ?? `https://${options.company}.pipedrive.com`).replace(/\/+$/, ""),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    limits: options.limits ?? {}
  })

  let known: { readonly at: number; readonly found: Fields.Found } | undefined
  const readFields = Effect.gen(function* () {
    const shown: Array<Fields.Shown> = []
    let cursor: string | undefined
    do {
      const path = `/api/v2/personFields?limit=500${cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`}`
      const answer = yield* api.call({ method: "GET", path, repeat: "read" })
      shown.push(...Fields.shownIn(Reading.listIn(answer)))
      cursor = Reading.nextIn(answer)
    } while (cursor !== undefined)
    const found = Fields.find(shown)
    known = { at: yield* Clock.currentTimeMillis, found }
    return found
  })
  const fields = Effect.flatMap(Clock.currentTimeMillis, (now) =>
    known !== undefined && now < known.at + fresh ? Effect.succeed(known.found) : readFields
  )
  /** Who finds that a field is not where it was looks for it anew next time. */
  const forgetFields = <A>(effect: Effect.Effect<A, Crm.CrmError>) =>
    Effect.tapError(effect, ({ reason }) =>
      Effect.sync(() => {
        if (reason === "misconfigured") known = undefined
      })
    )
  const reading = Effect.map(fields, ({ places }): Reading.Options => ({
    contactKey: places.get(Fields.contactField)?.code,
    campaigns: options.campaigns === true,
    meetings: meetingTypes,
    every: readEvery
  }))

  /** Who has this address: whoever was there first. */
  const search = Effect.fnUntraced(function* (email: string) {
    const query = new URLSearchParams({ term: email, fields: "email", exact_match: "true", limit: "100" })
    const answer = yield* api.call({ method: "GET", path: `/api/v2/persons/search?${query}`, repeat: "read" })
    return firstOf(email, itemsIn(answer))
  })

  /** Who was made so recently that a search may not find them. */
  const newest = Effect.gen(function* () {
    const since = (yield* Clock.currentTimeMillis) - lag
    const found: Array<Named> = []
    let cursor: string | undefined
    do {
      const query = new URLSearchParams({ sort_by: "add_time", sort_direction: "desc", limit: "100" })
      if (cursor !== undefined) query.set("cursor", cursor)
      const answer = yield* api.call({ method: "GET", path: `/api/v2/persons?${query}`, repeat: "read" })
      const page = Reading.listIn(answer).flatMap((one) => Option.toArray(decodeMade(one)))
      const recent = page.filter(({ add_time }) => (Windows.instant(add_time) ?? 0) >= since)
      found.push(
        ...recent.map(({ emails, id }) => ({ id, emails: (emails ?? []).flatMap(({ value }) => value ?? []) }))
      )
      cursor = recent.length < page.length ? undefined : Reading.nextIn(answer)
    } while (cursor !== undefined)
    return found
  })

  const update = Effect.fnUntraced(function* (
    person: Crm.PersonId,
    card: Crm.Card,
    values: Record<string, Fields.Value>
  ) {
    const path = `/api/v2/persons/${encodeURIComponent(person)}`
    const answer = yield* api.call({ method: "PATCH", path, body: { custom_fields: values }, repeat: "same" }, 404, 410)
    const row = answer.status < 300 ? Reading.personIn(Api.dataIn(answer)) : undefined
    if (answer.status < 300 && row?.is_deleted !== true) {
      yield* kept(row, values)
      return person
    }
    // all that one who was merged away had went to whom they were merged into, their address too
    const into = card.email === undefined ? undefined : yield* search(card.email)
    return yield* new Crm.CrmError({
      reason: "gone",
      problem: `Pipedrive: the person ${person} is not there any more`,
      ...(into !== undefined && into !== person && { into })
    })
  })

  const create = Effect.fnUntraced(function* (card: Crm.Card, email: string, values: Record<string, Fields.Value>) {
    const body = newPerson(card, email, values)
    const answer = yield* api.call({ method: "POST", path: "/api/v2/persons", body, repeat: "once" })
    const row = Reading.personIn(Api.dataIn(answer))
    if (row === undefined) {
      return yield* new Crm.CrmError({ reason: "uncertain", problem: "Pipedrive made a person without a number" })
    }
    yield* kept(row, values)
    return Crm.PersonId.make(String(row.id))
  })

  const entering = Semaphore.makeUnsafe(1)
  /** Whom we made ourselves a moment ago, whatever anybody finds. */
  let made: ReadonlyArray<Named & { readonly at: number }> = []
  const tell = (cards: ReadonlyArray<Crm.Card>) =>
    Effect.gen(function* () {
      const found = yield* fields
      let others: ReadonlyArray<Named> | undefined
      const enter = Effect.fnUntraced(function* (card: Crm.Card, email: string, values: Record<string, Fields.Value>) {
        const now = yield* Clock.currentTimeMillis
        made = made.filter(({ at }) => at >= now - lag)
        others ??= yield* newest
        const there = firstOf(email, made) ?? (yield* search(email)) ?? firstOf(email, others)
        if (there !== undefined) return yield* update(there, card, values)
        const person = yield* create(card, email, values)
        made = [...made, { id: Number(person), emails: [email], at: now }]
        return person
      })
      const one = Effect.fnUntraced(function* (card: Crm.Card) {
        const values = yield* Effect.fromResult(Fields.valuesOf(card, found))
        if (card.person !== undefined) return yield* update(card.person, card, values)
        if (card.email === undefined) return yield* nameless
        return yield* entering.withPermits(1)(enter(card, card.email, values))
      })
      return yield* Effect.forEach(cards, (card) => Caller.alone(one(card)), { concurrency })
    }).pipe(forgetFields)

  const add = Effect.fnUntraced(function* (entry: Crm.Entry, mayExist: boolean) {
    const { body, kind, path } = Activity.of(entry, owners, taskType)
    const there = mayExist ? yield* findEntry(kind, entry) : undefined
    if (there !== undefined) return there
    const tried = yield* Effect.result(api.call({ method: "POST", path, body, repeat: "once" }))
    if (Result.isFailure(tried)) {
      const error = tried.failure
      if (error.reason !== "refused" || (yield* isThere(entry.person))) return yield* Effect.fail(error)
      return yield* new Crm.CrmError({ reason: "gone", problem: error.problem })
    }
    const id = numberIn(Api.dataIn(tried.success))
    if (id === undefined) {
      return yield* new Crm.CrmError({ reason: "uncertain", problem: "Pipedrive made an entry without a number" })
    }
    return Activity.idOf(kind, id)
  })

  const isThere = Effect.fnUntraced(function* (person: Crm.PersonId) {
    const found = yield* Reading.read(api, "persons", [person], yield* reading)
    return found.some((one) => {
      const row = Reading.personIn(one)
      return row !== undefined && row.is_deleted !== true
    })
  })

  const findEntry = Effect.fnUntraced(function* (kind: Activity.Made["kind"], { mark, person }: Crm.Entry) {
    const isIt = (text: string | undefined) => text?.includes(EntryHtml.signature(mark)) === true
    const query = new URLSearchParams({ person_id: person, limit: "500" })
    for (;;) {
      const path = `/api/${kind === "notes" ? "v1" : "v2"}/${kind}?${query}`
      const answer = yield* api.call({ method: "GET", path, repeat: "read" })
      const it = Reading.listIn(answer).find((one) => isIt(Caller.field(one, kind === "notes" ? "content" : "note")))
      const id = numberIn(it)
      if (id !== undefined) return Activity.idOf(kind, id)
      const cursor = Reading.nextIn(answer)
      const start = nextStartIn(answer)
      if (cursor !== undefined) query.set("cursor", cursor)
      else if (start !== undefined) query.set("start", String(start))
      else return undefined
    }
  })

  const missingWebhooks = Effect.gen(function* () {
    if (webhook === undefined) return []
    const answer = yield* api.call({ method: "GET", path: "/api/v1/webhooks", repeat: "read" })
    const there = Reading.listIn(answer).flatMap((one) =>
      Caller.field(one, "subscription_url") === webhook.url ? [Caller.field(one, "event_object")] : []
    )
    return Webhook.objects.filter((name) => !there.includes(name))
  })

  /** What is made is not there yet; whoever makes it again has two of it. */
  const createOnce = (path: string, body: unknown) => api.call({ method: "POST", path, body, repeat: "once" })

  return Crm.Crm.of({
    name: "pipedrive",
    tell,
    add,

    complete: (task) =>
      Effect.asVoid(
        api.call({ method: "PATCH", path: Activity.pathOf(task), body: { done: true }, repeat: "same" }, 404, 410)
      ),

    forget: (person, entries) =>
      Effect.gen(function* () {
        const body = { custom_fields: Fields.nothing(yield* fields) }
        const path = `/api/v2/persons/${encodeURIComponent(person)}`
        yield* api.call({ method: "PATCH", path, body, repeat: "same" }, 404, 410)
        for (const entry of entries) {
          yield* api.call({ method: "DELETE", path: Activity.pathOf(entry), repeat: "same" }, 404, 410)
        }
      }).pipe(forgetFields),

    people: (ids) =>
      Effect.gen(function* () {
        const how = yield* reading
        const now = yield* Clock.currentTimeMillis
        const changes = Reading.changesOf("persons", yield* Reading.read(api, "persons", ids, how), how, now)
        return changes.filter((change) => change._tag === "PersonSeen")
      }),

    changes: (cursor) => Effect.flatMap(reading, (how) => Reading.changes(api, how, cursor)),

    ...(webhook !== undefined && {
      webhooks: {
        hear: (call, now) => Effect.fromResult(Webhook.hear(webhook, call, now)),
        look: (hints) =>
          Effect.gen(function* () {
            return yield* Webhook.look(api, hints, yield* reading, yield* Clock.currentTimeMillis)
          })
      }
    }),

    check: Effect.gen(function* () {
      const { missing, missingChoices, problems } = yield* readFields
      const webhooks = yield* missingWebhooks
      const missingScopes: Array<string> = []
      for (const kind of [...Reading.kinds.map((kind) => `v2/${kind}`), "v1/notes"]) {
        const path = `/api/${kind}?limit=1`
        const { status } = yield* api.call({ method: "GET", path, repeat: "read" }, 403)
        if (status === 403) missingScopes.push(`whatever lets it read ${kind.slice(3)}`)
      }
      return {
        missingScopes,
        missingFields: [
          ...missing.map(({ field_name }) => field_name),
          ...missingChoices.map(({ labels, name }) => `${name}: ${labels.join(", ")}`),
          ...webhooks.map((name) => `webhook ${name}`)
        ],
        problems: [...problems, ...(webhook === undefined ? [] : Webhook.problems(webhook))]
      }
    }),

    setUp: Effect.gen(function* () {
      const { missing, missingChoices, problems } = yield* readFields
      if (problems.length > 0) {
        return yield* new Crm.CrmError({ reason: "misconfigured", problem: `Pipedrive: ${problems.join("; ")}` })
      }
      const made: Array<string> = []
      for (const field of missing) {
        yield* createOnce("/api/v2/personFields", field)
        made.push(field.field_name)
      }
      for (const { code, labels, name } of missingChoices) {
        yield* createOnce(
          `/api/v2/personFields/${code}/options`,
          labels.map((label) => ({ label }))
        )
        made.push(`${name}: ${labels.join(", ")}`)
      }
      for (const name of yield* missingWebhooks) {
        yield* createOnce("/api/v1/webhooks", {
          subscription_url: webhook?.url,
          event_action: "*",
          event_object: name,
          name: `Témoin: ${name}`,
          http_auth_user: webhook?.user,
          http_auth_password: webhook?.password,
          version: "2.0"
        })
        made.push(`webhook ${name}`)
      }
      known = undefined
      return made
    }),

    preview: (card, entries) => {
      const values = Fields.shown(card, known?.found)
      return [
        card.person === undefined
          ? { method: "POST", path: "/api/v2/persons", body: newPerson(card, card.email ?? "?", values) }
          : { method: "PATCH", path: `/api/v2/persons/${card.person}`, body: { custom_fields: values } },
        ...entries.map((entry) => {
          const { body, path } = Activity.of(entry, owners, taskType)
          return { method: "POST", path, body }
        })
      ]
    },

    allowances: api.budget.left
  })
}

/** Somebody with their addresses. */
interface Named {
  readonly id: number
  readonly emails: ReadonlyArray<string>
}

const Item = Schema.Struct({
  item: Schema.Struct({ id: Schema.Int, emails: Schema.optionalKey(Schema.Array(Schema.String)) })
})
const decodeItem = Schema.decodeUnknownOption(Item)
const decodeMade = Schema.decodeUnknownOption(
  Schema.Struct({
    id: Schema.Int,
    add_time: Schema.String,
    emails: Schema.optionalKey(
      Schema.NullOr(Schema.Array(Schema.Struct({ value: Schema.optionalKey(Schema.NullOr(Schema.String)) })))
    )
  })
)

const itemsIn = (answer: Caller.Answer): ReadonlyArray<Named> => {
  const data = Api.dataIn(answer)
  const items = Predicate.isObject(data) ? Reflect.get(data, "items") : undefined
  return (Array.isArray(items) ? items : []).flatMap((one) =>
    Option.toArray(decodeItem(one)).map(({ item: { emails = [], id } }) => ({ id, emails }))
  )
}

const firstOf = (email: string, people: ReadonlyArray<Named>): Crm.PersonId | undefined => {
  const name = email.toLowerCase()
  const ids = people.filter(({ emails }) => emails.some((one) => one.toLowerCase() === name)).map(({ id }) => id)
  return ids.length === 0 ? undefined : Crm.PersonId.make(String(Math.min(...ids)))
}

/** What was written and does not come back was not kept, whatever the status says. */
const kept = (row: Reading.Person | undefined, values: Record<string, Fields.Value>) => {
  const shown = row?.custom_fields
  const lost = Object.keys(values).filter((code) => values[code] !== null && shown && !Object.hasOwn(shown, code))
  return lost.length === 0
    ? Effect.void
    : Effect.fail(
        new Crm.CrmError({
          reason: "misconfigured",
          problem: `Pipedrive: it did not keep the fields with the keys ${lost.join(", ")}: were they deleted? Run the set-up again`
        })
      )
}

const nameless = Effect.fail(
  new Crm.CrmError({ reason: "refused", problem: "Pipedrive finds nobody without an e-mail address" })
)

const newPerson = (card: Crm.Card, email: string, values: Record<string, Fields.Value>) => ({
  name: (card.name ?? email).slice(0, 255),
  emails: [{ value: email, primary: true, label: "work" }],
  custom_fields: values
})

const numberIn = (one: unknown): number | undefined => {
  const id = Predicate.isObject(one) ? Reflect.get(one, "id") : undefined
  return typeof id === "number" ? id : undefined
}

/** The first version counts where a page begins. */
const nextStartIn = ({ body }: Caller.Answer): number | undefined => {
  const more = Predicate.isObject(body) ? Reflect.get(body, "additional_data") : undefined
  const pages = Predicate.isObject(more) ? Reflect.get(more, "pagination") : undefined
  const next =
    Predicate.isObject(pages) && Reflect.get(pages, "more_items_in_collection") === true
      ? Reflect.get(pages, "next_start")
      : undefined
  return typeof next === "number" ? next : undefined
}

/**
 * Pipedrive as the CRM: `Temoin.open({ adapters: Layer.mergeAll(…, Pipedrive.layer({ company, token })) })`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Crm.Crm, InvalidCompany> =>
  Layer.effect(Crm.Crm, Effect.fromResult(make(options)))
