import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Decision from "@temoin/core/Decision"
import * as Retelling from "@temoin/simulator/Retelling"
import * as Scenario from "@temoin/simulator/Scenario"
import * as ScenarioFiles from "@temoin/simulator/ScenarioFiles"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { afterAll, assert, describe, it } from "vitest"
import { core } from "../../core/test/laws/Implementation.ts"
import { type Given, given } from "../../core/test/laws/Law.ts"
import { mutants } from "../../core/test/laws/mutants.ts"
import * as Telling from "./laws/Telling.ts"

/** Every message arrives at once, and somebody always looks. */
const smooth = ({ life, ...given }: Given): Given => ({
  ...given,
  life: {
    ...life,
    fates: [],
    moves: life.moves.map((move) => (move.do === "wait" || move.do === "meet" ? { ...move, runner: "up" } : move))
  }
})

const differences = (file: Retelling.File): string =>
  Scenario.words(Result.getOrThrow(Scenario.run(Result.getOrThrow(Scenario.decode(JSON.parse(JSON.stringify(file)))))))

const folder = mkdtempSync(join(tmpdir(), "retelling-"))
afterAll(() => rmSync(folder, { recursive: true }))

const problemOf = (name: string, text: string): string | undefined => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return ScenarioFiles.check([path])[0]?.problem
}

describe("a life that is told again as a scenario", () => {
  it("goes as it went", () =>
    fc.assert(
      fc.property(given.map(smooth), (given) => {
        assert.strictEqual(differences(Telling.scenario("again", core, given)), "")
      }),
      { numRuns: 150 }
    ))

  it("tells by their words what becomes of testimonials", () => {
    const files = fc
      .sample(given.map(smooth), { seed: 7, numRuns: 200 })
      .map((one) => Telling.scenario("made up", core, one))
    const used = new Set(files.flatMap(({ events }) => events.flatMap((line) => Object.keys(line))))
    // the rarer ones: see the scenarios of testimonials, which are all told again
    for (const word of [
      "declines",
      "submits",
      "approvedBy",
      "publishedBy",
      "editedBy",
      "consentsToShow",
      "withdrawnBy"
    ]) {
      assert.include([...used], word)
    }
  })

  it("is one that a person can read", () => {
    const life = {
      bornAt: Date.UTC(2026, 5, 9, 9),
      email: "anna@example.com",
      zone: null,
      basis: false,
      fates: [],
      moves: [
        { do: "touch", kind: "delivered", late: 0 },
        { do: "wait", for: 86_400_000, runner: "up" },
        { do: "answer", nth: 0, score: 9, late: 0 }
      ]
    } as const
    const program = { id: "p", surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "delivered" }] }] } as const
    const [any] = fc.sample(given, { seed: 1, numRuns: 1 })
    assert.isDefined(any)
    const case_: Given = { ...any!, program, life }
    assert.deepEqual(Telling.scenario("a delivery", core, case_), {
      title: "a delivery",
      program,
      contact: { id: "anna" },
      events: [
        { id: "born", on: "2026-06-09 09:00", changes: { email: "anna@example.com", zone: null } },
        { id: "m0", on: "2026-06-09 09:00", touchpoint: "delivered" },
        { id: "m2", on: "2026-06-10 09:00", answer: 9, survey: "nps" }
      ],
      expect: [{ on: "2026-06-09 09:00", do: "Invite", survey: "nps", step: "invite", because: "TouchpointHappened" }]
    })
  })

  it("says which messages a scenario would have arrive, and they did not", () => {
    const key = Decision.Key.make("p/nps/anna/invite/touchpoint%3Ae0")
    const failed = { _tag: "SendFailed", key, attempt: 1, problem: "busy" } as const
    const common = { id: "e1" as never, occurredAt: 0, recordedAt: 0 }
    assert.deepEqual(Retelling.strays([{ ...failed, ...common }]), [key])
  })
})

describe("a law that does not hold", () => {
  const shown = [
    "opt-out ignored",
    "invitations not counted",
    "expired ask lost in silence",
    "a grievance is nothing dramatic"
  ]

  it.each(shown)("is told as a scenario that shows it: %s", (name) => {
    const mutant = mutants.find((one) => one.name === name)
    assert.isDefined(mutant)
    const { breaks, make } = mutant!
    // of the lives that everybody can tell, without soups
    const lives = given.map(smooth).map(Telling.alone)
    const { counterexample, errorInstance } = fc.check(fc.property(lives, breaks.check(make())), {
      numRuns: 1000
    })
    const [found] = counterexample ?? []
    assert.isDefined(found, "it was not caught")
    const text = Telling.words(breaks, make(), found!, String(errorInstance))
    const json = text.slice(text.indexOf("\n{\n"), text.indexOf("\n}\n") + 3)
    // with what the mutant decided, it fails; with what core decides, it holds
    assert.match(
      problemOf("mutant.json", json) ?? "",
      /nobody expected|expected .* and it did not come|nobody had been asked/
    )
    assert.isUndefined(problemOf("core.json", JSON.stringify(Telling.scenario("as it should be", core, found!))))
  })
})

describe("pnpm laws", () => {
  const main = fileURLToPath(new URL("laws/main.ts", import.meta.url))
  const laws = (...words: ReadonlyArray<string>) => spawnSync(process.execPath, [main, ...words], { encoding: "utf8" })

  it("says how often and with which seed it tries each law", () => {
    const { status, stdout } = laws("--runs", "1", "--seed", "7")
    assert.match(stdout, /^\d+ laws, 1 runs each, seed 7\n/)
    assert.match(stdout, /\n 5 Restraint holds /)
    assert.match(stdout, /\n\d+ hold, 0 do not\n$/)
    assert.strictEqual(status, 0)
  })

  it.each([["--runs", "many"], ["--runs", "0"], ["--seed", "-1"], ["--seed", "1.5"], ["--run", "5"], ["5"]])(
    "refuses %s %s and says what it takes",
    (...words) => {
      const { status, stderr, stdout } = laws(...words)
      assert.strictEqual(stdout, "")
      assert.include(stderr, "pnpm laws [--runs N] [--seed S] [--long]")
      assert.strictEqual(status, 1)
    }
  )
})
