import * as Case from "@temoin/core/Case"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as Survey from "@temoin/core/Survey"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const survey = Survey.SurveyId.make("nps")
const wave = Decision.WaveId.make("touchpoint:1")
const id = Case.id(survey, wave)
const key = Decision.Key.make("k")
const hour = 3_600_000

const at = (hours: number) => ({
  id: Event.EventId.make(`e${hours}`),
  occurredAt: hours * hour,
  recordedAt: hours * hour,
  case: id
})

/** Everything that can be said of a case, as it is said so many hours after its opening. */
const events = {
  CaseOpened: (hours) => ({
    _tag: "CaseOpened",
    ...at(hours),
    key,
    survey,
    wave,
    owner: "support",
    deadline: (hours + 24) * hour,
    resolveBy: (hours + 72) * hour,
    escalateTo: "management",
    because: []
  }),
  CaseAssigned: (hours) => ({ _tag: "CaseAssigned", ...at(hours), to: "head of service" }),
  CaseAcknowledged: (hours) => ({ _tag: "CaseAcknowledged", ...at(hours), by: "Maria" }),
  CaseExplained: (hours) => ({ _tag: "CaseExplained", ...at(hours), explanation: "The lorry broke down", by: "Maria" }),
  CaseRedressed: (hours) => ({
    _tag: "CaseRedressed",
    ...at(hours),
    redress: "A refund",
    correctiveAction: "A second lorry"
  }),
  CaseResolved: (hours) => ({ _tag: "CaseResolved", ...at(hours), note: "They are content" }),
  CaseReopened: (hours) => ({ _tag: "CaseReopened", ...at(hours) }),
  CaseClosed: (hours) => ({ _tag: "CaseClosed", ...at(hours), key, because: [] }),
  CaseEscalated: (hours) => ({ _tag: "CaseEscalated", ...at(hours), key, to: "management", because: [] }),
  OwnerTold: (hours) => ({ _tag: "OwnerTold", ...at(hours), key, to: "support", because: [] })
} satisfies { readonly [Tag in Case.CaseEvent["_tag"]]: (hours: number) => Case.CaseEvent }

type Tag = keyof typeof events
const tags = Object.keys(events) as ReadonlyArray<Tag>

/** The case to which these things happen, one an hour. */
const after = (...told: ReadonlyArray<Tag>): Case.Case => {
  const found = Case.fromEvents(["CaseOpened", ...told].map((tag, hours) => events[tag as Tag](hours)))
  if (found === undefined) throw new Error("it was opened")
  return found
}

const stages = {
  opened: after(),
  acknowledged: after("CaseAcknowledged"),
  explained: after("CaseExplained"),
  redressed: after("CaseRedressed"),
  resolved: after("CaseResolved"),
  closed: after("CaseClosed"),
  reopened: after("CaseResolved", "CaseReopened")
} satisfies { readonly [Stage in Case.Stage]: Case.Case }

/** The edges of the case's life: where each thing that happens leads to. What is missing is refused. */
const edges: { readonly [Stage in Case.Stage]: { readonly [Event in Tag]?: Case.Stage } } = {
  opened: {
    CaseAssigned: "opened",
    CaseAcknowledged: "acknowledged",
    CaseExplained: "explained",
    CaseRedressed: "redressed",
    CaseResolved: "resolved",
    CaseClosed: "closed",
    CaseEscalated: "opened",
    OwnerTold: "opened"
  },
  acknowledged: {
    CaseAssigned: "acknowledged",
    CaseExplained: "explained",
    CaseRedressed: "redressed",
    CaseResolved: "resolved",
    CaseClosed: "closed",
    CaseEscalated: "acknowledged",
    OwnerTold: "acknowledged"
  },
  explained: {
    CaseAssigned: "explained",
    CaseExplained: "explained",
    CaseRedressed: "redressed",
    CaseResolved: "resolved",
    CaseClosed: "closed",
    CaseEscalated: "explained",
    OwnerTold: "explained"
  },
  redressed: {
    CaseAssigned: "redressed",
    CaseExplained: "redressed",
    CaseRedressed: "redressed",
    CaseResolved: "resolved",
    CaseClosed: "closed",
    CaseEscalated: "redressed",
    OwnerTold: "redressed"
  },
  resolved: { CaseReopened: "reopened" },
  closed: { CaseReopened: "reopened" },
  reopened: {
    CaseAssigned: "reopened",
    CaseAcknowledged: "acknowledged",
    CaseExplained: "explained",
    CaseRedressed: "redressed",
    CaseResolved: "resolved",
    CaseClosed: "closed",
    CaseEscalated: "reopened",
    OwnerTold: "reopened"
  }
}

const message = (stage: Case.Stage, tag: Tag): string => {
  const moved = Case.after(stages[stage], events[tag](9))
  return Result.isFailure(moved) ? moved.failure.message : ""
}

