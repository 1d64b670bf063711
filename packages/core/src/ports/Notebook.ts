/**
 * Notebook: what must be remembered that is no fact about a contact?
 *
 * How far a CRM has been read, what it was told already, what has to be tried again. None of this is in the log: a history tells
 * what happened to a contact, and `decide` reads nothing else; how often another system was called is no part of that.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { StoreError } from "./HistoryStore.ts"

/**
 * `version` grows by one with every change of this page; a page that was taken out begins anew.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page {
  readonly key: string
  readonly value: string
  readonly version: number
}

/**
 * A page as it is to be; `null` takes it out. `expected`: refuse unless it has this version (0: is not there).
 *
 * @category models
 * @since 0.1.0
 */
export interface Change {
  readonly key: string
  readonly value: string | null
  readonly expected?: number
}

/**
 * Somebody else wrote to this page in the meantime. Nothing was written: read it again.
 *
 * @category errors
 * @since 0.1.0
 */
export class PageMoved extends Schema.TaggedError<PageMoved>()("PageMoved", {
  key: Schema.String,
  expected: Schema.Int,
  actual: Schema.Int
}) {
  override get message() {
    return `the page "${this.key}" has moved from version ${this.expected} to ${this.actual}: read it again`
  }
}

/**
 * A key is one line of 1 to 1000 UTF-16 code units; a value any text without NUL and unpaired surrogates.
 *
 * @category ports
 * @since 0.1.0
 */
export class Notebook extends Context.Service<
  Notebook,
  {
    /** The pages with these keys, in any order; one that is not there is left out. */
    readonly read: (keys: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Page>, StoreError>

    /** All of these or none; of two changes of one page the later one holds. What is acknowledged survives the process. */
    readonly write: (changes: ReadonlyArray<Change>) => Effect.Effect<void, PageMoved | StoreError>

    /** Up to `limit` pages whose keys begin with `prefix` and come after `after`, by the code units of their keys. */
    readonly list: (request: {
      readonly prefix: string
      readonly after?: string
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<Page>, StoreError>
  }
>()("@temoin/core/ports/Notebook") {}
