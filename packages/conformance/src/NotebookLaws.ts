/**
 * NotebookLaws: does this notebook keep what is written into it?
 *
 * @since 0.1.0
 */
import { Notebook } from "@temoin/core/ports/Notebook"
import type { Change } from "@temoin/core/ports/Notebook"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"

const key = fc.constantFrom("a", "a/1", "a/10", "a/2", "a/é", "a/%", "a/_", "a/日本", "a/😀", "a/\uff61", "b", "b/'\"")
const value = fc.constantFrom("", "1", `{"a":"é 😀"}`, "x".repeat(3000))
const change: fc.Arbitrary<Change> = fc.record({ key, value: fc.option(value) })
const changes = fc.array(change, { maxLength: 8 })
const many = fc.array(changes, { minLength: 1, maxLength: 5 })

/** What the pages come to, by their keys. */
const model = (writes: ReadonlyArray<ReadonlyArray<Change>>): ReadonlyMap<string, string> => {
  const pages = new Map<string, string>()
  for (const { key, value } of writes.flat()) {
    if (value === null) pages.delete(key)
    else pages.set(key, value)
  }
  return pages
}

const shown = (pages: Iterable<readonly [string, string]>) => JSON.stringify([...pages].toSorted())

/**
 * The promises of the `Notebook` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<Notebook>> = [
  forAll(
    "a page says what was written last",
    many,
    Effect.fnUntraced(function* (writes) {
      const notebook = yield* Notebook
      for (const changes of writes) yield* notebook.write(changes)
      const expected = model(writes)
      const keys = [...new Set(writes.flat().map(({ key }) => key)), "nowhere"]
      const found = yield* notebook.read(keys)
      yield* agree("pages", shown(found.map(({ key, value }) => [key, value] as const)), shown(expected))
    })
  ),
  forAll(
    "a list is in order, from where one left off, and of its prefix only",
    fc.record({
      writes: many,
      prefix: fc.constantFrom("", "a", "a/", "a/1", "a/_", "c"),
      limit: fc.integer({ min: 1, max: 4 })
    }),
    Effect.fnUntraced(function* ({ limit, prefix, writes }) {
      const notebook = yield* Notebook
      for (const changes of writes) yield* notebook.write(changes)
      const expected = [...model(writes).keys()].filter((key) => key.startsWith(prefix)).toSorted()
      const found: Array<string> = []
      for (let after: string | undefined; found.length <= expected.length;) {
        const pages = yield* notebook.list({ prefix, limit, ...(after !== undefined && { after }) })
        yield* agree("is it within the limit", pages.length <= limit, true)
        found.push(...pages.map(({ key }) => key))
        if (pages.length < limit) break
        after = pages.at(-1)?.key
      }
      yield* agree("keys", found.join("\n"), expected.join("\n"))
    })
  ),
  forAll(
    "who writes after somebody else is told so, and nothing is written",
    fc.record({ key, other: key, times: fc.integer({ min: 1, max: 3 }) }).filter(({ key, other }) => key !== other),
    Effect.fnUntraced(function* ({ key, other, times }) {
      const notebook = yield* Notebook
      for (let time = 0; time < times; time++) yield* notebook.write([{ key, value: `${time}`, expected: time }])
      const stale = [
        { key: other, value: "new" },
        { key, value: "late", expected: times - 1 }
      ]
      const result = yield* Effect.result(notebook.write(stale))
      const outcome = Result.isSuccess(result) ? "written" : result.failure._tag
      yield* agree("the outcome", outcome, "PageMoved")
      const found = yield* notebook.read([key, other])
      yield* agree("pages", found.map((page) => page.value).join(), `${times - 1}`)
    })
  ),
  forAll(
    "of those who write at once, one wins",
    fc.record({ key, count: fc.integer({ min: 2, max: 6 }) }),
    Effect.fnUntraced(function* ({ count, key }) {
      const notebook = yield* Notebook
      const results = yield* Effect.forEach(
        Array.from({ length: count }, (_, index) => index),
        (index) => Effect.result(notebook.write([{ key, value: `${index}`, expected: 0 }])),
        { concurrency: "unbounded" }
      )
      yield* agree("winners", results.filter(Result.isSuccess).length, 1)
      const [page] = yield* notebook.read([key])
      yield* agree("the page", page?.value, String(results.findIndex(Result.isSuccess)))
      yield* agree("its version", page?.version, 1)
    })
  )
]
