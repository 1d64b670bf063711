/**
 * From an answer to proof, as `decide` sees it: what is kept, asked, doubted, confirmed, and when.
 */
import * as Exhibit from "@temoin/core/Exhibit"
import type * as FollowUp from "@temoin/core/FollowUp"
import * as Ladder from "@temoin/core/Ladder"
import * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Wall from "@temoin/core/Wall"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { anna, ben, playbook, program, type Story, survey } from "./fixture.ts"

const thanks = { step: "thank", do: "thank", to: ["promoter"] } as const
const request = {
  step: "testimonial",
  do: "request testimonial",
  to: ["promoter"],
  rung: "written",
  after: "7 days",
  within: "30 days"
} as const
const solve = {
  step: "solve",
  do: "open case",
  to: ["detractor"],
  owner: "account manager",
  deadline: "1 day",
  escalateTo: "management"
} as const

const shopWith = (
  testimonials: typeof Ladder.Ladder.Encoded,
  ...steps: ReadonlyArray<typeof FollowUp.Step.Encoded>
): Program.Program =>
  program({
    surveys: [survey()],
    followUp: [playbook(thanks, request, solve, ...steps)],
    testimonials,
    walls: [{ id: "home", place: "website", limit: 3, turn: "1 day", asked: "by score" }]
  })

const shop = shopWith({ rungs: Ladder.usual })

const customer = anna.fact({
  _tag: "LegalBasisRecorded",
  purpose: "advocate",
  channel: "mail",
  basis: "soft opt-in",
  evidence: "order 7"
})

/** Asked on 1 March, answers 9 with these words on the day after. */
const promoter = (comment?: string): Story =>
  customer
    .on("2026-03-01")
    .delivered()
    .obeys(shop)
    .on("2026-03-02")
    .answers(9, comment === undefined ? {} : { comment })

const praised = promoter("You saved our season!").obeys(shop)
const id = [...Fold.of(praised.history).testimony.testimonials.keys()][0]!

const submitted = (story: Story, testimonial: string = id): Story =>
  story.fact({
    _tag: "TestimonialSubmitted",
    testimonial,
    source: { _tag: "RequestForm" },
    content: { _tag: "Written", words: "They saved our season." },
    locale: "en",
    author: { name: "Anna Berg" },
    provenance: {},
    relationship: { is: "customer" }
  })
const consents = (story: Story): Story =>
  story.fact({
    _tag: "ConsentGiven",
    testimonial: id,
    scopes: ["quote", "name"],
    places: ["website"],
    wording: { version: "1", locale: "en", words: "May we show it?" },
    evidence: "the form"
  })
const published = (story: Story, until = "2027-04-01"): Story =>
  story.fact({ _tag: "TestimonialApproved", testimonial: id, by: "Maria" }).fact({
    _tag: "TestimonialPublished",
    testimonial: id,
    by: "Paul",
    fourEyes: true,
    expiresAt: Date.parse(until)
  })

const asked = praised.on("2026-03-09").obeys(shop)
const handedIn = submitted(consents(asked.on("2026-03-10")).later("1 minute"))
const onWall = published(handedIn.obeys(shop).on("2026-03-11")).obeys(shop)

/** Half a year later they are asked again, and are as happy. */
const again = (story: Story) => story.on("2026-09-01").delivered("2").obeys(shop).answers(10).obeys(shop)

const asBen = (story: Story): Story => ben.on("2026-05-01").wasAlso(story)

const stateOf = (story: Story): string => {
  const found = Fold.of(story.history).testimony.testimonials.get(id)
  return found === undefined ? "unknown" : Testimonial.stateAt(found.state, story.now)._tag
}
const wallOf = (story: Story): ReadonlyArray<string | undefined> => {
  const entries = Exhibit.of(shop, story.history, story.now)
  return Result.getOrThrow(Wall.pick(shop.walls[0]!, entries, story.now, () => false)).shown.map(({ words }) => words)
}

