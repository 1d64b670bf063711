/**
 * Fate: where is a worker to die?
 */

/**
 * - `intended`: after its so-manieth intent was committed, before that message is handed over.
 * - `taken`: after its so-manieth message was taken, before that is recorded.
 * - `anywhere`: when it has said so much, wherever it has come to meanwhile.
 */
export interface Fate {
  readonly point: "intended" | "taken" | "anywhere"
  readonly count: number
}

/** How many deaths of each kind there are among so many: four tenths at `taken`, two at `intended`, the rest anywhere. */
export const points = (kills: number): ReadonlyArray<Fate["point"]> => {
  const taken = Math.ceil(kills * 0.4)
  const intended = Math.floor(kills * 0.2)
  return Array.from({ length: kills }, (_, n) => (n < taken ? "taken" : n < taken + intended ? "intended" : "anywhere"))
}
