import type * as FakeApi from "@temoin/contract/FakeApi"
import * as FakePipedrive from "@temoin/contract/FakePipedrive"
import * as Contact from "@temoin/core/Contact"
import { PersonId } from "@temoin/core/ports/Crm"
import type { Call, Card, Change, CrmError, Entry } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Activity from "@temoin/crm-pipedrive/Activity"
import * as Api from "@temoin/crm-pipedrive/Api"
import * as Pipedrive from "@temoin/crm-pipedrive/Pipedrive"
import * as Webhook from "@temoin/crm-pipedrive/Webhook"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { peopleOf, start, world } from "./desk.ts"

const webhook = {
  url: "https://app.example.com/hooks/pipedrive/abcdefghijklmnopqrstuvwxyz",
  user: "temoin",
  password: "a password that nobody guesses",
  ownUser: FakePipedrive.ownUser
}

const make = async (options: Partial<Pipedrive.Options> = {}, there: Parameters<typeof world>[1] = {}) => {
  const made = world({ webhook, ...options }, there)
  const run = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.runPromise(Effect.result(Effect.provideService(effect, Clock.Clock, made.hurry.clock)))
  await run(made.crm.setUp)
  const enter = (name: string) => PersonId.make(String(made.fake.put("persons", personOf(name))))
  return { ...made, run, enter }
}

const personOf = (name: string, email = `${name}@example.com`) => ({ name, emails: [{ value: email, primary: true }] })
const card = (name: string, person?: PersonId): Card => ({
  contact: Contact.ContactId.make(name),
  person,
  email: `${name}@example.com`,
  name,
  snapshot: { ...Snapshot.empty, score: 9, category: "promoter" }
})
const note = (person: PersonId, words = "Good."): Entry => ({
  mark: "0".repeat(32),
  person,
  links: [],
  entry: { _tag: "Note", key: "e1", at: start, title: "Answered", words, lines: [] }
})
const task = (person: PersonId, owner: string): Entry => ({
  ...note(person),
  entry: {
    ...note(person).entry,
    _tag: "Task",
    owner,
    deadline: start + 90 * 60_000,
    doneAt: undefined,
    about: { _tag: "Praise", praise: "e1" }
  }
})
const problem = (result: Result.Result<unknown, CrmError> | undefined) =>
  result !== undefined && Result.isFailure(result) ? `${result.failure.reason}: ${result.failure.problem}` : "done"

const readAll = async ({ crm, run }: Awaited<ReturnType<typeof make>>, from?: string) => {
  const found: Array<Change> = []
  let cursor = from
  for (;;) {
    const read = Result.getOrThrow(await run(crm.changes(cursor)))
    found.push(...read.changes)
    cursor = read.cursor
    if (read.isDone) return { found, cursor }
  }
}

