import * as Contact from "@temoin/core/Contact"
import { Crm, PersonId } from "@temoin/core/ports/Crm"
import type { Call } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Signature from "@temoin/crm-webhook/Signature"
import * as WebhookCrm from "@temoin/crm-webhook/WebhookCrm"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import * as Temoin from "@temoin/runner/Temoin"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { Webhook } from "standardwebhooks"
import { describe, expect, it } from "vitest"
import { make as receiver, secret, start, url } from "./receiver.ts"

const key = Result.getOrThrow(Signature.key(secret))
const card = {
  contact: Contact.ContactId.make("anna"),
  person: undefined,
  email: "anna@example.com",
  name: "Anna",
  snapshot: { ...Snapshot.empty, score: 9 as const, category: "promoter" as const, answeredAt: start }
}

const answering = (...responses: ReadonlyArray<() => Response>) => {
  let calls = 0
  const crm = Result.getOrThrow(
    WebhookCrm.make({ url, secret, fetch: async () => responses[Math.min(calls++, responses.length - 1)]!() })
  )
  return { crm, calls: () => calls }
}
const status =
  (status: number, body: object = {}, headers: Record<string, string> = {}) =>
  () =>
    Response.json(body, { status, headers })

const run = async <A, E>(effect: Effect.Effect<A, E>) => {
  const { hurry } = await Effect.runPromise(Effect.scoped(receiver))
  const before = hurry.now()
  const result = await Effect.runPromise(Effect.result(Effect.provideService(effect, Clock.Clock, hurry.clock)))
  return { result, waited: hurry.now() - before }
}

/** A call as the other side makes it, with the library of Standard Webhooks. */
const call = (content: unknown, at = start, by = secret): Call => {
  const body = typeof content === "string" ? content : JSON.stringify(content)
  const date = new Date(Math.floor(at / 1000) * 1000)
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": new Webhook(by).sign("msg_1", date, body)
  }
  return { method: "POST", url, headers, body }
}

describe("what is posted", () => {
  it("is the contact as JSON, with null for what is not known, and times as people write them", async () => {
    const { bodies, crm, hurry } = await Effect.runPromise(Effect.scoped(receiver))
    await Effect.runPromise(Effect.provideService(crm.tell([card]), Clock.Clock, hurry.clock))
    expect(bodies).toEqual([
      {
        kind: "contact",
        contact: "anna",
        person: null,
        email: "anna@example.com",
        name: "Anna",
        fields: {
          score: 9,
          category: "promoter",
          answeredAt: "2026-01-05T09:00:00.000Z",
          survey: null,
          trend: null,
          nextAskAt: null,
          testimonial: null,
          case: null
        }
      }
    ])
    expect(crm.preview(card, [])).toEqual([{ method: "POST", path: "/hooks/temoin?team=7", body: bodies[0] }])
  })

  it("is signed anew at each try, under the id that it had", async () => {
    const seen: Array<Record<string, string>> = []
    const { hurry } = await Effect.runPromise(Effect.scoped(receiver))
    const crm = Result.getOrThrow(
      WebhookCrm.make({
        url,
        secret,
        fetch: async (_, { body, headers }) => {
          const given = Object.fromEntries(new Headers(headers))
          const at = new Date(Number(given["webhook-timestamp"]) * 1000)
          expect(given["webhook-signature"]).toBe(new Webhook(secret).sign(given["webhook-id"]!, at, String(body)))
          seen.push(given)
          return new Response(null, { status: seen.length < 3 ? 500 : 204 })
        }
      })
    )
    const told = await Effect.runPromise(Effect.provideService(crm.tell([card]), Clock.Clock, hurry.clock))
    expect(told).toEqual([Result.succeed("anna")])
    expect(new Set(seen.map((headers) => headers["webhook-id"])).size).toBe(1)
    expect(new Set(seen.map((headers) => headers["webhook-timestamp"])).size).toBe(3)
    // the same content another time is another message, or going back to what was would be taken for known
    await Effect.runPromise(Effect.provideService(crm.tell([card]), Clock.Clock, hurry.clock))
    expect(new Set(seen.map((headers) => headers["webhook-id"])).size).toBe(2)
  })

  it("need be understood by nobody: a bare yes is enough", async () => {
    const { crm } = answering(() => new Response(null, { status: 204 }))
    const { result } = await run(
      Effect.gen(function* () {
        const told = yield* crm.tell([card])
        const entry = yield* crm.add(
          {
            mark: "0".repeat(32),
            person: PersonId.make("anna"),
            links: [],
            entry: { _tag: "Note", key: "e", at: start, title: "t", words: undefined, lines: [] }
          },
          false
        )
        yield* crm.complete(entry)
        yield* crm.forget(PersonId.make("anna"), [entry])
        return [
          told,
          entry,
          yield* crm.people([PersonId.make("anna")]),
          yield* crm.changes(undefined),
          yield* crm.check
        ]
      })
    )
    expect(Result.getOrThrow(result)).toEqual([
      [Result.succeed("anna")],
      "0".repeat(32),
      [],
      { changes: [], cursor: "", isDone: true },
      { missingScopes: [], missingFields: [], problems: [] }
    ])
  })
})

