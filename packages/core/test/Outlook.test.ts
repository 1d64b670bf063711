import * as Outlook from "@temoin/core/Outlook"
import * as Score from "@temoin/core/Score"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const now = time("2026-11-22")
const of = (standing: Outlook.Standing) => Outlook.of(standing, now, "UTC")
const given = (score: Score.Score, day: string) => ({ score, at: time(day) })
const found = (standing: Outlook.Standing) => {
  const { outlook, signs } = of(standing)
  return [outlook, ...signs.map(({ _tag }) => _tag)]
}

describe("the outlook", () => {
  const twice = [given(9, "2026-03-01"), given(10, "2026-09-01")]

  it("is loyal for a promoter twice in a row, or one who has shown it", () => {
    expect(found({ answers: twice })).toEqual(["loyal", "SteadyPromoter"])
    expect(found({ answers: twice.slice(1), referrals: 1 })).toEqual(["loyal", "Referred"])
  })

  it("is neither for one good answer, and for a buyer who has never answered", () => {
    expect(found({ answers: twice.slice(1) })).toEqual(["neither"])
    expect(found({ repeatPurchases: 3 })).toEqual(["neither", "BoughtAgain"])
  })

  it("is at risk by any one sign, also of somebody loyal", () => {
    expect(found({ answers: twice, openCaseSince: time("2026-11-01") })).toEqual([
      "at risk",
      "CaseOpen",
      "SteadyPromoter"
    ])
    expect(found({ answers: [given(10, "2026-03-01"), given(7, "2026-09-01")] })).toEqual(["at risk", "Dropped"])
    expect(found({ answers: [given(10, "2026-03-01"), given(8, "2026-09-01")] })).toEqual(["neither"])
    expect(found({ silentWaves: 3 })).toEqual(["at risk", "Silent"])
    expect(found({ silentWaves: 2 })).toEqual(["neither"])
    expect(found({ lastActiveAt: time("2026-05-22") })).toEqual(["at risk", "Inactive"])
    expect(found({ lastActiveAt: time("2026-05-23") })).toEqual(["neither"])
    expect(found({ churnNoticeAt: now, disruptedSince: now })).toEqual(["at risk", "GaveNotice", "Disrupted"])
  })

  it("is unknown when nothing is known, or nothing yet", () => {
    expect(found({})).toEqual(["unknown"])
    expect(found({ answers: [] })).toEqual(["unknown"])
    expect(found({ answers: [given(3, "2027-01-01")] })).toEqual(["unknown"])
  })
})

const at = fc.integer({ min: now - 400 * 86_400_000, max: now })
const some = fc.record(
  {
    answers: fc.array(fc.record({ score: fc.constantFrom(...Score.scale), at }), { maxLength: 4 }),
    openCaseSince: at,
    disruptedSince: at,
    churnNoticeAt: at,
    silentWaves: fc.nat(5),
    lastActiveAt: at,
    repeatPurchases: fc.nat(2),
    referrals: fc.nat(2),
    testimonials: fc.nat(2)
  },
  { requiredKeys: [] }
)

const risks = ["GaveNotice", "Detractor", "Dropped", "CaseOpen", "Disrupted", "Silent", "Inactive"]

const cautious = (of: typeof Outlook.of) =>
  fc.check(
    fc.property(some, at, (standing, since) => {
      const { outlook, signs } = of(standing, now, "UTC")
      assert.strictEqual(
        outlook === "at risk",
        signs.some(({ _tag }) => risks.includes(_tag))
      )
      // bad news never betters it, good news never hides it
      assert.strictEqual(of({ ...standing, openCaseSince: since }, now, "UTC").outlook, "at risk")
      if (outlook === "at risk") assert.strictEqual(of({ ...standing, referrals: 5 }, now, "UTC").outlook, "at risk")
      assert.notStrictEqual(of({ ...standing, answers: [] }, now, "UTC").outlook, "loyal")
    }),
    { seed: 20_261_122, numRuns: 300 }
  ).failed

describe("law", () => {
  it("at risk is who has a sign of it, and nothing outweighs one", () => assert.isFalse(cautious(Outlook.of)))
  it("one who lets a referral outweigh is caught", () =>
    assert.isTrue(
      cautious((standing, now, zone) => {
        const found = Outlook.of(standing, now, zone)
        return (standing.referrals ?? 0) > 1 ? { ...found, outlook: "loyal" } : found
      })
    ))
})

it("every sign can be said in both languages", () => {
  const pair = { before: given(9, "2026-01-01"), after: given(10, "2026-02-01") }
  const signs: ReadonlyArray<Outlook.Sign> = [
    { _tag: "GaveNotice", at: now },
    { _tag: "Detractor", score: 3, at: now },
    { _tag: "Dropped", ...pair },
    { _tag: "CaseOpen", since: now },
    { _tag: "Disrupted", since: now },
    { _tag: "Silent", waves: 1 },
    { _tag: "Inactive", since: now },
    { _tag: "SteadyPromoter", ...pair },
    { _tag: "BoughtAgain", times: 1 },
    { _tag: "Referred", people: 2 },
    { _tag: "Testified", times: 2 }
  ]
  expect(signs.map(({ _tag }) => _tag)).toEqual(Object.keys(Outlook.Sign.cases))
  for (const sign of signs) {
    expect(Outlook.sentence(sign, "en")).not.toBe(Outlook.sentence(sign, "fr"))
    expect(`${Outlook.sentence(sign, "en")}${Outlook.sentence(sign, "fr")}`).not.toMatch(/undefined|NaN/)
  }
})
