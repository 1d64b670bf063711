import * as FakeApi from "@temoin/contract/FakeApi"
import { describe, expect, it } from "vitest"

const make = () => {
  const world = { now: 0, done: 0 }
  const api = FakeApi.make({
    now: () => world.now,
    handle: ({ body, method, path }) => ({ status: 200, json: { method, path, body, done: ++world.done } }),
    limits: [{ name: "burst", most: 2, millis: 1000, over: (wait) => ({ status: 429, json: { wait } }) }]
  })
  return { world, api, post: () => api.fetch("https://x.example/a%20b?c=1", { method: "POST", body: `{"d":1}` }) }
}

describe("a fake API", () => {
  it("takes calls and keeps a record", async () => {
    const { api, post } = make()
    expect(await (await post()).json()).toEqual({ method: "POST", path: "/a b", body: { d: 1 }, done: 1 })
    expect(api.calls).toMatchObject([{ path: "/a b", status: 200, at: 0 }])
  })

  it("limits how many come at a time", async () => {
    const { api, post, world } = make()
    const statuses = [await post(), await post(), await post()].map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 429])
    world.now = 1000
    expect((await post()).status).toBe(200)
    expect(api.overLimit()).toBe(1)
  })

  it("fails in every way, before and after it did what it was asked", async () => {
    const { api, post, world } = make()
    const page = { status: 502, html: "<h1>Bad gateway</h1>" }
    api.fault = () => ({ _tag: "Refused" })
    await expect(post()).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } })
    api.fault = () => ({ _tag: "Cut", isDone: false })
    await expect(post()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } })
    expect(world.done).toBe(0)
    api.fault = () => ({ _tag: "Cut", isDone: true })
    await expect(post()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } })
    expect(world.done).toBe(1)
    api.fault = () => ({ _tag: "Answers", reply: page, isDone: true })
    expect(await (await post()).text()).toContain("Bad gateway")
    expect(world.done).toBe(2)
  })

  it("can be served on loopback", async () => {
    const { api } = make()
    const served = await FakeApi.serve(api.fetch)
    const reply = await fetch(`${served.url}/x`, { method: "POST", body: `{"y":"é"}` })
    expect(await reply.json()).toMatchObject({ path: "/x", body: { y: "é" } })
    await served.close()
  })
})
