/**
 * Testimonials in scenarios: the words, what is refused, what is expected to stand, and every edge of the diagram told.
 */
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as Consent from "@temoin/core/Consent"
import * as Fold from "@temoin/core/Fold"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Retelling from "@temoin/simulator/Retelling"
import * as Scenario from "@temoin/simulator/Scenario"
import * as TestimonialHappening from "@temoin/simulator/TestimonialHappening"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"

const program = {
  id: "shop",
  zone: "Europe/Paris",
  surveys: [{ id: "nps" }],
  testimonials: { rungs: [{ rung: "written", ask: "testimonial" }] },
  walls: [{ id: "home", place: "website", limit: 3, turn: "1 day", asked: "everyone" }]
}
const praise = {
  on: "2026-03-01 10:00",
  praiseKept: "Saved!",
  channel: "letter",
  receivedBy: "Maria",
  evidence: "file 7",
  testimonial: "t"
}
const words = {
  on: "2026-03-02 10:00",
  submits: "They saved our season.",
  consent: ["quote", "name"],
  testimonial: "t"
}
const approved = { on: "2026-03-03 09:00", approvedBy: "Maria" }
const published = { on: "2026-03-03 10:00", publishedBy: "Paul" }
const edited = { id: "edit", on: "2026-03-04 10:00", editedBy: "Maria", content: "Saved us." }

const story = (events: ReadonlyArray<object>, expect: ReadonlyArray<object> = []) => ({
  title: "a testimonial",
  program,
  contact: { email: "anna@example.com", name: "Anna Berg" },
  events,
  expect,
  until: "2026-03-20"
})
const run = (input: unknown) => Result.flatMap(Scenario.decode(input), Scenario.run)
const ran = (events: ReadonlyArray<object>, expect: ReadonlyArray<object> = []) =>
  Result.getOrThrow(run(story(events, expect)))
const testimonialsOf = ({ lived }: Pick<Scenario.Run, "lived">) => Fold.of(lived.history).testimony
const problemsOf = (...events: ReadonlyArray<object>): ReadonlyArray<string> =>
  Result.getOrThrow(Result.flip(run(story(events)))).problems.map(({ path, problem }) => `${path}: ${problem}`)

/** What stands otherwise than these lines say, and nothing of what is done. */
const otherwise = (events: ReadonlyArray<object>, ...lines: ReadonlyArray<object>): ReadonlyArray<string> =>
  Scenario.words(ran(events, lines))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("  nobody expected"))

