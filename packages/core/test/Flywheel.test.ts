import { ContactId } from "@temoin/core/Contact"
import { EventId } from "@temoin/core/Event"
import * as Flywheel from "@temoin/core/Flywheel"
import * as Journey from "@temoin/core/Journey"
import * as Schema from "effect/Schema"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { time } from "./fixture.ts"

const journey = Schema.decodeSync(Journey.Journey)(Journey.fiveStages)
const day = 86_400_000
const now = time("2026-11-22")

/** [stage, days in it]; without days they are there still. */
type Steps = ReadonlyArray<readonly [stage: string, days?: number]>

const traveller = (name: string, from: number, steps: Steps, churnedAfter?: number): Flywheel.Traveller => {
  let at = from
  let standing = -1
  const path = steps.map(([stage, days]): Journey.Stay => {
    const place = journey.stages.findIndex(({ id }) => id === stage)
    const move = place === (standing + 1) % 5 ? "forward" : place > standing ? "skip" : "back"
    standing = place
    const enteredAt = at
    if (days !== undefined) at += days * day
    return {
      stage,
      enteredAt,
      leftAt: days === undefined ? undefined : at,
      move,
      by: { _tag: "TouchpointHappened", id: EventId.make("1"), kind: "site.visited" }
    }
  })
  return {
    contact: ContactId.make(name),
    path,
    ...(churnedAfter !== undefined && { churnedAt: from + churnedAfter * day })
  }
}

const parts = (changes: Partial<Flywheel.Parts>): Flywheel.Parts => ({
  journey,
  travellers: [],
  answers: [],
  loops: [],
  horizon: "30 days",
  ...changes
})

const turn = (changes: Partial<Flywheel.Parts>, at = now) => Result.getOrThrow(Flywheel.make(parts(changes), at))

const stageOf = (wheel: Flywheel.Flywheel, name: string) =>
  wheel.stages.find(({ stage }) => stage === name) ?? assert.fail(name)

describe("a wheel of five people", () => {
  const start = now - 100 * day
  const travellers = [
    traveller("anna", start, [["acquisition", 10], ["service", 20], ["loyalty"]]),
    traveller("bernd", start, [["acquisition", 20], ["service"]]),
    traveller("chloe", start, [["acquisition"]], 15),
    traveller("dora", now - 25 * day, [["acquisition"]]),
    traveller("emil", start, [["acquisition", 12], ["awareness"]]),
    traveller("fritz", start, [])
  ]
  const wheel = turn({
    travellers,
    answers: [
      { contact: ContactId.make("anna"), at: start + 15 * day, score: 10 },
      { contact: ContactId.make("bernd"), at: start + 30 * day, score: 6 },
      { contact: ContactId.make("bernd"), at: start + 5 * day, score: 9 },
      { contact: ContactId.make("fritz"), at: start, score: 9 },
      { contact: ContactId.make("bernd"), at: now + day, score: 9 }
    ]
  })

  it("says where they stand", () => {
    expect(wheel.stages.map(({ present, stage }) => [stage, present])).toEqual([
      ["awareness", 1],
      ["consideration", 0],
      ["acquisition", 1],
      ["service", 1],
      ["loyalty", 1]
    ])
    expect([wheel.before, wheel.gone]).toEqual([1, 1])
  })

  it("says how they left, and what share goes on, where some are lost and some are there still", () => {
    const { conversion, dwell, exits, stays } = stageOf(wheel, "acquisition")
    expect(stays).toBe(5)
    expect(exits).toEqual({ forward: 2, elsewhere: 1, churned: 1 })
    // by hand: 5 at risk, one goes on at 10, one elsewhere at 12, one is lost at 15, one goes on at 20; Dora is there at 25
    expect(Option.map(conversion.forward, ({ value }) => value.toFixed(12))).toEqual(Option.none())
    const shorter = turn({ travellers, horizon: "20 days" })
    const shares = stageOf(shorter, "acquisition").conversion
    const value = (estimate: (typeof shares)[Flywheel.Exit]) => Option.getOrThrow(estimate).value
    assert.closeTo(value(shares.forward), 2 / 5, 1e-12)
    assert.closeTo(value(shares.churned), 1 / 5, 1e-12)
    assert.closeTo(value(shares.elsewhere), 1 / 5, 1e-12)
    expect(dwell.time).toBe(15 * day)
  })

  it("says what they answered there, and how many answered nowhere", () => {
    expect(stageOf(wheel, "service")).toMatchObject({ answers: 2, nps: Option.some(0) })
    expect(stageOf(wheel, "acquisition")).toMatchObject({ answers: 1, nps: Option.some(100) })
    expect(stageOf(wheel, "loyalty")).toMatchObject({ answers: 0, nps: Option.none() })
    expect(wheel.unplaced).toBe(1)
  })
})

