import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import * as Program from "@temoin/core/Program"
import * as DryRun from "@temoin/simulator/DryRun"
import * as Life from "@temoin/simulator/Life"
import * as Population from "@temoin/simulator/Population"
import * as SwitchOn from "@temoin/simulator/SwitchOn"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Programs from "./programs.ts"

const from = Date.UTC(2026, 2, 1, 9)
const day = 86_400_000
const days = 60

const population = Result.getOrThrow(
  Population.make({ touchpoints: [{ kind: "order.delivered", perYear: 60 }], answerRate: 0.5, optOutRate: 0.1 })
)

/** Customers who have lived for ten days under a program. */
const lived = (program: Program.Program, seed: number): ReadonlyArray<History.History> => {
  const span = { from: from - 10 * day, until: from }
  return [...Population.customers(population, program, span, { contacts: 5, seed })].map(
    ({ born, world }) => Result.getOrThrow(Life.live(program, born, span, world)).history
  )
}

const given = fc.record({
  before: Programs.program,
  after: Programs.program,
  seed: fc.integer({ min: 0, max: 1e6 }),
  assuming: fc.constantFrom(population, Population.silent)
})

const run = (options: SwitchOn.Options) => Result.getOrThrow(SwitchOn.run(options))

const at = (id: string, occurredAt: number) => ({ id: Event.EventId.make(id), occurredAt, recordedAt: occurredAt })

describe("the days before a program is switched on", () => {
  it("are as they were when it is the same program, and when only a title is another", () => {
    fc.assert(
      fc.property(given, ({ assuming, before, seed }) => {
        const surveys = before.surveys.map((survey) => ({ ...survey, subject: "something else" }))
        for (const after of [before, { ...before, surveys, version: 2 }]) {
          const { days: found, people } = run({
            before,
            after,
            histories: lived(before, seed),
            from,
            days,
            assuming,
            seed
          })
          expect(people).toEqual({ all: 5, unchanged: 5, Gained: 0, Lost: 0, Moved: 0 })
          expect(found.every((one) => one.before === one.after)).toBe(true)
        }
      }),
      { numRuns: 15 }
    )
  })

  it("have the mails that a dry run of each program has, and every difference is somebody's", () => {
    fc.assert(
      fc.property(given, ({ after, before, seed }) => {
        const histories = lived(before, seed)
        const there = run({ before, after: { ...after, zone: before.zone }, histories, from, days })
        const back = run({ before: { ...after, zone: before.zone }, after: before, histories, from, days })
        for (const [program, side] of [
          [before, "before"],
          [{ ...after, zone: before.zone }, "after"]
        ] as const) {
          const dry = Result.getOrThrow(DryRun.run({ program, histories, from, days }))
          expect(there.days.map((one) => one[side])).toEqual(dry.simulation.days.map(({ mails }) => mails))
        }
        const sum = (of: (one: SwitchOn.Day) => number) => there.days.reduce((total, one) => total + of(one), 0)
        expect(sum((one) => one.after - one.before)).toBe(sum(({ shifts }) => shifts.Gained - shifts.Lost))
        expect(back.people).toEqual({ ...there.people, Gained: there.people.Lost, Lost: there.people.Gained })
        for (const { before, after, shifts } of there.days) {
          expect(after - before).toBeLessThanOrEqual(shifts.Gained + shifts.Moved)
        }
      }),
      { numRuns: 15 }
    )
  })

  it("read well", () => {
    const anna = Result.getOrThrow(
      History.decode("anna", [
        { _tag: "ContactChanged", ...at("1", from - day), email: "anna@example.com" },
        { _tag: "TouchpointHappened", ...at("2", from - day), kind: "order.delivered" }
      ])
    )
    const { shop } = Programs
    const [nps] = shop.surveys
    if (nps === undefined) throw new Error("the shop asks nothing")
    const [delivered] = nps.triggers
    const slower = {
      ...shop,
      version: 2,
      surveys: [
        { ...nps, reminders: [], triggers: delivered === undefined ? [] : [{ ...delivered, delay: "3 days" } as const] }
      ]
    }
    const after = Result.getOrThrow(Program.decode(slower))
    expect(SwitchOn.words(run({ before: shop, after, histories: [anna], from, days: 10 }))).toMatchInlineSnapshot(`
      "shop, version 1 to 2, 2026-03-01 to 2026-03-10 (UTC): nothing is sent
      1 person: 0 unchanged, 0 would gain a mail, 1 lose one, 1 get one on another day

      2026-03-02  1 → 0 mails
      2026-03-03  0 → 1 mail, 1 moved
      2026-03-07  1 → 0 mails, 1 lost

      anna gets the invitation (nps) on 2026-03-03 09:00 UTC instead of on 2026-03-02 09:00 UTC: order.delivered happened on 2026-02-28 09:00 UTC; we ask 3 days later
      anna loses the reminder (nps) that was to go out on 2026-03-07 09:00 UTC"
    `)
    expect(SwitchOn.words(run({ before: shop, after: shop, histories: [anna], from, days: 10 })))
      .toMatchInlineSnapshot(`
      "shop, version 1 to 1, 2026-03-01 to 2026-03-10 (UTC): nothing is sent
      1 person: 1 unchanged, 0 would gain a mail, 0 lose one, 0 get one on another day"
    `)
  })
})
