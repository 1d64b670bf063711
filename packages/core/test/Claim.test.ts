import * as Claim from "@temoin/core/Claim"
import * as Score from "@temoin/core/Score"
import { SurveyId } from "@temoin/core/Survey"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const nps = SurveyId.make("nps")
const now = time("2026-11-22 12:00")
const decodeEvidence = Schema.decodeUnknownResult(Claim.Evidence)

const described: typeof Claim.Claim.Encoded = {
  id: "share-of-9-10",
  text: {
    en: "Of {n} who answered, {value}% gave 9–10.",
    fr: "Sur {n} personnes ayant répondu, {value} % ont donné 9 ou 10."
  },
  kind: "descriptive",
  measure: { _tag: "Gave", survey: nps, scores: [9, 10] },
  states: { value: 56, n: 889 },
  span: { _tag: "Dates", from: time("2025-01-01"), to: time("2026-01-01") },
  minimum: 100,
  validity: "18 months"
}

const general: typeof Claim.Claim.Encoded = {
  ...described,
  id: "nine-of-ten",
  text: { en: "{ofTen} of 10 customers would recommend us." },
  kind: "general",
  measure: { _tag: "Recommend", survey: nps },
  states: { value: 90 }
}

const promised: typeof Claim.Claim.Encoded = {
  id: "24-hours",
  text: { en: "We reply within {within}." },
  kind: "promise",
  measure: { _tag: "Reply", within: "24 hours" },
  states: { value: 100 },
  span: { _tag: "Last", last: "3 months", asOf: time("2026-11-01") },
  minimum: 10,
  validity: "3 months"
}

const claim = (encoded: typeof Claim.Claim.Encoded, changes: Partial<typeof Claim.Claim.Encoded> = {}): Claim.Claim =>
  Result.getOrThrow(Claim.decode({ ...encoded, ...changes }))

/** What the claim calls for, each with the same counts. */
const counted = (claim: Claim.Claim, counts: Omit<Claim.Evidence, "query">): ReadonlyArray<Claim.Evidence> =>
  Claim.queries(claim, now).map((query) => ({ query, ...counts }))

const auditOf = (claim: Claim.Claim, evidence: ReadonlyArray<Claim.Evidence>, at = now): Claim.Audit => {
  const [audit] = Claim.audit([claim], evidence, at)
  return audit ?? assert.fail("no audit")
}

const found = (audit: Claim.Audit): ReadonlyArray<string> => [audit.status, ...audit.problems.map(({ _tag }) => _tag)]

describe("a descriptive sentence", () => {
  it("equals the rounded value", () => {
    expect(found(auditOf(claim(described), counted(claim(described), { hits: 498, n: 889 })))).toEqual(["supported"])
  })

  it("says too much, or something else", () => {
    for (const [hits, expected] of [
      [493, ["overstated", "Exceeds"]],
      [503, ["unsupported", "Differs"]]
    ] as const)
      expect(found(auditOf(claim(described), counted(claim(described), { hits, n: 889 })))).toEqual(expected)
  })

  it("says out of how many, and it is so many", () => {
    for (const [n, expected] of [
      [888, ["overstated", "MoreSaid"]],
      [890, ["unsupported", "FewerSaid"]]
    ] as const)
      expect(found(auditOf(claim(described), counted(claim(described), { hits: 498, n })))).toEqual(expected)
  })

  it("rounds a half away from zero, on both sides", () => {
    for (const [value, hits, expected] of [
      [13, 1, "supported"],
      [-13, -1, "supported"],
      [-12, -1, "overstated"],
      [12.5, 1, "supported"]
    ] as const) {
      const points = claim(described, {
        text: { en: "{value}" },
        measure: { _tag: "Nps", survey: nps },
        states: { value },
        minimum: 1
      })
      expect([value, auditOf(points, counted(points, { hits, n: 8 })).status]).toEqual([value, expected])
    }
  })
})

