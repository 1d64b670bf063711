import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type * as Case from "@temoin/core/Case"
import * as Nps from "@temoin/core/Nps"
import type * as Praise from "@temoin/core/Praise"
import type * as Score from "@temoin/core/Score"
import { SurveyId } from "@temoin/core/Survey"
import * as Trust from "@temoin/core/Trust"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"

const twenty: Trust.Deeds = {
  repliedInTime: { hits: 18, n: 20 },
  criticismAnswered: { hits: 12, n: 20 },
  redressedInTime: { hits: 15, n: 20 },
  answers: Nps.tally([...Array<Score.Score>(12).fill(10), ...Array<Score.Score>(6).fill(8), 3, 0]),
  resolvedByFirstOwner: { hits: 16, n: 20 },
  praisePassedOn: { hits: 20, n: 20 }
}

const trust = (changes: Partial<Trust.Deeds> = {}) => Result.getOrThrow(Trust.make({ ...twenty, ...changes }))

describe("the scorecard", () => {
  it("by hand: means of three, and the root of their product", () => {
    const { competence, intention, shares, trust: found } = trust()
    assert.closeTo(Option.getOrThrow(intention), (0.9 + 0.6 + 0.75) / 3, 1e-12)
    // NPS 50
    expect(shares.answers).toEqual({ share: Option.some(0.75), n: 20 })
    assert.closeTo(Option.getOrThrow(competence), (0.75 + 0.8 + 1) / 3, 1e-12)
    assert.closeTo(Option.getOrThrow(found), Math.sqrt(0.75 * 0.85), 1e-12)
  })

  it("reads", () => {
    expect(Trust.lines(trust({ praisePassedOn: { hits: 3, n: 3 } }), "en")).toEqual([
      "intention: 0.75",
      "  first reply in the promised time: 0.90 of 20",
      "  criticism answered: 0.60 of 20",
      "  redressed in time: 0.75 of 20",
      "competence: cannot be said: a share rests on fewer than 10",
      "  (NPS + 100) / 200: 0.75 of 20",
      "  resolved by the first owner: 0.80 of 20",
      "  named praise passed on: too few to say (3)",
      "trust: cannot be said: a share rests on fewer than 10"
    ])
    expect(Trust.lines(trust(), "fr").at(-1)).toBe("confiance : 0,80")
  })

  it("says nothing when one of the six rests on fewer than ten", () => {
    for (const name of [
      "repliedInTime",
      "criticismAnswered",
      "redressedInTime",
      "resolvedByFirstOwner",
      "praisePassedOn"
    ] as const) {
      expect(trust({ [name]: { hits: 9, n: 9 } }).trust).toEqual(Option.none())
      expect(Option.isSome(trust({ [name]: { hits: 10, n: 10 } }).trust)).toBe(true)
    }
    expect(trust({ answers: Nps.tally(Array<Score.Score>(9).fill(10)) }).trust).toEqual(Option.none())
    expect(trust({ repliedInTime: { hits: 0, n: 0 } }).shares.repliedInTime).toEqual({ share: Option.none(), n: 0 })
  })

  it("one without the other is worth nothing", () => {
    const none = { hits: 0, n: 20 }
    expect(trust({ repliedInTime: none, criticismAnswered: none, redressedInTime: none }).trust).toEqual(Option.some(0))
  })

  it("refuses counts that cannot be", () => {
    for (const count of [
      { hits: 2, n: 1 },
      { hits: -1, n: 1 },
      { hits: 0.5, n: 1 },
      { hits: Number.NaN, n: 1 },
      { hits: 1, n: Number.POSITIVE_INFINITY }
    ])
      expect(Result.getOrThrow(Result.flip(Trust.make({ ...twenty, praisePassedOn: count }))).message).toContain(
        "praisePassedOn"
      )
  })
})

const count = fc
  .tuple(fc.integer({ min: 10, max: 500 }), fc.nat(500))
  .map(([n, hits]) => ({ n, hits: Math.min(n, hits) }))
const tally = fc
  .array(fc.integer({ min: 0, max: 10 }), { minLength: 10, maxLength: 60 })
  .map((all) => Nps.read(all).tally)