describe("bad input, each with its own outcome", () => {
  it.each([
    ["401: the secrets differ", [status(401)], /^misconfigured: .*is the secret the same on both sides\?$/],
    ["404: a wrong address", [status(404)], /^misconfigured: .*is the url right\?$/],
    ["a login page", [() => new Response("<html>", { headers: { "content-type": "text/html" } })], /^told$/],
    [
      "an answer that makes no sense",
      [status(200, { person: "" })],
      /^misconfigured: .*"contact" cannot be read: [^]*person/
    ],
    ["503 with a time", [status(503, {}, { "retry-after": "120" })], /^unavailable: .*is down/]
  ] as const)("%s", async (_, responses, expected) => {
    const { crm } = answering(...responses)
    const { result } = await run(crm.tell([card]))
    expect(Result.isFailure(result) ? `${result.failure.reason}: ${result.failure.problem}` : "told").toMatch(expected)
  })

  it("422 is about one contact, and keeps back no other", async () => {
    const { crm } = answering(status(422, { message: "no such team" }), status(200, { person: "p2" }))
    const { result } = await run(crm.tell([card, { ...card, contact: Contact.ContactId.make("ben") }]))
    const [first, second] = Result.getOrThrow(result)
    expect(first).toMatchObject({ failure: { reason: "refused", problem: expect.stringContaining("no such team") } })
    expect(second).toEqual(Result.succeed("p2"))
  })

  it("410 is gone, and into whom", async () => {
    const { crm } = answering(status(410, { into: "p9" }))
    const { result } = await run(crm.tell([card]))
    expect(Result.getOrThrow(result)).toMatchObject([{ failure: { reason: "gone", into: "p9" } }])
  })

  it("too many calls: waits as long as it is told, and goes on", async () => {
    const { calls, crm } = answering(status(429, {}, { "retry-after": "7" }), status(200))
    const { result, waited } = await run(crm.tell([card]))
    expect([Result.isSuccess(result), calls()]).toEqual([true, 2])
    expect(waited).toBeGreaterThanOrEqual(7000)
  })

  it.each([
    ["no address", { url: "crm.example", secret }, "InvalidUrl"],
    ["an address that is no web's", { url: "file:///etc/passwd", secret }, "InvalidUrl"],
    ["no secret", { url, secret: [] }, "InvalidSecret"],
    ["a short secret", { url, secret: "whsec_c2hvcnQ=" }, "InvalidSecret"],
    ["a secret that is no base64", { url, secret: "correct horse battery staple" }, "InvalidSecret"]
  ])("%s is said when it is opened, without the secret in it", async (_, options, tag) => {
    const made = WebhookCrm.make(options)
    expect(made).toMatchObject({ failure: { _tag: tag } })
    if (Result.isFailure(made) && typeof options.secret === "string") {
      expect(made.failure.message).not.toContain(options.secret)
    }
    await expect(Effect.runPromise(Effect.provide(Crm, WebhookCrm.layer(options)))).rejects.toMatchObject({ _tag: tag })
  })
})