describe("a general sentence", () => {
  const nine = claim(general)

  it("does not exceed the lower limit, however high the value", () => {
    for (const [lower, expected] of [
      [90, ["supported"]],
      [89.9, ["overstated", "Exceeds"]]
    ] as const)
      expect(found(auditOf(nine, counted(nine, { hits: 95, n: 100, lower })))).toEqual(expected)
  })

  it("is not said before somebody has computed how sure it is", () => {
    expect(auditOf(nine, counted(nine, { hits: 100, n: 100 })).problems).toContainEqual(
      expect.objectContaining({ _tag: "NoLowerLimit" })
    )
  })
})

describe("a promise against the deed", () => {
  const promise = claim(promised)
  const [query = assert.fail("no query")] = Claim.queries(promise, now)
  it("is kept by all, or broken by one", () => {
    for (const [late, expected] of [
      [0, ["supported"]],
      [1, ["overstated", "Exceeds"]]
    ] as const) {
      const cases = Array.from({ length: 20 }, (_, index) => ({
        openedAt: time("2026-10-01"),
        repliedAt: time(index < late ? "2026-10-03" : "2026-10-01 20:00")
      }))
      expect(found(auditOf(promise, [Claim.evidence(query, { answers: [], cases }, now)]))).toEqual(expected)
    }
  })

  it("no answer is a late one; and who still has time counts neither way", () => {
    const evidence = (...cases: ReadonlyArray<Claim.CaseTimes>) => {
      const { hits, n } = Claim.evidence({ ...query, to: now }, { answers: [], cases }, now)
      return { hits, n }
    }
    expect(evidence({ openedAt: time("2026-10-01") })).toEqual({ hits: 0, n: 1 })
    expect(evidence({ openedAt: now - 1000 })).toEqual({ hits: 0, n: 0 })
    expect(evidence({ openedAt: now - 1000, repliedAt: now - 500 })).toEqual({ hits: 0, n: 0 })
  })

  it("rounding does not keep it", () => {
    expect(auditOf(promise, counted(promise, { hits: 999, n: 1000 })).status).toBe("overstated")
  })
})

describe("unsupported", () => {
  const one = claim(described)
  it("without evidence, with too little, with two kinds of it", () => {
    expect(found(auditOf(one, []))).toEqual(["unsupported", "NoEvidence"])
    expect(
      found(auditOf(claim(described, { states: { value: 56, n: 50 } }), counted(one, { hits: 28, n: 50 })))
    ).toEqual(["unsupported", "TooFew"])
    const twice = [...counted(one, { hits: 498, n: 889 }), ...counted(one, { hits: 499, n: 889 })]
    expect(found(auditOf(one, twice))).toEqual(["unsupported", "Contradictory"])
    const nothing = counted(one, { hits: 0, n: 0 })
    expect(auditOf(one, nothing).status).toBe("unsupported")
  })

  it("while its period goes on", () => {
    const early = claim(described, { span: { _tag: "Dates", from: time("2026-01-01"), to: time("2027-01-01") } })
    expect(auditOf(early, counted(early, { hits: 498, n: 889 })).problems).toContainEqual({
      _tag: "NotEnded",
      to: time("2027-01-01")
    })
  })
})

it("a sentence goes stale at the end of its validity, to the millisecond", () => {
  const one = claim(described, { validity: "6 months" })
  const end = time("2026-07-01")
  const evidence = (at: number) => Claim.queries(one, at).map((query) => ({ query, hits: 498, n: 889 }))
  expect(found(auditOf(one, evidence(end - 1), end - 1))).toEqual(["supported"])
  expect(found(auditOf(one, evidence(end), end))).toEqual(["stale", "Outlived"])
})

const latest = (from: string, to: string, at = now) => {
  const [, query] = Claim.queries(claim(described, { span: { _tag: "Dates", from: time(from), to: time(to) } }), at)
  return query && [query.from, query.to]
}

