/**
 * Fixture: how does a case read like a sentence?
 *
 * A `Story` is what happened to one contact, told in order. Its words go through the library's own front doors
 * (`Program.make`, `History.decode`), so that a test can only tell what a host could.
 */
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type * as FollowUp from "@temoin/core/FollowUp"
import * as History from "@temoin/core/History"
import * as Instant from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import * as Outcome from "@temoin/core/Outcome"
import * as Period from "@temoin/core/Period"
import * as Program from "@temoin/core/Program"
import type * as Reason from "@temoin/core/Reason"
import type * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import type * as Survey from "@temoin/core/Survey"
import type * as Verdict from "@temoin/core/Verdict"
import * as Result from "effect/Result"

/** "2026-03-01" or "2026-03-01 10:30", in UTC. */
export const time = (text: string): Instant.Instant => {
  const at = Date.parse(text.includes(" ") ? `${text.replace(" ", "T")}Z` : `${text}T00:00Z`)
  if (Number.isNaN(at)) throw new Error(`"${text}" is no time`)
  return at
}

/** A survey called "nps" that asks at once after "order.delivered", unless `changes` say otherwise. */
export const survey = (changes: Partial<typeof Survey.Survey.Encoded> = {}): typeof Survey.Survey.Encoded => ({
  id: "nps",
  triggers: [{ on: "touchpoint", kind: "order.delivered" }],
  ...changes
})

/** A program with the survey "nps" and nothing else, unless `changes` say otherwise. */
export const program = (changes: Partial<typeof Program.Program.Encoded> = {}): Program.Program =>
  Result.getOrThrow(Program.make({ id: "shop", surveys: [survey()], ...changes }))

/** A playbook for the survey "nps". */
export const playbook = (...steps: [typeof FollowUp.Step.Encoded, ...Array<typeof FollowUp.Step.Encoded>]) => ({
  survey: "nps",
  steps
})

/** A step of a playbook: whoever is unhappy has a case. */
export const solve = {
  step: "solve",
  do: "open case",
  to: ["detractor"],
  owner: "support",
  deadline: "1 day",
  escalateTo: "management"
} as const

type Without<E, Field extends PropertyKey> = E extends unknown ? Omit<E, Field> : never

/** An event without what a story adds by itself: its id and its times. */
export type Fact = Without<typeof Event.Event.Encoded, "id" | "occurredAt" | "recordedAt">

/** What became of the messages that were carried out. */
export type Fate = "sent" | "failed" | "refused" | "unknown" | "on their way"

export interface Story {
  readonly now: Instant.Instant
  readonly history: History.History
  /** From here on it is this time. */
  readonly on: (at: string) => Story
  /** From here on it is this much later. */
  readonly later: (period: Period.Period) => Story
  /** It happened now. */
  readonly fact: (fact: Fact, id?: string) => Story
  /** A touchpoint, now. */
  readonly happens: (kind: string, options?: { readonly about?: string; readonly id?: string }) => Story
  /** The order arrived, which is when the default program asks. */
  readonly delivered: (order?: string) => Story
  /** An answer in the wave that was last invited to. */
  readonly answers: (score: Score.Score, options?: { readonly survey?: string; readonly comment?: string }) => Story
  /** An answer that nobody asked for, as by a widget. */
  readonly answersUnasked: (score: Score.Score, survey?: string) => Story
  /** Whatever the program decides now is done, and recorded. */
  readonly obeys: (program: Program.Program, fate?: Fate) => Story
  /** This person and that one turn out to be the same, who goes on under this id. */
  readonly wasAlso: (other: Story) => Story
  /** What is to be done now: "invite", "thank", "invite: joined". */
  readonly toDo: (program: Program.Program) => ReadonlyArray<string>
  /** The same, as the decisions themselves. */
  readonly decisions: (program: Program.Program) => ReadonlyArray<Decision.Decision>
  /** What is held back, and why: "invite until 2026-03-04 00:00 UTC: TooSoon". */
  readonly held: (program: Program.Program) => ReadonlyArray<string>
  /** When we look again: "2026-03-04 00:00 UTC", or "never". */
  readonly wakes: (program: Program.Program) => string
}