describe("praise is kept", () => {
  it("at once, with the words, the score and the name", () => {
    const told = promoter("You saved our season!")
    expect(told.toDo(shop)).toEqual(["keep praise", "thank"])
    expect(told.decisions(shop)[0]).toMatchObject({
      _tag: "KeepPraise",
      words: "You saved our season!",
      score: 9,
      because: [{ _tag: "PraiseGiven", score: 9 }]
    })
    expect(stateOf(told.obeys(shop))).toBe("Candidate")
    expect(told.obeys(shop).toDo(shop)).toEqual([])
  })

  it("once, though the answer is given again with other words", () => {
    expect(praised.on("2026-03-03").answers(10, { comment: "And again." }).toDo(shop)).toEqual([])
  })

  it("not without words, and not from a detractor or a passive", () => {
    expect(promoter().toDo(shop)).toEqual(["thank"])
    expect(promoter("\u200b ").toDo(shop)).toEqual(["thank"])
    const sad = customer.on("2026-03-01").delivered().obeys(shop)
    expect(sad.answers(8, { comment: "Good!" }).toDo(shop)).toEqual([])
    expect(sad.answers(6, { comment: "Hm." }).toDo(shop)).toEqual(["solve"])
  })

  it("not where the program has no testimonials", () => {
    const plain = program({ followUp: [playbook(thanks)] })
    expect(promoter("You saved our season!").toDo(plain)).toEqual(["thank"])
  })
})

describe("the first rung is mailed by the playbook", () => {
  it("a week later, for the praise that was kept", () => {
    expect(praised.on("2026-03-09").toDo(shop)).toEqual(["testimonial"])
    expect(praised.on("2026-03-09").decisions(shop)[0]).toMatchObject({
      _tag: "RequestTestimonial",
      rung: "written",
      testimonial: id,
      score: 9,
      forms: ["written"]
    })
    expect(stateOf(asked)).toBe("Requested")
  })

  it("a request that may have left counts as made, one that failed does not", () => {
    expect(stateOf(praised.on("2026-03-09").obeys(shop, "unknown"))).toBe("Requested")
    expect(stateOf(praised.on("2026-03-09").obeys(shop, "failed"))).toBe("Candidate")
  })

  it("lapses when nobody answers", () => {
    expect(stateOf(asked.on("2026-04-07"))).toBe("Requested")
    expect(stateOf(asked.on("2026-04-08"))).toBe("Lapsed")
  })

  it("is asked for once, however often they answer", () => {
    expect(again(asked).on("2026-09-08").held(shop)).toEqual([])
    expect(again(asked).on("2026-09-08").toDo(shop)).toEqual(["testimonial: forbidden"])
    expect(again(asked).on("2026-09-08").decisions(shop)[0]?.because).toMatchObject([
      { _tag: "RungLimitReached", rung: "written", limit: 1 }
    ])
  })

  it("is not asked for again after a no, also where it may be asked twice", () => {
    const twice = shopWith({ rungs: [{ rung: "written", ask: "testimonial", limit: 2 }] })
    const key = asked.history.events.flatMap((event) =>
      event._tag === "Intended" && event.decision._tag === "RequestTestimonial" ? [event.key] : []
    )[0]!
    const saidNo = asked.fact({ _tag: "AskDeclined", key, survey: "nps", wave: "touchpoint:x" })
    expect(stateOf(saidNo)).toBe("Declined")
    expect(again(asked).on("2026-09-08").toDo(twice)).toEqual(["testimonial"])
    expect(again(saidNo).on("2026-09-08").decisions(twice)).toMatchObject([
      { as: "forbidden", because: [{ _tag: "RungDeclined", rung: "written" }] }
    ])
    const later = shopWith({ rungs: [{ rung: "written", ask: "testimonial", limit: 2, again: "1 year" }] })
    expect(again(saidNo).on("2026-09-08").held(later)).toEqual(["testimonial until 2027-03-09 00:00 UTC: RungDeclined"])
  })

  it("is not asked for when they have written already", () => {
    expect(submitted(praised, "letter 1").on("2026-03-09").decisions(shop)).toMatchObject([
      { _tag: "RequestConsent", testimonial: "letter 1" },
      { as: "forbidden", because: [{ _tag: "RungTaken", rung: "written" }] }
    ])
  })
})