const open = (steps: Steps): Steps => [...steps.slice(0, -1), ...steps.slice(-1).map(([stage]) => [stage] as const)]

it("a promoter's answer that leads to loyalty counts where it was given", () => {
  const anna = traveller("anna", now - 30 * day, [["service", 10], ["loyalty"]])
  const wheel = turn({
    travellers: [anna],
    answers: [{ contact: anna.contact, at: now - 20 * day, score: 10 }]
  })
  expect(wheel.stages.map(({ answers, stage }) => (answers > 0 ? stage : ""))).toContain("service")
  expect(stageOf(wheel, "loyalty").answers).toBe(0)
})

describe("law", () => {
  const steps = fc
    .array(fc.tuple(fc.constantFrom(...journey.stages.map(({ id }) => id)), fc.integer({ min: 1, max: 60 })), {
      maxLength: 6
    })
    // two stays in one stage, one after the other, are one
    .map((steps) => steps.filter(([stage], index) => stage !== steps[index - 1]?.[0]))
  const travellers = fc
    .array(fc.tuple(steps, fc.nat(300), fc.option(fc.nat(300), { nil: undefined })), { maxLength: 12 })
    .map((all) => all.map(([steps, ago, churned], i) => traveller(`${i}`, now - ago * day, open(steps), churned)))

  type Make = typeof Flywheel.make
  const nobodyIsLost = (make: Make) =>
    fc.check(
      fc.property(travellers, (travellers) => {
        const { before, gone, stages } = Result.getOrThrow(make(parts({ travellers }), now))
        const present = stages.reduce((sum, stage) => sum + stage.present, 0)
        assert.strictEqual(before + gone + present, travellers.length)
        for (const { exits, present, stays } of stages)
          assert.strictEqual(exits.forward + exits.elsewhere + exits.churned + present, stays)
      }),
      { seed: 20_261_122, numRuns: 300 }
    ).failed

  it("everybody is somewhere, once", () => assert.isFalse(nobodyIsLost(Flywheel.make)))

  it("a wheel that forgets who churned is caught", () =>
    assert.isTrue(
      nobodyIsLost((parts, at) =>
        Flywheel.make(
          { ...parts, travellers: parts.travellers.filter(({ churnedAt }) => (churnedAt ?? at + 1) > at) },
          at
        )
      )
    ))

  const flow = (make: Make) =>
    fc.check(
      fc.property(travellers, fc.nat(100), (travellers, later) => {
        const known = Result.getOrThrow(make(parts({ travellers }), now - later * day))
        // what comes after the time of the look is as if it had not been written down
        const cut = travellers.map(({ churnedAt = Number.POSITIVE_INFINITY, contact, path }) => ({
          contact,
          path: path
            .filter(({ enteredAt }) => enteredAt <= known.now)
            .map((stay) => ({ ...stay, leftAt: (stay.leftAt ?? now + day) > known.now ? undefined : stay.leftAt })),
          ...(churnedAt <= known.now && { churnedAt })
        }))
        expect(Result.getOrThrow(make(parts({ travellers: cut }), known.now))).toEqual(known)
      }),
      { seed: 20_261_122, numRuns: 200 }
    ).failed

  it("no look at the future", () => assert.isFalse(flow(Flywheel.make)))
  it("a wheel that looks a week ahead is caught", () =>
    assert.isTrue(
      flow((parts, at) => Result.map(Flywheel.make(parts, at + 7 * day), (wheel) => ({ ...wheel, now: at })))
    ))
})

