import * as FakeApi from "@temoin/contract/FakeApi"
import * as Hurry from "@temoin/contract/Hurry"
import * as Budget from "@temoin/crm/Budget"
import * as Caller from "@temoin/crm/Caller"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"

const start = Date.UTC(2026, 0, 5, 9)
const make = () => {
  const hurry = Hurry.make(start)
  const api = FakeApi.make({ now: hurry.now, handle: ({ body }) => ({ status: 200, json: { heard: body ?? null } }) })
  const { call } = Caller.make({
    name: "A CRM",
    baseUrl: "https://crm.example",
    fetch: api.fetch,
    headers: () => Promise.resolve({ authorization: "Bearer t" }),
    budget: Budget.make({ crm: "A CRM", rates: [], day: { name: "calls today", limit: 1000, keep: 0 } }),
    takes: () => ({ kind: "call", cost: 1 }),
    left: () => ({ limit: Number.NaN, left: Number.NaN }),
    wait: ({ headers }) => Number(headers.get("retry-after") ?? 1) * 1000,
    meaning: ({ status }) => (status === 422 ? { reason: "misconfigured", problem: "a field is missing" } : undefined)
  })
  const run = (repeat: Caller.Repeat, ...also: ReadonlyArray<number>) =>
    Effect.runPromise(
      Effect.result(
        Effect.provideService(
          call({ method: "POST", path: "/things?secret=1", body: { a: 1 }, repeat }, ...also),
          Clock.Clock,
          hurry.clock
        )
      )
    )
  return { api, hurry, run }
}

const page = { html: "<h1>Error</h1>" }
const answers = (reply: FakeApi.Reply): FakeApi.Fault => ({ _tag: "Answers", reply, isDone: false })
const repeats = ["read", "same", "once"] as const

/** Of each failure: what it means for what may be repeated, and for what may not; how often it is tried then. */
const cases: ReadonlyArray<readonly [string, FakeApi.Fault, readonly [string, number], readonly [string, number]]> = [
  ["nobody listens", { _tag: "Refused" }, ["unavailable", 1], ["unavailable", 1]],
  ["the connection breaks", { _tag: "Cut", isDone: true }, ["unavailable", 4], ["uncertain", 1]],
  ["500", answers({ status: 500, json: { message: "oh" } }), ["unavailable", 4], ["uncertain", 1]],
  ["502, a page", answers({ status: 502, ...page }), ["unavailable", 4], ["uncertain", 1]],
  ["503", answers({ status: 503, ...page }), ["unavailable", 4], ["unavailable", 4]],
  ["429", answers({ status: 429 }), ["unavailable", 4], ["unavailable", 4]],
  [
    "429 for an hour",
    answers({ status: 429, headers: { "retry-after": "3600" } }),
    ["unavailable", 1],
    ["unavailable", 1]
  ],
  ["400", answers({ status: 400, json: { message: "no" } }), ["refused", 1], ["refused", 1]],
  ["401", answers({ status: 401, json: {} }), ["misconfigured", 1], ["misconfigured", 1]],
  ["403, a page", answers({ status: 403, ...page }), ["unavailable", 1], ["unavailable", 1]],
  ["404", answers({ status: 404, json: {} }), ["gone", 1], ["gone", 1]],
  ["what the vendor knows better", answers({ status: 422, json: {} }), ["misconfigured", 1], ["misconfigured", 1]]
]

describe("what an answer means", () => {
  for (const [name, fault, again, once] of cases) {
    for (const repeat of repeats) {
      const [reason, times] = repeat === "once" ? once : again
      it(`${name}, ${repeat}: ${reason}`, async () => {
        const { api, run } = make()
        api.fault = () => fault
        const result = await run(repeat)
        expect(result).toMatchObject({ failure: { reason } })
        expect(api.calls).toHaveLength(times)
        // neither the token nor what is asked for is told
        expect(Result.isFailure(result) ? result.failure.problem : "").not.toMatch(/secret|Bearer/)
      })
    }
  }

  it("what goes wrong once is tried again, and done once", async () => {
    for (const fault of [{ _tag: "Cut", isDone: false }, answers({ status: 500 }), answers({ status: 429 })] as const) {
      const { api, run } = make()
      let left = 1
      api.fault = () => (left-- > 0 ? fault : undefined)
      expect(await run("same")).toMatchObject({ success: { status: 200, body: { heard: { a: 1 } } } })
    }
  })

  it("a status that is asked for is an answer", async () => {
    const { api, run } = make()
    api.fault = () => answers({ status: 404, json: { message: "no" } })
    expect(await run("read", 404)).toMatchObject({ success: { status: 404 } })
  })

  it("an answer without end is not read to its end", async () => {
    const { api, run } = make()
    api.fault = () => answers({ status: 200, html: "x".repeat(10_000_001) })
    expect(await run("once")).toMatchObject({ failure: { reason: "uncertain" } })
  })
})