describe("one small step at a time", () => {
  it("consent to show it, where none came with the words", () => {
    const words = submitted(asked.on("2026-03-10")).obeys(shop)
    expect(words.on("2026-03-11 23:59").toDo(shop)).toEqual([])
    expect(words.on("2026-03-12").decisions(shop)).toMatchObject([
      { _tag: "RequestConsent", testimonial: id, scopes: ["quote", "name"], places: ["website"] }
    ])
    expect(consents(words.on("2026-03-11")).on("2026-03-12").toDo(shop)).toEqual([
      "confirm consent",
      "rung consent: cancelled"
    ])
  })

  it("then a video or a case study, two months after the consent", () => {
    expect(handedIn.toDo(shop)).toEqual(["confirm consent"])
    const later = onWall.on("2026-05-09")
    expect(later.decisions(shop)).toMatchObject([
      { _tag: "RequestTestimonial", rung: "video", forms: ["video", "case study"] }
    ])
  })

  it("not when the words were taken back, or not taken", () => {
    const gone = onWall
      .on("2026-04-01")
      .fact({ _tag: "TestimonialWithdrawn", testimonial: id, by: "author" })
      .obeys(shop)
    expect(gone.on("2026-05-09").toDo(shop)).toEqual([])
    const spam = handedIn
      .obeys(shop)
      .on("2026-03-12")
      .fact({ _tag: "TestimonialRejected", testimonial: id, by: "Maria", reason: "spam" })
    expect(spam.toDo(shop)).toEqual(["rung video: cancelled"])
  })

  it("then a referral, which is taken when it happens", () => {
    const filmed = onWall
      .on("2026-05-09")
      .obeys(shop)
      .on("2026-05-20")
      .fact({
        _tag: "TestimonialSubmitted",
        testimonial: "video 1",
        source: { _tag: "RequestForm" },
        content: {
          _tag: "Video",
          url: "https://example.com/v.mp4",
          poster: "https://example.com/v.jpg",
          captions: [{ locale: "en", url: "https://example.com/v.vtt" }],
          words: "They saved our season."
        },
        locale: "en",
        author: {},
        provenance: {},
        relationship: { is: "customer" }
      })
    expect(filmed.on("2026-07-19").decisions(shop)).toMatchObject([{ _tag: "RequestReferral", rung: "referral" }])
    expect(filmed.on("2026-07-01").happens(Ladder.referral).toDo(shop)).toEqual(["rung referral: cancelled"])
  })

  it("never while a case is open, nor without a legal basis", () => {
    const sad = onWall.on("2026-05-01").fact({ _tag: "Answered", survey: "nps", wave: "call:1", score: 3 }).obeys(shop)
    expect(sad.on("2026-05-09").held(shop)).toContain("rung video waits: CaseOpen")
  })
})

describe("doubt", () => {
  const sad = onWall.on("2026-04-01").fact({ _tag: "Answered", survey: "nps", wave: "call:1", score: 3 })

  it("takes it off the wall at once, before anybody has looked", () => {
    expect(wallOf(onWall)).toEqual(["They saved our season."])
    expect(stateOf(sad)).toBe("Published")
    expect(wallOf(sad)).toEqual([])
  })

  it("is recorded when somebody looks, with its reasons, once", () => {
    expect(sad.toDo(shop)).toEqual(["solve", "doubt"])
    const looked = sad.obeys(shop)
    expect(stateOf(looked)).toBe("Doubted")
    expect(looked.toDo(shop)).toEqual([])
  })

  it("the author is asked whether it stands when no case is open any more, and silence takes it back", () => {
    const solved = sad.obeys(shop).on("2026-04-05").fact({ _tag: "CaseResolved", case: "nps/call%3A1" })
    expect(sad.obeys(shop).on("2026-04-05").held(shop)).toContain("stand waits: CaseOpen")
    expect(solved.decisions(shop)).toMatchObject([{ _tag: "RequestReconfirmation", testimonial: id }])
    const asked = solved.obeys(shop)
    expect(stateOf(asked.on("2026-05-04"))).toBe("Doubted")
    expect(stateOf(asked.on("2026-05-05"))).toBe("Withdrawn")
    const stands = asked.on("2026-04-10").fact({
      _tag: "TestimonialReconfirmed",
      testimonial: id,
      expiresAt: Date.parse("2027-04-10")
    })
    expect(stateOf(stands)).toBe("Published")
    expect(wallOf(stands)).toEqual(["They saved our season."])
    expect(stands.toDo(shop)).toEqual([])
  })

  it("however long the case is open, the author is asked when it is closed", () => {
    const late = sad.obeys(shop).on("2026-09-01").obeys(shop).fact({ _tag: "CaseResolved", case: "nps/call%3A1" })
    expect(late.decisions(shop)).toMatchObject([{ _tag: "RequestReconfirmation", testimonial: id }])
  })

  it("an open case is one, whatever it is about", () => {
    const shopOfGrievances = program({
      ...shop,
      followUp: [playbook(thanks, request, { ...solve, on: ["grievance.raised"] })]
    })
    const complains = onWall.on("2026-04-01").fact({ _tag: "GrievanceRaised", channel: "phone" }, "g1")
    expect(complains.toDo(shopOfGrievances)).toEqual(["solve", "doubt"])
  })

  it("what they said before they handed the words in is none", () => {
    expect(onWall.toDo(shop)).toEqual([])
    const before = asked.on("2026-03-10").fact({ _tag: "Answered", survey: "nps", wave: "call:1", score: 5 })
    const solved = before.obeys(shop).fact({ _tag: "CaseResolved", case: "nps/call%3A1" }).on("2026-03-12")
    expect(wallOf(published(consents(submitted(solved))))).toEqual(["They saved our season."])
  })
})