const tellOf =
  (contact: string) =>
  (rows: ReadonlyArray<object>, now: Instant.Instant): Story => {
    const tell = tellOf(contact)
    const history = Result.getOrThrow(History.decode(contact, rows))
    const decide = (program: Program.Program) => Decide.decide(program, history, now)
    const story: Story = {
      now,
      history,
      on: (at) => tell(rows, time(at)),
      later: (period) => tell(rows, Period.after(period, now, "UTC")),
      // sorts behind everything told before at the same time, also behind what the library recorded itself
      fact: (fact, id = `~${String(rows.length).padStart(4, "0")} ${fact._tag}`) =>
        tell([...rows, { ...fact, id, occurredAt: now, recordedAt: now }], now),
      happens: (kind, { about, id } = {}) =>
        story.fact({ _tag: "TouchpointHappened", kind, ...(about !== undefined && { about }) }, id),
      delivered: (order) => story.happens("order.delivered", order === undefined ? {} : { about: order }),
      answers: (score, { comment, survey = "nps" } = {}) => {
        const invited = State.waves(Fold.of(history)).filter((wave) => wave.survey === survey && wave.invitation)
        const wave = invited.at(-1)?.id
        if (wave === undefined) throw new Error(`nobody was invited to "${survey}"`)
        return story.fact({ _tag: "Answered", survey, wave, score, ...(comment !== undefined && { comment }) })
      },
      answersUnasked: (score, survey = "nps") =>
        story.fact({ _tag: "Answered", survey, wave: `widget:${rows.length}`, score }),
      obeys: (program, fate = "sent") =>
        tell([...rows, ...eventsOf(history, decide(program).decisions, fate, now)], now),
      wasAlso: (other) => tell([...rows, ...Merge.join(other.history, history, now)], now),
      toDo: (program) => decide(program).decisions.map(inWords),
      decisions: (program) => decide(program).decisions,
      held: (program) => decide(program).held.map((held) => `${held.step} ${verdictInWords(held.verdict)}`),
      wakes: (program) => {
        const { wakeAt } = decide(program)
        return wakeAt === undefined ? "never" : Instant.minute(wakeAt)
      }
    }
    return story
  }

const tell = tellOf("anna")

/** Ben, who can be reached since the same day at the same address: is he Anna? */
export const ben: Story = tellOf("ben")([], time("2026-01-01")).fact({
  _tag: "ContactChanged",
  email: "anna@example.com"
})

/** Anna, whose mail address is known since the beginning of 2026. */
export const anna: Story = tell([], time("2026-01-01")).fact({ _tag: "ContactChanged", email: "anna@example.com" })

/** Somebody of whom we know nothing but the id. */
export const stranger: Story = tell([], time("2026-01-01"))

const eventsOf = (
  history: History.History,
  decisions: ReadonlyArray<Decision.Decision>,
  fate: Fate,
  now: Instant.Instant
): ReadonlyArray<Event.Event> => {
  const state = Fold.of(history)
  return decisions.flatMap((decision, index) => {
    if (!Decision.isSend(decision)) return [Outcome.recorded(decision, now)]
    const attempt = {
      attempt: State.nextAttempt(state, decision.key),
      reference: Event.Reference.make(`${history.events.length}`.padStart(16, "0") + `${index}`.padStart(16, "0")),
      address: state.email ?? ""
    }
    const outcome = {
      sent: () => [Outcome.sent(decision.key, attempt.attempt, now)],
      failed: () => [Outcome.failed(decision.key, attempt.attempt, "the server is down", now)],
      refused: () => [Outcome.refused(decision.key, attempt, "no such mailbox", now)],
      unknown: () => [Outcome.unknown(decision.key, attempt.attempt, now)],
      "on their way": () => []
    }
    return [Outcome.intended(decision, attempt, now), ...outcome[fate]()]
  })
}

const inWords = (decision: Decision.Decision): string => {
  const step = decodeURIComponent(decision.key.split("/")[3] ?? "")
  if (decision._tag === "DelayReview") return `${step}: delayed`
  return decision._tag === "EndAsk" ? `${step}: ${decision.as}` : step
}

const verdictInWords = (verdict: Verdict.Verdict): string => {
  switch (verdict._tag) {
    case "Allow":
      return "allowed"
    case "Defer":
      return `until ${Instant.minute(verdict.until)}: ${tags(verdict.reasons)}`
    case "Wait":
      return `waits: ${tags(verdict.reasons)}`
    case "Forbid":
      return `forbidden: ${tags(verdict.reasons)}`
  }
}

/** The names of the rules behind some reasons. */
export const tags = (reasons: ReadonlyArray<Reason.Reason>): string => reasons.map(({ _tag }) => _tag).join(", ")
