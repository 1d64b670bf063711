import * as Benchmarks from "@temoin/benchmarks/Benchmarks"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"

describe("the benchmarks", () => {
  it("have names of their own", () => {
    const names = Benchmarks.all.map(({ what }) => what)
    assert.deepStrictEqual([...new Set(names)], names)
  })

  it.each(Benchmarks.all.map((benchmark) => [benchmark.what, benchmark] as const))(
    "%s: both sides compute the same, each time",
    // ten million answers take a while to make
    { timeout: 120_000 },
    (_what, { close, differs, ours, reference, units }) => {
      try {
        assert.isUndefined(differs?.())
        const first = ours()
        assert.isFalse(Number.isNaN(first))
        assert.strictEqual(ours(), first)
        if (reference !== undefined) {
          assert.strictEqual(reference(), first)
          assert.strictEqual(reference(), first)
        }
        assert.isAtLeast(units(), 1)
      } finally {
        close?.()
      }
    }
  )

  it("are found by a part of their name, in upper or lower case", () => {
    assert.deepStrictEqual(Benchmarks.named(""), Benchmarks.all)
    for (const benchmark of Benchmarks.all) {
      assert.include(Benchmarks.named(benchmark.what), benchmark)
      assert.include(Benchmarks.named(benchmark.what.slice(3).toUpperCase()), benchmark)
    }
  })

  it("are listed for somebody who asks for one that is not there", () => {
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [main, "no such thing"], { encoding: "utf8" })
    assert.strictEqual(status, 1)
    for (const { what } of Benchmarks.all) assert.include(stderr, what)
  })
})
