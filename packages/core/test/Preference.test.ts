// How much does somebody want to hear, and what changes then?
import * as Explain from "@temoin/core/Explain"
import * as Fold from "@temoin/core/Fold"
import * as Preference from "@temoin/core/Preference"
import * as Reason from "@temoin/core/Reason"
import { SurveyId } from "@temoin/core/Survey"
import { describe, expect, it } from "vitest"
import { anna, program, type Story, survey } from "./fixture.ts"

const shop = program({ frequency: [{ gap: "30 days" }] })
const asked = anna.on("2026-01-10").delivered().obeys(shop)
const slow = { _tag: "SlowedDown" } as const
const optIn = { _tag: "OptedIn", extent: {}, evidence: "ticked the box" } as const
const until = Date.UTC(2026, 2, 20)

describe("a pause", () => {
  const paused = anna.on("2026-02-27").fact({ _tag: "Paused", until }).on("2026-03-01").delivered()

  it("holds every ask back, says why in words, and ends by itself", () => {
    expect(paused.toDo(program())).toEqual([])
    expect(paused.wakes(program())).toBe("2026-03-20 00:00 UTC")
    expect(Reason.sentence({ _tag: "Paused", until })).toBe("they asked for a pause until 2026-03-20 00:00 UTC")
    expect(Reason.sentence({ _tag: "Paused", until }, "fr")).toBe(
      "la personne a demandé une pause jusqu’au 2026-03-20 00:00 UTC"
    )
    expect(paused.on("2026-03-20").toDo(program())).toEqual(["invite"])
  })

  it("is not shortened by a shorter one, and lifted by an opt-in to everything", () => {
    const shorter = paused.fact({ _tag: "Paused", until: Date.UTC(2026, 2, 2) })
    expect(shorter.wakes(program())).toBe("2026-03-20 00:00 UTC")
    expect(paused.later("1 minute").fact(optIn).toDo(program())).toEqual(["invite"])
    expect(
      paused
        .later("1 minute")
        .fact({ ...optIn, extent: { survey: "nps" } })
        .toDo(program())
    ).toEqual([])
  })

  it("that is over before it begins is none", () => {
    expect(anna.on("2026-05-01").fact({ _tag: "Paused", until }).delivered().toDo(program())).toEqual(["invite"])
  })
})

const again = (story: Story) => story.on("2026-02-10").delivered()

describe("less often", () => {
  it("makes every gap count twice, and says so", () => {
    expect(again(asked).toDo(shop)).toEqual(["invite"])
    const slower = again(asked.fact(slow))
    expect(slower.toDo(shop)).toEqual([])
    expect(slower.wakes(shop)).toBe("2026-03-11 00:00 UTC")
    expect(slower.held(shop)).toEqual(["invite until 2026-03-11 00:00 UTC: SlowedDown, TooSoon"])
    expect(slower.later("1 minute").fact(optIn).toDo(shop)).toEqual(["invite"])
  })

  it("makes every interval of a rhythm count twice", () => {
    const rhythm = program({ surveys: [survey({ triggers: [], rhythm: {} })] })
    const answered = anna.on("2026-01-10").answersUnasked(9)
    expect(answered.wakes(rhythm)).toBe("2026-04-10 00:00 UTC")
    expect(answered.fact(slow).wakes(rhythm)).toBe("2026-07-10 00:00 UTC")
  })

  it("said twice is not four times as long", () => {
    expect(asked.fact(slow).later("1 day").fact(slow).on("2026-02-10").delivered().wakes(shop)).toBe(
      "2026-03-11 00:00 UTC"
    )
  })

  it("is explained", () => {
    const explained = Explain.explain(
      shop,
      asked.fact(slow).on("2026-02-10").delivered().history,
      Date.UTC(2026, 1, 10)
    )
    expect(Explain.text(explained)).toContain("they asked on 2026-01-10 00:00 UTC to hear from us half as often")
  })
})

const nps = SurveyId.make("nps")
const at = Date.UTC(2026, 0, 10)

const standing = (story: Story) => Preference.standing(Fold.of(story.history), nps, at)

const events = (story: Story, preference: Preference.Preference) => {
  const common = { id: "wish", occurredAt: at, recordedAt: at }
  return Preference.toEvents({ preference, survey: nps }, Fold.of(story.history), common as never, "UTC")
}

describe("what was wished", () => {
  it.each([
    ["less often", { _tag: "SlowedDown" }],
    ["pause", { _tag: "Paused", until: Date.UTC(2026, 3, 10) }],
    ["not this topic", { _tag: "OptedOut", extent: { survey: "nps" } }],
    ["never", { _tag: "OptedOut", extent: {} }]
  ] as const)("%s is one event, and none when it is said again", (preference, event) => {
    expect(events(asked, preference)).toEqual([{ ...event, id: "wish", occurredAt: at, recordedAt: at }])
    expect(events(asked.fact(event), preference)).toEqual([])
  })

  it("stands as it was said, until an opt-in to everything", () => {
    const all = asked
      .fact(slow)
      .fact({ _tag: "Paused", until })
      .fact({ _tag: "OptedOut", extent: { survey: "nps" } })
    expect(standing(all)).toEqual({ isLessOften: true, pausedUntil: until, isWithoutTopic: true, isNever: false })
    expect(standing(all.fact({ _tag: "SpamReported" })).isNever).toBe(true)
    expect(standing(all.later("1 minute").fact(optIn))).toEqual(standing(asked))
  })
})
