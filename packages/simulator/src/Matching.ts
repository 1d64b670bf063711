/**
 * Matching: which expectation does each thing that came fulfil?
 *
 * @since 0.1.0
 */

/**
 * For each that came, the index of the expectation it fulfils: as many as possible, each at most once. By augmenting
 * paths, since an expectation that says less must not take what another one needs.
 *
 * @example Matching.of([[1, 2], [1]], [1, 2], (wanted, came) => wanted.includes(came)) // => [1, 0]
 * @category matching
 * @since 0.1.0
 */
export const of = <A, B>(
  wanted: ReadonlyArray<A>,
  came: ReadonlyArray<B>,
  fits: (wanted: A, came: B) => boolean
): ReadonlyArray<number | undefined> => {
  const takenBy: Array<number | undefined> = came.map(() => undefined)
  const settle = (index: number, seen: Set<number>): boolean => {
    const one = wanted[index]
    if (one === undefined) return false
    for (const [at, candidate] of came.entries()) {
      if (seen.has(at) || !fits(one, candidate)) continue
      seen.add(at)
      const other = takenBy[at]
      if (other === undefined || settle(other, seen)) {
        takenBy[at] = index
        return true
      }
    }
    return false
  }
  for (const index of wanted.keys()) settle(index, new Set())
  return takenBy
}