describe("the words", () => {
  it("say no more than is needed: what follows from the story is put in", () => {
    const { consent, testimonials } = testimonialsOf(
      ran([praise, { on: "2026-03-01 11:00", requestedBy: "Maria" }, words])
    )
    expect(testimonials.get(Consent.TestimonialId.make("t"))?.submission).toMatchObject({
      source: { _tag: "RequestForm" },
      content: { _tag: "Written", words: "They saved our season." },
      locale: "en",
      author: { name: "Anna Berg" },
      relationship: { is: "customer" }
    })
    expect(consent).toMatchObject([{ _tag: "ConsentGiven", scopes: ["quote", "name"], places: ["website"] }])
  })

  it("are about the latest testimonial where they name none, and about none that there is not", () => {
    const { testimonial: _, ...more } = words
    const two = [words, { ...more, on: "2026-03-02 11:00", testimonial: "u" }, approved]
    expect([...testimonialsOf(ran(two)).testimonials.values()].map(({ state }) => state._tag)).toEqual([
      "Submitted",
      "Approved"
    ])
    expect(problemsOf(approved)).toEqual(["events[0]: there is no testimonial by then"])
    expect(problemsOf(words, { ...approved, testimonial: "v" })).toEqual([
      `events[1]: there is no testimonial "v" by then; there is "t"`
    ])
    expect(problemsOf(words, { on: "2026-03-03", takesBackConsent: { testimonial: "v" } })).toHaveLength(1)
    expect(problemsOf({ on: "2026-03-03", declines: true })[0]).toMatch(/^events\[0\]: nothing had been asked/)
  })

  it("that cannot be are errors at their place, with what would be possible", () => {
    expect(problemsOf(words, published)).toEqual([
      'events[1]: the testimonial "t" takes no TestimonialPublished: since 2026-03-02 09:00 UTC it is Submitted; possible: TestimonialApproved, TestimonialRejected, TestimonialEdited, TestimonialWithdrawn'
    ])
    expect(problemsOf({ ...words, consent: [] })[0]).toMatch(/^events\[0\]\.consent/)
    expect(problemsOf({ ...words, rejectedBy: "Maria" })[0]).toMatch(/^events\[0\]: says two things at once/)
    expect(problemsOf(words, { on: "2026-03-03", rejectedBy: "Maria", reason: "too negative" })[0]).toMatch(
      /^events\[1\]\.reason/
    )
    expect(problemsOf(words, { ...approved, refuse: true })[0]).toMatch(/^events\[1\]\.refuse/)
  })

  it("may say that something is refused, which must be so, and for that reason", () => {
    const { consent: _, ...alone } = words
    const refused = (refused: unknown) => [alone, approved, { ...published, refused }]
    for (const why of [true, "ConsentMissing"]) {
      const { testimonials } = testimonialsOf(ran(refused(why)))
      expect(testimonials.get(Consent.TestimonialId.make("t"))).toMatchObject({
        state: { _tag: "Approved" },
        ignored: []
      })
    }
    expect(problemsOf(...refused("SameEyes"))[0]).toMatch(
      /^events\[2\]: .* refused by SameEyes, and it is by ConsentMissing/
    )
    expect(problemsOf(words, { ...approved, refused: true })[0]).toMatch(
      /^events\[1\]: .*, and the testimonial "t" takes it$/
    )
    expect(problemsOf({ ...praise, refused: true })[0]).toMatch(/takes it$/)
    const other = { _tag: "Dismissed", survey: "nps" }
    expect(problemsOf({ on: "2026-03-03", records: other, refused: true })[0]).toMatch(/is about no testimonial/)
  })

  it("that come to be known late are judged as of when they happened", () => {
    const late = { ...edited, on: "2026-03-03 09:30", knownOn: "2026-03-06 09:00" }
    const { testimonials } = testimonialsOf(
      ran([words, approved, { ...published, on: "2026-03-03 08:00", refused: true }, late])
    )
    expect(testimonials.get(Consent.TestimonialId.make("t"))?.state._tag).toBe("Amended")
    expect(
      problemsOf(words, approved, { ...approved, on: "2026-03-02 09:00", knownOn: "2026-03-06 09:00" })[0]
    ).toMatch(/there is no testimonial by then/)
  })
})

describe("what is expected to stand", () => {
  const shown = { words: "They saved our season.", name: "Anna Berg" }
  const onWall = [words, approved, published]

  const shownAt = (on: string, shows: ReadonlyArray<string>) => otherwise(onWall, { on, wall: "home", shows })
  const pathsOf = (line: object): ReadonlyArray<string> =>
    Result.getOrThrow(Result.flip(run(story(onWall, [line])))).problems.map(({ path }) => path)

  it("on a wall: just these, whatever their order, and as much of each as is said", () => {
    const wall = (...shows: ReadonlyArray<unknown>) => otherwise(onWall, { on: "2026-03-03", wall: "home", shows })
    for (const fits of [shown.words, shown, {}, { company: null, edited: false }]) expect(wall(fits)).toEqual([])
    for (const differs of ["They", { ...shown, name: null }, { company: "" }, { edited: true }, { stars: 5 }])
      expect(wall(differs)[0], JSON.stringify(differs)).toBe(
        '  expect[0]: the wall "home" does not show just that on 2026-03-03.'
      )
    expect(wall()).toHaveLength(3)
    expect(wall(shown, shown)).toHaveLength(3)
    const two = ["t", "u"].flatMap((testimonial) => onWall.map((line) => ({ ...line, testimonial })))
    expect(otherwise(two, { on: "2026-03-03", wall: "home", shows: [{}, shown] })).toEqual([])
  })

  it("of a testimonial: the latest, or the one that is named", () => {
    const is = (is: string, testimonial?: string) => otherwise(onWall, { on: "2026-03-03", is, testimonial })
    expect(otherwise(onWall, { on: "2026-03-03", is: "Published" })).toEqual([])
    expect(otherwise(onWall, { on: "2026-03-03", is: "Published", testimonial: "t" })).toEqual([])
    for (const state of Object.keys(Testimonial.possible).filter((one) => one !== "Published"))
      expect(is(state, "t").join("\n")).toBe(
        `  expect[0]: the testimonial "t" is not ${state} on 2026-03-03.\n    It is Published since 2026-03-03T09:00:00.000Z.`
      )
    expect(is("Published", "v").join("\n")).toBe(
      '  expect[0]: the testimonial "v" is not Published on 2026-03-03.\n    There is no such testimonial by then.\n    There are:\n      "t" is Published'
    )
  })

  it("at the minute that is said, else at the end of the day", () => {
    expect(shownAt("2026-03-03 09:59", [])).toEqual([])
    expect(shownAt("2026-03-03 10:00", [shown.words])).toEqual([])
    expect(shownAt("2026-03-03", [shown.words])).toEqual([])
    expect(shownAt("2026-03-02", [])).toEqual([])
  })

  it("is read strictly", () => {
    expect(pathsOf({ on: "2026-03-03", wall: "hall", shows: [] })).toEqual(["expect[0].wall"])
    expect(pathsOf({ on: "2026-03-03", wall: "home", shows: [{ word: "" }] })[0]).toMatch(/^expect\[0\]\.shows/)
    expect(pathsOf({ on: "2026-03-03", is: "Public" })).toEqual(["expect[0].is"])
  })
})

