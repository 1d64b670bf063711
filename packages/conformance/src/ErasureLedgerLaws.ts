/**
 * ErasureLedgerLaws: does this ledger keep every erasure that it was told of?
 *
 * That it is still there after the machine died, an adapter shows by tests of its own.
 *
 * @since 0.1.0
 */
import { Entry, ErasureLedger } from "@temoin/core/ports/ErasureLedger"
import * as Residue from "@temoin/core/Residue"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import * as InstantArbitrary from "./InstantArbitrary.ts"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"
import * as TextArbitrary from "./TextArbitrary.ts"

const mark = (n: number): Residue.Mark => Residue.Mark.make(n.toString(16).padStart(64, "0"))

const entry: fc.Arbitrary<Entry> = fc.record(
  {
    what: fc.constantFrom(...Entry.fields.what.literals),
    // few, so that somebody is erased again, and readmitted
    mark: fc.integer({ min: 0, max: 3 }).map(mark),
    key: fc.integer({ min: 14, max: 15 }).map(mark),
    at: InstantArbitrary.any,
    reason: TextArbitrary.line,
    by: TextArbitrary.line
  },
  { requiredKeys: ["what", "mark", "key", "at"] }
)
const additions = fc.array(fc.array(entry, { maxLength: 4 }), { maxLength: 5 })

const erased = (n: number): Entry => ({ what: "erased", mark: mark(n), key: mark(15), at: n })

/**
 * The promises of the `ErasureLedger` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<ErasureLedger>> = [
  forAll(
    "everything that was added is there, in that order, to the last character",
    additions,
    Effect.fnUntraced(function* (additions) {
      const ledger = yield* ErasureLedger
      for (const entries of additions) yield* ledger.add(entries)
      yield* agree("entries", yield* ledger.entries, additions.flat())
    })
  ),
  forAll(
    "of additions at once none is lost, and each is in one piece",
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 }),
    Effect.fnUntraced(function* (sizes) {
      const ledger = yield* ErasureLedger
      const additions = sizes.map((size, n) => Array.from({ length: size }, (_, i) => erased(10 * n + i)))
      yield* Effect.forEach(additions, (entries) => ledger.add(entries), { concurrency: "unbounded", discard: true })
      const found = (yield* ledger.entries).map(({ mark }) => mark)
      for (const entries of additions) {
        const marks = entries.map(({ mark }) => mark)
        const begin = found.findIndex((mark) => mark === marks[0])
        yield* agree("an addition", found.slice(begin === -1 ? found.length : begin).slice(0, marks.length), marks)
      }
      yield* agree("how many there are", found.length, additions.flat().length)
    })
  ),
  forAll(
    "what was read stays as it was",
    fc.record({ before: fc.integer({ min: 0, max: 3 }), later: fc.integer({ min: 1, max: 3 }) }),
    Effect.fnUntraced(function* ({ before, later }) {
      const ledger = yield* ErasureLedger
      const first = Array.from({ length: before }, (_, n) => erased(n))
      yield* ledger.add(first)
      const read = yield* ledger.entries
      yield* ledger.add(Array.from({ length: later }, (_, n) => erased(before + n)))
      yield* agree("what was read before", read, first)
    })
  )
]
