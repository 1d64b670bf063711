import { Client } from "@hubspot/api-client"
import * as FakeApi from "@temoin/contract/FakeApi"
import * as TypeSchema from "@temoin/contract/TypeSchema"
import * as Contact from "@temoin/core/Contact"
import { PersonId } from "@temoin/core/ports/Crm"
import type { Card, Entry } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Survey from "@temoin/core/Survey"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { start, world } from "./desk.ts"

/** Of every kind of object the types are the same. */
const files = {
  contacts: [
    "BatchReadInputSimplePublicObjectId",
    "BatchInputSimplePublicObjectBatchInputForCreate",
    "BatchInputSimplePublicObjectBatchInput",
    "SimplePublicObjectInput",
    "SimplePublicObjectInputForCreate",
    "PublicObjectSearchRequest"
  ],
  properties: ["PropertyGroupCreate", "PropertyCreate"],
  "associations/v4": ["BatchInputPublicFetchAssociationsBatchRequest"]
}
const types = TypeSchema.all(
  import.meta.url,
  "@hubspot/api-client",
  Object.entries(files).flatMap(([area, names]) => names.map((name) => `lib/codegen/crm/${area}/models/${name}.d.ts`))
)

const card = (number: number, person?: string): Card => ({
  contact: Contact.ContactId.make(`contact ${number}`),
  person: person === undefined ? undefined : PersonId.make(person),
  email: `contact${number}@example.com`,
  name: "Anna Maria Smith",
  snapshot: {
    ...Snapshot.empty,
    score: 3,
    category: "detractor",
    answeredAt: start,
    survey: Survey.SurveyId.make("nps"),
    case: "opened"
  }
})
const entry = (_tag: "Note" | "Task", person: string): Entry => {
  const common = { key: "e1", at: start, title: "Answered 3 of 10", words: "Late.", lines: [] }
  return {
    mark: "0".repeat(32),
    person: PersonId.make(person),
    links: [{ label: "Anna", url: "https://app.example.com/anna" }],
    entry:
      _tag === "Note"
        ? { _tag, ...common }
        : {
            _tag,
            ...common,
            owner: "support",
            deadline: start,
            doneAt: undefined,
            about: { _tag: "Praise", praise: "e1" }
          }
  }
}

/** What our adapter sends in the course of everything that it can do. */
const everything = async () => {
  const { crm, desk, fake, hurry } = world({ owners: { support: "77" } })
  const run = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.runPromise(Effect.provideService(effect, Clock.Clock, hurry.clock))
  await run(crm.setUp)
  const [told] = await run(crm.tell([card(1)]))
  const person = String(told !== undefined && "success" in told ? told.success : "")
  await run(crm.tell([card(1, person)]))
  const note = await run(crm.add(entry("Note", person), false))
  const task = await run(crm.add(entry("Task", person), false))
  await run(crm.add(entry("Note", person), true))
  await run(crm.complete(task))
  await run(crm.people([PersonId.make(person)]))
  await run(desk.moveDeal("1", "won", [PersonId.make(person)]))
  for (let cursor: string | undefined, times = 0; times < 6; times++) cursor = (await run(crm.changes(cursor))).cursor
  await run(crm.forget(PersonId.make(person), [note, task]))
  return { calls: fake.api.calls, person, note, task }
}

const bodies: ReadonlyArray<readonly [string, string, string]> = [
  ["POST", "/crm/v3/properties/contacts/groups", "PropertyGroupCreate"],
  ["POST", "/crm/v3/properties/contacts", "PropertyCreate"],
  ["POST", "/crm/v3/objects/contacts/batch/read", "BatchReadInputSimplePublicObjectId"],
  ["POST", "/crm/v3/objects/contacts/batch/create", "BatchInputSimplePublicObjectBatchInputForCreate"],
  ["POST", "/crm/v3/objects/contacts/batch/update", "BatchInputSimplePublicObjectBatchInput"],
  ["PATCH", "/crm/v3/objects/contacts/…", "SimplePublicObjectInput"],
  ["POST", "/crm/v3/objects/contacts/search", "PublicObjectSearchRequest"],
  ["POST", "/crm/v3/objects/notes", "SimplePublicObjectInputForCreate"],
  ["POST", "/crm/v3/objects/notes/batch/read", "BatchReadInputSimplePublicObjectId"],
  ["POST", "/crm/v3/objects/tasks", "SimplePublicObjectInputForCreate"],
  ["PATCH", "/crm/v3/objects/tasks/…", "SimplePublicObjectInput"],
  ["POST", "/crm/v3/objects/deals/search", "PublicObjectSearchRequest"],
  ["POST", "/crm/v3/objects/meetings/search", "PublicObjectSearchRequest"],
  ["POST", "/crm/v3/objects/tickets/search", "PublicObjectSearchRequest"],
  ["POST", "/crm/v3/objects/tasks/search", "PublicObjectSearchRequest"],
  ["POST", "/crm/v4/associations/deals/contacts/batch/read", "BatchInputPublicFetchAssociationsBatchRequest"]
]

/** Without the numbers of what is there. */
const place = (path: string) => path.replace(/\/\d+$/, "/…")

