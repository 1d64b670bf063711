/**
 * Lock: who has the file open?
 *
 * The lock is the operating system's, on a file beside the database; it ends with the process however that ends. It is
 * not on the database itself, so that other programs can still read that, for a backup say.
 *
 * @since 0.1.0
 */
import type { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { DatabaseSync } from "node:sqlite"
import * as Problem from "./Problem.ts"

/**
 * The file is open already. Two processes on one file would each decide without knowing what the other does, so the
 * second is refused.
 *
 * @category errors
 * @since 0.1.0
 */
export class StoreLocked extends Schema.TaggedError<StoreLocked>()("StoreLocked", {
  filename: Schema.String
}) {
  override get message() {
    return `${this.filename} is open already, in another process or in this one: stop that one first, or share its store (deleting ${this.filename}.lock does not help, and is not needed after a crash)`
  }
}

const isBusy = (error: unknown): boolean => Problem.code(error) === 5

/** Whoever only waits is remembered by nobody: its lock must not be taken for garbage, and let go. */
const held = new Set<DatabaseSync>()

/**
 * Holds the lock on this file until the scope closes. `filename` must be the file's one true name, links resolved.
 *
 * @category constructors
 * @since 0.1.0
 */
export const hold = (filename: string): Effect.Effect<DatabaseSync, StoreLocked | StoreError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        // Long enough that of two who start at once one wins, instead of each stepping back for the other.
        const lock = new DatabaseSync(`${filename}.lock`, { timeout: 50 })
        try {
          lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
          held.add(lock)
          return lock
        } catch (error) {
          lock.close()
          throw error
        }
      },
      catch: (error) => (isBusy(error) ? new StoreLocked({ filename }) : Problem.explain(`${filename}.lock`, error))
    }),
    (lock) =>
      Effect.sync(() => {
        held.delete(lock)
        lock.close()
      })
  )
