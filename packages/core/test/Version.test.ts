// A new version of the program: do open waves finish under the one that opened them?
import type * as Decide from "@temoin/core/Decide"
import type * as FollowUp from "@temoin/core/FollowUp"
import * as History from "@temoin/core/History"
import * as Period from "@temoin/core/Period"
import * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"
import * as Programs from "./arbitrary/Program.ts"
import { anna, playbook, program, survey, time } from "./fixture.ts"
import { core, type Implementation } from "./laws/Implementation.ts"
import { live } from "./laws/Lived.ts"

const first = program({
  surveys: [survey({ reminders: ["3 days"] })],
  followUp: [playbook({ step: "thank", do: "thank", to: ["promoter"], after: "1 day" })]
})

const second = {
  id: "shop",
  version: 2,
  surveys: [survey({ reminders: ["1 day", "2 days"] })],
  followUp: [playbook({ step: "improve", do: "contact", topic: "what can we do better", to: ["promoter", "passive"] })]
} as const

const both = Result.getOrThrow(Program.following(second, first))
const alone = Result.getOrThrow(Program.make(second))

describe("a wave that is open when the program changes", () => {
  const asked = anna.on("2026-02-01").delivered().obeys(first)

  it("keeps its reminders", () => {
    assert.deepEqual(asked.held(both), ["remind 1 until 2026-02-04 00:00 UTC: NotYetDue"])
    assert.deepEqual(asked.on("2026-02-02").toDo(both), [])
    assert.deepEqual(asked.on("2026-02-04").toDo(both), ["remind 1"])
  })

  it("keeps its playbook, also for what is due later", () => {
    const answered = asked.on("2026-02-02").answers(9)
    assert.deepEqual(answered.toDo(both), [])
    assert.deepEqual(answered.on("2026-02-03").toDo(both), ["thank"])
  })

  it("goes on under the new version where the old one is not given", () => {
    assert.deepEqual(asked.on("2026-02-02").toDo(alone), ["remind 1"])
    assert.deepEqual(asked.on("2026-02-02").answers(9).toDo(alone), ["improve"])
  })

  it("does not make the next one follow the old version", () => {
    const again = asked.on("2026-04-01").delivered("order 2").obeys(both)
    assert.deepEqual(again.on("2026-04-02").toDo(both), ["remind 1"])
    assert.deepEqual(again.on("2026-04-02").answers(9).toDo(both), ["improve"])
  })

  it("records the version that opened it", () => {
    const versions = State.waves(Fold.of(asked.on("2026-04-01").delivered("2").obeys(both).history)).map(
      ({ invitation }) => invitation?.version
    )
    assert.deepEqual(versions, [1, 2])
  })

  it("of which nobody recorded the version goes on under the present one", () => {
    const events = asked.history.events.map((event) => {
      if (event._tag !== "Intended" || event.decision._tag !== "Invite") return event
      const { version: _, ...decision } = event.decision
      return { ...event, decision }
    })
    const old = Result.getOrThrow(History.make(asked.history.contact, events))
    assert.deepEqual(
      core.decide(both, old, time("2026-02-02")).decisions.map(({ _tag }) => _tag),
      ["Remind"]
    )
  })
})

const problems = (changes: object) => {
  const made = Program.decode({ ...second, ...changes })
  return Result.isFailure(made) ? made.failure.problems.map(({ path }) => path) : []
}

describe("earlier versions", () => {
  it("are lined up by `following`, the latest first", () => {
    const third = Result.getOrThrow(Program.following({ ...second, version: 3 }, both))
    assert.deepEqual(
      third.earlier.map(({ version }) => version),
      [2, 1]
    )
    assert.strictEqual(Program.at(third, 2).version, 2)
    assert.strictEqual(Program.at(third, 7), third)
    assert.strictEqual(Program.at(third, undefined), third)
  })

  it("are programs by themselves, of the same company, before this one, each once", () => {
    const { earlier: _, ...v1 } = first
    assert.deepEqual(problems({ earlier: [v1] }), [])
    assert.deepEqual(problems({ earlier: [{ ...v1, version: 2 }] }), ["earlier[0].version"])
    assert.deepEqual(problems({ earlier: [{ ...v1, id: "other" }] }), ["earlier[0].id"])
    assert.deepEqual(problems({ earlier: [v1, v1] }), ["earlier[1].version"])
    assert.deepEqual(problems({ earlier: [{ ...v1, surveys: [survey({ expires: "0 days" })] }] }), [
      "earlier[0].surveys[0].expires"
    ])
    assert.deepEqual(problems({ earlier: [first] }), ["earlier[0].earlier"])
    assert.include(problems({ earlier: ["v1"] }), "earlier[0]")
  })

  it("cannot be followed by one with the same number", () => {
    assert.isTrue(Result.isFailure(Program.following({ ...second, version: 1 }, first)))
  })
})