describe("bad input, each with its own outcome", () => {
  it("a company that can be none is refused, so that nobody else is shown the token", () => {
    for (const company of ["", "acme.pipedrive.com", "https://acme", "evil.example/", "a b", "-a", "acme#"]) {
      expect(Pipedrive.make({ company, token: "token-1" })).toMatchObject({
        failure: { message: expect.stringContaining(`give the "acme" of acme.pipedrive.com`) }
      })
    }
  })

  it("a revoked token stops everything, and says what to do", async () => {
    const { crm, fake, run } = await make()
    fake.revoke()
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(/^misconfigured: .*was it revoked\? Make a new one/)
  })

  it("a token that may not do something says what", async () => {
    const { crm, enter, fake, run } = await make()
    fake.forbid("POST notes")
    fake.forbid("GET notes")
    expect(problem(await run(crm.add(note(enter("anna")), false)))).toMatch(
      /^misconfigured: .*POST \/api\/v1\/notes: the token may not do this: Scope and URL mismatch/
    )
    expect(await run(crm.check)).toMatchObject({ success: { missingScopes: ["whatever lets it read notes"] } })
  })

  it("a renamed field is said to be missing, and is made again", async () => {
    const { fake, make: again, run } = await make()
    fake.renameField("NPS: last score", "Punkte")
    const crm = again()
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(
      /^misconfigured: .*missing.*: NPS: last score\. Run the set-up again, or was it renamed\?/
    )
    expect(await run(crm.check)).toMatchObject({ success: { missingFields: ["NPS: last score"] } })
    expect(await run(crm.setUp)).toMatchObject({ success: ["NPS: last score"] })
    expect(await run(crm.tell([card("anna")]))).toMatchObject({ success: [{ _tag: "Success" }] })
  })

  it("a field that is deleted while we run is noticed, and looked for anew", async () => {
    const { crm, fake, run } = await make()
    await run(crm.tell([card("ben")]))
    fake.fields.delete(fake.keyOf("NPS: last score") ?? "")
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(/^misconfigured: .*run the set-up again/)
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(/^misconfigured: .*NPS: last score/)
  })

  it("a field that is not kept, although the answer is yes, is noticed", async () => {
    const { crm, enter, fake, run } = await make()
    const anna = enter("anna")
    const reply = { status: 200, json: { success: true, data: { id: Number(anna), custom_fields: {} } } }
    fake.api.fault = ({ method }) => (method === "PATCH" ? { _tag: "Answers", reply, isDone: false } : undefined)
    expect(problem(await run(crm.tell([card("anna", anna)])))).toMatch(/^misconfigured: .*did not keep the fields/)
  })

  it("a choice that somebody renamed is said to be missing, and is made again", async () => {
    const { fake, make: again, run } = await make()
    const options = fake.fields.get(fake.keyOf("NPS: category") ?? "")?.options ?? []
    options.splice(0, 1, { id: options[0]?.id ?? 0, label: "Fan" })
    const crm = again()
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(/^misconfigured: .*NPS: category/)
    expect(await run(crm.check)).toMatchObject({ success: { missingFields: ["NPS: category: promoter"] } })
    expect(await run(crm.setUp)).toMatchObject({ success: ["NPS: category: promoter"] })
    expect(await run(crm.tell([card("anna")]))).toMatchObject({ success: [{ _tag: "Success" }] })
  })

  it("a field of another type, or two of one name, are problems that somebody must put right", async () => {
    const { crm, fake, run } = await make()
    fake.fields.delete(fake.keyOf("NPS: last score") ?? "")
    fake.fields.set("a".repeat(40), { code: "a".repeat(40), name: "NPS: last score", type: "varchar", options: [] })
    fake.fields.set("b".repeat(40), { code: "b".repeat(40), name: "NPS: survey", type: "varchar", options: [] })
    const problems = [
      expect.stringContaining(`the field "NPS: last score" holds a varchar and must hold a double`),
      `two fields of people are called "NPS: survey": delete one, or call it otherwise`
    ]
    expect(await run(crm.check)).toMatchObject({ success: { problems } })
    expect(problem(await run(crm.setUp))).toContain("misconfigured")
  })

  it("a deleted person is gone, and stops no other", async () => {
    const { crm, enter, fake, run } = await make()
    const [anna, ben] = [enter("anna"), enter("ben")]
    fake.remove("persons", Number(anna))
    const results = Result.getOrThrow(await run(crm.tell([card("anna", anna), card("ben", ben)])))
    expect(results.map(problem)).toEqual([expect.stringContaining("gone: "), "done"])
    expect(problem(await run(crm.add(note(anna), false)))).toMatch(/^gone: /)
  })

  it("a merged person is found under whom they were merged into, by the address that they brought along", async () => {
    const { crm, enter, fake, run } = await make()
    const [anna, annette] = [enter("anna"), enter("annette")]
    fake.merge(Number(anna), Number(annette))
    const [result] = Result.getOrThrow(await run(crm.tell([card("anna", anna)])))
    expect(result).toMatchObject({ failure: { reason: "gone", into: annette } })
    expect(await run(crm.tell([card("anna")]))).toMatchObject({ success: [{ success: annette }] })
  })

  it("of two people there with one address the first is told; two contacts with one address are one person", async () => {
    const { crm, enter, fake, run } = await make()
    const first = enter("anna")
    fake.put("persons", personOf("Anna again", "Anna@Example.com"))
    expect(await run(crm.tell([card("anna")]))).toMatchObject({ success: [{ success: first }] })
    const results = Result.getOrThrow(await run(crm.tell([card("ben"), { ...card("ben2"), email: "Ben@Example.com" }])))
    expect(results[0]).toEqual(results[1])
    expect(peopleOf(fake)).toHaveLength(3)
  })

  it("who was made a moment ago is not made again, although the search does not find them yet", async () => {
    const { fake, make: again, run } = await make({}, { lag: () => 300_000 })
    fake.api.fault = ({ method, path }) =>
      method === "POST" && path.endsWith("/persons") ? { _tag: "Cut", isDone: true } : undefined
    const [lost] = Result.getOrThrow(await run(again().tell([card("anna")])))
    expect(problem(lost)).toMatch(/^uncertain: /)
    fake.api.fault = () => undefined
    // another process, which knows nothing of the first
    expect(await run(again().tell([card("anna")]))).toMatchObject({ success: [{ _tag: "Success" }] })
    expect(peopleOf(fake)).toHaveLength(1)
  })

  it("told of by two at once, somebody is made once", async () => {
    const { crm, fake, run } = await make({}, { lag: () => 300_000 })
    // the first has looked at who is new before the second makes Anna
    const many = ["ben", "carl", "dora", "eve", "anna"].map((name) => card(name))
    const both = await run(Effect.all([crm.tell(many), crm.tell([card("anna")])], { concurrency: "unbounded" }))
    expect(Result.isSuccess(both)).toBe(true)
    expect(peopleOf(fake)).toHaveLength(5)
  })

  it("an address that changed there stays theirs", async () => {
    const { crm, desk, enter, fake, run } = await make()
    const anna = enter("anna")
    await run(desk.readdress(anna, "new@example.com"))
    expect(await run(crm.tell([card("anna", anna)]))).toMatchObject({ success: [{ success: anna }] })
    expect(fake.objects.persons.get(Number(anna))?.values.emails).toEqual([{ value: "new@example.com", primary: true }])
  })

  it("who has no address cannot be found, and an address that is none keeps nobody else out", async () => {
    const { crm, fake, run } = await make()
    fake.refuse("ben@example.com")
    const nameless = { ...card("anna"), email: undefined }
    const results = Result.getOrThrow(await run(crm.tell([nameless, card("ben"), card("carl")])))
    expect(results.map(problem)).toEqual([
      "refused: Pipedrive finds nobody without an e-mail address",
      expect.stringContaining("refused: "),
      "done"
    ])
  })

  it("a cursor that is none is refused", async () => {
    const { crm, run } = await make()
    expect(problem(await run(crm.changes("nonsense")))).toContain("this is no cursor")
  })
})

