/**
 * What the store keeps ready, as a host meets it: scores by month and segment, cases, walls, and addresses that are not written to.
 */
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import { Projections } from "@temoin/core/ports/Projections"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"

const start = Date.parse("2026-03-01T10:00Z")
const day = 86_400_000

const program = {
  id: "shop",
  surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }],
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
  ],
  walls: [{ id: "home", place: "website", limit: 10, turn: "1 day", asked: "everyone" }]
} as const

/** A store that tells how often all of it was read; `isKeeping`: does it keep projections? */
const counting = (isKeeping: boolean) => {
  let pages = 0
  const store = Layer.flatMap(MemoryHistoryStore.layer, (services) => {
    const good = Context.get(services, HistoryStore)
    const watched = Layer.succeed(HistoryStore, {
      ...good,
      page: (request) => Effect.suspend(() => (pages++, good.page(request)))
    })
    return isKeeping ? Layer.merge(watched, Layer.succeed(Projections, Context.get(services, Projections))) : watched
  })
  return { store, pages: () => pages }
}

const opened = async (isKeeping = true) => {
  let now = start
  const { pages, store } = counting(isKeeping)
  const temoin = await Temoin.open({
    program,
    segments: ["plan"],
    adapters: Layer.mergeAll(store, MemoryMailer.layer, MemoryLinks.layer),
    now: () => now
  })
  return { temoin, pages, later: (millis: number) => void (now += millis) }
}

const person = (plan?: string, email?: string) => ({
  _tag: "ContactChanged" as const,
  ...(email !== undefined && { email }),
  ...(plan !== undefined && { traits: { plan } })
})

describe.each([true, false])("with a store that keeps projections: %s", (isKeeping) => {
  it("the score by month and segment counts every wave, and says what nobody told", async () => {
    const { later, temoin } = await opened(isKeeping)
    await temoin.record("anna", person("pro"))
    await temoin.answer("anna", { survey: "nps", score: 10 })
    await temoin.answer("ben", { survey: "nps", score: 3 })
    later(40 * day)
    await temoin.record("anna", person("free"))
    await temoin.answer("anna", { survey: "nps", score: 8 })
    const { count, scores, uncertain } = await temoin.reports.score({ segment: "plan" })
    expect([count, uncertain]).toEqual(["waves", 0])
    expect(scores.map(({ answers, name, period, score }) => `${period} ${name?.en}: ${score} of ${answers}`)).toEqual([
      "2026-03 pro: 100 of 1",
      "2026-03 unknown: -100 of 1",
      "2026-04 free: 0 of 1"
    ])
    const years = await temoin.reports.score({ by: "year" })
    expect(years.scores).toMatchObject([{ period: "2026", answers: 3, score: 0 }])
    const days = await temoin.reports.score({ by: "day", from: "2026-03-02" })
    expect(days.scores.map(({ period }) => period)).toEqual(["2026-04-10"])
    await expect(temoin.reports.score({ segment: "size" })).rejects.toMatchObject({ _tag: "SegmentNotKept" })
    await expect(temoin.reports.score({ from: "March" })).rejects.toMatchObject({ _tag: "InvalidInput" })
    await temoin.close()
  })

  it("open cases are listed with their words, by deadline and by owner", async () => {
    const { later, temoin } = await opened(isKeeping)
    await temoin.answer("anna", { survey: "nps", score: 2, comment: "late" })
    await temoin.tick()
    later(3_600_000)
    await temoin.answer("ben", { survey: "nps", score: 1 })
    await temoin.tick()
    const cases = await temoin.cases.list()
    expect(cases.map(({ contact, said }) => [contact, said])).toEqual([
      ["anna", "late"],
      ["ben", undefined]
    ])
    const [first] = cases
    await temoin.cases.assign("anna", first?.id ?? "", { to: "sales" })
    expect((await temoin.cases.list({ owner: "sales" })).map(({ contact }) => contact)).toEqual(["anna"])
    await temoin.cases.resolve("anna", first?.id ?? "")
    expect((await temoin.cases.list()).map(({ contact }) => contact)).toEqual(["ben"])
    await temoin.close()
  })
})

it("an address that somebody else has silenced is not written to, until they lift it", async () => {
  const { later, temoin } = await opened()
  const address = "family@example.com"
  await temoin.record("anna", person(undefined, address), { _tag: "OptedOut", extent: {} })
  await temoin.record("ben", person(undefined, "Family@Example.com"), {
    _tag: "TouchpointHappened",
    kind: "order.delivered"
  })
  expect(await temoin.tick()).toMatchObject({ sent: 0, refused: 1 })
  expect((await temoin.suppressions.why("FAMILY@example.com")).map(({ contact, why }) => [contact, why])).toEqual([
    ["anna", "opt-out"]
  ])
  expect(await temoin.suppressions.list({ limit: 1 })).toMatchObject([
    { contact: "anna", sentence: { en: `somebody behind this address has said "no more" (since 2026-03-01)` } }
  ])
  // anna is the one who is on the list: what was withheld from ben is no reason of its own
  later(day)
  await temoin.record("anna", { _tag: "OptedIn", extent: {}, evidence: "form 7" })
  expect(await temoin.suppressions.list()).toEqual([])
  await temoin.record("ben", { _tag: "OptedIn", extent: {}, evidence: "form 8" })
  await temoin.record("ben", { _tag: "TouchpointHappened", kind: "order.delivered" })
  expect(await temoin.tick()).toMatchObject({ sent: 1, refused: 0 })
  await temoin.close()
})

it("cases, walls, scores and sends read nobody's history but of those they are about", async () => {
  const { pages, temoin } = await opened()
  await temoin.record("anna", person("pro", "anna@example.com"), {
    _tag: "TouchpointHappened",
    kind: "order.delivered"
  })
  await temoin.answer("ben", { survey: "nps", score: 2 })
  await temoin.tick()
  await temoin.cases.list()
  await temoin.reports.score()
  await temoin.testimonials.wall("home")
  await temoin.suppressions.list()
  expect(pages()).toBe(0)
  await temoin.close()
})
