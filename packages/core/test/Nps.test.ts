import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const score = fc.constantFrom(...Score.scale)
const scores = fc.array(score)
const tally = scores.map(Nps.tally)

/** The score of a list that is not empty. */
const value = (list: ReadonlyArray<Score.Score>): number => Option.getOrThrow(Nps.fromScores(list))

const histogram = (counts: ReadonlyArray<number>): ReadonlyArray<Score.Score> =>
  Score.scale.flatMap((score) => Array.from({ length: counts[score] ?? 0 }, () => score))

describe("tallies", () => {
  it("count each score where it belongs", () => {
    for (const one of Score.scale) {
      expect(Nps.tally([one])).toEqual(Score.scale.map((bin) => (bin === one ? 1 : 0)))
    }
  })

  it("are a commutative monoid", () => {
    fc.assert(
      fc.property(tally, tally, tally, (a, b, c) => {
        expect(Nps.combine(Nps.combine(a, b), c)).toEqual(Nps.combine(a, Nps.combine(b, c)))
        expect(Nps.combine(a, b)).toEqual(Nps.combine(b, a))
        expect(Nps.combine(a, Nps.empty)).toEqual(a)
        expect(Nps.combine(Nps.empty, a)).toEqual(a)
      })
    )
  })

  it("of the parts add up to the tally of the whole", () => {
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        expect(Nps.combine(Nps.tally(a), Nps.tally(b))).toEqual(Nps.tally([...a, ...b]))
      })
    )
  })

  it("do not depend on the order of the answers", () => {
    const shuffled = scores.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }))
    )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(Nps.tally(other)).toEqual(Nps.tally(list))
      })
    )
  })

  it("are made anew: adding to one changes none of the others", () => {
    const before = Nps.tally([10])
    Nps.combine(Nps.empty, before)
    Nps.tally([0, 1, 2])
    expect(Nps.empty).toEqual(Nps.tally([]))
    expect(before).toEqual(Nps.tally([10]))
  })
})

function* oneByOne<A>(values: Iterable<A>): Generator<A> {
  yield* values
}

describe("raw values", () => {
  it("are scores, missing or rejected: none is coerced, none is lost", () => {
    const raw = fc.oneof(
      fc.constantFrom(...Score.scale),
      fc.constantFrom(null, undefined, "9", "", 7.5, 11, -1, NaN, true)
    )
    fc.assert(
      fc.property(fc.array(raw), (values) => {
        const { missing, rejected, tally } = Nps.read(values)
        expect(Nps.counts(tally).answers + missing + rejected).toBe(values.length)
        expect(missing).toBe(values.filter((value) => value === null || value === undefined).length)
        expect(tally).toEqual(Nps.tally(values.filter(Score.isScore)))
      })
    )
  })

  it("are read alike from an array, from bytes and one by one", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const reading = Nps.read(bytes)
        expect(reading).toEqual(Nps.read([...bytes]))
        expect(reading).toEqual(Nps.read(oneByOne(bytes)))
        expect(reading.rejected).toBe(bytes.filter((byte) => byte > 10).length)
      })
    )
  })
})

describe("counts", () => {
  it("add up: promoters, passives and detractors are all the answers", () => {
    fc.assert(
      fc.property(scores, (list) => {
        const { answers, detractors, passives, promoters } = Nps.counts(Nps.tally(list))
        expect(promoters + passives + detractors).toBe(answers)
        expect(answers).toBe(list.length)
        for (const [category, count] of [
          ["promoter", promoters],
          ["passive", passives],
          ["detractor", detractors]
        ] as const) {
          expect(list.filter((one) => Score.category(one) === category).length).toBe(count)
        }
      })
    )
  })
})

describe("the score", () => {
  it("of nothing is none, not 0", () => {
    expect(Nps.score(Nps.empty)).toEqual(Option.none())
    expect(Nps.fromScores([])).toEqual(Option.none())
  })

  it("of one answer is 100, 0 or -100", () => {
    const sign = { promoter: 100, passive: 0, detractor: -100 }
    for (const one of Score.scale) expect(value([one])).toBe(sign[Score.category(one)])
  })

  it("is never lowered by a better answer", () => {
    fc.assert(
      fc.property(scores, (rest) => {
        for (const s of Score.scale) {
          for (const t of Score.scale) {
            if (t >= s) expect(value([t, ...rest])).toBeGreaterThanOrEqual(value([s, ...rest]))
          }
        }
      }),
      { numRuns: 30 }
    )
  })

  it("changes its sign when promoters and detractors change places", () => {
    const mirror = { promoter: 3, passive: 8, detractor: 10 } as const
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), (list) => {
        expect(value(list.map((one) => mirror[Score.category(one)]))).toBeCloseTo(-value(list), 10)
      })
    )
  })

  it("is between -100 and 100, and reaches both only when all agree", () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), (list) => {
        const is = (category: Score.Category) => list.every((one) => Score.category(one) === category)
        expect(value(list)).toBeGreaterThanOrEqual(-100)
        expect(value(list)).toBeLessThanOrEqual(100)
        expect(value(list) === 100).toBe(is("promoter"))
        expect(value(list) === -100).toBe(is("detractor"))
      })
    )
  })

  it("depends on shares alone: every answer twice is the same score", () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), (list) => {
        expect(value([...list, ...list])).toBe(value(list))
      })
    )
  })
})

// The Carpentries, https://github.com/carpentries/assessment, commit 84a42afe. Copyright (c) The Carpentries,
// https://carpentries.org, CC BY 4.0; counted per score, unanswered rows left out.
describe.each([
  {
    data: "instructor training, 2016 to 2018",
    histogram: [0, 2, 4, 6, 5, 21, 33, 106, 211, 150, 351],
    counts: { promoters: 501, passives: 317, detractors: 71, answers: 889 },
    score: 48.37
  },
  {
    data: "long-term survey, October 2017",
    histogram: [4, 0, 2, 3, 2, 28, 30, 59, 59, 67, 148],
    counts: { promoters: 215, passives: 118, detractors: 69, answers: 402 },
    score: 36.32
  }
])("real answers: $data", ({ counts, histogram: bins, score }) => {
  it("have the published counts and score", () => {
    const tallied = Nps.tally(histogram(bins))
    expect(tallied).toEqual(bins)
    expect(Nps.counts(tallied)).toEqual(counts)
    expect(Option.getOrThrow(Nps.score(tallied))).toBeCloseTo(score, 2)
  })
})