const enterStatuses = (fake: FakePipedrive.FakePipedrive) =>
  ["unsubscribed", "subscribed", "no_consent", "archived"].map((marketing_status) =>
    fake.put("persons", { ...personOf(marketing_status), org_id: 7, marketing_status })
  )

describe("what happens there", () => {
  it("deals, meetings and tasks are told, each once it is over", async () => {
    const world = await make()
    const { enter, fake } = world
    const anna = enter("anna")
    const of = { person_id: Number(anna), stage_id: 3 }
    const won = fake.put("deals", { status: "won", won_time: "2026-01-04T08:00:00Z", ...of })
    const lost = fake.put("deals", { status: "lost", ...of })
    const open = fake.put("deals", { status: "open", ...of, stage_change_time: "2026-01-03T08:00:00Z" })
    const nobodys = fake.put("deals", { status: "won", stage_id: 3, person_id: null })
    const due = { due_date: "2026-01-02", due_time: "14:30:00", participants: [{ person_id: Number(anna) }] }
    const meeting = fake.put("activities", { type: "meeting", done: true, ...due })
    fake.put("activities", { type: "meeting", done: false, ...due })
    const call = fake.put("activities", { type: "call", done: true, marked_as_done_time: "2026-01-05T08:59:00Z" })
    const { found } = await readAll(world)
    expect(found.filter(({ _tag }) => _tag !== "PersonSeen")).toEqual([
      { _tag: "DealMoved", deal: `${won}`, people: [anna], stage: "won", outcome: "won", at: Date.UTC(2026, 0, 4, 8) },
      { _tag: "DealMoved", deal: `${lost}`, people: [anna], stage: "lost", outcome: "lost", at: start },
      { _tag: "DealMoved", deal: `${open}`, people: [anna], stage: "3", outcome: "open", at: Date.UTC(2026, 0, 3, 8) },
      { _tag: "DealMoved", deal: `${nobodys}`, people: [], stage: "won", outcome: "won", at: start },
      { _tag: "TaskDone", task: `activities/${meeting}`, at: start, by: "Pipedrive" },
      { _tag: "MeetingHeld", meeting: `${meeting}`, people: [anna], at: Date.UTC(2026, 0, 2, 14, 30) },
      { _tag: "TaskDone", task: `activities/${call}`, at: Date.UTC(2026, 0, 5, 8, 59), by: "Pipedrive" }
    ])
  })

  it("whether somebody wants mail is read in Campaigns, where there is one", async () => {
    const one = await make({ campaigns: true })
    enterStatuses(one.fake)
    const told = (await readAll(one)).found.map((change) =>
      change._tag === "PersonSeen" ? [change.name, change.optedOut, change.basis, change.account] : []
    )
    expect(told).toEqual([
      ["unsubscribed", true, undefined, "pipedrive-org-7"],
      ["subscribed", undefined, "subscribed in Campaigns", "pipedrive-org-7"],
      ["no_consent", undefined, undefined, "pipedrive-org-7"],
      ["archived", undefined, undefined, "pipedrive-org-7"]
    ])
    const without = await make()
    enterStatuses(without.fake)
    for (const change of (await readAll(without)).found) expect(change).not.toHaveProperty("optedOut")
  })

  it("our own id for somebody comes back", async () => {
    const world = await make()
    await world.run(world.crm.tell([card("anna")]))
    expect((await readAll(world)).found).toMatchObject([{ _tag: "PersonSeen", contact: "anna" }])
  })

  it("however often one asks, Pipedrive is read once in a while", async () => {
    const world = await make({ readEvery: 900_000 })
    const { enter, fake, hurry } = world
    const first = await readAll(world)
    const before = fake.spent()
    enter("anna")
    hurry.pass(899_999)
    const second = await readAll(world, first.cursor)
    expect([second.found, fake.spent() - before]).toEqual([[], 0])
    hurry.pass(1)
    expect((await readAll(world, second.cursor)).found).toMatchObject([{ name: "anna" }])
    expect(fake.spent() - before).toBe(30)
  })
})

