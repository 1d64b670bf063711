import * as Hurry from "@temoin/contract/Hurry"
import * as Budget from "@temoin/crm/Budget"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { expect, it } from "vitest"

const start = Date.UTC(2026, 0, 5, 9)
const make = (options: Partial<Budget.Options> = {}) => {
  const hurry = Hurry.make(start)
  const budget = Budget.make({
    crm: "A CRM",
    rates: [],
    day: { name: "tokens today", limit: 100, keep: 0.1 },
    ...options
  })
  const run = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.runPromise(Effect.result(Effect.provideService(effect, Clock.Clock, hurry.clock)))
  return { hurry, budget, run, take: (cost: number, kind = "call") => run(budget.take({ cost, kind })) }
}

it("no span of time ever holds more calls than it may, whoever asks when", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ wait: fc.nat(900), isSearch: fc.boolean() }), { maxLength: 40 }),
      fc.record({ calls: fc.integer({ min: 1, max: 5 }), searches: fc.integer({ min: 1, max: 3 }) }),
      async (asks, { calls, searches }) => {
        const rates = [
          { name: "calls", most: calls, millis: 1000 },
          { name: "searches", most: searches, millis: 700, only: "search" }
        ]
        const { hurry, take } = make({ rates, day: { name: "calls today", limit: 1000, keep: 0 } })
        const granted: Array<{ readonly at: number; readonly kind: string }> = []
        for (const { isSearch, wait } of asks) {
          hurry.pass(wait)
          const kind = isSearch ? "search" : "call"
          expect(Result.isSuccess(await take(1, kind))).toBe(true)
          granted.push({ at: hurry.now(), kind })
        }
        for (const { millis, most, only } of rates as ReadonlyArray<Budget.Rate>) {
          const times = granted.filter(({ kind }) => only === undefined || kind === only).map(({ at }) => at)
          for (const [index, at] of times.entries())
            expect(times[index + most] ?? Infinity).toBeGreaterThanOrEqual(at + millis)
        }
      }
    )
  ))

it("what is kept for others is never taken, and the next day all is there again", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }), async (costs) => {
      const { budget, hurry, run, take } = make()
      let left = 100
      for (const cost of costs) {
        const taken = await take(cost)
        expect(Result.isSuccess(taken)).toBe(left - cost >= 10)
        if (Result.isSuccess(taken)) left -= cost
        else expect(taken.failure).toMatchObject({ reason: "unavailable", retryAfter: 15 * 3_600_000 })
        expect(await run(budget.left)).toMatchObject({ success: [{ name: "tokens today", limit: 100, left }] })
      }
      hurry.pass(15 * 3_600_000)
      expect(Result.isSuccess(await take(90))).toBe(true)
    })
  ))

it("what the CRM says is left is believed, more or less than we thought", async () => {
  const { budget, take } = make()
  budget.heed({ limit: 1000, left: 105 }, start)
  expect([await take(5), await take(1)].map(Result.isSuccess)).toEqual([true, false])
  budget.heed({ limit: 1000, left: 900 }, start)
  expect(Result.isSuccess(await take(800))).toBe(true)
  budget.heed({ limit: Number.NaN, left: Number.NaN }, start)
  expect(Result.isSuccess(await take(1))).toBe(false)
})

it("who is told to wait waits that long", async () => {
  const { budget, hurry, run, take } = make()
  await run(budget.hold(7000))
  await take(1)
  expect(hurry.now() - start).toBe(7000)
})