describe("the latest ended period of equal length", () => {
  it("is the latest of the calendar, for a month, a quarter, a year", () => {
    expect(latest("2025-01-01", "2026-01-01")).toBeUndefined()
    expect(latest("2024-01-01", "2025-01-01")).toEqual([time("2025-01-01"), time("2026-01-01")])
    expect(latest("2026-01-01", "2026-04-01")).toEqual([time("2026-07-01"), time("2026-10-01")])
    expect(latest("2026-02-01", "2026-03-01")).toEqual([time("2026-10-01"), time("2026-11-01")])
  })

  it("ends with yesterday, for dates of nobody's calendar", () => {
    expect(latest("2026-03-02", "2026-03-16")).toEqual([time("2026-11-08"), time("2026-11-22")])
    expect(latest("2026-11-08", "2026-11-22")).toBeUndefined()
  })

  it("is that of the claim's own zone", () => {
    const paris = claim(described, {
      zone: "Europe/Paris",
      span: { _tag: "Dates", from: time("2026-02-28 23:00"), to: time("2026-03-31 22:00") }
    })
    expect(Claim.queries(paris, now)[1]).toMatchObject({ from: time("2026-09-30 22:00"), to: time("2026-10-31 23:00") })
  })
})

/** Answers day by day; each day's are spread over it. */
const lives = fc.array(fc.array(fc.constantFrom(...Score.scale), { minLength: 2, maxLength: 5 }), {
  minLength: 60,
  maxLength: 60
})
const dayLength = 86_400_000
const start = time("2026-09-23")
const answersOf = (days: ReadonlyArray<ReadonlyArray<Score.Score>>): ReadonlyArray<Claim.Answer> =>
  days.flatMap((scores, day) => scores.map((score, i) => ({ survey: nps, score, at: start + day * dayLength + i })))

const evidenceFor = (claim: Claim.Claim, answers: ReadonlyArray<Claim.Answer>) =>
  Claim.queries(claim, now).map((query) => Claim.evidence(query, { answers, cases: [] }, now))

type Audits = typeof Claim.audit

