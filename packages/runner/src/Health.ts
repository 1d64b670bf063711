/**
 * Health: is everything as it should be, and if not, what is wrong?
 *
 * @since 0.1.0
 */
import * as Instant from "@temoin/core/Instant"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Runner from "./Runner.ts"

/**
 * `down`: nothing can be done. `degraded`: something waits that should not, or somebody must look at something. `ok`: neither.
 *
 * - `reasons`: each in a sentence; none when it is `ok`.
 * - `schema`: the form in which the store keeps everything; null, as the other numbers, when it cannot be reached.
 * - `mailer`: `ok`; `resting` after failures, until a next try; or `misconfigured`, when it takes nothing from us.
 * - `overdueMillis`: how long the one who waits longest has been due; 0 when nobody waits.
 * - `claimed`: contacts that are worked on. `deadLetters`: contacts that were put aside.
 * - `unknownSends`: messages of which nobody knows whether they left, of those that this process sent since it was opened.
 * - `lastTick`: when the latest tick of this process ended, and what it did; null before the first.
 *
 * @category models
 * @since 0.1.0
 */
export interface Health {
  readonly status: "ok" | "degraded" | "down"
  readonly reasons: ReadonlyArray<string>
  readonly schema: number | null
  readonly mailer: "ok" | "resting" | "misconfigured"
  readonly overdueMillis: number | null
  readonly claimed: number | null
  readonly deadLetters: number | null
  readonly unknownSends: number | null
  readonly lastTick: { readonly at: number; readonly tick: Runner.Tick } | null
}

/** Nobody should wait longer than this: a worker that polls comes each minute. */
const late = 600_000

/** An answer is wanted soon, also about a store that gives none. */
const patience = "10 seconds"

/**
 * Looks at the store and at what the mailer has said. A mailer that can be checked is, when it was in trouble, and is used again
 * at once when it is well. Writes nothing.
 *
 * @category checking
 * @since 0.1.0
 */
export const check: Effect.Effect<Health, never, Runner.Runner | HistoryStore.HistoryStore | Mailer.Mailer> =
  Effect.gen(function* () {
    const runner = yield* Runner.Runner
    const store = yield* HistoryStore.HistoryStore
    const { check: ask } = yield* Mailer.Mailer
    const now = yield* Clock.currentTimeMillis
    if (ask !== undefined && runner.mailer().holds > 0) {
      const asked = yield* Effect.timeoutOption(Effect.result(ask), patience)
      if (Option.exists(asked, Result.isSuccess)) yield* runner.resume
    }
    const { holds, isMisconfigured, problem, until } = runner.mailer()
    const reasons: Array<string> = []
    const mailer = holds === 0 ? "ok" : isMisconfigured ? "misconfigured" : "resting"
    if (mailer !== "ok") {
      reasons.push(`the mailer is left alone until ${Instant.minute(until)}: ${problem ?? "it does not answer"}`)
    }
    const seen = yield* Effect.all({
      vitals: store.vitals(now),
      due: store.nextDue,
      unknownSends: runner.unknownSends
    }).pipe(
      Effect.timeoutOrElse({
        duration: patience,
        orElse: () => new HistoryStore.StoreError({ problem: "the store does not answer", retryable: true })
      }),
      Effect.result
    )
    const lastTick = runner.lastTick() ?? null
    if (Result.isFailure(seen)) {
      reasons.unshift(`the store cannot be used: ${seen.failure.message}`)
      return {
        status: "down",
        reasons,
        schema: null,
        mailer,
        overdueMillis: null,
        claimed: null,
        deadLetters: null,
        unknownSends: null,
        lastTick
      } satisfies Health
    }
    const { due, unknownSends, vitals } = seen.success
    const overdueMillis = Math.max(0, now - Option.getOrElse(due, () => now))
    if (overdueMillis > late) reasons.push(`somebody has been due for ${Math.floor(overdueMillis / 60_000)} minutes`)
    if (vitals.putAside > 0) {
      reasons.push(`contacts that could not be worked on were put aside (${vitals.putAside}): look at the dead letters`)
    }
    if (unknownSends > 0) {
      reasons.push(`nobody knows whether messages left (${unknownSends}): look up the unknown sends, and settle them`)
    }
    return {
      status: reasons.length === 0 ? "ok" : "degraded",
      reasons,
      schema: vitals.schema,
      mailer,
      overdueMillis,
      claimed: vitals.claimed,
      deadLetters: vitals.putAside,
      unknownSends,
      lastTick
    } satisfies Health
  })