const answers = (reply: FakeApi.Reply): FakeApi.Fault => ({ _tag: "Answers", reply, isDone: false })

describe("limits", () => {
  it("waits as long as it is told to, then does it", async () => {
    const { crm, fake, hurry, run } = await make()
    for (const [headers, millis] of [
      [{ "retry-after": "7" }, 7000],
      [{ "x-ratelimit-reset": "3" }, 3000],
      [{}, 2000]
    ] as const) {
      hurry.pass(60_000)
      let left = 1
      fake.api.fault = () => (left-- > 0 ? answers({ status: 429, headers, json: {} }) : undefined)
      const began = hurry.now()
      expect(problem(await run(crm.people([PersonId.make("1")])))).toBe("done")
      expect(hurry.now() - began).toBe(millis)
    }
  })

  it("when the day's tokens are used up it says until when, and does not ask again", async () => {
    const { crm, enter, fake, hurry, run } = await make({}, { daily: 300 })
    const anna = enter("anna")
    let result = await run(crm.add(note(anna), false))
    while (Result.isSuccess(result)) result = await run(crm.add(note(anna), false))
    // a tenth is kept for others
    expect(result).toMatchObject({ failure: { reason: "unavailable", retryAfter: Date.UTC(2026, 0, 6) - hurry.now() } })
    expect(problem(result)).toMatch(/tokens today are used up, 3\d of 300 are left and are kept for others/)
    expect(fake.api.calls.filter(({ status }) => status === 429)).toHaveLength(0)
    expect((await run(crm.allowances)) as object).toMatchObject({
      success: [
        { name: "calls in two seconds" },
        { name: "searches in two seconds" },
        { name: "tokens today", limit: 300 }
      ]
    })
  })

  it("when others have used up the day it is left alone until midnight", async () => {
    const { crm, fake, run } = await make()
    const before = fake.api.calls.length
    const ask = () => run(crm.people([PersonId.make("1")]))
    const untilMidnight = { failure: { reason: "unavailable", retryAfter: 15 * 3_600_000 } }
    // without the limit beside it we do not know what that is out of
    const none = { "x-daily-ratelimit-token-remaining": "0" }
    fake.api.fault = () => answers({ status: 429, headers: none, json: {} })
    expect(await ask()).toMatchObject(untilMidnight)
    expect(fake.api.calls.length - before).toBe(1)
    const headers = { ...none, "x-daily-ratelimit-token-limit": "30000" }
    fake.api.fault = () => answers({ status: 429, headers, json: {} })
    expect(await ask()).toMatchObject(untilMidnight)
    expect(await ask()).toMatchObject(untilMidnight)
    expect(fake.api.calls.length - before).toBe(2)
  })

  it("who is shut out leaves Pipedrive alone for a while", async () => {
    const { crm, fake, run } = await make()
    fake.api.fault = () => answers({ status: 403, html: "<html>Attention required</html>" })
    const result = await run(crm.tell([card("anna")]))
    expect(problem(result)).toMatch(/^unavailable: .*shuts us out/)
    expect(result).toMatchObject({ failure: { retryAfter: 900_000 } })
  })

  it("what may have been done is uncertain, what cannot have been is not", async () => {
    const { crm, enter, fake, run } = await make()
    const add = () => run(crm.add(note(enter("anna")), false)).then(problem)
    fake.api.fault = () => ({ _tag: "Cut", isDone: false })
    expect(await add()).toMatch(/^uncertain: /)
    fake.api.fault = () => answers({ status: 502, html: "" })
    expect(await add()).toMatch(/^uncertain: /)
    fake.api.fault = () => ({ _tag: "Refused" })
    expect(await add()).toMatch(/^unavailable: .*ECONNREFUSED/)
  })

  it("what we think a call costs is what Pipedrive takes for it", async () => {
    const { crm, enter, fake, hurry, run } = await make()
    const anna = enter("anna")
    await run(crm.check)
    await run(crm.tell([card("anna", anna), card("ben")]))
    const added = Result.getOrThrow(await run(crm.add(note(anna), true)))
    await run(crm.people([anna]))
    await run(crm.changes(undefined))
    await run(crm.forget(anna, [added]))
    const ours = fake.api.calls.reduce(
      (sum, { method, path, query }) => sum + Api.tokens(method as "GET", `${path}?${query}`),
      0
    )
    expect(ours).toBe(fake.spent())
    expect(hurry.now()).toBeGreaterThan(start)
  })

  it("an access token is asked for each time", async () => {
    let count = 0
    const shown: Array<string | null> = []
    const { crm, run } = await make({
      token: () => Promise.resolve(`access ${++count}`),
      fetch: (_, { headers }) => {
        shown.push(new Headers(headers).get("authorization"))
        return Promise.resolve(Response.json({ data: [] }))
      }
    })
    shown.length = 0
    await run(crm.changes(undefined))
    expect(shown).toEqual([`Bearer access ${count - 1}`, `Bearer access ${count}`])
  })
})

