import * as Consent from "@temoin/core/Consent"
import * as Fact from "@temoin/core/Fact"
import * as Journey from "@temoin/core/Journey"
import * as Moderation from "@temoin/core/Moderation"
import * as Rejection from "@temoin/core/Rejection"
import * as ReviewMarkup from "@temoin/core/ReviewMarkup"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Wall from "@temoin/core/Wall"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { assert, describe, expect, it } from "vitest"

const day = 86_400_000
const fact = (id: string, days: number) => ({
  id: Fact.EventId.make(id),
  occurredAt: days * day,
  recordedAt: days * day
})

type Submitted = Extract<Testimonial.TestimonialEvent, { readonly _tag: "TestimonialSubmitted" }>

interface Told {
  readonly submitted?: Partial<Submitted>
  readonly scopes?: ReadonlyArray<Consent.Scope>
  readonly entry?: Omit<Partial<Wall.Entry>, "testimonial" | "consent">
  readonly published?: boolean
  /** How many days after 1970 began its story begins. */
  readonly from?: number
}

/** A testimonial that was submitted, approved and, if nothing else is said, published on the first days of 1970. */
const entry = (name: string, { entry, from = 0, published = true, scopes, submitted }: Told = {}): Wall.Entry => {
  const testimonial = Consent.TestimonialId.make(name)
  const events: ReadonlyArray<Testimonial.TestimonialEvent> = [
    {
      _tag: "TestimonialSubmitted",
      ...fact(`${name} 1`, from + 1),
      testimonial,
      source: { _tag: "RequestForm" },
      content: { _tag: "Written", words: `words of ${name}` },
      locale: "en",
      author: { name: "Anna", role: "Head of sales", company: "Acme", photo: "https://cdn.example/anna.jpg" },
      provenance: {},
      relationship: { is: "customer" },
      ...submitted
    },
    { _tag: "TestimonialApproved", ...fact(`${name} 2`, from + 2), testimonial, by: "Maria" },
    ...(published
      ? [
          {
            _tag: "TestimonialPublished" as const,
            ...fact(`${name} 3`, from + 3),
            testimonial,
            by: "Paul",
            fourEyes: false,
            expiresAt: 9000 * day
          }
        ]
      : [])
  ]
  const [first = "quote", ...rest] = scopes ?? ["quote", "name", "company", "photo", "video"]
  const consent: Consent.Ledger = [
    {
      _tag: "ConsentGiven",
      ...fact(`${name} 0`, from + 0),
      testimonial,
      scopes: [first, ...rest],
      places: ["website"],
      wording: { version: "v1", locale: "en", words: "May we?" },
      evidence: "form"
    }
  ]
  const found = Testimonial.fromEvents(events, consent)
  assert.isDefined(found)
  assert.deepEqual(found.ignored, [])
  return { testimonial: found, consent, ...entry }
}

const wall = (changes: Partial<typeof Wall.Wall.Encoded> = {}): Wall.Wall =>
  Schema.decodeSync(Wall.Wall)({
    id: "home",
    place: "website",
    limit: 3,
    turn: "1 day",
    asked: "everyone",
    ...changes
  })

const isTainted = (stage: string) =>
  Journey.isScoreTainted(Journey.fiveStages, Schema.decodeUnknownSync(Journey.StageId)(stage))

const now = 10 * day
const view = (self: Wall.Wall, entries: ReadonlyArray<Wall.Entry>, at = now) =>
  Result.getOrThrow(Wall.pick(self, entries, at, isTainted))
const ids = (self: Wall.Wall, entries: ReadonlyArray<Wall.Entry>, at = now) =>
  view(self, entries, at).shown.map(({ testimonial }) => testimonial)

