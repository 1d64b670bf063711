/**
 * Praises: which praise is still to be passed on, and by whom?
 *
 * @since 0.1.0
 */
import * as Decision from "@temoin/core/Decision"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Merge from "@temoin/core/Merge"
import * as Praise from "@temoin/core/Praise"
import * as Fold from "@temoin/core/Fold"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Fact from "./Fact.ts"
import * as Writing from "./Writing.ts"

/**
 * There is no such praise of this contact, or it was passed on already (`passedOnAt`).
 *
 * @category errors
 * @since 0.1.0
 */
export class NothingToPassOn extends Schema.TaggedError<NothingToPassOn>()("NothingToPassOn", {
  praise: Decision.PraiseId,
  passedOnAt: Schema.optionalKey(Schema.Int)
}) {
  override get message() {
    return this.passedOnAt === undefined
      ? `this contact has no praise "${this.praise}": record a PraiseNamed with this id first`
      : `the praise "${this.praise}" was passed on already, on ${new Date(this.passedOnAt).toISOString()}`
  }
}

/** Praise with whose it is. @category models @since 0.1.0 */
export interface ContactPraise extends Praise.Praise {
  readonly contact: string
}

/**
 * The praise of all contacts that names people at work.
 *
 * @category models
 * @since 0.1.0
 */
export interface Praises {
  /** What is still to be passed on, the earliest deadline first; with `owner`, only what they are to pass on. */
  readonly list: (filter?: { readonly owner?: string }) => Promise<ReadonlyArray<ContactPraise>>
  /** It was passed on to whom it names. Rejects with `NothingToPassOn`, and with `InvalidInput`. */
  readonly passOn: (
    contact: string,
    praise: string,
    step?: { readonly by?: string; readonly at?: Instant | Date }
  ) => Promise<void>
}

/**
 * The praise over a store.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore>) => Promise<A>,
  histories: () => AsyncIterable<History.History>
): Praises => ({
  list: async ({ owner } = {}) => {
    const found: Array<ContactPraise> = []
    for await (const history of histories()) {
      for (const one of Fold.of(history).praises.values()) {
        if (Praise.isPending(one) && (owner === undefined || one.task?.owner === owner)) {
          found.push({ ...one, contact: history.contact })
        }
      }
    }
    return found.toSorted((a, b) => (a.task?.deadline ?? 0) - (b.task?.deadline ?? 0))
  },

  passOn: (contact, praise, step) =>
    use(
      Effect.gen(function* () {
        const who = yield* Effect.fromResult(Fact.readContact(contact))
        yield* Writing.write(who, (history, now) =>
          Result.flatMap(Fact.toEvent({ ...step, _tag: "PraisePassedOn", praise }, now), (event) => {
            const state = Fold.of(history)
            const name = Merge.praiseNamed(state, who, praise)
            const found = state.praises.get(name)
            const passedOnAt = found?.passedOnAt
            return found === undefined || passedOnAt !== undefined
              ? Result.fail(new NothingToPassOn({ praise, ...(passedOnAt !== undefined && { passedOnAt }) }))
              : Result.succeed([{ ...event, praise: name }])
          })
        )
      })
    )
})