const versions = fc.record({
  program: Programs.written,
  reminders: fc.constantFrom<Array<Period.Period>>([], ["2 hours"], ["1 day", "40 hours"]),
  other: Programs.written,
  // an answer that nobody asked for goes by the version of today
  life: Arbitrary.life.map((life) => ({ ...life, moves: life.moves.filter((move) => move.do !== "widget") }))
})

/** What becomes of the waves that the first version opened. */
const ofOpened = (history: History.History, { decisions, held }: Decide.Decided) => {
  const opened = new Set(
    State.waves(Fold.of(history))
      .filter(({ invitation }) => invitation?.version === 1)
      .map(({ id, survey }) => State.waveKey(survey, id))
  )
  const isOpened = ({ survey, wave }: Decide.Held) => opened.has(State.waveKey(survey, wave))
  return {
    decisions: decisions.filter(
      (decision) => decision._tag !== "Invite" && opened.has(State.waveKey(decision.survey, decision.wave))
    ),
    held: held.filter((one) => one.what !== "Invite" && isOpened(one))
  }
}

/** What opens a case holds other asks back, and which rules hold is for the version of today to say. */
const isForPeople = ({ do: deed }: FollowUp.Step) => deed === "open case" || deed === "pass on praise"

const law = ({ decide }: Implementation) =>
  fc.property(versions, ({ life, other, program: written, reminders }) => {
    const before = Programs.make(written)
    const surveys = before.surveys.map((one) => ({
      ...one,
      reminders: reminders.filter((after) => Period.nominalMillis(after) < Period.nominalMillis(one.expires))
    }))
    const followUp = surveys.flatMap(({ id }) => {
      const stepsOf = (of: Program.Program) => of.followUp.find(({ survey }) => survey === id)?.steps ?? []
      const [first, ...rest] = [
        ...stepsOf(before).filter(isForPeople),
        // the ladder is that of the version of today, and so is what is on it
        ...stepsOf(Programs.make(Programs.withoutLadder(other))).filter((step) => !isForPeople(step))
      ]
      return first === undefined ? [] : [{ survey: id, steps: [first, ...rest] as const }]
    })
    const { earlier: _, ...rules } = before
    const after = Result.getOrThrow(Program.following({ ...rules, version: 2, surveys, followUp }, before))
    for (const { history, now } of live(core, before, life).looks) {
      expect(ofOpened(history, decide(after, history, now))).toEqual(
        ofOpened(history, core.decide(before, history, now))
      )
    }
  })

const mutants: Readonly<Record<string, Implementation["decide"]>> = {
  "every wave goes by the version of today": (program, history, now) =>
    core.decide({ ...program, earlier: [] }, history, now),
  "reminders go by the version of today": (program, history, now) =>
    core.decide(
      {
        ...program,
        earlier: program.earlier.map((one) => ({
          ...one,
          surveys: one.surveys.map((survey) => ({
            ...survey,
            reminders: Program.survey(program, survey.id)?.reminders ?? []
          }))
        }))
      },
      history,
      now
    ),
  "the playbook goes by the version of today": (program, history, now) =>
    core.decide(
      { ...program, earlier: program.earlier.map((one) => ({ ...one, followUp: program.followUp })) },
      history,
      now
    )
}

describe("another reminder schedule or playbook does not touch an open wave", () => {
  it("whatever they are, and whatever happens", { timeout: 0 }, () => {
    fc.assert(law(core))
  })

  it.each(Object.entries(mutants))("and who lets it is found out: %s", { timeout: 0 }, (_, decide) => {
    const trial = fc.check(law({ ...core, decide }), { numRuns: 500, endOnFailure: true })
    assert.isTrue(trial.failed)
  })
})
