import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import * as Journey from "@temoin/core/Journey"
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const anna = Contact.ContactId.make("anna")

type Row = typeof Event.Event.Encoded

const history = (rows: ReadonlyArray<Row>): History.History => Result.getOrThrow(History.decode(anna, rows))

const touchpoint = (kind: string, at: number, id = `t${at}`): Row => ({
  _tag: "TouchpointHappened",
  id,
  occurredAt: at,
  recordedAt: at,
  kind
})

const answer = (score: Score.Score, at: number, survey = "nps", id = `a${at}`): Row => ({
  _tag: "Answered",
  id,
  occurredAt: at,
  recordedAt: at,
  survey,
  wave: `wave ${at}`,
  score
})

/** A wheel of so many stages, each entered by the touchpoint of its own name. */
const wheel = (stages: number): Journey.Journey => ({
  stages: Array.from({ length: stages }, (_, index) => ({
    id: `s${index}`,
    enters: [{ on: "touchpoint", kind: `s${index}` }]
  }))
})

const places = (stays: ReadonlyArray<Journey.Stay>) => stays.map(({ stage }) => stage)

const stageOf = (kind: string) => Journey.current(Journey.fiveStages, history([touchpoint(kind, 1)]), 1)?.stage

describe("the five stages", () => {
  const life = history([
    touchpoint("site.visited", 1),
    touchpoint("blog.read", 2),
    touchpoint("meeting.held", 3),
    touchpoint("deal.won", 4),
    touchpoint("delivery.completed", 5),
    answer(9, 6),
    touchpoint("site.visited", 7)
  ])

  it("are walked from a stranger's first visit to loyalty, and on to the next round", () => {
    expect(Journey.path(Journey.fiveStages, life).map(({ move, stage }) => [stage, move])).toEqual([
      ["awareness", "forward"],
      ["consideration", "forward"],
      ["acquisition", "forward"],
      ["service", "forward"],
      ["loyalty", "forward"],
      ["awareness", "forward"]
    ])
  })

  it("say when each stay began and ended, and what moved", () => {
    expect(Journey.path(Journey.fiveStages, life).slice(2, 5)).toEqual([
      {
        stage: "acquisition",
        enteredAt: 3,
        leftAt: 5,
        move: "forward",
        by: { _tag: "TouchpointHappened", id: "t3", kind: "meeting.held" }
      },
      {
        stage: "service",
        enteredAt: 5,
        leftAt: 6,
        move: "forward",
        by: { _tag: "TouchpointHappened", id: "t5", kind: "delivery.completed" }
      },
      {
        stage: "loyalty",
        enteredAt: 6,
        leftAt: 7,
        move: "forward",
        by: { _tag: "Answered", id: "a6", survey: "nps", wave: "wave 6", score: 9 }
      }
    ])
  })

  it("are entered by each of the article's touchpoints", () => {
    expect(
      ["site.visited", "blog.read", "meeting.held", "deal.won", "purchase.made", "delivery.completed", "other"].map(
        stageOf
      )
    ).toEqual(["awareness", "consideration", "acquisition", "acquisition", "acquisition", "service", undefined])
  })

  it("have loyalty for promoters alone", () => {
    for (const score of Score.scale) {
      const stage = Journey.current(Journey.fiveStages, history([touchpoint("deal.won", 1), answer(score, 2)]), 2)
      expect(stage?.stage).toBe(Score.category(score) === "promoter" ? "loyalty" : "acquisition")
    }
  })

  it("have one that is score-tainted: loyalty", () => {
    const tainted = Journey.fiveStages.stages.filter(({ id }) => Journey.isScoreTainted(Journey.fiveStages, id))
    expect(tainted.map(({ id }) => id)).toEqual(["loyalty"])
  })

  it("contradict themselves nowhere, and are what a program in JSON can say", () => {
    expect(Journey.problems(Journey.fiveStages)).toEqual([])
    const read: unknown = JSON.parse(JSON.stringify(Journey.fiveStages))
    expect(Schema.decodeUnknownSync(Journey.Journey, { onExcessProperty: "error" })(read)).toEqual(Journey.fiveStages)
  })
})

const moved = (stages: number, kinds: ReadonlyArray<string>) =>
  Journey.moves(wheel(stages), history(kinds.map((kind, at) => touchpoint(kind, at)))).map(({ move }) => move)

