import { createHmac } from "node:crypto"
import { ContactId } from "@temoin/core/Contact"
import * as Nps from "@temoin/core/Nps"
import * as Residue from "@temoin/core/Residue"
import * as Score from "@temoin/core/Score"
import { SurveyId } from "@temoin/core/Survey"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const survey = SurveyId.make("nps")
const answer = (contact: string, day: string, score: Score.Score): Residue.Answer => ({
  contact: ContactId.make(contact),
  survey,
  purpose: "measure",
  at: time(day),
  score
})
const anna = ContactId.make("anna")
const without = (answers: ReadonlyArray<Residue.Answer>, contact: ContactId) =>
  answers.filter((answer) => answer.contact !== contact)

const erased = (others: ReadonlyArray<string>) =>
  Residue.erase(
    Residue.empty("UTC"),
    [answer("anna", "2026-03-01 10:00", 9), ...others.map((day, i) => answer(`other ${i}`, day, 8))],
    anna
  ).cells.map(({ bin }) => bin)

describe("forgetting one contact", () => {
  it("leaves the day when five answered on it, else the month, the year, or no time at all", () => {
    expect(erased(["2026-03-01", "2026-03-01", "2026-03-01 23:59", "2026-03-01"])).toEqual(["2026-03-01"])
    expect(erased(["2026-03-02", "2026-03-01", "2026-03-01", "2026-03-31"])).toEqual(["2026-03"])
    expect(erased(["2026-04-02", "2026-03-01", "2026-12-31", "2026-01-01"])).toEqual(["2026"])
    expect(erased(["2025-04-02"])).toEqual(["always"])
  })

  it("counts those erased before, so the last of five is hidden like the first", () => {
    let answers: ReadonlyArray<Residue.Answer> = ["anna", "b", "c", "d", "e"].map((name) =>
      answer(name, "2026-03-01", 9)
    )
    let residue = Residue.empty("UTC")
    for (const name of ["b", "c", "d", "e", "anna"].map((name) => ContactId.make(name))) {
      residue = Residue.erase(residue, answers, name)
      answers = without(answers, name)
    }
    expect(residue).toEqual({
      zone: "UTC",
      cells: [{ bin: "2026-03-01", survey, purpose: "measure", tally: Nps.tally([9, 9, 9, 9, 9]), people: 5 }],
      erased: 5
    })
  })

  it("keeps no id and no words", () => {
    const residue = Residue.erase(Residue.empty("UTC"), [answer("anna", "2026-03-01", 9)], anna)
    expect(JSON.stringify(residue)).not.toContain("anna")
    expect(Schema.is(Residue.Residue)(residue)).toBe(true)
  })

  it("counts days as the company does", () => {
    const answers = ["anna", "b", "c", "d", "e"].map((name) => answer(name, "2026-03-01 23:30", 9))
    const paris = Residue.erase(Residue.empty("Europe/Paris"), answers, anna)
    expect(paris.cells.map(({ bin }) => bin)).toEqual(["2026-03-02"])
    const day = { survey, purpose: "measure", from: time("2026-03-01 23:00"), to: time("2026-03-02 23:00") } as const
    expect(Residue.project(paris, without(answers, anna), day)).toMatchObject({ erased: 1, uncertain: 0 })
  })

  it("says what cannot be said any more", () => {
    const residue = Residue.erase(Residue.empty("UTC"), [answer("anna", "2026-03-01", 9)], anna)
    const march = { survey, purpose: "measure", from: time("2026-03-01"), to: time("2026-04-01") } as const
    const projection = Residue.project(residue, [], march)
    expect(projection).toMatchObject({ score: Option.none(), erased: 0, uncertain: 1 })
    expect(Residue.note(residue, projection, "en")).toBe(
      "1 person was erased and is in no statistics of persons; their answers still count in those of waves; 1 of their answers cannot be told to lie in this period, and are left out."
    )
    expect(Residue.note(residue, projection, "fr")).toContain("1 personne a été effacée")
    expect(Residue.note(Residue.empty("UTC"), projection, "en")).toBeUndefined()
  })
})

const day = 86_400_000
const answers = fc.array(
  fc.record({
    contact: fc.integer({ min: 0, max: 9 }).map((n) => ContactId.make(`c${n}`)),
    survey: fc.constantFrom(survey, SurveyId.make("delivery")),
    purpose: fc.constantFrom("measure", "advocate"),
    at: fc
      .oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 500 }))
      .map((n) => time("2026-01-30") + n * day + 5),
    score: fc.constantFrom(...Score.scale)
  }),
  { maxLength: 60 }
)
const order = fc.shuffledSubarray(Array.from({ length: 10 }, (_, n) => ContactId.make(`c${n}`)))

