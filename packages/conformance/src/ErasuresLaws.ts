/**
 * ErasuresLaws: does this store forget whom it is told to forget, and only them?
 *
 * Each promise of the `Erasures` port is one law, together with `HistoryStore`, over the same rows.
 *
 * @since 0.1.0
 */
import * as Forgetting from "./erasures/Forgetting.ts"
import * as Remembering from "./erasures/Remembering.ts"
import type { Ports } from "./erasures/Scene.ts"
import type { Law } from "./Law.ts"

/**
 * The promises of the `Erasures` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<Ports>> = [...Forgetting.laws, ...Remembering.laws]
