/** What laws are checked on. */
import * as Score from "@temoin/core/Score"
import * as Panel from "@temoin/statistics/Panel"
import type * as Sample from "@temoin/statistics/Sample"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/** The value that must be there. */
export const value = <A, E>(result: Result.Result<Option.Option<A>, E>): A =>
  Option.getOrThrow(Result.getOrThrow(result))

export const counts = (promoters: number, passives: number, detractors: number): Sample.Counts => ({
  promoters,
  passives,
  detractors
})

const count = fc.oneof(fc.nat(5), fc.nat(60), fc.nat(100_000))

/** At least one answer. */
export const someCounts: fc.Arbitrary<Sample.Counts> = fc
  .record({ promoters: count, passives: count, detractors: count })
  .filter(({ detractors, passives, promoters }) => promoters + passives + detractors > 0)

/** One to thirty answers. */
export const fewCounts: fc.Arbitrary<Sample.Counts> = fc
  .record({ promoters: fc.nat(10), passives: fc.nat(10), detractors: fc.nat(10) })
  .filter(({ detractors, passives, promoters }) => promoters + passives + detractors > 0)

export const someConfidence = fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99, 0.999)

export const mirrored = ({ detractors, passives, promoters }: Sample.Counts): Sample.Counts =>
  counts(detractors, passives, promoters)

/** The argument that a failure names. */
export const refused = (result: Result.Result<unknown, { readonly argument: string }>): string =>
  Result.match(result, { onFailure: ({ argument }) => argument, onSuccess: () => "accepted" })

const score = fc.constantFrom(...Score.scale)

/** Up to fifty people who answered twice, at least one. */
export const somePairs: fc.Arbitrary<ReadonlyArray<Panel.Pair>> = fc.array(fc.tuple(score, score), {
  minLength: 1,
  maxLength: 50
})

const row = fc.record({ detractor: count, passive: count, promoter: count })

/** At least one person. */
export const somePanel: fc.Arbitrary<Panel.Panel> = fc
  .record({ detractor: row, passive: row, promoter: row })
  .filter((panel) => Panel.people(panel) > 0)

/** The same people with their two waves exchanged. */
export const turned = (panel: Panel.Panel): Panel.Panel => {
  const column = (after: Score.Category) => ({
    detractor: panel.detractor[after],
    passive: panel.passive[after],
    promoter: panel.promoter[after]
  })
  return { detractor: column("detractor"), passive: column("passive"), promoter: column("promoter") }
}

/** A few periods, some of them without answers. */
export const someSeries: fc.Arbitrary<ReadonlyArray<Sample.Counts>> = fc.array(
  fc
    .record({ promoters: fc.nat(40), passives: fc.nat(40), detractors: fc.nat(40) })
    .chain((counts) => fc.constantFrom(counts, counts, counts, { promoters: 0, passives: 0, detractors: 0 })),
  { maxLength: 20 }
)

/** Numbers from 0 to 1, always the same ones from the same seed: mulberry32 (T. Ettinger, 2017, public domain). */
export const random = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
