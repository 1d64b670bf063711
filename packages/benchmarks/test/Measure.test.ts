import type { Benchmark } from "@temoin/benchmarks/Benchmark"
import * as Measure from "@temoin/benchmarks/Measure"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

const settings: Measure.Settings = { rounds: 5, window: 10, warmUp: 50 }

/** A machine on which a call takes as long as we say. Unit: milliseconds. */
const machine = () => {
  let now = 0
  return {
    clock: () => now,
    taking:
      (millis: () => number, sink = 42) =>
      () => {
        now += millis()
        return sink
      }
  }
}

const benchmark = (sides: Pick<Benchmark, "ours" | "reference"> & Partial<Benchmark>): Benchmark => ({
  what: "a benchmark",
  unit: "call",
  units: () => 1,
  referenceIs: "something else",
  ...sides
})

const never = () => assert.fail("nothing should run")

const cost = fc.integer({ min: 1, max: 1000 }).map((thousandths) => thousandths / 1000)

describe("measure", () => {
  it("finds how long each side takes, and how many times as long ours does", () =>
    fc.assert(
      fc.property(cost, cost, fc.integer({ min: 1, max: 50 }), (mine, theirs, units) => {
        const { clock, taking } = machine()
        const measured = Measure.measure(
          benchmark({ ours: taking(() => mine), reference: taking(() => theirs), units: () => units }),
          settings,
          clock
        )
        if (measured._tag !== "Compared") return assert.fail(measured._tag)
        assert.closeTo(measured.ours.median, mine / units, 1e-6)
        assert.closeTo(measured.reference.median, theirs / units, 1e-6)
        assert.closeTo(measured.ratio.median, mine / theirs, (1e-6 * mine) / theirs)
      })
    ))

  it("finds the same ratio on a machine that becomes slower and slower", () => {
    const { clock, taking } = machine()
    const slowly = (millis: number) => () => millis * (1 + clock() / 1e6)
    const measured = Measure.measure(
      benchmark({ ours: taking(slowly(0.3)), reference: taking(slowly(0.1)) }),
      { ...settings, rounds: 101 },
      clock
    )
    if (measured._tag !== "Compared") return assert.fail(measured._tag)
    assert.isAbove(measured.ours.max / measured.ours.min, 1.001)
    assert.closeTo(measured.ratio.median, 3, 0.001)
  })

  it("lets one bad round spoil the range, not the median", () => {
    const { clock, taking } = machine()
    let calls = 0
    const ours = taking(() => (++calls === 300 ? 500 : 0.2))
    const measured = Measure.measure(benchmark({ ours, reference: taking(() => 0.1) }), settings, clock)
    if (measured._tag !== "Compared") return assert.fail(measured._tag)
    assert.closeTo(measured.ratio.median, 2, 1e-6)
    assert.isAbove(measured.ratio.max, 10)
  })

  it("takes the time that was told, where things are put in order first", () => {
    const { clock, taking } = machine()
    let told = 0
    const side = (millis: number) => () => {
      told = millis
      return taking(() => 50)()
    }
    const sides = { ours: side(3), reference: side(1), elapsed: () => told }
    const measured = Measure.measure(benchmark(sides), settings, clock)
    if (measured._tag !== "Compared") return assert.fail(measured._tag)
    assert.closeTo(measured.ratio.median, 3, 1e-6)
    assert.closeTo(measured.ours.median, 3, 1e-6)
  })

  it("runs as many rounds as the benchmark asks for", () => {
    const { clock, taking } = machine()
    let calls = 0
    const ours = taking(() => (++calls, 1000))
    Measure.measure(benchmark({ ours, reference: taking(() => 1000), rounds: 3 }), undefined, clock)
    // the first call, one to warm up, and three rounds
    assert.strictEqual(calls, 5)
  })

  it("says what else was not kept to, when all is over", () => {
    const { clock, taking } = machine()
    const sides = { ours: taking(() => 1), reference: taking(() => 1) }
    const spoils = () => `after ${clock() > 0 ? "all" : "nothing"}`
    const measured = Measure.measure(benchmark({ ...sides, spoils }), settings, clock)
    assert.include(measured, { _tag: "Compared", spoilt: "after all" })
  })

  it("measures alone what has nothing to be compared with", () => {
    const { clock, taking } = machine()
    const measured = Measure.measure(benchmark({ ours: taking(() => 0.25), reference: undefined }), settings, clock)
    if (measured._tag !== "Alone") return assert.fail(measured._tag)
    assert.closeTo(measured.ours.median, 0.25, 1e-6)
  })

  it("gives no times when the two sides computed different things", () => {
    const { clock, taking } = machine()
    const sides = { ours: taking(() => 1, 1), reference: taking(() => 1, 2) }
    assert.deepStrictEqual(Measure.measure(benchmark(sides), settings, clock), {
      _tag: "Differ",
      problem: "ours computed 1, the reference 2"
    })
  })

  it("gives no times when one side computes something else later on", () => {
    const { clock, taking } = machine()
    let calls = 0
    const ours = taking(() => 1)
    const measured = Measure.measure(
      benchmark({ ours: () => (++calls > 70 ? ours() + 1 : ours()), reference: taking(() => 1) }),
      settings,
      clock
    )
    assert.deepStrictEqual(measured, { _tag: "Differ", problem: "ours computed 42 first, and then 43" })
  })

  it("starts no clock when the full comparison finds a difference", () => {
    const sides = { ours: never, reference: never, differs: () => "they differ in everything" }
    assert.deepStrictEqual(Measure.measure(benchmark(sides), settings, never), {
      _tag: "Differ",
      problem: "they differ in everything"
    })
  })
})

describe("spread", () => {
  it("has as many values on one side of the median as on the other", () =>
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }), (values) => {
        const { max, median, min } = Measure.spread(values)
        assert.strictEqual(min, Math.min(...values))
        assert.strictEqual(max, Math.max(...values))
        assert.isAtMost(values.filter((value) => value < median).length, values.length / 2)
        assert.isAtMost(values.filter((value) => value > median).length, values.length / 2)
      })
    ))
})
