import * as Random from "@temoin/simulator/Random"
import { describe, expect, it } from "vitest"

const draws = <A>(count: number, draw: () => A): ReadonlyArray<A> => Array.from({ length: count }, draw)

describe("Random", () => {
  it("is xoshiro128**: the numbers of its authors' reference implementation from the words 1, 2, 3, 4", () => {
    const { bits } = Random.fromWords([1, 2, 3, 4])
    expect(draws(10, bits)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804
    ])
  })

  it("is seeded by SplitMix64: the numbers of its reference implementation from 1234567", () => {
    let state = 1234567n
    const next = () => {
      const [after, value] = Random.splitMix(state)
      state = after
      return value
    }
    expect(draws(3, next)).toEqual([6457827717110365317n, 3203168211198807973n, 9817491932198370423n])
  })

  it("draws what it says: means and spreads of 20,000 draws lie within five standard errors", () => {
    const random = Random.make(1)
    const n = 20_000
    const near = (values: ReadonlyArray<number>, mean: number, deviation: number) => {
      const average = values.reduce((sum, value) => sum + value, 0) / n
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / n
      expect(Math.abs(average - mean)).toBeLessThan((5 * deviation) / Math.sqrt(n))
      expect(Math.abs(Math.sqrt(variance) / deviation - 1)).toBeLessThan(0.06)
    }
    near(
      draws(n, () => Random.uniform(random)),
      1 / 2,
      Math.sqrt(1 / 12)
    )
    near(
      draws(n, () => Random.normal(random)),
      0,
      1
    )
    near(
      draws(n, () => Random.exponential(random, 3)),
      3,
      3
    )
    near(
      draws(n, () => Number(Random.chance(random, 0.2))),
      0.2,
      0.4
    )
  })

  it("always and never are what they say", () => {
    const random = Random.make(2)
    for (const share of [0, 1]) {
      expect(draws(200, () => Random.chance(random, share))).toEqual(draws(200, () => share === 1))
    }
  })
})