describe("a move", () => {
  it("is told from every stage to every other, for wheels of one to five stages", () => {
    for (const stages of [1, 2, 3, 4, 5]) {
      for (let from = 0; from < stages; from++) {
        for (let to = 0; to < stages; to++) {
          const expected =
            from === to
              ? "again"
              : to - from === 1 || to - from === 1 - stages
                ? "forward"
                : to > from
                  ? "skip"
                  : "back"
          expect(moved(stages, [`s${from}`, `s${to}`])[1]).toBe(expected)
        }
      }
    }
  })

  it("into the wheel is forward to its first stage, and skips to any other", () => {
    expect([0, 1, 2].map((stage) => moved(3, [`s${stage}`])[0])).toEqual(["forward", "skip", "skip"])
  })

  it("to where they stand begins no stay, and is seen all the same", () => {
    const again = history([touchpoint("s0", 1), touchpoint("s0", 2), touchpoint("s1", 3)])
    expect(Journey.moves(wheel(2), again).map(({ at, move }) => [at, move])).toEqual([
      [1, "forward"],
      [2, "again"],
      [3, "forward"]
    ])
    expect(Journey.path(wheel(2), again).map(({ enteredAt, leftAt, stage }) => [stage, enteredAt, leftAt])).toEqual([
      ["s0", 1, 3],
      ["s1", 3, undefined]
    ])
  })

  it("by an answer can be for one survey alone", () => {
    const journey: Journey.Journey = {
      stages: [
        { id: "new", enters: [] },
        { id: "loyal", enters: [{ on: "answer", survey: "yearly", categories: ["promoter", "passive"] }] }
      ]
    }
    expect(Journey.path(journey, history([answer(10, 1, "nps")]))).toEqual([])
    expect(places(Journey.path(journey, history([answer(7, 1, "yearly")])))).toEqual(["loyal"])
    expect(Journey.path(journey, history([answer(6, 1, "yearly")]))).toEqual([])
  })

  it("by an answer is made when it is given, also when it is changed later", () => {
    const changed = history([touchpoint("delivery.completed", 1), answer(10, 2), answer(3, 3)])
    expect(places(Journey.path(Journey.fiveStages, changed))).toEqual(["service", "loyalty"])
  })
})

const day = 86_400_000
const kinds = ["s0", "s1", "s2", "s3", "nothing"] as const

// few times, so that several things happen at once
const rows = fc.uniqueArray(
  fc.oneof(
    fc.record({ id: fc.integer({ min: 0, max: 40 }), at: fc.nat(8), kind: fc.constantFrom(...kinds) }),
    fc.record({
      id: fc.integer({ min: 41, max: 60 }),
      at: fc.nat(8),
      score: fc.constantFrom(...Score.scale),
      survey: fc.constantFrom("nps", "yearly", "other")
    })
  ),
  { selector: ({ id }) => id, maxLength: 14 }
)

type Made = typeof rows extends fc.Arbitrary<infer A> ? A : never

const packed = (made: Made): History.History =>
  history(
    made.map((row) =>
      "kind" in row
        ? touchpoint(row.kind, row.at * day, `e${row.id}`)
        : answer(row.score, row.at * day, row.survey, `e${row.id}`)
    )
  )

/** Journeys without problems: each touchpoint and each category of each survey is dealt to one stage at most. */
const journey: fc.Arbitrary<Journey.Journey> = fc
  .record({
    stages: fc.integer({ min: 1, max: 4 }),
    touchpoints: fc.array(fc.nat(4), { minLength: 4, maxLength: 4 }),
    surveys: fc.constantFrom([undefined], ["nps", "yearly"], ["yearly"]),
    answers: fc.array(fc.nat(5), { minLength: 6, maxLength: 6 })
  })
  .map(({ answers, stages, surveys, touchpoints }) => {
    const dealt = Array.from({ length: stages }, (_, stage) => ({
      id: `stage ${stage}`,
      enters: [
        ...touchpoints.flatMap((to, i): ReadonlyArray<Journey.Entry> =>
          to === stage ? [{ on: "touchpoint", kind: `s${i}` }] : []
        ),
        ...surveys.flatMap((survey, s) =>
          Score.Category.literals.flatMap((category, c): ReadonlyArray<Journey.Entry> =>
            answers[3 * s + c] === stage
              ? [{ on: "answer", ...(survey !== undefined && { survey }), categories: [category] }]
              : []
          )
        )
      ]
    }))
    return { stages: dealt.filter(({ enters }, index) => index === 0 || enters.length > 0) }
  })

const at = fc.integer({ min: -1, max: 10 }).map((days) => days * day)

