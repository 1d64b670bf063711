import * as Drivers from "@temoin/statistics/Drivers"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { refused } from "./given.ts"

const of = (outcome: ReadonlyArray<number | null>, drivers: Readonly<Record<string, ReadonlyArray<number | null>>>) =>
  Result.getOrThrow(Drivers.make(outcome, drivers))

const step = fc.integer({ min: 1, max: 5 })
const table = fc
  .array(fc.record({ y: fc.nat(10), price: step, service: step, speed: step }), { minLength: 6, maxLength: 30 })
  .map((rows) => ({
    y: rows.map(({ y }) => y),
    drivers: {
      price: rows.map(({ price }) => price),
      service: rows.map(({ service }) => service),
      speed: rows.map(({ speed }) => speed)
    }
  }))

const value = (option: Option.Option<number>): number => Option.getOrElse(option, () => 0)

describe("drivers", () => {
  it("share R² out: the shares are not negative and add up to it", () => {
    fc.assert(
      fc.property(table, ({ drivers, y }) => {
        const made = of(y, drivers)
        if (Option.isNone(made.rSquared)) return
        const shares = made.drivers.map(({ share }) => value(share))
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(made.rSquared.value, 9)
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(-1e-9)
        expect(made.rSquared.value).toBeLessThanOrEqual(1)
      })
    )
  })

  it("do not mind in which unit or order they come", () => {
    fc.assert(
      fc.property(table, ({ drivers: { price, service, speed }, y }) => {
        const one = of(y, { price, service, speed })
        const other = of(y, { speed, service: service.map((step) => 1000 * step - 3), price })
        for (const name of ["price", "service", "speed"]) {
          const a = one.drivers.find((driver) => driver.name === name)
          const b = other.drivers.find((driver) => driver.name === name)
          for (const what of ["pearson", "spearman", "kendall", "share"] as const) {
            expect(Option.getOrUndefined(b?.[what] ?? Option.none()) ?? 0).toBeCloseTo(
              Option.getOrUndefined(a?.[what] ?? Option.none()) ?? 0,
              8
            )
          }
        }
      })
    )
  })

  it("that say the same share alike: a question asked twice is not twice as important", () => {
    const price = [1, 2, 3, 4, 5, 3]
    const { drivers, rSquared } = of([2, 3, 6, 7, 10, 5], { price, again: price })
    expect(value(drivers[0]?.share ?? Option.none())).toBeCloseTo(value(rSquared) / 2, 9)
    expect(value(drivers[1]?.share ?? Option.none())).toBeCloseTo(value(rSquared) / 2, 9)
  })

  it("that go along in any rising way have rank correlations of 1", () => {
    const [driver] = of([1, 2, 3, 10], { growth: [1, 10, 100, 1000] }).drivers
    expect(driver).toMatchObject({ spearman: Option.some(1), kendall: Option.some(1) })
    expect(value(driver?.pearson ?? Option.none())).toBeLessThan(1)
  })

  it("leave out who did not answer everything, and say how many", () => {
    const made = of([9, 3, null, 7, 8, 2], { price: [5, 1, 3, null, 4, 2] })
    expect(made).toMatchObject({ people: 4, incomplete: 2 })
    expect(made.drivers[0]?.pearson).toEqual(of([9, 3, 8, 2], { price: [5, 1, 4, 2] }).drivers[0]?.pearson)
  })

  it("are none where nothing varies, and R² is none where it would explain anything", () => {
    const flat = of([9, 9, 9, 9], { price: [1, 2, 3, 4] })
    expect(flat.rSquared).toEqual(Option.none())
    expect(flat.drivers[0]).toMatchObject({ pearson: Option.none(), spearman: Option.none(), kendall: Option.none() })
    expect(of([1, 5, 2], { a: [1, 2, 4], b: [3, 1, 5] }).rSquared).toEqual(Option.none())
    expect(of([], { a: [] })).toMatchObject({ people: 0, rSquared: Option.none() })
    // a question that everybody answers alike explains nothing, and does not spoil the rest
    const made = of([1, 5, 2, 8, 4], { a: [1, 2, 1, 3, 2], same: [4, 4, 4, 4, 4] })
    expect(made.drivers[1]).toMatchObject({ pearson: Option.none(), share: Option.some(0) })
  })

  it("name what is wrong", () => {
    expect(refused(Drivers.make([9, NaN], { a: [1, 2] }))).toBe("outcome[1]")
    expect(refused(Drivers.make([9, 8], { a: [1, Infinity] }))).toBe("drivers.a[1]")
    expect(refused(Drivers.make([9, 8], { a: [1] }))).toBe("drivers.a")
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`q${index}`, [1, 2]]))
    expect(refused(Drivers.make([9, 8], many))).toBe("drivers")
  })
})
