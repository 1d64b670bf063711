/**
 * State: where does a contact stand?
 *
 * A fold over the history. Nothing is in it that is not in the events.
 *
 * @since 0.1.0
 */
import type * as Case from "./Case.ts"
import type * as Contact from "./Contact.ts"
import type * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type { History } from "./History.ts"
import type { Instant } from "./Instant.ts"
import type * as Survey from "./Survey.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import type * as Wave from "./Wave.ts"

/**
 * How far a message has come. `intended`: about to leave. `unknown`: it may or may not have left.
 *
 * @category models
 * @since 0.1.0
 */
export type SendStatus = "intended" | "unknown" | "failed" | "refused" | "sent"

/**
 * A message we decided to send, as far as it has come. `at` is when that status was reached, `failures` how often
 * sending failed so far.
 *
 * @category models
 * @since 0.1.0
 */
export interface Send {
  readonly key: Decision.Key
  readonly decision: Decision.Send
  readonly reference: Event.Reference
  readonly address: string
  readonly attempt: number
  readonly status: SendStatus
  readonly at: Instant
  readonly intendedAt: Instant
  readonly failures: number
}

/** What happened, when, and about what. @category models @since 0.1.0 */
export interface Happened {
  readonly id: Event.EventId
  readonly kind: Touchpoint.Kind
  readonly at: Instant
  readonly about: Touchpoint.Subject | undefined
}

/** @category models @since 0.1.0 */
export interface State {
  readonly contact: Contact.ContactId
  /** How many events are in it. */
  readonly revision: number
  readonly email: string | undefined
  readonly name: string | undefined
  readonly locale: string | undefined
  readonly zone: string | undefined
  readonly account: string | undefined
  /** The time of the first event. */
  readonly knownSince: Instant | undefined
  readonly touchpoints: ReadonlyArray<Happened>
  readonly sends: ReadonlyMap<Decision.Key, Send>
  readonly outcomes: ReadonlyMap<Decision.Key, { readonly attempt: number }>
  readonly answers: ReadonlyMap<string, ReadonlyArray<Wave.Answer>>
  readonly ended: ReadonlyMap<Decision.Key, Decision.Ending>
  readonly cases: ReadonlyMap<Decision.CaseId, Case.Case>
  readonly optOuts: ReadonlyArray<{ readonly extent: Event.Extent; readonly at: Instant }>
  readonly bounced: ReadonlyMap<string, Instant>
  readonly spamReportedAt: Instant | undefined
  readonly erasedAt: Instant | undefined
  readonly legalBases: ReadonlySet<string>
}

interface Mutable {
  contact: Contact.ContactId
  revision: number
  email: string | undefined
  name: string | undefined
  locale: string | undefined
  zone: string | undefined
  account: string | undefined
  knownSince: Instant | undefined
  touchpoints: Array<Happened>
  intents: Map<Decision.Key, Event.Event & { readonly _tag: "Intended" }>
  outcomes: Map<Decision.Key, Outcome>
  sends: Map<Decision.Key, Send>
  answers: Map<string, Array<Wave.Answer>>
  ended: Map<Decision.Key, Decision.Ending>
  cases: Map<Decision.CaseId, Case.Case>
  caseMoves: Map<Decision.CaseId, CaseMoves>
  optOuts: Array<{ readonly extent: Event.Extent; readonly at: Instant }>
  bounced: Map<string, Instant>
  spamReportedAt: Instant | undefined
  erasedAt: Instant | undefined
  legalBases: Set<string>
}

type CaseMoves = Pick<Case.Case, "acknowledgedAt" | "escalatedAt" | "resolvedAt">

const unmoved: CaseMoves = { acknowledgedAt: undefined, escalatedAt: undefined, resolvedAt: undefined }

interface Outcome {
  attempt: number
  status: SendStatus
  at: Instant
  failures: number
}

const rank = { intended: 0, unknown: 1, failed: 2, refused: 3, sent: 4 } as const

/**
 * The name of a wave across surveys. No identifier has a line break in it, so no two waves have the same one.
 *
 * @category keys
 * @since 0.1.0
 */
export const waveKey = (survey: Survey.SurveyId, wave: Decision.WaveId): string => `${survey}\n${wave}`

/**
 * The name under which a legal basis is held.
 *
 * @category keys
 * @since 0.1.0
 */
export const basisKey = (purpose: Survey.Purpose, channel: Survey.Channel): string => `${purpose} by ${channel}`

const start = (contact: Contact.ContactId): Mutable => ({
  contact,
  revision: 0,
  email: undefined,
  name: undefined,
  locale: undefined,
  zone: undefined,
  account: undefined,
  knownSince: undefined,
  touchpoints: [],
  intents: new Map(),
  outcomes: new Map(),
  sends: new Map(),
  answers: new Map(),
  ended: new Map(),
  cases: new Map(),
  caseMoves: new Map(),
  optOuts: [],
  bounced: new Map(),
  spamReportedAt: undefined,
  erasedAt: undefined,
  legalBases: new Set()
})

