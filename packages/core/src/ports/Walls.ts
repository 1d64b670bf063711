/**
 * Walls: what is shown on a wall now?
 *
 * What a web page needs to show one; whoever has the histories provides it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Wall from "../Wall.ts"
import type { StoreError } from "./HistoryStore.ts"

/**
 * @category ports
 * @since 0.1.0
 */
export class Walls extends Context.Service<
  Walls,
  {
    /**
     * The wall of this id, as it was at the view's `at`, which is at most `maxAgeSeconds` ago. None: there is no such wall. Never
     * an older view in place of an error: what was withdrawn since would still be in it.
     */
    readonly view: (id: string) => Effect.Effect<Option.Option<Wall.View>, StoreError>
  }
>()("@temoin/core/ports/Walls") {}
