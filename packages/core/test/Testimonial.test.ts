import * as Consent from "@temoin/core/Consent"
import * as Fact from "@temoin/core/Fact"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { assert, describe, expect, it } from "vitest"

const testimonial = Consent.TestimonialId.make("t1")
const day = 86_400_000

const at = (days: number) => ({
  id: Fact.EventId.make(`e${String(days).padStart(4, "0")}`),
  occurredAt: days * day,
  recordedAt: days * day
})

const consent: Consent.Ledger = [
  {
    _tag: "ConsentGiven",
    ...at(0),
    testimonial,
    scopes: ["quote"],
    places: ["website"],
    wording: { version: "v1", locale: "en", words: "May we?" },
    evidence: "form 1"
  }
]

const content = (words: string): Testimonial.Content => ({ _tag: "Written", words })
const edit = Fact.EventId.make("edit")

/** Everything that can happen to a testimonial, as it happens so many days after the beginning. */
const events = {
  PraiseKept: (days) => ({
    _tag: "PraiseKept",
    ...at(days),
    testimonial,
    source: { _tag: "Unsolicited", channel: "mail", receivedBy: "Maria", evidence: "mail of 3 March" },
    words: "You saved our season",
    provenance: {},
    author: { name: "Anna" }
  }),
  TestimonialRequested: (days) => ({
    _tag: "TestimonialRequested",
    ...at(days),
    testimonial,
    expiresAt: (days + 14) * day
  }),
  TestimonialDeclined: (days) => ({ _tag: "TestimonialDeclined", ...at(days), testimonial }),
  TestimonialSubmitted: (days) => ({
    _tag: "TestimonialSubmitted",
    ...at(days),
    testimonial,
    source: { _tag: "RequestForm" },
    content: content("They saved our season"),
    locale: "en",
    author: { name: "Anna" },
    provenance: { verifiedBy: "order 7" },
    relationship: { is: "customer" }
  }),
  TestimonialApproved: (days) => ({ _tag: "TestimonialApproved", ...at(days), testimonial, by: "Maria" }),
  TestimonialRejected: (days) => ({
    _tag: "TestimonialRejected",
    ...at(days),
    testimonial,
    by: "Maria",
    reason: "duplicate"
  }),
  TestimonialPublished: (days) => ({
    _tag: "TestimonialPublished",
    ...at(days),
    testimonial,
    by: "Paul",
    fourEyes: true,
    expiresAt: (days + 365) * day
  }),
  TestimonialEdited: (days) => ({
    _tag: "TestimonialEdited",
    ...at(days),
    id: edit,
    testimonial,
    by: "Maria",
    content: content("They saved it")
  }),
  EditAgreed: (days) => ({ _tag: "EditAgreed", ...at(days), testimonial, edit }),
  EditRefused: (days) => ({ _tag: "EditRefused", ...at(days), testimonial, edit }),
  TestimonialDoubted: (days) => ({
    _tag: "TestimonialDoubted",
    ...at(days),
    testimonial,
    because: [{ _tag: "CaseOpen", since: days * day }]
  }),
  ReconfirmationAsked: (days) => ({ _tag: "ReconfirmationAsked", ...at(days), testimonial }),
  TestimonialReconfirmed: (days) => ({
    _tag: "TestimonialReconfirmed",
    ...at(days),
    testimonial,
    expiresAt: (days + 365) * day
  }),
  TestimonialWithdrawn: (days) => ({ _tag: "TestimonialWithdrawn", ...at(days), testimonial, by: "author" })
} satisfies {
  readonly [T in Testimonial.TestimonialEvent["_tag"]]: (
    days: number
  ) => Extract<Testimonial.TestimonialEvent, { readonly _tag: T }>
}

type Tag = keyof typeof events
const tags = Object.keys(events) as ReadonlyArray<Tag>

/** The testimonial to which these things happen, one a day, from the first day on. */
const after = (...told: ReadonlyArray<Tag>): Testimonial.Testimonial => {
  const found = Testimonial.fromEvents(
    told.map((tag, index) => events[tag](index + 1)),
    consent
  )
  assert.isDefined(found)
  assert.deepEqual(found.ignored, [])
  return found
}

const published = ["TestimonialSubmitted", "TestimonialApproved", "TestimonialPublished"] as const

type Name = Testimonial.State["_tag"]