const evidences = fc
  .record({
    n: fc.integer({ min: 1, max: 2000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    below: fc.nat(40)
  })
  .map(({ below, n, share }) => {
    const hits = Math.round(share * n)
    return { hits, n, lower: Math.max(-100, (100 * hits) / n - below) }
  })

const statedValues = fc.integer({ min: 0, max: 100 })
const kinds = fc.constantFrom<Claim.Kind>("descriptive", "general", "promise")

const stating = (kind: Claim.Kind, value: number) =>
  claim(described, {
    kind,
    text: { en: "{value}" },
    states: { value },
    minimum: 1,
    ...(kind === "promise" && { measure: { _tag: "Reply", within: "1 hour" } })
  })

const statusBy = (audit: Audits, one: Claim.Claim, counts: Omit<Claim.Evidence, "query">) =>
  audit([one], counted(one, counts), now)[0]?.status

const seed = 20_261_122

/** `undefined`, or how it fails. */
const tried = <A>(property: fc.IProperty<A>): string | undefined => {
  const details = fc.check(property, { seed, numRuns: 300 })
  return details.failed ? (fc.defaultReportMessage(details) ?? "failed") : undefined
}

/** Each law as a function of the auditor, so that a careless one can be put to it. */
const laws = {
  "what is supported is so: the rounded value, the lower limit, the deed": (audit: Audits) =>
    tried(
      fc.property(kinds, fc.integer({ min: -6, max: 6 }), evidences, (kind, by, counts) => {
        const value = Math.min(100, Math.max(0, Math.round((100 * counts.hits) / counts.n) + by))
        if (statusBy(audit, stating(kind, value), counts) !== "supported") return
        const actual = (100 * counts.hits) / counts.n
        if (kind === "descriptive") assert.strictEqual(value, Math.round(actual))
        if (kind === "general") assert.isAtMost(value, counts.lower)
        if (kind === "promise") assert.isAtMost(value, actual)
      })
    ),
  "monotone: who says less of all, or promises less, and has more to show, is not worse off": (audit: Audits) =>
    tried(
      fc.property(
        fc.constantFrom<Claim.Kind>("general", "promise"),
        fc.nat(3),
        fc.nat(20),
        fc.nat(20),
        evidences,
        (kind, under, less, more, counts) => {
          const most = kind === "general" ? counts.lower : (100 * counts.hits) / counts.n
          const value = Math.max(0, Math.floor(most) - under)
          if (statusBy(audit, stating(kind, value), counts) !== "supported") return
          const hits = Math.min(counts.n, counts.hits + more)
          const better = { n: counts.n, hits, lower: Math.min((100 * hits) / counts.n, counts.lower + more / 10) }
          assert.strictEqual(statusBy(audit, stating(kind, Math.max(0, value - less)), better), "supported")
        }
      )
    ),
  "the best fortnight is found out, unless the latest is as good": (audit: Audits) =>
    tried(
      fc.property(lives, (days) => {
        const answers = answersOf(days)
        const windows = Array.from({ length: 47 }, (_, first) => first).map((first) => {
          const scores = days.slice(first, first + 14).flat()
          return { first, share: scores.filter((score) => score >= 9).length / scores.length }
        })
        const best = windows.reduce((a, b) => (b.share > a.share ? b : a))
        const value = Math.round(100 * best.share)
        const picked = claim(described, {
          text: { en: "{value}" },
          states: { value },
          minimum: 1,
          span: { _tag: "Dates", from: start + best.first * dayLength, to: start + (best.first + 14) * dayLength }
        })
        const lately = Math.round(100 * (windows.at(-1)?.share ?? assert.fail("no window")))
        const [found] = audit([picked], evidenceFor(picked, answers), now)
        assert.strictEqual(found?.status, value > lately ? "cherry-picked" : "supported")
      })
    )
}

/** Auditors with one mistake a careful person could make, and the law that must notice. */
const careless: ReadonlyArray<readonly [name: string, law: keyof typeof laws, audit: Audits]> = [
  [
    "holds a general sentence against the value",
    "what is supported is so: the rounded value, the lower limit, the deed",
    (claims, evidence, now) =>
      Claim.audit(
        claims,
        evidence.map(({ hits, n, query }) => ({ query, hits, n, lower: (100 * hits) / n })),
        now
      )
  ],
  [
    "lets a small difference pass",
    "what is supported is so: the rounded value, the lower limit, the deed",
    (claims, evidence, now) =>
      Claim.audit(claims, evidence, now).map((audit) =>
        audit.problems.every((problem) => problem._tag === "Differs" && problem.value - problem.states < 5)
          ? { ...audit, status: "supported" }
          : audit
      )
  ],
  [
    "wants a general sentence to equal the limit",
    "monotone: who says less of all, or promises less, and has more to show, is not worse off",
    (claims, evidence, now) =>
      Claim.audit(claims, evidence, now).map((audit) =>
        Option.exists(audit.evidence, ({ lower = 0 }) => audit.claim.states.value !== Math.floor(lower))
          ? { ...audit, status: "unsupported" }
          : audit
      )
  ],
  [
    "does not look at the latest period",
    "the best fortnight is found out, unless the latest is as good",
    (claims, evidence, now) =>
      Claim.audit(claims, evidence, now).map((audit) =>
        audit.status === "cherry-picked" ? { ...audit, status: "supported" } : audit
      )
  ]
]

describe("law", () => {
  for (const [name, law] of Object.entries(laws)) it(name, () => assert.isUndefined(law(Claim.audit)))
  for (const [name, law, audit] of careless)
    it(`an auditor that ${name} is caught`, () => {
      assert.isDefined(laws[law](audit))
    })

  it("what is restated is supported", () => {
    fc.assert(
      fc.property(kinds, statedValues, evidences, (kind, value, counts) => {
        const one = stating(kind, value)
        const [query = assert.fail("no query")] = Claim.queries(one, now)
        const again = Option.getOrThrow(Claim.restate(one, { query, ...counts, lower: Math.max(0, counts.lower) }, now))
        const evidence = counted(again, { ...counts, lower: Math.max(0, counts.lower) })
        assert.strictEqual(auditOf(again, evidence).status, "supported")
      })
    )
  })
})

describe("in words", () => {
  it("the sentence with its numbers", () => {
    expect(Claim.sentence(claim(described), "en", now)).toBe("Of 889 who answered, 56% gave 9–10.")
    expect(Claim.sentence(claim(general), "en", now)).toBe("9 of 10 customers would recommend us.")
    expect(Claim.sentence(claim(promised), "en", now)).toBe("We reply within 24 hours.")
    expect(Claim.sentence(claim(general), "fr", now)).toBeUndefined()
    const half = claim(described, { states: { value: 56.5, n: 889 } })
    expect(Claim.sentence(half, "fr", now)).toContain("56,5 %")
  })

  it("what was found, and why", () => {
    const one = claim(described)
    expect(Claim.line(auditOf(one, counted(one, { hits: 498, n: 889 })), "en")).toBe(
      "share-of-9-10: supported (56%, of 889)"
    )
    expect(Claim.line(auditOf(one, counted(one, { hits: 480, n: 889 })), "fr")).toBe(
      "share-of-9-10 : exagérée (elle dit 56, et les faits n’étayent que 54)"
    )
  })

  it("every problem can be said in both languages", () => {
    const [query = assert.fail("no query")] = Claim.queries(claim(described), now)
    const dates = { from: query.from, to: query.to }
    const problems: ReadonlyArray<Claim.Problem> = [
      { _tag: "NoEvidence", query },
      { _tag: "Contradictory", query },
      { _tag: "TooFew", n: 1, minimum: 2 },
      { _tag: "NotEnded", to: now },
      { _tag: "NoLowerLimit", query },
      { _tag: "Differs", states: 1, value: 2 },
      { _tag: "FewerSaid", states: 1, n: 2 },
      { _tag: "Exceeds", states: 2, most: 1 },
      { _tag: "MoreSaid", states: 2, n: 1 },
      { _tag: "FailsLately", states: 2, most: 1, n: 3, ...dates },
      { _tag: "Outlived", until: now }
    ]
    expect(problems.map(({ _tag }) => _tag)).toEqual(Object.keys(Claim.Problem.cases))
    for (const problem of problems) {
      const [en, fr] = [Claim.explain(problem, "en"), Claim.explain(problem, "fr")]
      expect(en).not.toBe(fr)
      expect(`${en}${fr}`).not.toMatch(/undefined|NaN/)
    }
  })
})

const refuses = (encoded: object, message: string) => {
  expect(Result.getOrThrow(Result.flip(Claim.decode(encoded))).message).toContain(message)
}

describe("refused", () => {
  it("is “recommend” for anything but 9–10", () => {
    const measure = { _tag: "Gave", survey: "nps", scores: [7, 8, 9, 10] }
    refuses({ ...general, measure }, "measure")
    refuses({ ...general, measure, text: { fr: "{ofTen} clients sur 10 nous recommanderaient." } }, "measure")
  })

  it("is a sentence that does not say its number, or says it crookedly", () => {
    refuses({ ...described, text: { en: "Most of our customers gave 9–10." } }, "does not say its number")
    refuses({ ...described, text: {} }, "no language")
    refuses({ ...general, states: { value: 85 } }, "multiple of 10")
    refuses({ ...described, states: { value: 56 } }, "{n}")
    refuses({ ...described, text: { en: "{value} {secret}" } }, "{value}, {ofTen}")
    refuses({ ...described, states: { value: 56.123, n: 889 } }, "two decimals")
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 101, -1])
      refuses({ ...described, states: { value, n: 889 } }, "")
  })

  it("is a promise of an opinion, a period without length, bad text", () => {
    refuses({ ...promised, measure: { _tag: "Nps", survey: "nps" } }, "promises a deed")
    refuses({ ...described, span: { _tag: "Dates", from: now, to: now } }, "end before they begin")
    refuses({ ...described, text: { en: "{value}\u0000" } }, "NUL")
    refuses({ ...described, text: { en: `{value}${"x".repeat(100_000)}` } }, "")
    refuses({ ...described, surprise: 1 }, "surprise")
    refuses({}, "id")
  })

  it("is evidence that cannot be", () => {
    const [query = assert.fail("no query")] = Claim.queries(claim(general), now)
    const isEvidence = (counts: object) => Result.isSuccess(decodeEvidence({ query, ...counts }))
    expect(isEvidence({ hits: 1, n: 2, lower: 10 })).toBe(true)
    expect(isEvidence({ hits: 3, n: 2 })).toBe(false)
    expect(isEvidence({ hits: -1, n: 2 })).toBe(false)
    expect(isEvidence({ hits: 1, n: 2, lower: 60 })).toBe(false)
    expect(isEvidence({ hits: 0.5, n: 2 })).toBe(false)
  })
})
