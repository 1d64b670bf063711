import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Expectation from "@temoin/simulator/Expectation"
import * as Happening from "@temoin/simulator/Happening"
import * as Scenario from "@temoin/simulator/Scenario"
import * as ScenarioFiles from "@temoin/simulator/ScenarioFiles"
import * as Result from "effect/Result"
import { afterAll, describe, expect, it } from "vitest"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const story = {
  title: "An order is asked about, and the answer is thanked for",
  program: {
    id: "shop",
    surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }],
    followUp: [{ survey: "nps", steps: [{ step: "thank", do: "thank", to: ["promoter"] }] }]
  },
  contact: { email: "anna@example.com", zone: "Pacific/Auckland" },
  events: [
    { on: "2026-03-01 09:00", touchpoint: "order.delivered" },
    { on: "2026-03-03 10:00", answer: 9 }
  ],
  expect: [
    { on: "2026-03-01", do: "Invite", survey: "nps", because: "TouchpointHappened" },
    { on: "2026-03-03 10:00", do: "Thank" }
  ]
}

const run = (input: unknown) => Result.getOrThrow(Scenario.run(Result.getOrThrow(Scenario.decode(input))))

const problemsOf = (input: unknown): ReadonlyArray<string> => {
  const scenario = Scenario.decode(input)
  const result = Result.flatMap(scenario, Scenario.run)
  if (Result.isSuccess(result)) throw new Error("there is no problem")
  return result.failure.problems.map(({ path, problem }) => `${path}: ${problem}`)
}

const differencesOf = (input: unknown): string => Scenario.words(run(input))

