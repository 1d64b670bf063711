import * as FakeHubSpot from "@temoin/contract/FakeHubSpot"
import type * as FakeApi from "@temoin/contract/FakeApi"
import * as Contact from "@temoin/core/Contact"
import { CrmError, PersonId } from "@temoin/core/ports/Crm"
import type { Card, Entry } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Activity from "@temoin/crm-hubspot/Activity"
import * as EntryHtml from "@temoin/crm/EntryHtml"
import * as Webhook from "@temoin/crm-hubspot/Webhook"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { start, world } from "./desk.ts"

const secret = "client-secret"
const publicUrl = "https://app.example.com/hooks/hubspot"

const make = async () => {
  const made = world({ webhook: { secret, publicUrl, appId: 42 } })
  const run = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.runPromise(Effect.result(Effect.provideService(effect, Clock.Clock, made.hurry.clock)))
  await run(made.crm.setUp)
  return { ...made, run }
}

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
const problem = (result: Result.Result<unknown, CrmError> | undefined) =>
  result !== undefined && Result.isFailure(result) ? `${result.failure.reason}: ${result.failure.problem}` : "done"

describe("bad input, each with its own outcome", () => {
  it("a revoked token stops everything, and says what to do", async () => {
    const { crm, fake, run } = await make()
    fake.revoke()
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(/^misconfigured: .*was it revoked\? Make a new one/)
  })

  it("a missing scope is named", async () => {
    const { crm, fake, run } = await make()
    fake.missScope("notes", "crm.objects.contacts.write")
    expect(problem(await run(crm.add(note(PersonId.make("1")), false)))).toContain(
      "lacks a scope: crm.objects.contacts.write"
    )
    expect(await run(crm.check)).toMatchObject({ success: { missingScopes: ["crm.objects.contacts.write"] } })
  })

  it("a renamed property is said to be missing, and is made again", async () => {
    const { crm, fake, run } = await make()
    fake.properties.delete("temoin_score")
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(/property is missing: run the set-up again/)
    expect(await run(crm.check)).toMatchObject({ success: { missingFields: ["temoin_score"] } })
    expect(await run(crm.setUp)).toMatchObject({ success: ["temoin_score"] })
    expect(await run(crm.tell([card("anna")]))).toMatchObject({ success: [{ _tag: "Success" }] })
  })

  it("a property of another type is a problem that somebody must put right", async () => {
    const { crm, fake, run } = await make()
    fake.properties.set("temoin_score", { name: "temoin_score", type: "string" })
    expect(await run(crm.check)).toMatchObject({
      success: {
        problems: [
          "the property temoin_score holds a string and must hold a number: rename it in HubSpot, then run the set-up again"
        ]
      }
    })
    expect(problem(await run(crm.setUp))).toContain("misconfigured")
  })

  it("an archived contact is gone, and stops no other of its batch", async () => {
    const { crm, fake, run } = await make()
    const anna = PersonId.make(fake.put("contacts", { email: "anna@example.com" }))
    const ben = PersonId.make(fake.put("contacts", { email: "ben@example.com" }))
    fake.remove(anna)
    const results = Result.getOrThrow(await run(crm.tell([card("anna", anna), card("ben", ben)])))
    expect(results.map(problem)).toEqual([expect.stringContaining("gone: "), "done"])
  })

  it("a merged contact is found under whom they were merged into", async () => {
    const { crm, fake, run } = await make()
    const anna = PersonId.make(fake.put("contacts", { email: "anna@example.com" }))
    const annette = PersonId.make(fake.put("contacts", { email: "annette@example.com" }))
    fake.merge(anna, annette)
    const [result] = Result.getOrThrow(await run(crm.tell([card("anna", anna)])))
    expect(result).toMatchObject({ failure: { reason: "gone", into: annette } })
    // also by the address that they brought along
    expect(await run(crm.tell([card("anna")]))).toMatchObject({ success: [{ success: annette }] })
  })

  it("two contacts with one address are one person there", async () => {
    const { crm, fake, run } = await make()
    const [one, other] = [card("anna"), { ...card("anna2"), email: "Anna@Example.com" }]
    const results = Result.getOrThrow(await run(crm.tell([one, other])))
    expect(fake.objects.contacts.size).toBe(1)
    expect(results.map(problem)[0]).toBe("done")
  })

  it("an address that HubSpot does not take keeps nobody else of the batch out", async () => {
    const { crm, fake, run } = await make()
    fake.refuse("ben@example.com")
    const results = Result.getOrThrow(await run(crm.tell(["anna", "ben", "carl"].map((name) => card(name)))))
    expect(results.map(problem)).toEqual(["done", expect.stringContaining("refused: "), "done"])
  })

  it("a deal without a contact is told as one", async () => {
    const { crm, fake, run } = await make()
    fake.put("deals", { dealstage: "closedwon", hs_is_closed: "true", hs_is_closed_won: "true" })
    let cursor: string | undefined
    const found: Array<unknown> = []
    for (let times = 0; times < 5; times++) {
      const read = Result.getOrThrow(await run(crm.changes(cursor)))
      found.push(...read.changes)
      cursor = read.cursor
    }
    expect(found).toMatchObject([{ _tag: "DealMoved", outcome: "won", people: [] }])
  })

  it("a cursor that is none is refused", async () => {
    const { crm, run } = await make()
    expect(problem(await run(crm.changes("nonsense")))).toContain("this is no cursor")
  })
})

