import * as Problem from "@temoin/storage-sql/internal/Problem"
import { assert, describe, it } from "vitest"

const sqlite = (errcode: number) => Object.assign(new Error("what SQLite said"), { code: "ERR_SQLITE_ERROR", errcode })

describe("Problem", () => {
  it("says which file, what is wrong with it, and whether to try again", () => {
    const expected = [
      [3, /not permitted/, false],
      [5, /another program/, true],
      [6, /another program/, true],
      [7, /memory/, true],
      [8, /read-only/, false],
      [10, /disk failed/, true],
      [11, /damaged/, false],
      [13, /full/, true],
      [14, /folder/, false],
      [26, /not a SQLite database/, false]
    ] as const
    for (const [code, words, retryable] of expected) {
      const cause = sqlite(code)
      const error = Problem.explain("/data/temoin.db", cause)
      assert.match(error.problem, words)
      assert.include(error.problem, "/data/temoin.db")
      assert.strictEqual(error.retryable, retryable)
      assert.strictEqual(error.cause, cause)
    }
  })

  it("reads extended codes as their primary ones", () => {
    assert.strictEqual(Problem.explain("f", sqlite(8 | (4 << 8))).problem, Problem.explain("f", sqlite(8)).problem)
    assert.strictEqual(Problem.explain("f", sqlite(10 | (22 << 8))).retryable, true)
  })

  it("passes on what SQLite said when there is nothing better to say, and does not call it retryable", () => {
    const error = Problem.explain("f", sqlite(1))
    assert.include(error.problem, "what SQLite said")
    assert.isFalse(error.retryable)
    assert.include(Problem.explain("f", "thrown text").problem, "thrown text")
    assert.isBelow(Problem.explain("f", new Error("x".repeat(10_000))).problem.length, 500)
  })
})