describe("what we send is what HubSpot's own types take", () => {
  let sent: Awaited<ReturnType<typeof everything>>
  beforeAll(async () => {
    sent = await everything()
  })

  for (const [method, path, type] of bodies) {
    it(`${method} ${path}: ${type}`, () => {
      const calls = sent.calls.filter((call) => call.method === method && place(call.path) === path)
      expect(calls.length).toBeGreaterThan(0)
      const check = types(type)
      expect(calls.flatMap(({ body }) => check(body))).toEqual([])
      // the harness would notice
      const [first] = calls
      expect(check({ ...(first?.body as object), unheardOf: true })).not.toEqual([])
    }, 60_000)
  }

  it("nothing else has a body", () => {
    const known = bodies.map(([method, path]) => `${method} ${path}`)
    const others = sent.calls
      .filter(({ body }) => body !== undefined)
      .map(({ method, path }) => `${method} ${place(path)}`)
    expect(others.filter((call) => !known.includes(call))).toEqual([])
  })
})

describe("HubSpot's own client makes the same calls", () => {
  let sent: Awaited<ReturnType<typeof everything>>
  const heard: Array<{ method: string; path: string; query: string; body: unknown }> = []
  let served: Awaited<ReturnType<typeof FakeApi.serve>>
  let client: Client
  beforeAll(async () => {
    sent = await everything()
    const api = FakeApi.make({
      now: () => 0,
      handle: ({ body, method, path, query }) => {
        heard.push({ method, path, query: query.toString(), body })
        const isMade = method === "POST" && !/(?:read|update|search)$/.test(path)
        const json = { results: [], id: "1", properties: {}, createdAt: "2026-01-05T09:00:00Z" }
        return method === "DELETE" ? { status: 204 } : { status: isMade ? 201 : 200, json }
      }
    })
    served = await FakeApi.serve(api.fetch)
    client = new Client({ accessToken: "pat-1", basePath: served.url })
  })
  afterAll(() => served.close())

  const same = async (method: string, path: string, call: (body: never) => Promise<unknown>) => {
    const ours = sent.calls.find((one) => one.method === method && place(one.path) === path)
    heard.length = 0
    await call(ours?.body as never)
    expect(heard).toEqual([{ method, path: ours?.path, query: ours?.query.toString(), body: ours?.body }])
  }

  it("a batch of contacts read, made and updated", async () => {
    const { batchApi } = client.crm.contacts
    await same("POST", "/crm/v3/objects/contacts/batch/read", (body) => batchApi.read(body))
    await same("POST", "/crm/v3/objects/contacts/batch/create", (body) => batchApi.create(body))
    await same("POST", "/crm/v3/objects/contacts/batch/update", (body) => batchApi.update(body))
  })

  it("a search", async () => {
    await same("POST", "/crm/v3/objects/contacts/search", (body) => client.crm.contacts.searchApi.doSearch(body))
    await same("POST", "/crm/v3/objects/deals/search", (body) => client.crm.deals.searchApi.doSearch(body))
  })

  it("a note and a task, and the task ticked off", async () => {
    await same("POST", "/crm/v3/objects/notes", (body) => client.crm.objects.notes.basicApi.create(body))
    await same("POST", "/crm/v3/objects/tasks", (body) => client.crm.objects.tasks.basicApi.create(body))
    const id = sent.task.split("/")[1] ?? ""
    await same("PATCH", "/crm/v3/objects/tasks/…", (body) => client.crm.objects.tasks.basicApi.update(id, body))
    await same("DELETE", "/crm/v3/objects/notes/…", () =>
      client.crm.objects.notes.basicApi.archive(sent.note.split("/")[1] ?? "")
    )
  })

  it("the group and the properties", async () => {
    await same("POST", "/crm/v3/properties/contacts/groups", (body) =>
      client.crm.properties.groupsApi.create("contacts", body)
    )
    await same("POST", "/crm/v3/properties/contacts", (body) => client.crm.properties.coreApi.create("contacts", body))
    await same("GET", "/crm/v3/properties/contacts", () => client.crm.properties.coreApi.getAll("contacts"))
  })

  it("whom something is about", async () => {
    await same("POST", "/crm/v4/associations/deals/contacts/batch/read", (body) =>
      client.crm.associations.v4.batchApi.getPage("deals", "contacts", body)
    )
  })

  it("understands what the fake answers", async () => {
    const { fake } = world()
    const own = await FakeApi.serve(fake.api.fetch)
    const theirs = new Client({ accessToken: "pat-1", basePath: own.url })
    const made = await theirs.crm.contacts.basicApi.create({
      properties: { email: "anna@example.com" },
      associations: []
    })
    const { results } = await theirs.crm.contacts.searchApi.doSearch({
      filterGroups: [],
      sorts: [],
      properties: ["email"],
      limit: 10,
      after: "0"
    })
    expect(results).toMatchObject([
      { id: made.id, properties: { email: "anna@example.com" }, updatedAt: expect.any(Date) }
    ])
    const batch = await theirs.crm.contacts.batchApi.read({
      properties: ["email"],
      propertiesWithHistory: [],
      inputs: [{ id: made.id }, { id: "999" }]
    })
    expect(batch).toMatchObject({ results: [{ id: made.id }], numErrors: 1 })
    await own.close()
  })
})
