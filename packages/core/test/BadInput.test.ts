/**
 * Bad input: what do triggers make of news that is late, doubled, dated in the future, or about nothing we know?
 */
import * as Decide from "@temoin/core/Decide"
import * as History from "@temoin/core/History"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { anna, program, survey, tags, time } from "./fixture.ts"

const shop = program({
  surveys: [
    survey({
      triggers: [
        { on: "touchpoint", kind: "order.delivered", delay: "2 days", unless: ["order.cancelled"] },
        { on: "hand" }
      ]
    }),
    survey({ id: "why", triggers: [{ on: "answer", survey: "nps" }] })
  ]
})

const row = (id: string, at: string, fields: object) => ({ id, occurredAt: time(at), recordedAt: time(at), ...fields })
const born = row("born", "2026-01-01", { _tag: "ContactChanged", email: "anna@example.com" })
const delivered = row("7", "2026-03-01", { _tag: "TouchpointHappened", kind: "order.delivered", about: "order 7" })
const cancelled = row("8", "2026-03-02", { _tag: "TouchpointHappened", kind: "order.cancelled", about: "order 7" })
const requested = row("9", "2026-03-01", { _tag: "AskRequested", survey: "nps" })

const decided = (rows: ReadonlyArray<object>, at: string) =>
  Decide.decide(shop, Result.getOrThrow(History.decode("anna", rows)), time(at))

describe("events out of order", () => {
  it("are put in order: whichever order they arrive in, the same is decided", () => {
    const rows = [born, delivered, cancelled, requested]
    const orders = rows.flatMap((a) =>
      rows.flatMap((b) => rows.flatMap((c) => rows.map((d) => [a, b, c, d]).filter((all) => new Set(all).size === 4)))
    )
    expect(orders.length).toBe(24)
    for (const order of orders) expect(decided(order, "2026-03-03")).toEqual(decided(rows, "2026-03-03"))
  })

  it("cancel what they take back, though the cancellation arrives before the delivery", () => {
    const { decisions } = decided([cancelled, born, delivered], "2026-03-03")
    expect(decisions).toMatchObject([{ _tag: "EndAsk", as: "cancelled" }])
  })
})

describe("an event that arrives twice", () => {
  it("is one event, and makes one ask", () => {
    for (const again of [delivered, { ...delivered, recordedAt: time("2026-03-05") }]) {
      expect(decided([born, delivered, again], "2026-03-03").decisions.map(({ _tag }) => _tag)).toEqual(["Invite"])
    }
    expect(decided([born, requested, requested], "2026-03-01").decisions.map(({ _tag }) => _tag)).toEqual(["Invite"])
  })

  it("with other content is refused, and named", () => {
    const other = { ...delivered, about: "order 8" }
    const refused = History.decode("anna", [born, delivered, other])
    expect(Result.getOrThrow(Result.flip(refused)).message).toBe(
      `two events of anna have the id "7" and say different things`
    )
  })

  it("under an id of its own is another one: its ask joins the first", () => {
    const twin = { ...delivered, id: "7b" }
    expect(decided([born, delivered, twin], "2026-03-03").decisions).toMatchObject([
      { _tag: "Invite" },
      { _tag: "EndAsk", as: "joined" }
    ])
  })
})

describe("an event from the future", () => {
  it("makes an ask for then, not for now", () => {
    const story = anna.on("2026-04-01").delivered().on("2026-03-01")
    expect(story.toDo(shop)).toEqual([])
    expect(story.wakes(shop)).toBe("2026-04-03 00:00 UTC")
    expect(story.on("2026-04-03").toDo(shop)).toEqual(["invite"])
  })

  it("that is a request by hand waits for its day", () => {
    const story = anna.on("2026-04-01").fact({ _tag: "AskRequested", survey: "nps" }).on("2026-03-01")
    expect(story.toDo(shop)).toEqual([])
    expect(story.on("2026-04-01").toDo(shop)).toEqual(["invite"])
  })

  it("that is an answer makes a wave that is open: nobody is asked once more since some clock was ahead", () => {
    const ahead = anna.on("2026-03-03 00:05").answersUnasked(9).on("2026-03-01").delivered().on("2026-03-03")
    expect(ahead.toDo(shop)).toEqual(["invite: joined"])
    expect(ahead.decisions(shop)[0]?.because).toEqual([{ _tag: "WaveOpen", since: time("2026-03-03 00:05") }])
  })

  it("as late as can be breaks nothing", () => {
    const last = { ...delivered, occurredAt: 8.64e15, recordedAt: time("2026-03-01") }
    expect(decided([born, last], "2026-03-03").decisions).toEqual([])
  })

  it("does not complete what needs all of several before it has come", () => {
    const both = program({
      surveys: [
        survey({
          triggers: [
            {
              on: "all",
              of: [
                { on: "touchpoint", kind: "order.delivered" },
                { on: "touchpoint", kind: "order.paid" }
              ]
            }
          ]
        })
      ]
    })
    const story = anna.on("2026-04-01").happens("order.paid").on("2026-03-01").delivered()
    expect(story.toDo(both)).toEqual([])
    expect(story.wakes(both)).toBe("2026-04-01 00:00 UTC")
  })
})

describe("events about surveys that there are not", () => {
  it("are kept and change nothing: a request, an answer", () => {
    const story = anna
      .on("2026-03-01")
      .fact({ _tag: "AskRequested", survey: "gone" })
      .fact({ _tag: "Answered", survey: "gone", wave: "touchpoint:1", score: 3 })
    expect(story.toDo(shop)).toEqual([])
    expect(story.held(shop)).toEqual([])
    expect(story.history.events.length).toBe(3)
  })

  it("do not keep other surveys from their asks", () => {
    const story = anna.on("2026-03-01").fact({ _tag: "AskRequested", survey: "gone" }).delivered().on("2026-03-03")
    expect(story.decisions(shop).map(({ because, survey }) => `${survey}: ${tags(because)}`)).toEqual([
      "nps: TouchpointHappened"
    ])
  })
})

describe("events of unknown kinds", () => {
  it("that are touchpoints no trigger listens to change nothing", () => {
    for (const kind of ["order.deliveredd", "Order.Delivered", "日本", "constructor", "__proto__x"]) {
      const rows = [born, row("1", "2026-03-01", { _tag: "TouchpointHappened", kind: kind.replace(/^_+/, "") })]
      expect(decided(rows, "2026-03-05")).toEqual({ decisions: [], held: [], wakeAt: undefined })
    }
  })

  it("that are no events are refused with their place, and so is what no touchpoint can be called", () => {
    const refused = History.decode("anna", [
      born,
      row("1", "2026-03-01", { _tag: "OrderDelivered" }),
      row("2", "2026-03-01", { _tag: "TouchpointHappened", kind: "" }),
      row("3", "2026-03-01", { _tag: "TouchpointHappened", kind: "x".repeat(101) }),
      row("4", "2026-03-01", { _tag: "AskRequested", survey: "x".repeat(65) }),
      row("5".repeat(201), "2026-03-01", { _tag: "AskRequested", survey: "nps" })
    ])
    const { message } = Result.getOrThrow(Result.flip(refused))
    for (const place of [
      `["events"][1]`,
      `["events"][2]["kind"]`,
      `["events"][3]["kind"]`,
      `["events"][4]["survey"]`,
      `["events"][5]["id"]`
    ]) {
      expect(message).toContain(place)
    }
  })
})