type Name = Testimonial.State["_tag"]
type Tag = Testimonial.TestimonialEvent["_tag"]
const names = Object.keys(Testimonial.possible) as ReadonlyArray<Name>
const tags = Object.keys(Testimonial.events) as ReadonlyArray<Tag>

const records = (tag: Tag, more: object = {}) => ({
  on: "2026-03-10 10:00",
  records: { _tag: tag, testimonial: "t", ...more }
})

describe("every refused pair of state and event can be told", () => {
  const requested = { on: "2026-03-01 12:00", requestedBy: "Maria", within: "2 days" }
  const ways: { readonly [S in Name]: ReadonlyArray<object> } = {
    Candidate: [praise],
    Requested: [praise, { ...requested, within: "30 days" }],
    Lapsed: [praise, requested],
    Declined: [praise, requested, { ...records("TestimonialDeclined"), on: "2026-03-02" }],
    Submitted: [words],
    Rejected: [words, { on: "2026-03-03", rejectedBy: "Maria", reason: "spam" }],
    Approved: [words, approved],
    Published: [words, approved, published],
    Amended: [words, approved, edited],
    Doubted: [words, approved, published, { ...records("TestimonialDoubted", { because: [] }), on: "2026-03-05" }],
    Expired: [words, approved, { ...published, lasts: "1 day" }],
    Withdrawn: [words, { on: "2026-03-03", withdrawnBy: "author" }]
  }
  const events: { readonly [T in Tag]: object } = {
    PraiseKept: { ...praise, on: "2026-03-10 10:00" },
    TestimonialRequested: { ...requested, on: "2026-03-10 10:00" },
    TestimonialDeclined: records("TestimonialDeclined"),
    TestimonialSubmitted: { ...words, on: "2026-03-10 10:00" },
    TestimonialApproved: { ...approved, on: "2026-03-10 10:00" },
    TestimonialRejected: { on: "2026-03-10 10:00", rejectedBy: "Maria", reason: "spam" },
    TestimonialPublished: { ...published, on: "2026-03-10 10:00" },
    TestimonialEdited: { ...edited, id: "another", on: "2026-03-10 10:00" },
    EditAgreed: { on: "2026-03-10 10:00", agreesToEdit: true },
    EditRefused: { on: "2026-03-10 10:00", refusesEdit: true },
    TestimonialDoubted: records("TestimonialDoubted", { because: [] }),
    ReconfirmationAsked: records("ReconfirmationAsked"),
    TestimonialReconfirmed: { on: "2026-03-10 10:00", reconfirms: true },
    TestimonialWithdrawn: { on: "2026-03-10 10:00", withdrawnBy: "author" }
  }

  it.each(names)("%s", (name) => {
    expect(otherwise(ways[name], { on: "2026-03-10 09:59", is: name, testimonial: "t" })).toEqual([])
    for (const tag of tags) {
      const told = run(story([...ways[name], { ...events[tag], refused: "TestimonialRefused" }]))
      // a doubt about an edit of what was never published moves nothing
      const isPossible =
        Testimonial.possible[name].includes(tag) && !(name === "Amended" && tag === "TestimonialDoubted")
      expect(Result.isFailure(told), tag).toBe(isPossible)
    }
  })
})

