/**
 * Kept: what is kept beside the log, in the same transaction?
 *
 * Whatever can be computed from the log again and is wanted at once: counters, lists, indexes. Each is written after the
 * events and before the commit, so it is never ahead of the log and never behind.
 *
 * @since 0.1.0
 */
import type { StoreError } from "@temoin/core/ports/HistoryStore"
import type * as Effect from "effect/Effect"
import type * as SqlError from "effect/sql/SqlError"
import type * as Ledger from "./Ledger.ts"

/**
 * Takes what a transaction added to the log, in the order it was added, to what is kept of it. The accounts and the
 * contacts are locked until the commit. When it fails, nothing of the transaction is written.
 *
 * @category models
 * @since 0.1.0
 */
export type Keep = (additions: ReadonlyArray<Ledger.Addition>) => Effect.Effect<void, StoreError | SqlError.SqlError>
