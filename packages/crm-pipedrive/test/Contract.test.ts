import * as FakeApi from "@temoin/contract/FakeApi"
import * as TypeSchema from "@temoin/contract/TypeSchema"
import * as Contact from "@temoin/core/Contact"
import { PersonId } from "@temoin/core/ports/Crm"
import type { Card, Entry } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Survey from "@temoin/core/Survey"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { v1, v2 } from "pipedrive"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { start, world } from "./desk.ts"

const files = {
  v2: [
    "add-person-request",
    "update-person-request",
    "add-activity-request",
    "add-person-field-request",
    "add-deal-field-options-request-inner"
  ],
  v1: ["add-note-request", "add-webhook-request"]
}
const types = TypeSchema.all(
  import.meta.url,
  "pipedrive",
  Object.entries(files).flatMap(([version, names]) =>
    names.map((name) => `dist/versions/${version}/models/${name}.d.ts`)
  )
)

const card = (person?: PersonId): Card => ({
  contact: Contact.ContactId.make("anna"),
  person,
  email: "anna+1@example.com",
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
const entry = (_tag: "Note" | "Task", person: PersonId): Entry => {
  const common = { key: "e1", at: start, title: "Answered 3 of 10", words: "Late.", lines: [] }
  return {
    mark: "0".repeat(32),
    person,
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

const webhook = {
  url: "https://app.example.com/hooks/abcdefghijklmnopqrstuvwxyz",
  user: "temoin",
  password: "a long enough password"
}

/** What our adapter sends in the course of everything that it can do. */
const everything = async () => {
  const { crm, desk, fake, hurry } = world({ owners: { support: 77 }, webhook, campaigns: true })
  const run = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.runPromise(Effect.provideService(effect, Clock.Clock, hurry.clock))
  await run(crm.check)
  await run(crm.setUp)
  for (const { options } of fake.fields.values()) options.splice(1)
  await run(crm.setUp)
  const [told] = await run(crm.tell([card()]))
  const person = PersonId.make(String(told !== undefined && "success" in told ? told.success : ""))
  await run(crm.tell([card(person)]))
  const note = await run(crm.add(entry("Note", person), false))
  const task = await run(crm.add(entry("Task", person), false))
  await run(crm.add(entry("Note", person), true))
  await run(crm.add(entry("Task", person), true))
  await run(crm.complete(task))
  await run(crm.people([person]))
  await run(crm.people(Array.from({ length: 12 }, (_, index) => PersonId.make(String(index + 1)))))
  await run(desk.moveDeal("1", "won", [person]))
  for (let cursor: string | undefined, times = 0; times < 6; times++) {
    hurry.pass(3_600_000)
    cursor = (await run(crm.changes(cursor))).cursor
  }
  await run(crm.forget(person, [note, task]))
  return {
    calls: fake.api.calls,
    person: Number(person),
    note: Number(note.split("/")[1]),
    task: Number(task.split("/")[1])
  }
}

const bodies: ReadonlyArray<readonly [string, string, string]> = [
  ["POST", "/api/v2/personFields", "AddPersonFieldRequest"],
  ["POST", "/api/v2/persons", "AddPersonRequest"],
  ["PATCH", "/api/v2/persons/…", "UpdatePersonRequest"],
  ["POST", "/api/v1/notes", "AddNoteRequest"],
  ["POST", "/api/v2/activities", "AddActivityRequest"],
  ["PATCH", "/api/v2/activities/…", "AddActivityRequest"],
  ["POST", "/api/v1/webhooks", "AddWebhookRequest"]
]

/** The types of these take any key, so it is what they do take that must be right. */
const open: ReadonlyArray<string> = ["AddNoteRequest"]

/** Without the numbers of what is there. */
const place = (path: string) => path.replace(/\/(?:\d+$|[0-9a-f]{40}(?=\/))/, "/…")

describe("what we send is what Pipedrive's own types take", () => {
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
      const first = calls[0]?.body as Record<string, unknown>
      const [key = ""] = Object.keys(first)
      expect(check({ ...first, [key]: 7 })).not.toEqual([])
      if (!open.includes(type)) expect(check({ ...first, unheardOf: true })).not.toEqual([])
    })
  }

  it("choices that are missing", () => {
    const calls = sent.calls.filter(({ path }) => path.endsWith("/options"))
    expect(calls.length).toBeGreaterThan(0)
    const check = types("AddDealFieldOptionsRequestInner")
    expect(calls.flatMap(({ body }) => (body as ReadonlyArray<unknown>).flatMap(check))).toEqual([])
    expect(check({ label: 7 })).not.toEqual([])
  })

  it("nothing else has a body", () => {
    const known = [...bodies.map(([method, path]) => `${method} ${path}`), "POST /api/v2/personFields/…/options"]
    const others = sent.calls
      .filter(({ body }) => body !== undefined)
      .map(({ method, path }) => `${method} ${place(path)}`)
    expect(others.filter((call) => !known.includes(call))).toEqual([])
  })
})

describe("Pipedrive's own client makes the same calls", () => {
  let sent: Awaited<ReturnType<typeof everything>>
  const heard: Array<{ method: string; path: string; query: Record<string, string>; body: unknown }> = []
  let served: Awaited<ReturnType<typeof FakeApi.serve>>
  let one: v1.Configuration
  let two: v2.Configuration
  beforeAll(async () => {
    sent = await everything()
    const api = FakeApi.make({
      now: () => 0,
      handle: ({ body, headers, method, path, query }) => {
        expect(headers.get("x-api-token")).toBe("token-1")
        heard.push({ method, path, query: Object.fromEntries(query), body })
        return { status: 200, json: { success: true, data: {} } }
      }
    })
    served = await FakeApi.serve(api.fetch)
    one = new v1.Configuration({ apiKey: "token-1", basePath: `${served.url}/api/v1` })
    two = new v2.Configuration({ apiKey: "token-1", basePath: `${served.url}/api/v2` })
  })
  afterAll(() => served.close())

  /** Ours, given to theirs, comes out the same. */
  const same = async (
    method: string,
    path: string,
    call: (body: never, query: never) => Promise<unknown>,
    has: (query: URLSearchParams) => boolean = () => true
  ) => {
    const ours = sent.calls.find((one) => one.method === method && place(one.path) === path && has(one.query))
    const query = Object.fromEntries(ours?.query ?? [])
    heard.length = 0
    await call(ours?.body as never, query as never)
    expect(heard).toEqual([{ method, path: ours?.path, query, body: ours?.body }])
  }

  it("a person is looked for, made, updated, shown and listed", async () => {
    const persons = new v2.PersonsApi(two)
    await same("GET", "/api/v2/persons/search", (_, query) => persons.searchPersons(query))
    await same("POST", "/api/v2/persons", (AddPersonRequest) => persons.addPerson({ AddPersonRequest }))
    await same("PATCH", "/api/v2/persons/…", (UpdatePersonRequest) =>
      persons.updatePerson({ id: sent.person, UpdatePersonRequest })
    )
    await same("GET", "/api/v2/persons/…", (_, query: object) => persons.getPerson({ id: sent.person, ...query }))
    for (const name of ["ids", "sort_by", "updated_since"]) {
      await same(
        "GET",
        "/api/v2/persons",
        (_, query) => persons.getPersons(query),
        (query) => query.has(name)
      )
    }
  })

  it("deals and activities are listed", async () => {
    await same("GET", "/api/v2/deals", (_, query) => new v2.DealsApi(two).getDeals(query))
    await same("GET", "/api/v2/activities", (_, query) => new v2.ActivitiesApi(two).getActivities(query))
  })

  it("a note is made, looked for and taken away", async () => {
    const notes = new v1.NotesApi(one)
    await same("POST", "/api/v1/notes", (AddNoteRequest) => notes.addNote({ AddNoteRequest }))
    await same(
      "GET",
      "/api/v1/notes",
      (_, query) => notes.getNotes(query),
      (query) => query.has("person_id")
    )
    await same("DELETE", "/api/v1/notes/…", () => notes.deleteNote({ id: sent.note }))
  })

  it("an activity is made, ticked off and taken away", async () => {
    const activities = new v2.ActivitiesApi(two)
    await same("POST", "/api/v2/activities", (AddActivityRequest) => activities.addActivity({ AddActivityRequest }))
    await same("PATCH", "/api/v2/activities/…", (AddActivityRequest) =>
      activities.updateActivity({ id: sent.task, AddActivityRequest })
    )
    await same("DELETE", "/api/v2/activities/…", () => activities.deleteActivity({ id: sent.task }))
  })

  it("fields and webhooks are listed and made", async () => {
    const fields = new v2.PersonFieldsApi(two)
    const webhooks = new v1.WebhooksApi(one)
    await same("GET", "/api/v2/personFields", (_, query) => fields.getPersonFields(query))
    await same("POST", "/api/v2/personFields", (AddPersonFieldRequest) =>
      fields.addPersonField({ AddPersonFieldRequest })
    )
    await same("POST", "/api/v2/personFields/…/options", (AddDealFieldOptionsRequestInner) => {
      const field_code = sent.calls.find(({ path }) => path.endsWith("/options"))?.path.split("/")[4] ?? ""
      return fields.addPersonFieldOptions({ field_code, AddDealFieldOptionsRequestInner })
    })
    await same("GET", "/api/v1/webhooks", () => webhooks.getWebhooks())
    await same("POST", "/api/v1/webhooks", (AddWebhookRequest) => webhooks.addWebhook({ AddWebhookRequest }))
  })

  it("understands what the fake answers", async () => {
    const { fake, hurry } = world()
    const own = await FakeApi.serve(fake.api.fetch)
    const there = new v2.Configuration({ apiKey: "token-1", basePath: `${own.url}/api/v2` })
    const persons = new v2.PersonsApi(there)
    const fields = new v2.PersonFieldsApi(there)
    const { data: field } = await fields.addPersonField({
      AddPersonFieldRequest: {
        field_name: "A choice",
        field_type: "enum",
        options: [{ label: "one" }, { label: "two" }]
      }
    })
    const [option] = field?.options ?? []
    const code = field?.field_code ?? ""
    const { data: made } = await persons.addPerson({
      AddPersonRequest: {
        name: "Anna",
        emails: [{ value: "anna@example.com", primary: true }],
        custom_fields: { [code]: option?.id }
      }
    })
    expect(made).toMatchObject({ name: "Anna", is_deleted: false, custom_fields: { [code]: option?.id } })
    const id = made?.id ?? 0
    const found = await persons.searchPersons({ term: "ANNA@example.com", fields: "email", exact_match: true })
    expect(found.data?.items).toMatchObject([{ item: { id, emails: ["anna@example.com"] } }])
    for (let times = 0; times < 4; times++) {
      hurry.pass(1000)
      await persons.addPerson({ AddPersonRequest: { name: `No. ${times}` } })
    }
    const names: Array<string | undefined> = []
    for (let cursor: string | undefined, times = 0; times < 3; times++) {
      const page = await persons.getPersons({ limit: 2, sort_by: "update_time", ...(cursor && { cursor }) })
      names.push(...(page.data ?? []).map(({ name }) => name))
      cursor = page.additional_data?.next_cursor
    }
    expect(names).toEqual(["Anna", "No. 0", "No. 1", "No. 2", "No. 3"])
    await persons.deletePerson({ id })
    expect((await persons.getPerson({ id })).data).toMatchObject({ is_deleted: true })
    const notes = new v1.NotesApi(new v1.Configuration({ apiKey: "token-1", basePath: `${own.url}/api/v1` }))
    await expect(notes.addNote({ AddNoteRequest: { content: "x", person_id: id } })).rejects.toMatchObject({
      success: false
    })
    // one field and five people made, a search, three pages, one deleted and shown, a note
    expect(fake.spent()).toBe(6 * 5 + 20 + 3 * 10 + 3 + 1 + 10)
    await own.close()
  })
})