describe("a wall", () => {
  it("shows what is published, and only what consent covers at its place", () => {
    expect(ids(wall(), [entry("a"), entry("b", { published: false })])).toEqual(["a"])
    expect(ids(wall({ place: "newsletter" }), [entry("a")])).toEqual([])
    const [anonymous] = view(wall(), [entry("a", { scopes: ["quote"] })]).shown
    expect(anonymous).toMatchObject({ words: "words of a", name: undefined, role: undefined, company: undefined })
    expect(anonymous).toMatchObject({ photo: undefined })
    expect(view(wall(), [entry("a")]).shown).toMatchObject([
      { name: "Anna", role: "Head of sales", company: "Acme", photo: "https://cdn.example/anna.jpg" }
    ])
  })

  it("shows a video to those who agreed to a video, and its words to those who agreed to a quote, too", () => {
    const content = {
      _tag: "Video",
      url: "https://cdn.example/anna.mp4",
      poster: "https://cdn.example/anna.jpg",
      captions: [{ locale: "en", url: "https://cdn.example/anna.vtt" }],
      words: "What is said"
    } as const
    const both: ReadonlyArray<Consent.Scope> = ["quote", "video"]
    expect(view(wall(), [entry("a", { submitted: { content }, scopes: both })]).shown).toMatchObject([
      { kind: "Video", words: "What is said", video: { url: content.url, captions: content.captions } }
    ])
    expect(view(wall(), [entry("a", { submitted: { content }, scopes: ["video"] })]).shown).toMatchObject([
      { words: undefined, video: { poster: content.poster } }
    ])
  })

  it("says for how long it is good: a minute at most", () => {
    expect(view(wall(), []).maxAgeSeconds).toBeLessThanOrEqual(60)
  })

  it("chooses by what is stated, and what is not known does not fit", () => {
    const entries = [
      entry("a", { submitted: { locale: "fr", product: "Boots" }, entry: { stage: "service", segments: ["smb"] } }),
      entry("b", { submitted: { locale: "fr-CA" }, entry: { segments: [] } }),
      entry("c")
    ]
    expect(ids(wall({ language: "fr" }), entries).toSorted()).toEqual(["a", "b"])
    expect(ids(wall({ product: "Boots" }), entries)).toEqual(["a"])
    expect(ids(wall({ stage: "service" }), entries)).toEqual(["a"])
    expect(ids(wall({ segment: "smb" }), entries)).toEqual(["a"])
    expect(ids(wall({ kinds: ["Video"] }), entries)).toEqual([])
    expect(ids(wall({ kinds: ["Written", "Video"] }), entries).length).toBe(3)
  })
})

const answer = (score: 6 | 9) =>
  Schema.decodeUnknownSync(Testimonial.Provenance)({ answer: { survey: "nps", wave: "1", score, at: 0 } })

describe("a selection", () => {
  it("by score or sentiment says so", () => {
    const entries = [
      entry("a", { submitted: { provenance: answer(9) }, entry: { sentiment: "positive" } }),
      entry("b", { submitted: { provenance: answer(6) } }),
      entry("c")
    ]
    expect(ids(wall({ atLeast: 9 }), entries)).toEqual(["a"])
    expect(ids(wall({ sentiment: "positive" }), entries)).toEqual(["a"])
    for (const [changes, selected] of [
      [{ atLeast: 9 }, ["atLeast"]],
      [{ sentiment: "positive" }, ["sentiment"]],
      [{ stage: "loyalty" }, ["stage"]],
      [{ asked: "by score", atLeast: 0 }, ["asked", "atLeast"]]
    ] as const) {
      const found = view(wall(changes), entries)
      expect(found.selected).toEqual(selected)
      expect([Wall.label(found), Wall.label(found, "fr")]).toEqual(["Selected testimonials", "Témoignages choisis"])
    }
  })

  it("by anything else is none", () => {
    const found = view(wall({ stage: "service", segment: "smb", language: "en", product: "Boots" }), [])
    expect([found.selected, Wall.label(found)]).toEqual([[], undefined])
  })

  it("has no number beside it", () => {
    for (const beside of [["count"], ["average"], ["count", "average"]] as const) {
      for (const changes of [
        { atLeast: 9 },
        { sentiment: "mixed" },
        { stage: "loyalty" },
        { asked: "by score" }
      ] as const) {
        const refused = Wall.pick(wall({ ...changes, beside }), [], now, isTainted)
        expect(Result.getOrThrow(Result.flip(refused))).toMatchObject({ _tag: "NumberRefused", numbers: beside })
      }
    }
    expect(
      Result.getOrThrow(Result.flip(Wall.pick(wall({ atLeast: 9, beside: ["count"] }), [], 0, isTainted))).message
    ).toBe(
      'the wall "home" shows a selection (atLeast), so no count may stand beside it: take `beside` out, or those criteria'
    )
  })
})