/**
 * Where the contact stands after all of this.
 *
 * @category folding
 * @since 0.1.0
 */
export const fold = (history: History): State => resume(history).state

/**
 * A fold that goes on: `apply` takes further events into the same state. For `decide`, which counts what it decided as
 * done; the state it was made from is its own.
 *
 * @category folding
 * @since 0.1.0
 */
export const resume = (history: History): { readonly state: State; readonly apply: (event: Event.Event) => void } => {
  const state = start(history.contact)
  for (const event of history.events) step(state, event)
  return { state, apply: (event) => step(state, event) }
}

const step = (state: Mutable, event: Event.Event): void => {
  state.revision++
  state.knownSince ??= event.occurredAt
  switch (event._tag) {
    case "ContactChanged": {
      if (event.email !== undefined) state.email = event.email ?? undefined
      if (event.name !== undefined) state.name = event.name ?? undefined
      if (event.locale !== undefined) state.locale = event.locale ?? undefined
      if (event.zone !== undefined) state.zone = event.zone ?? undefined
      if (event.account !== undefined) state.account = event.account ?? undefined
      return
    }
    case "TouchpointHappened": {
      state.touchpoints.push({ id: event.id, kind: event.kind, at: event.occurredAt, about: event.about })
      return
    }
    case "Intended": {
      const known = state.intents.get(event.key)
      if (known === undefined || known.attempt <= event.attempt) state.intents.set(event.key, event)
      return outcome(state, event.key, event.attempt, "intended", event.occurredAt)
    }
    case "Sent":
      return outcome(state, event.key, event.attempt, "sent", event.occurredAt)
    case "SendFailed":
      return outcome(state, event.key, event.attempt, "failed", event.occurredAt)
    case "SendUnknown":
      return outcome(state, event.key, event.attempt, "unknown", event.occurredAt)
    case "SendRefused": {
      state.bounced.set(event.address, event.occurredAt)
      return outcome(state, event.key, event.attempt, "refused", event.occurredAt)
    }
    case "Answered": {
      const key = waveKey(event.survey, event.wave)
      const answer = { score: event.score, comment: event.comment, at: event.occurredAt, via: event.via }
      const earlier = state.answers.get(key)
      if (earlier === undefined) state.answers.set(key, [answer])
      else earlier.push(answer)
      return
    }
    case "CaseOpened": {
      if (state.cases.has(event.case)) return
      state.cases.set(event.case, {
        id: event.case,
        survey: event.survey,
        wave: event.wave,
        owner: event.owner,
        escalateTo: event.escalateTo,
        openedAt: event.occurredAt,
        deadline: event.deadline,
        // a clock that goes wrong may have put these before the opening
        ...(state.caseMoves.get(event.case) ?? unmoved)
      })
      return
    }
    case "CaseAcknowledged":
      return moveCase(state, event.case, "acknowledgedAt", event.occurredAt)
    case "CaseEscalated":
      return moveCase(state, event.case, "escalatedAt", event.occurredAt)
    case "CaseResolved":
      return moveCase(state, event.case, "resolvedAt", event.occurredAt)
    case "AskEnded": {
      if (!state.ended.has(event.key)) state.ended.set(event.key, event.as)
      return
    }
    case "OptedOut": {
      state.optOuts.push({ extent: event.extent, at: event.occurredAt })
      return
    }
    case "OptedIn": {
      // of an opt-out and an opt-in at the same instant, the stricter one holds
      const { extent, occurredAt } = event
      state.optOuts = state.optOuts.filter((optOut) => optOut.at >= occurredAt || !covers(extent, optOut.extent))
      if (isEverything(extent) && state.spamReportedAt !== undefined && state.spamReportedAt < occurredAt) {
        state.spamReportedAt = undefined
      }
      return
    }
    case "HardBounced": {
      state.bounced.set(event.address, event.occurredAt)
      return
    }
    case "SpamReported": {
      state.spamReportedAt = event.occurredAt
      return
    }
    case "LegalBasisRecorded": {
      state.legalBases.add(basisKey(event.purpose, event.channel))
      return
    }
    case "Erased": {
      state.erasedAt = event.occurredAt
      return
    }
  }
}

const outcome = (state: Mutable, key: Decision.Key, attempt: number, status: SendStatus, at: Instant): void => {
  const known = state.outcomes.get(key)
  const failures = (known?.failures ?? 0) + (status === "failed" ? 1 : 0)
  const isNewer =
    known === undefined || attempt > known.attempt || (attempt === known.attempt && rank[status] > rank[known.status])
  const current = isNewer ? { attempt, status, at, failures } : { ...known, failures }
  state.outcomes.set(key, current)
  const intent = state.intents.get(key)
  if (intent === undefined) return
  state.sends.set(key, {
    ...current,
    key,
    decision: intent.decision,
    reference: intent.reference,
    address: intent.address,
    intendedAt: intent.occurredAt
  })
}