const answers = (reply: FakeApi.Reply): FakeApi.Fault => ({ _tag: "Answers", reply, isDone: false })

describe("limits", () => {
  it("waits as long as it is told to, then does it", async () => {
    const { crm, fake, hurry, run } = await make()
    for (const [reply, millis] of [
      [{ status: 429, headers: { "retry-after": "7" }, json: {} }, 7000],
      [{ status: 429, json: { policyName: "SECONDLY" } }, 1000],
      [{ status: 429, json: { policyName: "TEN_SECONDLY_ROLLING" } }, 10_000],
      [{ status: 429, html: "<h1>Too many</h1>" }, 10_000]
    ] as const) {
      hurry.pass(60_000)
      let left = 1
      fake.api.fault = () => (left-- > 0 ? answers(reply) : undefined)
      const began = hurry.now()
      expect(problem(await run(crm.people([PersonId.make("1")])))).toBe("done")
      expect(hurry.now() - began).toBe(millis)
    }
  })

  it("when the day's calls are used up it says until when", async () => {
    const { crm, fake, run } = await make()
    fake.api.fault = () => answers({ status: 429, json: { policyName: "DAILY" } })
    const result = await run(crm.people([PersonId.make("1")]))
    expect(result).toMatchObject({ failure: { reason: "unavailable", retryAfter: 15 * 3_600_000 } })
    expect(fake.api.calls.filter(({ status }) => status === 429)).toHaveLength(1)
  })

  it("leaves a share of the day to others, and heeds what HubSpot says is left", async () => {
    const { crm, fake, run } = await make()
    const headers = { "x-hubspot-ratelimit-daily": "1000", "x-hubspot-ratelimit-daily-remaining": "101" }
    let isFirst = true
    fake.api.fault = () => {
      if (!isFirst) return undefined
      isFirst = false
      return answers({ status: 200, json: { results: [] }, headers })
    }
    expect(problem(await run(crm.people([PersonId.make("1")])))).toBe("done")
    expect(problem(await run(crm.people([PersonId.make("1")])))).toBe("done")
    expect(problem(await run(crm.people([PersonId.make("1")])))).toMatch(/unavailable: .*100 of 1000 are left/)
    expect(await run(crm.allowances)).toMatchObject({
      success: [{}, {}, { name: "calls today", limit: 1000, left: 100 }]
    })
  })

  it("an error page instead of data is an outage, not a refusal", async () => {
    const { crm, fake, run } = await make()
    fake.api.fault = () => answers({ status: 403, html: "<html>Attention required</html>" })
    expect(problem(await run(crm.tell([card("anna")])))).toMatch(/^unavailable: /)
  })

  it("what may have been done is uncertain, what cannot have been is not", async () => {
    const { crm, fake, run } = await make()
    const add = () => run(crm.add(note(PersonId.make(fake.put("contacts", {}))), false)).then(problem)
    fake.api.fault = () => ({ _tag: "Cut", isDone: false })
    expect(await add()).toMatch(/^uncertain: /)
    fake.api.fault = () => answers({ status: 502, html: "" })
    expect(await add()).toMatch(/^uncertain: /)
    fake.api.fault = () => ({ _tag: "Refused" })
    expect(await add()).toMatch(/^unavailable: .*ECONNREFUSED/)
  })
})