describe("a path, for all journeys and histories", () => {
  it("has no gap: each stay begins when the one before it ends, in another stage, and the last is open", () => {
    fc.assert(
      fc.property(journey, rows, (journey, made) => {
        const path = Journey.path(journey, packed(made))
        for (const [index, stay] of path.entries()) {
          const next = path[index + 1]
          expect(stay.leftAt).toBe(next?.enteredAt)
          expect(stay.stage).not.toBe(next?.stage)
          expect(stay.move).not.toBe("again")
        }
      })
    )
  })

  it("is the moves, less those to where they stood", () => {
    fc.assert(
      fc.property(journey, rows, (journey, made) => {
        const past = packed(made)
        const moves = Journey.moves(journey, past)
        for (const [index, { from, move, to }] of moves.entries()) {
          expect(from).toBe(moves[index - 1]?.to)
          expect(move === "again").toBe(from === to)
        }
        expect(places(Journey.path(journey, past))).toEqual(
          moves.filter(({ move }) => move !== "again").map(({ to }) => to)
        )
      })
    )
  })

  it("dwells until a time exactly as long as it has been since the first entry", () => {
    fc.assert(
      fc.property(journey, rows, at, (journey, made, at) => {
        const path = Journey.path(journey, packed(made))
        const dwelt = path.map((stay) => Journey.dwell(stay, at))
        for (const one of dwelt) expect(one).toBeGreaterThanOrEqual(0)
        const since = path[0]?.enteredAt ?? at
        expect(dwelt.reduce((sum, one) => sum + one, 0)).toBe(Math.max(0, at - since))
      })
    )
  })

  it("knows nothing of what comes later: where they stand is the end of the path of what had happened", () => {
    fc.assert(
      fc.property(journey, rows, at, (journey, made, at) => {
        const past = packed(made)
        const known = History.filter(past, ({ occurredAt }) => occurredAt <= at)
        expect(Journey.current(journey, past, at)).toEqual(Journey.path(journey, known).at(-1))
        const whole = Journey.path(journey, past)
        for (const [index, stay] of Journey.path(journey, known).entries()) {
          expect({ ...whole[index], leftAt: stay.leftAt }).toEqual(stay)
        }
        const standing = whole.findLast(({ enteredAt }) => enteredAt <= at)
        expect(Journey.current(journey, past, at)?.stage).toBe(standing?.stage)
      })
    )
  })

  it("does not depend on the order in which the news arrived", () => {
    fc.assert(
      fc.property(journey, rows, (journey, made) => {
        expect(Journey.path(journey, packed(made.toReversed()))).toEqual(Journey.path(journey, packed(made)))
      })
    )
  })

  it("is empty on an empty journey, and in an empty history", () => {
    fc.assert(
      fc.property(journey, rows, at, (journey, made, at) => {
        expect(Journey.path(Journey.empty, packed(made))).toEqual([])
        expect(Journey.current(Journey.empty, packed(made), at)).toBeUndefined()
        expect(Journey.path(journey, History.empty(anna))).toEqual([])
      })
    )
    expect(Journey.problems(Journey.empty)).toEqual([])
  })
})

const entered = (self: Journey.Journey, stage: string, past: History.History) =>
  Journey.moves(self, past)
    .filter(({ to }) => to === stage)
    .map(({ at, by }) => [at, by.id])

describe("a score-tainted stage", () => {
  const otherScores = fc.infiniteStream(fc.constantFrom(...Score.scale))

  it("is the only kind whose entries other scores would change", () => {
    fc.assert(
      fc.property(journey, rows, otherScores, (journey, made, scores) => {
        const other = made.map((row) => ("kind" in row ? row : { ...row, score: scores.next().value }))
        for (const { id } of journey.stages) {
          if (Journey.isScoreTainted(journey, id)) continue
          expect(entered(journey, id, packed(other))).toEqual(entered(journey, id, packed(made)))
        }
      })
    )
  })

  it("always has a score that enters it and one that does not", () => {
    fc.assert(
      fc.property(journey, (journey) => {
        for (const { enters, id } of journey.stages) {
          const surveys = ["other", ...enters.flatMap((entry) => (entry.on === "answer" ? (entry.survey ?? []) : []))]
          const tells = surveys.some((survey) => {
            const entering = Score.scale.filter((score) => entered(journey, id, history([answer(score, 1, survey)]))[0])
            return entering.length > 0 && entering.length < Score.scale.length
          })
          expect(Journey.isScoreTainted(journey, id)).toBe(tells)
        }
      })
    )
  })

  it("is none that the journey does not have", () => {
    expect(Journey.isScoreTainted(Journey.fiveStages, "elsewhere")).toBe(false)
  })
})