describe("a scenario", () => {
  it("holds when everything came as expected and nothing else", () => {
    expect(Scenario.holds(run(story))).toBe(true)
  })

  it("fails without any one of its expectations, and with any one more", () => {
    for (const index of story.expect.keys()) {
      expect(Scenario.holds(run({ ...story, expect: story.expect.filter((_, i) => i !== index) }))).toBe(false)
      expect(Scenario.holds(run({ ...story, expect: [...story.expect, story.expect[index]] }))).toBe(false)
    }
  })

  it("fails when any part of an expectation is something else", () => {
    const changes = [
      { on: "2026-03-02" },
      { on: "2026-03-01 09:01" },
      { do: "Remind" },
      { because: "NoAnswer" },
      { because: ["TouchpointHappened", "NoAnswer"] },
      { step: "thank" },
      { as: "joined" },
      { with: { closes: "8 days" } }
    ]
    for (const change of changes) {
      const [first, ...rest] = story.expect
      expect(
        Scenario.holds(run({ ...story, expect: [{ ...first, ...change }, ...rest] })),
        JSON.stringify(change)
      ).toBe(false)
    }
  })

  it("gives each expectation what fits it, also when one that says less stands first", () => {
    const touch = { on: "2026-03-01 09:00", touchpoint: "order.delivered", about: "another order" }
    const expect_ = [
      { on: "2026-03-01", do: "EndAsk", because: "WaveOpen" },
      { on: "2026-03-01", do: "Invite" },
      { on: "2026-03-01", do: "EndAsk", with: { as: "joined" } },
      { on: "2026-03-03", do: "Thank" }
    ]
    const events = [...story.events, touch, { ...touch, about: "a third" }]
    expect(Scenario.holds(run({ ...story, events, expect: expect_ }))).toBe(true)
  })

  it("says in words what came, what was expected, and why", () => {
    const expect_ = [story.expect[0], { on: "2026-03-02", do: "Thank" }, { on: "2026-03-03", nothing: true }]
    expect(differencesOf({ ...story, expect: expect_ })).toMatchInlineSnapshot(`
      "  expect[1]: expected Thank on 2026-03-02, and it did not come.
          What came instead:
            2026-03-03 10:00 Thank (nps, thank), because they answered 9 (a promoter) on 2026-03-02 21:00 UTC
        expect[2]: expected nothing on 2026-03-03, and this came:
            2026-03-03 10:00 Thank (nps, thank), because they answered 9 (a promoter) on 2026-03-02 21:00 UTC"
    `)
    expect(
      differencesOf({
        ...story,
        contact: {},
        events: [story.events[0]],
        expect: [story.expect[0]],
        until: "2026-03-05"
      })
    ).toMatchInlineSnapshot(`
      "  expect[0]: expected Invite (nps) on 2026-03-01 because of TouchpointHappened, and it did not come.
          Held back at the end of that day:
            Invite (nps, invite), because no e-mail address is known"
    `)
    expect(differencesOf({ ...story, expect: [...story.expect, { on: "2026-03-02", nothing: true, held: "TooSoon" }] }))
      .toMatchInlineSnapshot(`
      "  expect[2]: expected something to be held back on 2026-03-02 because of TooSoon.
          Nothing was held back at the end of that day."
    `)
  })

  it("tells what is wrong with a version and with the story of another contact, in its place", () => {
    const other = {
      on: "2026-03-05",
      mergedFrom: "visitor",
      contact: { mail: "" },
      events: [{ on: "2026-03-01", anser: 1 }]
    }
    const found = Scenario.decode({
      ...story,
      versions: [
        { on: "2026-03-05", program: { frequency: [{ gap: "soon" }] } },
        { on: "2026-03-04", program: {} }
      ],
      events: [...story.events, other]
    })
    const paths = Result.isFailure(found) ? found.failure.problems.map(({ path }) => path) : []
    expect(paths).toContain("versions[0].program.frequency[0].gap")
    expect(paths.filter((path) => path.startsWith("program"))).toEqual([])
    expect(paths.some((path) => path.startsWith(`events[${story.events.length}].contact`))).toBe(true)
    const outOfOrder = Scenario.decode({
      ...story,
      versions: [
        { on: "2026-03-05", program: {} },
        { on: "2026-03-04", program: { id: "another" } }
      ]
    })
    expect(Result.isFailure(outOfOrder) && outOfOrder.failure.problems.map(({ path }) => path)).toEqual([
      "versions[1].on",
      "versions[1].program.id"
    ])
    const unasked = { on: "2026-03-05", mergedFrom: "visitor", events: [{ on: "2026-03-01", answer: 1 }] }
    const ran = Result.flatMap(Scenario.decode({ ...story, events: [...story.events, unasked] }), Scenario.run)
    expect(Result.isFailure(ran) && ran.failure.message).toContain(
      `the story of "visitor" cannot go on: events[0]: nobody had been asked "nps"`
    )
  })

  it("is read strictly: every problem at once, each with its place", () => {
    const broken = {
      ...story,
      program: { ...story.program, surveys: [{ ...story.program.surveys[0], reminder: ["4 days"] }] },
      events: [
        { on: "2026-02-30", touchpoint: "order.delivered" },
        { on: "2026-03-01", answer: 11 },
        { on: "2026-03-01", answer: 1, coment: "typo" },
        { on: "2026-03-01", anser: 1 },
        { on: "2026-03-01", answer: 1, touchpoint: "order.delivered" }
      ],
      expect: [
        { on: "2026-03-01", do: "Invited" },
        { on: "2026-03-01", do: "Invite", survey: "csat", because: "Because" }
      ]
    }
    expect(problemsOf(broken).map((problem) => problem.replace(/:.*$/s, ""))).toEqual([
      "program.surveys[0].reminder",
      "events[0].on",
      "events[1].answer",
      "events[2].coment",
      "events[3]",
      "events[4]",
      "expect[0].do",
      "expect[1].because"
    ])
    expect(problemsOf({ ...story, expects: [] })).toHaveLength(1)
    expect(problemsOf({ ...story, expect: [{ on: "2026-03-01", do: "Invite", survey: "csat" }] })).toEqual([
      `expect[0].survey: there is no survey "csat" in the program; there is "nps"`
    ])
    for (const nonsense of [null, 7, "a story", [], {}]) expect(problemsOf(nonsense).length).toBeGreaterThan(0)
  })

  it("that cannot go on says at which line", () => {
    const cannot = (event: object) => problemsOf({ ...story, events: [event], expect: [] })[0]
    expect(cannot({ on: "2026-03-01", answer: 9 })).toMatch(/^events\[0\]: nobody had been asked "nps"/)
    expect(cannot({ on: "2026-03-01", caseResolved: "nps" })).toMatch(/^events\[0\]: no case of "nps" is open/)
    expect(problemsOf({ ...story, contact: {}, events: [{ on: "2026-03-01", addressBounces: true }] })[0]).toMatch(
      /^events\[0\]: there is no address/
    )
  })

  it("says of which message nobody knows whether it left, and there must be one", () => {
    const unknown = { on: "2026-02-28", nextMessage: "unknown" }
    const { lived } = run({ ...story, events: [unknown, ...story.events] })
    const [first] = lived.history.events.flatMap((event) =>
      event._tag === "Sent" || event._tag === "SendUnknown" ? [event._tag] : []
    )
    expect(first).toBe("SendUnknown")
    expect(lived.history.events.filter(({ _tag }) => _tag === "SendUnknown")).toHaveLength(1)
    expect(problemsOf({ ...story, events: [unknown], expect: [] })).toEqual([
      "events[0]: no message left after 2026-02-28, so none can be unknown"
    ])
  })

  it("refuses a day on which both something and nothing is expected, and one after the end", () => {
    expect(problemsOf({ ...story, expect: [...story.expect, { on: "2026-03-01 23:00", nothing: true }] })).toHaveLength(
      1
    )
    expect(problemsOf({ ...story, until: "2026-03-02" })).toHaveLength(1)
  })

  it("takes each kind of event", () => {
    const events = [
      { on: "2026-03-01 08:00", consentsTo: "advocate", basis: "soft opt-in" },
      { on: "2026-03-01 08:00", changes: { name: "Anna", locale: null } },
      { on: "2026-03-01 08:00", optsOut: { purpose: "review" } },
      { on: "2026-03-01 08:00", optsIn: {} },
      ...story.events,
      { on: "2026-04-20 09:00", answer: 3, unasked: true },
      { on: "2026-04-21 09:00", askedElsewhere: "nps" },
      { on: "2026-04-21 09:00", shown: "nps" },
      { on: "2026-04-21 09:00", dismissed: "nps" },
      { on: "2026-04-22 09:00", addressBounces: true },
      { on: "2026-04-23 09:00", reportsSpam: true },
      { on: "2026-04-24 09:00", erased: true, note: "the end" }
    ]
    expect(Scenario.holds(run({ ...story, events }))).toBe(true)
  })
})