describe("a case", () => {
  it.each(Case.Stage.literals)("that is %s takes some steps, and refuses all others", (stage) => {
    expect(Case.stage(stages[stage]).stage).toBe(stage)
    for (const tag of tags) {
      const moved = Case.after(stages[stage], events[tag](9))
      const to = edges[stage][tag]
      if (to === undefined) {
        expect(Result.isFailure(moved) && moved.failure, tag).toMatchObject({ _tag: "CaseRefused", event: tag, stage })
      } else {
        expect(Case.stage(Result.getOrThrow(moved)).stage, tag).toBe(to)
      }
    }
  })

  it("says who did what when", () => {
    const found = after("CaseAcknowledged", "CaseExplained", "CaseRedressed", "CaseResolved")
    expect(found).toMatchObject({
      openedAt: 0,
      acknowledgedAt: hour,
      explainedAt: 2 * hour,
      redressedAt: 3 * hour,
      resolvedAt: 4 * hour
    })
    expect(found.moves.map(({ _tag }) => _tag)).toEqual([
      "CaseOpened",
      "CaseAcknowledged",
      "CaseExplained",
      "CaseRedressed",
      "CaseResolved"
    ])
    expect(found.moves[3]).toMatchObject({ redress: "A refund", correctiveAction: "A second lorry" })
  })

  it("counts the first explanation and the first redress, and keeps the others", () => {
    const found = after("CaseExplained", "CaseRedressed", "CaseExplained", "CaseRedressed")
    expect(found).toMatchObject({ explainedAt: hour, redressedAt: 2 * hour })
    expect(found.moves).toHaveLength(5)
  })

  it.each(["CaseExplained", "CaseRedressed", "CaseResolved"] as const)("is acknowledged by %s", (tag) => {
    expect(after(tag).acknowledgedAt).toBe(hour)
    expect(Case.wasSeen(after(tag))).toBe(true)
  })

  it.each(["CaseAssigned", "CaseEscalated", "OwnerTold", "CaseClosed"] as const)("is not acknowledged by %s", (tag) => {
    expect(Case.wasSeen(after(tag))).toBe(false)
  })

  it("keeps its owner when it is reopened, and that somebody saw it", () => {
    const found = after("CaseAssigned", "CaseAcknowledged", "CaseResolved", "CaseReopened")
    expect(found).toMatchObject({ owner: "head of service", isReopened: true, acknowledgedAt: undefined })
    expect(Case.wasSeen(found)).toBe(true)
    expect(found.earlier).toMatchObject([{ since: 0, acknowledgedAt: 2 * hour, resolvedAt: 3 * hour }])
  })

  it("has as long as the first time when it is reopened, unless the event says otherwise", () => {
    const resolved = after("CaseResolved")
    expect(Result.getOrThrow(Case.after(resolved, events.CaseReopened(100)))).toMatchObject({
      since: 100 * hour,
      deadline: 124 * hour,
      resolveBy: 172 * hour
    })
    const told = { ...events.CaseReopened(100), deadline: 101 * hour, resolveBy: 102 * hour }
    expect(Result.getOrThrow(Case.after(resolved, told))).toMatchObject({ deadline: 101 * hour, resolveBy: 102 * hour })
  })

  it("names each round by itself, for the keys of what is decided in it", () => {
    const names = Case.rounds(after("CaseResolved", "CaseReopened", "CaseResolved", "CaseReopened"))
    const found = names.map((round) => Case.roundName({ id }, round))
    expect(found).toEqual([id, `${id} reopened:1970-01-01T02:00:00.000Z`, `${id} reopened:1970-01-01T04:00:00.000Z`])
  })

  it("is to be acknowledged, then resolved, then nothing more has a deadline", () => {
    expect(Case.dueBy(after())).toBe(24 * hour)
    expect(Case.dueBy(after("CaseAcknowledged"))).toBe(72 * hour)
    expect(Case.dueBy(after("CaseResolved"))).toBeUndefined()
  })

  it("was never opened by what somebody did with it", () => {
    expect(Case.fromEvents([events.CaseAcknowledged(1)])).toBeUndefined()
  })

  it("takes what a clock that goes wrong put before its opening", () => {
    const skewed = Case.fromEvents([events.CaseAcknowledged(-1), events.CaseOpened(0)])
    expect(skewed).toMatchObject({ acknowledgedAt: -hour, openedAt: 0 })
  })

  it("refuses in words that say what to do", () => {
    const name = `the case "nps/touchpoint%3A1" takes no`
    expect(message("acknowledged", "CaseAcknowledged")).toBe(
      `${name} CaseAcknowledged now: since 1970-01-01 01:00 UTC it was acknowledged already by Maria`
    )
    expect(message("resolved", "CaseExplained")).toBe(
      `${name} CaseExplained now: since 1970-01-01 01:00 UTC it is resolved: reopen it first`
    )
    expect(message("reopened", "CaseReopened")).toBe(
      `${name} CaseReopened now: since 1970-01-01 02:00 UTC it is open again`
    )
  })
})

describe("whatever happens to a case, in any order", () => {
  const told = fc.array(fc.constantFrom(...tags), { maxLength: 14, size: "max" })

  it("it is open or over, and only a reopening follows its end", () => {
    fc.assert(
      fc.property(told, (told) => {
        const found = after(...told)
        let isOver = false
        for (const { _tag } of found.moves.slice(1)) {
          expect(_tag === "CaseReopened").toBe(isOver)
          isOver = _tag === "CaseResolved" || _tag === "CaseClosed"
        }
        expect(Case.isOpen(found)).toBe(!isOver)
      })
    )
  })

  it("every round but the last is over, each begins after the one before it, and each has its deadlines", () => {
    fc.assert(
      fc.property(told, (told) => {
        const rounds = Case.rounds(after(...told))
        for (const [index, round] of rounds.entries()) {
          const next = rounds[index + 1]
          expect(round.isReopened).toBe(index > 0)
          expect(round.deadline - round.since).toBe(24 * hour)
          expect((round.resolveBy ?? 0) - round.since).toBe(72 * hour)
          if (next !== undefined) expect(Case.overAt(round)).toBeLessThan(next.since)
        }
      })
    )
  })
})