describe("numbers", () => {
  const starred = [
    entry("a", { submitted: { stars: 5 } }),
    entry("b", { submitted: { stars: 2 } }),
    entry("c", { submitted: { stars: 5, incentive: "a voucher" } }),
    entry("d")
  ]

  it("are not there unless they are asked for", () => {
    expect(view(wall(), starred)).toMatchObject({ count: undefined, average: undefined })
  })

  it("count all that fit, not only those shown; the average leaves out what was paid for", () => {
    expect(view(wall({ limit: 1, beside: ["count", "average"] }), starred)).toMatchObject({
      count: 4,
      average: { stars: 3.5, n: 2 }
    })
    expect(view(wall({ beside: ["average"] }), [entry("d")]).average).toBeUndefined()
  })
})

describe("turns", () => {
  it.each([
    [7, 3],
    [6, 3],
    [10, 4],
    [5, 1],
    [23, 9]
  ])("of %i testimonials, %i at once, are fair: in as many turns each is shown equally often", (size, limit) => {
    const entries = Array.from({ length: size }, (_, index) => entry(`t${index}`))
    const times = new Map<string, number>()
    for (let turn = 0; turn < size; turn++) {
      const shown = ids(wall({ limit }), entries, (100 + turn) * day)
      expect(new Set(shown).size).toBe(limit)
      for (const id of shown) times.set(id, (times.get(id) ?? 0) + 1)
    }
    expect([...times.values()]).toEqual(Array.from({ length: size }, () => limit))
  })

  it("last as long as stated, and are the same for every reader and whatever the order of the entries", () => {
    const entries = Array.from({ length: 9 }, (_, index) => entry(`t${index}`))
    const shown = ids(wall(), entries, 10 * day)
    expect(ids(wall(), entries.toReversed(), 10 * day + day - 1)).toEqual(shown)
    expect(ids(wall(), entries, 11 * day)).not.toEqual(shown)
    expect(ids(wall({ turn: "2 days" }), entries, 11 * day)).toEqual(ids(wall({ turn: "2 days" }), entries, 10 * day))
  })

  it("before 1970 are turns, too", () => {
    const entries = Array.from({ length: 5 }, (_, index) => entry(`t${index}`, { from: -100 }))
    const shown = [-10, -9, -8, -7, -6].flatMap((days) => ids(wall({ limit: 2 }), entries, days * day))
    expect(shown.toSorted()).toEqual(["t0", "t0", "t1", "t1", "t2", "t2", "t3", "t3", "t4", "t4"])
  })
})

const notes = (told: Told, language: "en" | "fr" = "en") =>
  view(wall(), [entry("a", told)]).shown.flatMap((shown) => Wall.notes(shown, language))

describe("notes", () => {
  it("say whether and how somebody checked, what the author is, and what they got", () => {
    expect(notes({})).toEqual(["Not verified"])
    const submitted = {
      provenance: { verifiedBy: "bought in our shop" },
      relationship: { is: "employee", disclosure: "Works here" },
      incentive: "a voucher of 10 €"
    } as const
    expect(notes({ submitted })).toEqual([
      "Verified customer: bought in our shop",
      "Relationship: Works here",
      "The author received: a voucher of 10 €"
    ])
    expect(notes({ submitted }, "fr")).toEqual([
      "Client vérifié : bought in our shop",
      "Lien avec l’entreprise : Works here",
      "L’auteur a reçu : a voucher of 10 €"
    ])
  })
})

