/**
 * DeadLetters: on whom does nobody work any more, and why?
 *
 * A contact that could not be worked on again and again (a damaged document, a bug) is put aside, so that it does not hold up
 * the others. Nothing of it is lost, and what happens to it is recorded as ever; it is worked on again when somebody says so.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Fact from "./Fact.ts"

/** @category models @since 0.1.0 */
export interface DeadLetters {
  /** Who was put aside, with the problem, by id. */
  readonly list: () => Promise<ReadonlyArray<HistoryStore.DeadLetter>>
  /** Makes these due again, or all who were put aside when none is named. Gives how many. */
  readonly rerun: (...contacts: ReadonlyArray<string>) => Promise<number>
}

const page = 200

/** All of them, by id. @category reading @since 0.1.0 */
export const all: Effect.Effect<
  ReadonlyArray<HistoryStore.DeadLetter>,
  HistoryStore.StoreError,
  HistoryStore.HistoryStore
> = Effect.gen(function* () {
  const store = yield* HistoryStore.HistoryStore
  const found: Array<HistoryStore.DeadLetter> = []
  let after = Option.none<Contact.ContactId>()
  for (;;) {
    const some = yield* store.deadLetters({ after, limit: page })
    found.push(...some)
    const last = some.at(-1)
    if (last === undefined || some.length < page) return found
    after = Option.some(last.contact)
  }
})

/** @category constructors @since 0.1.0 */
export const make = (
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore>) => Promise<A>
): DeadLetters => ({
  list: () => use(all),
  rerun: (...contacts) =>
    use(
      Effect.gen(function* () {
        const store = yield* HistoryStore.HistoryStore
        const named = yield* Effect.forEach(contacts, (contact) => Effect.fromResult(Fact.readContact(contact)))
        const revived = named.length > 0 ? named : (yield* all).map(({ contact }) => contact)
        return yield* store.revive({ contacts: revived, now: yield* Clock.currentTimeMillis })
      })
    )
})