describe("the guide", () => {
  const guide = readFileSync(here("../../../docs/guides/scenarios.md"), "utf8")

  it("has complete examples, and they hold", () => {
    const examples = [...guide.matchAll(/```json scenario\n(.*?)```/gs)].map(([, text = ""]) => text)
    expect(examples).toHaveLength(2)
    for (const text of examples) expect(differencesOf(JSON.parse(text))).toBe("")
  })

  it("says what would happen without the acknowledgement, and it does", () => {
    const [, first = ""] = /```json scenario\n(.*?)```/s.exec(guide) ?? []
    const without = first.replace(/,\s*\{[^{}]*"caseAcknowledged"[^{}]*\}/, "")
    expect(differencesOf(JSON.parse(without))).toContain(
      "  nobody expected: 2026-04-03 08:00 EscalateCase (nps, escalate), because the case opened on "
    )
  })

  it("names every word that a scenario may use", () => {
    const schemas = [...Object.values(Happening.happenings), ...Object.values(Expectation.expectations)]
    for (const word of schemas.flatMap(({ fields }) => Object.keys(fields))) {
      expect(guide.includes(`\`${word}\``) || guide.includes(`"${word}"`), word).toBe(true)
    }
  })
})

describe("the scenarios of this package", () => {
  const checked = ScenarioFiles.check([here("../scenarios")])

  it.each(checked)("$path", ({ problem }) => {
    expect(problem).toBeUndefined()
  })

  it("have titles of their own", () => {
    expect(new Set(checked.map(({ title }) => title)).size).toBe(checked.length)
  })
})

const command = (...paths: ReadonlyArray<string>) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [here("../src/scenarios.ts"), ...paths], {
    encoding: "utf8"
  })
  return { status, stderr, last: stdout.trimEnd().split("\n").at(-1), stdout }
}

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "scenarios-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const good = file("good.json", JSON.stringify(story))
  const bad = file("bad.json", JSON.stringify({ ...story, expect: [] }))
  const garbled = file("garbled.json", "{")

  it("exits with 0 when all pass", () => {
    expect(command(good)).toMatchObject({ status: 0, last: "1 passed, 0 failed" })
  })

  it("exits with 1 when one fails, and counts what cannot be read as failed", () => {
    const result = command(good, bad, garbled, join(folder, "missing.json"))
    expect(result).toMatchObject({ status: 1, last: "1 passed, 3 failed" })
    expect(result.stdout).toContain(
      `bad.json: ${story.title}\n  nobody expected: 2026-03-01 09:00 Invite (nps, invite)`
    )
    expect(command(folder)).toMatchObject({ status: 1, last: "1 passed, 2 failed" })
  })

  it("exits with 2 when it is told nothing", () => {
    expect(command()).toMatchObject({ status: 2, stdout: "" })
  })

  it("a folder without a scenario is a failure", () => {
    const empty = mkdtempSync(join(folder, "empty-"))
    const [result] = ScenarioFiles.check([empty])
    expect(result?.problem).toMatch(/there is no scenario/)
    rmSync(empty, { recursive: true })
  })
})