const states: { readonly [S in Name]: Testimonial.Testimonial } = {
  Candidate: after("PraiseKept"),
  Requested: after("PraiseKept", "TestimonialRequested"),
  Submitted: after("TestimonialSubmitted"),
  Declined: after("PraiseKept", "TestimonialRequested", "TestimonialDeclined"),
  Lapsed: Testimonial.at(after("PraiseKept", "TestimonialRequested"), 30 * day),
  Approved: after("TestimonialSubmitted", "TestimonialApproved"),
  Rejected: after("TestimonialSubmitted", "TestimonialRejected"),
  Published: after(...published),
  Amended: after(...published, "TestimonialEdited"),
  Doubted: after(...published, "TestimonialDoubted"),
  Expired: Testimonial.at(after(...published), 1000 * day),
  Withdrawn: after(...published, "TestimonialWithdrawn")
}

/** The edges of the design's diagram: where each thing that happens leads to. What is missing is refused. */
const edges: { readonly [S in Name]: { readonly [E in Tag]?: Name } } = {
  Candidate: { TestimonialRequested: "Requested", TestimonialWithdrawn: "Withdrawn" },
  Requested: {
    TestimonialSubmitted: "Submitted",
    TestimonialDeclined: "Declined",
    TestimonialWithdrawn: "Withdrawn"
  },
  Submitted: {
    TestimonialApproved: "Approved",
    TestimonialRejected: "Rejected",
    TestimonialEdited: "Amended",
    TestimonialWithdrawn: "Withdrawn"
  },
  Declined: { TestimonialWithdrawn: "Withdrawn" },
  Lapsed: { TestimonialWithdrawn: "Withdrawn" },
  Approved: { TestimonialPublished: "Published", TestimonialEdited: "Amended", TestimonialWithdrawn: "Withdrawn" },
  Rejected: { TestimonialWithdrawn: "Withdrawn" },
  Published: { TestimonialEdited: "Amended", TestimonialDoubted: "Doubted", TestimonialWithdrawn: "Withdrawn" },
  Amended: {
    EditAgreed: "Approved",
    EditRefused: "Published",
    // no edge of its own: what it goes back to is doubted
    TestimonialDoubted: "Amended",
    TestimonialWithdrawn: "Withdrawn"
  },
  Doubted: {
    ReconfirmationAsked: "Doubted",
    TestimonialReconfirmed: "Published",
    TestimonialWithdrawn: "Withdrawn"
  },
  Expired: {
    ReconfirmationAsked: "Expired",
    TestimonialReconfirmed: "Published",
    TestimonialWithdrawn: "Withdrawn"
  },
  Withdrawn: {}
}

const names = Object.keys(states) as ReadonlyArray<Name>
const soon: { readonly [S in Name]?: number } = { Lapsed: 40, Expired: 1001 }

describe("a testimonial", () => {
  it.each(names)("that is %s takes what the diagram has, and refuses all else", (name) => {
    expect(states[name].state._tag).toBe(name)
    for (const tag of tags) {
      const moved = Testimonial.after(states[name], events[tag](soon[name] ?? 9), consent)
      const to = edges[name][tag]
      if (to === undefined) {
        const possible = Object.keys(edges[name])
        const failure = Result.getOrThrow(Result.flip(moved))
        expect(failure, tag).toMatchObject({ _tag: "TestimonialRefused", event: tag, state: name })
        expect(failure._tag === "TestimonialRefused" && failure.possible.toSorted(), tag).toEqual(possible.toSorted())
      } else {
        expect(Result.getOrThrow(moved).state._tag, tag).toBe(to)
      }
    }
  })

  it("says what would be possible", () => {
    const refused = Testimonial.after(states.Requested, events.TestimonialApproved(5), consent)
    expect(Result.getOrThrow(Result.flip(refused)).message).toBe(
      'the testimonial "t1" takes no TestimonialApproved: since 1970-01-03 00:00 UTC it is Requested; possible: TestimonialSubmitted, TestimonialDeclined, TestimonialWithdrawn'
    )
    const over = Testimonial.after(states.Withdrawn, events.TestimonialApproved(5), consent)
    expect(Result.getOrThrow(Result.flip(over)).message).toContain("nothing can happen to it any more")
  })

  it("begins as a candidate, or as submitted, and with nothing else", () => {
    for (const tag of tags) {
      const begins = { PraiseKept: "Candidate", TestimonialSubmitted: "Submitted" }[tag as string]
      expect(Testimonial.fromEvents([events[tag](1)], consent)?.state._tag, tag).toBe(begins)
    }
    expect(Testimonial.fromEvents([], consent)).toBeUndefined()
  })
})

const life = (self: Testimonial.Testimonial, days: number) => Testimonial.at(self, days * day).state._tag

