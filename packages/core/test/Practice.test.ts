/**
 * Practice: worked cases of which rules the log shows to be kept, broken, or cannot tell of.
 */
import * as Compliance from "@temoin/core/Compliance"
import * as History from "@temoin/core/History"
import * as Person from "@temoin/core/Person"
import * as Practice from "@temoin/core/Practice"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { anna, program, type Story, survey, time } from "./fixture.ts"

const wall = { id: "home", place: "website", limit: 3, turn: "1 day", asked: "everyone" } as const
const shop = program({ testimonials: { verifiedBy: "an order" }, walls: [wall] })

const checked = (story: Story, told: Practice.Told = {}, by = shop, now = "2026-06-01") => {
  const people = Person.all(by, [story.history], time(now))
  const practice = Practice.of(
    by,
    people.map((one) => Practice.ofPerson(by, one)),
    time(now),
    told
  )
  return Compliance.check(practice, time(now))
}

const status = (rule: Compliance.Rule, ...given: Parameters<typeof checked>) => {
  const found = checked(...given).find((one) => one.rule === rule)
  return [found?.status, ...(found?.findings.map(({ problem }) => problem) ?? [])].join(": ")
}

const written = (story: Story, more: object = {}) =>
  story
    .fact({
      _tag: "TestimonialSubmitted",
      testimonial: "t1",
      source: { _tag: "RequestForm" },
      content: { _tag: "Written", words: "They saved our season." },
      locale: "en",
      author: { name: "Anna" },
      provenance: {},
      relationship: { is: "customer" },
      ...more
    })
    .fact({
      _tag: "ConsentGiven",
      testimonial: "t1",
      scopes: ["quote"],
      places: ["website"],
      wording: { version: "1", locale: "en", words: "May we?" },
      evidence: "form 7"
    })
    .fact({ _tag: "TestimonialApproved", testimonial: "t1", by: "Maria" })
    .fact({
      _tag: "TestimonialPublished",
      testimonial: "t1",
      by: "Paul",
      fourEyes: false,
      expiresAt: time("2029-01-01")
    })

const shown = written(anna.on("2026-02-01"))
const form = { preticked: false, tiedToAnswer: false, stepsToGive: 1, stepsToWithdraw: 1 }

describe("what is on the wall", () => {
  it("is consented to; how that was asked only the company can tell", () => {
    expect(status("consent", shown)).toBe("not checked")
    expect(status("consent", shown, { consent: form })).toBe("kept")
    expect(status("consent", shown, { consent: { ...form, preticked: true } })).toBe("broken: consentNotFree")
  })

  it("is nothing any more once consent is withdrawn", () => {
    const gone = shown.on("2026-03-01").fact({ _tag: "ConsentWithdrawn" })
    expect(status("consent", gone)).toBe("kept")
  })

  it("is not passed off as verified without the answer to an invitation", () => {
    expect(status("fake", shown)).toBe("kept")
    const boast = written(anna.on("2026-02-01"), { provenance: { verifiedBy: "we know her" } })
    expect(status("fake", boast)).toBe("broken: noAnswer")
  })

  it("is out of date after two years, unless the author was asked again", () => {
    expect(status("endorsement", shown, {}, shop, "2028-03-01")).toBe("broken: outdated")
  })

  it("may be labelled or not: a page that nobody told us of is not checked", () => {
    expect(status("suppression", shown)).toBe("kept")
    expect(status("concealed", shown)).toBe("not checked")
    expect(status("concealed", shown, { walls: { public: true, canBeReported: true } })).toBe("broken: noPolicy")
    expect(status("concealed", shown, { walls: { public: false } })).toBe("kept")
  })

  it("and paid for is not to be counted beside it", () => {
    const counting = program({ walls: [{ ...wall, beside: ["count"] }] })
    const paid = written(anna.on("2026-02-01"), { incentive: "a cup" })
    expect(status("concealed", paid, { walls: { public: false } }, counting)).toBe("broken: incentivisedCounted")
    expect(status("concealed", shown, { walls: { public: false } }, counting)).toBe("kept")
  })
})

describe("what was sent", () => {
  const asking = program({
    surveys: [survey()],
    reviews: [
      {
        id: "maps",
        site: "Example Maps",
        url: "https://maps.example/acme",
        triggers: [{ on: "touchpoint", kind: "order.delivered" }]
      }
    ]
  })
  const basis = {
    _tag: "LegalBasisRecorded",
    purpose: "review",
    channel: "mail",
    basis: "consent",
    evidence: "7"
  } as const

  it("to people with a legal basis at that time is fine", () => {
    const asked = anna.fact(basis).on("2026-02-01").delivered().obeys(asking)
    expect(status("marketing", asked, {}, asking)).toBe("kept")
    expect(status("mail", asked, {}, asking)).toBe("not checked")
    expect(status("mail", asked, { mails: { commercial: false } }, asking)).toBe("kept")
  })

  it("without one is not, and is not mended by one that comes later", () => {
    const asked = anna.fact(basis).on("2026-02-01").delivered().obeys(asking)
    const events = asked.history.events.map((event) =>
      event._tag === "LegalBasisRecorded" ? { ...event, occurredAt: time("2026-03-01") } : event
    )
    const late = { ...asked, history: Result.getOrThrow(History.make(asked.history.contact, events)) }
    expect(status("marketing", late, {}, asking)).toBe("broken: noBasis")
  })
})

it("rewards and invitations are the company's to tell", () => {
  expect(status("paidSentiment", shown)).toBe("not checked")
  expect(status("paidSentiment", shown, { rewards: [{ id: "cup", for: "testimonial", reads: ["score"] }] })).toBe(
    "broken: rewardBySentiment"
  )
})