const loop = (changes: Partial<Flywheel.Loop>): Flywheel.Loop => ({
  kind: "referral",
  attribution: "code",
  at: now - 50 * day,
  ...changes
})

describe("loops", () => {
  it("are counted by what we know of them, never together, and the open ones slow them down", () => {
    const { loops } = turn({
      loops: [
        loop({ contactAt: now - 45 * day, customerAt: now - 40 * day }),
        loop({ contactAt: now - 45 * day, customerAt: now - 30 * day }),
        loop({ contactAt: now - 45 * day }),
        loop({ lostAt: now - 49 * day }),
        loop({ kind: "testimonial", attribution: "seen", customerAt: now - 49 * day }),
        loop({ at: now + day })
      ]
    })
    expect(loops).toEqual([
      {
        kind: "testimonial",
        attribution: "seen",
        begun: 1,
        contacts: 0,
        closed: 1,
        lost: 0,
        time: { time: day, lower: undefined, upper: undefined }
      },
      {
        kind: "referral",
        attribution: "code",
        begun: 4,
        contacts: 3,
        closed: 2,
        lost: 1,
        time: expect.objectContaining({ time: 20 * day })
      }
    ])
  })

  it("say what an attribution rests on", () => {
    for (const attribution of Flywheel.Attribution.literals)
      expect(Flywheel.meaning(attribution, "en")).not.toBe(Flywheel.meaning(attribution, "fr"))
    expect(Flywheel.meaning("seen", "en")).toContain("does not prove")
  })
})

describe("what cannot be is refused, with its place", () => {
  const refused = (changes: Partial<Flywheel.Parts>) =>
    Result.getOrThrow(Result.flip(Flywheel.make(parts(changes), now))).message
  const anna = traveller("anna", now - day, [["service"]])
  const [stay = assert.fail("no stay")] = anna.path

  it("a stage that is not on the journey, twice the same person", () => {
    const elsewhere = { ...anna, path: [{ ...stay, stage: "limbo" }] }
    expect(refused({ travellers: [anna, { ...elsewhere, contact: ContactId.make("b") }] })).toBe(
      `travellers[1].path[0]: the journey has no stage "limbo"`
    )
    expect(refused({ travellers: [anna, anna] })).toContain("given twice")
  })

  it("times that run backwards, leave gaps or are none", () => {
    const gap = [
      { ...stay, leftAt: now },
      { ...stay, enteredAt: now + 1 }
    ]
    expect(refused({ travellers: [{ ...anna, path: gap }] })).toContain("path[0]")
    expect(refused({ travellers: [{ ...anna, path: [{ ...stay, leftAt: stay.enteredAt - 1 }] }] })).toContain("path[0]")
    expect(refused({ travellers: [{ ...anna, path: [{ ...stay, enteredAt: Number.NaN }] }] })).toContain("path[0]")
    expect(refused({ travellers: [{ ...anna, churnedAt: Number.NaN }] })).toContain("churnedAt")
    const at = now - day
    for (const loop of [
      { at, customerAt: at - 1 },
      { at, contactAt: at + 2, customerAt: at + 1 },
      { at: Number.NaN },
      { at, customerAt: at, lostAt: at }
    ])
      expect(refused({ loops: [{ kind: "referral", attribution: "told", ...loop }] })).toContain("loops[0]")
  })

  it("nobody is no error, and nothing is known", () => {
    const wheel = turn({})
    expect(stageOf(wheel, "service")).toMatchObject({ stays: 0, nps: Option.none() })
    expect(stageOf(wheel, "service").conversion.forward).toEqual(Option.none())
  })
})
