/**
 * Gathering: how do many who write at the same instant share one commit?
 *
 * A commit waits for the disk, whatever it holds. So whoever comes while commits are under way waits with the others, and
 * all of them go in the next one; who comes alone goes at once. Nobody is told before the commit that holds their append.
 *
 * @since 0.1.0
 */
import type { Append, Appended, Refusal } from "@temoin/core/ports/HistoryStore"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Result from "effect/Result"

interface Waiting {
  readonly append: Append
  readonly told: Deferred.Deferred<Appended, Refusal>
}

/** So many at most share a commit, so that nobody waits long for the work of others. */
const most = 1000

/**
 * The port's `append`, by way of its `appendAll`. `commits`: how many are under way at once. Whoever is interrupted while
 * they wait writes nothing.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  commits: number,
  appendAll: (appends: ReadonlyArray<Append>) => Effect.Effect<ReadonlyArray<Result.Result<Appended, Refusal>>>
): ((append: Append) => Effect.Effect<Appended, Refusal>) => {
  const waiting = new Set<Waiting>()
  let underWay = 0

  const commit = Effect.suspend(() => {
    const together = [...waiting].slice(0, most)
    for (const one of together) waiting.delete(one)
    return Effect.map(Effect.exit(appendAll(together.map(({ append }) => append))), (exit) => {
      for (const [index, { told }] of together.entries()) {
        Deferred.doneUnsafe(told, Exit.isSuccess(exit) ? resultOf(exit.value[index]) : Effect.failCause(exit.cause))
      }
    })
  })

  const work = Effect.ensuring(
    Effect.whileLoop({ while: () => waiting.size > 0, body: () => commit, step: () => {} }),
    Effect.sync(() => void underWay--)
  )

  return (append) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.suspend(() => {
        const one: Waiting = { append, told: Deferred.makeUnsafe() }
        waiting.add(one)
        const begins = underWay < commits
        if (begins) underWay++
        return Effect.andThen(
          begins ? Effect.forkDetach(Effect.interruptible(work)) : Effect.void,
          Effect.onInterrupt(restore(Deferred.await(one.told)), () => Effect.sync(() => void waiting.delete(one)))
        )
      })
    )
}

const resultOf = (result: Result.Result<Appended, Refusal> | undefined): Effect.Effect<Appended, Refusal> =>
  result === undefined ? Effect.die(new Error("an append of a batch got no result")) : Effect.fromResult(result)