const paths = (journey: Journey.Journey) => Journey.problems(journey).map(({ path }) => path)

const onAnswer = (survey: string | undefined, ...categories: Journey.OnAnswer["categories"]): Journey.Entry => ({
  on: "answer",
  ...(survey !== undefined && { survey }),
  categories
})

const lonely = (id: string): Journey.Stage => ({ id, enters: [] })

describe("the problems of a journey", () => {
  const visited: Journey.Entry = { on: "touchpoint", kind: "site.visited" }
  const two = (first: Journey.Entry, second: Journey.Entry): Journey.Journey => ({
    stages: [
      { id: "a", enters: [first] },
      { id: "b", enters: [visited, second] }
    ]
  })

  it("are none, for every journey that deals each trigger once", () => {
    fc.assert(
      fc.property(journey, (journey) => {
        expect(Journey.problems(journey)).toEqual([])
      })
    )
  })

  it("are an id given twice", () => {
    const twice = { stages: [...wheel(2).stages, { id: "s0", enters: [visited] }] }
    expect(Journey.problems(twice)).toEqual([
      { path: "stages[2].id", problem: `"s0" is the id of an earlier stage: each needs one of its own` }
    ])
  })

  it("are a stage that nothing enters, unless it is the first", () => {
    expect(paths({ stages: [lonely("a")] })).toEqual([])
    expect(paths({ stages: [lonely("a"), lonely("b"), lonely("c")] })).toEqual(["stages[1].enters", "stages[2].enters"])
  })

  it("are a touchpoint that enters two stages", () => {
    expect(
      Journey.problems({ stages: [...wheel(1).stages, { id: "b", enters: [visited, ...wheel(1).stages[0]!.enters] }] })
    ).toEqual([
      {
        path: "stages[1].enters[1]",
        problem: `"s0" can enter "s0" already: nobody stands in two stages, so let it enter one`
      }
    ])
  })

  it.each([
    [undefined, undefined, true],
    [undefined, "nps", true],
    ["nps", undefined, true],
    ["nps", "nps", true],
    ["nps", "yearly", false]
  ] as const)("are an answer that enters two: one to %s, one to %s: %s", (a, b, wrong) => {
    const expected = wrong ? ["stages[1].enters[1]"] : []
    expect(paths(two(onAnswer(a, "promoter"), onAnswer(b, "passive", "promoter")))).toEqual(expected)
    expect(paths(two(onAnswer(a, "promoter"), onAnswer(b, "passive", "detractor")))).toEqual([])
  })

  it("do not stop the fold: what can enter two stages enters the first, and stages of one id are one", () => {
    const both = two(onAnswer(undefined, "promoter"), onAnswer("nps", "promoter"))
    expect(places(Journey.path(both, history([touchpoint("site.visited", 1), answer(9, 2)])))).toEqual(["b", "a"])
    const shared = { stages: [...wheel(2).stages, { id: "b", enters: wheel(1).stages[0]!.enters }] }
    expect(places(Journey.path(shared, history([touchpoint("s0", 1)])))).toEqual(["s0"])
    const twice = { stages: [...wheel(2).stages, { id: "s0", enters: [visited] }] }
    const moves = Journey.moves(twice, history([touchpoint("s0", 1), touchpoint("site.visited", 2)]))
    expect(moves.map(({ move }) => move)).toEqual(["forward", "again"])
  })
})

describe("a journey from outside", () => {
  const decode = Schema.decodeUnknownResult(Journey.Journey, { errors: "all", onExcessProperty: "error" })

  it("may leave out what enters a stage", () => {
    expect(Result.getOrThrow(decode({ stages: [{ id: "a" }] }))).toEqual({ stages: [{ id: "a", enters: [] }] })
  })

  it.each([
    [{ stages: [{ id: "", enters: [] }] }],
    [{ stages: [{ id: "a\u0000", enters: [] }] }],
    [{ stages: [{ id: "a", enters: [{ on: "touchpoint" }] }] }],
    [{ stages: [{ id: "a", enters: [{ on: "touchpoint", kind: "no spaces" }] }] }],
    [{ stages: [{ id: "a", enters: [{ on: "answer", categories: [] }] }] }],
    [{ stages: [{ id: "a", enters: [{ on: "answer", categories: ["fan"] }] }] }],
    [{ stages: [{ id: "a", enters: [{ on: "mood" }] }] }],
    [{ stages: [{ id: "a", entres: [] }] }],
    [{}]
  ])("is refused when it is none: %j", (value) => {
    expect(Result.isFailure(decode(value))).toBe(true)
  })
})
