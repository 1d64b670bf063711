/**
 * From praise to proof: one customer, from a comment to a published testimonial, to a doubted one, to a withdrawn one; and the wall
 * each time.
 */
import * as Consent from "@temoin/core/Consent"
import * as Decision from "@temoin/core/Decision"
import * as Fact from "@temoin/core/Fact"
import * as Survey from "@temoin/core/Survey"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Wall from "@temoin/core/Wall"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const testimonial = Testimonial.idOfComment(Survey.SurveyId.make("nps"), Decision.WaveId.make("touchpoint:1"))

const decodeEvent = Schema.decodeUnknownSync(Testimonial.TestimonialEvent, { onExcessProperty: "error" })
const decodeConsent = Schema.decodeUnknownSync(Consent.ConsentEvent, { onExcessProperty: "error" })

const fields = (at: string) => ({ id: Fact.EventId.make(at), occurredAt: time(at), recordedAt: time(at) })

const told: Array<Testimonial.TestimonialEvent> = []
const consent: Array<Consent.ConsentEvent> = []

const on = (at: string, event: object) => told.push(decodeEvent({ ...fields(at), testimonial, ...event }))
const agrees = (at: string, event: object) => consent.push(decodeConsent({ ...fields(at), ...event }))

on("2026-03-02", {
  _tag: "PraiseKept",
  source: { _tag: "AnswerComment", survey: "nps", wave: "touchpoint:1" },
  words: "You saved our season!",
  provenance: { answer: { survey: "nps", wave: "touchpoint:1", score: 9, at: time("2026-03-02") } },
  author: { name: "Anna" }
})
on("2026-03-09", { _tag: "TestimonialRequested", expiresAt: time("2026-04-09") })
on("2026-03-12", {
  _tag: "TestimonialSubmitted",
  source: { _tag: "RequestForm" },
  content: { _tag: "Written", words: "They saved our season, and they called back the same day." },
  locale: "en",
  author: { name: "Anna Berg", company: "Berg Sport" },
  provenance: {
    answer: { survey: "nps", wave: "touchpoint:1", score: 9, at: time("2026-03-02") },
    verifiedBy: "order in our shop"
  },
  relationship: { is: "customer" }
})
agrees("2026-03-12", {
  _tag: "ConsentGiven",
  testimonial,
  scopes: ["quote", "name", "company"],
  places: ["website"],
  wording: { version: "2026-1", locale: "en", words: "May we show your words, name and company on our website?" },
  expiresAt: time("2027-03-12"),
  evidence: "the form of 2026-03-12"
})
on("2026-03-13", { _tag: "TestimonialApproved", by: "Maria" })
on("2026-03-14", { _tag: "TestimonialPublished", by: "Paul", fourEyes: true, expiresAt: time("2027-03-14") })
on("2026-04-01", {
  _tag: "TestimonialEdited",
  by: "Maria",
  content: { _tag: "Written", words: "They saved our season." }
})
on("2026-04-03", { _tag: "EditAgreed", edit: "2026-04-01" })
on("2026-04-04", { _tag: "TestimonialPublished", by: "Paul", fourEyes: true, expiresAt: time("2027-04-04") })
agrees("2026-04-20", { _tag: "ConsentWithdrawn", testimonial, scopes: ["company"] })
on("2026-05-01", { _tag: "TestimonialDoubted", because: [{ _tag: "CaseOpen", since: time("2026-05-01") }] })
on("2026-05-20", { _tag: "ReconfirmationAsked" })
on("2026-05-22", { _tag: "TestimonialReconfirmed", expiresAt: time("2027-05-22") })
agrees("2026-07-01", { _tag: "ConsentWithdrawn" })
on("2026-07-02", { _tag: "TestimonialWithdrawn", by: "author" })

const home = Schema.decodeSync(Wall.Wall)({
  id: "home",
  place: "website",
  limit: 3,
  turn: "1 day",
  asked: "by score"
})

/** The state, and the wall as a reader sees it, with what had happened by then. */
const onTheWall = (at: string): string => {
  const now = time(at)
  const known = consent.filter(({ recordedAt }) => recordedAt <= now)
  const found = Testimonial.fromEvents(
    told.filter(({ recordedAt }) => recordedAt <= now),
    known
  )
  if (found === undefined) return "nothing"
  const view = Result.getOrThrow(Wall.pick(home, [{ testimonial: found, consent: known }], now, () => false))
  const shown = view.shown.map((one) =>
    [`“${one.words}”`, one.name, one.company, ...Wall.notes(one)].filter((part) => part !== undefined).join(" | ")
  )
  return `${Testimonial.at(found, now).state._tag}: ${shown.length === 0 ? "an empty wall" : shown.join("\n")}`
}

describe("one customer, from praise to proof", () => {
  it.each([
    ["2026-03-01", "nothing"],
    ["2026-03-02", "Candidate: an empty wall"],
    ["2026-03-09", "Requested: an empty wall"],
    ["2026-03-12", "Submitted: an empty wall"],
    ["2026-03-13", "Approved: an empty wall"],
    [
      "2026-03-14",
      "Published: “They saved our season, and they called back the same day.” | Anna Berg | Berg Sport | Verified customer: order in our shop"
    ],
    ["2026-04-01", "Amended: an empty wall"],
    ["2026-04-03", "Approved: an empty wall"],
    [
      "2026-04-04",
      "Published: “They saved our season.” | Anna Berg | Berg Sport | Verified customer: order in our shop | Edited with the author's agreement"
    ],
    [
      "2026-04-20",
      "Published: “They saved our season.” | Anna Berg | Verified customer: order in our shop | Edited with the author's agreement"
    ],
    ["2026-05-01", "Doubted: an empty wall"],
    ["2026-05-20", "Doubted: an empty wall"],
    [
      "2026-05-22",
      "Published: “They saved our season.” | Anna Berg | Verified customer: order in our shop | Edited with the author's agreement"
    ],
    ["2026-07-01", "Published: an empty wall"],
    ["2026-07-02", "Withdrawn: an empty wall"]
  ])("on %s: %s", (at, wall) => {
    expect(onTheWall(at)).toBe(wall)
  })

  it("and at every step what was told made sense", () => {
    expect(Testimonial.fromEvents(told, consent)?.ignored).toEqual([])
  })
})