const moveCase = (state: Mutable, id: Decision.CaseId, field: keyof CaseMoves, at: Instant): void => {
  const moves = state.caseMoves.get(id) ?? unmoved
  if (moves[field] !== undefined) return
  state.caseMoves.set(id, { ...moves, [field]: at })
  const found = state.cases.get(id)
  if (found !== undefined) state.cases.set(id, { ...found, [field]: at })
}

const isEverything = (extent: Event.Extent): boolean => extent.survey === undefined && extent.purpose === undefined

/**
 * Does one opt-out or opt-in reach at least as far as another?
 *
 * @example State.covers({}, { purpose: "advocate" }) // => true
 * @category comparing
 * @since 0.1.0
 */
export const covers = (self: Event.Extent, that: Event.Extent): boolean =>
  (self.survey === undefined || self.survey === that.survey) &&
  (self.purpose === undefined || self.purpose === that.purpose)

/**
 * Since when nothing of this survey and purpose may be sent to the contact because they said so; `undefined` when they
 * did not. Messages without a purpose (thanks, a personal reply) are silenced by opt-outs that name none.
 *
 * @category getters
 * @since 0.1.0
 */
export const optedOutSince = (
  self: State,
  survey: Survey.SurveyId,
  purpose: Survey.Purpose | undefined
): Instant | undefined =>
  self.optOuts.find(
    ({ extent }) =>
      (extent.survey === undefined || extent.survey === survey) &&
      (extent.purpose === undefined || extent.purpose === purpose)
  )?.at

/**
 * Did it leave, or may it have left? Then it counts for every frequency rule.
 *
 * @category guards
 * @since 0.1.0
 */
export const counts = (self: Send): boolean => self.status !== "failed" && self.status !== "refused"

/**
 * The number of the next try at sending the message with this key.
 *
 * @category getters
 * @since 0.1.0
 */
export const nextAttempt = (self: State, key: Decision.Key): number => (self.outcomes.get(key)?.attempt ?? 0) + 1

/**
 * Was it sent (or may it have been), or did its ask end without that?
 *
 * @category guards
 * @since 0.1.0
 */
export const isOver = (self: State, key: Decision.Key): boolean => {
  const send = self.sends.get(key)
  return self.ended.has(key) || (send !== undefined && counts(send))
}

/**
 * When it left, as far as we know.
 *
 * @category getters
 * @since 0.1.0
 */
export const leftAt = (self: Send): Instant => (self.status === "sent" ? self.at : self.intendedAt)

/**
 * Messages of which nobody knows whether they left. An answer that came by a message's own link shows that it did.
 *
 * @category getters
 * @since 0.1.0
 */
export const unknownSends = (self: State): ReadonlyArray<Send> => {
  const arrived = new Set([...self.answers.values()].flat().map(({ via }) => via))
  return [...self.sends.values()].filter(({ reference, status }) => status === "unknown" && !arrived.has(reference))
}

/**
 * The waves of all surveys: those we invited to, and those that an uninvited answer made. By the time of their
 * beginning, then by name.
 *
 * @category getters
 * @since 0.1.0
 */
export const waves = (self: State): ReadonlyArray<Wave.Wave> => {
  const known = wavesOf.get(self)
  if (known?.revision === self.revision) return known.waves
  const waves = findWaves(self)
  wavesOf.set(self, { revision: self.revision, waves })
  return waves
}

/** Asked for again and again while one contact is looked at. */
const wavesOf = new WeakMap<State, { readonly revision: number; readonly waves: ReadonlyArray<Wave.Wave> }>()

const findWaves = (self: State): ReadonlyArray<Wave.Wave> => {
  const found = new Map<string, Wave.Wave>()
  for (const send of self.sends.values()) {
    const { decision } = send
    if (decision._tag !== "Invite" || !counts(send)) continue
    const key = waveKey(decision.survey, decision.wave)
    found.set(key, {
      survey: decision.survey,
      id: decision.wave,
      invitation: {
        at: leftAt(send),
        expiresAt: decision.expiresAt,
        closes: decision.closes,
        repairs: decision.repairs
      },
      answers: self.answers.get(key) ?? []
    })
  }
  for (const [key, answers] of self.answers) {
    if (found.has(key)) continue
    const end = key.indexOf("\n")
    const survey = key.slice(0, end) as Survey.SurveyId
    found.set(key, { survey, id: key.slice(end + 1) as Decision.WaveId, invitation: undefined, answers })
  }
  return [...found.values()].toSorted((a, b) => beginning(a) - beginning(b) || (nameOf(a) < nameOf(b) ? -1 : 1))
}

const beginning = (wave: Wave.Wave): Instant => wave.invitation?.at ?? wave.answers[0]?.at ?? 0

const nameOf = (wave: Wave.Wave): string => waveKey(wave.survey, wave.id)