const heard = (call: Call, options = webhook) => Webhook.hear(options, call, start)
const event = (meta: object, to = webhook): Call => ({
  method: "POST",
  url: to.url,
  headers: { authorization: `Basic ${Buffer.from(`${to.user}:${to.password}`).toString("base64")}` },
  body: JSON.stringify({ meta: { version: "2.0", ...meta }, data: {}, previous: null })
})

const change = { action: "change", entity: "person", entity_id: "7", change_source: "app", user_id: "9" }

const hintsOf = (meta: object) => Result.getOrThrow(heard(event({ ...change, ...meta }))).length

describe("webhooks", () => {
  it("the set-up makes them, and check says when one is not there any more", async () => {
    const { crm, fake, run } = await make()
    expect(fake.hooks.map(({ event_object }) => event_object)).toEqual(["person", "deal", "activity"])
    expect(await run(crm.check)).toMatchObject({ success: { missingFields: [], problems: [] } })
    // three days without an answer
    fake.hooks.splice(1, 1)
    expect(await run(crm.check)).toMatchObject({ success: { missingFields: ["webhook deal"] } })
  })

  it("an address or a password that can be guessed is a problem", () => {
    expect(Webhook.problems(webhook)).toEqual([])
    expect(Webhook.problems({ ...webhook, url: "http://app.example.com/hooks", password: "1234" })).toHaveLength(3)
  })

  it("whoever does not know path, name and password is refused", () => {
    const call = event(change)
    const verdict = (changes: object) => (Result.isSuccess(heard({ ...call, ...changes })) ? "heard" : "refused")
    expect(verdict({})).toBe("heard")
    // behind a proxy the host sees another address
    expect(verdict({ url: "http://10.0.0.1:3000/hooks/pipedrive/abcdefghijklmnopqrstuvwxyz" })).toBe("heard")
    expect(verdict({ headers: { authorization: call.headers.authorization?.replace("Basic", "basic") } })).toBe("heard")
    for (const changes of [
      { method: "GET" },
      { url: "https://app.example.com/hooks/pipedrive" },
      { url: "nonsense" },
      { headers: {} },
      { headers: { authorization: "Basic short" } },
      event(change, { ...webhook, password: "a password that nobody guessed" }).headers,
      { body: "x".repeat(1_000_001) },
      { body: "nonsense" },
      { body: `{"v":1,"meta":{"object":"person","id":7},"event":"updated.person"}` }
    ].map((changes) => ("authorization" in changes ? { headers: changes } : changes))) {
      expect(verdict(changes)).toBe("refused")
    }
  })

  it("what we wrote ourselves is not looked at again, what others wrote through the API is", () => {
    expect(hintsOf({})).toBe(1)
    expect(hintsOf({ change_source: "api", user_id: "1" })).toBe(0)
    expect(hintsOf({ change_source: "api", user_id: "2" })).toBe(1)
    expect(hintsOf({ change_source: "app", user_id: "1" })).toBe(1)
    expect(hintsOf({ entity: "organization" })).toBe(0)
    expect(hintsOf({ entity: "deal", action: "delete" })).toBe(0)
  })

  it("of many changes to one person they are looked at once, as they are now", async () => {
    const { crm, enter, fake, run } = await make()
    const anna = enter("anna")
    fake.set("persons", Number(anna), { name: "Anna" })
    fake.set("persons", Number(anna), { name: "Anna Smith" })
    const hints: Array<string> = []
    await fake.deliveries.deliver(async (call) => {
      hints.push(...Result.getOrThrow(await run(crm.webhooks!.hear(call, start))))
      return 200
    })
    expect(new Set(hints).size).toBe(1)
    expect(await run(crm.webhooks!.look([...new Set(hints)]))).toMatchObject({ success: [{ name: "Anna Smith" }] })
  })

  it("merges and deletions are told, in any order, and a lie about one is not believed", async () => {
    const { crm, enter, fake, run } = await make()
    const [anna, annette, ben, carl] = [enter("anna"), enter("annette"), enter("ben"), enter("carl")]
    fake.merge(Number(anna), Number(annette))
    fake.remove("persons", Number(ben))
    const calls = [event({ action: "delete", entity: "person", entity_id: carl })]
    await fake.deliveries.deliver((call) => Promise.resolve(calls.unshift(call) && 200))
    const hints = calls.flatMap((call) => Result.getOrThrow(heard(call)))
    const told = Result.getOrThrow(await run(crm.webhooks!.look(hints)))
    expect(told).toContainEqual({ _tag: "PersonMerged", from: anna, into: annette, at: start })
    expect(told).toContainEqual({ _tag: "PersonGone", person: ben, at: start, isErased: false })
    expect(told.filter(({ _tag }) => _tag === "PersonGone")).toHaveLength(1)
    expect(told).toContainEqual(expect.objectContaining({ _tag: "PersonSeen", person: carl }))
  })

  it("who was banned for not answering learns of it all the same, by reading", async () => {
    const world = await make()
    const { enter, fake, hurry } = world
    const { cursor } = await readAll(world)
    for (let times = 0; times < 10; times++) enter(`lost ${times}`)
    await fake.deliveries.deliver(() => Promise.resolve(500))
    expect(fake.deliveries.isBanned()).toBe(true)
    enter("during the ban")
    for (let times = 0; times < 4; times++) {
      hurry.pass(200_000)
      await fake.deliveries.deliver(() => Promise.resolve(500))
    }
    expect(fake.deliveries.lost()).toBe(11)
    expect((await readAll(world, cursor)).found).toHaveLength(11)
  })
})

