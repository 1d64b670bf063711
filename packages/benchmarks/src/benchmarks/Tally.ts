/**
 * Tally: how fast are a million answers counted?
 *
 * The limit is the same for both lines: a loop over bytes that trusts each of them. A list of numbers takes about three
 * times as long even by hand, and its target allows for that.
 *
 * The million comes in lists of ten thousand: a function that is called a few times only, with a million each, is measured
 * while the compiler still makes up its mind.
 */
import * as Nps from "@temoin/core/Nps"
import type * as Score from "@temoin/core/Score"
import { type Benchmark, once, type Sink } from "../Benchmark.ts"
import * as Random from "../fixture/Random.ts"

const lists = 100
const scoresEach = 10_000

const bytes = once(() => {
  const random = Random.make(1)
  return Array.from({ length: lists }, () => Uint8Array.from({ length: scoresEach }, () => random.within(0, 11)))
})

// A byte array says of its elements only that they are numbers; that these are scores is seen to above.
const asBytes = once(() => bytes().map((list) => list as Iterable<number> as Iterable<Score.Score>))
const asNumbers = once(() => asBytes().map((list) => [...list]))
const asBoth = once(() => asBytes().map((list, index) => (index % 2 === 0 ? list : [...list])))

const byHand = (scores: Uint8Array): Uint32Array => {
  const bins = new Uint32Array(11)
  for (let index = 0; index < scores.length; index++) bins[scores[index]!]!++
  return bins
}

/** Eleven counts in one number: a score that went into another bin changes it. */
const digest = (bins: ArrayLike<number>): Sink => {
  let sum = 0
  for (let score = 0; score < bins.length; score++) sum += bins[score]! * (score + 1) ** 4
  return sum
}

/**
 * Counts list after list. Both sides go through here, so that the compiler puts neither of them into the loop around it:
 * there it was found to leave the very same code five times slower.
 */
const total = <List>(lists: ReadonlyArray<List>, count: (list: List) => ArrayLike<number>): Sink => {
  let sum = 0
  for (const list of lists) sum += digest(count(list))
  return sum
}

const disagreement = (scores: ReadonlyArray<Iterable<Score.Score>>): string | undefined => {
  for (const [index, list] of scores.entries()) {
    const [ours, reference] = [Nps.tally(list).join(" "), byHand(bytes()[index]!).join(" ")]
    if (ours !== reference) return `ours counted ${ours}, the reference ${reference}`
  }
  return undefined
}

const line = (kind: string, scores: () => ReadonlyArray<Iterable<Score.Score>>, target?: number): Benchmark => ({
  what: `Nps.tally, a million scores in ${kind}`,
  unit: "score",
  units: () => lists * scoresEach,
  ours: () => total(scores(), Nps.tally),
  reference: () => total(bytes(), byHand),
  referenceIs: "a loop over the same scores in a Uint8Array, unchecked",
  target,
  differs: () => disagreement(scores())
})

export const benchmarks: ReadonlyArray<Benchmark> = [
  line("Uint8Arrays", asBytes, 2.2),
  line("number[]s", asNumbers, 5),
  line("both, by turns", asBoth)
]