describe("markup for search engines", () => {
  const subject = { type: "Organization", name: "Acme" } as const
  const markup = (told: Told, changes: Partial<typeof Wall.Wall.Encoded> = {}) =>
    ReviewMarkup.make(view(wall(changes), [entry("a", told)]), subject)

  it("is a review per testimonial, without a rating unless the author gave stars", () => {
    expect(markup({ scopes: ["quote"], submitted: { provenance: {} } })).toEqual([
      {
        "@context": "https://schema.org",
        "@type": "Review",
        itemReviewed: { "@type": "Organization", name: "Acme" },
        author: { "@type": "Person", name: "A customer" },
        reviewBody: "words of a",
        inLanguage: "en",
        datePublished: "1970-01-02T00:00:00.000Z"
      }
    ])
    expect(markup({ submitted: { stars: 4 } })).toMatchObject([
      { author: { name: "Anna" }, reviewRating: { ratingValue: 4, bestRating: 5, worstRating: 1 } }
    ])
  })

  it("makes no rating of a score", () => {
    const provenance = Schema.decodeUnknownSync(Testimonial.Provenance)({
      answer: { survey: "nps", wave: "1", score: 10, at: 0 }
    })
    expect(JSON.stringify(markup({ submitted: { provenance } }, { beside: ["count", "average"] }))).not.toMatch(
      /rating/i
    )
  })

  it("has an aggregate rating only where an average was asked for", () => {
    const starred = [entry("a", { submitted: { stars: 4 } })]
    const text = (changes: Partial<typeof Wall.Wall.Encoded>) =>
      JSON.stringify(ReviewMarkup.make(view(wall(changes), starred), subject))

    expect(text({})).not.toContain("AggregateRating")
    expect(text({ beside: ["count"] })).not.toContain("AggregateRating")
    expect(text({ beside: ["average"] })).toContain('"@type":"AggregateRating","ratingValue":4,"ratingCount":1')
  })

  it("cannot end the script element it stands in, and reads as the same text", () => {
    const words = 'They said "</script><script>alert(1)</script>" <!-- & \u202Emore\u200B'
    const made = markup({ submitted: { content: { _tag: "Written", words }, author: { name: "<b>Anna</b>" } } })
    const script = ReviewMarkup.script(made)
    expect(script).not.toMatch(/[<>&\u2028\u2029\u202E\u200B]/)
    expect(JSON.parse(script)).toMatchObject([
      {
        author: { name: "<b>Anna</b>" },
        reviewBody: 'They said "</script><script>alert(1)</script>" <!-- & more'
      }
    ])
  })
})

const submitted = (name: string, days: number, words = "good"): Testimonial.Testimonial => {
  const event: Testimonial.TestimonialEvent = {
    _tag: "TestimonialSubmitted",
    ...fact(`${name} ${days}`, days),
    testimonial: Consent.TestimonialId.make(name),
    source: { _tag: "RequestForm" },
    content: { _tag: "Written", words },
    locale: "en",
    author: {},
    provenance: {},
    relationship: { is: "customer" }
  }
  const found = Testimonial.start(event)
  assert.isDefined(found)
  return found
}

describe("moderation", () => {
  it("has a queue, the longest wait first, with what is hidden in the text", () => {
    const waiting = [submitted("b", 5, "go\u202Eod"), submitted("a", 4), entry("c").testimonial]
    expect(
      Moderation.queue([...waiting, entry("d", { published: false }).testimonial], { fourEyes: true }, now)
    ).toMatchObject([
      { testimonial: "d", task: "publish", notBy: "Maria" },
      { testimonial: "a", task: "approve or reject", notBy: undefined, hidden: [] },
      { testimonial: "b", task: "approve or reject", hidden: [{ character: "U+202E" }] }
    ])
    const [task] = Moderation.queue([entry("d", { published: false }).testimonial], { fourEyes: false }, now)
    expect(task?.notBy).toBeUndefined()
  })

  it("remembers who decided what, when and why", () => {
    const rejected = Testimonial.after(
      submitted("a", 4),
      {
        _tag: "TestimonialRejected",
        ...fact("r", 5),
        testimonial: Consent.TestimonialId.make("a"),
        by: "Maria",
        reason: "duplicate"
      },
      []
    )
    const [ruling] = Moderation.rulings(Result.getOrThrow(rejected))
    assert.isDefined(ruling)
    expect(Moderation.sentence(ruling)).toBe(
      "1970-01-06 00:00 UTC: rejected by Maria, because it was handed in before."
    )
    expect(Moderation.sentence(ruling, "fr")).toBe("1970-01-06 00:00 UTC : refusé par Maria, car il a déjà été remis.")
    expect(Moderation.rulings(entry("a").testimonial).map(({ by, what }) => `${what} by ${by}`)).toEqual([
      "approved by Maria",
      "published by Paul"
    ])
  })

  it("knows no reason that is a sentiment", () => {
    expect(Rejection.Rejection.literals).toEqual([
      "spam",
      "personal data of others",
      "unlawful",
      "not a customer",
      "duplicate",
      "author asked"
    ])
    for (const one of Rejection.Rejection.literals) {
      for (const language of ["en", "fr"] as const) {
        expect(Rejection.sentence(one, language)).not.toMatch(
          /negativ|négatif|unhappy|mécontent|score|note\b|star|étoile/i
        )
      }
    }
  })
})
