// The errors of the checker are certain, and the asks that it has none about can be sent.
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type * as Finding from "@temoin/core/Finding"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Outcome from "@temoin/core/Outcome"
import * as Program from "@temoin/core/Program"
import type * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import type * as Trigger from "@temoin/core/Trigger"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"
import * as Programs from "./arbitrary/Program.ts"
import { core } from "./laws/Implementation.ts"
import { live } from "./laws/Lived.ts"
import { runs } from "./trial.ts"

const hour = 3_600_000
const day = 24 * hour
const numRuns = runs ?? 150

type Common = Pick<Event.Event, "id" | "occurredAt" | "recordedAt">

/** An ask that a program can make: where it stands, which decision it is, and what brings it about. */
interface Ask {
  readonly path: string
  readonly is: (decision: Pick<Decide.Held, "what" | "survey" | "wave" | "step">) => boolean
  readonly cause: ((common: Common) => Event.Event) | undefined
  readonly from: Instant
}

const monday = Date.UTC(2026, 5, 1)

const answered = (survey: string, category: Score.Category) => (common: Common) =>
  ({
    _tag: "Answered",
    ...common,
    survey: Arbitrary.surveyId(survey),
    wave: Arbitrary.waveId("widget:1"),
    score: ({ promoter: 9, passive: 8, detractor: 6 } as const)[category]
  }) as const

const touched = (kind: string) => (common: Common) =>
  ({ _tag: "TouchpointHappened", ...common, id: hostId.make(common.id), kind }) as const

const hostId = Event.Event.cases.TouchpointHappened.fields.id

/** What one thing brings about, whatever else is so; `undefined` for asks that want more. */
const causeOf = (trigger: Trigger.Trigger): Pick<Ask, "cause"> | undefined => {
  if (trigger.when !== undefined || trigger.age !== undefined || trigger.since !== undefined) return undefined
  switch (trigger.on) {
    case "touchpoint":
      return { cause: touched(trigger.kind) }
    case "milestone":
      return { cause: touched(trigger.anchor) }
    case "calendar":
      return { cause: trigger.audience === undefined ? undefined : touched(trigger.audience) }
    case "answer":
      return { cause: answered(trigger.survey, trigger.to[0]) }
    default:
      return undefined
  }
}

const asksOf = (program: Program.Program): ReadonlyArray<Ask> => [
  ...program.surveys.flatMap((survey, i) =>
    survey.triggers.flatMap((trigger, j): ReadonlyArray<Ask> => {
      const causedBy = causeOf(trigger)
      if (causedBy === undefined) return []

      const name = trigger.name === undefined ? "" : ` ${trigger.name}`
      const source = trigger.on === "answer" ? ` ${trigger.survey}:` : trigger.on === "milestone" ? " " : ":"
      const ask: Ask = {
        path: `surveys[${i}].triggers[${j}]`,
        is: (decision) =>
          decision.what === "Invite" &&
          decision.survey === survey.id &&
          decision.wave.startsWith(`${trigger.on}${name}${source}`),
        cause: causedBy.cause,
        from: trigger.on === "calendar" ? Date.parse(trigger.first) - 10 * day : monday
      }
      return [ask]
    })
  ),
  ...program.followUp.flatMap(({ steps, survey }, i) =>
    steps.flatMap((step, j): ReadonlyArray<Ask> => {
      if (step.do !== "request testimonial") return []
      const is: Ask["is"] = (decision) =>
        decision.what === "RequestTestimonial" && decision.survey === survey && decision.step === step.step
      return [{ path: `followUp[${i}].steps[${j}]`, is, cause: answered(survey, step.to[0]), from: monday }]
    })
  )
]

const isOf = ({ is }: Ask, decision: Decision.Decision): boolean =>
  is({ ...decision, what: decision._tag, step: "step" in decision ? decision.step : "" })

/**
 * Is it sent to this contact, when nothing happens but what brings it about, at `at`? The world is kind to it: no other ask
 * ever leaves, every case is resolved at once, and somebody looks whenever it might be its turn.
 */