const folder = fileURLToPath(new URL("../scenarios/testimonials/", import.meta.url))
const files = readdirSync(folder).map((name) => {
  const scenario = Result.getOrThrow(Scenario.fromJson(readFileSync(`${folder}${name}`, "utf8")))
  return {
    name,
    json: JSON.parse(readFileSync(`${folder}${name}`, "utf8")),
    run: Result.getOrThrow(Scenario.run(scenario))
  }
})

/** What it was before each of its moves, and the move. */
const edgesOf = (run: Scenario.Run): ReadonlyArray<string> => {
  const { consent, testimonials } = testimonialsOf(run)
  return [...testimonials.values()].flatMap(({ moves }) =>
    moves.slice(1).map((move, index) => {
      const before = Testimonial.fromEvents(moves.slice(0, index + 1), consent)
      return `${before && Testimonial.stateAt(before.state, move.occurredAt)._tag} ${move._tag}`
    })
  )
}

describe("the scenarios", () => {
  const told = new Set(files.flatMap(({ run }) => edgesOf(run)))

  it.each(names.flatMap((name) => Testimonial.possible[name].map((tag) => `${name} ${tag}`)))("tell of %s", (edge) => {
    expect(told).toContain(edge)
  })

  it.each([
    ["Requested", "Lapsed"],
    ["Amended", "Published"],
    ["Amended", "Doubted"],
    ["Published", "Expired"],
    ["Doubted", "Withdrawn"]
  ])("tell how time alone makes %s %s", (before, after) => {
    const pairs = files.flatMap(({ run }) => {
      const standing = run.scenario.expect.filter(({ what }) => "is" in what)
      return standing.slice(1).flatMap((later, index) => {
        const earlier = standing[index]
        const happened = run.scenario.events.some(
          ({ at }) => earlier !== undefined && at > earlier.at && at <= later.at
        )
        return earlier !== undefined && "is" in earlier.what && "is" in later.what && !happened
          ? [`${earlier.what.is} ${later.what.is}`]
          : []
      })
    })
    expect(pairs).toContain(`${before} ${after}`)
  })

  it("use every word, and every reason to refuse", () => {
    const used = new Set(files.flatMap(({ run }) => run.scenario.events.flatMap(({ what }) => Object.keys(what))))
    for (const word of Object.keys(TestimonialHappening.happenings)) expect(used, word).toContain(word)
    const refusals = new Set(
      files.flatMap(({ run }) => run.scenario.events.flatMap(({ what }) => ("refused" in what ? [what.refused] : [])))
    )
    for (const one of TestimonialHappening.Refusal.literals) {
      if (one !== true) expect(refusals, one).toContain(one)
    }
  })

  it.each(files)("go as they went when they are told again: $name", ({ json, run: { lived, scenario } }) => {
    const again = Retelling.file({
      title: scenario.title,
      program: json.program,
      contact: scenario.contact.id,
      events: lived.history.events.toSorted((a, b) => a.recordedAt - b.recordedAt),
      done: lived.done,
      ...(scenario.until !== undefined && { until: scenario.until })
    })
    expect(Scenario.words(Result.getOrThrow(run(JSON.parse(JSON.stringify(again)))))).toBe("")
    // by the same words, but for what has none
    const recorded = again.events.flatMap(({ records }) =>
      records === undefined ? [] : [(records as { readonly _tag: string })._tag]
    )
    const others = recorded.filter((tag) => tag.startsWith("Testimonial") && tag !== "TestimonialDeclined")
    expect(others).toEqual([])
  })
})
