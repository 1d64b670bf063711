import type { Benchmark } from "@temoin/benchmarks/Benchmark"
import type { Measured } from "@temoin/benchmarks/Measure"
import * as Table from "@temoin/benchmarks/Table"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

const flat = (median: number) => ({ median, min: median, max: median })
const compared = (ratio: number): Extract<Measured, { readonly _tag: "Compared" }> => ({
  _tag: "Compared",
  ours: flat(ratio),
  reference: flat(1),
  ratio: flat(ratio)
})
const alone: Measured = { _tag: "Alone", ours: flat(0.001) }
const differ: Measured = { _tag: "Differ", problem: "they do not agree" }

const benchmark = (what: string, target?: number): Benchmark => ({
  what,
  unit: "call",
  units: () => 1,
  ours: () => 0,
  reference: () => 0,
  referenceIs: "something by hand",
  target
})

describe("outcome", () => {
  it("is met up to the target itself, and missed beyond it", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 100, noNaN: true }), (target) => {
        assert.strictEqual(Table.outcome({ target }, compared(target)), "met")
        assert.strictEqual(Table.outcome({ target }, compared(target * 1.001)), "missed")
      })
    ))

  it("is missed, whatever the time, when something else was not kept to", () => {
    assert.strictEqual(Table.outcome({ target: 2 }, { ...compared(1), spoilt: "too much memory" }), "missed")
    assert.strictEqual(Table.outcome({ target: undefined }, { ...compared(1), spoilt: "too much memory" }), "shown")
  })

  it("is shown without a target, and without anything to compare with", () => {
    assert.strictEqual(Table.outcome({ target: undefined }, compared(2)), "shown")
    assert.strictEqual(Table.outcome({ target: 1 }, alone), "shown")
  })

  it("differs whatever the target is", () => {
    assert.strictEqual(Table.outcome({ target: undefined }, differ), "differs")
    assert.strictEqual(Table.outcome({ target: 1 }, differ), "differs")
  })
})

describe("the table", () => {
  const benchmarks = [benchmark("short", 1.5), benchmark("a benchmark with a long name")]
  const [short, long] = [benchmarks[0]!, benchmarks[1]!]

  it("reads like this", () => {
    assert.deepStrictEqual(
      [
        ...Table.head(benchmarks),
        Table.row(benchmarks, short, {
          _tag: "Compared",
          ours: flat(0.0123),
          reference: flat(0.001),
          ratio: { median: 12.3, min: 9.5, max: 104.2 }
        }),
        Table.row(benchmarks, long, alone),
        Table.row(benchmarks, short, differ)
      ],
      [
        "what                                         ours  reference      ratio (min–max)  target           the reference is",
        "──────────────────────────────────────  ─────────  ─────────  ───────────────────  ──────  ───────  ────────────────",
        "short, per call                           12.3 µs    1.00 µs      12.3 (9.50–104)   ≤ 1.5  missed   something by hand",
        "a benchmark with a long name, per call    1.00 µs          –                    –       –  shown    something by hand",
        "short, per call                                 –          –                    –   ≤ 1.5  differs  something by hand"
      ]
    )
  })

  it("counts at its end what was met and what was missed", () => {
    assert.strictEqual(Table.foot([]), "0 met, 0 missed")
    assert.strictEqual(Table.foot(["met", "differs", "shown", "missed", "met"]), "2 met, 1 missed")
  })

  it("shows three digits of every time, in the unit that suits it", () =>
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 999, noNaN: true }), (millis) => {
        const [value, unit] = Table.duration(millis).split(" ")
        const factor = { ns: 1e-6, µs: 1e-3, ms: 1 }[unit ?? ""]
        assert.closeTo(Number(value) * (factor ?? Number.NaN), millis, millis * 0.006)
      })
    ))
})