const isSent = (program: Program.Program, ask: Ask, contact: Contact.ContactId, at: Instant): boolean => {
  const born = { occurredAt: at - hour, recordedAt: at - hour }
  let history = Result.getOrThrow(
    History.make(contact, [
      { _tag: "ContactChanged", id: Event.EventId.make("born"), ...born, email: "anna@example.com" },
      {
        _tag: "LegalBasisRecorded",
        id: Event.EventId.make("basis"),
        ...born,
        purpose: "advocate",
        channel: "mail",
        basis: "consent",
        evidence: "form 7"
      },
      ...(ask.cause === undefined
        ? []
        : [ask.cause({ id: Event.EventId.make("cause"), occurredAt: at, recordedAt: at })])
    ])
  )
  for (let now: Instant | undefined = at; now !== undefined && now < at + 80 * day;) {
    const { decisions, held } = Decide.decide(program, history, now)
    if (decisions.some((decision) => isOf(ask, decision))) return true
    const state = Fold.of(history)
    const time = { occurredAt: now, recordedAt: now }
    // one thing at a time: what the first one fails to do makes room for the others
    const events = decisions.slice(0, 1).flatMap((decision): ReadonlyArray<Event.Event> => {
      if (!Decision.isSend(decision)) {
        const resolved = (id: Decision.CaseId): Event.Event => ({
          _tag: "CaseResolved",
          id: Event.EventId.make(`${decision.key} resolved`),
          ...time,
          case: id
        })
        const done = Outcome.recorded(decision, time.occurredAt)
        return decision._tag === "OpenCase" ? [done, resolved(Case.id(decision.survey, decision.wave))] : [done]
      }
      const attempt = State.nextAttempt(state, decision.key)
      const reference = Event.Reference.make("0".repeat(32))
      return [
        Outcome.intended(decision, { attempt, reference, address: "anna@example.com" }, time.occurredAt),
        Outcome.failed(decision.key, attempt, "busy", time.occurredAt)
      ]
    })
    history = Result.getOrThrow(History.append(history, events))
    if (decisions.length > 0) continue
    const turns = held.filter(ask.is).flatMap(({ verdict }) => (verdict._tag === "Defer" ? [verdict.until] : []))
    now = turns.length === 0 ? undefined : Math.min(...turns)
  }
  return false
}

/** In samples of a quarter, and on calendars spread over three days, some of these have their turn. */
const contacts = Array.from({ length: 16 }, (_, index) => Contact.ContactId.make(`contact ${index}`))

/** Every third hour of a week. */
const hours = Array.from({ length: 56 }, (_, index) => 3 * index * hour)

const tries = contacts.flatMap((contact, index) => hours.map((after) => ({ contact, after, index })))

const canBeSent = (program: Program.Program, ask: Ask, some: typeof tries): boolean =>
  some.some(({ after, contact }) => isSent(program, ask, contact, ask.from + after))

type Check = typeof Program.check

const isFaulty = (check: Check, program: Program.Program, path: string): boolean =>
  check(program).some((one) => one.severity === "error" && one.path.startsWith(path))

/** An ask of which the checker says nothing can be sent. */
const nothingIsMissed = (check: Check) =>
  fc.property(Programs.written, (written) => {
    const program = Programs.make(written)
    for (const ask of asksOf(program)) {
      if (isFaulty(check, program, ask.path) || canBeSent(program, ask, tries)) continue
      expect.fail(`${ask.path} is never sent, and nobody says so`)
    }
  })

/** An ask of which it says that it can never be sent never is: not in a kind world, and not in any life. */
const nothingIsInvented = (check: Check) => {
  const some = tries.filter(({ after, index }) => index < 3 && after % (9 * hour) === 0)
  const faulty = Programs.written.filter((written) =>
    check(Programs.make(written)).some(({ severity }) => severity === "error")
  )
  return fc.property(faulty, Arbitrary.life, (written, life) => {
    const program = Programs.make(written)
    const { history } = live(core, program, life)
    for (const ask of asksOf(program)) {
      if (!isFaulty(check, program, ask.path)) continue
      if (canBeSent(program, ask, some)) expect.fail(`${ask.path} was sent in a kind world`)
      for (const event of history.events) {
        if (event._tag === "Intended" && isOf(ask, event.decision)) expect.fail(`${ask.path} was sent in a life`)
      }
    }
  })
}

it("an ask of which the checker says nothing can be sent", { timeout: 0 }, () =>
  fc.assert(nothingIsMissed(Program.check), { numRuns })
)

it("an ask of which it says that it can never be sent never is", { timeout: 0 }, () =>
  fc.assert(nothingIsInvented(Program.check), { numRuns })
)

const blindTo =
  (rule: Finding.Rule): Check =>
  (program) =>
    Program.check(program).filter(({ _tag }) => _tag !== rule)

const rashAbout =
  (rule: Finding.Rule): Check =>
  (program) =>
    Program.check(program).map((one) => (one._tag === rule ? Object.assign({ ...one }, { severity: "error" }) : one))

describe("a checker is caught", () => {
  const rope = { numRuns: 1000, endOnFailure: true }

  it.each(["ExpiresBeforeWindow", "GapOutlastsAsk"] as const)("that is blind to %s", { timeout: 0 }, (rule) => {
    expect(fc.check(nothingIsMissed(blindTo(rule)), rope).failed).toBe(true)
  })

  it.each(["CrowdedOut", "WindowOutlastsAsk"] as const)("that is too sure of %s", { timeout: 0 }, (rule) => {
    expect(fc.check(nothingIsInvented(rashAbout(rule)), rope).failed).toBe(true)
  })
})