describe("time alone", () => {
  it("lets a request lapse when it expires", () => {
    expect([life(states.Requested, 15.99), life(states.Requested, 16)]).toEqual(["Requested", "Lapsed"])
  })

  it("takes a testimonial off the wall when it expires", () => {
    expect([life(states.Published, 367.99), life(states.Published, 368)]).toEqual(["Published", "Expired"])
  })

  it("lets an edit without the author's word fall through after 30 days: the earlier state and words are back", () => {
    expect([life(states.Amended, 33.99), life(states.Amended, 34)]).toEqual(["Amended", "Published"])
    expect(Testimonial.at(states.Amended, 34 * day).content).toEqual(content("They saved our season"))
    const waiting = after("TestimonialSubmitted", "TestimonialEdited")
    expect([life(waiting, 31.99), life(waiting, 32)]).toEqual(["Amended", "Submitted"])
    const approved = after("TestimonialSubmitted", "TestimonialApproved", "TestimonialEdited")
    expect([life(approved, 32.99), life(approved, 33)]).toEqual(["Amended", "Approved"])
  })

  it("counts on while an edit is with the author: what expired meanwhile is expired", () => {
    expect(life(states.Amended, 400)).toBe("Expired")
  })

  it("withdraws what is doubted 30 days after its author was asked in vain, not before they were asked", () => {
    expect(life(states.Doubted, 5000)).toBe("Doubted")
    const asked = after(...published, "TestimonialDoubted", "ReconfirmationAsked")
    expect([life(asked, 34.99), life(asked, 35)]).toEqual(["Doubted", "Withdrawn"])
    expect(Testimonial.at(asked, 35 * day).state).toMatchObject({ by: "silence" })
  })

  it("leaves what expired expired, though its author keeps silent", () => {
    const asked = Result.getOrThrow(Testimonial.after(states.Expired, events.ReconfirmationAsked(1001), consent))
    expect(life(asked, 9000)).toBe("Expired")
  })
})

describe("an edit", () => {
  const agreed = after(...published, "TestimonialEdited", "EditAgreed")

  it("shows after the author agreed to it, and the original is kept beside it", () => {
    expect(states.Amended.content).toEqual(content("They saved our season"))
    expect(agreed).toMatchObject({ content: content("They saved it"), original: content("They saved our season") })
    expect(agreed.moves.map(({ _tag }) => _tag)).toEqual([...published, "TestimonialEdited", "EditAgreed"])
  })

  it("that the author refuses leaves state and words as they were", () => {
    const refused = after(...published, "TestimonialEdited", "EditRefused")
    expect(refused.state).toEqual(states.Published.state)
    expect(refused.content).toEqual(states.Published.content)
  })

  it("is not agreed to by an answer about another edit", () => {
    const other = { ...events.EditAgreed(5), edit: Fact.EventId.make("another edit") }
    const failure = Result.getOrThrow(Result.flip(Testimonial.after(states.Amended, other, consent)))
    expect(failure).toMatchObject({ _tag: "EditDiffers", expected: "edit", found: "another edit" })
  })

  it("does not make a case study of written words", () => {
    const event = {
      ...events.TestimonialEdited(5),
      content: { _tag: "CaseStudy", title: "A season saved", words: "Long" } as const
    }
    expect(Result.getOrThrow(Result.flip(Testimonial.after(states.Published, event, consent)))).toMatchObject({
      _tag: "EditDiffers",
      expected: "Written",
      found: "CaseStudy"
    })
  })

  it("that comes before a doubt goes back to doubted, not to the wall", () => {
    const doubted = after(...published, "TestimonialEdited", "TestimonialDoubted")
    expect(doubted.state._tag).toBe("Amended")
    expect(Testimonial.at(doubted, 100 * day).state._tag).toBe("Doubted")
    expect(after(...published, "TestimonialEdited", "TestimonialDoubted", "EditRefused").state._tag).toBe("Doubted")
  })

  it("of words that were never published leaves nothing to doubt", () => {
    const waiting = after("TestimonialSubmitted", "TestimonialEdited")
    expect(Result.isFailure(Testimonial.after(waiting, events.TestimonialDoubted(3), consent))).toBe(true)
  })
})