describe("what a note and a task look like", () => {
  it("a note says when it was, a task whose it is and until when", () => {
    expect(Activity.of(note(PersonId.make("7")))).toMatchObject({
      body: { person_id: 7, add_time: "2026-01-05 09:00:00" }
    })
    const owners = { support: 12 }
    expect(Activity.of(task(PersonId.make("7"), "support"), owners, "to_do")).toMatchObject({
      body: { type: "to_do", due_date: "2026-01-05", due_time: "10:30", owner_id: 12, participants: [{ person_id: 7 }] }
    })
    const nobodys = Activity.of(task(PersonId.make("7"), "toString"), owners).body
    expect(nobodys).not.toHaveProperty("owner_id")
    expect(JSON.stringify(nobodys)).toContain("<p>toString</p>")
  })

  it("takes no markup from anybody, and fits, however long the words are", () => {
    const { body } = Activity.of(note(PersonId.make("1"), "<img src=x>é".repeat(20_000)))
    const content = "content" in body ? body.content : ""
    expect(content).not.toContain("<img")
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(100_000)
    expect(content).toContain("0".repeat(32))
  })
})

describe("before anything is written", () => {
  it("check says what would be made, and preview what would be sent, by names until the keys are known", async () => {
    const { crm, fake, hurry } = world()
    const run = <A, E>(effect: Effect.Effect<A, E>) =>
      Effect.runPromise(Effect.provideService(effect, Clock.Clock, hurry.clock))
    expect((await run(crm.check)).missingFields).toEqual([
      "Témoin: contact",
      ...Snapshot.fields.map(({ label }) => label)
    ])
    expect(fake.api.calls.every(({ method }) => method === "GET")).toBe(true)
    const values = () => {
      const [call] = crm.preview(card("anna", PersonId.make("7")), [])
      return (call?.body as { readonly custom_fields?: Record<string, unknown> } | undefined)?.custom_fields
    }
    expect(values()).toMatchObject({ "NPS: last score": 9, "NPS: category": "promoter", "NPS: survey": null })
    await run(crm.setUp)
    await run(crm.check)
    expect(values()).toMatchObject({ [fake.keyOf("NPS: last score") ?? ""]: 9 })
    expect(JSON.stringify(crm.preview(card("anna"), [note(PersonId.make("7"))]))).not.toContain("token-1")
  })
})
