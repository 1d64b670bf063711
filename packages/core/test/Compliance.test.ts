import * as Compliance from "@temoin/core/Compliance"
import * as Result from "effect/Result"
import { assert, describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const now = time("2026-11-22")

type Encoded = typeof Compliance.Practice.Encoded
type One<Part extends keyof Encoded> = NonNullable<Encoded[Part]> extends ReadonlyArray<infer A> ? A : never

const consent: typeof Compliance.Consent.Encoded = {
  wording: "v2",
  locale: "fr",
  at: time("2026-05-01"),
  scopes: ["quote", "name"],
  places: ["homepage"],
  preticked: false,
  tiedToAnswer: false,
  stepsToGive: 1,
  stepsToWithdraw: 1
}
const testimonial: One<"testimonials"> = {
  id: "t1",
  original: "They helped us.",
  text: "They helped us.",
  answer: "a1",
  verified: true,
  method: "answered our invitation after a purchase",
  methodShown: true,
  relationship: "customer",
  statedAt: time("2026-05-01"),
  place: "homepage",
  uses: ["quote", "name"],
  consent
}
const wall: One<"walls"> = {
  place: "homepage",
  public: true,
  reads: ["language", "score"],
  selected: true,
  average: false,
  count: false,
  countsIncentivised: false,
  policyUrl: "https://shop.example/reviews",
  canBeReported: true,
  canBeTakenDown: true
}
const reward: One<"rewards"> = { id: "voucher", for: "testimonial", reads: [] }
const request: One<"reviewRequests"> = { id: "maps", reads: ["language", "product"] }
const invitation: One<"invitations"> = {
  id: "ask",
  asker: "Shop",
  product: "the order",
  published: true,
  where: "our homepage",
  identityShown: "first name"
}
const mail: One<"mails"> = {
  id: "ask for words",
  purpose: "advocate",
  commercial: true,
  withoutBasis: 0,
  separateStep: true,
  optOut: true,
  linkLife: "60 days",
  postalAddress: "1 Shop Street",
  checkedAtSending: true
}
const good: Encoded = {
  testimonials: [testimonial],
  walls: [wall],
  rewards: [reward],
  reviewRequests: [request],
  invitations: [invitation],
  mails: [mail]
}

const check = (changes: Partial<Encoded>) =>
  Compliance.check(Result.getOrThrow(Compliance.decode({ ...good, ...changes })), now)
const found = (changes: Partial<Encoded>): ReadonlyArray<Compliance.Problem> =>
  check(changes).flatMap(({ findings }) => findings.map(({ problem }) => problem))

const shown = (changes: Partial<One<"testimonials">>) => found({ testimonials: [{ ...testimonial, ...changes }] })
const consented = (changes: Partial<typeof Compliance.Consent.Encoded>) =>
  shown({ consent: { ...consent, ...changes } })
const walled = (changes: Partial<One<"walls">>) => found({ walls: [{ ...wall, ...changes }] })
const mailed = (changes: Partial<One<"mails">>) => found({ mails: [{ ...mail, ...changes }] })
const lacking = <A extends object, K extends keyof A>(of: A, key: K): Omit<A, K> => {
  const { [key]: _, ...rest } = of
  return rest
}

describe("the twelve rules", () => {
  it("are kept by a company that keeps them", () => {
    expect(check({}).map(({ status }) => status)).toEqual(Array<string>(12).fill("kept"))
  })

  it("are not kept by one that tells nothing: they are not checked", () => {
    expect(Compliance.check({}, now).map(({ status }) => status)).toEqual(Array<string>(12).fill("not checked"))
  })

  /** Each way to break a rule, alone. */
  const broken: ReadonlyArray<
    readonly [Compliance.Rule, ReadonlyArray<Compliance.Problem>, () => ReadonlyArray<Compliance.Problem>]
  > = [
    ["fake", ["noAnswer"], () => found({ testimonials: [lacking(testimonial, "answer")] })],
    ["paidSentiment", ["rewardBySentiment"], () => found({ rewards: [{ ...reward, reads: ["score"] }] })],
    ["insider", ["undisclosed"], () => shown({ relationship: "employee" })],
    ["insider", ["undisclosed"], () => shown({ relationship: "family", disclosure: "  " })],
    ["suppression", ["unlabelled"], () => walled({ selected: false })],
    ["suppression", ["statisticOfSelected"], () => walled({ average: true })],
    ["endorsement", ["editNotApproved"], () => shown({ text: "They helped us a lot!" })],
    ["endorsement", ["outdated"], () => shown({ statedAt: time("2024-11-22") })],
    ["concealed", ["incentiveHidden", "incentiveUnlabelled"], () => shown({ incentive: "a voucher" })],
    ["verified", ["methodMissing"], () => shown({ methodShown: false })],
    ["concealed", ["incentivisedCounted"], () => walled({ reads: [], count: true, countsIncentivised: true })],
    ["concealed", ["noPolicy"], () => found({ walls: [lacking(wall, "policyUrl")] })],
    ["concealed", ["noReport"], () => walled({ canBeTakenDown: false })],
    ["invitation", ["invitationSilent"], () => found({ invitations: [lacking(invitation, "where")] })],
    ["gating", ["gated"], () => found({ reviewRequests: [{ ...request, reads: ["rung"] }] })],
    ["gating", ["reviewPaid"], () => found({ rewards: [{ ...reward, for: "review" }] })],
    ["consent", ["noConsent"], () => found({ testimonials: [lacking(testimonial, "consent")] })],
    ["consent", ["beyondConsent"], () => shown({ uses: ["photo"] })],
    ["consent", ["beyondConsent"], () => shown({ place: "fair" })],
    ["consent", ["consentOver"], () => consented({ withdrawnAt: now - 60_001 })],
    ["consent", ["consentOver"], () => consented({ expiresAt: now })],
    ["consent", ["consentNotFree"], () => consented({ preticked: true })],
    ["consent", ["hardToWithdraw"], () => consented({ stepsToWithdraw: 2 })],
    ["marketing", ["noBasis"], () => mailed({ withoutBasis: 1 })],
    ["marketing", ["notSeparate"], () => mailed({ separateStep: false })],
    ["marketing", ["noOptOut"], () => mailed({ optOut: false })],
    ["mail", ["noPostalAddress"], () => found({ mails: [lacking(mail, "postalAddress")] })],
    ["mail", ["linkTooShort"], () => mailed({ linkLife: "29 days" })],
    ["mail", ["notCheckedAtSending"], () => mailed({ checkedAtSending: false })]
  ]

  it.each(broken)("%s: %s", (_, problems, find) => {
    expect(find()).toEqual(problems)
  })

  it("every rule can be broken, and every problem found", () => {
    expect(new Set(broken.map(([rule]) => rule)).size).toBe(12)
    assert.isTrue(Compliance.rules.every(({ rule }) => broken.some(([broken]) => broken === rule)))
  })

  it("forgive what is allowed: an approved edit, a withdrawal within the minute, a measuring mail", () => {
    expect(shown({ text: "They helped.", approved: "They helped." })).toEqual([])
    expect(consented({ withdrawnAt: now - 60_000 })).toEqual([])
    expect(mailed({ purpose: "measure", commercial: false, withoutBasis: 9, separateStep: false })).toEqual([])
    expect(found({ testimonials: [{ ...lacking(testimonial, "answer"), verified: false }] })).toEqual([])
    expect(found({ invitations: [{ ...lacking(invitation, "where"), published: false }] })).toEqual([])
  })

  it("find no score read by a request for a review, whatever it goes by", () => {
    for (const reads of Compliance.Reads.literals)
      expect([reads, found({ reviewRequests: [{ ...request, reads: [reads] }] }).length > 0]).toEqual([
        reads,
        !["language", "product", "date", "other"].includes(reads)
      ])
  })
})

describe("the report", () => {
  const checked = Compliance.check(
    Result.getOrThrow(Compliance.decode({ reviewRequests: [{ id: "maps", reads: ["score"] }], testimonials: [] })),
    now
  )
  it("says what is broken, by which source, and what nobody told", () => {
    const text = Compliance.report(checked, "en")
    expect(text).toContain("1. no made-up testimonial (16 CFR 465.2 (FTC)): kept")
    expect(text).toContain(
      "9. everybody is asked for a review, and nobody is paid for it (Google, Maps user-contributed content policy): broken\n   - reviewRequests[0] (“maps”) does not go to everybody"
    )
    expect(text).toContain(
      "12. a mail says where it comes from, and stops when asked to (CAN-SPAM Act, 15 U.S.C. 7704): not checked"
    )
  })

  it("is in French, too", () => {
    const text = Compliance.report(checked, "fr")
    expect(text).toContain("9. l’avis est demandé à tous, et personne n’est payé pour le donner")
    expect(text).toContain(" : enfreinte\n   - reviewRequests[0] (« maps »)")
  })
})

describe("refused", () => {
  it.each([
    ["a part that there is not", { reviews: [] }],
    ["a rule that reads something else", { reviewRequests: [{ id: "maps", reads: ["mood"] }] }],
    ["fewer than nobody", { mails: [{ ...mail, withoutBasis: -1 }] }],
    ["NUL", { testimonials: [{ ...testimonial, text: "\u0000" }] }],
    ["100 kB", { testimonials: [{ ...testimonial, text: "x".repeat(100_000) }] }],
    ["nothing", null]
  ])("%s", (_, practice) => {
    expect(Result.isFailure(Compliance.decode(practice))).toBe(true)
  })
})