describe("publishing", () => {
  const publish = events.TestimonialPublished(5)

  it("is refused without consent to the words at one place at least", () => {
    const none = Testimonial.after(states.Approved, publish, [])
    expect(Result.getOrThrow(Result.flip(none))).toMatchObject({ _tag: "ConsentMissing", scopes: ["quote"] })
    const nameOnly = consent.map((one) => ({ ...one, scopes: ["name"] as const }))
    expect(Result.isFailure(Testimonial.after(states.Approved, publish, nameOnly))).toBe(true)
    expect(Result.isSuccess(Testimonial.after(states.Approved, publish, consent))).toBe(true)
  })

  it("needs another person than the approval under the four-eyes rule", () => {
    const same = { ...publish, by: "Maria" }
    expect(Result.getOrThrow(Result.flip(Testimonial.after(states.Approved, same, consent)))).toMatchObject({
      _tag: "SameEyes",
      by: "Maria"
    })
    expect(Result.isSuccess(Testimonial.after(states.Approved, { ...same, fourEyes: false }, consent))).toBe(true)
  })

  it("of an edited testimonial needs another person than the editor", () => {
    const edited = after("TestimonialSubmitted", "TestimonialEdited", "EditAgreed")
    expect(Result.isFailure(Testimonial.after(edited, { ...publish, by: "Maria" }, consent))).toBe(true)
  })
})

describe("events out of order", () => {
  const told = [...published, "TestimonialEdited", "EditAgreed"] as const

  it("come to the same", () => {
    const inOrder = told.map((tag, index) => events[tag](index + 1))
    for (const [first] of inOrder.entries()) {
      const turned = [...inOrder.slice(first), ...inOrder.slice(0, first)].toReversed()
      expect(Testimonial.fromEvents(turned, consent)).toEqual(Testimonial.fromEvents(inOrder, consent))
    }
  })

  it("that make no sense change nothing and are listed", () => {
    const found = Testimonial.fromEvents(
      [events.TestimonialApproved(1), events.TestimonialSubmitted(2), events.EditAgreed(3)],
      consent
    )
    expect(found?.state._tag).toBe("Submitted")
    expect(found?.ignored.map(({ _tag }) => _tag)).toEqual(["TestimonialApproved", "EditAgreed"])
  })

  it("withdraw even what a clock that is ahead puts after it", () => {
    const found = Testimonial.fromEvents([events.TestimonialWithdrawn(1), events.TestimonialSubmitted(2)], consent)
    expect(found?.state._tag).toBe("Withdrawn")
  })
})

const video = (url: string) => ({
  _tag: "Video",
  url,
  poster: "https://cdn.example/poster.jpg",
  captions: [{ locale: "en", url: "https://cdn.example/en.vtt" }],
  words: "They saved our season"
})

describe("bad input", () => {
  const decode = Schema.decodeUnknownResult(Testimonial.TestimonialEvent)
  const submitted = (changes: object) => decode({ ...events.TestimonialSubmitted(1), ...changes })
  it("is taken as it was written where it is only text", () => {
    for (const words of ["<script>alert(1)</script>", "a\u202Eb", "line one\nline two", "👩‍🌾 merci"]) {
      const found = submitted({ content: content(words) })
      expect(Result.getOrThrow(found)).toMatchObject({ content: { words } })
    }
  })

  it("is refused where nothing can be read in it, or too much", () => {
    for (const words of ["", " \n ", "\u200B\u200B", "\u202E", "a\u0000b", "a\uD800", "x".repeat(100_000)]) {
      expect(Result.isFailure(submitted({ content: content(words) })), JSON.stringify(words.slice(0, 9))).toBe(true)
    }
  })

  it("is refused as the address of a video, unless it is plain https", () => {
    expect(Result.isSuccess(submitted({ content: video("https://cdn.example/anna.mp4") }))).toBe(true)
    for (const url of [
      "javascript:alert(1)",
      " javascript:alert(1)",
      "data:text/html,x",
      "http://cdn.example/anna.mp4",
      "//cdn.example/anna.mp4",
      "https://user:pass@cdn.example/anna.mp4",
      'https://cdn.example/"onerror="alert(1)',
      "https://cdn.example/\u202Egpm.exe"
    ]) {
      expect(Result.isFailure(submitted({ content: video(url) })), url).toBe(true)
    }
    expect(Result.isFailure(submitted({ content: { ...video("https://cdn.example/a.mp4"), captions: [] } }))).toBe(true)
    expect(Result.isFailure(submitted({ author: { photo: "javascript:alert(1)" } }))).toBe(true)
  })

  it("is refused where somebody is more than a customer and does not say so", () => {
    expect(Result.isFailure(submitted({ relationship: { is: "employee" } }))).toBe(true)
    expect(Result.isSuccess(submitted({ relationship: { is: "employee", disclosure: "Works here" } }))).toBe(true)
  })
})