describe("what an author is asked and told of their testimonial", () => {
  it("to agree to an edit, for thirty days", () => {
    const edited = onWall.on("2026-04-01").fact(
      {
        _tag: "TestimonialEdited",
        testimonial: id,
        by: "Maria",
        content: { _tag: "Written", words: "They saved us." }
      },
      "edit 1"
    )
    expect(edited.decisions(shop)).toMatchObject([{ _tag: "RequestAgreement", edit: "edit 1", testimonial: id }])
    const agreed = edited.fact({ _tag: "EditAgreed", testimonial: id, edit: "edit 1" })
    expect(agreed.toDo(shop)).toEqual(["agree: cancelled", "stand: cancelled"])
    expect(edited.on("2026-05-01").toDo(shop)).toEqual(["agree: expired"])
    expect(stateOf(edited.on("2026-05-01"))).toBe("Published")
  })

  it("whether it still stands, when it has been up for as long as it may", () => {
    expect(onWall.wakes(shop)).toBe("2026-05-09 00:00 UTC")
    const year = onWall.on("2026-05-09").obeys(shop).on("2027-04-01")
    expect(stateOf(year)).toBe("Expired")
    expect(wallOf(year)).toEqual([])
    expect(year.toDo(shop)).toEqual(["stand"])
    expect(year.obeys(shop).toDo(shop)).toEqual([])
  })

  it("that their consent was noted, that it is shown, that it is shown no more; each once, within a week", () => {
    expect(published(handedIn).toDo(shop)).toEqual(["confirm consent", "confirm publication"])
    expect(onWall.toDo(shop)).toEqual([])
    const gone = onWall.on("2026-04-01").fact({ _tag: "TestimonialWithdrawn", testimonial: id, by: "author" })
    const unneeded = ["rung video: cancelled", "stand: cancelled"]
    expect(gone.toDo(shop)).toEqual(["confirm withdrawal", ...unneeded])
    expect(gone.on("2026-04-08").toDo(shop)).toEqual(["confirm withdrawal: expired", ...unneeded])
  })
})

describe("an author who turns out to be somebody known", () => {
  it("brings the testimonial, the consent and what was asked along: nothing is kept, asked or told twice", () => {
    const one = asBen(onWall)
    expect(wallOf(one)).toEqual(["They saved our season."])
    expect(one.toDo(shop)).toEqual([])
    expect(one.on("2026-05-09").toDo(shop)).toEqual(["rung video"])
    const both = asBen(onWall.on("2026-05-09").obeys(shop))
    expect(both.on("2026-05-10").toDo(shop)).toEqual([])
  })

  it("and two testimonials that have the same name stay two", () => {
    const other = ben
      .fact({ _tag: "LegalBasisRecorded", purpose: "advocate", channel: "mail", basis: "consent", evidence: "form" })
      .on("2026-03-01")
      .delivered()
      .obeys(shop)
    const mine = other.on("2026-03-02").answers(10, { comment: "Splendid!" }).obeys(shop)
    const both = mine.on("2026-05-01").wasAlso(onWall)
    const { testimonials } = Fold.of(both.history).testimony
    expect([...testimonials.values()].map(({ original }) => original.words).toSorted()).toEqual([
      "Splendid!",
      "They saved our season."
    ])
    expect(wallOf(both)).toEqual(["They saved our season."])
  })
})
