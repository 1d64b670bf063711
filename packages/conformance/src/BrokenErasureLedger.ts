/**
 * BrokenErasureLedger: which mistakes do ledgers of erasures make?
 *
 * @since 0.1.0
 */
import { type Entry, ErasureLedger } from "@temoin/core/ports/ErasureLedger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Broken from "./Broken.ts"

type Good = ErasureLedger["Service"]

const broken = (name: string, breaks: string, defect: (good: Good) => Partial<Good>): Broken.Broken<ErasureLedger> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, ErasureLedger)
    return Context.add(services, ErasureLedger, { ...good, ...defect(good) })
  })

const whole = "everything that was added is there, in that order, to the last character"

/**
 * At least one broken ledger for each law of `ErasureLedgerLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken.Broken<ErasureLedger>> = [
  broken("keeps the last entry of a mark only", whole, (good) => ({
    entries: Effect.map(good.entries, (entries) => [...new Map(entries.map((entry) => [entry.mark, entry])).values()])
  })),
  broken("forgets why, and who did it", whole, (good) => ({
    entries: Effect.map(good.entries, (entries) =>
      entries.map(({ at, key, mark, what }): Entry => ({ at, key, mark, what }))
    )
  })),
  broken("adds one after the other", "of additions at once none is lost, and each is in one piece", (good) => ({
    add: (entries) =>
      Effect.forEach(entries, (entry) => Effect.andThen(Effect.yieldNow, good.add([entry])), { discard: true })
  })),
  broken("hands out its own list", "what was read stays as it was", (good) => {
    const own: Array<Entry> = []
    return {
      add: (entries) => Effect.andThen(good.add(entries), () => Effect.sync(() => void own.push(...entries))),
      entries: Effect.sync(() => own)
    }
  })
]