const bounded = (make: typeof Trust.make) =>
  fc.check(
    fc.property(count, count, count, tally, count, count, (...[a, b, c, answers, d, e]) => {
      const deeds = {
        repliedInTime: a,
        criticismAnswered: b,
        redressedInTime: c,
        answers,
        resolvedByFirstOwner: d,
        praisePassedOn: e
      }
      const { competence, intention, trust } = Result.getOrThrow(make(deeds))
      const [i, k, t] = [intention, competence, trust].map(Option.getOrThrow)
      if (i === undefined || k === undefined || t === undefined) return assert.fail("none")
      // no better than the better, no worse than the worse, never more than their mean
      assert.isTrue(t >= Math.min(i, k) - 1e-12 && t <= (i + k) / 2 + 1e-12 && i <= 1 && k <= 1 && t >= 0)
      // one deed more is never less trust
      const more = Result.getOrThrow(make({ ...deeds, criticismAnswered: { ...b, hits: Math.min(b.n, b.hits + 1) } }))
      assert.isAtLeast(Option.getOrThrow(more.trust), t)
    }),
    { seed: 20_261_122, numRuns: 300 }
  ).failed

describe("law", () => {
  it("trust lies between the two, nearer the worse, and a deed more never harms it", () =>
    assert.isFalse(bounded(Trust.make)))
  it("a trust that adds instead of multiplying is caught", () =>
    assert.isTrue(
      bounded((deeds) =>
        Result.map(Trust.make(deeds), (card) => ({
          ...card,
          trust: Option.map(Option.all([card.intention, card.competence]), ([i, c]) => Math.max(i, c))
        }))
      )
    ))
})

const opened: Case.Case = {
  id: Decision.CaseId.make("c"),
  key: Decision.Key.make("k"),
  survey: SurveyId.make("nps"),
  wave: Decision.WaveId.make("w"),
  owner: "support",
  escalateTo: "lead",
  terms: undefined,
  openedAt: 0,
  escalatedAt: undefined,
  earlier: [],
  moves: [],
  news: [],
  since: 0,
  isReopened: false,
  deadline: 100,
  resolveBy: 500,
  acknowledgedAt: undefined,
  explainedAt: undefined,
  redressedAt: undefined,
  resolvedAt: undefined,
  closedAt: undefined
}

const counts = (one: Partial<Case.Case>, now: number) => Trust.ofCases([{ ...opened, ...one }], now)

describe("what cases tell", () => {
  it("a promise counts when its time has run out, and not before", () => {
    expect(counts({ acknowledgedAt: 50 }, 99).repliedInTime).toEqual({ hits: 0, n: 0 })
    expect(counts({ acknowledgedAt: 50 }, 100).repliedInTime).toEqual({ hits: 1, n: 1 })
    expect(counts({ acknowledgedAt: 101 }, 200).repliedInTime).toEqual({ hits: 0, n: 1 })
    expect(counts({}, 200).repliedInTime).toEqual({ hits: 0, n: 1 })
    expect(counts({ redressedAt: 500 }, 500).redressedInTime).toEqual({ hits: 1, n: 1 })
    expect(counts({ resolveBy: undefined, redressedAt: 500 }, 900).redressedInTime).toEqual({ hits: 0, n: 0 })
  })

  it("each round counts, but one that the customer made needless", () => {
    const round = { ...opened, acknowledgedAt: 10 }
    expect(counts({ earlier: [round], since: 200, deadline: 300 }, 400).repliedInTime).toEqual({ hits: 1, n: 2 })
    expect(counts({ closedAt: 20 }, 400).repliedInTime).toEqual({ hits: 0, n: 0 })
  })

  it("a case that changed hands was not resolved by its first owner", () => {
    const assigned: Event.Event = {
      _tag: "CaseAssigned",
      id: Event.EventId.make("e"),
      occurredAt: 5,
      recordedAt: 5,
      case: opened.id,
      to: "lead"
    }
    expect(counts({ resolvedAt: 50 }, 60).resolvedByFirstOwner).toEqual({ hits: 1, n: 1 })
    expect(counts({ resolvedAt: 50, moves: [assigned] }, 60).resolvedByFirstOwner).toEqual({ hits: 0, n: 1 })
    expect(counts({}, 60).resolvedByFirstOwner).toEqual({ hits: 0, n: 0 })
  })

  it("praise that names somebody reached them, or did not", () => {
    const praise: Praise.Praise = {
      id: "p",
      names: ["Lea"],
      words: undefined,
      at: 0,
      task: undefined,
      passedOnAt: undefined
    }
    expect(Trust.ofPraise([praise, { ...praise, passedOnAt: 9 }, { ...praise, at: 11 }], 10)).toEqual({ hits: 1, n: 2 })
  })
})
