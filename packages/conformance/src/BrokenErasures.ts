/**
 * BrokenErasures: which mistakes do stores make when they forget?
 *
 * One store per law of `ErasuresLaws`: a good one with the defect that this law is there to find.
 *
 * @since 0.1.0
 */
import type { Broken } from "./Broken.ts"
import * as Forgetting from "./erasures/Forgetting.ts"
import * as Remembering from "./erasures/Remembering.ts"
import type { Ports } from "./erasures/Scene.ts"

/**
 * At least one broken store for each law of `ErasuresLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken<Ports>> = [...Forgetting.brokenStores, ...Remembering.brokenStores]
