/**
 * Switched on: what happens when a trigger meets 50,000 contacts who have been there for years?
 *
 * No burst, and no flood of endings for what nobody asked at the time.
 */
import * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import type * as Event from "@temoin/core/Event"
import { EventId } from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type * as Trigger from "@temoin/core/Trigger"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { anna, program, survey, time } from "./fixture.ts"

const day = 86_400_000
const contacts = 50_000

const asking = (trigger: typeof Trigger.Trigger.Encoded) => program({ surveys: [survey({ triggers: [trigger] })] })

/** A customer since 2019 with an address, as far as was recorded then, or only when they were imported. */
const customer = (index: number, recordedAt: number) => {
  const since = time("2019-04-01")
  const common = { occurredAt: since, recordedAt }
  const events: ReadonlyArray<Event.Event> = [
    { _tag: "ContactChanged", id: EventId.make("born"), ...common, email: `c${index}@example.com` }
  ]
  return Result.getOrThrow(History.make(Contact.ContactId.make(`contact-${index}`), events))
}

/** How many contacts are asked from which day on; and how many asks end or go out on the first look. */
const switchedOn = (trigger: typeof Trigger.Trigger.Encoded, now: number, recordedAt: number) => {
  const shop = asking(trigger)
  const perDay = new Map<number, number>()
  let ended = 0
  for (let index = 0; index < contacts; index++) {
    const { decisions, wakeAt } = Decide.decide(shop, customer(index, recordedAt), now)
    const invited = decisions.filter(({ _tag }) => _tag === "Invite").length
    ended += decisions.length - invited
    const on = invited > 0 ? now : (wakeAt ?? Number.NaN)
    perDay.set(Math.floor(on / day), (perDay.get(Math.floor(on / day)) ?? 0) + 1)
  }
  return { perDay, ended }
}

/** A day's number is binomial, B(50,000, 1/14): mean 3,571, sd 57.6. One of 14 days beyond 5 sd: once in 120,000 draws. */
const insistEven = (perDay: ReadonlyMap<number, number>) => {
  for (const count of perDay.values()) expect(Math.abs(count - contacts / 14)).toBeLessThan(5 * 57.6)
}

const quarterly = { on: "calendar", first: "2016-01-05", every: "3 months", spread: 14 } as const

describe("a calendar whose first date is long past", () => {
  it("switched on between two dates asks nobody at once, ends nothing, and spreads the next date over its days", () => {
    const { ended, perDay } = switchedOn({ ...quarterly, since: "2026-03-01" }, time("2026-03-01"), time("2019-04-01"))
    expect(ended).toBe(0)
    expect([...perDay.keys()].toSorted()).toEqual(Array.from({ length: 14 }, (_, i) => time("2026-04-05") / day + i))
    insistEven(perDay)
  })

  it("switched on in the middle of a date asks those whose day is still to come, and the others at the next date", () => {
    const { ended, perDay } = switchedOn({ ...quarterly, since: "2026-04-10" }, time("2026-04-10"), time("2019-04-01"))
    expect(ended).toBe(0)
    const days = Array.from({ length: 14 }, (_, i) => time(i < 5 ? "2026-07-05" : "2026-04-05") / day + i)
    expect([...perDay.keys()].toSorted()).toEqual(days.toSorted())
    insistEven(perDay)
  })

  it("and contacts who are imported between two dates, though customers for years: the same, without a first day", () => {
    const { ended, perDay } = switchedOn(quarterly, time("2026-03-01"), time("2026-03-01"))
    expect(ended).toBe(0)
    expect(perDay.size).toBe(14)
    insistEven(perDay)
  })
})

describe("any trigger", () => {
  it("with a first day says nothing about ten years of deliveries before it", () => {
    let story = anna
    for (let year = 2016; year < 2026; year++) story = story.on(`${year}-06-01`).happens("order.delivered")
    const since = asking({ on: "touchpoint", kind: "order.delivered", since: "2026-03-01" })
    const ever = asking({ on: "touchpoint", kind: "order.delivered" })
    expect(story.on("2026-03-01").toDo(since)).toEqual([])
    expect(story.on("2026-03-01").wakes(since)).toBe("never")
    expect(story.on("2026-03-01").toDo(ever)).toEqual(Array.from({ length: 10 }, () => "invite: expired"))
    expect(story.on("2026-03-02").delivered().toDo(since)).toEqual(["invite"])
  })

  it("put together has its first day as a whole: what it needs may have come before", () => {
    const shop = asking({
      on: "all",
      since: "2026-03-01",
      of: [
        { on: "touchpoint", kind: "order.delivered" },
        { on: "touchpoint", kind: "order.paid" }
      ]
    })
    expect(anna.on("2026-02-20").delivered().on("2026-03-02").happens("order.paid").toDo(shop)).toEqual(["invite"])
    expect(anna.on("2026-02-20").delivered().happens("order.paid").on("2026-03-02").toDo(shop)).toEqual([])
  })

  it("that will run from a day to come sleeps until its first ask after that day", () => {
    const shop = asking({ on: "calendar", first: "2026-01-15", every: "1 month", since: "2026-05-01" })
    expect(anna.wakes(shop)).toBe("2026-05-15 00:00 UTC")
  })
})