describe("what comes in", () => {
  const { crm } = answering(status(204))
  const hear = (call: Call, now = start) => Effect.runPromise(Effect.result(crm.webhooks!.hear(call, now)))
  const verdict = async (call: Call, now?: number) => {
    const result = await hear(call, now)
    return Result.isSuccess(result) ? "heard" : result.failure.message
  }
  const changes = [
    { _tag: "PersonSeen", person: "p1", at: "2026-01-05T08:00:00Z", email: "anna@example.com" },
    { _tag: "DealMoved", deal: "d1", people: ["p1"], stage: "won", outcome: "won", at: start }
  ]

  it("is heard when it is signed, with times in both ways", async () => {
    const hints = Result.getOrThrow(await hear(call({ changes })))
    expect(await Effect.runPromise(crm.webhooks!.look(hints))).toEqual([
      { ...changes[0], at: Date.parse("2026-01-05T08:00:00Z") },
      changes[1]
    ])
  })

  it("is refused when it is anybody else's, stale, or cannot be read, and says what is wrong", async () => {
    const other = `whsec_${Buffer.from("another secret, of enough bytes.").toString("base64")}`
    const good = call({ changes })
    expect(await verdict(call({ changes }, start, other))).toContain("not of this call by this secret")
    expect(await verdict({ ...good, body: `${good.body} ` })).toContain("not of this call by this secret")
    expect(await verdict({ ...good, headers: {} })).toContain("has no webhook-id")
    expect(await verdict(good, start + 301_000)).toContain("look at both clocks")
    expect(await verdict(good, start - 301_000)).toContain("look at both clocks")
    expect(await verdict(call("nonsense"))).toContain("no JSON")
    expect(await verdict(call({ changes: [...changes, { _tag: "DealMoved" }] }))).toContain('["changes"][2]')
    expect(await verdict(call("[".repeat(50_000) + "]".repeat(50_000)))).toContain("nested too deeply")
    expect(await verdict(call({ changes: Array.from({ length: 1001 }, () => changes[1]) }))).toContain("1000")
    expect(await verdict(call({ changes, more: "x".repeat(1_000_000) }))).toContain("too large")
  })

  it("a secret can be changed: the old one is taken beside the new one, which signs", async () => {
    const old = `whsec_${Buffer.from("the old secret, of enough bytes.").toString("base64")}`
    const both = Result.getOrThrow(WebhookCrm.make({ url, secret: [secret, old], fetch: async () => new Response() }))
    const heard = await Effect.runPromise(both.webhooks!.hear(call({ changes }, start, old), start))
    expect(heard).toHaveLength(2)
  })

  it("whatever bytes are sent, signed or not, nothing is thrown", () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.boolean(),
        fc.dictionary(fc.string(), fc.string()),
        async (body, isSigned, headers) => {
          const heard = await hear(isSigned ? call(body) : { method: "POST", url, headers, body })
          expect(Result.isFailure(heard)).toBe(true)
        }
      )
    ))

  it("the signature is that of the library of Standard Webhooks, whatever is signed", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 0, max: 4e12 }), (body, at) => {
        const date = new Date(Math.floor(at / 1000) * 1000)
        expect(Signature.headers(key, "m", body, at)["webhook-signature"]).toBe(
          new Webhook(secret).sign("m", date, body)
        )
      })
    ))
})

it("over the whole loop: told after an outage, heard, and the task that is done there resolves the case", async () => {
  const { bodies, crm, desk, hurry } = await Effect.runPromise(Effect.scoped(receiver))
  const temoin = await Temoin.open({
    program: {
      id: "acme",
      surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "deal.won" }] }],
      followUp: [
        {
          survey: "nps",
          steps: [
            {
              step: "solve",
              do: "open case",
              to: ["detractor"],
              owner: "support",
              deadline: "1 day",
              escalateTo: "management"
            }
          ]
        }
      ]
    },
    now: hurry.now,
    adapters: Layer.mergeAll(
      MemoryHistoryStore.layer,
      MemoryNotebook.layer,
      MemoryMailer.layer,
      MemoryLinks.layer,
      Layer.succeed(Crm, crm),
      Layer.succeed(Clock.Clock, hurry.clock)
    )
  })
  await temoin.record("anna", { _tag: "ContactChanged", email: "anna@example.com" })
  await temoin.answer("anna", { survey: "nps", score: 2, comment: "It came too late." })
  await temoin.tick()
  hurry.pass(3_600_000)
  await Effect.runPromise(desk.breakDown)
  expect((await temoin.crm.sync()).stoppedBy).toContain("is down (503)")
  await Effect.runPromise(desk.comeBack)
  hurry.pass(3_600_000)
  expect(await temoin.crm.sync()).toMatchObject({ told: 1, notes: 1, tasks: 1, stoppedBy: undefined })
  expect(bodies.find(({ kind }) => kind === "note")).toMatchObject({ words: "It came too late." })
  const task = (await Effect.runPromise(desk.entries)).find(({ kind }) => kind === "task")
  expect((await temoin.cases.list()).length).toBe(1)
  const ticked = { changes: [{ _tag: "TaskDone", task: task?.id, at: new Date(hurry.now()).toISOString(), by: "Mia" }] }
  expect(await temoin.crm.receive(call(ticked, hurry.now()))).toBe(1)
  expect(await temoin.crm.sync()).toMatchObject({ recorded: 1 })
  expect(await temoin.cases.list()).toEqual([])
  await temoin.close()
})