type Erase = typeof Residue.erase

const everybody = (erase: Erase, all: ReadonlyArray<Residue.Answer>, contacts: ReadonlyArray<ContactId>) =>
  contacts.reduce(
    ({ left, residue }, contact) => ({ residue: erase(residue, left, contact), left: without(left, contact) }),
    { residue: Residue.empty("UTC"), left: all }
  )

const always = { survey, purpose: "measure", from: -8.64e15, to: 8.64e15 } as const
const spans = fc.constantFrom(
  { from: time("2026-01-01"), to: time("2027-01-01") },
  { from: time("2026-01-01"), to: time("2026-02-01") },
  { from: time("2026-01-30"), to: time("2026-01-31") },
  { from: time("2026-01-30"), to: time("2026-03-15") }
)

const unchanged = (erase: Erase) =>
  fc.check(
    fc.property(answers, order, spans, (all, contacts, span) => {
      const { left, residue } = everybody(erase, all, contacts)
      expect(Residue.project(residue, left, always).tally).toEqual(
        Residue.project(Residue.empty("UTC"), all, always).tally
      )
      const period = { survey, purpose: "measure", ...span } as const
      const before = Residue.project(Residue.empty("UTC"), all, period)
      const after = Residue.project(residue, left, period)
      // what surely lies in the period lay in it; and when nothing is uncertain, nothing has changed
      for (const score of Score.scale) assert.isAtMost(after.tally[score], before.tally[score])
      if (after.uncertain === 0) expect(after.tally).toEqual(before.tally)
      assert.isAtMost(Nps.counts(before.tally).answers, Nps.counts(after.tally).answers + after.uncertain)
    }),
    { seed: 20_261_122, numRuns: 300 }
  ).failed

const hidden = (erase: Erase) =>
  fc.check(
    fc.property(answers, order, (all, contacts) => {
      const { residue } = everybody(erase, all, contacts)
      for (const { bin, purpose, survey } of residue.cells.filter(({ bin }) => bin !== "always")) {
        const people = all.filter(
          (one) => one.survey === survey && one.purpose === purpose && new Date(one.at).toISOString().startsWith(bin)
        )
        assert.isAtLeast(new Set(people.map(({ contact }) => contact)).size, Residue.fewest)
      }
    }),
    { seed: 20_261_122, numRuns: 300 }
  ).failed

const finest: Erase = (self, answers, contact) => {
  // as if everybody had answered five times over
  const crowd = answers.flatMap((one) => [
    one,
    ...[1, 2, 3, 4].map((n) => ({ ...one, contact: ContactId.make(`x${n}`) }))
  ])
  return Residue.erase(self, crowd, contact)
}
const forgetful: Erase = (self, answers, contact) => {
  const residue = Residue.erase(self, answers, contact)
  return { ...residue, cells: residue.cells.filter(({ bin }) => bin !== "always") }
}

describe("law", () => {
  it("erasing changes no score of waves", () => assert.isFalse(unchanged(Residue.erase)))
  it("one that drops what has no bin is caught", () => assert.isTrue(unchanged(forgetful)))
  it("no bin points at fewer than five", () => assert.isFalse(hidden(Residue.erase)))
  it("one that keeps every day is caught", () => assert.isTrue(hidden(finest)))
})

const hmac = (key: string) => (text: string) => createHmac("sha256", key).update(text).digest("hex")

const mark = (id: string, key: string) => Result.getOrThrow(Residue.mark(ContactId.make(id), hmac(key)))

describe("the mark of an erased id", () => {
  it("is the same under the same key, and another under another", () => {
    expect(mark("anna", "secret")).toBe(mark("anna", "secret"))
    expect(mark("anna", "secret")).not.toBe(mark("anna", "other"))
    expect(mark("anna", "secret")).not.toBe(mark("annb", "secret"))
    // computed with OpenSSL: printf 'temoin erased contact\nanna' | openssl dgst -sha256 -hmac secret
    expect(mark("anna", "secret")).toBe("9ebb543661e19d11e4689ec421689fc0d6501e3a77baa536a2bc953cfa7aaae0")
  })

  it("is refused from what is no HMAC, without repeating the id", () => {
    for (const broken of [(text: string) => text, () => "", () => "ab".repeat(31)]) {
      const refused = Result.getOrThrow(Result.flip(Residue.mark(anna, broken)))
      expect(refused.message).not.toContain("anna")
    }
  })
})