describe("webhooks", () => {
  const events = [
    { subscriptionType: "contact.propertyChange", objectId: 7, propertyName: "email", occurredAt: start, eventId: 1 },
    { subscriptionType: "contact.propertyChange", objectId: 7, propertyName: "email", occurredAt: start, eventId: 1 },
    { subscriptionType: "contact.deletion", objectId: 8, occurredAt: start - 5 },
    { subscriptionType: "contact.privacyDeletion", objectId: 9, occurredAt: start },
    { subscriptionType: "contact.merge", primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 3, occurredAt: start },
    { subscriptionType: "deal.propertyChange", objectId: 5, changeSource: "INTEGRATION", sourceId: "42" },
    { subscriptionType: "conversation.newMessage", objectId: 6 },
    "nonsense"
  ]

  it("what is signed is heard, each thing once, and without what we wrote ourselves", async () => {
    const { crm, run } = await make()
    const hints = Result.getOrThrow(
      await run(crm.webhooks!.hear(FakeHubSpot.webhook(secret, publicUrl, events, start), start))
    )
    expect(hints).toHaveLength(5)
    expect(await run(crm.webhooks!.look(hints))).toMatchObject({
      success: [
        { _tag: "PersonGone", person: "8", isErased: false },
        { _tag: "PersonGone", person: "9", isErased: true },
        { _tag: "PersonMerged", from: "2", into: "3" },
        { _tag: "PersonMerged", from: "1", into: "3" }
      ]
    })
  })

  it("HubSpot's own client makes the same signature", async () => {
    const { Signature } = await import("@hubspot/api-client")
    const { body, headers, method, url } = FakeHubSpot.webhook(secret, publicUrl, events, Date.now())
    const timestamp = headers["x-hubspot-request-timestamp"]
    const signature = Webhook.sign(secret, method, url, body, timestamp)
    const isValid = Signature.isValid({
      signatureVersion: "v3",
      signature,
      method,
      clientSecret: secret,
      requestBody: body,
      url,
      timestamp: Number(timestamp)
    })
    expect(isValid).toBe(true)
  })

  it("whatever is not exactly what was signed is refused", async () => {
    const call = FakeHubSpot.webhook(secret, `${publicUrl}?a=1`, events, start)
    const options = { secret, publicUrl }
    const verdict = (changes: object, now = start) =>
      Result.isSuccess(Webhook.verify(options, { ...call, ...changes }, now)) ? "heard" : "refused"
    expect(verdict({})).toBe("heard")
    // behind a proxy the host sees another address
    expect(verdict({ url: "http://10.0.0.1:3000/hooks/hubspot?a=1" })).toBe("heard")
    expect(verdict({ body: `${call.body} ` })).toBe("refused")
    expect(verdict({ method: "PUT" })).toBe("refused")
    expect(verdict({ url: publicUrl })).toBe("refused")
    expect(verdict({ headers: {} })).toBe("refused")
    expect(verdict({ headers: { ...call.headers, "x-hubspot-signature-v3": "short" } })).toBe("refused")
    expect(verdict({}, start + 300_001)).toBe("refused")
    expect(verdict({}, start - 300_001)).toBe("refused")
    expect(Result.isSuccess(Webhook.verify({ secret: "other", publicUrl }, call, start))).toBe(false)
  })
})

describe("what a note looks like", () => {
  it("takes no markup from anybody, and leads nowhere but to the web", () => {
    const { body } = Activity.of({
      ...note(PersonId.make("1"), `<img src=x onerror="alert(1)">`),
      links: [
        { label: "<b>", url: "https://app.example.com/?a=1&b=2" },
        { label: "bad", url: "javascript:alert(1)" }
      ]
    })
    const html = body.properties.hs_note_body ?? ""
    expect(html).not.toContain("<img")
    expect(html).not.toContain("javascript:")
    expect(html).toContain(`<a href="https://app.example.com/?a=1&amp;b=2">&lt;b&gt;</a>`)
  })

  it("fits, however long the words are, and can still be found again", () => {
    const { body } = Activity.of(note(PersonId.make("1"), "<".repeat(20_000)))
    const html = body.properties.hs_note_body ?? ""
    expect(html.length).toBeLessThanOrEqual(65_536)
    expect(html).toContain(EntryHtml.signature("0".repeat(32)))
  })
})
